//! Specks: small pieces of ink that belong to no letter, taken off before a page is read.
//!
//! The engine takes a speck beside a word for a stroke of it, makes the line as high as the speck stands off, and
//! reads other letters; far from words it makes lines of them.

use super::ink::{Component, Ink};
use crate::geometry::PixelBox;

/// Longest side of a speck in millimetres; hyphens and letters are longer.
const LONGEST_MM: f64 = 0.7;

/// A piece so far from all letters, in millimetres, is none of their points or tone marks.
const FAR_MM: f64 = 0.8;

/// Between letters a speck is known by its area in square millimetres: the point of an i of 9 points has 0.08.
const TINY_MM2: f64 = 0.06;

/// So many specks far from letters on a square centimetre make a page dirty. On other pages nothing is taken off:
/// what is small there is the broken tail of a comma as often.
const DIRTY: f64 = 0.4;

/// Points in a row, as leaders and dotted lines have them, are so near to the next on both sides, in millimetres.
const LEADER_MM: f64 = 3.0;

/// The specks of a page, from top to bottom; none of a page that is not dirty.
pub(super) fn find(ink: &Ink) -> Vec<PixelBox> {
    let longest = ink.px(LONGEST_MM);
    let is_small = |piece: &&Component| piece.place.width() <= longest && piece.place.height() <= longest;
    let letters = Covered::by(ink, ink.pieces.iter().filter(|piece| !is_small(piece)).map(|p| p.place));
    let small: Vec<Component> = ink.pieces.iter().filter(is_small).copied().collect();
    let far: Vec<bool> = small
        .iter()
        .enumerate()
        .map(|(at, piece)| !letters.is_near(&piece.place) && !is_leader(ink, &small, at))
        .collect();
    let count = far.iter().filter(|far| **far).count();
    let area = f64::from(ink.width) * f64::from(ink.height) / (100.0 * ink.mm * ink.mm);
    let dirt = f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / area.max(1.0);
    if dirt < DIRTY {
        return Vec::new();
    }
    let is_tiny = |piece: &Component| f64::from(piece.dark) < TINY_MM2 * ink.mm * ink.mm;
    let is_speck = |(piece, far): &(&Component, bool)| *far || is_tiny(piece);
    small.iter().zip(far).filter(is_speck).map(|(piece, _)| piece.place).collect()
}

/// So near to an edge of the page, in millimetres, ink may be the shadow of the lid.
const EDGE_MM: f64 = 4.0;

/// So near to the left and right edges, in millimetres, no text stands, but the rest of the lid and the shadow of a sheet
/// that is smaller than the glass; along the others only what is long and thin is such a shadow.
const MARGIN_MM: f64 = 14.0;

/// How much longer than thick a shadow is, at least.
const SHADOW_LONG: u32 = 8;

/// Whether nothing but specks is on a page, and what the lid and the edges of the sheet leave along its own.
pub(super) fn are_all(ink: &Ink) -> bool {
    let (longest, edge, margin) = (ink.px(LONGEST_MM), ink.px(EDGE_MM), ink.px(MARGIN_MM));
    let is_speck = |place: &PixelBox| place.width() <= longest && place.height() <= longest;
    let at_edge = |place: &PixelBox| {
        place.left() <= edge
            || place.top() <= edge
            || place.right() + edge >= ink.width
            || place.bottom() + edge >= ink.height
    };
    let in_margin = |place: &PixelBox| {
        let is_long = place.width() >= SHADOW_LONG * place.height();
        place.right() <= margin
            || place.left() + margin >= ink.width
            || is_long && (place.bottom() <= margin || place.top() + margin >= ink.height)
    };
    let pieces = ink.pieces.iter().map(|piece| piece.place);
    let mut places = ink.across.iter().chain(&ink.down).copied().chain(pieces);
    places.all(|place| is_speck(&place) || at_edge(&place) || in_margin(&place))
}

/// Whether a small piece has others like it on both sides. `small` stands from top to bottom.
fn is_leader(ink: &Ink, small: &[Component], at: usize) -> bool {
    let piece = &small[at];
    let (reach, level) = (ink.px(LEADER_MM), ink.px(0.2));
    let mut sides = (false, false);
    let mut look = |other: &Component| {
        let alike = 2 * other.dark > piece.dark && other.dark < 2 * piece.dark;
        let near = other.place.middle_x().abs_diff(piece.place.middle_x()) <= reach;
        if alike && near && other.place.middle_y().abs_diff(piece.place.middle_y()) <= level {
            sides.0 |= other.place.right() <= piece.place.left();
            sides.1 |= other.place.left() >= piece.place.right();
        }
    };
    let close = |other: &&Component| other.place.top().abs_diff(piece.place.top()) <= ink.px(LONGEST_MM);
    small[..at].iter().rev().take_while(close).for_each(&mut look);
    small[at + 1..].iter().take_while(close).for_each(&mut look);
    sides.0 && sides.1
}

