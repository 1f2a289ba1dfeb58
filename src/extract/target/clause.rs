//! Where in a sentence each number's statement begins and ends, and how much its place speaks for a target.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{NodeIndex, NodeKind};
use crate::extract::agency;
use crate::extract::context::{Context, first_words};
use crate::extract::quantity::{self, Amount, UnitKind};
use crate::extract::token::{pattern, shift};
use crate::extract::{Comparison, Direction, date};
use crate::text::{Restored, Span};

/// A number with the words around it that belong to its statement.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// The number.
    pub(super) amount: Amount,
    /// What stands before it in its statement. May be empty.
    pub(super) before: Span<Restored>,
    /// What stands after it in its statement. May be empty.
    pub(super) after: Span<Restored>,
    /// The sentence.
    pub(super) sentence: Span<Restored>,
    /// Whether it stands behind "trong đó".
    pub(super) within: bool,
}

/// How much the place speaks for a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Rewards, costs, the state of things: none is there.
    Never,
    /// Running text: only what says of itself that it is to be reached.
    Plain,
    /// Under "chỉ tiêu", "mục tiêu", after "phấn đấu".
    Goal,
}

static GOAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"chỉ\s+tiêu|mục\s+tiêu|phấn\s+đấu|nội\s+dung\s+thi\s+đua|kết\s+quả\s+(?:dự\s+kiến|cần\s+đạt)")
});
static NEVER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"khen\s+thưởng|tiêu\s+chuẩn|kinh\s+phí|mức\s+(?:chi|hỗ\s+trợ|thu|phí|đóng|hưởng|trần)|định\s+mức|thực\s+trạng|tình\s+hình|kết\s+quả\s+(?:đạt\s+được|thực\s+hiện|triển\s+khai)|ưu\s+đãi|chấm\s+điểm|thang\s+điểm|xếp\s+loại|căn\s+cứ|đơn\s+giá|bảng\s+giá|hệ\s+số|lệ\s+phí|phân\s+chia|tỷ\s+lệ\s+phân|bồi\s+thường|tồn\s+tại|hạn\s+chế,|^[\s\divx.]*tiêu\s+chí",
    )
});
/// Whether a heading above a node says that numbers under it are none to be reached.
pub(super) fn is_never(context: &Context<'_>, index: NodeIndex) -> bool {
    context
        .ancestors(index)
        .any(|above| context.flat.has(&NEVER, first_words(&context.flat, context.node(above).body, 24)))
}

/// How much a node speaks for targets.
pub(super) fn strength(context: &Context<'_>, index: NodeIndex) -> Strength {
    if is_never(context, index) {
        return Strength::Never;
    }
    let lead_in = context.lead_in(index);
    let led =
        lead_in.is_some_and(|lead| context.flat.has(&GOAL, last_words(context, context.node(lead).body)));
    let node = context.node(index);
    if led || context.ancestors(index).any(|above| is_goal_heading(context, above)) {
        return Strength::Goal;
    }
    if matches!(node.kind, NodeKind::Cell | NodeKind::Row) { Strength::Never } else { Strength::Plain }
}

/// The end of a lead-in: a long one may speak of goals and lead to something else.
fn last_words(context: &Context<'_>, body: Span<Restored>) -> Span<Restored> {
    let tokens = context.flat.tokens(body);
    let start =
        tokens.len().checked_sub(40).and_then(|at| tokens.get(at)).map_or(body.start(), |t| t.span.start());
    Span::new(start, body.end())
}

/// A heading or a lead-in that names goals: short, or ended by a colon.
fn is_goal_heading(context: &Context<'_>, index: NodeIndex) -> bool {
    let body = context.node(index).body;
    let text = context.flat.text(body);
    (text.split_whitespace().count() <= 14 || text.trim_end().ends_with(':')) && context.flat.has(&GOAL, body)
}

