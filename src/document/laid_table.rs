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
use crate::text::{Restored, Span, one_line};

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
pub(super) struct Piece {
    pub(super) lines: Range<usize>,
    pub(super) span: Span<Restored>,
    pub(super) key: String,
}

/// The most columns that a table of an office has on a sheet of paper.
const MOST_COLUMNS: usize = 16;
/// The most pieces of a row: a cell seldom has more than twelve lines.
const MOST_PIECES: usize = 60;

/// The table that begins with the first of some lines, if it is a heading with a column of numbers.
pub(super) fn at(sheet: &Sheet<'_>, lines: Range<usize>) -> Option<Laid> {
    let heading = Column::of_key(&sheet.lines[lines.start].key) == Column::Number;
    heading.then(|| table(&Cells::new(sheet, lines))).flatten()
}

/// What may be cells, in order.
pub(super) struct Cells<'a> {
    pub(super) sheet: &'a Sheet<'a>,
    /// Whether blank lines part the cells.
    pub(super) gapped: bool,
    pub(super) pieces: Vec<Piece>,
}

impl Cells<'_> {
    /// Looks at so many lines and no more: a table goes on over a few pages.
    const REACH: usize = 4000;

    pub(super) fn new<'a>(sheet: &'a Sheet<'a>, lines: Range<usize>) -> Cells<'a> {
        let lines = lines.start..lines.end.min(lines.start + Self::REACH);
        let gapped = sheet.lines[lines.clone()].get(1).is_some_and(|next| next.gap);
        Cells { sheet, gapped, pieces: pieces(sheet, lines, gapped) }
    }

    pub(super) fn text(&self, piece: usize) -> &str {
        self.sheet.slice(self.pieces[piece].span).trim()
    }
}

fn pieces(sheet: &Sheet<'_>, lines: Range<usize>, gapped: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines {
        let view = &sheet.lines[line];
        match pieces.last_mut() {
            Some(last) if gapped && !view.gap && !view.page_start => {
                last.lines.end = line + 1;
                last.span = last.span.union(view.span);
                last.key = format!("{} {}", last.key, view.key);
            }
            _ => pieces.push(Piece { lines: line..line + 1, span: view.span, key: view.key.clone() }),
        }
    }
    pieces
}

/// What a piece that stands alone counts: the numbers of rows, or the groups of rows over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Row(u32),
    Group,
}

pub(super) fn count(text: &str) -> Option<Count> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:\d{1,2}\.|[Bb]ước\s+|B)?(\d{1,3})[.):]?$").expect("the pattern is fixed")
    });
    static GROUP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:[IVX]{1,5}|[A-H])[.)]?$").expect("the pattern is fixed"));
    if let Some(number) = NUMBER.captures(text).and_then(|c| c.get(1)?.as_str().parse().ok()) {
        return Some(Count::Row(number));
    }
    GROUP.is_match(text).then_some(Count::Group)
}

/// The table that begins with the first piece.
fn table(cells: &Cells<'_>) -> Option<Laid> {
    let pieces = &cells.pieces;
    let begins = |i: usize| matches!(count(cells.text(i)), Some(Count::Row(1) | Count::Group));
    let longest = if cells.gapped { MOST_COLUMNS } else { 3 * MOST_COLUMNS };
    let first = (1..pieces.len().min(longest)).find(|i| begins(*i))?;
    let mut heading: Row = vec![(0, pieces[0].span)];
    for (i, piece) in pieces.iter().enumerate().take(first).skip(1) {
        let goes_on = heading.len() > 1 && !cells.gapped && begins_small(cells.text(i));
        match heading.last_mut().filter(|_| goes_on) {
            Some((_, last)) => *last = last.union(piece.span),
            None => heading.push((u16::try_from(heading.len()).ok()?, piece.span)),
        }
    }
    let named = |span: &Span<Restored>| Column::of(&one_line(cells.sheet.slice(*span)));
    let columns: Vec<Column> = heading[1..].iter().map(|(_, span)| named(span)).collect();
    if columns.len() < 2 || columns.len() > MOST_COLUMNS {
        return None;
    }
    let mut at = first + numbering(cells, first, columns.len());
    let mut rows = vec![heading];
    let mut next = 1;
    let mut most = columns.len();
    while at < pieces.len() {
        let Some(begin) = row_start(cells, at, next) else { break };
        let from = at + usize::from(begin != Start::Sum);
        let following = match begin {
            Start::Row(number) => number + 1,
            Start::Group => 1,
            Start::Sum => next,
        };
        let end = row_end(cells, from, begin, following, &columns, most);
        if begin != Start::Group {
            most = most.max(end - from);
        }
        let number = (begin != Start::Sum).then_some((0, pieces[at].span));
        let row: Row = number.into_iter().chain(aligned(cells, from..end, &columns)).collect();
        if !row.is_empty() {
            rows.push(row);
        }
        at = end;
        next = following;
    }
    // A heading and a single number may be anything.
    (rows.len() >= 3).then(|| Laid { lines: pieces[0].lines.start..pieces[at - 1].lines.end, rows })
}

