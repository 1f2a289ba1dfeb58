//! Whether a file holds results of ours, and of what.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::export;

/// What a record says of the file that it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct MadeFrom {
    /// Its name, without folders.
    pub(crate) file: String,
    /// SHA-256 in hexadecimal digits.
    pub(crate) sha256: String,
    /// Where it stood, from the folder of the record.
    #[serde(default)]
    pub(crate) path: Option<String>,
}

/// What is looked at of a record, or of the line of an input that failed: a newer record may differ in all the rest.
#[derive(Deserialize)]
struct Line {
    format: Option<String>,
    source: Option<Source>,
    input: Option<IgnoredAny>,
    error: Option<Failure>,
}

#[derive(Deserialize)]
struct Source {
    files: Vec<MadeFrom>,
}

#[derive(Deserialize)]
struct Failure {
    #[expect(dead_code, reason = "that it is there tells the line")]
    code: String,
}

/// How the summary of a batch begins, and its list of cuts.
pub(crate) const SUMMARY: &str = "<!doctype html><!-- vanthu summary -->\n";
pub(crate) const CUTS: &str = "# vanthu cuts";

/// Whether a file is what a batch told at its end.
pub(crate) fn is_told(bytes: &[u8]) -> bool {
    bytes.starts_with(SUMMARY.as_bytes()) || bytes.starts_with(CUTS.as_bytes())
}

/// What the records in a file were made from: of one record, or of many, one on each line, among lines of inputs that
/// failed; or what another form was made from. `None` when the file holds anything else.
pub(crate) fn made_from(bytes: &[u8]) -> Option<Vec<MadeFrom>> {
    if let Some(files) = export::made_from(bytes) {
        let files = files.into_iter().map(|(sha256, file)| MadeFrom { file, sha256, path: None });
        return Some(files.collect());
    }
    let mut all = Vec::new();
    let mut lines = 0;
    for line in serde_json::Deserializer::from_slice(bytes).into_iter::<Line>() {
        lines += 1;
        match line.ok()? {
            Line { format: Some(format), source: Some(source), .. } if format == "vanthu.record" => {
                all.extend(source.files);
            }
            Line { format: None, input: Some(_), error: Some(_), .. } => {}
            _ => return None,
        }
    }
    (lines > 0).then_some(all)
}

/// Whether bytes are JSON of whatever kind: data of a program, not a document.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(begins, Some(b'{' | b'['))
        && serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>().all(|value| value.is_ok())
}

/// Whether a file has the name of a step.
pub(crate) fn is_step(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let page = name.strip_prefix("page-").and_then(|rest| rest.strip_suffix(".png"));
    page.is_some_and(|number| number.parse::<u32>().is_ok())
        || ["read.txt", "restored.txt", "outline.txt", "record.json"].contains(&&*name)
}

/// Whether a folder is one that `--keep-steps` made for a document.
pub(crate) fn is_steps(folder: &Path) -> bool {
    folder.join("read.txt").is_file()
        && folder.join("restored.txt").is_file()
        && fs::read(folder.join("record.json")).is_ok_and(|bytes| made_from(&bytes).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_told_by_what_they_say() {
        let record = r#"{"format":"vanthu.record","version":9,"source":{"files":[{"file":"a.pdf","sha256":"00"}]},"x":1}"#;
        let failed = r#"{"input":"b.pdf","error":{"code":"empty","message":"b.pdf is empty","page":null}}"#;
        let from = MadeFrom { file: "a.pdf".to_owned(), sha256: "00".to_owned(), path: None };
        let pretty = record.replace(',', ",\n  ");
        assert_eq!(made_from(record.as_bytes()), Some(vec![from.clone()]));
        assert_eq!(made_from(pretty.as_bytes()), Some(vec![from.clone()]));
        assert_eq!(made_from(format!("{failed}\n{record}\n").as_bytes()), Some(vec![from]));
        assert_eq!(made_from(format!("{failed}\n").as_bytes()), Some(Vec::new()));
        let other = record.replace("vanthu.record", "other.record");
        let mixed = format!("{record}\n{{\"mine\":1}}\n");
        let cut = &record[..record.len() - 9];
        for foreign in ["", "\n", "[1]", "{\"mine\":1}", "KẾ HOẠCH", &other, &mixed, cut] {
            assert_eq!(made_from(foreign.as_bytes()), None, "{foreign}");
        }
        assert!(is_json(b" [1, 2]\n") && is_json(mixed.as_bytes()));
        assert!(!is_json("{KẾ HOẠCH}".as_bytes()) && !is_json(b"") && !is_json(b"12"));
    }
}
