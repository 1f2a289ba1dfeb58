//! By how much the lines of a page rise or fall, and which way they run: from projection profiles.

use crate::geometry::Affine;
use crate::page::PageImage;
use crate::scan::raster::grey;

/// Steepest slope that is looked for, in tenths of a degree.
const STEEPEST: i32 = 80;
/// A slope under this is left: turning costs sharpness, and the engine follows such lines. Tenths of a degree.
const LEVEL: i32 = 2;
/// Columns of the reduced picture that slopes are measured on: about 100 dots per inch of A4.
const MEASURED_COLUMNS: u32 = 830;
/// Fewer edges than these (some words) say nothing about a slope.
const FEWEST_EDGES: usize = 400;

/// Steps of a profile that one or two streaks of the scanner's glass make: each is one line of edges, in one bin or two.
const OF_STREAKS: usize = 6;
/// Of fewer edges than a few lines of text have, all steps count.
const FEW_LINES: usize = 4000;

/// Edges of ink of a page, in a picture reduced to some 100 dots per inch.
struct Edges {
    /// Upper edges: column and row.
    upper: Vec<(f32, f32)>,
    /// Left edges: column and row.
    left: Vec<(f32, f32)>,
    /// The longer side, for the size of profiles.
    side: usize,
}

/// Degrees by which the lines of a page rise to the right, −8 to 8 in steps of 0.1; 0 when they are level or no
/// slope is clear. Of a page that lies on its side, the same of its upright lines.
pub(super) fn skew(image: &PageImage) -> f64 {
    let edges = edges(image);
    if edges.upper.len() < FEWEST_EDGES {
        return 0.0;
    }
    let (rows_slope, rows_peak) = steepest_peak(&edges.upper, edges.side, row_of);
    let (columns_slope, columns_peak) = steepest_peak(&edges.left, edges.side, column_of);
    let (slope, peak) =
        if rows_peak >= columns_peak { (rows_slope, rows_peak) } else { (columns_slope, columns_peak) };
    // A picture without lines has a flat profile at every slope; at the end of the range nothing was found.
    if peak < 1.3 || slope.abs() < LEVEL || slope.abs() >= STEEPEST {
        return 0.0;
    }
    f64::from(slope) / 10.0
}

/// Whether the lines of a page run from top to bottom, so that it lies on its side; nothing when it is not clear.
///
/// Evidence only: which side is up must be told by reading.
pub fn lies_on_its_side(image: &PageImage) -> Option<bool> {
    let edges = edges(image);
    if edges.upper.len() < FEWEST_EDGES || edges.left.len() < FEWEST_EDGES {
        return None;
    }
    let (_, rows) = steepest_peak(&edges.upper, edges.side, row_of);
    let (_, columns) = steepest_peak(&edges.left, edges.side, column_of);
    // Tables have rules both ways; only a clear difference tells.
    if rows > 1.5 * columns {
        Some(false)
    } else if columns > 1.5 * rows {
        Some(true)
    } else {
        None
    }
}

/// The row of a point when lines rising by a slope are made level.
fn row_of((x, y): (f32, f32), tangent: f32) -> f32 {
    y + x * tangent
}

/// The column of a point when upright lines leaning by a slope are made plumb.
fn column_of((x, y): (f32, f32), tangent: f32) -> f32 {
    x - y * tangent
}

