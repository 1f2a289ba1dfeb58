//! Whether a page is written in Vietnamese at all.

use crate::page::OcrLine;
use crate::vietnamese::{fold, syllable};

/// Fewer words tell nothing about a language.
const LEAST_WORDS: usize = 30;

/// Of a page in another language, the share of its words that could be Vietnamese, in percent; `None` for Vietnamese,
/// for pages with few words and for pages so badly read that their language does not show.
pub(super) fn other_than_vietnamese(lines: &[OcrLine]) -> Option<usize> {
    let words: Vec<String> = lines
        .iter()
        .flat_map(|line| &line.words)
        .filter(|word| word.confidence >= 0.5)
        .map(|word| fold(word.text.trim_matches(|c: char| !c.is_alphanumeric())))
        .filter(|word| word.chars().count() >= 2 && word.chars().all(char::is_alphabetic))
        .collect();
    if words.len() < LEAST_WORDS {
        return None;
    }
    let marked = words.iter().filter(|word| !word.is_ascii()).count();
    let possible = words.iter().filter(|word| syllable::has_shape(word)).count();
    // Most Vietnamese syllables carry a mark, and all have the shape even when read without marks; English words
    // carry none and many lack the shape. The two shares are set by hand.
    (4 * marked < words.len() && 10 * possible < 6 * words.len()).then(|| 100 * possible / words.len())
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;
    use crate::page::{Block, OcrWord};

    fn lines(text: &str, confidence: f32) -> Vec<OcrLine> {
        let word =
            |word: &str| OcrWord { text: word.to_owned(), place: None, confidence, alternatives: Vec::new() };
        vec![OcrLine { number: 1, block: Block::Body, words: text.split_whitespace().map(word).collect() }]
    }

    const ENGLISH: &str = "The provincial committee requests all departments to submit their reports on the \
        emulation movement before the end of December so that results can be summarised and outstanding \
        individuals rewarded according to existing regulations of government offices";

    const VIETNAMESE: &str = "Yêu cầu thủ trưởng các sở, ban, ngành, đoàn thể tỉnh và Chủ tịch Ủy ban nhân dân \
        các huyện, thành phố nghiêm túc triển khai thực hiện phong trào thi đua, báo cáo kết quả về Sở Nội vụ \
        trước ngày 15 tháng 12";

    #[test]
    fn english_is_told_and_vietnamese_is_not_with_or_without_marks() {
        assert!(other_than_vietnamese(&lines(ENGLISH, 0.9)).is_some());
        assert_eq!(other_than_vietnamese(&lines(VIETNAMESE, 0.9)), None);
        let bare: String = VIETNAMESE.nfd().filter(|c| c.is_ascii()).collect();
        assert_eq!(other_than_vietnamese(&lines(&bare, 0.9)), None);
    }

    #[test]
    fn few_or_badly_read_words_tell_nothing() {
        assert_eq!(other_than_vietnamese(&lines("Republic of Vietnam", 0.9)), None);
        assert_eq!(other_than_vietnamese(&lines(ENGLISH, 0.3)), None);
    }
}
