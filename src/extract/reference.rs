//! Documents cited: by symbol ("Chỉ thị số 12/CT-UBND ngày 05/3/2024 của UBND tỉnh Sơn Hà", invented), or a law by its
//! name and date ("Luật Cư trú ngày 13 tháng 11 năm 2020").
//!
//! One entry for each, its evidence every mention. Not: the document's own number, "Quyết định này", a law's article.
//! Unsure: laws named without number or date, which are taken only where a basis or "theo quy định của" names them.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::confidence;
use super::context::Context;
use super::date;
use super::token::{Flat, pattern, shift};
use super::{Finding, Precision, Reference, Relation};
use crate::document::NodeKind;
use crate::text::{Restored, Span, one_line};

/// Kinds of documents with the first part of their symbol.
const KINDS: &[(&str, &[&str])] = &[
    ("Nghị quyết", &["nq"]),
    ("Nghị định", &["nđ"]),
    ("Quyết định", &["qđ"]),
    ("Chỉ thị", &["ct"]),
    ("Thông tư", &["tt"]),
    ("Kế hoạch", &["kh"]),
    ("Chương trình", &["ctr", "ctrhđ"]),
    ("Kết luận", &["kl"]),
    ("Thông báo", &["tb"]),
    ("Tờ trình", &["ttr"]),
    ("Báo cáo", &["bc"]),
    ("Hướng dẫn", &["hd"]),
    ("Quy định", &["qyđ"]),
    ("Quy chế", &["qc"]),
    ("Công điện", &["cđ"]),
    ("Đề án", &["đa"]),
    ("Phương án", &["pa"]),
];

/// `12/CT-UBND`, `34-CT/TW`, `66/2021/NĐ-CP`, `63/2025/QH15`; a space at one side of a mark is let in, as where a line
/// was broken.
const SYMBOL: &str = r"\d{1,5}(?:\.\d{1,2})?[a-zA-Z]?(?:\s?/\s?\d{4})?(?:\s?[/-]|[/-]\s?|\s?–)(?:[A-ZĐ&][A-Za-zĐđƠơƯưÂâÊêÔôĂă0-9&]*)(?:(?:\s?[-/.–]|[-/.–]\s?)[A-ZĐƯ][A-Za-zĐđƠơƯưÂâÊêÔôĂă0-9&]*)*";

