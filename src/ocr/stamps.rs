//! Stamps with a frame, found by its shape in scans of any colour: arrival (ĐẾN), urgency, secrecy, copy.
//!
//! Coloured ink has faded to a pale grey by now, so that text under it can be told from it by its blackness.

use super::ink::{Cells, Ink};
use super::tables::Table;
use super::{OcrEngine, Reading, Segmentation};
use crate::error::Result;
use crate::geometry::{PageIndex, PixelBox, pixels};
use crate::page::{self, Mark, MarkKind, OcrLine, OcrWord, PageImage};
use crate::vietnamese::{fold, strip_marks};

/// Sizes of framed stamps in millimetres; by Decree 30/2020/NĐ-CP, annex I and IV, HỎA TỐC is 30 × 8, ĐẾN
/// 35 × 50 or the other way round, and offices have theirs made wider.
const WIDE_MM: (f64, f64) = (18.0, 95.0);
const HIGH_MM: (f64, f64) = (6.5, 52.0);

/// A frame is stamped by hand: its sides lean by so many millimetres.
const LEANS_MM: f64 = 2.0;

/// Share of each side that has to be there: the ink is often too dry.
const SIDE: f64 = 0.7;

/// Grey values below which ink is that of letters, and from which it is the pale one of a stamp, of which nothing is
/// left on the page: coloured pens fade to 150, stamps to 200.
const LETTERS_TO_PALE: (u8, u8) = (20, 170);

/// Share of a stamp that its pale ink takes at least.
const PALE_SHARE: f64 = 0.03;

/// A stamp that was read.
#[derive(Debug)]
pub(super) struct Stamp {
    /// What it is and says.
    pub(super) mark: Mark,
    /// Whether its ink is paler than that of letters, and can be taken off without them.
    pub(super) is_pale: bool,
}

/// The framed stamps of a page, read, from top to bottom; frames around other words are none.
///
/// # Errors
/// Those of the engine.
pub(super) fn read(
    engine: &dyn OcrEngine,
    page: PageIndex,
    image: &PageImage,
    ink: &Ink,
    tables: &[Table],
) -> Result<Vec<Stamp>> {
    let mut stamps = Vec::new();
    for place in frames(ink, tables) {
        let how = Reading { segmentation: Segmentation::Block, dpi: ink.dpi() };
        // A heading over fields makes a table of a stamp. Tables with columns of days there are too.
        let is_table = tables.iter().any(|table| table.place.intersection(&place).is_some());
        // The edges of black ink are pale too, above all of softened pages.
        let pale = if is_framed(&ink.cells, &place) { None } else { pale_ink(image, &place) };
        let mut lines = engine.read(page, image, place, &how)?;
        let by_words = kind(&lines).filter(|_| !is_table || is_arrival_by_capitals(&lines));
        let by_size = is_arrival_by_size(&lines).then_some(MarkKind::ArrivalStamp);
        let mut found = by_words.or(by_size);
        if let (None, Some(pale)) = (found, &pale) {
            let whole = PixelBox::new(0, 0, pale.width, pale.height);
            lines = engine.read(page, pale, whole, &how)?;
            found = kind(&lines).or_else(|| has_fields_of_arrival(&lines).then_some(MarkKind::ArrivalStamp));
        }
        if let Some(kind) = found {
            let words: Vec<&str> =
                lines.iter().flat_map(|line| &line.words).map(|word| word.text.as_str()).collect();
            let mark = Mark { kind, place, text: Some(words.join(" ")) };
            stamps.push(Stamp { mark, is_pale: pale.is_some() });
        }
    }
    Ok(stamps)
}

/// Whether two words of an arrival stamp are there: enough for a frame in an ink that letters do not have.
fn has_fields_of_arrival(lines: &[OcrLine]) -> bool {
    let words = plain_words(lines);
    let fields = ["den", "so", "ngay", "gio", "chuyen"];
    fields.iter().filter(|field| words.iter().any(|word| word == *field)).count() >= 2
}

fn is_arrival_by_capitals(lines: &[OcrLine]) -> bool {
    lines.iter().flat_map(|line| &line.words).any(is_arrival)
}

/// Whether a word is `ĐẾN` in capitals, its mark read or not.
fn is_arrival(word: &OcrWord) -> bool {
    word.text.split(|c: char| !c.is_alphabetic()).any(|part| matches!(part, "ĐẾN" | "ĐÊN" | "ĐEN"))
}

