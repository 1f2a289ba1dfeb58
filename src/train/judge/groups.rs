//! Documents that share much of their words, such as drafts of one text, are kept together.

use std::collections::BTreeSet;

/// Words of a shingle: so many in a row are hardly shared by chance.
const SHINGLE: usize = 8;
/// Documents that share more of the smaller one's shingles are near copies.
const COPIED: f64 = 0.15;

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
}
