//! The follow-up book: what documents ask for, and beside it what reports state, with the places of both.

mod beside;
mod passage;
mod stated;
mod table;
mod vocabulary;

use std::collections::BTreeSet;
use std::path::Path;

use beside::{Match, Report, Unsure, Verdict};
use stated::{Reached, State, Stated, What};

use super::binding::Binding;
use super::line::{Cell, Line, Made, count, date, of, text};
use super::phrase;
use super::profile::{Fill, Own, Profiles, Rows, Sheet};
use super::row::{self, Asked, Row};
use super::workbook::Filled;
use crate::digest::sha256;
use crate::error::Result;
use crate::record::{self, Evidence, Record};
use crate::vietnamese::same_folded;
use crate::words::{Language, Sentence, Words};

/// Whether a document reports: its kind says so.
pub fn is_report(record: &Record) -> bool {
    record.document.kind.value.as_deref().is_some_and(|kind| same_folded(kind, "Báo cáo"))
}

/// How many entries a book has, and of how many reports say something certain, or something that may be about them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Targets, tasks, deadlines of no task.
    pub entries: usize,
    /// With a result that is certainly theirs.
    pub certain: usize,
    /// With candidates alone.
    pub candidates: usize,
}

fn words() -> &'static Words {
    Words::of(Language::Vietnamese)
}

/// A book of what launches ask for and reports state; `path` is where it will stand, `previous` what stands there.
///
/// # Errors
/// [`Error::Form`](crate::error::Error::Form) of a sheet too long for the format.
pub fn book(
    binding: Binding,
    path: &Path,
    profiles: &Profiles,
    launches: &[&Record],
    reports: &[&Record],
    previous: Option<&[u8]>,
) -> Result<(Vec<u8>, Tally)> {
    // A task of a document that stands in two files is one task, and a result of such a report one result.
    let [launches, reports] = [launches, reports].map(record::kept);
    let launches: Vec<&Record> = launches.iter().map(AsRef::as_ref).collect();
    let reports: Vec<&Record> = reports.iter().map(AsRef::as_ref).collect();
    let (filled, tally) = sheets(profiles.sheets(), &launches, &reports);
    let all: Vec<&Record> = launches.iter().chain(&reports).copied().collect();
    Ok((binding.bind(path, &filled, &all, profiles.sheets(), previous)?, tally))
}

/// The sheets of a book. Reports are taken in the order of their days.
fn sheets<'a>(
    profiles: &'a [Sheet],
    launches: &[&'a Record],
    reports: &[&'a Record],
) -> (Vec<Filled<'a>>, Tally) {
    let mut reports: Vec<&Record> = reports.to_vec();
    // Stable: those of one day stay as they were given.
    reports.sort_by(|a, b| a.document.date.value.cmp(&b.document.date.value));
    let read: Vec<Report<'a>> = reports.iter().map(|record| Report::of(record)).collect();
    let mut told = BTreeSet::new();
    let mut tally = Tally::default();
    let mut lines = Vec::new();
    for row in row::rows(Rows::FollowUp, launches, None) {
        tally.entries += 1;
        let entry = Entry::of(row, &read);
        told.extend(entry.matches.iter().map(|one| one.at));
        if entry.certain().is_some() {
            tally.certain += 1;
        } else if !entry.matches.is_empty() {
            tally.candidates += 1;
        }
        entry.lines(tally.entries, &read, &mut lines);
    }
    let rest = rest(&read, &told);
    let all: Vec<&Record> = launches.iter().chain(&reports).copied().collect();
    let filled = profiles.iter().filter_map(|sheet| match sheet.rows {
        Fill::Own(Own::Book) => Some(Filled::new(sheet, std::mem::take(&mut lines))),
        Fill::Own(Own::Stated) => Some(Filled::new(sheet, rest.clone())),
        Fill::Rows(Rows::Documents) => Some(Filled::new(sheet, row::rows(Rows::Documents, &all, None))),
        _ => None,
    });
    (filled.collect(), tally)
}

/// What was asked for, and what may be said of it.
struct Entry<'a> {
    row: Row<'a>,
    matches: Vec<Match>,
}

