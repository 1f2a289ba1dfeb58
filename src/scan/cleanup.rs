//! A picture as it was scanned becomes one that the engine reads well.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

use crate::geometry::{Affine, PageIndex, PixelBox, pixels};
use crate::page::{Origin, PageImage};
use crate::scan::raster::{Raster, SourcePage};
use crate::scan::{Content, Page, border, colour, contrast, deskew};
use crate::warning::{Doubt, Warned, Warning};

/// Dots per inch that the engine reads best.
const READING_DPI: u32 = 300;
/// Above this a page is scaled down: more pixels only cost time.
const TOO_FINE_DPI: u32 = 450;
/// Pixels that a page may be enlarged to: twice those of A3 at 300 dpi.
const MOST_ENLARGED: f64 = 35e6;
/// The most that a page is enlarged: under 40 dots per inch there are no letters.
const MOST_TIMES: f64 = 8.0;
/// Under this a page is warned of.
const LOW_DPI: u32 = 150;

/// Cleans and scales a page.
pub(super) fn page(index: PageIndex, source: SourcePage) -> Warned<Page> {
    let mut frame = source.frame();
    let mut warnings = Vec::new();
    if frame.dpi < LOW_DPI {
        warnings.push(Warning::new(Doubt::PageLowResolution { dpi: frame.dpi }).on(index));
    }
    let mut marks = source.marks;
    let mut image = match source.raster {
        Raster::Grey(image) => image,
        Raster::Colour { width, height, data } => {
            let (image, found) = colour::to_grey(width, height, &data, frame.dpi);
            marks.extend(found);
            image
        }
    };
    contrast::make_positive(&mut image, frame.dpi);
    border::whiten(&mut image, frame.dpi);
    if border::is_blank(&image, frame.dpi) {
        contrast::level(&mut image);
    }
    if border::is_blank(&image, frame.dpi) {
        // Of a page that lost something nobody can say that it was blank.
        if source.lost.is_empty() {
            warnings.push(Warning::new(Doubt::PageBlank).on(index));
        }
        let content = Content::Text(Vec::new());
        return Warned {
            output: Page {
                index,
                origin: Origin::Scan,
                frame: Some(frame),
                content,
                marks,
                inlays: Vec::new(),
            },
            warnings,
        };
    }
    frame.skew = deskew::skew(&image);
    let scale = scale(frame.dpi).min(room(&image));
    let bilevel = is_bilevel(&image);
    let mut image = scaled(image, scale);
    if bilevel {
        image = softened(image);
    }
    if frame.skew != 0.0 {
        image = deskew::levelled(&image, frame.skew);
        let back = deskew::unlevel(frame.width, frame.height, frame.skew);
        frame.to_source = back.then(&frame.to_source);
        let forth = deskew::unlevel(frame.width, frame.height, -frame.skew);
        for mark in &mut marks {
            mark.place = moved(mark.place, &forth).clipped(frame.width, frame.height);
        }
    }
    let content = Content::Picture { image, scale };
    Warned {
        output: Page { index, origin: Origin::Scan, frame: Some(frame), content, marks, inlays: Vec::new() },
        warnings,
    }
}

/// The smallest box around a mapped one.
fn moved(place: PixelBox, map: &Affine) -> PixelBox {
    let corners = [
        (place.left(), place.top()),
        (place.right(), place.top()),
        (place.left(), place.bottom()),
        (place.right(), place.bottom()),
    ]
    .map(|(x, y)| map.apply(f64::from(x), f64::from(y)));
    let least = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::MAX, f64::min);
    let most = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::MIN, f64::max);
    PixelBox::new(
        pixels(least(|c| c.0)),
        pixels(least(|c| c.1)),
        pixels(most(|c| c.0)),
        pixels(most(|c| c.1)),
    )
}

/// How many times a page can be enlarged so that it stays a picture that the engine takes; at least 1.
fn room(image: &PageImage) -> f64 {
    let area = f64::from(image.width) * f64::from(image.height);
    (MOST_ENLARGED / area).sqrt().clamp(1.0, MOST_TIMES)
}

/// Pixels for the engine for one pixel of the page.
fn scale(dpi: u32) -> f64 {
    if (READING_DPI..=TOO_FINE_DPI).contains(&dpi) {
        return 1.0;
    }
    f64::from(READING_DPI) / f64::from(dpi)
}

