//! Marks: the truth of a document without its text.
//!
//! Documents of others may not be kept, since they name people; what a reader found in them may. A mark holds the
//! hash of a text, and for each entry of its truth labels, values, and the byte ranges of the words it is made of:
//! together with the text it is the truth again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value, json};

use crate::digest::sha256;
use crate::error::{Error, Result, Wanted};
use crate::reason::Reason;

/// Key of the list of ranges that stands for words of the text.
const AT: &str = "at";
/// What a marks file says of its text, and where the entries are.
const TEXT: &str = "text";
const ENTRY: &str = "entry";

/// Values that are written as they are: dates and periods, and the words of closed lists of the truth's format.
static IS_VALUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{4}[-/0-9QH]*|/\d{4}[-0-9]*|[a-z]+(_[a-z]+)*)$").expect("the pattern is sound")
});

/// Keys of which each value is of a closed list; elsewhere a word in small letters is a word of the text.
const LISTED: [&str; 10] = [
    "number_status",
    "date_status",
    "direction",
    "comparison",
    "period",
    "due",
    "bound",
    "recurrence",
    "date",
    "doubtful_fields",
];

/// The truth of one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Marks {
    /// SHA-256 of the text's bytes, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// The truth, each string that is no listed value replaced by `{"at": [[start, end], …]}`: half-open ranges of
    /// bytes of the text, in the order of the string's words.
    truth: Value,
    /// Words of the truth that the text does not have, and that are therefore not kept.
    pub lost: usize,
}

impl Marks {
    /// Takes the truth apart.
    pub fn of(text: &str, truth: &Value) -> Marks {
        let mut taking = Taking { index: Index::of(text), from: 0, lost: 0 };
        let truth = taking.value("", truth);
        Marks { sha256: sha256(text.as_bytes()), truth, lost: taking.lost }
    }

    /// The truth of the text whose marks these are; `None` for another text.
    pub fn truth(&self, text: &str) -> Option<Value> {
        (sha256(text.as_bytes()) == self.sha256).then(|| with_words(text, &self.truth))
    }

    /// As it is kept: one entry a line, so that a change can be reviewed.
    pub fn to_lines(&self) -> String {
        let mut lines = format!("{}\n", json!({ TEXT: self.sha256 }));
        let nothing = Map::new();
        for (label, value) in self.truth.as_object().unwrap_or(&nothing) {
            match value.as_array().filter(|entries| !entries.is_empty()) {
                Some(entries) => {
                    for entry in entries {
                        lines += &format!("{}\n", json!({ label: { ENTRY: entry } }));
                    }
                }
                None => lines += &format!("{}\n", json!({ label: value })),
            }
        }
        lines
    }

    /// Reads what [`Marks::to_lines`] wrote.
    ///
    /// # Errors
    /// [`Error::NotRecord`] for anything else.
    pub fn from_lines(path: &Path, lines: &str) -> Result<Marks> {
        let broken = |said: String| Error::NotRecord {
            path: path.to_owned(),
            what: Wanted::Marks,
            reason: Reason::Said(said),
        };
        let mut hash = None;
        let mut truth = Map::new();
        for (number, line) in lines.lines().enumerate() {
            let value: Map<String, Value> =
                serde_json::from_str(line).map_err(|bad| broken(format!("line {}: {bad}", number + 1)))?;
            for (label, value) in value {
                let entry = value.get(ENTRY).cloned();
                match (label.as_str(), entry) {
                    (TEXT, _) => hash = value.as_str().map(str::to_owned),
                    (_, Some(entry)) => {
                        let list = truth.entry(label.clone()).or_insert_with(|| Value::Array(Vec::new()));
                        let Value::Array(list) = list else {
                            return Err(broken(format!("line {}: `{label}` stands twice", number + 1)));
                        };
                        list.push(entry);
                    }
                    (_, None) => drop(truth.insert(label, value)),
                }
            }
        }
        let sha256 = hash.ok_or_else(|| broken("it names no text".to_owned()))?;
        Ok(Marks { sha256, truth: Value::Object(truth), lost: 0 })
    }
}

