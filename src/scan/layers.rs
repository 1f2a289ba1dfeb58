//! Pages that are pictures laid over each other, put together pixel by pixel.
//!
//! Scanners that compress strongly (mixed raster content) store the paper as a coarse picture and the ink as another
//! one that is seen through a fine mask. They need nothing but copying, and drawing them takes several times as long.

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, LumaData, SoftMask,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Rect};

use crate::geometry::pixels;
use crate::scan::interpret::interpret;
use crate::scan::survey::{Picture, Survey};

/// By how much finer than the page a picture may be: what is finer has to be averaged.
const FINER: f64 = 1.01;
/// The share of a picture that has to be seen: clips are not followed here.
const SEEN: f64 = 0.999;

/// The page on white, red, green, blue, three bytes a pixel; `None` when something has to be drawn for it. `scale` is the
/// number of pixels of a point.
pub(super) fn put_together(
    page: &Page<'_>,
    survey: &Survey,
    scale: f64,
    (columns, rows): (u16, u16),
) -> Option<Vec<u8>> {
    let (width, height) = page.render_dimensions();
    let sheet = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let is_copied = |picture: &Picture| is_copied(picture, sheet, scale);
    if survey.visible > 0 || survey.pictures.is_empty() || !survey.pictures.iter().all(is_copied) {
        return None;
    }
    let (columns, rows) = (usize::from(columns), usize::from(rows));
    let mut canvas = Canvas { scale, columns, data: vec![[u8::MAX; 3]; columns * rows], laid: 0 };
    interpret(page, &mut canvas);
    // A picture that could not be decoded is the drawing library's to tell.
    (canvas.laid == survey.pictures.len()).then(|| canvas.data.into_flattened())
}

/// Whether a picture can be laid on the page by copying its pixels.
fn is_copied(picture: &Picture, sheet: Rect, scale: f64) -> bool {
    let (width, height) = (f64::from(picture.size.0), f64::from(picture.size.1));
    let whole = picture.to_page.transform_rect_bbox(Rect::new(0.0, 0.0, width, height)).intersect(sheet);
    let [a, b, c, d, _, _] = picture.to_page.as_coeffs();
    // Leaning by less than half a pixel from one end to the other is level.
    let is_level = (b * width * scale).abs() < 0.5 && (c * height * scale).abs() < 0.5;
    let is_coarse = picture.finest_dpi() <= FINER * scale * 72.0;
    let is_whole = picture.place.intersect(sheet).area() >= SEEN * whole.area();
    !picture.stencil && !picture.smooth && a > 0.0 && d > 0.0 && is_level && is_coarse && is_whole
}

/// A page that pictures are laid on.
struct Canvas {
    /// Pixels of a point.
    scale: f64,
    columns: usize,
    data: Vec<[u8; 3]>,
    /// How many pictures were laid on it.
    laid: usize,
}

impl Canvas {
    /// Lays a picture on the canvas, in the box that `place` gives, through its mask if it has one.
    fn lay(&mut self, place: Rect, picture: &ImageData, mask: Option<&LumaData>) {
        let across = Side::of(place.x0, place.x1, self.columns);
        let down = Side::of(place.y0, place.y1, self.data.len() / self.columns.max(1));
        let (columns, rows) = (across.sources(picture.width()), down.sources(picture.height()));
        let mask = mask.map(|mask| (across.sources(mask.width), down.sources(mask.height), mask));
        for (row, from) in rows.iter().enumerate() {
            let start = (down.first + row) * self.columns + across.first;
            let to = &mut self.data[start..start + columns.len()];
            let seen = |at: usize| {
                mask.as_ref().map_or(u8::MAX, |(columns, rows, mask)| {
                    mask.data[rows[row] * mask.width as usize + columns[at]]
                })
            };
            match picture {
                ImageData::Luma(grey) => {
                    let from = &grey.data[from * grey.width as usize..];
                    copy(to, seen, |at| [from[columns[at]]; 3]);
                }
                ImageData::Rgb(colour) => {
                    let from = &colour.data[from * colour.width as usize * 3..];
                    copy(to, seen, |at| std::array::from_fn(|channel| from[columns[at] * 3 + channel]));
                }
            }
        }
        self.laid += 1;
    }
}

