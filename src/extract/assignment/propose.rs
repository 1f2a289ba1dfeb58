//! Everything that may be a task, with every body that may have it to do.
//!
//! Proposed by structure and wide: each clause with each list of bodies in it; the whole item with what governs it from
//! above (at most three parts, from the nearest upwards, with at most four lists of bodies each), with the lines under
//! it that tell who leads, with a body alone on the next line; a row with the cell of those who lead. Which of them are
//! tasks is judged.

use std::sync::LazyLock;

use regex::Regex;

use super::subject::{self, Place};
use super::unknown::{heading, stretched};
use super::{enforcers, listed, table};
use crate::extract::agency::Body;
use crate::extract::attribute::{Attribute, Told};
use crate::extract::context::Context;
use crate::extract::token::pattern;
use crate::extract::unit::{self, BodyList, Shape, Unit};
use crate::extract::words;
use crate::text::{Restored, Span};

/// Parts above from which a body may be inherited.
const GOVERNORS: usize = 3;
/// Lists of bodies of one part that may govern what is below.
const LISTS: usize = 4;

/// How a body comes to a task.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum How {
    /// It stands in the clause of this index.
    Named { clause: usize, at: At },
    /// A part above names it.
    Inherited {
        governor: usize,
        /// How many parts that name a body stand between.
        nearer: usize,
        /// What tells that it governs.
        marks: Vec<&'static str>,
        list: Span<Restored>,
    },
    /// It is among those who must carry out the document.
    Enforcers,
    /// The document is about it.
    Subject(Place),
    /// An earlier clause of the item names it for all that follow: "Giao Sở Y tế: (i) …; (ii) …".
    Carried { clause: usize },
    /// A line under it says so.
    Attribute,
    /// It stands alone on the next line.
    Below,
    /// A cell of its row; 0 for all that the row tells, from 1 for the items of the cell of its task.
    Row { part: usize },
}

/// Where in its clause a body is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// First of the item.
    Start,
    /// First of a later clause.
    Clause,
    /// Behind a colon.
    Colon,
    /// Behind a comma.
    Comma,
    /// Behind a word of asking.
    Asked,
    /// Anywhere else.
    Middle,
}

/// What may be a task.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    /// Index among the units.
    pub(super) unit: usize,
    pub(super) how: How,
    pub(super) lead: Vec<Body>,
    /// Whether only its place tells that the lead is a body.
    pub(super) unknown: bool,
    /// Where the lead stands, from its first to its last body.
    pub(super) at: Span<Restored>,
    pub(super) quote: Span<Restored>,
    pub(super) task: Span<Restored>,
    /// Of a row: who else is told there to help.
    pub(super) support: Vec<Body>,
    /// Of a row: what comes out of it.
    pub(super) product: Option<Span<Restored>>,
}

impl Proposal {
    /// The name under which the record gives how the lead was come by.
    pub(super) fn rule(&self) -> &'static str {
        match self.how {
            How::Named { .. } | How::Enforcers => "assignment.named",
            How::Inherited { .. } | How::Subject(_) | How::Carried { .. } => "assignment.inherited",
            How::Attribute | How::Below => "assignment.attributed",
            How::Row { .. } => "assignment.table",
        }
    }
}

/// Units and proposals of a document.
#[derive(Debug)]
pub(crate) struct Proposed<'c, 'd> {
    pub(super) context: &'c Context<'d>,
    pub(super) units: Vec<Unit>,
    /// What each unit, as a heading, says that its part is about.
    pub(super) sections: Vec<Option<&'static str>>,
    pub(super) list: Vec<Proposal>,
}

