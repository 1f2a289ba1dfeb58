//! Numbers with their unit and how they bind, in Vietnamese writing.
//!
//! `55,7%`, `4.000 tỷ đồng`, `310 doanh nghiệp`, `từ 10% trở lên`, `không quá 5%`, `trên 4.000 ha`, `5 - 7%`,
//! `2,1 con/phụ nữ`, `giảm ít nhất 4%/năm`. A dot parts thousands and a comma decimals; `2.5` with other than three
//! digits after the dot is a decimal too. Numbers of dates, ages, symbols and articles are not taken.

use std::sync::LazyLock;

use regex::Regex;

use super::cue;
use super::token::{Flat, pattern, shift};
use super::{Comparison, Direction, Quantity};
use crate::text::{Restored, Span};
use crate::vietnamese::numeral;

/// A quantity written in the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Amount {
    /// The number alone; of a range both numbers.
    pub(crate) number: Span<Restored>,
    /// From the first word of comparison or direction to the end of the unit and of `trở lên`.
    pub(crate) written: Span<Restored>,
    /// Number and unit.
    pub(crate) quantity: Quantity,
    /// What kind of unit it is.
    pub(crate) unit: UnitKind,
    /// "năm" in "4%/năm".
    pub(crate) per: Option<String>,
    /// How it binds.
    pub(crate) comparison: Comparison,
    /// For "tăng", "giảm", "thêm" right before it.
    pub(crate) direction: Option<Direction>,
}

/// What kind of unit a number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitKind {
    /// `%`.
    Percent,
    /// `đồng`, `USD` and their multiples.
    Money,
    /// `ha`, `tấn`, `km`.
    Measure,
    /// `ngày`, `tháng`, `tuổi`, `giờ`.
    Time,
    /// A counted noun.
    Count,
    /// No unit could be told.
    None,
}

const NUMBER: &str = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?";

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?P<a>{NUMBER})(?P<ap>\s?%)?(?:\s*(?:-|–|đến|tới)\s*(?P<b>{NUMBER}))?(?P<pct>\s?%|\s*phần\s+trăm)?"
    ))
});

/// What binds a number, read backwards from it: the longest of these that ends where the number begins.
static BEFORE: LazyLock<Vec<(Regex, Comparison)>> = LazyLock::new(|| {
    [
        (r"không\s+(?:\p{L}+\s+){0,2}(?:quá|vượt(?:\s+quá)?|(?:cao|nhiều|lớn)\s+hơn)", Comparison::AtMost),
        (r"(?:tối\s+đa(?:\s+(?:bằng|chỉ))?|(?:cao|nhiều)\s+nhất(?:\s+là)?)", Comparison::AtMost),
        (r"(?:bằng\s+hoặc\s+(?:dưới|(?:thấp|ít|nhỏ)\s+hơn)|≤|<=|≦)", Comparison::AtMost),
        (r"trong\s+(?:giới\s+hạn|ngưỡng)", Comparison::AtMost),
        (r"ít\s+(?:nhất|ra)(?:\s+mỗi\s+\p{L}+\s+có)?", Comparison::AtLeast),
        (r"(?:tối\s+thiểu|thấp\s+nhất|đạt\s+từ|có\s+từ)", Comparison::AtLeast),
        (r"không\s+(?:\p{L}+\s+)?(?:dưới|kém|(?:thấp|ít|nhỏ)\s+hơn)", Comparison::AtLeast),
        (r"(?:bằng\s+hoặc\s+(?:trên|(?:cao|nhiều|lớn)\s+hơn)|≥|>=|≧)", Comparison::AtLeast),
        (r"(?:dưới|<|(?:nhỏ|thấp|ít)\s+hơn)", Comparison::LessThan),
        (r"chưa\s+(?:đầy|đến|tới)", Comparison::LessThan),
        (r"(?:trên|hơn|quá|>|(?:lớn|cao|nhiều)\s+hơn)", Comparison::MoreThan),
        (r"vượt(?:\s+(?:ngưỡng|mức|mốc))?", Comparison::MoreThan),
        (r"(?:khoảng|gần|xấp\s+xỉ|chừng|cỡ|tầm)", Comparison::About),
        (r"(?:ước(?:\s+(?:đạt|chừng))?|~|≈)", Comparison::About),
    ]
    .into_iter()
    .map(|(words, comparison)| {
        (pattern(&format!(r"(?:^|[\s(,:]){words}\s*(?:(?:đạt|là|mức|có|bằng)\s*)?$")), comparison)
    })
    .collect()
});

static DIRECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[\s(,:])(tăng|nâng|thêm|giảm|hạ|kéo\s+giảm|cắt\s+giảm)(?:\s+(?:thêm|lên|mới|xuống|được|bình\s+quân|hằng\s+năm|hàng\s+năm|mỗi\s+năm|còn|đi|số\s+lượng))*\s*(?:từ\s*)?$",
    )
});

/// Units of measure, of money and of time, longest first where one begins another.
const UNITS: &[(&str, UnitKind)] = &[
    (r"(?:nghìn|ngàn|triệu|tỷ|tỉ)?\s*(?:đồng|vnđ|vnd|usd|đô\s+la(?:\s+mỹ)?|euro)", UnitKind::Money),
    (
        r"(?:nghìn|ngàn|triệu|tỷ|tỉ)?\s*(?:km2|km²|m2|m²|m3|m³|km|ha|héc\s?-?\s?ta|hecta|tấn|tạ|kg|kwh|mwp|mw|gw|lít|mét\s+(?:vuông|khối)|mét|cm|m)",
        UnitKind::Measure,
    ),
    (r"(?:ngày\s+làm\s+việc|ngày|tuần|tháng|giờ|phút|giây|năm|tuổi)", UnitKind::Time),
    (r"(?:điểm\s+phần\s+trăm|điểm\s+%)", UnitKind::Percent),
];

static UNIT: LazyLock<Vec<(Regex, UnitKind)>> = LazyLock::new(|| {
    UNITS.iter().map(|(words, kind)| (pattern(&format!(r"^\s*(?:{words})\b")), *kind)).collect()
});

/// Counted nouns of two and more syllables; any other noun is taken as one syllable.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:(?:nghìn|ngàn|triệu|vạn|tỷ|tỉ)\s+)?(?:lượt\s+(?:khách|người|cán\s+bộ|hội\s+viên|hộ|học\s+sinh)|doanh\s+nghiệp|sản\s+phẩm|hợp\s+tác\s+xã|hộ\s+(?:nghèo|gia\s+đình|dân)|căn\s+(?:nhà|hộ)|người\s+(?:dân|lao\s+động)|lao\s+động|cơ\s+sở|cơ\s+quan|đơn\s+vị|địa\s+phương|thủ\s+tục(?:\s+hành\s+chính)?|dịch\s+vụ|mô\s+hình|dự\s+án|đề\s+tài|nhiệm\s+vụ|công\s+trình|giường\s+bệnh|bác\s+sĩ|học\s+sinh|sinh\s+viên|giáo\s+viên|giảng\s+viên|chuyên\s+gia|trường\s+học|phòng\s+học|lớp\s+học|khu\s+công\s+nghiệp|cụm\s+công\s+nghiệp|cuộc\s+thi|hội\s+nghị|chuyên\s+đề|bài\s+viết|tổ\s+hợp\s+tác|trang\s+trại|văn\s+bản|tiêu\s+chí|sáng\s+kiến|đảng\s+viên|hội\s+viên|cán\s+bộ|công\s+chức|viên\s+chức|tổ\s+chức|cá\s+nhân|tập\s+thể|gia\s+đình|thành\s+viên|nhà\s+máy|tuyến\s+đường|di\s+tích|làng\s+nghề|câu\s+lạc\s+bộ|điển\s+hình|tấm\s+gương|tác\s+phẩm|hội\s+(?:thảo|thi|chợ)|tọa\s+đàm|chuyên\s+(?:mục|trang)|phóng\s+sự|chương\s+trình|hệ\s+thống|thiết\s+bị|cửa\s+hàng|siêu\s+thị|thư\s+viện|tủ\s+sách|trung\s+tâm|nền\s+tảng|phần\s+mềm|ngày\s+hội|liên\s+hoan|gian\s+hàng|nhãn\s+hiệu|mã\s+số|khu\s+vực|học\s+viên|đại\s+biểu|nông\s+dân|áp\s+phích|tờ\s+rơi|điểm\s+du\s+lịch|bé\s+(?:trai|gái)|trẻ\s+em|phụ\s+nữ|xã|phường|huyện|thôn|tổ|lớp|con|giường|người|hộ|lượt|điểm|bậc|cuộc|đợt|buổi|bài|vụ|lần|ca|giải|chỉ\s+số|loại|nhà|trạm|trường|phòng|km)\b",
    )
});

