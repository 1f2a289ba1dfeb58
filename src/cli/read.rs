//! `vanthu read`: scans in, records out.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::json;
use tracing::{debug, info};

use super::args::Read;
use super::keep_steps::Kept;
use super::output;
use super::progress::{Progress, Watched};
use super::records::tell_repeats_of;
use super::results::{Count, Guard, OnRequest, Results, Target};
use super::terminal::{self, words};
use super::{Loudness, explain, messages, table, unsaid};
use crate::error::{Error, ExitCode, Result, merge_exit_codes};
use crate::export::text::line;
use crate::export::{Form, Office, Wish};
use crate::files::inputs::{self, Depth, Input, Inputs, LeftOut, Search};
use crate::files::place::{stands_at, tell_apart};
use crate::files::write::{Unfinished, folder_of, make_folder};
use crate::ocr::ReadPage;
use crate::pipeline::{Step, Steps};
use crate::reader::{Events, InWork, Reader};
use crate::record::Record;
use crate::warning::{Code, Warning};
use crate::words::{Sentence, Words};

/// In what form a record is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Printed {
    /// Not at all: it is written into a file.
    Not,
    Line,
    Pretty,
    Table,
    Text,
    /// Why each finding is there.
    Reasons,
}

/// What came of one input, as far as it is printed: in the order of the inputs, whatever is finished first.
enum Outcome {
    Read {
        printed: String,
        line: Option<String>,
        /// Where the results of all inputs go into one file.
        record: Option<Box<Record>>,
        warnings: Vec<Warning>,
        summary: String,
        code: ExitCode,
    },
    Failed(Error),
}

pub(super) fn run(args: &Read, loudness: Loudness) -> Result<ExitCode> {
    let folder = args.files.iter().any(|path| path.is_dir());
    let count = if args.files.len() > 1 || folder { Count::Many } else { Count::One };
    if let Some(output) = &args.output {
        let files = args.files.iter().filter(|path| !path.is_dir());
        let named: Vec<Input> = files.map(|path| inputs::input(path, path.clone())).collect();
        // Before the form is looked at: that `-o scan.png` is no form does not tell what would have been lost.
        Guard::new(&named, OnRequest::No).unless_input(output)?;
    }
    let target = Target::of(args.output.as_deref(), count)?;
    let reader = Reader::new(args.config()?)?;
    let watched = if loudness == Loudness::Usual { Watched::ByTerminal } else { Watched::No };
    let progress = Progress::new(watched);
    let looked_at = |files| progress.looked_at(files);
    let search = Search {
        depth: if args.recursive { Depth::All } else { Depth::Named },
        passwords: args.password_file.as_deref(),
        scan: &reader.config.scan,
        looked_at: progress.is_shown().then_some(&looked_at),
    };
    let Inputs { all: mut inputs, left_out } = search.find(&args.files);
    let on_request = if args.replace { OnRequest::Yes } else { OnRequest::No };
    let results = Results::plan(target, args.keep_steps.as_deref(), on_request, &mut inputs)?;
    if loudness != Loudness::Quiet {
        progress.aside(|| tell_left_out(&left_out));
    }
    let is_no_file = |input: &&Input| {
        matches!(input.trouble, Some(Error::EmptyFolder { .. } | Error::NothingToRead { .. }))
    };
    let no_files = inputs.iter().filter(is_no_file).count();
    let troubles: Vec<Option<Error>> = inputs.iter_mut().map(|input| input.trouble.take()).collect();
    progress.begin(inputs.iter().filter_map(|input| input.pages).map(u64::from).sum());
    let run = Run { args, loudness, inputs: &inputs, results: &results, progress: &progress };
    let codes = run.read(&reader, troubles)?;
    let read = codes.iter().filter(|code| code.is_ok()).count();
    // A folder in which there was nothing is told as an error, and is no file.
    let files = codes.len() - no_files;
    if (folder || args.output.is_some()) && count == Count::Many && loudness != Loudness::Quiet {
        progress.aside(|| messages::note(&account(read, files - read, left_out.len())));
    }
    Ok(merge_exit_codes(&codes))
}

/// How many files went which way.
fn account(read: usize, failed: usize, left_out: usize) -> String {
    let say = |id: &'static str, files: usize| words().say(&Sentence::new(id).with("files", files));
    let mut parts = vec![say("account-read", read)];
    if failed > 0 {
        parts.push(say("account-failed", failed));
    }
    if left_out > 0 {
        parts.push(say("account-left-out", left_out));
    }
    parts.join(", ")
}