impl<'a> Entry<'a> {
    fn of(row: Row<'a>, reports: &[Report<'_>]) -> Entry<'a> {
        let launch = row.record();
        let matches = match row.asked() {
            Some(Asked::Target(target)) => beside::of_target(launch, target, reports),
            Some(Asked::Assignment(task)) => beside::of_task(launch, task, reports),
            Some(Asked::Deadline(deadline)) => beside::of_deadline(launch, deadline, reports),
            None => Vec::new(),
        };
        Entry { row, matches }
    }

    /// The last certain result.
    fn certain(&self) -> Option<&Match> {
        self.matches.iter().rev().find(|one| one.is_certain())
    }

    /// The line of the entry, with the last certain result; below it a line for each candidate and each earlier result.
    fn lines(&self, number: usize, reports: &[Report<'_>], lines: &mut Vec<Made>) {
        let certain = self.certain();
        let mut cells = self.asked_cells(number);
        let mut doubts = vec![self.row.doubts()];
        match certain {
            Some(found) => cells.extend(self.result_cells(found, reports)),
            None => {
                cells.extend(empty_result());
                let candidates = self.matches.len();
                let state = if candidates == 0 {
                    words().text("book-nothing")
                } else {
                    doubts.push(words().text("book-to-compare"));
                    words().say(&Sentence::new("book-candidates").with("count", candidates))
                };
                cells.push(("state", text(&state)));
            }
        }
        doubts.retain(|doubt| !doubt.is_empty());
        lines.push(Made { id: self.row.id().to_owned(), doubts: doubts.join("; "), cells });
        for other in &self.matches {
            if certain.is_some_and(|shown| shown.at == other.at) {
                continue;
            }
            let (report, stated) = of_match(other, reports);
            let mut cells = self.asked_cells(number);
            cells.extend(self.result_cells(other, reports));
            let (state, doubts) = if other.is_certain() {
                (words().text("book-earlier"), String::new())
            } else {
                let why: Vec<String> = other.unsure.iter().map(|why| words().text(why.id())).collect();
                (words().text("book-candidate"), why.join("; "))
            };
            cells.retain(|(field, _)| *field != "state" && *field != "difference");
            cells.extend([("state", text(&state)), ("difference", Cell::Empty)]);
            let id = format!("{}/{}", self.row.id(), id(report.record, stated));
            lines.push(Made { id, doubts, cells });
        }
    }

    fn asked_cells(&self, number: usize) -> Vec<(&'static str, Cell)> {
        const FIELDS: [&str; 9] =
            ["kind", "what", "lead", "support", "due", "last_day", "product", "source", "page_link"];
        let mut cells: Vec<_> =
            FIELDS.iter().map(|field| (*field, self.row.cell(field).unwrap_or(Cell::Empty))).collect();
        cells.push(("quote", self.row.cell("quote").unwrap_or(Cell::Empty)));
        cells.push(("number", count(number)));
        cells
    }

    fn result_cells(&self, found: &Match, reports: &[Report<'_>]) -> Vec<(&'static str, Cell)> {
        let (report, stated) = of_match(found, reports);
        let mut cells = stated_cells(report.record, stated);
        let (state, difference) = match (self.row.asked(), &stated.what) {
            (Some(Asked::Target(target)), What::Amount(reached)) => {
                let id = match beside::verdict(target, reached, report, stated) {
                    Verdict::Met => "book-met",
                    Verdict::Missed => "book-missed",
                    Verdict::NotYet => "book-not-yet",
                    Verdict::Open => "book-open",
                };
                let single = target.value_max.is_none() && reached.value_max.is_none();
                (
                    words().text(id),
                    if single { difference(target.value.0, reached.value) } else { Cell::Empty },
                )
            }
            (_, What::State(state)) => {
                let late = beside::is_late(*state, self.last_day(), report);
                let id = match (state, late) {
                    (State::Done, _) => "book-done",
                    (State::UnderWay, Some(true)) => "book-under-way-late",
                    (State::UnderWay, Some(false)) => "book-under-way-in-time",
                    (State::UnderWay, None) => "book-under-way",
                    (State::NotDone, Some(true)) => "book-not-done-late",
                    (State::NotDone, _) => "book-not-done",
                };
                (words().text(id), Cell::Empty)
            }
            _ => (String::new(), Cell::Empty),
        };
        cells.extend([("state", text(&state)), ("difference", difference)]);
        cells
    }

    fn last_day(&self) -> Option<jiff::civil::Date> {
        match self.row.cell("last_day") {
            Some(Cell::Date(day)) => Some(day),
            _ => None,
        }
    }
}

/// What was reached less what was asked for, to as many places as both are written with.
fn difference(asked: f64, reached: f64) -> Cell {
    const PLACES: f64 = 1e6;
    Cell::Number(((reached - asked) * PLACES).round() / PLACES)
}

fn of_match<'r>(found: &Match, reports: &'r [Report<'r>]) -> (&'r Report<'r>, &'r Stated) {
    let report = &reports[found.at.0];
    (report, &report.stated[found.at.1])
}

/// The same for each reading of the report.
fn id(report: &Record, stated: &Stated) -> String {
    let place = stated.evidence.first().map_or(0, |first| first.page);
    format!(
        "s-{}",
        &sha256(format!("{} {place} {} {:?}", report.id, stated.quote, stated.what).as_bytes())[..12]
    )
}

/// What a report states, with its place.
fn stated_cells(report: &Record, stated: &Stated) -> Vec<(&'static str, Cell)> {
    let result = match &stated.what {
        What::Amount(reached) => said(reached),
        What::State(state) => words().text(match state {
            State::Done => "book-done",
            State::UnderWay => "book-under-way",
            State::NotDone => "book-not-done",
        }),
    };
    let (amount, unit) = match &stated.what {
        What::Amount(reached) => (Cell::Number(reached.value), of(reached.unit.as_deref())),
        What::State(_) => (Cell::Empty, Cell::Empty),
    };
    let day = report.document.date.value.as_deref().and_then(|day| day.parse().ok());
    vec![
        ("result", text(&result)),
        ("amount", amount),
        ("unit", unit),
        ("reported_by", of(report.document.issuer.value.as_deref())),
        ("reported_on", date(day)),
        ("report", text(&phrase::cited(words(), report))),
        ("report_page", page(report, stated.evidence.first())),
        ("report_quote", text(&stated.quote)),
    ]
}

fn empty_result() -> Vec<(&'static str, Cell)> {
    const FIELDS: [&str; 9] = [
        "result",
        "amount",
        "unit",
        "reported_by",
        "reported_on",
        "report",
        "report_page",
        "report_quote",
        "difference",
    ];
    FIELDS.map(|field| (field, Cell::Empty)).to_vec()
}

fn said(reached: &Reached) -> String {
    let mut said = reached.written.clone();
    if let Some(plan) = &reached.of_plan {
        said = format!("{said} ({plan})");
    }
    said
}

/// The page of a report, with the way to it.
fn page(report: &Record, evidence: Option<&Evidence>) -> Cell {
    let Some(first) = evidence else { return Cell::Empty };
    let shown = words().say(&match first.line {
        Some(line) => Sentence::new("place-line").with("line", line),
        None => Sentence::new("place-page").with("page", first.page),
    });
    match report.source.files.first().and_then(|file| file.path.as_deref()) {
        Some(path) => Cell::Link { text: shown, to: format!("{path}#page={}", first.page) },
        None => text(&shown),
    }
}

/// What reports state and nothing asked for.
fn rest(reports: &[Report<'_>], told: &BTreeSet<(usize, usize)>) -> Vec<Made> {
    let mut lines: Vec<Made> = Vec::new();
    for (number, report) in reports.iter().enumerate() {
        for (at, stated) in report.stated.iter().enumerate() {
            if told.contains(&(number, at)) {
                continue;
            }
            let mut cells = stated_cells(report.record, stated);
            cells.push(("number", count(lines.len() + 1)));
            let doubts =
                if stated.doubtful { words().text(Unsure::DoubtfulResult.id()) } else { String::new() };
            lines.push(Made { id: id(report.record, stated), doubts, cells });
        }
    }
    lines
}
