//! Whether the number of a document was written by hand: figures by hand are taller than print, stand off its line,
//! hang together, or stand further apart.

use super::ink::Ink;
use crate::geometry::PixelBox;
use crate::page::{Block, OcrLine};
use crate::vietnamese::{fold, strip_marks};

/// How far figures may reach above or below the capitals on their line, in heights of a capital: printed ones do
/// not at all, a slash or bracket by less than a fifth.
const REACH: f64 = 0.27;

/// Figures that hang together and are wider than this, in heights of a capital, are by hand: a printed one has half
/// of that height, and in poor scans two of them touch, hardly four.
const JOINED: f64 = 2.0;

/// Room that a printed figure takes, in heights of a capital, is three quarters at most.
const ROOM: f64 = 0.95;

/// Where writing by hand stands on the line `Số: …/…` of the left head; boxes count pixels of the picture.
pub(super) fn by_hand(ink: &Ink, lines: &[OcrLine]) -> Option<PixelBox> {
    let line = lines.iter().find(|line| line.block == Block::LetterheadLeft && is_number(line))?;
    let whole = line.place()?;
    let mut pieces: Vec<PixelBox> = ink
        .pieces
        .iter()
        .map(|piece| piece.place)
        .filter(|p| p.left() >= whole.left() && p.right() <= whole.right())
        .filter(|p| (whole.top()..whole.bottom()).contains(&p.middle_y()) && p.height() >= ink.px(1.5))
        .collect();
    pieces.sort_by_key(PixelBox::left);
    // The symbol, in capitals, says how high print is. Its brackets, tails and joined letters are no figures.
    let symbol = mark_left(line).unwrap_or(whole.left() + whole.width() * 3 / 5);
    let printed: Vec<&PixelBox> = pieces.iter().filter(|p| p.left() > symbol).collect();
    let median = |of: fn(&PixelBox) -> u32| {
        let mut values: Vec<u32> = printed.iter().map(|p| of(p)).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied()
    };
    if printed.len() < 3 {
        return None;
    }
    let (top, base) = (median(PixelBox::top)?, median(PixelBox::bottom)?);
    if let Some(place) = wide_figures(line, base.saturating_sub(top)) {
        return Some(place);
    }
    let reach = f64::from(base.saturating_sub(top)) * REACH;
    let far = |beyond: u32| f64::from(beyond) > reach;
    // `Số:` with its mark stands first, two capitals wide.
    let from = whole.left() + 2 * base.saturating_sub(top);
    pieces
        .iter()
        // The mark itself may be taller than print.
        .filter(|p| p.left() > from && p.left() + base.saturating_sub(top) / 4 <= symbol)
        .filter(|p| {
            let joined = f64::from(p.width()) > JOINED * f64::from(base.saturating_sub(top));
            joined || far(top.saturating_sub(p.top())) || far(p.bottom().saturating_sub(base))
        })
        .copied()
        .reduce(|a, b| a.union(&b))
}

/// Where the slash or dash after the number stands, behind which the symbol begins: by the share of its word's letters that stand before
/// it, as wide as they are printed. `None` where no such sign was read.
fn mark_left(line: &OcrLine) -> Option<u32> {
    // A tenth of a capital's width each.
    let width = |c: char| match c {
        'I' | 'l' | 'i' | '/' | '-' | '.' | ',' | '(' | ')' | ':' => 4,
        c if c.is_uppercase() || c == '&' => 10,
        _ => 7,
    };
    let is_mark = |c: char| matches!(c, '/' | '-' | '–');
    // The mark is the first sign that a capital follows, in its own word or the next one.
    let mut words = line.words.iter().skip(usize::from(line.words.len() > 1)).peekable();
    while let Some(word) = words.next() {
        let mut chars = word.text.chars().peekable();
        let mut before = 0;
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            let next = next.or_else(|| words.peek().and_then(|word| word.text.chars().next()));
            if is_mark(c) && next.is_some_and(char::is_uppercase) {
                let place = word.place?;
                let all: u32 = word.text.chars().map(width).sum();
                return Some(place.left() + place.width() * before / all.max(1));
            }
            before += width(c);
        }
    }
    None
}

