//! A row of a table of targets: "Trồng rừng mới | ha | 1.200" under "Chỉ tiêu | Đơn vị tính | Năm 2026", or a place
//! with a number for each measure: "Xã Tân An | 185 | 22.000" under "Đơn vị | Trồng rừng (ha) | Cây (cây)" (invented).
//!
//! Every cell of a column of numbers gives one target; of several such columns the heading tells them apart. Not: tables
//! without a column of what is measured or of places, columns of past years ("Thực hiện 2025"), order numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::clause::{self, Strength};
use super::{Proposal, period};
use crate::document::{Column, NodeIndex, NodeKind};
use crate::extract::columns::{self, Cell};
use crate::extract::context::{Context, first_words};
use crate::extract::quantity::{self, Amount, UnitKind};
use crate::extract::token::pattern;
use crate::extract::{Comparison, Quantity};
use crate::text::{Restored, Span, one_line};

static PAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"thực\s+hiện\s+(?:năm\s+)?\d{4}|^u?ư?th\s+(?:năm\s+)?\d{4}|^ước|ước\s+(?:thực|năm)|so\s+với|so\s+sánh|kết\s+quả|ghi\s+chú|kinh\s+phí|vốn|^giá\s*(?:\(|$)|mức\s+giá|thành\s+tiền|đơn\s+giá|hiện\s+trạng|mã\s|tổng\s+số\s+tiền|mức\s+(?:chi|thu|hỗ)",
    )
});
static GOALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"chỉ\s+tiêu|mục\s+tiêu|(?:kế\s+hoạch|\bkh)\s+(?:năm|giao|giai|quý|\d{4})|phấn\s+đấu|đơn\s+vị\s+tính|đvt",
    )
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
    let says = |cell: &&Cell| !is_number(flat.text(cell.span)) && !cell.span.is_empty();
    let named = cells.iter().find(|c| matches!(c.column, Column::Subject | Column::Place) && says(c));
    // "TT | Sản phẩm | Kế hoạch 2026": the first cell behind the number names what the figures are of.
    let first = || {
        let figures = cells.iter().filter(|cell| is_number(flat.text(cell.span))).count();
        let first = cells.iter().find(|cell| cell.column != Column::Number);
        first.filter(|c| matches!(c.column, Column::Product | Column::Other) && says(c) && figures > 1)
    };
    let Some(subject) = named.or_else(first) else { return Vec::new() };
    let of_goals = cells.iter().flat_map(|cell| &cell.heads).any(|head| flat.has(&GOALS, *head));
    let place = clause::strength(context, row);
    if !(of_goals || place == Strength::Goal)
        || columns::of_procedure(context, &cells)
        || clause::is_never(context, row)
        || is_forecast(context, row)
    {
        return Vec::new();
    }
    let unit = unit_cell(context, &cells, subject);
    // Beside "Ước thực hiện 2026" the column "Kế hoạch 2026" tells what was planned.
    let reported: Vec<_> = cells
        .iter()
        .flat_map(|cell| &cell.heads)
        .filter(|head| flat.has(&PAST, **head))
        .filter_map(|head| period::last_day(context, *head))
        .collect();
    let over =
        |head: Span<Restored>| period::last_day(context, head).is_some_and(|day| reported.contains(&day));
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
                && !cell
                    .heads
                    .iter()
                    .any(|head| flat.has(&PAST, *head) || period::is_past(context, *head) || over(*head))
                && is_number(flat.text(cell.span))
        })
        .collect();
    let several = values.len() > 1;
    let group = group(context, row, &cells, subject);
    let group = group.map(|span| flat.quote(flat.trim(span, &['-', '.', ';', '+', '_', ':'])));
    let mut found: Vec<InColumn> = values
        .into_iter()
        .filter_map(|value| target(context, subject, value, unit.as_deref(), several))
        .collect();
    if let Some(group) = group {
        for (proposal, _) in &mut found {
            proposal.indicator = format!("{group} | {}", proposal.indicator);
        }
    }
    found
}

/// Whether a table stands under a heading of forecasts or budgets: what is expected or allotted there is no aim.
fn is_forecast(context: &Context<'_>, row: NodeIndex) -> bool {
    static FORECAST: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"dự\s+báo|dự\s+toán|tọa\s+độ|hệ\s+số|\blương\b|đơn\s+giá"));
    let flat = &context.flat;
    let is_row = |i: &NodeIndex| context.node(*i).kind == NodeKind::Row;
    // The title of a table may stand right before it, with "(Kèm theo …)" between.
    let ends = |i: &NodeIndex| flat.text(context.node(*i).body).trim_end().ends_with(['.', ';', '/']);
    let before = context.before(row).skip_while(is_row).take(2).filter(|i| !ends(i));
    before
        .chain(context.ancestors(row))
        .any(|above| flat.has(&FORECAST, first_words(flat, context.node(above).body, 24)))
}

