//! A picture as it was scanned becomes one that the engine reads well.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::geometry::{PageIndex, pixels};
use crate::scan::raster::{Raster, SourcePage, grey};
use crate::scan::{Content, Origin, Page, PageImage};
use crate::warning::{Code, Warned, Warning};

/// Dots per inch that the engine reads best.
const READING_DPI: u32 = 300;
/// Above this a page is scaled down: more pixels only cost time.
const TOO_FINE_DPI: u32 = 450;
/// Under this a page is warned of.
const LOW_DPI: u32 = 150;

/// Cleans and scales a page.
pub(super) fn page(index: PageIndex, source: SourcePage) -> Warned<Page> {
    let frame = source.frame();
    let mut warnings = source.warnings;
    if frame.dpi < LOW_DPI {
        let message = format!("page {} was scanned at {} dots per inch", index.number(), frame.dpi);
        warnings.push(Warning::new(Code::PageLowResolution, message).on(index));
    }
    let image = to_grey(source.raster);
    let scale = scale(frame.dpi);
    let image = scaled(image, scale);
    let page = Page {
        index,
        origin: Origin::Scan,
        frame: Some(frame),
        content: Content::Picture { image, scale },
        marks: source.marks,
    };
    Warned { output: page, warnings }
}

/// Pixels for the engine for one pixel of the page.
fn scale(dpi: u32) -> f64 {
    if (READING_DPI..=TOO_FINE_DPI).contains(&dpi) {
        return 1.0;
    }
    f64::from(READING_DPI) / f64::from(dpi)
}

fn to_grey(raster: Raster) -> PageImage {
    match raster {
        Raster::Grey(image) => image,
        Raster::Colour { width, height, data } => {
            let (pixels, _) = data.as_chunks::<3>();
            let data = pixels.iter().map(|pixel| grey(luminance(*pixel))).collect();
            PageImage { width, height, data }
        }
    }
}

/// How bright the eye finds a colour, 0 to 255.
fn luminance([red, green, blue]: [u8; 3]) -> f32 {
    0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue)
}

/// The same picture with `scale` times the pixels in each direction.
fn scaled(image: PageImage, scale: f64) -> PageImage {
    if (scale - 1.0).abs() < 0.01 {
        return image;
    }
    let width = pixels(f64::from(image.width) * scale).max(1);
    let height = pixels(f64::from(image.height) * scale).max(1);
    let mut target = Image::new(width, height, PixelType::U8);
    let options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom)).use_alpha(false);
    let source = Image::from_vec_u8(image.width, image.height, image.data, PixelType::U8)
        .expect("a page picture has as many bytes as pixels");
    Resizer::new().resize(&source, &mut target, &options).expect("both pictures are grey, one byte a pixel");
    PageImage { width, height, data: target.into_vec() }
}
