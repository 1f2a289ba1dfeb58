//! What of a record a person is told at the end: pages, doubtful words, fields that were not read, places to look at.

use serde::{Deserialize, Serialize};

use super::State;
use super::checks::{self, LineParts, PageParts, TextParts};
use crate::geometry::PixelBox;
use crate::record::{Field, Page, PageText, Record, Status, TextLine, Warning};
use crate::warning::Code;

/// Places of one document that are told.
const PLACES: usize = 5;

/// What one record says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// Pages of the document.
    pub(crate) pages: u32,
    /// Words.
    pub(crate) words: u32,
    /// Doubtful words.
    pub(crate) doubtful: u32,
    /// Fields that are on the page and were not read.
    pub(crate) unread: Vec<Unread>,
    /// What to look at: pages that are not whole first, then in the order of the record.
    pub(crate) places: Vec<Place>,
}

/// A field that is on the page and was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unread {
    /// Its name in the record.
    pub(crate) name: String,
    /// How it stands there.
    pub(crate) status: Status,
}

/// A place to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Why: the code of a warning, or the name of a [`Check`].
    pub(crate) code: String,
    /// From 1; none of the whole document.
    pub(crate) page: Option<u32>,
    /// Where on it, with the way from its pixels to the source page.
    #[serde(rename = "box")]
    pub(crate) place: Option<PixelBox>,
    /// As of [`Frame`](crate::page::Frame).
    pub(crate) to_source: Option<[f64; 6]>,
}

/// The parts of a record that are counted and checked.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Parts {
    pages: Vec<PageParts>,
    text: Vec<TextParts>,
    restoration: Restored,
    document: HeaderParts,
    warnings: Vec<WarningParts>,
}

#[derive(Debug, Clone, Deserialize)]
struct Restored {
    words: u32,
    doubtful: u32,
}

/// The fields of [`Figures::FIELDS`].
#[derive(Debug, Clone, Deserialize)]
struct HeaderParts {
    kind: FieldParts,
    number: FieldParts,
    symbol: FieldParts,
    issuer: FieldParts,
    date: FieldParts,
    subject: FieldParts,
}

#[derive(Debug, Clone, Deserialize)]
struct FieldParts {
    status: Status,
}

#[derive(Debug, Clone, Deserialize)]
struct WarningParts {
    code: Code,
    page: Option<u32>,
    #[serde(rename = "box")]
    place: Option<PixelBox>,
}

impl Parts {
    /// Of a record that was made now.
    fn of(record: &Record) -> Parts {
        let page = |page: &Page| PageParts {
            page: page.page,
            to_source: page.to_source,
            dpi: page.dpi,
            width: page.width,
            height: page.height,
            turned: page.turned,
        };
        let line = |line: &TextLine| LineParts { text: line.text.clone(), place: line.place };
        let text =
            |page: &PageText| TextParts { page: page.page, lines: page.lines.iter().map(line).collect() };
        let field = |field: &Field<String>| FieldParts { status: field.status };
        let document = &record.document;
        let warning = |w: &Warning| WarningParts { code: w.code, page: w.page, place: w.place };
        Parts {
            pages: record.pages.iter().map(page).collect(),
            text: record.text.iter().map(text).collect(),
            restoration: Restored { words: record.restoration.words, doubtful: record.restoration.doubtful },
            document: HeaderParts {
                kind: field(&document.kind),
                number: field(&document.number),
                symbol: field(&document.symbol),
                issuer: field(&document.issuer),
                date: field(&document.date),
                subject: field(&document.subject),
            },
            warnings: record.warnings.iter().map(warning).collect(),
        }
    }
}

impl Figures {
    /// The fields that every document has, in their order.
    pub(crate) const FIELDS: [&str; 6] = ["kind", "number", "symbol", "issuer", "date", "subject"];

    /// Of a record that was made now.
    pub(super) fn of(record: &Record) -> Figures {
        Figures::of_parts(&Parts::of(record))
    }

    /// Of a record that was read back.
    pub(super) fn of_parts(parts: &Parts) -> Figures {
        let HeaderParts { kind, number, symbol, issuer, date, subject } = &parts.document;
        let is_unread = |field: &FieldParts| {
            matches!(field.status, Status::Unreadable | Status::Handwritten | Status::Partial)
        };
        let fields = Figures::FIELDS.into_iter().zip([kind, number, symbol, issuer, date, subject]);
        let unread = fields
            .filter(|(_, field)| is_unread(field))
            .map(|(name, field)| Unread { name: name.to_owned(), status: field.status });
        let to_source = |number: Option<u32>| {
            parts.pages.iter().find(|page| Some(page.page) == number).and_then(|page| page.to_source)
        };
        let at = |code: String, page: Option<u32>, place: Option<PixelBox>| Place {
            code,
            page,
            place,
            to_source: to_source(page),
        };
        let warned = parts.warnings.iter().map(|warning| at(name(warning.code), warning.page, warning.place));
        let checked = checks::check(&parts.pages, &parts.text).into_iter();
        let checked =
            checked.map(|(check, page, place)| at(<&str>::from(check).to_owned(), Some(page), place));
        let mut figures = Figures {
            pages: u32::try_from(parts.pages.len()).unwrap_or(u32::MAX),
            words: parts.restoration.words,
            doubtful: parts.restoration.doubtful,
            unread: unread.collect(),
            places: warned.chain(checked).collect(),
        };
        figures.order();
        figures
    }

