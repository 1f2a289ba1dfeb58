//! What an archive takes over (circular 05/2025/TT-BNV): lists of files and documents, and a package for each file.
//!
//! What no scan says — the code of a file, its title, how long it is kept, who may use it, boxes and sheets — comes from a
//! table that somebody gives. What neither tells is listed, and never made up; where it must be there, no package is made.

mod described;
mod fields;
mod given;
mod package;

use std::path::Path;

use described::{Described, DescribedDocument, Lack};
use fields::Level;

use super::binding::Binding;
use super::line::{Cell, Made, count, day, of, text};
use super::profile::{Fill, Own, Profiles, Rows, Sheet};
use super::row;
use super::workbook::Filled;
use crate::error::{Error, Result};
use crate::reason::Reason;
use crate::record::Record;
use crate::text::one_line;
use crate::words::{Language, Words};

pub use given::GivenFault;
pub use package::Schema;

/// What is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file of documents: `SIP_hoso`.
    File,
    /// A batch of loose documents: `SIP_tailieu`.
    Loose,
}

impl Kind {
    fn level(self) -> Level {
        match self {
            Kind::File => Level::File,
            Kind::Loose => Level::Batch,
        }
    }
}

/// How a list and the documents agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents that are in a file of the list.
    pub listed: usize,
    /// Lines of documents without a record.
    pub without_record: usize,
    /// Records without a line.
    pub without_line: usize,
    /// Fields that must be there and are not.
    pub lacking: usize,
}

/// Files of documents, as an archive describes them.
#[derive(Debug)]
pub struct Archive<'a> {
    kind: Kind,
    records: Vec<&'a Record>,
    files: Vec<Described<'a>>,
    /// Records that no line is about.
    left: Vec<Lack>,
}

fn words() -> &'static Words {
    Words::of(Language::Vietnamese)
}

impl<'a> Archive<'a> {
    /// Puts records into the files of a table.
    ///
    /// # Errors
    /// What of the table was not understood.
    pub fn of(
        records: &[&'a Record],
        table: &str,
        kind: Kind,
    ) -> std::result::Result<Archive<'a>, GivenFault> {
        let (files, left) = described::described(records, &given::read(table)?, kind.level());
        Ok(Archive { kind, records: records.to_vec(), files, left })
    }

