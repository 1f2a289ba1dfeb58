//! A quick hash for keys of a few small numbers: maps that are asked millions of times a document.
//!
//! Multiply and rotate, without a secret: the keys come from the model, and a map that a malicious text made slow
//! would only slow that text. No output depends on the order of such a map.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map of this hash.
pub(crate) type QuickMap<K, V> = HashMap<K, V, BuildQuick>;

/// Makes [`Quick`] hashers.
pub(crate) type BuildQuick = BuildHasherDefault<Quick>;

/// The state of a hash.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Quick(u64);

/// The golden ratio in 64 bits: its multiples are spread evenly.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        // The upper half of a product is mixed best, and tables take their places from the lower bits.
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut number = [0; 8];
            number[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(number));
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(u64::from(number));
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(SPREAD);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    #[test]
    fn small_numbers_fall_apart() {
        let quick = BuildQuick::default();
        let mut places: Vec<u64> = (0u32..64)
            .flat_map(|a| (0u32..64).map(move |b| (a, b)))
            .map(|key| quick.hash_one(key) % 8192)
            .collect();
        places.sort_unstable();
        places.dedup();
        // 4,096 balls thrown into 8,192 boxes by chance fill about 3,220 of them.
        assert!(places.len() > 2800, "{}", places.len());
    }
}
