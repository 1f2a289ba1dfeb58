//! The words bodies are named with: heads, titles, classes and places.

use std::sync::LazyLock;

use regex::Regex;

use super::token::pattern;

/// Heads that need no name: they are bodies by themselves.
pub(super) static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:chi\s+nhánh\s+)?văn\s+phòng\s+đăng\s+ký\s+đất\s+đai|thủ\s+tướng\s+chính\s+phủ|phó\s+thủ\s+tướng(?:\s+chính\s+phủ)?|ủy\s+ban\s+thường\s+vụ\s+quốc\s+hội|quốc\s+hội|chính\s+phủ|bộ\s+chính\s+trị|ban\s+bí\s+thư(?:\s+trung\s+ương(?:\s+đảng)?)?|ban\s+chấp\s+hành\s+trung\s+ương(?:\s+đảng)?|chủ\s+tịch\s+nước|thường\s+trực\s+chính\s+phủ|tổ\s+đại\s+biểu|thống\s+đốc\s+ngân\s+hàng\s+nhà\s+nước(?:\s+việt\s+nam)?|tổng\s+thanh\s+tra\s+chính\s+phủ|(?:ban\s+thường\s+vụ|thường\s+trực|ban\s+chấp\s+hành\s+đảng\s+bộ|văn\s+phòng|ban\s+(?:tổ\s+chức|dân\s+vận|nội\s+chính|tuyên\s+giáo(?:\s+và\s+dân\s+vận)?)|ủy\s+ban\s+kiểm\s+tra)\s+(?:tỉnh\s+ủy|thành\s+ủy|huyện\s+ủy|quận\s+ủy|thị\s+ủy|đảng\s+ủy|tỉnh)|tỉnh\s+ủy|thành\s+ủy|huyện\s+ủy|quận\s+ủy|thị\s+ủy|đảng\s+ủy|tỉnh\s+đoàn|thành\s+đoàn|đoàn\s+tn|công\s+đoàn|quận\s+đoàn|huyện\s+đoàn)\b",
    )
});

/// Heads that a name or a place follows. Taken only with a capital.
pub(super) static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:báo\s+và\s+(?:đài\s+)?phát\s+thanh(?:\s*,\s*|\s*[-–]\s*|\s+và\s+)truyền\s+hình|ủy\s+ban\s+mặt\s+trận\s+tổ\s+quốc|ub\.?\s?mttq|ubmttq|mttq|mặt\s+trận\s+tổ\s+quốc|hội\s+đồng|ủy\s+ban|tổng\s+công\s+ty|công\s+ty|tập\s+đoàn|tổng\s+cục|chi\s+cục|cục|vụ|viện\s+kiểm\s+sát|viện|văn\s+phòng|thanh\s+tra|trung\s+tâm|công\s+an|liên\s+đoàn|liên\s+minh|liên\s+hiệp|hiệp\s+hội|hội|tỉnh\s+đoàn|đoàn|trường|học\s+viện|đại\s+học|đài|báo|kho\s+bạc|bảo\s+hiểm\s+xã\s+hội|ngân\s+hàng|quỹ|phòng|đảng\s+ủy|đảng\s+bộ|bệnh\s+viện|tòa\s+án|bộ\s+chỉ\s+huy|bộ\s+tư\s+lệnh|bộ\s+đội\s+biên\s+phòng|ban|tổ\s+công\s+tác|tổ\s+giúp\s+việc|tổ|đội|khoa|nhà\s+xuất\s+bản|cổng\s+thông\s+tin\s+điện\s+tử|hạt\s+kiểm\s+lâm|chi\s+nhánh|hải\s+quan|thuế|thống\s+kê|cảng\s+vụ|vnpt|viettel|mobifone|đoàn\s+thanh\s+niên|nhà\s+văn\s+hóa|thư\s+viện|bảo\s+tàng|ban\s+quản\s+lý|trạm|điện\s+lực|vườn\s+quốc\s+gia|khu\s+bảo\s+tồn|cơ\s+quan|tiểu\s+ban|đồn\s+biên\s+phòng|khối|cụm)\b",
    )
});

