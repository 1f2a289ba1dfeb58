//! Text in the encodings that Vietnamese offices used before Unicode: TCVN3, VNI, VPS, VISCII and VIQR, and Unicode of
//! which only the low bytes are left, converted by table.
//!
//! Such text comes as characters of Latin-1 that a font of its own drew as Vietnamese: `Thùc hiÖn nhiÖm vô`. A font's
//! name tells the encoding; where there is none, as in text files, it is told by how many words could be Vietnamese
//! once converted and could not before. Only some words of a line may be in it.

mod table;
mod viqr;

use crate::scan::spelling::could_be_vietnamese;

/// An encoding from before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OldEncoding {
    /// TCVN 5712:1993, VN3, also called ABC: fonts `.VnTime`, `.VnTimeH`. One character a letter; its fonts for
    /// capitals have names that end with H and the characters of small letters.
    Tcvn3,
    /// VNI for Windows: fonts `VNI-Times`. A letter, and a character for its marks after it.
    Vni,
    /// VPS: fonts `VPS Times`. One character a letter.
    Vps,
    /// VISCII: one character a letter, capitals too.
    Viscii,
    /// Unicode of which only the low byte of each letter is left; đ and ă, whose low bytes are control signs, are lost.
    LowByte,
    /// VIQR: plain ASCII, marks as signs behind their letters.
    Viqr,
}

/// How a font draws the characters of its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FontCase {
    /// As they are.
    AsWritten,
    /// All as capitals.
    Capitals,
}

/// So many different words must be telling before a text without fonts is believed to be in an old encoding.
const TELLING: usize = 4;
/// The share of the telling words that must become possible words. Names and foreign words are what is left; of words
/// garbled by a scanner a quarter happens to pass.
const CONVERTIBLE: f64 = 0.85;

impl OldEncoding {
    /// Those that have letters of their own.
    const ALL: [OldEncoding; 5] =
        [OldEncoding::Tcvn3, OldEncoding::Vni, OldEncoding::Vps, OldEncoding::Viscii, OldEncoding::LowByte];

    /// Its name, as people say it.
    pub(super) fn name(self) -> &'static str {
        match self {
            OldEncoding::Tcvn3 => "TCVN3",
            OldEncoding::Vni => "VNI",
            OldEncoding::Vps => "VPS",
            OldEncoding::Viscii => "VISCII",
            OldEncoding::LowByte => "Unicode without its high bytes",
            OldEncoding::Viqr => "VIQR",
        }
    }

    /// The encoding that a font of this PostScript name draws; none for fonts of Unicode.
    pub(super) fn of_font(name: &str) -> Option<(OldEncoding, FontCase)> {
        // The part of a font that a PDF embeds has six capitals before its name.
        let name = match name.split_once('+') {
            Some((tag, rest)) if tag.len() == 6 => rest,
            _ => name,
        };
        let family = name.split([',', '-']).next().unwrap_or(name);
        if let Some(rest) = family.strip_prefix(".Vn")
            && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            let case = if rest.ends_with('H') { FontCase::Capitals } else { FontCase::AsWritten };
            return Some((OldEncoding::Tcvn3, case));
        }
        if name.starts_with("VNI-") {
            return Some((OldEncoding::Vni, FontCase::AsWritten));
        }
        if name.starts_with("VPS") {
            return Some((OldEncoding::Vps, FontCase::AsWritten));
        }
        None
    }

    /// The word in Unicode (NFC). Characters that the encoding does not have stay.
    pub(super) fn converted(self, word: &str, case: FontCase) -> String {
        let converted = match self {
            OldEncoding::Tcvn3 => word.chars().map(|c| table::tcvn3(c).unwrap_or(c)).collect(),
            OldEncoding::Vni => table::vni(word),
            OldEncoding::Vps => vps(word),
            OldEncoding::Viscii => word.chars().map(|c| table::viscii(c).unwrap_or(c)).collect(),
            OldEncoding::LowByte => low_byte(word),
            // What its signs are is told by the words beside it.
            OldEncoding::Viqr => word.to_owned(),
        };
        match case {
            FontCase::AsWritten => converted,
            FontCase::Capitals => converted.to_uppercase(),
        }
    }

    /// Whether every character of the word can be of this encoding.
    fn has_all(self, word: &str) -> bool {
        word.chars().all(|c| {
            c.is_ascii()
                || match self {
                    OldEncoding::Tcvn3 => table::tcvn3(c).is_some(),
                    OldEncoding::Vni => table::is_vni(c),
                    OldEncoding::Vps => table::vps(c).is_some(),
                    OldEncoding::Viscii => table::viscii(c).is_some(),
                    OldEncoding::LowByte => {
                        table::low_byte(c).next().is_some() || c < '\u{100}' && c.is_alphabetic()
                    }
                    OldEncoding::Viqr => false,
                }
        })
    }
}

