//! The letters that restored words are spelled with, as small numbers.

use std::sync::LazyLock;

use crate::text;

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
    index: Vec<(char, u8)>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let lower: Vec<char> = ALL.chars().collect();
    let upper = lower.iter().map(|c| c.to_uppercase().next().unwrap_or(*c)).collect();
    let base = lower
        .iter()
        .map(|c| text::strip_marks(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(*c))
        .collect();
    let mut index: Vec<(char, u8)> = lower.iter().copied().zip(0u8..).collect();
    index.sort_unstable();
    Tables { lower, upper, base, index }
});

impl Letter {
    /// The letter that a character of any case is; none for what Vietnamese text does not use.
    pub(crate) fn of(c: char) -> Option<Letter> {
        let mut low = c.to_lowercase();
        let c = low.next()?;
        if c.is_ascii_lowercase() {
            return Some(Letter(c as u8 - b'a'));
        }
        let tables = &*TABLES;
        tables.index.binary_search_by_key(&c, |&(c, _)| c).ok().map(|at| Letter(tables.index[at].1))
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
