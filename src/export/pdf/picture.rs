//! The picture of a page in a PDF: copied as it is packed, or packed anew.

use fax::encoder::Encoder;
use fax::{Color, VecWriter};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage};
use pdf_writer::{Filter, Finish, Name, Pdf, Ref};

use super::packed;
use crate::geometry::Affine;
use crate::scan::{Colours, Fax, Mask, Packed, Packing, Shown};

/// Quality of JPEG, 1 to 100, of pictures that cannot be copied.
pub(super) const FINE: u8 = 85;
/// The same of pictures that are to be small.
pub(super) const SMALL: u8 = 60;

/// Bytes of a picture with its mask and what belongs to them.
pub(super) fn size(picture: &Packed) -> usize {
    let shared = match &picture.packing {
        Packing::Jbig2(Some(shared)) => shared.len(),
        _ => 0,
    };
    let mask = match picture.mask.as_deref() {
        Some(Mask::Soft(mask) | Mask::Hard(mask)) => size(mask),
        None => 0,
    };
    picture.bytes.len() + shared + mask
}

/// The numbers of the objects of a picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids {
    pub(super) picture: Ref,
    pub(super) mask: Ref,
    /// What the segments of JBIG2 share, of the picture and of its mask.
    pub(super) shared: [Ref; 2],
}

/// What a picture is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Alone,
    /// It says which parts of another are seen.
    Mask,
    UnderSoft(Ref),
    UnderHard(Ref),
}

/// Writes a picture with its mask.
pub(super) fn write(pdf: &mut Pdf, ids: &Ids, picture: &Packed) {
    let [shared, of_mask] = ids.shared;
    match picture.mask.as_deref() {
        None => one(pdf, ids.picture, shared, picture, Role::Alone),
        Some(Mask::Soft(mask)) => {
            one(pdf, ids.mask, of_mask, mask, Role::Alone);
            one(pdf, ids.picture, shared, picture, Role::UnderSoft(ids.mask));
        }
        Some(Mask::Hard(mask)) => {
            one(pdf, ids.mask, of_mask, mask, Role::Mask);
            one(pdf, ids.picture, shared, picture, Role::UnderHard(ids.mask));
        }
    }
}

fn one(pdf: &mut Pdf, id: Ref, shared: Ref, picture: &Packed, role: Role) {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    if let Packing::Jbig2(Some(bytes)) = &picture.packing {
        pdf.stream(shared, &packed(bytes)).filter(Filter::FlateDecode);
    }
    let mut image = pdf.image_xobject(id, &picture.bytes);
    image
        .width(number(picture.size.0))
        .height(number(picture.size.1))
        .bits_per_component(picture.bits.into());
    match role {
        Role::Alone => {}
        Role::Mask => drop(image.image_mask(true)),
        Role::UnderSoft(mask) => drop(image.s_mask(mask)),
        Role::UnderHard(mask) => drop(image.stencil_mask(mask)),
    }
    // A mask has no colours.
    match picture.colours {
        _ if role == Role::Mask => {}
        Colours::Grey => image.color_space().device_gray(),
        Colours::Rgb => image.color_space().device_rgb(),
    }
    if !picture.decode.is_empty() {
        image.decode(picture.decode.iter().copied());
    }
    match &picture.packing {
        Packing::Jpeg => drop(image.filter(Filter::DctDecode)),
        Packing::Fax(fax) => {
            let mut parms = image.filter(Filter::CcittFaxDecode).decode_parms();
            parms.k(fax.k).columns(fax.columns).rows(fax.rows).black_is_1(fax.black_is_1);
            parms.encoded_byte_align(fax.byte_aligned).end_of_line(fax.end_of_line);
            parms.end_of_block(fax.end_of_block);
        }
        Packing::Jbig2(of_all) => {
            image.filter(Filter::Jbig2Decode);
            if of_all.is_some() {
                image.insert(Name(b"DecodeParms")).dict().pair(Name(b"JBIG2Globals"), shared);
            }
        }
        Packing::Deflate(predictor) => {
            image.filter(Filter::FlateDecode);
            if let Some(predictor) = predictor {
                let mut parms = image.insert(Name(b"DecodeParms")).dict();
                parms.pair(Name(b"Predictor"), predictor.predictor);
                parms.pair(Name(b"Colors"), predictor.colours);
                parms.pair(Name(b"BitsPerComponent"), predictor.bits);
                parms.pair(Name(b"Columns"), predictor.columns);
            }
        }
    }
    image.finish();
}

