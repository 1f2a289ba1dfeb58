//! The decoder: the best path through a lattice of candidates, and how probable each of its arcs is.
//!
//! Beam search forward, with paths joined where the language model cannot tell them apart; then sums forward and
//! backward over the surviving paths give the posterior of every arc. Scores are natural logarithms.

use std::fmt::Debug;
use std::hash::{BuildHasher, Hash};

use rustc_hash::FxBuildHasher;

use super::alignment::log_add;

/// How likely a word is after the words before it.
pub(crate) trait WordModel {
    /// What it knows of the words before. Equal states score alike.
    type State: Copy + Eq + Ord + Hash + Debug;
    /// A word or class of the model.
    type Word: Copy + Debug;
    /// Room for look-ups, used again and again.
    type Room: Default;

    /// After the end of a sentence.
    fn begin(&self) -> Self::State;
    /// For each of the states (row) and each of the words (column), the state after the word and the natural
    /// logarithm of its probability, put into `steps` row by row. Cheapest when alike states follow each other.
    fn steps(
        &self,
        states: &[Self::State],
        words: &[Self::Word],
        room: &mut Self::Room,
        steps: &mut Vec<(Self::State, f32)>,
    );
    /// The natural logarithm of the probability that the word goes on a name after this state, beside what
    /// [`WordModel::steps`] says; minus infinity where it does not.
    fn in_name(&self, _state: Self::State, _word: Self::Word) -> f32 {
        f32::NEG_INFINITY
    }
    /// The same of a word that stood behind the one before it again and again.
    fn repeated(&self, _state: Self::State, _word: Self::Word) -> f32 {
        f32::NEG_INFINITY
    }
}

/// What stands between the parts at a node of the lattice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Gap {
    /// White space, or signs inside a sentence.
    Open,
    /// The end of a line: perhaps a sentence ends with it, with this probability (0 to 1).
    Perhaps(f32),
}

/// A place between two parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Node {
    pub(crate) gap: Gap,
}

/// A candidate for the characters between two nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arc<W> {
    /// Where it starts; arcs of a lattice are in the order of this.
    pub(crate) from: u32,
    /// Where it ends, after `from`.
    pub(crate) to: u32,
    /// To the language model.
    pub(crate) word: W,
    /// Natural logarithm of P(read | this candidate), with the spelling of a word unknown to the model.
    pub(crate) score: f32,
    /// Natural logarithm of the candidate's share among the words of this document times the weight of that
    /// share; minus infinity for none.
    pub(crate) cached: f32,
    /// Whether it may go on a name: it is capitalised, and so is what stands before it.
    pub(crate) in_name: bool,
    /// Whether it may stand behind a word that it stood behind again and again.
    pub(crate) repeated: bool,
}

/// Candidates for a stretch of text. Node 0 is the beginning, the last node the end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lattice<W> {
    pub(crate) nodes: Vec<Node>,
    pub(crate) arcs: Vec<Arc<W>>,
}

/// How the decoder weighs and prunes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Beam {
    /// Paths kept at a node.
    pub(crate) paths: usize,
    /// Worst path kept, below the best at the same node (natural logarithm).
    pub(crate) window: f32,
    /// Exponent of the language model against the confusion model.
    pub(crate) language: f32,
    /// Natural logarithm of 1 less the weight of the document's own words.
    pub(crate) uncached: f32,
}

/// The outcome for one lattice.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decoded {
    /// The arcs of the best path, from the first node to the last. Empty when no path leads through.
    pub(crate) best: Vec<usize>,
    /// The posterior of every arc, 0 to 1.
    pub(crate) posterior: Vec<f32>,
    /// Natural logarithm of the sum over all paths.
    pub(crate) total: f32,
}

/// No path or no arc.
const NONE: u32 = u32::MAX;

