//! The forms that programs and editors take: JSON, JSON Lines, the restored text.

use crate::record::Record;

/// A record over many lines.
pub fn pretty(record: &Record) -> String {
    serde_json::to_string_pretty(record).expect("a record has only text keys") + "\n"
}

/// A record on one line.
pub fn line(record: &Record) -> String {
    serde_json::to_string(record).expect("a record has only text keys") + "\n"
}

/// The restored text, pages parted by lines that hold only a form feed.
pub fn plain(record: &Record) -> String {
    let pages: Vec<String> = record
        .text
        .iter()
        .map(|page| page.lines.iter().map(|line| line.text.clone() + "\n").collect())
        .collect();
    pages.join("\u{c}\n")
}
