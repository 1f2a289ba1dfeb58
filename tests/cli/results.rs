//! What a result never replaces, and how it is written.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::time::Duration;

use serde_json::Value;

use crate::support::{Vanthu, ran, root, scan_of};

const TEXT: &str = "Sở Nội vụ báo cáo trước ngày 15/12/2031.\n";
const ANOTHER: &str = "Sở Y tế báo cáo trước ngày 20/12/2031.\n";
const HINT: &str = "hint: name another file or folder with -o, or let it be replaced with --replace\n";

impl Vanthu {
    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// What is in a folder, hidden files too.
    pub(super) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The text of the first line of a record.
    fn first_line(&self, record: &str) -> String {
        let record: Value = serde_json::from_str(&self.read(record)).unwrap();
        record["text"][0]["lines"][0]["text"].as_str().unwrap().to_owned() + "\n"
    }
}

#[test]
fn a_result_never_replaces_a_scan() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("d")).unwrap();
    vanthu.file("scan.json", TEXT).file("d/x.json", ANOTHER);
    symlink("scan.json", vanthu.path("link.json")).unwrap();
    fs::hard_link(vanthu.path("scan.json"), vanthu.path("hard.json")).unwrap();
    symlink("scan.json", vanthu.path("scan.png")).unwrap();
    for output in ["scan.json", "./d/../scan.json", "link.json", "hard.json", "scan.png"] {
        let message = format!(
            "error: the output {output} would replace scan.json, which is to be read\n\
             hint: name another file or folder with -o\n"
        );
        vanthu.run(["read", "scan.json", "-o", output]).failed(5, &message);
        vanthu.run(["read", "scan.json", "--replace", "-o", output]).failed(5, &message);
    }
    // The other way round: the scan is named by its link.
    vanthu.run(["read", "link.json", "-o", "scan.json"]).failed(
        5,
        "error: the output scan.json would replace link.json, which is to be read\n\
         hint: name another file or folder with -o\n",
    );
    vanthu.run(["read", "d/x.json", "-o", "d/"]).failed(
        5,
        "error: the output d/x.json would replace d/x.json, which is to be read\n\
         hint: name another file or folder with -o\n",
    );
    // The result of one would fall on another.
    vanthu.file("d/x.txt", TEXT);
    let ran = vanthu.run(["read", "d/x.txt", "scan.json", "d/x.json", "-o", "d/", "--quiet"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(vanthu.first_line("d/x.txt.json"), TEXT);
    assert_eq!((vanthu.read("scan.json"), vanthu.read("d/x.json")), (TEXT.to_owned(), ANOTHER.to_owned()));
    let stdin = vanthu
        .command(["read", "-", "-o", "scan.json"])
        .stdin(fs::File::open(vanthu.path("scan.json")).unwrap())
        .output()
        .unwrap();
    assert_eq!(crate::support::ran(&stdin).code, Some(5));
    assert_eq!(vanthu.read("scan.json"), TEXT);
}

#[test]
fn restored_text_replaces_nothing_unasked_and_never_what_was_read() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT).file("b.txt", "mine\n");
    vanthu.run(["restore", "a.txt", "-o", "a.txt", "--replace"]).failed(
        5,
        "error: the output a.txt would replace a.txt, which is to be read\nhint: name another file or folder with -o\n",
    );
    let message = format!("error: b.txt is there already and is no record of vanthu\n{HINT}");
    vanthu.run(["restore", "a.txt", "-o", "b.txt"]).failed(5, &message);
    assert_eq!(vanthu.run(["restore", "a.txt", "-o", "b.txt", "--replace"]).code, Some(0));
    assert_eq!(vanthu.read("b.txt"), TEXT);
}