/// Whether a sentence says that what follows is to be reached.
pub(super) fn says_goal(context: &Context<'_>, sentence: Span<Restored>) -> bool {
    static SAYS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"phấn\s+đấu|chỉ\s+tiêu|mục\s+tiêu\s+(?:đến|là|cụ)"));
    context.flat.has(&SAYS, sentence)
}

/// The last statement of a long text before a number: behind the last comma, colon, or word of purpose.
pub(super) fn tail(context: &Context<'_>, before: Span<Restored>) -> Span<Restored> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"[,;:]\s|\s(?:phấn\s+đấu|để|nhằm|mục\s+tiêu|bảo\s+đảm|đảm\s+bảo|trên\s+tinh\s+thần)\s")
    });
    let flat = &context.flat;
    let words = |span: Span<Restored>| flat.text(span).split_whitespace().count();
    if words(before) <= 12 {
        return before;
    }
    // What is left must say something: "có" alone does not.
    MARK.find_iter(flat.low(before))
        .map(|m| Span::new(before.start() + m.end(), before.end()))
        .filter(|rest| words(*rest) >= 2)
        .last()
        .unwrap_or(before)
}

/// Words with which what is measured begins.
pub(super) static MEASURED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:tỷ\s+(?:lệ|số|suất|trọng)|tỉ\s+(?:lệ|số|suất|trọng)|số\s|tổng\s|giá\s+trị|kim\s+ngạch|thu\s+(?:ngân|nhập|nội|hút)|tăng\s+trưởng\b|diện\s+tích|sản\s+lượng|năng\s+suất|tốc\s+độ|mức\s|grdp|gdp|độ\s+che\s+phủ|chỉ\s+số|doanh\s+thu|quy\s+mô|cơ\s+cấu|tuổi\s+thọ|bình\s+quân|mật\s+độ|vốn\s|huy\s+động\s+vốn|năng\s+lực)",
    )
});

/// The statements of a sentence, each with its number; numbers that only qualify another are passed over.
pub(super) fn parts(context: &Context<'_>, sentence: Span<Restored>, taken: &[Span<Restored>]) -> Vec<Part> {
    let flat = &context.flat;
    let mut closed: Vec<Span<Restored>> = date::times(flat, sentence).into_iter().map(|t| t.span).collect();
    closed.extend(taken.iter().filter(|t| t.overlaps(sentence)));
    let amounts: Vec<Amount> = quantity::amounts(flat, sentence, &closed)
        .into_iter()
        .filter(|amount| {
            let at = amount.number.start() - sentence.start();
            !in_brackets(flat.text(sentence), at) || alone_in_brackets(context, sentence, amount)
        })
        .filter(|amount| amount.unit != UnitKind::Time || is_measured(context, sentence, amount))
        .filter(|amount| !is_label(context, sentence, amount) && !is_other_side(context, sentence, amount))
        .collect();
    let mut parts: Vec<Part> = Vec::new();
    let mut start = sentence.start();
    let mut i = 0;
    while i < amounts.len() {
        let mut stop = sentence.end();
        let mut next = i + 1;
        while next < amounts.len() {
            let from = amounts[next - 1].written.end().max(start);
            let between = Span::new(from, amounts[next].written.start().max(from));
            if let Some(at) = boundary(context, between) {
                stop = between.start() + at;
                break;
            }
            next += 1;
        }
        // Of numbers that share a statement each may be what is to be reached: "thiết bị ngừng quá 24 giờ dưới 0,5%".
        for at in i..next {
            let amount = &amounts[at];
            let begin = amount.written.start().max(start);
            let before = from_within(context, Span::new(start, begin));
            let end = amount.written.end().max(begin);
            let stop = match amounts.get(at + 1).filter(|_| at + 1 < next) {
                Some(other) => without_mark(context, Span::new(end, other.written.start().max(end))),
                None => stop.max(end),
            };
            parts.push(Part {
                amount: amount.clone(),
                before,
                after: Span::new(end, stop),
                sentence,
                within: flat.has(&WITHIN, before),
            });
        }
        start = stop;
        i = next;
    }
    parts
}

