//! How much of a text was read right.

use std::collections::HashMap;

use serde::Serialize;

use crate::evaluate::align::{Step, align};
use crate::evaluate::tokens::{ANYTHING, is_anything, numbers, one_spaced, plain, syllables};
use crate::vietnamese::{nfc, strip_marks};

/// Mistakes among the tokens of a truth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rate {
    /// Tokens of the truth; handwriting is not counted.
    pub of: usize,
    /// Tokens substituted, deleted or inserted; may be more than `of`.
    pub wrong: usize,
    /// `1 - wrong / of`; 1 at best, below 0 when more was wrong than there is. Of nothing, 1 less the insertions.
    pub accuracy: f64,
}

impl Rate {
    /// The rate for so many mistakes among so many tokens.
    pub fn new(of: usize, wrong: usize) -> Rate {
        Rate { of, wrong, accuracy: 1.0 - wrong as f64 / of.max(1) as f64 }
    }
}

/// How a text that was read compares with the truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextScore {
    /// Runs of letters and digits, without case and tone style.
    pub syllables: Rate,
    /// The same without any marks: what is wrong here, restoration had to guess.
    pub skeletons: Rate,
    /// Words as printed: case and punctuation count.
    pub words: Rate,
    /// Words with a digit.
    pub numbers: Rate,
    /// Share of the syllables that are there, but in another place, 0 to 1.
    pub order_loss: f64,
    /// The syllables that are there, but in another place.
    #[serde(skip)]
    pub misplaced: usize,
    /// Edits a character of the truth; `None` for texts too long to count it ([`CHARACTER_CELLS`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character_error: Option<f64>,
    /// F1 of the syllables as a bag, 0 to 1: how well it was read, were all columns in order.
    pub syllables_any_order_f1: f64,
    /// The first mistakes in syllables, in the order of the text: `truth → read`, `∅` for nothing.
    pub mistakes: Vec<String>,
}

/// The character error is counted for texts up to this length of truth × length of reading (about 7,700 characters
/// each), as `score.py` does; longer texts take too long there.
pub const CHARACTER_CELLS: usize = 60_000_000;

/// How many syllables of a text were read right: the first figure of [`score`] alone.
pub fn syllable_rate(truth: &str, read: &str) -> Rate {
    accuracy(&syllables(truth), &syllables(read))
}

/// Compares a text with the truth; lists at most `show` mistakes.
pub fn score(truth: &str, read: &str, show: usize) -> TextScore {
    let (t, r) = (syllables(truth), syllables(read));
    let steps = align_words(&t, &r);
    let in_place =
        steps.iter().filter(|step| matches!(step, Step::Same(at, _) if !is_anything(&t[*at]))).count();
    let rate = rate(&t, &steps);
    // What is right in its place is among what is common.
    let misplaced = common(&t, &r) - in_place;
    let bare = |tokens: &[String]| tokens.iter().map(|token| strip_marks(token)).collect::<Vec<_>>();
    TextScore {
        syllables: rate,
        skeletons: accuracy(&bare(&t), &bare(&r)),
        words: accuracy(&plain(truth), &plain(read)),
        numbers: accuracy(&numbers(truth), &numbers(read)),
        order_loss: misplaced as f64 / rate.of.max(1) as f64,
        misplaced,
        character_error: character_error(truth, read),
        syllables_any_order_f1: bag_f1(&t, &r),
        mistakes: mistakes(&t, &r, &steps).take(show).collect(),
    }
}

fn character_error(truth: &str, read: &str) -> Option<f64> {
    let a: Vec<char> = nfc(&one_spaced(&truth.replace(['⟨', '⟩'], ""))).chars().collect();
    let b: Vec<char> = nfc(&one_spaced(read)).chars().collect();
    (a.len() * b.len() <= CHARACTER_CELLS).then(|| {
        let wrong = align(&a, &b, |_| false).into_iter().filter(|step| step.is_wrong()).count();
        wrong as f64 / a.len().max(1) as f64
    })
}

