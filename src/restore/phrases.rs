//! Fixed phrases of letterhead and closing in garbled text: `cqNG noA rA ngt cnt xcui,l \,IET NAM` can only be CỘNG
//! HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.
//!
//! Lines of capitals are garbled worst, and no language model tells a word all of whose letters are wrong. A phrase is
//! told by its place, the lengths of its words and those of its letters that survived, all of them together.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::digits;
use super::output::Chosen;
use super::reading::TokenStream;
use crate::error::{Error, Result};
use crate::lexicon::files;
use crate::vietnamese as text;
use crate::vietnamese::letters::Letter;
use crate::vietnamese::spelling;
use crate::vietnamese::syllable;

const PATH: &str = "dictionaries/phrases.tsv";

/// The name of a province within a phrase.
const PROVINCE: &str = "{tỉnh}";

/// Where a phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the letterhead, however many lines come before it: the name of the state and its motto.
    Top,
    Head,
    Close,
    /// Anywhere, but alone on its line.
    Line,
}

/// First lines with words of a document that may be its letterhead, and last lines that may be its closing.
const HEAD: usize = 9;
const CLOSE: usize = 26;
/// First lines among which the name of the state and its motto may stand: what a signature typed over the page, and the left
/// column, come before them.
const TOP: usize = 24;

/// How alike what was read must be to a phrase, 0 to 1, by the letters of the phrase: a long one may have lost more.
const ALIKE: [(usize, f32); 3] = [(LONG, 0.53), (12, 0.6), (0, 0.75)];

/// Letters of a phrase that is like no other line.
const LONG: usize = 24;

/// How alike it must be for the phrase not to be doubtful.
const SURE: f32 = 0.6;
/// The posterior of a phrase that is sure, and of one that is not: of the words of 380 sure ones 98 of a hundred were right.
const BELIEVED: [f32; 2] = [0.997, 0.7];

