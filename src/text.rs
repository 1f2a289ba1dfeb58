//! Text as the steps share it: spans that know which text they count, and folding that knows Vietnamese.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Range;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Marks the text as the engine read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {}

/// Marks the text after restoration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {}

/// A half-open range of UTF-8 bytes in the text named by `T`, on character boundaries.
///
/// `Span<Read>` and `Span<Restored>` are different types, so that an offset into one text can never be used in
/// the other. Invariant: `start <= end`.
pub struct Span<T> {
    start: u32,
    end: u32,
    text: PhantomData<T>,
}

impl<T> Span<T> {
    /// The bytes from `start` (inside) to `end` (outside).
    ///
    /// # Panics
    /// When `start > end`, or the text is over 4 GiB.
    pub fn new(start: usize, end: usize) -> Span<T> {
        assert!(start <= end, "a span runs forward");
        let narrow = |at| u32::try_from(at).expect("a document's text is under 4 GiB");
        Span { start: narrow(start), end: narrow(end), text: PhantomData }
    }

    /// First byte inside.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// First byte after.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing is inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range to slice its text with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn union(self, other: Span<T>) -> Span<T> {
        Span { start: self.start.min(other.start), end: self.end.max(other.end), text: PhantomData }
    }

    /// Whether a byte is inside both.
    pub fn overlaps(self, other: Span<T>) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether all of `other` is inside.
    pub fn contains(self, other: Span<T>) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

// Written out, since derives would ask the same of the marker `T`.
impl<T> Clone for Span<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Span<T> {}
impl<T> PartialEq for Span<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<T> Eq for Span<T> {}
impl<T> PartialOrd for Span<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Span<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<T> Hash for Span<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
/// As `[start, end]`.
impl<T> Serialize for Span<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end).serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Span<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Span<T>, D::Error> {
        let (start, end) = <(u32, u32)>::deserialize(deserializer)?;
        if start > end {
            return Err(D::Error::custom("a span runs forward"));
        }
        Ok(Span { start, end, text: PhantomData })
    }
}
impl<T> fmt::Debug for Span<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Composed normal form (NFC), the only form inside the program.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Lower case in all of Unicode: `Đ` becomes `đ`.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// Whether two texts differ at most in case and in where the tone mark of oa, oe, uy stands.
pub fn same_folded(a: &str, b: &str) -> bool {
    old_tone_style(&fold(a)) == old_tone_style(&fold(b))
}

/// The letters without any mark: `Thưởng` becomes `Thuong`, `Đ` becomes `D`.
pub fn strip_marks(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

/// A capital letter as it stands in an abbreviation: `Ủ` as `U`, while `Đ`, `Ư`, `Ô` stay.
pub fn strip_tone(letter: char) -> char {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let mut buffer = [0; 4];
    let without: String = letter.encode_utf8(&mut buffer).nfd().filter(|c| !TONES.contains(c)).collect();
    nfc(&without).chars().next().unwrap_or(letter)
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

/// Runs of letters and digits, lower case, NFC, tone marks in the old style: what accuracy is counted in.
pub fn syllables(text: &str) -> Vec<String> {
    nfc(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|run| !run.is_empty())
        .map(|run| old_tone_style(&fold(run)))
        .collect()
}

/// White space of any length as one space, none at the ends.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
    fn syllables_are_runs_of_letters_and_digits() {
        assert_eq!(syllables("Uỷ ban, 56/NQ-HĐND; 55,7%"), ["ủy", "ban", "56", "nq", "hđnd", "55", "7"]);
    }
}