impl<'c, 'd> Proposed<'c, 'd> {
    /// All that may be a task.
    pub(crate) fn new(context: &'c Context<'d>) -> Proposed<'c, 'd> {
        let units = unit::units(context);
        let sections: Vec<_> = units.iter().map(|unit| section(context, unit)).collect();
        let mut list = Vec::new();
        for at in 0..units.len() {
            let unit = &units[at];
            match unit.shape {
                Shape::Attached => {}
                Shape::Row => list.extend(row(context, &units, at)),
                _ if unit.attribute || context.is_footnote(unit.node) => {}
                _ => {
                    named(context, &units, at, &mut list);
                    carried(context, &units, at, &mut list);
                    inherited(context, &units, at, &mut list);
                    of_subject(context, &units, &sections, at, &mut list);
                    going_on(context, &units, at, &mut list);
                    barred(context, &units, at, &mut list);
                    below(context, &units, at, &mut list);
                }
            }
        }
        Proposed { context, units, sections, list }
    }
}

impl Proposed<'_, '_> {
    /// The passage of a proposal and its bodies.
    pub(crate) fn place(&self, at: usize) -> (Span<Restored>, Vec<Span<Restored>>) {
        let proposal = &self.list[at];
        let quote = self.context.flat.trim(proposal.quote, &[]);
        (quote, proposal.lead.iter().map(|body| body.span).collect())
    }
}

#[cfg(feature = "train")]
impl Proposed<'_, '_> {
    /// Each proposal: where it stands, quote, task and bodies, as a record would have them.
    pub(crate) fn shown(&self) -> Vec<(Span<Restored>, String, String, Vec<String>)> {
        let flat = &self.context.flat;
        let shown = |proposal: &Proposal| {
            let own = self.context.node(self.units[proposal.unit].node).own;
            let first = flat.sentences(proposal.task).into_iter().next().unwrap_or(proposal.task);
            let lead = proposal.lead.iter().map(|body| flat.quote(body.span)).collect();
            (own, flat.quote(proposal.quote), flat.quote(first), lead)
        };
        self.list.iter().map(shown).collect()
    }
}

