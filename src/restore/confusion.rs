//! The confusion model: how likely a piece of read text is when a letter or two were printed.
//!
//! A printed word is read piece by piece. One letter gives 0 to 3 characters (`ư` → `tr`), two letters together give
//! 1 to 3 (`rn` → `m`), and now and then a character is read where nothing was printed. Upper and lower case have
//! tables of their own, since `Đ` turns to `P` and `đ` to `d`.
//!
//! The prior is a mixture of [`Source`]s; a document decides their shares, and its own counts, weighted by how
//! sure its words are, are added on top.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::likeness::{self, Shapes};
use crate::vietnamese::letters::{Case, LETTERS, Letter};

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
    pub(crate) fn rough(counts: Counts) -> Source {
        Source { counts, kept: [0.93, 0.1], smoothing: 1.0, inserted: 0.01 }
    }

    /// Counted from readings of drawn text.
    pub(crate) fn counted(counts: Counts, kept: [f32; 2]) -> Source {
        let inserted: f32 = counts.inserted.values().sum();
        let inserted = (inserted + 1.0) / (counts.letters + 1000.0);
        Source { counts, kept, smoothing: 8.0, inserted }
    }

    /// Counted from readings by a few scanners, of which another will have its own confusions: half the weight is left to
    /// the likeness of letters even where a letter was seen often.
    pub(crate) fn of_few(counts: Counts, kept: [f32; 2]) -> Source {
        Source { smoothing: 30.0, ..Source::counted(counts, kept) }
    }

    /// What it counted.
    #[cfg(all(test, feature = "train"))]
    pub(crate) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// P(read | printed) of an edit that is not one letter read as one character.
    fn probability(&self, edit: &Edit) -> f32 {
        let uncounted = if edit.0.second.is_none() && edit.1.len() == 0 { self.unread() } else { 0.0 };
        self.smoothed(self.counts.count(edit), edit.0, uncounted)
    }

    /// How often a letter is not read at all, where that was not counted.
    fn unread(&self) -> f32 {
        (1.0 - self.kept[0]) * 0.01
    }

    fn smoothed(&self, counted: f32, printed: Printed, uncounted: f32) -> f32 {
        (counted + self.smoothing * uncounted) / (self.counts.occurred(printed) + self.smoothing)
    }

    /// P(read as `c` | printed) of every letter in both cases.
    fn singles(&self, c: char, shapes: &Shapes) -> Singles {
        let mut table = Box::new(shapes.others(c));
        for case in Case::BOTH {
            for first in Letter::all() {
                let p = &mut table[case.index()][first.index()];
                let kept = self.kept[usize::from(first.index() >= 26)];
                let uncounted = if c == first.printed(case) { kept } else { (1.0 - kept) * *p };
                let printed = Printed { case, first, second: None };
                let counted = self.counts.count(&(printed, Piece::new(&[c])));
                *p = self.smoothed(counted, printed, uncounted);
            }
        }
        table
    }
}

/// A number for each case and letter.
type Singles = Box<[[f32; LETTERS]; 2]>;

/// The sources of the prior and their shares in one document.
#[derive(Debug, Clone)]
pub(crate) struct Prior {
    shapes: Shapes,
    sources: Vec<Source>,
    /// For each usual character what [`Source::singles`] gives for each source.
    singles: FxHashMap<char, Vec<Singles>>,
    /// The counted edits of any source that are not one letter read as one character, in order, with the
    /// probability by each source.
    longer: Vec<(Edit, Vec<f32>)>,
}

impl Prior {
    pub(crate) fn new(sources: Vec<Source>) -> Prior {
        let mut longer: Vec<Edit> =
            sources.iter().flat_map(|s| s.counts.edits.keys()).filter(|e| !is_single(e)).copied().collect();
        longer.sort_unstable();
        longer.dedup();
        let longer =
            longer.into_iter().map(|e| (e, sources.iter().map(|s| s.probability(&e)).collect())).collect();
        let mut prior = Prior { shapes: Shapes::new(), sources, singles: FxHashMap::default(), longer };
        prior.singles = likeness::usual_characters().map(|c| (c, prior.make_singles(c))).collect();
        prior
    }

    fn make_singles(&self, c: char) -> Vec<Singles> {
        self.sources.iter().map(|s| s.singles(c, &self.shapes)).collect()
    }

