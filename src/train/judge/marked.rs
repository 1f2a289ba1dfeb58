//! A document with its truth, and how well it is read.

use serde_json::Value;

use crate::document::Document;
use crate::evaluate::record;
use crate::evaluate::report::{Input, Origin, Row};
use crate::extract::findings_by;
use crate::extract::judge::Judges;
use crate::record::{Record, with_findings};

/// A document with its truth.
pub(crate) struct Marked {
    /// The first digits of its text's hash, or the name of its folder.
    pub(crate) name: String,
    pub(crate) document: Document,
    pub(crate) truth: Value,
    /// As of [`Sample`](super::Sample).
    pub(crate) group: usize,
    pub(super) record: Record,
}

impl Marked {
    /// How it is read with some judges.
    pub(super) fn judged(&self, judges: &Judges, show: usize) -> Row {
        let found = findings_by(&self.document, judges);
        let record = with_findings(&self.record, &self.document, &found);
        let record = serde_json::to_value(record).expect("a record has only text keys");
        let mut row = Row::new(self.name.clone(), Origin::Real, Input::TrueText);
        row.record = Some(record::score(&self.truth, &record, show));
        row
    }
}