/// What a short heading says that its part is about, by its first words with a class of sections.
fn section(context: &Context<'_>, unit: &Unit) -> Option<&'static str> {
    let heads = !unit.below.is_empty() && context.flat.text(unit.text).split_whitespace().count() <= 20;
    heads.then(|| words::section(&context.flat, unit.text)).flatten()
}

fn row(context: &Context<'_>, units: &[Unit], at: usize) -> Vec<Proposal> {
    let Some(told) = table::told(context, units[at].node) else { return Vec::new() };
    let Some(at_lead) = around(&told.lead) else { return Vec::new() };
    let parts = told.parts(context);
    std::iter::once(told.task)
        .chain(parts)
        .enumerate()
        .map(|(part, task)| Proposal {
            unit: at,
            how: How::Row { part },
            at: at_lead,
            lead: told.lead.clone(),
            unknown: false,
            quote: task,
            task,
            support: told.support.clone(),
            product: told.product,
        })
        .collect()
}

/// From the first to the last of some bodies.
fn around(bodies: &[Body]) -> Option<Span<Restored>> {
    bodies.iter().map(|body| body.span).reduce(Span::union)
}

/// Each clause behind a list of bodies with a colon or a counted part, and all before "chịu trách nhiệm thi hành".
fn carried(context: &Context<'_>, units: &[Unit], at: usize, found: &mut Vec<Proposal>) {
    static PART: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*(?:và\s+)?\((?:[ivx]{1,4}|\d{1,2}|[a-hđ])\)\s*"));
    let flat = &context.flat;
    let unit = &units[at];
    let mut push =
        |how: How, lead: Vec<Body>, at_lead: Span<Restored>, quote: Span<Restored>, task: Span<Restored>| {
            found.push(Proposal {
                unit: at,
                how,
                lead,
                unknown: false,
                at: at_lead,
                quote,
                task,
                support: Vec::new(),
                product: None,
            });
        };
    if let Some(lead) = enforcers::of(context, unit.text)
        && let Some(at_lead) = around(&lead.bodies)
    {
        push(How::Enforcers, lead.bodies, at_lead, lead.quote, lead.task);
    }
    let mut over: Option<&BodyList> = None;
    for (number, clause) in unit.clauses.iter().enumerate() {
        let counted = flat.find(&PART, *clause);
        if let Some(list) = over.filter(|_| number > 0 && counted.is_some()) {
            let text = flat.trim(Span::new(counted.map_or(clause.start(), |m| m.end()), clause.end()), &[]);
            push(How::Carried { clause: number }, list.bodies.clone(), list.span, text, text);
        }
        let leads = |list: &&BodyList| {
            let behind =
                flat.text(Span::new(list.span.end(), clause.end().max(list.span.end()))).trim_start();
            clause.contains(list.span) && (behind.starts_with(':') || behind.starts_with('('))
        };
        over = unit.lists.iter().find(leads).or(over);
    }
}

/// Each clause with each list of bodies in it.
fn named(context: &Context<'_>, units: &[Unit], at: usize, found: &mut Vec<Proposal>) {
    let flat = &context.flat;
    let unit = &units[at];
    for (number, clause) in unit.clauses.iter().enumerate() {
        let unknown = stretched(context, *clause, unit);
        for list in unit.lists.iter().chain(&unknown).filter(|list| clause.contains(list.span)) {
            let before = Span::new(clause.start(), list.span.start());
            let shown = flat.text(before).trim_end();
            let place = if shown.trim_start_matches(['*', '-', '–', ' ']).is_empty() {
                if number == 0 { At::Start } else { At::Clause }
            } else if shown.ends_with(':') {
                At::Colon
            } else if words::last(flat, before).is_some_and(|(_, class)| class == "ask") {
                At::Asked
            } else if shown.ends_with(',') {
                At::Comma
            } else {
                At::Middle
            };
            let long = flat.text(before).split_whitespace().count() > 12;
            let start = if long { list.span.start() } else { clause.start() };
            let task = flat.trim(Span::new(list.span.end(), clause.end()), &[',', ':', '-', '–']);
            found.push(Proposal {
                unit: at,
                how: How::Named { clause: number, at: place },
                lead: list.bodies.clone(),
                unknown: list.unknown,
                at: list.span,
                quote: flat.trim(Span::new(start, clause.end()), &[]),
                task,
                support: Vec::new(),
                product: None,
            });
        }
    }
}

/// The item with what governs it from above.
fn inherited(context: &Context<'_>, units: &[Unit], at: usize, found: &mut Vec<Proposal>) {
    let unit = &units[at];
    let mut above: Vec<usize> = unit.above.clone();
    if let Some(beside) = beside(units, at) {
        above.insert(0, beside);
    }
    let mut nearer = 0;
    for governor in above {
        let lists = governing(context, &units[governor]);
        if lists.is_empty() {
            continue;
        }
        let known = lists.iter().any(|(list, _)| !list.unknown);
        for (list, marks) in lists {
            let how = How::Inherited { governor, nearer, marks, list: list.span };
            found.push(whole(units, at, how, list));
        }
        nearer += usize::from(known);
        if nearer == GOVERNORS {
            break;
        }
    }
}

/// All of an item, with bodies that it has from elsewhere.
fn whole(units: &[Unit], at: usize, how: How, list: BodyList) -> Proposal {
    let text = units[at].text;
    Proposal {
        unit: at,
        how,
        at: list.span,
        lead: list.bodies,
        unknown: list.unknown,
        quote: text,
        task: text,
        support: Vec::new(),
        product: None,
    }
}

/// The item with the body that the document is about.
fn of_subject(
    context: &Context<'_>,
    units: &[Unit],
    sections: &[Option<&'static str>],
    at: usize,
    found: &mut Vec<Proposal>,
) {
    for (place, list) in subject::of(context, units, sections, at) {
        found.push(whole(units, at, How::Subject(place), list));
    }
}

/// A step that names nobody, with the body of the step before: "Bước 1: Sở Y tế …", "Bước 2: Lập …".
fn going_on(context: &Context<'_>, units: &[Unit], at: usize, found: &mut Vec<Proposal>) {
    static STEP: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*bước\s+(?:\d{1,2}|[ivx]{1,4})\b"));
    let flat = &context.flat;
    let is_step = |unit: &Unit| flat.has(&STEP, unit.text);
    let unit = &units[at];
    if !is_step(unit) {
        return;
    }
    let steps = (0..at).rev().filter(|other| units[*other].above == unit.above && is_step(&units[*other]));
    let mut named = steps.filter(|other| !units[*other].lists.is_empty());
    let Some(governor) = named.next() else { return };
    for list in units[governor].lists.iter().take(LISTS) {
        found.push(Proposal {
            unit: at,
            how: How::Inherited { governor, nearer: 0, marks: vec!["step before"], list: list.span },
            at: list.span,
            lead: list.bodies.clone(),
            unknown: list.unknown,
            quote: unit.text,
            task: unit.text,
            support: Vec::new(),
            product: None,
        });
    }
}

/// A row that the source keeps in one line: "1 | Lập danh mục | Sở Y tế | Quý I/2026", with each cell that names bodies.
fn barred(context: &Context<'_>, units: &[Unit], at: usize, found: &mut Vec<Proposal>) {
    let flat = &context.flat;
    let unit = &units[at];
    let text = flat.text(unit.text);
    if text.matches('|').count() < 2 {
        return;
    }
    let mut start = unit.text.start();
    let mut cells = Vec::new();
    for cell in text.split('|') {
        cells.push(flat.trim(Span::new(start, start + cell.len()), &['-', '+', '.', ';']));
        start += cell.len() + 1;
    }
    let bodies: Vec<(Span<Restored>, Vec<Body>)> = cells
        .iter()
        .map(|cell| {
            let lists = unit.lists.iter().filter(|list| cell.contains(list.span));
            let begins = unit.lists.iter().any(|list| list.span.start() == cell.start());
            (*cell, if begins { lists.flat_map(|list| list.bodies.clone()).collect() } else { Vec::new() })
        })
        .collect();
    let told = bodies
        .iter()
        .find(|(cell, names)| names.is_empty() && flat.text(*cell).split_whitespace().count() >= 3);
    let Some((task, _)) = told else { return };
    for (_, lead) in bodies.iter().filter(|(_, names)| !names.is_empty()) {
        if let Some(at_lead) = around(lead) {
            found.push(Proposal {
                unit: at,
                how: How::Row { part: 0 },
                at: at_lead,
                lead: lead.clone(),
                unknown: false,
                quote: *task,
                task: *task,
                support: Vec::new(),
                product: None,
            });
        }
    }
}

/// The sibling of the same kind before an item that names a body alone and has nothing under it: "- Sở Y tế:" over
/// "- Rà soát …".
fn beside(units: &[Unit], at: usize) -> Option<usize> {
    let unit = &units[at];
    let before = (0..at).rev().take_while(|other| units[*other].above == unit.above);
    let before = before.filter(|other| units[*other].shape == unit.shape);
    before
        .into_iter()
        .find(|other| units[*other].alone && units[*other].below.is_empty())
        .filter(|_| !unit.alone)
}

/// The lists of bodies of a part that may govern what is below, with what tells so.
fn governing(context: &Context<'_>, governor: &Unit) -> Vec<(BodyList, Vec<&'static str>)> {
    let flat = &context.flat;
    let bare = unit::bare(flat, governor.text);
    let last_clause = governor.clauses.last().copied().unwrap_or(governor.text);
    let longest = governor.lists.iter().map(|list| list.bodies.len()).max().unwrap_or(0);
    let mut found: Vec<(usize, BodyList, Vec<&'static str>)> = Vec::new();
    let unknown = heading(context, governor);
    for list in governor.lists.iter().chain(&unknown) {
        let mut marks = Vec::new();
        let mut worth = 0;
        let mut mark = |name, by| {
            marks.push(name);
            worth += by;
        };
        let before = Span::new(governor.text.start(), list.span.start());
        let behind = Span::new(list.span.end(), governor.text.end());
        if list.span.start() == bare.start() {
            mark("start", 8);
        }
        if words::last(flat, before).is_some_and(|(_, class)| class == "ask") {
            mark("asked", 6);
        }
        if flat.text(behind).trim_start().starts_with(':') {
            mark("colon", 4);
        }
        if words::first(flat, behind).is_some_and(|(_, class)| !matches!(class, "told" | "thing" | "frame")) {
            mark("duty", 3);
        }
        if last_clause.contains(list.span) {
            mark("last clause", 1);
            let last = governor.lists.iter().rev().find(|other| last_clause.contains(other.span));
            if last.is_some_and(|last| last.span == list.span) {
                mark("last", 1);
            }
        }
        if list.bodies.len() == longest && longest > 1 {
            mark("longest", 1);
        }
        if list.unknown {
            mark("whole", 1);
        }
        found.push((worth, list.clone(), marks));
    }
    // The likeliest first, equal ones as they stand.
    found.sort_by_key(|(worth, _, _)| std::cmp::Reverse(*worth));
    found.into_iter().take(LISTS).map(|(_, list, marks)| (list, marks)).collect()
}

/// The item with the lines under it that tell who leads, and with a body alone on the next line.
fn below(context: &Context<'_>, units: &[Unit], at: usize, found: &mut Vec<Proposal>) {
    let unit = &units[at];
    let attributes: Vec<Attribute> = super::attributes_of(context, unit.node);
    let mut push = |how: How, lead: Vec<Body>| {
        if let Some(at_lead) = around(&lead) {
            found.push(Proposal {
                unit: at,
                how,
                at: at_lead,
                lead,
                unknown: false,
                quote: unit.text,
                task: unit.text,
                support: Vec::new(),
                product: None,
            });
        }
    };
    if let Some(told) = attributes.iter().find(|a| a.told == Told::Lead && !a.value.is_empty()) {
        push(How::Attribute, listed(context, told.value));
    }
    // "Thay tà vẹt tại khu gian (Sở Xây dựng chủ trì; quý II)".
    let flat = &context.flat;
    let text = flat.text(unit.text);
    if let Some(bracket) =
        text.rfind('(').filter(|at| *at > 0 && text.trim_end().ends_with([')', ';', '.', '/']))
    {
        let inside =
            flat.trim(Span::new(unit.text.start() + bracket, unit.text.end()), &['(', ')', ';', '.', '/']);
        let leads = |list: &&BodyList| list.span.start() == inside.start();
        if let Some(list) = unit.lists.iter().find(leads) {
            push(How::Attribute, list.bodies.clone());
        }
    }
    if let Some(next) =
        units.get(at + 1).filter(|next| next.alone && next.shape == Shape::Plain && !unit.alone)
    {
        push(How::Below, next.lists.iter().flat_map(|list| list.bodies.clone()).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::fixture;
    use crate::extract::judge::Judges;

    /// Whether a text proposes these bodies, joined by "+", for what begins with some words.
    fn proposes(text: &str, lead: &str, task: &str) -> bool {
        let document = fixture::document(text);
        let context = Context::new(&document, Judges::embedded());
        let flat = &context.flat;
        Proposed::new(&context).list.iter().any(|proposal| {
            let names: Vec<String> = proposal.lead.iter().map(|body| flat.quote(body.span)).collect();
            names.join("+") == lead && flat.quote(proposal.task).starts_with(task)
        })
    }

    #[test]
    fn whatever_may_be_a_task_is_proposed() {
        for (text, lead, task) in [
            ("1. Sở Nội vụ\na) Rà soát đội ngũ.", "Sở Nội vụ", "Rà soát đội ngũ"),
            ("1. Việc chung\n- Sở Y tế\n+ Rà soát trạm.", "Sở Y tế", "Rà soát trạm"),
            ("1. Về chợ: giao Sở Công Thương chủ trì rà soát.", "Sở Công Thương", "chủ trì rà soát"),
            ("1. C04: Chủ trì tổ chức tập huấn.", "C04", "Chủ trì tổ chức"),
            (
                "Điều 3. Chánh Văn phòng UBND tỉnh; Giám đốc Sở Y tế; Chủ tịch UBND các xã chịu trách nhiệm thi hành Quyết định này.",
                "Chánh Văn phòng UBND tỉnh+Giám đốc Sở Y tế+Chủ tịch UBND các xã",
                "chịu trách nhiệm",
            ),
            (
                "1. Các doanh nghiệp vận tải đường dài trên địa bàn tỉnh:\na) Lắp đặt thiết bị.",
                "Các doanh nghiệp vận tải đường dài trên địa bàn tỉnh",
                "Lắp đặt thiết bị",
            ),
            ("1. Giao Sở Y tế: (i) Rà soát trạm; (ii) Lập danh mục.", "Sở Y tế", "Lập danh mục"),
            (
                "1. Lập danh mục chợ.\n- Cơ quan chủ trì: Sở Công Thương.",
                "Sở Công Thương",
                "Lập danh mục chợ",
            ),
            (
                "1. Các doanh nghiệp có kho chứa khí hóa lỏng\n- Lắp đặt thiết bị.",
                "Các doanh nghiệp có kho chứa khí hóa lỏng",
                "Lắp đặt thiết bị",
            ),
            (
                "1. Cơ quan chủ trì soạn thảo đề án có trách nhiệm lấy ý kiến của các sở.",
                "Cơ quan chủ trì soạn thảo đề án",
                "có trách nhiệm",
            ),
            ("1. Về đất: giao Tổ địa chính cắm mốc bãi tập kết.", "Tổ địa chính", "cắm mốc"),
            (
                "- Bước 1: Ủy ban nhân dân xã rà soát danh sách.\n- Bước 2: Lập báo cáo gửi Sở Nội vụ.",
                "Ủy ban nhân dân xã",
                "Bước 2: Lập báo cáo",
            ),
            ("1. Chợ | Lập danh mục chợ | Sở Công Thương | Quý I/2026", "Sở Công Thương", "Lập danh mục chợ"),
            ("1. Thay tà vẹt tại khu gian (Sở Xây dựng chủ trì; quý II/2027).", "Sở Xây dựng", "Thay tà vẹt"),
            (
                "1. Lập danh mục đập.\n- Cơ quan chủ trì: Cục Quản lý và Xây dựng công trình thủy lợi.",
                "Cục Quản lý và Xây dựng công trình thủy lợi",
                "Lập danh mục đập",
            ),
            (
                "IV. PHÂN CÔNG\nTrung tâm Y tế khu vực (TTYT)\na) Lập dự trù.\nb) TTYT báo cáo Sở Y tế.",
                "TTYT",
                "báo cáo Sở Y tế",
            ),
            (
                "IV. PHÂN CÔNG\nTrung tâm Y tế khu vực (TTYT)\na) Lập dự trù.",
                "Trung tâm Y tế khu vực",
                "Lập dự trù",
            ),
        ] {
            assert!(proposes(text, lead, task), "{text}");
        }
    }

    #[test]
    fn what_is_no_body_is_not_proposed() {
        assert!(!proposes("1. Các trường hợp khác thực hiện theo quy định.", "Các trường", ""));
        assert!(!proposes("- Bước 2: Lập báo cáo gửi Sở Nội vụ.", "Bước 2", ""));
    }
}
