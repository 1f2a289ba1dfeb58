//! `vanthu batch --document` and `--name`: a file is not a document.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Ran, Vanthu, root};

/// The lines of `--json-log`, the account last.
fn log(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn record(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        .unwrap()
}

/// First and last page of each document in a line of the log.
fn pages(line: &Value) -> Vec<(u64, u64)> {
    let documents = line["documents"].as_array().unwrap_or_else(|| panic!("{line}"));
    let end = |document: &Value, at: usize| document["pages"][at].as_u64().unwrap();
    documents.iter().map(|document| (end(document, 0), end(document, 1))).collect()
}

/// Pages of the cuts of a line that are doubtful.
fn doubtful(line: &Value) -> BTreeSet<u64> {
    let cuts = line["cuts"].as_array().unwrap();
    cuts.iter().filter(|cut| cut["doubtful"] == true).map(|cut| cut["page"].as_u64().unwrap()).collect()
}

fn letter(number: u32, body: &str) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nTỈNH SƠN HÀ\nSố: {number}/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
         Độc lập - Tự do - Hạnh phúc\nSơn Hà, ngày 6 tháng 3 năm 2031\nKẾ HOẠCH\nVề việc kiểm tra lần thứ {number}\n\
         {body}\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Thử\n"
    )
}

/// Thirty sample documents in one file, with blank backs and separator sheets; every cut is right or listed.
#[test]
fn a_stack_of_thirty_documents_is_cut() {
    let mut samples: Vec<_> =
        fs::read_dir(root().join("samples")).unwrap().map(|e| e.unwrap().path()).collect();
    samples.retain(|path| path.is_dir());
    samples.sort();
    let texts: Vec<String> =
        samples.iter().map(|path| fs::read_to_string(path.join("text.txt")).unwrap()).collect();
    let (mut all, mut starts) = (Vec::new(), Vec::new());
    let separator = || "TỜ PHÂN CÁCH".to_owned();
    all.extend([separator(), separator(), String::new()]);
    for turn in 0..30 {
        starts.push(all.len() as u64 + 1);
        // Others than those before, as documents of one office are: a number of its own.
        let text = texts[turn % texts.len()].trim_end_matches(['\u{c}', '\n']);
        let text = text.replacen("Số: ", &format!("Số: {}", turn + 1), 1);
        for page in text.split('\u{c}') {
            all.push(page.to_owned());
            // Duplex: some pages have blank backs.
            if turn % 3 == 0 {
                all.push(String::new());
            }
        }
        match turn % 5 {
            1 => all.push(separator()),
            3 => all.extend([separator(), String::new(), separator()]),
            _ => {}
        }
    }
    all.extend([String::new(), separator()]);
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    vanthu.file("scans/stack.txt", all.join("\u{c}"));
    let ran = vanthu.run(["batch", "scans", "--out", "out", "--document", "split", "--json-log", "--quiet"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let line = &log(&ran)[0];
    let (made, listed) = (pages(line), doubtful(line));
    let made: BTreeSet<u64> = made.iter().map(|(first, _)| *first).collect();
    let starts: BTreeSet<u64> = starts.into_iter().collect();
    let wrong: Vec<u64> =
        made.symmetric_difference(&starts).copied().filter(|page| !listed.contains(page)).collect();
    assert!(wrong.is_empty(), "neither right nor listed: {wrong:?}; {line}");
    let right = made.intersection(&starts).count();
    assert!(right >= 27 && listed.len() <= 12, "{right} right, {} listed: {line}", listed.len());
    // No document is empty: each has words.
    for document in line["documents"].as_array().unwrap() {
        let record = record(&vanthu.path(document["result"].as_str().unwrap()));
        assert!(record["restoration"]["words"].as_u64().unwrap() > 20, "{document}");
    }
}

#[test]
fn nothing_of_one_part_is_given_to_another() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans")).unwrap();
    fs::create_dir_all(vanthu.path("alone")).unwrap();
    // Garbled words of the second are told by the context of the first, were it given to it.
    let (one, two) =
        (letter(1, "1. Sở Nội vụ chủ trì."), letter(2, "1. So Noi vu bao cao truoc ngay 15/12/2031."));
    vanthu.file("scans/a.txt", format!("{one}\u{c}{two}")).file("alone/b.txt", &two);
    assert_eq!(
        vanthu.run(["batch", "scans", "--out", "out", "--document", "split", "--quiet"]).code,
        Some(0)
    );
    assert_eq!(vanthu.run(["batch", "alone", "--out", "out", "--quiet"]).code, Some(0));
    let (part, alone) = (record(&vanthu.path("out/a.txt.2.json")), record(&vanthu.path("out/b.txt.json")));
    assert_eq!(part["source"]["page_range"], serde_json::json!([2, 2]));
    for of in ["restoration", "document"] {
        let plain = |record: &Value| {
            let text = record[of].to_string();
            text.replace("\"page\":2", "\"page\":1")
        };
        let strip = |text: String| {
            text.split("\"line\":")
                .map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned())
                .collect::<String>()
        };
        assert_eq!(strip(plain(&part)), strip(plain(&alone)), "{of}");
    }
    let words = |record: &Value| -> Vec<String> {
        let lines = record["text"][0]["lines"].as_array().unwrap().clone();
        lines.iter().map(|line| line["text"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(words(&part), words(&alone));
}

#[test]
fn a_person_cuts_and_is_obeyed() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans")).unwrap();
    let pages =
        [letter(1, "1. Nội dung."), letter(2, "1. Nội dung."), "Trang rời không rõ của ai".to_owned()];
    vanthu.file("scans/a.txt", pages.join("\u{c}")).file("scans/b.txt", letter(9, "1. Nội dung."));
    let batch = ["batch", "scans", "--out", "out", "--document", "split", "--json-log"];
    let first = vanthu.run(batch);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    let lines = log(&first);
    let a = lines.iter().find(|line| line["input"] == "scans/a.txt").unwrap();
    assert_eq!((pages_of(a), doubtful(a)), (vec![(1, 1), (2, 3)], BTreeSet::from([3])));
    assert!(
        first.stderr.contains("look at: scans/a.txt, page 3: a document may begin there"),
        "{}",
        first.stderr
    );
    let written = fs::read_to_string(vanthu.path("out/cuts.txt")).unwrap();
    assert!(
        written.contains("# a.txt: page 3 begins none, doubtful: after-closing\na.txt: 1-1 2-3\n"),
        "{written}"
    );
    // Nothing is done twice, and without journal the lists say the same.
    fs::remove_dir_all(vanthu.path("state")).unwrap();
    let again = vanthu.run(batch);
    assert!(log(&again)[..2].iter().all(|line| line["state"] == "skipped"), "{}", again.stdout);
    assert_eq!(
        pages_of(log(&again).iter().find(|line| line["input"] == "scans/a.txt").unwrap()),
        [(1, 1), (2, 3)]
    );
    // The cuts of a person: only that file is done again, without a new reading.
    vanthu.file("mine.txt", written.replace("a.txt: 1-1 2-3", "a.txt: 1 3\nnone.txt: 1"));
    let mut cut = batch.to_vec();
    cut.extend(["--cuts", "mine.txt"]);
    let third = vanthu.run(cut);
    assert_eq!(third.code, Some(0), "{}", third.stderr);
    assert!(third.stderr.contains("cuts are given for none.txt, which is not there"), "{}", third.stderr);
    let lines = log(&third);
    let a = lines.iter().find(|line| line["input"] == "scans/a.txt").unwrap();
    assert_eq!((a["did"].as_str(), a["why"].as_str()), (Some("restore"), Some("settings")));
    assert_eq!(pages_of(a), [(1, 2), (3, 3)]);
    let mut names: Vec<String> = fs::read_dir(vanthu.path("out"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [".vanthu", "a.txt.1-2.json", "a.txt.3.json", "b.txt.1.json", "cuts.txt", "summary.html"],
        "former parts go"
    );
    // Pages with text that the cuts leave out are told, at the next run too.
    vanthu.file("few.txt", "a.txt: 1-1\n");
    for _ in 0..2 {
        let few = vanthu.run(["batch", "scans", "--out", "few", "--cuts", "few.txt"]);
        assert_eq!(few.code, Some(0), "{}", few.stderr);
        let said = "look at: scans/a.txt: your cuts leave out pages 2-3, on which there is text";
        assert!(few.stderr.contains(said), "{}", few.stderr);
        let summary = fs::read_to_string(vanthu.path("few/summary.html")).unwrap();
        assert!(summary.contains("your cuts leave out pages 2-3"), "{summary}");
        assert!(summary.contains("<a href=\"a.txt.1.json\">record</a>"), "{summary}");
    }
    vanthu.file("wrong.txt", "a.txt: 4\n");
    let wrong = vanthu.run(["batch", "scans", "--out", "out", "--cuts", "wrong.txt", "--quiet"]);
    assert!(wrong.stderr.contains("a.txt has 3 pages, and the cuts name page 4"), "{}", wrong.stderr);
    vanthu.file("wrong.txt", "a.txt 4\n");
    let wrong = vanthu.run(["batch", "scans", "--out", "out", "--cuts", "wrong.txt", "--quiet"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.stderr);
}

fn pages_of(line: &Value) -> Vec<(u64, u64)> {
    pages(line)
}

#[test]
fn what_a_run_tells_is_no_scan() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    vanthu.file("scans/a.txt", letter(1, "1. Nội dung."));
    let batch = ["batch", "scans", "--out", "scans", "--document", "split", "--json-log", "--quiet"];
    for state in ["done", "skipped"] {
        let lines = log(&vanthu.run(batch));
        assert_eq!((lines.len(), lines[0]["state"].as_str()), (2, Some(state)), "{lines:?}");
    }
    assert!(vanthu.path("scans/summary.html").exists() && vanthu.path("scans/cuts.txt").exists());
    // What somebody else put there stays.
    vanthu.file("scans/summary.html", "mine").file("scans/cuts.txt", "mine");
    vanthu.run(batch);
    for name in ["scans/summary.html", "scans/cuts.txt"] {
        assert_eq!(fs::read_to_string(vanthu.path(name)).unwrap(), "mine");
    }
}

#[test]
fn of_a_stack_a_secret_document_alone_is_left() {
    let vanthu = Vanthu::new();
    fs::create_dir(vanthu.path("scans")).unwrap();
    let secret = format!("MẬT\n{}", letter(2, "1. Điều động Hoàng Tưởng Tượng."));
    vanthu.file("scans/a.txt", [letter(1, "1. Nội dung."), secret, letter(3, "1. Khác.")].join("\u{c}"));
    let batch = ["batch", "scans", "--out", "out", "--document", "split", "--json-log"];
    for turn in 0..2 {
        let ran = vanthu.run(batch);
        let line = &log(&ran)[0];
        assert_eq!(
            (line["state"].as_str(), line["documents"].as_array().unwrap().len()),
            (Some("secret"), 3)
        );
        assert_eq!(line["documents"][1]["state"], "secret", "turn {turn}: {line}");
        assert!(ran.stderr.contains("left alone: scans/a.txt#2: secret (MẬT)"), "{}", ran.stderr);
        assert!(!vanthu.path("out/a.txt.2.json").exists() && vanthu.path("out/a.txt.3.json").exists());
        let grep = Command::new("grep")
            .args(["-r", "Tưởng Tượng", "out", "state"])
            .current_dir(vanthu.path("."))
            .output();
        assert!(grep.unwrap().stdout.is_empty(), "nothing of it is kept");
        assert!(fs::read_dir(vanthu.path("out/.vanthu/readings")).is_err(), "nor of what was read");
    }
    let mut allowed = batch.to_vec();
    allowed.push("--allow-secret");
    assert_eq!(log(&vanthu.run(&allowed))[0]["state"], "done");
    assert!(vanthu.path("out/a.txt.2.json").exists());
}

#[test]
fn pictures_of_a_folder_are_one_document() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/57")).unwrap();
    // Pages without a word each: what is asked is their order and number.
    for (name, width) in [("trang 10.png", 310), ("trang 2.png", 320), ("trang 1.png", 330)] {
        let image = image::GrayImage::from_pixel(width, 440, image::Luma([255]));
        image.save(vanthu.path(&format!("scans/57/{name}"))).unwrap();
    }
    vanthu.file("scans/57/ghi chú.txt", "Sở Nội vụ.\n");
    let batch = ["batch", "scans", "--out", "out", "--document", "folder", "--json-log", "--quiet"];
    let ran = vanthu.run(batch);
    let lines = log(&ran);
    assert_eq!(
        (lines.len(), lines[2]["account"]["found"].as_u64()),
        (3, Some(2)),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
    let made = record(&vanthu.path("out/57.json"));
    let files: Vec<&str> = made["source"]["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["path"].as_str().unwrap())
        .collect();
    assert_eq!(files, ["../scans/57/trang 1.png", "../scans/57/trang 2.png", "../scans/57/trang 10.png"]);
    let width = |page: usize| made["pages"][page]["width"].as_u64().unwrap();
    assert!(width(0) > width(1) && width(1) > width(2), "{made}");
    assert!(vanthu.path("out/57/ghi chú.txt.json").exists());
    let again = log(&vanthu.run(batch));
    assert!(again[..2].iter().all(|line| line["state"] == "skipped"), "{again:?}");
    // A page more: the document is read anew, though its first page is another.
    fs::rename(vanthu.path("scans/57/trang 1.png"), vanthu.path("scans/57/trang 11.png")).unwrap();
    let again = log(&vanthu.run(batch));
    let changed = again.iter().find(|line| line["input"] == "scans/57").unwrap();
    assert_eq!(
        (changed["state"].as_str(), changed["why"].as_str()),
        (Some("done"), Some("changed")),
        "{again:?}"
    );
}

#[test]
fn results_are_named_by_what_is_in_them_and_replace_nothing() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/x")).unwrap();
    fs::create_dir_all(vanthu.path("out")).unwrap();
    vanthu.file("scans/a.txt", letter(7, "1. Nội dung.")).file("scans/b.txt", letter(7, "1. Nội dung khác."));
    vanthu.file("scans/x/c.txt", "Giao Sở Nội vụ chủ trì.\n").file("out/7-KH-UBND_2031-03-06.json", "mine");
    let batch = [
        "batch",
        "scans",
        "--out",
        "out",
        "--name",
        "{number}-{symbol}_{date}",
        "--json-log",
        "--quiet",
        "--jobs",
        "1",
    ];
    let ran = vanthu.run(batch);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let names =
        ["7-KH-UBND_2031-03-06-2.json", "7-KH-UBND_2031-03-06-3.json", "x/chua-ro-chua-ro_chua-ro.json"];
    for name in names {
        assert!(vanthu.path(&format!("out/{name}")).exists(), "{name}: {}", ran.stdout);
    }
    assert_eq!(fs::read_to_string(vanthu.path("out/7-KH-UBND_2031-03-06.json")).unwrap(), "mine");
    let again = log(&vanthu.run(batch));
    assert!(again[..3].iter().all(|line| line["state"] == "skipped"), "{again:?}");
    // With all that is our own gone the same names are found again.
    fs::remove_dir_all(vanthu.path("out/.vanthu")).unwrap();
    fs::remove_dir_all(vanthu.path("state")).unwrap();
    assert_eq!(vanthu.run(batch).code, Some(0));
    assert_eq!(
        fs::read_dir(vanthu.path("out")).unwrap().count(),
        6,
        "two results, mine, x, .vanthu and the summary"
    );
    assert_eq!(vanthu.run(["batch", "scans", "--out", "out", "--name", "{nummer}"]).code, Some(2));
}

/// Paths of the records below a folder, without what the batch keeps for itself.
fn standing(folder: &Path) -> Vec<String> {
    let (mut waiting, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != ".vanthu") {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ending == "json") {
                found.push(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

/// Results of another `--document` or `--name` are set apart, so that nothing is counted twice; what is of another source stays.
#[test]
fn results_of_another_way_are_set_apart() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/d")).unwrap();
    fs::create_dir_all(vanthu.path("other")).unwrap();
    vanthu.file("scans/d/a.txt", format!("{}\u{c}{}", letter(1, "1. Một."), letter(2, "1. Hai.")));
    vanthu.file("other/a.txt.7.txt", letter(7, "1. Bảy."));
    let batch = |more: &[&str]| {
        let ran = vanthu.run(["batch", "scans", "--out", "out", "--json-log"].iter().chain(more));
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran
    };
    // A result of another scan, and one that no batch made of this one.
    assert_eq!(vanthu.run(["batch", "other", "--out", "out/d", "--quiet"]).code, Some(0));
    assert_eq!(vanthu.run(["read", "scans/d/a.txt", "-o", "out/d/mine.json", "--quiet"]).code, Some(0));
    let others = ["d/a.txt.7.txt.json", "d/mine.json"];
    let is = |expected: &[&str]| {
        let mut all: Vec<&str> = others.iter().chain(expected).copied().collect();
        all.sort_unstable();
        assert_eq!(standing(&vanthu.path("out")), all);
    };
    batch(&[]);
    is(&["d/a.txt.json"]);
    let split = batch(&["--document", "split"]);
    is(&["d/a.txt.1.json", "d/a.txt.2.json"]);
    assert!(
        split.stderr.contains("set apart: out/d/a.txt.json: the scan is done another way now"),
        "{}",
        split.stderr
    );
    let last = log(&split).pop().unwrap();
    assert_eq!(last["former"][0]["now"], "out/.vanthu/former/d/a.txt.json", "{last}");
    assert!(vanthu.path("out/.vanthu/former/d/a.txt.json").is_file());
    assert!(log(&split)[0]["documents"][1]["repeats"].is_null(), "it repeats nothing: {}", split.stdout);
    let again = batch(&["--document", "split"]);
    assert!(log(&again).pop().unwrap().get("former").is_none(), "{}", again.stdout);
    let named = batch(&["--name", "{file}-{year}"]);
    is(&["d/a-2031.json"]);
    assert!(log(&named)[0]["documents"][0]["repeats"].is_null(), "{}", named.stdout);
    let file = batch(&[]);
    is(&["d/a.txt.json"]);
    assert!(log(&file)[0]["repeats"].is_null(), "{}", file.stdout);
    // Neither is what was set apart counted by those who read records.
    let book = vanthu.run(["export", "out", "--to", "jsonl"]);
    assert_eq!(book.stdout.lines().count(), 3, "{}", book.stderr);
}

/// Other forms: one beside each record, or one of all; made anew when the record is, and never over what is not theirs.
#[test]
fn other_forms_stand_beside_the_records() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/d")).unwrap();
    vanthu.file("scans/d/a.txt", letter(1, "1. Sở Nội vụ báo cáo trước ngày 15/12/2031."));
    vanthu.file("scans/b.txt", letter(2, "1. Sở Y tế báo cáo trước ngày 16/12/2031."));
    let to = [
        "batch", "scans", "--out", "out", "--to", "txt", "--to", "html", "--to", "xlsx", "--to", "jsonl",
        "--to", "ics",
    ];
    let batch = || {
        let ran = vanthu.run(to);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran
    };
    batch();
    let beside = ["out/d/a.txt.txt", "out/d/a.txt.html", "out/b.txt.txt", "out/b.txt.html"];
    let all = ["out/records.xlsx", "out/records.jsonl", "out/records.ics"];
    let bytes = |name: &str| fs::read(vanthu.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let first: Vec<Vec<u8>> = beside.iter().chain(&all).map(|name| bytes(name)).collect();
    assert!(String::from_utf8(bytes("out/records.ics")).unwrap().matches("BEGIN:VEVENT").count() == 2);
    assert_eq!(String::from_utf8(bytes("out/records.jsonl")).unwrap().lines().count(), 2);
    // The same again: the same bytes, and what stands is not made anew.
    let modified = |name: &str| vanthu.path(name).metadata().unwrap().modified().unwrap();
    let before = modified(beside[0]);
    batch();
    assert_eq!(beside.iter().chain(&all).map(|name| bytes(name)).collect::<Vec<_>>(), first);
    assert_eq!(modified(beside[0]), before);
    // What all records together are in is no second document.
    assert_eq!(vanthu.run(["export", "out", "--to", "jsonl"]).stdout.lines().count(), 2);
    // A changed scan, and a form that was deleted.
    vanthu.file("scans/b.txt", letter(2, "1. Sở Y tế báo cáo trước ngày 17/12/2031."));
    fs::remove_file(vanthu.path(beside[0])).unwrap();
    batch();
    assert!(String::from_utf8(bytes("out/b.txt.txt")).unwrap().contains("17/12/2031"));
    assert_eq!(bytes(beside[0]), first[0]);
    assert!(String::from_utf8(bytes("out/records.jsonl")).unwrap().contains("17/12/2031"));
    // A run that was killed before it moved a form, and while it wrote of the next: what stands is known all the same.
    let list = vanthu.path("out/.vanthu/forms");
    let killed = fs::read_to_string(&list).unwrap() + "\nffff  b.txt.txt\n\n9999  d/a.t";
    fs::write(&list, killed).unwrap();
    vanthu.file("scans/b.txt", letter(2, "1. Sở Y tế báo cáo trước ngày 19/12/2031."));
    batch();
    assert!(String::from_utf8(bytes("out/b.txt.txt")).unwrap().contains("19/12/2031"));
    // Somebody else's file stays, and that is told.
    vanthu.file("out/b.txt.html", "mine");
    let refused = vanthu.run(["batch", "scans", "--out", "out", "--to", "html"]);
    let kept = bytes("out/b.txt.html");
    assert_eq!(kept, b"mine");
    vanthu.file("scans/b.txt", letter(2, "1. Sở Y tế báo cáo trước ngày 18/12/2031."));
    fs::remove_file(vanthu.path("out/b.txt.json")).unwrap();
    fs::File::options()
        .write(true)
        .open(vanthu.path("out/b.txt.html"))
        .unwrap()
        .set_modified(std::time::UNIX_EPOCH)
        .unwrap();
    let told = vanthu.run(["batch", "scans", "--out", "out", "--to", "html"]);
    assert_eq!((refused.code, told.code), (Some(0), Some(6)), "{}", told.stderr);
    assert!(told.stderr.contains("out/b.txt.html is there already"), "{}", told.stderr);
    assert_eq!(bytes("out/b.txt.html"), b"mine");
    // Set apart with its record.
    assert_eq!(
        vanthu.run(["batch", "scans", "--out", "out", "--document", "split", "--quiet"]).code,
        Some(0)
    );
    assert!(
        !vanthu.path("out/d/a.txt.html").exists() && vanthu.path("out/.vanthu/former/d/a.txt.html").exists()
    );
    // A text cannot say what it was made of; the list says it.
    assert!(
        !vanthu.path("out/d/a.txt.txt").exists() && vanthu.path("out/.vanthu/former/d/a.txt.txt").exists()
    );
}

/// The pictures of a folder, together and each by itself.
#[test]
fn pictures_that_were_one_document_are_set_apart_with_it() {
    let vanthu = Vanthu::new();
    fs::create_dir_all(vanthu.path("scans/57")).unwrap();
    let picture = image::GrayImage::from_pixel(60, 80, image::Luma([255]));
    for name in ["1.png", "2.png"] {
        picture.save(vanthu.path("scans/57").join(name)).unwrap();
    }
    let batch = |more: &[&str]| {
        let ran = vanthu.run(["batch", "scans", "--out", "out", "--quiet"].iter().chain(more));
        assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.stderr);
        standing(&vanthu.path("out"))
    };
    assert_eq!(batch(&["--document", "folder"]), ["57.json"]);
    assert_eq!(batch(&[]), ["57/1.png.json", "57/2.png.json"]);
    assert_eq!(batch(&["--document", "folder"]), ["57.json"]);
}
