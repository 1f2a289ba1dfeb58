//! How results in text forms are known again: a mark in each names the files that it was made from.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::record::Record;

/// The mark of each file that some records were made from: `vanthu-source:`, SHA-256, name without what could end it.
pub(super) fn marks(records: &[&Record]) -> Vec<String> {
    let mut all = Vec::new();
    for file in records.iter().flat_map(|record| &record.source.files) {
        let mut mark = format!("vanthu-source:{}:", file.sha256);
        for byte in file.file.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') {
                mark.push(char::from(byte));
            } else {
                // Writing to a string cannot fail.
                let _ = write!(mark, "%{byte:02X}");
            }
        }
        if !all.contains(&mark) {
            all.push(mark);
        }
    }
    all
}

/// The files that a result was made from: SHA-256, then name. `None` where no mark is in it.
pub(super) fn find(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("vanthu-source:([0-9a-f]{64}):([A-Za-z0-9._%]*)").expect("a pattern of our own")
    });
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let found: BTreeMap<String, String> =
        MARK.captures_iter(bytes).map(|found| (text(&found[1]), name(&text(&found[2])))).collect();
    (!found.is_empty()).then_some(found)
}

fn name(written: &str) -> String {
    let mut bytes = Vec::new();
    let mut parts = written.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        let (code, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        bytes.extend(u8::from_str_radix(code, 16).ok());
        bytes.extend(rest.bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::record;
    use super::*;

    #[test]
    fn marks_tell_files_whatever_their_names() {
        let mut record = record();
        record.source.files[0].file = "Quyết định 5% \"a\"-->.pdf".to_owned();
        let mark = marks(&[&record, &record]);
        assert_eq!(mark.len(), 1);
        let hash = record.source.files[0].sha256.clone();
        let text = format!("<!-- {} -->", mark[0]);
        assert_eq!(
            find(text.as_bytes()),
            Some(BTreeMap::from([(hash, "Quyết định 5% \"a\"-->.pdf".to_owned())]))
        );
        assert_eq!(find(b"vanthu-source:00:a"), None);
    }
}
