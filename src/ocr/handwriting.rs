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

/// So many letters tell whether they stand on one line.
const FEWEST_LETTERS: usize = 8;
/// How far the feet of two neighbours may be apart, in heights of a letter, to stand on one line.
const LEVEL: f64 = 0.1;
/// The share of neighbours that stand on one line, under which they were written by hand: of print it is the half and more,
/// tails and marks counted.
const ON_LINE: f64 = 0.35;
/// What is read with more confidence is print, however it stands.
const READ_WELL: f32 = 0.7;

/// Takes lines out whose letters stand neither on one line nor were read well: small writing whose letters hang together with
/// none. Gives the places. Head, closing and tables have fields that a hand fills in, and rules of their own.
pub(super) fn take_out(ink: &Ink, lines: &mut Vec<OcrLine>) -> Vec<PixelBox> {
    let mut places = Vec::new();
    lines.retain(|line| {
        let letters: f32 = line.words.iter().map(OcrWord::letters).sum();
        let sure: f32 = line.words.iter().map(|word| word.confidence * word.letters()).sum();
        let Some(place) = line.place().filter(|_| line.block == Block::Body && sure < READ_WELL * letters)
        else {
            return true;
        };
        let is_by_hand = on_line(ink, &place).is_some_and(|share| share < ON_LINE);
        if is_by_hand {
            places.push(place);
        }
        !is_by_hand
    });
    places
}

/// The share of neighbouring letters in a box whose feet are level; `None` of few.
fn on_line(ink: &Ink, place: &PixelBox) -> Option<f64> {
    let is_letter = |letter: &PixelBox| {
        let height = f64::from(letter.height()) / ink.mm;
        (SMALLEST_MM..2.0 * TALL_MM).contains(&height) && place.holds_middle(letter)
    };
    let mut letters: Vec<PixelBox> = ink.pieces.iter().map(|piece| piece.place).filter(is_letter).collect();
    let mut heights: Vec<u32> = letters.iter().map(PixelBox::height).collect();
    heights.sort_unstable();
    let usual = *heights.get(heights.len() / 2)?;
    // Marks above and below the letters are lower.
    letters.retain(|letter| 2 * letter.height() >= usual);
    letters.sort_by_key(PixelBox::left);
    if letters.len() < FEWEST_LETTERS {
        return None;
    }
    let level = (f64::from(usual) * LEVEL).max(1.0);
    let is_level = |pair: &&[PixelBox; 2]| f64::from(pair[0].bottom().abs_diff(pair[1].bottom())) <= level;
    let count = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    Some(count(letters.array_windows().filter(is_level).count()) / count(letters.len() - 1))
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

    #[test]
    fn small_letters_that_stand_on_no_line_are_taken_out() {
        // At 254 dpi, letters of 3 mm; by hand each a little higher or lower than the one before.
        let letters = |top: u32, by_hand: bool| -> Vec<PixelBox> {
            let drop = |at: u32| if by_hand { 7 * (at * 5 % 4) } else { 8 * u32::from(at % 6 == 4) };
            (0..24)
                .map(|at| PixelBox::new(100 + 25 * at, top + drop(at), 118 + 25 * at, top + 30 + drop(at)))
                .collect()
        };
        let ink = Ink::of(&drawn(900, 500, &[letters(100, false), letters(200, true)].concat()), 254);
        let read = |confidence: f32| {
            let line = |top: u32, block: Block| {
                let mut line = line(block, &[("nhớ", confidence), ("gọi", confidence), ("lại", confidence)]);
                for (at, word) in (0..).zip(&mut line.words) {
                    word.place = Some(PixelBox::new(100 + 200 * at, top, 290 + 200 * at, top + 55));
                }
                line
            };
            let mut lines = vec![line(95, Block::Body), line(195, Block::Body), line(195, Block::Signature)];
            let marked = take_out(&ink, &mut lines);
            (lines.len(), marked)
        };
        assert_eq!(
            read(0.6),
            (2, vec![PixelBox::new(100, 195, 690, 250)]),
            "print stays, and so does a closing"
        );
        assert_eq!(read(0.8), (3, vec![]), "what is read well stays");
    }
}
