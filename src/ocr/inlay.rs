//! Reads the pictures that stand in lines of a text layer: numbers and days stamped in by a signing program.

use super::{OcrEngine, OcrLine, OcrWord, Reading, Segmentation};
use crate::geometry::{PageIndex, PixelBox};
use crate::scan::{Inlay, Mark, MarkKind, PLACEHOLDER};

/// Dots per inch at which they are drawn.
const DPI: u32 = 300;

/// Under this confidence a figure is not believed: the pictures are print without dust, which is read well or not at all.
const SURE: f32 = 0.7;

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

/// The words of a picture, in the place that holds it; none where one of them is unsure.
fn words(engine: &dyn OcrEngine, page: PageIndex, inlay: &Inlay) -> Vec<OcrWord> {
    let image = &inlay.image;
    let whole = PixelBox::new(0, 0, image.width, image.height);
    let how = Reading { segmentation: Segmentation::Line, dpi: DPI };
    let Ok(lines) = engine.read(page, image, whole, &how) else { return Vec::new() };
    let words: Vec<OcrWord> = lines.into_iter().flat_map(|line| line.words).collect();
    let says = |word: &OcrWord| word.text.chars().any(char::is_alphanumeric);
    if words.iter().any(|word| says(word) && word.confidence < SURE) {
        return Vec::new();
    }
    let words = words.into_iter().filter(says);
    words.map(|word| OcrWord { place: Some(inlay.place), alternatives: Vec::new(), ..word }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, Result};
    use crate::ocr::Block;
    use crate::scan::PageImage;

    #[derive(Debug)]
    struct Says(&'static str, f32);

    impl OcrEngine for Says {
        fn name(&self) -> &str {
            "test"
        }
        fn read(&self, page: PageIndex, _: &PageImage, _: PixelBox, _: &Reading) -> Result<Vec<OcrLine>> {
            if self.0.is_empty() {
                return Err(Error::EngineFailed { engine: "test", page, reason: "gone".to_owned() });
            }
            Ok(vec![OcrLine { number: 1, block: Block::Unknown, words: vec![word(self.0, None, self.1)] }])
        }
    }

    fn word(text: &str, place: Option<PixelBox>, confidence: f32) -> OcrWord {
        OcrWord { text: text.to_owned(), place, confidence, alternatives: Vec::new() }
    }

    #[test]
    fn a_number_takes_the_place_that_was_held_and_what_is_unsure_leaves_a_mark() {
        let place = PixelBox::new(100, 50, 180, 90);
        let image = PageImage { width: 4, height: 4, data: vec![0; 16] };
        let inlay = Inlay { place, image };
        struct Case(Says, &'static str, usize);
        for Case(engine, expected, left) in [
            Case(Says("1847", 0.96), "Số: 1847 /QĐ-UBND", 0),
            Case(Says("1847", 0.4), "Số: /QĐ-UBND", 1),
            Case(Says("", 0.0), "Số: /QĐ-UBND", 1),
        ] {
            let words = vec![
                word("Số:", None, 1.0),
                word(PLACEHOLDER, Some(place), 1.0),
                word("/QĐ-UBND", None, 1.0),
            ];
            let mut lines = vec![OcrLine { number: 1, block: Block::Unknown, words }];
            let mut marks = Vec::new();
            read(&engine, PageIndex(0), std::slice::from_ref(&inlay), &mut lines, &mut marks);
            let texts: Vec<&str> = lines[0].words.iter().map(|word| word.text.as_str()).collect();
            assert_eq!(texts.join(" "), expected);
            assert_eq!(marks.len(), left);
        }
    }
}
