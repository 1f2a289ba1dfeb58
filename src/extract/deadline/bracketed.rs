//! Times in brackets at the end of an item: of a task "Lập danh mục di tích (Quý I/2027 và thường xuyên)"; years alone in a
//! list of what is done when: "Lộ trình chung:" over "1. Hoàn thiện hạ tầng (2026 - 2027).", "2. Mở rộng dịch vụ (2028 trở
//! đi)" (invented).
//!
//! Not: years in brackets elsewhere, which name a programme's period.

use std::sync::LazyLock;

use regex::Regex;

use super::{Proposal, attributed};
use crate::document::NodeIndex;
use crate::extract::context::Context;
use crate::extract::date;
use crate::extract::duty::DUTY;
use crate::extract::token::{pattern, shift};
use crate::extract::{Bound, Due, Precision, agency};
use crate::text::{Restored, Span};

/// Times in brackets behind a task.
#[derive(Debug)]
pub(super) struct Bracket {
    /// What stands in the brackets.
    pub(super) value: Span<Restored>,
    /// Its deadlines.
    pub(super) candidates: Vec<Proposal>,
}

/// The times that end a task in brackets which hold nothing else.
pub(super) fn of_task(context: &Context<'_>, sentence: Span<Restored>) -> Option<Bracket> {
    static LAST: LazyLock<Regex> = LazyLock::new(|| pattern(r"\(([^()]{4,90})\)[\s.;]*$"));
    let flat = &context.flat;
    let inside = LAST.captures(flat.low(sentence))?.get(1)?;
    let value = shift(sentence, inside.start(), inside.end());
    let task = Span::new(sentence.start(), value.start());
    let years = date::times(flat, value).iter().all(|time| time.precision == Precision::Year);
    let told = flat.has(&DUTY, clause_of(context, task));
    // "báo cáo hằng năm (trước ngày 15/11)": the day is a detail of what comes again.
    static AGAIN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(?:hằng|hàng|mỗi)\s+(?:tuần|tháng|quý|năm)\b|định\s+kỳ"));
    if flat.has(&AGAIN, task) && !flat.has(&AGAIN, value) {
        return None;
    }
    if !told || !only_times(context, value) || years && !flat.has(&BOUND, value) {
        return None;
    }
    let candidates = attributed::candidates(context, value);
    (!candidates.is_empty()).then_some(Bracket { value, candidates })
}

/// A task without its label and those whom it tells to do it.
fn clause_of(context: &Context<'_>, task: Span<Restored>) -> Span<Restored> {
    let (_, end) = agency::list_at(&context.flat, context.flat.trim(task, &['-', '+', '*']));
    context.flat.trim(Span::new(end.max(task.start()), task.end()), &['-', '+', '*', ',', ':'])
}

/// Words that bind a year or say how often.
static BOUND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:trong|trước|đến|hết|xong|hoàn\s+thành|thực\s+hiện)\b|thường\s+xuyên|định\s+kỳ|hằng\s|hàng\s",
    )
});

/// Whether a passage holds times, how often something is done, and the words that join them, and nothing else.
fn only_times(context: &Context<'_>, value: Span<Restored>) -> bool {
    static JOINS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:thời\s+gian|thực\s+hiện|hoàn\s+thành|thường\s+xuyên|liên\s+tục|định\s+kỳ|(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm)|trong|trước|đến|từ|hết|cuối|đầu|xong|chậm\s+nhất|và|kiện\s+toàn|duy\s+trì|bắt\s+đầu|kể|ngày|tháng|quý|năm|giai\s+đoạn|là)\b|[\s,;:–-]",
        )
    });
    let flat = &context.flat;
    let mut rest = String::new();
    let mut at = value.start();
    for time in date::times(flat, value) {
        rest.push_str(flat.low(Span::new(at, time.span.start().max(at))));
        at = time.span.end();
    }
    rest.push_str(flat.low(Span::new(at, value.end())));
    JOINS.replace_all(&rest, "").is_empty()
}

