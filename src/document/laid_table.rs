//! Tables in plain text: where a source wrote one cell after another, the rows are found again.
//!
//! ```text
//! TT                      heading: from "TT" to the number of the first row
//! Nội dung
//! Cơ quan chủ trì
//! 1                       a row: its number alone, then its cells in order, empty ones left out
//! Lập danh mục
//! Sở Y tế
//! ```
//! A cell is what blank lines part, or where a text has none, some lines. Which cell belongs to which column is
//! what fits the headings best. Not: tables without numbered rows. Unsure: rows with empty cells between numbers, of
//! which only those cells are kept that can stand in one column alone.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::column::Column;
use super::label::{self, Class};
use super::phrase::{self, begins_any, begins_small};
use super::sheet::Sheet;
use super::table::Row;
use crate::text::{Restored, Span};

/// A table found in plain text.
#[derive(Debug)]
pub(super) struct Laid {
    /// Its lines.
    pub(super) lines: Range<usize>,
    /// Its rows, the heading first.
    pub(super) rows: Vec<Row>,
}

/// A cell or, where no blank lines part the cells, a line of one.
#[derive(Debug, Clone)]
struct Piece {
    lines: Range<usize>,
    span: Span<Restored>,
    key: String,
}

/// The most columns that a table of an office has on a sheet of paper.
const MOST_COLUMNS: usize = 16;
/// The most pieces of a row: a cell seldom has more than twelve lines.
const MOST_PIECES: usize = 60;

/// The tables in some lines, in order.
pub(super) fn find(sheet: &Sheet<'_>, lines: Range<usize>) -> Vec<Laid> {
    let mut found = Vec::new();
    if sheet.lines[lines.clone()].iter().any(|line| line.place.is_some()) {
        return found;
    }
    let pieces = pieces(sheet, lines);
    let mut at = 0;
    while at < pieces.len() {
        match is_number_heading(&pieces[at]).then(|| table(sheet, &pieces[at..])).flatten() {
            Some((laid, count)) => {
                found.push(laid);
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

fn pieces(sheet: &Sheet<'_>, lines: Range<usize>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines {
        let view = &sheet.lines[line];
        match pieces.last_mut() {
            Some(last) if sheet.is_gapped() && !view.gap && !view.page_start => {
                last.lines.end = line + 1;
                last.span = last.span.union(view.span);
                last.key = format!("{} {}", last.key, view.key);
            }
            _ => pieces.push(Piece { lines: line..line + 1, span: view.span, key: view.key.clone() }),
        }
    }
    pieces
}

fn is_number_heading(piece: &Piece) -> bool {
    Column::of(&piece.key) == Column::Number
}

/// What a piece that stands alone counts: the numbers of rows, or the groups of rows over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    Row(u32),
    Group,
}

fn count(sheet: &Sheet<'_>, piece: &Piece) -> Option<Count> {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:\d{1,2}\.)?(\d{1,3})[.)]?$").expect("the pattern is fixed"));
    static GROUP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:[IVX]{1,5}|[A-H])[.)]?$").expect("the pattern is fixed"));
    let text = sheet.slice(piece.span).trim();
    if let Some(number) = NUMBER.captures(text).and_then(|c| c.get(1)?.as_str().parse().ok()) {
        return Some(Count::Row(number));
    }
    GROUP.is_match(text).then_some(Count::Group)
}

/// The table that begins with the first piece, and how many pieces it has.
fn table(sheet: &Sheet<'_>, pieces: &[Piece]) -> Option<(Laid, usize)> {
    let begins = |piece: &Piece| matches!(count(sheet, piece), Some(Count::Row(1) | Count::Group));
    let longest = if sheet.is_gapped() { MOST_COLUMNS } else { 3 * MOST_COLUMNS };
    let first = (1..pieces.len().min(longest)).find(|i| begins(&pieces[*i]))?;
    let mut heading: Row = vec![(0, pieces[0].span)];
    for piece in &pieces[1..first] {
        let goes_on = heading.len() > 1 && !sheet.is_gapped() && begins_small(sheet.slice(piece.span));
        match heading.last_mut().filter(|_| goes_on) {
            Some((_, last)) => *last = last.union(piece.span),
            None => heading.push((u16::try_from(heading.len()).ok()?, piece.span)),
        }
    }
    let columns: Vec<Column> =
        heading[1..].iter().map(|(_, span)| Column::of(&crate::text::one_line(sheet.slice(*span)))).collect();
    if columns.len() < 2 || columns.len() > MOST_COLUMNS {
        return None;
    }
    let mut at = first + numbering(sheet, &pieces[first..], columns.len());
    let mut rows = vec![heading];
    let mut next = 1;
    let mut most = columns.len();
    while at < pieces.len() {
        let Some(begin) = row_start(sheet, &pieces[at], next) else { break };
        let from = at + usize::from(begin != Start::Sum);
        let end = row_end(sheet, &pieces[from..], &begin, next, &columns, most);
        let cells = aligned(sheet, &pieces[from..from + end], &columns);
        if !matches!(begin, Start::Group) {
            most = most.max(end);
        }
        let mut row: Row = Vec::new();
        if begin != Start::Sum {
            row.push((0, pieces[at].span));
        }
        row.extend(cells);
        rows.push(row);
        at = from + end;
        next = match begin {
            Start::Row(number) => number + 1,
            Start::Group => 1,
            Start::Sum => next,
        };
    }
    rows.retain(|row| !row.is_empty());
    // A heading and a single number may be anything.
    if rows.len() < 3 {
        return None;
    }
    Some((Laid { lines: pieces[0].lines.start..pieces[at - 1].lines.end, rows }, at))
}

