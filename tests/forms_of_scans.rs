//! Every form of every sample, and of scans in colour, in black and white and of 100 dpi: it passes the checks of other programs, it
//! is as small as it has to be, and made twice its bytes are the same. In a long run also of the documents of the evaluation.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::forms::checked;
use crate::support::{Vanthu, documents, eval, record, root, scan_of, soaks};

const FORMS: [&str; 13] = [
    "xlsx",
    "csv",
    "targets.csv",
    "deadlines.csv",
    "assignments.csv",
    "documents.csv",
    "ics",
    "html",
    "pdf",
    "alto.xml",
    "hocr",
    "txt",
    "jsonl",
];

/// Makes each form of `a.json` twice, and has the checks look at them.
fn every_form(vanthu: &Vanthu, scan: &str, code: i32) {
    for form in FORMS {
        let name = format!("out.{form}");
        let made = || {
            let ran = vanthu.run(["export", "a.json", "-o", &name, "--replace", "--quiet"]);
            // A PDF of pages that are damaged or were not read is made, and told.
            let expected = if form == "pdf" { code } else { 0 };
            assert_eq!((ran.code, ran.stderr.as_str()), (Some(expected), ""), "{scan}: {form}");
            fs::read(vanthu.path(&name)).unwrap()
        };
        let first = made();
        fs::remove_file(vanthu.path(&name)).unwrap();
        assert!(first == made(), "{scan}: {form} is not the same when it is made again");
    }
    checked("check.py", &[vanthu.path(""), vanthu.path("a.json")]);
    let small = vanthu.run(["export", "a.json", "-o", "small.pdf", "--recompress", "--quiet"]);
    assert_eq!(small.code, Some(code), "{scan}: {}", small.stderr);
    assert!(size(&vanthu.path("small.pdf")) <= size(&vanthu.path("out.pdf")), "{scan}");
}

fn size(path: &Path) -> u64 {
    path.metadata().unwrap().len()
}

/// A folder with a scan, and what it is called there.
fn with_scan(scan: &Path) -> (Vanthu, String) {
    let vanthu = Vanthu::new();
    let name = scan.file_name().unwrap().to_string_lossy().into_owned();
    fs::copy(scan, vanthu.path(&name)).unwrap();
    (vanthu, name)
}

/// The forms of a scan whose record is `a.json`.
fn of_scan(vanthu: &Vanthu, scan: &Path) {
    let record: Value = serde_json::from_str(&vanthu.read("a.json")).unwrap();
    let is_lost = |page: &Value| {
        let codes = page["warnings"].to_string();
        codes.contains("page.damaged") || codes.contains("page.unread")
    };
    let lost = record["pages"].as_array().unwrap().iter().any(is_lost);
    every_form(vanthu, &scan.display().to_string(), i32::from(lost));
}

/// What a PDF/A has over the picture as it is and 40 kB for text, font and colours; `None` where it is no larger.
fn over(vanthu: &Vanthu, scan: &Path) -> Option<String> {
    let (scanned, made) = (size(scan), size(&vanthu.path("out.pdf")));
    let is_over = made > scanned + scanned / 10 + 40_000;
    is_over.then(|| format!("{}: {made} bytes of {scanned}", scan.display()))
}

#[test]
#[ignore = "needs tesseract"]
fn forms_of_samples() {
    for scan in documents(&root().join("samples")).iter().filter_map(|folder| scan_of(folder)) {
        let (vanthu, name) = with_scan(&scan);
        // It is read in this run anyway, and told where it stands.
        let mut record: Value = serde_json::from_str(&record(&scan)).unwrap();
        record["source"]["files"][0]["path"] = name.into();
        vanthu.file("a.json", record.to_string());
        of_scan(&vanthu, &scan);
        assert_eq!(over(&vanthu, &scan), None);
    }
}

#[test]
#[ignore = "needs tesseract"]
fn forms_of_scans_in_colour_in_black_and_white_and_of_100_dpi() {
    let sample = root().join("samples/ct-phan-cong/scan.pdf");
    for (name, how) in [
        ("scan.jpg", ["-jpeg", "-r", "200"].as_slice()),
        ("scan.jpg", ["-jpeg", "-r", "100"].as_slice()),
        ("scan.png", ["-gray", "-png", "-r", "150"].as_slice()),
        ("scan.tif", ["-mono", "-tiff", "-r", "200"].as_slice()),
    ] {
        let vanthu = Vanthu::new();
        let mut draw = Command::new("pdftoppm");
        draw.args(how).args(["-f", "1", "-l", "1", "-singlefile"]).arg(&sample).arg(vanthu.path("scan"));
        let drawn = draw.output().expect("pdftoppm is installed (apt install poppler-utils)");
        assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
        let read = vanthu.run(["read", name, "-o", "a.json", "--quiet"]);
        assert_eq!(read.code, Some(0), "{how:?}: {}", read.stderr);
        every_form(&vanthu, &format!("{how:?}"), 0);
    }
}

#[test]
#[ignore = "needs tesseract, and an hour"]
fn forms_of_real_scans() {
    if !soaks() {
        return;
    }
    let Some(eval) = eval() else { return };
    let folders = [eval.clone(), eval.join("../field")];
    let scans: Vec<PathBuf> = folders
        .iter()
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| documents(folder))
        .filter_map(|one| scan_of(&one))
        .collect();
    assert!(!scans.is_empty());
    // Pages with print of their own are drawn, and those of letters that were never scanned take more than their letters.
    for scan in scans {
        let (vanthu, name) = with_scan(&scan);
        let read = vanthu.run(["read", &name, "-o", "a.json", "--quiet"]);
        assert!(matches!(read.code, Some(0 | 1)), "{}: {}", scan.display(), read.stderr);
        of_scan(&vanthu, &scan);
        println!("{}", over(&vanthu, &scan).unwrap_or_else(|| format!("{}: small", scan.display())));
    }
}
