//! Interpolated modified Kneser-Ney: the probabilities of one source, on the n-grams of all sources.
//!
//! With adjusted counts a, of which each context has the sum A,
//! P(w | h) = max(a(hw) − D(a), 0) / A(h) + γ(h) · P(w | h′), where h′ is h without its first word and
//! γ(h) = Σ D(a(hw)) / A(h) gives what the discounts took. Where the source lacks h, P(w | h) = P(w | h′).
//! Single words are mixed with one share for each word of the vocabulary. (Chen and Goodman, 1999.)

use std::ops::Range;

use crate::restore::train::counts::Level;

/// What is taken from counts of one, two, and three or more; 0 to 3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Discounts(pub [f64; 3]);

impl Discounts {
    /// From how many n-grams have adjusted count 1, 2, 3 and 4. Falls back to one discount of n1 / (n1 + 2·n2) for
    /// all counts, or of one half, when there are too few n-grams to tell.
    pub fn from_counts_of_counts([n1, n2, n3, n4]: [u64; 4]) -> Discounts {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far under 2^52")]
        let [n1, n2, n3, n4] = [n1, n2, n3, n4].map(|n| n as f64);
        if n1 == 0.0 || n2 == 0.0 {
            return Discounts([0.5; 3]);
        }
        let y = n1 / (n1 + 2.0 * n2);
        let all = [1.0 - 2.0 * y * n2 / n1, 2.0 - 3.0 * y * n3 / n2, 3.0 - 4.0 * y * n4 / n3];
        let fits = |(d, count): (f64, f64)| d.is_finite() && d > 0.0 && d < count;
        if all.into_iter().zip([1.0, 2.0, 3.0]).all(fits) { Discounts(all) } else { Discounts([y; 3]) }
    }

    fn of(self, count: u32) -> f64 {
        match count {
            0 => 0.0,
            1 => self.0[0],
            2 => self.0[1],
            _ => self.0[2],
        }
    }
}

/// The probabilities of one source, by length less one, then in the order of the levels' keys.
#[derive(Debug)]
pub struct Estimate {
    /// P(last word | words before), 0 to 1.
    pub p: Vec<Vec<f32>>,
    /// γ of each n-gram as a context, 0 to 1; none for the longest.
    pub gamma: Vec<Vec<f32>>,
}

/// The estimate of a source.
pub fn estimate(levels: &[Level], source: usize) -> Estimate {
    let mut p: Vec<Vec<f32>> = Vec::new();
    let mut gamma = Vec::new();
    for (i, level) in levels.iter().enumerate() {
        let adjusted = &level.adjusted[source];
        let discounts = Discounts::from_counts_of_counts(counts_of_counts(adjusted));
        let mut here = vec![0.0; adjusted.len()];
        if i == 0 {
            #[expect(clippy::cast_precision_loss, reason = "a vocabulary is small")]
            let even = 1.0 / adjusted.len() as f64;
            spread(adjusted, discounts, 0..adjusted.len(), &mut here, |_| even);
        } else {
            let lower = &p[i - 1];
            let weights = levels[i - 1]
                .children
                .windows(2)
                .map(|ends| {
                    let range = ends[0] as usize..ends[1] as usize;
                    let under = |j: usize| f64::from(lower[level.suffix[j] as usize]);
                    narrow(spread(adjusted, discounts, range, &mut here, under))
                })
                .collect();
            gamma.push(weights);
        }
        p.push(here);
    }
    Estimate { p, gamma }
}

/// Writes the probabilities of one context's continuations and returns its γ.
fn spread(
    adjusted: &[u32],
    discounts: Discounts,
    range: Range<usize>,
    p: &mut [f32],
    lower: impl Fn(usize) -> f64,
) -> f64 {
    let sum: f64 = adjusted[range.clone()].iter().map(|&a| f64::from(a)).sum();
    if sum == 0.0 {
        for j in range {
            p[j] = narrow(lower(j));
        }
        return 1.0;
    }
    let gamma = adjusted[range.clone()].iter().map(|&a| discounts.of(a)).sum::<f64>() / sum;
    for j in range {
        p[j] = narrow((f64::from(adjusted[j]) - discounts.of(adjusted[j])) / sum + gamma * lower(j));
    }
    gamma
}

fn counts_of_counts(adjusted: &[u32]) -> [u64; 4] {
    let mut out = [0; 4];
    for &a in adjusted {
        if let 1..=4 = a {
            out[a as usize - 1] += 1;
        }
    }
    out
}

#[expect(clippy::cast_possible_truncation, reason = "seven digits are enough for a probability")]
fn narrow(p: f64) -> f32 {
    p as f32
}
