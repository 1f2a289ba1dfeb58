//! The stamp of secrecy on the first page: MẬT, TỐI MẬT, TUYỆT MẬT.
//!
//! What it is found in is what was read, before restoration, so that nothing of the document is kept or shown before it is
//! known. Where it is unsure a stamp counts as one: a document that is left alone can still be read on request.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::geometry::PixelBox;
use crate::page::{MarkKind, OcrLine, OcrPage};
use crate::record::Record;
use crate::vietnamese::{fold, strip_marks};

/// How secret, as the law on the protection of state secrets (29/2018/QH14, article 8) has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Level {
    /// Mật.
    Secret,
    /// Tối mật.
    Higher,
    /// Tuyệt mật.
    Highest,
}

/// A stamp of secrecy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// What it says.
    pub(crate) level: Level,
    /// Where on the first page; none in plain text.
    #[serde(rename = "box")]
    pub(crate) place: Option<PixelBox>,
}

/// Lines of a text in which its head lies.
const HEAD: u32 = 20;

/// The stamp of secrecy on a first page, if it bears one.
pub(crate) fn stamp(page: &OcrPage) -> Option<Stamp> {
    let mut marks = page.marks.iter().filter(|mark| mark.kind == MarkKind::Secrecy);
    if let Some(mark) = marks.next() {
        // A stamp that says something else than it should is no less of one.
        let level = mark.text.as_deref().and_then(|text| level(&words(text))).unwrap_or(Level::Secret);
        return Some(Stamp { level, place: Some(mark.place) });
    }
    page.lines.iter().filter(|line| is_in_head(line, page)).find_map(|line| {
        let text: Vec<&str> = line.words.iter().map(|word| word.text.as_str()).collect();
        said(&text.join(" ")).map(|level| Stamp { level, place: line.place() })
    })
}

/// The stamp that a whole record tells of: restoration makes out more than what was read.
pub(super) fn of_record(record: &Record) -> Option<Stamp> {
    let field = &record.document.secrecy;
    let level = level(&words(field.value.as_deref()?)).unwrap_or(Level::Secret);
    Some(Stamp { level, place: field.evidence.first().and_then(|evidence| evidence.place) })
}

/// Whether a line stands in the upper half of a page, or among the first lines of a text.
fn is_in_head(line: &OcrLine, page: &OcrPage) -> bool {
    match (line.place(), &page.frame) {
        (Some(place), Some(frame)) => place.middle_y() < frame.height / 2,
        _ => line.number <= HEAD,
    }
}

/// What a line says that is nothing but the words of a stamp, in capitals, or names the degree of secrecy.
fn said(line: &str) -> Option<Level> {
    let words = words(line);
    if let Some(named) = words.strip_prefix(&["do".to_owned(), "mat".to_owned()][..]) {
        return level(named);
    }
    if let Some(beside) = beside_the_head(line) {
        return Some(beside);
    }
    let is_capitals = line.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    if is_capitals { level(&words) } else { None }
}

/// A stamp on a line of text on which the right column of the head stands too.
fn beside_the_head(line: &str) -> Option<Level> {
    const RIGHT: [[&str; 2]; 3] = [["cong", "hoa"], ["doc", "lap"], ["dang", "cong"]];
    let written: Vec<&str> = line.split_whitespace().collect();
    let at = (1..=2.min(written.len().saturating_sub(1))).find(|at| {
        let next = words(&written[*at..].join(" "));
        RIGHT.iter().any(|right| next.iter().take(2).eq(right.iter()))
    })?;
    let stamp = written[..at].join(" ");
    if stamp.chars().any(char::is_lowercase) { None } else { level(&words(&stamp)) }
}

fn level(words: &[String]) -> Option<Level> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["mat"] => Some(Level::Secret),
        ["toi", "mat"] | ["toimat"] => Some(Level::Higher),
        ["tuyet", "mat"] | ["tuyetmat"] => Some(Level::Highest),
        _ => None,
    }
}

/// Words without marks, case and whatever is no letter: what an engine without Vietnamese reads too.
fn words(text: &str) -> Vec<String> {
    let plain = strip_marks(&fold(text));
    plain.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_stamps() {
        for (line, level) in [
            ("MẬT", Some(Level::Secret)),
            ("[ MẬT ]", Some(Level::Secret)),
            ("MAT", Some(Level::Secret)),
            ("TỐI MẬT", Some(Level::Higher)),
            ("TUYỆT  MẬT", Some(Level::Highest)),
            ("TUYET MAT", Some(Level::Highest)),
            ("Độ mật: Tối mật", Some(Level::Higher)),
            ("MẬT Độc lập - Tự do - Hạnh phúc", Some(Level::Secret)),
            ("TUYỆT MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Some(Level::Highest)),
            ("SỞ NỘI VỤ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None),
            ("Mật", None),
            ("bí mật nhà nước", None),
            ("BÍ MẬT KINH DOANH", None),
            ("Độ mật:", None),
            ("MẶT TRẬN TỔ QUỐC VIỆT NAM", None),
            ("", None),
        ] {
            assert_eq!(said(line), level, "{line}");
        }
    }
}
