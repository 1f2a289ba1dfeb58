//! Second reading: lines that the engine passed over or read badly are read again, each alone, in the size that its network
//! reads best.
//!
//! The engine takes a line that handwriting runs into, or one beside a seal, for a picture and leaves it out; a
//! short block it may take to stand on its head. What was lost shows by letters without a word around them.

use super::ink::Ink;
use super::layout::Region;
use super::strip::{Print, Strip, x_height_for};
use super::{OcrEngine, Reading, Segmentation, columns, two_readings};
use crate::error::Result;
use crate::geometry::{PageIndex, PixelBox};
use crate::page::{OcrLine, OcrWord, PageImage, READ};

/// Of the letters of a line so many have to be in words that were read. More would not pay: the second reading has
/// to be better by [`BETTER`], which is just what is missing then.
const COVERED: f64 = 0.75;

/// A line of fewer letters is a number or a dash, which the engine is often unsure of.
const FEWEST_LETTERS: usize = 6;

/// Shortest line in millimetres.
const SHORTEST_MM: f64 = 9.0;

/// By how much the second reading must be better to be believed.
const BETTER: f32 = 1.3;

/// The same for a line that was read in pieces: the cut may go through a word.
const AS_GOOD: f32 = 1.0;

/// White taken along above and below, in millimetres: tone marks that do not hang together with their letter.
const AROUND_MM: f64 = 1.0;

/// The share of a line's letters that has to be read, by their confidence: of the strokes of signatures and seals the
/// network makes a line too.
const PRINT: f32 = 0.4;

/// A line with a word of less confidence is read again and both readings are kept.
const UNSURE: f32 = 0.7;

/// So much of its height a strip is moved to be read once more.
const MOVED: f64 = 0.035;

/// Pieces of a line with more white between, in millimetres, may belong to two columns.
const PIECES_MM: f64 = 3.2;

/// Reads the badly read lines of a region again and puts the better reading in their place.
///
/// # Errors
/// Those of the engine.
pub(super) fn improve(
    engine: &dyn OcrEngine,
    page: PageIndex,
    image: &PageImage,
    (ink, letters): (&Ink, &[PixelBox]),
    region: &Region,
    lines: &mut Vec<OcrLine>,
) -> Result<()> {
    let usual = x_height_for(engine, region.block, (ink, letters));
    // A letter that hangs together with a seal is no piece by itself, but may be in a word that was read.
    let ends = |row: &PixelBox, lines: &[OcrLine]| {
        let on_row = lines.iter().flat_map(|line| &line.words).filter(|word| is_on(word, row));
        on_row
            .filter_map(|word| word.place)
            .fold((row.left(), row.right()), |(l, r), word| (l.min(word.left()), r.max(word.right())))
    };
    let strip = |usual: f64, row: &PixelBox, lines: &[OcrLine], moved: f64| {
        let of_row: Vec<PixelBox> = letters.iter().filter(|l| row.holds_middle(l)).copied().collect();
        let Some(print) = Print::of(usual, &of_row) else { return Ok(None) };
        let within = (region.place.left(), region.place.right());
        Strip::cut(image, ink, print.moved(moved), ends(row, lines), within).read(engine, page)
    };
    let joined = join_pieces(ink, lines).into_iter().map(|row| (row, AS_GOOD));
    let lost = lost_rows(ink, letters, region.place, lines).into_iter().map(|row| (row, BETTER));
    let mut read_again: Vec<PixelBox> = Vec::new();
    for (row, better) in joined.chain(lost) {
        let read = match usual {
            Some(usual) => strip(usual, &row, lines, 0.0)?,
            None => {
                let around = ink.px(AROUND_MM);
                let (left, right) = ends(&row, lines);
                let area = PixelBox::new(
                    left.saturating_sub(3 * around).max(region.place.left()),
                    row.top().saturating_sub(around),
                    (right + 3 * around).min(region.place.right()),
                    row.bottom() + around,
                );
                let how = Reading { segmentation: Segmentation::Line, dpi: ink.dpi() };
                engine.read(page, image, area, &how)?.into_iter().next()
            }
        };
        read_again.push(row);
        let Some(mut read) = read else { continue };
        read.block = region.block;
        let on_row = || lines.iter().flat_map(|line| &line.words).filter(|word| is_on(word, &row));
        let old: f32 = on_row().map(OcrWord::worth).sum();
        let new: f32 = read.words.iter().map(OcrWord::worth).sum();
        let all: f32 = read.words.iter().map(OcrWord::letters).sum();
        if new > better * old && new > 0.0 && (usual.is_none() || new > PRINT * all) {
            replace(lines, &row, read);
        }
    }
    if let Some(usual) = usual {
        for at in 0..lines.len() {
            let Some(row) = unsure_row(&lines[at], letters, usual) else { continue };
            if read_again.iter().any(|other| other.holds_middle(&row)) {
                continue;
            }
            if let Some(read) = strip(usual, &row, lines, MOVED)? {
                two_readings::merge(&mut lines[at].words, &read.words);
            }
        }
    }
    drop_overlaid(lines);
    Ok(())
}

