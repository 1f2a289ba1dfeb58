//! Whether letters can be a Vietnamese syllable: a legal onset, a legal rime, and a tone that the rime can bear.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::{bare, strip_marks};

/// Onsets before any rime, longest first. `gi` and `qu` swallow the vowel that they are written with.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// Rimes without tone, sorted by the bytes of their letters.
const RIMES: &[&str] = &[
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "ec", "em", "en",
    "eng", "eo", "ep", "et", "i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu", "iêc", "iêm", "iên",
    "iêng", "iêp", "iêt", "iêu", "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap",
    "oat", "oay", "oc", "oe", "oem", "oen", "oeo", "oet", "oi", "om", "on", "ong", "ooc", "oong", "op", "ot",
    "oăc", "oăm", "oăn", "oăng", "oăt", "u", "ua", "uc", "ui", "um", "un", "ung", "up", "ut", "uy", "uya",
    "uych", "uyn", "uynh", "uyp", "uyt", "uyu", "uyên", "uyêt", "uân", "uâng", "uât", "uây", "uê", "uêch",
    "uên", "uênh", "uêt", "uêu", "uôc", "uôi", "uôm", "uôn", "uông", "uôt", "uơ", "y", "ych", "yn", "ynh",
    "yp", "yt", "yêm", "yên", "yêng", "yêt", "yêu", "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây", "ê",
    "êch", "êm", "ên", "ênh", "êp", "êt", "êu", "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ăc", "ăm",
    "ăn", "ăng", "ăp", "ăt", "ơ", "ơi", "ơm", "ơn", "ơp", "ơt", "ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng",
    "ưt", "ưu", "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu",
];

/// What a rime can end in, longest first.
const FINALS: [&str; 9] = ["ng", "nh", "ch", "c", "m", "n", "p", "t", ""];

/// The vowels of all rimes without their marks, sorted.
static BARE_VOWELS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let without_final = |rime: &str| {
        let vowels = FINALS.iter().find_map(|end| rime.strip_suffix(end)).unwrap_or(rime);
        strip_marks(vowels)
    };
    let mut vowels: Vec<String> = RIMES.iter().map(|rime| without_final(rime)).collect();
    vowels.sort_unstable();
    vowels.dedup();
    vowels
});

/// Combining grave, acute, tilde, hook above and dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Whether a word, lower case, NFC and in the old tone style, can be a Vietnamese syllable.
///
/// That it can says nothing of whether it is ever used: `ngoặp` can. The tone mark must stand on its vowel:
/// `hìên` cannot be.
pub fn is_possible(folded: &str) -> bool {
    let (plain, tone) = without_tone(folded);
    ONSETS.iter().any(|onset| {
        plain.strip_prefix(onset).is_some_and(|rime| {
            fits(onset, rime)
                && match tone {
                    None => !ends_in_stop(rime),
                    Some((at, mark)) => {
                        onset.chars().count() + bearer(rime) == at
                            && (!ends_in_stop(rime) || matches!(mark, '\u{301}' | '\u{323}'))
                    }
                }
        })
        // `gì`, `gìn`: written with one i for two.
        || *onset == "gi" && plain.strip_prefix('g').is_some_and(|rime| {
            matches!(rime, "i" | "in" | "im" | "ip" | "iêng" | "iêc" | "iêt")
                && tone.is_none_or(|(at, mark)| 1 + bearer(rime) == at
                    && (!ends_in_stop(rime) || matches!(mark, '\u{301}' | '\u{323}')))
                && (tone.is_some() || !ends_in_stop(rime))
        })
    })
}

/// Whether a word, its marks taken off, is made as a syllable: an onset, vowels, a final. Read without its marks or
/// with wrong ones a syllable still is.
pub fn has_shape(word: &str) -> bool {
    let bare = bare(word);
    ONSETS.iter().filter_map(|onset| bare.strip_prefix(onset)).any(|rest| {
        FINALS
            .iter()
            .filter_map(|end| rest.strip_suffix(end))
            .any(|vowels| BARE_VOWELS.binary_search_by(|v| v.as_str().cmp(vowels)).is_ok())
    })
}

