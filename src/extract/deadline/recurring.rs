//! What comes again: "hằng năm", "định kỳ 6 tháng", "mỗi quý một lần", "trước ngày 15 hằng tháng" (invented).
//!
//! A day of no year beside it is its detail, not a deadline of its own.

use std::sync::LazyLock;

use regex::Regex;

use super::{Proposal, dated};
use crate::extract::context::Context;
use crate::extract::date::{self, Form};
use crate::extract::duty::DUTY;
use crate::extract::token::{pattern, shift};
use crate::extract::{Every, Recurrence};
use crate::text::{Restored, Span};
use crate::vietnamese::numeral;

/// Words of what comes again, how often, and how many of these lie between two times.
const RECURRING: [(&str, Every, u32); 26] = [
    (
        r"(?:định\s+kỳ\s+)?(?:0?6|sáu)\s+tháng(?:\s+(?:và|hoặc|,|/)|\s*/\s*(?:một\s+|1\s+)?lần|\s+(?:một|1|01)\s+lần|\s*,)",
        Every::HalfYear,
        1,
    ),
    (r"(?:định\s+kỳ\s+)(?:0?6|sáu)(?:\s*\(\s*sáu\s*\))?\s+tháng(?:\s+đầu\s+năm)?", Every::HalfYear, 1),
    (r"(?:định\s+kỳ\s+)?(?:0?2|hai)\s+năm(?:\s*/\s*|\s+)(?:một|1|01)?\s*lần", Every::Year, 2),
    (r"(?:định\s+kỳ\s+)?(?:0?3|ba)\s+năm(?:\s*/\s*|\s+)(?:một|1|01)?\s*lần", Every::Year, 3),
    (
        r"(?:định\s+kỳ\s+)?(?:0?5|năm)\s+năm(?:\s*/\s*|\s+)(?:một|1|01)\s*lần|(?:theo\s+)?chu\s+kỳ\s+(?:0?5|năm)\s+năm",
        Every::Year,
        5,
    ),
    (r"(?:theo\s+)?chu\s+kỳ\s+(?:0?3|ba)\s+năm", Every::Year, 3),
    (r"(?:theo\s+)?chu\s+kỳ\s+(?:0?2|hai)\s+năm", Every::Year, 2),
    (
        r"(?:của\s+)?(?:tháng|ngày)\s+cuối\s+(?:cùng\s+)?(?:của\s+)?(?:mỗi\s+|hằng\s+|hàng\s+)?quý|(?:định\s+kỳ\s*,?\s+(?:vào\s+)?)?(?:hằng|hàng|mỗi|theo)\s+quý|(?:một|1|01)\s+lần\s*/\s*quý|định\s+kỳ\s+quý",
        Every::Quarter,
        1,
    ),
    (
        r"(?:định\s+kỳ\s*,?\s+)?(?:hằng|hàng|mỗi)\s+tháng|(?:một|1|01)\s+lần\s*/\s*tháng|định\s+kỳ\s+tháng",
        Every::Month,
        1,
    ),
    (r"(?:định\s+kỳ\s*,?\s+)?(?:hằng|hàng|mỗi)\s+tuần|(?:một|1|01)\s+lần\s*/\s*tuần", Every::Week, 1),
    (r"(?:định\s+kỳ\s*,?\s+)?(?:hằng|hàng|mỗi)\s+ngày", Every::Day, 1),
    (
        r"(?:định\s+kỳ\s*,?\s+)?(?:hằng|hàng|mỗi)\s+năm|(?:một|1|01)\s+lần\s*/\s*năm|định\s+kỳ\s+năm|(?:một|1|01)\s+năm\s+(?:một|1|01)\s+(?:lần|lượt|cuộc)",
        Every::Year,
        1,
    ),
    (r"(?:0?2|hai)\s+lần\s*(?:/|trong|mỗi|một)\s*(?:1\s+|một\s+)?năm", Every::HalfYear, 1),
    (r"(?:0?4|bốn)\s+lần\s*(?:/|trong|mỗi|một)\s*(?:1\s+|một\s+)?năm", Every::Quarter, 1),
    (r"ngày\s+\d{1,2}\s+của\s+tháng(?:\s*[,;.)]|\s*$)", Every::Month, 1),
    (r"(?:mỗi|từng|theo)\s+nửa\s+năm", Every::HalfYear, 1),
    (r"(?:mỗi|từng|theo)\s+nửa\s+tháng", Every::Week, 2),
    (r"(?:mỗi|từng)\s+(?:vụ|đợt|kỳ|học\s+kỳ|khóa|lần|quý\s+một\s+lần)(?:\s+một\s+lần)?", Every::Periodic, 1),
    (
        r"(?:từng|theo)\s+tuần|(?:mỗi|các)\s+(?:buổi\s+)?(?:sáng|chiều|tối|thứ)\s+(?:thứ\s+)?(?:hai|ba|tư|năm|sáu|bảy|chủ\s+nhật)|một\s+tuần\s+một\s+lần",
        Every::Week,
        1,
    ),
    (
        r"(?:từng|theo)\s+tháng|(?:của\s+)?tháng\s+(?:sau|kế\s+tiếp|tiếp\s+theo|liền\s+kề)|thứ\s+\p{L}+\s+(?:tuần\s+)?(?:đầu|cuối)\s+tháng|(?:(?:thứ\s+\p{L}+|chủ\s+nhật)\s+)?tuần\s+thứ\s+(?:nhất|hai|ba|tư|\d)\s+(?:của\s+(?:mỗi\s+)?tháng|(?:hằng|hàng|mỗi)\s+tháng)|(?:ngày|tuần)(?:\s+làm\s+việc)?\s+(?:đầu|cuối)(?:\s+cùng)?(?:\s+của)?\s+tháng|báo\s+cáo\s+tháng|mỗi\s+tháng\s+một\s+lần",
        Every::Month,
        1,
    ),
    (
        r"(?:từng|theo)\s+quý|tháng\s+(?:đầu|cuối)(?:\s+(?:tiên|cùng))?(?:\s+của)?\s+(?:mỗi\s+)?quý|báo\s+cáo\s+quý|(?:của\s+)?quý\s+(?:sau|kế\s+tiếp|tiếp\s+theo)",
        Every::Quarter,
        1,
    ),
    (
        r"(?:từng|theo)\s+năm|(?:của\s+)?năm\s+(?:sau|kế\s+tiếp|tiếp\s+theo|(?:trước\s+)?liền\s+kề|trước\s+đó)|định\s+kỳ\s+(?:vào\s+)?cuối\s+năm|báo\s+cáo\s+(?:tổng\s+kết\s+)?năm|năm\s+một\s+lần",
        Every::Year,
        1,
    ),
    (r"báo\s+cáo\s+(?:sơ\s+kết\s+)?(?:0?6|sáu)\s+tháng", Every::HalfYear, 1),
    (r"báo\s+cáo\s+tuần", Every::Week, 1),
    (r"từng\s+ngày|mỗi\s+(?:buổi\s+)?(?:sáng|chiều|tối|ca)", Every::Day, 1),
    (r"định\s+kỳ", Every::Periodic, 1),
];
/// "và các năm tiếp theo" goes on and does not come again.
static SEVERAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:các|những)\s*$"));
/// A number right behind a stretch: which month, quarter or day it is; or what it is counted from ("24 tháng sau khi").
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:\d|(?:iv|i{1,3})\b|khi\b)"));

