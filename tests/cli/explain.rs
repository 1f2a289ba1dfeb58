//! `read --explain`: what spoke for and against each finding, in both languages.

use crate::support::Vanthu;

const TEXT: &str = "KẾ HOẠCH\n\n1. Sở Nội vụ tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2031.\n";

#[test]
fn each_finding_has_its_reasons() {
    let vanthu = Vanthu::new();
    vanthu.file("kế hoạch.txt", TEXT);
    let ran = vanthu.run(["read", "--explain", "kế hoạch.txt"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines.contains(&"Deadlines"), "{}", ran.stdout);
    let found = lines.iter().position(|line| line.contains(" % ") && line.contains("15/12/2031"));
    let found = found.expect("the deadline is there");
    let next = &lines[found + 1..];
    assert!(next[0].starts_with("    for: ") && next[0].contains("words around +"), "{}", ran.stdout);
    // Features are named as the model names them.
    assert!(next[0].contains('='), "{}", ran.stdout);

    let ran = vanthu.run_in_vietnamese(["read", "--explain", "kế hoạch.txt"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("    ủng hộ: ") && ran.stdout.contains("từ ngữ xung quanh +"),
        "{}",
        ran.stdout
    );
}

#[test]
fn where_nothing_was_judged_it_says_so() {
    let vanthu = Vanthu::new();
    vanthu.file("thư.txt", "Xin chào.\n");
    let ran = vanthu.run(["read", "--explain", "thư.txt"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "nothing was judged to be a finding\n"));
}
