//! The time a target holds for: said in its sentence, in a heading or lead-in above, or in the title; and its baseline.
//!
//! "Đến năm 2030, tỷ lệ … đạt 95%" (invented) holds for 2030; under the heading "Chỉ tiêu năm 2026" for 2026.
//! A year that belongs to a name ("chuẩn nghèo giai đoạn 2021 - 2025"), to a cited document or to a baseline is none, and
//! nothing that was over when the document was made. A day of its own is the whole of its period; a day in a heading
//! counts only behind a word that binds it. "quý III" and "hết tháng 11" of no year are of the year that the document is
//! about. Where neither text nor title says one, the time that the document gives for itself does ("Thời gian thực hiện:
//! từ ngày 01/3/2027 đến ngày 30/9/2027"), or for the movement that it launches.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::Proposal;
use super::clause::Part;
use crate::document::{NodeIndex, NodeKind};
use crate::extract::context::{Context, first_words};
use crate::extract::date::{self, Form, Time};
use crate::extract::deadline;
use crate::extract::emulation;
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
/// What gives an end to a time that begins with "từ": "từ năm 2026 đến năm 2028".
static UNTIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:đến|tới|cho\s+đến|[-–])\s"));

/// What a document says of time besides the clause of a target.
pub(super) struct Times<'a> {
    /// Where documents are cited, with their dates.
    cited: &'a [Span<Restored>],
    /// What holds where nothing nearer says one: of the title, else the time that the document gives for itself.
    of_document: Option<Period>,
}

impl<'a> Times<'a> {
    pub(super) fn new(context: &Context<'_>, cited: &'a [Span<Restored>]) -> Times<'a> {
        let of_document = context
            .title_period
            .clone()
            .or_else(|| own_time(context))
            .or_else(|| emulation::time(context).filter(|time| time.to.is_some()));
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
    let yearless = |span: Span<Restored>| yearless(context, times, index, span);
    let period = sure(statement)
        .or_else(|| yearless(statement))
        .or_else(|| sure(lead))
        .or_else(|| yearless(lead))
        .or_else(|| opening(context, times, index, candidate.quote.start()))
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
        .find_map(|head| column_time(context, *head))
        .or_else(|| sure_heading(context, times, row, context.node(row).own.start()))
        .or_else(|| times.of_document.clone());
    Found { period, baseline: None }
}

/// A quarter, month or day of no year that a statement binds, "đến hết quý III", in the year that its heading or its document
/// is about.
fn yearless(
    context: &Context<'_>,
    times: &Times<'_>,
    index: NodeIndex,
    span: Span<Restored>,
) -> Option<Period> {
    static BINDS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?:^|\s)(?:đến|trong|vào|hết|trước|từ)\s+(?:hết\s+|cuối\s+)?(?:ngày\s+)?$")
    });
    let flat = &context.flat;
    let (time, month, day) = date::times(flat, span).into_iter().rev().find_map(|time| match time.form {
        Form::Yearless { month, day } => Some((time, month, day)),
        Form::Point | Form::Stretch => None,
    })?;
    let cited = times.cited.iter().any(|cited| cited.overlaps(time.span));
    let yearly = flat.has(&EVERY, Span::new(time.span.end(), span.end()));
    let binds = flat.has(&BINDS, Span::new(span.start(), time.span.start()));
    if cited || yearly || !binds {
        return None;
    }
    let about = sure_heading(context, times, index, span.start()).or_else(|| times.of_document.clone());
    let year = match about.map(|about| (about.from, about.to)) {
        Some((Some(from), Some(to))) if from.year() == to.year() => from.year(),
        Some(_) => return None,
        None => context.date?.year(),
    };
    let months = match time.precision {
        Precision::Quarter => 3,
        Precision::HalfYear => 6,
        _ => 1,
    };
    let last = date::month_days(year, month)?;
    let first = date::month_days(year, month - months + 1)?;
    let (from, to) = match day {
        0 => (first.0, last.1),
        day => (Date::new(year, month, day).ok()?, Date::new(year, month, day).ok()?),
    };
    let over = context.date.is_some_and(|own| to < own);
    let to = Some(to).filter(|_| !goes_on(context, span, &time));
    (!over).then(|| Period { from: Some(from), to, written: flat.quote(time.span), bound: None })
}

