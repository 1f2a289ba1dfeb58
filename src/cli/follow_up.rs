//! `vanthu follow-up`: what documents ask for, and beside it what reports state.

use std::fs;

use super::args::FollowUp;
use super::records::{self, Found};
use super::terminal::words;
use super::{Loudness, messages, profile};
use crate::error::{Error, ExitCode, Result};
use crate::export::{Binding, Profiles, follow_up};
use crate::files::write::{self, folder_of};
use crate::record::Record;
use crate::words::Sentence;

pub(super) fn run(args: &FollowUp, loudness: Loudness) -> Result<ExitCode> {
    let path = &args.output;
    let Some(binding) = Binding::of_file(path) else {
        let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase());
        return Err(Error::UnknownForm { path: path.clone(), ending });
    };
    let profiles = profile::with(Profiles::follow_up(), &args.profile)?;
    let mut launches = records::find(&args.files)?;
    let reports: Vec<Found> = match &args.reports[..] {
        // Reports among the rest are known by their kind.
        [] => launches.extract_if(.., |found| follow_up::is_report(&found.record)).collect(),
        named => records::find(named)?,
    };
    let seen = |found: &[Found]| -> Vec<Record> { found.iter().map(|one| one.seen_from(path)).collect() };
    let (asked, told) = (seen(&launches), seen(&reports));
    let all: Vec<Found> = launches.into_iter().chain(reports).collect();
    let standing = records::guard(&all, args.replace).standing_of(path, &records::hashes(&all))?;
    let previous = fs::read(path).ok();
    let (asked, told): (Vec<&Record>, Vec<&Record>) = (asked.iter().collect(), told.iter().collect());
    let (bytes, tally) = follow_up::book(binding, path, &profiles, &asked, &told, previous.as_deref())?;
    write::make_folder(folder_of(path))?;
    write::write_file(path, &bytes, standing)?;
    if loudness != Loudness::Quiet {
        let line = Sentence::new("followed-up")
            .with("entries", tally.entries)
            .with("certain", tally.certain)
            .with("candidates", tally.candidates)
            .with("reports", told.len());
        messages::note(&words().say(&line.with("path", path.display().to_string())));
    }
    Ok(ExitCode::Done)
}
