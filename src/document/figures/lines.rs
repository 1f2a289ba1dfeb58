//! Tables of figures written row after row, a row in one line: "Diện tích ha 410 430 450".
//!
//! The figures of a row are the numbers that end its line. The cells of the heading are known by the years in them, or by
//! the units in brackets behind what is measured: "TT Chỉ tiêu ĐVT Ước 2025 Năm 2026", "TT Xã Lúa (ha) Ngô (ha)".

use std::ops::Range;

use super::heading::{self, Head, Shape};
use super::{Heading, Kind, Line, is_unit};
use crate::document::column::Column;
use crate::document::label::{self, Class};
use crate::document::laid_table::{Laid, count};
use crate::document::phrase::{begins_any, begins_small, key};
use crate::document::sheet::Sheet;
use crate::document::table::Row;
use crate::text::{Restored, Span};

/// The most lines that a heading has.
const MOST_HEADINGS: usize = 4;
/// The most lines without figures between two rows of figures.
const MOST_TEXTS: usize = 4;
/// The most words of a row without figures.
const MOST_WORDS: usize = 30;

/// A word of a line with its key.
#[derive(Debug, Clone)]
struct Word {
    span: Span<Restored>,
    key: String,
    /// Whether it closes a bracket.
    closes: bool,
}

impl Word {
    fn new(sheet: &Sheet<'_>, span: Span<Restored>) -> Word {
        let text = sheet.slice(span);
        Word { span, key: key(text), closes: text.ends_with(')') }
    }
}

/// The table that begins with the first of some lines.
pub(super) fn table(sheet: &Sheet<'_>, lines: Range<usize>) -> Option<Laid> {
    let (heading, heads, first) = heading(sheet, &lines)?;
    let with_unit = heading.unit.is_some();
    let mut parsed: Vec<(usize, Parsed)> = Vec::new();
    let mut texts = 0;
    for at in first..lines.end {
        let line = parse(sheet, at);
        let text = sheet.text(at);
        if line.figures.is_empty() {
            texts += 1;
            let words = text.split_whitespace().count();
            if texts > MOST_TEXTS || words > MOST_WORDS || ends(sheet, at) {
                break;
            }
        } else {
            texts = 0;
        }
        parsed.push((at, line));
    }
    let widths = |width: usize| parsed.iter().filter(|(_, line)| line.figures.len() == width).count();
    let shapes = heading::shapes(&heads);
    let least = if with_unit { 1 } else { 2 };
    let best =
        shapes.iter().filter(|shape| shape.width >= least).rev().max_by_key(|shape| widths(shape.width))?;
    let all = parsed.iter().filter(|(_, line)| !line.figures.is_empty()).count();
    let count = widths(best.width);
    if count < 2 || count * 2 <= all {
        return None;
    }
    let last = parsed.iter().rposition(|(_, line)| line.figures.len() == best.width)?;
    let mut rows = heading.rows(best);
    let end = parsed[last].0 + 1;
    rows.extend(read(sheet, &parsed[..=last], best, &heading));
    Some(Laid { lines: lines.start..end, rows })
}

