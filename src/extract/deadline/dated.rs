//! A day, month, quarter or year that something is bound to: "trước ngày 15/12/2026", "xong trong quý I/2026",
//! "đến hết năm 2030", "Chậm nhất ngày 05/9/2026" (invented).
//!
//! Every time is a proposal but those of cited documents. Unsure: days without a year, which are taken in the first
//! year that does not lie before the document's date; they get less confidence and a warning.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::Proposal;
use crate::extract::context::Context;
use crate::extract::date::{self, Form, Time};
use crate::extract::token::pattern;
use crate::extract::{Bound, Due, Precision};
use crate::text::{Restored, Span};

/// Words that bind a time behind them; `\s*$` since they are read backwards from it.
static BINDS: LazyLock<Vec<(Regex, Bound)>> = LazyLock::new(|| {
    [
        (r"(?:trước\s+hoặc\s+(?:đúng|vào|trong|đến)|trong\s+hoặc\s+trước)", Bound::By),
        (r"(?:từ\s+nay\s+(?:đến|tới)(?:\s+(?:hết|cuối))?)", Bound::During),
        (r"(?:trước(?:\s+(?:hết|cuối|dịp|thềm|khi\s+đến))?)", Bound::Before),
        (r"(?:chậm\s+nhất(?:\s+(?:là|vào|đến|trong|trước))*(?:\s+hết)?|muộn\s+nhất(?:\s+(?:là|vào))?|không\s+(?:để\s+)?(?:muộn|chậm|trễ|quá)(?:\s+(?:hơn|quá))?|(?:phấn\s+đấu\s+|chỉ\s+)?(?:đến|tới)(?:\s+(?:hết|cuối|trước))?|hết|hạn\s+(?:cuối|chót)?(?:\s*(?:là|:|đến))?|thời\s+hạn(?:\s*(?:là|:|đến))?)", Bound::By),
        (r"(?:(?:kể\s+)?từ|bắt\s+đầu(?:\s+từ)?)", Bound::From),
        (r"(?:(?:xong\s+|hoàn\s+thành\s+)?trong(?:\s+(?:cả|suốt|thời\s+gian|vòng))?|và\s+cả|hoàn\s+thành(?:\s+(?:trong|vào))?|trong\s+khoảng)", Bound::During),
        // "trong ngày 26 và ngày 27 tháng 6": the first day stands between.
        (r"(?:trong\s+(?:các\s+)?(?:ngày\s+)?\d{1,2}(?:\s*(?:,|và)\s*(?:ngày\s+)?\d{1,2})*\s*(?:,|và))", Bound::During),
        (r"(?:vào(?:\s+(?:cuối|đầu|dịp))?|tổ\s+chức|lúc)", Bound::On),
    ]
    .into_iter()
    .map(|(words, bound)| (pattern(&format!(r"(?:^|[\s,;(:])({words})\s*$")), bound))
    .collect()
});

/// The times of a clause that do not overlap what is there, nor what is cited.
pub(super) fn read(
    context: &Context<'_>,
    sentence: Span<Restored>,
    cited: &[Span<Restored>],
    out: &mut Vec<Proposal>,
) {
    let flat = &context.flat;
    let mut last: Option<Bound> = None;
    for time in date::times(flat, sentence) {
        let before = Span::new(sentence.start(), time.span.start());
        let taken = cited.iter().chain(out.iter().map(|c| &c.span)).any(|span| span.overlaps(time.span));
        if taken || in_quotes(flat.text(before)) {
            continue;
        }
        let (bound, start) = bound(context, before, &time).unwrap_or_else(|| {
            // "trong năm 2026 và cả giai đoạn 2026-2030", "trước 30/6 và 31/12".
            let again = last.filter(|_| flat.has(&AND, before));
            let day = time.precision == Precision::Day && time.form != Form::Stretch;
            let alone = if day { Bound::On } else { Bound::During };
            (again.unwrap_or(alone), time.span.start())
        });
        let onwards = flat.has(&ONWARDS, Span::new(time.span.end(), sentence.end()));
        let open = onwards && time.form != Form::Stretch && matches!(bound, Bound::During | Bound::On);
        let bound = if open { Bound::From } else { bound };
        let span = Span::new(start, time.span.end());
        let due = due(context, &time, bound, span);
        last = Some(bound);
        out.push(Proposal { span, due: Some(due), recurrence: None, rule: "deadline.dated" });
    }
}

