//! The decoder: the best path through a lattice of candidates, and how probable each of its arcs is.
//!
//! Beam search forward, with paths joined where the language model cannot tell them apart; then sums forward and
//! backward over the surviving paths give the posterior of every arc. Scores are natural logarithms.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;

use super::alignment::log_add;

/// How likely a word is after the words before it.
pub(crate) trait WordModel {
    /// What it knows of the words before. Equal states score alike.
    type State: Copy + Eq + Ord + Hash + Debug;
    /// A word or class of the model.
    type Word: Copy + Debug;

    /// After the end of a sentence.
    fn begin(&self) -> Self::State;
    /// The state after a word, and the natural logarithm of its probability.
    fn next(&self, state: Self::State, word: Self::Word) -> (Self::State, f32);
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

struct Path<S> {
    state: S,
    forward: f32,
    best: f32,
    /// The arc that the best path came by and the path it came from; none at the beginning.
    back: Option<(u32, u32)>,
}

struct Edge {
    from: u32,
    to: u32,
    arc: u32,
    score: f32,
}

/// Decodes one lattice that begins in `state`.
pub(crate) fn decode<M: WordModel>(
    lattice: &Lattice<M::Word>,
    model: &M,
    state: M::State,
    beam: Beam,
) -> Decoded {
    let mut paths = vec![Path { state, forward: 0.0, best: 0.0, back: None }];
    let mut at: Vec<Vec<u32>> = vec![Vec::new(); lattice.nodes.len()];
    at[0].push(0);
    let mut edges: Vec<Edge> = Vec::new();
    let mut joined: HashMap<(u32, M::State), u32> = HashMap::new();
    let mut arc = 0;
    for (node, Node { gap }) in (0u32..).zip(&lattice.nodes) {
        let first = arc;
        while arc < lattice.arcs.len() && lattice.arcs[arc].from == node {
            arc += 1;
        }
        let mut here = std::mem::take(&mut at[node as usize]);
        prune(&mut here, &paths, beam);
        if first == arc {
            at[node as usize] = here;
            continue;
        }
        for &path in &here {
            let (starts, count) = after_gap(*gap, paths[path as usize].state, model);
            for &(state, gap_score) in &starts[..count] {
                let Path { forward, best, .. } = paths[path as usize];
                for (index, candidate) in (first..arc).map(|i| (i, &lattice.arcs[i])) {
                    let (to_state, word) = model.next(state, candidate.word);
                    let word = log_add(beam.uncached + word, candidate.cached);
                    let score = gap_score + candidate.score + beam.language * word;
                    let to = *joined.entry((candidate.to, to_state)).or_insert_with(|| {
                        let new = narrow(paths.len());
                        paths.push(Path {
                            state: to_state,
                            forward: f32::NEG_INFINITY,
                            best: f32::NEG_INFINITY,
                            back: None,
                        });
                        at[candidate.to as usize].push(new);
                        new
                    });
                    let target = &mut paths[to as usize];
                    target.forward = log_add(target.forward, forward + score);
                    if best + score > target.best {
                        target.best = best + score;
                        target.back = Some((narrow(index), path));
                    }
                    edges.push(Edge { from: path, to, arc: narrow(index), score });
                }
            }
        }
        joined.retain(|(to, _), _| *to > node);
    }
    let ends = at.pop().unwrap_or_default();
    finish(lattice.arcs.len(), &paths, &edges, &ends)
}

/// The states in which the next word may follow, and what it costs to get there.
fn after_gap<M: WordModel>(gap: Gap, state: M::State, model: &M) -> ([(M::State, f32); 2], usize) {
    match gap {
        Gap::Open => ([(state, 0.0); 2], 1),
        // The end of a line says nothing of the words before it, so the break is not scored by them.
        Gap::Perhaps(p) => ([(state, (1.0 - p).ln()), (model.begin(), p.ln())], 2),
    }
}

fn prune<S: Ord + Copy>(here: &mut Vec<u32>, paths: &[Path<S>], beam: Beam) {
    let best = here.iter().map(|&p| paths[p as usize].best).fold(f32::NEG_INFINITY, f32::max);
    here.retain(|&p| paths[p as usize].best >= best - beam.window);
    if here.len() > beam.paths {
        here.sort_unstable_by(|&a, &b| {
            let (a, b) = (&paths[a as usize], &paths[b as usize]);
            b.best.total_cmp(&a.best).then(a.state.cmp(&b.state))
        });
        here.truncate(beam.paths);
    }
}

fn finish<S>(arcs: usize, paths: &[Path<S>], edges: &[Edge], ends: &[u32]) -> Decoded {
    let mut decoded = Decoded { best: Vec::new(), posterior: vec![0.0; arcs], total: f32::NEG_INFINITY };
    let mut last: Option<u32> = None;
    let mut backward = vec![f32::NEG_INFINITY; paths.len()];
    for &end in ends {
        let path = &paths[end as usize];
        decoded.total = log_add(decoded.total, path.forward);
        backward[end as usize] = 0.0;
        if last.is_none_or(|l| path.best > paths[l as usize].best) {
            last = Some(end);
        }
    }
    // Edges are in the order of the nodes they start from, so those after a node come before those into it.
    for edge in edges.iter().rev() {
        let after = backward[edge.to as usize];
        if after.is_finite() {
            let score = edge.score + after;
            let from = edge.from as usize;
            backward[from] = log_add(backward[from], score);
            let share = (paths[from].forward + score - decoded.total).exp();
            decoded.posterior[edge.arc as usize] += share;
        }
    }
    for share in &mut decoded.posterior {
        *share = share.min(1.0);
    }
    while let Some((arc, from)) = last.and_then(|l| paths[l as usize].back) {
        decoded.best.push(arc as usize);
        last = Some(from);
    }
    decoded.best.reverse();
    decoded
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

        fn begin(&self) -> usize {
            5
        }

        fn next(&self, state: usize, word: usize) -> (usize, f32) {
            let p: f32 = match (state, word) {
                (5, 0 | 1) => 0.4,
                (0, 2) => 0.8,
                (1, 4) => 0.6,
                _ => 0.05,
            };
            (word, p.ln())
        }
    }

    fn arc(from: u32, to: u32, word: usize, p: f32) -> Arc<usize> {
        Arc { from, to, word, score: p.ln(), cached: f32::NEG_INFINITY }
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
        let decoded = decode(&lattice, &Pairs, 5, BEAM);
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
        let decoded = decode(&lattice, &Pairs, 5, BEAM);
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
        let decoded = decode(&lattice, &Pairs, 5, BEAM);
        let whole: f32 = 0.4 * (0.75 * 0.05 + 0.25 * 0.4);
        assert!((decoded.total - whole.ln()).abs() < 1e-4);
    }

    #[test]
    fn a_beam_of_one_still_comes_through() {
        let lattice = Lattice {
            nodes: open(3),
            arcs: vec![arc(0, 1, 0, 0.5), arc(0, 1, 1, 0.6), arc(1, 2, 2, 0.5), arc(1, 2, 3, 0.4)],
        };
        let decoded = decode(&lattice, &Pairs, 5, Beam { paths: 1, ..BEAM });
        assert_eq!(decoded.best.len(), 2);
    }
}
