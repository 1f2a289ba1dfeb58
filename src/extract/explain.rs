//! What spoke for and against each finding that was judged: for those who want to know why it is there.

use super::context::Context;
use super::judge::{Chosen, Judges, Proposals, choose};
use super::{Finding, assignment, deadline, reference, target};
use crate::document::Document;
use crate::text::{Restored, Span};

/// A finding that was judged, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Name of the list in the record: `targets`, `deadlines`, `assignments`.
    pub kind: &'static str,
    /// The passage of the finding.
    pub quote: Span<Restored>,
    /// Who leads, as written; only of assignments.
    pub lead: Vec<Span<Restored>>,
    /// 0 to 1: the share of findings judged alike that were right.
    pub confidence: f32,
    /// What is seen of it by itself: features as `dictionaries/judge.model` names them, each with what it added to the score
    /// (logarithm of the odds; above 0 for, under 0 against), the heaviest first.
    pub own: Vec<(String, f32)>,
    /// What is seen of its neighbours once all were judged for the first time, in the same way.
    pub around: Vec<(String, f32)>,
}

/// All findings of a document that were judged, kind by kind, each kind in the order of the document. Targets of tables and
/// references are not judged.
pub fn explained(document: &Document) -> Vec<Explained> {
    let context = Context::new(document, Judges::embedded());
    let cited: Vec<Span<Restored>> =
        reference::references(&context).iter().flat_map(|r| r.evidence.iter().copied()).collect();
    let targets = target::proposed(&context, &cited);
    let deadlines = deadline::proposed(&context, &cited);
    let tasks = assignment::Proposed::new(&context);
    let mut all = Vec::new();
    all.extend(of("targets", &targets, &context, |at| (quote(&targets.findings, at), Vec::new())));
    all.extend(of("deadlines", &deadlines, &context, |at| (quote(&deadlines.findings, at), Vec::new())));
    all.extend(of("assignments", &tasks, &context, |at| tasks.place(at)));
    all
}

fn quote<T>(findings: &[Finding<T>], at: usize) -> Span<Restored> {
    findings[at].quote
}

/// The chosen ones of a kind; `place` gives passage and bodies of a proposal.
fn of<P: Proposals>(
    kind: &'static str,
    proposals: &P,
    context: &Context<'_>,
    place: impl Fn(usize) -> (Span<Restored>, Vec<Span<Restored>>),
) -> Vec<Explained> {
    let explained = |chosen: Chosen| {
        let (quote, lead) = place(chosen.index);
        let confidence = chosen.confidence * context.certainty(quote);
        Explained { kind, quote, lead, confidence, own: chosen.reasons, around: chosen.around }
    };
    choose(proposals, context.judges).into_iter().map(explained).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{findings, fixture};

    #[test]
    fn every_judged_finding_has_its_reasons() {
        let text = "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế chủ trì, phối hợp với Sở Tài chính lập kế hoạch, hoàn thành trước ngày 15/5/2026.\n2. Sở Nội vụ tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 20/6/2026.\n";
        let document = fixture::dated("Kế hoạch công tác", "2026-03-02", text);
        let all = explained(&document);
        let found = findings(&document);
        let quotes = |kind: &str| -> Vec<Span<Restored>> {
            all.iter().filter(|e| e.kind == kind).map(|e| e.quote).collect()
        };
        assert_eq!(quotes("deadlines"), found.deadlines.iter().map(|f| f.quote).collect::<Vec<_>>());
        assert!(!found.deadlines.is_empty());
        for explained in &all {
            assert!(!explained.own.is_empty() && !explained.around.is_empty(), "{explained:?}");
        }
    }
}
