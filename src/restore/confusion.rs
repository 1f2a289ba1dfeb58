//! The confusion model: how likely a piece of read text is when a letter or two were printed.
//!
//! A printed word is read piece by piece. One letter gives 0 to 3 characters (`ư` → `tr`), two letters together give
//! 1 to 3 (`rn` → `m`), and now and then a character is read where nothing was printed. Upper and lower case have
//! tables of their own, since `Đ` turns to `P` and `đ` to `d`.
//!
//! The prior is a mixture of [`Source`]s; a document decides their shares, and its own counts, weighted by how
//! sure its words are, are added on top.

use std::collections::BTreeMap;

use super::hashing::QuickMap;
use super::letters::{Case, LETTERS, Letter};

/// How many characters a letter may be read as.
pub(crate) const LONGEST_PIECE: usize = 3;

/// Up to three read characters, padded with NUL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Piece([char; LONGEST_PIECE]);

impl Piece {
    /// From 0 to 3 characters.
    ///
    /// # Panics
    /// When there are more.
    pub(crate) fn new(chars: &[char]) -> Piece {
        assert!(chars.len() <= LONGEST_PIECE, "a piece has at most three characters");
        let mut piece = ['\0'; LONGEST_PIECE];
        piece[..chars.len()].copy_from_slice(chars);
        Piece(piece)
    }

    /// How many characters it has, 0 to 3.
    pub(crate) fn len(self) -> usize {
        self.0.iter().take_while(|&&c| c != '\0').count()
    }

    /// Its characters.
    pub(crate) fn chars(&self) -> &[char] {
        &self.0[..self.len()]
    }
}

/// One or two printed letters; the case is that of the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Printed {
    pub(crate) case: Case,
    pub(crate) first: Letter,
    pub(crate) second: Option<Letter>,
}

impl Printed {
    fn slot(self) -> usize {
        let second = self.second.map_or(0, |l| l.index() + 1);
        (self.case.index() * LETTERS + self.first.index()) * (LETTERS + 1) + second
    }
}

/// How many different [`Printed`] there are.
const SLOTS: usize = 2 * LETTERS * (LETTERS + 1);

/// What was printed and what it was read as.
pub(crate) type Edit = (Printed, Piece);

/// Counts of edits, and of how often each printed letter and pair of letters occurred.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Counts {
    edits: BTreeMap<Edit, f32>,
    occurred: Vec<f32>,
    /// Characters read where nothing was printed.
    inserted: BTreeMap<char, f32>,
    letters: f32,
}

impl Default for Counts {
    fn default() -> Counts {
        Counts { edits: BTreeMap::new(), occurred: vec![0.0; SLOTS], inserted: BTreeMap::new(), letters: 0.0 }
    }
}

impl Counts {
    /// Adds `weight` occurrences of an edit.
    pub(crate) fn edit(&mut self, edit: Edit, weight: f32) {
        *self.edits.entry(edit).or_insert(0.0) += weight;
    }

    /// Adds `weight` occurrences of a printed letter or pair, however it was read.
    pub(crate) fn occurrence(&mut self, printed: Printed, weight: f32) {
        self.occurred[printed.slot()] += weight;
        if printed.second.is_none() {
            self.letters += weight;
        }
    }

    /// Adds `weight` occurrences of a character read where nothing was printed.
    pub(crate) fn insertion(&mut self, read: char, weight: f32) {
        *self.inserted.entry(read).or_insert(0.0) += weight;
    }

    /// The edits in order, with their counts.
    #[cfg(feature = "train")]
    pub(crate) fn edits(&self) -> impl Iterator<Item = (Edit, f32)> {
        self.edits.iter().map(|(e, c)| (*e, *c))
    }

    /// How often a letter or pair was printed.
    pub(crate) fn occurred(&self, printed: Printed) -> f32 {
        self.occurred[printed.slot()]
    }

    /// The inserted characters in order, with their counts.
    #[cfg(feature = "train")]
    pub(crate) fn insertions(&self) -> impl Iterator<Item = (char, f32)> {
        self.inserted.iter().map(|(e, c)| (*e, *c))
    }

    /// How many letters were printed.
    #[cfg(test)]
    pub(crate) fn letters(&self) -> f32 {
        self.letters
    }

    fn count(&self, edit: &Edit) -> f32 {
        self.edits.get(edit).copied().unwrap_or(0.0)
    }
}

/// One part of the prior.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Source {
    /// Counted, or empty.
    counts: Counts,
    /// Share of unmarked and of marked letters that are read as themselves where nothing was counted.
    kept: [f32; 2],
    /// Weight of the uncounted part, in occurrences of a letter.
    smoothing: f32,
    /// Inserted characters for each printed letter, altogether.
    inserted: f32,
}

