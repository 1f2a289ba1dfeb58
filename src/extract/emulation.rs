//! The emulation movement that a document launches, in the terms of Điều 17 of the emulation law (06/2022/QH15).
//!
//! "Ủy ban nhân dân tỉnh phát động phong trào thi đua … với chủ đề “…”" (invented). Not: documents that only ask to
//! take part in movements, or reward their results. Unsure: a movement whose name runs over several clauses.

use std::sync::LazyLock;

use regex::Regex;

use super::agency;
use super::assignment::Found;
use super::confidence;
use super::context::{Context, first_words};
use super::date;
use super::token::pattern;
use super::{Emulation, EmulationPeriod, Finding};
use crate::document::{NodeIndex, NodeKind};
use crate::text::{Restored, Span};

const RULE: &str = "emulation";

/// The words of launching, in the title or in the sentence that launches; the group is the movement with all behind it.
static LAUNCH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:phát\s+động|triển\s+khai|tổ\s+chức|mở)(?P<between>(?:\s+\p{L}+){0,8}?)\s+(?P<name>(?:các\s+)?(?:phong\s+trào|đợt|cao\s+điểm|chiến\s+dịch|cuộc\s+vận\s+động)\s+(?:cao\s+điểm\s+)?thi\s+đua\b.*)",
    )
});
/// What is done with a movement that was launched before.
static LATER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:tổng\s+kết|sơ\s+kết|tham\s+gia|hưởng\s+ứng|khen\s+thưởng)\b"));
/// Where the name of a movement ends.
static NAME_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\s*(?:,?\s*(?:với\s+(?:chủ\s+đề|tên|khẩu\s+hiệu|(?:các\s+|những\s+)?(?:mục\s+tiêu|nội\s+dung))|(?:thời\s+gian|chủ\s+đề)\s|\((?:sau\s+đây|gọi|có|kèm)|và\s+ban\s+hành|gồm|như\s+sau|cụ\s+thể|nhằm|;\s*các\s+cơ\s+quan|được\s+triển\s+khai))|[.:](?:\s|$)",
    )
});
static THEME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?:chủ\s+đề|tên\s+gọi|khẩu\s+hiệu)(?:\s+(?:thi\s+đua|là|của\s+\p{L}+\s+\p{L}+\s+\p{L}+))*\s*:?\s*[“"]([^”"]{4,400})[”"]"#,
    )
});
static FORM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"thi\s+đua\s+(thường\s+xuyên|theo\s+chuyên\s+đề|chuyên\s+đề|theo\s+đợt)"));
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s\divx.)a-]*thời\s+gian(?:\s+(?:thực\s+hiện|tổ\s+chức|thi\s+đua|phát\s+động|triển\s+khai|và\s+\p{L}+\s+\p{L}+))*",
    )
});

/// The movement that a document launches, if it launches one.
pub(crate) fn emulation(context: &Context<'_>, assignments: &[Found]) -> Option<Finding<Emulation>> {
    let flat = &context.flat;
    let subject = context.document.header.subject.evidence.iter().copied().reduce(Span::union);
    let titled = subject.is_some_and(|span| launched(context, span).is_some());
    let launch = context
        .nodes()
        .filter(|(i, n)| {
            context.is_text(*i) && matches!(n.kind, NodeKind::Paragraph | NodeKind::Article | NodeKind::Part)
        })
        .flat_map(|(i, n)| flat.sentences(n.body).into_iter().map(move |s| (i, s)))
        .filter(|(_, s)| {
            subject.is_none_or(|title| !title.overlaps(*s)) && flat.text(*s).chars().any(char::is_lowercase)
        })
        .find(|(_, s)| {
            launched(context, *s).is_some()
                && (titled || flat.has(&BY_ISSUER, *s) || flat.has(&OWN_LAUNCH, *s))
        });
    let (at, sentence) = match (launch, subject) {
        (Some(found), _) => (Some(found.0), found.1),
        (None, Some(span)) if titled => (None, span),
        _ => return None,
    };
    let movement = movement(context, sentence)?;
    let theme = theme(context).or_else(|| quoted(context, movement)).or_else(|| quoted(context, subject?));
    let found = period(context, movement);
    let launched_by = agency::bodies(flat, Span::new(sentence.start(), movement.start()))
        .first()
        .map(|b| flat.quote(b.span))
        .or_else(|| context.document.header.issuer.value.clone());
    let value = Emulation {
        movement: Some(flat.quote(movement)),
        theme: theme.map(|span| flat.quote(span)),
        form: FORM.captures(flat.low(sentence)).and_then(|c| c.get(1)).map(|m| m.as_str().to_owned()),
        launched_by,
        goals: under(context, &GOALS),
        scope: under(context, &SCOPE),
        participants: participants(context, at, assignments),
        criteria: criteria(context),
        rewards: under(context, &REWARDS),
        reviews: under(context, &REVIEWS),
        period: found,
    };
    let mut evidence = vec![movement];
    evidence.extend(theme);
    Some(Finding {
        value,
        quote: movement,
        evidence,
        place_in_outline: at.and_then(|i| context.place(i)),
        confidence: confidence::of(context, RULE, movement),
        rule: RULE,
    })
}

