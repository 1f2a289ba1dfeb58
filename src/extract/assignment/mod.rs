//! Who does what: one assignment for each lowest item that tells a body to do something.
//!
//! What may be a task is proposed by structure ([`propose`]) and judged ([`choose`](mod@self::choose)). How the lead is come by:
//! | Rule | Lead from | Example (invented) |
//! | --- | --- | --- |
//! | `assignment.named` | the item itself | "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính …" |
//! | `assignment.inherited` | the heading or lead-in above | "3. Sở Nội vụ" and under it "a) Rà soát …" |
//! | `assignment.attributed` | lines under it | "- Cơ quan chủ trì: Sở Xây dựng" |
//! | `assignment.table` | a cell of its row | "Lập danh mục \| Sở Y tế \| Quý I/2026" |
//!
//! Support, product and links are read from the words of the very item. Not taken: headings and lead-ins that tell nothing
//! to do, items that spell out their parent, criteria, rewards.

mod choose;
mod enforcers;
mod features;
mod propose;
mod subject;
mod support;
mod table;
mod unknown;

use std::sync::LazyLock;

use regex::Regex;

pub(crate) use self::propose::Proposed;
use self::propose::{How, Proposal};
use super::agency::{self, Body};
use super::attribute::{self, Attribute, Told};
use super::context::Context;
use super::judge::choose;
use super::token::pattern;
use super::unit::Shape;
use super::{AgencyKind, Assignment, Finding, Mention};
use crate::document::{NodeIndex, NodeKind};
use crate::text::{Restored, Span};

/// An assignment with where its parts stand, before its bodies are given their entries.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The finding; its mentions point at no entry yet.
    pub(crate) finding: Finding<Assignment>,
    /// The item and its attributes: a deadline in one of these is a deadline of this task.
    pub(crate) reach: Vec<Span<Restored>>,
}

/// All assignments of a document, in its order.
pub(crate) fn assignments(context: &Context<'_>) -> Vec<Found> {
    let proposed = Proposed::new(context);
    choose(&proposed, context.judges)
        .into_iter()
        .map(|chosen| made(context, &proposed, &proposed.list[chosen.index], chosen.confidence))
        .filter(|found| !found.finding.value.task.is_empty())
        .collect()
}

/// A proposal as a finding: support, product and all else are read from its words.
fn made(context: &Context<'_>, proposed: &Proposed<'_, '_>, proposal: &Proposal, confidence: f32) -> Found {
    let flat = &context.flat;
    let node = proposed.units[proposal.unit].node;
    let own = context.node(node).own;
    let mut attributes = if proposed.units[proposal.unit].shape == Shape::Row {
        Vec::new()
    } else {
        attributes_of(context, node)
    };
    // "1. Giao Sở Nội vụ … 2. Cơ quan chủ trì: Sở Y tế": what tells of another leader is of something else.
    let name = |body: &Body| support::name(context, body);
    let leads_else = |a: &Attribute| {
        let is_named = |body: &Body| proposal.lead.iter().any(|lead| name(lead) == name(body));
        a.told == Told::Lead && !listed(context, a.value).iter().any(is_named)
    };
    if matches!(proposal.how, How::Named { .. }) && attributes.iter().any(leads_else) {
        attributes.retain(|a| own.contains(a.span));
    }
    let mut support = support::helpers(context, proposal.quote, &proposal.lead);
    support.extend(proposal.support.iter().copied());
    for attribute in attributes.iter().filter(|a| a.told == Told::Support) {
        support.extend(listed(context, attribute.value));
    }
    support::once(context, &mut support, &proposal.lead);
    let product = attributes
        .iter()
        .find(|a| a.told == Told::Product)
        .map(|a| flat.quote(a.value))
        .or_else(|| proposal.product.map(|cell| flat.quote(cell)))
        .or_else(|| support::product(context, proposal.task));
    // A later clause has its own times, and an item those of all its clauses that tell nobody else to do something.
    let later = matches!(proposal.how, How::Named { clause: 1.., .. } | How::Carried { .. });
    let mut reach = if later { vec![proposal.quote] } else { vec![own, proposal.quote] };
    reach.extend(attributes.iter().map(|a| a.span));
    let first = flat.sentences(proposal.task).into_iter().next().unwrap_or(proposal.task);
    Found {
        finding: Finding {
            value: Assignment {
                task: flat.quote(flat.trim(first, &['.', ';', ',', '/'])),
                lead: mentions(context, &proposal.lead),
                support: mentions(context, &support),
                report_to: mentions(context, &support::reported_to(context, proposal.quote, &proposal.lead)),
                deadlines: Vec::new(),
                product,
            },
            quote: flat.trim(proposal.quote, &[]),
            evidence: evidence(proposal.quote, &proposal.lead),
            place_in_outline: context.place(node),
            confidence: confidence * context.certainty(proposal.quote),
            rule: proposal.rule(),
        },
        reach,
    }
}

