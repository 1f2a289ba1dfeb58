//! How digits and the signs between them look when an engine reads them as letters or signs, and the dates that a
//! garbled figure can be.
//!
//! `3OlBl2O25` is 30/8/2025: every digit that goes out was read as itself or as a character that looks like it.

use jiff::civil::Date;

/// What a digit or a sign of figures is read as beside itself, with the negative natural logarithm of how probable that
/// is in a garbled text.
const LOOKS: [(char, &[(char, f32)]); 12] = [
    ('0', &[('O', 0.5), ('o', 0.5), ('Q', 1.0), ('D', 1.5), ('C', 2.0), ('U', 2.0)]),
    (
        '1',
        &[
            ('l', 0.5),
            ('I', 0.5),
            ('|', 0.7),
            ('i', 0.8),
            ('!', 1.0),
            ('t', 1.2),
            ('T', 1.5),
            (']', 1.0),
            ('[', 1.0),
            ('j', 1.5),
            ('J', 1.8),
            ('r', 1.8),
            ('\\', 1.5),
        ],
    ),
    ('2', &[('Z', 0.5), ('z', 0.5), ('?', 1.5), ('i', 3.0), ('l', 4.0)]),
    ('3', &[('J', 1.8), ('E', 2.4), ('B', 2.8), ('S', 2.8), ('s', 2.8)]),
    ('4', &[('A', 1.2), ('+', 1.2), ('q', 2.0), ('a', 2.0), ('d', 2.4), ('i', 3.5), ('l', 4.0), ('u', 3.0)]),
    ('5', &[('S', 0.5), ('s', 0.5), ('$', 0.8), ('t', 2.5)]),
    ('6', &[('b', 0.5), ('G', 1.0), ('o', 3.4), ('O', 3.4), ('d', 2.4)]),
    ('7', &[('?', 0.8), ('T', 1.0), ('Z', 2.8), ('/', 2.0), ('t', 3.5), ('l', 4.0)]),
    ('8', &[('B', 0.5), ('&', 1.0), ('S', 3.0), ('E', 1.5), ('g', 3.2)]),
    ('9', &[('g', 0.5), ('q', 0.7), ('a', 2.4), ('p', 2.0), ('e', 2.4)]),
    (
        '/',
        &[
            ('|', 0.7),
            ('\\', 0.7),
            ('l', 0.8),
            ('I', 0.8),
            ('1', 1.0),
            ('t', 1.2),
            ('i', 1.2),
            ('!', 1.2),
            ('(', 1.5),
            (')', 1.5),
            ('f', 1.5),
            ('j', 1.5),
            ('J', 1.5),
            ('L', 1.5),
            ('T', 1.5),
            ('7', 1.5),
            ('r', 1.8),
        ],
    ),
    ('-', &[('–', 0.0), ('~', 0.7), ('_', 0.7), ('.', 1.0), ('=', 1.0)]),
];

/// How dear it is that a digit or sign of figures was read so (negative natural logarithm); none where it does not look
/// like it.
pub(super) fn cost(printed: char, read: char) -> Option<f32> {
    if printed == read {
        return Some(0.0);
    }
    let (_, looks) = LOOKS.iter().find(|(sign, _)| *sign == printed)?;
    looks.iter().find(|(look, _)| *look == read).map(|(_, cost)| *cost)
}

/// A figure that a garbled one can be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// As it is written.
    pub(super) text: String,
    /// Its share among all that can be, 0 to 1.
    pub(super) probability: f32,
}

/// What one year of distance to the year of the document costs, and the most that it costs.
const YEAR_AWAY: f32 = 0.15;
const FAR_YEAR: f32 = 3.0;

/// Reading costs of a character, on average, beyond which a figure is no reading of it.
const DEAREST: f32 = 1.1;

/// The dates `30/8/2025` that these characters can be, the likeliest first, or none. `year` is that of the document.
pub(super) fn dates(read: &[char], year: i16) -> Vec<Figure> {
    let mut found = Vec::new();
    for (day, month) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
        if read.len() == day + month + 6 {
            parse(read, &[day, month, 4], year, &mut found);
        }
    }
    weighed(found, read.len())
}

/// The days of a month `1/7` that these characters can be, the likeliest first, or none.
pub(super) fn days(read: &[char]) -> Vec<Figure> {
    let mut found = Vec::new();
    for (day, month) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
        if read.len() == day + month + 1 {
            parse(read, &[day, month], 0, &mut found);
        }
    }
    weighed(found, read.len())
}

