//! The rows of sheets and tables, and what stands in each of their cells.

use jiff::civil::Date;

use super::line::{Cell, Line, count, date, day, of, text};
use super::office::Office;
use super::profile::Rows;
use super::{doubt, phrase, when};
use crate::record::{Assignment, Deadline, Field, Grounds, MarkKind, MarkValues, Record, Target};
use crate::words::{Language, Sentence, Words};

/// A row: something of a record, or the record itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    record: &'a Record,
    item: Item<'a>,
    /// From 1.
    number: usize,
}

/// What a row of findings is of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked<'a> {
    Target(&'a Target),
    Deadline(&'a Deadline),
    Assignment(&'a Assignment),
}

#[derive(Debug, Clone, Copy)]
enum Item<'a> {
    Target(&'a Target),
    Deadline(&'a Deadline),
    Assignment(&'a Assignment),
    Document,
}

impl<'a> Item<'a> {
    fn grounds(self) -> Option<&'a Grounds> {
        match self {
            Item::Target(target) => Some(&target.grounds),
            Item::Deadline(deadline) => Some(&deadline.grounds),
            Item::Assignment(assignment) => Some(&assignment.grounds),
            Item::Document => None,
        }
    }
}

/// Forms are Vietnamese, whoever makes them.
fn words() -> &'static Words {
    Words::of(Language::Vietnamese)
}

/// The rows of that kind of some documents, in their order. Without an office every document is in both registers.
pub(super) fn rows<'a>(kind: Rows, records: &[&'a Record], office: Option<&Office>) -> Vec<Row<'a>> {
    let mut all = Vec::new();
    for record in records.iter().copied() {
        let mut add = |item| all.push(Row { record, item, number: all.len() + 1 });
        match kind {
            Rows::Targets => record.targets.iter().for_each(|target| add(Item::Target(target))),
            Rows::Deadlines => record.deadlines.iter().for_each(|deadline| add(Item::Deadline(deadline))),
            Rows::Assignments => record.assignments.iter().for_each(|task| add(Item::Assignment(task))),
            Rows::FollowUp => follow_up(record).into_iter().for_each(add),
            Rows::Documents => add(Item::Document),
            Rows::Outgoing if office.is_none_or(|office| office.issued(record)) => add(Item::Document),
            Rows::Incoming if office.is_none_or(|office| !office.issued(record)) => add(Item::Document),
            Rows::Outgoing | Rows::Incoming => {}
        }
    }
    all
}

/// What an office has to follow: tasks with their deadlines, deadlines of no task, and targets, as they stand on the pages.
fn follow_up(record: &Record) -> Vec<Item<'_>> {
    let of_tasks = |id: &String| record.assignments.iter().any(|task| task.deadlines.contains(id));
    let tasks = record.assignments.iter().map(Item::Assignment);
    let deadlines = record.deadlines.iter().filter(|d| !of_tasks(&d.id)).map(Item::Deadline);
    let mut all: Vec<Item<'_>> =
        tasks.chain(deadlines).chain(record.targets.iter().map(Item::Target)).collect();
    all.sort_by_key(|item| {
        let first = item.grounds().and_then(|grounds| grounds.evidence.first());
        first.map(|e| (e.page, e.line, e.place.map(|place| place.top())))
    });
    all
}

impl Line for Row<'_> {
    /// The id of the finding, or of the record.
    fn id(&self) -> &str {
        match self.item {
            Item::Target(target) => &target.id,
            Item::Deadline(deadline) => &deadline.id,
            Item::Assignment(assignment) => &assignment.id,
            Item::Document => &self.record.id,
        }
    }

    fn doubts(&self) -> String {
        let doubts = match self.item {
            Item::Target(target) => doubt::of_target(self.record, target),
            Item::Deadline(deadline) => doubt::of_deadline(self.record, deadline),
            Item::Assignment(task) => {
                let mut doubts = doubt::of_assignment(self.record, task);
                for more in self.deadlines(task).flat_map(|d| doubt::of_deadline(self.record, d)) {
                    if !doubts.contains(&more) {
                        doubts.push(more);
                    }
                }
                doubts
            }
            Item::Document => return doubt::of_header(&self.record.document, words()).join("; "),
        };
        doubts.into_iter().map(|doubt| doubt.said(words())).collect::<Vec<_>>().join("; ")
    }

    fn cell(&self, field: &str) -> Option<Cell> {
        let common = match field {
            "id" => text(self.id()),
            "number" => count(self.number),
            "doubts" => text(&self.doubts()),
            "file" => text(self.record.source.files.first().map_or("", |file| &file.file)),
            "sha256" => text(self.record.source.files.first().map_or("", |file| &file.sha256)),
            "repeats" => text(&self.record.source.repeats.join("; ")),
            "code" => of_field(&self.record.document.code),
            "date" => self.record.document.date.value.as_deref().map_or(Cell::Empty, day),
            _ => {
                return match (self.item.grounds(), self.item) {
                    (Some(grounds), _) => self.finding(field, grounds),
                    (None, _) => self.document(field),
                };
            }
        };
        Some(common)
    }
}

