//! The dictionaries: words, abbreviations, names, places, bodies, kinds of documents, units, symbols; loaded once.
//!
//! They are part of the program and parsed when first asked for. What each column means stands in
//! `dictionaries/README.md`.

pub mod files;
mod table;

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use crate::error::Result;
use crate::vietnamese::spelling;
use table::Table;

/// Why a word is in the lexicon; several may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Kinds(u8);

impl Kinds {
    /// A Vietnamese syllable.
    pub const SYLLABLE: Kinds = Kinds(1);
    /// An abbreviation, or a part of one between hyphens.
    pub const ABBREVIATION: Kinds = Kinds(2);
    /// Part of a person's name.
    pub const NAME: Kinds = Kinds(4);
    /// Part of a place's name.
    pub const PLACE: Kinds = Kinds(8);
    /// A group in the symbol of a document, as `UBND` in `QĐ-UBND`.
    pub const SYMBOL: Kinds = Kinds(16);
    /// Part of a unit, as `usd`.
    pub const UNIT: Kinds = Kinds(32);

    /// Whether all of the other kinds hold too.
    pub fn contains(self, other: Kinds) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both together.
    #[must_use]
    pub fn union(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

/// A word of the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As [`spelling`] spells it.
    pub folded: String,
    /// Why it is here.
    pub kinds: Kinds,
    /// How often it stands in the corpus, as far as its lists say; 0 for a word that is only a name.
    pub count: u32,
}

/// An abbreviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abbreviation {
    /// As it is written: `UBND`, `TĐKT`, `QyĐ`.
    pub text: &'static str,
    /// What it can stand for, the commonest first. May be empty.
    pub expansions: Vec<&'static str>,
    /// How often it stands in administrative text.
    pub count: u32,
}

/// When a unit of administration existed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Era {
    /// Until 30 June 2025.
    Old,
    /// Since 1 July 2025.
    New,
    /// Before and after.
    Both,
}

/// A unit of administration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Without its kind: `Sơn La`, `1`.
    pub name: &'static str,
    /// `tỉnh`, `thành phố`, `quận`, `huyện`, `thị xã`, `thị trấn`, `phường`, `xã` or `đặc khu`.
    pub kind: &'static str,
    /// The province it lies in; `None` for a province.
    pub province: Option<&'static str>,
    /// When it existed under this name.
    pub era: Era,
    /// The province that took a province in on 1 July 2025.
    pub taken_into: Option<&'static str>,
}

/// A kind of document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentKind {
    /// As it is written under a title: `Quyết định`.
    pub name: &'static str,
    /// In symbols: `QĐ`. `None` for official letters, laws and such.
    pub abbreviation: Option<&'static str>,
    /// `typeName` of Circular 05/2025, two digits; `32` for kinds that it does not list.
    pub code: &'static str,
}

/// All lists.
#[derive(Debug)]
pub struct Lexicon {
    words: Vec<Word>,
    abbreviations: Vec<Abbreviation>,
    agencies: Vec<(&'static str, &'static str)>,
    terms: Vec<&'static str>,
    names: Vec<(&'static str, [u32; 3])>,
    places: Vec<Place>,
    document_kinds: Vec<DocumentKind>,
    units: Vec<(&'static str, &'static str)>,
    symbols: Vec<(&'static str, u32)>,
}

/// The texts of the lists, for tests and for [`Lexicon::embedded`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lists {
    pub(crate) syllables: &'static str,
    pub(crate) terms: &'static str,
    pub(crate) abbreviations: &'static str,
    pub(crate) agencies: &'static str,
    pub(crate) names: &'static str,
    pub(crate) places: &'static str,
    pub(crate) document_kinds: &'static str,
    pub(crate) units: &'static str,
    pub(crate) symbols: &'static str,
}

const EMBEDDED: Lists = Lists {
    syllables: files::SYLLABLES,
    terms: files::TERMS,
    abbreviations: files::ABBREVIATIONS,
    agencies: files::AGENCIES,
    names: files::NAMES,
    places: files::PLACES,
    document_kinds: files::DOCUMENT_KINDS,
    units: files::UNITS,
    symbols: files::SYMBOLS,
};

impl Lexicon {
    /// The lists that are part of the program.
    ///
    /// # Errors
    /// [`Error::Dictionary`](crate::error::Error::Dictionary) with file and line when one breaks its format.
    pub fn embedded() -> Result<&'static Lexicon> {
        static LOADED: OnceLock<Lexicon> = OnceLock::new();
        if let Some(loaded) = LOADED.get() {
            return Ok(loaded);
        }
        let parsed = Lexicon::parse(&EMBEDDED)?;
        Ok(LOADED.get_or_init(|| parsed))
    }

