//! Folders of scans: what is read, what is left out, under which names their results stand.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::support::{Vanthu, ran};

const TEXT: &str = "Sở Nội vụ báo cáo trước ngày 15/12/2031.\n";

#[test]
fn a_folder_is_read_and_what_is_left_out_is_said() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/phòng 2/sâu")).unwrap();
    for name in ["trang 10.txt", "trang 2.txt", "phòng 2/a.txt", "phòng 2/sâu/b.txt", ".ẩn.txt", "x.tmp"]
    {
        vanthu.file(&format!("scans/{name}"), TEXT);
    }
    vanthu
        .file("scans/thư.docx", b"PK\x03\x04\x14\x00\x06\x00word/document.xml")
        .file("scans/tin nhắn", b"\x00\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe");
    let ran = vanthu.run(["read", "scans", "-o", "out"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let said: Vec<&str> = ran.stderr.lines().filter(|line| !line.starts_with("warning: ")).collect();
    assert_eq!(
        said,
        [
            "left out: scans/.ẩn.txt: hidden",
            "left out: scans/phòng 2: a folder; -r reads it too",
            "left out: scans/thư.docx: a Word document (DOCX)",
            "hint: save it as PDF or text: `soffice --headless --convert-to pdf --outdir pdf/ scans/thư.docx`",
            "left out: scans/tin nhắn: not a PDF, PNG, JPEG, TIFF or text file",
            "left out: scans/x.tmp: a temporary file",
            "scans/trang 2.txt: 1 page, 0 targets, 1 deadline, 0 assignments → out/trang 2.json",
            "scans/trang 10.txt: 1 page, 0 targets, 1 deadline, 0 assignments → out/trang 10.json",
            "2 files read, 5 left out",
        ]
    );
    assert_eq!(vanthu.names("out"), ["trang 10.json", "trang 2.json"]);

    // Below it too, with the results among the scans: they are made again, and never read.
    for _ in 0..2 {
        let ran = vanthu.run(["read", "-r", "scans", "-o", "scans"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stderr.contains("\n4 files read, "), "{}", ran.stderr);
    }
    for name in ["trang 2", "trang 10", "phòng 2/a", "phòng 2/sâu/b"] {
        assert!(vanthu.path(&format!("scans/{name}.json")).is_file(), "{name}");
    }
    let again = vanthu.run(["read", "-r", "--quiet", "--json", "scans"]);
    assert_eq!((again.stdout.lines().count(), again.stderr.as_str()), (4, ""));
}

#[test]
fn a_folder_without_scans_says_so() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/deeper")).unwrap();
    vanthu.run(["read", "scans"]).failed(
        4,
        "left out: scans/deeper: a folder; -r reads it too\n\
         error: scans holds no file that can be read\n\
         hint: name the folder that holds the scans, or read those below it too with -r\n\
         0 files read, 1 left out\n",
    );
    fs::create_dir(vanthu.path("none")).unwrap();
    vanthu
        .run(["read", "none", "--quiet"])
        .failed(4, "error: the folder none is empty\nhint: name the folder that holds the scans\n");
}

#[test]
fn a_scan_in_a_folder_that_cannot_be_read_is_an_error() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    vanthu.file("scans/a.txt", TEXT).file("scans/b.txt", "").file("scans/c.pdf", "%PDF-1.7\n1 0 obj");
    let ran = vanthu.run(["read", "scans", "--json"]);
    assert_eq!(ran.code, Some(6));
    let codes: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["error"]["code"].take())
        .collect();
    assert_eq!(codes, [serde_json::Value::Null, "empty".into(), "damaged".into()]);
}

#[test]
fn standard_input_stands_among_files() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT);
    let mut child = vanthu
        .command(["read", "--quiet", "--json", "a.txt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("Sở Y tế.\n".as_bytes()).unwrap();
    let ran = ran(&child.wait_with_output().unwrap());
    let files: Vec<String> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|record| record["source"]["files"][0]["file"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((ran.code, files), (Some(0), vec!["a.txt".to_owned(), "-".to_owned()]), "{}", ran.stderr);
}
