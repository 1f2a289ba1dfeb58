//! A page for a browser that needs nothing but itself: the scan, the record, and between them links from each value to its
//! box and back.
//!
//! No script, no network, no server: links are fragments, and the box that one leads to is shown by the style alone, so
//! that the page works from an e-mail and from a share.

mod picture;

#[cfg(feature = "cli")]
pub(super) use picture::base64;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::mark::marks;
use super::xml::escaped;
use super::{doubt, phrase, when};
use crate::config::Config;
use crate::geometry::{PageIndex, PixelBox};
use crate::record::{Evidence, Field, Page, Record};
use crate::scan::{self, Scan};
use crate::words::{Language, Sentence, Words};

const STYLE: &str = include_str!("page.css");

fn words() -> &'static Words {
    Words::of(Language::Vietnamese)
}

fn say(id: &'static str) -> String {
    escaped(&words().text(id))
}

/// The page of a document; without its scan the text stands in the places of the pictures.
pub(super) fn write(record: &Record, scan: Option<&[u8]>) -> String {
    let file = record.source.files.first().map_or("", |file| file.file.as_str());
    let config = Config::default().scan;
    let scan = scan.and_then(|bytes| scan::open(Path::new(file), bytes.to_vec(), &config).ok());
    let places = Places::of(record);
    let title = escaped(&phrase::cited(words(), record));
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n");
    out += "<meta http-equiv=\"Content-Security-Policy\" ";
    out += "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n";
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    // Writing to a string cannot fail, here and below.
    for mark in marks(&[record]) {
        let _ = writeln!(out, "<meta name=\"vanthu-source\" content=\"{mark}\">");
    }
    let _ = writeln!(out, "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>");
    out += "<div class=\"scan\">\n";
    for page in &record.pages {
        out += &figure(record, page, scan.as_ref(), &places);
    }
    out += "</div>\n<div class=\"data\">\n";
    let _ = writeln!(out, "<h1>{title}</h1>");
    let _ = writeln!(out, "<p class=\"quiet\">{}</p>", escaped(file));
    out += &header(record, &places);
    out += &findings(record, &places);
    out += &warnings(record);
    out += &full_text(record);
    out += "</div>\n</main>\n</body>\n</html>\n";
    out
}

/// What stands where: by page, the evidence of each value.
#[derive(Debug, Default)]
struct Places<'a> {
    /// By page, then by the name of the value.
    by_page: BTreeMap<u32, BTreeMap<String, Vec<&'a Evidence>>>,
}

