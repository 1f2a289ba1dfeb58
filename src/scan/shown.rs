//! A page as people see it: its picture in colour, neither cleaned nor scaled, for forms that show the scan.

use image::{DynamicImage, GrayImage, RgbImage};

use super::Scan;
use super::colour::KeptColours;
use super::limits::Limits;
use super::open::{Source, check_size, part};
use super::raster::{Raster, SourcePage};
use super::{picture, tiff};
use crate::geometry::{Affine, PageIndex};
use crate::limit;

/// The picture of a page.
#[derive(Debug)]
pub(crate) struct Shown {
    /// In colour or in grey.
    pub(crate) image: DynamicImage,
    /// From its pixels to the source page, as in [`Frame`](crate::page::Frame).
    pub(crate) to_source: Affine,
}

impl Scan {
    /// The picture of a page; `None` for a text, for what cannot be shown, and for what would take much time or memory.
    pub(crate) fn shown(&self, index: PageIndex) -> Option<Shown> {
        if let Source::Joined(scans) = &self.source {
            let (scan, within) = part(scans, index)?;
            return scan.shown(within);
        }
        let limits = Limits::of(self.config.max_pixels);
        let made = limit::caught(|| match &self.source {
            Source::Text(_) | Source::Joined(_) => None,
            Source::Pdf(pdf) if index.0 >= pdf.page_count() || pdf.is_heavy(index) => None,
            Source::Pdf(pdf) => pdf.page(index, limits).ok(),
            Source::Picture(bytes, format, size) => {
                check_size(*size, limits).ok()?;
                picture::page(bytes, *format, KeptColours::All).ok()
            }
            Source::Tiff(bytes, directories) => {
                let directory = directories.pages.get(index.0 as usize)?;
                check_size(directory.size(), limits).ok()?;
                tiff::page(bytes, directory, KeptColours::All).ok()
            }
        });
        let SourcePage { raster, to_source, .. } = made.ok()??;
        let image = match raster {
            Raster::Grey(image) => GrayImage::from_raw(image.width, image.height, image.data)?.into(),
            Raster::Colour { width, height, data } => RgbImage::from_raw(width, height, data)?.into(),
        };
        Some(Shown { image, to_source })
    }
}