/// The months of a year `11/2025` that these characters can be, the likeliest first, or none.
pub(super) fn months(read: &[char], year: i16) -> Vec<Figure> {
    let mut found = Vec::new();
    for month in [1, 2].into_iter().filter(|month| read.len() == month + 5) {
        spell(read, &[month, 4], &mut String::new(), 0.0, &mut |text, cost| {
            let (month, of) = text.split_once('/').unwrap_or_default();
            let (month, of) = (month.parse::<i16>().unwrap_or(0), of.parse::<i16>().unwrap_or(0));
            if (1..=12).contains(&month) && of.abs_diff(year) <= 20 {
                found.push((text.to_owned(), cost));
            }
        });
    }
    weighed(found, read.len())
}

/// The whole numbers that these characters can be, the likeliest first, or none.
pub(super) fn numbers(read: &[char], most: u32) -> Vec<Figure> {
    let mut found = Vec::new();
    spell(read, &[read.len()], &mut String::new(), 0.0, &mut |text, cost| {
        if text.parse::<u32>().is_ok_and(|n| n > 0 && n <= most) {
            found.push((text.to_owned(), cost));
        }
    });
    weighed(found, read.len())
}

/// Adds the dates whose parts have these lengths, with their costs.
fn parse(read: &[char], lengths: &[usize], year: i16, found: &mut Vec<(String, f32)>) {
    spell(read, lengths, &mut String::new(), 0.0, &mut |text, cost| {
        let mut parts = text.split('/').map(|part| part.parse::<i16>().unwrap_or(0));
        let (day, month) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        // A leap year allows all days where none is written.
        let of = parts.next();
        let written = of.unwrap_or(2024);
        let valid = i8::try_from(month).ok().zip(i8::try_from(day).ok());
        if valid.is_none_or(|(month, day)| Date::new(written, month, day).is_err())
            || of.is_some_and(|of| of < 1945 || of > year.saturating_add(6))
        {
            return;
        }
        let away = of.map_or(0.0, |of| (f32::from(of.abs_diff(year)) * YEAR_AWAY).min(FAR_YEAR));
        found.push((text.to_owned(), cost + away));
    });
}

/// Calls `take` for every way to spell digits in parts of these lengths with slashes between, with what it costs.
fn spell(
    read: &[char],
    lengths: &[usize],
    text: &mut String,
    cost_so_far: f32,
    take: &mut impl FnMut(&str, f32),
) {
    let Some((&first, rest)) = read.split_first() else {
        if lengths.len() == 1 && lengths[0] == 0 {
            take(text, cost_so_far);
        }
        return;
    };
    let (signs, next): (&[char], Vec<usize>) = match lengths {
        [0, others @ ..] if !others.is_empty() => (&['/'], others.to_vec()),
        [0] | [] => return,
        [length, others @ ..] => {
            let next = std::iter::once(length - 1).chain(others.iter().copied()).collect();
            (&['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], next)
        }
    };
    for &sign in signs {
        if let Some(cost) = cost(sign, first) {
            text.push(sign);
            spell(rest, &next, text, cost_so_far + cost, take);
            text.pop();
        }
    }
}

/// Shares by cost, the likeliest first.
fn weighed(mut found: Vec<(String, f32)>, length: usize) -> Vec<Figure> {
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    found.dedup_by(|a, b| a.0 == b.0);
    #[expect(clippy::cast_precision_loss, reason = "characters of a word")]
    let limit = DEAREST * length as f32;
    found.retain(|(_, cost)| *cost <= limit);
    let sum: f32 = found.iter().map(|(_, cost)| (-cost).exp()).sum();
    found.into_iter().map(|(text, cost)| Figure { text, probability: (-cost).exp() / sum }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(found: &[Figure]) -> Option<(&str, bool)> {
        found.first().map(|f| (f.text.as_str(), f.probability >= 0.85))
    }

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn garbled_dates_are_spelled() {
        struct Case {
            read: &'static str,
            date: Option<(&'static str, bool)>,
        }
        let cases = [
            Case { read: "1Olgl2O24", date: Some(("10/9/2024", true)) },
            Case { read: "161712003", date: Some(("16/7/2003", true)) },
            Case { read: "05llll2o24", date: Some(("05/11/2024", true)) },
            Case { read: "12/6/2024", date: Some(("12/6/2024", true)) },
            // No digit is made of one that does not look like it.
            Case { read: "12l6l3124", date: None },
            Case { read: "45l6l2024", date: None },
            Case { read: "quyết", date: None },
        ];
        for case in cases {
            assert_eq!(best(&dates(&chars(case.read), 2025)), case.date, "{}", case.read);
        }
    }

    #[test]
    fn days_and_numbers_are_spelled() {
        assert_eq!(best(&days(&chars("118"))), Some(("1/8", true)));
        assert_eq!(best(&numbers(&chars("3l"), 99)), Some(("31", true)));
        assert_eq!(best(&numbers(&chars("ab"), 99)), None);
    }
}
