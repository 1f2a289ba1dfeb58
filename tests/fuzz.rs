//! Hostile input: any bytes, any Unicode. Nothing panics, and what has to hold for every document holds.
//!
//! Inputs are random with fixed seeds, by `proptest`, which is here for the properties anyway. An input that once broke
//! something is kept in `tests/crashes/` and must not again.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use vanthu::config::{Config, PageWorker, ScanConfig};
use vanthu::document;
use vanthu::error::ExitCode;
use vanthu::extract;
use vanthu::geometry::{PageIndex, PixelBox};
use vanthu::ocr::hocr;
use vanthu::ocr::protocol::{Answer, Hello, Request};
use vanthu::ocr::replay::Replay;
use vanthu::page::{Frame, OcrPage, Origin};
use vanthu::record;
use vanthu::restore::Restorer;
use vanthu::scan::{self, Content, page_worker};
use vanthu::warning::Code;
use vanthu::{Reader, Source};

use crate::support::{root, soak_factor};

static RESTORER: LazyLock<Arc<Restorer>> = LazyLock::new(|| Restorer::load().unwrap().into());

/// Inputs of each kind in a short run: a text goes all the way to its record, in some 20 ms; bytes are mostly refused, in one.
const TEXTS: u32 = 96;
const BOXES: u32 = 24;
const BYTES: u32 = 240;

/// What a page may take in a process of its own: little, since a harmed file may draw itself without end.
const BUDGET: Duration = Duration::from_secs(1);

/// So many inputs, and in a long run as many times more as it asks for.
fn config(cases: u32) -> ProptestConfig {
    let cases = cases.saturating_mul(soak_factor());
    ProptestConfig {
        cases,
        max_global_rejects: u32::MAX,
        rng_seed: RngSeed::Fixed(20),
        failure_persistence: None,
        ..Default::default()
    }
}

/// The pages of a text, as step 2 hands them on; none of bytes that are something else than a text.
fn pages(text: &str) -> Vec<OcrPage> {
    let Ok(scan) = scan::open(Path::new("fuzz.txt"), text.as_bytes().to_vec(), &Config::default().scan)
    else {
        return Vec::new();
    };
    let page = |index| {
        let page = scan.page(PageIndex(index)).ok()?.output;
        let Content::Text(lines) = page.content else { return None };
        Some(OcrPage {
            page: page.index,
            origin: page.origin,
            frame: None,
            marks: Vec::new(),
            lines,
            layer: Vec::new(),
        })
    };
    (0..scan.page_count()).filter_map(page).collect()
}

/// Lines stay lines, words cover what was read in its order, and a word without letters keeps its digits.
fn restoration_holds(text: &str) {
    let read = pages(text);
    let restored = RESTORER.restore(&read, &Config::default().restore).output;
    assert_eq!(restored.pages.len(), read.len());
    for (page, source) in restored.pages.iter().zip(&read) {
        assert_eq!(page.lines.len(), source.lines.len());
        for (line, source) in page.lines.iter().zip(&source.lines) {
            let mut next = 0;
            for word in &line.words {
                assert!(word.from.start == next || word.from.start + 1 == next, "{text:?}: {line:?}");
                assert!(!word.from.is_empty() && !word.chosen.text.is_empty(), "{text:?}: {line:?}");
                assert!(!word.chosen.text.contains(char::is_whitespace), "{text:?}: {line:?}");
                assert!((0.0..=1.0).contains(&word.chosen.probability), "{text:?}: {line:?}");
                next = word.from.end;
                if word.read.chars().all(|c| c.is_ascii_digit()) {
                    assert_eq!(word.read, word.chosen.text, "{text:?}");
                }
            }
            assert_eq!(next, source.words.len(), "{text:?}: {line:?}");
        }
    }
}

