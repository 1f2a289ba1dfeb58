//! A verb, a number and a thing: "Thành lập mới 120 doanh nghiệp", "Trồng mới trên 1.500 ha rừng" (invented).
//!
//! Not: counts of recipients and of bodies ("gửi 05 bản", "tại 07 huyện"). Unsure outside lists of targets.

use std::sync::LazyLock;

use regex::Regex;

use super::clause::{self, Part};
use super::{Proposal, stated};
use crate::extract::context::Context;
use crate::extract::quantity::UnitKind;
use crate::extract::token::pattern;
use crate::extract::words;
use crate::text::{Restored, Span};

/// What makes the number after it the place or the order of something, no goal.
static NO_GOAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:tại|của|ở|thuộc|theo|cho|với|trong|gồm(?:\s+có)?|gửi|lập|thứ|về|từ|triển\s+khai|các|những|đợt|bước|phương\s+án|thực\s+hiện|hiệu\s+quả)\s*$",
    )
});
static FOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:đào\s+tạo|tập\s+huấn|bồi\s+dưỡng|việc\s+làm|hướng\s+dẫn|nghề|khám|điều\s+trị|tư\s+vấn|kỹ\s+năng|giới\s+thiệu)\b.*\bcho\s*$|(?:thí\s+điểm|thanh\s+tra|kiểm\s+tra|khảo\s+sát|xét\s+nghiệm|phân\s+tích|quan\s+trắc|lấy\s+mẫu|điều\s+tra)\b.*\sđối\s+với\s*$",
    )
});
static MULTIPLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:nghìn|ngàn|triệu|vạn|tỷ|tỉ)\s+"));
/// Words that say that it is reached, and are no part of what is measured.
static REACHED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|\s)(?:đạt|có|được|là|từ)\s*$"));

/// What stands before the number in its statement, without those whom it tells to do it; "Mỗi xã có …" says of whom each.
fn told(context: &Context<'_>, part: &Part) -> Span<Restored> {
    let flat = &context.flat;
    let before = stated::open(context, clause::tail(context, part.before));
    // "Thứ nhất, …", "bình quân mỗi năm …" say nothing of what is counted.
    static LEADS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:thứ\s+\p{L}+,\s+|hoặc\s+|(?:bình\s+quân\s+)?(?:mỗi|hằng|hàng)\s+(?:năm|tháng|tuần|quý)\s+)",
        )
    });
    let before = flat
        .find(&LEADS, before)
        .map_or(before, |lead| flat.trim(Span::new(lead.end(), before.end()), &[',']));
    let before = last_act(context, before);
    if flat.low(before).starts_with("mỗi ") { before } else { clause::told(context, before) }
}

/// Of several acts before a number the last, where the others have what they act on: "Thành lập 12 đội, huy động", "tập huấn
/// kỹ thuật rồi cấp". "đào tạo, bồi dưỡng" have one object.
fn last_act(context: &Context<'_>, before: Span<Restored>) -> Span<Restored> {
    const OBJECT: usize = 4;
    let flat = &context.flat;
    let low = flat.low(before);
    let mut marks: Vec<usize> = [", ", " và ", " hoặc "]
        .into_iter()
        .flat_map(|mark| low.match_indices(mark).map(move |(at, _)| (at, at + mark.len())))
        .filter(|(at, behind)| {
            let ahead = &low[..*at];
            let complete = ahead.chars().any(|c| c.is_ascii_digit())
                || low[*at..*behind].starts_with(',') && ahead.split_whitespace().count() >= OBJECT;
            let rest = Span::new(before.start() + behind, before.end());
            complete && words::first(flat, rest).is_some_and(|(_, class)| class == "act")
        })
        .map(|(_, behind)| before.start() + behind)
        .collect();
    marks.sort_unstable();
    marks.last().map_or(before, |from| flat.trim(Span::new(*from, before.end()), &[',']))
}

/// What stands behind a counted thing without the clauses that say more of it: how often, by when, what else is done.
fn thing(context: &Context<'_>, after: Span<Restored>) -> Span<Restored> {
    static MORE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        [
            r"[\s,(]+(?:mỗi|một|hằng|hàng)\s+(?:năm|tháng|tuần|quý|học\s+kỳ)\b",
            r"[\s,]+(?:kể\s+từ|chậm\s+nhất|lần\s+đầu|nhân\s+dịp|ngay\s+từ)\b",
            r",\s+(?:xen\s+kẽ|trong\s+đó|xong|mỗi|hằng|bình\s+quân)\b",
            r"\s*\(",
        ]
        .into_iter()
        .map(pattern)
        .collect()
    });
    let flat = &context.flat;
    let mut end = MORE.iter().filter_map(|more| flat.find(more, after)).map(|more| more.start()).min();
    let acts = flat.low(after).match_indices(", ").map(|(at, mark)| (after.start() + at, mark.len()));
    for (at, length) in acts {
        let rest = Span::new(at + length, after.end());
        // "hợp tác xã, tổ hợp tác" is a list; an act with an object is another clause.
        let act = words::first(flat, rest).is_some_and(|(_, class)| matches!(class, "act" | "report"));
        if act && flat.text(rest).split_whitespace().count() > 2 {
            end = Some(end.map_or(at, |end| end.min(at)));
            break;
        }
    }
    end.filter(|end| *end > after.start())
        .map_or(after, |end| flat.trim(Span::new(after.start(), end), &[',']))
}

