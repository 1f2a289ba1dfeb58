//! Files of documents as an archive describes them: what the records tell, and what was given besides.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::super::doubt;
use super::fields::{self, Level, Need};
use super::given::{Fields, Given, GivenFile};
use crate::lexicon::Lexicon;
use crate::record::{Origin, Record};
use crate::vietnamese::same_folded;
use crate::warning::Code;
use crate::words::{Language, Words};

/// A file of documents, or a batch of loose ones.
#[derive(Debug)]
pub(super) struct Described<'a> {
    pub(super) fields: Fields,
    pub(super) documents: Vec<DescribedDocument<'a>>,
    /// What is lacking, of the whole and of its documents.
    pub(super) lacks: Vec<Lack>,
}

/// A document in a file.
#[derive(Debug)]
pub(super) struct DescribedDocument<'a> {
    pub(super) record: &'a Record,
    /// Which of the records it is, from 0.
    pub(super) at: usize,
    pub(super) fields: Fields,
    /// Header fields that were not read well, as people name them.
    pub(super) doubts: Vec<String>,
}

/// What an archive asks for and nothing tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lack {
    /// The scan; empty where it is about the whole.
    pub(super) file: String,
    /// The field; empty where a whole document is lacking.
    pub(super) field: &'static str,
    pub(super) why: Why,
    /// Without it there is no package.
    pub(super) must: bool,
}

/// Why something is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Nobody gave it and no page tells it.
    Untold,
    /// What was given is none of the codes.
    NoCode,
    /// It is longer than the circular allows.
    TooLong,
    /// No record is of the scan that a line names.
    NoRecord,
    /// Several records are of a scan of that name.
    SeveralRecords,
    /// What was given is no day.
    NoDay,
    /// Another document of the file has the same.
    Twice,
    /// No line is about the scan of a record.
    NoLine,
}

impl Why {
    /// The sentence that says it.
    pub(super) fn id(self) -> &'static str {
        match self {
            Why::Untold => "lack-untold",
            Why::NoCode => "lack-code",
            Why::TooLong => "lack-long",
            Why::NoRecord => "lack-record",
            Why::SeveralRecords => "lack-records",
            Why::NoDay => "lack-day",
            Why::Twice => "lack-twice",
            Why::NoLine => "lack-line",
        }
    }
}

/// Describes files. Where the table has one file and names no documents, all records belong to it, in their order.
pub(super) fn described<'a>(
    records: &[&'a Record],
    given: &Given,
    level: Level,
) -> (Vec<Described<'a>>, Vec<Lack>) {
    let mut of_file: Vec<Vec<(usize, Fields)>> = Vec::new();
    let mut stray: Vec<Vec<Lack>> = Vec::new();
    let mut used = vec![false; records.len()];
    for file in &given.files {
        let (mut documents, mut lacks) = (Vec::new(), Vec::new());
        for line in &file.documents {
            let name = line.get("file").map(String::as_str).unwrap_or_default();
            match named(records, &used, name) {
                Ok(at) => {
                    used[at] = true;
                    documents.push((at, line.clone()));
                }
                Err(why) => lacks.push(Lack { file: name.to_owned(), field: "", why, must: true }),
            }
        }
        of_file.push(documents);
        stray.push(lacks);
    }
    if let ([GivenFile { documents, .. }], [all]) = (&given.files[..], &mut of_file[..])
        && documents.is_empty()
    {
        *all = (0..records.len()).map(|at| (at, Fields::new())).collect();
        used.fill(true);
    }
    let files = given.files.iter().zip(of_file).zip(stray).map(|((file, documents), lacks)| {
        let documents = documents.into_iter().map(|(at, line)| (at, records[at], line)).collect();
        one(&file.fields, documents, lacks, level)
    });
    let files = files.collect();
    let left = (0..records.len()).filter(|at| !used[*at]).map(|at| {
        let file = records[at].source.files.first().map_or("", |file| file.file.as_str());
        Lack { file: file.to_owned(), field: "", why: Why::NoLine, must: false }
    });
    (files, left.collect())
}

/// Which of the records that are left a table names by a file of theirs: the one whose path has most in common with the name.
fn named(records: &[&Record], used: &[bool], name: &str) -> Result<usize, Why> {
    let fits = |record: &Record| {
        let files = record.source.files.iter();
        files.filter_map(|file| fit(file.path.as_deref().unwrap_or(&file.file), name)).max()
    };
    let left = (0..records.len()).filter(|at| !used[*at]);
    let all: Vec<_> = left.filter_map(|at| Some((fits(records[at])?, at))).collect();
    let best = all.iter().map(|(fit, _)| *fit).max().ok_or(Why::NoRecord)?;
    let mut best = all.into_iter().filter(|(fit, _)| *fit == best);
    match (best.next(), best.next()) {
        (Some((_, at)), None) => Ok(at),
        _ => Err(Why::SeveralRecords),
    }
}