/// Heads that may stand without a name behind them: there is one of them in a place.
pub(super) static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:ủy\s+ban\s+)?mặt\s+trận\s+tổ\s+quốc|ubmttq|mttq|bảo\s+hiểm\s+xã\s+hội|kho\s+bạc|bộ\s+đội\s+biên\s+phòng|đoàn\s+thanh\s+niên|ban\s+(?:chỉ\s+đạo|tổ\s+chức)|tổ\s+(?:công\s+tác|giúp\s+việc)|công\s+an|viện\s+kiểm\s+sát(?:\s+nhân\s+dân)?|tòa\s+án(?:\s+nhân\s+dân)?)\b",
    )
});

/// Words that look like a head and are none, with what follows them.
pub(super) static NO_HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:ban\s+(?:hành|đầu|ngành|đêm|bố)|hội\s+(?:nghị|thảo|viên|nhập|chợ|thi|tụ|diễn|trại|họp)|trường\s+hợp|báo\s+(?:cáo|chí|động|đảm|đài|hiệu)|đoàn\s+(?:kết|viên|kiểm|công\s+tác|thể|thanh\s+tra|liên|giám)|phòng(?:\s*,|\s+(?:chống|ngừa|cháy|vệ|dịch|thủ|tránh|học|thi))|viện\s+trợ|quỹ\s+đất|khoa\s+học|đội\s+(?:ngũ|hình)|tổ\s+(?:chức|dân|quốc|viên|hợp)|vụ\s+(?:việc|án|mùa|đông|xuân|hè|mưa)|thuế\s+(?:suất|thu|giá|xuất|nhập|đất|tài|môn|điện)|thống\s+kê\s*[,;]|đài\s+(?:loan|phun)|ủy\s+ban\s+nhân\s+dân|hội\s+đồng\s+nhân\s+dân|cơ\s+quan\s*,|khối\s+lượng|cụm\s+từ|trạm\s+(?:y\s+tế\s+và|thu)|thanh\s+tra\s*,|cục\s+bộ|cơ\s+quan\s+(?:có|được|chủ\s+trì|phối\s+hợp|thực\s+hiện|liên)|quỹ\s+tiền|văn\s+phòng\s+phẩm|trung\s+tâm\s+(?:của|về|là)|công\s+an\s*,)",
    )
});

/// Titles of those who hold an office.
pub(super) static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:các\s+)?(?:phó\s+)?(?:chủ\s+tịch|tổng\s+giám\s+đốc|giám\s+đốc|trưởng\s+(?:ban|phòng|đoàn(?:\s+(?:kiểm\s+tra|thanh\s+tra|giám\s+sát|công\s+tác))?|công\s+an|khoa|thôn)|chánh\s+(?:văn\s+phòng|thanh\s+tra|án)|chi\s+cục\s+trưởng|cục\s+trưởng|tổng\s+cục\s+trưởng|vụ\s+trưởng|hiệu\s+trưởng|viện\s+trưởng|bí\s+thư|chủ\s+nhiệm|chỉ\s+huy\s+trưởng|tổng\s+biên\s+tập|bộ\s+trưởng|thứ\s+trưởng|trưởng)(?:\s+thường\s+trực)?|thủ\s+trưởng|người\s+đứng\s+đầu|lãnh\s+đạo|(?:các\s+)?thành\s+viên(?:\s+đoàn\s+(?:kiểm\s+tra|thanh\s+tra|giám\s+sát|công\s+tác))?|ct|pct|tư\s+lệnh|kế\s+toán\s+trưởng)\b",
    )
});