impl<'a> Row<'a> {
    /// The document that it is of.
    pub(super) fn record(&self) -> &'a Record {
        self.record
    }

    /// The finding; `None` for a whole document.
    pub(super) fn asked(&self) -> Option<Asked<'a>> {
        match self.item {
            Item::Target(target) => Some(Asked::Target(target)),
            Item::Deadline(deadline) => Some(Asked::Deadline(deadline)),
            Item::Assignment(task) => Some(Asked::Assignment(task)),
            Item::Document => None,
        }
    }
}

impl Row<'_> {
    /// What all findings have, then what each kind has.
    fn finding(&self, field: &str, grounds: &Grounds) -> Option<Cell> {
        Some(match field {
            "source" => text(&phrase::source(words(), self.record, grounds)),
            "page_link" => self.page(grounds),
            "outline" => of(grounds.place_in_outline.as_deref()),
            "page" => grounds.evidence.first().map_or(Cell::Empty, |e| Cell::Number(f64::from(e.page))),
            "confidence" => Cell::Number(grounds.confidence),
            "quote" => text(&grounds.quote),
            _ => {
                return match self.item {
                    Item::Target(target) => target_cell(target, field),
                    Item::Deadline(deadline) => deadline_cell(deadline, field),
                    Item::Assignment(task) => self.assignment_cell(task, field),
                    Item::Document => None,
                };
            }
        })
    }

    /// The page, with the way to it.
    fn page(&self, grounds: &Grounds) -> Cell {
        let path = self.record.source.files.first().and_then(|file| file.path.as_deref());
        let page = text(&phrase::page(words(), grounds));
        match (page, path, grounds.evidence.first()) {
            (Cell::Text(text), Some(path), Some(first)) => {
                Cell::Link { text, to: format!("{path}#page={}", first.page) }
            }
            (page, ..) => page,
        }
    }

    fn deadlines(&self, task: &Assignment) -> impl Iterator<Item = &Deadline> {
        task.deadlines.iter().filter_map(|id| self.record.deadlines.iter().find(|d| d.id == *id))
    }

    fn assignment_cell(&self, task: &Assignment, field: &str) -> Option<Cell> {
        Some(match field {
            "kind" => text(&words().text("kind-task")),
            "what" | "task" => text(&task.task),
            "lead" => text(&phrase::names(&task.lead)),
            "support" => text(&phrase::names(&task.support)),
            "report_to" => text(&phrase::names(&task.report_to)),
            "product" => of(task.product.as_deref()),
            "due" => {
                let mut all: Vec<String> = self.deadlines(task).map(|d| when::due(words(), d)).collect();
                all.dedup();
                text(&all.join("; "))
            }
            "last_day" => date(self.deadlines(task).filter_map(last_day).min()),
            _ => return None,
        })
    }

    fn document(&self, field: &str) -> Option<Cell> {
        let document = &self.record.document;
        let signer = document.signer.value.as_ref();
        let filed = document.filed.value.as_ref();
        Some(match field {
            "kind" => of_field(&document.kind),
            "document_number" => of_field(&document.number),
            "symbol" => of_field(&document.symbol),
            "issuer" => of_field(&document.issuer),
            "place" => of_field(&document.place),
            "subject" => of_field(&document.subject),
            "kind_and_subject" => {
                let both = [document.kind.value.as_deref(), document.subject.value.as_deref()];
                text(&both.into_iter().flatten().collect::<Vec<_>>().join(" "))
            }
            "language" => text(&words().text("language-vietnamese")),
            "pages" => count(self.record.pages.len()),
            "position" => of(signer.and_then(|signer| signer.title.as_deref())),
            "signer" => of(signer.and_then(|signer| signer.name.as_deref())),
            "recipients" => {
                let all = document.recipients.value.iter().flatten().map(|line| line.written.as_str());
                text(&all.collect::<Vec<_>>().join("; "))
            }
            "filed" => of(filed.map(|filed| filed.unit.as_deref().unwrap_or(&filed.written))),
            "copies" => {
                let copies = filed.and_then(|filed| filed.copies.as_deref());
                copies.map_or(Cell::Empty, |n| n.parse().map_or_else(|_| text(n), Cell::Number))
            }
            "urgency" => of_field(&document.urgency),
            "secrecy" => of_field(&document.secrecy),
            "arrival_number" => of(self.arrival().and_then(|arrival| arrival.number.as_deref())),
            "arrival_date" => self.arrival().and_then(|a| a.date.as_deref()).map_or(Cell::Empty, day),
            _ => return None,
        })
    }

    /// What the stamp of arrival says.
    fn arrival(&self) -> Option<&MarkValues> {
        let mut marks = self.record.pages.iter().flat_map(|page| &page.marks);
        marks.find(|mark| mark.kind == MarkKind::ArrivalStamp)?.values.as_ref()
    }
}

