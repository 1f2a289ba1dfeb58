//! An item that names what is counted, then its number, then the parts it is made of: "Lắp đặt mới trạm đo mưa: 12 trạm
//! (Trong đó: vùng núi: 8 trạm; ven biển: 4 trạm)", "Số điểm quan trắc: 08 điểm", "Số lượng: 300 cuốn" (invented).
//!
//! Not: files, copies, those who take part, money. Parts without "trong đó" are taken
//! only where they add up to the whole.

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use crate::document::NodeIndex;
use crate::extract::Comparison;
use crate::extract::context::Context;
use crate::extract::duty::DUTY;
use crate::extract::quantity::{self, Amount, UnitKind};
use crate::extract::token::{pattern, shift};
use crate::text::{Restored, Span};

const RULE: &str = "target.listed";

static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s+*•–-]*(?:[a-zđ]\)\s*|\d+[.)]\s*)?(?P<label>\p{L}[^:;.]{1,150}?)\s*:\s*(?P<value>(?:(?:khoảng|ít\s+nhất|tối\s+thiểu|trên|dự\s+kiến|đạt)\s+){0,2}\d)",
    )
});
/// Labels that count something.
static NUMBER_OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:tổng\s+)?số\s+(?:lượng|điểm\s+\p{L}{2,}|vị\s+trí|lớp|mẫu|trạm|hội\s+nghị|mô\s+hình|tin|bài)\b",
    )
});
/// Verbs of making that begin a label.
static MADE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:đầu\s+tư|cải\s+tạo|lắp|xây|chuyển\s+đổi|nhân\s+rộng|phát\s+hành|mua\s+sắm|thả)\s")
});
/// Counted nouns that are no goal: parts of a file, those who take part, what a bid or a record holds.
static NO_THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:bộ|bản|người|đại\s+biểu|thành\s+viên|đồng\s+chí|cá\s+nhân|tập\s+thể|học\s+sinh|sinh\s+viên|thí\s+sinh|phiếu|trang|cấp|bước|tiết\s+mục|đội|gói|x|và|thủ\s+tục|tthc|văn\s+bản|nhiệm\s+vụ|chỉ\s+tiêu|biên\s+chế|giải|suất)\b",
    )
});
static LABEL_OF_FILE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"hồ\s+sơ|thành\s+viên|điểm\s+(?:chuẩn|thưởng|trừ|tối|đạt|của)|tuyển|dự\s+thi|biên\s+chế|thời\s+(?:gian|hạn)|kinh\s+phí|dự\s+toán|diện\s+tích|quy\s+mô|mật\s+độ|tần\s+suất|hiện\s+(?:có|nay|trạng)|đã\s",
    )
});
static WITHIN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s,;(]*(?:trong\s+đó|gồm|bao\s+gồm|cụ\s+thể)(?:\s+có)?\s*:?\s*"));

/// The whole and its parts, in order; the parts' `bool` is true. Empty where the sentence is no such item.
pub(super) fn read(
    context: &Context<'_>,
    index: NodeIndex,
    sentence: Span<Restored>,
) -> Vec<(Proposal, bool)> {
    let flat = &context.flat;
    let Some(item) = ITEM.captures(flat.low(sentence)) else {
        return Vec::new();
    };
    let (Some(label), Some(value)) = (item.name("label"), item.name("value")) else { return Vec::new() };
    let label = shift(sentence, label.start(), label.end());
    let value = Span::new(sentence.start() + value.start(), sentence.end());
    let Some(amount) = quantity::amounts(flat, value, &[]).into_iter().next() else { return Vec::new() };
    if !is_count(context, label, &amount) || !ends(context, Span::new(amount.written.end(), value.end())) {
        return Vec::new();
    }
    let whole = indicator(context, index, label, &amount);
    let parts = parts(context, label, &amount, Span::new(amount.written.end(), value.end()));
    let first = Proposal {
        quote: Span::new(label.start(), amount.written.end()),
        amount,
        indicator: whole,
        rule: RULE,
    };
    std::iter::once((first, false)).chain(parts.into_iter().map(|part| (part, true))).collect()
}

/// Whether a label and its number count what is to be made or held.
fn is_count(context: &Context<'_>, label: Span<Restored>, amount: &Amount) -> bool {
    let flat = &context.flat;
    let unit = amount.quantity.unit.as_deref().map(crate::vietnamese::fold).unwrap_or_default();
    let noun = unit.split(['/', ' ']).next().unwrap_or_default();
    let named = flat.has(&NUMBER_OF, label)
        || (flat.has(&DUTY, label) || flat.has(&MADE, label))
            && !noun.is_empty()
            && flat.low(label).split_whitespace().any(|w| w == noun);
    named
        && matches!(amount.unit, UnitKind::Count | UnitKind::Measure)
        && amount.comparison != Comparison::AtMost
        && !NO_THING.is_match(&unit)
        && !flat.has(&LABEL_OF_FILE, label)
        && flat.text(label).split_whitespace().count() <= 24
}

/// Whether the statement ends behind its number, or its parts follow.
fn ends(context: &Context<'_>, rest: Span<Restored>) -> bool {
    static END: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:$|[.,;(×]|x\s|trong\s+đó|gồm)"));
    context.flat.has(&END, rest)
}

