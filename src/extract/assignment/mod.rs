//! Who does what: one assignment for each lowest item that tells a body to do something.
//!
//! Which rule finds which:
//! | Rule | Lead from | Example (invented) |
//! | --- | --- | --- |
//! | `assignment.named` | the item itself | "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính …" |
//! | `assignment.inherited` | the heading or lead-in above | "3. Sở Nội vụ" and under it "a) Rà soát …" |
//! | `assignment.attributed` | lines under it | "- Cơ quan chủ trì: Sở Xây dựng" |
//! | `assignment.table` | a cell of its row | "Lập danh mục \| Sở Y tế \| Quý I/2026" |
//!
//! Where `dictionaries/judge.model` holds weights for assignments, what is proposed by structure ([`propose`]) and judged
//! ([`choose`](mod@self::choose)) takes the place of these rules.
//!
//! Not taken: headings and lead-ins that tell nothing to do, `+` items that spell out their parent, criteria, rewards.
//! Unsure: paragraphs in which several bodies are told several things; the first counts.

mod choose;
mod class_heading;
mod colon;
mod enforcers;
mod features;
mod lead;
mod propose;
mod step;
mod subject;
mod support;
mod table;
mod unknown;

use std::sync::LazyLock;

use regex::Regex;

use self::class_heading::ClassHeadings;
use self::enforcers::ENFORCES;
use self::lead::Lead;
pub(crate) use self::propose::Proposed;
use self::propose::{How, Proposal};
use super::agency::{self, Body};
use super::attribute::{self, Attribute, Told};
use super::confidence;
use super::context::{Context, first_words};
use super::duty::{AS_FOLLOWS, DUTY};
use super::judge::{Proposals, choose};
use super::token::pattern;
use super::unit::Shape;
use super::{AgencyKind, Assignment, Finding, Mention};
use crate::document::{NodeIndex, NodeKind};
use crate::text::{Restored, Span};

/// Headings under which bodies are named without being told anything.
static NO_TASKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"tiêu\s+chí|hình\s+thức\s+(?:và\s+tiêu\s+chuẩn\s+)?khen\s+thưởng|tiêu\s+chuẩn\s+khen|đối\s+tượng\s+(?:áp\s+dụng|khen|tham)|^[\s\d.]*đối\s+tượng\b|phạm\s+vi\s+(?:điều|áp)|giải\s+thích\s+từ|thực\s+trạng|^[\s\d.ivx]*(?:đánh\s+giá\s+)?(?:tình\s+hình|kết\s+quả\s+(?:thực\s+hiện|đạt))|thành\s+phần\s+hồ\s+sơ|trình\s+tự,?\s+(?:thủ\s+tục|thực\s+hiện)|nguyên\s+nhân",
    )
});
/// Headings of aims: there only items count that name a body themselves.
static AIMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[\s\d.ivx]*(?:mục\s+đích|mục\s+tiêu|yêu\s+cầu|quan\s+điểm|nguyên\s+tắc|chỉ\s+tiêu|căn\s+cứ)\b")
});

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
    if context.judges.know(Proposed::KIND) {
        return judged(context);
    }
    let mut found = Vec::new();
    let classes = ClassHeadings::new(context);
    for (index, node) in context.nodes() {
        match node.kind {
            NodeKind::Frame | NodeKind::Basis | NodeKind::Appendix | NodeKind::Cell => {}
            NodeKind::Row => found.extend(table::row(context, index)),
            _ => found.extend(item(context, &classes, index)),
        }
    }
    found.sort_by_key(|f| f.finding.quote.start());
    found
}

/// The proposed tasks that are held for true.
fn judged(context: &Context<'_>) -> Vec<Found> {
    let proposed = Proposed::new(context);
    choose(&proposed, context.judges)
        .into_iter()
        .map(|chosen| made(context, &proposed, &proposed.list[chosen.index], chosen.confidence))
        .collect()
}

