//! `vanthu batch --watch`: the folder is looked through on a clock, and sooner when the system says that something changed.
//!
//! The clock alone suffices: file systems on a network say nothing of what other machines do.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::args_batch::Batch as Args;
use super::batch_forms::{Forms, Whose};
use super::batch_screen::{Screen, find, round};
use super::progress::{Progress, Watched};
use super::read::tell_left_out;
use super::terminal::words;
use super::{Loudness, messages, summary};
use crate::batch::{Account, Entry, HeldBatch};
use crate::error::{Error, ExitCode, Result};
use crate::files::inputs::{Input, Look};
use crate::reader::Reader;
use crate::words::Sentence;

/// Between two looks at a file lies at least so much time: one that is being written to has another size or time then.
const APART: Duration = Duration::from_secs(2);
/// So often it is asked whether Ctrl-C was pressed.
const TICK: Duration = Duration::from_millis(200);

/// Round after round over one folder.
pub(super) struct Rounds {
    every: Duration,
    /// How each file stood there when it was looked at last.
    before: BTreeMap<PathBuf, Look>,
    /// Files of which nothing is to be done as long as they stand there like this.
    settled: BTreeMap<PathBuf, Look>,
    /// What was left out and has been said.
    said: BTreeMap<PathBuf, ()>,
    /// What became of every file that was taken, as it was last: for the summary.
    entries: BTreeMap<String, Entry>,
}

impl Rounds {
    /// Looks at least every so many seconds.
    pub(super) fn new(every: u64) -> Rounds {
        let every = Duration::from_secs(every);
        let (before, settled) = (BTreeMap::new(), BTreeMap::new());
        Rounds { every, before, settled, said: BTreeMap::new(), entries: BTreeMap::new() }
    }

    /// Goes on until it is interrupted.
    pub(super) fn run(
        mut self,
        args: &Args,
        reader: &Reader,
        held: &HeldBatch,
        folder: &Path,
        loudness: Loudness,
    ) -> Result<ExitCode> {
        let (watcher, woken) = watcher(args);
        if loudness != Loudness::Quiet {
            let line = Sentence::new("batch-watching").with("path", folder.display().to_string());
            messages::note(&words().say(&line));
        }
        loop {
            let (whole, waits) = self.look(args, reader, loudness);
            if !whole.is_empty() {
                let looks: Vec<_> =
                    whole.iter().filter_map(|(input, look)| Some((input.path.clone(), (*look)?))).collect();
                let inputs = whole.into_iter().map(|(input, _)| input).collect();
                let watched = if loudness == Loudness::Usual { Watched::ByTerminal } else { Watched::No };
                let screen = Screen::new(args, loudness, Progress::new(watched));
                match round(args, reader, held, inputs, &screen) {
                    // What one file is wrong with has been said; it is tried again when it changes.
                    Ok(_) => {
                        self.settled.extend(looks);
                        let mut entries = screen.entries();
                        drop(screen);
                        let mut forms = Forms::of(&args.choices, args.out(), args.shard, loudness);
                        forms.make(&mut entries, Whose::All)?;
                        self.summarise(args, folder, entries, loudness)?;
                    }
                    Err(error) => return Err(error),
                }
            }
            wait(&woken, if waits { APART } else { self.every })?;
            // It lives as long as somebody listens.
            let _ = &watcher;
        }
    }

    /// Writes the summary of all files that were taken since the beginning; where it stands is told once.
    fn summarise(&mut self, args: &Args, folder: &Path, round: Vec<Entry>, loudness: Loudness) -> Result<()> {
        let loudness = if self.entries.is_empty() { loudness } else { Loudness::Quiet };
        self.entries.extend(round.into_iter().map(|entry| (entry.path.clone(), entry)));
        let entries: Vec<Entry> = self.entries.values().cloned().collect();
        let mut account = Account::new(entries.len());
        entries.iter().for_each(|entry| account.add(entry.state));
        summary::write(args.out(), summary::NAME, folder, &account, &entries, loudness)
    }

    /// What is whole and new, and whether a file was seen that is not whole yet.
    fn look(
        &mut self,
        args: &Args,
        reader: &Reader,
        loudness: Loudness,
    ) -> (Vec<(Input, Option<Look>)>, bool) {
        let mut found = find(args, reader, &Progress::new(Watched::No));
        let said = &mut self.said;
        found.left_out.retain(|left| said.insert(left.path.clone(), ()).is_none());
        if loudness != Loudness::Quiet {
            tell_left_out(&found.left_out);
        }
        let (mut whole, mut waits, mut now) = (Vec::new(), false, BTreeMap::new());
        for input in found.all {
            // A folder in which nothing stands yet is what is watched for.
            if input.stands_for_nothing() {
                continue;
            }
            let look = input.look().ok();
            if let Some(look) = look {
                now.insert(input.path.clone(), look);
                if self.settled.get(&input.path) == Some(&look) {
                    continue;
                }
                if self.before.get(&input.path) != Some(&look) {
                    waits = true;
                    continue;
                }
            }
            whole.push((input, look));
        }
        self.settled.retain(|path, _| now.contains_key(path));
        self.before = now;
        (whole, waits)
    }
}

/// Is woken by what the system says of the folder, where it says anything.
fn watcher(args: &Args) -> (Option<RecommendedWatcher>, Receiver<()>) {
    let (send, woken) = mpsc::channel();
    let watcher = notify::recommended_watcher(move |_| {
        // Whoever is gone need not be woken.
        let _ = send.send(());
    });
    let watcher = watcher.and_then(|mut watcher| {
        watcher.watch(args.folder(), RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    if let Err(error) = &watcher {
        tracing::info!("the system does not tell of changes, the clock alone wakes: {error}");
    }
    (watcher.ok(), woken)
}

/// Waits so long, or until something changed; fails when Ctrl-C was pressed.
fn wait(woken: &Receiver<()>, time: Duration) -> Result<()> {
    let begun = Instant::now();
    let mut changed = false;
    while begun.elapsed() < time && !(changed && begun.elapsed() >= APART) {
        if super::is_interrupted() {
            return Err(Error::Interrupted);
        }
        match woken.recv_timeout(TICK) {
            Ok(()) => changed = true,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(TICK),
        }
    }
    Ok(())
}
