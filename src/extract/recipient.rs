//! The bodies that a line of `Nơi nhận` means: those it names, or those of the article that it points at.

use std::sync::LazyLock;

use regex::Regex;

use super::agency;
use super::agency_entry::Register;
use super::context::Context;
use super::token::pattern;
use crate::document::{NodeKind, Recipient};
use crate::text::{Restored, Span};

/// For each recipient the full names of its bodies, each once.
pub(super) fn bodies(context: &Context<'_>, register: &Register) -> Vec<Vec<String>> {
    let recipients = context.document.header.recipients.value.iter().flatten();
    recipients.map(|recipient| names(context, register, recipient)).collect()
}

fn names(context: &Context<'_>, register: &Register, recipient: &Recipient) -> Vec<String> {
    let spans = article(context, recipient).unwrap_or_else(|| vec![recipient.span]);
    let mut names: Vec<String> = Vec::new();
    for body in spans.into_iter().flat_map(|span| agency::bodies(&context.flat, span)) {
        let name = register.name(&context.flat.quote(body.span));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// "Như Điều 3": the paragraphs of that article; `None` when nothing is pointed at. It is the last article of that number
/// outside of what is attached: one that is quoted stands before it.
fn article(context: &Context<'_>, recipient: &Recipient) -> Option<Vec<Span<Restored>>> {
    static AS_ARTICLE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\W*(?:như|theo)\s+(?:điều|đ)\s*(?P<number>\d{1,2})\b"));
    let text = context.flat.low(recipient.span);
    let number = AS_ARTICLE.captures(text)?.name("number")?.as_str();
    let attached = |index| context.ancestors(index).any(|a| context.node(a).kind == NodeKind::Appendix);
    let named = context.nodes().filter(|(index, node)| {
        node.kind == NodeKind::Article && node.label.as_deref() == Some(number) && !attached(*index)
    });
    let (found, _) = named.last()?;
    let after = context.nodes().skip(found.0 + 1);
    let below = after.take_while(|(_, node)| !matches!(node.kind, NodeKind::Article | NodeKind::Appendix));
    let paragraphs = below.filter(|(index, _)| context.is_text(*index)).map(|(_, node)| node.body);
    Some([context.node(found).body].into_iter().chain(paragraphs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::fixture;

    /// The names of each recipient's bodies, in a document of which the last lines are its recipients.
    fn names_of(text: &str, lines: &[&str]) -> Vec<Vec<String>> {
        let mut document = fixture::document(text);
        let recipients = lines.iter().map(|line| {
            let start = text.rfind(line).expect("the line is in the text");
            Recipient {
                written: (*line).to_owned(),
                purpose: None,
                span: Span::new(start, start + line.len()),
            }
        });
        document.header.recipients.value = Some(recipients.collect());
        let context = Context::new(&document, crate::extract::judge::Judges::embedded());
        bodies(&context, &Register::new(&context))
    }

    const DECISION: &str = "Điều 1. Ban hành Kế hoạch.\n\nĐiều 2. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ và \
        Thủ trưởng các đơn vị liên quan chịu trách nhiệm thi hành Quyết định này.\n\nNơi nhận:\n- Như Điều 2;\n- Sở Tài \
        chính;\n- Lưu: VT.";

    #[test]
    fn an_article_that_is_pointed_at_gives_its_bodies() {
        let found = names_of(DECISION, &["- Như Điều 2;", "- Sở Tài chính;", "- Lưu: VT."]);
        assert!(found[0].iter().any(|name| name.contains("Sở Nội vụ")), "{found:?}");
        assert!(found[0].len() >= 2, "{found:?}");
        assert_eq!(found[1].len(), 1, "{found:?}");
        assert!(found[2].is_empty(), "{found:?}");
    }

    #[test]
    fn an_article_that_is_not_there_gives_none() {
        let found = names_of(DECISION.replace("Như Điều 2", "Như Điều 9").as_str(), &["- Như Điều 9;"]);
        assert!(found[0].is_empty(), "{found:?}");
    }
}
