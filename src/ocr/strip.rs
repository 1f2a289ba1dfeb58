//! One line of print as the engine's network is shown it: a strip of a fixed height, whatever the size of the letters.
//!
//! The network was trained on strips 36 pixels high. How much of their height the letters take, and how many columns a
//! letter has, decides how well it reads; the engine's own cut of a line follows the box of its ink.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

use super::ink::Ink;
use super::{OcrEngine, Reading, Segmentation};
use crate::error::Result;
use crate::geometry::{PageIndex, PixelBox, pixels};
use crate::page::{Block, OcrLine, OcrWord, PageImage};

/// Rows of a strip: what the network was trained on.
const ROWS: u32 = 36;

/// Height of a strip in x-heights. Wrong letters on ordinary lines, in %: at 2.6 2.0, at 3.2 0.8, at 3.5 0.6, at 4.5 1.0.
const X_HEIGHTS: f64 = 3.5;

/// How much wider a letter is in the strip than it was.
const STRETCH: f64 = 1.15;

/// Where the baseline stands, in x-heights above the lower edge.
const BELOW: f64 = 1.25;

/// Columns of paper left at either end of a line: in more the network sees a full stop or a dash, in none it loses the first letter.
const ROOM: f64 = 2.0;

/// So far from the letters of a line, in x-heights, stand its points, dashes and quotes.
const SIGNS: f64 = 1.2;

/// White between two figures of one number, in x-heights, when none, one or both are a `1`, which is printed with white on both
/// sides; and within a date. Words have 0.2 at least, most of them 0.5 and more, and figures seldom stand beside figures.
const CLOSE: [f64; 3] = [0.3, 0.4, 0.5];
const DATE_CLOSE: f64 = 0.7;

/// Confidence of a number whose strokes were counted or whose width was measured.
const COUNTED: f32 = 0.6;

/// Width of a figure in x-heights, that of `%` (less the white beside it) and of a point in figures, in the typefaces of
/// documents.
const FIGURE: f64 = 1.1;
const PERCENT: f64 = 1.5;
const POINT: f64 = 0.45;

/// X-heights of print, in millimetres: of 6 points to 24.
const SMALLEST_MM: f64 = 0.9;
const LARGEST_MM: f64 = 4.0;

/// The height of small letters in that of capitals, in the typefaces of documents.
const OF_CAPITALS: f64 = 0.68;

/// Where the letters of a line stand, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Print {
    /// The row on which they stand.
    base: f64,
    /// The height of the small ones.
    x_height: f64,
}

/// The height of the small letters of a page, in pixels, where the lines of a block are read as strips: by an engine that reads
/// them, and of running text, without lines by hand between and another size in each line.
pub(super) fn x_height_for(
    engine: &dyn OcrEngine,
    block: Block,
    (ink, letters): (&Ink, &[PixelBox]),
) -> Option<f64> {
    let is_running = matches!(block, Block::Body | Block::Recipients);
    if engine.reads_strips() && is_running { usual_x_height(ink, letters) } else { None }
}

/// The height of small letters that is most frequent on a page, in pixels; `None` of a page without letters.
fn usual_x_height(ink: &Ink, letters: &[PixelBox]) -> Option<f64> {
    let heights = letters.iter().map(PixelBox::height);
    peak(heights, ink.px(SMALLEST_MM)..ink.px(LARGEST_MM))
}

impl Print {
    /// How the letters of a row are printed, whose page has an x-height of `usual`.
    pub(super) fn of(usual: f64, letters: &[PixelBox]) -> Option<Print> {
        let of_size = |least: f64| letters.iter().filter(move |l| f64::from(l.height()) >= least * usual);
        let base = peak(of_size(0.7).map(PixelBox::bottom), 0..u32::MAX)?;
        let mut heights: Vec<f64> = of_size(0.6)
            .filter(|l| (f64::from(l.bottom()) - base).abs() < 0.25 * usual)
            .map(|l| base - f64::from(l.top()))
            .collect();
        heights.sort_by(f64::total_cmp);
        let low = *heights.get(heights.len() * 3 / 10)?;
        let taller = heights.iter().filter(|height| **height > 1.25 * low).count();
        // A line of capitals has nothing that is taller; of one in a larger size something is.
        let is_capitals = low > 0.95 * usual && heights.len() > 8 && 12 * taller < heights.len();
        let x_height = if low > 1.28 * usual || is_capitals { low * OF_CAPITALS } else { low };
        Some(Print { base, x_height })
    }
}

