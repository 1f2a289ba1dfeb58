//! A PNG or JPEG file becomes one page.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder};

use crate::geometry::pixels;
use crate::page::PageImage;
use crate::scan::raster::{Raster, SourcePage, turned_size, unturn};

/// Inches of the short side of an A4 sheet.
const A4_SHORT_SIDE: f64 = 8.27;

/// The two formats that hold a single picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PictureFormat {
    /// Portable network graphics.
    Png,
    /// Joint photographic experts group.
    Jpeg,
}

/// Columns and rows as the header says, nothing decoded.
///
/// # Errors
/// What is wrong with the header, in a few words.
pub(super) fn size(bytes: &[u8], format: PictureFormat) -> Result<(u32, u32), String> {
    Ok(decoder(bytes, format)?.dimensions())
}

/// Decodes the picture, turned as its file says.
///
/// # Errors
/// What is wrong with it, in a few words.
pub(super) fn page(bytes: &[u8], format: PictureFormat) -> Result<SourcePage, String> {
    let mut decoder = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let quarters = quarters(decoder.orientation().unwrap_or(Orientation::NoTransforms));
    let declared = match format {
        PictureFormat::Png => png_density(bytes),
        PictureFormat::Jpeg => jpeg_density(bytes),
    };
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?;
    Ok(source_page(raster(picture), width, height, quarters, declared))
}

/// A decoded picture as a page, turned clockwise by so many quarters.
pub(super) fn source_page(
    raster: Raster,
    width: u32,
    height: u32,
    quarters: u8,
    declared: Option<f64>,
) -> SourcePage {
    let (shown_width, shown_height) = turned_size(width, height, quarters);
    SourcePage {
        raster: raster.turned(quarters),
        dpi: dpi(shown_width, shown_height, declared),
        to_source: unturn(width, height, quarters),
        marks: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Dots per inch: as declared when that makes a sheet between A6 and A1, otherwise as if it were A4.
///
/// Photographs are declared to have 72, which would make them posters.
pub(super) fn dpi(width: u32, height: u32, declared: Option<f64>) -> u32 {
    let short = f64::from(width.min(height));
    // Short sides of A6 and A1, with some room, in inches.
    let plausible = |dpi: &f64| (3.9..24.0).contains(&(short / dpi));
    pixels(declared.filter(plausible).unwrap_or(short / A4_SHORT_SIDE)).max(1)
}

fn decoder(bytes: &[u8], format: PictureFormat) -> Result<Box<dyn ImageDecoder + '_>, String> {
    let bytes = Cursor::new(bytes);
    Ok(match format {
        PictureFormat::Png => Box::new(PngDecoder::new(bytes).map_err(|error| error.to_string())?),
        PictureFormat::Jpeg => Box::new(JpegDecoder::new(bytes).map_err(|error| error.to_string())?),
    })
}

/// Quarter turns clockwise that bring a picture with this orientation upright. Mirrored ones are turned only.
pub(super) fn quarters(orientation: Orientation) -> u8 {
    match orientation {
        Orientation::NoTransforms | Orientation::FlipHorizontal => 0,
        Orientation::Rotate90 | Orientation::Rotate90FlipH => 1,
        Orientation::Rotate180 | Orientation::FlipVertical => 2,
        Orientation::Rotate270 | Orientation::Rotate270FlipH => 3,
    }
}

/// The pixels of a decoded picture; what is transparent lies on white paper.
fn raster(picture: DynamicImage) -> Raster {
    let (width, height) = (picture.width(), picture.height());
    match picture {
        DynamicImage::ImageLuma8(grey) => Raster::Grey(PageImage { width, height, data: grey.into_raw() }),
        DynamicImage::ImageLuma16(_) => {
            Raster::Grey(PageImage { width, height, data: picture.into_luma8().into_raw() })
        }
        DynamicImage::ImageLumaA8(_) | DynamicImage::ImageLumaA16(_) => {
            let both = picture.into_luma_alpha8().into_raw();
            let (pixels, _) = both.as_chunks::<2>();
            let data = pixels.iter().map(|[value, alpha]| on_paper(*value, *alpha)).collect();
            Raster::Grey(PageImage { width, height, data })
        }
        other if other.color().has_alpha() => {
            let rgba = other.into_rgba8().into_raw();
            let (pixels, _) = rgba.as_chunks::<4>();
            let data = pixels
                .iter()
                .flat_map(|[red, green, blue, alpha]| {
                    [red, green, blue].map(|value| on_paper(*value, *alpha))
                })
                .collect();
            Raster::Colour { width, height, data }
        }
        other => Raster::Colour { width, height, data: other.into_rgb8().into_raw() },
    }
}

/// A value of some opacity over white.
fn on_paper(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u16::from(value), u16::from(alpha));
    u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
}

/// Dots per inch in the `pHYs` chunk of a PNG.
fn png_density(bytes: &[u8]) -> Option<f64> {
    let mut rest = bytes.get(8..)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (name, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        match name {
            b"pHYs" => {
                let across = u32::from_be_bytes(*after.first_chunk::<4>()?);
                // 1 says that the number counts pixels a metre.
                return (*after.get(8)? == 1).then(|| f64::from(across) * 0.0254);
            }
            b"IDAT" | b"IEND" => return None,
            _ => rest = after.get(length.checked_add(4)?..)?,
        }
    }
}

/// Dots per inch in the JFIF header of a JPEG.
fn jpeg_density(bytes: &[u8]) -> Option<f64> {
    let mut rest = bytes.get(2..)?;
    loop {
        let (marker, after) = rest.split_first_chunk::<2>()?;
        let (length, body) = after.split_first_chunk::<2>()?;
        if marker[0] != 0xff || !(0xe0..=0xfe).contains(&marker[1]) {
            return None;
        }
        if let [b'J', b'F', b'I', b'F', 0, _, _, unit, high, low, ..] = body {
            let across = f64::from(u16::from_be_bytes([*high, *low]));
            return match unit {
                1 => Some(across),
                2 => Some(across * 2.54),
                _ => None,
            };
        }
        rest = after.get(usize::from(u16::from_be_bytes(*length))..)?;
    }
}
