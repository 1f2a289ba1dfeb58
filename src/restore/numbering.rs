//! Numbers of headings and items that were read as letters: `I.` before `2.` is a `1.`, `H.` between `I.` and
//! `III.` is a `II.`.
//!
//! By itself `I.` may be either: what comes next decides, and only when it leaves one answer. An item that `2.`
//! follows, with no other first item between, is the first; a heading in capitals stays Roman.

use super::figures::Spot;
use crate::ocr::{OcrLine, OcrPage};

/// Such numbers at the beginnings of lines, and their text as it should be.
pub(super) fn changes(pages: &[OcrPage]) -> Vec<(Spot, String)> {
    let mut labels = Vec::new();
    for (page, read) in pages.iter().enumerate() {
        for (line, words) in read.lines.iter().enumerate() {
            if let Some((number, text)) = number(words) {
                let capitals = in_capitals(words);
                labels.push(Label { spot: Spot { page, line, word: 0 }, number, text, capitals });
            }
        }
    }
    let ones = (0..labels.len()).filter_map(|at| first(&labels, at));
    let romans = (0..labels.len()).filter_map(|at| roman(&labels, at));
    ones.chain(romans).collect()
}

/// What a label may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    /// `1.`, or read as a letter that looks like it: `I.`, `l.`.
    One { arabic: bool },
    /// Another Arabic number.
    Arabic(u32),
    /// A Roman number over one, or what looks like it: `H.`, `HI.`.
    Roman(u32),
}

#[derive(Debug)]
struct Label<'a> {
    spot: Spot,
    number: Number,
    /// As read, its mark and what hangs on behind it too.
    text: &'a str,
    /// Whether its line is set in capitals.
    capitals: bool,
}

/// The number that a line begins with, a point after it.
fn number(line: &OcrLine) -> Option<(Number, &str)> {
    let text = line.words.first()?.text.as_str();
    let (label, _) = text.split_once('.')?;
    let number = match label {
        "1" => Number::One { arabic: true },
        "I" | "l" | "i" | "|" | "L" | "ì" | "Ì" | "!" => Number::One { arabic: false },
        "II" | "H" | "IL" | "LI" | "Il" | "lI" | "ll" | "I1" | "1I" => Number::Roman(2),
        "III" | "HI" | "IH" | "IIL" | "LII" | "HL" | "LH" | "Hl" | "lH" | "IIl" | "lII" => Number::Roman(3),
        "IV" => Number::Roman(4),
        _ if (1..=2).contains(&label.len()) && label.chars().all(|c| c.is_ascii_digit()) => {
            Number::Arabic(label.parse().ok()?)
        }
        _ => return None,
    };
    Some((number, text))
}

/// Whether a heading in capitals follows the label.
fn in_capitals(line: &OcrLine) -> bool {
    let rest = line.words.iter().flat_map(|word| word.text.chars().skip_while(|c| *c != '.'));
    let whole = line.words.iter().skip(1).flat_map(|word| word.text.chars());
    let letters: Vec<char> = if line.words.len() > 1 { whole.collect() } else { rest.collect() };
    let (upper, lower) = (
        letters.iter().filter(|c| c.is_uppercase()).count(),
        letters.iter().filter(|c| c.is_lowercase()).count(),
    );
    upper > 3 * lower
}