/// The word without its tone, and where (in letters from 0) and which the tone was. Two tones leave both in,
/// which no rime matches.
fn without_tone(folded: &str) -> (String, Option<(usize, char)>) {
    let mut tone = None;
    let mut plain = String::with_capacity(folded.len());
    for (at, letter) in folded.chars().enumerate() {
        let mut base = String::new();
        for part in std::iter::once(letter).nfd() {
            if TONES.contains(&part) && tone.is_none() {
                tone = Some((at, part));
            } else {
                base.push(part);
            }
        }
        plain.extend(base.nfc());
    }
    (plain, tone)
}

/// Whether the spelling rules let the onset stand before the rime.
fn fits(onset: &str, rime: &str) -> bool {
    if RIMES.binary_search(&rime).is_err() {
        return false;
    }
    let first = rime.chars().next();
    // After q the glide is written with the onset, and what is left of `uynh` is `ynh`.
    if matches!(rime, "ych" | "yn" | "ynh" | "yp" | "yt") {
        return onset == "qu";
    }
    let front = matches!(first, Some('i' | 'e' | 'ê' | 'y'));
    match onset {
        "k" | "gh" | "ngh" => front && !rime.starts_with("yê"),
        "c" | "g" | "ng" => !front,
        // The glide is the u of the onset.
        "qu" => !matches!(first, Some('o' | 'u' | 'ư')) && !rime.starts_with("ia"),
        "gi" => first != Some('i'),
        // A word that begins with the sound of `iê` is written with y.
        "" => !rime.starts_with("iê"),
        _ => !rime.starts_with("yê"),
    }
}

/// Such rimes bear only the acute and the dot below, and no level tone.
fn ends_in_stop(rime: &str) -> bool {
    rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch")
}

/// Which letter of the rime, from 0, bears the tone mark in the old style.
fn bearer(rime: &str) -> usize {
    let letters: Vec<char> = rime.chars().collect();
    if let Some(marked) = letters.iter().rposition(|c| matches!(c, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư')) {
        // In `ưa`, `ưi`, `ưu` the marked vowel is the first, in `ươ` the second.
        return marked;
    }
    let vowels = letters.iter().take_while(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')).count();
    let closed = vowels < letters.len();
    match (vowels, closed) {
        (0 | 1, _) => 0,
        (_, true) => vowels - 1,
        (2, false) => 0,
        (_, false) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rimes_are_sorted_for_the_search() {
        assert!(RIMES.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn legal_syllables_are_possible() {
        for word in [
            "nghiệp",
            "quyết",
            "định",
            "ủy",
            "hòa",
            "hoàn",
            "giấy",
            "gì",
            "gìn",
            "giếng",
            "già",
            "giữa",
            "quý",
            "quốc",
            "yêu",
            "yếu",
            "ý",
            "kỷ",
            "khuya",
            "khuỷu",
            "ngoằn",
            "thuở",
            "huơ",
            "đường",
            "người",
            "rượu",
            "xoong",
            "soóc",
            "oanh",
            "a",
            "ở",
            "êm",
            "quyển",
            "quạ",
            "giỏ",
            "nghề",
            "gh\u{ea}",
            "kiểm",
            "quả",
            "thúy",
            "loại",
            "ngoài",
            "mưa",
            "mứa",
            "cửa",
            "của",
            "chịu",
            "hươu",
            "tuyết",
            "giặt",
            "giờ",
            "ghi",
            "lý",
            "sỹ",
            "huỳnh",
        ] {
            assert!(is_possible(word), "{word}");
            assert!(has_shape(word) && has_shape(&strip_marks(word)), "{word}");
        }
    }

    #[test]
    fn words_of_other_languages_lack_the_shape() {
        for word in ["strong", "street", "school", "government", "world", ""] {
            assert!(!has_shape(word), "{word}");
        }
    }

    #[test]
    fn what_breaks_a_rule_is_not_possible() {
        for word in [
            "",
            "b",
            "hìên",
            "hiêp",
            "hiềp",
            "kà",
            "cê",
            "ghà",
            "ngà\u{300}",
            "ngê",
            "nghà",
            "qa",
            "qủa",
            "hoà",
            "strong",
            "wu",
            "thưc",
            "phátt",
            "hđnd",
            "iêu",
            "đyên",
            "bươngh",
            "ă",
            "thuở1",
            "uỷ",
            "giìn",
            "quuy",
        ] {
            assert!(!is_possible(word), "{word}");
        }
    }
}