/// A day of the month: "ngày 15 hằng tháng".
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:trước|chậm\s+nhất|vào|từ)\s+\d{1,2}/\d{1,2}(?:\s+(?:đến|-)\s+\d{1,2}/\d{1,2})?\s*$|(?:trước|trong|vào)\s+(?:tuần\s+(?:\p{L}+\s+){1,2})?(?:của\s+)?tháng\s+\d{1,2}(?:\s*(?:,|và)\s*(?:tháng\s+)?\d{1,2})*\s*$|(?:trước|chậm\s+nhất(?:\s+là)?|vào|lúc)\s+\d{1,2}\s*(?:giờ|h)\s*(?:\d{2})?[’'\s,]*$|(?:trước|chậm\s+nhất|vào|đến)?\s*(?:là\s+|vào\s+)?(?:từ\s+)?ngày\s+\d{1,2}(?:\s+(?:đến|-)\s+(?:hết\s+)?(?:ngày\s+)?\d{1,2})?(?:\s*(?:/|tháng)\s*\d{1,2})?\s*(?:của\s+|,\s*)?$",
    )
});

/// A stretch that comes again: its words, the stretch and how many of them lie between two times.
type Stretch = (Span<Restored>, Every, u32);

/// "02 lần/tuần", "hai ngày một tuần", "01 số mỗi tháng": so many of something in a stretch.
fn within_stretches() -> [(String, Every, u32); 6] {
    let occasions = OCCASIONS.join("|");
    let stretches = [
        ("ngày", Every::Day),
        ("tuần", Every::Week),
        ("tháng", Every::Month),
        ("quý", Every::Quarter),
        ("năm", Every::Year),
        (r"học\s+kỳ", Every::Periodic),
    ];
    stretches.map(|(stretch, every)| {
        // Days and lessons are counted so, but do not come again by themselves ("3 tháng 15 ngày").
        let more = if every == Every::Day { "" } else { "|ngày|tiết" };
        let number = r"(?:\d{1,2}|một|hai|ba|bốn|năm)";
        let within = r"(?:/|trong|mỗi|một|trên|trong\s+một)\s*(?:1\s+|một\s+)?";
        (format!(r"{number}\s+(?:{occasions}{more})\s*{within}{stretch}"), every, 1)
    })
}