/// By how many tenths `ĐẾN` is as high as the other words of its stamp, at least.
const LARGE: u32 = 12;

/// Words that are read in a stamp at most, specks left aside.
const FEW_WORDS: usize = 20;

/// Whether `ĐẾN` stands in larger letters among few words: enough where a hand, a dry stamp or the text under it spoils what is
/// printed beside it.
fn is_arrival_by_size(lines: &[OcrLine]) -> bool {
    let words = || {
        let words = lines.iter().flat_map(|line| &line.words);
        words.filter(|word| word.text.chars().any(char::is_alphanumeric))
    };
    let height = |word: &OcrWord| word.place.map(|place| place.height());
    let mut others: Vec<u32> = words().filter(|word| !is_arrival(word)).filter_map(height).collect();
    others.sort_unstable();
    let usual = others.get(others.len() / 2).copied().unwrap_or_default();
    let is_large = |word: &OcrWord| height(word).is_some_and(|high| 10 * high >= LARGE * usual);
    words().count() <= FEW_WORDS && words().any(|word| is_arrival(word) && is_large(word))
}

/// The pale ink in a box in black, without what is darker; `None` when there is hardly any.
fn pale_ink(image: &PageImage, place: &PixelBox) -> Option<PageImage> {
    let place = place.clipped(image.width, image.height);
    let rows = || {
        let rows = image.data.chunks_exact(image.width.max(1) as usize);
        let inside = rows.take(place.bottom() as usize).skip(place.top() as usize);
        inside.flat_map(|row| &row[place.left() as usize..place.right() as usize])
    };
    let mut counts = [0_u32; 256];
    for grey in rows() {
        counts[usize::from(*grey)] += 1;
    }
    let paper = page::paper(&counts.map(u64::from));
    // In steps of ten levels, since single ones are accidental.
    let tens = |grey: u8| counts[usize::from(grey)..usize::from(grey) + 10].iter().sum::<u32>();
    let ink = (110..paper.saturating_sub(29)).max_by_key(|grey| tens(*grey))?.saturating_add(5);
    let dark: u32 = counts[..80].iter().sum();
    let pale: u32 = counts[usize::from(ink) - 15..=usize::from(ink) + 15].iter().sum();
    // The edges of black letters are grey as well.
    if f64::from(pale) < PALE_SHARE * f64::from(place.width() * place.height()) || 2 * pale < dark {
        return None;
    }
    let (letters, black, white) = (ink.saturating_sub(50), f32::from(ink) - 25.0, f32::from(paper) - 15.0);
    let stretched = |grey: u8| {
        let share = (f32::from(grey) - black) / (white - black).max(1.0);
        if grey < letters { u8::MAX } else { level(share) }
    };
    let data = rows().map(|grey| stretched(*grey)).collect();
    Some(PageImage { width: place.width(), height: place.height(), data })
}

/// Takes the pale ink of a stamp off the picture; letters under it stay.
pub(super) fn lift(image: &mut PageImage, place: &PixelBox, around: u32) {
    let (from, to) = LETTERS_TO_PALE;
    for row in rows_around(image, place, around) {
        for grey in row {
            *grey = level((f32::from(*grey) - f32::from(from)) / f32::from(to - from));
        }
    }
}

/// A share of white as a grey value.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped to 0 to 255")]
pub(super) fn level(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0) as u8
}

