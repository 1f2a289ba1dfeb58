//! Those who must carry out a decision: all that stands before "chịu trách nhiệm thi hành", known as a body or not.
//!
//! "Giám đốc Sở Y tế, các doanh nghiệp kinh doanh vật tư và các đơn vị liên quan chịu trách nhiệm thi hành Quyết định
//! này" (invented) names three: what a known body's words leave over belongs to it, up to the mark behind which the next
//! body begins. Not: calls for tasks, which name what is to be done.

use std::sync::LazyLock;

use regex::Regex;

use super::as_written;
use crate::extract::agency::{self, Body};
use crate::extract::context::Context;
use crate::extract::token::{Flat, pattern};
use crate::text::{Restored, Span};

/// Who must carry out a document.
pub(super) struct Enforcers {
    /// In order. Never empty.
    pub(super) bodies: Vec<Body>,
    pub(super) quote: Span<Restored>,
    /// From "chịu trách nhiệm" on.
    pub(super) task: Span<Restored>,
}

/// "… chịu trách nhiệm thi hành Quyết định này".
static ENFORCES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:chịu\s+)?trách\s+nhiệm\s+(?:thi\s+hành|thực\s+hiện|tổ\s+chức\s+thực\s+hiện)\s+(?:quyết\s+định|nghị\s+quyết|nghị\s+định|chỉ\s+thị|kế\s+hoạch|thông\s+tư)\s+này",
    )
});

/// Who must carry out the document that a passage belongs to.
pub(super) fn of(context: &Context<'_>, text: Span<Restored>) -> Option<Enforcers> {
    let flat = &context.flat;
    // "Quyết định này có hiệu lực kể từ ngày ký. Giám đốc Sở Y tế …": the sentence before names nobody.
    let text = flat.sentences(text).into_iter().find(|sentence| flat.has(&ENFORCES, *sentence))?;
    let text = flat.trim(text, &[]);
    let end = flat.find(&ENFORCES, text)?.start();
    let bodies: Vec<Body> = flat
        .clauses(Span::new(text.start(), end))
        .into_iter()
        .flat_map(|part| parted(flat, flat.trim(part, &[';', ',', '.'])))
        .collect();
    (!bodies.is_empty()).then_some(Enforcers { bodies, quote: text, task: Span::new(end, text.end()) })
}

/// The bodies of a passage that holds nothing else.
pub(super) fn parted(flat: &Flat, part: Span<Restored>) -> Vec<Body> {
    let mut found: Vec<Body> = Vec::new();
    let mut at = part.start();
    while at < part.end() {
        let (list, stop) = agency::list_at(flat, Span::new(at, part.end()));
        found.extend(list);
        let stop = stop.max(at);
        let next = next_body(flat, Span::new(stop, part.end()));
        let left = Span::new(stop, next.map_or(part.end(), |(mark, _)| mark));
        let words = flat.text(left).split_whitespace().count();
        match found.last_mut().filter(|_| stop > at) {
            Some(last) if goes_on(flat, left) => last.span = Span::new(last.span.start(), left.end()),
            Some(_) => found.extend(unknown(flat, left)),
            None if words > 0 => found.push(as_written(Span::new(at, left.end()))),
            None => {}
        }
        at = next.map_or(part.end(), |(_, begin)| begin);
    }
    found.into_iter().map(|body| Body { span: flat.trim(body.span, &[',', ';']), ..body }).collect()
}

/// A body that no list knows, behind a mark: ", các tổ chức hành nghề công chứng".
fn unknown(flat: &Flat, left: Span<Restored>) -> Option<Body> {
    static NAMED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*(?:[,;]\s*(?:và\s+)?|và\s+)((?:các|những|chủ|người|trưởng)\s)"));
    let name = NAMED.captures(flat.low(left))?.get(1)?;
    Some(as_written(Span::new(left.start() + name.start(), left.end())))
}

/// Whether what stands behind a body belongs to its name: words, and no more than who they are.
fn goes_on(flat: &Flat, left: Span<Restored>) -> bool {
    static ONLY: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*(?:$|[,;(]|(?:có|và|theo|trong\s+phạm\s+vi|căn\s+cứ|chịu)\b)"));
    !flat.has(&ONLY, left)
}

/// The first mark behind which a body begins, and where that body begins.
fn next_body(flat: &Flat, within: Span<Restored>) -> Option<(usize, usize)> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+"));
    MARK.find_iter(flat.low(within)).find_map(|m| {
        let (mark, begin) = (within.start() + m.start(), within.start() + m.end());
        let rest = Span::new(begin, within.end());
        // "(Thủ trưởng) các sở, ban, ngành": the middle of a class begins no body.
        static MIDDLE: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"^(?:ban|ngành|phường|xã|đặc\s+khu|thị\s+xã|đoàn\s+thể)\b"));
        let middle = flat.has(&MIDDLE, rest) && flat.text(rest).starts_with(char::is_lowercase);
        let (list, _) = agency::list_at(flat, rest);
        (!middle && !list.is_empty()).then_some((mark, begin))
    })
}

#[cfg(test)]
mod tests {
    use crate::extract::context::Context;
    use crate::extract::fixture;
    use crate::extract::judge::Judges;

    /// Those who must carry out the document of one paragraph.
    fn leads(text: &str) -> Vec<String> {
        let document = fixture::document(text);
        let context = Context::new(&document, Judges::embedded());
        let found = context.nodes().next().and_then(|(_, node)| super::of(&context, node.body));
        let bodies = found.map_or_else(Vec::new, |enforcers| enforcers.bodies);
        bodies.iter().map(|body| context.flat.quote(body.span)).collect()
    }

    #[test]
    fn hits() {
        for (text, bodies) in [
            (
                "Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các Sở, Thủ trưởng các cơ quan, đơn vị trực thuộc Ủy ban nhân dân tỉnh và các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.",
                vec![
                    "Chánh Văn phòng Ủy ban nhân dân tỉnh",
                    "Giám đốc các Sở",
                    "Thủ trưởng các cơ quan, đơn vị trực thuộc Ủy ban nhân dân tỉnh",
                    "các đơn vị có liên quan",
                ],
            ),
            (
                "Điều 3. Giám đốc Sở Công Thương; các doanh nghiệp kinh doanh vật tư nông nghiệp trên địa bàn tỉnh và các cơ quan, đơn vị liên quan chịu trách nhiệm thi hành Quyết định này.",
                vec![
                    "Giám đốc Sở Công Thương",
                    "các doanh nghiệp kinh doanh vật tư nông nghiệp trên địa bàn tỉnh",
                    "các cơ quan, đơn vị liên quan",
                ],
            ),
            (
                "Điều 3. Giám đốc Sở Tư pháp, các tổ chức hành nghề công chứng trên địa bàn tỉnh và các cá nhân liên quan chịu trách nhiệm thi hành Quyết định này.",
                vec![
                    "Giám đốc Sở Tư pháp",
                    "các tổ chức hành nghề công chứng trên địa bàn tỉnh",
                    "các cá nhân liên quan",
                ],
            ),
        ] {
            assert_eq!(leads(text), bodies, "{text}");
        }
    }

    #[test]
    fn a_sentence_before_names_nobody() {
        let text = "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Giám đốc Sở Y tế chịu trách nhiệm thi hành Quyết định này.";
        assert_eq!(leads(text), ["Giám đốc Sở Y tế"]);
    }

    #[test]
    fn misses() {
        assert_eq!(leads("Điều 3. Quyết định này có hiệu lực kể từ ngày ký."), Vec::<String>::new());
    }
}
