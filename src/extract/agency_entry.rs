//! One entry for each body across the document: its full name with its place, an id, its level, every form it is written in.
//!
//! "Sở Nội vụ", "sở Nội vụ tỉnh" and "Sở Nội vụ tỉnh Sơn Hà" in a document of Sơn Hà are one: `son-ha.so-noi-vu`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::agency::{self, Body};
use super::agency_words::TITLE;
use super::context::Context;
use super::token::pattern;
use super::words;
use super::{Agency, AgencyKind, Level, Mention};
use crate::document::NodeKind;
use crate::text::one_line;
use crate::vietnamese::{fold, old_tone_style, strip_marks};

/// The bodies of a document.
#[derive(Debug)]
pub(crate) struct Register {
    /// The place the document is of: "Sơn Hà".
    place: Option<String>,
    entries: Vec<Agency>,
    by_id: BTreeMap<String, usize>,
    /// What bodies are called whose list says the words once for all, by where their names begin.
    in_full: BTreeMap<usize, String>,
}

impl Register {
    /// The bodies that the text names, by first mention.
    pub(crate) fn new(context: &Context<'_>) -> Register {
        let (entries, by_id, in_full) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let mut register = Register { place: place(context), entries, by_id, in_full };
        for (_, node) in context.nodes() {
            // In a heading in capitals heads cannot be told from other words.
            let text = context.flat.text(node.body);
            let shouted = !text.chars().any(char::is_lowercase);
            if !matches!(node.kind, NodeKind::Frame | NodeKind::Row) && !shouted {
                for body in agency::bodies(&context.flat, node.body) {
                    let low = context.flat.low(body.span);
                    if is_count(low) || of_whom(low) != Whom::Bodies {
                        continue;
                    }
                    if let Some(full) = full_name(context, body) {
                        register.in_full.insert(body.span.start(), full);
                    }
                    register.enter(&context.flat.quote(body.span), body, 1);
                }
            }
        }
        register
    }

    /// Points a mention at its entry, which is made where the text names it only there. People and hamlets have none, whatever
    /// they are told to do; holders of an office have.
    pub(crate) fn point(&mut self, mention: &mut Mention, kind: AgencyKind) {
        let low = fold(&mention.written);
        if of_whom(&low) == Whom::Nobody && !TITLE.is_match(&low) {
            return;
        }
        mention.agency = Some(self.enter(&mention.written, Body::new(mention.span, kind), 0));
    }

    /// The full name of a body as it is written, which is not entered.
    pub(crate) fn name(&self, written: &str) -> String {
        let named = named(written, self.place.as_deref());
        self.by_id.get(&named.id).map_or(named.name, |index| self.entries[*index].name.clone())
    }

    /// The entries, by first mention.
    pub(crate) fn entries(self) -> Vec<Agency> {
        self.entries
    }

    fn enter(&mut self, written: &str, body: Body, mentions: u32) -> usize {
        let full = self.in_full.get(&body.span.start()).map_or(written, String::as_str);
        let named = named(full, self.place.as_deref());
        let index = *self.by_id.entry(named.id.clone()).or_insert_with(|| {
            self.entries.push(Agency {
                id: named.id,
                name: named.name,
                kind: body.kind,
                written: Vec::new(),
                level: named.level,
                parent: named.parent,
                mentions: 0,
            });
            self.entries.len() - 1
        });
        let entry = &mut self.entries[index];
        entry.mentions += mentions;
        if !entry.written.iter().any(|form| form == written) {
            entry.written.push(written.to_owned());
        }
        index
    }
}