/// Copies a row of pixels where it is seen.
fn copy(to: &mut [[u8; 3]], seen: impl Fn(usize) -> u8, pixel: impl Fn(usize) -> [u8; 3]) {
    for (at, to) in to.iter_mut().enumerate() {
        match seen(at) {
            0 => {}
            u8::MAX => *to = pixel(at),
            share => {
                let over = pixel(at);
                for (to, over) in to.iter_mut().zip(over) {
                    let (share, under) = (u16::from(share), u16::from(*to));
                    let mixed = (share * u16::from(over) + (255 - share) * under + 127) / 255;
                    *to = u8::try_from(mixed).unwrap_or(u8::MAX);
                }
            }
        }
    }
}

/// The stretch of a canvas that a picture takes along one side.
struct Side {
    start: f64,
    end: f64,
    /// First pixel of the canvas that the picture touches, and the one after the last.
    first: usize,
    last: usize,
}

impl Side {
    fn of(start: f64, end: f64, limit: usize) -> Side {
        let last = (pixels(end.ceil()) as usize).min(limit);
        Side { start, end, first: (pixels(start.floor()) as usize).min(last), last }
    }

    /// Which of `count` pixels of a picture lies under the middle of each pixel of the canvas.
    fn sources(&self, count: u32) -> Vec<usize> {
        let scale = f64::from(count) / (self.end - self.start);
        (0_u32..)
            .map(f64::from)
            .skip(self.first)
            .take(self.last - self.first)
            .map(|at| pixels(((at + 0.5 - self.start) * scale).floor()).min(count.saturating_sub(1)) as usize)
            .collect()
    }
}

impl<'a> Device<'a> for Canvas {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let whole = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let place = (Affine::scale(self.scale) * props.transform).transform_rect_bbox(whole);
        let height = image.height();
        if let Image::Raster(raster) = &image {
            raster.with_rgba(
                |picture, mask| {
                    let mut place = place;
                    // A picture that breaks off covers the upper part of its place and is not drawn out.
                    if picture.height() < height && mask.is_none() {
                        place.y1 =
                            place.y0 + place.height() * f64::from(picture.height()) / f64::from(height);
                    }
                    self.lay(place, &picture, mask.as_ref());
                },
                None,
            );
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luma(width: u32, data: &[u8]) -> LumaData {
        let height = u32::try_from(data.len()).unwrap() / width;
        LumaData { data: data.to_vec(), width, height, interpolate: false, scale_factors: (1.0, 1.0) }
    }

    #[test]
    fn ink_is_seen_through_its_mask_and_paper_beside_it() {
        let mut canvas = Canvas { scale: 1.0, columns: 4, data: vec![[255; 3]; 8], laid: 0 };
        let sheet = Rect::new(0.0, 0.0, 4.0, 2.0);
        canvas.lay(sheet, &ImageData::Luma(luma(2, &[200, 210])), None);
        // Half as fine as the canvas, its mask as fine.
        let mask = luma(4, &[255, 0, 0, 255, 0, 51, 0, 0]);
        canvas.lay(sheet, &ImageData::Luma(luma(2, &[0, 10])), Some(&mask));
        let greys: Vec<u8> = canvas.data.iter().map(|pixel| pixel[0]).collect();
        assert_eq!(greys, [0, 200, 210, 10, 200, 160, 210, 210]);
        assert_eq!(canvas.laid, 2);
    }

    #[test]
    fn what_has_to_be_averaged_turned_or_clipped_is_not_copied() {
        let sheet = Rect::new(0.0, 0.0, 72.0, 72.0);
        let picture = |to_page: Affine| Picture {
            to_page,
            size: (100, 100),
            mask: None,
            smooth: false,
            stencil: false,
            object: None,
            place: to_page.transform_rect_bbox(Rect::new(0.0, 0.0, 100.0, 100.0)),
        };
        let fits = || picture(Affine::scale(0.72));
        assert!(is_copied(&fits(), sheet, 100.0 / 72.0) && is_copied(&fits(), sheet, 200.0 / 72.0));
        assert!(!is_copied(&fits(), sheet, 50.0 / 72.0));
        assert!(!is_copied(&Picture { smooth: true, ..fits() }, sheet, 100.0 / 72.0));
        assert!(!is_copied(&Picture { mask: Some((200, 200)), ..fits() }, sheet, 100.0 / 72.0));
        let clipped = Picture { place: Rect::new(0.0, 0.0, 40.0, 72.0), ..fits() };
        assert!(!is_copied(&clipped, sheet, 100.0 / 72.0));
        let turned = picture(Affine::new([0.72, 0.01, -0.01, 0.72, 0.0, 0.0]));
        assert!(!is_copied(&turned, sheet, 100.0 / 72.0));
    }
}
