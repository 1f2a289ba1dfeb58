//! Tables of figures written cell after cell.
//!
//! A row begins with its number or its name and ends with its last figure; the number of the next row, alone in its cell,
//! looks like one figure more. Unsure: a row that is one figure short before a row whose number fits both; it gives none.

use std::ops::Range;

use super::heading::{self, Head, Shape};
use super::{Heading, Kind, Line, is_of_tasks, is_unit};
use crate::document::column::Column;
use crate::document::laid_table::{Cells, Count, Laid, count, ends_table};
use crate::document::phrase::{begins_any, begins_small};
use crate::document::sheet::Sheet;
use crate::text::{Restored, Span, one_line};

/// The most cells that a heading has.
const MOST_HEADS: usize = 40;
/// The most cells without figures between two rows of figures.
const MOST_TEXTS: usize = 12;
/// The most words of a cell.
const MOST_WORDS: usize = 40;

/// The table that begins with the first of some lines.
pub(super) fn table(sheet: &Sheet<'_>, lines: Range<usize>) -> Option<Laid> {
    let numbered = Column::of_key(&sheet.lines[lines.start].key) == Column::Number;
    let named = || matches!(Column::of(sheet.text(lines.start)), Column::Subject | Column::Place);
    if !(numbered || named() && sheet.text(lines.start).split_whitespace().count() <= 5) {
        return None;
    }
    let cells = Cells::new(sheet, lines);
    let (heading, heads, first) = heading(&cells, numbered)?;
    let mut first = first + numbers_of_columns(&cells, first);
    while first < cells.pieces.len() && Kind::of(cells.text(first)) == Kind::Blank {
        first += 1;
    }
    let runs = runs(&cells, first);
    let fitting =
        |shape: &Shape| fitting(&cells, &runs, first, shape.width).iter().filter(|fits| **fits).count();
    // Of ways that fit as many rows, the one without a group.
    let shapes = heading::shapes(&heads);
    let best = shapes.iter().filter(|shape| shape.width >= 2).rev().max_by_key(|shape| fitting(shape))?;
    let fits = self::fitting(&cells, &runs, first, best.width);
    let count = fits.iter().filter(|fits| **fits).count();
    if count < 2 || count * 2 <= runs.len() {
        return None;
    }
    let last = fits.iter().rposition(|fits| *fits)?;
    let with_unit = heading.unit.is_some();
    let bare = cells.gapped || has_bare_rows(&cells, &runs);
    let mut rows = heading.rows(best);
    let mut from = first;
    let mut end = first;
    for (run, fits) in runs[..=last].iter().zip(&fits) {
        let figures: Vec<usize> = run.clone().take(best.width).collect();
        let mut lines = named_rows(&cells, from..run.start, with_unit, bare);
        // A row that does not fit ends before the number of the next one all the same.
        from =
            if *fits { run.start + best.width } else { run.end - usize::from(is_number_of_row(&cells, run)) };
        end = from;
        if let Some(line) =
            lines.last_mut().filter(|line| *fits && line.name.is_some() && has_unit(line, with_unit))
        {
            let figure =
                |at: usize| (Kind::of(cells.text(at)) == Kind::Figure).then(|| cells.pieces[at].span);
            line.figures = figures.into_iter().map(figure).collect();
        }
        rows.extend(lines.into_iter().map(|line| line.row(heading.first())).filter(|row| !row.is_empty()));
    }
    Some(Laid { lines: cells.pieces[0].lines.start..cells.pieces[end - 1].lines.end, rows })
}

/// Whether a row says what it is counted in, where the table has a column for it.
fn has_unit(line: &Line, with_unit: bool) -> bool {
    !with_unit || line.unit.is_some()
}

