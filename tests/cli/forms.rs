//! In what form records are printed, what is said besides, and the exit codes that tell what became of several files.

use serde_json::{Value, json};

use crate::support::Vanthu;

/// What is said of any text as short as those here.
fn doubts(file: &str) -> String {
    format!(
        "warning: {file}: page 1: no number of the document was found\n\
         warning: {file}: page 1: no whole date of the document was found\n\
         warning: {file}: no signer was found\n\
         warning: {file}: page 1: no letterhead was found, so the kind of document is unsure\n"
    )
}

const TEXT: &str = "Sở Nội vụ báo cáo trước ngày 15/12/2031.\n";

#[test]
fn json_is_one_line_for_each_input_also_for_those_that_failed() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT).file("b.txt", "").file("c.txt", TEXT);
    let ran = vanthu.run(["read", "--json", "a.txt", "missing.pdf", "b.txt", "c.txt"]);
    assert_eq!(ran.code, Some(6));
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["source"]["files"][0]["file"], "a.txt");
    assert_eq!(
        lines[1],
        json!({ "input": "missing.pdf", "error": {
            "code": "read",
            "message": "cannot read missing.pdf: No such file or directory (os error 2)",
            "page": null,
        } })
    );
    assert_eq!(
        lines[2],
        json!({ "input": "b.txt", "error": { "code": "empty", "message": "b.txt is empty", "page": null } })
    );
    assert_eq!(lines[3]["source"]["files"][0]["file"], "c.txt");
    let said = doubts("a.txt")
        + "error: cannot read missing.pdf: No such file or directory (os error 2)\n\
           hint: check the name; `ls` lists the files of a folder\n\
           error: b.txt is empty\n\
           hint: copy or scan it again: nothing is in it\n"
        + &doubts("c.txt");
    assert_eq!(ran.stderr, said);
}

#[test]
fn one_input_is_one_line_too_unless_it_is_to_be_pretty() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT);
    let plain = vanthu.run(["read", "a.txt"]);
    assert_eq!((plain.code, plain.stdout.lines().count()), (Some(0), 1));
    assert_eq!(vanthu.run(["read", "--json", "a.txt"]).stdout, plain.stdout);
    assert!(plain.stdout.starts_with(r#"{"input":"a.txt","format":"vanthu.record","#), "{}", plain.stdout);
    let pretty = vanthu.run(["read", "--pretty", "a.txt"]);
    assert!(pretty.stdout.lines().count() > 50);
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(value(&pretty.stdout), value(&plain.stdout));
    assert!(value(&plain.stdout)["source"]["files"][0].get("path").is_none(), "where it stands is for files");
    let page = vanthu.file("huge.png", super::png_head(30_000, 30_000)).run(["read", "--json", "huge.png"]);
    assert_eq!((page.code, value(&page.stdout)["error"]["page"].clone()), (Some(4), json!(1)));
}

#[test]
fn exit_codes_tell_apart_what_became_of_files() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT).file("empty.txt", "").fixture("blank.pdf");
    // A scan without a text layer, of which nothing else may be used: its page stays unread.
    vanthu.fixture("blank.pdf");
    let code = |args: &[&str]| vanthu.run(args).code.unwrap();
    assert_eq!(code(&["read", "a.txt", "a.txt"]), 0);
    assert_eq!(code(&["read", "--strict", "a.txt"]), 7);
    assert_eq!(code(&["read", "--text-layer", "only", "blank.pdf"]), 1);
    assert_eq!(code(&["read", "--text-layer", "only", "--strict", "a.txt", "blank.pdf"]), 1);
    assert_eq!(code(&["read", "empty.txt"]), 4);
    assert_eq!(code(&["read", "empty.txt", "missing.txt"]), 4);
    assert_eq!(code(&["read", "--text-layer", "only", "--strict", "a.txt", "empty.txt", "blank.pdf"]), 6);
}

#[test]
fn quiet_says_errors_alone_and_verbose_what_is_done() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT).file("empty.txt", "");
    let ran = vanthu.run(["read", "--quiet", "a.txt", "empty.txt", "-o", "out/"]);
    assert_eq!(ran.stderr, "error: empty.txt is empty\nhint: copy or scan it again: nothing is in it\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(6), ""));
    let told = vanthu.run(["read", "-v", "a.txt"]).stderr;
    assert!(told.contains(" INFO opened a.txt, pages: 1\n"), "{told}");
    assert!(told.contains(" INFO read page 1 of a.txt, lines: 1\n"), "{told}");
    assert!(!told.contains("DEBUG"), "{told}");
    assert!(vanthu.run(["read", "-vv", "a.txt"]).stderr.contains("DEBUG step Restore done of a.txt\n"));
    assert_eq!(vanthu.run(["read", "-v", "--quiet", "a.txt"]).code, Some(2));
}

#[test]
fn with_an_output_one_line_is_said_of_each_document_and_tables_are_asked_for() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT).file("b.txt", TEXT);
    let ran = vanthu.run(["read", "a.txt", "b.txt", "-o", "out/"]);
    let line = |name: &str| {
        doubts(&format!("{name}.txt"))
            + &format!("{name}.txt: 1 page, 0 targets, 1 deadline, 0 assignments → out/{name}.json\n")
    };
    assert_eq!(ran.stderr, line("a") + &line("b") + "2 files read\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""));
    let table = vanthu.run(["read", "a.txt", "--table", "-o", "out/"]);
    assert!(
        table.stdout.starts_with("1 page, 8 words") && table.stdout.contains("Deadlines"),
        "{}",
        table.stdout
    );
    assert_eq!(table.stderr, line("a"));
    let text = vanthu.run(["read", "a.txt", "--text", "-o", "out/"]);
    assert_eq!(text.stdout, TEXT);
}