/// The box of the letters of a line that was read, but for some words of which the engine is unsure.
fn unsure_row(line: &OcrLine, letters: &[PixelBox], usual: f64) -> Option<PixelBox> {
    let (sure, all) = line.words.iter().fold((0.0, 0.0), |(sure, all), word| {
        (sure + word.confidence * word.letters(), all + word.letters())
    });
    let is_unsure = |word: &OcrWord| word.confidence < UNSURE && word.letters() >= 1.0;
    let place = line.place()?;
    // What is higher than a line is none.
    if sure < READ * all || !line.words.iter().any(is_unsure) || f64::from(place.height()) > 4.0 * usual {
        return None;
    }
    let of_line: Vec<&PixelBox> = letters.iter().filter(|letter| place.holds_middle(letter)).collect();
    let row = of_line.iter().copied().copied().reduce(|row, letter| row.union(&letter))?;
    (of_line.len() >= FEWEST_LETTERS).then_some(row)
}

/// Joins lines that stand side by side, a word space apart: of faint or dirty paragraphs the engine makes columns.
/// Gives the boxes of what was joined.
fn join_pieces(ink: &Ink, lines: &mut Vec<OcrLine>) -> Vec<PixelBox> {
    let mut joined: Vec<PixelBox> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some(place) = lines[at].place() else {
            at += 1;
            continue;
        };
        let is_beside = |other: &OcrLine| {
            is_read(&lines[at])
                && is_read(other)
                && other.place().is_some_and(|other| are_level(ink, &place, &other))
        };
        let Some(next) = (at + 1..lines.len()).find(|other| is_beside(&lines[*other])) else {
            at += 1;
            continue;
        };
        let piece = lines.remove(next);
        let whole = piece.place().map_or(place, |other| other.union(&place));
        lines[at].words.extend(piece.words);
        lines[at].words.sort_by_key(|word| word.place.map_or(0, |place| place.left()));
        joined.retain(|row| row.intersection(&place).is_none_or(|both| both.area() < row.area()));
        joined.push(whole);
    }
    joined
}

/// Dirt beside a line is no piece of it.
fn is_read(line: &OcrLine) -> bool {
    line.words.iter().map(OcrWord::worth).sum::<f32>() > 1.0
}

/// Whether two boxes stand side by side in one line, a word space apart.
fn are_level(ink: &Ink, one: &PixelBox, other: &PixelBox) -> bool {
    let common = one.bottom().min(other.bottom()).saturating_sub(one.top().max(other.top()));
    let (left, right) = if one.left() <= other.left() { (one, other) } else { (other, one) };
    let is_apart = left.right() <= right.left() + ink.px(PIECES_MM / 2.0);
    let gap = right.left().saturating_sub(left.right());
    10 * common >= 6 * one.height().max(other.height()) && is_apart && gap <= ink.px(PIECES_MM)
}