/// A picture that cannot be copied, packed anew: without loss as a fax when it is black and white, as JPEG of a quality of 1 to 100 otherwise.
pub(super) fn packed_anew(shown: Shown, quality: u8) -> Option<Packed> {
    let size = (shown.image.width(), shown.image.height());
    let to_source = shown.to_source;
    let (colours, image) = match shown.image {
        DynamicImage::ImageLuma8(grey) => {
            if let Some(bytes) = fax(&grey) {
                let side = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
                let packing = Packing::Fax(Fax {
                    k: -1,
                    columns: side(size.0),
                    rows: side(size.1),
                    black_is_1: false,
                    byte_aligned: false,
                    end_of_line: false,
                    end_of_block: true,
                });
                return Some(of(bytes, packing, size, 1, Colours::Grey, to_source));
            }
            (Colours::Grey, DynamicImage::from(grey))
        }
        other => (Colours::Rgb, other.into_rgb8().into()),
    };
    let mut bytes = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).ok()?;
    // A fax with a little print over it is smaller without loss.
    if let DynamicImage::ImageLuma8(grey) = &image
        && is_nearly_black_and_white(grey)
    {
        let whole = packed(grey.as_raw());
        if whole.len() < bytes.len() {
            return Some(of(whole, Packing::Deflate(None), size, 8, colours, to_source));
        }
    }
    Some(of(bytes, Packing::Jpeg, size, 8, colours, to_source))
}

fn of(
    bytes: Vec<u8>,
    packing: Packing,
    size: (u32, u32),
    bits: u8,
    colours: Colours,
    to_source: Affine,
) -> Packed {
    Packed { bytes, packing, size, bits, colours, decode: Vec::new(), mask: None, to_source }
}

/// Whether nine in ten pixels are black or white.
fn is_nearly_black_and_white(image: &GrayImage) -> bool {
    let clear = image.as_raw().iter().filter(|pixel| matches!(pixel, 0 | 255)).count();
    clear * 10 >= image.as_raw().len() * 9
}

/// A picture in black and white as a fax of group 4; `None` of any other.
fn fax(image: &GrayImage) -> Option<Vec<u8>> {
    if image.as_raw().iter().any(|pixel| !matches!(pixel, 0 | 255)) {
        return None;
    }
    let mut encoder = Encoder::new(VecWriter::new());
    for row in image.rows() {
        let pixels = row.map(|pixel| if pixel.0[0] == 0 { Color::Black } else { Color::White });
        encoder.encode_line(pixels, image.width()).ok()?;
    }
    encoder.finish().ok().map(VecWriter::finish)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_and_white_are_a_fax_and_nothing_else_is() {
        let pixels: Vec<u8> = (0..40_u8).map(|at| if at % 7 < 3 { 0 } else { 255 }).collect();
        let bytes = fax(&GrayImage::from_raw(10, 4, pixels.clone()).unwrap()).unwrap();
        let mut rows = Vec::new();
        fax::decoder::decode_g4(bytes.into_iter(), 10, Some(4), |line| {
            rows.extend(fax::decoder::pels(line, 10).map(|c| if c == Color::Black { 0 } else { 255 }));
        });
        assert_eq!(rows, pixels);
        assert_eq!(fax(&GrayImage::from_raw(1, 1, vec![7]).unwrap()), None);
    }

    #[test]
    fn a_fax_with_a_little_print_over_it_is_packed_without_loss() {
        let packing = |grey: u32| {
            // Stripes of letters, and every so many a grey edge.
            let pixel = |x: u32, y: u32| match (x * 31 + y * 17) % 97 {
                edge if edge < grey => 128,
                other if other % 2 == 0 && y % 9 < 4 => 0,
                _ => 255,
            };
            let image = GrayImage::from_fn(200, 200, |x, y| image::Luma([pixel(x, y)]));
            let shown = Shown { image: image.into(), to_source: Affine::IDENTITY };
            packed_anew(shown, FINE).unwrap().packing
        };
        assert_eq!(packing(3), Packing::Deflate(None));
        assert_eq!(packing(60), Packing::Jpeg);
        assert!(matches!(packing(0), Packing::Fax(_)));
    }
}