/// Its own text of the time before was refused as a file of somebody else.
#[test]
fn restored_text_replaces_that_of_the_time_before() {
    let vanthu = Vanthu::new();
    vanthu
        .file("a.txt", "Ke hoach: So Noi vu chu tri bao cao.\n")
        .file("b.txt", "So Y te chu tri bao cao.\n");
    for form in [&[][..], &["--diff"], &["--json"]] {
        let run = |input| vanthu.run([&["restore", input, "-o", "out.txt"], form].concat());
        let first = run("a.txt");
        assert_eq!(first.code, Some(0), "{}", first.stderr);
        // Also when what was read has changed meanwhile; of another text it is no result.
        vanthu.file("a.txt", "Ke hoach: So Noi vu va So Y te chu tri bao cao.\n");
        let second = run("a.txt");
        assert_eq!(second.code, Some(0), "{}", second.stderr);
        let of = vanthu.path("a.txt").canonicalize().unwrap();
        let message = format!("error: out.txt is the result of another file: {}\n{HINT}", of.display());
        run("b.txt").failed(5, &message);
        // What somebody changed stays.
        let mine = vanthu.read("out.txt") + "mine\n";
        vanthu.file("out.txt", &mine);
        run("a.txt")
            .failed(5, &format!("error: out.txt is there already and is no record of vanthu\n{HINT}"));
        fs::remove_file(vanthu.path("out.txt")).unwrap();
    }
    for _ in 0..2 {
        assert_eq!(vanthu.run(["read", "a.txt", "-o", "read.txt"]).code, Some(0));
        assert_eq!(vanthu.run(["read", "a.txt", "-o", "a.json"]).code, Some(0));
        assert_eq!(vanthu.run(["export", "a.json", "-o", "made.txt"]).code, Some(0));
    }
}

#[test]
fn restore_says_how_many_words_are_doubtful() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT);
    let told = |of: &[&str]| vanthu.run([&["restore", "a.txt"], of].concat()).stderr;
    let said = told(&[]);
    assert!(said.ends_with(" doubtful\n") && said.contains(" words: 0 changed, "), "{said}");
    let said = told(&["--lang", "vi", "-o", "b.txt"]);
    assert!(said.contains(" từ: sửa 0, giữ nguyên ") && said.ends_with(" → b.txt\n"), "{said}");
    assert_eq!(told(&["--quiet"]), "");
}

#[test]
fn a_file_that_is_no_record_stays() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("d")).unwrap();
    vanthu.file("d/a.txt", TEXT).file("d/a.json", "{\"mine\": 1}\n");
    fs::set_permissions(vanthu.path("d/a.json"), fs::Permissions::from_mode(0o600)).unwrap();
    let message = format!("error: d/a.json is there already and is no record of vanthu\n{HINT}");
    vanthu.run(["read", "d/a.txt", "-o", "d/"]).failed(5, &message);
    vanthu.run(["read", "d/a.txt", "-o", "d/a.json"]).failed(5, &message);
    assert_eq!(vanthu.read("d/a.json"), "{\"mine\": 1}\n");
    // Of several files it alone fails.
    vanthu.file("b.txt", TEXT);
    let ran = vanthu.run(["read", "d/a.txt", "b.txt", "-o", "d/", "--quiet"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(6), message.as_str()));
    assert!(vanthu.path("d/b.json").is_file());
    // Asked for, it is replaced and keeps its mode.
    assert_eq!(vanthu.run(["read", "d/a.txt", "-o", "d/", "--replace"]).code, Some(0));
    assert_eq!(vanthu.first_line("d/a.json"), TEXT);
    assert_eq!(vanthu.path("d/a.json").metadata().unwrap().mode() & 0o777, 0o600);
}

#[test]
fn links_and_modes_of_a_result_stay() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT);
    symlink("there.json", vanthu.path("link.json")).unwrap();
    for mode in [None, Some(0o640)] {
        if let Some(mode) = mode {
            fs::set_permissions(vanthu.path("there.json"), fs::Permissions::from_mode(mode)).unwrap();
        }
        assert_eq!(vanthu.run(["read", "a.txt", "-o", "link.json"]).code, Some(0));
        assert!(vanthu.path("link.json").is_symlink());
        assert_eq!(vanthu.first_line("there.json"), TEXT);
    }
    assert_eq!(vanthu.path("there.json").metadata().unwrap().mode() & 0o777, 0o640);
}

