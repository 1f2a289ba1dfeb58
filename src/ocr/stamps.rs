//! Stamps with a frame, found by its shape in scans of any colour: arrival (ĐẾN), urgency, secrecy, copy.

use super::OcrLine;
use super::ink::Ink;
use super::tables::Table;
use crate::geometry::{PixelBox, pixels};
use crate::scan::{MarkKind, PageImage};
use crate::text::{fold, strip_marks};

/// Sizes of framed stamps in millimetres; by Decree 30/2020/NĐ-CP, annex I and IV, HỎA TỐC is 30 × 8, ĐẾN
/// 35 × 50 or the other way round, and offices have theirs made wider.
const WIDE_MM: (f64, f64) = (18.0, 95.0);
const HIGH_MM: (f64, f64) = (6.5, 52.0);

/// A frame is stamped by hand: its sides lean by so many millimetres.
const LEANS_MM: f64 = 2.0;

/// Share of each side that has to be there: the ink is often too dry.
const SIDE: f64 = 0.7;

/// Frames that may be stamps, none inside another, from top to bottom.
pub(super) fn frames(ink: &Ink, tables: &[Table]) -> Vec<PixelBox> {
    let fits = |place: &PixelBox| {
        let within = |size: u32, (least, most): (f64, f64)| (ink.px(least)..=ink.px(most)).contains(&size);
        within(place.width(), WIDE_MM) && within(place.height(), HIGH_MM)
    };
    let near = |a: u32, b: u32| a.abs_diff(b) <= ink.px(2.0 * LEANS_MM);
    let pieces = ink.pieces.iter().map(|piece| piece.place);
    // Straight sides are taken for rules and are no part of the pieces; of a leaning stamp only the long ones are.
    let mut pairs = Vec::new();
    for (at, one) in ink.down.iter().enumerate() {
        let level = |other: &&PixelBox| near(one.top(), other.top()) && near(one.bottom(), other.bottom());
        pairs.extend(ink.down[at + 1..].iter().filter(level).map(|other| one.union(other)));
    }
    for (at, one) in ink.across.iter().enumerate() {
        // A part of one of them may be lost; whether the sides are there is seen below.
        let above = |other: &&PixelBox| near(one.left(), other.left()) || near(one.right(), other.right());
        pairs.extend(ink.across[at + 1..].iter().filter(above).map(|other| one.union(other)));
    }
    let mut found: Vec<PixelBox> = pieces
        .chain(pairs)
        .filter(fits)
        .filter(|place| tables.iter().all(|table| table.place.intersection(place).is_none()))
        .filter(|place| is_framed(ink, place))
        .collect();
    found.sort_by_key(|place| std::cmp::Reverse(place.area()));
    let mut frames: Vec<PixelBox> = Vec::new();
    for place in found {
        if frames.iter().all(|other| other.intersection(&place).is_none()) {
            frames.push(place);
        }
    }
    frames.sort_by_key(|place| (place.top(), place.left()));
    frames
}

/// Whether there is a line along each side of a box, and hardly any ink across the paper just outside of it.
fn is_framed(ink: &Ink, place: &PixelBox) -> bool {
    let cells = &ink.cells;
    let cell = |at: u32| -> i32 {
        i32::try_from(pixels((f64::from(at) / cells.side.max(1.0)).floor())).unwrap_or(i32::MAX)
    };
    let (left, right) = (cell(place.left()), cell(place.right()));
    let (top, bottom) = (cell(place.top()), cell(place.bottom()));
    let deep = i32::try_from(pixels(LEANS_MM * 4.0)).unwrap_or(8);
    let share = |from: i32, to: i32, there: &dyn Fn(i32) -> bool| {
        let count = (from..to).filter(|at| there(*at)).count();
        f64::from(u32::try_from(count).unwrap_or(0)) >= SIDE * f64::from((to - from).max(1))
    };
    share(top, bottom, &|y| (0..=deep).any(|d| cells.is_dark(left + d - 1, y)))
        && share(top, bottom, &|y| (0..=deep).any(|d| cells.is_dark(right - d + 1, y)))
        && share(left, right, &|x| (0..=deep).any(|d| cells.is_dark(x, top + d - 1)))
        && share(left, right, &|x| (0..=deep).any(|d| cells.is_dark(x, bottom - d + 1)))
}

