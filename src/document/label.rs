//! Labels at the beginning of parts and items: `Điều 3.`, `II.`, `1.1.`, `a)`, `-`.
//!
//! | Printed | Term | Class |
//! | --- | --- | --- |
//! | `Phần I`, `Phần thứ nhất` | phần | [`Class::PartWord`] |
//! | `Chương II` | chương | [`Class::Chapter`] |
//! | `Mục 1` | mục | [`Class::SectionWord`] |
//! | `A.` | – | [`Class::Capital`] |
//! | `Điều 3.` | điều | [`Class::Article`] |
//! | `II.` | – | [`Class::Roman`] |
//! | `1.`, `1-` | khoản | [`Class::Number`] |
//! | `1.1.`, `1.1.2` | – | [`Class::Decimal`] |
//! | `1)`, `(1)` | – | [`Class::NumberBracket`] |
//! | `a)`, `a.` | điểm | [`Class::Letter`] |
//! | `a1)`, `a.1)` | – | [`Class::LetterNumber`] |
//! | `(ii)`, `ii)` | – | [`Class::SmallRoman`] |
//! | `-` | – | [`Class::Dash`] |
//! | `+` | – | [`Class::Plus`] |
//! | `*`, `•` | – | [`Class::Sign`] |
//! | `[1]` | footnote | [`Class::Note`] |

use std::sync::LazyLock;

use regex::Regex;

use super::NodeKind;
use super::phrase::Bare;
use crate::vietnamese::numeral::{POINT_LETTERS, roman_value};

/// The sorts of labels. Those of one class in one list are siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    PartWord,
    Chapter,
    SectionWord,
    Capital,
    Article,
    Roman,
    Number,
    /// How many numbers: 2 for `1.1`.
    Decimal(u8),
    NumberBracket,
    Letter,
    LetterNumber,
    SmallRoman,
    Dash,
    Plus,
    Sign(char),
    Note,
}

impl Class {
    /// Order of depth where a document leaves it open, smaller outside. Signs have none of their own: they go
    /// inside what stands before them, which the highest number says.
    pub(super) fn rank(self) -> u8 {
        match self {
            Class::PartWord => 10,
            Class::Chapter => 15,
            Class::SectionWord => 20,
            Class::Capital => 25,
            Class::Article => 30,
            Class::Roman => 35,
            Class::Number => 40,
            Class::Decimal(depth) => 40 + depth.min(9),
            Class::NumberBracket => 52,
            Class::Letter => 55,
            Class::LetterNumber => 60,
            Class::SmallRoman => 65,
            Class::Dash => 80,
            Class::Plus => 85,
            Class::Sign(_) => 90,
            Class::Note => 100,
        }
    }

    /// The term of the outline.
    pub(super) fn kind(self) -> NodeKind {
        match self {
            Class::PartWord | Class::Capital | Class::Roman => NodeKind::Part,
            Class::Chapter => NodeKind::Chapter,
            Class::SectionWord => NodeKind::Section,
            Class::Article => NodeKind::Article,
            Class::Number | Class::NumberBracket => NodeKind::Clause,
            Class::Decimal(_) => NodeKind::SubClause,
            Class::Letter | Class::LetterNumber | Class::SmallRoman => NodeKind::Point,
            Class::Dash | Class::Sign(_) => NodeKind::Bullet,
            Class::Plus => NodeKind::Plus,
            Class::Note => NodeKind::Note,
        }
    }

    /// `-`, `+`, `*`: no sequence tells a label from a sign inside a sentence.
    pub(super) fn is_sign(self) -> bool {
        matches!(self, Class::Dash | Class::Plus | Class::Sign(_))
    }
}

/// A label at the beginning of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) class: Class,
    /// As printed, without the mark after it and without the word `Điều`.
    pub(super) text: String,
    /// Bytes of the text up to where the body begins.
    pub(super) length: usize,
    /// Its place in its sequence, from 1; `None` for signs.
    pub(super) value: Option<u32>,
    /// Whether a mark (`.`, `)`) follows it, or none is needed.
    pub(super) marked: bool,
}

