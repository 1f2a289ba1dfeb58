//! Paints filled shapes and strokes on a page, with soft edges.

use image::{GrayImage, ImageBuffer, Pixel, RgbImage};

/// Whole pixels of a coordinate, rounded down; what is above or left of the page is 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates")]
pub(super) fn whole(value: f32) -> usize {
    value.floor() as usize
}

/// A value from 0 to 255, rounded; what is beyond is cut off.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates")]
pub(super) fn level(value: f32) -> u8 {
    (value + 0.5) as u8
}

/// A count as a coordinate; pages are far below the 16 million that a float keeps exactly.
#[expect(clippy::cast_precision_loss, reason = "pages are far below 2^24 pixels wide")]
pub(super) fn coordinate(count: usize) -> f32 {
    count as f32
}

/// A point: x to the right, y down.
pub type Point = (f32, f32);

/// Closed contours, filled where they wind around a point.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    /// Each a polygon; the last corner joins the first.
    contours: Vec<Vec<Point>>,
}

impl Shape {
    /// Starts a contour.
    pub fn begin(&mut self, at: Point) {
        self.contours.push(vec![at]);
    }

    /// A straight side to `to`.
    pub fn line(&mut self, to: Point) {
        if let Some(contour) = self.contours.last_mut() {
            contour.push(to);
        }
    }

    /// A curve of second degree.
    pub fn quad(&mut self, control: Point, to: Point) {
        let Some(&from) = self.contours.last().and_then(|c| c.last()) else { return };
        // Six sides for a curve of a letter: under a tenth of a pixel off at 600 dpi.
        for step in 1..=6_u8 {
            let t = f32::from(step) / 6.0;
            let mix =
                |a: f32, b: f32, c: f32| a * (1.0 - t) * (1.0 - t) + 2.0 * b * t * (1.0 - t) + c * t * t;
            self.line((mix(from.0, control.0, to.0), mix(from.1, control.1, to.1)));
        }
    }

    /// A curve of third degree.
    pub fn cubic(&mut self, first: Point, second: Point, to: Point) {
        let Some(&from) = self.contours.last().and_then(|c| c.last()) else { return };
        for step in 1..=8_u8 {
            let t = f32::from(step) / 8.0;
            let s = 1.0 - t;
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                a * s * s * s + 3.0 * b * s * s * t + 3.0 * c * s * t * t + d * t * t * t
            };
            self.line((mix(from.0, first.0, second.0, to.0), mix(from.1, first.1, second.1, to.1)));
        }
    }

    /// A polygon.
    pub fn polygon(corners: Vec<Point>) -> Shape {
        Shape { contours: vec![corners] }
    }

    /// An upright rectangle.
    pub fn rectangle(left: f32, top: f32, right: f32, bottom: f32) -> Shape {
        Shape::polygon(vec![(left, top), (right, top), (right, bottom), (left, bottom)])
    }

    /// Every point moved.
    #[must_use]
    pub fn map(mut self, to: impl Fn(Point) -> Point) -> Shape {
        for point in self.contours.iter_mut().flatten() {
            *point = to(*point);
        }
        self
    }

    /// Smallest and greatest x and y: left, top, right, bottom. `None` when nothing would be painted.
    pub fn bounds(&self) -> Option<[f32; 4]> {
        let mut points = self.contours.iter().flatten();
        let first = points.next()?;
        let start = [first.0, first.1, first.0, first.1];
        Some(points.fold(start, |[l, t, r, b], p| [l.min(p.0), t.min(p.1), r.max(p.0), b.max(p.1)]))
    }
}

/// A colour of ink: red, green, blue, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(pub [u8; 3]);

impl Ink {
    /// Black as toner prints it: not quite.
    pub const BLACK: Ink = Ink([18, 18, 20]);
    /// Red of seals.
    pub const RED: Ink = Ink([205, 32, 44]);
    /// Brown of rust.
    pub const RUST: Ink = Ink([120, 72, 30]);
    /// Blue of ball pens.
    pub const BLUE: Ink = Ink([38, 54, 148]);

    fn grey(self) -> u8 {
        let [r, g, b] = self.0.map(f32::from);
        level(0.299 * r + 0.587 * g + 0.114 * b)
    }
}

/// A page to paint on: one plane (grey) or three (red, green, blue), 255 is paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Canvas {
    width: usize,
    height: usize,
    planes: Vec<Vec<u8>>,
}

/// What a canvas can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// One plane.
    Grey,
    /// Three planes.
    Colour,
}

