//! The one way in: files become records.

use std::fmt;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Config, ScanConfig};
use crate::error::{Error, Result};
use crate::ocr::worker::TesseractPool;
use crate::ocr::{OcrEngine, ReadPage};
use crate::pipeline::{Step, Steps};
use crate::queue;
use crate::restore::Restorer;
use crate::scan::{self, Scan};

/// Reads documents: all steps, with all that they need. Made once, it reads any number of documents, also from
/// several threads at once.
pub struct Reader {
    /// Dictionaries and language model; many readers may share them.
    pub restorer: Arc<Restorer>,
    /// What reads pictures.
    pub engine: Box<dyn OcrEngine>,
    /// What the user chose. An engine with workers of its own should be made from the same.
    pub config: Config,
}

/// Something to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file, read when its turn comes.
    File(PathBuf),
    /// Bytes that are there already; the path is for messages and for the record.
    Bytes {
        /// What the source is called.
        path: PathBuf,
        /// The whole file.
        bytes: Vec<u8>,
    },
}

/// A document that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InWork {
    /// Which of the sources it is, counted from 0.
    pub number: usize,
    /// What its source is called.
    pub path: PathBuf,
    /// How many pages it has; at least 1.
    pub pages: u32,
}

/// Is told what happens while documents are read, and can end it. `()` hears nothing and ends nothing.
///
/// Its methods are called from several threads at once. An error that one of them gives stops its document. Those that
/// are told something should be quick: a worker waits meanwhile.
pub trait Events: Sync {
    /// A document was opened; its pages come next.
    ///
    /// # Errors
    /// Whatever is to stop this document.
    fn opened(&self, document: &InWork) -> Result<()> {
        let _ = document;
        Ok(())
    }

    /// A page was read, or could not be. Pages come in no order, each once. Its picture is not kept afterwards: those of
    /// a long scan would need gigabytes.
    ///
    /// # Errors
    /// Whatever is to stop this document.
    fn page_read(&self, document: &InWork, page: &ReadPage) -> Result<()> {
        let _ = (document, page);
        Ok(())
    }

    /// A step was done with the whole document; the steps of one document come in their order.
    fn step_done(&self, document: &InWork, step: Step) {
        let _ = (document, step);
    }

    /// Whether all is to end. Asked between pages and, while pages are read or wait for a worker, every 50 ms at least.
    /// Once it says so, workers that read are killed, and all documents that are not finished end with
    /// [`Error::Interrupted`].
    fn is_cancelled(&self) -> bool {
        false
    }
}

impl Events for () {}

impl Reader {
    /// A reader with the dictionaries that are part of the program and Tesseract, of which no worker is started
    /// before the first picture.
    ///
    /// # Errors
    /// [`Error::Dictionary`] when a dictionary breaks its format.
    pub fn new(config: Config) -> Result<Reader> {
        let engine = Box::new(TesseractPool::lazy(&config.ocr));
        Ok(Reader { restorer: Arc::new(Restorer::load()?), engine, config })
    }

    /// Reads one document. The result does not depend on the number of workers, nor on what else is read meanwhile.
    ///
    /// # Errors
    /// What stopped it. A page that cannot be read does not: it is a warning of the record.
    pub fn read(&self, source: Source, events: &dyn Events) -> Result<Steps> {
        let mut outcome = Err(Error::Interrupted);
        self.read_many([source], events, &mut |_, read| {
            outcome = read;
            ControlFlow::Continue(())
        });
        outcome
    }

    /// Reads many documents, their pages over the same workers. `done` is called on this thread for each as soon as its
    /// last page is read, in no order, with its number among the sources, counted from 0; a failure of one does not
    /// touch the others. A break of `done` ends the work as [`Events::is_cancelled`] does; sources that were not yet
    /// opened then are not told at all.
    ///
    /// Sources are taken as room comes for them, so that their number may be large, and of their bytes only those of a
    /// few documents are in memory. The iterator should not wait: all threads would wait with it.
    pub fn read_many<S>(
        &self,
        sources: S,
        events: &dyn Events,
        done: &mut dyn FnMut(usize, Result<Steps>) -> ControlFlow<()>,
    ) where
        S: IntoIterator<Item = Source, IntoIter: Send>,
    {
        queue::read(self, sources.into_iter(), events, done);
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let engine = self.engine.name();
        f.debug_struct("Reader")
            .field("engine", &engine)
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

impl Source {
    /// What it is called.
    pub fn path(&self) -> &Path {
        match self {
            Source::File(path) | Source::Bytes { path, .. } => path,
        }
    }

    /// Step 1 as far as it is done once for a document.
    pub(crate) fn open(self, config: &ScanConfig) -> Result<Scan> {
        match self {
            Source::Bytes { path, bytes } => scan::open(&path, bytes, config),
            Source::File(path) if path.is_dir() => Err(Error::IsFolder { path }),
            Source::File(path) => match fs::read(&path) {
                Ok(bytes) => scan::open(&path, bytes, config),
                Err(source) => Err(Error::Read { path, source }),
            },
        }
    }
}
