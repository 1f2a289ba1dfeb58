//! Golden tests by step: each starts from the stored output of the step before, so that a failure names one step.
//!
//! `tests/golden/SAMPLE/` holds what each step made of a sample: `read.json`, `restored.json`, `document.json`,
//! `findings.txt`, `record.json`. `UPDATE=1` writes them anew and still fails: the review is `git diff`.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use vanthu::config::{Config, RestoreConfig};
use vanthu::document::Document;
use vanthu::extract::{self, Finding, Findings};
use vanthu::ocr::worker::TesseractPool;
use vanthu::page::OcrPage;
use vanthu::record::{self, MadeFrom};
use vanthu::restore::{Restoration, Restorer};
use vanthu::scan::{self, Scan};
use vanthu::warning::Warned;
use vanthu::words::Words;
use vanthu::{Reader, Source, document};

use crate::support::{root, scan_of};

/// A launch with targets and deadlines that is read from two pages without a letterhead, and a telegram of one page
/// with stamps: the smallest samples that reach all steps.
const SAMPLES: [&str; 2] = ["cd-hoa-toc", "phat-dong-truc-tiep"];

static RESTORER: LazyLock<Arc<Restorer>> = LazyLock::new(|| Restorer::load().unwrap().into());

fn stored(sample: &str, file: &str) -> PathBuf {
    root().join("tests/golden").join(sample).join(file)
}

fn load<T: DeserializeOwned>(sample: &str, file: &str) -> T {
    let path = stored(sample, file);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// JSON that `git diff` shows well: values that hold no lists of objects stand on one line.
fn json(value: &impl Serialize) -> String {
    let mut text = String::new();
    write_value(&mut text, &serde_json::to_value(value).unwrap(), 0);
    text + "\n"
}

fn write_value(out: &mut String, value: &Value, depth: usize) {
    let is_flat = |v: &Value| match v {
        Value::Array(items) => items.iter().all(|i| !i.is_object()),
        Value::Object(fields) => fields.values().all(|f| !f.is_object() && !has_objects(f)),
        _ => true,
    };
    match value {
        Value::Array(items) if !is_flat(value) => {
            let written = items.iter().map(|item| (String::new(), item));
            write_items(out, written, ['[', ']'], depth);
        }
        Value::Object(fields) if !is_flat(value) => {
            let written = fields.iter().map(|(key, field)| (format!("{key:?}: "), field));
            write_items(out, written, ['{', '}'], depth);
        }
        _ => out.push_str(&value.to_string()),
    }
}

fn has_objects(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().any(|item| item.is_object() || has_objects(item)))
}

fn write_items<'a>(
    out: &mut String,
    items: impl Iterator<Item = (String, &'a Value)>,
    [open, close]: [char; 2],
    depth: usize,
) {
    out.push(open);
    for (index, (key, item)) in items.enumerate() {
        let comma = if index > 0 { "," } else { "" };
        write!(out, "{comma}\n{:1$}{key}", "", depth + 1).unwrap();
        write_value(out, item, depth + 1);
    }
    write!(out, "\n{:depth$}{close}", "").unwrap();
}

/// Compares with what is stored, or stores it when `UPDATE` is set; says in the list what differs.
fn compare(sample: &str, file: &str, made: &str, differences: &mut Vec<String>) {
    let path = stored(sample, file);
    let before = fs::read_to_string(&path).unwrap_or_default();
    if before == made {
        return;
    }
    #[expect(clippy::disallowed_methods, reason = "a test has no arguments to read it from")]
    if std::env::var("UPDATE").is_ok_and(|v| v == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, made).unwrap();
        differences.push(format!("{}: written anew; look at `git diff`", path.display()));
        return;
    }
    let line = before.lines().zip(made.lines()).take_while(|(a, b)| a == b).count();
    let [was, is] = [&before, made].map(|text| text.lines().nth(line).unwrap_or("(nothing)"));
    let same = was.chars().zip(is.chars()).take_while(|(a, b)| a == b).count();
    // Long lines are shown from a little before the place.
    let from = same.saturating_sub(60);
    let [was, is] = [was, is].map(|text| text.chars().skip(from).take(120).collect::<String>());
    differences.push(format!(
        "{}:{}\n  was {was}\n  is  {is}\n      {:>column$}",
        path.display(),
        line + 1,
        "^",
        column = same - from + 1
    ));
}

