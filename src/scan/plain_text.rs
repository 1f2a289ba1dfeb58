//! A text file becomes pages of words.

use unicode_normalization::UnicodeNormalization;

use crate::page::{Block, OcrLine, OcrWord};
use crate::scan::old_encoding::{self, OldEncoding};
use crate::scan::side_by_side::{self, Piece};
use crate::scan::{text_table, windows_1258};

/// The text of a file, or nothing when its bytes are no text: neither UTF-8 (with or without byte order mark, a few
/// bytes of it broken), nor UTF-16, nor Windows-1258, nor bytes whose words show an encoding from before Unicode; or
/// with a NUL in it. Words in an old encoding are still as it writes them.
pub fn decode(bytes: &[u8]) -> Option<String> {
    decoded(bytes).map(|(text, _)| text)
}

/// What was odd about the bytes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    /// They were Windows-1258, the "ANSI" of Vietnamese Windows.
    Windows1258,
    /// They were UTF-16 without a byte order mark.
    Unmarked,
    /// So many places were no UTF-8.
    Broken(usize),
}

/// Of a hundred bytes one may be broken in a text without marks; in one with marks, one for ten letters with marks.
const BROKEN: usize = 100;
const BROKEN_AMONG_MARKS: usize = 10;

/// The text of a file, and what was odd about its bytes; nothing when they are no text.
pub(super) fn decoded(bytes: &[u8]) -> Option<(String, Option<Oddity>)> {
    let found = match bytes {
        [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes)?, None),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes)?, None),
        all => {
            let all = all.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(all);
            match std::str::from_utf8(all) {
                Ok(text) if !text.contains('\0') => (text.to_owned(), None),
                _ => odd(all)?,
            }
        }
    };
    (!found.0.contains('\0')).then_some(found)
}

fn odd(bytes: &[u8]) -> Option<(String, Option<Oddity>)> {
    if let Some(text) = unmarked_utf16(bytes) {
        return Some((text, Some(Oddity::Unmarked)));
    }
    let broken = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let marked: usize =
        bytes.utf8_chunks().map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    let mended = || (String::from_utf8_lossy(bytes).into_owned(), Some(Oddity::Broken(broken)));
    if broken * BROKEN_AMONG_MARKS <= marked {
        return Some(mended());
    }
    if let Some(text) = old_encoding::from_bytes(bytes) {
        return Some((text, None));
    }
    if let Some(text) = windows_1258::decoded(bytes) {
        return Some((text, Some(Oddity::Windows1258)));
    }
    (broken > 0 && broken * BROKEN <= bytes.len()).then(mended)
}

/// UTF-16 without a byte order mark shows in the upper halves of its letters: Vietnamese has only a few of them.
fn unmarked_utf16(bytes: &[u8]) -> Option<String> {
    let (pairs, _) = bytes.as_chunks::<2>();
    // Basic Latin, Latin Extended, Latin Extended Additional, punctuation, combining marks.
    let is_upper = |byte: u8| matches!(byte, 0 | 1 | 0x1e | 0x20 | 0x03);
    let share = |at: usize| pairs.iter().filter(|pair| is_upper(pair[at])).count() * 20 > pairs.len() * 19;
    if pairs.len() < 2 || !bytes.contains(&0) {
        return None;
    }
    match (share(1), share(0)) {
        (true, false) => utf16(bytes, u16::from_le_bytes),
        (false, true) => utf16(bytes, u16::from_be_bytes),
        _ => None,
    }
}

fn utf16(bytes: &[u8], join: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| join(*pair));
    rest.is_empty().then(|| char::decode_utf16(units).collect::<Result<String, _>>().ok()).flatten()
}

/// A page of a text file.
#[derive(Debug)]
pub(super) struct TextPage {
    /// Those with words.
    pub(super) lines: Vec<OcrLine>,
    /// The old encoding that some of its words were in; they are converted.
    pub(super) old: Option<OldEncoding>,
}

/// The pages of a text, parted by form feeds, each as its lines with words. Lines are numbered from 1 through
/// the whole text; lines without words are left out, but counted.
///
/// A line that holds nothing but a form feed only parts pages, so that the page after it starts with the line
/// after it. There is always at least one page; a form feed at the very end opens none.
pub(super) fn pages(text: &str) -> Vec<TextPage> {
    let old = old_encoding::recognised(text.split_whitespace());
    let with_old = |mut lines: Vec<OcrLine>| {
        let mut changed = false;
        if let Some(encoding) = old {
            for line in &mut lines {
                changed |= old_encoding::convert_line(line.words.iter_mut().map(|w| &mut w.text), encoding);
            }
        }
        TextPage { lines, old: old.filter(|_| changed) }
    };
    parted(text).into_iter().map(with_old).collect()
}

