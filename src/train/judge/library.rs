//! The marked documents that are learned from, each read once.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::{Label, Sample, figures, folds, learn};
use crate::digest::sha256;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::evaluate::folder::texts;
use crate::evaluate::marks;
use crate::evaluate::record;
use crate::evaluate::report::{Input, Origin, Row};
use crate::extract::judge::{Judge, Judges, Proposals};
use crate::extract::{deadline, findings_by, target};
use crate::reader::{Reader, Source};
use crate::record::{Record, with_findings};

/// A document with its truth.
pub(crate) struct Marked {
    /// The first digits of its text's hash, or the name of its folder.
    pub(crate) name: String,
    pub(crate) document: Document,
    pub(crate) truth: Value,
    /// As of [`Sample`](super::Sample).
    pub(crate) group: usize,
    pub(super) record: Record,
}

impl Marked {
    /// How it is read with some judges.
    pub(super) fn judged(&self, judges: &Judges, show: usize) -> Row {
        let found = findings_by(&self.document, judges);
        let record = with_findings(&self.record, &self.document, &found);
        let record = serde_json::to_value(record).expect("a record has only text keys");
        let mut row = Row::new(self.name.clone(), Origin::Real, Input::TrueText);
        row.record = Some(record::score(&self.truth, &record, show));
        row
    }
}

/// All documents that are learned from.
pub(crate) struct Library {
    pub(crate) documents: Vec<Marked>,
    /// What is proposed in each, made when first asked for.
    deadlines: OnceCell<Vec<Sample<deadline::Proposed>>>,
    targets: OnceCell<Vec<Sample<target::Proposed>>>,
}

impl Library {
    /// Reads the texts under `texts` of which the folder `marks` holds the truth, and the documents in the folders
    /// `documents`, each a folder with `text.txt` or `gold.txt` and `expected.json`.
    ///
    /// # Errors
    /// When a file cannot be read, or a truth is no JSON.
    pub(crate) fn read(
        reader: &Reader,
        marks_folder: &Path,
        texts_in: &[std::path::PathBuf],
        documents: &[std::path::PathBuf],
    ) -> Result<Library> {
        let load = |path: &Path| {
            std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })
        };
        let marks = marks::of_folder(marks_folder)?;
        let mut seen = BTreeSet::new();
        let mut found: Vec<(String, String, Value)> = Vec::new();
        for folder in texts_in {
            for file in texts(folder)? {
                let Ok(text) = load(&file) else { continue };
                let hash = sha256(text.as_bytes());
                let truth = marks.get(&hash).and_then(|marks| marks.truth(&text));
                if let Some(truth) = truth.filter(|_| seen.insert(hash.clone())) {
                    found.push((hash[..16].to_owned(), text, truth));
                }
            }
        }
        for folder in documents {
            let refused = |source| Error::Read { path: folder.clone(), source };
            let mut inside = std::fs::read_dir(folder)
                .map_err(refused)?
                .map(|entry| Ok(entry.map_err(refused)?.path()))
                .collect::<Result<Vec<_>>>()?;
            inside.sort();
            for path in inside {
                let text = ["gold.txt", "text.txt"].map(|name| path.join(name));
                let Some(text) = text.iter().find(|text| text.is_file()) else { continue };
                let text = load(text)?.replace(['⟨', '⟩'], "");
                let truth = path.join("expected.json");
                if !truth.is_file() || !seen.insert(sha256(text.as_bytes())) {
                    continue;
                }
                let value: Value = serde_json::from_str(&load(&truth)?).map_err(|bad| Error::NotRecord {
                    path: truth.clone(),
                    what: "a truth file",
                    reason: bad.to_string(),
                })?;
                if value.get("fields_only").is_none() {
                    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                    found.push((name, text, value));
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let groups = folds::groups(&found.iter().map(|(_, text, _)| text.as_str()).collect::<Vec<_>>());
        let documents = found.into_iter().zip(groups).map(|((name, text, truth), group)| {
            let steps = reader.read(
                Source::Bytes { path: Path::new("text.txt").to_owned(), bytes: text.into_bytes() },
                &(),
            )?;
            Ok(Marked { name, document: steps.document, truth, group, record: steps.record })
        });
        let documents = documents.collect::<Result<_>>()?;
        Ok(Library { documents, deadlines: OnceCell::new(), targets: OnceCell::new() })
    }

    fn deadlines(&self) -> &[Sample<deadline::Proposed>] {
        self.deadlines.get_or_init(|| self.documents.iter().map(figures::deadlines).collect())
    }

    fn targets(&self) -> &[Sample<target::Proposed>] {
        self.targets.get_or_init(|| self.documents.iter().map(figures::targets).collect())
    }

    /// What is proposed of each kind, in words: how much, and how much of the truth is among it.
    pub(super) fn ceilings(&self) -> Vec<String> {
        vec![ceiling("deadlines", self.deadlines()), ceiling("targets", self.targets())]
    }

    /// The judges of every kind that is judged, each under its name in the model.
    pub(super) fn learned(&self, documents: &[usize]) -> Vec<(String, Judge)> {
        let deadlines = self.deadlines();
        let targets = self.targets();
        let mut judges = learn(&documents.iter().map(|i| &deadlines[*i]).collect::<Vec<_>>());
        judges.extend(learn(&documents.iter().map(|i| &targets[*i]).collect::<Vec<_>>()));
        judges
    }
}

/// How many are proposed of a kind, and how many of the truth's sure entries are among them.
fn ceiling<P: Proposals>(kind: &str, samples: &[Sample<P>]) -> String {
    let proposed: usize = samples.iter().map(|s| s.labels.len()).sum();
    let expected: usize = samples.iter().map(|s| s.expected).sum();
    let met = |s: &Sample<P>| s.labels.iter().filter(|l| matches!(l, Label::Right(_))).count();
    let right: usize = samples.iter().map(met).sum();
    format!("{kind}: {proposed} proposed, {right} of {expected} sure ones among them")
}
