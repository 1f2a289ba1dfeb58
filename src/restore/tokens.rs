//! Cuts a read word into its parts: words to be restored, and what a closed grammar keeps as it is.
//!
//! Numbers, dates, shares, document symbols, Roman numerals and list labels are recognised by their form and are
//! never spelled by the language model. The rest is cut as [`units`](super::units) cuts it, but for signs that
//! scanners put for letters: `c¢`, `tl}é`, `hi'en` stay whole.

use crate::vietnamese::numeral::roman_value;
use std::ops::Range;

/// What a part of a read word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PartKind {
    /// Letters, perhaps with signs that stand for letters.
    Word,
    /// Letters and digits together, such as `v6i` or `m2`: a word that was misread, or a code.
    Mixed,
    /// A number, a date, a share: kept.
    Number,
    /// A document's number and symbol: kept.
    Symbol,
    /// A sign alone, that stands for itself or for a short misread word.
    Sign,
    /// A Roman numeral or the letter of a list label: kept, but a word to the language model.
    Label,
}

/// A part of a read word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// Its characters, counted in characters from the beginning of the read word. Never empty.
    pub(crate) at: Range<usize>,
    /// What it is.
    pub(crate) kind: PartKind,
}

/// A read word taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// The characters of the read word.
    pub(crate) chars: Vec<char>,
    /// Its parts from left to right; what lies between and around them is punctuation. Empty when all of it is.
    pub(crate) parts: Vec<Part>,
    /// Whether a sentence or clause ends after it.
    pub(crate) closes: bool,
}

/// Where a read word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// First of its line, where labels stand.
    LineStart,
    /// Elsewhere.
    Inside,
    /// In a line of capitals, where `VI` may be the word VỊ.
    Capitals,
}

impl Token {
    /// Takes a read word apart.
    pub(crate) fn new(read: &str, position: Position) -> Token {
        let chars: Vec<char> = read.chars().map(stroked).collect();
        if let [sign] = chars.as_slice()
            && is_letter_like(*sign)
        {
            let parts = vec![Part { at: 0..1, kind: PartKind::Sign }];
            return Token { chars, parts, closes: false };
        }
        let start = chars.iter().take_while(|c| is_opening(**c)).count();
        let tail = chars[start..].iter().rev().take_while(|c| is_closing(**c)).count();
        let core = start..chars.len() - tail;
        let closes = chars[core.end..].iter().any(|c| matches!(c, '.' | ';' | ':' | '!' | '?' | '…'));
        let mut parts = Vec::new();
        if !core.is_empty() && chars[core.clone()].iter().any(|c| c.is_alphanumeric()) {
            let labelled = position != Position::Inside && matches!(chars.get(core.end), Some(')' | '.'));
            cut(&chars, core.clone(), &mut parts);
            for part in &mut parts {
                let text = &chars[part.at.clone()];
                if is_roman(text, position) || (labelled && part.at == core && is_letter_label(text)) {
                    part.kind = PartKind::Label;
                }
            }
        }
        let closes = closes && !parts.is_empty();
        Token { chars, parts, closes }
    }
}

/// The letters eth and African d are typed and read for đ, whose capital looks the same.
fn stroked(c: char) -> char {
    match c {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        other => other,
    }
}

/// Signs that stand alone where a word of one or two letters was misread.
fn is_letter_like(c: char) -> bool {
    matches!(c, '&' | '€' | '¢' | '§' | '£' | '©' | '®' | '@')
}

/// Punctuation before a word. Signs that often are misread letters are not among them.
fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '\''
            | '`'
            | '('
            | '['
            | '{'
            | '<'
            | '-'
            | '–'
            | '—'
            | '•'
            | '·'
            | '…'
            | ','
            | '.'
            | ';'
            | ':'
            | '*'
            | '+'
            | '='
            | '_'
            | '~'
            | '|'
            | '\\'
            | '>'
            | '\u{f0b7}'
            | '\u{ad}'
            | '−'
            | '►'
            | '✓'
            | '□'
            | '■'
            | '○'
            | '●'
            | '^'
            | '!'
    )
}

