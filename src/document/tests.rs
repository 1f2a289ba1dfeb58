//! Documents made for the tests of this step, and tests of the whole step.

use super::*;
use crate::page::{Mark, Origin};
use crate::restore::{Candidate, RestoredLine, RestoredPage, RestoredWord};
use crate::warning::Code;

fn restored_line(number: u32, block: Block, words: Vec<(&str, Option<PixelBox>)>) -> RestoredLine {
    RestoredLine {
        number,
        block,
        read: words.iter().map(|(text, _)| *text).collect::<Vec<_>>().join(" "),
        words: words
            .into_iter()
            .enumerate()
            .map(|(i, (text, place))| RestoredWord {
                from: i..i + 1,
                read: text.to_owned(),
                chosen: Candidate { text: text.to_owned(), probability: 1.0 },
                alternatives: Vec::new(),
                doubtful: false,
                place,
            })
            .collect(),
    }
}

/// Plain-text pages as restoration hands them over; blank lines only show in the numbers.
pub(crate) fn restored_pages(pages: &[&str]) -> Restoration {
    let mut number = 0;
    let pages = pages
        .iter()
        .zip(0..)
        .map(|(page, index)| RestoredPage {
            page: PageIndex(index),
            origin: Origin::PlainText,
            frame: None,
            marks: Vec::new(),
            lines: page
                .lines()
                .filter_map(|line| {
                    number += 1;
                    let words: Vec<_> = line.split_whitespace().map(|word| (word, None)).collect();
                    (!words.is_empty()).then(|| restored_line(number, Block::Unknown, words))
                })
                .collect(),
        })
        .collect();
    Restoration { pages, accuracy_before: 1.0, accuracy_after: 1.0 }
}

/// One page of a scan: block, left edge, top edge and text of each line. Letters are 20 pixels wide and lines
/// 40 high; two spaces stand for a gap of 300 pixels.
pub(crate) fn scanned_page(lines: &[(Block, u32, u32, &str)]) -> Restoration {
    let lines = lines
        .iter()
        .zip(1..)
        .map(|((block, left, top, text), number)| {
            let mut x = *left;
            let mut words = Vec::new();
            for part in text.split(' ') {
                if part.is_empty() {
                    x += 280;
                    continue;
                }
                let width = 20 * u32::try_from(part.chars().count()).unwrap();
                words.push((part, Some(PixelBox::new(x, *top, x + width, top + 40))));
                x += width + 20;
            }
            restored_line(number, *block, words)
        })
        .collect();
    let (page, origin) = (PageIndex(0), Origin::Scan);
    let pages = vec![RestoredPage { page, origin, frame: None, marks: Vec::new(), lines }];
    Restoration { pages, accuracy_before: 1.0, accuracy_after: 1.0 }
}

/// The same with marks on its first page.
pub(crate) fn marked(mut restoration: Restoration, marks: Vec<Mark>) -> Restoration {
    restoration.pages[0].marks = marks;
    restoration
}

pub(crate) fn plain(text: &str) -> Document {
    model(&restored_pages(&text.split('\u{c}').collect::<Vec<_>>())).output
}

/// The outline drawn as text: two spaces a level, the kind, the path of labels, the first words.
pub(super) fn drawn(document: &Document) -> String {
    let mut drawn = String::new();
    for (i, node) in document.outline.iter().enumerate() {
        if node.kind == NodeKind::Frame {
            continue;
        }
        let path = document.label_path(NodeIndex(i)).unwrap_or_default();
        let words: Vec<String> = document.quote(node.own).split(' ').take(4).map(str::to_owned).collect();
        let indent = "  ".repeat(node.level as usize - 1);
        drawn.push_str(&format!("{indent}{:?} {path}: {}\n", node.kind, words.join(" ")));
    }
    drawn
}

const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH SƠN HÀ\n\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\n\
    Độc lập - Tự do - Hạnh phúc\n\nSố: 57/KH-UBND\n\nSơn Hà, ngày 05\ntháng 3 năm 2024\n\nKẾ HOẠCH\n\n\
    Trồng rừng phòng hộ năm 2024\n\nCăn cứ Quyết định số 12/QĐ-TTg ngày 04/01/2024;\n\n\
    I. MỤC TIÊU\n\n- Trồng mới 120 ha;\n\n- Chăm sóc 300 ha.\n\nII. TỔ CHỨC THỰC HIỆN\n\n\
    1. Chi cục Kiểm lâm\n\na) Chủ trì thực hiện.\n\nb) Báo cáo kết quả.\n\n\
    Yêu cầu các đơn vị triển khai thực hiện./.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT, NL (2b).\n\n\
    TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Minh Khôi\n";

