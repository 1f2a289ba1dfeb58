//! When something is due, in words: how the time binds and how exactly it is written.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::record::{Bound, Deadline, Due, Period, Precision};
use crate::vietnamese::bare;
use crate::words::{Sentence, Words};

/// The time of a deadline as the table shows it: `trước 30/11/2024`, `before 2024-11-30`. As written where it depends on
/// what is not known, or comes again and again.
pub fn due(words: &Words, deadline: &Deadline) -> String {
    match (&deadline.due, &deadline.recurrence) {
        (Some(due), _) => due.date.map_or_else(|| due.written.clone(), |last| bound(words, due, last)),
        (None, Some(recurrence)) => match &recurrence.detail {
            // "trước ngày 20" and "của tháng cuối quý" are one phrase.
            Some(detail) if recurrence.written.starts_with("của ") => {
                format!("{detail} {}", recurrence.written)
            }
            Some(detail) => format!("{}, {detail}", recurrence.written),
            None => recurrence.written.clone(),
        },
        (None, None) => String::new(),
    }
}

/// The last day on which what is due is in time: of "trước ngày 15/12" the 14th, of "trong tháng 12" the 31st. `None` where
/// the document does not tell it, and for what begins on a day instead of ending there.
pub fn last_day(due: &Due) -> Option<Date> {
    in_time(due.bound, due.precision, due.date?, &due.written)
}

/// The last day in time of a time that ends on `last`, as [`last_day`].
pub(super) fn in_time(bound: Bound, precision: Precision, last: Date, written: &str) -> Option<Date> {
    match bound {
        Bound::By | Bound::On | Bound::During => Some(last),
        Bound::From => None,
        // Before an hour of the day is on that day.
        Bound::Before if names_hour(written) => Some(last),
        Bound::Before => first_day(precision, last, written)?.yesterday().ok(),
    }
}

/// The last day on which a target is reached in its time, as [`last_day`]; `None` where it has no end, and where a day is
/// written that is not its end: the stretch is then rather that of the document.
pub fn end_of(period: &Period) -> Option<Date> {
    let to = stated_end(period)?;
    match period.bound {
        Some(bound) => in_time(bound, exactness(period.from.unwrap_or(to), to), to, &period.written),
        None => Some(to),
    }
}

/// Whether it is unsure when a stretch ends: it has an end, and none in time.
pub fn is_unsure(period: &Period) -> bool {
    period.to.is_some() && end_of(period).is_none()
}

/// The first day of a stretch; `None` of what has to be reached before it, and where its end is unsure.
pub fn start_of(period: &Period) -> Option<Date> {
    period.from.filter(|_| period.bound != Some(Bound::Before) && !is_unsure(period))
}

/// The years from the first to the last one that a target may be reached in, as far as they are told.
pub fn years(period: &Period) -> Option<(i16, i16)> {
    let end = end_of(period).or(period.to)?;
    Some((period.from?.min(end).year(), end.year()))
}

/// How exactly a stretch from a first to a last day is written.
fn exactness(first: Date, last: Date) -> Precision {
    let months = (i32::from(last.year()) - i32::from(first.year())) * 12 + i32::from(last.month())
        - i32::from(first.month());
    match months {
        _ if first == last => Precision::Day,
        0 => Precision::Month,
        2 => Precision::Quarter,
        5 => Precision::HalfYear,
        _ => Precision::Year,
    }
}

/// The end that a stretch states; `None` where it is open, and where another day is written.
fn stated_end(period: &Period) -> Option<Date> {
    static DAY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b").expect("a pattern of our own"));
    let to = period.to?;
    let mut days = DAY.captures_iter(&period.written).filter_map(|found| {
        let [day, month, year] = [1, 2, 3].map(|at| found[at].parse::<i16>().unwrap_or_default());
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    });
    match days.next() {
        None => Some(to),
        Some(first) => (first == to || days.any(|day| day == to)).then_some(to),
    }
}

/// Whether an hour is written: "18 giờ", "17h30", "8:00".
fn names_hour(written: &str) -> bool {
    static HOUR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b\d{1,2}(?: ?(?:gio|h|g)\b|h\d{2}\b|:\d{2}\b)").expect("a pattern of our own")
    });
    HOUR.is_match(&bare(written))
}