impl Print {
    /// The same print, its strip cut so much of its height lower.
    pub(super) fn moved(self, share: f64) -> Print {
        Print { base: self.base + share * X_HEIGHTS * self.x_height, ..self }
    }
}

/// The most frequent of some numbers within bounds, neighbours counted with it; the smallest of equals.
fn peak(values: impl Iterator<Item = u32>, within: std::ops::Range<u32>) -> Option<f64> {
    let mut values: Vec<u32> = values.filter(|value| within.contains(value)).collect();
    values.sort_unstable();
    let near = |at: u32| {
        values.partition_point(|v| *v <= at + 1) - values.partition_point(|v| *v < at.saturating_sub(1))
    };
    let best = values.iter().copied().max_by_key(|value| (near(*value), std::cmp::Reverse(*value)))?;
    Some(f64::from(best))
}

/// A line cut out of a page's picture.
#[derive(Debug)]
pub(super) struct Strip<'a> {
    image: PageImage,
    /// Where its first column and row are on the page, in pixels.
    left: f64,
    top: f64,
    /// Pixels of the page for one column and row of the strip.
    across: f64,
    down: f64,
    print: Print,
    ink: &'a Ink,
    /// The pieces of ink on the line, points and marks too.
    pieces: Vec<PixelBox>,
}

