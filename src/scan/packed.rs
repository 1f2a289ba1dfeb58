//! The pictures of a page as its file has packed them, for forms that copy them byte for byte.

use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{self, Rect};

use super::open::Source;
use super::pdf::PdfFile;
use super::picture::PictureFormat;
use super::{Scan, signature, survey};
use crate::geometry::{Affine, PageIndex};
use crate::limit;

/// A packed picture, and what is to be known to unpack it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Packed {
    /// As they stand in the file.
    pub(crate) bytes: Vec<u8>,
    pub(crate) packing: Packing,
    /// Columns and rows.
    pub(crate) size: (u32, u32),
    /// Bits of a sample.
    pub(crate) bits: u8,
    pub(crate) colours: Colours,
    /// Lowest and highest value of each colour, where the file gives them.
    pub(crate) decode: Vec<f32>,
    /// What hides parts of it, where something does.
    pub(crate) mask: Option<Box<Mask>>,
    /// From its pixels (columns to the right, rows down) to the source page, as in [`Frame`](crate::page::Frame).
    pub(crate) to_source: Affine,
}

/// What hides parts of a picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mask {
    /// A picture of how much is seen.
    Soft(Packed),
    /// A picture in two colours of what is seen.
    Hard(Packed),
}

/// How a picture is packed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Packing {
    Jpeg,
    Fax(Fax),
    /// With what its segments share, where they do.
    Jbig2(Option<Vec<u8>>),
    Deflate(Option<Predictor>),
}

/// The choices of a fax (ISO 32000-1, table 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fax {
    pub(crate) k: i32,
    pub(crate) columns: i32,
    pub(crate) rows: i32,
    pub(crate) black_is_1: bool,
    pub(crate) byte_aligned: bool,
    pub(crate) end_of_line: bool,
    pub(crate) end_of_block: bool,
}

/// How samples were predicted before they were packed (ISO 32000-1, table 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Predictor {
    pub(crate) predictor: i32,
    pub(crate) colours: i32,
    pub(crate) bits: i32,
    pub(crate) columns: i32,
}

/// What the samples are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colours {
    Grey,
    Rgb,
}

impl Scan {
    /// The pictures of a page that is nothing else, as they are packed, in the order they are drawn. `None` where the page is
    /// more than that, and for packings and colours that PDF/A-2 does not take as they are.
    pub(crate) fn packed(&self, index: PageIndex) -> Option<Vec<Packed>> {
        match &self.source {
            Source::Pdf(pdf) => asked(pdf, index, of_page).flatten(),
            Source::Picture(bytes, PictureFormat::Jpeg, size) => Some(vec![of_jpeg(bytes, *size)?]),
            _ => None,
        }
    }

    /// The part of a PDF page that is looked at, left, bottom, right, top in points.
    pub(crate) fn sheet(&self, index: PageIndex) -> Option<[f64; 4]> {
        let Source::Pdf(pdf) = &self.source else { return None };
        asked(pdf, index, |page| {
            let sheet = page.intersected_crop_box();
            [sheet.x0, sheet.y0, sheet.x1, sheet.y1]
        })
    }
}

