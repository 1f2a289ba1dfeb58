//! Which proposed tasks are held for true: by neighbours, and one reading where several shut each other out.

use std::collections::BTreeMap;

use super::features::{features, way};
use super::propose::{At, How, Proposal, Proposed};
use crate::extract::judge::{Features, Proposals};

impl Proposals for Proposed<'_, '_> {
    const KIND: &'static str = "assignments";
    fn features(&self) -> Vec<Features> {
        features(self)
    }

    fn again(&self, first: &[f64]) -> Vec<Features> {
        let near = Near::new(self, first);
        (0..self.list.len()).map(|at| near.features(at)).collect()
    }

    fn choose(&self, probabilities: &[f64], threshold: f64) -> Vec<usize> {
        let mut order: Vec<usize> =
            (0..self.list.len()).filter(|at| probabilities[*at] >= threshold).collect();
        order.sort_by(|a, b| probabilities[*b].total_cmp(&probabilities[*a]).then(a.cmp(b)));
        let mut chosen: Vec<usize> = Vec::new();
        for at in order {
            let shut_out = |other: &usize| excludes(&self.list[*other], &self.list[at]);
            if !chosen.iter().any(shut_out) {
                chosen.push(at);
            }
        }
        chosen.sort_by_key(|at| (self.list[*at].quote.start(), *at));
        chosen
    }
}

/// Whether two proposals are readings of the same words.
fn excludes(a: &Proposal, b: &Proposal) -> bool {
    if a.unit != b.unit {
        return false;
    }
    match (&a.how, &b.how) {
        (How::Named { clause: c, at: p }, How::Named { clause: d, at: q }) => {
            // Of one clause a second body is told something only behind a word of asking or a mark.
            let apart = |at: &At| matches!(at, At::Asked | At::Colon | At::Comma);
            c == d && (a.at.overlaps(b.at) || !(apart(p) || apart(q)))
        }
        (
            How::Carried { clause: c },
            How::Carried { clause: d } | How::Named { clause: d, at: At::Start | At::Clause },
        )
        | (How::Named { clause: d, at: At::Start | At::Clause }, How::Carried { clause: c }) => c == d,
        (How::Row { part: a }, How::Row { part: b }) => a == b || *a == 0 || *b == 0,
        (How::Enforcers, _) | (_, How::Enforcers) => a.at.overlaps(b.at),
        (How::Carried { .. }, _) | (_, How::Carried { .. }) => false,
        (How::Named { clause, .. }, _) | (_, How::Named { clause, .. }) => *clause == 0,
        _ => true,
    }
}

/// What the first pass says, by place.
struct Near<'a, 'c, 'd> {
    proposed: &'a Proposed<'c, 'd>,
    said: &'a [f64],
    /// The proposals of each unit.
    of_unit: Vec<Vec<usize>>,
    /// How likely the units are tasks, on the whole; `None` where nothing is proposed.
    mean: Option<f64>,
    /// Those that inherit from each list, by where it begins and ends.
    of_list: BTreeMap<(usize, usize), Vec<usize>>,
}

