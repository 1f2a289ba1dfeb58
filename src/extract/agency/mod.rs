//! Recognises bodies in running text: single bodies, classes of bodies, holders of an office.
//!
//! "Sở Văn hóa, Thể thao và Du lịch" is one body, "các sở, ban, ngành" a class, "Chủ tịch UBND các huyện, thành phố" an
//! office holder. A list is parted where a new "các", a new head or a new title begins, so that "các sở, ban, ngành,
//! Ủy ban nhân dân các xã, phường" is two. Not: "ban hành", "báo cáo", "phòng, chống", "tổ chức thực hiện".
//! Unsure: names no list knows end at the first word of duty ("chủ trì", "phối hợp") or mark.

mod class;
mod name;
mod place;

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use self::class::{class, role};
use self::name::{NAMES, NEXT_NAME, name};
use self::place::{NEXT, capitals, named_place, placed};
use super::AgencyKind;
use super::agency_words::{ALONE, FIRST_WORDS, HEAD, NO_HEAD, PLACES, TITLE, WHOLE};
use super::token::{Flat, Token, pattern, shift};
use crate::text::{Restored, Span};

/// A body named in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Body {
    /// Its whole name with its place.
    pub(crate) span: Span<Restored>,
    /// What sort of body it is.
    pub(crate) kind: AgencyKind,
    /// In a list that says the words once for all: those words, "Giám đốc các Sở" of "Giám đốc các Sở: Y tế, Nội vụ".
    pub(crate) shares: Option<Span<Restored>>,
}

impl Body {
    /// One that shares its words with no other.
    pub(crate) fn new(span: Span<Restored>, kind: AgencyKind) -> Body {
        Body { span, kind, shares: None }
    }
}

static SHORT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:Sở|Bộ|SỞ|BỘ)\s+(?:[A-ZĐ][A-ZĐ&-]+(?:&[A-ZĐ]+)?|GD&ĐT|NN&PTNT)(?:\b|$)"));
static COUNCIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:thường\s+trực|văn\s+phòng|vp|(?:các\s+)?(?:ban(?:\s+của)?|tổ\s+đại\s+biểu|(?:vị\s+)?đại\s+biểu))\s+)?(?:ủy\s+ban\s+nhân\s+dân|ubnd|hội\s+đồng\s+nhân\s+dân|hđnd)(?:\s*(?:,|và)\s*(?:ủy\s+ban\s+nhân\s+dân|ubnd|hội\s+đồng\s+nhân\s+dân|hđnd))?\b",
    )
});

/// What a body has that is a body too, before the name of the whole.
static PART_OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:thường\s+trực|đảng\s+(?:ủy|bộ)|chi\s+bộ|công\s+đoàn|ban\s+(?:giám\s+đốc|thường\s+vụ))\s+")
});

/// Whether a body may begin with a folded word: a quick no for most words of a text.
pub(crate) fn may_begin(low: &str) -> bool {
    static FIRST: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| FIRST_WORDS.split_whitespace().collect());
    low.starts_with(|c: char| c.is_ascii_digit()) || FIRST.contains(low)
}

/// All bodies of a span, in order, none inside another.
pub(crate) fn bodies(flat: &Flat, within: Span<Restored>) -> Vec<Body> {
    let mut found: Vec<Body> = Vec::new();
    let mut end = within.start();
    for token in flat.tokens(within) {
        if token.span.start() < end
            || !(token.is_word() || token.kind == crate::extract::token::TokenKind::Number)
        {
            continue;
        }
        let (list, after) = list_at(flat, Span::new(token.span.start(), within.end()));
        if !list.is_empty() {
            end = after;
            found.extend(list);
        }
    }
    found
}

