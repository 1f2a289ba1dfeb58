//! A PNG picture, row after row as far as its data go.

use std::io::Cursor;

use image::DynamicImage;
use image::metadata::Orientation;
use png::{ColorType, Decoder, Transformations};

use crate::reason::Reason;

/// Columns and rows as the header says.
///
/// # Errors
/// What is wrong with the header, in a few words.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), Reason> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    let header = decoder.read_header_info().map_err(said)?;
    Ok((header.width, header.height))
}

/// How it is to be looked at, as of its EXIF chunk; 1 when there is none.
pub(super) fn orientation(bytes: &[u8]) -> u8 {
    let info = Decoder::new(Cursor::new(bytes)).read_info().ok();
    let exif = info.as_ref().and_then(|reader| reader.info().exif_metadata.as_deref());
    exif.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms).to_exif()
}

/// Whether its rows follow each other, so that they can be had one by one.
pub(super) fn comes_in_order(bytes: &[u8]) -> bool {
    Decoder::new(Cursor::new(bytes)).read_header_info().is_ok_and(|header| !header.interlaced)
}

/// Decodes the rows that are there, from the top, and hands each on; what is missing, in a few words.
///
/// # Errors
/// What is wrong with it, in a few words, when no row can be decoded.
pub(super) fn rows(bytes: &[u8], each: &mut dyn FnMut(u32, DynamicImage)) -> Result<Option<Reason>, Reason> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(said)?;
    let (width, height) = (reader.info().width, reader.info().height);
    let (colour, _) = reader.output_color_type();
    for y in 0..height {
        let row = match reader.next_row() {
            Ok(Some(row)) => picture(colour, width, 1, row.data().to_vec()),
            Ok(None) | Err(_) => None,
        };
        match row {
            Some(row) => each(y, row),
            None if y == 0 => return Err(Reason::PictureLost),
            None => {
                return Ok(Some(Reason::RowsMissing { missing: (height - y).into(), of: height.into() }));
            }
        }
    }
    Ok(None)
}

/// Decodes the rows that are there; the others are white. Beside the picture stands what is missing, in a few words.
///
/// # Errors
/// What is wrong with it, in a few words, when no row can be decoded.
pub(super) fn decode(bytes: &[u8]) -> Result<(DynamicImage, Option<Reason>), Reason> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(said)?;
    let (width, height) = (reader.info().width, reader.info().height);
    let (colour, _) = reader.output_color_type();
    let size = reader.output_buffer_size().ok_or(Reason::TooLarge)?;
    let mut data = vec![u8::MAX; size];
    let lost = if reader.info().interlaced {
        // Rows come in seven rounds, each finer: what is missing is spread over the page.
        reader.next_frame(&mut data).err().map(|error| Reason::PictureBreaksOff { said: error.to_string() })
    } else {
        let row = size / height.max(1) as usize;
        let mut read = 0;
        for line in data.chunks_exact_mut(row.max(1)) {
            match reader.next_row() {
                Ok(Some(next)) if next.data().len() == line.len() => line.copy_from_slice(next.data()),
                Ok(_) | Err(_) => break,
            }
            read += 1;
        }
        if read == 0 {
            return Err(Reason::PictureLost);
        }
        let missing = height.saturating_sub(read);
        (missing > 0).then(|| Reason::RowsMissing { missing: missing.into(), of: height.into() })
    };
    let image = picture(colour, width, height, data);
    Ok((image.ok_or(Reason::ColoursUnknown)?, lost))
}

/// A picture of these bytes; `None` where they are too few, or of a palette.
fn picture(colour: ColorType, width: u32, height: u32, data: Vec<u8>) -> Option<DynamicImage> {
    match colour {
        ColorType::Grayscale => image::GrayImage::from_raw(width, height, data).map(DynamicImage::ImageLuma8),
        ColorType::GrayscaleAlpha => {
            image::GrayAlphaImage::from_raw(width, height, data).map(DynamicImage::ImageLumaA8)
        }
        ColorType::Rgb => image::RgbImage::from_raw(width, height, data).map(DynamicImage::ImageRgb8),
        ColorType::Rgba => image::RgbaImage::from_raw(width, height, data).map(DynamicImage::ImageRgba8),
        ColorType::Indexed => None,
    }
}

fn said(error: png::DecodingError) -> Reason {
    Reason::Said(error.to_string())
}