static CITED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i:(?P<kind>nghị\s+quyết\s+liên\s+tịch|thông\s+tư\s+liên\s+tịch|nghị\s+quyết|nghị\s+định|quyết\s+định|chỉ\s+thị|thông\s+tư|công\s+văn|công\s+điện|kế\s+hoạch|chương\s+trình(?:\s+hành\s+động|\s+phối\s+hợp|\s+công\s+tác)?|thông\s+báo(?:\s+kết\s+luận)?|kết\s+luận|tờ\s+trình|báo\s+cáo|hướng\s+dẫn|quy\s+định|quy\s+chế|văn\s+bản|đề\s+án|phương\s+án|công\s+hàm|giấy\s+mời|biên\s+bản|hiệp\s+định|pháp\s+lệnh|bộ\s+luật|luật)(?P<name>\s+[^;.:\d()]{{0,160}}?)?\s*(?:số|so|sổ)?\s*:?\s*)(?P<symbol>{SYMBOL})"
    ))
});
/// Another symbol in a list: "…, số 13/QĐ-UBND".
static ANOTHER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i:(?:số|so|sổ)\s*:?\s*)(?P<symbol>{SYMBOL})")));
static LAW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<kind>Bộ\s+luật|Luật|Pháp\s+lệnh|BỘ\s+LUẬT|LUẬT|PHÁP\s+LỆNH)\s+(?P<name>\p{Lu}[^;.:()\d“”]{2,160}?)\s*,?\s+(?:được\s+Quốc\s+hội\s+thông\s+qua\s+)?(?:ngày\s|năm\s+\d{4}\b)",
    )
});
static DUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\s(?:trước|sau|từ|đến|trong|vào|hết|nhất|thành|xong)(?:\s+(?:hết|cuối|là))?\s*$")
});
static DATE_AFTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*,?\s*(?:\(?\s*)?(?:ký\s+)?ngày\b"));
static ISSUER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s,)]*của\s+"));
/// Words before which the name of an issuer ends.
static ISSUER_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[;,.:()“”]|\s(?:về|việc|ban\s+hành|phê\s+duyệt|quy\s+định|hướng\s+dẫn|thực\s+hiện|v/v|sửa\s+đổi|bổ\s+sung|công\s+bố|triển\s+khai|tại|và\s+(?:các|chương|kế|quyết|nghị|chỉ|công|thông|văn)|đã|để|theo|trên|giao|kiện\s+toàn|thành\s+lập|thay\s+thế|đối\s+với|tăng\s+cường|đẩy\s+mạnh|điều\s+chỉnh|bãi\s+bỏ|nhằm|trong|từ|có|được|là|cho|liên\s+quan|hợp\s+nhất|chỉ\s+đạo|quy\s+chế|tiếp\s+tục|gồm|kết\s+luận)\s",
    )
});
static SUBJECT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s,]*(?:về\s+(?:việc\s+)?|v/v\s+)?"));
static IMPLEMENTS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:thực\s+hiện|triển\s+khai|thi\s+hành|quán\s+triệt)[^;.]{0,60}$"));
static REPLACES: LazyLock<Regex> = LazyLock::new(|| pattern(r"thay\s+thế(?:\s+cho)?[^;.]{0,40}$"));
static REPEALS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:bãi\s+bỏ|hủy\s+bỏ|hết\s+hiệu\s+lực)[^;.]{0,60}$"));
static AMENDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:sửa\s+đổi|bổ\s+sung|điều\s+chỉnh)[^;.]{0,80}$"));
static BASIS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[\s-]*(?:căn\s+cứ|theo\s+đề\s+nghị|xét\s+(?:đề\s+nghị|tờ\s+trình|báo\s+cáo))\b")
});

/// A mention of a document.
struct Mention {
    span: Span<Restored>,
    reference: Reference,
}

/// All documents cited, by first mention.
pub(crate) fn references(context: &Context<'_>) -> Vec<Finding<Reference>> {
    let mut mentions = Vec::new();
    for span in texts(context) {
        let basis = context.flat.has(&BASIS, span);
        by_symbol(context, span, basis, &mut mentions);
        laws(context, span, basis, &mut mentions);
    }
    mentions.sort_by_key(|m| m.span);
    let own = context.document.header.code.value.as_deref().map(key);
    let mut found: Vec<Finding<Reference>> = Vec::new();
    for mention in mentions {
        if own.is_some() && mention.reference.symbol.as_deref().map(key) == own {
            continue;
        }
        match found.iter_mut().find(|f| same(&f.value, &mention.reference)) {
            Some(entry) => {
                entry.evidence.push(mention.span);
                merge(&mut entry.value, mention.reference);
            }
            None => found.push(Finding {
                confidence: confidence::of(context, "reference", mention.span),
                value: mention.reference,
                quote: mention.span,
                evidence: vec![mention.span],
                place_in_outline: place(context, mention.span),
                rule: "reference",
            }),
        }
    }
    found
}

/// The passages that may cite: each node of text and basis; all of the text where there is no outline.
fn texts(context: &Context<'_>) -> Vec<Span<Restored>> {
    let nodes: Vec<_> = context
        .nodes()
        .filter(|(_, n)| !matches!(n.kind, NodeKind::Frame | NodeKind::Row))
        .map(|(_, n)| n.own)
        .collect();
    if nodes.is_empty() { vec![context.flat.all()] } else { nodes }
}

fn place(context: &Context<'_>, span: Span<Restored>) -> Option<String> {
    context.nodes().filter(|(_, n)| n.own.contains(span)).last().and_then(|(i, _)| context.place(i))
}

