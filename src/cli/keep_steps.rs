//! What each step made, written into a folder, so that a person can look between the steps.

use std::fmt::Write;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{ImageFormat, Rgb, RgbImage};

use super::output;
use super::results::Guard;
use crate::error::Result;
use crate::files::place::stands_at;
use crate::files::write::{make_folder, write_file};
use crate::geometry::{PixelBox, pixels};
use crate::ocr::ReadPage;
use crate::page::{Block, OcrPage};
use crate::pipeline::Steps;

/// Where the steps of one document go: `page-1.png` … (the picture that the engine was given, with the boxes of its
/// words), `read.txt`, `restored.txt`, `outline.txt` and `record.json` in a folder of the document's own.
pub(super) struct Kept<'a> {
    folder: PathBuf,
    guard: &'a Guard,
}

impl Kept<'_> {
    /// Makes the folder of a document.
    pub(super) fn new<'a>(folder: &Path, guard: &'a Guard) -> Result<Kept<'a>> {
        make_folder(folder)?;
        Ok(Kept { folder: folder.to_owned(), guard })
    }

    /// Writes the picture of a page.
    pub(super) fn page(&self, read: &ReadPage) -> Result<()> {
        let Some(png) = picture(read) else { return Ok(()) };
        self.write(&format!("page-{}.png", read.page.page.number()), &png)
    }

    /// Writes the other steps of the document at `path`.
    pub(super) fn steps(&self, steps: &mut Steps, path: &Path) -> Result<()> {
        stands_at(&mut steps.record, &self.folder.join("record.json"), &[path.to_owned()]);
        self.write("read.txt", read_text(&steps.read).as_bytes())?;
        self.write("restored.txt", output::plain_text(&steps.record).as_bytes())?;
        self.write("outline.txt", outline(steps).as_bytes())?;
        self.write("record.json", output::pretty(&steps.record).as_bytes())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        write_file(&path, bytes, self.guard.unless_input(&path)?)
    }
}

/// The page's picture as PNG, its words in boxes coloured by their part of the page, its marks in red.
fn picture(read: &ReadPage) -> Option<Vec<u8>> {
    let (image, page) = (read.picture.as_ref()?, &read.page);
    let scale = f64::from(image.width) / f64::from(page.frame?.width);
    let mut picture = RgbImage::from_fn(image.width, image.height, |x, y| {
        let grey = image.data[y as usize * image.width as usize + x as usize];
        Rgb([grey; 3])
    });
    for line in &page.lines {
        let colour = match line.block {
            Block::LetterheadLeft | Block::Recipients => Rgb([0, 110, 200]),
            Block::LetterheadRight | Block::Signature => Rgb([150, 60, 180]),
            Block::Cell(_) => Rgb([200, 120, 0]),
            Block::Body | Block::Unknown => Rgb([0, 150, 70]),
        };
        for place in line.words.iter().filter_map(|word| word.place) {
            frame(&mut picture, place, scale, colour);
        }
    }
    for mark in &page.marks {
        frame(&mut picture, mark.place, scale, Rgb([220, 0, 0]));
    }
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}

/// Draws the edge of a box of the upright page on its picture.
fn frame(picture: &mut RgbImage, place: PixelBox, scale: f64, colour: Rgb<u8>) {
    let (width, height) = picture.dimensions();
    let at = |value: u32| pixels(f64::from(value) * scale);
    let (left, right) = (at(place.left()), at(place.right()).min(width));
    let (top, bottom) = (at(place.top()), at(place.bottom()).min(height));
    if left >= right || top >= bottom {
        return;
    }
    for x in left..right {
        picture.put_pixel(x, top, colour);
        picture.put_pixel(x, bottom - 1, colour);
    }
    for y in top..bottom {
        picture.put_pixel(left, y, colour);
        picture.put_pixel(right - 1, y, colour);
    }
}

fn read_text(pages: &[OcrPage]) -> String {
    let pages: Vec<String> = pages
        .iter()
        .map(|page| {
            let lines = page.lines.iter();
            lines
                .map(|line| line.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ") + "\n")
                .collect()
        })
        .collect();
    pages.join("\u{c}\n")
}

/// The tree of the document's parts, one a line, indented by its depth.
fn outline(steps: &Steps) -> String {
    let mut text = String::new();
    for node in &steps.document.outline {
        let indent = 2 * node.level.saturating_sub(1) as usize;
        let words = steps.document.quote(node.own);
        writeln!(text, "{:indent$}{:?}: {words}", "", node.kind).expect("writing to a string does not fail");
    }
    text
}