/// The words of [`RECURRING`] and [`within_stretches`] as patterns.
struct Recurs {
    /// A quick no for most sentences: any of the words, also inside others, since the ends of words take long to find.
    any: Regex,
    /// Each of them whole.
    each: Vec<(Regex, Every, u32)>,
}

static RECURS: LazyLock<Recurs> = LazyLock::new(|| {
    let words: Vec<(String, Every, u32)> = RECURRING
        .into_iter()
        .map(|(words, every, interval)| (words.to_owned(), every, interval))
        .chain(within_stretches())
        .collect();
    let all: Vec<&str> = words.iter().map(|(words, ..)| words.as_str()).collect();
    let whole = |words: &str| pattern(&format!(r"\b(?:{words})\b"));
    Recurs {
        any: pattern(&all.join("|")),
        each: words.iter().map(|(words, every, interval)| (whole(words), *every, *interval)).collect(),
    }
});

/// What comes again: times, and occasions that are counted like them.
const OCCASIONS: [&str; 14] =
    ["lần", "lượt", "phiên", "buổi", "kỳ", "chuyến", "đợt", "cuộc", "số", "khóa", "bài", "ca", "tin", "lớp"];
/// Stretches between them, the longer words first.
const STRETCHES: [&str; 8] = ["nửa tháng", "nửa năm", "học kỳ", "ngày", "tuần", "tháng", "quý", "năm"];

