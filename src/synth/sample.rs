//! Makes a sample's scan, text and boxes from its source.

use std::fs;
use std::path::{Path, PathBuf};

use super::canvas::{Canvas, Depth, Ink, Shape, coordinate, side, whole};
use super::degrade;
use super::layout::{self, HAND, Line, Sheet};
use super::lines::ink_box;
use super::markup;
use super::ornament::{self, Place};
use super::output;
use super::random::Random;
use super::source::{Form, Kind, Pen, ScanSpec, Source, Turn};
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
    let set = Set::new(folder, fonts)?;
    let sans = Typeface::load(fonts, Family::Sans)?;
    let mut pages = Vec::new();
    for (index, sheet) in set.sheets.iter().enumerate() {
        // What shows through a back is the page before it.
        let front = index.checked_sub(1).filter(|_| sheet.shows_through.is_some());
        let front = front.map(|at| printed(&set.source, &set.sheets[at], at, [&set.typeface, &sans]));
        pages.push(draw(&set.source, sheet, index, [&set.typeface, &sans], front)?);
    }
    let ScanSpec { form, dpi, quality, stated, .. } = set.source.scan;
    let dpi = stated.unwrap_or(dpi);
    Ok(Sample {
        scan_file: form.file(),
        scan: output::file(&pages, form, dpi, quality)?,
        text: set.text(),
        boxes: set.boxes(),
    })
}

/// A sample as set on its pages, before anything is drawn.
struct Set {
    source: Source,
    typeface: Typeface,
    sheets: Vec<Sheet>,
}