#[track_caller]
fn each(check: impl Fn(&str, &mut Vec<String>)) {
    let mut differences = Vec::new();
    SAMPLES.iter().for_each(|sample| check(sample, &mut differences));
    assert!(differences.is_empty(), "UPDATE=1 writes it anew\n{}", differences.join("\n"));
}

fn opened(sample: &str) -> Scan {
    let path = scan_of(&root().join("samples").join(sample)).unwrap();
    scan::open(&path, fs::read(&path).unwrap(), &Config::default().scan).unwrap()
}

/// One line for each finding: its rule, its place, its quote, what was understood of it.
fn findings_text(document: &Document, findings: &Findings) -> String {
    fn list<T: std::fmt::Debug>(out: &mut String, document: &Document, name: &str, list: &[Finding<T>]) {
        for finding in list {
            writeln!(
                out,
                "{name} {} {} {:.2} \"{}\"\n  {:?}",
                finding.rule,
                finding.place_in_outline.as_deref().unwrap_or("-"),
                finding.confidence,
                document.quote(finding.quote),
                finding.value
            )
            .unwrap();
        }
    }
    let mut out = String::new();
    list(&mut out, document, "target", &findings.targets);
    list(&mut out, document, "deadline", &findings.deadlines);
    list(&mut out, document, "assignment", &findings.assignments);
    list(&mut out, document, "reference", &findings.references);
    list(&mut out, document, "emulation", findings.emulation.as_slice());
    for agency in &findings.agencies {
        writeln!(out, "agency {agency:?}").unwrap();
    }
    for warning in &findings.warnings {
        writeln!(out, "warning {}", Words::english().warning(warning)).unwrap();
    }
    out
}

fn restored(sample: &str) -> Warned<Restoration> {
    let read: Vec<OcrPage> = load(sample, "read.json");
    RESTORER.restore(&read, &RestoreConfig { alternatives: 2 })
}

fn modelled(sample: &str) -> Warned<Document> {
    let restored: Warned<Restoration> = load(sample, "restored.json");
    document::model(&restored.output)
}

fn record(sample: &str) -> String {
    let restored: Warned<Restoration> = load(sample, "restored.json");
    let document: Warned<Document> = load(sample, "document.json");
    let findings = extract::findings(&document.output);
    let scan = opened(sample);
    let warnings = [restored.warnings, document.warnings].concat();
    let from = MadeFrom {
        scan: &scan,
        engine: "tesseract",
        languages: &["vie".to_owned()],
        // The hash of the dictionaries changes with each of their lines and says nothing of this step.
        model: "",
        warnings: &warnings,
    };
    let mut record = record::write(&from, &restored.output, &document.output, &findings);
    for line in record.text.iter_mut().flat_map(|page| &mut page.lines) {
        line.words = None;
    }
    json(&record)
}

#[test]
fn step_3_restore() {
    each(|sample, differences| {
        compare(sample, "restored.json", &json(&restored(sample)), differences);
    });
}

#[test]
fn step_4_document() {
    each(|sample, differences| {
        compare(sample, "document.json", &json(&modelled(sample)), differences);
    });
}

#[test]
fn step_5_extract() {
    each(|sample, differences| {
        let document: Warned<Document> = load(sample, "document.json");
        let findings = extract::findings(&document.output);
        compare(sample, "findings.txt", &findings_text(&document.output, &findings), differences);
    });
}

#[test]
fn step_6_record() {
    each(|sample, differences| compare(sample, "record.json", &record(sample), differences));
}

#[test]
#[ignore = "needs tesseract"]
fn steps_1_and_2_read() {
    let mut config = Config::default();
    config.ocr.worker = Some(env!("CARGO_BIN_EXE_vanthu-ocr").into());
    let engine = Box::new(TesseractPool::lazy(&config.ocr));
    let reader = Reader { restorer: Arc::clone(&RESTORER), engine, config };
    each(|sample, differences| {
        let path = scan_of(&root().join("samples").join(sample)).unwrap();
        let steps = reader.read(Source::File(path), &()).unwrap();
        compare(sample, "read.json", &json(&steps.read), differences);
    });
}
