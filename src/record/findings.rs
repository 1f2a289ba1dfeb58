//! Findings in the form of the record: with ids, quotes and places.

use std::collections::BTreeMap;

use super::evidence::evidence;
use super::probability;
use super::types::*;
use crate::digest::sha256;
use crate::document::Document as Model;
use crate::extract::{self, Finding, Mention};
use crate::vietnamese::{fold, strip_marks, syllables};

/// The findings of one document, about to be put into its record.
pub(super) struct Findings<'a> {
    model: &'a Model,
    found: &'a extract::Findings,
    target_ids: Vec<String>,
    deadline_ids: Vec<String>,
    assignment_ids: Vec<String>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(model: &'a Model, found: &'a extract::Findings, document: &str) -> Findings<'a> {
        Findings {
            model,
            found,
            target_ids: ids(model, document, "t", &found.targets),
            deadline_ids: ids(model, document, "d", &found.deadlines),
            assignment_ids: ids(model, document, "a", &found.assignments),
        }
    }

    pub(super) fn targets(&self) -> Vec<Target> {
        self.found
            .targets
            .iter()
            .zip(&self.target_ids)
            .map(|(finding, id)| self.target(finding, id))
            .collect()
    }

    fn target(&self, finding: &Finding<extract::Target>, id: &str) -> Target {
        let target = &finding.value;
        Target {
            id: id.to_owned(),
            indicator: target.indicator.clone(),
            direction: target.direction,
            comparison: target.comparison,
            value: Amount(target.quantity.value),
            value_max: target.quantity.value_max.map(Amount),
            unit: target.quantity.unit.clone(),
            per: target.per.clone(),
            baseline: target.baseline.clone(),
            part_of: target.part_of.map(|whole| self.target_ids[whole].clone()),
            written: target.written.clone(),
            period: target.period.clone(),
            agencies: self.mentions(&target.agencies),
            grounds: self.grounds(finding),
        }
    }

    pub(super) fn deadlines(&self) -> Vec<Deadline> {
        self.found
            .deadlines
            .iter()
            .zip(&self.deadline_ids)
            .map(|(finding, id)| self.deadline(finding, id))
            .collect()
    }

    fn deadline(&self, finding: &Finding<extract::Deadline>, id: &str) -> Deadline {
        let deadline = &finding.value;
        Deadline {
            id: id.to_owned(),
            task: deadline.task.clone(),
            due: deadline.due.clone(),
            recurrence: deadline.recurrence.clone(),
            agencies: self.mentions(&deadline.agencies),
            grounds: self.grounds(finding),
        }
    }

    pub(super) fn assignments(&self) -> Vec<Assignment> {
        self.found
            .assignments
            .iter()
            .zip(&self.assignment_ids)
            .map(|(finding, id)| self.assignment(finding, id))
            .collect()
    }

    fn assignment(&self, finding: &Finding<extract::Assignment>, id: &str) -> Assignment {
        let assignment = &finding.value;
        Assignment {
            id: id.to_owned(),
            task: assignment.task.clone(),
            lead: self.mentions(&assignment.lead),
            support: self.mentions(&assignment.support),
            report_to: self.mentions(&assignment.report_to),
            deadlines: assignment.deadlines.iter().map(|i| self.deadline_ids[*i].clone()).collect(),
            product: assignment.product.clone(),
            grounds: self.grounds(finding),
        }
    }

    fn grounds<T>(&self, finding: &Finding<T>) -> Grounds {
        Grounds {
            quote: self.model.quote(finding.quote),
            place_in_outline: finding.place_in_outline.clone(),
            confidence: probability(f64::from(finding.confidence)),
            rule: finding.rule.to_owned(),
            evidence: evidence(self.model, &finding.evidence),
            checked: None,
        }
    }

    fn mentions(&self, mentions: &[Mention]) -> Vec<AgencyMention> {
        mentions
            .iter()
            .map(|mention| {
                let entry = mention.agency.map(|i| &self.found.agencies[i]);
                AgencyMention {
                    agency: entry.map(|e| e.id.clone()),
                    name: entry.map_or_else(|| mention.written.clone(), |e| e.name.clone()),
                    written: mention.written.clone(),
                }
            })
            .collect()
    }

    pub(super) fn agencies(&self) -> Vec<Agency> {
        self.found.agencies.clone()
    }

    pub(super) fn references(&self) -> Vec<Reference> {
        let references = self.found.references.iter().map(|finding| Reference {
            kind: finding.value.kind.clone(),
            number: finding.value.number.clone(),
            symbol: finding.value.symbol.clone(),
            date: finding.value.date,
            issuer: finding.value.issuer.clone(),
            subject: finding.value.subject.clone(),
            relation: finding.value.relation,
            quote: self.model.quote(finding.quote),
            confidence: probability(f64::from(finding.confidence)),
            evidence: evidence(self.model, &finding.evidence),
        });
        references.collect()
    }

    pub(super) fn emulation(&self) -> Option<Emulation> {
        let finding = self.found.emulation.as_ref()?;
        Some(Emulation { found: finding.value.clone(), evidence: evidence(self.model, &finding.evidence) })
    }
}

/// Ids that a new reading of the same document gives again: from the document, the place in the outline, and the
/// letters of the quote without marks, which hold when a diacritic is read better. Equal ones are told apart by a
/// count in document order.
fn ids<T>(model: &Model, document: &str, kind: &str, findings: &[Finding<T>]) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let ids = findings.iter().map(|finding| {
        let letters = strip_marks(&syllables(&model.text[finding.quote.range()]).concat());
        let place = fold(finding.place_in_outline.as_deref().unwrap_or(""));
        let hash = &sha256(format!("{document}\n{kind}\n{place}\n{letters}").as_bytes())[..12];
        let count = seen.entry(hash.to_owned()).and_modify(|n| *n += 1).or_insert(1);
        if *count == 1 { format!("{kind}-{hash}") } else { format!("{kind}-{hash}-{count}") }
    });
    ids.collect()
}