#[test]
fn the_result_of_another_file_stays_and_that_of_the_same_is_made_again() {
    let vanthu = Vanthu::new();
    for (folder, text) in [("a", TEXT), ("b", ANOTHER)] {
        fs::create_dir(vanthu.path(folder)).unwrap();
        vanthu.file(&format!("{folder}/x.txt"), text);
    }
    assert_eq!(vanthu.run(["read", "a/x.txt", "-o", "out/"]).code, Some(0));
    let record: Value = serde_json::from_str(&vanthu.read("out/x.json")).unwrap();
    assert_eq!(record["source"]["files"][0]["path"], "../a/x.txt");
    let message = format!("error: out/x.json is the result of another file: ../a/x.txt\n{HINT}");
    vanthu.run(["read", "b/x.txt", "-o", "out/"]).failed(5, &message);
    vanthu.run(["read", "b/x.txt", "-o", "out/x.json"]).failed(5, &message);
    assert_eq!(vanthu.first_line("out/x.json"), TEXT);
    // The same file, scanned anew.
    vanthu.file("a/x.txt", "Sở Tài chính báo cáo.\n");
    assert_eq!(vanthu.run(["read", "a/x.txt", "-o", "out/"]).code, Some(0));
    assert_eq!(vanthu.first_line("out/x.json"), "Sở Tài chính báo cáo.\n");
    // The same bytes, moved elsewhere.
    fs::rename(vanthu.path("a/x.txt"), vanthu.path("x.txt")).unwrap();
    assert_eq!(vanthu.run(["read", "x.txt", "-o", "out/"]).code, Some(0));
    // Both at once have names of their own, in whatever order.
    fs::rename(vanthu.path("x.txt"), vanthu.path("a/x.txt")).unwrap();
    for inputs in [["a/x.txt", "b/x.txt"], ["b/x.txt", "a/x.txt"]] {
        let ran = vanthu.run(["read", inputs[0], inputs[1], "-o", "both/", "--quiet"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        assert_eq!(vanthu.names("both"), ["a", "b"]);
        assert_eq!(vanthu.first_line("both/b/x.json"), ANOTHER);
    }
}

#[test]
fn steps_of_two_documents_of_one_name_are_kept_apart() {
    let vanthu = Vanthu::new();
    for (folder, text) in [("a", TEXT), ("b", ANOTHER)] {
        fs::create_dir(vanthu.path(folder)).unwrap();
        vanthu.file(&format!("{folder}/x.txt"), text);
    }
    let keep = |inputs: &[&str]| {
        let mut args = vec!["read", "--quiet", "--json", "--keep-steps", "kept"];
        args.extend(inputs);
        vanthu.run(args)
    };
    for _ in 0..2 {
        assert_eq!(keep(&["a/x.txt", "b/x.txt"]).code, Some(0));
        assert_eq!(
            (vanthu.read("kept/a/x/read.txt"), vanthu.read("kept/b/x/read.txt")),
            (TEXT.into(), ANOTHER.into())
        );
    }
    // In another run, those that are there stay.
    assert_eq!(keep(&["a/x.txt"]).code, Some(0));
    let ran = keep(&["b/x.txt"]);
    let message = format!("error: kept/x/record.json is the result of another file: ../../a/x.txt\n{HINT}");
    assert_eq!((ran.code, ran.stderr), (Some(5), message));
    assert_eq!(vanthu.read("kept/x/read.txt"), TEXT);
    // So do files of others that have names of steps, and scans most of all.
    fs::create_dir(vanthu.path("kept/y")).unwrap();
    vanthu.file("kept/y/read.txt", "mine").file("y.txt", TEXT);
    assert_eq!(
        keep(&["y.txt"]).stderr,
        format!("error: kept/y/read.txt is there already and is no record of vanthu\n{HINT}")
    );
    let ran = keep(&["--replace", "kept/y/read.txt", "y.txt"]);
    assert_eq!(ran.code, Some(6));
    assert_eq!(vanthu.read("kept/y/read.txt"), "mine");
}

#[test]
fn names_that_are_too_long_are_cut() {
    let vanthu = Vanthu::new();
    let title = "Hướng dẫn tổ chức hội nghị tổng kết công tác văn thư ".repeat(4);
    let end = (0..=250).rev().find(|end| title.is_char_boundary(*end)).unwrap();
    let long = [format!("{}{}", &title[..end - 3], "1.txt"), format!("{}{}", &title[..end - 3], "2.txt")];
    vanthu.file(&long[0], TEXT).file(&long[1], ANOTHER).file("short.txt", TEXT);
    let ran = vanthu.run([
        "read",
        &long[0],
        &long[1],
        "short.txt",
        "-o",
        "out/",
        "--keep-steps",
        "kept",
        "--quiet",
    ]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let names = vanthu.names("out");
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(names[2], "short.json");
    assert!(names.iter().all(|name| name.len() <= 255 && name.ends_with(".json")));
    let mut lines =
        [vanthu.first_line(&format!("out/{}", names[0])), vanthu.first_line(&format!("out/{}", names[1]))];
    lines.sort();
    assert_eq!(lines, [TEXT.to_owned(), ANOTHER.to_owned()]);
    assert_eq!(vanthu.names("kept").len(), 3);
}

#[test]
fn a_result_that_is_not_to_be_written_is_not() {
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT);
    assert_eq!(vanthu.run(["read", "a.txt", "-o", "out/"]).code, Some(0));
    let before = vanthu.read("out/a.json");
    fs::set_permissions(vanthu.path("out/a.json"), fs::Permissions::from_mode(0o444)).unwrap();
    vanthu.run(["read", "a.txt", "-o", "out/"]).failed(
        5,
        "error: cannot write out/a.json: permission denied\n\
         hint: name another place, or make room and check your rights there\n",
    );
    assert_eq!(vanthu.read("out/a.json"), before);
    assert_eq!(vanthu.names("out"), ["a.json"]);
    // A device is no place for a file of its own.
    assert_eq!(vanthu.run(["read", "a.txt", "-o", "/dev/null"]).code, Some(0));
    let full = vanthu.run(["read", "a.txt", "--quiet", "-o", "/dev/full"]);
    assert_eq!(full.code, Some(5));
    assert!(full.stderr.starts_with("error: cannot write /dev/full: "), "{}", full.stderr);
}

#[test]
#[ignore = "needs tesseract"]
fn ctrl_c_in_the_middle_of_a_page_leaves_nothing() {
    let scan = scan_of(&root().join("samples/ct-phan-cong")).unwrap();
    let vanthu = Vanthu::new();
    vanthu.file("a.txt", TEXT);
    // Two outputs are open: the lines, which begin with a document that is done, and the steps.
    let args: [&std::ffi::OsStr; 7] = [
        "read".as_ref(),
        "a.txt".as_ref(),
        scan.as_os_str(),
        "-o".as_ref(),
        "all.jsonl".as_ref(),
        "--keep-steps".as_ref(),
        "kept".as_ref(),
    ];
    let child = vanthu
        .command(args)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let busy = (0..600).find_map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        let workers = super::workers(child.id());
        workers.iter().any(|id| super::has_worked(*id)).then_some(workers)
    });
    let workers = busy.expect("no worker was found at work");
    assert!(!vanthu.path("all.jsonl").exists());
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let ran = ran(&child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(130), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    let left = || workers.iter().any(|id| std::path::Path::new(&format!("/proc/{id}")).exists());
    // They end by themselves once their parent is gone; what never ends is a fault.
    let gone = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        !left()
    });
    assert!(gone, "a worker is left");
    assert_eq!(vanthu.names("."), ["a.txt", "kept"]);
    let kept = vanthu.names("kept/a");
    assert!(kept.iter().all(|name| !name.starts_with('.')), "{kept:?}");
}