/// How many pieces only number the columns: "(1)", "(2)", "(3)" under the heading.
fn numbering(sheet: &Sheet<'_>, pieces: &[Piece], columns: usize) -> usize {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\(?(?:\d{1,2}|[A-D])\)?(?:\s*=.*)?$").expect("the pattern is fixed"));
    let run = pieces.iter().take_while(|piece| MARK.is_match(sheet.slice(piece.span).trim())).count();
    if run >= columns { run.min(columns + 1) } else { 0 }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Row(u32),
    Group,
    /// "Tổng cộng", without a number.
    Sum,
}

fn row_start(sheet: &Sheet<'_>, piece: &Piece, next: u32) -> Option<Start> {
    match count(sheet, piece) {
        Some(Count::Row(number)) if number == next || number == 1 => Some(Start::Row(number)),
        Some(Count::Group) => Some(Start::Group),
        _ => begins_any(&piece.key, &["tong cong", "tong so", "cong", "toan tinh", "toan huyen", "tong"])
            .then_some(Start::Sum)
            .filter(|_| piece.key.split(' ').count() <= 4),
    }
}

/// How many pieces behind its number a row has.
fn row_end(sheet: &Sheet<'_>, pieces: &[Piece], begin: &Start, next: u32, columns: &[Column], most: usize) -> usize {
    let following = match begin {
        Start::Row(number) => number + 1,
        Start::Group => 1,
        Start::Sum => next,
    };
    // In a row of numbers a cell may look like the number of the next row; there only full rows end.
    let numeric = |piece: &Piece| is_numeric(sheet.slice(piece.span));
    let of_numbers = columns.len() > 2 && pieces.iter().skip(1).take(columns.len() - 1).filter(|p| numeric(p)).count() * 2 >= columns.len();
    let least = match begin {
        Start::Group => 1,
        Start::Sum => 2,
        Start::Row(_) if of_numbers => columns.len(),
        Start::Row(_) => 2,
    };
    let goes_on = |from: usize| {
        (from..pieces.len().min(MOST_PIECES)).find(|i| {
            *i >= least.min(pieces.len()) && row_start(sheet, &pieces[*i], following).is_some()
                || ends_table(sheet, &pieces[*i], *i >= columns.len())
        })
    };
    match goes_on(1.min(pieces.len())) {
        Some(end) => end,
        // The last row of a table that nothing ends: as long as the longest before.
        None => most.min(pieces.len()),
    }
}

/// Whether a piece stands behind the table: an item of the outline, a note, the closing. `full`: whether the row before
/// may be complete.
fn ends_table(sheet: &Sheet<'_>, piece: &Piece, full: bool) -> bool {
    let text = sheet.slice(piece.span);
    let label = label::parse(text, &[]).filter(|l| l.marked && l.length < text.len());
    let by_label = label.is_some_and(|label| match label.class {
        Class::PartWord | Class::Chapter | Class::Article | Class::SectionWord => true,
        Class::Roman | Class::Capital => full && label.value.is_some(),
        Class::Number => full && text.split_whitespace().count() > 3,
        _ => false,
    });
    by_label
        || begins_any(&piece.key, &["ghi chu", "noi nhan", "phu luc", "tren day la"])
        || full && text.split_whitespace().count() >= 4 && phrase::in_capitals(text)
}

fn is_numeric(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | '–' | ' '))
}

