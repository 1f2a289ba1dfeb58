//! Writes a back-off model as the file that [`LanguageModel`](crate::restore::language_model::LanguageModel) reads.
//!
//! Probabilities and back-off weights of pairs and longer n-grams become codes of eight bits, chosen so that the
//! squared error is least where text is likeliest. Back-off weights are computed anew from the rounded probabilities, so
//! that each context still sums to 1.

use std::ops::Range;
use std::path::Path;

use crate::error::{Error, Result};
use crate::reason::Reason;
use crate::restore::language_model::{BASE_EVERY, Header, LevelSizes, MODEL_PATH, Sections};
use crate::train::backoff::BackoffModel;

/// After so many rounds the codes move no more than the third digit.
const LLOYD_ROUNDS: usize = 30;

/// Back-off weights computed from rounded probabilities may lie so far (natural logarithm) from the exact ones. Where few
/// words take nearly all of a context, their rounded probabilities sum to one or more: what is left to the others would be
/// nothing, or, where that happens in the shorter context, thousands of times too much.
const ROUNDING: f32 = 0.5;

/// The bytes of the file. `words` has the spelling of every id.
///
/// # Errors
/// [`Error::Damaged`] when eight neighbouring contexts have more than 65,535 continuations, which the layout
/// cannot hold.
///
/// # Panics
/// When the levels of the model do not fit each other.
pub(crate) fn pack(model: &BackoffModel, words: &[&str]) -> Result<Vec<u8>> {
    let mut model = model.clone();
    let order = model.levels.len();
    let books: Vec<Book> = model.levels[1..]
        .iter()
        .map(|level| Book::of(level.ln_p.iter().copied().zip(level.share.iter().copied()).collect()))
        .collect();
    for (level, book) in model.levels[1..].iter_mut().zip(&books) {
        for p in &mut level.ln_p {
            *p = book.values[usize::from(book.code(*p))];
        }
    }
    let mut backoff_books = Vec::new();
    for level in 0..order - 1 {
        let mut backoffs = model.backoffs(level);
        for (rounded, exact) in backoffs.iter_mut().zip(&model.levels[level].ln_backoff) {
            *rounded = bounded(*rounded, *exact);
        }
        if level > 0 {
            let inner = (0..backoffs.len()).filter(|&j| !model.range(level, j).is_empty());
            let share = &model.levels[level].share;
            let book = Book::of(inner.map(|j| (backoffs[j], share[j])).collect());
            for (j, b) in backoffs.iter_mut().enumerate() {
                if !model.range(level, j).is_empty() {
                    *b = book.values[usize::from(book.code(*b))];
                }
            }
            backoff_books.push(book);
        }
        model.levels[level].ln_backoff = backoffs;
    }

    let contexts = |level: usize| -> Vec<usize> {
        if level + 1 == order {
            return Vec::new();
        }
        (0..model.levels[level].keys.len()).filter(|&j| !model.range(level, j).is_empty()).collect()
    };
    let inner: Vec<Vec<usize>> = (1..order).map(contexts).collect();
    let header = Header {
        words: words.len(),
        text: words.iter().map(|w| w.len()).sum(),
        levels: (1..order)
            .map(|l| LevelSizes { nodes: model.levels[l].keys.len(), contexts: inner[l - 1].len() })
            .collect(),
    };
    let sections = Sections::of(&header);
    let mut out = File { bytes: vec![0; sections.end.next_multiple_of(8)] };
    out.put(0..header.write().len(), header.write());
    let mut end = 0;
    let ends = std::iter::once(0).chain(words.iter().map(|word| {
        end += word.len();
        narrow(end)
    }));
    out.put(sections.word_ends.clone(), ends.flat_map(u32::to_le_bytes));
    out.put(sections.text.clone(), words.iter().flat_map(|w| w.bytes()));
    out.put(sections.unigrams.clone(), floats(&model.levels[0].ln_p));
    out.put(sections.unigram_backoffs.clone(), floats(&model.levels[0].ln_backoff));
    out.put(sections.unigram_children.clone(), model.levels[0].children.iter().flat_map(|c| c.to_le_bytes()));
    for (i, at) in sections.levels.iter().enumerate() {
        let level = &model.levels[i + 1];
        out.put(at.probability_book.clone(), floats(&books[i].values));
        out.put(at.words.clone(), level.keys.iter().flat_map(|key| key.to_le_bytes().into_iter().take(2)));
        out.put(at.probabilities.clone(), level.ln_p.iter().map(|&p| books[i].code(p)));
        if i + 2 == order {
            continue;
        }
        let inner = &inner[i];
        out.put(at.backoff_book.clone(), floats(&backoff_books[i].values));
        out.put(at.backoffs.clone(), inner.iter().map(|&j| backoff_books[i].code(level.ln_backoff[j])));
        let mut bits = vec![0u64; level.keys.len().div_ceil(64)];
        for &j in inner {
            bits[j / 64] |= 1 << (j % 64);
        }
        let mut before = 0;
        let ranks = bits.iter().map(|b| {
            let here = before;
            before += b.count_ones();
            here
        });
        out.put(at.ranks.clone(), ranks.flat_map(u32::to_le_bytes));
        out.put(at.has_children.clone(), bits.iter().flat_map(|b| b.to_le_bytes()));
        // One more start at the end, where the last range ends.
        let total = *level.children.last().expect("one more than nodes");
        let starts: Vec<u32> = inner.iter().map(|&j| level.children[j]).chain([total]).collect();
        let bases: Vec<u32> = starts.iter().copied().step_by(BASE_EVERY).collect();
        out.put(at.child_bases.clone(), bases.iter().flat_map(|b| b.to_le_bytes()));
        let mut offsets = Vec::with_capacity(starts.len() * 2);
        for (k, &start) in starts.iter().enumerate() {
            let offset = u16::try_from(start - bases[k / BASE_EVERY]).map_err(|_| Error::Damaged {
                path: Path::new(MODEL_PATH).to_path_buf(),
                reason: Reason::Said(format!(
                    "contexts {k} and before have too many continuations to be packed"
                )),
            })?;
            offsets.extend(offset.to_le_bytes());
        }
        out.put(at.child_offsets.clone(), offsets);
    }
    Ok(out.bytes)
}