/// How much of a path a name given by somebody fits, from the end: how many parts they have in common, and whether that is all
/// of the path. `None` where it names another file. The last part may lack its ending.
fn fit(path: &str, name: &str) -> Option<(usize, bool)> {
    let parts = |text: &str| -> Vec<String> {
        text.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").map(str::to_owned).collect()
    };
    let (path, name) = (parts(path), parts(name));
    let (last, folders) = path.split_last()?;
    let (asked, asked_folders) = name.split_last()?;
    let bare = last.rsplit_once('.').map_or(last.as_str(), |(bare, _)| bare);
    if !same_folded(last, asked) && !same_folded(bare, asked) {
        return None;
    }
    // Where a path leads up nothing tells what stands above.
    let told = folders.iter().rev().take_while(|part| *part != "..").zip(asked_folders.iter().rev());
    let common =
        folders.iter().rev().zip(asked_folders.iter().rev()).take_while(|(a, b)| same_folded(a, b)).count();
    (common >= told.count()).then_some((common + 1, folders.len() == common))
}

fn one<'a>(
    given: &Fields,
    documents: Vec<(usize, &'a Record, Fields)>,
    mut lacks: Vec<Lack>,
    level: Level,
) -> Described<'a> {
    let mut fields = given.clone();
    coded(&mut fields, "", &mut lacks);
    dated(&mut fields, "", &mut lacks);
    let code = fields.get("fileCode").cloned();
    let mut described: Vec<DescribedDocument<'a>> = Vec::new();
    for (number, (at, record, line)) in (1_u32..).zip(documents) {
        let file = record.source.files.first().map_or("", |file| file.file.as_str());
        let mut own = line;
        coded(&mut own, file, &mut lacks);
        dated(&mut own, file, &mut lacks);
        for (field, value) in told(record) {
            own.entry(field).or_insert(value);
        }
        let number = own.get("ordinal").and_then(|given| given.parse().ok()).unwrap_or(number);
        own.insert("ordinal", number.to_string());
        if let Some(code) = &code {
            own.insert("fileCode", code.clone());
            own.entry("docId").or_insert(format!("{code}.{number}"));
            own.entry("docCode").or_insert(format!("{code}.{number:07}"));
        }
        // What holds for the file holds for its documents, where nothing else is given.
        for field in [
            "maintenance",
            "mode",
            "riskRecovery",
            "riskRecoveryStatus",
            "organId",
            "fileCatalog",
            "fileNotation",
        ] {
            if let Some(value) = fields.get(field) {
                own.entry(field).or_insert(value.clone());
            }
        }
        check(&mut own, Level::Document, file, &mut lacks);
        if described
            .iter()
            .any(|other| other.fields.get("docId") == own.get("docId") && own.contains_key("docId"))
        {
            lacks.push(Lack { file: file.to_owned(), field: "docId", why: Why::Twice, must: true });
        }
        let doubts = doubt::of_header(&record.document, Words::of(Language::Vietnamese));
        described.push(DescribedDocument { record, at, fields: own, doubts });
    }
    for (field, value) in of_documents(&described) {
        fields.entry(field).or_insert(value);
    }
    check(&mut fields, level, "", &mut lacks);
    Described { fields, documents: described, lacks }
}

/// Makes codes of what was given where a field holds codes. What is none is lacking, and left out.
fn coded(fields: &mut Fields, file: &str, lacks: &mut Vec<Lack>) {
    let names: Vec<&'static str> = fields.keys().copied().filter(|name| fields::has_codes(name)).collect();
    for name in names {
        let parts: Option<Vec<&str>> =
            fields[name].split([';', '+']).map(|part| fields::code(name, part)).collect();
        match parts {
            Some(codes) => {
                fields.insert(name, codes.join(";"));
            }
            None => {
                fields.remove(name);
                lacks.push(Lack { file: file.to_owned(), field: name, why: Why::NoCode, must: true });
            }
        }
    }
}

/// Days as the circular writes them, from `20/12/2025` or `2025-12-20`. What is no day is lacking, and left out.
fn dated(fields: &mut Fields, file: &str, lacks: &mut Vec<Lack>) {
    for name in ["issuedDate", "startDate", "endDate"] {
        let Some(written) = fields.get(name) else { continue };
        match day(written) {
            Some(day) => drop(fields.insert(name, shown(day))),
            None => {
                fields.remove(name);
                lacks.push(Lack { file: file.to_owned(), field: name, why: Why::NoDay, must: true });
            }
        }
    }
}

