//! What is dark on a page: connected pieces of ink, and the long straight rules among them.
//!
//! Only to find out where text stands; the engine gets the grey picture.

use crate::geometry::{PixelBox, pixels};
use crate::page::{PageImage, paper};

/// A piece of ink whose pixels touch, corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Component {
    /// Around all of it.
    pub(super) place: PixelBox,
    /// Dark pixels in it.
    pub(super) dark: u32,
}

/// The dark parts of a picture. Boxes count its pixels.
#[derive(Debug, Clone, Default)]
pub(super) struct Ink {
    /// Pixels of a millimetre.
    pub(super) mm: f64,
    /// Columns of the picture.
    pub(super) width: u32,
    /// Rows of the picture.
    pub(super) height: u32,
    /// All pieces but the rules, from top to bottom by their first pixel.
    pub(super) pieces: Vec<Component>,
    /// Straight lines across, from top to bottom.
    pub(super) across: Vec<PixelBox>,
    /// Straight lines down, from left to right.
    pub(super) down: Vec<PixelBox>,
    /// All ink, rules too, in squares.
    pub(super) cells: Cells,
    /// The same with ink that is paler than letters.
    pub(super) pale_cells: Cells,
}

/// A page in squares of a quarter of a millimetre.
#[derive(Debug, Clone, Default)]
pub(super) struct Cells {
    /// Pixels of a side.
    pub(super) side: f64,
    /// Squares across.
    pub(super) columns: usize,
    /// Squares down.
    pub(super) rows: usize,
    /// Whether there is ink in a square; row after row.
    dark: Vec<bool>,
}

impl Cells {
    fn of(dark: &[bool], width: usize, mm: f64) -> Cells {
        let side = (mm / 4.0).max(1.0);
        let along = |count: usize| -> Vec<usize> {
            (0..count).map(|at| pixels((f64::from(narrow(at)) / side).floor()) as usize).collect()
        };
        let height = dark.len() / width.max(1);
        let (across, down) = (along(width), along(height));
        let (columns, rows) = (across.last().map_or(0, |c| c + 1), down.last().map_or(0, |r| r + 1));
        let mut cells = vec![false; columns * rows];
        // By squares, whose columns of pixels are a few: each is looked at as a whole.
        let starts: Vec<usize> = (0..columns).map(|column| across.partition_point(|c| *c < column)).collect();
        let ends = starts.iter().skip(1).copied().chain([width]);
        let squares: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
        for (row, line) in down.iter().zip(dark.chunks_exact(width.max(1))) {
            for ((start, end), cell) in squares.iter().zip(&mut cells[row * columns..(row + 1) * columns]) {
                *cell = *cell || line[*start..*end].iter().any(|dark| *dark);
            }
        }
        Cells { side, columns, rows, dark: cells }
    }

    /// Whether there is ink in a square; none outside of the page.
    pub(super) fn is_dark(&self, column: i32, row: i32) -> bool {
        let (Ok(column), Ok(row)) = (usize::try_from(column), usize::try_from(row)) else { return false };
        column < self.columns && row < self.rows && self.dark[row * self.columns + column]
    }
}

/// Shortest rule in millimetres: no stroke of a letter in the body of a document is so long.
const RULE_MM: f64 = 7.0;

/// Thickest rule in millimetres; thicker ones are borders of the scan or pictures.
const RULE_THICK_MM: f64 = 1.2;

/// Interruptions of a rule that are bridged, in millimetres: dropouts of a bilevel scan.
const RULE_GAP_MM: f64 = 0.25;

impl Ink {
    /// Looks at a picture of `dpi` dots per inch.
    pub(super) fn of(image: &PageImage, dpi: u32) -> Ink {
        let mm = f64::from(dpi.max(1)) / 25.4;
        let counts = image.counts();
        let threshold = threshold(&counts);
        let width = image.width as usize;
        // A hairline of a table is scanned as a pale one: no letter is so long, so it may be far paler than they.
        let pale = threshold + paper(&counts).saturating_sub(threshold) / 3 * 2;
        let shaded: Vec<bool> = image.data.iter().map(|grey| *grey < pale).collect();
        let (across, down) = rules(&shaded, width, mm);
        let pale_cells = Cells::of(&shaded, width, mm);
        drop(shaded);
        let mut dark: Vec<bool> = image.data.iter().map(|grey| *grey < threshold).collect();
        let cells = Cells::of(&dark, width, mm);
        for rule in across.iter().chain(&down) {
            for y in rule.top()..rule.bottom() {
                let row = y as usize * width;
                dark[row + rule.left() as usize..row + rule.right() as usize].fill(false);
            }
        }
        Ink {
            mm,
            width: image.width,
            height: image.height,
            pieces: pieces(&dark, width),
            across,
            down,
            cells,
            pale_cells,
        }
    }

    /// Dots per inch of this picture.
    pub(super) fn dpi(&self) -> u32 {
        pixels(self.mm * 25.4)
    }

    /// Millimetres as pixels of this picture.
    pub(super) fn px(&self, millimetres: f64) -> u32 {
        pixels(millimetres * self.mm)
    }
}

