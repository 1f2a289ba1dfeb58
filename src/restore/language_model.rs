//! The language model: how likely a word is after the words before it. Read as it lies in the binary.
//!
//! An n-gram model with back-off over the units of [`units`](crate::restore::units), stored as a trie of sorted
//! arrays: the children of a context are one slice of word ids, searched by halves. [`State`] remembers where
//! the last words stand in the trie, so that a step costs one search for each order above the first.

mod layout;

use std::ops::Range;
use std::path::Path;

use crate::error::{Error, Result};
use crate::lexicon::files;
use crate::reason::Reason;
#[cfg(feature = "train")]
pub(crate) use layout::LevelSizes;
pub(crate) use layout::{BASE_EVERY, Header, Sections};

/// Where the model lies in the repository; named by errors.
pub(crate) const MODEL_PATH: &str = "dictionaries/language.model";

/// The longest n-gram that a model may hold.
pub(crate) const MAX_ORDER: usize = 4;

/// No context of this length can be continued.
const NONE: u32 = u32::MAX;

/// Index into the model's vocabulary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct WordId(pub u32);

/// The longest history the model can use. Equal states score alike, whatever words led to them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct State {
    /// For each length of history, from one word up, its place among the contexts of that length, or [`NONE`].
    contexts: [u32; MAX_ORDER - 1],
}

impl State {
    /// The word that led to it; `None` where nothing is stored after that word.
    pub(crate) fn last(self) -> Option<WordId> {
        (self.contexts[0] != NONE).then_some(WordId(self.contexts[0]))
    }
}

enum Storage {
    Embedded(&'static [u8]),
    #[cfg_attr(not(feature = "train"), allow(dead_code, reason = "training alone reads what it wrote"))]
    Owned(Vec<u64>),
}

/// An n-gram language model with back-off.
pub(crate) struct LanguageModel {
    storage: Storage,
    header: Header,
    sections: Sections,
}

impl LanguageModel {
    /// The end of a sentence or clause, and the beginning of the next.
    pub(crate) const BREAK: WordId = WordId(0);
    /// Any number, date or share.
    pub(crate) const NUMBER: WordId = WordId(1);
    /// Any number and symbol of a document.
    pub(crate) const SYMBOL: WordId = WordId(2);
    /// Any word outside the vocabulary.
    pub(crate) const UNKNOWN: WordId = WordId(3);
    /// How many ids are classes; the words follow in the order of their bytes.
    pub(crate) const CLASSES: usize = 4;

    /// The model that is part of the program. Nothing is copied.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the program was built with a file that is no model.
    pub(crate) fn embedded() -> Result<LanguageModel> {
        LanguageModel::new(Storage::Embedded(files::LANGUAGE_MODEL))
    }