/// The phrases in the order of their bytes.
#[derive(Debug, Clone)]
pub(super) struct Phrases(Vec<(&'static str, Place)>);

impl Phrases {
    /// The list that is part of the program.
    pub(super) fn embedded() -> Result<Phrases> {
        Phrases::parse(files::PHRASES)
    }

    fn parse(list: &'static str) -> Result<Phrases> {
        let mut phrases: Vec<(&str, Place)> = Vec::new();
        for (number, line) in (1..).zip(list.lines()).filter(|(_, line)| !line.starts_with('#')) {
            let error = |reason: &str| Error::Dictionary {
                path: Path::new(PATH).to_owned(),
                line: number,
                reason: reason.to_owned(),
            };
            let (phrase, place) = line.split_once('\t').ok_or_else(|| error("has not two columns"))?;
            let place = match place {
                "head" => Place::Head,
                "top" => Place::Top,
                "close" => Place::Close,
                "line" => Place::Line,
                _ => return Err(error("stands neither in top, head, close nor line")),
            };
            if phrases.last().is_some_and(|(above, _)| *above >= phrase) {
                return Err(error("must come before the line above"));
            }
            phrases.push((phrase, place));
        }
        Ok(Phrases(phrases))
    }
}

/// A phrase at its place: which read words each of its words was.
struct Found {
    /// Words of the phrase, read words by their index in the document; several words may share one read word.
    words: Vec<(Vec<String>, Range<usize>)>,
    alike: f32,
    letters: usize,
    place: Place,
}

/// What a read word was decoded to.
#[derive(Default)]
struct Made {
    text: String,
    /// Whether it is no syllable, or not a likely one.
    doubtful: bool,
}

/// How probable a decoded word must be to stand against a phrase, 0 to 1.
const EXPLAINED: f32 = 0.7;

impl Found {
    /// Whether the decoder knows a third of it as other words.
    fn is_other(&self, reading: &TokenStream, made: &BTreeMap<usize, Made>) -> bool {
        let (mut other, mut all) = (0, 0);
        for (words, tokens) in &self.words {
            let letters: usize = tokens.clone().map(|token| reading.tokens[token].token.chars.len()).sum();
            all += letters;
            let text: String = tokens
                .clone()
                .filter_map(|token| made.get(&token))
                .map(|made| if made.doubtful { "" } else { made.text.as_str() })
                .collect();
            let phrase = text::fold(&words.concat());
            if !text.is_empty() && !phrase.starts_with(&text::fold(&text)) {
                other += letters;
            }
        }
        // No other line is like the name of the state, and what is left of its capitals looks like any words.
        let is_state = self.letters >= LONG && self.place == Place::Top;
        !is_state && 3 * other > all
    }

    /// Whether capitals were read where a phrase is in capitals: of a long one few may be left.
    fn has_capitals(&self, reading: &TokenStream) -> bool {
        let in_capitals = |word: &String| !word.chars().any(char::is_lowercase);
        if !self.words.iter().all(|(words, _)| words.iter().all(in_capitals)) {
            return true;
        }
        let read = self.words.iter().flat_map(|(_, tokens)| tokens.clone());
        let letters: Vec<char> = read
            .flat_map(|token| reading.tokens[token].token.chars.clone())
            .filter(|c| c.is_alphabetic())
            .collect();
        let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
        // In percent.
        let least = if self.letters >= LONG && self.place != Place::Close { 12 } else { 50 };
        capitals * 100 >= least * letters.len()
    }
}

/// Puts the fixed phrases of a garbled document in their place. `chosen` are its pieces in order.
pub(super) fn snap(reading: &TokenStream, chosen: Vec<Chosen>, phrases: &Phrases) -> Vec<Chosen> {
    let provinces = provinces(reading, &chosen);
    let mut filled: Vec<(Vec<String>, Place)> = Vec::new();
    for (phrase, place) in &phrases.0 {
        let texts: Vec<String> = match phrase.contains(PROVINCE) {
            false => vec![(*phrase).to_owned()],
            true => provinces.iter().map(|name| phrase.replace(PROVINCE, &name.to_uppercase())).collect(),
        };
        let words = |text: String| text.split(' ').filter(|w| *w != "-").map(str::to_owned).collect();
        filled.extend(texts.into_iter().map(|text| (words(text), *place)));
    }
    let mut made: BTreeMap<usize, Made> = BTreeMap::new();
    for one in &chosen {
        let word = made.entry(reading.parts[one.parts.start].token).or_default();
        word.text.push_str(&one.text);
        word.doubtful |= one.posterior < EXPLAINED || !syllable::is_possible(&spelling(&one.text));
    }
    let with_words: Vec<usize> =
        (0..reading.lines.len()).filter(|line| !tokens(reading, *line).is_empty()).collect();
    let mut replaced: BTreeMap<usize, Found> = BTreeMap::new();
    for (order, &line) in with_words.iter().enumerate() {
        let is_at = |place: Place| match place {
            Place::Top => order < TOP,
            Place::Head => order < HEAD,
            Place::Close => order + CLOSE >= with_words.len() && order >= HEAD,
            Place::Line => true,
        };
        let tokens = tokens(reading, line);
        let mut found: Vec<Found> = filled
            .iter()
            .filter(|(_, place)| is_at(*place))
            .filter_map(|(words, place)| match place {
                Place::Line => whole(reading, &tokens, words, *place),
                Place::Top => {
                    best(reading, &tokens, words, *place).or_else(|| whole(reading, &tokens, words, *place))
                }
                Place::Head | Place::Close => best(reading, &tokens, words, *place),
            })
            .collect();
        found.retain(|one| one.has_capitals(reading) && !one.is_other(reading, &made));
        // The one that says most goes first: UBND TỈNH SƠN HÀ before TỈNH SƠN HÀ.
        #[expect(clippy::cast_precision_loss, reason = "letters of a phrase")]
        let worth = |f: &Found| f.letters as f32 * (f.alike - 0.3);
        found.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        let mut taken: Vec<usize> = Vec::new();
        for one in found {
            let all: Vec<usize> = one.words.iter().flat_map(|(_, tokens)| tokens.clone()).collect();
            if all.iter().all(|token| !taken.contains(token)) {
                taken.extend(&all);
                // What was read right has its place too.
                if let Some(&first) = all.first().filter(|_| !is_sound(reading, &made, &one)) {
                    replaced.insert(first, one);
                }
            }
        }
    }
    write(reading, chosen, &replaced)
}

/// Whether the words were read as words with their marks: a line that was typed over the scan.
fn is_sound(reading: &TokenStream, made: &BTreeMap<usize, Made>, found: &Found) -> bool {
    let mut tokens = found.words.iter().flat_map(|(_, tokens)| tokens.clone());
    let mut marked = false;
    let as_read = tokens.all(|token| {
        let parts = reading.tokens[token].parts.clone();
        let read: String = parts.flat_map(|part| reading.parts[part].chars.clone()).collect();
        marked |= !read.is_ascii();
        made.get(&token).is_some_and(|made| made.text == read)
    });
    as_read && marked
}

/// The read words of a line that have letters or digits.
fn tokens(reading: &TokenStream, line: usize) -> Vec<usize> {
    reading.lines[line].tokens.clone().filter(|token| !reading.tokens[*token].parts.is_empty()).collect()
}

/// The pairs of capitalised words that stand most often behind `tỉnh`, at most three, each at least twice.
fn provinces(reading: &TokenStream, chosen: &[Chosen]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let capital = |one: &Chosen| one.text.chars().next().is_some_and(char::is_uppercase);
    for three in chosen.windows(3) {
        let [kind, first, second] = three else { continue };
        let line = |one: &Chosen| reading.parts[one.parts.start].line;
        if text::fold(&kind.text) == "tỉnh"
            && capital(first)
            && capital(second)
            && line(first) == line(second)
        {
            *counts.entry(text::fold(&format!("{} {}", first.text, second.text))).or_default() += 1;
        }
    }
    let mut names: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| *count >= 2).collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    names.into_iter().take(3).map(|(name, _)| name).collect()
}

/// Where the words of a phrase are most likely to stand among these read words, if anywhere.
fn best(reading: &TokenStream, tokens: &[usize], words: &[String], place: Place) -> Option<Found> {
    let letters: Vec<Vec<char>> = words.iter().map(|word| bare(&word.chars().collect::<Vec<_>>())).collect();
    let read: Vec<Vec<char>> =
        tokens.iter().map(|token| plain(&reading.tokens[*token].token.chars)).collect();
    let single: Vec<bool> = tokens.iter().map(|token| reading.tokens[*token].parts.len() == 1).collect();
    let (n, m) = (words.len(), tokens.len());
    let total: usize = letters.iter().map(Vec::len).sum();
    // Only the letterhead has lines of that length that are like no other.
    let known = |letters: &usize| total >= *letters && (*letters < LONG || place != Place::Close);
    let least = ALIKE.iter().find(|(letters, _)| known(letters)).map_or(1.0, |(_, least)| *least);
    // What is dearer cannot be alike enough, whatever follows.
    #[expect(clippy::cast_precision_loss, reason = "letters of a phrase")]
    let limit = (1.0 - least) * total as f32 + 1e-3;
    // costs[i][j]: the first i words end with the read word before j; begun anywhere for nothing.
    let mut costs = vec![vec![(f32::INFINITY, (0, 0)); m + 1]; n + 1];
    costs[0].iter_mut().for_each(|cost| cost.0 = 0.0);
    for i in 0..n {
        for j in 0..m {
            let here = costs[i][j].0;
            if here > limit {
                continue;
            }
            for (of_words, of_read) in [(1, 1), (1, 2), (2, 1), (3, 1), (4, 1)] {
                if i + of_words > n || j + of_read > m || (of_words > 1 && !single[j]) {
                    continue;
                }
                let together: Vec<char> = letters[i..i + of_words].concat();
                let seen: Vec<char> = read[j..j + of_read].concat();
                // A space that is wrong is one thing more that is wrong.
                #[expect(clippy::cast_precision_loss, reason = "a few spaces")]
                let spaces = 0.5 * (of_words + of_read - 2) as f32;
                #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
                let gaps = GAP * together.len().abs_diff(seen.len()) as f32;
                if here + gaps + spaces > limit {
                    continue;
                }
                let cost = here + distance(&together, &seen) + spaces;
                let to = &mut costs[i + of_words][j + of_read];
                if cost < to.0 {
                    *to = (cost, (i, j));
                }
            }
        }
    }
    let (mut j, &(cost, _)) =
        costs[n].iter().enumerate().min_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)))?;
    #[expect(clippy::cast_precision_loss, reason = "letters of a phrase")]
    let alike = 1.0 - cost / total as f32;
    if alike < least {
        return None;
    }
    let mut found = Vec::new();
    let (mut i, end) = (n, j);
    while i > 0 {
        let (_, (before_i, before_j)) = costs[i][j];
        found.push((words[before_i..i].to_vec(), tokens[before_j]..tokens[j - 1] + 1));
        (i, j) = (before_i, before_j);
    }
    // Half of a phrase is another phrase, or another line of it.
    let seen: usize = read[j..end].iter().map(Vec::len).sum();
    if seen * 4 < total * 3 || seen * 3 > total * 4 {
        return None;
    }
    found.reverse();
    Some(Found { words: found, alike, letters: total, place })
}

