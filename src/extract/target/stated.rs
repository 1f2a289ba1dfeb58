//! What is measured stands first, then the number: "Tỷ lệ hộ nghèo giảm còn dưới 3%" (invented).
//!
//! Not: "Thành lập mới 120 doanh nghiệp", where a verb stands first ([`counted`](super::counted)).
//! Unsure where what is measured has a number itself ("tỷ lệ trẻ em dưới 15 tuổi đạt 22%").

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use super::clause::{self, MEASURED, Part, WITHIN};
use crate::extract::context::Context;
use crate::extract::quantity::UnitKind;
use crate::extract::token::pattern;
use crate::text::{Restored, Span};

/// Words that join what is measured and its number.
static JOINED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[\s,]+(?:phấn\s+đấu\s+)?(?:đạt(?:\s+(?:mức|tỷ\s+lệ|ngưỡng|tối\s+thiểu|được))?|là|còn|ở\s+mức|giữ(?:\s+(?:ổn\s+định|vững|trong\s+mức|ở\s+mức))?|nâng|gấp|hạ|đủ|khoảng|chỉ|lên|xuống|bằng|chiếm|có|tương\s+ứng|:|được|tăng|giảm|từ|ước\s+đạt|đảm\s+bảo|bảo\s+đảm|phấn\s+đấu|dự\s+kiến|ước|vào\s+khoảng|trung\s+bình|bình\s+quân|hằng\s+năm|hàng\s+năm|mỗi\s+năm)\s*$",
    )
});

/// Words before what is measured that are no part of it.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[\s,;:+*•.-]+|\d+[.)]\s|[a-zđ]\)\s|trong\s+đó\b|riêng\b|cụ\s+thể\b|và\s|phấn\s+đấu\b|quyết\s+tâm\b|mục\s+tiêu(?:\s+(?:là|cụ\s+thể|chung|\d+))?\b|chỉ\s+tiêu(?:\s+\d+)?\b|bảo\s+đảm\b|đảm\s+bảo\b|duy\s+trì\b|nâng\b|đưa\b|giữ\s+vững\b|giữ\b|kéo\s+giảm\b|từng\s+bước\b|tiếp\s+tục\b|có(?:\s|$)|từ\s+năm\s+\d{4}\s+trở\s+đi\b|(?:đến|trong|vào|hết|đến\s+hết|từ\s+nay\s+đến|tính\s+đến)\s+(?:cuối\s+|hết\s+|đầu\s+)?(?:ngày|tháng|quý|năm|giai\s+đoạn)\s+[\d/ivx–-]+(?:\s*[-–]\s*\d{4})?(?:\s*(?:năm|/)\s*\d{4})?|(?:hằng|hàng|mỗi)\s+năm\b|giai\s+đoạn\s+\d{4}\s*[-–]\s*\d{4}|năm\s+\d{4})",
    )
});

/// A time at the end of what is measured: "… năm 2026".
static ENDING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[\s,]+(?:(?:đến|trong|vào|hết)\s+(?:hết\s+|cuối\s+)?)?(?:cả\s+)?(?:năm\s+\d{4}|giai\s+đoạn\s+\d{4}\s*[-–]\s*\d{4})\s*(?:phấn\s+đấu\s*)?$",
    )
});