#[test]
fn the_form_of_a_file_is_told_by_its_ending_or_refused() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT).file("b.txt", "Sở Tài chính.\n").file("empty.txt", "");
    for ending in ["docx", "xml", "JSN", "htm", "2031"] {
        vanthu.run(["read", "a.txt", "-o", &format!("out.{ending}")]).failed(
            2,
            &format!(
                "error: out.{ending} cannot be written: no results are made as `.{}`\n\
                 hint: name a .json, .jsonl, .txt, .xlsx, .csv, .ics, .html or .pdf file, or a folder, whose name ends in `/`\n",
                ending.to_lowercase()
            ),
        );
        assert!(!vanthu.path(&format!("out.{ending}")).exists());
    }
    // A name without an ending could be a record, a text or a folder.
    vanthu.run(["read", "a.txt", "-o", "my report"]).failed(
        2,
        "error: my report does not say what is to be written: its name has no ending\n\
         hint: name 'my report.json' for a record, 'my report.txt' for the text, or 'my report/' for a folder\n",
    );
    vanthu.run(["read", "a.txt", "b.txt", "-o", "out.json"]).failed(
        2,
        "error: out.json holds one document, and several are to be read\n\
         hint: name a folder, as out/, for one file each; of the files, .jsonl, .xlsx, .csv and .ics hold several\n",
    );
    assert_eq!(vanthu.run(["read", "a.txt", "-o", "out.JSON"]).code, Some(0));
    assert_eq!(vanthu.read("out.JSON").lines().count(), 1);
    assert_eq!(vanthu.run(["read", "a.txt", "--pretty", "-o", "pretty.json"]).code, Some(0));
    assert!(vanthu.read("pretty.json").lines().count() > 50);
    assert_eq!(vanthu.run(["read", "a.txt", "-o", "restored.txt"]).code, Some(0));
    assert_eq!(vanthu.read("restored.txt"), TEXT);

    let ran = vanthu.run(["read", "a.txt", "empty.txt", "b.txt", "-o", "all.jsonl"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(6), ""));
    let lines = vanthu.read("all.jsonl");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["source"]["files"][0]["path"], "a.txt");
    assert_eq!(lines[1]["error"]["code"], "empty");
    // The lines of the same files are made again; those of others stay.
    assert_eq!(vanthu.run(["read", "a.txt", "b.txt", "-o", "all.jsonl"]).code, Some(0));
    let ran = vanthu.file("c.txt", "Sở Y tế.\n").run(["read", "c.txt", "a.txt", "-o", "all.jsonl"]);
    ran.failed(
        5,
        "error: all.jsonl is the result of another file: b.txt\n\
         hint: name another file or folder with -o, or let it be replaced with --replace\n",
    );
}

#[test]
fn several_tables_stand_under_the_names_of_their_files() {
    let vanthu = Vanthu::new();
    vanthu
        .file("a.txt", "1. Sở Nội vụ chủ trì, báo cáo trước 16 giờ 30 ngày 15/12/2031.\n")
        .file("b c.txt", "Sở Y tế.\n");
    let both = vanthu.run(["read", "--table", "a.txt", "b c.txt", "--quiet"]).stdout;
    assert!(both.starts_with("=== a.txt ===\n") && both.contains("\n=== b c.txt ===\n"), "{both}");
    assert!(both.contains("before 16:30 on 2031-12-15"), "{both}");
    assert!(!vanthu.run(["read", "--table", "a.txt", "--quiet"]).stdout.contains("==="));
}

#[test]
fn a_difference_keeps_the_white_space_of_its_line() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", "KẾ HOẠCH\n    So Noi vu  chu tri bao cao ket qua thuc hien nhiem vu.\n");
    let diff = vanthu.run(["restore", "--diff", "a.txt"]).stdout;
    assert!(diff.starts_with("2: -     So Noi vu  chu tri"), "{diff}");
    assert!(diff.contains("\n2: +     Sở Nội vụ  chủ trì"), "{diff}");
}

#[test]
fn options_are_told_with_where_they_come_from() {
    let vanthu = Vanthu::new();
    vanthu.file("vanthu.toml", "page-timeout = 300\nlanguages = \"vie+eng\"\n");
    let ran = vanthu.run(["config"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let line = |key: &str| ran.stdout.lines().find(|line| line.starts_with(key)).unwrap();
    let file = vanthu.path("vanthu.toml").canonicalize().unwrap();
    assert!(line("page-timeout = 300 ").ends_with(&format!("# {}", file.display())), "{}", ran.stdout);
    assert!(line("languages = \"vie+eng\" ").contains("vanthu.toml"), "{}", ran.stdout);
    assert!(line("text-layer = \"judge\" ").ends_with("# built in"), "{}", ran.stdout);
    assert!(line("# password-file =").ends_with("# not set"), "{}", ran.stdout);
    // What is printed is a file of settings.
    vanthu.file("vanthu.toml", &ran.stdout);
    assert_eq!(vanthu.run(["config"]).code, Some(0));
}

#[test]
fn shells_complete_and_manuals_are_written() {
    let vanthu = Vanthu::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = vanthu.run(["completions", shell]).stdout;
        assert!(script.contains("dry-run") && script.contains("batch"), "{shell}");
    }
    assert_eq!(vanthu.run(["manual", "--out", "man"]).code, Some(0));
    let page = vanthu.read("man/vanthu-batch.1");
    assert!(page.starts_with(".ie") || page.contains(".TH vanthu-batch"), "{page}");
    assert!(vanthu.run(["manual"]).stdout.contains(".SH NAME"));
    assert!(vanthu.run_in_vietnamese(["manual", "--out", "vi"]).stderr.is_empty());
    assert!(vanthu.read("vi/vanthu-batch.1").contains("thư mục"));
}
