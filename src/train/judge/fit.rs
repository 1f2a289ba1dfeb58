//! Logistic regression with small weights (L2), by L-BFGS: the same examples in the same order give the same weights.
//!
//! Written here since it is short, and what it gives must not change with a library's version.

use std::collections::BTreeMap;

use crate::extract::judge::{Features, Judge};

/// How much is lost by an example told wrong, against the square of the weights.
const LOSS: f64 = 0.3;
/// Features of fewer examples are left out.
const LEAST_SEEN: usize = 3;
/// Weights under this are left out of the model.
const LEAST_WEIGHT: f64 = 0.05;
const STEPS: usize = 200;
/// Steps whose curvature is remembered.
const MEMORY: usize = 8;

/// The weights that tell right examples from wrong ones best; threshold and calibration are left open.
pub(super) fn fit(examples: &[(&Features, bool)]) -> Judge {
    let names = names(examples);
    let data = Data::new(examples, &names);
    let weights = minimum(&data);
    let kept = names
        .keys()
        .zip(&weights)
        .filter(|(_, weight)| weight.abs() >= LEAST_WEIGHT)
        .map(|(name, weight)| ((*name).to_owned(), rounded(*weight)));
    Judge::new(kept, rounded(*weights.last().unwrap_or(&0.0)), 0.5, Vec::new())
}

/// As the file holds it.
fn rounded(weight: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "two digits are kept")]
    let short = ((weight * 100.0).round() / 100.0) as f32;
    short
}

/// The features that are seen often enough, each with its column, in the order of their names.
fn names<'a>(examples: &[(&'a Features, bool)]) -> BTreeMap<&'a str, usize> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (features, _) in examples {
        for (name, _) in features.iter() {
            *seen.entry(name).or_default() += 1;
        }
    }
    seen.retain(|_, count| *count >= LEAST_SEEN);
    for (column, (_, at)) in seen.iter_mut().enumerate() {
        *at = column;
    }
    seen
}

/// Examples as rows of a sparse matrix; the last column is the bias.
struct Data {
    /// Where each row begins in `cells`, and where the last one ends.
    rows: Vec<usize>,
    cells: Vec<(u32, f32)>,
    right: Vec<bool>,
    columns: usize,
}

impl Data {
    fn new(examples: &[(&Features, bool)], names: &BTreeMap<&str, usize>) -> Data {
        let mut data = Data { rows: vec![0], cells: Vec::new(), right: Vec::new(), columns: names.len() + 1 };
        for (features, right) in examples {
            for (name, amount) in features.iter() {
                if let Some(column) = names.get(name).and_then(|c| u32::try_from(*c).ok()) {
                    data.cells.push((column, amount));
                }
            }
            data.rows.push(data.cells.len());
            data.right.push(*right);
        }
        data
    }

    /// Loss at some weights, and its slope.
    fn loss(&self, weights: &[f64], slope: &mut [f64]) -> f64 {
        let bias = self.columns - 1;
        let mut loss = 0.0;
        for (at, weight) in weights.iter().enumerate() {
            let held = if at == bias { 0.0 } else { *weight };
            loss += 0.5 * held * held;
            slope[at] = held;
        }
        for (row, right) in self.right.iter().enumerate() {
            let cells = &self.cells[self.rows[row]..self.rows[row + 1]];
            let score: f64 = weights[bias]
                + cells.iter().map(|(c, amount)| weights[*c as usize] * f64::from(*amount)).sum::<f64>();
            let margin = if *right { score } else { -score };
            // ln(1 + e^-m) without overflow.
            loss +=
                LOSS * (if margin > 0.0 { (-margin).exp().ln_1p() } else { margin.exp().ln_1p() - margin });
            let off = 1.0 / (1.0 + margin.exp());
            let push = LOSS * if *right { -off } else { off };
            slope[bias] += push;
            for (column, amount) in cells {
                slope[*column as usize] += push * f64::from(*amount);
            }
        }
        loss
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The weights with the least loss.
fn minimum(data: &Data) -> Vec<f64> {
    let n = data.columns;
    let (mut at, mut slope) = (vec![0.0; n], vec![0.0; n]);
    let mut loss = data.loss(&at, &mut slope);
    let mut memory: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    for _ in 0..STEPS {
        if dot(&slope, &slope).sqrt() < 1e-4 * data.right.len().max(1) as f64 * LOSS * 0.01 + 1e-6 {
            break;
        }
        let mut way = slope.clone();
        let mut along = Vec::with_capacity(memory.len());
        for (step, change, by) in memory.iter().rev() {
            let a = by * dot(step, &way);
            way.iter_mut().zip(change).for_each(|(w, c)| *w -= a * c);
            along.push(a);
        }
        if let Some((step, change, _)) = memory.last() {
            let scale = dot(step, change) / dot(change, change);
            way.iter_mut().for_each(|w| *w *= scale);
        }
        for ((step, change, by), a) in memory.iter().zip(along.iter().rev()) {
            let b = by * dot(change, &way);
            way.iter_mut().zip(step).for_each(|(w, s)| *w += (a - b) * s);
        }
        let down = dot(&way, &slope);
        // The first step has no curvature to go by.
        let mut length = if memory.is_empty() { 1.0 / dot(&slope, &slope).sqrt().max(1.0) } else { 1.0 };
        let mut next = vec![0.0; n];
        let mut next_slope = vec![0.0; n];
        let mut better = None;
        for _ in 0..30 {
            for i in 0..n {
                next[i] = at[i] - length * way[i];
            }
            let there = data.loss(&next, &mut next_slope);
            if there <= loss - 1e-4 * length * down {
                better = Some(there);
                break;
            }
            length *= 0.5;
        }
        let Some(there) = better else { break };
        let step: Vec<f64> = next.iter().zip(&at).map(|(b, a)| b - a).collect();
        let change: Vec<f64> = next_slope.iter().zip(&slope).map(|(b, a)| b - a).collect();
        let curve = dot(&step, &change);
        if curve > 1e-12 {
            if memory.len() == MEMORY {
                memory.remove(0);
            }
            memory.push((step, change, 1.0 / curve));
        }
        let settled = (loss - there).abs() < 1e-7 * loss.abs();
        (at, slope, loss) = (next, next_slope, there);
        if settled {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(names: &[&str]) -> Features {
        let mut features = Features::default();
        names.iter().for_each(|name| features.yes(*name));
        features
    }

    #[test]
    fn what_speaks_for_gets_weight_and_what_tells_nothing_none() {
        let (good, bad) = (features(&["good", "any"]), features(&["bad", "any"]));
        let examples: Vec<(&Features, bool)> =
            (0..400).map(|i| if i % 2 == 0 { (&good, true) } else { (&bad, false) }).collect();
        let judge = fit(&examples);
        assert!(judge.probability(&good) > 0.8 && judge.probability(&bad) < 0.2);
        assert!((judge.probability(&features(&["any"])) - 0.5).abs() < 0.05);
        assert_eq!(judge, fit(&examples));
    }

    #[test]
    fn shares_are_told_as_they_are() {
        let (often, seldom) = (features(&["often"]), features(&["seldom"]));
        let examples: Vec<(&Features, bool)> =
            (0..400).map(|i| if i % 2 == 0 { (&often, i % 8 != 0) } else { (&seldom, i % 5 == 0) }).collect();
        let judge = fit(&examples);
        assert!((judge.probability(&often) - 0.75).abs() < 0.05, "{}", judge.probability(&often));
        assert!((judge.probability(&seldom) - 0.2).abs() < 0.05, "{}", judge.probability(&seldom));
    }
}
