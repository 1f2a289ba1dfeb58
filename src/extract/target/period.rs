//! The time a target holds for: said in its sentence, in a heading or lead-in above, or in the title; and its baseline.
//!
//! "Đến năm 2030, tỷ lệ … đạt 95%" (invented) holds for 2030; under the heading "Chỉ tiêu năm 2026" for 2026.
//! A year that belongs to a name ("chuẩn nghèo giai đoạn 2021 - 2025"), to a cited document or to a baseline is none, and
//! nothing that was over when the document was made. A day of its own is the whole of its period; a day in a heading
//! counts only behind a word that binds it. Where neither text nor title says one, the time that the document gives
//! for itself does ("Thời gian thực hiện: từ ngày 01/3/2027 đến ngày 30/9/2027").

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use super::clause::Part;
use crate::document::NodeIndex;
use crate::extract::context::Context;
use crate::extract::date::{self, Form, Time};
use crate::extract::deadline;
use crate::extract::token::pattern;
use crate::extract::{Baseline, Bound, Period, Precision};
use crate::text::{Restored, Span};

/// The time of a target.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// What it holds for.
    pub(super) period: Option<Period>,
    /// What it is compared with.
    pub(super) baseline: Option<Baseline>,
}

static AGAINST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:so\s+với|(?:bằng|gấp)\s+(?:khoảng\s+|hơn\s+)?[\d,.]+\s*(?:%|lần)\s+(?:so\s+với|của|(?:cuối\s+)?năm\s))\s*[^,;.()]*",
    )
});
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:chuẩn|chương\s+trình|đề\s+án|dự\s+án|chiến\s+lược|quy\s+hoạch|nghị\s+quyết|quyết\s+định|chỉ\s+thị|kết\s+luận|kế\s+hoạch|tiêu\s+chí|luật)\b[^,;.:]*$",
    )
});
static BOUND: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:đến|trong|vào|hết|cho|tới|từ|trước)\s+(?:hết\s+|cuối\s+|cả\s+)?$"));
/// "từ năm 2028 trở đi".
static ONWARDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:trở\s+đi|và\s+(?:các|những)\s+năm\s+(?:tiếp|sau|kế))"));

/// What a document says of time besides the clause of a target.
pub(super) struct Times<'a> {
    /// Where documents are cited, with their dates.
    cited: &'a [Span<Restored>],
    /// What holds where nothing nearer says one: of the title, else the time that the document gives for itself.
    of_document: Option<Period>,
}

impl<'a> Times<'a> {
    pub(super) fn new(context: &Context<'_>, cited: &'a [Span<Restored>]) -> Times<'a> {
        let of_document = context.title_period.clone().or_else(|| own_time(context));
        Times { cited, of_document }
    }
}

/// The time that a document gives for itself: the stretch in its only line of time that has one.
fn own_time(context: &Context<'_>) -> Option<Period> {
    static TIME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s\divxlc.)a-zđ+*•–-]{0,6}thời\s+gian\b"));
    let flat = &context.flat;
    let mut found = context
        .nodes()
        .filter(|(index, node)| context.is_text(*index) && flat.has(&TIME, node.body))
        .filter_map(|(_, node)| {
            date::times(flat, node.body).into_iter().find(|t| t.form == Form::Stretch && t.days.is_some())
        });
    let first = found.next()?;
    found.next().is_none().then(|| first.period(flat))
}

/// Looks from the statement upwards.
pub(super) fn of(
    context: &Context<'_>,
    times: &Times<'_>,
    index: NodeIndex,
    part: &Part,
    candidate: &Proposal,
) -> Found {
    let flat = &context.flat;
    let statement = Span::new(part.before.start(), part.after.end());
    let against = flat.find(&AGAINST, statement);
    let baseline = against.map(|span| Baseline {
        written: flat.quote(span),
        period: date::times(flat, span).first().and_then(|t| t.days).map(|d| {
            let (from, to) = (d.0.year(), d.1.year());
            if from == to { from.to_string() } else { format!("{from}/{to}") }
        }),
        value: None,
    });
    let sure = |span: Span<Restored>| to_come(context, times, span, against);
    let lead = Span::new(part.sentence.start(), candidate.quote.start().max(part.sentence.start()));
    let period = sure(statement)
        .or_else(|| sure(lead))
        .or_else(|| sure_heading(context, times, index, candidate.quote.start()))
        .or_else(|| times.of_document.clone());
    Found { period, baseline }
}

/// The time of a number in an item of its own: said in it, else above it.
pub(super) fn of_listed(
    context: &Context<'_>,
    times: &Times<'_>,
    index: NodeIndex,
    sentence: Span<Restored>,
    candidate: &Proposal,
) -> Found {
    let period = to_come(context, times, sentence, None)
        .or_else(|| sure_heading(context, times, index, candidate.quote.start()))
        .or_else(|| times.of_document.clone());
    Found { period, baseline: None }
}

