//! The text of a document from its restored lines.

use super::{Document, Header, Line, Word};
use crate::limit;
use crate::page::{self, Block};
use crate::restore::{Restoration, RestoredLine, RestoredPage, RestoredWord};
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
    let pages = restoration.pages.len();
    let lines = restoration.pages.iter().flat_map(|page| {
        let kept = move |at: &usize| !page.lines[*at].words.is_empty() && !is_page_number(page, *at, pages);
        (0..page.lines.len()).filter(kept).map(move |at| (page.page, &page.lines[at]))
    });
    let mut lines = lines.peekable();
    while let Some((page, line)) = lines.next() {
        limit::check();
        let next = lines.peek().and_then(|(_, next)| next.words.first());
        if let Some(span) = push(&mut document, line, next) {
            document.lines.push(Line { span, page, number: line.number, block: line.block });
            document.text.push('\n');
        }
    }
    document
}

/// Adds the words of a line but for specks; where they stand, `None` when nothing else is on it. `next` is the word
/// after the line.
fn push(document: &mut Document, line: &RestoredLine, next: Option<&RestoredWord>) -> Option<Span<Restored>> {
    let start = document.text.len();
    for (i, word) in line.words.iter().enumerate() {
        let behind = line.words.get(i + 1);
        // A dash of faint print is read as a wave; an item begins behind it.
        let begins =
            |text: &str| !text.starts_with(char::is_lowercase) && text.contains(char::is_alphanumeric);
        let dash =
            i == 0 && word.chosen.text.ends_with('~') && behind.is_some_and(|word| begins(&word.chosen.text));
        if !dash && is_speck(word, line.block, behind.or(next)) {
            continue;
        }
        if document.text.len() > start {
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
    (document.text.len() > start).then(|| Span::new(start, document.text.len()))
}

/// Whether a word of a scan is dirt: nothing but signs that no Vietnamese text has by themselves ("Sở Y tế, ˆ Sở Nội vụ"),
/// or a stop before a small letter, which begins no sentence. In head and closing such signs may stand for what is left
/// blank.
fn is_speck(word: &RestoredWord, block: Block, next: Option<&RestoredWord>) -> bool {
    const SPECKS: &str = "_ˆ^~|`´¨°¬‹›";
    let text = word.chosen.text.as_str();
    let goes_on = || next.is_some_and(|next| next.chosen.text.starts_with(char::is_lowercase));
    word.place.is_some()
        && matches!(block, Block::Body | Block::Unknown | Block::Cell(_))
        && (text.chars().all(|c| SPECKS.contains(c)) || text == "." && goes_on())
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
    use crate::document::tests::{restored_pages, scanned_page};
    use crate::page::Block;

    #[test]
    fn page_numbers_are_left_out() {
        let pages = ["giai đoạn 2021 -", "2\n2025 giảm 4%;\n12\nhết\n- 3 -"];
        let document = super::text(&restored_pages(&pages));
        assert_eq!(document.text, "giai đoạn 2021 -\n2025 giảm 4%;\n12\nhết\n");
    }

    #[test]
    fn specks_of_a_scan_are_no_words() {
        let line = "Giao Sở Y tế, ˆ Sở Nội vụ rà soát _ danh . sách.";
        let text =
            |block| super::text(&scanned_page(&[(block, 200, 100, line), (block, 200, 200, "~ |")])).text;
        assert_eq!(text(Block::Body), "Giao Sở Y tế, Sở Nội vụ rà soát danh sách.\n");
        assert_eq!(text(Block::LetterheadLeft), format!("{line}\n~ |\n"));
        let item = "~ Sở Y tế rà soát";
        assert_eq!(super::text(&scanned_page(&[(Block::Body, 200, 100, item)])).text, format!("{item}\n"));
        assert_eq!(super::text(&restored_pages(&[line])).text, format!("{line}\n"));
    }
}
