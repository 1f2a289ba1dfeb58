//! `vanthu follow-up`: what documents ask for, and beside it what reports state.

use super::args::FollowUp;
use super::records::{self, Found, Places};
use super::terminal::words;
use super::{Loudness, messages, profile};
use crate::error::{ExitCode, Result};
use crate::export::Profiles;
use crate::export::follow_up::{self, Tally};
use crate::record::Record;
use crate::words::Sentence;

pub(super) fn run(args: &FollowUp, loudness: Loudness) -> Result<ExitCode> {
    let path = &args.book.output;
    let binding = args.book.binding()?;
    let profiles = profile::with(Profiles::follow_up(), &args.book.profile)?;
    let mut launches = records::find(&args.files)?;
    let reports: Vec<Found> = match &args.reports[..] {
        // Reports among the rest are known by their kind.
        [] => launches.extract_if(.., |found| follow_up::is_report(&found.record)).collect(),
        named => records::find(named)?,
    };
    let asked = launches.len();
    let all: Vec<Found> = launches.into_iter().chain(reports).collect();
    let seen = records::seen_from(&all, path);
    let seen: Vec<&Record> = seen.iter().collect();
    let (asked, told) = seen.split_at(asked);
    let mut tally = Tally::default();
    Places::of(&all, args.book.replace).write(path, |previous| {
        let (bytes, counted) = follow_up::book(binding, path, &profiles, asked, told, previous)?;
        tally = counted;
        Ok(bytes)
    })?;
    if loudness != Loudness::Quiet {
        records::tell_repeats(&all[..asked.len()]);
        records::tell_repeats(&all[asked.len()..]);
        let line = Sentence::new("followed-up")
            .with("entries", tally.entries)
            .with("certain", tally.certain)
            .with("candidates", tally.candidates)
            .with("reports", told.len());
        messages::note(&words().say(&line.with("path", path.display().to_string())));
    }
    Ok(ExitCode::Done)
}