impl<'a> Places<'a> {
    fn of(record: &'a Record) -> Places<'a> {
        let mut places = Places::default();
        for (name, field) in fields(record) {
            places.add(&format!("h-{name}"), field.evidence);
        }
        let targets = record.targets.iter().map(|target| (&target.id, &target.grounds));
        let deadlines = record.deadlines.iter().map(|deadline| (&deadline.id, &deadline.grounds));
        let tasks = record.assignments.iter().map(|task| (&task.id, &task.grounds));
        for (id, grounds) in targets.chain(deadlines).chain(tasks) {
            places.add(id, &grounds.evidence);
        }
        for (number, reference) in (1..).zip(&record.references) {
            places.add(&format!("r-{number}"), &reference.evidence);
        }
        places
    }

    fn add(&mut self, name: &str, evidence: &'a [Evidence]) {
        for one in evidence {
            self.by_page.entry(one.page).or_default().entry(name.to_owned()).or_default().push(one);
        }
    }

    /// A text that leads to the first place of a value; plain where it has none.
    fn link(&self, name: &str, text: &str) -> String {
        match self.by_page.iter().find(|(_, values)| values.contains_key(name)) {
            Some((page, _)) => format!("<a href=\"#b-{}-{page}\">{}</a>", escaped(name), escaped(text)),
            None => escaped(text),
        }
    }

    /// Links to each page that a value stands on.
    fn pages(&self, name: &str) -> String {
        let on = self.by_page.iter().filter(|(_, values)| values.contains_key(name));
        let links = on.map(|(page, _)| format!("<a href=\"#b-{}-{page}\">{page}</a>", escaped(name)));
        links.collect::<Vec<_>>().join(", ")
    }
}

/// A page of the scan, with the places of all values on it.
fn figure(record: &Record, page: &Page, scan: Option<&Scan>, places: &Places<'_>) -> String {
    let number = page.page;
    let values = places.by_page.get(&number);
    let mut out = format!("<figure id=\"p-{number}\">\n");
    match (page.width, page.height) {
        (Some(width), Some(height)) => {
            let _ = writeln!(out, "<svg viewBox=\"0 0 {width} {height}\" role=\"img\">");
            let shown = scan.and_then(|scan| scan.shown(PageIndex(number.checked_sub(1)?)));
            match shown.and_then(|shown| picture::image(page, shown)) {
                Some(image) => out += &image,
                None => out += &drawn_text(record, number),
            }
            for (name, evidence) in values.into_iter().flatten() {
                let name = escaped(name);
                let _ = write!(out, "<g id=\"b-{name}-{number}\"><a href=\"#{name}\">");
                evidence.iter().filter_map(|one| one.place).for_each(|place| out += &rect(&place));
                out += "</a></g>\n";
            }
            out += "</svg>\n";
        }
        _ => out += &lines(record, number, values),
    }
    let caption = Sentence::new("place-page").with("page", number);
    let _ = writeln!(out, "<figcaption>{}</figcaption>\n</figure>", escaped(&words().say(&caption)));
    out
}

fn rect(place: &PixelBox) -> String {
    // A little wider than the words, so that what is marked can be read.
    let air = place.height() / 8;
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        place.left().saturating_sub(air),
        place.top().saturating_sub(air),
        place.width() + 2 * air,
        place.height() + 2 * air
    )
}

/// The lines of a page in their places.
fn drawn_text(record: &Record, page: u32) -> String {
    let mut out = String::new();
    for line in record.text.iter().filter(|text| text.page == page).flat_map(|text| &text.lines) {
        let Some(place) = line.place else { continue };
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            place.left(),
            place.bottom().saturating_sub(place.height() / 4),
            place.height() * 4 / 5,
            place.width(),
            escaped(&line.text)
        );
    }
    out
}

/// The lines of a page of a text file.
fn lines(record: &Record, page: u32, values: Option<&BTreeMap<String, Vec<&Evidence>>>) -> String {
    let mut out = String::from("<pre>");
    for line in record.text.iter().filter(|text| text.page == page).flat_map(|text| &text.lines) {
        out += "<span>";
        for (name, evidence) in values.into_iter().flatten() {
            // A name stands once, on the first line of its value.
            if evidence.first().is_some_and(|first| first.line == Some(line.line)) {
                let _ = write!(out, "<i id=\"b-{}-{page}\"></i>", escaped(name));
            }
        }
        let _ = writeln!(out, "<b>{}</b></span>", escaped(&line.text));
    }
    out + "</pre>\n"
}

/// A header field as it is shown.
struct Shown<'a> {
    value: Option<String>,
    evidence: &'a [Evidence],
}

/// The header fields, by their names.
fn fields(record: &Record) -> Vec<(&'static str, Shown<'_>)> {
    fn plain(field: &Field<String>) -> Shown<'_> {
        Shown { value: field.value.clone(), evidence: &field.evidence }
    }
    let document = &record.document;
    let date = document.date.value.as_deref().map(|date| words().partial_day(date));
    let signer = document.signer.value.as_ref().map(|signer| {
        let parts = [&signer.authority, &signer.on_behalf, &signer.title, &signer.rank, &signer.name];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    });
    let recipients = document.recipients.value.iter().flatten().map(|line| line.written.as_str());
    let recipients = recipients.collect::<Vec<_>>().join("; ");
    let recipients = (!recipients.is_empty()).then_some(recipients);
    vec![
        ("kind", plain(&document.kind)),
        ("code", plain(&document.code)),
        ("date", Shown { value: date, evidence: &document.date.evidence }),
        ("issuer", plain(&document.issuer)),
        ("subject", plain(&document.subject)),
        ("urgency", plain(&document.urgency)),
        ("secrecy", plain(&document.secrecy)),
        ("signer", Shown { value: signer, evidence: &document.signer.evidence }),
        ("recipients", Shown { value: recipients, evidence: &document.recipients.evidence }),
    ]
}

