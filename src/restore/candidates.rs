//! Candidates: the words of a trie that a read word may stand for, by a walk with the confusion model.
//!
//! The walk goes over the read characters from left to right and keeps, at each of them, the trie nodes that
//! explain all characters so far at a bearable cost. A node looks ahead by the likeliest word below it, so that a
//! frequent word is not lost to rare ones that resemble the beginning better.

use std::cmp::Ordering;

use super::capitals::Shape;
use super::confusion::{Channel, DEAREST, LONGEST_PIECE, Piece};
use super::letters::{Letter, spell};

const NONE: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
struct Node {
    children: u32,
    count: u8,
    letter: Letter,
    /// The word that ends here, or [`NONE`].
    entry: u32,
    /// Natural logarithm of the probability of the likeliest word at or below this node.
    best: f32,
}

/// Words in a trie over [`Letter`]s; children of a node lie side by side, by letter.
#[derive(Debug, Clone)]
pub(crate) struct Trie {
    nodes: Vec<Node>,
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
        let root = Node { children: 0, count: 0, letter: Letter(0), entry: NONE, best: f32::NEG_INFINITY };
        let mut trie = Trie { nodes: vec![root] };
        // Level by level, so that the children of a node are put down together.
        let mut level = vec![(0usize, 0..spelled.len())];
        let mut depth = 0;
        while !level.is_empty() {
            let mut next = Vec::new();
            for (node, range) in level {
                let words = &spelled[range.clone()];
                trie.nodes[node].best = words.iter().map(|w| w.2).fold(f32::NEG_INFINITY, f32::max);
                let mut at = range.start;
                if words.first().is_some_and(|w| w.0.len() == depth) {
                    trie.nodes[node].entry = words[0].1;
                    at += 1;
                }
                trie.nodes[node].children = narrow(trie.nodes.len());
                while at < range.end {
                    let letter = spelled[at].0[depth];
                    let end = at + spelled[at..range.end].iter().take_while(|w| w.0[depth] == letter).count();
                    next.push((trie.nodes.len(), at..end));
                    trie.nodes.push(Node { letter, ..root });
                    trie.nodes[node].count += 1;
                    at = end;
                }
            }
            level = next;
            depth += 1;
        }
        trie
    }

    fn children(&self, node: &Node) -> &[Node] {
        &self.nodes[node.children as usize..node.children as usize + usize::from(node.count)]
    }

    fn child(&self, node: &Node, letter: Letter) -> Option<u32> {
        let at = self.children(node).binary_search_by_key(&letter, |n| n.letter).ok()?;
        Some(node.children + narrow(at))
    }

    /// The number of a word.
    pub(crate) fn get(&self, letters: &[Letter]) -> Option<u32> {
        let mut at = 0;
        for &letter in letters {
            at = self.child(&self.nodes[at as usize], letter)?;
        }
        let entry = self.nodes[at as usize].entry;
        (entry != NONE).then_some(entry)
    }

    /// The words that `read` may stand for, and those that its beginnings may stand for up to each `ends[i]`
    /// (whether a word may end before character `i`). Cheapest first for each end, ends rising.
    pub(crate) fn walk(
        &self,
        read: &[char],
        ends: &[bool],
        shape: Shape,
        channel: &Channel,
        width: Width,
        scratch: &mut Scratch,
    ) -> Vec<Found> {
        let n = read.len();
        let (first_case, rest_case) = shape.cases();
        scratch.reset(n + 1);
        scratch.at[0].push((0, 0.0));
        let mut found = Vec::new();
        for p in 0..=n {
            let mut here = std::mem::take(&mut scratch.at[p]);
            self.prune(&mut here, width);
            if here.is_empty() {
                scratch.at[p] = here;
                continue;
            }
            self.add_deleted(&mut here, (first_case, rest_case), channel, width);
            if ends[p] && p > 0 {
                let from = found.len();
                found.extend(here.iter().filter_map(|&(node, cost)| {
                    let entry = self.nodes[node as usize].entry;
                    (entry != NONE).then_some((Found { end: p, entry, cost }, self.nodes[node as usize]))
                }));
                // The node's own word may be rarer than the best below it; close enough to rank by.
                let rank = |f: &(Found, Node)| f.0.cost - f.1.best;
                found[from..].sort_by(|a, b| rank(a).total_cmp(&rank(b)).then(a.0.entry.cmp(&b.0.entry)));
                found.truncate(from + width.words);
            }
            if p < n {
                self.expand(&here, &read[p..], p, (first_case, rest_case), channel, scratch);
            }
            here.clear();
            scratch.at[p] = here;
        }
        found.into_iter().map(|(f, _)| f).collect()
    }

    /// Steps from the nodes at character `p` to those after the next one, two or three.
    fn expand(
        &self,
        here: &[(u32, f32)],
        rest: &[char],
        p: usize,
        cases: (super::letters::Case, super::letters::Case),
        channel: &Channel,
        scratch: &mut Scratch,
    ) {
        let insertion = channel.insertion(rest[0]);
        for (index, case) in [cases.0, cases.1].into_iter().enumerate() {
            // The root takes the case of the first letter, all other nodes that of the rest.
            let of_case = |node: u32| (node == 0) == (index == 0);
            if !here.iter().any(|&(node, _)| of_case(node)) {
                continue;
            }
            let single = channel.single(rest[0], case);
            for &(node, cost) in here.iter().filter(|(node, _)| of_case(*node)) {
                let parent = &self.nodes[node as usize];
                scratch.at[p + 1].push((node, cost + insertion));
                if let Some(costs) = single {
                    for (child, at) in self.children(parent).iter().zip(parent.children..) {
                        let step = costs[child.letter.index()];
                        if step < DEAREST {
                            scratch.at[p + 1].push((at, cost + step));
                        }
                    }
                }
            }
            for len in 1..=LONGEST_PIECE.min(rest.len()) {
                let Some(others) = channel.others(Piece::new(&rest[..len]), case) else { continue };
                for &(node, cost) in here.iter().filter(|(node, _)| of_case(*node)) {
                    let parent = &self.nodes[node as usize];
                    for (child, at) in self.children(parent).iter().zip(parent.children..) {
                        for emission in others.of(child.letter) {
                            let to = match emission.second {
                                None => Some(at),
                                Some(second) => self.child(child, second),
                            };
                            if let Some(to) = to {
                                scratch.at[p + len].push((to, cost + emission.cost));
                            }
                        }
                    }
                }
            }
        }
    }

    /// Adds the nodes that are reached by one letter that was not read.
    fn add_deleted(
        &self,
        here: &mut Vec<(u32, f32)>,
        cases: (super::letters::Case, super::letters::Case),
        channel: &Channel,
        width: Width,
    ) {
        let score = |node: u32, cost: f32| cost - self.nodes[node as usize].best;
        let best = here.iter().map(|&(n, c)| score(n, c)).fold(f32::INFINITY, f32::min);
        let stay = here.len();
        for i in 0..stay {
            let (node, cost) = here[i];
            let parent = &self.nodes[node as usize];
            let case = if node == 0 { cases.0 } else { cases.1 };
            for (child, at) in self.children(parent).iter().zip(parent.children..) {
                let to = cost + channel.deletion(child.letter, case);
                if to - child.best < best + width.window {
                    here.push((at, to));
                }
            }
        }
        if here.len() > stay {
            dedup(here);
        }
    }

    fn prune(&self, here: &mut Vec<(u32, f32)>, width: Width) {
        dedup(here);
        let score = |&(node, cost): &(u32, f32)| cost - self.nodes[node as usize].best;
        let best = here.iter().map(score).fold(f32::INFINITY, f32::min);
        here.retain(|h| score(h) < best + width.window);
        if here.len() > width.nodes {
            here.select_nth_unstable_by(width.nodes, |a, b| {
                score(a).total_cmp(&score(b)).then(a.0.cmp(&b.0))
            });
            here.truncate(width.nodes);
        }
    }
}

/// Each node once, at its least cost.
fn dedup(here: &mut Vec<(u32, f32)>) {
    here.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(Ordering::Equal));
    here.dedup_by_key(|h| h.0);
}

/// Room for walks, used again and again.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    at: Vec<Vec<(u32, f32)>>,
}

impl Scratch {
    fn reset(&mut self, positions: usize) {
        let longest = positions + LONGEST_PIECE;
        if self.at.len() < longest {
            self.at.resize_with(longest, Vec::new);
        }
        for list in &mut self.at {
            list.clear();
        }
    }
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
        trie.walk(&read, &may, shape, &channel, width, &mut Scratch::default())
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
