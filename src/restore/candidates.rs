//! Candidates: the words of a trie that a read word may stand for, by a walk with the confusion model.
//!
//! The walk goes over the read characters from left to right and keeps, at each of them, the trie nodes that
//! explain all characters so far at a bearable cost. A node looks ahead by the likeliest word below it, so that a
//! frequent word is not lost to rare ones that resemble the beginning better.
//!
//! What is kept at a character depends only on the characters before it, so a word that begins like the one walked
//! before it goes on where they part: words in the order of their letters share most of the work.

use super::capitals::Shape;
use super::confusion::{Channel, DEAREST, LONGEST_PIECE, Piece};
use crate::vietnamese::letters::{Case, Letter, spell};

const NONE: u32 = u32::MAX;

/// Words in a trie over [`Letter`]s. Nodes are numbered level by level, so that the children of a node lie side by
/// side, by letter, and children of later nodes come later. The root is 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trie {
    /// For each node, the letter that leads to it.
    letters: Vec<Letter>,
    /// Natural logarithm of the probability of the likeliest word at or below it.
    best: Vec<f32>,
    /// The word that ends there, or [`NONE`].
    entries: Vec<u32>,
    /// Its first child.
    children: Vec<u32>,
    /// The letters of its children, one bit each.
    followers: Vec<u128>,
}

/// A word that was found by the walk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Found {
    /// How many read characters it explains, at least 1.
    pub(crate) end: usize,
    /// Which word, as numbered when the trie was built.
    pub(crate) entry: u32,
    /// Negative natural logarithm of P(read | printed).
    pub(crate) cost: f32,
}

/// How wide the walk is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Width {
    /// Nodes kept at each character.
    pub(crate) nodes: usize,
    /// Dearest node kept, above the cheapest at that character (natural logarithm).
    pub(crate) window: f32,
    /// Words kept for each end.
    pub(crate) words: usize,
}

impl Trie {
    /// A trie of lower-case words with the natural logarithm of each one's probability. The number of a word is
    /// its place in `words`. Words with anything but [`Letter`]s are left out.
    pub(crate) fn new<'a>(words: impl Iterator<Item = (&'a str, f32)>) -> Trie {
        let mut spelled: Vec<(Vec<Letter>, u32, f32)> = (0u32..)
            .zip(words)
            .filter_map(|(entry, (word, p))| Some((spell(word)?, entry, p)))
            .filter(|(letters, _, _)| !letters.is_empty())
            .collect();
        spelled.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
        spelled.dedup_by(|b, a| a.0 == b.0);
        let mut trie = Trie::default();
        trie.add(Letter(0));
        // Level by level, so that the children of a node are put down together.
        let mut level = vec![(0usize, 0..spelled.len())];
        let mut depth = 0;
        while !level.is_empty() {
            let mut next = Vec::new();
            for (node, range) in level {
                let words = &spelled[range.clone()];
                trie.best[node] = words.iter().map(|w| w.2).fold(f32::NEG_INFINITY, f32::max);
                let mut at = range.start;
                if words.first().is_some_and(|w| w.0.len() == depth) {
                    trie.entries[node] = words[0].1;
                    at += 1;
                }
                trie.children[node] = narrow(trie.letters.len());
                while at < range.end {
                    let letter = spelled[at].0[depth];
                    let end = at + spelled[at..range.end].iter().take_while(|w| w.0[depth] == letter).count();
                    next.push((trie.letters.len(), at..end));
                    trie.add(letter);
                    trie.followers[node] |= 1 << letter.index();
                    at = end;
                }
            }
            level = next;
            depth += 1;
        }
        trie
    }

    fn add(&mut self, letter: Letter) {
        self.letters.push(letter);
        self.best.push(f32::NEG_INFINITY);
        self.entries.push(NONE);
        self.children.push(0);
        self.followers.push(0);
    }

    /// The children of a node with what leads to them and the likeliest word below: number, letter, probability.
    fn children(&self, node: u32) -> impl Iterator<Item = (u32, Letter, f32)> {
        let first = self.children[node as usize];
        let range = first as usize..first as usize + self.followers[node as usize].count_ones() as usize;
        (first..).zip(&self.letters[range.clone()]).zip(&self.best[range]).map(|((n, l), b)| (n, *l, *b))
    }

    fn child(&self, node: u32, letter: Letter) -> Option<u32> {
        let followers = self.followers[node as usize];
        let bit = 1u128 << letter.index();
        (followers & bit != 0).then(|| self.children[node as usize] + (followers & (bit - 1)).count_ones())
    }

    /// The number of a word.
    pub(crate) fn get(&self, letters: &[Letter]) -> Option<u32> {
        let node = letters.iter().try_fold(0, |node, &letter| self.child(node, letter))?;
        let entry = self.entries[node as usize];
        (entry != NONE).then_some(entry)
    }
}