/// A proposal as a finding: support, product and all else are read from its words.
fn made(context: &Context<'_>, proposed: &Proposed<'_, '_>, proposal: &Proposal, confidence: f32) -> Found {
    let flat = &context.flat;
    let node = proposed.units[proposal.unit].node;
    let own = context.node(node).own;
    let attributes = if proposed.units[proposal.unit].shape == Shape::Row {
        Vec::new()
    } else {
        attributes_of(context, node)
    };
    let mut support = support::helpers(context, proposal.quote, &proposal.lead);
    support.extend(proposal.support.iter().copied());
    for attribute in attributes.iter().filter(|a| a.told == Told::Support) {
        support.extend(listed(context, attribute.value));
    }
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

/// The assignment of one node, when it is one.
fn item(context: &Context<'_>, classes: &ClassHeadings, index: NodeIndex) -> Option<Found> {
    let flat = &context.flat;
    let node = context.node(index);
    let heads: Vec<NodeIndex> = context.ancestors(index).collect();
    let under = |heading: &Regex| {
        heads.iter().any(|above| flat.has(heading, first_words(flat, context.node(*above).body, 16)))
    };
    let own = context.attributes(index);
    if context.is_footnote(index) {
        return None;
    }
    let detail = node.kind == NodeKind::Plus && !names_its_lead(context, node.body);
    let no_task = under(&NO_TASKS) && !under_own_lead(context, index);
    if !own.is_empty() || detail || no_task || classes.of(index).is_some() {
        return None;
    }
    let attributes = attributes_of(context, index);
    let text = without_attributes(context, index);
    let leads_on = flat.text(text).trim_end().ends_with(':') && !colon::leads_nowhere(context, index);
    let has_items = context.children(index).iter().any(|child| is_item(context, *child));
    let follows = leads_on || has_items;
    let in_trouble = flat.has(&IN_TROUBLE, text) && flat.has(&TROUBLE, text);
    if in_trouble || flat.has(&CALLS, text) || step::of_procedure(context, index) {
        return None;
    }
    let named = own_lead(context, text)
        .filter(|_| !asks_for_its_lead(context, classes, index, text))
        .or_else(|| asked_at_last(context, classes, index, text));
    let told = attributes.iter().find(|a| a.told == Told::Lead);
    let (bodies, quote, task, rule) = if let Some(lead) = named {
        if lead.task.is_empty()
            || (follows && only_leads_on(context, &lead) && has_items_behind(context, index))
        {
            return None;
        }
        (lead.bodies, lead.quote, lead.task, "assignment.named")
    } else if let Some(attribute) = told {
        // Of a procedure's description ("Cơ quan thực hiện: …") nobody is told anything.
        let described = of_procedure(context, index);
        if described || follows && leads_on || attribute.value.is_empty() || !flat.has(&TASK, text) {
            return None;
        }
        (listed(context, attribute.value), text, text, "assignment.attributed")
    } else {
        if flat.has(&CLOSES, text)
            || flat.has(&IN_TROUBLE, text)
            || follows
            || under(&AIMS)
            || under(&NO_TASKS)
            || node.kind == NodeKind::Part
        {
            return None;
        }
        let (lead, heading) = inherited(context, classes, index)?;
        let text = flat.trim(text, &[]);
        let of_duties = flat.has(&DUTIES, heading) && !flat.has(&NO_DUTY, text);
        let is_duty = flat.has(&DUTY, text) || of_duties && agency::list_at(flat, text).0.is_empty();
        if flat.text(text).split_whitespace().count() < 4 || !is_duty {
            return None;
        }
        (lead, text, text, "assignment.inherited")
    };
    let mut support = support::helpers(context, quote, &bodies);
    for attribute in attributes.iter().filter(|a| a.told == Told::Support) {
        support.extend(listed(context, attribute.value));
    }
    let report_to = support::reported_to(context, quote, &bodies);
    let product = attributes
        .iter()
        .find(|a| a.told == Told::Product)
        .map(|a| flat.quote(a.value))
        .or_else(|| support::product(context, task));
    let mut reach = vec![node.own, quote];
    reach.extend(attributes.iter().map(|a| a.span));
    let first = flat.sentences(task).into_iter().next().unwrap_or(task);
    Some(Found {
        finding: Finding {
            value: Assignment {
                task: flat.quote(flat.trim(first, &['.', ';', ',', '/'])),
                lead: mentions(context, &bodies),
                support: mentions(context, &support),
                report_to: mentions(context, &report_to),
                deadlines: Vec::new(),
                product,
            },
            quote: flat.trim(quote, &[]),
            evidence: evidence(quote, &bodies),
            place_in_outline: context.place(index),
            confidence: confidence::of(context, rule, quote),
            rule,
        },
        reach,
    })
}

/// Whether a node stands beside the parts that a procedure is described by.
fn of_procedure(context: &Context<'_>, index: NodeIndex) -> bool {
    static PARTS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^[\s\da-zđ.)+-]*(?:thời\s+hạn\s+giải\s+quyết|phí,?\s+lệ\s+phí|căn\s+cứ\s+pháp\s+lý|thành\s+phần,?\s+(?:số\s+lượng\s+)?hồ\s+sơ|trình\s+tự\s+thực\s+hiện|cách\s+thức\s+thực\s+hiện)",
        )
    });
    let flat = &context.flat;
    let beside = context.node(index).parent.map_or(&[][..], |parent| context.children(parent));
    beside.iter().any(|i| flat.has(&PARTS, context.node(*i).body))
}