/// The cells of a row: pieces in order, put into the columns that they fit best.
fn aligned(sheet: &Sheet<'_>, pieces: &[Piece], columns: &[Column]) -> Vec<(u16, Span<Restored>)> {
    let width = columns.len();
    let text = |from: usize, to: usize| {
        let span = pieces[from].span.union(pieces[to - 1].span);
        (span, crate::text::one_line(sheet.slice(span)))
    };
    let cut = |at: usize| {
        // Inside a cell whose lines no blank parts the next line goes on small.
        if at > 0 && at < pieces.len() && !sheet.is_gapped() && begins_small(sheet.slice(pieces[at].span)) {
            -3.0
        } else {
            0.0
        }
    };
    // best[c][n]: the best sum with the first c columns and the first n pieces, and where the column begins.
    let none = (f64::NEG_INFINITY, 0);
    let mut best = vec![vec![none; pieces.len() + 1]; width + 1];
    best[0][0] = (0.0, 0);
    for column in 0..width {
        for end in 0..=pieces.len() {
            for begin in end.saturating_sub(MOST_PIECES)..=end {
                let before = best[column][begin].0;
                if before == f64::NEG_INFINITY {
                    continue;
                }
                let value = if begin == end {
                    EMPTY
                } else {
                    let lines = if sheet.is_gapped() { 0.4 * (end - begin - 1) as f64 } else { 0.0 };
                    fits(columns[column], &text(begin, end).1) + cut(end) - lines
                };
                if before + value > best[column + 1][end].0 {
                    best[column + 1][end] = (before + value, begin);
                }
            }
        }
    }
    let mut cells = Vec::new();
    let mut end = pieces.len();
    for column in (0..width).rev() {
        let begin = best[column + 1][end].1;
        if begin < end {
            cells.push((u16::try_from(column + 1).unwrap_or(u16::MAX), text(begin, end).0));
        }
        end = begin;
    }
    cells.reverse();
    // Of fewer numbers than columns of numbers nobody knows which are missing.
    let numeric = |span: &Span<Restored>| is_numeric(sheet.slice(*span));
    let numbers = cells.iter().filter(|(_, span)| numeric(span)).count();
    let unknown = columns.iter().filter(|column| **column == Column::Other).count();
    if numbers > 0 && unknown > 1 && numbers < unknown {
        cells.retain(|(_, span)| !numeric(span));
    }
    cells
}

/// What an empty cell costs.
const EMPTY: f64 = -1.0;

/// How well a text fits a column: about 2 for what only that column holds, negative for what it does not hold.
fn fits(column: Column, text: &str) -> f64 {
    let key = phrase::key(text);
    let words = key.split(' ').count();
    let numeric = is_numeric(text);
    let body = begins_any(&key, BODIES);
    let time = TIME.is_match(&key);
    match column {
        Column::Number => -3.0,
        Column::Lead | Column::LeadAndSupport | Column::Support | Column::Place => match (body, numeric, time && words <= 6) {
            (true, _, _) => 2.0,
            (_, true, _) | (_, _, true) => -3.0,
            _ if column == Column::Place => 1.0,
            _ => -0.6,
        },
        Column::Time if time && words <= 20 => 2.5,
        Column::Time if key.chars().all(|c| c.is_ascii_digit()) => 1.0,
        Column::Time => -1.5,
        Column::Product if begins_any(&key, PRODUCTS) => 2.0,
        Column::Product if numeric || body && words <= 8 || time && words <= 4 => -1.0,
        Column::Product => 0.2,
        Column::Unit if !numeric && words <= 3 => 1.5,
        Column::Unit => -2.0,
        Column::Subject if numeric => -3.0,
        Column::Subject if body && words <= 6 || time && words <= 4 => -1.0,
        Column::Subject => 1.2,
        Column::Other if numeric => 1.5,
        Column::Other => 0.0,
    }
}

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b\d{1,2} \d{1,2} \d{4}\b|\b\d{1,2} \d{4}\b|\bqu[yi] (?:i{1,3}|iv|[1-4])\b|\bthang \d|\bnam \d{4}|^\d{4}(?: \d{4})?$|thuong xuyen|\bh[ao]ng (?:nam|quy|thang|tuan|ngay)|giai doan|^truoc |^sau (?:khi|ngay)|^theo (?:ke hoach|tien do|lo trinh|quy dinh|yeu cau)|dinh ky|^trong (?:nam|thang|quy)|\bngay \d",
    )
    .expect("the pattern is fixed")
});