/// Drops what the engine made of the lower half of one line and the upper half of the next, when both were read:
/// words that it is unsure of, over words that it is sure of.
fn drop_overlaid(lines: &mut Vec<OcrLine>) {
    let good: Vec<(usize, PixelBox)> = lines
        .iter()
        .enumerate()
        .flat_map(|(at, line)| line.words.iter().map(move |word| (at, word)))
        .filter(|(_, word)| word.confidence >= READ)
        .filter_map(|(at, word)| Some((at, word.place?)))
        .collect();
    let is_over = |at: usize, word: &OcrWord| {
        word.place.is_some_and(|place| {
            let others = good.iter().filter(|(other, _)| *other != at);
            let common = others.filter_map(|(_, other)| other.intersection(&place));
            5 * common.map(|both| both.area()).sum::<u64>() > place.area()
        })
    };
    let mut heights: Vec<u32> = good.iter().map(|(_, place)| place.height()).collect();
    heights.sort_unstable();
    let usual = heights.get(heights.len() / 2).copied().unwrap_or_default();
    let mut at = 0;
    lines.retain(|line| {
        at += 1;
        // A slice of a line may be read with any confidence.
        let is_slice =
            line.words.iter().all(|word| word.place.is_some_and(|place| 5 * place.height() < 3 * usual));
        let over = line.words.iter().filter(|word| is_over(at - 1, word)).count();
        let (sure, all) = line.words.iter().fold((0.0, 0.0), |(sure, all), word| {
            let letters = word.letters();
            (sure + word.confidence * letters, all + letters)
        });
        (sure >= READ * all && !is_slice) || 3 * over < 2 * line.words.len()
    });
}

/// Lines of letters, most of which are in no word that was read.
fn lost_rows(ink: &Ink, letters: &[PixelBox], place: PixelBox, lines: &[OcrLine]) -> Vec<PixelBox> {
    let words: Vec<PixelBox> = lines
        .iter()
        .flat_map(|line| &line.words)
        .filter(|word| word.confidence >= READ)
        .filter_map(|word| word.place)
        .collect();
    let inside: Vec<PixelBox> = letters.iter().filter(|l| place.holds_middle(l)).copied().collect();
    let is_lost = |row: &PixelBox| {
        let of_row = || inside.iter().filter(|l| row.holds_middle(l));
        let all = of_row().count();
        let read = of_row().filter(|l| words.iter().any(|word| word.holds_middle(l))).count();
        let share = f64::from(u32::try_from(read).unwrap_or(0)) / f64::from(u32::try_from(all).unwrap_or(1));
        all >= FEWEST_LETTERS && row.width() >= ink.px(SHORTEST_MM) && share < COVERED
    };
    let mut rows = columns::rows(ink, &inside);
    rows.retain(is_lost);
    rows
}

fn is_on(word: &OcrWord, row: &PixelBox) -> bool {
    word.place.is_some_and(|place| row.holds_middle(&place))
}

