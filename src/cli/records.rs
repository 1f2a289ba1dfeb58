//! Records that were named, with where they and their scans stand.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::args::DASH;
use super::results::{Guard, OnRequest};
use super::terminal::words;
use super::{messages, output};
use crate::batch::OURS;
use crate::digest::sha256;
use crate::error::{Error, Held, Result, Wanted};
use crate::export::Form;
use crate::files::place::{path_from, tell_apart};
use crate::files::write::{self, folder_of};
use crate::files::{inputs, ours};
use crate::reason::Reason;
use crate::record::{self, Once, Record};
use crate::words::Sentence;

/// A record, and what is known of its place.
pub(super) struct Found {
    pub(super) record: Record,
    /// Where it stood.
    pub(super) path: PathBuf,
    /// What its result is called below a folder, without the ending.
    pub(super) name: PathBuf,
}

impl Found {
    /// Where the files that it was made from stand, as far as the record says.
    pub(super) fn scans(&self) -> impl Iterator<Item = Option<PathBuf>> {
        let folder = folder_of(&self.path);
        self.record.source.files.iter().map(move |file| Some(folder.join(file.path.as_ref()?)))
    }

    /// The file that it was made from, where it is there and the same; said where it is not.
    pub(super) fn scan(&self) -> Option<Vec<u8>> {
        let path = self.scans().next()?;
        let bytes = path.as_ref().and_then(|path| fs::read(path).ok());
        let hash = self.record.source.files.first().map(|file| file.sha256.as_str());
        let same = bytes.filter(|bytes| Some(sha256(bytes).as_str()) == hash);
        if same.is_none() {
            let record = self.path.display().to_string();
            messages::note(&words().say(&Sentence::new("scan-not-there").with("path", record)));
        }
        same
    }

    /// The record with the ways from the place of a result to its scans.
    pub(super) fn seen_from(&self, path: &Path) -> Record {
        let mut record = self.record.clone();
        for (file, scan) in record.source.files.iter_mut().zip(self.scans()) {
            file.path = scan.and_then(|scan| path_from(path, &scan));
        }
        record
    }
}

/// The records as they are seen from the place of one result of all: each file named so that it is told from the others.
pub(super) fn seen_from(found: &[Found], path: &Path) -> Vec<Record> {
    let mut records: Vec<Record> = found.iter().map(|one| one.seen_from(path)).collect();
    tell_apart(records.iter_mut());
    records
}

/// Says which records are of a document that is counted with another one.
pub(super) fn tell_repeats(found: &[Found]) {
    let records: Vec<&Record> = found.iter().map(|one| &one.record).collect();
    tell_repeats_of(&records, |at| found[at].path.display().to_string());
}

/// The same, of records that are named like this.
pub(super) fn tell_repeats_of(records: &[&Record], name: impl Fn(usize) -> String) {
    for Once { kept, repeats } in record::once(records) {
        for repeat in repeats {
            let [path, first] = [repeat, kept].map(&name);
            messages::note(
                &words().say(&Sentence::new("records-repeat").with("path", path).with("first", first)),
            );
        }
    }
}

/// How many documents a form of some records holds.
pub(super) fn count(form: Form, found: &[Found]) -> usize {
    let records: Vec<&Record> = found.iter().map(|one| &one.record).collect();
    if form.counts_once() { record::once(&records).len() } else { records.len() }
}

/// Where what is made of some records may go.
pub(super) struct Places {
    guard: Guard,
    /// SHA-256 of all files that the records were made from.
    hashes: BTreeSet<String>,
}

impl Places {
    /// Not in the place of the records and their scans, and where something else stands only if `replace`.
    pub(super) fn of(found: &[Found], replace: bool) -> Places {
        let records = found.iter().map(|found| found.path.clone());
        let scans = found.iter().flat_map(Found::scans).flatten();
        let all: Vec<_> = records.chain(scans).map(|path| inputs::input(&path, path.clone())).collect();
        let sources = found.iter().flat_map(|found| &found.record.source.files);
        Places {
            guard: Guard::new(&all, if replace { OnRequest::Yes } else { OnRequest::No }),
            hashes: sources.map(|file| file.sha256.clone()).collect(),
        }
    }

