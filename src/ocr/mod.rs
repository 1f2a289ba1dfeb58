//! Step 2: a page's picture becomes read words with boxes.

pub mod hocr;
mod ink;
mod layout;
mod process;
pub mod protocol;
mod tables;
pub mod worker;

use crate::config::OcrConfig;
use crate::error::Result;
use crate::geometry::{PageIndex, PixelBox};
use crate::scan::{Content, Frame, Mark, Origin, Page, PageImage};
use crate::warning::Warned;

/// Reads pictures of text.
pub trait OcrEngine: Send + Sync {
    /// Name and version, for messages and for the record: `tesseract 5.3.0`.
    fn name(&self) -> &str;

    /// Reads one area of a page's picture in one manner. Boxes of the result count pixels of `image`.
    ///
    /// Called from many threads at once; must not start threads of its own.
    ///
    /// # Errors
    /// [`Error::EngineMissing`](crate::error::Error::EngineMissing) when it is not installed,
    /// [`Error::EngineFailed`](crate::error::Error::EngineFailed) when it did not answer, twice.
    fn read(&self, page: PageIndex, image: &PageImage, area: PixelBox, how: &Reading)
    -> Result<Vec<OcrLine>>;
}

/// One manner of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// How the engine should part the area into lines.
    pub segmentation: Segmentation,
    /// Dots per inch of the picture handed over.
    pub dpi: u32,
}

/// How the engine parts an area into lines; Tesseract's page segmentation modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segmentation {
    /// A whole page with blocks to be found (mode 3).
    Page,
    /// One column of text of different sizes (mode 4).
    Column,
    /// One block of lines, as a body without columns (mode 6).
    Block,
    /// One line (mode 7).
    Line,
}

/// What was read on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct OcrPage {
    /// Which page.
    pub page: PageIndex,
    /// As of its [`Page`].
    pub origin: Origin,
    /// As of its [`Page`], with the turn that the reading showed.
    pub frame: Option<Frame>,
    /// As of its [`Page`], with the text read in them.
    pub marks: Vec<Mark>,
    /// In reading order: letterhead left, letterhead right, body, recipients, signature.
    pub lines: Vec<OcrLine>,
}

/// A printed line, or one cell's line of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct OcrLine {
    /// Counted from 1: in a text file the line of the file, on a scan the line of the page.
    pub number: u32,
    /// The part of the page it stands in.
    pub block: Block,
    /// Left to right. Never empty.
    pub words: Vec<OcrWord>,
}

/// A word as it was read, white space at either side of it on the page.
#[derive(Debug, Clone, PartialEq)]
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

/// The part of a page that a line stands in, by the layout of Decree 30/2020/NĐ-CP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Which table of the page.
    pub table: u16,
    /// Its row.
    pub row: u16,
    /// Its column.
    pub column: u16,
}

/// Reads a page: its picture by the engine, or its text as it is.
///
/// # Errors
/// As of [`OcrEngine::read`].
pub fn read_page(engine: &dyn OcrEngine, page: Page, config: &OcrConfig) -> Result<Warned<OcrPage>> {
    let Page { index, origin, frame, content, marks } = page;
    let lines = match content {
        Content::Text(lines) => lines,
        Content::Picture { image, scale: _ } => {
            let _ = config;
            let ink = ink::Ink::of(&image, 300);
            let mut lines = Vec::new();
            for region in layout::regions(&ink, index) {
                let how = Reading { segmentation: region.segmentation, dpi: 300 };
                let mut read = engine.read(index, &image, region.place, &how)?;
                for line in &mut read {
                    line.block = region.block;
                }
                lines.append(&mut read);
            }
            lines
        }
    };
    Ok(Warned::sure(OcrPage { page: index, origin, frame, marks, lines }))
}