/// "hai tuần một lần", "mỗi quý một kỳ", "ngày hai lượt", "06 tháng/lần", "mỗi học kỳ 02 lần": a stretch with how many
/// of it lie between two times, and how many times it has.
fn counted(context: &Context<'_>, within: Span<Restored>, found: &mut Vec<Stretch>) {
    static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
        let words = |list: &[&str]| list.join("|").replace(' ', r"\s+");
        let numbers = numeral::OF_ONE_WORD.map(|(word, _)| word).join("|");
        let stretch = words(&STRETCHES);
        let occasion = words(&OCCASIONS);
        pattern(&format!(
            r"\b(?:định\s+kỳ\s*,?\s+)?(?P<each>mỗi\s+)?(?:(?P<n>\d{{1,2}}|{numbers})\s+)?(?P<unit>{stretch}){}",
            format_args!(r"(?P<bar>\s*/)?(?:\s*(?P<m>\d{{1,2}}|{numbers})\s)?\s*(?P<what>{occasion})\b"),
        ))
    });
    let flat = &context.flat;
    let number = |written: &str| numeral::in_words(written).or_else(|| written.parse().ok());
    for captures in COUNTED.captures_iter(flat.low(within)) {
        let (all, Some(unit), Some(what)) =
            (captures.get_match(), captures.name("unit"), captures.name("what"))
        else {
            continue;
        };
        let times = captures.name("m").and_then(|m| number(m.as_str()));
        let count = captures.name("n").and_then(|n| number(n.as_str()));
        // "tháng 10 đợt 2" is a month; "3 tháng kỳ" nothing.
        let said =
            captures.name("each").is_some() || count.is_some() || matches!(what.as_str(), "lần" | "lượt");
        if !said || times.is_none() && captures.name("bar").is_none() {
            continue;
        }
        let span = shift(within, all.start(), all.end());
        if found.iter().any(|f| f.0.overlaps(span)) {
            continue;
        }
        let (count, once) = (count.unwrap_or(1), times.unwrap_or(1) == 1);
        let unit = crate::text::one_line(unit.as_str());
        let (every, interval) = match (unit.as_str(), count) {
            (_, 2..) if !once => (Every::Periodic, 1),
            ("nửa năm", _) | ("tháng", 6) => (Every::HalfYear, 1),
            ("tháng", 3) => (Every::Quarter, 1),
            ("nửa tháng", _) => (Every::Week, 2),
            ("ngày", _) => (Every::Day, count),
            ("tuần", _) => (Every::Week, count),
            ("tháng", _) => (Every::Month, count),
            ("quý", _) => (Every::Quarter, count),
            ("năm", _) => (Every::Year, count),
            _ => (Every::Periodic, 1),
        };
        found.push((span, every, interval));
    }
}

/// The stretches that a passage names, in its order; nothing inside a cited document.
fn stretches(context: &Context<'_>, within: Span<Restored>, cited: &[Span<Restored>]) -> Vec<Stretch> {
    let flat = &context.flat;
    let mut found: Vec<Stretch> = Vec::new();
    counted(context, within, &mut found);
    found.retain(|f| !cited.iter().any(|cited| cited.overlaps(f.0)));
    let recurs = if flat.has(&RECURS.any, within) { RECURS.each.as_slice() } else { &[] };
    for (words, every, interval) in recurs {
        for m in words.find_iter(flat.low(within)) {
            let span = flat.trim(shift(within, m.start(), m.end()), &[',', '/']);
            // "tuần đầu tháng 7/2028", "một lần trong quý III", "mở gian hàng ngày 19/5" name one time.
            if flat.has(&NUMBERED, Span::new(span.end(), within.end()))
                || flat.has(&SEVERAL, Span::new(within.start(), span.start()))
            {
                continue;
            }
            if !found.iter().map(|f| &f.0).chain(cited).any(|other| other.overlaps(span)) {
                found.push((span, *every, *interval));
            }
        }
    }
    half_years(context, within, cited, &mut found);
    opening(context, within, &mut found);
    shortened(context, within, &mut found);
    // "Định kỳ …, hằng năm": the word only announces the stretch in the same passage.
    if found.iter().any(|f| f.1 != Every::Periodic) {
        found.retain(|f| f.1 != Every::Periodic);
    }
    found
}

/// Whether a passage says that something comes again.
pub(super) fn recurs(context: &Context<'_>, within: Span<Restored>) -> bool {
    !stretches(context, within, &[]).is_empty()
}

