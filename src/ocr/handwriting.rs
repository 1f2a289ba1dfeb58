//! Pages that are written by hand, and what of the strokes of pens and seals was read as words.

use super::ink::{Component, Ink};
use crate::geometry::PixelBox;
use crate::page::{Block, Mark, MarkKind, OcrLine, OcrWord, READ};
use crate::vietnamese::{fold, syllable};

/// Printed capitals with their marks are lower, in millimetres.
const TALL_MM: f64 = 4.4;
/// Words of hands hang together: this wide, in millimetres, and over twice as wide as high.
const WIDE_MM: f64 = 5.0;
/// Seals, frames and pictures are larger, in millimetres.
const LARGEST_MM: (f64, f64) = (130.0, 30.0);
/// Smaller pieces are points and specks, in millimetres.
const SMALLEST_MM: f64 = 0.8;
/// The most of its box that the stroke of a pen fills.
const FULLEST: f64 = 0.45;
/// So many such pieces are a page and no signature.
const FEWEST: usize = 14;
/// The share of a page's ink that they have at least.
const SHARE: f64 = 0.6;

/// Where all ink of a page stands that looks as if written by hand; `None` of a printed page. Fat print whose letters touch
/// looks so too: what the engine reads there tells.
pub(super) fn page(ink: &Ink) -> Option<PixelBox> {
    let mm = |length: u32| f64::from(length) / ink.mm;
    let is_ink = |piece: &&Component| mm(piece.place.height()) >= SMALLEST_MM;
    let is_written = |piece: &&Component| {
        let (width, height) = (mm(piece.place.width()), mm(piece.place.height()));
        let filled =
            f64::from(piece.dark) / (f64::from(piece.place.width()) * f64::from(piece.place.height()));
        let is_joined =
            height >= TALL_MM && width >= TALL_MM * 0.7 || width >= WIDE_MM && width > 2.0 * height;
        is_joined && width <= LARGEST_MM.0 && height <= LARGEST_MM.1 && filled <= FULLEST && height > 1.2
    };
    let dark =
        |pieces: &mut dyn Iterator<Item = &Component>| pieces.map(|piece| f64::from(piece.dark)).sum::<f64>();
    let written = || ink.pieces.iter().filter(is_ink).filter(is_written);
    let all = dark(&mut ink.pieces.iter().filter(is_ink));
    if written().count() < FEWEST || dark(&mut written()) < SHARE * all {
        return None;
    }
    written().map(|piece| piece.place).reduce(|whole, place| whole.union(&place))
}

/// Under this confidence the engine guesses, even where a syllable came out.
const GUESSED: f32 = 0.25;
/// The share of the letters of a line in words that somebody believes, under which the line is noise.
const BELIEVED: f32 = 0.3;

/// Whether engine or spelling believes a word: it was read well, or it is a possible syllable and no mere guess.
fn is_believed(word: &OcrWord) -> bool {
    let bare: String = word.text.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_figures = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit());
    let is_syllable = bare.chars().count() > 1 && syllable::is_possible(&fold(&bare));
    let is_capitals = bare.chars().count() > 1 && bare.chars().all(char::is_uppercase);
    if is_syllable || is_figures || is_capitals {
        return word.confidence >= if is_syllable { GUESSED } else { READ };
    }
    // Foreign words and codes: print is read well.
    word.confidence >= 0.75 && bare.chars().count() > 2
}

/// Whether a word can be a number or the label of a heading: `II.`, `a)`, `12`.
fn is_label(text: &str) -> bool {
    let core = text.trim_start_matches('(').trim_end_matches(['.', ')', ':', '/']);
    let is_figures = core.chars().all(|c| c.is_ascii_digit());
    core.chars().all(char::is_alphanumeric) && (is_figures || text.ends_with(['.', ')', ':']))
}

