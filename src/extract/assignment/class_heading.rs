//! A heading that is a class of bodies from its first word to its last: "7. Các doanh nghiệp vận tải hành khách trên địa
//! bàn tỉnh" over "- Lắp đặt thiết bị giám sát …" (invented).
//!
//! No list knows where such a class ends, and a verb in it ("Các sở quản lý dự án thành phần") is no duty: the heading
//! ends it. Taken only where bodies are told their tasks: beside headings that name known bodies, or in the part on who
//! does what. Not: those whom a document is about ("Các doanh nghiệp được hỗ trợ" under "Đối tượng").

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{NodeIndex, NodeKind};
use crate::extract::AgencyKind;
use crate::extract::agency::{self, Body};
use crate::extract::context::Context;
use crate::extract::duty::DUTY;
use crate::extract::token::pattern;
use crate::text::{Restored, Span};

/// The classes that the headings of a document name.
#[derive(Debug)]
pub(super) struct ClassHeadings(Vec<Option<Body>>);

impl ClassHeadings {
    /// Reads all nodes, once.
    pub(super) fn new(context: &Context<'_>) -> ClassHeadings {
        ClassHeadings(context.nodes().map(|(index, _)| class(context, index)).collect())
    }

    /// The class that a node names as a heading, whole.
    pub(super) fn of(&self, index: NodeIndex) -> Option<Body> {
        self.0.get(index.0).copied().flatten()
    }
}

fn class(context: &Context<'_>, index: NodeIndex) -> Option<Body> {
    static MANY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:các|những|mọi)\s"));
    let flat = &context.flat;
    let node = context.node(index);
    let text = flat.trim(node.body, &[':']);
    let heading = node.label.is_some()
        && matches!(node.kind, NodeKind::Part | NodeKind::Clause | NodeKind::SubClause | NodeKind::Point)
        && flat.has(&MANY, text)
        && !flat.text(text).contains(['.', ';', ':'])
        && (3..=30).contains(&flat.text(text).split_whitespace().count());
    if !heading || !heads_duties(context, index) {
        return None;
    }
    let (list, end) = agency::list_at(flat, text);
    let class = list.len() == 1 && list[0].kind == AgencyKind::Class && end < text.end();
    (class && (beside_bodies(context, index) || of_duties(context, index)))
        .then_some(Body { span: text, kind: AgencyKind::Class })
}

/// Whether the first item under a heading begins with a verb of duty.
fn heads_duties(context: &Context<'_>, index: NodeIndex) -> bool {
    let first = context.children(index).first();
    first.is_some_and(|child| context.flat.has(&DUTY, context.node(*child).body))
}

/// Whether another heading of the run names known bodies and nothing else.
fn beside_bodies(context: &Context<'_>, index: NodeIndex) -> bool {
    let flat = &context.flat;
    let node = context.node(index);
    // The headings of one run, those without a parent too.
    let mut beside = context
        .nodes()
        .filter(|(other, n)| *other != index && n.parent == node.parent && n.kind == node.kind);
    beside.any(|(other, _)| {
        let text: Span<Restored> = flat.trim(context.node(other).body, &[':', '.']);
        let (list, end) = agency::list_at(flat, text);
        !list.is_empty() && end == text.end()
    })
}

/// Whether a heading stands in the part on who does what.
fn of_duties(context: &Context<'_>, index: NodeIndex) -> bool {
    static PART: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"tổ\s+chức\s+thực\s+hiện|trách\s+nhiệm|phân\s+công"));
    context.ancestors(index).any(|above| context.flat.has(&PART, context.node(above).body))
}

#[cfg(test)]
mod tests {
    use crate::extract::{findings, fixture};

    fn leads(text: &str) -> Vec<Vec<String>> {
        let found = findings(&fixture::document(text)).assignments;
        found.into_iter().map(|f| f.value.lead.into_iter().map(|m| m.written).collect()).collect()
    }

    #[test]
    fn hits() {
        let text = "1. Sở Xây dựng\n- Rà soát các tuyến vận tải công cộng.\n2. Các doanh nghiệp hoạt động trong lĩnh vực vận tải hành khách trên địa bàn tỉnh\n- Lắp đặt thiết bị giám sát hành trình.\n3. Các sở, ngành quản lý, tham gia thực hiện các dự án thành phần\n- Báo cáo kết quả thực hiện dự án.";
        assert_eq!(
            leads(text),
            [
                ["Sở Xây dựng"],
                ["Các doanh nghiệp hoạt động trong lĩnh vực vận tải hành khách trên địa bàn tỉnh"],
                ["Các sở, ngành quản lý, tham gia thực hiện các dự án thành phần"],
            ]
        );
    }

    #[test]
    fn misses() {
        let text = "1. Đối tượng hỗ trợ\na) Các doanh nghiệp hoạt động trong lĩnh vực vận tải hành khách\n- Có phương án kinh doanh khả thi.";
        assert_eq!(leads(text), Vec::<Vec<String>>::new());
    }
}
