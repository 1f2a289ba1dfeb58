//! All readings of a page together have the time of a page.

use std::time::{Duration, Instant};

use super::{OcrEngine, Reading};
use crate::error::{Error, Result};
use crate::geometry::{PageIndex, PixelBox};
use crate::page::{OcrLine, PageImage};
use crate::reason::Reason;

/// An engine that reads nothing more once the time of its page is over.
///
/// A page is read in many pieces, each with a limit of its own; without this their number would have none.
pub(super) struct Timed<'a> {
    engine: &'a dyn OcrEngine,
    begun: Instant,
    time: Duration,
}

impl Timed<'_> {
    /// The engine for one page that has so much time from now on.
    pub(super) fn new(engine: &dyn OcrEngine, time: Duration) -> Timed<'_> {
        Timed { engine, begun: Instant::now(), time }
    }
}

impl OcrEngine for Timed<'_> {
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
        if self.begun.elapsed() >= self.time {
            let reason = Reason::NotReadInTime { time: self.time };
            return Err(Error::EngineFailed { engine: "tesseract", page, reason });
        }
        self.engine.read(page, image, area, how)
    }
}
