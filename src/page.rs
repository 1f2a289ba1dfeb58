//! The page as the steps speak of it: its picture and frame, the lines and words read on it, its blocks, cells and
//! marks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::geometry::{Affine, PageIndex, PixelBox};

/// Where a page's text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A picture that has to be read by the engine.
    Scan,
    /// A text layer that was judged good, or asked for.
    TextLayer,
    /// A text file.
    PlainText,
}

/// A picture in grey, one byte a pixel, 0 black and 255 white, row after row from the top.
///
/// Invariant: `data.len() == width * height`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageImage {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// The pixels.
    pub data: Vec<u8>,
}

/// Size of an upright page and the way back to its source.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Columns of the upright page at the source's own resolution.
    pub width: u32,
    /// Rows of the same.
    pub height: u32,
    /// Dots per inch of the same.
    pub dpi: u32,
    /// Degrees the page was turned clockwise to come upright, beyond what its file itself asks for: 0, 90, 180
    /// or 270.
    pub turned: u16,
    /// Degrees by which the lines of the scan rose to the right and that were taken out; −7 to 7.
    pub skew: f64,
    /// From these pixels to the source page: points of the PDF page (its own axes, before its `/Rotate`), stored
    /// pixels of a picture.
    pub to_source: Affine,
}

/// What was read on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OcrPage {
    /// Which page.
    pub page: PageIndex,
    /// Where its text comes from.
    pub origin: Origin,
    /// Its place in the source, with the turn that the reading showed; `None` for plain text.
    pub frame: Option<Frame>,
    /// Seals, stamps and handwriting, with the text read in them.
    pub marks: Vec<Mark>,
    /// In reading order: letterhead left, letterhead right, body, recipients, signature.
    pub lines: Vec<OcrLine>,
}

/// A printed line, or one cell's line of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OcrLine {
    /// Counted from 1: in a text file the line of the file, on a scan the line of the page.
    pub number: u32,
    /// The part of the page it stands in.
    pub block: Block,
    /// Left to right. Never empty.
    pub words: Vec<OcrWord>,
}

impl OcrLine {
    /// Where it stands; `None` in plain text.
    pub(crate) fn place(&self) -> Option<PixelBox> {
        self.words.iter().filter_map(|word| word.place).reduce(|a, b| a.union(&b))
    }
}

/// A word as it was read, white space at either side of it on the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OcrWord {
    /// NFC. Never empty; no white space.
    pub text: String,
    /// Where it stands; `None` in plain text.
    pub place: Option<PixelBox>,
    /// The engine's own estimate, 0 to 1. Not calibrated. 1 for plain text and text layers.
    pub confidence: f32,
    /// What else the engine saw, best first, with its estimates (0 to 1). May be empty.
    pub alternatives: Vec<(String, f32)>,
}

impl OcrWord {
    /// How many of its characters are letters or digits.
    pub(crate) fn letters(&self) -> f32 {
        let count = self.text.chars().filter(|c| c.is_alphanumeric()).count();
        f32::from(u16::try_from(count).unwrap_or(u16::MAX))
    }
}

/// The part of a page that a line stands in, by the layout of Decree 30/2020/NĐ-CP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// Not told apart: plain text, text layers.
    Unknown,
    /// Left half of the head of page 1: issuing body, number, subject of an official letter.
    LetterheadLeft,
    /// Right half of the head of page 1: national title, place and date.
    LetterheadRight,
    /// The text between head and closing.
    Body,
    /// Left half of the closing: `Nơi nhận`.
    Recipients,
    /// Right half of the closing: authority, title, name.
    Signature,
    /// A cell of a table.
    Cell(Cell),
}

/// A cell of a table. Counts start from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Which table of the page.
    pub table: u16,
    /// Its row.
    pub row: u16,
    /// Its column.
    pub column: u16,
}

/// Something on the page that is not of its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Where it is.
    pub place: PixelBox,
    /// What is written in it, when it was read.
    pub text: Option<String>,
}

/// Kinds of marks; their names in the record are in snake case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// Round seal of the office.
    Seal,
    /// Rectangular stamp of arrival (ĐẾN).
    ArrivalStamp,
    /// Stamp of an electronic portal.
    PortalStamp,
    /// HỎA TỐC, THƯỢNG KHẨN, KHẨN.
    Urgency,
    /// MẬT, TỐI MẬT, TUYỆT MẬT.
    Secrecy,
    /// SAO Y, SAO LỤC, TRÍCH SAO.
    Copy,
    /// Signature by hand, or the picture of a digital one.
    Signature,
    /// Other writing by hand.
    Handwriting,
    /// Number of the sheet in its file.
    Folio,
}
