//! What a person should compare with the page: the same for the table on a terminal and for every form.

use super::when;
use crate::record::{Assignment, Deadline, Document, Field, Grounds, Record, Status, Target, Warning};
use crate::warning::Code;
use crate::words::{Sentence, Words};

/// What is less sure than this is doubtful: it is as likely wrong as right.
pub const DOUBTFUL: f64 = 0.5;

/// Why a finding should be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Its confidence is under [`DOUBTFUL`].
    Unsure,
    /// It stands on words that are doubtful.
    Words,
    /// Its date depends on what the document does not say, or the year was left out.
    Date,
    /// More than one body leads.
    Leads,
}

impl Doubt {
    /// Why, in a few words.
    pub fn said(self, words: &Words) -> String {
        words.text(match self {
            Doubt::Unsure => "doubt-unsure",
            Doubt::Words => "doubt-words",
            Doubt::Date => "doubt-date",
            Doubt::Leads => "doubt-leads",
        })
    }
}

/// What is doubtful in any finding.
fn of_finding(record: &Record, grounds: &Grounds) -> Vec<Doubt> {
    // What a person confirmed is certain.
    if grounds.checked.is_some() {
        return Vec::new();
    }
    let unsure = (grounds.confidence < DOUBTFUL).then_some(Doubt::Unsure);
    let words = told(record, Code::ExtractDoubtfulWord, grounds).then_some(Doubt::Words);
    unsure.into_iter().chain(words).collect()
}

/// What is doubtful in a target.
pub fn of_target(record: &Record, target: &Target) -> Vec<Doubt> {
    let mut doubts = of_finding(record, &target.grounds);
    if target.period.as_ref().is_some_and(when::is_unsure) {
        doubts.push(Doubt::Date);
    }
    doubts
}

/// What is doubtful in a deadline.
pub fn of_deadline(record: &Record, deadline: &Deadline) -> Vec<Doubt> {
    let mut doubts = of_finding(record, &deadline.grounds);
    let unknown = deadline.due.as_ref().is_some_and(|due| due.date.is_none());
    if unknown || told(record, Code::ExtractDateUnresolved, &deadline.grounds) {
        doubts.push(Doubt::Date);
    }
    doubts
}

/// What is doubtful in an assignment.
pub fn of_assignment(record: &Record, assignment: &Assignment) -> Vec<Doubt> {
    let mut doubts = of_finding(record, &assignment.grounds);
    if assignment.lead.len() > 1 {
        doubts.push(Doubt::Leads);
    }
    doubts
}

/// Whether a warning of that kind is about the place where a finding begins. Texts have no places.
fn told(record: &Record, code: Code, grounds: &Grounds) -> bool {
    let place = grounds.evidence.first().map(|e| (Some(e.page), e.place));
    let about = |w: &Warning| w.code == code && w.place.is_some() && Some((w.page, w.place)) == place;
    record.warnings.iter().any(about)
}

/// The header fields that a person should look at, each with why: `số, ký hiệu (viết tay)`.
pub fn of_header(document: &Document, words: &Words) -> Vec<String> {
    let fields = [
        ("field-kind", state(&document.kind)),
        ("field-code", state(&document.code)),
        ("field-date", state(&document.date)),
        ("field-issuer", state(&document.issuer)),
        ("field-subject", state(&document.subject)),
        ("field-signer", state(&document.signer)),
    ];
    let fields = fields.into_iter().filter_map(|(field, state)| {
        let sentence = Sentence::new("field-state").with("field", words.text(field));
        Some(words.say(&sentence.with("state", words.text(state?))))
    });
    fields.collect()
}

/// What a status of a header field that was not read is called; `None` of the others.
pub fn state_of(status: Status) -> Option<&'static str> {
    match status {
        Status::Handwritten => Some("state-handwritten"),
        Status::Partial => Some("state-partial"),
        Status::Blank => Some("state-blank"),
        Status::Unreadable => Some("state-unreadable"),
        Status::Read | Status::Absent | Status::Entered => None,
    }
}

/// Why a person should look at a header field; `None` where it was read, or where the page has no place for it.
fn state<T>(field: &Field<T>) -> Option<&'static str> {
    let is_doubtful = field.status == Status::Read && field.confidence < DOUBTFUL;
    if is_doubtful { Some("state-doubtful") } else { state_of(field.status) }
}