/// Whether a node is an item of its own, no attribute and no detail.
fn is_item(context: &Context<'_>, index: NodeIndex) -> bool {
    let node = context.node(index);
    !matches!(node.kind, NodeKind::Plus | NodeKind::Cell | NodeKind::Row)
        && context.attributes(index).is_empty()
}

/// The attributes that hold for a node: in its own text, among its children, and behind it among its siblings.
fn attributes_of(context: &Context<'_>, index: NodeIndex) -> Vec<Attribute> {
    let flat = &context.flat;
    let mut found = attribute::trailing(flat, context.node(index).body);
    let read = |node: NodeIndex| context.attributes_in(node);
    let children = context.children(index);
    let items = children.iter().filter(|child| is_item(context, **child)).count();
    if found.is_empty() && items == 0 {
        found.extend(children.iter().flat_map(|child| read(*child)));
    }
    if found.is_empty()
        && let Some(parent) = context.node(index).parent
    {
        // The first run of attributes behind the item, and what stands between is items too.
        let attributed = context.attributed(parent);
        if let Some(first) = attributed.get(attributed.partition_point(|i| *i <= index)) {
            let siblings = context.children(parent);
            let run = siblings[siblings.partition_point(|i| i < first)..].iter().map(|i| read(*i));
            found.extend(run.take_while(|attributes| !attributes.is_empty()).flatten());
        }
    }
    if found.is_empty()
        && let Some(parent) = context.node(index).parent
        && context.node(parent).kind != NodeKind::Part
    {
        let last = context.children(parent).last();
        if last.is_none_or(|last| read(*last).is_empty()) {
            return attributes_after_parent(context, parent);
        }
    }
    found
}

/// The attributes that stand behind the parent as its siblings: "1. … a) … b) … - Cơ quan chủ trì: …".
fn attributes_after_parent(context: &Context<'_>, parent: NodeIndex) -> Vec<Attribute> {
    let Some(above) = context.node(parent).parent else { return Vec::new() };
    let siblings = context.children(above);
    siblings[siblings.partition_point(|i| *i <= parent)..]
        .iter()
        .map(|i| context.attributes_in(*i))
        .take_while(|found| !found.is_empty())
        .flatten()
        .collect()
}

/// The bodies of an attribute's value: past what limits one of them ("… trong phạm vi nhiệm vụ của mình và các sở …") the
/// list goes on.
fn listed(context: &Context<'_>, value: Span<Restored>) -> Vec<Body> {
    static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^\s*(?:trong\s+phạm\s+vi|theo\s+(?:chức\s+năng|lĩnh\s+vực|thẩm\s+quyền|nhiệm\s+vụ))\b")
    });
    static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^\s*(?:[,;.:(]|(?:chủ\s+trì|phối\s+hợp|tham\s+mưu|tổng\s+hợp|là|cùng)\b)")
    });
    let (mut list, end) = agency::list_at(&context.flat, value);
    if list.is_empty() {
        return vec![as_written(value)];
    }
    // A value is names and nothing else: a few words behind what is known belong to the last one.
    let rest = Span::new(end.min(value.end()), value.end());
    let few = (1..=8).contains(&context.flat.text(rest).split_whitespace().count());
    if few && !context.flat.has(&GOES_ON, rest) && !context.flat.has(&LIMIT, rest) {
        if let Some(last) = list.last_mut() {
            last.span = Span::new(last.span.start(), rest.end());
        }
        return list;
    }
    if context.flat.has(&LIMIT, Span::new(end, value.end())) {
        return enforcers::parted(&context.flat, value);
    }
    list
}

/// What stands as the value of an attribute, when no body is recognised in it.
fn as_written(value: Span<Restored>) -> Body {
    Body::new(value, AgencyKind::Class)
}