fn by_symbol(context: &Context<'_>, within: Span<Restored>, basis: bool, out: &mut Vec<Mention>) {
    let flat = &context.flat;
    let text = flat.text(within);
    let mut at = 0;
    let mut last_kind: Option<String> = None;
    while at < text.len() {
        let first = CITED.captures_at(text, at);
        let listed = ANOTHER.captures_at(text, at);
        let start = |c: &Option<Captures<'_>>| c.as_ref().map_or(usize::MAX, |c| c.get_match().end());
        let captures = if start(&first) <= start(&listed) { first } else { listed };
        let Some(captures) = captures else { break };
        let Some(symbol) = captures.name("symbol") else { break };
        at = symbol.end();
        // `SI12/TTr-UBND`: of a number that begins with letters a figure was misread, and nothing tells which.
        if text[..symbol.start()].ends_with(char::is_alphanumeric) {
            continue;
        }
        let cleaned: String = symbol
            .as_str()
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if c == '–' { '-' } else { c })
            .collect();
        // `2021-2025`, `5-A` and the like are no symbols.
        if !cleaned.chars().any(char::is_alphabetic)
            || cleaned.chars().filter(|c| c.is_alphabetic()).count() < 2
        {
            continue;
        }
        let name = captures.name("name").map(|n| n.as_str()).unwrap_or_default();
        let written = captures.name("kind").map(|k| (k.start(), sentence_case(k.as_str())));
        let law =
            written.as_ref().is_some_and(|(_, k)| matches!(k.as_str(), "Luật" | "Bộ luật" | "Pháp lệnh"));
        // Only laws carry their name before the number; elsewhere a kind far from the symbol belongs to other words.
        let near = name.trim().is_empty() || law && !name.contains("căn cứ");
        let (begin, kind) = match written {
            Some((start, kind)) if near => (start, Some(kind)),
            _ => (symbol.start(), None),
        };
        let kind =
            kind.filter(|k| k != "Văn bản").or_else(|| kind_of(&cleaned)).or_else(|| last_kind.clone());
        let Some(kind) = kind else { continue };
        last_kind = Some(kind.clone());
        let rest = Span::new(within.start() + symbol.end(), within.end());
        let tail = tail(flat, rest);
        let span = Span::new(within.start() + begin, tail.end);
        let before = Span::new(
            within.start().max(span.start().saturating_sub(120)).max(floor(flat, span.start())),
            span.start(),
        );
        out.push(Mention {
            span,
            reference: Reference {
                kind,
                number: Some(cleaned.chars().take_while(char::is_ascii_digit).collect()),
                symbol: Some(cleaned),
                date: tail.date,
                issuer: tail.issuer,
                subject: tail.subject.or_else(|| law.then(|| one_line(name)).filter(|n| !n.is_empty())),
                relation: relation(flat, before, basis),
            },
        });
        at = at.max(tail.date_end.saturating_sub(within.start()));
    }
}

/// A byte at or after `at - 120` on which a character begins.
fn floor(flat: &Flat, at: usize) -> usize {
    let text = flat.text(flat.all());
    (at.saturating_sub(120)..=at).find(|i| text.is_char_boundary(*i)).unwrap_or(at)
}

fn laws(context: &Context<'_>, within: Span<Restored>, basis: bool, out: &mut Vec<Mention>) {
    let flat = &context.flat;
    for captures in LAW.captures_iter(flat.text(within)) {
        let (Some(kind), Some(name)) = (captures.name("kind"), captures.name("name")) else { continue };
        let mut start = kind.start();
        let mut called = name.as_str();
        // "Luật A và Luật B ngày …": the date is the last one's, unless the first only amends the others.
        let amends = crate::vietnamese::fold(called).starts_with("sửa đổi");
        if let Some(inner) = called.rfind("Luật ").filter(|_| !amends) {
            start = name.start() + inner;
            called = &called[inner + "Luật ".len()..];
        }
        let span = shift(within, start, name.end());
        // "Luật … và báo cáo trước ngày …": the day is when it is due, not the law's.
        if out.iter().any(|m| m.span.overlaps(span)) || flat.has(&DUE, span) {
            continue;
        }
        let rest = Span::new(span.end(), within.end());
        let Some(time) =
            date::times(flat, rest).into_iter().next().filter(|t| t.span.start() <= span.end() + 4)
        else {
            continue;
        };
        let day = time.days.filter(|_| time.precision == Precision::Day).map(|d| d.0);
        out.push(Mention {
            span: Span::new(span.start(), time.span.end()),
            reference: Reference {
                kind: sentence_case(kind.as_str()),
                number: None,
                symbol: None,
                date: day,
                issuer: None,
                subject: Some(one_line(called)),
                relation: relation(flat, Span::new(within.start(), span.start()), basis),
            },
        });
    }
}

