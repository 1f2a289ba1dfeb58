//! The seeded generator behind all that looks accidental on a drawn page.

/// `SplitMix64`: small, fast, and the same on every machine.
///
/// A generator is handed along, never shared: what is drawn depends on the seed and the order of calls only.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    /// A generator that always gives the same numbers for the same seed.
    pub fn new(seed: u64) -> Random {
        Random { state: seed }
    }

    /// A generator of its own for a part of the work, so that adding a part leaves the others as they were.
    #[must_use]
    pub fn part(&self, name: &str) -> Random {
        // FNV-1a over the name: any good mixing does, it need not be secret.
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        let mut part = Random { state: self.state ^ hash };
        part.bits();
        part
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 (inside) to 1 (outside).
    pub fn unit(&mut self) -> f32 {
        f32::from(low(self.bits() >> 48)) / 65536.0
    }

    /// A number between `low` and `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// A number around 0 with standard deviation 1, never beyond ±3.5.
    pub fn normal(&mut self) -> f32 {
        // The sum of four even numbers is near enough to a bell for noise, and needs one draw.
        let bits = self.bits();
        let sum: f32 = [0, 16, 32, 48].iter().map(|shift| f32::from(low(bits >> shift))).sum();
        (sum / 65536.0 - 2.0) * 1.732_050_8
    }

    /// A whole number from 0 (inside) to `end` (outside); 0 when `end` is 0.
    #[expect(clippy::cast_possible_truncation, reason = "which of the bits are lost does not matter")]
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { self.bits() as usize % end }
    }

    /// One of the choices; the first when they are equal in nothing but place.
    ///
    /// # Panics
    /// When there are none.
    pub fn choose<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// The last 16 bits.
#[expect(clippy::cast_possible_truncation, reason = "the rest is meant to be lost")]
fn low(bits: u64) -> u16 {
    bits as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_come_from_a_known_seed() {
        // From the reference program of Vigna with seed 1234567.
        let mut random = Random::new(1_234_567);
        assert_eq!(random.bits(), 6_457_827_717_110_365_317);
        assert_eq!(random.bits(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn normal_has_mean_0_and_deviation_1() {
        let mut random = Random::new(7);
        let drawn: Vec<f32> = (0..20_000).map(|_| random.normal()).collect();
        let mean = drawn.iter().sum::<f32>() / 20_000.0;
        let square = drawn.iter().map(|x| x * x).sum::<f32>() / 20_000.0;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((square - 1.0).abs() < 0.05, "{square}");
    }

    #[test]
    fn parts_do_not_move_one_another() {
        let whole = Random::new(3);
        let mut seal = whole.part("seal");
        let mut noise = whole.part("noise");
        assert_ne!(seal.bits(), noise.bits());
        assert_eq!(whole.part("noise").bits(), Random::new(3).part("noise").bits());
    }
}
