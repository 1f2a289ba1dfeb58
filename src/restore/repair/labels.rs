//! Labels at the beginning of lines that only their sequence tells: `I.` before `2.` is `1.`, `L.` before `II.` is `I.`
//!
//! A stroke is a `1`, an `I`, an `l` or an `L` to an engine, and no language model knows better. Of all ways to read the
//! labels of a document the one whose sequences hang together best is found by dynamic programming. Changing what was
//! read, beginning a sequence and leaving one out have their costs, so a label with nothing beside it stays as it is.
//! Labels of two numbers and the letters of points are read after them ([`points`]).

use super::Spot;
use super::points;
use super::sequence;
use crate::page::{Block, OcrLine, OcrPage, Origin};
use crate::vietnamese::numeral::{roman, roman_value};
use crate::vietnamese::strip_marks;

/// Letters and signs that a single upright stroke is read as.
const STROKES: &str = "I1Lli|!íÍìÌjJ][";

/// Signs that no label begins with and that broken print of a five is read as.
const FIVES: &str = "$§Šš";

/// Costs of these labels alone; see [`sequence::cost`].
mod cost {
    /// A sound numeral has a stroke more or less.
    pub(super) const STROKE: f32 = 3.2;
    /// A heading in capitals has an Arabic number.
    pub(super) const NUMBERED_HEADING: f32 = 2.0;
    /// The same as it was read, where other headings in capitals have numerals.
    pub(super) const ODD_HEADING: f32 = 2.5;
    /// A numeral as it was read before what is no heading, where headings in capitals have numerals.
    pub(super) const ODD_ITEM: f32 = 2.0;
}

/// The sequences that look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sequence {
    Roman,
    Number,
}

/// A place in a sequence; at least 1.
type Place = (Sequence, u32);

/// What stands at the beginning of a line and may be a label.
#[derive(Debug)]
struct Label<'a> {
    spot: Spot,
    text: &'a str,
    /// Where its number ends in the text.
    end: usize,
    /// What it is as it was read, when that is one.
    sound: Option<Place>,
    /// What else it may be.
    others: Vec<Place>,
    /// Whether what follows it on the line is in capitals.
    heading: bool,
    /// Whether an engine has read it.
    by_engine: bool,
}

/// Labels that were misread, and their text as it should be.
pub(super) fn changes(pages: &[OcrPage]) -> Vec<(Spot, String)> {
    let mut labels = Vec::new();
    for (page, read) in pages.iter().enumerate() {
        let by_engine = read.origin == Origin::Scan;
        for (line, read) in read.lines.iter().enumerate() {
            if matches!(read.block, Block::Body | Block::Unknown) {
                labels.extend(label(read, Spot { page, line, word: 0 }, by_engine));
            }
        }
    }
    let read = best(&labels, is_led_by_numerals(&labels));
    let mut changes: Vec<(Spot, String)> = (labels.iter().zip(&read))
        .filter(|(label, read)| read.is_some() && **read != label.sound)
        .filter_map(|(label, read)| {
            let (sequence, value) = (*read)?;
            let number = match sequence {
                Sequence::Roman => roman(value),
                Sequence::Number => value.to_string(),
            };
            Some((label.spot, number + &label.text[label.end..].replacen(',', ".", 1)))
        })
        .collect();
    let headings: Vec<(Spot, u32)> = (labels.iter().zip(&read))
        .filter_map(|(label, read)| read.filter(|r| r.0 == Sequence::Number).map(|r| (label.spot, r.1)))
        .collect();
    changes.extend(decimals(pages, &headings));
    changes.extend(points::changes(pages));
    changes
}

/// Labels of two numbers whose first was read as a sign: `$.2.` behind `5.1.` is `5.2.`, `§.1.` under `5.` is `5.1.`
///
/// `headings` are the labels of one number and what they were read as. Only the sequence tells which number it is.
fn decimals(pages: &[OcrPage], headings: &[(Spot, u32)]) -> Vec<(Spot, String)> {
    let mut changes = Vec::new();
    // The heading above, and the last number under it.
    let (mut above, mut last) = (None, 0);
    for (page, read) in pages.iter().enumerate() {
        for (line, read) in read.lines.iter().enumerate() {
            let spot = Spot { page, line, word: 0 };
            if let Some((_, number)) = headings.iter().find(|(at, _)| *at == spot) {
                (above, last) = (Some(*number), 0);
                continue;
            }
            let Some((first, second, rest)) = read.words.first().and_then(|word| two_numbers(&word.text))
            else {
                continue;
            };
            if let Ok(number) = first.parse::<u32>() {
                (above, last) = (Some(number), second);
            } else if above == Some(5)
                && second == last + 1
                && matches!(read.block, Block::Body | Block::Unknown)
            {
                changes.push((spot, format!("5.{second}{rest}")));
                last = second;
            }
        }
    }
    changes
}

