//! What making a page may take in this process, and how it is made with less.

use crate::scan::colour::KeptColours;

/// Steps of drawing that a page may take in this process: well under a second. A sheet of a map has as many.
pub(super) const LIGHT_STEPS: u64 = 2_000_000;
/// Pixels of a picture that is unpacked in this process: a sheet of A3 at 600 dpi.
pub(super) const LIGHT_PIXELS: u64 = 72_000_000;
/// The most parts that a page is drawn in: each goes through all steps.
const MOST_PARTS: u64 = 8;
/// The most at which a page is drawn: beyond it letters only cost time.
const FINEST_DPI: f64 = 400.0;

/// What a page may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Pixels of its picture.
    pub(super) max_pixels: u64,
    /// Dots per inch at which it is drawn at most.
    pub(super) finest_dpi: f64,
    /// In how many parts, one below the other, it is drawn; at least 1.
    pub(super) parts: u16,
}

/// In how many parts a page of so many steps is drawn: the drawing library keeps some 150 bytes of each step that leaves
/// something until all is drawn, but nothing of those outside of its part.
pub(super) fn parts(steps: u64) -> u16 {
    u16::try_from(steps.div_ceil(LIGHT_STEPS).clamp(1, MOST_PARTS)).unwrap_or(1)
}

impl Limits {
    /// So many pixels, and as fine as is of use.
    pub(super) fn of(max_pixels: u64) -> Limits {
        Limits { max_pixels, finest_dpi: FINEST_DPI, parts: 1 }
    }

    /// Whether it is made a second time, with less than before.
    pub(super) fn is_plain(&self) -> bool {
        self.finest_dpi < FINEST_DPI
    }
}

/// Whether a picture of this size is unpacked in another process, which is ended when that takes too much.
pub(super) fn is_large((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) > LIGHT_PIXELS
}

