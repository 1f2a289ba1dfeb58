//! One run of a batch as a person sees it: lines or a bar, what needs a look, the account.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::json;
use tracing::info;

use super::args_batch::{Batch as Args, Choices};
use super::progress::Progress;
use super::terminal::words;
use super::{Loudness, messages, output, summary};
use crate::batch::{
    Account, Action, Check, Cut, Documents, Ended, Entry, Former, Gap, HeldBatch, Place, Stamp, State, Told,
    ToldDocument, Watcher, When, Why, array,
};
use crate::error::{Error, ExitCode, Result, merge_exit_codes};
use crate::export::standard;
use crate::files::inputs::{Depth, Input, Inputs, Search};
use crate::reader::Reader;
use crate::record;
use crate::words::{Sentence, Words};

/// Files of one state that are listed at the end.
const LISTED: usize = 20;

/// All that is to be read in the folder, or in one part of it.
pub(super) fn find(args: &Args, reader: &Reader, progress: &Progress) -> Inputs {
    let mut found = find_in(args.folder(), &args.choices, reader, progress);
    if let Some(shard) = args.shard {
        found.all.retain(|input| input.stands_for_nothing() || shard.holds(&input.below));
    }
    found
}

/// All that is to be read in a folder.
pub(super) fn find_in(folder: &Path, choices: &Choices, reader: &Reader, progress: &Progress) -> Inputs {
    let looked_at = |files| progress.looked_at(files);
    let search = Search {
        depth: Depth::All,
        passwords: choices.password_file.as_deref(),
        scan: &reader.config.scan,
        looked_at: progress.is_shown().then_some(&looked_at),
    };
    let mut found = search.find(&[folder.to_owned()]);
    if choices.documents() == Documents::Folder {
        found.join_pictures();
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
    round_watched(args, reader, held, inputs, screen, screen)
}

/// The same, told to a watcher that tells the screen.
pub(super) fn round_watched(
    args: &Args,
    reader: &Reader,
    held: &HeldBatch,
    inputs: Vec<Input>,
    screen: &Screen<'_>,
    watcher: &dyn Watcher,
) -> Result<ExitCode> {
    if inputs.len() == 1 && inputs[0].stands_for_nothing() {
        let mut inputs = inputs;
        return Err(inputs.pop().and_then(|input| input.trouble).expect("it was just seen"));
    }
    screen.progress.begin(inputs.iter().filter_map(|input| input.pages).map(u64::from).sum());
    let ended = held.run(reader, inputs, watcher)?;
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
    /// Pages at which a document may begin or not.
    cuts: Vec<(PathBuf, Cut)>,
    /// Pages that a person's cuts leave out.
    left: Vec<(PathBuf, Vec<u32>)>,
    /// Files of other states that need a look.
    listed: BTreeMap<State, Vec<PathBuf>>,
    codes: Vec<std::result::Result<ExitCode, ExitCode>>,
    /// What became of all files.
    entries: Vec<Entry>,
    account: Account,
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

    /// What became of all files, in the order of their paths.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries = self.seen().entries.clone();
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries
    }

    /// The account at the end.
    pub(super) fn account(&self) -> Account {
        self.seen().account.clone()
    }

    /// Says at the end what needs a look, secret documents first, and the account.
    fn close(&self, args: &Args, ended: &Ended) -> Result<()> {
        let account = &ended.account;
        let mut seen = self.seen();
        seen.account = account.clone();
        if let Some(error) = seen.broken.take() {
            return Err(error);
        }
        if args.json_log {
            let former = |former: &Former| {
                let at = |path: &Path| args.out().join(path).display().to_string();
                json!({ "result": at(&former.result), "now": at(&former.now) })
            };
            let mut line = json!({ "account": account.to_json() });
            if !ended.former.is_empty() {
                line["former"] = ended.former.iter().map(former).collect();
            }
            output::print(&format!("{line}\n"))?;
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
            let mut left = std::mem::take(&mut seen.left);
            left.sort();
            for (path, pages) in left.iter().take(LISTED) {
                let line = Sentence::new("batch-left-out").with("path", path.display().to_string());
                messages::note(&words().say(&line.with("pages", array(pages))));
            }
            if left.len() > LISTED {
                let more = Sentence::new("batch-look-more").with("count", left.len() - LISTED);
                messages::note(&words().say(&more));
            }
            let mut cuts = std::mem::take(&mut seen.cuts);
            cuts.sort_by(|(a, one), (b, other)| (a, one.page).cmp(&(b, other.page)));
            for (path, cut) in cuts.iter().take(LISTED) {
                messages::note(&said_cut(words(), path, cut));
            }
            if cuts.len() > LISTED {
                let more = Sentence::new("batch-cuts-more").with("count", cuts.len() - LISTED);
                let path = args.out().join("cuts.txt").display().to_string();
                messages::note(&words().say(&more.with("path", path)));
            }
            for former in ended.former.iter().take(LISTED) {
                let at = |path: &Path| args.out().join(path).display().to_string();
                let line = Sentence::new("batch-former").with("path", at(&former.result));
                messages::note(&words().say(&line.with("now", at(&former.now))));
            }
            if ended.former.len() > LISTED {
                let more = Sentence::new("batch-former-more").with("count", ended.former.len() - LISTED);
                messages::note(&words().say(&more));
            }
            for gap in ended.gaps.iter().take(LISTED) {
                messages::note(&said_gap(words(), gap));
            }
            summary::tell(&seen.entries);
            messages::note(&summary::said_account(words(), account));
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
        let repeats = |repeats: &Option<(PathBuf, String)>| {
            repeats.as_ref().map(|(path, id)| json!({ "input": path.display().to_string(), "id": id }))
        };
        let mut line = json!({
            "input": told.input.path.display().to_string(),
            "state": <&str>::from(told.state),
            "did": done,
            "why": why,
            "result": told.result.as_ref().map(|path| path.display().to_string()),
            "pages": told.figures.pages,
            "doubtful": told.figures.doubtful,
            "warnings": told.codes,
            "error": error,
            "stamp": told.stamp,
            "repeats": repeats(&told.repeats),
        });
        if !told.documents.is_empty() {
            let document = |document: &ToldDocument| {
                json!({
                    "result": document.result.as_ref().map(|path| path.display().to_string()),
                    "pages": document.pages,
                    "state": <&str>::from(document.state),
                    "stamp": document.stamp,
                    "repeats": repeats(&document.repeats),
                })
            };
            line["documents"] = told.documents.iter().map(document).collect();
            line["cuts"] = json!(told.cuts);
            line["left_out"] = json!(told.left);
        }
        if let Err(error) = output::print(&format!("{line}\n")) {
            self.seen().broken.get_or_insert(error);
        }
    }

    fn repeats(&self, told: &Told<'_>) {
        // Of what was left as it was it has been told.
        if self.loudness == Loudness::Quiet || matches!(told.action, Action::Skip | Action::Leave) {
            return;
        }
        let of_documents =
            told.documents.iter().map(|document| (document.result.as_ref(), document.repeats.as_ref()));
        for (result, repeats) in of_documents.chain([(None, told.repeats.as_ref())]) {
            let Some((first, id)) = repeats else { continue };
            let path = result.unwrap_or(&told.input.path).display().to_string();
            let line = Sentence::new("batch-repeats").with("path", path);
            let first = self.args.folder().join(first).display().to_string();
            messages::note(&words().say(&line.with("first", first).with("id", id.as_str())));
        }
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
            (None, _) if told.documents.len() > 1 => {
                let pages = words().say(&Sentence::new("count-pages").with("count", told.figures.pages));
                let line = Sentence::new("batch-done-several").with("path", path).with("pages", pages);
                let line = line.with("documents", told.documents.len());
                messages::note(&words().say(&line.with("why", why)));
            }
            (None, _) => {
                let one = told.documents.first().and_then(|document| document.result.as_ref());
                let result = told.result.as_ref().or(one);
                let result = result.map_or_else(String::new, |path| path.display().to_string());
                let pages = words().say(&Sentence::new("count-pages").with("count", told.figures.pages));
                let line = Sentence::new("batch-done").with("path", path).with("pages", pages);
                messages::note(&words().say(&line.with("result", result).with("why", why)));
            }
        }
    }
}

