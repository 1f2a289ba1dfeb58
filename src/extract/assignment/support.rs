//! Who helps, who is reported to, and what comes out: read from the words of the very item.
//!
//! "phối hợp với Sở Tài chính và các cơ quan liên quan" names two that help; "báo cáo Ủy ban nhân dân tỉnh" one that is
//! reported to. Not: "phối hợp tổ chức" (with nobody), bodies that are only taught or asked.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::extract::agency::{self, Body};
use crate::extract::context::Context;
use crate::extract::token::pattern;
use crate::text::{Restored, Span};
use crate::vietnamese::spelling;

static WITH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"phối\s+hợp(?:\s+(?:chặt\s+chẽ|thường\s+xuyên|đồng\s+bộ|tốt|hiệu\s+quả))?(?:\s*,\s*(?:hỗ\s+trợ|thống\s+nhất|trao\s+đổi))?(?:\s+(?:cùng\s+với|với|cùng|giữa|của))?\s+",
    )
});
static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:báo\s+cáo(?:\s+(?:về|lên|cho|với|qua|kịp\s+thời|kết\s+quả\s+(?:về|cho)))?|\btrình|gửi(?:\s+(?:báo\s+cáo|kết\s+quả|hồ\s+sơ))?\s+(?:về|cho|đến))\s+",
    )
});
static PRODUCT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:ban\s+hành|xây\s+dựng|lập|soạn\s+thảo|dự\s+thảo|trình|gửi|hoàn\s+thiện|tham\s+mưu|biên\s+soạn|tổng\s+hợp|có)\s+(?:và\s+\p{L}+\s+\p{L}+\s+)?((?:các\s+|bộ\s+)?(?:kế\s+hoạch|quyết\s+định|nghị\s+quyết|báo\s+cáo|đề\s+án|phương\s+án|văn\s+bản|quy\s+chế|chương\s+trình|danh\s+mục|danh\s+sách|hướng\s+dẫn|tài\s+liệu|quy\s+định|quy\s+trình|chỉ\s+thị|dự\s+toán|tờ\s+trình))\b",
    )
});
static REPORTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[\s,;])(báo\s+cáo)\s"));

/// The bodies that an item names as helping, without those of `lead`.
pub(super) fn helpers(context: &Context<'_>, item: Span<Restored>, lead: &[Body]) -> Vec<Body> {
    behind(context, item, &WITH, lead)
}

/// The bodies that an item is to be reported to.
pub(super) fn reported_to(context: &Context<'_>, item: Span<Restored>, lead: &[Body]) -> Vec<Body> {
    behind(context, item, &REPORT, lead)
}

fn behind(context: &Context<'_>, item: Span<Restored>, words: &Regex, lead: &[Body]) -> Vec<Body> {
    let flat = &context.flat;
    let list = |from: usize| agency::list_at(flat, Span::new(item.start() + from, item.end())).0;
    let mut found = words.find_iter(flat.low(item)).flat_map(|m| list(m.end())).collect();
    once(context, &mut found, lead);
    found
}

/// Leaves each body once, and none of `lead`.
pub(super) fn once(context: &Context<'_>, bodies: &mut Vec<Body>, lead: &[Body]) {
    let mut seen: BTreeSet<String> = lead.iter().map(|body| name(context, body)).collect();
    bodies.retain(|body| seen.insert(name(context, body)));
}

/// What tells bodies apart: the name without regard to capitals and the style of tone marks.
pub(super) fn name(context: &Context<'_>, body: &Body) -> String {
    spelling(&context.flat.quote(body.span))
}

/// What comes out of a task: "kế hoạch", "báo cáo".
pub(super) fn product(context: &Context<'_>, item: Span<Restored>) -> Option<String> {
    let low = context.flat.low(item);
    let first = PRODUCT
        .captures(low)
        .and_then(|c| c.get(1))
        .or_else(|| REPORTS.captures(low).and_then(|c| c.get(1)))?;
    Some(context.flat.quote(Span::new(item.start() + first.start(), item.start() + first.end())))
}