/// A phrase that a line is nothing but, however its spaces and signs were read: `lfl p-Tgdo-H4 nh`.
fn whole(reading: &TokenStream, tokens: &[usize], words: &[String], place: Place) -> Option<Found> {
    let letters: Vec<usize> =
        words.iter().map(|word| word.chars().filter(|c| c.is_alphanumeric()).count()).collect();
    let printed: Vec<char> = words.iter().flat_map(|word| bare(&word.chars().collect::<Vec<_>>())).collect();
    let read: Vec<Vec<char>> =
        tokens.iter().map(|token| plain(&reading.tokens[*token].token.chars)).collect();
    let seen: Vec<char> = read.iter().flatten().copied().filter(|c| c.is_alphanumeric()).collect();
    let total = printed.len();
    let closes = |text: &[char]| text.last().is_some_and(|c| !c.is_alphanumeric());
    let same_end = words.last().map(|word| word.ends_with(':'))
        == tokens.last().map(|token| closes(&reading.tokens[*token].token.chars));
    let of_length = total >= 7 && seen.len() * 4 >= total * 3 && seen.len() * 3 <= total * 4;
    if !of_length || !same_end {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "letters of a phrase")]
    let alike = 1.0 - distance(&printed, &seen) / total as f32;
    let least = ALIKE.iter().find(|(letters, _)| total >= *letters).map_or(1.0, |(_, least)| *least);
    if alike < least {
        return None;
    }
    // Which read words stand for which: what is nearest by letters.
    let lengths: Vec<usize> =
        read.iter().map(|word| word.iter().filter(|c| c.is_alphanumeric()).count()).collect();
    let (n, m) = (words.len(), tokens.len());
    let mut costs = vec![vec![(usize::MAX, (0, 0)); m + 1]; n + 1];
    costs[0][0].0 = 0;
    for i in 0..n {
        for j in 0..m {
            let here = costs[i][j].0;
            if here == usize::MAX {
                continue;
            }
            let ones =
                (1..=n - i).map(|of_words| (of_words, 1)).chain((2..=m - j).map(|of_read| (1, of_read)));
            for (of_words, of_read) in ones {
                let of_phrase: usize = letters[i..i + of_words].iter().sum();
                let of_line: usize = lengths[j..j + of_read].iter().sum();
                let cost = here + of_phrase.abs_diff(of_line);
                let to = &mut costs[i + of_words][j + of_read];
                if cost < to.0 {
                    *to = (cost, (i, j));
                }
            }
        }
    }
    let mut found = Vec::new();
    let (mut i, mut j) = (n, m);
    while i > 0 {
        let (cost, (before_i, before_j)) = costs[i][j];
        if cost == usize::MAX {
            return None;
        }
        found.push((words[before_i..i].to_vec(), tokens[before_j]..tokens[j - 1] + 1));
        (i, j) = (before_i, before_j);
    }
    found.reverse();
    Some(Found { words: found, alike, letters: total, place })
}

