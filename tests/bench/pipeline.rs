//! Speed of the whole in pages a second, beside bare `tesseract` and `ocrmypdf` on the same scans in one run: `make bench`.
//!
//! - `vanthu read`, all cores;
//! - bare `tesseract -l vie`, given the very pictures that our scan step hands to the engine, one process a core,
//!   each on one thread;
//! - `ocrmypdf -j 1 -l vie --deskew`, as many at once as cores;
//! - two documents of ten pages read at once over two workers, beside one of twenty: what parting costs.
//!
//! The scans are those of the folder in `VANTHU_EVAL`, or of `samples/` where there is none.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use std::{env, fs, thread};

use tiff::encoder::{TiffEncoder, colortype};
use vanthu::config::Config;
use vanthu::geometry::PageIndex;
use vanthu::scan::{self, Content};
use vanthu::{Reader, Source};

fn main() {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let scans = scans();
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let pictures = pictures(&scans, work.path());
    println!("{} scans, {} pages, {cores} cores", scans.len(), pictures.len());
    #[expect(clippy::cast_precision_loss, reason = "a count of pages")]
    let pages = pictures.len() as f64;

    let ours = seconds(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vanthu"));
        command.arg("read").arg("--json").args(&scans).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().expect("vanthu starts");
    });
    println!("vanthu read        {:6.3} pages a second", pages / ours);

    let bare = seconds(|| {
        let failed = all_at_once(cores, &pictures, |picture| {
            let mut command = Command::new("tesseract");
            command
                .arg(picture)
                .arg("stdout")
                .args(["-l", "vie", "--dpi", "300"])
                .env("OMP_THREAD_LIMIT", "1");
            command
        });
        assert!(failed.is_empty(), "tesseract failed on {failed:?}");
    });
    println!(
        "bare tesseract     {:6.3} pages a second; vanthu is {:.2} × as fast",
        pages / bare,
        bare / ours
    );

    println!("two documents of ten pages at once take {:.3} × the time of one of twenty", parted(&pictures));

    let Ok(help) = Command::new("ocrmypdf").arg("--help").output() else {
        println!("ocrmypdf is not installed");
        return;
    };
    // Newer ones refuse a signed file without the flag; older ones do not know it.
    const SIGNED: &str = "--invalidate-digital-signatures";
    let knows_signatures = String::from_utf8_lossy(&help.stdout).contains(SIGNED);
    let pdfs: Vec<PathBuf> =
        scans.iter().filter(|s| s.extension().is_some_and(|e| e == "pdf")).cloned().collect();
    let mut refused = Vec::new();
    let theirs = seconds(|| {
        refused = all_at_once(cores, &pdfs, |pdf| {
            let mut command = Command::new("ocrmypdf");
            // A text layer stops it without --force-ocr.
            command.args(["-j", "1", "-l", "vie", "--deskew", "--force-ocr"]);
            command.args(knows_signatures.then_some(SIGNED));
            command.arg(pdf).arg(work.path().join(format!("{}.out.pdf", name(pdf))));
            command
        });
    });
    for pdf in &refused {
        println!("ocrmypdf refused {}; it is not compared", name(pdf));
    }
    let pdfs: Vec<PathBuf> = pdfs.into_iter().filter(|pdf| !refused.contains(pdf)).collect();
    let ours = seconds(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vanthu"));
        command.arg("read").arg("--json").args(&pdfs).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().expect("vanthu starts");
    });
    println!(
        "ocrmypdf --deskew: vanthu is {:.2} × as fast on the same {} PDF files",
        theirs / ours,
        pdfs.len()
    );
}

/// The scans to read, by name.
fn scans() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "a bench has no arguments to read it from")]
    let eval = env::var("VANTHU_EVAL").map_or_else(|_| root.join("../shared/eval"), PathBuf::from);
    let folder = if eval.is_dir() { eval } else { root.join("samples") };
    let mut scans: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of scans can be listed")
        .filter_map(|entry| fs::read_dir(entry.ok()?.path()).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_stem().is_some_and(|stem| stem == "scan"))
        .collect();
    scans.sort();
    scans
}

/// Writes the pictures that our scan step hands to the engine.
fn pictures(scans: &[PathBuf], folder: &Path) -> Vec<PathBuf> {
    let config = Config::default();
    let mut pictures = Vec::new();
    for path in scans {
        let bytes = fs::read(path).expect("a scan can be read");
        let scan = scan::open(path, bytes, &config.scan).expect("a scan can be opened");
        for index in 0..scan.page_count() {
            let page = scan.page(PageIndex(index)).expect("a page can be drawn").output;
            if let Content::Picture { image, .. } = page.content {
                let file = folder.join(format!("{}-{index}.png", name(path)));
                image::GrayImage::from_raw(image.width, image.height, image.data)
                    .expect("a picture has as many pixels as it says")
                    .save(&file)
                    .expect("a picture can be written");
                pictures.push(file);
            }
        }
    }
    pictures
}

/// The time that two workers need for two documents of ten pages, over that for one of twenty with the same pages. Each is
/// measured twice, in turns, since what was read before warms what comes after.
fn parted(pictures: &[PathBuf]) -> f64 {
    let mut config = Config::default();
    config.ocr.jobs = 2;
    config.ocr.worker = Some(env!("CARGO_BIN_EXE_vanthu-ocr").into());
    let reader = Reader::new(config).expect("the dictionaries are whole");
    let pages: Vec<&PathBuf> = pictures.iter().cycle().take(20).collect();
    let documents = |parts: &[&[&PathBuf]]| -> Vec<Source> {
        let document = |pages: &&[&PathBuf]| Source::Bytes { path: "bench.tif".into(), bytes: tiff(pages) };
        parts.iter().map(document).collect()
    };
    let time = |sources: Vec<Source>| {
        seconds(|| {
            reader.read_many(sources, &(), &mut |_, read| {
                read.expect("a document of pictures can be read");
                ControlFlow::Continue(())
            });
        })
    };
    let (one, two) = (documents(&[&pages]), documents(&[&pages[..10], &pages[10..]]));
    // Starts the workers.
    time(documents(&[&pages[..2]]));
    let mut times = [0.0, 0.0];
    for _ in 0..2 {
        times[0] += time(one.clone());
        times[1] += time(two.clone());
    }
    times[1] / times[0]
}

/// Pictures as one document.
fn tiff(pages: &[&PathBuf]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut file = TiffEncoder::new(&mut bytes).expect("memory can be written to");
    for page in pages {
        let picture = image::open(page).expect("a picture that was just written can be read").into_luma8();
        let (width, height) = picture.dimensions();
        file.write_image::<colortype::Gray8>(width, height, picture.as_raw())
            .expect("memory can be written to");
    }
    bytes.into_inner()
}

/// The name of the folder that a scan lies in.
fn name(path: &Path) -> String {
    path.parent().and_then(Path::file_name).map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

/// Runs one command for each file, as many at once as there are cores. Gives the files whose command failed, by name.
fn all_at_once(cores: usize, files: &[PathBuf], command: impl Fn(&Path) -> Command + Sync) -> Vec<PathBuf> {
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut command = command(file);
                    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
                    if !status.is_ok_and(|s| s.success()) {
                        failed.lock().expect("no thread panics with it").push(file.clone());
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().expect("no thread panics with it");
    failed.sort();
    failed
}
