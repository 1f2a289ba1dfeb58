//! Which lines belong together: paragraphs and items from lines.

use super::label::{self, Label};
use super::phrase::{begins_any, begins_small, ends_sentence, key};
use super::sheet::Sheet;
use crate::text::{Restored, Span};
use crate::vietnamese::fold;

/// Some lines that are one paragraph, heading or item.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub(super) first: usize,
    /// Inside.
    pub(super) last: usize,
    pub(super) label: Option<Label>,
    /// Label and text.
    pub(super) own: Span<Restored>,
    /// Text without label.
    pub(super) body: Span<Restored>,
}

impl Paragraph {
    fn new(sheet: &Sheet<'_>, first: usize, last: usize, label: Option<Label>) -> Paragraph {
        let own = sheet.span(first, last);
        let skip = label.as_ref().map_or(0, |l| l.length);
        // A label alone on its line: the body begins with the next one.
        let start = (own.start() + skip).min(own.end());
        let blank = sheet.document.text[start..own.end()].len()
            - sheet.document.text[start..own.end()].trim_start().len();
        Paragraph { first, last, label, own, body: Span::new(start + blank, own.end()) }
    }
}

/// The paragraphs of some lines in order; the lines need not be next to each other.
pub(super) fn join(sheet: &Sheet<'_>, lines: &[usize]) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut labels: Vec<Label> = Vec::new();
    let mut open: Option<(usize, usize, Option<Label>)> = None;
    for &line in lines {
        let opening =
            if is_parted(sheet, line) { sheet.slice(sheet.span(line, line + 1)) } else { sheet.text(line) };
        let found = label::parse(opening, &labels);
        match &mut open {
            Some((first, last, label))
                if first == last && is_parted(sheet, *first)
                    || !breaks(sheet, *first, *last, label.as_ref(), line, found.as_ref()) =>
            {
                *last = line;
            }
            _ => {
                if let Some((first, last, label)) = open.take() {
                    paragraphs.push(Paragraph::new(sheet, first, last, label));
                }
                labels.extend(found.clone());
                open = Some((line, line, found));
            }
        }
    }
    if let Some((first, last, label)) = open {
        paragraphs.push(Paragraph::new(sheet, first, last, label));
    }
    paragraphs
}

/// Whether a line is the first word of a label whose number a source has put on the next line: `Điều` / `3. Hiệu lực`.
fn is_parted(sheet: &Sheet<'_>, line: usize) -> bool {
    matches!(sheet.text(line).trim(), "Điều" | "Chương" | "CHƯƠNG" | "Mục" | "MỤC" | "Phần" | "PHẦN")
        && line + 1 < sheet.len()
        && sheet.text(line + 1).starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X'))
}

/// Whether `next` begins a new paragraph after one that runs from `first` to `last`.
fn breaks(
    sheet: &Sheet<'_>,
    first: usize,
    last: usize,
    label: Option<&Label>,
    next: usize,
    found: Option<&Label>,
) -> bool {
    let whole = || found.is_none() && !sheet.lines[next].gap && enforces(sheet, first, last, label, next);
    looks_broken(sheet, first, last, label, next, found) && !whole()
}

/// The same, by the shapes of the lines alone.
fn looks_broken(
    sheet: &Sheet<'_>,
    first: usize,
    last: usize,
    label: Option<&Label>,
    next: usize,
    found: Option<&Label>,
) -> bool {
    let (before, after) = (sheet.text(last), sheet.text(next));
    let gap = sheet.lines[next].gap;
    let alone = first == last && label.is_some_and(|l| l.length >= before.len());
    if alone && found.is_none() {
        // `1.` and its text, parted by the source.
        return false;
    }
    let ended = ends_sentence(before);
    let page = !sheet.same_page(last, next) || next != last + 1;
    let early = !page && sheet.ends_early(last);
    if let Some(found) = found {
        return starts_item(sheet, last, next, found, Ends { sentence: ended, gap, early, page });
    }
    if gap {
        // A sentence that goes on after a blank line is one that a page or a source has cut.
        return ended || !begins_small(after);
    }
    if page {
        return ended && (sheet.is_gapped() || sheet.is_indented(next) || sheet.lines[next].place.is_none());
    }
    if sheet.lines[last].capitals != sheet.lines[next].capitals {
        let heading = label.is_none_or(|l| !l.class.is_sign()) && long_enough(before) && long_enough(after);
        if heading && !begins_small(after) && (early || sheet.lines[last].capitals || ended) {
            return true;
        }
    }
    if sheet.is_gapped() {
        return false;
    }
    if ended && heads_items(sheet, next) {
        return true;
    }
    if sheet.lines[next].place.is_some() {
        let indented = sheet.is_indented(next) && !sheet.is_indented(last);
        return !begins_small(after) && (early || (ended && indented))
            || (ended && early)
            || (sheet.is_centred(last) != sheet.is_centred(next) && early && !begins_small(after));
    }
    early && !begins_small(after)
}

