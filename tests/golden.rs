//! Golden tests by step: what each made of two samples, as a person can review it.
//!
//! `tests/golden/SAMPLE/read.json` is what step 2 read. From it on, each step is run and what it made compared:
//! `restored.txt` (each word that was changed or is doubtful), `document.txt` (header fields and outline), `findings.txt`,
//! `record.txt` (without its text). Whatever is not shown there is in a hash, the last line. Of steps that differ the
//! first is named alone: those after it start from its output. `UPDATE=1` writes all anew and still fails: the review is
//! `git diff`.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use vanthu::config::{Config, RestoreConfig};
use vanthu::digest::sha256;
use vanthu::document::Document;
use vanthu::extract::{self, Finding, Findings};
use vanthu::ocr::worker::TesseractPool;
use vanthu::page::OcrPage;
use vanthu::record::{self, MadeFrom};
use vanthu::restore::{Restoration, Restorer};
use vanthu::scan::{self, Scan};
use vanthu::text::one_line;
use vanthu::warning::Warning;
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

/// Whether what differs is to be written anew.
fn is_update() -> bool {
    #[expect(clippy::disallowed_methods, reason = "a test has no arguments to read it from")]
    std::env::var("UPDATE").is_ok_and(|v| v == "1")
}

/// Compares with what is stored, or stores it when `UPDATE` is set; says in the list what differs.
fn compare(sample: &str, file: &str, made: &str, differences: &mut Vec<String>) {
    let path = stored(sample, file);
    let before = fs::read_to_string(&path).unwrap_or_default();
    if before == made {
        return;
    }
    if is_update() {
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

/// The last line of a golden: whatever its other lines do not show.
fn hash_line(all: &str) -> String {
    format!("all {}\n", &sha256(all.as_bytes())[..16])
}

/// One line for each word that was changed or is doubtful: page, line, what was read, what is believed, how sure that is, and
/// the others.
fn restored_text(restored: &Restoration) -> String {
    let mut out =
        format!("right before {:.3}, now {:.3}\n", restored.accuracy_before, restored.accuracy_after);
    for page in &restored.pages {
        for (line, word) in page.lines.iter().flat_map(|line| line.words.iter().map(move |word| (line, word)))
        {
            if word.chosen.text == word.read && !word.doubtful {
                continue;
            }
            let (chosen, doubtful) = (&word.chosen, if word.doubtful { " doubtful" } else { "" });
            write!(out, "{}:{} {} → {}", page.page.number(), line.number, word.read, chosen.text).unwrap();
            write!(out, " {:.2}{doubtful}", chosen.probability).unwrap();
            for other in &word.alternatives {
                write!(out, " | {} {:.2}", other.text, other.probability).unwrap();
            }
            out.push('\n');
        }
    }
    out + &hash_line(&serde_json::to_string(restored).unwrap())
}

/// One line for each header field that is not absent and each part of the outline.
fn document_text(document: &Document) -> String {
    let mut out = String::new();
    let header = serde_json::to_value(&document.header).unwrap();
    for (name, field) in header.as_object().unwrap() {
        if field["status"] != "Absent" {
            let confidence = field["confidence"].as_f64().unwrap();
            let status = field["status"].as_str().unwrap();
            writeln!(out, "{name}: {status} {confidence:.2} {}", field["value"]).unwrap();
        }
    }
    for node in &document.outline {
        let depth = usize::try_from(node.level).unwrap() * 2;
        let text: String = one_line(&document.text[node.own.range()]).chars().take(100).collect();
        let label = node.label.as_deref().unwrap_or("-");
        writeln!(out, "{:depth$}{:?} {label} | {text}", "", node.kind).unwrap();
    }
    out + &hash_line(&serde_json::to_string(document).unwrap())
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
    let spans = |out: &mut String, quote: &dyn std::fmt::Debug| write!(out, "{quote:?}").unwrap();
    let mut all = String::new();
    findings.targets.iter().for_each(|finding| spans(&mut all, finding));
    findings.deadlines.iter().for_each(|finding| spans(&mut all, finding));
    findings.assignments.iter().for_each(|finding| spans(&mut all, finding));
    findings.references.iter().for_each(|finding| spans(&mut all, finding));
    findings.emulation.iter().for_each(|finding| spans(&mut all, finding));
    out + &hash_line(&all)
}

/// The record without its text, which [`restored_text`] shows.
fn record_text(
    scan: &Scan,
    restored: &Restoration,
    document: &Document,
    findings: &Findings,
    warnings: &[Warning],
) -> String {
    let from = MadeFrom {
        scan,
        engine: "tesseract",
        languages: &["vie".to_owned()],
        // The hash of the dictionaries changes with each of their lines and says nothing of this step.
        model: "",
        warnings,
    };
    let mut record = record::write(&from, restored, document, findings);
    let all = hash_line(&serde_json::to_string(&record).unwrap());
    record.text.clear();
    json(&record) + &all
}

#[test]
fn steps_3_to_6() {
    each(|sample, differences| {
        let read: Vec<OcrPage> = load(sample, "read.json");
        let path = scan_of(&root().join("samples").join(sample)).unwrap();
        let scan = scan::open(&path, fs::read(&path).unwrap(), &Config::default().scan).unwrap();
        let mut warnings = Vec::new();
        let restored = RESTORER.restore(&read, &RestoreConfig { alternatives: 2 }).take(&mut warnings);
        let document = document::model(&restored).take(&mut warnings);
        let findings = extract::findings(&document);
        let made = [
            ("restored.txt", restored_text(&restored)),
            ("document.txt", document_text(&document)),
            ("findings.txt", findings_text(&document, &findings)),
            ("record.txt", record_text(&scan, &restored, &document, &findings, &warnings)),
        ];
        let before = differences.len();
        for (file, made) in &made {
            if differences.len() == before || is_update() {
                compare(sample, file, made, differences);
            }
        }
    });
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