#[test]
fn a_plan_is_modelled() {
    let made = model(&restored_pages(&[PLAN]));
    assert_eq!(made.warnings, []);
    let h = &made.output.header;
    assert_eq!(h.kind.value.as_deref(), Some("Kế hoạch"));
    assert_eq!(h.code.value.as_deref(), Some("57/KH-UBND"));
    assert_eq!(h.issuer.value.as_deref(), Some("ỦY BAN NHÂN DÂN TỈNH SƠN HÀ"));
    assert_eq!(h.parent_body.status, Status::Absent);
    assert_eq!(h.place.value.as_deref(), Some("Sơn Hà"));
    assert_eq!(h.date.value.as_deref(), Some("2024-03-05"));
    assert_eq!(h.subject.value.as_deref(), Some("Trồng rừng phòng hộ năm 2024"));
    assert_eq!(h.signer.value.as_ref().unwrap().name.as_deref(), Some("Trần Minh Khôi"));
    assert_eq!(
        drawn(&made.output),
        "Basis : Căn cứ Quyết định\n\
         Part I: I. MỤC TIÊU\n  Bullet I: - Trồng mới 120\n  Bullet I: - Chăm sóc 300\n\
         Part II: II. TỔ CHỨC THỰC\n  Clause II.1: 1. Chi cục Kiểm\n\
         \x20   Point II.1.a: a) Chủ trì thực\n    Point II.1.b: b) Báo cáo kết\n\
         Paragraph : Yêu cầu các đơn\n"
    );
}

#[test]
fn what_is_missing_is_warned_of() {
    let made = model(&restored_pages(&["Các sở, ban, ngành triển khai thực hiện."]));
    let codes: Vec<Code> = made.warnings.iter().map(|w| w.doubt.code()).collect();
    assert_eq!(
        codes,
        [Code::DocumentNoLetterhead, Code::DocumentNoNumber, Code::DocumentNoDate, Code::DocumentNoSigner]
    );
    assert_eq!(made.output.header, Header::absent());
}

#[test]
fn every_text_gives_a_sound_tree() {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config { cases: 300, ..Config::default() }, rng);
    let pieces = prop::sample::select(vec![
        "1. ",
        "a) ",
        "- ",
        "+ ",
        "* ",
        "I. ",
        "Điều 2. ",
        "Chương I",
        "Số: ",
        "/QĐ-UBND",
        "ngày  tháng 3 năm ",
        "Nơi nhận:",
        "KT. CHỦ TỊCH",
        "Trần Minh Khôi",
        "QUYẾT ĐỊNH",
        "PHỤ LỤC",
        "\n",
        "\n\n",
        "\u{c}",
        "Lưu: VT",
        "chủ trì; ",
        "thực hiện. ",
        "[1] ",
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "V/v ",
        "“",
        ")",
        "…",
    ]);
    runner
        .run(&prop::collection::vec(pieces, 0..40), |pieces| {
            let document = plain(&pieces.concat());
            for (i, node) in document.outline.iter().enumerate() {
                prop_assert!(!node.own.is_empty() && node.own.contains(node.body));
                prop_assert!(document.text.get(node.own.range()).is_some());
                prop_assert!(document.text.get(node.body.range()).is_some());
                let level = node.parent.map_or(0, |p| document.outline[p.0].level);
                prop_assert!(node.parent.is_none_or(|p| p.0 < i));
                prop_assert_eq!(node.level, level + 1);
            }
            let words = document.words.len();
            let held: usize = document
                .outline
                .iter()
                .filter(|n| n.kind != NodeKind::Row)
                .map(|n| document.quote(n.own).split(' ').count())
                .sum();
            // Every word is in exactly one node.
            prop_assert_eq!(words, held);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_model_is_given_up_when_its_time_is_over() {
    use crate::limit::{Limit, Over, Stop};
    use std::time::Duration;
    let restored = restored_pages(&["1. Sở Y tế lập danh sách.\n2. Sở Nội vụ báo cáo.\n"]);
    let within = |time| Limit::new(time, &Stop::default()).within(|| model(&restored).output);
    assert_eq!(within(Duration::ZERO), Err(Over::Time));
    assert_eq!(within(Duration::MAX), Ok(model(&restored).output));
}
