//! Columns of tables: what each tells, by the words of its heading.

use std::sync::LazyLock;

use regex::Regex;

use super::phrase;

/// What a column of a table tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The number of the row.
    Number,
    /// What is to be done or measured.
    Subject,
    /// The body or place that the row is about; under "Đơn vị" alone also who does it, or what is counted.
    Place,
    /// Who leads.
    Lead,
    /// Who helps.
    Support,
    /// Who leads, and behind it who helps.
    LeadAndSupport,
    /// When.
    Time,
    /// What comes out of it.
    Product,
    /// What a number is counted in.
    Unit,
    /// Anything else.
    Other,
}

/// A heading with more words is none: it is a cell of the table itself.
const LONGEST_HEADING: usize = 14;

static NAMES: LazyLock<Vec<(Regex, Column)>> = LazyLock::new(|| {
    [
        (r"^(?:s?tt|(?:so )?(?:tt|thu tu)(?: cong viec)?|(?:cac )?buoc(?: thuc hien| cong viec)?)$", Column::Number),
        (r"^(?:don vi tinh|dvt|don vi do)\b", Column::Unit),
        (r"\b(?:chu tri|thuc hien)(?: va)? phoi hop\b", Column::LeadAndSupport),
        (r"\bphoi hop\b", Column::Support),
        (
            r"\bchu tri\b|^(?:don vi(?: nguoi)?|co quan|bo phan|phong|nguoi|ca nhan|to chuc|don vi ca nhan|co quan don vi|cap)(?: duoc)? (?:thuc hien|dau moi|phu trach|chiu|giao|tham muu|trien khai|chinh)|^phan cong|^(?:trach nhiem|dau moi)\b",
            Column::Lead,
        ),
        (r"\bthoi (?:gian|han|diem)\b|\btien do\b|\bhoan thanh\b|\blo trinh\b|^han\b", Column::Time),
        (r"\bsan pham\b|\bket qua\b|\bdau ra\b", Column::Product),
        (
            r"^(?:ten )?(?:cac )?(?:don vi|dia phuong|xa|phuong|huyen|quan|co quan|dia ban|tinh|thi tran|truong|khoa|thon|khu vuc)\b",
            Column::Place,
        ),
        (
            r"\b(?:noi dung|nhiem vu|cong viec|hoat dong|chi tieu|muc tieu|giai phap|hang muc|tieu chi|dau viec|trinh tu)\b|^ten\b|^viec\b",
            Column::Subject,
        ),
    ]
    .into_iter()
    .map(|(words, column)| (Regex::new(words).expect("the pattern is fixed"), column))
    .collect()
});

impl Column {
    /// What the heading of a column says that it tells.
    pub fn of(heading: &str) -> Column {
        // Before its key is made: most of what is asked about is a cell or a line of running text.
        let words = heading.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
        if words.take(LONGEST_HEADING + 1).count() > LONGEST_HEADING {
            return Column::Other;
        }
        Column::of_key(&phrase::key(heading))
    }

    /// The same for a heading that is a key already ([`phrase::key`]).
    pub(super) fn of_key(key: &str) -> Column {
        if key.split(' ').count() > LONGEST_HEADING {
            return Column::Other;
        }
        NAMES.iter().find(|(words, _)| words.is_match(key)).map_or(Column::Other, |(_, column)| *column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_tell_their_columns() {
        for (heading, column) in [
            ("STT", Column::Number),
            ("Số TT", Column::Number),
            ("Các bước", Column::Number),
            ("Trình tự thực hiện", Column::Subject),
            ("Nội dung công việc", Column::Subject),
            ("Chỉ tiêu", Column::Subject),
            ("Tên nhiệm vụ", Column::Subject),
            ("Đơn vị", Column::Place),
            ("Tên đơn vị", Column::Place),
            ("Xã, phường", Column::Place),
            ("Đơn vị tính", Column::Unit),
            ("ĐVT", Column::Unit),
            ("Cơ quan chủ trì", Column::Lead),
            ("Đơn vị thực hiện", Column::Lead),
            ("Phân công", Column::Lead),
            ("Đơn vị/ Người thực hiện", Column::Lead),
            ("Cơ quan phối hợp", Column::Support),
            ("Đơn vị chủ trì/phối hợp", Column::LeadAndSupport),
            ("Thời gian thực hiện", Column::Time),
            ("Tiến độ", Column::Time),
            ("Sản phẩm", Column::Product),
            ("Kết quả dự kiến", Column::Product),
            ("Trồng rừng (ha)", Column::Other),
            ("Ghi chú", Column::Other),
        ] {
            assert_eq!(Column::of(heading), column, "{heading}");
        }
    }

    #[test]
    fn a_cell_of_many_words_is_no_heading() {
        let cell =
            "Rà soát, sửa đổi, bổ sung nội dung các quy định về quản lý chợ, trình cấp có thẩm quyền xem xét";
        assert_eq!(Column::of(cell), Column::Other);
    }
}
