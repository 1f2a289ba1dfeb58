//! Learns the judges of proposed findings from marked documents.
//!
//! Of a kind, [`Sample`] holds what is proposed in one document and which of it the truth has; [`learn`] makes the
//! judges of both passes from the samples. What the second pass sees of the first, the threshold and the calibration
//! come from inner folds, so that no document is judged by weights that have seen it.

mod assignments;
mod figures;
mod fit;
mod folds;
mod groups;
mod library;
mod marked;

pub(crate) use self::folds::folds;
pub(crate) use self::library::Library;

use std::path::Path;

use self::fit::fit;
use self::library::Samples;
use crate::error::{Error, Result};
use crate::extract::judge::{Chosen, Features, Judge, Judges, Proposals, choose, second};

/// Inner folds.
const INNER: usize = 5;
/// Chosen proposals that one point of the calibration rests on, at least.
const LEAST_IN_BIN: usize = 30;

/// What the truth says of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// It is the truth's entry of this index among its sure ones. Several may be, of which one is enough.
    Right(usize),
    /// It is none.
    Wrong,
    /// It counts neither way: the truth calls it doubtful.
    Neither,
}

/// What is proposed in one document, with what the truth says of it.
pub(crate) struct Sample<P> {
    proposals: P,
    features: Vec<Features>,
    labels: Vec<Label>,
    /// Sure entries of the truth.
    expected: usize,
    /// Documents of one group are near copies of each other, and never learned from and judged at the same time.
    group: usize,
}

impl<P: Proposals> Sample<P> {
    /// `labels` has one for each proposal, `expected` is the number of the truth's sure entries.
    pub(crate) fn new(proposals: P, labels: Vec<Label>, expected: usize, group: usize) -> Sample<P> {
        let features = proposals.features();
        Sample { proposals, features, labels, expected, group }
    }
}

/// A probability for each proposal of each sample.
type Said = Vec<Vec<f64>>;

/// The judges of a kind, each under its name in the model: of the first pass and, where the kind has one, of the second.
pub(crate) fn learn<P: Proposals>(samples: &[&Sample<P>]) -> Vec<(String, Judge)> {
    let first: Vec<Vec<&Features>> = samples.iter().map(|s| s.features.iter().collect()).collect();
    let (judge, said) = pass(samples, &first);
    let next: Vec<Vec<Features>> =
        samples.iter().zip(&said).map(|(sample, said)| sample.proposals.again(said)).collect();
    if next.iter().all(Vec::is_empty) {
        return vec![(P::KIND.to_owned(), finished(judge, samples, &said))];
    }
    let both: Vec<Vec<&Features>> = next.iter().map(|list| list.iter().collect()).collect();
    let (again, said) = pass(samples, &both);
    vec![(P::KIND.to_owned(), judge), (second(P::KIND), finished(again, samples, &said))]
}

/// The judge of all samples, and what is said of each by one that has not seen it.
fn pass<P>(samples: &[&Sample<P>], features: &[Vec<&Features>]) -> (Judge, Said) {
    let fold_of =
        folds::parted(&samples.iter().map(|s| (s.group, s.labels.len())).collect::<Vec<_>>(), INNER);
    let learned = |left_out: Option<usize>| {
        let mut examples = Vec::new();
        for ((sample, features), fold) in samples.iter().zip(features).zip(&fold_of) {
            if Some(*fold) == left_out {
                continue;
            }
            for (features, label) in features.iter().zip(&sample.labels) {
                if *label != Label::Neither {
                    examples.push((*features, matches!(label, Label::Right(_))));
                }
            }
        }
        fit(&examples)
    };
    let judges: Vec<Judge> = (0..INNER).map(|fold| learned(Some(fold))).collect();
    let said = features
        .iter()
        .zip(&fold_of)
        .map(|(features, fold)| features.iter().map(|f| judges[*fold].probability(f)).collect())
        .collect();
    (learned(None), said)
}

/// A judge with threshold and calibration, by what was said of samples that its like had not seen.
fn finished<P: Proposals>(judge: Judge, samples: &[&Sample<P>], said: &Said) -> Judge {
    // In thousandths.
    let thresholds = (150..=700).step_by(25).map(|t| f64::from(t) / 1000.0);
    let worths: Vec<(f64, f64)> = thresholds.map(|t| (t, worth(samples, said, t))).collect();
    let best = worths.iter().map(|(_, worth)| *worth).fold(0.0, f64::max);
    let threshold = worths.iter().find(|(_, worth)| *worth >= best - CHANCE).map_or(0.5, |(t, _)| *t);
    judge.with(threshold, calibration(samples, said, threshold))
}

/// Worths that differ by less do so by chance: of such thresholds the lowest is taken, which finds most.
const CHANCE: f64 = 0.003;

/// How much finding all counts beside being right, in the choice of the threshold: square of the beta of F. Under 1, since
/// a wrong finding does more harm than one that is missed, and documents in which little is to be found are rarer among
/// those learned from than in offices.
const RECALL: f64 = 0.5;

