//! What is due when.
//!
//! Which rule finds which:
//! | Rule | Finds | Example (invented) |
//! | --- | --- | --- |
//! | [`dated`] | a day, month, quarter or year that something is bound to | "trước ngày 15/12/2026", "trong quý I/2026" |
//! | [`recurring`] | what comes again | "định kỳ 6 tháng", "hằng năm" |
//! | [`relative`] | a stretch counted from an act | "trong 05 ngày làm việc kể từ ngày nhận hồ sơ" |
//! | [`event`] | something that ends with an event | "đến khi tổng kết phong trào" |
//! | [`attributed`] | the time named under a task or in its column | "Thời gian thực hiện: Quý I/2026" |
//!
//! Not taken: dates of cited documents, the document's own, years that only name a plan or its figures.

mod attributed;
mod dated;
mod event;
mod recurring;
mod relative;
mod task;

use super::confidence;
use super::context::Context;
use super::{Deadline, Due, Finding, Recurrence};
use crate::document::{NodeIndex, NodeKind};
use crate::text::{Restored, Span};

/// A time that a rule takes for a deadline.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The words of time.
    pub(super) span: Span<Restored>,
    /// When.
    pub(super) due: Option<Due>,
    /// How often.
    pub(super) recurrence: Option<Recurrence>,
    /// The rule.
    pub(super) rule: &'static str,
}

/// All deadlines of a document, in its order. `cited` are the spans of cited documents.
pub(crate) fn deadlines(context: &Context<'_>, cited: &[Span<Restored>]) -> Vec<Finding<Deadline>> {
    let mut found = Vec::new();
    for (index, node) in context.nodes() {
        match node.kind {
            NodeKind::Frame | NodeKind::Basis | NodeKind::Appendix | NodeKind::Cell => {}
            NodeKind::Row => found.extend(attributed::row(context, index)),
            _ => text(context, index, cited, &mut found),
        }
    }
    found.sort_by_key(|f| f.quote);
    found
}

fn text(
    context: &Context<'_>,
    index: NodeIndex,
    cited: &[Span<Restored>],
    found: &mut Vec<Finding<Deadline>>,
) {
    let own = context.flat.text(context.node(index).body);
    let shouted = !own.chars().any(char::is_lowercase);
    if context.is_footnote(index) || shouted || context.flat.has(&task::NAMES_ONLY, context.node(index).body)
    {
        return;
    }
    let attributes = attributed::times(context, index, found);
    let body = context.node(index).body;
    let body = Span::new(body.start(), attributes.unwrap_or(body.end()).max(body.start()));
    for sentence in context.flat.clauses(body) {
        if task::tells_what_was(context, sentence) {
            continue;
        }
        let mut candidates = Vec::new();
        relative::read(context, sentence, &mut candidates);
        recurring::read(context, sentence, cited, &mut candidates);
        dated::read(context, sentence, cited, &mut candidates);
        event::read(context, sentence, &mut candidates);
        candidates.sort_by_key(|c| c.span);
        for candidate in candidates {
            let (task, quote) = task::of(context, index, sentence, candidate.span);
            found.push(finding(context, index, candidate, task, quote));
        }
    }
}

fn finding(
    context: &Context<'_>,
    index: NodeIndex,
    candidate: Candidate,
    task: String,
    quote: Span<Restored>,
) -> Finding<Deadline> {
    Finding {
        confidence: confidence::of(context, candidate.rule, candidate.span),
        value: Deadline { task, due: candidate.due, recurrence: candidate.recurrence, agencies: Vec::new() },
        quote,
        evidence: vec![quote],
        place_in_outline: context.place(index),
        rule: candidate.rule,
    }
}
