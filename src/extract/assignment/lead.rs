//! Who is told to do something: the bodies that a sentence begins with, or that somebody asks or orders in it.
//!
//! "Giao Sở Y tế chủ trì …", "Sở Y tế: …", "UBND tỉnh yêu cầu các sở, ban, ngành …", "Đối với Công an tỉnh" (a heading),
//! "Căn cứ kế hoạch này, các sở xây dựng …". Not: bodies that are only named ("báo cáo UBND tỉnh"), and who asks.

use std::sync::LazyLock;

use regex::Regex;

use super::step::STEP;
use crate::extract::AgencyKind;
use crate::extract::agency::{self, Body};
use crate::extract::context::Context;
use crate::extract::duty::DUTY;
use crate::extract::token::{pattern, shift};
use crate::text::{Restored, Span};

/// Who is told, and what.
#[derive(Debug, Clone)]
pub(super) struct Lead {
    /// The bodies, in order. Never empty.
    pub(super) bodies: Vec<Body>,
    /// From who asks, or from the bodies, to the end.
    pub(super) quote: Span<Restored>,
    /// What they shall do; empty in a heading.
    pub(super) task: Span<Restored>,
}

/// Words that give an order to the bodies behind them.
const ASK: &str = r"(?:giao(?:\s+(?:cho|nhiệm\s+vụ\s+cho|trách\s+nhiệm\s+cho))?|kính\s+đề\s+nghị|đề\s+nghị|yêu\s+cầu|phân\s+công|ủy\s+quyền\s+cho)";
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^[\s*]*(?:(?:trong\s+đó\s*,?\s+)?{ASK}\s*:?\s+|đối\s+với\s+|(?:nhiệm\s+vụ|trách\s+nhiệm)(?:\s+thực\s+hiện)?\s*(?:của|đối\s+với)?\s+|về\s+phía\s+|do\s+)"
    ))
});
/// Who asks, before the word of asking; a speck may be read as a dash between them.
static GIVER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:[-–—_~.·'|]\s+)?(?:kính\s+|trân\s+trọng\s+)?(?:giao(?:\s+(?:cho|nhiệm\s+vụ\s+cho|trách\s+nhiệm\s+cho))?|đề\s+nghị|yêu\s+cầu|phân\s+công)\s*:?\s+",
    )
});
/// A clause that may stand before the bodies.
static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:căn\s+cứ|trên\s+cơ\s+sở|đối\s+với|theo|để|nhằm|trong\s+quá\s+trình|trong\s+phạm\s+vi|định\s+kỳ|hằng|hàng|trước|chậm\s+nhất|sau|khi|trường\s+hợp|với|do\s+(?:vậy|đó)|vì\s+vậy|thực\s+hiện|tại|từ|riêng|ngoài\s+ra|đồng\s+thời|trên\s+đây|nhận\s+được|trong|qua|để\s+chủ\s+động|thời\s+gian|đến|năm|ngay|mỗi|các\s+nội\s+dung|tiếp\s+tục)\b",
    )
});

static ASKED: LazyLock<Regex> = LazyLock::new(|| pattern(r"yêu\s+cầu|đề\s+nghị|giao\s"));

/// What the issuer says of itself at the beginning: "UBND tỉnh ban hành Kế hoạch … như sau:".
static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s,]*(?:ban\s+hành|phát\s+động|xây\s+dựng|triển\s+khai|thông\s+báo|báo\s+cáo|phê\s+duyệt|quyết\s+định|hướng\s+dẫn|tổ\s+chức|đề\s+ra|công\s+bố|trình|nhận|có\s+ý\s+kiến)",
    )
});

/// The lead of a passage: of a whole item or heading, or of one sentence; "Bước 2: Sở Y tế …" counts its steps.
pub(super) fn of(context: &Context<'_>, span: Span<Restored>) -> Option<Lead> {
    let flat = &context.flat;
    let span = flat.find(&STEP, span).map_or(span, |step| Span::new(step.end(), span.end()));
    let span = flat.trim(span, &[]);
    found(context, span).filter(|lead| !announced(context, lead))
}

/// Whether a passage is the issuer's announcement of what follows, which tells nobody to do anything.
pub(super) fn announces(context: &Context<'_>, span: Span<Restored>) -> bool {
    found(context, context.flat.trim(span, &[])).is_some_and(|lead| announced(context, &lead))
}