static EVERY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:hằng|hàng|mỗi)\s+năm"));

/// The time that opens a paragraph and governs all its statements: "Riêng năm 2026: đón …; mở mới …".
fn opening(context: &Context<'_>, times: &Times<'_>, index: NodeIndex, at: usize) -> Option<Period> {
    let flat = &context.flat;
    let body = context.node(index).body;
    let head = first_words(flat, body, 9);
    let colon = flat.text(head).find(':').map(|colon| head.start() + colon)?;
    if colon >= at {
        return None;
    }
    to_come(context, times, Span::new(body.start(), colon), None)
}

/// Whether the heading of a column names a time.
pub(super) fn names_time(context: &Context<'_>, head: Span<Restored>) -> bool {
    column_time(context, head).is_some()
}

/// The last day of the time that the heading of a column names.
pub(super) fn last_day(context: &Context<'_>, head: Span<Restored>) -> Option<Date> {
    column_time(context, head).and_then(|period| period.to)
}

/// Whether the heading of a column names a time that was over when the document was made.
pub(super) fn is_past(context: &Context<'_>, head: Span<Restored>) -> bool {
    let last = last_day(context, head);
    matches!((last, context.date), (Some(last), Some(own)) if last < own)
}

/// The time that the heading of a column names: as running text does, or by years alone: "KH 2026", "2026", "2026 - 2030".
fn column_time(context: &Context<'_>, head: Span<Restored>) -> Option<Period> {
    static YEARS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:^|\s)(?P<from>20\d\d)(?:\s*[-–]\s*(?P<to>20\d\d))?\s*$"));
    let flat = &context.flat;
    if let Some(time) = named_times(context, head, None).next() {
        return Some(period(context, head, &time));
    }
    let found = YEARS.captures(flat.low(head))?;
    let days = |name| date::year_days(found.name(name)?.as_str().parse().ok()?);
    let first = days("from")?;
    let to = days("to").map_or(first.1, |last| last.1);
    let written = found.get_match();
    let written = flat.quote(Span::new(head.start() + written.start(), head.start() + written.end()));
    Some(Period { from: Some(first.0), to: Some(to), written, bound: None })
}

/// The last time written in a span that is no part of a name or a baseline, was not over when the document was made and
/// belongs to no cited document.
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

/// A time as a period; "từ năm 2027" without an end has none. What is to be reached before it says so, as a deadline does:
/// "trước ngày 15/12/2026".
fn period(context: &Context<'_>, span: Span<Restored>, time: &Time) -> Period {
    let flat = &context.flat;
    let before = Span::new(span.start(), time.span.start());
    if let Some((Bound::Before, start)) = deadline::bound(context, before, time) {
        let written = flat.quote(Span::new(start, time.span.end()));
        return Period { bound: Some(Bound::Before), written, ..time.period(flat) };
    }
    let period = time.period(flat);
    if time.form == Form::Point && goes_on(context, span, time) {
        Period { to: None, ..period }
    } else {
        period
    }
}

/// Whether a time is the first of what has no end: "từ năm 2027", without "đến năm 2030" behind it.
fn goes_on(context: &Context<'_>, span: Span<Restored>, time: &Time) -> bool {
    let flat = &context.flat;
    flat.has(&FROM, Span::new(span.start(), time.span.start()))
        && !flat.has(&UNTIL, Span::new(time.span.end(), span.end()))
}

static FROM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|\s)từ\s+(?:đầu\s+|hết\s+|sau\s+)?$"));

