//! Days, months, quarters, half-years, years and stretches of time in all the forms offices write them.
//!
//! `ngày 15 tháng 12 năm 2025`, `15/12/2025`, `tháng 12/2025`, `quý IV/2025`, `6 tháng đầu năm 2025`,
//! `giai đoạn 2026 - 2030`, `cuối năm 2025`, `từ ngày 29/6 đến hết ngày 09/7/2026`, `ngày 15/12` (of no year).
//! A date that no calendar has (31/2) is none.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::token::{Flat, pattern, shift};
use super::{Period, Precision};
use crate::text::{Restored, Span};
use crate::vietnamese::numeral::roman_value;

/// A time written in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Time {
    /// Where it stands, with its `ngày`, `tháng`, `năm`.
    pub(crate) span: Span<Restored>,
    /// First and last day; `None` where no year is written.
    pub(crate) days: Option<(Date, Date)>,
    /// How exactly it is written.
    pub(crate) precision: Precision,
    /// What kind of writing it is.
    pub(crate) form: Form,
}

/// What kind of writing a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A day, month, quarter, half-year or year.
    Point,
    /// `giai đoạn 2021 - 2025`, `từ ngày … đến ngày …`.
    Stretch,
    /// A day, month or quarter of no year, as in "trước ngày 15/12": the month and the day (0 where none).
    Yearless {
        /// 1 to 12; of a quarter its last.
        month: i8,
        /// 1 to 31; 0 where only the month is written.
        day: i8,
    },
}

impl Time {
    /// As a period, in the words of the text.
    pub(crate) fn period(&self, flat: &Flat) -> Period {
        let (from, to) = (self.days.map(|d| d.0), self.days.map(|d| d.1));
        Period { from, to, bound: None, written: flat.quote(self.span) }
    }
}

const DAY: &str = r"\d{1,2}";
/// Parts of a date: day, month, year, in one of its three writings.
const FULL: &str = r"(?:(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})\s*,?\s*năm\s*(\d{4})|(?:ngày\s*)?(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}))";

/// What a passage must hold for a pattern to be asked: most hold no time, and patterns are slow.
struct Needs {
    /// A number of four digits.
    year: bool,
    /// A word or a mark.
    word: &'static str,
}

fn dated(word: &'static str) -> Needs {
    Needs { year: true, word }
}

fn undated(word: &'static str) -> Needs {
    Needs { year: false, word }
}

