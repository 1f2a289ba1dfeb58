//! Makes a sample's scan, text and boxes from its source.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::canvas::{Canvas, Depth, Ink, Shape, side, whole};
use super::layout::{self, HAND, Line, Sheet};
use super::lines::ink_box;
use super::markup::{self, Form, Kind, Pen, ScanSpec, Source};
use super::ornament::{self, Place};
use super::output;
use super::random::Random;
use super::typeface::{Family, Typeface};
use super::{Error, Result};
use crate::geometry::PixelBox;

/// What is made of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Name of the scan's file: `scan.pdf`, `scan.tif`, `scan.png` or `scan.jpg`.
    pub scan_file: &'static str,
    /// Its bytes.
    pub scan: Vec<u8>,
    /// One printed line a line, pages parted by a line with a form feed.
    pub text: String,
    /// Every printed word as JSON: page, line of the page (both from 1), box, text.
    pub boxes: String,
}

/// Draws the sample whose `source.txt` is in `folder`, with fonts found under `fonts`. The same source and
/// fonts give the same bytes.
///
/// # Errors
/// A source that cannot be read or breaks its grammar, a missing font.
pub fn render(folder: &Path, fonts: &Path) -> Result<Sample> {
    let path = folder.join("source.txt");
    let text = fs::read_to_string(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
    let source = markup::parse(&text, &path)?;
    let typeface = Typeface::load(fonts, source.page.family)?;
    let sans = Typeface::load(fonts, Family::Sans)?;
    let sheets = layout::set(&source, &typeface)?;
    let mut pages = Vec::new();
    let mut boxes = Boxes::default();
    for (index, sheet) in sheets.iter().enumerate() {
        pages.push(draw(&source, sheet, index, [&typeface, &sans], &mut boxes)?);
    }
    let ScanSpec { form, dpi, quality, .. } = source.scan;
    let text: Vec<String> = sheets
        .iter()
        .map(|sheet| sheet.lines.iter().fold(String::new(), |all, l| all + &l.text() + "\n"))
        .collect();
    Ok(Sample {
        scan_file: form.file(),
        scan: output::file(&pages, form, dpi, quality)?,
        text: text.join("\u{c}\n"),
        boxes: boxes.json(dpi, &pages),
    })
}

/// Draws every sample under `folder` (each folder in it that has a `source.txt`) and writes its files beside
/// the source. Gives the files written, in order.
///
/// # Errors
/// The first sample that cannot be drawn or written.
pub fn draw_samples(folder: &Path, fonts: &Path) -> Result<Vec<PathBuf>> {
    let read = |source| Error::Read { path: folder.to_owned(), source };
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).map_err(read)? {
        folders.push(entry.map_err(read)?.path());
    }
    folders.sort();
    let mut written = Vec::new();
    for folder in folders.iter().filter(|f| f.join("source.txt").is_file()) {
        let sample = render(folder, fonts)?;
        let files: [(&str, &[u8]); 3] = [
            (sample.scan_file, &sample.scan),
            ("text.txt", sample.text.as_bytes()),
            ("boxes.json", sample.boxes.as_bytes()),
        ];
        for (name, bytes) in files {
            let path = folder.join(name);
            fs::write(&path, bytes).map_err(|source| Error::Write { path: path.clone(), source })?;
            written.push(path);
        }
    }
    Ok(written)
}

/// Boxes of printed words, one JSON object a line.
#[derive(Default)]
struct Boxes {
    words: Vec<String>,
}

impl Boxes {
    fn add(&mut self, page: usize, line: usize, place: PixelBox, text: &str) {
        let [left, top, right, bottom] = <[u32; 4]>::from(place);
        let text = serde_json::Value::from(text);
        self.words.push(format!(
            r#"{{"page":{},"line":{},"box":[{left},{top},{right},{bottom}],"text":{text}}}"#,
            page + 1,
            line + 1
        ));
    }

