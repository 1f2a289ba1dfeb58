//! Judges proposals: a probability for each by a log-linear model over named features.
//!
//! Rules propose wide; what proposed something is not known here. A kind of finding (assignments, deadlines, targets)
//! implements [`Proposals`]: it names the features of each proposal, and chooses the best set among those that shut each
//! other out. Judged twice: the second pass also sees what the first one says of neighbours ([`Proposals::again`]), so
//! that whole lists stand and fall together. The weights are learned from marked documents (`vanthu train --part
//! judge`) and stand, readable, in `dictionaries/judge.model`.

mod model;

#[cfg(feature = "train")]
pub(crate) use self::model::Judge;
pub(crate) use self::model::Judges;

/// Named features of a proposal: what can be said of it, each with an amount, 1 where it is only so or not.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Features(Vec<(String, f32)>);

impl Features {
    /// Something is so. Names are of letters, digits and signs, without tabs and line ends, as `governor.kind=1.`; the
    /// same name said twice counts twice.
    pub(crate) fn yes(&mut self, name: impl Into<String>) {
        self.0.push((name.into(), 1.0));
    }

    /// Something is so when `so` holds.
    pub(crate) fn when(&mut self, so: bool, name: &str) {
        if so {
            self.yes(name);
        }
    }

    /// Something is so by an amount. Amounts should lie around -1 to 1: all weights are kept small alike.
    pub(crate) fn amount(&mut self, name: impl Into<String>, amount: f64) {
        #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more digits")]
        self.0.push((name.into(), amount as f32));
    }

    /// All of them with their amounts, in the order in which they were said.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, f32)> {
        self.0.iter().map(|(name, amount)| (name.as_str(), *amount))
    }
}

/// All that is proposed of one kind in one document.
pub(crate) trait Proposals {
    /// Name of the kind in `judge.model`: letters, first of its lines.
    const KIND: &'static str;

    /// The features of each proposal, in order.
    fn features(&self) -> Vec<Features>;

    /// The features of each proposal in the second pass, by the probabilities of all in the first; empty where one pass
    /// is enough. A kind with many features does not give those of the first pass again: with them the second pass would
    /// learn by heart.
    fn again(&self, _first: &[f64]) -> Vec<Features> {
        Vec::new()
    }

    /// The proposals that are held for true, by index, in order: none under the threshold, and of those that shut each
    /// other out the likeliest. `probabilities` has one for each.
    fn choose(&self, probabilities: &[f64], threshold: f64) -> Vec<usize> {
        (0..probabilities.len()).filter(|i| probabilities[*i] >= threshold).collect()
    }
}

/// A proposal that is held for true.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chosen {
    /// Its index among the proposals.
    pub(crate) index: usize,
    /// 0 to 1: the share of such ones that were right.
    pub(crate) confidence: f32,
    /// What spoke for it and against it by itself: features and what each added, the heaviest first.
    pub(crate) reasons: Vec<(String, f32)>,
    /// The same of what the second pass saw; empty where there is none.
    pub(crate) around: Vec<(String, f32)>,
}

/// The proposals that are held for true, in order.
pub(crate) fn choose<P: Proposals>(proposals: &P, judges: &Judges) -> Vec<Chosen> {
    let features = proposals.features();
    let first = judges.of(P::KIND);
    let mut judge = first;
    let mut probabilities: Vec<f64> = features.iter().map(|f| first.probability(f)).collect();
    let again = proposals.again(&probabilities);
    if !again.is_empty() {
        judge = judges.of(&second(P::KIND));
        probabilities = again.iter().map(|f| judge.probability(f)).collect();
    }
    let chosen = proposals.choose(&probabilities, judge.threshold());
    chosen
        .into_iter()
        .map(|index| Chosen {
            index,
            confidence: judge.confidence(probabilities[index]),
            reasons: first.reasons(&features[index]),
            around: again.get(index).map_or_else(Vec::new, |features| judge.reasons(features)),
        })
        .collect()
}

/// The name under which the second pass of a kind stands in `judge.model`.
pub(crate) fn second(kind: &str) -> String {
    format!("{kind}.again")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Two;

    impl Proposals for Two {
        const KIND: &'static str = "things";

        fn features(&self) -> Vec<Features> {
            let mut small = Features::default();
            small.yes("small");
            let mut large = Features::default();
            large.amount("large", 2.0);
            vec![small, large]
        }

        /// What the other one says.
        fn again(&self, first: &[f64]) -> Vec<Features> {
            let mut more = vec![Features::default(), Features::default()];
            more[0].amount("other", first[1]);
            more[1].amount("other", first[0]);
            more
        }
    }

    #[test]
    fn the_second_pass_sees_the_first() {
        let judges = Judges::parse(
            "things\t(bias)\t-1.00\nthings\tlarge\t2.00\nthings\tsmall\t0.10\nthings.again\t(bias)\t-2.00\n\
             things.again\t(threshold)\t0.50\nthings.again\tother\t4.00\n",
        )
        .unwrap();
        let chosen = choose(&Two, &judges);
        assert_eq!(chosen.iter().map(|c| c.index).collect::<Vec<_>>(), [0]);
        assert_eq!(chosen[0].reasons, [("small".to_owned(), 0.1)]);
        assert_eq!(chosen[0].around.len(), 1);
        assert!(chosen[0].confidence > 0.8, "{chosen:?}");
    }
}
