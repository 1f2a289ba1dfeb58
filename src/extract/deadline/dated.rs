//! A day, month, quarter or year that something is bound to: "trước ngày 15/12/2026", "xong trong quý I/2026",
//! "đến hết năm 2030", "Chậm nhất ngày 05/9/2026" (invented).
//!
//! Not: a year that only names figures or a plan ("nhiệm vụ năm 2026", "Chương trình … giai đoạn 2026 - 2030"), dates of
//! cited documents, what lies before the document's own date. Unsure: days without a year, which are taken in the first
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
        (r"(?:từ\s+nay\s+(?:đến|tới)(?:\s+(?:hết|cuối))?)", Bound::During),
        (r"(?:trước(?:\s+(?:hết|cuối))?)", Bound::Before),
        (r"(?:chậm\s+nhất(?:\s+(?:là|vào|đến|trong|trước))*(?:\s+hết)?|muộn\s+nhất(?:\s+(?:là|vào))?|không\s+(?:muộn|chậm|quá)(?:\s+hơn)?|(?:phấn\s+đấu\s+|chỉ\s+)?(?:đến|tới)(?:\s+(?:hết|cuối|trước))?|hết|hạn\s+(?:cuối|chót)?(?:\s*(?:là|:|đến))?|thời\s+hạn(?:\s*(?:là|:|đến))?)", Bound::By),
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

/// Words before which a year is a name: the plan, the figures, the budget of that year.
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:nghị\s+quyết|quyết\s+định|chỉ\s+thị|chương\s+trình|đề\s+án|kế\s+hoạch|chiến\s+lược|quy\s+hoạch|dự\s+án|chuẩn|luật|công\s+văn|thông\s+tư|nghị\s+định|kết\s+luận|đại\s+hội|văn\s+kiện|nhiệm\s+kỳ)\b[^,;:]*$|^\s*(?:-\s*)?(?:thực\s+hiện|căn\s+cứ|thay\s+thế|bãi\s+bỏ|trên\s+đây)?\s*(?:nghị\s+quyết|quyết\s+định|chỉ\s+thị|công\s+văn|kế\s+hoạch|chương\s+trình|thông\s+báo|đề\s+án)\s+số\b",
    )
});

/// The deadlines of this kind in a sentence.
pub(super) fn read(
    context: &Context<'_>,
    sentence: Span<Restored>,
    cited: &[Span<Restored>],
    out: &mut Vec<Proposal>,
) {
    let flat = &context.flat;
    let mut last: Option<Bound> = None;
    for time in date::times(flat, sentence) {
        let taken = cited.iter().chain(out.iter().map(|c| &c.span)).any(|span| span.overlaps(time.span));
        if taken {
            continue;
        }
        let before = Span::new(sentence.start(), time.span.start());
        if in_quotes(flat.text(before)) {
            continue;
        }
        let bound = bound(context, before, &time).or_else(|| {
            // "trong năm 2026 và cả giai đoạn 2026-2030", "trước 30/6 và 31/12".
            let again = last.filter(|_| flat.has(&AND, before));
            let opened = time.precision == Precision::Year && flat.has(&OPENED, before);
            again.or(opened.then_some(Bound::During)).map(|bound| (bound, time.span.start()))
        });
        let Some((bound, start)) = bound else { continue };
        if names_a_list(context, sentence, &time) {
            continue;
        }
        // "tầm nhìn đến năm 2045", "định hướng đến năm 2050" name how far a plan looks.
        static LOOKS: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"(?:tầm\s+nhìn|định\s+hướng|dự\s+báo(?:\s+[^,;.]{0,60})?)\s*$"));
        if time.precision == Precision::Year && flat.has(&LOOKS, Span::new(sentence.start(), start)) {
            continue;
        }
        // "(trong năm 2026)" is no part of the name before it.
        let ahead = Span::new(sentence.start(), start);
        let bracketed = flat.low(ahead).trim_end().ends_with('(');
        // "… Quyết định số … hoàn thành trong năm 2026": what is to be finished is no name.
        static FINISHED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:hoàn\s+thành|xong|chậm\s+nhất)\b"));
        // "các dự án có kế hoạch hoàn thành năm 2026" tells which.
        static PLANNED: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"(?:kế\s+hoạch|tiến\s+độ|dự\s+kiến)\s*$"));
        let finished = (flat.has(&FINISHED, Span::new(start, time.span.end()))
            || flat.has(&FINISH_LAST, ahead))
            && !flat.has(&PLANNED, ahead);
        if !bracketed && !finished && flat.has(&NAMES, ahead) && time.precision == Precision::Year {
            continue;
        }
        let span = Span::new(start, time.span.end());
        let Some(due) = due(context, &time, bound, span) else { continue };
        last = Some(bound);
        out.push(Proposal { span, due: Some(due), recurrence: None, rule: "deadline.dated" });
    }
}

