//! A sample as written: how it is scanned, the measures of its pages, and the parts of its document.

use super::degrade::Degrade;
use super::typeface::{Family, Style};

/// A sample as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// How it is scanned.
    pub scan: ScanSpec,
    /// Measures of the page.
    pub page: PageSpec,
    /// What is on it, in reading order.
    pub parts: Vec<Part>,
}

/// Kind of file, resolution and damage.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanSpec {
    /// The file made.
    pub form: Form,
    /// Dots per inch.
    pub dpi: u16,
    /// What is accidental on it.
    pub seed: u64,
    /// Damage to every page.
    pub degrade: Degrade,
    /// Quality of JPEG pages, 1 to 100.
    pub quality: u8,
    /// Words around the seal; no seal without them.
    pub seal: Option<String>,
    /// The stamp of the office that received it.
    pub arrival: Option<Arrival>,
    /// Stamps of words in a frame on the first page: urgency, secrecy, copy.
    pub stamps: Vec<Stamp>,
    /// Where a staple rusted through every page: left and top in mm.
    pub staple: Option<(f32, f32)>,
    /// Number that an archivist wrote on the first page; the next pages count on.
    pub folio: Option<u16>,
    /// Remarks scrawled on the first page: left and top in mm, and how many lines.
    pub note: Option<(f32, f32, u8)>,
    /// Printed line around the first page, in mm from the edges of the paper.
    pub frame: Option<f32>,
    /// Dirt on the scanner's glass, on every page.
    pub streaks: Vec<Streak>,
    /// Resolution that the file states, where it is not that of the pages.
    pub stated: Option<u16>,
    /// How the pages lay on the glass.
    pub turned: Turn,
    /// What hands wrote with.
    pub pen: Pen,
}

/// The kinds of files that scanners make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// PDF of colour JPEG pages.
    PdfJpeg,
    /// PDF of bilevel pages with CCITT group 4 compression.
    PdfG4,
    /// One TIFF of bilevel pages with CCITT group 4 compression.
    TiffG4,
    /// A grey PNG of the one page.
    Png,
    /// A colour JPEG of the one page.
    Jpeg,
}

impl Form {
    /// Name of the scan's file in its sample's folder.
    pub fn file(self) -> &'static str {
        match self {
            Form::PdfJpeg | Form::PdfG4 => "scan.pdf",
            Form::TiffG4 => "scan.tif",
            Form::Png => "scan.png",
            Form::Jpeg => "scan.jpg",
        }
    }
}

/// How a page lies on the glass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Upright.
    None,
    /// A quarter turn clockwise: the head of the page is on the right.
    Right,
    /// Upside down.
    Over,
    /// A quarter turn the other way: the head is on the left.
    Left,
}

/// What hands wrote with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pen {
    /// A blue ball pen.
    Blue,
    /// A black one.
    Black,
}

/// The stamp ĐẾN.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// Left edge, in mm from the left of the page.
    pub left: f32,
    /// Top edge, in mm from the top of the page.
    pub top: f32,
    /// Number and day that a hand wrote into it.
    pub number: String,
    /// As written: `14/3/2025`.
    pub day: String,
    /// The office.
    pub office: String,
}

/// A streak down the whole page: dirt that the page was drawn past.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Streak {
    /// Where it begins at the upper edge, in mm from the left of the page.
    pub left: f32,
    /// Width in pixels.
    pub width: f32,
    /// How dark it is, 0 to 1.
    pub strength: f32,
    /// How far it leans to the right down to the lower edge, in mm.
    pub lean: f32,
    /// The share of it that is missing, in pieces of some mm; 0 to 1.
    pub broken: f32,
}

/// A stamp of lines in a frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    /// Left end of its upper edge, in mm from the left of the page.
    pub left: f32,
    /// The same, in mm from the top of the page.
    pub top: f32,
    /// Degrees by which it falls to the right; `None` when the hand was only a little unsteady.
    pub slant: Option<f32>,
    /// Its words, never empty.
    pub lines: Vec<String>,
}

/// Measures of a page, in mm, sizes in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSpec {
    /// Typeface of the text.
    pub family: Family,
    /// Size of the body's letters.
    pub size: f32,
    /// From baseline to baseline, as a multiple of the size.
    pub pitch: f32,
    /// Between paragraphs, in points.
    pub space: f32,
    /// Of the first line of a paragraph.
    pub indent: f32,
    /// White on the left.
    pub left: f32,
    /// White on the right.
    pub right: f32,
    /// White at the top.
    pub top: f32,
    /// White at the bottom.
    pub bottom: f32,
}

impl Default for PageSpec {
    /// Annex I of Decree 30/2020/NĐ-CP: margins 20, 20, 30 and 15 mm, letters of 14 points, indent 12.7 mm.
    fn default() -> PageSpec {
        PageSpec {
            family: Family::Termes,
            size: 14.0,
            pitch: 1.2,
            space: 6.0,
            indent: 12.7,
            left: 30.0,
            right: 17.0,
            top: 20.0,
            bottom: 20.0,
        }
    }
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// The head of Decree 30/2020/NĐ-CP: two columns.
    Letterhead {
        /// Issuing body, number, subject of an official letter.
        left: Vec<Row>,
        /// National title, place and date.
        right: Vec<Row>,
    },
    /// Justified, the first line indented.
    Paragraph(Vec<Word>),
    /// Justified without indent.
    Flush(Vec<Word>),
    /// Centred lines.
    Centred(Vec<Word>),
    /// The short line under a title.
    Rule,
    /// Empty paper, in mm.
    Space(f32),
    /// A table with rules; the first row is its head.
    Table {
        /// Widths in mm and how cells stand.
        columns: Vec<(f32, Align)>,
        /// Cells of each row; as many as columns.
        rows: Vec<Vec<Vec<Word>>>,
    },
    /// Recipients on the left, signature on the right.
    Closing {
        /// `Nơi nhận` and its lines.
        recipients: Vec<Row>,
        /// Authority, title, room for the hand, name.
        signature: Vec<Row>,
    },
    /// What follows begins a new page with numbers of its own.
    NewPage,
    /// The back of the sheet: blank, the page before shows through as dark as this, 0 to 1.
    Back(f32),
    /// A page of so many lines written by hand.
    Scrawl(u8),
}

/// A line of a head or a closing.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// Words.
    Words(Vec<Word>),
    /// The short line under a name.
    Rule,
    /// Room for seal and signature.
    Sign,
}

/// How a cell stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Middle,
}

/// What white space parts: pieces of one or several styles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Left to right, never empty.
    pub pieces: Vec<Piece>,
}

/// A run of letters of one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Never empty.
    pub text: String,
    /// Printed or written.
    pub kind: Kind,
}

/// Printed or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// By a machine.
    Printed(Style),
    /// By hand.
    Hand,
}
