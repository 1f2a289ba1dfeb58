//! Mines `dictionaries/cited.tsv`: the laws, decrees, resolutions and decisions that many documents cite, with what
//! the citations say of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use regex::Regex;

use super::corpus;
use crate::error::{Error, Result};
use crate::reason::Reason;
use crate::vietnamese as text;

/// Documents that must cite an entry.
const LEAST: usize = 3;

/// Lines of a text without bounds of documents that count as one document.
const BLOCK: usize = 60;

/// Words kept of a title.
const TITLE_WORDS: usize = 8;

/// Share of the citations with a date that must agree on it.
const AGREED: f64 = 0.6;

/// Symbols of bodies whose documents the whole country cites, behind the number and its slash; those of provinces are
/// known in their province only.
const OF_STATE: [&str; 10] = [
    r"QH\d{1,2}",
    r"UBTVQH\d{1,2}",
    "NĐ-CP",
    "NQ-CP",
    "NQ-TW",
    "QĐ-TTg",
    "CT-TTg",
    "CĐ-TTg",
    r"TTLT(?:-[A-ZĐ]+)+",
    r"TT-[A-ZĐ]+",
];
/// The same of the Party, between a hyphen and `/TW`.
const OF_PARTY: [&str; 6] = ["NQ", "CT", "KL", "QĐ", "QĐi", "HD"];

/// Kinds of documents as they stand before a symbol.
const KINDS: [&str; 13] = [
    "nghị quyết",
    "nghị định",
    "quyết định",
    "chỉ thị",
    "thông tư liên tịch",
    "thông tư",
    "kết luận",
    "công điện",
    "hướng dẫn",
    "quy định",
    "bộ luật",
    "luật",
    "pháp lệnh",
];

/// Words before which the name of an issuer ends.
const AFTER_ISSUER: [&str; 17] = [
    "về",
    "quy",
    r"ban\s+hành",
    "hướng",
    "sửa",
    "phê",
    "thực",
    "đã",
    "tại",
    "việc",
    "có",
    "khóa",
    "do",
    "để",
    "trong",
    "năm",
    "với",
];

/// Words that a title begins with.
const TITLES: [&str; 13] = [
    "về",
    "hướng dẫn",
    "sửa đổi",
    "ban hành",
    "phê duyệt",
    "quy định về",
    "quy định chi",
    "quy định một",
    "quy định mức",
    "quy định chế",
    "quy định điều",
    "quy định việc",
    "quy định xử",
];

const DAY: &str =
    r"^[\s,(]*ngày\s+(?P<day>\d{1,2})(?:/|\s+tháng\s+)(?P<month>\d{1,2})(?:/|\s+năm\s+)(?P<year>\d{4})";

/// What the citations of a symbol say.
#[derive(Default)]
struct Entry {
    documents: BTreeSet<usize>,
    kinds: BTreeMap<String, usize>,
    dates: BTreeMap<Date, usize>,
    issuers: BTreeMap<String, usize>,
    titles: BTreeMap<String, usize>,
}

/// The patterns of a citation.
struct Patterns {
    symbol: Regex,
    kind: Regex,
    day: Regex,
    issuer: Regex,
    title: Regex,
}

impl Patterns {
    fn new() -> Result<Patterns> {
        let pattern = |text: &str| {
            Regex::new(text)
                .map_err(|e| Error::Damaged { path: "cited".into(), reason: Reason::Said(e.to_string()) })
        };
        let (state, party) = (OF_STATE.join("|"), OF_PARTY.join("|"));
        let (kinds, ends, titles) = (KINDS.join("|"), AFTER_ISSUER.join("|"), TITLES.join("|"));
        let number = r"\d{1,4}(?:/(?:19|20)\d\d)?";
        let name = r"(?:Bộ trưởng |Chủ nhiệm |Tổng )?\p{Lu}[\p{L}]*(?:[\s,]+(?:và\s+)?\p{L}+){0,9}?";
        Ok(Patterns {
            symbol: pattern(&format!(r"\b(?P<symbol>{number}(?:/(?:{state})|-(?:{party})/TW|/CT-TW))\b"))?,
            kind: pattern(&format!(r"(?P<kind>(?i:{kinds}))(?:\s[^;.:()\d]{{0,90}}?)?\s*(?:số\s*)?$"))?,
            day: pattern(DAY)?,
            issuer: pattern(&format!(
                r"^[\s,)]*của\s+(?P<issuer>{name})(?:[;,.:()]|\s(?:và\s+\p{{Ll}}|(?i:{ends})\b))"
            ))?,
            title: pattern(&format!(
                r"^[\s,]*(?:khóa [XVI]+[\s,]*)?(?P<title>(?:{titles})\s[^;.:()“”\n]{{6,160}})"
            ))?,
        })
    }
}

