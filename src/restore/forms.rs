//! The different words of a document: what their candidates depend on, once for all places where they stand.

use rustc_hash::FxHashMap;

use super::capitals::Shape;
use super::reading::{ReadPart, TokenStream};
use super::tokens::PartKind;
use super::vocabulary::Vocabulary;
use crate::vietnamese::{spelling, syllable};

/// A read word, wherever it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Form {
    /// Its characters as read.
    pub(crate) chars: Vec<char>,
    /// What it is.
    pub(crate) kind: PartKind,
    /// How it is capitalised.
    pub(crate) shape: Shape,
    /// Capitals in a line of small letters.
    pub(crate) abbreviation: bool,
    /// In a line that was read right for the most part, though the document was not.
    pub(crate) sound: bool,
    /// As the vocabulary spells it, and its number there; nothing for numbers and symbols.
    pub(crate) folded: String,
    pub(crate) known: Option<u32>,
    /// What else the engine saw, and the natural logarithm of how much less it believed in it.
    pub(crate) alternatives: Vec<(Vec<char>, f32)>,
}

impl Form {
    fn new(part: &ReadPart, sound: &[bool], vocabulary: &Vocabulary) -> Form {
        let plain = matches!(part.kind, PartKind::Number | PartKind::Symbol);
        let folded = if plain { String::new() } else { folded(&part.chars) };
        let known = if plain { None } else { vocabulary.get(&folded) };
        let behind = |estimate: f32| (estimate.max(0.001) / part.confidence.max(0.001)).ln().min(-0.1);
        Form {
            chars: part.chars.clone(),
            kind: part.kind,
            shape: part.shape,
            abbreviation: is_abbreviation(part),
            sound: is_sound(part, sound),
            folded,
            known,
            alternatives: part.alternatives.iter().map(|(c, e)| (c.clone(), behind(*e))).collect(),
        }
    }

    /// Whether it may be an ordinary word that was badly read. No model knows an abbreviation, nor a foreign name that no
    /// list has; and digits are no letters.
    pub(crate) fn may_be_badly_read(&self) -> bool {
        let unmarked = self.chars.iter().all(char::is_ascii_alphabetic);
        let name = self.shape == Shape::Capital && self.known.is_none() && unmarked;
        self.kind == PartKind::Word && !self.abbreviation && !name
    }

    /// Stands by itself: a syllable or an abbreviation of the vocabulary. A few small letters that happen to be an
    /// abbreviation do not.
    fn is_known(&self) -> bool {
        let whole = self.shape == Shape::Upper || syllable::is_possible(&self.folded);
        self.chars.len() > 1 && whole && self.known.is_some()
    }
}

/// A word of capitals in a line of small letters is an abbreviation, seldom an ordinary word.
fn is_abbreviation(part: &ReadPart) -> bool {
    part.kind == PartKind::Word
        && part.shape == Shape::Upper
        && part.line_shape != Shape::Upper
        && part.chars.len() > 1
}

/// A word in a sound line.
fn is_sound(part: &ReadPart, sound: &[bool]) -> bool {
    part.kind == PartKind::Word && sound.get(part.line) == Some(&true)
}

/// For each line whether nearly all of its words are known and most have marks: engines without Vietnamese do not
/// make such lines, so it was typed over the scan or read by another engine.
fn sound_lines(reading: &TokenStream, vocabulary: &Vocabulary) -> Vec<bool> {
    let mut counts = vec![(0u32, 0u32, 0u32); reading.lines.len()];
    for part in reading.parts.iter().filter(|p| p.kind == PartKind::Word && p.chars.len() > 1) {
        let word = folded(&part.chars);
        let (words, known, marked) = &mut counts[part.line];
        *words += 1;
        if vocabulary.get(&word).is_some() {
            *known += 1;
            *marked += u32::from(!word.is_ascii());
        }
    }
    let is_sound = |&(words, known, marked): &(u32, u32, u32)| {
        words >= 4 && 20 * known >= 19 * words && 5 * marked >= 3 * words
    };
    let all: u32 = counts.iter().map(|(words, _, _)| words).sum();
    let in_sound: u32 = counts.iter().filter(|line| is_sound(line)).map(|(words, _, _)| words).sum();
    // Where such lines are no exception, one engine read them all, and its mistakes are real words.
    let exception = 2 * in_sound < all;
    counts.iter().map(|line| exception && is_sound(line)).collect()
}

