//! Reads the corpus as ids, keeps some of it back for measuring, and chooses the vocabulary.
//!
//! Kept back for measuring: of `provincial.txt.xz` every 50th line (the 1st, 51st, …), and of `whole/`, sorted by
//! name, every eighth document (the 8th, 16th, …). Kept back for finding weights: the 26th, 76th, … line, and the
//! 4th, 20th, 36th, … document. From the rest is taken out every line of whose runs of eight units one in five
//! stands in text kept back and in no other whole document. Lines of under eight units stay: they are what every
//! document says.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use lzma_rust2::XzReader;

use crate::error::{Error, Result};
use crate::restore::language_model::LanguageModel;
use crate::restore::units::{self, UnitClass};
use crate::vietnamese::{self, spelling, syllable};

/// Of so many lines of provincial text, one is kept back.
const LINE_KEPT_EVERY: usize = 50;
/// Of so many whole documents, one is kept back.
const DOCUMENT_KEPT_EVERY: usize = 8;
/// Runs of so many units tell whether a line was copied; shorter lines are common to all documents.
const RUN: usize = 8;
/// A line is a copy when one of so many of its runs stands in what is kept back: answers to legal questions quote
/// a decision piece by piece.
const COPIED: usize = 5;

/// A text as ids: a break first and after every sentence, never two breaks together.
#[derive(Debug)]
pub(crate) struct Text {
    /// For reports.
    pub name: String,
    /// Indexes into the vocabulary.
    pub ids: Vec<u16>,
}

/// What the model is counted from, and measured on.
#[derive(Debug)]
pub(crate) struct Corpus {
    /// Classes in angle brackets, then words in the order of their bytes.
    pub vocabulary: Vec<String>,
    /// To count: provincial, legal, news.
    pub sources: Vec<Text>,
    /// To measure on: lines of provincial text, whole documents.
    pub held_out: Vec<Text>,
    /// To find weights on, of the same kinds.
    pub tuning: Text,
    /// Syllables of the vocabulary and of names, with how often they stand in administrative and legal text and in
    /// news; in the order of their bytes.
    pub syllables: Vec<(String, [u32; 2])>,
}

/// Reads everything. `every` as in [`Recipe`](super::Recipe).
///
/// # Errors
/// [`Error::Read`] when a file is missing or broken.
pub(crate) fn read(
    folder: &Path,
    wordlists: &Path,
    every: usize,
    report: &mut dyn FnMut(&str),
) -> Result<Corpus> {
    let mut reader = Reader::new();
    let mut provincial = Provincial::default();
    reader.provincial(&folder.join("provincial.txt.xz"), &mut provincial)?;
    reader.whole(&folder.join("whole"), &mut provincial)?;
    reader.drop_copies(&mut provincial.count);
    let legal = reader.source(&folder.join("legal.txt.xz"), every)?;
    let news = reader.source(&folder.join("news.txt.xz"), every)?;
    report(&format!("{} lines taken out as copies of what was kept back", reader.dropped));

    let listed = listed_words(wordlists)?;
    let raw = [("provincial", provincial.count.ids), ("legal", legal), ("news", news)];
    let counts = reader.counts(&raw);
    let (vocabulary, map) = reader.vocabulary(&counts, &listed);
    let syllables = reader.syllables(&counts, &vocabulary, listed);
    report(&format!("vocabulary: {} words", vocabulary.len()));
    let text = |(name, raw): (&str, Vec<u32>)| Text {
        name: name.to_owned(),
        ids: raw.iter().map(|&id| map[id as usize]).collect(),
    };
    // Text that is kept back has no break at its beginning yet.
    let kept = |(name, mut raw): (&str, Vec<u32>)| {
        raw.insert(0, LanguageModel::BREAK.0);
        text((name, raw))
    };
    let sources: Vec<Text> = raw.into_iter().map(text).collect();
    for source in &sources {
        report(&format!("{}: {} units", source.name, source.ids.len()));
    }
    let held_out = vec![
        kept(("held-out provincial lines", provincial.lines)),
        kept(("held-out documents", provincial.documents)),
    ];
    let tuning = kept(("tuning", provincial.tuning));
    Ok(Corpus { vocabulary, sources, held_out, tuning, syllables })
}

/// Lines of one source before the copies are dropped: ids with the ends of lines.
#[derive(Default)]
struct Lines {
    ids: Vec<u32>,
    ends: Vec<usize>,
}

