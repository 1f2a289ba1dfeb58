//! Numbers to be reached.
//!
//! Which rule finds which:
//! | Rule | Finds | Example (invented) |
//! | --- | --- | --- |
//! | [`stated`] | what is measured, then the number | "Tỷ lệ hộ nghèo giảm còn dưới 3%" |
//! | [`share`] | a share first, then of what | "100% cơ quan, đơn vị dùng chữ ký số" |
//! | [`counted`] | a verb, a number, a thing | "Thành lập mới 120 doanh nghiệp" |
//! | [`table`] | a row of a table of targets | "Trồng rừng \| ha \| 1.200" |
//!
//! Not taken: money granted, what was reached in the past, recipients, articles, ages, stretches of time.

mod clause;
mod counted;
mod period;
mod share;
mod stated;
//mod table;

use super::confidence;
use super::context::Context;
use super::quantity::Amount;
use super::token::shift;
use super::{Finding, Target};
use crate::document::NodeIndex;
use crate::text::{Restored, Span};

/// A number that a rule takes for a target, before its period is looked for.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The number.
    pub(super) amount: Amount,
    /// What is measured.
    pub(super) indicator: String,
    /// The passage that states it.
    pub(super) quote: Span<Restored>,
    /// The rule.
    pub(super) rule: &'static str,
}

/// All targets of a document, in its order. `taken` are the spans of cited documents.
pub(crate) fn targets(context: &Context<'_>, taken: &[Span<Restored>]) -> Vec<Finding<Target>> {
    let mut found: Vec<Finding<Target>> = Vec::new();
    for (index, node) in context.nodes().filter(|(index, _)| context.is_text(*index)) {
        if let Some(rows) = None::<Vec<Finding<Target>>> {
            found.extend(rows);
            continue;
        }
        let mut strength = clause::strength(context, index);
        for sentence in context.flat.clauses(node.body) {
            // "… phấn đấu: a; b; c": what follows in the same paragraph is to be reached too.
            if strength == clause::Strength::Plain && clause::says_goal(context, sentence) {
                strength = clause::Strength::Goal;
            }
            if strength == clause::Strength::Never || clause::is_past(context, sentence) {
                continue;
            }
            let mut whole: Option<usize> = None;
            for part in clause::parts(context, sentence, taken) {
                let amount = &part.amount;
                if !clause::may_be_target(context, &part, strength) {
                    continue;
                }
                let candidate = share::read(context, &part)
                    .or_else(|| stated::read(context, &part))
                    .or_else(|| counted::read(context, &part, strength));
                let Some(mut candidate) = candidate else { continue };
                let part_of = part.within.then_some(whole).flatten();
                if let Some(whole) = part_of {
                    candidate.indicator = stated::joined(&found[whole].value.indicator, &candidate.indicator);
                }
                let period = period::of(context, index, &part, &candidate);
                if !part.within {
                    whole = Some(found.len());
                }
                found.push(finding(context, index, candidate, amount, part_of, period));
            }
        }
    }
    found
}

fn finding(
    context: &Context<'_>,
    index: NodeIndex,
    candidate: Candidate,
    amount: &Amount,
    part_of: Option<usize>,
    period: period::Found,
) -> Finding<Target> {
    let quote = candidate.quote;
    Finding {
        value: Target {
            indicator: candidate.indicator,
            direction: amount.direction,
            comparison: amount.comparison,
            quantity: amount.quantity.clone(),
            per: amount.per.clone(),
            baseline: period.baseline,
            part_of,
            written: context.flat.quote(amount.written),
            period: period.period,
            agencies: Vec::new(),
        },
        quote,
        evidence: vec![quote],
        place_in_outline: context.place(index),
        confidence: confidence::of(context, candidate.rule, quote),
        rule: candidate.rule,
    }
}

/// A part of a span by byte offsets counted from its start.
pub(super) fn cut(span: Span<Restored>, start: usize, end: usize) -> Span<Restored> {
    shift(span, start, end)
}
