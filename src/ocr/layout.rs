//! Where the parts of a page stand: head and closing in two columns, tables, and the strips of text between.

use super::Segmentation;
use super::columns::{self, BandKind, LETTER_HIGH_MM};
use super::ink::{Component, Ink};
use super::tables::Table;
use crate::geometry::{PageIndex, PixelBox};
use crate::page::{Block, Cell, OcrLine};
use crate::vietnamese::{fold, strip_marks};

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

/// Longest side of the least that is text in a cell, in millimetres: a hyphen or a letter, but no speck.
const CELL_TEXT_MM: f64 = 0.9;

/// White that is left around the text of a cell, in millimetres.
const CELL_WHITE_MM: f64 = 2.0;

/// Rests of the rules around a cell are so thin, and so near to its edge, in millimetres.
const RULE_REST_MM: f64 = 0.4;
const RULE_EDGE_MM: f64 = 0.6;

/// How like `Kính gửi` the beginning of a line has to be.
const ADDRESS: f64 = 0.7;

/// What is to be read on a page.
#[derive(Debug)]
pub(super) struct Plan {
    /// In reading order. Empty when nothing is printed on the page.
    pub(super) regions: Vec<Region>,
    /// The pieces of ink that are letters of the text outside of tables.
    pub(super) letters: Vec<PixelBox>,
}

/// How far from the next a letter may stand in its line, in millimetres: a wide word space. On dirty pages, where
/// specks of a letter's size come in twos, less, and letters that are words by themselves are left out.
const ALONE_MM: f64 = 6.0;
const ALONE_IN_DIRT_MM: f64 = 2.0;

/// Finds the regions of a page, its stamps left out. A page with specks is dirty.
pub(super) fn plan(
    ink: &Ink,
    mut tables: Vec<Table>,
    stamps: &[PixelBox],
    specks: &[PixelBox],
    page: PageIndex,
) -> Plan {
    // The frame of a stamp with a line in it looks like a table.
    tables.retain(|table| {
        let of_stamp = stamps.iter().filter_map(|stamp| stamp.intersection(&table.place));
        10 * of_stamp.map(|both| both.area()).sum::<u64>() < 7 * table.place.area()
    });
    let alone = ink.px(if specks.is_empty() { ALONE_MM } else { ALONE_IN_DIRT_MM });
    let mut letters = letters(ink, &tables, alone);
    letters.retain(|letter| stamps.iter().all(|stamp| stamp.intersection(letter).is_none()));
    let mut regions = Vec::new();
    let mut top = 0;
    for band in columns::find(ink, &letters, page) {
        // The text of a digital signature is printed above the head, much smaller than the document.
        if band.kind != BandKind::Head || !is_small_print(&letters, band.top()) {
            strip(ink, &letters, &tables, top, band.top(), &mut regions);
        }
        let (left, right) = match band.kind {
            BandKind::Head => (Block::LetterheadLeft, Block::LetterheadRight),
            BandKind::Closing => (Block::Recipients, Block::Signature),
            BandKind::Columns => (Block::Body, Block::Body),
        };
        for part in &band.parts {
            let place = PixelBox::new(0, part.top, part.gutter, part.bottom);
            column(ink, &letters, place, left, &mut regions);
        }
        for part in &band.parts {
            let place = PixelBox::new(part.gutter, part.top, ink.width, part.bottom);
            column(ink, &letters, place, right, &mut regions);
        }
        top = band.bottom();
    }
    strip(ink, &letters, &tables, top, ink.height, &mut regions);
    Plan { regions, letters }
}

/// Where `Kính gửi` stands in the left column of the head, if it does: the row of pixels above it. There both columns end: the
/// cut between them runs on through the address and the first lines of the body where word spaces stand at the gap.
pub(super) fn address(ink: &Ink, region: &Region, lines: &[OcrLine]) -> Option<u32> {
    if region.block != Block::LetterheadLeft {
        return None;
    }
    let begins = |line: &&OcrLine| {
        let words = line.words.iter().filter(|word| word.text.chars().any(char::is_alphabetic)).take(2);
        let text: String = words.map(|word| strip_marks(&fold(&word.text))).collect();
        let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
        strsim::normalized_levenshtein(&letters, "kinhgui") >= ADDRESS
    };
    Some(above(ink, region, lines, lines.iter().find(begins)?.place()?))
}

