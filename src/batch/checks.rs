//! What is wrong with how pages were scanned, as far as their records tell: for whoever may scan them again.

use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

use crate::geometry::PixelBox;
use crate::page::is_page_number;

/// Circular 02/2019/TT-BNV and its like ask archives for so many dots per inch at least.
const FEWEST_DPI: u32 = 200;
/// A line that ends nearer to the edge of the page, in hundredths of an inch, is cut off: no printer prints there.
const EDGE: u32 = 6;
/// So many lines have to end at the same edge: one may be a stain.
const CUT_LINES: usize = 3;
/// Words of a line that tells of an edge.
const CUT_WORDS: usize = 3;
/// More missing pages in one place are a number that was misread.
const MOST_MISSING: u32 = 9;

/// The corner in which sheets are numbered: so many parts of the width of a page, and of its height.
const CORNER: (u32, u32) = (5, 12);

/// What is wrong with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
pub(crate) enum Check {
    /// By the printed numbers pages are missing before this one.
    #[strum(serialize = "page.missing")]
    Missing,
    /// By the numbers in the corner of the sheets, sheets are missing before this page.
    #[strum(serialize = "page.missing_folio")]
    MissingFolio,
    /// Lines run over the edge of the scan.
    #[strum(serialize = "page.cut_off")]
    CutOff,
    /// It was scanned with fewer than 200 dots per inch.
    #[strum(serialize = "page.under_200_dpi")]
    Under200Dpi,
    /// It stands upside down in its file; it was read the right way up.
    #[strum(serialize = "page.upside_down")]
    UpsideDown,
    /// It was scanned in grey or in black and white, and colour is asked for.
    #[strum(serialize = "page.not_colour")]
    NotColour,
}

/// A page.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct PageParts {
    pub(super) page: u32,
    pub(super) to_source: Option<[f64; 6]>,
    pub(super) dpi: Option<u32>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    pub(super) turned: u16,
}

/// The text of a page.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct TextParts {
    pub(super) page: u32,
    pub(super) lines: Vec<LineParts>,
}

/// A line of it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct LineParts {
    pub(super) text: String,
    #[serde(rename = "box")]
    pub(super) place: Option<PixelBox>,
}

/// The checks that pages do not stand, page after page: what, and the page, from 1, with the place where there is one.
pub(super) fn check(pages: &[PageParts], text: &[TextParts]) -> Vec<(Check, u32, Option<PixelBox>)> {
    let mut found = Vec::new();
    let mut counted = [(Check::Missing, Counted::default()), (Check::MissingFolio, Counted::default())];
    for page in pages {
        let lines = text.iter().find(|text| text.page == page.page).map_or(&[][..], |text| &text.lines);
        let numbers = [number(lines, page), folio(lines, page).map(|(number, _)| number)];
        for ((check, counted), number) in counted.iter_mut().zip(numbers) {
            if number.is_some_and(|number| counted.misses(page.page, number)) {
                found.push((*check, page.page, None));
            }
        }
        let Some(dpi) = page.dpi else { continue };
        if let Some(place) = cut_off(lines, page.width.unwrap_or(0), dpi) {
            found.push((Check::CutOff, page.page, Some(place)));
        }
        if dpi < FEWEST_DPI {
            found.push((Check::Under200Dpi, page.page, None));
        }
        if page.turned == 180 {
            found.push((Check::UpsideDown, page.page, None));
        }
    }
    found
}

/// Numbers that were read on pages before.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    /// The last page with a number, and its number.
    before: Option<(u32, u32)>,
}

impl Counted {
    /// Whether something is missing between the last page with a number and this one: numbers go on by one a page at most, as
    /// a sheet has two.
    fn misses(&mut self, page: u32, number: u32) -> bool {
        let before = self.before.replace((page, number));
        before.is_some_and(|(page_before, number_before)| {
            let pages = page.saturating_sub(page_before);
            let numbers = number.saturating_sub(number_before);
            (1..=MOST_MISSING).contains(&numbers.saturating_sub(pages))
        })
    }
}

/// The number in the upper right corner, which archives give to sheets with a stamp, and its line; by hand it is not read.
fn folio<'a>(lines: &'a [LineParts], page: &PageParts) -> Option<(u32, &'a LineParts)> {
    let (width, height) = (page.width?, page.height?);
    let is_corner =
        |place: PixelBox| place.left() > width - width / CORNER.0 && place.bottom() < height / CORNER.1;
    lines.iter().find_map(|line| {
        let is_number = (1..=4).contains(&line.text.len()) && line.text.chars().all(|c| c.is_ascii_digit());
        let number =
            if is_number && line.place.is_some_and(is_corner) { line.text.parse().ok() } else { None };
        Some((number?, line))
    })
}

/// The number that is printed at the upper or lower edge of a page.
fn number(lines: &[LineParts], page: &PageParts) -> Option<u32> {
    let sheet = folio(lines, page).map(|(_, line)| line);
    let lines: Vec<&LineParts> =
        lines.iter().filter(|line| sheet.is_none_or(|sheet| !std::ptr::eq(*line, sheet))).collect();
    let of_line = |line: &LineParts| {
        let is_number = !line.text.contains('/') && is_page_number(line.text.split_whitespace());
        let digits: String = line.text.chars().filter(char::is_ascii_digit).collect();
        if is_number { digits.parse().ok() } else { None }
    };
    [lines.first(), lines.last()].into_iter().flatten().find_map(|line| of_line(line))
}

