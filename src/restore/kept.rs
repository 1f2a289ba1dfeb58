//! What stays as it was read although a commoner word looks like it: names and abbreviations in lines that are
//! otherwise clean.
//!
//! A model of common words knows few of the names of the 54 peoples and few of the abbreviations that offices make
//! up: `Lò Văn Ín` would become a commoner name. Where the ordinary words of a line were read right, nothing says that
//! a capitalised word inside a sentence, beside another capitalised word or alone on its line was not.

use std::collections::BTreeSet;

use super::capitals::Shape;
use super::mixed;
use super::reading::{ReadPart, TokenStream};
use super::tokens::PartKind;
use crate::vietnamese as text;
use crate::vietnamese::spelling;
use crate::vietnamese::syllable;

/// Share of the ordinary words around a line that must have been read right, 0 to 1.
const CLEAN: f64 = 0.985;

/// How sure an engine must be of a word, 0 to 1, for it to be no matter of doubt.
const SURE: f32 = 0.9;

/// How probable another reading of a name must be that differs by its marks alone, 0 to 1, to be believed of a scan.
const OTHER_MARKS: f32 = 0.99;

/// How a name or an abbreviation goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// It is none, or its line was misread: it is restored like any other word.
    No,
    /// As read.
    AsRead,
    /// As read, and doubtful: the engine was not sure of it.
    Doubtful,
}

/// What a part is by its place. `around` is the share of ordinary words around its line that were read right, `clean`
/// whether all of the document were.
pub(super) fn keep(reading: &TokenStream, part: usize, around: f64, clean: bool) -> Keep {
    let read = &reading.parts[part];
    if is_power(reading, part) {
        return Keep::AsRead;
    }
    if around < CLEAN || !(is_name(reading, part, clean) || is_abbreviation(reading, part, clean)) {
        return Keep::No;
    }
    if read.confidence < SURE { Keep::Doubtful } else { Keep::AsRead }
}

/// Whether a scan's name may still be put right: only its marks were misread, and little else is possible.
pub(super) fn may_mend(read: &ReadPart, made: &str, posterior: f32) -> bool {
    let as_read: String = read.chars.iter().collect();
    // What was typed has no misread marks; a code and a name with letters that no syllable has stand for themselves.
    read.confidence < 1.0
        && posterior >= OTHER_MARKS
        && read.shape != Shape::Upper
        && text::strip_marks(&as_read) == text::strip_marks(made)
}

/// By what power is signed, `TL.`, `KT/`: capitals at the head of a line of capitals, which no word of the language is.
fn is_power(reading: &TokenStream, at: usize) -> bool {
    const POWERS: [&str; 4] = ["KT", "TL", "TM", "TUQ"];
    let part = &reading.parts[at];
    let is_first = at.checked_sub(1).is_none_or(|before| reading.parts[before].line != part.line);
    is_first
        && part.line_shape == Shape::Upper
        && POWERS.contains(&part.chars.iter().collect::<String>().as_str())
}

/// Names that were read alike, and surely, at two places at least: letters in lower case.
#[derive(Debug, Default)]
pub(super) struct ReadTwice(BTreeSet<String>);

impl ReadTwice {
    pub(super) fn of(reading: &TokenStream) -> ReadTwice {
        let (mut once, mut twice) = (BTreeSet::new(), BTreeSet::new());
        for (at, part) in reading.parts.iter().enumerate() {
            if part.confidence >= SURE && is_name(reading, at, true) {
                let name = part.chars.iter().collect::<String>().to_lowercase();
                if !once.insert(name.clone()) {
                    twice.insert(name);
                }
            }
        }
        ReadTwice(twice)
    }

