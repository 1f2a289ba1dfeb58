//! A file that holds one picture becomes one page: PNG, JPEG, WebP, BMP, GIF, JPEG 2000.

use std::io::{BufRead, Cursor, Seek};

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};
use image::codecs::bmp::BmpDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder, DynamicImage, ImageDecoder};
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::geometry::{Affine, pixels};
use crate::page::PageImage;
use crate::reason::Reason;
use crate::scan::colour::{Greying, KeptColours};
use crate::scan::raster::{PageFault, Raster, SourcePage, turned_size, unturn};
use crate::scan::{jpeg_data, png_rows};

/// Inches of the short side of an A4 sheet.
const A4_SHORT_SIDE: f64 = 8.27;
/// Resolutions that differ by less than this factor are one: scanners round them.
pub(super) const UNEQUAL: f64 = 1.15;
/// Resolutions that differ by more than this factor are a mistake: fax has 204 by 98 at most.
pub(super) const TOO_UNEQUAL: f64 = 4.5;

/// Stated resolutions under this are not believed of a picture that has more than [`COARSEST_SCAN`] as an A4 sheet.
const COARSEST_STATED: f64 = 120.0;
const COARSEST_SCAN: f64 = 140.0;

/// The formats that hold a single picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PictureFormat {
    /// Portable network graphics.
    Png,
    /// Joint photographic experts group.
    Jpeg,
    /// WebP.
    Webp,
    /// Windows bitmap.
    Bmp,
    /// Graphics interchange format.
    Gif,
    /// JPEG 2000, in its box or bare.
    Jpeg2000,
}

/// A picture as a file holds it.
#[derive(Debug)]
pub(super) struct Picture {
    /// The stored pixels.
    pub(super) raster: Raster,
    /// How it is to be looked at: 1 to 8 as of EXIF.
    pub(super) orientation: u8,
    /// Dots per inch across and down the stored pixels, as declared.
    pub(super) density: Option<(f64, f64)>,
    /// What of it is missing, in a few words.
    pub(super) lost: Option<Reason>,
}

/// Columns and rows as the header says, nothing decoded.
///
/// # Errors
/// What is wrong with the header, in a few words.
pub(super) fn size(bytes: &[u8], format: PictureFormat) -> Result<(u32, u32), Reason> {
    match format {
        PictureFormat::Png => png_rows::size(bytes),
        PictureFormat::Jpeg2000 => {
            let image = jpeg_2000(bytes)?;
            Ok((image.width(), image.height()))
        }
        other => Ok(decoder(bytes, other)?.dimensions()),
    }
}

/// Decodes the picture, turned as its file says. Its colours are kept as is said where it is decoded row after row.
///
/// # Errors
/// What is wrong with it.
pub(super) fn page(
    bytes: &[u8],
    format: PictureFormat,
    colours: KeptColours,
) -> Result<SourcePage, PageFault> {
    let picture = match format {
        PictureFormat::Png if colours != KeptColours::All && png_rows::comes_in_order(bytes) => {
            return png_by_rows(bytes, colours);
        }
        PictureFormat::Jpeg if colours != KeptColours::All => {
            let in_colour = (colours == KeptColours::Faded).then(|| jpeg_in_colour(bytes)).flatten();
            let raster = match in_colour {
                Some(raster) => raster,
                None => Raster::Grey(jpeg_in_grey(bytes).map_err(|e| PageFault::Damaged(Reason::Said(e)))?),
            };
            let orientation = decoder(bytes, format).and_then(|mut decoder| {
                decoder.orientation().map_err(|error| Reason::Said(error.to_string()))
            });
            let orientation = orientation.unwrap_or(Orientation::NoTransforms).to_exif();
            Picture { raster, orientation, density: jpeg_density(bytes), lost: jpeg_data::fault(bytes) }
        }
        PictureFormat::Png => {
            let (image, lost) = png_rows::decode(bytes).map_err(PageFault::Damaged)?;
            let orientation = png_rows::orientation(bytes);
            Picture { raster: raster(image), orientation, density: png_density(bytes), lost }
        }
        PictureFormat::Jpeg2000 => jpeg_2000_picture(bytes)?,
        PictureFormat::Gif if has_several(bytes) => {
            return Err(PageFault::NotRead(Reason::SeveralPictures));
        }
        other => {
            let mut decoder = decoder(bytes, other).map_err(PageFault::Damaged)?;
            let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms).to_exif();
            let image = DynamicImage::from_decoder(decoder)
                .map_err(|e| PageFault::Damaged(Reason::Said(e.to_string())))?;
            let is_jpeg = other == PictureFormat::Jpeg;
            Picture {
                raster: raster(image),
                orientation,
                density: if is_jpeg { jpeg_density(bytes) } else { None },
                lost: is_jpeg.then(|| jpeg_data::fault(bytes)).flatten(),
            }
        }
    };
    Ok(source_page(picture))
}