/// A back-off weight from rounded probabilities, no further from the exact one than [`ROUNDING`].
fn bounded(rounded: f32, exact: f32) -> f32 {
    rounded.clamp(exact - ROUNDING, exact + ROUNDING)
}

/// What the codes of eight bits stand for.
struct Book {
    /// 256 values, rising.
    values: Vec<f32>,
}

impl Book {
    /// The 256 values with the least squared error over values with shares, found by Lloyd's rounds from bins of
    /// equal weight.
    fn of(mut values: Vec<(f32, f32)>) -> Book {
        values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mean_share = values.iter().map(|&(_, share)| f64::from(share)).sum::<f64>() / count(values.len());
        // The root keeps a few frequent n-grams from taking all codes; the mean gives the rare ones their part.
        let weight = |share: f32| f64::from(share).sqrt() + mean_share.sqrt();
        let mut sums = Vec::with_capacity(values.len() + 1); // before each value: weight, weight times value
        let mut sum = (0.0, 0.0);
        sums.push(sum);
        for &(value, share) in &values {
            sum = (sum.0 + weight(share), sum.1 + weight(share) * f64::from(value));
            sums.push(sum);
        }
        let mut ends: Vec<usize> = (1..=256u32)
            .map(|code| sums.partition_point(|s| s.0 < sum.0 * f64::from(code) / 256.0))
            .collect();
        ends[255] = values.len();
        let mut centres = Vec::new();
        for _ in 0..LLOYD_ROUNDS {
            centres = centres_of(&sums, &ends);
            ends =
                centres.windows(2).map(|c| values.partition_point(|v| v.0 <= c[0].midpoint(c[1]))).collect();
            ends.push(values.len());
        }
        let last = centres.last().copied().unwrap_or(0.0);
        centres.resize(256, last);
        Book { values: centres }
    }

    /// The code of the nearest value; the lower of two equally near.
    fn code(&self, value: f32) -> u8 {
        let above = self.values.partition_point(|&v| v < value).min(255);
        let code = if above > 0 && value - self.values[above - 1] <= self.values[above] - value {
            above - 1
        } else {
            above
        };
        u8::try_from(code).expect("a book has 256 values")
    }
}

/// The mean of each bin that is not empty, rising.
fn centres_of(sums: &[(f64, f64)], ends: &[usize]) -> Vec<f32> {
    let mut out = Vec::with_capacity(256);
    let mut start = 0;
    for &end in ends {
        let end = end.clamp(start, sums.len() - 1);
        if end > start {
            let (before, after) = (sums[start], sums[end]);
            #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
            out.push(((after.1 - before.1) / (after.0 - before.0)) as f32);
        }
        start = end;
    }
    out.dedup();
    out
}

#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 values")]
fn count(values: usize) -> f64 {
    values.max(1) as f64
}

struct File {
    bytes: Vec<u8>,
}

impl File {
    /// Fills a section exactly.
    fn put(&mut self, at: Range<usize>, bytes: impl IntoIterator<Item = u8>) {
        let mut bytes = bytes.into_iter();
        for place in &mut self.bytes[at] {
            *place = bytes.next().expect("a section is as long as its numbers");
        }
        assert!(bytes.next().is_none(), "a section is as long as its numbers");
    }
}

fn floats(values: &[f32]) -> impl Iterator<Item = u8> {
    values.iter().flat_map(|v| v.to_le_bytes())
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).expect("a model has under 2^32 of everything")
}

#[cfg(test)]
pub(in crate::train) mod tests {
    use super::*;
    use crate::restore::language_model::{LanguageModel, State, WordId};
    use crate::train::{counts, mixture, prune};

