//! How many words of a correct text restoration changed.

use serde::Serialize;

use crate::evaluate::text::{align_words, mistakes};
use crate::evaluate::tokens::{lines, plain};

/// What restoration did to a text in which all was right.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HarmScore {
    /// Words that went in.
    pub words: usize,
    /// Words substituted, deleted or inserted.
    pub changed: usize,
    /// `changed / words`, 0 at best.
    pub harm: f64,
    /// The first changes, in the order of the text: `before → after`, `∅` for nothing.
    pub mistakes: Vec<String>,
}

/// A restored text has another number of lines, though restoration keeps lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{before} lines went in and {after} came out")]
pub struct LinesDiffer {
    /// Lines that went in.
    pub before: usize,
    /// Lines that came out.
    pub after: usize,
}

impl LinesDiffer {
    /// Pairs the lines of two texts.
    pub(super) fn check<'a>(before: &'a str, after: &'a str) -> Result<Vec<(&'a str, &'a str)>, LinesDiffer> {
        let (before, after) = (lines(before), lines(after));
        if before.len() == after.len() {
            Ok(before.into_iter().zip(after).collect())
        } else {
            Err(LinesDiffer { before: before.len(), after: after.len() })
        }
    }
}

/// Compares a correct text with what restoration made of it, line by line; lists at most `show` changes.
///
/// # Errors
/// When the numbers of lines differ.
pub fn score(truth: &str, restored: &str, show: usize) -> Result<HarmScore, LinesDiffer> {
    let mut score = HarmScore { words: 0, changed: 0, harm: 0.0, mistakes: Vec::new() };
    for (before, after) in LinesDiffer::check(truth, restored)? {
        let was = plain(before);
        score.words += was.len();
        if before == after {
            continue;
        }
        let is = plain(after);
        let steps = align_words(&was, &is);
        score.changed += steps.iter().filter(|step| step.is_wrong()).count();
        let room = show.saturating_sub(score.mistakes.len());
        score.mistakes.extend(mistakes(&was, &is, &steps).take(room));
    }
    score.harm = score.changed as f64 / score.words.max(1) as f64;
    Ok(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_counted_in_their_line() {
        let before = "Sở Nội vụ Sơn Hà\nchủ trì, phối hợp\n";
        let after = "Sở Nội vụ Sơn Hạ\nchủ trì, phối hợp với\n";
        let score = score(before, after, 9).unwrap();
        assert_eq!((score.words, score.changed), (9, 2));
        assert_eq!(score.harm, 2.0 / 9.0);
        assert_eq!(score.mistakes, ["Hà → Hạ", "∅ → với"]);
    }

    #[test]
    fn tone_style_is_no_harm() {
        assert_eq!(score("Uỷ ban", "Ủy ban", 9).unwrap().changed, 0);
    }

    #[test]
    fn lost_lines_are_an_error() {
        assert_eq!(score("a\nb", "a b", 9), Err(LinesDiffer { before: 2, after: 1 }));
    }
}