/// The forms of a document.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    /// Those of parts, then those of two parts joined.
    pub(crate) list: Vec<Form>,
    /// The form of each part.
    pub(crate) of_part: Vec<usize>,
    /// For each part, the form of it and the next as one word, where a wrong space may stand between them, or a sign
    /// that is a speck or a misread letter.
    pub(crate) of_joined: Vec<Option<usize>>,
    /// For each form, the first two that it was joined of, if it was.
    pub(crate) joined_of: Vec<Option<(usize, usize)>>,
    /// For each form, whether it was joined over a sign inside a read word.
    pub(crate) by_sign: Vec<bool>,
}

/// The longest word that is tried for two: the longest syllable, `nghiêng`, has seven letters, and misreading may
/// add two.
const LONGEST_JOINED: usize = 9;

/// What candidates depend on: characters, kind, capitals; whether it seems an abbreviation, whether its line is sound.
type FormKey<'a> = (&'a [char], PartKind, Shape, [bool; 2]);

impl Forms {
    pub(crate) fn new(reading: &TokenStream, vocabulary: &Vocabulary) -> Forms {
        let mut forms = Forms::default();
        let sound = sound_lines(reading, vocabulary);
        let mut seen: FxHashMap<FormKey<'_>, usize> = FxHashMap::default();
        for part in &reading.parts {
            let mut number = forms.list.len();
            // What the engine saw besides differs from place to place.
            if part.alternatives.is_empty() {
                let marks = [is_abbreviation(part), is_sound(part, &sound)];
                let key = (part.chars.as_slice(), part.kind, part.shape, marks);
                number = *seen.entry(key).or_insert(number);
            }
            if number == forms.list.len() {
                forms.list.push(Form::new(part, &sound, vocabulary));
                forms.joined_of.push(None);
                forms.by_sign.push(false);
            }
            forms.of_part.push(number);
        }
        let mut seen: FxHashMap<(usize, usize, Shape, Option<char>), usize> = FxHashMap::default();
        for (at, part) in reading.parts.iter().enumerate() {
            let sign = reading.sign_between(at);
            let figure = reading.cut_figure(at);
            let may_join = sign.is_some() || figure.is_some() || reading.may_join(at);
            let joined = may_join.then(|| (forms.of_part[at], forms.of_part[at + 1])).filter(|of| {
                let (a, b) = (&forms.list[of.0], &forms.list[of.1]);
                figure.is_some()
                    || a.chars.len() + b.chars.len() <= LONGEST_JOINED && !(a.is_known() && b.is_known())
            });
            let number = joined.map(|of| {
                *seen.entry((of.0, of.1, part.line_shape, sign)).or_insert_with(|| {
                    let chars = reading.chars(at..at + 2);
                    let shape = Shape::of(&chars, part.line_shape);
                    let whole = {
                        let kind = figure.unwrap_or(PartKind::Word);
                        ReadPart { chars, shape, kind, alternatives: Vec::new(), ..part.clone() }
                    };
                    forms.list.push(Form::new(&whole, &[], vocabulary));
                    forms.joined_of.push(Some(of));
                    forms.by_sign.push(sign.is_some());
                    forms.list.len() - 1
                })
            });
            forms.of_joined.push(number);
        }
        forms
    }

    /// The numbers of all forms, those that were joined last, and words that begin alike together.
    pub(crate) fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        let key = |&i: &usize| (self.joined_of[i].is_some(), self.list[i].shape.cases(), &self.list[i].chars);
        order.sort_by(|a, b| key(a).cmp(&key(b)));
        order
    }
}
/// A read word as the vocabulary spells it.
pub(crate) fn folded(chars: &[char]) -> String {
    spelling(&chars.iter().collect::<String>())
}
