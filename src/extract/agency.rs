//! Recognises bodies in running text: single bodies, classes of bodies, holders of an office.
//!
//! "Sở Văn hóa, Thể thao và Du lịch" is one body, "các sở, ban, ngành" a class, "Chủ tịch UBND các huyện, thành phố" an
//! office holder. A list is parted where a new "các", a new head or a new title begins, so that "các sở, ban, ngành,
//! Ủy ban nhân dân các xã, phường" is two. Not: "ban hành", "báo cáo", "phòng, chống", "tổ chức thực hiện".
//! Unsure: names no list knows end at the first word of duty ("chủ trì", "phối hợp") or mark.

use std::sync::LazyLock;

use regex::Regex;

use super::AgencyKind;
use super::agency_words::{CLASS, HEAD, NO_HEAD, PLACE, PLACES, QUALIFIER, STOP, TITLE, WHOLE};
use super::token::{Flat, Token, pattern, shift};
use crate::text::{Restored, Span, fold, old_tone_style};

/// A body named in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Body {
    /// Its whole name with its place.
    pub(crate) span: Span<Restored>,
    /// What sort of body it is.
    pub(crate) kind: AgencyKind,
}

/// Names of Sở and Bộ, with the source of the pattern for each.
static NAMES: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let list = include_str!("../../dictionaries/agencies.tsv");
    ["sở", "bộ"].map(|head| {
        let mut names: Vec<String> = list
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter(|(kind, _)| *kind == head)
            .map(|(_, name)| name_pattern(name))
            .collect();
        // The longest first, so that "Nông nghiệp và Môi trường" is not cut at "Nông nghiệp".
        names.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        pattern(&format!(r"^(?:các\s+)?{head}\s*:?\s*(?P<name>{})\b", names.join("|")))
    })
});
/// A name of a Sở that follows another in a list: "các Sở: Y tế, Nội vụ và Tài chính".
static NEXT_NAME: LazyLock<Regex> = LazyLock::new(|| {
    let source = NAMES[0].as_str();
    let names = source.find("(?P<name>").map_or("", |at| &source[at..]);
    pattern(&format!(r"^(?:\s*[,;]\s*|\s+và\s+){names}"))
});
static SHORT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:Sở|Bộ|SỞ|BỘ)\s+(?:[A-ZĐ][A-ZĐ&-]+(?:&[A-ZĐ]+)?|GD&ĐT|NN&PTNT)(?:\b|$)"));
static COUNCIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:thường\s+trực|văn\s+phòng|vp)\s+)?(?:ủy\s+ban\s+nhân\s+dân|ubnd|hội\s+đồng\s+nhân\s+dân|hđnd)(?:\s*(?:,|và)\s*(?:ủy\s+ban\s+nhân\s+dân|ubnd|hội\s+đồng\s+nhân\s+dân|hđnd))?\b",
    )
});
static DETERMINER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:các|những|mọi|từng|mỗi|toàn\s+thể|tất\s+cả\s+các|\d{1,3})\s+"));
static NOUN: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"^(?:{CLASS})\b")));
static NEXT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\s*[,/]\s*|\s+và\s+|\s*,\s*và\s+)"));
static SET_APART: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:tổ\s+chức|đoàn\s+thể|hội)\s+(?:chính\s+trị|xã\s+hội|đoàn\s+thể|thành\s+viên|tín\s+dụng|hội|nghề)",
    )
});
static AREA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s+(?:(?:trực\s+)?thuộc\s+(?:tỉnh|thành\s+phố|trung\s+ương|quyền\s+quản\s+lý)|(?:đóng\s+)?trên\s+địa\s+bàn(?:\s+toàn)?(?:\s+(?:tỉnh|thành\s+phố|huyện|xã))?|(?:có\s+)?liên\s+quan|nêu\s+trên|trong\s+tỉnh|có\s+tên\s+tại\s+(?:điều|phụ\s+lục)\s+\w+)\b",
    )
});

/// The pattern of a name: any spacing, either dash.
fn name_pattern(name: &str) -> String {
    name.split_whitespace()
        .map(|word| match word {
            "-" => r"[-–]".to_owned(),
            _ => {
                let bare = word.trim_end_matches(',');
                let folded = regex::escape(&old_tone_style(&fold(bare)));
                if bare.len() < word.len() { format!(r"{folded}\s*,") } else { folded }
            }
        })
        .collect::<Vec<_>>()
        .join(r"\s*")
}

