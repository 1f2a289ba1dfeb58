//! Candidates of the read parts, laid out as a lattice: whole parts, parts split where a space was lost, parts
//! joined where a wrong space was put in.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::candidates::{Scratch, Width};
use super::capitals::Shape;
use super::confusion::Channel;
use super::decoder::{Arc, Gap, Lattice, Node};
use super::language_model::{LanguageModel, WordId};
use super::letters::Letter;
use super::reading::{ReadPart, Reading};
use super::syllable;
use super::tokens::Kind;
use super::units;
use super::vocabulary::{SILENT, Vocabulary};

/// What a candidate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Spelling {
    /// What was read, whether it is a word or not.
    AsRead,
    /// A word of the vocabulary.
    Word(u32),
    /// A word of the document itself that the vocabulary does not have.
    Own(u32),
}

/// Where an arc lies and what it says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choice {
    /// The parts it stands for: one, or two that are joined. Empty at the end of a sentence.
    pub(crate) parts: Range<usize>,
    /// Its characters, counted in the characters of its parts.
    pub(crate) chars: Range<usize>,
    /// What it says.
    pub(crate) spelling: Spelling,
}

/// A candidate for some of the characters of a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Span {
    from: usize,
    to: usize,
    spelling: Spelling,
    word: WordId,
    score: f32,
    cached: f32,
}

/// How much spaces err, in natural logarithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spacing {
    /// Of a space that was lost.
    pub(crate) lost: f32,
    /// Of a space that was put in.
    pub(crate) added: f32,
}

/// What the candidates of a part depend on: its characters, shape and kind, and whether it seems an abbreviation.
type FanKey = (Vec<char>, Shape, Kind, bool);

/// What the candidates of a document are made with.
pub(crate) struct Maker<'a> {
    pub(crate) model: &'a LanguageModel,
    pub(crate) vocabulary: &'a Vocabulary,
    /// Words of the document that the vocabulary does not have.
    pub(crate) own: &'a Vocabulary,
    pub(crate) channel: &'a Channel,
    pub(crate) spacing: Spacing,
    /// Natural logarithm of weight and share of each word of the vocabulary in this document.
    pub(crate) cached: &'a HashMap<WordId, f32>,
    pub(crate) width: Width,
    pub(crate) scratch: Scratch,
    pub(crate) fans: HashMap<FanKey, Rc<Vec<Span>>>,
}

/// A letter of a word that no list has: natural logarithm of its probability. Text of invented letters would have
/// ln(1/93); Vietnamese and foreign names are a little more regular.
const SPELLED_LETTER: f32 = -2.9;
/// A digit or sign within such a word.
const SPELLED_SIGN: f32 = -4.5;

/// An ordinary word in capitals within a line of small letters, natural logarithm of its probability.
const ORDINARY_IN_CAPITALS: f32 = -4.0;
/// A sign that was printed as such, alone between two words.
const PRINTED_SIGN: f32 = -8.0;
/// Letters and digits together that make no code: hardly ever printed.
const NO_CODE: f32 = -4.0;

