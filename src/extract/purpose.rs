//! What a document is for: to set aims, as a plan, a programme, a directive or a letter does, or to lay down norms, as a
//! regulation, a list of procedures or an award does.
//!
//! In a regulation "ít nhất 03 phòng học" is a condition; in a plan it is to be reached.

use std::sync::LazyLock;

use regex::Regex;

use super::token::{Flat, pattern};
use crate::document::Document;
use crate::vietnamese::same_folded;

/// Kinds that set aims, whatever they are about.
static AIMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:kế\s+hoạch|chương\s+trình|chỉ\s+thị|công\s+điện|thông\s+báo|công\s+văn|kết\s+luận|đề\s+án|phương\s+án|chiến\s+lược|hướng\s+dẫn|lời\s+kêu\s+gọi|thư\s+(?:kêu\s+gọi|phát\s+động)|giao\s+ước)",
    )
});
/// What a decision or resolution that sets aims is about.
static ABOUT_AIMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"kế\s+hoạch|chương\s+trình|đề\s+án|chiến\s+lược|phát\s+động|chỉ\s+tiêu|mục\s+tiêu|nhiệm\s+vụ|giải\s+pháp",
    )
});
/// What one that lays down norms is about.
static ABOUT_NORMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"quy\s+(?:định|chế|trình|hoạch)|thủ\s+tục|danh\s+mục|phân\s+cấp|ủy\s+quyền|sửa\s+đổi|bãi\s+bỏ|định\s+mức|tiêu\s+(?:chuẩn|chí)|(?:bảng|đơn)\s+giá|mức\s+(?:thu|chi|hỗ|phí)|khen\s+thưởng|chức\s+năng|nhà\s+thầu|điều\s+lệ",
    )
});

/// Whether a document sets aims.
pub(crate) fn sets_aims(document: &Document, flat: &Flat) -> bool {
    let kind = document.header.kind.value.as_deref().map(crate::vietnamese::fold);
    if kind.is_some_and(|kind| AIMS.is_match(&kind)) {
        return true;
    }
    let about = |words: &Regex| document.header.subject.evidence.iter().any(|span| flat.has(words, *span));
    // A resolution sets aims unless it says that it lays down norms.
    let resolves = document.header.kind.value.as_deref().is_some_and(|kind| same_folded(kind, "nghị quyết"));
    (about(&ABOUT_AIMS) || resolves) && !about(&ABOUT_NORMS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::fixture;

    #[test]
    fn plans_set_aims_and_regulations_norms() {
        for (title, aims) in [
            ("Kế hoạch phát triển du lịch", true),
            ("Quyết định ban hành Chương trình việc làm", true),
            ("Quyết định ban hành Quy định về chương trình khuyến công", false),
            ("Quyết định công bố danh mục thủ tục hành chính", false),
        ] {
            let document = fixture::dated(title, "2026-03-02", "1. Sở Y tế báo cáo.");
            assert_eq!(sets_aims(&document, &Flat::new(&document.text)), aims, "{title}");
        }
        for (title, aims) in [("Về giảm nghèo bền vững", true), ("Quy định mức thu phí thư viện", false)]
        {
            let mut document = fixture::dated(title, "2026-03-02", "1. Sở Y tế báo cáo.");
            document.header.kind.value = Some("Nghị quyết".to_owned());
            assert_eq!(sets_aims(&document, &Flat::new(&document.text)), aims, "{title}");
        }
    }
}