/// A node and what it costs to explain the characters so far by it.
type Reached = (u32, f32);

/// Walks in a trie, word after word.
#[derive(Debug)]
pub(crate) struct Walker<'a> {
    trie: &'a Trie,
    channel: &'a Channel,
    width: Width,
    /// The characters walked last, and the cases in which their first and the others were taken to be printed.
    read: Vec<char>,
    cases: (Case, Case),
    /// The nodes kept after each number of these characters, by node, each once.
    kept: Vec<Vec<Reached>>,
    /// The nodes met by the usual step, one letter read as one character, by node; and by all other steps.
    usual: Vec<Reached>,
    other: Vec<Reached>,
    scores: Vec<f32>,
}

impl<'a> Walker<'a> {
    pub(crate) fn new(trie: &'a Trie, channel: &'a Channel, width: Width) -> Walker<'a> {
        Walker {
            trie,
            channel,
            width,
            read: Vec::new(),
            cases: Shape::Lower.cases(),
            kept: Vec::new(),
            usual: Vec::new(),
            other: Vec::new(),
            scores: Vec::new(),
        }
    }

    /// The words that `read` may stand for, and those that its beginnings may stand for up to each `ends[i]`
    /// (whether a word may end before character `i`). Cheapest first for each end, ends rising.
    ///
    /// The walk gives up where even the likeliest word would cost more than `limit`, its own rarity counted.
    pub(crate) fn walk(&mut self, read: &[char], ends: &[bool], shape: Shape, limit: f32) -> Vec<Found> {
        let mut same = read.iter().zip(&self.read).take_while(|(a, b)| a == b).count();
        if self.cases != shape.cases() {
            same = 0;
            self.cases = shape.cases();
        }
        // What was walked stays only as far as both words go; with no character in common, not even the start.
        self.kept.truncate(if same == 0 { 0 } else { same + 1 });
        self.read.clear();
        let mut found: Vec<(Found, f32)> = Vec::new();
        for p in 0..=read.len() {
            if p > 0 {
                self.read.push(read[p - 1]);
            }
            if self.kept.len() <= p {
                self.advance(p);
            }
            let trie = self.trie;
            let score = |&(node, cost): &Reached| cost - trie.best[node as usize];
            if ends[p] && p > 0 {
                let from = found.len();
                // The node's own word may be rarer than the best below it; close enough to rank by.
                found.extend(self.kept[p].iter().filter_map(|reached| {
                    let entry = trie.entries[reached.0 as usize];
                    (entry != NONE).then_some((Found { end: p, entry, cost: reached.1 }, score(reached)))
                }));
                found[from..].sort_unstable_by(|a, b| a.1.total_cmp(&b.1).then(a.0.entry.cmp(&b.0.entry)));
                found.truncate(from + self.width.words);
            }
            if limit.is_finite() && !self.kept[p].iter().any(|reached| score(reached) < limit) {
                break;
            }
        }
        found.into_iter().map(|(f, _)| f).collect()
    }

    /// The nodes after `p` characters from those before.
    fn advance(&mut self, p: usize) {
        let mut here = Vec::new();
        if p == 0 {
            here.push((0, 0.0));
        } else {
            self.usual.clear();
            self.other.clear();
            let mut bound = Bound { best: f32::INFINITY, window: self.width.window };
            self.step_usual(p, &mut bound);
            self.step_other(p, &mut bound);
            self.other.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            self.other.dedup_by_key(|reached| reached.0);
            merge(&self.usual, &self.other, &mut here);
            self.prune(&mut here, bound);
        }
        let here = self.with_deleted(here);
        self.kept.push(here);
    }

    /// The nodes after so many characters, apart by the case of the letter that follows: the root takes that of the
    /// first letter, all others that of the rest.
    fn by_case(&self, p: usize) -> [(&[Reached], Case); 2] {
        let kept = self.kept[p].as_slice();
        let (root, others) = kept.split_at(usize::from(kept.first().is_some_and(|r| r.0 == 0)));
        [(root, self.cases.0), (others, self.cases.1)]
    }

    /// One letter read as the last character.
    fn step_usual(&mut self, p: usize, bound: &mut Bound) {
        let mut usual = std::mem::take(&mut self.usual);
        for (nodes, case) in self.by_case(p - 1) {
            let Some(costs) = self.channel.single(self.read[p - 1], case) else { continue };
            for &(node, cost) in nodes {
                for (child, letter, best) in self.trie.children(node) {
                    let step = costs[letter.index()];
                    if step < DEAREST && bound.admits(cost + step - best) {
                        usual.push((child, cost + step));
                    }
                }
            }
        }
        self.usual = usual;
    }

    /// The last character read where nothing was printed; one letter read as two or three; two letters together.
    fn step_other(&mut self, p: usize, bound: &mut Bound) {
        let mut other = std::mem::take(&mut self.other);
        let trie = self.trie;
        let insertion = self.channel.insertion(self.read[p - 1]);
        for &(node, cost) in &self.kept[p - 1] {
            if bound.admits(cost + insertion - trie.best[node as usize]) {
                other.push((node, cost + insertion));
            }
        }
        for len in 1..=LONGEST_PIECE.min(p) {
            let piece = Piece::new(&self.read[p - len..p]);
            for (nodes, case) in self.by_case(p - len) {
                if nodes.is_empty() {
                    continue;
                }
                let Some(emissions) = self.channel.others(piece, case) else { continue };
                for &(node, cost) in nodes {
                    let mut letters = trie.followers[node as usize] & emissions.letters();
                    if letters == 0 || !bound.allows(cost + emissions.least() - trie.best[node as usize]) {
                        continue;
                    }
                    while letters != 0 {
                        let bit = letters & letters.wrapping_neg();
                        letters ^= bit;
                        let child = trie.children[node as usize]
                            + (trie.followers[node as usize] & (bit - 1)).count_ones();
                        for emission in emissions.of(trie.letters[child as usize]) {
                            let to = match emission.second {
                                None => Some(child),
                                Some(second) => trie.child(child, second),
                            };
                            if let Some(to) = to
                                && bound.admits(cost + emission.cost - trie.best[to as usize])
                            {
                                other.push((to, cost + emission.cost));
                            }
                        }
                    }
                }
            }
        }
        self.other = other;
    }

    /// Leaves the nodes within the window, and of those the cheapest; of equal ones the first.
    fn prune(&mut self, here: &mut Vec<Reached>, bound: Bound) {
        let score = |&(node, cost): &Reached| cost - self.trie.best[node as usize];
        here.retain(|reached| score(reached) < bound.best + bound.window);
        if here.len() > self.width.nodes {
            self.scores.clear();
            self.scores.extend(here.iter().map(score));
            let (_, &mut dearest, _) = self.scores.select_nth_unstable_by(self.width.nodes, f32::total_cmp);
            let mut equal = self.width.nodes - here.iter().filter(|r| score(r) < dearest).count();
            here.retain(|reached| {
                let score = score(reached);
                if score == dearest && equal > 0 {
                    equal -= 1;
                    return true;
                }
                score < dearest
            });
        }
    }

    /// These nodes and those that are reached by one letter more that was not read.
    fn with_deleted(&mut self, here: Vec<Reached>) -> Vec<Reached> {
        let trie = self.trie;
        let score = |&(node, cost): &Reached| cost - trie.best[node as usize];
        let best = here.iter().map(score).fold(f32::INFINITY, f32::min);
        self.other.clear();
        for reached in &here {
            let &(node, cost) = reached;
            let case = if node == 0 { self.cases.0 } else { self.cases.1 };
            let (costs, least) = self.channel.deletions(case);
            if score(reached) + least >= best + self.width.window {
                continue;
            }
            self.other.extend(trie.children(node).filter_map(|(child, letter, likeliest)| {
                let to = cost + costs[letter.index()];
                (to - likeliest < best + self.width.window).then_some((child, to))
            }));
        }
        if self.other.is_empty() {
            return here;
        }
        let mut both = Vec::with_capacity(here.len() + self.other.len());
        merge(&here, &self.other, &mut both);
        both
    }
}

