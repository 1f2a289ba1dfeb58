//! The parts of a document in order, each with those above it that what stands in it may be inherited from.
//!
//! One stack of label kinds in the order in which they come: a kind that is on the stack closes all above it, a new kind
//! goes on top. So it holds whatever labels a document uses. Only the words `Phần`, `Chương`, `Mục`, `Điều` and the
//! letters and Roman numerals of parts have an order of their own. A paragraph without label that ends with a colon, or
//! names a body and nothing else, stands just above the kind that follows it. Signs do not hold numbered items, unless
//! these follow at once behind a colon. Where labels jump, a heading may be lost, and what is inherited is doubtful.

use super::AgencyKind;
use super::agency::{self, Body};
use super::attribute;
use super::context::Context;
use super::token::{Flat, pattern, shift};
use crate::document::{NodeIndex, NodeKind};
use crate::text::{Restored, Span};
use crate::vietnamese::numeral::{POINT_LETTERS, roman_value};

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

/// What a part is labelled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Attached,
    Part,
    Chapter,
    Section,
    Capital,
    Roman,
    Shouted,
    Article,
    Number,
    Decimal(usize),
    Bracket,
    Letter,
    LetterNumber,
    SmallRoman,
    Dash,
    Plus,
    Sign,
    Plain,
    Row,
}

impl Shape {
    /// Its name in features.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Shape::Attached => "attached",
            Shape::Part => "Phần",
            Shape::Chapter => "Chương",
            Shape::Section => "Mục",
            Shape::Capital => "A.",
            Shape::Roman => "I.",
            Shape::Shouted => "CAPITALS",
            Shape::Article => "Điều",
            Shape::Number => "1.",
            Shape::Decimal(2) => "1.1",
            Shape::Decimal(_) => "1.1.1",
            Shape::Bracket => "1)",
            Shape::Letter => "a)",
            Shape::LetterNumber => "a1)",
            Shape::SmallRoman => "(i)",
            Shape::Dash => "-",
            Shape::Plus => "+",
            Shape::Sign => "*",
            Shape::Plain => "plain",
            Shape::Row => "row",
        }
    }

    fn is_sign(self) -> bool {
        matches!(self, Shape::Dash | Shape::Plus | Shape::Sign)
    }

    /// Order of those that have one, smaller outside.
    fn rank(self) -> u8 {
        match self {
            Shape::Attached => 0,
            Shape::Part => 1,
            Shape::Chapter => 2,
            Shape::Section => 3,
            Shape::Capital | Shape::Roman | Shape::Shouted => 4,
            Shape::Article => 5,
            _ => 6,
        }
    }
}

/// Bodies named one after another.
#[derive(Debug, Clone)]
pub(crate) struct BodyList {
    pub(crate) bodies: Vec<Body>,
    /// From the first to the last of them.
    pub(crate) span: Span<Restored>,
    /// Whether only its place tells that it is a body.
    pub(crate) unknown: bool,
}

/// A part of the running text: an item, a heading, a paragraph, a row.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) node: NodeIndex,
    pub(crate) shape: Shape,
    /// Its text without label, up to its attributes.
    pub(crate) text: Span<Restored>,
    /// Its clauses, parted by `.` and `;`.
    pub(crate) clauses: Vec<Span<Restored>>,
    /// All bodies that it names, by place.
    pub(crate) lists: Vec<BodyList>,
    /// The units that it stands under, nearest first.
    pub(crate) above: Vec<usize>,
    /// Those that stand right under it.
    pub(crate) below: Vec<usize>,
    /// Whether labels jump where it stands or right behind its parts above.
    pub(crate) gap: bool,
    /// Whether it names bodies and nothing else.
    pub(crate) alone: bool,
    /// Whether it begins with a body.
    pub(crate) begins: bool,
    /// Whether it ends with a colon or the like: what follows belongs to it.
    pub(crate) leads_on: bool,
    /// Whether it tells of what stands above or beside it: who leads, when.
    pub(crate) attribute: bool,
    /// Whether it is a heading without label.
    pub(crate) heads: bool,
}

/// Words of a heading without label.
const LONGEST_HEADING: usize = 16;

