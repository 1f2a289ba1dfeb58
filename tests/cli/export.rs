//! Forms made of records: where they go, what they never fall on, and that they are the same when made again.

use std::fs;

use crate::support::Vanthu;

fn bytes(vanthu: &Vanthu, name: &str) -> Vec<u8> {
    fs::read(vanthu.path(name)).unwrap()
}

#[test]
fn every_form_is_made_twice_with_the_same_bytes() {
    let vanthu = Vanthu::with_record();
    for form in [
        "xlsx",
        "csv",
        "targets.csv",
        "outgoing.csv",
        "ics",
        "html",
        "pdf",
        "alto.xml",
        "hocr",
        "txt",
        "jsonl",
        "json",
    ] {
        let name = format!("out.{form}");
        let ran = vanthu.run(["export", "a.json", "-o", &name]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{}", ran.stderr);
        assert!(ran.stderr.starts_with(&format!("1 document → {name}\n")), "{}", ran.stderr);
        let first = bytes(&vanthu, &name);
        // Text alone does not say what it was made from.
        let again = if form == "txt" { vec!["--replace"] } else { Vec::new() };
        let args = ["export", "a.json", "--to", form, "-o", &name];
        assert_eq!(vanthu.run(args.into_iter().chain(again)).code, Some(0), "{form}");
        assert_eq!(first, bytes(&vanthu, &name), "{form}");
    }
    assert_eq!(
        vanthu.run(["export", "a.json", "--to", "targets.csv"]).stdout,
        vanthu.read("out.targets.csv")
    );
    let none = vanthu.run(["export", "a.json"]);
    assert_eq!(none.code, Some(2));
    let unknown = vanthu.run(["export", "a.json", "-o", "out.docx"]);
    assert_eq!(unknown.code, Some(2), "{}", unknown.stderr);
}

#[test]
fn nothing_falls_on_scans_records_and_foreign_files() {
    let vanthu = Vanthu::with_record();
    vanthu.file("mine.csv", "a,b\r\n");
    for (name, code) in
        [("mine.csv", "is there already and is no record of vanthu"), ("a.json", "would replace")]
    {
        let ran = vanthu.run(["export", "a.json", "--to", "csv", "-o", name]);
        assert_eq!(ran.code, Some(5));
        assert!(ran.stderr.contains(code), "{}", ran.stderr);
    }
    let ran = vanthu.run(["export", "a.json", "--to", "csv", "-o", "scan.pdf", "--replace"]);
    assert_eq!(ran.code, Some(5), "{}", ran.stderr);
    // The result of another document.
    let record = vanthu.read("a.json");
    vanthu.file(
        "b.json",
        record.replacen("\"sha256\":\"", "\"sha256\":\"00", 1).replacen("\"id\":\"", "\"id\":\"b", 1),
    );
    assert_eq!(vanthu.run(["export", "a.json", "-o", "out.csv"]).code, Some(0));
    assert_eq!(vanthu.run(["export", "b.json", "-o", "out.csv"]).code, Some(5));
    assert_eq!(vanthu.run(["export", "b.json", "a.json", "-o", "out.csv"]).code, Some(0));
}

#[test]
fn a_folder_of_records_is_one_file_or_one_for_each() {
    let vanthu = Vanthu::with_record();
    let record = vanthu.read("a.json");
    fs::create_dir_all(vanthu.path("records/deep")).unwrap();
    vanthu
        .file("records/a.json", &record)
        .file("records/deep/a.json", &record)
        .file("records/other.json", "{}");
    let repeats = "repeats: records/deep/a.json is the same document as records/a.json, it is counted once\n";
    let told = vanthu.run(["export", "records", "-o", "all.xlsx"]).stderr;
    assert_eq!(told, format!("{repeats}1 document → all.xlsx\n"));
    assert_eq!(vanthu.run(["export", "records", "-o", "all.jsonl"]).stderr, "2 documents → all.jsonl\n");
    let ran = vanthu.run(["export", "records", "--to", "hocr", "-o", "out/"]);
    assert_eq!(ran.stderr, "1 document → out/a.hocr\n1 document → out/deep/a.hocr\n");
    let ran = vanthu.run(["export", "records", "-o", "all.hocr"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    // Two of one name.
    let ran = vanthu.run([
        "export",
        "records/a.json",
        "records/deep/a.json",
        "--to",
        "ics",
        "-o",
        "two/",
        "--quiet",
    ]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(vanthu.path("two/a.ics").exists() && vanthu.path("two/a-2.ics").exists());
}

#[test]
fn reading_makes_forms_at_once() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "Sở Nội vụ báo cáo trước ngày 15/12/2031.\n").file("b.txt", "Sở Y tế.\n");
    assert_eq!(vanthu.run(["read", "a.txt", "b.txt", "-o", "all.xlsx"]).code, Some(0));
    assert_eq!(vanthu.run(["read", "a.txt", "b.txt", "-o", "all.xlsx"]).code, Some(0));
    let ran = vanthu.run(["read", "a.txt", "-o", "all.xlsx"]);
    assert_eq!(ran.code, Some(5), "b.txt would be lost: {}", ran.stderr);
    assert_eq!(vanthu.run(["read", "a.txt", "-o", "a.ics"]).code, Some(0));
    let calendar = vanthu.read("a.ics");
    assert!(calendar.contains("DTSTART;VALUE=DATE:20311214\r\nDTEND;VALUE=DATE:20311215\r\n"), "{calendar}");
    assert_eq!(vanthu.run(["read", "a.txt", "-o", "a.html"]).code, Some(0));
    let ran = vanthu.run(["read", "a.txt", "-o", "a.alto.xml"]);
    ran.failed(
        5,
        "error: a.alto.xml cannot be written: a text has no places on a page\n\
         hint: name another form, as .xlsx or .html, or read the scan in place of the text\n",
    );
    // What was made is no scan.
    let ran = vanthu.run(["read", ".", "-o", "records/"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}
