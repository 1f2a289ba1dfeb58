//! Something that lasts until an event: "đến khi tổ chức thành công Đại hội", "từ tháng 10/2026 đến khi tổng kết"
//! (invented), what is due at once behind one ("ngay sau khi Kế hoạch được ban hành"), must be done before it ("xong
//! trước khi vào năm học"), or within the day. Its date is not known, so none is given.

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use crate::extract::context::Context;
use crate::extract::date;
use crate::extract::token::{pattern, shift};
use crate::extract::{Bound, Due, Precision};
use crate::text::{Restored, Span};

static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?P<from>(?:kể\s+)?từ\s+(?:ngày|tháng|khi|năm|thời\s+điểm)[^,;.]{0,80}?)\s+)?(?:cho\s+)?đến\s+(?P<event>(?:khi|ngày|thời\s+điểm)\s+\p{L}[^,;.]*)",
    )
});

/// The deadlines of this kind in a sentence.
pub(super) fn read(context: &Context<'_>, sentence: Span<Restored>, out: &mut Vec<Proposal>) {
    find(context, sentence, out);
    around(context, sentence, out);
    static SAME_DAY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:ngay\s+)?trong\s+(?:cùng\s+|buổi\s+)?(?:ngày|tuần|tháng)(?:\s+\p{L}[^,;.]{0,40})?(?:\s*[,;.)]|\s*$)",
        )
    });
    // "trước 10 giờ sáng ngày làm việc tiếp theo".
    static NEXT_DAY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:trước|chậm\s+nhất)\s+(?:\d{1,2}\s*(?:giờ|h)\s*(?:\d{2}\s*)?\p{L}*\s+)?(?:ngày|hôm)\s+(?:làm\s+việc\s+)?(?:tiếp|kế|sau)\b",
        )
    });
    for m in NEXT_DAY.find_iter(context.flat.low(sentence)) {
        let span = shift(sentence, m.start(), m.end());
        if !out.iter().any(|other| other.span.overlaps(span)) {
            let due = Some(due(context, Bound::Before, span, span));
            out.push(Proposal { span, due, recurrence: None, rule: "deadline.event" });
        }
    }
    for m in SAME_DAY.find_iter(context.flat.low(sentence)) {
        let span = context.flat.trim(shift(sentence, m.start(), m.end()), &[',', ';', '.', ')']);
        if !out.iter().any(|other| other.span.overlaps(span)) {
            let due = Some(due(context, Bound::During, span, span));
            out.push(Proposal { span, due, recurrence: None, rule: "deadline.event" });
        }
    }
}

/// What an event of unknown date binds: `span` are the words of time, `event` those that name it.
pub(super) fn due(context: &Context<'_>, bound: Bound, span: Span<Restored>, event: Span<Restored>) -> Due {
    Due {
        date: None,
        precision: Precision::Day,
        bound,
        from: None,
        written: context.flat.quote(span),
        relative: None,
        event: Some(context.flat.quote(event)),
    }
}

/// What is due right behind an event, or before it.
fn around(context: &Context<'_>, sentence: Span<Restored>, out: &mut Vec<Proposal>) {
    static AROUND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?P<behind>ngay\s+sau\s+(?:khi\s+(?:(?:nhận\s+được\s+)?(?:kế\s+hoạch|nghị\s+quyết|quyết\s+định|đề\s+án|chương\s+trình|chỉ\s+thị|công\s+điện|công\s+văn|hướng\s+dẫn|luật|nghị\s+định|thông\s+tư)\b|được\s+(?:phê\s+duyệt|ban\s+hành|giao|cấp|phân\s+bổ)|kết\s+thúc|tổng\s+kết|hoàn\s+thành|ban\s+hành|tổ\s+chức)|kỳ\s|hội\s+nghị|lễ\s)[^,;.:]{2,90})|(?:xong|hoàn\s+thành)\s+(?:[^,;.:]{0,40}\s)?(?P<before>trước\s+khi\s+(?:vào|bước|khai|bắt|diễn|mùa|bão|mưa|lũ|tết|tổ\s+chức|đưa|kết\s+thúc|năm)\b[^,;.:]{2,90})",
        )
    });
    let flat = &context.flat;
    for captures in AROUND.captures_iter(flat.low(sentence)) {
        let behind = captures.name("behind").map(|m| (m, Bound::From));
        let Some((all, bound)) = behind.or_else(|| captures.name("before").map(|m| (m, Bound::Before)))
        else {
            continue;
        };
        let span = flat.trim(shift(sentence, all.start(), all.end()), &[')', '(']);
        // "trước khi khai giảng, ngày 05/9/2026": the day says more.
        if out.iter().any(|c| c.span.overlaps(span)) || !date::times(flat, span).is_empty() {
            continue;
        }
        let due = Some(due(context, bound, span, span));
        out.push(Proposal { span, due, recurrence: None, rule: "deadline.event" });
    }
}

/// The times of a passage that end with an event.
pub(super) fn find(context: &Context<'_>, sentence: Span<Restored>, out: &mut Vec<Proposal>) {
    let flat = &context.flat;
    for captures in UNTIL.captures_iter(flat.low(sentence)) {
        let (all, Some(event)) = (captures.get_match(), captures.name("event")) else { continue };
        let span = shift(sentence, all.start(), all.end());
        let event = shift(sentence, event.start(), event.end());
        let begin = captures.name("from").map(|m| shift(sentence, m.start(), m.end()));
        let first = begin.and_then(|span| date::times(flat, span).into_iter().next());
        // A day says more than what it is the day of.
        if out.iter().any(|c| c.recurrence.is_some() && c.span.overlaps(span))
            || !date::times(flat, event).is_empty()
        {
            continue;
        }
        out.retain(|c| !c.span.overlaps(span));
        let bound = if begin.is_some() { Bound::From } else { Bound::By };
        let due = Due {
            precision: first.as_ref().map_or(Precision::Day, |t| t.precision),
            from: first.and_then(|t| t.days).map(|d| d.0),
            ..due(context, bound, span, event)
        };
        out.push(Proposal { span, due: Some(due), recurrence: None, rule: "deadline.event" });
    }
}
