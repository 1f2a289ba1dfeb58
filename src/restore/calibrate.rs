//! Maps posteriors of the decoder to shares that were right, and says how sure a change must be.

/// A rising curve from posteriors to shares that were right.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Calibration {
    /// Posterior and share right, both 0 to 1 and rising; linear between.
    points: Vec<(f32, f32)>,
}

impl Calibration {
    /// Of garbled text: the table that `vanthu train --part measure` printed on texts garbled by
    /// `--part garbled`, none of them in training. In the last bin are nine words of ten.
    pub(crate) fn measured() -> Calibration {
        let points = vec![
            (0.0, 0.0),
            (0.34, 0.34),
            (0.55, 0.46),
            (0.65, 0.50),
            (0.755, 0.62),
            (0.83, 0.67),
            (0.88, 0.75),
            (0.93, 0.80),
            (0.967, 0.865),
            (0.986, 0.89),
            (0.9965, 0.95),
            (1.0, 0.997),
        ];
        Calibration { points }
    }

    /// Of one document: where nearly all was read right (estimated share, 0 to 1), posteriors are shares already.
    pub(crate) fn of_document(&self, right_as_read: f64) -> Calibration {
        let garbled = garbled(right_as_read);
        Calibration { points: self.points.iter().map(|&(x, y)| (x, x + garbled * (y - x))).collect() }
    }

    /// The same of a document of which so much is believed, 0 to 1: where much is unsure, words that seem sure have
    /// leaned on wrong ones.
    pub(crate) fn of_believed(self, believed: f64) -> Calibration {
        let short = (LEANING - believed).max(0.0);
        if short == 0.0 || believed <= 0.0 {
            return self;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a share needs no more than four digits")]
        let share = (1.0 - LEANS * short / believed).max(0.5) as f32;
        Calibration { points: self.points.into_iter().map(|(x, y)| (x, y * share)).collect() }
    }

    /// The share of candidates with this posterior that are right.
    pub(crate) fn probability(&self, posterior: f32) -> f32 {
        between(&self.points, posterior)
    }
}

/// Of a document that is believed less than this, so much less is right for every share that lacks: 77 of a hundred of
/// one that was believed at 87, 82 of one at 89, and 97 of those at 91.
const LEANING: f64 = 0.905;
const LEANS: f64 = 1.8;

/// The highest probability of a word that the engine read with this confidence, 0 to 1. What the letters of a slice of
/// a line, of a seal or of a pen look like may well be a word or a number, which the letters alone cannot tell.
///
/// Shares right among the words of real scans, samples and hard pages that restoration was sure of (0.95 or more), by
/// the engine's confidence: 13,000 words, 600 of them under 0.9.
pub(crate) fn most_of_read(confidence: f32) -> f32 {
    const SHARES: [(f32, f32); 8] = [
        (0.0, 0.35),
        (0.4, 0.67),
        (0.55, 0.72),
        (0.65, 0.87),
        (0.85, 0.92),
        (0.915, 0.98),
        (0.94, 0.996),
        (1.0, 1.0),
    ];
    between(&SHARES, confidence)
}

/// The value of a rising curve at a place from 0 to 1: linear between its points.
fn between(points: &[(f32, f32)], at: f32) -> f32 {
    let at = at.clamp(0.0, 1.0);
    let above = points.iter().position(|(x, _)| *x >= at).unwrap_or(points.len() - 1);
    let (x1, y1) = points[above];
    let (x0, y0) = if above == 0 { (0.0, 0.0) } else { points[above - 1] };
    if x1 > x0 { y0 + (y1 - y0) * (at - x0) / (x1 - x0) } else { y1 }
}

/// How much of a document's calibration is that of garbled text, 0 to 1: all of it from three wrong words in a
/// hundred on.
fn garbled(right_as_read: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a share needs no more than four digits")]
    let wrong = (1.0 - right_as_read) as f32;
    (wrong / 0.03).clamp(0.0, 1.0)
}

/// The highest posterior of a number or symbol: engines misread digits like letters, and no model knows better.
pub(crate) fn most_of_figures(right_as_read: f64) -> f32 {
    1.0 - 0.008 * garbled(right_as_read)
}

/// How probable it must be that a number was a word, 0 to 1, in ordinary and in hopeless text: digits go out as letters
/// only where little else is left.
pub(crate) const WORD_FOR_DIGITS: [f32; 2] = [0.9, 0.8];

/// How probable a change must be to be made in a line, 0 to 1. A bad spot in a document that was not read clean asks for
/// less; in a clean one, rare names and units only look like bad spots.
///
/// Both are estimated shares of words that were read right, 0 to 1: of the document, and around the line.
pub(crate) fn local_threshold(right_as_read: f64, around: f64) -> f32 {
    if right_as_read >= CLEAN { threshold(right_as_read) } else { threshold(right_as_read.min(around)) }
}

/// Share of words read right from which a document is clean.
pub(crate) const CLEAN: f64 = 0.995;

/// How probable a change must be to be made, 0 to 1: the cleaner the text, the surer.
///
/// `right_as_read` is the estimated share of its words that were read right, 0 to 1.
fn threshold(right_as_read: f64) -> f32 {
    // In a text with one wrong word in five hundred a change at 0.9 would spoil as many as it mends.
    match right_as_read {
        r if r >= CLEAN => 0.995,
        r if r >= 0.98 => 0.97,
        r if r >= 0.9 => 0.8,
        r if r >= 0.7 => 0.6,
        // What was read is nearly always wrong: the likeliest is right more often.
        _ => 0.0,
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
    fn a_clean_document_keeps_its_posteriors_and_a_garbled_one_does_not() {
        let measured = Calibration::measured();
        assert!((measured.of_document(1.0).probability(0.9) - 0.9).abs() < 1e-6);
        assert!((measured.of_document(0.2).probability(0.9) - measured.probability(0.9)).abs() < 1e-6);
        assert!(measured.points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
    }

    #[test]
    fn what_seems_sure_among_much_that_is_unsure_is_believed_less() {
        let sure = |believed: f64| Calibration::measured().of_believed(believed).probability(0.99);
        assert!((sure(0.95) - Calibration::measured().probability(0.99)).abs() < 1e-6);
        assert!(sure(0.85) < sure(0.89) && sure(0.89) < sure(0.95));
    }

    #[test]
    fn a_word_that_the_engine_hardly_read_is_not_sure() {
        assert!(most_of_read(0.1) < 0.5 && most_of_read(0.5) < 0.8);
        assert!((most_of_read(1.0) - 1.0).abs() < 1e-6, "plain text and text layers");
        assert!((most_of_read(0.96) - 1.0).abs() < 0.01, "most words of a scan");
    }

    #[test]
    fn a_bad_spot_asks_for_less_unless_the_document_is_clean() {
        assert!(local_threshold(0.95, 0.6) < local_threshold(0.95, 0.95));
        assert!((local_threshold(0.999, 0.6) - local_threshold(0.999, 0.999)).abs() < 1e-6);
    }

    #[test]
    fn a_clean_text_asks_for_surer_changes() {
        assert!(threshold(0.999) > threshold(0.95));
        assert!(threshold(0.95) > threshold(0.2));
    }
}
