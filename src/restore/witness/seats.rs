//! Which word of a text layer stands where which word of the picture does: by their places, or, where the places of
//! a layer are those of another picture, by their letters.

use std::ops::Range;

use super::core;
use crate::geometry::PixelBox;
use crate::page::{OcrLine, OcrPage, OcrWord};
use crate::restore::{RestoredPage, RestoredWord};

/// What share of the layer's words must stand in a line of the picture for places to be believed, in percent.
const IN_PLACE: usize = 50;
/// Words of a page up to which two readings are compared word by word.
const MOST_WORDS: usize = 3000;

/// A word of the picture and the one of the layer, each by its line and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) picture: (usize, usize),
    pub(super) layer: (usize, usize),
}

/// How the lines of a layer stand to those of the picture.
#[derive(Debug)]
pub(super) enum Seats {
    /// For each line of the layer, the one of the picture that it is.
    Lines(Vec<usize>),
    /// The places tell nothing.
    Unknown,
}

/// The words of a page's layer in the lines of its picture, and which these are; in the layer's own lines where
/// hardly a word stands in one of the picture. Words that stand in no line are left out.
pub(super) fn seated(page: &OcrPage) -> (Vec<OcrLine>, Seats) {
    let places: Vec<Option<PixelBox>> = page.lines.iter().map(OcrLine::place).collect();
    let mut lines: Vec<Vec<OcrWord>> = vec![Vec::new(); page.lines.len()];
    let (mut all, mut seated) = (0, 0);
    for word in page.layer.iter().flat_map(|line| &line.words) {
        all += 1;
        if let Some(line) = word.place.and_then(|place| line_of(&place, &places)) {
            seated += 1;
            lines[line].push(word.clone());
        }
    }
    if seated * 100 < all * IN_PLACE {
        return (page.layer.clone(), Seats::Unknown);
    }
    let mut out = Vec::new();
    let mut of = Vec::new();
    for (line, mut words) in lines.into_iter().enumerate().filter(|(_, words)| !words.is_empty()) {
        words.sort_by_key(|word| word.place.map(|place| (place.left(), place.top())));
        out.push(OcrLine { words, ..page.lines[line].clone() });
        of.push(line);
    }
    (out, Seats::Lines(of))
}

/// The line in whose height the middle of a word stands and beside whose words it does; the nearest of several.
fn line_of(word: &PixelBox, lines: &[Option<PixelBox>]) -> Option<usize> {
    let (x, y) = (word.middle_x(), word.middle_y());
    let beside = |line: &PixelBox| {
        let room = 2 * line.height();
        (line.top()..line.bottom()).contains(&y)
            && line.left().saturating_sub(room) <= x
            && x <= line.right() + room
    };
    let near = lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.as_ref()?)));
    let near = near.filter(|(_, line)| beside(line));
    near.min_by_key(|(_, line)| (distance(x, line.left(), line.right()), y.abs_diff(line.middle_y())))
        .map(|(at, _)| at)
}

/// How far a column lies outside of others.
fn distance(x: u32, left: u32, right: u32) -> u32 {
    left.saturating_sub(x) + x.saturating_sub(right)
}

impl Seats {
    /// The words of both that stand for each other, one for one.
    pub(super) fn pairs(&self, picture: &RestoredPage, layer: &RestoredPage) -> Vec<Pair> {
        match self {
            Seats::Lines(of) => {
                let lines = of.iter().enumerate();
                lines
                    .flat_map(|(at, &line)| {
                        in_place(&picture.lines[line].words, &layer.lines[at].words)
                            .into_iter()
                            .map(move |(a, b)| Pair { picture: (line, a), layer: (at, b) })
                    })
                    .collect()
            }
            Seats::Unknown => by_letters(picture, layer),
        }
    }
}

/// Words of one line that cover each other and no third.
fn in_place(picture: &[RestoredWord], layer: &[RestoredWord]) -> Vec<(usize, usize)> {
    let covers = |a: &RestoredWord, b: &RestoredWord| {
        let (Some(a), Some(b)) = (a.place, b.place) else { return false };
        let both = a.right().min(b.right()).saturating_sub(a.left().max(b.left()));
        2 * both > a.width().min(b.width())
    };
    let mut pairs = Vec::new();
    for (at, word) in picture.iter().enumerate() {
        let mut over = (0..layer.len()).filter(|other| covers(word, &layer[*other]));
        let (Some(other), None) = (over.next(), over.next()) else { continue };
        if picture.iter().filter(|word| covers(word, &layer[other])).count() == 1 {
            pairs.push((at, other));
        }
    }
    pairs
}

/// Words in the order of both whose letters are the same, and single words between two such.
fn by_letters(picture: &RestoredPage, layer: &RestoredPage) -> Vec<Pair> {
    let (a, b) = (places(picture), places(layer));
    if a.len() > MOST_WORDS || b.len() > MOST_WORDS {
        return Vec::new();
    }
    let texts = |page: &RestoredPage, at: &[(usize, usize)]| -> Vec<String> {
        at.iter().map(|(line, word)| core(&page.lines[*line].words[*word].chosen.text).1).collect()
    };
    let (mine, theirs) = (texts(picture, &a), texts(layer, &b));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (x, y) in common(&mine, &theirs) {
        let (before_x, before_y) = pairs.last().map_or((0, 0), |(x, y)| (x + 1, y + 1));
        // What stands between two words that are the same, as many on either side, is the same too.
        let (between_x, between_y): (Range<usize>, Range<usize>) = (before_x..x, before_y..y);
        if !pairs.is_empty() && between_x.len() == between_y.len() && between_x.len() <= 2 {
            pairs.extend(between_x.zip(between_y));
        }
        pairs.push((x, y));
    }
    pairs.into_iter().map(|(x, y)| Pair { picture: a[x], layer: b[y] }).collect()
}

