//! The table of targets, deadlines and agencies that `read` shows on a terminal.

use std::path::Path;

use comfy_table::{ContentArrangement, Table, presets};

use super::terminal::{self, words};
use super::when;
use crate::record::{
    Agency, AgencyMention, Assignment, Comparison, Deadline, Direction, Evidence, Field, Grounds, Record,
    Status, Target, Warning,
};
use crate::warning::Code;
use crate::words::Sentence;

/// A finding less sure than this is shown as doubtful: it is as likely wrong as right.
const DOUBTFUL: f64 = 0.5;

/// What a person wants to see first: what the document is, its targets, deadlines, tasks and agencies, each with its
/// page, and what of it is doubtful. Ends with a line break.
pub(super) fn table(record: &Record) -> String {
    let mut text = head(record);
    let mut marks = Marks { record, any: false };
    if !record.targets.is_empty() {
        let rows = record.targets.iter().map(|t| {
            let period = t.period.as_ref().map_or_else(String::new, |period| period.written.clone());
            vec![marks.page(&t.grounds, Certainty::OfWords), t.indicator.clone(), value(t), period]
        });
        text += &section("targets", &["page", "indicator", "value", "period"], rows);
    }
    if !record.deadlines.is_empty() {
        let rows = record.deadlines.iter().map(|d| {
            let page = marks.page(&d.grounds, of_deadline(record, d));
            vec![page, when::due(words(), d), d.task.clone(), names(&d.agencies)]
        });
        text += &section("deadlines", &["page", "due", "task", "who"], rows);
    }
    if !record.assignments.is_empty() {
        let rows = record.assignments.iter().map(|a| {
            let page = marks.page(&a.grounds, of_assignment(a));
            vec![page, names(&a.lead), names(&a.support), a.task.clone()]
        });
        text += &section("assignments", &["page", "leads", "supports", "task"], rows);
    }
    if !record.agencies.is_empty() {
        let pages = |agency: &Agency| {
            let all = record.assignments.iter();
            let mut pages: Vec<u32> = all
                .filter(|a| a.lead.iter().chain(&a.support).any(|m| m.agency.as_deref() == Some(&agency.id)))
                .filter_map(|a| a.grounds.evidence.first().map(|e| e.page))
                .collect();
            pages.dedup();
            pages.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
        };
        let rows = record.agencies.iter().map(|a| vec![pages(a), a.name.clone(), a.mentions.to_string()]);
        text += &section("agencies", &["task-pages", "name", "mentions"], rows);
    }
    if marks.any {
        text += &format!("\n{}\n", words().text("table-doubt"));
    }
    text
}

/// The same under the name of its file, where several are shown.
pub(super) fn of_file(path: &Path, record: &Record) -> String {
    let line = Sentence::new("table-file").with("path", path.display().to_string());
    format!("{}\n{}\n", words().say(&line), table(record))
}

/// What the document is, how much was read, and which header fields a person should look at.
fn head(record: &Record) -> String {
    let d = &record.document;
    let date = d.date.value.as_deref().map(|date| words().partial_day(date));
    let parts =
        [d.kind.value.as_deref(), d.code.value.as_deref(), date.as_deref(), d.issuer.value.as_deref()];
    let known: Vec<&str> = parts.into_iter().flatten().collect();
    let mut lines = vec![known.join(" · "), d.subject.value.clone().unwrap_or_default()];
    lines.retain(|line| !line.is_empty());
    let summary = Sentence::new("summary")
        .with("pages", record.pages.len())
        .with("words", words().count(record.restoration.words))
        .with("changed", words().count(record.restoration.changed))
        .with("doubtful", words().count(record.restoration.doubtful));
    lines.push(words().say(&summary));
    let fields = [
        ("field-kind", state(&d.kind)),
        ("field-code", state(&d.code)),
        ("field-date", state(&d.date)),
        ("field-issuer", state(&d.issuer)),
        ("field-subject", state(&d.subject)),
        ("field-signer", state(&d.signer)),
    ];
    let fields = fields.into_iter().filter_map(|(field, state)| {
        let sentence = Sentence::new("field-state").with("field", words().text(field));
        Some(words().say(&sentence.with("state", words().text(state?))))
    });
    let fields: Vec<String> = fields.collect();
    if !fields.is_empty() {
        lines.push(words().say(&Sentence::new("table-check").with("fields", fields.join(", "))));
    }
    lines.iter().map(|line| terminal::wrap(line, usize::from(terminal::table_width())) + "\n").collect()
}