/// What was left out of folders, at most twenty for each reason.
pub(super) fn tell_left_out(left_out: &[LeftOut]) {
    const SHOWN: usize = 20;
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for LeftOut { path, why } in left_out {
        let said = why.said(words());
        let count = told.entry(said.clone()).or_default();
        *count += 1;
        if *count <= SHOWN {
            let line = Sentence::new("left-out").with("path", path.display().to_string());
            messages::note(&words().say(&line.with("why", said)));
            if let Some(hint) = why.hint(path, words()) {
                messages::hint(&hint);
            }
        }
    }
    for (why, count) in told.iter().filter(|(_, count)| **count > SHOWN) {
        let line = Sentence::new("left-out-more").with("count", count - SHOWN);
        messages::note(&words().say(&line.with("why", why.as_str())));
    }
}

/// One run over the inputs.
struct Run<'a> {
    args: &'a Read,
    loudness: Loudness,
    inputs: &'a [Input],
    results: &'a Results,
    progress: &'a Progress,
}

/// What is said of the inputs, in their order.
struct Said {
    printed: Printed,
    /// The file of lines, where one is written.
    lines: Option<Unfinished>,
    /// What is finished and waits for one before it.
    waiting: BTreeMap<usize, Outcome>,
    /// The codes of those of which all was said.
    codes: Vec<Exit>,
    /// Their records, where the results of all go into one file.
    together: Vec<Record>,
}

/// The exit code that an input deserves: `Ok` when it was read, `Err` when it failed.
type Exit = std::result::Result<ExitCode, ExitCode>;

/// Why the work ends before its end.
enum End {
    /// Nobody listens any more: that is success.
    Unheard,
    Stopped(Error),
}

