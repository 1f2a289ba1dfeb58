//! The words of a record with their places, for forms that need each of them.

use crate::geometry::PixelBox;
use crate::reason::Reason;
use crate::record::{Page, Record, TextLine, TextWord};

/// A page with its size and its lines in blocks.
#[derive(Debug)]
pub(super) struct PageOfWords<'a> {
    pub(super) page: &'a Page,
    /// Pixels.
    pub(super) size: (u32, u32),
    /// Lines that stand close below each other, in reading order.
    pub(super) blocks: Vec<Vec<LineOfWords<'a>>>,
}

/// A line with its words.
#[derive(Debug)]
pub(super) struct LineOfWords<'a> {
    pub(super) place: PixelBox,
    pub(super) line: &'a TextLine,
    /// Left to right; none empty.
    pub(super) words: Vec<(PixelBox, &'a TextWord)>,
}

/// The pages of a record.
///
/// # Errors
/// Why it has no words with places.
pub(super) fn pages(record: &Record) -> Result<Vec<PageOfWords<'_>>, Reason> {
    let mut pages = Vec::new();
    for page in &record.pages {
        let (Some(width), Some(height)) = (page.width, page.height) else {
            // A page of which nothing could be shown has no size and no text.
            if record.text.iter().any(|text| text.page == page.page && !text.lines.is_empty()) {
                return Err(Reason::NoPlaces);
            }
            continue;
        };
        let lines = record.text.iter().filter(|text| text.page == page.page).flat_map(|text| &text.lines);
        let mut blocks: Vec<Vec<LineOfWords<'_>>> = Vec::new();
        for line in lines {
            let Some(words) = &line.words else {
                return Err(Reason::NoWords);
            };
            let words: Vec<_> = words.iter().filter_map(|word| Some((word.place?, word))).collect();
            let (Some(place), false) = (line.place, words.is_empty()) else { continue };
            let line = LineOfWords { place, line, words };
            match blocks.last_mut() {
                Some(block) if block.last().is_some_and(|last| follows(&last.place, &place)) => {
                    block.push(line);
                }
                _ => blocks.push(vec![line]),
            }
        }
        pages.push(PageOfWords { page, size: (width, height), blocks });
    }
    Ok(pages)
}

/// Whether a line stands close below another.
fn follows(above: &PixelBox, below: &PixelBox) -> bool {
    let height = above.height().max(below.height());
    let overlaps = above.left() < below.right() && below.left() < above.right();
    overlaps && below.top() >= above.top() && below.top() < above.bottom() + height
}

/// The box around some boxes; `None` around none.
pub(super) fn around(places: impl IntoIterator<Item = PixelBox>) -> Option<PixelBox> {
    places.into_iter().reduce(|all, place| all.union(&place))
}
