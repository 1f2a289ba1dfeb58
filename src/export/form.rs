//! The one list of forms: how each is named, how its files end, how many documents it takes.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::csv::Headings;
use super::edxml::{self, Organs};
use super::office::Office;
use super::pdf::Pictures;
use super::profile::{Profiles, Rows, sheets};
use super::typed;
use super::{alto, calendar, csv, hocr, mark, page, pdf, text, workbook, zip};
use crate::error::{Error, Result};
use crate::reason::Reason;
use crate::record::{self, Record};

/// A form that records are made into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The record itself.
    Json,
    /// Records, one on each line.
    JsonLines,
    /// The restored text.
    Text,
    /// A workbook for spreadsheets.
    Workbook,
    /// One table as CSV.
    Table(Rows),
    /// A calendar of what is due on a day.
    Calendar,
    /// A page for a browser: the scan, the record, each value with its box.
    Page,
    /// Words with boxes, confidences and alternatives.
    Alto,
    /// Words with boxes and confidences.
    Hocr,
    /// PDF/A-2b: the scan, and the text over it that is not seen.
    Pdf,
    /// The header of a message between document systems.
    EdXml,
}

/// How many documents one file of a form takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// One.
    One,
    /// One or several.
    Several,
}

/// Where in a file of XML its mark stands, in bytes from its beginning.
const HEAD: usize = 8192;
/// And in a PDF, from its end.
const TAIL: usize = 32_768;

