//! Many files: a folder of scans becomes a folder of records, and goes on where it stood after whatever ended it.
//!
//! The truth is the results themselves: each says of which source, by which program, dictionaries and choices it was made.
//! The journal only saves looking: with it deleted, the same work is found to be done.

pub(crate) mod account;
mod checks;
mod cut_file;
mod cuts;
mod documents;
mod figures;
mod form_list;
mod former;
mod journal;
mod listed;
mod naming;
mod plan;
mod reading;
mod repeats;
mod results;
mod run;
pub(crate) mod secrecy;
mod separator;
mod shard;
mod shards;
mod stored;
mod watching;
mod work;

use std::path::PathBuf;

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::{Error, Result};
use crate::files::inputs::Input;
use crate::warning::Code;

pub(crate) use account::Account;
pub(crate) use checks::Check;
pub(crate) use cut_file::CutFile;
pub(crate) use cuts::Cut;
pub(crate) use figures::{Entry, Figures, Place, Unread, When};
pub(crate) use form_list::FormList;
pub(crate) use former::{Former, beside};
pub(crate) use naming::Pattern;
pub(crate) use plan::{Action, Why};
pub(crate) use repeats::Gap;
pub(crate) use results::OURS;
pub(crate) use run::{Batch, Ended, HeldBatch};
pub(crate) use secrecy::Stamp;
pub(crate) use shard::Shard;
pub(crate) use shards::{MadeBy, NOT_AS_PLANNED, Plan, array};
pub(crate) use stored::Stored;

/// What a batch is to do, besides how documents are read.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// Where results go: below it stand the folders of the sources again.
    pub(crate) out: PathBuf,
    /// The journal.
    pub(crate) journal: PathBuf,
    /// The part of the files that is taken.
    pub(crate) shard: Option<Shard>,
    /// What is one document.
    pub(crate) documents: Documents,
    /// Where a person says that documents begin.
    pub(crate) cuts: CutFile,
    /// How results are named; by the path of their scan without it.
    pub(crate) names: Option<Pattern>,
    /// Whether documents under a stamp of secrecy are read like all others.
    pub(crate) secret: SecretDocuments,
    /// Whether what was read of pages is kept, so that other dictionaries need no second reading.
    pub(crate) readings: Readings,
    /// Whether files whose result is damaged, or lacks pages, are read once more.
    pub(crate) again: Again,
}

impl Options {
    /// Whether the results of a scan stand in a list: there may be several, or their names are not that of the scan.
    fn has_lists(&self) -> bool {
        self.documents == Documents::Split || self.names.is_some()
    }
}

/// What is one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Documents {
    /// A file.
    #[default]
    File,
    /// The pictures in a folder, in natural order; all other files are documents themselves.
    Folder,
    /// What lies between letterheads, separator sheets and restarts of page numbers in a file.
    Split,
}

/// What becomes of documents under a stamp of secrecy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SecretDocuments {
    /// Nothing of them is kept but path, hash and the place of the stamp.
    Left,
    /// They are read like all others.
    Read,
}

/// What becomes of what was read of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readings {
    /// It is kept beside the results.
    Kept,
    /// It is not.
    Dropped,
}

/// Which files that have a result are read once more though nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// None.
    Never,
    /// Those that are damaged or were set apart.
    Unsound,
}

/// What became of a file. Each file that was found is in one of these states at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum State {
    /// Its result was made now.
    Done,
    /// Its result was there, and nothing that it hangs on has changed.
    Skipped,
    /// There is no result; the error says why.
    Failed,
    /// There is a result, and the file is damaged.
    Damaged,
    /// There is a result without the pages on which the engine, or the drawing, failed twice.
    SetApart,
    /// It bears a stamp of secrecy and was left alone.
    Secret,
}

impl State {
    /// What the warnings of a record say of its source.
    fn of(codes: &[Code], sound: State) -> State {
        if codes.contains(&Code::PageUnread) {
            State::SetApart
        } else if codes.contains(&Code::PageDamaged) {
            State::Damaged
        } else {
            sound
        }
    }
}

/// What became of one file, for whoever is told.
#[derive(Debug)]
pub(crate) struct Told<'a> {
    /// The file.
    pub(crate) input: &'a Input,
    /// What became of it.
    pub(crate) state: State,
    /// What was done with it, and why.
    pub(crate) action: Action,
    /// Its result, where it has one.
    pub(crate) result: Option<PathBuf>,
    /// Why it failed.
    pub(crate) error: Option<&'a Error>,
    /// The stamp for which it was left alone.
    pub(crate) stamp: Option<Stamp>,
    /// The document that it repeats, with the id of its record, where it repeats one.
    pub(crate) repeats: Option<(PathBuf, String)>,
    /// What its records say, of all its documents together.
    pub(crate) figures: Figures,
    /// Codes of its warnings, each once, sorted.
    pub(crate) codes: Vec<Code>,
    /// Its documents, where there may be several or their names are not that of the scan.
    pub(crate) documents: &'a [ToldDocument],
    /// Where they begin, and where others may.
    pub(crate) cuts: &'a [Cut],
    /// Pages with text that a person's cuts leave out, rising.
    pub(crate) left: &'a [u32],
}

/// What became of one document of a scan.
#[derive(Debug, Clone)]
pub(crate) struct ToldDocument {
    /// Its result; none of a secret one.
    pub(crate) result: Option<PathBuf>,
    /// First and last page.
    pub(crate) pages: (u32, u32),
    /// What became of it.
    pub(crate) state: State,
    /// The stamp for which it was left alone.
    pub(crate) stamp: Option<Stamp>,
    /// The document that it repeats, with the id of its record.
    pub(crate) repeats: Option<(PathBuf, String)>,
    /// What it is known again by, and under which name in the journal.
    identity: Option<(PathBuf, repeats::Identity)>,
}

/// Is told what happens in a batch.
pub(crate) trait Watcher: Sync {
    /// A document is about to be opened.
    ///
    /// # Errors
    /// What is to end the whole run.
    fn opening(&self, input: &Input) -> Result<()> {
        let _ = input;
        Ok(())
    }
    /// A document was opened; of so many pages.
    fn opened(&self, number: usize, input: &Input, pages: u32);
    /// A page of it was read.
    fn page(&self, number: usize, input: &Input);
    /// All is known of a file.
    fn told(&self, number: usize, told: &Told<'_>);
    /// Whether the work is to end.
    fn is_cancelled(&self) -> bool;
}
