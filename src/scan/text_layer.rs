//! The text layer of a PDF page: its words with their places, in reading order, and whether to believe it.

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, RenderContent, SoftMask,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Rect, Vec2};

use crate::geometry::{PixelBox, pixels};
use crate::page::{Block, OcrLine, OcrWord};
use crate::scan::interpret::{interpret, interpret_part};
use crate::scan::old_encoding::{self, FontCase, OldEncoding};
use crate::scan::spelling::could_be_vietnamese;
use crate::vietnamese::{fold, strip_marks};

/// The share of words that must be possible Vietnamese for a layer to be believed. Names, foreign words and
/// abbreviations are about a twentieth of an official text; in layers of scanners without Vietnamese half fail.
const BELIEVED: f64 = 0.85;
/// A gap wider than this, in letter heights, parts columns.
const COLUMN_GAP: f64 = 1.5;
/// The head of a page is among its first rows.
const HEAD_ROWS: usize = 12;
/// A gap up to this, in letter heights, is a place left blank where the words beside it say so.
const BLANK_GAP: f64 = 12.0;
/// A picture further than this, in points, from all words of its height stands in no line.
const SEAT_GAP: f64 = 60.0;
/// A gap wider than this, in letter heights, parts words that no space parts.
const WORD_GAP: f64 = 0.18;

/// So many pairs of neighbours tell how a page stands.
const ENOUGH_PAIRS: usize = 30;
/// A page that sinks less, in points to a point across, is level; one that sinks more was not scanned so.
const LEAST_SLOPE: f64 = 0.004;
const MOST_SLOPE: f64 = 0.12;

/// How a font's letters are to be understood.
type FontCode = (OldEncoding, FontCase);

/// A word as it is drawn; its place in points from the top left of the page as it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LayerWord {
    text: String,
    place: Rect,
    /// Height of the letters' line, for comparing gaps.
    size: f64,
}

/// The words of a page in the order they are drawn.
#[derive(Debug, Default)]
pub(super) struct Layer {
    words: Vec<LayerWord>,
    open: Option<LayerWord>,
    /// What the open word has in the font that draws now, not yet converted.
    tail: String,
    /// The old encoding that this font draws.
    font: Option<FontCode>,
    /// The old encoding that words were converted from.
    old: Option<OldEncoding>,
    /// Where numbers were entered that are no part of the page itself.
    stamped: Vec<Rect>,
    /// Letters that are seen, and all.
    visible: usize,
    letters: usize,
}

/// Reads the text layer of a page; annotations are left out.
pub(super) fn layer(page: &Page<'_>) -> Layer {
    let mut layer = Layer::default();
    interpret(page, &mut layer);
    layer.close();
    layer.convert_unnamed();
    layer
}

/// Reads the text of the annotations of a page.
pub(super) fn annotations(page: &Page<'_>) -> Layer {
    let mut layer = Layer::default();
    interpret_part(page, RenderContent::ANNOTATIONS, &mut layer);
    layer.close();
    layer
}

impl Layer {
    /// Where the numbers of [`Layer::take_stamped`] stand, in pixels of which `scale` make a point.
    pub(super) fn stamped(&self, scale: f64) -> impl Iterator<Item = PixelBox> {
        let side = move |at: f64| pixels(at * scale);
        self.stamped.iter().map(move |r| PixelBox::new(side(r.x0), side(r.y0), side(r.x1), side(r.y1)))
    }

    /// Whether a number of [`Layer::take_stamped`] stands in a field.
    pub(super) fn is_stamped(&self, field: Rect) -> bool {
        self.stamped.iter().any(|place| field.contains(place.center()))
    }

    /// Enters the numbers of `stamped`, the text of a page's annotations, that stand in blank places of its lines.
    pub(super) fn take_stamped(&mut self, stamped: Layer) {
        for word in stamped.words {
            if word.text.starts_with(|c: char| c.is_ascii_digit()) {
                let seat = self.seat(word.place, &word.text);
                self.stamped.extend(seat);
            }
        }
    }

