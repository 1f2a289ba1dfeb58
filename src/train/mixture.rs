//! One model from several sources: their probabilities weighted so that held-out text is likeliest.

use std::collections::BTreeMap;
use std::ops::Range;
use std::thread;

use crate::train::backoff::{BackoffModel, FloatLevel, ln_backoff};
use crate::train::counts::{Counts, Level};
use crate::train::kneser_ney::{self, Estimate};

/// After so many rounds of expectation maximisation the weights stand still in three digits.
const ROUNDS: usize = 50;

/// Bounds of the classes of how often a source has seen a context.
const BOUNDS: [u32; 6] = [1, 2, 4, 8, 32, 256];

/// A class of contexts with little held-out text of its own leans on all contexts of its length: so many
/// positions' worth.
const PRIOR: f64 = 30.0;

/// Mixes the sources with weights found on a text of ids (a break first and after every sentence).
///
/// # Panics
/// When the levels of the counts do not fit each other.
pub(crate) fn mix(counts: Counts, tuning: &[u16], report: &mut dyn FnMut(&str)) -> BackoffModel {
    let sources = counts.levels[0].raw.len();
    let levels = counts.levels;
    let estimates: Vec<Estimate> = thread::scope(|scope| {
        let levels = &levels;
        let threads: Vec<_> =
            (0..sources).map(|source| scope.spawn(move || kneser_ney::estimate(levels, source))).collect();
        threads.into_iter().map(|t| t.join().expect("an estimate does not panic")).collect()
    });
    let weights = weights(&levels, &estimates, tuning);
    for (i, weights) in weights.iter().enumerate() {
        let shown: Vec<String> = weights.all.iter().map(|w| format!("{w:.3}")).collect();
        report(&format!("weights of the sources for {}-grams: {}", i + 1, shown.join(", ")));
    }
    mixed(&levels, &estimates, &weights)
}

/// The weights of the sources, 0 to 1 with sum 1, for n-grams of one length.
struct Weights {
    /// Whatever the context.
    all: Vec<f64>,
    /// By class of the context.
    classes: BTreeMap<usize, Vec<f64>>,
}

impl Weights {
    fn of(&self, class: usize) -> &[f64] {
        self.classes.get(&class).unwrap_or(&self.all)
    }
}

/// The class of a context, from how often each source has seen it. A source is trusted where it has seen much.
fn class(levels: &[Level], level: usize, context: usize) -> usize {
    let Some(contexts) = level.checked_sub(1) else { return 0 };
    levels[contexts].raw.iter().fold(0, |class, raw| {
        class * (BOUNDS.len() + 1) + BOUNDS.partition_point(|&bound| bound <= raw[context])
    })
}

/// The weights for each length of n-gram that make the text likeliest.
///
/// A length learns from the positions where all longer n-grams were unknown, since only there it is asked.
fn weights(levels: &[Level], estimates: &[Estimate], ids: &[u16]) -> Vec<Weights> {
    let order = levels.len();
    let mut positions: Vec<BTreeMap<usize, Vec<Vec<f64>>>> = vec![BTreeMap::new(); order];
    let mut start = 0;
    for at in 1..ids.len() {
        start = start.max((at + 1).saturating_sub(order));
        for first in start..=at {
            let gram = &ids[first..=at];
            let level = gram.len() - 1;
            let Some(context) = find(levels, &gram[..level]) else { continue };
            let p = probabilities(levels, estimates, gram);
            positions[level].entry(class(levels, level, context)).or_default().push(p);
            if child(levels, level, context, gram[level]).is_some() {
                break;
            }
        }
        if ids[at] == 0 {
            start = at;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of sources")]
    let even = vec![1.0 / estimates.len() as f64; estimates.len()];
    positions
        .iter()
        .map(|classes| {
            let all: Vec<&Vec<f64>> = classes.values().flatten().collect();
            let all = maximise(&all, &even);
            let of_class = |(&class, p): (&usize, &Vec<Vec<f64>>)| {
                (class, maximise(&p.iter().collect::<Vec<_>>(), &all))
            };
            let classes = classes.iter().map(of_class).collect();
            Weights { all, classes }
        })
        .collect()
}

/// The weights that make positions likeliest, drawn towards prior weights.
fn maximise(positions: &[&Vec<f64>], prior: &[f64]) -> Vec<f64> {
    let mut weights = prior.to_vec();
    for _ in 0..ROUNDS {
        let mut sums: Vec<f64> = prior.iter().map(|w| w * PRIOR).collect();
        for p in positions {
            let total: f64 = p.iter().zip(&weights).map(|(p, w)| p * w).sum();
            for ((sum, p), w) in sums.iter_mut().zip(*p).zip(&weights) {
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
fn mixed(levels: &[Level], estimates: &[Estimate], weights: &[Weights]) -> BackoffModel {
    let sources = estimates.len();
    let totals: Vec<f64> =
        (0..sources).map(|s| levels[0].raw[s].iter().map(|&c| f64::from(c)).sum::<f64>().max(1.0)).collect();
    let longest = &weights[levels.len() - 1].all;
    let mut out: Vec<FloatLevel> = Vec::new();
    for (i, level) in levels.iter().enumerate() {
        let count = level.keys.len();
        let share = |j: usize| -> f64 {
            (0..sources).map(|s| longest[s] * f64::from(level.raw[s][j]) / totals[s]).sum()
        };
        let mut here = vec![0.0; count];
        let mut fill = |context: usize, range: Range<usize>| {
            let weights = weights[i].of(class(levels, i, context));
            for (j, here) in here[range.clone()].iter_mut().enumerate() {
                *here =
                    estimates.iter().zip(weights).map(|(e, w)| w * f64::from(e.p[i][range.start + j])).sum();
            }
        };
        if let Some(below) = out.last_mut() {
            let ranges: Vec<Range<usize>> =
                below.children.windows(2).map(|ends| ends[0] as usize..ends[1] as usize).collect();
            for (context, range) in ranges.iter().enumerate() {
                fill(context, range.clone());
            }
            let backoff = |range: Range<usize>| {
                if range.is_empty() {
                    return 0.0;
                }
                let seen: f64 = here[range.clone()].iter().sum();
                let under: f64 = range.map(|j| f64::from(below.ln_p[level.suffix[j] as usize]).exp()).sum();
                ln_backoff(seen, under)
            };
            below.ln_backoff = ranges.into_iter().map(backoff).collect();
        } else {
            fill(0, 0..count);
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
