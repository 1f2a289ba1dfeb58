//! `vanthu export`: records in, the forms that offices and archives take out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::args::Export;
use super::output;
use super::results::{Guard, OnRequest};
use super::terminal::words;
use super::{Loudness, messages};
use crate::digest::sha256;
use crate::error::{Error, ExitCode, Result, Wanted};
use crate::export::{Form, Office, Takes, Wish, calendar};
use crate::files::place::path_from;
use crate::files::write::{self, folder_of};
use crate::files::{inputs, natural, ours};
use crate::reason::Reason;
use crate::record::{self, Page, Record};
use crate::warning::Code;
use crate::words::Sentence;

/// A record, and what is known of its place.
struct Found {
    record: Record,
    /// Where it stood.
    path: PathBuf,
    /// What its result is called below a folder, without the ending.
    name: PathBuf,
}

impl Found {
    /// Where the files that it was made from stand, as far as the record says.
    fn scans(&self) -> impl Iterator<Item = Option<PathBuf>> {
        let folder = folder_of(&self.path);
        self.record.source.files.iter().map(move |file| Some(folder.join(file.path.as_ref()?)))
    }

    /// The file that it was made from, where it is there and the same; said where it is not.
    fn scan(&self) -> Option<Vec<u8>> {
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
}

pub(super) fn run(args: &Export, loudness: Loudness) -> Result<ExitCode> {
    let form = form(args)?;
    let found = find(&args.files)?;
    let office = args.office.as_deref().map(Office::new);
    let exporter = Exporter {
        form,
        guard: guard(&found, args),
        hashes: found
            .iter()
            .flat_map(|found| &found.record.source.files)
            .map(|file| file.sha256.clone())
            .collect(),
        office: office.as_ref(),
    };
    let Some(output) = &args.output else {
        // Links lead from where the program was started.
        let at_once = if form.takes() == Takes::One { 1 } else { found.len() };
        for part in found.chunks(at_once.max(1)) {
            output::print_bytes(&exporter.made(Path::new("export"), part, None)?)?;
        }
        return Ok(ExitCode::Done);
    };
    let several = form.takes() == Takes::One && found.len() > 1;
    let is_folder = output.is_dir() || output.as_os_str().as_encoded_bytes().ends_with(b"/");
    if several && !is_folder {
        return Err(Error::SeveralInOne { path: output.clone() });
    }
    let mut written = Vec::new();
    if is_folder {
        for one in &found {
            let path = exporter.free(output, &one.name, &written);
            exporter.write(&path, std::slice::from_ref(one))?;
            written.push(path);
        }
    } else {
        exporter.write(output, &found)?;
        written.push(output.clone());
    }
    if loudness != Loudness::Quiet {
        let records = if is_folder { 1 } else { found.len() };
        for path in &written {
            let line = Sentence::new("exported").with("records", records);
            messages::note(&words().say(&line.with("path", path.display().to_string())));
        }
        match form {
            Form::Calendar => tell_undated(&found),
            Form::Pdf => tell_of_scans(&found),
            _ => {}
        }
    }
    Ok(ExitCode::Done)
}

/// What a copy of a scan does not have: signatures, and pages that are not whole or were not read.
fn tell_of_scans(found: &[Found]) {
    for Found { record, path, .. } in found {
        let path = path.display().to_string();
        if !record.source.signatures.is_empty() {
            messages::note(&words().say(&Sentence::new("signature-stays").with("path", path.as_str())));
        }
        let lost =
            |page: &&Page| page.warnings.iter().any(|w| matches!(w, Code::PageDamaged | Code::PageUnread));
        let pages: Vec<String> = record.pages.iter().filter(lost).map(|page| page.page.to_string()).collect();
        if !pages.is_empty() {
            let sentence = Sentence::new("pages-not-whole").with("path", path.as_str());
            messages::note(&words().say(&sentence.with("pages", pages.join(", "))));
        }
    }
}

/// What no calendar holds, at most twenty.
fn tell_undated(found: &[Found]) {
    const SHOWN: usize = 20;
    let undated: Vec<String> = found.iter().flat_map(|one| calendar::undated(&one.record)).collect();
    if undated.is_empty() {
        return;
    }
    messages::note(&words().say(&Sentence::new("without-day").with("count", undated.len())));
    undated.iter().take(SHOWN).for_each(|one| messages::note(&format!("  {one}")));
}

/// What is asked for, or what the name of the output says.
fn form(args: &Export) -> Result<Form> {
    let named = args.output.as_deref().and_then(Form::of_file);
    match (args.to.or(named), &args.output) {
        (Some(form), _) => Ok(form),
        (None, Some(path)) => {
            let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase());
            Err(Error::UnknownForm { path: path.clone(), ending })
        }
        (None, None) => unreachable!("clap asks for one of them"),
    }
}