/// The bodies that follow each other from the start of a span, parted by commas and "và", and where the last one ends.
/// Empty when none begins there.
pub(crate) fn list_at(flat: &Flat, within: Span<Restored>) -> (Vec<Body>, usize) {
    static PART: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:\s*\([^()]{0,120}\))?(?:\s*[,;/]\s*(?:và\s+|cùng\s+)?|\s+và\s+|\s+hoặc\s+|\s+cùng\s+(?:với\s+)?|\s*&\s*)(?:đề\s+nghị\s+)?",
        )
    });
    let mut list: Vec<Body> = Vec::new();
    let mut at = within.start();
    let mut end = at;
    while let Some(body) = at_start(flat, Span::new(at, within.end())) {
        end = body.span.end();
        let low = flat.low(body.span);
        let head = (0..2).find(|head| NAMES[*head].is_match(low) || OF_SEVERAL[*head].is_match(low));
        list.push(body);
        // "Sở Y tế, Nội vụ", "các Bộ: Y tế, Nội vụ": the word is said once for all.
        while let Some(head) = head
            && let Some(c) = NEXT_NAME[head].captures(flat.low(Span::new(end, within.end())))
            && let Some(name) = c.name("name")
        {
            let span = shift(Span::new(end, within.end()), name.start(), name.end());
            if !flat.text(span).starts_with(char::is_uppercase) {
                break;
            }
            end = span.end();
            let shares = shared(flat, body.span);
            list.push(Body { span, kind: AgencyKind::Body, shares });
        }
        let rest = Span::new(end, within.end());
        match flat.find(&PART, rest) {
            Some(mark) => at = mark.end(),
            None => break,
        }
    }
    (list, end)
}

/// The words that the first of a list says for all: up to its "Sở" or "Bộ".
fn shared(flat: &Flat, first: Span<Restored>) -> Option<Span<Restored>> {
    static HEAD_OF_LIST: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:.*\b)?(?:sở|bộ)\b"));
    flat.find(&HEAD_OF_LIST, first).map(|head| Span::new(first.start(), head.end()))
}

/// "các Sở: …", "Giám đốc các Sở: …"; the same of Bộ.
static OF_SEVERAL: LazyLock<[Regex; 2]> = LazyLock::new(|| [r"\bsở\s*:\s*\S", r"\bbộ\s*:\s*\S"].map(pattern));

/// The body that begins where the span begins.
pub(crate) fn at_start(flat: &Flat, within: Span<Restored>) -> Option<Body> {
    let low = flat.low(within);
    let first = low.find(|c: char| !c.is_alphanumeric()).map_or(low, |end| &low[..end]);
    if !may_begin(first) {
        return None;
    }
    let one = holder(flat, within).or_else(|| body(flat, within)).or_else(|| role(flat, within));
    one.or_else(|| class(flat, within))
}

static OF: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:của\s+)?"));

/// "Giám đốc Sở Y tế", "Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường".
fn holder(flat: &Flat, within: Span<Restored>) -> Option<Body> {
    let title = flat.find(&TITLE, within)?;
    let made = |end: usize| Some(Body::new(Span::new(within.start(), end), AgencyKind::OfficeHolder));
    // "Trưởng Ban Chỉ đạo": the body may begin inside the longest title.
    let heads = [title.end(), within.start() + flat.low(title).find(' ').unwrap_or(title.len())];
    for start in heads {
        let rest = Span::new(start, within.end());
        // "Thành viên của Ban Chỉ đạo".
        let skipped = flat.find(&OF, rest).map_or(rest.start(), |of| of.end());
        let rest = Span::new(skipped, within.end());
        let next = body(flat, rest).or_else(|| class(flat, rest));
        if let Some(next) = next {
            return made(next.span.end());
        }
        // "Trưởng khoa Dược": the head of the body is the last word of the title.
        let named = || {
            let head = flat.find(&HEAD, rest)?;
            let next = flat.tokens_from(Span::new(head.end(), within.end())).next()?;
            name(flat, head, rest).filter(|_| next.is_word())
        };
        if start < title.end()
            && let Some(end) = named()
        {
            return made(end);
        }
        if let Some(places) = flat.find(&PLACES, rest).filter(|m| flat.low(*m).contains(' ')) {
            return made(named_place(flat, Span::new(places.start(), within.end())).unwrap_or(places.end()));
        }
        // "Chủ tịch, các Phó Chủ tịch UBND tỉnh".
        let joined = Span::new(start, within.end());
        if let Some(mark) = flat.find(&NEXT, joined)
            && let Some(next) = holder_only(flat, Span::new(mark.end(), within.end()), !is_body(flat, title))
        {
            return made(next);
        }
    }
    is_body(flat, title).then(|| made(title.end()))?
}

/// Whether a title names those who hold it by itself: "các Bộ trưởng", "Trưởng đoàn kiểm tra".
fn is_body(flat: &Flat, title: Span<Restored>) -> bool {
    let low = flat.low(title);
    const GROUPS: [&str; 4] = ["đoàn kiểm tra", "đoàn thanh tra", "đoàn giám sát", "đoàn công tác"];
    low.ends_with("bộ trưởng") || low == "người đứng đầu" || GROUPS.iter().any(|group| low.ends_with(group))
}