/// "hằng quý, 6 tháng, hằng năm": half a year between or beside other stretches that come again.
fn half_years(
    context: &Context<'_>,
    within: Span<Restored>,
    cited: &[Span<Restored>],
    found: &mut Vec<Stretch>,
) {
    static HALF: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:0?6|sáu)\s+tháng\b"));
    static MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:,|/|và|,\s*và|hoặc)\s*$"));
    static YEAR_NEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:,|và|,\s*và|/)\s*cả\s+năm\b"));
    let flat = &context.flat;
    let halves: Vec<Span<Restored>> = HALF
        .find_iter(flat.low(within))
        .map(|m| shift(within, m.start(), m.end()))
        .filter(|span| !found.iter().map(|f| &f.0).chain(cited).any(|other| other.overlaps(*span)))
        .collect();
    for half in halves {
        let beside = found.iter().any(|(other, every, _)| {
            let before = other.start() < half.start();
            let (one, two) = if before { (*other, half) } else { (half, *other) };
            // "hằng năm, 6 tháng đầu năm" names a half of the year, which comes once.
            (!before || matches!(every, Every::Quarter | Every::Month))
                && flat.has(&MARK, Span::new(one.end(), two.start()))
        });
        if beside || flat.has(&YEAR_NEXT, Span::new(half.end(), within.end())) {
            found.push((half, Every::HalfYear, 1));
        }
    }
    found.sort_by_key(|f| f.0);
}

/// The recurrences of a sentence.
pub(super) fn read(
    context: &Context<'_>,
    sentence: Span<Restored>,
    cited: &[Span<Restored>],
    out: &mut Vec<Proposal>,
) {
    let flat = &context.flat;
    let stretches = stretches(context, sentence, cited);
    for (at, (span, every, interval)) in stretches.iter().copied().enumerate() {
        if dated::in_quotes(flat.text(Span::new(sentence.start(), span.start()))) {
            continue;
        }
        // "mẫu báo cáo hàng tuần, trước ngày thứ Sáu hàng tuần": said twice, due once.
        let again = stretches.get(at + 1).is_some_and(|next| {
            (next.1, next.2) == (every, interval)
                && !flat.low(Span::new(span.end(), next.0.start())).contains([',', ';', ':'])
        });
        if again {
            continue;
        }
        let detail = detail(context, sentence, span);
        let whole = detail.map_or(span, |d| span.union(d));
        out.push(Proposal {
            span: whole,
            due: None,
            recurrence: Some(Recurrence {
                every,
                interval,
                detail: detail.map(|d| flat.quote(flat.trim(d, &['(', ')', ',']))),
                written: flat.quote(span),
            }),
            rule: "deadline.recurring",
        });
        if let Some(detail) = detail.filter(|_| every == Every::Year) {
            earlier_days(context, Span::new(sentence.start(), detail.start()), span, cited, out);
        }
    }
    ongoing(context, sentence, out);
}

/// "đợt 1 trước ngày 30 tháng 4 và đợt 2 trước ngày 30 tháng 7 hằng năm": the days before the one that a stretch of a year
/// stands at come again with it.
fn earlier_days(
    context: &Context<'_>,
    before: Span<Restored>,
    stretch: Span<Restored>,
    cited: &[Span<Restored>],
    out: &mut Vec<Proposal>,
) {
    let flat = &context.flat;
    for time in date::times(flat, before) {
        let of_year = matches!(time.form, Form::Yearless { day, .. } if day > 0);
        let start = flat.find(&DAY, Span::new(before.start(), time.span.end())).map(|m| m.start());
        let span = Span::new(start.unwrap_or(time.span.start()), time.span.end());
        let taken = cited.iter().chain(out.iter().map(|c| &c.span)).any(|other| other.overlaps(span));
        if !of_year || taken {
            continue;
        }
        out.push(Proposal {
            span,
            due: None,
            recurrence: Some(Recurrence {
                every: Every::Year,
                interval: 1,
                detail: Some(flat.quote(flat.trim(span, &[',']))),
                written: flat.quote(stretch),
            }),
            rule: "deadline.recurring",
        });
    }
}

