//! What a rule needs to know of the document around a clause: its headings, its year, and where nothing is to be found.

use std::cell::OnceCell;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::attribute::{self, Attribute};
use super::date::{self, Form, Time};
use super::judge::Judges;
use super::purpose;
use super::token::{Flat, pattern};
use super::{Period, Precision};
use crate::document::{Document, Node, NodeIndex, NodeKind};
use crate::text::{Restored, Span};

/// A document with its flat text and what is found out once for all rules.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// The document.
    pub(crate) document: &'a Document,
    /// Its text on one line.
    pub(crate) flat: Flat,
    /// The judges of what is proposed.
    pub(crate) judges: &'a Judges,
    /// The children of each node, in order.
    children: Vec<Vec<NodeIndex>>,
    /// The nodes without a parent, in order.
    top: Vec<NodeIndex>,
    /// For each node the first of its run of items: siblings of one kind, counted through.
    run: Vec<NodeIndex>,
    /// The attributes of each node, once they were asked for: each is asked for by all its siblings.
    attributes: Vec<OnceCell<Vec<Attribute>>>,
    /// The children of each node that are made of attributes, once they were asked for.
    attributed: Vec<OnceCell<Vec<NodeIndex>>>,
    /// The year, or stretch of years, that the title names.
    pub(crate) title_period: Option<Period>,
    /// The document's own date.
    pub(crate) date: Option<Date>,
    /// Whether it sets aims, as a plan does, and lays down no norms, as a regulation does.
    pub(crate) aims: bool,
}

impl<'a> Context<'a> {
    /// Makes a document ready for the rules.
    pub(crate) fn new(document: &'a Document, judges: &'a Judges) -> Context<'a> {
        let flat = Flat::new(&document.text);
        let mut children: Vec<Vec<NodeIndex>> = vec![Vec::new(); document.outline.len()];
        let (mut top, mut run) = (Vec::new(), Vec::<NodeIndex>::new());
        for (index, node) in document.outline.iter().enumerate() {
            let siblings = node.parent.map_or(&mut top, |parent| &mut children[parent.0]);
            // A run begins where the numbering begins again: "1.", "a)", "I.".
            let begins = matches!(node.label.as_deref(), Some("1" | "a" | "I"));
            let before: Option<&NodeIndex> =
                siblings.last().filter(|before| !begins && document.outline[before.0].kind == node.kind);
            run.push(before.map_or(NodeIndex(index), |before| run[before.0]));
            siblings.push(NodeIndex(index));
        }
        let title_period =
            document.header.subject.evidence.iter().find_map(|span| title_period(&flat, *span));
        let date = document.header.date.value.as_deref().and_then(read_date);
        let aims = purpose::sets_aims(document, &flat);
        let attributes = vec![OnceCell::new(); document.outline.len()];
        let attributed = vec![OnceCell::new(); document.outline.len()];
        Context {
            document,
            flat,
            judges,
            children,
            top,
            run,
            attributes,
            attributed,
            title_period,
            date,
            aims,
        }
    }

    /// A node.
    pub(crate) fn node(&self, index: NodeIndex) -> &Node {
        &self.document.outline[index.0]
    }

    /// All nodes with their index, in order.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (NodeIndex, &Node)> {
        self.document.outline.iter().enumerate().map(|(index, node)| (NodeIndex(index), node))
    }

    /// The children of a node, in order.
    pub(crate) fn children(&self, index: NodeIndex) -> &[NodeIndex] {
        &self.children[index.0]
    }

    /// The attributes that a node's own text is made of; empty when it begins with anything else.
    pub(crate) fn attributes(&self, index: NodeIndex) -> &[Attribute] {
        self.attributes[index.0].get_or_init(|| attribute::attributes(&self.flat, self.node(index).body))
    }

    /// The attributes that a node is made of; those of its children where it only heads them: "b) Cơ quan thực hiện:" over
    /// "- Đơn vị chủ trì: Sở Y tế".
    pub(crate) fn attributes_in(&self, index: NodeIndex) -> Vec<Attribute> {
        match self.attributes(index) {
            [only] if only.value.is_empty() => {
                self.children(index).iter().flat_map(|child| self.attributes_in(*child)).collect()
            }
            own => own.to_vec(),
        }
    }

    /// The children of a node that attributes are in, in order.
    pub(crate) fn attributed(&self, index: NodeIndex) -> &[NodeIndex] {
        self.attributed[index.0].get_or_init(|| {
            let has = |child: &NodeIndex| !self.attributes_in(*child).is_empty();
            self.children(index).iter().copied().filter(has).collect()
        })
    }

    /// The nodes above, from the nearest to the top.
    pub(crate) fn ancestors(&self, index: NodeIndex) -> impl Iterator<Item = NodeIndex> {
        std::iter::successors(self.node(index).parent, |above| self.node(*above).parent)
    }

    /// The siblings before a node, from the nearest to the first; without a parent those at the top.
    pub(crate) fn before(&self, index: NodeIndex) -> impl Iterator<Item = NodeIndex> {
        let siblings = self.node(index).parent.map_or(self.top.as_slice(), |parent| self.children(parent));
        siblings[..siblings.partition_point(|sibling| *sibling < index)].iter().rev().copied()
    }

    /// The siblings behind a node, the nearest first.
    pub(crate) fn after(&self, index: NodeIndex) -> impl Iterator<Item = NodeIndex> {
        let siblings = self.node(index).parent.map_or(self.top.as_slice(), |parent| self.children(parent));
        siblings[siblings.partition_point(|sibling| *sibling <= index)..].iter().copied()
    }

    /// The lead-in of the run of items that a node belongs to: what stands right before the first of them, ended by a
    /// colon. It may stand deeper in the outline, as the last paragraph of what came before.
    pub(crate) fn lead_in(&self, index: NodeIndex) -> Option<NodeIndex> {
        let first = self.run[index.0];
        // The second half of a joined paragraph counts as frame and is passed over.
        let before = (0..first.0).rev().map(NodeIndex).find(|i| self.node(*i).kind != NodeKind::Frame)?;
        let node = self.node(before);
        let leads = self.flat.text(node.body).trim_end().ends_with(':') && node.kind != NodeKind::Frame;
        (leads && self.node(index).parent != Some(before)).then_some(before)
    }

    /// Whether a node is of the running text: no head, recipients, signature or basis.
    pub(crate) fn is_text(&self, index: NodeIndex) -> bool {
        !matches!(self.node(index).kind, NodeKind::Frame | NodeKind::Basis | NodeKind::Appendix)
    }

    /// Whether a node is a footnote: "[2] Quyết định số …".
    pub(crate) fn is_footnote(&self, index: NodeIndex) -> bool {
        static FOOTNOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\[\d+\]"));
        self.flat.has(&FOOTNOTE, self.node(index).own)
    }

    /// Labels from the top of the outline down to a node, as `IV.6`.
    pub(crate) fn place(&self, index: NodeIndex) -> Option<String> {
        let mut labels: Vec<&str> =
            self.ancestors(index).filter_map(|above| self.node(above).label.as_deref()).collect();
        labels.reverse();
        labels.extend(self.node(index).label.as_deref());
        (!labels.is_empty()).then(|| labels.join("."))
    }

    /// Lowest certainty of the words of a span: 1 when none is doubtful.
    pub(crate) fn certainty(&self, span: Span<Restored>) -> f32 {
        let words = &self.document.words;
        let first = words.partition_point(|word| word.span.end() <= span.start());
        words[first..]
            .iter()
            .take_while(|word| word.span.start() < span.end())
            .filter(|word| word.doubtful)
            .map(|word| word.probability)
            .fold(1.0, f32::min)
    }
}

