//! Tone marks of a line that were read as words of the line above it.
//!
//! The marks of capitals stand clear of their letters and close under the line before: the engine gives some of them twice, to
//! their own word and as a dash, a quote or a figure behind the words above.

use crate::geometry::PixelBox;
use crate::page::OcrLine;

/// What such a mark is read as has so many signs at most, and none of them is a letter.
const MOST_SIGNS: usize = 2;

/// Takes such words out, of all lines of a page.
pub(super) fn take_out(lines: &mut [OcrLine]) {
    let words: Vec<(usize, PixelBox)> = lines
        .iter()
        .enumerate()
        .flat_map(|(at, line)| line.words.iter().filter_map(move |word| Some((at, word.place?))))
        .collect();
    for (at, line) in lines.iter_mut().enumerate() {
        let letters = |text: &str| text.chars().any(char::is_alphabetic);
        let mut feet: Vec<(u32, u32)> = line
            .words
            .iter()
            .filter(|word| letters(&word.text))
            .filter_map(|word| word.place.map(|place| (place.bottom(), place.height())))
            .collect();
        feet.sort_unstable();
        let Some(&(foot, height)) = feet.get(feet.len() / 2) else { continue };
        line.words.retain(|word| {
            let Some(place) = word.place.filter(|_| !letters(&word.text)) else { return true };
            let is_low = 8 * place.middle_y() > 8 * foot - height.min(foot);
            let is_small = 2 * place.height() < height && word.text.chars().count() <= MOST_SIGNS;
            // The word below begins at the mark, or just under it where the mark was left out of its box.
            let is_over = |(line, below): &(usize, PixelBox)| {
                *line != at
                    && below.middle_y() > foot
                    && below.left() < place.right()
                    && place.left() < below.right()
                    && below.top() < place.bottom() + height / 4
                    && below.bottom() > place.bottom() + height / 4
            };
            !(is_low && is_small && words.iter().any(is_over))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Block, OcrWord};

    fn line(number: u32, words: &[(&str, [u32; 4])]) -> OcrLine {
        let word = |&(text, place): &(&str, [u32; 4])| OcrWord {
            text: text.to_owned(),
            place: Some(place.into()),
            confidence: 0.8,
            alternatives: Vec::new(),
        };
        OcrLine { number, block: Block::LetterheadLeft, words: words.iter().map(word).collect() }
    }

    fn texts(lines: &[OcrLine]) -> Vec<String> {
        let text =
            |line: &OcrLine| line.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        lines.iter().map(text).collect()
    }

    #[test]
    fn marks_of_the_next_line_are_no_words_of_this_one() {
        let below = || line(2, &[("ĐỒN", [320, 162, 435, 216]), ("TẾ", [600, 160, 660, 216])]);
        for (read, left) in [("5", 630), ("-", 360), ("_", 365), ("'", 640)] {
            let above = line(1, &[("HẢI", [300, 100, 380, 150]), (read, [left, 152, left + 20, 160])]);
            let mut lines = [above, below()];
            take_out(&mut lines);
            assert_eq!(texts(&lines), ["HẢI", "ĐỒN TẾ"], "{read}");
        }
    }

    #[test]
    fn signs_and_figures_of_a_line_stay() {
        let above = [
            ("TẾ", [300, 100, 380, 150]),
            ("-", [400, 124, 420, 130]),
            ("SỞ", [440, 100, 500, 150]),
            ("9", [520, 112, 540, 150]),
            // A full stop without a word under it.
            (".", [900, 144, 906, 150]),
        ];
        let mut lines = [line(1, &above), line(2, &[("NỘI VỤ", [300, 162, 560, 216])])];
        take_out(&mut lines);
        assert_eq!(texts(&lines), ["TẾ - SỞ 9 .", "NỘI VỤ"]);
    }
}
