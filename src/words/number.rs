//! Numbers and days as each language writes them.

use jiff::civil::Date;

use super::{Language, Words};

impl Words {
    /// A number: `4,250.5` in English, `4.250,5` in Vietnamese.
    pub fn decimal(&self, value: f64) -> String {
        let written = value.to_string();
        let (whole, part) = written.split_once('.').map_or((written.as_str(), None), |(w, p)| (w, Some(p)));
        let (group, point) = match self.language {
            Language::English => (',', '.'),
            Language::Vietnamese => ('.', ','),
        };
        let grouped = grouped(whole, group);
        part.map_or_else(|| grouped.clone(), |part| format!("{grouped}{point}{part}"))
    }

    /// How many there are of something: `12,345` in English, `12.345` in Vietnamese.
    pub fn count(&self, count: u32) -> String {
        grouped(&count.to_string(), if self.language == Language::English { ',' } else { '.' })
    }

    /// A day: `2024-11-30`, `30/11/2024`.
    pub fn day(&self, day: Date) -> String {
        match self.language {
            Language::English => day.to_string(),
            Language::Vietnamese => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
        }
    }

    /// The month of a day: `2024-11`, `11/2024`.
    pub fn month(&self, day: Date) -> String {
        match self.language {
            Language::English => format!("{:04}-{:02}", day.year(), day.month()),
            Language::Vietnamese => format!("{:02}/{:04}", day.month(), day.year()),
        }
    }

    /// A day of a record, which may lack its day or month: `2022-01-27`, `2022-01`, `2022`. What is none stays as it is.
    pub fn partial_day(&self, iso: &str) -> String {
        let parts: Vec<&str> = iso.split('-').collect();
        let numbers = parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
        match (self.language, parts.as_slice()) {
            (Language::Vietnamese, [year, month, day]) if numbers => format!("{day}/{month}/{year}"),
            (Language::Vietnamese, [year, month]) if numbers => format!("{month}/{year}"),
            _ => iso.to_owned(),
        }
    }
}

/// Digits, perhaps after a sign, in groups of three.
fn grouped(digits: &str, group: char) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let mut text = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(group);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days() {
        let (english, vietnamese) = (Words::english(), Words::of(Language::Vietnamese));
        let day = jiff::civil::date(2024, 3, 5);
        assert_eq!((english.decimal(4.25), vietnamese.decimal(4.25)), ("4.25".into(), "4,25".into()));
        assert_eq!((english.decimal(4000.0), vietnamese.decimal(4000.0)), ("4,000".into(), "4.000".into()));
        assert_eq!(vietnamese.decimal(-1_234_567.5), "-1.234.567,5");
        assert_eq!((english.count(999), vietnamese.count(12_345)), ("999".into(), "12.345".into()));
        assert_eq!((english.day(day), vietnamese.day(day)), ("2024-03-05".into(), "05/03/2024".into()));
        assert_eq!((english.month(day), vietnamese.month(day)), ("2024-03".into(), "03/2024".into()));
        for (iso, written) in
            [("2022-01-27", "27/01/2022"), ("2022-01", "01/2022"), ("2022", "2022"), ("tháng-2", "tháng-2")]
        {
            assert_eq!(vietnamese.partial_day(iso), written);
            assert_eq!(english.partial_day(iso), iso);
        }
    }
}
