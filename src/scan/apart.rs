//! A page that may take much time or memory is made in a process of its own, which is ended when it does.
//!
//! Ordinary pages are drawn in the program itself: sending the file to another process and the picture back would cost
//! more than drawing a scan, and what the objects of a page say (`pdf_look`) bounds the work
//! beforehand. Only where they say that it may be much is the file sent to `vanthu-ocr --page`, with a limit of
//! memory set there and one of time kept here; after a failure once more with a picture half as fine, and then the
//! page stays unread. It ends with the work that it is done for, and with this program.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::config::{PageWorker, ScanConfig, TextLayer};
use crate::geometry::{PageIndex, PixelBox};
use crate::limit::{self, Stop};
use crate::page::{Frame, Mark, OcrLine, Origin, PageImage};
use crate::reason::Reason;
use crate::scan::limits::Limits;
use crate::scan::raster::PageFault;
use crate::scan::{Content, Inlay, Page};
use crate::warning::{Warned, Warning};
use crate::worker_program;

/// The argument that tells the worker to make pages instead of reading them.
pub const PAGE_ARGUMENT: &str = "--page";

/// The most memory that a worker may have, in bytes: 1 GB.
pub const MOST_MEMORY: u64 = 1 << 30;
/// Memory that a worker may have for a page of no pixels: its programs and the steps of drawing.
const MEMORY: u64 = 384 << 20;
/// And so much more for every pixel of the picture it works on: it drawn with its opacity, in colour, and in grey.
const MEMORY_OF_A_PIXEL: u64 = 8;
/// Longest header line, in bytes: a dense page of text has some megabytes.
const MAX_HEADER: u64 = 256 << 20;
/// Dots per inch of the second, plainer try.
const PLAIN_DPI: f64 = 150.0;
/// While it works, it is looked so often whether that is still wanted.
const STOP_INTERVAL: Duration = Duration::from_millis(50);

/// The memory that a worker may have, in bytes, to make a page of so many pixels.
pub fn memory_for(pixels: u64) -> u64 {
    MEMORY.saturating_add(pixels.saturating_mul(MEMORY_OF_A_PIXEL)).min(MOST_MEMORY)
}

/// What the worker is asked: one line of JSON, and the bytes of the file after it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// Counted from 0; `None` when the file is only to be opened.
    pub(super) page: Option<u32>,
    pub(super) bytes: u64,
    pub(super) max_pixels: u64,
    pub(super) finest_dpi: f64,
    pub(super) passwords: Vec<String>,
    pub(super) text_layer: Layer,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Layer {
    Judge,
    Ignore,
    Only,
}

/// What it answers: one line of JSON, and the pixels of the pictures after it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// The file was opened, or refused.
    Opened,
    Page(Made),
    Fault(PageFault),
}

/// A page without its pixels.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) origin: Origin,
    pub(super) frame: Option<Frame>,
    pub(super) marks: Vec<Mark>,
    pub(super) warnings: Vec<Warning>,
    pub(super) content: Shape,
    pub(super) inlays: Vec<InlayShape>,
}

