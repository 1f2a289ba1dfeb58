//! Step 3: read words become restored words.

pub(crate) mod language_model;
pub(crate) mod units;
mod unmarked;

mod adapt;
pub(crate) mod alignment;
mod broken;
mod calibrate;
mod candidates;
mod capitals;
pub mod cited;
pub(crate) mod confusion;
pub(crate) mod confusions_file;
mod decoder;
mod digits;
mod doubts;
mod forms;
mod kept;
mod lattice;
mod likeness;
mod mixed;
mod names;
mod numbers;
mod output;
mod pairs;
mod passes;
mod phrases;
mod reading;
mod repair;
mod symbols;
pub(crate) mod tokens;
mod vocabulary;
mod witness;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::calibrate::Calibration;
use self::cited::CitedList;
use self::confusion::{Prior, Source};
use self::language_model::LanguageModel;
use self::names::Names;
use self::phrases::Phrases;
use self::symbols::Symbols;
use self::vocabulary::Vocabulary;
use crate::config::RestoreConfig;
use crate::geometry::{PageIndex, PixelBox};
use crate::lexicon::{Lexicon, files};
use crate::page::{Block, Frame, Mark, OcrPage, Origin};
use crate::warning::Warned;

/// The dictionaries and the model, loaded once and shared by all threads.
#[derive(Debug)]
pub struct Restorer {
    model: LanguageModel,
    vocabulary: Vocabulary,
    symbols: Symbols,
    names: Names,
    cited: CitedList,
    phrases: Phrases,
    prior: Prior,
    calibration: Calibration,
    left_out: Vec<Ablation>,
}

/// A means of restoration that can be left out, to see what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Ablation {
    /// Learning the document's own confusions.
    Adaptation,
    /// The document's own words.
    Cache,
    /// Spaces that were lost or put in, signs inside words.
    Spaces,
    /// Shares of the sources of confusions decided by the document.
    Mixture,
    /// The closed grammars of symbols and figures.
    Grammars,
    /// A channel of their own for words that were badly read.
    BadlyRead,
}

impl Restorer {
    /// The dictionaries that are part of the program.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) when one of them breaks its format.
    pub fn load() -> crate::error::Result<Restorer> {
        let model = LanguageModel::embedded()?;
        let vocabulary = Vocabulary::new(&model, std::iter::empty());
        let lexicon = Lexicon::embedded()?;
        let symbols = Symbols::new(lexicon);
        let names = Names::new(lexicon, &model);
        let prior = prior(files::LAYERS)?;
        Ok(Restorer {
            model,
            vocabulary,
            symbols,
            names,
            cited: CitedList::embedded()?,
            phrases: Phrases::embedded()?,
            prior,
            calibration: Calibration::measured(),
            left_out: Vec::new(),
        })
    }

    /// The same without some of its means; only to measure what they are worth.
    #[cfg(feature = "train")]
    #[must_use]
    pub fn without(mut self, means: Ablation) -> Restorer {
        self.left_out.push(means);
        self
    }

    /// The same with other counts of text layers; to measure on a scanner that none of them are of.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) with the line that breaks the format.
    #[cfg(feature = "train")]
    pub fn with_layers(mut self, layers: &str) -> crate::error::Result<Restorer> {
        self.prior = prior(layers)?;
        Ok(self)
    }

    /// Whether a means is used.
    pub(crate) fn uses(&self, means: Ablation) -> bool {
        !self.left_out.contains(&means)
    }

    /// One hash over the bytes of the model and of all dictionaries, 12 hexadecimal digits, for the record.
    pub fn model_hash(&self) -> &'static str {
        &files::HASH
    }

    /// The documents that many others cite.
    pub fn cited(&self) -> &CitedList {
        &self.cited
    }

    /// Restores a whole document; its pages teach each other.
    pub fn restore(&self, pages: &[OcrPage], config: &RestoreConfig) -> Warned<Restoration> {
        let mut restored = passes::restore(self, pages, config);
        if let Some(layers) = witness::Layers::of(pages) {
            let second = passes::restore(self, &layers.pages, config).output;
            layers.weigh(&mut restored.output, &second);
        }
        let words = pages.iter().flat_map(|page| &page.lines).map(|line| line.words.len()).sum();
        restored.warnings.extend(passes::many_doubtful(&restored.output.pages, words));
        restored
    }
}

/// The sources of confusions beforehand, with these counts of text layers.
fn prior(layers: &str) -> crate::error::Result<Prior> {
    let [vie, eng] = confusions_file::sources(files::CONFUSIONS)?;
    let layers = confusions_file::layers(layers)?;
    Ok(Prior::new(vec![Source::clean(), vie, eng, layers, Source::rough(broken::letters())]))
}

/// A document after restoration: what was read is kept beside what is believed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Restoration {
    /// In the order of the document.
    pub pages: Vec<RestoredPage>,
    /// Estimated share of syllables that were right as read, 0 to 1.
    pub accuracy_before: f64,
    /// Estimated share of syllables that are right now, 0 to 1.
    pub accuracy_after: f64,
}

/// A page after restoration. Its lines are those of the [`OcrPage`], one for one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RestoredPage {
    /// Which page.
    pub page: PageIndex,
    /// As of the read page.
    pub origin: Origin,
    /// As of the read page.
    pub frame: Option<Frame>,
    /// As of the read page.
    pub marks: Vec<Mark>,
    /// In reading order.
    pub lines: Vec<RestoredLine>,
}

/// A line after restoration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RestoredLine {
    /// As of the read line.
    pub number: u32,
    /// As of the read line.
    pub block: Block,
    /// The words as they were read, joined by single spaces.
    pub read: String,
    /// Left to right. Never empty; covers all read words in order.
    pub words: Vec<RestoredWord>,
}

/// A word after restoration. What was read is kept: restoration never destroys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RestoredWord {
    /// The words of the read line it was made from, counted from 0. Never empty; more than one where a wrong
    /// space was removed. Two restored words share one read word where a missing space was put in.
    pub from: Range<usize>,
    /// What was read there, the words joined by a space.
    pub read: String,
    /// The chosen text and how sure we are.
    pub chosen: Candidate,
    /// The others, best first. May be empty.
    pub alternatives: Vec<Candidate>,
    /// Whether the choice is not to be relied on: what was read was left in place for want of a sure candidate,
    /// or the sure threshold was not reached.
    pub doubtful: bool,
    /// The box of the read words together; `None` in plain text. Words that share a read word share its box in
    /// proportion to their letters.
    pub place: Option<PixelBox>,
}

/// One reading of a word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// NFC, no white space.
    pub text: String,
    /// Calibrated share of such choices that are right, 0 to 1.
    pub probability: f32,
}
