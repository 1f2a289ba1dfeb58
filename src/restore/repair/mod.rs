//! Words that the forms of a document say were misread, put right before the lattice: figures, labels, points, fixed
//! forms, letters that a conversion made one.

mod figures;
mod fixed_forms;
mod joined_vowels;
mod labels;
mod points;
mod sequence;

use std::collections::{BTreeMap, BTreeSet};

use super::language_model::LanguageModel;
use crate::page::OcrPage;

/// A read word; all counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) page: usize,
    pub(super) line: usize,
    pub(super) word: usize,
}

/// The read words that are taken for other ones, each with its new text. The pages stay as they were read.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    texts: BTreeMap<Spot, String>,
    /// Words that may as well be right as they were read.
    open: BTreeSet<Spot>,
}

impl Repairs {
    /// What is to be put right on the pages of a document; where rules disagree on a word, the last has its way.
    pub(super) fn of(pages: &[OcrPage], model: &LanguageModel) -> Repairs {
        let joined = joined_vowels::changes(pages, model);
        let open = joined.iter().filter(|change| change.open).map(|change| change.spot).collect();
        let sure = joined.into_iter().filter(|change| !change.open);
        let mut changes: Vec<(Spot, String)> = sure.map(|change| (change.spot, change.text)).collect();
        changes.extend(fixed_forms::changes(pages));
        changes.extend(labels::changes(pages));
        changes.extend(figures::changes(pages));
        Repairs { texts: changes.into_iter().collect(), open }
    }

    /// The new text of a word; `None` when it stays as read.
    pub(super) fn text(&self, spot: Spot) -> Option<&str> {
        self.texts.get(&spot).map(String::as_str)
    }

    /// Whether a word may as well be right as it was read.
    pub(super) fn is_open(&self, spot: Spot) -> bool {
        self.open.contains(&spot)
    }
}
