//! A document's text made ready for rules: on one line, folded, byte for byte where it stood.

use std::sync::LazyLock;

use regex::Regex;

use crate::limit;
use crate::text::{Restored, Span};
use crate::vietnamese::{Aligned, TONE_STYLES};

/// The text of a document twice: as it stands, and folded. Offsets into both are those of
/// [`Document::text`](crate::document::Document::text).
#[derive(Debug)]
pub(crate) struct Flat {
    /// Line ends as spaces.
    forms: Aligned,
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, and digits that follow letters.
    Word,
    /// Digits, with dots and commas between them.
    Number,
    /// One other character.
    Mark,
}

/// A word, a number or a mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'a> {
    /// Where it stands.
    pub(crate) span: Span<Restored>,
    /// Folded.
    pub(crate) low: &'a str,
    /// What it is made of.
    pub(crate) kind: TokenKind,
    /// Whether its first letter is a capital.
    pub(crate) capital: bool,
}

impl Token<'_> {
    /// Whether it is that folded word or mark.
    pub(crate) fn is(&self, low: &str) -> bool {
        self.low == low
    }

    /// Whether it is a word.
    pub(crate) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }
}

impl Flat {
    /// Makes both forms of a text.
    pub(crate) fn new(text: &str) -> Flat {
        Flat { forms: Aligned::new(text.replace(['\n', '\r', '\t', '\u{c}'], " ")) }
    }

    /// The text of a span as it stands.
    pub(crate) fn text(&self, span: Span<Restored>) -> &str {
        &self.forms.text()[span.range()]
    }

    /// The folded text of a span.
    pub(crate) fn low(&self, span: Span<Restored>) -> &str {
        &self.forms.low()[span.range()]
    }

    /// The text of a span, white space of any length as one space.
    pub(crate) fn quote(&self, span: Span<Restored>) -> String {
        crate::text::one_line(self.text(span))
    }

    /// Everything.
    pub(crate) fn all(&self) -> Span<Restored> {
        Span::new(0, self.forms.text().len())
    }

    /// The end of a span, at most so many bytes, beginning with a whole word.
    pub(crate) fn last(&self, span: Span<Restored>, bytes: usize) -> Span<Restored> {
        if span.len() <= bytes {
            return span;
        }
        let text = self.text(span);
        let from = text.ceil_char_boundary(text.len() - bytes);
        let start = text[from..].find(char::is_whitespace).map_or(from, |at| from + at);
        shift(span, start, text.len())
    }

    /// The first match of a pattern in the folded text of a span.
    pub(crate) fn find(&self, pattern: &Regex, within: Span<Restored>) -> Option<Span<Restored>> {
        limit::check();
        pattern.find(self.low(within)).map(|m| shift(within, m.start(), m.end()))
    }

    /// Whether a pattern matches in the folded text of a span.
    pub(crate) fn has(&self, pattern: &Regex, within: Span<Restored>) -> bool {
        limit::check();
        pattern.is_match(self.low(within))
    }

    /// The span without white space and without any of `marks` at its ends.
    pub(crate) fn trim(&self, span: Span<Restored>, marks: &[char]) -> Span<Restored> {
        let text = self.text(span);
        let loose = |c: char| c.is_whitespace() || marks.contains(&c);
        let start = text.len() - text.trim_start_matches(loose).len();
        let kept = text.trim_matches(loose);
        Span::new(span.start() + start, span.start() + start + kept.len())
    }

    /// The tokens of a span, in order.
    pub(crate) fn tokens(&self, within: Span<Restored>) -> Vec<Token<'_>> {
        self.tokens_from(within).collect()
    }

    /// The tokens of a span, in order, each found when it is asked for.
    pub(crate) fn tokens_from(&self, within: Span<Restored>) -> impl Iterator<Item = Token<'_>> {
        static TOKEN: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"\p{L}[\p{L}\p{M}\d]*|\d+(?:[.,]\d+)*|[^\s\p{L}\d]"));
        TOKEN.find_iter(self.text(within)).map(move |m| {
            let span = shift(within, m.start(), m.end());
            let first = m.as_str().chars().next().unwrap_or(' ');
            let kind = if first.is_alphabetic() {
                TokenKind::Word
            } else if first.is_ascii_digit() {
                TokenKind::Number
            } else {
                TokenKind::Mark
            };
            Token { span, low: self.low(span), kind, capital: first.is_uppercase() }
        })
    }

    /// The sentences of a span, in order: parted by `.`, `;`, `!` or `?` before a space, brackets and quotes kept whole.
    pub(crate) fn clauses(&self, within: Span<Restored>) -> Vec<Span<Restored>> {
        self.split(within, |c| matches!(c, ';' | '.' | '!' | '?'))
    }

    /// The sentences of a span, in order: parted by `.`, `!` or `?` before a space.
    pub(crate) fn sentences(&self, within: Span<Restored>) -> Vec<Span<Restored>> {
        self.split(within, |c| matches!(c, '.' | '!' | '?'))
    }

    fn split(&self, within: Span<Restored>, ends: impl Fn(char) -> bool) -> Vec<Span<Restored>> {
        limit::check();
        let text = self.text(within);
        let mut parts = Vec::new();
        let mut start = 0;
        let mut depth = 0_usize;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '(' | '“' | '[' => depth += 1,
                ')' | '”' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            let before_space = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
            // A bracket that is never closed must not hold the rest of the document together.
            if ends(c)
                && before_space
                && (depth == 0 || at - start > 600)
                && !abbreviated(&text[start..at], c)
                && !(c == '.' && LAST_NUMBER.is_match(&text[at + 1..]))
            {
                parts.push(shift(within, start, at + c.len_utf8()));
                start = at + c.len_utf8();
                depth = 0;
            }
        }
        if start < text.len() {
            parts.push(shift(within, start, text.len()));
        }
        parts.retain(|part| !self.trim(*part, &[]).is_empty());
        parts
    }
}