#[derive(Debug)]
struct Path<S> {
    node: u32,
    state: S,
    forward: f32,
    best: f32,
    /// The arc that the best path came by and the path it came from; [`NONE`] at the beginning.
    back: (u32, u32),
    /// The path that was found at the same node before this one, or [`NONE`].
    sibling: u32,
}

#[derive(Debug)]
struct Edge {
    from: u32,
    to: u32,
    arc: u32,
    score: f32,
}

/// A path about to be continued, after what stands at its node.
#[derive(Debug, Clone, Copy)]
struct Start<S> {
    state: S,
    path: u32,
    /// Natural logarithm of the probability of what stands at the node.
    gap: f32,
}

/// Decodes lattices one after the other, in the same room.
pub(crate) struct Decoder<'a, M: WordModel> {
    model: &'a M,
    beam: Beam,
    paths: Vec<Path<M::State>>,
    /// The last path found at each node, or [`NONE`].
    last: Vec<u32>,
    /// The best score of a path at each node so far.
    ceilings: Vec<f32>,
    edges: Vec<Edge>,
    joined: Joined,
    here: Vec<u32>,
    starts: Vec<Start<M::State>>,
    states: Vec<M::State>,
    words: Vec<M::Word>,
    room: M::Room,
    steps: Vec<(M::State, f32)>,
    backward: Vec<f32>,
}

