//! When two findings are the same: a number for each kind, 0 for different, 1 for the same in all words.
//!
//! The truth is read as the JSON of `expected.json`, the found as the JSON of a record; what is missing counts as
//! `null`, so that records of an older or a foreign program can be measured too.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde_json::Value;

use crate::evaluate::pairs::pair;
use crate::evaluate::text::bag_f1;
use crate::evaluate::tokens::{is_space, syllables};
use crate::vietnamese::{casefold, nfc};

/// A value of an object; `null` when it is missing.
pub(crate) fn at<'a>(object: &'a Value, key: &str) -> &'a Value {
    object.get(key).unwrap_or(&Value::Null)
}

/// A text of an object; empty when it is missing or no text.
pub(crate) fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    at(object, key).as_str().unwrap_or_default()
}

/// A list of an object; empty when it is missing.
pub(crate) fn list<'a>(object: &'a Value, key: &str) -> &'a [Value] {
    at(object, key).as_array().map_or(&[], Vec::as_slice)
}

/// Whether a value says something: not `null`, not empty.
pub(crate) fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// The syllables, one space between.
pub(crate) fn norm(text: &str) -> String {
    syllables(text).join(" ")
}

/// Share of common syllables: F1 of the two bags, 0 to 1; 0 when one has none.
pub(super) fn overlap(a: &str, b: &str) -> f64 {
    let (a, b) = (syllables(a), syllables(b));
    if a.is_empty() || b.is_empty() { 0.0 } else { bag_f1(&a, &b) }
}

/// Share of the shorter one's syllables that the longer one has, 0 to 1; 0 when the found passage is more than three
/// times as long and twelve syllables more, since a whole page contains everything.
pub(super) fn contains(truth: &str, found: &str) -> f64 {
    let (a, b) = (syllables(truth), syllables(found));
    if a.is_empty() || b.is_empty() || b.len() > 3 * a.len() + 12 {
        return 0.0;
    }
    let mut left: HashMap<&str, usize> = HashMap::new();
    for token in &a {
        *left.entry(token).or_default() += 1;
    }
    let mut common = 0;
    for token in &b {
        if let Some(count) = left.get_mut(token.as_str())
            && *count > 0
        {
            *count -= 1;
            common += 1;
        }
    }
    f64::from(common) / a.len().min(b.len()) as f64
}

/// A document's symbol without spaces and case.
pub(super) fn symbol_key(symbol: &str) -> String {
    let symbol: String = nfc(symbol).chars().filter(|c| !is_space(*c)).collect();
    casefold(&symbol)
}

/// First and last day; `None` for an open side.
pub(super) type Bounds = (Option<String>, Option<String>);

/// `2022`, `2022-Q1`, `2022-H1`, `2022-03`, `2022-03-15`, `2021/2025` as first and last day. What has another form
/// stands for itself.
pub(super) fn bounds(period: &str) -> Option<Bounds> {
    if period.is_empty() {
        return None;
    }
    if let Some((first, last)) = period.split_once('/') {
        return Some((bounds(first).and_then(|b| b.0), bounds(last).and_then(|b| b.1)));
    }
    let (first, last) =
        days(period).map_or((period.to_owned(), period.to_owned()), |(a, b)| (a.to_string(), b.to_string()));
    Some((Some(first), Some(last)))
}

/// First and last day of a year, half year, quarter or month; `None` for anything else.
fn days(period: &str) -> Option<(Date, Date)> {
    let (year, part) = match period.split_once('-') {
        Some((year, part)) => (year, Some(part)),
        None => (period, None),
    };
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let (first, last) = match part {
        None => (1, 12),
        Some("H1") => (1, 6),
        Some("H2") => (7, 12),
        Some("Q1") => (1, 3),
        Some("Q2") => (4, 6),
        Some("Q3") => (7, 9),
        Some("Q4") => (10, 12),
        Some(month) if digits(month, 2) => {
            let month = month.parse().ok()?;
            (month, month)
        }
        Some(_) => return None,
    };
    Some((Date::new(year, first, 1).ok()?, Date::new(year, last, 1).ok()?.last_of_month()))
}

fn same_number(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (None, None) => a.is_null() && b.is_null(),
        _ => false,
    }
}

/// Units are the same when one holds the other: "xã" and "xã, phường".
fn same_unit(a: &str, b: &str) -> bool {
    // A sign such as % has no syllable and stands for itself.
    let name =
        |unit: &str| Some(norm(unit)).filter(|name| !name.is_empty()).unwrap_or_else(|| unit.to_owned());
    let (a, b) = (name(a), name(b));
    a == b || (!a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a)))
}

/// Targets are the same only with the same number and unit, and an indicator that is alike.
pub(super) fn target(e: &Value, f: &Value) -> f64 {
    if !same_number(at(e, "value"), at(f, "value"))
        || !same_number(at(e, "max"), at(f, "value_max"))
        || !same_unit(text(e, "unit"), text(f, "unit"))
    {
        return 0.0;
    }
    let (e, f) = (text(e, "indicator"), text(f, "indicator"));
    at_least(overlap(e, f).max(contains(e, f) * 0.8), 0.4)
}

