//! The text of a document from its restored lines.

use super::{Document, Header, Line, Word};
use crate::page::{self, Block};
use crate::restore::{Restoration, RestoredLine, RestoredPage};
use crate::text::{Restored, Span};

/// Text, lines and words; header and outline still empty.
pub(super) fn text(restoration: &Restoration) -> Document {
    let mut document = Document {
        text: String::new(),
        lines: Vec::new(),
        words: Vec::new(),
        header: Header::absent(),
        outline: Vec::new(),
    };
    for page in &restoration.pages {
        for (i, line) in page.lines.iter().enumerate() {
            if line.words.is_empty() || is_page_number(page, i, restoration.pages.len()) {
                continue;
            }
            let span = push(&mut document, line);
            document.lines.push(Line { span, page: page.page, number: line.number, block: line.block });
            document.text.push('\n');
        }
    }
    document
}

fn push(document: &mut Document, line: &RestoredLine) -> Span<Restored> {
    let start = document.text.len();
    for (i, word) in line.words.iter().enumerate() {
        if i > 0 {
            document.text.push(' ');
        }
        let at = document.text.len();
        document.text.push_str(&word.chosen.text);
        document.words.push(Word {
            span: Span::new(at, document.text.len()),
            line: document.lines.len(),
            place: word.place,
            probability: word.chosen.probability,
            doubtful: word.doubtful,
        });
    }
    Span::new(start, document.text.len())
}

/// Whether a line is the page's number: alone on the first or last line of a page of several.
///
/// Left out of the text, since a sentence that runs over the page would have a number in its middle.
fn is_page_number(page: &RestoredPage, at: usize, pages: usize) -> bool {
    if pages < 2 || page.page.0 == 0 || (at != 0 && at + 1 != page.lines.len()) {
        return false;
    }
    let line = &page.lines[at];
    line.words.len() <= 3
        && !matches!(line.block, Block::Cell(_))
        && page::is_page_number(line.words.iter().map(|word| word.chosen.text.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::document::tests::restored_pages;

    #[test]
    fn page_numbers_are_left_out() {
        let pages = ["giai đoạn 2021 -", "2\n2025 giảm 4%;\n12\nhết\n- 3 -"];
        let document = super::text(&restored_pages(&pages));
        assert_eq!(document.text, "giai đoạn 2021 -\n2025 giảm 4%;\n12\nhết\n");
    }
}
