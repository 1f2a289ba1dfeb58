//! Whether a number can be one to be reached: by its unit, its place and the words around it.

use std::sync::LazyLock;

use regex::Regex;

use super::clause::{self, Part, Strength};
use super::{demand, stated};
use crate::extract::Comparison;
use crate::extract::context::Context;
use crate::extract::duty::DUTY;
use crate::extract::quantity::UnitKind;
use crate::extract::token::pattern;
use crate::text::Span;

static MONEY_GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"hỗ\s+trợ|mức\s+(?:chi|thu|phí|phạt|thưởng|hỗ|đóng|hưởng|vốn|giảm|lương)|lãi\s+suất|lệ\s+phí|phụ\s+cấp|thuế|tiền|ngân\s+sách\s+(?:trung\s+ương|tỉnh|cấp|hỗ\s+trợ)|vốn|kinh\s+phí|lương|giá\s+trị\s+(?:hợp\s+đồng|gói)|điểm\s+số|cổ\s+phần|khấu\s+trừ|bồi\s+thường|trúng\s+tuyển|hệ\s+số|dự\s+toán|tỷ\s+lệ\s+(?:phân\s+chia|điều\s+tiết|trích)|miễn|diện\s+tích\s+(?:sử\s+dụng|sàn)",
    )
});

static SPENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"giải\s+ngân"));
/// What the whole of can be meant: things, people, bodies, not a share of something paid.
static THINGS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:các\s+|số\s+)?(?:cơ\s+(?:quan|sở)|đơn\s+vị|hộ|người|cán\s+bộ|công\s+chức|viên\s+chức|doanh\s+nghiệp|xã|phường|thôn|trường|chợ|hồ\s+sơ|thủ\s+tục|văn\s+bản|tài\s+liệu|học\s+sinh|trẻ|phụ\s+nữ|lao\s+động|đối\s+tượng|trường\s+hợp|công\s+trình|dự\s+án|tổ\s+chức|cá\s+nhân|hội\s+viên|đoàn\s+viên|đảng\s+viên|sở|ngành|địa\s+phương|tàu|phương\s+tiện|dịch\s+vụ|nhiệm\s+vụ|chỉ\s+tiêu|kiến\s+nghị|khu|tuyến|trạm|bệnh|giáo\s+viên|chi\s+bộ|sản\s+phẩm|mẫu|gia|đàn|vùng|điểm)",
    )
});

/// Words of [`MEASURED`](clause::MEASURED) anywhere.
static MEASURED_INSIDE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:tỷ|tỉ)\s+(?:lệ|số|suất|trọng)|chỉ\s+số|tốc\s+độ|tổng\s|năng\s+suất"));
/// Money that is given out even where goals stand.
static MONEY_GIVEN_STRICT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"hỗ\s+trợ|mức\s+(?:chi|phí|phạt|thưởng|hỗ|đóng|hưởng)|kinh\s+phí|dự\s+toán|phụ\s+cấp|tổng\s+mức\s+đầu\s+tư|nguồn\s+vốn",
    )
});

/// Whether the number of a statement can be one to be reached, by its unit, its place and the words around it.
pub(super) fn may_be_target(context: &Context<'_>, part: &Part, strength: Strength) -> bool {
    let flat = &context.flat;
    if is_condition(context, part) {
        return false;
    }
    let goal = strength == Strength::Goal;
    let said = clause::says_goal(context, part.sentence) || clause::says_aim(context, part);
    let whole = Span::new(part.before.start(), part.after.end());
    let asks = part.amount.comparison != Comparison::Equal && part.amount.comparison != Comparison::Range;
    match part.amount.unit {
        UnitKind::Time => goal || said || context.aims,
        UnitKind::Percent => {
            goal || said
                || {
                    let opens = stated::open(context, part.before).is_empty();
                    // What is spent of the money given is a goal; the money is none.
                    let given = flat.has(&MONEY_GIVEN, whole) && !flat.has(&SPENT, whole);
                    // "rà soát 100% cơ sở": the whole of something, in a sentence that tells to do it.
                    let all = part.amount.quantity.value == 100.0
                        && part.amount.direction.is_none()
                        && !demand::gives(context, part)
                        && flat.has(&THINGS, part.after)
                        && flat.has(&DUTY, clause::told(context, part.before));
                    static REACH: LazyLock<Regex> = LazyLock::new(|| {
                        pattern(
                            r"(?:đạt|bảo\s+đảm|đảm\s+bảo|tăng(?:\s+trưởng)?|giảm|có|hoàn\s+thành|duy\s+trì|đáp\s+ứng|từ)(?:\s+(?:tỷ\s+lệ|ít\s+nhất))?\s*$",
                        )
                    });
                    let before = Span::new(part.before.start(), part.amount.written.start());
                    demand::whole(context, part)
                        || demand::share(context, part)
                        || demand::change(context, part)
                        || demand::moved(context, part).is_some()
                        || demand::measured(context, part)
                        || demand::least_share(context, part)
                        || demand::wholly(context, part)
                        || !given
                            && (all
                                || opens && (part.amount.quantity.value >= 100.0 || asks)
                                || asks && flat.has(&REACH, before)
                                || flat.has(&REACH, before)
                                    && part.amount.direction.is_none()
                                    && flat.has(&MEASURED_INSIDE, before))
                }
        }
        UnitKind::Money => {
            (goal || said || demand::foreseen(context, part) || demand::moved(context, part).is_some())
                && !flat.has(&MONEY_GIVEN_STRICT, whole)
        }
        UnitKind::Measure => {
            goal || said
                || demand::demands(context, part)
                || demand::foreseen(context, part)
                || demand::moved(context, part).is_some()
        }
        UnitKind::Count => {
            goal || said && !flat.has(&MONEY_GIVEN, whole)
                || demand::demands(context, part)
                || demand::counts(context, part)
                || demand::moved(context, part).is_some()
        }
        UnitKind::None => goal && flat.has(&MEASURED_INSIDE, part.before),
    }
}

/// Whether a number tells for whom something holds: "Đối với xã có tỷ lệ hộ nghèo trên 20% có thể …".
fn is_condition(context: &Context<'_>, part: &Part) -> bool {
    static FOR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^[\s+*•–-]*(?:đối\s+với|(?:trong\s+)?trường\s+hợp|nếu|riêng|những|các)\s[^;:]*\bcó\s")
    });
    static THEN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[^,;:]{0,30}?[,\s]*(?:có\s+thể|thì|được\s+phép|phải)\b"));
    let ahead = Span::new(part.sentence.start(), part.amount.written.start().max(part.sentence.start()));
    context.flat.has(&FOR, ahead) && context.flat.has(&THEN, part.after)
}