/// The years that end an item of a list of what is done when.
pub(super) fn read(
    context: &Context<'_>,
    index: NodeIndex,
    sentence: Span<Restored>,
    out: &mut Vec<Proposal>,
) {
    static YEARS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\((?:(?:xuyên\s+suốt|giai\s+đoạn|năm|từ\s+năm|trong\s+năm)\s+)*(?P<first>20\d\d)(?:\s*(?:[-–]|đến(?:\s+năm)?)\s*(?P<last>20\d\d)|(?P<on>\s+trở\s+đi))?\)[\s.;]*$",
        )
    });
    let flat = &context.flat;
    if !of_schedule(context, index) {
        return;
    }
    let Some(captures) = YEARS.captures(flat.low(sentence)) else { return };
    let year = |name: &str| {
        captures.name(name).and_then(|m| m.as_str().parse::<i16>().ok()).and_then(date::year_days)
    };
    let Some(first) = year("first") else { return };
    let last = year("last");
    let open = captures.name("on").is_some();
    let end = last.unwrap_or(first).1;
    if context.date.is_some_and(|own| end < own) {
        return;
    }
    let all = captures.get_match();
    let span = flat.trim(shift(sentence, all.start(), all.end()), &['(', ')', '.', ';']);
    if out.iter().any(|other| other.span.overlaps(span)) {
        return;
    }
    out.push(Proposal {
        span,
        due: Some(Due {
            date: Some(end),
            precision: Precision::Year,
            bound: if open { Bound::From } else { Bound::During },
            from: last.map(|_| first.0),
            written: flat.quote(span),
            relative: None,
            event: None,
        }),
        recurrence: None,
        rule: "deadline.dated",
    });
}

/// Whether an item stands in a list of what is done when.
fn of_schedule(context: &Context<'_>, index: NodeIndex) -> bool {
    static SCHEDULE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[\s\da-zđ.)+-]*(?:lộ\s+trình|tiến\s+độ|phân\s+kỳ|thời\s+gian)\b"));
    let heads = context.lead_in(index).into_iter().chain(context.node(index).parent);
    heads.into_iter().any(|above| context.flat.has(&SCHEDULE, context.node(above).body))
}

#[cfg(test)]
mod tests {
    use crate::extract::{findings, fixture};

    fn dates(text: &str) -> Vec<String> {
        let found = findings(&fixture::dated("Kế hoạch công tác", "2026-03-02", text)).deadlines;
        found.into_iter().filter_map(|f| f.value.due?.date).map(|date| date.to_string()).collect()
    }

    #[test]
    fn hits() {
        let text = "Lộ trình thực hiện chung của tỉnh:\n1. Hoàn thiện hạ tầng công nghệ thông tin (2026 - 2027).\n2. Mở rộng các dịch vụ trên nền tảng (2028 trở đi).";
        assert_eq!(dates(text), ["2027-12-31", "2028-12-31"]);
    }

    #[test]
    fn times_that_end_a_task() {
        let of = |text: &str| {
            let found = findings(&fixture::dated("Kế hoạch công tác", "2026-03-02", text)).deadlines;
            found.into_iter().map(|f| (f.value.task, f.value.recurrence.is_some())).collect::<Vec<_>>()
        };
        let task = "Tổ chức kiểm tra các cơ sở lưu trú".to_owned();
        assert_eq!(
            of("1. Tổ chức kiểm tra các cơ sở lưu trú (Quý II/2026 và thường xuyên)."),
            [(task.clone(), false), (task, true)]
        );
        assert_eq!(of("1. Thực hiện Chương trình phát triển đô thị (năm 2026)."), []);
        assert_eq!(of("1. Tổ chức gặp mặt các hộ dân (Quý II/2026 có 40 hộ)."), []);
    }

    #[test]
    fn misses() {
        let text = "Nội dung thực hiện:\n1. Tổng kết Chương trình phát triển đô thị (2026 - 2030).";
        assert_eq!(dates(text), Vec::<String>::new());
    }
}
