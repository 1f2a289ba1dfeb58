//! Tables in text files whose cells are parted by tabs or by upright bars, as spreadsheets and editors write them.
//!
//! Two lines or more below each other make a table, the first two with at least three cells that hold something. What only
//! draws rules ("|---|---|") is left out. Not: lines with one tab, as a letterhead may have them.

use crate::page::{Block, Cell};
use crate::scan::side_by_side::Piece;

/// Cells that the first lines of a table have at least.
const FEWEST: usize = 3;

/// The lines of a page, those of tables parted into their cells: each with its number and what it is.
pub(super) fn parted<'a>(page: &[Piece<'a>]) -> Vec<(Block, Piece<'a>)> {
    let mut found = Vec::with_capacity(page.len());
    let (mut at, mut table) = (0, 0);
    while at < page.len() {
        let end = table_end(&page[at..]).map_or(at, |length| at + length);
        for (row, (number, line)) in (0..).zip(&page[at..end]) {
            let cells = (0..).zip(cells(line).unwrap_or_default());
            let told = cells.filter(|(_, text)| !text.is_empty() && !is_rule(text));
            found.extend(
                told.map(|(column, text)| (Block::Cell(Cell { table, row, column }), (*number, text))),
            );
        }
        if end == at {
            found.push((Block::Unknown, page[at]));
            at += 1;
        } else {
            table += 1;
            at = end;
        }
    }
    found
}

/// How many lines the table has that begins with the first one.
fn table_end(lines: &[Piece<'_>]) -> Option<usize> {
    let told = |line: &Piece<'_>| {
        cells(line.1).map_or(0, |cells| cells.iter().filter(|cell| !cell.is_empty()).count())
    };
    let sign = separator(lines.first()?.1)?;
    let next = |pair: &[Piece<'_>]| pair[1].0 == pair[0].0 + 1 && separator(pair[1].1) == Some(sign);
    let length = 1 + lines.windows(2).take_while(|pair| next(pair)).count();
    (length >= 2 && lines[..2].iter().all(|line| told(line) >= FEWEST)).then_some(length)
}

/// What parts the cells of a line.
fn separator(line: &str) -> Option<char> {
    ['\t', '|'].into_iter().find(|sign| line.trim().contains(*sign))
}

/// The cells of a line, blank ones too, but for those outside of its first and last bar.
fn cells(line: &str) -> Option<Vec<&str>> {
    let sign = separator(line)?;
    let inside = match sign {
        '|' => {
            let line = line.trim();
            let line = line.strip_prefix('|').unwrap_or(line);
            line.strip_suffix('|').unwrap_or(line)
        }
        _ => line,
    };
    Some(inside.split(sign).map(str::trim).collect())
}

fn is_rule(cell: &str) -> bool {
    cell.len() >= 2 && cell.chars().all(|c| matches!(c, '-' | ':' | '=' | '─'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Table, row and column of a cell; `None` outside of tables.
    type Place = Option<(u16, u16, u16)>;

    fn read(text: &str) -> Vec<(Place, &str)> {
        let page: Vec<Piece<'_>> = (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty()).collect();
        let place = |block| match block {
            Block::Cell(cell) => Some((cell.table, cell.row, cell.column)),
            _ => None,
        };
        parted(&page).into_iter().map(|(block, (_, text))| (place(block), text)).collect()
    }

    #[test]
    fn tabs_and_bars_part_cells() {
        assert_eq!(
            read(
                "Biểu 1\nTT\tXã\tRừng\n1\tTân An\t35\n2\tBình Hòa\t\n\n| a | b | c |\n|---|---|---|\n| d || e |"
            ),
            [
                (None, "Biểu 1"),
                (Some((0, 0, 0)), "TT"),
                (Some((0, 0, 1)), "Xã"),
                (Some((0, 0, 2)), "Rừng"),
                (Some((0, 1, 0)), "1"),
                (Some((0, 1, 1)), "Tân An"),
                (Some((0, 1, 2)), "35"),
                (Some((0, 2, 0)), "2"),
                (Some((0, 2, 1)), "Bình Hòa"),
                (Some((1, 0, 0)), "a"),
                (Some((1, 0, 1)), "b"),
                (Some((1, 0, 2)), "c"),
                (Some((1, 2, 0)), "d"),
                (Some((1, 2, 2)), "e"),
            ]
        );
    }

    #[test]
    fn single_lines_and_pairs_are_no_table() {
        for text in ["UBND TỈNH\tCỘNG HÒA\nSố: 1/KH\tHạ Long", "a | b | c", "\t\t- Lưu: VT\n\t\t- Các sở"]
        {
            assert!(read(text).iter().all(|(place, _)| place.is_none()), "{text}");
        }
    }
}