/// The first syllables of all that a body may begin with, in both styles of tone marks.
pub(super) const FIRST_WORDS: &str = "\
    ban báo bảo bảng bên bệnh bí bộ các cán cá cảng cấp cả chánh chi chỉ chính chủ cổng cơ công ct cục cụm \
    dân doanh đài đại đặc đảng địa điện đoàn đội đồn đơn giám hai hạt hải hđnd hệ hiệp hiệu học hộ hội \
    hợp huyện kế kho khoa khối khu lãnh liên lực mặt mobifone mọi mỗi mttq ngành ngân người nhà những pct phòng phó \
    phường quận quốc quỹ quĩ quý sở tầng tập tất thanh thành thị thôn thông thống thủ thuế thư thường thứ \
    tiểu toàn tòa toà tổ tổng trạm trung trường trưởng tư từng tỉnh ub ubmttq ubnd ủy uỷ văn viện viettel vị vnpt \
    vp vườn vụ xã hạm thầy giáo";

/// Nouns that stand for a class of bodies.
pub(super) const CLASS: &str = r"cơ\s+quan\s+(?:thông\s+tấn(?:\s*,\s*báo\s+chí)?|báo\s+chí|báo\s+đài|truyền\s+thông|chuyên\s+môn|chức\s+năng|thường\s+trực|ngang\s+bộ|trung\s+ương|hành\s+chính|nhà\s+nước|quản\s+lý|thuế|công\s+an|báo)|cơ\s+quan|đơn\s+vị\s+(?:sự\s+nghiệp(?:\s+công\s+lập)?|vũ\s+trang)|đơn\s+vị|địa\s+phương|tổ\s+chức\s+(?:chính\s+trị(?:\s*[-–]\s*xã\s+hội)?(?:\s*[-–]?\s*nghề\s+nghiệp)?|xã\s+hội(?:\s*[-–]?\s*nghề\s+nghiệp)?|đoàn\s+thể|thành\s+viên|hội|đảng|tín\s+dụng|kinh\s+tế)|tổ\s+chức|cá\s+nhân|doanh\s+nghiệp|đoàn\s+thể|ban\s+ngành|ban\s+quản\s+lý(?:\s+(?:các\s+)?(?:dự\s+án|rừng(?:\s+(?:phòng\s+hộ|đặc\s+dụng))?|chợ|khu(?:\s+(?:kinh\s+tế|công\s+nghiệp))?))?|ban|sở\s+ngành|sở|bộ\s+phận|bộ|ngành|hội\s+đồng|hội|huyện|quận\s+đoàn|quận|thị\s+xã|thành\s+phố|thị\s+trấn|xã|phường|đặc\s+khu|tỉnh|trường(?:\s+(?:học|đại\s+học|thpt|thcs|tiểu\s+học|mầm\s+non|cao\s+đẳng|trung\s+học\s+(?:phổ\s+thông|cơ\s+sở)|trung\s+học))?|cơ\s+sở\s+(?:giáo\s+dục|y\s+tế|đào\s+tạo|khám\s+bệnh|sản\s+xuất|kinh\s+doanh)|phòng(?:\s+(?:chuyên\s+môn|gd&đt|giao\s+dịch))?|chi\s+cục|trung\s+tâm\s+y\s+tế|trạm\s+y\s+tế|trung\s+tâm|lực\s+lượng\s+(?:chức\s+năng|vũ\s+trang|công\s+an|dân\s+quân)|lực\s+lượng|cấp\s+ủy(?:\s+đảng)?|chính\s+quyền|cấp|hợp\s+tác\s+xã|chủ\s+(?:đầu\s+tư|rừng|cơ\s+sở|sử\s+dụng)|nhà\s+(?:thầu|đầu\s+tư)|người\s+sử\s+dụng\s+lao\s+động|công\s+ty|hiệp\s+hội|khoa|viện|bệnh\s+viện|ngân\s+hàng(?:\s+thương\s+mại)?|hộ\s+gia\s+đình|hộ\s+kinh\s+doanh|tập\s+thể|mặt\s+trận|trường\s+học|thôn|tổ\s+dân\s+phố|khu\s+phố|cụm|khối\s+thi\s+đua|khối|bên|thành\s+viên|nhà\s+trường|cơ\s+sở|người\s+dân|đài|báo|cán\s+bộ|tầng\s+lớp\s+nhân\s+dân|hệ\s+thống\s+thông\s+tin";

