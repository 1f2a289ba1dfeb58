//! Colour becomes grey: seals and signatures fade by their hue, black letters under them stay.

use crate::geometry::PixelBox;
use crate::page::{Mark, MarkKind, PageImage};
use crate::scan::raster::grey;

/// Side of the squares on which coloured ink is gathered: half a millimetre.
const CELLS_PER_INCH: f64 = 50.8;
/// Difference of the strongest and weakest channel above which a pixel is coloured ink and not tinted paper.
const COLOURED: u8 = 50;
/// Channel differences between which ink fades, from not at all to wholly.
const FADES: (f32, f32) = (25.0, 60.0);
/// Sides of a blot that is a seal or signature, not coloured print, in cells: 12 mm.
const BLOT: usize = 24;
/// More of the page in colour than this is coloured paper or a photograph, and nothing is faded.
const COLOURED_PAPER: f64 = 0.3;

/// The page in grey, and the seals and signatures found by their colour.
pub(super) fn to_grey(width: u32, height: u32, data: &[u8], dpi: u32) -> (PageImage, Vec<Mark>) {
    let (pixels, _) = data.as_chunks::<3>();
    let mut image =
        PageImage { width, height, data: pixels.iter().map(|pixel| grey(luminance(*pixel))).collect() };
    let cell = crate::geometry::pixels(f64::from(dpi) / CELLS_PER_INCH).max(1);
    let grid = Grid::of(pixels, width, height, cell);
    if grid.coloured_share() > COLOURED_PAPER {
        return (image, Vec::new());
    }
    let mut marks = Vec::new();
    for blot in grid.blots() {
        // One cell around it: its pale edges.
        let place = PixelBox::new(
            clamped(blot.left.saturating_sub(1), cell, width),
            clamped(blot.top.saturating_sub(1), cell, height),
            clamped(blot.right + 1, cell, width),
            clamped(blot.bottom + 1, cell, height),
        );
        fade(&mut image, pixels, place);
        if let Some(kind) = blot.kind(grid.rows) {
            marks.push(Mark { kind, place, text: None });
        }
    }
    (image, marks)
}

fn clamped(cells: usize, cell: u32, limit: u32) -> u32 {
    u32::try_from(cells).unwrap_or(u32::MAX).saturating_mul(cell).min(limit)
}

/// How bright the eye finds a colour, 0 to 255.
fn luminance([red, green, blue]: [u8; 3]) -> f32 {
    0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue)
}

fn strongest([red, green, blue]: [u8; 3]) -> u8 {
    red.max(green).max(blue)
}

/// Difference of the strongest and the weakest channel.
fn chroma(pixel: [u8; 3]) -> u8 {
    let [red, green, blue] = pixel;
    strongest(pixel) - red.min(green).min(blue)
}

/// In coloured ink the strongest channel sees paper; in black letters under it all channels are dark.
fn fade(image: &mut PageImage, pixels: &[[u8; 3]], place: PixelBox) {
    let width = image.width as usize;
    for y in place.top() as usize..place.bottom() as usize {
        for x in place.left() as usize..place.right() as usize {
            let pixel = pixels[y * width + x];
            let (from, to) = FADES;
            let share = ((f32::from(chroma(pixel)) - from) / (to - from)).clamp(0.0, 1.0);
            if share > 0.0 {
                let seen = luminance(pixel);
                image.data[y * width + x] = grey(seen + share * (f32::from(strongest(pixel)) - seen));
            }
        }
    }
}

/// The page in squares of half a millimetre, each with how much red and blue ink is in it.
struct Grid {
    columns: usize,
    rows: usize,
    /// Whether a square holds coloured ink, and by how many pixels red outweighs blue.
    cells: Vec<Option<i32>>,
}

impl Grid {
    fn of(pixels: &[[u8; 3]], width: u32, height: u32, cell: u32) -> Grid {
        let columns = width.div_ceil(cell) as usize;
        let rows = height.div_ceil(cell) as usize;
        let mut ink = vec![(0_u32, 0_i32); columns * rows];
        let cell_size = cell as usize;
        for (y, row) in pixels.chunks_exact(width as usize).enumerate() {
            let start = y / cell_size * columns;
            for (square, (count, redder)) in row.chunks(cell_size).zip(&mut ink[start..start + columns]) {
                for pixel in square.iter().filter(|pixel| chroma(**pixel) > COLOURED) {
                    *count += 1;
                    *redder += if pixel[0] > pixel[2] { 1 } else { -1 };
                }
            }
        }
        // A seventh of the square: a thin stroke crosses it.
        let enough = (cell * cell / 7).max(1);
        let cells = ink.iter().map(|(count, redder)| (*count >= enough).then_some(*redder)).collect();
        Grid { columns, rows, cells }
    }

