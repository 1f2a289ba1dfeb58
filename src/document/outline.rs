//! The outline tree: parts, articles, clauses, points, bullets and the paragraphs between them.

use std::ops::Range;

use super::label::Class;
use super::paragraph::{self, Paragraph};
use super::phrase::{begins_any, ends_sentence, in_capitals, key};
use super::sheet::Sheet;
use super::{Node, NodeIndex, NodeKind, Role, figures, table};
use crate::page::Block;
use crate::text::Span;

/// Depth of a lead-in, a paragraph ending in a colon, among labels: bullets go inside, all else stands beside.
const LEAD_RANK: u8 = 70;
/// Depth of a heading in capitals without label: as `I.`
const HEADING_RANK: u8 = 35;

/// What a node on the way down to the last one is in its list.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Rung {
    Labelled(Class),
    Heading,
    Lead,
    Attached,
}

impl Rung {
    fn rank(self) -> u8 {
        match self {
            Rung::Labelled(class) => class.rank(),
            Rung::Heading => HEADING_RANK,
            Rung::Lead => LEAD_RANK,
            Rung::Attached => 0,
        }
    }
}

/// The nodes of a document, a parent before its children; `roles` has one for each line.
pub(super) fn build(sheet: &Sheet<'_>, roles: &[Role]) -> Vec<Node> {
    let mut tree = Tree { sheet, nodes: Vec::new(), way: Vec::new(), labelled: false };
    let mut line = 0;
    while line < sheet.len() {
        let run =
            |same: &dyn Fn(usize) -> bool| (line + 1..sheet.len()).find(|l| !same(*l)).unwrap_or(sheet.len());
        let end = match roles[line] {
            Role::Frame | Role::FrameGoesOn => {
                let end = run(&|l| roles[l] == Role::FrameGoesOn);
                let span = sheet.span(line, end - 1);
                tree.way.retain(|(_, rung)| *rung == Rung::Attached);
                tree.push(NodeKind::Frame, None, span, span);
                end
            }
            Role::Attached | Role::AttachedGoesOn => {
                let end = run(&|l| roles[l] == Role::AttachedGoesOn);
                tree.attached(line, end - 1);
                end
            }
            Role::Text if is_cell(sheet, line) => {
                let end = run(&|l| roles[l] == Role::Text && is_cell(sheet, l));
                tree.table(table::rows(sheet, line..end).into_iter());
                end
            }
            Role::Text => {
                let end = run(&|l| roles[l] == Role::Text && !is_cell(sheet, l));
                let mut from = line;
                for laid in figures::find(sheet, line..end) {
                    tree.text(from..laid.lines.start);
                    tree.table(laid.rows.into_iter());
                    from = laid.lines.end;
                }
                tree.text(from..end);
                end
            }
        };
        line = end;
    }
    tree.nodes
}

fn is_cell(sheet: &Sheet<'_>, line: usize) -> bool {
    matches!(sheet.lines[line].block, Block::Cell(_))
}

/// The outline under construction.
struct Tree<'a> {
    sheet: &'a Sheet<'a>,
    nodes: Vec<Node>,
    /// From the top to the last node: those that may get children.
    way: Vec<(NodeIndex, Rung)>,
    /// Whether a label was met in this document or attachment: then the preamble is over.
    labelled: bool,
}

