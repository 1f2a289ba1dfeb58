//! Our figures are those of `score.py`, on the real documents and on what seeded chance makes of them.
//!
//! Needs `python3`, and the documents that `VANTHU_EVAL` names; with `VANTHU_EVAL=none` nothing is compared.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use vanthu::evaluate::{harm, mend, record, text};

use crate::support::eval;

/// Numbers that look random and are the same in every run (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn number(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % below as u64).unwrap()
    }

    /// True once in so many.
    fn one_in(&mut self, many: usize) -> bool {
        self.number(many) == 0
    }

    fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.number(choices.len())]
    }

    /// A text in which about one word in `many` is damaged as scanners, engines and correctors do it, and in
    /// ways that are hard to count. Lines stay lines.
    fn damaged(&mut self, text: &str, many: usize) -> String {
        text.split_inclusive('\n').map(|line| self.damaged_line(line, many)).collect()
    }

    fn damaged_line(&mut self, line: &str, many: usize) -> String {
        let content = line.trim_end_matches('\n');
        let words = content.split(' ').map(|word| {
            let hit = word.contains(char::is_alphanumeric) && self.one_in(many);
            if hit { self.damaged_word(word) } else { word.to_owned() }
        });
        let damaged = words.collect::<Vec<_>>().join(" ");
        // A last line that became empty would be one line fewer.
        if damaged.trim().is_empty() { line.to_owned() } else { damaged + &line[content.len()..] }
    }

    fn damaged_word(&mut self, word: &str) -> String {
        match self.number(16) {
            0 => vanthu::vietnamese::strip_marks(word),
            1 => String::new(),
            2 => format!("{word} {word}"),
            3 => word.to_uppercase(),
            4 => word.to_lowercase(),
            5 => word.chars().rev().collect(),
            6 => word.replace(['n', 'm'], "rn"),
            7 => word.replace(['o', 'ò', 'ỏ'], "6"),
            8 => vanthu::vietnamese::new_tone_style(word),
            9 => decomposed(word),
            10 => format!("{word},"),
            11 => format!("“{word}”"),
            12 => word.chars().map(|c| if c.is_ascii_digit() { '8' } else { c }).collect(),
            13 => {
                let odd = self.of(&[
                    "²", "①", "ß", "ẞ", "ﬁ", "½", "ı", "_", "\u{a0}", "–", "Ⓐ", "İ", "⟩", "\u{1f}",
                    "\u{200b}",
                ]);
                format!("{odd}{word}")
            }
            14 => format!("{word}-{}", self.of(&["UBND", "12/2025", "HOÀ", "uỷ", "qUÝ", "Khoẻ", "4.000"])),
            _ => word.chars().skip(1).collect(),
        }
    }

    /// The truth with a word here and there declared to be handwriting.
    fn with_handwriting(&mut self, text: &str) -> String {
        let by_hand = |word: &str| !word.is_empty() && word.chars().all(char::is_alphanumeric);
        let words = text.split_inclusive(' ').map(|piece| {
            let word = piece.trim_end_matches(' ');
            if by_hand(word) && self.one_in(60) {
                piece.replacen(word, &format!("⟨{word}⟩"), 1)
            } else {
                piece.into()
            }
        });
        words.collect()
    }

    /// About `length` characters of a text, whole lines.
    fn piece(&mut self, text: &str, length: usize) -> String {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let start = self.number((lines.len() / 2).max(1));
        let mut piece = String::new();
        for line in &lines[start..] {
            if piece.chars().count() > length {
                break;
            }
            piece.push_str(line);
        }
        piece
    }
}

/// A word as some programs write it: letters and marks apart.
fn decomposed(word: &str) -> String {
    let pairs = [
        ("ế", "e\u{302}\u{301}"),
        ("ộ", "o\u{323}\u{302}"),
        ("ủ", "u\u{309}"),
        ("à", "a\u{300}"),
        ("ơ", "o\u{31b}"),
    ];
    pairs.iter().fold(word.to_owned(), |word, (one, apart)| word.replace(one, apart))
}

/// The folders of documents, sorted.
fn documents(eval: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(eval).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(!folders.is_empty(), "{} holds no documents", eval.display());
    folders
}

/// The true text of each document that has one, with its name.
fn truths(eval: &Path) -> Vec<(String, String)> {
    let name = |folder: &Path| folder.file_name().unwrap().to_string_lossy().into_owned();
    let read = |folder: &Path| {
        ["gold.txt", "text.txt"].iter().find_map(|file| fs::read_to_string(folder.join(file)).ok())
    };
    documents(eval).iter().filter_map(|folder| Some((name(folder), read(folder)?))).collect()
}