/// Where in a text between two numbers what belongs to the first ends: at the last comma or "và".
fn without_mark(context: &Context<'_>, between: Span<Restored>) -> usize {
    let low = context.flat.low(between);
    let mark = low.rfind([',', ';']).into_iter().chain(low.rfind(" và ")).max();
    mark.map_or(between.end(), |at| between.start() + at)
}

/// "trong đó" and its like.
pub(super) static WITHIN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s,(:]*(?:trong\s+đó|riêng)\b"));

/// Where between two numbers the statement of the second begins; `None` when it has none of its own.
fn boundary(context: &Context<'_>, between: Span<Restored>) -> Option<usize> {
    static OPENS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:$|trong\s+đó|riêng|phấn\s+đấu|đạt|giảm|tăng|trồng|xây\s+dựng|thành\s+lập|có\s|đào\s+tạo|thu\s+hút|hoàn\s+thành|nâng|duy\s+trì|bảo\s+đảm|đảm\s+bảo|phát\s+triển|giải\s+quyết|tạo|cấp\s|mở\s|đưa|đón|kết\s+nạp|công\s+nhận|bình\s+quân|còn\s|(?:(?:đến|trong|hết)\s+)?(?:năm|giai\s+đoạn)\s+\d|ít\s+nhất|tối\s+thiểu|trên|khoảng|lao\s+động|ngành\s|góp\s+phần|mục\s+tiêu)",
        )
    });
    let low = context.flat.low(between);
    for (at, mark) in low.match_indices([',', ';', '.']) {
        let rest = low[at + mark.len()..].trim_start().trim_start_matches("và ").trim_start();
        if OPENS.is_match(rest) || MEASURED.is_match(rest) || low[..at].trim().is_empty() {
            return Some(at + mark.len());
        }
    }
    low.match_indices(" và ").find_map(|(at, mark)| {
        let rest = low[at + mark.len()..].trim_start();
        (OPENS.is_match(rest) || MEASURED.is_match(rest)).then_some(at + mark.len())
    })
}

/// Whether a number says from where something moves ("giảm từ 23% xuống 18%"), or the same in another unit ("tương đương
/// 5.000 USD").
fn is_other_side(context: &Context<'_>, sentence: Span<Restored>, amount: &Amount) -> bool {
    static FROM: LazyLock<Regex> = LazyLock::new(|| pattern(r"\btừ\s*$"));
    static TO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^[^,;:]{0,40}?\s(?:xuống|lên)\s(?:còn\s|đến\s|mức\s)*(?:trên\s|dưới\s|khoảng\s)?\d")
    });
    static SAME: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"tương\s+đương(?:\s+với)?(?:\s+(?:khoảng|trên|gần))?\s*$"));
    let flat = &context.flat;
    let ahead = Span::new(sentence.start(), amount.number.start().max(sentence.start()));
    flat.has(&FROM, ahead) && flat.has(&TO, Span::new(amount.number.end(), sentence.end()))
        || flat.has(&SAME, ahead)
}

/// A text without the "và" at its end, behind which another statement begins.
pub(super) fn without_and(context: &Context<'_>, text: Span<Restored>) -> Span<Restored> {
    if context.flat.low(text).ends_with(" và") {
        Span::new(text.start(), text.end() - " và".len())
    } else {
        text
    }
}

/// A statement from its last "trong đó" on.
fn from_within(context: &Context<'_>, before: Span<Restored>) -> Span<Restored> {
    let at = context.flat.low(before).rfind(", trong đó ");
    at.map_or(before, |at| Span::new(before.start() + at + 1, before.end()))
}

