//! `vanthu accept`: the report on which digitised documents are accepted.

use super::args::Accept;
use super::records::{self, Places};
use super::terminal::words;
use super::{Loudness, archive, messages, profile};
use crate::error::{ExitCode, Result};
use crate::export::Profiles;
use crate::export::acceptance::{self, Digitised};
use crate::export::archive::Kind;
use crate::record::Record;
use crate::words::Sentence;

pub(super) fn run(args: &Accept, loudness: Loudness) -> Result<ExitCode> {
    let path = &args.book.output;
    let binding = args.book.binding()?;
    let profiles = profile::with(Profiles::acceptance(), &args.book.profile)?;
    let found = records::find(&args.files)?;
    let places = Places::of(&found, args.book.replace);
    let seen = records::seen_from(&found, path);
    let seen: Vec<&Record> = seen.iter().collect();
    places.write(path, |previous| {
        let list = match &args.table {
            Some(table) => Some(archive::of_table(&seen, &archive::table(table)?, Kind::File, table)?),
            None => None,
        };
        // Scans are looked at one after the other, since many may not fit into memory.
        let both = found.iter().zip(&seen);
        let documents: Vec<Digitised<'_>> =
            both.map(|(one, record)| Digitised::of(record, one.scan().as_deref())).collect();
        acceptance::report(binding, path, &profiles, &documents, list.as_ref(), previous)
    })?;
    if loudness != Loudness::Quiet {
        let line = Sentence::new("exported").with("records", found.len());
        messages::note(&words().say(&line.with("path", path.display().to_string())));
    }
    Ok(ExitCode::Done)
}