/// "3. Sở Nội vụ" and under it "- Yêu cầu các cơ quan báo chí …": the asking is the task of the body above.
fn asks_for_its_lead(
    context: &Context<'_>,
    classes: &ClassHeadings,
    index: NodeIndex,
    text: Span<Restored>,
) -> bool {
    static ASKS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*yêu\s+cầu\s"));
    context.flat.has(&ASKS, text)
        && matches!(context.node(index).kind, NodeKind::Bullet | NodeKind::Point)
        && inherited(context, classes, index).is_some()
}

/// Whether a `+` item names who shall do it, and so spells out no parent: "+ Sở Y tế tổng hợp kết quả".
fn names_its_lead(context: &Context<'_>, body: Span<Restored>) -> bool {
    let flat = &context.flat;
    lead::of(context, body).is_some_and(|lead| {
        let before = lead.bodies.first().map_or(body, |first| Span::new(body.start(), first.span.start()));
        flat.text(before).split_whitespace().count() <= 3 && flat.has(&DUTY, lead.task)
    })
}

/// The request that ends a paragraph which tells something else: "Phòng bệnh là việc cấp bách. Đề nghị các sở …".
fn asked_at_last(
    context: &Context<'_>,
    classes: &ClassHeadings,
    index: NodeIndex,
    text: Span<Restored>,
) -> Option<Lead> {
    static ASKS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:đề\s+nghị|yêu\s+cầu|giao)\s"));
    let flat = &context.flat;
    if context.node(index).kind != NodeKind::Paragraph || inherited(context, classes, index).is_some() {
        return None;
    }
    let behind = flat.clauses(text).into_iter().skip(1).filter(|sentence| flat.has(&ASKS, *sentence));
    behind
        .filter(|sentence| !flat.has(&TROUBLE, *sentence))
        .find_map(|sentence| lead::of(context, sentence).filter(|lead| !lead.task.is_empty()))
}

/// Criteria are no tasks, but a paragraph there that orders a body by name is one.
fn under_own_lead(context: &Context<'_>, index: NodeIndex) -> bool {
    let node = context.node(index);
    node.kind == NodeKind::Paragraph && own_lead(context, node.body).is_some_and(|lead| !lead.task.is_empty())
}

/// The lead that an item names itself: of its beginning, or of the first of its sentences that has one.
fn own_lead(context: &Context<'_>, text: Span<Restored>) -> Option<Lead> {
    if let Some(lead) = enforcers::of(context, text).or_else(|| lead::of(context, text)) {
        return Some(lead);
    }
    // Only paragraphs without a duty of their own: "Trên đây là Kế hoạch …. UBND tỉnh yêu cầu các sở …".
    let flat = &context.flat;
    if flat.has(&DUTY, text) && !flat.has(&CLOSING, text) {
        return None;
    }
    let closes = flat.has(&CLOSES, text);
    flat.clauses(text).into_iter().skip(1).find_map(|sentence| {
        lead::of(context, sentence).filter(|lead| {
            // In running text only what somebody asks for is a task; the last paragraph of a plan may ask by itself.
            let asked = lead.bodies.first().is_some_and(|first| first.span.start() > lead.quote.start());
            !lead.task.is_empty() && !flat.has(&TROUBLE, sentence) && (asked || closes)
        })
    })
}