    /// Writes what is made with what stands in its place.
    ///
    /// # Errors
    /// Why nothing may be written there, before anything is made; and those of making and writing it.
    pub(super) fn write(
        &self,
        path: &Path,
        made: impl FnOnce(Option<&[u8]>) -> Result<Vec<u8>>,
    ) -> Result<()> {
        if path == Path::new(DASH) {
            return output::print_bytes(&made(None)?);
        }
        let standing = self.guard.standing_of(path, &self.hashes)?;
        let previous = fs::read(path).ok();
        write::make_folder(folder_of(path))?;
        write::write_file(path, &made(previous.as_deref())?, standing)
    }
}

/// All records in the files and folders that were named, in their order; those of a folder as people list names.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    for path in paths {
        // A name without an ending is that of a folder.
        let is_folders = path.extension().is_none() || path.as_os_str().as_encoded_bytes().ends_with(b"/");
        if path.is_dir() {
            all.extend(below(path, Words::Kept)?);
        } else if is_folders && path != Path::new("-") && !path.exists() {
            return Err(Error::MissingFolder { path: path.clone(), of: Held::Results });
        } else {
            let bytes = inputs::bytes(path)?;
            let name = PathBuf::from(path.file_stem().unwrap_or_default());
            if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
                return Err(Error::NoRecords { path: path.clone() });
            }
            add(path, &name, &bytes, Words::Kept, &mut all)?;
        }
    }
    Ok(all)
}

/// All records below a folder.
///
/// # Errors
/// [`Error::NoRecords`] where there are none, and those of reading them.
pub(super) fn below(folder: &Path, words: Words) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    in_folder(folder, folder, words, &mut all)?;
    if all.is_empty() { Err(Error::NoRecords { path: folder.to_owned() }) } else { Ok(all) }
}

/// What the file of all records of a batch is called.
pub(super) fn together(form: Form) -> PathBuf {
    PathBuf::from(format!("records.{form}"))
}

/// What becomes of the single words of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// They are kept.
    Kept,
    /// They are not: of many documents they take much room.
    Dropped,
}

fn in_folder(root: &Path, folder: &Path, words: Words, all: &mut Vec<Found>) -> Result<()> {
    let broken = |source| Error::Read { path: folder.to_owned(), source };
    // What a batch made of all records, each of which stands beside it.
    let (is_of_batch, lines) = (folder.join(OURS).is_dir(), together(Form::JsonLines));
    for path in inputs::entries(folder).map_err(broken)? {
        let is_record = path.extension().is_some_and(|ending| ending == "json" || ending == "jsonl");
        if path.is_dir() && path.file_name().is_some_and(|name| name == OURS) {
            // What a batch keeps for itself, and former results that it set apart.
        } else if path.is_dir() && !path.is_symlink() {
            in_folder(root, &path, words, all)?;
        } else if is_record && path.is_file() && !(is_of_batch && path.file_name() == Some(lines.as_os_str()))
        {
            let bytes = fs::read(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
            // Other data in a folder are no fault of who named it.
            if ours::made_from(&bytes).is_some() {
                let below = path.strip_prefix(root).unwrap_or(&path).with_extension("");
                add(&path, &below, &bytes, words, all)?;
            }
        }
    }
    Ok(())
}

/// Adds the record of a file, or those of its lines; lines of inputs that failed hold none.
fn add(path: &Path, name: &Path, bytes: &[u8], words: Words, all: &mut Vec<Found>) -> Result<()> {
    let broken = |said: String| Error::NotRecord {
        path: path.to_owned(),
        what: Wanted::Record,
        reason: Reason::Said(said),
    };
    let text = std::str::from_utf8(bytes).map_err(|error| broken(error.to_string()))?;
    let values = serde_json::Deserializer::from_str(text).into_iter::<&serde_json::value::RawValue>();
    let values = values.collect::<serde_json::Result<Vec<_>>>().map_err(|error| broken(error.to_string()))?;
    let one = values.len() == 1;
    for value in values {
        let is_failure = ours::made_from(value.get().as_bytes()).is_some_and(|of| of.is_empty());
        if is_failure {
            continue;
        }
        let mut record = record::parse(path, value.get())?;
        if words == Words::Dropped {
            record.text.clear();
        }
        let file = record.source.files.first().map_or("", |file| file.file.as_str());
        let name = if one {
            name.to_owned()
        } else {
            name.with_file_name(Path::new(file).file_stem().unwrap_or_default())
        };
        all.push(Found { record, path: path.to_owned(), name });
    }
    Ok(())
}