fn header(record: &Record, places: &Places<'_>) -> String {
    let mut out = format!("<h2>{}</h2>\n<table>\n", say("page-header"));
    for (name, field) in fields(record) {
        // What is written by hand has a place, and often no value.
        if field.value.is_some() || !field.evidence.is_empty() {
            let link = places.link(&format!("h-{name}"), field.value.as_deref().unwrap_or("…"));
            let heading = say_field(name);
            let _ = writeln!(out, "<tr id=\"h-{name}\"><th>{heading}</th><td>{link}</td></tr>");
        }
    }
    out += "</table>\n";
    let doubts = doubt::of_header(&record.document, words());
    if !doubts.is_empty() {
        let sentence = Sentence::new("table-check").with("fields", doubts.join(", "));
        let _ = writeln!(out, "<p class=\"why\">{}</p>", escaped(&words().say(&sentence)));
    }
    out
}

fn say_field(name: &'static str) -> String {
    escaped(&words().text(&format!("field-{name}")))
}

/// A table of findings: headings, then rows by their ids.
struct Table {
    out: String,
    rows: usize,
}

impl Table {
    fn new(title: &'static str, headings: &[&'static str]) -> Table {
        let headings: String = headings.iter().map(|heading| format!("<th>{}</th>", say(heading))).collect();
        let out =
            format!("<h2>{}</h2>\n<table>\n<tr>{headings}<th>{}</th></tr>\n", say(title), say("column-page"));
        Table { out, rows: 0 }
    }

    /// A row; the first of its cells leads to the place, and the doubts stand below it.
    fn row(&mut self, places: &Places<'_>, id: &str, cells: &[String], doubts: &[String]) {
        self.rows += 1;
        let class = if doubts.is_empty() { "" } else { " class=\"doubt\"" };
        let _ = write!(self.out, "<tr id=\"{}\"{class}>", escaped(id));
        for (at, cell) in cells.iter().enumerate() {
            let cell = if at == 0 { places.link(id, cell) } else { escaped(cell) };
            let why = match at {
                0 if !doubts.is_empty() => {
                    format!("<br><span class=\"why\">{}</span>", escaped(&doubts.join("; ")))
                }
                _ => String::new(),
            };
            let _ = write!(self.out, "<td>{cell}{why}</td>");
        }
        let _ = writeln!(self.out, "<td>{}</td></tr>", places.pages(id));
    }

    fn finish(self) -> String {
        if self.rows == 0 { String::new() } else { self.out + "</table>\n" }
    }
}

fn findings(record: &Record, places: &Places<'_>) -> String {
    let said =
        |doubts: Vec<doubt::Doubt>| doubts.into_iter().map(|one| one.said(words())).collect::<Vec<_>>();
    let mut targets = Table::new("table-targets", &["column-indicator", "column-value", "column-period"]);
    for target in &record.targets {
        let period = target.period.as_ref().map_or_else(String::new, |period| period.written.clone());
        let cells = [target.indicator.clone(), phrase::value(words(), target), period];
        targets.row(places, &target.id, &cells, &said(doubt::of_target(record, target)));
    }
    let mut deadlines = Table::new("table-deadlines", &["column-task", "column-due", "column-who"]);
    for deadline in &record.deadlines {
        let due = when::due(words(), deadline);
        let cells = [deadline.task.clone(), due, phrase::names(&deadline.agencies)];
        deadlines.row(places, &deadline.id, &cells, &said(doubt::of_deadline(record, deadline)));
    }
    let mut tasks = Table::new("table-assignments", &["column-task", "column-leads", "column-supports"]);
    for task in &record.assignments {
        let cells = [task.task.clone(), phrase::names(&task.lead), phrase::names(&task.support)];
        tasks.row(places, &task.id, &cells, &said(doubt::of_assignment(record, task)));
    }
    let mut references = Table::new("page-references", &["column-name", "field-date"]);
    for (number, reference) in (1..).zip(&record.references) {
        let name = [Some(reference.kind.as_str()), reference.symbol.as_deref(), reference.subject.as_deref()];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let date = reference.date.map_or_else(String::new, |date| words().day(date));
        references.row(places, &format!("r-{number}"), &[name, date], &[]);
    }
    [targets, deadlines, tasks, references].into_iter().map(Table::finish).collect()
}