/// What is asked of a page; `None` where there is no such page, and where it breaks whoever asks.
fn asked<T>(pdf: &PdfFile, index: PageIndex, ask: impl FnOnce(&Page<'_>) -> T) -> Option<T> {
    if index.0 >= pdf.page_count() {
        return None;
    }
    limit::caught(|| pdf.with_page(index, ask)).ok().flatten()
}

/// Pictures of a page at most: more are no layers of a scan.
const MOST: usize = 8;

fn of_page(page: &Page<'_>) -> Option<Vec<Packed>> {
    let survey = survey::survey(page);
    // The picture of a digital signature belongs to the signature, which no copy has.
    let is_more = survey.visible > 0 || !signature::annotations(page).others.is_empty();
    if is_more || survey.pictures.is_empty() || survey.pictures.len() > MOST {
        return None;
    }
    let (width, height) = page.render_dimensions();
    let sheet = Rect::new(0.0, 0.0, width.into(), height.into());
    let of_picture = |picture: &survey::Picture| {
        let (columns, rows) = (f64::from(picture.size.0), f64::from(picture.size.1));
        let whole = picture.to_page.transform_rect_bbox(Rect::new(0.0, 0.0, columns, rows));
        // What is cut off by a path would be seen again.
        let hidden = whole.intersect(sheet).area() - picture.place.intersect(sheet).area();
        if picture.stencil || hidden > 0.01 * sheet.area() {
            return None;
        }
        let mut packed = of_stream(&page.xref().get::<Stream<'_>>(picture.object?)?)?;
        let to_source =
            kurbo::Affine::new(page.initial_transform(true).as_coeffs()).inverse() * picture.to_page;
        packed.to_source = Affine(to_source.as_coeffs());
        Some(packed)
    };
    survey.pictures.iter().map(of_picture).collect()
}

/// A picture with what hides parts of it; its place is not known here.
fn of_stream(stream: &Stream<'_>) -> Option<Packed> {
    let mut packed = alone(stream, Kind::Picture)?;
    let dict = stream.dict();
    packed.mask = match (dict.get::<Object<'_>>("SMask"), dict.get::<Object<'_>>("Mask")) {
        (None, None) => None,
        (Some(Object::Stream(mask)), _) => Some(Box::new(Mask::Soft(alone(&mask, Kind::Picture)?))),
        (None, Some(Object::Stream(mask))) => Some(Box::new(Mask::Hard(alone(&mask, Kind::Mask)?))),
        // A colour that is not seen, and what breaks the format.
        _ => return None,
    };
    Some(packed)
}

/// What a stream is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Picture,
    Mask,
}

fn alone(stream: &Stream<'_>, kind: Kind) -> Option<Packed> {
    let dict = stream.dict();
    let [filter] = stream.filters()[..] else { return None };
    let parms =
        dict.get::<Dict<'_>>("DecodeParms").or_else(|| dict.get::<Array<'_>>("DecodeParms")?.iter().next());
    let parms = parms.unwrap_or_else(Dict::empty);
    let packing = packing(filter, &parms)?;
    let is_mask = dict.get::<bool>("ImageMask").unwrap_or(false);
    if is_mask != (kind == Kind::Mask) || (kind == Kind::Picture && dict.contains_key("Matte")) {
        return None;
    }
    let of_two = is_mask || matches!(packing, Packing::Fax(_) | Packing::Jbig2(_));
    let bits = dict.get::<u8>("BitsPerComponent").or(of_two.then_some(1))?;
    let decode =
        dict.get::<Array<'_>>("Decode").map(|decode| decode.iter::<f32>().collect()).unwrap_or_default();
    let size: (u32, u32) = (dict.get("Width")?, dict.get("Height")?);
    let colours = if is_mask { Colours::Grey } else { colours(&dict.get::<Object<'_>>("ColorSpace")?)? };
    let (bytes, to_source) = (stream.raw_data().into_owned(), Affine::IDENTITY);
    Some(Packed { bytes, packing, size, bits, colours, decode, mask: None, to_source })
}

fn packing(filter: Filter, parms: &Dict<'_>) -> Option<Packing> {
    let number = |name: &str, usual: i32| parms.get::<i32>(name).unwrap_or(usual);
    let is = |name: &str, usual: bool| parms.get::<bool>(name).unwrap_or(usual);
    Some(match filter {
        Filter::DctDecode => Packing::Jpeg,
        Filter::CcittFaxDecode => Packing::Fax(Fax {
            k: number("K", 0),
            columns: number("Columns", 1728),
            rows: number("Rows", 0),
            black_is_1: is("BlackIs1", false),
            byte_aligned: is("EncodedByteAlign", false),
            end_of_line: is("EndOfLine", false),
            end_of_block: is("EndOfBlock", true),
        }),
        Filter::Jbig2Decode => {
            let shared = parms.get::<Stream<'_>>("JBIG2Globals");
            let shared = shared.map(|shared| shared.decoded().map(std::borrow::Cow::into_owned));
            Packing::Jbig2(shared.transpose().ok()?)
        }
        Filter::FlateDecode => {
            let predictor = number("Predictor", 1);
            Packing::Deflate((predictor > 1).then(|| Predictor {
                predictor,
                colours: number("Colors", 1),
                bits: number("BitsPerComponent", 8),
                columns: number("Columns", 1),
            }))
        }
        _ => return None,
    })
}

fn colours(space: &Object<'_>) -> Option<Colours> {
    let of_number = |number: u8| match number {
        1 => Some(Colours::Grey),
        3 => Some(Colours::Rgb),
        _ => None,
    };
    match space {
        Object::Name(name) => match name.as_ref() {
            b"DeviceGray" | b"CalGray" => Some(Colours::Grey),
            b"DeviceRGB" | b"CalRGB" => Some(Colours::Rgb),
            _ => None,
        },
        Object::Array(array) => {
            let mut parts = array.iter::<Object<'_>>();
            match (parts.next()?, parts.next()?) {
                (Object::Name(name), Object::Stream(profile)) if name.as_ref() == b"ICCBased" => {
                    of_number(profile.dict().get("N")?)
                }
                (Object::Name(name), _) if name.as_ref() == b"CalGray" => Some(Colours::Grey),
                (Object::Name(name), _) if name.as_ref() == b"CalRGB" => Some(Colours::Rgb),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A JPEG file as it is. Its pixels are those that are stored: what EXIF asks for is in the record's way to the source.
fn of_jpeg(bytes: &[u8], size: (u32, u32)) -> Option<Packed> {
    let colours = match components(bytes)? {
        1 => Colours::Grey,
        3 => Colours::Rgb,
        _ => return None,
    };
    let packing = Packing::Jpeg;
    let to_source = Affine::IDENTITY;
    let (bytes, decode) = (bytes.to_vec(), Vec::new());
    Some(Packed { bytes, packing, size, bits: 8, colours, decode, mask: None, to_source })
}

/// How many colours a JPEG has, as the head of its frame says.
fn components(bytes: &[u8]) -> Option<u8> {
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xFF, marker, high, low, ..] = *rest else { return None };
        match marker {
            0xFF => rest = &rest[1..],
            // Heads of frames, but those of tables.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => return rest.get(9).copied(),
            _ => rest = rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_frame_tells_the_colours() {
        let jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1, 0xFF, 0xC2, 0, 17, 8, 0, 9, 0, 9, 3, 1, 1];
        assert_eq!(components(&jpeg), Some(3));
        assert_eq!(components(&jpeg[..12]), None);
        assert_eq!(components(b"\xFF\xD8\xFF\xDA"), None);
    }
}