/// The slope with the sharpest profile, in tenths of a degree, and how much sharper it is than the mean of all, whatever
/// a streak adds to it: lines of text make many steps.
fn steepest_peak(points: &[(f32, f32)], side: usize, place: fn((f32, f32), f32) -> f32) -> (i32, f32) {
    let left_out = if points.len() < FEW_LINES { 0 } else { OF_STREAKS };
    // With all steps, and without the largest.
    let sharpness = |tenths: i32| {
        let tangent = tangent(tenths);
        // Points shift by at most a seventh of the other side, up or down: the tangent of the steepest slope.
        let room = side / 7 + 2;
        let mut profile = vec![0.0_f32; side + 2 * room];
        for point in points {
            let bin = bin(place(*point, tangent), room);
            if let Some(count) = profile.get_mut(bin) {
                *count += 1.0;
            }
        }
        let mut steps: Vec<f32> = profile.array_windows().map(|[one, next]| (next - one).powi(2)).collect();
        let all = steps.iter().sum::<f32>();
        steps.sort_by(|a, b| b.total_cmp(a));
        (all, steps.iter().skip(left_out).sum::<f32>())
    };
    let coarse: Vec<(i32, (f32, f32))> =
        (-STEEPEST..=STEEPEST).step_by(5).map(|tenths| (tenths, sharpness(tenths))).collect();
    let mean = coarse.iter().map(|(_, (_, score))| score).sum::<f32>() / coarse.len().max(1) as f32;
    let best = |scores: &[(i32, (f32, f32))]| {
        // Of equals the one nearest to level.
        scores.iter().copied().fold((0_i32, (f32::MIN, 0.0)), |best, next| {
            let (one, other) = (next.1.0, best.1.0);
            if one > other || one == other && next.0.abs() < best.0.abs() { next } else { best }
        })
    };
    let (near, _) = best(&coarse);
    let fine: Vec<(i32, (f32, f32))> = (near - 5..=near + 5)
        .filter(|tenths| tenths.abs() <= STEEPEST)
        .map(|tenths| (tenths, sharpness(tenths)))
        .collect();
    let (slope, (_, score)) = best(&fine);
    (slope, if mean > 0.0 { score / mean } else { 0.0 })
}