    /// Reads lists.
    pub(crate) fn parse(lists: &Lists) -> Result<Lexicon> {
        let mut words = Words::default();
        for row in Table::new("syllables.tsv", lists.syllables, 3).rows() {
            let row = row?;
            words.add(row.text(0)?, Kinds::SYLLABLE, row.number(1)?.saturating_add(row.number(2)?));
        }
        let abbreviations = abbreviations(lists.abbreviations, &mut words)?;
        let mut agencies = Vec::new();
        for row in Table::new("agencies.tsv", lists.agencies, 2).rows() {
            let row = row?;
            agencies.push((row.text(0)?, row.text(1)?));
        }
        let mut names = Vec::new();
        for row in Table::new("names.tsv", lists.names, 4).rows() {
            let row = row?;
            words.add(row.text(0)?, Kinds::NAME, 0);
            names.push((row.text(0)?, [row.number(1)?, row.number(2)?, row.number(3)?]));
        }
        let places = places(lists.places, &mut words)?;
        let mut document_kinds = Vec::new();
        for row in Table::new("document_kinds.tsv", lists.document_kinds, 3).rows() {
            let row = row?;
            let abbreviation = row.optional(1);
            document_kinds.push(DocumentKind { name: row.text(0)?, abbreviation, code: row.text(2)? });
        }
        let mut unit_list = Vec::new();
        for row in Table::new("units.tsv", lists.units, 2).rows() {
            let row = row?;
            words.add_run(row.text(0)?, Kinds::UNIT, 0);
            unit_list.push((row.text(0)?, row.text(1)?));
        }
        let mut symbols = Vec::new();
        for row in Table::new("symbols.tsv", lists.symbols, 2).rows() {
            let row = row?;
            words.add_run(row.text(0)?, Kinds::SYMBOL, row.number(1)?);
            symbols.push((row.text(0)?, row.number(1)?));
        }
        let mut terms = Vec::new();
        for row in Table::new("terms.txt", lists.terms, 1).rows() {
            terms.push(row?.text(0)?);
        }
        let words = words.sorted();
        Ok(Lexicon {
            words,
            abbreviations,
            agencies,
            terms,
            names,
            places,
            document_kinds,
            units: unit_list,
            symbols,
        })
    }

    /// Whether a word, as [`spelling`] spells it, is in one of the lists.
    pub fn contains(&self, folded: &str) -> bool {
        self.word(folded).is_some()
    }

    /// A word as [`spelling`] spells it.
    pub fn word(&self, folded: &str) -> Option<&Word> {
        self.words.binary_search_by(|w| w.folded.as_str().cmp(folded)).ok().map(|i| &self.words[i])
    }

    /// All words, each once, in the order of their bytes.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// An abbreviation as it is written, capitals and all.
    pub fn abbreviation(&self, text: &str) -> Option<&Abbreviation> {
        self.abbreviations.binary_search_by(|a| a.text.cmp(text)).ok().map(|i| &self.abbreviations[i])
    }

    /// All abbreviations, in the order of their bytes.
    pub fn abbreviations(&self) -> &[Abbreviation] {
        &self.abbreviations
    }

    /// Names of bodies, each behind its kind: `sở` or `bộ`. In the order of their bytes.
    pub fn agencies(&self) -> &[(&'static str, &'static str)] {
        &self.agencies
    }

    /// Terms of several words, lower case but for names, in the order of their bytes.
    pub fn terms(&self) -> &[&'static str] {
        &self.terms
    }