/// The first day of the month, quarter or year that something is due before; `None` where what is written is narrower, as
/// "trước mùa khô năm 2026".
fn first_day(precision: Precision, last: Date, written: &str) -> Option<Date> {
    let written = bare(written);
    let (name, month) = match precision {
        Precision::Day => return Some(last),
        Precision::Month => ("thang", last.month()),
        Precision::Quarter => ("quy", (last.month() - 1) / 3 * 3 + 1),
        Precision::HalfYear => ("6 thang", (last.month() - 1) / 6 * 6 + 1),
        Precision::Year => ("nam", 1),
    };
    let after = written.strip_prefix("truoc ")?.trim_start();
    after.starts_with(name).then(|| Date::new(last.year(), month, 1).ok())?
}

fn bound(words: &Words, due: &Due, last: Date) -> String {
    let time = stretch(words, due.precision, last);
    // A stretch within one month or year is named by it.
    if let Some(from) =
        due.from.map(|first| stretch(words, due.precision, first)).filter(|from| *from != time)
    {
        return words.say(&Sentence::new("due-from-to").with("from", from).with("to", time));
    }
    let day = due.precision == Precision::Day;
    // Before a month or a year is before its first day, and what is written may be narrower: "trước mùa khô năm 2026" has
    // the last day of 2026.
    if due.bound == Bound::Before && !day {
        return due.written.clone();
    }
    let id = match due.bound {
        Bound::By if day => "due-by",
        Bound::By => "due-by-end",
        Bound::Before => "due-before",
        Bound::On if day => "due-on",
        Bound::On => "due-on-stretch",
        Bound::From => "due-from",
        Bound::During if day => "due-during-day",
        Bound::During => "due-during",
    };
    if let Some((hour, minute)) = day.then(|| hour(&due.written)).flatten() {
        let clock = Sentence::new("time-clock").with("hour", hour).with("minute", minute).with("day", time);
        let id = if id == "due-on" { "due-at" } else { id };
        return words.say(&Sentence::new(id).with("time", words.say(&clock)));
    }
    // Before an hour that is told elsewhere is not before its day.
    if day && due.bound == Bound::Before && names_hour(&due.written) {
        return due.written.clone();
    }
    words.say(&Sentence::new(id).with("time", time))
}

/// The hour and minute at the head of what is written: `trước 16 giờ 30 ngày 30/11/2024`, `trước 16h ngày …`; as two
/// digits each.
fn hour(written: &str) -> Option<(String, String)> {
    static HOUR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:^|\s)(\d{1,2})\s*(?:giờ|h|g|:)\s*([0-5]\d)?(?:\s*phút)?\s*,?\s*(?:ngày|\d)")
            .expect("it is tested")
    });
    let found = HOUR.captures(written)?;
    let hour: u8 = found[1].parse().ok().filter(|hour| *hour <= 24)?;
    Some((format!("{hour:02}"), found.get(2).map_or("00", |minute| minute.as_str()).to_owned()))
}