    /// The same with every word in another place.
    pub(super) fn moved(mut self, map: Affine) -> Layer {
        let larger = map.determinant().abs().sqrt();
        for word in &mut self.words {
            word.place = map.transform_rect_bbox(word.place);
            word.size *= larger;
        }
        self
    }

    /// Whether there are no words.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether its letters are seen on the page, not laid invisibly over a scan.
    pub(super) fn is_drawn(&self) -> bool {
        self.visible * 10 >= self.letters * 9
    }

    /// The encoding from before Unicode that some of its words were in; they are converted.
    pub(super) fn old_encoding(&self) -> Option<OldEncoding> {
        self.old
    }

    /// Converts words in an old encoding whose fonts have lost their names.
    fn convert_unnamed(&mut self) {
        let texts = self.words.iter().map(|word| word.text.as_str());
        let Some(encoding) = old_encoding::recognised(texts) else { return };
        // Words drawn on one height are a line.
        for line in self.words.chunk_by_mut(|a, b| (a.place.y1 - b.place.y1).abs() < 0.4 * a.size) {
            if old_encoding::convert_line(line.iter_mut().map(|word| &mut word.text), encoding) {
                self.old = Some(encoding);
            }
        }
    }

    /// Takes over the font of the next letters.
    fn set_font(&mut self, font: Option<FontCode>) {
        if font != self.font {
            self.join_tail();
            self.font = font;
        }
    }

    /// Adds to the open word what its last font wrote.
    fn join_tail(&mut self) {
        let tail = std::mem::take(&mut self.tail);
        let Some(word) = &mut self.open else { return };
        match self.font {
            Some((encoding, case)) if !tail.is_empty() => {
                word.text.push_str(&encoding.converted(&tail, case));
                self.old = Some(encoding);
            }
            _ => word.text.push_str(&tail),
        }
    }

    /// Whether its words are possible Vietnamese.
    pub(super) fn is_believed(&self) -> bool {
        let judged: Vec<bool> =
            self.words.iter().filter_map(|word| could_be_vietnamese(&word.text)).collect();
        let possible = judged.iter().filter(|possible| **possible).count();
        !judged.is_empty() && possible as f64 >= BELIEVED * judged.len() as f64
    }

    /// The share of the page's dark squares that lie in its words; `dark` says whether a point of the page, in
    /// points from the top left, is ink.
    pub(super) fn covers(&self, ink: &[(f64, f64)]) -> f64 {
        let inside = |(x, y): &(f64, f64)| {
            self.words.iter().any(|word| {
                let place = word.place.inflate(3.0, 3.0);
                place.x0 <= *x && *x <= place.x1 && place.y0 <= *y && *y <= place.y1
            })
        };
        let covered = ink.iter().filter(|point| inside(point)).count();
        covered as f64 / ink.len().max(1) as f64
    }

    /// Its lines in reading order, places in pixels of which `scale` make a point.
    pub(super) fn lines(&self, scale: f64) -> Vec<OcrLine> {
        let mut number = 0;
        // On a page that stands askew, words of one line stand on different heights.
        let slope = slope(&self.words);
        let level = |word: &LayerWord, by: f64| LayerWord {
            place: word.place + Vec2::new(0.0, by * word.place.center().x),
            ..word.clone()
        };
        let words: Vec<LayerWord> = self.words.iter().map(|word| level(word, -slope)).collect();
        let lines = reading_order(rows(&words)).into_iter();
        lines
            .map(|words| words.iter().map(|word| level(word, slope)).collect::<Vec<_>>())
            .map(|words| {
                number += 1;
                let words = words
                    .into_iter()
                    .map(|word| OcrWord {
                        place: Some(PixelBox::new(
                            pixels((word.place.x0 * scale).floor()),
                            pixels((word.place.y0 * scale).floor()),
                            pixels((word.place.x1 * scale).ceil()),
                            pixels((word.place.y1 * scale).ceil()),
                        )),
                        text: word.text,
                        confidence: 1.0,
                        alternatives: Vec::new(),
                    })
                    .collect();
                OcrLine { number, block: Block::Unknown, words }
            })
            .collect()
    }

