//! What people typed into a workbook, read back so that it is kept when the workbook is written anew.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use super::profile::{Kind, Sheet};

/// What stands in a cell of a workbook that was read back.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Typed {
    Text(String),
    Number(f64),
    /// Days since the beginning of 1900, as the file counts them; a fraction is the time of day.
    Day(f64),
    Truth(bool),
}

/// A row as it was found: its cells by their headings, none of them empty.
pub(super) type Found = BTreeMap<String, Typed>;

/// What people typed, and what else they added.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// By the name of a sheet of ours.
    pub(super) sheets: BTreeMap<String, KeptSheet>,
    /// Sheets that are none of ours, with the cells of each row from the top left.
    pub(super) others: Vec<(String, Vec<Vec<Option<Typed>>>)>,
}

/// What was typed into a sheet of ours.
#[derive(Debug, Default)]
pub(super) struct KeptSheet {
    /// Headings of columns that people added, from the left.
    pub(super) added: Vec<String>,
    /// Rows in which something was typed, from the top, with the id that each is known by.
    rows: Vec<(Option<String>, Found)>,
}

impl KeptSheet {
    /// Takes what was typed into the row of an id; a copy of that row stays behind.
    pub(super) fn take(&mut self, id: &str) -> Found {
        let place = self.rows.iter().position(|(of, _)| of.as_deref() == Some(id));
        place.map_or_else(Found::new, |place| self.rows.remove(place).1)
    }

    /// The rows that were not taken: those of findings that are gone, with their ids, and those that people added.
    pub(super) fn rest(self) -> Vec<(Option<String>, Found)> {
        self.rows
    }
}

/// Reads a workbook of such sheets back; `None` where it has none of them.
pub(super) fn read(sheets: &[Sheet], bytes: &[u8]) -> Option<Kept> {
    let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
    let mut kept = Kept::default();
    let mut is_ours = false;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).ok()?;
        match sheets.iter().find(|sheet| sheet.name == name) {
            Some(sheet) => {
                is_ours |= head(sheet, &range).is_some();
                kept.sheets.insert(name, sheet_of_ours(sheet, &range));
            }
            None => kept.others.push((name, all(&range))),
        }
    }
    is_ours.then_some(kept)
}

/// Names and SHA-256 of the files that a workbook of such sheets was made from; `None` where it is none.
pub(super) fn made_from(sheets: &[Sheet], bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
    let sheet = sheets.iter().find(|sheet| sheet.columns.iter().any(|column| column.field == "sha256"))?;
    let range = book.worksheet_range(&sheet.name).ok()?;
    let heading = |field: &str| sheet.columns.iter().find(|c| c.field == field).map(|c| c.heading.as_str());
    let (file, hash) = (heading("file")?, heading("sha256")?);
    let (head, headings) = head(sheet, &range)?;
    let place = |heading: &str| headings.iter().position(|there| there == heading);
    let (file, hash) = (place(file)?, place(hash)?);
    let text = |row: &[Data], at: usize| match row.get(at) {
        Some(Data::String(text)) => Some(text.clone()),
        _ => None,
    };
    let rows = range.rows().skip(head + 1);
    Some(rows.filter_map(|row| Some((text(row, file)?, text(row, hash)?))).collect())
}

/// The row of headings of a sheet of ours, from the top of the range, and the headings.
fn head(sheet: &Sheet, range: &Range<Data>) -> Option<(usize, Vec<String>)> {
    let id = sheet.columns.iter().find(|column| column.kind == Kind::Hidden)?;
    let mut rows = range.rows().enumerate();
    let (at, row) = rows.find(|(_, row)| row.iter().any(|cell| *cell == id.heading.as_str()))?;
    Some((at, row.iter().map(ToString::to_string).collect()))
}

fn sheet_of_ours(sheet: &Sheet, range: &Range<Data>) -> KeptSheet {
    let Some((at, headings)) = head(sheet, range) else {
        // Without its headings nothing in it can be told apart; it is kept as rows that people added.
        let rows = range.rows().map(|row| {
            let cells = row.iter().enumerate().filter_map(|(at, cell)| Some((at, typed(cell)?)));
            let headings = sheet.columns.iter().map(|column| column.heading.clone());
            let headings: Vec<String> = headings.collect();
            (None, cells.filter_map(|(at, cell)| Some((headings.get(at)?.clone(), cell))).collect::<Found>())
        });
        return KeptSheet { added: Vec::new(), rows: rows.filter(|(_, row)| !row.is_empty()).collect() };
    };
    let kind = |heading: &str| sheet.columns.iter().find(|c| c.heading == heading).map(|c| c.kind);
    let added = headings.iter().filter(|heading| !heading.is_empty() && kind(heading).is_none());
    let mut kept = KeptSheet { added: added.cloned().collect(), rows: Vec::new() };
    for row in range.rows().skip(at + 1) {
        let cells = headings.iter().zip(row).filter(|(heading, _)| !heading.is_empty());
        let found: Found =
            cells.filter_map(|(heading, cell)| Some((heading.clone(), typed(cell)?))).collect();
        let id = found.iter().find_map(|(heading, cell)| match (kind(heading), cell) {
            (Some(Kind::Hidden), Typed::Text(id)) => Some(id.clone()),
            _ => None,
        });
        // What was made is made again; only what was typed is worth keeping.
        let is_typed = |heading: &String| !matches!(kind(heading), Some(Kind::Field | Kind::Hidden));
        if (id.is_none() && !found.is_empty()) || found.keys().any(is_typed) {
            kept.rows.push((id, found));
        }
    }
    kept
}

fn all(range: &Range<Data>) -> Vec<Vec<Option<Typed>>> {
    let (top, left) = range.start().unwrap_or_default();
    let (top, left) = (usize::try_from(top).unwrap_or(0), usize::try_from(left).unwrap_or(0));
    let above = std::iter::repeat_n(Vec::new(), top);
    let rows = range.rows().map(|row| std::iter::repeat_n(None, left).chain(row.iter().map(typed)).collect());
    above.chain(rows).collect()
}

/// A cell; `None` where it is empty.
fn typed(cell: &Data) -> Option<Typed> {
    Some(match cell {
        Data::Empty => return None,
        Data::String(text) if text.is_empty() => return None,
        Data::Int(number) =>
        {
            #[expect(clippy::cast_precision_loss, reason = "workbooks hold f64 alone")]
            Typed::Number(*number as f64)
        }
        Data::Float(number) => Typed::Number(*number),
        Data::Bool(truth) => Typed::Truth(*truth),
        Data::DateTime(day) => Typed::Day(day.as_f64()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Typed::Text(text.clone()),
        Data::Error(error) => Typed::Text(error.to_string()),
    })
}