/// The lines of each page, as written; of a garbled text the columns of its letterhead and closing one after the other.
fn parted(text: &str) -> Vec<Vec<OcrLine>> {
    let mut pages: Vec<Vec<Piece<'_>>> = vec![Vec::new()];
    for (number, line) in (1..).zip(text.lines()) {
        for (part, piece) in line.split('\u{c}').enumerate() {
            if part > 0 {
                pages.push(Vec::new());
            }
            if let Some(page) = pages.last_mut()
                && !piece.trim().is_empty()
            {
                page.push((number, piece));
            }
        }
    }
    if pages.len() > 1 && pages.last().is_some_and(Vec::is_empty) {
        pages.pop();
    }
    if side_by_side::is_garbled(text.split_whitespace()) {
        side_by_side::in_order(&mut pages);
    }
    let line = |(block, (number, piece)): (Block, Piece<'_>)| OcrLine { number, block, words: words(piece) };
    pages.iter().map(|page| text_table::parted(page).into_iter().map(line).collect()).collect()
}

fn words(line: &str) -> Vec<OcrWord> {
    line.split_whitespace()
        .map(|word| OcrWord {
            text: word.nfc().collect(),
            place: None,
            confidence: 1.0,
            alternatives: Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        struct Case {
            name: &'static str,
            bytes: Vec<u8>,
            text: Option<&'static str>,
        }
        let utf16 = |join: fn(u16) -> [u8; 2]| "\u{feff}Quyết định".encode_utf16().flat_map(join).collect();
        let cases = [
            Case { name: "UTF-8", bytes: "Quyết định".into(), text: Some("Quyết định") },
            Case {
                name: "UTF-8, marked", bytes: "\u{feff}Quyết định".into(), text: Some("Quyết định")
            },
            Case { name: "UTF-16, little", bytes: utf16(u16::to_le_bytes), text: Some("Quyết định") },
            Case { name: "UTF-16, big", bytes: utf16(u16::to_be_bytes), text: Some("Quyết định") },
            Case { name: "UTF-16, half a letter", bytes: vec![0xff, 0xfe, 0x51], text: None },
            Case {
                name: "UTF-16 without a mark",
                bytes: "Số 12 và quyết định".encode_utf16().flat_map(u16::to_le_bytes).collect(),
                text: Some("Số 12 và quyết định"),
            },
            Case {
                name: "one broken byte",
                bytes: [b"K\xc3\xad \xff".as_slice(), "Quyết định số một về việc ấy của tỉnh ".as_bytes()]
                    .concat(),
                text: Some("Kí \u{fffd}Quyết định số một về việc ấy của tỉnh "),
            },
            Case { name: "a NUL", bytes: b"Quy\0t".to_vec(), text: None },
            Case { name: "TCVN3 bytes", bytes: b"quy\xd5t \xae\xdenh".to_vec(), text: None },
        ];
        for case in cases {
            assert_eq!(decode(&case.bytes).as_deref(), case.text, "{}", case.name);
        }
    }

    #[test]
    fn form_feeds_part_pages_and_lines_are_counted_through() {
        let all = pages("Điều 1.\r\n\r\nĐiều 2. Giao\n\u{c}\nĐiều 3.\u{c}Điều 4.\n");
        let shown: Vec<Vec<(u32, Vec<&str>)>> = all
            .iter()
            .map(|page| {
                page.lines
                    .iter()
                    .map(|line| (line.number, line.words.iter().map(|word| word.text.as_str()).collect()))
                    .collect()
            })
            .collect();
        assert_eq!(
            shown,
            [
                vec![(1, vec!["Điều", "1."]), (3, vec!["Điều", "2.", "Giao"])],
                vec![(5, vec!["Điều", "3."])],
                vec![(5, vec!["Điều", "4."])],
            ]
        );
    }

    #[test]
    fn words_are_composed_and_blank_files_have_one_page() {
        assert_eq!(pages("quye\u{302}\u{301}t")[0].lines[0].words[0].text, "quyết");
        assert_eq!(pages("\n \n").len(), 1);
        assert_eq!(pages("Điều 1.\n\u{c}").len(), 1);
    }
}