/// How many pieces only number the columns: "(1)", "(2)", "(3)" under the heading.
fn numbering(cells: &Cells<'_>, from: usize, columns: usize) -> usize {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\(?(?:\d{1,2}|[A-D])\)?(?:\s*=.*)?$").expect("the pattern is fixed"));
    let run = (from..cells.pieces.len()).take_while(|i| MARK.is_match(cells.text(*i))).count();
    if run >= columns { run.min(columns + 1) } else { 0 }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Row(u32),
    Group,
    /// "Tổng cộng", or the title of a group: without a number of its own.
    Sum,
}

fn row_start(cells: &Cells<'_>, at: usize, next: u32) -> Option<Start> {
    let key = &cells.pieces[at].key;
    match count(cells.text(at)) {
        Some(Count::Row(number)) if number == next || number == 1 => Some(Start::Row(number)),
        Some(Count::Group) => Some(Start::Group),
        _ if heads_rows(cells, at) => Some(Start::Sum),
        _ if begins_any(key, &[SUM_OF_TIMES]) => Some(Start::Sum),
        _ => begins_any(key, &["tong cong", "tong so", "cong", "toan tinh", "toan huyen", "tong"])
            .then_some(Start::Sum)
            .filter(|_| key.split(' ').count() <= 4),
    }
}

/// What the last row of a procedure's steps begins with; it has one cell more.
const SUM_OF_TIMES: &str = "tong thoi gian";

/// Whether a piece is the title of a group of rows, in one cell with its numeral: "I. Lĩnh vực việc làm" before "1".
fn heads_rows(cells: &Cells<'_>, at: usize) -> bool {
    let next = (at + 1 < cells.pieces.len()).then(|| count(cells.text(at + 1))).flatten();
    let label = label::parse(cells.text(at), &[]).filter(|label| label.marked);
    label.is_some_and(|label| matches!(label.class, Class::Roman | Class::Capital))
        && matches!(next, Some(Count::Row(_)))
}

/// The piece before which a row ends whose cells begin with piece `from`. `following`: the number of the next row;
/// `most`: the most pieces that a row before has.
fn row_end(
    cells: &Cells<'_>,
    from: usize,
    begin: Start,
    following: u32,
    columns: &[Column],
    most: usize,
) -> usize {
    let (count, width) = (cells.pieces.len(), columns.len());
    if begin == Start::Sum && begins_any(&cells.pieces[from].key, &[SUM_OF_TIMES]) {
        let told = from + 1 < count && TIME.is_match(&cells.pieces[from + 1].key);
        return from + 1 + usize::from(told);
    }
    // In a row of numbers a cell may look like the number of the next row; there only full rows end.
    let numbers = (from + 1..count.min(from + width)).filter(|i| is_numeric(cells.text(*i))).count();
    let least = match begin {
        Start::Group | Start::Sum => 1,
        Start::Row(_) if width > 2 && numbers * 2 >= width => width,
        Start::Row(_) => 2,
    };
    (from + 1..count.min(from + MOST_PIECES))
        .find(|i| {
            let starts = *i >= from + least && row_start(cells, *i, following).is_some();
            starts || ends_table(cells, *i, *i >= from + width)
        })
        // The last row of a table that nothing ends: as long as the longest before.
        .unwrap_or(count.min(from + most))
}

