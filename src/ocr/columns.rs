//! Two columns side by side: the head of page 1, the closing, others; found by the white gap between them.
//!
//! By Decree 30/2020/NĐ-CP, annex I, the head of page 1 and the closing stand in two columns side by side. An
//! engine that takes them for one line reads across, so they are cut apart.

use super::ink::Ink;
use crate::geometry::{PageIndex, PixelBox};

/// Highest letter in millimetres: a capital with two marks of 18 points, or two lines that touch.
pub(super) const LETTER_HIGH_MM: f64 = 9.0;

/// Narrowest white gap between two columns, in millimetres; the head of a department with a long name leaves 3.
const GUTTER_MM: f64 = 2.2;

/// Narrowest white gap between the head's columns and what is written beside them further down, in millimetres:
/// remarks are put as near to the subject of a letter as a word to the next.
const NARROW_GUTTER_MM: f64 = 0.8;

/// How far a narrow gap may lie beside the wide one above it, in millimetres.
const GUTTER_MOVES_MM: f64 = 10.0;

/// How far apart in height two lines may stand and still be side by side, in millimetres: a line and a half,
/// since the two columns of a head have lines of their own.
const BESIDE_MM: f64 = 7.0;

/// Lines whose middles differ by less, in millimetres, are level: printed as one.
const LEVEL_MM: f64 = 1.5;

/// Two halves of a level line with less between them, in millimetres, are words of one line of justified text.
const WORD_SPACE_MM: f64 = 3.2;

/// White between two lines of the left column above which it has ended, in millimetres: above the number there
/// are up to 13 where the issuer has one line and the motto beside it two, between recipients 2.
const LEFT_GAP_MM: f64 = 16.0;

/// The same between the head and the subject of a letter below it; what is addressed to stands further down.
const SUBJECT_GAP_MM: f64 = 12.0;

/// The same of the right column, which leaves room for seal and signature.
const RIGHT_GAP_MM: f64 = 45.0;

/// White between the lines of recipients, in millimetres.
const LINE_GAP_MM: f64 = 4.0;

/// A piece lower than this, in millimetres, is a mark that may stand high in its line, as quotes and hyphens do; letters
/// of 9 points are higher.
const MARK_HIGH_MM: f64 = 1.5;

/// Two columns side by side.
#[derive(Debug, Clone)]
pub(super) struct Band {
    /// What they are.
    pub(super) kind: BandKind,
    /// One below the other, never empty. The left column runs through all of them before the right one begins.
    pub(super) parts: Vec<Part>,
}

/// A stretch of a band that one straight line cuts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// First row of pixels.
    pub(super) top: u32,
    /// Row after the last.
    pub(super) bottom: u32,
    /// The column of pixels that parts left from right.
    pub(super) gutter: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BandKind {
    /// Head of page 1.
    Head,
    /// Recipients and signature.
    Closing,
    /// Other columns.
    Columns,
}

impl Band {
    pub(super) fn top(&self) -> u32 {
        self.parts[0].top
    }

    pub(super) fn bottom(&self) -> u32 {
        self.parts[self.parts.len() - 1].bottom
    }
}

/// All bands of two columns, from top to bottom. `letters` are the pieces of ink that are letters of the text.
pub(super) fn find(ink: &Ink, letters: &[PixelBox], page: PageIndex) -> Vec<Band> {
    let head_zone = if page == PageIndex(0) { ink.height / 4 } else { 0 };
    let mut bands: Vec<Band> = Vec::new();
    for part in parts(ink, letters, head_zone) {
        if bands.last().is_some_and(|band| part.top < band.bottom()) {
            // The head was made longer over it.
            continue;
        }
        let mut band = Band { kind: BandKind::Columns, parts: vec![part] };
        if part.top < head_zone {
            band.kind = BandKind::Head;
            widen_head(ink, letters, &mut band);
            trim_head(ink, letters, &mut band);
        } else {
            lengthen(ink, letters, &mut band);
            if is_closing(ink, letters, &band) {
                band.kind = BandKind::Closing;
            }
        }
        bands.push(band);
    }
    bands
}