/// Reads the statement as one of this kind.
pub(super) fn read(context: &Context<'_>, part: &Part) -> Option<Proposal> {
    let flat = &context.flat;
    static HOW_OFTEN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"tần\s+suất|thời\s+gian|số\s+lượng\s+mẫu|tiêu\s+chí|quy\s+mô\s+lớp"));
    if flat.has(&HOW_OFTEN, Span::new(part.before.start(), part.amount.written.end())) {
        return None;
    }
    // "tăng trưởng 2 con số", "chính quyền địa phương 02 cấp" count nothing.
    static NO_COUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:con\s+số|cấp)\b"));
    if flat.has(&NO_COUNT, Span::new(part.amount.number.end(), part.sentence.end())) {
        return None;
    }
    // "vận hành Tổng đài 112 tiếp nhận …": behind a name the number is part of it.
    let tokens = flat.tokens(part.before);
    let named = tokens.len() > 2 && tokens.iter().rev().take(2).any(|token| token.capital);
    if named && part.amount.written.start() == part.amount.number.start() {
        return None;
    }
    // "thành lập 12 tổ": a part of the verb, not "lập 12 bản".
    static SET_UP: LazyLock<Regex> = LazyLock::new(|| pattern(r"thành\s+lập\s*$"));
    // "đào tạo cho 500 người" counts what is to be reached.
    let none =
        flat.has(&NO_GOAL, part.before) && !flat.has(&SET_UP, part.before) && !flat.has(&FOR, part.before);
    if none {
        return None;
    }
    if matches!(part.amount.unit, UnitKind::None | UnitKind::Time) {
        return None;
    }
    let mut before = told(context, part);
    while let Some(m) = flat.find(&REACHED, before) {
        before = flat.trim(Span::new(before.start(), m.start()), &[]);
    }
    // A verb and its object are short; a long text before a number tells something else.
    if flat.text(before).split_whitespace().count() > 12 {
        return None;
    }
    let after = flat.trim(clause::without_due(context, part.after), &[',', ';', '.', ':']);
    let after = clause::without_and(context, after);
    let unit = part.amount.quantity.unit.clone().unwrap_or_default();
    let after = thing(context, short(context, after));
    let counted = match part.amount.unit {
        UnitKind::Count => MULTIPLE.replace(&unit, "").into_owned(),
        _ => String::new(),
    };
    let pieces = [flat.quote(before), counted, flat.quote(after)];
    let indicator = crate::text::one_line(&pieces.join(" "));
    // A number and its noun alone measure nothing.
    if indicator.split_whitespace().count() < 2 {
        return None;
    }
    let start = if before.is_empty() { part.amount.written.start() } else { before.start() };
    Some(Proposal {
        amount: part.amount.clone(),
        indicator,
        quote: Span::new(start, after.end().max(part.amount.written.end())),
        rule: "target.counted",
    })
}

/// Reads any statement: what stands before the number, what is counted, what stands behind.
pub(super) fn any(context: &Context<'_>, part: &Part) -> Proposal {
    let flat = &context.flat;
    let mut before = told(context, part);
    while let Some(m) = flat.find(&REACHED, before) {
        before = flat.trim(Span::new(before.start(), m.start()), &[]);
    }
    let after = flat.trim(clause::without_due(context, part.after), &[',', ';', '.', ':', ')']);
    let after = thing(context, short(context, clause::without_and(context, after)));
    let unit = match part.amount.unit {
        UnitKind::Count => part.amount.quantity.unit.clone().unwrap_or_default(),
        _ => String::new(),
    };
    let counted = MULTIPLE.replace(&unit, "").into_owned();
    let pieces = [flat.quote(before), counted, flat.quote(after)];
    let start = if before.is_empty() { part.amount.written.start() } else { before.start() };
    Proposal {
        amount: part.amount.clone(),
        indicator: crate::text::one_line(&pieces.join(" ")),
        quote: Span::new(start, after.end().max(part.amount.written.end())),
        rule: "target.counted",
    }
}

/// Of a long text behind a number the part up to its first mark or bracket.
fn short(context: &Context<'_>, after: Span<Restored>) -> Span<Restored> {
    if context.flat.text(after).split_whitespace().count() <= 12 {
        return after;
    }
    let cut = context.flat.low(after).find([',', '(', ';', ':']);
    cut.map_or(after, |at| context.flat.trim(Span::new(after.start(), after.start() + at), &[]))
}
