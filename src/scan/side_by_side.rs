//! Columns that stand side by side in a text file, parted by runs of spaces: the letterhead and the closing.
//!
//! Only texts that a scanner garbled are parted: in all others a run of spaces is how somebody wrote it, and what stands
//! on a line is kept together.

use crate::scan::spelling::could_be_vietnamese;
use crate::scan::text_layer::is_blank_between;

/// Under this share of possible words, of so many words, a text was garbled.
const GARBLED: f64 = 0.85;
const FEW: i32 = 20;
/// Of a text that has its marks, this share of the words at least has some; six of seven do.
const MARKED: f64 = 0.4;
/// Spaces that part columns.
const GAP: usize = 3;
/// Lines with words at the top of the first page and at the foot of the last that may have columns.
const HEAD: usize = 10;
const CLOSING: usize = 16;
/// The right column begins here at least, in characters.
const RIGHT: usize = 20;
/// Lines of a column begin so much further left or right than others, in characters.
const RAGGED: usize = 6;

/// A line of a text file with its number, or the part of one that stands in a column.
pub(super) type Piece<'a> = (u32, &'a str);

/// Whether the words of a text were garbled, or have lost their marks.
pub(super) fn is_garbled<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let (mut all, mut possible, mut marked) = (0, 0, 0);
    for word in words {
        let Some(said) = could_be_vietnamese(word) else { continue };
        all += 1;
        possible += usize::from(said);
        marked += usize::from(!word.is_ascii());
    }
    let is_less = |count: usize, share: f64| (count as f64) < share * f64::from(all);
    all >= FEW && (is_less(possible, GARBLED) || is_less(marked, MARKED))
}

/// The lines of the pages of a garbled text in reading order: of two columns the left one first.
pub(super) fn in_order(pages: &mut [Vec<Piece<'_>>]) {
    let last = pages.len().saturating_sub(1);
    for (at, page) in pages.iter_mut().enumerate() {
        let head = if at == 0 { HEAD.min(page.len()) } else { 0 };
        let closing = if at == last { page.len().saturating_sub(CLOSING).max(head) } else { page.len() };
        let mut lines = parted(&page[..head]);
        lines.extend(&page[head..closing]);
        // A closing begins with `Nơi nhận:` or the first of those it goes to.
        let opens = |(_, line): &Piece<'_>| match parts(line).as_slice() {
            [(_, left), _] => left.starts_with('-') || left.ends_with(':'),
            _ => false,
        };
        let opening = page[closing..].iter().position(opens).map_or(page.len(), |at| closing + at);
        lines.extend(&page[closing..opening]);
        lines.extend(parted(&page[opening..]));
        *page = lines;
    }
}

/// The parts of a line that runs of spaces leave, each with the character it begins at.
fn parts(line: &str) -> Vec<(usize, &str)> {
    let mut parts: Vec<(usize, &str)> = Vec::new();
    let (mut from, mut column, mut start, mut end, mut spaces) = (None, 0, 0, 0, 0);
    for (at, c) in line.char_indices() {
        if c.is_whitespace() {
            spaces += if c == '\t' { GAP } else { 1 };
        } else {
            if let Some(begin) = from
                && spaces >= GAP
            {
                parts.push((start, &line[begin..end]));
                from = None;
            }
            if from.is_none() {
                from = Some(at);
                start = column;
            }
            end = at + c.len_utf8();
            spaces = 0;
        }
        column += 1;
    }
    parts.extend(from.map(|begin| (start, &line[begin..end])));
    // A place left blank for a number or a day is no end of a column.
    let mut whole: Vec<(usize, &str)> = Vec::new();
    for (start, part) in parts {
        let words = |text: &str, last: bool| {
            let mut words = text.split_whitespace();
            let word = if last { words.next_back() } else { words.next() };
            word.unwrap_or_default().to_owned()
        };
        match whole.last_mut() {
            Some((_, before))
                if part.starts_with('/') || is_blank_between(&words(before, true), &words(part, false)) =>
            {
                let from = before.as_ptr().addr() - line.as_ptr().addr();
                let to = part.as_ptr().addr() - line.as_ptr().addr() + part.len();
                *before = &line[from..to];
            }
            _ => whole.push((start, part)),
        }
    }
    whole
}

