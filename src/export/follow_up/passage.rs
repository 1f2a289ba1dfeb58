//! The restored lines of a record as paragraphs, and the way from a passage back to its lines.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::extract::token::Flat;
use crate::geometry::PixelBox;
use crate::record::{Evidence, Record, TextLine, TextWord};
use crate::text::{Restored, Span};

/// The text of a record.
#[derive(Debug)]
pub(super) struct Passages<'a> {
    pub(super) flat: Flat,
    /// In the order of the document.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Where each line stands in the text, its page, the line.
    lines: Vec<(Range<usize>, u32, &'a TextLine)>,
}

/// What stands together: an item, a heading, a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paragraph {
    /// Without its label.
    pub(super) span: Span<Restored>,
    /// How deep its label is, from 0; none without a label.
    pub(super) level: Option<u8>,
}

/// A line that reaches less far than this share of the longest ends its paragraph.
const SHORT: f64 = 0.75;

/// Labels at the beginning of a line, from the highest level down.
const LABELS: [&str; 6] = [
    r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+\S+|[A-H][.)]",
    r"[IVXLC]+[.)]",
    r"\d{1,2}[.)]",
    r"\d{1,2}(?:\.\d{1,2})+[.)]?",
    r"[a-zđ][.)]",
    r"[-–+*•]",
];

/// Any of them.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let groups = LABELS.map(|label| format!("({label})")).join("|");
    Regex::new(&format!(r"^\s*(?:{groups})\s+")).expect("patterns of our own")
});

impl<'a> Passages<'a> {
    /// Those of a record. Lines that are page numbers alone are left out.
    pub(super) fn of(record: &'a Record) -> Passages<'a> {
        let mut text = String::new();
        let mut lines = Vec::new();
        for page in &record.text {
            for line in &page.lines {
                if line.text.trim().chars().all(|c| c.is_ascii_digit()) {
                    continue;
                }
                let start = text.len();
                text.push_str(&line.text);
                lines.push((start..text.len(), page.page, line));
                text.push('\n');
            }
        }
        let flat = Flat::new(&text);
        let widest = lines.iter().map(|(_, _, line)| reach(line)).fold(0.0, f64::max);
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        let mut open = false;
        for (range, _, line) in &lines {
            let label = LABEL.captures(&line.text);
            let level = label
                .as_ref()
                .and_then(|found| (0..6_u8).find(|at| found.get(usize::from(*at) + 1).is_some()));
            let begin = range.start + label.as_ref().map_or(0, |found| found[0].len());
            match paragraphs.last_mut() {
                Some(last) if open && level.is_none() => {
                    last.span = Span::new(last.span.start(), range.end);
                }
                _ => {
                    paragraphs.push(Paragraph { span: Span::new(begin.min(range.end), range.end), level });
                }
            }
            let ended = line.text.trim_end().ends_with(['.', ';', ':', '!', '?']);
            let capitals = !line.text.chars().any(char::is_lowercase);
            open = !ended && !capitals && reach(line) >= SHORT * widest;
        }
        Passages { flat, paragraphs, lines }
    }

    /// The lines of a passage, each with the words of it that stand there.
    pub(super) fn evidence(&self, span: Span<Restored>) -> Vec<Evidence> {
        let touched =
            self.lines.iter().filter(|(range, ..)| range.start < span.end() && span.start() < range.end);
        let evidence = touched.map(|(range, page, line)| {
            let (from, to) = (span.start().max(range.start), span.end().min(range.end));
            let words: Vec<PixelBox> =
                words(line, from - range.start..to - range.start).filter_map(|word| word.place).collect();
            let place = words.into_iter().reduce(|all, word| all.union(&word)).or(line.place);
            let text = self.flat.quote(Span::new(from, to)).trim().to_owned();
            Evidence { page: *page, place, line: line.place.is_none().then_some(line.line), text }
        });
        evidence.filter(|evidence| !evidence.text.is_empty()).collect()
    }

    /// Whether some word of a passage is doubtful.
    pub(super) fn is_doubtful(&self, span: Span<Restored>) -> bool {
        let touched =
            self.lines.iter().filter(|(range, ..)| range.start < span.end() && span.start() < range.end);
        let mut touched = touched.flat_map(|(range, _, line)| {
            let (from, to) = (span.start().max(range.start), span.end().min(range.end));
            words(line, from - range.start..to - range.start)
        });
        touched.any(|word| word.doubtful)
    }

    /// The sentences of a paragraph.
    pub(super) fn clauses(&self, paragraph: Paragraph) -> Vec<Span<Restored>> {
        self.flat.clauses(paragraph.span)
    }
}

/// How far a line reaches to the right: pixels, or letters of a text.
fn reach(line: &TextLine) -> f64 {
    match line.place {
        Some(place) => f64::from(place.right()),
        None => f64::from(u32::try_from(line.text.chars().count()).unwrap_or(u32::MAX)),
    }
}

/// The words of a line that touch some bytes of it.
fn words(line: &TextLine, part: Range<usize>) -> impl Iterator<Item = &TextWord> {
    let mut at = 0;
    line.words.iter().flatten().filter(move |word| {
        let Some(start) = line.text[at..].find(&word.text).map(|from| at + from) else { return false };
        at = start + word.text.len();
        start < part.end && part.start < at
    })
}
