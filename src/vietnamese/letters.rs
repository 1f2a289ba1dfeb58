//! The letters that restored words are spelled with, as small numbers.

use std::sync::LazyLock;

use super::strip_marks;

/// The lower-case letters in a fixed order: those without marks, then the marked ones by base and tone.
const ALL: &str = concat!(
    "abcdefghijklmnopqrstuvwxyz",
    "đ",
    "àáảãạăằắẳẵặâầấẩẫậ",
    "èéẻẽẹêềếểễệ",
    "ìíỉĩị",
    "òóỏõọôồốổỗộơờớởỡợ",
    "ùúủũụưừứửữự",
    "ỳýỷỹỵ",
);

/// How many letters there are.
pub(crate) const LETTERS: usize = 93;

/// A letter without its case: an index below [`LETTERS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Letter(pub(crate) u8);

/// The case in which a letter was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Case {
    Lower,
    Upper,
}

impl Case {
    /// Both, lower first.
    pub(crate) const BOTH: [Case; 2] = [Case::Lower, Case::Upper];

    /// 0 or 1.
    pub(crate) fn index(self) -> usize {
        match self {
            Case::Lower => 0,
            Case::Upper => 1,
        }
    }

    /// The case of a printed letter; what has no case counts as lower.
    pub(crate) fn of(c: char) -> Case {
        if c.is_uppercase() { Case::Upper } else { Case::Lower }
    }
}

struct Tables {
    lower: Vec<char>,
    upper: Vec<char>,
    base: Vec<char>,
    /// For each character up to the last Vietnamese one, the letter that it is in any case, or [`NO_LETTER`].
    index: Vec<u8>,
}

const NO_LETTER: u8 = u8::MAX;

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let lower: Vec<char> = ALL.chars().collect();
    let upper = lower.iter().map(|c| c.to_uppercase().next().unwrap_or(*c)).collect();
    let base =
        lower.iter().map(|c| strip_marks(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(*c)).collect();
    let last = lower.iter().copied().max().map_or(0, u32::from);
    let number = |c: char| lower.iter().zip(0u8..).find(|(l, _)| **l == c).map(|(_, n)| n);
    let index = (0..=last)
        .map(|c| char::from_u32(c).and_then(|c| number(c.to_lowercase().next()?)).unwrap_or(NO_LETTER))
        .collect();
    Tables { lower, upper, base, index }
});

impl Letter {
    /// The letter that a character of any case is; none for what Vietnamese text does not use.
    pub(crate) fn of(c: char) -> Option<Letter> {
        let number = *TABLES.index.get(c as usize)?;
        (number != NO_LETTER).then_some(Letter(number))
    }

    /// Its index.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// As printed in a case.
    pub(crate) fn printed(self, case: Case) -> char {
        match case {
            Case::Lower => TABLES.lower[self.index()],
            Case::Upper => TABLES.upper[self.index()],
        }
    }

    /// The letter without marks, lower case: `ệ` gives `e`, `đ` gives `d`.
    pub(crate) fn base(self) -> char {
        TABLES.base[self.index()]
    }

    /// All letters in their order.
    pub(crate) fn all() -> impl Iterator<Item = Letter> {
        (0u8..).take(LETTERS).map(Letter)
    }
}

/// A word as letters; none when it holds anything else.
pub(crate) fn spell(word: &str) -> Option<Vec<Letter>> {
    word.chars().map(Letter::of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_both_ways() {
        assert_eq!(ALL.chars().count(), LETTERS);
        for letter in Letter::all() {
            assert_eq!(Letter::of(letter.printed(Case::Lower)), Some(letter));
            assert_eq!(Letter::of(letter.printed(Case::Upper)), Some(letter));
        }
        assert_eq!(Letter::of('Ệ').map(Letter::base), Some('e'));
        assert_eq!(Letter::of('Đ').map(|l| l.printed(Case::Lower)), Some('đ'));
        assert_eq!(Letter::of('6'), None);
        assert_eq!(Letter::of('ü'), None);
    }
}