/// The day, month, quarter, half year or year that a day lies in.
fn stretch(words: &Words, precision: Precision, day: Date) -> String {
    // As text, so that no language groups the digits of a year.
    let year = day.year().to_string();
    words.say(&match precision {
        Precision::Day => Sentence::new("time-day").with("day", words.day(day)),
        Precision::Month => Sentence::new("time-month").with("month", words.month(day)),
        Precision::Quarter => {
            Sentence::new("time-quarter").with("quarter", (day.month() + 2) / 3).with("year", year)
        }
        Precision::HalfYear => {
            Sentence::new("time-half").with("half", if day.month() <= 6 { 1 } else { 2 }).with("year", year)
        }
        Precision::Year => Sentence::new("time-year").with("year", year),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::words::Language;

    #[test]
    fn times_are_told_as_exactly_as_they_are_written() {
        let (november, december) = (date(2024, 11, 30), date(2024, 12, 31));
        for (bind, precision, last, vietnamese, english) in [
            (Bound::Before, Precision::Day, november, "trước 30/11/2024", "before 2024-11-30"),
            (Bound::By, Precision::Day, november, "đến 30/11/2024", "by 2024-11-30"),
            (Bound::On, Precision::Day, november, "ngày 30/11/2024", "on 2024-11-30"),
            (Bound::From, Precision::Day, november, "từ 30/11/2024", "from 2024-11-30"),
            (Bound::During, Precision::Month, december, "trong tháng 12/2024", "in 2024-12"),
            (Bound::By, Precision::Month, december, "đến hết tháng 12/2024", "by the end of 2024-12"),
            (Bound::During, Precision::Quarter, december, "trong quý IV/2024", "in quarter 4 of 2024"),
            (
                Bound::By,
                Precision::Quarter,
                date(2024, 3, 31),
                "đến hết quý I/2024",
                "by the end of quarter 1 of 2024",
            ),
            (
                Bound::During,
                Precision::HalfYear,
                date(2024, 6, 30),
                "trong 6 tháng đầu năm 2024",
                "in the first half of 2024",
            ),
            (Bound::By, Precision::Year, december, "đến hết năm 2024", "by the end of 2024"),
        ] {
            let written = String::new();
            let due = Due {
                date: Some(last),
                precision,
                bound: bind,
                from: None,
                written,
                relative: None,
                event: None,
            };
            assert_eq!(bound(Words::of(Language::Vietnamese), &due, last), vietnamese);
            assert_eq!(bound(Words::english(), &due, last), english);
        }
    }

    #[test]
    fn the_last_day_is_the_last_on_which_it_is_in_time() {
        let day = |bound, precision, date: Date, written: &str| {
            let (written, date) = (written.to_owned(), Some(date));
            last_day(&Due { date, precision, bound, from: None, written, relative: None, event: None })
        };
        let end = date(2026, 12, 31);
        for (bound, precision, last, written, expected) in [
            (
                Bound::Before,
                Precision::Day,
                date(2026, 3, 1),
                "trước ngày 01/3/2026",
                Some(date(2026, 2, 28)),
            ),
            (
                Bound::Before,
                Precision::Day,
                date(2026, 3, 1),
                "trước 18 giờ ngày 01/3/2026",
                Some(date(2026, 3, 1)),
            ),
            (
                Bound::Before,
                Precision::Day,
                date(2026, 3, 1),
                "trước 17h30 ngày 01/3/2026",
                Some(date(2026, 3, 1)),
            ),
            (Bound::By, Precision::Day, date(2026, 3, 1), "đến ngày 01/3/2026", Some(date(2026, 3, 1))),
            (Bound::During, Precision::Month, end, "trong tháng 12/2026", Some(end)),
            (Bound::Before, Precision::Month, end, "trước tháng 12/2026", Some(date(2026, 11, 30))),
            (Bound::Before, Precision::Quarter, end, "trước quý IV/2026", Some(date(2026, 9, 30))),
            (Bound::Before, Precision::Year, end, "trước năm 2026", Some(date(2025, 12, 31))),
            (Bound::Before, Precision::Year, end, "trước mùa khô năm 2026", None),
            (Bound::From, Precision::Day, end, "từ ngày 31/12/2026", None),
        ] {
            assert_eq!(day(bound, precision, last, written), expected, "{written}");
        }
    }

    #[test]
    fn an_hour_is_shown_with_its_day() {
        let said = |bind, written: &str, words: &Words| {
            let due = Due {
                date: Some(date(2024, 11, 30)),
                precision: Precision::Day,
                bound: bind,
                from: None,
                written: written.to_owned(),
                relative: None,
                event: None,
            };
            bound(words, &due, date(2024, 11, 30))
        };
        let vietnamese = Words::of(Language::Vietnamese);
        for (bind, written, vi, en) in [
            (
                Bound::Before,
                "trước 16 giờ 30 ngày 30/11/2024",
                "trước 16 giờ 30 ngày 30/11/2024",
                "before 16:30 on 2024-11-30",
            ),
            (
                Bound::By,
                "chậm nhất 9h, ngày 30/11/2024",
                "đến 09 giờ 00 ngày 30/11/2024",
                "by 09:00 on 2024-11-30",
            ),
            (
                Bound::On,
                "8 giờ 00 phút ngày 30/11/2024",
                "lúc 08 giờ 00 ngày 30/11/2024",
                "at 08:00 on 2024-11-30",
            ),
            // A stretch of hours, and no hour at all.
            (Bound::By, "trong 24 giờ kể từ ngày 29/11/2024", "đến 30/11/2024", "by 2024-11-30"),
            (Bound::Before, "trước ngày 30/11/2024", "trước 30/11/2024", "before 2024-11-30"),
        ] {
            assert_eq!(said(bind, written, vietnamese), vi);
            assert_eq!(said(bind, written, Words::english()), en);
        }
    }

    #[test]
    fn a_day_that_is_written_is_the_end_or_there_is_none() {
        let (from, to) = (Some(date(2025, 1, 1)), Some(date(2025, 12, 31)));
        let end = |written: &str| end_of(&Period { from, to, bound: None, written: written.to_owned() });
        assert_eq!(end("năm 2025"), to);
        assert_eq!(end("từ ngày 01/01/2025 đến ngày 31/12/2025"), to);
        assert_eq!(end("ngày 30/10/2025"), None);
    }

    /// `trước ngày 30/10` had the 29th as the last day of a task, and the 30th as that of a target.
    #[test]
    fn the_same_words_have_the_same_last_day_in_tasks_and_targets() {
        let (start, end) = (date(2026, 1, 1), date(2026, 12, 31));
        for (from, to, precision, written) in [
            (date(2026, 10, 30), date(2026, 10, 30), Precision::Day, "trước ngày 30/10/2026"),
            (date(2026, 10, 30), date(2026, 10, 30), Precision::Day, "trước 17 giờ ngày 30/10/2026"),
            (date(2026, 12, 1), end, Precision::Month, "trước tháng 12/2026"),
            (date(2026, 10, 1), end, Precision::Quarter, "trước quý IV/2026"),
            (date(2026, 7, 1), end, Precision::HalfYear, "trước 6 tháng cuối năm 2026"),
            (start, end, Precision::Year, "trước năm 2026"),
            (start, end, Precision::Year, "trước mùa khô năm 2026"),
        ] {
            let (bound, written) = (Bound::Before, written.to_owned());
            let period =
                Period { from: Some(from), to: Some(to), bound: Some(bound), written: written.clone() };
            let due =
                Due { date: Some(to), precision, bound, from: None, written, relative: None, event: None };
            assert_eq!(end_of(&period), last_day(&due), "{}", period.written);
            assert_eq!(start_of(&period), None, "{}", period.written);
            assert_eq!(is_unsure(&period), last_day(&due).is_none(), "{}", period.written);
        }
    }

    #[test]
    fn a_target_before_a_year_is_reached_in_the_years_before() {
        let (from, to) = (Some(date(2030, 1, 1)), Some(date(2030, 12, 31)));
        let period = |bound, written: &str| Period { from, to, bound, written: written.to_owned() };
        assert_eq!(years(&period(Some(Bound::Before), "trước năm 2030")), Some((2029, 2029)));
        assert_eq!(years(&period(None, "năm 2030")), Some((2030, 2030)));
    }

    #[test]
    fn what_is_narrower_than_its_year_stays_as_written() {
        let due = Due {
            date: Some(date(2026, 12, 31)),
            precision: Precision::Year,
            bound: Bound::Before,
            from: None,
            written: "trước mùa khô năm 2026".to_owned(),
            relative: None,
            event: None,
        };
        assert_eq!(bound(Words::english(), &due, date(2026, 12, 31)), "trước mùa khô năm 2026");
    }

    #[test]
    fn a_stretch_has_both_its_ends_unless_one_name_holds_them() {
        let words = Words::of(Language::Vietnamese);
        let due = |precision, from, last| {
            let written = String::new();
            let due = Due {
                date: Some(last),
                precision,
                bound: Bound::During,
                from: Some(from),
                written,
                relative: None,
                event: None,
            };
            bound(words, &due, last)
        };
        assert_eq!(due(Precision::Day, date(2024, 5, 3), date(2024, 6, 7)), "từ 03/05/2024 đến 07/06/2024");
        assert_eq!(due(Precision::Month, date(2024, 5, 1), date(2024, 5, 31)), "trong tháng 05/2024");
        assert_eq!(due(Precision::Year, date(2024, 1, 1), date(2026, 12, 31)), "từ năm 2024 đến năm 2026");
    }
}