/// Frames that may be stamps, none inside another, from top to bottom.
fn frames(ink: &Ink, tables: &[Table]) -> Vec<PixelBox> {
    let fits = |place: &PixelBox| {
        let within = |size: u32, (least, most): (f64, f64)| (ink.px(least)..=ink.px(most)).contains(&size);
        within(place.width(), WIDE_MM) && within(place.height(), HIGH_MM)
    };
    let small_tables = tables.iter().map(|table| table.place).filter(fits);
    let near = |a: u32, b: u32| a.abs_diff(b) <= ink.px(2.0 * LEANS_MM);
    let pieces = ink.pieces.iter().map(|piece| piece.place).filter(fits);
    let pieces = pieces.filter(|place| is_framed(&ink.cells, place));
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
    // Of a dry stamp each side may be broken: one down and one across that meet in a corner are enough to look for the others.
    for one in &ink.down {
        let meets = |other: &&PixelBox| near(one.top(), other.top()) || near(one.bottom(), other.bottom());
        pairs.extend(ink.across.iter().filter(meets).map(|other| one.union(other)));
    }
    let mut found: Vec<PixelBox> = pieces
        .chain(pairs)
        .filter(fits)
        .filter(|place| {
            tables.iter().all(|table| fits(&table.place) || table.place.intersection(place).is_none())
        })
        .chain(small_tables)
        .filter(|place| is_framed(&ink.pale_cells, place))
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
fn is_framed(cells: &Cells, place: &PixelBox) -> bool {
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
fn kind(lines: &[OcrLine]) -> Option<MarkKind> {
    let words = plain_words(lines);
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
    } else if words.len() <= 14 && has("ngay") && lines.iter().any(is_name_in_capitals) {
        // The large letters of ĐẾN beside two small lines are often not read: what receives, and fields.
        Some(MarkKind::ArrivalStamp)
    } else {
        None
    }
}

/// The words without marks and case. Dots and figures run on from a word: `Ngày:....3/4`.
fn plain_words(lines: &[OcrLine]) -> Vec<String> {
    let words = lines.iter().flat_map(|line| &line.words).map(|word| strip_marks(&fold(&word.text)));
    words
        .flat_map(|word| word.split(|c: char| !c.is_alphabetic()).map(str::to_owned).collect::<Vec<_>>())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a line is two words or more, all in capitals.
fn is_name_in_capitals(line: &OcrLine) -> bool {
    let is_capitals = |word: &&OcrWord| word.text.chars().filter(|c| c.is_uppercase()).count() >= 2;
    let words = || line.words.iter().filter(|word| word.text.chars().any(char::is_alphabetic));
    words().count() >= 2 && words().all(|word| is_capitals(&word))
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

/// Takes a stamp, or a speck, off the picture.
pub(super) fn whiten(image: &mut PageImage, place: &PixelBox, around: u32) {
    rows_around(image, place, around).for_each(|row| row.fill(u8::MAX));
}

/// The pixels of a box and around it, row by row.
fn rows_around<'a>(
    image: &'a mut PageImage,
    place: &PixelBox,
    around: u32,
) -> impl Iterator<Item = &'a mut [u8]> + use<'a> {
    let (left, right) = (place.left().saturating_sub(around), (place.right() + around).min(image.width));
    let (top, bottom) = (place.top().saturating_sub(around), (place.bottom() + around).min(image.height));
    let rows = image.data.chunks_exact_mut(image.width.max(1) as usize);
    rows.take(bottom as usize)
        .skip(top as usize)
        .map(move |row| &mut row[left.min(right) as usize..right as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;
    use crate::page::Block;

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
    fn frames_of_dry_stamps_are_found() {
        let broken = [
            [200, 300, 420, 304],
            [460, 300, 700, 304],
            [200, 596, 350, 600],
            [480, 596, 700, 600],
            [200, 370, 204, 600],
            [696, 300, 700, 600],
        ];
        let boxes = broken.map(PixelBox::from);
        let ink = Ink::of(&drawn(2000, 2950, &boxes), 254);
        assert_eq!(frames(&ink, &[]), [PixelBox::new(200, 300, 700, 600)]);
    }

    #[test]
    fn an_arrival_stamp_is_known_by_its_large_word_alone() {
        let word = |text: &str, height: u32| OcrWord {
            text: text.to_owned(),
            place: Some(PixelBox::new(10, 10, 90, 10 + height)),
            confidence: 0.5,
            alternatives: Vec::new(),
        };
        let line = |words: Vec<OcrWord>| OcrLine { number: 1, block: Block::Unknown, words };
        let stamp = |arrival: u32| {
            let office = ["SO", "Y", "TE", "SƠN", "HA"].map(|text| word(text, 30)).to_vec();
            let fields = vec![word("ĐẾN", arrival), word("só:..31", 28)];
            [line(office), line(fields), line(vec![word("Nuay", 30)])]
        };
        assert!(is_arrival_by_size(&stamp(48)));
        assert!(!is_arrival_by_size(&stamp(31)), "a heading in a frame");
        assert!(!is_arrival_by_size(&[line(vec![word("Đến", 48), word("12", 30)])]));
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
            Case(&["XÃ AN THỊNH", "ô: 31", "Ngày: 7/"], Some(MarkKind::ArrivalStamp)),
            Case(&["XÃ AN THỊNH", "ô: 31"], None),
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