impl Set {
    fn new(folder: &Path, fonts: &Path) -> Result<Set> {
        let path = folder.join("source.txt");
        let text = fs::read_to_string(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
        let source = markup::parse(&text, &path)?;
        let typeface = Typeface::load(fonts, source.page.family)?;
        let sheets = layout::set(&source, &typeface)?;
        Ok(Set { source, typeface, sheets })
    }

    fn text(&self) -> String {
        let page =
            |sheet: &Sheet| sheet.lines.iter().fold(String::new(), |all, line| all + &line.text() + "\n");
        self.sheets.iter().map(page).collect::<Vec<_>>().join("\u{c}\n")
    }

    /// With the size of the upright page; one word a line, so that a change shows where it is.
    fn boxes(&self) -> String {
        let per_mm = f32::from(self.source.scan.dpi) / 25.4;
        let [width, height] = [layout::A4.0, layout::A4.1].map(|mm| length(mm, per_mm));
        let mut words = Vec::new();
        for (page, sheet) in self.sheets.iter().enumerate() {
            for (number, line) in sheet.lines.iter().enumerate() {
                for (place, text) in spell(line, per_mm, &self.typeface).into_iter().filter_map(|w| w.printed)
                {
                    let [left, top, right, bottom] = <[u32; 4]>::from(place.clipped(width, height));
                    let text = serde_json::Value::from(text);
                    words.push(format!(
                        r#"{{"page":{},"line":{},"box":[{left},{top},{right},{bottom}],"text":{text}}}"#,
                        page + 1,
                        number + 1
                    ));
                }
            }
        }
        let dpi = self.source.scan.dpi;
        let words = words.join(",\n");
        format!("{{\"dpi\":{dpi},\"width\":{width},\"height\":{height},\"words\":[\n{words}\n]}}\n")
    }
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

/// Whole pixels of a length in mm.
fn length(mm: f32, per_mm: f32) -> u32 {
    side(whole((mm * per_mm).round()))
}

/// A page as it is scanned. Of a back, `front` is the page that shows through.
fn draw(
    source: &Source,
    sheet: &Sheet,
    index: usize,
    faces: [&Typeface; 2],
    front: Option<Canvas>,
) -> Result<Canvas> {
    let scan = &source.scan;
    let random = Random::new(scan.seed).part(&format!("page {index}"));
    let mut canvas = printed(source, sheet, index, faces);
    if let (Some(front), Some(strength)) = (front, sheet.shows_through) {
        degrade::show_through(&mut canvas, front, strength, f32::from(scan.dpi));
    }
    for streak in &scan.streaks {
        let place = Place { per_mm: f32::from(scan.dpi) / 25.4 };
        ornament::streak(&mut canvas, &place, streak, &mut random.part("streak"));
    }
    scan.degrade.apply(&mut canvas, f32::from(scan.dpi), &random)?;
    Ok(match scan.turned {
        Turn::None => canvas,
        Turn::Right => canvas.quarter_turned(1),
        Turn::Over => canvas.quarter_turned(2),
        Turn::Left => canvas.quarter_turned(3),
    })
}

/// A page with all that was printed, stamped and written on it.
fn printed(source: &Source, sheet: &Sheet, index: usize, [typeface, sans]: [&Typeface; 2]) -> Canvas {
    let scan = &source.scan;
    let per_mm = f32::from(scan.dpi) / 25.4;
    let depth = match scan.form {
        Form::PdfJpeg | Form::Jpeg => Depth::Colour,
        Form::PdfG4 | Form::TiffG4 | Form::Png => Depth::Grey,
    };
    let mut canvas = Canvas::new(length(layout::A4.0, per_mm), length(layout::A4.1, per_mm), depth);
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
    for line in sheet.lines.iter().chain(&sheet.number) {
        for word in spell(line, per_mm, typeface) {
            word.shapes.iter().for_each(|shape| canvas.fill(shape, Ink::BLACK, 1.0));
            for Written { text, at, size } in word.written {
                ornament::written(&mut canvas, &place, &text, at, size, hand, &mut writing);
            }
        }
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
    if index == 0 {
        let mut random = random.part("urgency");
        for stamp in &scan.stamps {
            ornament::stamp(&mut canvas, &place, stamp, typeface, &mut random);
        }
    }
    if let Some(at) = scan.staple {
        ornament::staple(&mut canvas, &place, at, &mut random.part("staple"));
    }
    if let (0, Some(note)) = (index, scan.note) {
        ornament::note(&mut canvas, &place, note, hand, &mut random.part("note"));
    }
    if let (0, Some(inset)) = (index, scan.frame) {
        let (right, bottom) = (layout::A4.0 - inset, layout::A4.1 - inset);
        let corners = [(inset, inset), (right, inset), (right, bottom), (inset, bottom), (inset, inset)];
        let corners = corners.map(|(x, y)| (x * per_mm, y * per_mm));
        canvas.stroke(&corners, &[0.5 * per_mm], Ink::BLACK, 0.95);
    }
    if let Some(first) = scan.folio {
        let mut random = random.part("folio");
        let at = (layout::A4.0 - 18.0 + random.between(-2.0, 2.0), 12.0 + random.between(-2.0, 2.0));
        let number = (usize::from(first) + index).to_string();
        ornament::written(&mut canvas, &place, &number, at, (5.0, 3.6), Ink([90, 90, 96]), &mut random);
    }
    if sheet.scrawl > 0 {
        ornament::scrawl(&mut canvas, &place, sheet.scrawl, hand, &mut random.part("scrawl"));
    }
    canvas
}

/// A word as it is drawn.
#[derive(Default)]
struct Spelt {
    /// Printed letters, in pixels.
    shapes: Vec<Shape>,
    /// What a hand writes.
    written: Vec<Written>,
    /// Where the printed letters are, and what they say.
    printed: Option<(PixelBox, String)>,
}

/// Figures by hand.
struct Written {
    text: String,
    /// Left end and baseline, in mm.
    at: (f32, f32),
    /// Height and width of a figure, in mm.
    size: (f32, f32),
}

/// The words of a line as they are drawn, left to right.
fn spell(line: &Line, per_mm: f32, typeface: &Typeface) -> Vec<Spelt> {
    let mut words = Vec::new();
    for set in &line.words {
        // One em in mm.
        let em = set.size * 25.4 / 72.0;
        let mut x = set.x;
        let mut word = Spelt::default();
        for piece in &set.word.pieces {
            match piece.kind {
                Kind::Printed(style) => {
                    let to_pixels =
                        |(u, v): (f32, f32)| ((x + u * em) * per_mm, (set.baseline + v * em) * per_mm);
                    let shape = typeface.outline(&piece.text, style).map(to_pixels);
                    if let Some(bounds) = shape.bounds() {
                        let bounds = ink_box(bounds);
                        word.printed = Some(match word.printed {
                            None => (bounds, piece.text.clone()),
                            Some((old, text)) => (old.union(&bounds), text + &piece.text),
                        });
                    }
                    word.shapes.push(shape);
                    x += typeface.width(&piece.text, style) * em;
                }
                Kind::Hand => {
                    let (at, size) = ((x, set.baseline), (em * 0.85, em * HAND));
                    word.written.push(Written { text: piece.text.clone(), at, size });
                    x += (coordinate(piece.text.chars().count()) * HAND + 0.15) * em;
                }
            }
        }
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::degrade::turn_point;
    use super::*;

    fn samples() -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        let mut folders: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.join("source.txt").is_file())
            .collect();
        folders.sort();
        assert!(folders.len() >= 6, "{folders:?}");
        folders
    }

    fn flat(folder: &Path) -> String {
        let text = fs::read_to_string(folder.join("text.txt")).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    const FONTS: &str = "/usr/share/fonts";

    #[test]
    #[ignore = "needs fonts-texgyre and fonts-freefont-ttf"]
    fn sources_give_the_committed_text_and_boxes() {
        for folder in samples() {
            let set = Set::new(&folder, Path::new(FONTS)).unwrap();
            let kept = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
            assert!(set.text() == kept("text.txt"), "{}: text.txt", folder.display());
            assert!(set.boxes() == kept("boxes.json"), "{}: boxes.json", folder.display());
            assert!(folder.join(set.source.scan.form.file()).is_file(), "{}", folder.display());
        }
    }

    /// Everything that can stand on a page, at a resolution that is drawn quickly.
    const FULL: &str = "!scan pdf-jpeg 72\n!seed 5\n!seal ỦY BAN NHÂN DÂN XÃ TÂN LỘC\n!arrival 20 45 12 3/4/2025 \
        UBND XÃ\n!urgency 40 60 KHẨN\n!folio 9\n!note 90 12 2\n!frame 8\n!wear skew=1 blur=0.1 noise=5 mottle=0.3 speckle=1 dim=5 \
        border=3 stroke=0.03 turned=180\n@left\n**ỦY BAN NHÂN DÂN**\n---\nSố: ⟨7⟩/QĐ-UBND\n@right\n**Độc lập - Tự do - \
        Hạnh phúc**\n---\n@body\n(space 30)\n= **QUYẾT ĐỊNH**\n---\n*Căn cứ* Luật;\n!columns 20c 60\n| 1 | Xã |\n\
        @recipients\n***Nơi nhận:***\n- Lưu: VT.\n@signature\n**CHỦ TỊCH**\n(sign)\n**Trần Minh Khôi**\n@page\n> Phụ lục";

    #[test]
    #[ignore = "needs fonts-texgyre and fonts-freefont-ttf"]
    fn the_same_source_gives_the_same_bytes_and_ornaments_no_text() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("source.txt"), FULL).unwrap();
        let first = render(folder.path(), Path::new(FONTS)).unwrap();
        assert_eq!(first, render(folder.path(), Path::new(FONTS)).unwrap());
        assert_eq!(
            first.text,
            "ỦY BAN NHÂN DÂN\nSố: ⟨7⟩/QĐ-UBND\nĐộc lập - Tự do - Hạnh phúc\nQUYẾT ĐỊNH\nCăn cứ Luật;\n1\nXã\nNơi \
             nhận:\n- Lưu: VT.\nCHỦ TỊCH\nTrần Minh Khôi\n\u{c}\nPhụ lục\n"
        );
        fs::write(folder.path().join("source.txt"), FULL.replace("!seed 5", "!seed 6")).unwrap();
        let other = render(folder.path(), Path::new(FONTS)).unwrap();
        assert!(other.scan != first.scan && other.text == first.text && other.boxes == first.boxes);
    }

    #[test]
    #[ignore = "needs fonts-texgyre and fonts-freefont-ttf"]
    fn boxes_hold_their_words_where_the_skew_took_them() {
        let folder = tempfile::tempdir().unwrap();
        let source =
            "!scan png 100\n!wear skew=2\nQuyết định này có hiệu lực kể từ ngày ký\n(space 180)\nĐiều 3";
        fs::write(folder.path().join("source.txt"), source).unwrap();
        let made = render(folder.path(), Path::new(FONTS)).unwrap();
        let image = image::load_from_memory(&made.scan).unwrap().to_luma8();
        let boxes: Value = serde_json::from_str(&made.boxes).unwrap();
        let (width, height) = (coordinate(image.width() as usize), coordinate(image.height() as usize));
        let words = boxes["words"].as_array().unwrap();
        assert_eq!(words.len(), 12);
        for word in words {
            let side_of = |i: usize| coordinate(usize::try_from(word["box"][i].as_u64().unwrap()).unwrap());
            let (mut dark, mut all) = (0, 0);
            let (mut y, (left, right)) = (side_of(1) + 1.0, (side_of(0) + 1.0, side_of(2) - 1.0));
            while y < side_of(3) - 1.0 {
                let mut x = left;
                while x < right {
                    let (u, v) = turn_point((x, y), width, height, 2.0_f32.to_radians());
                    dark += usize::from(image.get_pixel(side(whole(u)), side(whole(v))).0[0] < 128);
                    all += 1;
                    x += 1.0;
                }
                y += 1.0;
            }
            // Letters of this size fill a fifth to a half of their box; empty paper fills none.
            assert!(dark * 8 > all, "{word}: {dark} of {all}");
        }
    }

    #[test]
    fn boxes_follow_the_text_and_lie_on_the_page() {
        for folder in samples() {
            let boxes = fs::read_to_string(folder.join("boxes.json")).unwrap();
            let boxes: Value = serde_json::from_str(&boxes).unwrap();
            let printed: String = {
                // Handwriting has no box.
                let text = fs::read_to_string(folder.join("text.txt")).unwrap();
                let mut by_hand = false;
                text.chars()
                    .filter(|c| {
                        by_hand = (by_hand || *c == '⟨') && *c != '⟩';
                        !by_hand && *c != '⟩' && !c.is_whitespace()
                    })
                    .collect()
            };
            let mut boxed = String::new();
            for word in boxes["words"].as_array().unwrap() {
                boxed.push_str(word["text"].as_str().unwrap());
                let place: Vec<u64> =
                    word["box"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
                assert!(place[0] < place[2] && place[2] <= boxes["width"].as_u64().unwrap(), "{word}");
                assert!(place[1] < place[3] && place[3] <= boxes["height"].as_u64().unwrap(), "{word}");
            }
            assert_eq!(boxed, printed, "{}", folder.display());
        }
    }

    #[test]
    fn every_quote_of_the_truth_stands_in_the_text() {
        for folder in samples() {
            let text = flat(&folder);
            let expected = fs::read_to_string(folder.join("expected.json")).unwrap();
            let expected: Value = serde_json::from_str(&expected).unwrap();
            let mut quotes: Vec<&str> = Vec::new();
            for list in ["targets", "deadlines", "assignments", "references"] {
                let found = expected[list].as_array().unwrap();
                quotes.extend(found.iter().map(|finding| finding["quote"].as_str().unwrap()));
            }
            let document = &expected["document"];
            quotes.extend(
                ["subject", "issuer", "symbol", "place"].iter().filter_map(|f| document[*f].as_str()),
            );
            quotes.extend(document["recipients"].as_array().unwrap().iter().map(|r| r.as_str().unwrap()));
            quotes.extend(
                ["authority", "for", "title", "name"].iter().filter_map(|f| document["signer"][*f].as_str()),
            );
            assert!(!quotes.is_empty());
            for quote in quotes {
                assert!(text.contains(quote), "{}: not in the text: {quote}", folder.display());
            }
        }
    }

    #[test]
    fn values_of_the_truth_are_written_in_their_quotes() {
        for folder in samples() {
            let expected = fs::read_to_string(folder.join("expected.json")).unwrap();
            let expected: Value = serde_json::from_str(&expected).unwrap();
            for target in expected["targets"].as_array().unwrap() {
                let quote = target["quote"].as_str().unwrap();
                // 4.250 and 18,5 as the document writes them.
                let plain = quote.replace('.', "").replace(',', ".");
                let value = target["value"].to_string();
                let value = value.strip_suffix(".0").unwrap_or(&value);
                assert!(plain.contains(value), "{}: {value} is not in: {quote}", folder.display());
            }
        }
    }

    #[test]
    fn scans_stay_small() {
        let files = samples().into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
        let scans =
            files.map(|f| f.unwrap()).filter(|f| f.file_name().to_string_lossy().starts_with("scan."));
        let bytes: u64 = scans.map(|f| f.metadata().unwrap().len()).sum();
        assert!(bytes <= 4 << 20, "the scans have {bytes} bytes together");
    }
}
