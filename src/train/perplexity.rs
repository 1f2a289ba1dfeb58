//! Perplexity: how many words the model wavers between, on average, at each unit of a text.

use std::fmt;

use crate::restore::language_model::{LanguageModel, State, WordId};
use crate::train::backoff::BackoffModel;

/// Perplexity of a model on a text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Perplexity {
    /// Sum of the natural logarithms of probability of all units, breaks too.
    pub sum: f64,
    /// How many units.
    pub units: usize,
    /// How many of them were outside the vocabulary, and counted with the probability of that class.
    pub unknown: usize,
}

impl Perplexity {
    /// The perplexity, at least 1.
    pub(crate) fn value(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 units")]
        let units = self.units.max(1) as f64;
        (-self.sum / units).exp()
    }

    fn add(&mut self, log_probability: f32, id: WordId) {
        self.sum += f64::from(log_probability);
        self.units += 1;
        self.unknown += usize::from(id == LanguageModel::UNKNOWN);
    }
}

impl fmt::Display for Perplexity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "perplexity {:.2} over {} units, {} unknown", self.value(), self.units, self.unknown)
    }
}

/// Of ids as the corpus reader gives them: a break first and after every sentence.
pub(super) fn of_ids(model: &LanguageModel, ids: &[u16]) -> Perplexity {
    let mut sum = Perplexity::default();
    let mut state = model.begin();
    for &id in ids.iter().skip(1) {
        state = step(model, state, WordId(u32::from(id)), &mut sum);
    }
    sum
}

/// As [`of_ids`], of a model that is not packed.
pub(super) fn of_float(model: &BackoffModel, ids: &[u16]) -> Perplexity {
    let mut sum = Perplexity::default();
    let mut start = 0;
    for at in 1..ids.len() {
        start = start.max((at + 1).saturating_sub(model.levels.len()));
        sum.add(model.ln_p(&ids[start..=at]), WordId(u32::from(ids[at])));
        if ids[at] == 0 {
            start = at;
        }
    }
    sum
}

fn step(model: &LanguageModel, state: State, id: WordId, sum: &mut Perplexity) -> State {
    let (next, log_probability) = model.next(state, id);
    sum.add(log_probability, id);
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::pack::{self, tests::sample};

    #[test]
    fn ids_and_floats_agree() {
        let (words, float) = sample(3);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let model = LanguageModel::from_bytes(pack::pack(&float, &words).unwrap()).unwrap();
        let ids = [0, 4, 5, 1, 0, 3, 6, 0];
        let packed = of_ids(&model, &ids);
        assert_eq!((packed.units, packed.unknown), (7, 1));
        let exact = of_float(&float, &ids);
        assert!((exact.value() / packed.value() - 1.0).abs() < 0.05);
        // By hand from the units: exp of minus the mean logarithm.
        assert!((packed.value() - (-packed.sum / 7.0).exp()).abs() < 1e-9);
    }
}