/// Letters and digits without marks, lower case.
fn plain(chars: &[char]) -> Vec<char> {
    // Signs at the ends are punctuation sooner than letters.
    let from = chars.iter().position(|c| c.is_alphanumeric()).unwrap_or(0);
    let to = chars.iter().rposition(|c| c.is_alphanumeric()).map_or(chars.len(), |at| at + 1);
    chars[from..to].iter().map(|c| base(*c)).collect()
}

fn bare(chars: &[char]) -> Vec<char> {
    chars.iter().filter(|c| c.is_alphanumeric()).map(|c| base(*c)).collect()
}

fn base(c: char) -> char {
    Letter::of(c).map_or_else(|| c.to_lowercase().next().unwrap_or(c), Letter::base)
}

/// A letter that was not read, or read where none was printed.
const GAP: f32 = 0.8;

/// How far what was read is from letters: whole letters that are wrong, half ones that look alike.
fn distance(letters: &[char], read: &[char]) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
    let mut row: Vec<f32> = (0..=read.len()).map(|gaps| gaps as f32 * GAP).collect();
    for &letter in letters {
        let mut diagonal = row[0];
        row[0] += GAP;
        for (j, &seen) in read.iter().enumerate() {
            let step = diagonal + wrong(letter, seen);
            diagonal = row[j + 1];
            row[j + 1] = step.min(row[j] + GAP).min(diagonal + GAP);
        }
    }
    row.last().copied().unwrap_or(0.0)
}