/// Punctuation after a word.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '\''
            | '`'
            | ')'
            | ']'
            | '}'
            | '>'
            | '-'
            | '–'
            | '—'
            | '…'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | '_'
            | '/'
            | '\\'
            | '|'
            | '*'
            | '='
            | '~'
            | '<'
            | '•'
            | '·'
            | '^'
            | '+'
            | '('
            | '['
            | '{'
            | '%'
    )
}

/// Signs between two parts of one read word.
fn parts_words(c: char) -> bool {
    matches!(
        c,
        '-' | '–'
            | '—'
            | '/'
            | '\\'
            | ','
            | ';'
            | ':'
            | '.'
            | '('
            | ')'
            | '['
            | ']'
            | '"'
            | '“'
            | '”'
            | '…'
            | '+'
            | '_'
            | '='
            | '<'
            | '>'
            | '•'
            | '−'
    )
}

fn cut(chars: &[char], core: Range<usize>, parts: &mut Vec<Part>) {
    let text = &chars[core.clone()];
    if is_number(text) {
        parts.push(Part { at: core, kind: PartKind::Number });
        return;
    }
    if is_address(text) {
        parts.push(Part { at: core, kind: PartKind::Label });
        return;
    }
    // A lost space runs the word before or after into a symbol: `số45-CT/TW`, `3/QĐ-UBNDngày`.
    let before = run_in(text);
    if is_symbol(&text[before..]) {
        if before > 0 {
            parts.push(Part { at: core.start..core.start + before, kind: PartKind::Word });
        }
        // A `/` before it is part of a symbol whose number was left blank.
        let end = core.end - run_on(text);
        parts.push(Part { at: core.start + before..end, kind: PartKind::Symbol });
        if end < core.end {
            parts.push(Part { at: end..core.end, kind: PartKind::Word });
        }
        return;
    }
    let mut at = core.start;
    while at < core.end {
        let end = (at..core.end)
            .find(|&i| parts_words(chars[i]) || joins_capitals(chars, i, &core))
            .unwrap_or(core.end);
        if chars[at..end].iter().any(|c| c.is_alphanumeric()) {
            push_run(chars, at..end, parts);
        }
        at = end + 1;
    }
}

/// `&` between capitals parts two abbreviations (`GD&ĐT`); elsewhere it is a misread letter (`V&i`).
fn joins_capitals(chars: &[char], at: usize, core: &Range<usize>) -> bool {
    chars[at] == '&'
        && at > core.start
        && at + 1 < core.end
        && chars[at - 1].is_uppercase()
        && chars[at + 1].is_uppercase()
}

fn push_run(chars: &[char], at: Range<usize>, parts: &mut Vec<Part>) {
    let run = &chars[at.clone()];
    let digits = run.iter().filter(|c| c.is_numeric()).count();
    let letters = run.iter().filter(|c| c.is_alphabetic()).count();
    let kind = match (digits, letters) {
        (0, _) => PartKind::Word,
        // A digit and a sign that numbers do not have, as in `1&`, may be a misread word.
        (_, 0) if is_number(run) => PartKind::Number,
        _ => PartKind::Mixed,
    };
    if kind == PartKind::Number
        && let Some(last) = parts.last_mut()
        && last.kind == PartKind::Number
        && at.start == last.at.end + 1
    {
        last.at.end = at.end;
        return;
    }
    parts.push(Part { at, kind });
}

/// Digits with the signs of numbers, dates, shares, sizes between them: `4.000`, `55,7`, `20/10/2021`, `2021-2025`, `+5`,
/// `300x120`.
fn is_number(text: &[char]) -> bool {
    let digit = |at: usize| text.get(at).is_some_and(|c| c.is_numeric());
    text.iter().any(|c| c.is_numeric())
        && text.iter().enumerate().all(|(at, c)| match c {
            'x' | '×' => at > 0 && digit(at - 1) && digit(at + 1),
            'h' | 'g' => is_time(text, at),
            '.' | ',' | '/' | '-' | '–' | ':' | '%' | '+' | '‰' | '°' | '²' | '³' => true,
            c => c.is_numeric(),
        })
}