/// The cells of the heading, and the first piece behind it.
fn heading(cells: &Cells<'_>, numbered: bool) -> Option<(Heading, Vec<Head>, usize)> {
    let fixed = usize::from(numbered);
    let longest = cells.pieces.len().min(MOST_HEADS);
    let begins = |i: &usize| matches!(count(cells.text(*i)), Some(Count::Row(1) | Count::Group));
    let told = |i: usize| {
        let key = &cells.pieces[i].key;
        !heading::years(key).is_empty() || heading::is_group(key) || Column::of_key(key) == Column::Unit
    };
    let end = if numbered {
        (fixed + 1..longest).find(begins)?
    } else {
        // Without a column of numbers the heading ends where no cell names a time any more.
        (1..longest).find(|i| !told(*i)).filter(|end| *end > 2)?
    };
    let mut heads: Vec<Head> = Vec::new();
    for (i, piece) in cells.pieces.iter().enumerate().take(end).skip(fixed) {
        let text = cells.text(i);
        let goes_on = !cells.gapped && (begins_small(text) || text.starts_with('('));
        match heads.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.span = last.span.union(piece.span);
                last.key = format!("{} {}", last.key, piece.key);
            }
            None => heads.push(Head { span: piece.span, key: piece.key.clone() }),
        }
    }
    let name = heads.first()?.span;
    if heads.iter().skip(1).any(|head| is_of_tasks(&one_line(cells.sheet.slice(head.span)), &head.key)) {
        return None;
    }
    let unit = heads.get(1).filter(|head| Column::of_key(&head.key) == Column::Unit || head.key == "don vi");
    let unit = unit.map(|head| head.span);
    let heading = Heading { number: numbered.then(|| cells.pieces[0].span), name, unit };
    Some((heading, heads.split_off(1 + usize::from(unit.is_some())), end))
}

/// How many pieces only number the columns: "1", "2", … or "A", "B", "1", "2" or "(1)", "(2)".
fn numbers_of_columns(cells: &Cells<'_>, from: usize) -> usize {
    let mut next = 1;
    let mut run = 0;
    for i in from..cells.pieces.len() {
        let text = cells.text(i).trim_matches(['(', ')']);
        let number =
            text.split('=').next().and_then(|number| number.trim_matches([' ', ')']).parse::<u32>().ok());
        match number {
            Some(number) if number == next => next += 1,
            None if next == 1 && matches!(text, "A" | "B" | "C") => {}
            _ => break,
        }
        run += 1;
    }
    if run >= 3 { run } else { 0 }
}

/// The runs of figures and empty cells below the heading that stand behind a text, each with the texts before it between it
/// and the run before. The number of a row alone between texts is no run.
fn runs(cells: &Cells<'_>, first: usize) -> Vec<Range<usize>> {
    let kind = |i: usize| Kind::of(cells.text(i));
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut at = first;
    let mut texts = 0;
    while at < cells.pieces.len() {
        if kind(at) == Kind::Text {
            let words = cells.text(at).split_whitespace().count();
            if texts >= MOST_TEXTS || words > MOST_WORDS || ends_table(cells, at, false) {
                break;
            }
            texts += 1;
            at += 1;
            continue;
        }
        let end = (at..cells.pieces.len()).find(|i| kind(*i) == Kind::Text).unwrap_or(cells.pieces.len());
        let number = end == at + 1 && end < cells.pieces.len() && number_of_row(cells.text(at)).is_some();
        let dash = end == at + 1 && kind(at) == Kind::Blank;
        if texts > 0 && !number && !dash {
            runs.push(at..end);
            texts = 0;
        }
        at = end;
    }
    runs
}

/// The number that a row may have: "12", "12.".
fn number_of_row(text: &str) -> Option<u32> {
    // "1.100" is a figure, "1.1" may be a number.
    let figure = text.trim_end_matches('.').rsplit_once('.').is_some_and(|(_, last)| last.len() > 2);
    match count(text) {
        Some(Count::Row(number)) if !figure => Some(number),
        _ => None,
    }
}