/// Quotes and dashes of Windows stand where VPS has capitals: they are letters only within a word in capitals.
fn vps(word: &str) -> String {
    let small = word.chars().any(|c| table::vps(c).unwrap_or(c).is_lowercase());
    let letter = |c| if small && is_quote_or_dash(c) { c } else { table::vps(c).unwrap_or(c) };
    word.chars().map(letter).collect()
}

/// Of the letters that each character may be the low byte of, those that make a possible word; a character that is a
/// Vietnamese letter itself is that letter first. In a word of small letters no capital is meant.
fn low_byte(word: &str) -> String {
    let small = word.chars().any(|c| c.is_ascii_lowercase());
    let mut made = vec![String::new()];
    for c in word.chars() {
        let itself = c.is_ascii() || c.is_alphabetic() && !(small && c.is_uppercase() && !made[0].is_empty());
        let beyond =
            table::low_byte(c).filter(|letter| !small || letter.is_lowercase() || made[0].is_empty());
        let mut letters: Vec<char> = itself.then_some(c).into_iter().chain(beyond).collect();
        if letters.is_empty() {
            letters.push(c);
        }
        // Few words have more than three letters that are not told by themselves.
        letters.truncate(if made.len() > 9 { 1 } else { letters.len() });
        let longer =
            |word: &String| letters.iter().map(|letter| format!("{word}{letter}")).collect::<Vec<_>>();
        made = made.iter().flat_map(longer).collect();
    }
    let possible = made.iter().find(|word| could_be_vietnamese(word) == Some(true));
    possible.unwrap_or(&made[0]).clone()
}

fn is_quote_or_dash(c: char) -> bool {
    "‘’“”–—…„‚•".contains(c)
}

/// What a word says of the encoding it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// Nothing: it has no marks, or could be a word either way.
    Nothing,
    /// It is a word as it stands, or has letters that the encoding does not have.
    Unicode,
    /// It is a word once converted, and none before.
    Old,
    /// It is no word either way.
    Neither,
}

fn says(word: &str, encoding: OldEncoding) -> Says {
    if word.is_ascii() || !word.chars().any(char::is_alphabetic) {
        return Says::Nothing;
    }
    if !encoding.has_all(word) {
        return Says::Unicode;
    }
    // `®Õn`: signs within a word are letters of the encoding, not the edge of a word.
    let has_signs = word.chars().any(|c| !c.is_ascii() && !c.is_alphabetic() && !is_quote_or_dash(c));
    let as_read = if has_signs { Some(false) } else { could_be_vietnamese(word) };
    let converted = could_be_vietnamese(&encoding.converted(word, FontCase::AsWritten));
    match (as_read, converted) {
        (Some(true), Some(true)) | (None, None) => Says::Nothing,
        (_, Some(true)) => Says::Old,
        (Some(true), _) => Says::Unicode,
        _ => Says::Neither,
    }
}

/// The encoding that some words of a text are in, told by how many of them become possible words.
pub(super) fn recognised<'a>(words: impl Iterator<Item = &'a str>) -> Option<OldEncoding> {
    let mut distinct: Vec<&str> = words.collect();
    distinct.sort_unstable();
    distinct.dedup();
    if viqr::is_viqr(&distinct) {
        return Some(OldEncoding::Viqr);
    }
    distinct.retain(|word| !word.is_ascii());
    let count = |encoding: OldEncoding| {
        let all: Vec<Says> = distinct.iter().map(|word| says(word, encoding)).collect();
        let old = all.iter().filter(|s| **s == Says::Old).count();
        let neither = all.iter().filter(|s| **s == Says::Neither).count();
        (old, neither)
    };
    let counts = OldEncoding::ALL.map(|encoding| (encoding, count(encoding)));
    counts
        .into_iter()
        .filter(|(_, (old, neither))| *old >= TELLING && *old as f64 >= CONVERTIBLE * (old + neither) as f64)
        // Of equals the first, which is the commonest.
        .min_by_key(|(_, (old, _))| std::cmp::Reverse(*old))
        .map(|(encoding, _)| encoding)
}

