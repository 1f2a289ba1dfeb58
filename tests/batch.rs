//! `vanthu batch`: nothing is lost, nothing is done twice, nothing of a secret document is kept.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Ran, Vanthu, ran};

const TEXT: &str = "Giao So Noi vu chu tri, bao cao truoc ngay 15/12/2031.\n";

/// A worker that reads every picture as the same line, and one word that names its turn is missing: it reads nothing of it.
const READS: &str = "#!/bin/sh
echo vanthu-ocr 2 ready 9.9
while read -r verb width height rest; do
    head -c $((width * height)) > /dev/null
    hocr=\"<div class='ocr_page'><span class='ocr_line' title='bbox 100 200 900 260'><span class='ocrx_word' title='bbox 100 200 300 260; x_wconf 90'>WORD</span></span></div>\"
    printf 'hocr %s\\n%s' \"$(printf %s \"$hocr\" | wc -c)\" \"$hocr\"
done
";

fn worker(vanthu: &Vanthu, name: &str, script: &str) {
    vanthu.file(name, script);
    fs::set_permissions(vanthu.path(name), fs::Permissions::from_mode(0o755)).unwrap();
}

/// All files below a folder with their bytes, without what is the program's own.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder_in) = waiting.pop() {
        for entry in fs::read_dir(&folder_in).into_iter().flatten() {
            let path = entry.unwrap().path();
            // What a run tells is no result.
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name == ".vanthu" || name.starts_with("summary") {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else {
                all.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    all
}

/// The lines of `--json-log`: of each input its state and what was done, and the account.
fn log(ran: &Ran) -> (BTreeMap<String, (String, String)>, Value) {
    let mut lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let account = lines.pop().unwrap_or_else(|| panic!("{ran:?}"))["account"].take();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |line: &Value| {
        let did = format!("{} {}", text(&line["did"]), text(&line["why"]));
        (text(&line["input"]), (text(&line["state"]), did.trim().to_owned()))
    };
    (lines.iter().map(of).collect(), account)
}

fn soon(holds: impl Fn() -> bool) -> bool {
    (0..2400).any(|_| {
        thread::sleep(Duration::from_millis(50));
        holds()
    })
}

#[test]
fn a_folder_is_read_once_and_again_what_changed() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/phòng 2")).unwrap();
    for name in ["57.txt", "58.txt", "phòng 2/57.txt"] {
        vanthu.file(&format!("scans/{name}"), TEXT);
    }
    let batch = ["batch", "scans", "--out", "out", "--json-log", "--quiet"];
    let plan = vanthu.run(["batch", "scans", "--out", "out", "--dry-run"]);
    assert_eq!(
        plan.stdout,
        "read     scans/57.txt (new)\nread     scans/58.txt (new)\nread     scans/phòng 2/57.txt (new)\nread: 3\n"
    );
    assert!(!vanthu.path("out").exists(), "a dry run makes nothing");

    let first = vanthu.run(batch);
    assert_eq!((first.code, first.stderr.as_str()), (Some(0), ""));
    let (inputs, account) = log(&first);
    assert!(inputs.values().all(|said| said == &("done".to_owned(), "read new".to_owned())), "{inputs:?}");
    assert_eq!((&account["found"], &account["done"]), (&3.into(), &3.into()));
    let made = files(&vanthu.path("out"));
    let names: Vec<_> = made.keys().map(|path| path.to_str().unwrap()).collect();
    assert_eq!(names, ["57.txt.json", "58.txt.json", "phòng 2/57.txt.json"]);

    // Unchanged, also without the journal, which is made again from the results.
    for _ in 0..2 {
        let (inputs, account) = log(&vanthu.run(batch));
        assert!(inputs.values().all(|said| said == &("skipped".to_owned(), "none".to_owned())), "{inputs:?}");
        assert_eq!(account["skipped"], 3);
        assert_eq!(files(&vanthu.path("out")), made);
        fs::remove_dir_all(vanthu.path("state")).unwrap();
    }

    // One changed, one came, and one result was made by other dictionaries.
    vanthu.file("scans/57.txt", "Giao So Y te chu tri.\n").file("scans/59.txt", TEXT);
    let older = String::from_utf8(made[Path::new("58.txt.json")].clone()).unwrap();
    let model = serde_json::from_str::<Value>(&older).unwrap()["made_by"]["model"].take();
    vanthu.file("out/58.txt.json", older.replace(model.as_str().unwrap(), "0123456789ab"));
    let plan = vanthu.run(["batch", "scans", "--out", "out", "--dry-run"]);
    assert_eq!(
        plan.stdout,
        "read     scans/57.txt (changed)\nrestore  scans/58.txt (other dictionaries)\nread     scans/59.txt (new)\n\
         leave    scans/phòng 2/57.txt (unchanged)\nleave: 1, read: 2, restore: 1\n"
    );
    let (inputs, account) = log(&vanthu.run(batch));
    let said = |name: &str| inputs[name].1.as_str();
    assert_eq!((said("scans/57.txt"), said("scans/58.txt")), ("read changed", "restore dictionaries"));
    assert_eq!((&account["done"], &account["skipped"]), (&3.into(), &1.into()));
    let now = files(&vanthu.path("out"));
    assert_eq!(now[Path::new("58.txt.json")], made[Path::new("58.txt.json")], "the same bytes as at first");
    assert_ne!(now[Path::new("57.txt.json")], made[Path::new("57.txt.json")]);
}

#[test]
fn other_dictionaries_need_no_second_reading() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    fs::copy("tests/fixtures/two-words.pdf", vanthu.path("scans/a.pdf")).unwrap();
    worker(&vanthu, "worker", READS);
    let batch = [
        "batch",
        "scans",
        "--out",
        "out",
        "--json-log",
        "--quiet",
        "--text-layer",
        "ignore",
        "--worker",
        "./worker",
    ];
    let first = vanthu.run(batch);
    assert_eq!(log(&first).0["scans/a.pdf"], ("done".to_owned(), "read new".to_owned()), "{}", first.stderr);
    let made = fs::read_to_string(vanthu.path("out/a.pdf.json")).unwrap();
    assert!(made.contains("\"engine\":\"tesseract 9.9\""), "{made}");
    let model = serde_json::from_str::<Value>(&made).unwrap()["made_by"]["model"].take();
    vanthu.file("out/a.pdf.json", made.replace(model.as_str().unwrap(), "0123456789ab"));
    // Nobody could read it now.
    fs::remove_file(vanthu.path("worker")).unwrap();
    let again = vanthu.run(batch);
    assert_eq!(
        log(&again).0["scans/a.pdf"],
        ("done".to_owned(), "restore dictionaries".to_owned()),
        "{again:?}"
    );
    assert_eq!(fs::read_to_string(vanthu.path("out/a.pdf.json")).unwrap(), made);
}