impl Canvas {
    /// White paper of `width` × `height` pixels.
    pub fn new(width: u32, height: u32, depth: Depth) -> Canvas {
        let (width, height) = (width as usize, height as usize);
        let planes = match depth {
            Depth::Grey => 1,
            Depth::Colour => 3,
        };
        Canvas { width, height, planes: vec![vec![255; width * height]; planes] }
    }

    /// Columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The planes, row by row from the top.
    pub fn planes_mut(&mut self) -> &mut [Vec<u8>] {
        &mut self.planes
    }

    /// One value a pixel; of a colour canvas its brightness.
    pub fn to_grey(&self) -> GrayImage {
        let pixels = match self.planes.as_slice() {
            [r, g, b] => r.iter().zip(g).zip(b).map(|((r, g), b)| Ink([*r, *g, *b]).grey()).collect(),
            [grey, ..] => grey.clone(),
            [] => Vec::new(),
        };
        picture(self.width, self.height, pixels)
    }

    /// A colour picture; of a grey canvas a grey one.
    pub fn to_rgb(&self) -> RgbImage {
        let plane = |index: usize| self.planes.get(index).unwrap_or(&self.planes[0]);
        let (r, g, b) = (plane(0), plane(1), plane(2));
        let pixels = r.iter().zip(g).zip(b).flat_map(|((r, g), b)| [*r, *g, *b]).collect();
        picture(self.width, self.height, pixels)
    }

    /// A canvas that shows a picture.
    pub fn from_grey(image: &GrayImage) -> Canvas {
        Canvas {
            width: image.width() as usize,
            height: image.height() as usize,
            planes: vec![image.as_raw().clone()],
        }
    }

    /// The page turned clockwise by that many quarters.
    #[must_use]
    pub fn quarter_turned(&self, quarters: usize) -> Canvas {
        let mut page = self.clone();
        for _ in 0..quarters % 4 {
            let (width, height) = (page.width, page.height);
            for plane in &mut page.planes {
                // The new row is the old column, read from the bottom.
                *plane = (0..width * height)
                    .map(|i| plane[(height - 1 - i % height) * width + i / height])
                    .collect();
            }
            (page.width, page.height) = (height, width);
        }
        page
    }

    /// Fills a shape. `strength` is how much of the paper the ink hides, 0 to 1. Inks darken what is under
    /// them, as real ones do: a seal over a name leaves the name black.
    pub fn fill(&mut self, shape: &Shape, ink: Ink, strength: f32) {
        let Some([left, top, right, bottom]) = shape.bounds() else { return };
        // One pixel of room on each side, for edges that end on a border.
        let (left, top) = (whole(left), whole(top));
        let right = (whole(right) + 2).min(self.width);
        let bottom = (whole(bottom) + 2).min(self.height);
        if left >= right || top >= bottom {
            return;
        }
        let mut area = Coverage::new(right - left, bottom - top);
        let origin = (coordinate(left), coordinate(top));
        for contour in &shape.contours {
            for (i, a) in contour.iter().enumerate() {
                let b = contour[(i + 1) % contour.len()];
                area.edge((a.0 - origin.0, a.1 - origin.1), (b.0 - origin.0, b.1 - origin.1));
            }
        }
        area.each(|x, y, covered| self.darken(left + x, top + y, ink, covered * strength));
    }