    /// Syllables of names with how often each is a surname, a middle and a given name; in the order of their bytes.
    pub fn names(&self) -> &[(&'static str, [u32; 3])] {
        &self.names
    }

    /// Units of administration by name, kind, province, in the order of their bytes.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The places of a name, without its kind and in the old tone style; may be empty.
    pub fn places_named(&self, name: &str) -> &[Place] {
        let start = self.places.partition_point(|p| p.name < name);
        let end = start + self.places[start..].partition_point(|p| p.name == name);
        &self.places[start..end]
    }

    /// Kinds of documents by name.
    pub fn document_kinds(&self) -> &[DocumentKind] {
        &self.document_kinds
    }

    /// Units and counted nouns, each with its kind: `share`, `money`, `area`, `length`, `volume`, `mass`, `energy`,
    /// `time`, `place`, `people`, `body`, `thing` or `rank`.
    pub fn units(&self) -> &[(&'static str, &'static str)] {
        &self.units
    }

    /// Symbols of documents (`QĐ-UBND`) with how often each was seen, in the order of their bytes.
    pub fn symbols(&self) -> &[(&'static str, u32)] {
        &self.symbols
    }
}

/// One row for each meaning, rows of an abbreviation together.
fn abbreviations(list: &'static str, words: &mut Words) -> Result<Vec<Abbreviation>> {
    let mut out: Vec<(Abbreviation, Vec<(u32, &'static str)>)> = Vec::new();
    for row in Table::new("abbreviations.tsv", list, 3).rows() {
        let row = row?;
        let (text, count) = (row.text(0)?, row.number(2)?);
        words.add_run(text, Kinds::ABBREVIATION, count);
        if out.last().is_none_or(|(a, _)| a.text != text) {
            out.push((Abbreviation { text, expansions: Vec::new(), count: 0 }, Vec::new()));
        }
        let (abbreviation, meanings) = out.last_mut().expect("pushed just before");
        abbreviation.count = abbreviation.count.saturating_add(count);
        meanings.extend(row.optional(1).map(|meaning| (count, meaning)));
    }
    let by_count = |(mut abbreviation, mut meanings): (Abbreviation, Vec<(u32, &'static str)>)| {
        // Equal counts stay in the order of the list.
        meanings.sort_by_key(|&(count, _)| std::cmp::Reverse(count));
        abbreviation.expansions = meanings.into_iter().map(|(_, meaning)| meaning).collect();
        abbreviation
    };
    Ok(out.into_iter().map(by_count).collect())
}

fn places(list: &'static str, words: &mut Words) -> Result<Vec<Place>> {
    let mut out: Vec<Place> = Vec::new();
    // Thousands of names share few words; folding each once makes the start three times as fast.
    let mut seen = HashSet::new();
    for row in Table::new("places.tsv", list, 5).rows() {
        let row = row?;
        let name = row.text(0)?;
        for word in name.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
            if seen.insert(word) {
                words.add(word, Kinds::PLACE, 0);
            }
        }
        let era = match row.text(3)? {
            "old" => Era::Old,
            "new" => Era::New,
            "both" => Era::Both,
            other => return Err(row.error(format!("the era `{other}` is not old, new or both"))),
        };
        let (province, taken_into) = (row.optional(2), row.optional(4));
        out.push(Place { name, kind: row.text(1)?, province, era, taken_into });
    }
    Ok(out)
}

/// Words while the lists are read.
#[derive(Default)]
struct Words(BTreeMap<String, (Kinds, u32)>);

impl Words {
    fn add(&mut self, word: &str, kinds: Kinds, count: u32) {
        let entry = self.0.entry(spelling(word)).or_default();
        entry.0 = entry.0.union(kinds);
        entry.1 = entry.1.max(count);
    }

    /// Adds each run of letters.
    fn add_run(&mut self, text: &str, kinds: Kinds, count: u32) {
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
            self.add(word, kinds, count);
        }
    }

    fn sorted(self) -> Vec<Word> {
        self.0.into_iter().map(|(folded, (kinds, count))| Word { folded, kinds, count }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Lists = Lists {
        syllables: "# word, count, count\nban\t7\t5\nhà\t2\t1\n",
        terms: "thi đua\n",
        abbreviations: "TT\tThông tư\t30\nTT\tthủ tục\t50\nTĐ-KT\t\t2\n",
        agencies: "sở\tY tế\n",
        names: "Hà\t42\t0\t9\nKhôi\t0\t1\t2\n",
        places: "Sơn Hà\txã\tLạng Sơn\tboth\nSơn Thủy\ttỉnh\t\told\tSơn Hà\n",
        document_kinds: "Công văn\t\t22\nQuyết định\tQĐ\t02\n",
        units: "%\tshare\ntriệu USD\tmoney\n",
        symbols: "QĐ-UBND\t2077\n",
    };

    #[test]
    fn lists_become_one_sorted_list_of_words() {
        let lexicon = Lexicon::parse(&SMALL).unwrap();
        let words: Vec<&str> = lexicon.words().iter().map(|w| w.folded.as_str()).collect();
        let expected = ["ban", "hà", "khôi", "kt", "qđ", "sơn", "thủy", "triệu", "tt", "tđ", "ubnd", "usd"];
        assert_eq!(words, expected);
        let ha = lexicon.word("hà").unwrap();
        assert!(ha.kinds.contains(Kinds::SYLLABLE.union(Kinds::NAME).union(Kinds::PLACE)));
        assert!(!ha.kinds.contains(Kinds::ABBREVIATION));
        assert_eq!(ha.count, 3);
        assert!(lexicon.contains("ubnd") && !lexicon.contains("UBND"));
    }

    #[test]
    fn meanings_of_an_abbreviation_come_commonest_first() {
        let lexicon = Lexicon::parse(&SMALL).unwrap();
        assert_eq!(lexicon.abbreviation("TT").unwrap().expansions, ["thủ tục", "Thông tư"]);
        assert_eq!(lexicon.abbreviation("TT").unwrap().count, 80);
        assert!(lexicon.abbreviation("TĐ-KT").unwrap().expansions.is_empty());
        assert_eq!(lexicon.abbreviation("tt"), None);
    }

    #[test]
    fn places_know_province_and_era() {
        let lexicon = Lexicon::parse(&SMALL).unwrap();
        let [place] = lexicon.places_named("Sơn Hà") else { panic!("one place of this name") };
        assert_eq!((place.kind, place.province, place.era), ("xã", Some("Lạng Sơn"), Era::Both));
        assert_eq!(lexicon.places()[1].taken_into, Some("Sơn Hà"));
        assert!(lexicon.places_named("Sơn").is_empty());
    }

    #[test]
    fn the_line_at_fault_is_named() {
        struct Case {
            lists: Lists,
            message: &'static str,
        }
        let cases = [
            Case {
                lists: Lists { syllables: "# head\nhà\t1\t1\nban\t1\t1\n", ..SMALL },
                message: "dictionaries/syllables.tsv:3: `ban` must come before the line above",
            },
            Case {
                lists: Lists { terms: "thi đua\nthi đua\n", ..SMALL },
                message: "dictionaries/terms.txt:2: the line stands there twice",
            },
            Case {
                lists: Lists { names: "Hà\t1\t2\n", ..SMALL },
                message: "dictionaries/names.tsv:1: 3 columns, not 4",
            },
            Case {
                lists: Lists { symbols: "QĐ-UBND\tvài\n", ..SMALL },
                message: "dictionaries/symbols.tsv:1: `vài` is not a count",
            },
            Case {
                lists: Lists { places: "Sơn Hà\txã\tLạng Sơn\tsoon\n", ..SMALL },
                message: "dictionaries/places.tsv:1: the era `soon` is not old, new or both",
            },
            Case {
                lists: Lists { terms: "thi đua\u{301}\n", ..SMALL },
                message: "dictionaries/terms.txt:1: not in composed form (NFC)",
            },
            Case {
                lists: Lists { units: "%\tshare\n\nha\tarea\n", ..SMALL },
                message: "dictionaries/units.tsv:2: the line is empty",
            },
        ];
        for case in cases {
            assert_eq!(Lexicon::parse(&case.lists).unwrap_err().to_string(), case.message);
        }
    }

    #[test]
    fn the_lists_of_the_program_are_in_order() {
        let lexicon = Lexicon::embedded().unwrap();
        assert!(lexicon.words().windows(2).all(|w| w[0].folded < w[1].folded));
        for word in ["nghị", "quyết", "ủy", "đắk", "lắk", "ubnd"] {
            assert!(lexicon.contains(word), "{word}");
        }
        assert_eq!(lexicon.abbreviation("UBND").unwrap().expansions[0], "Ủy ban nhân dân");
        assert!(lexicon.document_kinds().iter().any(|k| k.name == "Kế hoạch" && k.code == "10"));
        // 34 provinces since 1 July 2025; one of them is now a city under the centre.
        let provinces = lexicon.places().iter().filter(|p| p.province.is_none());
        let names: std::collections::BTreeSet<&str> =
            provinces.filter(|p| p.era != Era::Old).map(|p| p.name).collect();
        assert_eq!(names.len(), 34);
    }
}