/// A picture in a line of text without its pixels, which follow those of the page in the order of the list.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct InlayShape {
    pub(super) place: PixelBox,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Made {
    /// Pixels of all its pictures.
    fn pixels(&self) -> u64 {
        let page = match &self.content {
            Shape::Picture { width, height, .. } => u64::from(*width) * u64::from(*height),
            Shape::Text(_) => 0,
        };
        let inlays = self.inlays.iter().map(|inlay| u64::from(inlay.width) * u64::from(inlay.height));
        inlays.fold(page, u64::saturating_add)
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Shape {
    Picture { width: u32, height: u32, scale: f64 },
    Text(Vec<OcrLine>),
}

/// Makes a page of a file in a worker; `pixels` are those of the picture that it works on.
pub(super) fn page(
    file: &[u8],
    pixels: u64,
    config: &ScanConfig,
    worker: &PageWorker,
    index: PageIndex,
) -> Result<Warned<Page>, PageFault> {
    let mut reason = Reason::DrawerStrange;
    let mut given = Duration::ZERO;
    // Each try has half of the time that is left, the plainer one a quarter of the whole; the rest is for reading.
    for finest_dpi in [Limits::of(0).finest_dpi, PLAIN_DPI] {
        limit::check();
        let time = limit::left().unwrap_or(worker.timeout.saturating_sub(given)) / 2;
        given += time;
        let request = request(file, config, Some(index), finest_dpi);
        match ask(worker, &request, file, memory_for(pixels), time) {
            Ok((Answer::Page(made), pixels)) => return page_of(index, made, pixels),
            Ok((Answer::Opened, _)) => {}
            Ok((Answer::Fault(fault), _)) => return Err(fault),
            Err(Failed::Time) => reason = Reason::NotDrawnInTime { time: given },
            Err(Failed::Else(why)) => reason = why,
        }
    }
    limit::check();
    Err(PageFault::Unread(reason))
}

fn request(file: &[u8], config: &ScanConfig, page: Option<PageIndex>, finest_dpi: f64) -> Request {
    Request {
        page: page.map(|page| page.0),
        bytes: file.len() as u64,
        max_pixels: config.max_pixels,
        finest_dpi,
        passwords: config.passwords.clone(),
        text_layer: match config.text_layer {
            TextLayer::Judge => Layer::Judge,
            TextLayer::Ignore => Layer::Ignore,
            TextLayer::Only => Layer::Only,
        },
    }
}

/// Opens a file in a worker, where it can be stopped, to see whether it can be opened here. Whether it is refused is not
/// told: that is seen again here. Without a worker it is not tried.
///
/// # Errors
/// That it cannot be opened. When the time of the work is over, that work is given up.
pub(super) fn try_opening(file: &[u8], config: &ScanConfig, worker: &PageWorker) -> Result<(), Reason> {
    let request = request(file, config, None, Limits::of(0).finest_dpi);
    let time = limit::left().unwrap_or(worker.timeout);
    let tried = ask(worker, &request, file, MOST_MEMORY, time);
    limit::check();
    match tried {
        Ok(_) | Err(Failed::Else(Reason::DrawerMissing | Reason::DrawerNotStarted { .. })) => Ok(()),
        Err(Failed::Time | Failed::Else(_)) => Err(Reason::CannotBeOpened),
    }
}

fn page_of(index: PageIndex, made: Made, mut pixels: Vec<u8>) -> Result<Warned<Page>, PageFault> {
    if pixels.len() as u64 != made.pixels() {
        return Err(PageFault::Unread(Reason::DrawerStrange));
    }
    let mut inlays = Vec::new();
    for InlayShape { place, width, height } in made.inlays.into_iter().rev() {
        let data = pixels.split_off(pixels.len() - width as usize * height as usize);
        inlays.push(Inlay { place, image: PageImage { width, height, data } });
    }
    inlays.reverse();
    let content = match made.content {
        Shape::Text(lines) => Content::Text(lines),
        Shape::Picture { width, height, scale } => {
            Content::Picture { image: PageImage { width, height, data: pixels }, scale }
        }
    };
    let page = Page { index, origin: made.origin, frame: made.frame, content, marks: made.marks, inlays };
    Ok(Warned { output: page, warnings: made.warnings })
}

/// Why there is no answer.
enum Failed {
    /// Its time was over, or that of all the work.
    Time,
    /// In a few words.
    Else(Reason),
}

/// One try: the answer and what comes after it, or why there is none.
fn ask(
    worker: &PageWorker,
    request: &Request,
    bytes: &[u8],
    memory: u64,
    time: Duration,
) -> Result<(Answer, Vec<u8>), Failed> {
    let mut child = start(worker.program.as_deref(), memory).map_err(Failed::Else)?;
    let mut input = child.stdin.take().expect("standard input is piped");
    let output = child.stdout.take().expect("standard output is piped");
    let (done, over) = mpsc::channel::<()>();
    let stop = limit::stop();
    let (answer, (status, rang)) = thread::scope(|scope| {
        // Written from a thread of its own: the worker may end, or answer, before it has read all.
        // Its end tells the worker that nobody waits for the page any more, so that it is kept open until the answer.
        let input = scope.spawn(move || {
            let header = serde_json::to_string(request).unwrap_or_default();
            let _ = writeln!(input, "{header}").and_then(|()| input.write_all(bytes));
            input
        });
        let watch = scope.spawn(move || {
            let rang = rings(&over, time, &stop);
            if rang {
                let _ = child.kill();
            }
            (end(&mut child), rang)
        });
        let answer = read(output);
        drop(done);
        drop(input.join());
        (answer, watch.join().unwrap_or((None, false)))
    });
    match answer {
        Ok(answer) => Ok(answer),
        Err(_) if rang => Err(Failed::Time),
        Err(_) => Err(Failed::Else(Reason::NotDrawnInMemory {
            megabytes: memory >> 20,
            signal: status.and_then(|status| status.signal()),
        })),
    }
}

/// Waits until the answer is there; whether its time, or that of all the work, is over before.
fn rings(over: &mpsc::Receiver<()>, time: Duration, stop: &Stop) -> bool {
    let end = Instant::now().checked_add(time);
    loop {
        let left = end.map_or(STOP_INTERVAL, |end| end.saturating_duration_since(Instant::now()));
        if left.is_zero() || stop.is_set() {
            return true;
        }
        if over.recv_timeout(left.min(STOP_INTERVAL)) == Err(mpsc::RecvTimeoutError::Disconnected) {
            return false;
        }
    }
}

fn start(named: Option<&Path>, memory: u64) -> Result<Child, Reason> {
    let programs: Vec<PathBuf> = worker_program::programs(named);
    for program in &programs {
        let mut command = Command::new(program);
        command.arg(PAGE_ARGUMENT).arg(memory.to_string());
        command.envs(worker_program::ENVIRONMENT);
        // Ctrl-C is for this program, which then ends it.
        command.process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        match command.spawn() {
            Ok(child) => return Ok(child),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Reason::DrawerNotStarted { said: error.to_string() }),
        }
    }
    Err(Reason::DrawerMissing)
}

/// Waits for its end; one that has answered ends by itself.
fn end(child: &mut Child) -> Option<ExitStatus> {
    for _ in 0..20 {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    child.wait().ok()
}

fn read(output: impl Read) -> io::Result<(Answer, Vec<u8>)> {
    let mut output = BufReader::with_capacity(1 << 16, output);
    let answer = serde_json::from_str(&line(&mut output)?)?;
    let length = match &answer {
        Answer::Page(made) => made.pixels(),
        Answer::Fault(_) | Answer::Opened => 0,
    };
    let mut pixels = Vec::new();
    output.take(length).read_to_end(&mut pixels)?;
    Ok((answer, pixels))
}

pub(super) fn line(from: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    from.take(MAX_HEADER).read_line(&mut line)?;
    if line.ends_with('\n') { Ok(line) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use std::ops::Not;
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::config::Config;
    use crate::error::Error;
    use crate::scan::Scan;
    use crate::scan::open::open;
    use crate::scan::page_worker::Asked;
    use crate::warning::Code;
    use crate::words::Words;

    /// A page of two million steps that leave nothing on it.
    fn heavy() -> Vec<u8> {
        let content = "q Q ".repeat(1_100_000);
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        ];
        let mut file = "%PDF-1.4\n".to_owned();
        let mut list = "xref\n0 5\n0000000000 65535 f \n".to_owned();
        for (number, object) in (1..).zip(objects) {
            list += &format!("{:010} 00000 n \n", file.len());
            file += &format!("{number} 0 obj\n{object}\nendobj\n");
        }
        let start = file.len();
        file += &format!("{list}trailer\n<< /Root 1 0 R /Size 5 >>\nstartxref\n{start}\n%%EOF\n");
        file.into_bytes()
    }

    fn opened(worker: PageWorker) -> Scan {
        let config = ScanConfig { page_worker: Some(worker), ..Config::default().scan };
        open(Path::new("heavy.pdf"), heavy(), &config).unwrap()
    }

    /// A worker that is a shell script.
    fn scripted(folder: &tempfile::TempDir, script: &str, timeout: Duration) -> Scan {
        let path = folder.path().join("worker");
        std::fs::write(&path, format!("#!/bin/sh\n{script}")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        opened(PageWorker { program: Some(path), timeout })
    }

    fn unread(scan: &Scan) -> String {
        let page = scan.page(PageIndex(0)).unwrap();
        assert_eq!(page.warnings[0].doubt.code(), Code::PageUnread, "{:?}", page.warnings);
        Words::english().warning(&page.warnings[0])
    }

    #[test]
    fn a_page_that_takes_too_long_or_too_much_stays_unread_after_two_tries() {
        let folder = tempfile::tempdir().unwrap();
        let tries = folder.path().join("tries");
        let script = format!("echo $$ >> {}\nexec sleep 600\n", tries.display());
        let message = unread(&scripted(&folder, &script, Duration::from_millis(400)));
        assert_eq!(message, "page 1 stayed unread: it could not be drawn within 0.3 s");
        let ids = std::fs::read_to_string(&tries).unwrap();
        assert_eq!(ids.lines().count(), 2);
        for id in ids.lines() {
            assert!(!Path::new("/proc").join(id).exists(), "neither a process nor a zombie is left");
        }
        let message = unread(&scripted(&folder, "kill -9 $$\n", Duration::from_secs(60)));
        assert_eq!(message, "page 1 stayed unread: it could not be drawn within 450 MB (signal 9)");
    }

    #[test]
    fn a_worker_that_is_not_there_or_says_strange_things_leaves_the_page_unread() {
        let folder = tempfile::tempdir().unwrap();
        assert!(unread(&scripted(&folder, "echo '{}'\n", Duration::from_secs(60))).contains("stayed unread"));
        let none = PageWorker { program: Some(folder.path().join("none")), timeout: Duration::from_secs(60) };
        assert!(unread(&opened(none)).contains("`vanthu-ocr`, which is not installed"));
    }

    #[test]
    fn a_file_whose_objects_have_to_be_looked_for_is_opened_in_a_worker_first() {
        let folder = tempfile::tempdir().unwrap();
        let whole = heavy();
        let cut = &whole[..whole.len() - 30];
        let open_by = |script: &str, bytes: &[u8]| {
            let path = folder.path().join("worker");
            std::fs::write(&path, format!("#!/bin/sh\n{script}")).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
            let worker = PageWorker { program: Some(path), timeout: Duration::from_secs(60) };
            let config = ScanConfig { page_worker: Some(worker), ..Config::default().scan };
            let limit = limit::Limit::new(Duration::from_secs(1), &Stop::default());
            limit.within(|| open(Path::new("cut.pdf"), bytes.to_vec(), &config).map(|_| ()))
        };
        let never = "exec sleep 600\n";
        assert!(matches!(open_by(never, cut), Err(limit::Over::Time)), "it takes too long");
        assert!(matches!(open_by(never, &whole), Ok(Ok(()))), "a whole file is not tried");
        let opened = open_by("kill -9 $$\n", cut);
        assert!(
            matches!(opened, Ok(Err(Error::Damaged { reason: Reason::CannotBeOpened, .. }))),
            "{opened:?}"
        );
        assert!(matches!(open_by("echo '\"Opened\"'\n", cut), Ok(Ok(()))));
    }

    #[test]
    fn a_stop_ends_the_drawing_of_a_page() {
        let folder = tempfile::tempdir().unwrap();
        let ids = folder.path().join("ids");
        let script = format!("echo $$ >> {}\nexec sleep 600\n", ids.display());
        let scan = scripted(&folder, &script, Duration::from_secs(600));
        let stop = Stop::default();
        let limit = limit::Limit::new(Duration::MAX, &stop);
        thread::scope(|scope| {
            let drawing = scope.spawn(|| limit.within(|| scan.page(PageIndex(0)).map(|_| ())).map_err(Some));
            while std::fs::read_to_string(&ids).is_ok_and(|ids| ids.ends_with('\n')).not() {
                thread::sleep(Duration::from_millis(5));
            }
            stop.set();
            assert!(matches!(drawing.join().unwrap(), Err(Some(limit::Over::Stopped))));
        });
        let id = std::fs::read_to_string(&ids).unwrap();
        assert!(!Path::new("/proc").join(id.trim()).exists(), "one try, and its worker is gone");
    }

    #[test]
    fn what_the_worker_makes_is_what_is_made_here() {
        let scan = opened(PageWorker::default());
        let here = scan.page_here(PageIndex(0), Limits::of(scan.config.max_pixels)).unwrap();
        let request = serde_json::json!({
            "page": 0, "bytes": heavy().len(), "max_pixels": scan.config.max_pixels,
            "finest_dpi": Limits::of(0).finest_dpi, "passwords": [], "text_layer": "Judge",
        });
        let asked = [format!("{request}\n").into_bytes(), heavy()].concat();
        let mut answer = Vec::new();
        Asked::read(&mut asked.as_slice()).unwrap().answer(&mut answer).unwrap();
        let (Answer::Page(made), pixels) = read(answer.as_slice()).unwrap() else { panic!("a page is made") };
        assert_eq!(page_of(PageIndex(0), made, pixels).unwrap(), here);
    }
}
