//! Folding of case, marks and tone style, for comparing what differs only in them.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Composed normal form (NFC), the only form inside the program.
pub fn nfc(text: &str) -> String {
    // Nearly all that is asked about is composed already.
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { text.to_owned() } else { text.nfc().collect() }
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
    let mut stripped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'đ' => stripped.push('d'),
            'Đ' => stripped.push('D'),
            _ if c.is_ascii() => stripped.push(c),
            _ => decompose_canonical(c, |part| {
                if canonical_combining_class(part) == 0 {
                    stripped.push(part);
                }
            }),
        }
    }
    stripped
}

/// A capital letter as it stands in an abbreviation: `Ủ` as `U`, while `Đ`, `Ư`, `Ô` stay.
pub fn strip_tone(letter: char) -> char {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let mut buffer = [0; 4];
    let without: String = letter.encode_utf8(&mut buffer).nfd().filter(|c| !TONES.contains(c)).collect();
    nfc(&without).chars().next().unwrap_or(letter)
}

/// Lower case without marks: `Nơi nhận` becomes `noi nhan`.
pub fn bare(text: &str) -> String {
    fold(&strip_marks(text))
}

/// New-style endings (tone mark on the last vowel) beside the old style (on the first).
pub(crate) const TONE_STYLES: [(&str, &str); 15] = [
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

/// A text as it stands, and the same folded, in which every letter begins at the same byte.
///
/// The two are made together here and cannot be changed afterwards, so that a place in one is a place in the other.
#[derive(Debug, Clone)]
pub struct Aligned {
    text: String,
    low: String,
}

impl Aligned {
    /// Folds a text character by character, each to one of as many bytes: lower case, and i of `quí` as y.
    ///
    /// A change that reaches over two characters (the style of tone marks, composing, sharp s as two) is therefore never
    /// made here: patterns know both styles instead (`TONE_STYLES`).
    pub fn new(text: String) -> Aligned {
        let low = aligned_spelling(&text);
        Aligned { text, low }
    }

    /// As it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Folded.
    pub fn low(&self) -> &str {
        &self.low
    }
}

fn aligned_spelling(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word: Vec<char> = Vec::new();
    let mut flush = |word: &mut Vec<char>| {
        match word.as_mut_slice() {
            ['q', 'u', last @ 'i'] => *last = 'y',
            ['q', 'u', last @ 'í'] => *last = 'ý',
            _ => {}
        }
        out.extend(word.drain(..));
    };
    for c in text.chars().map(lower_of_same_length) {
        if !c.is_alphabetic() {
            flush(&mut word);
        }
        word.push(c);
        if !c.is_alphabetic() {
            flush(&mut word);
        }
    }
    flush(&mut word);
    out
}

/// A character in lower case; one whose lower case has another length or is several characters stays as it is.
fn lower_of_same_length(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(l), None) if l.len_utf8() == c.len_utf8() => l,
        _ => c,
    }
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
    fn marks_are_those_of_the_decomposed_letter() {
        for c in ('\u{0}'..=char::MAX).filter(|c| !matches!(c, 'đ' | 'Đ')) {
            let text = c.to_string();
            let expected: String = text.nfd().filter(|c| canonical_combining_class(*c) == 0).collect();
            assert_eq!(strip_marks(&text), expected, "U+{:04X}", u32::from(c));
        }
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
        let text = "Uỷ ban nhân dân\ntỉnh Sơn Hà, HOÀ BÌNH İ ẞ Ⱥ ﬁ toạ\u{323} Ω K Å \u{1e9e}";
        let forms = Aligned::new(text.to_owned());
        let low = forms.low();
        assert!(low.starts_with("uỷ ban nhân dân\ntỉnh sơn hà, hoà bình"));
        let starts = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!((starts(low), forms.text()), (starts(text), text));
        assert_eq!(aligned_spelling("Quí III, qui định, quí vị, quit"), "quý iii, quy định, quý vị, quit");
    }

    #[test]
    fn syllables_are_runs_of_letters_and_digits() {
        assert_eq!(syllables("Uỷ ban, 56/NQ-HĐND; 55,7%"), ["ủy", "ban", "56", "nq", "hđnd", "55", "7"]);
    }
}