/// Converts the words of a line that are in the encoding: those that show it, and those between that say nothing of
/// themselves, after the nearest word that does. Gives whether any was changed.
pub(super) fn convert_line<'a>(words: impl Iterator<Item = &'a mut String>, encoding: OldEncoding) -> bool {
    let mut words: Vec<&mut String> = words.collect();
    if encoding == OldEncoding::Viqr {
        return viqr::convert_line(&mut words);
    }
    let said: Vec<Says> = words.iter().map(|word| says(word, encoding)).collect();
    let telling: Vec<usize> =
        (0..said.len()).filter(|&i| matches!(said[i], Says::Old | Says::Unicode)).collect();
    let mut changed = false;
    for (index, word) in words.iter_mut().enumerate() {
        let nearest = telling.iter().min_by_key(|&&other| other.abs_diff(index));
        // A line that says nothing is in a text that is in the encoding, so it is taken to be too.
        let is_old = nearest.is_none_or(|&other| said[other] == Says::Old);
        if is_old && !word.is_ascii() && encoding.has_all(word) {
            **word = encoding.converted(word, FontCase::AsWritten);
            changed = true;
        }
    }
    if changed && encoding == OldEncoding::Tcvn3 {
        raise_capitals(&mut words);
    }
    changed
}

/// How a converted word of TCVN3 was drawn, as far as its letters without marks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawn {
    /// All letters that have a code for their capital are capitals, one of them behind the first letter.
    Capitals,
    /// It has a small letter that has a code for its capital.
    AsWritten,
    /// Only its first letter tells, or none: `Sở` and `SỞ` are written alike.
    Either,
}

fn drawn(word: &str) -> Drawn {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.iter().any(char::is_ascii_lowercase) {
        Drawn::AsWritten
    } else if letters.iter().skip(1).any(|c| c.is_uppercase()) {
        Drawn::Capitals
    } else {
        Drawn::Either
    }
}

/// TCVN3 has no capitals with tone marks: its fonts for capitals draw them with the codes of small letters. Where the
/// fonts have lost their names, words whose plain letters are all capitals (`CộNG`) are in capitals, and so are words
/// between such words.
fn raise_capitals(words: &mut [&mut String]) {
    let drawn: Vec<Drawn> = words.iter().map(|word| drawn(word)).collect();
    let tells = |at: &usize| drawn[*at] != Drawn::Either && words[*at].chars().any(char::is_alphabetic);
    let telling: Vec<usize> = (0..drawn.len()).filter(tells).collect();
    let capitals: Vec<bool> = (0..drawn.len())
        .map(|at| {
            let before = telling.iter().rev().find(|other| **other < at);
            let after = telling.iter().find(|other| **other > at);
            let mut beside = before.into_iter().chain(after).peekable();
            drawn[at] == Drawn::Capitals
                || drawn[at] == Drawn::Either
                    && beside.peek().is_some()
                    && beside.all(|other| drawn[*other] == Drawn::Capitals)
        })
        .collect();
    for (word, _) in words.iter_mut().zip(capitals).filter(|(_, capitals)| *capitals) {
        **word = word.to_uppercase();
    }
}

