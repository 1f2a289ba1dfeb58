//! Step 2: a page's picture becomes read words with boxes.

mod budget;
mod columns;
mod faint;
mod handwriting;
#[doc(hidden)]
pub mod hocr;
mod ink;
mod inlay;
mod language;
mod layout;
mod leaders;
mod lines;
mod marks_below;
mod number_ink;
mod process;
#[doc(hidden)]
pub mod protocol;
mod read_page;
pub mod replay;
mod second_reading;
mod specks;
mod stamps;
mod stop;
mod streaks;
mod strip;
mod tables;
mod two_readings;
mod witness;
mod words;
pub mod worker;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::geometry::{PageIndex, PixelBox};
use crate::page::{OcrLine, PageImage};

pub use crate::limit::Stop;
pub use read_page::{ReadPage, read_page};
pub(crate) use stop::Stoppable;
pub(crate) use witness::hear;

/// Reads pictures of text.
pub trait OcrEngine: Send + Sync {
    /// Name and version, for messages and for the record: `tesseract 5.3.0`.
    fn name(&self) -> &str;

    /// Reads one area of a page's picture in one manner. Boxes of the result count pixels of `image`.
    ///
    /// Called from many threads at once; must not start threads of its own.
    ///
    /// # Errors
    /// [`Error::EngineMissing`](crate::error::Error::EngineMissing) when it is not installed,
    /// [`Error::EngineFailed`](crate::error::Error::EngineFailed) when it did not answer, twice.
    fn read(&self, page: PageIndex, image: &PageImage, area: PixelBox, how: &Reading)
    -> Result<Vec<OcrLine>>;

    /// Whether it reads lines that were cut out as its network is to see them ([`Segmentation::Raw`]). By default not: stored
    /// readings are known by their area of the page.
    fn reads_strips(&self) -> bool {
        false
    }

    /// As [`OcrEngine::read`], given up soon after `stop` is set. An engine that can end a reading in its middle, or
    /// wait for one of its workers, overrides it.
    ///
    /// # Errors
    /// Those of [`OcrEngine::read`], and [`Error::Interrupted`](crate::error::Error::Interrupted).
    fn read_until(
        &self,
        stop: &Stop,
        page: PageIndex,
        image: &PageImage,
        area: PixelBox,
        how: &Reading,
    ) -> Result<Vec<OcrLine>> {
        stop.check()?;
        self.read(page, image, area, how)
    }
}

/// One manner of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// How the engine should part the area into lines.
    pub segmentation: Segmentation,
    /// Dots per inch of the picture handed over.
    pub dpi: u32,
}

/// How the engine parts an area into lines; Tesseract's page segmentation modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Segmentation {
    /// A whole page with blocks to be found (mode 3).
    Page,
    /// One column of text of different sizes (mode 4).
    Column,
    /// One block of lines, as a body without columns (mode 6).
    Block,
    /// One line (mode 7).
    Line,
    /// One line, cut out as the network is to see it (mode 13).
    Raw,
}