    /// Words and a model of `order` from a text of two sources made by a fixed rule, in which words follow their
    /// neighbours more often than others.
    pub(in crate::train) fn sample(order: usize) -> (Vec<String>, BackoffModel) {
        let mut words: Vec<String> =
            ["<break>", "<number>", "<symbol>", "<unknown>"].map(str::to_owned).to_vec();
        words.extend((0..26u8).map(|i| char::from(b'a' + i).to_string()));
        let mut seed = 7u32;
        let mut next = |bound: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % bound
        };
        let mut text = |length: usize| {
            let mut ids = vec![0u16];
            let mut last = 10;
            while ids.len() < length {
                last = if next(3) == 0 { 1 + next(29) } else { 1 + (last + next(4)) % 29 };
                ids.push(u16::try_from(last).unwrap());
                if next(9) == 0 {
                    ids.push(0);
                }
            }
            ids.push(0);
            ids
        };
        let (first, second, tuning) = (text(3000), text(2000), text(500));
        let counts = counts::count(&[&first, &second], order, words.len());
        (words, mixture::mix(counts, &tuning, &mut |_| {}))
    }

    fn packed(words: &[String], model: &BackoffModel) -> Vec<u8> {
        pack(model, &words.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
    }

    fn state(model: &LanguageModel, words: &[u32]) -> State {
        words.iter().fold(model.begin(), |state, &word| model.next(state, WordId(word)).0)
    }

    #[test]
    fn probabilities_of_all_words_sum_to_one_after_any_history() {
        for order in 2..=4 {
            let (words, model) = sample(order);
            let lists: Vec<&str> = words.iter().map(String::as_str).collect();
            let pruned = prune::to_size(&model, &lists, 6_000, &mut |_| {});
            for model in [&model, &pruned] {
                let packed = LanguageModel::from_bytes(packed(&words, model)).unwrap();
                for history in [&[][..], &[5], &[5, 6], &[29, 4, 17], &[7, 8, 9, 10], &[3, 0], &[9, 9, 9]] {
                    let state = state(&packed, history);
                    let sum: f64 = (0..words.len())
                        .map(|w| f64::from(packed.next(state, WordId(u32::try_from(w).unwrap())).1).exp())
                        .sum();
                    assert!((sum - 1.0).abs() < 0.01, "order {order}, {history:?}: {sum}");
                }
            }
        }
    }

    #[test]
    fn the_packed_model_scores_as_the_float_one() {
        let (words, model) = sample(4);
        let packed = LanguageModel::from_bytes(packed(&words, &model)).unwrap();
        assert_eq!(packed.order(), 4);
        assert_eq!(packed.len(), words.len());
        for (id, word) in packed.words() {
            assert_eq!(packed.id(word), Some(id));
        }
        assert_eq!(packed.id("zz"), None);
        assert_eq!(packed.id("<number>"), None);
        for gram in [[0, 5, 6, 7], [12, 13, 14, 15], [4, 29, 4, 29], [20, 21, 21, 0], [1, 2, 3, 4]] {
            let history: Vec<u32> = gram[..3].iter().map(|&w| u32::from(w)).collect();
            let (_, found) = packed.next(state(&packed, &history), WordId(u32::from(gram[3])));
            // Codes of 8 bits over some thousand values are exact to about one part in a hundred.
            assert!((found - model.ln_p(&gram)).abs() < 0.05, "{gram:?}: {found} {}", model.ln_p(&gram));
        }
    }

    #[test]
    fn rounding_leaves_weights_near_the_exact_ones() {
        for (rounded, exact, expected) in [(11.0, -0.5, 0.0), (-13.5, -2.0, -2.5), (-0.25, -0.5, -0.25)] {
            assert!((bounded(rounded, exact) - expected).abs() < 1e-6, "{rounded} {exact}");
        }
    }

    #[test]
    fn a_break_forgets_what_was_before() {
        let (words, model) = sample(3);
        let packed = LanguageModel::from_bytes(packed(&words, &model)).unwrap();
        assert_eq!(state(&packed, &[4, 5, 0]), packed.begin());
        assert_ne!(state(&packed, &[4, 5]), packed.begin());
    }

    #[test]
    fn the_same_corpus_gives_the_same_bytes() {
        let bytes = || {
            let (words, model) = sample(4);
            packed(&words, &model)
        };
        assert_eq!(bytes(), bytes());
    }

    #[test]
    fn broken_files_are_told_from_models() {
        struct Case {
            change: fn(&mut Vec<u8>),
            reason: &'static str,
        }
        let cases = [
            Case { change: |b| b.truncate(40), reason: "too short for a language model" },
            Case { change: |b| b[0] = b'X', reason: "not a language model" },
            Case { change: |b| b[4] = 99, reason: "a language model of version 99, not 1" },
            Case { change: |b| b[8] = 7, reason: "a language model of order 7" },
            Case { change: |b| b[64] = 3, reason: "its word list is out of order" },
        ];
        let (words, model) = sample(3);
        for case in cases {
            let mut bytes = packed(&words, &model);
            (case.change)(&mut bytes);
            let message = LanguageModel::from_bytes(bytes).unwrap_err().to_string();
            assert_eq!(message, format!("dictionaries/language.model is damaged: {}", case.reason));
        }
        let mut long = packed(&words, &model);
        long.extend([0; 8]);
        assert!(LanguageModel::from_bytes(long).is_err());
    }
}
