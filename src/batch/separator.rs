//! The bars of a separator sheet: four thick ones beside each other, as patch codes have them.

use crate::page::PageImage;

/// Darker than this is ink.
const INK: u8 = 128;
/// Bars of a patch code.
const BARS: usize = 4;
/// The shortest run that is a bar, in hundredths of the width or height of the page.
const LENGTH: usize = 20;
/// The thinnest bar and the widest gap, in thousandths of the other side: rules of tables are thinner, patches of ink lie
/// further apart.
const THINNEST: usize = 4;
const WIDEST_GAP: usize = 30;

/// Whether a page bears them, lying or standing.
pub(super) fn has_bars(picture: &PageImage) -> bool {
    let (width, height) = (picture.width as usize, picture.height as usize);
    if width == 0 || height == 0 {
        return false;
    }
    let rows = picture.data.chunks_exact(width).map(longest_run).collect::<Vec<usize>>();
    if are_bars(&rows, width, height) {
        return true;
    }
    // Column for column, all in one pass over the rows.
    let (mut runs, mut longest) = (vec![0; width], vec![0; width]);
    for row in picture.data.chunks_exact(width) {
        for ((pixel, run), longest) in row.iter().zip(&mut runs).zip(&mut longest) {
            *run = if *pixel < INK { *run + 1 } else { 0 };
            *longest = (*longest).max(*run);
        }
    }
    are_bars(&longest, height, width)
}

fn longest_run(row: &[u8]) -> usize {
    row.split(|pixel| *pixel >= INK).map(<[u8]>::len).max().unwrap_or(0)
}

/// Whether lines, by their longest runs out of `length`, hold enough bars beside each other.
fn are_bars(runs: &[usize], length: usize, side: usize) -> bool {
    let is_bar = |run: &usize| *run * 100 >= length * LENGTH;
    let (mut bars, mut at, mut end) = (0, 0, None);
    for lines in runs.chunk_by(|a, b| is_bar(a) == is_bar(b)) {
        let thick = lines.len() * 1000 >= side * THINNEST;
        // A black border or a picture is no bar.
        let thin = lines.len() * 1000 <= side * WIDEST_GAP * 2;
        if is_bar(&lines[0]) && thick && thin {
            let near = end.is_some_and(|end: usize| (at - end) * 1000 <= side * WIDEST_GAP);
            bars = if near { bars + 1 } else { 1 };
            if bars == BARS {
                return true;
            }
            end = Some(at + lines.len());
        }
        at += lines.len();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An A4 page at 100 dpi with black boxes: left, top, width, height.
    fn page(boxes: &[(u32, u32, u32, u32)]) -> PageImage {
        let (width, height) = (827, 1169);
        let inked = |x: u32, y: u32| {
            boxes
                .iter()
                .any(|(left, top, w, h)| (*left..left + w).contains(&x) && (*top..top + h).contains(&y))
        };
        let data = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let data = data.map(|(x, y)| if inked(x, y) { 0 } else { 255 }).collect();
        PageImage { width, height, data }
    }

    #[test]
    fn bars_are_found_lying_and_standing() {
        // Wide 0.2 inch, narrow 0.08 inch, as patch codes are.
        let lying = [(200, 100, 300, 20), (200, 128, 300, 8), (200, 144, 300, 8), (200, 160, 300, 20)];
        assert!(has_bars(&page(&lying)));
        let standing = lying.map(|(left, top, width, height)| (top, left, height, width));
        assert!(has_bars(&page(&standing)));
        assert!(!has_bars(&page(&lying[..3])), "three are none");
    }

    #[test]
    fn tables_lines_and_borders_are_no_bars() {
        let rules: Vec<_> = (0..20).map(|row| (100, 100 + row * 20, 600, 2)).collect();
        assert!(!has_bars(&page(&rules)));
        assert!(!has_bars(&page(&[
            (0, 0, 827, 30),
            (0, 1139, 827, 30),
            (0, 0, 30, 1169),
            (797, 0, 30, 1169)
        ])));
        let words: Vec<_> =
            (0..30).flat_map(|row| (0..8).map(move |w| (60 + w * 90, 80 + row * 30, 70, 12))).collect();
        assert!(!has_bars(&page(&words)));
        assert!(!has_bars(&PageImage { width: 0, height: 0, data: Vec::new() }));
    }
}