    /// Draws a pen stroke through points. Widths are in pixels, one a point, so that a stroke can swell and
    /// taper; where there are fewer widths than points the last one stays.
    pub fn stroke(&mut self, points: &[Point], widths: &[f32], ink: Ink, strength: f32) {
        let thick = |i: usize| widths.get(i).or(widths.last()).copied().unwrap_or(1.0) / 2.0;
        let reach = widths.iter().copied().fold(1.0, f32::max) / 2.0 + 1.0;
        let fold =
            |f: fn(f32, f32) -> f32, start: f32, of: fn(&Point) -> f32| points.iter().map(of).fold(start, f);
        let left = whole(fold(f32::min, f32::MAX, |p| p.0) - reach);
        let top = whole(fold(f32::min, f32::MAX, |p| p.1) - reach);
        let right = (whole(fold(f32::max, 0.0, |p| p.0) + reach) + 1).min(self.width);
        let bottom = (whole(fold(f32::max, 0.0, |p| p.1) + reach) + 1).min(self.height);
        if left >= right || top >= bottom {
            return;
        }
        // The darkest of all pieces at each pixel, so that a stroke does not darken itself at its joints.
        let width = right - left;
        let mut cover = vec![0.0_f32; width * (bottom - top)];
        for (i, pair) in points.windows(2).enumerate() {
            let (a, b) = (pair[0], pair[1]);
            let (ra, rb) = (thick(i), thick(i + 1));
            let x0 = whole(a.0.min(b.0) - reach).max(left);
            let x1 = (whole(a.0.max(b.0) + reach) + 1).min(right);
            let y0 = whole(a.1.min(b.1) - reach).max(top);
            let y1 = (whole(a.1.max(b.1) + reach) + 1).min(bottom);
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let length = (dx * dx + dy * dy).max(1e-6);
            for y in y0..y1 {
                for x in x0..x1 {
                    let (px, py) = (coordinate(x) + 0.5 - a.0, coordinate(y) + 0.5 - a.1);
                    let along = ((px * dx + py * dy) / length).clamp(0.0, 1.0);
                    let away = (px - along * dx).hypot(py - along * dy);
                    let covered = (ra + (rb - ra) * along + 0.5 - away).clamp(0.0, 1.0);
                    let at = &mut cover[(y - top) * width + x - left];
                    *at = at.max(covered);
                }
            }
        }
        for (i, covered) in cover.iter().enumerate().filter(|(_, covered)| **covered > 0.0) {
            self.darken(left + i % width, top + i / width, ink, covered * strength);
        }
    }

    fn darken(&mut self, x: usize, y: usize, ink: Ink, amount: f32) {
        let at = y * self.width + x;
        let darker =
            |old: u8, ink: u8| level(f32::from(old) * (1.0 - amount * (1.0 - f32::from(ink) / 255.0)));
        match self.planes.as_mut_slice() {
            [grey] => grey[at] = darker(grey[at], ink.grey()),
            planes => {
                for (plane, value) in planes.iter_mut().zip(ink.0) {
                    plane[at] = darker(plane[at], value);
                }
            }
        }
    }
}

fn picture<P: Pixel<Subpixel = u8>>(width: usize, height: usize, pixels: Vec<u8>) -> ImageBuffer<P, Vec<u8>> {
    ImageBuffer::from_raw(side(width), side(height), pixels)
        .expect("a canvas has as many pixels as its sides say")
}

pub(super) fn side(length: usize) -> u32 {
    u32::try_from(length).expect("a page's side fits 32 bits")
}

/// Share of every pixel of a rectangle that is inside a shape, found exactly from signed areas: each edge
/// adds what lies to its right, and a running sum over the row gives the share.
struct Coverage {
    width: usize,
    height: usize,
    change: Vec<f32>,
}

impl Coverage {
    fn new(width: usize, height: usize) -> Coverage {
        // Two more a row take what spills over at its right end.
        Coverage { width: width + 2, height, change: vec![0.0; (width + 2) * height] }
    }

    fn edge(&mut self, a: Point, b: Point) {
        if a.1.total_cmp(&b.1).is_eq() {
            return;
        }
        let (direction, a, b) = if a.1 < b.1 { (1.0, a, b) } else { (-1.0, b, a) };
        let slope = (b.0 - a.0) / (b.1 - a.1);
        let limit = coordinate(self.width) - 2.0;
        for y in whole(a.1)..(whole(b.1.ceil())).min(self.height) {
            let (row, y) = (y * self.width, coordinate(y));
            let (from, to) = (y.max(a.1), (y + 1.0).min(b.1));
            if from >= to {
                continue;
            }
            let area = (to - from) * direction;
            let x = |at: f32| (a.0 + (at - a.1) * slope).clamp(0.0, limit);
            let (x0, x1) = if slope > 0.0 { (x(from), x(to)) } else { (x(to), x(from)) };
            let (first, last) = (whole(x0), whole(x1));
            if first == last {
                let right = area * (1.0 - (f32::midpoint(x0, x1) - coordinate(first)));
                self.change[row + first] += right;
                self.change[row + first + 1] += area - right;
            } else {
                // The edge crosses columns: in each it covers a piece of its height.
                let per = area / (x1 - x0);
                for column in first..=last {
                    let left = x0.max(coordinate(column));
                    let end = x1.min(coordinate(column) + 1.0);
                    let piece = per * (end - left);
                    let right = piece * (1.0 - (f32::midpoint(left, end) - coordinate(column)));
                    self.change[row + column] += right;
                    self.change[row + column + 1] += piece - right;
                }
            }
        }
    }