/// In running text only the issuer's own launch counts.
static BY_ISSUER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[^,;]{0,200}(?:ủy\s+ban\s+nhân\s+dân|ubnd|hội\s+đồng\s+thi\s+đua|thủ\s+tướng|bộ\s+trưởng|bộ\s+\p{L}+|sở\s+\p{L}+)[^,;]{0,60}\s(?:phát\s+động|triển\s+khai|mở)\s+(?:phong\s+trào|đợt|chiến\s+dịch|cuộc\s+vận\s+động)\s+(?:cao\s+điểm\s+)?thi\s+đua",
    )
});
/// A sentence that opens with the launch is the issuer's own: "Điều 1. Phát động phong trào thi đua …", "Tôi phát động …".
static OWN_LAUNCH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[\s\d.,:]|điều\b)*(?:tôi\s+)?(?:nay\s+)?phát\s+động\s"));
static GOALS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s\divx.)a-]*(?:mục\s+đích|mục\s+tiêu)"));
static SCOPE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s\divx.)a-]*phạm\s+vi"));
static CRITERIA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s\divx.)a-]*(?:đối\s+tượng,?\s+)?(?:nội\s+dung\s+(?:và|,)\s+)?tiêu\s+chí(?:\s+thi\s+đua)?$|^[\s\divx.)a-]*tiêu\s+chí\s+(?:thi\s+đua|bình\s+xét)\s*:?$",
    )
});
/// Headings of criteria by what they are for: "Chuẩn để xét thi đua", "Tiêu chí công nhận".
static CRITERIA_FOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s\divx.)a-]*(?:các\s+)?(?:tiêu\s+chí|(?:tiêu\s+)?chuẩn)\s[^.:;]{0,30}(?:thi\s+đua|công\s+nhận|chấm|bình\s+xét)",
    )
});
static REWARDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s\divx.)a-]*(?:hình\s+thức\s+khen|khen\s+thưởng|về\s+khen)"));
static REVIEWS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s\divx.)a-]*(?:sơ\s+kết|tổng\s+kết)"));

/// What a title or sentence launches, with all that stands behind it.
fn launched(context: &Context<'_>, sentence: Span<Restored>) -> Option<Span<Restored>> {
    let captures = LAUNCH.captures(context.flat.low(sentence))?;
    let (between, name) = (captures.name("between")?, captures.name("name")?);
    (!LATER.is_match(between.as_str())).then(|| Span::new(sentence.start() + name.start(), sentence.end()))
}

fn movement(context: &Context<'_>, sentence: Span<Restored>) -> Option<Span<Restored>> {
    let flat = &context.flat;
    let rest = launched(context, sentence)?;
    let end = flat.find(&NAME_END, rest).map_or(rest.end(), |m| m.start());
    let name = Span::new(rest.start(), end);
    // Where it holds is no part of the name, but what stands behind that may be its time.
    static WHERE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\s+trên\s+(?:địa\s+bàn|toàn\s+(?:tỉnh|quốc))\b"));
    let area =
        flat.find(&WHERE, name).filter(|area| date::times(flat, Span::new(area.end(), end)).is_empty());
    let name = area.map_or(name, |area| Span::new(name.start(), area.start()));
    Some(flat.trim(name, &['.', ';', ',', ':', '/']))
}

