//! What to distrust in the findings: tasks with more than one lead, dates that could not be resolved,
//! citations that differ from those of other documents, doubtful words.

use std::sync::LazyLock;

use super::context::Context;
use super::{Findings, Precision, Reference};
use crate::restore::cited::{Cited, CitedList};
use crate::text::{Restored, Span};
use crate::vietnamese as text;
use crate::warning::{Doubt, Warning};

/// What many documents cite. A list that is broken has stopped the program before.
static CITED: LazyLock<Option<CitedList>> = LazyLock::new(|| CitedList::embedded().ok());

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
    for reference in &found.references {
        let known = reference.value.symbol.as_deref().and_then(|symbol| CITED.as_ref()?.get(symbol));
        if let Some(known) = known {
            let doubt = disagreement(&reference.value, known);
            warnings.extend(doubt.map(|doubt| place(context, doubt, reference.quote)));
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

/// How a citation differs from those of the same document elsewhere, by its date or its issuer.
fn disagreement(reference: &Reference, known: &Cited) -> Option<Doubt> {
    let symbol = known.symbol.to_owned();
    if let (Some(here), Some(elsewhere)) = (reference.date, known.date)
        && here != elsewhere
    {
        let (here, elsewhere) = (here.to_string(), elsewhere.to_string());
        return Some(Doubt::ReferenceDate { symbol, here, elsewhere });
    }
    let issuer = reference.issuer.as_deref()?;
    let (here, elsewhere) = (text::fold(issuer), text::fold(known.issuer));
    // `Bộ trưởng Bộ Y tế` issues what `Bộ Y tế` issues.
    let same = elsewhere.is_empty() || here.contains(&elsewhere) || elsewhere.contains(&here);
    let (here, elsewhere) = (issuer.to_owned(), known.issuer.to_owned());
    (!same).then_some(Doubt::ReferenceIssuer { symbol, here, elsewhere })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{findings, fixture};
    use crate::warning::Code;

    fn warned(citation: &str) -> Vec<Doubt> {
        let text = format!("Điều 1. Thực hiện {citation} trên địa bàn tỉnh Sơn Hà.\n");
        let found = findings(&fixture::document(&text));
        let doubts = found.warnings.into_iter().map(|warning| warning.doubt);
        doubts.filter(|doubt| doubt.code() == Code::ReferenceDisagrees).collect()
    }

    #[test]
    fn a_citation_with_another_date_than_elsewhere_is_a_doubt() {
        let right = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ";
        assert!(warned(right).is_empty(), "{:?}", warned(right));
        let other_day = "Nghị định số 30/2020/NĐ-CP ngày 06 tháng 3 năm 2020 của Chính phủ";
        assert_eq!(warned(other_day).len(), 1);
        let unknown = "Nghị định số 9912/2020/NĐ-CP ngày 06 tháng 3 năm 2020 của Chính phủ";
        assert!(warned(unknown).is_empty());
    }
}