impl Source {
    /// A text that was written, not read: letters are themselves but for typing errors and rare damage.
    pub(crate) fn clean() -> Source {
        Source { counts: Counts::default(), kept: [0.9999, 0.9999], smoothing: 1.0, inserted: 1e-5 }
    }

    /// Any engine that knows no Vietnamese, by the likeness of letters alone: what was never counted can happen.
    pub(crate) fn rough() -> Source {
        Source { counts: Counts::default(), kept: [0.93, 0.1], smoothing: 1.0, inserted: 0.01 }
    }

    /// Counted from readings of drawn text.
    pub(crate) fn counted(counts: Counts, kept: [f32; 2]) -> Source {
        let inserted: f32 = counts.inserted.values().sum();
        let inserted = (inserted + 1.0) / (counts.letters + 1000.0);
        Source { counts, kept, smoothing: 8.0, inserted }
    }

    /// What it counted.
    #[cfg(all(test, feature = "train"))]
    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    fn probability(&self, edit: &Edit, shapes: &Shapes) -> f32 {
        let (printed, read) = edit;
        let occurred = self.counts.occurred(*printed);
        let uncounted = match (printed.second, read.chars()) {
            (None, &[c]) => {
                let kept = self.kept[usize::from(printed.first.index() >= 26)];
                if c == printed.first.printed(printed.case) {
                    kept
                } else {
                    (1.0 - kept) * shapes.other(printed.first, printed.case, c)
                }
            }
            (None, []) => (1.0 - self.kept[0]) * 0.01,
            _ => 0.0,
        };
        (self.counts.count(edit) + self.smoothing * uncounted) / (occurred + self.smoothing)
    }
}

/// How alike letters look: the part of the prior that is not counted.
#[derive(Debug, Clone)]
pub(crate) struct Shapes {
    /// For each printed letter (lower, then upper), the sum of likenesses over the usual characters.
    sums: Vec<f32>,
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

impl Shapes {
    pub(crate) fn new() -> Shapes {
        let universe: Vec<char> =
            Letter::all().flat_map(|l| Case::BOTH.map(|case| l.printed(case))).chain(SIGNS.chars()).collect();
        let mut sums = Vec::with_capacity(2 * LETTERS);
        for case in Case::BOTH {
            for letter in Letter::all() {
                let own = letter.printed(case);
                let sum = universe.iter().filter(|c| **c != own).map(|c| likeness(letter, case, *c)).sum();
                sums.push(sum);
            }
        }
        Shapes { sums }
    }

    /// P(read as `c` | printed, not read as itself).
    fn other(&self, letter: Letter, case: Case, c: char) -> f32 {
        likeness(letter, case, c) / self.sums[case.index() * LETTERS + letter.index()]
    }
}

fn likeness(printed: Letter, case: Case, read: char) -> f32 {
    let base = printed.base();
    let (read_base, marked, read_case) = match Letter::of(read) {
        Some(letter) => (letter.base(), letter.index() >= 26, Case::of(read)),
        None => (plain(read), !read.is_ascii(), case),
    };
    let same_case = if read_case == case { 1.0 } else { 0.1 };
    if read_base == base {
        return same_case * if marked { 0.6 } else { 8.0 };
    }
    let alike = ALIKE.iter().any(|group| group.contains(base) && group.contains(read_base));
    same_case
        * match (alike, marked) {
            (true, false) => 0.5,
            (true, true) => 0.08,
            (false, false) => 0.02,
            (false, true) => 0.005,
        }
}

/// A foreign letter without its marks, lower case; signs stay.
fn plain(c: char) -> char {
    let c = c.to_lowercase().next().unwrap_or(c);
    crate::text::strip_marks(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)
}

/// The sources of the prior and their shares in one document.
#[derive(Debug, Clone)]
pub(crate) struct Prior {
    shapes: Shapes,
    sources: Vec<Source>,
}

impl Prior {
    pub(crate) fn new(sources: Vec<Source>) -> Prior {
        Prior { shapes: Shapes::new(), sources }
    }

    fn probability(&self, edit: &Edit, shares: &[f32]) -> f32 {
        self.sources.iter().zip(shares).map(|(s, w)| w * s.probability(edit, &self.shapes)).sum()
    }

