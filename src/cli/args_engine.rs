//! What was typed of the OCR engine, and of passwords.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::config::{Config, PageWorker, SecondReading};
use crate::error::{Error, Result};

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

/// The passwords in a file, one a line.
///
/// # Errors
/// [`Error::Read`].
pub(super) fn passwords(file: Option<&Path>) -> Result<Vec<String>> {
    let Some(path) = file else { return Ok(Vec::new()) };
    let text =
        std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Ok(text.lines().map(str::to_owned).collect())
}
