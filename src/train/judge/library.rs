//! The marked documents that are learned from, each read once.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::groups::groups;
use super::marked::Marked;
use super::{Sample, assignments, figures, learn};
use crate::digest::sha256;
use crate::error::{Error, Result, Wanted};
use crate::evaluate::folder::texts;
use crate::evaluate::marks;
use crate::extract::context::Context;
use crate::extract::judge::{Judge, Judges, Proposals};
use crate::extract::{assignment, deadline, target};
use crate::reader::{Reader, Source};
use crate::reason::Reason;

/// All documents that are learned from.
pub(crate) struct Library {
    pub(crate) documents: Vec<Marked>,
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
                    what: Wanted::Truth,
                    reason: Reason::Said(bad.to_string()),
                })?;
                if value.get("fields_only").is_none() {
                    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                    found.push((name, text, value));
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let groups = groups(&found.iter().map(|(_, text, _)| text.as_str()).collect::<Vec<_>>());
        let documents = found.into_iter().zip(groups).map(|((name, text, truth), group)| {
            let steps = reader.read(
                Source::Bytes { path: Path::new("text.txt").to_owned(), bytes: text.into_bytes() },
                &(),
            )?;
            Ok(Marked { name, document: steps.document, truth, group, record: steps.record })
        });
        Ok(Library { documents: documents.collect::<Result<_>>()? })
    }

    /// All documents ready for the rules.
    pub(super) fn contexts<'a>(&'a self, judges: &'a Judges) -> Vec<Context<'a>> {
        self.documents.iter().map(|d| Context::new(&d.document, judges)).collect()
    }
}

/// What is proposed in all documents of a library, of every kind that is judged: a new kind is added here.
pub(super) struct Samples<'c, 'd> {
    assignments: Vec<Sample<assignment::Proposed<'c, 'd>>>,
    deadlines: Vec<Sample<deadline::Proposed>>,
    targets: Vec<Sample<target::Proposed>>,
}

impl<'c, 'd> Samples<'c, 'd> {
    pub(super) fn new(library: &Library, contexts: &'c [Context<'d>]) -> Samples<'c, 'd> {
        let read = || library.documents.iter().zip(contexts);
        Samples {
            assignments: read().map(|(d, context)| assignments::sample(context, &d.truth, d.group)).collect(),
            deadlines: library.documents.iter().map(figures::deadlines).collect(),
            targets: library.documents.iter().map(figures::targets).collect(),
        }
    }

    /// The judges that the documents of these indexes teach, of some kinds.
    pub(super) fn judges(&self, documents: &[usize], kinds: &[&str]) -> Judges {
        let mut judges = Judges::default();
        let mut put = |learned: Vec<(String, Judge)>| {
            learned.into_iter().for_each(|(name, judge)| judges.put(name, judge));
        };
        if kinds.contains(&assignment::Proposed::KIND) {
            put(learn(&of(&self.assignments, documents)));
        }
        if kinds.contains(&deadline::Proposed::KIND) {
            put(learn(&of(&self.deadlines, documents)));
        }
        if kinds.contains(&target::Proposed::KIND) {
            put(learn(&of(&self.targets, documents)));
        }
        judges
    }

    /// By kind, the confidence of each chosen proposal of a document that counts, with whether it is right.
    pub(super) fn given(&self, document: usize, judges: &Judges) -> [(&'static str, Vec<(f32, bool)>); 3] {
        [
            super::given(&self.assignments[document], judges),
            super::given(&self.deadlines[document], judges),
            super::given(&self.targets[document], judges),
        ]
    }

    /// For each kind how many proposals there are, and which share of the truth's entries is among them.
    pub(super) fn ceilings(&self) -> Vec<String> {
        vec![
            super::ceiling(&self.assignments),
            super::ceiling(&self.deadlines),
            super::ceiling(&self.targets),
        ]
    }
}

/// The samples of the documents of some indexes.
fn of<'s, P: Proposals>(samples: &'s [Sample<P>], documents: &[usize]) -> Vec<&'s Sample<P>> {
    documents.iter().map(|index| &samples[*index]).collect()
}
