//! Counts and measures that running text demands, outside lists of targets: "mỗi xã có ít nhất 01 mô hình", "Xây dựng 02 chợ
//! đầu mối", "Trồng mới 120 ha rừng" (invented).
//!
//! Only in documents that set aims. Not: conditions ("cơ sở có từ 5 lao động trở lên"), files and copies, those who take
//! part, places ("tại 04 xã"), how often something is done unless it is the least ("ít nhất 01 lần/năm").

use std::sync::LazyLock;

use regex::Regex;

use super::clause::{self, Part};
use super::stated;
use crate::extract::Comparison;
use crate::extract::context::Context;
use crate::extract::duty::DUTY;
use crate::extract::quantity::UnitKind;
use crate::extract::token::pattern;
use crate::text::Span;

/// Things that are made, held or brought about, by their counted noun.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:mô\s+hình|lớp|hội\s+(?:nghị|thảo|thi|chợ)|tọa\s+đàm|cuốn|quyển|tờ|pano|pa\s+nô|áp\s+phích|trạm|tin|bài|phóng\s+sự|chuyên\s+(?:mục|đề|trang)|video|clip|phim|công\s+trình|dự\s+án|doanh\s+nghiệp|hợp\s+tác\s+xã|htx|tổ\s+hợp\s+tác|sản\s+phẩm|cuộc\s+thi|đợt|chương\s+trình|đề\s+tài|sáng\s+kiến|nhà|căn|phòng|trường|cơ\s+sở|cửa\s+hàng|siêu\s+thị|chợ|tuyến|cầu|cây|con|bể|giếng|hồ|đập|cống|camera|thiết\s+bị|hệ\s+thống|tủ|thư\s+viện|câu\s+lạc\s+bộ|clb|chuỗi|vùng|khu|cụm|mã\s+số|nhãn\s+hiệu|chỉ\s+dẫn|mẫu|giải|liên\s+hoan|ngày\s+hội|gian|phiên|sàn|điển\s+hình|tấm\s+gương|tác\s+phẩm|nền\s+tảng|phần\s+mềm|nhà\s+máy|trung\s+tâm|bến|điểm|trang\s+trại|ao|lồng|giường|sân|khu\s+vực|tàu|xe)\b",
    )
});
/// People, who are counted only where they are taught, hired or given work.
static PEOPLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:lượt\s+)?(?:lao\s+động|người|học\s+viên|học\s+sinh|cán\s+bộ|công\s+chức|giáo\s+viên|giảng\s+viên|chuyên\s+gia|bác\s+sĩ|sinh\s+viên|thanh\s+niên|phụ\s+nữ|hội\s+viên|đoàn\s+viên|đảng\s+viên|nông\s+dân|hộ|khách))\b",
    )
});
/// Verbs of making, right before the number but for words that only colour them.
static MAKES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:xây\s+dựng|xây|lắp\s+đặt|lắp|trồng|thành\s+lập|đầu\s+tư|cải\s+tạo|nâng\s+cấp|sửa\s+chữa|mở|phát\s+triển\s+(?:mới|thêm)|hình\s+thành|thu\s+hút|công\s+nhận|phát\s+hành|biên\s+soạn|trang\s+bị|nhân\s+rộng|phát\s+sóng|hoàn\s+thành|khởi\s+công|in|thả|khoanh\s+nuôi|phục\s+hồi|tu\s+bổ|chuyển\s+đổi|duy\s+trì|đăng\s+ký|đăng\s+tải|đặt|cấp|giới\s+thiệu|lựa\s+chọn|biểu\s+dương)(?:\s+(?:mới|thêm|bổ\s+sung|được|lại|thí\s+điểm|thành\s+công|và\s+(?:đưa|triển|duy|phát|nhân|nâng|sửa|cải|hoàn)\s+\p{L}+(?:\s+\p{L}+)?|thành|đạt|đưa\s+vào\s+(?:sử\s+dụng|hoạt\s+động|vận\s+hành)))*\s*$",
    )
});
/// Gatherings, which are held.
static GATHERING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:lớp|hội\s+(?:nghị|thảo|thi|chợ)|tọa\s+đàm|cuộc|đợt|phiên|chương\s+trình|ngày\s+hội|giải|liên\s+hoan|chuyên\s+đề|buổi)\b",
    )
});
static HOLDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"tổ\s+chức(?:\s+(?:được|thêm|mới|khoảng))*\s*$"));
/// The same for people.
static TEACHES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:đào\s+tạo|bồi\s+dưỡng|tập\s+huấn|tuyển\s+(?:dụng|sinh|chọn)|kết\s+nạp|việc\s+làm|phát\s+triển|đón|thu\s+hút)(?:\s+(?:mới|thêm|được|nghề|kiến\s+thức|kỹ\s+năng|nghiệp\s+vụ|cho))*\s*$",
    )
});
/// What makes a number a condition, a share of a body's members, a part of a file.
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"trường\s+hợp|\bnếu\b|có\s+thể|\bkhi\s+có|điều\s+kiện|tiêu\s+chuẩn|hồ\s+sơ|thành\s+phần|đối\s+tượng\s+(?:là|áp)|hội\s+đồng|cuộc\s+họp|phiên\s+họp|\bphải\s+có|\btừ\s+đủ|quy\s+định\s+tại|được\s+tính|bán\s+kính|khoảng\s+cách|mật\s+độ|hiện\s+(?:có|nay)|toàn\s+tỉnh\s+có|gồm\s*:?\s*$|dự\s+thi|tham\s+dự|thí\s+sinh|đề\s+cương|dung\s+lượng|khối\s+lượng|trọng\s+tải|công\s+suất|cách\s",
    )
});

