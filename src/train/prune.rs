//! Drops the n-grams whose loss changes the model least, until it has the wanted size (Stolcke, 1998).
//!
//! The change is the relative entropy between the model with and without the n-gram, weighted by how often its
//! context stands in text. That share is counted, not taken from the model: the lower orders of Kneser-Ney are
//! no frequencies (Chelba and others, 2010).

use crate::restore::language_model::{Header, LevelSizes, Sections};
use crate::train::backoff::BackoffModel;

/// Drops n-grams until the packed file has at most `max_bytes`.
pub(crate) fn to_size(
    model: &BackoffModel,
    words: &[&str],
    max_bytes: usize,
    report: &mut dyn FnMut(&str),
) -> BackoffModel {
    let scores = scores(model);
    // The threshold is searched between numbers that keep all and nothing, on a scale of powers.
    let (mut low, mut high) = (-60.0f32, 0.0f32);
    if size(model, &kept(&scores, 0.0), words) <= max_bytes {
        high = f32::NEG_INFINITY;
    }
    for _ in 0..30 {
        if high == f32::NEG_INFINITY {
            break;
        }
        let middle = low.midpoint(high);
        if size(model, &kept(&scores, middle.exp()), words) <= max_bytes {
            high = middle;
        } else {
            low = middle;
        }
    }
    let mut pruned = model.keep(&kept(&scores, high.exp()));
    for level in 0..pruned.levels.len() - 1 {
        pruned.levels[level].ln_backoff = pruned.backoffs(level);
    }
    for (i, level) in pruned.levels.iter().enumerate() {
        report(&format!("{}-grams kept: {}", i + 1, level.keys.len()));
    }
    pruned
}

/// What each n-gram, or the best of those that it begins, is worth.
fn scores(model: &BackoffModel) -> Vec<Vec<f32>> {
    let mut out: Vec<Vec<f32>> = model.levels.iter().map(|l| vec![f32::INFINITY; l.keys.len()]).collect();
    for level in (1..model.levels.len()).rev() {
        let here = &model.levels[level];
        let contexts = &model.levels[level - 1];
        for context in 0..contexts.keys.len() {
            let range = model.range(level - 1, context);
            let p: Vec<f64> = here.ln_p[range.clone()].iter().map(|&l| f64::from(l).exp()).collect();
            let under: Vec<f64> =
                range.clone().map(|j| f64::from(model.ln_p_shorter(level, j)).exp()).collect();
            let (sum_p, sum_under) = (p.iter().sum::<f64>(), under.iter().sum::<f64>());
            let left = (1.0 - sum_p).max(1e-6);
            let left_under = (1.0 - sum_under).max(1e-6);
            let ln_old = (left / left_under).ln();
            for (i, j) in range.enumerate() {
                let ln_new = ((left + p[i]) / (left_under + under[i])).ln();
                let change = p[i] * (under[i].ln() + ln_new - p[i].ln()) + left * (ln_new - ln_old);
                let worth = narrow(-f64::from(contexts.share[context]) * change);
                let continued = match model.levels.get(level + 1) {
                    Some(_) => {
                        model.range(level, j).map(|c| out[level + 1][c]).fold(f32::NEG_INFINITY, f32::max)
                    }
                    None => f32::NEG_INFINITY,
                };
                out[level][j] = worth.max(continued);
            }
        }
    }
    out
}

fn kept(scores: &[Vec<f32>], threshold: f32) -> Vec<Vec<bool>> {
    scores.iter().map(|level| level.iter().map(|&s| s > threshold).collect()).collect()
}

/// Bytes of the packed file.
fn size(model: &BackoffModel, keep: &[Vec<bool>], words: &[&str]) -> usize {
    let levels = (1..keep.len())
        .map(|level| LevelSizes {
            nodes: keep[level].iter().filter(|k| **k).count(),
            contexts: match keep.get(level + 1) {
                Some(above) => {
                    (0..keep[level].len()).filter(|&j| above[model.range(level, j)].contains(&true)).count()
                }
                None => 0,
            },
        })
        .collect();
    let header = Header { words: words.len(), text: words.iter().map(|w| w.len()).sum(), levels };
    Sections::of(&header).end.next_multiple_of(8)
}

#[expect(clippy::cast_possible_truncation, reason = "seven digits are enough for a score")]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::pack::{self, tests::sample};

    #[test]
    fn the_file_has_at_most_the_wanted_size_and_all_words() {
        let (words, model) = sample(4);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let full = pack::pack(&model, &words).unwrap().len();
        for max_bytes in [full, full * 3 / 4, full / 2] {
            let pruned = to_size(&model, &words, max_bytes, &mut |_| {});
            let size = pack::pack(&pruned, &words).unwrap().len();
            assert!(size <= max_bytes && size * 10 > max_bytes * 9, "{size} of {max_bytes}");
            assert_eq!(pruned.levels[0].keys.len(), words.len());
        }
    }

    #[test]
    fn nothing_is_dropped_without_need() {
        let (words, model) = sample(3);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let whole = to_size(&model, &words, 1 << 30, &mut |_| {});
        assert_eq!(whole.levels[2].keys, model.levels[2].keys);
    }
}