/// What a node may cost, its look-ahead counted, while the best at the same character is still sought.
#[derive(Debug, Clone, Copy)]
struct Bound {
    best: f32,
    window: f32,
}

impl Bound {
    /// Whether anything can survive that scores no better than this.
    fn allows(&self, least: f32) -> bool {
        least < self.best + self.window
    }

    /// Whether a node of this score can still survive.
    fn admits(&mut self, score: f32) -> bool {
        self.best = self.best.min(score);
        score < self.best + self.window
    }
}

/// Two lists by node, each node once, into one: each node once, at its least cost.
fn merge(a: &[Reached], b: &[Reached], merged: &mut Vec<Reached>) {
    let (mut a, mut b) = (a, b);
    while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => {
                merged.push(*x);
                a = rest_a;
            }
            std::cmp::Ordering::Greater => {
                merged.push(*y);
                b = rest_b;
            }
            std::cmp::Ordering::Equal => {
                merged.push((x.0, x.1.min(y.1)));
                (a, b) = (rest_a, rest_b);
            }
        }
    }
    merged.extend_from_slice(a);
    merged.extend_from_slice(b);
}

fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("a trie has fewer than four billion nodes")
}

#[cfg(test)]
mod tests {
    use super::super::confusion::{Counts, Prior, Source};
    use super::*;

