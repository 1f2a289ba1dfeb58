//! The cheapest edit from the truth to what was read, token by token.
//!
//! Every substitution, deletion and insertion costs one. Where several edits are equally cheap, the one is taken
//! that, seen from the end, pairs two tokens rather than leaving one out, and leaves out one of the truth
//! rather than one of the reading: so the mistakes that are counted and listed do not depend on chance.

use std::collections::HashMap;
use std::hash::Hash;

/// One step of an edit. Numbers are positions in the truth and in the reading, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The same on both sides, or handwriting for which something was read.
    Same(usize, usize),
    /// Handwriting for which nothing was read.
    Skipped(usize),
    /// Read as another.
    Substituted(usize, usize),
    /// Not read.
    Deleted(usize),
    /// Read where the truth has nothing.
    Inserted(usize),
}

impl Step {
    /// Whether it is a mistake.
    pub fn is_wrong(self) -> bool {
        matches!(self, Step::Substituted(..) | Step::Deleted(_) | Step::Inserted(_))
    }

    /// The position in the truth, `None` for what was inserted.
    pub fn truth(self) -> Option<usize> {
        match self {
            Step::Same(t, _) | Step::Substituted(t, _) | Step::Skipped(t) | Step::Deleted(t) => Some(t),
            Step::Inserted(_) => None,
        }
    }

    /// The position in the reading, `None` for what was not read.
    pub fn read(self) -> Option<usize> {
        match self {
            Step::Same(_, r) | Step::Substituted(_, r) | Step::Inserted(r) => Some(r),
            Step::Skipped(_) | Step::Deleted(_) => None,
        }
    }
}

/// The cheapest edit, from front to back. Tokens of the truth for which `anything` holds match any one token, or
/// none, for nothing.
///
/// Time is proportional to length × number of mistakes; memory to the square root of the length × number of
/// mistakes.
pub fn align<T: Eq + Hash>(truth: &[T], read: &[T], anything: impl Fn(&T) -> bool) -> Vec<Step> {
    let start = truth.iter().zip(read).take_while(|(t, r)| t == r).count();
    let longest = truth.len().min(read.len()) - start;
    let end = truth.iter().rev().zip(read.iter().rev()).take(longest).take_while(|(t, r)| t == r).count();
    let (a, b) = number(&truth[start..truth.len() - end], &read[start..read.len() - end], anything);

    let mut steps: Vec<Step> = (0..start).map(|at| Step::Same(at, at)).collect();
    steps.extend(Edit::cheapest(&a, &b).into_iter().map(|step| match step {
        Step::Same(t, r) => Step::Same(t + start, r + start),
        Step::Substituted(t, r) => Step::Substituted(t + start, r + start),
        Step::Skipped(t) => Step::Skipped(t + start),
        Step::Deleted(t) => Step::Deleted(t + start),
        Step::Inserted(r) => Step::Inserted(r + start),
    }));
    steps.extend((0..end).rev().map(|back| Step::Same(truth.len() - 1 - back, read.len() - 1 - back)));
    steps
}

/// The number of a token that stands for anything.
const ANY: u32 = 0;

/// Tokens as numbers, equal ones alike, since numbers compare faster than strings.
fn number<T: Eq + Hash>(truth: &[T], read: &[T], anything: impl Fn(&T) -> bool) -> (Vec<u32>, Vec<u32>) {
    let mut known: HashMap<&T, u32> = HashMap::new();
    let mut name = |token| {
        if anything(token) {
            return ANY;
        }
        let next = narrow(known.len()) + 1;
        *known.entry(token).or_insert(next)
    };
    (truth.iter().map(&mut name).collect(), read.iter().map(&mut name).collect())
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("a document has fewer than 4 billion tokens")
}

/// A cost that no cell has; one can still be added to it.
const NEVER: u32 = u32::MAX / 2;

/// Ways into a cell, in the order in which they are preferred.
const DIAGONAL: u8 = 0;
const UP: u8 = 1;
const LEFT: u8 = 2;

/// The table of costs: row `i` after `i` tokens of the truth, column `j` after `j` tokens of the reading.
///
/// Only a band beside the diagonal is filled. A path of cost `c` leaves the diagonal by at most `c` insertions to
/// the right, and by at most `c` deletions and the free ones to the left; so when the end is reached at a cost
/// within `reach`, all cheapest paths lie inside the band and ties among them are seen as in the whole table.
struct Edit<'a> {
    truth: &'a [u32],
    read: &'a [u32],
    reach: usize,
    /// Tokens of the truth that may be left out for nothing.
    free: usize,
}

/// A row of the table: columns `first..first + costs.len()`, [`NEVER`] at both ends.
struct Row {
    first: usize,
    costs: Vec<u32>,
}

