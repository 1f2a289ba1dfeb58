//! A row of a table of tasks: "Lập danh mục | Sở Y tế | Sở Tài chính | Quý I/2026" (invented).
//!
//! Who leads stands in a column of its own, with those who help behind it ("chủ trì/phối hợp"), or in a row over the
//! tasks ("II | Sở Nội vụ"). Not: rows that only head others, tables of procedures, which tell nobody to do anything.
//! Unsure where cells of several rows are merged.

use std::sync::LazyLock;

use regex::Regex;

use super::as_written;
use crate::document::{Column, NodeIndex, NodeKind};
use crate::extract::AgencyKind;
use crate::extract::agency::{self, Body};
use crate::extract::columns::{self, Cell};
use crate::extract::context::Context;
use crate::extract::duty::DUTY;
use crate::extract::token::pattern;
use crate::text::{Restored, Span};

/// What a row tells.
pub(super) struct Told {
    pub(super) task: Span<Restored>,
    pub(super) lead: Vec<Body>,
    pub(super) support: Vec<Body>,
    pub(super) product: Option<Span<Restored>>,
    /// Whether its table is one of procedures or of the steps of one.
    pub(super) procedure: bool,
}

impl Told {
    /// The items of the cell of the task, where it has several: "- Lấy số văn bản; - Chuyển hồ sơ".
    pub(super) fn parts(&self, context: &Context<'_>) -> Vec<Span<Restored>> {
        static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[.;:\n])\s*[-+–]\s+"));
        let flat = &context.flat;
        let mut starts: Vec<(usize, usize)> = ITEM
            .find_iter(flat.low(self.task))
            .map(|m| (self.task.start() + m.start(), self.task.start() + m.end()))
            .collect();
        // The sign of the first one is trimmed.
        if starts.first().is_some_and(|(start, _)| *start > self.task.start()) {
            starts.insert(0, (self.task.start(), self.task.start()));
        }
        let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([self.task.end()]);
        let parts: Vec<_> = starts
            .iter()
            .zip(ends)
            .map(|((_, start), end)| {
                flat.trim(Span::new(*start, end.max(*start)), &['-', '.', ';', '+', ':'])
            })
            .filter(|span| !span.is_empty())
            .collect();
        if parts.len() > 1 { parts } else { Vec::new() }
    }
}

/// What a row tells, when its table has columns of tasks and of who does them.
pub(super) fn told(context: &Context<'_>, index: NodeIndex) -> Option<Told> {
    let flat = &context.flat;
    let cells = columns::cells(context, index);
    let procedure = columns::of_procedure(context, &cells);
    let of = |wanted: Column| {
        let cell = cells.iter().find(|cell| cell.column == wanted)?;
        Some(flat.trim(cell.span, &['-', '.', ';', '+'])).filter(|span| !span.is_empty())
    };
    let task = of(Column::Subject)?;
    let (lead, mut support) = who(context, index, &cells, task)?;
    support.extend(of(Column::Support).map(|cell| listed(context, cell)).unwrap_or_default());
    Some(Told { task, lead, support, product: of(Column::Product), procedure })
}

