//! Tables by their rules: a grid of straight lines becomes cells.

use super::ink::Ink;
use crate::geometry::PixelBox;
use crate::page::Cell;

/// A table with rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// Around its rules.
    pub(super) place: PixelBox,
    /// Its cells, row by row and from left to right. Merged cells count by their first row and column.
    pub(super) cells: Vec<(Cell, PixelBox)>,
}

/// How near two rules must come to be joined, in millimetres: scans lose the corners.
const TOUCH_MM: f64 = 1.0;

/// Rules within so many millimetres of each other are one line of the grid (double rules, a skew left over).
const SAME_MM: f64 = 1.6;

/// The tables of a page, from top to bottom. A frame with a single cell is none.
pub(super) fn find(ink: &Ink) -> Vec<Table> {
    let touch = ink.px(TOUCH_MM);
    let rules: Vec<(PixelBox, bool)> = ink
        .across
        .iter()
        .map(|rule| (*rule, true))
        .chain(ink.down.iter().map(|rule| (*rule, false)))
        .collect();
    let mut group: Vec<usize> = (0..rules.len()).collect();
    for (at, (rule, level)) in rules.iter().enumerate() {
        let near = grown(rule, touch);
        for (other, (beside, other_level)) in rules.iter().enumerate().skip(at + 1) {
            if level != other_level && near.intersection(beside).is_some() {
                let (a, b) = (first(&group, at), first(&group, other));
                let (low, high) = (a.min(b), a.max(b));
                group[high] = low;
            }
        }
    }
    let mut tables: Vec<Table> = (0..rules.len())
        .filter(|at| group[*at] == *at)
        .filter_map(|of| {
            let members = |level: bool| -> Vec<PixelBox> {
                let member = |(at, (rule, is_level)): (usize, &(PixelBox, bool))| {
                    (*is_level == level && first(&group, at) == of).then_some(*rule)
                };
                rules.iter().enumerate().filter_map(member).collect()
            };
            let (across, down) = (members(true), members(false));
            table(ink, &across, &down)
        })
        .collect();
    tables.sort_by_key(|table| (table.place.top(), table.place.left()));
    tables
}

fn first(group: &[usize], mut at: usize) -> usize {
    while group[at] != at {
        at = group[at];
    }
    at
}

fn grown(place: &PixelBox, by: u32) -> PixelBox {
    PixelBox::new(
        place.left().saturating_sub(by),
        place.top().saturating_sub(by),
        place.right() + by,
        place.bottom() + by,
    )
}

/// A table from its rules; `None` when they are no grid of at least two cells.
fn table(ink: &Ink, across: &[PixelBox], down: &[PixelBox]) -> Option<Table> {
    let same = ink.px(SAME_MM);
    let mut place = across.iter().chain(down).copied().reduce(|a, b| a.union(&b))?;
    if place.width() < ink.px(40.0) || place.height() < ink.px(8.0) {
        return None;
    }
    let mut rows = lines(across.iter().map(|r| (r.middle_y(), r.width())).collect(), same);
    let mut columns = lines(down.iter().map(|r| (r.middle_x(), r.height())).collect(), same);
    // Tables are often open at their sides, or cut by the edge of the page.
    close(&mut rows, place.top(), place.bottom(), ink.px(4.0));
    close(&mut columns, place.left(), place.right(), ink.px(8.0));
    place = PixelBox::new(columns[0], rows[0], *columns.last()?, *rows.last()?).union(&place);
    let (height, width) = (rows.len() - 1, columns.len() - 1);
    if height * width < 2 || columns.len() < 3 {
        return None;
    }
    let grid = Grid { rows, columns, across, down, slack: same };
    let mut cells = Vec::new();
    let mut taken = vec![false; height * width];
    for row in 0..height {
        for column in 0..width {
            if taken[row * width + column] {
                continue;
            }
            let mut right = column + 1;
            while right < width && !taken[row * width + right] && !grid.post(row, right) {
                right += 1;
            }
            let mut below = row + 1;
            while below < height && (column..right).all(|c| !taken[below * width + c] && !grid.beam(below, c))
            {
                below += 1;
            }
            for r in row..below {
                taken[r * width + column..r * width + right].fill(true);
            }
            let cell = Cell { table: 0, row: small(row), column: small(column) };
            let place =
                PixelBox::new(grid.columns[column], grid.rows[row], grid.columns[right], grid.rows[below]);
            cells.push((cell, inner(ink, place)));
        }
    }
    if cells.len() < 2 {
        return None;
    }
    Some(Table { place, cells })
}

/// A cell without its rules.
fn inner(ink: &Ink, place: PixelBox) -> PixelBox {
    let by = ink.px(0.5);
    let (x, y) = (by.min(place.width() / 2), by.min(place.height() / 2));
    PixelBox::new(place.left() + x, place.top() + y, place.right() - x, place.bottom() - y)
}

