//! The day on which something comes again, as RRULE says it.
//!
//! "trước ngày 15/12 hằng năm", "ngày 25 hằng tháng", "trước ngày 20 của tháng cuối quý", "thứ Sáu hằng tuần". Where no day
//! or more than one is written there is no rule.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use regex::Regex;

use crate::export::when;
use crate::record::{Bound, Every, Precision, Recurrence};
use crate::vietnamese::bare;

/// How the days of a week are written without marks, from Monday, and how RRULE names them.
const WEEK: [(&str, &str, Weekday); 7] = [
    ("thu hai", "MO", Weekday::Monday),
    ("thu ba", "TU", Weekday::Tuesday),
    ("thu tu", "WE", Weekday::Wednesday),
    ("thu nam", "TH", Weekday::Thursday),
    ("thu sau", "FR", Weekday::Friday),
    ("thu bay", "SA", Weekday::Saturday),
    ("chu nhat", "SU", Weekday::Sunday),
];

/// The first day from `from` on, and the rule.
pub(super) fn rule(recurrence: &Recurrence, from: Date) -> Option<(Date, String)> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b(\d{1,2})(?:\s*(?:/|thang)\s*(\d{1,2}))?\b").expect("a pattern of our own")
    });
    let detail = bare(recurrence.detail.as_deref()?);
    let interval = recurrence.interval;
    if recurrence.every == Every::Week {
        let mut named = WEEK.iter().filter(|(name, ..)| detail.contains(name));
        let (Some((_, name, weekday)), None) = (named.next(), named.next()) else { return None };
        let first = (0..7)
            .find_map(|days: i64| from.checked_add(days.days()).ok().filter(|day| day.weekday() == *weekday));
        return Some((first?, format!("FREQ=WEEKLY;INTERVAL={interval};BYDAY={name}")));
    }
    let mut days = DAY.captures_iter(&detail);
    let (Some(found), None) = (days.next(), days.next()) else { return None };
    let number = |at: usize| found.get(at).and_then(|part| part.as_str().parse::<i8>().ok());
    let (day, month) = (number(1)?, number(2));
    let before = detail.starts_with("truoc");
    let bound = if before { Bound::Before } else { Bound::On };
    match (recurrence.every, month) {
        (Every::Year, Some(month)) => {
            let of = |year| Date::new(year, month, day).ok().and_then(|day| in_time(bound, day));
            let first = (from.year()..).take(9).filter_map(of).find(|day| *day >= from)?;
            Some((first, format!("FREQ=YEARLY;INTERVAL={interval}")))
        }
        (Every::Month, None) => {
            let first = first_of_month(from, day, bound, 1)?;
            Some((first, format!("FREQ=MONTHLY;INTERVAL={interval};{}", by_day(day, before)?)))
        }
        (Every::Quarter, None)
            if format!("{detail} {}", bare(&recurrence.written)).contains("thang cuoi") =>
        {
            let first = first_of_month(from, day, bound, 3)?;
            let months = interval.checked_mul(3)?;
            Some((first, format!("FREQ=MONTHLY;INTERVAL={months};{}", by_day(day, before)?)))
        }
        _ => None,
    }
}

fn in_time(bound: Bound, day: Date) -> Option<Date> {
    when::in_time(bound, Precision::Day, day, "")
}

/// The first such day from `from` on, in a month whose number is a multiple of `step`. In a month without that day it is
/// the last one.
fn first_of_month(from: Date, day: i8, bound: Bound, step: i8) -> Option<Date> {
    let months = (0..24).filter_map(|months: i64| from.first_of_month().checked_add(months.months()).ok());
    let of = |month: Date| in_time(bound, month.with().day(day.min(month.days_in_month())).build().ok()?);
    months.filter(|month| month.month() % step == 0).filter_map(of).find(|day| *day >= from)
}

/// Which day of the month.
fn by_day(day: i8, before: bool) -> Option<String> {
    match if before { day - 1 } else { day } {
        // The day before the first is the last of the month before.
        0 => Some("BYMONTHDAY=-1".to_owned()),
        day @ 1..=28 => Some(format!("BYMONTHDAY={day}")),
        day @ 29..=31 => {
            let days: Vec<String> = (28..=day).map(|day| day.to_string()).collect();
            Some(format!("BYMONTHDAY={};BYSETPOS=-1", days.join(",")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_that_come_again() {
        let from = date(2026, 2, 10);
        let of = |every, detail: &str| {
            let written = String::new();
            rule(&Recurrence { every, interval: 1, detail: Some(detail.to_owned()), written }, from)
        };
        let hit = |year, month, day, rule: &str| Some((date(year, month, day), rule.to_owned()));
        for (every, detail, expected) in [
            (Every::Year, "trước ngày 15/12", hit(2026, 12, 14, "FREQ=YEARLY;INTERVAL=1")),
            (Every::Year, "trước ngày 05/01", hit(2027, 1, 4, "FREQ=YEARLY;INTERVAL=1")),
            (Every::Year, "ngày 15 tháng 11", hit(2026, 11, 15, "FREQ=YEARLY;INTERVAL=1")),
            (Every::Month, "trước ngày 25", hit(2026, 2, 24, "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=24")),
            (Every::Month, "ngày 05", hit(2026, 3, 5, "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=5")),
            (Every::Month, "trước ngày 01", hit(2026, 2, 28, "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1")),
            (
                Every::Month,
                "ngày 30",
                hit(2026, 2, 28, "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
            ),
            (
                Every::Quarter,
                "trước ngày 20 của tháng cuối quý",
                hit(2026, 3, 19, "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=19"),
            ),
            (Every::Week, "vào thứ Sáu", hit(2026, 2, 13, "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR")),
            (Every::Quarter, "trước ngày 20", None),
            (Every::Year, "trước ngày 15/6 và 15/12", None),
            (Every::Month, "đầu tháng", None),
            (Every::Ongoing, "ngày 5", None),
        ] {
            assert_eq!(of(every, detail), expected, "{detail}");
        }
    }
}