/// The parts of `5.2.`: the first number, which may be one sign for a five, the second, and the mark behind.
fn two_numbers(text: &str) -> Option<(&str, u32, &str)> {
    let (first, rest) = text.split_once('.')?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (second, mark) = rest.split_at(end);
    let sign = first.chars().count() == 1 && first.chars().all(|c| FIVES.contains(c));
    let number = (1..=2).contains(&first.len()) && first.chars().all(|c| c.is_ascii_digit());
    (matches!(mark, "" | ".") && (sign || number)).then_some(())?;
    Some((first, second.parse().ok()?, mark))
}

/// What a line begins with, when that may be a label. An engine (`by_engine`) reads a full stop as a comma, and a stroke
/// too few or too many.
fn label(line: &OcrLine, spot: Spot, by_engine: bool) -> Option<Label<'_>> {
    // A speck at the margin may stand before it.
    let specks = line.words.iter().take(1).filter(|w| matches!(w.text.as_str(), ":" | "." | "," | "'" | "`"));
    let spot = Spot { word: specks.count(), ..spot };
    let text = line.words.get(spot.word)?.text.as_str();
    let heading = is_heading(line);
    // "II MỤC TIÊU": the mark is lost, the numeral tells where the sequence is.
    if let Some(number) = roman_value(text).filter(|_| text.len() > 1 && heading) {
        let sound = Some((Sequence::Roman, number));
        return Some(Label { spot, text, end: text.len(), sound, others: Vec::new(), heading, by_engine });
    }
    let end = text.find(['.', '/', ','])?;
    let (core, rest) = (&text[..end], &text[end + 1..]);
    let comma = text[end..].starts_with(',');
    if comma && !(by_engine && rest.is_empty()) {
        return None;
    }
    // `I.MỤC` lost a space; `1.200` and `I.1` are no labels of these sequences.
    if core.is_empty() || core.chars().count() > 5 || rest.starts_with(|c: char| !c.is_uppercase()) {
        return None;
    }
    let number = |text: &str| text.parse().ok().filter(|n| (1..=99).contains(n) && !text.starts_with('0'));
    let sound = (roman_value(core).map(|n| (Sequence::Roman, n)))
        .or_else(|| number(core).map(|n| (Sequence::Number, n)));
    let numerals = core.chars().map(|c| match c {
        'H' | 'N' => "II".to_owned(),
        'T' => "I".to_owned(),
        c if STROKES.contains(c) => "I".to_owned(),
        // A speck over or under a numeral is read as a mark: `VỊ`.
        c => {
            Some(strip_marks(&c.to_string())).filter(|bare| bare.len() == 1).unwrap_or_else(|| c.to_string())
        }
    });
    let figures = core.chars().map(|c| match c {
        'O' | 'o' => '0',
        c if STROKES.contains(c) => '1',
        c if FIVES.contains(c) => '5',
        c => c,
    });
    let strokes = roman_value(core).filter(|n| *n <= 3 && by_engine);
    let sound = sound.filter(|_| !comma);
    let mut others: Vec<Place> =
        (roman_value(&numerals.collect::<String>()).map(|n| (Sequence::Roman, n)).into_iter())
            .chain(number(&figures.collect::<String>()).map(|n| (Sequence::Number, n)))
            .filter(|place| Some(*place) != sound)
            .collect();
    others.extend(
        strokes
            .into_iter()
            .flat_map(|n| [n + 1, n - 1])
            .filter(|n| (1..=3).contains(n))
            .map(|n| (Sequence::Roman, n)),
    );
    let some = sound.is_some() || !others.is_empty();
    some.then_some(Label { spot, text, end, sound, others, heading, by_engine })
}

/// Whether what follows the label on its line, or hangs on to it, is in capitals.
fn is_heading(line: &OcrLine) -> bool {
    let hanging = line.words.iter().take(1).flat_map(|word| word.text.chars().skip_while(|c| *c != '.'));
    let rest = line.words.iter().skip(1).flat_map(|word| word.text.chars());
    let letters: Vec<char> = hanging.chain(rest).filter(|c| c.is_alphabetic()).collect();
    // One letter in four may have been read small.
    letters.iter().filter(|c| c.is_uppercase()).count() * 4 > letters.len() * 3
}