/// All bodies of a span, in order, none inside another.
pub(crate) fn bodies(flat: &Flat, within: Span<Restored>) -> Vec<Body> {
    let mut found: Vec<Body> = Vec::new();
    let mut end = within.start();
    for token in flat.tokens(within) {
        if token.span.start() < end || !(token.is_word() || token.kind == super::token::TokenKind::Number) {
            continue;
        }
        let (list, after) = list_at(flat, Span::new(token.span.start(), within.end()));
        if !list.is_empty() {
            end = after;
            found.extend(list);
        }
    }
    found
}

/// The bodies that follow each other from the start of a span, parted by commas and "và", and where the last one ends.
/// Empty when none begins there.
pub(crate) fn list_at(flat: &Flat, within: Span<Restored>) -> (Vec<Body>, usize) {
    static PART: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\s*\([^()]{0,120}\))?(?:\s*[,;/]\s*(?:và\s+|cùng\s+)?|\s+và\s+|\s+hoặc\s+|\s+cùng\s+(?:với\s+)?|\s*&\s*)(?:đề\s+nghị\s+)?",
        )
    });
    let mut list: Vec<Body> = Vec::new();
    let mut at = within.start();
    let mut end = at;
    while let Some(body) = at_start(flat, Span::new(at, within.end())) {
        end = body.span.end();
        let department = NAMES[0].is_match(flat.low(body.span)) || OF_SEVERAL.is_match(flat.low(body.span));
        list.push(body);
        // "Sở Y tế, Nội vụ": the word is said once for all.
        while department
            && let Some(c) = NEXT_NAME.captures(flat.low(Span::new(end, within.end())))
            && let Some(name) = c.name("name")
        {
            let span = shift(Span::new(end, within.end()), name.start(), name.end());
            if !flat.text(span).starts_with(char::is_uppercase) {
                break;
            }
            end = span.end();
            list.push(Body { span, kind: AgencyKind::Body });
        }
        let rest = Span::new(end, within.end());
        match flat.find(&PART, rest) {
            Some(mark) => at = mark.end(),
            None => break,
        }
    }
    (list, end)
}

/// "các Sở: …", "Giám đốc các Sở: …".
static OF_SEVERAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bsở\s*:\s*\S"));

/// The body that begins where the span begins.
pub(crate) fn at_start(flat: &Flat, within: Span<Restored>) -> Option<Body> {
    holder(flat, within).or_else(|| body(flat, within)).or_else(|| class(flat, within))
}

/// "Giám đốc Sở Y tế", "Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường".
fn holder(flat: &Flat, within: Span<Restored>) -> Option<Body> {
    let title = flat.find(&TITLE, within)?;
    let made =
        |end: usize| Some(Body { span: Span::new(within.start(), end), kind: AgencyKind::OfficeHolder });
    // "Trưởng Ban Chỉ đạo": the body may begin inside the longest title.
    let heads = [title.end(), within.start() + flat.low(title).find(' ').unwrap_or(title.len())];
    for start in heads {
        let rest = Span::new(start, within.end());
        let skipped = rest.start() + flat.text(rest).len() - flat.text(rest).trim_start().len();
        let rest = Span::new(skipped, within.end());
        let next = body(flat, rest).or_else(|| class(flat, rest));
        if let Some(next) = next {
            return made(next.span.end());
        }
        if let Some(places) = flat.find(&PLACES, rest).filter(|m| flat.low(*m).contains(' ')) {
            return made(named_place(flat, Span::new(places.start(), within.end())).unwrap_or(places.end()));
        }
        // "Chủ tịch, các Phó Chủ tịch UBND tỉnh".
        let joined = Span::new(start, within.end());
        if let Some(mark) = flat.find(&NEXT, joined)
            && let Some(next) = holder_only(flat, Span::new(mark.end(), within.end()))
        {
            return made(next);
        }
    }
    let low = flat.low(title);
    (low.ends_with("bộ trưởng") || low == "người đứng đầu").then(|| made(title.end()))?
}

fn holder_only(flat: &Flat, within: Span<Restored>) -> Option<usize> {
    let title = flat.find(&TITLE, within)?;
    let text = flat.text(Span::new(title.end(), within.end()));
    let rest = Span::new(title.end() + text.len() - text.trim_start().len(), within.end());
    body(flat, rest).map(|b| b.span.end())
}

