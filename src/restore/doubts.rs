//! Words that are doubtful whatever their posterior says.

use super::output::Chosen;
use super::reading::TokenStream;
use super::repair::{Repairs, Spot};
use super::tokens::PartKind;
use crate::vietnamese::{spelling, syllable};

/// The posterior of a word of hopeless text that is no syllable, at most.
const NO_WORD: f32 = 0.2;
/// That of a word that may as well be right as it was read.
const OPEN: f32 = 0.5;
/// That of a word of a signer's name that was read without its marks: no model knows a name.
const NAME: f32 = 0.5;
/// Last lines with words among which signers stand.
const CLOSING: usize = 16;

/// Words that a repair could not decide on stay as read and are doubtful.
pub(super) fn open(reading: &TokenStream, repairs: &Repairs, chosen: &mut [Chosen]) {
    for one in chosen {
        let part = &reading.parts[one.parts.start];
        let line = &reading.lines[part.line];
        let spot = Spot { page: line.page, line: line.line, word: part.token - line.tokens.start };
        if repairs.is_open(spot) {
            doubt(one, OPEN);
        }
    }
}

/// In hopeless text, what is no syllable and was left as it was read is hardly ever what is printed.
pub(super) fn no_words(reading: &TokenStream, chosen: &mut [Chosen]) {
    for one in chosen.iter_mut().filter(|one| reading.parts[one.parts.start].kind == PartKind::Word) {
        let small = one.text.chars().any(char::is_lowercase);
        if small && !syllable::is_possible(&spelling(&one.text)) {
            doubt(one, NO_WORD);
        }
    }
}

/// In hopeless text, lines of the closing that are nothing but two to five capitalised words are names: what the model
/// makes of them is the commonest that looks like it.
pub(super) fn names(reading: &TokenStream, chosen: &mut [Chosen]) {
    let line = |one: &Chosen| reading.parts[one.parts.start].line;
    let mut lines: Vec<&mut [Chosen]> = chosen.chunk_by_mut(|a, b| line(a) == line(b)).collect();
    let closing = lines.len().saturating_sub(CLOSING);
    for words in lines.iter_mut().skip(closing) {
        // Specks and the rest of a word that a seal hides.
        let telling = || words.iter().filter(|one| one.text.chars().count() > 1);
        let is_name = |one: &Chosen| {
            let mut letters = one.text.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
        };
        if !(2..=5).contains(&telling().count()) || !telling().all(is_name) {
            continue;
        }
        for one in words.iter_mut() {
            let read: String = reading.chars(one.parts.clone()).into_iter().collect();
            // What was typed over the scan has its marks.
            if read.is_ascii() || read != one.text {
                doubt(one, NAME);
            }
        }
    }
}

fn doubt(one: &mut Chosen, most: f32) {
    one.posterior = one.posterior.min(most);
    one.doubtful = true;
}
