//! Streaks of dirt on a scanner's glass: thin lines down the page that cross letters. They are taken out before anything is
//! looked for, since they look like the edge between two columns or like the rule of a table.

use crate::geometry::pixels;
use crate::page::{PageImage, paper};

/// Widest streak, in millimetres: the dirt on the glass is a grain.
const WIDE_MM: f64 = 0.45;
/// The page is looked at in so many bands, one below the other: a streak leans and breaks off now and then.
const BANDS: usize = 12;
/// Bands in which a streak has to be, one of them next to the other.
const LONG: usize = 6;
/// How much darker than the paper on both sides a streak is at least, in grey values: paper has grain.
const DARKER: u8 = 9;
/// The share of the white rows of a band in which it is seen.
const SEEN: f64 = 0.7;
/// Rows of pixels in which a streak runs between two parts of letters. Rules of tables keep away from letters.
const CROSSED: usize = 10;
/// How far a streak may move from one band to the next, in millimetres.
const LEANS_MM: f64 = 0.7;
/// What is darker than the paper by this share of it is ink.
const INK: f64 = 0.35;
/// How near to a streak the parts of a letter that it crosses are, in millimetres; letters of a table keep further off.
const NEAR_MM: f64 = 0.35;
/// So near, in pixels, stands what is ragged of the streak or of a rule itself.
const FRINGE: usize = 1;
/// A line across the page is inked for so many millimetres on one side of a streak at least: more than any letter.
const ACROSS_MM: f64 = 6.0;
/// So many lines across the page make a table of the line that meets them. A letterhead has two, under its columns.
const RULES_MET: usize = 4;
/// Across so many millimetres no part of a letter is ink without a break: what is, is a rule.
const STROKE_MM: f64 = 2.5;

/// A streak in one band: its columns, the second outside, and its usual grey value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    left: usize,
    right: usize,
    grey: u8,
}

/// The picture without its streaks; `None` when it has none.
pub(super) fn without(image: &PageImage, dpi: u32) -> Option<PageImage> {
    let mm = f64::from(dpi) / 25.4;
    let wide = (pixels(WIDE_MM * mm) as usize).max(2);
    let leans = (pixels(LEANS_MM * mm) as usize).max(1);
    let (width, height) = (image.width as usize, image.height as usize);
    if width < 8 * wide || height < 20 * BANDS {
        return None;
    }
    let paper = paper(&image.counts());
    let bands: Vec<Vec<Stretch>> =
        (0..BANDS).map(|band| stretches(image, rows(height, band), wide, paper)).collect();
    let mut cleaned: Option<PageImage> = None;
    let mut used: Vec<Vec<bool>> = bands.iter().map(|band| vec![false; band.len()]).collect();
    for start in 0..BANDS {
        for first in 0..bands[start].len() {
            if used[start][first] {
                continue;
            }
            let chain = chain(&bands, &used, (start, first), leans);
            for &(band, at) in &chain {
                used[band][at] = true;
            }
            let crossed: usize = chain
                .iter()
                .map(|&(band, at)| crossings(image, rows(height, band), bands[band][at], paper, mm))
                .sum();
            if chain.len() >= LONG && crossed >= CROSSED && !is_of_a_table(image, &chain, &bands, paper, mm) {
                let picture = cleaned.get_or_insert_with(|| image.clone());
                erase(picture, &chain, &bands);
            }
        }
    }
    cleaned
}

/// The rows of a band.
fn rows(height: usize, band: usize) -> std::ops::Range<usize> {
    height * band / BANDS..height * (band + 1) / BANDS
}