/// Whether a line stands alone over items, as a body over what it has to do: `Phòng Kế toán` / `- Lập dự toán …`. What goes on
/// with the sentences before it would end with a mark.
fn heads_items(sheet: &Sheet<'_>, line: usize) -> bool {
    let text = sheet.text(line).trim_end();
    text.starts_with(char::is_uppercase)
        && !text.ends_with(|c: char| c.is_ascii_punctuation() && c != ')')
        && line + 1 < sheet.len()
        && sheet.same_page(line, line + 1)
        && !sheet.lines[line + 1].gap
        && sheet.ends_early(line)
        && label::parse(sheet.text(line + 1), &[]).is_some_and(|label| label.marked)
}

/// Lines of the sentence that names who must carry out a document, at most.
const ENFORCING_LINES: usize = 12;
/// What those who must carry out a document are called first.
const HOLDERS: [&str; 14] = [
    "chanh",
    "giam doc",
    "thu truong",
    "chu tich",
    "truong",
    "cac",
    "tong giam doc",
    "vien truong",
    "hieu truong",
    "cuc truong",
    "vu truong",
    "bo truong",
    "pho",
    "ong",
];

/// Whether the sentence that stands open before `next` is the one that names who must carry out the document. It is one
/// however a source has cut its lines: `Điều 4. Chánh Văn phòng` / `Ủy ban nhân dân tỉnh, … chịu trách nhiệm thi hành …`.
fn enforces(sheet: &Sheet<'_>, first: usize, last: usize, label: Option<&Label>, next: usize) -> bool {
    let before = sheet.slice(sheet.span(first, last));
    let body = before.get(label.map_or(0, |label| label.length)..).unwrap_or(before);
    let open = body.rsplit(". ").next().unwrap_or(body);
    if body.trim_end().ends_with(['.', '/', ':']) || !begins_any(&key(open), &HOLDERS) {
        return false;
    }
    let end = (next..sheet.len().min(next + ENFORCING_LINES)).find(|line| {
        let text = sheet.text(*line).trim_end();
        text.is_empty() || text.ends_with(['.', '/', ':'])
    });
    end.is_some_and(|end| key(sheet.slice(sheet.span(next, end))).contains("trach nhiem thi hanh"))
}

/// How the text before a label ends.
#[derive(Clone, Copy)]
struct Ends {
    sentence: bool,
    gap: bool,
    early: bool,
    page: bool,
}

/// Whether what looks like a label begins an item, or stands at the beginning of a line by chance: `kinh tế` /
/// `- xã hội`, `điểm` / `5. Các`.
fn starts_item(sheet: &Sheet<'_>, last: usize, next: usize, found: &Label, ends: Ends) -> bool {
    let after = sheet.text(next);
    let small = begins_small(after.get(found.length..).unwrap_or(""));
    if ends.sentence || ends.early {
        return found.marked || ends.gap || ends.sentence;
    }
    if ends.gap {
        return !small || found.value.is_some();
    }
    // The sentence before is open and its line full: only capitals before it, a heading, end without a mark.
    let heading = sheet.lines[last].capitals && long_enough(sheet.text(last)) && found.marked;
    let indented = sheet.is_indented(next) && !sheet.is_indented(last);
    let item = found.marked && !small && !found.class.is_sign();
    // A heading may fill its line, too; the first of a list after it is no `a)` that the text refers to.
    let opens = found.value == Some(1) && !refers(sheet.text(last));
    heading || item && (indented || ends.page || opens)
}

/// Whether a line ends with a word that a label or a number of the next line belongs to: `theo điểm` / `a) khoản 2`.
fn refers(text: &str) -> bool {
    let last = fold(text.trim().rsplit(char::is_whitespace).next().unwrap_or(""));
    last.ends_with([',', '-', '–', '('])
        || matches!(
            last.as_str(),
            "điểm"
                | "khoản"
                | "điều"
                | "mục"
                | "số"
                | "phần"
                | "chương"
                | "tiết"
                | "và"
                | "hoặc"
                | "các"
                | "tại"
                | "theo"
                | "của"
                | "từ"
                | "đến"
                | "ngày"
                | "tháng"
                | "năm"
                | "với"
                | "về"
                | "là"
                | "có"
                | "quý"
                | "cấp"
                | "loại"
                | "nhóm"
                | "hạng"
                | "lần"
                | "bảng"
                | "mẫu"
                | "lục"
        )
}

/// Whether a line has enough letters to tell capitals from an abbreviation.
fn long_enough(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 6
}

