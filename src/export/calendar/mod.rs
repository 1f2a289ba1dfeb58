//! A calendar (iCalendar, RFC 5545) of what is due on a day.
//!
//! Days are whole days without a zone. An event keeps its UID for ever; what changed since the calendar that stands there
//! gets a higher SEQUENCE, and what is no longer there is told as cancelled.

mod entry;
mod recurring;
mod syntax;

use std::collections::BTreeMap;

use super::mark::marks;
use super::phrase;
use crate::record::Record;
use crate::words::{Language, Sentence, Words};

fn words() -> &'static Words {
    Words::of(Language::Vietnamese)
}

/// A calendar of some documents. `previous` is the one that stands in its place.
pub(super) fn write(records: &[&Record], previous: Option<&[u8]>) -> Vec<u8> {
    let mut before = previous.map_or_else(BTreeMap::new, syntax::events);
    let mut text = String::new();
    let mut line = |line: &str| syntax::fold(&mut text, line);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    let by = records.first().map_or("vanthu", |record| record.made_by.program.as_str());
    line(&format!("PRODID:-//vanthu//{}//VI", syntax::escaped(by)));
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", syntax::escaped(&name(records))));
    let undated: Vec<String> = records.iter().flat_map(|record| undated(record)).collect();
    if !undated.is_empty() {
        let sentence = Sentence::new("calendar-undated").with("count", undated.len());
        let told = format!("{}\n{}", words().say(&sentence), undated.join("\n"));
        line(&format!("X-WR-CALDESC:{}", syntax::escaped(&told)));
    }
    for mark in marks(records) {
        line(&format!("X-VANTHU-SOURCE:{mark}"));
    }
    for record in records {
        for entry in entry::entries(record).dated {
            entry.lines(before.remove(&entry.uid).as_ref()).iter().for_each(|own| line(own));
        }
    }
    for event in before.into_values() {
        event.cancelled().iter().for_each(|own| line(own));
    }
    line("END:VCALENDAR");
    text.into_bytes()
}

/// What has no day, each in a line with its place in the document.
pub fn undated(record: &Record) -> Vec<String> {
    entry::entries(record).undated
}

/// One document by how it is cited, several by what they have in common.
fn name(records: &[&Record]) -> String {
    match records {
        [one] => words().say(&Sentence::new("calendar-of").with("document", phrase::cited(words(), one))),
        _ => words().text("calendar-of-all"),
    }
}

#[cfg(test)]
mod tests {
    use icalendar::{CalendarComponent, Component};

    use super::super::fixture::record;
    use super::*;

    /// Read by another reader: property of each event by its UID.
    fn read(bytes: &[u8]) -> BTreeMap<String, BTreeMap<String, String>> {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(text.split_terminator("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
        let calendar: icalendar::Calendar = text.parse().unwrap();
        let events = calendar.components.iter().map(|component| {
            let CalendarComponent::Event(event) = component else { panic!("{component:?}") };
            let all = event.properties().iter();
            let all = all.map(|(name, property)| (name.clone(), property.value().to_owned()));
            (event.get_uid().unwrap().to_owned(), all.collect())
        });
        events.collect()
    }

    #[test]
    fn what_is_due_before_a_day_is_an_event_of_the_day_before() {
        let record = record();
        let bytes = write(&[&record], None);
        assert_eq!(bytes, write(&[&record], None));
        let events = read(&bytes);
        let before =
            record.deadlines.iter().find(|d| d.due.as_ref().is_some_and(|due| due.written.contains("30/10")));
        let event = &events[&format!("{}@vanthu", before.unwrap().id)];
        assert_eq!((event["DTSTART"].as_str(), event["DTEND"].as_str()), ("20251029", "20251030"));
        assert_eq!(event["SEQUENCE"], "0");
        // 29/10/2025 is a Wednesday; the fifth working day before is the Wednesday of the week before, at 8.
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("TRIGGER:-P6DT16H\r\n"), "{text}");
    }

    #[test]
    fn what_changes_rises_and_what_goes_is_cancelled() {
        let record = record();
        let first = write(&[&record], None);
        assert_eq!(first, write(&[&record], Some(&first)), "nothing changed");
        let mut next = record.clone();
        let with_day = |d: &crate::record::Deadline| d.due.as_ref().is_some_and(|due| due.date.is_some());
        let dated: Vec<usize> =
            (0..next.deadlines.len()).filter(|at| with_day(&next.deadlines[*at])).collect();
        let (changed, gone) = (next.deadlines[dated[0]].id.clone(), next.deadlines[dated[1]].id.clone());
        next.deadlines[dated[0]].task += " (bổ sung)";
        next.deadlines.remove(dated[1]);
        let second = write(&[&next], Some(&first));
        let events = read(&second);
        assert_eq!(events[&format!("{changed}@vanthu")]["SEQUENCE"], "1");
        let gone = &events[&format!("{gone}@vanthu")];
        assert_eq!((gone["STATUS"].as_str(), gone["SEQUENCE"].as_str()), ("CANCELLED", "1"));
        assert_eq!(events.len(), read(&first).len());
        assert_eq!(second, write(&[&next], Some(&second)), "what was cancelled stays so");
        // It comes back with a still higher number.
        let third = read(&write(&[&record], Some(&second)));
        assert!(third.values().all(|event| event["STATUS"] != "CANCELLED"));
        assert_eq!(third[&format!("{changed}@vanthu")]["SEQUENCE"], "2");
    }

    #[test]
    fn targets_of_a_years_end_are_one_entry_and_nothing_is_left_out() {
        let record = record();
        let events = read(&write(&[&record], None));
        let end = |t: &crate::record::Target| t.period.as_ref().and_then(crate::export::when::end_of);
        let dated = record.targets.iter().filter_map(end);
        let mut days: Vec<_> = dated.collect();
        days.sort();
        days.dedup();
        let of_targets = events.keys().filter(|uid| uid.contains("-targets-")).count();
        assert_eq!(of_targets, days.len());
        let of_deadlines = events.len() - of_targets;
        let without = record.targets.iter().filter(|t| end(t).is_none()).count();
        assert_eq!(of_deadlines + undated(&record).len(), record.deadlines.len() + without);
    }
}