/// A gap of a smaller share of a line's height is a word space; columns are further apart.
const WORD_SPACE: f64 = 0.45;

/// Where below the number a line of the left column goes on in the right one, a word space apart: a title or its subject,
/// which stand in the middle of the page. The row of pixels above it, where both columns end.
pub(super) fn title(ink: &Ink, letters: &[PixelBox], region: &Region, lines: &[OcrLine]) -> Option<u32> {
    if region.block != Block::LetterheadLeft {
        return None;
    }
    let is_numbered = |line: &OcrLine| {
        strip_marks(&fold(&line.words[0].text)).starts_with("so")
            && line.words.iter().any(|word| word.text.contains(['/', '-']))
    };
    let number = lines.iter().position(is_numbered)?;
    let crosses = |place: &PixelBox| {
        let level = letters.iter().filter(|l| (place.top()..place.bottom()).contains(&l.middle_y()));
        let next = level.filter(|l| l.left() >= place.right()).min_by_key(|l| l.left());
        next.is_some_and(|next| {
            // Of the left column nothing stands beyond its region.
            next.middle_x() >= region.place.right()
                && f64::from(next.left() - place.right()) < WORD_SPACE * f64::from(place.height())
        })
    };
    let place = lines[number + 1..].iter().filter_map(OcrLine::place).find(crosses)?;
    Some(above(ink, region, lines, place))
}

/// The row of pixels a millimetre above a line of a region, or below the line before it.
fn above(ink: &Ink, region: &Region, lines: &[OcrLine], place: PixelBox) -> u32 {
    let above = lines.iter().filter_map(OcrLine::place).filter(|other| other.bottom() <= place.top());
    let bottom = above.map(|other| other.bottom()).max().unwrap_or(region.place.top());
    place.top().saturating_sub(ink.px(1.0)).max(bottom.min(place.top()))
}

/// Ends both columns of the head at a row of pixels; what stands below it is read in full width. `at` is the region in which
/// that was found.
pub(super) fn end_head(ink: &Ink, regions: &mut Vec<Region>, at: usize, top: u32) {
    let is_head = |region: &Region| matches!(region.block, Block::LetterheadLeft | Block::LetterheadRight);
    let bottom = regions.iter().filter(|r| is_head(r)).map(|r| r.place.bottom()).max().unwrap_or(top);
    let mut number = 0;
    regions.retain_mut(|region| {
        number += 1;
        if number - 1 < at || !is_head(region) {
            return true;
        }
        let place = region.place;
        region.place =
            PixelBox::new(place.left(), place.top().min(top), place.right(), place.bottom().min(top));
        number - 1 == at || region.place.area() > 0
    });
    let below = regions.iter_mut().find(|region| region.block == Block::Body && region.place.top() == bottom);
    match below {
        Some(body) => {
            let place = body.place;
            body.place = PixelBox::new(place.left(), top, place.right(), place.bottom());
        }
        None => {
            let last = regions.iter().rposition(is_head).map_or(regions.len(), |last| last + 1);
            let place = PixelBox::new(0, top, ink.width, bottom);
            regions.insert(last, Region { place, block: Block::Body, segmentation: Segmentation::Column });
        }
    }
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

/// The pieces that are letters of the text: of a letter's size, not inside a table, a seal or a stamp.
fn letters(ink: &Ink, tables: &[Table], alone: u32) -> Vec<PixelBox> {
    let (low, high) = (ink.px(LETTER_LOW_MM), ink.px(LETTER_HIGH_MM));
    let (narrow, wide) = (ink.px(0.25), ink.px(40.0));
    let seals: Vec<PixelBox> =
        ink.pieces.iter().filter(|piece| is_seal(ink, piece)).map(|piece| piece.place).collect();
    let mut letters: Vec<PixelBox> = ink
        .pieces
        .iter()
        .map(|piece| piece.place)
        .filter(|p| (low..=high).contains(&p.height()) && (narrow..=wide).contains(&p.width()))
        .filter(|p| !tables.iter().any(|table| table.place.holds_middle(p)))
        .filter(|p| !seals.iter().any(|seal| seal.holds_middle(p)))
        .collect();
    drop_lonely(ink, &mut letters, alone);
    letters
}

/// A round seal is 36 mm across, a portal's emblem and an edge seal less. Its ring is one piece as wide as high.
fn is_seal(ink: &Ink, piece: &Component) -> bool {
    let (width, height) = (piece.place.width(), piece.place.height());
    let size = ink.px(14.0)..=ink.px(50.0);
    size.contains(&width) && size.contains(&height) && 4 * width < 5 * height && 4 * height < 5 * width
}

/// Specks of dirt have a letter's size now and then, but no letter stands beside them, so near as `near`.
fn drop_lonely(ink: &Ink, letters: &mut Vec<PixelBox>, near: u32) {
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
            let Some(place) = printed(ink, place) else { continue };
            let block = Block::Cell(Cell { table: number, row: cell.row, column: cell.column });
            regions.push(Region { place, block, segmentation: Segmentation::Block });
        }
        from = table.place.bottom();
    }
    text(ink, letters, from, bottom, regions);
}

