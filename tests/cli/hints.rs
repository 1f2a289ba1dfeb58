//! What is said when a form, a book or a package cannot be made: the two lines in full, with what to type.

use std::fs;
use std::process::Command;

use crate::support::{Vanthu, ran};

#[test]
fn a_folder_without_records() {
    let vanthu = Vanthu::with_record();
    fs::create_dir(vanthu.path("scans")).unwrap();
    vanthu.file("scans/a.txt", "Sở Y tế.\n");
    for args in [vec!["follow-up", "scans", "-o", "a.xlsx"], vec!["export", "scans", "--to", "csv"]] {
        vanthu.run(args).failed(
            4,
            "error: scans holds no records\n\
             hint: make them of the scans with `vanthu read -r scans -o records/`, and name records/\n",
        );
    }
    vanthu.run(["accept", "scan.pdf", "-o", "a.xlsx"]).failed(
        4,
        "error: scan.pdf holds no records\n\
         hint: make one of a scan with `vanthu read scan.pdf -o RECORD.json`, and name that\n",
    );
}

#[test]
fn a_book_of_another_ending() {
    let vanthu = Vanthu::with_record();
    vanthu.run(["follow-up", "a.json", "-o", "so.pdf"]).failed(
        2,
        "error: so.pdf cannot be written: no such book is made as `.pdf`\n\
         hint: name a .xlsx file to go on working with, or a .html file to be printed\n",
    );
}

#[test]
fn a_name_that_could_be_a_file_or_a_folder() {
    let vanthu = Vanthu::with_record();
    let hint = "error: pages does not say what is to be written: its name has no ending\n\
                hint: name pages.html for one file, or pages/ for a folder with one for each record\n";
    vanthu.run(["page", "a.json", "-o", "pages"]).failed(2, hint);
    assert!(!vanthu.path("pages").exists());
    assert_eq!(vanthu.run(["page", "a.json", "-o", "pages/"]).code, Some(0));
    assert!(vanthu.path("pages/a.html").exists());
    fs::create_dir(vanthu.path("records")).unwrap();
    let record = vanthu.read("a.json");
    vanthu.file("records/a.json", &record).file("records/b.json", &record);
    vanthu.run(["page", "records", "-o", "all.html"]).failed(
        2,
        "error: all.html holds one document, and several are to be read\n\
         hint: name a folder, as all/, for one file each; of the files, .jsonl, .xlsx, .csv and .ics hold several\n",
    );
}

#[test]
fn a_plan_that_is_none() {
    let vanthu = Vanthu::with_record();
    vanthu.run(["merge", "a.json"]).failed(
        8,
        "error: a.json is no plan of vanthu, or of a newer version\n\
         hint: name the file that `vanthu plan FOLDER --out RECORDS --shards NUMBER -o PLAN.json` wrote\n",
    );
}

#[test]
fn a_pdf_is_not_poured_onto_a_terminal() {
    let vanthu = Vanthu::with_record();
    // Python's terminal stands in for that of a person.
    let mut command = Command::new("python3");
    let run =
        "import os, pty, sys\nstatus = pty.spawn(sys.argv[1:])\nsys.exit(os.waitstatus_to_exitcode(status))";
    command.args(["-c", run, env!("CARGO_BIN_EXE_vanthu"), "export", "a.json", "--to", "pdf"]);
    command
        .current_dir(vanthu.path(""))
        .env("LANG", "C")
        .env("COLUMNS", "200")
        .env("XDG_CONFIG_HOME", vanthu.path("c"));
    let output = command
        .stdin(std::process::Stdio::null())
        .output()
        .expect("python3 is installed (apt install python3)");
    let ran = ran(&output);
    assert_eq!(
        ran.stdout.replace("\r\n", "\n"),
        "error: a .pdf file is not for a terminal\nhint: write it into a file: `vanthu export a.json -o a.pdf`\n"
    );
    assert_eq!(ran.code, Some(2));
    // A pipe takes it.
    let output = vanthu.command(["export", "a.json", "--to", "pdf"]).output().unwrap();
    assert!(output.status.success() && output.stdout.starts_with(b"%PDF-1.7"));
}

