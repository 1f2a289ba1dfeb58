//! Tells the format of a file by its first bytes, opens it, and makes its pages.

use std::path::{Path, PathBuf};

use crate::config::ScanConfig;
use crate::digest::{sha256, sha256_of_all};
use crate::error::{Error, Result};
use crate::geometry::PageIndex;
use crate::limit;
use crate::page::Origin;
use crate::reason::Reason;
use crate::scan::colour::KeptColours;
use crate::scan::limits::{Limits, is_large};
use crate::scan::old_encoding::OldEncoding;
use crate::scan::pdf::{PdfFile, Refusal, TextPage};
use crate::scan::picture::{self, PictureFormat};
use crate::scan::plain_text::Oddity;
use crate::scan::raster::{PageFault, SourcePage};
use crate::scan::tiff::{self, Directories};
use crate::scan::{Content, Page, Scan, apart, cleanup, other_kind, plain_text};
use crate::warning::{Doubt, Warned, Warning};

/// What an opened file holds.
#[derive(Debug)]
pub(super) enum Source {
    /// The lines of each page.
    Text(Vec<plain_text::TextPage>),
    /// A PDF.
    Pdf(Box<PdfFile>),
    /// A single picture, undecoded, and its columns and rows.
    Picture(Vec<u8>, PictureFormat, (u32, u32)),
    /// A TIFF, undecoded, and what it says of its pages.
    Tiff(Vec<u8>, Directories),
    /// Files whose pages are those of one document, one after the other.
    Joined(Vec<Scan>),
}

/// Opens a scan from the bytes of a file; `path` is for messages.
///
/// # Errors
/// [`Error::Empty`], [`Error::UnknownFormat`], [`Error::OtherKind`], [`Error::Damaged`], [`Error::Encrypted`],
/// [`Error::WrongPassword`], [`Error::NoPages`].
pub fn open(path: &Path, bytes: Vec<u8>, config: &ScanConfig) -> Result<Scan> {
    let opened = limit::caught(|| opened(path, bytes, config));
    opened.unwrap_or_else(|_| Err(damaged(path, Reason::CannotBeOpened)))
}

fn opened(path: &Path, bytes: Vec<u8>, config: &ScanConfig) -> Result<Scan> {
    let path = path.to_owned();
    if bytes.is_empty() {
        return Err(Error::Empty { path });
    }
    let length = bytes.len() as u64;
    let sha256 = sha256(&bytes);
    let mut signatures = Vec::new();
    let mut notes = Vec::new();
    let (media_type, source) = match &bytes[..] {
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => {
            let directories = tiff::directories(&bytes).map_err(|reason| damaged(&path, reason))?;
            ("image/tiff", Source::Tiff(bytes, directories))
        }
        all if begins_a_pdf(all) => {
            if let Some(worker) = config.page_worker.as_ref().filter(|_| PdfFile::is_hard_to_open(all)) {
                apart::try_opening(all, config, worker).map_err(|reason| damaged(&path, reason))?;
            }
            let pdf = PdfFile::open(bytes, &config.passwords).map_err(|refusal| match refusal {
                Refusal::Encrypted => Error::Encrypted { path: path.clone() },
                Refusal::WrongPassword => Error::WrongPassword { path: path.clone() },
                Refusal::Damaged(reason) => damaged(&path, reason),
            })?;
            signatures = pdf.signature_fields();
            notes = extras(&pdf);
            ("application/pdf", Source::Pdf(Box::new(pdf)))
        }
        all => match picture_format(all) {
            Some((media_type, format)) => (media_type, single(&path, bytes, format)?),
            None => {
                if let Some(kind) = other_kind::other_kind(all) {
                    return Err(Error::OtherKind { path, kind });
                }
                let (text, oddity) =
                    plain_text::decoded(all).ok_or_else(|| Error::UnknownFormat { path: path.clone() })?;
                notes.extend(oddity.map(odd));
                ("text/plain", Source::Text(plain_text::pages(&text)))
            }
        },
    };
    let config = config.clone();
    let mut scan = Scan { path, media_type, bytes: length, sha256, signatures, source, notes, config };
    if scan.page_count() == 0 {
        return Err(Error::NoPages { path: scan.path });
    }
    scan.notes.extend(scan.missing_pages());
    Ok(scan)
}

