//! Evaluates a folder of documents with their truth.
//!
//! Each document is a folder that holds its truth, `text.txt` (or `gold.txt`) and `expected.json`, either of which may
//! be missing, and its input: `scan.pdf`, `.tif`, `.png` or `.jpg`; a garbled text `ocr.txt` or `layer.txt`. The true
//! text is an input too: it shows what extraction does when reading makes no mistakes, and whether restoration
//! leaves alone what is right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{error, fs};

use serde_json::Value;

use crate::digest::sha256;
use crate::error::{Error, Result, Wanted};
use crate::evaluate::marks::Marks;
use crate::evaluate::report::{Input, Origin, Report, Row};
use crate::evaluate::tokens::lines;
use crate::evaluate::{harm, mend, record, text};
use crate::reason::Reason;

/// What was made of an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The restored text in reading order, a printed line a line.
    pub text: String,
    /// The record as JSON.
    pub record: Value,
}

/// What is evaluated: the program, or anything that gives a text and a record.
pub trait Reader {
    /// Reads a scan or a text file.
    ///
    /// # Errors
    /// What stopped the reading; it becomes a failure of this document only.
    fn read(&self, path: &Path) -> Result<Outcome>;

    /// Reads a text as if it stood in the file `path`, which may hold something else.
    ///
    /// # Errors
    /// What stopped the reading.
    fn read_text(&self, path: &Path, text: &str) -> Result<Outcome>;

    /// Restores a text, line for line.
    ///
    /// # Errors
    /// What stopped the restoration.
    fn restore_text(&self, text: &str) -> Result<String>;
}

const SCANS: [&str; 6] = ["scan.pdf", "scan.tif", "scan.tiff", "scan.png", "scan.jpg", "scan.jpeg"];
const GARBLED: [&str; 2] = ["ocr.txt", "layer.txt"];
const TRUE_TEXTS: [&str; 2] = ["gold.txt", "text.txt"];
const EXPECTED: &str = "expected.json";

/// Evaluates `path`, a document's folder or a folder of these, in the order of their names. A document that cannot
/// be read is a row with its failure. Each row lists at most `show` mistakes of each sort.
///
/// # Errors
/// When the folder cannot be listed, or holds no document with its truth.
pub fn folder(path: &Path, origin: Origin, show: usize, reader: &dyn Reader) -> Result<Report> {
    let documents = documents(path)?;
    let rows =
        documents.iter().flat_map(|folder| DocumentFolder::new(folder, origin, show).rows(reader)).collect();
    Ok(Report { rows })
}

/// Evaluates the texts under `path`, at any depth, of which `marks` hold the truth, in the order of their paths; a text
/// that stands there twice is taken once. Each row lists at most `show` mistakes of each sort.
///
/// # Errors
/// When the folder cannot be listed, or holds no text that is marked.
pub fn marked(
    path: &Path,
    marks: &BTreeMap<String, Marks>,
    show: usize,
    reader: &dyn Reader,
) -> Result<Report> {
    let mut report = Report { rows: Vec::new() };
    let mut seen = BTreeSet::new();
    for file in texts(path)? {
        let bytes = fs::read(&file).map_err(|source| Error::Read { path: file.clone(), source })?;
        let hash = sha256(&bytes);
        let Some(marks) = marks.get(&hash).filter(|_| !seen.contains(&hash)) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let Some(truth) = marks.truth(&text) else { continue };
        let mut row = Row::new(hash[..16].to_owned(), Origin::Real, Input::TrueText);
        row.failure = true_text(&mut row, &file, &text, show, reader)
            .map(|outcome| row.record = Some(record::score(&truth, &outcome.record, show)))
            .err();
        report.rows.push(row);
        seen.insert(hash);
    }
    if report.rows.is_empty() {
        return Err(Error::NothingToEvaluate { path: path.to_owned(), what: Wanted::Marks });
    }
    Ok(report)
}