/// The time of a number in a table: of the headings of its column, the nearest first, else as of its row.
pub(super) fn of_column(
    context: &Context<'_>,
    times: &Times<'_>,
    row: NodeIndex,
    heads: &[Span<Restored>],
) -> Found {
    let period = heads
        .iter()
        .rev()
        .find_map(|head| time_in(context, *head, None))
        .or_else(|| sure_heading(context, times, row, context.node(row).own.start()))
        .or_else(|| times.of_document.clone());
    Found { period, baseline: None }
}

/// Whether the heading of a column names a time.
pub(super) fn names_time(context: &Context<'_>, head: Span<Restored>) -> bool {
    time_in(context, head, None).is_some()
}

/// Whether the heading of a column names a time that was over when the document was made.
pub(super) fn is_past(context: &Context<'_>, head: Span<Restored>) -> bool {
    let last = time_in(context, head, None).and_then(|period| period.to);
    matches!((last, context.date), (Some(last), Some(own)) if last < own)
}

/// The last time written in a span that is no part of a name or a baseline.
fn time_in(context: &Context<'_>, span: Span<Restored>, against: Option<Span<Restored>>) -> Option<Period> {
    named_times(context, span, against).next().map(|time| period(context, span, &time))
}

/// The same, of times that were not over when the document was made and belong to no cited document.
fn to_come(
    context: &Context<'_>,
    times: &Times<'_>,
    span: Span<Restored>,
    against: Option<Span<Restored>>,
) -> Option<Period> {
    let time = named_times(context, span, against).find(|time| is_to_come(context, times, time))?;
    Some(period(context, span, &time))
}

fn is_to_come(context: &Context<'_>, times: &Times<'_>, time: &Time) -> bool {
    let over = matches!((time.days, context.date), (Some((_, last)), Some(own)) if last < own);
    !over && !times.cited.iter().any(|cited| cited.overlaps(time.span))
}

/// The times of a span that are no part of a name or a baseline, the last one first.
fn named_times(
    context: &Context<'_>,
    span: Span<Restored>,
    against: Option<Span<Restored>>,
) -> impl Iterator<Item = Time> {
    let flat = &context.flat;
    date::times(flat, span)
        .into_iter()
        .rev()
        .filter(move |time| time.days.is_some() && !against.is_some_and(|a| a.overlaps(time.span)))
        .filter(move |time| {
            let before = Span::new(span.start(), time.span.start());
            flat.has(&BOUND, before) || !flat.has(&NAMED, before)
        })
}

/// A time as a period; from a year on that is said to go on it has no end. What is to be reached before it says so, as a
/// deadline does: "trước ngày 15/12/2026".
fn period(context: &Context<'_>, span: Span<Restored>, time: &Time) -> Period {
    let flat = &context.flat;
    let before = Span::new(span.start(), time.span.start());
    if let Some((Bound::Before, start)) = deadline::bound(context, before, time) {
        let written = flat.quote(Span::new(start, time.span.end()));
        return Period { bound: Some(Bound::Before), written, ..time.period(flat) };
    }
    let goes_on = time.form == Form::Point
        && flat.has(&FROM, before)
        && flat.has(&ONWARDS, Span::new(time.span.end(), span.end()));
    let period = time.period(flat);
    if goes_on { Period { to: None, ..period } } else { period }
}

static FROM: LazyLock<Regex> = LazyLock::new(|| pattern(r"từ\s+(?:đầu\s+)?$"));

/// The time that a heading or lead-in gives to what stands below it.
fn heading_time(context: &Context<'_>, times: &Times<'_>, span: Span<Restored>) -> Option<Period> {
    let flat = &context.flat;
    let time = named_times(context, span, None).find(|time| {
        let bound = flat.has(&BOUND_DAY, Span::new(span.start(), time.span.start()));
        let day = time.precision == Precision::Day && time.form != Form::Stretch;
        is_to_come(context, times, time) && (!day || bound)
    })?;
    Some(period(context, span, &time))
}

static BOUND_DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:đến|hết|trước|tới|chậm\s+nhất(?:\s+là)?)\s+(?:hết\s+)?(?:ngày\s+)?$"));

/// The time named by the nearest heading or lead-in above, the sentences before it in its own paragraph included.
fn sure_heading(context: &Context<'_>, times: &Times<'_>, index: NodeIndex, at: usize) -> Option<Period> {
    let own = context.node(index).body;
    let said = Span::new(own.start(), at.clamp(own.start(), own.end()));
    if super::clause::says_goal(context, said)
        && let Some(period) = to_come(context, times, said, None)
    {
        return Some(period);
    }
    let mut here = index;
    loop {
        let lead = context.lead_in(here);
        if let Some(period) = lead.and_then(|i| heading_time(context, times, context.node(i).body)) {
            return Some(period);
        }
        let above = context.node(here).parent?;
        let body = context.node(above).body;
        let short = context.flat.text(body).split_whitespace().count() <= 30;
        let heads = short || context.flat.text(body).trim_end().ends_with(':');
        if let Some(period) = heads.then(|| heading_time(context, times, body)).flatten() {
            return Some(period);
        }
        here = above;
    }
}
