//! The worker: reads page pictures from its parent, hands back hOCR; the only user of Tesseract.
//!
//! `vanthu-ocr LANGUAGE[+LANGUAGE…] [TESSDATA-FOLDER]`, then the protocol of [`vanthu::ocr::protocol`] on
//! standard input and output; or `vanthu-ocr --page BYTES`, which makes one page of a file
//! ([`vanthu::scan::apart`]) in so many bytes of memory. Not meant to be typed by people.

use std::ffi::{CStr, CString};
use std::io::{self, BufReader, BufWriter, Write};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tesseract::PageSegMode;
use tesseract::plumbing::tesseract_sys::TessOcrEngineMode_OEM_LSTM_ONLY;
use tesseract::plumbing::{self, TessBaseApi};
use vanthu::ocr::Segmentation;
use vanthu::ocr::protocol::{Answer, Choices, Hello, Request};
use vanthu::scan::{apart, page_worker};

/// What went wrong with this request, in a few words.
type Refusal = String;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(languages) = arguments.next() else {
        return fail("it is started by `vanthu` and needs a language as its first argument");
    };
    if languages == apart::PAGE_ARGUMENT {
        limit_memory(arguments.next().and_then(|bytes| bytes.parse().ok()).unwrap_or(apart::MOST_MEMORY));
        return match make_page() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error.to_string()),
        };
    }
    let tessdata = arguments.next();
    let mut out = BufWriter::new(io::stdout());
    match serve(&languages, tessdata.as_deref(), &mut out) {
        Ok(code) => code,
        // The parent is gone: nobody to tell.
        Err(_) => ExitCode::SUCCESS,
    }
}

/// Makes the page that is asked for on standard input. When the parent closes its end, or dies, it ends at once.
fn make_page() -> io::Result<()> {
    let asked = page_worker::Asked::read(&mut io::stdin().lock())?;
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        #[expect(clippy::exit, reason = "the main thread may be deep inside of a decoder")]
        std::process::exit(0);
    });
    asked.answer(&mut io::stdout())
}

/// From now on no more memory than so many bytes: what asks for more ends, and the parent is told.
fn limit_memory(bytes: u64) {
    let maximum = getrlimit(Resource::As).maximum;
    let current = maximum.map_or(bytes, |maximum| bytes.min(maximum));
    // Where there is no such limit the one of time remains.
    let _ = setrlimit(Resource::As, Rlimit { current: Some(current), maximum });
}

fn fail(why: &str) -> ExitCode {
    // Standard error is all a person sees who starts this program by hand.
    let _ = writeln!(io::stderr(), "vanthu-ocr: {why}");
    ExitCode::from(2)
}

fn serve(languages: &str, tessdata: Option<&str>, out: &mut impl Write) -> io::Result<ExitCode> {
    let mut engine = match start(languages, tessdata) {
        Ok(engine) => engine,
        Err(language) => {
            Hello::NoLanguage(language).write(out)?;
            return Ok(ExitCode::from(3));
        }
    };
    Hello::Ready(plumbing::version().to_string_lossy().into_owned()).write(out)?;
    limit_memory(apart::MOST_MEMORY);
    for request in requests() {
        let answer = match read(&mut engine, &request) {
            Ok(hocr) => Answer::Hocr(hocr),
            Err(why) => Answer::Refused(why),
        };
        answer.write(out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The requests as they come. When the parent closes its end, or dies, the whole worker ends at once, even in
/// the middle of a page: a page that hangs must not outlive the program that asked for it.
fn requests() -> mpsc::Receiver<Request<Vec<u8>>> {
    let (send, receive) = mpsc::sync_channel(1);
    thread::spawn(move || {
        let mut input = BufReader::with_capacity(1 << 16, io::stdin());
        while let Ok(Some(request)) = Request::read(&mut input) {
            if send.send(request).is_err() {
                break;
            }
        }
        #[expect(clippy::exit, reason = "the main thread may be deep inside the engine")]
        std::process::exit(0);
    });
    receive
}

/// The engine with all languages loaded, or the language that is not installed.
fn start(languages: &str, tessdata: Option<&str>) -> Result<TessBaseApi, String> {
    let load = |languages: &str| {
        let mut engine = TessBaseApi::create();
        let tessdata = tessdata.map(CString::new).transpose().map_err(|_| languages.to_owned())?;
        let name = CString::new(languages).map_err(|_| languages.to_owned())?;
        engine
            .init_4(tessdata.as_deref(), Some(&name), TessOcrEngineMode_OEM_LSTM_ONLY)
            .map_err(|_| languages.to_owned())?;
        Ok::<TessBaseApi, String>(engine)
    };
    // Of several languages Tesseract is content with one that loads, so that a missing one is only found alone.
    if languages.contains('+') {
        for language in languages.split('+') {
            load(language)?;
        }
    }
    let mut engine = load(languages)?;
    for (name, value) in [
        // Its chatter would fill the terminal of a batch.
        (c"debug_file", c"/dev/null"),
        (c"hocr_char_boxes", c"1"),
        // With the default of 5 most estimates of other choices fall to 0.
        (c"lstm_rating_coefficient", c"1"),
        // Every round looks for one more choice of each letter and takes as long as it took to put the letters of the
        // reading together. With two instead of the usual five numbers are lost, with three none.
        (c"lstm_choice_iterations", c"3"),
        // Nothing learned from one page may touch the next: the output must not depend on what was read before.
        (c"tessedit_enable_doc_dict", c"0"),
        (c"classify_enable_learning", c"0"),
    ] {
        // A variable that a later Tesseract no longer has is no reason to stop.
        let _ = engine.set_variable(name, value);
    }
    Ok(engine)
}

fn read(engine: &mut TessBaseApi, request: &Request<Vec<u8>>) -> Result<String, Refusal> {
    let mode = match request.segmentation {
        Segmentation::Page => PageSegMode::PsmAuto,
        Segmentation::Column => PageSegMode::PsmSingleColumn,
        Segmentation::Block => PageSegMode::PsmSingleBlock,
        Segmentation::Line => PageSegMode::PsmSingleLine,
        Segmentation::Raw => PageSegMode::PsmRawLine,
    };
    let choices: &CStr = match request.choices {
        Choices::Kept => c"2",
        Choices::Dropped => c"0",
    };
    engine.set_variable(c"lstm_choice_mode", choices).map_err(|e| e.to_string())?;
    let dpi = CString::new(request.dpi.to_string()).map_err(|e| e.to_string())?;
    engine.set_variable(c"user_defined_dpi", &dpi).map_err(|e| e.to_string())?;
    engine.set_page_seg_mode(mode.as_tess_page_seg_mode());
    // Tesseract multiplies them as 32-bit numbers.
    let pixels = i64::from(request.width) * i64::from(request.height);
    i32::try_from(pixels).map_err(|_| "the picture is too large".to_owned())?;
    let (width, height) = (request.width.cast_signed(), request.height.cast_signed());
    engine.set_image(&request.pixels, width, height, 1, width).map_err(|e| e.to_string())?;
    engine.recognize().map_err(|e| e.to_string())?;
    let hocr = engine.get_hocr_text(0).map_err(|e| e.to_string())?;
    Ok(hocr.as_ref().to_string_lossy().into_owned())
}
