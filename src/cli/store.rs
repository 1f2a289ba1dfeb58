//! Plans over stores: where what is worked on is staged, and how a shard puts what it makes into the store.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::args;
use super::args_batch::Batch as Args;
use super::batch_screen::{Screen, round_watched};
use crate::batch::{HeldBatch, Plan, Stored, Told, Watcher};
use crate::digest::sha256;
use crate::error::{Error, ExitCode, InStore, Result};
use crate::files::inputs::Input;
use crate::files::{natural, write};
use crate::reader::Reader;
use crate::store::staging::{For, Staging};
use crate::store::{self, Object, is_in_store};

/// Of scans that are planned so many are here at once, or so many bytes; at least one.
const PORTION: (usize, u64) = (64, 256 << 20);

/// Refuses addresses in stores where only folders are worked on.
///
/// # Errors
/// [`Error::InStore`].
pub(super) fn refuse<const N: usize>(paths: [&Path; N]) -> Result<()> {
    match paths.into_iter().find(|path| is_in_store(path)) {
        Some(path) => Err(Error::InStore { path: path.to_owned(), why: InStore::Unplanned }),
        None => Ok(()),
    }
}

/// Whether scans and records are in stores.
///
/// # Errors
/// [`Error::InStore`] when only one of them is.
pub(super) fn is_in_stores([folder, out]: [&Path; 2]) -> Result<bool> {
    match (is_in_store(folder), is_in_store(out)) {
        (true, true) => Ok(true),
        (false, false) => Ok(false),
        (true, false) => Err(Error::InStore { path: folder.to_owned(), why: InStore::Mixed }),
        (false, true) => Err(Error::InStore { path: out.to_owned(), why: InStore::Mixed }),
    }
}

/// An address without `/` at its end.
pub(super) fn address(path: &Path) -> PathBuf {
    PathBuf::from(path.to_string_lossy().trim_end_matches('/'))
}

/// Makes a staging for a part of the work on what this path names, and goes there.
///
/// # Errors
/// [`Error::InStore`] where the program was built without stores, [`Error::BatchRuns`], [`Error::Write`].
pub(super) fn entered(of: &Path, part: &str) -> Result<Staging> {
    let objects = store::open(of)?;
    let whole =
        if is_in_store(of) { of.to_owned() } else { of.canonicalize().unwrap_or_else(|_| of.to_owned()) };
    let name = &sha256(whole.as_os_str().as_encoded_bytes())[..16];
    let root = args::state_folder().join("stores").join(format!("{name}-{part}"));
    let staging = Staging::open(std::path::absolute(&root).unwrap_or(root), objects)?;
    staging.enter()?;
    Ok(staging)
}

/// Reads a plan, with a staging for this part of the work on it where its scans and records are in stores.
///
/// # Errors
/// Those of [`Plan::read`] and [`entered`].
pub(super) fn planned(path: &Path, part: &str) -> Result<(Plan, Option<Staging>)> {
    let staging = if is_in_store(path) {
        let staging = entered(path, part)?;
        staging.bring(path, For::Reading)?;
        Some(staging)
    } else {
        None
    };
    let plan = Plan::read(path)?;
    if !is_in_stores([&plan.folder, &plan.out])? {
        return Ok((plan, None));
    }
    let staging = staging.map_or_else(|| entered(path, part), Ok)?;
    // Where nothing is staged yet there are the folders all the same.
    write::make_folder(&plan.folder)?;
    write::make_folder(&plan.out)?;
    Ok((plan, Some(staging)))
}

/// What stands below an address, in natural order and in portions that are here at once. Where pictures in one folder are one
/// document they are in one portion.
///
/// # Errors
/// [`Error::Read`].
pub(super) fn portions(staging: &Staging, folder: &Path, by_folders: bool) -> Result<Vec<Vec<Object>>> {
    let mut objects = staging.list(folder)?;
    objects.sort_by(|a, b| natural::compare(&a.path.to_string_lossy(), &b.path.to_string_lossy()));
    // What a console puts there to show a folder is no file.
    let folders: BTreeMap<PathBuf, ()> = objects
        .iter()
        .flat_map(|object| object.path.ancestors().skip(1))
        .map(|path| (path.to_owned(), ()))
        .collect();
    objects.retain(|object| !folders.contains_key(&object.path));
    if by_folders {
        let mut of: BTreeMap<PathBuf, Vec<Object>> = BTreeMap::new();
        for object in objects {
            of.entry(write::folder_of(&object.path).to_owned()).or_default().push(object);
        }
        return Ok(of.into_values().collect());
    }
    let (mut portions, mut bytes) = (Vec::<Vec<Object>>::new(), 0);
    for object in objects {
        bytes += object.size;
        match portions.last_mut().filter(|last| last.len() < PORTION.0 && bytes <= PORTION.1) {
            Some(last) => last.push(object),
            None => {
                bytes = object.size;
                portions.push(vec![object]);
            }
        }
    }
    Ok(portions)
}

/// Fetches scans before they are read, and puts what came of them into the store before it is told.
pub(super) struct Pushed<'a> {
    screen: &'a Screen<'a>,
    stored: &'a Stored<'a>,
    /// What the store did not take.
    broken: Mutex<Option<Error>>,
}

impl<'a> Pushed<'a> {
    pub(super) fn new(screen: &'a Screen<'a>, stored: &'a Stored<'a>) -> Pushed<'a> {
        Pushed { screen, stored, broken: Mutex::default() }
    }

    /// One run over the files of a shard. It ends with the first that the store does not take.
    ///
    /// # Errors
    /// Those of a run, [`Error::Write`], [`Error::OtherResult`], [`Error::ForeignFile`].
    pub(super) fn round(
        self,
        args: &Args,
        reader: &Reader,
        held: &HeldBatch,
        inputs: Vec<Input>,
    ) -> Result<ExitCode> {
        let code = round_watched(args, reader, held, inputs, self.screen, &self);
        match self.broken.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => code,
        }
    }

    fn broken(&self) -> std::sync::MutexGuard<'_, Option<Error>> {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watcher for Pushed<'_> {
    fn opening(&self, input: &Input) -> Result<()> {
        self.stored.fetch(input)
    }

    fn opened(&self, number: usize, input: &Input, pages: u32) {
        self.screen.opened(number, input, pages);
    }

    fn page(&self, number: usize, input: &Input) {
        self.screen.page(number, input);
    }

    fn told(&self, number: usize, told: &Told<'_>) {
        // After the first that could not be put there nothing more is.
        if self.broken().is_none() {
            match self.stored.push(told.input) {
                Ok(()) => self.screen.told(number, told),
                Err(error) => *self.broken() = Some(error),
            }
        }
        self.stored.leave(told.input);
    }

    fn is_cancelled(&self) -> bool {
        self.screen.is_cancelled() || self.broken().is_some()
    }
}
