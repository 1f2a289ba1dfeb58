//! The years in brackets at the end of an item, in a list of what is done when: "Lộ trình chung:" over "1. Hoàn thiện hạ
//! tầng (2026 - 2027).", "2. Mở rộng dịch vụ (2028 trở đi)" (invented).
//!
//! Not: years in brackets elsewhere, which name a programme's period.

use std::sync::LazyLock;

use regex::Regex;

use super::Candidate;
use crate::document::NodeIndex;
use crate::extract::context::Context;
use crate::extract::date;
use crate::extract::token::{pattern, shift};
use crate::extract::{Bound, Due, Precision};
use crate::text::{Restored, Span};

/// The deadline of this kind at the end of a sentence of an item.
pub(super) fn read(
    context: &Context<'_>,
    index: NodeIndex,
    sentence: Span<Restored>,
    out: &mut Vec<Candidate>,
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
    out.push(Candidate {
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
    fn misses() {
        let text = "Nội dung thực hiện:\n1. Tổng kết Chương trình phát triển đô thị (2026 - 2030).";
        assert_eq!(dates(text), Vec::<String>::new());
    }
}