/// Writes `cited.tsv` from the texts of a corpus: whole documents, then the two long texts in blocks of lines.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`].
pub(crate) fn build(folder: &Path, out: &Path, report: &mut dyn FnMut(&str)) -> Result<()> {
    let patterns = Patterns::new()?;
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    let mut document = 0;
    for path in corpus::text_files(&folder.join("whole"))? {
        let text = fs::read_to_string(&path).map_err(|source| Error::Read { path, source })?;
        document += 1;
        add(&text::nfc(&text).replace('\n', " "), document, &patterns, &mut entries);
    }
    for name in ["provincial.txt.xz", "legal.txt.xz"] {
        let mut line_number = 0;
        corpus::for_each_line(&folder.join(name), &mut |line| {
            if line_number % BLOCK == 0 {
                document += 1;
            }
            line_number += 1;
            // Most lines cite nothing.
            if line.contains('/') && line.contains(|c: char| c.is_ascii_digit()) {
                add(&text::nfc(line), document, &patterns, &mut entries);
            }
        })?;
    }
    entries.retain(|_, entry| entry.documents.len() >= LEAST);
    let mut list = String::from(
        "# symbol, kind, date, issuer, first words of the title, documents that cite it; a column is empty where they do not agree\n",
    );
    for (symbol, entry) in &entries {
        let kind = commonest(&entry.kinds, 0.5).cloned().unwrap_or_default();
        let date = commonest(&entry.dates, AGREED).map(ToString::to_string).unwrap_or_default();
        let issuer = commonest(&entry.issuers, AGREED).cloned().unwrap_or_default();
        let title = commonest(&entry.titles, 0.0).cloned().unwrap_or_default();
        let _ = writeln!(list, "{symbol}\t{kind}\t{date}\t{issuer}\t{title}\t{}", entry.documents.len());
    }
    report(&format!("cited.tsv: {} documents that at least {LEAST} cite", entries.len()));
    let path = out.join("cited.tsv");
    fs::write(&path, list).map_err(|source| Error::Write { path, source })
}

/// The commonest value that at least two citations give and this share of all of them; of equal ones the first.
fn commonest<T: Ord>(counts: &BTreeMap<T, usize>, share: f64) -> Option<&T> {
    let all: usize = counts.values().sum();
    let (value, count) = counts.iter().max_by_key(|(value, count)| (**count, std::cmp::Reverse(*value)))?;
    (*count >= 2 && *count as f64 >= share * all as f64).then_some(value)
}

fn add(text: &str, document: usize, patterns: &Patterns, entries: &mut BTreeMap<String, Entry>) {
    for found in patterns.symbol.captures_iter(text) {
        let Some(symbol) = found.name("symbol") else { continue };
        let entry = entries.entry(symbol.as_str().to_owned()).or_default();
        entry.documents.insert(document);
        let before = &text[floor(text, symbol.start().saturating_sub(160))..symbol.start()];
        if let Some(kind) = patterns.kind.captures(before).and_then(|c| c.name("kind")) {
            *entry.kinds.entry(sentence_case(kind.as_str())).or_default() += 1;
        }
        let mut rest = &text[symbol.end()..floor(text, (symbol.end() + 400).min(text.len()))];
        if let Some(day) = patterns.day.captures(rest) {
            let number = |name: &str| day.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
            if let (Some(year), Some(month), Some(of_month)) =
                (number("year"), number("month"), number("day"))
                && let (Ok(month), Ok(of_month)) = (i8::try_from(month), i8::try_from(of_month))
                && let Ok(date) = Date::new(year, month, of_month)
            {
                *entry.dates.entry(date).or_default() += 1;
            }
            rest = &rest[day.get(0).map_or(0, |m| m.end())..];
        }
        if let Some(issuer) = patterns.issuer.captures(rest).and_then(|c| c.name("issuer")) {
            *entry.issuers.entry(issuer.as_str().to_owned()).or_default() += 1;
            rest = &rest[issuer.end()..];
        }
        if let Some(title) = patterns.title.captures(rest).and_then(|c| c.name("title")) {
            let words: Vec<&str> = title.as_str().split_whitespace().take(TITLE_WORDS).collect();
            *entry.titles.entry(words.join(" ")).or_default() += 1;
        }
    }
}

/// The last place at or before `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

fn sentence_case(kind: &str) -> String {
    let lower = text::fold(kind);
    let mut chars = lower.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_say_kind_date_issuer_and_title() {
        let patterns = Patterns::new().unwrap();
        let mut entries = BTreeMap::new();
        let text = "Căn cứ Nghị định số 712/2031/NĐ-CP ngày 05 tháng 3 năm 2031 của Chính phủ quy định về công tác bến bãi;";
        add(text, 1, &patterns, &mut entries);
        add("theo nghị định số 712/2031/NĐ-CP ngày 05/3/2031 của Chính phủ;", 2, &patterns, &mut entries);
        let entry = &entries["712/2031/NĐ-CP"];
        assert_eq!(entry.documents.len(), 2);
        assert_eq!(commonest(&entry.kinds, 0.5).map(String::as_str), Some("Nghị định"));
        assert_eq!(commonest(&entry.dates, AGREED), Some(&Date::constant(2031, 3, 5)));
        assert_eq!(commonest(&entry.issuers, AGREED).map(String::as_str), Some("Chính phủ"));
        assert_eq!(entry.titles.keys().next().map(String::as_str), Some("quy định về công tác bến bãi"));
    }

    #[test]
    fn a_value_must_be_given_twice() {
        assert_eq!(commonest(&BTreeMap::from([("a", 1)]), 0.5), None);
        assert_eq!(commonest(&BTreeMap::from([("a", 2), ("b", 3)]), 0.7), None);
        assert_eq!(commonest(&BTreeMap::from([("a", 2), ("b", 3)]), 0.5), Some(&"b"));
    }
}
