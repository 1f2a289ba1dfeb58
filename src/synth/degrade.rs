//! What printing, copying and scanning do to a page.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, ImageFormat};

use super::canvas::{Canvas, Depth, Ink, Point, coordinate, level, side, whole};
use super::random::Random;
use super::{Error, Result};

/// Damage to a page, in the order in which it happens. All lengths are in millimetres of paper, so that the
/// same damage looks the same at any resolution. [`Degrade::default`] does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Degrade {
    /// How far ink spreads (above 0) or strokes wear thin (below 0), in mm; −0.1 to 0.1.
    pub stroke: f32,
    /// How much ink is missing at the worst places, 0 to 1: uneven toner, worn ribbons, faded copies.
    pub mottle: f32,
    /// Degrees by which lines rise to the right.
    pub skew: f32,
    /// Dark strip that the scanner's lid leaves on the edges of the page, in mm.
    pub border: f32,
    /// Standard deviation of the blur, in mm.
    pub blur: f32,
    /// Standard deviation of the sensor's noise, in levels of 0 to 255.
    pub noise: f32,
    /// Dark specks on a square centimetre.
    pub speckle: f32,
    /// Level of the paper below white, 0 to 255: 6 is the paper of most colour scans.
    pub dim: u8,
    /// Black below this level, white from it on; `None` keeps the shades.
    pub threshold: Option<u8>,
    /// Quality of the JPEG that the page goes through, 1 to 100; `None` for none.
    pub jpeg: Option<u8>,
}

/// How worn a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wear {
    /// As a good flat scanner at 300 dpi gives it.
    Mild,
    /// As office devices give it, slightly askew.
    Fair,
    /// Scanned in black and white, a little worn.
    Poor,
    /// A copy of a copy.
    Bad,
    /// What a person still reads, slowly.
    Hopeless,
}

impl Wear {
    /// From mild to hopeless.
    pub const ALL: [Wear; 5] = [Wear::Mild, Wear::Fair, Wear::Poor, Wear::Bad, Wear::Hopeless];
}

impl Degrade {
    /// The middle of a degree of wear.
    pub fn preset(wear: Wear) -> Degrade {
        let none = Degrade::default();
        match wear {
            Wear::Mild => Degrade { blur: 0.04, noise: 3.0, dim: 4, ..none },
            Wear::Fair => {
                Degrade { blur: 0.06, noise: 8.0, mottle: 0.25, speckle: 0.2, skew: 0.3, dim: 8, ..none }
            }
            Wear::Poor => Degrade {
                blur: 0.07,
                noise: 14.0,
                mottle: 0.4,
                speckle: 0.8,
                skew: -0.4,
                threshold: Some(150),
                ..none
            },
            Wear::Bad => Degrade {
                blur: 0.09,
                noise: 22.0,
                mottle: 0.6,
                speckle: 2.0,
                skew: 0.6,
                threshold: Some(165),
                ..none
            },
            Wear::Hopeless => Degrade {
                blur: 0.13,
                noise: 30.0,
                mottle: 0.75,
                speckle: 4.0,
                skew: 0.8,
                threshold: Some(170),
                ..none
            },
        }
    }

    /// One page of a degree of wear: every kind of damage is drawn around its middle, strokes are thicker or
    /// thinner, and bilevel pages have their threshold moved.
    pub fn drawn(wear: Wear, random: &mut Random) -> Degrade {
        let middle = Degrade::preset(wear);
        // Thresholds move strokes most: 30 levels are about a third of a thin stroke at 200 dpi.
        let threshold = middle.threshold.map(|t| level(f32::from(t) + random.between(-30.0, 30.0)));
        let skew = middle.skew.abs() + 0.05;
        Degrade {
            stroke: random.between(-0.25, 0.25) * middle.blur,
            mottle: (middle.mottle * random.between(0.5, 1.3)).min(0.9),
            skew: random.between(-skew, skew),
            blur: middle.blur * random.between(0.7, 1.3),
            noise: middle.noise * random.between(0.6, 1.4),
            speckle: middle.speckle * random.between(0.0, 2.0),
            threshold,
            ..middle
        }
    }