    /// The shares of the sources that explain a document's counts best: one step of expectation maximisation.
    /// They sum to 1; none falls under one in ten thousand.
    pub(crate) fn shares(&self, counts: &Counts, shares: &[f32]) -> Vec<f32> {
        let mut sums = vec![1e-3f32; self.sources.len()];
        for (edit, count) in &counts.edits {
            if edit.0.second.is_some() {
                continue;
            }
            let parts: Vec<f32> =
                self.sources.iter().zip(shares).map(|(s, w)| w * s.probability(edit, &self.shapes)).collect();
            let whole: f32 = parts.iter().sum();
            if whole > 0.0 {
                for (sum, part) in sums.iter_mut().zip(&parts) {
                    *sum += count * part / whole;
                }
            }
        }
        let whole: f32 = sums.iter().sum();
        sums.iter().map(|s| (s / whole).max(1e-4)).collect()
    }
}

/// Weight of the prior against a document's own counts, in occurrences of a letter, and of a pair of letters.
const PRIOR_WEIGHT: [f32; 2] = [8.0, 3.0];

/// Edits dearer than this (natural logarithm) are not tried: a word with one such letter never wins.
pub(crate) const DEAREST: f32 = 13.0;

/// A letter or two that a read piece may stand for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Emission {
    pub(crate) first: Letter,
    pub(crate) second: Option<Letter>,
    /// Negative natural logarithm of the probability, at least 0.
    pub(crate) cost: f32,
}

/// What a read piece may stand for, by first letter.
#[derive(Debug, Clone)]
pub(crate) struct Emissions {
    /// Where each first letter's emissions begin in `list`; one more for the end.
    starts: Box<[u16; LETTERS + 1]>,
    list: Vec<Emission>,
    letters: u128,
    least: f32,
}

impl Emissions {
    fn new(mut list: Vec<Emission>) -> Emissions {
        list.sort_by_key(|e| (e.first, e.second));
        let mut starts = Box::new([0; LETTERS + 1]);
        for (letter, start) in starts.iter_mut().enumerate() {
            let before = list.iter().take_while(|e| e.first.index() < letter).count();
            *start = u16::try_from(before).expect("a piece has fewer readings than pairs of letters");
        }
        let letters = list.iter().fold(0, |letters, e| letters | 1 << e.first.index());
        let least = list.iter().map(|e| e.cost).fold(f32::INFINITY, f32::min);
        Emissions { starts, list, letters, least }
    }

    /// The first letters that there are, one bit each by index.
    pub(crate) fn letters(&self) -> u128 {
        self.letters
    }

    /// The cost of the cheapest.
    pub(crate) fn least(&self) -> f32 {
        self.least
    }

    /// Those of a first letter.
    pub(crate) fn of(&self, first: Letter) -> &[Emission] {
        let at = first.index();
        &self.list[usize::from(self.starts[at])..usize::from(self.starts[at + 1])]
    }
}

/// The confusion model of one document, ready to walk with.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    /// For each case and character that the document has: the cost of every letter to be read as it.
    single: QuickMap<char, [Box<[f32; LETTERS]>; 2]>,
    /// For each case and read piece: one letter read as two or three characters, two letters read as one to three.
    others: [QuickMap<Piece, Emissions>; 2],
    deletion: [([f32; LETTERS], f32); 2],
    insertion: QuickMap<char, f32>,
    any_insertion: f32,
}

impl Channel {
    /// The model for a document with these read characters, these counts and these shares of the sources.
    pub(crate) fn new(prior: &Prior, shares: &[f32], counts: &Counts, read: &[char]) -> Channel {
        let probability = |edit: &Edit| {
            let weight = PRIOR_WEIGHT[usize::from(edit.0.second.is_some())];
            (counts.count(edit) + weight * prior.probability(edit, shares))
                / (counts.occurred(edit.0) + weight)
        };
        let cost = |p: f32| -p.max(1e-9).ln();
        let mut single = QuickMap::default();
        for &c in read {
            single.entry(c).or_insert_with(|| {
                Case::BOTH.map(|case| {
                    let mut costs = Box::new([0.0f32; LETTERS]);
                    for first in Letter::all() {
                        let edit = (Printed { case, first, second: None }, Piece::new(&[c]));
                        costs[first.index()] = cost(probability(&edit));
                    }
                    costs
                })
            });
        }
        let mut others = [BTreeMap::new(), BTreeMap::new()];
        let mut known: Vec<Edit> = counts.edits.keys().copied().collect();
        for source in &prior.sources {
            known.extend(source.counts.edits.keys().copied());
        }
        known.sort_unstable();
        known.dedup();
        for edit in known {
            let (printed, piece) = edit;
            let len = piece.len();
            if len == 0 || (len == 1 && printed.second.is_none()) {
                continue;
            }
            if !piece.chars().iter().all(|c| single.contains_key(c)) {
                continue;
            }
            let cost = cost(probability(&edit));
            if cost < DEAREST {
                let list: &mut Vec<Emission> = others[printed.case.index()].entry(piece).or_default();
                list.push(Emission { first: printed.first, second: printed.second, cost });
            }
        }
        let others = others
            .map(|lists| lists.into_iter().map(|(piece, list)| (piece, Emissions::new(list))).collect());
        let deletion = Case::BOTH.map(|case| {
            let mut costs = [0.0; LETTERS];
            for first in Letter::all() {
                let edit = (Printed { case, first, second: None }, Piece::new(&[]));
                costs[first.index()] = cost(probability(&edit));
            }
            (costs, costs.iter().copied().fold(f32::INFINITY, f32::min))
        });
        let inserted: f32 = prior.sources.iter().zip(shares).map(|(s, w)| s.inserted * w).sum();
        // A character that was never inserted shares a tenth of the insertions with fifty others.
        let weight = 200.0;
        let any = |counted: f32| cost((counted + weight * inserted * 0.02) / (counts.letters + weight));
        let mut insertion = QuickMap::default();
        for &c in read {
            let counted = counts.inserted.get(&c).copied().unwrap_or(0.0);
            // Signs are put in by specks far more often than letters.
            let sign = if c.is_alphanumeric() { 1.5 } else { 0.0 };
            insertion.insert(c, any(counted) + sign);
        }
        Channel { single, others, deletion, insertion, any_insertion: any(0.0) }
    }

