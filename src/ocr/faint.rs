//! Ink that came out faint in places is made darker for a second reading.
//!
//! Worn ribbons, toner that runs out and copies of copies leave letters whose strokes are black here and pale a
//! millimetre on. The engine parts ink from paper by one grey value for a whole area, so that it loses the pale
//! strokes, and with them whole lines or their order.

use super::stamps::level;
use crate::page::{self, PageImage};

/// Levels below the paper from which a pixel counts as ink: noise and the stains of JPEG are paler.
const INK: u8 = 40;

/// Pixels on either side among which the darkest one is the middle of a stroke; at 300 dpi a third of a millimetre.
const STROKE: usize = 4;

/// Ink is faint when half of the strokes have less than this share of the contrast of the blackest tenth. Of fair
/// pages the share is 0.84 (drawn at 100 dpi) to 1, of faint ones 0.76 to 0.79; much dirt and pale stamps bring it
/// down too, so that the better reading decides.
const SOUND: f64 = 0.81;

/// The share of light that a pixel of faint ink keeps is taken to this power: 2 leaves more letters unread.
const DARKER: f32 = 3.0;

/// The page with its ink made darker; `None` when it is not faint.
pub(super) fn darker(image: &PageImage) -> Option<PageImage> {
    let paper = page::paper(&image.counts());
    if !is_faint(image, paper) {
        return None;
    }
    let kept = |grey: u8| (f32::from(grey) / f32::from(paper)).min(1.0).powf(DARKER);
    let darker: Vec<u8> = (0..=u8::MAX).map(|grey| level(kept(grey))).collect();
    let data = image.data.iter().map(|grey| darker[usize::from(*grey)]).collect();
    Some(PageImage { data, ..*image })
}

fn is_faint(image: &PageImage, paper: u8) -> bool {
    let ink = paper.saturating_sub(INK);
    // How many strokes have each grey value in their middle.
    let mut strokes = [0_u64; 256];
    for row in image.data.chunks_exact(image.width.max(1) as usize) {
        for window in row.array_windows::<{ 2 * STROKE + 1 }>() {
            let middle = window[STROKE];
            if middle <= ink && window.iter().all(|other| middle <= *other) {
                strokes[usize::from(middle)] += 1;
            }
        }
    }
    let all: u64 = strokes.iter().sum();
    let contrast = |tenths: u64| {
        let mut count = 0;
        let grey = (0..=u8::MAX).find(|grey| {
            count += strokes[usize::from(*grey)];
            10 * count >= tenths * all
        });
        f64::from(paper.saturating_sub(grey.unwrap_or(paper)))
    };
    contrast(5) < SOUND * contrast(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Strokes of two pixels, each of the grey value that `grey` gives for its number.
    fn strokes(grey: impl Fn(u32) -> u8) -> PageImage {
        let (width, height) = (600_u32, 40_u32);
        let data = (0..width * height)
            .map(|at| if at % width % 12 < 2 { grey(at % width / 12) } else { 250 })
            .collect();
        PageImage { width, height, data }
    }

    #[test]
    fn only_ink_that_is_pale_in_places_becomes_darker() {
        assert_eq!(darker(&strokes(|at| if at % 4 == 0 { 90 } else { 20 })), None);
        assert_eq!(darker(&strokes(|_| 120)), None);
        let dark = darker(&strokes(|at| if at % 4 == 0 { 20 } else { 130 })).unwrap();
        assert!(dark.row(20)[12] < 50, "{}", dark.row(20)[12]);
        assert!(dark.row(20)[6] > 250);
    }
}
