//! A record read back from its JSON.

use std::path::Path;

use serde::Deserialize;

use super::{Record, VERSION};
use crate::error::{Error, Result, Wanted};
use crate::reason::Reason;

/// Reads a record; `path` is for messages.
///
/// # Errors
/// [`Error::NewerRecord`] for a later version, [`Error::NotRecord`] for anything else that does not fit.
pub fn parse(path: &Path, json: &str) -> Result<Record> {
    /// What is looked at first: a newer record may differ in all the rest.
    #[derive(Deserialize)]
    struct Head {
        format: String,
        version: u32,
    }
    let broken = |reason| Error::NotRecord { path: path.to_owned(), what: Wanted::Record, reason };
    let said = |error: serde_json::Error| broken(Reason::Said(error.to_string()));
    let head: Head = serde_json::from_str(json).map_err(said)?;
    if head.format != "vanthu.record" {
        return Err(broken(Reason::OtherFormat { format: head.format }));
    }
    if head.version > VERSION {
        return Err(Error::NewerRecord { path: path.to_owned(), found: head.version, known: VERSION });
    }
    serde_json::from_str(json).map_err(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_record_is_named_as_such() {
        let error = parse(Path::new("a.json"), r#"{"format":"vanthu.record","version":2}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a.json was written by a newer version (format 2; this one reads up to 1)"
        );
        let error = parse(Path::new("a.json"), r#"{"format":"other","version":1}"#).unwrap_err();
        assert_eq!(error.to_string(), "a.json is not a record: its format is `other`");
        assert!(parse(Path::new("a.json"), r#"{"format":"vanthu.record","version":1}"#).is_err());
    }
}
