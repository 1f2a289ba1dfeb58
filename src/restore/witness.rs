//! Two witnesses of one page: what its picture was read as, and what its text layer says.
//!
//! Each is restored for itself, with the confusions of its own engine. Words in the same place are then weighed
//! against each other by what each witness believes: where both agree the word is surer than either made it, where
//! they differ the one that is less likely wrong goes out. Figures of a layer are garbled like its letters, so a
//! layer never changes one.

mod seats;

use self::seats::{Pair, Seats};
use super::capitals::Shape;
use super::{Candidate, Restoration, RestoredWord};
use crate::page::OcrPage;
use crate::vietnamese::{spelling, strip_marks, syllable};

/// How much oftener than both believe a layer is wrong where it differs from the picture: engines of layers knew no
/// Vietnamese, so all that a word of theirs is has been guessed.
const LAYER_ERRS: f32 = 10.0;
/// What a candidate of the picture must be believed to have been thought of.
const THOUGHT: f32 = 0.01;
/// A word of the picture that is believed less was hardly read.
const UNREAD: f32 = 0.4;
/// How sure a change must be, 0 to 1.
const SURE: f32 = 0.6;
/// What two witnesses that agree are believed, at most.
const MOST: f32 = 0.999;
/// How sure two words must be to tell whether the layer is of this page.
const TELLING: f32 = 0.9;
/// What share of the letters of two readings must be the same for them to be of one word.
const ALIKE: f32 = 0.4;

/// The layers of a document as pages of their own, in the places of the lines that they stand beside.
pub(super) struct Layers {
    pub(super) pages: Vec<OcrPage>,
    seats: Vec<Seats>,
    /// Which page of the document each is of.
    of: Vec<usize>,
}

impl Layers {
    /// The layers of the pages that have one; `None` where none has.
    pub(super) fn of(pages: &[OcrPage]) -> Option<Layers> {
        let mut layers = Layers { pages: Vec::new(), seats: Vec::new(), of: Vec::new() };
        for (at, page) in pages.iter().enumerate().filter(|(_, page)| !page.layer.is_empty()) {
            let (lines, seats) = seats::seated(page);
            layers.pages.push(OcrPage { lines, layer: Vec::new(), ..page.clone() });
            layers.seats.push(seats);
            layers.of.push(at);
        }
        (!layers.of.is_empty()).then_some(layers)
    }

    /// Weighs the words of the pictures against those of the layers, `layers` being the restored pages of these.
    pub(super) fn weigh(&self, pictures: &mut Restoration, layers: &Restoration) {
        let mut gained = 0.0;
        for ((seats, &of), layer) in self.seats.iter().zip(&self.of).zip(&layers.pages) {
            let page = &mut pictures.pages[of];
            let pairs = seats.pairs(page, layer);
            let word = |pair: &Pair| &page.lines[pair.picture.0].words[pair.picture.1];
            let other = |pair: &Pair| &layer.lines[pair.layer.0].words[pair.layer.1];
            if !is_of_page(pairs.iter().map(|pair| (word(pair), other(pair)))) {
                continue;
            }
            for pair in &pairs {
                let other = &layer.lines[pair.layer.0].words[pair.layer.1];
                let word = &mut page.lines[pair.picture.0].words[pair.picture.1];
                let before = word.chosen.probability;
                weigh(word, other);
                gained += f64::from(word.chosen.probability - before);
            }
        }
        let words: usize =
            pictures.pages.iter().flat_map(|page| &page.lines).map(|line| line.words.len()).sum();
        #[expect(clippy::cast_precision_loss, reason = "a count of words")]
        let share = gained / words.max(1) as f64;
        pictures.accuracy_after = (pictures.accuracy_after + share).clamp(0.0, 1.0);
    }
}

/// Whether a layer tells the words of its page: of those that both witnesses are sure of, half and more are the same.
fn is_of_page<'a>(pairs: impl Iterator<Item = (&'a RestoredWord, &'a RestoredWord)>) -> bool {
    let (mut same, mut all) = (0, 0);
    for (word, other) in pairs {
        if word.chosen.probability >= TELLING && other.chosen.probability >= TELLING {
            all += 1;
            same += usize::from(core(&word.chosen.text).1 == core(&other.chosen.text).1);
        }
    }
    2 * same >= all
}

