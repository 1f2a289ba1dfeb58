//! Bodies that no list knows, or that go on behind what a list knows, told by their place: before a colon, before words of
//! duty, behind a word of asking, as a heading.
//!
//! "1. Các doanh nghiệp có kho chứa khí hóa lỏng" over its items, "giao Tổ địa chính cắm mốc", "Cơ quan chủ trì soạn thảo đề án
//! có trách nhiệm lấy ý kiến" (invented). Not: what begins with a listed word of another class. Unsure: where a name ends
//! that holds a word of duty itself, so that several ends are given and the judge chooses.

use std::sync::LazyLock;

use regex::Regex;

use super::enforcers;
use crate::extract::AgencyKind;
use crate::extract::agency::Body;
use crate::extract::context::Context;
use crate::extract::token::{Flat, Token, TokenKind, pattern};
use crate::extract::unit::{self, BodyList, Shape, Unit};
use crate::extract::words;
use crate::text::{Restored, Span};

/// Marks of a clause behind which a body may stand that no list knows.
const COMMAS: usize = 5;
/// Words of a name that only its place tells to be one.
const LONGEST_NAME: usize = 14;
/// The same in a heading, and before "có trách nhiệm".
const LONGEST_TITLE: usize = 30;

/// Bodies that no list knows, or that go on behind what a list knows: what stands before a colon at the beginning of an
/// item, or at the beginning of a clause or behind a comma before a word of duty. A name may hold such a word itself, so
/// that the first two count.
pub(super) fn stretched(context: &Context<'_>, clause: Span<Restored>, unit: &Unit) -> Vec<BodyList> {
    static COLON: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*([^:;.]{2,120}?)\s*:(?:\s|$)"));
    let flat = &context.flat;
    let first = unit.clauses.first() == Some(&clause);
    let clause = if first { unit::bare(flat, clause) } else { flat.trim(clause, &['*', '-', '–']) };
    let mut found: Vec<BodyList> = Vec::new();
    if first && let Some(name) = COLON.captures(flat.low(clause)).and_then(|c| c.get(1)) {
        let span = Span::new(clause.start() + name.start(), clause.start() + name.end());
        found.extend(named_whole(context, span, unit, LONGEST_NAME));
    }
    let text = flat.text(clause);
    let behind = text.match_indices([',', ':']).map(|(at, _)| clause.start() + at + 1).take(COMMAS);
    let starts = std::iter::once(clause.start()).chain(behind).chain(asked(context, clause));
    for start in starts {
        let rest = flat.trim(Span::new(start, clause.end()), &[',']);
        let may_name = is_name(flat, rest) || unit.lists.iter().any(|l| l.span.start() == rest.start());
        let is_who = words::first(flat, rest).is_some_and(|(_, class)| class == "who");
        if !may_name || !(flat.text(rest).starts_with(char::is_uppercase) || is_who) {
            continue;
        }
        for end in ends(context, rest, unit) {
            found.extend(named_whole(context, Span::new(rest.start(), end), unit, LONGEST_TITLE));
        }
    }
    found
}

/// Whether a passage may begin with a name: with no word that is listed, or one of who does something, "các" passed over.
pub(super) fn is_name(flat: &Flat, within: Span<Restored>) -> bool {
    let (word, class) = words::first(flat, within).unwrap_or(("", "who"));
    let behind = flat.tokens_from(within).nth(1).map_or(within.end(), |token| token.span.start());
    match word {
        "các" => words::first(flat, Span::new(behind, within.end())).is_none_or(|(_, class)| class == "who"),
        _ => class == "who",
    }
}

/// Where a capital word stands right behind a word of asking: "giao Tổ địa chính cắm mốc".
fn asked(context: &Context<'_>, clause: Span<Restored>) -> Vec<usize> {
    let flat = &context.flat;
    let mut found = Vec::new();
    let mut before: Option<Token<'_>> = None;
    for token in flat.tokens_from(clause) {
        let may_ask = before.is_some_and(|b| b.is_word() && !b.capital || b.span.start() == clause.start());
        if token.is_word() && token.capital && may_ask {
            let until = Span::new(clause.start(), token.span.start());
            if words::last(flat, until).is_some_and(|(_, class)| class == "ask") {
                found.push(token.span.start());
            }
        }
        before = Some(token);
    }
    found.truncate(COMMAS);
    found
}

