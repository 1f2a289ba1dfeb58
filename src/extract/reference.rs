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
const SYMBOL: &str = concat!(
    r"\d{1,5}(?:\.\d{1,2})?[a-zA-Z]?(?:\s?/\s?\d{4})?(?:\s?[/-]|[/-]\s?|\s?–)",
    r"(?:[A-ZĐ&][A-Za-zĐđƠơƯưÂâÊêÔôĂă0-9&]*)",
    r"(?:(?:\s?[-/.–]|[-/.–]\s?)[A-ZĐƯ][A-Za-zĐđƠơƯưÂâÊêÔôĂă0-9&]*)*",
    r"(?:\([A-ZĐ][A-ZĐ0-9]{0,5}\))?",
);

/// Kinds as they stand before a symbol, folded; a longer one before the one that it begins with.
const CITED_KINDS: [&str; 32] = [
    "nghị quyết liên tịch",
    "thông tư liên tịch",
    "nghị quyết",
    "nghị định",
    "quyết định",
    "chỉ thị",
    "thông tư",
    "công văn",
    "công điện",
    "kế hoạch",
    "chương trình hành động",
    "chương trình phối hợp",
    "chương trình công tác",
    "chương trình",
    "thông báo kết luận",
    "thông báo",
    "kết luận",
    "tờ trình",
    "báo cáo",
    "hướng dẫn",
    "quy định",
    "quy chế",
    "văn bản",
    "đề án",
    "phương án",
    "công hàm",
    "giấy mời",
    "biên bản",
    "hiệp định",
    "pháp lệnh",
    "bộ luật",
    "luật",
];

static CITED: LazyLock<Regex> = LazyLock::new(|| {
    let kinds = any_of(&CITED_KINDS);
    pattern(&format!(
        r"(?i:(?P<kind>{kinds})(?P<name>\s+[^;.:\d()]{{0,160}}?)?\s*(?:số|so|sổ)?\s*:?\s*)(?P<symbol>{SYMBOL})"
    ))
});
static SYMBOLS: LazyLock<Regex> = LazyLock::new(|| pattern(SYMBOL));
/// Another symbol in a list: "…, số 13/QĐ-UBND".
static ANOTHER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i:(?:số|so|sổ)\s*:?\s*)(?P<symbol>{SYMBOL})")));
static LAW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?P<kind>Bộ\s+luật|Luật|Pháp\s+lệnh|BỘ\s+LUẬT|LUẬT|PHÁP\s+LỆNH)",
        r"\s+(?P<name>\p{Lu}[^;.:()\d“”]{2,160}?)\s*,?",
        r"\s+(?:được\s+Quốc\s+hội\s+thông\s+qua\s+)?(?:ngày\s|năm\s+\d{4}\b)",
    ))
});
/// Words that lead to the day on which something is due, folded.
const DUE_BEFORE: [&str; 10] = ["trước", "sau", "từ", "đến", "trong", "vào", "hết", "nhất", "thành", "xong"];
static DUE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"\s(?:{})(?:\s+(?:hết|cuối|là))?\s*$", any_of(&DUE_BEFORE))));
static DATE_AFTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*,?\s*(?:\(?\s*)?(?:ký\s+)?ngày\b"));
static ISSUER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s,)]*của\s+"));
/// Words before which the name of an issuer ends, folded.
const AFTER_ISSUER: [&str; 53] = [
    "về",
    "việc",
    "ban hành",
    "phê duyệt",
    "quy định",
    "hướng dẫn",
    "thực hiện",
    "v/v",
    "sửa đổi",
    "bổ sung",
    "công bố",
    "triển khai",
    "tại",
    "ngày",
    "và các",
    "và chương trình",
    "và kế hoạch",
    "và quyết định",
    "và nghị quyết",
    "và nghị định",
    "và chỉ thị",
    "và công văn",
    "và công điện",
    "và thông tư",
    "và thông báo",
    "và văn bản",
    "đã",
    "để",
    "theo",
    "trên",
    "giao",
    "kiện toàn",
    "thành lập",
    "thay thế",
    "đối với",
    "tăng cường",
    "đẩy mạnh",
    "điều chỉnh",
    "bãi bỏ",
    "nhằm",
    "trong",
    "từ",
    "có",
    "được",
    "là",
    "cho",
    "liên quan",
    "hợp nhất",
    "chỉ đạo",
    "quy chế",
    "tiếp tục",
    "gồm",
    "kết luận",
];