/// Whether a stretch of time can be what is measured: one that is bound, or that something reaches ("tuổi thọ trung bình
/// đạt 75 tuổi", "còn 02 ngày").
fn is_measured(context: &Context<'_>, sentence: Span<Restored>, amount: &Amount) -> bool {
    static REACHES: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(?:đạt|còn|là|lên|xuống|chỉ|tăng|giảm)\s*$"));
    let ahead = Span::new(sentence.start(), amount.written.start().max(sentence.start()));
    // "trẻ em dưới 5 tuổi", "trên 3 năm" say who is meant.
    static AGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:tuổi|năm)"));
    let age =
        amount.quantity.unit.as_deref().is_some_and(|unit| AGE.is_match(&crate::vietnamese::fold(unit)));
    let bound = amount.comparison != Comparison::Equal || amount.direction.is_some();
    bound && !age || context.flat.has(&REACHES, ahead)
}

/// Whether a number only tells which of several aims is meant: "Chỉ tiêu 2: 90% hộ dân …".
fn is_label(context: &Context<'_>, sentence: Span<Restored>, amount: &Amount) -> bool {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^[\s+*•–-]*(?:chỉ\s+tiêu|mục\s+tiêu|nhiệm\s+vụ|nội\s+dung|giải\s+pháp|hoạt\s+động|tiêu\s+chí|dự\s+án|tiểu\s+dự\s+án|nhóm)\s*$",
        )
    });
    let flat = &context.flat;
    let behind = flat.text(Span::new(amount.number.end(), sentence.end())).trim_start();
    behind.starts_with([':', '.', '-', '–'])
        && flat.has(&NAMED, Span::new(sentence.start(), amount.number.start().max(sentence.start())))
}

/// The passages in brackets inside a sentence that hold a number: "(phấn đấu mỗi tháng đạt 12%)".
pub(super) fn bracketed(context: &Context<'_>, sentence: Span<Restored>) -> Vec<Span<Restored>> {
    static BRACKET: LazyLock<Regex> = LazyLock::new(|| pattern(r"\(([^()]{8,200})\)"));
    let flat = &context.flat;
    BRACKET
        .captures_iter(flat.low(sentence))
        .filter_map(|c| c.get(1))
        .map(|m| shift(sentence, m.start(), m.end()))
        .filter(|inside| flat.low(*inside).contains(|c: char| c.is_ascii_digit()))
        .collect()
}

/// Whether the byte at `at` stands inside brackets.
fn in_brackets(text: &str, at: usize) -> bool {
    let open = text[..at].matches('(').count();
    open > text[..at].matches(')').count() && text[at..].contains(')')
}

/// Whether brackets hold a share and nothing else: "mọi hồ sơ được số hóa (100%)".
fn alone_in_brackets(context: &Context<'_>, sentence: Span<Restored>, amount: &Amount) -> bool {
    let flat = &context.flat;
    let before = flat.text(Span::new(sentence.start(), amount.written.start().max(sentence.start())));
    let after = flat.text(Span::new(amount.written.end(), sentence.end().max(amount.written.end())));
    amount.unit == UnitKind::Percent && before.ends_with('(') && after.starts_with(')')
}

/// Which way something is to move, where a clause says it and then how far: "Tăng tỷ lệ hộ dùng nước sạch lên trên 95%".
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
    let clause = told(context, flat.trim(tail(context, ahead), &[',', '-', '+', ':']));
    let way = MOVES.captures(flat.low(clause))?;
    let up = way.name("up").is_some();
    flat.has(&REACHES, ahead).then_some(if up { Direction::Increase } else { Direction::Decrease })
}

/// Stretches of time by which something is counted.
const STRETCHES: [&str; 7] = ["năm", "tháng", "quý", "tuần", "ngày", "học kỳ", "vụ"];