/// The row above that only names those below it, where a row says too little alone: it has no number of its own, or another
/// row of the table has the same name ("Diện tích" under "Cây chè").
fn group(context: &Context<'_>, row: NodeIndex, cells: &[Cell], subject: &Cell) -> Option<Span<Restored>> {
    let flat = &context.flat;
    let is_row = |i: &NodeIndex| context.node(*i).kind == NodeKind::Row;
    let above: Vec<NodeIndex> = context.before(row).take_while(is_row).collect();
    let texts =
        |i: NodeIndex| context.children(i).iter().map(|cell| flat.trim(context.node(*cell).body, &[]));
    let figures = |i: NodeIndex| texts(i).filter(|span| is_number(flat.text(*span))).count();
    // The number of a row is a figure by itself.
    let only_names = |i: &NodeIndex| figures(*i) == usize::from(is_first_number(context, *i));
    let name = crate::vietnamese::fold(flat.text(subject.span));
    let named = |i: &NodeIndex| texts(*i).any(|span| crate::vietnamese::fold(flat.text(span)) == name);
    let group = if cells.iter().any(|cell| cell.column == Column::Number) || !is_numbered(context, &above) {
        let again = above.iter().any(named) || context.after(row).take_while(is_row).any(|i| named(&i));
        above.iter().find(|i| again && only_names(i))
    } else {
        above.iter().find(|i| has_number(context, **i)).filter(|i| only_names(i))
    }?;
    texts(*group).next_back().filter(|span| !is_number(flat.text(*span)))
}

/// The first cell of a row, where it stands in the first column.
fn first_cell(context: &Context<'_>, row: NodeIndex) -> Option<Span<Restored>> {
    let cell = context.children(row).first().copied().filter(|cell| context.node(*cell).column == Some(0))?;
    Some(context.flat.trim(context.node(cell).body, &[]))
}

/// Whether a row has a number of its own, "2" or "II".
fn has_number(context: &Context<'_>, row: NodeIndex) -> bool {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:\d{1,3}(?:\.\d{1,2})*|[ivx]{1,5}|[a-h])[.)]?$"));
    first_cell(context, row).is_some_and(|cell| context.flat.has(&NUMBER, cell))
}

/// Whether the number of a row looks like a figure.
fn is_first_number(context: &Context<'_>, row: NodeIndex) -> bool {
    first_cell(context, row).is_some_and(|cell| is_number(context.flat.text(cell)))
}

/// Whether some rows of a table have numbers.
fn is_numbered(context: &Context<'_>, rows: &[NodeIndex]) -> bool {
    rows.iter().any(|row| has_number(context, *row))
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
    // Of "Trồng rừng (ha)" over "KH 2026" the upper one says what is measured.
    let measures = value.heads.iter().rev().filter(|head| !says_time(context, **head));
    let head = measures.map(|head| flat.quote(*head)).next().unwrap_or_default();
    let (head, head_unit) = without_unit(&head);
    // "Số vụ cháy (tối đa)" says how the number is meant, not what it counts.
    let bound = own_unit.as_deref().and_then(comparison);
    let own_unit = own_unit.filter(|_| bound.is_none());
    let unit = head_unit
        .or(own_unit)
        .or_else(|| unit.map(str::to_owned))
        .or_else(|| counted(flat.low(name)))
        .or_else(|| counted(&crate::vietnamese::fold(&head)));
    let mut amount = amount(context, value.span, unit)?;
    if amount.comparison == Comparison::Equal {
        amount.comparison = bound.unwrap_or(Comparison::Equal);
    }
    let indicator = match subject.column {
        Column::Place if !head.is_empty() => format!("{head} | {measured}"),
        _ if several && !head.is_empty() => format!("{measured} | {head}"),
        _ => measured,
    };
    let quote = subject.span.union(value.span);
    Some((Proposal { amount, indicator, quote, rule: "target.table" }, value.heads.clone()))
}

/// The bound that words in brackets behind a name say.
fn comparison(words: &str) -> Option<Comparison> {
    match crate::vietnamese::fold(words).as_str() {
        "tối đa" | "không quá" => Some(Comparison::AtMost),
        "tối thiểu" | "ít nhất" => Some(Comparison::AtLeast),
        _ => None,
    }
}