static WORD_UNIT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:(?:nghìn|ngàn|triệu|vạn|tỷ|tỉ)\s+)?\p{L}+"));
/// Words that count nothing: they only go on with the sentence.
static JOINS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:để|về|và|của|cho|tại|trong|theo|là|từ|đến|với|có|được|nhưng|hoặc|thì|mà|này|nêu|như|sẽ|đã|ở|do|trên|dưới|so|vào|bị|khi|nếu|qua|bằng|gồm|bao|nằm|cùng|hay|cũng|đều|vẫn|lên|xuống|trở|nhất|hiện)$",
    )
});
static PER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:/|mỗi\s+|một\s+|trên\s+(?:một\s+)?)\s*(?:1\s+)?(năm|tháng|quý|tuần|ngày|học\s+kỳ)\b")
});
static SLASH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s?/\s?(?:\d[\d.]*\s+)?\p{L}+(?:\s+(?:nữ|gái|trai|dân|sinh|ra|sống|em|người|nghiệp|khách|vuông|tác)\b)*",
    )
});
static UPWARD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:/năm)?\s*trở\s+(lên|xuống)"));

/// A number in plain form; `None` when its dots and commas make no number.
pub(crate) fn value(written: &str) -> Option<f64> {
    let dots = written.matches('.').count();
    let thousands = dots > 0
        && written.split(',').next()?.split('.').skip(1).all(|group| group.len() == 3)
        && !written.starts_with("0.");
    // `95,000`: no decimal is written with three noughts; a dot was read as a comma.
    if let Some((whole, "000")) = written.split_once(',')
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && whole.chars().all(|c| c.is_ascii_digit())
    {
        return whole.parse::<f64>().ok().map(|n| n * 1000.0);
    }
    let plain =
        if thousands { written.replace('.', "").replace(',', ".") } else { written.replace(',', ".") };
    plain.parse().ok()
}

/// The quantities of a span, in order. Numbers inside `taken` (dates, symbols) are passed over.
pub(crate) fn amounts(flat: &Flat, within: Span<Restored>, taken: &[Span<Restored>]) -> Vec<Amount> {
    let low = flat.low(within);
    let mut found = Vec::new();
    for captures in AMOUNT.captures_iter(low) {
        let (Some(all), Some(a)) = (captures.get(0), captures.name("a")) else { continue };
        if !free(low, all.start(), all.end())
            || taken.iter().any(|t| t.overlaps(shift(within, all.start(), all.end())))
        {
            continue;
        }
        let Some(low_value) = value(a.as_str()) else { continue };
        // `00%`: the first figure was lost, and nothing tells which it was.
        if a.as_str().len() > 1 && a.as_str().chars().all(|c| c == '0') {
            continue;
        }
        let mut high = captures.name("b").and_then(|b| value(b.as_str()));
        let percent = captures.name("pct").is_some() || captures.name("ap").is_some();
        // `3 - 2` and the like are no range.
        if high.is_some_and(|high| high <= low_value) {
            high = None;
        }
        let mut end = all.end();
        let kind = if percent { UnitKind::Percent } else { unit(low, &mut end) };
        let unit = match kind {
            UnitKind::None => None,
            UnitKind::Percent if percent => Some("%".to_owned()),
            _ => Some(flat.quote(shift(within, all.end(), end))),
        };
        let mut per = None;
        if let Some(c) = PER.captures(&low[end..])
            && let (Some(all), Some(word)) = (c.get(0), c.get(1))
        {
            per = Some(word.as_str().to_owned());
            end += all.end();
        }
        let unit = unit.map(|unit| match SLASH.find(&low[end..]) {
            Some(m) if per.is_none() && kind != UnitKind::Percent => {
                let start = end;
                end += m.end();
                format!("{unit}{}", crate::text::one_line(flat.text(shift(within, start, end))))
            }
            _ => unit,
        });
        let (mut comparison, mut start) = comparison(low, all.start());
        if high.is_some() {
            comparison = Comparison::Range;
        }
        if let Some(c) = UPWARD.captures(&low[end..])
            && let (Some(all), Some(way)) = (c.get(0), c.get(1))
        {
            comparison = if way.as_str() == "lên" { Comparison::AtLeast } else { Comparison::AtMost };
            end += all.end();
        } else if let Some(m) = OR_MORE.find(&low[end..]) {
            comparison = Comparison::AtLeast;
            end += m.end();
        }
        if let Some(m) = FROM.find(&low[..start]) {
            start = m.start();
            // "giúp từ 03 hộ", "từ 90% số hộ trở lên"; not "từ 23% xuống 18%".
            if comparison == Comparison::Equal && !MOVES_ON.is_match(&low[end..]) {
                comparison = Comparison::AtLeast;
            }
        }
        let direction = DIRECTION.captures(&low[..start]).and_then(|c| c.get(1)).filter(|word| {
            // "tốc độ tăng bình quân" is what is measured.
            let before = low[..word.start()].trim_end();
            !(before.ends_with("tốc độ") || before.ends_with("mức") || before.ends_with("tỷ lệ"))
        });
        let direction = match direction {
            Some(word) => {
                start = word.start();
                match word.as_str() {
                    "tăng" | "nâng" | "thêm" => Some(Direction::Increase),
                    _ => Some(Direction::Decrease),
                }
            }
            None => reached(&low[..start], &low[all.end()..]),
        };
        found.push(Amount {
            number: shift(within, all.start(), all.end()),
            written: shift(within, start, end),
            quantity: Quantity { value: low_value, value_max: high, unit },
            unit: kind,
            per,
            comparison,
            direction,
        });
    }
    in_words(flat, within, taken, &mut found);
    found
}