/// Takes lines out whose words neither the engine nor the spelling believes: the strokes of a signature, of a seal, of a remark.
/// Their places become marks. Numbers in the head and cells of tables, which are short, stay, and so does what stands alone as
/// the label of a heading.
pub(super) fn leave_out(lines: &mut Vec<OcrLine>, marks: &mut Vec<Mark>) {
    lines.retain(|line| {
        let is_text = matches!(line.block, Block::Body | Block::Recipients | Block::Signature);
        let letters: f32 = line.words.iter().map(OcrWord::letters).sum();
        let is_label = line.words.len() == 1 && letters <= 4.0 && is_label(&line.words[0].text);
        let Some(place) = line.place().filter(|_| is_text && !is_label) else { return true };
        let believed: f32 = line.words.iter().filter(|word| is_believed(word)).map(OcrWord::letters).sum();
        let mean =
            line.words.iter().map(|word| word.confidence * word.letters()).sum::<f32>() / letters.max(1.0);
        if believed >= BELIEVED * letters && letters > 0.0 || mean >= READ {
            return true;
        }
        // Of dots and rules nothing was read as a letter; they were never words.
        if letters > 0.0 {
            marks.push(Mark { kind: MarkKind::Handwriting, place, text: None });
        }
        letters < 1.0
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;

    fn line(block: Block, words: &[(&str, f32)]) -> OcrLine {
        let word = |(at, (text, confidence)): (u32, &(&str, f32))| OcrWord {
            text: (*text).to_owned(),
            confidence: *confidence,
            place: Some(PixelBox::new(100 * at, 10, 100 * at + 80, 40)),
            alternatives: Vec::new(),
        };
        OcrLine { block, number: 1, words: (0..).zip(words).map(word).collect() }
    }

    #[test]
    fn strokes_are_left_out_and_words_stay() {
        let stays = |block, words: &[(&str, f32)]| {
            let (mut lines, mut marks) = (vec![line(block, words)], Vec::new());
            leave_out(&mut lines, &mut marks);
            assert_eq!(lines.len() + marks.len(), 1, "{words:?}");
            !lines.is_empty()
        };
        let body = Block::Body;
        assert!(!stays(body, &[("Ẳị", 0.1), (")", 0.2), ("VU", 0.2), ("c7", 0.4)]));
        assert!(!stays(Block::Signature, &[("N", 0.3), ("`...", 0.2), ("HE", 0.2)]));
        assert!(!stays(body, &[("jjmwv", 0.4)]));
        // Badly read print is print.
        assert!(stays(body, &[("trước", 0.4), ("nqày", 0.3), ("khai", 0.3)]));
        assert!(stays(Block::Signature, &[("Trần", 0.3), ("Mjnh", 0.1), ("Khôi", 0.6)]));
        assert!(stays(body, &[("Workshop", 0.9)]));
        for label in ["II.", "a)", "12", "(3)"] {
            assert!(stays(body, &[(label, 0.2)]));
        }
        assert!(!stays(body, &[("J%", 0.05)]) && !stays(body, &[("s}", 0.1)]));
        assert!(stays(Block::LetterheadLeft, &[("5ố", 0.1), (":iJ/", 0.1)]));
    }

    #[test]
    fn joined_strokes_of_many_words_are_a_page_by_hand() {
        // At 254 dpi a millimetre has 10 pixels. A word by hand: thin strokes of 6 mm that hang together; rules are longer.
        let word = |x: u32, y: u32| {
            [[x, y, x + 64, y + 4], [x, y + 56, x + 64, y + 60], [x, y, x + 4, y + 60]].map(PixelBox::from)
        };
        let boxes: Vec<PixelBox> =
            (0..20).flat_map(|at| word(60 + 160 * (at % 4), 60 + 100 * (at / 4))).collect();
        assert!(page(&Ink::of(&drawn(800, 800, &boxes), 254)).is_some());
        assert!(page(&Ink::of(&drawn(800, 800, &boxes[..18]), 254)).is_none());
        // Letters of print.
        let print: Vec<PixelBox> = (0..400)
            .map(|at| {
                PixelBox::from([
                    40 + 26 * (at % 25),
                    40 + 45 * (at / 25),
                    58 + 26 * (at % 25),
                    66 + 45 * (at / 25),
                ])
            })
            .collect();
        assert!(page(&Ink::of(&drawn(800, 900, &print), 254)).is_none());
    }
}