    fn singles(&self, c: char) -> Cow<'_, [Singles]> {
        match self.singles.get(&c) {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(self.make_singles(c)),
        }
    }

    /// By each source, P(read | printed).
    fn by_source(&self, edit: &Edit) -> Vec<f32> {
        match (is_single(edit), edit.1.chars()) {
            (true, &[c]) => {
                let at = (edit.0.case.index(), edit.0.first.index());
                self.singles(c).iter().map(|table| table[at.0][at.1]).collect()
            }
            _ => self.sources.iter().map(|s| s.probability(edit)).collect(),
        }
    }

    /// The shares of the sources that explain a document's counts best: one step of expectation maximisation.
    /// They sum to 1; none falls under one in ten thousand.
    pub(crate) fn shares(&self, counts: &Counts, shares: &[f32]) -> Vec<f32> {
        let mut sums = vec![1e-3f32; self.sources.len()];
        for (edit, count) in &counts.edits {
            if edit.0.second.is_some() {
                continue;
            }
            let parts: Vec<f32> = self.by_source(edit).iter().zip(shares).map(|(p, w)| w * p).collect();
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

/// Whether one letter was read as one character.
fn is_single(edit: &Edit) -> bool {
    edit.0.second.is_none() && edit.1.len() == 1
}

fn mixed(by_source: &[f32], shares: &[f32]) -> f32 {
    by_source.iter().zip(shares).map(|(p, w)| w * p).sum()
}

/// Weight of the prior against a document's own counts, in occurrences of a letter, and of a pair of letters.
const PRIOR_WEIGHT: [f32; 2] = [8.0, 3.0];

/// Edits dearer than this (natural logarithm) are not tried: a word with one such letter never wins.
pub(crate) const DEAREST: f32 = 13.0;

/// How much the costs of a badly read word are flattened, and what each printed letter costs more, so that the
/// probabilities of its readings still sum to one.
const FLATTENED: f32 = 0.33;
const FLATTENED_LETTER: f32 = 0.4;

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
        let mut before = 0;
        for (letter, start) in starts.iter_mut().enumerate() {
            before += list[before..].iter().take_while(|e| e.first.index() < letter).count();
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
    single: FxHashMap<char, Singles>,
    /// For each case and read piece: one letter read as two or three characters, two letters read as one to three.
    others: [FxHashMap<Piece, Emissions>; 2],
    deletion: [([f32; LETTERS], f32); 2],
    insertion: FxHashMap<char, f32>,
    any_insertion: f32,
}

impl Channel {
    /// The model for a document with these read characters, these counts and these shares of the sources.
    pub(crate) fn new(prior: &Prior, shares: &[f32], counts: &Counts, read: &[char]) -> Channel {
        let weigh = |counted: f32, printed: Printed, prior: f32| {
            let weight = PRIOR_WEIGHT[usize::from(printed.second.is_some())];
            (counted + weight * prior) / (counts.occurred(printed) + weight)
        };
        let cost = |p: f32| -p.max(1e-9).ln();
        let mut single: FxHashMap<char, Singles> = FxHashMap::default();
        for &c in read {
            single.entry(c).or_insert_with(|| {
                let mut table = Box::new([[0.0f32; LETTERS]; 2]);
                for (by_source, share) in prior.singles(c).iter().zip(shares) {
                    for (sum, p) in table.as_flattened_mut().iter_mut().zip(by_source.as_flattened()) {
                        *sum += share * p;
                    }
                }
                table
            });
        }
        for (edit, count) in counts.edits.iter().filter(|(e, _)| is_single(e)) {
            if let Some(table) = single.get_mut(&edit.1.chars()[0]) {
                // As if the prior had seen it: its weight is multiplied in below.
                table[edit.0.case.index()][edit.0.first.index()] += count / PRIOR_WEIGHT[0];
            }
        }
        let single = single.into_iter().map(|(c, mut table)| {
            for case in Case::BOTH {
                for first in Letter::all() {
                    let p = &mut table[case.index()][first.index()];
                    *p = cost(weigh(0.0, Printed { case, first, second: None }, *p));
                }
            }
            (c, table)
        });
        let single: FxHashMap<char, Singles> = single.collect();
        let mut others = [FxHashMap::default(), FxHashMap::default()];
        let mut add = |edit: &Edit, p: f32| {
            let (printed, piece) = *edit;
            let cost = cost(p);
            if cost < DEAREST && piece.len() > 0 && piece.chars().iter().all(|c| single.contains_key(c)) {
                let list: &mut Vec<Emission> = others[printed.case.index()].entry(piece).or_default();
                list.push(Emission { first: printed.first, second: printed.second, cost });
            }
        };
        for (edit, by_source) in &prior.longer {
            add(edit, weigh(counts.count(edit), edit.0, mixed(by_source, shares)));
        }
        for (edit, count) in counts.edits.iter().filter(|(e, _)| !is_single(e)) {
            if prior.longer.binary_search_by(|(known, _)| known.cmp(edit)).is_err() {
                add(edit, weigh(*count, edit.0, 0.0));
            }
        }
        let others = others
            .map(|lists| lists.into_iter().map(|(piece, list)| (piece, Emissions::new(list))).collect());
        let deletion = Case::BOTH.map(|case| {
            let mut costs = [0.0; LETTERS];
            for first in Letter::all() {
                let edit = (Printed { case, first, second: None }, Piece::new(&[]));
                let prior = mixed(&prior.by_source(&edit), shares);
                costs[first.index()] = cost(weigh(counts.count(&edit), edit.0, prior));
            }
            (costs, costs.iter().copied().fold(f32::INFINITY, f32::min))
        });
        let inserted: f32 = prior.sources.iter().zip(shares).map(|(s, w)| s.inserted * w).sum();
        // A character that was never inserted shares a tenth of the insertions with fifty others.
        let weight = 200.0;
        let any = |counted: f32| cost((counted + weight * inserted * 0.02) / (counts.letters + weight));
        let mut insertion = FxHashMap::default();
        for &c in read {
            let counted = counts.inserted.get(&c).copied().unwrap_or(0.0);
            // Signs are put in by specks far more often than letters.
            let sign = if c.is_alphanumeric() { 1.5 } else { 0.0 };
            insertion.insert(c, any(counted) + sign);
        }
        Channel { single, others, deletion, insertion, any_insertion: any(0.0) }
    }

    /// The same confusions flattened, for words that were badly read: any letter is wrong more often, and what is
    /// seldom confused in other words is not so seldom here.
    pub(crate) fn of_badly_read(&self) -> Channel {
        let flat = |cost: f32| FLATTENED * cost + FLATTENED_LETTER;
        let mut flattened = self.clone();
        let flatten = |table: &mut Singles| table.as_flattened_mut().iter_mut().for_each(|c| *c = flat(*c));
        flattened.single.values_mut().for_each(flatten);
        for emissions in flattened.others.iter_mut().flat_map(|by_piece| by_piece.values_mut()) {
            for emission in &mut emissions.list {
                emission.cost = flat(emission.cost);
                if emission.second.is_some() {
                    emission.cost += FLATTENED_LETTER;
                }
            }
            emissions.least = flat(emissions.least);
        }
        for (costs, least) in &mut flattened.deletion {
            costs.iter_mut().for_each(|cost| *cost = flat(*cost));
            *least = flat(*least);
        }
        flattened.insertion.values_mut().for_each(|cost| *cost *= FLATTENED);
        flattened.any_insertion *= FLATTENED;
        flattened
    }

    /// The cost of each letter, by its index, to be read as `c`; none for a character the document does not have.
    pub(crate) fn single(&self, c: char, case: Case) -> Option<&[f32; LETTERS]> {
        self.single.get(&c).map(|both| &both[case.index()])
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
        let p = |t: char, r: char| mixed(&prior.by_source(&(printed(t), Piece::new(&[r]))), &[1.0]);
        assert!(p('ệ', 'e') > 3.0 * p('ệ', 'é'));
        assert!(p('ệ', 'é') > p('ệ', 'c'));
        assert!(p('ệ', 'c') > 3.0 * p('ệ', 'k'));
        assert!(p('Đ', 'D') > p('Đ', 'd'));
        let letters: f32 = likeness::usual_characters().map(|c| p('ệ', c)).sum();
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
    fn badly_read_words_may_have_any_letter_wrong() {
        let prior = Prior::new(vec![Source::clean()]);
        let channel = Channel::new(&prior, &[1.0], &Counts::default(), &['n', 'm']);
        let badly = channel.of_badly_read();
        let at = |c: char| Letter::of(c).unwrap().index();
        let cost = |channel: &Channel, read: char| channel.single(read, Case::Lower).unwrap()[at('m')];
        assert!(cost(&badly, 'n') + 4.0 < cost(&channel, 'n'));
        // What was read is still the likeliest, though less surely.
        assert!(cost(&badly, 'm') < cost(&badly, 'n') && cost(&badly, 'm') > cost(&channel, 'm'));
        assert!(badly.insertion('n') < channel.insertion('n'));
        assert!(badly.deletion(Letter::of('m').unwrap(), Case::Lower) < DEAREST);
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