/// Where letters are, in squares of a quarter of [`FAR_MM`].
struct Covered {
    side: u32,
    columns: u32,
    rows: u32,
    squares: Vec<bool>,
}

impl Covered {
    /// Pieces larger than letters are rings of seals, frames and drawings, with room for specks inside.
    fn by(ink: &Ink, places: impl Iterator<Item = PixelBox>) -> Covered {
        let side = ink.px(FAR_MM / 4.0).max(1);
        let (columns, rows) = (ink.width / side + 1, ink.height / side + 1);
        let mut covered =
            Covered { side, columns, rows, squares: vec![false; columns as usize * rows as usize] };
        for place in places.filter(|p| p.height() <= ink.px(9.0) && p.width() <= ink.px(40.0)) {
            for row in place.top() / side..=place.bottom() / side {
                for column in place.left() / side..=place.right() / side {
                    if let Some(at) = covered.at(column, row) {
                        covered.squares[at] = true;
                    }
                }
            }
        }
        covered
    }

    fn at(&self, column: u32, row: u32) -> Option<usize> {
        let inside = column < self.columns && row < self.rows;
        inside.then(|| row as usize * self.columns as usize + column as usize)
    }

    fn is_near(&self, place: &PixelBox) -> bool {
        let first = |at: u32| (at / self.side).saturating_sub(4);
        let last = |at: u32| at / self.side + 4;
        (first(place.top())..=last(place.bottom())).any(|row| {
            (first(place.left())..=last(place.right()))
                .any(|column| self.at(column, row).is_some_and(|at| self.squares[at]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;

    /// At 254 dpi a millimetre has 10 pixels; the page has 60 square centimetres.
    fn page(specks: u32) -> Vec<PixelBox> {
        let mut boxes: Vec<PixelBox> =
            (100..500).step_by(30).map(|x| PixelBox::new(x, 100, x + 20, 120)).collect();
        // The point of an i, a tone mark, and a full stop.
        boxes.extend([[105, 88, 110, 93], [135, 124, 140, 129], [500, 115, 506, 121]].map(PixelBox::from));
        boxes.push(PixelBox::new(152, 112, 154, 113));
        // Leaders.
        boxes.extend((100..500).step_by(20).map(|x| PixelBox::new(x, 700, x + 4, 704)));
        boxes.extend((0..specks).map(speck));
        boxes
    }

    fn speck(at: u32) -> PixelBox {
        let (x, y) = (40 + 97 * at % 520, 300 + 10 * at + at % 3);
        PixelBox::new(x, y, x + 4, y + 4)
    }

    #[test]
    fn dust_and_the_shadow_of_the_lid_are_no_print() {
        let mut boxes: Vec<PixelBox> = (0..20).map(speck).collect();
        boxes.push(PixelBox::new(0, 0, 600, 30));
        let are_all = |boxes: &[PixelBox]| are_all(&Ink::of(&drawn(600, 1000, boxes), 254));
        assert!(are_all(&boxes));
        // The shadow of the sheet's edge, 9 mm from that of the page; a rule of print is further in.
        boxes.push(PixelBox::new(88, 40, 91, 960));
        assert!(are_all(&boxes));
        let mut ruled = boxes.clone();
        ruled.push(PixelBox::new(200, 150, 203, 850));
        assert!(!are_all(&ruled));
        boxes.push(PixelBox::new(200, 400, 220, 430));
        assert!(!are_all(&boxes));
    }

    #[test]
    fn specks_go_and_points_marks_and_leaders_stay() {
        let find = |specks| find(&Ink::of(&drawn(600, 1000, &page(specks)), 254));
        let found = find(35);
        // The first and the last of the leaders have one neighbour only.
        assert_eq!(found.len(), 38, "{found:?}");
        assert_eq!(found[0], PixelBox::new(152, 112, 154, 113), "between letters only what is tiny");
        assert!(found[1..].iter().all(|speck| speck.top() >= 300));
        let of_leaders = found.iter().filter(|speck| speck.top() == 700).map(PixelBox::left);
        assert_eq!(of_leaders.collect::<Vec<_>>(), [100, 480]);
        assert_eq!(find(8), [], "a page with a few is not dirty");
    }
}