/// The units of a document, in order.
pub(crate) fn units(context: &Context<'_>) -> Vec<Unit> {
    let mut units: Vec<Unit> = context
        .nodes()
        .filter(|(_, node)| {
            !matches!(node.kind, NodeKind::Frame | NodeKind::Basis | NodeKind::Cell | NodeKind::Note)
        })
        .map(|(index, _)| unit(context, index))
        .collect();
    name_shortly(context, &mut units);
    head(context, &mut units);
    place(context, &mut units);
    units
}

/// Bodies by the short names that the document itself gives them, "Trung tâm Y tế khu vực (TTYT)", "Phòng Khảo thí (sau đây viết
/// tắt là P.KT)", and by the codes of units of the police and the army ("PC08", "K20").
fn name_shortly(context: &Context<'_>, units: &mut [Unit]) {
    static SHORT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*\((?:sau\s+đây\s+)?(?:(?:gọi|viết)\s+(?:tắt\s+|chung\s+)?là:?\s+)?([\p{L}\d&.-]{2,14})\)",
        )
    });
    static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:p[abckvx]?|[acvxkh])\d{2,3}$"));
    let flat = &context.flat;
    let is_short = |name: &str| name.chars().filter(|c| c.is_uppercase()).count() >= 2 && is_code(name);
    let mut names: BTreeSet<String> = BTreeSet::new();
    for unit in units.iter_mut() {
        for list in &mut unit.lists {
            let behind = Span::new(list.span.end(), unit.text.end().max(list.span.end()));
            let Some(found) = SHORT.captures(flat.low(behind)) else { continue };
            let Some(name) = found.get(1).map(|m| flat.text(shift(behind, m.start(), m.end()))) else {
                continue;
            };
            if is_short(name) {
                names.insert(name.to_owned());
                list.span = Span::new(list.span.start(), behind.start() + found.get_match().end());
            }
        }
    }
    for unit in units.iter_mut().filter(|unit| unit.shape != Shape::Row) {
        let text = flat.text(unit.text);
        let mut spans: Vec<Span<Restored>> = flat
            .tokens_from(unit.text)
            .filter(|token| {
                token.capital
                    && is_code(flat.text(token.span))
                    && (names.contains(flat.text(token.span)) || CODE.is_match(token.low))
            })
            .map(|token| token.span)
            .collect();
        // Names with a full stop or "&" are no single words.
        for name in names.iter().filter(|name| name.contains(['.', '&'])) {
            let ends = |at: usize| text[at..].chars().next().is_none_or(|c| !c.is_alphanumeric());
            let begins = |at: usize| text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let found =
                text.match_indices(name.as_str()).filter(|(at, name)| begins(*at) && ends(at + name.len()));
            spans.extend(found.map(|(at, name)| shift(unit.text, at, at + name.len())));
        }
        spans.retain(|span| !unit.lists.iter().any(|list| list.span.overlaps(*span)));
        spans.sort_by_key(|span| (span.start(), std::cmp::Reverse(span.end())));
        spans.dedup_by(|later, earlier| earlier.overlaps(*later));
        if !spans.is_empty() {
            unit.lists.extend(spans.into_iter().map(|span| BodyList {
                bodies: vec![Body::new(span, AgencyKind::Body)],
                span,
                unknown: false,
            }));
            unit.lists.sort_by_key(|list| list.span.start());
        }
        (unit.begins, unit.alone) = opening(flat, unit.text, &unit.lists);
    }
}

/// Whether a word has no small letter.
fn is_code(word: &str) -> bool {
    !word.contains(char::is_lowercase)
}

/// Paragraphs without label that are headings all the same: short, ended by no mark, with labelled items right below.
fn head(context: &Context<'_>, units: &mut [Unit]) {
    for at in 0..units.len() {
        let unit = &units[at];
        let text = context.flat.text(unit.text).trim_end();
        let short = text.split_whitespace().count() <= LONGEST_HEADING;
        let labelled = units
            .get(at + 1)
            .is_some_and(|next| !matches!(next.shape, Shape::Plain | Shape::Row | Shape::Attached));
        let heads = unit.shape == Shape::Plain
            && !unit.attribute
            && short
            && labelled
            && text.starts_with(char::is_uppercase)
            && !text.ends_with(['.', ';', ',', '/']);
        units[at].heads = heads;
    }
}

