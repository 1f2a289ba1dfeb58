//! The cells of a row with what their columns tell, by the heading rows of its table.
//!
//! A heading may run over two rows ("Kế hoạch" over "Quý I" and "Quý II") and be said again on the next page. Not: rows
//! of tables without a heading that names what its columns tell.

use std::sync::LazyLock;

use regex::Regex;

use super::context::Context;
use super::quantity;
use super::token::pattern;
use crate::document::{Column, NodeIndex, NodeKind};
use crate::text::{Restored, Span};

/// A cell of a row.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// What its column tells.
    pub(crate) column: Column,
    /// The heading cells above it, from the outermost. Empty where none is.
    pub(crate) heads: Vec<Span<Restored>>,
    /// Its text.
    pub(crate) span: Span<Restored>,
}

/// The cells of a row; empty for a heading row, and where no heading row stands above.
///
/// A cell of those who lead that is missing in a row of tasks runs on from the rows above.
pub(crate) fn cells(context: &Context<'_>, row: NodeIndex) -> Vec<Cell> {
    let mut above: Vec<NodeIndex> = vec![row];
    above.extend(context.before(row).take_while(|i| context.node(*i).kind == NodeKind::Row));
    let Some(at) = above.iter().position(|i| is_heading(context, *i, *i == above[above.len() - 1])) else {
        return Vec::new();
    };
    // From the heading's first row down to the row itself.
    let rows: Vec<NodeIndex> = above[..=at].iter().rev().copied().collect();
    let heading = 1 + rows[1..].iter().take_while(|i| goes_on(context, rows[0], **i)).count();
    if rows.len() <= heading {
        return Vec::new();
    }
    let headings = &rows[..heading];
    let cells = read(context, headings, row);
    let has = |cells: &[Cell], column: Column| cells.iter().any(|cell| cell.column == column);
    let led = has(&cells, Column::Lead) || has(&cells, Column::LeadAndSupport);
    let task = has(&cells, Column::Subject)
        && (has(&cells, Column::Time) || has(&cells, Column::Product) || has(&cells, Column::Support));
    if task && !led {
        let lead = rows[heading..rows.len() - 1].iter().rev().find_map(|i| {
            read(context, headings, *i)
                .into_iter()
                .find(|c| matches!(c.column, Column::Lead | Column::LeadAndSupport))
        });
        return cells.into_iter().chain(lead).collect();
    }
    cells
}

/// The cells of a row under some heading rows.
fn read(context: &Context<'_>, headings: &[NodeIndex], row: NodeIndex) -> Vec<Cell> {
    let at = |i: NodeIndex| context.node(i).column.unwrap_or(0);
    context
        .children(row)
        .iter()
        .map(|cell| {
            // In each heading row the cell over this one: a merged one begins further to the left, but only where the
            // row below it parts it.
            let mut heads: Vec<Span<Restored>> = Vec::new();
            for (depth, heading) in headings.iter().enumerate() {
                let children = context.children(*heading);
                let exact = children.iter().find(|i| at(**i) == at(*cell));
                let parted = headings[depth + 1..]
                    .iter()
                    .any(|below| context.children(*below).iter().any(|i| at(*i) == at(*cell)));
                let over = exact.or_else(|| children.iter().rev().find(|i| parted && at(**i) < at(*cell)));
                heads.extend(over.map(|i| context.node(*i).body));
            }
            let column = told(heads.iter().map(|head| Column::of(context.flat.text(*head))));
            Cell { column, heads, span: context.flat.trim(context.node(*cell).body, &[]) }
        })
        .collect()
}

/// What a column tells under its headings, from the outermost: the innermost that tells something. Bodies named one by one
/// under "Đơn vị thực hiện" have a column of figures each, and not one of who does it.
fn told(headings: impl Iterator<Item = Column>) -> Column {
    let told: Vec<Column> = headings.collect();
    let of_bodies =
        |c: &Column| matches!(c, Column::Place | Column::Lead | Column::Support | Column::LeadAndSupport);
    match told.as_slice() {
        [.., outer, Column::Other] if of_bodies(outer) => Column::Other,
        told => told.iter().rev().find(|c| **c != Column::Other).copied().unwrap_or(Column::Other),
    }
}

/// Whether a row is a heading: most of its cells name what columns tell. The first row of a table is one too when no
/// cell of it is a number.
fn is_heading(context: &Context<'_>, row: NodeIndex, first: bool) -> bool {
    let cells = context.children(row);
    let told: Vec<Column> =
        cells.iter().map(|cell| Column::of(context.flat.text(context.node(*cell).body))).collect();
    let named = told.iter().filter(|column| **column != Column::Other).count();
    let mut kinds: Vec<Column> = Vec::new();
    for column in told.iter().filter(|column| !matches!(column, Column::Other | Column::Place)) {
        if !kinds.contains(column) {
            kinds.push(*column);
        }
    }
    let says =
        cells.len() > 1 && named * 2 >= cells.len() && (kinds.len() >= 2 || kinds.contains(&Column::Number));
    says || first && cells.len() >= 3 && !cells.iter().any(|cell| holds_number(context, *cell))
}

/// Whether a cell is a number, and not a year as headings have it.
fn holds_number(context: &Context<'_>, cell: NodeIndex) -> bool {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:19|20)\d\d$"));
    let flat = &context.flat;
    let body = flat.trim(context.node(cell).body, &[]);
    quantity::value(flat.text(body)).is_some() && !flat.has(&YEAR, body)
}

/// Whether a row is a further row of a heading: it parts columns of the row above, and its first column is not begun.
fn goes_on(context: &Context<'_>, heading: NodeIndex, row: NodeIndex) -> bool {
    let columns = |i: NodeIndex| -> Vec<u16> {
        context.children(i).iter().filter_map(|cell| context.node(*cell).column).collect()
    };
    let (above, here) = (columns(heading), columns(row));
    let begins = |list: &[u16]| list.first().copied();
    here.iter().any(|column| !above.contains(column))
        && begins(&here) > begins(&above)
        && !context.children(row).iter().any(|cell| holds_number(context, *cell))
}

/// Whether a row's headings are those of a list of procedures or of the steps of one: what stands there tells how
/// applications are dealt with, and nobody to do anything.
pub(crate) fn of_procedure(context: &Context<'_>, cells: &[Cell]) -> bool {
    static OF_PROCEDURE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"thủ\s+tục|\btthc\b|lệ\s+phí|căn\s+cứ\s+pháp|cơ\s+sở\s+pháp|trình\s+tự|các\s+bước|^bước|^mã\b|quyết\s+định\s+công\s+bố",
        )
    });
    cells.iter().flat_map(|cell| &cell.heads).any(|head| context.flat.has(&OF_PROCEDURE, *head))
}
