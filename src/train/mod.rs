//! Builds the language model from the corpus, the same bytes every time.
//!
//! | Part | Does |
//! | --- | --- |
//! | [`corpus`] | reads the texts, keeps some back for measuring, chooses the vocabulary |
//! | [`counts`] | n-grams of each source, sorted and joined |
//! | [`kneser_ney`] | probabilities of each source |
//! | [`mixture`] | one model from all sources, with weights found on held-out text |
//! | [`prune`] | drops what changes the model least |
//! | [`backoff`] | the model between these parts |
//! | [`pack`] | quantises and writes what [`LanguageModel`] reads |
//! | [`perplexity`] | measures |
//! | [`cited`] | documents that many others cite |
//! | [`confusions`] | what engines make of letters, from drawn pages |
//! | [`garbled`], [`noise`] | garbled texts with their truth, to measure restoration on |
//! | [`faults`] | what is still wrong, by kinds |
//! | [`judge`] | the weights by which proposed findings are judged |
//! | [`measure`](mod@measure) | restoration on texts with their truth |

pub(crate) mod backoff;
pub(crate) mod cited;
pub(crate) mod confusions;
pub(crate) mod corpus;
pub(crate) mod counts;
pub(crate) mod faults;
pub(crate) mod garbled;
pub(crate) mod judge;
pub(crate) mod kneser_ney;
pub(crate) mod marks;
pub(crate) mod measure;
pub(crate) mod mixture;
pub(crate) mod noise;
pub(crate) mod pack;
pub(crate) mod perplexity;
pub(crate) mod prune;

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::restore::language_model::LanguageModel;

/// How the shipped model is built.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    /// The longest n-gram, 2 to 4.
    pub order: usize,
    /// The file may have so many bytes.
    pub max_bytes: usize,
    /// Of `legal` and `news` every so many-th line is used; 1 for all. Only for trials.
    pub every: usize,
}

impl Default for Recipe {
    fn default() -> Recipe {
        Recipe { order: 4, max_bytes: 21_000_000, every: 1 }
    }
}

/// Builds `language.model` and `syllables.tsv` in the folder `out` from the corpus, and reports sizes and perplexities line by line.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`] for files; [`Error::Damaged`] for a corpus too small to count on.
pub(crate) fn language_model(
    corpus: &Path,
    wordlists: &Path,
    out: &Path,
    report: &mut dyn FnMut(&str),
) -> Result<()> {
    with_recipe(corpus, wordlists, out, &Recipe::default(), report)
}

/// As [`language_model`], with another recipe.
///
/// # Errors
/// As [`language_model`].
pub(crate) fn with_recipe(
    folder: &Path,
    wordlists: &Path,
    out: &Path,
    recipe: &Recipe,
    report: &mut dyn FnMut(&str),
) -> Result<()> {
    let corpus = corpus::read(folder, wordlists, recipe.every, report)?;
    let bytes = build(&corpus, recipe, report)?;
    write(out, "language.model", bytes)?;
    let mut list = "# syllable, how often in administrative and legal text, in news\n".to_owned();
    for (syllable, [administrative, news]) in &corpus.syllables {
        list.push_str(&format!("{syllable}\t{administrative}\t{news}\n"));
    }
    write(out, "syllables.tsv", list.into_bytes())
}

/// The bytes of the model of a corpus.
///
/// # Errors
/// [`Error::Damaged`] for a corpus too small to count on.
pub(crate) fn build(
    corpus: &corpus::Corpus,
    recipe: &Recipe,
    report: &mut dyn FnMut(&str),
) -> Result<Vec<u8>> {
    let words: Vec<&str> = corpus.vocabulary.iter().map(String::as_str).collect();
    let sources: Vec<&[u16]> = corpus.sources.iter().map(|s| s.ids.as_slice()).collect();
    let counts = counts::count(&sources, recipe.order, words.len());
    for (i, level) in counts.levels.iter().enumerate() {
        report(&format!("{}-grams: {}", i + 1, level.keys.len()));
    }
    let model = mixture::mix(counts, &corpus.tuning.ids, report);
    for held in &corpus.held_out {
        report(&format!("{}, not pruned: {}", held.name, perplexity::of_float(&model, &held.ids)));
    }
    let model = prune::to_size(&model, &words, recipe.max_bytes, report);
    let bytes = pack::pack(&model, &words)?;
    report(&format!("{} bytes", bytes.len()));
    let packed = LanguageModel::from_bytes(bytes.clone())?;
    for held in &corpus.held_out {
        report(&format!("{}, pruned: {}", held.name, perplexity::of_float(&model, &held.ids)));
        report(&format!("{}, pruned and packed: {}", held.name, perplexity::of_ids(&packed, &held.ids)));
    }
    Ok(bytes)
}

fn write(folder: &Path, name: &str, bytes: Vec<u8>) -> Result<()> {
    let path = folder.join(name);
    fs::write(&path, bytes).map_err(|source| Error::Write { path, source })
}