fn announced(context: &Context<'_>, lead: &Lead) -> bool {
    let flat = &context.flat;
    // Several ("UBND các xã") issue nothing together.
    let one = lead.bodies.len() == 1 && lead.bodies[0].kind == AgencyKind::Body;
    let issues = one && flat.has(&ISSUES, lead.task);
    let leads_on = flat.text(lead.quote).trim_end().ends_with(':');
    issues || one && leads_on && flat.has(&ISSUER, lead.bodies[0].span) && flat.has(&ANNOUNCES, lead.task)
}

/// "Chính phủ ban hành Nghị định quy định …": the words with which a document opens.
static ISSUES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s,]*ban\s+hành\s+(?:nghị\s+định|quyết\s+định|nghị\s+quyết|thông\s+tư|chỉ\s+thị|quy\s+định|kế\s+hoạch\s+(?:thực\s+hiện|triển\s+khai|tổ\s+chức|hành))",
    )
});

/// Those who issue plans, and who announce them in the first paragraph.
static ISSUER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:chủ\s+tịch\s+)?(?:ủy\s+ban\s+nhân\s+dân|ubnd|hội\s+đồng\s+nhân\s+dân|hđnd|ban\s+chỉ\s+đạo|sở|bộ|ban\s+thường\s+vụ|tỉnh\s+ủy|chi\s+cục|trường|hội\s+đồng)\b",
    )
});

fn found(context: &Context<'_>, span: Span<Restored>) -> Option<Lead> {
    behind_giver(context, span).or_else(|| at_start(context, span)).or_else(|| behind_clause(context, span))
}

fn at_start(context: &Context<'_>, span: Span<Restored>) -> Option<Lead> {
    let opened = context.flat.find(&OPENING, span);
    let from = opened.map_or(span.start(), |o| o.end());
    if let Some(lead) = whole_heading(context, span, from) {
        return Some(lead);
    }
    let at = Span::new(from, span.end());
    let lead = take(context, at, span.start()).or_else(|| responsible(context, at, span.start()))?;
    // Who issues the document and asks others, whoever they are, is not told to do it.
    let asks = context.flat.has(&GIVER, lead.task);
    let issues = lead.bodies.len() == 1
        && lead.bodies[0].kind != AgencyKind::Class
        && context.flat.has(&ISSUER, lead.bodies[0].span);
    let leads_on = opened.is_none() && context.flat.text(span).trim_end().ends_with(':');
    (!(asks && issues && leads_on)).then_some(lead)
}

/// "Cán bộ, công chức quản lý tài khoản có trách nhiệm …", "Cơ quan chủ trì tổ chức họp có trách nhiệm …": a common noun
/// that no list of bodies takes, told by the words of duty behind it.
fn responsible(context: &Context<'_>, at: Span<Restored>, start: usize) -> Option<Lead> {
    static WHO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*((?:(?:các|những|mọi)\s+)?(?:cán\s+bộ|công\s+chức|cơ\s+quan|đơn\s+vị|tổ\s+chức\s*,\s*cá\s+nhân|cá\s+nhân|người\s+(?:sử\s+dụng|đứng|được|quản|trực|phụ|làm)|chủ\s+\p{L}+|doanh\s+nghiệp|hộ|thành\s+viên|bộ\s+phận|trưởng\s+\p{L}+)\b[^;:.()]{0,110}?)\s(?:có\s+trách\s+nhiệm)\s",
        )
    });
    // "Đài Tiếng nói Việt Nam chủ trì …": a name that no list knows, told by what it is to do.
    static UNKNOWN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*(\p{L}[^;:.()\d“”]{3,90}?)\s(?:chủ\s+trì\s*,?\s+(?:và\s+)?phối\s+hợp|(?:có|chịu)\s+trách\s+nhiệm|là\s+(?:cơ\s+quan|đơn\s+vị)\s+(?:thường\s+trực|đầu\s+mối)|làm\s+đầu\s+mối)\b",
        )
    });
    // What is no body: a thing, a clause, a call.
    static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*(?:kế\s+hoạch|nội\s+dung|nhiệm\s+vụ|việc|công\s+tác|dự\s+án|đề\s+án|chương\s+trình|văn\s+bản|kinh\s+phí|hoạt\s+động|thời\s+gian|mọi|quá\s+trình|trường\s+hợp|trong|khi|nếu|đối\s+với|căn\s+cứ|theo|hằng|hàng|định\s+kỳ|trước|sau|để|nhằm|từ|tại|với|do|giao|đề\s+nghị|yêu\s+cầu|phân\s+công|người\s+ký|quyết\s+định|nghị\s+quyết|quy\s+định|tiếp\s+tục|qua|trên|ngoài|riêng|đồng\s+thời|những|thực\s+hiện|tổ\s+chức\s+thực|phương\s+án|mô\s+hình|hệ\s+thống|các\s+(?:nội|nhiệm|hoạt|dự|chương|đề|vấn|trường|công\s+trình))\b|\s(?:do|được|thì|khi|nếu|đã|là|để|phải|sẽ|nhằm|giao|đề\s+nghị|yêu\s+cầu|phân\s+công)\s|\s(?:không|và|phải|cùng|sẽ|cần|cũng)$",
        )
    });
    let flat = &context.flat;
    let low = flat.low(at);
    let named = WHO.captures(low).and_then(|c| c.get(1)).or_else(|| {
        let named = UNKNOWN.captures(low)?.get(1)?;
        let span = shift(at, named.start(), named.end());
        let name = flat.text(span).trim_start().starts_with(char::is_uppercase)
            && !flat.has(&NO_NAME, span)
            && !flat.has(&DUTY, span)
            && flat.text(span).split(", ").skip(1).all(|part| part.starts_with(char::is_uppercase));
        name.then_some(named)
    })?;
    let span = flat.trim(shift(at, named.start(), named.end()), &[',']);
    let task = flat.trim(Span::new(span.end(), at.end()), &[]);
    let bodies = vec![Body { span, kind: AgencyKind::Class }];
    Some(Lead { bodies, quote: Span::new(start, at.end()), task })
}

