//! The passes over a document: decode, learn from what was decoded, decode again, write down.

use rustc_hash::FxHashMap;

use super::adapt::{self, Lesson};
use super::calibrate::{self, Calibration};
use super::candidates::Width;
use super::capitals::{self, Shape};
use super::confusion::{Channel, Counts};
use super::decoder::{Beam, Decoded, Decoder, Lattice};
use super::doubts;
use super::forms::Forms;
use super::kept::{self, Keep, ReadTwice};
use super::language_model::WordId;
use super::lattice::{CandidateSets, Choice, LatticeBuilder, Spacing, Spelling};
use super::mixed;
use super::names::WithNames;
use super::numbers;
use super::output::{self, Chosen};
use super::pairs::Pairs;
use super::phrases;
use super::reading::TokenStream;
use super::repair::Repairs;
use super::tokens::PartKind;
use super::unmarked;
use super::vocabulary::Vocabulary;
use super::{Ablation, Restoration, RestoredLine, RestoredPage, Restorer};
use crate::config::RestoreConfig;
use crate::limit;
use crate::page::OcrPage;
use crate::vietnamese;
use crate::vietnamese::syllable;
use crate::warning::{DigitChange, Doubt, Warned, Warning};

/// How often the document is decoded to learn from it before the last decoding: ordinary text, and hopeless text,
/// whose first decoding is mostly guessed.
const LESSONS: [usize; 2] = [2, 3];

/// Steps in which the document finds the shares of the sources of confusions.
const MIXTURE_STEPS: usize = 8;

/// A sign alone between two words that was printed as such, natural logarithm of its probability; in garbled text
/// it is a misread word sooner.
const PRINTED_SIGN: [f32; 2] = [-8.0, -13.0];

/// Spaces err once in a thousand words where nothing is known of the document, and more often in garbled text.
const SPACING: [Spacing; 2] = [Spacing { lost: -7.0, added: -7.0 }, Spacing { lost: -6.0, added: -5.0 }];

/// How wide the search for candidates and for paths is. Narrower is faster, and worse on the most garbled texts even
/// where only the passes that learn are narrower.
const WIDTH: Width = Width { nodes: 160, window: 11.0, words: 40 };
const BEAM: Beam = Beam { paths: 24, window: 9.0, language: LANGUAGE, uncached: 0.0 };

/// Parts of a stretch without punctuation after which a line end cuts it.
const LONGEST_STRETCH: usize = 250;

/// Exponent of the language model: its probabilities of neighbouring words are not independent of each other,
/// so at 1 it outvotes the letters.
const LANGUAGE: f32 = 0.9;

/// How probably a name or an abbreviation that stays is right: of a thousand names of all peoples in clean text hardly
/// one is a misread one.
const KEPT: f32 = 0.97;

/// Share of words read right under which the figures of a document are garbled like its words.
const GARBLED: f64 = 0.7;

/// A document is clean although much of it seems misread when so many of its words in small letters stay, and so many of
/// all words: what is left are names.
const ORDINARY_CLEAN: f64 = 0.998;
const NEARLY_CLEAN: f64 = 0.9;

/// What the document has taught so far.
struct Taught {
    shares: Vec<f32>,
    counts: Counts,
    own: Vocabulary,
    cached: FxHashMap<WordId, f32>,
    uncached: f32,
    /// Words that followed each other again and again.
    pairs: Pairs,
    spacing: Spacing,
    printed_sign: f32,
    /// Whether hardly a word was read right.
    hopeless: bool,
    /// For each line the natural logarithm of the share of its words that were badly read; empty where there are none.
    badly: Vec<f32>,
}

