//! Words and figures that stand beside each other: run together, parted by a space, or a word that only a figure's
//! neighbours tell.

use std::ops::Range;

use super::{Group, KINDS, MOST, OPEN, Read, SURE, is_sound};
use crate::restore::digits::{self, Figure};
use crate::restore::output::Chosen;
use crate::restore::reading::TokenStream;
use crate::restore::tokens::PartKind;
use crate::vietnamese as text;

impl Read<'_> {
    /// `tháng 1 2 năm`: a day or a month whose two digits a space parted.
    pub(super) fn cut_number(&self) -> Option<Chosen> {
        let most = match self.last(1) {
            "ngày" => 31,
            "tháng" => 12,
            _ => return None,
        };
        let single =
            |group: &Group| group.parts.len() == 1 && self.reading.parts[group.parts.start].chars.len() == 1;
        let pair = self.groups.get(self.at..self.at + 2)?;
        let digit = self.chars(2).last().is_some_and(char::is_ascii_digit);
        if !pair.iter().all(single)
            || !digit
            || !self.is_run(2)
            || self.reading.same_word(pair[0].parts.start)
        {
            return None;
        }
        let found = digits::numbers(&self.chars(2), most);
        found
            .first()
            .is_some_and(|f| f.probability >= SURE && f.text.len() == 2)
            .then(|| self.chosen(2, &found))
    }

    /// `UBND` whose round first letter was read as two strokes, with a speck between them or not: `LJBND`, `I.TBND`.
    pub(super) fn committee(&self) -> Option<(usize, Chosen)> {
        let first = self.groups[self.at].parts.start;
        let token = &self.reading.tokens[self.reading.parts[first].token];
        let of_token =
            self.groups[self.at..].iter().take_while(|group| group.parts.end <= token.parts.end).count();
        if first != token.parts.start || of_token == 0 {
            return None;
        }
        let chars = self.chars(of_token);
        let before = chars.strip_suffix(&['B', 'N', 'D'])?;
        let stroke = |c: &char| "LlIiJjTtrf1|!.,[(".contains(*c);
        let strokes = (1..=3).contains(&before.len()) && before.iter().all(stroke);
        let all = self.groups[self.at + of_token - 1].parts.end == token.parts.end;
        (strokes && all && before.iter().any(|c| c.is_alphanumeric())).then(|| {
            let found = Figure { text: "UBND".to_owned(), probability: MOST };
            (of_token, self.chosen(of_token, &[found]))
        })
    }

    /// The word `số` between the kind of a document and its symbol, or read as a digit or two before a symbol: no other
    /// word stands there, nor a number.
    pub(super) fn number_word(&self) -> Option<Chosen> {
        let chars = self.chars(1);
        if !self.is_run(2) || self.groups[self.at].made == "số" {
            return None;
        }
        let digits = matches!(chars.as_slice(), ['3' | '5' | '8', '6' | '0' | '5']);
        // A list may count the symbols in it.
        let begins = self
            .at
            .checked_sub(1)
            .is_none_or(|before| self.reading.closes(self.groups[before].parts.end - 1));
        let counted = digits && !begins && self.is_sound_symbol(self.at + 1);
        let word = matches!(self.groups[self.at].kind, PartKind::Word | PartKind::Mixed)
            && (2..=4).contains(&chars.len())
            && chars[0].is_lowercase()
            && !self.groups[self.at].made.contains(' ')
            // What was read with its marks is no slip.
            && chars.iter().collect::<String>() != self.groups[self.at].made
            && self.kind_before(1).is_some()
            && self.begins_symbol(self.at + 1);
        (counted || word).then(|| {
            let found = Figure { text: "số".to_owned(), probability: MOST };
            self.chosen(1, &[found])
        })
    }

    /// Whether a symbol in order stands here.
    fn is_sound_symbol(&self, group: usize) -> bool {
        self.groups.get(group).is_some_and(|next| next.kind == PartKind::Symbol) && is_sound(&self.raw(group))
    }

    /// Whether a symbol stands here, or what was one: long, with digits or capitals and a sign between them.
    fn begins_symbol(&self, group: usize) -> bool {
        let Some(next) = self.groups.get(group) else { return false };
        let raw = self.raw(group);
        let signs = raw.iter().filter(|c| matches!(c, '/' | '-' | '|')).count();
        let telling = raw.iter().filter(|c| c.is_ascii_digit() || c.is_uppercase()).count();
        next.kind == PartKind::Symbol || raw.len() >= 8 && signs > 0 && 2 * telling > raw.len()
    }

    /// The kind of a document whose name ends so many words back.
    pub(super) fn kind_before(&self, back: usize) -> Option<&'static str> {
        let two = format!("{} {}", self.last(back + 1), self.last(back));
        KINDS.into_iter().find(|kind| two.ends_with(kind))
    }

    /// The word `tháng` run together with its number, before a year: `thirng9 năm 2031`. What stands before it is what
    /// a pen wrote, and stays as read.
    pub(super) fn month_run_together(&self) -> Option<Vec<Chosen>> {
        let group = &self.groups[self.at];
        let chars = self.chars(1);
        let digits = chars.iter().rev().take_while(|c| c.is_ascii_digit()).count();
        let year = self.groups.get(self.at + 2).map(|group| group.made.as_str()).unwrap_or_default();
        let before_year = self.groups.get(self.at + 1).is_some_and(|next| text::fold(&next.made) == "năm")
            && year.len() == 4
            && year.parse::<u32>().is_ok_and(|year| self.is_year(year));
        let one_part = group.parts.len() == 1 && self.reading.parts[group.parts.start].chars == chars;
        if !one_part || !(1..=2).contains(&digits) || !before_year {
            return None;
        }
        let month: String = chars[chars.len() - digits..].iter().collect();
        month.parse::<u32>().ok().filter(|month| (1..=12).contains(month))?;
        let letters = &chars[..chars.len() - digits];
        let from = letters.windows(2).position(|pair| matches!(pair, ['t' | 'l' | 'I', 'h']))?;
        let last = |c: &char| matches!(c, 'g' | 'q' | 'e' | 'c' | '9');
        if !(4..=7).contains(&(letters.len() - from)) || !letters.last().is_some_and(last) || from > 4 {
            return None;
        }
        let piece = |chars: Range<usize>, text: String, posterior: f32| Chosen {
            parts: group.parts.clone(),
            chars,
            text,
            posterior,
            others: Vec::new(),
            doubtful: posterior < 0.5,
            bare: false,
            apart: false,
        };
        let mut pieces = vec![
            piece(from..letters.len(), "tháng".to_owned(), MOST),
            piece(letters.len()..chars.len(), month, MOST),
        ];
        if from > 0 {
            pieces.insert(0, piece(0..from, letters[..from].iter().collect(), OPEN));
        }
        Some(pieces)
    }

    /// Whether a part of a read word that was a symbol stands here: behind `số` or the kind of a document, with signs among
    /// its capitals, and in no order.
    pub(super) fn is_garbled_symbol(&self) -> bool {
        let token = &self.reading.tokens[self.reading.parts[self.groups[self.at].parts.start].token];
        let first = self.groups[self.at].parts.start == token.parts.start;
        let raw = &token.token.chars;
        let capitals = raw.iter().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count();
        let signs = raw.iter().any(|c| matches!(c, '/' | '-' | '|' | '\'' | '\\'));
        // `Công văn số`: the word `số` may have been misread.
        let expected = self.last(1) == "số" || (1..=2).any(|back| self.kind_before(back).is_some());
        first && expected && signs && raw.len() >= 8 && 2 * capitals > raw.len() && !is_sound(raw)
    }
}

/// A word of two letters and more behind a figure and a comma or semicolon in one read word: a space was lost.
pub(super) fn part_words(reading: &TokenStream, chosen: &mut [Chosen]) {
    for at in 1..chosen.len() {
        let (before, behind) = (&chosen[at - 1], &chosen[at]);
        let (last, first) = (before.parts.end - 1, behind.parts.start);
        let figure = before.text.ends_with(|c: char| c.is_ascii_digit());
        let word = behind.text.chars().count() > 1 && behind.text.chars().all(char::is_alphabetic);
        if !figure || !word || behind.chars.start > 0 || last + 1 != first || !reading.same_word(last) {
            continue;
        }
        let raw = reading.raw(last..first + 1);
        let between = &raw[reading.parts[last].chars.len()..raw.len() - reading.parts[first].chars.len()];
        chosen[at].apart = matches!(between, [',' | ';']);
    }
}
