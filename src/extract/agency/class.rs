//! Classes of bodies: "các sở, ban, ngành", "các cơ quan, đơn vị liên quan", "cấp ủy, chính quyền các cấp".
//!
//! Not: single nouns that end another word ("xã hội"), "các cấp" alone, people counted.

use std::sync::LazyLock;

use regex::Regex;

use super::name::{name, opens_no_body};
use super::place::{NEXT, capitals, near};
use super::{AgencyKind, Body, Flat, Token, body};
use crate::extract::agency_words::{CLASS, QUALIFIER};
use crate::extract::token::pattern;
use crate::extract::words;
use crate::text::{Restored, Span};

static DETERMINER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:các|những|mọi|(?:cả\s+)?hai|từng|mỗi|toàn\s+thể|tất\s+cả\s+các|\d{1,3})\s+")
});
static NOUN: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"^(?:{CLASS})\b")));
static SET_APART: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:tổ\s+chức|đoàn\s+thể|hội)\s+(?:chính\s+trị|xã\s+hội|đoàn\s+thể|thành\s+viên|tín\s+dụng|hội|nghề)",
    )
});
static ALL_LEVELS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*,\s*các\s+(?:cấp|ngành|giới)\b"));
static PLACE_LAST: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:tỉnh|thành\s+phố|huyện|xã|phường)$"));
/// What begins like a class and is none: "các trường hợp".
static NOBODY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\p{L}+\s+)?(?:trường\s+hợp|cấp\s+độ)\b"));
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

/// "các trung tâm thương mại", "tổ chức hội nghị": the noun of a class that is a place or an occasion with the words behind it.
fn is_no_class(flat: &Flat, noun: Span<Restored>, rest: Span<Restored>) -> bool {
    let what = |from: usize| words::nobody(flat.low(Span::new(from, rest.end())));
    let low = flat.low(noun);
    let last = noun.start() + low.rfind(' ').map_or(0, |at| at + 1);
    what(noun.start()) == Some("place") || what(last) == Some("occasion")
}

/// A body that is named by what it does in a piece of work, "Cơ quan chủ trì", "Cơ quan, đơn vị phối hợp", or by what it looks
/// after, "Cơ quan chuyên môn về bảo vệ môi trường cấp tỉnh". Taken with a capital, and not where it names an attribute.
pub(super) fn role(flat: &Flat, within: Span<Restored>) -> Option<Body> {
    static WHO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:cơ\s+quan|đơn\s+vị)(?:\s*,\s*(?:đơn\s+vị|tổ\s+chức|địa\s+phương))*\s+")
    });
    static OF_LEVEL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"^(?:chuyên\s+môn\s+về|có\s+chức\s+năng|quản\s+lý\s+nhà\s+nước\s+về)",
            r"\s+(?:\p{L}+\s+){1,8}?cấp\s+(?:tỉnh|huyện|xã)\b",
        ))
    });
    static NAMES: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\s+\p{L}+){0,3}\s*:"));
    static HELPS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:,|(?:với|cùng|của|và)\b)"));
    let made = |end: usize| Body::new(Span::new(within.start(), end), AgencyKind::Class);
    let who = flat.find(&WHO, within).filter(|_| flat.text(within).starts_with(char::is_uppercase))?;
    let rest = Span::new(who.end(), within.end());
    if let Some(level) = flat.find(&OF_LEVEL, rest) {
        return Some(made(level.end()));
    }
    let end = rest.start() + words::role(flat.low(rest))?;
    let behind = Span::new(end, within.end());
    let told = !flat.text(behind).trim().is_empty() && !flat.has(&NAMES, behind) && !flat.has(&HELPS, behind);
    told.then(|| made(end))
}

/// "các sở, ban, ngành", "các cơ quan, đơn vị liên quan", "cấp ủy, chính quyền các cấp".
pub(super) fn class(flat: &Flat, within: Span<Restored>) -> Option<Body> {
    if flat.has(&NOBODY, within) {
        return None;
    }
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
        if is_no_class(flat, noun, rest) {
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
            return Some(Body::new(Span::new(within.start(), levels.end()), AgencyKind::Class));
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
        // "Ban Quản lý", "Ban Xây dựng": verbs elsewhere, but a name behind "Ban".
        let is_name = |t: Token<'_>| {
            t.capital
                && (t.is("xây")
                    || t.is("quản")
                    || t.is_word() && !shouted && opens_no_body(flat, &t, Span::new(end, within.end())))
        };
        if next.is_some_and(is_name) {
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
    (enough && !vague).then(|| Body::new(Span::new(within.start(), end), AgencyKind::Class))
}
