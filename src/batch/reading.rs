//! What was read of the pages of a file, kept beside the results: other dictionaries need no second reading.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::config::{Config, Documents, SecondReading, TextLayer};
use crate::digest::sha256;
use crate::error::Result;
use crate::files::write::{Standing, folder_of, make_folder, write_file};
use crate::page::OcrPage;
use crate::warning::Warning;

/// The version of what is kept. It is raised when pages are read in another way, so that older readings are no longer
/// taken; other dictionaries and rules do not raise it.
const VERSION: u32 = 1;
/// The most that is unpacked of one file: 10,000 dense pages are a tenth of it.
const LARGEST: u64 = 16 << 30;

/// What was read of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Reading {
    version: u32,
    /// SHA-256 of the file.
    pub(super) sha256: String,
    /// What read it, with its version.
    pub(super) engine: String,
    /// The choices that it was read with, as of [`choices`].
    pub(super) choices: String,
    /// Its pages, in their order.
    pub(super) pages: Vec<OcrPage>,
    /// What to distrust in them, page after page.
    pub(super) warnings: Vec<Warning>,
    /// Pages that bear the bars of a separator sheet, from 1, where they were looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) barred: Option<BTreeSet<u32>>,
}

impl Reading {
    /// A reading that was made now.
    pub(super) fn new(
        sha256: &str,
        engine: &str,
        config: &Config,
        pages: Vec<OcrPage>,
        warnings: Vec<Warning>,
    ) -> Reading {
        let (sha256, engine) = (sha256.to_owned(), engine.to_owned());
        Reading { version: VERSION, sha256, engine, choices: choices(config), pages, warnings, barred: None }
    }

    /// The same with the pages that bear the bars of a separator sheet.
    pub(super) fn with_barred(self, barred: BTreeSet<u32>) -> Reading {
        Reading { barred: Some(barred), ..self }
    }

    /// Writes it.
    ///
    /// # Errors
    /// [`Error::Write`](crate::error::Error::Write).
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        let all = serde_json::to_writer(&mut packed, self).map_err(io::Error::from);
        let all = all.and_then(|()| packed.flush()).and_then(|()| packed.finish());
        let all = all.expect("nothing fails in memory");
        make_folder(folder_of(path))?;
        write_file(path, &all, Standing::IsReplaced)
    }

    /// What was kept of a file with these bytes, read with these choices. What is missing, broken or of another way of
    /// reading is nothing: it can be read again.
    pub(super) fn find(path: &Path, sha256: &str, config: &Config) -> Option<Reading> {
        let packed = fs::read(path).ok()?;
        let mut text = Vec::new();
        GzDecoder::new(packed.as_slice()).take(LARGEST).read_to_end(&mut text).ok()?;
        let reading: Reading = serde_json::from_slice(&text).ok()?;
        let same =
            reading.version == VERSION && reading.sha256 == sha256 && reading.choices == choices(config);
        same.then_some(reading)
    }
}

/// One hash over the choices by which pages are read: 12 hexadecimal digits.
fn choices(config: &Config) -> String {
    let layer = match config.scan.text_layer {
        TextLayer::Judge => "judge",
        TextLayer::Ignore => "ignore",
        TextLayer::Only => "only",
    };
    let second = match config.ocr.second_reading {
        SecondReading::Doubtful => "doubtful",
        SecondReading::Never => "never",
    };
    let all =
        format!("{VERSION} {layer} {second} {} {}", config.scan.max_pixels, config.ocr.languages.join("+"));
    sha256(all.as_bytes())[..12].to_owned()
}

/// One hash over all choices that change a record.
pub(super) fn settings(config: &Config) -> String {
    let document = match config.document {
        Documents::First => "0".to_owned(),
        Documents::Number(number) => number.to_string(),
        Documents::Whole => "whole".to_owned(),
    };
    let all = format!("{} {} {document}", choices(config), config.restore.alternatives);
    sha256(all.as_bytes())[..12].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_taken_for_the_same_bytes_and_choices_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.read.json.gz");
        let mut config = Config::default();
        let reading = Reading::new("00", "tesseract 5.3.0", &config, Vec::new(), Vec::new());
        assert_eq!(Reading::find(&path, "00", &config), None);
        reading.write(&path).unwrap();
        assert_eq!(Reading::find(&path, "00", &config), Some(reading));
        assert_eq!(Reading::find(&path, "01", &config), None);
        config.ocr.jobs += 1;
        assert!(Reading::find(&path, "00", &config).is_some(), "the number of workers changes no reading");
        config.scan.text_layer = TextLayer::Only;
        assert_eq!(Reading::find(&path, "00", &config), None);
        fs::write(&path, b"\x1f\x8b and no more").unwrap();
        assert_eq!(Reading::find(&path, "00", &Config::default()), None);
    }

    #[test]
    fn settings_tell_apart_what_changes_records() {
        let mut config = Config::default();
        let plain = settings(&config);
        config.document = Documents::Whole;
        assert_ne!(settings(&config), plain);
    }
}