/// "năm 2027 trở đi", "năm 2025 và các năm tiếp theo".
static ONWARDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:trở\s+đi|và\s+(?:các|những)\s+năm\s+(?:tiếp|sau|kế))"));

/// Whether a text leaves a quotation open: a year there belongs to the name of a programme.
pub(super) fn in_quotes(before: &str) -> bool {
    before.matches('“').count() > before.matches('”').count() || before.matches('"').count() % 2 == 1
}

static AND: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\d\s*(?:,|và(?:\s+cả)?)\s*)$"));

/// How the words before a time bind it, and where they begin.
pub(in crate::extract) fn bound(
    context: &Context<'_>,
    before: Span<Restored>,
    time: &Time,
) -> Option<(Bound, usize)> {
    let flat = &context.flat;
    let low = flat.low(time.span);
    // "trước 17 giờ ngày 05/9": the hour stands between.
    static HOUR: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{2}(?:\s*phút)?)?\s*(?:,|của|-)?\s*$"));
    // "trước mùa khô năm 2026", "trước kỳ họp thứ ba năm 2026": so does what the year holds.
    static OCCASION: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\btrước\s+((?:mùa|dịp|tết|kỳ\s+(?:họp|thi)|lễ|đợt|vụ|ngày\s+(?:khai|hội))\s[^,;.:()]{2,40}?\s*)$",
        )
    });
    let between = match time.precision {
        Precision::Day if flat.has(&HOUR, before) => flat.find(&HOUR, before),
        Precision::Day | Precision::Year => OCCASION
            .captures(flat.low(before))
            .and_then(|c| c.get(1))
            .map(|m| Span::new(before.start() + m.start(), before.end())),
        _ => None,
    };
    let before = between.map_or(before, |between| Span::new(before.start(), between.start()));
    let bare = BINDS.iter().find_map(|(words, bound)| {
        let m = words.captures(flat.low(before))?.get(1)?;
        Some((*bound, before.start() + m.start()))
    });
    if time.form == Form::Stretch && low.starts_with("từ ") {
        return Some((Bound::During, time.span.start()));
    }
    // "cuối năm", "hết năm" are part of the time.
    match bare {
        Some((Bound::By, start)) if low.starts_with("hết ") => Some((Bound::By, start)),
        None if low.starts_with("hết ") => Some((Bound::By, time.span.start())),
        other => other,
    }
}

/// The due of a time.
pub(super) fn due(context: &Context<'_>, time: &Time, bound: Bound, span: Span<Restored>) -> Due {
    let days = time.days.or_else(|| resolved(context, time));
    Due {
        date: days.map(|d| d.1),
        precision: time.precision,
        bound,
        from: days.map(|d| d.0).filter(|_| time.form == Form::Stretch),
        written: context.flat.quote(span),
        relative: None,
        event: None,
    }
}

/// A time without a year in the first year in which it does not lie before the document's date.
fn resolved(context: &Context<'_>, time: &Time) -> Option<(Date, Date)> {
    let Form::Yearless { month, day } = time.form else { return None };
    let own = context.date.or_else(|| context.title_period.as_ref()?.from)?;
    let in_year = |year: i16| match day {
        0 => date::month_days(year, month),
        _ => Date::new(year, month, day).ok().map(|d| (d, d)),
    };
    in_year(own.year()).filter(|(_, last)| *last >= own).or_else(|| in_year(own.year() + 1))
}
