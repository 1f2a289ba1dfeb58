//! Where the place behind a body ends: "tỉnh Sơn Hà", "các huyện, thành phố", "trên địa bàn tỉnh" (invented).

use std::sync::LazyLock;

use regex::Regex;

use super::{COUNCIL, Flat};
use crate::extract::agency_words::{HEAD, PLACE, PLACES, TITLE};
use crate::extract::token::pattern;
use crate::extract::words;
use crate::text::{Restored, Span};

static AREA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s+(?:(?:trực\s+)?thuộc\s+(?:tỉnh|thành\s+phố|trung\s+ương|quyền\s+quản\s+lý)|(?:đóng\s+)?trên\s+địa\s+bàn(?:\s+toàn)?(?:\s+(?:tỉnh|thành\s+phố|huyện|xã))?|(?:có\s+)?liên\s+quan|nêu\s+trên|trong\s+tỉnh|có\s+tên\s+tại\s+(?:điều|phụ\s+lục)\s+\w+)\b",
    )
});
pub(super) static NEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\s*[,/]\s*|\s+và\s+|\s*,\s*và\s+)"));

/// A byte at most `count` bytes behind the start of a span, on a character boundary.
pub(super) fn near(flat: &Flat, span: Span<Restored>, count: usize) -> usize {
    let text = flat.text(span);
    let at = count.min(text.len());
    span.start() + (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// Where a place behind a body ends: "tỉnh Sơn Hà", "các huyện, thành phố", "cấp xã", "trên địa bàn tỉnh".
pub(super) fn placed(flat: &Flat, rest: Span<Restored>) -> Option<usize> {
    let text = flat.text(rest);
    let start = rest.start() + text.len() - text.trim_start().len();
    if start == rest.start() {
        return None;
    }
    let here = Span::new(start, rest.end());
    let end = named_place(flat, here).or_else(|| place_end(flat, here))?;
    Some(
        flat.find(&AREA, Span::new(end, rest.end()))
            .map_or(end, |area| capitals(flat, Span::new(area.end(), rest.end()), 4).unwrap_or(area.end())),
    )
}

/// A list of places, with their names where they are named.
pub(super) fn named_place(flat: &Flat, here: Span<Restored>) -> Option<usize> {
    static COLON: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*:\s*"));
    let places = flat.find(&PLACES, here)?;
    let several = flat.low(places).contains([',', '/'])
        || flat.low(places).starts_with("các")
        || flat.low(places).contains(" và ");
    let end = places.end();
    if !several {
        return capitals(flat, Span::new(end, here.end()), 4).or(Some(end));
    }
    // "các huyện: Sơn Hà, Minh Long và thị xã Đức Hòa".
    let Some(colon) = flat.find(&COLON, Span::new(end, here.end())) else { return Some(end) };
    let mut at = colon.end();
    let mut last = None;
    let mut names = 0;
    loop {
        let rest = Span::new(at, here.end());
        let skip = flat.find(&PLACES, rest).filter(|m| !flat.low(*m).contains(','));
        let from = skip.map_or(at, |m| m.end());
        if words::ends_name(flat, rest, false) {
            break;
        }
        let Some(stop) = capitals(flat, Span::new(from, here.end()), 4) else { break };
        names += 1;
        last = Some(stop);
        match flat.find(&NEXT, Span::new(stop, here.end())) {
            Some(mark) => at = mark.end(),
            None => break,
        }
    }
    if names >= 2 { last } else { Some(end) }
}

/// One place: "tỉnh Sơn Hà", "thành phố", "cấp xã", "các cấp".
pub(super) fn place_end(flat: &Flat, here: Span<Restored>) -> Option<usize> {
    // "Chính sách xã hội" is the end of a name, "xã Hội Sơn" a place.
    static SOCIAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^xã\s+hội\b"));
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:khu\s+vực|quận|phường)\s+\d{1,2}\b"));
    let place = flat.find(&PLACE, here)?;
    if flat.find(&SOCIAL, here).is_some_and(|m| flat.text(m).contains('h')) {
        return None;
    }
    if let Some(numbered) = flat.find(&NUMBERED, here) {
        return Some(numbered.end());
    }
    Some(capitals(flat, Span::new(place.end(), here.end()), 4).unwrap_or(place.end()))
}

/// Where a run of at most `count` capitalised words ends; `None` when there is none.
pub(super) fn capitals(flat: &Flat, rest: Span<Restored>, count: usize) -> Option<usize> {
    let mut end = None;
    let mut words = 0;
    let tokens = flat.tokens(Span::new(rest.start(), near(flat, rest, 60)));
    for (i, token) in tokens.iter().enumerate() {
        let named = token.is_word() && token.capital && words < count;
        let opens = end.is_none()
            && (flat.has(&HEAD, token.span)
                || flat.has(&TITLE, token.span)
                || flat.has(&COUNCIL, Span::new(token.span.start(), rest.end())));
        if named && !opens {
            words += 1;
            end = Some(token.span.end());
        } else if !(token.is("-") && end.is_some() && tokens.get(i + 1).is_some_and(|t| t.capital)) {
            break;
        }
    }
    end
}
