//! `vanthu evaluate`: text and findings against the truth.

use std::path::Path;

use serde_json::{Value, json};

use super::args::Evaluate;
use super::{messages, output, read, restore};
use crate::config::Config;
use crate::error::{ExitCode, Result};
use crate::evaluate::report::{Input, Row};
use crate::evaluate::{Origin, Outcome, Reader, Report, folder};
use crate::ocr::worker::TesseractPool;
use crate::pipeline;
use crate::restore::Restorer;
use crate::scan;

pub(super) fn run(args: &Evaluate) -> Result<ExitCode> {
    let mut config = Config::default();
    args.engine.apply(&mut config);
    let program = Program { engine: TesseractPool::lazy(&config.ocr), restorer: Restorer::load()?, config };
    let mut report = Report { rows: Vec::new() };
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
        messages::note(&format!("error: {}: {failure}", row.document));
        code = ExitCode::Partial;
    }
    if args.floor.is_some_and(|floor| scan_accuracy(&report) < floor) {
        messages::note("error: fewer syllables were right from scan to text than --floor asks for");
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
struct Program {
    engine: TesseractPool,
    restorer: Restorer,
    config: Config,
}

impl Program {
    fn outcome(&self, path: &Path, bytes: Vec<u8>) -> Result<Outcome> {
        let scan = scan::open(path, bytes, &self.config.scan)?;
        let record =
            pipeline::read_scan(&scan, &self.engine, &self.restorer, &self.config, &|_| Ok(()))?.record;
        Ok(Outcome {
            text: read::plain_text(&record),
            record: serde_json::to_value(record).expect("a record has only text keys"),
        })
    }
}

impl Reader for Program {
    fn read(&self, path: &Path) -> Result<Outcome> {
        self.outcome(path, super::read_input(path)?)
    }

    fn read_text(&self, path: &Path, text: &str) -> Result<Outcome> {
        self.outcome(path, text.as_bytes().to_vec())
    }

    fn restore_text(&self, text: &str) -> Result<String> {
        restore::restore_text(&self.restorer, Path::new("text.txt"), text)
    }
}
