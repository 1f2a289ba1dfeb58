//! Times in brackets at the end of an item: "Lập danh mục di tích (Quý I/2027 và thường xuyên)" (invented).

use std::sync::LazyLock;

use regex::Regex;

use super::{Proposal, attributed, recurring};
use crate::extract::context::Context;
use crate::extract::date;
use crate::extract::token::{pattern, shift};
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
    // "báo cáo hằng năm (trước ngày 15/11)": the day is a detail of what comes again.
    if recurring::recurs(context, task) && !recurring::recurs(context, value) {
        return None;
    }
    if !only_times(context, value) {
        return None;
    }
    let candidates = attributed::candidates(context, value);
    (!candidates.is_empty()).then_some(Bracket { value, candidates })
}

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

#[cfg(test)]
mod tests {
    use crate::extract::{fixture, proposed};

    fn dates(text: &str) -> Vec<String> {
        let found = proposed(&fixture::dated("Kế hoạch công tác", "2026-03-02", text)).deadlines.findings;
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
            let found = proposed(&fixture::dated("Kế hoạch công tác", "2026-03-02", text)).deadlines.findings;
            found.into_iter().map(|f| (f.value.task, f.value.recurrence.is_some())).collect::<Vec<_>>()
        };
        let task = "Tổ chức kiểm tra các cơ sở lưu trú".to_owned();
        assert_eq!(
            of("1. Tổ chức kiểm tra các cơ sở lưu trú (Quý II/2026 và thường xuyên)."),
            [(task.clone(), false), (task, true)]
        );
        assert_eq!(
            of("1. Tổ chức gặp mặt các hộ dân (Quý II/2026)."),
            [("Tổ chức gặp mặt các hộ dân".to_owned(), false)]
        );
    }
}