/// Numbers in words: where something bounds them or is made before them ("ít nhất hai tin bài", "mở bốn lớp"), since
/// "một" and "hai" stand elsewhere too.
fn in_words(flat: &Flat, within: Span<Restored>, taken: &[Span<Restored>], found: &mut Vec<Amount>) {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        let numbers = numeral::OF_ONE_WORD.map(|(word, _)| word).join("|");
        pattern(&format!(r"\b(?P<n>{numbers})(?:\s*\(\s*0?\d{{1,2}}\s*\))?\s"))
    });
    static MULTIPLE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*(?:mươi|chục|trăm|nghìn|ngàn|vạn|triệu|phần)\b"));
    let low = flat.low(within);
    let before = found.len();
    for captures in WORD.captures_iter(low) {
        let (all, Some(n)) = (captures.get_match(), captures.name("n")) else { continue };
        let number = shift(within, n.start(), all.end() - 1);
        let Some(value) = numeral::in_words(n.as_str()).map(f64::from) else { continue };
        // "ba (03) trạm": the figure in brackets says the same, and what is counted stands behind it.
        found.retain(|f| f.unit != UnitKind::None || !number.contains(f.number));
        if taken.iter().any(|t| t.overlaps(number)) || found.iter().any(|f| f.written.overlaps(number)) {
            continue;
        }
        // "trên một vạn dân" says per how many; "ít nhất hai phần ba" is no number of things.
        let (comparison, start) = comparison(low, n.start());
        if !matches!(comparison, Comparison::Equal | Comparison::AtLeast | Comparison::AtMost)
            || MULTIPLE.is_match(&low[all.end()..])
        {
            continue;
        }
        let ahead = flat.last(Span::new(within.start(), number.start()), 30);
        let made = cue::cues(flat, ahead).last().is_some_and(|cue| {
            matches!(cue.class, "make" | "organise")
                && flat.low(Span::new(cue.span.end(), number.start())).trim().is_empty()
        });
        if comparison == Comparison::Equal && !(made && value > 1.0) {
            continue;
        }
        let mut end = all.end() - 1;
        let kind = unit(low, &mut end);
        if !matches!(kind, UnitKind::Count | UnitKind::Time) {
            continue;
        }
        found.push(Amount {
            number,
            written: shift(within, start, end),
            quantity: Quantity {
                value,
                value_max: None,
                unit: Some(flat.quote(shift(within, all.end() - 1, end))),
            },
            unit: kind,
            per: None,
            comparison,
            direction: None,
        });
    }
    if found.len() > before {
        found.sort_by_key(|amount| amount.number);
    }
}

/// "từ" of "từ 10% trở lên", "từ 5 đến 7%".
static FROM: LazyLock<Regex> = LazyLock::new(|| pattern(r"\btừ\s*$"));

/// "95% hoặc cao hơn".
static OR_MORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*hoặc\s+(?:(?:cao|nhiều|lớn)\s+)?hơn\b"));
/// What a number that stands behind "từ" goes on to.
static MOVES_ON: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[^,;:.\d]{0,40}\b(?:xuống|lên|đến|tới|thành|còn)(?:\s+\p{L}+){0,2}\s+\d"));

