//! Counts n-grams of each source and joins the sources, as sorted levels that know their parents and suffixes.

use std::thread;

/// The break, which is never followed by itself and ends every history.
const BREAK: u64 = 0;

/// Bits of a word in a key.
const WORD: u32 = 16;

/// The n-grams of one length. All lists run over the n-grams in the order of their keys.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Level {
    /// The words, 16 bits each, the last word lowest. Rising.
    pub keys: Vec<u64>,
    /// For each source: how often, or, below the longest n-grams and unless it begins a sentence, after how many
    /// different words.
    pub adjusted: Vec<Vec<u32>>,
    /// For each source: how often.
    pub raw: Vec<Vec<u32>>,
    /// Index of the n-gram without its first word in the level below. Empty for single words.
    pub suffix: Vec<u32>,
    /// Index of the first continuation in the level above, and one more at the end. Empty for the longest.
    pub children: Vec<u32>,
}

/// All n-grams of all sources, single words first.
#[derive(Debug)]
pub(crate) struct Counts {
    /// By length less one.
    pub levels: Vec<Level>,
}

/// One n-gram of one source.
#[derive(Clone, Copy)]
struct Entry {
    key: u64,
    adjusted: u32,
    raw: u32,
}

/// Counts the n-grams up to `order` words of all sources. Single words are all of `0..words`.
///
/// # Panics
/// When `order` is not 2 to 4.
pub(crate) fn count(sources: &[&[u16]], order: usize, words: usize) -> Counts {
    assert!((2..=4).contains(&order), "keys hold up to four words");
    // Lists of entries by source, then by level.
    let mut by_source: Vec<Vec<Vec<Entry>>> = sources.iter().map(|ids| source_levels(ids, order)).collect();
    let mut levels: Vec<Level> = Vec::new();
    for _ in 0..order {
        let lists: Vec<Vec<Entry>> =
            by_source.iter_mut().map(|levels| levels.pop().expect("a list for each level")).collect();
        levels.push(join(&lists));
    }
    // The lists came longest last, and were taken from the end.
    levels.reverse();
    fill(&mut levels[0], words);
    for length in 1..order {
        let (below, above) = levels.split_at_mut(length);
        let below = &mut below[length - 1];
        below.children = children(&below.keys, &above[0].keys);
        above[0].suffix = suffixes(&below.keys, &above[0].keys, length);
    }
    Counts { levels }
}

/// The entries of one source, single words first, each sorted.
fn source_levels(ids: &[u16], order: usize) -> Vec<Vec<Entry>> {
    let mut levels = vec![grams(ids, order)];
    for length in (1..order).rev() {
        let above = levels.last().expect("the longest is there");
        let mut lower = begins(ids, length);
        lower.extend(shortened(above, length));
        lower.sort_unstable_by_key(|e| e.key);
        levels.push(lower);
    }
    levels.reverse();
    levels
}

/// All n-grams of `length` words within sentences, counted.
fn grams(ids: &[u16], length: usize) -> Vec<Entry> {
    let mut keys: Vec<u64> = ids
        .windows(length)
        .filter(|gram| gram[1..length - 1].iter().all(|&id| u64::from(id) != BREAK))
        .map(key)
        .collect();
    sort(&mut keys);
    counted(&keys)
}

/// The first `length` words of every sentence, its leading break counted; single words have none.
fn begins(ids: &[u16], length: usize) -> Vec<Entry> {
    if length < 2 {
        return Vec::new();
    }
    let mut keys: Vec<u64> = ids
        .windows(length)
        .filter(|gram| {
            u64::from(gram[0]) == BREAK && gram[1..length - 1].iter().all(|&id| u64::from(id) != BREAK)
        })
        .map(key)
        .collect();
    sort(&mut keys);
    counted(&keys)
}

/// The n-grams of the level below that do not begin a sentence: each from those that it ends.
fn shortened(above: &[Entry], length: usize) -> Vec<Entry> {
    let mask = mask(length);
    let mut all: Vec<(u64, u32)> = above.iter().map(|e| (e.key & mask, e.raw)).collect();
    all.sort_unstable_by_key(|&(key, _)| key);
    all.chunk_by(|a, b| a.0 == b.0)
        .map(|same| Entry {
            key: same[0].0,
            adjusted: u32::try_from(same.len()).expect("counts stay under 2^32"),
            raw: same.iter().map(|&(_, raw)| raw).sum(),
        })
        .collect()
}

fn counted(keys: &[u64]) -> Vec<Entry> {
    keys.chunk_by(|a, b| a == b)
        .map(|same| {
            let count = u32::try_from(same.len()).expect("counts stay under 2^32");
            Entry { key: same[0], adjusted: count, raw: count }
        })
        .collect()
}

fn key(gram: &[u16]) -> u64 {
    gram.iter().fold(0, |key, &id| key << WORD | u64::from(id))
}

/// Sorts by halves on two threads.
fn sort(keys: &mut [u64]) {
    let middle = keys.len() / 2;
    let (low, high) = keys.split_at_mut(middle);
    thread::scope(|scope| {
        scope.spawn(|| low.sort_unstable());
        high.sort_unstable();
    });
    // A stable sort merges two sorted runs in one pass.
    keys.sort();
}

