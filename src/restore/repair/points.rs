//! Letters of points at the beginning of lines that only their sequence tells: `ø)` between `e)` and `h)` is `g)`,
//! `e)` behind `b)` is `c)`.
//!
//! The points of a clause have the letters of the Vietnamese alphabet in order (Decree 30/2020/NĐ-CP, annex I). In small
//! print `c` and `e` are one shape, and a `g` is read as a sign. Of all ways to read a run of points the one whose letters
//! follow each other best is found by dynamic programming; a run of its own begins under each number. Only pages that an
//! engine has read are looked at: an author may leave out a letter.

use super::Spot;
use super::sequence::{self, cost};
use crate::page::{Block, OcrPage, Origin};
use crate::vietnamese::numeral::POINT_LETTERS;
use crate::vietnamese::strip_marks;

/// What a letter is read as, besides itself with and without marks.
const LOOKALIKES: &[(char, &str)] = &[
    ('a', "4"),
    ('b', "h6"),
    ('c', "eoø¢€©"),
    ('d', "đð"),
    ('đ', "dð"),
    ('e', "c¢€"),
    ('g', "ø98ạq"),
    ('h', "bn"),
    ('i', "l1¡"),
    ('l', "i1I"),
    ('o', "0ø"),
];

/// A single sign before a bracket at the beginning of a line.
#[derive(Debug, Clone, Copy)]
struct Point<'a> {
    spot: Spot,
    read: char,
    /// From the bracket on.
    rest: &'a str,
}

/// Points whose letters were misread, and their first words as they should be.
pub(super) fn changes(pages: &[OcrPage]) -> Vec<(Spot, String)> {
    let mut changes = Vec::new();
    let mut run: Vec<Point<'_>> = Vec::new();
    for (page, read) in pages.iter().enumerate().filter(|(_, page)| page.origin == Origin::Scan) {
        for (line, read) in read.lines.iter().enumerate() {
            let Some(word) =
                read.words.first().filter(|_| matches!(read.block, Block::Body | Block::Unknown))
            else {
                continue;
            };
            let spot = Spot { page, line, word: 0 };
            if let Some(point) = point(&word.text, spot) {
                run.push(point);
            } else if is_number(&word.text) {
                changes.extend(mended(&std::mem::take(&mut run)));
            }
        }
    }
    changes.extend(mended(&run));
    changes
}

fn point(text: &str, spot: Spot) -> Option<Point<'_>> {
    let read = text.chars().next().filter(|c| !c.is_uppercase())?;
    let rest = &text[read.len_utf8()..];
    // `ii)` and `(b/c)` have more before the bracket.
    (rest == ")").then_some(Point { spot, read, rest })
}

/// `2.`, `IV.`, `1.2.`: points below it begin anew.
fn is_number(text: &str) -> bool {
    let core = text.trim_end_matches('.');
    core.len() < text.len()
        && !core.is_empty()
        && (core.chars().all(|c| c.is_ascii_digit() || c == '.') || core.chars().all(|c| "IVX".contains(c)))
}

/// What a sign may be, and what it costs to say so: places in the alphabet, from 1.
fn readings(read: char) -> Vec<(usize, f32)> {
    let sound = POINT_LETTERS.contains(read);
    let other = if sound { cost::CHANGED } else { cost::MENDED };
    let bare = strip_marks(&read.to_string());
    let looks = |letter: char| {
        bare.chars().eq(std::iter::once(letter))
            || LOOKALIKES.iter().any(|(of, as_read)| *of == letter && as_read.contains(read))
    };
    let price = |letter: char| match letter {
        l if l == read => Some(0.0),
        l => looks(l).then_some(other),
    };
    POINT_LETTERS.chars().zip(1..).filter_map(|(letter, place)| Some((place, price(letter)?))).collect()
}

fn step(last: usize, place: usize) -> f32 {
    // `đ` is left out by those who number in the alphabet of Latin.
    match place {
        p if last > 0 && p == last + 1 || (last, p) == (4, 6) => 0.0,
        1 => cost::BEGINS,
        _ => cost::JUMPS,
    }
}

/// The letters of a run of points that were read as others.
fn mended(run: &[Point<'_>]) -> Vec<(Spot, String)> {
    // The last letter is the state, 0 before the first; a reading of 0 is no label.
    let letters = sequence::cheapest(run, |point, last: usize| {
        let label = |(place, price): (usize, f32)| (place, price + step(last, place), place);
        let none = (!POINT_LETTERS.contains(point.read)).then_some((last, cost::NONE, 0));
        readings(point.read).into_iter().map(label).chain(none).collect()
    });
    let letter = |place: usize| POINT_LETTERS.chars().nth(place.checked_sub(1)?);
    run.iter()
        .zip(letters)
        .filter_map(|(point, place)| {
            let letter = letter(place).filter(|letter| *letter != point.read)?;
            Some((point.spot, format!("{letter}{}", point.rest)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn become_(read: &str) -> String {
        let run: Vec<Point<'_>> = read
            .chars()
            .zip(0..)
            .map(|(read, line)| Point { spot: Spot { page: 0, line, word: 0 }, read, rest: ")" })
            .collect();
        let changes = mended(&run);
        run.iter()
            .map(|point| {
                let to = changes.iter().find(|(spot, _)| *spot == point.spot);
                to.and_then(|(_, text)| text.chars().next()).unwrap_or(point.read)
            })
            .collect()
    }

    #[test]
    fn letters_are_what_their_sequence_says() {
        for (read, expected) in [
            ("abe", "abc"),
            ("abcdeø", "abcdeg"),
            ("abcddeg", "abcdđeg"),
            ("äbc", "abc"),
            ("abeđeø", "abcdeg"),
            ("abcdabe", "abcdabc"),
            ("ab©", "abc"),
        ] {
            assert_eq!(become_(read), expected, "{read}");
        }
    }

    #[test]
    fn sound_and_lonely_letters_stay() {
        for read in ["abcdeg", "abcdđeg", "c", "e", "ø", "abh", "bc", "ab*"] {
            assert_eq!(become_(read), read, "{read}");
        }
    }
}