/// The letters and digits of a word without the signs around it, where they stand, and as they are compared.
fn core(text: &str) -> (std::ops::Range<usize>, String) {
    let trimmed = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let from = text.len() - trimmed.len();
    let trimmed = trimmed.trim_end_matches(|c: char| !c.is_alphanumeric());
    (from..from + trimmed.len(), spelling(trimmed))
}

/// Weighs one word of the picture against the layer's.
fn weigh(word: &mut RestoredWord, other: &RestoredWord) {
    let (at, mine) = core(&word.chosen.text);
    let theirs = core(&other.chosen.text).1;
    if mine.is_empty() || theirs.is_empty() {
        return;
    }
    let (p, q) = (word.chosen.probability, other.chosen.probability);
    if mine == theirs {
        let both = p * q / (p * q + (1.0 - p) * (1.0 - q)).max(f32::MIN_POSITIVE);
        if both > p {
            word.chosen.probability = both.min(MOST).max(p);
            word.doubtful &= both < 0.5;
        }
        return;
    }
    if !may_change(word, &mine, &theirs) {
        return;
    }
    let others = word.alternatives.iter().filter(|other| core(&other.text).1 != theirs);
    let likeliest = others.map(|other| other.probability).fold(p, f32::max);
    // Odds that the layer is right and the picture is not.
    let odds = |share: f32| share / (1.0 - share).max(1e-6);
    let against = odds(q) / (odds(likeliest) * LAYER_ERRS).max(1e-6);
    let share = against / (1.0 + against);
    if share < SURE {
        return;
    }
    let read: Vec<char> = word.chosen.text[at.clone()].chars().collect();
    let shape = Shape::of(&read, Shape::Lower);
    let mut text = word.chosen.text.clone();
    text.replace_range(at, &shape.write(&theirs));
    word.alternatives.retain(|one| one.text != text);
    let before = std::mem::replace(&mut word.chosen, Candidate { text, probability: share.min(q) });
    let most = word.alternatives.len().max(1);
    word.alternatives.insert(0, Candidate { probability: before.probability.min(1.0 - share), ..before });
    word.alternatives.truncate(most);
    word.doubtful = share.min(q) < 0.5;
}

/// Whether a layer may change a word of the picture: to a syllable that the engine, too, thought possible, or that its
/// letters are near to where it hardly read the word.
fn may_change(word: &RestoredWord, mine: &str, theirs: &str) -> bool {
    let figures = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    if figures(mine) || figures(theirs) || !syllable::is_possible(theirs) {
        return false;
    }
    let thought = || {
        word.alternatives.iter().any(|other| other.probability >= THOUGHT && core(&other.text).1 == *theirs)
    };
    word.chosen.probability < UNREAD && is_alike(mine, theirs) || thought()
}