impl Run<'_> {
    /// Reads all inputs but those that are in trouble.
    fn read(&self, reader: &Reader, troubles: Vec<Option<Error>>) -> Result<Vec<Exit>> {
        let lines = match &self.results.target {
            Target::Lines(path) => Some(Unfinished::begin(path)?),
            _ => None,
        };
        let printed = printed(self.args, self.results, self.inputs.len());
        let mut said =
            Said { printed, lines, waiting: BTreeMap::new(), codes: Vec::new(), together: Vec::new() };
        let mut sources = Vec::new();
        for (number, trouble) in troubles.into_iter().enumerate() {
            let source = trouble.map_or_else(|| super::source(&self.inputs[number].path), Err);
            match source {
                Ok(source) => sources.push((number, source)),
                Err(error) => drop(said.waiting.insert(number, Outcome::Failed(error))),
            }
        }
        let numbers: Vec<usize> = sources.iter().map(|(number, _)| *number).collect();
        let kept = numbers.iter().map(|_| OnceLock::new()).collect();
        let watching = Watching { run: self, numbers, kept };
        unsaid::begin(
            self.inputs.iter().map(|input| self.args.json.then(|| failure(&input.path, &Error::Interrupted))),
        );
        let mut end = self.say(&mut said).err();
        if end.is_none() {
            let sources = sources.into_iter().map(|(_, source)| source);
            reader.read_many(sources, &watching, &mut |of_read, steps| {
                let number = watching.numbers[of_read];
                self.progress.done(number, self.inputs[number].pages);
                if end.is_some() {
                    return ControlFlow::Break(());
                }
                let kept = watching.kept[of_read].get();
                let outcome = steps.and_then(|steps| self.finish(number, steps, kept, said.printed));
                let outcome = match outcome {
                    // Nothing that comes after it could be written either.
                    Err(error) if is_for_all(&error) => Err(End::Stopped(error)),
                    other => Ok(other.unwrap_or_else(Outcome::Failed)),
                };
                let told = outcome.and_then(|outcome| {
                    said.waiting.insert(number, outcome);
                    self.say(&mut said)
                });
                end = told.err();
                if end.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
        }
        if end.is_none() && super::is_interrupted() {
            end = Some(End::Stopped(Error::Interrupted));
        }
        if matches!(end, Some(End::Stopped(Error::Interrupted))) {
            self.say_rest(&mut said);
        }
        match end {
            Some(End::Stopped(error)) => return Err(error),
            Some(End::Unheard) => {}
            None => match (said.lines, &self.results.target) {
                (Some(lines), Target::Lines(path)) => self.results.finish_lines(path, lines, self.inputs)?,
                (_, Target::Together(path, form)) => {
                    tell_apart(said.together.iter_mut());
                    let records: Vec<&Record> = said.together.iter().collect();
                    self.results.write_together(
                        path,
                        &self.made(*form, path, &records, None)?,
                        self.inputs,
                    )?;
                    if self.loudness != Loudness::Quiet {
                        tell_repeats_of(&records, |at| records[at].source.files[0].file.clone());
                    }
                }
                _ => {}
            },
        }
        Ok(said.codes)
    }

    /// Writes one record, and makes what is to be printed of it.
    fn finish(
        &self,
        number: usize,
        mut steps: Steps,
        kept: Option<&Kept<'_>>,
        form: Printed,
    ) -> Result<Outcome> {
        let input = &self.inputs[number];
        if let Some(kept) = kept {
            kept.steps(&mut steps, &input.path)?;
        }
        let Steps { mut record, warnings, document, .. } = steps;
        record.source.files.iter_mut().for_each(|file| file.path = None);
        let text = output::plain_text(&record);
        // Other forms than JSON take of it what they need.
        let takes_all = matches!(self.results.target, Target::File(_, form) if form != Form::Json);
        let whole = (self.args.brief && takes_all).then(|| record.clone());
        if self.args.brief {
            for line in record.text.iter_mut().flat_map(|page| &mut page.lines) {
                line.words = None;
            }
        }
        let printed = match form {
            Printed::Not => String::new(),
            Printed::Line => line(&named(&record, &input.path)),
            Printed::Pretty => output::pretty(&named(&record, &input.path)),
            Printed::Table if self.inputs.len() > 1 => table::of_file(&input.path, &record),
            Printed::Table => table::table(&record),
            Printed::Text => text,
            Printed::Reasons if self.inputs.len() > 1 => explain::of_file(&input.path, &document),
            Printed::Reasons => explain::of(&document),
        };
        let mut summary = summary(&input.path, &record);
        record = whole.unwrap_or(record);
        let mut own_line = None;
        if let Some(path) = self.results.file(number) {
            make_folder(folder_of(path))?;
            stands_at(&mut record, path, input.files());
            let bytes = match &self.results.target {
                Target::File(_, form) if *form != Form::Json => {
                    // Of a pipe nothing is left.
                    let scan = form.shows_scan().then(|| std::fs::read(&input.path).ok()).flatten();
                    self.made(*form, path, &[&record], scan.as_deref())?
                }
                _ if self.args.pretty => output::pretty(&record).into_bytes(),
                _ => line(&record).into_bytes(),
            };
            self.results.write(path, input, &record, &bytes)?;
            info!("wrote {}", path.display());
            let line = Sentence::new("document-written").with("summary", summary);
            summary = words().say(&line.with("path", path.display().to_string()));
        } else if let Target::Lines(path) = &self.results.target {
            stands_at(&mut record, path, input.files());
            own_line = Some(line(&named(&record, &input.path)));
        }
        let mut together = None;
        if let Target::Together(path, _) = &self.results.target {
            stands_at(&mut record, path, input.files());
            // Forms of several documents show no single words, and many documents have many.
            record.text.clear();
            together = Some(Box::new(record));
        }
        let code = code(self.args, &warnings);
        Ok(Outcome::Read { printed, line: own_line, record: together, warnings, summary, code })
    }

    /// A form of some records, with what of the file that stands there is to be kept.
    fn made(&self, form: Form, path: &Path, records: &[&Record], scan: Option<&[u8]>) -> Result<Vec<u8>> {
        let office = self.args.office.as_deref().map(Office::new);
        // A pipe would wait for somebody who writes.
        let previous = path.is_file().then(|| std::fs::read(path).ok()).flatten();
        form.write(
            path,
            records,
            Wish {
                previous: previous.as_deref(),
                office: office.as_ref(),
                scan,
                headings: terminal::headings(),
                ..Wish::default()
            },
        )
    }

    /// Says what is next, in the order of the inputs.
    fn say(&self, said: &mut Said) -> std::result::Result<(), End> {
        while let Some(mut outcome) = said.waiting.remove(&said.codes.len()) {
            if let Outcome::Read { record, .. } = &mut outcome {
                said.together.extend(record.take().map(|record| *record));
            }
            let number = said.codes.len();
            let heard = self.progress.aside(|| self.say_one(said, number, &outcome)).map_err(End::Stopped)?;
            if heard.is_break() {
                return Err(End::Unheard);
            }
            said.codes.push(match outcome {
                Outcome::Read { code, .. } => Ok(code),
                Outcome::Failed(error) => Err(error.exit_code()),
            });
        }
        Ok(())
    }

    /// Says after an interruption what was finished before it, and that all the rest was not read.
    fn say_rest(&self, said: &mut Said) {
        for (number, outcome) in std::mem::take(&mut said.waiting) {
            // What cannot be printed any more is not waited for.
            let _ = self.progress.aside(|| self.say_one(said, number, &outcome));
        }
        self.progress.aside(unsaid::tell);
    }

    /// Says what came of one input; breaks when nobody listens.
    fn say_one(&self, said: &mut Said, number: usize, outcome: &Outcome) -> Result<ControlFlow<()>> {
        let input = &self.inputs[number];
        // Once an interruption told that it was not read, nothing else is said of it.
        let Some(_saying) = unsaid::say(number) else { return Ok(ControlFlow::Break(())) };
        let is_told = self.loudness != Loudness::Quiet;
        let (line, printed) = match outcome {
            Outcome::Read { printed, line, warnings, summary, .. } => {
                if is_told {
                    messages::warnings(&input.path.display().to_string(), warnings);
                }
                if is_told && self.args.output.is_some() {
                    messages::note(summary);
                }
                (line.clone(), (said.printed != Printed::Not).then(|| printed.clone()))
            }
            Outcome::Failed(error) => {
                messages::error(error);
                let line = failure(&input.path, error);
                (Some(line.clone()), self.args.json.then_some(line))
            }
        };
        if let (Some(lines), Some(line)) = (&mut said.lines, line) {
            lines.write(line.as_bytes())?;
        }
        printed.map_or(Ok(ControlFlow::Continue(())), |printed| output::offer(&printed))
    }
}

/// Tells the terminal what is done, keeps steps, and ends when Ctrl-C was pressed.
struct Watching<'a> {
    run: &'a Run<'a>,
    /// The numbers among the inputs of what is read.
    numbers: Vec<usize>,
    /// What the steps made of each, where that is kept.
    kept: Vec<OnceLock<Kept<'a>>>,
}

