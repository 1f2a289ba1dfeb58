//! All readings of a page together have what is left of its time.

use std::time::{Duration, Instant};

use super::{OcrEngine, Reading};
use crate::error::{Error, Result};
use crate::geometry::{PageIndex, PixelBox};
use crate::limit;
use crate::page::{OcrLine, PageImage};
use crate::reason::Reason;

/// An engine that reads nothing more once the time of its page is over.
///
/// A page is read in many pieces, each with a limit of its own; without this their number would have none.
pub(super) struct Timed<'a> {
    engine: &'a dyn OcrEngine,
    begun: Instant,
    left: Duration,
    /// The time of a page, for messages.
    time: Duration,
}

impl Timed<'_> {
    /// The engine for one page that has so much time, less what making it has taken.
    pub(super) fn new(engine: &dyn OcrEngine, time: Duration) -> Timed<'_> {
        let left = limit::left().map_or(time, |left| left.min(time));
        Timed { engine, begun: Instant::now(), left, time }
    }
}

impl OcrEngine for Timed<'_> {
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
        if self.begun.elapsed() >= self.left {
            let reason = Reason::NotReadInTime { time: self.time };
            return Err(Error::EngineFailed { engine: "tesseract", page, reason });
        }
        self.engine.read(page, image, area, how)
    }
}