/// Whether a letter between figures parts hours and minutes: `11h00`, `7g30`.
fn is_time(text: &[char], at: usize) -> bool {
    let before = text[..at].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let after = text[at + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
    (1..=2).contains(&before) && after == 2
}

/// A document's number and symbol, by the rule of [`units`](super::units): it begins with a digit or `/`, and
/// after a `/` or `-` comes a group of two letters or more that begins with a capital.
fn is_symbol(text: &[char]) -> bool {
    if !text.first().is_some_and(|c| c.is_numeric() || *c == '/') {
        return false;
    }
    if !text.iter().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '–' | '.' | '&')) {
        return false;
    }
    text.split(|c| matches!(c, '/' | '-' | '–')).skip(1).any(|group| {
        group.first().is_some_and(|c| c.is_uppercase())
            && group.iter().filter(|c| c.is_alphabetic()).count() >= 2
    })
}

/// What two figures are together, where a space was put into the year of a document's number (`30/202 5/NĐ-CP`), into the
/// session of the assembly (`/QH 15`), or, where a year must stand, into a year (`2 025`).
pub(crate) fn cut_figure(first: &[char], second: &[char], year: bool) -> Option<PartKind> {
    let head = first.rsplit(|c| *c == '/').next().unwrap_or_default();
    let tail = second.iter().take_while(|c| c.is_ascii_digit()).count();
    let whole: String = head.iter().chain(&second[..tail]).collect();
    let is_year = (1..=3).contains(&head.len())
        && tail > 0
        && whole.len() == 4
        && whole.chars().all(|c| c.is_ascii_digit())
        && (whole.starts_with("19") || whole.starts_with("20"));
    let in_symbol = is_year && head.len() < first.len() && second.get(tail) == Some(&'/');
    let session = head.starts_with(&['Q', 'H']) && head.len() == 2 && head.len() < first.len();
    let session = session && (1..=2).contains(&tail) && tail == second.len() && second[0] == '1';
    let joined: Vec<char> = first.iter().chain(second).copied().collect();
    match () {
        () if (in_symbol || session) && is_symbol(&joined) => Some(PartKind::Symbol),
        () if year && is_year && head.len() == first.len() && tail == second.len() => Some(PartKind::Number),
        () => None,
    }
}

/// The letters of a word run into the digits of a symbol that follows: two or more, the last one small.
fn run_in(text: &[char]) -> usize {
    let letters = text.iter().take_while(|c| c.is_alphabetic()).count();
    let small = letters >= 2 && text[letters - 1].is_lowercase();
    if small && text.get(letters).is_some_and(|c| c.is_numeric()) { letters } else { 0 }
}

/// The letters of a word run on after a symbol: three small ones or more after two capitals.
fn run_on(text: &[char]) -> usize {
    let small = text.iter().rev().take_while(|c| c.is_lowercase()).count();
    let capitals = text[..text.len() - small].iter().rev().take_while(|c| c.is_uppercase()).count();
    if small >= 3 && capitals >= 2 { small } else { 0 }
}

/// An address of the web or of mail.
fn is_address(text: &[char]) -> bool {
    let word: String = text.iter().collect();
    word.contains("://")
        || word.starts_with("www.")
        || (word.contains('@') && word.contains('.'))
        || word.ends_with(".vn")
}

/// A Roman numeral from II to XXXIX of two letters or more. In a line of capitals those that are also words
/// without their marks are left to the language model.
fn is_roman(text: &[char], position: Position) -> bool {
    if text.len() < 2 || !text.iter().all(|c| matches!(c, 'I' | 'V' | 'X')) {
        return false;
    }
    let word: String = text.iter().collect();
    roman_value(&word).is_some() && !(position == Position::Capitals && word == "VI")
}

