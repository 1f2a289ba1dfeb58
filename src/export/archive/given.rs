//! What no scan says, as somebody gives it in `ho-so.csv`: a line for each file of documents (hồ sơ), and below it, if need
//! be, a line for each document, which names its scan.

use std::collections::BTreeMap;

use super::super::csv;
use super::fields;

/// Fields by their names; none empty.
pub(super) type Fields = BTreeMap<&'static str, String>;

/// The table as it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// In the order of the table.
    pub(super) files: Vec<GivenFile>,
}

/// A file of documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct GivenFile {
    pub(super) fields: Fields,
    /// Those that lines name, in their order.
    pub(super) documents: Vec<Fields>,
}

/// Why a table was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenFault {
    /// No column is named as a field.
    NoFields,
    /// A line, from 1, belongs to no file of documents: none is named by it or above it.
    NoFile(usize),
}

/// Reads a table whose first line names the fields, by name or by what people call them. Other columns are left alone.
///
/// # Errors
/// What of it was not understood.
pub(super) fn read(text: &str) -> Result<Given, GivenFault> {
    let mut lines = csv::read(text).into_iter();
    let head: Vec<Option<&'static str>> =
        lines.next().unwrap_or_default().iter().map(|cell| fields::named(cell)).collect();
    if !head.contains(&Some("fileCode")) && !head.contains(&Some("title")) {
        return Err(GivenFault::NoFields);
    }
    let mut given = Given::default();
    for (number, cells) in (2..).zip(lines) {
        let cells =
            head.iter().zip(cells).filter_map(|(name, cell)| Some(((*name)?, cell.trim().to_owned())));
        let line: Fields = cells.filter(|(_, cell)| !cell.is_empty()).collect();
        if line.is_empty() {
            continue;
        }
        if !line.contains_key("file") {
            given.files.push(GivenFile { fields: line, documents: Vec::new() });
            continue;
        }
        let code = line.get("fileCode");
        let known = given.files.iter().position(|file| code.is_some() && file.fields.get("fileCode") == code);
        let at = match (known, code) {
            (Some(at), _) => at,
            (None, None) => given.files.len().checked_sub(1).ok_or(GivenFault::NoFile(number))?,
            // A code that has no line of its own.
            (None, Some(code)) => {
                let fields = Fields::from([("fileCode", code.clone())]);
                given.files.push(GivenFile { fields, documents: Vec::new() });
                given.files.len() - 1
            }
        };
        given.files[at].documents.push(line);
    }
    if given.files.is_empty() { Err(GivenFault::NoFields) } else { Ok(given) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_files_and_their_documents() {
        let table = "Mã hồ sơ;Tiêu đề hồ sơ;Tệp;Tờ từ;Không rõ\nH99.2025.01;Hồ sơ thi đua;;;x\n;;a.pdf;1;\nH99.2025.02;;b.pdf;;\n;;;;\n";
        let given = read(table).unwrap();
        assert_eq!(given.files.len(), 2);
        assert_eq!(given.files[0].fields["title"], "Hồ sơ thi đua");
        assert_eq!(given.files[0].documents[0]["sheetFrom"], "1");
        assert_eq!(given.files[1].documents[0]["file"], "b.pdf");
        assert_eq!(read("a,b\n1,2\n"), Err(GivenFault::NoFields));
        assert_eq!(read("fileCode,file\n,a.pdf\n"), Err(GivenFault::NoFile(2)));
    }
}