/// What a body of "Giám đốc các Sở: Y tế, Nội vụ" is called by itself: "Giám đốc Sở Y tế", "Giám đốc Sở Nội vụ". `None` where it
/// is called as it is written.
fn full_name(context: &Context<'_>, body: Body) -> Option<String> {
    static SEVERAL: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)^(?P<title>.*?)(?:các\s+)?(?P<head>sở|bộ)\s*:\s*(?P<name>\S.*)$"));
    let flat = &context.flat;
    let own = flat.quote(body.span);
    let written = body.shares.map_or_else(|| own.clone(), |shares| format!("{}: {own}", flat.quote(shares)));
    let parts = SEVERAL.captures(&written)?;
    let head = if fold(&parts["head"]) == "sở" { "Sở" } else { "Bộ" };
    Some(format!("{}{head} {}", &parts["title"], &parts["name"]))
}

/// "05 xã": a count of what is named elsewhere.
fn is_count(low: &str) -> bool {
    low.starts_with(|c: char| c.is_ascii_digit())
}

/// What a class holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whom {
    /// Bodies, among others.
    Bodies,
    /// Whoever it may be: "tổ chức, cá nhân", "người dân, doanh nghiệp". No body of the register unless a task names it.
    Anybody,
    /// People, hamlets or things alone: "các hộ kinh doanh", "thôn, tổ dân phố".
    Nobody,
}

/// By the nouns of a list, folded: each stands at its beginning, before where or of what they are.
fn of_whom(low: &str) -> Whom {
    static WHERE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"\s(?:tại|ở|trên|trong|thuộc|của|có|được|liên\s+quan|đang|đã|sinh\s+sống)\b.*$")
    });
    static PART: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*[,;/]\s*(?:và\s+)?|\s+(?:và|hoặc|cùng)\s+"));
    static DETERMINER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:(?:tất\s+cả\s+)?các|mỗi|mọi|những|từng|toàn\s+thể|\d+)\s+"));
    let nouns = WHERE.replace(low.trim(), "");
    let nouns = PART.split(&nouns).map(|part| DETERMINER.replace(part.trim(), ""));
    let nouns: Vec<_> = nouns.filter(|noun| !noun.is_empty()).collect();
    let is_nobody = |noun: &str| words::nobody(noun).is_some();
    if !nouns.is_empty() && nouns.iter().all(|noun| is_nobody(noun)) {
        Whom::Nobody
    } else if nouns.iter().find(|noun| **noun != "tổ chức").is_some_and(|first| is_nobody(first)) {
        Whom::Anybody
    } else {
        Whom::Bodies
    }
}

/// The place the document is of: of its issuer, of its head, or the one most named in its text.
fn place(context: &Context<'_>) -> Option<String> {
    static OF: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i:tỉnh|thành\s+phố)\s+(?P<name>\p{Lu}\p{L}*(?:(?:\s+-\s+|\s+)\p{Lu}\p{L}*){0,3})")
    });
    let header = &context.document.header;
    let issuer = header.parent_body.value.iter().chain(header.issuer.value.iter());
    let of_issuer =
        issuer.filter_map(|text| OF.captures(text)?.name("name").map(|m| title_case(m.as_str()))).next();
    let of_text = || {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for captures in OF.captures_iter(context.flat.text(context.flat.all())) {
            if let Some(name) = captures.name("name").filter(|m| m.as_str().chars().any(char::is_lowercase)) {
                *counts.entry(title_case(name.as_str())).or_default() += 1;
            }
        }
        // Of two named as often, the first in the order of letters: a rule, so that the result is always the same.
        counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(name, _)| name)
    };
    of_issuer.or_else(|| header.place.value.clone()).or_else(of_text)
}

fn title_case(name: &str) -> String {
    one_line(name)
        .split(' ')
        .map(|word| {
            let mut chars = word.chars();
            chars
                .next()
                .map_or_else(String::new, |c| c.to_uppercase().chain(fold(chars.as_str()).chars()).collect())
        })
        .collect::<Vec<String>>()
        .join(" ")
        .trim_end_matches(['-', ' '])
        .to_owned()
}

struct Named {
    id: String,
    name: String,
    level: Option<Level>,
    parent: Option<String>,
}