/// Groups of characters that are read for each other in lines of capitals.
const ALIKE_LETTERS: [&str; 8] = ["iljt1!|f", "ceogdq06", "nhmuwxr", "uvyw", "bhp8r", "ae4", "tfr", "dop"];

fn wrong(letter: char, seen: char) -> f32 {
    if letter == seen {
        return 0.0;
    }
    let alike = ALIKE_LETTERS.iter().any(|group| group.contains(letter) && group.contains(seen));
    let digit = seen.is_ascii_digit() && digits::cost(seen, letter).is_some();
    if alike || digit { 0.55 } else { 1.0 }
}

/// The pieces with those of the phrases replaced.
fn write(reading: &TokenStream, chosen: Vec<Chosen>, replaced: &BTreeMap<usize, Found>) -> Vec<Chosen> {
    let mut out = Vec::with_capacity(chosen.len());
    let mut until = 0;
    for one in chosen {
        let token = reading.parts[one.parts.start].token;
        let last = reading.parts[one.parts.end - 1].token;
        if token < until {
            continue;
        }
        // A piece that leads into a phrase from the read word before it keeps the phrase out.
        let Some(found) = replaced.get(&token).filter(|found| last < end_of(found)) else {
            out.push(one);
            continue;
        };
        until = end_of(found);
        let sure = usize::from(found.alike < SURE);
        for (words, tokens) in &found.words {
            let parts = reading.tokens[tokens.start].parts.start..reading.tokens[tokens.end - 1].parts.end;
            let length = reading.chars_of_all(parts.clone());
            let letters: usize = words.iter().map(|word| word.chars().count()).sum();
            let mut from = 0;
            let mut written = 0;
            for (number, word) in words.iter().enumerate() {
                written += word.chars().count();
                let to = if number + 1 == words.len() {
                    length
                } else {
                    (length * written / letters).max(from + 1)
                };
                out.push(Chosen {
                    parts: parts.clone(),
                    chars: from..to.min(length),
                    text: word.clone(),
                    posterior: BELIEVED[sure],
                    others: Vec::new(),
                    doubtful: sure > 0,
                    bare: true,
                    apart: false,
                });
                from = to.min(length);
            }
        }
    }
    out
}