/// Decodes all stretches once; `each` gets what the arcs say and the outcome.
fn decode(
    restorer: &Restorer,
    (reading, forms): (&TokenStream, &Forms),
    taught: &Taught,
    channel: &Channel,
    mut each: impl FnMut(&CandidateSets<'_>, &Lattice<WordId>, &[Choice], Decoded),
) {
    let bad_channel = (!taught.badly.is_empty()).then(|| channel.of_badly_read());
    let maker = LatticeBuilder {
        model: &restorer.model,
        vocabulary: &restorer.vocabulary,
        own: &taught.own,
        symbols: &restorer.symbols,
        channel,
        bad_channel: bad_channel.as_ref(),
        spacing: taught.spacing,
        printed_sign: taught.printed_sign,
        trusted: taught.shares[0] >= 0.5,
        hopeless: taught.hopeless,
        spaces: restorer.uses(Ablation::Spaces),
        grammars: restorer.uses(Ablation::Grammars),
        cached: &taught.cached,
        repeated: &taught.pairs,
    };
    let fans = maker.fans(forms, WIDTH);
    let model = WithNames { model: &restorer.model, names: &restorer.names, pairs: &taught.pairs };
    let mut decoder = Decoder::new(&model, Beam { uncached: taught.uncached, ..BEAM });
    for stretch in reading.stretches(LONGEST_STRETCH) {
        limit::check();
        let (lattice, choices) = fans.lattice(reading, stretch, &taught.badly);
        let decoded = decoder.decode(&lattice);
        each(&fans, &lattice, &choices, decoded);
    }
}

pub(super) fn restore(restorer: &Restorer, pages: &[OcrPage], config: &RestoreConfig) -> Warned<Restoration> {
    let repairs = if restorer.uses(Ablation::Grammars) {
        Repairs::of(pages, &restorer.model)
    } else {
        Repairs::default()
    };
    let reading = TokenStream::new(pages, &repairs);
    let forms = Forms::new(&reading, &restorer.vocabulary);
    let shares = first_shares(&reading, &forms);
    let unmarked = unmarked::is_unmarked(&reading);
    let garbled = usize::from(shares[0] < 0.5);
    let spacing = SPACING[garbled];
    let lessons = LESSONS[usize::from(shares[0] < 0.05)];
    let mut taught = Taught {
        shares,
        counts: Counts::default(),
        own: Vocabulary::of(&restorer.model, Vec::new()),
        cached: FxHashMap::default(),
        uncached: 0.0,
        pairs: Pairs::default(),
        spacing,
        printed_sign: PRINTED_SIGN[garbled],
        hopeless: lessons > LESSONS[0],
        badly: Vec::new(),
    };
    let mut right_as_read = 1.0;
    let mut right_around = Vec::new();
    let mut ordinary_around = Vec::new();
    let mut ordinary = 0.0;
    for _ in 0..lessons {
        let channel = Channel::new(&restorer.prior, &taught.shares, &taught.counts, &reading.alphabet);
        let mut lesson = Lesson::default();
        decode(restorer, (&reading, &forms), &taught, &channel, |_, lattice, choices, decoded| {
            lesson.add_pairs(lattice, choices, &decoded);
            lesson.add(&reading, choices, &decoded.posterior, (&restorer.vocabulary, &taught.own));
        });
        let counts = lesson.confusions(&channel);
        let mut shares = taught.shares.clone();
        if restorer.uses(Ablation::Mixture) {
            for _ in 0..MIXTURE_STEPS {
                shares = restorer.prior.shares(&counts, &shares);
            }
        }
        // The channel is that of the prior when nothing is to be learnt from the document.
        let counts = if restorer.uses(Ablation::Adaptation) { counts } else { Counts::default() };
        let (cached, uncached) =
            if restorer.uses(Ablation::Cache) { lesson.cache() } else { (FxHashMap::default(), 0.0) };
        if lesson.word_parts > 0.0 {
            right_as_read = f64::from((lesson.right_as_read / lesson.word_parts).min(1.0));
        }
        right_around = lesson.right_around(reading.lines.len(), right_as_read);
        ordinary_around = lesson.ordinary_around(reading.lines.len());
        ordinary = lesson.ordinary();
        // Where all was read right, rare names are told from bad words by nothing.
        let badly = match right_as_read < calibrate::CLEAN && restorer.uses(Ablation::BadlyRead) {
            true => adapt::badly_read(&right_around, garbled == 1),
            false => Vec::new(),
        };
        taught = Taught {
            hopeless: right_as_read < GARBLED,
            badly,
            shares,
            counts,
            own: lesson.own_words(&restorer.model),
            cached,
            uncached,
            pairs: match right_as_read < GARBLED && restorer.uses(Ablation::Cache) {
                true => lesson.pairs(),
                false => Pairs::default(),
            },
            spacing: lesson.spacing(spacing),
            ..taught
        };
    }
    // Rare names are no slips: where the ordinary words were read right, so was the document.
    let clean = right_as_read >= NEARLY_CLEAN && ordinary >= ORDINARY_CLEAN;
    if clean {
        right_as_read = right_as_read.max(calibrate::CLEAN);
    }
    let channel = Channel::new(&restorer.prior, &taught.shares, &taught.counts, &reading.alphabet);
    let thresholds: Vec<f32> =
        right_around.iter().map(|around| calibrate::local_threshold(right_as_read, *around)).collect();
    let calibration = restorer.calibration.of_document(right_as_read);
    let most_of_figures = calibrate::most_of_figures(right_as_read);
    let style = tone_style(&forms);
    let twice = if taught.hopeless { ReadTwice::default() } else { ReadTwice::of(&reading) };
    let mut chosen: Vec<Chosen> = Vec::new();
    let mut before = 0.0f64;
    decode(restorer, (&reading, &forms), &taught, &channel, |fans, _, choices, decoded| {
        let made = Making {
            restorer,
            reading: &reading,
            own: &taught.own,
            fans,
            style,
            threshold: calibrate::local_threshold(right_as_read, right_as_read),
            thresholds: &thresholds,
            ordinary_around: &ordinary_around,
            clean,
            most_of_figures,
            twice: &twice,
            trusted: taught.shares[0] >= 0.5,
            hopeless: taught.hopeless,
            unmarked,
        };
        let arcs = decoded.best.iter().filter(|arc| !choices[**arc].parts.is_empty());
        let mut arcs = arcs.copied().peekable();
        while let Some(arc) = arcs.next() {
            let (one, as_read) = made.chosen(choices, &decoded.posterior, arc);
            before += f64::from(calibration.probability(as_read));
            let parts = one.parts.clone();
            let mut ones = vec![one];
            while let Some(arc) = arcs.next_if(|&arc| choices[arc].parts == parts) {
                ones.push(made.chosen(choices, &decoded.posterior, arc).0);
            }
            // Spaces that were put in or taken out need to be as sure as other letters.
            let sure = ones.iter().map(|one| one.posterior).fold(1.0, f32::min);
            if ones.len() > 1 || parts.len() > 1 {
                let keep = parts.clone().map(|part| made.keep(part)).find(|keep| *keep != Keep::No);
                if let Some(keep) = keep {
                    ones = made.kept(parts, keep);
                } else if sure < made.threshold(parts.start)
                    || unmarked && unmarked::is_other(&ones, &reading, parts.clone())
                {
                    ones = made.left(parts);
                }
            }
            chosen.extend(ones);
        }
    });
    // In a text that was read right for the most part, figures were too.
    if right_as_read < GARBLED && !unmarked && restorer.uses(Ablation::Grammars) {
        chosen = numbers::mend(&reading, chosen, &restorer.cited);
        chosen = phrases::snap(&reading, chosen, &restorer.phrases);
    }
    doubts::open(&reading, &repairs, &mut chosen);
    if taught.hopeless {
        doubts::no_words(&reading, &mut chosen);
        doubts::names(&reading, &mut chosen);
    }
    let words = approximate(chosen.len());
    let believed = |calibration: &Calibration| -> f64 {
        chosen.iter().map(|one| f64::from(calibration.probability(one.posterior))).sum()
    };
    let calibration = match taught.hopeless && words > 0.0 {
        true => {
            let share = believed(&calibration) / words;
            calibration.of_believed(share)
        }
        false => calibration,
    };
    let after = believed(&calibration);
    let pages = write(&calibration, &reading, pages, &chosen, config);
    let warnings: Vec<Warning> = digits_changed(&pages).into_iter().collect();
    let share = |sum: f64| if words > 0.0 { (sum / words).clamp(0.0, 1.0) } else { 1.0 };
    let output = Restoration { pages, accuracy_before: share(before), accuracy_after: share(after) };
    Warned { output, warnings }
}

/// A warning where many of the `words` that were read are doubtful.
pub(super) fn many_doubtful(pages: &[RestoredPage], words: usize) -> Option<Warning> {
    let all = pages.iter().flat_map(|page| &page.lines).flat_map(|line| &line.words);
    let doubtful = all.filter(|word| word.doubtful).count();
    (doubtful * 20 > words).then(|| Warning::new(Doubt::RestoreDoubtful { doubtful, words }))
}

/// One warning for all words whose digits are not those that were read: digits that stand for letters, letters that
/// stand for digits.
fn digits_changed(pages: &[RestoredPage]) -> Option<Warning> {
    let digits = |text: &str| text.chars().filter(|c| c.is_ascii_digit()).collect::<String>();
    let mut changed = Vec::new();
    let lines = pages.iter().flat_map(|page| page.lines.iter().map(move |line| (page.page, line)));
    for (page, line) in lines {
        // Words that share a read word have its digits between them.
        for shared in line.words.chunk_by(|a, b| a.from == b.from) {
            let now: Vec<&str> = shared.iter().map(|word| word.chosen.text.as_str()).collect();
            if digits(&shared[0].read) != digits(&now.concat()) {
                changed.push(DigitChange { page, read: shared[0].read.clone(), now: now.join(" ") });
            }
        }
    }
    let words = changed.len();
    changed.truncate(Doubt::SHOWN);
    (words > 0).then(|| Warning::new(Doubt::RestoreDigitChanged { words, shown: changed }))
}

#[expect(clippy::cast_precision_loss, reason = "words made of one or two read ones")]
fn approximate(count: usize) -> f64 {
    count as f64
}

/// The shares of clean, Vietnamese engine, engine without Vietnamese, scanners' text layers, any engine to begin with.
fn first_shares(reading: &TokenStream, forms: &Forms) -> Vec<f32> {
    let (mut known, mut all) = (0.0f32, 1.0f32);
    for (part, &form) in reading.parts.iter().zip(&forms.of_part) {
        if part.kind != PartKind::Word || part.chars.len() <= 1 {
            continue;
        }
        all += 1.0;
        let form = &forms.list[form];
        // Unmarked words stand in the vocabulary for foreign and unmarked ones alike, so they tell less.
        if form.known.is_some() {
            known += if form.folded.is_ascii() { 0.8 } else { 1.0 };
        }
    }
    // Vietnamese text has marks on six words of seven; in garbled text few words survive with theirs.
    let share = known / all;
    match share {
        s if s > 0.92 => vec![0.90, 0.08, 0.01, 0.005, 0.005],
        s if s > 0.8 => vec![0.10, 0.65, 0.10, 0.10, 0.05],
        _ => vec![0.01, 0.09, 0.50, 0.20, 0.20],
    }
}

/// Where the tone mark of final oa, oe, uy stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ToneStyle {
    Old,
    New,
}