static ISSUER_END: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"[;,.:()“”]|\s(?:{})\s", any_of(&AFTER_ISSUER))));
/// Verbs before which the name of an issuer ends, written small: `Ban Tổ chức` and `Đoàn Chủ tịch` hold such words with capitals.
const ACTS_OF_ISSUER: [&str; 40] = [
    "thông báo",
    "gửi",
    "tổ chức",
    "báo cáo",
    "đề nghị",
    "yêu cầu",
    "trả lời",
    "chấp thuận",
    "cho phép",
    "xác định",
    "quyết định",
    "quyết nghị",
    "công nhận",
    "giải quyết",
    "lấy ý kiến",
    "xin ý kiến",
    "phát động",
    "phối hợp",
    "tham gia",
    "góp ý",
    "nêu",
    "chỉ định",
    "bổ nhiệm",
    "cấp",
    "ủy quyền",
    "thống nhất",
    "khen thưởng",
    "phân công",
    "chuyển đơn",
    "chuyển hồ sơ",
    "chuyển văn bản",
    "lãnh đạo",
    "nâng cao",
    "bảo đảm",
    "đảm bảo",
    "hủy bỏ",
    "gia hạn",
    "đồng ý",
    "đôn đốc",
    "kiến nghị",
];

static ISSUER_ACTS: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"\s(?:{})\s", any_of(&ACTS_OF_ISSUER))));
/// Words that the names of issuers begin with, folded.
const ISSUER_BEGINS: [&str; 10] = ["bộ", "ủy ban", "tòa", "viện", "tổng", "ngân", "ban", "sở", "hội", "liên"];
/// What joins the issuers of a joint document: `Bộ Y tế, Bộ Nội vụ`, `Bộ Y tế và Bộ Nội vụ`, `Bộ Y tế - Bộ Nội vụ`.
static ANOTHER_ISSUER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^\s*(?:[,;–-]|và)\s*(?:{})\s", any_of(&ISSUER_BEGINS))));
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