    fn each(&self, mut paint: impl FnMut(usize, usize, f32)) {
        for y in 0..self.height {
            let mut sum = 0.0;
            for x in 0..self.width - 2 {
                sum += self.change[y * self.width + x];
                // Outlines of either direction are filled; where two overlap once is enough.
                let covered = sum.abs().min(1.0);
                if covered > 0.002 {
                    paint(x, y, covered);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn darkness(canvas: &Canvas) -> f64 {
        canvas.planes[0].iter().map(|p| f64::from(255 - p) / 255.0).sum()
    }

    #[test]
    fn a_shape_darkens_as_much_as_its_area() {
        struct Case {
            name: &'static str,
            shape: Shape,
            area: f64,
        }
        let cases = [
            Case { name: "whole pixels", shape: Shape::rectangle(2.0, 3.0, 7.0, 9.0), area: 30.0 },
            Case { name: "half pixels", shape: Shape::rectangle(2.5, 3.5, 7.25, 9.0), area: 26.125 },
            Case {
                name: "triangle",
                shape: Shape::polygon(vec![(1.0, 1.0), (18.0, 3.0), (4.0, 17.0)]),
                area: 133.0,
            },
            Case {
                name: "wound the other way",
                shape: Shape::polygon(vec![(1.0, 1.0), (4.0, 17.0), (18.0, 3.0)]),
                area: 133.0,
            },
            Case { name: "partly off the page", shape: Shape::rectangle(15.0, 15.0, 30.0, 30.0), area: 25.0 },
        ];
        for case in cases {
            let mut canvas = Canvas::new(20, 20, Depth::Grey);
            canvas.fill(&case.shape, Ink([0, 0, 0]), 1.0);
            let got = darkness(&canvas);
            assert!((got - case.area).abs() < 0.3, "{}: {got} instead of {}", case.name, case.area);
        }
    }

    #[test]
    fn a_hole_stays_white() {
        let mut ring = Shape::rectangle(2.0, 2.0, 18.0, 18.0);
        ring.begin((6.0, 6.0));
        for corner in [(6.0, 14.0), (14.0, 14.0), (14.0, 6.0)] {
            ring.line(corner);
        }
        let mut canvas = Canvas::new(20, 20, Depth::Grey);
        canvas.fill(&ring, Ink([0, 0, 0]), 1.0);
        assert_eq!(canvas.planes[0][10 * 20 + 10], 255);
        assert_eq!(canvas.planes[0][10 * 20 + 4], 0);
    }

    #[test]
    fn a_stroke_is_as_thick_as_asked_and_does_not_darken_its_joints() {
        let mut canvas = Canvas::new(40, 20, Depth::Grey);
        canvas.stroke(&[(5.0, 10.0), (20.0, 10.0), (35.0, 10.0)], &[4.0], Ink([100, 100, 100]), 0.5);
        let column: Vec<u8> = (0..20).map(|y| canvas.planes[0][y * 40 + 20]).collect();
        assert_eq!(column.iter().filter(|p| **p < 250).count(), 4, "{column:?}");
        assert_eq!(column[10], canvas.planes[0][10 * 40 + 12]);
    }

    #[test]
    fn a_quarter_turn_brings_the_head_to_the_right() {
        let mut canvas = Canvas::new(6, 4, Depth::Grey);
        canvas.fill(&Shape::rectangle(0.0, 0.0, 2.0, 1.0), Ink([0, 0, 0]), 1.0);
        let turned = canvas.quarter_turned(1);
        assert_eq!((turned.width(), turned.height()), (4, 6));
        let dark: Vec<(u32, u32)> = turned
            .to_grey()
            .enumerate_pixels()
            .filter(|(_, _, p)| p.0[0] == 0)
            .map(|(x, y, _)| (x, y))
            .collect();
        assert_eq!(dark, [(3, 0), (3, 1)]);
        assert_eq!(turned.quarter_turned(3), canvas);
    }

    #[test]
    fn colour_inks_darken_and_do_not_cover() {
        let mut canvas = Canvas::new(4, 4, Depth::Colour);
        canvas.fill(&Shape::rectangle(0.0, 0.0, 4.0, 2.0), Ink([0, 0, 0]), 1.0);
        canvas.fill(&Shape::rectangle(0.0, 0.0, 4.0, 4.0), Ink::RED, 1.0);
        let rgb = canvas.to_rgb();
        assert_eq!(rgb.get_pixel(1, 0).0, [0, 0, 0]);
        assert_eq!(rgb.get_pixel(1, 3).0, Ink::RED.0);
    }
}
