//! What the parts of this step ask about the lines of a document: their text, gaps, ends and indents.

use super::phrase::{self, in_capitals};
use super::{Document, label};
use crate::geometry::PixelBox;
use crate::limit;
use crate::page::Block;
use crate::text::{Restored, Span};

/// The lines of a document, measured.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub(super) document: &'a Document,
    pub(super) lines: Vec<View>,
    /// Whether blank lines part the paragraphs, so that where none is, none ends.
    gapped: bool,
    /// Whether each line of the plain text is a paragraph, however long.
    unbroken: bool,
    /// Length of a full line in characters, for plain text.
    full: usize,
}

/// A line as seen by this step.
#[derive(Debug)]
pub(super) struct View {
    pub(super) span: Span<Restored>,
    /// See [`phrase::key`].
    pub(super) key: String,
    pub(super) block: Block,
    /// Whether blank lines stand before it.
    pub(super) gap: bool,
    /// Whether it is the first of its page.
    pub(super) page_start: bool,
    /// Whether most letters are capitals.
    pub(super) capitals: bool,
    /// All words together; `None` in plain text.
    pub(super) place: Option<PixelBox>,
    /// Left and right margin of its page's text, in pixels; 0 in plain text.
    margins: (u32, u32),
    /// Its words in [`Document::words`]: the first, and the one after the last.
    pub(super) words: (usize, usize),
}

/// No printed line has more characters.
const LONGEST_PRINTED: usize = 150;

impl<'a> Sheet<'a> {
    pub(super) fn new(document: &'a Document) -> Sheet<'a> {
        let mut lines: Vec<View> = Vec::with_capacity(document.lines.len());
        let mut word = 0;
        for (i, line) in document.lines.iter().enumerate() {
            limit::check();
            let first = word;
            while document.words.get(word).is_some_and(|w| w.line == i) {
                word += 1;
            }
            let place = document.words[first..word]
                .iter()
                .map(|w| w.place)
                .reduce(|a, b| match (a, b) {
                    (Some(a), Some(b)) => Some(a.union(&b)),
                    (a, b) => a.or(b),
                })
                .flatten();
            let before = i.checked_sub(1).map(|j| &document.lines[j]);
            let page_start = before.is_none_or(|b| b.page != line.page);
            let text = &document.text[line.span.range()];
            lines.push(View {
                span: line.span,
                key: phrase::key(text),
                block: line.block,
                gap: place.is_none() && !page_start && before.is_some_and(|b| b.number + 1 < line.number),
                page_start,
                capitals: in_capitals(text),
                place,
                margins: (0, 0),
                words: (first, word),
            });
        }
        let mut sheet = Sheet { document, lines, gapped: false, unbroken: false, full: 0 };
        sheet.unbroken = sheet.find_unbroken();
        sheet.gapped = !sheet.unbroken && sheet.find_gapped();
        sheet.full = sheet.find_full();
        sheet.find_margins();
        sheet
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Its text. Whatever goes through the lines asks for it: here it is looked whether there is still time.
    pub(super) fn text(&self, line: usize) -> &'a str {
        limit::check();
        &self.document.text[self.lines[line].span.range()]
    }

    /// The text of a span, as [`Sheet::text`].
    pub(super) fn slice(&self, span: Span<Restored>) -> &'a str {
        limit::check();
        &self.document.text[span.range()]
    }

    /// From the beginning of line `first` to the end of line `last`, which is inside.
    pub(super) fn span(&self, first: usize, last: usize) -> Span<Restored> {
        Span::new(self.lines[first].span.start(), self.lines[last].span.end())
    }

    /// Whether blank lines part the paragraphs of this document.
    pub(super) fn is_gapped(&self) -> bool {
        self.gapped
    }

    pub(super) fn same_page(&self, a: usize, b: usize) -> bool {
        self.document.lines[a].page == self.document.lines[b].page
    }

    /// Whether the first word of the next line would have fitted on this one: then a paragraph ends here.
    pub(super) fn ends_early(&self, line: usize) -> bool {
        let view = &self.lines[line];
        let Some(next) = self.lines.get(line + 1) else { return true };
        let first_word = &self.document.words[next.words.0];
        if let (Some(here), Some(word), (_, right)) = (view.place, first_word.place, view.margins) {
            // A space is about a third of the line's height; half a height more for ragged ends.
            let wanted = here.right() + word.width() + here.height() * 5 / 6;
            return right > 0 && wanted < right;
        }
        if self.unbroken {
            return true;
        }
        if self.gapped {
            // Such text was broken by a program at any width.
            return false;
        }
        let count = |text: &str| text.chars().count();
        // Letters differ in width: a line of justified text may be a tenth shorter, and the first of a paragraph
        // is indented by half as much again.
        (count(self.text(line)) + 1 + count(self.slice(first_word.span))) * 100 < self.full * 84
    }

    /// Whether the paragraph of a line goes on with the next one: the line is full, and the next one stands directly below
    /// it, as far as that can be seen.
    pub(super) fn goes_on_below(&self, line: usize) -> bool {
        let Some(next) = self.lines.get(line + 1) else { return false };
        if next.page_start || next.gap {
            return false;
        }
        match (self.lines[line].place, next.place) {
            (Some(here), Some(below)) => {
                !self.ends_early(line) && below.top().saturating_sub(here.bottom()) < here.height()
            }
            _ => self.text(line).chars().count() * 100 >= self.full * 80,
        }
    }