/// The first of several lines that run over the same edge.
fn cut_off(lines: &[LineParts], width: u32, dpi: u32) -> Option<PixelBox> {
    let edge = dpi * EDGE / 100;
    let long = || lines.iter().filter(|line| line.text.split_whitespace().count() >= CUT_WORDS);
    let left: Vec<PixelBox> =
        long().filter_map(|line| line.place).filter(|place| place.left() < edge).collect();
    let right: Vec<PixelBox> =
        long().filter_map(|line| line.place).filter(|place| place.right() + edge > width).collect();
    [left, right].into_iter().find(|cut| cut.len() >= CUT_LINES).and_then(|cut| cut.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(page: u32, dpi: Option<u32>, turned: u16) -> PageParts {
        PageParts { page, to_source: None, dpi, width: Some(1654), height: Some(2339), turned }
    }

    fn text(page: u32, lines: &[(&str, u32, u32)]) -> TextParts {
        let line = |(at, (text, left, right)): (u32, &(&str, u32, u32))| LineParts {
            text: (*text).to_owned(),
            place: Some(PixelBox::new(*left, at * 40, *right, at * 40 + 30)),
        };
        TextParts { page, lines: (0..).zip(lines).map(line).collect() }
    }

    fn found(pages: &[PageParts], text: &[TextParts]) -> Vec<(Check, u32)> {
        check(pages, text).into_iter().map(|(check, page, _)| (check, page)).collect()
    }

    #[test]
    fn missing_pages_are_told_by_the_numbers_of_the_others() {
        let pages: Vec<_> = (1..=5).map(|number| page(number, None, 0)).collect();
        let told = |numbers: [&str; 5]| {
            let texts = (1..)
                .zip(numbers)
                .map(|(page, number)| text(page, &[(number, 700, 730), ("Sở Y tế chủ trì", 300, 1400)]));
            found(&pages, &texts.collect::<Vec<_>>())
        };
        assert_eq!(told(["", "2", "4", "5", "- 8 -"]), [(Check::Missing, 3), (Check::Missing, 5)]);
        assert_eq!(told(["", "2", "3", "4", "5"]), []);
        assert_eq!(told(["", "2", "", "", "5"]), [], "numbers that were not read");
        assert_eq!(told(["", "2", "3", "1", "2"]), [], "an appendix");
        assert_eq!(told(["", "2", "", "3", ""]), [], "a blank back");
        assert_eq!(told(["", "2", "83", "", ""]), [], "misread");
    }

    #[test]
    fn missing_sheets_are_told_by_the_numbers_in_the_corner() {
        let pages: Vec<_> = (1..=5).map(|number| page(number, None, 0)).collect();
        let told = |numbers: [(&str, &str); 5]| {
            let texts = (1..).zip(numbers).map(|(page, (sheet, number))| {
                let lines: Vec<_> = [(sheet, 1500, 1560), ("Sở Y tế chủ trì", 300, 1400), (number, 800, 830)]
                    .into_iter()
                    .filter(|(text, ..)| !text.is_empty())
                    .collect();
                text(page, &lines)
            });
            found(&pages, &texts.collect::<Vec<_>>())
        };
        let plain = [("17", ""), ("18", "2"), ("19", "3"), ("20", "4"), ("21", "5")];
        assert_eq!(told(plain), []);
        assert_eq!(
            told([("17", ""), ("", "2"), ("18", "3"), ("", "4"), ("19", "5")]),
            [],
            "both sides of a sheet"
        );
        let lacks = [("17", ""), ("18", "2"), ("21", "3"), ("22", "4"), ("23", "5")];
        assert_eq!(told(lacks), [(Check::MissingFolio, 3)], "and the printed numbers go on");
        assert_eq!(told([("17", ""), ("18", "2"), ("", "5"), ("", "6"), ("", "7")]), [(Check::Missing, 3)]);
        assert_eq!(told([("17", ""), ("88", "2"), ("19", "3"), ("20", "4"), ("21", "5")]), [], "misread");
    }

    #[test]
    fn lines_over_the_edge_few_dots_and_turned_pages_are_told() {
        let line = |left, right| ("Sở Nội vụ chủ trì", left, right);
        let whole = text(1, &[line(200, 1500), line(200, 1490), line(230, 1500), line(200, 900)]);
        assert_eq!(found(&[page(1, Some(200), 0)], std::slice::from_ref(&whole)), []);
        assert_eq!(
            found(&[page(1, Some(150), 180)], &[whole]),
            [(Check::Under200Dpi, 1), (Check::UpsideDown, 1)]
        );
        let cut = text(1, &[line(200, 1652), line(200, 1654), line(230, 1500), line(200, 1650)]);
        assert_eq!(found(&[page(1, Some(200), 0)], &[cut]), [(Check::CutOff, 1)]);
        let stain = text(1, &[("~ ~", 0, 30), line(3, 1500), line(200, 1500)]);
        assert_eq!(found(&[page(1, Some(200), 90)], &[stain]), []);
    }
}
