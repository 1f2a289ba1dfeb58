//! Step 5: a document becomes findings: targets, deadlines, assignments, agencies, references, the emulation block.

mod agency;
mod agency_entry;
mod agency_words;
mod around;
pub(crate) mod assignment;
mod attribute;
mod columns;
mod confidence;
pub(crate) mod context;
mod cue;
mod date;
pub(crate) mod deadline;
mod doubt;
mod duty;
mod emulation;
mod explain;
#[cfg(test)]
mod fixture;
pub(crate) mod judge;
mod purpose;
pub(crate) mod quantity;
mod recipient;
mod reference;
pub(crate) mod target;
pub(crate) mod token;
mod types;
mod unit;
mod words;

pub use self::explain::{Explained, explained};
pub use self::types::*;
use crate::document::Document;
use crate::text::{Restored, Span};

/// Finds all that the document asks for.
pub fn findings(document: &Document) -> Findings {
    findings_by(document, judge::Judges::embedded())
}

/// The same, with other judges of what is proposed.
pub(crate) fn findings_by(document: &Document, judges: &judge::Judges) -> Findings {
    let context = context::Context::new(document, judges);
    let references = reference::references(&context);
    let cited: Vec<Span<Restored>> = references.iter().flat_map(|r| r.evidence.iter().copied()).collect();
    let targets = target::targets(&context, &cited);
    let deadlines = deadline::deadlines(&context, &cited);
    let found = assignment::assignments(&context);
    let emulation = emulation::emulation(&context, &found);
    let mut register = agency_entry::Register::new(&context);
    let mut assignments: Vec<_> = found.into_iter().map(|found| linked(found, &deadlines)).collect();
    for assignment in &mut assignments {
        let value = &mut assignment.value;
        for mention in value.lead.iter_mut().chain(&mut value.support).chain(&mut value.report_to) {
            register.point(mention, AgencyKind::Body);
        }
    }
    let mut deadlines = deadlines;
    // Who must do it: those of the assignment that the deadline belongs to.
    for assignment in &assignments {
        for index in &assignment.value.deadlines {
            let agencies = &mut deadlines[*index].value.agencies;
            if agencies.is_empty() {
                agencies.clone_from(&assignment.value.lead);
            }
        }
    }
    let mut findings = Findings {
        targets,
        deadlines,
        assignments,
        recipients: recipient::bodies(&context, &register),
        agencies: register.entries(),
        references,
        emulation,
        warnings: Vec::new(),
    };
    findings.warnings = doubt::warnings(&context, &findings);
    findings
}

/// All that is proposed of the kinds that are learned here.
#[cfg(any(test, feature = "train"))]
pub(crate) struct Proposed {
    /// Times that may bind.
    pub(crate) deadlines: deadline::Proposed,
    /// Amounts that may be aims.
    pub(crate) targets: target::Proposed,
}

/// What is proposed in a document, before anything is judged.
#[cfg(any(test, feature = "train"))]
pub(crate) fn proposed(document: &Document) -> Proposed {
    let context = context::Context::new(document, judge::Judges::embedded());
    let references = reference::references(&context);
    let cited: Vec<Span<Restored>> = references.iter().flat_map(|r| r.evidence.iter().copied()).collect();
    Proposed { deadlines: deadline::proposed(&context, &cited), targets: target::proposed(&context, &cited) }
}

/// An assignment with the deadlines that stand in its item.
fn linked(found: assignment::Found, deadlines: &[Finding<Deadline>]) -> Finding<Assignment> {
    let mut finding = found.finding;
    let within = |d: &Finding<Deadline>| found.reach.iter().any(|span| span.contains(d.quote));
    finding.value.deadlines =
        deadlines.iter().enumerate().filter(|(_, d)| within(d)).map(|(index, _)| index).collect();
    finding
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

    use super::*;

    const PIECES: &[&str] = &[
        "1. Sở Y tế\n",
        "a) ",
        "- ",
        "Điều 2. ",
        "II. CÁC CHỈ TIÊU\n",
        "Giao Sở Nội vụ ",
        "các Ban, ",
        "các sở, ban, ngành ",
        "chủ trì, phối hợp với ",
        "trước ngày 15/12/2026",
        "quý I/2026",
        "đạt trên 95,5%",
        "100% ",
        "và ",
        ", ",
        "; ",
        ". ",
        ":\n",
        "(",
        ")",
        "“",
        "Thời gian thực hiện: ",
        "định kỳ ",
        "hằng năm ",
        "Quyết định số 12/QĐ-UBND ",
        "ngày 05/3/2026 ",
        "của UBND tỉnh Sơn Hà ",
        "Luật Cư trú ",
        "giảm 5 - 7%/năm ",
        "thành lập mới 120 doanh nghiệp",
        "Trưởng Ban ",
        "Ban Quản lý các khu ",
        "UBND các huyện: Sơn Hà, ",
        "\n",
        "\n\n",
        "từ ngày ",
        "đến khi ",
        "TRONG NĂM 2026 ",
        "phát động phong trào thi đua ",
        "1.000.000.000,5 ",
        "ngày 31/2/2026 ",
        "Uỷ ban nhân dân ",
        "số hoá ",
        "TOẠ ĐÀM ",
        "thuỷ",
        "khoẻ mạnh ",
        "Quí III, ",
        "qui định ",
        "hoa\u{300} ",
        "İ",
        "ẞ",
        "Ⱥ",
        "ﬁ",
    ];

    /// Whatever is read, nothing panics, every finding has evidence inside the text, and the result is the same twice.
    #[test]
    fn any_text_gives_findings_with_evidence() {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
        let mut runner = TestRunner::new_with_rng(
            Config { cases: 400, failure_persistence: None, ..Config::default() },
            rng,
        );
        let texts = prop::collection::vec(prop::sample::select(PIECES), 1..40);
        runner
            .run(&texts, |pieces| {
                let document = fixture::document(&pieces.concat());
                let found = findings(&document);
                let spans = (found.targets.iter().map(|f| (&f.evidence, f.quote)))
                    .chain(found.deadlines.iter().map(|f| (&f.evidence, f.quote)))
                    .chain(found.assignments.iter().map(|f| (&f.evidence, f.quote)))
                    .chain(found.references.iter().map(|f| (&f.evidence, f.quote)));
                for (evidence, quote) in spans {
                    prop_assert!(!evidence.is_empty());
                    prop_assert!(document.text.get(quote.range()).is_some());
                    for span in evidence {
                        prop_assert!(
                            document.text.get(span.range()).is_some_and(|text| !text.trim().is_empty())
                        );
                    }
                }
                prop_assert_eq!(found, findings(&document));
                Ok(())
            })
            .expect("the property holds");
    }
}
