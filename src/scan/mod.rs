//! Step 1: a file becomes pages.

pub mod apart;
mod border;
mod cleanup;
mod colour;
mod contrast;
mod deskew;
mod inlay;
mod interpret;
mod jpeg_bits;
mod jpeg_data;
mod jpeg_progressive;
mod layers;
mod limits;
mod old_encoding;
mod open;
mod other_kind;
mod overfull;
pub mod page_worker;
mod packed;
mod pdf;
mod pdf_file;
mod pdf_look;
mod pdf_password;
mod pdf_rows;
mod picture;
mod plain_text;
mod png_rows;
mod raster;
mod shown;
mod side_by_side;
mod signature;
mod spelling;
mod survey;
mod text_layer;
mod text_table;
mod tiff;
mod turn;
mod windows_1258;
mod witness;

use std::path::PathBuf;

use crate::config::ScanConfig;
use crate::geometry::{PageIndex, PixelBox};
use crate::page::{Frame, Mark, OcrLine, Origin, PageImage};
use crate::warning::Warning;

pub use deskew::lies_on_its_side;
pub(crate) use inlay::PLACEHOLDER;
pub use open::open;
pub(crate) use open::{is_picture, join};
pub(crate) use packed::{Colours, Fax, Mask, Packed, Packing};
pub use plain_text::decode;
pub(crate) use shown::Shown;

/// An opened file. Its pages are made one by one, so that a thousand of them need the memory of a few.
#[derive(Debug)]
pub struct Scan {
    /// The file as it was named.
    pub path: PathBuf,
    /// `application/pdf`, `text/plain`, `image/tiff`, and `png`, `jpeg`, `webp`, `bmp`, `gif`, `jp2` likewise.
    pub media_type: &'static str,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// Digital signatures present.
    pub signatures: Vec<DigitalSignature>,
    source: open::Source,
    /// What is to be said of the file as a whole, on the page that it is told with; without one, the first.
    notes: Vec<Warning>,
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
