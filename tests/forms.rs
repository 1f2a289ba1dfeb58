//! Forms as other programs read them: openpyxl, icalendar, the XML and HTML of Python, pikepdf, veraPDF, pdftotext, xmllint with the
//! schemas of ALTO and METS, Chromium, `LibreOffice`.
//!
//! Needs `python3`; what of the others is not installed is named and left out.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::support::{Vanthu, ran, root};

/// Pythons with different readers: the first on the PATH, that of Debian, and the one that `.ci/checkers` made.
fn pythons() -> Vec<PathBuf> {
    let made = root().join("target/checkers/bin/python");
    let all = [PathBuf::from("python3"), PathBuf::from("/usr/bin/python3"), made];
    all.into_iter().filter(|python| Command::new(python).arg("--version").output().is_ok()).collect()
}

/// Runs a script of `tests/forms` with each Python; what it says but for what it leaves out is wrong.
#[expect(clippy::print_stdout, reason = "a test says what it left out")]
#[track_caller]
pub(crate) fn checked(script: &str, args: &[PathBuf]) {
    let pythons = pythons();
    assert!(!pythons.is_empty(), "python3 is installed (apt install python3)");
    for python in pythons {
        let mut command = Command::new(&python);
        let output = command.arg(root().join("tests/forms").join(script)).args(args).output();
        let ran = ran(&output.expect("it was started before"));
        let python = python.display();
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{python}: {}", ran.stdout);
        let (skipped, complaints): (Vec<&str>, Vec<&str>) =
            ran.stdout.lines().partition(|line| line.contains("skipped: "));
        assert!(complaints.is_empty(), "{python}: {complaints:#?}");
        println!("{script} with {python}: {skipped:?}");
    }
}

#[test]
fn other_programs_read_what_the_record_says() {
    let vanthu = Vanthu::with_record();
    for form in ["xlsx", "ics", "alto.xml", "hocr", "html", "pdf", "txt"] {
        assert_eq!(vanthu.run(["export", "a.json", "-o", &format!("out.{form}")]).code, Some(0), "{form}");
    }
    checked("check.py", &[vanthu.path(""), vanthu.path("a.json")]);
    checked("broken.py", &[vanthu.path("out.pdf")]);
}

#[test]
fn a_record_that_cannot_have_a_form_costs_no_other_its_own() {
    let vanthu = Vanthu::with_record();
    vanthu.file("b.txt", "1. Sở Y tế báo cáo trước ngày 15/12/2031.\n");
    assert_eq!(vanthu.run(["read", "b.txt", "-o", "b.json"]).code, Some(0));
    let made = vanthu.run(["export", "b.json", "a.json", "--to", "pdf", "-o", "out/"]);
    assert_eq!(made.code, Some(6), "{}", made.stderr);
    assert!(made.stderr.contains("a text has no places on a page"), "{}", made.stderr);
    assert!(vanthu.path("out/a.pdf").is_file() && !vanthu.path("out/b.pdf").exists(), "{}", made.stderr);
}

#[test]
fn python_reads_a_package_for_an_archive() {
    let vanthu = Vanthu::with_record();
    vanthu.file(
        "ho-so.csv",
        "fileCode,title,maintenance,mode,riskRecovery,paperFileCode,numberOfPaper,file,issuedDate\n\
         H1,Hồ sơ & tài liệu,01,01,0,H1.1.1,1,,\nH1,,,,,,,scan.pdf,2025-10-15\n",
    );
    let made = vanthu.run(["archive", "a.json", "--table", "ho-so.csv", "-o", "out"]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    checked("package.py", &[vanthu.path("out/H1.zip")]);
}

#[test]
fn what_was_typed_in_a_spreadsheet_program_is_kept() {
    let vanthu = Vanthu::with_record();
    let export = ["export", "a.json", "-o", "out.xlsx"];
    assert_eq!(vanthu.run(export).code, Some(0));
    let typed = |what: &str| {
        let mut command = Command::new("/usr/bin/python3");
        command.arg(root().join("tests/forms/typed.py")).arg(what).arg(vanthu.path("out.xlsx"));
        command.output().ok().map(|output| ran(&output)).filter(|ran| !ran.stderr.contains("No module named"))
    };
    let Some(ran) = typed("type") else {
        return println!("skipped: openpyxl (apt install python3-openpyxl)");
    };
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{}", ran.stderr);
    // It opens the workbook, reckons the sum, and saves in its own way.
    let mut office = Command::new("soffice");
    let own = format!("-env:UserInstallation=file://{}", vanthu.path("office").display());
    office.args([&own, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]);
    let Ok(output) = office.arg(vanthu.path("saved")).arg(vanthu.path("out.xlsx")).output() else {
        return println!("skipped: soffice (apt install libreoffice-calc-nogui)");
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::copy(vanthu.path("saved/out.xlsx"), vanthu.path("out.xlsx")).unwrap();
    let again = vanthu.run(export);
    assert_eq!(again.code, Some(0), "it is known as ours: {}", again.stderr);
    let ran = typed("see").expect("it was there before");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{}", ran.stderr);
}