/// The style of most such words that were read with their mark; the old one, which most offices use, for want of any.
fn tone_style(forms: &Forms) -> ToneStyle {
    // For each form, 1 for the new style, -1 for the old one.
    let votes: Vec<i32> = forms
        .list
        .iter()
        .map(|form| {
            let word = vietnamese::fold(&form.chars.iter().collect::<String>());
            if form.kind != PartKind::Word || form.known.is_none() {
                0
            } else if form.folded != word {
                1
            } else {
                -i32::from(vietnamese::new_tone_style(&word) != word)
            }
        })
        .collect();
    let sum: i32 = forms.of_part.iter().map(|&form| votes[form]).sum();
    if sum > 0 { ToneStyle::New } else { ToneStyle::Old }
}

/// What is needed to write a choice down.
struct Making<'a> {
    restorer: &'a Restorer,
    reading: &'a TokenStream,
    own: &'a Vocabulary,
    fans: &'a CandidateSets<'a>,
    style: ToneStyle,
    /// How sure a change must be, in the document and in each of its lines.
    threshold: f32,
    thresholds: &'a [f32],
    /// For each line the share of the ordinary words around it that were read right.
    ordinary_around: &'a [f64],
    /// Whether all of its ordinary words were.
    clean: bool,
    most_of_figures: f32,
    twice: &'a ReadTwice,
    /// Whether most of the document is read without slips.
    trusted: bool,
    /// Whether hardly a word of it was read right.
    hopeless: bool,
    /// Whether only its marks are missing.
    unmarked: bool,
}