    /// Enters a word of one picture whose ink is at `ink`, in points, if it stands in a line of words: its box, as high as
    /// the letters of that line.
    pub(super) fn seat(&mut self, ink: Rect, text: &str) -> Option<Rect> {
        let middle = f64::midpoint(ink.y0, ink.y1);
        let level = |word: &&LayerWord| word.place.y0 < middle && middle < word.place.y1;
        let is_left = |word: &&LayerWord| word.place.x0 < ink.x0 && ink.x0 - word.place.x1 < SEAT_GAP;
        let is_right = |word: &&LayerWord| word.place.x0 > ink.x0 && word.place.x0 - ink.x1 < SEAT_GAP;
        let says =
            |word: &&LayerWord| word.text.chars().any(char::is_alphanumeric) || word.text.starts_with('/');
        let words = || self.words.iter().filter(level).filter(says);
        let before = words().filter(is_left).max_by(|a, b| a.place.x1.total_cmp(&b.place.x1));
        let after = words().filter(is_right).min_by(|a, b| a.place.x0.total_cmp(&b.place.x0));
        let text_of = |word: Option<&LayerWord>| word.map_or("", |word| word.text.as_str()).to_owned();
        if !is_blank(&text_of(before), &text_of(after)) {
            return None;
        }
        let near = before.or(after)?;
        // A picture over words is a seal or a signature; dots are the blank place itself.
        let over = self.words.iter().any(|word| {
            let both = word.place.intersect(ink);
            both.width() > 0.3 * ink.width()
                && both.height() > 0.0
                && word.text.chars().any(char::is_alphanumeric)
        });
        let place = Rect::new(ink.x0, near.place.y0, ink.x1, near.place.y1);
        let size = near.size;
        (!over).then(|| {
            self.words.push(LayerWord { text: text.to_owned(), place, size });
            place
        })
    }

    fn close(&mut self) {
        self.join_tail();
        let Some(word) = self.open.take() else { return };
        let text = crate::vietnamese::nfc(&word.text);
        if !text.is_empty() {
            self.words.push(LayerWord { text, ..word });
        }
    }

    fn letter(&mut self, text: &str, place: Rect, size: f64) {
        if let Some(word) = &self.open {
            let gap = place.x0 - word.place.x1;
            let same_line = (place.y1 - word.place.y1).abs() < 0.4 * size;
            if !same_line || gap > WORD_GAP * size || gap < -0.8 * size {
                self.close();
            }
        }
        for piece in text.chars() {
            if piece.is_whitespace() || piece.is_control() {
                self.close();
            } else if let Some(word) = &mut self.open {
                self.tail.push(piece);
                word.place = word.place.union(place);
                word.size = word.size.max(size);
            } else {
                self.tail.push(piece);
                self.open = Some(LayerWord { text: String::new(), place, size });
            }
        }
    }
}

/// What the font of a glyph draws, by its name.
fn font_code(glyph: &Glyph<'_>) -> Option<FontCode> {
    let Glyph::Outline(outline) = glyph else { return None };
    OldEncoding::of_font(&outline.font_data()?.postscript_name?)
}