/// The rows of the lines below the heading.
fn read(sheet: &Sheet<'_>, parsed: &[(usize, Parsed)], shape: &Shape, heading: &Heading) -> Vec<Row> {
    let (first, with_unit) = (heading.first(), heading.unit.is_some());
    let mut rows = Vec::new();
    // The first lines of a name that goes on in the line of its figures.
    let mut open: Option<(Option<Span<Restored>>, Span<Restored>)> = None;
    for (i, (at, line)) in parsed.iter().enumerate() {
        let Some(name) = line.name else { continue };
        let behind = i > 0 && !parsed[i - 1].1.figures.is_empty();
        if line.figures.is_empty() {
            // What goes on small behind a row of figures is the end of its name.
            let tail = behind && begins_small(sheet.text(*at)) && line.number.is_none();
            let next = parsed.get(i + 1).map(|(next, _)| sheet.text(*next));
            let goes_on = next.is_some_and(begins_small);
            if tail {
                continue;
            }
            if goes_on {
                let (number, begun) = open.unwrap_or((line.number, name));
                open = Some((number, begun.union(name)));
                continue;
            }
            open = None;
            rows.push(Line { number: line.number, name: Some(name), ..Line::default() }.row(first));
            continue;
        }
        let (number, whole) = match open.take().filter(|_| line.number.is_none()) {
            Some((number, begun)) => (number, begun.union(name)),
            None => (line.number, name),
        };
        let (name, unit) = if with_unit { parted(sheet, whole) } else { (Some(whole), None) };
        let full = line.figures.len() == shape.width && name.is_some() && (!with_unit || unit.is_some());
        let figures = if full { line.figures.clone() } else { Vec::new() };
        rows.push(Line { number, name: name.or(Some(whole)), unit, figures }.row(first));
    }
    rows
}

/// A name and the unit that ends it.
fn parted(sheet: &Sheet<'_>, whole: Span<Restored>) -> (Option<Span<Restored>>, Option<Span<Restored>>) {
    let words = words_in(sheet, whole);
    let most = words.len().saturating_sub(1).min(4);
    let unit = (1..=most).rev().find_map(|count| {
        let unit = Span::new(words[words.len() - count].span.start(), whole.end());
        is_unit(sheet.slice(unit)).then_some((unit, words[words.len() - count - 1].span.end()))
    });
    match unit {
        Some((unit, end)) => (Some(Span::new(whole.start(), end)), Some(unit)),
        None => (Some(whole), None),
    }
}

/// A line, read from its end.
#[derive(Debug)]
struct Parsed {
    number: Option<Span<Restored>>,
    name: Option<Span<Restored>>,
    figures: Vec<Option<Span<Restored>>>,
}

fn parse(sheet: &Sheet<'_>, line: usize) -> Parsed {
    let words = words(sheet, line);
    let kind = |i: usize| Kind::of(sheet.slice(words[i].span));
    // A sign of comparison may stand apart from its number.
    let sign = |i: usize| matches!(sheet.slice(words[i].span), ">" | "<" | "≥" | "≤" | ">=" | "<=");
    let mut figures: Vec<Option<Span<Restored>>> = Vec::new();
    let mut end = words.len();
    while end > 1 {
        match kind(end - 1) {
            Kind::Text => break,
            Kind::Blank => figures.push(None),
            Kind::Figure if end > 2 && sign(end - 2) => {
                figures.push(Some(words[end - 2].span.union(words[end - 1].span)));
                end -= 1;
            }
            Kind::Figure => figures.push(Some(words[end - 1].span)),
        }
        end -= 1;
    }
    figures.reverse();
    // A number that begins the line is the row's, if a name stands behind it.
    let number = words.first().filter(|_| end > 1).filter(|word| is_number(sheet.slice(word.span)));
    let from = usize::from(number.is_some());
    let name = (from < end).then(|| words[from].span.union(words[end - 1].span));
    Parsed { number: number.map(|word| word.span), name, figures }
}

fn is_number(text: &str) -> bool {
    let several = text.trim_end_matches('.').split('.');
    count(text).is_some()
        || text == "-"
        || text == "+"
        || several.clone().count() <= 3
            && several.clone().all(|part| part.len() <= 2 && part.parse::<u8>().is_ok())
}

/// Whether a line stands behind the table: an item of the outline, a note, the closing.
fn ends(sheet: &Sheet<'_>, line: usize) -> bool {
    let (text, key) = (sheet.text(line), &sheet.lines[line].key);
    let label = label::parse(text, &[]).filter(|label| label.marked && label.length < text.len());
    label.is_some_and(|label| {
        matches!(
            label.class,
            Class::PartWord | Class::Chapter | Class::Article | Class::SectionWord | Class::Letter
        )
    }) || begins_any(key, &["ghi chu", "noi nhan", "phu luc", "tren day la", "can cu", "tong hop"])
        || text.ends_with([';', ':']) && text.split_whitespace().count() > 8
}