/// Reads texts on one thread, without an engine.
fn reader() -> Reader {
    let engine = Box::new(Replay::from_json(r#"{"engine": "none", "readings": []}"#).unwrap());
    let mut config = Config::default();
    config.ocr.jobs = 1;
    Reader { restorer: Arc::clone(&RESTORER), engine, config }
}

/// All steps give a record that reads back as it was; none of its findings is without evidence.
fn record_holds(text: &str) {
    let source = Source::Bytes { path: "fuzz.txt".into(), bytes: text.as_bytes().to_vec() };
    let record = match reader().read(source, &()) {
        Ok(steps) => steps.record,
        // A text may begin like a PDF or a letter: what cannot be read as such is refused.
        Err(error) if error.exit_code() == ExitCode::Input => return,
        Err(error) => panic!("{text:?}: {error}"),
    };
    let is_fault = |warning: &&record::Warning| {
        warning.code == Code::PageDamaged && warning.message.contains("a fault of vanthu")
    };
    assert_eq!(record.warnings.iter().find(is_fault), None, "{text:?}");
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(record::parse(Path::new("fuzz.json"), &json).unwrap(), record, "{text:?}");
    let evidence = (record.targets.iter().map(|t| &t.grounds.evidence))
        .chain(record.deadlines.iter().map(|d| &d.grounds.evidence))
        .chain(record.assignments.iter().map(|a| &a.grounds.evidence))
        .chain(record.references.iter().map(|r| &r.evidence));
    for pieces in evidence {
        assert!(pieces.iter().all(|e| !e.text.is_empty()) && !pieces.is_empty(), "{text:?}");
    }
}

/// A file of any bytes is read or refused; its pages are drawn or refused, or empty with a warning.
fn opening_holds(name: &str, bytes: Vec<u8>) {
    // Small pages: sizes that were made extreme only cost time. What may take long is made apart, as for a user.
    let worker = PageWorker { program: Some(env!("CARGO_BIN_EXE_vanthu-ocr").into()), timeout: BUDGET };
    let config = ScanConfig { max_pixels: 4_000_000, page_worker: Some(worker), ..Config::default().scan };
    let Ok(scan) = scan::open(Path::new(name), bytes, &config) else { return };
    assert!(scan.promised_pages() >= scan.page_count());
    for index in 0..scan.page_count().min(3) {
        // Either outcome is right; a panic is not, nor a page that is lost in silence.
        let Ok(page) = scan.page(PageIndex(index)) else { continue };
        let is_empty = matches!(&page.output.content, Content::Text(lines) if lines.is_empty());
        let is_text = page.output.origin == Origin::PlainText;
        assert!(!is_empty || is_text || !page.warnings.is_empty(), "{name}: page {index}");
        if let Content::Picture { image, .. } = &page.output.content {
            assert_eq!(image.data.len(), image.width as usize * image.height as usize, "{name}");
        }
    }
}

/// Words of administrative Vietnamese, whole and broken, between any other characters.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => r"(Sở Nội vụ|Uỷ ban nhân dân|số hoá|toạ đàm|Đức Hoà|quí III|thuỷ|khoẻ|ẞ|İ|Ⱥ|trước ngày 15/12/2024|đạt 95%|chủ trì|phối hợp với|Điều 3\.|I\. |a\) |- |Nơi nhận:|KẾ HOẠCH|Số: 12/QĐ-UBND|hằng năm|từ 10% trở lên|năm 2025)",
        3 => r"[a-zA-ZđĐưƠéạộ0-9/.,;:%()'-]{1,9}",
        2 => any::<String>().prop_map(|s| s.chars().take(12).collect()),
        1 => Just("\u{323}\u{302}\u{200b}\u{feff}\u{202e}".to_owned()),
    ];
    let gap = prop_oneof![8 => Just(" "), 3 => Just("\n"), 1 => Just("\u{c}"), 1 => Just("")];
    let mixed = prop::collection::vec((piece, gap), 1..60)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect());
    // What is looked for again and again must not go deeper each time, nor take ever longer.
    // As many short ones as long ones, so that a long run does not spend its hours on the longest.
    let repeated = (
        r"(, |\. |: |a\) |- |\(|“|1\. |I\. |Điều 1\. |ọ|năm 2025 |12/QĐ-UBND |; |\n)",
        (0..12_u32).prop_flat_map(|power| (1_usize << power)..(2 << power)),
    )
        .prop_map(|(piece, times): (String, usize)| piece.repeat(times));
    prop_oneof![60 => mixed, 1 => repeated]
}

proptest! {
    #![proptest_config(config(TEXTS))]

    #[test]
    fn any_text_is_restored(text in any_text()) {
        restoration_holds(&text);
    }

    #[test]
    fn any_text_becomes_a_record(text in any_text()) {
        record_holds(&text);
    }
}

/// One thing that happens to a file on its way.
#[derive(Debug, Clone)]
enum Harm {
    /// A byte is another.
    Byte(prop::sample::Index, u8),
    /// A number of four bytes is extreme.
    Number(prop::sample::Index, u32),
    /// So many bytes are zero.
    Zeroed(prop::sample::Index, usize),
    /// So many bytes are left out.
    LeftOut(prop::sample::Index, usize),
    /// So many bytes are there twice.
    Twice(prop::sample::Index, usize),
    /// The rest is missing.
    Cut(prop::sample::Index),
}

