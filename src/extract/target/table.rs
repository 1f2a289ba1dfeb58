//! A row of a table of targets: "Trồng rừng mới | ha | 1.200" under "Chỉ tiêu | Đơn vị tính | Năm 2026", or a place
//! with a number for each measure: "Xã Tân An | 185 | 22.000" under "Đơn vị | Trồng rừng (ha) | Cây (cây)" (invented).
//!
//! Every cell of a column of numbers gives one target; of several such columns the heading tells them apart. Not: tables
//! without a column of what is measured or of places, columns of past years ("Thực hiện 2025"), order numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::clause::{self, Strength};
use super::{Proposal, period};
use crate::document::{Column, NodeIndex};
use crate::extract::columns::{self, Cell};
use crate::extract::context::Context;
use crate::extract::quantity::{self, Amount, UnitKind};
use crate::extract::token::pattern;
use crate::extract::{Comparison, Quantity};
use crate::text::{Restored, Span, one_line};

static PAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"thực\s+hiện\s+(?:năm\s+)?\d{4}|^th\s+\d{4}|^ước|ước\s+(?:thực|năm)|so\s+với|so\s+sánh|kết\s+quả|ghi\s+chú|kinh\s+phí|vốn|thành\s+tiền|đơn\s+giá|hiện\s+trạng|mã\s|tổng\s+số\s+tiền|mức\s+(?:chi|thu|hỗ)",
    )
});
static GOALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"chỉ\s+tiêu|mục\s+tiêu|kế\s+hoạch\s+(?:năm|giao|giai|quý)|phấn\s+đấu|đơn\s+vị\s+tính|đvt")
});
static COUNTS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^số\s+(?:lượt|lượng|cơ\s+sở|xã(?:,\s*phường)?|lớp|người|mẫu|buổi|đợt|hộ|vụ)"));
/// A unit in brackets at the end of what is measured: "Trồng rừng (ha)".
static IN_BRACKETS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\s*\((?:đvt\s*:\s*|đơn\s+vị\s+tính\s*:\s*)?([^()\d]{1,24})\)\s*$"));

/// A target of a row, with the headings of the column that it stands in.
pub(super) type InColumn = (Proposal, Vec<Span<Restored>>);

/// The targets of a row; none when its table tells none.
pub(super) fn candidates(context: &Context<'_>, row: NodeIndex) -> Vec<InColumn> {
    let flat = &context.flat;
    let cells = columns::cells(context, row);
    let Some(subject) = cells.iter().find(|cell| {
        matches!(cell.column, Column::Subject | Column::Place)
            && !is_number(flat.text(cell.span))
            && !cell.span.is_empty()
    }) else {
        return Vec::new();
    };
    let of_goals = cells.iter().flat_map(|cell| &cell.heads).any(|head| flat.has(&GOALS, *head));
    let place = clause::strength(context, row);
    if !(of_goals || place == Strength::Goal)
        || columns::of_procedure(context, &cells)
        || clause::is_never(context, row)
    {
        return Vec::new();
    }
    let unit = unit_cell(context, &cells, subject);
    let values: Vec<&Cell> = cells
        .iter()
        .filter(|cell| {
            !matches!(
                cell.column,
                Column::Number
                    | Column::Unit
                    | Column::Lead
                    | Column::Support
                    | Column::LeadAndSupport
                    | Column::Time
                    | Column::Product
            ) && cell.span.start() > subject.span.start()
                && !cell.heads.iter().any(|head| flat.has(&PAST, *head) || period::is_past(context, *head))
                && is_number(flat.text(cell.span))
        })
        .collect();
    let several = values.len() > 1;
    values.into_iter().filter_map(|value| target(context, subject, value, unit.as_deref(), several)).collect()
}

/// What stands in the column of units; a column "Đơn vị" beside what is measured is one too.
fn unit_cell(context: &Context<'_>, cells: &[Cell], subject: &Cell) -> Option<String> {
    let flat = &context.flat;
    cells
        .iter()
        .find(|cell| cell.column == Column::Unit)
        .or_else(|| {
            cells.iter().find(|cell| {
                subject.column == Column::Subject
                    && cell.column == Column::Place
                    && flat.text(cell.span).split_whitespace().count() <= 3
            })
        })
        .map(|cell| flat.quote(cell.span))
        .filter(|unit| !unit.is_empty() && !is_number(unit))
}

