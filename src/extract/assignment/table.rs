//! A row of a table of tasks: "Lập danh mục | Sở Y tế | Sở Tài chính | Quý I/2026" (invented).
//!
//! Not: rows of tables without a column of bodies. Unsure where cells of several rows are merged.

use super::{Found, as_written, evidence, mentions, support};
use crate::document::NodeIndex;
use crate::extract::agency;
use crate::extract::columns::{self, Column};
use crate::extract::context::Context;
use crate::extract::{Assignment, Finding, confidence};

const RULE: &str = "assignment.table";

/// The assignment of a row, when its table tells who does what.
pub(super) fn row(context: &Context<'_>, index: NodeIndex) -> Option<Found> {
    let flat = &context.flat;
    let cells = columns::cells(context, index)?;
    let of = |wanted: Column| {
        cells.iter().find(|(column, _)| *column == wanted).map(|(_, cell)| flat.trim(*cell, &['-', '.', ';']))
    };
    let (task, lead) = (of(Column::Subject)?, of(Column::Lead)?);
    if task.is_empty() || lead.is_empty() {
        return None;
    }
    let (mut bodies, end) = agency::list_at(flat, lead);
    if bodies.is_empty() {
        bodies.push(as_written(lead));
    }
    // "Sở Y tế phối hợp với các sở" in one cell.
    let mut support =
        support::helpers(context, crate::text::Span::new(end.max(lead.start()), lead.end()), &bodies);
    if let Some(cell) = of(Column::Support).filter(|cell| !cell.is_empty()) {
        let (list, _) = agency::list_at(flat, cell);
        support.extend(if list.is_empty() { vec![as_written(cell)] } else { list });
    }
    let own = context.node(index).own;
    Some(Found {
        finding: Finding {
            value: Assignment {
                task: flat.quote(task),
                lead: mentions(context, &bodies),
                support: mentions(context, &support),
                report_to: support::reported_to(context, task, &bodies)
                    .iter()
                    .flat_map(|b| mentions(context, &[*b]))
                    .collect(),
                deadlines: Vec::new(),
                product: of(Column::Product)
                    .map(|cell| flat.quote(cell))
                    .or_else(|| support::product(context, task)),
            },
            quote: task,
            evidence: evidence(task, &bodies),
            place_in_outline: context.place(index),
            confidence: confidence::of(context, RULE, own),
            rule: RULE,
        },
        reach: vec![own],
    })
}