/// Where the body of a second title ends, which the first one shares: "Giám đốc, Thủ trưởng các sở". `classes`: whether
/// it may be a class.
fn holder_only(flat: &Flat, within: Span<Restored>, classes: bool) -> Option<usize> {
    let title = flat.find(&TITLE, within)?;
    let text = flat.text(Span::new(title.end(), within.end()));
    let rest = Span::new(title.end() + text.len() - text.trim_start().len(), within.end());
    body(flat, rest).or_else(|| class(flat, rest).filter(|_| classes)).map(|b| b.span.end())
}

/// A single body.
fn body(flat: &Flat, within: Span<Restored>) -> Option<Body> {
    let made = |end: usize| Some(Body::new(Span::new(within.start(), end), AgencyKind::Body));
    let capital = flat.text(within).starts_with(char::is_uppercase);
    if let Some(council) = flat.find(&COUNCIL, within) {
        let rest = Span::new(council.end(), within.end());
        let end = placed(flat, rest).unwrap_or(council.end());
        let several = PLURAL.is_match(flat.low(Span::new(council.end(), end)))
            || PART_OF_COUNCIL.is_match(flat.low(council));
        let kind = if several { AgencyKind::Class } else { AgencyKind::Body };
        return Some(Body::new(Span::new(within.start(), end), kind));
    }
    // "Thường trực Hội đồng Thi đua - Khen thưởng", "Đảng ủy Ủy ban nhân dân phường".
    if capital && let Some(part) = flat.find(&PART_OF, within) {
        let of = body(flat, Span::new(part.end(), within.end()));
        if let Some(of) = of.filter(|of| of.kind == AgencyKind::Body) {
            return made(of.span.end());
        }
    }
    for names in NAMES.iter() {
        if let Some(name) = flat.find(names, within) {
            let end = placed(flat, Span::new(name.end(), within.end())).unwrap_or(name.end());
            return made(end);
        }
    }
    if !capital {
        return None;
    }
    if let Some(short) = SHORT.find(flat.text(within)) {
        let end = within.start() + short.end();
        return made(placed(flat, Span::new(end, within.end())).unwrap_or(end));
    }
    if let Some(whole) = flat.find(&WHOLE, within) {
        let rest = Span::new(whole.end(), within.end());
        let end = capitals(flat, rest, 3).or_else(|| placed(flat, rest)).unwrap_or(whole.end());
        return made(end);
    }
    if flat.has(&NO_HEAD, within) {
        return None;
    }
    let head = flat.find(&HEAD, within)?;
    if let Some(end) = name(flat, head, within) {
        return Some(
            one_in_each(flat, within, end)
                .unwrap_or(Body::new(Span::new(within.start(), end), AgencyKind::Body)),
        );
    }
    let alone = flat.find(&ALONE, within)?;
    made(placed(flat, Span::new(alone.end(), within.end())).unwrap_or(alone.end()))
}

/// "Trung tâm Văn hóa các huyện, thị xã": a name with the places each of which has one.
fn one_in_each(flat: &Flat, within: Span<Restored>, end: usize) -> Option<Body> {
    static IN_EACH: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s+các\s"));
    let rest = Span::new(end, within.end());
    let end = placed(flat, rest).filter(|_| flat.has(&IN_EACH, rest))?;
    Some(Body::new(Span::new(within.start(), end), AgencyKind::Class))
}

/// "các Ban của Hội đồng nhân dân", "đại biểu Hội đồng nhân dân": those of a council, of whom there are several.
static PART_OF_COUNCIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:các\s|ban\s|tổ\s|(?:vị\s+)?đại\s)"));

static PLURAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bcác\s|cấp\s+(?:huyện|xã)|,|\bvà\b|/|\d"));

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let flat = Flat::new(text);
        bodies(&flat, flat.all()).into_iter().map(|b| flat.quote(b.span)).collect()
    }

    #[test]
    fn single_bodies() {
        for (text, bodies) in [
            ("Giao Sở Văn hóa, Thể thao và Du lịch chủ trì", vec!["Sở Văn hóa, Thể thao và Du lịch"]),
            ("Sở Y tế, Sở Nội vụ phối hợp", vec!["Sở Y tế", "Sở Nội vụ"]),
            ("Trạm Khí tượng Vân Sa tăng bản tin", vec!["Trạm Khí tượng Vân Sa"]),
            ("Đồn Biên phòng Cồn Ngang giữ liên lạc", vec!["Đồn Biên phòng Cồn Ngang"]),
            ("Tổ Trắc đạc cắm lại mốc", vec!["Tổ Trắc đạc"]),
            (
                "Văn phòng Ban Chỉ huy Phòng thủ dân sự tỉnh tổng hợp",
                vec!["Văn phòng Ban Chỉ huy Phòng thủ dân sự tỉnh"],
            ),
            ("Phòng Kinh tế, Hạ tầng và Đô thị lắp biển", vec!["Phòng Kinh tế, Hạ tầng và Đô thị"]),
            ("Viện Nghiên cứu phát triển đô thị có", vec!["Viện Nghiên cứu phát triển đô thị"]),
            ("Tổ Thư ký tổng hợp", vec!["Tổ Thư ký"]),
            ("Đội Trật tự ứng trực", vec!["Đội Trật tự"]),
            ("Phòng Kế hoạch tổng hợp ghi sổ", vec!["Phòng Kế hoạch tổng hợp"]),
            ("Đội Cảnh sát giao thông số 2 bố trí người", vec!["Đội Cảnh sát giao thông số 2"]),
            ("Phòng Đào tạo và Phòng Tổ chức", vec!["Phòng Đào tạo", "Phòng Tổ chức"]),
            (
                "đề nghị Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh hỗ trợ",
                vec!["Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh"],
            ),
            ("báo cáo Ủy ban nhân dân tỉnh Sơn Hà xem xét", vec!["Ủy ban nhân dân tỉnh Sơn Hà"]),
            ("với Ban Tuyên giáo và Dân vận Tỉnh ủy hướng dẫn", vec!["Ban Tuyên giáo và Dân vận Tỉnh ủy"]),
            (
                "Báo và Phát thanh, Truyền hình tỉnh tăng thời lượng",
                vec!["Báo và Phát thanh, Truyền hình tỉnh"],
            ),
            (
                "Báo và phát thanh, truyền hình tỉnh tăng thời lượng",
                vec!["Báo và phát thanh, truyền hình tỉnh"],
            ),
            ("Trung tâm Chuyển đổi số Thành phố vận hành", vec!["Trung tâm Chuyển đổi số Thành phố"]),
            ("Văn phòng đăng ký đất đai cung cấp", vec!["Văn phòng đăng ký đất đai"]),
            (
                "Tòa án nhân dân, Viện kiểm sát nhân dân tỉnh phối hợp",
                vec!["Tòa án nhân dân", "Viện kiểm sát nhân dân tỉnh"],
            ),
            ("Trung tâm Dịch vụ việc làm tỉnh hỗ trợ", vec!["Trung tâm Dịch vụ việc làm tỉnh"]),
            (
                "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên tuyển sinh",
                vec!["Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên"],
            ),
            ("Liên minh Hợp tác xã tỉnh hỗ trợ", vec!["Liên minh Hợp tác xã tỉnh"]),
            ("Trung tâm Bảo trợ xã hội tỉnh tiếp nhận", vec!["Trung tâm Bảo trợ xã hội tỉnh"]),
            (
                "Cục Đổi mới sáng tạo và Chuyển đổi xanh chủ trì",
                vec!["Cục Đổi mới sáng tạo và Chuyển đổi xanh"],
            ),
            ("Trung tâm Quản lý tài sản công thẩm định", vec!["Trung tâm Quản lý tài sản công"]),
            ("Ban Quản lý dự án đầu tư xây dựng số 2 lập", vec!["Ban Quản lý dự án đầu tư xây dựng số 2"]),
            (
                "Thường trực Hội đồng Thi đua - Khen thưởng tỉnh họp",
                vec!["Thường trực Hội đồng Thi đua - Khen thưởng tỉnh"],
            ),
            ("Ngân hàng Nhà nước Khu vực 12 hướng dẫn", vec!["Ngân hàng Nhà nước Khu vực 12"]),
            ("Đảng ủy Ủy ban nhân dân phường ban hành", vec!["Đảng ủy Ủy ban nhân dân phường"]),
            ("Công đoàn Bệnh viện Đa khoa Hoa Giang họp", vec!["Công đoàn Bệnh viện Đa khoa Hoa Giang"]),
            ("Tòa án nhân dân tối cao hướng dẫn", vec!["Tòa án nhân dân tối cao"]),
            (
                "Chi cục Trồng trọt và Bảo vệ thực vật ban hành quy trình",
                vec!["Chi cục Trồng trọt và Bảo vệ thực vật"],
            ),
            ("Bảo hiểm xã hội tỉnh ký hợp đồng", vec!["Bảo hiểm xã hội tỉnh"]),
            (
                "Mặt trận Tổ quốc, Đoàn Thanh niên, Hội Phụ nữ vận động",
                vec!["Mặt trận Tổ quốc", "Đoàn Thanh niên", "Hội Phụ nữ"],
            ),
            (
                "Hội đồng Thi đua - Khen thưởng các cấp tăng cường",
                vec!["Hội đồng Thi đua - Khen thưởng các cấp"],
            ),
            ("gửi các Sở: Tài chính, Tư pháp", vec!["các Sở: Tài chính", "Tư pháp"]),
        ] {
            assert_eq!(read(text), bodies, "{text}");
        }
    }

    #[test]
    fn classes_and_holders() {
        for (text, bodies) in [
            ("2. Trung tâm Văn hóa các huyện, thị xã", vec!["Trung tâm Văn hóa các huyện, thị xã"]),
            (
                "yêu cầu Thủ trưởng các sở, ban ngành, đoàn thể, Chủ tịch UBND các huyện, thành phố thực hiện",
                vec!["Thủ trưởng các sở, ban ngành, đoàn thể", "Chủ tịch UBND các huyện, thành phố"],
            ),
            (
                "các sở, ban, ngành, Ủy ban nhân dân các xã, phường triển khai",
                vec!["các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"],
            ),
            ("với các cơ quan, đơn vị liên quan tổ chức", vec!["các cơ quan, đơn vị liên quan"]),
            ("với cấp ủy, chính quyền các cấp, phát huy", vec!["cấp ủy, chính quyền các cấp"]),
            ("Phối hợp với các ngành, các cấp tăng cường", vec!["các ngành, các cấp"]),
            ("Giám đốc Sở Xây dựng báo cáo", vec!["Giám đốc Sở Xây dựng"]),
            (
                "Giao Thường trực Hội đồng nhân dân, các Ban của Hội đồng nhân dân, Tổ đại biểu Hội đồng nhân dân và các đại biểu Hội đồng nhân dân tỉnh giám sát",
                vec![
                    "Thường trực Hội đồng nhân dân",
                    "các Ban của Hội đồng nhân dân",
                    "Tổ đại biểu Hội đồng nhân dân",
                    "các đại biểu Hội đồng nhân dân tỉnh",
                ],
            ),
            (
                "Thủ trưởng các cơ quan, đơn vị trực thuộc Ủy ban nhân dân tỉnh thực hiện",
                vec!["Thủ trưởng các cơ quan, đơn vị trực thuộc Ủy ban nhân dân tỉnh"],
            ),
            ("Các Trung tâm y tế báo cáo", vec!["Các Trung tâm y tế"]),
            ("Các ban quản lý dự án rà soát", vec!["Các ban quản lý dự án"]),
            ("Trưởng đoàn kiểm tra lập biên bản", vec!["Trưởng đoàn kiểm tra"]),
            (
                "Phó Chủ tịch Thường trực Ủy ban nhân dân tỉnh chỉ đạo",
                vec!["Phó Chủ tịch Thường trực Ủy ban nhân dân tỉnh"],
            ),
            ("Trưởng khoa Dược xây dựng danh mục thuốc", vec!["Trưởng khoa Dược"]),
            ("Trưởng phòng Kế hoạch tổng hợp ghi sổ", vec!["Trưởng phòng Kế hoạch tổng hợp"]),
            ("Cơ quan chủ trì có văn bản hỏi ý kiến", vec!["Cơ quan chủ trì"]),
            ("Cơ quan, đơn vị phối hợp trả lời trong 05 ngày", vec!["Cơ quan, đơn vị phối hợp"]),
            (
                "Cơ quan chuyên môn về bảo vệ môi trường cấp tỉnh thẩm định",
                vec!["Cơ quan chuyên môn về bảo vệ môi trường cấp tỉnh"],
            ),
            (
                "Các sở ngành liên quan, các chủ rừng thực hiện",
                vec!["Các sở ngành liên quan", "các chủ rừng"],
            ),
        ] {
            assert_eq!(read(text), bodies, "{text}");
        }
    }

    #[test]
    fn no_bodies() {
        for text in [
            "Ban hành kế hoạch",
            "Báo cáo kết quả",
            "Phòng, chống thiên tai",
            "Tổ chức thực hiện",
            "Trường hợp cần thiết",
            "Tổ chức hội nghị tổng kết",
            "Cơ quan chủ trì: theo phân công",
            "Đơn vị phối hợp thực hiện: như trên",
            "tại các trung tâm thương mại",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
