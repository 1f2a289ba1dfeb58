//! Marks of documents whose truth a reader wrote.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result, Wanted};
use crate::evaluate::marks::Marks;
use crate::reason::Reason;

/// Writes the marks of each document in `folder`, a folder with one folder for each: its `text.txt` and
/// `expected.json`. The file of a document is named for the first 16 digits of its text's hash, so that the same text
/// has the same file.
///
/// # Errors
/// When a file cannot be read or written, or a truth is no JSON.
pub(crate) fn build(folder: &Path, out: &Path, report: &mut dyn FnMut(&str)) -> Result<()> {
    let read = |path: &Path| {
        fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })
    };
    let refused = |source| Error::Read { path: folder.to_owned(), source };
    let mut documents = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let document = entry.map_err(refused)?.path();
        if document.join("expected.json").is_file() && document.join("text.txt").is_file() {
            documents.push(document);
        }
    }
    documents.sort();
    fs::create_dir_all(out).map_err(|source| Error::Write { path: out.to_owned(), source })?;
    for document in documents {
        let path = document.join("expected.json");
        let truth: Value = serde_json::from_str(&read(&path)?).map_err(|bad| Error::NotRecord {
            path: path.clone(),
            what: Wanted::Truth,
            reason: Reason::Said(bad.to_string()),
        })?;
        let marks = Marks::of(&read(&document.join("text.txt"))?, &truth);
        let file = out.join(format!("{}.jsonl", &marks.sha256[..16]));
        fs::write(&file, marks.to_lines()).map_err(|source| Error::Write { path: file.clone(), source })?;
        if marks.lost > 0 {
            report(&format!("{}: {} words are not in its text", document.display(), marks.lost));
        }
    }
    Ok(())
}
