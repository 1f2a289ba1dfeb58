//! The text layer of a page whose picture is read: a second reading of the same words, in the places of the picture.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Affine;

use crate::config::TextLayer;
use crate::geometry::PageIndex;
use crate::page::{Frame, OcrLine};
use crate::scan::open::Source;
use crate::scan::{Scan, text_layer};

/// Points to the inch.
const POINTS: f64 = 72.0;

impl Scan {
    /// What the text layer says of a page that was read by its picture, in reading order; its places are pixels of
    /// `frame`, the page's own. Empty where there is none, or it is not to be looked at.
    pub(crate) fn witness(&self, index: PageIndex, frame: &Frame) -> Vec<OcrLine> {
        // Joined files are pictures: they have none.
        let Source::Pdf(pdf) = &self.source else { return Vec::new() };
        if self.config.text_layer != TextLayer::Judge {
            return Vec::new();
        }
        let Some(page) = pdf.light(index) else { return Vec::new() };
        // The reader is written not to panic; should it, the page has been read without it.
        catch_unwind(AssertUnwindSafe(|| lines(page, frame))).unwrap_or_default()
    }
}

fn lines(page: &Page<'_>, frame: &Frame) -> Vec<OcrLine> {
    let scale = f64::from(frame.dpi) / POINTS;
    let upright = Affine::new(page.initial_transform(true).as_coeffs());
    let to_frame = Affine::new(frame.to_source.0).inverse() * upright.inverse();
    let layer = text_layer::layer(page).moved(Affine::scale(1.0 / scale) * to_frame);
    let mut lines = layer.lines(scale);
    for line in &mut lines {
        line.words.retain_mut(|word| {
            word.place = word.place.map(|place| place.clipped(frame.width, frame.height));
            word.place.is_some_and(|place| place.area() > 0)
        });
    }
    lines.retain(|line| !line.words.is_empty());
    lines
}