    /// Damages a page of `dpi` dots an inch. The same `random` gives the same page.
    ///
    /// # Errors
    /// [`Error::Encode`] when the page cannot go through JPEG.
    pub fn apply(&self, canvas: &mut Canvas, dpi: f32, random: &Random) -> Result<()> {
        let per_mm = dpi / 25.4;
        if self.stroke.abs() > 0.0 {
            spread(canvas, self.stroke * per_mm);
        }
        if self.mottle > 0.0 {
            mottle(canvas, self.mottle, per_mm, &mut random.part("mottle"));
        }
        if self.dim > 0 {
            dim(canvas, self.dim);
        }
        if self.skew.abs() > 0.0 {
            *canvas = turned(canvas, self.skew.to_radians(), 255 - self.dim);
        }
        if self.border > 0.0 {
            border(canvas, self.border * per_mm, &mut random.part("border"));
        }
        // The lens blurs what lies on the glass; the sensor's noise comes after it.
        if self.speckle > 0.0 {
            speckle(canvas, self.speckle, per_mm, &mut random.part("speckle"));
        }
        if self.blur > 0.0 {
            blur(canvas, self.blur * per_mm);
        }
        if self.noise > 0.0 {
            noise(canvas, self.noise, &mut random.part("noise"));
        }
        if let Some(limit) = self.threshold {
            for plane in canvas.planes_mut() {
                plane.iter_mut().for_each(|p| *p = if *p < limit { 0 } else { 255 });
            }
        }
        if let Some(quality) = self.jpeg {
            *canvas = Canvas::from_grey(&through_jpeg(&canvas.to_grey(), quality)?);
        }
        Ok(())
    }

    /// Damages a grey picture of `dpi` dots an inch; `seed` decides what is accidental.
    ///
    /// # Errors
    /// As of [`Degrade::apply`].
    pub fn apply_grey(&self, image: &GrayImage, dpi: f32, seed: u64) -> Result<GrayImage> {
        let mut canvas = Canvas::from_grey(image);
        self.apply(&mut canvas, dpi, &Random::new(seed))?;
        Ok(canvas.to_grey())
    }
}

/// Lets the front of a sheet show through its back: mirrored, soft, at most as dark as `strength`, 0 to 1.
pub(super) fn show_through(back: &mut Canvas, mut front: Canvas, strength: f32, dpi: f32) {
    // Paper scatters the light over some tenths of a millimetre.
    blur(&mut front, 0.25 * dpi / 25.4);
    let width = front.width().max(1);
    for (to, from) in back.planes_mut().iter_mut().zip(front.planes_mut()) {
        for (to, from) in to.chunks_exact_mut(width).zip(from.chunks_exact(width)) {
            for (to, from) in to.iter_mut().zip(from.iter().rev()) {
                let shade = 255.0 - strength * f32::from(255 - *from);
                *to = level(f32::from(*to) * shade / 255.0);
            }
        }
    }
}

/// Ink spreads (radius above 0) or wears off (below 0), in pixels and parts of pixels.
fn spread(canvas: &mut Canvas, radius: f32) {
    let (width, height) = (canvas.width(), canvas.height());
    let mut left = radius.abs();
    while left > 0.0 {
        let share = left.min(1.0);
        for plane in canvas.planes_mut() {
            let old = plane.clone();
            for y in 0..height {
                for x in 0..width {
                    let at = y * width + x;
                    let near = [
                        old[at],
                        old[if x > 0 { at - 1 } else { at }],
                        old[if x + 1 < width { at + 1 } else { at }],
                        old[if y > 0 { at - width } else { at }],
                        old[if y + 1 < height { at + width } else { at }],
                    ];
                    let most = near
                        .into_iter()
                        .reduce(if radius > 0.0 { u8::min } else { u8::max })
                        .expect("a pixel is near itself");
                    plane[at] = level(f32::from(old[at]) * (1.0 - share) + f32::from(most) * share);
                }
            }
        }
        left -= 1.0;
    }
}

