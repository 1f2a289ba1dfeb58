//! A line of a sheet or a table, whatever it is of, and what stands in its cells.

use jiff::civil::Date;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Date(Date),
    /// A day of a record that lacks its day or its month, as `2025-09`.
    PartOfDate(String),
    /// A text that leads to a page of the scan, by a path from the folder of the result.
    Link {
        text: String,
        to: String,
    },
}

/// A line: something of a record, the record itself, or what was made of several.
pub(super) trait Line {
    /// What it is known again by.
    fn id(&self) -> &str;

    /// Why a person should look at it; empty where nothing is doubtful.
    fn doubts(&self) -> String;

    /// What stands in the column of a field; `None` where lines of this kind have no such field.
    fn cell(&self, field: &str) -> Option<Cell>;
}

/// A line of which all cells are made at once.
#[derive(Debug, Clone, Default)]
pub(super) struct Made {
    pub(super) id: String,
    pub(super) doubts: String,
    /// By their fields. `id` and `doubts` are not among them.
    pub(super) cells: Vec<(&'static str, Cell)>,
}

impl Line for Made {
    fn id(&self) -> &str {
        &self.id
    }

    fn doubts(&self) -> String {
        self.doubts.clone()
    }

    fn cell(&self, field: &str) -> Option<Cell> {
        match field {
            "id" => Some(text(&self.id)),
            "doubts" => Some(text(&self.doubts)),
            _ => self.cells.iter().find(|(of, _)| *of == field).map(|(_, cell)| cell.clone()),
        }
    }
}

pub(super) fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

pub(super) fn of(value: Option<&str>) -> Cell {
    value.map_or(Cell::Empty, text)
}

pub(super) fn date(day: Option<Date>) -> Cell {
    day.map_or(Cell::Empty, Cell::Date)
}

/// A day of a record.
pub(super) fn day(iso: &str) -> Cell {
    iso.parse().map_or_else(|_| Cell::PartOfDate(iso.to_owned()), Cell::Date)
}

/// How many, which no document has so many of that it could not be written.
#[expect(clippy::cast_precision_loss, reason = "no list has 2^53 rows")]
pub(super) fn count(count: usize) -> Cell {
    Cell::Number(count as f64)
}