fn any_harm() -> impl Strategy<Value = Harm> {
    use prop::sample::Index;
    let extreme = prop_oneof![Just(0), Just(1), Just(u32::MAX), Just(1 << 31), Just(0xffff), any::<u32>()];
    prop_oneof![
        6 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Harm::Byte(at, byte)),
        2 => (any::<Index>(), extreme).prop_map(|(at, number)| Harm::Number(at, number)),
        1 => (any::<Index>(), 1..200_usize).prop_map(|(at, count)| Harm::Zeroed(at, count)),
        1 => (any::<Index>(), 1..200_usize).prop_map(|(at, count)| Harm::LeftOut(at, count)),
        1 => (any::<Index>(), 1..200_usize).prop_map(|(at, count)| Harm::Twice(at, count)),
        1 => any::<Index>().prop_map(Harm::Cut),
    ]
}

fn harmed(mut bytes: Vec<u8>, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        match harm {
            Harm::Byte(at, byte) => bytes[at.index(length)] = *byte,
            Harm::Number(at, number) => {
                let at = at.index(length);
                for (to, from) in bytes[at..].iter_mut().zip(number.to_le_bytes()) {
                    *to = from;
                }
            }
            Harm::Zeroed(at, count) => {
                let at = at.index(length);
                bytes[at..(at + count).min(length)].fill(0);
            }
            Harm::LeftOut(at, count) => {
                let at = at.index(length);
                bytes.drain(at..(at + count).min(length));
            }
            Harm::Twice(at, count) => {
                let at = at.index(length);
                let twice = bytes[at..(at + count).min(length)].to_vec();
                bytes.splice(at..at, twice);
            }
            Harm::Cut(at) => bytes.truncate(at.index(length)),
        }
    }
    bytes
}

/// A target for each reader of bytes: whole files of its formats, harmed.
macro_rules! readers {
    ($($name:ident: $ends:expr),* $(,)?) => {
        proptest! {
            #![proptest_config(config(BYTES))]
            $(
                #[test]
                fn $name(which in any::<prop::sample::Index>(), harms in prop::collection::vec(any_harm(), 1..16)) {
                    let whole: Vec<&(String, Vec<u8>)> =
                        WHOLE.iter().filter(|(name, _)| $ends.iter().any(|end| name.ends_with(end))).collect();
                    let (name, bytes) = which.get(&whole);
                    opening_holds(name, harmed(bytes.clone(), &harms));
                }
            )*
        }
    };
}

readers! {
    a_harmed_pdf_is_read_or_refused: [".pdf"],
    a_harmed_tiff_is_read_or_refused: [".tif", ".tiff"],
    a_harmed_png_is_read_or_refused: [".png"],
    a_harmed_jpeg_is_read_or_refused: [".jpg"],
    a_harmed_picture_of_another_kind_is_read_or_refused: [".webp", ".bmp", ".gif", ".jp2"],
    a_harmed_text_is_read_or_refused: [".txt", ".eml"],
}

