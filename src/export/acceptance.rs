//! The report on which digitised documents are accepted: counts against the list, checks of each page, estimated accuracy beside
//! a sample to be compared by hand, pages to be scanned again.

use std::path::Path;

use super::archive::Archive;
use super::binding::Binding;
use super::line::{Cell, Made, count, of, text};
use super::profile::{Fill, Own, Profiles, Rows};
use super::standard::{self, Below};
use super::workbook::Filled;
use super::{doubt, phrase, row, when};
use crate::digest::sha256;
use crate::error::Result;
use crate::record::{Evidence, Field, Page, Record, Status};
use crate::warning::Code;
use crate::words::{Language, Sentence, Words};

fn words() -> &'static Words {
    Words::of(Language::Vietnamese)
}

/// The share of error that a sample tells within, 0 to 1: n = N / (1 + N·e²), Yamane's rule for 95 %.
const MARGIN: f64 = 0.05;

/// What is wrong with a page, and whether it is to be scanned again.
const FAULTS: [(Code, &str, bool); 8] = [
    (Code::PageUnread, "fault-unread", true),
    (Code::PageDamaged, "fault-damaged", true),
    (Code::PageNoWords, "fault-no-words", true),
    (Code::PageLowResolution, "fault-low-resolution", true),
    (Code::PageOrientationUnsure, "fault-orientation", false),
    (Code::PageBlank, "fault-blank", false),
    (Code::PageHandwriting, "fault-handwriting", false),
    (Code::PageOtherLanguage, "fault-language", false),
];

/// A document with its scan, where that is at hand.
#[derive(Debug)]
pub struct Digitised<'a> {
    /// The record.
    pub record: &'a Record,
    /// The pages that are not as the circular asks.
    below: Vec<Below>,
    scan_seen: bool,
}

