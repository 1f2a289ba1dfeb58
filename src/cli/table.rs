//! The table of targets, deadlines and agencies that `read` shows on a terminal.

use std::path::Path;

use comfy_table::{ContentArrangement, Table, presets};

use super::terminal::{self, words};
use crate::export::doubt::{self, Doubt};
use crate::export::phrase::{names, value};
use crate::export::when;
use crate::record::{Agency, Evidence, Grounds, Record};
use crate::words::Sentence;

/// What a person wants to see first: what the document is, its targets, deadlines, tasks and agencies, each with its
/// page, and what of it is doubtful. Ends with a line break.
pub(super) fn table(record: &Record) -> String {
    let mut text = head(record);
    let mut marks = Marks { any: false };
    if !record.targets.is_empty() {
        let rows = record.targets.iter().map(|t| {
            let period = t.period.as_ref().map_or_else(String::new, |period| period.written.clone());
            let page = marks.page(&t.grounds, &doubt::of_target(record, t));
            vec![page, t.indicator.clone(), value(words(), t), period]
        });
        text += &section("targets", &["page", "indicator", "value", "period"], rows);
    }
    if !record.deadlines.is_empty() {
        let rows = record.deadlines.iter().map(|d| {
            let page = marks.page(&d.grounds, &doubt::of_deadline(record, d));
            vec![page, when::due(words(), d), d.task.clone(), names(&d.agencies)]
        });
        text += &section("deadlines", &["page", "due", "task", "who"], rows);
    }
    if !record.assignments.is_empty() {
        let rows = record.assignments.iter().map(|a| {
            let page = marks.page(&a.grounds, &doubt::of_assignment(record, a));
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
    let [marks, known] = [&[d.urgency.value.as_deref(), d.secrecy.value.as_deref()][..], &parts]
        .map(|parts| parts.iter().copied().flatten().collect::<Vec<&str>>().join(" · "));
    // How soon it wants an answer comes before all else.
    let mut lines = vec![marks, known, d.subject.value.clone().unwrap_or_default()];
    lines.retain(|line| !line.is_empty());
    let summary = Sentence::new("summary")
        .with("pages", record.pages.len())
        .with("words", words().count(record.restoration.words))
        .with("changed", words().count(record.restoration.changed))
        .with("doubtful", words().count(record.restoration.doubtful));
    lines.push(words().say(&summary));
    let fields = doubt::of_header(d, words());
    if !fields.is_empty() {
        lines.push(words().say(&Sentence::new("table-check").with("fields", fields.join(", "))));
    }
    lines.iter().map(|line| terminal::wrap(line, usize::from(terminal::table_width())) + "\n").collect()
}

/// Pages of findings, with a question mark where one is doubtful.
struct Marks {
    /// Whether there was one.
    any: bool,
}

impl Marks {
    fn page(&mut self, grounds: &Grounds, doubts: &[Doubt]) -> String {
        let page = grounds.evidence.first().map_or_else(String::new, |e: &Evidence| e.page.to_string());
        if doubts.is_empty() {
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
