//! Parts that may be several words whose spaces were lost.

use super::{LatticeBuilder, LatticeEdge, Spelling, Walkers, approximate};
use crate::restore::capitals::Shape;
use crate::restore::language_model::LanguageModel;
use crate::restore::mixed;

impl LatticeBuilder<'_> {
    /// Adds words for beginnings, middles and ends of the characters, where a path of them leads through.
    pub(super) fn split(
        &self,
        chars: &[char],
        shape: Shape,
        spans: &mut Vec<LatticeEdge>,
        walkers: &mut Walkers<'_>,
    ) {
        let len = chars.len();
        let rest_shape = if shape == Shape::Upper { Shape::Upper } else { Shape::Lower };
        let mut pieces: Vec<LatticeEdge> = Vec::new();
        let mut reached = vec![false; len + 1];
        reached[0] = true;
        for from in 0..len {
            if !reached[from] {
                continue;
            }
            let rest = &chars[from..len.min(from + 9)];
            let mut ends = vec![true; rest.len() + 1];
            ends[0] = false;
            // The whole is there already.
            if from == 0 && rest.len() == len {
                ends[len] = false;
            }
            if let Some(to) = mixed::number_end(chars, from) {
                reached[to] = true;
                let score = if from > 0 { self.spacing.lost } else { 0.0 };
                pieces.push(LatticeEdge::of(from..to, Spelling::AsRead, LanguageModel::NUMBER, score));
            }
            let shape = if from == 0 {
                shape
            } else if rest[0].is_uppercase() && shape != Shape::Upper {
                Shape::Capital
            } else {
                rest_shape
            };
            for span in self.walk(rest, &ends, shape, f32::INFINITY, &mut walkers.pieces) {
                // A word of many edits is no reason to believe in a lost space.
                if span.score < -2.2 * approximate(span.to) - 1.0 || span.word == LanguageModel::UNKNOWN {
                    continue;
                }
                reached[from + span.to] = true;
                let score = span.score + if from > 0 { self.spacing.lost } else { 0.0 };
                pieces.push(LatticeEdge { from, to: from + span.to, score, ..span });
            }
        }
        // Only pieces from which the end can be reached.
        let mut leads = vec![false; len + 1];
        leads[len] = true;
        for from in (0..len).rev() {
            leads[from] = pieces.iter().any(|s| s.from == from && leads[s.to]);
        }
        spans.extend(pieces.into_iter().filter(|s| leads[s.to]));
    }
}
