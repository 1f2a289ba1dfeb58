//! The real program: what it prints, what it says when something is wrong, and its exit code.

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
    std::fs::create_dir(vanthu.path("scans")).unwrap();
    vanthu
        .run(["read", "scans"])
        .failed(4, "error: scans is a folder\nhint: name the files: vanthu read scans/*.pdf\n");
}

#[test]
fn not_a_readable_format() {
    let vanthu = Vanthu::new();
    vanthu.file("letter.docx", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe");
    vanthu.run(["read", "letter.docx"]).failed(
        4,
        "error: letter.docx is not a PDF, PNG, JPEG, TIFF or text file\n\
         hint: give a PDF, PNG, JPEG, TIFF or .txt file; `file NAME` says what a file is\n",
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
    vanthu.run(["read", "a.txt", "-o", "nowhere/a.json"]).failed(
        5,
        "error: cannot write nowhere/a.json: No such file or directory (os error 2)\n\
         hint: name another place with -o, or make room and check your rights there\n",
    );
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Sở Nội vụ.\n").file("b.txt", "Sở Tài chính.\n");
    let ran = vanthu.run(["read", "a.txt", "missing.txt", "b.txt"]);
    assert_eq!(ran.code, Some(1));
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
    let text = "KẾ HOẠCH\n\n  1. Sở Nội vụ chủ trì.\n\u{c}\n2. Sở Tài chính\tphối hợp.";
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
            "\nhint: scan or copy it again; a PDF can often be mended with `qpdf damaged.pdf mended.pdf`\n"
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
         `qpdf --decrypt --password=PASSWORD in.pdf out.pdf`\n";
    vanthu.run(["read", "encrypted.pdf"]).failed(4, message);
    vanthu.run(["read", "encrypted.pdf", "--password-file", "passwords.txt"]).failed(4, message);
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
