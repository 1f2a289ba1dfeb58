//! Lines that tell who, with whom, when and what of the task above them, the "5 rõ" of a plan.
//!
//! "Cơ quan chủ trì: Sở Y tế", "Đơn vị phối hợp: các sở, ban, ngành", "Thời gian hoàn thành: Quý I/2026", "Sản phẩm: Báo
//! cáo". They may stand in lines of their own or one after another in a line. Not: "1. Thời gian thực hiện" as a heading.

use std::sync::LazyLock;

use regex::Regex;

use super::token::{Flat, pattern};
use crate::text::{Restored, Span};

/// What an attribute tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Who leads.
    Lead,
    /// Who helps.
    Support,
    /// When.
    Time,
    /// What comes out of it.
    Product,
}

/// One attribute of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// What it tells.
    pub(crate) told: Told,
    /// From its name to its end.
    pub(crate) span: Span<Restored>,
    /// What stands behind the colon.
    pub(crate) value: Span<Restored>,
}

static NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:(?P<lead>(?:cơ\s+quan|đơn\s+vị|sở,?\s+ngành|đơn\s+vị\s+được\s+giao|cấp)?\s*(?:\(?(?:được\s+)?(?:giao\s+)?(?:nhiệm\s+vụ\s+)?)(?:chủ\s+trì|đầu\s+mối)(?:\s+(?:thực\s+hiện|tham\s+mưu|triển\s+khai))*|(?:cơ\s+quan|đơn\s+vị|trách\s+nhiệm|phân\s+công)\s+thực\s+hiện)|(?P<support>(?:các\s+)?(?:cơ\s+quan|đơn\s+vị)?\s*phối\s+hợp(?:\s+thực\s+hiện)?)|(?P<time>(?:thời\s+gian|thời\s+hạn|tiến\s+độ|thời\s+điểm|lộ\s+trình)(?:\s+(?:thực\s+hiện|hoàn\s+thành|triển\s+khai|tổ\s+chức|báo\s+cáo|hoàn\s+thiện|kết\s+thúc))*|hoàn\s+thành)|(?P<product>sản\s+phẩm(?:\s+(?:đầu\s+ra|dự\s+kiến|hoàn\s+thành))?|kết\s+quả(?:\s+(?:đầu\s+ra|dự\s+kiến|đạt\s+được|cần\s+đạt))?))\s*:\s*",
    )
});

/// The attributes that a passage is made of; empty when it begins with anything else.
pub(crate) fn attributes(flat: &Flat, within: Span<Restored>) -> Vec<Attribute> {
    let within = flat.trim(within, &['-', '+', '*', '•', '–', '(']);
    let found = names(flat, within);
    if found.first().is_some_and(|first| first.span.start() <= within.start()) { found } else { Vec::new() }
}

/// The attributes at the end of a task's own text: "Lập danh mục. Cơ quan chủ trì: Sở Y tế. Thời gian: Quý I/2026".
pub(crate) fn trailing(flat: &Flat, within: Span<Restored>) -> Vec<Attribute> {
    names(flat, within)
}

fn names(flat: &Flat, within: Span<Restored>) -> Vec<Attribute> {
    let low = flat.low(within);
    let mut found: Vec<(Told, usize, usize)> = Vec::new();
    for captures in NAME.captures_iter(low) {
        let all = captures.get_match();
        // An attribute begins a passage, or stands behind the end of a sentence, a semicolon, a dash or a bracket.
        let before = low[..all.start()].trim_end();
        if !before.is_empty() && !before.ends_with(['.', ';', '-', '+', '•', '(', '*', '–']) {
            continue;
        }
        let told = if captures.name("lead").is_some() {
            Told::Lead
        } else if captures.name("support").is_some() {
            Told::Support
        } else if captures.name("time").is_some() {
            Told::Time
        } else {
            Told::Product
        };
        found.push((told, all.start(), all.end()));
    }
    found
        .iter()
        .enumerate()
        .map(|(i, (told, start, value))| {
            let end = found.get(i + 1).map_or(low.len(), |next| next.1);
            let value = flat.trim(
                Span::new(within.start() + value, within.start() + end),
                &['.', ';', ',', '-', '–', '+', ')', '(', '*', '•'],
            );
            let start = within.start() + start;
            Attribute { told: *told, span: Span::new(start, value.end().max(start)), value }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(Told, String)> {
        let flat = Flat::new(text);
        attributes(&flat, flat.all()).into_iter().map(|a| (a.told, flat.quote(a.value))).collect()
    }

    #[test]
    fn one_a_line_and_several() {
        assert_eq!(told("- Cơ quan chủ trì: Sở Y tế."), [(Told::Lead, "Sở Y tế".to_owned())]);
        assert_eq!(
            told(
                "Đơn vị thực hiện: Sở Nội vụ; Đơn vị phối hợp: Sở Tài chính. Thời gian thực hiện: Quý I/2026."
            ),
            [
                (Told::Lead, "Sở Nội vụ".to_owned()),
                (Told::Support, "Sở Tài chính".to_owned()),
                (Told::Time, "Quý I/2026".to_owned()),
            ]
        );
    }

    #[test]
    fn no_attributes() {
        for text in ["Sở Y tế chủ trì: rà soát", "Chủ trì, phối hợp với Sở Y tế", "Thời gian thực hiện"]
        {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
