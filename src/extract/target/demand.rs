//! Counts and measures that running text demands, outside lists of targets: "mỗi xã có ít nhất 01 mô hình", "Xây dựng 02 chợ
//! đầu mối", "Trồng mới 120 ha rừng", "02 mô hình được nhân rộng" (invented).
//!
//! Told by the shape of the clause, not by lists of things: what is to be done, right before the number, and a noun behind
//! it that can be made, held or brought about. Only in documents that set aims. Not: conditions ("cơ sở có từ 5 lao động
//! trở lên"), files and copies, parts of a text, those who take part, places ("tại 04 xã"), how often something is done
//! unless it is the least ("ít nhất 01 lần/năm"), what only passes a given set on ("ban hành 02 quyết định").

use std::sync::LazyLock;

use regex::Regex;

use super::clause::{self, Part};
use super::stated;
use crate::extract::context::Context;
use crate::extract::duty::DUTY;
use crate::extract::quantity::UnitKind;
use crate::extract::token::pattern;
use crate::extract::{Comparison, Direction};
use crate::text::{Restored, Span};

/// Counted nouns that are no goal by themselves: parts of a text or a file, levels and bodies, places, members, and what
/// only says how something is divided.
static NO_THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:bộ|bản|phiếu|trang$|bài\s+học|nội\s+dung|nhiệm\s+vụ|giải\s+pháp|vấn\s+đề|nhóm|điều|khoản|mục|phần$|chương$|bước|giai\s+đoạn|mức|loại|hình\s+thức|trường\s+hợp|nguyên\s+tắc|quan\s+điểm|tiêu\s+(?:chí|chuẩn)|chỉ\s+(?:tiêu|số|thị)|lĩnh\s+vực|nghị\s+(?:quyết|định)|quyết\s+định|thông\s+tư|luật|văn\s+bản|dự\s+thảo|báo\s+cáo|kế\s+hoạch|tờ\s+trình|thủ\s+tục|tthc|trụ\s+cột|đột\s+phá|con\s+số|cấp|tỉnh|thành\s+(?:phố|viên|phần)|huyện|quận|thị|xã|phường|đặc\s+khu|thôn|bản|ấp|tổ\s+chức|bộ|ngành|sở|cơ\s+quan|đơn\s+vị|địa\s+phương|khối|ban|ủy\s+viên|đại\s+biểu|đồng\s+chí|phó|trưởng|cá\s+nhân|tập\s+thể|ông|bà|người|đối\s+tượng|thí\s+sinh|tiết\s+mục|gói|suất|biên\s+chế|lần|năm|tháng|quý|ca|bậc|chiều|mặt|bên|yếu|khâu|mùa|không|rõ|tại|chỗ|sẵn|sàng|nhất|tốt|an\s+toàn|lớn|triệu|tỷ|nghìn|ngàn|đồng|điểm\s+(?:cầu|số)|hồ\s+sơ|x|số|thứ|cặp|nhà\s+(?:nước|thầu)|mảng|chức|nước|quốc\s+gia|bên)\b",
    )
});
/// Places and bodies, which count where they are brought to a state: "có thêm 05 xã đạt chuẩn".
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:xã|phường|huyện|thôn|bản|ấp|khu\s+(?:dân\s+cư|phố)|đơn\s+vị|cơ\s+quan|địa\s+phương|tổ\s+chức|thủ\s+tục|tthc|tiêu\s+chí|chỉ\s+(?:tiêu|số)|hồ\s+sơ|văn\s+bản)\b",
    )
});
/// The state that they are brought to.
static STATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:[\p{L}\d]+\s+){0,7}?(?:đạt(?:\s+(?:chuẩn|mức|tiêu|từ|danh|loại))?|được\s+(?:công\s+nhận|cấp|số\s+hóa|hỗ\s+trợ|đầu\s+tư)|hoàn\s+thành|thoát|về\s+đích)\b",
    )
});
/// People, who are counted only where they are taught, hired, treated or given work.
static PEOPLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:lượt\s+)?(?:lao\s+động|người|học\s+viên|học\s+sinh|cán\s+bộ|công\s+chức|viên\s+chức|giáo\s+viên|giảng\s+viên|chuyên\s+gia|bác\s+sĩ|sinh\s+viên|thanh\s+niên|phụ\s+nữ|hội\s+viên|đoàn\s+viên|đảng\s+viên|nông\s+dân|hộ|khách|bệnh\s+nhân|trẻ|cá\s+nhân|nhóm))\b",
    )
});
/// What is done with people who count: "Đào tạo nghề cho 120 lao động".
static TEACHES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:đào\s+tạo|bồi\s+dưỡng|tập\s+huấn|tuyển\s+(?:dụng|sinh|chọn)|kết\s+nạp|việc\s+làm|phát\s+triển|đón|thu\s+hút|điều\s+trị|khám|tiêm|tư\s+vấn|trợ\s+giúp)(?:\s+(?:mới|thêm|được|nghề|kiến\s+thức|kỹ\s+năng|nghiệp\s+vụ|bệnh|miễn\s+phí|pháp\s+(?:lý|luật)|cho))*\s*$",
    )
});
/// Verbs of making, right before the number but for words that only colour them.
static MAKES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:xây\s+dựng|xây|lắp\s+đặt|lắp|trồng|thành\s+lập|đầu\s+tư|cải\s+tạo|nâng\s+cấp|sửa\s+chữa|mở|phát\s+triển\s+(?:mới|thêm)|hình\s+thành|thu\s+hút|công\s+nhận|phát\s+hành|biên\s+soạn|trang\s+bị|nhân\s+rộng|phát\s+sóng|hoàn\s+thành|khởi\s+công|in|thả|khoanh\s+nuôi|phục\s+hồi|tu\s+bổ|chuyển\s+đổi|duy\s+trì|đăng\s+ký|đăng\s+tải|đặt|cấp|giới\s+thiệu|lựa\s+chọn|biểu\s+dương)(?:\s+(?:mới|thêm|bổ\s+sung|được|lại|thí\s+điểm|thành\s+công|và\s+(?:đưa|triển|duy|phát|nhân|nâng|sửa|cải|hoàn)\s+\p{L}+(?:\s+\p{L}+)?|thành|đạt|đưa\s+vào\s+(?:sử\s+dụng|hoạt\s+động|vận\s+hành)))*\s*$",
    )
});
/// Verbs that pass a given set on, keep it in order or tell of it, and bring nothing about.
static HANDLES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|\s)(?:gửi|nộp|báo\s+cáo|trình|thực\s+hiện|triển\s+khai|ban\s+hành|phối\s+hợp|chủ\s+trì|tham\s+mưu|theo|căn\s+cứ|quán\s+triệt|áp\s+dụng|sử\s+dụng|bao\s+gồm|gồm|lập|chỉ\s+đạo|quản\s+lý|đánh\s+giá|xem\s+xét|thống\s+nhất|thông\s+qua|phân\s+công|công\s+bố|theo\s+dõi|phê\s+duyệt|bố\s+trí|chuẩn\s+bị|chi|hưởng|tham\s+gia|tập\s+trung|vào|sau|trước|dành|cử|giao|quyết\s+định|chia|phân|tiếp\s+tục|chậm|quá|cách|lùi|qua|làm|là|như|bằng|mang|vượt|khắc\s+phục|bảo\s+đảm|đảm\s+bảo|yêu\s+cầu|đề\s+nghị|gắn\s+với|nằm|thuộc|do|nhất|đối\s+với|kỷ\s+niệm|chào\s+mừng)\s*$",
    )
});
/// Gatherings, which are held.
static GATHERING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:lớp|hội\s+(?:nghị|thảo|thi|chợ)|tọa\s+đàm|cuộc|đợt|phiên|chương\s+trình|ngày\s+hội|giải|liên\s+hoan|chuyên\s+đề|buổi)\b",
    )
});
static HOLDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"tổ\s+chức(?:\s+(?:được|thêm|mới|khoảng))*\s*$"));
/// What makes a number a condition, a share of a body's members, a part of a file.
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"trường\s+hợp|\bnếu\b|có\s+thể|\bkhi\s+có|điều\s+kiện|tiêu\s+chuẩn|hồ\s+sơ|thành\s+phần|đối\s+tượng\s+(?:là|áp)|hội\s+đồng|cuộc\s+họp|phiên\s+họp|\bphải\s+có|\btừ\s+đủ|quy\s+định\s+tại|được\s+tính|bán\s+kính|khoảng\s+cách|mật\s+độ|hiện\s+(?:có|nay)|toàn\s+tỉnh\s+có|gồm\s*:?\s*$|dự\s+thi|tham\s+dự|thí\s+sinh|đề\s+cương|dung\s+lượng|khối\s+lượng|trọng\s+tải|công\s+suất|cách\s|xếp\s+loại",
    )
});

