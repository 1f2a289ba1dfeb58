//! The lists of a movement: who takes part, by what they are measured, goals, scope, rewards, reviews.
//!
//! What stands below a heading that says so; of those who take part also what a sentence counts up ("Tham gia thi đua là …"),
//! and those whom the criteria are parted by ("Đối với xã, phường").

use std::sync::LazyLock;

use regex::Regex;

use super::launch::{self, Launch};
use crate::document::{NodeIndex, NodeKind};
use crate::extract::agency;
use crate::extract::assignment::Found;
use crate::extract::context::{Context, first_words};
use crate::extract::token::pattern;
use crate::text::{Restored, Span};

pub(super) static GOALS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s\divx.)a-]*(?:mục\s+đích|mục\s+tiêu)"));
pub(super) static SCOPE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s\divx.)a-]*phạm\s+vi"));
static CRITERIA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s\divx.)a-]*(?:đối\s+tượng,?\s+)?(?:nội\s+dung\s+(?:và|,)\s+)?tiêu\s+(?:chí|chuẩn)(?:\s+thi\s+đua)?\s*:?$",
    )
});
/// Headings of criteria by what they are for: "Chuẩn để xét thi đua", "Tiêu chí công nhận", "Các tiêu chí chủ yếu".
static CRITERIA_FOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            r"^[\s\divx.)a-]*(?:các\s+|những\s+)?(?:tiêu\s+chí|(?:tiêu\s+)?chuẩn)\s[^.:;]{0,30}?",
            r"(?:thi\s+đua|công\s+nhận|chấm|xét|chủ\s+yếu|phong\s+trào)",
        ]
        .concat(),
    )
});
/// What a compact is about, which has no other criteria.
static CONTENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s\divx.)a-]*nội\s+dung\s+thi\s+đua\s*:?$"));
pub(super) static REWARDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s\divx.)a-]*(?:hình\s+thức\s+khen|khen\s+thưởng|về\s+khen)"));
pub(super) static REVIEWS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s\divx.)a-]*(?:sơ\s+kết|tổng\s+kết)"));

/// Criteria said behind "Tiêu chí đối với tập thể:", else the items under a heading of criteria.
pub(super) fn criteria(context: &Context<'_>) -> Vec<String> {
    static OF_WHOM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^[\s\divx.)a-]*tiêu\s+chí\s+(?:thi\s+đua\s+)?(?:đối\s+với|của|cho|với)\s[^:.;]{3,80}:\s*")
    });
    let flat = &context.flat;
    let said: Vec<String> = context
        .nodes()
        .filter(|(index, _)| context.is_text(*index))
        .filter_map(|(_, node)| Some((flat.find(&OF_WHOM, node.body)?, node.body)))
        .map(|(head, body)| flat.quote(flat.trim(Span::new(head.end(), body.end()), &['.', ';', '/'])))
        .filter(|text| !text.is_empty())
        .collect();
    if !said.is_empty() {
        return said;
    }
    let quoted = |spans: Vec<NodeIndex>| -> Vec<String> {
        spans.into_iter().map(|index| text(context, context.node(index).body)).collect()
    };
    // A compact has no other criteria than what it is about.
    let kind = context.document.header.kind.value.as_deref().map(crate::vietnamese::fold).unwrap_or_default();
    let content = Some(&CONTENT).filter(|_| kind.contains("giao ước"));
    [&CRITERIA, &CRITERIA_FOR]
        .into_iter()
        .chain(content)
        .map(|heading| quoted(measures(context, heading)))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The items below a heading of criteria, without the sentences that tell of rewards.
fn measures(context: &Context<'_>, heading: &Regex) -> Vec<NodeIndex> {
    static REWARDED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:phần\s+thưởng|không\s+xét|mức\s+thưởng|(?:mỗi|hằng)\s+năm\s[^,;.]{0,30}khen)")
    });
    let found = leaves(context, heading);
    let labelled = |index: &NodeIndex| context.node(*index).kind != NodeKind::Paragraph;
    let listed = found.iter().any(labelled);
    found
        .into_iter()
        .filter(|index| {
            (!listed || labelled(index)) && !context.flat.has(&REWARDED, context.node(*index).body)
        })
        .collect()
}