impl Strip<'_> {
    /// The line that is printed so and whose letters stand between the columns `ends` of pixels, with the signs beside
    /// them that are `within` others.
    pub(super) fn cut<'a>(
        image: &PageImage,
        ink: &'a Ink,
        print: Print,
        ends: (u32, u32),
        within: (u32, u32),
    ) -> Strip<'a> {
        let Print { base, x_height } = print;
        let on_line = |place: &PixelBox| {
            let above = base - f64::from(place.middle_y());
            above > -0.6 * x_height && above < 2.2 * x_height && f64::from(place.height()) < 3.2 * x_height
        };
        let pieces: Vec<PixelBox> = ink.pieces.iter().map(|piece| piece.place).filter(on_line).collect();
        let (left, right) = with_signs(&pieces, ends, pixels(SIGNS * x_height));
        let down = X_HEIGHTS * x_height / f64::from(ROWS);
        let room = pixels((ROOM * down / STRETCH).ceil());
        let left = left.saturating_sub(room).max(within.0).min(image.width.saturating_sub(1));
        let right = (right + room).min(within.1).clamp(left + 1, image.width.max(left + 1));
        let top = base + (BELOW - X_HEIGHTS) * x_height;
        let around = Around::of(image, (left, right), (top, top + X_HEIGHTS * x_height));
        let width = pixels(f64::from(right - left) * STRETCH / down).max(1);
        Strip {
            image: around.scaled(width),
            left: f64::from(left),
            top,
            across: f64::from(right - left) / f64::from(width),
            down,
            print,
            ink,
            pieces: {
                let mut pieces = pieces;
                pieces.retain(|p| p.right() > left && p.left() < right);
                pieces.sort_by_key(|p| p.left());
                pieces
            },
        }
    }

    /// What the network reads in it, with places on the page; `None` where it sees no word.
    ///
    /// # Errors
    /// Those of the engine.
    pub(super) fn read(&self, engine: &dyn OcrEngine, page: PageIndex) -> Result<Option<OcrLine>> {
        let whole = PixelBox::new(0, 0, self.image.width, self.image.height);
        let how = Reading { segmentation: Segmentation::Raw, dpi: self.ink.dpi() };
        let mut lines = engine.read(page, &self.image, whole, &how)?.into_iter();
        let Some(mut line) = lines.next() else { return Ok(None) };
        line.words.extend(lines.flat_map(|line| line.words));
        let places: Vec<PixelBox> =
            line.words.iter().map(|word| self.on_page(&word.place.unwrap_or(whole))).collect();
        let is_sign: Vec<bool> =
            line.words.iter().map(|word| !word.text.contains(char::is_alphanumeric)).collect();
        let mut fitted = self.fitted(&places, &is_sign).into_iter();
        line.words.retain_mut(|word| {
            word.place = fitted.next().flatten();
            word.place.is_some()
        });
        self.close_up(&mut line.words);
        for word in &mut line.words {
            self.count_strokes(word);
            self.drop_ring(word);
        }
        Ok((!line.words.is_empty()).then_some(line))
    }

    /// Joins figures between which the network sees a space and the ink has none: it is shown a `1` with much white around.
    fn close_up(&self, words: &mut Vec<OcrWord>) {
        words.dedup_by(|next, word| {
            let (Some(before), Some(after)) = (word.place, next.place) else { return false };
            let gap = f64::from(after.left().saturating_sub(before.right()));
            let is_number = word.text.ends_with(|c: char| c.is_ascii_digit())
                && next.text.starts_with(|c: char| c.is_ascii_digit());
            let ones = usize::from(word.text.ends_with('1')) + usize::from(next.text.starts_with('1'));
            let is_date = word.text.contains('/') && next.text.contains('/');
            let close = if is_date { DATE_CLOSE } else { CLOSE[ones] };
            let is_one = is_number && gap < close * self.print.x_height;
            if is_one {
                word.text.push_str(&next.text);
                word.place = Some(before.union(&after));
                word.confidence = word.confidence.min(next.confidence);
                word.alternatives.clear();
            }
            is_one
        });
    }

    /// A Roman number of more strokes than were read: thin strokes side by side run together in so small a strip.
    fn count_strokes(&self, word: &mut OcrWord) {
        let number = word.text.trim_end_matches(['.', ',', ':', ')', '/']);
        let (Some(place), true) = (word.place, !number.is_empty() && number.chars().all(|c| c == 'I')) else {
            return;
        };
        let x_height = self.print.x_height;
        let is_stroke = |p: &&PixelBox| {
            place.holds_middle(p)
                && f64::from(p.height()) > 1.1 * x_height
                && f64::from(p.width()) < 0.8 * x_height
        };
        let strokes = self.pieces.iter().filter(is_stroke).count();
        if strokes > number.len() && strokes <= 3 {
            let text = format!("{}{}", "I".repeat(strokes), &word.text[number.len()..]);
            put_right(word, text);
        }
    }

    /// A share of one figure less than was read, by its width: of a thin `%` the network reads the first ring as a figure too.
    fn drop_ring(&self, word: &mut OcrWord) {
        let share = word.text.trim_end_matches(['.', ',', ';', ':', ')']);
        let (Some(place), Some(number)) = (word.place, share.strip_suffix('%')) else { return };
        let figures = number.chars().filter(char::is_ascii_digit).count();
        let signs = number.chars().filter(|c| matches!(c, ',' | '.')).count();
        if figures < 2 || figures + signs != number.len() || !number.ends_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let count = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let behind = count(word.text.len() - share.len());
        let expected = count(figures) + PERCENT + POINT * (count(signs) + behind);
        let width = f64::from(place.width()) / (FIGURE * self.print.x_height);
        if width < expected - 0.5 {
            let text = format!("{}{}", &number[..number.len() - 1], &word.text[number.len()..]);
            put_right(word, text);
        }
    }

    fn on_page(&self, place: &PixelBox) -> PixelBox {
        let x = |at: u32| pixels(self.left + f64::from(at) * self.across);
        let y = |at: u32| pixels((self.top + f64::from(at) * self.down).max(0.0));
        PixelBox::new(x(place.left()), y(place.top()), x(place.right()), y(place.bottom()))
    }

    /// The boxes of the ink of words. The network tells about where a letter is, and how high none is: words are parted at
    /// the white that is nearest to where it parts them. A word without ink is none; one whose ink hangs together with a
    /// seal has the height of the line.
    fn fitted(&self, words: &[PixelBox], is_sign: &[bool]) -> Vec<Option<PixelBox>> {
        let ends = self.parted(words, is_sign);
        let mut left = 0;
        let mut fitted = Vec::with_capacity(words.len());
        for (word, right) in words.iter().zip(ends.into_iter().chain([u32::MAX])) {
            let ink = self.pieces.iter().filter(|piece| (left..right).contains(&piece.middle_x()));
            let place = ink.copied().reduce(|all, piece| all.union(&piece));
            // What runs through several words is cut at the ends of this one.
            let place = place.map(|all| {
                let from = all.left().max(left);
                PixelBox::new(from, all.top(), all.right().min(right).max(from + 1), all.bottom())
            });
            fitted.push(place.or_else(|| self.under_others(word)));
            left = right;
        }
        fitted
    }

    /// The columns of pixels between words, from left to right. Signs get no more ink than they are seen on: in the white at
    /// the end of a line the network sees some, which would take the full stop.
    fn parted(&self, words: &[PixelBox], is_sign: &[bool]) -> Vec<u32> {
        let mut spaces: Vec<(u32, u32)> = Vec::new();
        let mut end = 0;
        for piece in &self.pieces {
            if piece.left() > end {
                spaces.push((end, piece.left()));
            }
            end = end.max(piece.right());
        }
        let reach = f64::from(pixels(SIGNS * self.print.x_height));
        let mut least = 0;
        let between = words.windows(2).zip(is_sign.windows(2)).map(|(pair, is_sign)| {
            let at = f64::from(pair[0].right().midpoint(pair[1].left()));
            let reach = if is_sign.contains(&true) { 0.0 } else { reach };
            let worth = |space: &(u32, u32)| {
                f64::from(space.1 - space.0) - (at - f64::from(space.0.midpoint(space.1))).abs()
            };
            let near = spaces
                .iter()
                .filter(|(from, to)| *from >= least && (at - f64::from(from.midpoint(*to))).abs() <= reach);
            let best = near.max_by(|a, b| worth(a).total_cmp(&worth(b)));
            let column = best.map_or(pixels(at), |(from, to)| from.midpoint(*to)).max(least);
            least = column;
            column
        });
        between.collect()
    }

    /// Where a word stands whose letters are no pieces of their own; `None` where there is no ink.
    fn under_others(&self, word: &PixelBox) -> Option<PixelBox> {
        let Print { base, x_height } = self.print;
        let above = |heights: f64| pixels((base - heights * x_height).max(0.0));
        let place = PixelBox::new(word.left(), above(1.6), word.right(), above(-0.4));
        let side = self.ink.cells.side.max(1.0);
        let cell = |at: u32| i32::try_from(pixels(f64::from(at) / side)).unwrap_or(i32::MAX);
        let mut rows = cell(above(1.0))..cell(above(0.0));
        let is_inked =
            rows.any(|row| (cell(word.left())..cell(word.right())).any(|x| self.ink.cells.is_dark(x, row)));
        is_inked.then_some(place)
    }
}