/// The files that end in `.txt` under a folder, sorted.
pub(crate) fn texts(path: &Path) -> Result<Vec<PathBuf>> {
    let refused = |source| Error::Read { path: path.to_owned(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(refused)? {
        let entry = entry.map_err(refused)?.path();
        if entry.is_dir() {
            found.extend(texts(&entry)?);
        } else if entry.extension().is_some_and(|ending| ending == "txt") {
            found.push(entry);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a true text, and counts what restoration spoils in it.
fn true_text(
    row: &mut Row,
    path: &Path,
    text: &str,
    show: usize,
    reader: &dyn Reader,
) -> std::result::Result<Outcome, String> {
    let told = |error: Error| with_causes(&error);
    let restored = reader.restore_text(text).map_err(told)?;
    row.harm = Some(harm::score(text, &restored, show).map_err(|e| e.to_string())?);
    reader.read_text(path, text).map_err(told)
}

/// The folders that hold a truth.
fn documents(path: &Path) -> Result<Vec<PathBuf>> {
    if has_truth(path) {
        return Ok(vec![path.to_owned()]);
    }
    let refused = |source| Error::Read { path: path.to_owned(), source };
    let mut folders = Vec::new();
    for entry in fs::read_dir(path).map_err(refused)? {
        let folder = entry.map_err(refused)?.path();
        if has_truth(&folder) {
            folders.push(folder);
        }
    }
    folders.sort();
    if folders.is_empty() {
        return Err(Error::NothingToEvaluate { path: path.to_owned(), what: Wanted::Truth });
    }
    Ok(folders)
}

fn has_truth(folder: &Path) -> bool {
    [EXPECTED].iter().chain(&TRUE_TEXTS).any(|file| folder.join(file).is_file())
}

/// A document with its truth.
struct DocumentFolder<'a> {
    folder: &'a Path,
    origin: Origin,
    show: usize,
}

/// What a document is compared with.
struct Truth {
    text: Option<String>,
    expected: Option<Value>,
}

impl DocumentFolder<'_> {
    fn new(folder: &Path, origin: Origin, show: usize) -> DocumentFolder<'_> {
        DocumentFolder { folder, origin, show }
    }

    /// A row for each input.
    fn rows(&self, reader: &dyn Reader) -> Vec<Row> {
        let find =
            |files: &[&str]| files.iter().map(|file| self.folder.join(file)).find(|path| path.is_file());
        let inputs = [
            (Input::Scan, find(&SCANS)),
            (Input::Garbled, find(&GARBLED)),
            (Input::TrueText, find(&TRUE_TEXTS)),
        ];
        let truth = self.truth();
        let inputs = inputs.into_iter().filter_map(|(input, path)| Some((input, path?)));
        inputs
            .map(|(input, path)| {
                let mut row = Row::new(self.name(), self.origin, input);
                let filled = match &truth {
                    Ok(truth) => self.fill(&mut row, &path, truth, reader),
                    Err(failure) => Err(failure.clone()),
                };
                row.failure = filled.err();
                row
            })
            .collect()
    }

    fn name(&self) -> String {
        self.folder.file_name().unwrap_or(self.folder.as_os_str()).to_string_lossy().into_owned()
    }

    fn truth(&self) -> std::result::Result<Truth, String> {
        let text = TRUE_TEXTS.iter().map(|file| self.folder.join(file)).find(|path| path.is_file());
        let path = self.folder.join(EXPECTED);
        let expected = path.is_file().then(|| {
            serde_json::from_str(&read_file(&path)?).map_err(|bad| {
                with_causes(&Error::NotRecord {
                    path,
                    what: Wanted::Truth,
                    reason: Reason::Said(bad.to_string()),
                })
            })
        });
        Ok(Truth { text: text.map(|path| read_file(&path)).transpose()?, expected: expected.transpose()? })
    }

    /// Reads one input and compares what came out.
    fn fill(
        &self,
        row: &mut Row,
        path: &Path,
        truth: &Truth,
        reader: &dyn Reader,
    ) -> std::result::Result<(), String> {
        let told = |error: Error| with_causes(&error);
        let outcome = match (row.input, &truth.text) {
            (Input::TrueText, Some(text)) => {
                true_text(row, path, &without_brackets(text), self.show, reader)?
            }
            (Input::Garbled, Some(text)) => {
                let read = read_file(path)?;
                let restored = reader.restore_text(&read).map_err(told)?;
                self.compare(row, text, &restored, Some((&read, &restored)))?;
                reader.read(path).map_err(told)?
            }
            (Input::Scan, Some(text)) => {
                let outcome = reader.read(path).map_err(told)?;
                let lines = lines_of(&outcome.record);
                let pair = lines.as_ref().map(|(read, restored)| (read.as_str(), restored.as_str()));
                self.compare(row, text, &outcome.text, pair)?;
                outcome
            }
            (_, None) => reader.read(path).map_err(told)?,
        };
        row.record =
            truth.expected.as_ref().map(|expected| record::score(expected, &outcome.record, self.show));
        Ok(())
    }

    /// Compares a text, and what was read with what restoration made of it, where both are known.
    fn compare(
        &self,
        row: &mut Row,
        truth: &str,
        made: &str,
        lines: Option<(&str, &str)>,
    ) -> std::result::Result<(), String> {
        row.text = Some(text::score(truth, made, self.show));
        if let Some((read, restored)) = lines {
            row.raw = Some(text::syllable_rate(truth, read));
            row.mend = Some(mend::score(truth, read, restored, self.show).map_err(|e| e.to_string())?);
        }
        Ok(())
    }
}

fn read_file(path: &Path) -> std::result::Result<String, String> {
    fs::read_to_string(path).map_err(|source| with_causes(&Error::Read { path: path.to_owned(), source }))
}

/// An error and its causes, as they are printed on one line.
fn with_causes(error: &Error) -> String {
    let mut message = error.to_string();
    let mut cause = error::Error::source(error);
    while let Some(next) = cause {
        message += &format!(": {next}");
        cause = next.source();
    }
    message
}

/// The truth as a text to read: handwriting stands in it like print.
fn without_brackets(text: &str) -> String {
    text.replace(['⟨', '⟩'], "")
}

/// The lines of a record as they were read and as they were restored; `None` when the record has no lines.
fn lines_of(record: &Value) -> Option<(String, String)> {
    let all = |key: &str| {
        let pages = record.get("text")?.as_array()?.iter();
        let mut text = String::new();
        for line in pages.flat_map(|page| page.get("lines").and_then(Value::as_array)).flatten() {
            // A line is one line, whatever signs the engine put into it.
            text += &lines(line.get(key)?.as_str()?).join(" ");
            text.push('\n');
        }
        Some(text)
    };
    Some((all("read")?, all("text")?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Restores `so` to `Sở`, spoils `Hà`, reads every text into a record with its first line as kind.
    struct Plain;

    impl Reader for Plain {
        fn read(&self, path: &Path) -> Result<Outcome> {
            if path.ends_with("scan.png") {
                return Err(Error::Empty { path: path.to_owned() });
            }
            let source =
                fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
            self.read_text(path, &source)
        }

        fn read_text(&self, _: &Path, text: &str) -> Result<Outcome> {
            let text = self.restore_text(text)?;
            let record = json!({"document": {"kind": {"value": text.lines().next(), "status": "read"}}});
            Ok(Outcome { text, record })
        }

        fn restore_text(&self, text: &str) -> Result<String> {
            Ok(text.replace("so ", "Sở ").replace("Hà", "Hạ"))
        }
    }

    fn documents_of(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (file, content) in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }

    #[test]
    fn every_input_is_a_row() {
        let folder = documents_of(&[
            ("b/text.txt", "Kế hoạch\nSở Nội vụ ⟨7⟩\nSơn Hà\n"),
            ("b/ocr.txt", "Kế hoạch\nso Nội vu 9\nSơn Hà\n"),
            ("b/expected.json", r#"{"document": {"kind": "Kế hoạch"}}"#),
            ("a/scan.png", ""),
            ("a/expected.json", "{}"),
            ("README.md", "not a document"),
        ]);
        let report = super::folder(folder.path(), Origin::Made, 5, &Plain).unwrap();
        let shown: Vec<_> = report.rows.iter().map(|row| (row.document.as_str(), row.input)).collect();
        assert_eq!(shown, [("a", Input::Scan), ("b", Input::Garbled), ("b", Input::TrueText)]);

        let failed = &report.rows[0];
        assert!(failed.failure.as_ref().unwrap().ends_with("scan.png is empty"), "{failed:?}");

        let garbled = &report.rows[1];
        assert_eq!(garbled.raw.unwrap().wrong, 2);
        assert_eq!(garbled.text.as_ref().unwrap().syllables.wrong, 2);
        let mend = garbled.mend.as_ref().unwrap();
        assert_eq!((mend.garbled, mend.mended_count, mend.right, mend.spoiled_count), (2, 1, 5, 1));
        assert_eq!(garbled.record.as_ref().unwrap().fields.right(), 1);

        let born_digital = &report.rows[2];
        let harm = born_digital.harm.as_ref().unwrap();
        assert_eq!((harm.words, harm.changed), (8, 1));
        assert!(born_digital.failure.is_none());
    }

    #[test]
    fn one_document_alone_and_none_at_all() {
        let folder = documents_of(&[("x/text.txt", "Sở Nội vụ"), ("empty/notes.txt", "")]);
        assert_eq!(super::folder(&folder.path().join("x"), Origin::Real, 0, &Plain).unwrap().rows.len(), 1);
        let none = super::folder(&folder.path().join("empty"), Origin::Real, 0, &Plain).unwrap_err();
        assert!(matches!(none, Error::NothingToEvaluate { .. }), "{none}");
    }

    #[test]
    fn texts_are_known_by_their_marks() {
        let folder = documents_of(&[
            ("a/b/x.txt", "Kế hoạch\nSơn Hà\n"),
            ("a/y.txt", "Kế hoạch\nSơn Hà\n"),
            ("z.txt", "Quyết định\n"),
        ]);
        let marks = Marks::of("Kế hoạch\nSơn Hà\n", &json!({ "document": { "kind": "Kế hoạch" } }));
        let marks = BTreeMap::from([(marks.sha256.clone(), marks)]);
        let report = marked(folder.path(), &marks, 0, &Plain).unwrap();
        assert_eq!(report.rows.len(), 1);
        assert_eq!(report.rows[0].record.as_ref().unwrap().fields.right(), 1);
        assert_eq!(report.rows[0].harm.as_ref().unwrap().changed, 1);
        assert!(marked(folder.path(), &BTreeMap::new(), 0, &Plain).is_err());
    }

    #[test]
    fn a_broken_truth_is_told() {
        let folder = documents_of(&[("x/text.txt", "Sở"), ("x/expected.json", "{")]);
        let report = super::folder(folder.path(), Origin::Real, 0, &Plain).unwrap();
        assert!(report.rows[0].failure.as_ref().unwrap().contains("is not a truth file"), "{report:?}");
    }

    #[test]
    fn lines_of_a_record_stay_in_step() {
        let record = json!({"text": [{"lines": [{"read": "so\u{2028}x", "text": "Sở x"}]}, {"lines": []}]});
        assert_eq!(lines_of(&record), Some(("so x\n".to_owned(), "Sở x\n".to_owned())));
        assert_eq!(lines_of(&json!({})), None);
    }
}
