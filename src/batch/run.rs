//! One run over the files of a batch: what is to be made is made, written and told; what ends it leaves no half file.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::cut_file;
use super::figures::Figures;
use super::former::{self, Former};
use super::journal::Journal;
use super::listed::Listed;
use super::plan::{Planned, Planner};
use super::reading::{self, Reading};
use super::repeats::{self, Gap, Identity};
use super::results::{self, OURS};
use super::secrecy;
use super::shard::Shard;
use super::stored::Stored;
use super::watching::Watching;
use super::work::{Made, Work, each_once, is_there, locked};
use super::{Account, Action, Documents, Options, Readings, SecretDocuments, State, ToldDocument, Watcher};
use crate::digest::sha256_of_all;
use crate::error::{Error, Result};
use crate::events::Events;
use crate::files::inputs::Input;
use crate::files::place::stands_at;
use crate::files::write::{self, Standing, folder_of, make_folder, write_file};
use crate::pipeline::Steps;
use crate::reader::Reader;
use crate::store::staging::Staging;

/// A batch, without hold of its folder: it can only be looked at.
#[derive(Debug)]
pub(crate) struct Batch;

/// What a dry run says of a file.
#[derive(Debug)]
pub(crate) struct Intended {
    /// What would be done.
    pub(crate) action: Action,
    /// Its state, where nothing would be done.
    pub(crate) state: State,
    /// Why nothing can be done.
    pub(crate) error: Option<Error>,
}

impl Batch {
    /// What would be done with each file, in their order. Nothing is written.
    ///
    /// # Errors
    /// [`Error::Journal`].
    pub(crate) fn intend(reader: &Reader, options: &Options, inputs: &mut [Input]) -> Result<Vec<Intended>> {
        let journal = options.journal.is_file().then(|| Journal::open(&options.journal, String::new));
        let journal = journal.transpose()?;
        let settings = reading::settings(&reader.config);
        let model = reader.restorer.model_hash();
        let (config, journal) = (&reader.config, journal.as_ref());
        let planner = Planner { options, config, journal, model, settings: &settings };
        let mut all = Vec::with_capacity(inputs.len());
        for input in inputs {
            let Planned { action, state, error, .. } = planner.plan(input)?;
            all.push(Intended { action, state, error });
        }
        Ok(all)
    }
}

/// A batch whose folder of results is held: no other run on this machine writes there meanwhile. The system lets go of it
/// when the program ends, however it ends.
pub(crate) struct HeldBatch {
    pub(super) options: Options,
    pub(super) journal: Journal,
    _locks: Vec<File>,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// What became of the files, as far as it is known.
    pub(crate) account: Account,
    /// Numbers that are missing in what is known of the folder.
    pub(crate) gaps: Vec<Gap>,
    /// Results that another way made of the same scans, which were set apart.
    pub(crate) former: Vec<Former>,
    /// What ended it before its end.
    pub(crate) stopped: Option<Error>,
}