fn theme(context: &Context<'_>) -> Option<Span<Restored>> {
    let all = context.flat.all();
    let m = THEME.captures(context.flat.low(all))?.get(1)?;
    Some(context.flat.trim(Span::new(m.start(), m.end()), &[]))
}

/// What stands in quotation marks in a name: the theme that the movement is called by.
fn quoted(context: &Context<'_>, name: Span<Restored>) -> Option<Span<Restored>> {
    static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"[“"]([^”"]{12,400})[”"]"#));
    let m = QUOTED.captures(context.flat.low(name))?.get(1)?;
    Some(Span::new(name.start() + m.start(), name.start() + m.end()))
}

/// Criteria said behind "Tiêu chí đối với tập thể:", else the items under a heading of criteria.
fn criteria(context: &Context<'_>) -> Vec<String> {
    static OF_WHOM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^[\s\divx.)a-]*tiêu\s+chí\s+(?:thi\s+đua\s+)?(?:đối\s+với|của|cho|với)\s[^:.;]{3,80}:\s*")
    });
    let flat = &context.flat;
    let said: Vec<String> = context
        .nodes()
        .filter(|(index, _)| context.is_text(*index))
        .filter_map(|(_, node)| Some((flat.find(&OF_WHOM, node.body)?, node.body)))
        .map(|(head, body)| flat.quote(flat.trim(Span::new(head.end(), body.end()), &['.', ';', '/'])))
        .filter(|text| !text.is_empty())
        .collect();
    if !said.is_empty() {
        return said;
    }
    let listed = under(context, &CRITERIA);
    if listed.is_empty() { under(context, &CRITERIA_FOR) } else { listed }
}

/// The time of the movement: under a heading of time, else the time in its name.
fn period(context: &Context<'_>, movement: Span<Restored>) -> Option<EmulationPeriod> {
    static LASTS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:(?:kể\s+)?từ\s+(?:ngày|tháng|nay|khi|năm|quý)[^;.]{0,120}?\s+đến\s+[^;.]+|(?:bắt\s+đầu\s+)?từ\s+(?:ngày|tháng|năm)\s+[^;.]+)",
        )
    });
    let flat = &context.flat;
    let timed = |span: Span<Restored>| {
        flat.find(&LASTS, span).or_else(|| date::times(flat, span).first().map(|t| t.span))
    };
    for (index, node) in context.nodes().filter(|(i, _)| context.is_text(*i)) {
        let Some(head) = flat.find(&TIME, node.body) else { continue };
        // "Thời gian giải quyết thủ tục giảm …" tells of something else.
        static OPENS: LazyLock<Regex> = LazyLock::new(|| {
            pattern(r"^\s*(?:$|[:.]|từ\b|trong\b|bắt\s+đầu|kể\s+từ|là\b|phong\s+trào|đợt|cụ\s+thể|\()")
        });
        if !flat.has(&OPENS, Span::new(head.end(), node.body.end())) {
            continue;
        }
        let short = flat.text(node.body).split_whitespace().count() <= 12;
        let below = context.children(index).iter().map(|child| context.node(*child).body);
        let spans = [Span::new(head.end(), node.body.end())].into_iter().chain(below.filter(|_| short));
        if let Some(span) = spans.into_iter().find_map(timed) {
            return Some(made(context, span));
        }
    }
    date::times(flat, movement).first().map(|t| t.span).map(|span| made(context, span))
}

fn made(context: &Context<'_>, span: Span<Restored>) -> EmulationPeriod {
    static EVENT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"đến\s+(?:khi|hết|dịp)?\s*((?:tổ\s+chức|kết\s+thúc|tổng\s+kết|đại\s+hội|ngày\s+\p{L}|dịp|hội)[^;.]*)$",
        )
    });
    let flat = &context.flat;
    let span = flat.trim(span, &['.', ';', ',']);
    let times = date::times(flat, span);
    let event = EVENT
        .captures(flat.low(span))
        .and_then(|c| c.get(1))
        .map(|m| flat.quote(Span::new(span.start() + m.start(), span.start() + m.end())));
    let first = times.first().and_then(|t| t.days).map(|d| d.0);
    let last = times.last().and_then(|t| t.days).map(|d| d.1).filter(|_| event.is_none());
    EmulationPeriod { from: first, to: last, until_event: event, written: flat.quote(span) }
}

