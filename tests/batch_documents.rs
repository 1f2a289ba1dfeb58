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
