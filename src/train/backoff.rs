//! A back-off model in full precision, between mixture, pruning and packing.

use std::ops::Range;

/// Bits of a word in a key.
const WORD: u32 = 16;

/// The n-grams of one length, in the order of their keys.
#[derive(Debug, Default, Clone)]
pub(crate) struct FloatLevel {
    /// The words, 16 bits each, the last word lowest. Rising.
    pub keys: Vec<u64>,
    /// Natural logarithm of P(last word | words before).
    pub ln_p: Vec<f32>,
    /// Natural logarithm of the back-off weight; 0 where nothing follows. Empty for the longest.
    pub ln_backoff: Vec<f32>,
    /// How often it stands in text like that to be restored: a share of all positions, 0 to 1.
    pub share: Vec<f32>,
    /// Index of the first continuation in the level above, and one more at the end. Empty for the longest.
    pub children: Vec<u32>,
}

/// A back-off model. The beginning of each of its n-grams is one of them; the end need not be.
#[derive(Debug, Clone)]
pub(crate) struct BackoffModel {
    /// By length less one. The first has all words of the vocabulary.
    pub levels: Vec<FloatLevel>,
}

impl BackoffModel {
    /// ln P(last word | words before). The n-gram may not be longer than the model's.
    pub(crate) fn ln_p(&self, gram: &[u16]) -> f32 {
        let mut backoff = 0.0;
        for start in 0..gram.len() {
            let gram = &gram[start..];
            let Some(context) = self.find(&gram[..gram.len() - 1]) else { continue };
            let level = gram.len() - 1;
            if let Some(found) = self.child(level, context, gram[level]) {
                return backoff + self.levels[level].ln_p[found];
            }
            backoff += self.levels[level - 1].ln_backoff[context];
        }
        unreachable!("the first level has all words")
    }

    /// Index of an n-gram in its level; 0 for the empty one.
    fn find(&self, gram: &[u16]) -> Option<usize> {
        let mut at = 0;
        for (level, &word) in gram.iter().enumerate() {
            at = self.child(level, at, word)?;
        }
        Some(at)
    }

    /// Index in `level` of the continuation of a context of the level below by a word.
    fn child(&self, level: usize, context: usize, word: u16) -> Option<usize> {
        if level == 0 {
            return Some(usize::from(word));
        }
        let range = self.range(level - 1, context);
        let keys = &self.levels[level].keys[range.clone()];
        let found = keys.binary_search_by_key(&u64::from(word), |key| key & ((1 << WORD) - 1)).ok()?;
        Some(range.start + found)
    }

    /// The continuations of an n-gram, in the level above.
    pub(crate) fn range(&self, level: usize, node: usize) -> Range<usize> {
        let children = &self.levels[level].children;
        children[node] as usize..children[node + 1] as usize
    }

    /// ln P of the last word of an n-gram of `level` after its words but the first.
    pub(crate) fn ln_p_shorter(&self, level: usize, node: usize) -> f32 {
        let words = unpacked(self.levels[level].keys[node], level + 1);
        self.ln_p(&words[1..=level])
    }

    /// The back-off weights of `level`, as natural logarithms, that make each context's probabilities sum to 1,
    /// given the probabilities above and everything below.
    pub(crate) fn backoffs(&self, level: usize) -> Vec<f32> {
        let above = &self.levels[level + 1];
        (0..self.levels[level].keys.len())
            .map(|node| {
                let range = self.range(level, node);
                if range.is_empty() {
                    return 0.0;
                }
                let seen: f64 = above.ln_p[range.clone()].iter().map(|&l| f64::from(l).exp()).sum();
                let under: f64 =
                    range.map(|child| f64::from(self.ln_p_shorter(level + 1, child)).exp()).sum();
                ln_backoff(seen, under)
            })
            .collect()
    }

    /// Whether each n-gram of a level is kept; the beginnings of kept ones must be kept. Back-off weights are stale
    /// afterwards.
    ///
    /// # Panics
    /// When there are 2^32 n-grams or more.
    #[must_use]
    pub(crate) fn keep(&self, keep: &[Vec<bool>]) -> BackoffModel {
        let mut levels: Vec<FloatLevel> = Vec::new();
        for (i, level) in self.levels.iter().enumerate() {
            let kept = || keep[i].iter().enumerate().filter(|(_, k)| **k).map(|(j, _)| j);
            let mut out = FloatLevel {
                keys: kept().map(|j| level.keys[j]).collect(),
                ln_p: kept().map(|j| level.ln_p[j]).collect(),
                share: kept().map(|j| level.share[j]).collect(),
                ..FloatLevel::default()
            };
            if let Some(above) = keep.get(i + 1) {
                out.ln_backoff = kept().map(|j| level.ln_backoff[j]).collect();
                let mut start = 0;
                for j in kept() {
                    out.children.push(start);
                    let stay = above[self.range(i, j)].iter().filter(|k| **k).count();
                    start += u32::try_from(stay).expect("fewer than 2^32 n-grams");
                }
                out.children.push(start);
            }
            levels.push(out);
        }
        BackoffModel { levels }
    }
}

/// The logarithm of the weight that shares out what the seen continuations leave among the others. Both sums are
/// those of the seen continuations: in the context, and in the shorter one.
pub(crate) fn ln_backoff(seen: f64, under: f64) -> f32 {
    // A context that has seen nearly all the vocabulary leaves rounding errors only.
    let left = (1.0 - seen).max(1e-6) / (1.0 - under).max(1e-6);
    #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough for a weight")]
    let narrow = left.ln() as f32;
    narrow
}

/// The words of a key, first word first; as many as `length`.
///
/// # Panics
/// When `length` is over 4.
pub(crate) fn unpacked(key: u64, length: usize) -> [u16; 4] {
    let mut out = [0; 4];
    let mut rest = key;
    for word in out[..length].iter_mut().rev() {
        *word = u16::try_from(rest & ((1 << WORD) - 1)).expect("sixteen bits");
        rest >>= WORD;
    }
    out
}
