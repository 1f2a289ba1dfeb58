//! The words by which reports state what was reached (`dictionaries/stated.tsv`), and what tells one indicator from another.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::LazyLock;

use strum::EnumString;

use crate::lexicon::files;
use crate::vietnamese::spelling;

/// What a word or phrase of a report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Class {
    /// The number right behind it was reached.
    Reached,
    /// Stands between such a word and its number.
    Link,
    /// What follows was done.
    Past,
    /// The number is to be reached.
    Aim,
    /// The number is of another time or body.
    Compared,
    /// The share is one of what was planned.
    Plan,
    /// It is done.
    Done,
    /// It is being done.
    UnderWay,
    /// It is not done.
    NotDone,
    /// What stands behind it and a colon was reached; the part under such a heading is about what was reached.
    Result,
    /// The part under such a heading is about what is to come.
    Ahead,
    /// Tells no indicator from another.
    Empty,
    /// The name of a place follows.
    Place,
    /// The column of a table says what is measured.
    HeadWhat,
    /// It says the unit.
    HeadUnit,
    /// It says what was planned.
    HeadPlan,
    /// It says what was reached.
    HeadDone,
    /// It sets one beside the other.
    HeadShare,
}

impl Class {
    /// Whether it is of heads of tables, which tell nothing in a sentence.
    fn is_head(self) -> bool {
        use Class::{HeadDone, HeadPlan, HeadShare, HeadUnit, HeadWhat};
        matches!(self, HeadDone | HeadPlan | HeadShare | HeadUnit | HeadWhat)
    }
}

static KNOWN: LazyLock<HashMap<String, Class>> = LazyLock::new(|| {
    let lines = files::STATED.lines().filter_map(|line| line.split_once('\t'));
    let lines = lines.filter_map(|(phrase, class)| Some((spelling(phrase), Class::from_str(class).ok()?)));
    lines.filter(|(_, class)| !class.is_head()).collect()
});
/// The words of a class, as they are written in the list.
pub(super) fn of(class: Class) -> impl Iterator<Item = &'static str> {
    let lines = files::STATED.lines().filter_map(|line| line.split_once('\t'));
    lines.filter(move |(_, of)| Class::from_str(of) == Ok(class)).map(|(phrase, _)| phrase)
}

/// The most words of a phrase.
const LONGEST: usize = 5;

/// The longest known phrase that begins at a word: how many words it has, and what it tells.
pub(super) fn at(words: &[String], from: usize) -> Option<(usize, Class)> {
    (1..=LONGEST.min(words.len().saturating_sub(from)))
        .rev()
        .find_map(|count| Some((count, *KNOWN.get(&words[from..from + count].join(" "))?)))
}

/// The longest phrase of a class that ends before a word: how many words it has.
pub(super) fn before(words: &[String], end: usize, class: Class) -> Option<usize> {
    (1..=LONGEST.min(end)).rev().find(|count| KNOWN.get(&words[end - count..end].join(" ")) == Some(&class))
}

/// What the head of a column says is in it, by the longest phrase that it begins with.
pub(super) fn head(words: &[String]) -> Option<Class> {
    static HEADS: LazyLock<HashMap<String, Class>> = LazyLock::new(|| {
        let lines = files::STATED.lines().filter_map(|line| line.split_once('\t'));
        let lines =
            lines.filter_map(|(phrase, class)| Some((spelling(phrase), Class::from_str(class).ok()?)));
        lines.filter(|(_, class)| class.is_head()).collect()
    });
    (1..=LONGEST.min(words.len())).rev().find_map(|count| HEADS.get(&words[..count].join(" ")).copied())
}

/// The known phrases of some words, from the left, of those that begin at one word the longest: where each begins, how many
/// words it has, and what it tells.
pub(super) fn all(words: &[String]) -> Vec<(usize, usize, Class)> {
    let (mut found, mut from) = (Vec::new(), 0);
    while from < words.len() {
        match at(words, from) {
            Some((count, class)) => {
                found.push((from, count, class));
                from += count;
            }
            None => from += 1,
        }
    }
    found
}

/// The words and numbers of a text, folded, in one style of tone marks.
pub(super) fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, ',' | '.')));
    let parts = parts.map(|part| part.trim_matches([',', '.'])).filter(|part| !part.is_empty());
    parts.map(spelling).collect()
}

/// Those of them that tell one indicator or task from another.
pub(super) fn content(words: &[String]) -> Vec<String> {
    let mut content = Vec::new();
    let mut from = 0;
    while from < words.len() {
        match at(words, from) {
            Some((count, Class::Empty | Class::Past)) => from += count,
            // "đã" of "đã đạt" tells as little.
            Some(_) if before(words, from + 1, Class::Past) == Some(1) => from += 1,
            _ => {
                content.push(words[from].clone());
                from += 1;
            }
        }
    }
    content
}

/// How much two lists of words have in common, 0 to 1: words in both by words in either, each as often as it stands there.
pub(super) fn likeness(one: &[String], other: &[String]) -> f64 {
    let mut left: Vec<&String> = other.iter().collect();
    let mut common = 0_u32;
    for word in one {
        if let Some(at) = left.iter().position(|there| *there == word) {
            left.swap_remove(at);
            common += 1;
        }
    }
    let either = one.len() + left.len();
    if either == 0 { 0.0 } else { f64::from(common) / f64::from(u32::try_from(either).unwrap_or(u32::MAX)) }
}

/// The share of the words of `part` that stand in `whole`, 0 to 1.
pub(super) fn share(part: &[String], whole: &[String]) -> f64 {
    let mut left: Vec<&String> = whole.iter().collect();
    let mut common = 0_u32;
    for word in part {
        if let Some(at) = left.iter().position(|there| *there == word) {
            left.swap_remove(at);
            common += 1;
        }
    }
    if part.is_empty() {
        0.0
    } else {
        f64::from(common) / f64::from(u32::try_from(part.len()).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_class_and_is_folded() {
        let lines = files::STATED.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let (phrase, class) = line.split_once('\t').unwrap();
            assert!(Class::from_str(class).is_ok(), "{line}");
            assert!(phrase.split(' ').count() <= LONGEST, "{line}");
            assert_eq!(words(phrase), phrase.split(' ').map(spelling).collect::<Vec<_>>(), "{line}");
        }
    }

    #[test]
    fn indicators_are_told_apart_by_their_words() {
        let content = |text: &str| content(&words(text));
        assert_eq!(content("Tỷ lệ hộ nghèo"), content("tỷ lệ các hộ nghèo"));
        assert_eq!(content("Khoá 3,5 ha"), ["khóa", "3,5", "ha"].map(spelling).to_vec());
        assert_ne!(content("Hộ tăng thu nhập"), content("hộ giảm thu nhập"));
        assert_eq!(content("Xã đã đạt chuẩn"), content("xã đạt chuẩn"));
        assert!(likeness(&content("hộ nghèo"), &content("hộ cận nghèo")) < 1.0);
        assert!((share(&content("rà soát thủ tục"), &content("đã rà soát xong thủ tục")) - 1.0).abs() < 1e-9);
    }
}
