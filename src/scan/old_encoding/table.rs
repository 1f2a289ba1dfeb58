//! Which letter a character of an old encoding is.
//!
//! TCVN3 as of TCVN 5712:1993 (VN3); VNI and VPS as of their fonts for Windows; VISCII as of RFC 1456.

/// Small letters of TCVN3 in the order of their codes from 0xA8, `·` where there is none; then, from 0xA1, seven
/// capitals. Other capitals are drawn by fonts of their own.
const TCVN3: &str = "ăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ";
const TCVN3_CAPITALS: &str = "ĂÂÊÔƠƯĐ";

/// The letter of TCVN3 that a character is.
pub(super) fn tcvn3(c: char) -> Option<char> {
    let code = u32::from(c);
    let in_table = |table: &str, first: u32| {
        let at = code.checked_sub(first)?;
        table.chars().nth(at as usize).filter(|letter| *letter != '·')
    };
    in_table(TCVN3_CAPITALS, 0xA1).or_else(|| in_table(TCVN3, 0xA8))
}

/// Letters of VNI that are one character.
const VNI_SINGLE: &[(char, char)] = &[
    ('ñ', 'đ'),
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('ì', 'ì'),
    ('í', 'í'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
    ('Ñ', 'Đ'),
    ('Ô', 'Ơ'),
    ('Ö', 'Ư'),
    ('Ì', 'Ì'),
    ('Í', 'Í'),
    ('Æ', 'Ỉ'),
    ('Ó', 'Ĩ'),
    ('Ò', 'Ị'),
    ('Î', 'Ỵ'),
];

/// Characters of VNI after a letter, and the combining marks that they stand for.
const VNI_MARKS: &[(char, &str)] = &[
    ('ø', "\u{300}"),
    ('ù', "\u{301}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('à', "\u{302}\u{300}"),
    ('á', "\u{302}\u{301}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('è', "\u{306}\u{300}"),
    ('é', "\u{306}\u{301}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

fn vni_mark(c: char) -> Option<&'static str> {
    let small = c.to_lowercase().next().unwrap_or(c);
    VNI_MARKS.iter().find(|(mark, _)| *mark == small).map(|(_, marks)| *marks)
}

fn vni_single(c: char) -> Option<char> {
    VNI_SINGLE.iter().find(|(old, _)| *old == c).map(|(_, letter)| *letter)
}

/// Whether VNI uses a character beyond ASCII.
pub(super) fn is_vni(c: char) -> bool {
    vni_single(c).is_some() || vni_mark(c).is_some()
}

/// A word of VNI in Unicode (NFC).
pub(super) fn vni(word: &str) -> String {
    let mut decomposed = String::with_capacity(word.len() * 2);
    let mut after_vowel = false;
    for c in word.chars() {
        match (after_vowel, vni_mark(c), vni_single(c)) {
            (true, Some(marks), _) => {
                decomposed.push_str(marks);
                after_vowel = false;
            }
            (_, _, Some(letter)) => {
                decomposed.push(letter);
                after_vowel = "ơưƠƯ".contains(letter);
            }
            _ => {
                decomposed.push(c);
                after_vowel = "aeouyAEOUY".contains(c);
            }
        }
    }
    crate::vietnamese::nfc(&decomposed)
}

/// Small letters of VPS with their codes.
#[rustfmt::skip]
const VPS: &[(u8, char)] = &[
    (0xE0, 'à'), (0xE1, 'á'), (0xE4, 'ả'), (0xE3, 'ã'), (0xE5, 'ạ'), (0xE2, 'â'), (0xC0, 'ầ'), (0xC3, 'ấ'),
    (0xC4, 'ẩ'), (0xC5, 'ẫ'), (0xC6, 'ậ'), (0xE6, 'ă'), (0xA2, 'ằ'), (0xA1, 'ắ'), (0xA3, 'ẳ'), (0xA4, 'ẵ'),
    (0xA5, 'ặ'), (0xC7, 'đ'), (0xE8, 'è'), (0xE9, 'é'), (0xC8, 'ẻ'), (0xEB, 'ẽ'), (0xCB, 'ẹ'), (0xEA, 'ê'),
    (0x8A, 'ề'), (0x89, 'ế'), (0x8B, 'ể'), (0xCD, 'ễ'), (0x8C, 'ệ'), (0xEC, 'ì'), (0xED, 'í'), (0xCC, 'ỉ'),
    (0xEF, 'ĩ'), (0xCE, 'ị'), (0xF2, 'ò'), (0xF3, 'ó'), (0xD5, 'ỏ'), (0xF5, 'õ'), (0x86, 'ọ'), (0xF4, 'ô'),
    (0xD2, 'ồ'), (0xD3, 'ố'), (0xB0, 'ổ'), (0x87, 'ỗ'), (0xB6, 'ộ'), (0xD6, 'ơ'), (0xA9, 'ờ'), (0xA7, 'ớ'),
    (0xAA, 'ở'), (0xAB, 'ỡ'), (0xAE, 'ợ'), (0xF9, 'ù'), (0xFA, 'ú'), (0xFB, 'ủ'), (0xDB, 'ũ'), (0xF8, 'ụ'),
    (0xDC, 'ư'), (0xD8, 'ừ'), (0xD9, 'ứ'), (0xBA, 'ử'), (0xBB, 'ữ'), (0xBF, 'ự'), (0xFF, 'ỳ'), (0x9A, 'ý'),
    (0x9B, 'ỷ'), (0xCF, 'ỹ'), (0x9C, 'ỵ'),
];
/// Capitals of VPS that have codes of their own.
#[rustfmt::skip]
const VPS_CAPITALS: &[(u8, char)] = &[
    (0x80, 'À'), (0xC1, 'Á'), (0x81, 'Ả'), (0x82, 'Ã'), (0xC2, 'Â'), (0x84, 'Ầ'), (0x83, 'Ấ'), (0x85, 'Ẩ'),
    (0x88, 'Ă'), (0x8E, 'Ằ'), (0x8D, 'Ắ'), (0x8F, 'Ẳ'), (0xF0, 'Ẵ'), (0xF1, 'Đ'), (0xD7, 'È'), (0xC9, 'É'),
    (0xDE, 'Ẻ'), (0xFE, 'Ẽ'), (0xCA, 'Ê'), (0x93, 'Ề'), (0x90, 'Ế'), (0x94, 'Ể'), (0x95, 'Ễ'), (0xB5, 'Ì'),
    (0xB4, 'Í'), (0xB7, 'Ỉ'), (0xB8, 'Ĩ'), (0xBC, 'Ò'), (0xB9, 'Ó'), (0xBD, 'Ỏ'), (0xBE, 'Õ'), (0xD4, 'Ô'),
    (0x97, 'Ồ'), (0x96, 'Ố'), (0x98, 'Ổ'), (0x99, 'Ỗ'), (0xF7, 'Ơ'), (0x9E, 'Ờ'), (0x9D, 'Ớ'), (0x9F, 'Ở'),
    (0xA6, 'Ỡ'), (0xA8, 'Ù'), (0xDA, 'Ú'), (0xD1, 'Ủ'), (0xAC, 'Ũ'), (0xD0, 'Ư'), (0xAF, 'Ừ'), (0xAD, 'Ứ'),
    (0xB1, 'Ử'), (0xDD, 'Ý'), (0xFD, 'Ỷ'), (0xB3, 'Ỹ'), (0xB2, 'Ỳ'),
];

/// The letter of VPS that a character is. The other capitals are drawn as small letters.
pub(super) fn vps(c: char) -> Option<char> {
    let code = windows_1252_code(c)?;
    VPS.iter().chain(VPS_CAPITALS).find(|(of, _)| *of == code).map(|(_, letter)| *letter)
}

/// The letters of VISCII 1.1 (RFC 1456) from 0x80. Six seldom capitals have codes of control signs, which text loses.
const VISCII: &str = concat!(
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệố",
    "ồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư",
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
);

/// The letter of VISCII that a character is.
pub(super) fn viscii(c: char) -> Option<char> {
    let code = windows_1252_code(c)?;
    VISCII.chars().nth(usize::from(code.checked_sub(0x80)?))
}

/// Vietnamese letters beyond Latin-1 whose low byte is no control sign, small ones first.
const BEYOND_LATIN: &str = concat!(
    "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹơưẠ",
    "ẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸƠƯ",
);

/// The letters whose low byte a character beyond ASCII is, small ones first.
pub(super) fn low_byte(c: char) -> impl Iterator<Item = char> {
    BEYOND_LATIN.chars().filter(move |letter| !c.is_ascii() && u32::from(*letter) & 0xff == u32::from(c))
}

/// The characters of Windows code page 1252 from 0x80 to 0x9F; NUL where it has none.
const WINDOWS_1252: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

/// The character of a byte in Windows code page 1252; of a byte that it does not use, that control character.
pub(super) fn windows_1252(byte: u8) -> char {
    let of_windows = || WINDOWS_1252.chars().nth(usize::from(byte.checked_sub(0x80)?));
    of_windows().filter(|c| *c != '\0').unwrap_or(char::from(byte))
}

fn windows_1252_code(c: char) -> Option<u8> {
    let at = WINDOWS_1252.chars().position(|other| other == c && c != '\0');
    at.and_then(|at| u8::try_from(0x80 + at).ok()).or_else(|| u8::try_from(c).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All vowels with their tones, and đ.
    const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";

    #[test]
    fn every_letter_has_one_code() {
        let codes = || (0x80..=0xFF_u8).map(windows_1252).chain((0x80..=0x9F_u8).map(char::from));
        for letter in LETTERS.chars() {
            let of = |decode: fn(char) -> Option<char>| {
                let mut all: Vec<u8> =
                    codes().filter(|c| decode(*c) == Some(letter)).filter_map(windows_1252_code).collect();
                all.sort_unstable();
                all.dedup();
                all.len()
            };
            assert_eq!(of(tcvn3), 1, "TCVN3 {letter}");
            assert_eq!(of(vps), 1, "VPS {letter}");
            assert_eq!(of(viscii), 1, "VISCII {letter}");
            let in_vni = codes().flat_map(|mark| {
                let pairs = "aeouyôö".chars().map(move |base| format!("{base}{mark}"));
                pairs.chain([mark.to_string()])
            });
            assert!(in_vni.clone().any(|word| vni(&word) == letter.to_string()), "VNI {letter}");
            let capital = letter.to_uppercase().to_string();
            let in_capitals = codes().flat_map(|mark| {
                let pairs = "AEOUYÔÖ".chars().map(move |base| format!("{base}{mark}"));
                pairs.chain([mark.to_string()])
            });
            assert!(in_capitals.clone().any(|word| vni(&word) == capital), "VNI {capital}");
        }
    }

    #[test]
    fn windows_code_page_goes_both_ways() {
        for byte in 0..=0xFF_u8 {
            assert_eq!(windows_1252_code(windows_1252(byte)), Some(byte));
        }
    }
}