fn words(sheet: &Sheet<'_>, line: usize) -> Vec<Word> {
    let (from, to) = sheet.lines[line].words;
    sheet.document.words[from..to].iter().map(|word| Word::new(sheet, word.span)).collect()
}

fn words_in(sheet: &Sheet<'_>, span: Span<Restored>) -> Vec<Word> {
    let all = &sheet.document.words;
    let from = all.partition_point(|word| word.span.end() <= span.start());
    let inside = all[from..].iter().take_while(|word| word.span.start() < span.end());
    inside.map(|word| Word::new(sheet, word.span)).collect()
}

/// The heading that begins with the first line, its cells of figures, and the line behind it.
fn heading(sheet: &Sheet<'_>, lines: &Range<usize>) -> Option<(Heading, Vec<Head>, usize)> {
    // Asked of each line of a text: most are told by what the sheet knows of them.
    let named = matches!(Column::of(sheet.text(lines.start)), Column::Subject | Column::Place);
    let key = &sheet.lines[lines.start].key;
    if !named && !["tt", "stt", "so"].iter().any(|word| key.starts_with(word)) {
        return None;
    }
    let first = words(sheet, lines.start);
    let numbered = match first.as_slice() {
        [a, ..] if matches!(a.key.as_str(), "tt" | "stt") => 1,
        [a, b, ..] if a.key == "so" && matches!(b.key.as_str(), "tt" | "thu") => 2,
        _ => 0,
    };
    if numbered == 0 && !(named && says_columns(&first)) {
        return None;
    }
    let end =
        (lines.start + 1..lines.end.min(lines.start + MOST_HEADINGS)).find(|at| !is_heading(sheet, *at))?;
    let end = end.min(lines.end);
    let all: Vec<Word> = (lines.start..end)
        .filter(|at| !numbers_columns(sheet, *at))
        .flat_map(|at| words(sheet, at))
        .collect();
    let number = all[..numbered].iter().map(|word| word.span).reduce(Span::union);
    let (name, unit, rest) = fixed(sheet, &all[numbered..])?;
    let heads = figures(rest)?;
    Some((Heading { number, name, unit }, heads, end))
}

/// Whether a heading without "TT" says what its columns tell: a unit or two years.
fn says_columns(words: &[Word]) -> bool {
    let years = words.iter().filter(|word| !heading::years(&word.key).is_empty()).count();
    years >= 2 || words.iter().any(|word| word.key == "dvt")
}

/// Whether a line goes on with the heading above it: it holds nothing but times and words of headings, or numbers columns.
fn is_heading(sheet: &Sheet<'_>, line: usize) -> bool {
    let words = words(sheet, line);
    numbers_columns(sheet, line)
        || words.iter().all(|word| is_of_time(&word.key))
            && words.iter().any(|word| !heading::years(&word.key).is_empty() || word.key.starts_with("nam"))
}

/// "(1) (2) (3)", "A B 1 2 3", "1 2 3 4".
fn numbers_columns(sheet: &Sheet<'_>, line: usize) -> bool {
    let words = words(sheet, line);
    let numbers: Vec<u32> = words.iter().filter_map(|word| word.key.parse().ok()).collect();
    let letters = words.iter().filter(|word| matches!(word.key.as_str(), "a" | "b" | "c")).count();
    words.len() >= 3
        && numbers.len() + letters == words.len()
        && numbers.first() == Some(&1)
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// Words that headings of times are made of.
const OF_TIME: [&str; 40] = [
    "nam", "th", "kh", "uth", "ut", "uoc", "thuc", "hien", "ke", "hoach", "muc", "tieu", "du", "kien",
    "giai", "doan", "den", "het", "dau", "cuoi", "thang", "quy", "phan", "dau", "chi", "tieu", "giao",
    "trong", "do", "chia", "ra", "cac", "ky", "lo", "trinh", "duoc", "i", "ii", "iii", "iv",
];

fn is_of_time(key: &str) -> bool {
    key.is_empty() || !heading::years(key).is_empty() || OF_TIME.contains(&key)
}

/// The cells of name and unit, and the words behind them.
type Fixed<'a> = (Span<Restored>, Option<Span<Restored>>, &'a [Word]);