/// Reads the statement as one of this kind.
pub(super) fn read(context: &Context<'_>, part: &Part) -> Option<Proposal> {
    let flat = &context.flat;
    let mut opened = open(context, part.before);
    if flat.text(opened).split_whitespace().count() > 14 && !MEASURED.is_match(flat.low(opened)) {
        opened = open(context, clause::tail(context, part.before));
    }
    let (mut body, joined) = close(context, opened);
    // "… đến năm 2030 dự kiến đạt": time and joining words follow each other.
    loop {
        let shorter = close(context, without_time(context, body)).0;
        if shorter.len() == body.len() {
            break;
        }
        body = shorter;
    }
    static ONLY_AIM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:(?:bảo\s+đảm|đảm\s+bảo|đạt|hoàn\s+thành)\s+)*mục\s+tiêu$|^hướng\s+(?:tới|đến)$")
    });
    // "tỷ suất … giảm từ 14 ca xuống": from where it moves is no part of what is measured.
    static FROM: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s(?:tăng|giảm)\s+từ\s+\d.*$"));
    if let Some(from) = flat.find(&FROM, body) {
        body = Span::new(body.start(), from.start());
    }
    if flat.text(body).split_whitespace().count() < 2 || flat.has(&ONLY_AIM, body) {
        body = aimed_at(context, flat.trim(part.before, &[]))?;
    }
    // "Bình quân mỗi năm tăng thêm 45 tổ": what is counted stands behind the number.
    static MEAN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:bình|trung)\s+(?:quân|bình)(?:\s+(?:mỗi|hằng|hàng)\s+\p{L}+)?$"));
    if flat.has(&MEAN, body) {
        return None;
    }
    // "cả tỉnh có 40 km đường cao tốc": what is counted stands behind the number.
    let named = MEASURED.is_match(flat.low(body));
    if !(named
        || joined && part.amount.unit != UnitKind::Count
        || part.within
        || part.amount.unit == UnitKind::Percent)
    {
        return None;
    }
    static NOUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\p{L}"));
    if part.amount.unit == UnitKind::Measure && !named && flat.has(&NOUN, part.after) && !part.within {
        return None;
    }
    // "thu hút từ 3 - 5 dự án" counts projects; "thu hút vốn đầu tư đạt …" measures.
    static ATTRACTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^thu\s+hút(?:\s+(?:mới|thêm|được))*$"));
    if part.amount.unit == UnitKind::Count && flat.has(&ATTRACTS, body) {
        return None;
    }
    // "Đào tạo nghề cho 500 người": the count ends no measure.
    if !named && part.amount.unit == UnitKind::Count {
        return None;
    }
    Some(Proposal {
        amount: part.amount.clone(),
        indicator: flat.quote(body),
        quote: Span::new(body.start(), part.amount.written.end()),
        rule: "target.stated",
    })
}

/// What is brought to an aim that names nothing itself: "cắt giảm thủ tục, bảo đảm đạt mục tiêu giảm 30%".
fn aimed_at(context: &Context<'_>, before: Span<Restored>) -> Option<Span<Restored>> {
    static AIM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"[\s,]+(?:(?:bảo\s+đảm|đảm\s+bảo|để|nhằm)\s+)?(?:(?:(?:đạt|hoàn\s+thành)\s+)?mục\s+tiêu|hướng\s+(?:tới|đến))\s*(?:đạt\s*)?$",
        )
    });
    let flat = &context.flat;
    let ahead = Span::new(before.start(), flat.find(&AIM, before)?.start());
    let last = flat.text(ahead).rfind(", ").map_or(ahead.start(), |at| ahead.start() + at + 1);
    let body = flat.trim(Span::new(last, ahead.end()), &[',']);
    (flat.text(body).split_whitespace().count() >= 2).then_some(body)
}