impl KeptColours {
    /// What becomes of the colours of a picture of this size: of a large one there is no room for all of them, and where it
    /// is made a second time no room for any.
    pub(super) fn of(size: (u32, u32), limits: Limits) -> KeptColours {
        match is_large(size) {
            false => KeptColours::All,
            true if limits.is_plain() => KeptColours::None,
            true => KeptColours::Faded,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::{Mark, PageImage};
    use crate::scan::colour;
    use crate::scan::pdf::PdfFile;
    use crate::scan::picture::{self, PictureFormat};
    use crate::scan::raster::{Raster, SourcePage};
    use crate::scan::survey::{self, Decoding};
    use crate::scan::tiff;

    /// A sheet with a red seal, letters in black and paper that is not white.
    fn sheet() -> RgbImage {
        RgbImage::from_fn(827, 1169, |x, y| {
            let seal = x.abs_diff(500).pow(2) + y.abs_diff(800).pow(2) < 65 * 65;
            let letter = x % 11 < 4 && y % 17 < 9 && y > 200;
            let shade = u8::try_from((x * 7 + y * 3) % 30).unwrap();
            Rgb(if seal {
                [215 - shade, 30 + shade, 60]
            } else if letter {
                [shade; 3]
            } else {
                [250 - shade, 250, 240]
            })
        })
    }

    fn stored(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(sheet()).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn grey(SourcePage { raster, marks, .. }: SourcePage) -> (PageImage, Vec<Mark>) {
        match raster {
            Raster::Grey(image) => (image, marks),
            Raster::Colour { .. } => panic!("it is in colour"),
        }
    }

    /// What becomes of a page when it is cleaned.
    fn cleaned(page: &SourcePage) -> (PageImage, Vec<Mark>) {
        match &page.raster {
            Raster::Colour { width, height, data } => colour::to_grey(*width, *height, data, page.dpi),
            Raster::Grey(_) => panic!("it is in grey"),
        }
    }

    #[test]
    fn a_large_picture_becomes_what_it_would_be_if_its_colours_were_kept() {
        let png = stored(ImageFormat::Png);
        let page = |kept| picture::page(&png, PictureFormat::Png, kept).unwrap();
        let whole = cleaned(&page(KeptColours::All));
        assert_eq!(whole.1.len(), 1, "{:?}", whole.1);
        assert_eq!(grey(page(KeptColours::Faded)), whole);
        let plain = grey(page(KeptColours::None));
        assert!(plain.1.is_empty() && plain.0.row(800)[500] < 150, "the seal is dark");
        assert_eq!(plain.0.row(300), whole.0.row(300));
        let tif = stored(ImageFormat::Tiff);
        let directories = tiff::directories(&tif).unwrap();
        let page = |kept| tiff::page(&tif, &directories.pages[0], kept).unwrap();
        assert_eq!(grey(page(KeptColours::Faded)), cleaned(&page(KeptColours::All)));
        let jpeg = stored(ImageFormat::Jpeg);
        let page = |kept| picture::page(&jpeg, PictureFormat::Jpeg, kept).unwrap();
        assert_eq!(page(KeptColours::Faded).raster, page(KeptColours::All).raster);
        let (whole, plain) = (cleaned(&page(KeptColours::All)).0, grey(page(KeptColours::None)).0);
        assert_eq!((plain.width, plain.height), (whole.width, whole.height));
        assert!(plain.row(300).iter().zip(whole.row(300)).all(|(a, b)| a.abs_diff(*b) < 6));
    }

    #[test]
    fn a_large_picture_of_a_pdf_becomes_what_the_drawing_library_makes_of_it() {
        let sheet = sheet();
        let (width, height) = sheet.dimensions();
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
        for row in sheet.as_raw().chunks_exact(width as usize * 3) {
            packer.write_all(&[1]).unwrap();
            let before = [0; 3].iter().chain(row);
            packer
                .write_all(&row.iter().zip(before).map(|(a, b)| a.wrapping_sub(*b)).collect::<Vec<_>>())
                .unwrap();
        }
        let data = packer.finish().unwrap();
        let parameters = format!("/Predictor 15 /Colors 3 /BitsPerComponent 8 /Columns {width}");
        let mut file = format!(
            "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
             2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
             3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>\nendobj\n\
             4 0 obj\n<< /Length 29 >>\nstream\nq 595 0 0 842 0 0 cm /X Do Q \nendstream\nendobj\n\
             5 0 obj\n<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8 \
             /ColorSpace /DeviceRGB /Filter /FlateDecode /DecodeParms << {parameters} >> /Length {} >>\nstream\n",
            data.len()
        )
        .into_bytes();
        file.extend(data);
        file.extend(b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n");
        let pdf = PdfFile::open(file, &[]).unwrap();
        let picture =
            |how| pdf.with_page(PageIndex(0), |page| survey::picture(page, 0, how)).flatten().unwrap();
        let (Raster::Colour { width, height, data }, _) = picture(Decoding::Whole) else {
            panic!("it is in colour")
        };
        let (Raster::Grey(image), marks) = picture(Decoding::Grey(Some(100))) else { panic!("it is grey") };
        assert_eq!((image, marks), colour::to_grey(width, height, &data, 100));
    }

    #[test]
    fn only_pages_of_many_steps_are_drawn_in_parts() {
        assert_eq!([0, LIGHT_STEPS, LIGHT_STEPS + 1, u64::MAX].map(parts), [1, 1, 2, 8]);
    }

    /// Whatever is broken in a file, both ways find the same of it: as many rows, the same in each, and the same missing.
    #[test]
    fn harmed_files_lose_the_same_either_way() {
        let small = DynamicImage::ImageRgb8(sheet()).thumbnail_exact(97, 131);
        let stored = |format| {
            let mut bytes = Cursor::new(Vec::new());
            small.write_to(&mut bytes, format).unwrap();
            bytes.into_inner()
        };
        let (png, tif) = (stored(ImageFormat::Png), stored(ImageFormat::Tiff));
        let mut state = 20_261_129_u32;
        let mut random = |limit: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize % limit
        };
        for round in 0..400 {
            let mut bytes = if round % 2 == 0 { png.clone() } else { tif.clone() };
            for _ in 0..=random(3) {
                let at = random(bytes.len());
                match random(3) {
                    0 => bytes.truncate(at.max(60)),
                    1 => bytes[at] = u8::try_from(random(256)).unwrap(),
                    _ => bytes.iter_mut().skip(at).take(30).for_each(|byte| *byte = 0),
                }
            }
            let made = |kept| {
                if round % 2 == 0 {
                    let small = picture::size(&bytes, PictureFormat::Png).is_ok_and(|(w, h)| w * h < 1 << 20);
                    return small.then(|| picture::page(&bytes, PictureFormat::Png, kept).ok()).flatten();
                }
                let directories = tiff::directories(&bytes).ok()?;
                let first = &directories.pages[0];
                let small = first.width < 1000 && first.height < 1000;
                small.then(|| tiff::page(&bytes, first, kept).ok()).flatten()
            };
            let (whole, rows) = (made(KeptColours::All), made(KeptColours::Faded));
            assert_eq!(
                whole.as_ref().map(|page| &page.lost),
                rows.as_ref().map(|page| &page.lost),
                "{round}"
            );
            if let (Some(whole), Some(rows)) = (whole, rows)
                && matches!(whole.raster, Raster::Colour { .. })
                && matches!(rows.raster, Raster::Grey(_))
            {
                let is_square = whole.raster.width() == rows.raster.width();
                assert!(is_square && whole.raster.height() == rows.raster.height(), "{round}");
                if whole.to_source == crate::geometry::Affine::IDENTITY {
                    assert_eq!(grey(rows), cleaned(&whole), "{round}");
                }
            }
        }
    }
}
