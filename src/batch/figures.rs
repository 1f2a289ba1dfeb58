//! What of a record a person is told at the end: pages, doubtful words, fields that were not read, places to look at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::State;
use crate::geometry::PixelBox;
use crate::record::{Record, Status};
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
    /// Fields that are on the page and were not read, by their names in the record.
    pub(crate) unread: Vec<String>,
    /// What to look at: pages that are not whole first, then in the order of the record.
    pub(crate) places: Vec<Place>,
}

/// A place to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Why.
    pub(crate) code: Code,
    /// From 1; none of the whole document.
    pub(crate) page: Option<u32>,
    /// Where on it, with the way from its pixels to the source page.
    #[serde(rename = "box")]
    pub(crate) place: Option<PixelBox>,
    /// As of [`Frame`](crate::page::Frame).
    pub(crate) to_source: Option<[f64; 6]>,
}

/// The parts of a record that are counted.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Parts {
    pages: Vec<PageParts>,
    restoration: Restored,
    document: BTreeMap<String, serde_json::Value>,
    warnings: Vec<WarningParts>,
}

#[derive(Debug, Clone, Deserialize)]
struct PageParts {
    page: u32,
    to_source: Option<[f64; 6]>,
}

#[derive(Debug, Clone, Deserialize)]
struct Restored {
    words: u32,
    doubtful: u32,
}

#[derive(Debug, Clone, Deserialize)]
struct WarningParts {
    code: Code,
    page: Option<u32>,
    #[serde(rename = "box")]
    place: Option<PixelBox>,
}

impl Figures {
    /// The fields that every document has, in their order.
    pub(crate) const FIELDS: [&str; 6] = ["kind", "number", "symbol", "issuer", "date", "subject"];

    /// Of a record that was made now.
    pub(super) fn of(record: &Record) -> Figures {
        let document = &record.document;
        let text = [
            &document.kind,
            &document.number,
            &document.symbol,
            &document.issuer,
            &document.date,
            &document.subject,
        ];
        let statuses = Figures::FIELDS.into_iter().zip(text).map(|(name, field)| (name, field.status));
        let pages = record.pages.iter().map(|page| (page.page, page.to_source)).collect();
        let warnings = record.warnings.iter().map(|w| (w.code, w.page, w.place));
        let counts = (record.restoration.words, record.restoration.doubtful);
        Figures::new(&pages, counts, statuses, warnings)
    }

    /// Of a record that was read back.
    pub(super) fn of_parts(parts: Parts) -> Figures {
        let status = |name: &&'static str| {
            let status = parts.document.get(*name)?.get("status")?.clone();
            Some((*name, serde_json::from_value(status).ok()?))
        };
        let pages = parts.pages.iter().map(|page| (page.page, page.to_source)).collect();
        let warnings = parts.warnings.iter().map(|w| (w.code, w.page, w.place));
        let counts = (parts.restoration.words, parts.restoration.doubtful);
        Figures::new(&pages, counts, Figures::FIELDS.iter().filter_map(status), warnings)
    }

    fn new(
        pages: &BTreeMap<u32, Option<[f64; 6]>>,
        (words, doubtful): (u32, u32),
        statuses: impl Iterator<Item = (&'static str, Status)>,
        warnings: impl Iterator<Item = (Code, Option<u32>, Option<PixelBox>)>,
    ) -> Figures {
        let is_unread =
            |status: Status| matches!(status, Status::Unreadable | Status::Handwritten | Status::Partial);
        let unread = statuses.filter(|(_, status)| is_unread(*status)).map(|(name, _)| name.to_owned());
        let mut places: Vec<Place> = warnings
            .map(|(code, page, place)| {
                let to_source = page.and_then(|page| pages.get(&page).copied().flatten());
                Place { code, page, place, to_source }
            })
            .collect();
        places.sort_by_key(|place| !is_loss(place.code));
        places.truncate(PLACES);
        let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
        Figures { pages: count, words, doubtful, unread: unread.collect(), places }
    }

    /// The same of several documents together.
    pub(crate) fn add(&mut self, other: Figures) {
        self.pages += other.pages;
        self.words += other.words;
        self.doubtful += other.doubtful;
        self.unread.extend(other.unread);
        self.places.extend(other.places);
        self.places.sort_by_key(|place| !is_loss(place.code));
        self.places.truncate(PLACES);
    }
}

/// Whether something of the page is missing.
fn is_loss(code: Code) -> bool {
    matches!(code, Code::PageDamaged | Code::PageUnread)
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
        let cuts = self.cuts.len() as u64 * 100;
        state * 1_000_000 + (share + fields + cuts).min(999_999)
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
        let entry = |state, doubtful, unread: &[&str]| Entry {
            path: String::new(),
            state,
            error: None,
            documents: 1,
            figures: Figures {
                pages: 1,
                words: 100,
                doubtful,
                unread: unread.iter().map(|name| (*name).to_owned()).collect(),
                places: Vec::new(),
            },
            cuts: Vec::new(),
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
        assert_eq!(figures, Figures::of_parts(serde_json::from_slice(&text).unwrap()));
        assert!(figures.pages > 0 && figures.words > 0);
    }
}
