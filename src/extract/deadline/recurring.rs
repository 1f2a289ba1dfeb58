//! What comes again: "hằng năm", "định kỳ 6 tháng", "mỗi quý một lần", "trước ngày 15 hằng tháng" (invented).
//!
//! A day of no year beside it is its detail, not a deadline of its own. Not: "kế hoạch hằng năm" of a budget, "chi thường
//! xuyên", "giáo dục thường xuyên". Unsure: "thường xuyên" in running text, which is taken only under a task's time.

use std::sync::LazyLock;

use regex::Regex;

use super::{Candidate, dated};
use crate::extract::context::Context;
use crate::extract::date::{self, Form};
use crate::extract::token::{pattern, shift};
use crate::extract::{Every, Recurrence};
use crate::text::{Restored, Span};

static RECURS: LazyLock<Vec<(Regex, Every, u32)>> = LazyLock::new(|| {
    [
        (r"(?:định\s+kỳ\s+)?(?:0?6|sáu)\s+tháng(?:\s+(?:và|hoặc|,|/)|\s*/\s*(?:một\s+|1\s+)?lần|\s+(?:một|1|01)\s+lần|\s*,)", Every::HalfYear, 1),
        (r"(?:định\s+kỳ\s+)(?:0?6|sáu)(?:\s*\(\s*sáu\s*\))?\s+tháng(?:\s+đầu\s+năm)?", Every::HalfYear, 1),
        (r"(?:định\s+kỳ\s+)?(?:0?3|ba)\s+tháng\s+(?:một|1|01)\s+lần", Every::Quarter, 1),
        (r"(?:định\s+kỳ\s+)?(?:0?2|hai)\s+năm(?:\s*/\s*|\s+)(?:một|1|01)?\s*lần", Every::Year, 2),
        (r"(?:định\s+kỳ\s+)?(?:0?3|ba)\s+năm(?:\s*/\s*|\s+)(?:một|1|01)?\s*lần", Every::Year, 3),
        (r"(?:định\s+kỳ\s+)?(?:0?5|năm)\s+năm(?:\s*/\s*|\s+)(?:một|1|01)\s*lần", Every::Year, 5),
        (r"(?:của\s+)?(?:tháng|ngày)\s+cuối\s+(?:cùng\s+)?(?:của\s+)?(?:mỗi\s+|hằng\s+|hàng\s+)?quý|(?:định\s+kỳ\s*,?\s+(?:vào\s+)?)?(?:hằng|hàng|mỗi|theo)\s+quý|(?:một|1|01)\s+lần\s*/\s*quý|định\s+kỳ\s+quý", Every::Quarter, 1),
        (r"(?:định\s+kỳ\s*,?\s+)?(?:hằng|hàng|mỗi)\s+tháng|(?:một|1|01)\s+lần\s*/\s*tháng|định\s+kỳ\s+tháng", Every::Month, 1),
        (r"(?:định\s+kỳ\s*,?\s+)?(?:hằng|hàng|mỗi)\s+tuần|(?:một|1|01)\s+lần\s*/\s*tuần", Every::Week, 1),
        (r"(?:định\s+kỳ\s*,?\s+)?(?:hằng|hàng|mỗi)\s+ngày", Every::Day, 1),
        (r"(?:định\s+kỳ\s*,?\s+)?(?:hằng|hàng|mỗi)\s+năm|(?:một|1|01)\s+lần\s*/\s*năm|định\s+kỳ\s+năm|(?:một|1|01)\s+năm\s+(?:một|1|01)\s+lần", Every::Year, 1),
        (r"định\s+kỳ", Every::Periodic, 1),
    ]
    .into_iter()
    .map(|(words, every, interval)| (pattern(&format!(r"\b(?:{words})\b")), every, interval))
    .collect()
});

