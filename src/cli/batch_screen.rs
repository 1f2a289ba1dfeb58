//! One run of a batch as a person sees it: lines or a bar, what needs a look, the account.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde_json::json;
use tracing::info;

use super::args::Batch as Args;
use super::progress::Progress;
use super::terminal::words;
use super::{Loudness, messages, output};
use crate::batch::{Account, Action, Ended, Gap, HeldBatch, Stamp, State, Told, Watcher, Why};
use crate::error::{Error, ExitCode, Result, merge_exit_codes};
use crate::files::inputs::{Depth, Input, Inputs, Search};
use crate::reader::Reader;
use crate::words::{Sentence, Words};

/// Files of one state that are listed at the end.
const LISTED: usize = 20;

/// All that is to be read in the folder.
pub(super) fn find(args: &Args, reader: &Reader, progress: &Progress) -> Inputs {
    let looked_at = |files| progress.looked_at(files);
    let search = Search {
        depth: Depth::All,
        passwords: args.password_file.as_deref(),
        scan: &reader.config.scan,
        looked_at: progress.is_shown().then_some(&looked_at),
    };
    let mut found = search.find(std::slice::from_ref(&args.folder));
    if let Some(shard) = args.shard {
        let is_folder = |input: &Input| {
            matches!(input.trouble, Some(Error::EmptyFolder { .. } | Error::NothingToRead { .. }))
        };
        found.all.retain(|input| is_folder(input) || shard.holds(&input.below));
    }
    found
}

/// One run over files that were found, with its account at the end.
pub(super) fn round(
    args: &Args,
    reader: &Reader,
    held: &HeldBatch,
    inputs: Vec<Input>,
    screen: &Screen<'_>,
) -> Result<ExitCode> {
    if let [Input { trouble: Some(Error::EmptyFolder { .. } | Error::NothingToRead { .. }), .. }] =
        &inputs[..]
    {
        let mut inputs = inputs;
        return Err(inputs.pop().and_then(|input| input.trouble).expect("it was just seen"));
    }
    screen.progress.begin(inputs.iter().filter_map(|input| input.pages).map(u64::from).sum());
    let ended = held.run(reader, inputs, screen)?;
    screen.close(args, &ended)?;
    match ended.stopped {
        Some(error) => Err(error),
        None if !ended.account.closes() => {
            let told = ended.account.found - ended.account.open();
            Err(Error::Unclosed { found: ended.account.found, told })
        }
        None => Ok(screen.code(&ended.account)),
    }
}

/// Why something is done with a file, in words.
pub(super) fn said(why: Why) -> String {
    words().text(&format!("batch-why-{}", <&str>::from(why)))
}

/// What a person sees of a batch.
pub(super) struct Screen<'a> {
    args: &'a Args,
    loudness: Loudness,
    progress: Progress,
    seen: Mutex<Seen>,
}

/// What is told at the end.
#[derive(Default)]
struct Seen {
    /// Files under a stamp.
    secret: Vec<(PathBuf, Option<Stamp>)>,
    /// Files of other states that need a look.
    listed: BTreeMap<State, Vec<PathBuf>>,
    codes: Vec<std::result::Result<ExitCode, ExitCode>>,
    /// What standard output did not take.
    broken: Option<Error>,
}

