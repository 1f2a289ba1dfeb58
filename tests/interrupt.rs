//! Ctrl-C in the middle of a page: code 130, nothing half done, nobody left at work.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{fs, thread};

use crate::support::{Vanthu, ran};

/// Looks up to a minute whether something holds.
fn soon(holds: impl Fn() -> bool) -> bool {
    (0..1200).any(|_| {
        thread::sleep(Duration::from_millis(50));
        holds()
    })
}

/// A worker that takes a picture and never answers, with its standard output open; it ends when its standard input is
/// closed, as `vanthu-ocr` does.
const SILENT: &str = "#!/bin/sh\necho vanthu-ocr 2 ready 9.9\necho $$ > worker-id\nexec cat 3>&1 > picture\n";

/// A worker that takes the page it is to make and never answers; it does not end by itself when its input is closed.
const MAKES_NOTHING: &str = "#!/bin/sh\necho $$ > worker-id\ncat > picture &\nexec sleep 600\n";

/// A PDF with a page of two million steps, which is drawn in a worker.
fn heavy() -> Vec<u8> {
    let content = "q Q ".repeat(1_100_000);
    format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
         3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\nendobj\n\
         4 0 obj\n<< /Length {} >>\nstream\n{content}\nendstream\nendobj\n\
         trailer\n<< /Root 1 0 R >>\n",
        content.len()
    )
    .into_bytes()
}

#[test]
fn a_page_that_is_drawn_in_a_worker_is_given_up_at_once() {
    let vanthu = Vanthu::new();
    vanthu.file("heavy.pdf", heavy()).file("worker", MAKES_NOTHING);
    fs::set_permissions(vanthu.path("worker"), fs::Permissions::from_mode(0o755)).unwrap();
    // Were it not given up at once, its two tries would take ten minutes.
    let mut command = vanthu.command(["read", "--worker", "./worker", "--page-timeout", "800", "heavy.pdf"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = soon(|| vanthu.path("worker-id").metadata().is_ok_and(|id| id.len() > 0));
    assert!(begun, "no page was handed to the worker");
    let worker = fs::read_to_string(vanthu.path("worker-id")).unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ran = ran(&child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(130), ""), "{}", ran.stderr);
    assert!(!Path::new("/proc").join(worker.trim()).exists(), "the worker goes on");
}

#[test]
fn nothing_is_left_of_an_interrupted_run() {
    let vanthu = Vanthu::new();
    vanthu.fixture("two-words.pdf").file("a.txt", "Sở Nội vụ.\n").file("worker", SILENT);
    fs::set_permissions(vanthu.path("worker"), fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(vanthu.path("records")).unwrap();
    let mut command = vanthu.command(["read", "--worker", "./worker", "--text-layer", "ignore"]);
    command.args(["--output", "records/", "two-words.pdf", "a.txt"]);
    fs::create_dir(vanthu.path("temporary")).unwrap();
    command.env("TMPDIR", vanthu.path("temporary"));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = soon(|| vanthu.path("picture").metadata().is_ok_and(|picture| picture.len() > 0));
    assert!(begun, "no page was handed to the worker");
    let worker = fs::read_to_string(vanthu.path("worker-id")).unwrap();
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let ran = ran(&child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(130), ""), "{}", ran.stderr);
    assert!(!ran.stderr.contains("error"), "{}", ran.stderr);
    assert!(soon(|| !Path::new("/proc").join(worker.trim()).exists()), "the worker goes on");
    // The text may have been read before; what is there is whole, and nothing else is.
    for entry in fs::read_dir(vanthu.path("records")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(path.file_name().unwrap(), "a.json");
        serde_json::from_str::<serde_json::Value>(&fs::read_to_string(&path).unwrap()).unwrap();
    }
    let mut names: Vec<_> = fs::read_dir(vanthu.path(".")).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.txt", "picture", "records", "temporary", "two-words.pdf", "worker", "worker-id"]);
    assert_eq!(fs::read_dir(vanthu.path("temporary")).unwrap().count(), 0, "a temporary file is left");
}

#[test]
fn every_input_has_a_line_after_an_interruption() {
    let vanthu = Vanthu::new();
    vanthu
        .file("a.txt", "Sở Nội vụ.\n")
        .fixture("two-words.pdf")
        .file("empty.pdf", "")
        .file("worker", SILENT);
    fs::set_permissions(vanthu.path("worker"), fs::Permissions::from_mode(0o755)).unwrap();
    for name in ["b.pdf", "c.pdf", "d.pdf"] {
        fs::copy(vanthu.path("two-words.pdf"), vanthu.path(name)).unwrap();
    }
    let mut command =
        vanthu.command(["read", "--json", "--jobs", "1", "--worker", "./worker", "--text-layer", "ignore"]);
    command.args(["a.txt", "two-words.pdf", "b.pdf", "empty.pdf", "c.pdf", "d.pdf"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = soon(|| vanthu.path("picture").metadata().is_ok_and(|picture| picture.len() > 0));
    assert!(begun, "no page was handed to the worker");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ran = ran(&child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(130), "{}", ran.stderr);
    let lines: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut told: Vec<(&str, &str)> = lines
        .iter()
        .map(|line| (line["input"].as_str().unwrap(), line["error"]["code"].as_str().unwrap_or("read")))
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("a.txt", "read"),
            ("b.pdf", "interrupted"),
            ("c.pdf", "interrupted"),
            ("d.pdf", "interrupted"),
            ("empty.pdf", "interrupted"),
            ("two-words.pdf", "interrupted"),
        ]
    );
    assert!(ran.stderr.contains("interrupted: 5 of 6 files were not read\n"), "{}", ran.stderr);
}