/// What is printed in a cell, with some white around it; `None` where nothing is. The engine makes words of the specks
/// and of the rests of rules in the white of a cell, or reads a short number together with them.
fn printed(ink: &Ink, cell: &PixelBox) -> Option<PixelBox> {
    let (long, thin, edge) = (ink.px(CELL_TEXT_MM), ink.px(RULE_REST_MM), ink.px(RULE_EDGE_MM));
    let is_rest_of_rule = |p: &PixelBox| {
        let upright =
            p.width() <= thin && (p.left() <= cell.left() + edge || p.right() + edge >= cell.right());
        let level =
            p.height() <= thin && (p.top() <= cell.top() + edge || p.bottom() + edge >= cell.bottom());
        upright || level
    };
    let pieces = ink.pieces.iter().map(|piece| piece.place).filter(|p| cell.holds_middle(p));
    let text = pieces.filter(|p| p.width().max(p.height()) >= long && !is_rest_of_rule(p));
    let all = text.reduce(|a, b| a.union(&b))?;
    let around = ink.px(CELL_WHITE_MM);
    let white = PixelBox::new(
        all.left().saturating_sub(around),
        all.top().saturating_sub(around),
        all.right() + around,
        all.bottom() + around,
    );
    white.intersection(cell)
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
    use crate::ocr::tables;
    use crate::page::OcrWord;

    /// Letters of 2 mm in a row, at 254 dpi: 10 pixels a millimetre.
    fn row(boxes: &mut Vec<PixelBox>, left: u32, right: u32, top: u32) {
        for x in (left..right - 15).step_by(20) {
            boxes.push(PixelBox::new(x, top, x + 15, top + 20));
        }
    }

    fn blocks(boxes: &[PixelBox], page: u32) -> Vec<(Block, PixelBox)> {
        let ink = Ink::of(&drawn(2100, 2970, boxes), 254);
        plan(&ink, tables::find(&ink), &[], &[], PageIndex(page))
            .regions
            .into_iter()
            .map(|r| (r.block, r.place))
            .collect()
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

    #[test]
    fn a_title_that_goes_on_beyond_the_gap_ends_the_head() {
        let mut boxes = Vec::new();
        letterhead(&mut boxes);
        row(&mut boxes, 700, 1300, 450);
        let ink = Ink::of(&drawn(2100, 2970, &boxes), 254);
        let place = PixelBox::new(0, 0, 920, 600);
        let region = Region { place, block: Block::LetterheadLeft, segmentation: Segmentation::Column };
        let line = |text: &str, left: u32, top: u32, right: u32| OcrLine {
            number: 1,
            block: Block::LetterheadLeft,
            words: vec![OcrWord {
                text: text.to_owned(),
                place: Some(PixelBox::new(left, top, right, top + 20)),
                confidence: 0.9,
                alternatives: Vec::new(),
            }],
        };
        let lines = [
            line("UBND TỈNH SƠN HÀ", 300, 200, 875),
            line("Số:7/KH-UBND", 400, 370, 775),
            line("KẾ", 700, 450, 915),
        ];
        assert_eq!(title(&ink, &boxes, &region, &lines), Some(440));
        assert_eq!(title(&ink, &boxes, &region, &lines[..2]), None, "the columns are apart");
        assert_eq!(title(&ink, &boxes, &region, &lines[2..]), None, "above the number nothing ends them");
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
    fn both_columns_end_at_the_address() {
        let ink = Ink::of(&drawn(2100, 2970, &[]), 254);
        let place = |left, top, right, bottom| PixelBox::new(left, top, right, bottom);
        let region = |block, place| Region { place, block, segmentation: Segmentation::Column };
        let mut regions = vec![
            region(Block::LetterheadLeft, place(0, 100, 900, 700)),
            region(Block::LetterheadRight, place(900, 100, 2100, 700)),
            region(Block::Body, place(0, 700, 2100, 2970)),
        ];
        let word = |text: &str, left, top| OcrWord {
            text: text.to_owned(),
            place: Some(place(left, top, left + 100, top + 30)),
            confidence: 0.9,
            alternatives: Vec::new(),
        };
        let line = |words| OcrLine { number: 1, block: Block::LetterheadLeft, words };
        let lines = [
            line(vec![word("V/v", 100, 400), word("tập", 220, 400)]),
            line(vec![word("Kinh", 500, 600), word("gửi:", 620, 600), word("Các", 740, 600)]),
        ];
        assert_eq!(address(&ink, &regions[0], &lines[..1]), None);
        let top = address(&ink, &regions[0], &lines).unwrap();
        assert_eq!(top, 590);
        end_head(&ink, &mut regions, 0, top);
        let bottoms: Vec<u32> = regions.iter().map(|region| region.place.bottom()).collect();
        assert_eq!((bottoms, regions[2].place.top()), (vec![590, 590, 2970], 590));
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
    fn a_line_with_a_quote_over_the_last_one_is_not_cut() {
        let mut boxes = Vec::new();
        body(&mut boxes, 300, 1000);
        let ends = boxes.iter().map(PixelBox::bottom).max().unwrap();
        let top = ends + 45;
        // Capitals, a quote, and further right only small letters: these begin lower than the quote ends.
        for x in (300..1880).step_by(20) {
            let (above, below) = match x {
                1000 => (top, top + 11),
                1500.. => (top + 12, top + 30),
                _ => (top, top + 30),
            };
            boxes.push(PixelBox::new(x, above, x + 15, below));
        }
        row(&mut boxes, 300, 560, top + 65);
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

    #[test]
    fn of_a_cell_only_its_text_is_read_and_of_an_empty_one_nothing() {
        let cell = PixelBox::new(300, 600, 900, 700);
        let read = |boxes: &[PixelBox]| printed(&Ink::of(&drawn(2100, 2970, boxes), 254), &cell);
        let (speck, rest) = (PixelBox::new(400, 640, 406, 646), PixelBox::new(303, 630, 306, 660));
        assert_eq!(read(&[speck, rest]), None);
        let figure = PixelBox::new(600, 640, 612, 665);
        assert_eq!(read(&[speck, figure, rest]), Some(PixelBox::new(580, 620, 632, 685)));
        let dash = PixelBox::new(600, 650, 612, 653);
        assert!(read(&[dash]).is_some());
        // White is taken from inside of the cell alone.
        assert_eq!(read(&[PixelBox::new(310, 605, 340, 630)]), Some(PixelBox::new(300, 600, 360, 650)));
    }
}
