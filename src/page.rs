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

impl PageImage {
    /// How often each grey value occurs.
    pub(crate) fn counts(&self) -> [u64; 256] {
        // Four in turn: of neighbours with the same value each would wait for the count of the one before.
        let mut counts = [[0_u64; 256]; 4];
        for pixels in self.data.chunks(4) {
            for (counts, pixel) in counts.iter_mut().zip(pixels) {
                counts[usize::from(*pixel)] += 1;
            }
        }
        let [first, others @ ..] = counts;
        others.iter().fold(first, |sum, counts| std::array::from_fn(|grey| sum[grey] + counts[grey]))
    }

    /// The picture as a mirror beside it shows it.
    pub(crate) fn mirrored(&self) -> PageImage {
        let mut data = self.data.clone();
        data.chunks_exact_mut(self.width.max(1) as usize).for_each(<[u8]>::reverse);
        PageImage { data, ..*self }
    }

    /// One row of pixels.
    #[cfg(test)]
    pub(crate) fn row(&self, y: u32) -> &[u8] {
        let width = self.width as usize;
        let start = y as usize * width;
        &self.data[start..start + width]
    }
}

/// The grey value of the paper, by how often each value occurs: the most frequent one of the lighter half, since a
/// page may be mostly ink.
pub(crate) fn paper(counts: &[u64; 256]) -> u8 {
    (128..=u8::MAX).max_by_key(|grey| counts[usize::from(*grey)]).unwrap_or(u8::MAX)
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
    /// What the page's text layer says where its picture was read: a second reading of the same words, in reading
    /// order. Empty where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layer: Vec<OcrLine>,
}

impl OcrPage {
    /// A page of lines alone, without a place in the source, marks, or a second reading.
    #[must_use]
    pub fn of_lines(page: PageIndex, origin: Origin, lines: Vec<OcrLine>) -> OcrPage {
        OcrPage { page, origin, frame: None, marks: Vec::new(), lines, layer: Vec::new() }
    }
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

/// Words under this confidence count as not read.
pub(crate) const READ: f32 = 0.5;

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

    /// What it is worth to have read it: its letters, by the confidence; 0 when it counts as not read.
    pub(crate) fn worth(&self) -> f32 {
        if self.confidence >= READ { self.confidence * self.letters() } else { 0.0 }
    }
}

/// Whether the words of a line are the number of a page and nothing else: `3`, `- 3 -`, `Trang 3/12`. Where such a
/// line has to stand on its page is for the caller to say.
pub(crate) fn is_page_number<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let text = words.collect::<Vec<_>>().join(" ");
    let number = text.trim_start_matches("Trang").trim_matches(['-', '–', '—', '.', '(', ')', '|', ' ']);
    let number = number.split('/').next().unwrap_or(number).trim_end();
    (1..=3).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_lines_of_text() {
        let is_number = |line: &str| is_page_number(line.split_whitespace());
        for line in ["2", "- 12 -", "(3)", "Trang 3/12", "– 7 –", "15/20", "|4|", "Trang 3 / 12"] {
            assert!(is_number(line), "{line}");
        }
        for line in ["", "2024", "1a", "- -", "Trang", "số 2", "2,5", "1 2 3"] {
            assert!(!is_number(line), "{line}");
        }
    }

    #[test]
    fn paper_is_light_even_on_a_page_of_ink() {
        let mut counts = [0; 256];
        (counts[10], counts[240], counts[250]) = (900, 300, 200);
        assert_eq!(paper(&counts), 240);
    }
}