/// A PNG whose colours are not in memory all at once.
fn png_by_rows(bytes: &[u8], colours: KeptColours) -> Result<SourcePage, PageFault> {
    let (width, height) = png_rows::size(bytes).map_err(PageFault::Damaged)?;
    let (orientation, density) = (png_rows::orientation(bytes), png_density(bytes));
    let mut greying = Greying::new(width, height, fading_dpi((width, height), orientation, density, colours));
    let lost = png_rows::rows(bytes, &mut |y, row| match raster(row) {
        Raster::Grey(row) => greying.lay(0, y, &row.data.iter().map(|value| [*value; 3]).collect::<Vec<_>>()),
        Raster::Colour { data, .. } => greying.lay(0, y, data.as_chunks().0),
    });
    let lost = lost.map_err(PageFault::Damaged)?;
    Ok(greyed(greying, orientation, density, lost))
}

/// The resolution at which coloured ink of a picture fades while it is unpacked; `None` where it does not: when it is
/// turned or stretched afterwards, what is a seal would have to be found again.
pub(super) fn fading_dpi(
    (width, height): (u32, u32),
    orientation: u8,
    density: Option<(f64, f64)>,
    colours: KeptColours,
) -> Option<u32> {
    let square = density.is_none_or(|(across, down)| (1.0 / UNEQUAL..UNEQUAL).contains(&(across / down)));
    let fades = colours == KeptColours::Faded && square && quarters(orientation) == (0, false);
    fades.then(|| dpi(width, height, density.map(|(across, down)| across.max(down))))
}

/// A picture that became grey while it was unpacked, as a page.
pub(super) fn greyed(
    greying: Greying,
    orientation: u8,
    density: Option<(f64, f64)>,
    lost: Option<Reason>,
) -> SourcePage {
    let (image, marks) = greying.finish();
    let page = source_page(Picture { raster: Raster::Grey(image), orientation, density, lost });
    SourcePage { marks, ..page }
}

/// The brightness of a JPEG, which it has apart from its colours.
pub(super) fn jpeg_in_grey(bytes: &[u8]) -> Result<PageImage, String> {
    let (width, height, data) = jpeg(bytes, ColorSpace::Luma)?;
    Ok(PageImage { width, height, data })
}

/// A JPEG in red, green and blue, which is never twice in memory; `None` for other colours.
fn jpeg_in_colour(bytes: &[u8]) -> Option<Raster> {
    let (width, height, data) = jpeg(bytes, ColorSpace::RGB).ok()?;
    Some(Raster::Colour { width, height, data })
}

/// Columns, rows and bytes of a JPEG in these colours.
fn jpeg(bytes: &[u8], colours: ColorSpace) -> Result<(u32, u32, Vec<u8>), String> {
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(colours)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|error| error.to_string())?;
    if colours == ColorSpace::RGB
        && !matches!(decoder.input_colorspace(), Some(ColorSpace::YCbCr | ColorSpace::RGB))
    {
        return Err("its colours are others".to_owned());
    }
    let data = decoder.decode().map_err(|error| error.to_string())?;
    let (width, height) = decoder.dimensions().ok_or("it says no size")?;
    match (u32::try_from(width), u32::try_from(height)) {
        (Ok(width), Ok(height))
            if data.len() == width as usize * height as usize * colours.num_components() =>
        {
            Ok((width, height, data))
        }
        _ => Err("it has other pixels than it says".to_owned()),
    }
}

