//! Text in Windows-1258, the "ANSI" encoding of Vietnamese Windows: Latin letters and tone marks of their own.

use unicode_normalization::UnicodeNormalization;

use crate::scan::spelling::could_be_vietnamese;

/// So many different words must be telling before bytes are believed to be in it.
const TELLING: usize = 2;
/// The share of the telling words, in hundredths, that must be possible Vietnamese.
const POSSIBLE: usize = 85;

/// Where 128 to 159 differ from Latin-1; 0 is not used.
const UPPER_HALF: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', '\0', '‹', 'Œ', '\0', '\0', '\0', '\0', '‘', '’', '“',
    '”', '•', '–', '—', '˜', '™', '\0', '›', 'œ', '\0', '\0', 'Ÿ',
];

/// The character of a byte; `None` when the byte is not used.
fn character(byte: u8) -> Option<char> {
    let c = match byte {
        0x80..=0x9f => UPPER_HALF[usize::from(byte - 0x80)],
        0xc3 => 'Ă',
        0xcc => '\u{300}',
        0xd0 => 'Đ',
        0xd2 => '\u{309}',
        0xd5 => 'Ơ',
        0xdd => 'Ư',
        0xde => '\u{303}',
        0xe3 => 'ă',
        0xec => '\u{301}',
        0xf0 => 'đ',
        0xf2 => '\u{323}',
        0xf5 => 'ơ',
        0xfd => 'ư',
        0xfe => '₫',
        other => char::from(other),
    };
    (c != '\0').then_some(c)
}

/// The text in Unicode (NFC), when its words show that it is in this encoding.
pub(super) fn decoded(bytes: &[u8]) -> Option<String> {
    let text: String = bytes.iter().map(|byte| character(*byte)).collect::<Option<String>>()?.nfc().collect();
    let is_telling = |word: &&str| word.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let mut words: Vec<&str> = text
        .split(|c: char| !c.is_alphabetic() && !('\u{300}'..'\u{370}').contains(&c))
        .filter(is_telling)
        .collect();
    words.sort_unstable();
    words.dedup();
    let possible = words.iter().filter(|word| could_be_vietnamese(word) == Some(true)).count();
    (words.len() >= TELLING && possible * 100 >= words.len() * POSSIBLE).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_is_known_and_french_is_not() {
        // "Quyết định về việc đổi mới": tone marks follow their vowels.
        let bytes = b"Quy\xea\xect \xf0i\xf2nh v\xea\xcc vi\xea\xf2c \xf0\xf4\xd2i m\xf5\xeci";
        assert_eq!(decoded(bytes).as_deref(), Some("Quyết định về việc đổi mới"));
        assert_eq!(decoded(b"caf\xe9 fran\xe7ais tr\xe8s \xe9l\xe9gant"), None);
        assert_eq!(decoded(b"\x81"), None);
    }
}