/// Whether a run ends with what may be the number of the next row: a text stands behind it.
fn is_number_of_row(cells: &Cells<'_>, run: &Range<usize>) -> bool {
    run.end < cells.pieces.len() && number_of_row(cells.text(run.end - 1)).is_some()
}

/// Which runs are the figures of a row of so many columns. `first` is the first piece below the heading.
fn fitting(cells: &Cells<'_>, runs: &[Range<usize>], first: usize, width: usize) -> Vec<bool> {
    // The number of the row that a run belongs to, where one was met.
    let mut row: Option<u32> = None;
    let mut before = first;
    let mut fits = Vec::with_capacity(runs.len());
    for run in runs {
        let texts = before..run.start;
        row = texts.rev().find_map(|i| number_of_row(cells.text(i))).or(row);
        let last = is_number_of_row(cells, run).then(|| number_of_row(cells.text(run.end - 1))).flatten();
        let next = last.is_some_and(|last| row.is_some_and(|row| last == row + 1));
        let again = last == Some(1);
        let fit = match run.len() {
            len if len == width => !next,
            len if len == width + 1 => next || again || last.is_some() && row.is_none(),
            _ => false,
        };
        // A row that does not fit ends before the number of the next one all the same.
        before = if fit { run.start + width } else { run.end - usize::from(last.is_some()) };
        fits.push(fit);
    }
    fits
}

/// Whether a cell may hold a unit: one that is known, or a few small words.
fn looks_like_unit(text: &str) -> bool {
    is_unit(text) || begins_small(text) && text.split_whitespace().count() <= 3
}

/// Whether the table has rows without a number of their own, sums left aside: then a text between a number and another text
/// names the rows below it.
fn has_bare_rows(cells: &Cells<'_>, runs: &[Range<usize>]) -> bool {
    runs.windows(2).any(|pair| {
        let first = pair[0].end;
        let numbered = is_number_of_row(cells, &pair[0]) || count(cells.text(first)).is_some();
        !numbered && !begins_any(&cells.pieces[first].key, &["tong", "cong"])
    })
}

/// The rows that some pieces without figures name: the last of them has the figures that follow.
fn named_rows(cells: &Cells<'_>, pieces: Range<usize>, with_unit: bool, bare: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut texts: Vec<usize> = Vec::new();
    let mut number: Option<Span<Restored>> = None;
    let close = |lines: &mut Vec<Line>, number: &mut Option<Span<Restored>>, texts: &mut Vec<usize>| {
        let name = texts.iter().map(|i| cells.pieces[*i].span).reduce(Span::union);
        texts.clear();
        let number = number.take();
        if name.is_some() || number.is_some() {
            lines.push(Line { number, name, ..Line::default() });
        }
    };
    for i in pieces {
        let text = cells.text(i);
        if Kind::of(text) != Kind::Text || count(text).is_some() {
            close(&mut lines, &mut number, &mut texts);
            number = Some(cells.pieces[i].span);
            continue;
        }
        // Where blank lines part cells each is one; else a line that goes on small, or behind a long one, goes on.
        let last = texts.last().map(|last| cells.text(*last));
        let goes_on = !cells.gapped
            && last.is_some_and(|last| {
                !bare || begins_small(text) || text.starts_with('(') || last.split_whitespace().count() > 4
            });
        let unit = with_unit && looks_like_unit(text);
        if !goes_on && !unit && !texts.is_empty() {
            close(&mut lines, &mut number, &mut texts);
        }
        texts.push(i);
    }
    let unit = texts
        .last()
        .copied()
        .filter(|last| with_unit && texts.len() > 1 && looks_like_unit(cells.text(*last)));
    if unit.is_some() {
        texts.pop();
    }
    close(&mut lines, &mut number, &mut texts);
    if let (Some(unit), Some(line)) = (unit, lines.last_mut()) {
        line.unit = Some(cells.pieces[unit].span);
    }
    lines
}