/// Aligns tokens among which [`ANYTHING`] stands for handwriting.
pub(super) fn align_words(truth: &[String], read: &[String]) -> Vec<Step> {
    align(truth, read, |token| is_anything(token))
}

/// The rate of an alignment.
fn rate(truth: &[String], steps: &[Step]) -> Rate {
    let of = truth.iter().filter(|token| !is_anything(token)).count();
    Rate::new(of, steps.iter().filter(|step| step.is_wrong()).count())
}

fn accuracy(truth: &[String], read: &[String]) -> Rate {
    // A skeleton may be handwriting too: it has no marks to lose.
    rate(truth, &align_words(truth, read))
}

/// The mistakes of an alignment as `truth → read`.
pub(super) fn mistakes<'a>(
    truth: &'a [String],
    read: &'a [String],
    steps: &'a [Step],
) -> impl Iterator<Item = String> + 'a {
    steps.iter().filter(|step| step.is_wrong()).map(|step| {
        let shown = |token: Option<&'a String>| token.map_or("∅", String::as_str);
        format!("{} → {}", shown(step.truth().map(|at| &truth[at])), shown(step.read().map(|at| &read[at])))
    })
}

/// How many tokens of the truth, handwriting left out, stand anywhere in the reading, each once.
pub(super) fn common(truth: &[String], read: &[String]) -> usize {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for token in read {
        *left.entry(token).or_default() += 1;
    }
    let mut common = 0;
    for token in truth.iter().filter(|token| *token != ANYTHING) {
        if let Some(count) = left.get_mut(token.as_str())
            && *count > 0
        {
            *count -= 1;
            common += 1;
        }
    }
    common
}

/// F1 of two bags of tokens, 0 to 1; handwriting of the truth is left out.
pub(super) fn bag_f1(truth: &[String], read: &[String]) -> f64 {
    let known = truth.iter().filter(|token| *token != ANYTHING).count();
    2.0 * common(truth, read) as f64 / (known + read.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_counted_by_hand() {
        // Truth: 9 syllables and a day by hand. Read: one mark lost, one syllable lost, one too many.
        let truth = "Thực hiện nhiệm vụ năm 2025, ngày ⟨11⟩ tháng 3";
        let read = "Thưc hiện vụ năm 2025, ngày 17 tháng 8 x";
        let score = score(truth, read, 2);
        assert_eq!(score.syllables, Rate::new(9, 4));
        assert_eq!(score.skeletons, Rate::new(9, 3));
        assert_eq!(score.words, Rate::new(9, 4));
        // 2025 is right and the day counts neither way; 3 was read 8.
        assert_eq!(score.numbers, Rate::new(2, 1));
        assert_eq!(score.order_loss.to_bits(), 0.0_f64.to_bits());
        assert_eq!(score.syllables_any_order_f1, 2.0 * 6.0 / (9.0 + 10.0));
        assert_eq!(score.mistakes, ["thực → thưc", "nhiệm → ∅"]);
    }

    #[test]
    fn columns_read_in_the_wrong_order_are_order_loss() {
        let score = score("một hai ba bốn năm", "bốn năm một hai ba", 0);
        assert_eq!(score.syllables.wrong, 4);
        assert_eq!(score.order_loss, 2.0 / 5.0);
        assert_eq!(score.syllables_any_order_f1, 1.0);
    }

    #[test]
    fn characters_count_marks_and_case() {
        assert_eq!(score("Số  ⟨7⟩\nHà", "so 7 Hà", 0).character_error, Some(2.0 / 7.0));
    }

    #[test]
    fn nothing_is_all_right() {
        assert_eq!(score("", "", 5).syllables.accuracy, 1.0);
        assert_eq!(score("", "a", 5).syllables.accuracy, 0.0);
    }
}