/// A span without the words that only lead to what is measured.
pub(super) fn open(context: &Context<'_>, span: Span<Restored>) -> Span<Restored> {
    let flat = &context.flat;
    let mut span = flat.trim(span, &[',', ':', '-', '+', '–', '(']);
    // "…, cụ thể: Phấn đấu …": the statement begins behind the last colon.
    if let Some(at) = flat.text(span).rfind(": ") {
        span = flat.trim(Span::new(span.start() + at + 1, span.end()), &[]);
    }
    // "Mở rộng mạng cấp nước, phấn đấu tỷ lệ …": behind the word where what is measured follows it.
    if let Some(at) = flat.low(span).rfind("phấn đấu ")
        && let rest = Span::new(span.start() + at + "phấn đấu ".len(), span.end())
        && MEASURED.is_match(flat.low(rest))
    {
        span = rest;
    }
    while let Some(lead) = flat.find(&OPENING, span).filter(|lead| !lead.is_empty()) {
        if MEASURED.is_match(flat.low(span)) && !flat.has(&WITHIN, span) {
            break;
        }
        span = flat.trim(Span::new(lead.end(), span.end()), &[',']);
    }
    // "Tăng tỷ lệ hộ dùng nước sạch": what is measured is the rate.
    static MOVES: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:tăng|giảm|hạ)\s+"));
    if let Some(verb) = flat.find(&MOVES, span)
        && !MEASURED.is_match(flat.low(span))
        && MEASURED.is_match(flat.low(Span::new(verb.end(), span.end())))
    {
        span = Span::new(verb.end(), span.end());
    }
    span
}

/// A span without the words that join it to its number, and whether there were any.
fn close(context: &Context<'_>, span: Span<Restored>) -> (Span<Restored>, bool) {
    let flat = &context.flat;
    let mut span = flat.trim(span, &[]);
    let mut joined = false;
    while let Some(m) = flat.find(&JOINED, span) {
        // "tốc độ tăng bình quân" is what is measured, not "tốc độ".
        static BARE: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                r"(?:^|\s)(?:tốc\s+độ|mức(?:\s+độ)?|tỷ\s+lệ|tỉ\s+lệ|số|chỉ\s+số)(?:\s+(?:tăng|giảm|tăng\s+trưởng|bình\s+quân|trung\s+bình))+$",
            )
        });
        // "thời gian chờ bình quân" is another measure than "thời gian chờ"; "tăng bình quân" joins.
        static MEAN: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"\s(?P<word>\p{L}+)\s+(?:bình\s+quân|trung\s+bình)$"));
        let mean = MEAN.captures(flat.low(span)).and_then(|c| c.name("word"));
        let kept = mean.is_some_and(|word| !matches!(word.as_str(), "tăng" | "giảm" | "đạt" | "còn" | "là"));
        if flat.has(&BARE, span) || kept {
            break;
        }
        span = flat.trim(Span::new(span.start(), m.start()), &[',']);
        joined = true;
    }
    (span, joined)
}

fn without_time(context: &Context<'_>, span: Span<Restored>) -> Span<Restored> {
    match context.flat.find(&ENDING, span) {
        Some(m) if m.start() > span.start() => Span::new(span.start(), m.start()),
        _ => span,
    }
}

/// What is measured behind "trong đó", in full: "Tỷ lệ lao động qua đào tạo" and "đào tạo nghề" give
/// "Tỷ lệ lao động qua đào tạo nghề".
pub(super) fn joined(whole: &str, part: &str) -> String {
    let part = part.trim();
    if MEASURED.is_match(&crate::vietnamese::fold(part)) {
        return part.to_owned();
    }
    let first = part.split_whitespace().next().unwrap_or(part);
    let shared = whole.split_whitespace().collect::<Vec<_>>();
    match shared.iter().rposition(|word| crate::vietnamese::same_folded(word, first)) {
        // The shared words are said again with more behind them.
        Some(at) if at > 0 => format!("{} {part}", shared[..at].join(" ")),
        _ => match shared.get(..2) {
            Some(head) if MEASURED.is_match(&crate::vietnamese::fold(whole)) => {
                format!("{} {part}", head.join(" "))
            }
            _ => part.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_is_said_in_full() {
        assert_eq!(joined("Tỷ lệ lao động qua đào tạo", "đào tạo nghề"), "Tỷ lệ lao động qua đào tạo nghề");
        assert_eq!(joined("Tỷ lệ hộ nghèo", "tỷ lệ hộ nghèo vùng cao"), "tỷ lệ hộ nghèo vùng cao");
        assert_eq!(joined("Thu ngân sách", "thu nội địa"), "thu nội địa");
    }
}