#[test]
#[ignore = "needs tesseract"]
fn a_record_names_the_engine_whatever_else_was_read() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    let scan = fs::read("samples/cd-hoa-toc/scan.pdf").unwrap();
    // Of this page no picture is left that an engine could be asked about.
    vanthu.file("scans/cut.pdf", &scan[..scan.len() * 2 / 3]);
    let ran = vanthu.run(["batch", "scans", "--out", "out", "--json-log", "--quiet"]);
    assert_eq!(log(&ran).0["scans/cut.pdf"].0, "damaged", "{ran:?}");
    let record = fs::read_to_string(vanthu.path("out/cut.pdf.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    let engine = record["made_by"]["engine"].as_str().unwrap();
    assert!(engine.strip_prefix("tesseract ").is_some_and(|version| !version.is_empty()), "{engine}");
}

#[test]
fn every_file_is_in_one_state_at_the_end() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/x")).unwrap();
    for fixture in ["two-words.pdf", "encrypted.pdf", "no-pages.pdf"] {
        fs::copy(Path::new("tests/fixtures").join(fixture), vanthu.path("scans").join(fixture)).unwrap();
    }
    let whole = fs::read("tests/fixtures/two-words.pdf").unwrap();
    vanthu
        .file("scans/a.txt", TEXT)
        .file("scans/empty.pdf", "")
        .file("scans/cut.pdf", &whole[..whole.len() - 40])
        .file("scans/secret.txt", "MẬT\nỦY BAN NHÂN DÂN TỈNH SƠN HÀ\nKẾ HOẠCH dieu dong luc luong\n")
        .file("scans/x/taken.txt", TEXT)
        .file("scans/notes.docx", b"PK\x03\x04\x14\x00\x06\x00word/document.xml");
    // A page on which the worker dies each time; it dies of a file too whose list of objects is not there.
    worker(&vanthu, "worker", "#!/bin/sh\necho vanthu-ocr 2 ready 9.9\nread -r line\nkill -9 $$\n");
    // What somebody else put in the place of a result.
    fs::create_dir_all(vanthu.path("out/x")).unwrap();
    vanthu.file("out/x/taken.txt.json", "mine");
    let ran = vanthu.run([
        "batch",
        "scans",
        "--out",
        "out",
        "--json-log",
        "--text-layer",
        "ignore",
        "--worker",
        "./worker",
    ]);
    let (inputs, account) = log(&ran);
    let states: Vec<(&str, &str)> =
        inputs.iter().map(|(name, (state, _))| (name.as_str(), state.as_str())).collect();
    assert_eq!(
        states,
        [
            ("scans/a.txt", "done"),
            ("scans/cut.pdf", "failed"),
            ("scans/empty.pdf", "failed"),
            ("scans/encrypted.pdf", "failed"),
            ("scans/no-pages.pdf", "failed"),
            ("scans/secret.txt", "secret"),
            ("scans/two-words.pdf", "set_apart"),
            ("scans/x/taken.txt", "failed"),
        ]
    );
    let states = ["done", "skipped", "failed", "damaged", "set_apart", "secret"];
    let sum: u64 = states.iter().map(|state| account[state].as_u64().unwrap()).sum();
    assert_eq!((account["found"].as_u64(), sum, ran.code), (Some(8), 8, Some(6)));
    assert_eq!(fs::read_to_string(vanthu.path("out/x/taken.txt.json")).unwrap(), "mine");
    assert!(ran.stderr.contains("left alone: scans/secret.txt: secret (MẬT)\n"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("8 files found, 1 done, 5 failed, 1 set apart, 1 secret\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn nothing_of_a_secret_document_is_kept() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    let text =
        "TUYỆT MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nKẾ HOẠCH điều động Hoàng Tưởng Tượng đến Xứ Hư Cấu\n";
    vanthu.file("scans/57.txt", text);
    let hash = |bytes: &[u8], part: &str| bytes.windows(part.len()).any(|window| window == part.as_bytes());
    fs::create_dir(vanthu.path("temporary")).unwrap();
    for turn in 0..2 {
        let mut command = vanthu.command(["batch", "scans", "--out", "out", "--json-log", "-vv"]);
        let ran = ran(&command.env("TMPDIR", vanthu.path("temporary")).output().unwrap());
        assert_eq!(log(&ran).0["scans/57.txt"].0, "secret", "turn {turn}: {ran:?}");
        assert!(!(ran.stdout.clone() + &ran.stderr).contains("Tưởng Tượng"), "{ran:?}");
        let (out, state) = (files(&vanthu.path("out")), files(&vanthu.path("state")));
        assert!(out.is_empty(), "{:?}", out.keys());
        assert!(files(&vanthu.path("out/.vanthu/readings")).is_empty());
        assert!(files(&vanthu.path("temporary")).is_empty());
        for (path, bytes) in &state {
            for part in ["Tưởng Tượng", "điều động", "Hư Cấu"] {
                assert!(!hash(bytes, part), "{} holds {part}", path.display());
            }
            assert!(hash(bytes, "highest"), "the stamp is in the journal");
        }
    }
    let ran = vanthu.run(["batch", "scans", "--out", "out", "--json-log", "--allow-secret"]);
    assert_eq!(log(&ran).0["scans/57.txt"].0, "done", "{}", ran.stderr);
    assert!(fs::read_to_string(vanthu.path("out/57.txt.json")).unwrap().contains("Tưởng Tượng"));
}

#[test]
fn killed_at_any_moment_it_goes_on_where_it_stood() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/x")).unwrap();
    worker(&vanthu, "worker", READS);
    let pdf = fs::read("tests/fixtures/two-words.pdf").unwrap();
    for number in 0..14 {
        let folder = if number % 2 == 0 { "scans" } else { "scans/x" };
        vanthu.file(&format!("{folder}/{number}.txt"), TEXT);
        if number < 2 {
            // Comments behind the end make other bytes of the same pages.
            let bytes = [pdf.as_slice(), format!("\n% {number}\n").as_bytes()].concat();
            vanthu.file(&format!("{folder}/{number}.pdf"), bytes);
        }
    }
    let batch = |out: &str| {
        let mut all =
            vec!["batch", "scans", "--json-log", "--quiet", "--text-layer", "ignore", "--worker", "./worker"];
        all.extend(["--jobs", "2", "--out"]);
        let mut command = vanthu.command(all);
        command.arg(out);
        command
    };
    let begun = std::time::Instant::now();
    let whole = ran(&batch("whole").output().unwrap());
    let time = u64::try_from(begun.elapsed().as_millis()).unwrap();
    assert_eq!((whole.code, log(&whole).1["done"].as_u64()), (Some(0), Some(16)), "{}", whole.stderr);
    // What moment of the work a time is hangs on the machine, and must not matter.
    let mut state = 20_311_215_u64;
    for turn in 0..20 {
        let mut child = batch("out").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Within the time that the whole work takes; a run that is done by then is killed too late, which is a moment too.
        thread::sleep(Duration::from_millis((state >> 33) % time));
        // SIGKILL.
        child.kill().unwrap();
        child.wait().unwrap();
        for (path, bytes) in files(&vanthu.path("out")) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let unfinished = name.starts_with(".vanthu-") && name.ends_with(".part");
            assert!(unfinished || serde_json::from_slice::<Value>(&bytes).is_ok(), "half a file: {name}");
        }
        if turn % 7 == 6 {
            fs::remove_dir_all(vanthu.path("state")).unwrap();
        }
    }
    let last = ran(&batch("out").output().unwrap());
    let (_, account) = log(&last);
    assert_eq!((last.code, account["found"].as_u64()), (Some(0), Some(16)), "{}", last.stderr);
    assert_eq!(account["done"].as_u64().unwrap() + account["skipped"].as_u64().unwrap(), 16, "{account}");
    let (out, undisturbed) = (files(&vanthu.path("out")), files(&vanthu.path("whole")));
    assert_eq!(out.keys().collect::<Vec<_>>(), undisturbed.keys().collect::<Vec<_>>());
    assert!(out == undisturbed, "the bytes of an undisturbed run");
}

#[test]
fn a_full_disk_ends_the_run_and_room_ends_the_trouble() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans")).unwrap();
    for number in 0..12 {
        vanthu.file(&format!("scans/{number}.txt"), TEXT.repeat(60));
    }
    let batch = "batch scans --json-log --quiet --out";
    let binary = env!("CARGO_BIN_EXE_vanthu");
    // A small disk of its own where the system lets us mount one; else files that may not grow.
    let script = format!(
        "mkdir -p out && mount -t tmpfs -o size=800k none out 2>/dev/null || exit 97
         {binary} {batch} out >first.log 2>first.err; echo $? >first.code
         mount -o remount,size=50m out && {binary} {batch} out >second.log 2>second.err; echo $? >second.code
         cp -r out/. copy/"
    );
    fs::create_dir(vanthu.path("copy")).unwrap();
    let sh = |program: &str, args: &[&str], script: &str| {
        let mut command = Command::new(program);
        command.args(args).args(["sh", "-c", script]).current_dir(vanthu.path("."));
        command.env("XDG_STATE_HOME", vanthu.path("state")).env("XDG_CONFIG_HOME", vanthu.path("none"));
        command.env_remove("LANG").env_remove("LC_ALL").status()
    };
    let mounted = sh("unshare", &["--mount"], &script).is_ok_and(|status| status.success());
    if !mounted {
        let script = format!(
            "trap '' XFSZ; (ulimit -f 150; {binary} {batch} out >first.log 2>first.err; echo $? >first.code)
             {binary} {batch} out >second.log 2>second.err; echo $? >second.code; cp -r out/. copy/"
        );
        assert!(sh("env", &[], &script).unwrap().success());
    }
    let text = |name: &str| fs::read_to_string(vanthu.path(name)).unwrap();
    assert_eq!(text("first.code").trim(), "5", "{} (mounted: {mounted})", text("first.err"));
    assert!(text("first.err").contains("error: cannot write "), "{}", text("first.err"));
    assert_eq!(text("second.code").trim(), "0", "{}", text("second.err"));
    let whole = vanthu.run(["batch", "scans", "--out", "whole", "--quiet"]);
    assert_eq!(whole.code, Some(0), "{}", whole.stderr);
    assert!(files(&vanthu.path("copy")) == files(&vanthu.path("whole")), "the bytes of an undisturbed run");
}

