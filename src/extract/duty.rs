//! Words that tell somebody to do something.

use std::sync::LazyLock;

use regex::Regex;

use super::token::pattern;

/// A verb of duty at the beginning, with the adverbs before it.
pub(crate) static DUTY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s,:–-]*(?:(?:cần|phải|sẽ|có\s+(?:trách\s+nhiệm|nhiệm\s+vụ|kế\s+hoạch|giải\s+pháp|văn\s+bản|ý\s+kiến|báo\s+cáo)|chịu(?:\s+trách\s+nhiệm)?|được\s+giao|là\s+(?:cơ\s+quan|đơn\s+vị|đầu\s+mối)|tiếp\s+tục|chủ\s+động|kịp\s+thời|khẩn\s+trương|nghiêm\s+túc|thường\s+xuyên|định\s+kỳ|tích\s+cực|tập\s+trung|trực\s+tiếp|tăng\s+cường|căn\s+cứ|trên\s+cơ\s+sở|trong\s+phạm\s+vi|theo\s+(?:chức\s+năng|nhiệm\s+vụ|thẩm\s+quyền|dõi|phân|lĩnh)|chủ\s+trì|phối\s+hợp|hướng\s+dẫn|triển\s+khai|tổ\s+chức|tham\s+mưu|xây\s+dựng|thực\s+hiện|đôn\s+đốc|kiểm\s+tra|giám\s+sát|rà\s+soát|đẩy\s+mạnh|nâng\s+cao|phát\s+(?:huy|động|triển|hiện)|báo\s+cáo|tổng\s+hợp|chỉ\s+đạo|ban\s+hành|đề\s+xuất|đề\s+nghị|bố\s+trí|phân\s+công|quan\s+tâm|vận\s+động|tuyên\s+truyền|thông\s+(?:báo|tin)|gửi|trình|phê\s+duyệt|quyết\s+định|đảm\s+bảo|bảo\s+đảm|hỗ\s+trợ|cung\s+cấp|lập\s|công\s+(?:bố|khai|nhận)|chuẩn\s+bị|thẩm\s+định|giao\s|yêu\s+cầu|tiến\s+hành|tham\s+(?:gia|dự)|xem\s+xét|đăng|mở|cập\s+nhật|duy\s+trì|nghiên\s+cứu|sử\s+dụng|khai\s+thác|ưu\s+tiên|lồng\s+ghép|kiện\s+toàn|phổ\s+biến|quán\s+triệt|hoàn\s+(?:thiện|thành)|lãnh\s+đạo|điều\s+phối|xử\s+lý|giải\s+quyết|huy\s+động|cân\s+đối|đánh\s+giá|nhân\s+rộng|đưa|tạo|giúp|làm\s|thúc\s+đẩy|khuyến\s+khích|bồi\s+dưỡng|đào\s+tạo|lựa\s+chọn|ký\s|quản\s+lý|chấp\s+hành|liên\s+hệ|niêm\s+yết|thành\s+lập|soạn\s+thảo|dự\s+thảo|bảo\s+(?:vệ|tồn)|khảo\s+sát|thống\s+kê|tiếp\s+(?:nhận|thu)|cử\s|thống\s+nhất|thi\s+(?:đua|hành)|sơ\s+kết|tổng\s+kết|khen\s+thưởng|đổi\s+mới|cải\s+(?:tiến|thiện|cách)|sửa\s+đổi|bổ\s+sung|điều\s+(?:chỉnh|tra)|củng\s+cố|tập\s+huấn|giới\s+thiệu|tự\s|ra\s+(?:mắt|quân|soát)|lấy\s|đăng\s+ký|giữ|siết|ngăn\s+chặn|đấu\s+tranh|thu\s+(?:hút|thập)|sắp\s+xếp|chuyển|mời|in\s|cấp\s|trang\s+bị|lắp\s+đặt|phản\s+ánh|nhập\s|đối\s+chiếu|biên\s+(?:soạn|tập)|chăm\s+lo|chú\s+trọng|gắn\s|hưởng\s+ứng|không\s+(?:để|được)|kiên\s+quyết|rút\s+kinh|thay\s+mặt|theo\s|đối\s+với|khi\s|hằng\s+năm|hàng\s+năm|trước\s+ngày|thanh\s+(?:tra|toán)|tư\s+vấn|ứng\s+dụng|xác\s+(?:định|nhận|minh)|quy\s+định|tham\s+khảo|tôn\s+vinh|biểu\s+dương|bình\s+xét|nêu|đề\s+cao|đề\s+ra|điều\s+hành|kết\s+(?:nối|hợp)|mở\s+rộng|số\s+hóa|tăng\s|giảm\s|thẩm\s+tra|truyền\s+thông|trao\s+đổi|xúc\s+tiến|khắc\s+phục|khẳng|kêu\s+gọi|kiến\s+nghị|phân\s+(?:bổ|cấp|loại|tích)|phục\s+vụ|ứng\s+phó|xóa|tuân\s+thủ|di\s+dời|sơ\s+tán|trực\s|cụ\s+thể\s+hóa|tháo\s+gỡ|khơi\s+thông|gia\s+cố|chằng\s+chống|cảnh\s+báo|dự\s+báo|vệ\s+sinh|trồng\s|chăm\s+sóc|thay\s+thế|thu\s+(?:gom|hồi|nộp)|trả\s+(?:lời|kết\s+quả)|phân\s+(?:luồng|giao|định|tuyến)|tuần\s+tra|canh\s+gác|bảo\s+(?:trì|quản)|sửa\s+chữa|khôi\s+phục|vận\s+hành|giải\s+ngân|bàn\s+giao|nghiệm\s+thu|thí\s+điểm|đặt\s|dành\s|dừng\s|tạm\s+dừng|nắm\s|tính\s+toán|(?:xã\s+hội|đa\s+dạng|tối\s+ưu|đơn\s+giản|chuẩn)\s+hóa|liên\s+kết|tìm\s+kiếm|nhận\s+diện|phòng\s*(?:ngừa|,\s*chống)|hạn\s+chế|lưu\s+trữ|kê\s+khai|kiểm\s+(?:soát|kê|định|nghiệm|điểm|dịch)|xác\s+lập|đo\s+đạc|quan\s+trắc|lấy\s+mẫu|quyết\s+toán|chi\s+trả|trợ\s+giúp|cứu\s+trợ|tích\s+hợp|đồng\s+bộ|chia\s+sẻ|tạo\s+lập|làm\s+sạch|nâng\s+cấp|quảng\s+bá|trưng\s+bày|vinh\s+danh|chống\s|cam\s+kết|rút\s+ngắn|giám\s+định|phụ\s+trách\s+chung|tổng\s+(?:kiểm|rà|điều|vệ)|làm\s+đầu\s+mối|tôn\s+tạo|lan\s+tỏa|định\s+hướng|phê\s+bình|xử\s+phạt|quyết\s+liệt|bám\s+sát|chấn\s+chỉnh|xét\s+duyệt|phụ\s+trách|chỉ\s+huy|cung\s+ứng|khởi\s+công|thi\s+công|đối\s+thoại|khám\s|điều\s+trị|tiêm\s|tiêu\s+hủy|mua\s+sắm|nạo\s+vét|sưu\s+tầm|tu\s+(?:bổ|sửa)|phủ\s|(?:bê\s+tông|nhựa|cứng|kiên\s+cố)\s+hóa))",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_of_duty() {
        for text in [
            "chủ trì, phối hợp với Sở Y tế",
            "tiếp tục tuyên truyền",
            "có trách nhiệm thi hành",
            "rà soát danh sách",
        ] {
            assert!(DUTY.is_match(text), "{text}");
        }
        for text in ["bệnh viện tỉnh", "cây xanh đô thị", "đã ban hành"] {
            assert!(!DUTY.is_match(text), "{text}");
        }
    }
}