/// The worth of what is chosen from a threshold on.
fn worth<P: Proposals>(samples: &[&Sample<P>], said: &Said, threshold: f64) -> f64 {
    let (mut right, mut found, mut expected) = (0_u32, 0_u32, 0_usize);
    for (sample, said) in samples.iter().zip(said) {
        expected += sample.expected;
        let mut met = vec![false; sample.expected];
        for index in sample.proposals.choose(said, threshold) {
            match sample.labels[index] {
                Label::Right(entry) => {
                    found += u32::from(!met[entry]);
                    right += u32::from(!met[entry]);
                    met[entry] = true;
                }
                Label::Wrong => found += 1,
                Label::Neither => {}
            }
        }
    }
    if right == 0 {
        0.0
    } else {
        (1.0 + RECALL) * f64::from(right) / (f64::from(found) + RECALL * expected as f64)
    }
}

/// The share of right ones among those chosen, by the probability given: rising, from bins that are joined where they
/// fall (isotonic regression).
fn calibration<P: Proposals>(samples: &[&Sample<P>], said: &Said, threshold: f64) -> Vec<(f32, f32)> {
    let mut chosen: Vec<(f64, bool)> = Vec::new();
    for (sample, said) in samples.iter().zip(said) {
        for index in sample.proposals.choose(said, threshold) {
            if sample.labels[index] != Label::Neither {
                chosen.push((said[index], sample.labels[index] != Label::Wrong));
            }
        }
    }
    chosen.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = LEAST_IN_BIN.max(chosen.len() / 20);
    // Sum of probabilities, right ones, all.
    let mut bins: Vec<(f64, f64, f64)> = Vec::new();
    for bin in chosen.chunks(size).filter(|bin| bin.len() * 2 > size) {
        let right = bin.iter().filter(|(_, right)| *right).count();
        bins.push((bin.iter().map(|(p, _)| p).sum(), right as f64, bin.len() as f64));
        while let [.., (p, low, m), (q, high, n)] = bins[..]
            && low / m >= high / n
        {
            bins.truncate(bins.len() - 2);
            bins.push((p + q, low + high, m + n));
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "three digits are kept")]
    let short = |share: f64| ((share * 1000.0).round() / 1000.0) as f32;
    // One more right and one more wrong one: nothing is quite sure.
    bins.into_iter().map(|(p, right, all)| (short(p / all), short((right + 1.0) / (all + 2.0)))).collect()
}

/// The confidence of each chosen proposal of a document, with whether it is right; doubtful ones are left out.
fn given<P: Proposals>(sample: &Sample<P>, judges: &Judges) -> (&'static str, Vec<(f32, bool)>) {
    let counts = |chosen: &Chosen| sample.labels[chosen.index] != Label::Neither;
    let told = |chosen: Chosen| (chosen.confidence, sample.labels[chosen.index] != Label::Wrong);
    (P::KIND, choose(&sample.proposals, judges).into_iter().filter(counts).map(told).collect())
}

/// How many proposals of a kind there are, and which share of the truth's sure entries is among them.
fn ceiling<P: Proposals>(samples: &[Sample<P>]) -> String {
    let all: usize = samples.iter().map(|s| s.labels.len()).sum();
    let expected: usize = samples.iter().map(|s| s.expected).sum();
    let met = |sample: &Sample<P>| {
        (0..sample.expected).filter(|n| sample.labels.contains(&Label::Right(*n))).count()
    };
    let met: usize = samples.iter().map(met).sum();
    format!(
        "{}: {all} proposed, among them {met} of {expected}, {:.1} %",
        P::KIND,
        100.0 * met as f64 / expected.max(1) as f64
    )
}

/// Learns the judges of all kinds from the documents of a library and writes `judge.model` into a folder.
///
/// # Errors
/// [`Error::Write`].
pub(crate) fn build(library: &Library, out: &Path, report: &mut dyn FnMut(&str)) -> Result<()> {
    let none = Judges::default();
    let contexts = library.contexts(&none);
    let samples = Samples::new(library, &contexts);
    samples.ceilings().iter().for_each(|line| report(line));
    let all: Vec<usize> = (0..library.documents.len()).collect();
    let lines = samples.judges(&all, &folds::ALL).to_lines();
    report(&format!("{} documents, {} weights", all.len(), lines.lines().count()));
    let head =
        "# kind and pass, feature, weight: made by `vanthu train --part judge` from dictionaries/marks\n";
    let path = out.join("judge.model");
    std::fs::write(&path, format!("{head}{lines}")).map_err(|source| Error::Write { path, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proposals with a feature each.
    struct Named(Vec<&'static str>);

    impl Proposals for Named {
        const KIND: &'static str = "things";

        fn features(&self) -> Vec<Features> {
            let made = |name: &&str| {
                let mut features = Features::default();
                features.yes(*name);
                features
            };
            self.0.iter().map(made).collect()
        }
    }

    #[test]
    fn a_judge_is_learned_with_threshold_and_calibration() {
        let samples: Vec<Sample<Named>> = (0..40)
            .map(|group| {
                let labels = vec![Label::Right(0), Label::Wrong, Label::Neither];
                Sample::new(Named(vec!["right", "wrong", "wrong"]), labels, 1, group)
            })
            .collect();
        let samples: Vec<&Sample<Named>> = samples.iter().collect();
        let [(name, judge)] = &learn(&samples)[..] else { panic!("one pass") };
        assert_eq!(name, "things");
        let say = |name: &'static str| judge.probability(&Named(vec![name]).features()[0]);
        assert!(say("right") >= judge.threshold() && say("wrong") < judge.threshold());
        assert!(judge.confidence(say("right")) > 0.9);
        assert_eq!(learn(&samples), learn(&samples));
    }
}
