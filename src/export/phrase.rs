//! Values of a record in words: what is to be reached, who is named, where it stands.

use crate::record::{AgencyMention, Comparison, Direction, Grounds, Record, Target};
use crate::vietnamese::fold;
use crate::words::{Sentence, Words};

/// The value of a target: `≥ 10%`, `tăng 5–7 %`.
pub fn value(words: &Words, target: &Target) -> String {
    let sign = match target.comparison {
        Comparison::AtLeast => "≥ ",
        Comparison::MoreThan => "> ",
        Comparison::AtMost => "≤ ",
        Comparison::LessThan => "< ",
        Comparison::About => "≈ ",
        Comparison::Equal | Comparison::Range => "",
    };
    let number = match target.value_max {
        Some(max) => format!("{}–{}", words.decimal(target.value.0), words.decimal(max.0)),
        None => words.decimal(target.value.0),
    };
    let unit = match target.unit.as_deref() {
        None => String::new(),
        Some("%") => "%".to_owned(),
        Some(unit) => format!(" {unit}"),
    };
    // Without it "giảm 20%" reads as a level of 20 %.
    let direction = match target.direction.filter(|_| !is_level(target)) {
        None => String::new(),
        Some(Direction::Increase) => words.text("direction-increase") + " ",
        Some(Direction::Decrease) => words.text("direction-decrease") + " ",
    };
    format!("{direction}{sign}{number}{unit}")
}

/// Whether the words before a value say that it is where the way ends: "giảm còn dưới 1,2%" is no fall by 1,2%.
fn is_level(target: &Target) -> bool {
    const LEVELS: [&str; 5] = ["còn", "xuống", "lên", "đạt", "mức"];
    let before = target.grounds.quote.split_once(target.written.as_str()).map_or("", |(before, _)| before);
    before.split_whitespace().next_back().is_some_and(|word| LEVELS.contains(&fold(word).as_str()))
}

/// Bodies as they are written, parted by semicolons.
pub fn names(mentions: &[AgencyMention]) -> String {
    mentions.iter().map(|m| m.written.as_str()).collect::<Vec<_>>().join("; ")
}

/// A document as one cites it: `Quyết định 57/QĐ-UBND ngày 27/01/2022`; the name of its file where the page tells nothing.
pub fn cited(words: &Words, record: &Record) -> String {
    let document = &record.document;
    let named = [document.kind.value.as_deref(), document.code.value.as_deref()];
    let mut cited = named.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if let Some(date) = &document.date.value {
        let id = match date.matches('-').count() {
            0 => "cited-of-year",
            1 => "cited-of-month",
            _ => "cited-of-day",
        };
        cited = words.say(&Sentence::new(id).with("document", cited).with("date", words.partial_day(date)));
    }
    if document.code.value.is_none() {
        let file = record.source.files.first().map_or("", |file| file.file.as_str());
        cited = if cited.is_empty() { file.to_owned() } else { format!("{cited} ({file})") };
    }
    cited
}

/// The document that a finding stands in, and the part of it: `Kế hoạch 142/KH-UBND ngày 24/02/2023, mục IV.6`.
pub fn source(words: &Words, record: &Record, grounds: &Grounds) -> String {
    let outline = grounds.place_in_outline.as_deref();
    let outline = outline.map(|place| words.say(&Sentence::new("place-outline").with("place", place)));
    [Some(cited(words, record)), outline].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The page that a finding begins on, or the line of a text.
pub fn page(words: &Words, grounds: &Grounds) -> String {
    let Some(first) = grounds.evidence.first() else { return String::new() };
    words.say(&match first.line {
        Some(line) => Sentence::new("place-line").with("line", line),
        None => Sentence::new("place-page").with("page", first.page),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_level_that_is_reached_is_no_change_by_it() {
        let shown = |quote: &str, written: &str, comparison: &str| {
            let target: Target = serde_json::from_value(json!({
                "id": "t-1", "indicator": "tỷ lệ hộ nghèo", "direction": "decrease", "comparison": comparison,
                "value": 1.2, "value_max": null, "unit": "%", "per": null, "baseline": null, "part_of": null,
                "written": written, "period": null, "agencies": [], "quote": quote, "place_in_outline": null,
                "confidence": 0.9, "rule": "target.stated", "evidence": [], "checked": null,
            }))
            .unwrap();
            value(Words::of(crate::words::Language::Vietnamese), &target)
        };
        assert_eq!(shown("giảm tỷ lệ hộ nghèo còn dưới 1,2 %", "dưới 1,2 %", "less_than"), "< 1,2%");
        assert_eq!(shown("tỷ lệ hộ nghèo giảm 1,2 %", "1,2 %", "equal"), "giảm 1,2%");
    }
}
