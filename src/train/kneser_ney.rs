//! Interpolated modified Kneser-Ney: the probabilities of one source, on the n-grams of all sources.
//!
//! With adjusted counts a, of which each context has the sum A,
//! P(w | h) = max(a(hw) − D(a), 0) / A(h) + γ(h) · P(w | h′), where h′ is h without its first word and
//! γ(h) = Σ D(a(hw)) / A(h) gives what the discounts took. Where the source lacks h, P(w | h) = P(w | h′).
//! Single words are mixed with one share for each word of the vocabulary. (Chen and Goodman, 1999.)

use std::ops::Range;

use crate::train::counts::Level;

/// What is taken from counts of one, two, and three or more; 0 to 3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Discounts(pub [f64; 3]);

impl Discounts {
    /// From how many n-grams have adjusted count 1, 2, 3 and 4. Falls back to one discount of n1 / (n1 + 2·n2) for
    /// all counts, or of one half, when there are too few n-grams to tell.
    pub(crate) fn from_counts_of_counts([n1, n2, n3, n4]: [u64; 4]) -> Discounts {
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
pub(crate) struct Estimate {
    /// P(last word | words before), 0 to 1.
    pub p: Vec<Vec<f32>>,
    /// γ of each n-gram as a context, 0 to 1; none for the longest.
    pub gamma: Vec<Vec<f32>>,
}

/// The estimate of a source.
pub(crate) fn estimate(levels: &[Level], source: usize) -> Estimate {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::counts;

    #[test]
    fn five_words_by_hand() {
        // Vocabulary: four classes (0 is the break), a = 4, b = 5, c = 6. The text: break a b a c break.
        let ids = [0, 4, 5, 4, 6, 0];
        let counts = counts::count(&[&ids], 2, 7);
        let estimate = estimate(&counts.levels, 0);
        // Single words are counted by what stands before them: a after the break and b, b after a, c after a, the
        // break after c. So n1 = 3, n2 = 1, y = 3 / (3 + 2) = 0.6, and for want of n3 that is the only discount.
        // What it takes, 4 · 0.6 / 5 = 0.48, is shared by 7 words.
        let a = (2.0 - 0.6) / 5.0 + 0.48 / 7.0;
        let b = (1.0 - 0.6) / 5.0 + 0.48 / 7.0;
        assert!((f64::from(estimate.p[0][4]) - a).abs() < 1e-6);
        assert!((f64::from(estimate.p[0][5]) - b).abs() < 1e-6);
        assert!((f64::from(estimate.p[0][2]) - 0.48 / 7.0).abs() < 1e-6);
        // Five pairs, each once: there is no n2, so the discount is one half. After a came b and c.
        let pair = counts.levels[1].keys.iter().position(|&key| key == 4 << 16 | 5).unwrap();
        let b_after_a = (1.0 - 0.5) / 2.0 + (2.0 * 0.5 / 2.0) * b;
        assert!((f64::from(estimate.p[1][pair]) - b_after_a).abs() < 1e-6);
        // What is left for words never seen after a.
        assert!((f64::from(estimate.gamma[0][4]) - 0.5).abs() < 1e-6);
        // A context that was never seen leaves all to the shorter one.
        assert!((f64::from(estimate.gamma[0][1]) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn discounts_follow_chen_and_goodman() {
        // y = 10 / (10 + 2 · 4) = 5 / 9.
        let y = 5.0 / 9.0;
        let expected = [1.0 - 2.0 * y * 4.0 / 10.0, 2.0 - 3.0 * y * 2.0 / 4.0, 3.0 - 4.0 * y * 1.0 / 2.0];
        let Discounts(found) = Discounts::from_counts_of_counts([10, 4, 2, 1]);
        assert!(found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-12));
        assert_eq!(Discounts::from_counts_of_counts([3, 0, 1, 0]), Discounts([0.5; 3]));
    }
}
