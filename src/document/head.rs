//! What the head of a document says, and the pieces it is read from.

use super::sheet::Sheet;
use super::{Field, Status};
use crate::text::{Restored, Span};

/// What the head of a document says.
#[derive(Debug)]
pub(super) struct Letterhead {
    pub(super) number: Field<String>,
    pub(super) symbol: Field<String>,
    pub(super) code: Field<String>,
    pub(super) parent_body: Field<String>,
    pub(super) issuer: Field<String>,
    pub(super) place: Field<String>,
    pub(super) date: Field<String>,
    /// The subject after `V/v`.
    pub(super) about: Field<String>,
    pub(super) urgency: Field<String>,
    pub(super) secrecy: Field<String>,
    /// First line after the head; 0 when there is none.
    pub(super) end: usize,
    /// Whether a national title, a number or a date was found.
    pub(super) found: bool,
}

/// A part of a line that belongs to one column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) line: usize,
    pub(super) span: Span<Restored>,
    pub(super) what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    National,
    Number,
    About,
    Stamp,
    Body,
    /// Place and date, or what they are sought in.
    Other,
    /// No part of the head: lines of the body that got into a column, of a copy's mark or of a signing program.
    Foreign,
}

/// A field that was read, as sure as its words and the rule that found it.
pub(super) fn read_field<T>(
    sheet: &Sheet<'_>,
    value: T,
    rule: f32,
    evidence: Vec<Span<Restored>>,
) -> Field<T> {
    let confidence = sheet.confidence(rule, &evidence);
    Field { value: Some(value), status: Status::Read, confidence, evidence }
}

/// The confidence of a value of many words, of which one is rather guessed than read: the mean of their probabilities hides it.
pub(super) fn unless_guessed<T>(sheet: &Sheet<'_>, field: Field<T>) -> Field<T> {
    const GUESSED: f32 = 0.6;
    const DOUBTED: f32 = 0.85;
    let words =
        sheet.document.words.iter().filter(|w| field.evidence.iter().any(|span| w.span.overlaps(*span)));
    let mut words = words.filter(|word| sheet.slice(word.span).chars().any(char::is_alphabetic));
    let guessed = words.any(|word| word.doubtful || word.probability < GUESSED);
    let confidence = if guessed { field.confidence.min(DOUBTED) } else { field.confidence };
    Field { confidence, ..field }
}