/// The grey value that parts ink from paper (Otsu's method). On a page with hardly any ink the method would part
/// the paper from itself, so it is kept to the darker values.
fn threshold(counts: &[u64; 256]) -> u8 {
    let count: u64 = counts.iter().sum();
    let sum: u64 = counts.iter().zip(0u64..).map(|(n, grey)| n * grey).sum();
    let (mut below, mut sum_below) = (0u64, 0u64);
    let (mut best, mut best_spread) = (128u8, 0.0f64);
    for grey in 0..=254u8 {
        below += counts[usize::from(grey)];
        sum_below += u64::from(grey) * counts[usize::from(grey)];
        let above = count - below;
        if below == 0 || above == 0 {
            continue;
        }
        let apart = as_f64(sum - sum_below) / as_f64(above) - as_f64(sum_below) / as_f64(below);
        let spread = as_f64(below) * as_f64(above) * apart * apart;
        if spread > best_spread {
            (best, best_spread) = (grey + 1, spread);
        }
    }
    best.clamp(60, 190)
}

#[expect(clippy::cast_precision_loss, reason = "counts of pixels are far below 2^52")]
fn as_f64(count: u64) -> f64 {
    count as f64
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).expect("a picture has fewer than 2^32 columns and rows")
}

/// Pixels that are looked at together, to pass over white ones.
const STRETCH: usize = 32;

/// Whether any of some pixels is dark. Looks at all of them, which a compiler makes a few instructions of.
fn has_ink(pixels: &[bool]) -> bool {
    pixels.iter().fold(false, |ink, dark| ink | dark)
}

/// Where the first dark one of some pixels is.
fn first_dark(pixels: &[bool]) -> Option<usize> {
    let white = STRETCH * pixels.chunks(STRETCH).take_while(|stretch| !has_ink(stretch)).count();
    Some(white + pixels.get(white..)?.iter().position(|dark| *dark)?)
}

/// The straight lines across and down.
fn rules(dark: &[bool], width: usize, mm: f64) -> (Vec<PixelBox>, Vec<PixelBox>) {
    let least = pixels(RULE_MM * mm);
    let thick = pixels(RULE_THICK_MM * mm);
    let gap = pixels(RULE_GAP_MM * mm);
    let mut across = Vec::new();
    let mut down = Vec::new();
    // Per column: first row of the run that is still open, and its last dark row.
    let mut open: Vec<Option<(u32, u32)>> = vec![None; width];
    // In which stretches of columns there are open ones: the others are passed over where they are white.
    let mut busy = vec![false; width.div_ceil(STRETCH)];
    for (y, row) in (0u32..).zip(dark.chunks_exact(width.max(1))) {
        let mut run: Option<(u32, u32)> = None;
        let stretches = row.chunks(STRETCH).zip(open.chunks_mut(STRETCH)).zip(&mut busy);
        for (at, ((pixels, open), busy)) in (0u32..).step_by(STRETCH).zip(stretches) {
            if !*busy && run.is_none() && !has_ink(pixels) {
                continue;
            }
            for (x, (is_dark, column)) in (at..).zip(pixels.iter().zip(open.iter_mut())) {
                if *is_dark {
                    run = Some(run.map_or((x, x), |(start, _)| (start, x)));
                    *column = Some(column.map_or((y, y), |(start, _)| (start, y)));
                    continue;
                }
                if let Some((start, last)) = run
                    && x - last > gap
                {
                    if last + 1 - start >= least {
                        across.push(PixelBox::new(start, y, last + 1, y + 1));
                    }
                    run = None;
                }
                if let Some((start, last)) = *column
                    && y - last > gap
                {
                    if last + 1 - start >= least {
                        down.push(PixelBox::new(x, start, x + 1, last + 1));
                    }
                    *column = None;
                }
            }
            *busy = open.iter().any(Option::is_some);
        }
        if let Some((start, last)) = run
            && last + 1 - start >= least
        {
            across.push(PixelBox::new(start, y, last + 1, y + 1));
        }
    }
    for (x, column) in (0u32..).zip(open) {
        if let Some((start, last)) = column
            && last + 1 - start >= least
        {
            down.push(PixelBox::new(x, start, x + 1, last + 1));
        }
    }
    let mut across = joined(across, gap.max(1));
    let mut down = joined(down, gap.max(1));
    across.retain(|rule| rule.height() <= thick && rule.width() >= 4 * rule.height());
    down.retain(|rule| rule.width() <= thick && rule.height() >= 4 * rule.width());
    across.sort_by_key(|rule| (rule.top(), rule.left()));
    down.sort_by_key(|rule| (rule.left(), rule.top()));
    (across, down)
}

/// Runs that touch, or nearly, become one box each.
fn joined(runs: Vec<PixelBox>, gap: u32) -> Vec<PixelBox> {
    let mut found: Vec<PixelBox> = Vec::new();
    for run in runs {
        let near = PixelBox::new(
            run.left().saturating_sub(gap),
            run.top().saturating_sub(gap),
            run.right() + gap,
            run.bottom() + gap,
        );
        let mut whole = run;
        // Later boxes are nearer, so the search ends soon on most pages.
        let mut at = found.len();
        while at > 0 {
            at -= 1;
            if found[at].intersection(&near).is_some() {
                whole = whole.union(&found.swap_remove(at));
            }
        }
        found.push(whole);
    }
    found
}