/// Whether the number of a statement is demanded by it.
pub(super) fn demands(context: &Context<'_>, part: &Part) -> bool {
    let flat = &context.flat;
    let ahead = Span::new(part.before.start(), part.amount.written.start().max(part.before.start()));
    if !context.aims || flat.has(&CONDITION, ahead) || part.amount.comparison == Comparison::AtMost {
        return false;
    }
    let unit = part.amount.quantity.unit.as_deref().map(crate::vietnamese::fold).unwrap_or_default();
    let before = clause::told(context, stated::open(context, clause::tail(context, part.before)));
    if part.amount.unit == UnitKind::Count && PEOPLE.is_match(&unit) {
        // "mỗi trạm y tế có ít nhất 02 bác sĩ", but not "tổ công tác có ít nhất 05 người".
        let staff = unit != "người" && least(context, part) && holds(context, before);
        return flat.has(&TEACHES, before) || before.is_empty() && done_to(context, part) || staff;
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
    if part.amount.unit != UnitKind::Measure && !is_thing(context, part, &unit) {
        return false;
    }
    flat.has(&MAKES, before)
        || part.amount.unit == UnitKind::Count && acts(context, before)
        || before.is_empty() && done_to(context, part)
        || least(context, part) && (before.is_empty() || holds(context, before))
}

/// Whether what is counted can be made, held or brought about; of places and bodies a state must be said.
fn is_thing(context: &Context<'_>, part: &Part, unit: &str) -> bool {
    let flat = &context.flat;
    // "thành lập 02 Chi cục": a body, not so many things.
    let noun = part.amount.quantity.unit.as_deref().unwrap_or_default();
    if noun.starts_with(char::is_uppercase) && noun.chars().any(char::is_lowercase) {
        return false;
    }
    PLACE.is_match(unit)
        && (flat.has(&STATE, said_of(context, part)) || least(context, part) && flat.has(&MAKES, part.before))
        || !NO_THING.is_match(unit) && !PLACE.is_match(unit)
}

/// Whether what stands before a number is an act that brings about what is counted: a verb of duty with no more than a
/// few words, the last of them none that only joins, places or hands on.
fn acts(context: &Context<'_>, before: Span<Restored>) -> bool {
    static JOINS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|\s)(?:tại|của|ở|thuộc|theo|cho|với|trong|về|từ|các|những|và|đến|tới|được|bởi|trên|dưới|ngày|số|thứ)\s*$",
        )
    });
    let flat = &context.flat;
    // "khảo sát đối với 12 chợ": of what is looked into, so many.
    static LOOKS_INTO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:thí\s+điểm|thanh\s+tra|kiểm\s+tra|khảo\s+sát|xét\s+nghiệm|phân\s+tích|quan\s+trắc|lấy\s+mẫu|điều\s+tra)\b.*\sđối\s+với$",
        )
    });
    if flat.text(before).split_whitespace().count() <= 9 && flat.has(&LOOKS_INTO, before) {
        return true;
    }
    (1..=6).contains(&flat.text(before).split_whitespace().count())
        && flat.has(&DUTY, before)
        && !flat.has(&JOINS, before)
        && !flat.has(&HANDLES, before)
}