/// A similarity, or 0 when it is under the least that counts.
fn at_least(score: f64, least: f64) -> f64 {
    if score >= least { score } else { 0.0 }
}

/// The period that a finding states.
pub(super) fn period(f: &Value) -> Option<Bounds> {
    let period = at(f, "period");
    let day = |key| at(period, key).as_str().map(str::to_owned);
    says_something(period).then(|| (day("from"), day("to")))
}

/// Deadlines are the same only with the same last day and recurrence, and a task or quote that is alike.
pub(super) fn deadline(e: &Value, f: &Value) -> f64 {
    let due = bounds(text(e, "due")).and_then(|b| b.1);
    let recurrent = says_something(at(e, "recurrence"));
    if due.as_deref() != at(at(f, "due"), "date").as_str() && !(due.is_none() && recurrent) {
        return 0.0;
    }
    if expected_recurrence(text(e, "recurrence")) != recurrence(at(f, "recurrence")) {
        return 0.0;
    }
    let task = Some(text(e, "task")).filter(|task| !task.is_empty()).unwrap_or(text(e, "quote"));
    at_least(contains(task, text(f, "task")).max(contains(text(e, "quote"), text(f, "quote"))), 0.5)
}

/// The truth's word for a recurrence as the record's.
fn expected_recurrence(word: &str) -> Option<&'static str> {
    match word {
        "daily" => Some("day"),
        "weekly" => Some("week"),
        "monthly" => Some("month"),
        "quarterly" => Some("quarter"),
        "half_yearly" => Some("half_year"),
        "yearly" => Some("year"),
        "periodic" => Some("periodic"),
        _ => None,
    }
}

/// A record's recurrence in the shortest form: every three months is every quarter; what has no name of its own, such
/// as every two years, is periodic.
fn recurrence(found: &Value) -> Option<&str> {
    if !says_something(found) {
        return None;
    }
    let every = at(found, "every").as_str();
    let interval = at(found, "interval").as_f64().filter(|interval| *interval != 0.0).unwrap_or(1.0);
    let months = |count: f64| every == Some("month") && interval == count;
    if months(3.0) {
        Some("quarter")
    } else if months(6.0) {
        Some("half_year")
    } else if months(12.0) {
        Some("year")
    } else if interval != 1.0 || every == Some("ongoing") {
        Some("periodic")
    } else {
        every
    }
}

/// Names of bodies, each once.
pub(crate) fn names(items: &[Value]) -> BTreeSet<String> {
    let written = |item: &Value| {
        let name = [item, at(item, "written"), at(item, "name")]
            .into_iter()
            .find_map(|v| v.as_str().filter(|s| !s.is_empty()));
        norm(name.unwrap_or_default())
    };
    items.iter().map(written).collect()
}

/// F1 of two sets of bodies, 0 to 1. A body may be written with up to four words more or fewer around it.
pub(crate) fn name_f1(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let words = |name: &String| name.split(' ').filter(|word| !word.is_empty()).count();
    list_rate(&Vec::from_iter(a), &Vec::from_iter(b), |x, y| {
        if x == y {
            1.0
        } else if contains(x, y) >= 0.85 && words(x).abs_diff(words(y)) <= 4 {
            0.9
        } else {
            0.0
        }
    })
}

/// F1 of two lists of texts, 0 to 1; texts pair from 60 % of common syllables.
pub(super) fn list_f1(a: &[Value], b: &[Value]) -> f64 {
    let written = |item: &Value| {
        let found = [item, at(item, "written"), at(item, "text")]
            .into_iter()
            .find_map(|v| v.as_str().filter(|s| !s.is_empty()));
        found.unwrap_or_default().to_owned()
    };
    let a: Vec<&str> = a.iter().map(|item| item.as_str().unwrap_or_default()).collect();
    let b: Vec<String> = b.iter().map(written).collect();
    list_rate(&a, &b, |x, y| at_least(overlap(x, y), 0.6))
}

fn list_rate<A, B>(a: &[A], b: &[B], similarity: impl Fn(&A, &B) -> f64) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    2.0 * pair(a, b, similarity).len() as f64 / (a.len() + b.len()) as f64
}

/// Assignments are the same when the task is alike and at least half of the leading bodies agree.
pub(crate) fn assignment(e: &Value, f: &Value) -> f64 {
    // The truth quotes the first fifteen words or so; a record may quote the whole task.
    let opening: Vec<String> = syllables(text(f, "quote")).into_iter().take(20).collect();
    let alike = contains(text(e, "quote"), &opening.join(" ")).max(overlap(text(e, "task"), text(f, "task")));
    if alike < 0.5 {
        return 0.0;
    }
    let lead = name_f1(&names(list(e, "lead")), &names(list(f, "lead")));
    if lead >= 0.5 { alike * lead } else { 0.0 }
}