/// "Trách nhiệm của đối tượng thực hiện kiểm kê": all that a heading names is the body, whether a list knows it or not.
fn whole_heading(context: &Context<'_>, span: Span<Restored>, from: usize) -> Option<Lead> {
    static OF: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[\s*]*(?:nhiệm\s+vụ|trách\s+nhiệm)(?:\s+thực\s+hiện)?\s+của\s+"));
    let flat = &context.flat;
    let rest = flat.trim(Span::new(from, span.end()), &[':', '.']);
    static NOBODY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:kế\s+hoạch|chương\s+trình|đề\s+án|dự\s+án|năm|giai\s+đoạn|phong\s+trào|cuộc|công\s+tác|quý|tháng)\b",
        )
    });
    let heading =
        flat.has(&OF, span) && !flat.has(&NOBODY, rest) && !flat.text(rest).contains(['.', ';', ':']);
    if !heading || rest.is_empty() || flat.text(rest).split_whitespace().count() > 25 {
        return None;
    }
    let (list, end) = agency::list_at(flat, rest);
    let bodies = if end == rest.end() { list } else { vec![Body { span: rest, kind: AgencyKind::Class }] };
    Some(Lead { bodies, quote: span, task: Span::new(span.end(), span.end()) })
}

/// "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành …".
fn behind_giver(context: &Context<'_>, span: Span<Restored>) -> Option<Lead> {
    let (givers, end) = agency::list_at(&context.flat, span);
    let ask = context.flat.find(&GIVER, Span::new(end, span.end()))?;
    if givers.is_empty() {
        return None;
    }
    take(context, Span::new(ask.end(), span.end()), span.start())
}