/// What is said of what is counted: of the first in a list what is said of all, "95% rác đô thị, 90% rác nông thôn được thu
/// gom".
fn said_of(context: &Context<'_>, part: &Part) -> Span<Restored> {
    static LISTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:,|\svà)\s*$"));
    let listed = context.flat.has(&LISTED, part.after);
    if listed { Span::new(part.after.start(), part.sentence.end()) } else { part.after }
}

/// Whether a number that opens its item says what is to become of what it counts: "02 mô hình được nhân rộng".
fn done_to(context: &Context<'_>, part: &Part) -> bool {
    static BECOMES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*(?:[\p{L}\d,/-]+\s+){0,10}?(?:được\s+(?:xây|nhân|đầu|thành|hình|đưa|hỗ|cấp|đào|tập|bồi|nâng|cải|sửa|công\s+nhận|số|duy|triển|tổ|chuyển|áp|hoàn|lắp|trang|kết|chứng)|đạt\s|đi\s+vào\s+hoạt\s+động|hoàn\s+thành\b)",
        )
    });
    let flat = &context.flat;
    part.amount.unit == UnitKind::Count
        && flat.trim(Span::new(part.sentence.start(), part.before.end()), &['-', '+', '*', '•']).is_empty()
        && flat.has(&BECOMES, said_of(context, part))
}

