//! `vanthu batch`: a folder of scans becomes a folder of records.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

use super::args;
use super::args_batch::Batch as Args;
use super::batch_forms::{Forms, Whose};
use super::batch_screen::{Screen, find, round, said};
use super::progress::{Progress, Watched};
use super::read::tell_left_out;
use super::store::{self, Pushed};
use super::terminal::{columns_of_two, words};
use super::watch::Rounds;
use super::{Loudness, messages, output, summary};
use crate::batch::{
    Action, Again, Batch, CutFile, Entry, HeldBatch, MadeBy, NOT_AS_PLANNED, Options, Plan, Readings,
    SecretDocuments, Shard, State,
};
use crate::digest::sha256;
use crate::error::{Error, ExitCode, Held, Result, merge_exit_codes};
use crate::files::inputs::{Input, Inputs};
use crate::files::write::make_folder;
use crate::reader::Reader;
use crate::store::staging::Staging;
use crate::words::Sentence;

pub(super) fn run(args: &Args, loudness: Loudness) -> Result<ExitCode> {
    match (&args.plan, args.shard) {
        (Some(path), Some(Shard { number, parts })) => {
            // With a staging the program works in another folder than what was typed was typed for.
            let wherever = args.wherever();
            let (plan, staging) = store::planned(path, &format!("{number}-of-{parts}"))?;
            let args = if staging.is_some() { &wherever } else { args };
            run_as(&args.planned(path, &plan)?, Some((path, &plan, staging.as_ref())), loudness)
        }
        _ => {
            store::refuse([args.folder(), args.out()])?;
            run_as(args, None, loudness)
        }
    }
}

/// What a shard follows: the plan, by its path, and where what it works on is staged, if that is in a store.
type Follows<'a> = (&'a Path, &'a Plan, Option<&'a Staging>);

/// Runs a batch, of one's own or a shard of a plan.
fn run_as(args: &Args, plan: Option<Follows<'_>>, loudness: Loudness) -> Result<ExitCode> {
    let folder = args.folder();
    if !folder.is_dir() {
        return Err(match folder.metadata() {
            Err(source) if source.kind() == ErrorKind::NotFound => {
                Error::MissingFolder { path: folder.to_owned(), of: Held::Scans }
            }
            Err(source) => Error::Read { path: folder.to_owned(), source },
            Ok(_) => Error::NoFolder { path: folder.to_owned() },
        });
    }
    let reader = Reader::new(args.choices.config()?)?;
    if let (Some((path, plan, _)), Some(shard)) = (plan, args.shard) {
        plan.check(path, &MadeBy::of(reader.restorer.model_hash())?, shard)?;
    }
    let options = args.options()?;
    if args.dry_run {
        return dry_run(args, &reader, &options);
    }
    let cuts = options.cuts.clone();
    let held = HeldBatch::begin(options, now)?;
    if args.watch {
        return Rounds::new(args.every).run(args, &reader, &held, folder, loudness);
    }
    let watched = if loudness == Loudness::Usual { Watched::ByTerminal } else { Watched::No };
    let progress = Progress::new(watched);
    if let (Some((_, plan, staging)), Some(shard)) = (plan, args.shard) {
        let screen = Screen::new(args, loudness, progress);
        let stored = staging.map(|staging| held.stored(staging));
        let mut inputs = plan.inputs(shard);
        let code = match &stored {
            Some(stored) => {
                stored.prepare(plan, shard, &mut inputs)?;
                Pushed::new(&screen, stored).round(args, &reader, &held, inputs)?
            }
            None => round(args, &reader, &held, inputs, &screen)?,
        };
        let mut entries = screen.entries();
        // What fails there is told; the merge makes what holds all documents.
        Forms::of(&args.choices, args.out(), args.shard, loudness).make(&mut entries, Whose::Part)?;
        plan.tell(shard, entries)?;
        stored.map_or(Ok(()), |stored| stored.push_table(shard))?;
        // What became of single files is for the merge to say: the shard came to its end. But what was planned has to be there.
        let is_altered = |entry: &Entry| entry.error.as_ref().is_some_and(|(code, _)| code == NOT_AS_PLANNED);
        return Ok(match code {
            ExitCode::Interrupted => code,
            _ if screen.entries().iter().any(is_altered) => ExitCode::NotAsPlanned,
            _ => ExitCode::Done,
        });
    }
    let found = find(args, &reader, &progress);
    if loudness != Loudness::Quiet {
        progress.aside(|| {
            tell_left_out(&found.left_out);
            if args.shard.is_none() {
                tell_unknown(&cuts, &found.all);
            }
        });
    }
    let screen = Screen::new(args, loudness, progress);
    let code = round(args, &reader, &held, found.all, &screen)?;
    let name = args.shard.map_or_else(
        || summary::NAME.to_owned(),
        |Shard { number, parts }| format!("summary-{number}-of-{parts}.html"),
    );
    let (mut entries, account) = (screen.entries(), screen.account());
    // The line of progress goes before anything else is said.
    drop(screen);
    let whose = if args.shard.is_some() { Whose::Part } else { Whose::All };
    let made = Forms::of(&args.choices, args.out(), args.shard, loudness).make(&mut entries, whose)?;
    summary::write(args.out(), &name, folder, &account, &entries, loudness)?;
    Ok(if code == ExitCode::Done || code == ExitCode::Partial && made != ExitCode::Done {
        made
    } else {
        code
    })
}