/// Those who lead a row's task, and those named with them as helping.
fn who(
    context: &Context<'_>,
    index: NodeIndex,
    cells: &[Cell],
    task: Span<Restored>,
) -> Option<(Vec<Body>, Vec<Body>)> {
    let of = |wanted: Column| cells.iter().find(|cell| cell.column == wanted && !cell.span.is_empty());
    // "Đơn vị" alone tells who does it.
    let led = of(Column::Lead).or_else(|| of(Column::LeadAndSupport)).or_else(|| of(Column::Place));
    let Some(cell) = led else {
        of(Column::Time)?;
        return Some((group_lead(context, index)?, Vec::new()));
    };
    if cell.column == Column::Place && !context.flat.has(&DUTY, task) {
        return None;
    }
    // A row that heads others has nothing but its title beside a cell that runs on.
    if cells.iter().filter(|c| !matches!(c.column, Column::Number | Column::Other)).count() < 2 {
        return None;
    }
    // "Sở Y tế phối hợp với các sở" in one cell.
    static HELPS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"[\s,;:(–-]*(?:cơ\s+quan\s+|đơn\s+vị\s+)?phối\s+hợp(?:\s+(?:với|cùng))?\s*:?\s*")
    });
    let (lead, help) = match context.flat.find(&HELPS, cell.span).filter(|m| m.start() > cell.span.start()) {
        Some(m) => (Span::new(cell.span.start(), m.start()), Some(Span::new(m.end(), cell.span.end()))),
        None => (cell.span, None),
    };
    let mut bodies = listed(context, lead);
    let mut support = help.map(|span| listed(context, span)).unwrap_or_default();
    if cell.column == Column::LeadAndSupport && support.is_empty() {
        support = bodies.split_off(1.min(bodies.len()));
    }
    (!bodies.is_empty()).then_some((bodies, support))
}

/// The bodies of a cell; what no list knows counts as one body as it stands.
fn listed(context: &Context<'_>, cell: Span<Restored>) -> Vec<Body> {
    static CHIEF: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[\s:–-]*(?:(?:cơ\s+quan|đơn\s+vị)\s+)?(?:chủ\s+trì|thực\s+hiện)\s*:\s*"));
    let flat = &context.flat;
    let cell = flat.find(&CHIEF, cell).map_or(cell, |m| Span::new(m.end(), cell.end()));
    flat.clauses(cell)
        .into_iter()
        .flat_map(|part| {
            let part = flat.trim(part, &['-', '–', '+', '.', ';', ',', '*', '(', ')']);
            let (mut list, end) = agency::list_at(flat, part);
            // A cell holds names and nothing else: what a name's known part leaves over belongs to it.
            static LEVEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:,\s*cấp\s|[\p{L}\d])"));
            static AND: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:và|cùng|hoặc|phối)\b"));
            let rest = Span::new(end.max(part.start()), part.end());
            let short = flat.text(rest).split_whitespace().count() <= 4;
            match list.last_mut() {
                Some(last) if short && flat.has(&LEVEL, rest) && !flat.has(&AND, rest) => {
                    last.span = Span::new(last.span.start(), part.end());
                }
                Some(_) => {}
                None if part.is_empty() => {}
                None => list.push(as_written(part)),
            }
            list
        })
        .collect()
}

/// The bodies that the nearest row above names which has nothing else in it.
fn group_lead(context: &Context<'_>, index: NodeIndex) -> Option<Vec<Body>> {
    let flat = &context.flat;
    context.before(index).take_while(|above| context.node(*above).kind == NodeKind::Row).find_map(|above| {
        let told: Vec<Span<Restored>> = context
            .children(above)
            .iter()
            .map(|cell| flat.trim(context.node(*cell).body, &['.', ':', ';']))
            .filter(|cell| flat.text(*cell).split_whitespace().count() > 1)
            .collect();
        let [only] = told[..] else { return None };
        let (list, end) = agency::list_at(flat, only);
        // A class may be the title of a group: "TỔ CHỨC CẤP TỈNH".
        let named =
            list.iter().any(|body| body.kind != AgencyKind::Class) || flat.low(only).starts_with("các ");
        (named && end == only.end()).then_some(list)
    })
}

#[cfg(test)]
mod tests {
    use crate::document::NodeKind;
    use crate::document::tests::plain;
    use crate::extract::context::Context;
    use crate::extract::judge::Judges;

    /// Task, lead, support; whether it is a step of a procedure; the parts of its cell.
    type Told = (String, Vec<String>, Vec<String>, bool, Vec<String>);

