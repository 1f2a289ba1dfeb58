//! Number and symbol of a document: `Số: 57/QĐ-UBND`, blank and handwritten ones among them.

use std::sync::LazyLock;

use regex::Regex;

use super::letterhead::{Letterhead, Piece, What, read_field};
use super::phrase::{Bare, begins, key};
use super::sheet::Sheet;
use super::{Field, Status};
use crate::geometry::PixelBox;
use crate::text::{Restored, Span};

/// Whether a line is `Số: 57/QĐ-UBND`, or its beginning with the rest on the next line.
pub(super) fn is_number(key: &str, text: &str) -> bool {
    if key == "so" {
        return text.chars().count() <= 6;
    }
    let bare = Bare::new(text).text;
    (begins(key, "so") || NUMBER_START.is_match(&bare))
        && (NUMBER.is_match(&bare) || (text.contains(':') && text.contains(['/', '.', '…'])))
        && text.chars().count() <= 90
        && !text.ends_with(';')
}

static NUMBER_START: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[sS][oO06]\s*[:.;,]").expect("the pattern is fixed"));

/// After `Số:`: what stands for the number, the mark, the symbol.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^\s*[sS][oO06]?\s*[:.;,]?\s*
          (?P<number>[^/]*?)\s*
          (?P<mark>/|[-–])\s*
          (?P<symbol>(?:\d{4}\s?/\s?)?[A-Z][\w&.]*(?:\s?[-–/]\s?[A-Z][\w&.]*)*)",
    )
    .expect("the pattern is fixed")
});

/// Reads number, symbol and code from the pieces of the head.
pub(super) fn read(sheet: &Sheet<'_>, pieces: &[Piece], handwriting: &[PixelBox], head: &mut Letterhead) {
    let Some(at) = pieces.iter().position(|p| p.what == What::Number) else { return };
    let mut span = pieces[at].span;
    if let Some(next) = pieces.get(at + 1).filter(|p| p.what == What::Number) {
        span = span.union(next.span);
    }
    let text = sheet.slice(span);
    let bare = Bare::new(text);
    let Some(found) = NUMBER.captures(&bare.text) else {
        // `Số:` with nothing that can be made out after it.
        let status = if key(text) == "so" { Status::Blank } else { Status::Unreadable };
        for field in [&mut head.number, &mut head.symbol, &mut head.code] {
            *field = Field { value: None, status, confidence: 0.5, evidence: vec![span] };
        }
        return;
    };
    let part = |name: &str| {
        let group = found.name(name).expect("the group takes part in every match");
        Span::new(span.start() + bare.back(group.start()), span.start() + bare.back(group.end()))
    };
    let (number, mark, symbol) = (part("number"), part("mark"), part("symbol"));
    let squeeze = |span: Span<Restored>| {
        sheet.slice(span).chars().filter(|c| !c.is_whitespace()).collect::<String>().replace('–', "-")
    };
    head.symbol = read_field(sheet, squeeze(symbol).trim_end_matches('.').to_owned(), 0.98, vec![symbol]);
    let printed = squeeze(number);
    let dots = printed.trim_matches(['.', '…', '_', '-', '·', ',']);
    let digits = dots.trim_end_matches(char::is_alphabetic);
    let is_number = !digits.is_empty() && digits.len() <= 6 && digits.chars().all(|c| c.is_ascii_digit());
    let place = if number.is_empty() { span } else { number };
    let by_hand = is_handwritten(sheet, place, handwriting)
        || (number.is_empty() && is_inked(sheet, Span::new(span.start(), mark.end()), handwriting));
    let status = match (dots.is_empty(), is_number && dots.len() <= digits.len() + 1) {
        (_, _) if by_hand => Status::Handwritten,
        (true, _) => Status::Blank,
        (false, true) => Status::Read,
        // Neither digits nor blank: ink that is no print.
        (false, false) => Status::Handwritten,
    };
    if status == Status::Read {
        let code = format!("{dots}{}{}", squeeze(mark), head.symbol.value.as_deref().unwrap_or_default());
        head.code = read_field(sheet, code, 0.98, vec![number.union(symbol)]);
        head.number = read_field(sheet, dots.to_owned(), 0.98, vec![number]);
    } else {
        let field = Field { value: None, status, confidence: 0.9, evidence: vec![place] };
        head.code = Field { evidence: vec![span], ..field.clone() };
        head.number = field;
    }
}

/// Whether what stands at a place is written by hand: a mark says so, or on a scan its words are doubtful or taller
/// than print on the same line by a third.
pub(super) fn is_handwritten(sheet: &Sheet<'_>, span: Span<Restored>, marks: &[PixelBox]) -> bool {
    let words = || sheet.document.words.iter().filter(|w| w.span.overlaps(span));
    words().any(|word| {
        let Some(place) = word.place else { return false };
        let line = &sheet.lines[word.line];
        let mut heights: Vec<u32> = sheet.document.words[line.words.0..line.words.1]
            .iter()
            .filter(|w| !w.span.overlaps(span))
            .filter_map(|w| w.place.map(|p| p.height()))
            .collect();
        heights.sort_unstable();
        let usual = heights.get(heights.len() / 2).copied().unwrap_or(place.height());
        word.doubtful
            || word.probability < 0.6
            || place.height() * 3 > usual * 4
            || marks.iter().any(|m| m.intersection(&place).is_some_and(|i| i.area() * 3 >= place.area()))
    })
}

/// Whether a mark of handwriting lies on the line of a span, between the left end of its words and the right.
pub(super) fn is_inked(sheet: &Sheet<'_>, span: Span<Restored>, marks: &[PixelBox]) -> bool {
    let words = sheet.document.words.iter().filter(|w| w.span.overlaps(span));
    let whole = words.filter_map(|w| w.place).reduce(|a, b| a.union(&b));
    whole.is_some_and(|whole| marks.iter().any(|mark| mark.intersection(&whole).is_some()))
}
