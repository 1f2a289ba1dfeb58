//! The text layer of a page beside what the engine read on its picture.

use crate::page::{OcrLine, OcrPage, OcrWord, Origin};

/// Words that a layer must have to stand for a page of which hardly a word was read.
const FEW: usize = 20;
/// Of the letters of such a layer, what share was read on the picture at most.
const UNREAD: f32 = 0.1;

/// Gives a page the text layer that lies under it. Of a page of which hardly a word was read the layer alone is left
/// to say what it says.
pub(crate) fn hear(page: &mut OcrPage, layer: Vec<OcrLine>) {
    let is_word = |word: &&OcrWord| {
        let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 2 && 3 * letters >= 2 * word.text.chars().count()
    };
    let words = || layer.iter().flat_map(|line| &line.words).filter(is_word);
    let letters: f32 = words().map(OcrWord::letters).sum();
    let read: f32 = page.lines.iter().flat_map(|line| &line.words).map(OcrWord::worth).sum();
    if words().count() >= FEW && read < UNREAD * letters {
        page.origin = Origin::TextLayer;
        page.lines = layer;
    } else {
        page.layer = layer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::PageIndex;
    use crate::page::Block;

    fn lines(text: &str, confidence: f32) -> Vec<OcrLine> {
        let word =
            |text: &str| OcrWord { text: text.to_owned(), place: None, confidence, alternatives: vec![] };
        let words = text.split_whitespace().map(word).collect();
        vec![OcrLine { number: 1, block: Block::Body, words }]
    }

    fn page(text: &str, confidence: f32) -> OcrPage {
        let lines = lines(text, confidence);
        OcrPage::of_lines(PageIndex(0), Origin::Scan, lines)
    }

    #[test]
    fn a_layer_stands_for_a_page_that_was_not_read() {
        let layer = "Uy ban nhan dan tinh ".repeat(8);
        for (read, confidence, origin) in [
            ("Ủy ban nhân dân tỉnh", 0.9, Origin::Scan),
            ("~ Ì", 0.4, Origin::TextLayer),
            ("", 0.0, Origin::TextLayer),
        ] {
            let mut page = page(read, confidence);
            hear(&mut page, lines(&layer, 1.0));
            assert_eq!(page.origin, origin, "{read}");
            assert_eq!(page.layer.is_empty(), origin == Origin::TextLayer, "{read}");
        }
        let mut blank = page("", 0.0);
        hear(&mut blank, lines(&"| ~ , . i. ".repeat(20), 1.0));
        assert!(blank.lines[0].words.is_empty() && !blank.layer.is_empty(), "signs are no words");
    }
}