/// The format of a file that holds one picture, by its first bytes.
fn picture_format(bytes: &[u8]) -> Option<(&'static str, PictureFormat)> {
    Some(match bytes {
        [0x89, b'P', b'N', b'G', ..] => ("image/png", PictureFormat::Png),
        [0xff, 0xd8, 0xff, ..] => ("image/jpeg", PictureFormat::Jpeg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            ("image/webp", PictureFormat::Webp)
        }
        // Two letters alone could begin a text: the place of the pixels is in the first kilobytes.
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, _, _, 0, 0, ..] => ("image/bmp", PictureFormat::Bmp),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => ("image/gif", PictureFormat::Gif),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] | [0xff, 0x4f, 0xff, 0x51, ..] => {
            ("image/jp2", PictureFormat::Jpeg2000)
        }
        _ => return None,
    })
}

/// Whether a file that begins with these bytes is a picture, or a TIFF of several.
pub(crate) fn is_picture(bytes: &[u8]) -> bool {
    let is_tiff = matches!(bytes, [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..]);
    is_tiff || picture_format(bytes).is_some()
}

/// A PDF may have a kilobyte of other bytes before its mark: mail programs put them there.
fn begins_a_pdf(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-")
}

fn single(path: &Path, bytes: Vec<u8>, format: PictureFormat) -> Result<Source> {
    let size = picture::size(&bytes, format).map_err(|reason| damaged(path, reason))?;
    Ok(Source::Picture(bytes, format, size))
}

fn damaged(path: &Path, reason: Reason) -> Error {
    Error::Damaged { path: path.to_owned(), reason }
}

/// What hangs on a PDF beside its pages, and is not read.
fn extras(pdf: &PdfFile) -> Vec<Warning> {
    let extras = pdf.extras();
    let mut notes = Vec::new();
    if extras.is_portfolio {
        notes.push(Warning::new(Doubt::FilePortfolio { names: extras.attachments }));
    } else if !extras.attachments.is_empty() {
        notes.push(Warning::new(Doubt::FileAttachments { names: extras.attachments }));
    }
    if extras.has_xfa {
        notes.push(Warning::new(Doubt::FileForm));
    }
    notes
}

fn odd(oddity: Oddity) -> Warning {
    let doubt = match oddity {
        Oddity::Windows1258 => Doubt::TextOldEncoding { encoding: "Windows-1258".to_owned() },
        Oddity::Unmarked => Doubt::TextUnmarked { encoding: "UTF-16".to_owned() },
        Oddity::Broken(characters) => Doubt::TextDamaged { characters },
    };
    Warning::new(doubt).on(PageIndex(0))
}

