//! What a document teaches about itself: its confusions, its words, how its spaces err.
//!
//! After each decoding the candidates are counted with their posteriors as weights. The next decoding uses the
//! counts on top of the prior. This is where most of the accuracy on very garbled text comes from.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::alignment;
use super::capitals::Shape;
use super::confusion::{Channel, Counts};
use super::decoder::{Decoded, Lattice};
use super::kept;
use super::language_model::{LanguageModel, WordId};
use super::lattice::{Choice, Spacing, Spelling};
use super::pairs::{PairCounts, Pairs};
use super::reading::TokenStream;
use super::tokens::PartKind;
use super::vocabulary::{SILENT, Vocabulary, Word};
use crate::vietnamese::letters::{Case, Letter};
use crate::vietnamese::{spelling, syllable};

/// Candidates less probable than this teach nothing.
const LEAST: f32 = 0.02;

/// Weight of the document's own words against the language model, once the document is long.
const CACHE_WEIGHT: f32 = 0.10;
/// With this many words in the document the cache has half of its weight.
const CACHE_HALF: f32 = 200.0;

/// Lines on either side that tell how well a line was read, and the weight of the whole document beside them, in words.
const AROUND: usize = 2;
const PRIOR_WORDS: f64 = 30.0;

/// Of the words that were read wrong around a line, this share was read badly; and of the words of a text whose every
/// second word is wrong by its engine's ordinary confusions, this share.
const BADLY_OF_WRONG: f64 = 0.5;
const BADLY_IN_GARBLED: f64 = 0.006;

/// For each line the natural logarithm of the share of its words that were read badly, worse than the confusions of the
/// document tell: `right_around` are the shares of words read right around it.
///
/// What an engine makes of a smudged or slanting word has several wrong letters, and letters that it confuses nowhere
/// else, so the letters of such a word are not wrong independently of each other.
pub(crate) fn badly_read(right_around: &[f64], garbled: bool) -> Vec<f32> {
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm of a share")]
    let badly = |around: &f64| {
        let share = if garbled { BADLY_IN_GARBLED } else { BADLY_OF_WRONG * (1.0 - around) };
        share.ln() as f32
    };
    right_around.iter().map(badly).collect()
}

/// Posterior counts of one decoding of a document.
#[derive(Debug, Default)]
pub(crate) struct Lesson {
    /// For what was read and what was printed, the weight.
    pairs: BTreeMap<(Vec<char>, Vec<char>), f32>,
    words: BTreeMap<WordId, f32>,
    /// Words behind each other on the best paths.
    behind: PairCounts,
    unknown: BTreeMap<String, (f32, u32)>,
    parts: f32,
    lost_spaces: f32,
    added_spaces: f32,
    /// Parts that are words, and the sum of the probabilities that they were read right.
    pub(crate) word_parts: f32,
    pub(crate) right_as_read: f32,
    /// The same for each line.
    lines: BTreeMap<usize, (f32, f32)>,
    /// The same for each line, of its words in small letters and those of lines in capitals: no names and no abbreviations.
    ordinary: BTreeMap<usize, (f32, f32)>,
}