/// Who takes part: those named as "đối tượng", those whom a sentence counts up, those whom criteria are for, else those whom
/// the list of what to emulate is told to.
pub(super) fn participants(context: &Context<'_>, launch: &Launch, assignments: &[Found]) -> Vec<String> {
    static WHO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^[\s\divx.)a-]*đối\s+tượng(?:\s+(?:thi\s+đua|tham\s+gia|phát\s+động))*\s*:?\s*")
    });
    let flat = &context.flat;
    for (index, node) in context.nodes().filter(|(i, _)| context.is_text(*i)) {
        let Some(head) = flat.find(&WHO, node.body) else { continue };
        let said = Span::new(head.end(), node.body.end());
        let below: Vec<Span<Restored>> =
            context.children(index).iter().map(|child| context.node(*child).body).collect();
        // Items of a heading name one each.
        if below.len() > 1 && flat.text(said).trim().is_empty() {
            return below.into_iter().map(|item| text(context, item)).collect();
        }
        let listed: Vec<String> = std::iter::once(said)
            .chain(below)
            .flat_map(|span| agency::bodies(flat, span))
            .map(|body| flat.quote(body.span))
            .collect();
        if !listed.is_empty() {
            return listed;
        }
    }
    let told = || {
        let after = launch.at.map_or(0, |i| context.node(i).own.start());
        assignments.iter().find(|f| {
            f.finding.rule == "assignment.inherited"
                && f.finding.quote.start() >= after
                && f.finding.value.lead.len() > 1
        })
    };
    [counted_up(context, launch), by_criteria(context)]
        .into_iter()
        .find(|found| !found.is_empty())
        .or_else(|| told().map(|f| f.finding.value.lead.iter().map(|m| m.written.clone()).collect()))
        .unwrap_or_else(|| called(context))
}

/// Those whom a sentence counts up: "Tham gia thi đua là các bản, tổ hợp tác", "… dành cho đoàn viên".
fn counted_up(context: &Context<'_>, launch: &Launch) -> Vec<String> {
    static TAKE_PART: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|[.;]\s+)tham\s+gia\s+(?:đợt\s+|phong\s+trào\s+)?thi\s+đua\s+(?:là|gồm(?:\s+có)?|có)\s+(?P<who>[^.;:]{4,300})",
        )
    });
    static MEANT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:dành\s+cho|đối\s+với|trong)\s+(?P<who>(?:toàn\s+thể|các|những|đoàn\s+viên|cán\s+bộ)\s[^.;:]{4,200})",
        )
    });
    let flat = &context.flat;
    let who = |words: &Regex, span: Span<Restored>| {
        let who = words.captures(flat.low(span))?.name("who")?;
        Some(Span::new(span.start() + who.start(), span.start() + who.end()))
    };
    let texts = context.nodes().filter(|(index, _)| context.is_text(*index)).map(|(_, node)| node.body);
    let counted = texts.filter_map(|body| who(&TAKE_PART, body)).next();
    let meant = || launch::mentions(context, launch).find_map(|behind| who(&MEANT, behind));
    counted.or_else(meant).map(|span| parts(context, span)).unwrap_or_default()
}

/// Those whom the criteria are parted by.
fn by_criteria(context: &Context<'_>) -> Vec<String> {
    static OF: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^[\s\divx.()a-]*(?:(?:tiêu\s+chí|chuẩn)\s+)?(?:đối\s+với|với|của|cho)\s+")
    });
    static WHEN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\s(?:được\s+xét|phải|đạt\s+danh)\s[^:]{0,40}:?|\s*:"));
    const WORDS: usize = 12;
    let flat = &context.flat;
    let found = [&CRITERIA, &CRITERIA_FOR].into_iter().map(|heading| (heading, measures(context, heading)));
    let Some((heading, under)) = found.into_iter().find(|(_, under)| !under.is_empty()) else {
        return Vec::new();
    };
    let mut groups: Vec<Span<Restored>> = Vec::new();
    for index in under {
        let parent = context.node(index).parent.filter(|parent| !is_heading(context, *parent, heading));
        let body = context.node(parent.unwrap_or(index)).body;
        let of = flat.find(&OF, body);
        // An item may hold its own: "Xã, phường được xét khi: …".
        if parent.is_none() && of.is_none() && !flat.has(&WHEN, first_words(flat, body, WORDS)) {
            continue;
        }
        let start = of.map_or(body.start(), |of| of.end());
        let rest = Span::new(start, body.end());
        let end = flat.find(&WHEN, rest).map_or(rest.end(), |when| when.start());
        let name = flat.trim(Span::new(start, end.max(start)), &[':', '.', ',', ';']);
        if (1..=WORDS).contains(&flat.text(name).split_whitespace().count()) && !groups.contains(&name) {
            groups.push(name);
        }
    }
    if groups.len() < 2 {
        return Vec::new();
    }
    groups.into_iter().map(|span| flat.quote(span)).collect()
}