impl<'a, 'c, 'd> Near<'a, 'c, 'd> {
    fn new(proposed: &'a Proposed<'c, 'd>, said: &'a [f64]) -> Near<'a, 'c, 'd> {
        let mut of_unit = vec![Vec::new(); proposed.units.len()];
        let mut of_list: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (at, proposal) in proposed.list.iter().enumerate() {
            of_unit[proposal.unit].push(at);
            if matches!(proposal.how, How::Inherited { .. } | How::Subject(_)) {
                of_list.entry((proposal.at.start(), proposal.at.end())).or_default().push(at);
            }
        }
        let best: Vec<f64> = of_unit
            .iter()
            .filter(|of| !of.is_empty())
            .map(|of| of.iter().map(|at| said[*at]).fold(0.0, f64::max))
            .collect();
        let mean = (!best.is_empty()).then(|| best.iter().sum::<f64>() / best.len() as f64);
        Near { proposed, said, of_unit, mean, of_list }
    }

    /// The likeliest proposal of a unit, 0 where nothing is proposed.
    fn best(&self, unit: usize) -> f64 {
        self.of_unit[unit].iter().map(|at| self.said[*at]).fold(0.0, f64::max)
    }

    /// The likeliest of a unit that is come by as another one is: by its own words, or from the same place above.
    fn alike(&self, unit: usize, as_this: &Proposal) -> Option<f64> {
        let same = |other: &Proposal| match (&as_this.how, &other.how) {
            (How::Inherited { list: a, .. }, How::Inherited { list: b, .. }) => a == b,
            (How::Subject(_), How::Subject(_)) => as_this.at == other.at,
            (How::Named { at: a, .. }, How::Named { at: b, .. }) => a == b,
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        };
        let of = self.of_unit[unit].iter().filter(|at| same(&self.proposed.list[**at]));
        of.map(|at| self.said[*at]).reduce(f64::max)
    }

    fn features(&self, at: usize) -> Features {
        let units = &self.proposed.units;
        let proposal = &self.proposed.list[at];
        let unit = &units[proposal.unit];
        let mut features = Features::default();
        features.yes(format!("by={}", way(proposal)));
        let said = self.said[at].clamp(0.001, 0.999);
        features.amount("first pass", (said / (1.0 - said)).ln() / 2.0);
        let mut amount = |name: &str, value: Option<f64>| match value {
            Some(value) => {
                features.amount(name.to_owned(), value);
                let size = if value < 0.1 {
                    "low"
                } else if value < 0.4 {
                    "some"
                } else if value < 0.7 {
                    "high"
                } else {
                    "sure"
                };
                features.yes(format!("{name}={size}"));
            }
            None => features.yes(format!("{name}=none")),
        };
        let siblings: Vec<usize> = match unit.above.first() {
            Some(parent) => units[*parent].below.clone(),
            None => Vec::new(),
        };
        let siblings: Vec<usize> = siblings
            .into_iter()
            .filter(|i| *i != proposal.unit && units[*i].shape == unit.shape && !units[*i].attribute)
            .collect();
        let mean = |list: &[f64]| (!list.is_empty()).then(|| list.iter().sum::<f64>() / list.len() as f64);
        let alike: Vec<f64> = siblings.iter().filter_map(|i| self.alike(*i, proposal)).collect();
        amount("siblings alike", mean(&alike));
        amount("siblings", mean(&siblings.iter().map(|i| self.best(*i)).collect::<Vec<_>>()));
        let before = siblings.iter().rev().find(|i| **i < proposal.unit);
        let after = siblings.iter().find(|i| **i > proposal.unit);
        amount("sibling before", before.map(|i| self.alike(*i, proposal).unwrap_or(0.0)));
        amount("sibling after", after.map(|i| self.alike(*i, proposal).unwrap_or(0.0)));
        let below: Vec<f64> = unit.below.iter().map(|i| self.best(*i)).collect();
        amount("below", mean(&below));
        amount("best below", below.iter().copied().reduce(f64::max));
        amount("unit before", proposal.unit.checked_sub(1).map(|i| self.best(i)));
        amount("unit after", (proposal.unit + 1 < units.len()).then(|| self.best(proposal.unit + 1)));
        amount("document", self.mean);
        amount("elsewhere in the unit", {
            let others =
                self.of_unit[proposal.unit].iter().filter(|i| !excludes(&self.proposed.list[**i], proposal));
            others.map(|i| self.said[*i]).reduce(f64::max)
        });
        let rivals = self.of_unit[proposal.unit].iter().filter(|i| **i != at);
        let rivals = rivals.filter(|i| excludes(&self.proposed.list[**i], proposal));
        amount("rival", rivals.map(|i| self.said[*i]).reduce(f64::max));
        // All that inherits from the same list.
        if let How::Inherited { .. } | How::Subject(_) = &proposal.how {
            let all =
                self.of_list.get(&(proposal.at.start(), proposal.at.end())).map_or(&[][..], Vec::as_slice);
            let all: Vec<f64> = all.iter().filter(|i| **i != at).map(|i| self.said[*i]).collect();
            amount("all of the governor", mean(&all));
        }
        if let How::Inherited { governor, .. } = &proposal.how {
            amount("governor itself", Some(self.best(*governor)));
        } else if let Some(parent) = unit.above.first() {
            amount("parent", Some(self.best(*parent)));
        }
        features
    }
}
