//! The list of the results of one scan: where its documents went, when there may be several, or their names are not that of
//! the scan.
//!
//! It lies in the folder of our own beside the results. It is written last: what it names is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::State;
use super::cuts::{Cut, Empty};
use super::figures::Figures;
use super::results::{self, Head, PROGRAM};
use super::secrecy::Stamp;
use crate::error::Result;
use crate::files::write::{Standing, folder_of, make_folder, write_file};
use crate::warning::Code;

/// The version of the list.
const VERSION: u32 = 1;

/// What came of one scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct List {
    version: u32,
    /// The path of the scan below its folder, to be shown.
    pub(super) scan: String,
    /// SHA-256 of the scan.
    pub(super) sha256: String,
    /// The program, the hash of its dictionaries, and that of the choices.
    pub(super) program: String,
    pub(super) model: String,
    pub(super) settings: String,
    /// Its documents, in the order of their pages.
    pub(super) documents: Vec<Listed>,
    /// Where they begin, and where others may.
    pub(super) cuts: Vec<Cut>,
    /// Pages of no document.
    pub(super) left: Vec<(u32, Empty)>,
}

/// One document of a scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Listed {
    /// Its result, from the folder of results; none of a secret one.
    pub(super) result: Option<PathBuf>,
    /// First and last page.
    pub(super) pages: (u32, u32),
    /// What its warnings say.
    pub(super) codes: Vec<Code>,
    /// The stamp for which it was left alone.
    pub(super) stamp: Option<Stamp>,
}

impl Listed {
    /// What became of it.
    pub(super) fn state(&self, sound: State) -> State {
        if self.result.is_none() { State::Secret } else { State::of(&self.codes, sound) }
    }
}

impl List {
    /// A list that is made now.
    pub(super) fn new(scan: &Path, sha256: &str, model: &str, settings: &str) -> List {
        List {
            version: VERSION,
            scan: scan.display().to_string(),
            sha256: sha256.to_owned(),
            program: PROGRAM.to_owned(),
            model: model.to_owned(),
            settings: settings.to_owned(),
            documents: Vec::new(),
            cuts: Vec::new(),
            left: Vec::new(),
        }
    }

    /// What was written before. What is missing or broken is nothing: it is made anew.
    pub(super) fn find(path: &Path) -> Option<List> {
        let list: List = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        (list.version == VERSION).then_some(list)
    }

    /// The results of its documents, from the folder of results.
    pub(super) fn results(&self) -> impl Iterator<Item = PathBuf> {
        self.documents.iter().filter_map(|document| document.result.clone())
    }

    /// All lists below a folder, in the order of their paths.
    pub(super) fn all(folder: &Path) -> BTreeMap<PathBuf, List> {
        let (mut waiting, mut lists) = (vec![folder.to_owned()], BTreeMap::new());
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    waiting.push(path);
                } else if let Some(list) = List::find(&path) {
                    lists.insert(path, list);
                }
            }
        }
        lists
    }

    /// Writes it.
    ///
    /// # Errors
    /// [`Error::Write`](crate::error::Error::Write).
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string(self).expect("names of results are Unicode") + "\n";
        make_folder(folder_of(path))?;
        write_file(path, text.as_bytes(), Standing::IsReplaced)
    }

    /// Pages with text that a person's cuts leave out, rising.
    pub(super) fn left_out(&self) -> Vec<u32> {
        self.left.iter().filter(|(_, why)| *why == Empty::LeftOut).map(|(page, _)| *page).collect()
    }

    /// What its results say together; `None` unless all are there, and made of this scan.
    pub(super) fn figures(&self, out: &Path) -> Option<Figures> {
        let mut figures = Figures::default();
        for result in self.documents.iter().filter_map(|document| document.result.as_ref()) {
            let head = results::head(&out.join(result)).ok()??;
            figures.add(head.figures);
            if head.sha256 != self.sha256 {
                return None;
            }
        }
        Some(figures)
    }

    /// The same as the head of one result.
    pub(super) fn head(&self, figures: Figures) -> Head {
        let warnings = self.documents.iter().flat_map(|document| document.codes.clone()).collect();
        Head {
            sha256: self.sha256.clone(),
            source: None,
            program: self.program.clone(),
            model: self.model.clone(),
            settings: Some(self.settings.clone()),
            warnings,
            identity: results::no_identity(),
            figures,
            is_secret: self.documents.iter().any(|document| document.result.is_none()),
        }
    }
}