    /// Whether a line on a scan begins to the right of the margin by more than its height; false in plain text.
    pub(super) fn is_indented(&self, line: usize) -> bool {
        let view = &self.lines[line];
        view.place.is_some_and(|p| view.margins.1 > 0 && p.left() > view.margins.0 + p.height())
    }

    /// Whether a line on a scan runs from near the left margin to the right one, as body text does and a centred
    /// heading does not; in plain text, whether it is nearly full.
    pub(super) fn is_full(&self, line: usize) -> bool {
        let view = &self.lines[line];
        match view.place {
            Some(place) if view.margins.1 > 0 => place.right() + place.height() > view.margins.1,
            _ => self.text(line).chars().count() * 100 >= self.full * 86,
        }
    }

    /// Whether a line has less than three fifths of a full line's letters.
    pub(super) fn is_short(&self, line: usize) -> bool {
        self.text(line).chars().count() * 5 < self.full * 3
    }

    /// Whether a line on a scan is centred between the margins, leaving at least two line heights on both sides.
    pub(super) fn is_centred(&self, line: usize) -> bool {
        let view = &self.lines[line];
        let (left, right) = view.margins;
        view.place.is_some_and(|p| {
            let (before, after) = (p.left().saturating_sub(left), right.saturating_sub(p.right()));
            right > 0 && before.min(after) >= 2 * p.height() && before.abs_diff(after) <= 3 * p.height()
        })
    }

    /// Whether a fifth of the lines that are no headings are longer than printed ones.
    fn find_unbroken(&self) -> bool {
        let lengths = (0..self.len()).filter(|line| self.lines[*line].place.is_none());
        let lengths: Vec<usize> =
            lengths.map(|line| self.text(line).chars().count()).filter(|count| *count >= 40).collect();
        let long = lengths.iter().filter(|count| **count > LONGEST_PRINTED).count();
        long > 0 && long * 5 >= lengths.len()
    }

    /// Whether list labels, or without any, paragraphs, follow blank lines.
    fn find_gapped(&self) -> bool {
        let (mut labels, mut after_gap, mut gaps) = (0, 0, 0);
        for (i, view) in self.lines.iter().enumerate() {
            gaps += usize::from(view.gap);
            if i > 0 && !view.page_start && label::parse(self.text(i), &[]).is_some_and(|l| l.marked) {
                labels += 1;
                after_gap += usize::from(view.gap);
            }
        }
        if labels >= 3 { after_gap * 2 >= labels } else { gaps * 10 >= self.len() }
    }

    /// The length under which nine tenths of the longer lines stay.
    fn find_full(&self) -> usize {
        let mut lengths: Vec<usize> = (0..self.len())
            .map(|i| self.text(i).chars().count())
            .filter(|n| (40..=160).contains(n))
            .collect();
        lengths.sort_unstable();
        lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(80)
    }

    /// Margins of each page from its body lines; those of short pages from the whole document.
    fn find_margins(&mut self) {
        let body = |view: &View| matches!(view.block, Block::Body | Block::Unknown);
        let of = |views: &[&View]| {
            let mut lefts: Vec<u32> = views.iter().filter_map(|v| v.place.map(|p| p.left())).collect();
            let mut rights: Vec<u32> = views.iter().filter_map(|v| v.place.map(|p| p.right())).collect();
            lefts.sort_unstable();
            rights.sort_unstable();
            // Two fifths of the lines may be indented; a twentieth may stick out.
            Some((*lefts.get(lefts.len() / 10)?, *rights.get(rights.len() * 9 / 10)?))
        };
        let all: Vec<&View> = self.lines.iter().filter(|v| body(v)).collect();
        let common = of(&all);
        let mut margins = Vec::with_capacity(self.len());
        for (i, line) in self.document.lines.iter().enumerate() {
            let known = margins.last().copied().filter(|_| i > 0 && self.same_page(i - 1, i));
            margins.push(known.unwrap_or_else(|| {
                let page: Vec<&View> = all.iter().copied().filter(|v| self.page_of(v) == line.page).collect();
                // Fewer lines do not show where text ends.
                if page.len() >= 8 { of(&page) } else { common }
            }));
        }
        for (view, margin) in self.lines.iter_mut().zip(margins) {
            view.margins = margin.unwrap_or((0, 0));
        }
    }

    fn page_of(&self, view: &View) -> crate::geometry::PageIndex {
        self.document.lines[self.document.words[view.words.0].line].page
    }

    /// Share of such readings that are right: of the rule, and of the words in the spans.
    pub(super) fn confidence(&self, rule: f32, spans: &[Span<Restored>]) -> f32 {
        let (mut least, mut sum, mut count) = (1.0_f32, 0.0_f32, 0.0_f32);
        for span in spans {
            let first = self.document.words.partition_point(|w| w.span.end() <= span.start());
            for word in self.document.words[first..].iter().take_while(|w| w.span.start() < span.end()) {
                least = least.min(word.probability);
                sum += word.probability;
                count += 1.0;
            }
        }
        // One wrong word spoils a short value; in a long one it is one of many.
        let words = if count == 0.0 {
            1.0
        } else if count <= 6.0 {
            least
        } else {
            sum / count
        };
        rule * words
    }
}