/// The first words of a span.
pub(crate) fn first_words(flat: &Flat, span: Span<Restored>, count: usize) -> Span<Restored> {
    let end = flat.tokens_from(span).nth(count).map_or(span.end(), |token| token.span.start());
    Span::new(span.start(), end)
}

/// Words that make the year after them part of a name: a programme, a plan, a standard.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:chuẩn|chương trình|đề án|dự án|chiến lược|quy hoạch|nghị quyết|quyết định|chỉ thị|kết luận)\b[^,;.:]*$",
    )
});

/// The period that a title names: of several the one that stands last and is in no name of another document.
fn title_period(flat: &Flat, title: Span<Restored>) -> Option<Period> {
    let mut times = date::times(flat, title);
    times.retain(|t| {
        matches!(t.precision, Precision::Year | Precision::Quarter | Precision::HalfYear | Precision::Month)
            && t.days.is_some()
    });
    // "đến năm 2030, tầm nhìn đến năm 2045" is about the years to 2030.
    static OUTLOOK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:tầm nhìn|định hướng)\b[^,;.]*$"));
    if times.iter().any(|t| !flat.has(&OUTLOOK, Span::new(title.start(), t.span.start()))) {
        times.retain(|t| !flat.has(&OUTLOOK, Span::new(title.start(), t.span.start())));
    }
    let free =
        |t: &&Time| !flat.has(&NAMED, Span::new(title.start(), t.span.start())) || t.form == Form::Stretch;
    times.iter().rev().find(free).or_else(|| times.last()).map(|t| t.period(flat))
}

/// The day of a header's date; of `2025-11` its first, of `2025` its first: what is due in the month of a document whose
/// day is written by hand does not lie before it.
fn read_date(written: &str) -> Option<Date> {
    let mut parts = written.split('-').map(str::parse::<i16>);
    let year = parts.next()?.ok()?;
    let Some(Ok(month)) = parts.next() else { return date::year_days(year).map(|d| d.0) };
    let month = i8::try_from(month).ok()?;
    let Some(Ok(day)) = parts.next() else { return date::month_days(year, month).map(|d| d.0) };
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture;

    #[test]
    fn a_date_without_its_day_begins_its_month() {
        let first = |date: &str| {
            let document = fixture::dated("Kế hoạch", date, "1. Sở Y tế gửi báo cáo trước ngày 05/6/2026.");
            super::Context::new(&document, super::Judges::embedded()).date.map(|date| date.to_string())
        };
        assert_eq!(first("2026-06").as_deref(), Some("2026-06-01"));
        assert_eq!(first("2026-06-20").as_deref(), Some("2026-06-20"));
    }
}
