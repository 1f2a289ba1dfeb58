//! What tables of reports state: of each row the indicator, its unit, what was planned and what was reached.
//!
//! The cells are put together from the boxes of the lines: a head names the columns ("Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực
//! hiện"), and lines of cells stand row by row, from left to right, from top to bottom. A table without such a head, one whose
//! lines run over several columns, and those of plain texts, whose cells have no places, are left alone.

use std::ops::Range;

use super::stated::{self, Reached, Stated, What};
use super::vocabulary::{self, Class};
use crate::extract::quantity::value;
use crate::geometry::PixelBox;
use crate::record::{Comparison, Direction, Evidence, PageText, Record, TextLine};

/// Heads of columns are no longer, in words.
const LONGEST_HEAD: usize = 9;
/// Lines of a cell follow each other within this share of their height.
const CLOSE: f64 = 0.6;
/// So many rows with a number make a table.
const LEAST_ROWS: usize = 2;

/// A column.
#[derive(Debug)]
struct Column {
    /// Where it stands across the page: that of its head until cells are known.
    across: Range<u32>,
    /// What its head says.
    head: String,
    class: Option<Class>,
}

/// A cell: its lines from the top.
#[derive(Debug, Default, Clone)]
struct Cell<'a>(Vec<&'a TextLine>);

impl Cell<'_> {
    fn text(&self) -> String {
        self.0.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ")
    }

    fn evidence(&self, page: u32) -> Vec<Evidence> {
        let of = |line: &&TextLine| Evidence {
            page,
            place: line.place,
            line: None,
            text: line.text.trim().to_owned(),
        };
        self.0.iter().map(of).collect()
    }

    fn is_doubtful(&self) -> bool {
        self.0.iter().flat_map(|line| line.words.iter().flatten()).any(|word| word.doubtful)
    }
}

/// What the tables of a report state, in their order.
pub(super) fn stated(record: &Record) -> Vec<Stated> {
    record.text.iter().flat_map(|page| of_page(record, page)).collect()
}

fn of_page(record: &Record, page: &PageText) -> Vec<Stated> {
    let mut all = Vec::new();
    let placed: Vec<(&TextLine, PixelBox)> =
        page.lines.iter().filter_map(|line| Some((line, line.place?))).collect();
    let mut from = 0;
    while let Some((columns, begin)) = head(&placed, from) {
        let (rows, end) = rows(&placed, &columns, begin);
        let found: Vec<Stated> =
            rows.iter().flat_map(|row| of_row(record, page.page, &columns, row)).collect();
        if found.len() >= LEAST_ROWS {
            all.extend(found);
        }
        from = end.max(begin);
    }
    all
}

/// The next head of a table with what was measured and what was reached, and where its rows begin.
fn head(placed: &[(&TextLine, PixelBox)], from: usize) -> Option<(Vec<Column>, usize)> {
    let is = |at: usize, class| vocabulary::head(&vocabulary::words(&placed[at].0.text)) == Some(class);
    let mut seeds = (from..placed.len()).filter(|at| is(*at, Class::HeadWhat));
    seeds.find_map(|seed| {
        // Lines beside the seed, and those right above and below them.
        let mut band = placed[seed].1.top()..placed[seed].1.bottom();
        let near = |place: &PixelBox, band: &Range<u32>| {
            let reach = f64::from(place.bottom() - place.top()) * CLOSE;
            f64::from(place.top()) <= f64::from(band.end) + reach
                && f64::from(place.bottom()) + reach >= f64::from(band.start)
        };
        let (mut first, mut last) = (seed, seed + 1);
        loop {
            let before = (first, last);
            // A number that stands alone is of the first row.
            let belongs = |at: usize, band: &Range<u32>| {
                let (line, place) = &placed[at];
                let words = vocabulary::words(&line.text);
                near(place, band) && words.len() <= LONGEST_HEAD && !is_number(&line.text)
            };
            if first > from && belongs(first - 1, &band) {
                first -= 1;
                band.start = band.start.min(placed[first].1.top());
            }
            if last < placed.len() && belongs(last, &band) {
                band.end = band.end.max(placed[last].1.bottom());
                last += 1;
            }
            if before == (first, last) {
                break;
            }
        }
        let columns = columns(&placed[first..last]);
        let has = |class| columns.iter().any(|column| column.class == Some(class));
        (has(Class::HeadWhat) && has(Class::HeadDone)).then_some((columns, last))
    })
}