/// Where thin lines run down a band.
fn stretches(image: &PageImage, rows: std::ops::Range<usize>, wide: usize, paper: u8) -> Vec<Stretch> {
    let width = image.width as usize;
    let light = paper.saturating_sub(28);
    // For each column: rows with paper on both sides, and those of them in which it is darker than both.
    let (mut white, mut lined, mut sum) = (vec![0_u32; width], vec![0_u32; width], vec![0_u64; width]);
    for row in image.data[rows.start * width..rows.end * width].chunks_exact(width) {
        for x in wide..width - wide {
            let (left, right) = (row[x - wide], row[x + wide]);
            if left < light || right < light {
                continue;
            }
            white[x] += 1;
            if row[x] <= left.min(right).saturating_sub(DARKER) {
                lined[x] += 1;
                sum[x] += u64::from(row[x]);
            }
        }
    }
    let least = u32::try_from(rows.len() / 4).unwrap_or(u32::MAX);
    let is_lined = |x: usize| white[x] >= least.max(8) && f64::from(lined[x]) >= SEEN * f64::from(white[x]);
    let mut found: Vec<Stretch> = Vec::new();
    for x in (wide..width - wide).filter(|x| is_lined(*x)) {
        let grey = u8::try_from(sum[x] / u64::from(lined[x].max(1))).unwrap_or(u8::MAX);
        match found.last_mut() {
            Some(last) if last.right == x => {
                *last = Stretch { right: x + 1, grey: last.grey.min(grey), ..*last }
            }
            _ => found.push(Stretch { left: x, right: x + 1, grey }),
        }
    }
    found.retain(|stretch| stretch.right - stretch.left <= wide);
    found
}

/// The stretches that go on from one, band by band; one band may be skipped, where a streak breaks off.
fn chain(
    bands: &[Vec<Stretch>],
    used: &[Vec<bool>],
    from: (usize, usize),
    leans: usize,
) -> Vec<(usize, usize)> {
    let mut chain = vec![from];
    let (mut band, mut at) = from;
    while band + 1 < bands.len() {
        let here = bands[band][at];
        let next = (band + 1..bands.len().min(band + 3)).find_map(|next| {
            let near = |other: &Stretch| other.left.abs_diff(here.left) <= leans * (next - band);
            let found = bands[next].iter().position(near).filter(|found| !used[next][*found]);
            found.map(|found| (next, found))
        });
        let Some(next) = next else { break };
        chain.push(next);
        (band, at) = next;
    }
    chain
}

/// In how many rows of a band a stretch has parts of letters close to both of its sides.
fn crossings(image: &PageImage, rows: std::ops::Range<usize>, stretch: Stretch, paper: u8, mm: f64) -> usize {
    let width = image.width as usize;
    let dark = pixels(f64::from(paper) * (1.0 - INK));
    let is_ink = |row: &[u8], x: usize| u32::from(row[x]) < dark;
    let stroke = (pixels(STROKE_MM * mm) as usize).max(4);
    let near = (pixels(NEAR_MM * mm) as usize).max(FRINGE + 2);
    let crosses = |row: &&[u8]| {
        let (left, right) = (stretch.left, stretch.right.min(width - 1));
        let from = left.saturating_sub(stroke);
        let to = (right + stroke).min(width - 1);
        (left.saturating_sub(near)..left.saturating_sub(FRINGE)).any(|x| is_ink(row, x))
            && (right + FRINGE..(right + near).min(width)).any(|x| is_ink(row, x))
            && (from..left).any(|x| !is_ink(row, x))
            && (right..to).any(|x| !is_ink(row, x))
    };
    image.data[rows.start * width..rows.end * width].chunks_exact(width).filter(crosses).count()
}

/// Whether a line is a rule of a table: it meets lines across the page, and more of them than a streak would by chance.
/// A table whose rules touch letters looks like text that a streak crosses.
fn is_of_a_table(
    image: &PageImage,
    chain: &[(usize, usize)],
    bands: &[Vec<Stretch>],
    paper: u8,
    mm: f64,
) -> bool {
    let (width, height) = (image.width as usize, image.height as usize);
    let dark = pixels(f64::from(paper) * (1.0 - INK));
    let reach = (pixels(ACROSS_MM * mm) as usize).max(8);
    let mut met = 0;
    let mut inside = false;
    for &(band, at) in chain {
        let stretch = bands[band][at];
        let (from, to) = (stretch.left.saturating_sub(reach), (stretch.right + reach).min(width));
        for y in rows(height, band) {
            let row = &image.data[y * width..(y + 1) * width];
            let inked = |columns: &[u8]| columns.iter().filter(|grey| u32::from(**grey) < dark).count();
            // A scanned rule may miss a pixel here and there.
            let left = inked(&row[from..stretch.left]) * 10 >= (stretch.left - from) * 9;
            let right = inked(&row[stretch.right..to]) * 10 >= (to - stretch.right) * 9;
            let meets = left || right;
            if meets && !inside {
                met += 1;
            }
            inside = meets;
        }
    }
    met >= RULES_MET
}

