//! A stretch of time: "trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ", "chậm nhất 10 ngày sau khi kết thúc", "trước 03
//! ngày", "24 giờ" (invented). A stretch of hours has the act that it is counted from as its event, since a due is a day.
//!
//! Every stretch is a proposal, also one that something lasts ("tập huấn trong 3 ngày"). Not: a time of the clock, a term of
//! a sum ("09 ngày = 72 giờ"), and from where a stretch is shortened ("từ 10 ngày xuống còn 07 ngày").

use std::cell::LazyCell;
use std::sync::LazyLock;

use regex::Regex;

use super::{Proposal, event};
use crate::extract::context::Context;
use crate::extract::date;
use crate::extract::token::{pattern, shift};
use crate::extract::{Bound, Due, Precision, Relative, RelativeUnit};
use crate::text::{Restored, Span};
use crate::vietnamese::numeral;

static STRETCH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<lead>(?:\b(?:trong|chậm\s+nhất|muộn\s+nhất|không\s+quá|tối\s+đa|tối\s+thiểu|ít\s+nhất|sau|trước|thời\s+hạn|thời\s+gian|vòng|là|khoảng)\s*:?\s+)*)\b(?P<count>\d{1,3}(?:[,./]\d{1,2})?|một|hai|ba|bốn|sáu|bảy|tám|chín|mười|mười\s+lăm|hai\s+mươi|ba\s+mươi)\s*(?P<bracket>\(\s*(?:\d{1,3}|\p{L}+(?:\s+\p{L}+)?)\s*\)\s*)?(?:[-–]\s*\d{1,3}\s*)?(?P<unit>ngày\s+làm\s+việc|ngày|tháng|năm|tuần|giờ\s+làm\s+việc|giờ|tiếng|phút|h(?:00)?)\b(?P<rest>\s*,?\s*(?P<after>(?:kể\s+)?(?:từ|sau)\s+(?:ngày|khi|thời\s+điểm|lúc)[^,;.]*|(?:sau|trước)\s+\p{L}[^,;.]*))?",
    )
});

/// Whether a text holds a number and a unit of time: a quick no for most clauses.
fn may_count(low: &str) -> bool {
    const UNITS: [&str; 7] = ["ngày", "tháng", "năm", "tuần", "giờ", "tiếng", "phút"];
    const NUMBERS: [&str; 9] = ["một", "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười"];
    let has = |words: &[&str]| words.iter().any(|word| low.contains(word));
    let has_digit = low.bytes().any(|byte| byte.is_ascii_digit());
    has_digit && (low.contains('h') || has(&UNITS)) || has(&UNITS) && has(&NUMBERS)
}

/// The stretches of a clause that do not overlap what is there.
pub(super) fn read(context: &Context<'_>, clause: Span<Restored>, out: &mut Vec<Proposal>) {
    let flat = &context.flat;
    let low = flat.low(clause);
    if flat.text(clause).contains(['=', '×']) || !may_count(low) {
        return;
    }
    static SHORTENED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:làm\s+việc\s+)?(?:xuống|còn)\b"));
    let times = LazyCell::new(|| date::times(flat, clause));
    for captures in STRETCH.captures_iter(low) {
        let (all, Some(count), Some(unit)) =
            (captures.get_match(), captures.name("count"), captures.name("unit"))
        else {
            continue;
        };
        let lead = captures.name("lead").map_or("", |lead| lead.as_str());
        // Half a day is no number of days.
        let part = count.as_str().contains([',', '.', '/']);
        let digits = count.as_str().split([',', '.', '/']).next().and_then(|whole| whole.parse::<u32>().ok());
        // "trong Chính phủ" holds "chín" and "h".
        if unit.as_str().starts_with('h') && digits.is_none() {
            continue;
        }
        let words = crate::text::one_line(count.as_str());
        let written = numeral::in_words(&words);
        let Some(count) =
            digits.or(written.filter(|_| !lead.is_empty() || captures.name("bracket").is_some()))
        else {
            continue;
        };
        let stretch = shift(clause, captures.name("count").map_or(all.start(), |m| m.start()), unit.end());
        let span = flat.trim(shift(clause, all.start(), all.end()), &[',', ':']);
        if is_clock(unit.as_str(), low[unit.end()..].trim_start())
            || SHORTENED.is_match(&low[unit.end()..])
            || times.iter().any(|time| time.span.overlaps(stretch))
            || out.iter().any(|other| other.span.overlaps(stretch))
        {
            continue;
        }
        let after = captures.name("after").map(|after| shift(clause, after.start(), after.end()));
        let due = match unit_of(unit.as_str()).filter(|_| !part) {
            Some((unit, precision, days)) => Due {
                date: None,
                precision,
                bound: Bound::By,
                from: None,
                written: flat.quote(span),
                relative: Some(Relative {
                    count: count * days,
                    unit,
                    after: after.map_or_else(String::new, |after| flat.quote(after)),
                }),
                event: None,
            },
            None => event::due(context, Bound::By, span, after.unwrap_or(span)),
        };
        out.push(Proposal { span, due: Some(due), recurrence: None, rule: "deadline.relative" });
    }
}

/// The unit, how exact it is, and how many of the record's unit one of it is; `None` for hours and minutes.
fn unit_of(written: &str) -> Option<(RelativeUnit, Precision, u32)> {
    match written {
        "tháng" => Some((RelativeUnit::Month, Precision::Month, 1)),
        "năm" => Some((RelativeUnit::Year, Precision::Year, 1)),
        "tuần" => Some((RelativeUnit::Day, Precision::Day, 7)),
        "ngày" => Some((RelativeUnit::Day, Precision::Day, 1)),
        hours if hours.starts_with("giờ") || matches!(hours, "tiếng" | "phút" | "h" | "h00") => None,
        _ => Some((RelativeUnit::WorkingDay, Precision::Day, 1)),
    }
}

/// Whether hours tell the time of the day: "17 giờ 30", "8 giờ ngày 05/9".
fn is_clock(unit: &str, rest: &str) -> bool {
    let day = ["ngày", "sáng", "chiều", "tối", "thứ", "hằng", "hàng", "mỗi", ",", "(", "hôm", "cùng"];
    matches!(unit, "giờ" | "h")
        && (rest.starts_with(|c: char| c.is_ascii_digit()) || day.iter().any(|word| rest.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use crate::extract::{fixture, proposed};

    fn written(text: &str) -> Vec<String> {
        let found = proposed(&fixture::document(text)).deadlines.findings;
        let relative = found.into_iter().filter(|found| found.rule == "deadline.relative");
        relative.filter_map(|found| found.value.due).map(|due| due.written).collect()
    }

    #[test]
    fn numbers_in_figures_and_in_words() {
        assert_eq!(written("1. Sở Y tế trả lời trong 05 ngày làm việc."), ["trong 05 ngày làm việc"]);
        assert_eq!(written("1. Sở Y tế trả lời trong ba ngày."), ["trong ba ngày"]);
        assert_eq!(written("1. Trạm trực báo tin trong 24h."), ["trong 24h"]);
    }

    #[test]
    fn a_word_that_holds_a_number_and_a_unit_is_no_time() {
        assert_eq!(written("1. Lập nền tảng số dùng chung trong Chính phủ năm 2027."), [""; 0]);
    }
}