impl Tree<'_> {
    /// Adds a node under the last one on the way.
    fn push(
        &mut self,
        kind: NodeKind,
        label: Option<String>,
        own: Span<crate::text::Restored>,
        body: Span<crate::text::Restored>,
    ) -> NodeIndex {
        let parent = self.way.last().map(|(index, _)| *index);
        self.add(kind, label, own, body, parent)
    }

    /// Adds a node under a given one.
    fn add(
        &mut self,
        kind: NodeKind,
        label: Option<String>,
        own: Span<crate::text::Restored>,
        body: Span<crate::text::Restored>,
        parent: Option<NodeIndex>,
    ) -> NodeIndex {
        let level = parent.map_or(1, |p| self.nodes[p.0].level + 1);
        self.nodes.push(Node { kind, label, own, body, parent, level, column: None });
        NodeIndex(self.nodes.len() - 1)
    }

    /// Adds a table under the last part or item that is not a bullet.
    fn table(&mut self, rows: impl Iterator<Item = table::Row>) {
        self.way.retain(|(_, rung)| rung.rank() < LEAD_RANK);
        let parent = self.way.last().map(|(index, _)| *index);
        for row in rows {
            let Some(whole) = row.iter().map(|(_, span)| *span).reduce(Span::union) else { continue };
            let index = self.add(NodeKind::Row, None, whole, whole, parent);
            for (column, span) in row {
                let cell = self.add(NodeKind::Cell, None, span, span, Some(index));
                self.nodes[cell.0].column = Some(column);
            }
        }
    }

    fn attached(&mut self, first: usize, last: usize) {
        self.way.clear();
        self.labelled = false;
        let span = self.sheet.span(first, last);
        let index = self.push(NodeKind::Appendix, None, span, span);
        self.way.push((index, Rung::Attached));
    }

    /// Adds lines of running text.
    fn text(&mut self, lines: Range<usize>) {
        let lines: Vec<usize> = lines.collect();
        self.paragraphs(&paragraph::join(self.sheet, &lines));
    }

    fn paragraphs(&mut self, paragraphs: &[Paragraph]) {
        let last_label = paragraphs.iter().rposition(|p| p.label.is_some());
        let mut closing = false;
        let mut i = 0;
        while i < paragraphs.len() {
            let paragraph = &paragraphs[i];
            i += 1;
            let Some(label) = &paragraph.label else {
                closing |= last_label.is_some_and(|l| l < i - 1) && self.is_closing(paragraph);
                self.plain(paragraph, closing);
                continue;
            };
            self.labelled = true;
            let mut own = paragraph.own;
            let mut body = paragraph.body;
            // The title of a chapter stands on the next line.
            if matches!(label.class, Class::PartWord | Class::Chapter | Class::SectionWord)
                && let Some(title) = paragraphs.get(i).filter(|p| p.label.is_none() && self.is_title(p))
                && (body.is_empty() || in_capitals(self.sheet.slice(title.own)))
            {
                body = if body.is_empty() { title.own } else { body.union(title.own) };
                own = own.union(title.own);
                i += 1;
            }
            self.climb(label.class);
            let index = self.push(label.class.kind(), Some(label.text.clone()), own, body);
            self.way.push((index, Rung::Labelled(label.class)));
        }
    }

    /// Leaves the parts that a label of this class does not go into.
    fn climb(&mut self, class: Class) {
        if let Some(at) = self.way.iter().rposition(|(_, rung)| *rung == Rung::Labelled(class)) {
            self.way.truncate(at);
            return;
        }
        if matches!(class, Class::Sign(_)) {
            return;
        }
        while let Some((_, rung)) = self.way.last() {
            // A sign stands where it was put first: what is inside it stays inside.
            let inside = match rung {
                Rung::Labelled(Class::Sign(_)) => class.is_sign(),
                other => other.rank() < class.rank(),
            };
            if inside {
                break;
            }
            self.way.pop();
        }
    }

    /// A paragraph without label.
    fn plain(&mut self, paragraph: &Paragraph, closing: bool) {
        let text = self.sheet.slice(paragraph.own);
        if !self.labelled && is_basis(text) {
            self.way.retain(|(_, rung)| *rung == Rung::Attached);
            self.push(NodeKind::Basis, None, paragraph.own, paragraph.own);
            return;
        }
        if closing {
            self.way.retain(|(_, rung)| *rung == Rung::Attached);
        } else if self.is_heading(paragraph) {
            while self.way.last().is_some_and(|(_, rung)| rung.rank() >= HEADING_RANK) {
                self.way.pop();
            }
            let index = self.push(NodeKind::Part, None, paragraph.own, paragraph.own);
            self.way.push((index, Rung::Heading));
            return;
        } else {
            // After bullets the text goes on with what they stand under, unless the last one opens a list itself.
            let opens = self.way.last().is_some_and(|(index, rung)| {
                matches!(rung, Rung::Labelled(_)) && self.sheet.slice(self.nodes[index.0].own).ends_with(':')
            });
            if !opens {
                while self.way.last().is_some_and(|(_, rung)| rung.rank() >= LEAD_RANK) {
                    self.way.pop();
                }
            }
        }
        let index = self.push(NodeKind::Paragraph, None, paragraph.own, paragraph.own);
        if text.ends_with(':') {
            self.way.push((index, Rung::Lead));
        }
    }

    /// A heading in capitals without label: one to three lines that end without a mark.
    fn is_heading(&self, paragraph: &Paragraph) -> bool {
        let text = self.sheet.slice(paragraph.own);
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        in_capitals(text)
            && text.split_whitespace().count() >= 2
            && letters >= 8
            && paragraph.last - paragraph.first <= 2
            && !text.ends_with([';', ',', '.'])
    }

    fn is_title(&self, paragraph: &Paragraph) -> bool {
        let text = self.sheet.slice(paragraph.own);
        paragraph.last - paragraph.first <= 2 && !ends_sentence(text) && text.chars().count() <= 250
    }

    /// Whether a paragraph after the last item speaks for the whole document again.
    fn is_closing(&self, paragraph: &Paragraph) -> bool {
        const OPENINGS: [&str; 26] = [
            "tren day la",
            "yeu cau",
            "de nghi",
            "nhan duoc",
            "trong qua trinh",
            "qua trinh",
            "uy ban nhan dan",
            "ubnd",
            "chu tich",
            "hoi dong nhan dan",
            "chi thi nay",
            "quyet dinh nay",
            "ke hoach nay",
            "nghi quyet nay",
            "cong van nay",
            "can cu",
            "giao",
            "thu truong",
            "cac so",
            "cac co quan",
            "cac don vi",
            "so",
            "truong hop",
            "neu co",
            "van phong",
            "trung tam",
        ];
        let text = self.sheet.slice(paragraph.own);
        let key = key(text);
        // `./.` ends a document (Decree 30/2020, annex I, II.6).
        text.trim_end().ends_with("./.")
            || (begins_any(&key, &OPENINGS) && key.split(' ').count() >= 8 && self.deep_enough(&key))
    }

    /// Bodies and offices begin paragraphs inside items too; there they count only after an item whose text is
    /// complete.
    fn deep_enough(&self, key: &str) -> bool {
        if begins_any(key, &["tren day la", "nhan duoc", "trong qua trinh", "qua trinh", "yeu cau"]) {
            return true;
        }
        self.way.last().is_none_or(|(index, _)| ends_sentence(self.sheet.slice(self.nodes[index.0].own)))
    }
}

