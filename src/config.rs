//! What the user may choose, as one value handed to the steps.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

/// Choices for reading a document. `Config::default()` is what `vanthu read` uses without flags.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Opening and cleaning pages.
    pub scan: ScanConfig,
    /// The engine.
    pub ocr: OcrConfig,
    /// Restoration.
    pub restore: RestoreConfig,
    /// Which document of a file with several is read.
    pub document: Documents,
}

/// Which document of a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Documents {
    /// The first; a warning tells of the others.
    First,
    /// The one with this number, from 1.
    Number(NonZeroUsize),
    /// All pages are those of one document, whatever stands on them.
    Whole,
}

/// Choices for [`scan`](crate::scan).
#[derive(Debug, Clone, PartialEq)]
pub struct ScanConfig {
    /// A page with more pixels is refused. Default 150 million, an A0 sheet at 300 dpi.
    pub max_pixels: u64,
    /// Passwords to try on an encrypted PDF, after the empty one.
    pub passwords: Vec<String>,
    /// What to do with a text layer.
    pub text_layer: TextLayer,
    /// Where pages that may take much time or memory are made; `None`: in this process, without limits.
    pub page_worker: Option<PageWorker>,
}

/// The process in which a heavy page is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageWorker {
    /// The worker program, when it is not beside this program or on the PATH.
    pub program: Option<PathBuf>,
    /// How long a page may take, a second try included. Default 120 s.
    pub timeout: Duration,
}

impl Default for PageWorker {
    fn default() -> PageWorker {
        PageWorker { program: None, timeout: Duration::from_secs(120) }
    }
}

/// What to do with the text layer of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum TextLayer {
    /// Use it where it is good, page by page; elsewhere as a second witness beside the picture.
    Judge,
    /// Never look at it.
    Ignore,
    /// Use it alone and restore it, however garbled.
    Only,
}

/// Choices for [`ocr`](crate::ocr).
#[derive(Debug, Clone, PartialEq)]
pub struct OcrConfig {
    /// Languages of the engine, best first.
    pub languages: Vec<String>,
    /// Folder with the engine's language data, when it is not the usual one.
    pub tessdata: Option<PathBuf>,
    /// Worker processes. Results do not depend on it.
    pub jobs: usize,
    /// How long one reading of a page may take before its worker is killed.
    pub page_timeout: Duration,
    /// The worker program, when it is not beside this program or on the PATH.
    pub worker: Option<PathBuf>,
    /// Which lines are read once more, each alone.
    pub second_reading: SecondReading,
}

/// Which lines are read once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum SecondReading {
    /// Those that were lost or read badly.
    Doubtful,
    /// None: faster, and worse on stained pages.
    Never,
}

/// Choices for [`restore`](crate::restore).
#[derive(Debug, Clone, PartialEq)]
pub struct RestoreConfig {
    /// How many other candidates of a word are kept. Default 4.
    pub alternatives: usize,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            scan: ScanConfig {
                max_pixels: 150_000_000,
                passwords: Vec::new(),
                text_layer: TextLayer::Judge,
                page_worker: Some(PageWorker::default()),
            },
            ocr: OcrConfig {
                languages: vec!["vie".to_owned()],
                tessdata: None,
                jobs: std::thread::available_parallelism().map_or(1, usize::from),
                page_timeout: Duration::from_secs(120),
                second_reading: SecondReading::Doubtful,
                worker: None,
            },
            restore: RestoreConfig { alternatives: 4 },
            document: Documents::First,
        }
    }
}
