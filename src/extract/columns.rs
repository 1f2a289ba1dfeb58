//! Columns of tables: what each tells, by the cell of its heading row.

use std::sync::LazyLock;

use regex::Regex;

use super::context::Context;
use super::token::pattern;
use crate::document::{NodeIndex, NodeKind};
use crate::text::{Restored, Span};

/// What a column of a table tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// The number of the row.
    Number,
    /// What is to be done or measured.
    Subject,
    /// Who leads.
    Lead,
    /// Who helps.
    Support,
    /// When.
    Time,
    /// What comes out of it.
    Product,
    /// What a number is counted in.
    Unit,
    /// Anything else.
    Other,
}

static NAMES: LazyLock<Vec<(Regex, Column)>> = LazyLock::new(|| {
    [
        (r"^(?:stt|tt|số\s+tt|số\s+thứ\s+tự)\b", Column::Number),
        (r"đơn\s+vị\s+tính|^đvt\b|đơn\s+vị\s+đo", Column::Unit),
        (r"phối\s+hợp", Column::Support),
        (r"chủ\s+trì|(?:đơn\s+vị|cơ\s+quan|bộ\s+phận|người)\s+(?:thực\s+hiện|đầu\s+mối|phụ\s+trách|chịu)|phân\s+công|trách\s+nhiệm", Column::Lead),
        (r"thời\s+(?:gian|hạn|điểm)|tiến\s+độ|hoàn\s+thành|lộ\s+trình", Column::Time),
        (r"sản\s+phẩm|kết\s+quả|đầu\s+ra", Column::Product),
        (r"nội\s+dung|nhiệm\s+vụ|công\s+việc|hoạt\s+động|tên\s|chỉ\s+tiêu|việc\s|mục\s+tiêu|giải\s+pháp", Column::Subject),
    ]
    .into_iter()
    .map(|(words, column)| (pattern(words), column))
    .collect()
});

/// The cells of a row with what their columns tell; `None` for a heading row, and where no heading row stands above.
pub(crate) fn cells(context: &Context<'_>, row: NodeIndex) -> Option<Vec<(Column, Span<Restored>)>> {
    let heading = heading(context, row)?;
    if heading == row {
        return None;
    }
    let columns: Vec<Column> =
        context.children(heading).iter().map(|cell| column(context, context.node(*cell).body)).collect();
    let cells = context.children(row);
    // A row with fewer cells than the heading cannot be told apart: merged cells.
    if cells.len() != columns.len() {
        return None;
    }
    Some(columns.into_iter().zip(cells.iter().map(|cell| context.node(*cell).body)).collect())
}

/// The heading row of a row's table: the first of the rows that follow each other under one parent.
pub(crate) fn heading(context: &Context<'_>, row: NodeIndex) -> Option<NodeIndex> {
    let mut rows = vec![row];
    rows.extend(context.before(row).into_iter().take_while(|i| context.node(*i).kind == NodeKind::Row));
    let known = |row: &NodeIndex| {
        let cells = context.children(*row);
        cells.len() > 1
            && cells.iter().filter(|cell| column(context, context.node(**cell).body) != Column::Other).count()
                * 2
                >= cells.len()
    };
    rows.into_iter().rev().find(known)
}

/// What a heading cell says that its column tells.
fn column(context: &Context<'_>, cell: Span<Restored>) -> Column {
    let short = context.flat.text(cell).split_whitespace().count() <= 10;
    NAMES
        .iter()
        .find(|(words, _)| short && context.flat.has(words, cell))
        .map_or(Column::Other, |(_, column)| *column)
}
