//! Whether scans are as circular 05/2025/TT-BNV, Điều 8, asks: in colour, and at least 200 dots per inch.

use image::DynamicImage;

use crate::config::Config;
use crate::geometry::PageIndex;
use crate::record::{Origin, Record};
use crate::scan::{self, Colours, Scan};

/// Dots per inch at least.
pub const LEAST_DPI: u32 = 200;

/// A page that is not as the circular asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Below {
    /// From 1.
    pub page: u32,
    /// Its dots per inch, where they are too few.
    pub dpi: Option<u32>,
    /// It is in grey or in black and white.
    pub is_grey: bool,
}

/// The pages of a scan that are not as the circular asks. Without the scan nothing is known of colours.
pub fn below(record: &Record, bytes: Option<&[u8]>) -> Vec<Below> {
    let file = record.source.files.first().map_or("", |file| file.file.as_str());
    let config = Config::default().scan;
    let scan = bytes.and_then(|bytes| scan::open(file.as_ref(), bytes.to_vec(), &config).ok());
    // Text that was written on a computer is no scan.
    let pages = record.pages.iter().filter(|page| page.origin != Origin::PlainText);
    let below = pages.map(|page| {
        let index = page.page.checked_sub(1).map(PageIndex);
        let colour = scan.as_ref().zip(index).and_then(|(scan, index)| is_colour(scan, index));
        Below {
            page: page.page,
            dpi: page.dpi.filter(|dpi| *dpi < LEAST_DPI),
            is_grey: colour == Some(false),
        }
    });
    below.filter(|below| below.dpi.is_some() || below.is_grey).collect()
}

/// Whether the picture of a page is in colour; `None` where it cannot be seen.
fn is_colour(scan: &Scan, index: PageIndex) -> Option<bool> {
    if let Some(pictures) = scan.packed(index) {
        return Some(pictures.iter().any(|picture| picture.colours == Colours::Rgb && picture.bits >= 8));
    }
    Some(match scan.shown(index)?.image {
        DynamicImage::ImageRgb8(image) => image.pixels().any(|pixel| {
            let [red, green, blue] = pixel.0;
            red != green || green != blue
        }),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::record;
    use super::*;

    /// A picture of one page.
    fn picture(image: DynamicImage) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn grey_pages_and_coarse_ones_are_below_the_circular() {
        let mut record = record();
        record.pages.truncate(1);
        record.source.files[0].file = "a.png".to_owned();
        record.pages[0].dpi = Some(200);
        let red =
            image::RgbImage::from_fn(80, 80, |x, _| image::Rgb([255, u8::try_from(x).unwrap_or(0) / 2, 0]));
        assert_eq!(below(&record, Some(&picture(red.clone().into()))), []);
        let grey = DynamicImage::from(red).into_luma8();
        let found = below(&record, Some(&picture(grey.into())));
        assert_eq!(found, [Below { page: 1, dpi: None, is_grey: true }]);
        record.pages[0].dpi = Some(150);
        assert_eq!(below(&record, None), [Below { page: 1, dpi: Some(150), is_grey: false }]);
        record.pages[0].origin = Origin::PlainText;
        assert_eq!(below(&record, None), []);
    }
}
