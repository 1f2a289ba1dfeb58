//! What was asked for, and what reports state of it, side by side. Where it is not certain that they are about the same, the
//! statement is a candidate with its reasons, and nothing is decided.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::super::doubt;
use super::super::when;
use super::stated::{self, Reached, State, Stated, What};
use super::table;
use super::vocabulary::{self, Class};
use crate::record::{AgencyMention, Assignment, Comparison, Deadline, Direction, Record, Target};

/// A report, and what it states.
#[derive(Debug)]
pub(super) struct Report<'a> {
    pub(super) record: &'a Record,
    pub(super) stated: Vec<Stated>,
    /// Places in its letterhead, folded.
    area: Vec<String>,
}

impl<'a> Report<'a> {
    pub(super) fn of(record: &'a Record) -> Report<'a> {
        let mut all = stated::stated(record);
        all.extend(table::stated(record));
        Report { record, stated: all, area: area(record) }
    }

    fn day(&self) -> Option<Date> {
        self.record.document.date.value.as_deref()?.parse().ok()
    }

    /// The year that a statement is about: its own, else that of the report's subject.
    fn year(&self, stated: &Stated) -> Option<i16> {
        stated.year.or_else(|| stated::year(self.record.document.subject.value.as_deref()?))
    }

    fn is_part_of_year(&self, stated: &Stated) -> bool {
        let subject = self.record.document.subject.value.as_deref().unwrap_or_default();
        stated.part_of_year || (stated.year.is_none() && stated::is_part_of_year(subject))
    }
}

/// Why it is not certain that a statement is about what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unsure {
    /// The words are alike and not the same.
    Words,
    /// Its unit is another one, or is not told.
    Unit,
    /// One is a level and the other a change, or they go other ways, from another start, or by another time.
    Measure,
    /// Another place or body.
    Place,
    /// Another year, or none is told.
    Year,
    /// The number is doubtful in the report.
    DoubtfulResult,
    /// What was asked for is itself doubtful.
    DoubtfulAim,
    /// The report states several numbers for it.
    Several,
}

impl Unsure {
    /// The sentence that says it.
    pub(super) fn id(self) -> &'static str {
        match self {
            Unsure::Words => "unsure-words",
            Unsure::Unit => "unsure-unit",
            Unsure::Measure => "unsure-measure",
            Unsure::Place => "unsure-place",
            Unsure::Year => "unsure-year",
            Unsure::DoubtfulResult => "unsure-result",
            Unsure::DoubtfulAim => "unsure-aim",
            Unsure::Several => "unsure-several",
        }
    }
}

/// A statement that may be about what was asked for.
#[derive(Debug, Clone)]
pub(super) struct Match {
    /// Of which report, and which of its statements.
    pub(super) at: (usize, usize),
    /// Empty where it is certain.
    pub(super) unsure: BTreeSet<Unsure>,
    /// How alike the words are, 0 to 1.
    pub(super) likeness: f64,
}

impl Match {
    pub(super) fn is_certain(&self) -> bool {
        self.unsure.is_empty()
    }
}

/// Statements that are less alike are not even candidates.
const CANDIDATE: f64 = 0.5;
/// At most so many candidates are shown for one entry and one report.
const SHOWN: usize = 3;

