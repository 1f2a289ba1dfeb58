//! Labels at the beginning of lines that only their sequence tells: `I.` before `2.` is `1.`, `L.` before `II.` is `I.`
//!
//! A stroke is a `1`, an `I`, an `l` or an `L` to an engine, and no language model knows better. The labels that were
//! read soundly say which of them stands here: a reading is taken where the label after it, or before it, is the next
//! one of the same sequence. All else stays as it was read.

use super::{Candidate, RestoredLine, RestoredPage};
use crate::ocr::Block;

/// Share of labels set by their sequence that are right. A guess on the side of caution: seven were set on fifteen scans,
/// all rightly, and none in 65 whole documents of true text.
const SURE: f32 = 0.95;

/// Letters and signs that a single upright stroke is read as.
const STROKES: &str = "I1Lli|!íÍìÌjJ][";

/// The sequences that look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sequence {
    Roman,
    Number,
}

/// A label at the beginning of a line.
#[derive(Debug, Clone)]
struct Label {
    page: usize,
    line: usize,
    /// What it is as it was read, when that is one.
    sound: Option<(Sequence, u32)>,
    /// What else it may be.
    others: Vec<(Sequence, u32)>,
    /// Whether what follows it on the line is in capitals, as headings are.
    heading: bool,
}

/// Sets right the labels of a document.
pub(super) fn settle(pages: &mut [RestoredPage]) {
    let mut labels = labels(pages);
    for at in 0..labels.len() {
        let (before, rest) = labels.split_at(at);
        let Some((label, after)) = rest.split_first() else { continue };
        let Some(settled) = settled(before, label, after) else { continue };
        rewrite(&mut pages[label.page].lines[label.line], settled);
        labels[at].sound = Some(settled);
    }
}

fn labels(pages: &[RestoredPage]) -> Vec<Label> {
    let mut labels = Vec::new();
    for (page, restored) in pages.iter().enumerate() {
        for (line, restored) in restored.lines.iter().enumerate() {
            if matches!(restored.block, Block::Body | Block::Unknown)
                && let Some((sound, others)) = readings(restored)
            {
                labels.push(Label { page, line, sound, others, heading: is_heading(restored) });
            }
        }
    }
    labels
}

type Readings = (Option<(Sequence, u32)>, Vec<(Sequence, u32)>);

/// What the first word of a line is as a label, and what it may be.
fn readings(line: &RestoredLine) -> Option<Readings> {
    let text = line.words.first()?.chosen.text.as_str();
    let Some(core) = text.strip_suffix(['.', '/']) else {
        // "II MỤC TIÊU": the mark is lost, the numeral tells where the sequence is.
        let number = roman(text).filter(|_| text.len() > 1 && is_heading(line))?;
        return Some((Some((Sequence::Roman, number)), Vec::new()));
    };
    if core.is_empty() || core.chars().count() > 5 {
        return None;
    }
    let number = |text: &str| text.parse().ok().filter(|n| (1..=99).contains(n) && !text.starts_with('0'));
    let sound =
        (roman(core).map(|n| (Sequence::Roman, n))).or_else(|| number(core).map(|n| (Sequence::Number, n)));
    let strokes = |stroke: &str, double: &str| -> String {
        core.chars()
            .map(|c| match c {
                'H' | 'N' => double.to_owned(),
                'T' => stroke.to_owned(),
                c if STROKES.contains(c) => stroke.to_owned(),
                c => c.to_string(),
            })
            .collect()
    };
    let digits = core.replace(['O', 'o'], "0");
    let digits: String = digits.chars().map(|c| if STROKES.contains(c) { '1' } else { c }).collect();
    let others: Vec<(Sequence, u32)> = (roman(&strokes("I", "II")).map(|n| (Sequence::Roman, n)).into_iter())
        .chain(number(&digits).map(|n| (Sequence::Number, n)))
        .filter(|reading| Some(*reading) != sound)
        .collect();
    (sound.is_some() || !others.is_empty()).then_some((sound, others))
}

/// What a label is by its neighbours, when that is not what was read.
fn settled(before: &[Label], label: &Label, after: &[Label]) -> Option<(Sequence, u32)> {
    let of = |label: &Label, sequence: Sequence| label.sound.filter(|(s, _)| *s == sequence).map(|(_, n)| n);
    let fits = |&(sequence, value): &(Sequence, u32)| match sequence {
        Sequence::Roman => {
            let previous = before.iter().rev().find_map(|l| of(l, Sequence::Roman)).unwrap_or(0);
            let next = after.iter().find_map(|l| of(l, Sequence::Roman));
            let rises = value == 1 || previous < value;
            let follows = value > 1 && previous + 1 == value && next.is_none_or(|n| n > value);
            rises && (next == Some(value + 1) || (follows && label.heading))
        }
        // Between two numbers of one list stands no other label of these sequences.
        Sequence::Number => {
            let previous = before.iter().rev().find_map(|l| l.sound);
            let next = after.iter().find_map(|l| l.sound);
            let follows = value > 1 && previous == Some((Sequence::Number, value - 1));
            !label.heading && (next == Some((Sequence::Number, value + 1)) || follows)
        }
    };
    if label.sound.as_ref().is_some_and(|sound| fits(sound)) {
        return None;
    }
    // What was read soundly gives way only to what stands at the beginning of its list: in the middle of one, a number
    // or numeral out of its sequence may be the author's.
    label.others.iter().copied().find(|other| fits(other) && (label.sound.is_none() || other.1 == 1))
}

