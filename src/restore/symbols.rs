//! The closed grammar of document symbols: `56/NQ-HPND` has no likelier reading than `56/NQ-HĐND`.
//!
//! Digits and signs stay. Each group of letters is a group that offices use, or what was read; the groups of one
//! symbol are weighed together, since `NQ-HĐND` is common and `NQ-HPND` was never seen.

use std::collections::{BTreeMap, HashMap};

use super::candidates::{Trie, Walker, Width};
use super::capitals::Shape;
use super::confusion::Channel;
use crate::lexicon::Lexicon;
use crate::vietnamese::spelling;

/// Groups and whole symbols with the natural logarithms of their probabilities.
#[derive(Debug, Clone)]
pub(crate) struct Symbols {
    groups: Vec<(String, f32)>,
    trie: Trie,
    /// By groups of letters joined by hyphens, folded.
    whole: HashMap<String, f32>,
}

/// A reading of a symbol.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SymbolReading {
    /// As it is written.
    pub(crate) text: String,
    /// Natural logarithm of P(read | text) P(text), but for a factor that all readings share.
    pub(crate) score: f32,
}

/// Share of the groups that no list has, natural logarithm, and the probability of each of their letters.
const UNLISTED: f32 = -3.0;
const UNLISTED_LETTER: f32 = -2.5;
/// Readings of a group, and of a whole symbol.
const KEPT: usize = 6;

impl Symbols {
    /// From the list of symbols, the kinds of documents and the abbreviations.
    pub(crate) fn new(lexicon: &Lexicon) -> Symbols {
        let mut counts: BTreeMap<String, (u32, &str)> = BTreeMap::new();
        let mut whole: BTreeMap<String, u32> = BTreeMap::new();
        let mut total = 0u32;
        let mut add = |group: &'static str, count: u32| {
            let entry = counts.entry(spelling(group)).or_insert((0, group));
            entry.0 += count;
        };
        for &(symbol, count) in lexicon.symbols() {
            total += count + 1;
            *whole.entry(spelling(symbol)).or_insert(0) += count + 1;
            for group in symbol.split(['-', '/', '&']).filter(|g| !g.is_empty()) {
                add(group, count + 1);
            }
        }
        for kind in lexicon.document_kinds() {
            if let Some(abbreviation) = kind.abbreviation {
                add(abbreviation, 1);
            }
        }
        for abbreviation in lexicon.abbreviations() {
            let letters = abbreviation.text.chars().all(char::is_alphabetic);
            if letters && abbreviation.text.chars().any(char::is_uppercase) {
                add(abbreviation.text, 1);
            }
        }
        let sum: f32 = counts.values().map(|(count, _)| approximate(*count)).sum();
        let groups: Vec<(String, f32)> = counts
            .values()
            .map(|(count, text)| ((*text).to_owned(), (approximate(*count) / sum).ln()))
            .collect();
        let trie = Trie::new(counts.keys().map(String::as_str).zip(groups.iter().map(|g| g.1)));
        let whole =
            whole.into_iter().map(|(s, count)| (s, (approximate(count) / approximate(total)).ln())).collect();
        Symbols { groups, trie, whole }
    }

    /// The readings of a symbol, best first; what was read is always among them.
    pub(crate) fn readings(&self, read: &[char], channel: &Channel, width: Width) -> Vec<SymbolReading> {
        let mut walker = Walker::new(&self.trie, channel, width);
        // Of the groups so far: text, letters alone, cost of reading, prior of the groups.
        let mut made = vec![(String::new(), String::new(), 0.0f32, 0.0f32, true)];
        let mut rest = read;
        while let Some(&first) = rest.first() {
            let letters = first.is_alphabetic();
            let len = rest.iter().take_while(|c| c.is_alphabetic() == letters).count();
            let (run, after) = rest.split_at(len);
            rest = after;
            let options = if letters { self.group(run, channel, &mut walker) } else { kept(run) };
            let mut next = Vec::new();
            for (text, group, cost, prior, same) in &made {
                for (run, run_cost, run_prior, run_same) in &options {
                    let mut group = group.clone();
                    if letters {
                        if !group.is_empty() {
                            group.push('-');
                        }
                        group.push_str(&spelling(run));
                    }
                    let text = format!("{text}{run}");
                    next.push((text, group, cost + run_cost, prior + run_prior, *same && *run_same));
                }
            }
            next.sort_by(|a, b| (b.3 - b.2).total_cmp(&(a.3 - a.2)).then_with(|| a.0.cmp(&b.0)));
            // What was read goes on, however unlikely.
            let as_read = next.iter().position(|n| n.4).filter(|&at| at >= KEPT * 2);
            if let Some(at) = as_read {
                next.swap(KEPT * 2 - 1, at);
            }
            next.truncate(KEPT * 2);
            made = next;
        }
        let mut readings: Vec<SymbolReading> = made
            .into_iter()
            .map(|(text, groups, cost, prior, _)| {
                let listed = self.whole.get(&groups).copied().unwrap_or(f32::NEG_INFINITY);
                SymbolReading { text, score: super::alignment::log_add(prior, listed) - cost }
            })
            .collect();
        readings.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.text.cmp(&b.text)));
        readings
    }

    /// Readings of a group of letters: text, cost, prior, whether it is what was read.
    fn group(
        &self,
        read: &[char],
        channel: &Channel,
        walker: &mut Walker<'_>,
    ) -> Vec<(String, f32, f32, bool)> {
        let as_read: String = read.iter().collect();
        let identity: f32 = read.iter().map(|&c| channel.identity(c)).sum();
        let unlisted = UNLISTED + UNLISTED_LETTER * approximate_length(read.len());
        let mut out = vec![(as_read.clone(), identity, unlisted, true)];
        // `QH15`, `h` of an hour: a single letter is no group to be looked up.
        if read.len() < 2 {
            return out;
        }
        let mut ends = vec![false; read.len() + 1];
        ends[read.len()] = true;
        for found in walker.walk(read, &ends, Shape::Upper, f32::INFINITY) {
            let (text, prior) = &self.groups[found.entry as usize];
            if *text == as_read {
                out[0].2 = out[0].2.max(*prior);
            } else if spelling(text) == spelling(&as_read) {
                // Only the case differs: offices write `TTr` and `TTR`.
                out[0].2 = out[0].2.max(*prior - 1.0);
            } else {
                out.push((text.clone(), found.cost, *prior, false));
            }
        }
        out.sort_by(|a, b| (b.2 - b.1).total_cmp(&(a.2 - a.1)).then_with(|| a.0.cmp(&b.0)));
        let at = out.iter().position(|o| o.3).unwrap_or(0);
        if at >= KEPT {
            out.swap(KEPT - 1, at);
        }
        out.truncate(KEPT);
        out
    }
}

