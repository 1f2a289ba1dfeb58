//! Candidates of the read parts, laid out as a lattice: whole parts, parts split where a space was lost, parts
//! joined where a wrong space was put in.

mod lost_spaces;

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::alignment::log_add;
use super::candidates::{Walker, Width};
use super::capitals::Shape;
use super::confusion::Channel;
use super::decoder::{Arc, Gap, Lattice, Node};
use super::forms::{Form, Forms, folded};
use super::language_model::{LanguageModel, WordId};
use super::mixed;
use super::pairs::Pairs;
use super::reading::TokenStream;
use super::symbols::{SymbolReading, Symbols};
use super::tokens::PartKind;
use super::vocabulary::{SILENT, Vocabulary};
use crate::vietnamese::letters::Letter;
use crate::vietnamese::syllable;

/// What a candidate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Spelling {
    /// What was read, whether it is a word or not.
    AsRead,
    /// A word of the vocabulary.
    Word(u32),
    /// A word of the document itself that the vocabulary does not have.
    Own(u32),
    /// A reading of a document's symbol, by its rank.
    Symbol(u32),
    /// A number some digits of which were read as letters.
    Figure,
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
pub(crate) struct LatticeEdge {
    from: usize,
    to: usize,
    spelling: Spelling,
    word: WordId,
    score: f32,
    /// The same of a word that was badly read.
    badly: f32,
    cached: f32,
}

impl LatticeEdge {
    /// Neither badly read nor a word of the document.
    fn of(chars: Range<usize>, spelling: Spelling, word: WordId, score: f32) -> LatticeEdge {
        let none = f32::NEG_INFINITY;
        LatticeEdge { from: chars.start, to: chars.end, spelling, word, score, badly: none, cached: none }
    }
}

/// How much spaces err, in natural logarithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spacing {
    /// Of a space that was lost.
    pub(crate) lost: f32,
    /// Of a space that was put in.
    pub(crate) added: f32,
}

/// What the candidates of a document are made with.
pub(crate) struct LatticeBuilder<'a> {
    pub(crate) model: &'a LanguageModel,
    pub(crate) vocabulary: &'a Vocabulary,
    /// Words of the document that the vocabulary does not have.
    pub(crate) own: &'a Vocabulary,
    pub(crate) symbols: &'a Symbols,
    pub(crate) channel: &'a Channel,
    /// The channel of badly read words, where there may be some.
    pub(crate) bad_channel: Option<&'a Channel>,
    pub(crate) spacing: Spacing,
    /// Natural logarithm of the probability that a sign alone between two words was printed.
    pub(crate) printed_sign: f32,
    /// Whether most words of the document were read right.
    pub(crate) trusted: bool,
    /// Whether hardly a word of the document was read right.
    pub(crate) hopeless: bool,
    /// Whether spaces and signs inside words may be wrong, and whether closed grammars are used.
    pub(crate) spaces: bool,
    pub(crate) grammars: bool,
    /// Natural logarithm of weight and share of each word of the vocabulary in this document.
    pub(crate) cached: &'a FxHashMap<WordId, f32>,
    /// Words that followed each other again and again.
    pub(crate) repeated: &'a Pairs,
}

/// The candidates of a document.
pub(crate) struct CandidateSets<'a> {
    forms: &'a Forms,
    spacing: Spacing,
    repeated: &'a Pairs,
    /// Those of each form.
    of_form: Vec<Vec<LatticeEdge>>,
    /// The texts of the readings of each form that is a symbol, by their ranks.
    symbols: BTreeMap<usize, Vec<String>>,
}