/// The label at `at` when it is a one that must be read otherwise.
fn first(labels: &[Label<'_>], at: usize) -> Option<(Spot, String)> {
    let label = &labels[at];
    let Number::One { arabic: false } = label.number else { return None };
    let next = labels[at + 1..]
        .iter()
        .map(|label| label.number)
        .find(|number| matches!(number, Number::One { .. } | Number::Arabic(2) | Number::Roman(2)))?;
    let (read, rest) = label.text.split_once('.')?;
    let right = match next {
        Number::Arabic(2) if !label.capitals && !lacks_first_roman(labels, at) => "1",
        // What comes under a heading begins anew; the heading itself is Roman.
        Number::Roman(2) if read != "i" => "I",
        Number::One { .. } if label.capitals => "I",
        _ => return None,
    };
    (read != right).then(|| (label.spot, format!("{right}.{rest}")))
}

/// Whether a Roman two follows that has no one but this.
fn lacks_first_roman(labels: &[Label<'_>], at: usize) -> bool {
    let is_roman_one = |label: &Label<'_>| matches!(label.number, Number::One { arabic: false });
    let after = labels[at + 1..].iter().take_while(|label| !is_roman_one(label));
    let two_follows = after.into_iter().any(|label| label.number == Number::Roman(2));
    let before = labels[..at].iter().rev().take_while(|label| !matches!(label.number, Number::Roman(_)));
    two_follows && !before.into_iter().any(is_roman_one)
}

/// The label at `at` when it is a Roman two or three read as other letters, with its forerunner before it.
fn roman(labels: &[Label<'_>], at: usize) -> Option<(Spot, String)> {
    let label = &labels[at];
    let Number::Roman(value @ 2..=3) = label.number else { return None };
    let before = labels[..at].iter().rev().map(|label| label.number).find(|number| match number {
        Number::Roman(_) => true,
        Number::One { arabic } => value == 2 && !arabic,
        Number::Arabic(_) => false,
    });
    let follows = match before {
        Some(Number::Roman(previous)) => previous + 1 == value,
        Some(Number::One { .. }) => true,
        _ => false,
    };
    let (read, rest) = label.text.split_once('.')?;
    let right = if value == 2 { "II" } else { "III" };
    (follows && read != right).then(|| (label.spot, format!("{right}.{rest}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::ocr::{Block, OcrWord};
    use crate::scan::Origin;

    fn mended(lines: &[&str]) -> Vec<String> {
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
            lines: lines.iter().map(line).collect(),
        }];
        for (spot, text) in changes(&pages) {
            pages[spot.page].lines[spot.line].words[spot.word].text = text;
        }
        pages[0].lines.iter().map(|line| line.words[0].text.clone()).collect()
    }

    #[test]
    fn the_number_that_follows_decides() {
        struct Case {
            read: &'static [&'static str],
            labels: &'static [&'static str],
        }
        for case in [
            Case {
                read: &[
                    "L. MỤC TIÊU",
                    "H. CHỈ TIÊU",
                    "HI. NỘI DUNG",
                    "I. Thi đua",
                    "2. Phong trào",
                    "IV. TỔ CHỨC",
                ],
                labels: &["I.", "II.", "III.", "1.", "2.", "IV."],
            },
            Case { read: &["i. Chủ tịch các huyện", "2. Sở Nội vụ"], labels: &["1.", "2."] },
            Case {
                read: &["I. Mục đích", "l. Nâng cao", "2. Bảo đảm", "II. Yêu cầu"],
                labels: &["I.", "1.", "2.", "II."],
            },
            Case {
                read: &["I.MỤC ĐÍCH", "1. Nâng cao", "H. YÊU CẦU"], labels: &["I.MỤC", "1.", "II."]
            },
        ] {
            assert_eq!(mended(case.read), case.labels);
        }
    }

    #[test]
    fn what_leaves_two_answers_stays() {
        for read in [
            &["I. MỤC ĐÍCH", "2. Bảo đảm"][..],
            &["I. Mục đích", "2. Bảo đảm", "II. Yêu cầu"],
            &["H. Đăk Hà", "K. Sa Thầy"],
            &["I. Mục đích", "1. Nâng cao", "2. Bảo đảm", "II. Yêu cầu", "III. Thực hiện"],
            &["h. Cấp huyện", "i. Cấp xã", "k. Cấp thôn"],
        ] {
            let labels: Vec<&str> = read.iter().map(|l| l.split(' ').next().unwrap_or_default()).collect();
            assert_eq!(mended(read), labels);
        }
    }
}