/// What besides records decides what is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish<'a> {
    /// The file that stands where the new one will be, a result of ours: what people typed into it is kept.
    pub previous: Option<&'a [u8]>,
    /// The office that keeps the registers.
    pub office: Option<&'a Office>,
    /// Codes of offices, for messages between document systems.
    pub organs: Option<&'a Organs>,
    /// The file that the record was made from, for forms that show it. Without it a page shows the text in its place, and a
    /// PDF is not made.
    pub scan: Option<&'a [u8]>,
    /// What becomes of its pictures in a PDF.
    pub pictures: Pictures,
    /// The first line of a table.
    pub headings: Headings,
    /// The sheets of a workbook, where they are not those of the program.
    pub profiles: Option<&'a Profiles>,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 17] = [
        Form::Json,
        Form::JsonLines,
        Form::Text,
        Form::Workbook,
        Form::Table(Rows::FollowUp),
        Form::Table(Rows::Targets),
        Form::Table(Rows::Deadlines),
        Form::Table(Rows::Assignments),
        Form::Table(Rows::Documents),
        Form::Table(Rows::Outgoing),
        Form::Table(Rows::Incoming),
        Form::Calendar,
        Form::Page,
        Form::Alto,
        Form::Hocr,
        Form::Pdf,
        Form::EdXml,
    ];

    /// Its name, which is also how the names of its files end, after a dot.
    pub fn name(self) -> &'static str {
        match self {
            Form::Json => "json",
            Form::JsonLines => "jsonl",
            Form::Text => "txt",
            Form::Workbook => "xlsx",
            Form::Table(Rows::FollowUp) => "csv",
            Form::Table(Rows::Targets) => "targets.csv",
            Form::Table(Rows::Deadlines) => "deadlines.csv",
            Form::Table(Rows::Assignments) => "assignments.csv",
            Form::Table(Rows::Documents) => "documents.csv",
            Form::Table(Rows::Outgoing) => "outgoing.csv",
            Form::Table(Rows::Incoming) => "incoming.csv",
            Form::Calendar => "ics",
            Form::Page => "html",
            Form::Alto => "alto.xml",
            Form::Hocr => "hocr",
            Form::Pdf => "pdf",
            Form::EdXml => "edxml",
        }
    }

    /// The form of a file, by the end of its name, in either case; `None` where it is no form.
    pub fn of_file(path: &Path) -> Option<Form> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        let fits = Form::ALL.into_iter().filter(|form| name.ends_with(&format!(".{form}")));
        fits.max_by_key(|form| form.name().len())
    }

    /// Whether it shows the scan, so that [`Wish::scan`] is worth reading.
    pub fn shows_scan(self) -> bool {
        matches!(self, Form::Page | Form::Pdf)
    }

    /// Whether it is no text, so that nobody can read it on a terminal.
    pub fn is_binary(self) -> bool {
        matches!(self, Form::Workbook | Form::Pdf)
    }

    /// How many documents one file of it takes.
    pub fn takes(self) -> Takes {
        match self {
            Form::Json | Form::Text | Form::Page | Form::Alto | Form::Hocr | Form::Pdf | Form::EdXml => {
                Takes::One
            }
            Form::JsonLines | Form::Workbook | Form::Table(_) | Form::Calendar => Takes::Several,
        }
    }

    /// Whether a document that stands in several files is in it once, with the names of the others.
    pub fn counts_once(self) -> bool {
        matches!(self, Form::Workbook | Form::Table(_) | Form::Calendar)
    }

    /// Makes it of some documents; `path` is where it will stand, for messages. A form that takes one is made of the first.
    ///
    /// # Errors
    /// [`Error::Form`] where the form cannot hold what is in the records.
    pub fn write(self, path: &Path, records: &[&Record], wish: Wish<'_>) -> Result<Vec<u8>> {
        let kept = if self.counts_once() { record::kept(records) } else { Vec::new() };
        let kept: Vec<&Record> = kept.iter().map(AsRef::as_ref).collect();
        let records = if self.counts_once() { &kept } else { records };
        let refused = |reason| Error::Form { path: path.to_owned(), reason };
        let each = |write: &dyn Fn(&Record) -> std::result::Result<Vec<u8>, Reason>| {
            records.iter().map(|record| write(record)).collect::<std::result::Result<Vec<_>, _>>()
        };
        let each = |write| each(write).map(|parts| parts.concat()).map_err(refused);
        Ok(match self {
            Form::Json | Form::JsonLines => each(&|record| Ok(text::line(record).into_bytes()))?,
            Form::Text => each(&|record| Ok(text::plain(record).into_bytes()))?,
            Form::Workbook => {
                let sheets = wish.profiles.map_or(sheets(), Profiles::sheets);
                let kept = wish.previous.and_then(|bytes| typed::read(sheets, bytes)).unwrap_or_default();
                workbook::write(records, wish.office, sheets, kept)
                    .map_err(|error| refused(Reason::Said(error.to_string())))?
            }
            Form::Table(rows) => csv::write(rows, records, wish.office, wish.headings),
            Form::Calendar => calendar::write(records, wish.previous),
            Form::Page => each(&|record| Ok(page::write(record, wish.scan).into_bytes()))?,
            Form::Alto => each(&alto::write)?,
            Form::Hocr => each(&hocr::write)?,
            Form::Pdf => each(&|record| pdf::write(record, wish.scan, wish.pictures))?,
            Form::EdXml => each(&|record| edxml::write(record, wish.organs.ok_or(Reason::NoOrgans)?))?,
        })
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Form {
    type Err = ();

    fn from_str(name: &str) -> std::result::Result<Form, ()> {
        Form::ALL.into_iter().find(|form| form.name() == name).ok_or(())
    }
}

/// The files that a result of ours in one of these forms was made from: SHA-256, then name. `None` where it is no such
/// result. Records and lines of records are known by what they say themselves.
pub fn made_from(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    let found = match bytes {
        [b'P', b'K', ..] => match typed::made_from(sheets(), bytes) {
            Some(found) => found,
            None => return mark::find(&bytes[bytes.len().saturating_sub(zip::COMMENT)..]),
        },
        // Its lines are broken, and so may the mark be.
        [b'B', b'E', b'G', b'I', b'N', b':', ..] => {
            return mark::find(String::from_utf8_lossy(bytes).replace("\r\n ", "").as_bytes());
        }
        [b'%', b'P', b'D', b'F', ..] => return mark::find(&bytes[bytes.len().saturating_sub(TAIL)..]),
        [b'<', ..] => return mark::find(&bytes[..bytes.len().min(HEAD)]),
        [0xEF, 0xBB, 0xBF, ..] => csv::made_from(std::str::from_utf8(bytes).ok()?)?,
        _ => return None,
    };
    Some(found.into_iter().map(|(file, hash)| (hash, file)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_the_longest_ending() {
        for (name, form) in [
            ("viec.xlsx", Some(Form::Workbook)),
            ("VIEC.XLSX", Some(Form::Workbook)),
            ("viec.csv", Some(Form::Table(Rows::FollowUp))),
            ("viec.targets.csv", Some(Form::Table(Rows::Targets))),
            ("a/b.jsonl", Some(Form::JsonLines)),
            ("xlsx", None),
            ("viec.docx", None),
            ("viec.xlsx.bak", None),
        ] {
            assert_eq!(Form::of_file(Path::new(name)), form, "{name}");
        }
        for form in Form::ALL {
            assert_eq!(form.name().parse(), Ok(form));
        }
    }
}
