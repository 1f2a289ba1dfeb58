//! Two readings of one line become one: where they differ the surer word stays, and the other is kept beside it.

use crate::geometry::PixelBox;
use crate::page::OcrWord;

/// A reading that is kept beside a word is worth so much less than one that was chosen, at least.
const BEHIND: f32 = 0.98;

/// Puts what a second reading of a line saw into the words of the first. Words are matched by their places; only where one
/// word stands against one are they weighed, since what is read as one word here and two there may be cut wrong in both.
pub(super) fn merge(words: &mut [OcrWord], again: &[OcrWord]) {
    for at in 0..words.len() {
        let Some(place) = words[at].place else { continue };
        let mut over =
            again.iter().filter(|other| other.place.is_some_and(|other| is_same_ink(&place, &other)));
        let (Some(other), None) = (over.next(), over.next()) else { continue };
        let beside = |word: &OcrWord| {
            word.place.is_some_and(|place| other.place.is_some_and(|o| is_same_ink(&place, &o)))
        };
        if words.iter().filter(|word| beside(word)).count() == 1 {
            weigh(&mut words[at], other);
        }
    }
}

/// Whether two boxes hold the same word: over more than half of the width of either they stand above each other.
fn is_same_ink(one: &PixelBox, other: &PixelBox) -> bool {
    let common = one.right().min(other.right()).saturating_sub(one.left().max(other.left()));
    2 * common > one.width() || 2 * common > other.width()
}

fn weigh(word: &mut OcrWord, other: &OcrWord) {
    if word.text == other.text {
        word.confidence = word.confidence.max(other.confidence);
        return;
    }
    let has_figure = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    // Two readings of a number that differ are two guesses.
    let is_guess = has_figure(&word.text) && has_figure(&other.text);
    let least = word.confidence.min(other.confidence);
    // The narrow strip loses one of several thin strokes: a Roman number stays as it was read first, unsure.
    let is_roman = |text: &str| {
        let mut letters = text.chars().filter(|c| c.is_alphanumeric()).peekable();
        letters.peek().is_some() && letters.all(|c| "IVX".contains(c))
    };
    let is_count = is_roman(&word.text) && is_roman(&other.text);
    let (loser, estimate) = if other.confidence > word.confidence && !is_count {
        let loser = std::mem::replace(&mut word.text, other.text.clone());
        let known = std::mem::replace(&mut word.alternatives, other.alternatives.clone());
        let most = word.alternatives.len().max(known.len());
        keep(&mut word.alternatives, known, most, &word.text);
        (loser, std::mem::replace(&mut word.confidence, other.confidence))
    } else {
        (other.text.clone(), other.confidence)
    };
    let estimate = estimate.min(BEHIND * word.confidence);
    if is_guess || is_count {
        word.confidence = least;
    }
    word.alternatives.retain(|(text, _)| *text != loser);
    let at = word.alternatives.partition_point(|(_, known)| *known >= estimate);
    word.alternatives.insert(at, (loser, estimate));
}

/// Adds to alternatives, best first, those of another reading that are not there, up to so many.
fn keep(alternatives: &mut Vec<(String, f32)>, others: Vec<(String, f32)>, most: usize, text: &str) {
    for (other, estimate) in others {
        if other != text && alternatives.iter().all(|(known, _)| *known != other) {
            alternatives.push((other, estimate));
        }
    }
    alternatives.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    alternatives.truncate(most);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, left: u32, right: u32, confidence: f32) -> OcrWord {
        let place = Some(PixelBox::new(left, 0, right, 30));
        OcrWord { text: text.to_owned(), place, confidence, alternatives: vec![("x".to_owned(), 0.1)] }
    }

    #[test]
    fn the_surer_word_stays_and_the_other_is_kept() {
        struct Case {
            what: &'static str,
            first: (&'static str, f32),
            second: (&'static str, f32),
            expected: (&'static str, f32),
            beside: Option<&'static str>,
        }
        for case in [
            Case {
                what: "the second is surer",
                first: ("uông", 0.6),
                second: ("uống", 0.95),
                expected: ("uống", 0.95),
                beside: Some("uông"),
            },
            Case {
                what: "the first is surer",
                first: ("thi", 0.9),
                second: ("thì", 0.7),
                expected: ("thi", 0.9),
                beside: Some("thì"),
            },
            Case {
                what: "they agree",
                first: ("rừng", 0.6),
                second: ("rừng", 0.9),
                expected: ("rừng", 0.9),
                beside: None,
            },
            Case {
                what: "figures are guessed",
                first: ("135", 0.5),
                second: ("185", 0.8),
                expected: ("185", 0.5),
                beside: Some("135"),
            },
            Case {
                what: "figures of Rome",
                first: ("III", 0.8),
                second: ("II", 0.9),
                expected: ("III", 0.8),
                beside: Some("II"),
            },
            Case {
                what: "a figure for a letter",
                first: ("l", 0.5),
                second: ("1", 0.9),
                expected: ("1", 0.9),
                beside: Some("l"),
            },
        ] {
            let mut words = [word(case.first.0, 100, 160, case.first.1)];
            merge(&mut words, &[word(case.second.0, 98, 163, case.second.1)]);
            assert_eq!((words[0].text.as_str(), words[0].confidence), case.expected, "{}", case.what);
            let kept = words[0].alternatives.first().map(|(text, _)| text.as_str());
            assert_eq!(kept, case.beside.or(Some("x")), "{}", case.what);
            let (_, estimate) = words[0].alternatives[0];
            assert!(estimate < words[0].confidence || case.what.starts_with("figures"), "{}", case.what);
        }
    }

    #[test]
    fn words_that_are_cut_otherwise_stay_as_they_are() {
        let first = [word("xâydựng", 100, 220, 0.5), word("xã", 300, 330, 0.5), word("hội", 340, 380, 0.5)];
        let mut words = first.clone();
        merge(
            &mut words,
            &[word("xây", 100, 150, 0.9), word("dựng", 160, 220, 0.9), word("xãhội", 300, 380, 0.9)],
        );
        assert_eq!(words, first);
    }
}