/// Words written short, with what they stand for.
const SHORT: &[(&str, &str)] = &[
    ("ubnd", "Ủy ban nhân dân"),
    ("hđnd", "Hội đồng nhân dân"),
    ("ubmttq", "Ủy ban Mặt trận Tổ quốc"),
    ("mttq", "Mặt trận Tổ quốc"),
    ("gd&đt", "Giáo dục và Đào tạo"),
    ("vhttdl", "Văn hóa, Thể thao và Du lịch"),
    ("tp", "thành phố"),
    ("tp.", "thành phố"),
];

/// Name, id and level of a body as it is written, in a document of `place`.
fn named(written: &str, place: Option<&str>) -> Named {
    static TAIL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?P<body>.*?)\s+(?:của\s+)?(?P<unit>tỉnh|thành\s+phố)(?:\s+(?P<name>\p{Lu}.*))?$")
    });
    static CENTRAL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:các\s+)?(?:bộ\s|chính\s+phủ|thủ\s+tướng|phó\s+thủ\s+tướng|quốc\s+hội|ban\s+bí\s+thư|bộ\s+trưởng|ủy\s+ban\s+thường\s+vụ|chủ\s+tịch\s+nước)|trung\s+ương|ngang\s+bộ",
        )
    });
    static COMMUNE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:\bxã|phường|đặc\s+khu|thị\s+trấn|cấp\s+xã)\b"));
    static DISTRICT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:huyện|quận|thị\s+xã|cấp\s+huyện)\b"));
    let long = one_line(written)
        .split(' ')
        .map(|word| {
            let short = SHORT.iter().find(|(short, _)| *short == fold(word));
            short.map_or_else(|| word.to_owned(), |(_, long)| (*long).to_owned())
        })
        .collect::<Vec<_>>()
        .join(" ");
    let low = fold(&long);
    let central = CENTRAL.is_match(&low) && !low.starts_with("bộ chỉ huy") && !low.starts_with("bộ tư lệnh");
    let department = low.starts_with("sở ");
    // "các huyện, thành phố" ends with a class, not with the place.
    let captures = TAIL.captures(&long).filter(|c| {
        let body = c.name("body").map_or("", |m| m.as_str());
        !body.ends_with([',', '/']) && !body.ends_with(" các") && !body.ends_with(" và")
    });
    let own = captures.as_ref().and_then(|c| c.name("name")).map(|m| m.as_str().to_owned());
    let body = captures.as_ref().and_then(|c| c.name("body")).map_or(long.as_str(), |m| m.as_str());
    let of = own.or_else(|| place.map(str::to_owned)).filter(|_| !central);
    let unit = captures.as_ref().and_then(|c| c.name("unit")).map_or("tỉnh", |m| m.as_str());
    let said = captures.is_some() || department;
    let name = match &of {
        Some(of) if said => format!("{body} {unit} {of}"),
        _ => long.clone(),
    };
    let level = if central {
        Some(Level::Central)
    } else if COMMUNE.is_match(&low) {
        Some(Level::Commune)
    } else if DISTRICT.is_match(&low) {
        Some(Level::District)
    } else {
        said.then_some(Level::Province)
    };
    let root =
        if central { "trung-uong".to_owned() } else { of.as_deref().map_or_else(|| "tinh".to_owned(), slug) };
    Named {
        parent: department.then(|| format!("{root}.uy-ban-nhan-dan")),
        id: format!("{root}.{}", slug(if said { body } else { &long })),
        name,
        level,
    }
}

