//! A row of a table of targets: "Trồng rừng mới | ha | 1.200" under "Chỉ tiêu | Đơn vị tính | Năm 2026" (invented).
//!
//! Every cell of a column of numbers gives one target; of several such columns the heading tells them apart. Not: tables
//! without a column of what is measured, columns of past years ("Thực hiện 2025"), order numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::Candidate;
use crate::document::NodeIndex;
use crate::extract::columns::{self, Column};
use crate::extract::context::Context;
use crate::extract::quantity::{self, Amount, UnitKind};
use crate::extract::token::pattern;
use crate::extract::{Comparison, Quantity};
use crate::text::{Restored, Span};

static PAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"thực\s+hiện\s+(?:năm\s+)?\d{4}|^th\s+\d{4}|ước|so\s+với|so\s+sánh|kết\s+quả|ghi\s+chú|tăng|kinh\s+phí|vốn|thành\s+tiền",
    )
});
static GOALS: LazyLock<Regex> = LazyLock::new(|| pattern(r"chỉ\s+tiêu|mục\s+tiêu|đơn\s+vị\s+tính|đvt"));
static COUNTS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^số\s+(?:lượt|lượng|cơ\s+sở|xã(?:,\s*phường)?|lớp|người|mẫu|buổi|đợt|hộ|vụ)"));

/// The targets of a row, with the column that each stands in; empty when its table tells none.
pub(super) fn candidates(context: &Context<'_>, row: NodeIndex) -> Vec<(Candidate, Span<Restored>)> {
    let flat = &context.flat;
    let (Some(cells), Some(heading)) = (columns::cells(context, row), columns::heading(context, row)) else {
        return Vec::new();
    };
    let heads: Vec<Span<Restored>> =
        context.children(heading).iter().map(|i| context.node(*i).body).collect();
    if !flat.has(&GOALS, context.node(heading).own) {
        return Vec::new();
    }
    let Some(subject) = cells
        .iter()
        .find(|(column, _)| *column == Column::Subject)
        .map(|c| flat.trim(c.1, &['-', '.', ';', '+']))
    else {
        return Vec::new();
    };
    let unit = cells
        .iter()
        .find(|(column, _)| *column == Column::Unit)
        .map(|c| flat.quote(c.1))
        .filter(|u| !u.is_empty());
    let numbers: Vec<(Span<Restored>, Span<Restored>)> = cells
        .iter()
        .zip(&heads)
        .filter(|((column, cell), head)| {
            *column == Column::Other && !flat.has(&PAST, **head) && is_number(flat.text(*cell))
        })
        .map(|((_, cell), head)| (flat.trim(*cell, &[]), *head))
        .collect();
    let several = numbers.len() > 1;
    numbers
        .into_iter()
        .filter_map(|(cell, head)| {
            let amount = amount(context, cell, unit.clone().or_else(|| counted(flat.low(subject))))?;
            let name = flat.quote(subject);
            let indicator = if several { format!("{name} | {}", flat.quote(head)) } else { name };
            Some((Candidate { amount, indicator, quote: subject.union(cell), rule: "target.table" }, head))
        })
        .collect()
}

/// Whether a cell is a number with at most a sign of comparison and a unit.
fn is_number(text: &str) -> bool {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[\s<>≥≤=]*\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?\s*(?:%|\p{L}{0,12})\s*$"));
    NUMBER.is_match(text)
}

fn amount(context: &Context<'_>, cell: Span<Restored>, unit: Option<String>) -> Option<Amount> {
    let read = quantity::amounts(&context.flat, cell, &[]).into_iter().next();
    let mut amount = match read {
        Some(amount) => amount,
        None => {
            let value = quantity::value(context.flat.text(cell).trim())?;
            Amount {
                number: cell,
                written: cell,
                quantity: Quantity { value, value_max: None, unit: None },
                unit: UnitKind::None,
                per: None,
                comparison: Comparison::Equal,
                direction: None,
            }
        }
    };
    if amount.quantity.unit.is_none() {
        amount.quantity.unit = unit;
    }
    Some(amount)
}

/// What "Số lượt kiểm tra" counts: "lượt".
fn counted(subject: &str) -> Option<String> {
    COUNTS.find(subject).map(|m| crate::text::one_line(m.as_str().trim_start_matches("số")))
}