impl<'a> Device<'a> for Layer {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // Text that is filled and outlined comes twice.
        if matches!(mode, DrawMode::Stroke(_)) {
            return;
        }
        if let Some(first) = run.glyphs().first() {
            self.set_font(font_code(first));
        }
        for glyph in run.glyphs() {
            let text = match glyph.as_unicode() {
                Some(BfString::Char(letter)) => letter.to_string(),
                Some(BfString::String(text)) => text,
                None => char::REPLACEMENT_CHARACTER.to_string(),
            };
            let width = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                Glyph::Type3(type3) => type3.advance_width(),
            };
            // A thousand units are the size of the font; letters reach from a fifth under the line to four
            // fifths over it.
            let letter = Rect::new(0.0, -200.0, f64::from(width.unwrap_or(500.0)), 800.0);
            let place = (props.transform * glyph.transform()).transform_rect_bbox(letter);
            if !place.is_finite() {
                continue;
            }
            self.letters += 1;
            self.visible += usize::from(!matches!(mode, DrawMode::Invisible));
            self.letter(&text, place, place.height());
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Words on one height, from the left, parted where a column ends.
type Row = Vec<Vec<LayerWord>>;

/// By how much the lines of a page sink to the right for every point across; 0 where that is too little to matter, or
/// cannot be told.
fn slope(words: &[LayerWord]) -> f64 {
    // Words drawn one after the other, the next a little further right, are of one line.
    let next = |pair: &[LayerWord]| {
        let (a, b) = (&pair[0], &pair[1]);
        let (across, down) = (b.place.center().x - a.place.center().x, b.place.y1 - a.place.y1);
        let size = a.size.max(b.size);
        let beside = b.place.x0 > a.place.x1 - 0.5 * size && b.place.x0 - a.place.x1 < 1.5 * size;
        (beside && down.abs() < 0.5 * size && a.size < 1.3 * b.size && b.size < 1.3 * a.size)
            .then_some((down / across, across))
    };
    let mut slopes: Vec<(f64, f64)> = words.windows(2).filter_map(next).collect();
    if slopes.len() < ENOUGH_PAIRS {
        return 0.0;
    }
    slopes.sort_by(|a, b| a.0.total_cmp(&b.0));
    // The middle one, by how far it reaches.
    let half = slopes.iter().map(|(_, across)| across).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    let middle = slopes.iter().find(|(_, across)| {
        sum += across;
        sum >= half
    });
    let slope = middle.map_or(0.0, |(slope, _)| *slope);
    if (LEAST_SLOPE..MOST_SLOPE).contains(&slope.abs()) { slope } else { 0.0 }
}

/// The words as rows from the top.
fn rows(words: &[LayerWord]) -> Vec<Row> {
    let mut sorted = words.to_vec();
    sorted.sort_by(|a, b| a.place.y1.total_cmp(&b.place.y1).then(a.place.x0.total_cmp(&b.place.x0)));
    let mut rows: Vec<Vec<LayerWord>> = Vec::new();
    for word in sorted {
        match rows.last_mut() {
            // Half a letter's height: raised and small letters stay on their line.
            Some(row) if word.place.y1 - row[0].place.y1 < 0.4 * row[0].size.max(word.size) => row.push(word),
            _ => rows.push(vec![word]),
        }
    }
    rows.into_iter()
        .map(|mut row| {
            row.sort_by(|a, b| a.place.x0.total_cmp(&b.place.x0));
            let mut parts: Row = Vec::new();
            for word in row {
                match parts.last_mut() {
                    Some(part)
                        if part.last().is_some_and(|last| {
                            let gap = (word.place.x0 - last.place.x1) / last.size.max(word.size);
                            gap < COLUMN_GAP || gap < BLANK_GAP && is_blank_between(&last.text, &word.text)
                        }) =>
                    {
                        part.push(word);
                    }
                    _ => parts.push(vec![word]),
                }
            }
            parts
        })
        .collect()
}

/// Whether a part of a row is the national title or that of the Party.
fn has_national_title(row: &Row) -> bool {
    row.iter().any(|part| {
        let text: Vec<String> = part.iter().map(|word| strip_marks(&fold(&word.text))).collect();
        let text = text.join(" ");
        text.contains("cong hoa xa hoi chu nghia") || text.contains("dang cong san viet nam")
    })
}

/// Whether what stands between two words, or beside one of them, is a number or a part of a date.
fn is_blank(before: &str, after: &str) -> bool {
    let letters = |text: &str| -> String { fold(text).chars().filter(|c| c.is_alphanumeric()).collect() };
    matches!(letters(before).as_str(), "số" | "ngày" | "tháng" | "năm")
        || after.starts_with(['/', '-']) && after.chars().any(char::is_uppercase)
        || matches!(letters(after).as_str(), "tháng" | "năm")
}

/// Whether the white between two words is a place left blank for a number or a day: `Số:     /TTr-SNV`, `ngày    tháng`.
pub(super) fn is_blank_between(before: &str, after: &str) -> bool {
    let letters = |text: &str| -> String { fold(text).chars().filter(|c| c.is_alphanumeric()).collect() };
    let (before, after_letters) = (letters(before), letters(after));
    let is_figures = before.chars().all(|c| c.is_ascii_digit()) && !before.is_empty();
    after.starts_with('/') && (before.starts_with("số") || is_figures)
        || before == "ngày" && after_letters.starts_with("tháng")
        || before.ends_with("tháng") && after_letters.starts_with("năm")
}

/// Lines in reading order: where two columns run side by side at the head of the page, or beside `Nơi nhận`, the
/// left one first.
fn reading_order(rows: Vec<Row>) -> Vec<Vec<LayerWord>> {
    let all = || rows.iter().flatten().flatten();
    let left = all().map(|word| word.place.x0).fold(f64::MAX, f64::min);
    let right = all().map(|word| word.place.x1).fold(f64::MIN, f64::max);
    let middle = f64::midpoint(left, right);
    let in_columns = |row: &Row| {
        let (first, last) = (&row[0], &row[row.len() - 1]);
        let across = row
            .iter()
            .any(|part| part[0].place.x0 < middle - 20.0 && part[part.len() - 1].place.x1 > middle + 60.0);
        // A line of one column stands wholly in its half.
        let beside = row.len() == 2 && first[first.len() - 1].place.x1 < last[0].place.x0;
        beside || !across && row.len() == 1
    };
    let mut lines = Vec::new();
    // Programs put lines of their own above the head: up to the national title nothing is its end.
    let mut above_title = rows.iter().take(HEAD_ROWS).position(has_national_title).map_or(0, |at| at + 1);
    let mut rows = rows.into_iter().peekable();
    let mut head = true;
    while let Some(row) = rows.next() {
        let opens = |row: &Row| row[0].first().is_some_and(|word| fold(&word.text) == "nơi");
        // The office may be printed a little higher than `Nơi nhận` beside it.
        let beside_next = |row: &Row, next: &Row| {
            let (part, list) = (&row[0], &next[0]);
            let near = list[0].place.y1 - part[0].place.y1 < 1.6 * part[0].size.max(list[0].size);
            row.len() == 1 && part[0].place.x0 > list[list.len() - 1].place.x1 && opens(next) && near
        };
        let closing = opens(&row) || rows.peek().is_some_and(|next| beside_next(&row, next));
        if !((head && row.len() == 2 || closing) && in_columns(&row)) {
            above_title = above_title.saturating_sub(1);
            head = above_title > 0 || head && lines.is_empty() && row.iter().map(Vec::len).sum::<usize>() < 2;
            lines.extend(row);
            continue;
        }
        head = false;
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        let mut place = |row: Row| {
            let two = row.len() == 2;
            for (at, part) in row.into_iter().enumerate() {
                let centre = f64::midpoint(part[0].place.x0, part[part.len() - 1].place.x1);
                if two && at == 0 || !two && centre < middle { lefts.push(part) } else { rights.push(part) }
            }
        };
        place(row);
        // A centred title ends the head: it stands on both halves.
        while let Some(row) = rows.next_if(|row| in_columns(row) && !(is_centred(row, left, right))) {
            place(row);
        }
        lines.extend(lefts);
        lines.extend(rights);
    }
    lines
}

fn is_centred(row: &Row, left: f64, right: f64) -> bool {
    let [part] = row.as_slice() else { return false };
    let (from, to) = (part[0].place.x0, part[part.len() - 1].place.x1);
    (f64::midpoint(from, to) - f64::midpoint(left, right)).abs() < 0.05 * (right - left)
}