fn target_cell(target: &Target, field: &str) -> Option<Cell> {
    let period = target.period.as_ref();
    let value = || phrase::value(words(), target);
    Some(match field {
        "kind" => text(&words().text("kind-target")),
        "what" => {
            let sentence = Sentence::new("target-of").with("indicator", target.indicator.as_str());
            text(&words().say(&sentence.with("value", value())))
        }
        "indicator" => text(&target.indicator),
        "value" => text(&value()),
        "direction" => target.direction.map_or(Cell::Empty, |direction| named(&direction)),
        "comparison" => named(&target.comparison),
        "amount" => Cell::Number(target.value.0),
        "amount_max" => target.value_max.map_or(Cell::Empty, |max| Cell::Number(max.0)),
        "unit" => of(target.unit.as_deref()),
        "per" => of(target.per.as_deref()),
        "period" | "due" => of(period.map(|period| period.written.as_str())),
        "from" => date(period.and_then(when::start_of)),
        "to" | "last_day" => date(period.and_then(when::end_of)),
        "baseline" => of(target.baseline.as_ref().map(|baseline| baseline.written.as_str())),
        "part_of" => of(target.part_of.as_deref()),
        "agencies" | "lead" => text(&phrase::names(&target.agencies)),
        "written" => text(&target.written),
        "support" | "product" => Cell::Empty,
        _ => return None,
    })
}

fn deadline_cell(deadline: &Deadline, field: &str) -> Option<Cell> {
    let due = deadline.due.as_ref();
    let recurrence = deadline.recurrence.as_ref();
    Some(match field {
        "kind" => text(&words().text("kind-deadline")),
        "what" | "task" => text(&deadline.task),
        "due" => text(&when::due(words(), deadline)),
        "due_date" => date(due.and_then(|due| due.date)),
        "last_day" => date(last_day(deadline)),
        "precision" => due.map_or(Cell::Empty, |due| named(&due.precision)),
        "bound" => due.map_or(Cell::Empty, |due| named(&due.bound)),
        "written" => of(due.map(|due| due.written.as_str())),
        "event" => of(due.and_then(|due| due.event.as_deref())),
        "every" => recurrence.map_or(Cell::Empty, |recurrence| named(&recurrence.every)),
        "interval" => recurrence.map_or(Cell::Empty, |recurrence| Cell::Number(recurrence.interval.into())),
        "recurrence" => of(recurrence.map(|recurrence| recurrence.written.as_str())),
        "agencies" | "lead" => text(&phrase::names(&deadline.agencies)),
        "support" | "product" => Cell::Empty,
        _ => return None,
    })
}

fn last_day(deadline: &Deadline) -> Option<Date> {
    when::last_day(deadline.due.as_ref()?)
}

fn of_field(field: &Field<String>) -> Cell {
    of(field.value.as_deref())
}

/// One of a list of names, as the record writes it.
fn named(value: &impl serde::Serialize) -> Cell {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Cell::Text(name),
        _ => Cell::Empty,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::record;
    use super::super::profile::{Fill, Kind, sheets, table};
    use super::*;

    #[test]
    fn every_field_of_a_profile_is_known() {
        let record = record();
        for sheet in sheets() {
            let Fill::Rows(kind) = sheet.rows else { continue };
            let rows = rows(kind, &[&record], None);
            assert!(!rows.is_empty(), "{}", sheet.name);
            for column in sheet.columns.iter().filter(|column| column.kind != Kind::Typed) {
                for row in &rows {
                    assert!(row.cell(&column.field).is_some(), "{} has no {}", sheet.name, column.field);
                }
            }
            for field in table(kind) {
                assert!(rows.iter().all(|row| row.cell(field).is_some()), "{:?} has no {field}", sheet.rows);
            }
        }
    }

    #[test]
    fn a_deadline_of_a_task_stands_in_its_row() {
        let record = record();
        let rows = rows(Rows::FollowUp, &[&record], None);
        let linked: Vec<&String> = record.assignments.iter().flat_map(|task| &task.deadlines).collect();
        assert!(!linked.is_empty());
        assert!(rows.iter().all(|row| !linked.iter().any(|id| row.id() == id.as_str())));
        let with_due = rows.iter().filter(|row| matches!(row.item, Item::Assignment(_)));
        assert!(with_due.clone().any(|row| row.cell("due").is_some_and(|due| due != Cell::Empty)));
    }
}