impl Making<'_> {
    /// How sure a change of a part must be. An abbreviation looks like a bad spot of its own: only the document counts.
    fn threshold(&self, part: usize) -> f32 {
        let part = &self.reading.parts[part];
        let abbreviation = part.chars.len() <= 3 && part.chars.iter().all(|c| c.is_uppercase());
        if abbreviation { self.threshold } else { self.thresholds[part.line] }
    }

    fn read(&self, choice: &Choice) -> Vec<char> {
        self.reading.chars(choice.parts.clone())[choice.chars.clone()].to_vec()
    }

    fn text(&self, choice: &Choice) -> String {
        let read = self.read(choice);
        let word = match choice.spelling {
            Spelling::AsRead => return capitals::settled(&read),
            Spelling::Word(number) => &self.restorer.vocabulary.word(number).text,
            Spelling::Own(number) => &self.own.word(number).text,
            Spelling::Symbol(rank) => return self.fans.symbol(&choice.parts, rank).to_owned(),
            Spelling::Figure => return mixed::figure(&read).unwrap_or_default(),
        };
        let shape = self.shape(&read, choice.parts.start, word);
        match self.style {
            ToneStyle::Old => shape.write(word),
            ToneStyle::New => shape.write(&vietnamese::new_tone_style(word)),
        }
    }

    /// How a restored word is capitalised: capitals are of the word, and the marks of garbled small letters look like
    /// capitals. `BO Van hoa` is Bộ Văn hóa in a line of small letters.
    fn shape(&self, read: &[char], part: usize, word: &str) -> Shape {
        let parts = &self.reading.parts;
        let shape = Shape::of(read, parts[part].line_shape);
        let in_capitals = |at: usize| {
            parts
                .get(at)
                .is_some_and(|p| p.line == parts[part].line && p.shape == Shape::Upper && p.chars.len() > 1)
        };
        let alone = !in_capitals(part + 1) && !part.checked_sub(1).is_some_and(in_capitals);
        let garbled = shape == Shape::Upper && parts[part].line_shape != Shape::Upper && !self.trusted;
        if garbled && alone && syllable::is_possible(word) { Shape::Capital } else { shape }
    }

    /// These parts as they were read, doubtful.
    fn left(&self, parts: std::ops::Range<usize>) -> Vec<Chosen> {
        let one = |part: usize| {
            let chars = &self.reading.parts[part].chars;
            Chosen {
                parts: part..part + 1,
                chars: 0..chars.len(),
                text: chars.iter().collect(),
                posterior: 0.5,
                others: Vec::new(),
                doubtful: true,
                bare: false,
                apart: false,
            }
        };
        parts.map(one).collect()
    }

    /// Whether a part is a name or an abbreviation that stays as it was read.
    fn keep(&self, part: usize) -> Keep {
        let around = self.ordinary_around.get(self.reading.parts[part].line).copied().unwrap_or(0.0);
        kept::keep(self.reading, part, around, self.clean)
    }

    /// These parts as they were read, since they are names or abbreviations.
    fn kept(&self, parts: std::ops::Range<usize>, keep: Keep) -> Vec<Chosen> {
        let mut ones = self.left(parts);
        for one in &mut ones {
            one.posterior = KEPT;
            one.doubtful = keep == Keep::Doubtful;
        }
        ones
    }

    /// What goes out for an arc of the best path, and the posterior of what was read there.
    fn chosen(&self, choices: &[Choice], posterior: &[f32], arc: usize) -> (Chosen, f32) {
        let choice = &choices[arc];
        // Arcs are in the order of the nodes they start from: those of the same characters are near.
        let starts = |c: &Choice| (c.parts.start, c.chars.start);
        let near = |c: &&Choice| starts(c) == starts(choice);
        let first = arc - choices[..arc].iter().rev().take_while(near).count();
        let after = arc + choices[arc..].iter().take_while(near).count();
        let alike = (first..after).filter(|&i| {
            let other = &choices[i];
            other.parts == choice.parts && other.chars == choice.chars
        });
        let mut others: Vec<(String, f32)> = alike
            .clone()
            .filter(|&i| i != arc && posterior[i] >= 0.005)
            .map(|i| (self.text(&choices[i]), posterior[i]))
            .collect();
        others.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let as_read =
            alike.filter(|&i| choices[i].spelling == Spelling::AsRead).map(|i| posterior[i]).sum::<f32>();
        // Nothing speaks for or against a digit but how it was read.
        let figure =
            matches!(self.reading.parts[choice.parts.start].kind, PartKind::Number | PartKind::Symbol);
        let most = if figure { self.most_of_figures } else { 1.0 };
        let as_read = as_read.min(most);
        let mut one = Chosen {
            parts: choice.parts.clone(),
            chars: choice.chars.clone(),
            text: self.text(choice),
            posterior: posterior[arc].min(most),
            others,
            doubtful: posterior[arc] < 0.5,
            bare: false,
            apart: false,
        };
        if choice.spelling == Spelling::AsRead {
            return (one, as_read);
        }
        let read: String = self.read(choice).into_iter().collect();
        if self.trusted && is_other_spelling(&read, &one.text) {
            one.text = read;
            return (one, as_read);
        }
        let whole = choice.parts.len() == 1
            && choice.chars == (0..self.reading.parts[choice.parts.start].chars.len());
        let keep = self.keep(choice.parts.start);
        let is_twice = self.trusted && self.twice.keeps(&read, &one.text);
        let mends =
            !is_twice && kept::may_mend(&self.reading.parts[choice.parts.start], &one.text, one.posterior);
        if whole && one.text != read && (keep != Keep::No || is_twice) && !mends {
            one.others.retain(|(text, _)| *text != read);
            let made = std::mem::replace(&mut one.text, read);
            one.others.insert(0, (made, one.posterior));
            one.posterior = if keep == Keep::Doubtful { as_read } else { KEPT };
            one.doubtful = keep == Keep::Doubtful;
            return (one, KEPT);
        }
        let least = match self.reading.parts[choice.parts.start].kind {
            _ if self.unmarked && unmarked::letters(&one.text) != unmarked::letters(&read) => f32::INFINITY,
            PartKind::Number => calibrate::WORD_FOR_DIGITS[usize::from(self.hopeless)],
            _ => self.threshold(choice.parts.start),
        };
        if whole && one.text != read && one.posterior < least {
            one.others.retain(|(text, _)| *text != read);
            let made = std::mem::replace(&mut one.text, read);
            one.others.insert(0, (made, one.posterior));
            one.posterior = as_read;
            one.doubtful = true;
        }
        (one, as_read)
    }
}

