//! Inputs that once failed, in the folder that `VANTHU_CASES` names or beside the project; left out where it is not at hand.
//! What is right stands in each case's `expected.md` and nowhere here: some are pages of real offices.

use std::path::PathBuf;
use std::{env, fs};

use serde_json::Value;

use crate::support::{Vanthu, root};

/// The folder of the cases, where it is at hand.
fn cases() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test has no arguments to read it from")]
    let named = env::var("VANTHU_CASES").ok().map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root().join("../shared/cases"));
    folder.join("README.md").is_file().then_some(folder)
}

/// The record of a case, and what its `expected.md` says behind `Right`; `None` where the cases are not at hand.
fn read(case: &str, input: &str, more: &[&str]) -> Option<(Value, String)> {
    let folder = cases()?.join(case);
    let expected = fs::read_to_string(folder.join("expected.md")).unwrap();
    let right = expected.split_once("Right").map_or_else(String::new, |(_, right)| right.to_owned());
    let path = folder.join(input);
    let mut args = vec!["read", "--json", "--brief", path.to_str().unwrap()];
    args.extend(more);
    let ran = Vanthu::new().run(args);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    Some((serde_json::from_str(&ran.stdout).unwrap(), right))
}

fn value<'a>(record: &'a Value, field: &str) -> &'a str {
    record["document"][field]["value"].as_str().unwrap_or_default()
}

/// What stands between two words of a text, the second not before the first.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

#[test]
#[ignore = "needs tesseract"]
fn a_number_and_a_day_stamped_in_are_read() {
    let Some((record, right)) = read("stamped-number", "input.pdf", &[]) else { return };
    for field in ["number", "symbol", "code", "date", "effective"] {
        assert_eq!(value(&record, field), between(&right, &format!("{field} `"), "`"), "{field}");
    }
}

#[test]
#[ignore = "needs tesseract"]
fn the_head_ends_at_the_address() {
    let Some((record, right)) = read("subject-column-cut", "input.png", &[]) else { return };
    assert_eq!(value(&record, "subject"), between(&right, "subject `", "`"));
    let lines: Vec<&str> = record["text"][0]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|line| line["text"].as_str())
        .collect();
    assert!(lines.contains(&between(&right, "line `", "`")), "{lines:#?}");
}

#[test]
#[ignore = "needs tesseract"]
fn a_streak_parts_no_columns() {
    let Some((record, _)) = read("vertical-streak", "input.png", &[]) else { return };
    let folder = cases().unwrap().join("vertical-streak/expected.md");
    let expected = fs::read_to_string(folder).unwrap();
    // What is read with the streak taken away is said behind what was read with it.
    let (_, right) = expected.split_once("everything is right: ").unwrap();
    assert_eq!(value(&record, "kind"), between(right, "kind ", ", "));
    assert_eq!(value(&record, "parent_body"), between(right, "parent ", ", issuer"));
    assert_eq!(value(&record, "issuer"), between(right, "issuer ", ", symbol"));
    assert_eq!(value(&record, "symbol"), between(right, "symbol ", ", subject"));
    assert_eq!(value(&record, "subject"), between(right, ", subject ", "."));
    assert_eq!(record["document"]["number"]["status"], "handwritten");
}

#[test]
fn the_second_document_of_a_file_is_not_mixed_in() {
    let Some((first, _)) = read("several-documents", "input.txt", &[]) else { return };
    assert_eq!(first["source"]["page_range"], serde_json::json!([1, 1]));
    let warnings = first["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|warning| warning["code"] == "document.several"), "{warnings:?}");
    assert_eq!(first["document"]["effective"]["value"], Value::Null);
    let Some((second, right)) = read("several-documents", "input.txt", &["--document", "2"]) else { return };
    assert_eq!(second["source"]["page_range"], serde_json::json!([2, 2]));
    assert_eq!(value(&second, "kind"), between(&right, "kind ", ","));
    assert_eq!(second["document"]["number"]["status"], "blank");
    assert_eq!(value(&second, "symbol"), between(&right, "symbol ", ","));
    assert_eq!(value(&second, "date"), between(&right, "date ", " partial"));
    assert_eq!(value(&second, "subject"), between(&right, "subject ", ","));
}

#[test]
#[ignore = "needs tesseract"]
fn the_size_of_the_sheet_counts_where_the_stated_one_cannot_be() {
    let Some((record, _)) = read("page-size-dpi", "input.pdf", &[]) else { return };
    assert_eq!(record["pages"][0]["dpi"], 174);
    let sample = root().join("samples/qd-phat-dong/expected.json");
    let truth: Value = serde_json::from_str(&fs::read_to_string(sample).unwrap()).unwrap();
    let right = |field: &str| truth["document"][field].as_str().unwrap_or_default();
    for field in ["kind", "symbol", "issuer", "place"] {
        assert_eq!(value(&record, field), right(field), "{field}");
    }
    // Number and day are drawn as written by hand: they are found and said to be so, and what is not read is left out.
    for field in ["number", "date"] {
        assert_eq!(record["document"][field]["status"], right(&format!("{field}_status")), "{field}");
    }
    assert!(["", right("number")].contains(&value(&record, "number")), "{}", value(&record, "number"));
    let (month, _) = right("date").rsplit_once('-').unwrap();
    assert!([month, right("date")].contains(&value(&record, "date")), "{}", value(&record, "date"));
}

#[test]
fn issuers_of_cited_documents_end_where_their_names_do() {
    let Some((record, _)) = read("reference-issuer", "input.txt", &[]) else { return };
    let references = record["references"].as_array().unwrap();
    let issuer = |symbol: &str| {
        let found =
            references.iter().find(|cited| cited["symbol"].as_str().is_some_and(|s| s.contains(symbol)));
        found.and_then(|cited| cited["issuer"].as_str()).unwrap_or_default().to_owned()
    };
    for symbol in ["427/", "3917/", "132-"] {
        let cited = issuer(symbol);
        assert!(cited.split_whitespace().count() <= 3 && cited.starts_with("Bộ"), "{symbol}: {cited}");
    }
    assert!(issuer("05/2008").contains(" và Công nghệ"), "{}", issuer("05/2008"));
    assert_eq!(value(&record, "place").split_whitespace().count(), 2);
    assert!(value(&record, "symbol").ends_with(')'));
}
