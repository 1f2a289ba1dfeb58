//! Black borders that scanners leave around a page become white, and blank pages are known.

use crate::page::{PageImage, paper};

/// Squares on an inch: half a millimetre each.
const CELLS_PER_INCH: f64 = 50.8;
/// Under this a pixel belongs to a border.
const BLACK: u8 = 100;
/// Fewest squares of a border: 10 mm by 1.5 mm. Smaller ones do no harm.
const SMALLEST_BORDER: usize = 60;
/// More of the page than this is a photograph or a page printed white on black.
const LARGEST_BORDER: f64 = 0.4;
/// How much darker than the paper ink is at least.
const INK_UNDER_PAPER: u8 = 60;
/// Squares with ink under which a page is blank: 2 square millimetres, less than a word.
const FEWEST_INKED: usize = 8;

fn cell_side(dpi: u32) -> usize {
    crate::geometry::pixels(f64::from(dpi) / CELLS_PER_INCH).max(1) as usize
}

/// Whitens what is wholly black and hangs together with an edge of the page.
///
/// Letters and rules are thinner than half a millimetre or not wholly black, so that they are never taken along.
pub(super) fn whiten(image: &mut PageImage, dpi: u32) {
    let side = cell_side(dpi);
    let (width, height) = (image.width as usize, image.height as usize);
    let (columns, rows) = (width.div_ceil(side), height.div_ceil(side));
    let black = darker(image, BLACK, side);
    let area = |x: usize, y: usize| (width - x * side).min(side) * (height - y * side).min(side);
    let solid: Vec<bool> =
        (0..columns * rows).map(|at| black[at] * 10 >= area(at % columns, at / columns) * 9).collect();
    let mut border = vec![false; columns * rows];
    for start in 0..columns * rows {
        let (x, y) = (start % columns, start / columns);
        let on_edge = x == 0 || y == 0 || x + 1 == columns || y + 1 == rows;
        if on_edge && solid[start] && !border[start] {
            flood(&solid, &mut border, start, columns, rows);
        }
    }
    let count = border.iter().filter(|cell| **cell).count();
    if count < SMALLEST_BORDER || count as f64 > LARGEST_BORDER * border.len() as f64 {
        return;
    }
    for at in (0..columns * rows).filter(|at| border[*at]) {
        // One square around it: the ragged edge of the border.
        let (x, y) = (at % columns, at / columns);
        let left = x.saturating_sub(1) * side;
        let right = ((x + 2) * side).min(width);
        for row in y.saturating_sub(1) * side..((y + 2) * side).min(height) {
            image.data[row * width + left..row * width + right].fill(u8::MAX);
        }
    }
}

/// How many pixels are darker than `limit`, in each square of `side` pixels; row after row.
fn darker(image: &PageImage, limit: u8, side: usize) -> Vec<usize> {
    let width = image.width as usize;
    let columns = width.div_ceil(side);
    let mut counts = vec![0; columns * (image.height as usize).div_ceil(side)];
    let rows = image.data.chunks(width * side).zip(counts.chunks_exact_mut(columns));
    for (rows, counts) in rows {
        for row in rows.chunks_exact(width) {
            for (square, count) in row.chunks(side).zip(counts.iter_mut()) {
                *count += square.iter().filter(|value| **value < limit).count();
            }
        }
    }
    counts
}

fn flood(solid: &[bool], border: &mut [bool], start: usize, columns: usize, rows: usize) {
    border[start] = true;
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        let (x, y) = (at % columns, at / columns);
        let mut visit = |next: usize| {
            if solid[next] && !border[next] {
                border[next] = true;
                open.push(next);
            }
        };
        if x > 0 {
            visit(at - 1);
        }
        if x + 1 < columns {
            visit(at + 1);
        }
        if y > 0 {
            visit(at - columns);
        }
        if y + 1 < rows {
            visit(at + columns);
        }
    }
}

/// Whether nothing is printed on a page: only dust.
pub(super) fn is_blank(image: &PageImage, dpi: u32) -> bool {
    let side = cell_side(dpi);
    let ink = paper(&image.counts()).saturating_sub(INK_UNDER_PAPER);
    darker(image, ink, side).iter().filter(|count| **count * 4 >= side * side).count() < FEWEST_INKED
}

#[cfg(test)]
mod tests {
    use super::*;

    fn white() -> PageImage {
        PageImage { width: 800, height: 1000, data: vec![245; 800_000] }
    }

    fn paint(image: &mut PageImage, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) {
        for y in rows {
            image.data[y * 800 + columns.start..y * 800 + columns.end].fill(10);
        }
    }

    #[test]
    fn a_border_goes_and_letters_stay() {
        let mut image = white();
        paint(&mut image, 0..30, 0..1000);
        // A stem of a letter near it, and a solid square in the middle of the page.
        paint(&mut image, 60..63, 300..330);
        paint(&mut image, 400..440, 400..440);
        whiten(&mut image, 100);
        assert_eq!(image.row(500)[10], 255);
        assert_eq!(image.row(310)[61], 10);
        assert_eq!(image.row(420)[420], 10);
    }

    #[test]
    fn dust_is_no_print() {
        let mut image = white();
        assert!(is_blank(&image, 100));
        paint(&mut image, 100..102, 100..102);
        assert!(is_blank(&image, 100));
        for letter in 0..10 {
            paint(&mut image, 100 + letter * 8..102 + letter * 8, 300..310);
        }
        assert!(!is_blank(&image, 100));
    }
}