    /// The places that say most come first.
    fn order(&mut self) {
        self.places.sort_by_key(|place| std::cmp::Reverse(weight(&place.code)));
        self.places.truncate(PLACES);
    }

    /// The same with more places to look at.
    pub(crate) fn look_at(&mut self, places: impl IntoIterator<Item = Place>) {
        self.places.extend(places);
        self.order();
    }

    /// The same of several documents together.
    pub(crate) fn add(&mut self, other: Figures) {
        self.pages += other.pages;
        self.words += other.words;
        self.doubtful += other.doubtful;
        self.unread.extend(other.unread);
        self.places.extend(other.places);
        self.order();
    }
}

/// The stable name of a warning.
fn name(code: Code) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// How much a place says by what it is: what is missing most, what was read all the same least.
fn weight(code: &str) -> u64 {
    match code {
        "page.damaged" | "page.unread" => 1000,
        "page.missing" | "page.missing_folio" => 500,
        "page.cut_off" => 300,
        "document.several" | "page.no_words" | "page.orientation_unsure" => 200,
        "page.under_200_dpi" | "page.low_resolution" | "page.not_colour" => 30,
        "page.upside_down" => 20,
        _ => 0,
    }
}

/// What became of one file, as it is kept and told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The path below the folder of the scans.
    pub(crate) path: String,
    /// By its name.
    #[serde(with = "state_name")]
    pub(crate) state: State,
    /// Code of an error, and its message as it was told.
    pub(crate) error: Option<(String, String)>,
    /// Documents in it.
    pub(crate) documents: u32,
    /// What its records say.
    pub(crate) figures: Figures,
    /// Pages at which a document may begin or not.
    pub(crate) cuts: Vec<u32>,
    /// Pages with text that a person's cuts leave out, rising.
    #[serde(default)]
    pub(crate) left: Vec<u32>,
    /// Documents that each of its documents repeats which repeats one.
    #[serde(default)]
    pub(crate) repeats: Vec<String>,
    /// What stands of it among the results, from their folder: records, and other forms behind them.
    #[serde(default)]
    pub(crate) results: Vec<String>,
    /// When it came to its state.
    #[serde(default)]
    pub(crate) when: When,
}

/// When a file came to its state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    /// In this run.
    #[default]
    Now,
    /// In an earlier one: nothing was done with it.
    Before,
}

impl Entry {
    /// How much it needs a look: the greater, the more; 0 not at all.
    pub(crate) fn weight(&self) -> u64 {
        let state = match self.state {
            State::Secret => 5,
            State::Failed => 4,
            State::SetApart => 3,
            State::Damaged => 2,
            State::Done | State::Skipped => 0,
        };
        let Figures { words, doubtful, unread, .. } = &self.figures;
        // A word in ten is much; a few doubtful words are everyday.
        let share = u64::from(*doubtful) * 1000 / u64::from((*words).max(1));
        let share = if share >= 20 { share } else { 0 };
        let fields = unread.len() as u64 * 50;
        let cuts = (self.cuts.len() + self.left.len()) as u64 * 100;
        let places: u64 = self.figures.places.iter().map(|place| weight(&place.code)).sum();
        let repeats = self.repeats.len() as u64;
        state * 1_000_000 + (share + fields + cuts + places + repeats).min(999_999)
    }
}

mod state_name {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use super::State;

    pub(super) fn serialize<S: Serializer>(state: &State, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(state.into())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<State, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_weighs_most() {
        let unread = |name: &&str| Unread { name: (*name).to_owned(), status: Status::Handwritten };
        let entry = |state, doubtful, fields: &[&str]| Entry {
            path: String::new(),
            state,
            error: None,
            documents: 1,
            figures: Figures {
                pages: 1,
                words: 100,
                doubtful,
                unread: fields.iter().map(unread).collect(),
                places: Vec::new(),
            },
            cuts: Vec::new(),
            left: Vec::new(),
            repeats: Vec::new(),
            results: Vec::new(),
            when: When::Now,
        };
        let all = [
            entry(State::Done, 1, &[]),
            entry(State::Done, 3, &[]),
            entry(State::Skipped, 3, &["number"]),
            entry(State::Damaged, 0, &[]),
            entry(State::SetApart, 0, &[]),
            entry(State::Failed, 0, &[]),
            entry(State::Secret, 0, &[]),
        ];
        let weights: Vec<u64> = all.iter().map(Entry::weight).collect();
        assert!(weights.is_sorted() && weights[0] == 0 && weights[1] > 0, "{weights:?}");
        let text = serde_json::to_string(&all[2]).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), all[2]);
    }

    #[test]
    fn a_record_that_was_read_back_says_the_same() {
        let text = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/record.json")).unwrap();
        let record: Record = serde_json::from_slice(&text).unwrap();
        let figures = Figures::of(&record);
        assert_eq!(figures, Figures::of_parts(&serde_json::from_slice(&text).unwrap()));
        assert!(figures.pages > 0 && figures.words > 0);
    }
}