/// The columns of a head, from left to right. A line over several of them belongs to each.
fn columns(lines: &[(&TextLine, PixelBox)]) -> Vec<Column> {
    let spans = |place: &PixelBox| {
        let below = |other: &&(&TextLine, PixelBox)| {
            let place_of = other.1;
            place_of.top() >= place.bottom() && overlaps(&across(&place_of), &across(place))
        };
        let below: Vec<Range<u32>> = lines.iter().filter(below).map(|(_, other)| across(other)).collect();
        below.iter().any(|one| below.iter().any(|other| !overlaps(one, other)))
    };
    let mut columns: Vec<(Range<u32>, Vec<&TextLine>)> = Vec::new();
    for (line, place) in lines.iter().filter(|(_, place)| !spans(place)) {
        let own = across(place);
        let (mut here, others): (Vec<_>, Vec<_>) =
            columns.into_iter().partition(|(there, _)| overlaps(there, &own));
        let mut joined = (own, Vec::new());
        for (there, lines) in here.drain(..) {
            joined.0 = joined.0.start.min(there.start)..joined.0.end.max(there.end);
            joined.1.extend(lines);
        }
        joined.1.push(*line);
        columns = others;
        columns.push(joined);
    }
    columns.sort_by_key(|(across, _)| across.start);
    let over: Vec<&(&TextLine, PixelBox)> = lines.iter().filter(|(_, place)| spans(place)).collect();
    let column = |(across_column, lines): (Range<u32>, Vec<&TextLine>)| {
        let own = lines.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ");
        let above = over.iter().filter(|(_, place)| overlaps(&across(place), &across_column));
        let above: Vec<&str> = above.map(|(line, _)| line.text.trim()).collect();
        let words = vocabulary::words(&own);
        let class = vocabulary::head(&words);
        // "Thực hiện so với kế hoạch (%)" is no amount of its own, and "Cùng kỳ" none of this time.
        let known = vocabulary::all(&words);
        let compares = known.iter().any(|(_, _, of)| matches!(of, Class::Compared | Class::Plan));
        let class = if class == Some(Class::HeadDone) && compares { Some(Class::HeadShare) } else { class };
        Column { across: across_column, head: [above.join(" "), own].join(" ").trim().to_owned(), class }
    };
    columns.into_iter().map(column).collect()
}

