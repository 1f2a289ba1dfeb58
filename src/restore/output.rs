//! Puts chosen candidates back into lines of words, with the punctuation that was read around them.

use std::ops::Range;

use super::calibrate::{self, Calibration};
use super::reading::{ReadLine, TokenStream};
use super::{Candidate, RestoredWord};
use crate::geometry::PixelBox;
use crate::page::OcrLine;

/// A word that is wrong more often than right is doubtful, whatever its letters say.
const DOUBTFUL: f32 = 0.5;

/// What was chosen for some characters of one part, or for two parts joined.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chosen {
    /// The parts; never empty.
    pub(crate) parts: Range<usize>,
    /// The characters, counted in those of the parts.
    pub(crate) chars: Range<usize>,
    /// The text, capitals and tone style as they go out.
    pub(crate) text: String,
    /// Posterior, 0 to 1.
    pub(crate) posterior: f32,
    /// Others for the same characters with their posteriors, best first.
    pub(crate) others: Others,
    /// Not to be relied on.
    pub(crate) doubtful: bool,
    /// Whether the signs around it in its read words are a part of it, and no punctuation.
    pub(crate) bare: bool,
    /// Whether a space was lost before it, behind the sign that was read there.
    pub(crate) apart: bool,
}

/// Other candidates with their posteriors, best first.
type Others = Vec<(String, f32)>;

/// A word in the making.
struct Word {
    from: Range<usize>,
    text: String,
    posterior: f32,
    doubtful: bool,
    /// The chosen pieces: where their text begins in `text`, its length in bytes, and the others.
    others: Vec<(Range<usize>, Others)>,
    /// The characters of its first read word that it covers, of how many.
    share: (Range<usize>, usize),
}

/// The words of a line from what was chosen for its parts, in order.
pub(crate) fn words(
    reading: &TokenStream,
    line: &ReadLine,
    source: &OcrLine,
    chosen: &[Chosen],
    calibration: &Calibration,
    most_alternatives: usize,
) -> Vec<RestoredWord> {
    let mut words: Vec<Word> = Vec::new();
    let mut next = 0; // in `chosen`
    let mut token = line.tokens.start;
    while token < line.tokens.end {
        let read = &reading.tokens[token];
        let local = token - line.tokens.start;
        let total = read.token.chars.len();
        let mut word = Word {
            from: local..local + 1,
            text: String::new(),
            posterior: 1.0,
            doubtful: false,
            others: Vec::new(),
            share: (0..total, total),
        };
        let mut at = 0; // character of the read word that comes next
        let mut current = token;
        while let Some(piece) = chosen.get(next).filter(|c| reading.parts[c.parts.start].token == current) {
            let part =
                &reading.tokens[current].token.parts[piece.parts.start - reading.tokens[current].parts.start];
            let from = part.at.start + piece.chars.start;
            let chars = &reading.tokens[current].token.chars;
            if piece.chars.start > 0 || piece.apart || (from == at && from > 0 && current == token) {
                // A lost space: what follows is a word of its own.
                if piece.apart {
                    word.text.extend(&chars[at..from]);
                }
                let total = chars.len();
                let of_word = current - line.tokens.start;
                let rest = Word {
                    from: of_word..of_word + 1,
                    text: String::new(),
                    posterior: 1.0,
                    doubtful: false,
                    others: Vec::new(),
                    share: (from..total, total),
                };
                if word.from.len() == 1 {
                    word.share.0.end = from;
                }
                words.push(std::mem::replace(&mut word, rest));
            } else if !piece.bare {
                word.text.extend(&chars[at..from]);
            }
            let begin = word.text.len();
            word.text.push_str(&piece.text);
            word.others.push((begin..word.text.len(), piece.others.clone()));
            word.posterior = word.posterior.min(piece.posterior);
            word.doubtful |= piece.doubtful;
            at = from + piece.chars.len();
            if piece.parts.len() > 1 {
                // A wrong space: the word goes on in the next read word.
                current = reading.parts[piece.parts.end - 1].token;
                word.from.end = current - line.tokens.start + 1;
                let next_token = &reading.tokens[current];
                at = next_token.token.parts[piece.parts.end - 1 - next_token.parts.start].at.end;
                word.share = (0..1, 1);
            }
            if piece.bare && piece.chars.end == reading.chars_of_all(piece.parts.clone()) {
                at = reading.tokens[current].token.chars.len();
            }
            next += 1;
        }
        word.text.extend(&reading.tokens[current].token.chars[at..]);
        words.push(word);
        token = current + 1;
    }
    words.into_iter().map(|w| finish(w, source, calibration, most_alternatives)).collect()
}