/// Whether the heading of a column says only when: "Năm 2026", "KH 2027", "Kế hoạch" over its quarters.
fn says_time(context: &Context<'_>, head: Span<Restored>) -> bool {
    static PLANNED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:kế\s+hoạch|chỉ\s+tiêu(?:\s+giao)?|mục\s+tiêu|phấn\s+đấu|lộ\s+trình|các\s+năm|chia\s+ra|trong\s+đó)$",
        )
    });
    period::names_time(context, head) || context.flat.has(&PLANNED, context.flat.trim(head, &[]))
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
    use crate::extract::{findings, fixture};

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

    /// Indicator, value, unit and the year of the period of each target of a plan of 05/01/2026, as written.
    fn dated(text: &str) -> Vec<(String, f64, String, String)> {
        let title = "Kế hoạch phát triển lâm nghiệp giai đoạn 2026 - 2028";
        findings(&fixture::modelled(title, "2026-01-05", text))
            .targets
            .into_iter()
            .filter(|f| f.rule == "target.table")
            .map(|f| {
                let years = f.value.period.and_then(|period| period.to).map(|day| day.year().to_string());
                let unit = f.value.quantity.unit.unwrap_or_default();
                (f.value.indicator, f.value.quantity.value, unit, years.unwrap_or_default())
            })
            .collect()
    }

    fn cells(table: &str) -> String {
        table.replace(['|', '\n'], "\n\n")
    }

    #[test]
    fn crops_with_their_measures_over_years() {
        let rows = "TT|Chỉ tiêu|ĐVT|Ước TH năm 2025|GIAI ĐOẠN 2026 - 2028|Năm 2026|Năm 2027|Năm 2028\n\
                    I|CÂY LÂM NGHIỆP\n1|Quế|Diện tích|ha|410|430|445,5|460\nSản lượng vỏ|tấn|90|95|97|99\n\
                    2|Hồi|Diện tích|ha|80|82|84\n3|Mắc ca|Diện tích|ha|12|14|16|4";
        let expected = [
            ("Quế | Diện tích", 430.0, "ha", "2026"),
            ("Quế | Diện tích", 445.5, "ha", "2027"),
            ("Quế | Diện tích", 460.0, "ha", "2028"),
            ("Quế | Sản lượng vỏ", 95.0, "tấn", "2026"),
            ("Quế | Sản lượng vỏ", 97.0, "tấn", "2027"),
            ("Quế | Sản lượng vỏ", 99.0, "tấn", "2028"),
            // Of the row with three figures before the number 3 nobody knows which is missing.
            ("Mắc ca | Diện tích", 14.0, "ha", "2026"),
            ("Mắc ca | Diện tích", 16.0, "ha", "2027"),
            ("Mắc ca | Diện tích", 4.0, "ha", "2028"),
        ]
        .map(|(what, value, unit, year)| (what.to_owned(), value, unit.to_owned(), year.to_owned()));
        assert_eq!(dated(&format!("PHỤ LỤC\n\n{}", cells(rows))), expected);
    }

    #[test]
    fn places_with_two_measures_over_years() {
        let rows = "TT\nĐịa phương\nLớp xóa mù chữ (lớp)\nTỷ lệ biết chữ (%)\nTH 2025\nKH 2026\nKH 2027\nTH 2025\n\
                    KH 2026\nKH 2027\n1\nXã Nậm Pồ\n3\n4\n5\n91,2\n92\n93\n2\nXã Huổi Só\n1\n2\n2\n88\n90\n91,5\n\
                    Tổng cộng\n4\n6\n7\n90\n91\n92,5";
        let found = dated(&format!("BIỂU GIAO CHỈ TIÊU\n\n{rows}"));
        assert_eq!(found.len(), 12, "{found:?}");
        let first = ("Lớp xóa mù chữ | Xã Nậm Pồ", 4.0, "lớp", "2026");
        let shown = |(what, value, unit, year): &(String, f64, String, String)| {
            (what.clone(), *value, unit.clone(), year.clone())
        };
        let first = (first.0.to_owned(), first.1, first.2.to_owned(), first.3.to_owned());
        assert_eq!(shown(&found[0]), first);
        assert_eq!((found[2].1, found[2].2.as_str()), (92.0, "%"));
        assert_eq!((found[11].1, found[11].3.as_str()), (92.5, "2027"));
    }

    #[test]
    fn a_row_in_a_line() {
        let rows = "TT Chỉ tiêu ĐVT Thực hiện 2025 2026 2027 2028\nI Môi trường\n\
                    1 Tỷ lệ thu gom rác thải đô thị % 88 ≥ 90 ≥ 92 95\n2 Số hộ dùng nước sạch hộ 1.050 1.200 1.350 -\n\
                    3 Điểm tập kết rác điểm 4 6 8\n4 Tỷ lệ rác được phân loại % 20 30 40 50";
        let found = dated(&format!("II. CHỈ TIÊU\n{rows}\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế theo dõi."));
        let expected = [
            ("Tỷ lệ thu gom rác thải đô thị", 90.0, "%", "2026"),
            ("Tỷ lệ thu gom rác thải đô thị", 92.0, "%", "2027"),
            ("Tỷ lệ thu gom rác thải đô thị", 95.0, "%", "2028"),
            ("Số hộ dùng nước sạch", 1_200.0, "hộ", "2026"),
            ("Số hộ dùng nước sạch", 1_350.0, "hộ", "2027"),
            ("Tỷ lệ rác được phân loại", 30.0, "%", "2026"),
            ("Tỷ lệ rác được phân loại", 40.0, "%", "2027"),
            ("Tỷ lệ rác được phân loại", 50.0, "%", "2028"),
        ]
        .map(|(what, value, unit, year)| (what.to_owned(), value, unit.to_owned(), year.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_heading_of_two_lines_over_rows_in_lines() {
        let rows = "STT Xã, phường Nhà văn hóa (nhà) Sân thể thao (sân)\nKH 2026 KH 2027 KH 2026 KH 2027\n\
                    1 Xã Đồng Tâm 2 3 1 1\n2 Phường Hà Trung 1 1 2 4";
        let found = dated(&format!("BIỂU GIAO CHỈ TIÊU\n{rows}\n"));
        let values: Vec<(f64, &str, &str)> =
            found.iter().map(|(_, value, unit, year)| (*value, unit.as_str(), year.as_str())).collect();
        assert_eq!(
            values,
            [
                (2.0, "nhà", "2026"),
                (3.0, "nhà", "2027"),
                (1.0, "sân", "2026"),
                (1.0, "sân", "2027"),
                (1.0, "nhà", "2026"),
                (1.0, "nhà", "2027"),
                (2.0, "sân", "2026"),
                (4.0, "sân", "2027"),
            ]
        );
    }

    #[test]
    fn products_by_years_and_measures() {
        let rows = "TT|Sản phẩm|Kế hoạch 2026|Kế hoạch 2027|Lượng (tấn)|Giá trị (nghìn USD)|Lượng (tấn)|\
                    Giá trị (nghìn USD)\n1|2|3|4|5|6\nTổng I|900|1.100\nI|Nông sản\n1|Nhãn sấy|60|80|65|90\n\
                    2|Mật ong|70|200|72|210";
        let found = dated(&format!("PHỤ LỤC 02\n\n{}", cells(rows)));
        let expected = [
            ("Nhãn sấy | Lượng", 60.0, "tấn", "2026"),
            ("Nhãn sấy | Giá trị", 80.0, "nghìn USD", "2026"),
            ("Nhãn sấy | Lượng", 65.0, "tấn", "2027"),
            ("Nhãn sấy | Giá trị", 90.0, "nghìn USD", "2027"),
            ("Mật ong | Lượng", 70.0, "tấn", "2026"),
            ("Mật ong | Giá trị", 200.0, "nghìn USD", "2026"),
            ("Mật ong | Lượng", 72.0, "tấn", "2027"),
            ("Mật ong | Giá trị", 210.0, "nghìn USD", "2027"),
        ]
        .map(|(what, value, unit, year)| (what.to_owned(), value, unit.to_owned(), year.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn tables_of_figures_that_are_no_targets() {
        for (heading, table) in [
            // Coordinates, accounts, coefficients, prices, what was.
            (
                "I. RANH GIỚI",
                "TT\nĐiểm\nX (m)\nY (m)\n1\nM1\n1205632\n552314\n2\nM2\n1205640\n552390\n3\nM3\n1205644\n552391",
            ),
            (
                "II. HỆ SỐ LƯƠNG",
                "TT\nChức danh\nBậc 1\nBậc 2\n1\nVăn thư\n1,86\n2,06\n2\nKế toán\n2,34\n2,67",
            ),
            (
                "BẢNG GIÁ ĐẤT",
                "TT\nTên đường\nVị trí 1\nVị trí 2\n1\nHùng Vương\n5.000\n3.000\n2\nLê Lợi\n4.000\n2.500",
            ),
            (
                "I. KẾT QUẢ THỰC HIỆN",
                "TT\nChỉ tiêu\nĐVT\nNăm 2023\nNăm 2024\n1\nTrồng rừng\nha\n500\n520\n2\nGieo ươm\ncây\n900\n950",
            ),
        ] {
            assert_eq!(dated(&format!("{heading}\n{table}\n")), [], "{heading}");
        }
    }

    #[test]
    fn what_was_planned_for_a_year_that_is_reported_is_no_aim() {
        let rows = "TT\nChỉ tiêu\nĐVT\nKH 2026\nƯớc TH 2026\nKH 2027\n1\nGiày da\nnghìn đôi\n900\n940\n1.010\n\
                    2\nChợ được sửa\nchợ\n6\n5\n7";
        let found = dated(&format!("II. CHỈ TIÊU\n{rows}\n"));
        let values: Vec<f64> = found.iter().map(|(_, value, _, _)| *value).collect();
        assert_eq!(values, [1_010.0, 7.0]);
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