/// The rows below a head, the cells of each by their columns; and where the table ends among the lines.
fn rows<'a>(
    placed: &[(&'a TextLine, PixelBox)],
    columns: &[Column],
    begin: usize,
) -> (Vec<Vec<Cell<'a>>>, usize) {
    let mut rows: Vec<Vec<Cell<'a>>> = Vec::new();
    let mut last: Option<(usize, PixelBox)> = None;
    for (at, (line, place)) in placed.iter().enumerate().skip(begin) {
        let own = across(place);
        let crossed: Vec<usize> =
            (0..columns.len()).filter(|at| overlaps(&columns[*at].across, &own)).collect();
        let column = match crossed[..] {
            [column] => column,
            [] => match nearest(columns, &own) {
                Some(column) => column,
                None => return (rows, at),
            },
            // A line over several columns is no cell.
            _ => return (rows, at),
        };
        let goes_on = last.is_some_and(|(before, above)| {
            // Further to the right, or below in the same cell.
            column > before || column == before && follows(&above, place)
        });
        if !goes_on {
            rows.push(vec![Cell::default(); columns.len()]);
        }
        if let Some(row) = rows.last_mut() {
            row[column].0.push(line);
        }
        last = Some((column, *place));
    }
    (rows, placed.len())
}

/// Whether a line is the next of the same cell.
fn follows(above: &PixelBox, line: &PixelBox) -> bool {
    let gap = f64::from(line.top()) - f64::from(above.bottom());
    gap <= CLOSE * f64::from(line.bottom() - line.top())
}

/// The column whose head stands nearest, where what stands between is nobody's.
fn nearest(columns: &[Column], own: &Range<u32>) -> Option<usize> {
    let apart =
        |there: &Range<u32>| own.start.saturating_sub(there.end).max(there.start.saturating_sub(own.end));
    (0..columns.len()).min_by_key(|at| apart(&columns[*at].across))
}

/// What a row states: one amount for each column of what was reached.
fn of_row(record: &Record, page: u32, columns: &[Column], row: &[Cell<'_>]) -> Vec<Stated> {
    let of = |class| columns.iter().position(|column| column.class == Some(class));
    let Some(what) = of(Class::HeadWhat).map(|at| &row[at]) else { return Vec::new() };
    let indicator = what.text();
    let about = vocabulary::content(&vocabulary::words(&indicator));
    let unit = of(Class::HeadUnit).map(|at| row[at].text()).filter(|unit| !unit.is_empty());
    let plan = of(Class::HeadPlan).map(|at| row[at].text()).filter(|plan| is_number(plan));
    if about.is_empty() {
        return Vec::new();
    }
    let done = (0..columns.len()).filter(|at| columns[*at].class == Some(Class::HeadDone));
    let stated = |at: usize| {
        let (column, cell) = (&columns[at], &row[at]);
        let written = cell.text();
        let (number, percent) = number(&written)?;
        let unit = unit.clone().or_else(|| in_brackets(&indicator)).or_else(|| in_brackets(&column.head));
        let unit = if percent { Some("%".to_owned()) } else { unit };
        let head = vocabulary::words(&column.head);
        let cells = [what, cell].into_iter().chain(of(Class::HeadPlan).map(|at| &row[at]));
        let first = about.first().map(String::as_str);
        let mut abouts = vec![about.clone()];
        if let Some((before, _)) = indicator.split_once('(') {
            let short = vocabulary::content(&vocabulary::words(before));
            abouts.extend(Some(short).filter(|short| !short.is_empty()));
        }
        Some(Stated {
            what: What::Amount(Reached {
                value: number,
                value_max: None,
                unit,
                per: None,
                comparison: Comparison::Equal,
                change: match first {
                    Some("tăng") => Some(Direction::Increase),
                    Some("giảm") => Some(Direction::Decrease),
                    _ => None,
                },
                reckoned: head.iter().any(|word| word == "ước"),
                of_plan: plan
                    .as_ref()
                    .zip(of(Class::HeadPlan))
                    .map(|(plan, at)| format!("{}: {plan}", columns[at].head)),
                written: format!("{}: {written}", column.head),
            }),
            about: abouts,
            quote: row.iter().map(Cell::text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | "),
            evidence: cells.clone().flat_map(|cell| cell.evidence(page)).collect(),
            year: stated::year(&column.head),
            part_of_year: stated::is_part_of_year(&column.head)
                || record.document.subject.value.as_deref().is_some_and(stated::is_part_of_year),
            places: stated::places(&indicator),
            doubtful: cells.clone().any(Cell::is_doubtful),
        })
    };
    done.filter_map(stated).collect()
}

/// A number that stands alone, and whether a sign of percent follows it.
fn number(written: &str) -> Option<(f64, bool)> {
    let bare = written.trim().trim_end_matches('%').trim_end();
    let is_plain = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.ends_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    Some((value(bare).filter(|_| is_plain)?, written.trim().ends_with('%')))
}

fn is_number(written: &str) -> bool {
    number(written).is_some()
}

/// What stands in the last brackets of a head or an indicator, where it is short: its unit.
fn in_brackets(text: &str) -> Option<String> {
    const LONGEST: usize = 3;
    let (_, behind) = text.rsplit_once('(')?;
    let (unit, _) = behind.split_once(')')?;
    let is_unit = !unit.is_empty()
        && unit.split_whitespace().count() <= LONGEST
        && !unit.chars().any(|c| c.is_ascii_digit());
    is_unit.then(|| unit.to_owned())
}

fn across(place: &PixelBox) -> Range<u32> {
    place.left()..place.right()
}

fn overlaps(one: &Range<u32>, other: &Range<u32>) -> bool {
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::of_text;
    use super::*;

    /// A report whose lines stand at these places: left, top, width and text.
    fn report(lines: &[(u32, u32, u32, &str)]) -> Record {
        let body: Vec<&str> = lines.iter().map(|(.., text)| *text).collect();
        let mut record = of_text(&body.join("\n"));
        for (line, (left, top, width, _)) in record.text[0].lines.iter_mut().zip(lines) {
            line.place = Some(PixelBox::new(*left, *top, left + width, top + 30));
        }
        record
    }

    const HEAD: [(u32, u32, u32, &str); 8] = [
        (100, 100, 40, "TT"),
        (200, 80, 300, "Chỉ tiêu"),
        (200, 115, 300, "chủ yếu"),
        (600, 100, 100, "Đơn vị"),
        (800, 80, 150, "Kế hoạch"),
        (800, 115, 150, "năm 2025"),
        (1000, 80, 150, "Thực hiện"),
        (1000, 115, 150, "năm 2025"),
    ];

    #[test]
    fn rows_are_put_together_from_their_cells() {
        let mut lines = HEAD.to_vec();
        lines.extend([
            (110, 200, 20, "1"),
            (180, 180, 350, "Tỷ lệ hộ nghèo đa chiều"),
            (180, 215, 200, "xã Tân Lập"),
            (630, 200, 30, "%"),
            (850, 200, 50, "3,5"),
            (1050, 200, 50, "3,1"),
            (110, 260, 20, "2"),
            (180, 260, 350, "Trồng rừng tập trung (ha)"),
            (830, 260, 90, "1.200"),
            (1030, 260, 90, "1.235,5"),
            (110, 320, 20, "3"),
            (180, 320, 350, "Giảm tai nạn giao thông"),
            (630, 320, 60, "vụ"),
            (850, 320, 50, "-"),
            (1050, 320, 50, "chưa"),
            (110, 400, 1000, "Trên đây là kết quả thực hiện của xã trong năm 2025."),
        ]);
        let found = stated(&report(&lines));
        let short: Vec<String> = found
            .iter()
            .map(|stated| match &stated.what {
                What::Amount(reached) => format!(
                    "{} = {} {} of {} in {:?}",
                    stated.about[0].join(" "),
                    reached.value,
                    reached.unit.as_deref().unwrap_or_default(),
                    reached.of_plan.as_deref().unwrap_or_default(),
                    stated.year
                ),
                What::State(_) => String::new(),
            })
            .collect();
        assert_eq!(
            short,
            [
                "hộ nghèo đa chiều xã tân lập = 3.1 % of Kế hoạch năm 2025: 3,5 in Some(2025)",
                "trồng rừng tập trung ha = 1235.5 ha of Kế hoạch năm 2025: 1.200 in Some(2025)",
            ]
        );
        assert_eq!(found[0].places, ["xã tân lập"]);
        assert_eq!(found[0].quote, "1 | Tỷ lệ hộ nghèo đa chiều xã Tân Lập | % | 3,5 | 3,1");
        assert_eq!(found[0].evidence.len(), 4);
        assert!(found[1].about.contains(&vocabulary::words("trồng rừng tập trung")));
    }

    #[test]
    fn other_tables_are_left_alone() {
        // Without what was reached, and one whose numbers compare.
        let mut lines = HEAD[..6].to_vec();
        lines.extend([
            (180, 180, 350, "Trồng rừng"),
            (850, 180, 50, "12"),
            (180, 240, 350, "Trồng cây"),
            (850, 240, 50, "9"),
        ]);
        assert_eq!(stated(&report(&lines)), []);
        let mut lines = HEAD[..6].to_vec();
        lines.push((1000, 80, 150, "Thực hiện so với kế hoạch"));
        lines.extend([
            (180, 180, 350, "Trồng rừng"),
            (1050, 180, 50, "102"),
            (180, 240, 350, "Trồng cây"),
            (1050, 240, 50, "99"),
        ]);
        assert_eq!(stated(&report(&lines)), []);
        // Texts have no places.
        assert_eq!(stated(&of_text("Chỉ tiêu\nThực hiện\nTrồng rừng\n12")), []);
    }
}