static CLOSING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s]*(?:trên\s+đây|căn\s+cứ|theo|để|thực\s+hiện|trong\s+quá\s+trình)\b"));
static IN_TROUBLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:trong\s+quá\s+trình|nếu\s+có|trường\s+hợp|quá\s+trình)\b"));
/// What a task with attributes begins with.
static TASK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^\s*(?:(?:nội\s+dung|nhiệm\s+vụ|hoạt\s+động|công\s+việc)(?:\s+(?:thực\s+hiện|\d+))?\s*:|{})",
        &DUTY.as_str()[1..]
    ))
});
/// The issuer's call upon all to take part in a movement, which gives nobody a task.
static CALLS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*[^;:.]{0,120}\bkêu\s+gọi\s[^;:]*(?:thi\s+đua|hưởng\s+ứng|thành\s+tích)"));
static CLOSES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:trên\s+đây\b|(?:mọi\s+)?(?:thông\s+tin|chi\s+tiết)\b[^.;]{0,60}\bliên\s+hệ)")
});
/// "Trong quá trình thực hiện nếu có vướng mắc, đề nghị phản ánh về …" tells nothing that must be done.
static TROUBLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:khó\s+khăn|vướng\s+mắc|phát\s+sinh|chưa\s+rõ|chưa\s+phù\s+hợp)[^.;]{0,60},")
});

/// Whether a lead-in tells nothing but that what follows is to be done.
fn only_leads_on(context: &Context<'_>, lead: &Lead) -> bool {
    static DIRECTS: LazyLock<Regex> = LazyLock::new(|| {
        let verb = r"(?:chỉ\s+đạo|hướng\s+dẫn|đôn\s+đốc)";
        pattern(&format!(r"^[\s,]*{verb}(?:\s*(?:,|và)\s*{verb})*\s+"))
    });
    let flat = &context.flat;
    if !flat.text(lead.task).trim_end().ends_with(':') {
        return false;
    }
    // "Sở Y tế chỉ đạo các bệnh viện thực hiện các nội dung sau:": to direct others is a task of its own.
    let directed = flat.find(&DIRECTS, lead.task).map(|m| Span::new(m.end(), lead.task.end()));
    if directed.is_some_and(|rest| !agency::list_at(flat, rest).0.is_empty()) {
        return false;
    }
    let helpers: usize = support::helpers(context, lead.task, &[])
        .iter()
        .map(|body| flat.text(body.span).split_whitespace().count())
        .sum();
    let rest = AS_FOLLOWS.replace(flat.low(lead.task), "").into_owned();
    rest.split_whitespace().count() < 8 + helpers
}

/// Whether items stand under a node, or follow it as what it leads to.
fn has_items_behind(context: &Context<'_>, index: NodeIndex) -> bool {
    // The second half of a joined paragraph counts as frame and is passed over; a closing paragraph leads to nothing.
    context
        .nodes()
        .skip(index.0 + 1)
        .find(|(_, node)| node.kind != NodeKind::Frame)
        .is_some_and(|(next, _)| context.is_text(next))
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

/// A node's text up to its first attribute.
fn without_attributes(context: &Context<'_>, index: NodeIndex) -> Span<Restored> {
    let body = context.node(index).body;
    let end = attribute::trailing(&context.flat, body).first().map_or(body.end(), |a| a.span.start());
    context.flat.trim(Span::new(body.start(), end.max(body.start())), &['(', '-', '–'])
}

/// The lead that a heading or lead-in above an item names, and that heading.
fn inherited(
    context: &Context<'_>,
    classes: &ClassHeadings,
    index: NodeIndex,
) -> Option<(Vec<Body>, Span<Restored>)> {
    let lead =
        |heading: NodeIndex| Some((heading_lead(context, classes, heading)?, context.node(heading).body));
    let mut here = index;
    loop {
        if let Some(found) = context.lead_in(here).and_then(lead) {
            return Some(found);
        }
        let above = context.node(here).parent?;
        if let Some(found) = lead(above) {
            return Some(found);
        }
        here = above;
    }
}

/// Headings that say that what stands under them are duties, whatever verb these begin with.
static DUTIES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s*]*(?:nhiệm\s+vụ|trách\s+nhiệm)(?:\s+thực\s+hiện)?\s+của\s|có\s+(?:trách\s+nhiệm|nhiệm\s+vụ)\s*(?:chủ\s+trì\s*|thực\s+hiện\s*)?(?:các\s+nhiệm\s+vụ\s*)?(?:sau(?:\s+đây)?\s*|như\s+sau\s*)?:?\s*$",
    )
});
/// What is no duty there: a thing, a case, a number.
static NO_DUTY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:các|những|mọi|việc|trường\s+hợp|nếu|khi|người|thời\s+(?:gian|hạn)|kinh\s+phí|nội\s+dung|hình\s+thức|mức|hồ\s+sơ|số|tỷ\s+lệ|quyền|được|danh\s+sách|mẫu|một\s+số|ngoài|trên\s+đây|\d)",
    )
});