/// Walks for whole words and for parts of words, in the vocabulary and in the document's own words. Each remembers
/// its last word, and whole words come in the order of their letters.
struct Walkers<'a> {
    whole: [Walker<'a>; 2],
    pieces: [Walker<'a>; 2],
    badly: Option<Walker<'a>>,
}

/// How much likelier than by itself (natural logarithm) two words joined may be in their place: what does not come
/// within this of the two apart is no candidate.
const JOINED_IN_PLACE: f32 = 8.0;

/// A letter of a word that no list has: natural logarithm of its probability. Text of invented letters would have
/// ln(1/93); Vietnamese and foreign names are a little more regular.
const SPELLED_LETTER: f32 = -2.9;
/// A digit or sign within such a word.
const SPELLED_SIGN: f32 = -4.5;

/// How wide the walk for badly read words is: flattened costs let far more words come near, of which the language model
/// needs few.
const BADLY_READ_WIDTH: Width = Width { nodes: 110, window: 10.0, words: 30 };

/// An ordinary word in capitals within a line of small letters, natural logarithm of its probability; in hopeless text
/// marks are read as capitals.
const ORDINARY_IN_CAPITALS: [f32; 2] = [-4.0, -3.0];
/// The same of one of several that a sign joins, as `CB-GV-NV`, beside that.
const ORDINARY_JOINED: f32 = -5.0;
/// A word that was read as a known one in a line that was read right.
const SOUND: f32 = 3.5;
/// The number of a footnote after a word, natural logarithm of its probability.
const FOOTNOTE: f32 = -6.0;
/// A digit read as a letter, natural logarithm of its probability.
const FIGURE: f32 = -4.5;
/// A word all of whose letters were read as digits, natural logarithm of its probability beside that of its letters.
const WORD_FOR_DIGITS: f32 = -2.0;
/// In hopeless text, a word that is no syllable or has a capital where none is printed: that it was printed so.
const NO_SYLLABLE: f32 = -1.0;
const ODD_CAPITALS: f32 = -2.5;
/// Letters and digits together that make no code: hardly ever printed.
const NO_CODE: f32 = -4.0;

impl CandidateSets<'_> {
    /// The lattice of a stretch of parts, and what each arc says.
    pub(crate) fn lattice(
        &self,
        reading: &TokenStream,
        stretch: Range<usize>,
        badly: &[f32],
    ) -> (Lattice<WordId>, Vec<Choice>) {
        let mut nodes = Vec::new();
        let mut arcs: Vec<(Arc<WordId>, Choice)> = Vec::new();
        // The first node of each part, and the end; the inner nodes of all parts.
        let mut starts = Vec::with_capacity(stretch.len() + 1);
        let mut inner: Vec<usize> = Vec::new();
        let mut inner_of = Vec::with_capacity(stretch.len());
        let mut count = 0u32;
        for part in stretch.clone() {
            let first = inner.len();
            for from in self.fan(part).iter().map(|s| s.from).filter(|&f| f > 0) {
                if let Err(at) = inner[first..].binary_search(&from) {
                    inner.insert(first + at, from);
                }
            }
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
            nodes.extend(inner[first..].iter().map(|_| Node { gap: Gap::Open }));
            count += 1 + u32::try_from(inner.len() - first).expect("a word has few characters");
            inner_of.push(first..inner.len());
        }
        starts.push(count);
        nodes.push(Node { gap: Gap::Open });
        for (i, part) in stretch.clone().enumerate() {
            let inner = &inner[inner_of[i].clone()];
            let node = |at: usize| match inner.binary_search(&at) {
                Ok(k) => starts[i] + 1 + u32::try_from(k).expect("a word has few characters"),
                Err(_) if at == 0 => starts[i],
                Err(_) => starts[i + 1],
            };
            let choice = |span: &LatticeEdge, parts: Range<usize>| Choice {
                parts,
                chars: span.from..span.to,
                spelling: span.spelling,
            };
            let in_name = part > stretch.start && reading.goes_on_name(part);
            let is_name = self.forms.list[self.forms.of_part[part]].is_unmarked_name();
            let badly = badly.get(reading.parts[part].line).copied().unwrap_or(f32::NEG_INFINITY);
            for span in self.fan(part) {
                // No model knows a foreign name, but the document may: a badly read word that goes on a name of its own.
                let of_name = !is_name || in_name && self.repeated.is_second_of_name(span.word);
                let score = if of_name { log_add(span.score, span.badly + badly) } else { span.score };
                if score == f32::NEG_INFINITY {
                    continue;
                }
                let arc = Arc {
                    from: node(span.from),
                    to: node(span.to),
                    word: span.word,
                    score,
                    cached: span.cached,
                    in_name: in_name && span.from == 0,
                    repeated: self.repeated.is_second(span.word),
                };
                arcs.push((arc, choice(span, part..part + 1)));
            }
            if part + 1 < stretch.end
                && let Some(form) = self.forms.of_joined[part]
            {
                for span in &self.of_form[form] {
                    let arc = Arc {
                        from: starts[i],
                        to: starts[i + 2],
                        word: span.word,
                        score: span.score + self.added(form),
                        cached: span.cached,
                        in_name,
                        repeated: self.repeated.is_second(span.word),
                    };
                    arcs.push((arc, choice(span, part..part + 2)));
                }
            }
        }
        if stretch.end > stretch.start && reading.closes(stretch.end - 1) {
            let end = Arc {
                from: count,
                to: count + 1,
                word: LanguageModel::BREAK,
                score: 0.0,
                cached: f32::NEG_INFINITY,
                in_name: false,
                repeated: false,
            };
            nodes.push(Node { gap: Gap::Open });
            let choice = Choice { parts: stretch.end..stretch.end, chars: 0..0, spelling: Spelling::AsRead };
            arcs.push((end, choice));
        }
        arcs.sort_by_key(|(arc, _)| arc.from);
        let (arcs, choices) = arcs.into_iter().unzip();
        (Lattice { nodes, arcs }, choices)
    }

    /// What it costs that two words were joined: a wrong space; of a sign the confusions say it.
    fn added(&self, form: usize) -> f32 {
        if self.forms.by_sign[form] { 0.0 } else { self.spacing.added }
    }

    /// The text of a reading of the symbol that a part is, or two joined; empty when there is none of that rank.
    pub(crate) fn symbol(&self, parts: &Range<usize>, rank: u32) -> &str {
        let one = self.forms.of_part[parts.start];
        let form = if parts.len() > 1 { self.forms.of_joined[parts.start].unwrap_or(one) } else { one };
        let texts = self.symbols.get(&form);
        texts.and_then(|texts| texts.get(rank as usize)).map_or("", String::as_str)
    }

    fn fan(&self, part: usize) -> &[LatticeEdge] {
        &self.of_form[self.forms.of_part[part]]
    }
}