/// The connected pieces, by runs of dark pixels that touch those of the row above.
fn pieces(dark: &[bool], width: usize) -> Vec<Component> {
    let mut pieces: Vec<Component> = Vec::new();
    // Which piece each piece was joined to; itself when it was not.
    let mut joined: Vec<usize> = Vec::new();
    let mut above: Vec<(u32, u32, usize)> = Vec::new();
    for (y, row) in (0u32..).zip(dark.chunks_exact(width.max(1))) {
        let mut here: Vec<(u32, u32, usize)> = Vec::new();
        let mut next_above = 0;
        let mut x = 0;
        while x < width {
            let Some(skip) = first_dark(&row[x..]) else { break };
            let start = x + skip;
            let length = row[start..].iter().position(|d| !*d).unwrap_or(width - start);
            x = start + length;
            let (left, right) = (narrow(start), narrow(x));
            let run = Component { place: PixelBox::new(left, y, right, y + 1), dark: right - left };
            // Runs of the row above that end before this one cannot touch a later one either.
            while next_above < above.len() && above[next_above].1 < left {
                next_above += 1;
            }
            let mut of = None;
            for &(_, _, other) in above[next_above..].iter().take_while(|(start, _, _)| *start <= right) {
                let other = root(&mut joined, other);
                of = Some(match of {
                    None => other,
                    Some(mine) if mine == other => mine,
                    Some(mine) => {
                        let (low, high) = if mine < other { (mine, other) } else { (other, mine) };
                        joined[high] = low;
                        let lost = pieces[high];
                        pieces[low].place = pieces[low].place.union(&lost.place);
                        pieces[low].dark += lost.dark;
                        low
                    }
                });
            }
            let of = match of {
                Some(of) => {
                    pieces[of].place = pieces[of].place.union(&run.place);
                    pieces[of].dark += run.dark;
                    of
                }
                None => {
                    joined.push(pieces.len());
                    pieces.push(run);
                    pieces.len() - 1
                }
            };
            here.push((left, right, of));
        }
        above = here;
    }
    (0..pieces.len()).filter(|at| joined[*at] == *at).map(|at| pieces[at]).collect()
}

fn root(joined: &mut [usize], mut at: usize) -> usize {
    while joined[at] != at {
        joined[at] = joined[joined[at]];
        at = joined[at];
    }
    at
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A white picture with black boxes.
    pub(in crate::ocr) fn drawn(width: u32, height: u32, boxes: &[PixelBox]) -> PageImage {
        let mut data = vec![255; (width * height) as usize];
        for b in boxes {
            for y in b.top()..b.bottom() {
                data[(y * width + b.left()) as usize..(y * width + b.right()) as usize].fill(0);
            }
        }
        PageImage { width, height, data }
    }

    #[test]
    fn pieces_touch_at_corners_and_join_from_both_sides() {
        // A "U": two strokes that meet in the last row; beside it a speck that touches by a corner.
        let u = [PixelBox::new(2, 2, 4, 10), PixelBox::new(8, 2, 10, 10), PixelBox::new(2, 10, 10, 12)];
        let speck = PixelBox::new(10, 12, 11, 13);
        let apart = PixelBox::new(14, 3, 16, 5);
        let image = drawn(20, 20, &[u[0], u[1], u[2], speck, apart]);
        let ink = Ink::of(&image, 300);
        assert_eq!(
            ink.pieces,
            [
                Component { place: PixelBox::new(2, 2, 11, 13), dark: 16 + 16 + 16 + 1 },
                Component { place: apart, dark: 4 },
            ]
        );
    }

    #[test]
    fn rules_are_found_and_letters_on_them_stay() {
        // At 254 dpi a millimetre has 10 pixels.
        let rule = PixelBox::new(20, 100, 320, 103);
        let post = PixelBox::new(150, 20, 154, 300);
        let letter = PixelBox::new(60, 80, 70, 100);
        let broken = [PixelBox::new(20, 200, 100, 203), PixelBox::new(102, 200, 300, 203)];
        let block = PixelBox::new(200, 220, 300, 290);
        let image = drawn(400, 400, &[rule, post, letter, broken[0], broken[1], block]);
        let ink = Ink::of(&image, 254);
        assert_eq!(ink.across, [rule, broken[0].union(&broken[1])], "a gap of 0.2 mm is bridged");
        assert_eq!(ink.down, [post]);
        let places: Vec<PixelBox> = ink.pieces.iter().map(|p| p.place).collect();
        assert_eq!(places, [letter, block]);
    }

    #[test]
    fn an_empty_picture_has_nothing() {
        let ink = Ink::of(&drawn(50, 50, &[]), 300);
        assert!(ink.pieces.is_empty() && ink.across.is_empty() && ink.down.is_empty());
        assert!(Ink::of(&PageImage { width: 0, height: 0, data: Vec::new() }, 300).pieces.is_empty());
    }
}
