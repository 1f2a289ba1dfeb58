//! Speed of the steps on text, on one core: restoration in syllables a second, document and findings in pages a second;
//! start-up and memory: `make bench`.
//!
//! Three texts are restored again and again until the clock can be trusted:
//! - clean: true texts of born-digital documents, where almost nothing may move;
//! - garbled: the same with the marks of one word in eight lost, as a Vietnamese engine reads a poor scan;
//! - hopeless: the same without any mark and with one letter in nine swapped, as an engine without Vietnamese reads.
//!
//! The texts are those of `samples/`, so that the figures of two machines can be compared; the damage has a fixed
//! seed. Each is restored as two documents: `once`, all samples one after the other, some 3,600 syllables, as long as
//! a usual plan with its appendices; and `long`, eight times that, damaged anew each time, where what a document
//! costs whatever its length no longer shows. The long one has few new words after its first part, so that words met
//! before weigh more than in a report of that length.
//!
//! Document and findings are made of each restored sample and each invented document of `tests/documents`, one after the
//! other; a page is 450 syllables, as a full page of running text holds.
//!
//! The time is that of the processor where the system tells it, so that a busy machine slows nothing down on paper.
//! The memory is the most that the process ever held, with model, texts and results.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use mimalloc::MiMalloc;
use vanthu::config::{RestoreConfig, ScanConfig};
use vanthu::geometry::PageIndex;
use vanthu::page::OcrPage;
use vanthu::restore::Restorer;
use vanthu::scan::{self, Content};
use vanthu::vietnamese::{strip_marks, syllables};
use vanthu::{document, extract};

/// As in the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How long each step is repeated.
const LONG_ENOUGH: Duration = Duration::from_secs(3);
/// What a full page of running text holds.
const SYLLABLES_OF_A_PAGE: f64 = 450.0;

fn main() {
    let clock = Clock(Instant::now());
    let restorer = Restorer::load().expect("the dictionaries of the program can be read");
    println!("start-up: {:.3} s", clock.0.elapsed().as_secs_f64());

    let clean = texts();
    for (length, times) in [("once", 1), ("long", 8)] {
        let clean = clean.repeat(times);
        let garbled = damage(&clean, |n| n % 8 == 0, |_| false);
        let hopeless = damage(&clean, |_| true, |n| n % 9 == 0);
        for (name, text) in [("clean", &clean), ("garbled", &garbled), ("hopeless", &hopeless)] {
            let pages = pages(text);
            let count = syllables(text).len();
            let (mut runs, start) = (0_u32, clock.now());
            while clock.now() - start < LONG_ENOUGH {
                restorer.restore(&pages, &RestoreConfig { alternatives: 4 });
                runs += 1;
            }
            let seconds = (clock.now() - start).as_secs_f64();
            #[expect(clippy::cast_precision_loss, reason = "a count of syllables")]
            let rate = count as f64 * f64::from(runs) / seconds;
            println!(
                "{name:8} text, {length}: {rate:>7.0} syllables a second ({count} syllables, {runs} runs)"
            );
        }
    }
    findings(&restorer, &clock);
    if let Some(peak) = peak_mebibytes() {
        println!("memory, at most: {peak} MiB");
    }
}

/// Document and findings of restored texts in pages a second.
#[expect(clippy::cast_precision_loss, reason = "counts of syllables and documents")]
fn findings(restorer: &Restorer, clock: &Clock) {
    let texts: Vec<String> = ["samples", "tests/documents"].into_iter().flat_map(texts_of).collect();
    let syllables: usize = texts.iter().map(|text| syllables(text).len()).sum();
    let restore = |text: &String| restorer.restore(&pages(text), &RestoreConfig { alternatives: 4 }).output;
    let restored: Vec<_> = texts.iter().map(restore).collect();
    let once = || restored.iter().for_each(|text| drop(extract::findings(&document::model(text).output)));
    // Patterns are compiled once a process, not once a document.
    once();
    let (mut runs, start) = (0_u32, clock.now());
    while clock.now() - start < LONG_ENOUGH {
        once();
        runs += 1;
    }
    let seconds = (clock.now() - start).as_secs_f64();
    let pages = syllables as f64 / SYLLABLES_OF_A_PAGE;
    let rate = pages * f64::from(runs) / seconds;
    println!(
        "document and findings: {rate:>7.0} pages a second ({} documents, {pages:.0} pages, {runs} runs)",
        texts.len()
    );
}

/// The texts of all samples, one after the other, by name.
fn texts() -> String {
    texts_of("samples").concat()
}

/// The texts of a folder of the project, by name.
fn texts_of(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder is part of the project")
        .map(|entry| entry.expect("a folder can be listed").path().join("text.txt"))
        .filter(|file| file.is_file())
        .collect();
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).expect("it is text")).collect()
}

/// The text with marks lost at the words, and letters swapped at the letters, that the two rules choose.
fn damage(text: &str, loses_marks: impl Fn(u64) -> bool, swaps: impl Fn(u64) -> bool) -> String {
    let mut state = 1_u64;
    let mut random = || {
        // Marsaglia's xorshift: seeded, and enough for a spread.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 8
    };
    let mut damaged = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let word = if loses_marks(random()) { strip_marks(word) } else { word.to_owned() };
        for letter in word.chars() {
            let swapped = if swaps(random()) { swap(letter) } else { letter };
            damaged.push(swapped);
        }
    }
    damaged
}

fn swap(letter: char) -> char {
    match letter {
        'l' => '1',
        'o' => '6',
        'e' => 'é',
        'a' => 'd',
        'n' => 'h',
        'i' => 'j',
        'c' => 'e',
        'u' => 'v',
        other => other,
    }
}

fn pages(text: &str) -> Vec<OcrPage> {
    let config = ScanConfig {
        max_pixels: 0,
        passwords: Vec::new(),
        text_layer: vanthu::config::TextLayer::Judge,
        page_worker: None,
    };
    let scan = scan::open(Path::new("bench.txt"), text.as_bytes().to_vec(), &config).expect("it is text");
    (0..scan.page_count())
        .map(|index| {
            let page = scan.page(PageIndex(index)).expect("a text has its pages").output;
            let lines = match page.content {
                Content::Text(lines) => lines,
                Content::Picture { .. } => Vec::new(),
            };
            OcrPage {
                page: page.index,
                origin: page.origin,
                frame: None,
                marks: Vec::new(),
                lines,
                layer: Vec::new(),
            }
        })
        .collect()
}

/// The time that this process, which has one thread, was on a processor; elsewhere than on Linux the time since it
/// was made.
struct Clock(Instant);

impl Clock {
    fn now(&self) -> Duration {
        let on_processor = || {
            let status = fs::read_to_string("/proc/self/schedstat").ok()?;
            status.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
        };
        on_processor().unwrap_or_else(|| self.0.elapsed())
    }
}

/// What the system says this process held in memory at most; Linux only.
fn peak_mebibytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes / 1024)
}