impl<'a> Edit<'a> {
    fn cheapest(truth: &'a [u32], read: &'a [u32]) -> Vec<Step> {
        if truth.is_empty() && read.is_empty() {
            return Vec::new();
        }
        let free = truth.iter().filter(|t| **t == ANY).count();
        // No edit is cheaper than the tokens of the truth that the reading has nowhere.
        let least = missing(truth, read).max(read.len().saturating_sub(truth.len()));
        // Beginning a little above saves a second pass in most cases; the number only costs time.
        let mut edit = Edit { truth, read, reach: least + least / 4 + 32, free };
        loop {
            if let Some(steps) = edit.within_reach() {
                return steps;
            }
            edit.reach *= 2;
        }
    }

    fn columns(&self, row: usize) -> (usize, usize) {
        (row.saturating_sub(self.reach + self.free), (row + self.reach).min(self.read.len()))
    }

    /// The steps, or `None` when they may lie outside the band.
    fn within_reach(&self) -> Option<Vec<Step>> {
        let rows = self.truth.len();
        if self.columns(rows).0 > self.read.len() {
            return None;
        }
        let block = rows.isqrt().max(1);
        let mut costs = self.first_row();
        let mut kept = Vec::new();
        for row in 1..=rows {
            if (row - 1) % block == 0 {
                kept.push(self.keep(row - 1, &costs));
            }
            self.fill(row, &mut costs, None);
        }
        let total = costs[self.read.len() + 1];
        if total as usize > self.reach && self.reach < rows.max(self.read.len()) {
            return None;
        }
        Some(self.walk_back(block, &kept))
    }

    /// Costs of row 0. Column `j` stands at `j + 1`, so that both ends of a band have a neighbour.
    fn first_row(&self) -> Vec<u32> {
        let mut costs = vec![NEVER; self.read.len() + 3];
        for column in 0..=self.columns(0).1 {
            costs[column + 1] = narrow(column);
        }
        costs
    }

    /// Turns the costs of the row before into those of `row`, and notes the way into each cell of its band.
    fn fill(&self, row: usize, costs: &mut [u32], mut ways: Option<&mut Vec<u8>>) {
        let (first, last) = self.columns(row);
        let token = self.truth[row - 1];
        let any = token == ANY;
        let leave_out = u32::from(!any);
        let mut diagonal_cost = costs[first];
        let mut left_cost = NEVER;
        costs[first] = NEVER;
        for column in first..=last {
            let above = costs[column + 1];
            let differs = column == 0 || self.read[column - 1] != token;
            let diagonal = diagonal_cost + u32::from(differs && !any);
            let up = above + leave_out;
            let left = left_cost + 1;
            let best = diagonal.min(up).min(left);
            if let Some(ways) = ways.as_deref_mut() {
                ways.push(if best == diagonal {
                    DIAGONAL
                } else if best == up {
                    UP
                } else {
                    LEFT
                });
            }
            costs[column + 1] = best;
            diagonal_cost = above;
            left_cost = best;
        }
        costs[last + 2] = NEVER;
    }

    fn keep(&self, row: usize, costs: &[u32]) -> Row {
        let (first, last) = self.columns(row);
        Row { first, costs: costs[first..=last + 2].to_vec() }
    }

    /// From the end to the start, filling each block of rows once more from the row kept before it.
    fn walk_back(&self, block: usize, kept: &[Row]) -> Vec<Step> {
        let (mut row, mut column) = (self.truth.len(), self.read.len());
        let mut steps = Vec::with_capacity(row.max(column));
        for (index, start) in kept.iter().enumerate().rev() {
            let before = index * block;
            let mut costs = vec![NEVER; self.read.len() + 3];
            costs[start.first..start.first + start.costs.len()].copy_from_slice(&start.costs);
            let ways: Vec<Vec<u8>> = (before + 1..=row)
                .map(|row| {
                    let mut ways = Vec::new();
                    self.fill(row, &mut costs, Some(&mut ways));
                    ways
                })
                .collect();
            while row > before {
                let way = ways[row - before - 1][column - self.columns(row).0];
                let any = self.truth[row - 1] == ANY;
                match if column == 0 { UP } else { way } {
                    DIAGONAL => {
                        let same = any || self.truth[row - 1] == self.read[column - 1];
                        row -= 1;
                        column -= 1;
                        steps.push(if same {
                            Step::Same(row, column)
                        } else {
                            Step::Substituted(row, column)
                        });
                    }
                    UP => {
                        row -= 1;
                        steps.push(if any { Step::Skipped(row) } else { Step::Deleted(row) });
                    }
                    _ => {
                        column -= 1;
                        steps.push(Step::Inserted(column));
                    }
                }
            }
        }
        steps.extend((0..column).rev().map(Step::Inserted));
        steps.reverse();
        steps
    }
}