/// The bodies that a heading or lead-in names as those who shall do what stands under it.
fn heading_lead(context: &Context<'_>, classes: &ClassHeadings, index: NodeIndex) -> Option<Vec<Body>> {
    if let Some(class) = classes.of(index) {
        return Some(vec![class]);
    }
    let flat = &context.flat;
    let body = context.node(index).body;
    // Those who must carry out the whole document are told nothing by its single items.
    let shouted = !flat.text(body).chars().any(char::is_lowercase) && context.node(index).label.is_none();
    if shouted || lead::announces(context, body) || flat.has(&ENFORCES, body) {
        return None;
    }
    if let Some(lead) = lead::of(context, body) {
        return Some(lead.bodies);
    }
    // The last sentence of a lead-in is the one that orders.
    flat.sentences(body)
        .into_iter()
        .rev()
        .take(2)
        .find_map(|sentence| lead::of(context, sentence).map(|lead| lead.bodies))
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
    Body { span: value, kind: AgencyKind::Class }
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

    type Told = (Vec<String>, Vec<String>, String);

    fn read(text: &str) -> Vec<Told> {
        let document = fixture::document(text);
        let names = |list: Vec<super::Mention>| list.into_iter().map(|m| m.written).collect::<Vec<_>>();
        findings(&document)
            .assignments
            .into_iter()
            .map(|f| (names(f.value.lead), names(f.value.support), f.rule.to_owned()))
            .collect()
    }

    #[test]
    fn hits() {
        struct Case(&'static str, &'static [&'static str], &'static [&'static str], &'static str);
        for Case(text, lead, support, rule) in [
            Case(
                "1. Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính và các cơ quan liên quan lập kế hoạch.",
                &["Sở Y tế"],
                &["Sở Tài chính", "các cơ quan liên quan"],
                "assignment.named",
            ),
            Case(
                "1. Sở Nội vụ\na) Rà soát đội ngũ cán bộ các cấp.",
                &["Sở Nội vụ"],
                &[],
                "assignment.inherited",
            ),
            Case(
                "1. Sở Y tế chỉ đạo các bệnh viện thực hiện các nội dung sau:\n- Bệnh viện là nơi chữa bệnh.",
                &["Sở Y tế"],
                &[],
                "assignment.named",
            ),
            Case(
                "UBND tỉnh yêu cầu Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các xã, phường thực hiện các nội dung sau:\n1. Tăng cường công tác tuyên truyền pháp luật.",
                &["Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường"],
                &[],
                "assignment.inherited",
            ),
            Case(
                "1. Xây dựng bản đồ số các khu du lịch.\n- Cơ quan chủ trì: Sở Văn hóa, Thể thao và Du lịch.\n- Cơ quan phối hợp: Sở Xây dựng.",
                &["Sở Văn hóa, Thể thao và Du lịch"],
                &["Sở Xây dựng"],
                "assignment.attributed",
            ),
            Case(
                "Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ; Chủ tịch UBND các xã, phường chịu trách nhiệm thi hành Quyết định này.",
                &["Chánh Văn phòng UBND tỉnh", "Giám đốc Sở Nội vụ", "Chủ tịch UBND các xã, phường"],
                &[],
                "assignment.named",
            ),
        ] {
            let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
            assert_eq!(read(text), [(own(lead), own(support), rule.to_owned())], "{text}");
        }
    }

    #[test]
    fn misses() {
        for text in [
            "Ủy ban nhân dân tỉnh Sơn Hà ban hành Kế hoạch phát triển du lịch như sau:",
            "1. Tiêu chí thi đua\na) Đối với các doanh nghiệp\n- Sản xuất kinh doanh hiệu quả, bền vững.",
            "1. Mục đích\na) Nâng cao nhận thức của cán bộ về chuyển đổi số.",
            "Trong quá trình thực hiện nếu có vướng mắc, đề nghị các đơn vị phản ánh về Sở Nội vụ.",
            "Chính phủ ban hành Nghị định quy định chính sách hỗ trợ.",
            "Ủy ban nhân dân tỉnh kêu gọi cán bộ và Nhân dân hăng hái thi đua lập thành tích.",
            "Thời gian qua, công tác này đã được các cấp ủy, chính quyền địa phương quan tâm chỉ đạo.",
        ] {
            assert_eq!(read(text), Vec::<Told>::new(), "{text}");
        }
    }

    #[test]
    fn attributes_under_a_heading_of_their_own() {
        let text = "1. Về dữ liệu\na) Nhiệm vụ: Rà soát các cơ sở dữ liệu của tỉnh.\nb) Cơ quan thực hiện:\n- Đơn vị chủ trì: Sở Khoa học và Công nghệ.\n- Đơn vị phối hợp: Các sở, ban, ngành.\nc) Thời gian thực hiện: Quý I/2026.";
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let rule = "assignment.attributed".to_owned();
        assert_eq!(read(text), [(own(&["Sở Khoa học và Công nghệ"]), own(&["Các sở, ban, ngành"]), rule)]);
    }

    #[test]
    fn headings_with_an_apposition_and_classes_with_a_relative() {
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let leads = |text: &str| read(text).into_iter().map(|told| told.0).collect::<Vec<_>>();
        assert_eq!(
            leads(
                "1. Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo\na) Tổng hợp kết quả kiểm kê của các đơn vị."
            ),
            [own(&["Sở Tài chính"])]
        );
        assert_eq!(
            leads(
                "1. Các đơn vị cấp nước sạch trên địa bàn tỉnh có trách nhiệm lập kế hoạch cấp nước an toàn."
            ),
            [own(&["Các đơn vị cấp nước sạch trên địa bàn tỉnh"])]
        );
    }

    #[test]
    fn an_attribute_goes_on_behind_what_limits_a_body() {
        let text = "1. Kiểm tra việc chấp hành pháp luật về việc làm.\n- Cơ quan thực hiện: Sở Nội vụ, các sở, ban, ngành trong phạm vi nhiệm vụ của mình và các cơ quan khác có liên quan.";
        let leads = read(text).into_iter().map(|told| told.0).collect::<Vec<_>>();
        assert_eq!(leads, [["Sở Nội vụ", "các sở, ban, ngành", "các cơ quan khác có liên quan"]]);
    }

    #[test]
    fn common_nouns_that_are_told_their_duty() {
        let leads = |text: &str| read(text).into_iter().map(|told| told.0).collect::<Vec<_>>();
        assert_eq!(
            leads("1. Cán bộ, công chức quản lý tài khoản có trách nhiệm giữ bí mật thông tin tài khoản."),
            [["Cán bộ, công chức quản lý tài khoản".to_owned()]]
        );
        assert_eq!(leads("1. Cán bộ, công chức quản lý tài khoản theo quy chế."), Vec::<Vec<String>>::new());
    }

    #[test]
    fn details_and_paragraphs_that_name_who_shall_do_it() {
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let leads = |text: &str| read(text).into_iter().map(|told| told.0).collect::<Vec<_>>();
        assert_eq!(
            leads(
                "1. Các bước đánh giá\n- Ở cấp tỉnh\n+ Sở Y tế tổng hợp kết quả của các xã.\n+ Biểu mẫu theo hướng dẫn của Bộ."
            ),
            [own(&["Sở Y tế"])]
        );
        assert_eq!(
            leads(
                "Phòng, chống dịch là nhiệm vụ cấp bách. Đề nghị các sở, ban, ngành khẩn trương triển khai thực hiện."
            ),
            [own(&["các sở, ban, ngành"])]
        );
        assert_eq!(
            leads("1. Đối với các nội dung cắt giảm thời gian: Giao Sở Y tế triển khai thực hiện."),
            [own(&["Sở Y tế"])]
        );
    }

    #[test]
    fn deadlines_of_an_item_are_linked() {
        let document = fixture::document("1. Sở Y tế\na) Lập danh sách, gửi Sở Nội vụ trước ngày 10/5/2026.");
        let found = findings(&document);
        assert_eq!(found.assignments[0].value.deadlines, [0]);
        assert_eq!(found.deadlines[0].value.agencies[0].written, "Sở Y tế");
    }
}
