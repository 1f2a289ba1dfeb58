//! The weights of the judges, as a text file: kind, feature and weight, parted by tabs, sorted.
//!
//! Besides features a kind has lines in brackets: `(bias)`, what speaks for any proposal; `(threshold)`, from which
//! probability on one is held for true; `(right at 0.30)`, of those given 0.30 the share that was right.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::Features;
use crate::lexicon::files;

const BIAS: &str = "(bias)";
const THRESHOLD: &str = "(threshold)";
const RIGHT_AT: &str = "(right at ";

/// The weights of one kind and pass.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Judge {
    weights: HashMap<String, f32>,
    bias: f32,
    threshold: f32,
    /// Probabilities as the weights give them, with the share that was right, both rising. Empty: they are taken as
    /// they are.
    right: Vec<(f32, f32)>,
}

impl Judge {
    /// A judge of weights; `right` as [`Judge::confidence`] uses it, by rising probability.
    #[cfg(feature = "train")]
    pub(crate) fn new(
        weights: impl IntoIterator<Item = (String, f32)>,
        bias: f32,
        threshold: f32,
        right: Vec<(f32, f32)>,
    ) -> Judge {
        Judge { weights: weights.into_iter().collect(), bias, threshold, right }
    }

    /// The same weights with another threshold and calibration.
    #[cfg(feature = "train")]
    pub(crate) fn with(self, threshold: f64, right: Vec<(f32, f32)>) -> Judge {
        #[expect(clippy::cast_possible_truncation, reason = "the file holds three digits")]
        let threshold = threshold as f32;
        Judge { threshold, right, ..self }
    }

    /// How likely a proposal with these features is right, 0 to 1.
    pub(crate) fn probability(&self, features: &Features) -> f64 {
        let score: f32 = features
            .iter()
            .filter_map(|(name, amount)| Some(self.weights.get(name)? * amount))
            .fold(self.bias, |sum, part| sum + part);
        1.0 / (1.0 + (-f64::from(score)).exp())
    }

    /// From this probability on a proposal is held for true.
    pub(crate) fn threshold(&self) -> f64 {
        f64::from(self.threshold)
    }

    /// Of the chosen proposals of this probability the share that was right, 0 to 1.
    pub(crate) fn confidence(&self, probability: f64) -> f32 {
        #[expect(clippy::cast_possible_truncation, reason = "the record prints four digits")]
        let at = probability as f32;
        let above = self.right.partition_point(|(given, _)| *given < at);
        match (above.checked_sub(1).and_then(|below| self.right.get(below)), self.right.get(above)) {
            (None, None) => at,
            (None, Some((_, share))) | (Some((_, share)), None) => *share,
            (Some((from, low)), Some((to, high))) => low + (high - low) * (at - from) / (to - from),
        }
    }

    /// What each feature adds to the score, the heaviest first, alike ones by name; those that add nothing are left out.
    pub(crate) fn reasons(&self, features: &Features) -> Vec<(String, f32)> {
        let mut all: Vec<(String, f32)> = features
            .iter()
            .filter_map(|(name, amount)| Some((name.to_owned(), self.weights.get(name)? * amount)))
            .filter(|(_, part)| part.abs() >= 0.005)
            .collect();
        all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
        all
    }
}

/// All judges, by kind and pass.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Judges {
    judges: BTreeMap<String, Judge>,
    /// What a kind without weights gets: nothing speaks for a proposal, and none is held for true.
    none: Judge,
}

impl Judges {
    /// The judges that are part of the program.
    pub(crate) fn embedded() -> &'static Judges {
        static LOADED: LazyLock<Judges> =
            LazyLock::new(|| Judges::parse(files::JUDGE).expect("the dictionaries of the program are sound"));
        &LOADED
    }

    /// The judge of a kind and pass.
    pub(crate) fn of(&self, kind: &str) -> &Judge {
        self.judges.get(kind).unwrap_or(&self.none)
    }

    /// Reads what stands in the file; lines that begin with `#` are comments.
    ///
    /// # Errors
    /// The number of the first line, from 1, that is not of the form.
    pub(crate) fn parse(text: &str) -> Result<Judges, usize> {
        let none = Judge { threshold: 2.0, ..Judge::default() };
        let mut judges: BTreeMap<String, Judge> = BTreeMap::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let fault = at + 1;
            let mut columns = line.split('\t');
            let (Some(kind), Some(name), Some(weight), None) =
                (columns.next(), columns.next(), columns.next(), columns.next())
            else {
                return Err(fault);
            };
            let weight: f32 = weight.parse().map_err(|_| fault)?;
            let judge = match judges.get_mut(kind) {
                Some(judge) => judge,
                None => judges.entry(kind.to_owned()).or_insert_with(|| none.clone()),
            };
            if name == BIAS {
                judge.bias = weight;
            } else if name == THRESHOLD {
                judge.threshold = weight;
            } else if let Some(given) = name.strip_prefix(RIGHT_AT) {
                judge.right.push((given.trim_end_matches(')').parse().map_err(|_| fault)?, weight));
            } else {
                judge.weights.insert(name.to_owned(), weight);
            }
        }
        Ok(Judges { judges, none })
    }

    /// As the file holds them, and [`Judges::parse`] reads it: sorted, weights with two digits after the point.
    #[cfg(feature = "train")]
    pub(crate) fn to_lines(&self) -> String {
        let mut lines = Vec::new();
        for (kind, judge) in &self.judges {
            lines.push(format!("{kind}\t{BIAS}\t{:.2}", judge.bias));
            lines.push(format!("{kind}\t{THRESHOLD}\t{:.3}", judge.threshold));
            lines.extend(
                judge.right.iter().map(|(given, share)| format!("{kind}\t{RIGHT_AT}{given:.3})\t{share:.3}")),
            );
            lines.extend(judge.weights.iter().map(|(name, weight)| format!("{kind}\t{name}\t{weight:.2}")));
        }
        lines.sort();
        lines.join("\n") + "\n"
    }

    /// Puts a judge in, in place of what stood there.
    #[cfg(feature = "train")]
    pub(crate) fn put(&mut self, kind: String, judge: Judge) {
        self.none.threshold = 2.0;
        self.judges.insert(kind, judge);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_between_given_points_lie_between() {
        let judge = Judge { right: vec![(0.2, 0.1), (0.6, 0.5)], ..Judge::default() };
        for (given, share) in [(0.1, 0.1), (0.2, 0.1), (0.4, 0.3), (0.6, 0.5), (0.9, 0.5)] {
            assert!((judge.confidence(given) - share).abs() < 1e-6, "{given}");
        }
        assert!((Judge::default().confidence(0.7) - 0.7).abs() < 1e-6);
    }

    #[test]
    fn a_kind_without_weights_holds_nothing_for_true() {
        let judges = Judges::parse("# a comment\n").unwrap();
        assert!(judges.of("things").threshold() > 1.0);
        assert_eq!(Judges::parse("things\tx\t1.0\nthings\tx\n"), Err(2));
        assert_eq!(Judges::parse("things\tx\tone\n"), Err(1));
    }

    #[test]
    fn the_file_of_the_program_is_sorted_and_sound() {
        let lines: Vec<&str> = files::JUDGE.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.is_sorted());
        assert!(Judges::parse(files::JUDGE).is_ok());
    }
}