fn mentions(context: &Context<'_>, bodies: &[Body]) -> Vec<Mention> {
    bodies
        .iter()
        .filter(|body| !body.span.is_empty())
        .map(|body| Mention { written: context.flat.quote(body.span), span: body.span, agency: None })
        .collect()
}

fn evidence(quote: Span<Restored>, bodies: &[Body]) -> Vec<Span<Restored>> {
    let mut all = vec![quote];
    all.extend(bodies.iter().map(|body| body.span).filter(|span| !quote.contains(*span) && !span.is_empty()));
    all
}

#[cfg(test)]
mod tests {
    use crate::extract::{findings, fixture};

    type Told = (Vec<String>, Vec<String>, &'static str);

    fn read(text: &str) -> Vec<Told> {
        let document = fixture::document(text);
        let names = |list: Vec<super::Mention>| list.into_iter().map(|m| m.written).collect::<Vec<_>>();
        findings(&document)
            .assignments
            .into_iter()
            .map(|f| (names(f.value.lead), names(f.value.support), f.rule))
            .collect()
    }

    /// A plan's part on who does what, as the judge knows such parts.
    const PLAN: &str = "IV. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\na) Chủ trì, phối hợp với Sở Tài chính và các cơ quan liên quan lập kế hoạch tiêm chủng.\nb) Báo cáo Ủy ban nhân dân tỉnh kết quả trước ngày 10/5/2026.\n2. Sở Nội vụ\na) Rà soát đội ngũ cán bộ các cấp.\nb) Tổng hợp kết quả, báo cáo Ủy ban nhân dân tỉnh.\n3. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh tuyên truyền, vận động Nhân dân tham gia.\n";

    #[test]
    fn tasks_of_headings_and_of_items() {
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let found = read(PLAN);
        let leads: Vec<&str> = found.iter().map(|(lead, _, _)| lead[0].as_str()).collect();
        assert_eq!(
            leads,
            ["Sở Y tế", "Sở Y tế", "Sở Nội vụ", "Sở Nội vụ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"]
        );
        assert_eq!(found[0].1, own(&["Sở Tài chính", "các cơ quan liên quan"]));
        assert_eq!(found[0].2, "assignment.inherited");
        assert_eq!(found[4].2, "assignment.named");
    }

    #[test]
    fn nobody_is_told_anything_by_what_only_announces_or_measures() {
        for text in [
            "Ủy ban nhân dân tỉnh Sơn Hà ban hành Kế hoạch phát triển du lịch như sau:",
            "1. Mục đích\na) Nâng cao nhận thức của cán bộ về chuyển đổi số.",
            "Chính phủ ban hành Nghị định quy định chính sách hỗ trợ.",
            "Thời gian qua, công tác này đã được các cấp ủy, chính quyền địa phương quan tâm chỉ đạo.",
        ] {
            assert_eq!(read(text), Vec::<Told>::new(), "{text}");
        }
    }

    #[test]
    fn what_a_body_does_is_no_part_of_its_name() {
        let text = "Điều 2. Nhiệm vụ và quyền hạn\n\nBộ Xây dựng thực hiện nhiệm vụ, quyền hạn theo quy định của Chính phủ và những nhiệm vụ, quyền hạn sau đây:\n\n1. Trình Chính phủ dự án luật về nhà ở.\n\n2. Ban hành thông tư về quy hoạch đô thị.\n\n3. Hướng dẫn, kiểm tra việc thực hiện quy hoạch.\n";
        let leads: Vec<String> = read(text).into_iter().flat_map(|(lead, _, _)| lead).collect();
        assert_eq!(leads, ["Bộ Xây dựng", "Bộ Xây dựng", "Bộ Xây dựng"]);
    }

    #[test]
    fn the_body_of_a_text_without_day_and_title_is_read() {
        let found = read(
            "Số: 12/CV-UBND\nGiao Sở Nội vụ chủ trì xây dựng kế hoạch, báo cáo trước ngày 15/12/2031.\n",
        );
        assert_eq!(found[0].0, ["Sở Nội vụ"], "{found:?}");
    }

    #[test]
    fn deadlines_of_an_item_are_linked() {
        let found = findings(&fixture::document(PLAN));
        let told = found.assignments.iter().find(|f| f.value.task.starts_with("Báo cáo")).unwrap();
        assert_eq!(told.value.deadlines, [0]);
        assert_eq!(found.deadlines[0].value.agencies[0].written, "Sở Y tế");
    }
}