/// Blotches: random values on a grid, straight between its nodes.
struct Blotches {
    step: f32,
    columns: usize,
    nodes: Vec<f32>,
}

impl Blotches {
    /// Over `width` × `height` pixels, `step` pixels wide each.
    fn new(width: usize, height: usize, step: f32, random: &mut Random) -> Blotches {
        let step = step.max(1.0);
        let columns = whole(coordinate(width) / step) + 2;
        let rows = whole(coordinate(height) / step) + 2;
        Blotches { step, columns, nodes: (0..columns * rows).map(|_| random.normal()).collect() }
    }

    fn at(&self, x: usize, y: usize) -> f32 {
        let (x, y) = (coordinate(x) / self.step, coordinate(y) / self.step);
        let (column, row) = (whole(x), whole(y));
        let (right, down) = (x - coordinate(column), y - coordinate(row));
        let node = |c: usize, r: usize| self.nodes[r * self.columns + c];
        let top = node(column, row) * (1.0 - right) + node(column + 1, row) * right;
        let bottom = node(column, row + 1) * (1.0 - right) + node(column + 1, row + 1) * right;
        top * (1.0 - down) + bottom * down
    }
}

fn mottle(canvas: &mut Canvas, amount: f32, per_mm: f32, random: &mut Random) {
    let (width, height) = (canvas.width(), canvas.height());
    // Toner is uneven over some 8 mm, and grainy at a third of a millimetre, about a stroke's width.
    let coarse = Blotches::new(width, height, 8.0 * per_mm, random);
    let fine = Blotches::new(width, height, 0.3 * per_mm, random);
    for plane in canvas.planes_mut() {
        for (i, p) in plane.iter_mut().enumerate().filter(|(_, p)| **p < 250) {
            let (x, y) = (i % width, i / width);
            let missing = (0.5 * coarse.at(x, y) + 0.8 * fine.at(x, y)).clamp(0.0, 1.0) * amount;
            *p = level(255.0 - (255.0 - f32::from(*p)) * (1.0 - missing));
        }
    }
}

fn dim(canvas: &mut Canvas, below: u8) {
    // Paper is a little yellow: blue is lost first.
    let warmth = [0.8, 0.9, 1.3];
    let planes = canvas.planes_mut();
    let tint = if planes.len() == 3 { warmth } else { [1.0; 3] };
    for (plane, part) in planes.iter_mut().zip(tint) {
        let white = 1.0 - f32::from(below) * part / 255.0;
        plane.iter_mut().for_each(|p| *p = level(f32::from(*p) * white));
    }
}

/// The page turned about its middle so that lines rise to the right by `angle` radians; same size.
fn turned(canvas: &mut Canvas, angle: f32, paper: u8) -> Canvas {
    let (width, height) = (canvas.width(), canvas.height());
    let (sin, cos) = angle.sin_cos();
    let (cx, cy) = (coordinate(width) / 2.0, coordinate(height) / 2.0);
    let depth = if canvas.planes_mut().len() == 3 { Depth::Colour } else { Depth::Grey };
    let mut to = Canvas::new(side(width), side(height), depth);
    for (old, new) in canvas.planes_mut().iter().zip(to.planes_mut()) {
        let pixel = |x: f32, y: f32| {
            let inside = x >= 0.0 && y >= 0.0 && x < coordinate(width) && y < coordinate(height);
            f32::from(if inside { old[whole(y) * width + whole(x)] } else { paper })
        };
        for y in 0..height {
            for x in 0..width {
                let (ox, oy) = (coordinate(x) + 0.5 - cx, coordinate(y) + 0.5 - cy);
                let (ix, iy) = (cx + ox * cos - oy * sin - 0.5, cy + ox * sin + oy * cos - 0.5);
                let (fx, fy) = (ix.floor(), iy.floor());
                let (right, down) = (ix - fx, iy - fy);
                let top = pixel(fx, fy) * (1.0 - right) + pixel(fx + 1.0, fy) * right;
                let bottom = pixel(fx, fy + 1.0) * (1.0 - right) + pixel(fx + 1.0, fy + 1.0) * right;
                new[y * width + x] = level(top * (1.0 - down) + bottom * down);
            }
        }
    }
    to
}