/// The best stretches of two columns that do not overlap, from top to bottom.
fn parts(ink: &Ink, letters: &[PixelBox], head_zone: u32) -> Vec<Part> {
    let mut found: Vec<(f64, Part)> = Vec::new();
    let step = ink.px(0.5).max(1);
    let (first, last) = (ink.width * 28 / 100, ink.width * 70 / 100);
    for gutter in (first..last).step_by(step as usize) {
        for (top, bottom) in uncrossed(ink, letters, gutter, GUTTER_MM) {
            found.extend(part(ink, letters, (top, bottom), gutter, head_zone));
        }
    }
    // The leftmost of equals.
    found.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.gutter.cmp(&y.gutter)));
    let mut parts: Vec<Part> = Vec::new();
    for (_, part) in found {
        if parts.iter().all(|other| other.bottom <= part.top || part.bottom <= other.top) {
            parts.push(part);
        }
    }
    parts.sort_by_key(|part| part.top);
    parts
}

/// Stretches of the page where no letter comes near a column of pixels.
fn uncrossed(ink: &Ink, letters: &[PixelBox], gutter: u32, white: f64) -> Vec<(u32, u32)> {
    let half = ink.px(white / 2.0);
    let mut crossed: Vec<(u32, u32)> = letters
        .iter()
        .filter(|l| l.left() < gutter + half && l.right() + half > gutter)
        .map(|l| (l.top(), line_bottom(ink, letters, l)))
        .collect();
    crossed.push((ink.height, ink.height));
    crossed.sort_unstable();
    let mut stretches = Vec::new();
    let mut top = 0;
    for (start, end) in crossed {
        if start > top + ink.px(BESIDE_MM) {
            stretches.push((top, start));
        }
        top = top.max(end);
    }
    stretches
}

/// Where the line of a letter ends: below a quote at its top, its small letters are no line of their own.
fn line_bottom(ink: &Ink, letters: &[PixelBox], letter: &PixelBox) -> u32 {
    if letter.height() >= ink.px(MARK_HIGH_MM) {
        return letter.bottom();
    }
    let space = ink.px(WORD_SPACE_MM);
    let is_beside = |l: &&PixelBox| {
        l.top() < letter.bottom()
            && letter.top() < l.bottom()
            && l.left() <= letter.right() + space
            && letter.left() <= l.right() + space
    };
    letters.iter().filter(is_beside).map(PixelBox::bottom).max().unwrap_or_else(|| letter.bottom())
}

/// The two columns between two rows of pixels where nothing crosses `gutter`, with their score; `None` when they
/// are not two columns. What begins above `head_zone` may be the head.
fn part(
    ink: &Ink,
    letters: &[PixelBox],
    (top, bottom): (u32, u32),
    gutter: u32,
    head_zone: u32,
) -> Option<(f64, Part)> {
    // The tone marks of the line that crosses stand just above its letters.
    let end = if bottom < ink.height { bottom.saturating_sub(ink.px(1.2)) } else { bottom };
    let inside = || letters.iter().filter(|l| l.top() >= top && l.bottom() <= end);
    let left: Vec<PixelBox> = inside().filter(|l| l.right() <= gutter).copied().collect();
    let right: Vec<PixelBox> = inside().filter(|l| l.left() >= gutter).copied().collect();
    // A number or a dash is no column.
    if left.len() < 5 || right.len() < 5 {
        return None;
    }
    let (left_rows, right_rows) = (rows(ink, &left), rows(ink, &right));
    let beside = ink.px(BESIDE_MM);
    let near = |a: &PixelBox, b: &PixelBox| a.middle_y().abs_diff(b.middle_y()) <= beside;
    // The head may be as close as words are; it is known by its place.
    let one_line = |l: &PixelBox, r: &PixelBox| {
        l.top() >= head_zone
            && l.middle_y().abs_diff(r.middle_y()) <= ink.px(LEVEL_MM)
            && r.left().saturating_sub(l.right()) < ink.px(WORD_SPACE_MM)
    };
    let first = right_rows
        .iter()
        .position(|r| left_rows.iter().any(|l| near(l, r)) && !left_rows.iter().any(|l| one_line(l, r)))?;
    let opening = right_rows[first];
    // Below the head, what ends above the right column is the last line of the body.
    let body_ends = |l: &PixelBox| opening.top() >= head_zone && l.bottom() <= opening.top();
    let left_first = left_rows.iter().position(|l| near(l, &opening) && !body_ends(l))?;
    let left_rows = unbroken(&left_rows[left_first..], ink.px(LEFT_GAP_MM));
    let right_rows = unbroken(&right_rows[first..], ink.px(RIGHT_GAP_MM));
    let paired_left = left_rows.iter().filter(|l| right_rows.iter().any(|r| near(l, r))).count();
    let paired_right = right_rows.iter().filter(|r| left_rows.iter().any(|l| near(l, r))).count();
    let edge = left_rows.iter().map(PixelBox::right).max()?;
    let other = right_rows.iter().map(PixelBox::left).min()?;
    let width = f64::from(other.saturating_sub(edge)) / ink.mm;
    // In justified text white gaps of two lines meet by chance, of three hardly ever, and none is wide.
    let enough = match paired_left.min(paired_right) {
        0 => false,
        1 => width >= 15.0,
        2 => width >= 7.0,
        _ => width >= GUTTER_MM,
    };
    let is_column = |rows: &[PixelBox]| rows.iter().map(PixelBox::width).max().unwrap_or(0) >= ink.px(12.0);
    if !enough || !is_column(left_rows) || !is_column(right_rows) {
        return None;
    }
    let start = left_rows[0].top().min(opening.top());
    let end = left_rows.iter().chain(right_rows).map(PixelBox::bottom).max()?;
    let margin = ink.px(1.2);
    // No line above or below is cut.
    let above = letters.iter().filter(|l| l.middle_y() < start).map(PixelBox::bottom).max().unwrap_or(0);
    let below = letters.iter().filter(|l| l.middle_y() >= end).map(PixelBox::top).min().unwrap_or(bottom);
    let part = Part {
        top: start.saturating_sub(margin).max(above.min(start + margin)).max(top),
        bottom: (end + margin).min(below.max(end)).min(bottom),
        gutter: u32::midpoint(edge, other),
    };
    // A narrow gap along all lines is better than a wide one along some, most of all where they are paired.
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let paired = paired_left + paired_right;
    let alone = left_rows.len() + right_rows.len() - paired;
    Some((count(paired) * (1.0 + width.min(8.0) / 40.0) + 0.5 * count(alone), part))
}

