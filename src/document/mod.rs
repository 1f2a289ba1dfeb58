//! Step 4: restored lines become a document with header fields and an outline.

mod appendix;
mod assemble;
mod closing;
mod column;
mod date;
mod effective;
mod figures;
pub(crate) mod halves;
mod head;
mod header;
mod label;
mod laid_table;
mod letterhead;
mod number;
mod outline;
mod paragraph;
mod phrase;
mod seal;
mod several;
mod sheet;
mod side_by_side;
mod signature;
mod strokes;
mod table;
mod title;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::column::Column;
pub use self::several::{Signs, chosen, documents, signs};
use self::sheet::Sheet;
use crate::geometry::{PageIndex, PixelBox};
use crate::page::Block;
use crate::restore::Restoration;
use crate::text::{Restored, Span};
use crate::warning::Warned;

/// Models a restored document. A number under a mark of handwriting is not taken for print, and stamps of urgency and
/// secrecy are read from their marks.
pub fn model(restoration: &Restoration) -> Warned<Document> {
    let mut document = assemble::text(restoration);
    let sheet = Sheet::new(&document);
    let mut roles = vec![Role::Text; sheet.len()];
    let (header, warnings) = header::read(&sheet, &restoration.pages, &mut roles);
    let outline = halves::join(&document.text, outline::build(&sheet, &roles));
    document.header = header;
    document.outline = outline;
    Warned { output: document, warnings }
}

/// What a line of the document is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Letterhead, kind and subject; the closing; signs between them. One node each.
    Frame,
    /// Like [`Role::Frame`], joined with the line before.
    FrameGoesOn,
    /// Text of the body.
    Text,
    /// Begins an attached document.
    Attached,
    /// Goes on with the title of an attached document.
    AttachedGoesOn,
}

impl<T> Field<T> {
    /// A field that the page has no place for.
    pub fn absent() -> Field<T> {
        Field { value: None, status: Status::Absent, confidence: 0.0, evidence: Vec::new() }
    }
}

impl Header {
    /// A header of which nothing is on the page.
    pub fn absent() -> Header {
        Header {
            kind: Field::absent(),
            number: Field::absent(),
            symbol: Field::absent(),
            code: Field::absent(),
            parent_body: Field::absent(),
            issuer: Field::absent(),
            place: Field::absent(),
            date: Field::absent(),
            effective: Field::absent(),
            subject: Field::absent(),
            urgency: Field::absent(),
            secrecy: Field::absent(),
            signer: Field::absent(),
            co_signers: Field::absent(),
            recipients: Field::absent(),
            filed: Field::absent(),
            appendices: Field::absent(),
        }
    }
}

/// A document: its whole text in reading order, where each word of it stands, its header and its outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The restored lines in reading order, each ended by `\n`. Words of a line are parted by one space.
    pub text: String,
    /// One for each line of `text`, in order.
    pub lines: Vec<Line>,
    /// All words, in order.
    pub words: Vec<Word>,
    /// Number, date, issuer and so on.
    pub header: Header,
    /// The parts of the text, in document order; a parent stands before its children.
    pub outline: Vec<Node>,
}

/// A line of [`Document::text`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Without the `\n`.
    pub span: Span<Restored>,
    /// The page it stands on.
    pub page: PageIndex,
    /// Its number as of [`OcrLine::number`](crate::page::OcrLine::number).
    pub number: u32,
    /// The part of the page it was read in.
    pub block: Block,
}

/// A word of [`Document::text`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// Its bytes.
    pub span: Span<Restored>,
    /// Index into [`Document::lines`].
    pub line: usize,
    /// Where it stands; `None` in plain text.
    pub place: Option<PixelBox>,
    /// As of its [`Candidate`](crate::restore::Candidate).
    pub probability: f32,
    /// As of its [`RestoredWord`](crate::restore::RestoredWord).
    pub doubtful: bool,
}

/// Where a span stands: its part of one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The page.
    pub page: PageIndex,
    /// The union of its words' boxes on that line; `None` in plain text.
    pub place: Option<PixelBox>,
    /// The line's number.
    pub line: u32,
    /// The words of the span on that line.
    pub span: Span<Restored>,
}

/// Index of a node in [`Document::outline`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeIndex(pub usize);

/// A part of the text: a heading with what stands under it, an item of a list, a paragraph, a row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// What sort of part it is.
    pub kind: NodeKind,
    /// As printed, without the mark after it: `II`, `1`, `a`, `-`, `Điều 3` gives `3`. `None` for paragraphs.
    pub label: Option<String>,
    /// The label and the node's own text, without its children. Never empty. May run over several lines and pages.
    pub own: Span<Restored>,
    /// The own text without label: heading of a part, first paragraph of an item.
    pub body: Span<Restored>,
    /// The node one step up; `None` at the top.
    pub parent: Option<NodeIndex>,
    /// Depth, from 1 at the top.
    pub level: u32,
    /// Of a cell: the column that it begins in, from 0. `None` for all else.
    pub column: Option<u16>,
}