    fn read(table: &str) -> Vec<Told> {
        let cells = table.replace(['|', '\n'], "\n\n");
        let document = plain(&format!("I. PHÂN CÔNG\n\n{cells}\n\nII. KINH PHÍ\n\n1. Theo quy định.\n"));
        let context = Context::new(&document, Judges::embedded());
        let rows = context.nodes().filter(|(_, node)| node.kind == NodeKind::Row);
        rows.filter_map(|(index, _)| super::told(&context, index))
            .map(|told| {
                let quote = |span| context.flat.quote(span);
                let names =
                    |list: &[super::Body]| list.iter().map(|body| quote(body.span)).collect::<Vec<_>>();
                let parts = told.parts(&context).into_iter().map(quote).collect();
                (quote(told.task), names(&told.lead), names(&told.support), told.procedure, parts)
            })
            .collect()
    }

    fn told(task: &str, lead: &[&str], support: &[&str]) -> Told {
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        (task.to_owned(), own(lead), own(support), false, Vec::new())
    }

    #[test]
    fn columns_of_lead_support_and_time() {
        let table = "TT|Nội dung|Cơ quan chủ trì|Cơ quan phối hợp|Thời hạn\nI|Hoàn thiện thể chế\n1|Rà soát quy định về chợ|Sở Công Thương|Sở Tài chính, UBND các xã|31/3/2026\n2|Lập danh mục chợ|Sở Công Thương|UBND các xã|Quý IV/2026";
        assert_eq!(
            read(table),
            [
                told("Rà soát quy định về chợ", &["Sở Công Thương"], &["Sở Tài chính", "UBND các xã"]),
                told("Lập danh mục chợ", &["Sở Công Thương"], &["UBND các xã"]),
            ]
        );
    }

    #[test]
    fn one_column_for_both_and_a_row_over_the_tasks() {
        let both = "TT|Nội dung công việc|Thời gian|Đơn vị chủ trì/phối hợp\n1|Chọn mẫu khảo sát|Tháng 6/2026|Phòng Đào tạo; các khoa\n2|Tổng hợp kết quả|Tháng 7/2026|Phòng Đào tạo";
        assert_eq!(
            read(both),
            [
                told("Chọn mẫu khảo sát", &["Phòng Đào tạo"], &["các khoa"]),
                told("Tổng hợp kết quả", &["Phòng Đào tạo"], &[]),
            ]
        );
        let over = "TT|Nhiệm vụ|Thời hạn|Ghi chú\nI|Sở Y tế\n1|Rà soát trạm y tế xã|30/6/2026\nII|Sở Nội vụ\n1|Lập danh sách khen thưởng|15/8/2026";
        assert_eq!(
            read(over),
            [
                told("Rà soát trạm y tế xã", &["Sở Y tế"], &[]),
                told("Lập danh sách khen thưởng", &["Sở Nội vụ"], &[]),
            ]
        );
    }

    #[test]
    fn rows_of_procedures_are_known_as_such() {
        let list = "STT|Tên thủ tục hành chính|Thời hạn giải quyết|Cơ quan thực hiện|Phí, lệ phí\n1|Cấp giấy phép lao động|05 ngày làm việc|Sở Nội vụ|Không\n2|Cấp lại giấy phép|03 ngày làm việc|Sở Nội vụ|Không";
        assert!(read(list).iter().all(|told| told.3));
        let steps = "Bước|Người thực hiện|Nội dung công việc|Thời gian\nBước 1|Văn thư Sở|- Lấy số văn bản; - Chuyển hồ sơ đến bộ phận trả kết quả|0,25 ngày\nBước 2|Lãnh đạo Sở|Ký duyệt giấy phép|0,5 ngày";
        let found = read(steps);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|told| told.3));
        assert_eq!(found[0].1, ["Văn thư Sở"]);
        assert_eq!(found[0].4, ["Lấy số văn bản", "Chuyển hồ sơ đến bộ phận trả kết quả"]);
    }
}