/// Which way something moves that reaches a number: "xuống còn 30 phút", "còn dưới 3%", "lên 80%", "gấp 2 lần".
fn reached(before: &str, after: &str) -> Option<Direction> {
    static DOWN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:^|\s)(?:còn|xuống)(?:\s+(?:còn|mức|ở\s+mức))*\s*$"));
    static UP: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:^|\s)lên(?:\s+(?:mức|tới|đến|thành|đạt))*\s*$"));
    static TIMES: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|\s)gấp\s*$"));
    if DOWN.is_match(before) {
        Some(Direction::Decrease)
    } else if UP.is_match(before) || TIMES.is_match(before) && after.trim_start().starts_with("lần") {
        Some(Direction::Increase)
    } else {
        None
    }
}

fn comparison(low: &str, at: usize) -> (Comparison, usize) {
    for (words, comparison) in BEFORE.iter() {
        if let Some(m) = words.find(&low[..at]) {
            let skip = m.as_str().len()
                - m.as_str().trim_start_matches(|c: char| c.is_whitespace() || "(,:".contains(c)).len();
            return (*comparison, m.start() + skip);
        }
    }
    (Comparison::Equal, at)
}

/// The kind of the unit that begins at `end`, which is moved behind it.
pub(crate) fn unit(low: &str, end: &mut usize) -> UnitKind {
    let rest = &low[*end..];
    let mut hit = UNIT.iter().find_map(|(words, kind)| words.find(rest).map(|m| (m, *kind)));
    if hit.is_none() {
        let word = || WORD_UNIT.find(rest).filter(|m| !JOINS.is_match(m.as_str()));
        hit = COUNTED.find(rest).or_else(word).map(|m| (m, UnitKind::Count));
    }
    hit.map_or(UnitKind::None, |(m, kind)| {
        *end += m.end();
        kind
    })
}

/// Whether the number at `start..end` stands by itself: no part of a symbol, a label or a longer number.
fn free(low: &str, start: usize, end: usize) -> bool {
    let before = low[..start].chars().next_back();
    let after = low[end..].chars().next();
    let part_of_symbol = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'))
        || after.is_some_and(char::is_alphanumeric) && !GLUED.is_match(&low[end..]);
    let fraction = after == Some('/') && low[end + 1..].chars().next().is_some_and(|c| c.is_ascii_digit());
    !part_of_symbol && !fraction && !ORDINAL.is_match(&low[..start])
}

/// A unit of measure written against its number: "1.200km".
static GLUED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:km2|km²|km|ha|m2|m²|m3|m³|mwp|mw|gw|kwh|kg|tấn)(?:[\s,;.)/]|$)"));

