//! What all threads of a run share, and how they tell what became of a file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::cuts::Cut;
use super::figures::Figures;
use super::journal::{Journal, Outcome};
use super::naming;
use super::plan::Planned;
use super::repeats::Identity;
use super::secrecy::Stamp;
use super::{Account, Documents, Options, State, Told, ToldDocument, Watcher};
use crate::error::{Error, Result};
use crate::files::inputs::Input;
use crate::reader::Reader;
use crate::warning::Code;
use crate::words::Words;

/// What all threads of a run share.
pub(super) struct Work<'a> {
    pub(super) options: &'a Options,
    pub(super) journal: &'a Journal,
    pub(super) reader: &'a Reader,
    pub(super) watcher: &'a dyn Watcher,
    pub(super) inputs: &'a [Input],
    pub(super) planned: &'a [Planned],
    /// Pages that bear the bars of a separator sheet, from 1, by the number of the file; looked for in stacks alone.
    pub(super) barred: Mutex<BTreeMap<usize, BTreeSet<u32>>>,
    /// The numbers of the files that have results of today.
    pub(super) sound: Mutex<BTreeSet<usize>>,
    pub(super) account: Mutex<Account>,
    pub(super) stopped: Mutex<Option<Error>>,
    /// Whether `stopped` holds something.
    pub(super) ends: AtomicBool,
}

/// What came of one file.
pub(super) struct Made {
    pub(super) state: State,
    pub(super) sha256: Option<String>,
    pub(super) figures: Figures,
    pub(super) codes: Vec<Code>,
    /// What its document is known again by, where it has one result.
    pub(super) identity: Option<Identity>,
    /// The stamp of one of its documents.
    pub(super) stamp: Option<Stamp>,
    /// Its documents, where there may be several or their names are not that of the scan.
    pub(super) documents: Vec<ToldDocument>,
    /// Where they begin, and where others may.
    pub(super) cuts: Vec<Cut>,
    /// Pages with text that a person's cuts leave out, rising.
    pub(super) left: Vec<u32>,
}

impl Made {
    /// Of a file that has no result.
    pub(super) fn without(state: State, sha256: Option<String>) -> Made {
        let (codes, documents, cuts, left) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let figures = Figures::default();
        Made { state, sha256, figures, codes, identity: None, stamp: None, documents, cuts, left }
    }
}

impl Work<'_> {
    pub(super) fn is_over(&self) -> bool {
        self.ends.load(Ordering::Acquire) || self.watcher.is_cancelled()
    }

    pub(super) fn stop(&self, error: Error) {
        locked(&self.stopped).get_or_insert(error);
        self.ends.store(true, Ordering::Release);
    }

    /// The pages of a stack that bear the bars of a separator sheet.
    pub(super) fn barred_of(&self, number: usize) -> BTreeSet<u32> {
        locked(&self.barred).get(&number).cloned().unwrap_or_default()
    }

    /// Such a page was found.
    pub(super) fn is_barred(&self, number: usize, page: u32) {
        locked(&self.barred).entry(number).or_default().insert(page);
    }

    /// Enters what became of a file into journal and account, and tells it.
    pub(super) fn tell(&self, number: usize, made: &mut Made, error: Option<&Error>, stamp: Option<Stamp>) {
        let (input, planned) = (&self.inputs[number], &self.planned[number]);
        let outcome = Outcome {
            look: planned.look,
            sha256: made.sha256.as_deref(),
            state: made.state,
            error: error.map(|error| (error.code(), Words::english().error(error))),
            stamp,
            warnings: &made.codes,
        };
        let entered = if planned.is_entered { Ok(()) } else { self.journal.end(&input.below, &outcome) };
        let identity = made.identity.take().filter(|_| !planned.is_entered);
        let repeats = entered.and_then(|()| {
            self.identify_documents(&input.below, &mut made.documents)?;
            match identity {
                Some(identity) => self.journal.identify(&input.below, &identity),
                None if planned.is_entered && made.documents.is_empty() => {
                    self.journal.repeated(&input.below)
                }
                None => Ok(None),
            }
        });
        let repeats = match repeats {
            Ok(repeats) => repeats,
            Err(error) => return self.stop(error),
        };
        locked(&self.account).add(made.state);
        if !matches!(made.state, State::Failed | State::Secret) {
            locked(&self.sound).insert(number);
        }
        // A record there would be one of another way.
        let has_one = !self.options.has_lists() && planned.result.is_file();
        let result = has_one.then(|| planned.result.clone());
        self.watcher.told(
            number,
            &Told {
                input,
                state: made.state,
                action: planned.action,
                result: result.filter(|_| made.state != State::Secret),
                error,
                stamp,
                repeats,
                figures: std::mem::take(&mut made.figures),
                codes: made.codes.clone(),
                documents: &made.documents,
                cuts: &made.cuts,
                left: &made.left,
            },
        );
    }

    /// Under which name the journal knows a document of a scan, by its first and last page.
    pub(super) fn key(&self, below: &Path, (first, last): (u32, u32)) -> PathBuf {
        if self.options.documents != Documents::Split {
            return below.to_owned();
        }
        let mut key = below.as_os_str().to_owned();
        key.push(format!("#{}", naming::pages(first, last)));
        PathBuf::from(key)
    }

    /// Enters the documents of a list that were made now into the journal; of all of them it is known what they repeat.
    fn identify_documents(&self, below: &Path, documents: &mut [ToldDocument]) -> Result<()> {
        let journal = &self.journal;
        if documents.iter().any(|document| document.identity.is_some()) {
            journal.forget_documents(below)?;
        }
        for document in documents {
            document.repeats = match document.identity.take() {
                Some((path, identity)) => journal.identify(&path, &identity)?,
                None => journal.repeated(&self.key(below, document.pages))?,
            };
        }
        Ok(())
    }
}

pub(super) fn each_once(mut codes: Vec<Code>) -> Vec<Code> {
    codes.sort_unstable();
    codes.dedup();
    codes
}

pub(super) fn is_there(error: &Error) -> bool {
    matches!(error, Error::Write { source, .. } if source.kind() == ErrorKind::AlreadyExists)
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