impl Events for Watching<'_> {
    fn opened(&self, document: &InWork) -> Result<()> {
        let Run { inputs, results, progress, .. } = self.run;
        let number = self.numbers[document.number];
        info!("opened {}, pages: {}", document.path.display(), document.pages);
        progress.opened(number, &document.path, document.pages, inputs[number].pages);
        if let Some(folder) = results.steps(number) {
            let kept = Kept::new(folder, results.guard())?;
            self.kept[document.number].get_or_init(|| kept);
        }
        Ok(())
    }

    fn page_read(&self, document: &InWork, page: &ReadPage) -> Result<()> {
        let (number, lines) = (page.page.page.number(), page.page.lines.len());
        info!("read page {number} of {}, lines: {lines}", document.path.display());
        self.run.progress.page(self.numbers[document.number], &document.path);
        self.kept[document.number].get().map_or(Ok(()), |kept| kept.page(page))
    }

    fn step_done(&self, document: &InWork, step: Step) {
        debug!("step {step:?} done of {}", document.path.display());
    }

    fn is_cancelled(&self) -> bool {
        super::is_interrupted()
    }
}

fn printed(args: &Read, results: &Results, inputs: usize) -> Printed {
    let person = std::io::stdout().is_terminal();
    if args.text {
        Printed::Text
    } else if args.explain {
        Printed::Reasons
    } else if args.table {
        Printed::Table
    } else if results.target != Target::Printed && !args.json {
        Printed::Not
    } else if args.pretty || (args.json && person && inputs == 1) {
        Printed::Pretty
    } else if person && !args.json {
        Printed::Table
    } else {
        Printed::Line
    }
}

/// A record that says which input it is of.
fn named(record: &Record, input: &Path) -> Record {
    Record { input: Some(input.display().to_string()), ..record.clone() }
}

/// The line for an input that failed.
fn failure(path: &Path, error: &Error) -> String {
    let page = error.page().map(|page| page.number());
    let error = json!({ "code": error.code(), "message": Words::english().error(error), "page": page });
    format!("{}\n", json!({ "input": path.display().to_string(), "error": error }))
}

/// One line about a document, for people.
fn summary(path: &Path, record: &Record) -> String {
    let count = |id: &'static str, count: usize| words().say(&Sentence::new(id).with("count", count));
    let line = Sentence::new("document-read")
        .with("path", path.display().to_string())
        .with("pages", count("count-pages", record.pages.len()))
        .with("targets", count("count-targets", record.targets.len()))
        .with("deadlines", count("count-deadlines", record.deadlines.len()))
        .with("assignments", count("count-assignments", record.assignments.len()));
    words().say(&line)
}

/// Whether an error ends the work on all files: it was interrupted, or no other result could be written either.
fn is_for_all(error: &Error) -> bool {
    matches!(error, Error::Interrupted) || error.ends_writing()
}

fn code(args: &Read, warnings: &[Warning]) -> ExitCode {
    let unread =
        warnings.iter().any(|warning| matches!(warning.doubt.code(), Code::PageUnread | Code::PageDamaged));
    if unread {
        ExitCode::Partial
    } else if args.strict && !warnings.is_empty() {
        ExitCode::Strict
    } else {
        ExitCode::Done
    }
}
