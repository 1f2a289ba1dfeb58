//! Names of results by a pattern: `{number}-{symbol}_{date}`.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::record::{Field, Record, Status};

/// What stands for a part that is not known.
const UNKNOWN: &str = "chua-ro";
/// The longest part of a name, in characters.
const LONGEST: usize = 80;

/// What a pattern may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
enum Part {
    /// The name of the scan, without its ending.
    File,
    Number,
    Symbol,
    Code,
    Date,
    Year,
    Kind,
    Issuer,
    /// First and last page.
    Pages,
    Id,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Part(Part),
}

/// How results are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    written: String,
    pieces: Vec<Piece>,
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl FromStr for Pattern {
    type Err = String;

    fn from_str(written: &str) -> Result<Pattern, String> {
        let mut pieces = Vec::new();
        let mut rest = written;
        while let Some((text, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("a `{` has no `}`")?;
            let part = name.parse().map_err(|_| {
                let known: Vec<String> =
                    Part::VARIANTS.iter().map(|part| format!("{{{}}}", <&str>::from(part))).collect();
                format!("there is no {{{name}}}; there are {}", known.join(", "))
            })?;
            pieces.extend([Piece::Text(text.to_owned()), Piece::Part(part)]);
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let is_text = |piece: &Piece| matches!(piece, Piece::Text(text) if text.contains(['}', '\0', '\\']));
        let leads_out =
            written.starts_with('/') || written.split('/').any(|name| matches!(name, "" | "." | ".."));
        if pieces.iter().any(is_text) || leads_out {
            return Err("it is no name below a folder".to_owned());
        }
        Ok(Pattern { written: written.to_owned(), pieces })
    }
}

impl Pattern {
    /// The name of a result, below the folder of its scan and without an ending.
    pub(super) fn name(&self, record: &Record, scan: &Path) -> String {
        let mut name = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => name += text,
                Piece::Part(part) => name += &part.of(record, scan),
            }
        }
        name
    }
}

impl Part {
    fn of(self, record: &Record, scan: &Path) -> String {
        let document = &record.document;
        let read = |field: &Field<String>| {
            // What was read in part, or stands there by hand, is no name: another document may have the same part.
            field.value.clone().filter(|_| matches!(field.status, Status::Read | Status::Entered))
        };
        let [first, last] = record.source.page_range;
        let value = match self {
            Part::File => scan.file_stem().map(|name| name.to_string_lossy().into_owned()),
            Part::Number => read(&document.number),
            Part::Symbol => read(&document.symbol),
            Part::Code => read(&document.code),
            Part::Date => read(&document.date),
            Part::Year => read(&document.date).and_then(|date| date.get(..4).map(str::to_owned)),
            Part::Kind => read(&document.kind),
            Part::Issuer => read(&document.issuer),
            Part::Pages => Some(pages(first, last)),
            Part::Id => Some(record.id.clone()),
        };
        value.as_deref().map(cleaned).filter(|value| !value.is_empty()).unwrap_or_else(|| UNKNOWN.to_owned())
    }
}

/// Pages as names have them: `4`, `4-7`.
pub(super) fn pages(first: u32, last: u32) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

/// A value as a part of a name: what no file system takes and what parts names becomes a stroke.
fn cleaned(value: &str) -> String {
    let odd = |c: char| c.is_control() || c.is_whitespace() || "/\\:*?\"<>|{}".contains(c);
    let words: Vec<&str> = value.split(odd).filter(|word| !word.is_empty()).collect();
    let joined: String = words.join("-").chars().take(LONGEST).collect();
    joined.trim_matches('.').to_owned()
}

/// The folder below the results for what is named by a pattern: that of the scan.
pub(super) fn folder(below: &Path) -> PathBuf {
    let mut folder = super::results::name(below, "");
    folder.pop();
    folder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_name_what_there_is() {
        for pattern in ["{number}-{symbol}_{date}", "{file}", "{year}/{kind}/{code}", "công văn {id}"] {
            assert_eq!(pattern.parse::<Pattern>().unwrap().to_string(), pattern);
        }
        for pattern in ["{nummer}", "{number", "number}", "../{file}", "/{file}", "", "a//{file}", "{file}/"]
        {
            assert!(pattern.parse::<Pattern>().is_err(), "{pattern}");
        }
        assert!("{nummer}".parse::<Pattern>().unwrap_err().contains("{number}, {symbol}"));
    }

    #[test]
    fn values_become_parts_of_names() {
        for (value, part) in [
            ("57/KH-UBND", "57-KH-UBND"),
            ("Ủy ban nhân dân", "Ủy-ban-nhân-dân"),
            ("../..", "-"),
            (" : ", ""),
            (".ẩn", "ẩn"),
        ] {
            assert_eq!(cleaned(value), part, "{value}");
        }
    }
}
