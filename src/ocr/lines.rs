//! Lines of running text, found in the ink of a page, each read as a strip of its own.
//!
//! Where the ink does not say for certain where lines stand, nothing is said, and the engine finds them itself.

use super::OcrEngine;
use super::ink::Ink;
use super::layout::Region;
use super::strip::{Print, Strip, x_height_for};
use crate::error::Result;
use crate::geometry::{PageIndex, PixelBox, pixels};
use crate::page::{OcrLine, OcrWord, PageImage};

/// Highest letter of running text in heights of a small one: a capital with two marks and a tail.
const HIGHEST: f64 = 3.2;

/// Of the letters of a region so many may be higher, which is where lines touch; more are strokes by hand, or a seal.
const TOUCHING: usize = 40;

/// Least distance of two lines in heights of a small letter.
const APART: f64 = 1.8;

/// Of the letters of a region so many may stand on no line.
const STRAY: usize = 30;

/// What is lower, in heights of a small letter, is a mark or a sign and stands on no line.
const SMALL: f64 = 0.7;

/// Feet that differ by less, in heights of a small letter, are level.
const LEVEL: f64 = 0.15;

/// So far around a line, in heights of a small letter, there is no other: the feet of tails and of raised figures.
const REACH: f64 = 1.1;

/// Within twice of this a line of so many times fewer letters than its neighbour is none.
const WEAK: usize = 20;

/// Where the middle of a letter is above its line, in heights of a small one, on the average.
const MIDDLE: f64 = 0.6;

/// White in a line, in millimetres, at which it is read in two pieces: of more the network makes signs.
const PIECES_MM: f64 = 8.0;

/// Under this mean confidence of its letters a region is no running text, or its lines were found wrong.
const READ_WELL: f32 = 0.8;

/// The lines of a region of running text, from top to bottom; `None` where the ink leaves a doubt about them, or where they
/// are read badly.
///
/// # Errors
/// Those of the engine.
pub(super) fn read(
    engine: &dyn OcrEngine,
    page: PageIndex,
    image: &PageImage,
    (ink, letters): (&Ink, &[PixelBox]),
    region: &Region,
) -> Result<Option<Vec<OcrLine>>> {
    let Some(usual) = x_height_for(engine, region.block, (ink, letters)) else { return Ok(None) };
    let inside: Vec<PixelBox> = letters.iter().filter(|l| region.place.holds_middle(l)).copied().collect();
    let Some(rows) = rows(ink, usual, &inside) else { return Ok(None) };
    let mut lines = Vec::new();
    let within = (region.place.left(), region.place.right());
    for row in rows {
        let mut words = Vec::new();
        for (at, ends) in row.pieces.iter().enumerate() {
            let from = if at == 0 { within.0 } else { row.pieces[at - 1].1 };
            let to = row.pieces.get(at + 1).map_or(within.1, |next| next.0);
            let strip = Strip::cut(image, ink, row.print, *ends, (from, to));
            words.extend(strip.read(engine, page)?.into_iter().flat_map(|line| line.words));
        }
        if !words.is_empty() {
            lines.push(OcrLine { number: 0, block: region.block, words });
        }
    }
    let of =
        |value: fn(&OcrWord) -> f32| -> f32 { lines.iter().flat_map(|line| &line.words).map(value).sum() };
    let is_read_well = of(|word| word.confidence * word.letters()) >= READ_WELL * of(OcrWord::letters);
    Ok(is_read_well.then_some(lines))
}

/// A line of print.
struct Row {
    print: Print,
    /// First and last column of pixels of its pieces, from left to right.
    pieces: Vec<(u32, u32)>,
}

