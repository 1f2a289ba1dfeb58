//! Five folds over marked documents: each fifth is read with judges that have learned from the others.

use std::collections::BTreeSet;

use super::Library;
use super::library::Samples;
use crate::evaluate::Report;
use crate::extract::judge::{Judges, Proposals};
use crate::extract::{assignment, deadline, target};

/// Words of a shingle: so many in a row are hardly shared by chance.
const SHINGLE: usize = 8;
/// Documents that share more of the smaller one's shingles are near copies.
const COPIED: f64 = 0.15;

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

/// For each text the number of its group, from 0: texts that share much of their words are of one.
pub(super) fn groups(texts: &[&str]) -> Vec<usize> {
    let shingles: Vec<BTreeSet<u64>> = texts.iter().map(|text| shingles(text)).collect();
    let mut group: Vec<usize> = (0..texts.len()).collect();
    for b in 0..texts.len() {
        for a in 0..b {
            let (short, long) = if shingles[a].len() < shingles[b].len() { (a, b) } else { (b, a) };
            let common = shingles[short].intersection(&shingles[long]).count();
            if common as f64 > COPIED * shingles[short].len().max(1) as f64 {
                let (from, to) = (group[b], group[a]);
                group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
            }
        }
    }
    let kept: BTreeSet<usize> = group.iter().copied().collect();
    group.iter().map(|g| kept.range(..g).count()).collect()
}

/// Every run of words of a text as a number.
fn shingles(text: &str) -> BTreeSet<u64> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words
        .windows(SHINGLE)
        .map(|run| {
            // FNV-1a: the same number on every machine.
            run.iter()
                .flat_map(|word| word.bytes().chain([b' ']))
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
                })
        })
        .collect()
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
    fn near_copies_are_of_one_group() {
        let words: Vec<String> = (0..60).map(|i| format!("w{i}")).collect();
        let text = words.join(" ");
        let copy = format!("{} and more words that stand only here", words[..40].join(" "));
        let other: String = (60..120).map(|i| format!("w{i} ")).collect();
        assert_eq!(groups(&[&other, &text, &copy]), [0, 1, 1]);
    }

    #[test]
    fn groups_stay_whole_and_folds_even() {
        let samples = [(0, 50), (1, 30), (0, 50), (2, 30), (3, 40)];
        let folds = parted(&samples, 2);
        assert_eq!(folds[0], folds[2]);
        assert_eq!(folds.iter().filter(|f| **f == folds[0]).count(), 2);
    }
}