fn target(
    context: &Context<'_>,
    subject: &Cell,
    value: &Cell,
    unit: Option<&str>,
    several: bool,
) -> Option<InColumn> {
    let flat = &context.flat;
    let name = flat.trim(subject.span, &['-', '.', ';', '+', '_', ':']);
    let (measured, own_unit) = without_unit(&flat.quote(name));
    let head = value.heads.last().map(|head| flat.quote(*head)).unwrap_or_default();
    let (head, head_unit) = without_unit(&head);
    let times = value.heads.iter().any(|head| period::names_time(context, *head));
    let unit = head_unit.or(own_unit).or_else(|| unit.map(str::to_owned)).or_else(|| counted(flat.low(name)));
    let amount = amount(context, value.span, unit)?;
    let indicator = match subject.column {
        Column::Place if !head.is_empty() => format!("{head} | {measured}"),
        _ if several && !head.is_empty() && !times => format!("{measured} | {head}"),
        _ => measured,
    };
    let quote = subject.span.union(value.span);
    Some((Proposal { amount, indicator, quote, rule: "target.table" }, value.heads.clone()))
}

/// What is measured without the unit in brackets behind it, and that unit.
fn without_unit(name: &str) -> (String, Option<String>) {
    let low = crate::vietnamese::fold(name);
    // Folding may change lengths; then nothing is cut.
    match IN_BRACKETS.captures(&low).filter(|_| low.len() == name.len()) {
        Some(found) => {
            let unit = found.get(1).map(|m| name[m.range()].trim().to_owned());
            (one_line(&name[..found.get_match().start()]), unit)
        }
        None => (name.to_owned(), None),
    }
}

/// Whether a cell is a number with at most a sign of comparison and a unit.
fn is_number(text: &str) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^[\s<>≥≤=]*\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?\s*(?:%|\p{L}{0,12}(?:\s\p{L}{1,12})?)(?:\s+[-–_.'|~]+)?\s*$",
        )
    });
    NUMBER.is_match(text)
}

fn amount(context: &Context<'_>, cell: Span<Restored>, unit: Option<String>) -> Option<Amount> {
    let cell = context.flat.trim(cell, &[]);
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
    COUNTS.find(subject).map(|m| one_line(m.as_str().trim_start_matches("số")))
}

#[cfg(test)]
mod tests {
    use crate::document::tests::plain;
    use crate::extract::findings;

    /// Indicator, value and unit of each target; cells are parted by bars, rows by lines.
    fn read(heading: &str, table: &str) -> Vec<(String, f64, String)> {
        let cells = table.replace(['|', '\n'], "\n\n");
        findings(&plain(&format!(
            "{heading}\n\n{cells}\n\nIII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ theo dõi.\n"
        )))
        .targets
        .into_iter()
        .map(|f| (f.value.indicator, f.value.quantity.value, f.value.quantity.unit.unwrap_or_default()))
        .collect()
    }

    fn targets(list: &[(&str, f64, &str)]) -> Vec<(String, f64, String)> {
        list.iter().map(|(what, value, unit)| ((*what).to_owned(), *value, (*unit).to_owned())).collect()
    }

    #[test]
    fn a_measure_for_each_place() {
        let table =
            "TT|Đơn vị|Trồng rừng (ha)|Cây phân tán (cây)\n1|Xã Bình An|185|22.000\n2|Xã Tân Phú|90,5|4.000";
        assert_eq!(
            read("II. CHỈ TIÊU GIAO", table),
            targets(&[
                ("Trồng rừng | Xã Bình An", 185.0, "ha"),
                ("Cây phân tán | Xã Bình An", 22_000.0, "cây"),
                ("Trồng rừng | Xã Tân Phú", 90.5, "ha"),
                ("Cây phân tán | Xã Tân Phú", 4_000.0, "cây"),
            ])
        );
    }

    #[test]
    fn a_unit_column_and_years() {
        let table = "TT|Chỉ tiêu|Đơn vị tính|Thực hiện năm 2025|Kế hoạch năm 2026\n1|Hộ nghèo giảm|hộ|90|120\n2|Trồng rừng mới|ha|800|1.200";
        assert_eq!(
            read("II. NỘI DUNG", table),
            targets(&[("Hộ nghèo giảm", 120.0, "hộ"), ("Trồng rừng mới", 1_200.0, "ha")])
        );
    }

    #[test]
    fn misses() {
        let table =
            "TT|Nội dung|Kinh phí năm 2026 (đồng)\n1|Tập huấn cho cán bộ|20.000.000\n2|In tài liệu|5.000.000";
        assert_eq!(read("II. DỰ TOÁN KINH PHÍ", table), []);
        let past = "TT|Đơn vị|Trồng rừng (ha)|Cây (cây)\n1|Xã Bình An|185|22.000\n2|Xã Tân Phú|90|4.000";
        assert_eq!(read("I. TÌNH HÌNH THỰC HIỆN", past), []);
    }
}