/// "thường xuyên" as the manner of an act: "vận hành thường xuyên, liên tục", or as the first word of a task: "Thường xuyên
/// kiểm tra". Not: "chi thường xuyên", "nhiệm vụ thường xuyên", which name a sort of thing.
fn ongoing(context: &Context<'_>, sentence: Span<Restored>, out: &mut Vec<Proposal>) {
    static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|[,;(]\s*|\s(?:và|được|phải|cần|tiếp\s+tục|chủ\s+động|bảo\s+đảm|đảm\s+bảo)\s+)[\s+–-]*(?:thực\s+hiện|duy\s+trì|vận\s+hành|cập\s+nhật|kiểm\s+tra|giám\s+sát|theo\s+dõi|tổ\s+chức|triển\s+khai|rà\s+soát|tuyên\s+truyền|trao\s+đổi|kiện\s+toàn|đôn\s+đốc|tiến\s+hành)\s+(?P<what>thường\s+xuyên(?:\s*,\s*(?:liên\s+tục|kịp\s+thời|đột\s+xuất))?)(?:\s*$|\s*[.,;)]|\s+(?:việc|các|công\s+tác|những|tại|trên|để)\s)",
        )
    });
    static FIRST: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s+*•–-]*(?P<what>thường\s+xuyên)\s+"));
    let flat = &context.flat;
    let low = flat.low(sentence);
    let first = FIRST.captures(low).filter(|first| {
        flat.has(&DUTY, Span::new(sentence.start() + first.get_match().end(), sentence.end()))
            && flat.text(flat.trim(sentence, &['-', '+', '*', '•', '–'])).starts_with(char::is_uppercase)
    });
    let Some(what) = BEHIND.captures(low).or(first).and_then(|c| c.name("what")) else { return };
    let span = shift(sentence, what.start(), what.end());
    if out.iter().any(|c| c.recurrence.is_some()) {
        return;
    }
    out.push(Proposal {
        span,
        due: None,
        recurrence: Some(Recurrence {
            every: Every::Ongoing,
            interval: 1,
            detail: None,
            written: flat.quote(span),
        }),
        rule: "deadline.recurring",
    });
}

/// The terms of reports, each with its day: "- 6 tháng (trước ngày 15/6)", "định kỳ: quý (trước ngày 20), năm (…)".
fn opening(context: &Context<'_>, within: Span<Restored>, found: &mut Vec<Stretch>) {
    static TERM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^[\s+*•–-]*(?:báo\s+cáo\s+)?|[:;,(]\s*|\svà\s+)(?P<what>tuần|tháng|quý|năm|(?:0?6|sáu)\s+tháng(?:\s+đầu\s+năm)?)\s*[(:]\s*(?:trước|chậm|vào|ngày|gửi|hạn|nộp)",
        )
    });
    let flat = &context.flat;
    for what in TERM.captures_iter(flat.low(within)).filter_map(|c| c.name("what")) {
        let span = shift(within, what.start(), what.end());
        if found.iter().any(|f| f.0.overlaps(span)) {
            continue;
        }
        let every = match flat.low(span) {
            "tuần" => Every::Week,
            "tháng" => Every::Month,
            "quý" => Every::Quarter,
            "năm" => Every::Year,
            _ => Every::HalfYear,
        };
        found.push((span, every, 1));
    }
    found.sort_by_key(|f| f.0);
}

/// The second of two recurrences that share their first word: "hằng tháng, quý", "hằng quý và năm".
fn shortened(context: &Context<'_>, within: Span<Restored>, found: &mut Vec<Stretch>) {
    static SECOND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*(?:,|và|hoặc|/)\s*(?P<what>quý|năm|(?:0?6|sáu)\s+tháng)(?:\s*(?:$|[,;.)/])|\s+(?:và|hoặc|báo|tổng|gửi|để)\s)",
        )
    });
    let flat = &context.flat;
    let mut at = 0;
    while let Some((span, every, _)) = found.get(at).copied() {
        at += 1;
        let rest = Span::new(span.end(), within.end());
        if matches!(every, Every::Periodic | Every::Ongoing) {
            continue;
        }
        let Some(what) = SECOND.captures(flat.low(rest)).and_then(|c| c.name("what")) else { continue };
        let second = shift(rest, what.start(), what.end());
        if found.iter().any(|f| f.0.overlaps(second)) {
            continue;
        }
        let every = match flat.low(second) {
            "quý" => Every::Quarter,
            "năm" => Every::Year,
            _ => Every::HalfYear,
        };
        found.insert(at, (second, every, 1));
    }
}