    fn coloured_share(&self) -> f64 {
        let coloured = self.cells.iter().filter(|cell| cell.is_some()).count();
        coloured as f64 / self.cells.len().max(1) as f64
    }

    /// Coloured squares that hang together over gaps of a millimetre, and are as large as seals and signatures.
    fn blots(&self) -> Vec<Blot> {
        let mut seen = vec![false; self.cells.len()];
        let mut blots = Vec::new();
        for start in 0..self.cells.len() {
            if seen[start] || self.cells[start].is_none() {
                continue;
            }
            seen[start] = true;
            let mut open = vec![start];
            let mut blot = Blot { left: usize::MAX, top: usize::MAX, right: 0, bottom: 0, redder: 0 };
            while let Some(at) = open.pop() {
                let (x, y) = (at % self.columns, at / self.columns);
                blot.left = blot.left.min(x);
                blot.top = blot.top.min(y);
                blot.right = blot.right.max(x + 1);
                blot.bottom = blot.bottom.max(y + 1);
                blot.redder += self.cells[at].unwrap_or(0);
                for ny in y.saturating_sub(2)..(y + 3).min(self.rows) {
                    for nx in x.saturating_sub(2)..(x + 3).min(self.columns) {
                        let next = ny * self.columns + nx;
                        if !seen[next] && self.cells[next].is_some() {
                            seen[next] = true;
                            open.push(next);
                        }
                    }
                }
            }
            if blot.is_large() {
                blots.push(blot);
            }
        }
        blots
    }
}

/// A blot of coloured ink, in squares; right and bottom outside.
#[derive(Debug)]
struct Blot {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
    redder: i32,
}

impl Blot {
    /// Coloured print is low or wide; seals and signatures are neither.
    fn is_large(&self) -> bool {
        let (width, height) = (self.right - self.left, self.bottom - self.top);
        width >= BLOT && height >= BLOT && width <= 4 * height
    }

    /// What it is, when its colour and shape tell.
    fn kind(&self, rows: usize) -> Option<MarkKind> {
        let (width, height) = (self.right - self.left, self.bottom - self.top);
        // Seals of offices are 30 to 36 mm across; the signature often leads out of them.
        if self.redder > 0 {
            let round = width < 2 * height && height < 2 * width;
            return (round && (40..130).contains(&width.min(height))).then_some(MarkKind::Seal);
        }
        // Blue in the upper third is a stamp of arrival more often than a signature.
        (self.top > rows / 3).then_some(MarkKind::Signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_fades_and_the_letters_under_it_stay() {
        // 300 dpi, 60 mm square; a red disc of 34 mm with a black bar across, and a red line of print above.
        let side = 709_i32;
        let mut data = Vec::new();
        for y in 0..side {
            for x in 0..side {
                let disc = (x - 350).pow(2) + (y - 400).pow(2) < 200 * 200;
                let bar = (390..410).contains(&y) && (100..600).contains(&x);
                let print = (60..90).contains(&y) && x % 20 < 8;
                data.extend(match (bar, disc, print) {
                    (true, true, _) => [90, 20, 25],
                    (true, ..) => [20, 20, 20],
                    (_, true, _) | (.., true) => [215, 50, 60],
                    _ => [250, 250, 250],
                });
            }
        }
        let (image, marks) = to_grey(709, 709, &data, 300);
        let at = |x: u32, y: u32| image.row(y)[x as usize];
        assert!(at(350, 300) > 200, "the disc fades");
        assert!(at(350, 400) < 100, "the bar in the disc stays");
        assert!(at(120, 400) < 30, "the bar outside stays");
        assert!(at(0, 70) < 130, "red print stays");
        assert_eq!(marks.len(), 1);
        assert_eq!(marks[0].kind, MarkKind::Seal);
        assert!(marks[0].place.left().abs_diff(150) < 15 && marks[0].place.bottom().abs_diff(600) < 15);
    }
}