/// Runs `score.py` on files with these contents and gives what it says, all mistakes included.
fn by_python(eval: &Path, what: &str, contents: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (0..contents.len()).map(|at| folder.path().join(at.to_string())).collect();
    for (file, content) in files.iter().zip(contents) {
        fs::write(file, content).unwrap();
    }
    let run = Command::new("python3")
        .arg(eval.join("score.py"))
        .arg(what)
        .args(files)
        .args(["--json", "--errors", "1000000"])
        // Sets of names have no order there: one that is the same in every run.
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .expect("python3 is installed (apt install python3)");
    assert!(run.status.success(), "score.py {what}: {}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).unwrap()
}

/// Where two answers differ: the path to the first difference. Floats are compared to 12 digits, since they are
/// printed and read on the way.
fn difference(ours: &Value, theirs: &Value, at: &str) -> Option<String> {
    let differ = || Some(format!("{at}: {ours} here, {theirs} by score.py"));
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            if !a.keys().eq(b.keys()) {
                return Some(format!(
                    "{at}: {:?} here, {:?} by score.py",
                    Vec::from_iter(a.keys()),
                    Vec::from_iter(b.keys())
                ));
            }
            a.iter().zip(b).find_map(|((key, a), (_, b))| difference(a, b, &format!("{at}.{key}")))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(i, (a, b))| difference(a, b, &format!("{at}[{i}]")))
        }
        (Value::Array(a), Value::Array(b)) => {
            let first = a.iter().zip(b).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()));
            Some(format!("{at}[{first}]: {:?} here, {:?} by score.py", a.get(first), b.get(first)))
        }
        (Value::Number(a), Value::Number(b)) if a.is_f64() == b.is_f64() => {
            let near = (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < 1e-12;
            if near { None } else { differ() }
        }
        (a, b) if a == b => None,
        _ => differ(),
    }
}

fn assert_same(ours: &Value, theirs: &Value, of: impl Debug) {
    if let Some(difference) = difference(ours, theirs, "") {
        panic!("{of:?}: {difference}");
    }
}

#[test]
fn texts_score_as_in_python() {
    let Some(eval) = eval() else { return };
    for (seed, (name, truth)) in (1..).zip(truths(&eval)) {
        let mut chance = Chance(seed);
        // Python takes seconds for a whole text.
        let piece = chance.piece(&truth, 800);
        let truth = chance.with_handwriting(&piece);
        for many in [2, 20] {
            let read = chance.damaged(&truth.replace(['⟨', '⟩'], ""), many);
            let ours = json!(text::score(&truth, &read, usize::MAX));
            assert_same(&ours, &by_python(&eval, "text", &[&truth, &read]), (&name, many));
        }
        let mut lines: Vec<&str> = truth.lines().collect();
        let columns = lines.len() / 3;
        lines.rotate_left(columns);
        let turned = lines.join("\n");
        assert_same(
            &json!(text::score(&truth, &turned, usize::MAX)),
            &by_python(&eval, "text", &[&truth, &turned]),
            &name,
        );
    }
    for (truth, read) in [("", ""), ("", "a b"), ("⟨1⟩", ""), ("⟨1⟩", "7 x"), ("a ⟨1⟩ b", "a b ⟨1⟩")]
    {
        assert_same(
            &json!(text::score(truth, read, usize::MAX)),
            &by_python(&eval, "text", &[truth, read]),
            (truth, read),
        );
    }
}

#[test]
fn a_whole_garbled_text_scores_as_in_python() {
    let Some(eval) = eval() else { return };
    let pairs = documents(&eval).into_iter().filter_map(|folder| {
        let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
        let garbled = read("ocr.txt").or_else(|| read("layer.txt"))?;
        Some((folder.clone(), read("gold.txt").or_else(|| read("text.txt"))?, garbled))
    });
    for (folder, truth, read) in pairs {
        let ours = json!(text::score(&truth, &read, usize::MAX));
        assert_same(&ours, &by_python(&eval, "text", &[&truth, &read]), folder);
    }
}

#[test]
fn harm_scores_as_in_python() {
    let Some(eval) = eval() else { return };
    for (seed, (name, truth)) in (100..).zip(truths(&eval)) {
        let mut chance = Chance(seed);
        let truth = chance.with_handwriting(&truth);
        for many in [3, 300] {
            let restored = chance.damaged(&truth, many);
            let ours = json!(harm::score(&truth, &restored, usize::MAX).unwrap());
            assert_same(&ours, &by_python(&eval, "harm", &[&truth, &restored]), (&name, many));
        }
    }
}