/// The first rows of some, up to a white gap higher than `gap`.
fn unbroken(rows: &[PixelBox], gap: u32) -> &[PixelBox] {
    let end = rows.windows(2).position(|pair| pair[1].top() > pair[0].bottom() + gap);
    end.map_or(rows, |end| &rows[..=end])
}

/// Lines of text, from top to bottom: boxes around letters whose middles are at one height.
pub(super) fn rows(ink: &Ink, letters: &[PixelBox]) -> Vec<PixelBox> {
    let mut cores: Vec<(u32, u32, PixelBox)> = letters
        .iter()
        .map(|l| {
            // Marks above and tails below reach into the next line; the middle does not.
            let core = (l.height() / 4).min(ink.px(0.8));
            (l.middle_y().saturating_sub(core), l.middle_y() + core, *l)
        })
        .collect();
    cores.sort_by_key(|(top, ..)| *top);
    let mut rows: Vec<(u32, PixelBox)> = Vec::new();
    for (top, bottom, letter) in cores {
        match rows.last_mut() {
            Some((end, row)) if top < *end => {
                *end = (*end).max(bottom).min(row.top() + ink.px(LETTER_HIGH_MM));
                *row = row.union(&letter);
            }
            _ => rows.push((bottom, letter)),
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Adds the recipients that stand below the signature and are longer than the gap between the columns lets them.
fn lengthen(ink: &Ink, letters: &[PixelBox], band: &mut Band) {
    let last = band.parts[band.parts.len() - 1];
    let column: Vec<PixelBox> = letters
        .iter()
        .filter(|l| l.top() >= band.top() && l.bottom() <= last.bottom && l.right() <= last.gutter)
        .copied()
        .collect();
    let below: Vec<PixelBox> = letters.iter().filter(|l| l.top() >= last.bottom).copied().collect();
    let (column, below) = (rows(ink, &column), rows(ink, &below));
    let Some(edge) = column.iter().map(PixelBox::left).min() else { return };
    let mut end = column.last().map_or(0, PixelBox::bottom);
    let (gap, aside) = (ink.px(LINE_GAP_MM), ink.px(4.0));
    let mut bottom = last.bottom;
    for row in below {
        if row.top() > end + gap || row.left().abs_diff(edge) > aside {
            break;
        }
        end = row.bottom();
        bottom = end + ink.px(1.2);
    }
    let longer = Part { top: last.bottom, bottom: bottom.min(ink.height), gutter: ink.width };
    let as_closing = Band { kind: BandKind::Closing, parts: vec![longer] };
    // Text that goes on in full width starts at the same edge, and ends no sooner than the page.
    if bottom > last.bottom && is_closing(ink, letters, &as_closing) {
        band.parts.push(longer);
    }
}

/// After a closing nothing follows but its footer: text that goes on in full width is no closing.
fn is_closing(ink: &Ink, letters: &[PixelBox], band: &Band) -> bool {
    let below = letters.iter().filter(|l| l.top() >= band.bottom() && l.bottom() < ink.height * 93 / 100);
    below.count() < 40
}

/// Adds to the head what stands below its left column and has something else beside it, with less white between
/// than columns have: the subject of a letter with a remark set next to it.
fn widen_head(ink: &Ink, letters: &[PixelBox], head: &mut Band) {
    let last = head.parts[head.parts.len() - 1];
    let moves = ink.px(GUTTER_MOVES_MM);
    let mut best: Option<(usize, Part)> = None;
    for gutter in last.gutter.saturating_sub(moves)..last.gutter + moves {
        let half = ink.px(NARROW_GUTTER_MM / 2.0);
        let end = letters
            .iter()
            .filter(|l| l.bottom() > last.bottom && l.left() < gutter + half && l.right() + half > gutter)
            .map(PixelBox::top)
            .min()
            .unwrap_or(ink.height);
        let inside = |l: &&PixelBox| l.top() >= last.bottom && l.bottom() <= end;
        let left: Vec<PixelBox> =
            letters.iter().filter(inside).filter(|l| l.right() <= gutter).copied().collect();
        let right: Vec<PixelBox> =
            letters.iter().filter(inside).filter(|l| l.left() >= gutter).copied().collect();
        let (left, right) = (rows(ink, &left), rows(ink, &right));
        let gap = ink.px(SUBJECT_GAP_MM);
        let (left, right) = (unbroken(&left, gap), unbroken(&right, gap));
        let (Some(first), Some(beside)) = (left.first(), right.first()) else { continue };
        let joins = |row: &PixelBox| row.top() <= last.bottom + gap;
        // A remark has an edge; the lines of a title, cut at a word space, have none.
        let edge = right.iter().map(PixelBox::left).min().unwrap_or(0);
        let at_edge = right.iter().filter(|row| row.left() <= edge + ink.px(LEVEL_MM)).count();
        if 2 * at_edge <= right.len() {
            continue;
        }
        // Two lines of subject and of remark at least: one may be the first of the body with a wide space.
        if left.len() < 2 || right.len() < 2 || !joins(first) || !joins(beside) {
            continue;
        }
        let bottom = left.iter().chain(right).map(PixelBox::bottom).max().unwrap_or(end);
        let score = left.len() + right.len();
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, Part { top: last.bottom, bottom: (bottom + ink.px(1.2)).min(end), gutter }));
        }
    }
    head.parts.extend(best.map(|(_, part)| part));
}

/// Ends the head before the title of the document, which may stand wholly right of the gap: lines of the right
/// column are centred in it, a title is centred on the page.
fn trim_head(ink: &Ink, letters: &[PixelBox], head: &mut Band) {
    let first = head.parts[0];
    let right: Vec<PixelBox> = letters
        .iter()
        .filter(|l| l.left() >= first.gutter && l.top() >= first.top && l.bottom() <= first.bottom)
        .copied()
        .collect();
    let rows = rows(ink, &right);
    let Some(widest) = rows.iter().take(3).max_by_key(|row| row.width()) else { return };
    let of_column = widest.middle_x();
    let left = letters.iter().map(PixelBox::left).min().unwrap_or(0);
    let right = letters.iter().map(PixelBox::right).max().unwrap_or(ink.width);
    let of_page = u32::midpoint(left, right);
    for row in rows.iter().skip(2) {
        let middle = row.middle_x();
        if middle.abs_diff(of_column) > ink.px(12.0) && middle.abs_diff(of_page) < middle.abs_diff(of_column)
        {
            head.parts.truncate(1);
            head.parts[0].bottom = row.top().saturating_sub(ink.px(0.8)).max(first.top + 1);
            return;
        }
    }
}
