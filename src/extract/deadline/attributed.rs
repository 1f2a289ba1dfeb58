//! The time named under a task, or in the column of time of its row: "Thời gian thực hiện: Quý I/2026" (invented).
//!
//! Its task is the item above, or the cell of the row that tells what to do.

use std::sync::LazyLock;

use regex::Regex;

use super::{Candidate, dated, event, finding, recurring};
use crate::document::{Column, NodeIndex};
use crate::extract::attribute::{self, Attribute, Told};
use crate::extract::columns;
use crate::extract::context::Context;
use crate::extract::date::{self, Form, Time};
use crate::extract::token::pattern;
use crate::extract::{Bound, Deadline, Due, Every, Finding, Precision};
use crate::text::{Restored, Span};

const RULE: &str = "deadline.attributed";

/// Adds the times that a node names as attributes of a task; gives where its first attribute begins.
pub(super) fn times(
    context: &Context<'_>,
    index: NodeIndex,
    found: &mut Vec<Finding<Deadline>>,
) -> Option<usize> {
    let flat = &context.flat;
    let body = context.node(index).body;
    let attributes = attribute::trailing(flat, body);
    let first = attributes.first()?.span.start();
    for attribute in attributes.iter().filter(|a| a.told == Told::Time) {
        let own = flat.trim(Span::new(body.start(), first.max(body.start())), &['-', '.', ';', '(']);
        let task = if flat.text(own).split_whitespace().count() >= 3 {
            own
        } else {
            task_above(context, index, attribute)
        };
        let task =
            flat.quote(flat.trim(flat.sentences(task).into_iter().next().unwrap_or(task), &['.', ';', ':']));
        if let Some(candidate) = candidate(context, attribute.value) {
            found.push(finding(context, index, candidate, task, attribute.span));
        }
    }
    Some(first)
}

/// The item that an attribute in a line of its own belongs to: the nearest before it that is no attribute, or the parent.
fn task_above(context: &Context<'_>, index: NodeIndex, attribute: &Attribute) -> Span<Restored> {
    let is_attribute =
        |i: &NodeIndex| !attribute::attributes(&context.flat, context.node(*i).body).is_empty();
    let before = context.before(index).into_iter().find(|i| !is_attribute(i));
    let parent = context.node(index).parent;
    let of_same_list =
        before.filter(|i| context.node(*i).kind == context.node(index).kind || parent.is_none());
    of_same_list.or(parent).or(before).map_or(attribute.span, |i| context.node(i).body)
}

/// The deadline of a row of a table.
pub(super) fn row(context: &Context<'_>, index: NodeIndex) -> Option<Finding<Deadline>> {
    let flat = &context.flat;
    let cells = columns::cells(context, index);
    if columns::of_procedure(context, &cells) {
        return None;
    }
    let of = |wanted: Column| cells.iter().find(|cell| cell.column == wanted).map(|cell| cell.span);
    let (task, value) = (of(Column::Subject)?, of(Column::Time)?);
    let mut candidate = candidate(context, value)?;
    // Under "Thời hạn" and "Hoàn thành" a bare time is the last one.
    static LAST: LazyLock<Regex> = LazyLock::new(|| pattern(r"hạn\b|hoàn\s+thành"));
    let ends = cells
        .iter()
        .filter(|cell| cell.column == Column::Time)
        .any(|cell| cell.heads.iter().any(|head| flat.has(&LAST, *head)));
    if let Some(due) = candidate.due.as_mut().filter(|due| due.bound == Bound::During && due.from.is_none())
        && ends
        && !flat.low(value).starts_with("trong")
    {
        due.bound = Bound::By;
    }
    let quote = task.union(value);
    Some(finding(context, index, candidate, flat.quote(flat.trim(task, &['.', ';'])), quote))
}

/// What a value of time says: a date with its bound, or a recurrence.
fn candidate(context: &Context<'_>, value: Span<Restored>) -> Option<Candidate> {
    let flat = &context.flat;
    let mut found = Vec::new();
    dated::read(context, value, &[], &mut found);
    if found.is_empty() {
        event::find(context, value, &mut found);
    }
    let recurrence = recurring::of_value(context, value);
    // "Từ tháng 3 đến tháng 11 hằng năm" comes again; its months are of no year.
    if recurrence.as_ref().is_some_and(|r| !matches!(r.every, Every::Ongoing | Every::Periodic))
        && date::times(flat, value).iter().all(|time| time.days.is_none())
    {
        found.clear();
    }
    if let Some(candidate) = found.pop() {
        return Some(Candidate { rule: RULE, ..candidate });
    }
    if let Some(recurrence) =
        recurrence.filter(|r| r.every != Every::Ongoing || date::times(flat, value).is_empty())
    {
        return Some(Candidate { span: value, due: None, recurrence: Some(recurrence), rule: RULE });
    }
    if let Some(year) = flat.text(value).parse::<i16>().ok().and_then(date::year_days) {
        let time = Time { span: value, days: Some(year), precision: Precision::Year, form: Form::Point };
        let due = dated::due(context, &time, Bound::During, value)?;
        return Some(Candidate { span: value, due: Some(due), recurrence: None, rule: RULE });
    }
    if let Some(time) = date::times(flat, value).into_iter().next_back() {
        let bound = if flat.low(value).starts_with("trước") { Bound::Before } else { Bound::During };
        let due = dated::due(context, &time, bound, value)?;
        return Some(Candidate { span: value, due: Some(due), recurrence: None, rule: RULE });
    }
    static EVENT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:ngay\s+)?(?:sau\s+khi|khi|từ\s+ngày|đến\s+khi|từ\s+khi|ngay\s+sau)"));
    flat.has(&EVENT, value).then(|| Candidate {
        span: value,
        due: Some(Due {
            date: None,
            precision: Precision::Day,
            bound: Bound::From,
            from: None,
            written: flat.quote(value),
            relative: None,
            event: Some(flat.quote(value)),
        }),
        recurrence: None,
        rule: RULE,
    })
}