impl Scan {
    /// How many pages it has; at least 1.
    pub fn page_count(&self) -> u32 {
        let count = match &self.source {
            Source::Text(pages) => pages.len(),
            Source::Pdf(pdf) => return pdf.page_count(),
            Source::Picture(..) => 1,
            Source::Tiff(_, directories) => directories.pages.len(),
            Source::Joined(scans) => return scans.iter().map(Scan::page_count).sum(),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// How many pages the file says it has: more than [`Scan::page_count`] when some are lost.
    pub fn promised_pages(&self) -> u32 {
        match &self.source {
            Source::Pdf(pdf) => pdf.promised(),
            Source::Tiff(_, directories) => u32::try_from(directories.promised).unwrap_or(u32::MAX),
            Source::Text(_) | Source::Picture(..) => self.page_count(),
            Source::Joined(scans) => scans.iter().map(Scan::promised_pages).sum(),
        }
    }

    /// Says that the list of pages breaks off, on the last page there is.
    fn missing_pages(&self) -> Option<Warning> {
        let (found, promised) = (self.page_count(), self.promised_pages());
        let why = match &self.source {
            Source::Pdf(pdf) => pdf.fault(),
            Source::Tiff(_, directories) => directories.broken.as_ref(),
            // Of joined files each says it of itself.
            Source::Text(_) | Source::Picture(..) | Source::Joined(_) => None,
        };
        let doubt = match why {
            _ if promised > found => Doubt::PagesMissing { promised, reason: why.cloned() },
            None => return None,
            Some(why) => Doubt::PagesEnd {
                // A directory of a TIFF says that another follows; a PDF without its end may have had no more pages.
                is_sure: matches!(self.source, Source::Tiff(..)),
                reason: why.clone(),
            },
        };
        Some(Warning::new(doubt).on(PageIndex(found - 1)))
    }

    /// Makes one page: drawn, deskewed, cleaned, scaled. May be called from many threads at once.
    ///
    /// A page of which nothing can be shown comes back empty, with a warning. Pages that may take much time or memory
    /// are made in a process of their own, which is ended when they do.
    ///
    /// # Errors
    /// [`Error::PageTooLarge`], [`Error::Damaged`], [`Error::NotRead`], each when the only page of a picture is.
    ///
    /// # Panics
    /// When `index` is not under [`Scan::page_count`].
    pub fn page(&self, index: PageIndex) -> Result<Warned<Page>> {
        assert!(index.0 < self.page_count(), "the page is one of the scan");
        let made = match (self.heavy(index), &self.config.page_worker) {
            (Some((file, pixels)), Some(worker)) => apart::page(file, pixels, &self.config, worker, index),
            _ => self.page_here(index, Limits::of(self.config.max_pixels)),
        };
        let alone = self.page_count() == 1;
        let mut page = match made {
            Ok(page) => page,
            Err(PageFault::TooLarge(pixels)) if alone => return Err(self.too_large(index, pixels)),
            Err(PageFault::Damaged(reason)) if alone && !matches!(self.source, Source::Pdf(_)) => {
                return Err(damaged(&self.path, reason));
            }
            Err(PageFault::NotRead(reason)) if alone => {
                return Err(Error::NotRead { path: self.path.clone(), reason });
            }
            Err(fault) => lost_page(index, fault, self.config.max_pixels),
        };
        let notes = self.notes.iter().filter(|note| note.page.unwrap_or(PageIndex(0)) == index);
        page.warnings.extend(notes.cloned());
        Ok(page)
    }

    /// The file of a page that may take much time or memory, and the pixels that are in work to make it.
    fn heavy(&self, index: PageIndex) -> Option<(&[u8], u64)> {
        let (file, (width, height)) = match &self.source {
            Source::Text(_) | Source::Joined(_) => return None,
            Source::Pdf(pdf) => {
                return pdf.is_heavy(index).then(|| (pdf.bytes(), pdf.pixels_in_work(index)));
            }
            Source::Picture(bytes, _, size) => (bytes, *size),
            Source::Tiff(bytes, directories) => (bytes, directories.pages[index.0 as usize].size()),
        };
        let pixels = u64::from(width) * u64::from(height);
        // One that is refused for its size is not unpacked at all.
        let is_heavy = is_large((width, height)) && pixels <= self.config.max_pixels;
        is_heavy.then_some((file.as_slice(), pixels))
    }

    /// Makes a page in this process.
    pub(super) fn page_here(
        &self,
        index: PageIndex,
        limits: Limits,
    ) -> std::result::Result<Warned<Page>, PageFault> {
        // Decoders are written not to panic; should one, a page is lost and not the document.
        limit::caught(|| match &self.source {
            Source::Text(pages) => Ok(text_page(index, &pages[index.0 as usize])),
            Source::Pdf(pdf) => match pdf.text(index, self.config.text_layer, limits) {
                Some(text) => Ok(layer_page(index, text)),
                None => Ok(cleaned(index, pdf.page(index, limits)?)),
            },
            Source::Picture(bytes, format, size) => {
                check_size(*size, limits)?;
                Ok(cleaned(index, picture::page(bytes, *format, KeptColours::of(*size, limits))?))
            }
            Source::Tiff(bytes, directories) => {
                let directory = &directories.pages[index.0 as usize];
                check_size(directory.size(), limits)?;
                Ok(cleaned(index, tiff::page(bytes, directory, KeptColours::of(directory.size(), limits))?))
            }
            Source::Joined(scans) => Ok(joined_page(scans, index)),
        })
        .unwrap_or(Err(PageFault::Damaged(Reason::PictureNotDecodable)))
    }

    fn too_large(&self, page: PageIndex, pixels: u64) -> Error {
        let path: PathBuf = self.path.clone();
        Error::PageTooLarge { path, page, pixels, limit: self.config.max_pixels }
    }
}

/// One scan of several, at least one; `path` is what they are called together.
pub(crate) fn join(path: &Path, scans: Vec<Scan>) -> Scan {
    let first = scans.first().expect("there is one to be joined");
    Scan {
        path: path.to_owned(),
        media_type: first.media_type,
        bytes: scans.iter().map(|scan| scan.bytes).sum(),
        sha256: sha256_of_all(scans.iter().map(|scan| scan.sha256.as_str())),
        signatures: scans.iter().flat_map(|scan| scan.signatures.clone()).collect(),
        notes: Vec::new(),
        config: first.config.clone(),
        source: Source::Joined(scans),
    }
}

/// One of their pages. A file of which no page can be shown gives an empty one: it stops no other.
fn joined_page(scans: &[Scan], index: PageIndex) -> Warned<Page> {
    let (scan, within) = part(scans, index).expect("the page is one of the scan");
    let mut page = scan.page(within).unwrap_or_else(|error| {
        let fault = match error {
            Error::PageTooLarge { pixels, .. } => PageFault::TooLarge(pixels),
            Error::Damaged { reason, .. } => PageFault::Damaged(reason),
            Error::NotRead { reason, .. } => PageFault::NotRead(reason),
            other => unreachable!("no page of a scan fails so: {other}"),
        };
        lost_page(within, fault, scan.config.max_pixels)
    });
    page.output.index = index;
    for warning in &mut page.warnings {
        // What is said of a file is said of its page.
        warning.page = Some(index);
    }
    page
}

/// The file that a page stands in, and which of its pages it is.
pub(super) fn part(scans: &[Scan], index: PageIndex) -> Option<(&Scan, PageIndex)> {
    let mut before = 0;
    scans.iter().find_map(|scan| {
        let within = index.0 - before;
        before += scan.page_count();
        (index.0 < before).then_some((scan, PageIndex(within)))
    })
}

impl Scan {
    /// The files that it consists of, in the order of their pages; itself, where it is one file.
    pub(crate) fn files(&self) -> &[Scan] {
        match &self.source {
            Source::Joined(scans) => scans,
            _ => std::slice::from_ref(self),
        }
    }

    /// Whether it is of several files.
    pub(crate) fn is_joined(&self) -> bool {
        matches!(self.source, Source::Joined(_))
    }
}

pub(super) fn check_size((width, height): (u32, u32), limits: Limits) -> std::result::Result<(), PageFault> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits.max_pixels { Err(PageFault::TooLarge(pixels)) } else { Ok(()) }
}

fn cleaned(index: PageIndex, source: SourcePage) -> Warned<Page> {
    let lost = source.lost.clone();
    let mut page = cleanup::page(index, source);
    page.warnings.extend(lost.into_iter().map(|what| page_damaged(index, what)));
    page
}

fn page_damaged(index: PageIndex, reason: Reason) -> Warning {
    Warning::new(Doubt::PageDamaged { reason }).on(index)
}

/// An empty page in the place of one of which nothing can be shown.
fn lost_page(index: PageIndex, fault: PageFault, limit: u64) -> Warned<Page> {
    let doubt = match fault {
        PageFault::Damaged(reason) => Doubt::PageDamaged { reason },
        PageFault::TooLarge(pixels) => Doubt::PageTooLarge { pixels, limit },
        PageFault::NotRead(reason) => Doubt::PageNotRead { reason },
        PageFault::Unread(reason) => Doubt::PageNotDrawn { reason },
    };
    let content = Content::Text(Vec::new());
    let page =
        Page { index, origin: Origin::Scan, frame: None, content, marks: Vec::new(), inlays: Vec::new() };
    Warned { output: page, warnings: vec![Warning::new(doubt).on(index)] }
}

fn layer_page(index: PageIndex, text: TextPage) -> Warned<Page> {
    let mut warnings = Vec::new();
    if text.lines.is_empty() && text.lost.is_empty() {
        warnings.push(Warning::new(Doubt::PageWithoutTextLayer).on(index));
    }
    warnings.extend(text.old.map(|encoding| converted(index, encoding)));
    warnings.extend(text.lost.iter().map(|what| page_damaged(index, what.clone())));
    let page = Page {
        index,
        origin: Origin::TextLayer,
        frame: Some(text.frame),
        content: Content::Text(text.lines),
        marks: text.marks,
        inlays: text.inlays,
    };
    Warned { output: page, warnings }
}

fn text_page(index: PageIndex, text: &plain_text::TextPage) -> Warned<Page> {
    let content = Content::Text(text.lines.clone());
    Warned {
        output: Page {
            index,
            origin: Origin::PlainText,
            frame: None,
            content,
            marks: Vec::new(),
            inlays: Vec::new(),
        },
        warnings: text.old.map(|encoding| converted(index, encoding)).into_iter().collect(),
    }
}

fn converted(index: PageIndex, encoding: OldEncoding) -> Warning {
    Warning::new(Doubt::PageOldEncoding { encoding: encoding.name().to_owned() }).on(index)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, GrayImage, ImageFormat, Luma};

