//! Header fields of the first pages of 41 invented offices of all kinds, from their texts.

use std::fs;

use serde_json::Value;

use crate::support::{Vanthu, root};

/// The fields that are compared as they stand, in the order of the page.
const FIELDS: [&str; 8] = ["kind", "number", "symbol", "parent_body", "issuer", "place", "date", "subject"];

/// What a signer is made of.
const SIGNER: [&str; 5] = ["authority", "for", "title", "rank", "name"];

/// The fields of a record that are not as a truth has them.
fn wrong(record: &Value, truth: &Value) -> Vec<String> {
    let of = |field: &str| &record["document"][field]["value"];
    let mut pairs: Vec<(&str, String, String)> =
        FIELDS.iter().map(|field| (*field, truth[field].to_string(), of(field).to_string())).collect();
    let signer = of("signer");
    pairs.extend(SIGNER.map(|part| (part, truth["signer"][part].to_string(), signer[part].to_string())));
    let written =
        of("recipients").as_array().into_iter().flatten().map(|one| one["written"].clone()).collect();
    pairs.push(("recipients", truth["recipients"].to_string(), Value::Array(written).to_string()));
    let differ = pairs.into_iter().filter(|(_, want, got)| want != got);
    differ.map(|(field, want, got)| format!("{field}: expected {want}, found {got}")).collect()
}

#[test]
fn header_fields_of_offices_of_all_kinds() {
    let folder = root().join("tests/offices");
    let mut folders: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    assert!(folders.len() >= 41, "{}", folders.len());
    let texts: Vec<String> =
        folders.iter().map(|path| path.join("text.txt").to_str().unwrap().to_owned()).collect();
    let args = ["read", "--json", "--brief"].into_iter().chain(texts.iter().map(String::as_str));
    let ran = Vanthu::new().run(args);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines.len(), folders.len(), "{}", ran.stderr);
    let mut failures = Vec::new();
    for line in lines {
        let record: Value = serde_json::from_str(line).unwrap();
        let input = record["input"].as_str().unwrap().to_owned();
        let folder = folders.iter().find(|path| input.contains(path.to_str().unwrap())).unwrap();
        let truth: Value =
            serde_json::from_str(&fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
        failures.extend(
            wrong(&record, &truth["document"]).into_iter().map(|w| format!("{}: {w}", folder.display())),
        );
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
