//! A stretch counted from an act: "trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ", "chậm nhất 10 ngày sau khi
//! kết thúc" (invented). A stretch of hours ("trong vòng 24 giờ kể từ khi nhận lệnh") has the act as its event.
//!
//! Not: a stretch that something lasts ("tập huấn trong 3 ngày"), for want of the act it is counted from.

use std::sync::LazyLock;

use regex::Regex;

use super::{Proposal, event};
use crate::extract::context::Context;
use crate::extract::token::{pattern, shift};
use crate::extract::{Bound, Due, Precision, Relative, RelativeUnit};
use crate::text::{Restored, Span};

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?:trong\s+)?(?:thời\s+hạn|thời\s+gian|vòng)|trong|chậm\s+nhất(?:\s+(?:là|sau|trong))?|không\s+quá|tối\s+đa(?:\s+không\s+quá)?|sau|trước)\s*(?:là\s+|:\s*|không\s+quá\s+|tối\s+đa\s+)?(?P<count>\d{1,3})\s*(?:\(\s*\p{L}+(?:\s+\p{L}+)?\s*\)\s*)?(?P<unit>ngày\s+làm\s+việc|ngày|tháng|năm|tuần)\s*,?\s*(?P<after>(?:kể\s+)?(?:từ|sau)\s+(?:ngày|khi|thời\s+điểm|lúc)[^,;.]*|(?:sau|trước)\s+(?:khi|ngày)[^,;.]*)",
    )
});

static HOURS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?:trong\s+)?(?:thời\s+hạn|thời\s+gian|vòng)|trong|chậm\s+nhất(?:\s+(?:là|sau|trong))?|không\s+quá|tối\s+đa(?:\s+không\s+quá)?|sau)\s*(?:là\s+|không\s+quá\s+|tối\s+đa\s+)?\d{1,3}(?:\s*[-–]\s*\d{1,3})?\s*(?:giờ|tiếng|h)\b(?:\s+làm\s+việc)?\s*,?\s*(?P<after>(?:kể\s+)?(?:từ|sau)\s+(?:ngày|khi|thời\s+điểm|lúc)\s[^,;.]*)",
    )
});

/// Stretches of hours: their act is kept as the event, since a due is a day.
fn hours(context: &Context<'_>, sentence: Span<Restored>, out: &mut Vec<Proposal>) {
    let flat = &context.flat;
    for captures in HOURS.captures_iter(flat.low(sentence)) {
        let (all, Some(after)) = (captures.get_match(), captures.name("after")) else { continue };
        let span = shift(sentence, all.start(), all.end());
        let due = event::due(context, Bound::By, span, shift(sentence, after.start(), after.end()));
        out.push(Proposal { span, due: Some(due), recurrence: None, rule: "deadline.relative" });
    }
}

/// The deadlines of this kind in a sentence.
pub(super) fn read(context: &Context<'_>, sentence: Span<Restored>, out: &mut Vec<Proposal>) {
    hours(context, sentence, out);
    let flat = &context.flat;
    for captures in COUNTED.captures_iter(flat.low(sentence)) {
        let all = captures.get_match();
        let (Some(count), Some(unit), Some(after)) =
            (captures.name("count"), captures.name("unit"), captures.name("after"))
        else {
            continue;
        };
        let Ok(count) = count.as_str().parse::<u32>() else { continue };
        let (count, unit, precision) = match unit.as_str() {
            "tháng" => (count, RelativeUnit::Month, Precision::Month),
            "năm" => (count, RelativeUnit::Year, Precision::Year),
            "tuần" => (count * 7, RelativeUnit::Day, Precision::Day),
            "ngày" => (count, RelativeUnit::Day, Precision::Day),
            _ => (count, RelativeUnit::WorkingDay, Precision::Day),
        };
        let span = shift(sentence, all.start(), all.end());
        out.push(Proposal {
            span,
            due: Some(Due {
                date: None,
                precision,
                bound: Bound::By,
                from: None,
                written: flat.quote(span),
                relative: Some(Relative {
                    count,
                    unit,
                    after: flat.quote(shift(sentence, after.start(), after.end())),
                }),
                event: None,
            }),
            recurrence: None,
            rule: "deadline.relative",
        });
    }
}