/// Whether what follows the label on its line is in capitals.
fn is_heading(line: &RestoredLine) -> bool {
    let rest = line.words.iter().skip(1).flat_map(|word| word.chosen.text.chars());
    let letters: Vec<char> = rest.filter(|c| c.is_alphabetic()).collect();
    !letters.is_empty() && letters.iter().all(|c| c.is_uppercase())
}

fn rewrite(line: &mut RestoredLine, (sequence, value): (Sequence, u32)) {
    let Some(word) = line.words.first_mut() else { return };
    let mark: String = word.chosen.text.chars().last().into_iter().collect();
    let label = match sequence {
        Sequence::Roman => numeral(value),
        Sequence::Number => value.to_string(),
    };
    let chosen = Candidate { text: label + &mark, probability: SURE };
    let was = std::mem::replace(&mut word.chosen, chosen);
    word.alternatives.insert(0, Candidate { probability: 1.0 - SURE, ..was });
}

const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];

/// The number that a numeral up to XXXIX stands for; `None` when it is not well formed.
fn roman(text: &str) -> Option<u32> {
    let number = (1..=39).find(|n| numeral(*n) == text)?;
    Some(number)
}

fn numeral(value: u32) -> String {
    let (tens, ones) = (value as usize / 10, value as usize % 10);
    "X".repeat(tens) + ONES[ones]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::restore::RestoredWord;

    fn settle_text(text: &str) -> Vec<String> {
        let word = |(at, text): (usize, &str)| RestoredWord {
            from: at..at + 1,
            read: text.to_owned(),
            chosen: Candidate { text: text.to_owned(), probability: 0.9 },
            alternatives: Vec::new(),
            doubtful: false,
            place: None,
        };
        let line = |(number, text): (u32, &str)| RestoredLine {
            number,
            block: Block::Body,
            read: text.to_owned(),
            words: text.split(' ').enumerate().map(word).collect(),
        };
        let mut pages =
            vec![RestoredPage { page: PageIndex(0), lines: (1..).zip(text.lines()).map(line).collect() }];
        settle(&mut pages);
        let first = |line: &RestoredLine| line.words[0].chosen.text.clone();
        pages[0].lines.iter().map(first).collect()
    }

    fn labels_become(read: &[&str], expected: &[&str]) {
        assert_eq!(settle_text(&read.join("\n")), expected, "{read:?}");
    }

    #[test]
    fn a_stroke_is_what_its_sequence_says() {
        labels_become(
            &["L. MỤC ĐÍCH", "1. Triển khai", "2. Các sở", "II. KINH PHÍ"],
            &["I.", "1.", "2.", "II."],
        );
        labels_become(
            &["II. CHỈ TIÊU", "I. Tỷ lệ hộ nghèo", "2. Trồng rừng", "HI. KINH PHÍ", "IV. TỔ CHỨC"],
            &["II.", "1.", "2.", "III.", "IV."],
        );
        labels_become(&["l. Sở Y tế", "2. Sở Tài chính"], &["1.", "2."]);
        labels_become(&["9. Sở Y tế", "1O. Sở Tài chính", "ll. Các xã"], &["9.", "10.", "11."]);
        labels_become(&["II. MỤC TIÊU", "HI. NHIỆM VỤ"], &["II.", "III."]);
    }

    #[test]
    fn sound_and_lonely_labels_stay() {
        for stays in [
            &["I. MỤC ĐÍCH", "1. Triển khai", "2. Các sở", "II. KINH PHÍ"][..],
            &["I. MỤC ĐÍCH", "II. KINH PHÍ", "1. Triển khai"],
            &["K. MỤC ĐÍCH", "L. KINH PHÍ", "M. TỔ CHỨC"],
            &["1. Triển khai", "1. Các sở", "2. Kinh phí"],
            &["L. Nguyễn", "Trần"],
            &["I. Phần này không có mục nào sau"],
            &["III. MỤC ĐÍCH", "1. Triển khai", "III. KINH PHÍ", "2. Chi"],
        ] {
            let expected: Vec<&str> = stays.iter().map(|l| l.split(' ').next().unwrap_or(l)).collect();
            labels_become(stays, &expected);
        }
    }
}