/// Who takes part: those named as "đối tượng", else those whom the list of what to emulate is told to.
fn participants(context: &Context<'_>, launch: Option<NodeIndex>, assignments: &[Found]) -> Vec<String> {
    static WHO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^[\s\divx.)a-]*đối\s+tượng(?:\s+(?:thi\s+đua|tham\s+gia|phát\s+động))*\s*:?\s*")
    });
    let flat = &context.flat;
    for (index, node) in context.nodes().filter(|(i, _)| context.is_text(*i)) {
        let Some(head) = flat.find(&WHO, node.body) else { continue };
        let below = context.children(index).iter().map(|child| context.node(*child).body);
        let listed: Vec<String> = [Span::new(head.end(), node.body.end())]
            .into_iter()
            .chain(below)
            .flat_map(|span| agency::bodies(flat, span))
            .map(|body| flat.quote(body.span))
            .collect();
        if !listed.is_empty() {
            return listed;
        }
    }
    let after = launch.map_or(0, |i| context.node(i).own.start());
    let told = assignments.iter().find(|f| {
        f.finding.rule == "assignment.inherited"
            && f.finding.quote.start() >= after
            && f.finding.value.lead.len() > 1
    });
    told.map(|f| f.finding.value.lead.iter().map(|m| m.written.clone()).collect())
        .unwrap_or_else(|| called(context))
}

/// Those whom the issuer calls upon to take part: "… kêu gọi cán bộ, công chức và các tầng lớp Nhân dân hăng hái thi đua".
fn called(context: &Context<'_>) -> Vec<String> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:kêu\s+gọi|mong\s+muốn)\s+(?:toàn\s+thể\s+)?([^;:.]{4,300}?)\s+(?:hăng\s+hái|tích\s+cực|phát\s+huy|nêu\s+cao|đoàn\s+kết|ra\s+sức|quyết\s+tâm|nỗ\s+lực|hưởng\s+ứng|đẩy\s+mạnh|thi\s+đua)\b[^;:]*thi\s+đua",
        )
    });
    static PART: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+|\s+cùng\s+"));
    let flat = &context.flat;
    let Some(list) = CALL.captures(flat.low(flat.all())).and_then(|c| c.get(1)) else { return Vec::new() };
    let list = Span::new(list.start(), list.end());
    let mut named: Vec<Span<Restored>> = Vec::new();
    let mut from = list.start();
    let ends = PART.find_iter(flat.low(list)).map(|m| (list.start() + m.start(), list.start() + m.end()));
    for (end, next) in ends.chain([(list.end(), list.end())]) {
        let part = Span::new(from, end);
        // "cán bộ, công chức, viên chức, người lao động" are said in one breath.
        static STAFF: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"^(?:công\s+chức|viên\s+chức|người\s+lao\s+động|đảng\s+viên)$"));
        match named.last_mut() {
            Some(last) if flat.has(&STAFF, part) => *last = last.union(part),
            _ => named.push(part),
        }
        from = next;
    }
    named.into_iter().map(|span| flat.quote(span)).filter(|name| !name.is_empty()).collect()
}