/// Whether a piece stands behind the table: an item of the outline, a note, the closing. `full`: whether the row before
/// may be complete.
pub(super) fn ends_table(cells: &Cells<'_>, at: usize, full: bool) -> bool {
    let (text, key) = (cells.text(at), &cells.pieces[at].key);
    let label = label::parse(text, &[]).filter(|l| l.marked && l.length < text.len());
    let by_label = label.is_some_and(|label| match label.class {
        Class::PartWord | Class::Chapter | Class::Article | Class::SectionWord => true,
        Class::Roman | Class::Capital => label.value.is_some() && !heads_rows(cells, at),
        Class::Number => full && text.split_whitespace().count() > 3,
        _ => false,
    });
    by_label
        || begins_any(key, &["ghi chu", "noi nhan", "phu luc", "tren day la"])
        || full && text.split_whitespace().count() >= 4 && phrase::in_capitals(text)
}

fn is_numeric(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | '–' | ' '))
}

/// The cells of a row: pieces in order, put into the columns that they fit best.
fn aligned(cells: &Cells<'_>, pieces: Range<usize>, columns: &[Column]) -> Row {
    let count = pieces.len();
    let span = |from: usize, to: usize| {
        cells.pieces[pieces.start + from].span.union(cells.pieces[pieces.start + to - 1].span)
    };
    // best[c][n]: the best sum with the first c columns and the first n pieces, and where the column begins.
    let mut best = vec![vec![(f64::NEG_INFINITY, 0); count + 1]; columns.len() + 1];
    best[0][0] = (0.0, 0);
    for (done, column) in columns.iter().enumerate() {
        for end in 0..=count {
            for begin in 0..=end {
                let before = best[done][begin].0;
                if before == f64::NEG_INFINITY {
                    continue;
                }
                let value = if begin == end {
                    empty(*column)
                } else {
                    fits(*column, &one_line(cells.sheet.slice(span(begin, end))))
                        + cut(cells, &pieces, begin..end)
                };
                if before + value > best[done + 1][end].0 {
                    best[done + 1][end] = (before + value, begin);
                }
            }
        }
    }
    let mut row: Row = Vec::new();
    let mut end = count;
    for done in (1..=columns.len()).rev() {
        let begin = best[done][end].1;
        if begin < end {
            row.push((u16::try_from(done).unwrap_or(u16::MAX), span(begin, end)));
        }
        end = begin;
    }
    row.reverse();
    // Of fewer numbers than columns of numbers nobody knows which are missing.
    let numeric = |span: &Span<Restored>| is_numeric(cells.sheet.slice(*span));
    let numbers = row.iter().filter(|(_, span)| numeric(span)).count();
    let unknown = columns.iter().filter(|column| **column == Column::Other).count();
    if numbers > 0 && unknown > 1 && numbers < unknown {
        row.retain(|(_, span)| !numeric(span));
    }
    row
}

/// What it costs to make one cell of some pieces: where blank lines part cells, each further piece; where none do, an
/// end before a line that goes on small.
fn cut(cells: &Cells<'_>, row: &Range<usize>, cell: Range<usize>) -> f64 {
    if cells.gapped {
        return -0.4 * (cell.len() - 1) as f64;
    }
    let next = row.start + cell.end;
    if next < row.end && begins_small(cells.text(next)) { -3.0 } else { 0.0 }
}

/// What an empty cell costs: every task is somebody's, and a row without a subject tells nothing.
fn empty(column: Column) -> f64 {
    match column {
        Column::Subject => -3.0,
        Column::Lead | Column::LeadAndSupport => -1.6,
        _ => -1.0,
    }
}

