//! The table of targets, deadlines and agencies that `read` shows on a terminal.

use comfy_table::{ContentArrangement, Table, presets};

use crate::record::{AgencyMention, Comparison, Deadline, Evidence, Record, Target};

/// Columns used where there is no terminal to ask.
const WIDTH: u16 = 100;

/// What a person wants to see first: what the document is, its targets, deadlines, tasks and agencies, each with its
/// page. Ends with a line break.
pub(super) fn table(record: &Record) -> String {
    let mut text = head(record);
    if !record.targets.is_empty() {
        let rows = record.targets.iter().map(|t| {
            vec![
                page(&t.grounds.evidence),
                t.indicator.clone(),
                value(t),
                written(t.period.as_ref().map(|p| &p.written)),
            ]
        });
        text += &section("Targets", &["Page", "Indicator", "Value", "Period"], rows);
    }
    if !record.deadlines.is_empty() {
        let rows = record
            .deadlines
            .iter()
            .map(|d| vec![page(&d.grounds.evidence), due(d), d.task.clone(), names(&d.agencies)]);
        text += &section("Deadlines", &["Page", "Due", "Task", "Who"], rows);
    }
    if !record.assignments.is_empty() {
        let rows = record
            .assignments
            .iter()
            .map(|a| vec![page(&a.grounds.evidence), names(&a.lead), names(&a.support), a.task.clone()]);
        text += &section("Assignments", &["Page", "Leads", "Supports", "Task"], rows);
    }
    if !record.agencies.is_empty() {
        let pages = |agency: &crate::record::Agency| {
            let all = record.assignments.iter();
            let mut pages: Vec<u32> = all
                .filter(|a| a.lead.iter().chain(&a.support).any(|m| m.agency.as_deref() == Some(&agency.id)))
                .filter_map(|a| a.grounds.evidence.first().map(|e| e.page))
                .collect();
            pages.dedup();
            pages.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
        };
        let rows = record.agencies.iter().map(|a| vec![pages(a), a.name.clone(), a.mentions.to_string()]);
        text += &section("Agencies", &["Pages of tasks", "Name", "Mentions"], rows);
    }
    text
}

fn head(record: &Record) -> String {
    let d = &record.document;
    let parts = [&d.kind.value, &d.code.value, &d.date.value, &d.issuer.value];
    let known: Vec<&str> = parts.iter().filter_map(|part| part.as_deref()).collect();
    let mut text = if known.is_empty() { String::new() } else { format!("{}\n", known.join(" · ")) };
    if let Some(subject) = &d.subject.value {
        text += subject;
        text.push('\n');
    }
    text += &format!(
        "{} pages, {} words, {} of them changed, {} doubtful\n",
        record.pages.len(),
        record.restoration.words,
        record.restoration.changed,
        record.restoration.doubtful
    );
    text
}

fn section(title: &str, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(columns.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>());
    if table.width().is_none() {
        table.set_width(WIDTH);
    }
    for row in rows {
        table.add_row(row);
    }
    format!("\n{title}\n{}\n", table.trim_fmt())
}

fn page(evidence: &[Evidence]) -> String {
    evidence.first().map_or_else(String::new, |e| e.page.to_string())
}

fn names(mentions: &[AgencyMention]) -> String {
    mentions.iter().map(|m| m.written.as_str()).collect::<Vec<_>>().join("; ")
}

fn written(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
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
        Some(max) => format!("{}–{}", decimal(target.value.0), decimal(max.0)),
        None => decimal(target.value.0),
    };
    let unit = match target.unit.as_deref() {
        None => String::new(),
        Some("%") => "%".to_owned(),
        Some(unit) => format!(" {unit}"),
    };
    format!("{sign}{number}{unit}")
}

/// With the decimal comma of Vietnam.
fn decimal(value: f64) -> String {
    value.to_string().replace('.', ",")
}

fn due(deadline: &Deadline) -> String {
    match (&deadline.due, &deadline.recurrence) {
        (Some(due), _) => due.date.map_or_else(|| due.written.clone(), |date| date.to_string()),
        (None, Some(recurrence)) => match &recurrence.detail {
            Some(detail) => format!("{}, {detail}", recurrence.written),
            None => recurrence.written.clone(),
        },
        (None, None) => String::new(),
    }
}
