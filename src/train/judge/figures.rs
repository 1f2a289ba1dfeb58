//! Deadlines and targets as samples to learn from.

use serde_json::Value;

use super::marked::Marked;
use super::{Label, Sample};
use crate::evaluate::record;
use crate::extract::{Findings, deadline, proposed, target};
use crate::record::with_findings;

/// The times of a document that may bind, with what its truth says of each.
pub(super) fn deadlines(marked: &Marked) -> Sample<deadline::Proposed> {
    let proposed = proposed(&marked.document).deadlines;
    let found = Findings { deadlines: proposed.findings.clone(), ..Findings::default() };
    let (labels, expected) = labels(marked, "deadlines", &found, &[]);
    Sample::new(proposed, labels, expected, marked.group)
}

/// The amounts of a document's running text that may be aims, with what its truth says of each.
///
/// What stands in its tables is no part of it: those are not judged.
pub(super) fn targets(marked: &Marked) -> Sample<target::Proposed> {
    let proposed = proposed(&marked.document).targets;
    let rows = Findings { targets: proposed.rows.clone(), ..Findings::default() };
    let of_tables: Vec<usize> = met(marked, "targets", &rows)
        .into_iter()
        .filter_map(|met| if let record::Met::Entry(at) = met { Some(at) } else { None })
        .collect();
    let found = Findings { targets: proposed.findings.clone(), ..Findings::default() };
    let (labels, expected) = labels(marked, "targets", &found, &of_tables);
    Sample::new(proposed, labels, expected, marked.group)
}

/// The entries of the truth, doubtful ones included, that each finding of a kind is.
fn met(marked: &Marked, kind: &'static str, found: &Findings) -> Vec<record::Met> {
    let record = with_findings(&marked.record, &marked.document, found);
    let record = serde_json::to_value(record).expect("a record has only text keys");
    record::paired(kind, list(&marked.truth, kind), list(&record, kind))
}

fn list<'a>(value: &'a Value, kind: &str) -> &'a [Value] {
    value[kind].as_array().map_or(&[], Vec::as_slice)
}

/// What the truth says of each finding of a kind, and how many sure entries it has. The entries `without` are found
/// otherwise, and count neither way.
fn labels(marked: &Marked, kind: &'static str, found: &Findings, without: &[usize]) -> (Vec<Label>, usize) {
    let truth = list(&marked.truth, kind);
    let sure: Vec<usize> =
        (0..truth.len()).filter(|at| truth[*at].get("doubtful").is_none() && !without.contains(at)).collect();
    let labels = met(marked, kind, found)
        .into_iter()
        .map(|met| match met {
            record::Met::Entry(at) => sure.binary_search(&at).map_or(Label::Neither, Label::Right),
            record::Met::Again => Label::Neither,
            record::Met::Nothing => Label::Wrong,
        })
        .collect();
    (labels, sure.len())
}