/// How many tokens of the truth, handwriting left out, the reading has nowhere.
fn missing(truth: &[u32], read: &[u32]) -> usize {
    let mut left: HashMap<u32, usize> = HashMap::new();
    for token in read {
        *left.entry(*token).or_default() += 1;
    }
    let mut missing = 0;
    for token in truth.iter().filter(|t| **t != ANY) {
        match left.get_mut(token) {
            Some(count) if *count > 0 => *count -= 1,
            _ => missing += 1,
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The whole table, as one would write it down.
    fn by_whole_table(truth: &[u8], read: &[u8]) -> Vec<Step> {
        let any = |t: u8| t == 0;
        let mut cost = vec![vec![0_usize; read.len() + 1]; truth.len() + 1];
        for (j, cell) in cost[0].iter_mut().enumerate() {
            *cell = j;
        }
        for i in 1..=truth.len() {
            let out = usize::from(!any(truth[i - 1]));
            cost[i][0] = cost[i - 1][0] + out;
            for j in 1..=read.len() {
                let pair =
                    cost[i - 1][j - 1] + usize::from(truth[i - 1] != read[j - 1] && !any(truth[i - 1]));
                cost[i][j] = pair.min(cost[i - 1][j] + out).min(cost[i][j - 1] + 1);
            }
        }
        let (mut i, mut j, mut steps) = (truth.len(), read.len(), Vec::new());
        while i > 0 || j > 0 {
            let free = i > 0 && any(truth[i - 1]);
            let same = i > 0 && j > 0 && (free || truth[i - 1] == read[j - 1]);
            if i > 0 && j > 0 && cost[i][j] == cost[i - 1][j - 1] + usize::from(!same) {
                (i, j) = (i - 1, j - 1);
                steps.push(if same { Step::Same(i, j) } else { Step::Substituted(i, j) });
            } else if i > 0 && cost[i][j] == cost[i - 1][j] + usize::from(!free) {
                i -= 1;
                steps.push(if free { Step::Skipped(i) } else { Step::Deleted(i) });
            } else {
                j -= 1;
                steps.push(Step::Inserted(j));
            }
        }
        steps.reverse();
        steps
    }

    fn numbers(truth: &[u8], read: &[u8]) -> (Vec<u32>, Vec<u32>) {
        let wide = |tokens: &[u8]| tokens.iter().map(|t| u32::from(*t)).collect();
        (wide(truth), wide(read))
    }

    #[test]
    fn ties_pair_first_then_leave_out_of_the_truth() {
        struct Case {
            truth: &'static str,
            read: &'static str,
            steps: &'static [Step],
        }
        use Step::{Deleted, Inserted, Same, Skipped, Substituted};
        for case in [
            Case { truth: "", read: "", steps: &[] },
            Case { truth: "a b", read: "a b", steps: &[Same(0, 0), Same(1, 1)] },
            Case { truth: "a", read: "", steps: &[Deleted(0)] },
            Case { truth: "", read: "a", steps: &[Inserted(0)] },
            Case { truth: "a b", read: "c", steps: &[Deleted(0), Substituted(1, 0)] },
            Case { truth: "c", read: "a b", steps: &[Inserted(0), Substituted(0, 1)] },
            Case { truth: "a * b", read: "a b", steps: &[Same(0, 0), Skipped(1), Same(2, 1)] },
            Case { truth: "a * b", read: "a x b", steps: &[Same(0, 0), Same(1, 1), Same(2, 2)] },
        ] {
            let truth: Vec<&str> = case.truth.split_whitespace().collect();
            let read: Vec<&str> = case.read.split_whitespace().collect();
            assert_eq!(align(&truth, &read, |t| *t == "*"), case.steps, "{} | {}", case.truth, case.read);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: proptest::test_runner::RngSeed::Fixed(3),
            failure_persistence: None,
            cases: 2000,
            ..ProptestConfig::default()
        })]
        #[test]
        fn a_band_gives_what_the_whole_table_gives(
            truth in proptest::collection::vec(0_u8..5, 0..60),
            read in proptest::collection::vec(1_u8..5, 0..60),
            reach in 1_usize..8,
        ) {
            let (a, b) = numbers(&truth, &read);
            let free = a.iter().filter(|t| **t == ANY).count();
            let mut edit = Edit { truth: &a, read: &b, reach, free };
            let steps = loop {
                if let Some(steps) = edit.within_reach() {
                    break steps;
                }
                edit.reach += 1;
            };
            prop_assert_eq!(&steps, &by_whole_table(&truth, &read));
            prop_assert_eq!(&Edit::cheapest(&a, &b), &steps);
        }
    }
}