/// What the names of bodies begin with.
const BODIES: &[&str] = &[
    "so", "cac so", "bo", "cac bo", "ubnd", "uy ban", "cac", "phong", "ban", "chi cuc", "cuc", "cong an", "co quan",
    "don vi", "trung tam", "van phong", "hoi", "doan", "truong", "khoa", "dai", "bao", "thanh tra", "vien", "kho bac",
    "ngan hang", "lien doan", "mat tran", "mttq", "hat", "hat kiem lam", "thuong truc", "chu tich", "giam doc", "xa",
    "phuong", "huyen", "cong ty", "benh vien", "quy", "to", "bch", "bchqs", "bhxh", "thue", "dang uy", "thanh doan",
    "tinh doan", "hdnd", "vp", "doanh nghiep", "to chuc", "dia phuong", "chu dau tu",
];

/// What the names of products begin with.
const PRODUCTS: &[&str] = &[
    "ke hoach", "quyet dinh", "bao cao", "van ban", "nghi quyet", "de an", "to trinh", "danh muc", "danh sach", "quy che",
    "quy dinh", "phuong an", "cong van", "chuong trinh", "hoi nghi", "tai lieu", "thong bao", "chi thi", "du thao",
];

#[cfg(test)]
mod tests {
    use crate::document::NodeKind;
    use crate::document::tests::plain;

    /// The rows of a text's outline: column and text of each cell.
    fn rows(text: &str) -> Vec<Vec<(u16, String)>> {
        let document = plain(text);
        let mut rows: Vec<Vec<(u16, String)>> = Vec::new();
        for node in &document.outline {
            match node.kind {
                NodeKind::Row => rows.push(Vec::new()),
                NodeKind::Cell => rows
                    .last_mut()
                    .unwrap()
                    .push((node.column.unwrap(), document.quote(node.own))),
                _ => {}
            }
        }
        rows
    }

    fn cells(row: &[(u16, &str)]) -> Vec<(u16, String)> {
        row.iter().map(|(column, text)| (*column, (*text).to_owned())).collect()
    }

    #[test]
    fn cells_that_blank_lines_part() {
        let found = rows(
            "I. NHIỆM VỤ\n\nTT\n\nNội dung\n\nCơ quan chủ trì\n\nCơ quan phối hợp\n\nThời gian\n\nSản phẩm\n\nI\n\n\
             Về thể chế\n\n1\n\nRà soát quy định\nvề chợ\n\nSở Công Thương\n\nUBND các xã\n\nQuý I/2026\n\nBáo cáo\n\n\
             2\n\nTập huấn nghiệp vụ\n\nSở Nội vụ\n\nThường xuyên\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ theo dõi.\n",
        );
        assert_eq!(
            found[1..],
            [
                cells(&[(0, "I"), (1, "Về thể chế")]),
                cells(&[
                    (0, "1"),
                    (1, "Rà soát quy định về chợ"),
                    (2, "Sở Công Thương"),
                    (3, "UBND các xã"),
                    (4, "Quý I/2026"),
                    (5, "Báo cáo"),
                ]),
                cells(&[(0, "2"), (1, "Tập huấn nghiệp vụ"), (2, "Sở Nội vụ"), (4, "Thường xuyên")]),
            ]
        );
    }

    #[test]
    fn cells_of_some_lines_each() {
        let found = rows(
            "II. CHỈ TIÊU\nTT\nĐơn vị\nTrồng rừng\ntập trung (ha)\nCây phân tán\n(cây)\n1\nXã Bình An\n2\n3.500\n2\nXã Bình\nHòa\n15\n4.000\n\
             Tổng cộng\n17\n7.500\nIII. TỔ CHỨC THỰC HIỆN\n",
        );
        assert_eq!(found[0][2..], cells(&[(2, "Trồng rừng tập trung (ha)"), (3, "Cây phân tán (cây)")]));
        assert_eq!(
            found[1..],
            [
                cells(&[(0, "1"), (1, "Xã Bình An"), (2, "2"), (3, "3.500")]),
                cells(&[(0, "2"), (1, "Xã Bình Hòa"), (2, "15"), (3, "4.000")]),
                cells(&[(1, "Tổng cộng"), (2, "17"), (3, "7.500")]),
            ]
        );
    }

    #[test]
    fn no_tables() {
        for text in [
            "1. Sở Y tế\n\nChủ trì lập kế hoạch.\n\n2. Sở Nội vụ\n\nTheo dõi.\n",
            "TT\n\nHọ và tên\n\nNguyễn Văn A\n\nTrần Thị B\n",
        ] {
            assert!(rows(text).is_empty(), "{text}");
        }
    }
}