/// Where a point of an upright page of `width` × `height` pixels is after a skew by `angle` radians.
pub fn turn_point(point: Point, width: f32, height: f32, angle: f32) -> Point {
    let (sin, cos) = angle.sin_cos();
    let (ox, oy) = (point.0 - width / 2.0, point.1 - height / 2.0);
    (width / 2.0 + ox * cos + oy * sin, height / 2.0 - ox * sin + oy * cos)
}

fn border(canvas: &mut Canvas, reach: f32, random: &mut Random) {
    let (width, height) = (canvas.width(), canvas.height());
    // On each side a strip of its own width, or none, wider at one end than at the other as paper lies askew.
    let strips: Vec<(f32, f32)> = (0..4)
        .map(|_| {
            let width = reach * random.between(-0.8, 1.0).max(0.0);
            (width * random.between(0.4, 1.0), width)
        })
        .collect();
    let rag = Blotches::new(width.max(height), 1, reach.max(4.0), random);
    for y in 0..height {
        for x in 0..width {
            let away = [x, width - 1 - x, y, height - 1 - y];
            let dark = strips.iter().zip(away).enumerate().any(|(i, (strip, away))| {
                let (along, length) = if i < 2 { (y, height) } else { (x, width) };
                let part = coordinate(along) / coordinate(length);
                let wide = strip.0 * (1.0 - part) + strip.1 * part;
                wide > 0.0 && coordinate(away) < wide + 0.03 * reach * rag.at(along, 0)
            });
            if dark {
                for plane in canvas.planes_mut() {
                    plane[y * width + x] = 25;
                }
            }
        }
    }
}

fn speckle(canvas: &mut Canvas, density: f32, per_mm: f32, random: &mut Random) {
    let (width, height) = (coordinate(canvas.width()), coordinate(canvas.height()));
    let count = whole(density * width * height / (per_mm * per_mm * 100.0) + 0.5);
    for _ in 0..count {
        let at = (random.between(0.0, width), random.between(0.0, height));
        // Dust: most of it 0.05 to 0.1 mm, a little up to 0.4 mm. The fourth power makes large ones rare.
        let size = per_mm * (0.05 + 0.35 * random.unit().powi(4));
        let end = (at.0 + size * random.normal() * 0.7, at.1 + size * random.normal() * 0.7);
        canvas.stroke(&[at, end], &[size, size * 0.6], Ink::BLACK, random.between(0.5, 1.0));
    }
}

/// Gaussian blur with a standard deviation in pixels, rows first, then columns.
fn blur(canvas: &mut Canvas, sigma: f32) {
    let (width, height) = (canvas.width(), canvas.height());
    let reach = whole((3.0 * sigma).ceil()).max(1);
    let mut kernel: Vec<f32> =
        (0..=reach).map(|i| (-0.5 * (coordinate(i) / sigma.max(0.01)).powi(2)).exp()).collect();
    let sum = kernel[0] + 2.0 * kernel[1..].iter().sum::<f32>();
    kernel.iter_mut().for_each(|k| *k /= sum);
    for plane in canvas.planes_mut() {
        let mut rows = vec![0.0_f32; width * height];
        for (from, to) in plane.chunks(width).zip(rows.chunks_mut(width)) {
            for x in 0..width {
                let mut value = f32::from(from[x]) * kernel[0];
                for (i, k) in kernel.iter().enumerate().skip(1) {
                    let (left, right) = (x.saturating_sub(i), (x + i).min(width - 1));
                    value += k * (f32::from(from[left]) + f32::from(from[right]));
                }
                to[x] = value;
            }
        }
        for y in 0..height {
            for x in 0..width {
                let mut value = rows[y * width + x] * kernel[0];
                for (i, k) in kernel.iter().enumerate().skip(1) {
                    let (up, down) = (y.saturating_sub(i), (y + i).min(height - 1));
                    value += k * (rows[up * width + x] + rows[down * width + x]);
                }
                plane[y * width + x] = level(value);
            }
        }
    }
}

