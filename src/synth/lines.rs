//! Draws given lines of text as a page, with the box of every word.

use image::GrayImage;

use super::Result;
use super::canvas::{Canvas, Depth, Ink, coordinate, side, whole};
use super::degrade::Degrade;
use super::typeface::{Style, Typeface};
use crate::geometry::PixelBox;

/// How lines are set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Upright, slanted, heavy.
    pub style: Style,
    /// Size of the letters in points; offices use 13 and 14, recipients 11.
    pub size: f32,
    /// Dots per inch of the picture.
    pub dpi: f32,
    /// From baseline to baseline, as a multiple of the size; offices use 1.15 to 1.5.
    pub pitch: f32,
    /// Width of the space between words as a multiple of the font's own: 1 is ordinary, 2 a stretched
    /// justified line, 0.6 a tight one.
    pub gap: f32,
    /// White around the text, in mm.
    pub margin: f32,
}

impl Default for Look {
    /// Upright 14 points at 300 dpi.
    fn default() -> Look {
        Look { style: Style::Upright, size: 14.0, dpi: 300.0, pitch: 1.3, gap: 1.0, margin: 15.0 }
    }
}

/// A page with the words on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Grey, 255 is paper.
    pub image: GrayImage,
    /// Line by line, left to right.
    pub words: Vec<DrawnWord>,
}

/// A word on a drawn page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnWord {
    /// As given.
    pub text: String,
    /// Which of the given lines, from 0.
    pub line: usize,
    /// Where its ink is, before any skew.
    pub place: PixelBox,
}

/// Draws lines of text as a page just large enough for them. Words are what white space parts; their boxes
/// hold the ink before any damage.
///
/// # Errors
/// [`Error::NoGlyph`](super::Error::NoGlyph) when the typeface lacks a letter.
pub fn draw(lines: &[&str], typeface: &Typeface, look: &Look) -> Result<Drawn> {
    let em = look.size * look.dpi / 72.0;
    let margin = look.margin * look.dpi / 25.4;
    let space = typeface.width(" ", look.style) * look.gap;
    let width_of = |line: &str| {
        let words: Vec<f32> = line.split_whitespace().map(|w| typeface.width(w, look.style)).collect();
        words.iter().sum::<f32>() + space * coordinate(words.len().saturating_sub(1))
    };
    let widest = lines.iter().map(|line| width_of(line)).fold(0.0, f32::max);
    let width = side(whole((widest * em + 2.0 * margin).ceil()).max(1));
    let height = side(whole((coordinate(lines.len()) * look.pitch * em + 2.0 * margin).ceil()).max(1));
    let mut canvas = Canvas::new(width, height, Depth::Grey);
    let mut words = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        typeface.check(line, look.style)?;
        // Letters stand on the baseline; four fifths of the size are above it.
        let baseline = margin + (coordinate(number) * look.pitch + 0.8) * em;
        let mut pen = margin;
        for word in line.split_whitespace() {
            let shape = typeface.outline(word, look.style).map(|(x, y)| (pen + x * em, baseline + y * em));
            canvas.fill(&shape, Ink::BLACK, 1.0);
            if let Some(bounds) = shape.bounds() {
                let place = ink_box(bounds).clipped(width, height);
                words.push(DrawnWord { text: word.to_owned(), line: number, place });
            }
            pen += (typeface.width(word, look.style) + space) * em;
        }
    }
    Ok(Drawn { image: canvas.to_grey(), words })
}

/// Draws lines and damages the page: [`draw`], then [`Degrade::apply_grey`] with a seed.
///
/// # Errors
/// As of the two.
pub fn draw_worn(
    lines: &[&str],
    typeface: &Typeface,
    look: &Look,
    degrade: &Degrade,
    seed: u64,
) -> Result<Drawn> {
    let drawn = draw(lines, typeface, look)?;
    let image = degrade.apply_grey(&drawn.image, look.dpi, seed)?;
    Ok(Drawn { image, words: drawn.words })
}

/// Breaks a text into lines that are at most `width` mm wide when drawn; a longer word gets a line of its own.
pub fn wrap(text: &str, typeface: &Typeface, look: &Look, width: f32) -> Vec<String> {
    let limit = width / 25.4 * 72.0 / look.size;
    let space = typeface.width(" ", look.style) * look.gap;
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0.0;
    for word in text.split_whitespace() {
        let wide = typeface.width(word, look.style);
        match lines.last_mut() {
            Some(line) if used + space + wide <= limit => {
                line.push(' ');
                line.push_str(word);
                used += space + wide;
            }
            _ => {
                lines.push(word.to_owned());
                used = wide;
            }
        }
    }
    lines
}

/// The whole pixels that hold an area of ink: left, top, right, bottom.
pub(super) fn ink_box([left, top, right, bottom]: [f32; 4]) -> PixelBox {
    let (left, top) = (whole(left), whole(top));
    PixelBox::new(side(left), side(top), side(whole(right.ceil())), side(whole(bottom.ceil())))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::typeface::Family;
    use super::*;

    const FONTS: &str = "/usr/share/fonts";

    #[test]
    #[ignore = "needs fonts-texgyre and fonts-freefont-ttf"]
    fn every_word_has_ink_inside_its_box_and_none_around() {
        let lines = ["ỦY BAN NHÂN DÂN TỈNH SƠN HÀ", "Số: 57/QĐ-UBND, đạt từ 10,5% trở lên;", "Ngữ, ẵ ặ ộ ỹ"];
        for family in Family::USUAL {
            let typeface = Typeface::load(Path::new(FONTS), family).unwrap();
            for style in Style::ALL {
                let look = Look { style, ..Look::default() };
                let drawn = draw(&lines, &typeface, &look).unwrap();
                assert_eq!(drawn.words.len(), 7 + 7 + 5, "{family:?} {style:?}");
                let mut image = drawn.image;
                for word in &drawn.words {
                    let b = word.place;
                    let inked = |x: u32, y: u32| image.get_pixel(x, y).0[0] < 128;
                    let some = (b.top()..b.bottom()).any(|y| (b.left()..b.right()).any(|x| inked(x, y)));
                    assert!(some, "{family:?} {style:?} {}", word.text);
                    for y in b.top()..b.bottom() {
                        for x in b.left()..b.right() {
                            image.put_pixel(x, y, image::Luma([255]));
                        }
                    }
                }
                assert!(image.pixels().all(|p| p.0[0] > 200), "{family:?} {style:?}: ink outside of boxes");
            }
        }
    }

    #[test]
    #[ignore = "needs fonts-texgyre"]
    fn wrapped_lines_keep_the_words_and_fit() {
        let typeface = Typeface::load(Path::new(FONTS), Family::Termes).unwrap();
        let text = "Các sở, ban, ngành; Ủy ban nhân dân các huyện, thành phố báo cáo kết quả thực hiện";
        let look = Look::default();
        let lines = wrap(text, &typeface, &look, 45.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.join(" "), text);
        let em_in_mm = look.size / 72.0 * 25.4;
        assert!(lines.iter().all(|line| typeface.width(line, look.style) * em_in_mm <= 45.0));
    }
}
