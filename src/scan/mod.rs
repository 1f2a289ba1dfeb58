//! Step 1: a file becomes pages.

mod border;
mod cleanup;
mod colour;
mod deskew;
mod inlay;
mod layers;
mod old_encoding;
mod open;
mod pdf;
mod picture;
mod plain_text;
mod raster;
mod signature;
mod spelling;
mod survey;
mod text_layer;
mod tiff_file;
mod turn;

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::ScanConfig;
use crate::geometry::{Affine, PageIndex, PixelBox};
use crate::ocr::OcrLine;

pub use deskew::lies_on_its_side;
pub(crate) use inlay::PLACEHOLDER;
pub use open::open;
pub use plain_text::decode;

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
    source: open::Source,
    config: ScanConfig,
}

/// A digital signature present in the file. It is not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigitalSignature {
    /// Who signed, as the file says.
    pub name: Option<String>,
    /// When, ISO 8601, as the file says.
    pub time: Option<String>,
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
    /// Pictures in lines of a text layer, which the engine has to read; empty for all other pages.
    pub inlays: Vec<Inlay>,
}

/// A picture that stands in a line of text and is text itself: a number or a day stamped in.
#[derive(Debug, Clone, PartialEq)]
pub struct Inlay {
    /// The box of the word in the text that holds its place, in pixels of the [`Frame`].
    pub place: PixelBox,
    /// Its ink on white.
    pub image: PageImage,
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