/// A day as people write it.
pub(super) fn day(written: &str) -> Option<Date> {
    let parts: Vec<&str> = written.split('/').map(str::trim).collect();
    match parts[..] {
        [day, month, year] => Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok(),
        _ => written.trim().parse().ok(),
    }
}

/// What must be there and is not, and what is too long.
fn check(fields: &mut Fields, level: Level, file: &str, lacks: &mut Vec<Lack>) {
    for field in fields::of(level) {
        let is_needed = match field.need {
            Need::Must => true,
            Need::May => false,
            Need::If(other, value) => fields.get(other).is_some_and(|there| there == value),
        };
        let told = |lacks: &[Lack]| lacks.iter().any(|lack| lack.file == file && lack.field == field.name);
        match fields.get(field.name) {
            None if is_needed && !told(lacks) => {
                lacks.push(Lack { file: file.to_owned(), field: field.name, why: Why::Untold, must: true });
            }
            Some(value) if field.length > 0 && value.chars().count() > field.length => {
                lacks.push(Lack { file: file.to_owned(), field: field.name, why: Why::TooLong, must: true });
            }
            _ => {}
        }
    }
}

/// What a record tells of its document.
fn told(record: &Record) -> BTreeMap<&'static str, String> {
    let document = &record.document;
    let one_line =
        |value: &Option<String>| value.as_deref().map(|value| crate::text::one_line(value).trim().to_owned());
    let mut all = BTreeMap::new();
    let mut put = |field: &'static str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            all.insert(field, value);
        }
    };
    put("codeNumber", one_line(&document.number.value));
    put("codeNotation", one_line(&document.symbol.value));
    put("issuedDate", document.date.value.as_deref().and_then(|day| Some(shown(day.parse().ok()?))));
    put("organName", one_line(&document.issuer.value));
    put("subject", one_line(&document.subject.value));
    put("typeName", document.kind.value.as_deref().and_then(type_code));
    put("numberOfPage", Some(record.pages.len().to_string()));
    let foreign = record.warnings.iter().any(|warning| warning.code == Code::PageOtherLanguage);
    put("language", (!foreign).then(|| "01".to_owned()));
    // A file that has text of its own may have been born digital, and nothing tells it from a scan with a text layer.
    let scanned = !record.pages.is_empty() && record.pages.iter().all(|page| page.origin == Origin::Scan);
    put("confidenceLevel", scanned.then(|| "02".to_owned()));
    all
}