/// Reads the columns before those of figures.
fn fixed<'a>(sheet: &Sheet<'_>, words: &'a [Word]) -> Option<Fixed<'a>> {
    let text = |to: usize| sheet.slice(words[0].span.union(words[to - 1].span));
    let unit_at = words.iter().position(|word| word.key == "dvt").map(|at| (at, 1)).or_else(|| {
        let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
        keys.windows(3).position(|three| three == ["don", "vi", "tinh"]).map(|at| (at, 3))
    });
    if let Some((at, length)) = unit_at.filter(|(at, _)| (1..=8).contains(at)) {
        let name = words[0].span.union(words[at - 1].span);
        let unit = words[at].span.union(words[at + length - 1].span);
        return Some((name, Some(unit), &words[at + length..]));
    }
    // Without a unit the name ends where its first words are known, or where times begin.
    let most = words.len().min(6);
    let known = (1..=most)
        .find(|to| matches!(Column::of(text(*to)), Column::Subject | Column::Place) && *to < words.len())?;
    // "Xã, phường", "Chỉ tiêu chủ yếu".
    let goes_on = |word: &Word| matches!(word.key.as_str(), "phuong" | "chu" | "yeu" | "dac" | "khu");
    let more = words[known..].iter().take_while(|word| goes_on(word)).count();
    let end = known + more;
    Some((words[0].span.union(words[end - 1].span), None, &words[end..]))
}

/// The cells of the columns of figures: each ends with its year, or with the unit in brackets behind what is measured; words
/// of grouping stand for themselves. `None` where other words are left.
fn figures(words: &[Word]) -> Option<Vec<Head>> {
    let mut heads: Vec<Head> = Vec::new();
    let mut open: Vec<&Word> = Vec::new();
    let close = |open: &mut Vec<&Word>, heads: &mut Vec<Head>| {
        if let Some(span) = open.iter().map(|word| word.span).reduce(Span::union) {
            let keys: Vec<&str> =
                open.iter().map(|word| word.key.as_str()).filter(|key| !key.is_empty()).collect();
            heads.push(Head { span, key: keys.join(" ") });
            open.clear();
        }
    };
    for word in words {
        open.push(word);
        let keys: Vec<&str> =
            open.iter().map(|word| word.key.as_str()).filter(|key| !key.is_empty()).collect();
        let timed = keys.iter().all(|key| is_of_time(key));
        let has_year = keys.iter().any(|key| !heading::years(key).is_empty());
        // "Giai đoạn 2026 - 2030" has two years.
        let stretch = keys.first() == Some(&"giai")
            && keys.iter().filter(|k| !heading::years(k).is_empty()).count() < 2
            && keys.last().is_none_or(|key| heading::years(key).len() <= 1);
        let grouped =
            matches!(keys.as_slice(), ["trong", "do"] | ["chia", "ra"] | ["cac", "nam"] | ["lo", "trinh"]);
        let measured = !timed && word.closes;
        if timed && has_year && !stretch || grouped || measured {
            close(&mut open, &mut heads);
        }
    }
    let keys: Vec<&str> = open.iter().map(|word| word.key.as_str()).filter(|key| !key.is_empty()).collect();
    match keys.as_slice() {
        [] | ["ghi", "chu"] => Some(heads),
        _ => None,
    }
}