impl Lesson {
    /// Adds the candidates of one stretch with their posteriors.
    pub(crate) fn add(
        &mut self,
        reading: &TokenStream,
        choices: &[Choice],
        posterior: &[f32],
        vocabularies: (&Vocabulary, &Vocabulary),
    ) {
        for (choice, &weight) in choices.iter().zip(posterior) {
            if choice.parts.is_empty() || weight < LEAST {
                continue;
            }
            let first = &reading.parts[choice.parts.start];
            if !matches!(first.kind, PartKind::Word | PartKind::Mixed | PartKind::Sign) {
                continue;
            }
            self.count_spaces(reading, choice, weight);
            let small = first.chars.iter().all(|c| !c.is_uppercase());
            let in_capitals = || {
                first.line_shape == Shape::Upper
                    && !kept::is_joined(reading, choice.parts.start)
                    && syllable::is_possible(&spelling(&first.chars.iter().collect::<String>()))
            };
            let ordinary = first.kind == PartKind::Word && (small || in_capitals());
            if ordinary && choice.chars.start == 0 {
                let (words, right) = self.ordinary.entry(first.line).or_default();
                *words += weight;
                // Whether a word stays is decided, so that many words of which each is a little in doubt are no sign of slips.
                *right += if choice.spelling == Spelling::AsRead && weight > 0.5 { 1.0 } else { 0.0 };
            }
            let read = reading.chars(choice.parts.clone())[choice.chars.clone()].to_vec();
            let shape = Shape::of(&read, first.line_shape);
            let word = match choice.spelling {
                Spelling::AsRead => {
                    self.right_as_read += weight;
                    self.lines.entry(first.line).or_default().1 += weight;
                    match vocabularies.0.get(&super::forms::folded(&read)) {
                        Some(number) if first.kind == PartKind::Word => {
                            self.pairs
                                .entry((read.clone(), read))
                                .and_modify(|w| *w += weight)
                                .or_insert(weight);
                            *self.words.entry(vocabularies.0.word(number).id).or_insert(0.0) += weight;
                        }
                        _ => self.count_unknown(&read, weight),
                    }
                    continue;
                }
                Spelling::Word(number) => vocabularies.0.word(number),
                Spelling::Own(number) => vocabularies.1.word(number),
                Spelling::Symbol(_) | Spelling::Figure => continue,
            };
            *self.words.entry(word.id).or_insert(0.0) += weight;
            let printed: Vec<char> = shape.write(&word.text).chars().collect();
            *self.pairs.entry((read, printed)).or_insert(0.0) += weight;
        }
    }

    /// Adds the words that stand behind each other on the best path of one stretch.
    pub(crate) fn add_pairs(&mut self, lattice: &Lattice<WordId>, choices: &[Choice], decoded: &Decoded) {
        for pair in decoded.best.windows(2) {
            let [first, second] = *pair else { continue };
            let words = [first, second].map(|arc| lattice.arcs[arc].word);
            // Classes follow each other everywhere, and signs are no words.
            let is_word = |word: &WordId| word.0 as usize >= LanguageModel::CLASSES && *word != SILENT;
            if words.iter().all(is_word) && !choices[second].parts.is_empty() {
                let in_name = lattice.arcs[second].in_name;
                let weight = decoded.posterior[first] * decoded.posterior[second];
                self.behind.add(words[0], words[1], in_name, weight);
            }
        }
    }

    /// Words that followed each other again and again.
    pub(crate) fn pairs(&self) -> Pairs {
        self.behind.pairs()
    }

    fn count_spaces(&mut self, reading: &TokenStream, choice: &Choice, weight: f32) {
        let whole = reading.chars(choice.parts.clone()).len();
        if choice.chars.start == 0 {
            self.parts += weight;
        } else {
            self.lost_spaces += weight;
        }
        if choice.parts.len() > 1 && reading.sign_between(choice.parts.start).is_none() {
            self.added_spaces += weight;
        }
        if choice.chars.end == whole {
            self.word_parts += weight;
            self.lines.entry(reading.parts[choice.parts.start].line).or_default().0 += weight;
        }
    }

    /// For each of `count` lines, the estimated share of words read right around it, 0 to 1: a bad spot in a good document,
    /// as a line in italics, is told by its own words and those of the lines beside it.
    pub(crate) fn right_around(&self, count: usize, of_document: f64) -> Vec<f64> {
        around(&self.lines, count, of_document)
    }

    /// The same of the words in small letters alone, and of the whole document as they were read.
    pub(crate) fn ordinary_around(&self, count: usize) -> Vec<f64> {
        let of_document = self.ordinary();
        if of_document > 0.0 { around(&self.ordinary, count, of_document) } else { vec![0.0; count] }
    }

    /// The share of the words that are no names that were read right, 0 to 1; 0 where they are less than a quarter of all
    /// words.
    pub(crate) fn ordinary(&self) -> f64 {
        let (words, right) = self
            .ordinary
            .values()
            .fold((0.0, 0.0), |(w, r), line| (w + f64::from(line.0), r + f64::from(line.1)));
        // A list of names has too few others to tell.
        if words * 4.0 >= f64::from(self.word_parts) && words > 0.0 { (right / words).min(1.0) } else { 0.0 }
    }