static TIMES: LazyLock<Vec<(Needs, Regex, Reader)>> = LazyLock::new(|| {
    let year_of = r"(?:\s*(?:/|-|,?\s*năm)\s*(\d{4}))";
    vec![
        (
            dated("từ"),
            pattern(&format!(
                r"từ\s+(?:ngày\s*)?(\d{{1,2}})\s*(?:/|tháng)\s*(\d{{1,2}})(?:\s*(?:/|năm)\s*(\d{{4}}))?\s*(?:đến|-|–)\s*(?:hết\s+)?{FULL}"
            )),
            day_stretch as Reader,
        ),
        (
            dated("/"),
            pattern(&format!(r"(?:từ\s+)?(?:ngày\s*)?({DAY})/({DAY})(?:/(\d{{4}}))?\s*[-–]\s*{FULL}")),
            day_stretch,
        ),
        (
            dated("tháng"),
            pattern(&format!(
                r"từ\s+tháng\s*({DAY})(?:{year_of})?\s*(?:đến|-|–)\s*(?:hết\s+)?tháng\s*({DAY}){year_of}"
            )),
            month_stretch,
        ),
        (
            dated("tháng"),
            pattern(&format!(
                r"tháng\s*({DAY})(?:\s*/\s*(\d{{4}}))?\s*[-–]\s*(?:tháng\s*)?({DAY})\s*(?:/|năm)\s*(\d{{4}})"
            )),
            month_stretch,
        ),
        (
            dated("năm"),
            pattern(
                r"từ\s+(?:đầu\s+|cuối\s+)?năm\s*(\d{4})\s*(?:đến|-|–)\s*(?:hết\s+|cuối\s+)?(?:năm\s*)?(\d{4})",
            ),
            year_stretch,
        ),
        (
            dated(""),
            pattern(
                r"(?:giai\s+đoạn\s+|nhiệm\s+kỳ\s+|các\s+năm\s+|thời\s+kỳ\s+|(?:0?5|năm)\s+năm\s*\(?\s*)(?:từ\s+)?(?:năm\s+)?(\d{4})\s*(?:[-–—]|đến|tới)\s*(?:năm\s+)?(\d{4})",
            ),
            year_stretch,
        ),
        (dated(""), pattern(r"\b((?:19|20)\d{2})\s?[-–—]\s?((?:19|20)\d{2})\b"), year_stretch),
        (dated(""), pattern(FULL), full_day),
        (dated("tháng"), pattern(&format!(r"(?:đầu\s+|giữa\s+|cuối\s+)?tháng\s*({DAY}){year_of}")), month),
        (
            undated("qu"),
            pattern(r"(?:đầu\s+|cuối\s+)?qu[ýí]\s*(iv|i{1,3}|[1-4])(?:\s*(?:/|-|,?\s*năm)\s*(\d{4}))?"),
            quarter,
        ),
        (
            undated("tháng"),
            pattern(r"(?:(?:những|các|hai|ba|bốn|0?[2-5])\s+)tháng\s+cuối\s+năm(?:\s+(\d{4}))?"),
            year_end,
        ),
        (undated("tháng"), pattern(r"(?:0?6|sáu)\s+tháng\s+(đầu|cuối)(?:\s+năm)?(?:\s+(\d{4}))?"), half_year),
        (
            undated("ngày"),
            pattern(r"\bngày\s*(\d{1,2})\s*(?:/|-|\.|\s*tháng\s*)\s*(\d{1,2})\b"),
            day_of_no_year,
        ),
        (undated("tháng"), pattern(r"tháng\s*(\d{1,2})\b"), month_of_no_year),
        (dated("năm"), pattern(r"(?:đầu\s+|cuối\s+|hết\s+)?năm\s*((?:19|20)\d{2})\b"), year),
        // Without "ngày": only behind a word of time, or alone in brackets.
        (
            undated("/"),
            pattern(
                r"(?:\b(?:trước|đến|hết|từ|sáng|chiều|tối|hạn|nhất|là|vào|lúc|đúng|dịp|giờ|và)\s+|[(:]\s*)(?P<at>(\d{1,2})\s?/\s?(\d{1,2}))\b",
            ),
            bare_day,
        ),
        // Without "năm": "đến hết 2029", "năm 2027 và 2028", "(2028 trở đi)".
        (
            dated("20"),
            pattern(
                &[
                    r"(?:\b(?:hết|cuối|đầu|đến|tới|hè|vụ\s+\p{L}+|mùa\s+\p{L}+",
                    r"|năm\s*20\d\d\s*(?:,|và))\s+|\()(?P<at>(20[2-6]\d))(?:\s*[,;.)]|\s+trở\s+đi|\s*$)",
                ]
                .concat(),
            ),
            bare_year,
        ),
    ]
});

/// What a pattern reads: first and last day, precision and form.
type Read = (Option<(Date, Date)>, Precision, Form);
type Reader = fn(&Captures<'_>) -> Option<Read>;

/// The times written in a span, in order, none inside another.
pub(crate) fn times(flat: &Flat, within: Span<Restored>) -> Vec<Time> {
    let low = flat.low(within);
    let has_year = low.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit));
    let mut found: Vec<Time> = Vec::new();
    for (needs, pattern, read) in TIMES.iter() {
        if needs.year && !has_year || !low.contains(needs.word) {
            continue;
        }
        for captures in pattern.captures_iter(low) {
            let all = captures.name("at").unwrap_or_else(|| captures.get_match());
            let span = shift(within, all.start(), all.end());
            if !stands_alone(low, all.start(), all.end()) || found.iter().any(|t| t.span.overlaps(span)) {
                continue;
            }
            if let Some((days, precision, form)) = read(&captures) {
                found.push(Time { span, days, precision, form });
            }
        }
    }
    found.sort_by_key(|t| t.span);
    found
}