/// What a number is counted by that its clause says apart from it: "mỗi năm mở rộng 35 ha", "đọc 10 cuốn sách một năm".
pub(super) fn per(context: &Context<'_>, part: &Part) -> Option<String> {
    static EACH: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(?:mỗi|hằng|hàng|từng)\s+(?P<per>học\s+kỳ|\p{L}+)"));
    static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^[^,;.:()\d]{0,40}?\b(?:mỗi|hằng|hàng|từng|một|trong\s+một)\s+(?P<per>học\s+kỳ|năm|\p{L}+)")
    });
    let flat = &context.flat;
    let ahead = Span::new(part.before.start(), part.amount.written.start().max(part.before.start()));
    let named = |captures: regex::Captures<'_>| {
        let per = crate::text::one_line(captures.name("per")?.as_str());
        STRETCHES.contains(&per.as_str()).then_some(per)
    };
    BEHIND
        .captures(flat.low(part.after))
        .and_then(named)
        .or_else(|| EACH.captures_iter(flat.low(ahead)).filter_map(named).last())
}

/// A statement without those whom it tells to do it, and whom they work with.
pub(super) fn told(context: &Context<'_>, before: Span<Restored>) -> Span<Restored> {
    let flat = &context.flat;
    let before = flat.trim(before, &[',', '-', '+']);
    // "giao Sở Nội vụ mở …": who is told stands behind the word of telling.
    static TELLS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:giao|chỉ\s+đạo|đề\s+nghị|yêu\s+cầu|riêng)\s+"));
    let behind = flat.find(&TELLS, before).map(|tells| Span::new(tells.end(), before.end()));
    let before = behind.filter(|rest| !agency::list_at(flat, *rest).0.is_empty()).unwrap_or(before);
    let (_, end) = agency::list_at(flat, before);
    let rest = flat.trim(Span::new(end.max(before.start()), before.end()), &[',', ':']);
    static WITH: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:chủ\s+trì\s*,?\s*)?(?:và\s+)?phối\s+hợp\s+(?:chặt\s+chẽ\s+)?(?:với\s+)?")
    });
    let Some(with) = flat.find(&WITH, rest) else { return rest };
    let (helpers, end) = agency::list_at(flat, Span::new(with.end(), rest.end()));
    if helpers.is_empty() { rest } else { flat.trim(Span::new(end, rest.end()), &[',', ':']) }
}

/// What is measured without when it is due and what it is compared with: "…, hoàn thành trước ngày 30/6/2026".
pub(super) fn without_due(context: &Context<'_>, after: Span<Restored>) -> Span<Restored> {
    static DUE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"[\s,]+(?:(?:hoàn\s+thành|xong)\s+)?(?:(?:trước|chậm\s+nhất|trong|vào)\s+(?:là\s+)?(?:ngày|tháng|quý|\d{1,2}\s*(?:giờ|h)|\d{1,2}/)\b|so\s+với\s+(?:năm|cùng|giai|kế|đầu)\b).*$",
        )
    });
    // "… đến hết năm 2028", ", không quá ngày 15/4/2027": what binds a time belongs to it.
    static BINDS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        [
            r"(?:trước|đến|tới|hết|trong|vào|từ|là)",
            r"(?:hoàn\s+thành|xong|cuối|dịp|kể|hạn|ngày|tính)",
            r"(?:không\s+(?:quá|(?:chậm|muộn)\s+hơn)|(?:chậm|muộn)\s+nhất|cho)",
        ]
        .into_iter()
        .map(|words| pattern(&format!(r"(?:^|[\s,(;]+){words}[\s:]*$")))
        .collect()
    });
    let flat = &context.flat;
    let end = flat.find(&DUE, after).map_or(after.end(), |due| due.start());
    let after = Span::new(after.start(), end);
    let Some(time) = date::times(flat, after).into_iter().next() else { return after };
    let mut before = Span::new(after.start(), time.span.start());
    while let Some(binds) = BINDS.iter().find_map(|words| flat.find(words, before)) {
        before = Span::new(before.start(), binds.start());
    }
    before
}
