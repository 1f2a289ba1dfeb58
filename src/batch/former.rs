//! Results of scans that another way of telling documents made: `--document` or `--name` was another before.
//!
//! They are set apart, so that a document is not counted twice: moved below [`FORMER`], where nobody looks for results. Only
//! what says itself that it was made of the same scans by a batch is moved, and only once the scans have results of today.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::form_list::FormList;
use super::journal::Journal;
use super::listed::List;
use super::results::{self, OURS};
use super::{Documents, Options};
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::export::{Form, Takes};
use crate::files::inputs::Input;
use crate::files::ours;
use crate::files::write::{folder_of, make_folder};

/// The folder in the folder of our own for what is set apart.
const FORMER: &str = "former";

/// A result that was set apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Former {
    /// Where it stood, from the folder of results.
    pub(crate) result: PathBuf,
    /// Where it is now.
    pub(crate) now: PathBuf,
}

/// The place of another form of a record: beside it, under the name of the record without `.json`.
pub(crate) fn beside(record: &Path, form: Form) -> PathBuf {
    let name = record.file_name().unwrap_or_default().to_string_lossy();
    record.with_file_name(format!("{}.{form}", name.strip_suffix(".json").unwrap_or(&name)))
}

/// Other forms of a record, a path below the folder of results, that stand beside it, and were made of the same scan: by what
/// they say themselves, or by the list of what a batch wrote.
pub(super) fn forms_beside(out: &Path, record: &Path, list: &FormList) -> Vec<PathBuf> {
    let hashes = |path: &Path| -> Option<BTreeSet<String>> {
        let all = ours::made_from(&fs::read(path).ok()?)?;
        Some(all.into_iter().map(|from| from.sha256).collect())
    };
    let Some(of) = hashes(&out.join(record)) else { return Vec::new() };
    let single = Form::ALL.into_iter().filter(|form| form.takes() == Takes::One && *form != Form::Json);
    let is_its = |below: &PathBuf| match hashes(&out.join(below)) {
        Some(made_of) => !made_of.is_empty() && made_of.is_subset(&of),
        None => {
            fs::read(out.join(below)).is_ok_and(|bytes| list.holds(&below.to_string_lossy(), &sha256(&bytes)))
        }
    };
    single.map(|form| beside(record, form)).filter(is_its).collect()
}

/// Sets apart what another way made of a scan that has a result of today.
///
/// # Errors
/// [`Error::Write`].
pub(super) fn set_apart(options: &Options, input: &Input) -> Result<Vec<Former>> {
    let out = &options.out;
    let today = today(options, input);
    let own: BTreeSet<PathBuf> = input.files().iter().filter_map(|file| file.canonicalize().ok()).collect();
    let is_of_it = |sources: &[PathBuf]| sources.iter().all(|source| own.contains(source));
    let mut found = Vec::new();
    let alone = [input.below.clone()];
    let parts: &[PathBuf] = if input.is_folder() { input.parts() } else { &[] };
    for below in alone.iter().chain(parts) {
        let place = list_of(below);
        let is_today = options.has_lists() && below == &input.below;
        let list = if is_today { None } else { List::find(&out.join(&place)) };
        let listed = list.iter().flat_map(List::results);
        for result in listed.chain([results::name(below, ".json")]).filter(|one| !today.contains(one)) {
            if results::sources(&out.join(&result)).is_some_and(|sources| is_of_it(&sources)) {
                found.push(result);
            }
        }
        if list.is_some() {
            found.push(place);
        }
    }
    // The pictures of its folder together, once all of them are there by themselves.
    if let Some(folder) = joined(options, input) {
        let siblings = folder_of(&input.path).canonicalize().ok();
        let stands = |source: &PathBuf| {
            let name = source.file_name().unwrap_or_default();
            let below = input.below.with_file_name(name);
            source.parent().map(Path::to_owned) == siblings
                && (out.join(results::name(&below, ".json")).is_file() || out.join(list_of(&below)).is_file())
        };
        let place = list_of(&folder);
        let list = List::find(&out.join(&place));
        let listed = list.iter().flat_map(List::results);
        let all: Vec<PathBuf> = listed.chain([results::name(&folder, ".json")]).collect();
        let is_gone = |result: &PathBuf| {
            results::sources(&out.join(result)).is_some_and(|sources| {
                sources.iter().any(|source| own.contains(source)) && sources.iter().all(stands)
            })
        };
        let gone: Vec<PathBuf> = all.into_iter().filter(is_gone).collect();
        if !gone.is_empty() && list.is_some() {
            found.push(place);
        }
        found.extend(gone);
    }
    let mut moved = Vec::new();
    if found.is_empty() {
        return Ok(moved);
    }
    let made = FormList::of(out, None);
    for result in found {
        let now = Path::new(OURS).join(FORMER).join(&result);
        let is_list = result.starts_with(OURS);
        let forms = if is_list { Vec::new() } else { forms_beside(out, &result, &made) };
        for form in forms {
            away(&out.join(&form), &out.join(OURS).join(FORMER).join(&form), false)?;
        }
        if away(&out.join(&result), &out.join(&now), is_list)? && !is_list {
            moved.push(Former { result, now });
        }
    }
    Ok(moved)
}

/// Forgets what another way made of a scan, so that its documents are not told to repeat themselves.
///
/// # Errors
/// [`Error::Journal`].
pub(super) fn forget(options: &Options, input: &Input, journal: &Journal) -> Result<()> {
    journal.forget_documents(&input.below)?;
    if options.documents == Documents::Split {
        journal.forget_document(&input.below)?;
    }
    if input.is_folder() {
        for part in input.parts() {
            journal.forget_documents(part)?;
            journal.forget_document(part)?;
        }
    }
    match joined(options, input) {
        Some(folder) => journal.forget_document(&folder),
        None => Ok(()),
    }
}

/// The results of today, from the folder of results.
fn today(options: &Options, input: &Input) -> BTreeSet<PathBuf> {
    if !options.has_lists() {
        return BTreeSet::from([results::name(&input.below, ".json")]);
    }
    let list = List::find(&options.out.join(list_of(&input.below)));
    list.iter().flat_map(List::results).collect()
}

/// The path by which the pictures of the folder of a scan were one document, where they are none today.
fn joined(options: &Options, input: &Input) -> Option<PathBuf> {
    if options.documents == Documents::Folder || input.is_folder() {
        return None;
    }
    let folder = input.below.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) => Some(folder.to_owned()),
        None => Some(folder_of(&input.path).canonicalize().ok()?.file_name()?.into()),
    }
}

fn list_of(below: &Path) -> PathBuf {
    Path::new(OURS).join("lists").join(results::name(below, ".json"))
}

/// Moves a file, or removes a list, which says nothing without its results; whether it was there.
fn away(path: &Path, to: &Path, is_list: bool) -> Result<bool> {
    let moved = if is_list {
        fs::remove_file(path)
    } else {
        make_folder(folder_of(to))?;
        fs::rename(path, to)
    };
    match moved {
        Ok(()) => Ok(true),
        // A twin on another machine was faster.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(source) => Err(Error::Write { path: path.to_owned(), source }),
    }
}