/// Whether no digit or letter touches the ends, so that `2021/QĐ` and `1/2/2025/NQ` are no dates.
fn stands_alone(low: &str, start: usize, end: usize) -> bool {
    let before = low[..start].chars().next_back();
    let after = low[end..].chars().next();
    let next = low[end..].chars().nth(1);
    let touched =
        before.is_some_and(|c| c.is_alphanumeric() || c == '/') || after.is_some_and(char::is_alphanumeric);
    let number_goes_on =
        matches!(after, Some('/' | '-' | ',' | '.')) && next.is_some_and(|c| c.is_ascii_digit());
    let symbol = after == Some('/') && next.is_some_and(char::is_alphabetic);
    !touched && !number_goes_on && !symbol
}

fn number<T: std::str::FromStr>(captures: &Captures<'_>, group: usize) -> Option<T> {
    captures.get(group)?.as_str().parse().ok()
}

fn date(day: i8, month: i8, year: i16) -> Option<Date> {
    (1900..=2199).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// First and last day of a month.
pub(crate) fn month_days(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = date(1, month, year)?;
    Some((first, first.last_of_month()))
}

/// First and last day of a year.
pub(crate) fn year_days(year: i16) -> Option<(Date, Date)> {
    Some((date(1, 1, year)?, date(31, 12, year)?))
}

fn full_from(captures: &Captures<'_>, group: usize) -> Option<Date> {
    let at = if captures.get(group).is_some() { group } else { group + 3 };
    date(number(captures, at)?, number(captures, at + 1)?, number(captures, at + 2)?)
}

fn full_day(captures: &Captures<'_>) -> Option<Read> {
    let day = full_from(captures, 1)?;
    Some((Some((day, day)), Precision::Day, Form::Point))
}

fn day_stretch(captures: &Captures<'_>) -> Option<Read> {
    let last = full_from(captures, 4)?;
    let year = number(captures, 3).unwrap_or(last.year());
    let first = date(number(captures, 1)?, number(captures, 2)?, year)?;
    (first <= last).then_some((Some((first, last)), Precision::Day, Form::Stretch))
}

fn month_stretch(captures: &Captures<'_>) -> Option<Read> {
    let last_year: i16 = number(captures, 4)?;
    let first = month_days(number(captures, 2).unwrap_or(last_year), number(captures, 1)?)?.0;
    let last = month_days(last_year, number(captures, 3)?)?.1;
    (first <= last).then_some((Some((first, last)), Precision::Month, Form::Stretch))
}

fn year_stretch(captures: &Captures<'_>) -> Option<Read> {
    let first = year_days(number(captures, 1)?)?.0;
    let last = year_days(number(captures, 2)?)?.1;
    (first < last).then_some((Some((first, last)), Precision::Year, Form::Stretch))
}

fn month(captures: &Captures<'_>) -> Option<Read> {
    let days = month_days(number(captures, 2)?, number(captures, 1)?)?;
    Some((Some(days), Precision::Month, Form::Point))
}

fn quarter(captures: &Captures<'_>) -> Option<Read> {
    let written = captures.get(1)?.as_str();
    let quarter: i8 = match written.parse().ok() {
        Some(quarter) => quarter,
        None => roman_value(&written.to_uppercase())?.try_into().ok()?,
    };
    let Some(year) = number::<i16>(captures, 2) else {
        return Some((None, Precision::Quarter, Form::Yearless { month: quarter * 3, day: 0 }));
    };
    let days = (month_days(year, quarter * 3 - 2)?.0, month_days(year, quarter * 3)?.1);
    Some((Some(days), Precision::Quarter, Form::Point))
}

fn half_year(captures: &Captures<'_>) -> Option<Read> {
    let last = if captures.get(1)?.as_str() == "đầu" { 6 } else { 12 };
    let Some(year) = number::<i16>(captures, 2) else {
        return Some((None, Precision::HalfYear, Form::Yearless { month: last, day: 0 }));
    };
    let days = (month_days(year, last - 5)?.0, month_days(year, last)?.1);
    Some((Some(days), Precision::HalfYear, Form::Point))
}

/// "hai tháng cuối năm 2026": until its last day.
fn year_end(captures: &Captures<'_>) -> Option<Read> {
    let Some(year) = number::<i16>(captures, 1) else {
        return Some((None, Precision::Month, Form::Yearless { month: 12, day: 0 }));
    };
    Some((Some(month_days(year, 12)?), Precision::Month, Form::Point))
}

fn day_of_no_year(captures: &Captures<'_>) -> Option<Read> {
    let (day, month) = (number(captures, 1)?, number(captures, 2)?);
    // A leap year, so that 29/2 is let in.
    date(day, month, 2024)?;
    Some((None, Precision::Day, Form::Yearless { month, day }))
}

/// As [`day_of_no_year`], with groups one further on.
fn bare_day(captures: &Captures<'_>) -> Option<Read> {
    let (day, month) = (number(captures, 2)?, number(captures, 3)?);
    date(day, month, 2024)?;
    Some((None, Precision::Day, Form::Yearless { month, day }))
}

fn bare_year(captures: &Captures<'_>) -> Option<Read> {
    Some((Some(year_days(number(captures, 2)?)?), Precision::Year, Form::Point))
}

fn month_of_no_year(captures: &Captures<'_>) -> Option<Read> {
    let month = number(captures, 1)?;
    (1..=12).contains(&month).then_some((None, Precision::Month, Form::Yearless { month, day: 0 }))
}

fn year(captures: &Captures<'_>) -> Option<Read> {
    Some((Some(year_days(number(captures, 1)?)?), Precision::Year, Form::Point))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, String)> {
        let flat = Flat::new(text);
        times(&flat, flat.all())
            .into_iter()
            .map(|t| {
                let (from, to) = t.days.map_or_else(Default::default, |d| (d.0.to_string(), d.1.to_string()));
                (flat.quote(t.span), from, to)
            })
            .collect()
    }

    #[test]
    fn all_forms() {
        struct Case(&'static str, &'static str, &'static str, &'static str);
        for Case(text, written, from, to) in [
            Case("trước ngày 15 tháng 12 năm 2025", "ngày 15 tháng 12 năm 2025", "2025-12-15", "2025-12-15"),
            Case("trước 05/9/2026.", "05/9/2026", "2026-09-05", "2026-09-05"),
            Case("trong tháng 12/2025;", "tháng 12/2025", "2025-12-01", "2025-12-31"),
            Case("xong trong Quý IV/2025", "Quý IV/2025", "2025-10-01", "2025-12-31"),
            Case("Tháng 11 - 12/2025", "Tháng 11 - 12/2025", "2025-11-01", "2025-12-31"),
            Case("quí III năm 2030", "quí III năm 2030", "2030-07-01", "2030-09-30"),
            Case("6 tháng đầu năm 2026", "6 tháng đầu năm 2026", "2026-01-01", "2026-06-30"),
            Case("giai đoạn 2026 - 2030", "giai đoạn 2026 - 2030", "2026-01-01", "2030-12-31"),
            Case("kế hoạch 5 năm (2021-2025)", "5 năm (2021-2025", "2021-01-01", "2025-12-31"),
            Case("đến cuối năm 2027", "cuối năm 2027", "2027-01-01", "2027-12-31"),
            Case(
                "từ ngày 29/6 đến hết ngày 09/7/2026",
                "từ ngày 29/6 đến hết ngày 09/7/2026",
                "2026-06-29",
                "2026-07-09",
            ),
            Case("10/7/2026 - 13/7/2026", "10/7/2026 - 13/7/2026", "2026-07-10", "2026-07-13"),
            Case("trước ngày 30/11 hằng năm", "ngày 30/11", "", ""),
        ] {
            assert_eq!(read(text), [(written.to_owned(), from.to_owned(), to.to_owned())], "{text}");
        }
    }

    #[test]
    fn no_dates() {
        for text in
            ["ngày 31/2/2025", "Thông tư số 02/2021/TT-BYT", "Luật số 63/2025/QH15", "Điều 2", "12.345,6 ha"]
        {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn a_list_of_times_is_read_one_by_one() {
        assert_eq!(read("trong năm 2026 và cả giai đoạn 2026-2030").len(), 2);
    }
}