    fn json(&self, dpi: u16, pages: &[Canvas]) -> String {
        let mut json = String::new();
        let (width, height) = pages.first().map_or((0, 0), |p| (p.width(), p.height()));
        let _ = writeln!(json, r#"{{"dpi":{dpi},"width":{width},"height":{height},"words":["#);
        json.push_str(&self.words.join(",\n"));
        json.push_str("\n]}\n");
        json
    }
}

fn draw(
    source: &Source,
    sheet: &Sheet,
    index: usize,
    [typeface, sans]: [&Typeface; 2],
    boxes: &mut Boxes,
) -> Result<Canvas> {
    let scan = &source.scan;
    let per_mm = f32::from(scan.dpi) / 25.4;
    let length = |mm: f32| side(whole((mm * per_mm).round()));
    let depth = match scan.form {
        Form::PdfJpeg | Form::Jpeg => Depth::Colour,
        Form::PdfG4 | Form::TiffG4 | Form::Png => Depth::Grey,
    };
    let mut canvas = Canvas::new(length(layout::A4.0), length(layout::A4.1), depth);
    let place = Place { per_mm };
    let random = Random::new(scan.seed).part(&format!("page {index}"));
    let hand = match scan.pen {
        Pen::Blue => Ink::BLUE,
        Pen::Black => Ink::BLACK,
    };
    for [x0, y0, x1, y1, thick] in &sheet.rules {
        let half = thick / 2.0;
        let rule = Shape::rectangle(x0 - half, y0 - half, x1 + half, y1 + half);
        canvas.fill(&rule.map(|(x, y)| (x * per_mm, y * per_mm)), Ink::BLACK, 0.95);
    }
    let mut writing = random.part("writing");
    for (number, line) in sheet.lines.iter().enumerate() {
        for (place_of, text) in print(&mut canvas, line, &place, typeface, (hand, &mut writing)) {
            boxes.add(index, number, place_of, &text);
        }
    }
    if let Some(line) = &sheet.number {
        print(&mut canvas, line, &place, typeface, (hand, &mut writing));
    }
    if let Some((x, y)) = sheet.sign {
        let mut random = random.part("sign");
        // Article 33 of Decree 30: the seal covers about a third of the signature, on its left.
        let pen_at = (x + random.between(1.0, 4.0), y + random.between(-2.0, 1.0));
        ornament::signature(&mut canvas, &place, pen_at, hand, &mut random);
        if let Some(text) = &scan.seal {
            let at = (x - 21.0 + random.between(-1.5, 1.5), y - 2.0 + random.between(-1.5, 1.5));
            ornament::seal(&mut canvas, &place, at, text, sans, &mut random);
        }
    }
    if let (0, Some(stamp)) = (index, &scan.arrival) {
        ornament::arrival(&mut canvas, &place, stamp, (Ink::RED, hand), sans, &mut random.part("arrival"));
    }
    scan.degrade.apply(&mut canvas, f32::from(scan.dpi), &random)?;
    Ok(canvas)
}

/// Prints a line; gives the ink box and the text of the printed part of each word.
fn print(
    canvas: &mut Canvas,
    line: &Line,
    place: &Place,
    typeface: &Typeface,
    (ink, random): (Ink, &mut Random),
) -> Vec<(PixelBox, String)> {
    let mut printed = Vec::new();
    for set in &line.words {
        // One em in mm.
        let em = set.size * 25.4 / 72.0;
        let mut x = set.x;
        let mut word: Option<(PixelBox, String)> = None;
        for piece in &set.word.pieces {
            match piece.kind {
                Kind::Printed(style) => {
                    let to_pixels = |(u, v): (f32, f32)| {
                        ((x + u * em) * place.per_mm, (set.baseline + v * em) * place.per_mm)
                    };
                    let shape = typeface.outline(&piece.text, style).map(to_pixels);
                    canvas.fill(&shape, Ink::BLACK, 1.0);
                    if let Some(bounds) = shape.bounds() {
                        let bounds = ink_box(bounds).clipped(side(canvas.width()), side(canvas.height()));
                        word = Some(match word {
                            None => (bounds, piece.text.clone()),
                            Some((old, text)) => (old.union(&bounds), text + &piece.text),
                        });
                    }
                    x += typeface.width(&piece.text, style) * em;
                }
                Kind::Hand => {
                    let size = (em * 0.85, em * HAND);
                    ornament::written(canvas, place, &piece.text, (x, set.baseline), size, ink, random);
                    let count = super::canvas::coordinate(piece.text.chars().count());
                    x += (count * HAND + 0.15) * em;
                }
            }
        }
        printed.extend(word);
    }
    printed
}