    /// Whether a name stays although a commoner one differs from it by the mark of a vowel: `Vân` and `Văn`. A lost tone is
    /// what engines get wrong twice.
    pub(super) fn keeps(&self, read: &str, made: &str) -> bool {
        const PAIRS: [(&str, &str); 2] = [("âấầẩẫậ", "ăắằẳẵặ"), ("ôốồổỗộ", "ơớờởỡợ")];
        let (read, made) = (read.to_lowercase(), made.to_lowercase());
        let is_pair = |a: char, b: char| {
            let at = |row: &str, c: char| row.chars().position(|other| other == c);
            PAIRS.iter().any(|(one, other)| {
                at(one, a).is_some_and(|i| at(other, b) == Some(i))
                    || at(other, a).is_some_and(|i| at(one, b) == Some(i))
            })
        };
        let same_length = read.chars().count() == made.chars().count();
        let mut differ = read.chars().zip(made.chars()).filter(|(a, b)| a != b);
        let one = differ.next().is_some_and(|(a, b)| is_pair(a, b));
        same_length && one && differ.next().is_none() && self.0.contains(&read)
    }
}

/// A capitalised word beside another, inside a sentence, or the only word of its line; in a line of capitals of a clean
/// document any word that can be a syllable.
fn is_name(reading: &TokenStream, part: usize, clean: bool) -> bool {
    let read = &reading.parts[part];
    if !matches!(read.kind, PartKind::Word | PartKind::Mixed) {
        return false;
    }
    if read.line_shape == Shape::Upper {
        return clean && syllable::is_possible(&spelling(&read.chars.iter().collect::<String>()));
    }
    if !read.chars.first().is_some_and(|c| c.is_uppercase()) {
        // `Rơ Châm H'wưn`, `Bh'riu`: what stands behind the sign of a name goes on it.
        return part > 0 && reading.same_word(part - 1) && is_capital(&reading.parts[part - 1]);
    }
    let on_line = |at: usize| reading.parts.get(at).filter(|p| p.line == read.line);
    let before = part.checked_sub(1).and_then(on_line);
    let after = on_line(part + 1);
    match (before, after) {
        (None, None) => true,
        (Some(before), _) if is_capital(before) || !reading.closes(part - 1) => true,
        (_, Some(after)) => is_capital(after),
        (Some(_), None) => false,
    }
}

fn is_capital(part: &ReadPart) -> bool {
    matches!(part.kind, PartKind::Word | PartKind::Mixed | PartKind::Label)
        && part.chars.first().is_some_and(|c| c.is_uppercase())
}

/// A run of capitals in a line of small letters, or a code such as `PC04`; in a line of capitals of a clean document a run
/// that is made as no syllable is, and what a sign joins to one.
fn is_abbreviation(reading: &TokenStream, at: usize, clean: bool) -> bool {
    let part = &reading.parts[at];
    let capitals = || part.chars.iter().filter(|c| c.is_uppercase()).count();
    match part.kind {
        PartKind::Word if part.shape != Shape::Upper || capitals() < 2 => false,
        PartKind::Word if part.line_shape != Shape::Upper => true,
        PartKind::Word => clean && part.confidence >= SURE && (is_initials(part) || is_joined(reading, at)),
        PartKind::Mixed => capitals() >= 1 && mixed::is_code(&part.chars),
        PartKind::Number | PartKind::Symbol | PartKind::Sign | PartKind::Label => false,
    }
}

/// Whether a part is of a read word with initials in it, as `ĐU` is in `ĐU-LVG`: no word of the language.
pub(super) fn is_joined(reading: &TokenStream, part: usize) -> bool {
    let token = &reading.tokens[reading.parts[part].token];
    reading.parts[token.parts.clone()].iter().any(is_initials)
}

