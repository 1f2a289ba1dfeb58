//! Step 1: a file becomes pages.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::ScanConfig;
use crate::error::{Error, Result};
use crate::geometry::{Affine, PageIndex, PixelBox};
use crate::ocr::{Block, OcrLine, OcrWord};
use crate::warning::Warned;

/// An opened file. Its pages are made one by one, so that a thousand of them need the memory of a few.
#[derive(Debug)]
pub struct Scan {
    /// The file as it was named.
    pub path: PathBuf,
    /// `application/pdf`, `image/tiff`, `image/png`, `image/jpeg`, `text/plain`.
    pub media_type: &'static str,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// Digital signatures present.
    pub signatures: Vec<DigitalSignature>,
    pages: Vec<Vec<OcrLine>>,
}

/// A digital signature present in the file. It is not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigitalSignature {
    /// Who signed, as the file says.
    pub name: Option<String>,
    /// When, ISO 8601, as the file says.
    pub time: Option<String>,
}

/// Opens a scan from the bytes of a file; `path` is for messages.
///
/// # Errors
/// [`Error::Empty`], [`Error::UnknownFormat`], [`Error::Damaged`], [`Error::Encrypted`], [`Error::NoPages`].
pub fn open(path: &Path, bytes: Vec<u8>, config: &ScanConfig) -> Result<Scan> {
    let _ = config;
    let length = bytes.len() as u64;
    let sha256 = crate::record::sha256(&bytes);
    let text = String::from_utf8(bytes).map_err(|_| Error::UnknownFormat { path: path.to_owned() })?;
    let mut number = 0;
    let pages = text
        .split('\u{c}')
        .map(|page| {
            page.lines()
                .filter_map(|line| {
                    number += 1;
                    let words: Vec<OcrWord> = crate::text::nfc(line)
                        .split_whitespace()
                        .map(|word| OcrWord {
                            text: word.to_owned(),
                            place: None,
                            confidence: 1.0,
                            alternatives: Vec::new(),
                        })
                        .collect();
                    (!words.is_empty()).then_some(OcrLine { number, block: Block::Unknown, words })
                })
                .collect()
        })
        .collect();
    Ok(Scan {
        path: path.to_owned(),
        media_type: "text/plain",
        bytes: length,
        sha256,
        signatures: Vec::new(),
        pages,
    })
}

impl Scan {
    /// How many pages it has; at least 1.
    pub fn page_count(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    /// Makes one page: drawn, deskewed, cleaned, scaled. May be called from many threads at once.
    ///
    /// # Errors
    /// [`Error::PageTooLarge`], [`Error::Damaged`].
    ///
    /// # Panics
    /// When `index` is not under [`Scan::page_count`].
    pub fn page(&self, index: PageIndex) -> Result<Warned<Page>> {
        Ok(Warned::sure(Page {
            index,
            origin: Origin::PlainText,
            frame: None,
            content: Content::Text(self.pages[index.0 as usize].clone()),
            marks: Vec::new(),
        }))
    }
}

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

/// An upright page, ready for reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Which page of the scan it is.
    pub index: PageIndex,
    /// Where its text comes from.
    pub origin: Origin,
    /// Its place in the source; `None` for plain text.
    pub frame: Option<Frame>,
    /// What is on it.
    pub content: Content,
    /// Seals, stamps and handwriting found by colour or shape.
    pub marks: Vec<Mark>,
}

/// Size of an upright page and the way back to its source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Columns of the upright page at the source's own resolution.
    pub width: u32,
    /// Rows of the same.
    pub height: u32,
    /// Dots per inch of the same.
    pub dpi: u32,
    /// Degrees the page was turned clockwise to come upright: 0, 90, 180 or 270.
    pub turned: u16,
    /// Degrees by which the lines of the scan rose to the right and that were taken out; −7 to 7.
    pub skew: f64,
    /// From these pixels to the source page: points of a PDF page (origin bottom left), pixels of a picture.
    pub to_source: Affine,
}

/// What is on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A picture for the engine: upright, cleaned, scaled.
    Picture {
        /// The picture.
        image: PageImage,
        /// Pixels of `image` for one pixel of the [`Frame`].
        scale: f64,
    },
    /// Text that need not be read: a text layer or a text file. In reading order.
    Text(Vec<OcrLine>),
}

/// Something on the page that is not of its text.
#[derive(Debug, Clone, PartialEq)]
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
