//! Where the parts of a page stand: head and closing in two columns, tables, and the strips of text between.
//!
//! By Decree 30/2020/NĐ-CP, annex I, the head of page 1 and the closing stand in two columns side by side. An
//! engine that takes them for one line reads across, so they are cut apart at the white gap between them.

use super::ink::{Ink, Piece};
use super::tables::{self, Table};
use super::{Block, Cell, Segmentation};
use crate::geometry::{PageIndex, PixelBox};

/// An area to be read by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    /// Where it is, in pixels of the picture.
    pub(super) place: PixelBox,
    /// What its lines belong to.
    pub(super) block: Block,
    /// How to read it.
    pub(super) segmentation: Segmentation,
}

/// Lowest letter in millimetres: an x of 8 points has 1.3 mm, dots and marks are lower.
const LETTER_LOW_MM: f64 = 1.1;

/// Highest letter in millimetres: a capital with two marks of 18 points, or two lines that touch.
const LETTER_HIGH_MM: f64 = 9.0;

/// Narrowest white gap between two columns, in millimetres; the head of a department with a long name leaves 3.
const GUTTER_MM: f64 = 2.2;

/// How far apart in height two lines may stand and still be side by side, in millimetres: a line and a half,
/// since the two columns of a head have lines of their own.
const BESIDE_MM: f64 = 7.0;

/// The regions of a page in reading order. Empty when nothing is printed on it.
pub(super) fn regions(ink: &Ink, page: PageIndex) -> Vec<Region> {
    let tables = tables::find(ink);
    let letters = letters(ink, &tables);
    let mut bands = bands(ink, &letters);
    for band in &mut bands {
        band.kind = kind(ink, &letters, band, page);
    }
    if let Some(head) = bands.iter_mut().find(|band| band.kind == Kind::Head) {
        trim_head(ink, &letters, head);
    }
    let mut regions = Vec::new();
    let mut top = 0;
    for band in &bands {
        // The text of a digital signature is printed above the head, much smaller than the document.
        if band.kind != Kind::Head || !is_small_print(&letters, band.top) {
            strip(ink, &letters, &tables, top, band.top, &mut regions);
        }
        let (left, right) = match band.kind {
            Kind::Head => (Block::LetterheadLeft, Block::LetterheadRight),
            Kind::Closing => (Block::Recipients, Block::Signature),
            Kind::Columns => (Block::Body, Block::Body),
        };
        column(ink, &letters, PixelBox::new(0, band.top, band.gutter, band.bottom), left, &mut regions);
        let place = PixelBox::new(band.gutter, band.top, ink.width, band.bottom);
        column(ink, &letters, place, right, &mut regions);
        top = band.bottom;
    }
    strip(ink, &letters, &tables, top, ink.height, &mut regions);
    regions
}

/// Whether what stands above `bottom` is printed in letters much smaller than those of the page.
fn is_small_print(letters: &[PixelBox], bottom: u32) -> bool {
    let median = |mut heights: Vec<u32>| -> Option<u32> {
        heights.sort_unstable();
        heights.get(heights.len() / 2).copied()
    };
    let above = median(letters.iter().filter(|l| l.bottom() <= bottom).map(PixelBox::height).collect());
    let below = median(letters.iter().filter(|l| l.top() >= bottom).map(PixelBox::height).collect());
    matches!((above, below), (Some(above), Some(below)) if 4 * above < 3 * below)
}

/// Two columns side by side.
#[derive(Debug, Clone, Copy)]
struct Band {
    top: u32,
    bottom: u32,
    /// The column of pixels that parts them.
    gutter: u32,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Head,
    Closing,
    /// Other columns.
    Columns,
}

