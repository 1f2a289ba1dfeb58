//! A share stands first, then what it is of: "100% cơ quan, đơn vị dùng chữ ký số" (invented), "giảm 50% số vụ cháy".
//!
//! Not: a share with nothing behind it, and one that what is measured stands before.

use std::sync::LazyLock;

use regex::Regex;

use super::clause::{self, MEASURED, Part};
use super::{Proposal, stated};
use crate::extract::context::Context;
use crate::extract::quantity::UnitKind;
use crate::extract::token::pattern;
use crate::text::{Restored, Span};

/// Reads the statement as one of this kind.
pub(super) fn read(context: &Context<'_>, part: &Part) -> Option<Proposal> {
    let flat = &context.flat;
    let opened = stated::open(context, part.before);
    // "trong đó đào tạo nghề đạt 42%" has what is measured before it, "trong đó 30% số xã …" behind.
    if part.amount.unit != UnitKind::Percent || part.within && !opened.is_empty() {
        return None;
    }
    if MEASURED.is_match(flat.low(opened)) {
        return None;
    }
    let mut before = clause::told(context, stated::open(context, clause::tail(context, part.before)));
    // "… và ít nhất 50% người dân": a new statement begins behind "và".
    if flat.low(before).ends_with(" và") {
        before = Span::new(before.end(), before.end());
    }
    // "rút gọn quy trình, cắt giảm ít nhất 30% …": so does one behind a comma that says what grows or shrinks.
    if part.amount.direction.is_some() && flat.text(part.before).trim_end().ends_with(',') {
        before = Span::new(before.end(), before.end());
    }
    static REACHED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:đạt|có|được|là|bảo\s+đảm|đảm\s+bảo|(?:.*\s)?mục\s+tiêu)(?:\s+(?:từ|có|đạt|là))*$")
    });
    if flat.has(&REACHED, before) {
        before = Span::new(before.end(), before.end());
    }
    let words = flat.text(before).split_whitespace().count();
    // "tổng kiểm tra việc … đối với 100% cơ sở": the whole may stand at the end of a long task.
    let most = if part.amount.quantity.value == 100.0 { 20 } else { 4 };
    if MEASURED.is_match(flat.low(before)) || words > most {
        return None;
    }
    // "cắt giảm 30%, trình Hội đồng nhân dân": behind a mark stands something else.
    static ELSE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:[,;.:)]|và\s)"));
    if flat.has(&ELSE, part.after) {
        return None;
    }
    let after = clause::without_and(
        context,
        flat.trim(own(context, clause::without_due(context, part.after)), &[',', ';', '.', ':']),
    );
    // "đạt 12% trong năm 2026" has what is measured before it.
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:(?:trong|vào|đến|từ|hết)\s+)?(?:hết\s+|cuối\s+)?(?:năm|quý|tháng|giai\s+đoạn)\s+[\divx]",
        )
    });
    if flat.text(after).split_whitespace().count() < 2 || flat.has(&TIME, after) {
        return None;
    }
    let start = if words == 0 { part.amount.written.start() } else { before.start() };
    let indicator = match words {
        0 => flat.quote(after),
        _ => format!("{} {}", flat.quote(before), flat.quote(after)),
    };
    Some(Proposal {
        amount: part.amount.clone(),
        indicator,
        quote: Span::new(start, after.end()),
        rule: "target.share",
    })
}

/// Of a long text behind a share what belongs to it: up to a comma behind which another clause begins. A verb alone goes on
/// with the list before it ("được tập huấn, bồi dưỡng").
fn own(context: &Context<'_>, after: Span<Restored>) -> Span<Restored> {
    const LONG: usize = 40;
    const ENOUGH: usize = 6;
    static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^,\s+(?:hoàn\s+thành|phấn\s+đấu|trình|báo\s+cáo|góp\s+phần|nhằm|tăng\s+cường|đẩy\s+mạnh|bảo\s+đảm|đảm\s+bảo)\s",
        )
    });
    let flat = &context.flat;
    let words = |span: Span<Restored>| flat.text(span).split_whitespace().count();
    if words(after) <= LONG {
        return after;
    }
    let mut marks = flat.text(after).match_indices(", ").map(|(at, _)| after.start() + at);
    let cut = marks.find(|at| {
        words(Span::new(after.start(), *at)) >= ENOUGH && flat.has(&CLAUSE, Span::new(*at, after.end()))
    });
    cut.map_or(after, |at| Span::new(after.start(), at))
}