#[cfg(test)]
mod tests {
    use crate::document::tests::{drawn, plain, scanned_page};
    use crate::document::{NodeKind, model};
    use crate::page::Block;

    #[test]
    fn a_line_alone_over_items_is_no_end_of_a_sentence() {
        let document = plain(
            "- Lập dự toán kinh phí mua sắm trang thiết bị của năm học mới và gửi phòng.\nTổ Văn phòng\n\
             - Ghi sổ theo dõi.\n- Nộp báo cáo về Ban giám hiệu trường trước ngày mồng mười hằng tháng.\n\
             Không nộp muộn.\n",
        );
        let quotes: Vec<String> = document.outline.iter().map(|n| document.quote(n.own)).collect();
        assert_eq!(
            quotes,
            [
                "- Lập dự toán kinh phí mua sắm trang thiết bị của năm học mới và gửi phòng.",
                "Tổ Văn phòng",
                "- Ghi sổ theo dõi.",
                "- Nộp báo cáo về Ban giám hiệu trường trước ngày mồng mười hằng tháng. Không nộp muộn.",
            ]
        );
    }

    #[test]
    fn sentences_run_over_pages_and_chance_labels() {
        let document = plain(
            "- Tỷ lệ hộ nghèo giai đoạn 2021 -\n\u{c}\n2025 giảm 4%;\n\n- Phát triển kinh tế\n- xã hội của tỉnh;\n\n\
             - Theo điểm\n5. Các sở báo cáo.\n",
        );
        let quotes: Vec<String> = document.outline.iter().map(|n| document.quote(n.own)).collect();
        assert_eq!(
            quotes,
            [
                "- Tỷ lệ hộ nghèo giai đoạn 2021 - 2025 giảm 4%;",
                "- Phát triển kinh tế - xã hội của tỉnh;",
                "- Theo điểm 5. Các sở báo cáo."
            ]
        );
    }

    #[test]
    fn short_lines_end_paragraphs_where_no_blank_lines_do() {
        let document = plain(
            "1. Chi cục Kiểm lâm\n\
             Chủ trì, phối hợp với các cơ quan, đơn vị có liên quan xây dựng kế hoạch\n\
             trồng rừng phòng hộ trên địa bàn, báo cáo UBND tỉnh.\n\
             Tổ chức tập huấn kỹ thuật cho các hộ dân tham gia trồng rừng phòng hộ và\n\
             chăm sóc rừng.\n\
             2. Hạt Kiểm lâm các huyện tổ chức tuần tra, kiểm tra rừng theo định kỳ.\n",
        );
        assert_eq!(
            drawn(&document),
            "Clause 1: 1. Chi cục Kiểm\n  Paragraph 1: Chủ trì, phối hợp\n\
             \x20 Paragraph 1: Tổ chức tập huấn\nClause 2: 2. Hạt Kiểm lâm\n"
        );
    }

    #[test]
    fn who_must_carry_out_a_decision_is_one_sentence_however_its_lines_are_cut() {
        let document = plain(
            "Điều 3. Tổ chức thực hiện\n\
             Sở Y tế chủ trì hướng dẫn các đơn vị triển khai Quyết định này trên địa bàn tỉnh.\n\
             Điều 4. Chánh Văn phòng\n\
             Ủy ban nhân dân tỉnh, Giám đốc Sở Y tế; Chủ tịch Ủy ban nhân dân các xã, phường;\n\
             Thủ trưởng các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./.\n",
        );
        assert_eq!(
            drawn(&document),
            "Article 3: Điều 3. Tổ chức\n  Paragraph 3: Sở Y tế chủ\nArticle 4: Điều 4. Chánh Văn\n"
        );
    }

    #[test]
    fn boxes_show_where_a_paragraph_ends() {
        // Margins at 200 and 1600; the first line of a paragraph is indented by 100.
        let full = "chủ trì phối hợp với các cơ quan đơn vị có liên quan trong tỉnh tổ chức";
        let indented = "Các sở có trách nhiệm chủ trì phối hợp với các cơ quan đơn vị trong";
        let lines: Vec<(Block, u32, u32, &str)> = [
            (300, indented),
            (200, full),
            (200, "thực hiện."),
            (300, indented),
            (200, full),
            (200, full),
            (200, full),
            (200, "báo cáo kết quả."),
        ]
        .iter()
        .zip(0..)
        .map(|((left, text), i)| (Block::Body, *left, 100 + 60 * i, *text))
        .collect();
        let document = model(&scanned_page(&lines)).output;
        let kinds: Vec<NodeKind> = document.outline.iter().map(|n| n.kind).collect();
        assert_eq!(kinds, [NodeKind::Paragraph, NodeKind::Paragraph]);
        assert!(document.quote(document.outline[1].own).starts_with("Các sở"));
    }
}