/// What stands behind a symbol.
struct Tail {
    date: Option<Date>,
    date_end: usize,
    issuer: Option<String>,
    subject: Option<String>,
    end: usize,
}

fn tail(flat: &Flat, rest: Span<Restored>) -> Tail {
    let mut at = rest.start();
    let mut tail = Tail { date: None, date_end: at, issuer: None, subject: None, end: at };
    if flat.has(&DATE_AFTER, rest)
        && let Some(time) =
            date::times(flat, Span::new(at, rest.end().min(ceil(flat, at + 60)))).into_iter().next()
        && time.span.start() <= at + 8
    {
        tail.date = time.days.filter(|_| time.precision == Precision::Day).map(|d| d.0);
        at = time.span.end();
        tail.date_end = at;
    }
    let after = Span::new(at, rest.end());
    if let Some(of) = flat.find(&ISSUER, after) {
        let named = Span::new(of.end(), rest.end());
        let end = flat.find(&ISSUER_END, named).map_or(named.end(), |m| m.start());
        let issuer = flat.quote(Span::new(named.start(), end));
        if !issuer.is_empty() && issuer.split_whitespace().count() <= 20 {
            tail.issuer = Some(issuer);
            at = end;
        }
    }
    tail.end = at;
    let about = Span::new(at, rest.end());
    if let Some(lead) = flat.find(&SUBJECT, about).filter(|m| !flat.quote(*m).trim_matches(',').is_empty()) {
        let sentence = flat.clauses(Span::new(lead.end(), rest.end())).into_iter().next();
        tail.subject =
            sentence.map(|s| flat.quote(flat.trim(s, &['.', ';', ',', '/']))).filter(|s| !s.is_empty());
    }
    tail
}

