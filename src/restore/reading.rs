//! A read document laid out as one sequence of parts, with the lines and read words they belong to.

use std::ops::Range;

use super::capitals::Shape;
use super::decoder::Gap;
use super::repair::{Repairs, Spot};
use super::tokens::{self, PartKind, Position, Token};
use crate::page::OcrPage;

/// A read word with its place in the sequence.
#[derive(Debug, Clone)]
pub(crate) struct ReadToken {
    /// Its parts and punctuation.
    pub(crate) token: Token,
    /// Its parts in [`TokenStream::parts`].
    pub(crate) parts: Range<usize>,
}

/// A line with its read words.
#[derive(Debug, Clone)]
pub(crate) struct ReadLine {
    /// Which page and which line of it, both counted from 0.
    pub(crate) page: usize,
    pub(crate) line: usize,
    /// Its words in [`TokenStream::tokens`].
    pub(crate) tokens: Range<usize>,
    /// What stands between the line before and this one.
    pub(crate) before: Gap,
    /// Whether a paragraph surely begins with it.
    pub(crate) begins: Begins,
}

/// How a line follows the line before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begins {
    /// Surely a new paragraph: after blank lines, on another page part.
    Anew,
    /// Perhaps in the middle of a sentence.
    Perhaps,
}

/// A part of a read word in the sequence.
#[derive(Debug, Clone)]
pub(crate) struct ReadPart {
    /// Which read word, by [`TokenStream::tokens`].
    pub(crate) token: usize,
    /// Which line, by [`TokenStream::lines`].
    pub(crate) line: usize,
    /// What it is.
    pub(crate) kind: PartKind,
    /// Its characters as read.
    pub(crate) chars: Vec<char>,
    /// How it is capitalised.
    pub(crate) shape: Shape,
    /// The shape of its line.
    pub(crate) line_shape: Shape,
    /// The engine's estimate of the read word, 0 to 1.
    pub(crate) confidence: f32,
    /// What else the engine saw in place of the read word, with its estimates, only where the word is one part; or the word
    /// with the sign behind it that may be its last letter.
    pub(crate) alternatives: Vec<(Vec<char>, f32)>,
}

/// A document in sequence.
#[derive(Debug, Clone, Default)]
pub(crate) struct TokenStream {
    pub(crate) lines: Vec<ReadLine>,
    pub(crate) tokens: Vec<ReadToken>,
    pub(crate) parts: Vec<ReadPart>,
    /// All characters that occur in parts, sorted, each once.
    pub(crate) alphabet: Vec<char>,
}

/// A word as it is taken.
struct Word<'a> {
    text: &'a str,
    /// The engine's estimate, 0 to 1.
    confidence: f32,
    /// What else the engine saw, with its estimates.
    alternatives: &'a [(String, f32)],
}

/// Signs after a word that may be its last letter: `PHO! HOP` for `PHỐI HỢP`. How probable that is of such a sign.
const STROKES: &str = "!?|}";
const LETTER_FOR_STROKE: f32 = 0.05;

impl TokenStream {
    /// Lays out the pages, with the repaired words in the place of those that were read.
    pub(super) fn new(pages: &[OcrPage], repairs: &Repairs) -> TokenStream {
        let mut reading = TokenStream::default();
        for (page_index, page) in pages.iter().enumerate() {
            let mut previous: Option<&crate::page::OcrLine> = None;
            for (line_index, line) in page.lines.iter().enumerate() {
                let repaired = |word: usize| repairs.text(Spot { page: page_index, line: line_index, word });
                let words: Vec<Vec<char>> = (line.words.iter().enumerate())
                    .map(|(i, word)| repaired(i).unwrap_or(&word.text).chars().collect())
                    .collect();
                let shape = Shape::of_line(words.iter().map(Vec::as_slice));
                let begins = match previous {
                    None if page_index == 0 => Begins::Anew,
                    None => Begins::Perhaps,
                    Some(p) if p.block != line.block => Begins::Anew,
                    // Only a text file counts blank lines.
                    Some(p) if line.number > p.number + 1 && line.words.iter().all(|w| w.place.is_none()) => {
                        Begins::Anew
                    }
                    Some(_) => Begins::Perhaps,
                };
                let first_token = reading.tokens.len();
                let line_number = reading.lines.len();
                for (i, word) in line.words.iter().enumerate() {
                    let position = match (shape, i) {
                        (Shape::Upper, _) => Position::Capitals,
                        (_, 0) => Position::LineStart,
                        _ => Position::Inside,
                    };
                    let word = match repaired(i) {
                        // The others were seen in the place of what was read.
                        Some(text) => Word { text, confidence: word.confidence, alternatives: &[] },
                        None => Word {
                            text: &word.text,
                            confidence: word.confidence,
                            alternatives: &word.alternatives,
                        },
                    };
                    reading.push(&word, position, shape, line_number);
                }
                let tokens = first_token..reading.tokens.len();
                let before = Gap::Perhaps(line_break(&words, shape));
                reading.lines.push(ReadLine { page: page_index, line: line_index, tokens, before, begins });
                previous = Some(line);
            }
        }
        let mut alphabet: Vec<char> = reading
            .parts
            .iter()
            .flat_map(|p| p.chars.iter().chain(p.alternatives.iter().flat_map(|(a, _)| a)))
            .copied()
            .collect();
        alphabet.extend((0..reading.parts.len()).filter_map(|part| reading.sign_between(part)));
        alphabet.sort_unstable();
        alphabet.dedup();
        reading.alphabet = alphabet;
        reading
    }

