//! Whether a time belongs to what was, to a forecast or to the force of a law, not to what shall be done.
//!
//! "Năm 2025, tỉnh đã hoàn thành …" tells what was; "Đối với hồ sơ đã tiếp nhận, trả kết quả trong 05 ngày …" orders, and
//! so does "Hằng tháng, đối chiếu các hồ sơ đã phát hành" (invented): there only a side clause is of the past.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::context::Context;
use crate::extract::token::pattern;
use crate::text::{Restored, Span};

/// What holds for the whole sentence.
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s,(])(?:được\s+ban\s+hành\s+(?:ngày|năm)|sinh\s+năm|sinh\s+ngày|tính\s+đến|trong\s+những\s+năm\s+qua|ước\s+đạt|so\s+với\s+cùng\s+kỳ|đang\s+phải|khí\s+tượng|dự\s+báo\s+(?:từ|đến|trong|trên|của)|theo\s+(?:dự\s+báo|bản\s+tin))",
    )
});
static FORCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:có|hết)\s+hiệu\s+lực\b"));
static DONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[\s,(])(?P<word>đã)\s"));
/// What only says which text or task is meant: "các thủ tục đã được phê duyệt tại …".
static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^đã\s+(?:được\s+(?:[^,;.]{0,40}?\s)?(?:phê\s+duyệt|ban\s+hành|công\s+bố|thông\s+qua|giao|phân\s+công|xác\s+định|nêu|đề\s+ra)|nêu|đề\s+ra)\s+(?:tại|theo|trong)\b",
    )
});
/// A clause that says of what the order is: what was done in it is no report.
static SIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s+–-]*(?:đối\s+với|trường\s+hợp|trong\s+trường\s+hợp|khi|sau\s+khi|nếu|căn\s+cứ|trên\s+cơ\s+sở|theo|với|các\s+nội\s+dung)\b",
    )
});
/// How many words behind a time still tell of it: "Hằng năm, tỉnh đã tổ chức".
const NEAR: usize = 7;

/// Whether a sentence tells what was, or from when a law holds, at a time in it.
pub(super) fn tells_what_was(context: &Context<'_>, sentence: Span<Restored>, time: Span<Restored>) -> bool {
    let flat = &context.flat;
    if flat.has(&TOLD, sentence) {
        return true;
    }
    let inside = |m: Span<Restored>| time.contains(m);
    let at = |start: usize, end: usize| Span::new(sentence.start() + start, sentence.start() + end);
    let force = FORCE.find_iter(flat.low(sentence)).any(|m| !inside(at(m.start(), m.end())));
    force
        || DONE.captures_iter(flat.low(sentence)).any(|captures| {
            captures.name("word").is_some_and(|word| {
                let done = at(word.start(), word.end());
                let given = flat.has(&GIVEN, Span::new(done.start(), sentence.end()));
                !inside(done) && !given && of_the_time(context, sentence, time, done)
            })
        })
}

/// Whether a "đã" tells of the time: before it and in no side clause, or right behind it.
fn of_the_time(
    context: &Context<'_>,
    sentence: Span<Restored>,
    time: Span<Restored>,
    done: Span<Restored>,
) -> bool {
    let flat = &context.flat;
    if done.start() >= time.end() {
        return flat.text(Span::new(time.end(), done.start())).split_whitespace().count() < NEAR;
    }
    let between = flat.text(Span::new(done.end(), time.start().max(done.end())));
    !(flat.has(&SIDE, sentence) && between.contains([',', ':']))
}

#[cfg(test)]
mod tests {
    use crate::extract::{findings, fixture};

    fn count(text: &str) -> usize {
        findings(&fixture::dated("Kế hoạch công tác", "2026-03-02", text)).deadlines.len()
    }

    #[test]
    fn hits() {
        for text in [
            "1. Đối với hồ sơ đã tiếp nhận, các xã trả kết quả trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ.",
            "1. Hằng tháng, Sở Y tế đối chiếu, kiểm tra và thống kê đầy đủ các hồ sơ nghĩa vụ đã phát hành.",
            "1. Lập báo cáo gửi Sở Nội vụ trong thời hạn 45 ngày kể từ ngày Nghị quyết này có hiệu lực thi hành.",
        ] {
            assert_eq!(count(text), 1, "{text}");
        }
    }

    #[test]
    fn what_was_approved_is_no_past() {
        let text =
            "1. Tiếp nhận hồ sơ đối với các thủ tục đã được phê duyệt tại danh mục kể từ ngày 10/11/2026.";
        assert_eq!(count(text), 1);
    }

    #[test]
    fn misses() {
        for text in [
            "1. Hằng năm, tỉnh đã tổ chức hội chợ.",
            "1. Sở Y tế đã gửi báo cáo trước ngày 15/12/2026.",
            "1. Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.",
            "1. Theo bản tin, từ ngày 07/9 đến ngày 09/9/2026 có mưa to.",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}
