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

/// What becomes of the colours of a picture while it is unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeptColours {
    /// They are kept until the whole picture is there.
    All,
    /// Each row becomes grey when it is there, in two ways: as bright as it is, and with its coloured ink faded.
    Faded,
    /// Each row becomes as bright as it is; seals are not told from letters.
    None,
}

/// A page whose rows become grey one after another, so that its colours are never in memory together.
#[derive(Debug)]
pub(super) struct Greying {
    /// The page as bright as it is.
    image: PageImage,
    fading: Option<Fading>,
}

/// What is kept of colours.
#[derive(Debug)]
struct Fading {
    /// The page with all its coloured ink faded.
    faded: Vec<u8>,
    ink: Ink,
}

impl Greying {
    /// A white page of so many columns and rows. `dpi` is its resolution when coloured ink is to fade.
    pub(super) fn new(width: u32, height: u32, dpi: Option<u32>) -> Greying {
        let white = || vec![u8::MAX; width as usize * height as usize];
        let fading = dpi.map(|dpi| Fading { faded: white(), ink: Ink::new(width, height, cell_side(dpi)) });
        Greying { image: PageImage { width, height, data: white() }, fading }
    }

    /// Columns.
    pub(super) fn width(&self) -> u32 {
        self.image.width
    }

    /// Puts pixels into a row, from the column `left` on.
    pub(super) fn lay(&mut self, left: u32, row: u32, pixels: &[[u8; 3]]) {
        let start = row as usize * self.image.width as usize + left as usize;
        let of_row = start..start + pixels.len();
        for (to, pixel) in self.image.data[of_row.clone()].iter_mut().zip(pixels) {
            *to = grey(luminance(*pixel));
        }
        if let Some(Fading { faded, ink }) = &mut self.fading {
            for (to, pixel) in faded[of_row].iter_mut().zip(pixels) {
                *to = fade(*pixel);
            }
            ink.add(left as usize, row as usize, pixels);
        }
    }

    /// The page in grey, and the seals and signatures found by their colour.
    pub(super) fn finish(self) -> (PageImage, Vec<Mark>) {
        let Greying { mut image, fading } = self;
        let Some(Fading { faded, ink }) = fading else { return (image, Vec::new()) };
        let width = image.width as usize;
        let marks = ink.marks(image.width, image.height, |place| {
            for y in place.top() as usize..place.bottom() as usize {
                let part = y * width + place.left() as usize..y * width + place.right() as usize;
                image.data[part.clone()].copy_from_slice(&faded[part]);
            }
        });
        (image, marks)
    }
}

/// The page in grey, and the seals and signatures found by their colour.
pub(super) fn to_grey(width: u32, height: u32, data: &[u8], dpi: u32) -> (PageImage, Vec<Mark>) {
    let (pixels, _) = data.as_chunks::<3>();
    let mut image =
        PageImage { width, height, data: pixels.iter().map(|pixel| grey(luminance(*pixel))).collect() };
    let mut ink = Ink::new(width, height, cell_side(dpi));
    for (row, pixels) in pixels.chunks_exact((width as usize).max(1)).enumerate() {
        ink.add(0, row, pixels);
    }
    let columns = width as usize;
    let marks = ink.marks(width, height, |place| {
        for y in place.top() as usize..place.bottom() as usize {
            let part = y * columns + place.left() as usize..y * columns + place.right() as usize;
            for (to, pixel) in image.data[part.clone()].iter_mut().zip(&pixels[part]) {
                *to = fade(*pixel);
            }
        }
    });
    (image, marks)
}

/// Side of the squares on which coloured ink is gathered, in pixels.
fn cell_side(dpi: u32) -> u32 {
    crate::geometry::pixels(f64::from(dpi) / CELLS_PER_INCH).max(1)
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
fn fade(pixel: [u8; 3]) -> u8 {
    let (from, to) = FADES;
    let share = ((f32::from(chroma(pixel)) - from) / (to - from)).clamp(0.0, 1.0);
    let seen = luminance(pixel);
    grey(seen + share * (f32::from(strongest(pixel)) - seen))
}

/// The coloured ink of a page, gathered in squares.
#[derive(Debug)]
struct Ink {
    /// Side of a square in pixels.
    cell: u32,
    columns: usize,
    rows: usize,
    /// Of each square: how many of its pixels are coloured, and by how many red outweighs blue.
    squares: Vec<(u32, i32)>,
}

impl Ink {
    fn new(width: u32, height: u32, cell: u32) -> Ink {
        let (columns, rows) = (width.div_ceil(cell) as usize, height.div_ceil(cell) as usize);
        Ink { cell, columns, rows, squares: vec![(0, 0); columns * rows] }
    }

    /// Adds pixels of a row, from the column `left` on.
    fn add(&mut self, left: usize, row: usize, pixels: &[[u8; 3]]) {
        let cell = self.cell as usize;
        let start = row / cell * self.columns;
        for (x, pixel) in (left..).zip(pixels).filter(|(_, pixel)| chroma(**pixel) > COLOURED) {
            let (count, redder) = &mut self.squares[start + x / cell];
            *count += 1;
            *redder += if pixel[0] > pixel[2] { 1 } else { -1 };
        }
    }

    /// The seals and signatures of a page of this size; `fade` is called for each blot of coloured ink.
    fn marks(self, width: u32, height: u32, mut fade: impl FnMut(PixelBox)) -> Vec<Mark> {
        let cell = self.cell;
        let grid = Grid::of(self);
        if grid.coloured_share() > COLOURED_PAPER {
            return Vec::new();
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
            fade(place);
            if let Some(kind) = blot.kind(grid.rows) {
                marks.push(Mark { kind, place, text: None });
            }
        }
        marks
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
    fn of(Ink { cell, columns, rows, squares }: Ink) -> Grid {
        // A seventh of the square: a thin stroke crosses it.
        let enough = (cell * cell / 7).max(1);
        let cells = squares.iter().map(|(count, redder)| (*count >= enough).then_some(*redder)).collect();
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
    fn row_by_row_a_page_becomes_what_it_is_at_once() {
        let pixel = |x: u32, y: u32| -> [u8; 3] {
            let seal = (x.abs_diff(90)).pow(2) + y.abs_diff(120).pow(2) < 60 * 60;
            let letter = x % 11 < 4 && y % 17 < 9;
            let shade = u8::try_from((x * 7 + y * 3) % 40).unwrap();
            if seal {
                [220 - shade, 30 + shade, 50]
            } else if letter {
                [shade; 3]
            } else {
                [250 - shade, 250, 245]
            }
        };
        let rows: Vec<Vec<[u8; 3]>> = (0..250).map(|y| (0..200).map(|x| pixel(x, y)).collect()).collect();
        let (image, marks) = to_grey(200, 250, &rows.concat().into_flattened(), 100);
        let mut greying = Greying::new(200, 250, Some(100));
        for (y, row) in (0..).zip(&rows) {
            // As tiles come: the right half after the left one.
            greying.lay(0, y, &row[..70]);
            greying.lay(70, y, &row[70..]);
        }
        assert_eq!(greying.finish(), (image, marks.clone()));
        assert_eq!(marks.len(), 1, "{marks:?}");
        let mut plain = Greying::new(200, 250, None);
        plain.lay(0, 0, &rows[0]);
        assert_eq!(plain.finish().0.row(1)[0], u8::MAX, "rows that are missing are white");
    }

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
