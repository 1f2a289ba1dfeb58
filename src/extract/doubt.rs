//! What to distrust in the findings: tasks with more than one lead, dates that could not be resolved, doubtful words.

use super::context::Context;
use super::{Findings, Precision};
use crate::text::{Restored, Span};
use crate::warning::{Code, Warning};

/// The doubts about findings, in the order of assignments, deadlines, targets, references.
pub(crate) fn warnings(context: &Context<'_>, found: &Findings) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for assignment in found.assignments.iter().filter(|a| a.value.lead.len() > 1) {
        let names: Vec<&str> = assignment.value.lead.iter().map(|m| m.written.as_str()).collect();
        let message = format!("a task names {} bodies to lead it: {}", names.len(), names.join("; "));
        warnings.push(place(context, Warning::new(Code::ExtractTwoLeads, message), assignment.quote));
    }
    for deadline in &found.deadlines {
        let Some(due) = &deadline.value.due else { continue };
        let yearless = due.precision != Precision::Year && due.date.is_some() && !has_year(&due.written);
        if yearless || due.date.is_none() {
            let message = if yearless {
                format!("`{}` names no year; the first that fits the document's date was taken", due.written)
            } else {
                format!("`{}` depends on what the document does not say", due.written)
            };
            warnings.push(place(context, Warning::new(Code::ExtractDateUnresolved, message), deadline.quote));
        }
    }
    let quotes = found
        .targets
        .iter()
        .map(|f| (f.quote, f.value.written.as_str()))
        .chain(found.deadlines.iter().map(|f| (f.quote, f.value.task.as_str())))
        .chain(found.references.iter().map(|f| (f.quote, f.value.kind.as_str())));
    for (quote, what) in quotes.filter(|(quote, _)| context.certainty(*quote) < 0.5) {
        let message = format!("a finding rests on doubtful words: {what}");
        warnings.push(place(context, Warning::new(Code::ExtractDoubtfulWord, message), quote));
    }
    warnings
}

fn has_year(written: &str) -> bool {
    written.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4)
}

fn place(context: &Context<'_>, warning: Warning, quote: Span<Restored>) -> Warning {
    match context.document.places(quote).first() {
        Some(place) => warning.on(place.page).at(place.place),
        None => warning,
    }
}
