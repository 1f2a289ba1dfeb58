//! The real program: what it prints, what it says when something is wrong, and its exit code.

mod explain;
mod export;
mod forms;
mod hints;
mod inputs;
mod offices;
mod results;

use crate::support::Vanthu;

#[test]
fn no_such_file() {
    Vanthu::new().run(["read", "missing.pdf"]).failed(
        4,
        "error: cannot read missing.pdf: No such file or directory (os error 2)\n\
         hint: check the name; `ls` lists the files of a folder\n",
    );
}

#[test]
fn a_folder_instead_of_a_file() {
    let vanthu = Vanthu::new();
    std::fs::create_dir(vanthu.path("texts")).unwrap();
    vanthu.run(["restore", "texts"]).failed(
        4,
        "error: texts is a folder\nhint: name a file in it, or read all of it with `vanthu read texts`\n",
    );
}

#[test]
fn not_a_readable_format() {
    let vanthu = Vanthu::new();
    vanthu.file("letter.pdf", b"\x00\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe");
    vanthu.run(["read", "letter.pdf"]).failed(
        4,
        "error: letter.pdf is not a PDF, a picture or a text file\n\
         hint: give a PDF, TIFF, PNG, JPEG, WebP, BMP, GIF, JPEG 2000 or .txt file; `file NAME` says what a file is\n",
    );
}

#[test]
fn a_kind_that_is_known_and_not_read() {
    let vanthu = Vanthu::new();
    // What it is is told by its content and not by its name.
    vanthu.file("letter.pdf", b"PK\x03\x04\x14\x00\x06\x00word/document.xml");
    vanthu.run(["read", "letter.pdf"]).failed(
        4,
        "error: letter.pdf is a Word document (DOCX), which is not read\n\
         hint: save it as PDF or text: `soffice --headless --convert-to pdf --outdir pdf/ letter.pdf`\n",
    );
}

