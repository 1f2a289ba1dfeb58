//! Step 1: a file becomes pages.

mod border;
mod cleanup;
mod colour;
mod deskew;
mod drawing;
mod inlay;
mod interpret;
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

use crate::config::ScanConfig;
use crate::geometry::{PageIndex, PixelBox};
use crate::page::{Frame, Mark, OcrLine, Origin, PageImage};

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