/// All marks in a folder, by the hash of their text.
///
/// # Errors
/// When the folder or a file cannot be read, or a file is none of marks.
pub fn of_folder(folder: &Path) -> Result<BTreeMap<String, Marks>> {
    let mut all = BTreeMap::new();
    let refused = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Read { path, source }
    };
    for entry in fs::read_dir(folder).map_err(refused(folder))? {
        let path = entry.map_err(refused(folder))?.path();
        if path.extension().is_some_and(|ending| ending == "jsonl") {
            let marks = Marks::from_lines(&path, &fs::read_to_string(&path).map_err(refused(&path))?)?;
            all.insert(marks.sha256.clone(), marks);
        }
    }
    Ok(all)
}

/// A text to look words up in.
struct Index<'a> {
    text: &'a str,
    /// Its characters in small letters, runs of white space as one space, each with its first byte.
    letters: Vec<(char, usize)>,
}

impl<'a> Index<'a> {
    fn of(text: &'a str) -> Index<'a> {
        let mut letters: Vec<(char, usize)> = Vec::with_capacity(text.len());
        for (start, letter) in text.char_indices() {
            let letter = if letter.is_whitespace() { ' ' } else { small(letter) };
            if letter != ' ' || letters.last().is_none_or(|last| last.0 != ' ') {
                letters.push((letter, start));
            }
        }
        Index { text, letters }
    }

    /// Where words stand as whole words, from a letter on or else anywhere; half-open range of letters.
    fn find(&self, words: &str, from: usize) -> Option<(usize, usize)> {
        let words: Vec<char> = words.chars().map(small).collect();
        let holds = |start: usize| {
            let end = start + words.len();
            end <= self.letters.len()
                && self.letters[start..end].iter().map(|(letter, _)| *letter).eq(words.iter().copied())
                && !(self.is_word(start.checked_sub(1)) && self.is_word(Some(start)))
                && !(self.is_word(end.checked_sub(1)) && self.is_word(Some(end)))
        };
        let found =
            (from..self.letters.len()).chain(0..from.min(self.letters.len())).find(|at| holds(*at))?;
        Some((found, found + words.len()))
    }

    fn is_word(&self, at: Option<usize>) -> bool {
        at.and_then(|at| self.letters.get(at)).is_some_and(|(letter, _)| letter.is_alphanumeric())
    }

    /// Range of bytes of a half-open range of letters.
    fn bytes(&self, (start, end): (usize, usize)) -> (usize, usize) {
        let byte = |at: usize| self.letters.get(at).map_or(self.text.len(), |(_, byte)| *byte);
        let (start, end) = (byte(start), byte(end));
        (start, start + self.text[start..end].trim_end().len())
    }
}

/// The letter in its small form, where that is one letter.
fn small(letter: char) -> char {
    let mut forms = letter.to_lowercase();
    match (forms.next(), forms.next()) {
        (Some(small), None) => small,
        _ => letter,
    }
}

/// What is known while a truth is taken apart.
struct Taking<'a> {
    index: Index<'a>,
    /// Entries stand in the document's order: the letter at which the last quote begins.
    from: usize,
    lost: usize,
}