/// `Căn cứ …;`, `Xét …`, `Theo đề nghị …`: what a document rests on, before its first part.
fn is_basis(text: &str) -> bool {
    let key = key(text);
    if text.ends_with(':') {
        return false;
    }
    begins_any(&key, &["can cu", "xet", "theo de nghi", "tren co so de nghi", "theo y kien"])
        || (begins_any(&key, &["thuc hien", "tiep theo", "theo", "tren co so"]) && text.ends_with(';'))
}

#[cfg(test)]
mod tests {
    use crate::document::tests::{drawn, plain};

    #[test]
    fn articles_hold_clauses_and_points() {
        let document = plain(
            "Chương I\n\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n\n1. Quy định này gồm:\n\na) Các sở;\n\nb) Các xã.\n\n\
             2. Không áp dụng với doanh nghiệp.\n\nĐiều 2. Kinh phí\n\nTừ ngân sách tỉnh.\n",
        );
        assert_eq!(
            drawn(&document),
            "Chapter I: Chương I QUY ĐỊNH\n\
             \x20 Article I.1: Điều 1. Phạm vi\n\
             \x20   Clause I.1.1: 1. Quy định này\n\
             \x20     Point I.1.1.a: a) Các sở;\n\
             \x20     Point I.1.1.b: b) Các xã.\n\
             \x20   Clause I.1.2: 2. Không áp dụng\n\
             \x20 Article I.2: Điều 2. Kinh phí\n\
             \x20   Paragraph I.2: Từ ngân sách tỉnh.\n"
        );
    }

    #[test]
    fn decimals_replace_their_parents_in_the_path() {
        let document = plain(
            "I. NHIỆM VỤ\n\n1. Trồng rừng\n\n1.1. Rừng phòng hộ\n\n- Chăm sóc:\n\n+ Bón phân;\n\n+ Phát cỏ.\n\n\
             1.2. Rừng sản xuất\n\n2. Giao thông\n",
        );
        assert_eq!(
            drawn(&document),
            "Part I: I. NHIỆM VỤ\n\
             \x20 Clause I.1: 1. Trồng rừng\n\
             \x20   SubClause I.1.1: 1.1. Rừng phòng hộ\n\
             \x20     Bullet I.1.1: - Chăm sóc:\n\
             \x20       Plus I.1.1: + Bón phân;\n\
             \x20       Plus I.1.1: + Phát cỏ.\n\
             \x20   SubClause I.1.2: 1.2. Rừng sản xuất\n\
             \x20 Clause I.2: 2. Giao thông\n"
        );
    }

    #[test]
    fn a_lead_in_holds_its_bullets_and_a_star_what_follows_it() {
        let document = plain(
            "1. Phân công\n\nCác sở, ban, ngành:\n\n- Rà soát;\n\n- Báo cáo.\n\n* Cấp xã\n\n- Tuyên truyền.\n\n\
             2. Kinh phí\n",
        );
        assert_eq!(
            drawn(&document),
            "Clause 1: 1. Phân công\n\
             \x20 Paragraph 1: Các sở, ban, ngành:\n\
             \x20   Bullet 1: - Rà soát;\n\
             \x20   Bullet 1: - Báo cáo.\n\
             \x20     Bullet 1: * Cấp xã\n\
             \x20   Bullet 1: - Tuyên truyền.\n\
             Clause 2: 2. Kinh phí\n"
        );
    }
}