/// What reports state of a target, by report, certain ones first.
pub(super) fn of_target(launch: &Record, target: &Target, reports: &[Report<'_>]) -> Vec<Match> {
    let unit = vocabulary::words(target.unit.as_deref().unwrap_or_default());
    let words = vocabulary::words(&target.indicator);
    let all = vocabulary::content(&words);
    let without_unit: Vec<String> = without(&all, &unit);
    let named = [all, without_unit];
    found(reports, |report, stated| {
        let What::Amount(reached) = &stated.what else { return None };
        let likeness = named
            .iter()
            .flat_map(|one| stated.about.iter().map(move |other| (one, other)))
            .map(|(one, other)| if one == other { 1.0 } else { vocabulary::likeness(one, other).min(0.99) })
            .fold(0.0, f64::max);
        let mut unsure = common(launch, report, stated, &target.agencies, &target.grounds.quote);
        if likeness < 1.0 {
            unsure.insert(Unsure::Words);
        }
        let same_unit = measured(target.unit.as_deref()) == measured(reached.unit.as_deref());
        if !same_unit {
            // Percent and persons are never the same.
            if likeness < 1.0 {
                return None;
            }
            unsure.insert(Unsure::Unit);
        }
        let folded = vocabulary::words(&stated.quote).join(" ");
        let baseline =
            target.baseline.as_ref().map(|baseline| vocabulary::words(&baseline.written).join(" "));
        let same_base = baseline.is_none_or(|baseline| folded.contains(&baseline));
        if change(target) != reached.change || target.per != reached.per || !same_base {
            unsure.insert(Unsure::Measure);
        }
        let asked = target.period.as_ref().and_then(when::years);
        let told = report.year(stated);
        let in_time = match (asked, told) {
            (Some((from, to)), Some(year)) => (from..=to).contains(&year),
            (None, _) => true,
            (Some(_), None) => false,
        };
        if !in_time {
            unsure.insert(Unsure::Year);
        }
        if !doubt::of_target(launch, target).is_empty() {
            unsure.insert(Unsure::DoubtfulAim);
        }
        Some((likeness, unsure))
    })
}

/// What reports state of a task.
pub(super) fn of_task(launch: &Record, task: &Assignment, reports: &[Report<'_>]) -> Vec<Match> {
    let mut words = vocabulary::words(&task.task);
    // Who helps, and until when, stand in the task and in no report of it.
    for mention in task.support.iter().chain(&task.report_to) {
        words = without(&words, &vocabulary::words(&mention.written));
    }
    for id in &task.deadlines {
        let due = launch.deadlines.iter().find(|d| d.id == *id).and_then(|d| d.due.as_ref());
        words = without(&words, &vocabulary::words(due.map_or("", |due| &due.written)));
    }
    let doubtful = doubt::of_assignment(launch, task).iter().any(|doubt| *doubt != doubt::Doubt::Leads);
    of_work(launch, &words, &task.lead, doubtful, &task.grounds.quote, reports)
}

/// What reports state of a deadline of no task.
pub(super) fn of_deadline(launch: &Record, deadline: &Deadline, reports: &[Report<'_>]) -> Vec<Match> {
    let due = vocabulary::words(deadline.due.as_ref().map_or("", |due| &due.written));
    let words = without(&vocabulary::words(&deadline.task), &due);
    let doubtful = doubt::of_deadline(launch, deadline).contains(&doubt::Doubt::Words);
    of_work(launch, &words, &deadline.agencies, doubtful, &deadline.grounds.quote, reports)
}

fn of_work(
    launch: &Record,
    words: &[String],
    bodies: &[AgencyMention],
    doubtful: bool,
    quote: &str,
    reports: &[Report<'_>],
) -> Vec<Match> {
    /// Fewer words of a task may stand anywhere.
    const LEAST: usize = 3;
    // "…, hoàn thành" belongs to the time that was taken out.
    let end = words.len() - vocabulary::before(words, words.len(), Class::Reached).unwrap_or(0);
    let asked = vocabulary::content(&words[..end]);
    if asked.len() < LEAST {
        return Vec::new();
    }
    found(reports, |report, stated| {
        let What::State(_) = stated.what else { return None };
        let about = stated.about.first()?;
        let likeness = vocabulary::share(&asked, about);
        let mut unsure = common(launch, report, stated, bodies, quote);
        if likeness < 1.0 || numbers(about) != numbers(&asked) {
            unsure.insert(Unsure::Words);
        }
        // Where several bodies have tasks the sentence must name the one whose task it is, or be its own report.
        let folded = vocabulary::words(&stated.quote).join(" ");
        let issuer =
            vocabulary::words(report.record.document.issuer.value.as_deref().unwrap_or_default()).join(" ");
        let names = |mention: &AgencyMention| {
            [&mention.written, &mention.name].map(|name| vocabulary::words(name).join(" "))
        };
        let is_named =
            |name: String| !name.is_empty() && (folded.contains(&name) || issuer.starts_with(&name));
        if !bodies.is_empty() && !bodies.iter().flat_map(names).any(is_named) {
            unsure.insert(Unsure::Place);
        }
        if doubtful {
            unsure.insert(Unsure::DoubtfulAim);
        }
        Some((likeness, unsure))
    })
}

/// The statements of each report that something is said of, as `judge` judges them.
fn found(
    reports: &[Report<'_>],
    judge: impl Fn(&Report<'_>, &Stated) -> Option<(f64, BTreeSet<Unsure>)>,
) -> Vec<Match> {
    let mut all = Vec::new();
    for (number, report) in reports.iter().enumerate() {
        let mut of_report: Vec<Match> = Vec::new();
        for (at, stated) in report.stated.iter().enumerate() {
            if let Some((likeness, unsure)) =
                judge(report, stated).filter(|(likeness, _)| *likeness >= CANDIDATE)
            {
                of_report.push(Match { at: (number, at), unsure, likeness });
            }
        }
        let certain: Vec<&Stated> =
            of_report.iter().filter(|m| m.is_certain()).map(|m| &report.stated[m.at.1]).collect();
        if certain.iter().any(|stated| !says_the_same(&stated.what, &certain[0].what)) {
            for one in of_report.iter_mut().filter(|m| m.is_certain()) {
                one.unsure.insert(Unsure::Several);
            }
        }
        // What is certain makes candidates of the same report needless, and what is said twice is said once.
        if let Some(first) = of_report.iter().position(Match::is_certain) {
            all.push(of_report.swap_remove(first));
            continue;
        }
        of_report.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.at.cmp(&b.at)));
        of_report.truncate(SHOWN);
        all.append(&mut of_report);
    }
    all
}

fn says_the_same(one: &What, other: &What) -> bool {
    match (one, other) {
        (What::Amount(a), What::Amount(b)) => {
            a.value == b.value && a.value_max == b.value_max && a.unit == b.unit
        }
        (What::State(a), What::State(b)) => a == b,
        _ => false,
    }
}

/// Doubts that are the same for targets and tasks.
fn common(
    launch: &Record,
    report: &Report<'_>,
    stated: &Stated,
    bodies: &[AgencyMention],
    quote: &str,
) -> BTreeSet<Unsure> {
    let mut unsure = BTreeSet::new();
    let own = area(launch);
    let asked_in = stated::places(quote);
    let fits = |place: &String| own.contains(place) || asked_in.contains(place);
    let issuer =
        vocabulary::words(report.record.document.issuer.value.as_deref().unwrap_or_default()).join(" ");
    let is_asked = |mention: &AgencyMention| {
        let name = vocabulary::words(&mention.name).join(" ");
        !name.is_empty() && name == issuer
    };
    let here = if stated.places.is_empty() {
        // The sentence is about the area of the report, which must be that of the launch, or of a body that was asked.
        let same_area =
            !own.is_empty() && own == report.area && asked_in.iter().all(|place| own.contains(place));
        same_area || bodies.iter().any(is_asked)
    } else {
        stated.places.iter().all(fits)
            && asked_in.iter().all(|place| stated.places.contains(place) || own.contains(place))
    };
    if !here {
        unsure.insert(Unsure::Place);
    }
    // A report of a time before says nothing of what was asked for later.
    let launched = launch.document.date.value.as_deref().and_then(|day| day.parse::<Date>().ok());
    if let (Some(launched), Some(day)) = (launched, report.day())
        && day < launched
    {
        unsure.insert(Unsure::Year);
    }
    if stated.doubtful {
        unsure.insert(Unsure::DoubtfulResult);
    }
    unsure
}

/// The places of a letterhead, folded: those of the issuer, else those of the body above it.
fn area(record: &Record) -> Vec<String> {
    let document = &record.document;
    let of = |text: Option<&str>| stated::places(text.unwrap_or_default());
    let own = of(document.issuer.value.as_deref());
    if own.is_empty() { of(document.parent_body.value.as_deref()) } else { own }
}

fn change(target: &Target) -> Option<Direction> {
    target.direction.filter(|_| !stated::is_level(&target.written))
}

/// Words without a row of others that stands in them.
fn without(words: &[String], row: &[String]) -> Vec<String> {
    let at = (!row.is_empty()).then(|| words.windows(row.len()).position(|window| window == row)).flatten();
    at.map_or_else(|| words.to_vec(), |at| [&words[..at], &words[at + row.len()..]].concat())
}

/// The words of a unit, in which a sign is a word too.
fn measured(unit: Option<&str>) -> Vec<String> {
    vocabulary::words(&unit.unwrap_or_default().replace('%', " phần trăm "))
}

fn numbers(words: &[String]) -> Vec<&String> {
    words.iter().filter(|word| word.chars().any(|c| c.is_ascii_digit())).collect()
}

/// What a certain result makes of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The number satisfies what was asked for.
    Met,
    /// It does not, at the end of the time.
    Missed,
    /// It does not yet: the time is not over.
    NotYet,
    /// The numbers stand side by side, and nothing tells whether more is better.
    Open,
}

/// Whether a number satisfies a target; decided only where the target says how it binds.
pub(super) fn verdict(target: &Target, reached: &Reached, report: &Report<'_>, stated: &Stated) -> Verdict {
    if reached.value_max.is_some() || !matches!(reached.comparison, Comparison::Equal) {
        return Verdict::Open;
    }
    let (asked, value) = (target.value.0, reached.value);
    let met = match target.comparison {
        Comparison::AtLeast => value >= asked,
        Comparison::MoreThan => value > asked,
        Comparison::AtMost => value <= asked,
        Comparison::LessThan => value < asked,
        Comparison::Range => match target.value_max {
            Some(max) => value >= asked && value <= max.0,
            None => return Verdict::Open,
        },
        Comparison::Equal if value == asked => true,
        // "tăng 5%" is met by more.
        Comparison::Equal if change(target).is_some() && value >= asked => true,
        Comparison::Equal | Comparison::About => return Verdict::Open,
    };
    let end = target.period.as_ref().and_then(when::end_of);
    let early = report.is_part_of_year(stated)
        || end.zip(report.day()).is_some_and(|(end, day)| day.year() < end.year());
    match (met, early) {
        (true, false) => Verdict::Met,
        (false, false) => Verdict::Missed,
        // A ceiling that holds in June may be broken in December.
        (_, true) => Verdict::NotYet,
    }
}

/// The state of a task that a report states on its day.
pub(super) fn is_late(state: State, last_day: Option<Date>, report: &Report<'_>) -> Option<bool> {
    match state {
        State::Done => None,
        State::UnderWay | State::NotDone => Some(last_day? < report.day()?),
    }
}