impl Taking<'_> {
    fn value(&mut self, key: &str, value: &Value) -> Value {
        match value {
            Value::String(words) if LISTED.contains(&key) && IS_VALUE.is_match(words) => value.clone(),
            Value::String(words) => self.words(key, words),
            Value::Array(items) => items.iter().map(|item| self.value(key, item)).collect(),
            Value::Object(fields) => {
                // The quote says where the other words of its entry are.
                let mut taken = Map::new();
                if let Some(quote) = fields.get("quote") {
                    taken.insert("quote".to_owned(), self.value("quote", quote));
                }
                for (key, value) in fields.iter().filter(|(key, _)| *key != "quote") {
                    taken.insert(key.clone(), self.value(key, value));
                }
                Value::Object(taken)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    /// The ranges of some words: as few as will do.
    fn words(&mut self, key: &str, words: &str) -> Value {
        let words: Vec<&str> = words.split_whitespace().collect();
        let mut ranges = Vec::new();
        let mut next = 0;
        while next < words.len() {
            let found = (next + 1..=words.len())
                .rev()
                .find_map(|end| Some((end, self.index.find(&words[next..end].join(" "), self.from)?)));
            match found {
                Some((end, letters)) => {
                    if key == "quote" && next == 0 {
                        self.from = letters.0;
                    }
                    let (start, stop) = self.index.bytes(letters);
                    ranges.push(json!([start, stop]));
                    next = end;
                }
                None => {
                    self.lost += 1;
                    next += 1;
                }
            }
        }
        json!({ AT: ranges })
    }
}

/// Puts the words of a text back.
fn with_words(text: &str, value: &Value) -> Value {
    let words = |range: &Value| {
        let bound = |at: usize| range.get(at)?.as_u64().and_then(|byte| usize::try_from(byte).ok());
        let piece = text.get(bound(0)?..bound(1)?)?;
        Some(piece.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    match value {
        Value::Object(fields) => match fields.get(AT).and_then(Value::as_array) {
            Some(ranges) => Value::String(ranges.iter().filter_map(words).collect::<Vec<_>>().join(" ")),
            None => fields.iter().map(|(key, value)| (key.clone(), with_words(text, value))).collect(),
        },
        Value::Array(items) => items.iter().map(|item| with_words(text, item)).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "UBND XÃ AN HẠ\nKẾ HOẠCH\n1. Sở Y tế chủ trì, báo cáo\ntrước ngày 15/12/2031.\n\
                        2. Sở Y tế rà soát; đạt 90% hộ.\n";

    fn truth() -> Value {
        json!({
            "document": { "kind": "Kế hoạch", "number": null, "number_status": "absent" },
            "deadlines": [{
                "quote": "báo cáo trước ngày 15/12/2031",
                "task": "Sở Y tế báo cáo",
                "due": "2031-12-15",
                "bound": "before",
            }],
            "assignments": [
                { "quote": "Sở Y tế chủ trì", "lead": ["Sở Y tế"], "support": [] },
                { "quote": "Sở Y tế rà soát", "lead": ["Sở Y tế"], "support": [], "doubtful": true },
            ],
            "targets": [],
        })
    }

    #[test]
    fn marks_and_text_are_the_truth_again() {
        let marks = Marks::of(TEXT, &truth());
        assert_eq!(marks.lost, 0);
        let mut expected = truth();
        // Capitals are those of the text.
        expected["document"]["kind"] = "KẾ HOẠCH".into();
        assert_eq!(marks.truth(TEXT), Some(expected));
        assert_eq!(marks.truth("another text"), None);
    }

    #[test]
    fn marks_hold_no_words_and_survive_being_written() {
        let marks = Marks::of(TEXT, &truth());
        let lines = marks.to_lines();
        for word in ["Sở", "KẾ", "hoạch", "báo"] {
            assert!(!lines.contains(word), "{lines}");
        }
        assert_eq!(Marks::from_lines(Path::new("x.jsonl"), &lines).unwrap(), marks);
        assert!(Marks::from_lines(Path::new("x.jsonl"), "{\"document\": {}}").is_err());
    }

    #[test]
    fn an_entry_is_found_behind_the_one_before() {
        let marks = Marks::of(TEXT, &truth());
        let second = &marks.truth["assignments"][1];
        let start = TEXT.rfind("Sở").unwrap();
        assert_eq!(second["quote"][AT][0][0], json!(start));
        assert_eq!(second["lead"][0][AT][0][0], json!(start));
    }

    #[test]
    fn words_that_the_text_does_not_have_are_counted_and_not_kept() {
        let marks = Marks::of(TEXT, &json!({ "document": { "subject": "Sở Giáo dục rà soát" } }));
        assert_eq!(marks.lost, 2);
        assert_eq!(marks.truth(TEXT).unwrap()["document"]["subject"], "Sở rà soát");
    }
}