/// A share and nothing else: no sentence, so the full stop before it is a speck ("đúng quy định . 95%.").
static LAST_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s+[<>≥≤]?\s*\d{1,3}(?:,\d+)?\s?%\s*[.;]?\s*$"));

/// Whether the full stop after `before` belongs to an abbreviation: `TP.`, `TT.`, `TS.`, a single letter or number.
fn abbreviated(before: &str, mark: char) -> bool {
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    mark == '.'
        && matches!(
            last,
            "TP" | "Tp" | "tp" | "TT" | "TX" | "TS" | "ThS" | "PGS" | "GS" | "BS" | "P" | "Q" | "St" | "Mr"
        )
}

/// Bytes `start..end` of the text of `within` as a span of the document.
pub(crate) fn shift(within: Span<Restored>, start: usize, end: usize) -> Span<Restored> {
    Span::new(within.start() + start, within.start() + end)
}

/// A pattern that is written in the program, in lower case, with the tone marks of oa, oe, uy in the old style; it
/// matches both styles.
pub(crate) fn pattern(source: &str) -> Regex {
    let mut both = source.to_owned();
    for (new, old) in TONE_STYLES {
        if both.contains(old) {
            both = both.replace(old, &format!("(?:{old}|{new})"));
        }
    }
    Regex::new(&both).expect("patterns of the program are valid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_hold_in_both_forms() {
        let text = "Uỷ ban nhân dân\ntỉnh Sơn Hà, HOÀ BÌNH İ ẞ Ⱥ ﬁ toạ\u{323} Ω K Å \u{1e9e}";
        let flat = Flat::new(text);
        assert!(flat.low(flat.all()).starts_with("uỷ ban nhân dân tỉnh sơn hà, hoà bình"));
        let starts = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(starts(flat.text(flat.all())), starts(text));
        assert_eq!(starts(flat.low(flat.all())), starts(text));
    }

    #[test]
    fn patterns_match_both_styles_of_tone_marks() {
        let words = pattern(r"(?:ủy\s+ban|số\s+hóa|tọa\s+đàm|sức\s+khỏe)");
        for text in ["ủy ban", "Uỷ ban", "số hoá", "SỐ HÓA", "toạ đàm", "tọa đàm", "sức khoẻ", "sức khỏe"]
        {
            let flat = Flat::new(text);
            assert_eq!(flat.find(&words, flat.all()), Some(flat.all()), "{text}");
        }
    }

    #[test]
    fn sentences_keep_brackets_and_abbreviations_whole() {
        let flat = Flat::new("Giao Sở Y tế (qua TP. Sơn Hà; gấp) lập báo cáo. Đạt 4.000 ha; tăng 5%.");
        let parts: Vec<_> = flat.clauses(flat.all()).into_iter().map(|s| flat.quote(s)).collect();
        assert_eq!(parts, ["Giao Sở Y tế (qua TP. Sơn Hà; gấp) lập báo cáo.", "Đạt 4.000 ha;", "tăng 5%."]);
        let flat = Flat::new("Tỷ lệ hộ dùng nước sạch. 95%.");
        assert_eq!(flat.clauses(flat.all()).len(), 1);
    }

    #[test]
    fn tokens_are_words_numbers_and_marks() {
        let flat = Flat::new("đạt 55,7% (PCI).");
        let low: Vec<_> = flat.tokens(flat.all()).iter().map(|t| t.low).collect();
        assert_eq!(low, ["đạt", "55,7", "%", "(", "pci", ")", "."]);
    }
}