#[test]
fn of_two_runs_into_one_folder_one_refuses() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    fs::copy("tests/fixtures/two-words.pdf", vanthu.path("scans/a.pdf")).unwrap();
    let silent = "#!/bin/sh\necho vanthu-ocr 2 ready 9.9\n: > begun\nexec cat 3>&1 > picture\n";
    worker(&vanthu, "silent", silent);
    worker(&vanthu, "worker", READS);
    let batch = |worker: &str| {
        vanthu.command([
            "batch",
            "scans",
            "--out",
            "out",
            "--quiet",
            "--text-layer",
            "ignore",
            "--worker",
            worker,
        ])
    };
    let mut first = batch("./silent").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    assert!(soon(|| vanthu.path("begun").exists()), "the first run does not read");
    ran(&batch("./worker").output().unwrap()).failed(
        5,
        "error: another batch writes into out now\n\
         hint: wait until it is done, or name another folder with --out\n",
    );
    first.kill().unwrap();
    first.wait().unwrap();
    // Nothing has to be unlocked.
    let ran = ran(&batch("./worker").output().unwrap());
    assert_eq!((ran.code, files(&vanthu.path("out")).len()), (Some(0), 1), "{}", ran.stderr);
}

#[test]
fn results_of_other_sources_stay() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("a")).unwrap();
    fs::create_dir_all(vanthu.path("b")).unwrap();
    vanthu.file("a/57.txt", TEXT).file("b/57.txt", "Giao So Y te chu tri.\n");
    assert_eq!(vanthu.run(["batch", "a", "--out", "out", "--quiet"]).code, Some(0));
    let before = files(&vanthu.path("out"));
    let other = vanthu.run(["batch", "b", "--out", "out", "--quiet"]);
    assert_eq!(other.code, Some(5), "{}", other.stderr);
    assert!(other.stderr.starts_with("error: out/57.txt.json is the result of another file: ../a/57.txt\n"));
    fs::remove_dir_all(vanthu.path("a")).unwrap();
    assert_eq!(vanthu.run(["batch", "b", "--out", "out", "--quiet"]).code, Some(5), "the source is gone");
    assert_eq!(files(&vanthu.path("out")), before);
}