    fn count_unknown(&mut self, read: &[char], weight: f32) {
        if read.len() < 2 || !read.iter().all(|c| Letter::of(*c).is_some()) {
            return;
        }
        let entry = self.unknown.entry(super::forms::folded(read)).or_insert((0.0, 0));
        entry.0 += weight;
        entry.1 += 1;
    }

    /// The confusions of the document, aligned with the channel that its candidates were found with.
    pub(crate) fn confusions(&self, channel: &Channel) -> Counts {
        let mut counts = Counts::default();
        for ((read, printed), weight) in &self.pairs {
            let printed: Option<Vec<(Letter, Case)>> =
                printed.iter().map(|&c| Some((Letter::of(c)?, Case::of(c)))).collect();
            if let Some(printed) = printed {
                alignment::count(&printed, read, *weight, channel, &mut counts);
            }
        }
        counts
    }

    /// For each word of the document the natural logarithm of cache weight times its share, and the natural
    /// logarithm of what is left to the language model.
    pub(crate) fn cache(&self) -> (FxHashMap<WordId, f32>, f32) {
        let total: f32 = self.words.values().sum();
        let weight = CACHE_WEIGHT * total / (total + CACHE_HALF);
        if weight <= 0.0 {
            return (FxHashMap::default(), 0.0);
        }
        let shares = self
            .words
            .iter()
            // A word counts for others, not for itself: one uncertain occurrence is no evidence.
            .filter(|(id, count)| **id != LanguageModel::UNKNOWN && **count > 1.2)
            .map(|(&id, &count)| (id, (weight * (count - 1.0) / total).ln()))
            .collect();
        (shares, (1.0 - weight).ln())
    }

    /// Words that no list has and that the document uses again and again, mostly believed as read: names,
    /// abbreviations of its own.
    pub(crate) fn own_words(&self, model: &LanguageModel) -> Vocabulary {
        let believed = |(weight, times): (f32, u32)| times >= 2 && weight >= 0.6 * approximate(times);
        let kept: Vec<(&String, f32)> =
            self.unknown.iter().filter(|(_, c)| believed(**c)).map(|(w, c)| (w, c.0)).collect();
        let total: f32 = kept.iter().map(|(_, c)| c).sum::<f32>() + 20.0;
        let words = kept
            .into_iter()
            .map(|(text, count)| Word {
                text: text.clone(),
                id: LanguageModel::UNKNOWN,
                spelling: (count / total).ln(),
            })
            .collect();
        Vocabulary::of(model, words)
    }

    /// How the document's spaces err.
    pub(crate) fn spacing(&self, prior: Spacing) -> Spacing {
        // The prior weighs as much as two hundred words.
        let weight = 200.0;
        let rate = |count: f32, prior: f32| ((count + weight * prior.exp()) / (self.parts + weight)).ln();
        Spacing { lost: rate(self.lost_spaces, prior.lost), added: rate(self.added_spaces, prior.added) }
    }
}

/// For each of `count` lines the share of its words and those of the lines beside it that were read right, 0 to 1; the
/// whole document has a voice too.
fn around(lines: &BTreeMap<usize, (f32, f32)>, count: usize, of_document: f64) -> Vec<f64> {
    (0..count)
        .map(|line| {
            let near = lines.range(line.saturating_sub(AROUND)..=line + AROUND);
            let (words, right) = near.fold((0.0, 0.0), |(w, r), (_, near)| (w + near.0, r + near.1));
            let (words, right) = (f64::from(words), f64::from(right).min(f64::from(words)));
            (right + PRIOR_WORDS * of_document) / (words + PRIOR_WORDS)
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of words of one document")]
fn approximate(count: u32) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_lines_have_more_badly_read_words() {
        let badly = badly_read(&[0.98, 0.6], false);
        assert!((badly[0].exp() - 0.01).abs() < 1e-3 && (badly[1].exp() - 0.2).abs() < 1e-3, "{badly:?}");
        // In hopeless text wrong words are the rule and tell nothing of a line.
        let hopeless = badly_read(&[0.3, 0.1], true);
        assert!(hopeless[0] == hopeless[1] && hopeless[0] < badly[0]);
    }
}