/// Where the two sequences are: their last numbers, 0 before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct At {
    roman: u32,
    number: u32,
    /// Whether a numeral came since the last number.
    fresh: bool,
}

impl At {
    /// The state after a label, and what the step costs.
    fn step(self, (sequence, value): Place, by_engine: bool) -> (At, f32) {
        let (last, next) = match sequence {
            Sequence::Roman => (self.roman, At { roman: value, fresh: true, ..self }),
            Sequence::Number => (self.number, At { number: value, fresh: false, ..self }),
        };
        // "1. MỤC ĐÍCH" right before "1. Nâng cao": a list of one is none. In a text that was typed it is: an article
        // whose number stands on the next line, over its first clause.
        let alone = by_engine && sequence == Sequence::Number && last == 1 && !self.fresh;
        let cost = match value {
            v if v == last + 1 && last > 0 => 0.0,
            1 if !alone => sequence::cost::BEGINS,
            _ => sequence::cost::JUMPS,
        };
        (next, cost)
    }
}

/// Whether an engine has read at least two headings in capitals with numerals above one: then all of them have such.
fn is_led_by_numerals(labels: &[Label<'_>]) -> bool {
    let is_led = |label: &&Label<'_>| {
        label.heading && label.by_engine && label.sound.is_some_and(|(s, n)| s == Sequence::Roman && n > 1)
    };
    labels.iter().filter(is_led).count() >= 2
}