/// A picture as a page: with square pixels, turned and mirrored as it is to be looked at.
pub(super) fn source_page(picture: Picture) -> SourcePage {
    let Picture { raster, orientation, density, lost } = picture;
    let (width, height) = (raster.width(), raster.height());
    // Fax has half as many rows as columns to the inch; letters half as high are not read.
    let (stretched_width, stretched_height) = match density.map(|(across, down)| across / down) {
        Some(ratio) if (UNEQUAL..TOO_UNEQUAL).contains(&ratio) => (width, pixels(f64::from(height) * ratio)),
        Some(ratio) if (UNEQUAL..TOO_UNEQUAL).contains(&(1.0 / ratio)) => {
            (pixels(f64::from(width) / ratio), height)
        }
        _ => (width, height),
    };
    let squared = Affine([
        f64::from(width) / f64::from(stretched_width),
        0.0,
        0.0,
        f64::from(height) / f64::from(stretched_height),
        0.0,
        0.0,
    ]);
    let (quarters, is_mirrored) = quarters(orientation);
    let (shown_width, shown_height) = turned_size(stretched_width, stretched_height, quarters);
    let turned = raster.stretched(stretched_width, stretched_height).turned(quarters);
    let unturned = unturn(stretched_width, stretched_height, quarters);
    let mirror = Affine([-1.0, 0.0, 0.0, 1.0, f64::from(shown_width), 0.0]);
    let (raster, to_stretched) =
        if is_mirrored { (turned.mirrored(), mirror.then(&unturned)) } else { (turned, unturned) };
    SourcePage {
        raster,
        dpi: dpi(shown_width, shown_height, density.map(|(across, down)| across.max(down))),
        to_source: to_stretched.then(&squared),
        marks: Vec::new(),
        lost: lost.into_iter().collect(),
    }
}

/// Dots per inch: as declared when that makes a sheet between A6 and A1, otherwise as if it were A4.
///
/// Photographs are declared to have 72, which would make them posters. Phones and photo programs make PDF pages of one point a
/// pixel, and write 72 or 96 into pictures: less than a letter needs to be read, so where the picture has the pixels of a
/// scanned A4 sheet it is one.
pub(super) fn dpi(width: u32, height: u32, declared: Option<f64>) -> u32 {
    let short = f64::from(width.min(height));
    // Short sides of A6 and A1, with some room, in inches.
    let plausible = |dpi: &f64| (3.9..24.0).contains(&(short / dpi));
    let as_sheet = short / A4_SHORT_SIDE;
    let possible = |dpi: &f64| *dpi >= COARSEST_STATED || as_sheet < COARSEST_SCAN;
    pixels(declared.filter(plausible).filter(possible).unwrap_or(as_sheet)).max(1)
}

fn decoder(bytes: &[u8], format: PictureFormat) -> Result<Box<dyn ImageDecoder + '_>, Reason> {
    fn open<'a, R, D>(
        bytes: R,
        open: fn(R) -> image::ImageResult<D>,
    ) -> Result<Box<dyn ImageDecoder + 'a>, Reason>
    where
        R: BufRead + Seek,
        D: ImageDecoder + 'a,
    {
        Ok(Box::new(open(bytes).map_err(|error| Reason::Said(error.to_string()))?))
    }
    let bytes = Cursor::new(bytes);
    match format {
        PictureFormat::Jpeg => open(bytes, JpegDecoder::new),
        PictureFormat::Webp => open(bytes, WebPDecoder::new),
        PictureFormat::Bmp => open(bytes, BmpDecoder::new),
        PictureFormat::Gif => open(bytes, GifDecoder::new),
        PictureFormat::Png | PictureFormat::Jpeg2000 => Err(Reason::PictureNotDecodable),
    }
}

/// Whether a GIF has a second picture.
fn has_several(bytes: &[u8]) -> bool {
    GifDecoder::new(Cursor::new(bytes))
        .is_ok_and(|decoder| decoder.into_frames().nth(1).is_some_and(|f| f.is_ok()))
}

fn jpeg_2000(bytes: &[u8]) -> Result<Image<'_>, Reason> {
    Image::new(bytes, &DecodeSettings::default()).map_err(|error| Reason::Said(error.to_string()))
}

fn jpeg_2000_picture(bytes: &[u8]) -> Result<Picture, PageFault> {
    let image = jpeg_2000(bytes).map_err(PageFault::Damaged)?;
    let (width, height, alpha) = (image.width(), image.height(), usize::from(image.has_alpha()));
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(|e| PageFault::Damaged(Reason::Said(e.to_string())))?;
    let channels = decoded.components().len();
    let data = decoded.data_u8();
    let pixels = data.chunks_exact((channels).max(1));
    let raster = match channels.saturating_sub(alpha) {
        1 => Raster::Grey(PageImage { width, height, data: pixels.map(|p| p[0]).collect() }),
        3 => Raster::Colour { width, height, data: pixels.flat_map(|p| [p[0], p[1], p[2]]).collect() },
        count => return Err(PageFault::NotRead(Reason::ColourCount { count })),
    };
    Ok(Picture { raster, orientation: 1, density: None, lost: None })
}