#[test]
fn a_picture_that_is_packed_in_a_way_that_is_not_read() {
    let vanthu = Vanthu::new();
    let mut several = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff".to_vec();
    for _ in 0..2 {
        several.extend(b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00");
    }
    several.push(b';');
    vanthu.file("a.gif", several);
    vanthu.run(["read", "a.gif"]).failed(
        4,
        "error: a.gif is of a kind that is not read: it holds several pictures one after another\n\
         hint: make another file of it: `magick a.gif a.png`\n",
    );
}

#[test]
fn an_empty_file() {
    let vanthu = Vanthu::new();
    vanthu
        .file("empty.pdf", b"")
        .run(["read", "empty.pdf"])
        .failed(4, "error: empty.pdf is empty\nhint: copy or scan it again: nothing is in it\n");
}

#[test]
fn bad_arguments() {
    let ran = Vanthu::new().run(["read", "--page-timeout", "0", "a.pdf"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.starts_with("error: invalid value '0' for '--page-timeout <SECONDS>'"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_output_that_cannot_be_written() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Sở Nội vụ báo cáo trước ngày 15/12/2024.\n");
    // Nothing is said of the text: it is not read at all.
    let message = "error: cannot write nowhere/a.json: No such file or directory (os error 2)\n\
         hint: name another place, or make room and check your rights there\n";
    vanthu.run(["read", "a.txt", "-o", "nowhere/a.json"]).failed(5, message);
    vanthu.run(["read", "a.txt", "-o", "a.txt/x/"]).failed(
        5,
        "error: cannot write a.txt/x/: not a directory\n\
         hint: name another place, or make room and check your rights there\n",
    );
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Sở Nội vụ.\n").file("b.txt", "Sở Tài chính.\n");
    let ran = vanthu.run(["read", "a.txt", "missing.txt", "b.txt"]);
    assert_eq!(ran.code, Some(6));
    let files: Vec<String> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|record| record["source"]["files"][0]["file"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, ["a.txt", "b.txt"]);
    assert!(ran.stderr.contains("error: cannot read missing.txt: "), "{}", ran.stderr);
}

#[test]
fn a_closed_pipe_is_success() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Sở Nội vụ chủ trì.\n".repeat(20_000));
    let mut child =
        vanthu.command(["restore", "a.txt"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn restore_keeps_lines_blanks_and_pages() {
    let vanthu = Vanthu::new();
    let text = "KẾ HOẠCH\n\n  1. Sở Nội vụ chủ trì.\n\u{c}\n2. Sở Tài chính\tphối hợp.\u{c}3. Sở Y tế.";
    vanthu.file("a.txt", text);
    let ran = vanthu.run(["restore", "a.txt"]);
    assert_eq!(ran.stdout, text);
    assert_eq!(ran.code, Some(0));
}

#[test]
fn restore_takes_text_alone() {
    let vanthu = Vanthu::new();
    vanthu.fixture("two-words.pdf");
    vanthu.run(["restore", "two-words.pdf"]).failed(
        4,
        "error: two-words.pdf is application/pdf, not text\n\
         hint: read it with `vanthu read two-words.pdf`\n",
    );
}

#[test]
fn a_damaged_pdf() {
    let vanthu = Vanthu::new();
    vanthu.file("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R");
    let ran = vanthu.run(["read", "cut.pdf"]);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(ran.stderr.starts_with("error: cut.pdf is damaged: "), "{}", ran.stderr);
    assert!(
        ran.stderr.ends_with(
            "\nhint: scan or copy it again; a PDF can often be mended with `qpdf cut.pdf cut-mended.pdf`\n"
        ),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_pdf_that_needs_a_password() {
    let vanthu = Vanthu::new();
    vanthu.fixture("encrypted.pdf").file("passwords.txt", "falsch\n");
    let message = "error: encrypted.pdf is encrypted\n\
         hint: put its password in a file and name it with --password-file FILE, or remove it with \
         `qpdf --decrypt --password=PASSWORD encrypted.pdf encrypted-open.pdf`\n";
    vanthu.run(["read", "encrypted.pdf"]).failed(4, message);
    vanthu.run(["read", "encrypted.pdf", "--password-file", "passwords.txt"]).failed(
        4,
        "error: the password given does not open encrypted.pdf\n\
         hint: check it, capitals and marks too; the file of --password-file holds one password a line\n",
    );
    // As an editor of Windows writes it.
    vanthu.file("passwords.txt", "\u{feff}vanthu\r\n");
    let ran = vanthu.run(["read", "encrypted.pdf", "--password-file", "passwords.txt"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[test]
fn a_pdf_of_zero_pages() {
    let vanthu = Vanthu::new();
    vanthu.fixture("no-pages.pdf");
    vanthu.run(["read", "no-pages.pdf"]).failed(
        4,
        "error: no-pages.pdf has no pages\nhint: scan it again, or ask its sender for the whole file\n",
    );
}

/// The head of a PNG file of the size given, in RGB; what follows does not matter to a check of the size.
pub(crate) fn png_head(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes.extend(crc32(&bytes[12..]).to_be_bytes());
    bytes.extend(b"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e");
    bytes
}

/// The checksum of PNG chunks (ISO 3309), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn a_page_that_is_too_large() {
    let vanthu = Vanthu::new();
    vanthu.file("huge.png", png_head(30_000, 30_000));
    vanthu.run(["read", "huge.png"]).failed(
        4,
        "error: page 1 of huge.png has 900000000 pixels, more than 150000000\n\
         hint: scan it at 300 dpi, or allow more with --max-pixels NUMBER\n",
    );
}

#[test]
fn a_blank_page_is_a_record_with_a_warning() {
    let vanthu = Vanthu::new();
    vanthu.fixture("blank.pdf");
    let ran = vanthu.run(["read", "blank.pdf"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("warning: blank.pdf: page 1: "), "{}", ran.stderr);
    let record: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(record["pages"][0]["warnings"], serde_json::json!(["page.blank"]));
    let strict = vanthu.run(["read", "--strict", "blank.pdf"]);
    assert_eq!(strict.code, Some(7));
}

#[test]
#[ignore = "needs tesseract"]
fn a_page_in_another_language_is_said_to_be_one() {
    let vanthu = Vanthu::new();
    vanthu.fixture("english.pdf");
    let ran = vanthu.run(["read", "--text-layer", "ignore", "english.pdf"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let record: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let codes = record["pages"][0]["warnings"].to_string();
    assert!(codes.contains("page.other_language"), "{codes}\n{}", ran.stderr);
    assert!(ran.stderr.contains("warning: english.pdf: page 1: "), "{}", ran.stderr);
}

#[test]
fn the_worker_is_not_installed() {
    let vanthu = Vanthu::new();
    std::fs::copy(env!("CARGO_BIN_EXE_vanthu"), vanthu.path("vanthu")).unwrap();
    vanthu.fixture("two-words.pdf");
    let mut command = std::process::Command::new(vanthu.path("vanthu"));
    command
        .args(["read", "--text-layer", "ignore", "two-words.pdf"])
        .env("PATH", "")
        .env("LANG", "C")
        .env_remove("LC_ALL");
    crate::support::ran(&command.current_dir(vanthu.path(".")).output().unwrap()).failed(
        3,
        "error: the OCR engine `tesseract` cannot be used: its worker `vanthu-ocr` is not installed\n\
         hint: install it with `apt install tesseract-ocr tesseract-ocr-vie`; `vanthu doctor` says what is missing\n",
    );
}

#[test]
fn tesseract_is_not_installed() {
    use std::os::unix::fs::PermissionsExt;
    let vanthu = Vanthu::new();
    // What the loader does when a shared library of the worker is not there.
    vanthu.fixture("two-words.pdf").file("worker", "#!/bin/sh\nexit 127\n");
    std::fs::set_permissions(vanthu.path("worker"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let message = "error: the OCR engine `tesseract` cannot be used: Tesseract is not installed\n\
         hint: install it with `apt install tesseract-ocr tesseract-ocr-vie`; `vanthu doctor` says what is missing\n";
    vanthu
        .run(["read", "--text-layer", "ignore", "--worker", "./worker", "two-words.pdf"])
        .failed(3, message);
    // A text needs no engine.
    vanthu.file("a.txt", "Sở Nội vụ.\n");
    assert_eq!(vanthu.run(["read", "--worker", "./worker", "a.txt"]).code, Some(0));
    let doctor = vanthu.run(["doctor", "--worker", "./worker"]);
    assert_eq!(doctor.code, Some(3));
    assert!(doctor.stdout.contains("missing  engine: "), "{}", doctor.stdout);
}

#[test]
#[ignore = "needs tesseract"]
fn language_data_are_not_installed() {
    let vanthu = Vanthu::new();
    vanthu.fixture("two-words.pdf");
    std::fs::create_dir(vanthu.path("data")).unwrap();
    vanthu.run(["read", "--text-layer", "ignore", "--tessdata", "data", "two-words.pdf"]).failed(
        3,
        "error: the OCR engine `tesseract` cannot be used: the language data `vie` is not in data\n\
         hint: name the folder that holds vie.traineddata with --tessdata; without it the usual one is taken\n",
    );
}

/// The process ids of the workers that a process started.
fn workers(parent: u32) -> Vec<u32> {
    let children =
        std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    let tasks = std::fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    let of_tasks =
        tasks.map(|task| std::fs::read_to_string(task.path().join("children")).unwrap_or_default());
    let all = of_tasks.collect::<String>() + &children;
    let mut ids: Vec<u32> = all.split_whitespace().filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[test]
#[ignore = "needs tesseract"]
fn a_worker_killed_in_the_middle_of_a_page_loses_nothing() {
    let scan = crate::support::scan_of(&crate::support::root().join("samples/ct-phan-cong")).unwrap();
    let vanthu = Vanthu::new();
    let child = vanthu
        .command(["read".as_ref(), scan.as_os_str(), "--jobs".as_ref(), "1".as_ref()])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The worker reads for seconds; it is killed as soon as it has had time to begin.
    let killed = (0..600).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        let busy = workers(child.id()).into_iter().find(|id| has_worked(*id));
        busy.is_some_and(|id| {
            std::process::Command::new("kill").args(["-KILL", &id.to_string()]).status().unwrap().success()
        })
    });
    assert!(killed, "no worker was found at work");
    let ran = crate::support::ran(&child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let texts = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap()["text"].clone();
    let lines = |text: &serde_json::Value| text[0]["lines"].as_array().unwrap().len();
    // The second try is made with plain settings, so that words may differ; no line may be lost.
    assert_eq!(lines(&texts(&ran.stdout)), lines(&texts(&crate::support::record(&scan))));
}

/// Whether a process has used a tenth of a second of a core: more than starting needs, less than a page.
fn has_worked(id: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    // Field 14 of proc(5), user time in hundredths of a second; fields are counted after the name in brackets.
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    after_name
        .split_whitespace()
        .nth(11)
        .and_then(|ticks| ticks.parse().ok())
        .is_some_and(|ticks: u64| ticks >= 60)
}