/// Whether a measure or a sum is said for a time to come: "diện tích rừng đến năm 2030 đạt 1.200 ha", "dự kiến đạt …".
pub(super) fn foreseen(context: &Context<'_>, part: &Part) -> bool {
    static TO_COME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:(?:đến|vào|tới)\s+(?:hết\s+|cuối\s+)?năm\s+20\d\d\s*,?\s*[^;:.]{0,60}|dự\s+kiến\s+)\b(?:đạt|còn)\s*(?:từ\s*)?$",
        )
    });
    let flat = &context.flat;
    let ahead = Span::new(part.before.start(), part.amount.written.start().max(part.before.start()));
    context.aims && names_measure(context, ahead) && flat.has(&TO_COME, ahead) && !flat.has(&CONDITION, ahead)
}

/// Whether a statement, or its last clause, begins with what is measured.
fn names_measure(context: &Context<'_>, before: Span<Restored>) -> bool {
    [before, clause::tail(context, before)]
        .into_iter()
        .any(|before| clause::MEASURED.is_match(context.flat.low(stated::open(context, before))))
}

/// Which way something is to move, where a clause says it and then how far: "Tăng tỷ lệ hộ dùng nước sạch lên trên 95%".
/// Not: what is paid.
pub(super) fn moved(context: &Context<'_>, part: &Part) -> Option<Direction> {
    static MOVES: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:(?P<up>tăng)|(?P<down>giảm|hạ|kéo\s+giảm|rút\s+ngắn))\s"));
    static REACHES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:lên|xuống|còn|đạt|thêm|ở\s+mức|tới)(?:\s+(?:mức|trên|dưới|khoảng|ít\s+nhất|tối\s+thiểu|từ|còn|đạt|được))*\s*$",
        )
    });
    let flat = &context.flat;
    let ahead = Span::new(part.before.start(), part.amount.number.start().max(part.before.start()));
    let clause = clause::told(context, flat.trim(clause::tail(context, ahead), &[',', '-', '+', ':']));
    let way = MOVES.captures(flat.low(clause)).filter(|_| context.aims)?;
    let told = flat.has(&REACHES, ahead) && !flat.has(&PAID, ahead) && !flat.has(&CONDITION, ahead);
    told.then(|| if way.name("up").is_some() { Direction::Increase } else { Direction::Decrease })
}