/// A node by itself.
fn unit(context: &Context<'_>, index: NodeIndex) -> Unit {
    let flat = &context.flat;
    let node = context.node(index);
    let shape = shape(context, index);
    let whole = flat.trim(node.body, &['*', '•']);
    let attribute = !attribute::attributes(flat, whole).is_empty();
    let end = attribute::trailing(flat, whole).first().map_or(whole.end(), |a| a.span.start());
    let text = if attribute || shape == Shape::Row {
        whole
    } else {
        flat.trim(Span::new(whole.start(), end.max(whole.start())), &['(', '-', '–'])
    };
    let (clauses, lists) = if shape == Shape::Row { (Vec::new(), Vec::new()) } else { parts(flat, text) };
    let (begins, alone) = opening(flat, text, &lists);
    let leads_on = flat.text(text).trim_end().ends_with(':') || flat.has(&FOLLOWS, text);
    Unit {
        node: index,
        shape,
        text,
        clauses,
        lists,
        above: Vec::new(),
        below: Vec::new(),
        gap: false,
        alone,
        begins,
        leads_on,
        attribute,
        heads: false,
    }
}

/// Whether a text begins with a body, and whether it names bodies and nothing else but what they are called besides.
fn opening(flat: &Flat, text: Span<Restored>, lists: &[BodyList]) -> (bool, bool) {
    static BESIDES: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*(?:\([^()]{1,80}\)|[-–]\s+[^.;:]{3,90})\s*[:.]?$"));
    let Some(first) = lists.first().filter(|list| bare(flat, text).start() == list.span.start()) else {
        return (false, false);
    };
    let behind = Span::new(first.span.end(), text.end().max(first.span.end()));
    let shown = flat.text(behind).trim_matches([':', '.', ';', ',', ' ', '*']);
    // "Sở Tài chính - Cơ quan thường trực": what is told of it begins with a capital.
    let apposed =
        shown.trim_start_matches(['-', '–', ' ']).starts_with(|c: char| c.is_uppercase() || c == '(');
    (true, shown.is_empty() || apposed && flat.has(&BESIDES, behind))
}

static FOLLOWS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:sau\s+đây|như\s+sau|dưới\s+đây)\s*[.;,]?\s*$"));
/// What may stand before the body in a heading that names it alone.
static TASKS_OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s*]*(?:nhiệm\s+vụ|trách\s+nhiệm)(?:\s+(?:cụ\s+thể|chính|thực\s+hiện))?\s+(?:của\s+|đối\s+với\s+)?",
    )
});
/// The same, where the body is asked or told.
static ASKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^[\s*]*(?:(?:đối\s+)?với\s+|giao\s+(?:cho\s+)?",
        r"|(?:trân\s+trọng\s+|kính\s+)?đề\s+nghị\s+|yêu\s+cầu\s+|phân\s+công\s+)",
    ))
});

/// A text without what may stand before the body it names alone.
pub(crate) fn bare(flat: &Flat, text: Span<Restored>) -> Span<Restored> {
    // "Bước 2: Phòng Đào tạo lập …" counts its steps.
    static STEP: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[\s*]*(?:bước|giai\s+đoạn|đợt)\s+(?:\d{1,2}|[ivx]{1,4})\s*[:.]\s+"));
    let text = flat.find(&STEP, text).map_or(text, |step| Span::new(step.end(), text.end()));
    let before = flat.find(&TASKS_OF, text).or_else(|| flat.find(&ASKED, text));
    before.map_or(text, |of| Span::new(of.end(), text.end()))
}

/// The clauses of a text and all lists of bodies in it; a semicolon inside a list parts no clauses.
fn parts(flat: &Flat, text: Span<Restored>) -> (Vec<Span<Restored>>, Vec<BodyList>) {
    let lists = lists(flat, text);
    let mut clauses: Vec<Span<Restored>> = Vec::new();
    for clause in flat.clauses(text) {
        match clauses.last_mut() {
            Some(last) if lists.iter().any(|l| l.span.start() < last.end() && last.end() < l.span.end()) => {
                *last = last.union(clause);
            }
            _ => clauses.push(clause),
        }
    }
    (clauses, lists)
}

/// All lists of bodies of a text.
fn lists(flat: &Flat, text: Span<Restored>) -> Vec<BodyList> {
    let mut found: Vec<BodyList> = Vec::new();
    let mut end = text.start();
    for token in flat.tokens_from(text) {
        let start = token.span.start();
        if start < end || token.kind == super::token::TokenKind::Mark || !agency::may_begin(token.low) {
            continue;
        }
        let (bodies, after) = agency::list_at(flat, Span::new(start, text.end()));
        if let Some(last) = bodies.last() {
            end = after.max(last.span.end());
            found.push(BodyList { span: Span::new(start, end), bodies, unknown: false });
        }
    }
    found
}

