//! Documents that came twice, and numbers that an issuer's year lacks.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::digest::sha256;
use crate::record::Record;
use crate::vietnamese::fold;

/// A text with fewer words could be any: a sheet that separates, a cover.
const FEWEST_WORDS: usize = 30;
/// Numbers of one issuer, symbol and year from which gaps in them say something.
const FEWEST_NUMBERS: usize = 5;

/// What a document is known again by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Identity {
    /// The `id` of its record.
    pub(super) id: String,
    /// Number, symbol, issuer and date, folded; none where one of the first three was not read.
    pub(super) code: Option<String>,
    /// Issuer, symbol and year, by which numbers run on; none where one was not read.
    pub(super) series: Option<String>,
    /// Its number in that series.
    pub(super) number: Option<u32>,
    /// Digits of a hash of its words; none of a text that is short.
    pub(super) text: Option<String>,
}

/// What of a record identifies its document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Parts {
    id: String,
    document: Header,
    text: Vec<PageText>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Header {
    number: Value,
    symbol: Value,
    code: Value,
    issuer: Value,
    date: Value,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Value {
    value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct PageText {
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Line {
    text: String,
}

impl Identity {
    /// Of a record that was made now.
    pub(super) fn of(record: &Record) -> Identity {
        let value = |field: &crate::record::Field<String>| Value { value: field.value.clone() };
        let document = &record.document;
        let line = |line: &crate::record::TextLine| Line { text: line.text.clone() };
        let page = |page: &crate::record::PageText| PageText { lines: page.lines.iter().map(line).collect() };
        Identity::of_parts(Parts {
            id: record.id.clone(),
            document: Header {
                number: value(&document.number),
                symbol: value(&document.symbol),
                code: value(&document.code),
                issuer: value(&document.issuer),
                date: value(&document.date),
            },
            text: record.text.iter().map(page).collect(),
        })
    }

    /// Of a record that was read back.
    pub(super) fn of_parts(parts: Parts) -> Identity {
        let Parts { id, document: Header { number, symbol, code, issuer, date }, text } = parts;
        let folded = |value: &Value| value.value.as_deref().map(fold);
        let day = date.value.clone().unwrap_or_default();
        let year = date.value.as_deref().and_then(|date| date.get(..4).map(str::to_owned));
        let number = number.value.as_deref().and_then(|number| number.parse().ok());
        let series = folded(&issuer)
            .zip(folded(&symbol))
            .zip(year)
            .map(|((issuer, symbol), year)| format!("{issuer}\n{symbol}\n{year}"));
        let words = text.iter().flat_map(|page| &page.lines).flat_map(|line| line.text.split_whitespace());
        let words: Vec<String> = words.map(fold).collect();
        // Without a number a symbol is that of many documents.
        let code = number
            .and(folded(&code))
            .zip(folded(&issuer))
            .map(|(code, issuer)| format!("{code}\n{issuer}\n{day}"));
        let text = (words.len() >= FEWEST_WORDS).then(|| sha256(words.join(" ").as_bytes())[..24].to_owned());
        Identity { id, code, series, number, text }
    }
}

/// Numbers that are missing in a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gap {
    /// Issuer, as folded.
    pub(crate) issuer: String,
    /// Symbol, as folded.
    pub(crate) symbol: String,
    /// Year.
    pub(crate) year: String,
    /// First and last number of each stretch that is missing, rising.
    pub(crate) missing: Vec<(u32, u32)>,
}

/// The gaps of all series, in their order. Where more is missing than there, the folder holds a selection: that is no gap.
pub(super) fn gaps(numbers: &BTreeMap<String, Vec<u32>>) -> Vec<Gap> {
    let gap = |(series, numbers): (&String, &Vec<u32>)| {
        let mut numbers = numbers.clone();
        numbers.sort_unstable();
        numbers.dedup();
        let (first, last) = (*numbers.first()?, *numbers.last()?);
        let there = u32::try_from(numbers.len()).ok()?;
        let missing = last - first + 1 - there;
        if numbers.len() < FEWEST_NUMBERS || missing == 0 || missing >= there {
            return None;
        }
        let stretches = numbers.windows(2).filter(|two| two[1] - two[0] > 1);
        let missing = stretches.map(|two| (two[0] + 1, two[1] - 1)).collect();
        let mut parts = series.split('\n').map(str::to_owned);
        Some(Gap { issuer: parts.next()?, symbol: parts.next()?, year: parts.next()?, missing })
    };
    numbers.iter().filter_map(gap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(number: Option<&str>, issuer: &str, text: &str) -> Parts {
        let value = |value: Option<&str>| Value { value: value.map(str::to_owned) };
        Parts {
            id: "1".to_owned(),
            document: Header {
                number: value(number),
                symbol: value(Some("KH-UBND")),
                code: value(Some("57/KH-UBND")),
                issuer: value(Some(issuer)),
                date: value(Some("2031-03")),
            },
            text: vec![PageText { lines: vec![Line { text: text.to_owned() }] }],
        }
    }

    #[test]
    fn a_document_is_known_by_number_symbol_and_issuer_or_by_its_words() {
        let long = "Sở Nội vụ chủ trì ".repeat(10);
        let one = Identity::of_parts(parts(Some("57"), "ỦY BAN NHÂN DÂN TỈNH SƠN HÀ", &long));
        let two = Identity::of_parts(parts(Some("57"), "Ủy ban nhân dân tỉnh Sơn Hà", "khác"));
        assert_eq!(one.code, two.code);
        assert!(one.code.is_some() && one.text.is_some() && two.text.is_none());
        assert_eq!((one.number, one.series.as_deref()), (Some(57), two.series.as_deref()));
        let same = Identity::of_parts(parts(None, "SỞ Y TẾ", &long.replace(' ', "  ")));
        assert_eq!((same.code, same.text), (None, one.text), "a symbol without its number is no code");
    }

    #[test]
    fn gaps_are_what_a_series_lacks() {
        let series = |numbers: &[u32]| BTreeMap::from([("a\nkh-ubnd\n2031".to_owned(), numbers.to_vec())]);
        let found = gaps(&series(&[3, 1, 2, 6, 8, 8]));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].missing.as_slice(), found[0].year.as_str()), (&[(4, 5), (7, 7)][..], "2031"));
        assert!(gaps(&series(&[1, 2, 3, 4, 5])).is_empty());
        assert!(gaps(&series(&[1, 5])).is_empty(), "too few to say");
        assert!(gaps(&series(&[1, 200, 300, 400, 500])).is_empty(), "a selection");
    }
}