    /// A model from the bytes of its file.
    ///
    /// # Errors
    /// [`Error::Damaged`] when they are no model, or of another version.
    #[cfg_attr(not(feature = "train"), allow(dead_code, reason = "training alone reads what it wrote"))]
    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Result<LanguageModel> {
        let mut owned = vec![0u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut::<u64, u8>(&mut owned)[..bytes.len()].copy_from_slice(&bytes);
        LanguageModel::new(Storage::Owned(owned))
    }

    fn new(storage: Storage) -> Result<LanguageModel> {
        let bytes = storage.bytes();
        let path = || Path::new(MODEL_PATH).to_path_buf();
        let damaged = |said: String| Error::Damaged { path: path(), reason: Reason::Said(said) };
        let header = Header::read(bytes).map_err(damaged)?;
        let sections = Sections::of(&header);
        // Owned bytes are padded to whole numbers of eight bytes.
        if bytes.len() != sections.end.next_multiple_of(8) {
            return Err(damaged(format!("{} bytes, not {}", bytes.len(), sections.end)));
        }
        let model = LanguageModel { storage, header, sections };
        model.check().map_err(damaged)?;
        Ok(model)
    }

    /// Whether the ends of all ranges lie inside, so that no look-up can leave its array.
    fn check(&self) -> std::result::Result<(), String> {
        let rising = |numbers: &[u32], last: usize| {
            numbers.first() == Some(&0)
                && numbers.windows(2).all(|w| w[0] <= w[1])
                && numbers.last().is_some_and(|&l| l as usize == last)
        };
        if !rising(self.u32s(&self.sections.word_ends), self.sections.text.len()) {
            return Err("its word list is out of order".to_owned());
        }
        if std::str::from_utf8(&self.storage.bytes()[self.sections.text.clone()]).is_err() {
            return Err("its words are no text".to_owned());
        }
        let children = self.header.levels.first().map_or(0, |l| l.nodes);
        if !rising(self.u32s(&self.sections.unigram_children), children) {
            return Err("its word pairs are out of order".to_owned());
        }
        Ok(())
    }

    /// How many words and classes the vocabulary has.
    pub(crate) fn len(&self) -> usize {
        self.header.words
    }

    /// The longest n-gram of the model, 2 to [`MAX_ORDER`].
    #[cfg(all(test, feature = "train"))]
    pub(crate) fn order(&self) -> usize {
        self.header.levels.len() + 1
    }

    /// The id of a word as [`spelling`](crate::vietnamese::spelling) spells it. Classes have no spelling.
    pub(crate) fn id(&self, folded: &str) -> Option<WordId> {
        let (mut low, mut high) = (LanguageModel::CLASSES, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.text(WordId(narrow(middle))).cmp(folded) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(WordId(narrow(middle))),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The spelling of a word; a name in angle brackets for a class.
    ///
    /// # Panics
    /// When the id is not of this model.
    pub(crate) fn text(&self, id: WordId) -> &str {
        let ends = self.u32s(&self.sections.word_ends);
        let (start, end) = (ends[id.0 as usize] as usize, ends[id.0 as usize + 1] as usize);
        let bytes = &self.storage.bytes()[self.sections.text.clone()][start..end];
        std::str::from_utf8(bytes).expect("the word list was checked when the model was read")
    }

    /// All words that are no classes, in the order of their bytes.
    pub(crate) fn words(&self) -> impl Iterator<Item = (WordId, &str)> {
        (LanguageModel::CLASSES..self.len()).map(|i| (WordId(narrow(i)), self.text(WordId(narrow(i)))))
    }

    /// The history after a sentence break.
    pub(crate) fn begin(&self) -> State {
        let mut contexts = [NONE; MAX_ORDER - 1];
        contexts[0] = LanguageModel::BREAK.0;
        State { contexts }
    }

    /// The history after the word, and the natural logarithm of P(word | history).
    ///
    /// # Panics
    /// When the word or the state is not of this model.
    #[cfg_attr(not(feature = "train"), allow(dead_code, reason = "training alone reads what it wrote"))]
    pub(crate) fn next(&self, state: State, word: WordId) -> (State, f32) {
        let mut log_probability = self.unigram(word);
        let mut contexts = [NONE; MAX_ORDER - 1];
        contexts[0] = self.unigram_context(word);
        let short = narrow_word(word);
        for (above, level) in self.sections.levels.iter().enumerate() {
            let context = state.contexts[above];
            if context == NONE {
                continue;
            }
            let (children, backoff) = self.context(above, context);
            let words = self.u16s(&level.words);
            match words[children.clone()].binary_search(&short) {
                Ok(found) => {
                    let node = children.start + found;
                    let code = self.storage.bytes()[level.probabilities.start + node];
                    log_probability = self.f32s(&level.probability_book)[usize::from(code)];
                    if above + 1 < MAX_ORDER - 1 {
                        contexts[above + 1] = self.rank(above, node);
                    }
                }
                Err(_) => log_probability += backoff,
            }
        }
        let state = if word == LanguageModel::BREAK { self.begin() } else { State { contexts } };
        (state, log_probability)
    }

    /// For each of the states (row) and each of the words (column) what [`LanguageModel::next`] gives, put into
    /// `steps` row by row. Histories with words in common that follow each other are looked up once.
    pub(crate) fn steps(
        &self,
        states: &[State],
        words: &[WordId],
        rows: &mut Rows,
        steps: &mut Vec<(State, f32)>,
    ) {
        let bytes = self.storage.bytes();
        rows.open(words.len());
        rows.list[0].clear();
        rows.list[0].extend(words.iter().map(|&word| (self.unigram(word), self.unigram_context(word))));
        steps.clear();
        for state in states {
            // The row of the longest history that this state has so far, and whether it was made anew.
            let (mut top, mut fresh) = (0, false);
            for (above, level) in self.sections.levels.iter().enumerate() {
                let context = state.contexts[above];
                if context == NONE {
                    if fresh {
                        rows.of[above] = NONE;
                    }
                    continue;
                }
                if fresh || rows.of[above] != context || rows.below[above] != top {
                    let (children, backoff) = self.context(above, context);
                    let followers = &self.u16s(&level.words)[children.clone()];
                    let codes = &bytes[level.probabilities.start + children.start..];
                    let book = self.f32s(&level.probability_book);
                    let (below, here) = rows.list.split_at_mut(above + 1);
                    here[0].clear();
                    here[0].extend(words.iter().zip(&below[top]).map(
                        |(&word, &(shorter, _))| match position(followers, narrow_word(word)) {
                            Some(found) if above + 1 < MAX_ORDER - 1 => {
                                (book[usize::from(codes[found])], self.rank(above, children.start + found))
                            }
                            Some(found) => (book[usize::from(codes[found])], NONE),
                            None => (shorter + backoff, NONE),
                        },
                    ));
                    (rows.of[above], rows.below[above], fresh) = (context, top, true);
                }
                top = above + 1;
            }
            for (at, &word) in words.iter().enumerate() {
                let mut contexts = [NONE; MAX_ORDER - 1];
                for (context, above) in contexts.iter_mut().zip(0..=top) {
                    if above == 0 || state.contexts[above - 1] != NONE {
                        *context = rows.list[above][at].1;
                    }
                }
                let next = if word == LanguageModel::BREAK { self.begin() } else { State { contexts } };
                steps.push((next, rows.list[top][at].0));
            }
        }
    }

    /// The natural logarithm of P(word) without history.
    ///
    /// # Panics
    /// When the word is not of this model.
    pub(crate) fn unigram(&self, word: WordId) -> f32 {
        self.f32s(&self.sections.unigrams)[word.0 as usize]
    }

    /// The word as a context of one word, or [`NONE`] when nothing is stored after it.
    fn unigram_context(&self, word: WordId) -> u32 {
        let first = self.u32s(&self.sections.unigram_children);
        if first[word.0 as usize] == first[word.0 as usize + 1] { NONE } else { word.0 }
    }

    /// The children of a context of `above + 1` words and the logarithm of its back-off weight.
    fn context(&self, above: usize, context: u32) -> (Range<usize>, f32) {
        let at = context as usize;
        if above == 0 {
            let first = self.u32s(&self.sections.unigram_children);
            let backoff = self.f32s(&self.sections.unigram_backoffs)[at];
            return (first[at] as usize..first[at + 1] as usize, backoff);
        }
        let level = &self.sections.levels[above - 1];
        let bases = self.u32s(&level.child_bases);
        let offsets = self.u16s(&level.child_offsets);
        let start = |i: usize| bases[i / BASE_EVERY] as usize + usize::from(offsets[i]);
        let code = self.storage.bytes()[level.backoffs.start + at];
        (start(at)..start(at + 1), self.f32s(&level.backoff_book)[usize::from(code)])
    }

    /// The place of a node of n-grams among those that can be continued, or [`NONE`]. `level` counts from 0 for pairs.
    fn rank(&self, level: usize, node: usize) -> u32 {
        let sections = &self.sections.levels[level];
        if sections.has_children.is_empty() {
            return NONE;
        }
        let bits = self.u64s(&sections.has_children);
        let word = bits[node / 64];
        let bit = 1u64 << (node % 64);
        if word & bit == 0 {
            return NONE;
        }
        self.u32s(&sections.ranks)[node / 64] + (word & (bit - 1)).count_ones()
    }

    fn u16s(&self, at: &Range<usize>) -> &[u16] {
        bytemuck::cast_slice(&self.storage.bytes()[at.clone()])
    }

    fn u32s(&self, at: &Range<usize>) -> &[u32] {
        bytemuck::cast_slice(&self.storage.bytes()[at.clone()])
    }

    fn u64s(&self, at: &Range<usize>) -> &[u64] {
        bytemuck::cast_slice(&self.storage.bytes()[at.clone()])
    }

    fn f32s(&self, at: &Range<usize>) -> &[f32] {
        bytemuck::cast_slice(&self.storage.bytes()[at.clone()])
    }
}

/// Room for [`LanguageModel::steps`]: what the words are worth after the last histories looked up.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// For histories of no word, one word and more, the logarithm of each word's probability and its context with
    /// that history.
    list: [Vec<(f32, u32)>; MAX_ORDER],
    /// Which history each row but the first is of, or [`NONE`], and which row is below it.
    of: [u32; MAX_ORDER - 1],
    below: [usize; MAX_ORDER - 1],
}

impl Rows {
    fn open(&mut self, words: usize) {
        self.of = [NONE; MAX_ORDER - 1];
        for row in &mut self.list {
            row.reserve(words);
        }
    }
}

/// Where a word stands among the rising children of a context.
fn position(children: &[u16], word: u16) -> Option<usize> {
    // Most contexts have few children, where looking at each is quicker than halving.
    if children.len() <= 8 {
        return children.iter().position(|&child| child == word);
    }
    children.binary_search(&word).ok()
}

impl Storage {
    fn bytes(&self) -> &[u8] {
        match self {
            Storage::Embedded(bytes) => bytes,
            Storage::Owned(numbers) => bytemuck::cast_slice(numbers),
        }
    }
}

impl std::fmt::Debug for LanguageModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LanguageModel").field("header", &self.header).finish_non_exhaustive()
    }
}

fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("a vocabulary has fewer than 65,536 words")
}

#[expect(clippy::cast_possible_truncation, reason = "ids of a model are under 65,536, checked by its header")]
fn narrow_word(word: WordId) -> u16 {
    word.0 as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_more_than_certain_after_the_beginning_of_a_sentence() {
        let model = LanguageModel::embedded().unwrap();
        for (first, text) in model.words() {
            let (state, _) = model.next(model.begin(), first);
            for (second, other) in model.words().step_by(97) {
                let (_, ln_p) = model.next(state, second);
                assert!(ln_p < 0.1, "{text} {other}: {ln_p}");
            }
        }
    }
}