/// Provincial text as interned ids.
#[derive(Default)]
struct Provincial {
    /// To count.
    count: Lines,
    /// Kept back for measuring.
    lines: Vec<u32>,
    documents: Vec<u32>,
    /// Kept back for finding weights.
    tuning: Vec<u32>,
}

/// Interns words in the order in which they come.
struct Reader {
    interned: HashMap<String, u32>,
    words: Vec<String>,
    kept_runs: HashSet<u64>,
    dropped: usize,
}

impl Reader {
    fn new() -> Reader {
        let words = ["<break>", "<number>", "<symbol>", "<unknown>"].map(str::to_owned).to_vec();
        Reader { interned: HashMap::new(), words, kept_runs: HashSet::new(), dropped: 0 }
    }

    /// The ids of a line, with a break at its end and none at its beginning. Empty when it has no unit.
    fn line(&mut self, line: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        for unit in units::units(line) {
            ids.push(match unit.kind {
                UnitClass::Break => LanguageModel::BREAK.0,
                UnitClass::Number => LanguageModel::NUMBER.0,
                UnitClass::Symbol => LanguageModel::SYMBOL.0,
                UnitClass::Word => self.intern(spelling(&line[unit.at])),
            });
        }
        if ids.last().is_some_and(|&id| id != LanguageModel::BREAK.0) {
            ids.push(LanguageModel::BREAK.0);
        }
        ids
    }

    fn intern(&mut self, word: String) -> u32 {
        if let Some(&id) = self.interned.get(&word) {
            return id;
        }
        let id = u32::try_from(self.words.len()).expect("a corpus has under 2^32 words");
        self.words.push(word.clone());
        self.interned.insert(word, id);
        id
    }

    /// Lines of provincial text.
    fn provincial(&mut self, path: &Path, out: &mut Provincial) -> Result<()> {
        let mut number = 0;
        for_each_line(path, &mut |line| {
            let ids = self.line(line);
            let place = number % LINE_KEPT_EVERY;
            number += 1;
            if ids.len() > RUN && (place == 0 || place == LINE_KEPT_EVERY / 2) {
                self.kept_runs.extend(ids.windows(RUN).map(hash));
                if place == 0 { &mut out.lines } else { &mut out.tuning }.extend(ids);
            } else {
                out.count.push(&ids);
            }
        })
    }

    /// Paragraphs of whole documents.
    fn whole(&mut self, folder: &Path, out: &mut Provincial) -> Result<()> {
        let mut common = HashSet::new();
        let mut kept_runs = BTreeSet::new();
        for (i, path) in text_files(folder)?.iter().enumerate() {
            let document = fs::read_to_string(path).map_err(|source| read_error(path, source))?;
            for paragraph in document.split("\n\n") {
                let ids = self.line(paragraph);
                let runs = ids.windows(RUN).map(hash);
                if i % DOCUMENT_KEPT_EVERY == DOCUMENT_KEPT_EVERY - 1 {
                    kept_runs.extend(runs);
                    out.documents.extend(ids);
                } else if i % (2 * DOCUMENT_KEPT_EVERY) == DOCUMENT_KEPT_EVERY / 2 - 1 {
                    kept_runs.extend(runs);
                    out.tuning.extend(ids);
                } else {
                    common.extend(runs);
                    out.count.push(&ids);
                }
            }
        }
        self.kept_runs.extend(kept_runs);
        self.kept_runs.retain(|run| !common.contains(run));
        Ok(())
    }

    /// The lines of a file but for copies, a break first.
    fn source(&mut self, path: &Path, every: usize) -> Result<Vec<u32>> {
        let mut out = vec![LanguageModel::BREAK.0];
        let mut number = 0;
        for_each_line(path, &mut |line| {
            number += 1;
            if number % every == 0 {
                let ids = self.line(line);
                if self.is_copy(&ids) {
                    self.dropped += 1;
                } else {
                    out.extend(ids);
                }
            }
        })?;
        Ok(out)
    }

    fn drop_copies(&mut self, lines: &mut Lines) {
        let mut out = vec![LanguageModel::BREAK.0];
        let mut start = 0;
        for &end in &lines.ends {
            let ids = &lines.ids[start..end];
            if self.is_copy(ids) {
                self.dropped += 1;
            } else {
                out.extend_from_slice(ids);
            }
            start = end;
        }
        lines.ids = out;
        lines.ends.clear();
    }

