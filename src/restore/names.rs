//! Names of places to the language model: which capitalised word follows which.
//!
//! The model knows the names of its texts. Those of most communes stand in none of them, so an unmarked name would become
//! the commonest words that look like it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::alignment::log_add;
use super::decoder::WordModel;
use super::language_model::{LanguageModel, Rows, State, WordId};
use super::pairs::Pairs;
use crate::lexicon::Lexicon;
use crate::vietnamese::spelling;

/// How probable it is that a capitalised word behind another goes on the name of a place.
const NAMES: f32 = 0.3;

/// Words behind a first word that are in no name of the list, in names.
const UNLISTED: f32 = 2.0;

/// For two words of the name of a place, the natural logarithm of the share of the second among those that follow the first
/// in such names, times [`NAMES`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(FxHashMap<(WordId, WordId), f32>);

impl Names {
    /// From the list of places.
    pub(crate) fn new(lexicon: &Lexicon, model: &LanguageModel) -> Names {
        let names = lexicon.places().iter().map(|place| place.name);
        Names::of(names, |word| model.id(&spelling(word)))
    }

    fn of<'a>(names: impl Iterator<Item = &'a str>, id: impl Fn(&str) -> Option<WordId>) -> Names {
        // Thousands of names share few words, and folding them takes most of the time.
        let mut known: BTreeMap<&str, Option<WordId>> = BTreeMap::new();
        let mut pairs: BTreeMap<(WordId, WordId), f32> = BTreeMap::new();
        let mut firsts: BTreeMap<WordId, f32> = BTreeMap::new();
        for name in names {
            let ids: Vec<Option<WordId>> =
                name.split_whitespace().map(|word| *known.entry(word).or_insert_with(|| id(word))).collect();
            for pair in ids.windows(2) {
                if let [Some(first), Some(second)] = *pair {
                    *pairs.entry((first, second)).or_default() += 1.0;
                    *firsts.entry(first).or_default() += 1.0;
                }
            }
        }
        let share = |((first, second), count): ((WordId, WordId), f32)| {
            ((first, second), (NAMES * count / (firsts[&first] + UNLISTED)).ln())
        };
        Names(pairs.into_iter().map(share).collect())
    }

    fn follows(&self, first: WordId, second: WordId) -> f32 {
        self.0.get(&(first, second)).copied().unwrap_or(f32::NEG_INFINITY)
    }
}

/// The language model with the names and the words of the document itself beside it.
#[derive(Debug)]
pub(crate) struct WithNames<'a> {
    pub(crate) model: &'a LanguageModel,
    pub(crate) names: &'a Names,
    pub(crate) pairs: &'a Pairs,
}

impl WordModel for WithNames<'_> {
    type State = State;
    type Word = WordId;
    type Room = Rows;

    fn begin(&self) -> State {
        self.model.begin()
    }

    fn steps(&self, states: &[State], words: &[WordId], rows: &mut Rows, steps: &mut Vec<(State, f32)>) {
        WordModel::steps(self.model, states, words, rows, steps);
    }

    fn in_name(&self, state: State, word: WordId) -> f32 {
        let Some(last) = state.last() else { return f32::NEG_INFINITY };
        let (places, own) = (self.names.follows(last, word), self.pairs.go_on_name(last, word));
        if own == f32::NEG_INFINITY { places } else { log_add(places, own) }
    }

    fn repeated(&self, state: State, word: WordId) -> f32 {
        state.last().map_or(f32::NEG_INFINITY, |last| self.pairs.follows(last, word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_each_other_as_often_as_in_names() {
        const WORDS: [&str; 4] = ["An", "Hà", "Hạ", "Phú"];
        let id = |word: &str| WORDS.iter().zip(9..).find(|(w, _)| **w == word).map(|(_, n)| WordId(n));
        let names = Names::of(["An Hà", "An Hà", "An Hạ", "Phú An Hà", "Phú Xyz"].into_iter(), id);
        let follows = |a: &str, b: &str| names.follows(id(a).unwrap(), id(b).unwrap());
        assert!((follows("An", "Hà") - (NAMES * 3.0 / 6.0).ln()).abs() < 1e-6);
        assert!(follows("An", "Hà") > follows("An", "Hạ"));
        assert!(follows("Hà", "An").is_infinite() && follows("Phú", "Hà").is_infinite());
    }
}