/// The pieces that are letters of the text: of a letter's size, not inside a table, a seal or a stamp.
fn letters(ink: &Ink, tables: &[Table]) -> Vec<PixelBox> {
    let (low, high) = (ink.px(LETTER_LOW_MM), ink.px(LETTER_HIGH_MM));
    let (narrow, wide) = (ink.px(0.25), ink.px(40.0));
    let seals: Vec<PixelBox> =
        ink.pieces.iter().filter(|piece| is_seal(ink, piece)).map(|piece| piece.place).collect();
    let inside = |place: &PixelBox, of: &PixelBox| {
        let (x, y) = (place.middle_x(), place.middle_y());
        (of.left()..of.right()).contains(&x) && (of.top()..of.bottom()).contains(&y)
    };
    let mut letters: Vec<PixelBox> = ink
        .pieces
        .iter()
        .map(|piece| piece.place)
        .filter(|p| (low..=high).contains(&p.height()) && (narrow..=wide).contains(&p.width()))
        .filter(|p| !tables.iter().any(|table| inside(p, &table.place)))
        .filter(|p| !seals.iter().any(|seal| inside(p, seal)))
        .collect();
    drop_lonely(ink, &mut letters);
    letters
}

/// A round seal is 36 mm across, a portal's emblem and an edge seal less. Its ring is one piece as wide as high.
fn is_seal(ink: &Ink, piece: &Piece) -> bool {
    let (width, height) = (piece.place.width(), piece.place.height());
    let size = ink.px(14.0)..=ink.px(50.0);
    size.contains(&width) && size.contains(&height) && 4 * width < 5 * height && 4 * height < 5 * width
}

/// Specks of dirt have a letter's size now and then, but no letter stands beside them within a wide word space.
fn drop_lonely(ink: &Ink, letters: &mut Vec<PixelBox>) {
    let near = ink.px(6.0);
    let half = ink.px(1.5);
    letters.sort_by_key(|l| (l.middle_y(), l.left()));
    let kept: Vec<PixelBox> = letters
        .iter()
        .enumerate()
        .filter(|(at, letter)| {
            let beside = |other: &PixelBox| {
                let gap =
                    other.left().saturating_sub(letter.right()) + letter.left().saturating_sub(other.right());
                gap <= near
            };
            let close = |other: &&PixelBox| other.middle_y().abs_diff(letter.middle_y()) <= half;
            letters[..*at].iter().rev().take_while(close).any(beside)
                || letters[at + 1..].iter().take_while(close).any(beside)
        })
        .map(|(_, letter)| *letter)
        .collect();
    *letters = kept;
}

/// All bands of two columns, from top to bottom.
fn bands(ink: &Ink, letters: &[PixelBox]) -> Vec<Band> {
    let mut found: Vec<(f64, Band)> = Vec::new();
    let step = ink.px(0.5).max(1);
    let (first, last) = (ink.width * 28 / 100, ink.width * 70 / 100);
    for gutter in (first..last).step_by(step as usize) {
        let half = ink.px(GUTTER_MM / 2.0);
        let mut crossed: Vec<(u32, u32)> = letters
            .iter()
            .filter(|l| l.left() < gutter + half && l.right() + half > gutter)
            .map(|l| (l.top(), l.bottom()))
            .collect();
        crossed.push((ink.height, ink.height));
        crossed.sort_unstable();
        let mut top = 0;
        for (start, end) in crossed {
            if start > top + ink.px(BESIDE_MM) {
                found.extend(band(ink, letters, top, start, gutter));
            }
            top = top.max(end);
        }
    }
    // The best of those that overlap; the leftmost of equals.
    found.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.gutter.cmp(&y.gutter)));
    let mut bands: Vec<Band> = Vec::new();
    for (_, band) in found {
        if bands.iter().all(|other| other.bottom <= band.top || band.bottom <= other.top) {
            bands.push(band);
        }
    }
    bands.sort_by_key(|band| band.top);
    bands
}