/// "Căn cứ Kế hoạch này, các sở …"; "…, Chủ tịch UBND tỉnh yêu cầu các sở …"; "Nếu có vướng mắc, đề nghị các sở …".
fn behind_clause(context: &Context<'_>, span: Span<Restored>) -> Option<Lead> {
    let flat = &context.flat;
    if !flat.has(&CLAUSE, span) {
        return None;
    }
    let first = flat.sentences(span).into_iter().next().unwrap_or(span);
    // What was done so far is told, not asked for.
    static SO_FAR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*(?:trong\s+)?(?:thời\s+gian|những\s+năm|các\s+năm|năm)\s+(?:vừa\s+)?qua\b|\b(?:đã|luôn)\s+được\s+(?:các\s+)?cấp",
        )
    });
    if flat.has(&SO_FAR, first) && !flat.has(&ASKED, first) {
        return None;
    }
    let text = flat.text(first);
    let within = agency::bodies(flat, first);
    // "Trường hợp dịch lan rộng thì Sở Y tế phải …": "thì" ends the clause as a mark does.
    static CASE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*(?:(?:trong\s+)?trường\s+hợp|nếu|khi|đối\s+với)\b"));
    let then = text.match_indices(" thì ").filter(|_| flat.has(&CASE, span));
    let mut marks: Vec<(usize, &str)> = text.match_indices([',', ';', ':']).chain(then).collect();
    marks.sort_unstable();
    for (at, mark) in marks {
        let rest = flat.trim(Span::new(span.start() + at + mark.len(), span.end()), &[]);
        if rest.is_empty() {
            break;
        }
        if let Some(lead) = behind_giver(context, rest) {
            return Some(lead);
        }
        // "…, phối hợp với Sở A, Sở B phân luồng": those behind are among the helpers.
        static HELPED: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"phối\s+hợp(?:\s+(?:với|cùng|chặt\s+chẽ\s+với))?\s+[^;:.]*$"));
        // "… của các sở, ban, ngành, Sở Tài chính …": a comma within a list of bodies ends no clause.
        if mark == ","
            && within
                .iter()
                .any(|body| body.span.start() < first.start() + at && first.start() + at < body.span.end())
        {
            continue;
        }
        if mark == "," && flat.has(&HELPED, Span::new(first.start(), first.start() + at)) {
            continue;
        }
        let found = Some(()).and_then(|()| {
            let opened = flat.find(&OPENING, rest);
            let from = opened.map_or(rest.start(), |o| o.end());
            let lead = take(context, Span::new(from, rest.end()), rest.start())?;
            // "… của UBND tỉnh, Chủ tịch UBND tỉnh: Sở Y tế …": what stands before the colon is told nothing.
            let end = lead.bodies.last().map_or(from, |body| body.span.end());
            let colon = mark == "," && flat.text(Span::new(end, rest.end())).trim_start().starts_with(':');
            let passed_on = colon && take(context, lead.task, lead.task.start()).is_some();
            (!passed_on && !lead.task.is_empty()).then_some(lead)
        });
        // The condition is part of what is told.
        let found = found.map(|lead| if mark == " thì " { Lead { quote: span, ..lead } } else { lead });
        // A list inside the clause ("căn cứ đề nghị của Sở Y tế, Sở Tài chính, …") has no verb behind it.
        if let Some(lead) = found.filter(|lead| !lead.task.is_empty()) {
            return Some(lead);
        }
    }
    None
}

/// A class goes on up to "có trách nhiệm": "các đơn vị cấp nước sạch trên địa bàn có trách nhiệm …"; so does any body with
/// what says which one is meant: "Ủy ban nhân dân xã nơi có công trình phải …".
fn with_relative(
    context: &Context<'_>,
    mut bodies: Vec<Body>,
    behind: Span<Restored>,
) -> (Vec<Body>, Span<Restored>) {
    static RESPONSIBLE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(\s[^,;:.()]{1,110}?),?\s(?:có|chịu)\s+trách\s+nhiệm\b"));
    static WHICH: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(\s(?:thuộc|trực\s+thuộc|nơi|trên\s+địa\s+bàn|tại|ở|có\s+liên\s+quan|liên\s+quan|được\s+(?:giao|phân\s+công)(?:\s+chủ\s+trì)?|quản\s+lý|có)\s[^,;:.()]{2,110}?)\s(?:(?:có|chịu)\s+trách\s+nhiệm|phải|cần|chủ\s+trì|phối\s+hợp\s+với|chủ\s+động|khẩn\s+trương|nghiêm\s+túc|căn\s+cứ|theo\s+chức\s+năng)\b",
        )
    });
    let flat = &context.flat;
    let end = |words: &Regex| {
        words.captures(flat.low(behind)).and_then(|c| c.get(1)).map(|m| behind.start() + m.end())
    };
    let Some(last) = bodies.last_mut() else { return (bodies, behind) };
    // "phải có trách nhiệm" right behind a name begins the duty.
    static BEGINS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*(?:(?:phải|cần)\s|(?:có|chịu)\s+(?:trách\s+nhiệm|nhiệm\s+vụ)\b)"));
    if flat.has(&BEGINS, behind) {
        return (bodies, behind);
    }
    let class = if last.kind == AgencyKind::Class { end(&RESPONSIBLE) } else { None };
    match class.or_else(|| end(&WHICH)) {
        Some(end) => {
            last.span = Span::new(last.span.start(), end);
            (bodies, Span::new(end, behind.end()))
        }
        None => (bodies, behind),
    }
}

