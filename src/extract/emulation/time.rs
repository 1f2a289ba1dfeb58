//! How long a movement lasts: as the launch says it, the sentence or line of its time, its title, in this order.

use std::sync::LazyLock;

use regex::Regex;

use super::launch::{self, Launch};
use crate::extract::EmulationPeriod;
use crate::extract::context::Context;
use crate::extract::date::{self, Form};
use crate::extract::token::pattern;
use crate::text::{Restored, Span};

/// What a line of the movement's time begins with.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s\divx.)a-]*thời\s+gian(?:\s+(?:thực\s+hiện|tổ\s+chức|thi\s+đua|phát\s+động|triển\s+khai|và\s+\p{L}+\s+\p{L}+))*",
    )
});
/// What stands behind it: "Thời gian giải quyết thủ tục giảm …" tells of something else.
static OPENS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:$|[:.,(]|(?:bắt\s+đầu\s+|kể\s+)?từ\b|trong\b|là\b|phong\s+trào|đợt)"));
/// A sentence that tells how long the movement lasts.
static LASTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            r"(?:^|[.”]\s+)(?:phong\s+trào|đợt\s+thi\s+đua|cuộc\s+vận\s+động|chiến\s+dịch)\s(?:[^;:.]{0,60}\s)?",
            r"(?:diễn\s+ra|kéo\s+dài|thực\s+hiện|mở\s+màn|bắt\s+đầu|tổ\s+chức)\s",
        ]
        .concat(),
    )
});
/// "kéo dài 02 năm (2026 và 2027)".
static FOR_YEARS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\d+\s+năm\s+\((?:từ\s+)?(?:năm\s+)?20\d\d[^()]{0,40}\)"));
/// A movement that is opened in running text: "mở đợt thi đua nước rút …, kể từ 13/10 đến 31/12/2026".
static OPENED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:mở|phát\s+động|tổ\s+chức|hưởng\s+ứng)\s+(?:phong\s+trào|đợt\s+thi\s+đua|cuộc\s+vận\s+động|chiến\s+dịch)\s",
    )
});
/// From one time to another, or to an event.
static STRETCH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?:kể|tính)\s+)?(?:từ|bắt\s+đầu|mở\s+màn)\s+(?:nay|khi|[^;:]{0,24}?\d)[^;:]{0,100}?(?:đến|bế\s+mạc|kết\s+thúc)\s+[^;.,:(]+",
    )
});
static FROM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:bắt\s+đầu\s+)?từ\s+(?:ngày|tháng|năm)\s+[^;.,]+"));

pub(super) fn of(context: &Context<'_>, launch: &Launch) -> Option<EmulationPeriod> {
    let flat = &context.flat;
    let lines = || lines(context);
    let texts = || context.nodes().filter(|(index, _)| context.is_text(*index)).map(|(_, node)| node.body);
    let told = |words: &'static LazyLock<Regex>| {
        texts().filter_map(move |body| Some(Span::new(flat.find(words, body)?.start(), body.end())))
    };
    let title = context.document.header.subject.evidence.iter().copied().reduce(Span::union);
    let any = |span: Span<Restored>| date::times(flat, span).first().map(|time| time.span);
    launch::mentions(context, launch)
        .find_map(|behind| stretch(context, behind))
        .or_else(|| told(&LASTS).find_map(|text| stretch(context, text)))
        .or_else(|| told(&LASTS).find_map(|text| flat.find(&FOR_YEARS, text)))
        .or_else(|| lines().into_iter().find_map(|line| stretch(context, line)))
        .or_else(|| told(&OPENED).find_map(|text| flat.find(&STRETCH, text)))
        .or_else(|| lines().into_iter().find_map(|line| flat.find(&FROM, line)))
        .or_else(|| any(launch.name))
        .or_else(|| title.and_then(any))
        .or_else(|| lines().into_iter().find_map(any))
        .map(|span| made(context, span))
}

/// The lines of time, each without its first words, and what stands below them.
fn lines(context: &Context<'_>) -> Vec<Span<Restored>> {
    let flat = &context.flat;
    let mut found = Vec::new();
    for (index, node) in context.nodes().filter(|(i, _)| context.is_text(*i)) {
        let Some(head) = flat.find(&TIME, node.body) else { continue };
        let rest = Span::new(head.end(), node.body.end());
        if !flat.has(&OPENS, rest) {
            continue;
        }
        found.push(rest);
        if flat.text(node.body).split_whitespace().count() <= 12 {
            found.extend(context.children(index).iter().map(|child| context.node(*child).body));
        }
    }
    found
}

/// A stretch of time that a text tells, from its first word on.
fn stretch(context: &Context<'_>, text: Span<Restored>) -> Option<Span<Restored>> {
    let flat = &context.flat;
    let said = flat.find(&STRETCH, text).filter(|span| !date::times(flat, *span).is_empty());
    said.or_else(|| {
        let times = date::times(flat, text);
        times.into_iter().find(|time| time.form == Form::Stretch).map(|time| time.span)
    })
}

fn made(context: &Context<'_>, span: Span<Restored>) -> EmulationPeriod {
    static EVENT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"đến\s+(?:khi|hết|dịp)?\s*((?:tổ\s+chức|kết\s+thúc|tổng\s+kết|đại\s+hội|ngày\s+\p{L}|dịp|hội)[^;.]*)$",
        )
    });
    let flat = &context.flat;
    let span = flat.trim(span, &['.', ';', ',']);
    let times = date::times(flat, span);
    let event = EVENT
        .captures(flat.low(span))
        .and_then(|c| c.get(1))
        .map(|m| flat.quote(Span::new(span.start() + m.start(), span.start() + m.end())));
    let first = times.first().and_then(|t| t.days).map(|d| d.0);
    let last = times.last().and_then(|t| t.days).map(|d| d.1).filter(|_| event.is_none());
    EmulationPeriod { from: first, to: last, until_event: event, written: flat.quote(span) }
}
