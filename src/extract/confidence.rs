//! How sure a finding that is not judged is: the share of its rule's findings that were right, lowered by doubtful words it rests on.

use super::context::Context;
use crate::text::{Restored, Span};

/// Share of findings that were right, by rule: on the samples, and of about twenty findings of each rule that were read in
/// plans, directives and regulations of provinces.
const RIGHT: &[(&str, f32)] = &[("target.table", 0.95), ("reference", 0.99), ("emulation", 0.95)];

/// What is taken for a rule that was not measured.
const UNMEASURED: f32 = 0.8;

/// The confidence of a finding of a rule that rests on a span.
pub(crate) fn of(context: &Context<'_>, rule: &str, span: Span<Restored>) -> f32 {
    let right = RIGHT.iter().find(|(name, _)| *name == rule).map_or(UNMEASURED, |(_, right)| *right);
    right * context.certainty(span)
}