/// A pattern of any of some words, with any space between their syllables.
fn any_of(words: &[&str]) -> String {
    words.join("|").replace(' ', r"\s+")
}

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
    // A quick no for most passages.
    while SYMBOLS.find_at(text, at).is_some() {
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
        let joint = kind.ends_with("liên tịch") || cleaned.contains("TTLT") || cleaned.contains("NQLT");
        let tail = tail(flat, rest, joint);
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
        if let Some(inner) = called.rfind("Luật ").filter(|at| *at > 0 && !amends) {
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

/// What follows the symbol of a document, which several bodies may have issued together (`joint`).
fn tail(flat: &Flat, rest: Span<Restored>, joint: bool) -> Tail {
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
        let mut end = issuer_end(flat, named);
        while joint && let Some(more) = flat.find(&ANOTHER_ISSUER, Span::new(end, rest.end())) {
            // From the space before its last word, so that the name is looked at from its beginning.
            let next = issuer_end(flat, Span::new(more.end() - 1, rest.end()));
            if next <= more.end() {
                break;
            }
            end = next;
        }
        let issuer = flat.quote(Span::new(named.start(), end));
        if !issuer.is_empty() && issuer.split_whitespace().count() <= 20 {
            tail.issuer = Some(issuer);
            at = end;
        }
    }
    // `của Bộ Chính trị ngày 18/3/2025`: the day may follow the issuer.
    let behind = Span::new(at, rest.end());
    if tail.date.is_none()
        && tail.issuer.is_some()
        && flat.has(&DATE_AFTER, behind)
        && let Some(time) =
            date::times(flat, Span::new(at, rest.end().min(ceil(flat, at + 60)))).into_iter().next()
        && time.span.start() <= at + 8
    {
        tail.date = time.days.filter(|_| time.precision == Precision::Day).map(|d| d.0);
        at = time.span.end();
        tail.date_end = at;
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

/// Where the name of an issuer ends that begins a span.
fn issuer_end(flat: &Flat, named: Span<Restored>) -> usize {
    let end = flat.find(&ISSUER_END, named).map_or(named.end(), |m| m.start());
    let acts = ISSUER_ACTS.find(flat.text(named)).map_or(named.end(), |m| named.start() + m.start());
    end.min(acts)
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
        (Some(x), Some(y)) => {
            (key(x) == key(y) || is_misread(a, b))
                && (a.date.is_none() || b.date.is_none() || a.date == b.date)
        }
        (None, None) => {
            a.kind == b.kind
                && a.subject.as_deref().map(crate::vietnamese::fold)
                    == b.subject.as_deref().map(crate::vietnamese::fold)
        }
        _ => false,
    }
}

/// Whether two mentions of one kind, one number and one day differ by one letter of the symbol: the same document, once
/// misread.
fn is_misread(a: &Reference, b: &Reference) -> bool {
    let (Some(x), Some(y)) = (&a.symbol, &b.symbol) else { return false };
    let figures = |symbol: &str| symbol.chars().filter(char::is_ascii_digit).collect::<String>();
    a.kind == b.kind
        && a.date.is_some()
        && a.date == b.date
        && figures(x) == figures(y)
        && strsim::levenshtein(&key(x), &key(y)) <= 1
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
            Case(
                "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ tổ chức lại các trạm;",
                "Nghị định",
                Some("30/2020/NĐ-CP"),
                "2020-03-05",
                Some("Chính phủ"),
            ),
            Case(
                "Thực hiện Nghị quyết số 09-NQ/TU ngày 02/02/2026 của Ban Thường vụ Tỉnh ủy lãnh đạo công tác tư pháp;",
                "Nghị quyết",
                Some("09-NQ/TU"),
                "2026-02-02",
                Some("Ban Thường vụ Tỉnh ủy"),
            ),
            Case(
                "theo Công văn số 42/BYT-DS ngày 02/02/2027 của Bộ Y tế gửi Ủy ban nhân dân các tỉnh",
                "Công văn",
                Some("42/BYT-DS"),
                "2027-02-02",
                Some("Bộ Y tế"),
            ),
            Case(
                "Hướng dẫn số 12-HD/BTCTW ngày 02/02/2027 của Ban Tổ chức Trung ương về đại hội",
                "Hướng dẫn",
                Some("12-HD/BTCTW"),
                "2027-02-02",
                Some("Ban Tổ chức Trung ương"),
            ),
            Case(
                "Thực hiện Chỉ thị số 15-CT/TW của Ban Bí thư ngày 18/3/2025 về thư viện",
                "Chỉ thị",
                Some("15-CT/TW"),
                "2025-03-18",
                Some("Ban Bí thư"),
            ),
            Case(
                "Căn cứ Thông tư liên tịch số 05/2008/TTLT-BYT-BNV ngày 18/6/2008 của Bộ Y tế và Bộ Nội vụ;",
                "Thông tư liên tịch",
                Some("05/2008/TTLT-BYT-BNV"),
                "2008-06-18",
                Some("Bộ Y tế và Bộ Nội vụ"),
            ),
            Case(
                "theo Công văn số 52/CAT-PV01(Đ2) ngày 02/02/2027 của Công an tỉnh về an ninh",
                "Công văn",
                Some("52/CAT-PV01(Đ2)"),
                "2027-02-02",
                Some("Công an tỉnh"),
            ),
            Case("Căn cứ Luật Luật sư ngày 29 tháng 6 năm 2006;", "Luật", None, "2006-06-29", None),
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
