//! Five folds over marked documents: each fifth is read with judges that have learned from the others.

use std::collections::BTreeMap;

use super::Library;
use super::library::Samples;
use crate::evaluate::Report;
use crate::extract::judge::{Judges, Proposals};
use crate::extract::{assignment, deadline, target};

/// All kinds for which there is a judge.
pub(super) const ALL: [&str; 3] =
    [assignment::Proposed::KIND, deadline::Proposed::KIND, target::Proposed::KIND];

/// A fold, from 0, for each of some samples, given by group and size: groups are kept whole, and folds are about as
/// large as each other.
pub(super) fn parted(samples: &[(usize, usize)], folds: usize) -> Vec<usize> {
    let groups = samples.iter().map(|(group, _)| group + 1).max().unwrap_or(0);
    let mut sizes = vec![(0, 0); groups];
    for (group, size) in samples {
        sizes[*group].0 += size;
        sizes[*group].1 = *group;
    }
    sizes.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut filled = vec![0; folds];
    let mut fold_of = vec![0; groups];
    for (size, group) in sizes {
        let least = (0..folds).min_by_key(|fold| filled[*fold]).unwrap_or(0);
        // An empty sample counts too, or all of them would go into one fold.
        filled[least] += size + 1;
        fold_of[group] = least;
    }
    samples.iter().map(|(group, _)| fold_of[*group]).collect()
}

/// Reads each fold with judges of the other ones, and compares. Documents that are not of marks (`show` mistakes of each
/// are listed) only teach.
pub(crate) fn folds(library: &Library, folds: usize, show: usize, report: &mut dyn FnMut(&str)) -> Report {
    let all = &library.documents;
    let fold_of = parted(&all.iter().map(|d| (d.group, d.document.text.len())).collect::<Vec<_>>(), folds);
    let mut rows = Vec::new();
    let mut given: BTreeMap<&str, Vec<(f32, bool)>> = BTreeMap::new();
    let none = Judges::default();
    let contexts = library.contexts(&none);
    let samples = Samples::new(library, &contexts);
    samples.ceilings().iter().for_each(|line| report(line));
    for fold in 0..folds {
        let others: Vec<usize> = (0..all.len()).filter(|i| fold_of[*i] != fold).collect();
        let judges = samples.judges(&others, &ALL);
        for (index, document) in all.iter().enumerate().filter(|(index, _)| fold_of[*index] == fold) {
            for (kind, of_document) in samples.given(index, &judges) {
                given.entry(kind).or_default().extend(of_document);
            }
            rows.push(document.judged(&judges, show));
        }
    }
    given.iter().for_each(|(kind, given)| report(&tenths(kind, given)));
    rows.sort_by(|a, b| a.document.cmp(&b.document));
    Report { rows }
}

/// How stated confidence compares with what was right, by tenths: mean of what was said, share that was right, how many.
fn tenths(kind: &str, given: &[(f32, bool)]) -> String {
    let mut parts = Vec::new();
    for tenth in 0..10_u8 {
        let (from, to) = (f32::from(tenth) / 10.0, f32::from(tenth + 1) / 10.0);
        let inside: Vec<&(f32, bool)> =
            given.iter().filter(|(said, _)| *said >= from && (*said < to || tenth == 9)).collect();
        if inside.is_empty() {
            continue;
        }
        let all = inside.len() as f64;
        let said = inside.iter().map(|(said, _)| f64::from(*said)).sum::<f64>() / all;
        let right = inside.iter().filter(|(_, right)| *right).count() as f64 / all;
        parts.push(format!("{said:.2} {right:.2} ({})", inside.len()));
    }
    format!("{kind}, confidence and share right by tenths: {}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_is_compared_by_tenths() {
        let given = [(0.42, true), (0.48, false), (0.97, true), (1.0, true)];
        assert_eq!(
            tenths("things", &given),
            "things, confidence and share right by tenths: 0.45 0.50 (2), 0.99 1.00 (2)"
        );
    }

    #[test]
    fn groups_stay_whole_and_folds_even() {
        let samples = [(0, 50), (1, 30), (0, 50), (2, 30), (3, 40)];
        let folds = parted(&samples, 2);
        assert_eq!(folds[0], folds[2]);
        assert_eq!(folds.iter().filter(|f| **f == folds[0]).count(), 2);
    }
}