/// Puts what stands beside a streak in its place; letters in it that are darker than it stay.
fn erase(image: &mut PageImage, chain: &[(usize, usize)], bands: &[Vec<Stretch>]) {
    let (width, height) = (image.width as usize, image.height as usize);
    for (at, &(band, stretch)) in chain.iter().enumerate() {
        let here = bands[band][stretch];
        let next = chain.get(at + 1).map(|(band, stretch)| (*band, bands[*band][*stretch]));
        // Over a band in which it breaks off, down to where it goes on.
        let end = next.map_or(rows(height, band).end, |(next, _)| rows(height, next).start);
        let until = next.map_or(here, |(_, next)| next);
        let start = if at == 0 { rows(height, band).start } else { rows(height, chain[at].0).start };
        for y in start..end {
            let share = |a: usize, b: usize| a.min(b).saturating_sub(1)..a.max(b) + 1;
            let columns =
                share(here.left, until.left).start..share(here.right, until.right).end.min(width - 1);
            let row = &mut image.data[y * width..(y + 1) * width];
            let (before, after) = (row[columns.start.saturating_sub(1)], row[columns.end]);
            let count = columns.len() + 1;
            for (step, x) in columns.enumerate() {
                let mix =
                    (usize::from(before) * (count - step - 1) + usize::from(after) * (step + 1)) / count;
                let mixed = u8::try_from(mix).unwrap_or(u8::MAX);
                // A stem that is printed in its place is darker than a pale streak.
                if row[x].saturating_add(40) >= here.grey {
                    row[x] = row[x].max(mixed);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PixelBox;
    use crate::ocr::ink::tests::drawn;

    /// Rows of letters 20 pixels high at 254 dpi.
    fn text() -> PageImage {
        let mut boxes = Vec::new();
        for y in (120..2800).step_by(60) {
            for x in (200..1800).step_by(24) {
                boxes.push(PixelBox::new(x, y, x + 15, y + 22));
            }
        }
        drawn(2000, 2900, &boxes)
    }

    fn with_streak(grey: u8, lean: usize, broken: bool) -> PageImage {
        let mut image = text();
        for y in 0..2900 {
            let x = 1213 + y * lean / 2900;
            if broken && (270..360).contains(&(y % 700)) {
                continue;
            }
            for x in [x, x + 1] {
                let pixel = &mut image.data[y * 2000 + x];
                *pixel = (*pixel).min(grey);
            }
        }
        image
    }

    fn differing(a: &PageImage, b: &PageImage) -> usize {
        a.data.iter().zip(&b.data).filter(|(a, b)| a.abs_diff(**b) > 30).count()
    }

    #[test]
    fn streaks_pale_black_leaning_and_broken_are_taken_out() {
        let clean = text();
        for (grey, lean, broken) in [(200, 0, false), (0, 0, false), (150, 6, false), (120, 0, true)] {
            let dirty = with_streak(grey, lean, broken);
            let cleaned = without(&dirty, 254).unwrap();
            let (before, after) = (differing(&dirty, &clean), differing(&cleaned, &clean));
            assert!(after * 10 <= before, "{grey} {lean} {broken}: {before} to {after}");
        }
    }

    #[test]
    fn clean_pages_and_tables_stay() {
        assert_eq!(without(&text(), 254), None);
        // Rules of a table of many rows, letters apart from them.
        let mut boxes = Vec::new();
        for y in (100..2800).step_by(90) {
            boxes.push(PixelBox::new(200, y, 1800, y + 3));
            for x in (230..980).step_by(24).chain((1030..1770).step_by(24)) {
                boxes.push(PixelBox::new(x, y + 30, x + 15, y + 52));
            }
        }
        for x in [200, 1000, 1797] {
            boxes.push(PixelBox::new(x, 100, x + 3, 2713));
        }
        assert_eq!(without(&drawn(2000, 2900, &boxes), 254), None);
        // The same rules with ragged edges, as pages of two colours have them.
        for x in [200, 1000, 1797] {
            for y in (100..2713).step_by(5) {
                boxes.push(PixelBox::new(x - 1, y, x + 4, y + 3));
            }
        }
        assert_eq!(without(&drawn(2000, 2900, &boxes), 254), None);
    }
}
