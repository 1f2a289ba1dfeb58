//! Every record fits the schema that we print, reads back as it was, and leads from each value to its place.

use std::path::{Path, PathBuf};

use serde_json::Value;
use vanthu::record::{self, Record};

use crate::support::{Vanthu, documents, eval, record, root, scan_of, text_of};

/// Checks what has to hold for any record.
fn check(path: &Path) {
    let json = record(path);
    let name = path.display();
    let value: Value = serde_json::from_str(&json).unwrap();
    let schema = jsonschema::validator_for(&record::schema()).unwrap();
    let wrong: Vec<String> =
        schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{name}: {wrong:#?}");

    let typed = record::parse(path, &json).unwrap();
    assert_eq!(serde_json::to_value(&typed).unwrap(), value, "{name}: read back and written again");
    evidence(&name.to_string(), &typed);
}

/// No finding and no field that was read is without evidence, and every box lies on its page.
fn evidence(name: &str, record: &Record) {
    let findings = (record.targets.iter().map(|t| (&t.grounds.quote, &t.grounds.evidence)))
        .chain(record.deadlines.iter().map(|d| (&d.grounds.quote, &d.grounds.evidence)))
        .chain(record.assignments.iter().map(|a| (&a.grounds.quote, &a.grounds.evidence)))
        .chain(record.references.iter().map(|r| (&r.quote, &r.evidence)));
    for (quote, evidence) in findings {
        assert!(!quote.is_empty(), "{name}: a finding without a quote");
        assert!(!evidence.is_empty(), "{name}: no evidence for {quote}");
        for piece in evidence {
            assert!(!piece.text.is_empty(), "{name}: empty evidence for {quote}");
            let page = &record.pages[piece.page as usize - 1];
            match piece.place {
                Some(place) => {
                    assert!(place.area() > 0, "{name}: an empty box for {quote}");
                    assert!(place.right() <= page.width.unwrap(), "{name}: {place:?} of {quote}");
                    assert!(place.bottom() <= page.height.unwrap(), "{name}: {place:?} of {quote}");
                }
                None => assert!(piece.line.is_some(), "{name}: neither box nor line for {quote}"),
            }
        }
    }
    let fields = serde_json::to_value(&record.document).unwrap();
    for (field, value) in fields.as_object().unwrap() {
        let status = value["status"].as_str().unwrap();
        let said = value["evidence"].as_array().unwrap().len();
        assert_eq!(
            status == "absent",
            said == 0,
            "{name}: {field} is {status} with {said} pieces of evidence"
        );
    }
}

fn each(folder: &Path, input: impl Fn(&Path) -> Option<PathBuf>) {
    let inputs: Vec<PathBuf> = documents(folder).iter().filter_map(|d| input(d)).collect();
    assert!(!inputs.is_empty(), "{} holds no documents", folder.display());
    inputs.iter().for_each(|path| check(path));
}

#[test]
fn the_schema_names_its_format_and_its_types() {
    let schema = record::schema();
    assert_eq!(schema["$id"], "urn:vanthu:record:1");
    assert_eq!(schema["properties"]["version"]["const"], 1);
    assert_eq!(schema["properties"]["format"]["$ref"], "#/$defs/Format");
    let types = schema["$defs"].as_object().unwrap();
    let numbered: Vec<&String> =
        types.keys().filter(|name| name.ends_with(|last: char| last.is_ascii_digit())).collect();
    assert!(numbered.is_empty(), "{numbered:?}");
    // Another version, or none, does not fit.
    let validator = jsonschema::validator_for(&schema).unwrap();
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Sở Nội vụ báo cáo trước ngày 15/12/2024.\n");
    let mut value: Value = serde_json::from_str(&vanthu.run(["read", "a.txt"]).stdout).unwrap();
    assert!(validator.is_valid(&value));
    value["version"] = 2.into();
    assert!(!validator.is_valid(&value));
}

#[test]
fn every_field_of_the_record_is_explained() {
    fn unexplained(name: &str, schema: &Value, found: &mut Vec<String>) {
        let parts = schema["properties"].as_object().into_iter().flatten();
        let values = schema["oneOf"].as_array().into_iter().flatten();
        for (field, part) in
            parts.map(|(n, p)| (n.clone(), p)).chain(values.map(|v| (v["const"].to_string(), v)))
        {
            if part["description"].as_str().is_none_or(str::is_empty) {
                found.push(format!("{name}.{field}"));
            }
        }
        if schema["description"].as_str().is_none_or(str::is_empty) {
            found.push(name.to_owned());
        }
    }
    let schema = record::schema();
    let mut found = Vec::new();
    unexplained("Record", &schema, &mut found);
    for (name, part) in schema["$defs"].as_object().unwrap() {
        unexplained(name, part, &mut found);
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// `docs/record.md` ends with tables made from the schema; `UPDATE=1` makes them anew and still fails.
#[test]
fn the_page_about_the_record_is_made_from_the_schema() {
    const BEGIN: &str = "\n## Fields\n";
    let path = root().join("docs/record.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let written = page.split(BEGIN).next().unwrap();
    let made = format!("{written}{BEGIN}{}", record::fields());
    if page == made {
        return;
    }
    #[expect(clippy::disallowed_methods, reason = "a test has no arguments to read it from")]
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(&path, &made).unwrap();
        panic!("{}: written anew; look at `git diff`", path.display());
    }
    let line = page.lines().zip(made.lines()).take_while(|(a, b)| a == b).count();
    panic!("{}:{}: not what the schema says: {:?}", path.display(), line + 1, made.lines().nth(line));
}

#[test]
fn records_of_true_texts() {
    if let Some(eval) = eval() {
        each(&eval, text_of);
    }
}

#[test]
#[ignore = "needs tesseract"]
fn records_of_real_scans() {
    if let Some(eval) = eval() {
        each(&eval, scan_of);
    }
}

#[test]
#[ignore = "needs tesseract"]
fn records_of_samples() {
    each(&root().join("samples"), scan_of);
}