struct Pattern {
    class: Class,
    regex: Regex,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    // Group 1 is the label, group 2 its mark. Matched against the text without marks.
    let table: [(Class, &str); 20] = [
        (Class::PartWord, r"^(?:PHAN|Phan)\s+([IVX]+|\d{1,2}|(?:thu|THU)\s+\pL+)\b\s*([.:]?)"),
        (Class::Chapter, r"^(?:CHUONG|Chuong)\s+([IVXL]+|\d{1,2})\b\s*([.:]?)"),
        (Class::SectionWord, r"^(?:MUC|Muc)\s+([IVX]+|\d{1,2})\b\s*([.:]?)"),
        (Class::Article, r"^(?:DIEU|Dieu)\s+(\d{1,3}[a-z]?)\b\s*([.:]?)"),
        (Class::Note, r"^\[(\d{1,3})(\])"),
        (Class::Decimal(4), r"^(\d{1,2}\.\d{1,2}\.\d{1,2}\.\d{1,2})(\.?)(?:\s|$)"),
        (Class::Decimal(3), r"^(\d{1,2}\.\d{1,2}\.\d{1,2})(\.?)(?:\s|$)"),
        (Class::Decimal(2), r"^(\d{1,2}\.\d{1,2})(\.?)(?:\s|$)"),
        (Class::Roman, r"^([IVX]{1,6})\s*([./)]|\s[-–])(?:\s|$|\pL)"),
        // Documents of the Party: "IV- NHIỆM VỤ", "3.1- Ban Tổ chức", "A- Đến năm 2030".
        (Class::Decimal(2), r"^(\d{1,2}\.\d{1,2})([-–])\s"),
        (Class::Roman, r"^([IVX]{1,6})([-–])\s"),
        (Class::Capital, r"^([A-H])([-–])\s"),
        (Class::Capital, r"^([A-Z])\s*([./)])(?:\s|$)"),
        (Class::Number, r"^(\d{1,3})\s?(\.|/|\s?[-–])(?:\s+|$|\p{Lu})"),
        (Class::NumberBracket, r"^\(?(\d{1,2})(\))"),
        (Class::LetterNumber, r"^([a-z]\.?\d{1,2})\s?([.)])(?:\s|$)"),
        (Class::SmallRoman, r"^\(?([ivx]{1,5})\s?(\))"),
        (Class::Letter, r"^([a-z])\s?(\)|[./](?:\s|$))"),
        // A dash of faint print is read as a wave; a speck may stand before it.
        (Class::Dash, r"^([_.,:'=]{0,2}[-–—−~][-–—−~=]?(?:\s+[-–—−]\s+)?)()(?:\s|[\p{Lu}“])"),
        (Class::Plus, r"^(\+)()(?:\s|\p{Lu})"),
    ];
    table
        .into_iter()
        .map(|(class, pattern)| Pattern { class, regex: Regex::new(pattern).expect("the pattern is fixed") })
        .collect()
});

/// Specks before a label; a row of more is no dirt, and no label stands behind it.
const MOST_SPECKS: usize = 8;

const SIGNS: &str = "*•●▪◦○■□➢➤→✓";

/// The label that a text begins with. `previous` are the labels before it in the document, which decide between
/// `i)` the letter and `i)` the numeral, `C.` the letter and `C.` the numeral.
pub(super) fn parse(text: &str, previous: &[Label]) -> Option<Label> {
    behind_specks(text, previous, MOST_SPECKS)
}

/// The same, behind so many specks at most.
fn behind_specks(text: &str, previous: &[Label], most: usize) -> Option<Label> {
    if let Some((speck, length)) = speck(text, previous) {
        let label = behind_specks(&text[length..], previous, most.checked_sub(1)?);
        let label = label.filter(|label| speck.is_before(label, previous))?;
        return Some(Label { length: label.length + length, ..label });
    }
    if let Some(sign) = text.chars().next().filter(|c| SIGNS.contains(*c)) {
        let rest = &text[sign.len_utf8()..];
        let length = text.len() - rest.trim_start().len();
        let begins = rest.trim_start().chars().next().is_some_and(char::is_alphanumeric);
        return begins.then(|| Label {
            class: Class::Sign(sign),
            text: sign.to_string(),
            length,
            value: None,
            marked: true,
        });
    }
    // Labels are short; the body need not be stripped.
    let head: String = text.chars().take(40).collect();
    let bare = Bare::new(&head);
    PATTERNS.iter().find_map(|pattern| {
        let found = pattern.regex.captures(&bare.text)?;
        let (label, mark) = (found.get(1)?, found.get(2)?);
        let printed = &head[bare.back(label.start())..bare.back(label.end())];
        let class = settle(pattern.class, printed, previous)?;
        let end = bare.back(mark.end());
        let rest = &text[end..];
        let marked = !mark.as_str().trim().is_empty() || class.is_sign();
        let length = text.len() - rest.trim_start().len();
        let body = &text[length..];
        // `V/v` is no numeral.
        let slash = mark.as_str() == "/" && !rest.is_empty() && !rest.starts_with(' ');
        if slash || !plausible(class, label.as_str(), marked, body) {
            return None;
        }
        let value = value(class, printed);
        let dash = printed.chars().find(|c| matches!(c, '-' | '–' | '—' | '−' | '~'));
        let text = dash.filter(|_| class == Class::Dash).map_or_else(|| printed.to_owned(), String::from);
        Some(Label { class, text, length, value, marked })
    })
}

