//! Keeps the `vanthu-ocr` processes: one for each page that is read at the same time, replaced when one dies.

use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::process::{Failure, Launch, Process, STOP_INTERVAL, Watch, lock};
use super::protocol::{Answer, Choices, Request};
use super::{OcrEngine, Reading, Stop, hocr};
use crate::config::OcrConfig;
use crate::error::{Error, Missing, Result};
use crate::geometry::{PageIndex, PixelBox};
use crate::page::{OcrLine, PageImage};
use crate::reason::Reason;
use crate::worker_program::programs;

/// What messages call the engine.
const ENGINE: &str = "tesseract";

/// A worker is replaced after so many pictures, so that whatever the engine never gives back cannot pile up
/// over a batch of ten thousand pages. The number is not measured; it makes the cost of starting one small.
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
        match pool.take(&Stop::default()) {
            Ok(worker) => pool.give_back(worker),
            Err(Failure::Missing(missing)) => return Err(Error::EngineMissing { engine: ENGINE, missing }),
            Err(Failure::Failed(reason)) => {
                return Err(Error::EngineMissing { engine: ENGINE, missing: Missing::Start(reason) });
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
    fn take(&self, stop: &Stop) -> std::result::Result<Process, Failure> {
        let mut workers = lock(&self.workers);
        while workers.busy >= self.jobs {
            if stop.is_set() {
                return Err(Failure::Failed(Reason::GivenUp));
            }
            let waited = self.returned.wait_timeout(workers, STOP_INTERVAL);
            workers = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        workers.busy += 1;
        if let Some(worker) = workers.idle.pop() {
            return Ok(worker);
        }
        drop(workers);
        let started = Process::start(&self.launch, &self.watch, stop);
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
    fn ask<P: AsRef<[u8]>>(&self, request: &Request<P>, stop: &Stop) -> std::result::Result<String, Failure> {
        let mut worker = self.take(stop)?;
        let answer = worker.read(request, &self.watch, self.timeout, stop);
        match answer {
            Ok(Answer::Hocr(hocr)) => {
                self.give_back(worker);
                Ok(hocr)
            }
            Ok(Answer::Refused(why)) => {
                // What state it is in after a refusal is not known.
                drop(worker);
                self.lose();
                Err(Failure::Failed(Reason::Said(why)))
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
    /// A worker is asked for its version where none has told it yet; `tesseract` alone where none can be started.
    fn name(&self) -> &str {
        if self.name.get().is_none()
            && let Ok(worker) = self.take(&Stop::default())
        {
            self.give_back(worker);
        }
        self.name.get().map_or(ENGINE, String::as_str)
    }

    fn reads_strips(&self) -> bool {
        true
    }

    fn read(
        &self,
        page: PageIndex,
        image: &PageImage,
        area: PixelBox,
        how: &Reading,
    ) -> Result<Vec<OcrLine>> {
        self.read_until(&Stop::default(), page, image, area, how)
    }

    fn read_until(
        &self,
        stop: &Stop,
        page: PageIndex,
        image: &PageImage,
        area: PixelBox,
        how: &Reading,
    ) -> Result<Vec<OcrLine>> {
        let cut = Cut::new(image, area, how.dpi);
        let mut reason = Reason::GivenUp;
        for choices in [Choices::Kept, Choices::Dropped] {
            stop.check()?;
            let request = Request {
                width: cut.width,
                height: cut.height,
                dpi: how.dpi,
                segmentation: how.segmentation,
                choices,
                pixels: cut.pixels.as_slice(),
            };
            match self.ask(&request, stop) {
                Ok(hocr) => return Ok(cut.placed(hocr::lines(&hocr))),
                Err(Failure::Missing(missing)) => {
                    return Err(Error::EngineMissing { engine: ENGINE, missing });
                }
                Err(Failure::Failed(why)) => reason = why,
            }
        }
        stop.check()?;
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::process::Command;
    use std::thread;

    use super::*;
    use crate::ocr::Segmentation;
    use crate::reason::Ended;

    const HOCR: &str = "<span class='ocr_line'><span class='ocrx_word' title='bbox 1 1 3 3; x_wconf 90'>\
                        so</span></span>";
    const HOW: Reading = Reading { segmentation: Segmentation::Block, dpi: 300 };

    /// A pool whose worker is a shell script: the shell takes its path for the language.
    fn scripted(folder: &tempfile::TempDir, script: &str, timeout: Duration) -> OcrConfig {
        let path = folder.path().join("worker.sh");
        std::fs::write(&path, script.replace("FOLDER", folder.path().to_str().unwrap())).unwrap();
        OcrConfig {
            languages: vec![path.to_str().unwrap().to_owned()],
            tessdata: None,
            jobs: 2,
            page_timeout: timeout,
            second_reading: crate::config::SecondReading::Doubtful,
            worker: Some("/bin/sh".into()),
        }
    }

    fn tiny() -> PageImage {
        PageImage { width: 4, height: 4, data: vec![255; 16] }
    }

    fn read_tiny(pool: &TesseractPool) -> Result<Vec<OcrLine>> {
        pool.read(PageIndex(2), &tiny(), PixelBox::new(0, 0, 4, 4), &HOW)
    }

    #[test]
    fn what_is_not_installed_is_named() {
        struct Case {
            script: &'static str,
            reason: &'static str,
            missing: Missing,
        }
        let folder = tempfile::tempdir().unwrap();
        for case in [
            Case { script: "exit 127", reason: "Tesseract is not installed", missing: Missing::Library },
            Case {
                script: "echo vanthu-ocr 2 no-language vie",
                reason: "the Vietnamese data `vie` is not installed",
                missing: Missing::Language("vie".to_owned()),
            },
            Case {
                script: "echo vanthu-ocr 7 hello",
                reason: "`vanthu-ocr` is of another version than `vanthu`",
                missing: Missing::Version,
            },
            Case {
                script: "kill -9 $$",
                reason: "it ended at once, killed by signal 9",
                missing: Missing::Start(Reason::EndedAtOnce { how: Ended::Signal(9) }),
            },
        ] {
            let config = scripted(&folder, case.script, Duration::from_secs(60));
            match TesseractPool::start(&config) {
                Err(Error::EngineMissing { missing, .. }) => {
                    assert_eq!((missing.to_string().as_str(), &missing), (case.reason, &case.missing));
                }
                other => panic!("{}: {other:?}", case.script),
            }
        }
        let config = OcrConfig {
            worker: Some(folder.path().join("none")),
            ..scripted(&folder, "", Duration::from_secs(60))
        };
        let pool = TesseractPool::lazy(&config);
        let none = Missing::Worker(config.worker);
        assert!(matches!(read_tiny(&pool), Err(Error::EngineMissing { missing, .. }) if missing == none));
        assert!(matches!(read_tiny(&pool), Err(Error::EngineMissing { .. })), "it does not hang");
    }

    #[test]
    fn a_page_whose_worker_dies_is_tried_once_more() {
        let folder = tempfile::tempdir().unwrap();
        let script = format!(
            "echo vanthu-ocr 2 ready 9.9\nread line\n\
             if [ -e FOLDER/died ]; then printf 'hocr {}\\n%s' \"{HOCR}\"; cat > FOLDER/rest\n\
             else : > FOLDER/died; kill -9 $$; fi\n",
            HOCR.len()
        );
        let pool = TesseractPool::start(&scripted(&folder, &script, Duration::from_secs(60))).unwrap();
        assert_eq!(pool.name(), "tesseract 9.9");
        let lines = read_tiny(&pool).unwrap();
        assert_eq!(lines[0].words[0].text, "so");
        assert_eq!(lines[0].words[0].place, Some(PixelBox::new(1, 1, 3, 3)));
    }

    #[test]
    fn a_page_that_takes_too_long_is_given_up_and_its_worker_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let script = "echo vanthu-ocr 2 ready 9.9\necho $$ >> FOLDER/ids\nexec sleep 600\n";
        let pool = TesseractPool::start(&scripted(&folder, script, Duration::from_millis(300))).unwrap();
        match read_tiny(&pool) {
            Err(Error::EngineFailed { page, reason, .. }) => {
                assert_eq!((page, reason.to_string().as_str()), (PageIndex(2), "not read within 0.3 s"));
            }
            other => panic!("{other:?}"),
        }
        let ids = std::fs::read_to_string(folder.path().join("ids")).unwrap();
        assert_eq!(ids.lines().count(), 2, "two tries");
        for id in ids.lines() {
            assert!(!PathBuf::from(format!("/proc/{id}")).exists(), "neither a process nor a zombie is left");
        }
    }

    #[test]
    fn a_stop_ends_a_reading_and_the_wait_for_a_worker() {
        let folder = tempfile::tempdir().unwrap();
        let script = "echo vanthu-ocr 2 ready 9.9\necho $$ >> FOLDER/ids\nexec sleep 600\n";
        let config = OcrConfig { jobs: 1, ..scripted(&folder, script, Duration::from_secs(600)) };
        let pool = TesseractPool::start(&config).unwrap();
        let [id] = pool.idle_ids()[..] else { panic!("one worker was started") };
        let stop = Stop::default();
        let read = || pool.read_until(&stop, PageIndex(0), &tiny(), PixelBox::new(0, 0, 4, 4), &HOW);
        thread::scope(|scope| {
            // One of them reads and the other waits.
            let both = [scope.spawn(read), scope.spawn(read)];
            thread::sleep(Duration::from_millis(100));
            stop.set();
            for one in both {
                assert!(matches!(one.join().unwrap(), Err(Error::Interrupted)));
            }
        });
        assert!(!PathBuf::from(format!("/proc/{id}")).exists());
        assert!(matches!(read(), Err(Error::Interrupted)), "and begins no other");
    }

    #[test]
    fn workers_end_with_their_pool() {
        let folder = tempfile::tempdir().unwrap();
        let script = "echo vanthu-ocr 2 ready 9.9\ncat > FOLDER/rest\n";
        let pool = TesseractPool::start(&scripted(&folder, script, Duration::from_secs(60))).unwrap();
        let [id] = pool.idle_ids()[..] else { panic!("one worker was started") };
        assert!(PathBuf::from(format!("/proc/{id}")).exists());
        drop(pool);
        assert!(!PathBuf::from(format!("/proc/{id}")).exists());
    }

    /// The real worker, built beside the tests.
    fn real(jobs: usize) -> OcrConfig {
        let exe = std::env::current_exe().unwrap();
        let worker = exe.ancestors().nth(2).unwrap().join("vanthu-ocr");
        let languages = vec!["vie".to_owned()];
        OcrConfig {
            languages,
            tessdata: None,
            jobs,
            page_timeout: Duration::from_secs(120),
            second_reading: crate::config::SecondReading::Doubtful,
            worker: Some(worker),
        }
    }

    /// Rows of words in block letters, other words for every seed.
    fn words(seed: u32) -> PageImage {
        // Five columns by seven rows, one byte a row.
        const LETTERS: [[u8; 7]; 6] = [
            [0x1f, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04], // T
            [0x11, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11], // H
            [0x1f, 0x10, 0x10, 0x1e, 0x10, 0x10, 0x1f], // E
            [0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x1f], // L
            [0x11, 0x19, 0x15, 0x13, 0x11, 0x11, 0x11], // N
            [0x0e, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0e], // O
        ];
        const DOT: u32 = 5;
        let (width, height) = (1200u32, 500u32);
        let mut data = vec![255u8; (width * height) as usize];
        let mut state = seed.wrapping_mul(2_654_435_761) | 1;
        for top in (60..height - 60).step_by(80) {
            for place in 0..27u32 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if place % 4 == 3 {
                    continue;
                }
                let letter = LETTERS[(state >> 16) as usize % LETTERS.len()];
                for (y, row) in (0u32..).zip(letter) {
                    for x in (0..5u32).filter(|x| row & (0x10 >> x) != 0) {
                        for line in 0..DOT {
                            let start = (top + y * DOT + line) * width + 60 + place * 36 + x * DOT;
                            data[start as usize..(start + DOT) as usize].fill(0);
                        }
                    }
                }
            }
        }
        PageImage { width, height, data }
    }

    fn read_words(pool: &TesseractPool, seed: u32) -> Vec<OcrLine> {
        let image = words(seed);
        let area = PixelBox::new(0, 0, image.width, image.height);
        pool.read(PageIndex(seed), &image, area, &HOW).unwrap()
    }

    #[test]
    #[ignore = "needs tesseract"]
    fn a_reading_does_not_depend_on_what_was_read_before_nor_on_the_worker() {
        let alone: Vec<Vec<OcrLine>> =
            (0..4).map(|seed| read_words(&TesseractPool::start(&real(1)).unwrap(), seed)).collect();
        assert!(alone.iter().all(|lines| lines.len() > 2), "{alone:?}");
        let one = TesseractPool::start(&real(1)).unwrap();
        let in_turn: Vec<Vec<OcrLine>> = (0..4).map(|seed| read_words(&one, seed)).collect();
        assert_eq!(in_turn, alone);
        let two = TesseractPool::start(&real(2)).unwrap();
        let at_once: Vec<Vec<OcrLine>> = thread::scope(|scope| {
            let two = &two;
            let threads: Vec<_> = (0..4).map(|seed| scope.spawn(move || read_words(two, seed))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(at_once, alone);
    }

    #[test]
    #[ignore = "needs tesseract"]
    fn a_worker_killed_in_the_middle_of_a_page_is_replaced() {
        let pool = TesseractPool::start(&real(1)).unwrap();
        let whole = read_words(&pool, 1);
        let [id] = pool.idle_ids()[..] else { panic!("one worker is idle") };
        let again = thread::scope(|scope| {
            let reading = scope.spawn(|| read_words(&pool, 1));
            thread::sleep(Duration::from_millis(50));
            assert!(Command::new("kill").args(["-9", &id.to_string()]).status().unwrap().success());
            reading.join().unwrap()
        });
        // The second try is plain, so that only the text is the same.
        let texts = |lines: &[OcrLine]| -> Vec<String> {
            lines.iter().flat_map(|line| &line.words).map(|word| word.text.clone()).collect()
        };
        assert!(texts(&whole).len() > 10, "{whole:?}");
        assert_eq!(texts(&again), texts(&whole));
    }

    #[test]
    #[ignore = "needs tesseract"]
    fn missing_language_data_is_named() {
        let config = OcrConfig { languages: vec!["vie".to_owned(), "xyz".to_owned()], ..real(1) };
        match TesseractPool::start(&config) {
            Err(Error::EngineMissing { missing, .. }) => {
                assert_eq!(missing, Missing::Language("xyz".to_owned()));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    #[ignore = "needs tesseract"]
    fn a_time_limit_ends_a_reading() {
        let pool =
            TesseractPool::start(&OcrConfig { page_timeout: Duration::from_millis(1), ..real(1) }).unwrap();
        let image = words(3);
        let read = pool.read(PageIndex(0), &image, PixelBox::new(0, 0, 1200, 500), &HOW);
        assert!(matches!(read, Err(Error::EngineFailed { .. })), "{read:?}");
    }
}