/// What may follow the nouns of a class and belongs to it.
pub(super) static QUALIFIER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s+(?:(?:có\s+)?liên\s+quan(?:\s+khác)?|chính\s+trị\s*[-–]\s*xã\s+hội|(?:chính\s+trị\s*[-–]\s*)?xã\s+hội\s*(?:[-–]\s*)?nghề\s+nghiệp|đoàn\s+thể|cấp\s+(?:tỉnh|huyện|xã|thành\s+phố|trên|dưới|cơ\s+sở|trung\s+ương)|(?:của|trong|thuộc|ở)\s+(?:tỉnh|thành\s+phố|trung\s+ương|địa\s+phương|huyện|xã)(?:\s+quản\s+lý)?|(?:trực\s+)?thuộc\s+(?:ubnd|ủy\s+ban\s+nhân\s+dân)\s+(?:tỉnh|thành\s+phố|huyện|quận)|trực\s+thuộc(?:\s+(?:tỉnh|sở|ubnd\s+tỉnh|trung\s+ương))?|(?:đóng\s+)?trên\s+địa\s+bàn(?:\s+toàn)?(?:\s+(?:tỉnh|thành\s+phố|huyện|xã|phường))?|chức\s+năng|chuyên\s+môn|các\s+cấp|nêu\s+trên|ngang\s+bộ|thuộc\s+chính\s+phủ|được\s+(?:phân\s+công|giao)(?:\s+nhiệm\s+vụ)?|tham\s+gia\s+khảo\s+sát|thi\s+đua(?:\s+thuộc\s+tỉnh)?|thông\s+tấn|báo\s+chí|báo,?\s+đài|địa\s+phương|trung\s+ương|tỉnh|thành\s+phố|quận(?:\s*,\s*(?:huyện|thị\s+xã))*|huyện(?:\s*,\s*(?:thị\s+xã|thành\s+phố))*|ngoài\s+công\s+lập|ncl|gdtx|thpt|khác|đảng|thương\s+mại|có\s+tên\s+tại\s+điều\s+\d+|năm\s+\d{4})\b",
    )
});

/// Nouns of places that may follow a body.
pub(super) static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:của\s+)?(?:các\s+)?cấp\s+(?:tỉnh|huyện|xã|thành\s+phố|cơ\s+sở)|các\s+cấp|tỉnh|thành\s+phố|tp\.?|huyện|quận|thị\s+xã|xã|phường|đặc\s+khu|thị\s+trấn|khu\s+vực|tối\s+cao)\b",
    )
});

/// A list of places of one kind or more: "các huyện, thị xã, thành phố", "07 xã, phường".
pub(super) static PLACES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:các|những|\d+)\s+)?(?:tỉnh|huyện|quận|thị\s+xã|thành\s+phố|thị\s+trấn|xã|phường|đặc\s+khu)(?:\s*[,/]\s*(?:(?:các\s+)?(?:tỉnh|huyện|quận|thị\s+xã|thành\s+phố|thị\s+trấn|xã|phường|đặc\s+khu)\b)|\s+và\s+(?:(?:các\s+)?(?:tỉnh|huyện|quận|thị\s+xã|thành\s+phố|thị\s+trấn|xã|phường|đặc\s+khu)\b(?:\s+thuộc\s+tỉnh)?))*(?:\s+trực\s+thuộc\s+trung\s+ương)?",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_only_look_like_heads() {
        for text in
            ["ban hành quyết định", "báo cáo kết quả", "phòng, chống dịch", "tổ chức thực hiện", "trường hợp"]
        {
            assert!(NO_HEAD.is_match(text), "{text}");
        }
        for text in ["ban quản lý dự án", "báo sơn hà", "phòng đào tạo", "trường đại học", "hội nông dân"]
        {
            assert!(!NO_HEAD.is_match(text) && HEAD.is_match(text), "{text}");
        }
    }
}