impl Maker<'_> {
    /// The lattice of a stretch of parts, and what each arc says.
    pub(crate) fn lattice(
        &mut self,
        reading: &Reading,
        stretch: Range<usize>,
    ) -> (Lattice<WordId>, Vec<Choice>) {
        let mut nodes = Vec::new();
        let mut arcs: Vec<(Arc<WordId>, Choice)> = Vec::new();
        // The first node of each part, and the end.
        let mut starts = Vec::with_capacity(stretch.len() + 1);
        let mut fans = Vec::with_capacity(stretch.len());
        let mut count = 0u32;
        for part in stretch.clone() {
            let fan = self.fan(&reading.parts[part]);
            let mut inner: Vec<usize> = fan.iter().map(|s| s.from).filter(|&f| f > 0).collect();
            inner.sort_unstable();
            inner.dedup();
            starts.push(count);
            let gap = match part.checked_sub(1) {
                Some(before)
                    if part > stretch.start && reading.parts[before].line != reading.parts[part].line =>
                {
                    reading.lines[reading.parts[part].line].before
                }
                _ => Gap::Open,
            };
            nodes.push(Node { gap });
            nodes.extend(inner.iter().map(|_| Node { gap: Gap::Open }));
            count += 1 + u32::try_from(inner.len()).expect("a word has few characters");
            fans.push((fan, inner));
        }
        starts.push(count);
        nodes.push(Node { gap: Gap::Open });
        for (i, part) in stretch.clone().enumerate() {
            let (fan, inner) = &fans[i];
            let node = |at: usize| match inner.binary_search(&at) {
                Ok(k) => starts[i] + 1 + u32::try_from(k).expect("a word has few characters"),
                Err(_) if at == 0 => starts[i],
                Err(_) => starts[i + 1],
            };
            for span in fan.iter() {
                arcs.push((
                    Arc {
                        from: node(span.from),
                        to: node(span.to),
                        word: span.word,
                        score: span.score,
                        cached: span.cached,
                    },
                    Choice { parts: part..part + 1, chars: span.from..span.to, spelling: span.spelling },
                ));
            }
            if part + 1 < stretch.end && reading.may_join(part) {
                self.join(reading, part, (starts[i], starts[i + 2]), &mut arcs);
            }
        }
        if stretch.end > stretch.start && reading.closes(stretch.end - 1) {
            let end = Arc {
                from: count,
                to: count + 1,
                word: LanguageModel::BREAK,
                score: 0.0,
                cached: f32::NEG_INFINITY,
            };
            nodes.push(Node { gap: Gap::Open });
            let choice = Choice { parts: stretch.end..stretch.end, chars: 0..0, spelling: Spelling::AsRead };
            arcs.push((end, choice));
        }
        arcs.sort_by_key(|(arc, _)| arc.from);
        let (arcs, choices) = arcs.into_iter().unzip();
        (Lattice { nodes, arcs }, choices)
    }

    /// Arcs over this part and the next as one word.
    fn join(
        &mut self,
        reading: &Reading,
        part: usize,
        nodes: (u32, u32),
        arcs: &mut Vec<(Arc<WordId>, Choice)>,
    ) {
        let (a, b) = (&reading.parts[part], &reading.parts[part + 1]);
        let known = |p: &ReadPart| p.chars.len() > 1 && self.vocabulary.get(&folded(&p.chars)).is_some();
        // The longest syllable, `nghiêng`, has seven letters; misreading may add two.
        if a.chars.len() + b.chars.len() > 9 || (known(a) && known(b)) {
            return;
        }
        let chars: Vec<char> = a.chars.iter().chain(&b.chars).copied().collect();
        let shape = Shape::of(&chars, a.line_shape);
        let whole = ReadPart { chars, shape, kind: Kind::Word, alternatives: Vec::new(), ..a.clone() };
        let len = whole.chars.len();
        let fan = self.fan(&whole);
        for span in fan.iter().filter(|s| s.from == 0 && s.to == len && s.word != LanguageModel::UNKNOWN) {
            let score = span.score + self.spacing.added;
            let arc = Arc { from: nodes.0, to: nodes.1, word: span.word, score, cached: span.cached };
            arcs.push((arc, Choice { parts: part..part + 2, chars: 0..len, spelling: span.spelling }));
        }
    }

    /// The candidates of a part.
    fn fan(&mut self, part: &ReadPart) -> Rc<Vec<Span>> {
        let len = part.chars.len();
        let kept = |word: WordId| {
            let span = Span {
                from: 0,
                to: len,
                spelling: Spelling::AsRead,
                word,
                score: 0.0,
                cached: f32::NEG_INFINITY,
            };
            Rc::new(vec![span])
        };
        match part.kind {
            Kind::Number => kept(LanguageModel::NUMBER),
            Kind::Symbol => kept(LanguageModel::SYMBOL),
            Kind::Label => kept(self.model.id(&folded(&part.chars)).unwrap_or(LanguageModel::UNKNOWN)),
            Kind::Word | Kind::Mixed | Kind::Sign if part.alternatives.is_empty() => {
                let abbreviation = part.kind == Kind::Word
                    && part.shape == Shape::Upper
                    && part.line_shape != Shape::Upper
                    && part.chars.len() > 1;
                let key = (part.chars.clone(), part.shape, part.kind, abbreviation);
                if let Some(fan) = self.fans.get(&key) {
                    return Rc::clone(fan);
                }
                let mut spans = self.spans(&part.chars, part.shape, part.kind);
                if abbreviation {
                    self.doubt_words(&mut spans);
                }
                let fan = Rc::new(spans);
                self.fans.insert(key, Rc::clone(&fan));
                fan
            }
            Kind::Word | Kind::Mixed | Kind::Sign => Rc::new(self.with_alternatives(part)),
        }
    }

    /// A word of capitals in a line of small letters is an abbreviation, seldom an ordinary word.
    fn doubt_words(&self, spans: &mut [Span]) {
        for span in spans {
            if let Spelling::Word(number) = span.spelling
                && syllable::is_possible(&self.vocabulary.word(number).text)
            {
                span.score += ORDINARY_IN_CAPITALS;
            }
        }
    }

    /// What the engine saw besides is evidence, as much less as its estimate is lower.
    fn with_alternatives(&mut self, part: &ReadPart) -> Vec<Span> {
        let mut spans = self.spans(&part.chars, part.shape, part.kind);
        let len = part.chars.len();
        for (chars, estimate) in &part.alternatives {
            let behind = (estimate.max(0.001) / part.confidence.max(0.001)).ln().min(-0.1);
            for span in self.whole(chars, part.shape) {
                let score = span.score + behind;
                match spans.iter_mut().find(|s| s.from == 0 && s.to == len && s.spelling == span.spelling) {
                    Some(known) => known.score = known.score.max(score),
                    None => spans.push(Span { from: 0, to: len, score, ..span }),
                }
            }
        }
        spans
    }

    /// Words of the vocabularies for all of the characters.
    fn whole(&mut self, chars: &[char], shape: Shape) -> Vec<Span> {
        let mut ends = vec![false; chars.len() + 1];
        ends[chars.len()] = true;
        self.walk(chars, &ends, shape)
    }

    fn walk(&mut self, chars: &[char], ends: &[bool], shape: Shape) -> Vec<Span> {
        let mut spans = Vec::new();
        for found in
            self.vocabulary.trie().walk(chars, ends, shape, self.channel, self.width, &mut self.scratch)
        {
            let word = self.vocabulary.word(found.entry);
            spans.push(Span {
                from: 0,
                to: found.end,
                spelling: Spelling::Word(found.entry),
                word: word.id,
                score: word.spelling - found.cost,
                cached: self.cached.get(&word.id).copied().unwrap_or(f32::NEG_INFINITY),
            });
        }
        if self.own.len() > 0 {
            for found in self.own.trie().walk(chars, ends, shape, self.channel, self.width, &mut self.scratch)
            {
                let word = self.own.word(found.entry);
                spans.push(Span {
                    from: 0,
                    to: found.end,
                    spelling: Spelling::Own(found.entry),
                    word: word.id,
                    score: word.spelling - found.cost,
                    cached: f32::NEG_INFINITY,
                });
            }
        }
        spans
    }

    fn spans(&mut self, chars: &[char], shape: Shape, kind: Kind) -> Vec<Span> {
        let len = chars.len();
        let mut spans = self.whole(chars, shape);
        let as_read = self.as_read(chars, kind);
        let same = spans.iter().position(|s| matches!(s.spelling, Spelling::Word(n) if Some(n) == as_read.1));
        match same {
            // The word as read is kept as it stands, its capitals too.
            Some(i) => {
                spans[i].spelling = Spelling::AsRead;
                spans[i].score = spans[i].score.max(as_read.0.score);
            }
            None => spans.push(as_read.0),
        }
        let best = spans.iter().map(|s| s.score + self.likely(s.word)).fold(f32::MIN, f32::max);
        // A good reading of the whole makes it needless to look for lost spaces: two words cost a space and
        // twice the probability of a word.
        if len >= 4 && kind != Kind::Number && best < self.spacing.lost - 12.0 {
            self.split(chars, shape, &mut spans);
        }
        spans
    }

    fn likely(&self, word: WordId) -> f32 {
        if word == SILENT { 0.0 } else { self.model.unigram(word) }
    }

    /// The word as read, and its number in the vocabulary when it is there.
    fn as_read(&self, chars: &[char], kind: Kind) -> (Span, Option<u32>) {
        if kind == Kind::Sign {
            let span = Span {
                from: 0,
                to: chars.len(),
                spelling: Spelling::AsRead,
                word: SILENT,
                score: PRINTED_SIGN,
                cached: f32::NEG_INFINITY,
            };
            return (span, None);
        }
        let spelled: f32 = chars.iter().map(|&c| -self.channel.identity(c)).sum();
        let known = self.vocabulary.get(&folded(chars));
        let (word, score, cached) = match known {
            Some(number) if kind == Kind::Word => {
                let word = self.vocabulary.word(number);
                let cached = self.cached.get(&word.id).copied().unwrap_or(f32::NEG_INFINITY);
                (word.id, word.spelling, cached)
            }
            _ => {
                let letters = chars.iter().filter(|c| Letter::of(**c).is_some()).count();
                let spelling =
                    approximate(letters) * SPELLED_LETTER + approximate(chars.len() - letters) * SPELLED_SIGN;
                let class = if kind == Kind::Mixed { LanguageModel::NUMBER } else { LanguageModel::UNKNOWN };
                let spelling = match kind {
                    _ if is_code(chars) => 0.3 * spelling,
                    Kind::Mixed => spelling + NO_CODE,
                    _ => spelling,
                };
                (class, spelling, f32::NEG_INFINITY)
            }
        };
        let span = Span {
            from: 0,
            to: chars.len(),
            spelling: Spelling::AsRead,
            word,
            score: spelled + score,
            cached,
        };
        (span, known.filter(|_| kind == Kind::Word))
    }

    /// Adds words for beginnings, middles and ends of the characters, where a path of them leads through.
    fn split(&mut self, chars: &[char], shape: Shape, spans: &mut Vec<Span>) {
        let len = chars.len();
        let rest_shape = if shape == Shape::Upper { Shape::Upper } else { Shape::Lower };
        let mut pieces: Vec<Span> = Vec::new();
        let mut reached = vec![false; len + 1];
        reached[0] = true;
        for from in 0..len {
            if !reached[from] {
                continue;
            }
            let rest = &chars[from..len.min(from + 9)];
            let mut ends = vec![true; rest.len() + 1];
            ends[0] = false;
            // The whole is there already.
            if from == 0 && rest.len() == len {
                ends[len] = false;
            }
            let shape = if from == 0 {
                shape
            } else if rest[0].is_uppercase() && shape != Shape::Upper {
                Shape::Capital
            } else {
                rest_shape
            };
            for span in self.walk(rest, &ends, shape) {
                // A word of many edits is no reason to believe in a lost space.
                if span.score < -2.2 * approximate(span.to) - 1.0 || span.word == LanguageModel::UNKNOWN {
                    continue;
                }
                reached[from + span.to] = true;
                let score = span.score + if from > 0 { self.spacing.lost } else { 0.0 };
                pieces.push(Span { from, to: from + span.to, score, ..span });
            }
        }
        // Only pieces from which the end can be reached.
        let mut leads = vec![false; len + 1];
        leads[len] = true;
        for from in (0..len).rev() {
            leads[from] = pieces.iter().any(|s| s.from == from && leads[s.to]);
        }
        spans.extend(pieces.into_iter().filter(|s| leads[s.to]));
    }
}

/// Digits with letters that make a code or a measure: `m2`, `5ha`, `QH15`, `24h`, `A4`.
fn is_code(chars: &[char]) -> bool {
    let text: String = chars.iter().collect();
    let letters = text.trim_matches(|c: char| c.is_numeric());
    let inner_digits = letters.chars().any(char::is_numeric);
    if inner_digits || letters.is_empty() {
        return false;
    }
    let before = text.starts_with(char::is_numeric);
    let after = text.ends_with(char::is_numeric);
    match (before, after) {
        (false, true) => {
            letters.chars().all(char::is_uppercase)
                || matches!(letters, "m" | "km" | "cm" | "dm" | "mm" | "hm")
        }
        (true, false) => {
            letters.chars().all(|c| c.is_ascii_uppercase())
                || matches!(letters, "m" | "km" | "cm" | "mm" | "ha" | "kg" | "g" | "h" | "đ" | "tr" | "x")
        }
        _ => false,
    }
}

/// A read word as the vocabulary spells it.
pub(crate) fn folded(chars: &[char]) -> String {
    units::folded(&chars.iter().collect::<String>())
}

#[expect(clippy::cast_precision_loss, reason = "counts of characters in a word")]
fn approximate(count: usize) -> f32 {
    count as f32
}