/// The lines that letters stand on. Their feet are counted by rows of pixels: each line is a peak, tails hang below it in a
/// smaller one.
fn rows(ink: &Ink, usual: f64, letters: &[PixelBox]) -> Option<Vec<Row>> {
    let (sized, high): (Vec<PixelBox>, Vec<PixelBox>) =
        letters.iter().partition(|letter| f64::from(letter.height()) <= HIGHEST * usual);
    if TOUCHING * high.len() > sized.len() {
        return None;
    }
    let bases = bases(usual, &sized);
    if bases.windows(2).any(|pair| f64::from(pair[1] - pair[0]) < APART * usual) {
        return None;
    }
    let mut rows: Vec<(u32, Vec<PixelBox>)> = bases.into_iter().map(|base| (base, Vec::new())).collect();
    let mut stray = 0;
    for letter in &sized {
        // From the middle of a tail that hangs alone to that of a capital with two marks.
        let above = |base: u32| f64::from(base) - f64::from(letter.middle_y());
        let off = |base: u32| (above(base) - MIDDLE * usual).abs();
        let near = rows.iter_mut().filter(|(base, _)| (-0.5 * usual..1.7 * usual).contains(&above(*base)));
        match near.min_by(|a, b| off(a.0).total_cmp(&off(b.0))) {
            Some((_, row)) => row.push(*letter),
            None => stray += 1,
        }
    }
    if STRAY * stray > sized.len() {
        return None;
    }
    let mut found = Vec::new();
    for (_, mut row) in rows {
        row.sort_by_key(|letter| letter.left());
        if let Some(print) = Print::of(usual, &row) {
            found.push(Row { print, pieces: pieces(ink, &row) });
        }
    }
    Some(found)
}

/// The rows of pixels on which lines of letters stand, from top to bottom.
fn bases(usual: f64, letters: &[PixelBox]) -> Vec<u32> {
    let least = pixels(SMALL * usual);
    let mut feet: Vec<u32> = letters.iter().filter(|l| l.height() >= least).map(PixelBox::bottom).collect();
    feet.sort_unstable();
    let near = pixels(LEVEL * usual).max(1);
    let votes = |at: u32| feet.partition_point(|f| *f <= at + near) - feet.partition_point(|f| f + near < at);
    let mut peaks: Vec<(usize, u32)> = Vec::new();
    let mut candidates: Vec<(usize, u32)> = feet.iter().map(|foot| (votes(*foot), *foot)).collect();
    candidates.dedup();
    // The most feet first, the upper one of equals.
    candidates.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let reach = pixels(REACH * usual);
    for (votes, at) in candidates {
        if peaks.iter().all(|(_, other)| other.abs_diff(at) > reach) {
            peaks.push((votes, at));
        }
    }
    // A mark over capitals, or a tail, further off than its line reaches.
    let strong =
        |at: u32| peaks.iter().filter(|(_, o)| o.abs_diff(at) < 2 * reach && *o != at).map(|(v, _)| *v).max();
    let mut bases: Vec<u32> = peaks
        .iter()
        .filter(|(votes, at)| strong(*at).is_none_or(|other| WEAK * votes > other))
        .map(|(_, at)| *at)
        .collect();
    bases.sort_unstable();
    bases
}

