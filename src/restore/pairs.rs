//! Words that follow each other again and again in a document: names, titles, terms of its own that the language model
//! has seldom seen together.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::language_model::WordId;

/// How probable it is that a word that followed another again and again follows it where it stands once more.
const REPEATED: f32 = 0.15;
/// The same of capitalised words: a name goes on as it did before sooner than a sentence does.
const IN_NAME: f32 = 0.3;
/// Times more, of every first word, that something else follows.
const OTHER: f32 = 2.0;
/// What stood together less often, besides the place itself, is no habit.
const LEAST: f32 = 1.2;

/// For two words the natural logarithm of how probable the second is behind the first, by this document alone, times
/// [`REPEATED`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Pairs {
    shares: FxHashMap<(WordId, WordId), f32>,
    seconds: FxHashSet<WordId>,
    /// The same of capitalised words alone, times [`IN_NAME`].
    names: FxHashMap<(WordId, WordId), f32>,
    of_names: FxHashSet<WordId>,
}

/// Sums of the probabilities that words stood behind each other.
#[derive(Debug, Default)]
pub(crate) struct PairCounts {
    all: BTreeMap<(WordId, WordId), f32>,
    /// Of capitalised words.
    names: BTreeMap<(WordId, WordId), f32>,
}

impl PairCounts {
    pub(crate) fn add(&mut self, first: WordId, second: WordId, in_name: bool, weight: f32) {
        *self.all.entry((first, second)).or_insert(0.0) += weight;
        if in_name {
            *self.names.entry((first, second)).or_insert(0.0) += weight;
        }
    }

    /// What they teach.
    pub(crate) fn pairs(&self) -> Pairs {
        let (all, names) = (shares(&self.all, REPEATED), shares(&self.names, IN_NAME));
        let seconds = |of: &FxHashMap<(WordId, WordId), f32>| of.keys().map(|(_, second)| *second).collect();
        Pairs { seconds: seconds(&all), of_names: seconds(&names), shares: all, names }
    }
}

/// For two words that stood together again and again the natural logarithm of the share of the second behind the first,
/// times `weight`.
fn shares(counts: &BTreeMap<(WordId, WordId), f32>, weight: f32) -> FxHashMap<(WordId, WordId), f32> {
    let mut firsts: BTreeMap<WordId, f32> = BTreeMap::new();
    for ((first, _), count) in counts {
        *firsts.entry(*first).or_insert(0.0) += count;
    }
    let often = counts.iter().filter(|(_, count)| **count > 1.0 + LEAST);
    // A place counts for others, not for itself.
    let share =
        |(first, count): (WordId, f32)| (weight * (count - 1.0) / (firsts[&first] - 1.0 + OTHER)).ln();
    often.map(|(&(first, second), &count)| ((first, second), share((first, count)))).collect()
}

impl Pairs {
    /// Whether the word is the second of any pair.
    pub(crate) fn is_second(&self, word: WordId) -> bool {
        self.seconds.contains(&word)
    }

    /// Whether the word is the second of any pair of capitalised words.
    pub(crate) fn is_second_of_name(&self, word: WordId) -> bool {
        self.of_names.contains(&word)
    }

    /// Whether there are names that the document repeats.
    pub(crate) fn has_names(&self) -> bool {
        !self.of_names.is_empty()
    }

    /// What the document says of the second word behind the first; minus infinity for nothing.
    pub(crate) fn follows(&self, first: WordId, second: WordId) -> f32 {
        self.shares.get(&(first, second)).copied().unwrap_or(f32::NEG_INFINITY)
    }

    /// The same where both are capitalised.
    pub(crate) fn go_on_name(&self, first: WordId, second: WordId) -> f32 {
        self.names.get(&(first, second)).copied().unwrap_or(f32::NEG_INFINITY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stood_together_again_and_again_is_looked_for() {
        let [a, b, c] = [WordId(10), WordId(11), WordId(12)];
        let mut counts = PairCounts::default();
        for _ in 0..5 {
            counts.add(a, b, false, 0.9);
        }
        counts.add(a, c, false, 1.0);
        let pairs = counts.pairs();
        assert!(pairs.follows(a, b) < 0.0 && pairs.follows(a, b) > REPEATED.ln() - 1.0);
        assert!(pairs.follows(a, c).is_infinite() && pairs.follows(b, a).is_infinite());
        assert!(pairs.is_second(b) && !pairs.is_second(c) && !pairs.is_second(a));
    }
}