/// Quarter turns clockwise that bring a picture with this EXIF orientation upright, and whether it is then to be
/// mirrored.
fn quarters(orientation: u8) -> (u8, bool) {
    match Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms) {
        Orientation::NoTransforms => (0, false),
        Orientation::FlipHorizontal => (0, true),
        Orientation::Rotate90 => (1, false),
        Orientation::Rotate90FlipH => (1, true),
        Orientation::Rotate180 => (2, false),
        Orientation::FlipVertical => (2, true),
        Orientation::Rotate270 => (3, false),
        Orientation::Rotate270FlipH => (3, true),
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

/// Dots per inch across and down in the `pHYs` chunk of a PNG.
fn png_density(bytes: &[u8]) -> Option<(f64, f64)> {
    let mut rest = bytes.get(8..)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (name, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        match name {
            b"pHYs" => {
                let (across, after) = after.split_first_chunk::<4>()?;
                let (down, after) = after.split_first_chunk::<4>()?;
                // 1 says that the numbers count pixels a metre.
                let is_metre = after.first() == Some(&1);
                let inch = |count: [u8; 4]| f64::from(u32::from_be_bytes(count)) * 0.0254;
                return is_metre.then(|| (inch(*across), inch(*down))).filter(|(x, y)| *x > 0.0 && *y > 0.0);
            }
            b"IDAT" | b"IEND" => return None,
            _ => rest = after.get(length.checked_add(4)?..)?,
        }
    }
}

/// Dots per inch across and down in the JFIF header of a JPEG.
fn jpeg_density(bytes: &[u8]) -> Option<(f64, f64)> {
    let mut rest = bytes.get(2..)?;
    loop {
        let (marker, after) = rest.split_first_chunk::<2>()?;
        let (length, body) = after.split_first_chunk::<2>()?;
        if marker[0] != 0xff || !(0xe0..=0xfe).contains(&marker[1]) {
            return None;
        }
        if let [b'J', b'F', b'I', b'F', 0, _, _, unit, x_high, x_low, y_high, y_low, ..] = body {
            let across = f64::from(u16::from_be_bytes([*x_high, *x_low]));
            let down = f64::from(u16::from_be_bytes([*y_high, *y_low]));
            let inches = match unit {
                1 => Some((across, down)),
                2 => Some((across * 2.54, down * 2.54)),
                _ => None,
            };
            return inches.filter(|(x, y)| *x > 0.0 && *y > 0.0);
        }
        rest = after.get(usize::from(u16::from_be_bytes(*length))..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::pixels;

    fn picture(orientation: u8, density: Option<(f64, f64)>) -> SourcePage {
        // 1 2 3
        // 4 5 6
        let raster = Raster::Grey(PageImage { width: 3, height: 2, data: vec![1, 2, 3, 4, 5, 6] });
        source_page(Picture { raster, orientation, density, lost: None })
    }

    #[test]
    fn every_orientation_leads_back_to_the_stored_pixels() {
        let upright: [(u8, [u8; 6]); 8] = [
            (1, [1, 2, 3, 4, 5, 6]),
            (2, [3, 2, 1, 6, 5, 4]),
            (3, [6, 5, 4, 3, 2, 1]),
            (4, [4, 5, 6, 1, 2, 3]),
            (5, [1, 4, 2, 5, 3, 6]),
            (6, [4, 1, 5, 2, 6, 3]),
            (7, [6, 3, 5, 2, 4, 1]),
            (8, [3, 6, 2, 5, 1, 4]),
        ];
        for (orientation, expected) in upright {
            let page = picture(orientation, None);
            let Raster::Grey(image) = &page.raster else { panic!("grey stays grey") };
            assert_eq!(image.data, expected, "{orientation}");
            for y in 0..image.height {
                for x in 0..image.width {
                    let (u, v) = page.to_source.apply(f64::from(x) + 0.5, f64::from(y) + 0.5);
                    let stored = 1 + pixels(v - 0.5) * 3 + pixels(u - 0.5);
                    assert_eq!(u32::from(image.row(y)[x as usize]), stored, "{orientation} {x} {y}");
                }
            }
        }
    }

    #[test]
    fn a_fax_of_half_as_many_rows_gets_square_pixels() {
        let page = picture(1, Some((204.0, 98.0)));
        assert_eq!((page.raster.width(), page.raster.height()), (3, 4));
        assert_eq!(page.to_source.apply(3.0, 4.0), (3.0, 2.0));
        let page = picture(1, Some((100.0, 200.0)));
        assert_eq!((page.raster.width(), page.raster.height()), (6, 2));
        let page = picture(1, Some((300.0, 301.0)));
        assert_eq!((page.raster.width(), page.raster.height()), (3, 2));
    }
}