    use super::*;
    use crate::config::{Config, TextLayer};
    use crate::page::Frame;
    use crate::warning::Code;

    fn opened(bytes: &[u8]) -> Result<Scan> {
        open(Path::new("quyet-dinh"), bytes.to_vec(), &Config::default().scan)
    }

    /// A page with a dark square in its upper left corner and rows of bars.
    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let image = GrayImage::from_fn(width, height, |x, y| {
            let corner = x < width / 10 && y < height / 10 && x > 20 && y > 20;
            let bar = y % 40 < 8
                && y > height / 5
                && x > width / 8
                && x < width * 7 / 8
                && (x / 9 + y / 40) % 4 > 0;
            Luma([if corner || bar { 0 } else { 255 }])
        });
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageLuma8(image).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A PDF with the given pages: entries of the page's dictionary and its content.
    fn pdf(pages: &[(&str, &str)]) -> Vec<u8> {
        let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + page * 2)).collect();
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        ];
        for (entries, content) in pages {
            let stream = objects.len() + 2;
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 3 0 R >> >> /Contents {stream} 0 R {entries} >>"
            ));
            objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
        }
        let mut file = "%PDF-1.4\n".to_owned();
        let mut table = "0000000000 65535 f \n".to_owned();
        for (number, object) in objects.iter().enumerate() {
            table += &format!("{:010} 00000 n \n", file.len());
            file += &format!("{} 0 obj\n{object}\nendobj\n", number + 1);
        }
        let start = file.len();
        let size = objects.len() + 1;
        file += &format!(
            "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        );
        file.into_bytes()
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        struct Case {
            bytes: Vec<u8>,
            media_type: &'static str,
        }
        let cases = [
            Case { bytes: picture(400, 560, ImageFormat::Png), media_type: "image/png" },
            Case { bytes: picture(400, 560, ImageFormat::Jpeg), media_type: "image/jpeg" },
            Case { bytes: picture(400, 560, ImageFormat::Tiff), media_type: "image/tiff" },
            Case { bytes: pdf(&[("/MediaBox [0 0 595 842]", "")]), media_type: "application/pdf" },
            Case { bytes: "Điều 1. Phê duyệt".into(), media_type: "text/plain" },
        ];
        for case in cases {
            let scan = opened(&case.bytes).unwrap();
            assert_eq!((scan.media_type, scan.page_count()), (case.media_type, 1));
            scan.page(PageIndex(0)).unwrap();
        }
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        assert!(matches!(opened(b""), Err(Error::Empty { .. })));
        assert!(matches!(opened(b"\x00\x01\x02"), Err(Error::UnknownFormat { .. })));
        assert!(matches!(opened(b"%PDF-1.7 and nothing more"), Err(Error::Damaged { .. })));
        assert!(matches!(opened(b"\x89PNG\r\n\x1a\n"), Err(Error::Damaged { .. })));
        assert!(matches!(opened(&pdf(&[])), Err(Error::NoPages { .. } | Error::Damaged { .. })));
        let png = picture(400, 560, ImageFormat::Png);
        let half = opened(&png[..png.len() / 2]).unwrap();
        let page = half.page(PageIndex(0)).unwrap();
        assert_eq!(page.warnings.last().map(|warning| warning.doubt.code()), Some(Code::PageDamaged));
        assert!(page.warnings.iter().all(|warning| warning.doubt.code() != Code::PageBlank));
    }

    #[test]
    fn a_huge_page_is_refused_before_it_is_made() {
        // The header of a PNG of 30,000 × 30,000 in colour, and no pixels.
        let mut png = picture(1, 1, ImageFormat::Png);
        png[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        let crc = crc(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        let huge = pdf(&[("/MediaBox [0 0 30000 30000]", "0 0 10 10 re f")]);
        for bytes in [png, huge] {
            let refused = opened(&bytes).unwrap().page(PageIndex(0));
            assert!(
                matches!(refused, Err(Error::PageTooLarge { pixels, .. }) if pixels >= 900_000_000),
                "{refused:?}"
            );
        }
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(
                crc ^ u32::from(*byte),
                |crc, _| {
                    if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
                },
            )
        })
    }

    fn frame(page: &Page) -> Frame {
        page.frame.unwrap()
    }

    #[test]
    fn corners_of_a_turned_pdf_page_lead_back() {
        // Half an A4 sheet, so that the test is short. A black square in the lower left corner of the unturned page.
        let content = "0 0 50 50 re f 100 150 100 5 re f";
        for (turn, expected) in
            [(0, (0.0, 421.0)), (90, (0.0, 0.0)), (180, (298.0, 0.0)), (270, (298.0, 421.0))]
        {
            let entries = format!("/MediaBox [0 0 298 421] /Rotate {turn}");
            let page = opened(&pdf(&[(&entries, content)])).unwrap().page(PageIndex(0)).unwrap().output;
            let (x, y) = frame(&page).to_source.apply(0.0, 0.0);
            assert!((x - expected.0).abs() < 0.5 && (y - expected.1).abs() < 0.5, "{turn}: {x} {y}");
            assert_eq!(frame(&page).dpi, 300);
            for quarter in [90, 180, 270] {
                let turned = page.clone().turned(quarter);
                assert_eq!(frame(&turned).turned, quarter);
                let back = turned.clone().turned(360 - quarter);
                assert_eq!(back.content, page.content);
                let (x, y) = frame(&back).to_source.apply(7.0, 9.0);
                let (u, v) = frame(&page).to_source.apply(7.0, 9.0);
                assert!((x - u).abs() < 1e-6 && (y - v).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn a_text_layer_is_used_when_it_is_vietnamese_or_asked_for() {
        let written = |text: &str| {
            let content = format!("BT /F 13 Tf 100 700 Td ({text}) Tj ET");
            pdf(&[("/MediaBox [0 0 595 842]", &content)])
        };
        let origin = |bytes: &[u8], how: TextLayer| {
            let mut config = Config::default().scan;
            config.text_layer = how;
            let scan = open(Path::new("ke-hoach.pdf"), bytes.to_vec(), &config).unwrap();
            scan.page(PageIndex(0)).unwrap().output
        };
        let good = written("thi \\341ua trong n\\340y cho ban nh\\342n d\\342n theo chung n\\342ng cao");
        let bad = written("Thuwce hien nhiem vu phat trien kinh teee xa hoij");
        let page = origin(&bad, TextLayer::Only);
        let Content::Text(lines) = &page.content else { panic!("it was asked for") };
        let words: Vec<&str> = lines[0].words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words[..3], ["Thuwce", "hien", "nhiem"]);
        let place = lines[0].words[0].place.unwrap();
        // 100 points from the left; the baseline 142 points from the top.
        assert!(place.left().abs_diff(417) < 3 && place.bottom().abs_diff(603) < 6, "{place:?}");
        assert_eq!(origin(&bad, TextLayer::Judge).origin, Origin::Scan);
        assert_eq!(origin(&good, TextLayer::Ignore).origin, Origin::Scan);
        assert_eq!(origin(&good, TextLayer::Judge).origin, Origin::TextLayer);
    }

    #[test]
    fn a_garbled_layer_is_a_second_witness_in_the_places_of_the_picture() {
        let content = "BT /F 13 Tf 100 700 Td (Thuwce hien nhiem vu phat trien kinh teee xa hoij) Tj ET";
        let opened = |entries: &str, how: TextLayer| {
            let mut config = Config::default().scan;
            config.text_layer = how;
            open(Path::new("ke-hoach.pdf"), pdf(&[(entries, content)]), &config).unwrap()
        };
        let upright = "/MediaBox [0 0 595 842]";
        // Turned, the text stands on its side: its first word 142 points from the right edge, 100 from the top.
        let turned = "/MediaBox [0 0 595 842] /Rotate 90";
        for (entries, left, right) in [(upright, 417, 10_000), (turned, 2_890, 2_990)] {
            let scan = opened(entries, TextLayer::Judge);
            let page = scan.page(PageIndex(0)).unwrap().output;
            let frame = page.frame.unwrap();
            assert_eq!(page.origin, Origin::Scan);
            let layer = scan.witness(PageIndex(0), &frame);
            let first = &layer[0].words[0];
            let place = first.place.unwrap();
            assert!(first.text.starts_with('T') && place.left().abs_diff(left) < 40, "{entries}: {place:?}");
            assert!(place.right() < right && place.right() <= frame.width, "{entries}: {place:?}");
            assert!(opened(entries, TextLayer::Ignore).witness(PageIndex(0), &frame).is_empty());
        }
    }

    #[test]
    fn lines_of_a_layer_that_stands_askew_are_whole() {
        let word = |line: u32, at: u32| {
            let x = 80.0 + 42.0 * f64::from(at);
            let y = 700.0 - 22.0 * f64::from(line) - 0.03 * x;
            format!("1 -0.03 0.03 1 {x} {y} Tm (tinh) Tj ")
        };
        let words: String = (0..4).flat_map(|line| (0..10).map(move |at| word(line, at))).collect();
        let mut config = Config::default().scan;
        config.text_layer = TextLayer::Only;
        let bytes = pdf(&[("/MediaBox [0 0 595 842]", &format!("BT /F 20 Tf {words} ET"))]);
        let page = open(Path::new("ke-hoach.pdf"), bytes, &config).unwrap().page(PageIndex(0)).unwrap();
        let Content::Text(lines) = page.output.content else { panic!("it was asked for") };
        assert_eq!(lines.iter().map(|line| line.words.len()).collect::<Vec<_>>(), [10; 4]);
        let (first, last) = (lines[0].words[0].place.unwrap(), lines[0].words[9].place.unwrap());
        assert!(last.top() > first.top() + 30, "words are where they are drawn: {first:?} {last:?}");
    }

    #[test]
    fn a_coarse_picture_is_scaled_and_a_blank_page_told() {
        let page = opened(&picture(830, 1170, ImageFormat::Png)).unwrap().page(PageIndex(0)).unwrap();
        assert_eq!(page.warnings[0].doubt.code(), Code::PageLowResolution);
        let Content::Picture { image, scale } = page.output.content else { panic!("it is a picture") };
        assert!((scale - 3.0).abs() < 0.01 && image.width.abs_diff(2490) < 10, "{scale} {}", image.width);
        let blank = opened(&pdf(&[("/MediaBox [0 0 595 842]", "")])).unwrap().page(PageIndex(0)).unwrap();
        assert_eq!(blank.warnings[0].doubt, Doubt::PageBlank);
        assert_eq!(blank.output.content, Content::Text(Vec::new()));
    }

    #[test]
    fn pages_of_several_files_follow_one_another() {
        // The header of a PNG of 4 × 4 pixels, and no pixels.
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x04\0\0\0\x04\x08\0\0\0\0".to_vec();
        let crc = !png[12..29].iter().fold(u32::MAX, |crc, byte| {
            let turn = |crc: u32, _: u8| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
            (0..8).fold(crc ^ u32::from(*byte), turn)
        });
        png.extend(crc.to_be_bytes());
        let scans =
            vec![opened("một\u{c}hai".as_bytes()).unwrap(), opened(&png).unwrap(), opened(b"ba\n").unwrap()];
        let hashes: Vec<String> = scans.iter().map(|scan| scan.sha256.clone()).collect();
        let scan = join(Path::new("folder"), scans);
        assert_eq!((scan.page_count(), scan.files().len()), (4, 3));
        assert!(!hashes.contains(&scan.sha256));
        let pages: Vec<_> = (0..4).map(|index| scan.page(PageIndex(index)).unwrap()).collect();
        assert!(pages.iter().zip(0..).all(|(page, index)| page.output.index == PageIndex(index)));
        assert_eq!(pages[3].output.origin, Origin::PlainText);
        let lost = pages[2].warnings.last().unwrap();
        assert_eq!((lost.doubt.code(), lost.page), (Code::PageDamaged, Some(PageIndex(2))));
    }
}