#[test]
fn mending_scores_as_in_python() {
    let Some(eval) = eval() else { return };
    for (seed, (name, truth)) in (200..).zip(truths(&eval)) {
        let mut chance = Chance(seed);
        let piece = chance.piece(&truth, 2500);
        let truth = chance.with_handwriting(&piece);
        let read = chance.damaged(&truth.replace(['⟨', '⟩'], ""), 3);
        // Restoration mends most lines, and spoils a word here and there.
        let lines = read.split_inclusive('\n').zip(truth.split_inclusive('\n'));
        let restored: String =
            lines.map(|(read, truth)| if chance.one_in(3) { read } else { truth }).collect();
        let restored = chance.damaged(&restored, 20);
        let ours = json!(mend::score(&truth, &read, &restored, usize::MAX).unwrap());
        assert_same(&ours, &by_python(&eval, "mend", &[&truth, &read, &restored]), &name);
    }
}

#[test]
fn likeness_is_that_of_difflib() {
    if eval().is_none() {
        return;
    }
    let mut chance = Chance(400);
    let mut word = |letters: &str, longest| {
        let letters: Vec<char> = letters.chars().collect();
        (0..chance.number(longest)).map(|_| letters[chance.number(letters.len())]).collect::<String>()
    };
    let mut pairs: Vec<(String, String)> = (0..400).map(|_| (word("nghuoi", 9), word("nghuoi", 9))).collect();
    pairs.extend((0..40).map(|_| {
        (word("abcdefghijklmnopqrstuvwxyz0123456789", 500), word("abcdefghijklmnopqrstuvwxyz0123456789", 500))
    }));
    let program = "import difflib, json, sys\n\
                   print(json.dumps([difflib.SequenceMatcher(None, a, b).ratio() for a, b in json.load(open(sys.argv[1]))]))";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pairs"), json!(pairs).to_string()).unwrap();
    let run =
        Command::new("python3").args(["-c", program]).arg(folder.path().join("pairs")).output().unwrap();
    let theirs: Vec<f64> = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(theirs.len(), pairs.len());
    for ((a, b), theirs) in pairs.iter().zip(theirs) {
        let ours = mend::likeness(a, b);
        assert!((ours - theirs).abs() < 1e-12, "{a:?} {b:?}: {ours} here, {theirs} by difflib");
    }
}

/// The record of a perfect reader, made from the truth.
fn perfect(truth: &Value) -> Value {
    let list = |key: &str| truth[key].as_array().cloned().unwrap_or_default();
    let targets = list("targets").into_iter().map(|mut t| {
        t["value_max"] = t["max"].clone();
        t["period"] = period(&t["period"]);
        t
    });
    let deadlines = list("deadlines").into_iter().map(|mut d| {
        let last = period(&d["due"])["to"].clone();
        d["due"] = if last.is_null() { Value::Null } else { json!({"date": last, "bound": d["bound"]}) };
        let every = match d["recurrence"].as_str() {
            Some("monthly") => json!({"every": "month", "interval": 1}),
            Some("quarterly") => json!({"every": "month", "interval": 3}),
            Some("half_yearly") => json!({"every": "half_year"}),
            Some("yearly") => json!({"every": "month", "interval": 12}),
            Some("weekly") => json!({"every": "week", "interval": null}),
            Some("daily") => json!({"every": "day", "interval": 1}),
            Some(_) => json!({"every": "ongoing", "interval": 1}),
            None => Value::Null,
        };
        d["recurrence"] = every;
        d
    });
    let assignments = list("assignments").into_iter().map(|mut a| {
        for key in ["lead", "support"] {
            let bodies = a[key].as_array().cloned().unwrap_or_default();
            a[key] = bodies.into_iter().map(|body| json!({"written": body, "name": null})).collect();
        }
        a
    });
    let mut document = json!({});
    for (name, value) in truth["document"].as_object().into_iter().flatten() {
        if !name.ends_with("_status") {
            let told = &truth["document"][format!("{name}_status")];
            let told = if told.is_null() {
                json!(if value.is_null() { "absent" } else { "read" })
            } else {
                told.clone()
            };
            document[name] = json!({"value": value, "status": told, "confidence": 0.97});
        }
    }
    let mut emulation = truth["emulation"].clone();
    if emulation.is_object() {
        let written = emulation["period"].clone();
        emulation["period"] = json!({"written": written});
    }
    json!({
        "document": document, "emulation": emulation, "references": list("references"),
        "targets": targets.collect::<Value>(), "deadlines": deadlines.collect::<Value>(),
        "assignments": assignments.collect::<Value>(),
    })
}

