//! Place and date in the letterhead: `Sơn Hà, ngày 5 tháng 3 năm 2024`, with day or month blank or by hand.

use std::sync::LazyLock;

use regex::Regex;

use super::head::{Letterhead, Piece, What, read_field};
use super::number::{is_handwritten, is_inked, is_unsure_in_date};
use super::phrase::Bare;
use super::sheet::Sheet;
use super::{Field, Status};
use crate::geometry::PixelBox;
use crate::text::{Restored, Span};

/// Day, month and year may be blank, dots, or letters read where there is handwriting.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\bngay\s*(?P<day>[^,;:]{0,10}?)\s*
          thang\s*(?P<month>[^,;:]{0,10}?)\s*
          nam\s*(?P<year>\d{4}|\d{1,3}|)",
    )
    .expect("the pattern is fixed")
});

/// Whether a text holds a date in words.
pub(super) fn is_in(text: &str) -> bool {
    DATE.is_match(&Bare::new(text).text)
}

/// Reads place and date from the pieces of the head; the number must have been read before.
pub(super) fn read(sheet: &Sheet<'_>, pieces: &[Piece], handwriting: &[PixelBox], head: &mut Letterhead) {
    // The pieces that may hold it, joined, and where each begins in the joined text.
    let mut joined = String::new();
    let mut starts: Vec<(usize, Span<Restored>)> = Vec::new();
    let mut column = None;
    for piece in pieces {
        let mut span = piece.span;
        match piece.what {
            What::Other => {}
            What::Number => {
                // The date of a source that goes row by row follows the symbol.
                let Some(symbol) = head.symbol.evidence.first().filter(|s| span.contains(**s)) else {
                    continue;
                };
                let rest = &sheet.document.text[symbol.end()..span.end()];
                if rest.trim().is_empty() {
                    continue;
                }
                span = Span::new(span.end() - rest.trim_start().len(), span.end());
            }
            What::National | What::About | What::Stamp | What::Body | What::Foreign => continue,
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        // What stands in the other column is no part of a place.
        let block = sheet.lines[piece.line].block;
        if column.replace(block).is_some_and(|before| before != block) {
            joined.push_str("| ");
        }
        starts.push((joined.len(), span));
        joined.push_str(sheet.slice(span));
    }
    let bare = Bare::new(&joined);
    let Some(found) = DATE.captures(&bare.text) else { return };
    // Spans of the pieces that a part of the joined text lies on.
    let spans = |from: usize, to: usize| -> Vec<Span<Restored>> {
        starts
            .iter()
            .filter(|(at, span)| from < at + span.len() && *at < to)
            .map(|(at, span)| {
                let (a, b) = (from.max(*at) - at, (to - at).min(span.len()));
                Span::new(span.start() + a, span.start() + b)
            })
            .collect()
    };
    let whole = found.get(0).expect("group 0 is the match");
    let evidence = spans(bare.back(whole.start()), bare.back(whole.end()));
    let spans_of = |name: &str| {
        found
            .name(name)
            .map_or_else(Vec::new, |group| spans(bare.back(group.start()), bare.back(group.end())))
    };
    // Print of one line is of one height; figures that are taller than those of the year were filled in by hand.
    let height = |span: &Span<Restored>| {
        let mut words = sheet.document.words.iter().filter(|word| word.span.overlaps(*span));
        let word = words.next().filter(|word| sheet.slice(word.span).chars().all(|c| c.is_ascii_digit()))?;
        word.place.map(|place| place.height())
    };
    let year_height = spans_of("year").first().and_then(height);
    let is_tall = |span: &Span<Restored>| {
        let heights = height(span).zip(year_height);
        heights.is_some_and(|(here, year)| here > year + 2 && here * 100 > year * 110)
    };
    let number = |name: &str, top: u32| -> Option<u32> {
        let group = found.name(name)?;
        let hand = spans_of(name)
            .iter()
            .any(|span| !span.is_empty() && (is_tall(span) || is_handwritten(sheet, *span, handwriting)));
        let unsure = spans_of(name).iter().any(|span| !span.is_empty() && is_unsure_in_date(sheet, *span));
        group.as_str().trim().parse().ok().filter(|n| !hand && !unsure && (1..=top).contains(n))
    };
    let ink = |name: &str| found.name(name).is_some_and(|g| g.as_str().chars().any(char::is_alphanumeric));
    let year = number("year", 2100).filter(|y| *y >= 1945);
    let (month, day) = (number("month", 12), number("day", 31));
    let value = match (year, month, day) {
        (Some(y), Some(m), Some(d)) => Some(format!("{y:04}-{m:02}-{d:02}")),
        (Some(y), Some(m), None) => Some(format!("{y:04}-{m:02}")),
        (Some(y), None, _) => Some(format!("{y:04}")),
        (None, ..) => None,
    };
    let marked = evidence.iter().any(|span| is_inked(sheet, *span, handwriting));
    let missing = day.is_none() || month.is_none();
    let missing_ink =
        (day.is_none() && ink("day")) || (month.is_none() && ink("month")) || (missing && marked);
    // What stands where print does, to the pixel or two, was printed, however badly it was read.
    let year_place = spans_of("year").first().and_then(|span| word_place(sheet, *span));
    let is_level = |name: &str| {
        let spans = spans_of(name);
        let places = spans.iter().filter(|span| !span.is_empty()).map(|span| word_place(sheet, *span));
        let level = places.map(|place| {
            place.zip(year_place).is_some_and(|(here, year)| {
                let slack = 1 + year.height() / LEVEL;
                here.top().abs_diff(year.top()) <= slack && here.bottom().abs_diff(year.bottom()) <= slack
            })
        });
        level.reduce(|all, one| all && one).unwrap_or(false)
    };
    // A figure beside which the engine saw a letter was printed: `0Š`.
    let is_misread = |name: &str| {
        let text = found.name(name).map_or("", |group| group.as_str().trim());
        let figures = text.chars().filter(char::is_ascii_digit).count();
        let by_hand = spans_of(name)
            .iter()
            .any(|span| !span.is_empty() && (is_tall(span) || is_handwritten(sheet, *span, handwriting)));
        figures == 1 && text.chars().count() == 2 && !by_hand
    };
    let is_print = |name: &str| is_misread(name) || is_level(name);
    let missing_ink = missing_ink
        && !(!marked && (day.is_some() || is_print("day")) && (month.is_some() || is_print("month")));
    let status = match (year.is_some() && month.is_some() && day.is_some(), missing_ink, value.is_some()) {
        (true, ..) => Status::Read,
        (false, true, _) => Status::Handwritten,
        (false, false, true) => Status::Partial,
        (false, false, false) => Status::Blank,
    };
    // A day by hand says nothing of the month and the year beside it.
    let given = [("day", day), ("month", month), ("year", year)].into_iter().filter(|(_, n)| n.is_some());
    let given: Vec<Span<Restored>> = given.flat_map(|(name, _)| spans_of(name)).collect();
    let confidence = sheet.confidence(0.98, &given);
    head.date = Field { value, status, confidence, evidence };
    place(sheet, joined.get(..bare.back(whole.start())).unwrap_or(""), &spans, head);
}

/// Figures of one line of print begin and end within this part of their height; a hand does not write so.
const LEVEL: u32 = 10;

/// Where the first word of a span stands.
fn word_place(sheet: &Sheet<'_>, span: Span<Restored>) -> Option<PixelBox> {
    sheet.document.words.iter().find(|word| word.span.overlaps(span))?.place
}

/// Lines in which minutes say on what day was met.
const MEETING: usize = 10;

/// The day of a meeting, of minutes whose head has none: the first whole date in the lines from `from` on.
pub(super) fn of_meeting(sheet: &Sheet<'_>, from: usize) -> Field<String> {
    for line in from..sheet.len().min(from + MEETING) {
        let bare = Bare::new(sheet.text(line));
        // Of cited documents the day follows a number.
        let Some(found) = DATE.captures(&bare.text).filter(|_| !bare.text.contains('/')) else { continue };
        let number = |name: &str, range: std::ops::RangeInclusive<u32>| -> Option<u32> {
            found.name(name)?.as_str().trim().parse().ok().filter(|number| range.contains(number))
        };
        let date = number("year", 1945..=2100).zip(number("month", 1..=12)).zip(number("day", 1..=31));
        let Some(((year, month), day)) = date else { continue };
        let start = sheet.lines[line].span.start();
        let whole = found.get(0).expect("group 0 is the match");
        let span = Span::new(start + bare.back(whole.start()), start + bare.back(whole.end()));
        if is_unsure_in_date(sheet, span) {
            continue;
        }
        return read_field(sheet, format!("{year:04}-{month:02}-{day:02}"), 0.95, vec![span]);
    }
    Field::absent()
}

/// `Sơn Hà` of `Sơn Hà, ngày …`: the words before the date, back to a sign that is no part of a name.
fn place(
    sheet: &Sheet<'_>,
    before: &str,
    spans: &dyn Fn(usize, usize) -> Vec<Span<Restored>>,
    head: &mut Letterhead,
) {
    let trimmed = before.trim_end().trim_end_matches([',', '.', ';', ' ']);
    let from = trimmed.rfind([';', ':', '*', '|', '/', ',']).map_or(0, |at| at + 1);
    let name = &trimmed[from..];
    // A speck before the name is read as a mark.
    let bare = behind_capitals(name).trim_start_matches(|c: char| !c.is_alphabetic());
    let from = from + name.len() - bare.len();
    let name = bare;
    let words = name.split(' ').count();
    if !name.is_empty() && words <= 7 && name.chars().next().is_some_and(char::is_uppercase) {
        head.place = read_field(sheet, name.to_owned(), 0.98, spans(from, trimmed.len()));
    }
}

/// A place without what stands in capitals on the line above it: `ĐOÀN THANH NIÊN Sơn Hà`. Kinds of places are written short in
/// capitals, and names of one are (`TP. HCM`).
fn behind_capitals(name: &str) -> &str {
    let is_above = |word: &str| {
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        letters.chars().count() >= 2
            && letters.chars().all(char::is_uppercase)
            && !matches!(letters.as_str(), "TP" | "TX" | "TT" | "HCM")
    };
    let mut at = 0;
    let mut rest = name;
    for word in name.split_inclusive(' ') {
        at += word.len();
        if is_above(word) && name[at..].chars().next().is_some_and(char::is_uppercase) {
            rest = &name[at..];
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use crate::document::Status;
    use crate::document::tests::plain;

    #[test]
    fn dates_are_given_as_far_as_they_go() {
        struct Case(&'static str, Option<&'static str>, Option<&'static str>, Status);
        for Case(line, place, date, status) in [
            Case("Sơn Hà, ngày 05 tháng 3 năm 2024", Some("Sơn Hà"), Some("2024-03-05"), Status::Read),
            Case("- Sơn Hà, ngày 05 tháng 3 năm 2024", Some("Sơn Hà"), Some("2024-03-05"), Status::Read),
            Case(
                "Thành phố Sơn\nHà, ngày 5 tháng3 năm 2024",
                Some("Thành phố Sơn Hà"),
                Some("2024-03-05"),
                Status::Read,
            ),
            Case("Sơn Hà, ngày tháng 9 năm 2024", Some("Sơn Hà"), Some("2024-09"), Status::Partial),
            Case("Sơn Hà, ngày M tháng 9 năm 2024", Some("Sơn Hà"), Some("2024-09"), Status::Handwritten),
            Case("Sơn Hà, ngày tháng năm 2024", Some("Sơn Hà"), Some("2024"), Status::Partial),
            Case("Sơn Hà, ngày 35 tháng 3 năm 2024", Some("Sơn Hà"), Some("2024-03"), Status::Handwritten),
        ] {
            let h = plain(&format!(
                "UBND TỈNH SƠN HÀ\nSố: 57/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
                 {line}\nKẾ HOẠCH\nTrồng rừng\n"
            ))
            .header;
            assert_eq!(h.place.value.as_deref(), place, "{line}");
            assert_eq!(h.date.value.as_deref(), date, "{line}");
            assert_eq!(h.date.status, status, "{line}");
        }
    }
}
