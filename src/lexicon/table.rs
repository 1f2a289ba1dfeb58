//! A list in a file: one entry a line, columns parted by tabs, lines sorted by their bytes, each once.

use std::path::Path;

use unicode_normalization::is_nfc;

use crate::error::{Error, Result};

/// A list and its name.
pub(super) struct Table {
    name: &'static str,
    text: &'static str,
    /// Most columns a line may have. A line may stop before trailing empty ones only in lists of five.
    columns: usize,
}

/// One line.
#[derive(Debug)]
pub(super) struct Row {
    name: &'static str,
    /// From 1.
    line: usize,
    text: &'static str,
}

impl Table {
    pub(super) fn new(name: &'static str, text: &'static str, columns: usize) -> Table {
        Table { name, text, columns }
    }

    /// The lines but for comments (`#` first), each checked against the one before.
    pub(super) fn rows(&self) -> impl Iterator<Item = Result<Row>> {
        let mut above: Option<&str> = None;
        let lines = self.text.lines().enumerate().filter(|(_, text)| !text.starts_with('#'));
        lines.map(move |(i, text)| {
            let row = Row { name: self.name, line: i + 1, text };
            let columns = text.split('\t').count();
            if text.is_empty() {
                return Err(row.error("the line is empty".to_owned()));
            }
            if !is_nfc(text) {
                return Err(row.error("not in composed form (NFC)".to_owned()));
            }
            if columns > self.columns || columns < self.columns.min(4) {
                return Err(row.error(format!("{columns} columns, not {}", self.columns)));
            }
            match above.map(|above| text.cmp(above)) {
                Some(std::cmp::Ordering::Less) => {
                    let key = text.split('\t').next().unwrap_or(text);
                    return Err(row.error(format!("`{key}` must come before the line above")));
                }
                Some(std::cmp::Ordering::Equal) => {
                    return Err(row.error("the line stands there twice".to_owned()));
                }
                _ => {}
            }
            above = Some(text);
            Ok(row)
        })
    }
}

impl Row {
    /// A column that may not be empty.
    pub(super) fn text(&self, column: usize) -> Result<&'static str> {
        self.optional(column).ok_or_else(|| self.error(format!("column {} is empty", column + 1)))
    }

    /// A column that may be empty or missing.
    pub(super) fn optional(&self, column: usize) -> Option<&'static str> {
        self.text.split('\t').nth(column).filter(|text| !text.is_empty())
    }

    /// A column that is a count.
    pub(super) fn number(&self, column: usize) -> Result<u32> {
        let text = self.text(column)?;
        text.parse().map_err(|_| self.error(format!("`{text}` is not a count")))
    }

    /// An error at this line.
    pub(super) fn error(&self, reason: String) -> Error {
        let path = Path::new("dictionaries").join(self.name);
        Error::Dictionary { path, line: self.line, reason }
    }
}
