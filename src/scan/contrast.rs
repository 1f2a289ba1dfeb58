//! White letters on black become black on white, and ink too faint to be seen is made darker.

use crate::scan::PageImage;

/// Squares on an inch in which light paper is looked for: 4 mm each.
const CELLS_PER_INCH: f64 = 6.35;
/// Half of the page is darker than this on a negative.
const DARK: u8 = 90;
/// Light letters are lighter than the ground by this at least.
const LIGHTER: u8 = 90;
/// The least share of a negative that is letters: a line on a page.
const FEWEST_LIGHT: f64 = 0.001;
/// The share of squares that may be wholly light: a negative has no paper. A sheet on a black table has.
const MOST_PAPER: f64 = 0.03;
/// How much darker than paper the faintest ink is that can be told from noise.
const FAINTEST: u8 = 6;
/// The share of a page that is ink at least: half a line.
const FEWEST_INK: f64 = 0.0005;
/// The share of a page above which what is darker is its ground and not ink.
const MOST_INK: f64 = 0.25;

/// Turns a negative into a positive, and leaves all else.
pub(super) fn make_positive(image: &mut PageImage, dpi: u32) {
    let counts = image.counts();
    let total = image.data.len() as u64;
    let median = level_at(&counts, total / 2);
    if median > DARK {
        return;
    }
    let light = median.saturating_add(LIGHTER);
    let letters: u64 = counts[usize::from(light)..].iter().sum();
    if (letters as f64) < FEWEST_LIGHT * total as f64 || letters * 2 > total {
        return;
    }
    if light_squares(image, light, dpi) <= MOST_PAPER {
        image.data.iter_mut().for_each(|value| *value = u8::MAX - *value);
    }
}

/// The share of squares whose pixels are nearly all light.
fn light_squares(image: &PageImage, light: u8, dpi: u32) -> f64 {
    let side = crate::geometry::pixels(f64::from(dpi) / CELLS_PER_INCH).max(2) as usize;
    let (width, height) = (image.width as usize, image.height as usize);
    let (mut whole, mut all) = (0_u32, 0_u32);
    for top in (0..height).step_by(side) {
        for left in (0..width).step_by(side) {
            let right = (left + side).min(width);
            let rows = top..(top + side).min(height);
            let area = rows.len() * (right - left);
            let lit: usize = rows
                .map(|y| {
                    image.data[y * width + left..y * width + right].iter().filter(|v| **v >= light).count()
                })
                .sum();
            all += 1;
            whole += u32::from(lit * 10 >= area * 9);
        }
    }
    f64::from(whole) / f64::from(all.max(1))
}

/// Spreads the greys of a page between its paper and its faint ink, when it has such ink; what is noise stays noise,
/// since ink is there in strokes and not in single pixels.
pub(super) fn level(image: &mut PageImage) {
    let smooth = blurred(image);
    let counts = smooth.counts();
    let total = smooth.data.len() as u64;
    // The commonest grey is the paper.
    let Some(paper) = (0..=u8::MAX).max_by_key(|grey| counts[usize::from(*grey)]) else { return };
    // As far as the paper reaches to the light side it reaches to the dark: what is beyond twice that is ink.
    let lightest = level_at(&counts, total - total / 2000 - 1);
    let spread = lightest.saturating_sub(paper).max(2);
    let ink_from = paper.saturating_sub(spread.saturating_mul(2).max(FAINTEST));
    let ink: u64 = counts[..=usize::from(ink_from)].iter().sum();
    if (ink as f64) < FEWEST_INK * total as f64 || ink as f64 > MOST_INK * total as f64 {
        return;
    }
    let darkest = level_at(&counts, ink / 4);
    if darkest >= ink_from {
        return;
    }
    let (darkest, reach) = (u32::from(darkest), u32::from(paper - darkest).max(1));
    let table: Vec<u8> = (0..=u32::from(u8::MAX))
        .map(|grey| u8::try_from(grey.saturating_sub(darkest) * 245 / reach).unwrap_or(u8::MAX))
        .collect();
    image.data.iter_mut().zip(&smooth.data).for_each(|(value, smooth)| *value = table[usize::from(*smooth)]);
}

/// The grey under which so many pixels are.
fn level_at(counts: &[u64; 256], rank: u64) -> u8 {
    let mut sum = 0;
    for (grey, count) in (0..=u8::MAX).zip(counts) {
        sum += count;
        if sum > rank {
            return grey;
        }
    }
    u8::MAX
}

/// Each pixel as the mean of itself and its eight neighbours; edges as they are.
fn blurred(image: &PageImage) -> PageImage {
    let width = image.width as usize;
    let mut data = image.data.clone();
    for y in 1..(image.height as usize).saturating_sub(1) {
        let row = |y: usize| &image.data[y * width..(y + 1) * width];
        let around = row(y - 1)
            .array_windows::<3>()
            .zip(row(y).array_windows::<3>())
            .zip(row(y + 1).array_windows::<3>());
        for (to, ((above, here), below)) in data[y * width + 1..].iter_mut().zip(around) {
            let sum: u16 = above.iter().chain(here).chain(below).map(|value| u16::from(*value)).sum();
            *to = u8::try_from((sum + 4) / 9).unwrap_or(u8::MAX);
        }
    }
    PageImage { data, ..*image }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::border::is_blank;

    /// Rows of bars of ink on paper, with noise of a few greys.
    fn page(paper: u8, ink: u8) -> PageImage {
        let (width, height) = (600_u32, 800_u32);
        let mut state = 7_u32;
        let mut data = Vec::new();
        for y in 0..height {
            for x in 0..width {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let noise = u8::try_from(state >> 24 & 3).unwrap();
                let is_ink = y > 100 && y % 40 < 10 && (x / 4 + y / 40) % 3 == 0 && (60..540).contains(&x);
                data.push(if is_ink { ink } else { paper }.saturating_add(noise).saturating_sub(2));
            }
        }
        PageImage { width, height, data }
    }

    #[test]
    fn a_negative_is_turned_and_a_sheet_on_a_black_table_is_not() {
        let mut negative = page(10, 240);
        make_positive(&mut negative, 100);
        assert!(negative.data[0] > 200);
        let mut table = page(10, 10);
        for y in 200..700 {
            table.data[y * 600 + 150..y * 600 + 420].fill(240);
        }
        let before = table.clone();
        make_positive(&mut table, 100);
        assert_eq!(table, before);
        let mut positive = page(240, 10);
        make_positive(&mut positive, 100);
        assert!(positive.data[0] > 200);
    }

    #[test]
    fn faint_ink_is_made_dark_and_blank_paper_stays_blank() {
        let mut faint = page(235, 215);
        assert!(is_blank(&faint, 100));
        level(&mut faint);
        assert!(!is_blank(&faint, 100));
        let mut blank = page(235, 235);
        level(&mut blank);
        assert!(is_blank(&blank, 100));
    }
}