/// The sorts of parts, in the terms of Decree 30/2020/NĐ-CP, Điều 8 and its annex I.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NodeKind {
    /// `phần`, `I.`, or a heading in capitals.
    Part,
    /// `chương`.
    Chapter,
    /// `mục`.
    Section,
    /// `điều`.
    Article,
    /// `khoản`: `1.` under an article; in plans the second step of the ladder.
    Clause,
    /// `1.1.`, `1.1.1.`
    SubClause,
    /// `điểm`: `a)`.
    Point,
    /// `-` or `•`.
    Bullet,
    /// `+`: spells out the item above.
    Plus,
    /// A paragraph without label.
    Paragraph,
    /// One `Căn cứ …;` or `Theo đề nghị …`.
    Basis,
    /// An attached plan or `Phụ lục`; what follows belongs to it.
    Appendix,
    /// A row of a table; its cells are its children, from left to right.
    Row,
    /// A cell of a row.
    Cell,
    /// A footnote.
    Note,
    /// A line of the head, of the recipients or of the signature block.
    Frame,
}

/// A header field, and how it was come by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field<T> {
    /// What was read; `None` when nothing was.
    pub value: Option<T>,
    /// How it stands on the page.
    pub status: Status,
    /// 0 to 1: share of such fields that were right. 0 with `Absent`.
    pub confidence: f32,
    /// Where it was read, or where it should stand (handwritten, blank). Empty only with `Absent`, and for a
    /// stamp that was found as a mark of the page: its words are no part of the text.
    pub evidence: Vec<Span<Restored>>,
}

/// How a header field stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Printed and read.
    Read,
    /// Written by hand; a value may be the printed part of it.
    Handwritten,
    /// Only a part is printed or was read.
    Partial,
    /// Its place is left blank.
    Blank,
    /// The page has no place for it.
    Absent,
    /// It is there and could not be read.
    Unreadable,
}

/// The header fields of RECORD.md, in its order. Text is as printed, lines joined by spaces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// `Quyết định`, in normal case.
    pub kind: Field<String>,
    /// `57`.
    pub number: Field<String>,
    /// `QĐ-UBND`.
    pub symbol: Field<String>,
    /// `57/QĐ-UBND`, as printed.
    pub code: Field<String>,
    /// The body above the issuer, as printed.
    pub parent_body: Field<String>,
    /// As printed.
    pub issuer: Field<String>,
    /// `Kon Tum`.
    pub place: Field<String>,
    /// `2022-01-27`, `2022-01` or `2022`.
    pub date: Field<String>,
    /// Day from which it has effect, as [`Header::date`].
    pub effective: Field<String>,
    /// `trích yếu`.
    pub subject: Field<String>,
    /// `HỎA TỐC` and the like.
    pub urgency: Field<String>,
    /// `MẬT` and the like.
    pub secrecy: Field<String>,
    /// Who signed.
    pub signer: Field<Signer>,
    /// The others, of documents issued jointly, left to right.
    pub co_signers: Field<Vec<Signer>>,
    /// The lines of `Nơi nhận`.
    pub recipients: Field<Vec<Recipient>>,
    /// `Lưu: VT, NC2`.
    pub filed: Field<Filed>,
    /// Attached plans and appendices.
    pub appendices: Field<Vec<Appendix>>,
}

/// The signature block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signer {
    /// `TM. ỦY BAN NHÂN DÂN`.
    pub authority: Option<String>,
    /// `KT. CHỦ TỊCH`.
    #[serde(rename = "for")]
    pub on_behalf: Option<String>,
    /// `PHÓ CHỦ TỊCH`.
    pub title: Option<String>,
    /// A military rank or a degree before the name, as printed: `Thượng tá`, `LS. TS.`.
    #[serde(default)]
    pub rank: Option<String>,
    /// `Nguyễn Văn A`, without rank and degree.
    pub name: Option<String>,
}

/// A line of `Nơi nhận`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Without the leading dash and the ending mark.
    pub written: String,
    /// `(để b/c)` and the like, without brackets.
    pub purpose: Option<String>,
    /// Where it stands.
    pub span: Span<Restored>,
}

