//! The body that a statute is about, which its articles of duties need not name again: "Quy định chức năng, nhiệm vụ của Phòng
//! Kế hoạch" in the title, "Điều 2. Nhiệm vụ, quyền hạn" and under it "1. Chủ trì xây dựng …" (invented).
//!
//! Read from where such a body stands: the title, the first part of the text that begins with a body, and the nearest part
//! before that leads on from one ("Phòng có các nhiệm vụ sau đây:"). Not: documents without a heading of rights and duties.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::agency;
use crate::extract::context::Context;
use crate::extract::token::pattern;
use crate::extract::unit::{BodyList, Shape, Unit};
use crate::text::Span;

/// Where a statute names the body that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    First,
    /// The first part of the text that begins with a body, which the title names too.
    Both,
    Before,
}

impl Place {
    /// Its name in features.
    pub(super) fn name(self) -> &'static str {
        match self {
            Place::Title => "title",
            Place::First => "first",
            Place::Both => "first and title",
            Place::Before => "before",
        }
    }
}

/// The bodies that an item may have from elsewhere than from above, each with its place; `sections` has what each unit, as
/// a heading, says that its part is about.
pub(super) fn of(
    context: &Context<'_>,
    units: &[Unit],
    sections: &[Option<&'static str>],
    at: usize,
) -> Vec<(Place, BodyList)> {
    let unit = &units[at];
    let spoken_of = std::iter::once(&at).chain(&unit.above).any(|i| {
        let told = |section| matches!(section, "rights" | "duties" | "tasks");
        units[*i].shape != Shape::Plain && sections[*i].is_some_and(told)
    });
    let named_above = unit.above.iter().any(|i| units[*i].begins);
    let statute = || sections.contains(&Some("rights"));
    if !spoken_of || named_above || unit.alone || !statute() {
        return Vec::new();
    }
    let from = unit.above.iter().rfind(|i| units[**i].shape == Shape::Attached).map_or(0, |i| i + 1);
    let opens = |i: &usize| units[*i].begins && units[*i].shape != Shape::Row && !units[*i].attribute;
    let list = |i: usize| units[i].lists.first().cloned();
    let title = title(context);
    let first = (from..at).find(opens).and_then(list);
    let before = (from..at).rev().find(|i| opens(i) && units[*i].leads_on).and_then(list);
    let same = |a: &BodyList, b: &BodyList| {
        let name =
            |list: &BodyList| list.bodies.first().map_or("", |body| context.flat.low(body.span)).to_owned();
        let (a, b) = (name(a), name(b));
        a.starts_with(b.trim()) || b.starts_with(a.trim())
    };
    let both = title.as_ref().zip(first.as_ref()).is_some_and(|(title, first)| same(title, first));
    let mut found: Vec<(Place, BodyList)> = Vec::new();
    found.extend(title.filter(|_| !both).map(|list| (Place::Title, list)));
    found.extend(first.map(|list| (if both { Place::Both } else { Place::First }, list)));
    let known: Vec<_> = found.iter().map(|(_, list)| list.span).collect();
    found.extend(before.filter(|list| !known.contains(&list.span)).map(|list| (Place::Before, list)));
    found
}

/// The first body of the title, with what belongs to its name: "… của Trung tâm Xúc tiến và Hỗ trợ đầu tư thuộc Sở Tài chính".
fn title(context: &Context<'_>) -> Option<BodyList> {
    const LONGEST: usize = 14;
    static ENDS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\s(?:(?:trực\s+)?thuộc|trên\s+địa\s+bàn|giai\s+đoạn|năm)\s|[,;(]"));
    let flat = &context.flat;
    let subject = context.document.header.subject.evidence.iter().copied().reduce(Span::union)?;
    let mut body = agency::bodies(flat, subject).into_iter().next()?;
    let rest = Span::new(body.span.end(), subject.end().max(body.span.end()));
    let end = flat.find(&ENDS, rest).map_or(rest.end(), |mark| mark.start());
    let whole = flat.trim(Span::new(body.span.start(), end), &['.']);
    if flat.text(whole).split_whitespace().count() <= LONGEST {
        body.span = whole;
    }
    Some(BodyList { bodies: vec![body], span: body.span, unknown: false })
}
