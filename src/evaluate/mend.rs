//! Of the garbled syllables, how many restoration mended; of the right ones, how many it spoiled.

use std::collections::HashMap;

use serde::Serialize;

use crate::evaluate::align::Step;
use crate::evaluate::harm::LinesDiffer;
use crate::evaluate::text::align_words;
use crate::evaluate::tokens::{is_anything, syllables};
use crate::vietnamese::strip_marks;

/// What restoration did to the syllables of a read text, each against the truth it stands for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MendScore {
    /// Syllables read as another whose letters without marks are at least half alike. What was not read at all, or
    /// is the text of a stamp, is no matter of restoration.
    pub garbled: usize,
    /// Share of the garbled that came out right, 0 to 1.
    pub mended: f64,
    /// Syllables that were read right.
    pub right: usize,
    /// Share of the right ones that came out wrong, 0 to 1.
    pub spoiled: f64,
    /// The garbled that came out right.
    #[serde(skip)]
    pub mended_count: usize,
    /// The right ones that came out wrong.
    #[serde(skip)]
    pub spoiled_count: usize,
    /// The first that were spoiled or not mended, in the order of the text.
    pub mistakes: Vec<String>,
}

/// Compares what was read and what restoration made of it, line for line, with the truth; lists at most `show`
/// mistakes.
///
/// # Errors
/// When what was read and what was restored have different numbers of lines.
pub fn score(truth: &str, read: &str, restored: &str, show: usize) -> Result<MendScore, LinesDiffer> {
    let became = stand_ins(&LinesDiffer::check(read, restored)?);
    let (t, r) = (syllables(truth), syllables(read));
    let (mut garbled, mut mended, mut right, mut spoiled) = (0, 0, 0, 0);
    let mut mistakes = Vec::new();
    for step in align_words(&t, &r) {
        let (Some(at), Some(got)) = (step.truth(), step.read()) else { continue };
        let true_one = &t[at];
        if is_anything(true_one) {
            continue;
        }
        let now = became.get(got).and_then(Option::as_ref);
        let shown = now.map_or("∅", String::as_str);
        let is_right = now == Some(true_one);
        if matches!(step, Step::Same(..)) {
            right += 1;
            if !is_right {
                spoiled += 1;
                mistakes.push(format!("spoiled: {true_one} → {shown}"));
            }
        } else if likeness(&strip_marks(true_one), &strip_marks(&r[got])) >= 0.5 {
            garbled += 1;
            if is_right {
                mended += 1;
            } else {
                mistakes.push(format!("not mended: {true_one} read {}, restored {shown}", r[got]));
            }
        }
    }
    mistakes.truncate(show);
    Ok(MendScore {
        garbled,
        mended: mended as f64 / garbled.max(1) as f64,
        right,
        spoiled: spoiled as f64 / right.max(1) as f64,
        mended_count: mended,
        spoiled_count: spoiled,
        mistakes,
    })
}

/// For every read syllable what stands in its place in the restored line, `None` for nothing.
fn stand_ins(lines: &[(&str, &str)]) -> Vec<Option<String>> {
    let mut became = Vec::new();
    for (before, after) in lines {
        let (old, new) = (syllables(before), syllables(after));
        let steps = align_words(&old, &new);
        let of_old = steps.iter().filter(|step| step.truth().is_some());
        became.extend(of_old.map(|step| step.read().map(|at| new[at].clone())));
    }
    became
}

/// How alike two words are, 0 to 1: twice the letters in matching blocks (the longest first, then left and right of
/// it) over all letters.
///
/// The figures are those of `difflib.SequenceMatcher`, which in texts of 200 letters and more sets letters
/// aside that make up over 1 %.
pub fn likeness(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let mut places: HashMap<char, Vec<usize>> = HashMap::new();
    for (at, letter) in b.iter().enumerate() {
        places.entry(*letter).or_default().push(at);
    }
    if b.len() >= 200 {
        places.retain(|_, at| at.len() <= b.len() / 100 + 1);
    }
    let mut matched = 0;
    let mut open = vec![(0, a.len(), 0, b.len())];
    while let Some((a_from, a_to, b_from, b_to)) = open.pop() {
        let (i, j, size) = longest_match(&a, &b, &places, (a_from, a_to), (b_from, b_to));
        if size > 0 {
            matched += size;
            open.push((a_from, i, b_from, j));
            open.push((i + size, a_to, j + size, b_to));
        }
    }
    2.0 * matched as f64 / (a.len() + b.len()) as f64
}

/// The longest block common to both ranges, the first of equally long ones: where it starts in each, and its length.
fn longest_match(
    a: &[char],
    b: &[char],
    places: &HashMap<char, Vec<usize>>,
    (a_from, a_to): (usize, usize),
    (b_from, b_to): (usize, usize),
) -> (usize, usize, usize) {
    let (mut best_i, mut best_j, mut size) = (a_from, b_from, 0);
    // For the letter of `a` before: the length of the block that ends with it and with each place in `b`.
    let mut ending: HashMap<usize, usize> = HashMap::new();
    for (i, letter) in a.iter().enumerate().take(a_to).skip(a_from) {
        let mut next = HashMap::new();
        for j in places.get(letter).into_iter().flatten().copied().filter(|j| (b_from..b_to).contains(j)) {
            let length = j.checked_sub(1).and_then(|before| ending.get(&before)).unwrap_or(&0) + 1;
            next.insert(j, length);
            if length > size {
                (best_i, best_j, size) = (i + 1 - length, j + 1 - length, length);
            }
        }
        ending = next;
    }
    // Letters that were set aside may still stand at the ends of a block.
    while best_i > a_from && best_j > b_from && a[best_i - 1] == b[best_j - 1] {
        (best_i, best_j, size) = (best_i - 1, best_j - 1, size + 1);
    }
    while best_i + size < a_to && best_j + size < b_to && a[best_i + size] == b[best_j + size] {
        size += 1;
    }
    (best_i, best_j, size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_followed_through_restoration() {
        let truth = "Thực hiện nhiệm vụ phát triển";
        let read = "Thuwce hiện nhiém xyz\nphát trien\n";
        let restored = "Thực hiện nhiệm xyz\nphạt trien\n";
        let score = score(truth, read, restored, 9).unwrap();
        // thực, nhiệm and triển were garbled; vụ, read as xyz, has nothing of its letters.
        assert_eq!((score.garbled, score.mended_count), (3, 2));
        assert_eq!((score.right, score.spoiled_count), (2, 1));
        assert_eq!(score.mistakes, ["spoiled: phát → phạt", "not mended: triển read trien, restored trien"]);
    }

    #[test]
    fn likeness_is_that_of_difflib() {
        struct Case {
            a: String,
            b: String,
            likeness: f64,
        }
        let case = |a: &str, b: &str, likeness| Case { a: a.to_owned(), b: b.to_owned(), likeness };
        for case in [
            case("", "", 1.0),
            case("abcd", "", 0.0),
            case("abcd", "bcde", 0.75),
            case("thuc", "thuwce", 0.8),
            case("hdnd", "hpnd", 0.75),
            // `a` makes up nearly all of 250 letters and is set aside: it only prolongs a block of others, or
            // one at the start.
            case(&"a".repeat(9), &format!("{}x", "a".repeat(249)), 18.0 / 259.0),
            case(&format!("y{}", "a".repeat(9)), &format!("{}x", "a".repeat(249)), 0.0),
            case("aax", &format!("{}x", "a".repeat(249)), 6.0 / 253.0),
        ] {
            assert_eq!(likeness(&case.a, &case.b), case.likeness, "{} {}", case.a, case.b);
        }
    }
}
