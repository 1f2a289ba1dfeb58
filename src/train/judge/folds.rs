//! Five folds over marked documents: each fifth is read with judges that have learned from the others.

use super::Library;
use super::library::Samples;
use crate::evaluate::Report;
use crate::extract::judge::{Judges, Proposals};
use crate::extract::{assignment, deadline, target};

/// All kinds for which there is a judge, in use or not.
const ALL: [&str; 3] = [assignment::Proposed::KIND, deadline::Proposed::KIND, target::Proposed::KIND];

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
    let none = Judges::default();
    let contexts = library.contexts(&none);
    let samples = Samples::new(library, &contexts);
    samples.ceilings().iter().for_each(|line| report(line));
    for fold in 0..folds {
        let others: Vec<usize> = (0..all.len()).filter(|i| fold_of[*i] != fold).collect();
        let judges = samples.judges(&others, &ALL);
        for document in all.iter().zip(&fold_of).filter(|(_, f)| **f == fold).map(|(d, _)| d) {
            rows.push(document.judged(&judges, show));
        }
    }
    rows.sort_by(|a, b| a.document.cmp(&b.document));
    Report { rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stay_whole_and_folds_even() {
        let samples = [(0, 50), (1, 30), (0, 50), (2, 30), (3, 40)];
        let folds = parted(&samples, 2);
        assert_eq!(folds[0], folds[2]);
        assert_eq!(folds.iter().filter(|f| **f == folds[0]).count(), 2);
    }
}