/// The time that a heading or lead-in gives to what stands below it.
fn heading_time(context: &Context<'_>, times: &Times<'_>, span: Span<Restored>) -> Option<Period> {
    let flat = &context.flat;
    let holds = |time: &Time| {
        let bound = flat.has(&BOUND_DAY, Span::new(span.start(), time.span.start()));
        let day = time.precision == Precision::Day && time.form != Form::Stretch;
        is_to_come(context, times, time) && (!day || bound)
    };
    // "đến năm 2030, tầm nhìn đến năm 2045" is about the years to 2030.
    static OUTLOOK: LazyLock<Regex> = LazyLock::new(|| pattern(r"tầm\s+nhìn\b[^,;.]*$"));
    let outlook = |time: &Time| flat.has(&OUTLOOK, Span::new(span.start(), time.span.start()));
    let time = named_times(context, span, None)
        .find(|time| holds(time) && !outlook(time))
        .or_else(|| named_times(context, span, None).find(holds))?;
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
        let lead = context.lead_in(here).or_else(|| loose_heading(context, here));
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

/// The line without label and end mark that stands over some paragraphs or items as their heading: "Chỉ tiêu đến hết năm 2028".
fn loose_heading(context: &Context<'_>, index: NodeIndex) -> Option<NodeIndex> {
    const WORDS: usize = 12;
    context.before(index).find(|above| {
        let node = context.node(*above);
        let text = context.flat.text(node.body).trim_end();
        node.kind == NodeKind::Paragraph
            && !text.ends_with(['.', ';', ',', ':', '/'])
            && text.starts_with(char::is_uppercase)
            && text.split_whitespace().count() <= WORDS
    })
}

#[cfg(test)]
mod tests {
    use crate::extract::{fixture, proposed};

    /// The periods of the amounts of a plan, each as its first and last day.
    fn periods(title: &str, text: &str) -> Vec<String> {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        proposed(&fixture::dated(title, "2026-12-20", text))
            .targets
            .findings
            .into_iter()
            .map(|f| f.value.period.map_or_else(String::new, |p| format!("{}/{}", day(p.from), day(p.to))))
            .collect()
    }

    #[test]
    fn each_number_has_the_time_nearest_to_it() {
        for (title, text, expected) in [
            (
                "Kế hoạch cấp nước năm 2027",
                "1. Từ năm 2028 tỷ lệ hộ dùng nước sạch đạt 95%.",
                vec!["2028-01-01/"],
            ),
            (
                "Kế hoạch cấp nước năm 2027",
                "1. Đến hết quý III tỷ lệ giải ngân đạt 60%.",
                vec!["2027-07-01/2027-09-30"],
            ),
            (
                "Kế hoạch cấp nước giai đoạn 2027 - 2029",
                "1. Riêng năm 2028: tỷ lệ hộ dùng nước sạch đạt 90%; tỷ lệ thất thoát dưới 15%.",
                vec!["2028-01-01/2028-12-31", "2028-01-01/2028-12-31"],
            ),
            (
                "Kế hoạch cấp nước giai đoạn 2027 - 2029",
                "Chỉ tiêu đến hết năm 2029\n\nTỷ lệ hộ dùng nước sạch đạt 98%.",
                vec!["2029-01-01/2029-12-31"],
            ),
            (
                "Đề án cấp nước đến năm 2030, tầm nhìn đến năm 2045",
                "1. Tỷ lệ hộ dùng nước sạch đạt 98%.",
                vec!["2030-01-01/2030-12-31"],
            ),
            (
                "Về việc mở đợt thi đua “Nước sạch về bản”",
                "Sở Xây dựng phát động đợt thi đua “Nước sạch về bản” từ ngày 05/01/2027 đến ngày 30/6/2027.\n\n1. Tỷ lệ hộ dùng nước sạch đạt 98%.",
                vec!["2027-01-05/2027-06-30"],
            ),
        ] {
            assert_eq!(periods(title, text), expected, "{text}");
        }
    }
}