/// Those whom the issuer calls upon to take part: "… kêu gọi cán bộ, công chức và các tầng lớp Nhân dân hăng hái thi đua".
fn called(context: &Context<'_>) -> Vec<String> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:kêu\s+gọi|mong\s+muốn)\s+(?:toàn\s+thể\s+)?([^;:.]{4,300}?)\s+(?:hăng\s+hái|tích\s+cực|phát\s+huy|nêu\s+cao|đoàn\s+kết|ra\s+sức|quyết\s+tâm|nỗ\s+lực|hưởng\s+ứng|đẩy\s+mạnh|thi\s+đua)\b[^;:]*thi\s+đua",
        )
    });
    let flat = &context.flat;
    let all = flat.all();
    let Some(list) = CALL.captures(flat.low(all)).and_then(|c| c.get(1)) else { return Vec::new() };
    parts(context, Span::new(all.start() + list.start(), all.start() + list.end()))
}

/// The parts of a list in a sentence.
fn parts(context: &Context<'_>, list: Span<Restored>) -> Vec<String> {
    static PART: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+|\s+cùng\s+"));
    // "cán bộ, công chức, viên chức, người lao động" are said in one breath.
    static STAFF: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:công\s+chức|viên\s+chức|người\s+lao\s+động|đảng\s+viên)$"));
    let flat = &context.flat;
    let mut named: Vec<Span<Restored>> = Vec::new();
    let mut from = list.start();
    let ends = PART.find_iter(flat.low(list)).map(|m| (list.start() + m.start(), list.start() + m.end()));
    for (end, next) in ends.chain([(list.end(), list.end())]) {
        let part = Span::new(from, end);
        match named.last_mut() {
            Some(last) if flat.has(&STAFF, part) => *last = last.union(part),
            _ => named.push(part),
        }
        from = next;
    }
    named.into_iter().map(|span| flat.quote(span)).filter(|name| !name.is_empty()).collect()
}

fn text(context: &Context<'_>, span: Span<Restored>) -> String {
    context.flat.quote(context.flat.trim(span, &['.', ';', '/']))
}

fn is_heading(context: &Context<'_>, index: NodeIndex, heading: &Regex) -> bool {
    let flat = &context.flat;
    flat.has(heading, flat.trim(first_words(flat, context.node(index).body, 8), &[':', '.']))
}

/// Whether an item has none below it; paragraphs behind it are no items of its own unless it leads to them.
fn is_lowest(context: &Context<'_>, index: NodeIndex) -> bool {
    let node = context.node(index);
    let plain = |child: &NodeIndex| context.node(*child).kind == NodeKind::Paragraph;
    let children = context.children(index);
    let item = node.label.is_some() && !context.flat.text(node.body).trim_end().ends_with(':');
    let heads = context.flat.text(node.body).split_whitespace().count() <= 8;
    children.is_empty() || item && !heads && children.iter().all(plain)
}

/// The lowest items under the headings that match.
fn leaves(context: &Context<'_>, heading: &Regex) -> Vec<NodeIndex> {
    context
        .nodes()
        .filter(|(index, node)| {
            is_lowest(context, *index)
                && context.is_text(*index)
                && !is_heading(context, *index, heading)
                && context.ancestors(*index).any(|above| is_heading(context, above, heading))
                && !matches!(node.kind, NodeKind::Row | NodeKind::Cell)
        })
        .map(|(index, _)| index)
        .collect()
}

/// The texts of the lowest items under the headings that match.
pub(super) fn under(context: &Context<'_>, heading: &Regex) -> Vec<String> {
    leaves(context, heading).into_iter().map(|index| text(context, context.node(index).body)).collect()
}
