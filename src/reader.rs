//! The one way in: files become records.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::config::{Config, Documents};
use crate::error::{Error, Result};
use crate::fault::{Fault, caught};
use crate::limit::{Limit, Stop};
use crate::ocr::OcrEngine;
use crate::ocr::worker::TesseractPool;
use crate::page::OcrPage;
use crate::pipeline::{self, Steps};
use crate::queue::{self, Tools};
use crate::restore::Restorer;
use crate::warning::{Warned, Warning};

pub use crate::events::{Events, InWork};
pub use crate::source::Source;

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
        let tools = Tools { restorer: &self.restorer, engine: self.engine.as_ref(), config: &self.config };
        queue::read(tools, sources.into_iter(), events, done);
    }

    /// Makes a document of what was read of it before: steps 3 to 6, by the dictionaries of today. `engine` is what read
    /// it; `source` is opened to tell what it is, and nothing of it is read again.
    ///
    /// # Errors
    /// What stops it: the source cannot be opened, or has other pages than were read.
    pub(crate) fn read_again(
        &self,
        source: Source,
        engine: &str,
        pages: Vec<OcrPage>,
        warnings: Vec<Warning>,
        events: &dyn Events,
    ) -> Result<Steps> {
        let path = source.path().to_owned();
        let again = caught(|| {
            let scan = source.open(&self.config.scan)?;
            let about = InWork { number: 0, path: path.clone(), pages: scan.page_count() };
            events.opened(&about)?;
            let mut warnings = Some(warnings);
            // In the record they stand in one list, page after page.
            let pages = pages
                .into_iter()
                .map(|output| Warned { output, warnings: warnings.take().unwrap_or_default() });
            let done = |step| {
                if events.is_cancelled() {
                    return Err(Error::Interrupted);
                }
                events.step_done(&about, step);
                Ok(())
            };
            pipeline::document(&scan, pages.collect(), engine, &self.restorer, &self.config, &done)
        });
        again.unwrap_or_else(|Fault { place, reason }| Err(Error::Fault { path, place, reason }))
    }

    /// Makes several documents of what was read of one source: each of its own pages alone, so that nothing that was read on
    /// one is given to another. `each` is told what came of one after the other; its error ends the work.
    ///
    /// # Errors
    /// What stops it, and those of `each`.
    pub(crate) fn read_parts(
        &self,
        source: Source,
        engine: &str,
        parts: Vec<Warned<Vec<OcrPage>>>,
        each: &mut dyn FnMut(usize, Steps) -> Result<()>,
    ) -> Result<()> {
        let path = source.path().to_owned();
        let config = Config { document: Documents::Whole, ..self.config.clone() };
        let stop = Stop::default();
        let fault = |Fault { place, reason }| Error::Fault { path: path.clone(), place, reason };
        let scan = caught(|| source.open(&self.config.scan)).map_err(fault)??;
        for (at, part) in parts.into_iter().enumerate() {
            let Warned { output: pages, warnings } = part;
            let time = config.ocr.page_timeout.saturating_mul(u32::try_from(pages.len()).unwrap_or(u32::MAX));
            let mut warnings = Some(warnings);
            let pages = pages
                .into_iter()
                .map(|output| Warned { output, warnings: warnings.take().unwrap_or_default() })
                .collect();
            let made = || pipeline::document(&scan, pages, engine, &self.restorer, &config, &|_| Ok(()));
            let made = caught(|| Limit::new(time, &stop).within(made)).map_err(fault)?;
            let steps =
                made.map_err(|_| Error::TooLong { path: path.clone(), seconds: time.as_secs() })??;
            each(at, steps)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("config", &self.config).finish_non_exhaustive()
    }
}