    /// The cost of each letter, by its index, to be read as `c`; none for a character the document does not have.
    pub(crate) fn single(&self, c: char, case: Case) -> Option<&[f32; LETTERS]> {
        self.single.get(&c).map(|both| &*both[case.index()])
    }

    /// What else a piece may stand for; see [`Channel`].
    pub(crate) fn others(&self, piece: Piece, case: Case) -> Option<&Emissions> {
        self.others[case.index()].get(&piece)
    }

    /// The cost of a letter not to be read at all.
    pub(crate) fn deletion(&self, letter: Letter, case: Case) -> f32 {
        self.deletion[case.index()].0[letter.index()]
    }

    /// The cost of each letter, by its index, not to be read at all, and of the cheapest.
    pub(crate) fn deletions(&self, case: Case) -> (&[f32; LETTERS], f32) {
        let (costs, least) = &self.deletion[case.index()];
        (costs, *least)
    }

    /// The cost of a character read where nothing was printed.
    pub(crate) fn insertion(&self, c: char) -> f32 {
        self.insertion.get(&c).copied().unwrap_or(self.any_insertion)
    }

    /// The cost of a character to be read as itself; signs and digits are always themselves.
    pub(crate) fn identity(&self, c: char) -> f32 {
        match Letter::of(c) {
            Some(letter) => self.single(c, Case::of(c)).map_or(0.0, |costs| costs[letter.index()]),
            None => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(c: char) -> Printed {
        Printed { case: Case::of(c), first: Letter::of(c).unwrap(), second: None }
    }

    #[test]
    fn likeness_prefers_lost_marks() {
        let prior = Prior::new(vec![Source::counted(Counts::default(), [0.95, 0.2])]);
        let p = |t: char, r: char| prior.probability(&(printed(t), Piece::new(&[r])), &[1.0]);
        assert!(p('ệ', 'e') > 3.0 * p('ệ', 'é'));
        assert!(p('ệ', 'é') > p('ệ', 'c'));
        assert!(p('ệ', 'c') > 3.0 * p('ệ', 'k'));
        assert!(p('Đ', 'D') > p('Đ', 'd'));
        let letters: f32 = Letter::all()
            .flat_map(|l| Case::BOTH.map(|case| l.printed(case)))
            .chain(SIGNS.chars())
            .map(|c| p('ệ', c))
            .sum();
        assert!((letters - 1.0).abs() < 0.02, "{letters}");
    }

    #[test]
    fn a_documents_counts_move_the_costs() {
        let prior = Prior::new(vec![Source::counted(Counts::default(), [0.95, 0.2])]);
        let mut counts = Counts::default();
        let edit = (printed('ỏ'), Piece::new(&['6']));
        let before = Channel::new(&prior, &[1.0], &counts, &['6']);
        counts.edit(edit, 9.0);
        counts.occurrence(printed('ỏ'), 10.0);
        let after = Channel::new(&prior, &[1.0], &counts, &['6']);
        let at = Letter::of('ỏ').unwrap().index();
        let cost = |channel: &Channel| channel.single('6', Case::Lower).unwrap()[at];
        assert!(cost(&before) > cost(&after) + 2.0);
        // (9 + 8 p) / (10 + 8) with p small
        assert!((cost(&after) - (18.0f32 / 9.0).ln()).abs() < 0.05);
    }

    #[test]
    fn the_document_decides_between_sources() {
        let prior = Prior::new(vec![Source::clean(), Source::counted(Counts::default(), [0.95, 0.2])]);
        let mut counts = Counts::default();
        for c in ['ệ', 'ế', 'ạ'] {
            counts.edit((printed(c), Piece::new(&[c])), 50.0);
            counts.occurrence(printed(c), 50.0);
        }
        let shares = prior.shares(&counts, &[0.5, 0.5]);
        assert!(shares[0] > 0.8);
        assert!(prior.shares(&counts, &shares)[0] > 0.95);
    }
}
