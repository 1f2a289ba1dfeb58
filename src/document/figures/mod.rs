//! Tables of figures in plain text: each row a name and as many numbers as the heading has columns of them.
//!
//! ```text
//! TT  Chỉ tiêu        ĐVT  Ước 2025  Giai đoạn 2026 - 2027
//!                                     2026      2027
//! 1   Cây chè                                             a row without figures names those below it
//!     Diện tích       ha   410       430       450
//! ```
//! They come cell after cell ([`cells`]) or row after row ([`lines`]), without rules. Not: a row that has another number
//! of figures than there are columns gives none of them, since nobody knows which is missing; a dash keeps its place.

mod cells;
mod heading;
mod lines;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use self::heading::Shape;
use super::column::Column;
use super::laid_table::{self, Laid};
use super::sheet::Sheet;
use super::table::Row;
use crate::lexicon::Lexicon;
use crate::text::{Restored, Span, one_line};
use crate::vietnamese::fold;

/// The tables in some lines of plain text, in order: those of figures and those of tasks.
pub(super) fn find(sheet: &Sheet<'_>, lines: Range<usize>) -> Vec<Laid> {
    let mut found = Vec::new();
    if sheet.lines[lines.clone()].iter().any(|line| line.place.is_some()) {
        return found;
    }
    let mut line = lines.start;
    while line < lines.end {
        let rest = || line..lines.end;
        let laid = cells::table(sheet, rest()).or_else(|| lines::table(sheet, rest()));
        match laid.or_else(|| laid_table::at(sheet, rest())) {
            Some(laid) => {
                line = laid.lines.end;
                found.push(laid);
            }
            None => line += 1,
        }
    }
    found
}

/// The columns before those of figures: the unit's only where there is one.
const NUMBER: u16 = 0;
const NAME: u16 = 1;
const UNIT: u16 = 2;

/// What stands over the columns.
#[derive(Debug)]
struct Heading {
    number: Option<Span<Restored>>,
    name: Span<Restored>,
    unit: Option<Span<Restored>>,
}

impl Heading {
    /// The first column of figures.
    fn first(&self) -> u16 {
        UNIT + u16::from(self.unit.is_some())
    }

    /// The one or two rows of the heading.
    fn rows(&self, shape: &Shape) -> Vec<Row> {
        let fixed = [(NUMBER, self.number), (NAME, Some(self.name)), (UNIT, self.unit)];
        let fixed = fixed.into_iter().filter_map(|(column, span)| Some((column, span?)));
        let first = self.first();
        let columns = |cells: &[(usize, Span<Restored>)]| -> Row {
            cells.iter().filter_map(|(at, span)| Some((column(first, *at)?, *span))).collect()
        };
        let upper: Row = fixed.chain(columns(&shape.outer)).collect();
        std::iter::once(upper).chain(Some(columns(&shape.inner)).filter(|row| !row.is_empty())).collect()
    }
}

/// The column in which figure `at` of a row stands; `first` is that of figure 0.
fn column(first: u16, at: usize) -> Option<u16> {
    u16::try_from(at).ok()?.checked_add(first)
}

/// A row below the heading.
#[derive(Debug, Default)]
struct Line {
    number: Option<Span<Restored>>,
    name: Option<Span<Restored>>,
    unit: Option<Span<Restored>>,
    /// From left to right, `None` for a dash. Empty in a row that only names others, or has too few or too many.
    figures: Vec<Option<Span<Restored>>>,
}

impl Line {
    fn row(self, first: u16) -> Row {
        let fixed = [(NUMBER, self.number), (NAME, self.name), (UNIT, self.unit)];
        let fixed = fixed.into_iter().filter_map(|(column, span)| Some((column, span?)));
        let figures = self.figures.into_iter().enumerate();
        fixed.chain(figures.filter_map(|(at, span)| Some((column(first, at)?, span?)))).collect()
    }
}

/// What a piece of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A number with at most a sign of comparison and of share: "≥ 45", "12,5%", "2-3".
    Figure,
    /// What stands for an empty cell.
    Blank,
    Text,
}

impl Kind {
    fn of(text: &str) -> Kind {
        static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"^[<>≥≤=]{0,2}\s*\d+(?:[.,]\d+)*(?:\s*[-–]\s*\d+(?:[.,]\d+)*)?\s*%?$")
                .expect("the pattern is fixed")
        });
        let text = text.trim();
        match text {
            "-" | "–" | "—" | "…" | "..." | "x" | "X" => Kind::Blank,
            _ if FIGURE.is_match(text) => Kind::Figure,
            _ => Kind::Text,
        }
    }
}

/// Whether the column over which a heading stands holds no figures: who does it, when, what comes of it.
fn is_of_tasks(heading: &str, key: &str) -> bool {
    let told = Column::of(heading);
    matches!(told, Column::Lead | Column::Support | Column::LeadAndSupport)
        || matches!(told, Column::Time | Column::Product) && heading::years(key).is_empty()
}

/// Whether a text is what something is counted in: a unit of the dictionary, or a multiple of one.
fn is_unit(text: &str) -> bool {
    static UNITS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let lexicon = Lexicon::embedded().expect("the dictionaries of the program are sound");
        lexicon.units().iter().map(|(unit, _)| fold(unit)).collect()
    });
    let folded = fold(&one_line(text));
    let known = |unit: &str| {
        let (unit, per) = unit.split_once('/').map_or((unit, None), |(unit, per)| (unit, Some(per)));
        let named = |name: &str| UNITS.contains(name.trim());
        named(unit) && per.is_none_or(|per| !per.is_empty() && per.split_whitespace().count() <= 3)
    };
    let multiple = ["nghìn ", "ngàn ", "triệu ", "tỷ ", "tỉ ", "trăm ", "1.000 ", "1000 "]
        .into_iter()
        .find_map(|multiple| folded.strip_prefix(multiple));
    known(&folded) || multiple.is_some_and(known)
}
