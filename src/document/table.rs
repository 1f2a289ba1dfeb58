//! Tables: the lines of cells become rows and cells of the outline.

use std::ops::Range;

use super::sheet::Sheet;
use crate::page::{Block, Cell};
use crate::text::{Restored, Span};

/// A row: its cells from left to right, each with its column, counted from 0. Never empty; empty cells are left out.
pub(super) type Row = Vec<(u16, Span<Restored>)>;

/// The rows of the tables in some lines, all of which are cells.
pub(super) fn rows(sheet: &Sheet<'_>, lines: Range<usize>) -> Vec<Row> {
    let mut cells: Vec<(Cell, Span<Restored>, u32)> = Vec::new();
    for line in lines {
        let Block::Cell(cell) = sheet.lines[line].block else { continue };
        let page = sheet.document.lines[line].page.0;
        let span = sheet.lines[line].span;
        match cells.last_mut() {
            Some((last, whole, on)) if *last == cell && *on == page => *whole = whole.union(span),
            _ => cells.push((cell, span, page)),
        }
    }
    let rows = cells.chunk_by(|(a, _, p), (b, _, q)| (p, a.table, a.row) == (q, b.table, b.row));
    rows.map(|row| row.iter().map(|(cell, span, _)| (cell.column, *span)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use crate::document::tests::scanned_page;
    use crate::document::{NodeKind, model};
    use crate::page::{Block, Cell};

    #[test]
    fn rows_hold_their_cells() {
        let cell = |row, column| Block::Cell(Cell { table: 0, row, column });
        let document = model(&scanned_page(&[
            (Block::Body, 200, 100, "1. Phân công"),
            (cell(0, 0), 200, 200, "Công việc"),
            (cell(0, 1), 600, 200, "Đơn vị"),
            (cell(1, 0), 200, 300, "Trồng rừng"),
            (cell(1, 0), 200, 350, "phòng hộ"),
            (cell(1, 1), 600, 300, "Chi cục Kiểm lâm"),
            (cell(2, 1), 600, 400, "Các xã"),
        ]))
        .output;
        let drawn: Vec<(NodeKind, Option<u16>, u32, String)> =
            document.outline.iter().map(|n| (n.kind, n.column, n.level, document.quote(n.own))).collect();
        let expected = [
            (NodeKind::Clause, None, 1, "1. Phân công"),
            (NodeKind::Row, None, 2, "Công việc Đơn vị"),
            (NodeKind::Cell, Some(0), 3, "Công việc"),
            (NodeKind::Cell, Some(1), 3, "Đơn vị"),
            (NodeKind::Row, None, 2, "Trồng rừng phòng hộ Chi cục Kiểm lâm"),
            (NodeKind::Cell, Some(0), 3, "Trồng rừng phòng hộ"),
            (NodeKind::Cell, Some(1), 3, "Chi cục Kiểm lâm"),
            (NodeKind::Row, None, 2, "Các xã"),
            (NodeKind::Cell, Some(1), 3, "Các xã"),
        ];
        assert_eq!(drawn, expected.map(|(kind, column, level, text)| (kind, column, level, text.to_owned())));
    }
}
