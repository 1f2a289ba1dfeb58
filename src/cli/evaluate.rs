//! `vanthu evaluate`: text and findings against the truth.

use std::path::Path;

use serde_json::{Value, json};

use super::args::Evaluate;
use super::{messages, output, restore, terminal};
use crate::config::Config;
use crate::error::{Error, ExitCode, Result};
use crate::evaluate::folder::marked;
use crate::evaluate::report::{Input, Row};
use crate::evaluate::{Origin, Outcome, Report, folder, marks};
use crate::reader::{Events, Reader, Source};

pub(super) fn run(args: &Evaluate) -> Result<ExitCode> {
    let mut config = Config::default();
    args.engine.apply(&mut config);
    let program = Program(Reader::new(config)?);
    let mut report = Report { rows: Vec::new() };
    #[cfg(feature = "train")]
    if let Some(folds) = args.folds {
        let library =
            crate::train::judge::Library::read(&program.0, &args.marks_folder, &args.marks, &args.folders)?;
        let mut note = |line: &str| messages::note(line);
        return shown(args, &crate::train::judge::folds(&library, folds, args.errors, &mut note));
    }
    for path in &args.folders {
        if args.only.is_empty() {
            report.extend(folder(path, origin(path), args.errors, &program)?);
        }
        for name in &args.only {
            let document = path.join(name);
            if document.is_dir() {
                report.extend(folder(&document, origin(path), args.errors, &program)?);
            }
        }
    }
    if !args.marks.is_empty() {
        let marks = marks::of_folder(&args.marks_folder)?;
        for path in &args.marks {
            report.extend(marked(path, &marks, args.errors, &program)?);
        }
    }
    Interrupted.check()?;
    shown(args, &report)
}

/// Prints a report, and what could not be read.
fn shown(args: &Evaluate, report: &Report) -> Result<ExitCode> {
    let text = if args.json {
        format!("{:#}\n", Value::from_iter(report.rows.iter().map(row)))
    } else if args.markdown {
        report.to_markdown()
    } else {
        report.to_string()
    };
    output::print(&text)?;
    let mut code = ExitCode::Done;
    for (row, failure) in report.failures() {
        messages::say(&format!("{}: {failure}", row.document), None);
        code = ExitCode::Partial;
    }
    if args.floor.is_some_and(|floor| scan_accuracy(report) < floor) {
        messages::say(&terminal::words().text("under-floor"), None);
        code = ExitCode::Partial;
    }
    Ok(code)
}

/// Samples are known by the source that they were drawn from; a truth of nothing but header fields is of real pages, whose
/// folder says where they are from.
fn origin(folder: &Path) -> Origin {
    let fields_only = |path: &Path| {
        let truth = std::fs::read_to_string(path.join("expected.json"));
        truth.is_ok_and(|truth| truth.contains("\"fields_only\""))
    };
    let drawn = |path: &Path| path.join("source.txt").is_file() && !fields_only(path);
    let inside = folder.read_dir().into_iter().flatten().flatten().any(|entry| drawn(&entry.path()));
    if inside || drawn(folder) { Origin::Made } else { Origin::Real }
}

/// Mean share of right syllables from scan to text; 1 of no scans.
fn scan_accuracy(report: &Report) -> f64 {
    let scans = report.rows.iter().filter(|row| row.input == Input::Scan);
    let shares: Vec<f64> = scans.filter_map(|row| Some(row.text.as_ref()?.syllables.accuracy)).collect();
    #[expect(clippy::cast_precision_loss, reason = "a count of documents")]
    let count = shares.len().max(1) as f64;
    if shares.is_empty() { 1.0 } else { shares.iter().sum::<f64>() / count }
}

fn row(row: &Row) -> Value {
    json!({
        "document": row.document,
        "input": match row.input {
            Input::Scan => "scan",
            Input::Garbled => "garbled",
            Input::TrueText => "true_text",
        },
        "text": row.text,
        "mend": row.mend,
        "harm": row.harm,
        "record": row.record.as_ref().map(crate::evaluate::record::RecordScore::to_json),
        "failure": row.failure,
    })
}

/// What is evaluated: all steps, as `vanthu read` calls them.
struct Program(Reader);

impl Program {
    fn outcome(&self, source: Source) -> Result<Outcome> {
        let record = self.0.read(source, &Interrupted)?.record;
        Ok(Outcome {
            text: output::plain_text(&record),
            record: serde_json::to_value(record).expect("a record has only text keys"),
        })
    }
}

impl crate::evaluate::Reader for Program {
    fn read(&self, path: &Path) -> Result<Outcome> {
        self.outcome(Source::File(path.to_owned()))
    }

    fn read_text(&self, path: &Path, text: &str) -> Result<Outcome> {
        self.outcome(Source::Bytes { path: path.to_owned(), bytes: text.as_bytes().to_vec() })
    }

    fn restore_text(&self, text: &str) -> Result<String> {
        restore::restore_text(&self.0.restorer, Path::new("text.txt"), text)
    }
}

/// Ends the work when Ctrl-C was pressed.
struct Interrupted;

impl Events for Interrupted {
    fn is_cancelled(&self) -> bool {
        super::is_interrupted()
    }
}

impl Interrupted {
    /// For a report that would say that all that was left failed.
    fn check(&self) -> Result<()> {
        if self.is_cancelled() { Err(Error::Interrupted) } else { Ok(()) }
    }
}