/// Whether a share of what is measured is said with the least or the most it is to be: "tỷ lệ đô thị hóa khoảng 45%".
pub(super) fn measured(context: &Context<'_>, part: &Part) -> bool {
    static REACHES: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(?:đạt|còn|lên|xuống|ở\s+mức)\s*(?:từ\s*)?$"));
    let flat = &context.flat;
    let bound = !matches!(part.amount.comparison, Comparison::Equal | Comparison::Range)
        || part.amount.per.as_deref() == Some("năm");
    context.aims
        && names_measure(context, part.before)
        && (bound || flat.has(&REACHES, Span::new(part.before.start(), part.amount.written.start())))
        && !flat.has(&PAID, part.before)
        && !flat.has(&CONDITION, Span::new(part.sentence.start(), part.amount.written.start()))
}

/// Whether all of something is to be dealt with, where the whole ends the clause: "Tài liệu lưu trữ được số hóa 100%".
pub(super) fn wholly(context: &Context<'_>, part: &Part) -> bool {
    static DONE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\p{L}\s+(?:được|phải)\s+\p{L}+(?:\s+\p{L}+){0,3}\s*$"));
    let flat = &context.flat;
    context.aims
        && part.amount.quantity.value == 100.0
        && flat.trim(part.after, &['.', ';', ',']).is_empty()
        && flat.has(&DONE, part.before)
        && !gives(context, part)
        && !flat.has(&PAID, part.before)
}

/// Whether what stands before a share gives it away.
pub(super) fn gives(context: &Context<'_>, part: &Part) -> bool {
    context.flat.has(&GIVES, part.before)
}

/// Whether the least share of something is to be dealt with: "Chuyển ít nhất 30% số trường sang tự chủ".
pub(super) fn least_share(context: &Context<'_>, part: &Part) -> bool {
    let flat = &context.flat;
    let before = clause::told(context, stated::open(context, clause::tail(context, part.before)));
    context.aims
        && part.amount.comparison == Comparison::AtLeast
        && acts(context, before)
        && !flat.has(&OF_MONEY, part.after)
        && !flat.has(&GIVES, part.before)
        && !flat.has(&CONDITION, Span::new(part.sentence.start(), part.amount.written.start()))
        && flat.text(part.after).split_whitespace().count() >= 2
}

/// Whether the number is said to be the least.
fn least(context: &Context<'_>, part: &Part) -> bool {
    let written = context.flat.low(part.amount.written);
    let said = part.amount.comparison == Comparison::AtLeast && !written.starts_with("từ")
        || written.starts_with("ít nhất")
        || written.starts_with("tối thiểu");
    said && (part.amount.unit == UnitKind::Count || of_an_area(context, part))
}

/// Whether a whole country, province or the like is to have it: "cả tỉnh có tối thiểu 40 km đường cao tốc". Of a single
/// thing the least length or area is a norm.
fn of_an_area(context: &Context<'_>, part: &Part) -> bool {
    static AREA: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:^|\s)(?:cả|toàn)\s+\p{L}+(?:\s+\p{L}+)?\s+(?:có|đạt)\s*$"));
    context.flat.has(&AREA, part.before)
}

/// Whether what stands before the number says who is to have it, or what to do with it.
fn holds(context: &Context<'_>, before: Span<Restored>) -> bool {
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
    let said = said_of(context, part);
    context.aims
        && stated::open(context, part.before).is_empty()
        && flat.has(&DONE, said)
        && !flat.has(&SURVEYED, said)
        && !flat.has(&PAID, Span::new(part.sentence.start(), part.amount.written.start()))
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
    let flat = &context.flat;
    let own = clause::tail(context, part.before);
    let whole = Span::new(own.start(), part.after.end());
    context.aims
        && part.amount.direction.is_some()
        && matches!(part.amount.comparison, Comparison::AtLeast | Comparison::MoreThan | Comparison::About)
        && !flat.has(&PAID, whole)
        && !flat.has(&CONDITION, Span::new(part.before.start(), part.amount.written.start()))
}

/// What is paid, and what is let off.
static PAID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"mức\s|phí\b|thuế|lương|tiền|giá\s|phụ\s+cấp|học\s+phí|vốn\s|hỗ\s+trợ|lãi|dự\s+toán|tù\b|phạt")
});
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

#[cfg(test)]
mod tests {
    use crate::extract::{Direction, findings, fixture};

    type Found = (String, f64, Option<Direction>);