impl<'a> Digitised<'a> {
    /// A document, its scan looked at.
    pub fn of(record: &'a Record, scan: Option<&[u8]>) -> Digitised<'a> {
        Digitised { record, below: standard::below(record, scan), scan_seen: scan.is_some() }
    }
}

/// The report; `table` is the list that the documents are counted against, as for [`Archive`].
///
/// # Errors
/// [`Error::Form`](crate::error::Error::Form) of a sheet too long for the format.
pub fn report(
    binding: Binding,
    path: &Path,
    profiles: &Profiles,
    documents: &[Digitised<'_>],
    archive: Option<&Archive<'_>>,
    previous: Option<&[u8]>,
) -> Result<Vec<u8>> {
    let sample = sample(documents);
    let filled = profiles.sheets().iter().filter_map(|sheet| {
        let lines = match sheet.rows {
            Fill::Own(Own::Figures) => figures(documents, archive, &sample),
            Fill::Own(Own::Rescans) => rescans(documents),
            Fill::Own(Own::Pages) => pages(documents),
            Fill::Own(Own::Sample) => sample.lines.clone(),
            Fill::Rows(Rows::Documents) => {
                let records: Vec<&Record> = documents.iter().map(|one| one.record).collect();
                let rows = row::rows(Rows::Documents, &records, None);
                return Some(Filled::new(sheet, rows));
            }
            Fill::Own(_) | Fill::Rows(_) => return None,
        };
        Some(Filled::new(sheet, lines))
    });
    let filled: Vec<Filled<'_>> = filled.collect();
    let records: Vec<&Record> = documents.iter().map(|one| one.record).collect();
    binding.bind(path, &filled, &records, profiles.sheets(), previous)
}

fn file(record: &Record) -> &str {
    record.source.files.first().map_or("", |file| file.file.as_str())
}

/// The page, with the way to it.
fn link(record: &Record, page: u32) -> Cell {
    let shown = words().say(&Sentence::new("place-page").with("page", page));
    match record.source.files.first().and_then(|file| file.path.as_deref()) {
        Some(path) => Cell::Link { text: shown, to: format!("{path}#page={page}") },
        None => text(&shown),
    }
}

/// What is wrong with a page, in words, and whether it is to be scanned again.
fn faults(document: &Digitised<'_>, page: &Page) -> (Vec<String>, bool) {
    let (mut said, mut again) = (Vec::new(), false);
    for (code, id, rescan) in FAULTS {
        if page.warnings.contains(&code) {
            said.push(words().text(id));
            again |= rescan;
        }
    }
    if let Some(below) = document.below.iter().find(|below| below.page == page.page) {
        if let Some(dpi) = below.dpi {
            said.push(words().say(&Sentence::new("fault-dpi").with("dpi", dpi)));
        }
        if below.is_grey {
            said.push(words().text("fault-grey"));
        }
        again = true;
    }
    (said, again)
}

fn pages(documents: &[Digitised<'_>]) -> Vec<Made> {
    let mut lines = Vec::new();
    for document in documents {
        for page in &document.record.pages {
            let (faults, again) = faults(document, page);
            let cells = vec![
                ("number", count(lines.len() + 1)),
                ("file", text(file(document.record))),
                ("page_link", link(document.record, page.page)),
                ("dpi", page.dpi.map_or(Cell::Empty, |dpi| Cell::Number(dpi.into()))),
                ("words", Cell::Number(page.words.into())),
                ("confidence", page.confidence.map_or(Cell::Empty, Cell::Number)),
                ("result", text(&words().text(if again { "page-fails" } else { "page-passes" }))),
            ];
            let id = format!("{}/{}", document.record.id, page.page);
            lines.push(Made { id, doubts: faults.join("; "), cells });
        }
    }
    lines
}

fn rescans(documents: &[Digitised<'_>]) -> Vec<Made> {
    let mut lines = Vec::new();
    for document in documents {
        let mut add = |page: Option<u32>, why: String| {
            let cells = vec![
                ("number", count(lines.len() + 1)),
                ("file", text(file(document.record))),
                ("document", text(&phrase::cited(words(), document.record))),
                ("page_link", page.map_or(Cell::Empty, |page| link(document.record, page))),
                ("why", text(&why)),
            ];
            let id = format!(
                "{}/{}",
                document.record.id,
                page.map_or_else(|| "-".to_owned(), |page| page.to_string())
            );
            lines.push(Made { id, doubts: String::new(), cells });
        };
        for page in &document.record.pages {
            let (faults, again) = faults(document, page);
            if again {
                add(Some(page.page), faults.join("; "));
            }
        }
        let source = document.record.source.files.first();
        if let Some(missing) =
            source.and_then(|file| file.promised_pages?.checked_sub(file.pages)).filter(|n| *n > 0)
        {
            add(None, words().say(&Sentence::new("fault-missing").with("pages", missing)));
        }
    }
    lines
}

/// What is to be compared by hand.
struct Sample {
    /// How many values there are to draw from.
    of: usize,
    lines: Vec<Made>,
}

/// A value that may be drawn.
struct Value<'a> {
    record: &'a Record,
    id: String,
    field: String,
    value: String,
    confidence: f64,
    evidence: Option<&'a Evidence>,
}

/// Draws from all values, header fields and findings alike: by the hash of what each is, so that the same documents give the
/// same sample and nobody chooses.
fn sample(documents: &[Digitised<'_>]) -> Sample {
    let mut all: Vec<(String, Value<'_>)> = documents
        .iter()
        .flat_map(|document| values(document.record))
        .map(|value| (sha256(format!("{} {} {}", value.record.id, value.id, value.field).as_bytes()), value))
        .collect();
    let size = sample_size(all.len());
    let total = all.len();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.truncate(size);
    // In the order of the documents, as one compares them.
    let place = |value: &Value<'_>| documents.iter().position(|one| one.record.id == value.record.id);
    all.sort_by_key(|(_, value)| (place(value), value.evidence.map(|evidence| evidence.page)));
    let lines = (1..).zip(all).map(|(number, (_, value))| Made {
        id: format!("{}/{}/{}", value.record.id, value.id, value.field),
        doubts: if value.confidence < doubt::DOUBTFUL { words().text("doubt-unsure") } else { String::new() },
        cells: vec![
            ("number", count(number)),
            ("file", text(file(value.record))),
            ("field", text(&value.field)),
            ("value", text(&value.value)),
            ("quote", of(value.evidence.map(|evidence| evidence.text.as_str()))),
            ("page_link", value.evidence.map_or(Cell::Empty, |evidence| link(value.record, evidence.page))),
            ("confidence", Cell::Number(value.confidence)),
        ],
    });
    Sample { of: total, lines: lines.collect() }
}

/// How many of so many are drawn.
fn sample_size(all: usize) -> usize {
    let number = f64::from(u32::try_from(all).unwrap_or(u32::MAX));
    let size = (number / (1.0 + number * MARGIN * MARGIN)).ceil();
    // At most 1 / MARGIN², and not negative.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is at most 400")]
    let size = size as usize;
    size.min(all)
}

fn values(record: &Record) -> Vec<Value<'_>> {
    let document = &record.document;
    let mut all = Vec::new();
    let fields: [(&str, &Field<String>); 5] = [
        ("field-kind", &document.kind),
        ("field-code", &document.code),
        ("field-date", &document.date),
        ("field-issuer", &document.issuer),
        ("field-subject", &document.subject),
    ];
    for (name, field) in fields {
        if let (Some(value), Status::Read | Status::Partial | Status::Handwritten) =
            (&field.value, field.status)
        {
            all.push(Value {
                record,
                id: "header".to_owned(),
                field: words().text(name),
                value: value.clone(),
                confidence: field.confidence,
                evidence: field.evidence.first(),
            });
        }
    }
    let targets = record.targets.iter().map(|target| {
        let value = format!("{}: {}", target.indicator, phrase::value(words(), target));
        (&target.id, "kind-target", value, &target.grounds)
    });
    let deadlines = record.deadlines.iter().map(|deadline| {
        let value = format!("{}: {}", deadline.task, when::due(words(), deadline));
        (&deadline.id, "kind-deadline", value, &deadline.grounds)
    });
    let tasks = record.assignments.iter().map(|task| {
        let value = format!("{}: {}", phrase::names(&task.lead), task.task);
        (&task.id, "kind-task", value, &task.grounds)
    });
    for (id, kind, value, grounds) in targets.chain(deadlines).chain(tasks) {
        all.push(Value {
            record,
            id: id.clone(),
            field: words().text(kind),
            value,
            confidence: grounds.confidence,
            evidence: grounds.evidence.first(),
        });
    }
    all
}

/// Counts and shares.
fn figures(documents: &[Digitised<'_>], archive: Option<&Archive<'_>>, sample: &Sample) -> Vec<Made> {
    let mut lines: Vec<Made> = Vec::new();
    let mut add = |id: &'static str, value: Cell, note: String| {
        let cells = vec![
            ("number", count(lines.len() + 1)),
            ("item", text(&words().text(id))),
            ("value", value),
            ("remark", text(&note)),
        ];
        lines.push(Made { id: id.to_owned(), doubts: String::new(), cells });
    };
    let records = || documents.iter().map(|one| one.record);
    let pages = || documents.iter().flat_map(|one| one.record.pages.iter().map(move |page| (one, page)));
    let with = |code: Code| pages().filter(|(_, page)| page.warnings.contains(&code)).count();
    add("figure-documents", count(documents.len()), String::new());
    add("figure-pages", count(pages().count()), String::new());
    if let Some(archive) = archive {
        let tally = archive.tally();
        add("figure-listed", count(tally.listed), String::new());
        add("figure-not-found", count(tally.without_record), words().text("figure-not-found-note"));
        add("figure-not-listed", count(tally.without_line), String::new());
        add("figure-lacking", count(tally.lacking), words().text("figure-lacking-note"));
    }
    for (id, code) in [
        ("figure-unread", Code::PageUnread),
        ("figure-damaged", Code::PageDamaged),
        ("figure-blank", Code::PageBlank),
        ("figure-handwriting", Code::PageHandwriting),
    ] {
        add(id, count(with(code)), String::new());
    }
    let coarse = documents.iter().flat_map(|one| &one.below).filter(|below| below.dpi.is_some()).count();
    let grey = documents.iter().flat_map(|one| &one.below).filter(|below| below.is_grey).count();
    let unseen = documents.iter().filter(|one| !one.scan_seen).count();
    add("figure-coarse", count(coarse), String::new());
    let unseen = match unseen {
        0 => String::new(),
        some => words().say(&Sentence::new("figure-unseen").with("documents", some)),
    };
    add("figure-grey", count(grey), unseen);
    let again = pages().filter(|(document, page)| faults(document, page).1).count();
    add("figure-rescans", count(again), String::new());
    let signed = records().filter(|record| !record.source.signatures.is_empty()).count();
    add("figure-signed", count(signed), String::new());
    let read: u32 = records().map(|record| record.restoration.words).sum();
    let right: f64 =
        records().map(|record| f64::from(record.restoration.words) * record.restoration.accuracy_after).sum();
    let accuracy =
        if read > 0 { Cell::Number((right / f64::from(read) * 1000.0).round() / 10.0) } else { Cell::Empty };
    add("figure-accuracy", accuracy, words().text("figure-accuracy-note"));
    let doubtful: u32 = records().map(|record| record.restoration.doubtful).sum();
    add("figure-doubtful", Cell::Number(doubtful.into()), String::new());
    let header = records().filter(|record| !doubt::of_header(&record.document, words()).is_empty()).count();
    add("figure-header", count(header), String::new());
    let drawn = Sentence::new("figure-sample-note").with("drawn", sample.lines.len()).with("all", sample.of);
    add("figure-sample", count(sample.lines.len()), words().say(&drawn));
    lines
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{record, scan};
    use super::*;

    fn number(lines: &[Made], id: &str) -> f64 {
        use super::super::line::Line as _;
        match lines.iter().find(|line| line.id == id).unwrap().cell("value") {
            Some(Cell::Number(number)) => number,
            other => panic!("{id}: {other:?}"),
        }
    }

    #[test]
    fn what_fails_is_counted_and_listed() {
        let mut record = record();
        record.pages[1].warnings = vec![Code::PageUnread];
        record.source.files[0].promised_pages = Some(record.source.files[0].pages + 2);
        let documents = [Digitised::of(&record, Some(&scan()))];
        let sample = sample(&documents);
        let lines = figures(&documents, None, &sample);
        assert_eq!(number(&lines, "figure-pages"), 2.0);
        assert_eq!(number(&lines, "figure-unread"), 1.0);
        let again = rescans(&documents);
        assert!(
            again.iter().any(|line| line.id.ends_with("/2"))
                && again.iter().any(|line| line.id.ends_with("/-"))
        );
        assert!(pages(&documents)[1].doubts.contains(&words().text("fault-unread")));
    }

    #[test]
    fn a_sample_is_the_same_for_the_same_documents() {
        let (one, mut other) = (record(), record());
        other.id = "other".to_owned();
        let documents = [Digitised::of(&one, None), Digitised::of(&other, None)];
        let ids = |sample: Sample| sample.lines.into_iter().map(|line| line.id).collect::<Vec<_>>();
        assert_eq!(ids(sample(&documents)), ids(sample(&documents)));
        for (all, size) in [(0, 0), (1, 1), (10, 10), (100, 80), (10_000, 385)] {
            assert_eq!(sample_size(all), size, "{all}");
        }
    }

    #[test]
    fn every_field_of_the_report_is_known() {
        use super::super::line::Line as _;
        let mut record = record();
        record.pages[0].warnings = vec![Code::PageDamaged];
        let documents = [Digitised::of(&record, None)];
        let profiles = Profiles::acceptance();
        for sheet in profiles.sheets() {
            let lines = match sheet.rows {
                Fill::Own(Own::Figures) => figures(&documents, None, &sample(&documents)),
                Fill::Own(Own::Rescans) => rescans(&documents),
                Fill::Own(Own::Pages) => pages(&documents),
                Fill::Own(Own::Sample) => sample(&documents).lines,
                _ => continue,
            };
            assert!(!lines.is_empty(), "{}", sheet.name);
            for column in
                sheet.columns.iter().filter(|column| column.kind != super::super::profile::Kind::Typed)
            {
                assert!(lines[0].cell(&column.field).is_some(), "{} has no {}", sheet.name, column.field);
            }
        }
        let page = report(Binding::Page, Path::new("a.html"), &profiles, &documents, None, None).unwrap();
        assert_eq!(
            page,
            report(Binding::Page, Path::new("a.html"), &profiles, &documents, None, None).unwrap()
        );
    }
}
