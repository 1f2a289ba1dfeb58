//! Pairs what was expected with what was found, one to one, and counts precision and recall.

use serde::Serialize;

/// How many were expected, found, and right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct F1 {
    /// Found ones that were expected.
    pub right: usize,
    /// All expected.
    pub expected: usize,
    /// All found.
    pub found: usize,
    /// `right / found`, 0 to 1; when nothing was found, 1 if nothing was expected and 0 else.
    pub precision: f64,
    /// `right / expected`, 0 to 1; 1 when nothing was expected.
    pub recall: f64,
    /// Harmonic mean of both, 0 to 1.
    pub f1: f64,
}

impl F1 {
    /// The rates for these counts.
    pub fn new(right: usize, expected: usize, found: usize) -> F1 {
        let precision = match found {
            0 if expected == 0 => 1.0,
            0 => 0.0,
            _ => right as f64 / found as f64,
        };
        let recall = if expected == 0 { 1.0 } else { right as f64 / expected as f64 };
        let both = precision + recall;
        let f1 = if both > 0.0 { 2.0 * precision * recall / both } else { 0.0 };
        F1 { right, expected, found, precision, recall, f1 }
    }

    /// The rates over both.
    #[must_use]
    pub fn pooled(self, other: F1) -> F1 {
        F1::new(self.right + other.right, self.expected + other.expected, self.found + other.found)
    }
}

/// One-to-one pairs `(expected, found)`, the most similar first, each side in its order where equally similar; what
/// has no similarity above 0 stays alone.
pub fn pair<E, F>(expected: &[E], found: &[F], similarity: impl Fn(&E, &F) -> f64) -> Vec<(usize, usize)> {
    let mut scores = Vec::new();
    for (i, e) in expected.iter().enumerate() {
        for (j, f) in found.iter().enumerate() {
            let score = similarity(e, f);
            if score > 0.0 {
                scores.push((score, i, j));
            }
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let (mut taken_e, mut taken_f) = (vec![false; expected.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in scores {
        if !taken_e[i] && !taken_f[j] {
            (taken_e[i], taken_f[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

/// How well stated confidence tells right values from wrong ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Confidence {
    /// Values that state one.
    pub values: usize,
    /// Right ones among them.
    pub right: usize,
    /// Values given as sure, at [`Confidence::SURE`] or more.
    pub sure: usize,
    /// Right ones among the sure.
    pub sure_right: usize,
}

impl Confidence {
    /// From this confidence on a value counts as given for sure.
    pub const SURE: f64 = 0.95;

    /// Adds a value.
    pub(super) fn add(&mut self, confidence: f64, right: Verdict) {
        let (right, sure) = (right == Verdict::Right, confidence >= Confidence::SURE);
        self.values += 1;
        self.right += usize::from(right);
        self.sure += usize::from(sure);
        self.sure_right += usize::from(sure && right);
    }

    /// The counts of both.
    #[must_use]
    pub fn pooled(self, other: Confidence) -> Confidence {
        Confidence {
            values: self.values + other.values,
            right: self.right + other.right,
            sure: self.sure + other.sure,
            sure_right: self.sure_right + other.sure_right,
        }
    }

    /// Of the values given as sure, the share that is right; `None` when none was.
    pub fn sure_are_right(self) -> Option<f64> {
        (self.sure > 0).then(|| self.sure_right as f64 / self.sure as f64)
    }

    /// Of the right values, the share that is given as sure; `None` when none is right.
    pub fn right_are_sure(self) -> Option<f64> {
        (self.right > 0).then(|| self.sure_right as f64 / self.right as f64)
    }
}

/// Whether a value is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Right,
    Wrong,
}

impl From<bool> for Verdict {
    fn from(right: bool) -> Verdict {
        if right { Verdict::Right } else { Verdict::Wrong }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_expected_and_nothing_found_is_right() {
        struct Case {
            counts: (usize, usize, usize),
            rates: (f64, f64, f64),
        }
        for case in [
            Case { counts: (0, 0, 0), rates: (1.0, 1.0, 1.0) },
            Case { counts: (0, 3, 0), rates: (0.0, 0.0, 0.0) },
            Case { counts: (0, 0, 3), rates: (0.0, 1.0, 0.0) },
            Case { counts: (2, 4, 2), rates: (1.0, 0.5, 2.0 / 3.0) },
        ] {
            let f1 = F1::new(case.counts.0, case.counts.1, case.counts.2);
            assert_eq!((f1.precision, f1.recall, f1.f1), case.rates, "{:?}", case.counts);
        }
    }

    #[test]
    fn the_most_similar_pair_first_and_ties_keep_the_order() {
        let near = |e: &f64, f: &f64| 1.0 - (e - f).abs();
        assert_eq!(pair(&[0.0, 0.4], &[0.3, 0.1], near), [(0, 1), (1, 0)]);
        assert_eq!(pair(&[0.0, 0.5], &[0.25, 0.25], |_, _| 0.5), [(0, 0), (1, 1)]);
        assert_eq!(pair(&[0.0], &[1.0], near), []);
    }

    #[test]
    fn confidence_counts_sure_and_right() {
        let mut confidence = Confidence::default();
        for (value, right) in [(0.99, true), (0.95, true), (0.97, false), (0.9, true), (0.2, false)] {
            confidence.add(value, Verdict::from(right));
        }
        assert_eq!(confidence.sure_are_right(), Some(2.0 / 3.0));
        assert_eq!(confidence.right_are_sure(), Some(2.0 / 3.0));
        assert_eq!(Confidence::default().sure_are_right(), None);
    }
}