/// How well a text fits a column: about 2 for what only that column holds, negative for what it does not hold.
fn fits(column: Column, text: &str) -> f64 {
    let key = phrase::key(text);
    let words = key.split(' ').count();
    let numeric = is_numeric(text);
    let body = begins_any(&key, BODIES);
    let time = TIME.is_match(&key);
    match column {
        Column::Number => -3.0,
        Column::Lead | Column::LeadAndSupport | Column::Support | Column::Place => {
            match (body, numeric, time && words <= 6) {
                (true, _, _) => 2.0,
                (_, true, _) | (_, _, true) => -3.0,
                _ if column == Column::Place => 1.0,
                _ => -0.6,
            }
        }
        Column::Time if TIME.find(&key).is_some_and(|m| m.start() == 0) && words <= 20 => 2.5,
        Column::Time if time && words <= 6 => 1.5,
        Column::Time if time && words <= 20 => 0.5,
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
        r"\b\d{1,2} \d{1,2} \d{4}\b|\b\d{1,2} \d{4}\b|\bqu[yi] (?:i{1,3}|iv|[1-4])\b|\bthang \d|\bnam \d{4}|^\d{4}(?: \d{4})?$|thuong xuyen|\bh[ao]ng (?:nam|quy|thang|tuan|ngay)|giai doan|^truoc |^sau (?:khi|ngay)|^theo (?:ke hoach|tien do|lo trinh|quy dinh|yeu cau)|dinh ky|^trong (?:nam|thang|quy)|\bngay \d|^(?:trong |khong qua )?\d{1,3}(?: \d{1,2})? (?:ngay|gio|buoi|phut|thang)\b",
    )
    .expect("the pattern is fixed")
});

/// What the names of bodies begin with.
const BODIES: &[&str] = &[
    "so",
    "cac so",
    "bo",
    "cac bo",
    "ubnd",
    "uy ban",
    "cac",
    "phong",
    "ban",
    "chi cuc",
    "cuc",
    "cong an",
    "co quan",
    "don vi",
    "trung tam",
    "van phong",
    "hoi",
    "doan",
    "truong",
    "khoa",
    "dai",
    "bao",
    "thanh tra",
    "vien",
    "kho bac",
    "ngan hang",
    "lien doan",
    "mat tran",
    "mttq",
    "hat",
    "hat kiem lam",
    "thuong truc",
    "chu tich",
    "giam doc",
    "xa",
    "phuong",
    "huyen",
    "cong ty",
    "benh vien",
    "quy",
    "to",
    "bch",
    "bchqs",
    "bhxh",
    "thue",
    "dang uy",
    "thanh doan",
    "tinh doan",
    "hdnd",
    "vp",
    "doanh nghiep",
    "lanh dao",
    "chuyen vien",
    "cong chuc",
    "vien chuc",
    "can bo",
    "nhan vien",
    "bo phan",
    "van thu",
    "ke toan",
    "hoi dong",
    "pho",
    "to chuc",
    "dia phuong",
    "chu dau tu",
];

/// What the names of products begin with.
const PRODUCTS: &[&str] = &[
    "ke hoach",
    "quyet dinh",
    "bao cao",
    "van ban",
    "nghi quyet",
    "de an",
    "to trinh",
    "danh muc",
    "danh sach",
    "quy che",
    "quy dinh",
    "phuong an",
    "cong van",
    "chuong trinh",
    "hoi nghi",
    "tai lieu",
    "thong bao",
    "chi thi",
    "du thao",
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
                NodeKind::Cell => {
                    rows.last_mut().unwrap().push((node.column.unwrap(), document.quote(node.own)));
                }
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
    fn steps_of_a_procedure() {
        let found = rows(
            "1. Cấp giấy phép\nCác bước\nNội dung công việc\nTrách nhiệm thực hiện\nThời gian\nBước 1\nPhân công thụ lý hồ sơ\n\
             Lãnh đạo Phòng Quản lý chợ\n0,25 ngày\nBước 2\nThẩm định hồ sơ\nChuyên viên Phòng Quản lý chợ\n1,5 ngày làm việc\n\
             Tổng thời gian giải quyết thủ tục hành chính ở cấp xã\n1,75 ngày\n2. Thu hồi giấy phép kinh doanh tại chợ\n",
        );
        assert_eq!(
            found[1..],
            [
                cells(&[
                    (0, "Bước 1"),
                    (1, "Phân công thụ lý hồ sơ"),
                    (2, "Lãnh đạo Phòng Quản lý chợ"),
                    (3, "0,25 ngày"),
                ]),
                cells(&[
                    (0, "Bước 2"),
                    (1, "Thẩm định hồ sơ"),
                    (2, "Chuyên viên Phòng Quản lý chợ"),
                    (3, "1,5 ngày làm việc"),
                ]),
                cells(&[(1, "Tổng thời gian giải quyết thủ tục hành chính ở cấp xã"), (3, "1,75 ngày"),]),
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