/// A word of figures that take more room than print does.
fn wide_figures(line: &OcrLine, capital: u32) -> Option<PixelBox> {
    let word = line.words.iter().find(|word| word.text.chars().all(|c| c.is_ascii_digit()))?;
    let place = word.place?;
    let count = u32::try_from(word.text.len()).unwrap_or(u32::MAX);
    let room = f64::from(place.width()) / f64::from(count.max(1));
    (room > ROOM * f64::from(capital)).then_some(place)
}

/// Whether a line begins with `Số` and has a symbol after a slash or dash.
fn is_number(line: &OcrLine) -> bool {
    let first = strip_marks(&fold(&line.words[0].text));
    let whole: String = line.words.iter().map(|word| word.text.as_str()).collect();
    first.starts_with("so") && whole.contains('/') && whole.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;
    use crate::page::OcrWord;

    #[test]
    fn brackets_tails_and_joined_letters_of_a_symbol_are_no_figures() {
        // `Số:12/NS&MT(PC4)` at 254 dpi: the letters `&MT` hang together, brackets reach beyond the capitals.
        let capital = |x: u32| PixelBox::new(x, 100, x + 20, 130);
        let boxes: Vec<PixelBox> = [100, 190, 215, 265, 290]
            .map(capital)
            .into_iter()
            .chain([PixelBox::new(125, 110, 140, 130), PixelBox::new(315, 100, 385, 130)])
            .chain([PixelBox::new(390, 88, 398, 142), PixelBox::new(470, 88, 478, 142)])
            .chain([400, 425, 448].map(capital))
            .collect();
        let line = OcrLine {
            number: 1,
            block: Block::LetterheadLeft,
            words: vec![
                OcrWord {
                    text: "Số:".to_owned(),
                    place: Some(PixelBox::new(100, 85, 140, 130)),
                    confidence: 0.9,
                    alternatives: Vec::new(),
                },
                OcrWord {
                    text: "12/NS&MT(PC4)".to_owned(),
                    place: Some(PixelBox::new(190, 88, 478, 142)),
                    confidence: 0.9,
                    alternatives: Vec::new(),
                },
            ],
        };
        assert_eq!(by_hand(&Ink::of(&drawn(700, 300, &boxes), 254), std::slice::from_ref(&line)), None);
        let mark = mark_left(&line).unwrap();
        assert!((225..245).contains(&mark), "{mark}");
    }

    #[test]
    fn figures_taller_than_the_symbol_s_capitals_are_by_hand() {
        // `Số: 12/QĐ-UBND` at 254 dpi: capitals of 3 mm on one line.
        let capital = |x: u32| PixelBox::new(x, 100, x + 20, 130);
        let symbol = || (360..600).step_by(30).map(capital);
        let so = [capital(100), PixelBox::new(125, 110, 140, 130)];
        let line = |from: u32, to: u32| OcrLine {
            number: 1,
            block: Block::LetterheadLeft,
            words: vec![OcrWord {
                text: "Số:12/QĐ-UBND".to_owned(),
                place: Some(PixelBox::new(from, 85, to, 145)),
                confidence: 0.9,
                alternatives: Vec::new(),
            }],
        };
        let hand = [PixelBox::new(200, 90, 225, 142), PixelBox::new(240, 88, 262, 138)];
        let print = [capital(200), capital(240)];
        let boxes = |figures: [PixelBox; 2]| -> Vec<PixelBox> {
            so.into_iter().chain(figures).chain(symbol()).collect()
        };
        let found = |figures| by_hand(&Ink::of(&drawn(700, 300, &boxes(figures)), 254), &[line(100, 600)]);
        assert_eq!(found(hand), Some(hand[0].union(&hand[1])));
        assert_eq!(found(print), None);
        let mut wide = line(100, 600);
        wide.words[0].text = "Số:/QĐ-UBND".to_owned();
        let figures = OcrWord {
            text: "17".to_owned(),
            place: Some(PixelBox::new(200, 100, 275, 130)),
            confidence: 0.9,
            alternatives: Vec::new(),
        };
        wide.words.insert(1, figures);
        let ink = Ink::of(&drawn(700, 300, &boxes(print)), 254);
        assert_eq!(by_hand(&ink, &[wide.clone()]), wide.words[1].place);
        let run_on = [capital(200), PixelBox::new(240, 100, 310, 130)];
        assert_eq!(found(run_on), Some(run_on[1]));
    }
}