/// The two columns between `top` and `bottom`, where nothing crosses `gutter`, with their score; `None` when
/// they are not two columns.
fn band(ink: &Ink, letters: &[PixelBox], top: u32, bottom: u32, gutter: u32) -> Option<(f64, Band)> {
    let inside = || letters.iter().filter(|l| l.top() >= top && l.bottom() <= bottom);
    let left: Vec<PixelBox> = inside().filter(|l| l.right() <= gutter).copied().collect();
    let right: Vec<PixelBox> = inside().filter(|l| l.left() >= gutter).copied().collect();
    // A number or a dash is no column.
    if left.len() < 5 || right.len() < 5 {
        return None;
    }
    let (left_rows, right_rows) = (rows(ink, &left), rows(ink, &right));
    let beside = ink.px(BESIDE_MM);
    let near = |row: &PixelBox, others: &[PixelBox]| {
        others.iter().any(|other| other.middle_y().abs_diff(row.middle_y()) <= beside)
    };
    let paired_left = left_rows.iter().filter(|row| near(row, &right_rows)).count();
    let paired_right: Vec<PixelBox> =
        right_rows.iter().filter(|row| near(row, &left_rows)).copied().collect();
    let pairs = paired_left.min(paired_right.len());
    // From the first row of the right column, or of the left one beside it, on.
    let first = paired_right.first()?;
    let start = left_rows.iter().find(|row| near(row, &right_rows))?.top().min(first.top());
    let within = |rows: &[PixelBox]| -> Vec<PixelBox> {
        rows.iter().filter(|row| row.bottom() > start).copied().collect()
    };
    let (left_rows, right_rows) = (within(&left_rows), within(&right_rows));
    let edge = left_rows.iter().map(PixelBox::right).max()?;
    let other = right_rows.iter().map(PixelBox::left).min()?;
    let width = f64::from(other.saturating_sub(edge)) / ink.mm;
    // In justified text white gaps of two lines meet by chance, of three hardly ever, and none is wide.
    let enough = match pairs {
        0 => false,
        1 => width >= 15.0,
        2 => width >= 7.0,
        _ => width >= GUTTER_MM,
    };
    let column = |rows: &[PixelBox]| rows.iter().map(PixelBox::width).max().unwrap_or(0) >= ink.px(12.0);
    if !enough || !column(&left_rows) || !column(&right_rows) {
        return None;
    }
    let end = left_rows.iter().chain(&right_rows).map(PixelBox::bottom).max()?;
    let margin = ink.px(1.2);
    let band = Band {
        top: start.saturating_sub(margin).max(top),
        bottom: (end + margin).min(bottom),
        gutter: u32::midpoint(edge, other),
        kind: Kind::Columns,
    };
    // A narrow gap along all lines is better than a wide one along some.
    let paired = u32::try_from(paired_left + paired_right.len()).unwrap_or(u32::MAX);
    let score = f64::from(paired) * (1.0 + width.min(8.0) / 40.0);
    Some((score, band))
}