#[test]
fn messages_that_nobody_listens_to_end_nothing() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Giao Sở Y tế chủ trì.\n");
    let mut command = vanthu.command(["read", "--json", "a.txt"]);
    let mut child =
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn files_of_one_name_in_two_folders() {
    let vanthu = Vanthu::new();
    for folder in ["scans/2024", "scans/2025"] {
        fs::create_dir_all(vanthu.path(folder)).unwrap();
        vanthu.file(
            &format!("{folder}/a.txt"),
            format!("{folder}: Sở Nội vụ báo cáo trước ngày 15/12/2031.\n"),
        );
    }
    assert_eq!(vanthu.run(["read", "-r", "scans", "-o", "records/"]).code, Some(0));
    assert_eq!(
        vanthu.run(["export", "records", "-o", "documents.csv", "--to", "documents.csv"]).code,
        Some(0)
    );
    let table = vanthu.read("documents.csv");
    assert!(table.contains(",2024/a.txt,") && table.contains(",2025/a.txt,"), "{table}");
    let lists = |table: &str, code| {
        vanthu.file("ho-so.csv", format!("fileCode,title,file\nH1,T,\nH1,,{table}\n"));
        let ran = vanthu.run(["archive", "records", "--table", "ho-so.csv", "-o", "out", "--replace"]);
        assert_eq!(ran.code, Some(code), "{}", ran.stderr);
        ran.stderr
    };
    assert!(lists("a.txt", 6).contains("lacks a.txt, "), "several are of that name");
    assert!(!lists("2025/a.txt", 6).contains("a.txt"), "it is found");
    // A workbook is made again, though the files changed meanwhile.
    assert_eq!(vanthu.run(["read", "-r", "scans", "-o", "all.xlsx"]).code, Some(0));
    vanthu.file("scans/2024/a.txt", "Sở Y tế.\n");
    let ran = vanthu.run(["read", "-r", "scans", "-o", "all.xlsx"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

/// What a new user types who knows no commands.
#[test]
fn a_file_in_the_place_of_a_command_is_to_be_read() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans 2031")).unwrap();
    let ran = vanthu.run(["scan.pdf"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.ends_with("\nhint: to read it: `vanthu read scan.pdf`\n"), "{}", ran.stderr);
    let ran = vanthu.run(["--lang", "vi", "scans 2031"]);
    assert!(ran.stderr.ends_with("\ncách xử lý: để đọc, gõ: `vanthu read 'scans 2031'`\n"), "{}", ran.stderr);
    let ran = vanthu.run(["doctor", "scans 2031"]);
    assert!(ran.stderr.ends_with("hint: to read it: `vanthu read 'scans 2031'`\n"), "{}", ran.stderr);
}

#[test]
fn a_folder_that_is_not_there_is_told_as_one() {
    let vanthu = Vanthu::new();
    let results = "error: there is no folder ket-qua\n\
                   hint: check the name, or make results first: `vanthu batch SCANS --out ket-qua`\n";
    vanthu.run(["follow-up", "ket-qua", "-o", "book.html"]).failed(4, results);
    vanthu.run(["export", "ket-qua", "--to", "csv"]).failed(4, results);
    let scans = "error: there is no folder scans\nhint: check the name; `ls` lists what stands beside it\n";
    vanthu.run(["batch", "scans", "--out", "out"]).failed(4, scans);
    vanthu.run(["plan", "scans", "--out", "out", "--shards", "2", "-o", "plan.json"]).failed(4, scans);
}

#[test]
fn a_dash_is_standard_output_wherever_a_file_may_be_named() {
    let vanthu = Vanthu::with_record();
    vanthu.file("a.txt", "Sở Nội vụ báo cáo trước ngày 15/12/2031.\n");
    let printed = |args: &[&str]| {
        let ran = vanthu.run(args);
        assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.stderr);
        assert!(!vanthu.path("-").exists(), "{args:?}");
        ran.stdout
    };
    assert_eq!(printed(&["restore", "a.txt", "-o", "-"]), printed(&["restore", "a.txt"]));
    assert_eq!(printed(&["read", "a.txt", "-o", "-"]), printed(&["read", "a.txt"]));
    let csv = printed(&["export", "a.json", "--to", "csv", "-o", "-"]);
    assert_eq!(csv, printed(&["export", "a.json", "--to", "csv"]));
    for page in ["page", "follow-up", "accept"] {
        let html = printed(&[page, "a.json", "-o", "-"]);
        assert!(html.to_lowercase().starts_with("<!doctype html>"), "{page}");
    }
    vanthu.run(["export", "a.json", "-o", "-"]).failed(
        2,
        "error: - does not say what is to be written: its name has no ending\nhint: name the form with --to, as in `--to txt`\n",
    );
}

#[test]
fn passwords_that_are_no_text_are_refused() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Sở Nội vụ báo cáo.\n").file("passwords", b"PK\x03\x04\x00\x00\x00");
    vanthu.run(["read", "a.txt", "--password-file", "passwords"]).failed(
        4,
        "error: passwords is no text: passwords stand in it one a line\n\
         hint: save it as plain text, in UTF-8 or in UTF-16\n",
    );
}

#[test]
fn a_batch_ends_with_the_place_of_its_summary() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    vanthu.file("scans/a.txt", "Sở Nội vụ báo cáo trước ngày 15/12/2031.\n");
    let ran = vanthu.run(["batch", "scans", "--out", "out"]);
    let last = "\nfor a browser, with what needs a look: out/summary.html\n";
    assert!(ran.stderr.ends_with(last), "{}", ran.stderr);
    assert!(vanthu.path("out/summary.html").is_file());
    assert_eq!(vanthu.run(["batch", "scans", "--out", "out", "--quiet"]).stderr, "");
}
