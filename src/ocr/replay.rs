//! An engine that reads stored output, and the recorder that stores it: tests and benches need no Tesseract.

use std::io;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::process::lock;
use super::{OcrEngine, Reading};
use crate::error::{Error, Result};
use crate::geometry::{PageIndex, PixelBox};
use crate::page::{OcrLine, PageImage};
use crate::reason::Reason;

/// What an engine read in one area of a page. Boxes count pixels of the picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Stored {
    page: PageIndex,
    area: PixelBox,
    how: Reading,
    lines: Vec<OcrLine>,
}

/// All readings of a document, as JSON on disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Readings {
    /// Name of the engine that read.
    engine: String,
    readings: Vec<Stored>,
}

/// Answers with what was stored.
#[derive(Debug)]
pub struct Replay {
    name: String,
    readings: Vec<Stored>,
}

impl Replay {
    /// Takes what [`Recorder::to_json`] wrote.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidData`] when it is something else.
    pub fn from_json(json: &str) -> io::Result<Replay> {
        let Readings { engine, readings } = serde_json::from_str(json)?;
        Ok(Replay { name: engine, readings })
    }
}

impl OcrEngine for Replay {
    fn name(&self) -> &str {
        &self.name
    }

    /// The very reading when it was stored; else, since regions may have moved since, the stored words of the
    /// page whose middle is in the area.
    fn read(&self, page: PageIndex, _: &PageImage, area: PixelBox, how: &Reading) -> Result<Vec<OcrLine>> {
        let of_page = || self.readings.iter().filter(|stored| stored.page == page);
        if let Some(same) = of_page().find(|stored| stored.area == area && stored.how == *how) {
            return Ok(same.lines.clone());
        }
        if of_page().next().is_none() {
            let reason = Reason::NothingStored;
            return Err(Error::EngineFailed { engine: "replay", page, reason });
        }
        let inside = |place: &PixelBox| {
            (area.left()..area.right()).contains(&place.middle_x())
                && (area.top()..area.bottom()).contains(&place.middle_y())
        };
        let mut lines: Vec<OcrLine> = of_page().flat_map(|stored| stored.lines.iter().cloned()).collect();
        for line in &mut lines {
            line.words.retain(|word| word.place.as_ref().is_some_and(inside));
        }
        lines.retain(|line| !line.words.is_empty());
        Ok(lines)
    }
}

/// Passes pictures on to an engine and keeps what it answers.
#[derive(Debug)]
pub struct Recorder<E> {
    engine: E,
    readings: Mutex<Vec<Stored>>,
}

impl<E: OcrEngine> Recorder<E> {
    /// Records what `engine` reads from now on.
    pub fn new(engine: E) -> Recorder<E> {
        Recorder { engine, readings: Mutex::default() }
    }

    /// All readings so far, by page and place, whatever the order in which they were made.
    ///
    /// # Panics
    /// Never: the readings are plain data.
    pub fn to_json(&self) -> String {
        let mut readings = lock(&self.readings).clone();
        readings.sort_by_key(|stored| (stored.page, stored.area.top(), stored.area.left(), stored.area));
        let readings = Readings { engine: self.engine.name().to_owned(), readings };
        serde_json::to_string_pretty(&readings).expect("plain data is written as JSON")
    }
}

impl<E: OcrEngine> OcrEngine for Recorder<E> {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn read(
        &self,
        page: PageIndex,
        image: &PageImage,
        area: PixelBox,
        how: &Reading,
    ) -> Result<Vec<OcrLine>> {
        let lines = self.engine.read(page, image, area, how)?;
        lock(&self.readings).push(Stored { page, area, how: *how, lines: lines.clone() });
        Ok(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::Segmentation;
    use crate::page::{Block, OcrWord};

    #[derive(Debug)]
    struct TwoWords;

    impl OcrEngine for TwoWords {
        fn name(&self) -> &str {
            "test 1.0"
        }
        fn read(&self, page: PageIndex, _: &PageImage, area: PixelBox, _: &Reading) -> Result<Vec<OcrLine>> {
            let word = |text: &str, left: u32| OcrWord {
                text: format!("{text}{}", page.number()),
                place: Some(PixelBox::new(
                    area.left() + left,
                    area.top(),
                    area.left() + left + 10,
                    area.top() + 9,
                )),
                confidence: 0.875,
                alternatives: vec![("đề".to_owned(), 0.25)],
            };
            Ok(vec![OcrLine {
                number: 1,
                block: Block::Unknown,
                words: vec![word("để", 0), word("thi", 50)],
            }])
        }
    }

    #[test]
    fn what_was_recorded_is_replayed() {
        let image = PageImage { width: 0, height: 0, data: Vec::new() };
        let how = Reading { segmentation: Segmentation::Column, dpi: 300 };
        let recorder = Recorder::new(TwoWords);
        let (first, second) = (PixelBox::new(0, 0, 100, 50), PixelBox::new(0, 50, 100, 100));
        let later = recorder.read(PageIndex(1), &image, second, &how).unwrap();
        let earlier = recorder.read(PageIndex(0), &image, first, &how).unwrap();

        let json = recorder.to_json();
        let replay = Replay::from_json(&json).unwrap();
        assert_eq!(replay.name(), "test 1.0");
        assert_eq!(replay.read(PageIndex(1), &image, second, &how).unwrap(), later);
        assert_eq!(replay.read(PageIndex(0), &image, first, &how).unwrap(), earlier);
        let half = replay.read(PageIndex(0), &image, PixelBox::new(40, 0, 100, 50), &how).unwrap();
        assert_eq!(half[0].words.len(), 1);
        assert_eq!(half[0].words[0].text, "thi1");
        assert!(replay.read(PageIndex(2), &image, first, &how).is_err());
        assert!(Replay::from_json("{}").is_err());
    }
}