impl<'a> LatticeBuilder<'a> {
    /// The candidates of all forms of a document.
    pub(crate) fn fans(&self, forms: &'a Forms, width: Width) -> CandidateSets<'a> {
        let walkers = || [self.vocabulary, self.own].map(|v| Walker::new(v.trie(), self.channel, width));
        let badly =
            self.bad_channel.map(|channel| Walker::new(self.vocabulary.trie(), channel, BADLY_READ_WIDTH));
        let mut walkers = Walkers { whole: walkers(), pieces: walkers(), badly };
        let mut of_form = vec![Vec::new(); forms.list.len()];
        let mut symbols = BTreeMap::new();
        // Natural logarithm of the likeliest candidate of each form by itself.
        let mut worth = vec![0.0f32; forms.list.len()];
        for number in forms.in_order() {
            let form = &forms.list[number];
            of_form[number] = match forms.joined_of[number] {
                Some(_) if !self.spaces => Vec::new(),
                _ if form.kind == PartKind::Symbol && self.grammars => {
                    let readings = self.symbols.readings(&form.chars, self.channel, width);
                    let spans = symbol_spans(&form.chars, &readings);
                    symbols.insert(number, readings.into_iter().map(|r| r.text).collect());
                    spans
                }
                None => self.fan(form, &mut walkers),
                Some(_) if matches!(form.kind, PartKind::Number | PartKind::Symbol) => {
                    self.fan(form, &mut walkers)
                }
                Some((a, b)) => {
                    let added = if forms.by_sign[number] { 0.0 } else { self.spacing.added };
                    let limit = -(worth[a] + worth[b]) + added + JOINED_IN_PLACE;
                    self.joined(form, limit, &mut walkers)
                }
            };
            let whole = of_form[number].iter().filter(|s| s.from == 0 && s.to == form.chars.len());
            worth[number] = whole.map(|s| s.score + self.likely(s.word)).fold(f32::MIN, f32::max);
        }
        CandidateSets { forms, spacing: self.spacing, repeated: self.repeated, of_form, symbols }
    }

    /// The candidates of a word joined of two, none of which is unknown.
    fn joined(&self, form: &Form, limit: f32, walkers: &mut Walkers<'_>) -> Vec<LatticeEdge> {
        let mut spans = self.whole(&form.chars, form.shape, limit, walkers);
        self.add_as_read(form, &mut spans);
        if form.abbreviation {
            self.doubt_words(&mut spans, false);
        }
        spans.retain(|s| s.word != LanguageModel::UNKNOWN && -(s.score + self.likely(s.word)) < limit);
        spans
    }

    /// The candidates of a form.
    fn fan(&self, form: &Form, walkers: &mut Walkers<'_>) -> Vec<LatticeEdge> {
        let kept = |word: WordId| vec![LatticeEdge::of(0..form.chars.len(), Spelling::AsRead, word, 0.0)];
        match form.kind {
            PartKind::Number => {
                let mut spans = kept(LanguageModel::NUMBER);
                if !self.trusted && form.chars.len() <= 2 && form.chars.iter().all(char::is_ascii_digit) {
                    self.add_words_for_digits(form, &mut spans, walkers);
                }
                spans
            }
            PartKind::Symbol => kept(LanguageModel::SYMBOL),
            PartKind::Label => kept(self.model.id(&form.folded).unwrap_or(LanguageModel::UNKNOWN)),
            PartKind::Word | PartKind::Mixed | PartKind::Sign => {
                let mut spans = self.spans(form, walkers);
                if form.abbreviation {
                    self.doubt_words(&mut spans, form.joined);
                    // The model has no idea what an abbreviation that it does not know follows.
                    let unlisted = |s: &&mut LatticeEdge| {
                        s.spelling == Spelling::AsRead && s.word == LanguageModel::UNKNOWN
                    };
                    spans.iter_mut().filter(unlisted).for_each(|span| span.word = SILENT);
                }
                if form.sound {
                    let known = |s: &&mut LatticeEdge| {
                        s.spelling == Spelling::AsRead && s.word != LanguageModel::UNKNOWN
                    };
                    spans.iter_mut().filter(known).for_each(|span| span.score += SOUND);
                }
                self.add_alternatives(form, &mut spans, walkers);
                if form.may_be_badly_read() || form.is_unmarked_name() && self.repeated.has_names() {
                    self.add_badly_read(form, &mut spans, walkers);
                }
                spans
            }
        }
    }

    /// Short words that were read as digits: `10` for `lở`, `6` for `ở`.
    fn add_words_for_digits(&self, form: &Form, spans: &mut Vec<LatticeEdge>, walkers: &mut Walkers<'_>) {
        let is_syllable = |span: &LatticeEdge| match span.spelling {
            Spelling::Word(number) => syllable::is_possible(&self.vocabulary.word(number).text),
            _ => false,
        };
        let found = self.whole(&form.chars, form.shape, f32::INFINITY, walkers);
        let words = found.into_iter().filter(is_syllable);
        spans.extend(words.map(|span| LatticeEdge { score: span.score + WORD_FOR_DIGITS, ..span }));
    }

    /// A word of capitals in a line of small letters is an abbreviation, seldom an ordinary word.
    fn doubt_words(&self, spans: &mut [LatticeEdge], joined: bool) {
        let less =
            ORDINARY_IN_CAPITALS[usize::from(self.hopeless)] + if joined { ORDINARY_JOINED } else { 0.0 };
        for span in spans {
            if let Spelling::Word(number) = span.spelling
                && syllable::is_possible(&self.vocabulary.word(number).text)
            {
                span.score += less;
            }
        }
    }

    /// What the engine saw besides is evidence, as much less as its estimate is lower.
    fn add_alternatives(&self, form: &Form, spans: &mut Vec<LatticeEdge>, walkers: &mut Walkers<'_>) {
        let len = form.chars.len();
        for (chars, behind) in &form.alternatives {
            for span in self.whole(chars, form.shape, f32::INFINITY, walkers) {
                let score = span.score + behind;
                match spans.iter_mut().find(|s| s.from == 0 && s.to == len && s.spelling == span.spelling) {
                    Some(known) => known.score = known.score.max(score),
                    None => spans.push(LatticeEdge { from: 0, to: len, score, ..span }),
                }
            }
        }
    }

    /// The words that a badly read one may stand for.
    fn add_badly_read(&self, form: &Form, spans: &mut Vec<LatticeEdge>, walkers: &mut Walkers<'_>) {
        let len = form.chars.len();
        let Some(walker) = &mut walkers.badly else { return };
        let mut ends = vec![false; len + 1];
        ends[len] = true;
        for found in walker.walk(&form.chars, &ends, form.shape, f32::INFINITY) {
            let word = self.vocabulary.word(found.entry);
            let badly = word.spelling - found.cost;
            let spelling = match form.known {
                Some(number) if number == found.entry && form.kind == PartKind::Word => Spelling::AsRead,
                _ => Spelling::Word(found.entry),
            };
            match spans.iter_mut().find(|s| s.from == 0 && s.to == len && s.spelling == spelling) {
                Some(known) => known.badly = badly,
                None => spans.push(LatticeEdge {
                    from: 0,
                    to: len,
                    spelling,
                    word: word.id,
                    score: f32::NEG_INFINITY,
                    badly,
                    cached: self.cached.get(&word.id).copied().unwrap_or(f32::NEG_INFINITY),
                }),
            }
        }
    }

    /// Words of the vocabularies for all of the characters, dearer ones than `limit` left out.
    fn whole(&self, chars: &[char], shape: Shape, limit: f32, walkers: &mut Walkers<'_>) -> Vec<LatticeEdge> {
        let mut ends = vec![false; chars.len() + 1];
        ends[chars.len()] = true;
        self.walk(chars, &ends, shape, limit, &mut walkers.whole)
    }

    fn walk(
        &self,
        chars: &[char],
        ends: &[bool],
        shape: Shape,
        limit: f32,
        walkers: &mut [Walker<'_>; 2],
    ) -> Vec<LatticeEdge> {
        let mut spans = Vec::new();
        let [walker, own] = walkers;
        for found in walker.walk(chars, ends, shape, limit) {
            let word = self.vocabulary.word(found.entry);
            spans.push(LatticeEdge {
                from: 0,
                to: found.end,
                spelling: Spelling::Word(found.entry),
                word: word.id,
                score: word.spelling - found.cost,
                badly: f32::NEG_INFINITY,
                cached: self.cached.get(&word.id).copied().unwrap_or(f32::NEG_INFINITY),
            });
        }
        if self.own.len() > 0 {
            for found in own.walk(chars, ends, shape, limit) {
                let word = self.own.word(found.entry);
                spans.push(LatticeEdge {
                    from: 0,
                    to: found.end,
                    spelling: Spelling::Own(found.entry),
                    word: word.id,
                    score: word.spelling - found.cost,
                    badly: f32::NEG_INFINITY,
                    cached: f32::NEG_INFINITY,
                });
            }
        }
        spans
    }

    fn spans(&self, form: &Form, walkers: &mut Walkers<'_>) -> Vec<LatticeEdge> {
        let mut spans = self.whole(&form.chars, form.shape, f32::INFINITY, walkers);
        self.add_as_read(form, &mut spans);
        if self.grammars && form.kind == PartKind::Mixed && mixed::figure(&form.chars).is_some() {
            let letters = form.chars.iter().filter(|c| c.is_alphabetic()).count();
            let score = approximate(letters) * FIGURE;
            spans.push(LatticeEdge::of(0..form.chars.len(), Spelling::Figure, LanguageModel::NUMBER, score));
        }
        let best = spans.iter().map(|s| s.score + self.likely(s.word)).fold(f32::MIN, f32::max);
        // A good reading of the whole makes it needless to look for lost spaces: two words cost a space and
        // twice the probability of a word.
        if self.spaces && form.chars.len() >= 4 && best < self.spacing.lost - 12.0 {
            self.split(&form.chars, form.shape, &mut spans, walkers);
        }
        spans
    }

    fn add_as_read(&self, form: &Form, spans: &mut Vec<LatticeEdge>) {
        let (span, known) = self.as_read(form);
        let same = |s: &LatticeEdge| matches!(s.spelling, Spelling::Word(n) if Some(n) == known);
        match spans.iter_mut().find(|s| same(s)) {
            // The word as read is kept as it stands, its capitals too.
            Some(found) => {
                found.spelling = Spelling::AsRead;
                found.score = found.score.max(span.score);
            }
            None => spans.push(span),
        }
    }

    fn likely(&self, word: WordId) -> f32 {
        if word == SILENT { 0.0 } else { self.model.unigram(word) }
    }

    /// The word as read, and its number in the vocabulary when it is there.
    fn as_read(&self, form: &Form) -> (LatticeEdge, Option<u32>) {
        let Form { chars, kind, known, .. } = form;
        let (chars, kind, known) = (chars.as_slice(), *kind, *known);
        if kind == PartKind::Sign {
            return (LatticeEdge::of(0..chars.len(), Spelling::AsRead, SILENT, self.printed_sign), None);
        }
        let spelled: f32 = chars.iter().map(|&c| -self.channel.identity(c)).sum();
        let (word, score, cached) = match known {
            Some(number) if kind == PartKind::Word => {
                let word = self.vocabulary.word(number);
                let cached = self.cached.get(&word.id).copied().unwrap_or(f32::NEG_INFINITY);
                (word.id, word.spelling, cached)
            }
            _ if kind == PartKind::Mixed
                && let Some(number) = self.with_footnote(chars) =>
            {
                (self.vocabulary.word(number).id, FOOTNOTE, f32::NEG_INFINITY)
            }
            _ => {
                let letters = chars.iter().filter(|c| Letter::of(**c).is_some()).count();
                let spelling =
                    approximate(letters) * SPELLED_LETTER + approximate(chars.len() - letters) * SPELLED_SIGN;
                let class =
                    if kind == PartKind::Mixed { LanguageModel::NUMBER } else { LanguageModel::UNKNOWN };
                let spelling = match kind {
                    // `A4` is a code, but `S6` is as well a word of two letters.
                    _ if mixed::is_code(chars) => spelling * if chars.len() == 2 { 0.6 } else { 0.3 },
                    PartKind::Mixed => spelling + NO_CODE,
                    PartKind::Word if self.hopeless => spelling + odd(chars),
                    _ => spelling,
                };
                (class, spelling, f32::NEG_INFINITY)
            }
        };
        let span = LatticeEdge {
            from: 0,
            to: chars.len(),
            spelling: Spelling::AsRead,
            word,
            score: spelled + score,
            badly: f32::NEG_INFINITY,
            cached,
        };
        (span, known.filter(|_| kind == PartKind::Word))
    }

    /// The word before the number of a footnote: `quyết2`. Only where its marks were read, so that it is no misread
    /// word itself, or where most words were read right.
    fn with_footnote(&self, chars: &[char]) -> Option<u32> {
        let digits = chars.iter().rev().take_while(|c| c.is_numeric()).count();
        let word = folded(&chars[..chars.len() - digits]);
        let marked = (self.trusted || !word.is_ascii()) && syllable::is_possible(&word);
        if (1..=2).contains(&digits) && marked { self.vocabulary.get(&word) } else { None }
    }
}

/// How much less probable an unknown word is for its form: a capital behind a small letter or before one, where not first;
/// or small letters that are no syllable.
fn odd(chars: &[char]) -> f32 {
    let capitals = chars.iter().skip(1).filter(|c| c.is_uppercase()).count();
    let small = chars.iter().filter(|c| c.is_lowercase()).count();
    match (capitals, small) {
        (1.., 1..) => ODD_CAPITALS,
        (0, 1..) if !syllable::is_possible(&folded(chars)) => NO_SYLLABLE,
        _ => 0.0,
    }
}

/// The candidates that the readings of a document's symbol are.
fn symbol_spans(chars: &[char], readings: &[SymbolReading]) -> Vec<LatticeEdge> {
    let as_read: String = chars.iter().collect();
    let span = |(rank, reading): (u32, &SymbolReading)| {
        let spelling = if reading.text == as_read { Spelling::AsRead } else { Spelling::Symbol(rank) };
        LatticeEdge::of(0..chars.len(), spelling, LanguageModel::SYMBOL, reading.score)
    };
    (0..).zip(readings).map(span).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of characters in a word")]
fn approximate(count: usize) -> f32 {
    count as f32
}