/// The letter of a label `a)`, `đ.`, or a Roman `I.`, `V.`, `X.`.
fn is_letter_label(text: &[char]) -> bool {
    text.len() == 1 && text[0].is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(read: &str, position: Position) -> String {
        let token = Token::new(read, position);
        let mut out: Vec<String> = token
            .parts
            .iter()
            .map(|p| {
                let text: String = token.chars[p.at.clone()].iter().collect();
                match p.kind {
                    PartKind::Word => text,
                    PartKind::Mixed => format!("M<{text}>"),
                    PartKind::Number => format!("N<{text}>"),
                    PartKind::Symbol => format!("S<{text}>"),
                    PartKind::Label => format!("L<{text}>"),
                    PartKind::Sign => format!("Z<{text}>"),
                }
            })
            .collect();
        if token.closes {
            out.push("|".to_owned());
        }
        out.join(" ")
    }

    #[test]
    fn figures_cut_by_a_space_are_known_by_what_they_make_together() {
        let together = |first: &str, second: &str, year: bool| {
            let chars = |text: &str| text.chars().collect::<Vec<char>>();
            cut_figure(&chars(first), &chars(second), year)
        };
        for (first, second) in [("30/202", "5/NĐ-CP"), ("7/2", "031/QH17"), ("54/2032/QH", "17")] {
            assert_eq!(together(first, second, false), Some(PartKind::Symbol), "{first} {second}");
        }
        assert_eq!(together("2", "031", true), Some(PartKind::Number));
        for (first, second, year) in [
            ("2", "031", false),
            ("12", "5/NĐ-CP", false),
            ("30/105", "1/NĐ-CP", false),
            ("5/2", "031", false),
        ] {
            assert_eq!(together(first, second, year), None, "{first} {second}");
        }
    }

    #[test]
    fn read_words_are_cut_into_parts() {
        struct Case {
            read: &'static str,
            position: Position,
            parts: &'static str,
        }
        let inside = |read, parts| Case { read, position: Position::Inside, parts };
        let cases = [
            inside("“kép”,", "kép"),
            inside("56/NQ-HĐND;", "S<56/NQ-HĐND> |"),
            inside("/QĐ-UBND", "S</QĐ-UBND>"),
            inside("4.000", "N<4.000>"),
            inside("55,7%.", "N<55,7> |"),
            inside("20/10/2021", "N<20/10/2021>"),
            inside("11h00", "N<11h00>"),
            inside("7g30-16h45", "N<7g30-16h45>"),
            inside("1h3", "M<1h3>"),
            inside("số45-CT/TW", "số S<45-CT/TW>"),
            inside("3/QĐ-UBNDngày", "S<3/QĐ-UBND> ngày"),
            inside("7/TTr-SNV", "S<7/TTr-SNV>"),
            inside("https://sonha.gov.vn", "L<https://sonha.gov.vn>"),
            inside("HĐND-UBND", "HĐND UBND"),
            inside("Covid-19", "Covid N<19>"),
            inside("GD&ĐT", "GD ĐT"),
            inside("V&i", "V&i"),
            inside("tl}é", "tl}é"),
            inside("hi'en", "hi'en"),
            inside("c¢", "c¢"),
            inside("v6i", "M<v6i>"),
            inside("đường,bộ", "đường bộ"),
            inside("XIV", "L<XIV>"),
            Case { read: "VI", position: Position::Capitals, parts: "VI" },
            Case { read: "a)", position: Position::LineStart, parts: "L<a>" },
            Case { read: "I.", position: Position::Capitals, parts: "L<I> |" },
            inside("&", "Z<&>"),
            inside("QÐ", "QĐ"),
            inside("-", ""),
            inside("...", ""),
        ];
        for case in cases {
            assert_eq!(shown(case.read, case.position), case.parts, "{}", case.read);
        }
    }
}