impl<'a, M: WordModel> Decoder<'a, M> {
    pub(crate) fn new(model: &'a M, beam: Beam) -> Decoder<'a, M> {
        Decoder {
            model,
            beam,
            paths: Vec::new(),
            last: Vec::new(),
            ceilings: Vec::new(),
            edges: Vec::new(),
            joined: Joined::default(),
            here: Vec::new(),
            starts: Vec::new(),
            states: Vec::new(),
            words: Vec::new(),
            room: M::Room::default(),
            steps: Vec::new(),
            backward: Vec::new(),
        }
    }

    /// Decodes one lattice that begins after the end of a sentence.
    pub(crate) fn decode(&mut self, lattice: &Lattice<M::Word>) -> Decoded {
        self.paths.clear();
        self.edges.clear();
        self.joined.clear();
        self.last.clear();
        self.last.resize(lattice.nodes.len(), NONE);
        self.ceilings.clear();
        self.ceilings.resize(lattice.nodes.len(), f32::NEG_INFINITY);
        self.last[0] = 0;
        self.paths.push(Path {
            node: 0,
            state: self.model.begin(),
            forward: 0.0,
            best: 0.0,
            back: (NONE, NONE),
            sibling: NONE,
        });
        let mut rest = lattice.arcs.as_slice();
        let mut first = 0;
        for (node, Node { gap }) in (0u32..).zip(&lattice.nodes) {
            let count = rest.iter().take_while(|arc| arc.from == node).count();
            let (arcs, after) = rest.split_at(count);
            rest = after;
            if !arcs.is_empty() {
                self.start(node, *gap);
                self.go(arcs, first);
            }
            first += count;
        }
        self.finish(lattice)
    }

    /// The paths to be continued at a node, in the order of their states.
    fn start(&mut self, node: u32, gap: Gap) {
        let Decoder { paths, here, starts, beam, .. } = self;
        here.clear();
        let mut path = self.last[node as usize];
        while path != NONE {
            here.push(path);
            path = paths[path as usize].sibling;
        }
        let least = self.ceilings[node as usize] - beam.window;
        here.retain(|&p| paths[p as usize].best >= least);
        if here.len() > beam.paths {
            here.select_nth_unstable_by(beam.paths, |&a, &b| {
                let (a, b) = (&paths[a as usize], &paths[b as usize]);
                b.best.total_cmp(&a.best).then(a.state.cmp(&b.state))
            });
            here.truncate(beam.paths);
        }
        let goes_on = match gap {
            Gap::Open => 0.0,
            Gap::Perhaps(p) => (1.0 - p).ln(),
        };
        starts.clear();
        starts.extend(here.iter().map(|&path| Start {
            state: paths[path as usize].state,
            path,
            gap: goes_on,
        }));
        if let Gap::Perhaps(p) = gap {
            // The end of a line says nothing of the words before it, so the break is not scored by them.
            let state = self.model.begin();
            starts.extend(here.iter().map(|&path| Start { state, path, gap: p.ln() }));
        }
        starts.sort_unstable_by(|a, b| a.state.cmp(&b.state).then(a.path.cmp(&b.path)));
    }

    /// Continues the paths by all arcs of their node; `first` is the number of the first arc.
    fn go(&mut self, arcs: &[Arc<M::Word>], first: usize) {
        let Decoder {
            model, paths, last, ceilings, edges, joined, starts, states, words, room, steps, ..
        } = self;
        let Beam { window, language, uncached, .. } = self.beam;
        words.clear();
        words.extend(arcs.iter().map(|a| a.word));
        states.clear();
        states.extend(starts.iter().map(|s| s.state));
        states.dedup();
        model.steps(states, words, room, steps);
        for (row, state) in states.iter().enumerate().filter(|_| arcs[0].in_name) {
            for ((_, word), arc) in steps[row * arcs.len()..].iter_mut().zip(arcs).filter(|(_, a)| a.in_name)
            {
                let in_name = model.in_name(*state, arc.word);
                if in_name > f32::NEG_INFINITY {
                    *word = log_add(*word, in_name);
                }
            }
        }
        if arcs.iter().any(|arc| arc.repeated) {
            for (row, state) in states.iter().enumerate() {
                let of_state = steps[row * arcs.len()..].iter_mut().zip(arcs);
                for ((_, word), arc) in of_state.filter(|(_, arc)| arc.repeated) {
                    let repeated = model.repeated(*state, arc.word);
                    if repeated > f32::NEG_INFINITY {
                        *word = log_add(*word, repeated);
                    }
                }
            }
        }
        // A sum of two probabilities is at most twice the greater: good enough to know what cannot survive, before
        // anything dear is computed.
        let greater =
            |word: f32, arc: &Arc<M::Word>| arc.score + language * (uncached + word).max(arc.cached);
        let slack = window + language * std::f32::consts::LN_2;
        let mut row = 0;
        for start in starts.iter() {
            row += usize::from(states[row] != start.state);
            let before = paths[start.path as usize].best + start.gap;
            for ((_, word), arc) in steps[row * arcs.len()..].iter().zip(arcs) {
                let ceiling = &mut ceilings[arc.to as usize];
                *ceiling = ceiling.max(before + greater(*word, arc));
            }
        }
        row = 0;
        for start in starts.iter() {
            row += usize::from(states[row] != start.state);
            let Path { forward, best, .. } = paths[start.path as usize];
            for (number, (&(state, word), arc)) in (first..).zip(steps[row * arcs.len()..].iter().zip(arcs)) {
                if best + start.gap + greater(word, arc) + slack < ceilings[arc.to as usize] {
                    continue;
                }
                let score = start.gap + arc.score + language * log_add(uncached + word, arc.cached);
                let to = joined.find(paths, arc.to, state).unwrap_or_else(|free| {
                    let new = narrow(paths.len());
                    let sibling = std::mem::replace(&mut last[arc.to as usize], new);
                    paths.push(Path {
                        node: arc.to,
                        state,
                        forward: f32::NEG_INFINITY,
                        best: f32::NEG_INFINITY,
                        back: (NONE, NONE),
                        sibling,
                    });
                    joined.put(paths, free, new);
                    new
                });
                let target = &mut paths[to as usize];
                target.forward = log_add(target.forward, forward + score);
                if best + score > target.best {
                    target.best = best + score;
                    target.back = (narrow(number), start.path);
                }
                edges.push(Edge { from: start.path, to, arc: narrow(number), score });
            }
        }
    }

    /// Sums backward, and the best path.
    fn finish(&mut self, lattice: &Lattice<M::Word>) -> Decoded {
        let paths = &self.paths;
        let mut decoded =
            Decoded { best: Vec::new(), posterior: vec![0.0; lattice.arcs.len()], total: f32::NEG_INFINITY };
        let mut best: Option<u32> = None;
        self.backward.clear();
        self.backward.resize(paths.len(), f32::NEG_INFINITY);
        let backward = &mut self.backward;
        let mut end = self.last.last().copied().unwrap_or(NONE);
        while end != NONE {
            let path = &paths[end as usize];
            decoded.total = log_add(decoded.total, path.forward);
            backward[end as usize] = 0.0;
            // Paths are found last to first; of equal ones the first is kept.
            if best.is_none_or(|b| path.best >= paths[b as usize].best) {
                best = Some(end);
            }
            end = path.sibling;
        }
        // Edges are in the order of the nodes they start from, so those after a node come before those into it.
        for edge in self.edges.iter().rev() {
            let after = backward[edge.to as usize];
            if after.is_finite() {
                let score = edge.score + after;
                let from = edge.from as usize;
                backward[from] = log_add(backward[from], score);
                decoded.posterior[edge.arc as usize] += (paths[from].forward + score - decoded.total).exp();
            }
        }
        for share in &mut decoded.posterior {
            *share = share.min(1.0);
        }
        while let Some(Path { back: (arc, from), .. }) = best.map(|b| &paths[b as usize])
            && *arc != NONE
        {
            decoded.best.push(*arc as usize);
            best = Some(*from);
        }
        decoded.best.reverse();
        decoded
    }
}

/// Finds the path at a node that the language model cannot tell from another: a table of path numbers, by a hash of
/// node and state, the next free place taken where two fall together.
#[derive(Debug, Default)]
struct Joined {
    /// Path numbers or [`NONE`]; as many as a power of two, at most half of them taken.
    table: Vec<u32>,
    taken: usize,
}

impl Joined {
    const LEAST: usize = 1024;

