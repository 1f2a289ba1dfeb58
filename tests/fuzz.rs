//! Hostile input: any bytes, any Unicode. Nothing panics, and what has to hold for every document holds.
//!
//! Inputs are random with fixed seeds, by `proptest`, which is here for the properties anyway. An input that once broke
//! something is kept in `tests/crashes/` and must not again.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use vanthu::config::Config;
use vanthu::geometry::PageIndex;
use vanthu::ocr::hocr;
use vanthu::ocr::replay::Replay;
use vanthu::page::OcrPage;
use vanthu::record;
use vanthu::restore::Restorer;
use vanthu::scan::{self, Content};
use vanthu::warning::Code;
use vanthu::{Error, Reader, Source};

use crate::support::root;

static RESTORER: LazyLock<Arc<Restorer>> = LazyLock::new(|| Restorer::load().unwrap().into());

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(20), failure_persistence: None, ..Default::default() }
}

/// The pages of a text, as step 2 hands them on.
fn pages(text: &str) -> Vec<OcrPage> {
    let Ok(scan) = scan::open(Path::new("fuzz.txt"), text.as_bytes().to_vec(), &Config::default().scan)
    else {
        return Vec::new();
    };
    let page = |index| {
        let page = scan.page(PageIndex(index)).unwrap().output;
        let lines = match page.content {
            Content::Text(lines) => lines,
            Content::Picture { .. } => unreachable!("a text has no pictures"),
        };
        OcrPage { page: page.index, origin: page.origin, frame: None, marks: Vec::new(), lines }
    };
    (0..scan.page_count()).map(page).collect()
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

/// All steps give a record that reads back as it was; none of its findings is without evidence.
fn record_holds(text: &str) {
    let engine = Box::new(Replay::from_json(r#"{"engine": "none", "readings": []}"#).unwrap());
    let mut config = Config::default();
    config.ocr.jobs = 1;
    let reader = Reader { restorer: Arc::clone(&RESTORER), engine, config };
    let source = Source::Bytes { path: "fuzz.txt".into(), bytes: text.as_bytes().to_vec() };
    let record = match reader.read(source, &()) {
        Ok(steps) => steps.record,
        Err(Error::Empty { .. } | Error::NoPages { .. } | Error::UnknownFormat { .. }) => return,
        Err(error) => panic!("{text:?}: {error}"),
    };
    let damaged = record.warnings.iter().find(|warning| warning.code == Code::PageDamaged);
    assert_eq!(damaged, None, "{text:?}");
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

/// A file of any bytes is read or refused; its first page is drawn or refused.
fn opening_holds(name: &str, bytes: Vec<u8>) {
    if let Ok(scan) = scan::open(Path::new(name), bytes, &Config::default().scan)
        && scan.page_count() > 0
    {
        // Either outcome is right; a panic is not.
        let _ = scan.page(PageIndex(0));
    }
}

/// Words of administrative Vietnamese, whole and broken, between any other characters.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => r"(Sở Nội vụ|trước ngày 15/12/2024|đạt 95%|chủ trì|phối hợp với|Điều 3\.|I\. |a\) |- |Nơi nhận:|KẾ HOẠCH|Số: 12/QĐ-UBND|hằng năm|từ 10% trở lên|năm 2025)",
        3 => r"[a-zA-ZđĐưƠéạộ0-9/.,;:%()'-]{1,9}",
        2 => any::<String>().prop_map(|s| s.chars().take(12).collect()),
        1 => Just("\u{323}\u{302}\u{200b}\u{feff}\u{202e}".to_owned()),
    ];
    let gap = prop_oneof![8 => Just(" "), 3 => Just("\n"), 1 => Just("\u{c}"), 1 => Just("")];
    prop::collection::vec((piece, gap), 1..60)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect())
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn any_text_is_restored(text in any_text()) {
        restoration_holds(&text);
    }

    #[test]
    fn any_text_becomes_a_record(text in any_text()) {
        record_holds(&text);
    }

    #[test]
    fn any_markup_is_read_or_refused(text in any_text(), tags in prop::collection::vec(r#"(<span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 90'>|<div class='ocr_page' title='bbox 0 0 9 9'>|</span>|</div>|<|&#x1F;|&amp;)"#, 0..40)) {
        let mut markup = String::new();
        for (tag, word) in tags.iter().zip(text.split(' ')) {
            markup.push_str(tag);
            markup.push_str(word);
        }
        let _ = hocr::lines(&markup);
    }
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn damaged_files_are_read_or_refused(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24),
        keep in 0.3..1.0_f64,
    ) {
        let whole = whole_files();
        let (name, mut bytes) = which.get(&whole).clone();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a small file")]
        bytes.truncate((bytes.len() as f64 * keep) as usize);
        opening_holds(&name, bytes);
    }
}

/// One file of each format, by name.
fn whole_files() -> Vec<(String, Vec<u8>)> {
    let mut whole: Vec<(String, Vec<u8>)> = files(&root().join("tests/fixtures"))
        .into_iter()
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    let picture = image::GrayImage::from_fn(90, 60, |x, y| {
        image::Luma([if (x / 7 + y / 9) % 3 == 0 { 0 } else { 255 }])
    });
    for format in [image::ImageFormat::Png, image::ImageFormat::Jpeg, image::ImageFormat::Tiff] {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
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