/// A single body.
fn body(flat: &Flat, within: Span<Restored>) -> Option<Body> {
    let made = |end: usize| Some(Body { span: Span::new(within.start(), end), kind: AgencyKind::Body });
    let capital = flat.text(within).starts_with(char::is_uppercase);
    if let Some(council) = flat.find(&COUNCIL, within) {
        let rest = Span::new(council.end(), within.end());
        let end = placed(flat, rest).unwrap_or(council.end());
        let several = PLURAL.is_match(flat.low(Span::new(council.end(), end)));
        let kind = if several { AgencyKind::Class } else { AgencyKind::Body };
        return Some(Body { span: Span::new(within.start(), end), kind });
    }
    for names in NAMES.iter() {
        if let Some(name) = flat.find(names, within) {
            let end = placed(flat, Span::new(name.end(), within.end())).unwrap_or(name.end());
            return made(end);
        }
    }
    if !capital {
        return None;
    }
    if let Some(short) = SHORT.find(flat.text(within)) {
        let end = within.start() + short.end();
        return made(placed(flat, Span::new(end, within.end())).unwrap_or(end));
    }
    if let Some(whole) = flat.find(&WHOLE, within) {
        let rest = Span::new(whole.end(), within.end());
        let end = capitals(flat, rest, 3).or_else(|| placed(flat, rest)).unwrap_or(whole.end());
        return made(end);
    }
    if flat.has(&NO_HEAD, within) {
        return None;
    }
    let head = flat.find(&HEAD, within)?;
    name(flat, head, within).and_then(made)
}

static PLURAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bcác\s|cấp\s+(?:huyện|xã)|,|\bvà\b|/|\d"));

/// Where the name behind a head ends; `None` when there is neither name nor place.
fn name(flat: &Flat, head: Span<Restored>, within: Span<Restored>) -> Option<usize> {
    let rest = Span::new(head.end(), within.end());
    // In a heading in capitals no word is small, so every word is asked whether it ends the name.
    let shouted = flat.text(head).chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
        && flat.text(head).chars().count() > 4;
    let tokens: Vec<Token<'_>> = flat.tokens(Span::new(rest.start(), rest.end().min(near(flat, rest, 200))));
    let mut end = None;
    let mut words = 0;
    let mut listed = false;
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let here = Span::new(token.span.start(), within.end());
        let next = tokens.get(i + 1);
        if words >= 14 {
            break;
        }
        if token.is_word() {
            if let Some(place) = place_end(flat, here) {
                return Some(place);
            }
            // "Ban Quản lý các khu công nghiệp": a name that goes on with a class.
            listed |= token.is("các");
            let of_class = listed
                && token.is("và")
                && next.is_some_and(|n| {
                    n.is_word() && !flat.has(&STOP, Span::new(n.span.start(), within.end()))
                })
                || token.is("các")
                    && end.is_some()
                    && flat.low(head) == "ban"
                    && next.is_some_and(|n| n.is("khu") || n.is("dự") || n.is("cụm"));
            let joins = of_class
                || token.is("và") && next.is_some_and(|n| n.capital && opens_no_body(flat, n, within));
            if joins {
                i += 1;
                continue;
            }
            if (!token.capital || shouted) && flat.has(&STOP, here) {
                break;
            }
            // A small word belongs to a name only behind a capital one.
            let near_capital = || {
                tokens[i..]
                    .iter()
                    .take(4)
                    .take_while(|t| {
                        t.is_word()
                            && (t.capital || !flat.has(&STOP, Span::new(t.span.start(), within.end())))
                    })
                    .any(|t| t.capital)
            };
            if !token.capital && end.is_none() && !near_capital() {
                break;
            }
            words += 1;
            end = Some(token.span.end());
        } else if token.kind == super::token::TokenKind::Number {
            if end.is_none() || token.low.len() > 4 {
                break;
            }
            end = Some(token.span.end());
        } else if token.is("-") || token.is("–") || token.is("&") {
            if !next.is_some_and(|n| n.is_word() && (n.capital || token.is("&"))) {
                break;
            }
        } else if token.is(",") {
            let goes_on = next.is_some_and(|n| n.is("chống") || n.capital && opens_no_body(flat, n, within));
            if !goes_on || end.is_none() {
                break;
            }
        } else {
            break;
        }
        i += 1;
    }
    end
}

