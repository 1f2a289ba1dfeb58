//! What strokes of a pen and seals make of the lines of a signature block on scans: words put before and behind them, letters
//! of their first words misread.

use super::phrase::key;
use super::words::{self, Class};
use crate::vietnamese::syllable;

/// No line that goes on with an office has so few letters.
const FEWEST_LETTERS: usize = 4;

/// A line that names no power as it was printed, where that is certain: `TT. GIÁM ĐỐC` is by order, `TL.`, since no other power looks like it; a
/// short word before an office, `1N PHÓ BÍ THƯ`, is of a pen. `None` where the line stands as it was read.
pub(super) fn printed(text: &str) -> Option<String> {
    if let Some(office) = by_order(text) {
        return Some(format!("TL. {office}"));
    }
    let (first, rest) = text.split_once(' ')?;
    let whole = key(text);
    let is_short = first.chars().count() <= 2 && !syllable::is_possible(&first.to_lowercase());
    let is_behind = is_short && !is_office(&whole) && is_office(&key(rest));
    is_behind.then(|| rest.to_owned())
}

fn is_office(key: &str) -> bool {
    words::begins_with(key, Class::Office)
}

/// The office or body by whose order is signed, where the `L` of `TL.` was read as another of the upright letters.
pub(super) fn by_order(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once(['.', '/', ','])?;
    let rest = rest.trim_start();
    let of = key(rest);
    let is_named = is_office(&of) || words::begins_with(&of, Class::Body);
    (matches!(first, "TT" | "TI" | "T1" | "Tl") && is_named).then_some(rest)
}

/// Whether a line behind an office or a body goes on with none of them: it has too few letters, or no word.
pub(super) fn is_no_word(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_word = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        bare.chars().count() >= 2 && syllable::is_possible(&bare)
    };
    letters < FEWEST_LETTERS || text.contains(['/', '|', '\\']) && !text.split(' ').any(is_word)
}

/// Whether a line is the last word of an office whose first ones are hidden: `TỊCH` of a `CHỦ TỊCH`.
pub(super) fn is_end_of_office(key: &str) -> bool {
    let ends = |office: &str| office.strip_suffix(key).is_some_and(|before| before.ends_with(' '));
    !key.contains(' ') && !is_office(key) && words::of(Class::Office).any(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_found_among_strokes() {
        struct Case(&'static str, Option<&'static str>);
        for Case(read, expected) in [
            Case("TT. GIÁM ĐỐC", Some("TL. GIÁM ĐỐC")),
            Case("TI. BAN THƯỜNG VỤ", Some("TL. BAN THƯỜNG VỤ")),
            Case("1N PHÓ GIÁM ĐỐC", Some("PHÓ GIÁM ĐỐC")),
            Case("PHÓ GIÁM ĐỐC", None),
            Case("TT. AN THỊNH", None),
            Case("KT. GIÁM ĐỐC", None),
        ] {
            assert_eq!(printed(read).as_deref(), expected, "{read}");
        }
    }

    #[test]
    fn strokes_are_no_words() {
        for stroke in ["V V", "ÁN A", "VÀ", "JJ/WW/"] {
            assert!(is_no_word(stroke), "{stroke}");
        }
        for words in ["KẾ HOẠCH", "HĐND", "QLHC VỀ TTXH", "QUẢN LÝ ĐT/XD"] {
            assert!(!is_no_word(words), "{words}");
        }
        assert!(is_end_of_office("tich") && !is_end_of_office("giam doc") && !is_end_of_office("dan"));
    }
}