/// Why a person should look at a header field; `None` where it was read, or where the page has no place for it.
fn state<T>(field: &Field<T>) -> Option<&'static str> {
    match field.status {
        Status::Handwritten => Some("state-handwritten"),
        Status::Partial => Some("state-partial"),
        Status::Blank => Some("state-blank"),
        Status::Unreadable => Some("state-unreadable"),
        Status::Read if field.confidence < DOUBTFUL => Some("state-doubtful"),
        Status::Read | Status::Absent | Status::Entered => None,
    }
}

/// Whether there is more to doubt in a finding than the words it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    OfWords,
    Unsure,
}

/// Whether a warning of that kind is about the place where a finding begins. Texts have no places.
fn told(record: &Record, code: Code, grounds: &Grounds) -> bool {
    let place = grounds.evidence.first().map(|e| (Some(e.page), e.place));
    let about = |w: &Warning| w.code == code && w.place.is_some() && Some((w.page, w.place)) == place;
    record.warnings.iter().any(about)
}

/// A date that the document does not tell, or of which it leaves out the year.
fn of_deadline(record: &Record, deadline: &Deadline) -> Certainty {
    let unknown = deadline.due.as_ref().is_some_and(|due| due.date.is_none());
    let told = told(record, Code::ExtractDateUnresolved, &deadline.grounds);
    if unknown || told { Certainty::Unsure } else { Certainty::OfWords }
}

/// More than one body that leads.
fn of_assignment(assignment: &Assignment) -> Certainty {
    if assignment.lead.len() > 1 { Certainty::Unsure } else { Certainty::OfWords }
}

/// Pages of findings, with a question mark where one is doubtful.
struct Marks<'a> {
    record: &'a Record,
    /// Whether there was one.
    any: bool,
}

impl Marks<'_> {
    fn page(&mut self, grounds: &Grounds, certainty: Certainty) -> String {
        let page = grounds.evidence.first().map_or_else(String::new, |e: &Evidence| e.page.to_string());
        let doubtful = grounds.confidence < DOUBTFUL || told(self.record, Code::ExtractDoubtfulWord, grounds);
        if certainty == Certainty::OfWords && !doubtful {
            return page;
        }
        self.any = true;
        format!("{page} ?")
    }
}

fn section(title: &str, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(terminal::table_width())
        .set_header(columns.iter().map(|c| words().text(&format!("column-{c}"))).collect::<Vec<_>>());
    for row in rows {
        table.add_row(row);
    }
    format!("\n{}\n{}\n", words().text(&format!("table-{title}")), table.trim_fmt())
}

fn names(mentions: &[AgencyMention]) -> String {
    mentions.iter().map(|m| m.written.as_str()).collect::<Vec<_>>().join("; ")
}

fn value(target: &Target) -> String {
    let sign = match target.comparison {
        Comparison::AtLeast => "≥ ",
        Comparison::MoreThan => "> ",
        Comparison::AtMost => "≤ ",
        Comparison::LessThan => "< ",
        Comparison::About => "≈ ",
        Comparison::Equal | Comparison::Range => "",
    };
    let number = match target.value_max {
        Some(max) => format!("{}–{}", words().decimal(target.value.0), words().decimal(max.0)),
        None => words().decimal(target.value.0),
    };
    let unit = match target.unit.as_deref() {
        None => String::new(),
        Some("%") => "%".to_owned(),
        Some(unit) => format!(" {unit}"),
    };
    // Without it "giảm 20%" reads as a level of 20 %.
    let direction = match target.direction {
        None => String::new(),
        Some(Direction::Increase) => words().text("direction-increase") + " ",
        Some(Direction::Decrease) => words().text("direction-decrease") + " ",
    };
    format!("{direction}{sign}{number}{unit}")
}
