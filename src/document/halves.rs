//! Paragraphs that the end of a page has cut in two are put together.

use std::sync::LazyLock;

use regex::Regex;

use super::{Node, NodeIndex, NodeKind};
use crate::limit;

/// What a text ends with whose sentence goes on.
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:\s(?:của|và|các|về|với|tại|cho|từ|đến|theo|trong|do|là|để|số|ngày|tháng|năm|giai\s+đoạn)|[-–,(])$",
    )
    .expect("the pattern is fixed")
});

/// The nodes, with every paragraph that goes on with the sentence of the node before it joined to that node; what stood
/// under the second half stands under the whole.
///
/// A sentence goes on where no mark ends the first half, and the second begins small, with a digit, or behind a word
/// that ends no sentence ("của", "và", a dash).
pub(crate) fn join(text: &str, nodes: Vec<Node>) -> Vec<Node> {
    let mut joined: Vec<Node> = Vec::with_capacity(nodes.len());
    // Where each of the nodes is now.
    let mut places: Vec<NodeIndex> = Vec::with_capacity(nodes.len());
    for node in nodes {
        limit::check();
        match joined.last_mut().filter(|last| goes_on(text, last, &node)) {
            Some(whole) => {
                whole.own = whole.own.union(node.own);
                whole.body = whole.body.union(node.body);
            }
            None => {
                let parent = node.parent.map(|parent| places[parent.0]);
                let level = parent.map_or(1, |parent| joined[parent.0].level + 1);
                joined.push(Node { parent, level, ..node });
            }
        }
        places.push(NodeIndex(joined.len() - 1));
    }
    joined
}

fn goes_on(text: &str, first: &Node, second: &Node) -> bool {
    let before = text[first.body.range()].trim();
    let small =
        text[second.body.range()].trim().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    let ended = before.ends_with(['.', ';', ':', '!', '?', '/', '”', ')']);
    second.kind == NodeKind::Paragraph
        && !matches!(first.kind, NodeKind::Frame | NodeKind::Part | NodeKind::Row | NodeKind::Cell)
        && (OPEN.is_match(before) || small && !ended && before.split_whitespace().count() > 8)
}

#[cfg(test)]
mod tests {
    use crate::document::tests::plain;

    #[test]
    fn a_sentence_cut_by_a_page_is_whole_again() {
        let document = plain(
            "1. Tỷ lệ hộ nghèo theo chuẩn giai đoạn 2021 -\n\u{c}2025 giảm 2%;\n\nThực hiện văn bản của\n\n\
             Bộ Y tế.\n\nMục khác.",
        );
        let texts: Vec<String> = document.outline.iter().map(|node| document.quote(node.body)).collect();
        assert_eq!(
            texts,
            [
                "Tỷ lệ hộ nghèo theo chuẩn giai đoạn 2021 - 2025 giảm 2%;",
                "Thực hiện văn bản của Bộ Y tế.",
                "Mục khác."
            ]
        );
    }
}
