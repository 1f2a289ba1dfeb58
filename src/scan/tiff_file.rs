//! A TIFF file becomes as many pages as it has pictures; fax (G4), LZW, packed, deflated and JPEG ones.

use std::io::Cursor;

use image::metadata::Orientation;
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;

use crate::page::PageImage;
use crate::scan::picture::{quarters, source_page};
use crate::scan::raster::{Raster, SourcePage};

/// Columns and rows of each page, in order, nothing decoded. May be empty.
///
/// Pages after a broken directory are lost; the first one must be whole.
///
/// # Errors
/// What is wrong with the file, in a few words.
pub(super) fn sizes(bytes: &[u8]) -> Result<Vec<(u32, u32)>, String> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut sizes = Vec::new();
    loop {
        sizes.push(decoder.dimensions().map_err(|error| error.to_string())?);
        if !decoder.more_images() || decoder.next_image().is_err() {
            return Ok(sizes);
        }
    }
}

/// Decodes one page, counted from 0.
///
/// # Errors
/// What is wrong with it, in a few words.
pub(super) fn page(bytes: &[u8], index: u32) -> Result<SourcePage, String> {
    let fail = |error: tiff::TiffError| error.to_string();
    // Sizes were checked against the limit of pixels, so the reader's own limits would only get in the way.
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(fail)?.with_limits(Limits::unlimited());
    decoder.seek_to_image(index as usize).map_err(fail)?;
    let (width, height) = decoder.dimensions().map_err(fail)?;
    let kind = decoder.colortype().map_err(fail)?;
    let quarters = decoder
        .find_tag_unsigned::<u8>(Tag::Orientation)
        .ok()
        .flatten()
        .and_then(Orientation::from_exif)
        .map_or(0, quarters);
    let declared = density(&mut decoder);
    let palette = matches!(kind, ColorType::Palette(_)).then(|| decoder.get_tag_u16_vec(Tag::ColorMap));
    let palette = palette.transpose().map_err(fail)?.unwrap_or_default();
    let mut buffer = DecodingResult::U8(Vec::new());
    let layout = decoder.read_image_to_buffer(&mut buffer).map_err(fail)?;
    if layout.planes > 1 {
        return Err("its colours are kept in separate planes".to_owned());
    }
    let samples = match buffer {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => samples.iter().map(|value| value.to_be_bytes()[0]).collect(),
        _ => return Err("its samples are neither of 8 nor of 16 bits".to_owned()),
    };
    let raster = raster(width, height, kind, samples, &palette)?;
    Ok(source_page(raster, width, height, quarters, declared))
}

/// Dots per inch, as declared.
fn density<R: std::io::Read + std::io::Seek>(decoder: &mut Decoder<R>) -> Option<f64> {
    let across = decoder.get_tag_f64(Tag::XResolution).ok()?;
    match decoder.find_tag_unsigned::<u16>(Tag::ResolutionUnit).ok().flatten() {
        None | Some(2) => Some(across),
        Some(3) => Some(across * 2.54),
        Some(_) => None,
    }
}

fn raster(
    width: u32,
    height: u32,
    kind: ColorType,
    samples: Vec<u8>,
    palette: &[u16],
) -> Result<Raster, String> {
    let pixels = width as usize * height as usize;
    let (samples_a_pixel, depth) = match kind {
        ColorType::Gray(depth) | ColorType::Palette(depth) => (1, depth),
        ColorType::GrayA(depth) => (2, depth),
        ColorType::RGB(depth) | ColorType::YCbCr(depth) => (3, depth),
        ColorType::RGBA(depth) | ColorType::CMYK(depth) => (4, depth),
        other => return Err(format!("its colours ({other:?}) are of a kind that is not read")),
    };
    let samples = if depth < 8 {
        if samples_a_pixel != 1 {
            return Err(format!("its colours ({kind:?}) are of a kind that is not read"));
        }
        unpacked(&samples, width as usize, depth)
    } else {
        samples
    };
    if samples.len() < pixels * samples_a_pixel {
        return Err("it holds fewer pixels than it says".to_owned());
    }
    let grey = |data: Vec<u8>| Raster::Grey(PageImage { width, height, data });
    let colour = |data: Vec<u8>| Raster::Colour { width, height, data };
    Ok(match kind {
        ColorType::Gray(depth) => {
            let mut data = samples;
            data.truncate(pixels);
            if depth < 8 {
                let full = u8::MAX / ((1 << depth) - 1);
                data.iter_mut().for_each(|value| *value *= full);
            }
            grey(data)
        }
        ColorType::Palette(_) => {
            let third = palette.len() / 3;
            let entry = |channel: usize, value: u8| {
                palette.get(channel * third + usize::from(value)).map_or(u8::MAX, |v| v.to_be_bytes()[0])
            };
            colour(samples[..pixels].iter().flat_map(|&v| [entry(0, v), entry(1, v), entry(2, v)]).collect())
        }
        ColorType::GrayA(_) => grey(samples.chunks_exact(2).take(pixels).map(|pixel| pixel[0]).collect()),
        ColorType::RGB(_) => {
            let mut data = samples;
            data.truncate(pixels * 3);
            colour(data)
        }
        ColorType::RGBA(_) => {
            colour(samples.chunks_exact(4).take(pixels).flat_map(|p| [p[0], p[1], p[2]]).collect())
        }
        ColorType::YCbCr(_) => {
            colour(samples.chunks_exact(3).take(pixels).flat_map(|p| from_ycbcr(p[0], p[1], p[2])).collect())
        }
        _ => colour(
            samples
                .chunks_exact(4)
                .take(pixels)
                .flat_map(|ink| [ink[0], ink[1], ink[2]].map(|value| under_black(value, ink[3])))
                .collect(),
        ),
    })
}

/// Samples of 1, 2 or 4 bits, rows beginning on whole bytes, as one byte each.
fn unpacked(packed: &[u8], width: usize, depth: u8) -> Vec<u8> {
    let a_byte = usize::from(8 / depth);
    let mask = u8::MAX >> (8 - depth);
    packed
        .chunks_exact(width.div_ceil(a_byte).max(1))
        .flat_map(|row| {
            (0..width).map(move |x| {
                let shift = 8 - depth * u8::try_from(x % a_byte + 1).unwrap_or(1);
                (row[x / a_byte] >> shift) & mask
            })
        })
        .collect()
}

/// Light that one coloured ink and the black ink let through.
fn under_black(ink: u8, black: u8) -> u8 {
    let through = u16::from(255 - ink) * u16::from(255 - black) / 255;
    u8::try_from(through).unwrap_or(u8::MAX)
}

fn from_ycbcr(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    [y + 1.402 * cr, y - 0.344 * cb - 0.714 * cr, y + 1.772 * cb].map(crate::scan::raster::grey)
}