    fn push(&mut self, word: &Word<'_>, position: Position, line_shape: Shape, line: usize) {
        let token = Token::new(word.text, position);
        let first = self.parts.len();
        let single = token.parts.len() == 1;
        for part in &token.parts {
            let chars = token.chars[part.at.clone()].to_vec();
            let shape = Shape::of(&chars, line_shape);
            let mut alternatives: Vec<(Vec<char>, f32)> = if single {
                word.alternatives
                    .iter()
                    .filter_map(|(text, estimate)| {
                        let other = Token::new(text, position);
                        match other.parts.as_slice() {
                            [p] if matches!(p.kind, PartKind::Word | PartKind::Mixed) => {
                                Some((other.chars[p.at.clone()].to_vec(), *estimate))
                            }
                            _ => None,
                        }
                    })
                    .collect()
            } else {
                Vec::new()
            };
            let after = token.chars.get(part.at.end).filter(|sign| STROKES.contains(**sign));
            if let (Some(sign), PartKind::Word) = (after, part.kind) {
                let with = chars.iter().chain(std::iter::once(sign)).copied().collect();
                alternatives.push((with, word.confidence * LETTER_FOR_STROKE));
            }
            self.parts.push(ReadPart {
                token: self.tokens.len(),
                line,
                kind: part.kind,
                chars,
                shape,
                line_shape,
                confidence: word.confidence,
                alternatives,
            });
        }
        self.tokens.push(ReadToken { token, parts: first..self.parts.len() });
    }

    /// Whether a wrong space may stand between this part and the next: both are words of one line with nothing
    /// but white space between.
    pub(crate) fn may_join(&self, part: usize) -> bool {
        let (Some(a), Some(b)) = (self.parts.get(part), self.parts.get(part + 1)) else { return false };
        if a.line != b.line || b.token != a.token + 1 {
            return false;
        }
        let wordlike = |p: &ReadPart| matches!(p.kind, PartKind::Word | PartKind::Mixed);
        self.touches(part) && wordlike(a) && wordlike(b)
    }

    /// What this part and the next are together, where a space was put into the number of a document or into a year.
    pub(crate) fn cut_figure(&self, part: usize) -> Option<PartKind> {
        let (a, b) = (self.parts.get(part)?, self.parts.get(part + 1)?);
        if a.line != b.line || b.token != a.token + 1 || !self.touches(part) {
            return None;
        }
        let after_year = |before: usize| {
            let word: String = self.parts[before].chars.iter().collect();
            crate::vietnamese::strip_marks(&crate::vietnamese::fold(&word)) == "nam"
        };
        let year = a.kind == PartKind::Number
            && b.kind == PartKind::Number
            && part.checked_sub(1).is_some_and(after_year);
        tokens::cut_figure(&a.chars, &b.chars, year)
    }

    /// Whether nothing but white space stands between this part and the next, of two read words.
    pub(crate) fn touches(&self, part: usize) -> bool {
        let ends = |i: usize| {
            let token = &self.tokens[self.parts[i].token];
            let at = &token.token.parts[i - token.parts.start].at;
            (at.start == 0, at.end == token.token.chars.len())
        };
        ends(part).1 && ends(part + 1).0
    }

