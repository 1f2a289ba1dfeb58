//! How alike letters look in print: the part of the confusion model that is not counted.

use crate::vietnamese::letters::{Case, LETTERS, Letter};

/// For each printed letter, how it shares its misreadings among the characters.
#[derive(Debug, Clone)]
pub(crate) struct Shapes {
    /// For each printed letter (lower, then upper), the sum of likenesses over the usual characters.
    sums: Vec<f32>,
    /// For each letter, the [`ALIKE`] groups of its base, one bit each.
    groups: [u32; LETTERS],
}

/// Signs beside letters that engines put for them.
const SIGNS: &str = "0123456789!\"#$%&'()*+-/<=>?@[]^_`{|}~¢£€§©®°±«»’‘“”¥";

/// Groups of characters that look alike in print, by their bases.
const ALIKE: [&str; 14] = [
    "ceoaqd069€¢©@®&°",
    "iljtf1!|/[]()7",
    "uvnyrjw",
    "nhmrkb",
    "gq9y8",
    "bh6d8o",
    "s5$8§3z2",
    "rtfv",
    "xkv",
    "a4@s",
    "dp0o",
    "ze2",
    "wuvm",
    "ecs3&€",
];

fn groups(base: char) -> u32 {
    (0..).zip(ALIKE).map(|(bit, group)| u32::from(group.contains(base)) << bit).sum()
}

/// What a read character looks like.
struct Look {
    base: char,
    marked: bool,
    /// None for what has no case.
    case: Option<Case>,
    groups: u32,
}

impl Look {
    fn of(read: char) -> Look {
        let (base, marked, case) = match Letter::of(read) {
            Some(letter) => (letter.base(), letter.index() >= 26, Some(Case::of(read))),
            None => (plain(read), !read.is_ascii(), None),
        };
        Look { base, marked, case, groups: groups(base) }
    }
}

/// The characters that letters are usually read as.
pub(crate) fn usual_characters() -> impl Iterator<Item = char> {
    Letter::all().flat_map(|l| Case::BOTH.map(|case| l.printed(case))).chain(SIGNS.chars())
}

impl Shapes {
    pub(crate) fn new() -> Shapes {
        let mut shapes = Shapes { sums: vec![0.0; 2 * LETTERS], groups: [0; LETTERS] };
        for letter in Letter::all() {
            shapes.groups[letter.index()] = groups(letter.base());
        }
        for read in usual_characters() {
            let look = Look::of(read);
            for case in Case::BOTH {
                for letter in Letter::all().filter(|l| l.printed(case) != read) {
                    shapes.sums[case.index() * LETTERS + letter.index()] +=
                        shapes.likeness(letter, case, &look);
                }
            }
        }
        shapes
    }

    /// For each case and letter, P(read as `c` | printed, not read as itself).
    pub(crate) fn others(&self, c: char) -> [[f32; LETTERS]; 2] {
        let look = Look::of(c);
        Case::BOTH.map(|case| {
            let mut shares = [0.0; LETTERS];
            for letter in Letter::all() {
                shares[letter.index()] =
                    self.likeness(letter, case, &look) / self.sums[case.index() * LETTERS + letter.index()];
            }
            shares
        })
    }

    fn likeness(&self, printed: Letter, case: Case, read: &Look) -> f32 {
        let same_case = if read.case.is_none_or(|c| c == case) { 1.0 } else { 0.1 };
        if read.base == printed.base() {
            return same_case * if read.marked { 0.6 } else { 8.0 };
        }
        let alike = self.groups[printed.index()] & read.groups != 0;
        same_case
            * match (alike, read.marked) {
                (true, false) => 0.5,
                (true, true) => 0.08,
                (false, false) => 0.02,
                (false, true) => 0.005,
            }
    }
}

/// A foreign letter without its marks, lower case; signs stay.
fn plain(c: char) -> char {
    let c = c.to_lowercase().next().unwrap_or(c);
    crate::vietnamese::strip_marks(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)
}