/// What the ink says against the reading of a word, which stays among its alternatives.
fn put_right(word: &mut OcrWord, text: String) {
    let read = std::mem::replace(&mut word.text, text);
    word.alternatives.retain(|(other, _)| *other != word.text);
    word.alternatives.insert(0, (read, word.confidence / 2.0));
    word.confidence = word.confidence.min(COUNTED);
}

/// The ends of a line with the signs that stand at most `near` pixels beyond them, one after another.
fn with_signs(pieces: &[PixelBox], (mut left, mut right): (u32, u32), near: u32) -> (u32, u32) {
    let mut signs: Vec<&PixelBox> = pieces.iter().filter(|piece| piece.width() <= 2 * near).collect();
    signs.sort_by_key(|piece| piece.left());
    for sign in &signs {
        if sign.right() > right && sign.left() <= right + near {
            right = sign.right();
        }
    }
    for sign in signs.iter().rev() {
        if sign.left() < left && sign.right() + near >= left {
            left = sign.left();
        }
    }
    (left, right)
}

/// Rows and columns of a page around a line, white where they are outside of it.
struct Around {
    columns: u32,
    rows: u32,
    data: Vec<u8>,
    /// Where the line begins and ends among the rows.
    top: f64,
    height: f64,
}

impl Around {
    fn of(image: &PageImage, (left, right): (u32, u32), (top, bottom): (f64, f64)) -> Around {
        let first = top.floor();
        let rows = pixels((bottom - first).ceil()).max(1);
        let columns = (right - left).max(1);
        let mut data = vec![u8::MAX; rows as usize * columns as usize];
        for (row, to) in (0_u32..).zip(data.chunks_exact_mut(columns as usize)) {
            let y = first + f64::from(row);
            if y < 0.0 || y >= f64::from(image.height) || right > image.width {
                continue;
            }
            let start = pixels(y) as usize * image.width as usize + left as usize;
            to.copy_from_slice(&image.data[start..start + columns as usize]);
        }
        let height = (bottom - top).min(f64::from(rows));
        Around { columns, rows, data, top: (top - first).min(f64::from(rows) - height), height }
    }