/// Where a name may end that begins a passage: before words of duty, at most two places.
fn ends(context: &Context<'_>, rest: Span<Restored>, unit: &Unit) -> Vec<usize> {
    let flat = &context.flat;
    let known = unit.lists.iter().find(|list| list.span.start() == rest.start()).map(|list| list.span.end());
    let from = known.unwrap_or(rest.start());
    let mut found = Vec::new();
    let mut last = from;
    for token in flat.tokens_from(Span::new(from, rest.end())).take(LONGEST_NAME) {
        if !token.is_word() {
            // A comma goes on with names only.
            let here = Span::new(token.span.end(), rest.end());
            let goes_on = token.is("-")
                || token.is("/")
                || token.kind == TokenKind::Number
                || token.is(",") && flat.text(here).trim_start().starts_with(char::is_uppercase);
            if !goes_on {
                break;
            }
            last = token.span.end();
            continue;
        }
        let here = Span::new(token.span.start(), rest.end());
        let duty = words::first(flat, here).is_some_and(|(_, class)| is_duty(class));
        if duty && !token.capital && token.span.start() > from {
            if last > from && Some(last) != known {
                found.push(last);
            }
            if found.len() == 2 || Some(last) == known {
                break;
            }
        }
        last = token.span.end();
    }
    found.extend(before_duty(flat, rest).filter(|end| *end > from && !found.contains(end)));
    found
}

/// Whether a class of words is of those that say what a body does.
fn is_duty(class: &str) -> bool {
    matches!(class, "lead" | "help" | "must" | "manner" | "act" | "direct" | "report")
}

/// Where what stands before "có trách nhiệm" or "phải" ends, whatever words of duty the name itself holds: "Cơ quan chủ trì
/// soạn thảo đề án, quy hoạch có trách nhiệm".
fn before_duty(flat: &Flat, rest: Span<Restored>) -> Option<usize> {
    let mut last = None;
    for token in flat.tokens_from(rest).take(LONGEST_TITLE) {
        let begins = token.is("có") || token.is("phải") || token.is("chịu");
        let here = Span::new(token.span.start(), rest.end());
        if begins && matches!(words::first(flat, here), Some((_, "must") | ("chịu trách nhiệm", _))) {
            return last;
        }
        if token.is_word() || token.kind == TokenKind::Number {
            last = Some(token.span.end());
        }
    }
    None
}

/// A passage of at most so many words as a list of bodies: what is known in it keeps its ends, and the last one goes on to
/// the end.
fn named_whole(context: &Context<'_>, span: Span<Restored>, unit: &Unit, longest: usize) -> Option<BodyList> {
    let flat = &context.flat;
    let short = flat.text(span).split_whitespace().count() <= longest;
    let known = unit.lists.iter().any(|list| list.span == span);
    // "Ban Chấp hành đã", "Sở Tư pháp có trách nhiệm": no name ends so.
    let cut = words::last(flat, span).is_some_and(|(_, class)| matches!(class, "told" | "must" | "manner"));
    if !short || known || cut || span.is_empty() {
        return None;
    }
    // "Ông Nguyễn Văn An, Giám đốc Sở Y tế": one person.
    if matches!(words::first(flat, span), Some(("ông" | "bà" | "đồng chí", _))) {
        return Some(whole(span));
    }
    let mut bodies = enforcers::parted(flat, span);
    bodies.retain(|body| !body.span.is_empty());
    match bodies.last_mut() {
        Some(last) => last.span = Span::new(last.span.start(), span.end().max(last.span.start())),
        None => return Some(whole(span)),
    }
    if bodies.first().is_none_or(|body| body.span.start() != span.start()) {
        return Some(whole(span));
    }
    Some(BodyList { bodies, span, unknown: true })
}

/// A passage as one body.
fn whole(span: Span<Restored>) -> BodyList {
    BodyList { bodies: vec![Body::new(span, AgencyKind::Class)], span, unknown: true }
}

/// What a heading may name that no list knows, or that goes on: all of it, or what stands before its colon or duty.
pub(super) fn heading(context: &Context<'_>, governor: &Unit) -> Vec<BodyList> {
    let flat = &context.flat;
    let Some(clause) = governor.clauses.first().copied() else { return Vec::new() };
    let mut found = stretched(context, clause, governor);
    let bare = flat.trim(unit::bare(flat, governor.text), &[':', '.', ';', ',', '*']);
    let heads =
        governor.clauses.len() == 1 && governor.shape != Shape::Attached && governor.shape != Shape::Shouted;
    if !heads || !is_name(flat, bare) {
        return found;
    }
    // All of it, or up to what is said of the body: "(…)", ", trong đó …".
    let known = governor.lists.iter().find(|list| list.span.start() == bare.start());
    let from = known.map_or(bare.start(), |list| list.span.end());
    let rest = Span::new(from, bare.end().max(from));
    let behind = flat.text(rest);
    // "Bộ Y tế thực hiện nhiệm vụ, quyền hạn …": a comma behind what a body does ends no name of it.
    let does = known.is_some() && words::first(flat, rest).is_some_and(|(_, class)| is_duty(class));
    let ends = |c: char| c == '(' || c == ',' && !does;
    let cut = behind.find(ends).filter(|at| *at > 1).map(|at| from + at);
    for end in std::iter::once(bare.end()).chain(cut) {
        let span = flat.trim(Span::new(bare.start(), end), &[',']);
        if !found.iter().any(|list| list.span == span) {
            found.extend(named_whole(context, span, governor, LONGEST_TITLE));
        }
    }
    found
}
