//! What an evaluation found: a row for each input of each document, and totals.

use crate::evaluate::harm::HarmScore;
use crate::evaluate::header::{HeaderScore, State, Sure};
use crate::evaluate::mend::MendScore;
use crate::evaluate::pairs::{Confidence, F1};
use crate::evaluate::record::RecordScore;
use crate::evaluate::text::{Rate, TextScore};

/// Whether documents are real or were made for the measuring; the two are never added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Issued by an office.
    Real,
    /// Written and drawn by us.
    Made,
}

/// What a document was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// Pictures of its pages.
    Scan,
    /// A text in which a scanner's program lost the diacritics.
    Garbled,
    /// The true text.
    TrueText,
}

/// One input of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Name of the document's folder.
    pub document: String,
    /// Whether it is real.
    pub origin: Origin,
    /// What was read.
    pub input: Input,
    /// Syllables right before restoration.
    pub raw: Option<Rate>,
    /// The text after restoration.
    pub text: Option<TextScore>,
    /// What restoration did to a text with mistakes.
    pub mend: Option<MendScore>,
    /// What restoration did to the true text.
    pub harm: Option<HarmScore>,
    /// Header fields and findings.
    pub record: Option<RecordScore>,
    /// Why the document could not be read or compared; what is not `None` above is still true.
    pub failure: Option<String>,
}

impl Row {
    /// A row in which nothing is measured yet.
    pub(crate) fn new(document: String, origin: Origin, input: Input) -> Row {
        Row {
            document,
            origin,
            input,
            raw: None,
            text: None,
            mend: None,
            harm: None,
            record: None,
            failure: None,
        }
    }
}

/// The rows of an evaluation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// Document after document; within one the scan, the garbled text, the true text.
    pub rows: Vec<Row>,
}

/// A share as two counts, so that the shares of several documents can be pooled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// What counts; below 0 where a text has more mistakes than words.
    pub part: i64,
    /// Of how many.
    pub whole: i64,
}

impl Share {
    pub(super) fn new(part: usize, whole: usize) -> Share {
        Share { part: signed(part), whole: signed(whole) }
    }

    fn of_rate(rate: Rate) -> Share {
        Share { part: signed(rate.of) - signed(rate.wrong), whole: signed(rate.of) }
    }

    /// F1 as a share: twice the right ones over all expected and all found.
    fn of_f1(rate: F1) -> Share {
        Share::new(2 * rate.right, rate.expected + rate.found)
    }

    /// `part / whole`; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).expect("a count of words fits 63 bits")
}

/// Something that is measured on every row: a column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Head of the column.
    pub title: &'static str,
    /// What it is, for the line under the table.
    pub meaning: &'static str,
    /// Decimals of the percentage.
    pub decimals: usize,
    /// The share on one row; `None` where it is not measured.
    pub share: fn(&Row) -> Option<Share>,
}

/// What is measured on texts.
pub const TEXT_MEASURES: [Measure; 8] = [
    Measure {
        title: "raw",
        meaning: "syllables right before restoration",
        decimals: 1,
        share: |row| row.raw.map(Share::of_rate),
    },
    Measure {
        title: "syllables",
        meaning: "right after it, without case",
        decimals: 1,
        share: |row| row.text.as_ref().map(|text| Share::of_rate(text.syllables)),
    },
    Measure {
        title: "letters",
        meaning: "syllables right without their marks",
        decimals: 1,
        share: |row| row.text.as_ref().map(|text| Share::of_rate(text.skeletons)),
    },
    Measure {
        title: "words",
        meaning: "right with case and punctuation",
        decimals: 1,
        share: |row| row.text.as_ref().map(|text| Share::of_rate(text.words)),
    },
    Measure {
        title: "numbers",
        meaning: "words with a digit",
        decimals: 1,
        share: |row| row.text.as_ref().map(|text| Share::of_rate(text.numbers)),
    },
    Measure {
        title: "moved",
        meaning: "syllables in another place",
        decimals: 1,
        share: |row| row.text.as_ref().map(|text| Share::new(text.misplaced, text.syllables.of)),
    },
    Measure {
        title: "mended",
        meaning: "of the garbled syllables",
        decimals: 1,
        share: |row| row.mend.as_ref().map(|mend| Share::new(mend.mended_count, mend.garbled)),
    },
    Measure {
        title: "spoiled",
        meaning: "of those that were right",
        decimals: 2,
        share: |row| row.mend.as_ref().map(|mend| Share::new(mend.spoiled_count, mend.right)),
    },
];

/// What is measured on records, and on the true text.
pub const RECORD_MEASURES: [Measure; 8] = [
    Measure {
        title: "fields",
        meaning: "header fields right or honestly unreadable",
        decimals: 1,
        share: |row| row.record.as_ref().map(|record| Share::new(record.fields.right(), record.fields.of())),
    },
    Measure {
        title: "recip.",
        meaning: "recipients (F1)",
        decimals: 1,
        share: |row| row.record.as_ref()?.recipients.map(Share::of_f1),
    },
    Measure { title: "targets", meaning: "F1", decimals: 1, share: |row| kind(row, "targets") },
    Measure { title: "deadlines", meaning: "F1", decimals: 1, share: |row| kind(row, "deadlines") },
    Measure {
        title: "tasks",
        meaning: "assignments (F1)",
        decimals: 1,
        share: |row| kind(row, "assignments"),
    },
    Measure { title: "refs.", meaning: "references (F1)", decimals: 1, share: |row| kind(row, "references") },
    Measure {
        title: "movem.",
        meaning: "the emulation movement",
        decimals: 1,
        share: |row| {
            row.record.as_ref()?.emulation.as_ref().map(|checks| Share::new(checks.right(), checks.of()))
        },
    },
    Measure {
        title: "harm",
        meaning: "words of the true text that were changed",
        decimals: 3,
        share: |row| row.harm.as_ref().map(|harm| Share::new(harm.changed, harm.words)),
    },
];