/// Nouns that only carry the word: a budget, a plan of the year, a check-up.
static NO_TASK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:ngân\s+sách(?:\s+nhà\s+nước)?|dự\s+toán(?:\s+\p{L}+){0,6}|kế\s+hoạch\s+(?:vốn|công\s+tác)|kinh\s+phí(?:\s+\p{L}+){0,3}|khám\s+sức\s+khỏe|nguồn\s+vốn|bồi\s+dưỡng|cân\s+đối|bình\s+quân|tăng|giảm|ngày\s+\d{1,2}/\d{1,2}|an\s+ninh|phân\s+bổ|được\s+(?:cấp|giao)[^,;]{0,40}|phí|lương|trung\s+bình|sau|(?:trong|ngoài|đầu|hết)\s+giờ(?:\s+\p{L}+){0,2}|so\s+với\s+kế\s+hoạch|vì|trong\s+dự\s+toán[^,;]*)\s*$",
    )
});
/// "chế độ báo cáo định kỳ": reports as rules demand them, without a time.
static REPORTING: LazyLock<Regex> = LazyLock::new(|| pattern(r"chế\s+độ\s+báo\s+cáo[^.;]*$"));
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:\([^()]{1,20}\)\s*)?của\s+(?:mình|các|hội\s+đồng|hđnd|ủy\s+ban|ubnd|đơn\s+vị|cơ\s+quan|ngành|địa\s+phương|doanh\s+nghiệp|tổ\s+chức|tỉnh|thành\s+phố|chính\s+phủ|bộ)\b",
    )
});
static MEASURED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:phải\s+)?đạt\b"));
/// A day of the month: "ngày 15 hằng tháng".
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:trước|chậm\s+nhất(?:\s+là)?|vào|lúc)\s+\d{1,2}\s*(?:giờ|h)\s*(?:\d{2})?[’'\s,]*$|(?:trước|chậm\s+nhất|vào|đến)?\s*(?:là\s+|vào\s+)?(?:từ\s+)?ngày\s+\d{1,2}(?:\s+(?:đến|-)\s+(?:hết\s+)?(?:ngày\s+)?\d{1,2})?(?:\s*(?:/|tháng)\s*\d{1,2})?\s*(?:của\s+|,\s*)?$",
    )
});

/// A stretch that comes again: its words, the stretch and how many of them lie between two times.
type Stretch = (Span<Restored>, Every, u32);

/// The stretches that a passage names, in its order; nothing inside a cited document.
fn stretches(context: &Context<'_>, within: Span<Restored>, cited: &[Span<Restored>]) -> Vec<Stretch> {
    let flat = &context.flat;
    let mut found: Vec<Stretch> = Vec::new();
    for (words, every, interval) in RECURS.iter() {
        for m in words.find_iter(flat.low(within)) {
            let span = flat.trim(shift(within, m.start(), m.end()), &[',', '/']);
            if !found.iter().map(|f| &f.0).chain(cited).any(|other| other.overlaps(span)) {
                found.push((span, *every, *interval));
            }
        }
    }
    half_years(context, within, cited, &mut found);
    shortened(context, within, &mut found);
    // "Định kỳ …, hằng năm": the word only announces the stretch in the same passage.
    if found.iter().any(|f| f.1 != Every::Periodic) {
        found.retain(|f| f.1 != Every::Periodic);
    }
    found
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
    out: &mut Vec<Candidate>,
) {
    let flat = &context.flat;
    for (span, every, interval) in stretches(context, sentence, cited) {
        let before = Span::new(sentence.start(), span.start());
        let after = Span::new(span.end(), sentence.end());
        // "mỗi ngày một việc tốt" as a slogan, "sản lượng mỗi tháng đạt 12%".
        if dated::in_quotes(flat.text(before)) || flat.has(&MEASURED, after) {
            continue;
        }
        let of_rules = every == Every::Periodic && flat.has(&REPORTING, before);
        if (flat.has(&NO_TASK, before) || of_rules) && !flat.has(&DAY, before) || flat.has(&AFTER, after) {
            continue;
        }
        let detail = detail(context, sentence, span);
        let whole = detail.map_or(span, |d| span.union(d));
        out.push(Candidate {
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
    }
}

/// The second of two recurrences that share their first word: "hằng tháng, quý", "hằng quý và năm".
fn shortened(context: &Context<'_>, within: Span<Restored>, found: &mut Vec<Stretch>) {
    static SECOND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*(?:,|và|hoặc|/)\s*(?P<what>quý|năm)(?:\s*(?:$|[,;.)/])|\s+(?:và|hoặc|báo|tổng|gửi|để)\s)",
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
        let every = if flat.low(second) == "quý" { Every::Quarter } else { Every::Year };
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
    use crate::extract::{Every, findings, fixture};

    fn every(text: &str) -> Vec<Every> {
        let found = findings(&fixture::document(text)).deadlines;
        found.into_iter().filter_map(|f| f.value.recurrence).map(|r| r.every).collect()
    }

    #[test]
    fn half_a_year_in_a_list_of_recurrences() {
        let all = [Every::Quarter, Every::HalfYear, Every::Year];
        assert_eq!(every("1. Sở Y tế báo cáo tiến độ hằng quý, 6 tháng, hằng năm tại tuyến xã."), all);
        assert_eq!(every("1. Sở Y tế báo cáo tiến độ hàng quí, 6 tháng và hàng năm."), all);
        assert_eq!(every("1. Sở Y tế tổ chức lớp học 6 tháng, mỗi lớp 30 người."), []);
    }
}
