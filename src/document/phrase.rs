//! Fixed phrases of official documents, recognised although letters or marks of them were misread.

use crate::vietnamese::{bare, strip_marks};

/// Lower case without marks, runs of letters and digits parted by one space: `Nơi nhận:` becomes `noi nhan`.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for run in bare(text).split(|c: char| !c.is_alphanumeric()) {
        if !run.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(run);
        }
    }
    key
}

/// How alike two keys are, spaces left out, 0 to 1.
pub(super) fn likeness(key: &str, phrase: &str) -> f64 {
    let squeeze = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
    strsim::normalized_levenshtein(&squeeze(key), &squeeze(phrase))
}

/// Whether a key is the phrase, a few letters of it misread. Phrases under six letters must agree in full, since
/// one letter makes another word of them.
pub(super) fn is(key: &str, phrase: &str) -> bool {
    if key == phrase {
        return true;
    }
    phrase.len() >= 6
        && key.len().abs_diff(phrase.len()) <= phrase.len() / 4 + 1
        && likeness(key, phrase) >= 0.8
}

/// Whether a key begins with the words of a phrase.
pub(super) fn begins(key: &str, phrase: &str) -> bool {
    key.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether a key begins with the words of one of the phrases.
pub(super) fn begins_any(key: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| begins(key, phrase))
}

/// A text without marks, one ASCII or other letter for each letter of it, and the way back: for patterns that must
/// not stumble over a misread mark.
#[derive(Debug)]
pub(super) struct Bare {
    /// Case kept.
    pub(super) text: String,
    /// For each byte of `text`, and for its end, the byte of the original where its letter begins.
    back: Vec<usize>,
}

impl Bare {
    pub(super) fn new(original: &str) -> Bare {
        let mut text = String::with_capacity(original.len());
        let mut back = Vec::with_capacity(original.len() + 1);
        for (at, c) in original.char_indices() {
            let before = text.len();
            if c.is_ascii() {
                text.push(c);
            } else {
                text.push_str(&strip_marks(c.encode_utf8(&mut [0; 4])));
            }
            back.extend(std::iter::repeat_n(at, text.len() - before));
        }
        back.push(original.len());
        Bare { text, back }
    }

    /// The byte of the original for a byte of `text` (a character boundary, or its end).
    pub(super) fn back(&self, at: usize) -> usize {
        self.back[at]
    }
}

/// Whether most letters are capitals; false without letters.
///
/// Four fifths, since a lower-case letter may be a misread capital, and `V/v` and `TTg` stand in capital lines.
pub(super) fn in_capitals(text: &str) -> bool {
    let (mut upper, mut letters) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        upper += usize::from(c.is_uppercase());
    }
    letters >= 2 && upper * 5 >= letters * 4
}

/// Whether the text ends a sentence or an item, closing brackets and quotes left aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', ')', ']', '*', ' ']);
    text.ends_with(['.', ';', ':', '!', '?', '…'])
}

/// Whether the first letter, quotes and brackets left aside, is a small one.
pub(super) fn begins_small(text: &str) -> bool {
    text.chars()
        .find(|c| !matches!(c, '"' | '“' | '‘' | '(' | '[' | ' '))
        .is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';' | ')' | '%' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_phrases_are_recognised() {
        struct Case(&'static str, &'static str, bool);
        for Case(read, phrase, expected) in [
            Case("Nơi nhận:", "noi nhan", true),
            Case("Nơỉ nhân", "noi nhan", true),
            Case("CONG HOA XÂ HỌI CHỦ NGHIA VIFT NAM", "cong hoa xa hoi chu nghia viet nam", true),
            Case("QUYẾT ĐINH", "quyet dinh", true),
            Case("QUYẾT TOÁN", "quyet dinh", false),
            Case("BÁO CÁO", "bao cao", true),
            Case("DỰ ÁN", "du an", true),
            Case("ĐỀ ÁN", "du an", false),
        ] {
            assert_eq!(is(&key(read), phrase), expected, "{read}");
        }
    }

    #[test]
    fn a_bare_text_leads_back() {
        let original = "Sơn Hà, ngày 5";
        let bare = Bare::new(original);
        assert_eq!(bare.text, "Son Ha, ngay 5");
        let at = bare.text.find("ngay").unwrap();
        assert_eq!(&original[bare.back(at)..], "ngày 5");
        assert_eq!(bare.back(bare.text.len()), original.len());
    }

    #[test]
    fn capitals_and_ends_are_seen() {
        assert!(in_capitals("THỰC HIỆN CHỈ THỊ SỐ 7/CT-TTg"));
        assert!(!in_capitals("Về việc phát động"));
        assert!(!in_capitals("1."));
        assert!(ends_sentence("theo quy định.”"));
        assert!(ends_sentence("thực hiện./."));
        assert!(!ends_sentence("năm 2021 -"));
        assert!(begins_small("“nông thôn mới”"));
        assert!(!begins_small("2025 giảm"));
    }
}