/// What is opened or handed over in a year: "bảo đảm thông xe kỹ thuật năm 2027". Not: "hoàn thành nhiệm vụ năm 2027".
static OPENED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:bảo\s+đảm|đảm\s+bảo|phấn\s+đấu|để|và|,)\s+(?:thông\s+xe|khánh\s+thành|khởi\s+công|đưa\s+vào\s+(?:sử\s+dụng|khai\s+thác|vận\s+hành)|hoàn\s+thành)(?:\s+(?:kỹ\s+thuật|toàn\s+(?:bộ|tuyến)|dự\s+án|công\s+trình|xây\s+dựng))*\s*$",
    )
});

/// Whether a year names a list or a sum, which is due to nobody: "các nhiệm vụ đến năm 2030 bao gồm:", "Dự toán kinh phí
/// từ năm 2026 - 2030: …".
fn names_a_list(context: &Context<'_>, sentence: Span<Restored>, time: &Time) -> bool {
    static LISTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:bao\s+gồm|gồm|như\s+sau)\s*:?\s*$"));
    static SUM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^[\s+*•–\d.-]*(?:tổng\s+)?(?:dự\s+toán|kinh\s+phí|nhu\s+cầu\s+(?:vốn|kinh\s+phí)|nguồn\s+vốn)\b",
        )
    });
    let flat = &context.flat;
    let behind = Span::new(time.span.end(), sentence.end());
    time.precision == Precision::Year
        && (flat.has(&LISTS, behind)
            || flat.has(&SUM, sentence) && flat.text(behind).trim_start().starts_with([':', '=']))
}

static FINISH_LAST: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:hoàn\s+thành|xong)\s*$"));

/// Whether a text leaves a quotation open: a year there belongs to the name of a programme.
pub(super) fn in_quotes(before: &str) -> bool {
    before.matches('“').count() > before.matches('”').count() || before.matches('"').count() % 2 == 1
}

static AND: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\d\s*(?:,|và(?:\s+cả)?)\s*)$"));

/// How the words before a time bind it, and where they begin.
fn bound(context: &Context<'_>, before: Span<Restored>, time: &Time) -> Option<(Bound, usize)> {
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
        Precision::Day => flat.find(&HOUR, before),
        Precision::Year => OCCASION
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
        Some((Bound::On, _)) if time.precision != Precision::Day && !low.starts_with("cuối") => None,
        Some((Bound::By, start)) if low.starts_with("hết ") => Some((Bound::By, start)),
        None if low.starts_with("hết ") => Some((Bound::By, time.span.start())),
        other => other,
    }
}

/// The due of a time; `None` where it lies before the document and nothing begins with it.
pub(super) fn due(context: &Context<'_>, time: &Time, bound: Bound, span: Span<Restored>) -> Option<Due> {
    let flat = &context.flat;
    let days = time.days.or_else(|| resolved(context, time));
    let past = |last: Date| context.date.is_some_and(|own| last < own);
    if days.is_some_and(|(_, last)| past(last)) && bound != Bound::From {
        return None;
    }
    let stretch = time.form == Form::Stretch;
    Some(Due {
        date: days.map(|d| d.1),
        precision: time.precision,
        bound,
        from: days.map(|d| d.0).filter(|_| stretch),
        written: flat.quote(span),
        relative: None,
        event: None,
    })
}

/// A time without a year in the first year in which it does not lie before the document's date.
fn resolved(context: &Context<'_>, time: &Time) -> Option<(Date, Date)> {
    let Form::Yearless { month, day } = time.form else { return None };
    let own = context.date?;
    let in_year = |year: i16| match day {
        0 => date::month_days(year, month),
        _ => Date::new(year, month, day).ok().map(|d| (d, d)),
    };
    in_year(own.year()).filter(|(_, last)| *last >= own).or_else(|| in_year(own.year() + 1))
}
