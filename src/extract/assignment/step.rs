//! Steps that are counted before those who take them: "Bước 2: Phòng Đào tạo lập danh sách" (invented).
//!
//! Not: the steps of how applications are dealt with, which tell nobody to do anything now.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::NodeIndex;
use crate::extract::context::Context;
use crate::extract::token::pattern;

/// What counts the steps of a plan.
pub(super) static STEP: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:bước|giai\s+đoạn|đợt)\s+(?:\d{1,2}|[ivx]{1,4})\s*[:.]\s+"));

/// Whether a node is a step of how applications are dealt with: "Bước 2: Sở Y tế thẩm định" beside "Bước 1: … nộp hồ sơ".
pub(super) fn of_procedure(context: &Context<'_>, index: NodeIndex) -> bool {
    static FILES: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bhồ\s+sơ\b|\bđơn\s+(?:đề|xin)"));
    let flat = &context.flat;
    let is_step = |i: &NodeIndex| flat.has(&STEP, context.node(*i).body);
    let above = context.node(index).parent;
    let mut beside = context.nodes().filter(|(_, node)| node.parent == above).map(|(i, _)| i);
    is_step(&index) && beside.any(|i| is_step(&i) && flat.has(&FILES, context.node(i).body))
}

#[cfg(test)]
mod tests {
    use crate::extract::fixture::leads;

    #[test]
    fn steps_of_a_plan_are_tasks() {
        assert_eq!(
            leads("- Bước 1: Phòng Đào tạo lập danh sách sinh viên.\n- Bước 2: Các khoa đôn đốc sinh viên."),
            ["Phòng Đào tạo", "Các khoa"]
        );
    }

    #[test]
    fn steps_of_a_procedure_are_none() {
        let text = "- Bước 1: Tổ chức nộp hồ sơ tại Sở Y tế.\n- Bước 2: Sở Y tế tổ chức thẩm định.";
        assert!(leads(text).is_empty());
    }
}