    fn clear(&mut self) {
        // Long stretches are seldom: a large table would be cleared again and again for short ones.
        self.table.truncate(Joined::LEAST);
        self.table.fill(NONE);
        self.table.resize(Joined::LEAST, NONE);
        self.taken = 0;
    }

    /// The path of this node and state, or the free place where it belongs.
    fn find<S: Copy + Eq + Hash>(&self, paths: &[Path<S>], node: u32, state: S) -> Result<u32, usize> {
        let mask = self.table.len() - 1;
        let mut at = hash(&(node, state)) & mask;
        loop {
            let number = self.table[at];
            if number == NONE {
                return Err(at);
            }
            let path = &paths[number as usize];
            if path.node == node && path.state == state {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }

    /// Puts the newest path, which is not in the table, into a free place that was found for it.
    fn put<S: Copy + Eq + Hash>(&mut self, paths: &[Path<S>], free: usize, new: u32) {
        self.table[free] = new;
        self.taken += 1;
        if self.taken * 2 > self.table.len() {
            let size = self.table.len() * 2;
            self.table.clear();
            self.table.resize(size, NONE);
            for (number, path) in (0..=new).zip(paths).skip(1) {
                if let Err(free) = self.find(paths, path.node, path.state) {
                    self.table[free] = number;
                }
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "any bits of a hash will do")]
fn hash(key: &impl Hash) -> usize {
    FxBuildHasher.hash_one(key) as usize
}

fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("a stretch of text has fewer than four billion paths")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five syllables and what follows what; the state is the word before.
    struct Pairs;

    const WORDS: [&str; 5] = ["thực", "thức", "hiện", "hiền", "là"];

    impl WordModel for Pairs {
        type State = usize;
        type Word = usize;
        type Room = ();

        fn begin(&self) -> usize {
            5
        }

        fn steps(&self, states: &[usize], words: &[usize], (): &mut (), steps: &mut Vec<(usize, f32)>) {
            steps.clear();
            for state in states {
                steps.extend(words.iter().map(|word| {
                    let p: f32 = match (state, word) {
                        (5, 0 | 1) => 0.4,
                        (0, 2) => 0.8,
                        (1, 4) => 0.6,
                        _ => 0.05,
                    };
                    (*word, p.ln())
                }));
            }
        }
    }

    fn arc(from: u32, to: u32, word: usize, p: f32) -> Arc<usize> {
        Arc { from, to, word, score: p.ln(), cached: f32::NEG_INFINITY, in_name: false, repeated: false }
    }

    const BEAM: Beam = Beam { paths: 10, window: 20.0, language: 1.0, uncached: 0.0 };

    fn open(count: usize) -> Vec<Node> {
        vec![Node { gap: Gap::Open }; count]
    }

    #[test]
    fn posteriors_are_the_sum_over_paths() {
        // thuc hien:           0 --thực .5 / thức .5--> 1 --hiện .5 / hiền .4--> 2
        let lattice = Lattice {
            nodes: open(3),
            arcs: vec![arc(0, 1, 0, 0.5), arc(0, 1, 1, 0.5), arc(1, 2, 2, 0.5), arc(1, 2, 3, 0.4)],
        };
        let decoded = Decoder::new(&Pairs, BEAM).decode(&lattice);
        // thực hiện .4·.5·.8·.5 = .0800    thực hiền .4·.5·.05·.4 = .0040
        // thức hiện .4·.5·.05·.5 = .0050   thức hiền .4·.5·.05·.4 = .0040      sum .0930
        assert_eq!(decoded.best, [0, 2]);
        let expected = [0.0840 / 0.0930, 0.0090 / 0.0930, 0.0850 / 0.0930, 0.0080 / 0.0930];
        for (got, want) in decoded.posterior.iter().zip(expected) {
            assert!((got - want).abs() < 1e-4, "{:?}", decoded.posterior);
        }
        assert!((decoded.total - 0.0930f32.ln()).abs() < 1e-4);
        let best = decoded.best.iter().map(|&a| WORDS[lattice.arcs[a].word]).collect::<Vec<_>>();
        assert_eq!(best, ["thực", "hiện"]);
    }

    #[test]
    fn a_path_may_join_two_parts() {
        // 0 --thực .1--> 1 --hiện .1--> 2, and 0 --là .9--> 2
        let lattice =
            Lattice { nodes: open(3), arcs: vec![arc(0, 1, 0, 0.1), arc(0, 2, 4, 0.9), arc(1, 2, 2, 0.1)] };
        let decoded = Decoder::new(&Pairs, BEAM).decode(&lattice);
        // .4·.1·.8·.1 = .0032 against .05·.9 = .0450
        assert_eq!(decoded.best, [1]);
        assert!((decoded.posterior[1] - 0.0450 / 0.0482).abs() < 1e-4);
    }

    #[test]
    fn a_line_end_weighs_both_readings() {
        // After `thức`, `thực` is .05, after a sentence end .4.
        let lattice = Lattice {
            nodes: vec![Node { gap: Gap::Open }, Node { gap: Gap::Perhaps(0.25) }, Node { gap: Gap::Open }],
            arcs: vec![arc(0, 1, 1, 1.0), arc(1, 2, 0, 1.0)],
        };
        let decoded = Decoder::new(&Pairs, BEAM).decode(&lattice);
        let whole: f32 = 0.4 * (0.75 * 0.05 + 0.25 * 0.4);
        assert!((decoded.total - whole.ln()).abs() < 1e-4);
    }

    #[test]
    fn a_beam_of_one_still_comes_through() {
        let lattice = Lattice {
            nodes: open(3),
            arcs: vec![arc(0, 1, 0, 0.5), arc(0, 1, 1, 0.6), arc(1, 2, 2, 0.5), arc(1, 2, 3, 0.4)],
        };
        let decoded = Decoder::new(&Pairs, Beam { paths: 1, ..BEAM }).decode(&lattice);
        assert_eq!(decoded.best.len(), 2);
    }
}