/// What is measured on header fields where the truth has nothing else.
pub const HEADER_MEASURES: [Measure; 4] = [
    Measure {
        title: "right",
        meaning: "header fields as they are",
        decimals: 1,
        share: |row| header(row).map(|header| of_state(header, State::Right)),
    },
    Measure {
        title: "honest",
        meaning: "said to be unread, and nothing false given",
        decimals: 1,
        share: |row| header(row).map(|header| of_state(header, State::Honest)),
    },
    Measure {
        title: "wrong",
        meaning: "false, or missing without a word",
        decimals: 1,
        share: |row| header(row).map(|header| of_state(header, State::Wrong)),
    },
    Measure {
        title: "wrong though sure",
        meaning: "of values given as read at 0.9 or more",
        decimals: 1,
        share: |row| header(row).map(|header| Share::new(header.sure_wrong.len(), header.sure)),
    },
];

fn header(row: &Row) -> Option<&HeaderScore> {
    row.record.as_ref()?.header.as_ref()
}

fn of_state(header: &HeaderScore, state: State) -> Share {
    Share::new(header.count(state), header.states.len())
}

fn kind(row: &Row, name: &str) -> Option<Share> {
    let kinds = &row.record.as_ref()?.kinds;
    kinds.iter().find(|kind| kind.kind == name).map(|kind| Share::of_f1(kind.rate))
}

/// The rows of one origin and input.
#[derive(Debug)]
pub struct Group<'a> {
    /// Whether they are real.
    pub origin: Origin,
    /// What was read.
    pub input: Input,
    /// The rows, never empty.
    pub rows: Vec<&'a Row>,
}

impl Group<'_> {
    /// The mean of the documents' shares, each document counted once; `None` where none has the measure.
    pub fn mean(&self, measure: &Measure) -> Option<f64> {
        let shares: Vec<f64> = self.shares(measure).filter_map(Share::value).collect();
        (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
    }

    /// The share over all documents as if they were one; `None` where none has the measure.
    pub fn pooled(&self, measure: &Measure) -> Option<f64> {
        let all =
            self.shares(measure).reduce(|a, b| Share { part: a.part + b.part, whole: a.whole + b.whole });
        all.and_then(Share::value)
    }

    fn shares(&self, measure: &Measure) -> impl Iterator<Item = Share> {
        self.rows.iter().filter_map(|row| (measure.share)(row))
    }

    /// How stated confidence compares with what was right, over all records.
    pub fn confidence(&self) -> Confidence {
        let records = self.rows.iter().filter_map(|row| row.record.as_ref());
        records.fold(Confidence::default(), |sum, record| sum.pooled(record.confidence))
    }
}

impl Report {
    /// Adds the rows of another folder.
    pub fn extend(&mut self, other: Report) {
        self.rows.extend(other.rows);
    }

    /// The rows by origin, then input: real ones first, scans first.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for row in &self.rows {
            match groups.iter_mut().find(|group| (group.origin, group.input) == (row.origin, row.input)) {
                Some(group) => group.rows.push(row),
                None => groups.push(Group { origin: row.origin, input: row.input, rows: vec![row] }),
            }
        }
        groups.sort_by_key(|group| (group.origin, group.input));
        groups
    }

    /// The header fields of all rows that were given as sure.
    pub fn sure_fields(&self) -> Sure {
        let records = self.rows.iter().filter_map(|row| row.record.as_ref());
        records.fold(Sure::default(), |sum, record| sum.pooled(record.sure))
    }

    /// Documents that could not be read or compared, with the reason.
    pub fn failures(&self) -> impl Iterator<Item = (&Row, &str)> {
        self.rows.iter().filter_map(|row| Some((row, row.failure.as_deref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(origin: Origin, input: Input, of: usize, wrong: usize) -> Row {
        Row { raw: Some(Rate::new(of, wrong)), ..Row::new("x".to_owned(), origin, input) }
    }

    #[test]
    fn a_mean_counts_documents_and_a_pool_counts_words() {
        let report = Report {
            rows: vec![
                row(Origin::Made, Input::Scan, 10, 0),
                row(Origin::Real, Input::Scan, 10, 5),
                row(Origin::Real, Input::Garbled, 10, 9),
                row(Origin::Real, Input::Scan, 90, 0),
                Row::new("unread".to_owned(), Origin::Real, Input::Scan),
            ],
        };
        let groups = report.groups();
        let order: Vec<_> = groups.iter().map(|g| (g.origin, g.input, g.rows.len())).collect();
        assert_eq!(
            order,
            [
                (Origin::Real, Input::Scan, 3),
                (Origin::Real, Input::Garbled, 1),
                (Origin::Made, Input::Scan, 1)
            ]
        );
        let raw = &TEXT_MEASURES[0];
        assert_eq!(groups[0].mean(raw), Some(0.75));
        assert_eq!(groups[0].pooled(raw), Some(0.95));
        assert_eq!(groups[0].mean(&TEXT_MEASURES[1]), None);
    }

    #[test]
    fn f1_pools_as_counts() {
        let (a, b) = (F1::new(2, 4, 2), F1::new(0, 0, 2));
        assert_eq!(Share::of_f1(a).value(), Some(a.f1));
        assert_eq!(a.pooled(b), F1::new(2, 4, 4));
        assert_eq!(Share::of_f1(F1::new(0, 0, 0)).value(), None, "nothing to find says nothing");
    }
}