fn small(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// Positions of the grid's lines, from rules with their lengths: rules near each other are one.
fn lines(mut rules: Vec<(u32, u32)>, same: u32) -> Vec<u32> {
    rules.sort_unstable();
    let mut lines: Vec<(u32, u32)> = Vec::new();
    for (at, length) in rules {
        match lines.last_mut() {
            // The longer of two says where the line is.
            Some(last) if at - last.0 <= same => {
                if length > last.1 {
                    *last = (at, length);
                }
            }
            _ => lines.push((at, length)),
        }
    }
    lines.into_iter().map(|(at, _)| at).collect()
}

/// Adds the outer lines where rules reach out further than `open` beyond the last line.
fn close(lines: &mut Vec<u32>, start: u32, end: u32, open: u32) {
    if lines.first().is_none_or(|first| first.saturating_sub(start) > open) {
        lines.insert(0, start);
    }
    if lines.last().is_none_or(|last| end.saturating_sub(*last) > open) {
        lines.push(end);
    }
}

struct Grid<'a> {
    rows: Vec<u32>,
    columns: Vec<u32>,
    across: &'a [PixelBox],
    down: &'a [PixelBox],
    slack: u32,
}

impl Grid<'_> {
    /// Whether a rule stands between column `column - 1` and `column` beside most of row `row`.
    fn post(&self, row: usize, column: usize) -> bool {
        let (top, bottom) = (self.rows[row], self.rows[row + 1]);
        let covered: u32 = self
            .down
            .iter()
            .filter(|rule| rule.middle_x().abs_diff(self.columns[column]) <= self.slack)
            .map(|rule| rule.bottom().min(bottom).saturating_sub(rule.top().max(top)))
            .sum();
        2 * covered > bottom - top
    }

    /// Whether a rule lies between row `row - 1` and `row` along most of column `column`.
    fn beam(&self, row: usize, column: usize) -> bool {
        let (left, right) = (self.columns[column], self.columns[column + 1]);
        let covered: u32 = self
            .across
            .iter()
            .filter(|rule| rule.middle_y().abs_diff(self.rows[row]) <= self.slack)
            .map(|rule| rule.right().min(right).saturating_sub(rule.left().max(left)))
            .sum();
        2 * covered > right - left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;

    /// At 254 dpi a millimetre has 10 pixels; rules are 3 pixels thick.
    fn across(left: u32, right: u32, y: u32) -> PixelBox {
        PixelBox::new(left, y, right, y + 3)
    }

    fn down(x: u32, top: u32, bottom: u32) -> PixelBox {
        PixelBox::new(x, top, x + 3, bottom)
    }

    fn places(boxes: &[PixelBox]) -> Vec<(u16, u16, PixelBox)> {
        let ink = Ink::of(&drawn(1000, 1000, boxes), 254);
        let tables = find(&ink);
        assert!(tables.len() <= 1);
        tables.iter().flat_map(|t| &t.cells).map(|(c, p)| (c.row, c.column, *p)).collect()
    }

    #[test]
    fn a_grid_has_its_cells_row_by_row() {
        let cells = places(&[
            across(100, 900, 100),
            across(100, 900, 200),
            across(100, 900, 400),
            down(100, 100, 400),
            down(300, 100, 400),
            down(897, 100, 400),
        ]);
        let order: Vec<(u16, u16)> = cells.iter().map(|(r, c, _)| (*r, *c)).collect();
        assert_eq!(order, [(0, 0), (0, 1), (1, 0), (1, 1)]);
        let first = cells[0].2;
        assert!(first.left() > 103 && first.right() < 300 && first.top() > 103 && first.bottom() < 200);
    }

    #[test]
    fn merged_cells_are_one() {
        let cells = places(&[
            across(100, 900, 100),
            across(300, 900, 200),
            across(100, 900, 400),
            down(100, 100, 400),
            down(300, 100, 400),
            down(600, 200, 400),
            down(897, 100, 400),
        ]);
        let order: Vec<(u16, u16)> = cells.iter().map(|(r, c, _)| (*r, *c)).collect();
        assert_eq!(order, [(0, 0), (0, 1), (1, 1), (1, 2)], "{cells:?}");
        assert!(cells[0].2.height() > 250, "the first column runs over both rows");
        assert!(cells[1].2.width() > 550, "the heading runs over both columns");
    }

    #[test]
    fn underlines_and_frames_are_no_tables() {
        assert!(places(&[across(100, 400, 100), across(500, 900, 120)]).is_empty());
        let frame = [across(100, 900, 100), across(100, 900, 400), down(100, 100, 400), down(897, 100, 400)];
        assert!(places(&frame).is_empty());
    }
}
