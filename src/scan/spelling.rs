//! Whether a word could be Vietnamese, by the rules of spelling alone.

use unicode_normalization::UnicodeNormalization;

use crate::text::fold;

const ONSETS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p",
    "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
];

/// Vowels with their endings, without tone. Those that end in c, ch, p, t bear an acute or a dot.
const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec \
    em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac \
    oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot \
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn \
    uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu uyn ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt \
    ươu ưt ưu y yêm yên yêng yêt yêu ich iêng";

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
    let possible = is_syllable(&fold(word));
    // Capitals that cannot be spoken are an abbreviation.
    let capitals = word.chars().count() <= 6 && word.chars().all(char::is_uppercase);
    if !possible && capitals { None } else { Some(possible) }
}

fn is_syllable(word: &str) -> bool {
    let mut tone = None;
    // Tone marks are taken off; the marks of â, ă, ơ and so on stay.
    let toneless: String = word
        .nfd()
        .filter(|c| {
            let is_tone = matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
            if is_tone {
                tone = Some(*c);
            }
            !is_tone
        })
        .nfc()
        .collect();
    let stopped = toneless.ends_with(['c', 'p', 't']) || toneless.ends_with("ch");
    if stopped && !matches!(tone, Some('\u{301}' | '\u{323}')) {
        return false;
    }
    let rime = |rest: &str| RIMES.split_whitespace().any(|rime| rime == rest);
    ONSETS.iter().any(|onset| {
        toneless.strip_prefix(onset).is_some_and(|rest| {
            // In gì, giếng and quốc a vowel belongs to onset and rime alike.
            rime(rest)
                || *onset == "gi" && rime(&format!("i{rest}"))
                || *onset == "qu" && (rime(&format!("u{rest}")) || rime(&format!("o{rest}")))
        })
    })
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
