//! One model from several sources: their probabilities weighted so that held-out text is likeliest.

use std::thread;

use crate::restore::train::backoff::{BackoffModel, FloatLevel, ln_backoff};
use crate::restore::train::counts::{Counts, Level};
use crate::restore::train::kneser_ney::{self, Estimate};

/// After so many rounds of expectation maximisation the weights stand still in three digits.
const ROUNDS: usize = 50;

/// Mixes the sources with weights found on texts of ids (a break first and after every sentence).
pub fn mix(counts: Counts, tune: &[&[u16]], report: &mut dyn FnMut(&str)) -> BackoffModel {
    let sources = counts.levels[0].raw.len();
    let levels = counts.levels;
    let estimates: Vec<Estimate> = thread::scope(|scope| {
        let levels = &levels;
        let threads: Vec<_> =
            (0..sources).map(|source| scope.spawn(move || kneser_ney::estimate(levels, source))).collect();
        threads.into_iter().map(|t| t.join().expect("an estimate does not panic")).collect()
    });
    let weights = weights(&levels, &estimates, tune);
    let shown: Vec<String> = weights.iter().map(|w| format!("{w:.3}")).collect();
    report(&format!("weights of the sources: {}", shown.join(", ")));
    mixed(&levels, &estimates, &weights)
}

/// The weights, 0 to 1 with sum 1, that make the texts likeliest.
fn weights(levels: &[Level], estimates: &[Estimate], tune: &[&[u16]]) -> Vec<f64> {
    let order = levels.len();
    let mut positions: Vec<Vec<f64>> = Vec::new();
    for ids in tune {
        let mut start = 0;
        for at in 1..ids.len() {
            start = start.max((at + 1).saturating_sub(order));
            positions.push(probabilities(levels, estimates, &ids[start..=at]));
            if ids[at] == 0 {
                start = at;
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of sources")]
    let mut weights = vec![1.0 / estimates.len() as f64; estimates.len()];
    if positions.is_empty() {
        return weights;
    }
    for _ in 0..ROUNDS {
        let mut sums = vec![0.0; weights.len()];
        for p in &positions {
            let total: f64 = p.iter().zip(&weights).map(|(p, w)| p * w).sum();
            for ((sum, p), w) in sums.iter_mut().zip(p).zip(&weights) {
                *sum += p * w / total;
            }
        }
        let total: f64 = sums.iter().sum();
        weights = sums.iter().map(|s| s / total).collect();
    }
    weights
}

/// What each source gives the last word after the words before.
fn probabilities(levels: &[Level], estimates: &[Estimate], gram: &[u16]) -> Vec<f64> {
    let mut factor = vec![1.0; estimates.len()];
    for start in 0..gram.len() {
        let gram = &gram[start..];
        let last = gram.len() - 1;
        let Some(context) = find(levels, &gram[..last]) else { continue };
        if let Some(found) = child(levels, last, context, gram[last]) {
            return estimates.iter().zip(factor).map(|(e, f)| f * f64::from(e.p[last][found])).collect();
        }
        for (f, e) in factor.iter_mut().zip(estimates) {
            *f *= f64::from(e.gamma[last - 1][context]);
        }
    }
    unreachable!("the first level has all words")
}

fn find(levels: &[Level], gram: &[u16]) -> Option<usize> {
    gram.iter().enumerate().try_fold(0, |at, (level, &word)| child(levels, level, at, word))
}

fn child(levels: &[Level], level: usize, context: usize, word: u16) -> Option<usize> {
    if level == 0 {
        return Some(usize::from(word));
    }
    let below = &levels[level - 1].children;
    let range = below[context] as usize..below[context + 1] as usize;
    let found =
        levels[level].keys[range.clone()].binary_search_by_key(&u64::from(word), |key| key & 0xffff).ok()?;
    Some(range.start + found)
}

/// The mixture as one back-off model.
fn mixed(levels: &[Level], estimates: &[Estimate], weights: &[f64]) -> BackoffModel {
    let totals: Vec<f64> = (0..weights.len())
        .map(|s| levels[0].raw[s].iter().map(|&c| f64::from(c)).sum::<f64>().max(1.0))
        .collect();
    let mut out: Vec<FloatLevel> = Vec::new();
    for (i, level) in levels.iter().enumerate() {
        let count = level.keys.len();
        let p =
            |j: usize| -> f64 { estimates.iter().zip(weights).map(|(e, w)| w * f64::from(e.p[i][j])).sum() };
        let share = |j: usize| -> f64 {
            (0..weights.len()).map(|s| weights[s] * f64::from(level.raw[s][j]) / totals[s]).sum()
        };
        let here: Vec<f64> = (0..count).map(p).collect();
        if let Some(below) = out.last_mut() {
            below.ln_backoff = below
                .children
                .windows(2)
                .map(|ends| {
                    let range = ends[0] as usize..ends[1] as usize;
                    if range.is_empty() {
                        return 0.0;
                    }
                    let seen: f64 = here[range.clone()].iter().sum();
                    let under: f64 =
                        range.map(|j| f64::from(below.ln_p[level.suffix[j] as usize]).exp()).sum();
                    ln_backoff(seen, under)
                })
                .collect();
        }
        out.push(FloatLevel {
            keys: level.keys.clone(),
            ln_p: here.iter().map(|p| narrow(p.ln())).collect(),
            ln_backoff: Vec::new(),
            share: (0..count).map(|j| narrow(share(j))).collect(),
            children: level.children.clone(),
        });
    }
    BackoffModel { levels: out }
}

#[expect(clippy::cast_possible_truncation, reason = "seven digits are enough for a probability")]
fn narrow(value: f64) -> f32 {
    value as f32
}