/// Pages of the documents of a file that are not in colour. Of pictures that were joined nothing is told.
fn colourless(told: &Told<'_>) -> Vec<Place> {
    if told.input.is_folder() {
        return Vec::new();
    }
    let scan = fs::read(&told.input.path).ok();
    let results = told.documents.iter().filter_map(|document| document.result.as_ref()).chain(&told.result);
    let mut places = Vec::new();
    for result in results {
        let record = fs::read_to_string(result).ok().and_then(|text| record::parse(result, &text).ok());
        let Some(record) = record else { continue };
        for below in standard::below(&record, scan.as_deref()).iter().filter(|below| below.is_grey) {
            let page = record.pages.iter().find(|page| page.page == below.page);
            places.push(Place {
                code: <&str>::from(Check::NotColour).to_owned(),
                page: Some(below.page),
                place: None,
                to_source: page.and_then(|page| page.to_source),
            });
        }
    }
    places
}

/// A page at which a document may begin or not, with what tells it.
fn said_cut(words: &Words, path: &Path, cut: &Cut) -> String {
    let signs: Vec<String> =
        cut.signs.iter().map(|sign| words.text(&format!("batch-sign-{}", <&str>::from(*sign)))).collect();
    let id = if cut.taken { "batch-cut-taken" } else { "batch-cut-left" };
    let line = Sentence::new(id).with("path", path.display().to_string()).with("page", cut.page);
    words.say(&line.with("signs", signs.join(", ")))
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
        let mut figures = told.figures.clone();
        if self.args.choices.colour {
            figures.look_at(colourless(told));
        }
        {
            let mut seen = self.seen();
            match told.state {
                State::Secret if told.documents.is_empty() => {
                    seen.secret.push((told.input.path.clone(), told.stamp));
                }
                State::Secret => {
                    let secret = told.documents.iter().filter(|document| document.stamp.is_some());
                    let path = |document: &ToldDocument| {
                        let (first, last) = document.pages;
                        let pages = if first == last { first.to_string() } else { format!("{first}-{last}") };
                        PathBuf::from(format!("{}#{pages}", told.input.path.display()))
                    };
                    seen.secret.extend(secret.map(|document| (path(document), document.stamp)));
                }
                State::Damaged | State::SetApart if told.error.is_none() => {
                    seen.listed.entry(told.state).or_default().push(told.input.path.clone());
                }
                _ => {}
            }
            let doubtful = told.cuts.iter().filter(|cut| cut.doubtful);
            seen.cuts.extend(doubtful.map(|cut| (told.input.path.clone(), cut.clone())));
            if !told.left.is_empty() {
                seen.left.push((told.input.path.clone(), told.left.to_vec()));
            }
            let results = told.documents.iter().filter_map(|document| document.result.as_ref());
            let below =
                |path: &PathBuf| path.strip_prefix(self.args.out()).unwrap_or(path).display().to_string();
            let repeats = told.documents.iter().filter_map(|document| document.repeats.as_ref());
            let repeats = repeats.chain(&told.repeats);
            seen.entries.push(Entry {
                path: told.input.below.display().to_string(),
                state: told.state,
                error: told.error.map(|error| (error.code().to_owned(), words().error(error))),
                documents: match told.documents.len() {
                    0 => u32::from(told.result.is_some()),
                    several => u32::try_from(several).unwrap_or(u32::MAX),
                },
                figures,
                cuts: told.cuts.iter().filter(|cut| cut.doubtful).map(|cut| cut.page).collect(),
                left: told.left.to_vec(),
                repeats: repeats.map(|(first, _)| first.display().to_string()).collect(),
                results: told.result.iter().chain(results).map(below).collect(),
                when: match told.action {
                    Action::Skip | Action::Leave => When::Before,
                    Action::Read(_) | Action::Restore(_) | Action::Refuse => When::Now,
                },
            });
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
