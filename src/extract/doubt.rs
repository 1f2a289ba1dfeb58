//! What to distrust in the findings: tasks with more than one lead, dates that could not be resolved, doubtful words.

use super::context::Context;
use super::{Findings, Precision};
use crate::text::{Restored, Span};
use crate::warning::{Doubt, Warning};

/// The doubts about findings, in the order of assignments, deadlines, targets, references.
pub(crate) fn warnings(context: &Context<'_>, found: &Findings) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for assignment in found.assignments.iter().filter(|a| a.value.lead.len() > 1) {
        let names = assignment.value.lead.iter().map(|m| m.written.clone()).collect();
        warnings.push(place(context, Doubt::ExtractTwoLeads { names }, assignment.quote));
    }
    for deadline in &found.deadlines {
        let Some(due) = &deadline.value.due else { continue };
        let yearless = due.precision != Precision::Year && due.date.is_some() && !has_year(&due.written);
        if yearless || due.date.is_none() {
            let written = due.written.clone();
            let doubt =
                if yearless { Doubt::DateWithoutYear { written } } else { Doubt::DateUnresolved { written } };
            warnings.push(place(context, doubt, deadline.quote));
        }
    }
    let quotes = found
        .targets
        .iter()
        .map(|f| (f.quote, f.value.written.as_str()))
        .chain(found.deadlines.iter().map(|f| (f.quote, f.value.task.as_str())))
        .chain(found.references.iter().map(|f| (f.quote, f.value.kind.as_str())));
    for (quote, what) in quotes.filter(|(quote, _)| context.certainty(*quote) < 0.5) {
        warnings.push(place(context, Doubt::ExtractDoubtfulWord { finding: what.to_owned() }, quote));
    }
    warnings
}

fn has_year(written: &str) -> bool {
    written.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4)
}

fn place(context: &Context<'_>, doubt: Doubt, quote: Span<Restored>) -> Warning {
    let warning = Warning::new(doubt);
    match context.document.places(quote).first() {
        Some(place) => warning.on(place.page).at(place.place),
        None => warning,
    }
}