    fn is_copy(&self, ids: &[u32]) -> bool {
        if ids.len() <= RUN {
            return false;
        }
        let runs = ids.windows(RUN).map(hash);
        COPIED * runs.filter(|run| self.kept_runs.contains(run)).count() >= ids.len() + 1 - RUN
    }

    /// How often each interned word stands in each source.
    fn counts(&self, raw: &[(&str, Vec<u32>); 3]) -> Vec<[u32; 3]> {
        let mut counts = vec![[0u32; 3]; self.words.len()];
        for (source, (_, ids)) in raw.iter().enumerate() {
            for &id in ids {
                counts[id as usize][source] += 1;
            }
        }
        counts
    }

    /// The vocabulary, and for each interned word its index there.
    fn vocabulary(&self, counts: &[[u32; 3]], listed: &BTreeSet<String>) -> (Vec<String>, Vec<u16>) {
        let mut chosen: Vec<(&str, usize)> = self.words[LanguageModel::CLASSES..]
            .iter()
            .enumerate()
            .map(|(i, word)| (word.as_str(), i + LanguageModel::CLASSES))
            .filter(|&(word, id)| is_chosen(word, counts[id], listed))
            .collect();
        chosen.sort_unstable();
        let unknown = u16::try_from(LanguageModel::UNKNOWN.0).expect("classes come first");
        let mut map = vec![unknown; self.words.len()];
        let mut vocabulary: Vec<String> = self.words[..LanguageModel::CLASSES].to_vec();
        for (class, id) in map.iter_mut().zip(0..4) {
            *class = id;
        }
        for (word, id) in chosen {
            map[id] = u16::try_from(vocabulary.len()).expect("a vocabulary has fewer than 65,536 words");
            vocabulary.push(word.to_owned());
        }
        (vocabulary, map)
    }

    fn syllables(
        &self,
        counts: &[[u32; 3]],
        vocabulary: &[String],
        listed: BTreeSet<String>,
    ) -> Vec<(String, [u32; 2])> {
        let mut all = listed;
        all.extend(vocabulary[LanguageModel::CLASSES..].iter().cloned());
        all.into_iter()
            .filter(|word| syllable::is_possible(word))
            .map(|word| {
                let [provincial, legal, news] =
                    self.interned.get(&word).map_or([0; 3], |&id| counts[id as usize]);
                (word, [provincial + legal, news])
            })
            .collect()
    }
}

impl Lines {
    fn push(&mut self, ids: &[u32]) {
        self.ids.extend_from_slice(ids);
        self.ends.push(self.ids.len());
    }
}

/// Whether a word that was seen so often in provincial, legal and news text belongs to the vocabulary.
///
/// Five times keeps out slips of the pen that happen to be possible syllables. Other words are abbreviations and
/// foreign words, which must be common; with Vietnamese marks they are mostly syllables run together, and stay
/// out if they fall into two.
fn is_chosen(word: &str, [provincial, legal, news]: [u32; 3], listed: &BTreeSet<String>) -> bool {
    let total = provincial + legal + news;
    if syllable::is_possible(word) {
        return total >= 5 || listed.contains(word) && total >= 2;
    }
    if listed.contains(word) {
        return total >= 5;
    }
    let common = provincial + legal >= 20 || total >= 200;
    common && word.chars().count() <= 15 && (vietnamese::strip_marks(word) == word || !falls_apart(word))
}

/// Whether a word is two possible syllables written together.
fn falls_apart(word: &str) -> bool {
    word.char_indices()
        .skip(1)
        .any(|(at, _)| syllable::is_possible(&word[..at]) && syllable::is_possible(&spelling(&word[at..])))
}

/// Words of the names of places and people.
fn listed_words(wordlists: &Path) -> Result<BTreeSet<String>> {
    let mut out = BTreeSet::new();
    for (name, columns) in [
        ("admin_units_old_to_2025.tsv", 2..4),
        ("admin_units_2025.tsv", 2..3),
        ("name_surnames.tsv", 0..1),
        ("name_middle.tsv", 0..1),
        ("name_given.tsv", 0..1),
    ] {
        let path = wordlists.join(name);
        let list = fs::read_to_string(&path).map_err(|source| read_error(&path, source))?;
        for line in list.lines() {
            for column in line.split('\t').skip(columns.start).take(columns.len()) {
                for unit in units::units(column) {
                    out.insert(spelling(&column[unit.at]));
                }
            }
        }
    }
    Ok(out)
}

