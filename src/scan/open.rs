//! Tells the format of a file by its first bytes, opens it, and makes its pages.

use std::path::{Path, PathBuf};

use crate::config::ScanConfig;
use crate::error::{Error, Result};
use crate::geometry::PageIndex;
use crate::ocr::OcrLine;
use crate::scan::pdf::{PageRefusal, PdfFile, Refusal, TextPage};
use crate::scan::picture::{self, PictureFormat};
use crate::scan::{Content, Origin, Page, Scan, cleanup, plain_text, tiff_file};
use crate::warning::{Code, Warned, Warning};

/// What an opened file holds.
#[derive(Debug)]
pub(super) enum Source {
    /// The lines of each page.
    Text(Vec<Vec<OcrLine>>),
    /// A PDF.
    Pdf(Box<PdfFile>),
    /// A single picture, undecoded, and its columns and rows.
    Picture(Vec<u8>, PictureFormat, (u32, u32)),
    /// A TIFF, undecoded, and the columns and rows of each of its pages.
    Tiff(Vec<u8>, Vec<(u32, u32)>),
}

/// Opens a scan from the bytes of a file; `path` is for messages.
///
/// # Errors
/// [`Error::Empty`], [`Error::UnknownFormat`], [`Error::Damaged`], [`Error::Encrypted`], [`Error::NoPages`].
pub fn open(path: &Path, bytes: Vec<u8>, config: &ScanConfig) -> Result<Scan> {
    let path = path.to_owned();
    if bytes.is_empty() {
        return Err(Error::Empty { path });
    }
    let length = bytes.len() as u64;
    let sha256 = crate::record::sha256(&bytes);
    let mut signatures = Vec::new();
    let (media_type, source) = match &bytes[..] {
        [0x89, b'P', b'N', b'G', ..] => ("image/png", single(&path, bytes, PictureFormat::Png)?),
        [0xff, 0xd8, 0xff, ..] => ("image/jpeg", single(&path, bytes, PictureFormat::Jpeg)?),
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => {
            let sizes = tiff_file::sizes(&bytes).map_err(|reason| damaged(&path, reason))?;
            ("image/tiff", Source::Tiff(bytes, sizes))
        }
        all if begins_a_pdf(all) => {
            let pdf = PdfFile::open(bytes, &config.passwords).map_err(|refusal| match refusal {
                Refusal::Encrypted => Error::Encrypted { path: path.clone() },
                Refusal::Damaged(reason) => damaged(&path, reason),
            })?;
            signatures = pdf.signature_fields();
            ("application/pdf", Source::Pdf(Box::new(pdf)))
        }
        all => {
            let text = plain_text::decode(all).ok_or_else(|| Error::UnknownFormat { path: path.clone() })?;
            ("text/plain", Source::Text(plain_text::pages(&text)))
        }
    };
    let scan = Scan { path, media_type, bytes: length, sha256, signatures, source, config: config.clone() };
    if scan.page_count() == 0 {
        return Err(Error::NoPages { path: scan.path });
    }
    Ok(scan)
}

/// A PDF may have a kilobyte of other bytes before its mark: mail programs put them there.
fn begins_a_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-")
}

fn single(path: &Path, bytes: Vec<u8>, format: PictureFormat) -> Result<Source> {
    let size = picture::size(&bytes, format).map_err(|reason| damaged(path, reason))?;
    Ok(Source::Picture(bytes, format, size))
}

fn damaged(path: &Path, reason: String) -> Error {
    Error::Damaged { path: path.to_owned(), reason }
}

impl Scan {
    /// How many pages it has; at least 1.
    pub fn page_count(&self) -> u32 {
        let count = match &self.source {
            Source::Text(pages) => pages.len(),
            Source::Pdf(pdf) => return pdf.page_count(),
            Source::Picture(..) => 1,
            Source::Tiff(_, sizes) => sizes.len(),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Makes one page: drawn, deskewed, cleaned, scaled. May be called from many threads at once.
    ///
    /// A damaged page of a file with several comes back empty, with a warning.
    ///
    /// # Errors
    /// [`Error::PageTooLarge`]; [`Error::Damaged`] when the only page is.
    ///
    /// # Panics
    /// When `index` is not under [`Scan::page_count`].
    pub fn page(&self, index: PageIndex) -> Result<Warned<Page>> {
        assert!(index.0 < self.page_count(), "the page is one of the scan");
        let made = match &self.source {
            Source::Text(pages) => {
                return Ok(Warned::sure(text_page(index, pages[index.0 as usize].clone())));
            }
            Source::Pdf(pdf) => {
                let (how, limit) = (self.config.text_layer, self.config.max_pixels);
                if let Some(text) = pdf.text(index, how, limit) {
                    return Ok(layer_page(index, text));
                }
                pdf.page(index, limit)
            }
            Source::Picture(bytes, format, size) => {
                self.check_size(index, *size)?;
                picture::page(bytes, *format).map_err(PageRefusal::Damaged)
            }
            Source::Tiff(bytes, sizes) => {
                self.check_size(index, sizes[index.0 as usize])?;
                tiff_file::page(bytes, index.0).map_err(PageRefusal::Damaged)
            }
        };
        match made {
            Ok(source) => Ok(cleanup::page(index, source)),
            Err(PageRefusal::TooLarge(pixels)) => Err(self.too_large(index, pixels)),
            Err(PageRefusal::Damaged(reason)) if self.page_count() == 1 => Err(damaged(&self.path, reason)),
            Err(PageRefusal::Damaged(reason)) => {
                let message = format!("page {} could not be read from the file: {reason}", index.number());
                let page = Page {
                    index,
                    origin: Origin::Scan,
                    frame: None,
                    content: Content::Text(Vec::new()),
                    marks: Vec::new(),
                };
                let warnings = vec![Warning::new(Code::PageDamaged, message).on(index)];
                Ok(Warned { output: page, warnings })
            }
        }
    }

    fn check_size(&self, index: PageIndex, (width, height): (u32, u32)) -> Result<()> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels > self.config.max_pixels {
            return Err(self.too_large(index, pixels));
        }
        Ok(())
    }

    fn too_large(&self, page: PageIndex, pixels: u64) -> Error {
        let path: PathBuf = self.path.clone();
        Error::PageTooLarge { path, page, pixels, limit: self.config.max_pixels }
    }
}

fn layer_page(index: PageIndex, text: TextPage) -> Warned<Page> {
    let mut warnings = Vec::new();
    if text.lines.is_empty() {
        let message = format!("page {} has no text layer", index.number());
        warnings.push(Warning::new(Code::PageUnread, message).on(index));
    }
    let page = Page {
        index,
        origin: Origin::TextLayer,
        frame: Some(text.frame),
        content: Content::Text(text.lines),
        marks: text.marks,
    };
    Warned { output: page, warnings }
}

fn text_page(index: PageIndex, lines: Vec<OcrLine>) -> Page {
    Page { index, origin: Origin::PlainText, frame: None, content: Content::Text(lines), marks: Vec::new() }
}
