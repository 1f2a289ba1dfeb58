//! Words that the forms of a document say were misread, put right before the lattice: figures, labels, points, fixed
//! forms.

mod figures;
mod fixed_forms;
mod labels;
mod points;
mod sequence;

use std::collections::BTreeMap;

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
pub(super) struct Repairs(BTreeMap<Spot, String>);

impl Repairs {
    /// What is to be put right on the pages of a document; where rules disagree on a word, the last has its way.
    pub(super) fn of(pages: &[OcrPage]) -> Repairs {
        let mut changes = fixed_forms::changes(pages);
        changes.extend(labels::changes(pages));
        changes.extend(figures::changes(pages));
        Repairs(changes.into_iter().collect())
    }

    /// The new text of a word; `None` when it stays as read.
    pub(super) fn text(&self, spot: Spot) -> Option<&str> {
        self.0.get(&spot).map(String::as_str)
    }
}
