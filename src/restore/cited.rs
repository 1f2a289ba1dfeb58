//! Documents that many others cite: what is known of them by their symbols, and which of them a garbled symbol is.

use std::path::Path;

use jiff::civil::Date;

use super::digits;
use crate::error::{Error, Result};
use crate::lexicon::files;
use crate::vietnamese as text;
use crate::vietnamese::letters::Letter;

const PATH: &str = "dictionaries/cited.tsv";

/// A document that at least three others cite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// `126/2024/NĐ-CP`.
    pub symbol: &'static str,
    /// `Nghị định`; empty where citations do not agree.
    pub kind: &'static str,
    /// Its date, where citations agree on one.
    pub date: Option<Date>,
    /// `Chính phủ`; empty where citations do not agree.
    pub issuer: &'static str,
    /// The first words of its title; may be empty.
    pub title: &'static str,
    /// How many documents cite it.
    pub count: u32,
}

/// All of them, in the order of their symbols' bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedList(Vec<Cited>);

/// The most that reading one character of a symbol may cost on average (negative natural logarithm).
const DEAREST: f32 = 1.25;
/// A character that was not read, or read where nothing was printed.
const GAP: f32 = 3.5;
/// A letter read as one that does not look like it.
const UNLIKE: f32 = 3.0;
/// A date beside a symbol that is that of the document is worth this much.
const SAME_DATE: f32 = 5.0;

impl CitedList {
    /// The list that is part of the program.
    ///
    /// # Errors
    /// [`Error::Dictionary`] with the line that breaks the format.
    pub fn embedded() -> Result<CitedList> {
        CitedList::parse(files::CITED)
    }

    fn parse(list: &'static str) -> Result<CitedList> {
        let mut entries: Vec<Cited> = Vec::new();
        for (number, line) in (1..).zip(list.lines()).filter(|(_, line)| !line.starts_with('#')) {
            let error = |reason: &str| Error::Dictionary {
                path: Path::new(PATH).to_owned(),
                line: number,
                reason: reason.to_owned(),
            };
            let fields: Vec<&str> = line.split('\t').collect();
            let [symbol, kind, date, issuer, title, count] = fields[..] else {
                return Err(error("has not six columns"));
            };
            if entries.last().is_some_and(|above| above.symbol >= symbol) {
                return Err(error("must come before the line above"));
            }
            let date = match date {
                "" => None,
                date => Some(date.parse().map_err(|_| error("has no day as its date"))?),
            };
            let count = count.parse().map_err(|_| error("has no number as its count"))?;
            entries.push(Cited { symbol, kind, date, issuer, title, count });
        }
        Ok(CitedList(entries))
    }

    /// The document of a symbol as it is written.
    pub fn get(&self, symbol: &str) -> Option<&Cited> {
        self.0.binary_search_by(|entry| entry.symbol.cmp(symbol)).ok().map(|at| &self.0[at])
    }

    /// The documents that a garbled symbol may be, the likeliest first, with their shares, 0 to 1. `kind` is the kind
    /// written before it, lower case, `date` the day that is written behind it; either may be unknown.
    pub(super) fn readings(
        &self,
        read: &[char],
        kind: Option<&str>,
        date: Option<Date>,
    ) -> Vec<(&Cited, f32)> {
        let mut found: Vec<(&Cited, f32)> = Vec::new();
        for entry in &self.0 {
            let length = entry.symbol.chars().count();
            if length.abs_diff(read.len()) > 2 || kind.is_some_and(|kind| text::fold(entry.kind) != kind) {
                continue;
            }
            // The day that was read can be taken at its word only where it was read without a slip.
            let dated = match (date, entry.date) {
                (Some(a), Some(b)) if a == b => SAME_DATE,
                (Some(_), Some(_)) => continue,
                _ => 0.0,
            };
            #[expect(clippy::cast_precision_loss, reason = "characters of a symbol, documents that cite it")]
            let (limit, prior) = (DEAREST * length as f32 + dated, (entry.count as f32).ln());
            if let Some(cost) = reading_cost(entry.symbol, read).filter(|cost| *cost <= limit) {
                found.push((entry, prior + dated - cost));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.symbol.cmp(b.0.symbol)));
        let Some(&(_, best)) = found.first() else { return found };
        let sum: f32 = found.iter().map(|(_, score)| (score - best).exp()).sum();
        found.iter_mut().for_each(|(_, score)| *score = (*score - best).exp() / sum);
        found
    }
}