/// Records and scans may not be replaced.
fn guard(found: &[Found], args: &Export) -> Guard {
    let records = found.iter().map(|found| found.path.clone());
    let scans = found.iter().flat_map(Found::scans).flatten();
    let all: Vec<_> = records.chain(scans).map(|path| inputs::input(&path, path.clone())).collect();
    Guard::new(&all, if args.replace { OnRequest::Yes } else { OnRequest::No })
}

/// How results are made and where they may go.
struct Exporter<'a> {
    form: Form,
    guard: Guard,
    hashes: BTreeSet<String>,
    office: Option<&'a Office>,
}

impl Exporter<'_> {
    fn write(&self, path: &Path, found: &[Found]) -> Result<()> {
        let standing = self.guard.standing_of(path, &self.hashes)?;
        write::make_folder(folder_of(path))?;
        let previous = fs::read(path).ok();
        write::write_file(path, &self.made(path, found, previous.as_deref())?, standing)
    }

    /// The form of some records, with the ways from its place to their scans.
    fn made(&self, path: &Path, found: &[Found], previous: Option<&[u8]>) -> Result<Vec<u8>> {
        let seen_from = |one: &Found| {
            let mut record = one.record.clone();
            for (file, scan) in record.source.files.iter_mut().zip(one.scans()) {
                file.path = scan.and_then(|scan| path_from(path, &scan));
            }
            record
        };
        let records: Vec<Record> = found.iter().map(seen_from).collect();
        let records: Vec<&Record> = records.iter().collect();
        let scan = found.first().filter(|_| self.form.shows_scan()).and_then(Found::scan);
        let wish = Wish { previous, office: self.office, scan: scan.as_deref() };
        self.form.write(path, &records, wish)
    }

    /// A place below a folder that no result of this run has.
    fn free(&self, folder: &Path, name: &Path, taken: &[PathBuf]) -> PathBuf {
        let place = |more: &str| folder.join(format!("{}{more}.{}", name.display(), self.form));
        let mut places = (2..).map(|number| place(&format!("-{number}")));
        let first = place("");
        if taken.contains(&first) {
            places.find(|path| !taken.contains(path)).unwrap_or(first)
        } else {
            first
        }
    }
}

/// All records in the files and folders that were named, in their order; those of a folder as people list names.
fn find(paths: &[PathBuf]) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = all.len();
            in_folder(path, path, &mut all)?;
            if all.len() == before {
                return Err(Error::NothingToRead { path: path.clone() });
            }
        } else {
            let bytes = inputs::bytes(path)?;
            let name = PathBuf::from(path.file_stem().unwrap_or_default());
            add(path, &name, &bytes, &mut all)?;
        }
    }
    Ok(all)
}

fn in_folder(root: &Path, folder: &Path, all: &mut Vec<Found>) -> Result<()> {
    let broken = |source| Error::Read { path: folder.to_owned(), source };
    let entries =
        fs::read_dir(folder).map_err(broken)?.collect::<std::io::Result<Vec<_>>>().map_err(broken)?;
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort_by(|a, b| natural::compare(&a.to_string_lossy(), &b.to_string_lossy()));
    for path in paths {
        let is_record = path.extension().is_some_and(|ending| ending == "json" || ending == "jsonl");
        if path.is_dir() && !path.is_symlink() {
            in_folder(root, &path, all)?;
        } else if is_record && path.is_file() {
            let bytes = fs::read(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
            // Other data in a folder are no fault of who named it.
            if ours::made_from(&bytes).is_some() {
                let below = path.strip_prefix(root).unwrap_or(&path).with_extension("");
                add(&path, &below, &bytes, all)?;
            }
        }
    }
    Ok(())
}

/// Adds the record of a file, or those of its lines; lines of inputs that failed hold none.
fn add(path: &Path, name: &Path, bytes: &[u8], all: &mut Vec<Found>) -> Result<()> {
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
        let record = record::parse(path, value.get())?;
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