impl<'a> Screen<'a> {
    pub(super) fn new(args: &'a Args, loudness: Loudness, progress: Progress) -> Screen<'a> {
        Screen { args, loudness, progress, seen: Mutex::default() }
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says at the end what needs a look, secret documents first, and the account.
    fn close(&self, args: &Args, ended: &Ended) -> Result<()> {
        let account = &ended.account;
        let mut seen = self.seen();
        if let Some(error) = seen.broken.take() {
            return Err(error);
        }
        if args.json_log {
            output::print(&format!("{}\n", json!({ "account": account.to_json() })))?;
        }
        if self.loudness == Loudness::Quiet {
            return Ok(());
        }
        self.progress.aside(|| {
            for (path, stamp) in &seen.secret {
                let level = stamp.map_or("secret", |stamp| stamp.level.into());
                let line = Sentence::new("batch-secret").with("path", path.display().to_string());
                messages::note(&words().say(&line.with("level", words().text(&format!("secrecy-{level}")))));
            }
            for (state, paths) in &seen.listed {
                let id = format!("batch-look-{}", <&str>::from(*state).replace('_', "-"));
                for path in paths.iter().take(LISTED) {
                    messages::note(
                        &words().say(&Sentence::new(id.clone()).with("path", path.display().to_string())),
                    );
                }
                if paths.len() > LISTED {
                    let more = Sentence::new("batch-look-more").with("count", paths.len() - LISTED);
                    messages::note(&words().say(&more));
                }
            }
            for gap in ended.gaps.iter().take(LISTED) {
                messages::note(&said_gap(words(), gap));
            }
            messages::note(&said_account(words(), account));
        });
        Ok(())
    }

    fn code(&self, account: &Account) -> ExitCode {
        let code = merge_exit_codes(&self.seen().codes);
        let unsound = account.of(State::Damaged) + account.of(State::SetApart) > 0;
        if code == ExitCode::Done && unsound { ExitCode::Partial } else { code }
    }

    fn log(&self, told: &Told<'_>) {
        let (done, why) = match told.action {
            Action::Read(why) => ("read", Some(<&str>::from(why))),
            Action::Restore(why) => ("restore", Some(<&str>::from(why))),
            Action::Skip | Action::Leave | Action::Refuse => ("none", None),
        };
        let error = told.error.map(|error| {
            let page = error.page().map(|page| page.number());
            json!({ "code": error.code(), "message": Words::english().error(error), "page": page })
        });
        let line = json!({
            "input": told.input.path.display().to_string(),
            "state": <&str>::from(told.state),
            "did": done,
            "why": why,
            "result": told.result.as_ref().map(|path| path.display().to_string()),
            "pages": told.pages,
            "doubtful": told.doubtful,
            "warnings": told.codes,
            "error": error,
            "stamp": told.stamp,
            "repeats": told.repeats.as_ref().map(|(path, id)| json!({ "input": path.display().to_string(), "id": id })),
        });
        if let Err(error) = output::print(&format!("{line}\n")) {
            self.seen().broken.get_or_insert(error);
        }
    }

    fn repeats(&self, told: &Told<'_>) {
        let Some((first, id)) = told.repeats.as_ref().filter(|_| self.loudness != Loudness::Quiet) else {
            return;
        };
        let line = Sentence::new("batch-repeats").with("path", told.input.path.display().to_string());
        let first = self.args.folder.join(first).display().to_string();
        messages::note(&words().say(&line.with("first", first).with("id", id.as_str())));
    }

    fn line(&self, told: &Told<'_>) {
        let path = told.input.path.display().to_string();
        let why = match told.action {
            Action::Read(why) | Action::Restore(why) => said(why),
            Action::Skip | Action::Leave | Action::Refuse => String::new(),
        };
        match (told.error, told.state) {
            (Some(error), _) => messages::error(error),
            // What is left as it was is counted alone, and stamps are told at the end.
            (None, State::Skipped | State::Secret) => info!("left {path}"),
            // A line at the bottom of a terminal shows how far the work is.
            (None, _) if self.progress.is_shown() || self.loudness == Loudness::Quiet || why.is_empty() => {}
            (None, _) => {
                let result = told.result.as_ref().map_or_else(String::new, |path| path.display().to_string());
                let pages = words().say(&Sentence::new("count-pages").with("count", told.pages));
                let line = Sentence::new("batch-done").with("path", path).with("pages", pages);
                messages::note(&words().say(&line.with("result", result).with("why", why)));
            }
        }
    }
}

/// The numbers that one issuer's year lacks, as one line.
fn said_gap(words: &Words, gap: &Gap) -> String {
    let stretch = |(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    let missing: Vec<String> = gap.missing.iter().take(LISTED).map(stretch).collect();
    let more = if gap.missing.len() > LISTED { ", …" } else { "" };
    let line =
        Sentence::new("batch-gap").with("numbers", missing.join(", ") + more).with("year", gap.year.as_str());
    words.say(&line.with("symbol", gap.symbol.to_uppercase()).with("issuer", gap.issuer.to_uppercase()))
}

/// The account as one line.
fn said_account(words: &Words, account: &Account) -> String {
    let mut parts = vec![words.say(&Sentence::new("batch-found").with("files", account.found))];
    for (state, files) in account.states().filter(|(_, files)| *files > 0) {
        let id = format!("batch-count-{}", <&str>::from(state).replace('_', "-"));
        parts.push(words.say(&Sentence::new(id).with("files", files)));
    }
    if account.open() > 0 {
        parts.push(words.say(&Sentence::new("batch-count-open").with("files", account.open())));
    }
    parts.join(", ")
}

impl Watcher for Screen<'_> {
    fn opened(&self, number: usize, input: &Input, pages: u32) {
        info!("opened {}, pages: {pages}", input.path.display());
        self.progress.opened(number, &input.path, pages, input.pages);
    }

    fn page(&self, number: usize, input: &Input) {
        self.progress.page(number, &input.path);
    }

    fn told(&self, number: usize, told: &Told<'_>) {
        self.progress.done(number, told.input.pages);
        {
            let mut seen = self.seen();
            match told.state {
                State::Secret => seen.secret.push((told.input.path.clone(), told.stamp)),
                State::Damaged | State::SetApart if told.error.is_none() => {
                    seen.listed.entry(told.state).or_default().push(told.input.path.clone());
                }
                _ => {}
            }
            seen.codes.push(told.error.map_or(Ok(ExitCode::Done), |error| Err(error.exit_code())));
        }
        self.progress.aside(|| {
            self.line(told);
            self.repeats(told);
        });
        if self.args.json_log {
            self.log(told);
        }
    }

    fn is_cancelled(&self) -> bool {
        super::is_interrupted()
    }
}
