//! The task that a time belongs to: its clause without the words of time, or the item above it.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::NodeIndex;
use crate::extract::context::Context;
use crate::extract::token::pattern;
use crate::text::{Restored, Span, one_line};

/// The task in the words of the text, and the passage that binds it to the time.
pub(super) fn of(
    context: &Context<'_>,
    index: NodeIndex,
    sentence: Span<Restored>,
    time: Span<Restored>,
) -> (String, Span<Restored>) {
    let flat = &context.flat;
    let quote = flat.trim(sentence, &['.', ';', ',', '-', '+', '/', ':']);
    let before = flat.trim(Span::new(quote.start(), time.start().max(quote.start())), &[',', '(', ':', '-']);
    let after = flat.trim(Span::new(time.end().min(quote.end()), quote.end()), &[',', ')', ':', '-', '.']);
    let task = one_line(&format!("{} {}", flat.quote(before), flat.quote(after)));
    if task.split_whitespace().count() >= 3 {
        return (task, quote);
    }
    // The time stands alone: "Thời gian: …" under its task.
    let above = context.node(index).parent.map(|parent| context.node(parent).body);
    (above.map_or(task, |body| flat.quote(flat.trim(body, &[':', '.', ';']))), quote)
}

/// Headings of aims, bases, and sentences on legal force: a time in them binds nobody.
pub(super) static NAMES_ONLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:căn\s+cứ\s+(?:luật|nghị|quyết|thông|chỉ|các\s+(?:luật|nghị|quyết))|(?:mục\s+tiêu|chỉ\s+tiêu|tầm\s+nhìn|định\s+hướng)(?:\s+(?:cụ\s+thể|chung|tổng\s+quát|phát\s+triển))?\s+(?:đến|tới|trong|giai|năm)[^.;:]{0,40}:?\s*$)",
    )
});

static WAS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s,(])(?:đã\s|được\s+ban\s+hành\s+(?:ngày|năm)|sinh\s+năm|sinh\s+ngày|tính\s+đến|trong\s+những\s+năm\s+qua|ước\s+đạt|so\s+với\s+cùng\s+kỳ|đang\s+phải|có\s+hiệu\s+lực|hết\s+hiệu\s+lực|khí\s+tượng|dự\s+báo\s+(?:từ|đến|trong|trên|của)|theo\s+(?:dự\s+báo|bản\s+tin))",
    )
});

/// Whether a sentence tells what happened, not what shall.
pub(super) fn tells_what_was(context: &Context<'_>, sentence: Span<Restored>) -> bool {
    context.flat.has(&WAS, sentence)
}
