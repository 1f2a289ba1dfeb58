//! Folding of case, marks and tone style, for comparing what differs only in them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Composed normal form (NFC), the only form inside the program.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Lower case in all of Unicode: `Đ` becomes `đ`.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// The one spelling of a word: composed, lower case, the tone mark of oa, oe, uy in the old style.
pub fn spelling(word: &str) -> String {
    old_tone_style(&fold(&nfc(word)))
}

/// Whether two texts differ at most in case and in where the tone mark of oa, oe, uy stands.
pub fn same_folded(a: &str, b: &str) -> bool {
    spelling(a) == spelling(b)
}

/// Full case folding, so that `ß` read for `ss` is no mistake: for measuring alone, since it changes lengths.
///
/// Upper then lower case gives it for all letters but `ı` and `ẞ` (compared over all of Unicode; Cherokee is
/// folded to the other case, which no comparison notices).
pub fn casefold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ı' => folded.push('ı'),
            'ẞ' => folded.push_str("ss"),
            _ => folded.extend(c.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
    folded
}

/// The letters without any mark: `Thưởng` becomes `Thuong`, `Đ` becomes `D`.
pub fn strip_marks(text: &str) -> String {
    text.nfd()
        .filter(|c| canonical_combining_class(*c) == 0)
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

/// Lower case without marks: `Nơi nhận` becomes `noi nhan`.
pub fn bare(text: &str) -> String {
    fold(&strip_marks(text))
}

/// New-style endings (tone mark on the last vowel) beside the old style (on the first).
const TONE_STYLES: [(&str, &str); 15] = [
    ("oà", "òa"),
    ("oá", "óa"),
    ("oả", "ỏa"),
    ("oã", "õa"),
    ("oạ", "ọa"),
    ("oè", "òe"),
    ("oé", "óe"),
    ("oẻ", "ỏe"),
    ("oẽ", "õe"),
    ("oẹ", "ọe"),
    ("uỳ", "ùy"),
    ("uý", "úy"),
    ("uỷ", "ủy"),
    ("uỹ", "ũy"),
    ("uỵ", "ụy"),
];

/// A lower-case syllable with the tone mark of a final oa, oe, uy on the first vowel: `hoà` becomes `hòa`.
///
/// After q, u belongs to the consonant, so `quý` stays.
pub fn old_tone_style(syllable: &str) -> String {
    for (new, old) in TONE_STYLES {
        if let Some(onset) = syllable.strip_suffix(new) {
            if onset == "q" && new.starts_with('u') {
                break;
            }
            return format!("{onset}{old}");
        }
    }
    syllable.to_owned()
}

/// A lower-case syllable with the tone mark of a final oa, oe, uy on the last vowel: `hòa` becomes `hoà`.
pub fn new_tone_style(syllable: &str) -> String {
    for (new, old) in TONE_STYLES {
        if let Some(onset) = syllable.strip_suffix(old) {
            return format!("{onset}{new}");
        }
    }
    syllable.to_owned()
}

/// `quí`, `qui` as `quý`, `quy`: both spellings are right. The length stays.
fn with_y(low: &str) -> String {
    const PAIRS: [(&str, &str); 2] = [("qui", "quy"), ("quí", "quý")];
    PAIRS.iter().find(|(i, _)| *i == low).map_or_else(|| low.to_owned(), |(_, y)| (*y).to_owned())
}

/// A text in lower case, each word with its tone mark in the old style and `quy` with its y, byte for byte where it stood:
/// what would change its length keeps its form.
pub fn aligned_spelling(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        let old = old_tone_style(&with_y(word));
        out.push_str(if old.len() == word.len() { &old } else { word });
        word.clear();
    };
    for c in text.chars() {
        let mut lower = c.to_lowercase();
        let c = match (lower.next(), lower.next()) {
            (Some(l), None) if l.len_utf8() == c.len_utf8() => l,
            _ => c,
        };
        if c.is_alphabetic() {
            word.push(c);
        } else {
            flush(&mut word, &mut out);
            out.push(c);
        }
    }
    flush(&mut word, &mut out);
    out
}

/// Runs of letters and digits, lower case, NFC, tone marks in the old style: what accuracy is counted in.
pub fn syllables(text: &str) -> Vec<String> {
    nfc(text).split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()).map(spelling).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_knows_vietnamese() {
        assert_eq!(fold("ĐẮK LẮK"), "đắk lắk");
        assert_eq!(strip_marks("Thực hiện Đề án"), "Thuc hien De an");
        assert!(same_folded("Hoà", "HÒA"));
        assert!(same_folded("uỷ", "ủy"));
        assert!(!same_folded("quý", "qúy"));
    }

    #[test]
    fn tone_styles_turn_into_each_other() {
        for word in ["hòa", "ủy", "khỏe", "thúy"] {
            assert_eq!(old_tone_style(&new_tone_style(word)), word);
        }
        assert_eq!(old_tone_style("quý"), "quý");
        assert_eq!(old_tone_style("hoàn"), "hoàn");
    }

    #[test]
    fn an_aligned_spelling_keeps_every_byte_in_its_place() {
        let text = "Uỷ ban, HOÀ BÌNH İ; Quí III, quit";
        assert_eq!(aligned_spelling(text).len(), text.len());
        assert_eq!(aligned_spelling(text), "ủy ban, hòa bình İ; quý iii, quit");
    }

    #[test]
    fn syllables_are_runs_of_letters_and_digits() {
        assert_eq!(syllables("Uỷ ban, 56/NQ-HĐND; 55,7%"), ["ủy", "ban", "56", "nq", "hđnd", "55", "7"]);
    }
}