/// Whether a syllable is written with `i` where another spelling of the same word has `y`: `quí` and `quý`, `kĩ` and `kỹ`.
/// Both are right; the document keeps its own.
fn is_other_spelling(read: &str, made: &str) -> bool {
    const PAIRS: [(char, char); 6] = [('i', 'y'), ('í', 'ý'), ('ì', 'ỳ'), ('ỉ', 'ỷ'), ('ĩ', 'ỹ'), ('ị', 'ỵ')];
    let (mut a, mut b) = (read.chars(), made.chars());
    let last = a.next_back().zip(b.next_back());
    let onset = a.as_str().to_lowercase();
    last.is_some_and(|pair| PAIRS.contains(&pair))
        && a.as_str() == b.as_str()
        && matches!(onset.as_str(), "qu" | "h" | "k" | "l" | "m" | "s" | "t")
}

/// The lines with their words.
fn write(
    calibration: &Calibration,
    reading: &TokenStream,
    pages: &[OcrPage],
    chosen: &[Chosen],
    config: &RestoreConfig,
) -> Vec<RestoredPage> {
    let mut restored: Vec<RestoredPage> = pages
        .iter()
        .map(|p| RestoredPage {
            page: p.page,
            origin: p.origin,
            frame: p.frame,
            marks: p.marks.clone(),
            lines: Vec::new(),
        })
        .collect();
    let mut next = 0;
    for (index, line) in reading.lines.iter().enumerate() {
        let source = &pages[line.page].lines[line.line];
        let end =
            next + chosen[next..].iter().take_while(|c| reading.parts[c.parts.start].line == index).count();
        let words =
            output::words(reading, line, source, &chosen[next..end], calibration, config.alternatives);
        next = end;
        restored[line.page].lines.push(RestoredLine {
            number: source.number,
            block: source.block,
            read: source.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" "),
            words,
        });
    }
    restored
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::{Block, OcrLine, OcrWord, Origin};

    static RESTORER: LazyLock<Restorer> =
        LazyLock::new(|| Restorer::load().expect("the dictionaries of the program are sound"));

    fn page(text: &str) -> OcrPage {
        let word =
            |w: &str| OcrWord { text: w.to_owned(), place: None, confidence: 1.0, alternatives: vec![] };
        let lines = (1..)
            .zip(text.lines())
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(number, line)| OcrLine {
                number,
                block: Block::Unknown,
                words: line.split_whitespace().map(word).collect(),
            })
            .collect();
        OcrPage::of_lines(PageIndex(0), Origin::PlainText, lines)
    }

    fn restored(text: &str) -> Restoration {
        RESTORER.restore(&[page(text)], &RestoreConfig { alternatives: 4 }).output
    }

    fn text_of(restoration: &Restoration) -> String {
        let line =
            |l: &RestoredLine| l.words.iter().map(|w| w.chosen.text.as_str()).collect::<Vec<_>>().join(" ");
        restoration.pages.iter().flat_map(|p| &p.lines).map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn garbled_sentences_get_their_marks() {
        let garbled = "Uy ban nhan dan tinh Son Ha ban hanh Ké hoach trién khai thuc hién Nghi quyét cua Hoi déng\nnhan dan tinh vé phat trién kinh té - xa hdi nam 2023; giao So Noi vu chu tri, phéi hop";
        let text = text_of(&restored(garbled));
        for part in ["Ủy ban nhân dân tỉnh", "triển khai thực hiện Nghị quyết", "kinh tế - xã hội năm 2023"]
        {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn right_sentences_stay() {
        let right = "Giao Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành và UBND các huyện triển khai Kế hoạch này.\nÔng Trần Minh Khôi, xã Ea H'Ráp, tỉnh Sơn Hà; số 12/QĐ-UBND ngày 05/3/2023 đạt 55,7% hoà giải.";
        let restoration = restored(right);
        assert_eq!(text_of(&restoration), right);
        assert!(restoration.accuracy_before > 0.9);
    }

    #[test]
    fn badly_read_words_among_good_ones_are_mended_and_their_digits_stay() {
        let good = "Giao Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các huyện triển khai Kế hoạch này.\nỦy ban nhân dân các xã báo cáo kết quả thực hiện phong trào thi đua về Ủy ban nhân dân tỉnh trước ngày 15/12.\n";
        let bad = "Các cơ quan, đơn vị quyết tán phần đấu hoán thành các chỉ tíên phát triền kinh tế - xã hội năm 2025,\ntiêp tục thưc hiện cải cáph hành chính, nâng cảo hiệu quà phục vự người dân, lưu KGVXth96.";
        let text = text_of(&restored(&(good.repeat(2) + bad)));
        for part in ["phấn đấu hoàn thành các chỉ tiêu phát triển", "tiếp tục thực hiện cải cách hành chính"]
        {
            assert!(text.contains(part), "{text}");
        }
        assert!(text.starts_with(&good.repeat(2)), "{text}");
        assert!(text.ends_with("KGVXth96."), "{text}");
    }

    #[test]
    fn figures_cut_by_a_space_are_whole_again() {
        let text = text_of(&restored(
            "Can cu Nghi dinh sé 37/203 1/ND-CP ngay 12 thang 5 nam 2 031 cua Chinh phu; Luat s6 54/2032/QH 17",
        ));
        for part in ["37/2031/NĐ-CP", "năm 2031", "54/2032/QH17"] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn short_words_read_as_digits_are_words_again() {
        let garbled = "Nguy co 6 nhiém moi trudng, 6 nhiém ngudn nudc do rac thai; giao So Noi vu chu tri, phéi hop vdi cac don vi lién quan\nkiém tra 25 xa, phudng";
        let restoration = restored(garbled);
        let text = text_of(&restoration);
        assert!(text.contains("ô nhiễm môi trường") && text.contains("25 xã, phường"), "{text}");
    }

    const GARBLED_LINES: &str = "Uy ban nhan dan tinh Son Ha ban hanh Ké hoach trién khai thuc hién Nghi quyét cua Hoi déng\n\
        nhan dan tinh vé phat trién kinh té - xa hdi nam 2023; giao So Noi vu chu tri, phéi hop vdi cac co\n\
        quan, don vi cé lién quan kiém tra, déc thuc, bao cao két qua thuc hién vé Uy ban nhan dan tinh;\n";

    #[test]
    fn a_garbled_name_of_a_signer_is_doubtful() {
        let restoration =
            restored(&format!("{GARBLED_LINES}{GARBLED_LINES}KT. CHU TICH\nPHO CHU TICH\n\nLo Vi~t Khdnh"));
        let lines = &restoration.pages[0].lines;
        assert!(lines[lines.len() - 1].words.iter().all(|word| word.doubtful), "{}", text_of(&restoration));
        assert!(!lines[0].words[0].doubtful);
    }

    #[test]
    fn what_was_typed_beside_garbled_words_stays() {
        let typed = "2. Ông Hà nhận hồ sơ của các thôn, bản và trả kết quả tại bộ phận một cửa";
        let text = text_of(&restored(&format!(
            "{GARBLED_LINES}V/v phong chay rung mua kho {typed}\n{GARBLED_LINES}"
        )));
        assert!(text.contains(typed), "{text}");
    }

    #[test]
    fn a_number_before_a_symbol_is_a_word_and_no_digit_of_the_symbol_changes() {
        let text = text_of(&restored(&format!(
            "{GARBLED_LINES}Can cu Luat Thi dua, khen thudng 36 54/2032/QH15; Nghi dinh s6 47/2033/ND-CP; Nghi dinh sé\n\
             30/20.31/ND-CP ngay 5 thang 6 nam 2031 cua Chinh phu;\n{GARBLED_LINES}"
        )));
        for part in ["số 54/2032/QH15", "47/2033/NĐ-CP", "30/2031/N", "-CP ngày 5 tháng 6"] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn words_and_figures_that_ran_together_are_parted_and_those_that_a_space_parted_are_whole() {
        let text = text_of(&restored(&format!(
            "{GARBLED_LINES}ngay 5 thirng9 nam 2031; tu ngay 12/3/2031,ddng chi chu tri thuc hien trong thang 1 2 nam 2031;\n\
             {GARBLED_LINES}Can cu Nghi quyét tii 54/2032/QH15 cua Quoc hoi; Nghi dinh va 7 phu luc\n{GARBLED_LINES}"
        )));
        for part in ["tháng 9 năm 2031", "12/3/2031, đồng chí", "tháng 12 năm", "quyết số 54/2032/QH15"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("số 7"), "{text}");
    }

    #[test]
    fn a_symbol_in_no_order_is_doubtful() {
        let restoration =
            restored(&format!("{GARBLED_LINES}{GARBLED_LINES}tai Cong van .ii ISTI,'XYZ-TKHN ngay\n"));
        let words = &restoration.pages[0].lines.last().unwrap().words;
        assert!(
            words.iter().any(|word| word.read.contains("TKHN") && word.doubtful),
            "{}",
            text_of(&restoration)
        );
    }

    #[test]
    fn the_name_of_the_state_is_known_below_what_was_typed_over_the_page() {
        let typed = "Người ký: Trần Văn Mít\nCơ quan: Sở Nội vụ\nThời gian ký: 05/3/2031\n".repeat(3);
        let text = text_of(&restored(&format!(
            "{typed}cQNG HoA x.A. HQr cHU NcniA vrpr NAM\nDQcl{{p -Tp do-H4nh phric\n{GARBLED_LINES}{GARBLED_LINES}QUYtTD!NH:\n{GARBLED_LINES}"
        )));
        for part in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập", "Hạnh phúc", "QUYẾT ĐỊNH:"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 24,
            rng_seed: proptest::test_runner::RngSeed::Fixed(11),
            ..Default::default()
        })]

        #[test]
        fn lines_words_and_numbers_stay(
            text in r"([a-zA-Zđưéạ0-9/.,&€'(%-]{1,9}[ \n]){1,40}",
        ) {
            let source = page(&text);
            let restoration = restored(&text);
            prop_assert_eq!(&restoration, &restored(&text));
            let lines = &restoration.pages[0].lines;
            prop_assert_eq!(lines.len(), source.lines.len());
            for (line, read) in lines.iter().zip(&source.lines) {
                let mut next = 0;
                for word in &line.words {
                    // A word goes on where the last one ended, or shares the read word it was split from.
                    prop_assert!(word.from.start == next || word.from.start + 1 == next);
                    prop_assert!(!word.from.is_empty());
                    prop_assert!(!word.chosen.text.is_empty());
                    prop_assert!(!word.chosen.text.contains(char::is_whitespace));
                    next = word.from.end;
                }
                prop_assert_eq!(next, read.words.len());
                // Read words without letters keep their digits, but for one or two that may be a misread word. A wrong space
                // may go.
                for word in &line.words {
                    let mut runs = word.read.split(|c: char| !c.is_ascii_digit()).map(str::len);
                    let figure = runs.all(|digits| digits == 0 || digits > 2);
                    if figure
                        && !word.read.chars().any(char::is_alphabetic)
                        && !word.read.contains(['&', '€', '\''])
                    {
                        prop_assert_eq!(word.read.replace(' ', ""), word.chosen.text.clone());
                    }
                }
            }
        }
    }
}
