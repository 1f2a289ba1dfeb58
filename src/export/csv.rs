//! A table as CSV: UTF-8 with its mark, commas, lines that end as RFC 4180 says, dates ISO.

use super::line::{Cell, Line as _};
use super::office::Office;
use super::profile::{self, Rows};
use super::row::rows;
use crate::record::Record;

/// What a spreadsheet would take for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What the first line of a table says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Headings {
    /// The names of fields, for programs.
    #[default]
    Fields,
    /// What they are called, for people.
    Vietnamese,
}

impl Headings {
    fn line(self, kind: Rows) -> String {
        let heading = |field: &&'static str| match self {
            Headings::Fields => (*field).to_owned(),
            Headings::Vietnamese => quoted(profile::heading(field)),
        };
        profile::table(kind).iter().map(heading).collect::<Vec<_>>().join(",")
    }
}

/// One table of some documents.
pub(super) fn write(kind: Rows, records: &[&Record], office: Option<&Office>, headings: Headings) -> Vec<u8> {
    let fields = profile::table(kind);
    // Without the mark a spreadsheet takes the letters for those of an old code page.
    let mut text = format!("\u{feff}{}\r\n", headings.line(kind));
    for row in rows(kind, records, office) {
        let cells =
            fields.iter().map(|field| row.cell(field).map_or_else(String::new, |cell| written(&cell)));
        text += &cells.collect::<Vec<_>>().join(",");
        text += "\r\n";
    }
    text.into_bytes()
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(day) => day.to_string(),
        Cell::PartOfDate(iso) => iso.clone(),
        // An apostrophe in front makes it text in every spreadsheet.
        Cell::Text(text) | Cell::Link { text, .. } if text.starts_with(FORMULA) => {
            quoted(&format!("'{text}"))
        }
        Cell::Text(text) | Cell::Link { text, .. } => quoted(text),
    }
}

fn quoted(text: &str) -> String {
    let plain = !text.contains([',', '"', '\n', '\r']) && text.trim() == text;
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// Names and SHA-256 of the files that a table of ours was made from; `None` where it is none of ours.
pub(super) fn made_from(text: &str) -> Option<Vec<(String, String)>> {
    let (head, body) = text.strip_prefix('\u{feff}')?.split_once("\r\n")?;
    use strum::VariantArray;
    let is_head =
        |rows: &Rows| [Headings::Fields, Headings::Vietnamese].iter().any(|of| of.line(*rows) == head);
    let fields = profile::table(*Rows::VARIANTS.iter().find(|rows| is_head(rows))?);
    let (file, hash) =
        (fields.iter().position(|f| *f == "file")?, fields.iter().position(|f| *f == "sha256")?);
    let mut all = Vec::new();
    for cells in lines(body) {
        let entry = (cells.get(file)?.clone(), cells.get(hash)?.clone());
        if !all.contains(&entry) {
            all.push(entry);
        }
    }
    Some(all)
}

/// The cells of each line of a table that somebody gives: parted by commas, or by semicolons or tabs where its first line has
/// more of these.
pub(super) fn read(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let mut mark = ',';
    for other in [';', '\t'] {
        mark = if count(other) > count(mark) { other } else { mark };
    }
    parted(&format!("{}\n", text.trim_end_matches(['\r', '\n'])), mark)
}

/// The cells of each line.
fn lines(text: &str) -> Vec<Vec<String>> {
    parted(text, ',')
}

fn parted(text: &str, mark: char) -> Vec<Vec<String>> {
    let (mut all, mut line, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (true, '"') if chars.next_if_eq(&'"').is_some() => cell.push('"'),
            (_, '"') => quoted = !quoted,
            (false, c) if c == mark => line.push(std::mem::take(&mut cell)),
            (false, '\r') => {}
            (false, '\n') => {
                line.push(std::mem::take(&mut cell));
                all.push(std::mem::take(&mut line));
            }
            _ => cell.push(c),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::fixture::record;
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        for text in ["=1+1", "- Sở Nội vụ", "+84", "@x", "\tx"] {
            let written = written(&Cell::Text(text.to_owned()));
            assert!(written.trim_start_matches('"').starts_with('\''), "{written}");
        }
        assert_eq!(written(&Cell::Number(-4.5)), "-4.5");
        assert_eq!(written(&Cell::Text("a, \"b\"".to_owned())), "\"a, \"\"b\"\"\"");
    }

    #[test]
    fn a_table_is_known_again_with_its_sources() {
        let record = record();
        let kinds = [Rows::FollowUp, Rows::Targets, Rows::Documents];
        let both = [Headings::Fields, Headings::Vietnamese];
        for (kind, headings) in kinds.into_iter().flat_map(|kind| both.map(|headings| (kind, headings))) {
            let bytes = write(kind, &[&record], None, headings);
            assert_eq!(bytes, write(kind, &[&record], None, headings));
            let text = String::from_utf8(bytes).unwrap();
            let file = &record.source.files[0];
            assert_eq!(made_from(&text), Some(vec![(file.file.clone(), file.sha256.clone())]));
            let cells = lines(text.strip_prefix('\u{feff}').unwrap());
            assert!(cells.iter().all(|line| line.len() == profile::table(kind).len()), "{text}");
        }
        assert_eq!(made_from("a,b\r\n1,2\r\n"), None);
        let mine = "\u{feff}id,indicator\r\n1,2\r\n";
        assert_eq!(made_from(mine), None);
    }
}