/// What dirt at the margin is read as, before a label.
enum Speck {
    /// A mark that no line begins with: `: 1. Sở Y tế`.
    Mark,
    /// A letter before a dash, where no points are: `b - Phối hợp`.
    Letter,
    /// A dash that hangs on to a number: `—3. Thi đua`.
    Dash,
}

impl Speck {
    /// Whether the label behind it makes it one.
    fn is_before(&self, label: &Label, previous: &[Label]) -> bool {
        match self {
            Speck::Mark => label.value.is_some() && label.marked,
            Speck::Letter => true,
            // `-3` may be a number below nothing: only the next of a list is none.
            Speck::Dash => {
                let last = previous.iter().rfind(|p| p.class == Class::Number).and_then(|p| p.value);
                label.class == Class::Number
                    && label.marked
                    && last.is_some_and(|last| label.value == Some(last + 1))
            }
        }
    }
}

/// The speck that a text may begin with, and its length in bytes.
fn speck(text: &str, previous: &[Label]) -> Option<(Speck, usize)> {
    let mut signs = text.chars();
    let first = signs.next()?;
    let (second, third, fourth, fifth) = (signs.next()?, signs.next(), signs.next(), signs.next());
    let is_dash = |sign: char| matches!(sign, '-' | '–' | '—');
    match (first, second) {
        (':' | '.' | ',' | '\'' | '`' | '‘' | '’' | '·' | '¡', ' ') => {
            Some((Speck::Mark, first.len_utf8() + 1))
        }
        ('a'..='z', ' ')
            if third.is_some_and(is_dash)
                && fourth == Some(' ')
                && fifth.is_some_and(char::is_uppercase)
                && !previous.iter().any(|label| label.class == Class::Letter) =>
        {
            Some((Speck::Letter, 2))
        }
        ('_' | '-' | '–' | '—', '0'..='9') => Some((Speck::Dash, first.len_utf8())),
        _ => None,
    }
}

/// Decides between classes that look alike; `None` when the printed label is none of the class.
fn settle(class: Class, printed: &str, previous: &[Label]) -> Option<Class> {
    let follows = |class: Class| {
        previous
            .iter()
            .rfind(|p| p.class == class)
            .is_some_and(|p| p.value.map(|v| v + 1) == value(class, printed))
    };
    match class {
        Class::Roman if printed.chars().count() == 1 && follows(Class::Capital) => Some(Class::Capital),
        Class::Roman => roman_value(printed).map(|_| class),
        Class::SmallRoman if printed.chars().count() == 1 && printed != "i" => None,
        Class::SmallRoman if follows(Class::Letter) => Some(Class::Letter),
        Class::SmallRoman => roman_value(&printed.to_uppercase()).map(|_| class),
        Class::Letter => POINT_LETTERS.contains(printed).then_some(class),
        _ => Some(class),
    }
}

/// Turns down what only looks like a label: `4.000 ha`, `12. 500`, `2.5 triệu`.
fn plausible(class: Class, label: &str, marked: bool, body: &str) -> bool {
    let first = body.chars().next();
    match class {
        Class::Decimal(_) => {
            !label.starts_with('0') && (marked || first.is_none_or(|c| c.is_uppercase() || c == '“'))
        }
        Class::Number => label != "0" && first.is_none_or(|c| !c.is_numeric() || body.len() > 12),
        // `a) 100% các xã …` is a point, `a) 5` of a broken line is none.
        Class::Letter => first.is_none_or(|c| !c.is_numeric() || body.len() > 12),
        Class::Dash | Class::Plus => first.is_some(),
        _ => true,
    }
}

/// The place of a label in its sequence.
fn value(class: Class, printed: &str) -> Option<u32> {
    match class {
        Class::PartWord | Class::Chapter | Class::SectionWord => {
            printed.parse().ok().or_else(|| roman_value(printed))
        }
        Class::Article => printed.trim_end_matches(char::is_alphabetic).parse().ok(),
        Class::Roman => roman_value(printed),
        Class::SmallRoman => roman_value(&printed.to_uppercase()),
        Class::Capital => position(&printed.to_lowercase()),
        Class::Letter => position(printed),
        Class::Number | Class::NumberBracket | Class::Note => printed.parse().ok(),
        Class::Decimal(_) => printed.rsplit('.').next().and_then(|last| last.parse().ok()),
        Class::LetterNumber => printed.trim_start_matches(|c: char| !c.is_numeric()).parse().ok(),
        Class::Dash | Class::Plus | Class::Sign(_) => None,
    }
}

