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
    /// The same, and a sign joins it to others: `CB-GV-NV`.
    pub(crate) joined: bool,
    /// In a line that was read right for the most part, though the document was not.
    pub(crate) sound: bool,
    /// As the vocabulary spells it, and its number there; nothing for numbers and symbols.
    pub(crate) folded: String,
    pub(crate) known: Option<u32>,
    /// What else the engine saw, and the natural logarithm of how much less it believed in it.
    pub(crate) alternatives: Vec<(Vec<char>, f32)>,
}

impl Form {
    fn new(part: &ReadPart, [sound, joined]: [bool; 2], vocabulary: &Vocabulary) -> Form {
        let plain = matches!(part.kind, PartKind::Number | PartKind::Symbol);
        let folded = if plain { String::new() } else { folded(&part.chars) };
        let known = if plain { None } else { vocabulary.get(&folded) };
        let behind = |estimate: f32| (estimate.max(0.001) / part.confidence.max(0.001)).ln().min(-0.1);
        Form {
            chars: part.chars.clone(),
            kind: part.kind,
            shape: part.shape,
            abbreviation: is_abbreviation(part),
            joined,
            sound,
            folded,
            known,
            alternatives: part.alternatives.iter().map(|(c, e)| (c.clone(), behind(*e))).collect(),
        }
    }

    /// Whether it may be an ordinary word that was badly read. No model knows an abbreviation, nor a foreign name that no
    /// list has; and digits are no letters.
    pub(crate) fn may_be_badly_read(&self) -> bool {
        self.kind == PartKind::Word && !self.abbreviation && !self.is_unmarked_name()
    }

    /// Whether it may be a foreign name: capitalised, on no list and without marks.
    pub(crate) fn is_unmarked_name(&self) -> bool {
        let unmarked = || self.chars.iter().all(char::is_ascii_alphabetic);
        let word = self.kind == PartKind::Word && self.shape == Shape::Capital;
        word && self.known.is_none() && !self.abbreviation && unmarked()
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

/// Whether the parts of its read word are two abbreviations or more with a hyphen or `&` between them.
fn is_joined(reading: &TokenStream, part: usize) -> bool {
    let token = &reading.tokens[reading.parts[part].token];
    let parts = &reading.parts[token.parts.clone()];
    let signs = token.token.chars.iter().all(|c| c.is_alphanumeric() || "-&–.,;:()".contains(*c));
    parts.len() > 1 && signs && parts.iter().all(is_abbreviation)
}

/// For each part whether it stands in a line, or at the beginning or end of one, nearly all of whose words are known
/// and most have marks: engines without Vietnamese do not make such lines, so it was typed over the scan, beside what
/// is printed there, or read by another engine.
fn sound_parts(reading: &TokenStream, vocabulary: &Vocabulary) -> Vec<bool> {
    let mut sound = vec![false; reading.parts.len()];
    let (mut all, mut in_sound) = (0, 0);
    let parts: Vec<usize> = (0..reading.parts.len()).collect();
    for line in parts.chunk_by(|a, b| reading.parts[*a].line == reading.parts[*b].line) {
        let words: Vec<(usize, Said)> =
            line.iter().filter_map(|at| Some((*at, said(&reading.parts[*at], vocabulary)?))).collect();
        all += words.len();
        let Some(span) = sound_span(&words) else { continue };
        in_sound += span.len();
        let (from, to) = (words[span.start].0, words[span.end - 1].0);
        // Signs and figures at the ends of a line go with its words.
        let from = if span.start == 0 { line[0] } else { from };
        let to = if span.end == words.len() { line[line.len() - 1] } else { to };
        sound[from..=to].fill(true);
    }
    // Where such lines are no exception, one engine read them all, and its mistakes are real words.
    if 2 * in_sound < all { sound } else { vec![false; reading.parts.len()] }
}

/// What a word says of how its line was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Unknown,
    Known,
    /// Known, and with its marks.
    Marked,
}

/// Nothing of what is no word of two letters and more.
fn said(part: &ReadPart, vocabulary: &Vocabulary) -> Option<Said> {
    if part.kind != PartKind::Word || part.chars.len() < 2 {
        return None;
    }
    let word = folded(&part.chars);
    Some(match vocabulary.get(&word) {
        None => Said::Unknown,
        Some(_) if word.is_ascii() => Said::Known,
        Some(_) => Said::Marked,
    })
}

/// Words of a line that was read right as a whole; of a part of one, whose other words were garbled, more are needed.
const SOUND_LINE: usize = 4;
const SOUND_PART: usize = 6;

/// The longest beginning or end of a line that was read right, by its words.
fn sound_span(words: &[(usize, Said)]) -> Option<std::ops::Range<usize>> {
    let is_sound = |span: &std::ops::Range<usize>| {
        let of = &words[span.clone()];
        let known = of.iter().filter(|(_, said)| *said != Said::Unknown).count();
        let marked = of.iter().filter(|(_, said)| *said == Said::Marked).count();
        let least = if span.len() == words.len() { SOUND_LINE } else { SOUND_PART };
        // A part ends where a word without marks says nothing for it.
        let ends = span.len() == words.len() || of[0].1 == Said::Marked && of[of.len() - 1].1 == Said::Marked;
        of.len() >= least && 20 * known >= 19 * of.len() && 5 * marked >= 3 * of.len() && ends
    };
    let count = words.len();
    let spans = (0..count).flat_map(|left| [left..count, 0..count - left]);
    spans.into_iter().find(is_sound)
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

/// What candidates depend on: characters, kind, capitals; whether it seems an abbreviation, and one of several; whether
/// its line is sound.
type FormKey<'a> = (&'a [char], PartKind, Shape, [bool; 3]);

impl Forms {
    pub(crate) fn new(reading: &TokenStream, vocabulary: &Vocabulary) -> Forms {
        let mut forms = Forms::default();
        let sound = sound_parts(reading, vocabulary);
        let mut seen: FxHashMap<FormKey<'_>, usize> = FxHashMap::default();
        for (at, part) in reading.parts.iter().enumerate() {
            let mut number = forms.list.len();
            let sound = part.kind == PartKind::Word && sound[at];
            let joined = is_abbreviation(part) && is_joined(reading, at);
            // What the engine saw besides differs from place to place.
            if part.alternatives.is_empty() {
                let marks = [is_abbreviation(part), joined, sound];
                let key = (part.chars.as_slice(), part.kind, part.shape, marks);
                number = *seen.entry(key).or_insert(number);
            }
            if number == forms.list.len() {
                forms.list.push(Form::new(part, [sound, joined], vocabulary));
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
                    forms.list.push(Form::new(&whole, [false; 2], vocabulary));
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
