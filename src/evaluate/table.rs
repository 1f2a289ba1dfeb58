//! Prints a report: plain text at most 80 columns wide, or Markdown for the README.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::evaluate::header::{SURE, Sure};
use crate::evaluate::pairs::Confidence;
use crate::evaluate::report::{
    Group, HEADER_MEASURES, Input, Measure, Origin, RECORD_MEASURES, Report, Row, Share, TEXT_MEASURES,
};

/// Columns of a terminal on which nothing wraps.
const WIDTH: usize = 80;
/// Between two columns.
const GAP: usize = 2;

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Markdown,
}

impl fmt::Display for Report {
    /// As plain text, at most 80 columns wide but for names of failures and mistakes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&tables(self, Form::Text))?;
        for row in &self.rows {
            let mistakes = mistakes(row);
            if !mistakes.is_empty() {
                writeln!(f, "\n{}, {}:", row.document, from(row.input))?;
                mistakes.iter().try_for_each(|mistake| writeln!(f, "  {mistake}"))?;
            }
        }
        Ok(())
    }
}

impl Report {
    /// The tables as Markdown.
    pub fn to_markdown(&self) -> String {
        tables(self, Form::Markdown)
    }
}

fn mistakes(row: &Row) -> Vec<&String> {
    let text = row.text.iter().flat_map(|text| &text.mistakes);
    let mend = row.mend.iter().flat_map(|mend| &mend.mistakes);
    let harm = row.harm.iter().flat_map(|harm| &harm.mistakes);
    let record = row.record.iter().flat_map(|record| &record.mistakes);
    text.chain(mend).chain(harm).chain(record).collect()
}

fn tables(report: &Report, form: Form) -> String {
    let mut parts = Vec::new();
    for group in report.groups() {
        parts.push(heading(&group, form));
        for measures in [&TEXT_MEASURES[..], &HEADER_MEASURES[..], &RECORD_MEASURES[..]] {
            let shown: Vec<&Measure> = measures.iter().filter(|m| group.pooled(m).is_some()).collect();
            if !shown.is_empty() {
                parts.push(draw(&cells(&group, &shown), form) + &legend(&shown, form));
            }
        }
        parts.extend(sureness(group.confidence()));
    }
    parts.extend(sure_fields(report.sure_fields()));
    let failures: Vec<String> = report
        .failures()
        .map(|(row, why)| format!("{}, {}: not measured in full: {why}\n", row.document, from(row.input)))
        .collect();
    if !failures.is_empty() {
        parts.push(failures.concat());
    }
    parts.join("\n")
}

fn from(input: Input) -> &'static str {
    match input {
        Input::Scan => "from the scan",
        Input::Garbled => "from a garbled text",
        Input::TrueText => "from the true text",
    }
}

fn heading(group: &Group<'_>, form: Form) -> String {
    let what = match group.origin {
        Origin::Real => "Real documents",
        Origin::Made => "Samples made for this project",
    };
    let marks = if form == Form::Markdown { "### " } else { "" };
    format!("{marks}{what}, {} (shares in %)\n", from(group.input))
}

/// Head, a row for each document, mean and pool.
fn cells(group: &Group<'_>, measures: &[&Measure]) -> Vec<Vec<String>> {
    let line = |name: &str, value: &dyn Fn(&Measure) -> Option<f64>| {
        let values = measures.iter().map(|measure| percent(value(measure), measure.decimals));
        std::iter::once(name.to_owned()).chain(values).collect::<Vec<_>>()
    };
    let mut rows = vec![
        std::iter::once("document").chain(measures.iter().map(|m| m.title)).map(str::to_owned).collect(),
    ];
    rows.extend(group.rows.iter().map(|row| line(&row.document, &|m| (m.share)(row)?.value())));
    if group.rows.len() > 1 {
        rows.push(line("mean", &|m| group.mean(m)));
        rows.push(line("all as one", &|m| group.pooled(m)));
    }
    rows
}

/// A share in per cent. What is not all right never shows as 100.
fn percent(share: Option<f64>, decimals: usize) -> String {
    let Some(share) = share else { return "–".to_owned() };
    let shown = format!("{:.decimals$}", share * 100.0);
    if share < 1.0 && shown.starts_with("100") {
        let nines = "9".repeat(decimals);
        return format!("99.{nines}");
    }
    shown
}

fn draw(rows: &[Vec<String>], form: Form) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| display_width(cell)).max().unwrap_or(0)
        })
        .collect();
    if form == Form::Text
        && let Some((first, others)) = widths.split_first_mut()
    {
        let taken: usize = others.iter().map(|width| width + GAP).sum();
        *first = (*first).min(WIDTH.saturating_sub(taken));
    }
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        let padded: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| pad(cell, *width, column))
            .collect();
        match form {
            Form::Text => text += padded.join(&" ".repeat(GAP)).trim_end(),
            Form::Markdown => text += &format!("| {} |", padded.join(" | ")),
        }
        text.push('\n');
        if index == 0 && form == Form::Markdown {
            let rules = widths.iter().enumerate().map(|(column, width)| match column {
                0 => "-".repeat((*width).max(3)),
                _ => format!("{}:", "-".repeat(width.saturating_sub(1).max(2))),
            });
            text += &format!("| {} |\n", rules.collect::<Vec<_>>().join(" | "));
        }
    }
    text
}

