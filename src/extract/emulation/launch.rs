//! Which movement a document launches: in the words of launching, or named in a title of emulation.
//!
//! "Chủ tịch mở chiến dịch thi đua 100 ngày “Sạch hồ sơ tồn”", "Hướng dẫn tổ chức phong trào “Dạy hay”" (invented). A movement
//! is called by its name in quotes where it has one, else by the words that launch it. Not: movements that are only summed
//! up, joined or rewarded.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{NodeIndex, NodeKind};
use crate::extract::context::Context;
use crate::extract::date;
use crate::extract::token::pattern;
use crate::text::{Restored, Span};

/// The words of launching, in the title or in the sentence that launches; the group is the movement with all behind it.
static LAUNCH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            r"(?:phát\s+động|triển\s+khai|tổ\s+chức|mở|hưởng\s+ứng)(?P<between>(?:\s+\p{L}+){0,8}?)\s+",
            r"(?P<name>(?:các\s+)?(?:phong\s+trào|đợt|cao\s+điểm|chiến\s+dịch|cuộc\s+vận\s+động)\s+",
            r"(?:cao\s+điểm\s+)?thi\s+đua\b.*)",
        ]
        .concat(),
    )
});
/// "Phát động thi đua cao điểm 100 ngày …".
static PLAIN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^phát\s+động\s+(?P<name>thi\s+đua\s.*)"));
/// A movement with its name in quotes.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            r"(?:phong\s+trào|cuộc\s+vận\s+động|đợt|chiến\s+dịch|thi\s+đua)",
            r#"(?:\s+[\p{L}\d]+){0,7}?,?\s*[“"](?P<name>[^”"]{8,300})[”"]"#,
        ]
        .concat(),
    )
});
/// A name that a document gives apart from the words of launching.
static CALLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?:mang|với|lấy)\s+tên(?:\s+gọi)?(?:\s+là)?:?\s*[“"]([^”"]{8,300})[”"]"#));
/// What is done with a movement that was launched before.
static LATER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:tổng\s+kết|sơ\s+kết|tham\s+gia|khen\s+thưởng|điển\s+hình|kết\s+quả|thành\s+tích)\b")
});
/// Where the name of a movement ends.
static NAME_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            r"\s*(?:,?\s*(?:với\s+(?:chủ\s+đề|tên|khẩu\s+hiệu|(?:các\s+|những\s+)?(?:mục\s+tiêu|nội\s+dung))",
            r"|(?:thời\s+gian|chủ\s+đề|tính\s+từ)\s|\((?:sau\s+đây|gọi|có|kèm)",
            r"|và\s+ban\s+hành|gồm|như\s+sau|cụ\s+thể|nhằm",
            r"|;\s*các\s+cơ\s+quan|được\s+triển\s+khai))|[.:](?:\s|$)",
        ]
        .concat(),
    )
});
/// In running text only the issuer's own launch counts.
static BY_ISSUER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            r"^[^,;]{0,200}(?:ủy\s+ban\s+nhân\s+dân|ubnd|hội\s+đồng\s+thi\s+đua|thủ\s+tướng|bộ\s+\p{L}+|sở\s+\p{L}+)",
            r"[^,;]{0,60}\s(?:phát\s+động|triển\s+khai|mở)\s+",
            r"(?:phong\s+trào|đợt|chiến\s+dịch|cuộc\s+vận\s+động)\s+(?:cao\s+điểm\s+)?thi\s+đua",
        ]
        .concat(),
    )
});
/// A sentence that opens with the launch is the issuer's own: "Điều 1. Phát động phong trào thi đua …", "Tôi phát động …".
static OWN_LAUNCH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[\s\d.,:]|điều\b)*(?:tôi\s+)?(?:nay\s+)?phát\s+động\s"));

/// A movement and where it is launched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Launch {
    /// The node of the launching sentence; `None` where the title launches.
    pub(super) at: Option<NodeIndex>,
    /// The sentence or title that launches.
    pub(super) sentence: Span<Restored>,
    /// What it is called: its name in quotes, or the words of the launch.
    pub(super) name: Span<Restored>,
    /// Whether the name stood in quotes.
    pub(super) quoted: bool,
}

/// The movement that a document launches, if it launches one.
pub(super) fn find(context: &Context<'_>) -> Option<Launch> {
    let flat = &context.flat;
    let title = context.document.header.subject.evidence.iter().copied().reduce(Span::union);
    let titled = title.is_some_and(|span| launched(context, span).is_some());
    let launch = sentences(context)
        .filter(|(_, s)| {
            title.is_none_or(|title| !title.overlaps(*s)) && flat.text(*s).chars().any(char::is_lowercase)
        })
        .find(|(_, s)| {
            launched(context, *s).is_some()
                && (titled || flat.has(&BY_ISSUER, *s) || flat.has(&OWN_LAUNCH, *s))
        });
    let (at, sentence) = match (launch, title) {
        (Some((at, sentence)), _) => (Some(at), sentence),
        (None, Some(span)) if titled => (None, span),
        _ => return title.and_then(|title| named(context, title)),
    };
    let said = phrase(context, sentence)?;
    let launch = |name, quoted| Launch { at, sentence, name, quoted };
    if let Some(name) = quoted_name(context, said) {
        return Some(launch(name, true));
    }
    // "mở đợt thi đua cao điểm với các nội dung sau": the title or another sentence says which.
    if is_general(context, said) {
        let name = title.and_then(|title| quoted_name(context, title)).or_else(|| called(context));
        if let Some(name) = name {
            return Some(launch(name, true));
        }
        if let Some(name) = title.and_then(|title| phrase(context, title)) {
            return Some(launch(name, false));
        }
    }
    Some(launch(said, false))
}

