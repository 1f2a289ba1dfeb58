//! Colons that are misread semicolons: "c) Bảo đảm an toàn giao thông: d) Chuẩn bị kinh phí; …" (invented).
//!
//! A lead-in tells nobody anything, so an item that a misread mark makes one of would be lost. Not: where the colon is
//! surely the author's; items that announce what follows.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{NodeIndex, NodeKind};
use crate::extract::context::Context;
use crate::extract::duty::DUTY;
use crate::extract::token::pattern;

/// Whether the next item of the same list follows at once, where marks are unsure: "c) …: d) …" leads to nothing, the colon is a
/// semicolon. Bullets may lead to bullets of the same sign, so of them only a long task that announces nothing counts.
pub(super) fn leads_nowhere(context: &Context<'_>, index: NodeIndex) -> bool {
    static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?:\bsau(?:\s+đây)?|\bgồm|\blà|cụ\s+thể|như|nội\s+dung|nhiệm\s+vụ|giải\s+pháp)\s*:\s*$")
    });
    const LONG: usize = 12;
    let flat = &context.flat;
    let node = context.node(index);
    let next = context.nodes().skip(index.0 + 1).find(|(_, next)| next.kind != NodeKind::Frame);
    let task = || match node.kind {
        NodeKind::Clause | NodeKind::SubClause | NodeKind::Point => true,
        NodeKind::Bullet => {
            flat.text(node.body).split_whitespace().count() >= LONG && !flat.has(&ANNOUNCES, node.body)
        }
        _ => false,
    };
    !context.document.has_sure_marks(node.body)
        && next.is_some_and(|(_, next)| next.kind == node.kind && next.parent == node.parent)
        && flat.has(&DUTY, node.body)
        && task()
}

#[cfg(test)]
mod tests {
    use crate::document::model;
    use crate::document::tests::scanned_page;
    use crate::extract::findings;
    use crate::page::Block;

    fn tasks(lines: &[&str]) -> usize {
        let lines: Vec<(Block, u32, u32, &str)> =
            lines.iter().zip(0..).map(|(text, i)| (Block::Body, 200, 100 + 60 * i, *text)).collect();
        findings(&model(&scanned_page(&lines)).output).assignments.len()
    }

    #[test]
    fn a_colon_before_the_next_item_leads_nowhere() {
        let long = "- Rà soát, thống kê các cơ sở sản xuất trên địa bàn tỉnh và báo cáo kết quả về tỉnh:";
        assert_eq!(
            tasks(&["1. Sở Y tế", "a) Rà soát danh sách các cơ sở:", "b) Báo cáo kết quả hằng quý."]),
            2
        );
        assert_eq!(tasks(&["1. Sở Y tế", long, "- Báo cáo kết quả hằng quý."]), 2);
    }

    #[test]
    fn a_colon_before_what_it_announces_leads_there() {
        let announced =
            "- Rà soát, thống kê các cơ sở sản xuất trên địa bàn tỉnh và thực hiện các nội dung sau:";
        assert_eq!(tasks(&["1. Sở Y tế", announced, "- Báo cáo kết quả hằng quý."]), 1);
        assert_eq!(
            tasks(&["1. Sở Y tế", "a) Rà soát danh sách các cơ sở:", "- Báo cáo kết quả hằng quý."]),
            1
        );
    }
}