/// The time, for people who read a journal.
fn now() -> String {
    jiff::Timestamp::now().to_string()
}

/// Says which files cuts are given for that were not found: their names may be misspelt.
fn tell_unknown(cuts: &CutFile, found: &[Input]) {
    let found: BTreeSet<&Path> = found.iter().map(|input| input.below.as_path()).collect();
    for path in cuts.paths().filter(|path| !found.contains(path)) {
        let line = Sentence::new("batch-cuts-unknown").with("path", path.display().to_string());
        messages::note(&words().say(&line));
    }
}

/// Lists what would be done, and why.
fn dry_run(args: &Args, reader: &Reader, options: &Options) -> Result<ExitCode> {
    let progress = Progress::new(Watched::No);
    let Inputs { all: mut inputs, left_out } = find(args, reader, &progress);
    tell_left_out(&left_out);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let intended = Batch::intend(reader, options, &mut inputs)?;
    let mut codes = Vec::new();
    for (input, intended) in inputs.iter().zip(&intended) {
        let (path, state) = (input.path.display().to_string(), <&str>::from(intended.state));
        let (does, why) = match (intended.action, &intended.error) {
            (_, Some(error)) => ("batch-would-fail", words().error(error)),
            (Action::Read(why), _) => ("batch-would-read", said(why)),
            (Action::Restore(why), _) => ("batch-would-restore", said(why)),
            (Action::Skip | Action::Leave | Action::Refuse, None) => {
                let said = words().text(&format!("batch-state-{}", state.replace('_', "-")));
                let before = || words().say(&Sentence::new("batch-as-before").with("state", said.as_str()));
                ("batch-would-skip", if intended.state == State::Skipped { said.clone() } else { before() })
            }
        };
        codes.push(intended.error.as_ref().map_or(Ok(ExitCode::Done), |error| Err(error.exit_code())));
        let does = words().text(does);
        let line = Sentence::new("batch-would").with("path", path).with("why", why);
        output::print(&columns_of_two(&does, &words().say(&line)))?;
        *counts.entry(does).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(does, count)| format!("{does}: {count}")).collect();
    output::print(&format!("{}\n", counts.join(", ")))?;
    Ok(merge_exit_codes(&codes))
}

impl Args {
    fn options(&self) -> Result<Options> {
        let journal = match &self.journal {
            Some(journal) => journal.clone(),
            None => {
                // The same for any way to write the path of the folder, which is made where it is not there.
                if !self.dry_run {
                    make_folder(self.out())?;
                }
                let out = self.out().canonicalize().unwrap_or_else(|_| self.out().to_owned());
                let name = &sha256(out.as_os_str().as_encoded_bytes())[..16];
                let part = self
                    .shard
                    .map_or_else(String::new, |Shard { number, parts }| format!("-{number}-of-{parts}"));
                args::state_folder().join("batches").join(format!("{name}{part}.sqlite"))
            }
        };
        let cuts = match &self.choices.cuts {
            Some(path) => CutFile::read(path)?,
            None => CutFile::default(),
        };
        Ok(Options {
            out: self.out().to_owned(),
            journal,
            documents: self.choices.documents(),
            cuts,
            names: self.choices.names.clone(),
            shard: self.shard,
            secret: if self.choices.allow_secret { SecretDocuments::Read } else { SecretDocuments::Left },
            readings: if self.choices.no_readings { Readings::Dropped } else { Readings::Kept },
            again: if self.again { Again::Unsound } else { Again::Never },
        })
    }
}