    /// The line in so many columns and [`ROWS`] rows, each pixel the mean of what it covers.
    fn scaled(&self, width: u32) -> PageImage {
        let mut data = vec![0; width as usize * ROWS as usize];
        let as_many = "a picture has as many bytes as pixels";
        let source = TypedImageRef::<U8>::from_buffer(self.columns, self.rows, &self.data).expect(as_many);
        let mut target = TypedImage::<U8>::from_buffer(width, ROWS, &mut data).expect(as_many);
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Box))
            .use_alpha(false)
            .crop(0.0, self.top, f64::from(self.columns), self.height);
        Resizer::new()
            .resize_typed(&source, &mut target, &options)
            .expect("the line is inside of what is around it");
        PageImage { width, height: ROWS, data }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::ink::tests::drawn;

    /// At 254 dpi: small letters of 20 pixels on row 220, capitals and tails among them, a full stop, a dash before.
    fn line(capitals: bool) -> Vec<PixelBox> {
        let mut boxes: Vec<PixelBox> = (0..20)
            .map(|at| {
                let left = 100 + 25 * at + 25 * (at / 5);
                match (capitals, at % 5) {
                    (true, _) | (false, 1) => PixelBox::new(left, 190, left + 18, 220),
                    (false, 2) => PixelBox::new(left, 200, left + 18, 228),
                    _ => PixelBox::new(left, 200, left + 18, 220),
                }
            })
            .collect();
        boxes.push(PixelBox::new(700, 216, 704, 220));
        boxes.push(PixelBox::new(75, 208, 88, 211));
        boxes
    }

    #[test]
    fn small_letters_are_measured_and_those_of_capitals_guessed() {
        let boxes = line(false);
        let ink = Ink::of(&drawn(900, 400, &boxes), 254);
        assert_eq!(usual_x_height(&ink, &boxes), Some(20.0));
        assert_eq!(Print::of(20.0, &boxes), Some(Print { base: 220.0, x_height: 20.0 }));
        let capitals = Print::of(20.0, &line(true)).unwrap();
        assert!((capitals.x_height - 20.4).abs() < 0.1, "{capitals:?}");
        assert_eq!(Print::of(20.0, &[]), None);
    }

    /// Sees a word in the left half, one in the right half, and one in the white at the end.
    struct Halves;

    impl OcrEngine for Halves {
        fn name(&self) -> &'static str {
            "halves"
        }

        fn read(
            &self,
            _: PageIndex,
            image: &PageImage,
            area: PixelBox,
            how: &Reading,
        ) -> Result<Vec<OcrLine>> {
            assert_eq!((how.segmentation, image.height, area.height()), (Segmentation::Raw, ROWS, ROWS));
            assert!(image.data[..image.width as usize].iter().all(|grey| *grey == 255), "white above");
            assert!(image.data.iter().any(|grey| *grey < 60));
            let at = |share: u32| image.width * share / 100;
            let word = |text: &str, left: u32, right: u32| OcrWord {
                text: text.to_owned(),
                place: Some(PixelBox::new(at(left), 0, at(right), ROWS)),
                confidence: 0.9,
                alternatives: Vec::new(),
            };
            let words = vec![word("một", 0, 48), word("hai.", 51, 99), word("_", 100, 100)];
            Ok(vec![OcrLine { number: 1, block: Block::Unknown, words }])
        }
    }

    #[test]
    fn a_strip_holds_the_signs_of_its_line_and_words_get_the_boxes_of_their_ink() {
        let mut boxes = line(false);
        // A line below, and a seal far larger than letters.
        boxes.push(PixelBox::new(100, 300, 118, 320));
        let image = drawn(900, 400, &boxes);
        let ink = Ink::of(&image, 254);
        let print = Print { base: 220.0, x_height: 20.0 };
        let strip = Strip::cut(&image, &ink, print, (100, 693), (0, 900));
        let read = strip.read(&Halves, PageIndex(0)).unwrap().unwrap();
        let texts: Vec<&str> = read.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["một", "hai."], "a word without ink is none");
        let places: Vec<PixelBox> = read.words.iter().filter_map(|word| word.place).collect();
        assert_eq!(places[0].left(), 75, "the dash belongs to the line");
        assert_eq!(places[1].right(), 704, "and the full stop");
        assert_eq!((places[0].top(), places[0].bottom()), (190, 228));
        assert!(places[0].right() < places[1].left());
    }

    fn read_as(boxes: &[PixelBox], words: &[(&str, u32, u32)]) -> Vec<(String, f32)> {
        struct Says(Vec<OcrWord>);
        impl OcrEngine for Says {
            fn name(&self) -> &'static str {
                "says"
            }

            fn read(&self, _: PageIndex, _: &PageImage, _: PixelBox, _: &Reading) -> Result<Vec<OcrLine>> {
                Ok(vec![OcrLine { number: 1, block: Block::Unknown, words: self.0.clone() }])
            }
        }
        let image = drawn(900, 400, boxes);
        let ink = Ink::of(&image, 254);
        let print = Print { base: 220.0, x_height: 20.0 };
        let left = boxes.iter().map(PixelBox::left).min().unwrap();
        let right = boxes.iter().map(PixelBox::right).max().unwrap();
        let strip = Strip::cut(&image, &ink, print, (left, right), (0, 900));
        let column = |x: u32| pixels(((f64::from(x) - strip.left) / strip.across).max(0.0));
        let word = |(text, left, right): &(&str, u32, u32)| OcrWord {
            text: (*text).to_owned(),
            place: Some(PixelBox::new(column(*left), 0, column(*right), ROWS)),
            confidence: 0.9,
            alternatives: Vec::new(),
        };
        let says = Says(words.iter().map(word).collect());
        let read = strip.read(&says, PageIndex(0)).unwrap().unwrap();
        read.words.into_iter().map(|word| (word.text, word.confidence)).collect()
    }

    /// Figures of 22 pixels from `left` on, so much apart.
    fn figures(left: u32, gaps: &[u32]) -> Vec<PixelBox> {
        let mut boxes = vec![PixelBox::new(left, 190, left + 20, 220)];
        for gap in gaps {
            let left = boxes[boxes.len() - 1].right() + gap;
            boxes.push(PixelBox::new(left, 190, left + 20, 220));
        }
        boxes
    }

    #[test]
    fn a_number_is_closed_up_where_its_ink_is() {
        let boxes = figures(100, &[3, 3, 5]);
        let read = read_as(&boxes, &[("387", 100, 166), ("1/QĐ", 171, 191)]);
        assert_eq!(read, [("3871/QĐ".to_owned(), 0.9)]);
        let boxes = figures(100, &[3, 3, 12]);
        assert_eq!(read_as(&boxes, &[("387", 100, 166), ("1", 178, 198)]).len(), 2);
        let date = read_as(&boxes, &[("30/", 100, 166), ("11/2024", 178, 198)]);
        assert_eq!(date.len(), 2, "a sign is no figure");
        let date = read_as(&boxes, &[("30/1", 100, 166), ("1/2024", 178, 198)]);
        assert_eq!(date, [("30/11/2024".to_owned(), 0.9)]);
    }

    #[test]
    fn a_word_keeps_the_ink_that_is_nearest_to_where_it_was_seen() {
        // The network sees `Y` a little too far to the left, before its ink.
        let boxes = figures(100, &[3, 14, 14, 3]);
        let read = read_as(&boxes, &[("Bộ", 100, 130), ("Y", 130, 148), ("tế", 165, 230)]);
        assert_eq!(read.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(), ["Bộ", "Y", "tế"]);
    }

    #[test]
    fn strokes_of_a_roman_number_are_counted() {
        let stroke = |left: u32| PixelBox::new(left, 190, left + 8, 220);
        let boxes = [stroke(100), stroke(112), stroke(124)];
        assert_eq!(read_as(&boxes, &[("II.", 100, 132)]), [("III.".to_owned(), COUNTED)]);
        assert_eq!(read_as(&boxes[..2], &[("II.", 100, 120)]), [("II.".to_owned(), 0.9)]);
        // Strokes whose serifs touch are fewer pieces.
        assert_eq!(read_as(&boxes[..1], &[("II", 100, 108)]), [("II".to_owned(), 0.9)]);
    }

    #[test]
    fn a_ring_of_a_thin_percent_sign_is_no_figure() {
        // Two figures, rings and stroke of the sign, a point: as wide as `47%.`, not as `479%.`
        let mut boxes = figures(100, &[4]);
        boxes.extend([
            PixelBox::new(148, 190, 158, 205),
            PixelBox::new(168, 206, 178, 220),
            PixelBox::new(182, 216, 186, 220),
        ]);
        assert_eq!(read_as(&boxes, &[("479%,", 100, 186)]), [("47%,".to_owned(), COUNTED)]);
        assert_eq!(read_as(&boxes, &[("47%.", 100, 186)]), [("47%.".to_owned(), 0.9)]);
    }
}