/// The bounds of the periods that the truth of these documents writes.
fn period(written: &Value) -> Value {
    let Some(written) = written.as_str() else { return Value::Null };
    let (first, last) = written.split_once('/').unwrap_or((written, written));
    let month = |year: &str, month: u8| {
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if year.parse::<u16>().unwrap() % 4 == 0 => 29,
            2 => 28,
            _ => 31,
        };
        (format!("{year}-{month:02}-01"), format!("{year}-{month:02}-{days}"))
    };
    let bounds = |period: &str| match period.split_once('-') {
        None if period.len() == 4 => (format!("{period}-01-01"), format!("{period}-12-31")),
        Some((year, part)) if part.starts_with('Q') => {
            let quarter: u8 = part[1..].parse().unwrap();
            (month(year, 3 * quarter - 2).0, month(year, 3 * quarter).1)
        }
        Some((year, part)) if part.len() == 2 && !part.starts_with('H') => month(year, part.parse().unwrap()),
        _ => (period.to_owned(), period.to_owned()),
    };
    json!({"from": bounds(first).0, "to": bounds(last).1, "written": written})
}

impl Chance {
    /// A record with values lost, changed, doubled, put in another place, and unexpected ones.
    fn perturbed(&mut self, record: &mut Value, many: usize) {
        match record {
            Value::Object(fields) => {
                let names: Vec<String> = fields.keys().cloned().collect();
                for name in names {
                    if self.one_in(many * 4) {
                        // What has another type is an error in Python, what is missing or null is not.
                        if self.one_in(2) && name != "status" {
                            fields.remove(&name);
                        } else if !fields[&name].is_array() {
                            fields[&name] = Value::Null;
                        }
                    } else {
                        self.perturbed(&mut fields[&name], many);
                    }
                }
            }
            Value::Array(items) => {
                items.retain(|_| !self.one_in(many));
                if self.one_in(many)
                    && let Some(first) = items.first().cloned()
                {
                    items.push(first);
                }
                if items.len() > 1 && self.one_in(2) {
                    let at = self.number(items.len() - 1);
                    items.swap(at, at + 1);
                }
                items.iter_mut().for_each(|item| self.perturbed(item, many));
            }
            Value::String(text) if self.one_in(many) => *text = self.damaged(text, 4),
            Value::Number(number) if self.one_in(many * 2) && number.as_f64() != Some(0.97) => {
                *record = json!(number.as_f64().unwrap() + 1.0);
            }
            _ => {}
        }
    }
}

/// Only the mistakes that are worded alike on both sides: not those that show a whole value, which Python shows
/// in its own notation.
fn without_shown_values(mut score: Value) -> Value {
    let mistakes = score["mistakes"].as_array_mut().unwrap();
    mistakes.retain(|mistake| {
        let mistake = mistake.as_str().unwrap();
        !mistake.starts_with("document.") && !mistake.contains(": {")
    });
    score
}

#[test]
fn records_score_as_in_python() {
    let Some(eval) = eval() else { return };
    let mut compared = 0;
    for (seed, folder) in (300..).zip(documents(&eval)) {
        let truth = fs::read_to_string(folder.join("expected.json")).unwrap();
        let expected: Value = serde_json::from_str(&truth).unwrap();
        let mut chance = Chance(seed);
        for many in [30, 5] {
            let mut made = perfect(&expected);
            chance.perturbed(&mut made, many);
            let ours = record::score(&expected, &made, usize::MAX).to_json();
            let theirs = by_python(&eval, "record", &[&truth, &made.to_string()]);
            assert_same(&without_shown_values(ours), &without_shown_values(theirs), (&folder, many));
            compared += 1;
        }
    }
    assert!(compared >= 2);
}

#[test]
fn a_perfect_record_has_all_right() {
    let Some(eval) = eval() else { return };
    for folder in documents(&eval) {
        let expected: Value =
            serde_json::from_str(&fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
        let score = record::score(&expected, &perfect(&expected), 5);
        for kind in &score.kinds {
            assert_eq!(kind.rate.right, kind.rate.expected, "{}: {:?}", folder.display(), score.mistakes);
        }
        assert_eq!(score.fields.right(), score.fields.of(), "{}: {:?}", folder.display(), score.mistakes);
    }
}