/// Joins sorted lists of sources; where a source lacks an n-gram, its counts are 0.
fn join(lists: &[Vec<Entry>]) -> Level {
    let mut keys: Vec<u64> = Vec::new();
    let mut at = vec![0; lists.len()];
    let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
    let mut adjusted = vec![Vec::with_capacity(longest); lists.len()];
    let mut raw = vec![Vec::with_capacity(longest); lists.len()];
    while let Some(key) = lists.iter().zip(&at).filter_map(|(list, &i)| list.get(i)).map(|e| e.key).min() {
        keys.push(key);
        for (source, list) in lists.iter().enumerate() {
            let entry = list.get(at[source]).filter(|e| e.key == key);
            at[source] += usize::from(entry.is_some());
            adjusted[source].push(entry.map_or(0, |e| e.adjusted));
            raw[source].push(entry.map_or(0, |e| e.raw));
        }
    }
    Level { keys, adjusted, raw, suffix: Vec::new(), children: Vec::new() }
}

/// Puts in the single words that no source has.
fn fill(level: &mut Level, words: usize) {
    let spread = |counts: &[u32]| {
        let mut out = vec![0; words];
        for (&key, &count) in level.keys.iter().zip(counts) {
            out[usize::try_from(key).expect("an id of 16 bits")] = count;
        }
        out
    };
    let adjusted = level.adjusted.iter().map(|counts| spread(counts)).collect();
    let raw = level.raw.iter().map(|counts| spread(counts)).collect();
    level.keys = (0..words as u64).collect();
    level.adjusted = adjusted;
    level.raw = raw;
}

/// Where the continuations of each key begin.
fn children(keys: &[u64], above: &[u64]) -> Vec<u32> {
    let mut out = Vec::with_capacity(keys.len() + 1);
    let mut at = 0;
    for &key in keys {
        out.push(index(at));
        while above.get(at).is_some_and(|child| child >> WORD == key) {
            at += 1;
        }
    }
    assert_eq!(at, above.len(), "the beginning of an n-gram is an n-gram");
    out.push(index(at));
    out
}

/// Where each key of the level above is, without its first word, among keys of `length` words.
fn suffixes(keys: &[u64], above: &[u64], length: usize) -> Vec<u32> {
    let mask = mask(length);
    let mut from = 0;
    above
        .iter()
        .map(|&key| {
            let wanted = key & mask;
            // Within one context the suffixes rise too, so the search goes on where it was.
            if keys.get(from).is_none_or(|&k| k > wanted) {
                from = 0;
            }
            from += gallop(&keys[from..], wanted);
            assert_eq!(keys.get(from), Some(&wanted), "the end of an n-gram is an n-gram");
            index(from)
        })
        .collect()
}

/// The first place whose key is not under the wanted one, found fast when it is near the beginning.
fn gallop(keys: &[u64], wanted: u64) -> usize {
    let mut step = 1;
    while step < keys.len() && keys[step] < wanted {
        step *= 2;
    }
    let low = step / 2;
    low + keys[low..keys.len().min(step + 1)].partition_point(|&k| k < wanted)
}

/// The bits of the last `length` words.
fn mask(length: usize) -> u64 {
    (1u64 << (WORD * u32::try_from(length).expect("at most four"))) - 1
}

fn index(i: usize) -> u32 {
    u32::try_from(i).expect("fewer than 2^32 n-grams")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(level: &Level, words: &[u16]) -> usize {
        level.keys.iter().position(|&k| k == key(words)).unwrap()
    }

    #[test]
    fn grams_stay_within_sentences_and_know_their_kin() {
        // Two sentences: a b a, and a b; a = 4, b = 5. A second source has: b a.
        let first = [0, 4, 5, 4, 0, 4, 5, 0];
        let second = [0, 5, 4, 0];
        let counts = count(&[&first, &second], 3, 6);
        let [words, pairs, threes] = &counts.levels[..] else { panic!("three levels") };
        assert_eq!(words.keys, [0, 1, 2, 3, 4, 5]);
        // a stands three times in the first source, after the break and after b.
        assert_eq!((words.raw[0][4], words.adjusted[0][4]), (3, 2));
        // Pairs: break a, break b, a break, a b, b break, b a.
        assert_eq!(pairs.keys.len(), 6);
        let begin = at(pairs, &[0, 4]);
        assert_eq!((pairs.raw[0][begin], pairs.adjusted[0][begin], pairs.raw[1][begin]), (2, 2, 0));
        // `a b` stands twice, both times after the break.
        let ab = at(pairs, &[4, 5]);
        assert_eq!((pairs.raw[0][ab], pairs.adjusted[0][ab]), (2, 1));
        // No n-gram runs across the break.
        assert!(threes.keys.iter().all(|k| (k >> 16) & 0xffff != 0));
        let aba = at(threes, &[4, 5, 4]);
        assert_eq!(threes.suffix[aba] as usize, at(pairs, &[5, 4]));
        let children = pairs.children[ab] as usize..pairs.children[ab + 1] as usize;
        assert!(children.contains(&aba));
        assert_eq!(*pairs.children.last().unwrap() as usize, threes.keys.len());
    }
}
