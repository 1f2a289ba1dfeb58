//! Step 2: a page's picture becomes read words with boxes.

mod columns;
mod faint;
pub mod hocr;
mod ink;
mod inlay;
mod language;
mod layout;
mod number_ink;
mod page;
mod process;
pub mod protocol;
pub mod replay;
mod second_reading;
mod specks;
mod stamps;
mod streaks;
mod tables;
mod words;
pub mod worker;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::geometry::{PageIndex, PixelBox};
use crate::scan::{Frame, Mark, Origin, PageImage};

pub use page::{ReadPage, read_page};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// How the engine should part the area into lines.
    pub segmentation: Segmentation,
    /// Dots per inch of the picture handed over.
    pub dpi: u32,
}

/// How the engine parts an area into lines; Tesseract's page segmentation modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OcrPage {
    /// Which page.
    pub page: PageIndex,
    /// As of its [`Page`](crate::scan::Page).
    pub origin: Origin,
    /// As of its [`Page`](crate::scan::Page), with the turn that the reading showed.
    pub frame: Option<Frame>,
    /// As of its [`Page`](crate::scan::Page), with the text read in them.
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