/// What it costs that a symbol was read so; none where a digit of it was read as what does not look like it.
fn reading_cost(symbol: &str, read: &[char]) -> Option<f32> {
    let printed: Vec<char> = symbol.chars().collect();
    let width = read.len() + 1;
    let mut costs = vec![f32::INFINITY; (printed.len() + 1) * width];
    costs[0] = 0.0;
    for i in 0..=printed.len() {
        for j in 0..=read.len() {
            let here = costs[i * width + j];
            if here.is_infinite() {
                continue;
            }
            let mut reach = |at: usize, cost: f32| costs[at] = costs[at].min(cost);
            if i < printed.len() && j < read.len() {
                reach((i + 1) * width + j + 1, here + character_cost(printed[i], read[j]));
            }
            // A digit is never made of nothing.
            if i < printed.len() && !printed[i].is_ascii_digit() {
                reach((i + 1) * width + j, here + GAP);
            }
            if j < read.len() && !read[j].is_ascii_digit() {
                reach(i * width + j + 1, here + GAP);
            }
        }
    }
    costs.last().copied().filter(|cost| cost.is_finite())
}

fn character_cost(printed: char, read: char) -> f32 {
    if printed.is_ascii_digit() || matches!(printed, '/' | '-') {
        let unlike = if printed.is_ascii_digit() { f32::INFINITY } else { UNLIKE };
        return digits::cost(printed, read).unwrap_or(unlike);
    }
    let base = |c: char| Letter::of(c).map(Letter::base);
    match (printed == read, base(printed), base(read)) {
        (true, _, _) => 0.0,
        (false, Some(a), Some(b)) if a == b => 0.3,
        (false, Some(a), _) if looks_like(a, read) => 1.5,
        _ => UNLIKE,
    }
}

/// Letters of the groups of symbols that are read as others.
fn looks_like(letter: char, read: char) -> bool {
    let looks = match letter {
        'd' => "PpbOoEt",
        'n' => "UuHhMm",
        'c' => "GgOoeE(",
        'h' => "llItnNiIt",
        'q' => "OoeE90",
        't' => "Il1ifrFTr",
        'u' => "LlI",
        'p' => "FfRr",
        'v' => "Yy\\",
        'g' => "Cc6",
        _ => "",
    };
    looks.contains(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "# symbol\n712/2031/NĐ-CP\tNghị định\t2031-03-05\tChính phủ\tquy định về bến bãi\t40\n88/2031/QH19\tLuật\t\tQuốc hội\t\t12\n912/2031/NĐ-CP\tNghị định\t2031-11-02\tChính phủ\t\t3\n";

    fn best(read: &str, kind: Option<&str>, date: Option<Date>) -> Option<(&'static str, bool)> {
        let list = CitedList::parse(SMALL).unwrap();
        let chars: Vec<char> = read.chars().collect();
        list.readings(&chars, kind, date).first().map(|(entry, share)| (entry.symbol, *share > 0.9))
    }

    #[test]
    fn a_garbled_symbol_is_the_one_that_its_readable_parts_fit() {
        assert_eq!(best("7l2|2O3llNO-CP", Some("nghị định"), None), Some(("712/2031/NĐ-CP", true)));
        assert_eq!(
            best("?12/2031/ND-CP", None, Some(Date::constant(2031, 3, 5))),
            Some(("712/2031/NĐ-CP", true))
        );
        // Another day is another document.
        assert_eq!(best("712/2031/ND-CP", None, Some(Date::constant(2031, 11, 2))), None);
        // No digit comes from what does not look like it.
        assert_eq!(best("552/2031/ND-CP", None, None), None);
        assert_eq!(best("712/2031/NĐ-CP", Some("luật"), None), None);
    }

    #[test]
    fn the_list_is_sound_and_looked_up_by_symbol() {
        let list = CitedList::embedded().unwrap();
        assert!(list.0.len() > 1000);
        let first = &list.0[0];
        assert_eq!(list.get(first.symbol), Some(first));
        assert!(list.0.iter().all(|entry| entry.count >= 3));
    }

    #[test]
    fn the_line_at_fault_is_named() {
        for (list, line) in [("a\tb\n", 1), ("# x\nb\t\t\t\t\t1\na\t\t\t\t\t1\n", 3), ("a\t\tx\t\t\t1\n", 1)]
        {
            let Err(Error::Dictionary { line: at, .. }) = CitedList::parse(list) else {
                panic!("{list} is not sound")
            };
            assert_eq!(at, line);
        }
    }
}