/// The lowest items under the headings that match; of a heading with its text on the same line that text.
fn under(context: &Context<'_>, heading: &Regex) -> Vec<String> {
    let flat = &context.flat;
    let is_heading = |index: NodeIndex| {
        flat.has(heading, flat.trim(first_words(flat, context.node(index).body, 8), &[':', '.']))
    };
    context
        .nodes()
        .filter(|(index, node)| {
            let leaf = context.children(*index).is_empty();
            leaf && context.is_text(*index)
                && !is_heading(*index)
                && context.ancestors(*index).any(is_heading)
                && !matches!(node.kind, NodeKind::Row | NodeKind::Cell)
        })
        .map(|(_, node)| flat.quote(flat.trim(node.body, &['.', ';', '/'])))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::{findings, fixture};

    #[test]
    fn a_launch_with_theme_time_and_participants() {
        let text = "Ủy ban nhân dân tỉnh phát động phong trào thi đua yêu nước năm 2026 với chủ đề “Đoàn kết, đổi mới” như sau:\n\nI. ĐỐI TƯỢNG: các sở, ban, ngành; Ủy ban nhân dân các xã, phường.\n\nII. TIÊU CHÍ THI ĐUA\n\n- Hoàn thành các chỉ tiêu được giao.";
        let found = findings(&fixture::dated("PHÁT ĐỘNG PHONG TRÀO THI ĐUA NĂM 2026", "2026-01-05", text))
            .emulation
            .unwrap()
            .value;
        assert_eq!(found.movement.as_deref(), Some("phong trào thi đua yêu nước năm 2026"));
        assert_eq!(found.theme.as_deref(), Some("Đoàn kết, đổi mới"));
        assert_eq!(found.period.unwrap().written, "năm 2026");
        assert_eq!(found.participants, ["các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"]);
        assert_eq!(found.criteria, ["Hoàn thành các chỉ tiêu được giao"]);
    }

    #[test]
    fn a_theme_in_the_title_and_those_called_upon() {
        let text = "Ủy ban nhân dân tỉnh phát động phong trào thi đua năm 2026 với các nội dung sau:\n\nI. NỘI DUNG\n\n1. Thời gian giải quyết thủ tục giảm 20% so với năm 2025.\n\n2. Tiêu chí đối với tập thể: hoàn thành mọi chỉ tiêu.\n\nỦy ban nhân dân tỉnh kêu gọi cán bộ, công chức, viên chức, doanh nhân và các tầng lớp Nhân dân hăng hái thi đua.";
        let title = "PHÁT ĐỘNG PHONG TRÀO THI ĐUA “Đoàn kết, về đích sớm các chỉ tiêu”";
        let found = findings(&fixture::dated(title, "2026-01-05", text)).emulation.unwrap().value;
        assert_eq!(found.movement.as_deref(), Some("phong trào thi đua năm 2026"));
        assert_eq!(found.theme.as_deref(), Some("Đoàn kết, về đích sớm các chỉ tiêu"));
        assert_eq!(
            found.participants,
            ["cán bộ, công chức, viên chức", "doanh nhân", "các tầng lớp Nhân dân"]
        );
        assert_eq!(found.criteria, ["hoàn thành mọi chỉ tiêu"]);
        assert_eq!(found.period.unwrap().written, "năm 2026");
    }

    #[test]
    fn launches_by_other_words_and_bodies() {
        for (title, text, movement) in [
            (
                "Về việc mở chiến dịch thi đua 60 ngày “Sạch hồ sơ tồn”",
                "Chủ tịch Ủy ban nhân dân tỉnh mở chiến dịch thi đua 60 ngày “Sạch hồ sơ tồn” như sau:",
                "chiến dịch thi đua 60 ngày “Sạch hồ sơ tồn”",
            ),
            (
                "Về việc phát động và ban hành Kế hoạch thực hiện phong trào thi đua “Thư viện mở”",
                "Điều 1. Phát động phong trào thi đua “Thư viện mở” trên địa bàn tỉnh.",
                "phong trào thi đua “Thư viện mở”",
            ),
            (
                "THƯ PHÁT ĐỘNG",
                "Tôi phát động trong toàn Tổng công ty đợt thi đua nước rút “Tàu về đúng giờ”, thời gian từ ngày 01/10/2027 đến ngày 31/12/2027.",
                "đợt thi đua nước rút “Tàu về đúng giờ”",
            ),
        ] {
            let found = findings(&fixture::dated(title, "2027-09-20", text)).emulation.unwrap().value;
            assert_eq!(found.movement.as_deref(), Some(movement), "{title}");
        }
    }

    #[test]
    fn no_launch() {
        for text in [
            "1. Sở Y tế tích cực tham gia các phong trào thi đua do tỉnh phát động.",
            "Điều 1. Tặng Bằng khen cho các tập thể có thành tích trong phong trào thi đua năm 2025.",
            "1. Ủy ban nhân dân tỉnh tổ chức hội nghị tổng kết phong trào thi đua năm 2025.",
        ] {
            assert_eq!(findings(&fixture::document(text)).emulation, None, "{text}");
        }
    }
}
