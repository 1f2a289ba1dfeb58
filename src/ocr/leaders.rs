//! Lines of dots to write on, taken off before a page is read: the engine makes words of them.

use super::ink::{Component, Ink};
use crate::geometry::PixelBox;

/// Longest side of a dot in millimetres; a hyphen is longer.
const DOT_MM: f64 = 0.75;

/// From the middle of one dot to that of the next, in millimetres: those of a row of full stops stand 1.2 mm apart at 14
/// points, those of a row of `…` 1.7.
const APART_MM: f64 = 2.2;

/// How far the middles of two neighbours may be above each other, in millimetres.
const LEVEL_MM: f64 = 0.3;

/// So many dots in a row are a line to write on; an ellipsis has three, two of them in a sentence six.
const FEWEST: usize = 8;

/// The dots of all such lines.
pub(super) fn find(ink: &Ink) -> Vec<PixelBox> {
    let longest = ink.px(DOT_MM);
    let is_dot = |piece: &&Component| piece.place.width() <= longest && piece.place.height() <= longest;
    let mut dots: Vec<PixelBox> = ink.pieces.iter().filter(is_dot).map(|piece| piece.place).collect();
    dots.sort_by_key(|dot| (dot.left(), dot.top()));
    let (apart, level) = (ink.px(APART_MM), ink.px(LEVEL_MM));
    // The rows that are still open: their dots, from left to right.
    let mut open: Vec<Vec<PixelBox>> = Vec::new();
    let mut found = Vec::new();
    let mut close = |row: Vec<PixelBox>| {
        if row.len() >= FEWEST && is_even(&row) {
            found.extend(row);
        }
    };
    for dot in dots {
        let (ended, still): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|row| row.last().is_none_or(|last| dot.middle_x() > last.middle_x() + apart));
        ended.into_iter().for_each(&mut close);
        open = still;
        let follows = |row: &&mut Vec<PixelBox>| {
            row.last().is_some_and(|last| {
                last.middle_y().abs_diff(dot.middle_y()) <= level && last.right() <= dot.left()
            })
        };
        match open.iter_mut().find(follows) {
            Some(row) => row.push(dot),
            None => open.push(vec![dot]),
        }
    }
    open.into_iter().for_each(close);
    found.sort_by_key(|dot| (dot.top(), dot.left()));
    found
}

/// Whether the dots of a row are alike and stand about as far from each other: those of `i` and tone marks do not.
fn is_even(row: &[PixelBox]) -> bool {
    let mut steps: Vec<u32> = row.windows(2).map(|two| two[1].middle_x() - two[0].middle_x()).collect();
    let mut sizes: Vec<u64> = row.iter().map(PixelBox::area).collect();
    steps.sort_unstable();
    sizes.sort_unstable();
    let (step, size) = (steps[steps.len() / 2], sizes[sizes.len() / 2]);
    // Where an ellipsis ends, its last dot stands a little further from the next.
    let even = steps.iter().filter(|other| **other * 2 > step && **other < step * 2).count();
    let alike = sizes.iter().filter(|other| **other * 3 > size && **other < size * 3).count();
    even * 10 >= steps.len() * 8 && alike * 10 >= sizes.len() * 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;

    /// At 254 dpi a millimetre has 10 pixels.
    fn count(boxes: &[PixelBox]) -> usize {
        find(&Ink::of(&drawn(1200, 400, boxes), 254)).len()
    }

    fn dots(places: impl Iterator<Item = u32>) -> Vec<PixelBox> {
        places.map(|x| PixelBox::new(x, 100, x + 5, 105)).collect()
    }

    #[test]
    fn rows_of_dots_are_found() {
        assert_eq!(count(&dots((100..700).step_by(12))), 50);
        assert_eq!(count(&dots((100..700).step_by(17))), 36);
        // Two rows below each other.
        let mut two = dots((100..700).step_by(12));
        two.extend((300..900).step_by(12).map(|x| PixelBox::new(x, 170, x + 4, 174)));
        assert_eq!(count(&two), 100);
    }

    #[test]
    fn full_stops_marks_and_hyphens_are_none() {
        assert_eq!(count(&dots((100..160).step_by(12))), 0);
        // Points of letters stand unevenly, and further apart.
        assert_eq!(count(&dots([100, 112, 150, 161, 200, 208, 245, 266, 280, 310].into_iter())), 0);
        assert_eq!(count(&dots((100..900).step_by(40))), 0);
        let hyphens: Vec<PixelBox> =
            (100..700).step_by(20).map(|x| PixelBox::new(x, 100, x + 12, 104)).collect();
        assert_eq!(count(&hyphens), 0);
    }
}