/// A byte at most `count` bytes behind the start of a span, on a character boundary.
fn near(flat: &Flat, span: Span<Restored>, count: usize) -> usize {
    let text = flat.text(span);
    let at = count.min(text.len());
    span.start() + (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// Whether neither a body nor a title nor a verb of duty begins with this word.
fn opens_no_body(flat: &Flat, token: &Token<'_>, within: Span<Restored>) -> bool {
    let here = Span::new(token.span.start(), within.end());
    let head = flat.has(&HEAD, here) && !flat.has(&NO_HEAD, here);
    !(head
        || flat.has(&TITLE, here)
        || flat.has(&COUNCIL, here)
        || flat.has(&WHOLE, here)
        || flat.has(&STOP, here)
        || token.is("sở")
        || token.is("bộ")
        || token.is("các"))
}

/// Where a place behind a body ends: "tỉnh Sơn Hà", "các huyện, thành phố", "cấp xã", "trên địa bàn tỉnh".
fn placed(flat: &Flat, rest: Span<Restored>) -> Option<usize> {
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
fn named_place(flat: &Flat, here: Span<Restored>) -> Option<usize> {
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
        if flat.has(&STOP, rest) {
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
fn place_end(flat: &Flat, here: Span<Restored>) -> Option<usize> {
    let place = flat.find(&PLACE, here)?;
    Some(capitals(flat, Span::new(place.end(), here.end()), 4).unwrap_or(place.end()))
}

/// Where a run of at most `count` capitalised words ends; `None` when there is none.
fn capitals(flat: &Flat, rest: Span<Restored>, count: usize) -> Option<usize> {
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

/// "các sở, ban, ngành", "các cơ quan, đơn vị liên quan", "cấp ủy, chính quyền các cấp".
fn class(flat: &Flat, within: Span<Restored>) -> Option<Body> {
    let determiner = flat.find(&DETERMINER, within);
    let mut at = determiner.map_or(within.start(), |d| d.end());
    let first = at;
    let mut nouns = 0;
    let mut end = None;
    let mut plain = true;
    loop {
        let rest = Span::new(at, within.end());
        let Some(noun) = flat.find(&NOUN, rest) else { break };
        // A capital that a name follows is a body of its own.
        if (nouns > 0 || determiner.is_none()) && body(flat, rest).is_some() {
            break;
        }
        let apart = flat.has(&SET_APART, rest);
        if apart && nouns > 0 {
            break;
        }
        nouns += 1;
        // "cơ quan ngang bộ", "cơ quan thông tấn" are classes by themselves.
        plain &= flat.low(noun).split_whitespace().count() < 3;
        end = Some(noun.end());
        if apart {
            plain = false;
            break;
        }
        let Some(mark) = flat.find(&NEXT, Span::new(noun.end(), within.end())) else { break };
        at = mark.end();
        // "các ngành, các cấp" is one.
        if let Some(levels) = flat.find(&ALL_LEVELS, Span::new(noun.end(), within.end())) {
            return Some(Body { span: Span::new(within.start(), levels.end()), kind: AgencyKind::Class });
        }
    }
    let mut end = end?;
    // "các Ban Xây dựng Đảng": a class with a name.
    if determiner.is_some()
        && nouns == 1
        && flat.text(Span::new(first, within.end())).starts_with(char::is_uppercase)
    {
        let head = Span::new(first, end);
        let next = flat.tokens(Span::new(end, near(flat, Span::new(end, within.end()), 40))).first().copied();
        let shouted =
            flat.text(head).chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && head.len() > 3;
        if next.is_some_and(|t| {
            t.is_word() && t.capital && !shouted && opens_no_body(flat, &t, Span::new(end, within.end()))
                || next.is_some_and(|t| t.is("xây") && t.capital)
        }) {
            end = name(flat, head, within).unwrap_or(end);
        }
    }
    while let Some(qualifier) = flat.find(&QUALIFIER, Span::new(end, within.end())) {
        plain = false;
        end = qualifier.end();
        if let Some(stop) = capitals(flat, Span::new(end, within.end()), 4)
            .filter(|_| PLACE_LAST.is_match(flat.low(Span::new(within.start(), end))))
        {
            end = stop;
        }
    }
    let enough = determiner.is_some() || nouns > 1 || !plain;
    // "các cấp", "các ngày": a single noun of a level, and a number before people, are no bodies.
    let low = flat.low(Span::new(within.start(), end));
    let vague = nouns == 1 && VAGUE.is_match(low) || nouns == 1 && determiner.is_none() && FEW.is_match(low);
    (enough && !vague).then(|| Body { span: Span::new(within.start(), end), kind: AgencyKind::Class })
}

static ALL_LEVELS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*,\s*các\s+(?:cấp|ngành|giới)\b"));
static PLACE_LAST: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:tỉnh|thành\s+phố|huyện|xã|phường)$"));
static VAGUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:các|mỗi|từng|mọi|những|\d+)\s+)?(?:cấp|lực\s+lượng|cá\s+nhân|tập\s+thể|cán\s+bộ|thành\s+viên|tổ\s+chức|cơ\s+sở|bộ\s+phận|trung\s+tâm|tỉnh|khối|cụm|lớp|báo|đài|hội\s+đồng|hội|mặt\s+trận)$",
    )
});
/// Single nouns that are the end of another word ("xã hội", "cán bộ") more often than a body.
static FEW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:cơ\s+sở|cán\s+bộ|cá\s+nhân|bộ|ngành|hội|ban|sở|tỉnh|xã|huyện|quận|phường|thành\s+phố|thị\s+xã|báo|đài|khối|cụm|trường|viện|khoa|phòng|cấp|thôn|tập\s+thể)\b|tổ\s+chức$)",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let flat = Flat::new(text);
        bodies(&flat, flat.all()).into_iter().map(|b| flat.quote(b.span)).collect()
    }

    #[test]
    fn single_bodies() {
        for (text, bodies) in [
            ("Giao Sở Văn hóa, Thể thao và Du lịch chủ trì", vec!["Sở Văn hóa, Thể thao và Du lịch"]),
            ("Sở Y tế, Sở Nội vụ phối hợp", vec!["Sở Y tế", "Sở Nội vụ"]),
            (
                "đề nghị Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh hỗ trợ",
                vec!["Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh"],
            ),
            ("báo cáo Ủy ban nhân dân tỉnh Sơn Hà xem xét", vec!["Ủy ban nhân dân tỉnh Sơn Hà"]),
            ("với Ban Tuyên giáo và Dân vận Tỉnh ủy hướng dẫn", vec!["Ban Tuyên giáo và Dân vận Tỉnh ủy"]),
            (
                "Báo và Phát thanh, Truyền hình tỉnh tăng thời lượng",
                vec!["Báo và Phát thanh, Truyền hình tỉnh"],
            ),
            (
                "Hội đồng Thi đua - Khen thưởng các cấp tăng cường",
                vec!["Hội đồng Thi đua - Khen thưởng các cấp"],
            ),
            ("gửi các Sở: Tài chính, Tư pháp", vec!["các Sở: Tài chính", "Tư pháp"]),
        ] {
            assert_eq!(read(text), bodies, "{text}");
        }
    }

    #[test]
    fn classes_and_holders() {
        for (text, bodies) in [
            (
                "yêu cầu Thủ trưởng các sở, ban ngành, đoàn thể, Chủ tịch UBND các huyện, thành phố thực hiện",
                vec!["Thủ trưởng các sở, ban ngành, đoàn thể", "Chủ tịch UBND các huyện, thành phố"],
            ),
            (
                "các sở, ban, ngành, Ủy ban nhân dân các xã, phường triển khai",
                vec!["các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"],
            ),
            ("với các cơ quan, đơn vị liên quan tổ chức", vec!["các cơ quan, đơn vị liên quan"]),
            ("với cấp ủy, chính quyền các cấp, phát huy", vec!["cấp ủy, chính quyền các cấp"]),
            ("Phối hợp với các ngành, các cấp tăng cường", vec!["các ngành, các cấp"]),
            ("Giám đốc Sở Xây dựng báo cáo", vec!["Giám đốc Sở Xây dựng"]),
        ] {
            assert_eq!(read(text), bodies, "{text}");
        }
    }

    #[test]
    fn no_bodies() {
        for text in [
            "Ban hành kế hoạch",
            "Báo cáo kết quả",
            "Phòng, chống thiên tai",
            "Tổ chức thực hiện",
            "Trường hợp cần thiết",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_dictionary_is_sorted_and_has_no_doubles() {
        let lines: Vec<_> =
            include_str!("../../dictionaries/agencies.tsv").lines().filter(|l| !l.starts_with('#')).collect();
        assert!(lines.is_sorted(), "agencies.tsv is sorted by bytes");
        for pair in lines.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
    }
}