impl HeldBatch {
    /// Takes hold of the folder of results, and removes what a run that was killed left half written; `now` tells the time.
    ///
    /// # Errors
    /// [`Error::BatchRuns`], [`Error::Write`], [`Error::Journal`].
    pub(crate) fn begin(options: Options, now: fn() -> String) -> Result<HeldBatch> {
        let ours = options.out.join(OURS);
        make_folder(&ours)?;
        let path = ours.join("lock");
        let broken = |source| Error::Write { path: path.clone(), source };
        let lock = File::options().create(true).append(true).open(&path).map_err(broken)?;
        // Runs over parts are there side by side, but none beside a run over all.
        let locked = if options.shard.is_some() { lock.try_lock_shared() } else { lock.try_lock() };
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::BatchRuns { path: options.out }),
            // A file system without locks: results are made only where none stands, so that a twin does no harm.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(source)) => return Err(broken(source)),
        }
        let mut locks = vec![lock];
        if let Some(Shard { number, parts }) = options.shard {
            let path = ours.join(format!("lock-{number}-of-{parts}"));
            let broken = |source| Error::Write { path: path.clone(), source };
            let lock = File::options().create(true).append(true).open(&path).map_err(broken)?;
            if let Err(TryLockError::WouldBlock) = lock.try_lock() {
                return Err(Error::BatchRuns { path: options.out });
            }
            locks.push(lock);
        } else {
            // What is half written may be of another part.
            sweep(&options.out);
        }
        let journal = Journal::open(&options.journal, now)?;
        Ok(HeldBatch { options, journal, _locks: locks })
    }

    /// The side of it that is in stores.
    pub(crate) fn stored<'a>(&self, staging: &'a Staging) -> Stored<'a> {
        Stored::new(staging, &self.options)
    }

    /// Does what is to be done with these files.
    ///
    /// # Errors
    /// [`Error::Journal`] and others that come before the first file.
    pub(crate) fn run(
        &self,
        reader: &Reader,
        mut inputs: Vec<Input>,
        watcher: &dyn Watcher,
    ) -> Result<Ended> {
        let settings = reading::settings(&reader.config);
        let planner = Planner {
            options: &self.options,
            config: &reader.config,
            journal: Some(&self.journal),
            model: reader.restorer.model_hash(),
            settings: &settings,
        };
        let crashed: BTreeSet<PathBuf> = self.journal.in_work()?.into_iter().collect();
        let mut planned = Vec::with_capacity(inputs.len());
        for input in &mut inputs {
            planned.push(planner.plan(input)?);
            if watcher.is_cancelled() {
                let account = Account::new(inputs.len());
                let stopped = Some(Error::Interrupted);
                return Ok(Ended { account, gaps: Vec::new(), former: Vec::new(), stopped });
            }
        }
        let work = Work {
            options: &self.options,
            journal: &self.journal,
            reader,
            watcher,
            inputs: &inputs,
            planned: &planned,
            barred: Mutex::default(),
            sound: Mutex::default(),
            account: Mutex::new(Account::new(inputs.len())),
            stopped: Mutex::new(None),
            ends: AtomicBool::new(false),
        };
        for (input, plan) in inputs.iter().zip(&planned) {
            if matches!(plan.action, Action::Read(_) | Action::Restore(_)) {
                former::forget(&self.options, input, &self.journal)?;
            }
        }
        let (mut restored, mut read, mut last) = (Vec::new(), Vec::new(), Vec::new());
        for (number, plan) in planned.iter().enumerate() {
            match plan.action {
                Action::Skip | Action::Leave | Action::Refuse => work.leave(number),
                Action::Restore(_) => restored.push(number),
                // What was in work when an earlier run died may have been the reason: it is read alone, after all others.
                Action::Read(_) if crashed.contains(&inputs[number].below) => last.push(number),
                Action::Read(_) => read.push(number),
            }
        }
        work.restore(&restored);
        work.read(&read);
        last.iter().for_each(|number| work.read(&[*number]));
        let mut former = Vec::new();
        if !work.is_over() {
            for number in locked(&work.sound).iter() {
                former.extend(former::set_apart(&self.options, &inputs[*number])?);
            }
        }
        let (account, mut stopped) = (work.account.into_inner(), work.stopped.into_inner());
        let account = account.unwrap_or_else(PoisonError::into_inner);
        let stopped = stopped.as_mut().map_or(None, Option::take);
        let stopped = stopped.or_else(|| watcher.is_cancelled().then_some(Error::Interrupted));
        if stopped.is_none() {
            if self.options.documents == Documents::Split {
                cut_file::write(&self.options.out, &self.options.cuts)?;
            }
            self.journal.close(&account)?;
        }
        let gaps = if stopped.is_none() { repeats::gaps(&self.journal.numbers()?) } else { Vec::new() };
        Ok(Ended { account, gaps, former, stopped })
    }
}

/// Removes files that were being written when a run was killed. Nothing else has their names.
fn sweep(folder: &Path) {
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if is_folder {
                waiting.push(path);
            } else if name.starts_with(write::UNFINISHED.0) && name.ends_with(write::UNFINISHED.1) {
                // One that stays is in nobody's way.
                let _ = fs::remove_file(path);
            }
        }
    }
}

