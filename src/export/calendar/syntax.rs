//! Lines of iCalendar: how text is escaped and long lines are broken, and the events of a calendar of ours read back.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// The longest line, in bytes, its end left out (RFC 5545, 3.1).
const LINE: usize = 75;

/// An event as it stands in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// The number of its version.
    pub(super) sequence: u32,
    /// Its lines, not broken.
    pub(super) lines: Vec<String>,
}

impl Event {
    /// The same as cancelled; one that was cancelled stays as it is.
    pub(super) fn cancelled(&self) -> Vec<String> {
        if self.lines.iter().any(|line| line == "STATUS:CANCELLED") {
            return self.lines.clone();
        }
        let mut alarm = false;
        let mut lines = Vec::new();
        for line in &self.lines {
            alarm |= line == "BEGIN:VALARM";
            if !alarm {
                lines.push(match line.split(':').next() {
                    Some("STATUS") => "STATUS:CANCELLED".to_owned(),
                    Some("SEQUENCE") => format!("SEQUENCE:{}", self.sequence + 1),
                    _ => line.clone(),
                });
            }
            alarm &= line != "END:VALARM";
        }
        lines
    }
}

/// The events of a calendar, by their UID.
pub(super) fn events(bytes: &[u8]) -> BTreeMap<String, Event> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n ", "");
    let mut all = BTreeMap::new();
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        if line == "BEGIN:VEVENT" {
            lines.clear();
        }
        lines.push(line.to_owned());
        if line == "END:VEVENT" {
            let of = |name: &str| lines.iter().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
            if let Some(uid) = of("UID:") {
                let sequence = of("SEQUENCE:").and_then(|number| number.parse().ok()).unwrap_or(0);
                all.insert(uid, Event { sequence, lines: std::mem::take(&mut lines) });
            }
        }
    }
    all
}

/// Adds a line, broken where it is too long, between letters.
pub(super) fn fold(text: &mut String, line: &str) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(c);
        length += c.len_utf8();
    }
    text.push_str("\r\n");
}

/// A text as a value.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A day as a value.
pub(super) fn day(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_between_letters() {
        let mut text = String::new();
        let line = format!("SUMMARY:{}", "Ủy ban nhân dân ".repeat(20));
        fold(&mut text, &line);
        assert!(text.split_terminator("\r\n").all(|part| part.len() <= LINE));
        assert_eq!(text.replace("\r\n ", ""), line + "\r\n");
        assert_eq!(escaped("a, b; c\\d\ne\u{7}"), "a\\, b\\; c\\\\d\\ne");
    }
}