/// The line `Lưu:` of the recipients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Filed {
    /// As printed.
    pub written: String,
    /// The drafting unit: `NC2`.
    pub unit: Option<String>,
    /// The drafter, when named.
    pub drafter: Option<String>,
    /// Number of copies, as printed.
    pub copies: Option<String>,
}

/// An attached plan or appendix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appendix {
    /// As printed.
    pub title: String,
    /// `Phụ lục`, `Kế hoạch`.
    pub kind: String,
    /// First and last page.
    pub pages: (PageIndex, PageIndex),
}

impl Document {
    /// The nodes directly under a node, in order; those at the top for `None`.
    pub fn children(&self, parent: Option<NodeIndex>) -> impl Iterator<Item = NodeIndex> + '_ {
        let first = parent.map_or(0, |p| p.0 + 1);
        (first..self.outline.len()).map(NodeIndex).filter(move |n| self.outline[n.0].parent == parent)
    }

    /// The nodes that a node stands in, the nearest first.
    pub fn ancestors(&self, node: NodeIndex) -> impl Iterator<Item = NodeIndex> + '_ {
        std::iter::successors(self.outline[node.0].parent, |n| self.outline[n.0].parent)
    }

    /// The labels from the top down to a node, without those of bullets: `IV.6`, `3.2.a`. A number that repeats
    /// its parents, as `2.1` under `2`, stands for them. `None` where no node on the way has a label.
    pub fn label_path(&self, node: NodeIndex) -> Option<String> {
        let mut labels: Vec<&str> = std::iter::once(node)
            .chain(self.ancestors(node))
            .filter(|n| !matches!(self.outline[n.0].kind, NodeKind::Bullet | NodeKind::Plus | NodeKind::Note))
            .filter_map(|n| self.outline[n.0].label.as_deref())
            .collect();
        labels.reverse();
        let mut path: Vec<&str> = Vec::new();
        for label in labels {
            while path.last().is_some_and(|last| label.strip_prefix(last).is_some_and(|r| r.starts_with('.')))
            {
                path.pop();
            }
            path.push(label);
        }
        (!path.is_empty()).then(|| path.join("."))
    }

    /// Whether a node's own text is a heading: it names what stands under it and is no sentence of its own.
    pub fn is_heading(&self, node: NodeIndex) -> bool {
        let this = &self.outline[node.0];
        if matches!(this.kind, NodeKind::Frame | NodeKind::Row | NodeKind::Cell | NodeKind::Basis) {
            return false;
        }
        let own = self.text[this.own.range()].trim_end();
        let body = &self.text[this.body.range()];
        let below = self.outline.get(node.0 + 1).is_some_and(|next| next.parent == Some(node));
        phrase::in_capitals(body)
            || (below && !own.ends_with(['.', ';']) && own.split_whitespace().count() <= 40)
    }

    /// The text of a span, white space of any length as one space.
    pub fn quote(&self, span: Span<Restored>) -> String {
        crate::text::one_line(&self.text[span.range()])
    }

    /// Where a span stands: one place for each line it has a word on, in reading order.
    pub fn places(&self, span: Span<Restored>) -> Vec<Place> {
        let first = self.words.partition_point(|word| word.span.end() <= span.start());
        let count = self.words[first..].partition_point(|word| word.span.start() < span.end());
        let lines = self.words[first..first + count].chunk_by(|a, b| a.line == b.line);
        lines
            .filter_map(|words| {
                let line = &self.lines[words.first()?.line];
                let span = words.iter().map(|word| word.span).reduce(Span::union)?;
                let boxes: Vec<PixelBox> = words.iter().filter_map(|word| word.place).collect();
                Some(Place { page: line.page, place: around(&boxes), line: line.number, span })
            })
            .collect()
    }
}

/// The box around words of one line; `None` without boxes. The engine gives a word the ink of the line above or below now
/// and then: of four words and more none reaches further up or down than the middle one by half of its height.
fn around(boxes: &[PixelBox]) -> Option<PixelBox> {
    let whole = boxes.iter().copied().reduce(|a, b| a.union(&b))?;
    if boxes.len() < 4 {
        return Some(whole);
    }
    let middle = |of: &dyn Fn(&PixelBox) -> u32| {
        let mut values: Vec<u32> = boxes.iter().map(of).collect();
        values.sort_unstable();
        values[values.len() / 2]
    };
    let slack = middle(&|b| b.height()) / 2;
    let top = whole.top().max(middle(&|b| b.top()).saturating_sub(slack));
    let bottom = whole.bottom().min(middle(&|b| b.bottom()) + slack);
    Some(PixelBox::new(whole.left(), top, whole.right(), bottom))
}

#[cfg(test)]
mod offices;
#[cfg(test)]
pub(crate) mod tests;