/// Lines with their columns one after the other, from the first line that has two to the last.
fn parted<'a>(lines: &[Piece<'a>]) -> Vec<Piece<'a>> {
    let of: Vec<Vec<(usize, &str)>> = lines.iter().map(|(_, line)| parts(line)).collect();
    let is_two = |parts: &Vec<(usize, &str)>| matches!(parts.as_slice(), [_, (right, _)] if *right >= RIGHT);
    let twos = || of.iter().enumerate().filter(|(_, parts)| is_two(parts));
    let Some(right) = twos().map(|(_, parts)| parts[1].0).min() else { return lines.to_vec() };
    let right = right.saturating_sub(RAGGED);
    let (first, last) = (twos().map(|(at, _)| at).min(), twos().map(|(at, _)| at).max());
    let (Some(first), Some(last)) = (first, last) else { return lines.to_vec() };
    // A line of more parts is a row of a table, and one that goes across both ends the columns.
    let stays = |parts: &Vec<(usize, &str)>| match parts.as_slice() {
        [(start, text)] => *start >= right || start + text.chars().count() <= right + 2 * RAGGED,
        parts => parts.len() <= 2,
    };
    let end = (first..=last).find(|at| !stays(&of[*at])).unwrap_or(last + 1);
    if (first..end).filter(|at| is_two(&of[*at])).count() < 2 {
        return lines.to_vec();
    }
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    for at in first..end {
        let number = lines[at].0;
        match of[at].as_slice() {
            [(start, text)] if *start >= right => rights.push((number, *text)),
            [(_, left), (_, right)] => {
                lefts.push((number, *left));
                rights.push((number, *right));
            }
            _ => lefts.push(lines[at]),
        }
    }
    [&lines[..first], &lefts, &rights, &lines[end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(text: &str) -> Vec<String> {
        let lines: Vec<Piece<'_>> = (1..).zip(text.lines()).collect();
        let mut pages = vec![lines];
        in_order(&mut pages);
        pages[0].iter().map(|(number, line)| format!("{number} {}", line.trim())).collect()
    }

    #[test]
    fn a_letterhead_side_by_side_is_read_column_by_column() {
        let text = "  UV BAN NHAN DdN             C9NG HOA XA H9I CHU NGHlA\n     T1NH SON HA                D9c ldp - Tir do\n  So:     /KH-UBND              Son Ha, ngdy 5 thdng 3\n  V/v b6o c6o\n   K6 ho4ch nay giao cho cdc so, ban, ngdnh cua tinh thuc hien";
        assert_eq!(
            ordered(text),
            [
                "1 UV BAN NHAN DdN",
                "2 T1NH SON HA",
                "3 So:     /KH-UBND",
                "1 C9NG HOA XA H9I CHU NGHlA",
                "2 D9c ldp - Tir do",
                "3 Son Ha, ngdy 5 thdng 3",
                "4 V/v b6o c6o",
                "5 K6 ho4ch nay giao cho cdc so, ban, ngdnh cua tinh thuc hien",
            ]
        );
    }

    #[test]
    fn a_closing_begins_with_those_it_goes_to() {
        let text = "co quan, don vi           tinh\nvi b6o c6o              cho\n\u{20}Noi nh9n:              KT. CHU TICH\n- Nhu Di6u 3;            PHO CHU TICH\n- Luu: VT.";
        assert_eq!(
            ordered(&format!("{}{text}", "giao cho cac so\n".repeat(10)))[10..],
            [
                "11 co quan, don vi           tinh",
                "12 vi b6o c6o              cho",
                "13 Noi nh9n:",
                "14 - Nhu Di6u 3;",
                "13 KT. CHU TICH",
                "14 PHO CHU TICH",
                "15 - Luu: VT."
            ]
        );
    }

    #[test]
    fn lines_without_columns_and_tables_stay() {
        for text in [
            "Can cu Luat Thi dua\nva Nghi dinh cua Chinh phu",
            "  1    So Noi vu      12      34\n  2    So Y te        15      20",
            "Uy ban nhan dan tinh         giao\ncho cac so, ban, nganh cua tinh va cac huyen trong tinh",
        ] {
            let same: Vec<String> = (1..)
                .zip(text.lines())
                .map(|(n, line): (u32, &str)| format!("{n} {}", line.trim()))
                .collect();
            assert_eq!(ordered(text), same, "{text}");
        }
    }

    #[test]
    fn garbled_texts_are_told_from_others() {
        let garbled = "Uy ban nhdn d6n tinh giao cho c6c s&, ban, ng4nh thgc hiQn nhiQm vu ph6t trien kinh t6 xd hQi ndm \
                       nay vd b6o c6o k6t qui thgc hiQn tru6c ngdy";
        let right = "Ủy ban nhân dân tỉnh giao cho các sở, ban, ngành thực hiện nhiệm vụ phát triển kinh tế xã hội năm nay";
        assert!(is_garbled(garbled.split_whitespace()));
        assert!(!is_garbled(right.split_whitespace()));
    }
}