/// The text of bytes that are no Unicode, read as Windows did, when its words show an old encoding.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<String> {
    let text: String = bytes.iter().map(|byte| table::windows_1252(*byte)).collect();
    recognised(text.split_whitespace()).map(|_| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(line: &str) -> String {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        if let Some(encoding) = recognised(words.clone().iter().map(String::as_str)) {
            convert_line(words.iter_mut(), encoding);
        }
        words.join(" ")
    }

    #[test]
    fn lines_are_recognised_and_converted() {
        struct Case {
            old: &'static str,
            unicode: &'static str,
        }
        let cases = [
            Case {
                old: "Thùc hiÖn nhiÖm vô ph¸t triÓn kinh tÕ - x· héi n¨m 2004, Uû ban nh©n d©n tØnh quyÕt ®Þnh",
                unicode: "Thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2004, Uỷ ban nhân dân tỉnh quyết định",
            },
            Case {
                old: "Thöïc hieän nhieäm vuï phaùt trieån kinh teá - xaõ hoäi naêm 2004, ÑIEÀU 1. Giao Sôû Noäi vuï",
                unicode: "Thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2004, ĐIỀU 1. Giao Sở Nội vụ",
            },
            Case {
                old: "Th¿c hiŒn nhiŒm vø phát tri‹n kinh t‰ - xã h¶i næm 2004, quy‰t ÇÎnh",
                unicode: "Thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2004, quyết định",
            },
            Case {
                old: "Thñc hi®n nhi®m vø phát tri¬n kinh tª - xã hµi nåm 2004, quyªt ð¸nh",
                unicode: "Thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2004, quyết định",
            },
            Case {
                old: "Thñc hiÇn nhiÇm vå phát triÃn kinh t¿ - xã hÙi °ãc l¡i, CÔNG AN TÈNH quy¿t Ënh",
                unicode: "Thực hiện nhiệm vụ phát triển kinh tế - xã hội ược lại, CÔNG AN TỈNH quyết ịnh",
            },
            // Capitals with tone marks are drawn by another font, whose name is lost.
            Case {
                old: "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", unicode: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
            },
            Case {
                old: "UBND tØnh giao Së Néi vô vµ Së Tµi chÝnh thùc hiÖn, l\u{ad}u VP",
                unicode: "UBND tỉnh giao Sở Nội vụ và Sở Tài chính thực hiện, lưu VP",
            },
            // The end of the line is in Unicode.
            Case {
                old: "Sè liÖu thèng kª ®Õn ngµy Tỷ lệ hộ nghèo giảm còn 4,5% cả năm",
                unicode: "Số liệu thống kê đến ngày Tỷ lệ hộ nghèo giảm còn 4,5% cả năm",
            },
        ];
        for case in cases {
            assert_eq!(converted(case.old), case.unicode);
        }
    }

    #[test]
    fn unicode_and_garble_stay() {
        for line in [
            "Thực hiện nhiệm vụ phát triển kinh tế - xã hội năm 2024, Ủy ban nhân dân tỉnh quyết định",
            "Thuwce hién nhiém vu phat trién kinh teé - xa hoi, Uy ban nhan dan tinh quyét dinh sé 12 vé viéc",
            "d6ng chi Bi thu dé nghi cac so, nganh b€ tri kinh phi, x4y dung nha van héa c@c x4, thén",
            "École française, Müller, Zürich, garçon, señor, naïve",
        ] {
            assert_eq!(converted(line), line);
        }
    }

    #[test]
    fn fonts_tell_the_encoding() {
        struct Case {
            font: &'static str,
            read: &'static str,
            drawn: &'static str,
        }
        let cases = [
            Case { font: "ABCDEF+.VnTime", read: "quyÕt", drawn: "quyết" },
            Case { font: ".VnTimeH,Bold", read: "quyÕt ®Þnh", drawn: "QUYẾT ĐỊNH" },
            Case { font: "VNI-Times-Bold", read: "QUYEÁT", drawn: "QUYẾT" },
            Case { font: "VPSTimes", read: "quy‰t", drawn: "quyết" },
        ];
        for case in cases {
            let (encoding, drawn) = OldEncoding::of_font(case.font).unwrap();
            assert_eq!(encoding.converted(case.read, drawn), case.drawn, "{}", case.font);
        }
        for font in ["TimesNewRomanPSMT", "ABCDEF+Arial", "VnIndependent", "Cambria-Bold"] {
            assert_eq!(OldEncoding::of_font(font), None);
        }
    }

    #[test]
    fn bytes_of_windows_are_read() {
        let old: Vec<u8> =
            "Thùc hiÖn nhiÖm vô ph¸t triÓn kinh tÕ".chars().map(|c| u8::try_from(c).unwrap()).collect();
        assert_eq!(from_bytes(&old).as_deref(), Some("Thùc hiÖn nhiÖm vô ph¸t triÓn kinh tÕ"));
        assert_eq!(from_bytes(b"PK\x03\x04\xff\xfe\x14\x99"), None);
    }
}