fn shape(context: &Context<'_>, index: NodeIndex) -> Shape {
    let node = context.node(index);
    let label = node.label.as_deref().unwrap_or("");
    let printed = context.flat.text(Span::new(node.own.start(), node.body.start().max(node.own.start())));
    let printed = printed.trim();
    match node.kind {
        NodeKind::Appendix => Shape::Attached,
        NodeKind::Chapter => Shape::Chapter,
        NodeKind::Section => Shape::Section,
        NodeKind::Article => Shape::Article,
        NodeKind::Part if label.is_empty() => Shape::Shouted,
        NodeKind::Part if printed.to_lowercase().starts_with("ph") => Shape::Part,
        NodeKind::Part if label.chars().all(|c| "IVXL".contains(c)) => Shape::Roman,
        NodeKind::Part => Shape::Capital,
        NodeKind::Clause if printed.ends_with(')') => Shape::Bracket,
        NodeKind::Clause => Shape::Number,
        NodeKind::SubClause => {
            Shape::Decimal(label.split('.').filter(|part| !part.is_empty()).count().max(2))
        }
        NodeKind::Point if label.chars().any(|c| c.is_ascii_digit()) => Shape::LetterNumber,
        NodeKind::Point if label.len() > 1 && label.chars().all(|c| "ivx".contains(c)) => Shape::SmallRoman,
        NodeKind::Point if printed.starts_with('(') && "ivx".contains(label) => Shape::SmallRoman,
        NodeKind::Point => Shape::Letter,
        NodeKind::Plus => Shape::Plus,
        NodeKind::Bullet if label.starts_with(['*', '•', '·', 'o', '●', '▪', '◦']) => Shape::Sign,
        NodeKind::Bullet => Shape::Dash,
        NodeKind::Row => Shape::Row,
        _ => Shape::Plain,
    }
}

/// A step of the stack.
struct Rung {
    unit: usize,
    shape: Shape,
    /// Of a paragraph without label: it stands above the items of its shape.
    leads: bool,
    /// Place of the last item in its row of labels, from 1.
    last: Option<u32>,
}

/// Puts the units under each other.
fn place(context: &Context<'_>, units: &mut [Unit]) {
    let mut stack: Vec<Rung> = Vec::new();
    for at in 0..units.len() {
        let unit = &units[at];
        let node = context.node(unit.node);
        let mut rung = None;
        match unit.shape {
            Shape::Attached => {
                stack.clear();
                rung = Some(Rung { unit: at, shape: unit.shape, leads: false, last: None });
            }
            Shape::Plain => {
                let closes = node.parent.is_none_or(|parent| context.node(parent).kind == NodeKind::Appendix)
                    && !stack.is_empty()
                    && !unit.leads_on
                    && !unit.heads
                    && !unit.alone;
                if closes {
                    stack.retain(|rung| {
                        rung.leads && rung.shape == Shape::Plain || rung.shape == Shape::Attached
                    });
                } else if (unit.leads_on || unit.alone || unit.heads) && !unit.attribute {
                    // It stands above the kind that follows.
                    let next = units.get(at + 1).map_or(Shape::Plain, |next| next.shape);
                    enter(&mut stack, units, at, next, true);
                    rung = Some(Rung { unit: at, shape: next, leads: true, last: None });
                } else {
                    // Behind signs the text goes on with what they stand under, unless the last one leads to it.
                    while let Some(top) = stack.last()
                        && top.shape.is_sign()
                        && !(top.unit + 1 == at && units[top.unit].leads_on)
                    {
                        stack.pop();
                    }
                }
            }
            Shape::Row => {}
            shape => {
                let value = node.label.as_deref().and_then(|label| order(shape, label));
                let before = enter(&mut stack, units, at, shape, false);
                let gap = match (before.flatten(), value) {
                    (Some(last), Some(value)) => value != last + 1 && value != 1,
                    _ => false,
                };
                units[at].gap = gap;
                rung = Some(Rung { unit: at, shape, leads: false, last: value });
            }
        }
        units[at].above = stack.iter().rev().map(|rung| rung.unit).collect();
        if let Some(parent) = units[at].above.first().copied() {
            units[parent].below.push(at);
        }
        stack.extend(rung);
    }
    // A heading is lost somewhere behind the last item before a jump.
    let jumps: Vec<usize> = (0..units.len()).filter(|at| units[*at].gap).collect();
    for at in jumps {
        units[at].gap = false;
        let shape = units[at].shape;
        let before = (0..at)
            .rev()
            .find(|other| units[*other].shape == shape && units[*other].above == units[at].above);
        if let Some(before) = before {
            for unit in &mut units[before + 1..at] {
                unit.gap = unit.above.contains(&before);
            }
        }
    }
}