fn noise(canvas: &mut Canvas, deviation: f32, random: &mut Random) {
    let count = canvas.width() * canvas.height();
    // Most of a sensor's noise is in brightness; a third of it is in colour.
    let common: Vec<f32> = (0..count).map(|_| random.normal() * deviation).collect();
    let coloured = canvas.planes_mut().len() == 3;
    for plane in canvas.planes_mut() {
        for (p, common) in plane.iter_mut().zip(&common) {
            let own = if coloured { random.normal() * deviation * 0.3 } else { 0.0 };
            *p = level(f32::from(*p) + common + own);
        }
    }
}

fn through_jpeg(image: &GrayImage, quality: u8) -> Result<GrayImage> {
    let failed = |e: image::ImageError| Error::Encode { format: "JPEG", reason: e.to_string() };
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(image).map_err(failed)?;
    let read = image::load(Cursor::new(bytes), ImageFormat::Jpeg).map_err(failed)?;
    Ok(read.into_luma8())
}

#[cfg(test)]
mod tests {
    use super::super::canvas::Shape;
    use super::*;

    fn page() -> Canvas {
        let mut canvas = Canvas::new(200, 100, Depth::Grey);
        for row in 0..4_u8 {
            let top = 10.0 + 20.0 * f32::from(row);
            canvas.fill(&Shape::rectangle(20.0, top, 180.0, top + 5.0), Ink::BLACK, 1.0);
        }
        canvas
    }

    fn dark(canvas: &Canvas) -> usize {
        canvas.to_grey().pixels().filter(|p| p.0[0] < 128).count()
    }

    #[test]
    fn nothing_asked_nothing_done() {
        let mut canvas = page();
        Degrade::default().apply(&mut canvas, 300.0, &Random::new(1)).unwrap();
        assert_eq!(canvas, page());
    }

    #[test]
    fn the_seed_decides() {
        let made = |seed| {
            let degrade = Degrade::preset(Wear::Bad);
            degrade.apply_grey(&page().to_grey(), 300.0, seed).unwrap()
        };
        assert_eq!(made(5), made(5));
        assert_ne!(made(5), made(6));
    }

    #[test]
    fn strokes_grow_and_shrink() {
        let size = |stroke| {
            let mut canvas = page();
            Degrade { stroke, ..Degrade::default() }.apply(&mut canvas, 254.0, &Random::new(1)).unwrap();
            dark(&canvas)
        };
        // 0.1 mm is one pixel at 254 dpi; a bar of 160 × 5 becomes 162 × 7 without its corners, or 158 × 3.
        assert_eq!(size(0.0), 4 * 160 * 5);
        assert_eq!(size(0.1), 4 * (162 * 7 - 4));
        assert_eq!(size(-0.1), 4 * 158 * 3);
    }

    #[test]
    fn lines_rise_to_the_right_by_the_skew() {
        let mut canvas = page();
        Degrade { skew: 5.0, ..Degrade::default() }.apply(&mut canvas, 300.0, &Random::new(1)).unwrap();
        let image = canvas.to_grey();
        let first_dark =
            |x: usize| (0..100).find(|y| image.get_pixel(side(x), side(*y)).0[0] < 128).unwrap_or(100);
        let (left, right) = (first_dark(40), first_dark(160));
        assert!(left > right, "{left} {right}");
        let upright = (160.0, 10.0);
        let moved = turn_point(upright, 200.0, 100.0, 5.0_f32.to_radians());
        let found = coordinate(first_dark(whole(moved.0)));
        assert!((moved.1 - found).abs() < 1.5, "{found} instead of {}", moved.1);
    }

    #[test]
    fn a_page_from_the_glass_has_two_levels_after_a_threshold() {
        let made = Degrade::preset(Wear::Poor).apply_grey(&page().to_grey(), 200.0, 3).unwrap();
        assert!(made.pixels().all(|p| p.0[0] == 0 || p.0[0] == 255));
        let kept = dark(&Canvas::from_grey(&made));
        assert!((2200..4200).contains(&kept), "{kept}");
    }
}