/// What makes the number after it a name: an article, a document, a month, a class of school.
static ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:điều|khoản|điểm|mục|chương|phần|phụ\s+lục|biểu|bảng|số|so|lần|thứ|khóa|lớp|cấp|tháng|quý|ngày|năm|nhóm|loại|mẫu|hạng|mức\s+độ|giai\s+đoạn|quốc\s+lộ|tỉnh\s+lộ|vành\s+đai|phường|quận|khóm|khu\s+phố|khu\s+vực|tổ\s+dân\s+phố|top|tốp|đối\s+tượng|ban\s+chỉ\s+đạo|cụm\s+số|khối\s+số|chương\s+trình|đề\s+án|nghị\s+quyết|quyết\s+định|chỉ\s+thị)\s*:?\s*$",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Amount> {
        let flat = Flat::new(text);
        amounts(&flat, flat.all(), &[])
    }

    #[test]
    fn a_number_whose_first_figure_is_lost_is_none() {
        assert!(read("đạt 00% cán bộ").is_empty());
        assert_eq!(read("giảm còn 0% và 05%").len(), 2);
    }

    #[test]
    fn numbers_in_plain_form() {
        for (written, plain) in [
            ("4.000", 4000.0),
            ("55,7", 55.7),
            ("1.234.567,8", 1_234_567.8),
            ("2.5", 2.5),
            ("08", 8.0),
            ("0.125", 0.125),
            ("95,000", 95_000.0),
            ("0,000", 0.0),
            ("1,250", 1.25),
        ] {
            assert_eq!(value(written), Some(plain), "{written}");
        }
    }

    #[test]
    fn units_and_comparisons() {
        struct Case(&'static str, f64, Option<f64>, &'static str, Comparison);
        for Case(text, low, high, unit, comparison) in [
            Case("Thu ngân sách đạt 3.250 tỷ đồng;", 3250.0, None, "tỷ đồng", Comparison::Equal),
            Case("tăng trưởng đạt từ 9,5% trở lên", 9.5, None, "%", Comparison::AtLeast),
            Case("tỷ lệ hộ nghèo không quá 2%", 2.0, None, "%", Comparison::AtMost),
            Case("trồng mới trên 1.200 ha rừng", 1200.0, None, "ha", Comparison::MoreThan),
            Case("khoảng 45 triệu đồng", 45.0, None, "triệu đồng", Comparison::About),
            Case("đón 600 nghìn lượt khách", 600.0, None, "nghìn lượt khách", Comparison::Equal),
            Case("thành lập mới 120 doanh nghiệp", 120.0, None, "doanh nghiệp", Comparison::Equal),
            Case("tăng từ 5 - 7%", 5.0, Some(7.0), "%", Comparison::Range),
            Case("đạt 2,1 con/phụ nữ", 2.1, None, "con/phụ nữ", Comparison::Equal),
            Case("thực hành đúng > 80%", 80.0, None, "%", Comparison::MoreThan),
            Case("khoảng 1.200km đường", 1200.0, None, "km", Comparison::About),
            Case("ít nhất 10% cán bộ", 10.0, None, "%", Comparison::AtLeast),
        ] {
            let found = read(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            let q = &found[0].quantity;
            assert_eq!((q.value, q.value_max, q.unit.as_deref()), (low, high, Some(unit)), "{text}");
            assert_eq!(found[0].comparison, comparison, "{text}");
        }
    }

    #[test]
    fn numbers_in_words() {
        let found = |text: &str| {
            read(text)
                .into_iter()
                .map(|a| (a.quantity.value, a.quantity.unit.unwrap_or_default()))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("viết ít nhất hai bài mỗi tháng"), [(2.0, "bài".to_owned())]);
        assert_eq!(found("tổ chức bốn lớp tập huấn"), [(4.0, "lớp".to_owned())]);
        assert_eq!(found("xây dựng ba (03) trạm bơm"), [(3.0, "trạm".to_owned())]);
        assert_eq!(found("hai bên thống nhất một số nội dung"), []);
    }

    #[test]
    fn bounds_in_other_words() {
        for (text, comparison) in [
            ("mỗi sự cố không kéo dài quá 45 phút", Comparison::AtMost),
            ("không để quá 02 vụ cháy", Comparison::AtMost),
            ("tai nạn ít hơn 40 vụ", Comparison::LessThan),
            ("tỷ lệ hủy thấp hơn 1,5%", Comparison::LessThan),
            ("không ít hơn 12 buổi", Comparison::AtLeast),
            ("vượt ngưỡng 60%", Comparison::MoreThan),
            ("bằng hoặc cao hơn 85%", Comparison::AtLeast),
            ("đạt 95% hoặc cao hơn", Comparison::AtLeast),
            ("giúp từ 03 hộ thoát nghèo", Comparison::AtLeast),
            ("từ 70% số hộ có vườn trở lên", Comparison::AtLeast),
            ("giảm từ 12% xuống 8%", Comparison::Equal),
            ("trang bị chừng 30 máy bơm", Comparison::About),
        ] {
            assert_eq!(read(text)[0].comparison, comparison, "{text}");
        }
    }

    #[test]
    fn directions_of_what_is_reached() {
        for (text, direction) in [
            ("tỷ lệ hộ nghèo còn dưới 3%", Some(Direction::Decrease)),
            ("rút ngắn thời gian xuống còn 30 phút", Some(Direction::Decrease)),
            ("đưa tỷ lệ số hóa lên ít nhất 80%", Some(Direction::Increase)),
            ("công suất gấp 2 lần", Some(Direction::Increase)),
            ("tỷ lệ hài lòng đạt 90%", None),
        ] {
            assert_eq!(read(text)[0].direction, direction, "{text}");
        }
    }

    #[test]
    fn directions_and_what_they_are_counted_by() {
        let found = read("giảm ít nhất 3%/năm");
        assert_eq!((found[0].direction, found[0].per.as_deref()), (Some(Direction::Decrease), Some("năm")));
        assert_eq!(read("có thêm 05 xã đạt chuẩn")[0].direction, Some(Direction::Increase));
        assert_eq!(read("tốc độ tăng trưởng đạt 8%")[0].direction, None);
    }

    #[test]
    fn no_quantities() {
        for text in ["Điều 3", "Thông tư số 02/2021/TT-BYT", "điểm a khoản 2", "lớp 9"] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