/// Puts a line in the place of the words on its row; without any, where it stands from top to bottom.
fn replace(lines: &mut Vec<OcrLine>, row: &PixelBox, new: OcrLine) {
    // What the engine was unsure of and that the new words cover is the same ink, with a stroke by hand in it.
    let covers = |place: PixelBox| {
        let common = new.words.iter().filter_map(|word| word.place?.intersection(&place));
        2 * place.height() > 3 * row.height()
            && 4 * common.map(|both| both.area()).sum::<u64>() > place.area()
    };
    let is_same =
        |word: &OcrWord| is_on(word, row) || word.confidence < READ && word.place.is_some_and(covers);
    for line in lines.iter_mut() {
        line.words.retain(|word| !is_same(word));
    }
    lines.retain(|line| !line.words.is_empty());
    let middle = |line: &OcrLine| line.place().map(|place| place.middle_y());
    let at = lines.iter().position(|line| middle(line).is_some_and(|y| y > row.middle_y()));
    lines.insert(at.unwrap_or(lines.len()), new);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;
    use crate::page::Block;

    /// Answers every line with one sure word over the whole area.
    struct Sure;

    impl OcrEngine for Sure {
        fn name(&self) -> &'static str {
            "sure"
        }

        fn reads_strips(&self) -> bool {
            true
        }

        fn read(&self, _: PageIndex, _: &PageImage, area: PixelBox, how: &Reading) -> Result<Vec<OcrLine>> {
            assert_eq!(how.segmentation, Segmentation::Raw);
            Ok(vec![line("again", area, 0.9)])
        }
    }

    fn line(text: &str, place: PixelBox, confidence: f32) -> OcrLine {
        let word =
            OcrWord { text: text.to_owned(), place: Some(place), confidence, alternatives: Vec::new() };
        OcrLine { number: 1, block: Block::Body, words: vec![word] }
    }

    #[test]
    fn pieces_of_a_line_are_joined_and_columns_are_not() {
        let ink = Ink::of(&drawn(900, 600, &[]), 254);
        let mut lines = vec![
            line("one", PixelBox::new(100, 100, 300, 120), 0.9),
            line("four", PixelBox::new(100, 150, 300, 170), 0.9),
            line("two", PixelBox::new(315, 102, 500, 121), 0.9),
            line("three", PixelBox::new(520, 99, 600, 120), 0.9),
            line("column", PixelBox::new(360, 150, 600, 170), 0.9),
            line("~", PixelBox::new(610, 100, 615, 120), 0.9),
        ];
        let joined = join_pieces(&ink, &mut lines);
        let texts: Vec<Vec<&str>> =
            lines.iter().map(|line| line.words.iter().map(|word| word.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["one", "two", "three"], vec!["four"], vec!["column"], vec!["~"]]);
        assert_eq!(joined, [PixelBox::new(100, 99, 600, 121)]);
    }

    #[test]
    fn a_line_made_of_halves_of_two_others_goes() {
        let at = |top: u32| PixelBox::new(100, top, 500, top + 40);
        let mut lines = vec![
            line("first", at(100), 0.9),
            line("n0i2e", at(120), 0.3),
            line("second", at(145), 0.9),
            line("faint", at(300), 0.3),
            line("5lice", PixelBox::new(100, 160, 500, 175), 0.9),
        ];
        drop_overlaid(&mut lines);
        let texts: Vec<&str> = lines.iter().map(|line| line.words[0].text.as_str()).collect();
        assert_eq!(texts, ["first", "second", "faint"]);
    }

    #[test]
    fn lines_lost_or_badly_read_are_read_again_and_the_others_stay() {
        // Four lines of letters of 2 mm, at 254 dpi.
        let mut letters = Vec::new();
        for top in [100, 200, 300, 400] {
            for x in (100..500).step_by(20) {
                letters.push(PixelBox::new(x, top, x + 15, top + 20));
            }
        }
        let image = drawn(600, 600, &letters);
        let ink = Ink::of(&image, 254);
        let across = |top: u32| PixelBox::new(90, top, 510, top + 20);
        let mut lines = vec![
            line("good", across(100), 0.9),
            line("p@q", across(300), 0.2),
            line("also", across(400), 0.8),
        ];
        let place = PixelBox::new(0, 0, 600, 600);
        let region = Region { place, block: Block::Body, segmentation: Segmentation::Column };
        improve(&Sure, PageIndex(0), &image, (&ink, &letters), &region, &mut lines).unwrap();
        let texts: Vec<&str> = lines.iter().map(|line| line.words[0].text.as_str()).collect();
        assert_eq!(texts, ["good", "again", "again", "also"]);
    }
}