/// What stamp says such words; `None` when none does.
pub(super) fn kind(lines: &[OcrLine]) -> Option<MarkKind> {
    let words: Vec<String> = lines
        .iter()
        .flat_map(|line| &line.words)
        .flat_map(|word| {
            // Dots and figures run on from a word: `Ngày:....3/4`.
            let plain = strip_marks(&fold(&word.text));
            plain.split(|c: char| !c.is_alphabetic()).map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|word| !word.is_empty())
        .collect();
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    let pair = |a: &str, b: &str| words.windows(2).any(|two| two[0] == a && two[1] == b);
    let few = words.len() <= 6;
    if has("den") && ["ngay", "gio", "chuyen"].iter().any(|word| has(word)) {
        Some(MarkKind::ArrivalStamp)
    } else if few && (pair("hoa", "toc") || pair("thuong", "khan") || has("khan")) {
        Some(MarkKind::Urgency)
    } else if few && (has("mat") || pair("tuyet", "mat") || pair("toi", "mat")) {
        Some(MarkKind::Secrecy)
    } else if pair("sao", "y") || pair("sao", "luc") || pair("trich", "sao") {
        Some(MarkKind::Copy)
    } else {
        None
    }
}

/// Whether letters of the text run into a stamp from its sides: then they stay.
pub(super) fn is_over_text(ink: &Ink, stamp: &PixelBox, letters: &[PixelBox]) -> bool {
    let touching = ink.px(1.5);
    let beside = letters.iter().filter(|l| {
        let level = l.top() >= stamp.top() && l.bottom() <= stamp.bottom();
        let gap = if l.left() >= stamp.right() {
            l.left() - stamp.right()
        } else if l.right() <= stamp.left() {
            stamp.left() - l.right()
        } else {
            return false;
        };
        level && gap <= touching
    });
    beside.count() >= 2
}

/// Takes a stamp off the picture.
pub(super) fn whiten(image: &mut PageImage, place: &PixelBox, around: u32) {
    let (left, right) = (place.left().saturating_sub(around), (place.right() + around).min(image.width));
    let (top, bottom) = (place.top().saturating_sub(around), (place.bottom() + around).min(image.height));
    for row in top..bottom {
        let start = row as usize * image.width as usize;
        image.data[start + left as usize..start + right as usize].fill(u8::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;
    use crate::ocr::{Block, OcrWord};

    /// The four sides of a frame, at 254 dpi: 10 pixels a millimetre.
    fn frame(left: u32, top: u32, right: u32, bottom: u32) -> Vec<PixelBox> {
        vec![
            PixelBox::new(left, top, right, top + 4),
            PixelBox::new(left, bottom - 4, right, bottom),
            PixelBox::new(left, top, left + 4, bottom),
            PixelBox::new(right - 4, top, right, bottom),
        ]
    }

    #[test]
    fn frames_of_a_stamp_s_size_are_found() {
        let mut boxes = frame(200, 300, 700, 600);
        // Letters inside, a page's frame, an underline.
        boxes.extend((250..650).step_by(20).map(|x| PixelBox::new(x, 400, x + 12, 420)));
        boxes.extend(frame(50, 50, 1950, 2900));
        boxes.push(PixelBox::new(900, 500, 1500, 503));
        let ink = Ink::of(&drawn(2000, 2950, &boxes), 254);
        assert_eq!(frames(&ink, &[]), [PixelBox::new(200, 300, 700, 600)]);
    }

    #[test]
    fn stamps_are_known_by_their_words() {
        let line = |text: &str| OcrLine {
            number: 1,
            block: Block::Unknown,
            words: text
                .split(' ')
                .map(|text| OcrWord {
                    text: text.to_owned(),
                    place: None,
                    confidence: 0.9,
                    alternatives: Vec::new(),
                })
                .collect(),
        };
        struct Case(&'static [&'static str], Option<MarkKind>);
        for Case(lines, expected) in [
            Case(&["SỞ Y TẾ SƠN HÀ", "ĐẾN Số: 12", "Ngày:....3/4"], Some(MarkKind::ArrivalStamp)),
            Case(&["HỎA TỐC"], Some(MarkKind::Urgency)),
            Case(&["MẬT"], Some(MarkKind::Secrecy)),
            Case(&["SAO Y"], Some(MarkKind::Copy)),
            Case(&["Gửi đến các sở trước thứ hai"], None),
            Case(&["DỰ THẢO"], None),
        ] {
            let lines: Vec<OcrLine> = lines.iter().map(|text| line(text)).collect();
            assert_eq!(kind(&lines), expected, "{lines:?}");
        }
    }
}