/// Whether the number of a statement is demanded by it.
pub(super) fn demands(context: &Context<'_>, part: &Part) -> bool {
    let flat = &context.flat;
    let ahead = Span::new(part.before.start(), part.amount.written.start().max(part.before.start()));
    if !context.aims || flat.has(&CONDITION, ahead) || part.amount.comparison == Comparison::AtMost {
        return false;
    }
    let unit = part.amount.quantity.unit.as_deref().map(crate::text::fold).unwrap_or_default();
    let before = clause::told(context, stated::open(context, clause::tail(context, part.before)));
    if part.amount.unit == UnitKind::Count && PEOPLE.is_match(&unit) {
        return flat.has(&TEACHES, before);
    }
    // "rừng từ 1.000 ha trở lên" tells which; "từ 3 - 5 dự án" how many.
    if part.amount.comparison == Comparison::AtLeast && flat.low(part.amount.written).starts_with("từ") {
        return false;
    }
    // "diễn tập ít nhất 01 lần/năm": how often at least, where a time is said to count it by.
    if unit == "lần" && part.amount.per.is_some() {
        let whole = clause::told(context, stated::open(context, part.before));
        return least(context, part) && (flat.has(&DUTY, whole) || flat.has(&DUTY, before));
    }
    if GATHERING.is_match(&unit) && flat.has(&HOLDS, before) {
        return true;
    }
    if !(part.amount.unit == UnitKind::Measure || THING.is_match(&unit)) {
        return false;
    }
    flat.has(&MAKES, before) || least(context, part) && (before.is_empty() || holds(context, before))
}

/// Whether the number is said to be the least.
fn least(context: &Context<'_>, part: &Part) -> bool {
    part.amount.unit == UnitKind::Count && {
        let written = context.flat.low(part.amount.written);
        part.amount.comparison == Comparison::AtLeast && !written.starts_with("từ")
            || written.starts_with("ít nhất")
            || written.starts_with("tối thiểu")
    }
}

/// Whether what stands before the number says who is to have it, or what to do with it.
fn holds(context: &Context<'_>, before: Span<crate::text::Restored>) -> bool {
    static HAS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|\s)(?:có|được|đạt|thêm|hỗ\s+trợ|lựa\s+chọn|chọn|giới\s+thiệu|đăng\s+ký|triển\s+khai)\s*$|^mỗi\s",
        )
    });
    context.flat.has(&HAS, before) || context.flat.has(&DUTY, before)
}