/// A byte at or before `at` on which a character begins.
fn ceil(flat: &Flat, at: usize) -> usize {
    let text = flat.text(flat.all());
    let at = at.min(text.len());
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

fn relation(flat: &Flat, before: Span<Restored>, basis: bool) -> Relation {
    if basis {
        Relation::Basis
    } else if flat.has(&REPLACES, before) {
        Relation::Replaces
    } else if flat.has(&REPEALS, before) {
        Relation::Repeals
    } else if flat.has(&AMENDS, before) {
        Relation::Amends
    } else if flat.has(&IMPLEMENTS, before) {
        Relation::Implements
    } else {
        Relation::Cites
    }
}

/// The kind that a symbol tells: `56/NQ-HĐND` is a Nghị quyết. Of a letter it tells none.
fn kind_of(symbol: &str) -> Option<String> {
    let folded = crate::vietnamese::fold(symbol);
    let part = |part: &str| {
        KINDS.iter().find(|(_, short)| short.contains(&part)).map(|(kind, _)| (*kind).to_owned())
    };
    folded.split(['/', '-']).skip(1).find_map(part)
}

/// "NGHỊ QUYẾT" and "nghị quyết" as "Nghị quyết".
fn sentence_case(kind: &str) -> String {
    let low = one_line(&crate::vietnamese::fold(kind));
    let low = match low.as_str() {
        "chương trình hành động" | "chương trình phối hợp" | "chương trình công tác" => {
            "chương trình".to_owned()
        }
        "thông báo kết luận" => "thông báo".to_owned(),
        _ => low,
    };
    let mut chars = low.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn key(symbol: &str) -> String {
    crate::vietnamese::fold(&symbol.split_whitespace().collect::<String>())
}

/// Whether both name one document: the same symbol and no two dates; of laws the same name.
fn same(a: &Reference, b: &Reference) -> bool {
    match (&a.symbol, &b.symbol) {
        (Some(x), Some(y)) => key(x) == key(y) && (a.date.is_none() || b.date.is_none() || a.date == b.date),
        (None, None) => {
            a.kind == b.kind
                && a.subject.as_deref().map(crate::vietnamese::fold)
                    == b.subject.as_deref().map(crate::vietnamese::fold)
        }
        _ => false,
    }
}

/// What a later mention adds to the first.
fn merge(entry: &mut Reference, mention: Reference) {
    entry.date = entry.date.or(mention.date);
    entry.issuer = entry.issuer.take().or(mention.issuer);
    entry.subject = entry.subject.take().or(mention.subject);
    if entry.relation == Relation::Cites {
        entry.relation = mention.relation;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{findings, fixture};

    fn read(text: &str) -> Vec<(String, Option<String>, String, Option<String>)> {
        findings(&fixture::document(text))
            .references
            .into_iter()
            .map(|f| {
                (
                    f.value.kind,
                    f.value.symbol,
                    f.value.date.map_or_else(String::new, |d| d.to_string()),
                    f.value.issuer,
                )
            })
            .collect()
    }

    #[test]
    fn a_law_has_no_day_that_something_is_due() {
        assert_eq!(
            read("Rà soát Luật Cư trú và các văn bản liên quan, hoàn thành trước ngày 01/6/2027."),
            []
        );
    }

    #[test]
    fn hits() {
        struct Case(&'static str, &'static str, Option<&'static str>, &'static str, Option<&'static str>);
        for Case(text, kind, symbol, date, issuer) in [
            Case(
                "Thực hiện Chỉ thị số 12-CT/TU ngày 05 tháng 3 năm 2025 của Tỉnh ủy Sơn Hà về chuyển đổi số.",
                "Chỉ thị",
                Some("12-CT/TU"),
                "2025-03-05",
                Some("Tỉnh ủy Sơn Hà"),
            ),
            Case(
                "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;",
                "Nghị định",
                Some("30/2020/NĐ-CP"),
                "2020-03-05",
                Some("Chính phủ"),
            ),
            Case("Căn cứ Luật Cư trú ngày 13 tháng 11 năm 2020;", "Luật", None, "2020-11-13", None),
            Case("Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;", "Luật", Some("63/2025/QH15"), "", None),
            Case(
                "theo Tờ trình số 95/TTr-\nSNV ngày 02/4/2025 của Sở Nội vụ",
                "Tờ trình",
                Some("95/TTr-SNV"),
                "2025-04-02",
                Some("Sở Nội vụ"),
            ),
        ] {
            let wanted =
                (kind.to_owned(), symbol.map(str::to_owned), date.to_owned(), issuer.map(str::to_owned));
            assert_eq!(read(text), [wanted], "{text}");
        }
    }

    #[test]
    fn one_entry_for_each_document() {
        let found = findings(&fixture::document(
            "1. Thực hiện Kế hoạch số 15/KH-UBND của UBND tỉnh.\n\n2. Theo Kế hoạch số 15/KH-UBND ngày 10/01/2026 của UBND tỉnh.",
        ))
        .references;
        assert_eq!((found.len(), found[0].evidence.len()), (1, 2));
        assert_eq!(found[0].value.date, Some(jiff::civil::date(2026, 1, 10)));
        assert_eq!(found[0].value.relation, Relation::Implements);
    }

    #[test]
    fn misses() {
        for text in [
            "Quyết định này có hiệu lực.",
            "giai đoạn 2021-2025",
            "tại điểm a khoản 2 Điều 5",
            "kế hoạch 5 năm",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