/// The read word behind a phrase.
fn end_of(found: &Found) -> usize {
    found.words.last().map_or(0, |(_, tokens)| tokens.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::{Block, OcrLine, OcrPage, OcrWord, Origin};
    use crate::restore::repair::Repairs;

    fn of_line(line: &str) -> (TokenStream, Vec<usize>) {
        let word =
            |w: &str| OcrWord { text: w.to_owned(), place: None, confidence: 1.0, alternatives: vec![] };
        let words = line.split_whitespace().map(word).collect();
        let lines = vec![OcrLine { number: 1, block: Block::Unknown, words }];
        let page = OcrPage::of_lines(PageIndex(0), Origin::PlainText, lines);
        let reading = TokenStream::new(&[page], &Repairs::default());
        let tokens = tokens(&reading, 0);
        (reading, tokens)
    }

    fn words_of(phrase: &str) -> Vec<String> {
        phrase.split(' ').filter(|w| *w != "-").map(str::to_owned).collect()
    }

    fn alike(line: &str, phrase: &str) -> Option<usize> {
        let (reading, tokens) = of_line(line);
        best(&reading, &tokens, &words_of(phrase), Place::Head).map(|found| found.words[0].1.start)
    }

    #[test]
    fn phrases_are_known_by_lengths_and_what_is_left_of_their_letters() {
        const NATION: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
        for (line, phrase, from) in [
            ("HQI D6NG cgNc nOA xa uQr cnu Ncnia vIET NAna", NATION, Some(2)),
            ("cONG HOA XAHOI CHU NGHIA VIETNAM", NATION, Some(0)),
            ("DQc l4p - Tg do - H4nh phirc", "Độc lập - Tự do - Hạnh phúc", Some(0)),
            ("KE HOACH TO CHUC HOI NGHI TONG KET NAM", NATION, None),
            ("Cac co quan, don vi thuc hien nghiem tuc ke hoach nay", NATION, None),
            ("GIAM SAT", "GIÁM ĐỐC", None),
        ] {
            assert_eq!(alike(line, phrase), from, "{line}");
        }
    }

    #[test]
    fn a_line_that_is_nothing_but_a_phrase_needs_no_spaces() {
        const FREE: &str = "Độc lập - Tự do - Hạnh phúc";
        for (line, phrase, words) in [
            ("DQcl{p-Tqdo -Hpnh phtc", FREE, Some("6 on 3")),
            ("Dic la p-Tu do-Han h phuc", FREE, Some("6 on 6")),
            ("Doc lap tu chu trong cong viec", FREE, None),
            ("QUYtTD[NH:", "QUYẾT ĐỊNH:", Some("2 on 1")),
            ("QUY DINH CHUNG", "QUYẾT ĐỊNH:", None),
        ] {
            let (reading, tokens) = of_line(line);
            let found = whole(&reading, &tokens, &words_of(phrase), Place::Line);
            let found = found.map(|found| {
                let read: usize = found.words.iter().map(|(_, tokens)| tokens.len()).sum();
                format!("{} on {read}", found.words.iter().map(|(words, _)| words.len()).sum::<usize>())
            });
            assert_eq!(found.as_deref(), words, "{line}");
        }
    }

    #[test]
    fn the_list_is_sound() {
        assert!(Phrases::embedded().unwrap().0.len() > 20);
        let Err(Error::Dictionary { line, .. }) = Phrases::parse("# x\nA B\thead\nA C\tnowhere\n") else {
            panic!("not sound")
        };
        assert_eq!(line, 3);
    }
}