/// The readings whose sequences hang together best: for each label its place, `None` where it is no label.
fn best(labels: &[Label<'_>], led_by_numerals: bool) -> Vec<Option<Place>> {
    sequence::cheapest(labels, |label, at: At| {
        let as_read = label.sound.map(|place| match place.0 {
            Sequence::Number if led_by_numerals && label.heading => (place, cost::ODD_HEADING),
            Sequence::Roman if led_by_numerals && !label.heading => (place, cost::ODD_ITEM),
            _ => (place, 0.0),
        });
        let change = |place: &Place| match (label.sound, place) {
            (Some((Sequence::Roman, _)), (Sequence::Roman, _)) => cost::STROKE,
            (Some(_), _) => sequence::cost::CHANGED,
            (None, _) => sequence::cost::MENDED,
        };
        let others = label.others.iter().map(|place| (*place, change(place)));
        let labelled = as_read.into_iter().chain(others).map(|(place, price)| {
            let (to, step) = at.step(place, label.by_engine);
            let odd = label.heading && place.0 == Sequence::Number && label.sound != Some(place);
            (to, price + step + if odd { cost::NUMBERED_HEADING } else { 0.0 }, Some(place))
        });
        let none = label.sound.is_none().then_some((at, sequence::cost::NONE, None));
        labelled.chain(none).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::OcrWord;

    #[track_caller]
    fn labels_become(read: &[&str], expected: &[&str]) {
        let word =
            |w: &str| OcrWord { text: w.to_owned(), place: None, confidence: 1.0, alternatives: vec![] };
        let line = |text: &&str| OcrLine {
            number: 1,
            block: Block::Body,
            words: text.split_whitespace().map(word).collect(),
        };
        let mut pages = [OcrPage {
            page: PageIndex(0),
            origin: Origin::Scan,
            frame: None,
            marks: Vec::new(),
            lines: read.iter().map(line).collect(),
            layer: Vec::new(),
        }];
        for (spot, text) in changes(&pages) {
            pages[spot.page].lines[spot.line].words[spot.word].text = text;
        }
        let is_label = |word: &&OcrWord| word.text != ":";
        let labels: Vec<&str> = (pages[0].lines.iter())
            .filter_map(|line| line.words.iter().find(is_label).map(|word| word.text.as_str()))
            .collect();
        assert_eq!(labels, expected, "{read:?}");
    }

    #[test]
    fn a_stroke_is_what_its_sequence_says() {
        labels_become(
            &["L. MỤC ĐÍCH", "1. Triển khai", "2. Các sở", "II. KINH PHÍ"],
            &["I.", "1.", "2.", "II."],
        );
        labels_become(
            &["II CHỈ TIÊU", "I. Tỷ lệ hộ nghèo", "2. Trồng rừng", "HI. KINH PHÍ", "IV. TỔ CHỨC"],
            &["II", "1.", "2.", "III.", "IV."],
        );
        labels_become(
            &["L. MỤC TIÊU", "H. CHỈ TIÊU", "HI. NỘI DUNG", "I. Thi đua", "2. Phong trào", "IV. TỔ CHỨC"],
            &["I.", "II.", "III.", "1.", "2.", "IV."],
        );
        labels_become(&["i. Chủ tịch các huyện", "2. Sở Nội vụ"], &["1.", "2."]);
        labels_become(&["9. Sở Y tế", "1O. Sở Tài chính", "ll. Các xã"], &["9.", "10.", "11."]);
        labels_become(
            &["I. Mục đích", "l. Nâng cao", "2. Bảo đảm", "II. Yêu cầu"],
            &["I.", "1.", "2.", "II."],
        );
        labels_become(&["I.MỤC ĐÍCH", "1. Nâng cao", "H. YÊU CẦU"], &["I.MỤC", "1.", "II."]);
        labels_become(&["L.MỤC ĐÍCH", "1. Nâng cao", "II. YÊU CẦU"], &["I.MỤC", "1.", "II."]);
        labels_become(
            &["1. MỤC ĐÍCH", "1. Nâng cao", "2. Bảo đảm", "H. NỘI DUNG", "1. Thi đua", "2. Phong trào"],
            &["I.", "1.", "2.", "II.", "1.", "2."],
        );
        labels_become(
            &["I. MỤC ĐÍCH", "II. NỘI DUNG", "1H, ĐỐI TƯỢNG", "1. Các xã", "2, Các thôn", "IV. KINH PHÍ"],
            &["I.", "II.", "III.", "1.", "2.", "IV."],
        );
        labels_become(
            &["I. MỤC ĐÍCH", "II. NỘI DUNG", "II. ĐỐI TƯỢNG", "IV. KINH PHÍ"],
            &["I.", "II.", "III.", "IV."],
        );
        labels_become(
            &["1. MỤC ĐÍCH", "I. Nâng cao", "2. Bảo đảm", "H. NỘI DUNG", "III. KINH PHÍ", "IV. TỔ CHỨC"],
            &["I.", "1.", "2.", "II.", "III.", "IV."],
        );
        labels_become(&["II. Kinh phí", ": I. Sở Y tế", "2. Các xã"], &["II.", "1.", "2."]);
        labels_become(&["V. Tổ chức", "1. Sở Y tế", "VỊ. Kinh phí"], &["V.", "1.", "VI."]);
    }

    #[test]
    fn a_sign_for_a_five_is_one_where_its_sequence_says_so() {
        labels_become(
            &["4. Nội dung", "Š. Phân công", "5.1. Phòng Đào tạo", "$.2. Phòng Công tác", "6. Tiến độ"],
            &["4.", "5.", "5.1.", "5.2.", "6."],
        );
        labels_become(&["5. Phân công", "$.1 Phòng Đào tạo", "§.2 Các khoa"], &["5.", "5.1", "5.2"]);
        // Nothing tells that these are fives, or which.
        labels_become(&["4. Nội dung", "$.2. Phòng Công tác"], &["4.", "$.2."]);
        labels_become(&["5. Nội dung", "5.1. Sở Y tế", "$.4. Sở Nội vụ"], &["5.", "5.1.", "$.4."]);
        labels_become(&["$. Nội dung"], &["$."]);
    }

    #[test]
    fn sound_and_lonely_labels_stay() {
        for stays in [
            &["I. MỤC ĐÍCH", "1. Triển khai", "2. Các sở", "II. KINH PHÍ"][..],
            &["I. MỤC ĐÍCH", "II. KINH PHÍ", "1. Triển khai"],
            &["I. MỤC ĐÍCH", "2. Bảo đảm"],
            &["I. Mục đích", "2. Bảo đảm", "II. Yêu cầu"],
            &["I. Mục đích", "1. Nâng cao", "2. Bảo đảm", "II. Yêu cầu", "III. Thực hiện"],
            &["K. MỤC ĐÍCH", "L. KINH PHÍ", "M. TỔ CHỨC"],
            &["H. Đăk Hà", "K. Sa Thầy"],
            &["h. Cấp huyện", "i. Cấp xã", "k. Cấp thôn"],
            &["1. Triển khai", "1. Các sở", "2. Kinh phí"],
            &["L. Nguyễn", "Trần"],
            &["1.200 ha", "2.300 ha"],
            &["I. Phần này không có mục nào sau"],
            &["III. MỤC ĐÍCH", "1. Triển khai", "III. KINH PHÍ", "2. Chi"],
        ] {
            let expected: Vec<&str> = stays.iter().map(|l| l.split(' ').next().unwrap_or(l)).collect();
            labels_become(stays, &expected);
        }
    }
}