/// Lines of text, from top to bottom: boxes around letters whose middles are at one height.
fn rows(ink: &Ink, letters: &[PixelBox]) -> Vec<PixelBox> {
    let mut cores: Vec<(u32, u32, PixelBox)> = letters
        .iter()
        .map(|l| {
            // Marks above and tails below reach into the next line; the middle does not.
            let core = (l.height() / 4).min(ink.px(0.8));
            (l.middle_y().saturating_sub(core), l.middle_y() + core, *l)
        })
        .collect();
    cores.sort_by_key(|(top, ..)| *top);
    let mut rows: Vec<(u32, PixelBox)> = Vec::new();
    for (top, bottom, letter) in cores {
        match rows.last_mut() {
            Some((end, row)) if top < *end => {
                *end = (*end).max(bottom).min(row.top() + ink.px(LETTER_HIGH_MM));
                *row = row.union(&letter);
            }
            _ => rows.push((bottom, letter)),
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

fn kind(ink: &Ink, letters: &[PixelBox], band: &Band, page: PageIndex) -> Kind {
    if page == PageIndex(0) && band.top < ink.height / 4 {
        return Kind::Head;
    }
    // After a closing nothing follows but its footer: text that goes on in full width is no closing.
    let below = letters.iter().filter(|l| l.top() >= band.bottom && l.bottom() < ink.height * 93 / 100);
    if below.count() < 40 { Kind::Closing } else { Kind::Columns }
}

/// Ends the head before the title of the document, which may stand wholly right of the gap: lines of the right
/// column are centred in it, a title is centred on the page.
fn trim_head(ink: &Ink, letters: &[PixelBox], head: &mut Band) {
    let right: Vec<PixelBox> = letters
        .iter()
        .filter(|l| l.left() >= head.gutter && l.top() >= head.top && l.bottom() <= head.bottom)
        .copied()
        .collect();
    let rows = rows(ink, &right);
    let Some(widest) = rows.iter().take(3).max_by_key(|row| row.width()) else { return };
    let of_column = widest.middle_x();
    let left = letters.iter().map(PixelBox::left).min().unwrap_or(0);
    let right = letters.iter().map(PixelBox::right).max().unwrap_or(ink.width);
    let of_page = u32::midpoint(left, right);
    for row in rows.iter().skip(2) {
        let middle = row.middle_x();
        if middle.abs_diff(of_column) > ink.px(12.0) && middle.abs_diff(of_page) < middle.abs_diff(of_column)
        {
            head.bottom = row.top().saturating_sub(ink.px(0.8)).max(head.top + 1);
            return;
        }
    }
}

/// One column of a band.
fn column(ink: &Ink, letters: &[PixelBox], place: PixelBox, block: Block, regions: &mut Vec<Region>) {
    if letters.iter().any(|l| l.intersection(&place).is_some()) {
        let place = PixelBox::new(place.left(), place.top(), place.right(), place.bottom().min(ink.height));
        regions.push(Region { place, block, segmentation: Segmentation::Column });
    }
}

/// Text in full width from `top` to `bottom`, with the tables in it.
fn strip(
    ink: &Ink,
    letters: &[PixelBox],
    tables: &[Table],
    top: u32,
    bottom: u32,
    regions: &mut Vec<Region>,
) {
    let mut from = top;
    for (number, table) in (0u16..).zip(tables) {
        if table.place.top() < from || table.place.bottom() > bottom {
            continue;
        }
        text(ink, letters, from, table.place.top(), regions);
        for (cell, place) in &table.cells {
            let block = Block::Cell(Cell { table: number, row: cell.row, column: cell.column });
            regions.push(Region { place: *place, block, segmentation: Segmentation::Block });
        }
        from = table.place.bottom();
    }
    text(ink, letters, from, bottom, regions);
}

fn text(ink: &Ink, letters: &[PixelBox], top: u32, bottom: u32, regions: &mut Vec<Region>) {
    if bottom <= top {
        return;
    }
    let strip = PixelBox::new(0, top, ink.width, bottom);
    let mut inside = letters.iter().filter(|l| strip.intersection(l).is_some());
    if inside.next().is_some() {
        regions.push(Region { place: strip, block: Block::Body, segmentation: Segmentation::Column });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;

    /// Letters of 2 mm in a row, at 254 dpi: 10 pixels a millimetre.
    fn row(boxes: &mut Vec<PixelBox>, left: u32, right: u32, top: u32) {
        for x in (left..right - 15).step_by(20) {
            boxes.push(PixelBox::new(x, top, x + 15, top + 20));
        }
    }

    fn blocks(boxes: &[PixelBox], page: u32) -> Vec<(Block, PixelBox)> {
        let ink = Ink::of(&drawn(2100, 2970, boxes), 254);
        regions(&ink, PageIndex(page)).into_iter().map(|r| (r.block, r.place)).collect()
    }

    fn body(boxes: &mut Vec<PixelBox>, top: u32, bottom: u32) {
        for y in (top..bottom).step_by(65) {
            row(boxes, 300, 1900, y);
        }
    }

    fn letterhead(boxes: &mut Vec<PixelBox>) {
        row(boxes, 300, 880, 200);
        row(boxes, 960, 1900, 200);
        row(boxes, 400, 780, 260);
        row(boxes, 1150, 1710, 260);
        // The lines of the two columns need not be level.
        row(boxes, 400, 780, 370);
        row(boxes, 1100, 1760, 345);
    }

    fn kinds(found: &[(Block, PixelBox)]) -> Vec<Block> {
        found.iter().map(|(block, _)| *block).collect()
    }

    #[test]
    fn the_head_is_cut_at_its_gap_and_ends_before_the_title() {
        let mut boxes = Vec::new();
        letterhead(&mut boxes);
        // A short title stands wholly right of the gap.
        row(&mut boxes, 950, 1250, 500);
        row(&mut boxes, 600, 1600, 565);
        body(&mut boxes, 700, 2700);
        let found = blocks(&boxes, 0);
        assert_eq!(kinds(&found), [Block::LetterheadLeft, Block::LetterheadRight, Block::Body]);
        let (left, right) = (found[0].1, found[1].1);
        assert!((880..960).contains(&left.right()) && left.right() == right.left(), "{left:?}");
        assert!(left.top() < 200 && left.bottom() > 390 && left.bottom() <= 500, "{left:?}");
        assert_eq!(found[2].1.bottom(), 2970);
    }

    #[test]
    fn justified_text_is_not_cut() {
        let mut boxes = Vec::new();
        body(&mut boxes, 300, 2600);
        // Wide spaces of two lines at one place, as in justified text.
        boxes.retain(|l| !((1000..1060).contains(&l.left()) && (360..440).contains(&l.top())));
        assert_eq!(kinds(&blocks(&boxes, 0)), [Block::Body]);
        assert_eq!(kinds(&blocks(&boxes, 3)), [Block::Body]);
    }

    #[test]
    fn the_closing_is_recipients_then_signature() {
        let mut boxes = Vec::new();
        body(&mut boxes, 200, 1000);
        row(&mut boxes, 300, 550, 1100);
        row(&mut boxes, 1200, 1700, 1100);
        for y in (1150..1500).step_by(50) {
            row(&mut boxes, 300, 800, y);
        }
        row(&mut boxes, 1300, 1600, 1165);
        row(&mut boxes, 1250, 1650, 1480);
        let found = blocks(&boxes, 1);
        assert_eq!(kinds(&found), [Block::Body, Block::Recipients, Block::Signature]);
        assert!(found[0].1.bottom() > 1000 && found[0].1.bottom() < 1100, "{found:?}");
        assert!(found[1].1.right() > 800 && found[1].1.right() < 1200, "{found:?}");
    }

    #[test]
    fn small_print_above_the_head_is_left_out() {
        let mut boxes = Vec::new();
        for y in [20, 40, 60] {
            for x in (1200..1500).step_by(16) {
                boxes.push(PixelBox::new(x, y, x + 11, y + 12));
            }
        }
        letterhead(&mut boxes);
        body(&mut boxes, 700, 2700);
        let found = blocks(&boxes, 0);
        assert_eq!(kinds(&found), [Block::LetterheadLeft, Block::LetterheadRight, Block::Body]);
    }

    #[test]
    fn a_table_is_read_cell_by_cell_between_the_text() {
        let mut boxes = Vec::new();
        body(&mut boxes, 200, 500);
        for y in [600, 700, 900] {
            boxes.push(PixelBox::new(300, y, 1900, y + 3));
        }
        for x in [300, 900, 1897] {
            boxes.push(PixelBox::new(x, 600, x + 3, 903));
        }
        row(&mut boxes, 350, 800, 640);
        row(&mut boxes, 950, 1800, 640);
        row(&mut boxes, 350, 800, 750);
        row(&mut boxes, 950, 1800, 750);
        body(&mut boxes, 1000, 2000);
        let cell = |row, column| Block::Cell(Cell { table: 0, row, column });
        assert_eq!(
            kinds(&blocks(&boxes, 1)),
            [Block::Body, cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1), Block::Body]
        );
    }
}