proptest! {
    #![proptest_config(config(BYTES))]

    #[test]
    fn any_markup_is_read_or_refused(text in any_text(), tags in prop::collection::vec(r#"(<span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 90'>|<div class='ocr_page' title='bbox 0 0 9 9'>|</span>|</div>|<|&#x1F;|&amp;)"#, 0..40)) {
        let mut markup = String::new();
        for (tag, word) in tags.iter().zip(text.split(' ')) {
            markup.push_str(tag);
            markup.push_str(word);
        }
        let _ = hocr::lines(&markup);
    }

    #[test]
    fn a_harmed_record_is_read_or_refused(harms in prop::collection::vec(any_harm(), 0..8)) {
        let json = harmed(RECORD.clone(), &harms);
        let _ = record::parse(Path::new("fuzz.json"), &String::from_utf8_lossy(&json));
    }

    #[test]
    fn what_a_worker_says_is_understood_or_refused(
        which in 0..4_usize,
        harms in prop::collection::vec(any_harm(), 0..8),
    ) {
        let talk: [&[u8]; 4] = [
            b"{\"page\":0,\"bytes\":8,\"max_pixels\":9000,\"finest_dpi\":150.0,\"passwords\":[],\"text_layer\":\"Judge\"}\n1. Y te.\n",
            b"read 4 2 300 block choices\n12345678read 1 1 300 line plain\n0",
            b"hocr 5\n<p/> refused too small\n",
            b"vanthu-ocr 2 ready 5.3.0\n",
        ];
        let bytes = harmed(talk[which].to_vec(), &harms);
        let _ = Hello::read(&mut bytes.as_slice());
        let mut from = bytes.as_slice();
        while let Ok(Some(request)) = Request::read(&mut from) {
            prop_assert_eq!(request.pixels.len() as u64, u64::from(request.width) * u64::from(request.height));
        }
        let mut from = bytes.as_slice();
        while Answer::read(&mut from).is_ok() {}
        let _ = page_worker::Asked::read(&mut bytes.as_slice()).and_then(|asked| asked.answer(&mut std::io::sink()));
    }
}

proptest! {
    #![proptest_config(config(BOXES))]

    /// Any words in any boxes, on any page, become a record whose findings have evidence on it.
    #[test]
    fn any_words_in_any_boxes_become_a_record(
        text in any_text(),
        boxes in prop::collection::vec(any::<[u16; 4]>(), 1..40),
        blocks in prop::collection::vec(0..7_usize, 1..20),
    ) {
        use vanthu::page::{Block, Cell};
        let mut read = pages(&text);
        let cell = Block::Cell(Cell { table: 0, row: 1, column: 2 });
        let all = [
            Block::Unknown, Block::LetterheadLeft, Block::LetterheadRight, Block::Body, Block::Recipients,
            Block::Signature, cell,
        ];
        let mut places = boxes.iter().cycle();
        let mut kinds = blocks.iter().cycle();
        for page in &mut read {
            page.origin = Origin::Scan;
            page.frame = Some(Frame {
                width: 2480,
                height: 3508,
                dpi: 300,
                turned: 0,
                skew: 0.0,
                to_source: vanthu::geometry::Affine::IDENTITY,
            });
            for line in &mut page.lines {
                line.block = all[*kinds.next().unwrap()];
                for word in &mut line.words {
                    word.place = places.next().map(|place| PixelBox::from(place.map(u32::from)));
                }
            }
        }
        let Ok(scan) = scan::open(Path::new("fuzz.txt"), text.as_bytes().to_vec(), &Config::default().scan) else {
            return Ok(());
        };
        let restored = RESTORER.restore(&read, &Config::default().restore).output;
        let document = document::model(&restored).output;
        let findings = extract::findings(&document);
        let from = record::MadeFrom { scan: &scan, engine: "none", languages: &[], model: "none", warnings: &[] };
        let record = record::write(&from, &restored, &document, &findings);
        let json = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(record::parse(Path::new("fuzz.json"), &json).unwrap(), record);
    }
}

/// Whole files that are harmed: small ones of each format, and those that once broke something.
static WHOLE: LazyLock<Vec<(String, Vec<u8>)>> =
    LazyLock::new(|| {
        let mut whole = whole_files();
        whole.extend(files(&root().join("tests/crashes")).into_iter().map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
        }));
        whole
    });

/// A record of a short text.
static RECORD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let text = "Giao Sở Nội vụ báo cáo trước ngày 15/12/2024.\n";
    let source = Source::Bytes { path: "a.txt".into(), bytes: text.into() };
    serde_json::to_vec(&reader().read(source, &()).unwrap().record).unwrap()
});

/// One file of each format, by name.
fn whole_files() -> Vec<(String, Vec<u8>)> {
    let mut whole: Vec<(String, Vec<u8>)> = files(&root().join("tests/fixtures"))
        .into_iter()
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    let picture = image::GrayImage::from_fn(90, 60, |x, y| {
        image::Luma([if (x / 7 + y / 9) % 3 == 0 { 0 } else { 255 }])
    });
    use image::ImageFormat::{Bmp, Gif, Jpeg, Png, Tiff, WebP};
    for format in [Png, Jpeg, Tiff, WebP, Bmp, Gif] {
        let mut bytes = Cursor::new(Vec::new());
        image::DynamicImage::ImageLuma8(picture.clone()).to_rgb8().write_to(&mut bytes, format).unwrap();
        whole.push((format!("picture.{}", format.extensions_str()[0]), bytes.into_inner()));
    }
    whole
}

/// The files of a folder that are no explanations, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e != "md"));
    files.sort();
    files
}

#[test]
fn what_once_broke_something_does_not_again() {
    for path in files(&root().join("tests/crashes")) {
        let bytes = fs::read(&path).unwrap();
        if let Ok(text) = std::str::from_utf8(&bytes) {
            restoration_holds(text);
            record_holds(text);
        }
        opening_holds(&path.file_name().unwrap().to_string_lossy(), bytes);
    }
}