/// The letters of a line, from left to right, parted where much white stands between.
fn pieces(ink: &Ink, letters: &[PixelBox]) -> Vec<(u32, u32)> {
    let mut pieces: Vec<(u32, u32)> = Vec::new();
    for letter in letters {
        match pieces.last_mut() {
            Some((_, right)) if letter.left() <= *right + pixels(PIECES_MM * ink.mm) => {
                *right = letter.right().max(*right);
            }
            _ => pieces.push((letter.left(), letter.right())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;
    use crate::ocr::{Reading, Segmentation};
    use crate::page::Block;

    /// Answers each strip with a word over all of it, as sure as asked for.
    struct Strips(f32);

    impl OcrEngine for Strips {
        fn name(&self) -> &'static str {
            "strips"
        }

        fn reads_strips(&self) -> bool {
            true
        }

        fn read(&self, _: PageIndex, _: &PageImage, area: PixelBox, how: &Reading) -> Result<Vec<OcrLine>> {
            assert_eq!(how.segmentation, Segmentation::Raw);
            let word = |text: &str, left: u32, right: u32| OcrWord {
                text: text.to_owned(),
                place: Some(PixelBox::new(left, 0, right, area.bottom())),
                confidence: self.0,
                alternatives: Vec::new(),
            };
            let half = area.width() / 2;
            Ok(vec![OcrLine {
                number: 1,
                block: Block::Unknown,
                words: vec![word("một", 0, half), word("hai", half, area.width())],
            }])
        }
    }

    /// A line of small letters of 20 pixels that stand on row `base`, with capitals and tails among them, at 254 dpi.
    fn line(boxes: &mut Vec<PixelBox>, base: u32, from: u32, to: u32) {
        for (at, left) in (from..to).step_by(25).enumerate() {
            boxes.push(match at % 5 {
                1 => PixelBox::new(left, base - 30, left + 18, base),
                2 => PixelBox::new(left, base - 20, left + 18, base + 8),
                _ => PixelBox::new(left, base - 20, left + 18, base),
            });
        }
    }

    fn found(engine: &Strips, boxes: &[PixelBox]) -> Option<Vec<PixelBox>> {
        let image = drawn(1800, 800, boxes);
        let ink = Ink::of(&image, 254);
        let place = PixelBox::new(0, 0, 1800, 800);
        let region = Region { place, block: Block::Body, segmentation: Segmentation::Column };
        let lines = read(engine, PageIndex(0), &image, (&ink, boxes), &region).unwrap();
        lines.map(|lines| lines.iter().filter_map(OcrLine::place).collect())
    }

    #[test]
    fn lines_are_where_the_feet_of_letters_stand() {
        let mut boxes = Vec::new();
        line(&mut boxes, 200, 100, 1500);
        line(&mut boxes, 270, 100, 1500);
        // The last line is short and stands on no tail.
        line(&mut boxes, 340, 100, 180);
        let tall = [PixelBox::new(1500, 160, 1518, 278), PixelBox::new(300, 230, 318, 348)];
        let expected = [(100, 170, 1493, 208), (100, 240, 1493, 278), (100, 310, 193, 348)];
        let expected: Vec<PixelBox> = expected.iter().map(|b| PixelBox::new(b.0, b.1, b.2, b.3)).collect();
        assert_eq!(found(&Strips(0.9), &boxes).as_deref(), Some(expected.as_slice()));
        // Two lines that touch in one letter are still two.
        boxes.push(tall[0]);
        assert_eq!(found(&Strips(0.9), &boxes).map(|lines| lines.len()), Some(3));
    }

    #[test]
    fn a_line_with_much_white_is_read_in_two_pieces() {
        let mut boxes = Vec::new();
        line(&mut boxes, 200, 100, 600);
        line(&mut boxes, 200, 1000, 1500);
        let image = drawn(1800, 800, &boxes);
        let ink = Ink::of(&image, 254);
        let region = Region {
            place: PixelBox::new(0, 0, 1800, 800),
            block: Block::Body,
            segmentation: Segmentation::Column,
        };
        let lines = read(&Strips(0.9), PageIndex(0), &image, (&ink, &boxes), &region).unwrap().unwrap();
        assert_eq!(lines.len(), 1);
        let ends: Vec<(u32, u32)> = lines[0]
            .words
            .iter()
            .filter_map(|w| w.place)
            .map(|p| (p.left() / 100, p.right() / 100))
            .collect();
        assert_eq!(ends, [(1, 3), (3, 5), (10, 12), (12, 14)]);
    }

    #[test]
    fn where_the_ink_leaves_a_doubt_the_engine_finds_lines_itself() {
        let mut near = Vec::new();
        line(&mut near, 200, 100, 1500);
        line(&mut near, 230, 100, 1500);
        assert_eq!(found(&Strips(0.9), &near), None, "lines so near are one with marks");
        let mut sealed = Vec::new();
        line(&mut sealed, 200, 100, 400);
        sealed.push(PixelBox::new(500, 100, 700, 300));
        assert_eq!(found(&Strips(0.9), &sealed), None, "what is so high is no letter");
        let mut good = Vec::new();
        line(&mut good, 200, 100, 1500);
        assert!(found(&Strips(0.9), &good).is_some());
        assert_eq!(found(&Strips(0.5), &good), None, "what is read so badly was found wrong");
    }
}
