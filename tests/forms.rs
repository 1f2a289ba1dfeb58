//! Forms as other programs read them: openpyxl, icalendar, the XML and HTML of Python, pikepdf, veraPDF, pdftotext.
//!
//! Needs `python3`; what of the others is not installed is named and left out.

use std::fs;
use std::process::Command;

use crate::support::{Vanthu, ran, root};

#[test]
fn other_programs_read_what_the_record_says() {
    let vanthu = Vanthu::new();
    let record = fs::read_to_string(root().join("tests/fixtures/record.json")).unwrap();
    let scan = fs::read(root().join("samples/ct-phan-cong/scan.pdf")).unwrap();
    vanthu
        .file("a.json", record.replace("../../samples/ct-phan-cong/scan.pdf", "scan.pdf"))
        .file("scan.pdf", scan);
    for form in ["xlsx", "ics", "alto.xml", "hocr", "html", "pdf", "txt"] {
        assert_eq!(vanthu.run(["export", "a.json", "-o", &format!("out.{form}")]).code, Some(0), "{form}");
    }
    // Programs of Debian stand beside those that were installed otherwise, and have other readers.
    let mut readers = 0;
    for python in ["python3", "/usr/bin/python3"] {
        let mut command = Command::new(python);
        command.arg(root().join("tests/forms/check.py")).arg(vanthu.path("")).arg(vanthu.path("a.json"));
        let Ok(output) = command.output() else { continue };
        readers += 1;
        let ran = ran(&output);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{python}: {}", ran.stdout);
        let (skipped, complaints): (Vec<&str>, Vec<&str>) =
            ran.stdout.lines().partition(|line| line.contains(": skipped: "));
        assert!(complaints.is_empty(), "{python}: {complaints:#?}");
        println!("{python}: {skipped:?}");
    }
    assert!(readers > 0, "python3 is installed (apt install python3)");
}

#[test]
fn python_reads_a_package_for_an_archive() {
    let vanthu = Vanthu::new();
    let record = fs::read_to_string(root().join("tests/fixtures/record.json")).unwrap();
    let scan = fs::read(root().join("samples/ct-phan-cong/scan.pdf")).unwrap();
    vanthu
        .file("a.json", record.replace("../../samples/ct-phan-cong/scan.pdf", "scan.pdf"))
        .file("scan.pdf", scan)
        .file(
            "ho-so.csv",
            "fileCode,title,maintenance,mode,riskRecovery,paperFileCode,numberOfPaper,file,issuedDate\n\
             H1,Hồ sơ & tài liệu,01,01,0,H1.1.1,1,,\nH1,,,,,,,scan.pdf,2025-10-15\n",
        );
    let made = vanthu.run(["archive", "a.json", "--table", "ho-so.csv", "-o", "out"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let mut command = Command::new("python3");
    command.arg(root().join("tests/forms/package.py")).arg(vanthu.path("out/H1.zip"));
    let ran = ran(&command.output().expect("python3 is installed (apt install python3)"));
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(0), "", ""));
}