/// What the documents tell of their file.
fn of_documents(documents: &[DescribedDocument<'_>]) -> BTreeMap<&'static str, String> {
    let mut all = BTreeMap::new();
    all.insert("totalDoc", documents.len().to_string());
    let pages: usize = documents.iter().map(|document| document.record.pages.len()).sum();
    all.insert("numberOfPage", pages.to_string());
    let same = |field: &str| {
        let values: Vec<Option<&String>> =
            documents.iter().map(|document| document.fields.get(field)).collect();
        let first = values.first().copied().flatten()?;
        values.iter().all(|value| *value == Some(first)).then(|| first.clone())
    };
    for field in ["language", "confidenceLevel"] {
        if let Some(value) = same(field) {
            all.insert(field, value);
        }
    }
    // One day that was not read, and neither the first nor the last is known.
    let days: Option<Vec<Date>> =
        documents.iter().map(|document| day(document.fields.get("issuedDate")?)).collect();
    if let Some(days) = days
        && let (Some(first), Some(last)) = (days.iter().min(), days.iter().max())
    {
        all.insert("startDate", shown(*first));
        all.insert("endDate", shown(*last));
    }
    let last_sheet = |document: &DescribedDocument<'_>| document.fields.get("sheetTo")?.parse::<u32>().ok();
    let sheets: Option<Vec<u32>> = documents.iter().map(last_sheet).collect();
    if let Some(last) = sheets.and_then(|sheets| sheets.into_iter().max()) {
        all.insert("numberOfPaper", last.to_string());
    }
    all
}

/// `dd/mm/yyyy`.
fn shown(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// The code of a kind of document; `None` for a kind that no list has.
fn type_code(kind: &str) -> Option<String> {
    let kinds = Lexicon::embedded().ok()?.document_kinds();
    kinds.iter().find(|there| same_folded(there.name, kind)).map(|there| there.code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::of_text;
    use super::super::given;
    use super::*;

    const TABLE: &str = "Mã hồ sơ,Tiêu đề hồ sơ,Thời hạn lưu trữ,Chế độ sử dụng,Chế độ dự phòng,Mã hồ sơ gốc giấy,Số lượng tờ\n\
                         H99.2025.01,Hồ sơ thi đua,Vĩnh viễn,Công khai,0,H99.3.01,4\n";

    #[test]
    fn records_and_table_together_lack_nothing() {
        let mut record = of_text("a");
        record.document.kind.value = Some("Báo cáo".to_owned());
        let (files, left) = described(&[&record, &record], &given::read(TABLE).unwrap(), Level::File);
        assert_eq!((files.len(), left.len()), (1, 0));
        assert_eq!(files[0].lacks, []);
        let expected = [
            ("totalDoc", "2"),
            ("startDate", "20/12/2025"),
            ("maintenance", "01"),
            ("confidenceLevel", "02"),
        ];
        for (field, value) in expected {
            assert_eq!(files[0].fields[field], value, "{field}");
        }
        let second = &files[0].documents[1].fields;
        for (field, value) in [
            ("docId", "H99.2025.01.2"),
            ("docCode", "H99.2025.01.0000002"),
            ("typeName", "14"),
            ("mode", "01"),
        ] {
            assert_eq!(second[field], value, "{field}");
        }
    }

    #[test]
    fn what_nothing_tells_is_listed_and_not_made_up() {
        let mut record = of_text("a");
        record.document.date.value = None;
        let table = "fileCode,title,maintenance,mode,riskRecovery,numberOfPaper,file\nH1,T,15 năm,01,1,,\nH1,,,,,,scan.pdf\nH1,,,,,,other.pdf\n";
        let (files, left) = described(&[&record, &record], &given::read(table).unwrap(), Level::File);
        let lacks: Vec<(&str, &str, Why)> =
            files[0].lacks.iter().map(|lack| (lack.file.as_str(), lack.field, lack.why)).collect();
        // Two records are of that scan.
        assert!(lacks.contains(&("scan.pdf", "", Why::SeveralRecords)), "{lacks:?}");
        assert!(lacks.contains(&("other.pdf", "", Why::NoRecord)), "{lacks:?}");
        assert!(lacks.contains(&("", "maintenance", Why::NoCode)), "{lacks:?}");
        assert!(lacks.contains(&("", "riskRecoveryStatus", Why::Untold)), "{lacks:?}");
        assert_eq!(left.len(), 2);
        let (files, _) = described(&[&record], &given::read(table).unwrap(), Level::File);
        let of_document =
            |field| files[0].lacks.iter().any(|lack| lack.file == "scan.pdf" && lack.field == field);
        assert!(of_document("issuedDate") && of_document("maintenance"), "{:?}", files[0].lacks);
        assert!(!files[0].fields.contains_key("startDate"));
    }

    #[test]
    fn a_name_fits_the_end_of_a_path() {
        for (path, name, fits) in [
            ("../scans/x/a.pdf", "a.pdf", Some((1, false))),
            ("../scans/x/a.pdf", "A", Some((1, false))),
            ("../scans/x/a.pdf", "x/a.pdf", Some((2, false))),
            ("../scans/x/a.pdf", r"X\a", Some((2, false))),
            ("../scans/x/a.pdf", "y/a.pdf", None),
            ("../scans/x/a.pdf", "/home/scans/x/a.pdf", Some((3, false))),
            ("a.pdf", "scans/a.pdf", Some((1, true))),
            ("a.pdf", "./a.pdf", Some((1, true))),
            ("../a.pdf", "../a.pdf", Some((2, true))),
            ("../a.pdf", "b.pdf", None),
            ("a.pdf", "", None),
        ] {
            assert_eq!(fit(path, name), fits, "{path} {name}");
        }
    }

    #[test]
    fn files_of_one_name_are_told_apart_by_their_folders() {
        let records = ["../2024/bao-cao.pdf", "../2025/bao-cao.pdf", "../2025/ke-hoach.pdf"].map(|path| {
            let mut record = of_text("a");
            record.source.files[0].path = Some(path.to_owned());
            record
        });
        let records: Vec<&Record> = records.iter().collect();
        let table = |file: &str| {
            let table = format!("fileCode,title,file\nH1,T,\nH1,,{file}\n");
            let (files, _) = described(&records, &given::read(&table).unwrap(), Level::File);
            let whys = files[0].lacks.iter().filter(|lack| lack.field.is_empty()).map(|lack| lack.why);
            (files[0].documents.first().map(|document| document.at), whys.collect::<Vec<_>>())
        };
        assert_eq!(table("2025/bao-cao.pdf"), (Some(1), vec![]));
        assert_eq!(table("ke-hoach"), (Some(2), vec![]));
        assert_eq!(table("bao-cao.pdf"), (None, vec![Why::SeveralRecords]));
        assert_eq!(table("2023/bao-cao.pdf"), (None, vec![Why::NoRecord]));
    }
}