/// At most `count` lines of an .xz text, spread evenly over it, each of 40 to 600 bytes: what fills a drawn line and
/// no page.
///
/// # Errors
/// [`Error::Read`].
pub(crate) fn sample(path: &Path, count: usize) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for_each_line(path, &mut |line| {
        if (40..=600).contains(&line.len()) {
            lines.push(line.to_owned());
        }
    })?;
    let step = lines.len().div_ceil(count.max(1)).max(1);
    Ok(lines.into_iter().step_by(step).collect())
}

pub(super) fn for_each_line(path: &Path, take: &mut dyn FnMut(&str)) -> Result<()> {
    let error = |source| read_error(path, source);
    let mut reader = BufReader::with_capacity(1 << 20, XzReader::new(File::open(path).map_err(error)?, true));
    let mut line = String::new();
    while reader.read_line(&mut line).map_err(error)? > 0 {
        take(line.trim_end());
        line.clear();
    }
    Ok(())
}

/// The whole documents that are kept back for measuring.
///
/// # Errors
/// [`Error::Read`].
pub(crate) fn held_out_documents(folder: &Path) -> Result<Vec<PathBuf>> {
    Ok(text_files(folder)?.into_iter().skip(DOCUMENT_KEPT_EVERY - 1).step_by(DOCUMENT_KEPT_EVERY).collect())
}

/// The `.txt` files of a folder, sorted by name.
pub(super) fn text_files(folder: &Path) -> Result<Vec<PathBuf>> {
    Ok(sorted(folder)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt")).collect())
}

/// The first of these files that a folder has.
pub(super) fn first(folder: &Path, names: &[&str]) -> Result<Option<String>> {
    let Some(path) = names.iter().map(|name| folder.join(name)).find(|path| path.is_file()) else {
        return Ok(None);
    };
    fs::read_to_string(&path).map(Some).map_err(|source| Error::Read { path, source })
}

/// What a folder holds, sorted by name.
pub(super) fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|source| read_error(folder, source))? {
        files.push(entry.map_err(|source| read_error(folder, source))?.path());
    }
    files.sort_unstable();
    Ok(files)
}

fn read_error(path: &Path, source: std::io::Error) -> Error {
    Error::Read { path: path.to_path_buf(), source }
}

/// FNV-1a over the ids.
fn hash(ids: &[u32]) -> u64 {
    ids.iter().flat_map(|id| id.to_le_bytes()).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_takes_syllables_sooner_than_other_words() {
        struct Case {
            word: &'static str,
            counts: [u32; 3],
            chosen: bool,
        }
        let cases = [
            Case { word: "nghiệp", counts: [0, 3, 2], chosen: true },
            Case { word: "nghiệp", counts: [0, 3, 1], chosen: false },
            Case { word: "khôi", counts: [0, 1, 1], chosen: true },
            Case { word: "ubnd", counts: [10, 10, 0], chosen: true },
            Case { word: "ubnd", counts: [10, 9, 0], chosen: false },
            Case { word: "đạitá", counts: [90, 90, 90], chosen: false },
            Case { word: "hđnd", counts: [90, 90, 90], chosen: true },
        ];
        let listed = BTreeSet::from(["khôi".to_owned()]);
        for case in cases {
            assert_eq!(is_chosen(case.word, case.counts, &listed), case.chosen, "{}", case.word);
        }
    }

    #[test]
    fn lines_that_quote_what_was_kept_back_are_copies() {
        let mut reader = Reader::new();
        let kept = reader.line("Ủy ban nhân dân tỉnh Sơn Hà giao Sở Nội vụ chủ trì theo dõi phong trào này.");
        reader.kept_runs.extend(kept.windows(RUN).map(hash));
        for (line, copy) in [
            ("Ủy ban nhân dân tỉnh Sơn Hà giao Sở Nội vụ chủ trì, báo cáo kết quả vào cuối năm", true),
            ("Sở Tài chính tỉnh Sơn Hà giao các xã lập dự toán kinh phí trong tháng này", false),
            ("Ủy ban nhân dân tỉnh Sơn Hà", false),
        ] {
            let ids = reader.line(line);
            assert_eq!(reader.is_copy(&ids), copy, "{line}");
        }
    }
}
