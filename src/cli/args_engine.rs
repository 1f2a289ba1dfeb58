//! What was typed of the OCR engine, and of passwords.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::config::{Config, PageWorker, SecondReading};
use crate::error::{Error, Result};
use crate::scan;

/// How to use the OCR engine.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Engine {
    /// Languages of the engine, best first, parted by `+`.
    #[arg(long, value_name = "LANGUAGES", default_value = "vie")]
    pub(super) languages: String,
    /// Folder with the engine's language data, when it is not the usual one.
    #[arg(long, value_name = "FOLDER")]
    pub(super) tessdata: Option<PathBuf>,
    /// Pages read at once; the default is one for each core. The result is the same for any number.
    #[arg(short, long, value_name = "NUMBER")]
    pub(super) jobs: Option<std::num::NonZeroUsize>,
    /// Seconds that a page may take to be drawn, and again to be read; half of it for each of two tries.
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) page_timeout: u64,
    /// Which lines to read once more, each alone.
    #[arg(long, value_enum, default_value_t = SecondReading::Doubtful)]
    pub(super) second_reading: SecondReading,
    /// The program that links the OCR engine, when it is not beside vanthu or on the PATH.
    #[arg(long, value_name = "PROGRAM")]
    pub(super) worker: Option<PathBuf>,
}

impl Engine {
    /// Puts the choices into a configuration.
    pub(super) fn apply(&self, config: &mut Config) {
        config.ocr.languages = self.languages.split('+').map(str::to_owned).collect();
        config.ocr.tessdata.clone_from(&self.tessdata);
        if let Some(jobs) = self.jobs {
            config.ocr.jobs = jobs.get();
        }
        config.ocr.page_timeout = Duration::from_secs(self.page_timeout);
        config.ocr.second_reading = self.second_reading;
        config.ocr.worker.clone_from(&self.worker);
        config.scan.page_worker =
            Some(PageWorker { program: self.worker.clone(), timeout: config.ocr.page_timeout });
    }
}

/// The passwords in a file, one a line, in any encoding that texts are read in: editors of Windows write UTF-16.
///
/// # Errors
/// [`Error::Read`], [`Error::PasswordFile`].
pub(super) fn passwords(file: Option<&Path>) -> Result<Vec<String>> {
    let Some(path) = file else { return Ok(Vec::new()) };
    let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    // Of a password no letter may be lost.
    let text = scan::decode(&bytes).filter(|text| !text.contains('\u{fffd}'));
    let text = text.ok_or_else(|| Error::PasswordFile { path: path.to_owned() })?;
    Ok(text.lines().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_read_as_windows_saves_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passwords.txt");
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            passwords(Some(&path)).map_err(|error| error.code())
        };
        let text = "bí mật\r\nđơn vị 2\r\n";
        let both = Ok(vec!["bí mật".to_owned(), "đơn vị 2".to_owned()]);
        let units = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        assert_eq!(read(text.as_bytes()), both);
        assert_eq!(read(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), both);
        assert_eq!(read(&[&b"\xff\xfe"[..], &units(u16::to_le_bytes)].concat()), both);
        assert_eq!(read(&[&b"\xfe\xff"[..], &units(u16::to_be_bytes)].concat()), both);
        assert_eq!(read(b""), Ok(Vec::new()));
        assert_eq!(read(b"PK\x03\x04\x00\x00\x00"), Err("password_file"));
    }
}