impl Work<'_> {
    /// Nothing is done with a file: what it is now is told.
    fn leave(&self, number: usize) {
        let planned = &self.planned[number];
        let codes = planned.head.as_ref().map_or_else(Vec::new, |head| each_once(head.warnings.clone()));
        let identity = planned.head.as_ref().filter(|_| planned.action == Action::Skip);
        let identity = identity.map(|head| head.identity.clone());
        let mut made = Made { codes, identity, ..Made::without(planned.state, planned.sha256.clone()) };
        if let Some(head) = planned.head.as_ref().filter(|_| planned.action == Action::Skip) {
            made.figures.clone_from(&head.figures);
        }
        if let Some(list) = planned.listed.as_ref().filter(|_| planned.action == Action::Skip) {
            made.identity = None;
            made.documents = list.documents.iter().map(|listed| self.told_again(listed)).collect();
            made.cuts.clone_from(&list.cuts);
            made.left = list.left_out();
        }
        self.tell(number, &mut made, planned.error.as_ref(), planned.stamp);
    }

    /// A document that stands in a list, of which nothing is done.
    fn told_again(&self, listed: &Listed) -> ToldDocument {
        ToldDocument {
            result: listed.result.as_ref().map(|result| self.options.out.join(result)),
            pages: listed.pages,
            state: listed.state(State::Skipped),
            stamp: listed.stamp,
            repeats: None,
            identity: None,
        }
    }

    /// Makes records of what was read before, on as many threads as pages are read at once.
    fn restore(&self, numbers: &[usize]) {
        let next = AtomicUsize::new(0);
        let jobs = self.reader.config.ocr.jobs.clamp(1, numbers.len().max(1));
        thread::scope(|scope| {
            for _ in 0..jobs {
                scope.spawn(|| {
                    while let Some(number) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if self.is_over() {
                            return;
                        }
                        let watching = Watching::new(self, vec![*number]);
                        let steps = self.restored(*number, &watching);
                        self.finish(*number, steps, &watching, None);
                    }
                });
            }
        });
    }

    fn restored(&self, number: usize, watching: &Watching<'_>) -> Result<Steps> {
        let (input, planned) = (&self.inputs[number], &self.planned[number]);
        let hash = planned.sha256.as_deref().unwrap_or_default();
        watching.opening(0)?;
        let source = input.source();
        let Some(kept) = Reading::find(&planned.reading, hash, &self.reader.config) else {
            // It was there a moment ago.
            return self.reader.read(source, watching);
        };
        if let Some(barred) = kept.barred {
            locked(&self.barred).insert(number, barred);
        }
        watching.look_for_stamp(number, kept.pages.first())?;
        self.reader.read_again(source, &kept.engine, kept.pages, kept.warnings, watching)
    }

    /// Reads files, pages of several at once.
    fn read(&self, numbers: &[usize]) {
        if numbers.is_empty() || self.is_over() {
            return;
        }
        let watching = Watching::new(self, numbers.to_vec());
        let sources = numbers.iter().map(|number| self.inputs[*number].source());
        let keep = self.options.readings == Readings::Kept;
        self.reader.read_many(sources, &watching, &mut |of_read, steps| {
            self.finish(numbers[of_read], steps, &watching, keep.then_some(()));
            if self.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    }

    /// Writes what came of a file, and tells it. `keep` says that what was read of its pages is to be kept.
    fn finish(&self, number: usize, steps: Result<Steps>, watching: &Watching<'_>, keep: Option<()>) {
        let (input, planned) = (&self.inputs[number], &self.planned[number]);
        let has_lists = self.options.has_lists();
        // Of a stack each document is looked at by itself.
        let is_left = self.options.secret == SecretDocuments::Left && !has_lists;
        let late =
            steps.as_ref().ok().filter(|_| is_left).and_then(|steps| secrecy::of_record(&steps.record));
        let stamp = watching.stamp(number).or(late);
        let made = match steps {
            _ if stamp.is_some() => Ok(Made::without(State::Secret, planned.sha256.clone())),
            Ok(steps) if has_lists => self.write_documents(number, steps),
            Ok(steps) => self.write(number, steps, keep),
            Err(error) => Err(error),
        };
        match made {
            Ok(mut made) => {
                let stamp = stamp.or(made.stamp);
                self.tell(number, &mut made, None, stamp);
            }
            Err(error) if is_for_all(&error) => {
                // It was in work and did no harm: the next run need not read it alone.
                let _ = self.journal.forget(&input.below);
                self.stop(error);
            }
            Err(error) => {
                let mut made = Made::without(State::Failed, planned.sha256.clone());
                self.tell(number, &mut made, Some(&error), None);
            }
        }
    }

    /// Writes the record of a file, after what was read of it.
    fn write(&self, number: usize, steps: Steps, keep: Option<()>) -> Result<Made> {
        let (input, planned) = (&self.inputs[number], &self.planned[number]);
        let Steps { read, read_warnings, mut record, warnings, .. } = steps;
        let hash = sha256_of_all(record.source.files.iter().map(|file| file.sha256.as_str()));
        make_folder(folder_of(&planned.result))?;
        if keep.is_some() {
            let engine = record.made_by.engine.as_deref().unwrap_or_default();
            Reading::new(&hash, engine, &self.reader.config, read, read_warnings).write(&planned.reading)?;
        }
        stands_at(&mut record, &planned.result, input.files());
        record.made_by.settings = Some(planned.settings.clone());
        let text = serde_json::to_string(&record).expect("a record has only text keys") + "\n";
        let standing = if planned.head.is_some() { Standing::IsReplaced } else { Standing::Stays };
        let codes = each_once(warnings.iter().map(|warning| warning.doubt.code()).collect());
        let mut state = State::of(&codes, State::Done);
        if let Err(error) = write_file(&planned.result, text.as_bytes(), standing) {
            // A twin on another machine was faster.
            match results::head(&planned.result)? {
                Some(head) if is_there(&error) && head.sha256 == hash => state = head.state(State::Skipped),
                _ => return Err(error),
            }
        }
        let identity = Some(Identity::of(&record));
        let figures = Figures::of(&record);
        Ok(Made { figures, codes, identity, ..Made::without(state, Some(hash)) })
    }
}

/// Whether an error ends the work on all files: no other result could be written either, or it was asked for.
fn is_for_all(error: &Error) -> bool {
    match error {
        Error::Interrupted | Error::Journal { .. } | Error::EngineMissing { .. } => true,
        Error::Write { source, .. } if source.kind() == ErrorKind::FileTooLarge => true,
        _ => error.ends_writing(),
    }
}