fn kept(read: &[char]) -> Vec<(String, f32, f32, bool)> {
    vec![(read.iter().collect(), 0.0, 0.0, true)]
}

#[expect(clippy::cast_precision_loss, reason = "counts of symbols")]
fn approximate(count: u32) -> f32 {
    count as f32
}

#[expect(clippy::cast_precision_loss, reason = "letters of a group")]
fn approximate_length(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::super::confusion::{Counts, Prior, Source};
    use super::*;

    const WIDTH: Width = Width { nodes: 100, window: 12.0, words: 8 };

    fn best(read: &str, source: Source) -> String {
        let symbols = Symbols::new(Lexicon::embedded().unwrap());
        let chars: Vec<char> = read.chars().collect();
        let channel = Channel::new(&Prior::new(vec![source]), &[1.0], &Counts::default(), &chars);
        symbols.readings(&chars, &channel, WIDTH)[0].text.clone()
    }

    #[test]
    fn misread_groups_are_looked_up() {
        for (read, symbol) in [
            ("56/NQ-HPND", "56/NQ-HĐND"),
            ("12/QD-UBND", "12/QĐ-UBND"),
            ("30/2020/ND-CP", "30/2020/NĐ-CP"),
            ("/KH-UBNO", "/KH-UBND"),
        ] {
            assert_eq!(best(read, Source::rough(super::super::broken::letters())), symbol);
        }
    }

    #[test]
    fn what_was_read_right_stays() {
        for read in ["56/NQ-HĐND", "7/CTr-SNV", "15/TTr-XYZT", "/BCĐQG-ABX", "72/2025/QH15", "3/QĐ-BCĐ138"]
        {
            assert_eq!(best(read, Source::clean()), read);
        }
    }
}