fn position(letter: &str) -> Option<u32> {
    let at = POINT_LETTERS.chars().position(|c| letter.chars().eq(std::iter::once(c)))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_specks_is_no_label_however_long() {
        assert_eq!(parse(": . 1. Sở Nội vụ", &[]).unwrap().text, "1");
        assert!(parse(&format!("{}1. Sở Nội vụ", ", ".repeat(100_000)), &[]).is_none());
    }

    #[test]
    fn labels_are_told_from_text() {
        struct Case(&'static str, Option<(Class, &'static str, u32)>, &'static str);
        for Case(text, expected, body) in [
            Case("Điều 3. Hiệu lực thi hành", Some((Class::Article, "3", 3)), "Hiệu lực thi hành"),
            Case("Chương II", Some((Class::Chapter, "II", 2)), ""),
            Case("PHẦN THỨ NHẤT", Some((Class::PartWord, "THỨ NHẤT", 0)), ""),
            Case("II. MỤC TIÊU", Some((Class::Roman, "II", 2)), "MỤC TIÊU"),
            Case("XIV. Kinh phí", Some((Class::Roman, "XIV", 14)), "Kinh phí"),
            Case("IIX. Kinh phí", None, ""),
            Case("V/v trồng rừng", None, ""),
            Case("I/ KINH PHÍ", Some((Class::Roman, "I", 1)), "KINH PHÍ"),
            Case("1. Sở Nội vụ", Some((Class::Number, "1", 1)), "Sở Nội vụ"),
            Case("1.Sở Nội vụ", Some((Class::Number, "1", 1)), "Sở Nội vụ"),
            Case("2.1. Chỉ tiêu", Some((Class::Decimal(2), "2.1", 1)), "Chỉ tiêu"),
            Case("2.1 Chỉ tiêu", Some((Class::Decimal(2), "2.1", 1)), "Chỉ tiêu"),
            Case("3.1- Ban Tổ chức", Some((Class::Decimal(2), "3.1", 1)), "Ban Tổ chức"),
            Case("IV- NHIỆM VỤ", Some((Class::Roman, "IV", 4)), "NHIỆM VỤ"),
            Case("B- Đến năm 2030", Some((Class::Capital, "B", 2)), "Đến năm 2030"),
            Case("X-quang phổi", None, ""),
            Case("2.5 triệu đồng", None, ""),
            Case("4.000 ha rừng", None, ""),
            Case("2025 giảm ít nhất", None, ""),
            Case("a) Các sở", Some((Class::Letter, "a", 1)), "Các sở"),
            Case("đ) Các sở", Some((Class::Letter, "đ", 5)), "Các sở"),
            Case("b) 95% hộ dân nông thôn", Some((Class::Letter, "b", 2)), "95% hộ dân nông thôn"),
            Case("b) 95", None, ""),
            Case("- Chủ trì", Some((Class::Dash, "-", 0)), "Chủ trì"),
            Case("-5% so với", None, ""),
            Case("_~ Như trên", Some((Class::Dash, "~", 0)), "Như trên"),
            Case("- - Khai thác", Some((Class::Dash, "-", 0)), "Khai thác"),
            Case("b - Phối hợp", Some((Class::Dash, "-", 0)), "Phối hợp"),
            Case("b - phối hợp", None, ""),
            Case(": 1. Sở Y tế", Some((Class::Number, "1", 1)), "Sở Y tế"),
            Case(": các sở", None, ""),
            Case("—3. Thi đua", None, ""),
            Case("+ Phối hợp", Some((Class::Plus, "+", 0)), "Phối hợp"),
            Case("* Chỉ tiêu", Some((Class::Sign('*'), "*", 0)), "Chỉ tiêu"),
            Case("* *", None, ""),
            Case("(ii) Kinh phí", Some((Class::SmallRoman, "ii", 2)), "Kinh phí"),
            Case("[2] Chỉ thị", Some((Class::Note, "2", 2)), "Chỉ thị"),
            Case("Mục tiêu", None, ""),
            Case("mục 2 Điều 5", None, ""),
        ] {
            let found = parse(text, &[]);
            let got = found.as_ref().map(|l| (l.class, l.text.as_str(), l.value.unwrap_or(0)));
            assert_eq!(got, expected, "{text}");
            if let Some(label) = found {
                assert_eq!(&text[label.length..], body, "{text}");
            }
        }
    }

    #[test]
    fn what_stands_before_decides() {
        let h = parse("h) Kinh phí", &[]).unwrap();
        assert_eq!(parse("i) Giám sát", std::slice::from_ref(&h)).unwrap().class, Class::Letter);
        assert_eq!(parse("i) Giám sát", &[]).unwrap().class, Class::SmallRoman);
        let h = parse("H. KINH PHÍ", &[]).unwrap();
        assert_eq!(h.class, Class::Capital);
        assert_eq!(parse("I. GIÁM SÁT", std::slice::from_ref(&h)).unwrap().class, Class::Capital);
    }
}
