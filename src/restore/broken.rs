//! Letters that fall apart in print or run together: the part of the confusion model that is known beforehand of
//! pieces longer than one character.

use super::confusion::{Counts, Piece, Printed};
use crate::vietnamese::letters::{Case, Letter};

/// What a letter falls apart into, by its base, the likelier first; capitals apart. Marks make it likelier.
const PIECES: [(char, &[&str]); 22] = [
    ('a', &["a'", "il", "ci", "ai"]),
    ('b', &["l3", "lo", "b'"]),
    ('c', &["c'"]),
    ('d', &["cl", "dl", "d'", "ci", "c1"]),
    ('e', &["e'", "er", "e("]),
    ('h', &["li", "lt", "ii", "l1"]),
    ('i', &["i'", "ij"]),
    ('k', &["lc", "l<"]),
    ('l', &["l'"]),
    ('m', &["rn", "in", "ni", "nn", "nl", "iii", "rii"]),
    ('n', &["ii", "ri", "rr", "ti", "il"]),
    ('o', &["o'", "c)", "er", "or", "ci", "e("]),
    ('u', &["ii", "tr", "ir", "ti", "il", "li", "rr", "u'", "lr", "i1", "lt"]),
    ('v', &["v'", "\\/"]),
    ('w', &["vv"]),
    ('y', &["y'", "i'"]),
    ('B', &["13", "I3"]),
    ('H', &["II", "I-I", "I1"]),
    ('M', &["IVI", "NI"]),
    ('N', &["I\\I", "IN"]),
    ('O', &["O'", "()", "CJ"]),
    ('U', &["LI", "IJ", "TI", "U'", "UO"]),
];

/// Two letters that run together.
const RUN_TOGETHER: [(&str, &str); 8] = [
    ("rn", "m"),
    ("in", "m"),
    ("ni", "m"),
    ("cl", "d"),
    ("ờn", "em"),
    ("ươ", "uo"),
    ("li", "h"),
    ("ri", "n"),
];

/// Letters that fall apart or run together, as shares of a letter.
pub(crate) fn letters() -> Counts {
    let mut counts = Counts::default();
    for letter in Letter::all() {
        for case in Case::BOTH {
            let base = letter.base();
            let base = if case == Case::Upper { base.to_uppercase().next().unwrap_or(base) } else { base };
            let Some((_, pieces)) = PIECES.iter().find(|(b, _)| *b == base) else { continue };
            let printed = Printed { case, first: letter, second: None };
            let mut share = if letter.index() >= 26 { 0.012 } else { 0.006 };
            for piece in *pieces {
                counts.edit((printed, Piece::new(&piece.chars().collect::<Vec<_>>())), share);
                counts.occurrence(printed, share);
                share *= 0.8;
            }
        }
    }
    for (pair, read) in RUN_TOGETHER {
        let letters: Vec<Letter> = pair.chars().filter_map(Letter::of).collect();
        if let [first, second] = letters[..] {
            let printed = Printed { case: Case::Lower, first, second: Some(second) };
            counts.edit((printed, Piece::new(&read.chars().collect::<Vec<_>>())), 0.01);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_letters_fall_apart_like_their_bases() {
        let counts = letters();
        let printed = |c: char| Printed { case: Case::of(c), first: Letter::of(c).unwrap(), second: None };
        assert!(counts.occurred(printed('ư')) > counts.occurred(printed('u')));
        assert!(counts.occurred(printed('H')) > 0.0);
        assert!(counts.occurred(printed('x')) == 0.0);
    }
}
