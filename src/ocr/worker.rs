//! Keeps the `vanthu-ocr` processes: one for each page that is read at the same time, replaced when one dies.

use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::process::{Failure, Launch, Process, Watch, lock, programs};
use super::protocol::{Answer, Choices, Request};
use super::{OcrEngine, OcrLine, Reading, hocr};
use crate::config::OcrConfig;
use crate::error::{Error, Result};
use crate::geometry::{PageIndex, PixelBox};
use crate::scan::PageImage;

/// What messages call the engine.
const ENGINE: &str = "tesseract";

/// A worker is replaced after so many pictures, so that whatever the engine never gives back cannot pile up
/// over a batch of ten thousand pages. Starting one costs about as much as a fiftieth of a page.
const READINGS_OF_A_WORKER: u32 = 400;

/// White added around a picture, in millimetres: letters that touch the edge are misread.
const MARGIN_MM: f64 = 1.0;

/// Tesseract in worker processes.
#[derive(Debug)]
pub struct TesseractPool {
    launch: Launch,
    timeout: Duration,
    jobs: usize,
    name: OnceLock<String>,
    watch: Watch,
    workers: Mutex<Workers>,
    returned: Condvar,
}

#[derive(Debug, Default)]
struct Workers {
    idle: Vec<Process>,
    /// Those that read, or are being started.
    busy: usize,
}

impl TesseractPool {
    /// A pool with its first worker started, which shows that the engine and its language data are there. The
    /// others are started when they are needed.
    ///
    /// # Errors
    /// [`Error::EngineMissing`] when the worker, Tesseract or the data of a language is not installed.
    pub fn start(config: &OcrConfig) -> Result<TesseractPool> {
        let pool = TesseractPool::lazy(config);
        match pool.take() {
            Ok(worker) => pool.give_back(worker),
            Err(Failure::Missing(reason) | Failure::Failed(reason)) => {
                return Err(Error::EngineMissing { engine: ENGINE, reason });
            }
        }
        Ok(pool)
    }

    /// A pool without a worker yet: what is not installed shows with the first picture. For work that may turn
    /// out to need no engine, as with text files.
    pub fn lazy(config: &OcrConfig) -> TesseractPool {
        TesseractPool {
            launch: Launch {
                programs: programs(config.worker.as_deref()),
                languages: config.languages.join("+"),
                tessdata: config.tessdata.clone(),
            },
            timeout: config.page_timeout,
            jobs: config.jobs.max(1),
            name: OnceLock::new(),
            watch: Watch::start(),
            workers: Mutex::new(Workers::default()),
            returned: Condvar::new(),
        }
    }

    /// A worker for this caller alone; waits while all of them are busy.
    fn take(&self) -> std::result::Result<Process, Failure> {
        let mut workers = lock(&self.workers);
        while workers.busy >= self.jobs {
            workers = self.returned.wait(workers).unwrap_or_else(PoisonError::into_inner);
        }
        workers.busy += 1;
        if let Some(worker) = workers.idle.pop() {
            return Ok(worker);
        }
        drop(workers);
        let started = Process::start(&self.launch, &self.watch);
        match &started {
            Ok(worker) => {
                let _ = self.name.set(format!("{ENGINE} {}", worker.version));
            }
            Err(_) => self.lose(),
        }
        started
    }

    fn give_back(&self, worker: Process) {
        let kept = (worker.readings < READINGS_OF_A_WORKER).then_some(worker);
        let mut workers = lock(&self.workers);
        workers.busy -= 1;
        workers.idle.extend(kept);
        self.returned.notify_one();
    }

    /// A worker that was taken is no more.
    fn lose(&self) {
        lock(&self.workers).busy -= 1;
        self.returned.notify_one();
    }

    /// One try: hOCR, or why not.
    fn ask<P: AsRef<[u8]>>(&self, request: &Request<P>) -> std::result::Result<String, Failure> {
        let mut worker = self.take()?;
        let answer = worker.read(request, &self.watch, self.timeout);
        match answer {
            Ok(Answer::Hocr(hocr)) => {
                self.give_back(worker);
                Ok(hocr)
            }
            Ok(Answer::Refused(why)) => {
                // What state it is in after a refusal is not known.
                drop(worker);
                self.lose();
                Err(Failure::Failed(why))
            }
            Err(failure) => {
                drop(worker);
                self.lose();
                Err(failure)
            }
        }
    }

    /// The process ids of the idle workers, so that a test can kill them.
    #[cfg(test)]
    fn idle_ids(&self) -> Vec<u32> {
        lock(&self.workers).idle.iter().map(Process::id).collect()
    }
}

impl OcrEngine for TesseractPool {
    /// `tesseract` until the first worker has told its version.
    fn name(&self) -> &str {
        self.name.get().map_or(ENGINE, String::as_str)
    }

    fn read(
        &self,
        page: PageIndex,
        image: &PageImage,
        area: PixelBox,
        how: &Reading,
    ) -> Result<Vec<OcrLine>> {
        let cut = Cut::new(image, area, how.dpi);
        let mut reason = String::new();
        for choices in [Choices::Kept, Choices::Dropped] {
            let request = Request {
                width: cut.width,
                height: cut.height,
                dpi: how.dpi,
                segmentation: how.segmentation,
                choices,
                pixels: cut.pixels.as_slice(),
            };
            match self.ask(&request) {
                Ok(hocr) => return Ok(cut.placed(hocr::lines(&hocr))),
                Err(Failure::Missing(reason)) => return Err(Error::EngineMissing { engine: ENGINE, reason }),
                Err(Failure::Failed(why)) => reason = why,
            }
        }
        Err(Error::EngineFailed { engine: ENGINE, page, reason })
    }
}

/// The part of a picture that is handed over, with white around it.
struct Cut {
    area: PixelBox,
    margin: u32,
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Cut {
    fn new(image: &PageImage, area: PixelBox, dpi: u32) -> Cut {
        let area = area.clipped(image.width, image.height);
        let whole = (area.width(), area.height()) == (image.width, image.height);
        // A whole page has its own margins.
        let margin = if whole { 0 } else { crate::geometry::pixels(MARGIN_MM / 25.4 * f64::from(dpi)) };
        let (width, height) = (area.width() + 2 * margin, area.height() + 2 * margin);
        let mut pixels = vec![255; width as usize * height as usize];
        for row in 0..area.height() {
            let from = (area.top() + row) as usize * image.width as usize + area.left() as usize;
            let to = (margin + row) as usize * width as usize + margin as usize;
            let count = area.width() as usize;
            pixels[to..to + count].copy_from_slice(&image.data[from..from + count]);
        }
        Cut { area, margin, width, height, pixels }
    }

    /// Boxes of the cut as boxes of the picture.
    fn placed(&self, mut lines: Vec<OcrLine>) -> Vec<OcrLine> {
        let across = |x: u32| (x + self.area.left()).saturating_sub(self.margin);
        let down = |y: u32| (y + self.area.top()).saturating_sub(self.margin);
        let Cut { area, .. } = *self;
        for word in lines.iter_mut().flat_map(|line| &mut line.words) {
            word.place = word.place.map(|p| {
                let left = across(p.left()).clamp(area.left(), area.right());
                let right = across(p.right()).clamp(area.left(), area.right());
                let top = down(p.top()).clamp(area.top(), area.bottom());
                let bottom = down(p.bottom()).clamp(area.top(), area.bottom());
                PixelBox::new(left, top, right, bottom)
            });
        }
        lines
    }
}