    fn read(line: &str) -> Vec<Found> {
        let text = format!("III. NỘI DUNG\n\n1. {line}");
        let document = fixture::dated("Kế hoạch công tác năm 2026", "2026-01-05", &text);
        let found = findings(&document).targets;
        found.into_iter().map(|f| (f.value.indicator, f.value.quantity.value, f.value.direction)).collect()
    }

    fn one(line: &str) -> (String, f64) {
        let found = read(line);
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        found.into_iter().map(|(indicator, value, _)| (indicator, value)).next().unwrap_or_default()
    }

    #[test]
    fn counts_by_the_shape_of_their_clause() {
        for (line, indicator, value) in [
            ("Thành lập 14 tổ công nghệ số cộng đồng.", "Thành lập tổ công nghệ số cộng đồng", 14.0),
            ("Nạo vét 35 tuyến kênh nội đồng.", "Nạo vét tuyến kênh nội đồng", 35.0),
            ("03 mô hình nuôi ong được nhân rộng.", "mô hình nuôi ong được nhân rộng", 3.0),
            ("Công nhận thêm 02 xã đạt chuẩn nông thôn mới.", "Công nhận xã đạt chuẩn nông thôn mới", 2.0),
            ("Mỗi trạm y tế có ít nhất 02 bác sĩ.", "Mỗi trạm y tế bác sĩ", 2.0),
            ("Khảo sát chất lượng đối với 45 giếng khoan.", "Khảo sát chất lượng đối với giếng khoan", 45.0),
            ("Cả tỉnh có tối thiểu 80 km đường cao tốc.", "Cả tỉnh đường cao tốc", 80.0),
        ] {
            assert_eq!(one(line), (indicator.to_owned(), value), "{line}");
        }
    }

    #[test]
    fn no_counts() {
        for line in [
            "Tổ chức thực hiện 05 nhiệm vụ trọng tâm.",
            "Ban hành 02 quyết định về giá đất.",
            "Vận hành Tổng đài 115 tiếp nhận thông tin.",
            "Thành lập 02 Chi cục trực thuộc Sở Y tế.",
            "Phối hợp với 04 xã trong vùng.",
            "Đối với các xã có tỷ lệ hộ nghèo dưới 5% có thể chậm hơn.",
            "Năm 2025, xây dựng 12 mô hình du lịch.",
        ] {
            assert_eq!(read(line), [], "{line}");
        }
    }

    #[test]
    fn what_is_to_move() {
        assert_eq!(
            read("Tăng tỷ lệ hộ dùng nước sạch lên trên 97%."),
            [("tỷ lệ hộ dùng nước sạch".to_owned(), 97.0, Some(Direction::Increase))]
        );
        assert_eq!(
            one("Phấn đấu tỷ suất tử vong ở trẻ em giảm từ 14 ca xuống 9 ca vào năm 2030."),
            ("tỷ suất tử vong ở trẻ em".to_owned(), 9.0)
        );
    }

    #[test]
    fn shares() {
        for (line, indicator, value) in [
            ("Tỷ lệ đô thị hóa khoảng 45%.", "Tỷ lệ đô thị hóa", 45.0),
            ("Chuyển ít nhất 20% số trường sang tự chủ.", "Chuyển số trường sang tự chủ", 20.0),
            ("Tài liệu lưu trữ được số hóa 100%.", "Tài liệu lưu trữ được số hóa", 100.0),
        ] {
            assert_eq!(one(line), (indicator.to_owned(), value), "{line}");
        }
        let both = read("95% rác đô thị, 85% rác nông thôn được thu gom.");
        assert_eq!(both.iter().map(|f| f.1).collect::<Vec<_>>(), [95.0, 85.0]);
    }

    #[test]
    fn what_a_year_to_come_opens() {
        let found = read("Đến năm 2030, tuổi thọ trung bình đạt 76 tuổi; có 05 di tích được xếp hạng.");
        assert_eq!(found.iter().map(|f| f.1).collect::<Vec<_>>(), [76.0, 5.0]);
    }
}
