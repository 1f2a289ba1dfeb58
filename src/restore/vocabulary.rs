//! The words that may stand in a document: those of the language model and those of the lexicon, in one trie.

use super::candidates::Trie;
use super::decoder::WordModel;
use super::language_model::{LanguageModel, Rows, State, WordId};
use crate::vietnamese::letters::spell;

/// A word that a read word may stand for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    /// Lower case, tone marks in the old style.
    pub(crate) text: String,
    /// What the language model knows it as.
    pub(crate) id: WordId,
    /// Natural logarithm of P(this word | any word unknown to the model); 0 for words of the model.
    pub(crate) spelling: f32,
}

/// Words with numbers of their own, found by their letters.
#[derive(Debug, Clone)]
pub(crate) struct Vocabulary {
    words: Vec<Word>,
    trie: Trie,
}

/// Stands for a sign, which the language model does not see.
pub(crate) const SILENT: WordId = WordId(u32::MAX);

/// A word of the lexicon that the language model does not know is one of about this many.
const UNKNOWN_WORDS: f32 = 20_000.0;

impl Vocabulary {
    /// The words of the model, then those of `others` that it does not have.
    pub(crate) fn new<'a>(model: &LanguageModel, others: impl Iterator<Item = &'a str>) -> Vocabulary {
        let known = model.words().map(|(id, text)| Word { text: text.to_owned(), id, spelling: 0.0 });
        let unknown = others.filter(|text| model.id(text).is_none()).map(|text| Word {
            text: text.to_owned(),
            id: LanguageModel::UNKNOWN,
            spelling: -UNKNOWN_WORDS.ln(),
        });
        Vocabulary::of(model, known.chain(unknown).collect())
    }

    /// These words and no others.
    pub(crate) fn of(model: &LanguageModel, words: Vec<Word>) -> Vocabulary {
        let likely = |w: &Word| model.unigram(w.id) + w.spelling;
        let trie = Trie::new(words.iter().map(|w| (w.text.as_str(), likely(w))));
        Vocabulary { words, trie }
    }

    /// The number of a word, folded.
    pub(crate) fn get(&self, folded: &str) -> Option<u32> {
        self.trie.get(&spell(folded)?)
    }

    /// The word of a number.
    pub(crate) fn word(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// To walk in.
    pub(crate) fn trie(&self) -> &Trie {
        &self.trie
    }
}

impl WordModel for LanguageModel {
    type State = State;
    type Word = WordId;
    type Room = Rows;

    fn begin(&self) -> State {
        LanguageModel::begin(self)
    }

    fn steps(&self, states: &[State], words: &[WordId], rows: &mut Rows, steps: &mut Vec<(State, f32)>) {
        if !words.contains(&SILENT) {
            LanguageModel::steps(self, states, words, rows, steps);
            return;
        }
        let heard: Vec<WordId> =
            words.iter().map(|&word| if word == SILENT { LanguageModel::UNKNOWN } else { word }).collect();
        LanguageModel::steps(self, states, &heard, rows, steps);
        for (state, row) in states.iter().zip(steps.chunks_mut(words.len())) {
            for (step, _) in row.iter_mut().zip(words).filter(|(_, word)| **word == SILENT) {
                *step = (*state, 0.0);
            }
        }
    }
}