/// Whether a statement counts how many of something there are to be: "số lượng mẫu quan trắc 336 mẫu/năm" (invented).
pub(super) fn counts(context: &Context<'_>, part: &Part) -> bool {
    static NUMBER_OF: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:tổng\s+)?số\s+(?:lượng\s+)?(?:mẫu|vị\s+trí|trạm|lớp|hội\s+nghị|tin|bài|mô\s+hình|công\s+trình|dự\s+án|sản\s+phẩm|doanh\s+nghiệp|hợp\s+tác\s+xã|cuốn|tờ|cây)(?:\s+[\p{L}/]+){0,8}\s*:?\s*$",
        )
    });
    context.aims
        && part.amount.unit == UnitKind::Count
        && part.amount.comparison != Comparison::AtMost
        && context.flat.has(&NUMBER_OF, stated::open(context, part.before))
}

/// Whether the whole of something is demanded: "bảo đảm 100% hồ sơ được số hóa", "100% công trường phải có rào chắn"
/// (invented). Not: the whole of money.
pub(super) fn whole(context: &Context<'_>, part: &Part) -> bool {
    let flat = &context.flat;
    let before = clause::told(context, stated::open(context, clause::tail(context, part.before)));
    context.aims
        && part.amount.quantity.value == 100.0
        && part.amount.direction.is_none()
        && !flat.has(&OF_MONEY, part.after)
        && !flat.has(&GIVES, part.before)
        && flat.text(part.after).split_whitespace().count() >= 2
        && (before.is_empty() || flat.has(&DUTY, before) || flat.has(&SO_THAT, part.before))
}

/// Whether an item begins with a share of things or people and says what is to be with them: "90% hộ dân được dùng nước
/// sạch" (invented).
pub(super) fn share(context: &Context<'_>, part: &Part) -> bool {
    static DONE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:được|có|sử\s+dụng|tham\s+gia|áp\s+dụng|thực\s+hiện|đạt|hoàn\s+thành|triển\s+khai|biết|hài\s+lòng|đáp\s+ứng|phải)\s",
        )
    });
    let flat = &context.flat;
    context.aims
        && stated::open(context, part.before).is_empty()
        && flat.has(&DONE, part.after)
        && !flat.has(&SURVEYED, part.after)
        && !flat.has(&OF_MONEY, part.after)
        && !flat.has(&CONDITION, Span::new(part.sentence.start(), part.amount.written.start()))
}

/// What a survey has found.
static SURVEYED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"khảo\s+sát|cho\s+(?:biết|rằng|là)|được\s+hỏi|nhất\s+trí|tán\s+thành|\bvẫn\s+còn\b|\bchưa\s")
});
/// Whether the least by which something is to grow or shrink is said: "cắt giảm ít nhất 30% thời gian giải quyết"
/// (invented). Not: what is paid, and what is let off.
pub(super) fn change(context: &Context<'_>, part: &Part) -> bool {
    static PAID: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"mức\s|phí\b|thuế|lương|tiền|giá\s|phụ\s+cấp|học\s+phí|vốn\s|hỗ\s+trợ|lãi|dự\s+toán|tù\b|phạt",
        )
    });
    let flat = &context.flat;
    let whole = Span::new(part.before.start(), part.after.end());
    context.aims
        && part.amount.direction.is_some()
        && matches!(part.amount.comparison, Comparison::AtLeast | Comparison::MoreThan)
        && !flat.has(&PAID, whole)
        && !flat.has(&CONDITION, Span::new(part.before.start(), part.amount.written.start()))
}

static SO_THAT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:mục\s+tiêu|bảo\s+đảm|đảm\s+bảo|yêu\s+cầu|phấn\s+đấu|để|hoàn\s+thành|đạt)(?:\s+(?:có|đạt))?\s*$",
    )
});
static OF_MONEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:(?:tổng\s+)?(?:kinh\s+phí|chi|mức|lương|học\s+phí|phí|lệ\s+phí|giá|vốn|tiền|ngân\s+sách|số\s+(?:tiền|vốn|kinh|thu|tăng)|nguyên\s+giá|nhu\s+cầu|dự\s+toán|cổ\s+phần|doanh\s+thu|tăng\s+thu|tiết\s+kiệm|nguồn|thuế|nợ|lãi|số\s+điểm|điểm|công\s+suất)\b|$|[,;.)])",
    )
});
static GIVES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:hỗ\s+trợ|miễn|giảm|hưởng|cấp|chi|bố\s+trí|thanh\s+toán|trích|chiếm|nộp|đã\s[^,;]*|vốn)\s*(?:tối\s+đa\s*)?$",
    )
});