#[test]
fn a_watched_folder_is_read_file_by_file_when_each_is_whole() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans")).unwrap();
    fs::create_dir_all(vanthu.path("elsewhere/x")).unwrap();
    let mut command = vanthu.command(["batch", "scans", "--out", "out", "--watch", "--every", "1"]);
    command.args(["--json-log", "--quiet"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A burst, a file that grows, a folder moved in, a rename.
    for number in 0..20 {
        vanthu.file(&format!("scans/{number}.txt"), TEXT.repeat(number + 1));
    }
    vanthu.file("elsewhere/x/a.txt", TEXT);
    fs::rename(vanthu.path("elsewhere/x"), vanthu.path("scans/x")).unwrap();
    vanthu.file("scans/.hidden.txt", "Sở Y tế.\n");
    fs::rename(vanthu.path("scans/.hidden.txt"), vanthu.path("scans/seen.txt")).unwrap();
    let mut grown = String::new();
    for _ in 0..12 {
        grown += TEXT;
        vanthu.file("scans/grows.txt", &grown);
        thread::sleep(Duration::from_millis(500));
    }
    assert!(soon(|| files(&vanthu.path("out")).len() == 23), "{:?}", files(&vanthu.path("out")).keys());
    // A file replaced: its result is made again.
    vanthu.file("scans/seen.txt", "Sở Tài chính.\n");
    let again = || fs::read_to_string(vanthu.path("out/seen.txt.json")).unwrap().contains("Sở Tài chính");
    assert!(soon(again), "the replaced file was not read");
    // The summary is of all that was taken, not of the last round.
    let summary = || fs::read_to_string(vanthu.path("out/summary.html")).unwrap_or_default();
    let has_all = || summary().contains("23 files found");
    assert!(soon(has_all), "{}", summary());
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ran = ran(&child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(130), "{}", ran.stderr);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for line in ran.stdout.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        if line["state"] == "done" {
            *times.entry(line["input"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    assert_eq!(times.remove("scans/seen.txt"), Some(2), "{times:?}");
    assert!(times.len() == 22 && times.values().all(|count| *count == 1), "{times:?}");
    let lines =
        serde_json::from_slice::<Value>(&files(&vanthu.path("out"))[Path::new("grows.txt.json")]).unwrap();
    assert_eq!(lines["source"]["files"][0]["bytes"], grown.len(), "it was read when it was whole");
}

#[test]
fn a_document_that_came_twice_and_numbers_that_are_missing_are_told() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    let document = |number: u32| {
        format!(
            "ỦY BAN NHÂN DÂN\nTỈNH SƠN HÀ\nSố: {number}/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
             Độc lập - Tự do - Hạnh phúc\nSơn Hà, ngày {} tháng 3 năm 2031\nKẾ HOẠCH\nVề việc kiểm tra công tác văn thư \
             năm 2031, lần thứ {number}\n1. Sở Nội vụ chủ trì, báo cáo trước ngày 15/12/2031.\n",
            number + 1
        )
    };
    for number in [11, 12, 13, 15, 16] {
        vanthu.file(&format!("scans/{number}.txt"), document(number));
    }
    let batch = ["batch", "scans", "--out", "out"];
    let first = vanthu.run(batch);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert!(first.stderr.contains("missing: numbers 14 of 2031, KH-UBND, "), "{}", first.stderr);
    assert!(!first.stderr.contains("repeats: "), "{}", first.stderr);
    vanthu.file("scans/again.txt", document(12) + "\n");
    let second = vanthu.run(batch);
    let told = "repeats: scans/again.txt is the same document as scans/12.txt (";
    assert!(second.stderr.contains(told), "{}", second.stderr);
    assert_eq!(second.code, Some(0), "it is no error");
    assert!(second.stderr.contains("5 documents on 6 pages"), "{}", second.stderr);
    let third = vanthu.run(batch);
    assert!(!third.stderr.contains(told), "it was told: {}", third.stderr);
    let summary = fs::read_to_string(vanthu.path("out/summary.html")).unwrap();
    for told in ["5 documents on 6 pages", "one more is a repeat", "the same document as 12.txt"] {
        assert!(summary.contains(told), "{told}: {summary}");
    }
    // In what is made of all it counts once, with the name of the other file.
    let told = "repeats: out/again.txt.json is the same document as out/12.txt.json, it is counted once";
    let table = vanthu.run(["export", "out", "--to", "documents.csv"]);
    assert!(table.stderr.contains(told), "{}", table.stderr);
    assert_eq!(table.stdout.lines().count(), 6, "{}", table.stdout);
    let row = table.stdout.lines().find(|line| line.contains("12/KH-UBND")).unwrap();
    assert!(row.contains("12.txt") && row.trim_end().ends_with(",again.txt"), "{row}");
    for form in ["csv", "ics", "outgoing.csv"] {
        let once = vanthu.run(["export", "out", "--to", form]).stdout;
        fs::remove_file(vanthu.path("out/again.txt.json")).unwrap();
        assert_eq!(vanthu.run(["export", "out", "--to", form]).stdout, once, "{form}");
        assert_eq!(vanthu.run(batch).code, Some(0));
    }
    let book = vanthu.run(["follow-up", "out", "-o", "book.html"]);
    assert!(book.stderr.contains(told) && book.stderr.contains("5 entries"), "{}", book.stderr);
}

#[test]
fn parts_side_by_side_make_the_whole() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    for number in 0..9 {
        vanthu.file(&format!("scans/{number}.txt"), TEXT);
    }
    let mut found = 0;
    for part in ["1/2", "2/2"] {
        let ran = vanthu.run(["batch", "scans", "--out", "out", "--shard", part, "--json-log", "--quiet"]);
        let (_, account) = log(&ran);
        found += account["done"].as_u64().unwrap();
    }
    assert_eq!((found, files(&vanthu.path("out")).len()), (9, 9));
    let (_, account) = log(&vanthu.run(["batch", "scans", "--out", "out", "--json-log", "--quiet"]));
    assert_eq!(account["skipped"], 9, "nothing is done twice");
    assert_eq!(vanthu.run(["batch", "scans", "--out", "out", "--shard", "3/2"]).code, Some(2));
}