    const WORDS: [(&str, f32); 6] =
        [("thực", -3.0), ("thức", -3.5), ("hiện", -2.0), ("hiền", -6.0), ("là", -1.0), ("đồng", -3.0)];

    fn walk(read: &str, ends: &[usize], shape: Shape) -> Vec<(String, usize)> {
        let trie = Trie::new(WORDS.iter().copied());
        let read: Vec<char> = read.chars().collect();
        let prior = Prior::new(vec![Source::counted(Counts::default(), [0.95, 0.2])]);
        let channel = Channel::new(&prior, &[1.0], &Counts::default(), &read);
        let mut may = vec![false; read.len() + 1];
        ends.iter().for_each(|&e| may[e] = true);
        let width = Width { nodes: 100, window: 14.0, words: 3 };
        Walker::new(&trie, &channel, width)
            .walk(&read, &may, shape, f32::INFINITY)
            .into_iter()
            .map(|f| (WORDS[f.entry as usize].0.to_owned(), f.end))
            .collect()
    }

    #[test]
    fn words_are_found_through_lost_marks_signs_and_case() {
        struct Case {
            read: &'static str,
            shape: Shape,
            first: &'static str,
        }
        let cases = [
            Case { read: "thuc", shape: Shape::Lower, first: "thực" },
            Case { read: "hién", shape: Shape::Lower, first: "hiện" },
            Case { read: "1a", shape: Shape::Lower, first: "là" },
            Case { read: "DONG", shape: Shape::Upper, first: "đồng" },
            Case { read: "Dong", shape: Shape::Capital, first: "đồng" },
        ];
        for case in cases {
            let found = walk(case.read, &[case.read.chars().count()], case.shape);
            assert_eq!(found.first().map(|f| f.0.as_str()), Some(case.first), "{}", case.read);
        }
    }

    #[test]
    fn beginnings_are_found_where_a_word_may_end() {
        let found = walk("thuchien", &[4, 8], Shape::Lower);
        assert!(found.contains(&("thực".to_owned(), 4)));
    }

    #[test]
    fn words_are_numbered_as_given() {
        let trie = Trie::new(WORDS.iter().copied());
        for (i, (word, _)) in WORDS.iter().enumerate() {
            assert_eq!(trie.get(&spell(word).unwrap()), Some(u32::try_from(i).unwrap()));
        }
        assert_eq!(trie.get(&spell("thự").unwrap()), None);
    }
}