/// Without marks, small, words joined by `-`.
fn slug(text: &str) -> String {
    let folded = fold(text).split_whitespace().map(old_tone_style).collect::<Vec<_>>().join(" ");
    strip_marks(&folded)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_body_share_an_id() {
        for written in ["Sở Nội vụ", "Sở Nội vụ tỉnh", "Sở Nội vụ tỉnh Sơn Hà"] {
            let named = named(written, Some("Sơn Hà"));
            assert_eq!(
                (named.id.as_str(), named.name.as_str()),
                ("son-ha.so-noi-vu", "Sở Nội vụ tỉnh Sơn Hà")
            );
        }
        assert_eq!(named("UBND tỉnh", Some("Sơn Hà")).id, named("Ủy ban nhân dân tỉnh Sơn Hà", None).id);
    }

    /// Traders and hamlets stood among the agencies.
    #[test]
    fn people_hamlets_and_things_are_no_bodies() {
        for (text, whom) in [
            ("các hộ kinh doanh", Whom::Nobody),
            ("Các hộ kinh doanh, tiểu thương tại chợ Sơn Hà, phường 2", Whom::Nobody),
            ("thương nhân và người tiêu dùng", Whom::Nobody),
            ("thôn, tổ dân phố", Whom::Nobody),
            ("các xóm, khu phố trên địa bàn xã", Whom::Nobody),
            ("cán bộ, công chức", Whom::Nobody),
            ("hệ thống thông tin", Whom::Nobody),
            ("toàn thể nhân dân", Whom::Nobody),
            ("tổ chức, cá nhân có liên quan", Whom::Anybody),
            ("người dân và doanh nghiệp", Whom::Anybody),
            ("các cơ quan, đơn vị, cá nhân", Whom::Bodies),
            ("tổ chức, đơn vị, cá nhân", Whom::Bodies),
            ("xã, thôn", Whom::Bodies),
            ("các tổ chức", Whom::Bodies),
            ("các doanh nghiệp, hợp tác xã", Whom::Bodies),
            ("người đứng đầu cơ quan", Whom::Bodies),
            ("Hội Nông dân tỉnh", Whom::Bodies),
            ("Lao động - Thương binh và Xã hội", Whom::Bodies),
            ("Báo Sơn Hà", Whom::Bodies),
        ] {
            assert_eq!(of_whom(&fold(text)), whom, "{text}");
        }
        let text = "1. Các hộ kinh doanh, tiểu thương ký cam kết; các thôn, tổ dân phố họp dân.\n\n2. Sở Công Thương hướng dẫn \
            các doanh nghiệp.";
        let found = crate::extract::findings(&crate::extract::fixture::document(text));
        let names: Vec<&str> = found.agencies.iter().map(|agency| agency.name.as_str()).collect();
        assert_eq!(names, ["Sở Công Thương", "các doanh nghiệp"]);
    }

    #[test]
    fn bodies_of_a_list_that_says_its_words_once_are_named_in_full() {
        let text = "1. Giám đốc các Sở: Nội vụ, Y tế rà soát hồ sơ.\n\n2. Giao Sở Tài chính chủ trì, phối hợp với các sở: Xây dựng, \
            Nội vụ bố trí kinh phí.\n\n3. Sở Nội vụ, Y tế lập danh sách.";
        let found = crate::extract::findings(&crate::extract::fixture::document(text));
        let names: Vec<&str> = found.agencies.iter().map(|agency| agency.name.as_str()).collect();
        let all =
            ["Giám đốc Sở Nội vụ", "Giám đốc Sở Y tế", "Sở Tài chính", "Sở Xây dựng", "Sở Nội vụ", "Sở Y tế"];
        assert_eq!(names, all);
        let named = |mention: &Mention| mention.agency.map(|index| found.agencies[index].name.as_str());
        let of = |mentions: &[Mention]| mentions.iter().filter_map(named).collect::<Vec<_>>();
        let with = found.assignments.iter().find(|found| !found.value.support.is_empty());
        assert_eq!(of(&with.unwrap().value.support), ["Sở Xây dựng", "Sở Nội vụ"]);
    }

    #[test]
    fn levels() {
        assert_eq!(named("Bộ Y tế", Some("Sơn Hà")).level, Some(Level::Central));
        assert_eq!(named("UBND các xã, phường", Some("Sơn Hà")).level, Some(Level::Commune));
        assert_eq!(named("Sở Y tế", None).id, "tinh.so-y-te");
    }
}
