//! Sheets as one page to be printed from a browser: A4 landscape, the headings on each printed page.

use std::fmt::Write;

use super::line::{Cell, Line};
use super::mark::marks;
use super::profile::{Column, Kind, Sheet};
use super::workbook::Filled;
use super::xml::{encoded, escaped};
use crate::record::Record;
use crate::words::{Language, Words};

const STYLE: &str = include_str!("printed.css");

/// The page. Columns that people fill in are left free to write into.
pub(super) fn write(sheets: &[Filled<'_>], records: &[&Record]) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n");
    out += "<meta http-equiv=\"Content-Security-Policy\" ";
    out += "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";
    // Writing to a string cannot fail, here and below.
    for mark in marks(records) {
        let _ = writeln!(out, "<meta name=\"vanthu-source\" content=\"{mark}\">");
    }
    let title = sheets.first().map_or("", |filled| filled.sheet.title.as_str());
    let _ = writeln!(out, "<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>", escaped(title));
    for Filled { sheet, lines } in sheets {
        section(&mut out, sheet, lines);
    }
    out += "</body>\n</html>\n";
    out
}

fn section(out: &mut String, sheet: &Sheet, lines: &[Box<dyn Line + '_>]) {
    let columns: Vec<&Column> = sheet.columns.iter().filter(|column| column.kind != Kind::Hidden).collect();
    let all: u32 = columns.iter().map(|column| u32::from(column.width)).sum();
    let _ = writeln!(out, "<section>\n<h1>{}</h1>\n<table>\n<colgroup>", escaped(&sheet.title));
    for column in &columns {
        let _ = writeln!(out, "<col style=\"width:{}%\">", u32::from(column.width) * 100 / all.max(1));
    }
    *out += "</colgroup>\n<thead><tr>";
    for column in &columns {
        let _ = write!(out, "<th>{}</th>", escaped(&column.heading));
    }
    *out += "</tr></thead>\n<tbody>\n";
    for line in lines {
        let class = if line.doubts().is_empty() { "" } else { " class=\"doubt\"" };
        let _ = write!(out, "<tr{class}>");
        for column in &columns {
            let cell = match column.kind {
                Kind::Typed => Cell::Empty,
                Kind::Field | Kind::Hidden => line.cell(&column.field).unwrap_or(Cell::Empty),
            };
            *out += &shown(&cell);
        }
        *out += "</tr>\n";
    }
    *out += "</tbody>\n</table>\n</section>\n";
}

fn shown(cell: &Cell) -> String {
    let words = Words::of(Language::Vietnamese);
    match cell {
        Cell::Empty => "<td></td>".to_owned(),
        Cell::Text(text) => format!("<td>{}</td>", escaped(text)),
        Cell::Number(number) => format!("<td class=\"number\">{}</td>", words.decimal(*number)),
        Cell::Date(day) => format!("<td class=\"number\">{}</td>", words.day(*day)),
        Cell::PartOfDate(iso) => format!("<td class=\"number\">{}</td>", escaped(&words.partial_day(iso))),
        Cell::Link { text, to } => {
            format!("<td><a href=\"{}\">{}</a></td>", escaped(&address(to)), escaped(text))
        }
    }
}

/// A path as a browser takes it: only the last `#page=` is no part of a name.
fn address(path: &str) -> String {
    let (path, page) = path.rsplit_once("#page=").unwrap_or((path, ""));
    // "a:b.pdf" would be taken for another kind of address.
    format!("./{}#page={page}", encoded(path))
}

#[cfg(test)]
mod tests {
    use super::super::line::Made;
    use super::super::profile;
    use super::*;

    #[test]
    fn nothing_in_a_cell_is_markup_and_links_are_whole() {
        let link = Cell::Link { text: "trang 2".to_owned(), to: "a b/q#1?.pdf#page=2".to_owned() };
        assert_eq!(shown(&link), "<td><a href=\"./a%20b/q%231%3F.pdf#page=2\">trang 2</a></td>");
        let profiles = profile::Profiles::follow_up();
        let line = Made {
            id: "a".to_owned(),
            doubts: "x".to_owned(),
            cells: vec![("what", Cell::Text("<b>&".to_owned())), ("difference", Cell::Number(0.3))],
        };
        let page = write(&[Filled::new(&profiles.sheets()[0], vec![line])], &[]);
        assert!(page.contains("<tr class=\"doubt\">") && page.contains("<td>&lt;b&gt;&amp;</td>"), "{page}");
        assert!(page.contains(">0,3<"), "{page}");
        for foreign in ["http:", "https:", "<script", "url("] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }
}