/// What is counted: the label; of a bare "Số lượng" with its noun and what the item above is about.
fn indicator(context: &Context<'_>, index: NodeIndex, label: Span<Restored>, amount: &Amount) -> String {
    static BARE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:tổng\s+)?số\s+lượng$"));
    let flat = &context.flat;
    let said = flat.quote(label);
    if !flat.has(&BARE, label) {
        return said;
    }
    let noun = amount.quantity.unit.as_deref().and_then(|unit| unit.split('/').next()).unwrap_or_default();
    let above = context.node(index).parent.map(|above| flat.trim(context.node(above).body, &[':', '.', ';']));
    match above.filter(|above| (2..=24).contains(&flat.text(*above).split_whitespace().count())) {
        Some(above) => format!("{said} {noun} ({})", flat.quote(above)),
        None => format!("{said} {noun}"),
    }
}

/// The parts that a whole is made of, behind "trong đó" or in brackets.
fn parts(
    context: &Context<'_>,
    label: Span<Restored>,
    whole: &Amount,
    rest: Span<Restored>,
) -> Vec<Proposal> {
    let flat = &context.flat;
    let within = flat.find(&WITHIN, rest);
    let low = flat.low(rest);
    let bracket = low.trim_start().starts_with('(');
    let start = match within {
        Some(words) => words.end(),
        None if bracket => rest.start() + low.find('(').map_or(0, |at| at + 1),
        None => return Vec::new(),
    };
    let end = if bracket { closing(low).map_or(rest.end(), |at| rest.start() + at) } else { rest.end() };
    if end <= start {
        return Vec::new();
    }
    let inside = Span::new(start, end);
    let found: Vec<Proposal> =
        pieces(context, inside).into_iter().filter_map(|piece| part(context, label, whole, piece)).collect();
    let sum: f64 = found.iter().map(|part| part.amount.quantity.value).sum();
    let adds_up = (sum - whole.quantity.value).abs() < 1e-6;
    let fits = within.is_some() && sum <= whole.quantity.value;
    if found.len() > 1 && (adds_up || fits) { found } else { Vec::new() }
}

/// Where the bracket that opens a text is closed.
fn closing(low: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in low.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth <= 1 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The passages between commas, semicolons and "và" that are in no brackets and hold a number.
fn pieces(context: &Context<'_>, inside: Span<Restored>) -> Vec<Span<Restored>> {
    let flat = &context.flat;
    let low = flat.low(inside);
    let depth = |at: usize| low[..at].matches('(').count().saturating_sub(low[..at].matches(')').count());
    let amounts: Vec<Amount> = quantity::amounts(flat, inside, &[])
        .into_iter()
        .filter(|amount| amount.unit == UnitKind::Count && depth(amount.number.start() - inside.start()) == 0)
        .collect();
    let mut cuts: Vec<usize> = vec![inside.start()];
    for pair in amounts.windows(2) {
        let [one, two] = pair else { continue };
        let from = one.written.end().saturating_sub(inside.start());
        let to = two.written.start().saturating_sub(inside.start());
        if from >= to {
            continue;
        }
        let between = &low[from..to];
        let mark = between
            .match_indices([',', ';'])
            .chain(between.match_indices(" và "))
            .map(|(at, mark)| (from + at, mark.len()))
            .filter(|(at, _)| depth(*at) == 0)
            .max();
        cuts.extend(mark.map(|(at, len)| inside.start() + at + len));
    }
    cuts.push(inside.end());
    cuts.windows(2).filter_map(|w| Some(Span::new(*w.first()?, *w.get(1)?))).collect()
}

/// One part: "vùng núi: 8 trạm" or "8 trạm vùng núi".
fn part(
    context: &Context<'_>,
    label: Span<Restored>,
    whole: &Amount,
    piece: Span<Restored>,
) -> Option<Proposal> {
    let flat = &context.flat;
    let amount = quantity::amounts(flat, piece, &[]).into_iter().next()?;
    let noun = |amount: &Amount| {
        let unit = amount.quantity.unit.as_deref().map(crate::vietnamese::fold)?;
        unit.split(['/', ' ']).next().map(str::to_owned)
    };
    let piece = flat.trim(piece, &[',', ';', '.', '(', ')']);
    let ahead = flat.trim(Span::new(piece.start(), amount.written.start().max(piece.start())), &[':', ',']);
    let behind = Span::new(amount.written.end().min(piece.end()), piece.end());
    let behind =
        flat.low(behind).find('(').map_or(behind, |at| Span::new(behind.start(), behind.start() + at));
    let behind = flat.trim(behind, &[',', ';', '.']);
    let of = if ahead.is_empty() { behind } else { ahead };
    if of.is_empty() || amount.quantity.value > whole.quantity.value {
        return None;
    }
    let of = flat.quote(of);
    let indicator = if noun(&amount) == noun(whole) {
        format!("{} {of}", flat.quote(label))
    } else {
        format!("{} {of}", amount.quantity.unit.as_deref().unwrap_or_default())
    };
    let quote = if ahead.is_empty() {
        Span::new(amount.written.start(), behind.end())
    } else {
        Span::new(ahead.start(), amount.written.end())
    };
    Some(Proposal { amount, indicator, quote, rule: RULE })
}