fn finish(word: Word, source: &OcrLine, calibration: &Calibration, most: usize) -> RestoredWord {
    let read = source.words[word.from.clone()].iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
    let place = place(&word, source);
    let mut alternatives: Vec<Candidate> = word
        .others
        .iter()
        .flat_map(|(at, others)| others.iter().map(move |(text, p)| (at, text, *p)))
        .map(|(at, other, posterior)| {
            let mut text = word.text.clone();
            text.replace_range(at.clone(), other);
            Candidate { text, probability: calibration.probability(posterior) }
        })
        .collect();
    alternatives.sort_by(|a, b| b.probability.total_cmp(&a.probability).then_with(|| a.text.cmp(&b.text)));
    alternatives.truncate(most);
    let surest = source.words[word.from.clone()].iter().map(|w| w.confidence).fold(1.0, f32::min);
    let probability = calibration.probability(word.posterior).min(calibrate::most_of_read(surest));
    let is_scanned = place.is_some();
    let doubtful = word.doubtful || probability < DOUBTFUL || is_scanned && is_mixed_number(&word.text);
    let chosen = Candidate { text: word.text, probability };
    RestoredWord { from: word.from, read, chosen, alternatives, doubtful, place }
}

/// Whether letters stand where only figures can: before the figures of a number that a symbol follows, `SI12/TTr-SNV`, or within
/// a sum, `5OO.000`. Of a scan a figure was misread there, and no form says which.
fn is_mixed_number(text: &str) -> bool {
    let core = text.trim_matches(|c: char| !c.is_alphanumeric());
    let is_figure = |c: char| c.is_ascii_digit();
    let Some((number, rest)) = core.split_once(['/', '-']) else {
        // A sum: groups of figures, of which most were read as such.
        let groups: Vec<&str> = core.split(['.', ',']).collect();
        let letters = core.chars().filter(|c| c.is_alphabetic()).count();
        let figures = core.chars().filter(|c| is_figure(*c)).count();
        let is_grouped = groups.len() > 1 && groups[1..].iter().all(|group| group.chars().count() == 3);
        return is_grouped && letters > 0 && figures > letters && core.chars().any(is_figure);
    };
    // `a1/…` and `T2/…` may be the mark of a list or a month.
    let letters = number.chars().take_while(|c| c.is_alphabetic()).count();
    letters > 1
        && number.chars().skip(letters).filter(|c| is_figure(*c)).count() > 1
        && rest.starts_with(char::is_uppercase)
        && number.chars().take(letters).all(|c| LIKE_FIGURES.contains(c))
}

/// Letters that figures are read as.
const LIKE_FIGURES: &str = "SsIlOoBZzqgbìíĩ";

/// The box of the read words; where a read word became several, its share by letters.
fn place(word: &Word, source: &OcrLine) -> Option<PixelBox> {
    let mut boxes = source.words[word.from.clone()].iter().map(|w| w.place);
    let first = boxes.next()??;
    let whole = boxes.try_fold(first, |sum, place| Some(sum.union(&place?)))?;
    let (part, total) = &word.share;
    if *part == (0..*total) || *total == 0 {
        return Some(whole);
    }
    let at = |chars: usize| {
        let width = u64::from(whole.right() - whole.left());
        let offset = width * chars as u64 / *total as u64;
        whole.left() + u32::try_from(offset).expect("an offset inside a box fits its width")
    };
    Some(PixelBox::new(at(part.start), whole.top(), at(part.end), whole.bottom()))
}

#[cfg(test)]
mod tests {
    use super::is_mixed_number;

    #[test]
    fn letters_among_the_figures_of_numbers_are_seen() {
        for text in ["SI12/TTr-SNV", "(IO12/QĐ-UBND)", "5OO.000", "l.200.000", "1.S00.000;"] {
            assert!(is_mixed_number(text), "{text}");
        }
        for text in
            ["512/TTr-SNV", "12a/QĐ-UBND", "K7/BB", "PC08/Đ2", "500.000", "3.5", "A.B.C", "Q.1", "CT12/X"]
        {
            assert!(!is_mixed_number(text), "{text}");
        }
    }
}