fn warnings(record: &Record) -> String {
    if record.warnings.is_empty() {
        return String::new();
    }
    let mut out = format!("<h2>{}</h2>\n", say("page-warnings"));
    for warning in &record.warnings {
        let is_shown = |page: u32| record.pages.iter().any(|shown| shown.page == page);
        // Of further documents in a file the pages are not in its record.
        let page = warning.page.map_or_else(String::new, |page| {
            if is_shown(page) { format!(" (<a href=\"#p-{page}\">{page}</a>)") } else { format!(" ({page})") }
        });
        let code = serde_json::to_value(warning.code).ok();
        let code = code.as_ref().and_then(|code| code.as_str()).unwrap_or_default();
        let said = words().text(&format!("summary-{}", code.replace(['.', '_'], "-")));
        let (code, message) = (escaped(code), escaped(&warning.message));
        let _ = writeln!(out, "<p title=\"{code}: {message}\">{}{page}</p>", escaped(&said));
    }
    out
}

/// The restored text, doubtful words marked with what was read.
fn full_text(record: &Record) -> String {
    let mut out = format!("<details><summary>{}</summary>\n", say("page-text"));
    for line in record.text.iter().flat_map(|page| &page.lines) {
        let text = match &line.words {
            None => escaped(&line.text),
            Some(words) => {
                let words = words.iter().map(|word| match word.doubtful {
                    true => format!("<mark title=\"{}\">{}</mark>", escaped(&word.read), escaped(&word.text)),
                    false => escaped(&word.text),
                });
                words.collect::<Vec<_>>().join(" ")
            }
        };
        let _ = writeln!(out, "<p>{text}</p>");
    }
    out + "</details>\n"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::fixture::{record, scan};
    use super::*;

    fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
        let start = format!(" {name}=\"");
        page.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
    }

    #[test]
    fn every_value_leads_to_its_box_and_back() {
        let record = record();
        let page = write(&record, Some(&scan()));
        let ids: BTreeSet<&str> = attributes(&page, "id").into_iter().collect();
        assert_eq!(ids.len(), attributes(&page, "id").len(), "an id stands twice");
        for link in attributes(&page, "href").into_iter().filter(|link| !link.starts_with("data:")) {
            assert!(ids.contains(link.strip_prefix('#').unwrap()), "{link}");
        }
        let findings = record.targets.iter().map(|t| &t.id).chain(record.deadlines.iter().map(|d| &d.id));
        for id in findings.chain(record.assignments.iter().map(|a| &a.id)) {
            assert!(ids.contains(id.as_str()) && page.contains(&format!("href=\"#b-{id}-")), "{id}");
        }
        assert_eq!(page.matches("<image ").count(), record.pages.len());
        assert_eq!(page, write(&record, Some(&scan())));
    }

    #[test]
    fn nothing_is_fetched_and_no_script_runs() {
        let page = write(&record(), Some(&scan()));
        for foreign in ["http://", "https://", "<script", "<link", "@import", "url("] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }

    #[test]
    fn without_the_scan_its_text_stands_in_its_place() {
        let mut record = record();
        record.document.subject.value = Some("<b>\"x\"</b>".to_owned());
        let page = write(&record, None);
        assert!(!page.contains("<image ") && page.contains("<text "));
        assert!(page.contains("&lt;b&gt;&quot;x&quot;&lt;/b&gt;"));
    }
}