/// References are the same with the same symbol; those without one with the same kind, and date or words.
pub(super) fn reference(e: &Value, f: &Value) -> f64 {
    let (a, b) = (text(e, "symbol"), text(f, "symbol"));
    let same = if a.is_empty() && b.is_empty() {
        norm(text(e, "kind")) == norm(text(f, "kind"))
            && ((!at(f, "date").is_null() && at(e, "date") == at(f, "date"))
                || overlap(text(e, "quote"), text(f, "quote")) >= 0.6)
    } else {
        symbol_key(a) == symbol_key(b)
    };
    f64::from(u8::from(same))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn periods_have_a_first_and_a_last_day() {
        struct Case {
            period: &'static str,
            first: &'static str,
            last: &'static str,
        }
        for case in [
            Case { period: "2024", first: "2024-01-01", last: "2024-12-31" },
            Case { period: "2024-Q4", first: "2024-10-01", last: "2024-12-31" },
            Case { period: "2024-H1", first: "2024-01-01", last: "2024-06-30" },
            Case { period: "2024-02", first: "2024-02-01", last: "2024-02-29" },
            Case { period: "2024-02-15", first: "2024-02-15", last: "2024-02-15" },
            Case { period: "2021/2025-Q2", first: "2021-01-01", last: "2025-06-30" },
            Case { period: "Đại hội", first: "Đại hội", last: "Đại hội" },
        ] {
            assert_eq!(
                bounds(case.period),
                Some((Some(case.first.into()), Some(case.last.into()))),
                "{}",
                case.period
            );
        }
        assert_eq!(bounds(""), None);
        assert_eq!(bounds("/2025"), Some((None, Some("2025-12-31".into()))));
    }

    #[test]
    fn a_page_that_contains_everything_matches_nothing() {
        assert_eq!(contains("Sở Nội vụ", "Giám đốc Sở Nội vụ"), 1.0);
        assert_eq!(contains("Sở Nội vụ", &format!("Sở Nội vụ {}", "và ".repeat(30))), 0.0);
        assert_eq!(overlap("Sở Nội vụ", "Sở Y tế"), 2.0 / 6.0);
    }

    #[test]
    fn a_target_needs_its_number_and_unit() {
        let expected = json!({"indicator": "Tỷ lệ hộ nghèo", "value": 4, "unit": "%"});
        let found =
            |value: f64, unit| json!({"indicator": "tỷ lệ hộ nghèo giảm", "value": value, "unit": unit});
        assert_eq!(target(&expected, &found(4.0, "%")), 8.0 / 9.0);
        assert_eq!(target(&expected, &found(4.5, "%")), 0.0);
        assert_eq!(target(&expected, &found(4.0, "hộ")), 0.0);
        assert!(same_unit("xã", "xã, phường") && !same_unit("", "xã"));
    }

    #[test]
    fn recurrences_have_one_form() {
        struct Case {
            found: Value,
            is: Option<&'static str>,
        }
        for case in [
            Case { found: json!({"every": "month", "interval": 3}), is: Some("quarter") },
            Case { found: json!({"every": "year", "interval": 2}), is: Some("periodic") },
            Case { found: json!({"every": "year"}), is: Some("year") },
            Case { found: json!({"every": "ongoing"}), is: Some("periodic") },
            Case { found: Value::Null, is: None },
        ] {
            assert_eq!(recurrence(&case.found), case.is, "{}", case.found);
        }
    }

    #[test]
    fn a_deadline_needs_its_day() {
        let expected =
            json!({"quote": "báo cáo trước ngày 15/12/2025", "task": "báo cáo", "due": "2025-12-15"});
        let found = |date| json!({"task": "báo cáo Sở Nội vụ", "due": {"date": date}, "quote": ""});
        assert_eq!(deadline(&expected, &found("2025-12-15")), 1.0);
        assert_eq!(deadline(&expected, &found("2025-12-31")), 0.0);
    }

    #[test]
    fn bodies_may_have_words_around_them() {
        let set = |names_of: &[&str]| names(&names_of.iter().map(|name| json!(name)).collect::<Vec<_>>());
        assert_eq!(name_f1(&set(&["Sở Nội vụ"]), &set(&["Giám đốc Sở Nội vụ"])), 1.0);
        assert_eq!(name_f1(&set(&["Sở Nội vụ", "Sở Y tế"]), &set(&["Sở Nội vụ"])), 2.0 / 3.0);
        assert_eq!(name_f1(&set(&[]), &set(&[])), 1.0);
    }

    #[test]
    fn a_law_without_symbol_is_known_by_kind_and_date() {
        let law = |date, quote| json!({"kind": "Luật", "symbol": null, "date": date, "quote": quote});
        assert_eq!(reference(&law("2022-06-15", "Luật A"), &law("2022-06-15", "khác")), 1.0);
        assert_eq!(reference(&law("2022-06-15", "Luật A"), &law("2021-06-15", "khác")), 0.0);
        let by_symbol = json!({"symbol": "12 /NQ-HĐND"});
        assert_eq!(reference(&by_symbol, &json!({"symbol": "12/nq-hđnd"})), 1.0);
    }
}