/// The bodies at the start of `at`, when a duty, a colon or the end stands behind them.
fn take(context: &Context<'_>, at: Span<Restored>, start: usize) -> Option<Lead> {
    let flat = &context.flat;
    let (mut bodies, mut end) = agency::list_at(flat, at);
    if bodies.is_empty() {
        return None;
    }
    // "Đề nghị các cấp ủy. Mặt trận Tổ quốc tỉnh: …": names alone are no sentence, the stop is a misread comma.
    static STOP: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\.\s+"));
    while !context.document.has_sure_marks(at)
        && let Some(stop) = flat.find(&STOP, Span::new(end, at.end()))
        && let (more, after) = agency::list_at(flat, Span::new(stop.end(), at.end()))
        && !more.is_empty()
    {
        bodies.extend(more);
        end = after;
    }
    let behind = Span::new(end, at.end());
    static BRACKET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\([^()]{0,200}\)"));
    let behind = flat.find(&BRACKET, behind).map_or(behind, |b| Span::new(b.end(), at.end()));
    // "1.2. Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo": what a heading says of the body is none of its tasks.
    static APPOSED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\s*[-–]\s*(?:cơ\s+quan|thường\s+trực|đơn\s+vị|phó|trưởng|thành\s+viên|ủy\s+viên)\b[^.;:]{0,90}:?$",
        )
    });
    if start == at.start() && flat.has(&APPOSED, flat.trim(behind, &[])) {
        return Some(Lead { bodies, quote: Span::new(start, at.end()), task: Span::new(at.end(), at.end()) });
    }
    let (bodies, behind) = with_relative(context, bodies, behind);
    // A relative phrase may stand between: "(sau đây gọi là cơ quan, đơn vị) và mọi người dân triển khai".
    let text = flat.low(behind).trim_start();
    let quote = Span::new(start, at.end());
    if text.trim_end_matches(['.', ';', ':', ',', ' ']).is_empty() {
        return Some(Lead { bodies, quote, task: Span::new(at.end(), at.end()) });
    }
    if let Some(rest) = text.strip_prefix(':') {
        let task = flat.trim(Span::new(at.end() - rest.len(), at.end()), &[]);
        // "03 đơn vị trực thuộc: Trung tâm …; Trung tâm …" says which they are.
        let counted = flat.text(at).trim_start().starts_with(|c: char| c.is_ascii_digit());
        if counted && !agency::list_at(flat, task).0.is_empty() {
            return None;
        }
        return Some(Lead { bodies, quote, task });
    }
    let task = flat.trim(behind, &[',', '-', '–']);
    // A capital goes on with a name that no list knows ("các Ban Xây dựng Đảng"), unless all is in capitals.
    let goes_on =
        flat.text(task).starts_with(char::is_uppercase) && flat.text(task).chars().any(char::is_lowercase);
    (!goes_on && flat.has(&DUTY, task)).then_some(Lead { bodies, quote, task })
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::leads;

    #[test]
    fn hits() {
        for (text, lead) in [
            (
                "1. Liên đoàn Xiếc Sơn Hà chủ trì, phối hợp với Sở Y tế tổ chức biểu diễn.",
                "Liên đoàn Xiếc Sơn Hà",
            ),
            ("1. Trường hợp dịch lan rộng thì Sở Y tế phải báo cáo Ủy ban nhân dân tỉnh.", "Sở Y tế"),
            (
                "1. Ủy ban nhân dân xã nơi có công trình chịu trách nhiệm bảo vệ công trình.",
                "Ủy ban nhân dân xã nơi có công trình",
            ),
            ("1. Sở Y tế trân trọng đề nghị các bệnh viện rà soát danh sách.", "các bệnh viện"),
            ("1. Sở Tư pháp có trách nhiệm phối hợp với Sở Y tế rà soát.", "Sở Tư pháp"),
            ("1. Các cơ quan cung cấp số liệu có trách nhiệm kiểm tra.", "Các cơ quan cung cấp số liệu"),
            ("1. Các cơ quan, đơn vị phải có trách nhiệm trả lời cử tri.", "Các cơ quan, đơn vị"),
        ] {
            assert_eq!(leads(text), [lead], "{text}");
        }
    }

    #[test]
    fn misses() {
        for text in [
            "1. Kế hoạch này do nhiều bên có trách nhiệm thực hiện.",
            "1. Văn phòng không chịu trách nhiệm về dữ liệu do bên khác gửi.",
            "1. 03 đơn vị trực thuộc: Trung tâm Lưu trữ tỉnh; Trung tâm Dịch vụ việc làm tỉnh.",
        ] {
            assert_eq!(leads(text), Vec::<String>::new(), "{text}");
        }
    }
}