/// Leaves what a shape does not go into; the place of the last item of its row, where it goes on with one.
fn enter(stack: &mut Vec<Rung>, units: &[Unit], at: usize, shape: Shape, leads: bool) -> Option<Option<u32>> {
    if let Some(same) = stack.iter().position(|rung| rung.shape == shape && (leads || !rung.leads)) {
        let last = stack[same].last;
        stack.truncate(same);
        // Lead-ins of the same kind stand in for each other.
        if leads {
            while stack.last().is_some_and(|rung| rung.leads && rung.shape == shape) {
                stack.pop();
            }
        }
        return Some(last);
    }
    while let Some(top) = stack.last() {
        let at_once = top.unit + 1 == at && units[top.unit].leads_on;
        let closes = if top.leads {
            top.shape != shape && shape.rank() < top.shape.rank()
        } else {
            shape.rank() < top.shape.rank() || top.shape.is_sign() && !shape.is_sign() && !at_once
        };
        if !closes {
            break;
        }
        stack.pop();
    }
    None
}

/// The place of a label in its row, from 1.
fn order(shape: Shape, label: &str) -> Option<u32> {
    match shape {
        Shape::Number | Shape::Bracket | Shape::Article => label.parse().ok(),
        Shape::Decimal(_) => label.trim_end_matches('.').rsplit('.').next()?.parse().ok(),
        Shape::Letter => {
            let at = POINT_LETTERS.chars().position(|letter| label.chars().eq([letter]))?;
            u32::try_from(at + 1).ok()
        }
        Shape::Roman => roman_value(label),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::fixture;
    use crate::extract::judge::Judges;

    /// For each unit: its first word, and those of the units above, nearest first.
    fn placed(text: &str) -> Vec<(String, Vec<String>)> {
        let document = fixture::document(text);
        let context = Context::new(&document, Judges::embedded());
        let units = units(&context);
        let word = |unit: &Unit| {
            context
                .flat
                .text(unit.text)
                .split_whitespace()
                .next()
                .unwrap_or("")
                .trim_end_matches(':')
                .to_owned()
        };
        units.iter().map(|unit| (word(unit), unit.above.iter().map(|i| word(&units[*i])).collect())).collect()
    }

    #[test]
    fn a_kind_that_is_open_closes_what_stands_in_it() {
        let told = placed("1. Một\na) Hai\n- Ba\n+ Bốn\nb) Năm\n2. Sáu");
        let above = |word: &str| told.iter().find(|(w, _)| w == word).map(|(_, above)| above.join(" "));
        assert_eq!(above("Bốn").as_deref(), Some("Ba Hai Một"));
        assert_eq!(above("Năm").as_deref(), Some("Một"));
        assert_eq!(above("Sáu").as_deref(), Some(""));
    }

    #[test]
    fn a_bullet_that_names_a_body_holds_what_spells_it_out() {
        let told = placed("1. Việc chung\n- Sở Y tế\n+ Rà soát trạm y tế.\n- Sở Nội vụ\n+ Lập danh sách.");
        assert_eq!(told[2], ("Rà".to_owned(), vec!["Sở".to_owned(), "Việc".to_owned()]));
        assert_eq!(told[4], ("Lập".to_owned(), vec!["Sở".to_owned(), "Việc".to_owned()]));
    }

    #[test]
    fn a_lost_heading_makes_what_follows_doubtful() {
        let text = "a) Sở Y tế\n- Rà soát.\nd) Sở Nội vụ\n- Lập danh sách.";
        let document = fixture::document(text);
        let context = Context::new(&document, Judges::embedded());
        let gaps: Vec<bool> = units(&context).iter().map(|unit| unit.gap).collect();
        assert_eq!(gaps, [false, true, false, false]);
    }
}