/// Names stand left, cut with … where they are too wide; numbers stand right.
fn pad(cell: &str, width: usize, column: usize) -> String {
    let missing = " ".repeat(width.saturating_sub(display_width(cell)));
    if column > 0 {
        return missing + cell;
    }
    if display_width(cell) <= width {
        return cell.to_owned() + &missing;
    }
    let cut: String = cell.nfc().take(width.saturating_sub(1)).collect();
    format!("{cut}…")
}

/// Columns that a text takes: composed letters are one wide, marks none. No name here has wide (East Asian) letters.
fn display_width(text: &str) -> usize {
    text.nfc().filter(|c| !is_combining_mark(*c)).count()
}

/// What the columns mean, in lines that fit.
fn legend(measures: &[&Measure], form: Form) -> String {
    let words: Vec<String> = measures.iter().map(|m| format!("{}: {}", m.title, m.meaning)).collect();
    let text = words.join("; ");
    match form {
        Form::Markdown => format!("\n{text}.\n"),
        Form::Text => wrapped(&(text + ".")),
    }
}

fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is a first line");
        if !last.is_empty() && display_width(last) + 1 + display_width(word) > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}

/// How many header fields were given as sure and are wrong, over all groups; `None` where none was.
fn sure_fields(Sure { given, wrong }: Sure) -> Option<String> {
    (given > 0).then(|| {
        let share = percent(Share::new(wrong, given).value(), 1);
        wrapped(&format!(
            "Header fields of all documents above given as read at {SURE} or more: {given}, of which {wrong} are wrong \
             ({share} %)."
        ))
    })
}

/// Whether stated confidence can be relied on; `None` where no value states one.
fn sureness(confidence: Confidence) -> Option<String> {
    if confidence.values == 0 {
        return None;
    }
    let sure = percent(confidence.sure_are_right(), 1);
    let told = percent(confidence.right_are_sure(), 1);
    Some(wrapped(&format!(
        "Confidence: of {} values given at {} or more, {sure} % are right; of {} right values, {told} % are given so.",
        confidence.sure,
        Confidence::SURE,
        confidence.right
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{harm, record, text};
    use serde_json::json;

    fn report() -> Report {
        let expected = json!({"document": {"kind": "Kế hoạch"}});
        let right =
            json!({"document": {"kind": {"value": "Kế hoạch", "status": "read", "confidence": 0.98}}});
        let mut first = Row::new("kế-hoạch".to_owned(), Origin::Real, Input::Scan);
        first.text = Some(text::score("một hai ba bốn 5", "một hai ba bón 5", 1));
        first.record = Some(record::score(&expected, &right, 0));
        let mut second = Row::new(
            "a-name-that-is-far-too-long-for-a-table-of-eighty".to_owned(),
            Origin::Real,
            Input::Scan,
        );
        second.text = Some(text::score(&"từ ".repeat(3000), &"từ ".repeat(2999), 0));
        let mut third = Row::new("mẫu".to_owned(), Origin::Made, Input::TrueText);
        third.harm = Some(harm::score("Sở Nội vụ", "Sở Nội vụ", 0).unwrap());
        third.failure = Some("no engine".to_owned());
        Report { rows: vec![first, second, third] }
    }

    #[test]
    fn as_text() {
        let text = report().to_string();
        assert_eq!(
            text.lines().take(7).collect::<Vec<_>>(),
            [
                "Real documents, from the scan (shares in %)",
                "",
                "document                               syllables  letters  words  numbers  moved",
                "kế-hoạch                                    80.0    100.0   80.0    100.0    0.0",
                "a-name-that-is-far-too-long-for-a-ta…       99.9     99.9   99.9        –    0.0",
                "mean                                        90.0     99.9   90.0    100.0    0.0",
                "all as one                                  99.9     99.9   99.9    100.0    0.0",
            ]
        );
    }

    #[test]
    fn nothing_is_wider_than_a_terminal() {
        for line in report().to_string().lines() {
            assert!(display_width(line) <= WIDTH, "{line}");
        }
    }

    #[test]
    fn real_and_made_stand_apart_and_failures_are_told() {
        let text = report().to_string();
        let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} is missing in\n{text}"));
        assert!(at("Real documents") < at("Samples made for this project, from the true text"));
        at("mẫu, from the true text: not measured in full: no engine");
        at("of 1 values given at 0.95 or more, 100.0 % are right; of 1 right");
        at("given as read at 0.9 or more: 1, of which 0");
        at("\nkế-hoạch, from the scan:\n  bốn → bón\n");
    }

    #[test]
    fn as_markdown() {
        let text = report().to_markdown();
        assert!(text.starts_with("### Real documents, from the scan (shares in %)\n\n| document "), "{text}");
        assert!(
            text.contains("\n| mẫu      |  0.000 |\n") || text.contains("\n| mẫu      | 0.000 |\n"),
            "{text}"
        );
        let tables = text.split("\n\n").filter(|part| part.starts_with('|'));
        for table in tables {
            let bars: Vec<usize> = table.lines().map(|line| line.matches('|').count()).collect();
            assert!(bars.windows(2).all(|pair| pair[0] == pair[1]), "{table}");
        }
    }

    #[test]
    fn almost_all_is_not_all() {
        assert_eq!(percent(Some(0.9999), 1), "99.9");
        assert_eq!(percent(Some(1.0), 1), "100.0");
        assert_eq!(percent(Some(0.00012), 3), "0.012");
        assert_eq!(percent(None, 1), "–");
    }
}