/// A movement that a title of emulation names without a word of launching, or the text under such a title.
fn named(context: &Context<'_>, title: Span<Restored>) -> Option<Launch> {
    let flat = &context.flat;
    let low = flat.low(title);
    // A movement that nobody calls one of emulation is none, such as one that collects gifts.
    let of_movement = ["phong trào", "cuộc vận động"].iter().any(|words| low.contains(words));
    let all = flat.low(flat.all());
    let emulates = ["phong trào thi đua", "vận động thi đua"].iter().any(|words| all.contains(words));
    let of_emulation = low.contains("thi đua") || of_movement && emulates;
    let kind = context.document.header.kind.value.as_deref().map(crate::vietnamese::fold).unwrap_or_default();
    if flat.has(&LATER, title) && !low.contains("quy định") && !low.contains("quy chế")
        || !(of_emulation || kind.contains("giao ước"))
    {
        return None;
    }
    if let Some(name) = quoted_name(context, title) {
        return Some(Launch { at: None, sentence: title, name, quoted: true });
    }
    // Under a title that names none the text may name one, and no other.
    let names: Vec<(NodeIndex, Span<Restored>, Span<Restored>)> = sentences(context)
        .filter(|(_, sentence)| !title.overlaps(*sentence) && !flat.has(&LATER, *sentence))
        .filter_map(|(at, sentence)| Some((at, sentence, quoted_name(context, sentence)?)))
        .collect();
    let (at, sentence, name) = names.first().copied()?;
    let same = |other: Span<Restored>| flat.low(other) == flat.low(name);
    names.iter().all(|(_, _, other)| same(*other)).then_some(Launch {
        at: Some(at),
        sentence,
        name,
        quoted: true,
    })
}

/// The sentences that speak of a movement by its name, and what stands behind the name in them.
pub(super) fn mentions<'a>(
    context: &'a Context<'_>,
    launch: &'a Launch,
) -> impl Iterator<Item = Span<Restored>> + 'a {
    let flat = &context.flat;
    let name = flat.low(launch.name);
    let own = Span::new(launch.name.end(), launch.sentence.end().max(launch.name.end()));
    let others = sentences(context).filter_map(move |(_, sentence)| {
        let at = flat.low(sentence).find(name).filter(|_| launch.quoted)?;
        Some(Span::new(sentence.start() + at + name.len(), sentence.end()))
    });
    std::iter::once(own).chain(others)
}

/// The sentences of running text, each with its node.
fn sentences<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (NodeIndex, Span<Restored>)> + 'a {
    let of_text = |kind| {
        matches!(
            kind,
            NodeKind::Paragraph | NodeKind::Article | NodeKind::Part | NodeKind::Clause | NodeKind::Basis
        )
    };
    context
        .nodes()
        .filter(move |(i, n)| context.is_text(*i) && of_text(n.kind))
        .flat_map(|(i, n)| context.flat.sentences(n.body).into_iter().map(move |s| (i, s)))
}

/// What a title or sentence launches, with all that stands behind it.
fn launched(context: &Context<'_>, sentence: Span<Restored>) -> Option<Span<Restored>> {
    let low = context.flat.low(sentence);
    let plain = PLAIN.captures(low).and_then(|captures| captures.name("name"));
    if let Some(name) = plain {
        return Some(Span::new(sentence.start() + name.start(), sentence.end()));
    }
    let captures = LAUNCH.captures(low)?;
    let (between, name) = (captures.name("between")?, captures.name("name")?);
    (!LATER.is_match(between.as_str())).then(|| Span::new(sentence.start() + name.start(), sentence.end()))
}

/// The words of the launch up to where the name ends.
fn phrase(context: &Context<'_>, sentence: Span<Restored>) -> Option<Span<Restored>> {
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

/// The name in quotes of the first movement that a text speaks of.
fn quoted_name(context: &Context<'_>, text: Span<Restored>) -> Option<Span<Restored>> {
    // "đợt góp sách “…”" is no emulation.
    static EMULATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"thi\s+đua|phong\s+trào|vận\s+động"));
    let flat = &context.flat;
    let found = NAMED.captures_iter(flat.low(text)).find(|captures| {
        captures.get(0).is_some_and(|all| {
            let ahead = Span::new(text.start() + all.start(), text.start() + all.end());
            flat.has(&EMULATION, ahead)
        })
    })?;
    let name = found.name("name")?;
    Some(flat.trim(Span::new(text.start() + name.start(), text.start() + name.end()), &[]))
}

fn called(context: &Context<'_>) -> Option<Span<Restored>> {
    let name = CALLED.captures(context.flat.low(context.flat.all()))?.get(1)?;
    Some(context.flat.trim(Span::new(name.start(), name.end()), &[]))
}

/// Whether the words of a launch say only that it is a movement.
fn is_general(context: &Context<'_>, said: Span<Restored>) -> bool {
    static GENERAL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            &[
                r"^(?:các\s+)?(?:phong\s+trào|đợt|chiến\s+dịch|cuộc\s+vận\s+động)?",
                r"(?:\s*(?:thi\s+đua|cao\s+điểm|nước\s+rút|đặc\s+biệt|\d+\s+ngày(?:\s+đêm)?))*$",
            ]
            .concat(),
        )
    });
    context.flat.has(&GENERAL, said)
}