    /// The sign inside a read word that parts this part and the next, where it may be a speck or a misread letter.
    pub(crate) fn sign_between(&self, part: usize) -> Option<char> {
        let (a, b) = (self.parts.get(part)?, self.parts.get(part + 1)?);
        let wordlike = |p: &ReadPart| matches!(p.kind, PartKind::Word | PartKind::Mixed);
        if a.token != b.token || !wordlike(a) || !wordlike(b) {
            return None;
        }
        let token = &self.tokens[a.token];
        let at = |i: usize| &token.token.parts[i - token.parts.start].at;
        match &token.token.chars[at(part).end..at(part + 1).start] {
            [sign] if *sign != '/' => Some(*sign),
            _ => None,
        }
    }

    /// Whether a part may go on a name: it is a capitalised word, and so is the one before it on the same line.
    pub(crate) fn goes_on_name(&self, part: usize) -> bool {
        let capital =
            |p: &ReadPart| p.shape != Shape::Lower && matches!(p.kind, PartKind::Word | PartKind::Mixed);
        let Some(before) = part.checked_sub(1) else { return false };
        capital(&self.parts[part])
            && capital(&self.parts[before])
            && self.parts[part].line == self.parts[before].line
    }

    /// Whether this part and the next are of one read word.
    pub(crate) fn same_word(&self, part: usize) -> bool {
        let token = |at: usize| self.parts.get(at).map(|p| p.token);
        token(part).is_some() && token(part) == token(part + 1)
    }

    /// How many characters these parts have together, signs inside read words left out but where two are joined.
    pub(crate) fn chars_of_all(&self, parts: Range<usize>) -> usize {
        self.chars(parts).len()
    }

    /// All that was read from the first to the last of these parts, with the signs between them and without spaces.
    pub(crate) fn raw(&self, parts: Range<usize>) -> Vec<char> {
        let at = |part: usize| {
            let token = &self.tokens[self.parts[part].token];
            token.token.parts[part - token.parts.start].at.clone()
        };
        let (first, last) = (self.parts[parts.start].token, self.parts[parts.end - 1].token);
        let mut chars = Vec::new();
        for token in first..=last {
            let all = &self.tokens[token].token.chars;
            let from = if token == first { at(parts.start).start } else { 0 };
            let to = if token == last { at(parts.end - 1).end } else { all.len() };
            chars.extend(&all[from..to]);
        }
        chars
    }

    /// The characters of one part, or of two together with the sign inside a read word between them.
    pub(crate) fn chars(&self, parts: Range<usize>) -> Vec<char> {
        let mut chars = Vec::new();
        for part in parts.clone() {
            if part > parts.start {
                chars.extend(self.sign_between(part - 1));
            }
            chars.extend(&self.parts[part].chars);
        }
        chars
    }

    /// Whether a sentence or clause ends with this part.
    pub(crate) fn closes(&self, part: usize) -> bool {
        let token = &self.tokens[self.parts[part].token];
        token.token.closes && part + 1 == token.parts.end
    }

    /// The sequence cut into stretches that do not depend on each other: each ends with a sentence or clause,
    /// before a new paragraph, or, in text without punctuation, at a line end after `longest` parts, and in a line without end
    /// after four times as many: a stretch takes time with the square of its length.
    pub(crate) fn stretches(&self, longest: usize) -> Vec<Range<usize>> {
        let mut stretches = Vec::new();
        let mut start = 0;
        for part in 0..self.parts.len() {
            let next_line = self.parts.get(part + 1).map(|p| p.line);
            let line_ends = next_line != Some(self.parts[part].line);
            let anew = match next_line {
                None => true,
                Some(next) => {
                    // Lines without parts lie between, too.
                    (self.parts[part].line + 1..=next).any(|l| self.lines[l].begins == Begins::Anew)
                }
            };
            let length = part + 1 - start;
            let long = length >= longest && line_ends || length >= 4 * longest;
            if anew || self.closes(part) || long {
                stretches.push(start..part + 1);
                start = part + 1;
            }
        }
        stretches
    }
}

/// How probably a line begins a sentence, by its own beginning.
fn line_break(words: &[Vec<char>], shape: Shape) -> f32 {
    let first = words.first().and_then(|w| w.first()).copied();
    match first {
        _ if shape == Shape::Upper => 0.5,
        Some(c) if c.is_lowercase() => 0.05,
        Some(c) if c.is_uppercase() => 0.5,
        Some('-' | '–' | '+' | '*' | '•' | '·' | '“' | '"' | '(') => 0.8,
        Some(c) if c.is_numeric() => 0.3,
        _ => 0.2,
    }
}
