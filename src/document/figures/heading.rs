//! The heading of a table of figures: its columns of figures, and what stands over each.
//!
//! A heading of two rows comes as one list of cells, the upper row first: `Ước 2025`, `Giai đoạn 2026 - 2028`, `2026`,
//! `2027`, `2028` may be five columns, or four with a group over three of them. The rows below say how many there are.

use crate::document::phrase::begins_any;
use crate::text::{Restored, Span};

/// A cell of a heading.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) span: Span<Restored>,
    /// See [`crate::document::phrase::key`].
    pub(super) key: String,
}

/// One way to read a heading.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// The upper row: the column of figures, counted from 0, over which each cell begins.
    pub(super) outer: Vec<(usize, Span<Restored>)>,
    /// The lower row, the same. Empty where the heading has one row.
    pub(super) inner: Vec<(usize, Span<Restored>)>,
    /// How many columns of figures there are.
    pub(super) width: usize,
}

/// What cells over several columns begin with.
const GROUPS: [&str; 8] =
    ["giai doan", "trong do", "chia ra", "ke hoach", "cac nam", "phan ky", "lo trinh", "muc tieu"];

/// The years that a cell names, in order.
pub(super) fn years(key: &str) -> Vec<u32> {
    key.split(' ').filter_map(year).collect()
}

fn year(word: &str) -> Option<u32> {
    word.parse().ok().filter(|year| word.len() == 4 && (1990..2100).contains(year))
}

/// Whether a cell may stand over several years: a stretch of years, or a word of grouping without a year.
pub(super) fn is_group(key: &str) -> bool {
    match years(key).as_slice() {
        [] => begins_any(key, &GROUPS),
        [_] => false,
        _ => true,
    }
}

/// All ways to read the cells of a heading, behind those of number, name and unit.
pub(super) fn shapes(cells: &[Head]) -> Vec<Shape> {
    let note = cells.iter().position(|cell| begins_any(&cell.key, &["ghi chu"])).unwrap_or(cells.len());
    // A note that is not last parts the two rows; there its column is unknown.
    let cells = if note + 1 == cells.len() { &cells[..note] } else { cells };
    let flat = Shape { outer: numbered(cells), inner: Vec::new(), width: cells.len() };
    std::iter::once(flat).chain(repeated(cells)).chain(grouped(cells)).collect()
}

fn numbered(cells: &[Head]) -> Vec<(usize, Span<Restored>)> {
    cells.iter().enumerate().map(|(at, cell)| (at, cell.span)).collect()
}

/// Each cell of the upper row over the same cells of the lower one: measures over years, or years over measures.
fn repeated(cells: &[Head]) -> Vec<Shape> {
    let timed = |cells: &[Head]| cells.iter().all(|cell| !years(&cell.key).is_empty());
    let timeless = |cells: &[Head]| cells.iter().all(|cell| years(&cell.key).is_empty());
    (1..=cells.len() / 3)
        .filter_map(|groups| {
            let (outer, inner) = cells.split_at(groups);
            let each = inner.len() / groups;
            let same = inner.len() % groups == 0
                && inner.iter().zip(&inner[each..]).all(|(one, other)| one.key == other.key);
            let crossed = timed(outer) && timeless(inner) || timeless(outer) && timed(inner);
            (each >= 2 && same && crossed).then(|| Shape {
                outer: outer.iter().enumerate().map(|(at, cell)| (at * each, cell.span)).collect(),
                inner: numbered(inner),
                width: inner.len(),
            })
        })
        .collect()
}

/// One cell of the upper row, "Giai đoạn 2026 - 2030" or "Trong đó", over the years that end the heading.
fn grouped(cells: &[Head]) -> Vec<Shape> {
    let mut groups = cells.iter().enumerate().filter(|(_, cell)| is_group(&cell.key)).map(|(at, _)| at);
    let (Some(group), None) = (groups.next(), groups.next()) else { return Vec::new() };
    let ends = |from: &usize| {
        let last: Vec<Vec<u32>> = cells[*from..].iter().map(|cell| years(&cell.key)).collect();
        let single: Vec<u32> = last.iter().filter_map(|years| years.first().copied()).collect();
        last.len() >= 2
            && last.iter().all(|years| years.len() == 1)
            && single.windows(2).all(|pair| pair[0] < pair[1])
    };
    let Some(from) = (group + 1..cells.len()).find(ends) else { return Vec::new() };
    let under = cells.len() - from;
    let at = |cell: usize| if cell <= group { cell } else { cell + under - 1 };
    vec![Shape {
        outer: cells[..from].iter().enumerate().map(|(i, cell)| (at(i), cell.span)).collect(),
        inner: cells[from..].iter().enumerate().map(|(i, cell)| (group + i, cell.span)).collect(),
        width: from - 1 + under,
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::phrase::key;

    /// Widths of all shapes, and of the widest with two rows the columns of both.
    fn read(cells: &[&str]) -> (Vec<usize>, Vec<usize>, Vec<usize>) {
        let heads: Vec<Head> =
            cells.iter().map(|text| Head { span: Span::new(0, text.len()), key: key(text) }).collect();
        let shapes = shapes(&heads);
        let two = shapes.iter().find(|shape| !shape.inner.is_empty());
        let columns =
            |row: &[(usize, Span<Restored>)]| row.iter().map(|(column, _)| *column).collect::<Vec<_>>();
        (
            shapes.iter().map(|shape| shape.width).collect(),
            two.map(|shape| columns(&shape.outer)).unwrap_or_default(),
            two.map(|shape| columns(&shape.inner)).unwrap_or_default(),
        )
    }

    #[test]
    fn headings_of_two_rows() {
        // A group over the last years.
        assert_eq!(
            read(&["Ước TH 2025", "Giai đoạn 2026 - 2028", "2026", "2027", "2028"]),
            (vec![5, 4], vec![0, 1], vec![1, 2, 3])
        );
        // A column behind the group.
        assert_eq!(
            read(&["Tổng số", "Trong đó", "Ghi rõ", "Năm 2026", "Năm 2027"]),
            (vec![5, 4], vec![0, 1, 3], vec![1, 2])
        );
        // Measures over years, years over measures.
        assert_eq!(
            read(&["Lúa (ha)", "Ngô (ha)", "2026", "2027", "2026", "2027"]),
            (vec![6, 4], vec![0, 2], vec![0, 1, 2, 3])
        );
        assert_eq!(read(&["Năm 2026", "Xây mới", "Sửa chữa"]), (vec![3, 2], vec![0], vec![0, 1]));
    }

    #[test]
    fn years_alone_have_no_group() {
        assert_eq!(read(&["2025", "2026", "2027", "Ghi chú"]).0, [3]);
        assert_eq!(read(&["Kế hoạch 2026", "Kế hoạch 2027"]).0, [2]);
    }
}