#[expect(clippy::cast_possible_truncation, reason = "a tangent is far from the limits of f32")]
fn tangent(tenths: i32) -> f32 {
    (f64::from(tenths) / 10.0).to_radians().tan() as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates")]
fn bin(at: f32, room: usize) -> usize {
    // Rows above the first are bins too: the room is added before the cast, which takes what is below zero for zero.
    (at + room as f32 + 0.5) as usize
}

fn edges(image: &PageImage) -> Edges {
    let step = (image.width.min(image.height) / MEASURED_COLUMNS).max(1);
    let (width, height) = ((image.width / step) as usize, (image.height / step) as usize);
    let mut ink = vec![false; width * height];
    for (y, row) in ink.chunks_exact_mut(width.max(1)).enumerate() {
        for (x, cell) in row.iter_mut().enumerate() {
            *cell = (0..step as usize).any(|dy| {
                let start = (y * step as usize + dy) * image.width as usize + x * step as usize;
                image.data[start..start + step as usize].iter().any(|value| *value < 110)
            });
        }
    }
    let (mut upper, mut left) = (Vec::new(), Vec::new());
    for y in 1..height {
        for x in 1..width {
            if ink[y * width + x] {
                let point = (x as f32, y as f32);
                if !ink[(y - 1) * width + x] {
                    upper.push(point);
                }
                if !ink[y * width + x - 1] {
                    left.push(point);
                }
            }
        }
    }
    Edges { upper, left, side: width.max(height) }
}

/// From the pixels of a page whose skew of `degrees` was taken out, about its middle, to those before.
pub(super) fn unlevel(width: u32, height: u32, degrees: f64) -> Affine {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (x, y) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    Affine([cos, -sin, sin, cos, x - cos * x - sin * y, y + sin * x - cos * y])
}

/// The picture with a skew taken out: turned clockwise by `degrees` about its middle, its size kept. Corners that
/// come in are white.
pub(super) fn levelled(image: &PageImage, degrees: f64) -> PageImage {
    let back = unlevel(image.width, image.height, degrees);
    let (width, height) = (image.width as usize, image.height as usize);
    let mut data = Vec::with_capacity(image.data.len());
    let pixel = |x: i64, y: i64| {
        let inside = usize::try_from(x)
            .ok()
            .filter(|x| *x < width)
            .zip(usize::try_from(y).ok().filter(|y| *y < height));
        inside.map_or(u8::MAX, |(x, y)| image.data[y * width + x])
    };
    for row in 0..image.height {
        // Along a row the place in the old picture moves by the same step for every pixel.
        let [right, down, ..] = back.0;
        let (first_x, first_y) = back.apply(0.5, f64::from(row) + 0.5);
        for column in 0..image.width {
            let (left, right_share) = parted(first_x + right * f64::from(column) - 0.5);
            let (top, bottom_share) = parted(first_y + down * f64::from(column) - 0.5);
            let inside = usize::try_from(left).ok().zip(usize::try_from(top).ok());
            let corners = match inside {
                Some((x, y)) if x + 1 < width && y + 1 < height => {
                    let at = y * width + x;
                    let pair = |at: usize| [image.data[at], image.data[at + 1]];
                    [pair(at), pair(at + width)]
                }
                _ => [
                    [pixel(left, top), pixel(left + 1, top)],
                    [pixel(left, top + 1), pixel(left + 1, top + 1)],
                ],
            };
            // Paper between four pixels of paper, which is most of a page.
            if corners == [[u8::MAX; 2]; 2] {
                data.push(u8::MAX);
                continue;
            }
            let [upper, lower] = corners.map(|[left, right]| {
                let (left, right) = (f32::from(left), f32::from(right));
                left + (right - left) * right_share
            });
            data.push(grey(upper + (lower - upper) * bottom_share));
        }
    }
    PageImage { width: image.width, height: image.height, data }
}

/// A place between two pixels: the lower one, and the share of the upper one.
#[expect(clippy::cast_possible_truncation, reason = "places lie near a page, far from the limits")]
fn parted(at: f64) -> (i64, f32) {
    // Without `f64::floor`, which is a call of the C library on plain x86-64.
    let towards_zero = at as i64;
    let lower = towards_zero - i64::from((towards_zero as f64) > at);
    (lower, (at - lower as f64) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of "words": dark bars of differing lengths in rows, 100 dpi.
    fn page() -> PageImage {
        let (width, height) = (830_u32, 1170_u32);
        let mut data = vec![255; (width * height) as usize];
        for line in 0..40_u32 {
            let mut x = 90;
            let mut word = 0;
            while x < 700 {
                let length = 12 + (line * 7 + word * 13) % 40;
                for y in 120 + line * 22..128 + line * 22 {
                    for column in x..x + length {
                        data[(y * width + column) as usize] = 20;
                    }
                }
                x += length + 8;
                word += 1;
            }
        }
        PageImage { width, height, data }
    }

    #[test]
    fn the_skew_is_found_with_its_sign_and_taken_out() {
        for degrees in [-6.0, -1.3, 0.0, 0.7, 3.5] {
            // Turned anticlockwise, lines rise to the right.
            let scanned = levelled(&page(), -degrees);
            let found = skew(&scanned);
            assert!((found - degrees).abs() < 0.15, "{degrees}: {found}");
            assert!(skew(&levelled(&scanned, found)).abs() < 0.25);
        }
    }

    #[test]
    fn a_slanting_streak_does_not_tilt_its_page() {
        let mut streaked = page();
        for y in 0..1170_usize {
            let x = 300 + y * 12 / 1170;
            streaked.data[y * 830 + x] = 20;
            streaked.data[y * 830 + x + 150] = 20;
        }
        assert_eq!(skew(&streaked), 0.0);
        assert_eq!(lies_on_its_side(&streaked), Some(false));
        assert!((skew(&levelled(&streaked, 1.5)) + 1.5).abs() < 0.15);
    }

    #[test]
    fn a_page_on_its_side_is_known_and_its_skew_too() {
        assert_eq!(lies_on_its_side(&page()), Some(false));
        assert_eq!(lies_on_its_side(&page().turned(1)), Some(true));
        let found = skew(&levelled(&page(), -2.0).turned(3));
        assert!((found - 2.0).abs() < 0.15, "{found}");
        let white = PageImage { width: 800, height: 1000, data: vec![255; 800_000] };
        assert_eq!((lies_on_its_side(&white), skew(&white)), (None, 0.0));
    }

    #[test]
    fn pixels_lead_back() {
        let mut image = PageImage { width: 200, height: 300, data: vec![255; 60_000] };
        image.data[40 * 200 + 30] = 0;
        let level = levelled(&image, 5.0);
        let darkest = (0..60_000).min_by_key(|at| level.data[*at]).unwrap();
        let (x, y) = (f64::from(u32::try_from(darkest % 200).unwrap()), (darkest / 200) as f64);
        let (x, y) = unlevel(200, 300, 5.0).apply(x + 0.5, y + 0.5);
        assert!((x - 30.5).abs() < 1.0 && (y - 40.5).abs() < 1.0, "{x} {y}");
    }
}
