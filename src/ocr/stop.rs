//! A reading that is given up because nobody wants its result any more.

use super::{OcrEngine, Reading};
use crate::error::Result;
use crate::geometry::{PageIndex, PixelBox};
use crate::limit::Stop;
use crate::page::{OcrLine, PageImage};

/// An engine whose readings end when they are stopped, for steps that know nothing of stopping.
pub(crate) struct Stoppable<'a> {
    pub(crate) engine: &'a dyn OcrEngine,
    pub(crate) stop: &'a Stop,
}

impl OcrEngine for Stoppable<'_> {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn reads_strips(&self) -> bool {
        self.engine.reads_strips()
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
