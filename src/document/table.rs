//! Tables: the lines of cells become rows and cells of the outline.

use std::ops::Range;

use super::NodeKind;
use super::outline::Tree;
use super::sheet::Sheet;
use crate::ocr::{Block, Cell};
use crate::text::{Restored, Span};

/// Adds the rows of the tables in some lines, all of which are cells.
pub(super) fn rows(sheet: &Sheet<'_>, lines: Range<usize>, tree: &mut Tree<'_>) {
    let parent = tree.place_of_table();
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
    for row in cells.chunk_by(|(a, _, p), (b, _, q)| (p, a.table, a.row) == (q, b.table, b.row)) {
        let whole = row.iter().skip(1).fold(row[0].1, |whole, (_, span, _)| whole.union(*span));
        let index = tree.add(NodeKind::Row, None, whole, whole, parent);
        for (_, span, _) in row {
            tree.add(NodeKind::Cell, None, *span, *span, Some(index));
        }
    }
}
