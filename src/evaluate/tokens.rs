//! Cuts a text into what is counted: syllables, words as printed, numbers, lines.
//!
//! White space, digits and lines are those of Python, in which the measure was first written.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::vietnamese::{casefold, nfc, old_tone_style};

/// Stands for handwriting, which the truth writes as `⟨11⟩`: matches whatever was read there, or nothing.
pub const ANYTHING: &str = "⟨⟩";

/// Whether a token of the truth stands for handwriting.
pub fn is_anything(token: &str) -> bool {
    token == ANYTHING
}

static SYLLABLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"⟨[^⟩]*⟩|[\p{L}\p{N}]+"));
static RUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\p{L}\p{N}]+"));
static HANDWRITING: LazyLock<Regex> = LazyLock::new(|| pattern(r"⟨[^⟩]*⟩"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is written here and is well formed")
}

/// Runs of letters and digits, case folded, NFC, the tone mark of oa, oe, uy in the old style; handwriting as
/// [`ANYTHING`].
pub fn syllables(text: &str) -> Vec<String> {
    let folded = casefold(&nfc(text));
    SYLLABLE
        .find_iter(&folded)
        .map(|found| match found.as_str() {
            hand if hand.starts_with('⟨') => ANYTHING.to_owned(),
            syllable => old_tone_style(&nfc(syllable)),
        })
        .collect()
}

/// Words parted by white space, as printed but for quotes, dashes and tone style, which are made one.
pub fn plain(text: &str) -> Vec<String> {
    let one: String = nfc(text)
        .chars()
        .map(|c| match c {
            '“' | '”' | '„' | '‟' | '″' => '"',
            '‘' | '’' | '‛' | '′' => '\'',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        })
        .collect();
    HANDWRITING
        .replace_all(&one, format!(" {ANYTHING} "))
        .split(is_space)
        .filter(|word| !word.is_empty())
        .map(|word| match word {
            ANYTHING => ANYTHING.to_owned(),
            printed => RUN.replace_all(printed, |run: &Captures<'_>| old_tone_in_case(&run[0])).into_owned(),
        })
        .collect()
}

/// Words with a digit, without the punctuation around them; handwriting as [`ANYTHING`].
pub fn numbers(text: &str) -> Vec<String> {
    plain(text)
        .into_iter()
        .filter_map(|word| {
            if is_anything(&word) {
                return Some(word);
            }
            let bare = word.trim_matches(|c| ".,;:()[]\"'-".contains(c));
            bare.contains(is_digit).then(|| bare.to_owned())
        })
        .collect()
}

/// The lines of a text, parted by any line end, vertical tab, form feed or separator; no empty one after the
/// last end.
pub fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some((at, end)) = rest.char_indices().find(|(_, c)| ends_line(*c)) else {
            lines.push(rest);
            break;
        };
        lines.push(&rest[..at]);
        let width = if rest[at..].starts_with("\r\n") { 2 } else { end.len_utf8() };
        rest = &rest[at + width..];
    }
    lines
}

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// White space of any length as one space, none at the ends.
pub(super) fn one_spaced(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// White space, and the four separators of ASCII, which Python counts among it.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// A word with its tone mark in the old style; untouched, case and all, where nothing moves.
fn old_tone_in_case(word: &str) -> String {
    let low = word.to_lowercase();
    let folded = old_tone_style(&nfc(&low));
    if folded == low {
        return word.to_owned();
    }
    let mut letters = folded.chars();
    if !word.chars().any(char::is_lowercase) {
        folded.to_uppercase()
    } else if word.starts_with(char::is_uppercase)
        && let Some(first) = letters.next()
    {
        first.to_uppercase().chain(letters).collect()
    } else {
        folded
    }
}

/// Decimal digits, and signs that stand for one: ², ①.
fn is_digit(c: char) -> bool {
    static DECIMAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{Nd}"));
    /// Digits of Unicode (`Numeric_Type=Digit`) that are not decimal, first and last of each run.
    const OTHER: [(char, char); 20] = [
        ('\u{b2}', '\u{b3}'),
        ('\u{b9}', '\u{b9}'),
        ('\u{1369}', '\u{1371}'),
        ('\u{19da}', '\u{19da}'),
        ('\u{2070}', '\u{2070}'),
        ('\u{2074}', '\u{2079}'),
        ('\u{2080}', '\u{2089}'),
        ('\u{2460}', '\u{2468}'),
        ('\u{2474}', '\u{247c}'),
        ('\u{2488}', '\u{2490}'),
        ('\u{24ea}', '\u{24ea}'),
        ('\u{24f5}', '\u{24fd}'),
        ('\u{24ff}', '\u{24ff}'),
        ('\u{2776}', '\u{277e}'),
        ('\u{2780}', '\u{2788}'),
        ('\u{278a}', '\u{2792}'),
        ('\u{10a40}', '\u{10a43}'),
        ('\u{10e60}', '\u{10e68}'),
        ('\u{11052}', '\u{1105a}'),
        ('\u{1f100}', '\u{1f10a}'),
    ];
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    OTHER.iter().any(|(first, last)| (*first..=*last).contains(&c))
        || (c.is_numeric() && DECIMAL.is_match(c.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_fold_case_and_tone_style() {
        assert_eq!(
            syllables("Uỷ ban, số ⟨11⟩/QĐ-UBND; quý_4"),
            ["ủy", "ban", "số", "⟨⟩", "qđ", "ubnd", "quý", "4"]
        );
        assert_eq!(syllables("ß ẞ ﬁ"), ["ss", "ss", "fi"]);
    }

    #[test]
    fn plain_words_keep_case_and_punctuation() {
        assert_eq!(plain("“Hoà bình” – HOÀ,\u{a0}Thuỷ quý"), ["\"Hòa", "bình\"", "-", "HÒA,", "Thủy", "quý"]);
        assert_eq!(plain("ngày⟨11⟩tháng"), ["ngày", "⟨⟩", "tháng"]);
        // Of one letter with a foreign mark the case is that of the whole word.
        assert_eq!(plain("hOà"), ["hòa"]);
    }

    #[test]
    fn numbers_lose_the_punctuation_around_them() {
        assert_eq!(
            numbers("(55,7%), số ⟨3⟩: 12/KH-UBND. m² Điều 4."),
            ["55,7%", "⟨⟩", "12/KH-UBND", "m²", "4"]
        );
        assert!(numbers("½ quý").is_empty(), "a fraction sign is no digit");
    }

    #[test]
    fn lines_end_as_in_python() {
        struct Case {
            text: &'static str,
            lines: &'static [&'static str],
        }
        for case in [
            Case { text: "", lines: &[] },
            Case { text: "a", lines: &["a"] },
            Case { text: "a\n", lines: &["a"] },
            Case { text: "a\r\nb\rc", lines: &["a", "b", "c"] },
            Case { text: "a\n\x0c\nb", lines: &["a", "", "", "b"] },
            Case { text: "\n", lines: &[""] },
        ] {
            assert_eq!(lines(case.text), case.lines, "{:?}", case.text);
        }
    }
}
