//! A reading that is given up because nobody wants its result any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{OcrEngine, Reading};
use crate::error::{Error, Result};
use crate::geometry::{PageIndex, PixelBox};
use crate::page::{OcrLine, PageImage};

/// Says to everyone who holds a copy of it that the work is to end. Once set it stays set.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// From now on, all work that knows this is given up.
    pub fn set(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether the work is to end.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// For `?` between two parts of the work.
    ///
    /// # Errors
    /// [`Error::Interrupted`] when the work is to end.
    pub fn check(&self) -> Result<()> {
        if self.is_set() { Err(Error::Interrupted) } else { Ok(()) }
    }
}

/// An engine whose readings end when they are stopped, for steps that know nothing of stopping.
pub(crate) struct Stoppable<'a> {
    pub(crate) engine: &'a dyn OcrEngine,
    pub(crate) stop: &'a Stop,
}

impl OcrEngine for Stoppable<'_> {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn read(
        &self,
        page: PageIndex,
        image: &PageImage,
        area: PixelBox,
        how: &Reading,
    ) -> Result<Vec<OcrLine>> {
        self.engine.read_until(self.stop, page, image, area, how)
    }
}
