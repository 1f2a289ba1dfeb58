//! `vanthu accept`: the report on which digitised documents are accepted.

use std::fs;

use super::args::Accept;
use super::terminal::words;
use super::{Loudness, archive, messages, profile, records};
use crate::error::{Error, ExitCode, Result};
use crate::export::acceptance::{self, Digitised};
use crate::export::archive::Kind;
use crate::export::{Binding, Profiles};
use crate::files::write::{self, folder_of};
use crate::record::Record;
use crate::words::Sentence;

pub(super) fn run(args: &Accept, loudness: Loudness) -> Result<ExitCode> {
    let path = &args.output;
    let Some(binding) = Binding::of_file(path) else {
        let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase());
        return Err(Error::UnknownForm { path: path.clone(), ending });
    };
    let profiles = profile::with(Profiles::acceptance(), &args.profile)?;
    let found = records::find(&args.files)?;
    let standing = records::guard(&found, args.replace).standing_of(path, &records::hashes(&found))?;
    let seen: Vec<Record> = found.iter().map(|one| one.seen_from(path)).collect();
    let seen: Vec<&Record> = seen.iter().collect();
    // Scans are looked at one after the other, since many may not fit into memory.
    let documents: Vec<Digitised<'_>> =
        found.iter().zip(&seen).map(|(one, record)| Digitised::of(record, one.scan().as_deref())).collect();
    let list = match &args.table {
        Some(table) => Some(archive::of_table(&seen, &archive::table(table)?, Kind::File, table)?),
        None => None,
    };
    let previous = fs::read(path).ok();
    let bytes = acceptance::report(binding, path, &profiles, &documents, list.as_ref(), previous.as_deref())?;
    write::make_folder(folder_of(path))?;
    write::write_file(path, &bytes, standing)?;
    if loudness != Loudness::Quiet {
        let line = Sentence::new("exported").with("records", found.len());
        messages::note(&words().say(&line.with("path", path.display().to_string())));
    }
    Ok(ExitCode::Done)
}