/// The day beside a recurrence: before it, or behind it in brackets or after a comma.
fn detail(context: &Context<'_>, sentence: Span<Restored>, span: Span<Restored>) -> Option<Span<Restored>> {
    let flat = &context.flat;
    let before = Span::new(sentence.start(), span.start());
    if let Some(m) = flat.find(&DAY, before) {
        return Some(flat.trim(m, &[',']));
    }
    let after = Span::new(span.end(), sentence.end());
    date::times(flat, after)
        .into_iter()
        .find(|t| matches!(t.form, Form::Yearless { .. }))
        .filter(|t| {
            let between = flat.low(Span::new(span.end(), t.span.start()));
            between.split_whitespace().count() <= 5
        })
        .map(|t| {
            let lead = flat.low(Span::new(span.end(), t.span.start()));
            let start = lead.find("trước").or_else(|| lead.find("chậm nhất")).or_else(|| lead.find("vào"));
            Span::new(start.map_or(t.span.start(), |at| span.end() + at), t.span.end())
        })
}

/// The recurrences that a value of time tells, "thường xuyên" included where nothing else is said.
pub(super) fn of_value(context: &Context<'_>, value: Span<Restored>) -> Vec<Recurrence> {
    static ONGOING: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"thường\s+xuyên|liên\s+tục|trong\s+suốt|cả\s+năm|quanh\s+năm"));
    let flat = &context.flat;
    // A value says each stretch once.
    let mut found: Vec<Stretch> = Vec::new();
    for stretch in stretches(context, value, &[]) {
        if !found.iter().any(|f| (f.1, f.2) == (stretch.1, stretch.2)) {
            found.push(stretch);
        }
    }
    if found.is_empty() {
        found.extend(flat.find(&ONGOING, value).map(|span| (span, Every::Ongoing, 1)));
    }
    found
        .into_iter()
        .map(|(span, every, interval)| Recurrence {
            every,
            interval,
            detail: (span.len() < value.len()).then(|| flat.quote(value)),
            written: flat.quote(span),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::{Every, fixture, proposed};

    fn every(text: &str) -> Vec<Every> {
        let found = proposed(&fixture::document(text)).deadlines.findings;
        found.into_iter().filter_map(|f| f.value.recurrence).map(|r| r.every).collect()
    }

    #[test]
    fn what_is_done_all_the_time() {
        for text in [
            "1. Sở Y tế hoàn thiện phần mềm và vận hành thường xuyên, liên tục.",
            "1. Thường xuyên kiểm tra chất lượng nước sinh hoạt.",
        ] {
            assert_eq!(every(text), [Every::Ongoing], "{text}");
        }
        for text in [
            "1. Bố trí kinh phí chi thường xuyên cho các trường.",
            "1. Phát huy vai trò của trung tâm giáo dục thường xuyên.",
        ] {
            assert_eq!(every(text), [], "{text}");
        }
    }

    #[test]
    fn no_recurrence_of_slogans() {
        assert_eq!(every("1. Phát huy tinh thần “mỗi ngày một việc tốt” trong thanh niên."), []);
        assert_eq!(
            every("1. Các xã gửi báo cáo hàng tuần trước 15 giờ ngày thứ Sáu hàng tuần."),
            [Every::Week]
        );
    }

    #[test]
    fn stretches_and_times_are_counted() {
        for (text, expected) in [
            ("1. Tổ kiểm tra họp hai tuần một lần.", vec![(Every::Week, 2)]),
            ("1. Đội bảo vệ tuần tra ngày hai lượt.", vec![(Every::Day, 1)]),
            ("1. Trạm Y tế kiểm kê sáu tháng một kỳ.", vec![(Every::HalfYear, 1)]),
            ("1. Ban Quản lý giao ban mỗi quý một phiên.", vec![(Every::Quarter, 1)]),
            ("1. Tổ kiểm tra họp ba tháng hai lần.", vec![(Every::Periodic, 1)]),
            ("1. Kiểm tra hồ sơ mỗi học kỳ 02 lần.", vec![(Every::Periodic, 1)]),
            ("1. Trong tháng 10 đợt 2, các xã nộp hồ sơ.", vec![]),
            ("1. Tổng kết năm học vào tuần đầu tháng 7/2028.", vec![]),
            ("1. Kiểm tra chéo một lần trong quý III/2027.", vec![]),
        ] {
            let found = proposed(&fixture::document(text)).deadlines.findings;
            let found: Vec<_> = found.into_iter().filter_map(|f| f.value.recurrence).collect();
            let found: Vec<_> = found.iter().map(|r| (r.every, r.interval)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn days_and_weeks_that_come_again() {
        for (text, expected) in [
            ("1. Tổ công nghệ số trực ít nhất 02 ngày một tuần.", vec![(Every::Week, 1)]),
            ("1. Đài Truyền thanh xã phát sóng 03 số/tuần.", vec![(Every::Week, 1)]),
            ("1. Tổ chuyên môn dự giờ 02 tiết trong một học kỳ.", vec![(Every::Periodic, 1)]),
            ("1. Thư viện mở cửa vào Chủ nhật tuần thứ hai của tháng.", vec![(Every::Month, 1)]),
            ("1. Bộ phận một cửa làm việc các buổi sáng thứ Bảy.", vec![(Every::Week, 1)]),
            ("1. Công ty kiểm định đập theo chu kỳ 05 năm.", vec![(Every::Year, 5)]),
            ("1. Ban Chỉ đạo định kỳ cuối năm đánh giá kết quả.", vec![(Every::Year, 1)]),
            ("1. Nông hộ giữ sổ ghi chép ít nhất 24 tháng sau khi thu hoạch.", vec![]),
        ] {
            let found = proposed(&fixture::document(text)).deadlines.findings;
            let found: Vec<_> = found.into_iter().filter_map(|f| f.value.recurrence).collect();
            let found: Vec<_> = found.iter().map(|r| (r.every, r.interval)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn all_days_before_a_year_come_again() {
        let text = "1. Sở Y tế nộp báo cáo đợt 1 trước ngày 30/4 và đợt 2 trước ngày 30/7 hằng năm.";
        let found = proposed(&fixture::document(text)).deadlines.findings;
        let details: Vec<_> =
            found.into_iter().filter_map(|f| f.value.recurrence).filter_map(|r| r.detail).collect();
        assert_eq!(details, ["trước ngày 30/4", "trước ngày 30/7"]);
        assert_eq!(every(text), [Every::Year, Every::Year]);
    }

    #[test]
    fn half_a_year_in_a_list_of_recurrences() {
        let all = [Every::Quarter, Every::HalfYear, Every::Year];
        assert_eq!(every("1. Sở Y tế báo cáo tiến độ hằng quý, 6 tháng, hằng năm tại tuyến xã."), all);
        assert_eq!(every("1. Sở Y tế báo cáo tiến độ hàng quí, 6 tháng và hàng năm."), all);
        let four = [Every::Month, Every::Quarter, Every::HalfYear, Every::Year];
        assert_eq!(every("1. Sở Y tế báo cáo định kỳ hằng tháng, quý, 6 tháng, năm."), four);
        assert_eq!(every("1. Sở Y tế tổ chức lớp học 6 tháng, mỗi lớp 30 người."), []);
    }
}
