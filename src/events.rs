//! What happens while documents are read, told to whoever wants to know.

use std::path::PathBuf;

use crate::error::Result;
use crate::ocr::ReadPage;
use crate::pipeline::Step;

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
    /// A document is about to be opened: which of the sources it is, counted from 0.
    ///
    /// # Errors
    /// Whatever is to stop this document.
    fn opening(&self, number: usize) -> Result<()> {
        let _ = number;
        Ok(())
    }

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
    /// [`Error::Interrupted`](crate::error::Error::Interrupted).
    fn is_cancelled(&self) -> bool {
        false
    }
}

impl Events for () {}
