//! Tells the format of a file by its first bytes, opens it, and makes its pages.

use std::path::{Path, PathBuf};

use crate::config::ScanConfig;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::geometry::PageIndex;
use crate::page::Origin;
use crate::scan::old_encoding::OldEncoding;
use crate::scan::pdf::{PageRefusal, PdfFile, Refusal, TextPage};
use crate::scan::picture::{self, PictureFormat};
use crate::scan::{Content, Page, Scan, cleanup, plain_text, tiff_file};
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
    let sha256 = sha256(&bytes);
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
                return Ok(text_page(index, &pages[index.0 as usize]));
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
                let page = Page {
                    index,
                    origin: Origin::Scan,
                    frame: None,
                    content: Content::Text(Vec::new()),
                    marks: Vec::new(),
                };
                let warnings = vec![Warning::new(Doubt::PageDamaged { reason }).on(index)];
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
        warnings.push(Warning::new(Doubt::PageWithoutTextLayer).on(index));
    }
    warnings.extend(text.old.map(|encoding| converted(index, encoding)));
    let page = Page {
        index,
        origin: Origin::TextLayer,
        frame: Some(text.frame),
        content: Content::Text(text.lines),
        marks: text.marks,
    };
    Warned { output: page, warnings }
}

fn text_page(index: PageIndex, text: &plain_text::TextPage) -> Warned<Page> {
    let content = Content::Text(text.lines.clone());
    Warned {
        output: Page { index, origin: Origin::PlainText, frame: None, content, marks: Vec::new() },
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
        assert!(matches!(half.page(PageIndex(0)), Err(Error::Damaged { .. })));
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
    fn a_coarse_picture_is_scaled_and_a_blank_page_told() {
        let page = opened(&picture(830, 1170, ImageFormat::Png)).unwrap().page(PageIndex(0)).unwrap();
        assert_eq!(page.warnings[0].doubt.code(), Code::PageLowResolution);
        let Content::Picture { image, scale } = page.output.content else { panic!("it is a picture") };
        assert!((scale - 3.0).abs() < 0.01 && image.width.abs_diff(2490) < 10, "{scale} {}", image.width);
        let blank = opened(&pdf(&[("/MediaBox [0 0 595 842]", "")])).unwrap().page(PageIndex(0)).unwrap();
        assert_eq!(blank.warnings[0].doubt, Doubt::PageBlank);
        assert_eq!(blank.output.content, Content::Text(Vec::new()));
    }
}
