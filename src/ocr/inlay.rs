//! Reads the pictures that stand in lines of a text layer: numbers and days stamped in by a signing program.

use super::{OcrEngine, Reading, Segmentation};
use crate::geometry::{PageIndex, PixelBox};
use crate::page::{Mark, MarkKind, OcrLine, OcrWord, PageImage};
use crate::scan::{Inlay, PLACEHOLDER};

/// Dots per inch at which they are drawn.
const DPI: u32 = 300;

/// How often a picture is laid beside itself: the engine reads a line better than a figure or two, and what it reads more
/// than once it has not guessed.
const COPIES: u32 = 3;

/// Puts what is read in each picture in the place of the word that held it. Where nothing can be read, or no engine is
/// there, the word goes and a mark says that something stands there.
pub(super) fn read(
    engine: &dyn OcrEngine,
    page: PageIndex,
    inlays: &[Inlay],
    lines: &mut Vec<OcrLine>,
    marks: &mut Vec<Mark>,
) {
    for inlay in inlays {
        let found = words(engine, page, inlay);
        if found.is_empty() {
            marks.push(Mark { kind: MarkKind::Signature, place: inlay.place, text: None });
        }
        for line in lines.iter_mut() {
            let held = |word: &OcrWord| word.text == PLACEHOLDER && word.place == Some(inlay.place);
            if let Some(at) = line.words.iter().position(held) {
                line.words.splice(at..=at, found);
                break;
            }
        }
    }
    if !inlays.is_empty() {
        lines.retain(|line| !line.words.is_empty());
    }
}

/// The word of a picture, in the place that holds it; nothing where its copies are read differently, or as no number.
fn words(engine: &dyn OcrEngine, page: PageIndex, inlay: &Inlay) -> Vec<OcrWord> {
    let image = in_a_line(&inlay.image);
    let whole = PixelBox::new(0, 0, image.width, image.height);
    let how = Reading { segmentation: Segmentation::Line, dpi: DPI };
    let Ok(lines) = engine.read(page, &image, whole, &how) else { return Vec::new() };
    let read: Vec<OcrWord> = lines.into_iter().flat_map(|line| line.words).collect();
    // A picture may hold several words, each copy as many.
    let count = read.len() / COPIES as usize;
    if count == 0 || read.len() != count * COPIES as usize {
        return agreed(&read, inlay);
    }
    let (first, rest) = read.split_at(count);
    let same = |copy: &[OcrWord]| copy.iter().zip(first).all(|(a, b)| a.text == b.text);
    if !rest.chunks(count).all(same) || !first.iter().any(|word| is_number(&word.text)) {
        return agreed(&read, inlay);
    }
    let place = Some(inlay.place);
    first.iter().map(|word| OcrWord { place, alternatives: Vec::new(), ..word.clone() }).collect()
}

/// The number that two copies at least were read as, the others not as numbers.
fn agreed(read: &[OcrWord], inlay: &Inlay) -> Vec<OcrWord> {
    let numbers: Vec<&OcrWord> = read.iter().filter(|word| is_number(&word.text)).collect();
    let Some(first) = numbers.first() else { return Vec::new() };
    if numbers.len() < 2 || numbers.iter().any(|word| word.text != first.text) {
        return Vec::new();
    }
    vec![OcrWord { place: Some(inlay.place), alternatives: Vec::new(), ..(*first).clone() }]
}

/// Whether a word begins with a figure and is hardly more than figures.
fn is_number(text: &str) -> bool {
    let figures = text.chars().filter(char::is_ascii_digit).count();
    text.starts_with(|c: char| c.is_ascii_digit()) && 2 * figures > text.chars().count()
}

/// A picture beside itself, a word space between.
fn in_a_line(image: &PageImage) -> PageImage {
    let (width, height) = (image.width as usize, image.height as usize);
    let mut data = Vec::with_capacity(width * height * COPIES as usize);
    for row in image.data.chunks_exact(width.max(1)) {
        for _ in 0..COPIES {
            data.extend_from_slice(row);
        }
    }
    PageImage { width: image.width * COPIES, height: image.height, data }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, Result};
    use crate::page::Block;

    #[derive(Debug)]
    struct Says(&'static str);

    impl OcrEngine for Says {
        fn name(&self) -> &str {
            "test"
        }
        fn read(&self, page: PageIndex, _: &PageImage, _: PixelBox, _: &Reading) -> Result<Vec<OcrLine>> {
            if self.0.is_empty() {
                return Err(Error::EngineFailed {
                    engine: "test",
                    page,
                    reason: crate::reason::Reason::GivenUp,
                });
            }
            let words = self.0.split(' ').map(|text| word(text, None)).collect();
            Ok(vec![OcrLine { number: 1, block: Block::Unknown, words }])
        }
    }

    fn word(text: &str, place: Option<PixelBox>) -> OcrWord {
        OcrWord { text: text.to_owned(), place, confidence: 0.9, alternatives: Vec::new() }
    }

    #[test]
    fn a_number_takes_the_place_that_was_held_and_what_is_unsure_leaves_a_mark() {
        let place = PixelBox::new(100, 50, 180, 90);
        let image = PageImage { width: 4, height: 4, data: vec![0; 16] };
        let inlay = Inlay { place, image };
        struct Case(Says, &'static str, usize);
        for Case(engine, expected, left) in [
            Case(Says("1847 1847 1847"), "Số: 1847 /QĐ-UBND", 0),
            Case(Says("1847 1847 l847"), "Số: 1847 /QĐ-UBND", 0),
            Case(Says("1847 1841 1847"), "Số: /QĐ-UBND", 1),
            Case(Says("Z Z Z"), "Số: /QĐ-UBND", 1),
            Case(Says(""), "Số: /QĐ-UBND", 1),
        ] {
            let words = vec![word("Số:", None), word(PLACEHOLDER, Some(place)), word("/QĐ-UBND", None)];
            let mut lines = vec![OcrLine { number: 1, block: Block::Unknown, words }];
            let mut marks = Vec::new();
            read(&engine, PageIndex(0), std::slice::from_ref(&inlay), &mut lines, &mut marks);
            let texts: Vec<&str> = lines[0].words.iter().map(|word| word.text.as_str()).collect();
            assert_eq!(texts.join(" "), expected);
            assert_eq!(marks.len(), left);
        }
    }
}