/// The words of a page, each by its line and its place there.
fn places(page: &RestoredPage) -> Vec<(usize, usize)> {
    let lines = page.lines.iter().enumerate();
    lines.flat_map(|(line, of)| (0..of.words.len()).map(move |word| (line, word))).collect()
}

/// The longest sequence that both have.
fn common(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut longest = vec![0u16; (a.len() + 1) * width];
    for x in (0..a.len()).rev() {
        for y in (0..b.len()).rev() {
            longest[x * width + y] = match a[x] == b[y] && !a[x].is_empty() {
                true => longest[(x + 1) * width + y + 1] + 1,
                false => longest[(x + 1) * width + y].max(longest[x * width + y + 1]),
            };
        }
    }
    let (mut x, mut y) = (0, 0);
    let mut pairs = Vec::new();
    while x < a.len() && y < b.len() {
        if a[x] == b[y] && !a[x].is_empty() {
            pairs.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if longest[(x + 1) * width + y] >= longest[x * width + y + 1] {
            x += 1;
        } else {
            y += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::{Block, Origin};
    use crate::restore::{Candidate, RestoredLine};

    /// Words of a line from the left at this height, each as wide as its letters; two spaces are as wide as five letters.
    fn line(text: &str, top: u32, left: u32) -> OcrLine {
        let mut words = Vec::new();
        let mut at = left;
        for word in text.split(' ') {
            let width = 10 * u32::try_from(word.chars().count()).unwrap();
            if width > 0 {
                let place = Some(PixelBox::new(at, top, at + width, top + 20));
                words.push(OcrWord {
                    text: word.to_owned(),
                    place,
                    confidence: 1.0,
                    alternatives: Vec::new(),
                });
            }
            at += width + 10;
        }
        OcrLine { number: 1, block: Block::Body, words }
    }

    fn page(lines: Vec<OcrLine>, layer: Vec<OcrLine>) -> OcrPage {
        OcrPage { page: PageIndex(0), origin: Origin::Scan, frame: None, marks: Vec::new(), lines, layer }
    }

    fn restored(lines: &[OcrLine]) -> RestoredPage {
        let word = |(at, word): (usize, &OcrWord)| RestoredWord {
            from: at..at + 1,
            read: word.text.clone(),
            chosen: Candidate { text: word.text.clone(), probability: 0.9 },
            alternatives: Vec::new(),
            doubtful: false,
            place: word.place,
        };
        let line = |line: &OcrLine| RestoredLine {
            number: 1,
            block: line.block,
            read: String::new(),
            words: line.words.iter().enumerate().map(word).collect(),
        };
        RestoredPage {
            page: PageIndex(0),
            origin: Origin::Scan,
            frame: None,
            marks: Vec::new(),
            lines: lines.iter().map(line).collect(),
        }
    }

    fn pairs(page: &OcrPage) -> Vec<String> {
        let (lines, seats) = seated(page);
        let (picture, layer) = (restored(&page.lines), restored(&lines));
        let text = |page: &RestoredPage, at: (usize, usize)| page.lines[at.0].words[at.1].chosen.text.clone();
        let pair = |pair: &Pair| format!("{}={}", text(&picture, pair.picture), text(&layer, pair.layer));
        seats.pairs(&picture, &layer).iter().map(pair).collect()
    }

    #[test]
    fn words_are_paired_by_their_places() {
        // The layer has both columns on one line, and a word in two pieces.
        let picture = vec![
            line("UBND TỈNH SƠN", 100, 100),
            line("CỘNG HÒA XÃ", 100, 600),
            line("giao cho Sở", 140, 100),
        ];
        let layer = vec![
            OcrLine {
                words: [line("UBND TINH SON", 102, 102).words, line("CQNG HOA XA", 103, 599).words].concat(),
                ..line("", 0, 0)
            },
            line("gi ao cho s6", 141, 95),
        ];
        let found = pairs(&page(picture, layer));
        assert_eq!(found[..6], ["UBND=UBND", "TỈNH=TINH", "SƠN=SON", "CỘNG=CQNG", "HÒA=HOA", "XÃ=XA"]);
        assert!(!found.iter().any(|pair| pair.starts_with("giao=")), "{found:?}");
    }

    #[test]
    fn words_in_places_of_another_picture_are_paired_by_their_letters() {
        let picture = vec![line("giao Sở Nội vụ chủ trì", 100, 100), line("báo cáo kết quả", 140, 100)];
        let layer = vec![line("giao Sở Nôi vụ chủ trì báo", 4100, 100), line("cáo kết quả", 4140, 100)];
        let found = pairs(&page(picture, layer));
        assert_eq!(found.len(), 10, "{found:?}");
        assert_eq!(found[2], "Nội=Nôi");
    }
}
