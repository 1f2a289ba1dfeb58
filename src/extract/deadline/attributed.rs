//! The time named under a task, or in the column of time of its row: "Thời gian thực hiện: Quý I/2026" (invented).
//!
//! Its task is the item above, or the cell of the row that tells what to do.

use std::sync::LazyLock;

use regex::Regex;

use super::{Place, Proposal, Raw, dated, event, recurring, relative};
use crate::document::{Column, NodeIndex};
use crate::extract::agency;
use crate::extract::attribute::{self, Attribute, Told};
use crate::extract::columns;
use crate::extract::context::Context;
use crate::extract::date::{self, Form, Time};
use crate::extract::duty::DUTY;
use crate::extract::token::pattern;
use crate::extract::{Bound, Due, Every, Precision, Recurrence};
use crate::text::{Restored, Span};

const RULE: &str = "deadline.attributed";

/// Adds the times that a node names as attributes of a task; gives where its first attribute begins.
pub(super) fn times(context: &Context<'_>, index: NodeIndex, found: &mut Vec<Raw>) -> Option<usize> {
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
        let mut found_here = candidates(context, attribute.value);
        let label = Span::new(attribute.span.start(), attribute.value.start().max(attribute.span.start()));
        if flat.has(&LAST, label) {
            last_one(context, attribute.value, &mut found_here);
        }
        for candidate in found_here {
            let (task, quote) = (task.clone(), attribute.span);
            let of_value = attribute.value == candidate.span;
            let clause = if of_value { attribute.span } else { attribute.value };
            found.push(Raw { candidate, index, clause, task, quote, place: Place::Attribute });
        }
    }
    Some(first)
}

/// The item that an attribute in a line of its own belongs to: the nearest before it that is no attribute, or the parent.
fn task_above(context: &Context<'_>, index: NodeIndex, attribute: &Attribute) -> Span<Restored> {
    let before = context.before(index).find(|i| context.attributes(*i).is_empty());
    let parent = context.node(index).parent;
    let of_same_list =
        before.filter(|i| context.node(*i).kind == context.node(index).kind || parent.is_none());
    // Under a heading that only names who does it, the line belongs to the item before it.
    let of_body = before.filter(|_| parent.is_some_and(|above| names_body(context, above)));
    of_same_list.or(of_body).or(parent).or(before).map_or(attribute.span, |i| context.node(i).body)
}

/// Whether an item is a heading that begins with a body and says nothing to do.
fn names_body(context: &Context<'_>, index: NodeIndex) -> bool {
    let flat = &context.flat;
    let body = flat.trim(context.node(index).body, &['-', '+', '.', ':', ';']);
    let short = flat.text(body).split_whitespace().count() <= 24;
    short && !flat.has(&DUTY, body) && !agency::bodies(flat, body).is_empty()
}

/// What a bare time is the last one of.
static LAST: LazyLock<Regex> = LazyLock::new(|| pattern(r"hạn\b|hoàn\s+thành"));

/// Under "Thời hạn" and "Hoàn thành" a bare time is the last one.
fn last_one(context: &Context<'_>, value: Span<Restored>, found: &mut [Proposal]) {
    for due in found.iter_mut().filter_map(|candidate| candidate.due.as_mut()) {
        let bare = matches!(due.bound, Bound::During | Bound::On) && due.from.is_none();
        if bare && !context.flat.low(value).starts_with("trong") {
            due.bound = Bound::By;
        }
    }
}

/// The deadlines of a row of a table.
pub(super) fn row(context: &Context<'_>, index: NodeIndex) -> Vec<Raw> {
    let flat = &context.flat;
    let cells = columns::cells(context, index);
    let place = if columns::of_procedure(context, &cells) { Place::Procedure } else { Place::Row };
    let of = |wanted: Column| cells.iter().find(|cell| cell.column == wanted).map(|cell| cell.span);
    let (Some(task), Some(value)) = (of(Column::Subject), of(Column::Time)) else { return Vec::new() };
    let ends = cells
        .iter()
        .filter(|cell| cell.column == Column::Time)
        .any(|cell| cell.heads.iter().any(|head| flat.has(&LAST, *head)));
    let quote = task.union(value);
    let mut found = candidates(context, value);
    if ends {
        last_one(context, value, &mut found);
    }
    let task = flat.quote(flat.trim(task, &['.', ';']));
    let made = |candidate| Raw { candidate, index, clause: value, task: task.clone(), quote, place };
    found.into_iter().map(made).collect()
}

/// What a value of time says: dates with their bounds, recurrences, or both.
///
/// "Thường xuyên trong năm 2026" is one deadline, which comes again until the year's end; "Quý I/2026 và thường xuyên" are
/// two.
pub(super) fn candidates(context: &Context<'_>, value: Span<Restored>) -> Vec<Proposal> {
    let flat = &context.flat;
    let recurrences = recurring::of_value(context, value);
    let mut found = times_of(context, value, &recurrences);
    // "Từ tháng 3 đến tháng 11 hằng năm" comes again; its months are of no year.
    if recurrences.iter().any(|r| !matches!(r.every, Every::Ongoing | Every::Periodic))
        && date::times(flat, value).iter().all(|time| time.days.is_none())
    {
        found.clear();
    }
    static AND: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d\)?\s*(?:,\s*|;\s*)?và\s+\p{L}"));
    if let ([candidate], [recurrence]) = (found.as_mut_slice(), recurrences.as_slice())
        && candidate.due.as_ref().is_some_and(|due| due.precision == Precision::Year)
        && !flat.has(&AND, value)
    {
        candidate.recurrence = Some(recurrence.clone());
        return found;
    }
    // A day beside "định kỳ" and the like only says of the recurrence when.
    let apart = found.is_empty() || flat.has(&AND, value);
    if apart {
        let recurring = recurrences.into_iter().map(|recurrence| Proposal {
            span: value,
            due: None,
            recurrence: Some(recurrence),
            rule: RULE,
        });
        found.extend(recurring);
    }
    found
}

/// The dates and events of a value of time that tells these recurrences.
fn times_of(context: &Context<'_>, value: Span<Restored>, recurrences: &[Recurrence]) -> Vec<Proposal> {
    let flat = &context.flat;
    let mut found = Vec::new();
    event::find(context, value, &mut found);
    dated::read(context, value, &[], &mut found);
    if found.is_empty()
        && let Some(year) = flat.text(value).parse::<i16>().ok().and_then(date::year_days)
    {
        let time = Time { span: value, days: Some(year), precision: Precision::Year, form: Form::Point };
        found.push(bare(value, dated::due(context, &time, Bound::During, value)));
    }
    static EVENT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:ngay\s+)?(?:sau\s+khi|khi|từ\s+ngày|đến\s+khi|từ\s+khi|ngay\s+sau)"));
    if found.is_empty() && recurrences.is_empty() {
        relative::read(context, value, &mut found);
    }
    if found.is_empty() && recurrences.is_empty() && flat.has(&EVENT, value) {
        found.push(bare(value, event::due(context, Bound::From, value, value)));
    }
    for candidate in &mut found {
        candidate.rule = RULE;
    }
    found
}

fn bare(value: Span<Restored>, due: Due) -> Proposal {
    Proposal { span: value, due: Some(due), recurrence: None, rule: RULE }
}