    /// How the list and the documents agree.
    pub fn tally(&self) -> Tally {
        let lacks = || self.files.iter().flat_map(|file| &file.lacks).filter(|lack| lack.must);
        Tally {
            listed: self.files.iter().map(|file| file.documents.len()).sum(),
            without_record: lacks().filter(|lack| lack.field.is_empty()).count(),
            without_line: self.left.len(),
            lacking: lacks().filter(|lack| !lack.field.is_empty()).count(),
        }
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The code of a file, as its package is called, without what no file system takes; its number where it has none.
    pub fn name(&self, at: usize) -> String {
        let code = self.files[at].fields.get("fileCode").map_or_else(|| (at + 1).to_string(), Clone::clone);
        code.chars()
            .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
            .collect()
    }

    /// Which records are the documents of a file, in their order.
    pub fn documents(&self, at: usize) -> Vec<usize> {
        self.files[at].documents.iter().map(|document| document.at).collect()
    }

    /// What a file lacks so that no package can be made of it, as people name it in their language, each once.
    pub fn lacking(&self, at: usize, language: Language) -> Vec<String> {
        let mut all = Vec::new();
        for lack in self.files[at].lacks.iter().filter(|lack| lack.must) {
            let said = match (lack.field, language) {
                ("", _) => lack.file.clone(),
                (field, Language::English) => field.to_owned(),
                (field, Language::Vietnamese) => fields::heading(field).to_owned(),
            };
            if !all.contains(&said) {
                all.push(said);
            }
        }
        if self.files[at].documents.is_empty() {
            all.push("documents".to_owned());
        }
        all
    }

    /// The package of a file; `contents` are the PDFs of its documents in their order.
    ///
    /// # Errors
    /// [`Error::Form`] where something is lacking, or the package would be too large; `path` is where it will stand.
    pub fn package(
        &self,
        at: usize,
        path: &Path,
        contents: &[Vec<u8>],
        schemas: &[Schema],
    ) -> Result<Vec<u8>> {
        let refused = |reason| Error::Form { path: path.to_owned(), reason };
        let lacking = self.lacking(at, Language::English);
        if !lacking.is_empty() || contents.len() != self.files[at].documents.len() {
            return Err(refused(Reason::Lacks { fields: lacking.join(", ") }));
        }
        package::write(&self.files[at], self.kind, contents, schemas).ok_or_else(|| refused(Reason::TooLarge))
    }

    /// The lists: files, their documents, the fields of the circular, and what is lacking.
    ///
    /// # Errors
    /// [`Error::Form`] of a sheet too long for the format.
    pub fn list(
        &self,
        binding: Binding,
        path: &Path,
        profiles: &Profiles,
        previous: Option<&[u8]>,
    ) -> Result<Vec<u8>> {
        let sheets = profiles.sheets();
        let filled: Vec<Filled<'_>> = sheets.iter().filter_map(|sheet| self.filled(sheet)).collect();
        binding.bind(path, &filled, &self.records, sheets, previous)
    }

    fn filled<'s>(&'s self, sheet: &'s Sheet) -> Option<Filled<'s>> {
        let lines = match sheet.rows {
            Fill::Own(Own::Files) => {
                let files = (1..).zip(&self.files).map(|(number, file)| file_line(number, file));
                files.collect()
            }
            Fill::Own(Own::FileDocuments) => {
                let all =
                    self.files.iter().flat_map(|file| file.documents.iter().map(move |one| (file, one)));
                all.map(|(file, document)| document_line(file, document)).collect()
            }
            Fill::Own(Own::Lacking) => self.lacks(),
            // By its hashes the workbook is known again.
            Fill::Rows(Rows::Documents) => {
                return Some(Filled::new(sheet, row::rows(Rows::Documents, &self.records, None)));
            }
            _ => return None,
        };
        Some(Filled::new(sheet, lines))
    }

    fn lacks(&self) -> Vec<Made> {
        let of_files = self.files.iter().flat_map(|file| {
            let code = file.fields.get("fileCode").map(String::as_str).unwrap_or_default();
            file.lacks.iter().map(move |lack| (code, lack))
        });
        let all = of_files.chain(self.left.iter().map(|lack| ("", lack)));
        let line = |(number, (code, lack)): (usize, (&str, &Lack))| {
            let heading = Some(fields::heading(lack.field)).filter(|heading| !heading.is_empty());
            Made {
                id: format!("{code}/{}/{}", lack.file, lack.field),
                doubts: String::new(),
                cells: vec![
                    ("number", count(number)),
                    ("fileCode", text(code)),
                    ("file", text(&lack.file)),
                    ("field", text(lack.field)),
                    ("heading", of(heading)),
                    ("why", text(&words().text(lack.why.id()))),
                ],
            }
        };
        (1..).zip(all).map(line).collect()
    }
}

/// What is told of a level, and what its codes mean.
fn told(fields: &given::Fields, level: Level, cells: &mut Vec<(&'static str, Cell)>) {
    for field in fields::of(level).chain(fields::of(Level::Other)) {
        let value = fields.get(field.name).map(String::as_str);
        let cell = match (value, field.name) {
            (Some(value), "totalDoc" | "numberOfPaper" | "numberOfPage" | "ordinal") => {
                value.parse().map_or_else(|_| text(value), Cell::Number)
            }
            (value, _) => of(value),
        };
        // Notes of a document have a name of their own, for lists show those of people beside them.
        cells.push((field.name, cell));
    }
    const MEANT: [(&str, &str); 5] = [
        ("maintenance", "maintenance_text"),
        ("mode", "mode_text"),
        ("language", "language_text"),
        ("confidenceLevel", "confidenceLevel_text"),
        ("format", "format_text"),
    ];
    for (name, shown) in MEANT {
        let meant = fields.get(name).map(|codes| {
            let meant = codes.split(';').filter_map(|code| fields::meaning(name, code));
            meant.collect::<Vec<_>>().join("; ")
        });
        cells.push((shown, of(meant.as_deref())));
    }
    cells.push(("ead_description", of(fields.get("description").map(String::as_str))));
}

fn file_line(number: usize, file: &Described<'_>) -> Made {
    let mut cells = vec![("number", count(number))];
    told(&file.fields, Level::File, &mut cells);
    let id = file.fields.get("fileCode").map_or_else(|| number.to_string(), Clone::clone);
    Made { id, doubts: lacking(&file.lacks, ""), cells }
}

fn document_line(file: &Described<'_>, document: &DescribedDocument<'_>) -> Made {
    let record = document.record;
    let header = &record.document;
    let one = |value: &Option<String>| value.as_deref().map(one_line).unwrap_or_default();
    let source = record.source.files.first();
    let name = source.map_or("", |source| source.file.as_str());
    let sheets = ["sheetFrom", "sheetTo"].map(|field| document.fields.get(field).map(String::as_str));
    let sheets = match sheets {
        [Some(from), Some(to)] if from != to => format!("{from}–{to}"),
        [from, to] => from.or(to).unwrap_or_default().to_owned(),
    };
    let kind_and_subject = [one(&header.kind.value), one(&header.subject.value)].join(" ");
    let mut cells = vec![
        ("fileCode", of(document.fields.get("fileCode").map(String::as_str))),
        ("code", text(&one(&header.code.value))),
        ("date", header.date.value.as_deref().map_or(Cell::Empty, day)),
        ("kind", text(&one(&header.kind.value))),
        ("kind_and_subject", text(kind_and_subject.trim())),
        ("issuer", text(&one(&header.issuer.value))),
        ("sheets", text(&sheets)),
        ("file", text(name)),
        ("sha256", of(source.map(|source| source.sha256.as_str()))),
    ];
    told(&document.fields, Level::Document, &mut cells);
    let mut doubts = document.doubts.clone();
    doubts.push(lacking(&file.lacks, name));
    doubts.retain(|doubt| !doubt.is_empty());
    Made { id: record.id.clone(), doubts: doubts.join("; "), cells }
}

/// What is lacking of a document, or of the file itself, in words.
fn lacking(lacks: &[Lack], file: &str) -> String {
    let own: Vec<&str> = lacks
        .iter()
        .filter(|lack| lack.file == file && lack.must)
        .map(|lack| fields::heading(lack.field))
        .collect();
    if own.is_empty() {
        return String::new();
    }
    let sentence = crate::words::Sentence::new("lack-fields");
    words().say(&sentence.with("fields", own.join(", ")))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::super::fixture::{of_text, scan};
    use super::*;

    const TABLE: &str = "fileCode,title,maintenance,mode,riskRecovery,paperFileCode,numberOfPaper,fonds\n\
                         H99.2025.01,Hồ sơ <thi đua>,01,01,0,H99.3.01,4,P9\n";

    /// The files of an archive that stores them, by path, as its list says.
    fn unpacked(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
        let number = |at: usize, bytes: usize| {
            zip[at..at + bytes].iter().rev().fold(0_usize, |n, b| n << 8 | usize::from(*b))
        };
        let end = zip.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
        let (count, mut at) = (number(end + 10, 2), number(end + 16, 4));
        let mut all = Vec::new();
        for _ in 0..count {
            assert_eq!(&zip[at..at + 4], b"PK\x01\x02");
            let (size, name, offset) = (number(at + 24, 4), number(at + 28, 2), number(at + 42, 4));
            let path = String::from_utf8(zip[at + 46..at + 46 + name].to_vec()).unwrap();
            let start = offset + 30 + number(offset + 26, 2) + number(offset + 28, 2);
            all.push((path, zip[start..start + size].to_vec()));
            at += 46 + name;
        }
        all
    }

    fn attribute(text: &str, name: &str) -> Vec<String> {
        let start = format!(" {name}=\"");
        text.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_package_names_each_file_with_its_hash() {
        let record = of_text("a");
        let archive = Archive::of(&[&record, &record], TABLE, Kind::File).unwrap();
        assert_eq!(archive.lacking(0, Language::English), Vec::<String>::new());
        let contents = [b"%PDF-1".to_vec(), scan()];
        let zip = archive
            .package(0, Path::new("a.zip"), &contents, &[("xlink.xsd".to_owned(), b"x".to_vec())])
            .unwrap();
        assert_eq!(
            zip,
            archive
                .package(0, Path::new("a.zip"), &contents, &[("xlink.xsd".to_owned(), b"x".to_vec())])
                .unwrap()
        );
        let files = unpacked(&zip);
        let root = files[0].0.split('/').next().unwrap().to_owned();
        assert!(root.starts_with("uuid-") && files.iter().all(|(path, _)| path.starts_with(&root)));
        let find =
            |path: &str| &files.iter().find(|(there, _)| *there == format!("{root}/{path}")).unwrap().1;
        let mut named = 0;
        for (mets, below) in [("METS.xml", ""), ("representations/rep1/METS.xml", "representations/rep1/")] {
            let text = String::from_utf8(find(mets).clone()).unwrap();
            let elements = text.split('<').filter(|element| element.contains("CHECKSUM=\""));
            for element in elements {
                let hash = &attribute(element, "CHECKSUM")[0];
                let size: usize = attribute(element, "SIZE")[0].parse().unwrap();
                let from = text.find(element).unwrap();
                let path = &attribute(&text[from..], "xlink:href")[0];
                let bytes = find(&format!("{below}{path}"));
                assert_eq!(
                    (bytes.len(), &crate::digest::sha256(bytes).to_uppercase()),
                    (size, hash),
                    "{path}"
                );
                named += 1;
            }
            let ids: std::collections::BTreeSet<String> = attribute(&text, "ID").into_iter().collect();
            assert_eq!(ids.len(), attribute(&text, "ID").len(), "an id stands twice in {mets}");
            for link in attribute(&text, "FILEID").iter().chain(&attribute(&text, "DMDID")) {
                assert!(ids.contains(link), "{link}");
            }
        }
        // All but the outer METS itself.
        assert_eq!(named, files.len() - 1);
        let ead = String::from_utf8(find("metadata/descriptive/EAD.xml").clone()).unwrap();
        assert!(
            ead.contains("<title>Hồ sơ &lt;thi đua&gt;</title>") && ead.contains("<totalDoc>2</totalDoc>"),
            "{ead}"
        );
        assert_eq!(find("representations/rep1/data/H99.2025.01.2.pdf"), &scan());
        // Another reader.
        let made_from = super::super::made_from(&zip).unwrap();
        assert!(made_from.contains_key(&record.source.files[0].sha256));
        let mut reader = std::io::Cursor::new(&zip);
        let mut head = [0; 4];
        reader.read_exact(&mut head).unwrap();
        assert_eq!(&head, b"PK\x03\x04");
    }

    #[test]
    fn without_what_must_be_there_no_package_is_made() {
        let record = of_text("a");
        let archive = Archive::of(&[&record], "fileCode,title\nH1,Hồ sơ\n", Kind::File).unwrap();
        let lacking = archive.lacking(0, Language::English);
        for field in ["maintenance", "mode", "riskRecovery", "paperFileCode", "numberOfPaper"] {
            assert!(lacking.iter().any(|there| there == field), "{field} in {lacking:?}");
        }
        assert!(archive.package(0, Path::new("a.zip"), &[Vec::new()], &[]).is_err());
        let loose = Archive::of(&[&record], "fileCode,title,source\nH1,Lô,1\n", Kind::Loose).unwrap();
        let lacking = loose.lacking(0, Language::English);
        assert!(!lacking.iter().any(|field| field == "paperFileCode"), "{lacking:?}");
        assert!(loose.lacking(0, Language::Vietnamese).iter().all(|field| field.contains(' ')));
    }

    #[test]
    fn every_field_of_the_lists_is_known() {
        let record = of_text("a");
        let archive = Archive::of(&[&record], "fileCode,title\nH1,Hồ sơ\n", Kind::File).unwrap();
        let mut profiles = Profiles::archive();
        let check = |profiles: &Profiles| {
            for sheet in profiles.sheets() {
                for line in archive.filled(sheet).unwrap().lines {
                    for column in &sheet.columns {
                        let known = line.cell(&column.field).is_some()
                            || column.kind == super::super::profile::Kind::Typed;
                        assert!(known, "{} has no {}", sheet.name, column.field);
                    }
                }
            }
        };
        check(&profiles);
        profiles.take(super::super::profile::OLD_CIRCULAR).unwrap();
        check(&profiles);
    }
}
