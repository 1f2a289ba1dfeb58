//! Whether a word could be Vietnamese, by the rules of spelling alone.

use crate::vietnamese::{spelling, syllable};

/// Whether a word could be a Vietnamese syllable; nothing when it says nothing: numbers, signs, abbreviations,
/// words of one letter.
pub(super) fn could_be_vietnamese(word: &str) -> Option<bool> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if word.chars().count() < 2 || word.chars().any(|c| c.is_numeric() || "/.-&".contains(c)) {
        return None;
    }
    if !word.chars().all(char::is_alphabetic) {
        return Some(false);
    }
    let possible = syllable::is_possible(&spelling(word));
    // Capitals that cannot be spoken are an abbreviation.
    let capitals = word.chars().count() <= 6 && word.chars().all(char::is_uppercase);
    if !possible && capitals { None } else { Some(possible) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_tells_words_from_garble() {
        let right = "Quyết định của Ủy ban nhân dân tỉnh về việc phát động phong trào thi đua giữa các huyện gì \
            giếng khuya nghiêng quốc hoạch xuyên thưởng khuỷu ngoằn HUYỆN";
        for word in right.split_whitespace() {
            assert_eq!(could_be_vietnamese(word), Some(true), "{word}");
        }
        for word in "Thuwce hién nhiém phat trién teé d6ng ngu6i viéc quyét dinhh tinhf".split_whitespace()
        {
            assert_ne!(could_be_vietnamese(word), Some(true), "{word}");
        }
        for word in ["UBND", "HĐND", "56/NQ-HĐND", "10%", "-", "a)"] {
            assert_eq!(could_be_vietnamese(word), None, "{word}");
        }
    }
}