/// Whether two readings may be of one word: their letters without marks are the same for the most part.
fn is_alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (strip_marks(a).chars().collect(), strip_marks(b).chars().collect());
    // The longest common sequence of letters.
    let mut row = vec![0u16; b.len() + 1];
    for x in &a {
        let mut before = 0;
        for (at, y) in b.iter().enumerate() {
            let here = row[at + 1];
            row[at + 1] = if x == y { before + 1 } else { here.max(row[at]) };
            before = here;
        }
    }
    let common = f32::from(row[b.len()]);
    #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
    let longest = a.len().max(b.len()) as f32;
    common >= ALIKE * longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RestoreConfig;
    use crate::geometry::{PageIndex, PixelBox};
    use crate::page::{Block, OcrLine, OcrWord, Origin};
    use crate::restore::Restorer;

    fn word(text: &str, probability: f32, alternatives: &[(&str, f32)]) -> RestoredWord {
        let candidate = |text: &str, probability: f32| Candidate { text: text.to_owned(), probability };
        RestoredWord {
            from: 0..1,
            read: text.to_owned(),
            chosen: candidate(text, probability),
            alternatives: alternatives.iter().map(|(text, p)| candidate(text, *p)).collect(),
            doubtful: probability < 0.5,
            place: None,
        }
    }

    fn weighed(mut picture: RestoredWord, layer: &str, sure: f32) -> RestoredWord {
        weigh(&mut picture, &word(layer, sure, &[]));
        picture
    }

    #[test]
    fn a_word_that_both_have_is_surer() {
        let both = weighed(word("(Sách,", 0.45, &[("Sạch", 0.3)]), "sách", 0.9);
        assert_eq!(both.chosen.text, "(Sách,");
        assert!(both.chosen.probability > 0.8 && !both.doubtful);
        let sure = weighed(word("2031", 0.9, &[]), "2031", 0.8);
        assert!(sure.chosen.probability > 0.9 && sure.chosen.probability <= MOST);
    }

    #[test]
    fn a_layer_that_is_sure_mends_what_the_engine_hardly_read() {
        let hardly = word("sả,", 0.03, &[("số", 0.45), ("xã", 0.17)]);
        let mended = weighed(hardly, "sách", 0.99);
        assert_eq!(mended.chosen.text, "sách,");
        assert!(mended.alternatives.iter().any(|other| other.text == "sả,"), "what was there is kept");
        // It was one of two that the engine thought of.
        let two = word("LẬT", 0.58, &[("LUẬT", 0.24)]);
        assert_eq!(weighed(two, "luật", 0.99).chosen.text, "LUẬT");
    }

    #[test]
    fn a_layer_changes_no_sure_word_no_figure_and_no_other_word() {
        for (picture, layer, sure) in [
            (word("Lâm", 0.87, &[("Lầm", 0.1)]), "Lầm", 0.9),
            (word("Lò", 0.97, &[]), "Lê", 0.99),
            (word("2031", 0.2, &[("2037", 0.5)]), "2037", 0.99),
            (word("UBND", 0.5, &[]), "LJBND", 0.99),
            (word("biển", 0.3, &[]), "thuế", 0.99),
            // The engine's own other reading is as likely as the layer's word.
            (word("Đề", 0.25, &[("Để", 0.6)]), "Đã", 0.93),
        ] {
            let before = picture.clone();
            assert_eq!(weighed(picture, layer, sure), before);
        }
    }

    /// Words in columns of the same width.
    fn line(number: u32, text: &str, confidence: f32) -> OcrLine {
        let word = |(at, text): (u32, &str)| OcrWord {
            text: text.to_owned(),
            place: Some(PixelBox::new(100 * at, 40 * number, 100 * at + 90, 40 * number + 30)),
            confidence,
            alternatives: Vec::new(),
        };
        OcrLine { number, block: Block::Body, words: (0..).zip(text.split(' ')).map(word).collect() }
    }

    #[test]
    fn two_readings_of_a_page_are_better_than_either() {
        let right = [
            "Giao Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các",
            "huyện triển khai thực hiện Kế hoạch này, báo cáo kết quả về Ủy ban nhân dân tỉnh",
        ];
        let garbled = [
            "Giao So N6i vu chu tri, ph6i hqp voi cdc so, ban, ngdnh va Uy ban nhdn ddn cdc",
            "huyen tri6n khai thuc hien K6 hoach nay, b6o cdo k6t qui vA Uy ban nhdn ddn tinh",
        ];
        let mut lines = vec![line(1, right[0], 0.96), line(2, right[1], 0.96)];
        // The engine hardly read one word.
        lines[1].words[2] = OcrWord { text: "kha".to_owned(), confidence: 0.02, ..lines[1].words[2].clone() };
        let page = |layer: Vec<OcrLine>| OcrPage {
            page: PageIndex(0),
            origin: Origin::Scan,
            frame: None,
            marks: Vec::new(),
            lines: lines.clone(),
            layer,
        };
        let restorer = Restorer::load().unwrap();
        let config = RestoreConfig { alternatives: 4 };
        let text = |restored: &Restoration| {
            let words = restored.pages[0].lines.iter().flat_map(|line| &line.words);
            words.map(|word| word.chosen.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        let alone = restorer.restore(&[page(Vec::new())], &config).output;
        let layer = vec![line(1, garbled[0], 1.0), line(2, garbled[1], 1.0)];
        let both = restorer.restore(&[page(layer)], &config).output;
        assert_eq!(text(&both), right.join(" "));
        let sure = |restored: &Restoration| restored.pages[0].lines[1].words[2].chosen.probability;
        assert!(sure(&both) >= sure(&alone), "{} {}", sure(&both), sure(&alone));
        assert!(both.accuracy_after >= alone.accuracy_after - 0.01);
    }

    #[test]
    fn a_layer_of_another_page_is_not_heard() {
        let (a, b) = (word("quyết", 0.99, &[]), word("quyết", 0.95, &[]));
        let other = word("thuế", 0.95, &[]);
        assert!(is_of_page([(&a, &b), (&a, &b), (&a, &other)].into_iter()));
        assert!(!is_of_page([(&a, &b), (&a, &other), (&a, &other)].into_iter()));
    }
}
