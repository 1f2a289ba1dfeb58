//! The time a target holds for: said in its sentence, in a heading or lead-in above, or in the title; and its baseline.
//!
//! "Đến năm 2030, tỷ lệ … đạt 95%" (invented) holds for 2030; under the heading "Chỉ tiêu năm 2026" for 2026.
//! A year that belongs to a name ("chuẩn nghèo giai đoạn 2021 - 2025") or to a baseline is none.

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use super::clause::Part;
use crate::document::NodeIndex;
use crate::extract::context::Context;
use crate::extract::date;
use crate::extract::token::pattern;
use crate::extract::{Baseline, Period, Precision};
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
    pattern(r"(?:so\s+với|bằng\s+[\d,.]+\s*%\s+so\s+với|gấp\s+[\d,.]+\s+lần\s+so\s+với)\s[^,;.()]*")
});
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:chuẩn|chương\s+trình|đề\s+án|dự\s+án|chiến\s+lược|quy\s+hoạch|nghị\s+quyết|quyết\s+định|chỉ\s+thị|kết\s+luận|kế\s+hoạch|tiêu\s+chí|luật)\b[^,;.:]*$",
    )
});
static BOUND: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:đến|trong|vào|hết|cho|tới|từ)\s+(?:hết\s+|cuối\s+|cả\s+)?$"));

/// Looks from the statement upwards.
pub(super) fn of(context: &Context<'_>, index: NodeIndex, part: &Part, candidate: &Proposal) -> Found {
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
    let sure = |span: Span<Restored>| time_in(context, span, against);
    let lead = Span::new(part.sentence.start(), candidate.quote.start().max(part.sentence.start()));
    let period = sure(statement)
        .or_else(|| sure(lead))
        .or_else(|| sure_heading(context, index, candidate.quote.start()))
        .or_else(|| context.title_period.clone());
    Found { period, baseline }
}

/// The time of a number in an item of its own: said in it, else above it.
pub(super) fn of_listed(
    context: &Context<'_>,
    index: NodeIndex,
    sentence: Span<Restored>,
    candidate: &Proposal,
) -> Found {
    let period = time_in(context, sentence, None)
        .or_else(|| sure_heading(context, index, candidate.quote.start()))
        .or_else(|| context.title_period.clone());
    Found { period, baseline: None }
}

/// The time of a number in a table: of the headings of its column, the nearest first, else as of its row.
pub(super) fn of_column(context: &Context<'_>, row: NodeIndex, heads: &[Span<Restored>]) -> Found {
    let period = heads
        .iter()
        .rev()
        .find_map(|head| time_in(context, *head, None))
        .or_else(|| sure_heading(context, row, context.node(row).own.start()))
        .or_else(|| context.title_period.clone());
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
    let flat = &context.flat;
    date::times(flat, span)
        .into_iter()
        .rev()
        .filter(|time| time.days.is_some() && !against.is_some_and(|a| a.overlaps(time.span)))
        .find(|time| {
            let before = Span::new(span.start(), time.span.start());
            flat.has(&BOUND, before) || !flat.has(&NAMED, before)
        })
        .map(|time| {
            let period = time.period(flat);
            // A day is when it must be done; the number holds for its year.
            match (time.precision, time.days) {
                (Precision::Day, Some((_, last))) => {
                    let days = date::year_days(last.year());
                    Period { from: days.map(|d| d.0), to: days.map(|d| d.1), ..period }
                }
                _ => period,
            }
        })
}

/// The time named by the nearest heading or lead-in above, the sentences before it in its own paragraph included.
fn sure_heading(context: &Context<'_>, index: NodeIndex, at: usize) -> Option<Period> {
    let own = context.node(index).body;
    let said = Span::new(own.start(), at.clamp(own.start(), own.end()));
    if super::clause::says_goal(context, said)
        && let Some(period) = time_in(context, said, None)
    {
        return Some(period);
    }
    let mut here = index;
    loop {
        let lead = context.lead_in(here);
        if let Some(period) = lead.and_then(|i| time_in(context, context.node(i).body, None)) {
            return Some(period);
        }
        let above = context.node(here).parent?;
        let body = context.node(above).body;
        let short = context.flat.text(body).split_whitespace().count() <= 30;
        let heads = short || context.flat.text(body).trim_end().ends_with(':');
        if let Some(period) = heads.then(|| time_in(context, body, None)).flatten() {
            return Some(period);
        }
        here = above;
    }
}
