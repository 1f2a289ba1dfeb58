//! What of a document goes into a calendar, and what has no day.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::recurring;
use super::syntax::{Event, day, escaped};
use super::words;
use crate::export::{doubt, phrase, when};
use crate::record::{Bound, Deadline, Grounds, Record, Target};
use crate::words::Sentence;

/// How many working days before the last one is reminded. Holidays are not known here.
const WORKING_DAYS: u32 = 5;

/// What of a document goes into a calendar.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// In the order of the document.
    pub(super) dated: Vec<Entry>,
    /// What has no day, each with its place.
    pub(super) undated: Vec<String>,
}

/// An event.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) uid: String,
    day: Date,
    /// How it comes again, as RRULE says it.
    rule: Option<String>,
    summary: String,
    description: String,
    /// Whether a person should look at it.
    doubtful: bool,
    /// When the document was made: a calendar must say a time, and the time of writing tells nothing.
    stamp: Date,
}

/// All entries of a document.
pub(super) fn entries(record: &Record) -> Entries {
    let mut all = Entries::default();
    let made = record.document.date.value.as_deref().and_then(last_of);
    let stamp = made.unwrap_or(jiff::civil::date(2000, 1, 1));
    for deadline in &record.deadlines {
        match of_deadline(record, deadline, made, stamp) {
            Some(entry) => all.dated.push(entry),
            None => {
                let due = when::due(words(), deadline);
                all.undated.push(undated(record, &deadline.task, &due, &deadline.grounds));
            }
        }
    }
    let mut by_day: BTreeMap<Date, Vec<&Target>> = BTreeMap::new();
    for target in &record.targets {
        match target.period.as_ref().and_then(when::end_of) {
            Some(day) => by_day.entry(day).or_default().push(target),
            None => {
                let period = target.period.as_ref().map_or("", |period| period.written.as_str());
                all.undated.push(undated(record, &told(target), period, &target.grounds));
            }
        }
    }
    all.dated.extend(by_day.iter().map(|(day, targets)| of_targets(record, *day, targets, stamp)));
    all
}

/// The last day of a date of a record, which may lack its day or its month.
fn last_of(date: &str) -> Option<Date> {
    let mut parts = date.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map_or(Some(12), |month| month.parse().ok())?;
    match parts.next() {
        Some(day) => Date::new(year, month, day.parse().ok()?).ok(),
        None => Some(Date::new(year, month, 1).ok()?.last_of_month()),
    }
}

fn undated(record: &Record, what: &str, due: &str, grounds: &Grounds) -> String {
    let parts = [what, due, &source(record, grounds)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

fn source(record: &Record, grounds: &Grounds) -> String {
    format!("{}, {}", phrase::source(words(), record, grounds), phrase::page(words(), grounds))
}

fn told(target: &Target) -> String {
    let sentence = Sentence::new("target-of").with("indicator", target.indicator.as_str());
    words().say(&sentence.with("value", phrase::value(words(), target)))
}

fn of_deadline(record: &Record, deadline: &Deadline, made: Option<Date>, stamp: Date) -> Option<Entry> {
    let begins = deadline.due.as_ref().filter(|due| due.bound == Bound::From).and_then(|due| due.date);
    let last = deadline.due.as_ref().and_then(when::last_day);
    let (day, rule) = match (last.or(begins), &deadline.recurrence) {
        // A day of its own comes before how often it comes again.
        (Some(day), _) => (day, None),
        (None, Some(recurrence)) => {
            let (day, rule) = recurring::rule(recurrence, made?)?;
            (day, Some(rule))
        }
        (None, None) => return None,
    };
    let doubts = doubt::of_deadline(record, deadline);
    let summary = match last.is_none() && begins.is_some() {
        true => words().say(&Sentence::new("calendar-begins").with("task", deadline.task.as_str())),
        false => deadline.task.clone(),
    };
    let who = phrase::names(&deadline.agencies);
    let mut lines = vec![when::due(words(), deadline), who, deadline.grounds.quote.clone()];
    lines.push(source(record, &deadline.grounds));
    lines.extend(doubts.iter().map(|doubt| doubt.said(words())));
    lines.retain(|line| !line.is_empty());
    Some(Entry {
        uid: format!("{}@vanthu", deadline.id),
        day,
        rule,
        summary,
        description: lines.join("\n"),
        doubtful: !doubts.is_empty(),
        stamp,
    })
}

/// Targets of one day are one entry: an office has twenty of them at the end of a year.
fn of_targets(record: &Record, day: Date, targets: &[&Target], stamp: Date) -> Entry {
    let doubtful = targets.iter().any(|target| !doubt::of_target(record, target).is_empty());
    let summary = Sentence::new("calendar-targets").with("count", targets.len());
    let mut lines: Vec<String> = targets.iter().map(|target| told(target)).collect();
    lines.push(phrase::cited(words(), record));
    Entry {
        uid: format!("{}-targets-{day}@vanthu", record.id),
        day,
        rule: None,
        summary: words().say(&summary.with("document", phrase::cited(words(), record))),
        description: lines.join("\n"),
        doubtful,
        stamp,
    }
}

impl Entry {
    /// Its lines, with the number of its version after the one that stands there.
    pub(super) fn lines(&self, before: Option<&Event>) -> Vec<String> {
        let same = self.versioned(before.map_or(0, |before| before.sequence));
        match before {
            Some(before) if before.lines != same => self.versioned(before.sequence + 1),
            _ => same,
        }
    }

    fn versioned(&self, sequence: u32) -> Vec<String> {
        let end = self.day.tomorrow().unwrap_or(self.day);
        let mut lines = vec![
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", self.uid),
            format!("DTSTAMP:{}T000000Z", day(self.stamp)),
            format!("DTSTART;VALUE=DATE:{}", day(self.day)),
            format!("DTEND;VALUE=DATE:{}", day(end)),
        ];
        lines.extend(self.rule.iter().map(|rule| format!("RRULE:{rule}")));
        let status = if self.doubtful { "TENTATIVE" } else { "CONFIRMED" };
        let alarm = reminder(self.day);
        lines.extend([
            format!("SEQUENCE:{sequence}"),
            format!("STATUS:{status}"),
            "TRANSP:TRANSPARENT".to_owned(),
            format!("SUMMARY:{}", escaped(&self.summary)),
            format!("DESCRIPTION:{}", escaped(&self.description)),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", escaped(&self.summary)),
            // From midnight of the day back to 8 in the morning of the day on which it is reminded.
            format!("TRIGGER:-P{}DT16H", alarm - 1),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
        lines
    }
}

/// How many days before a day the fifth working day before it is.
fn reminder(day: Date) -> u32 {
    let (mut days, mut working) = (0, 0);
    while working < WORKING_DAYS {
        days += 1;
        // Before the first day that there is nothing is reminded of.
        let Ok(before) = day.checked_sub(i64::from(days).days()) else { break };
        if !matches!(before.weekday(), Weekday::Saturday | Weekday::Sunday) {
            working += 1;
        }
    }
    days.max(1)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn it_is_reminded_five_working_days_before() {
        // A Monday, a Friday, a Sunday.
        for (day, days) in [(date(2026, 11, 30), 7), (date(2026, 11, 27), 7), (date(2026, 11, 29), 6)] {
            assert_eq!(reminder(day), days, "{day}");
        }
    }
}