/// Capitals that no syllable can have been: without the marks of vowels, and not made as a syllable is, whatever its marks.
fn is_initials(part: &ReadPart) -> bool {
    let word = || part.chars.iter().collect::<String>().to_lowercase();
    part.kind == PartKind::Word
        && part.chars.len() >= 2
        && part.chars.iter().all(|c| c.is_ascii_uppercase() || *c == 'Đ')
        && !syllable::has_shape(&word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::{Block, OcrLine, OcrPage, OcrWord, Origin};
    use crate::restore::repair::Repairs;

    fn kept(line: &str, confidence: f32, around: f64) -> Vec<String> {
        let word = |w: &str| OcrWord { text: w.to_owned(), place: None, confidence, alternatives: vec![] };
        let words = line.split(' ').map(word).collect();
        let lines = vec![OcrLine { number: 1, block: Block::Unknown, words }];
        let page = OcrPage::of_lines(PageIndex(0), Origin::PlainText, lines);
        let reading = TokenStream::new(&[page], &Repairs::default());
        let stays = |part: &usize| keep(&reading, *part, around, true) != Keep::No;
        (0..reading.parts.len()).filter(stays).map(|p| reading.parts[p].chars.iter().collect()).collect()
    }

    #[test]
    fn powers_stay_and_names_that_were_read_twice() {
        assert_eq!(kept("TL. GIAM ĐOC", 0.6, 0.0), ["TL"]);
        assert_eq!(kept("GIAM ĐOC TL. SO", 0.6, 0.0), [""; 0]);
        let page = |lines: [&str; 2]| {
            let word =
                |w: &str| OcrWord { text: w.to_owned(), place: None, confidence: 0.95, alternatives: vec![] };
            let line = |(number, text): (u32, &str)| OcrLine {
                number,
                block: Block::Unknown,
                words: text.split(' ').map(word).collect(),
            };
            OcrPage::of_lines(PageIndex(0), Origin::PlainText, (1..).zip(lines).map(line).collect())
        };
        let twice = |lines| ReadTwice::of(&TokenStream::new(&[page(lines)], &Repairs::default()));
        let both = twice(["XÃ VÂN THỊNH", "Vân Thịnh, ngày 5"]);
        assert!(both.keeps("VÂN", "VĂN") && both.keeps("Vân", "Văn"));
        assert!(!both.keeps("Thịnh", "Thinh") && !both.keeps("Vân", "Vấn"), "a lost tone");
        assert!(!twice(["XÃ VĂN THỊNH", "Vân Thịnh, ngày 5"]).keeps("Vân", "Văn"));
    }

    #[test]
    fn names_and_abbreviations_are_known_by_their_place() {
        struct Case {
            line: &'static str,
            kept: &'static [&'static str],
        }
        let cases = [
            Case { line: "Lò Văn Ín", kept: &["Lò", "Văn", "Ín"] },
            Case { line: "Giao bà Pờ chủ trì", kept: &["Pờ"] },
            Case { line: "Các sở, ban. Tổng hợp", kept: &[] },
            Case { line: "gửi BCTĐ&TTN và PC04 theo dõi", kept: &["BCTĐ", "TTN", "PC04"] },
        ];
        for case in cases {
            assert_eq!(kept(case.line, 1.0, 1.0), case.kept, "{}", case.line);
            assert!(kept(case.line, 1.0, 0.9).is_empty(), "a line that was misread: {}", case.line);
        }
    }

    #[test]
    fn initials_in_lines_of_capitals_are_known_by_their_letters() {
        let cases: [(&str, &[&str]); 4] = [
            ("- HTTNV, HĐBSM;", &["HTTNV", "HĐBSM"]),
            ("- Lưu VT, BCTĐ&TTN.", &["Lưu", "VT", "BCTĐ", "TTN"]),
            ("- ĐTVM, CUC-LVĐG;", &["ĐTVM", "CUC", "LVĐG"]),
            // A misread syllable has the shape of one or marks.
            ("NGHI QUYÉT CUA CHÍNII PHU", &["NGHI", "CUA", "PHU"]),
        ];
        for (line, right) in cases {
            assert_eq!(kept(line, 1.0, 1.0), right, "{line}");
        }
        assert!(kept("HTTNV KTTH BKTM", 0.8, 1.0).is_empty(), "a scan that was not sure of them");
    }

    #[test]
    fn only_marks_of_scans_are_put_right() {
        let part = |confidence: f32| {
            let word =
                OcrWord { text: "Nguyên".to_owned(), place: None, confidence, alternatives: Vec::new() };
            let lines = vec![OcrLine { number: 1, block: Block::Unknown, words: vec![word] }];
            let page = OcrPage::of_lines(PageIndex(0), Origin::Scan, lines);
            TokenStream::new(&[page], &Repairs::default()).parts[0].clone()
        };
        assert!(may_mend(&part(0.8), "Nguyễn", 0.999));
        assert!(!may_mend(&part(0.8), "Nguyễn", 0.9) && !may_mend(&part(1.0), "Nguyễn", 0.999));
        assert!(!may_mend(&part(0.8), "Nguyện", 0.5) && !may_mend(&part(0.8), "Người", 0.999));
    }
}