/// Whether a page has only black and white, but for some pixels in two hundred.
fn is_bilevel(image: &PageImage) -> bool {
    let between = image.data.iter().filter(|value| (8..248).contains(*value)).count();
    between * 200 < image.data.len()
}

/// The picture seen slightly out of focus: a Gaussian of 0.8 pixels.
///
/// Levelling a page of hard black and white leaves stripes of sharp and of soft letters, in which the engine
/// mistakes tone marks: on two such pages 84 syllables were wrong, and 61 when they were softened first.
fn softened(image: PageImage) -> PageImage {
    // Of 256; the outer pixels twice.
    const WEIGHTS: [u16; 3] = [128, 58, 6];
    let width = image.width as usize;
    // At most 256 times 255, and a half for rounding: the upper byte is the mean.
    let blend = |[far, near, centre, near_too, far_too]: [u8; 5]| {
        let both = |one: u8, other: u8| u16::from(one) + u16::from(other);
        let sum = WEIGHTS[0] * u16::from(centre)
            + WEIGHTS[1] * both(near, near_too)
            + WEIGHTS[2] * both(far, far_too);
        let [mean, _] = (sum + 128).to_be_bytes();
        mean
    };
    let mut across = image.data.clone();
    for (from, to) in image.data.chunks_exact(width).zip(across.chunks_exact_mut(width)) {
        for (window, pixel) in from.array_windows::<5>().zip(to.iter_mut().skip(2)) {
            *pixel = blend(*window);
        }
    }
    let mut data = across.clone();
    let below = |rows: usize| across.get(rows * width..).unwrap_or_default().iter();
    // Each pixel with the four above and below it: the first row with two above it is the third.
    let columns = across.iter().zip(below(1)).zip(below(2)).zip(below(3)).zip(below(4));
    let inner = data.get_mut(2 * width..).unwrap_or_default();
    for (to, ((((far, near), centre), near_too), far_too)) in inner.iter_mut().zip(columns) {
        *to = blend([*far, *near, *centre, *near_too, *far_too]);
    }
    PageImage { data, ..image }
}

/// The same picture with `scale` times the pixels in each direction.
fn scaled(image: PageImage, scale: f64) -> PageImage {
    if (scale - 1.0).abs() < 0.01 {
        return image;
    }
    let width = pixels(f64::from(image.width) * scale).max(1);
    let height = pixels(f64::from(image.height) * scale).max(1);
    let mut data = vec![0; width as usize * height as usize];
    let options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom)).use_alpha(false);
    let as_many = "a page picture has as many bytes as pixels";
    let source = TypedImageRef::<U8>::from_buffer(image.width, image.height, &image.data).expect(as_many);
    let mut target = TypedImage::<U8>::from_buffer(width, height, &mut data).expect(as_many);
    // Typed, since `resize` compiles the code of all kinds of pixels into this crate, minutes of every build.
    Resizer::new().resize_typed(&source, &mut target, &options).expect("neither picture is cropped");
    PageImage { width, height, data }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softening_keeps_the_ink_and_its_place() {
        let mut image = PageImage { width: 40, height: 40, data: vec![255; 1600] };
        image.data[20 * 40 + 20] = 0;
        assert!(is_bilevel(&image));
        let soft = softened(image);
        let ink: u32 = soft.data.iter().map(|value| u32::from(255 - value)).sum();
        assert!(ink.abs_diff(255) < 12, "{ink}");
        assert_eq!(soft.row(20)[19], soft.row(20)[21]);
        assert_eq!(soft.row(19)[20], soft.row(21)[20]);
        assert!(soft.row(20)[20] < soft.row(20)[21]);
    }

    #[test]
    fn scales_lead_to_three_hundred_dots_per_inch() {
        for (dpi, expected) in [(100, 3.0), (200, 1.5), (300, 1.0), (400, 1.0), (600, 0.5)] {
            assert!((scale(dpi) - expected).abs() < 1e-9, "{dpi}");
        }
        let image = scaled(PageImage { width: 30, height: 20, data: vec![90; 600] }, 1.5);
        assert_eq!((image.width, image.height, image.data[700]), (45, 30, 90));
    }
}
