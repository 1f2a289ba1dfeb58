//! Writes drawn pages as the files that scanners make: PDF with JPEG or G4 pages, TIFF G4, PNG, JPEG.

use std::io::Cursor;

use fax::encoder::Encoder;
use fax::{Color, VecWriter};
use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, ImageFormat};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};

use super::canvas::Canvas;
use super::source::Form;
use super::{Error, Result};

/// The bytes of a file of `form` with these pages. Pages of bilevel forms have been through a threshold;
/// of PNG and JPEG the first page is taken.
///
/// # Errors
/// [`Error::Encode`] when an encoder refuses.
pub fn file(pages: &[Canvas], form: Form, dpi: u16, quality: u8) -> Result<Vec<u8>> {
    match form {
        Form::PdfJpeg | Form::PdfG4 => pdf(pages, form, dpi, quality),
        Form::TiffG4 => tiff(pages, dpi),
        Form::Png => {
            let mut bytes = Cursor::new(Vec::new());
            first(pages, "PNG")?
                .to_grey()
                .write_to(&mut bytes, ImageFormat::Png)
                .map_err(|e| Error::Encode { format: "PNG", reason: e.to_string() })?;
            with_density(bytes.into_inner(), dpi)
        }
        Form::Jpeg => jpeg(first(pages, "JPEG")?, dpi, quality),
    }
}

fn first<'a>(pages: &'a [Canvas], format: &'static str) -> Result<&'a Canvas> {
    match pages {
        [one] => Ok(one),
        all => Err(Error::Encode { format, reason: format!("it holds one page, not {}", all.len()) }),
    }
}

fn jpeg(page: &Canvas, dpi: u16, quality: u8) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder.set_pixel_density(image::codecs::jpeg::PixelDensity::dpi(dpi));
    encoder
        .encode_image(&page.to_rgb())
        .map_err(|e| Error::Encode { format: "JPEG", reason: e.to_string() })?;
    Ok(bytes)
}

/// A PNG with its resolution (chunk pHYs), which the encoder of `image` does not write.
fn with_density(png: Vec<u8>, dpi: u16) -> Result<Vec<u8>> {
    // Signature 8 bytes, then IHDR: length 4, name 4, data 13, check 4.
    const AFTER_HEADER: usize = 33;
    if png.len() < AFTER_HEADER {
        return Err(Error::Encode { format: "PNG", reason: "no header was written".into() });
    }
    let per_metre = (u32::from(dpi) * 10_000 + 127) / 254;
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(per_metre.to_be_bytes());
    chunk.extend(per_metre.to_be_bytes());
    chunk.push(1);
    let check = crc32(&chunk);
    let mut bytes = png[..AFTER_HEADER].to_vec();
    bytes.extend(9_u32.to_be_bytes());
    bytes.extend(chunk);
    bytes.extend(check.to_be_bytes());
    bytes.extend(&png[AFTER_HEADER..]);
    Ok(bytes)
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }
            },
        )
    })
}

/// Black and white rows with fax group 4 compression, black as 1 in the code.
fn g4(page: &GrayImage) -> Vec<u8> {
    let mut encoder = Encoder::new(VecWriter::new());
    for row in page.rows() {
        let pixels = row.map(|p| if p.0[0] < 128 { Color::Black } else { Color::White });
        match encoder.encode_line(pixels, page.width()) {
            Ok(()) => {}
            Err(never) => match never {},
        }
    }
    match encoder.finish() {
        Ok(writer) => writer.finish(),
        Err(never) => match never {},
    }
}

fn pdf(pages: &[Canvas], form: Form, dpi: u16, quality: u8) -> Result<Vec<u8>> {
    let mut pdf = Pdf::new();
    let too_many = |_| Error::Encode { format: "PDF", reason: "too many pages".into() };
    let count = i32::try_from(pages.len()).map_err(too_many)?;
    let (catalog, tree) = (Ref::new(1), Ref::new(2));
    let page_id = |i: i32| Ref::new(3 + 3 * i);
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree).kids((0..count).map(page_id)).count(count);
    for (index, canvas) in (0..count).zip(pages) {
        let (image_id, content_id) = (Ref::new(4 + 3 * index), Ref::new(5 + 3 * index));
        let grey = canvas.to_grey();
        let points = |pixels: u32| super::canvas::coordinate(pixels as usize) * 72.0 / f32::from(dpi);
        let (width, height) = (points(grey.width()), points(grey.height()));
        let size = |pixels: u32| i32::try_from(pixels).expect("a page's side fits 31 bits");
        let (columns, rows) = (size(grey.width()), size(grey.height()));

        let mut page = pdf.page(page_id(index));
        page.media_box(Rect::new(0.0, 0.0, width, height)).parent(tree).contents(content_id);
        page.resources().x_objects().pair(Name(b"Scan"), image_id);
        page.finish();

        let data = if form == Form::PdfG4 { g4(&grey) } else { jpeg(canvas, dpi, quality)? };
        let mut image = pdf.image_xobject(image_id, &data);
        image.width(columns).height(rows);
        if form == Form::PdfG4 {
            image.color_space().device_gray();
            image.bits_per_component(1).filter(Filter::CcittFaxDecode);
            image.decode_parms().k(-1).columns(columns).rows(rows);
        } else {
            image.color_space().device_rgb();
            image.bits_per_component(8).filter(Filter::DctDecode);
        }
        image.finish();

        let mut content = Content::new();
        content.save_state().transform([width, 0.0, 0.0, height, 0.0, 0.0]);
        content.x_object(Name(b"Scan")).restore_state();
        pdf.stream(content_id, &content.finish());
    }
    Ok(pdf.finish())
}

/// A little-endian TIFF: for each page its data, then its directory.
fn tiff(pages: &[Canvas], dpi: u16) -> Result<Vec<u8>> {
    let narrow = |n: usize| {
        u32::try_from(n).map_err(|_| Error::Encode { format: "TIFF", reason: "it is over 4 GiB".into() })
    };
    let mut bytes = vec![b'I', b'I', 42, 0, 0, 0, 0, 0];
    // Where the place of the next directory is written.
    let mut link = 4;
    for canvas in pages {
        let grey = canvas.to_grey();
        let data = g4(&grey);
        let data_at = narrow(bytes.len())?;
        bytes.extend(&data);
        let dpi_at = narrow(bytes.len())?;
        bytes.extend([u32::from(dpi).to_le_bytes(), 1_u32.to_le_bytes()].concat());
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        let directory = narrow(bytes.len())?;
        bytes[link..link + 4].copy_from_slice(&directory.to_le_bytes());
        const SHORT: u16 = 3;
        const LONG: u16 = 4;
        const RATIONAL: u16 = 5;
        let entries: [(u16, u16, u32); 12] = [
            (256, LONG, grey.width()),
            (257, LONG, grey.height()),
            (258, SHORT, 1),
            (259, SHORT, 4),      // compression: group 4
            (262, SHORT, 0),      // 0 is white
            (273, LONG, data_at), // one strip
            (277, SHORT, 1),
            (278, LONG, grey.height()),
            (279, LONG, narrow(data.len())?),
            (282, RATIONAL, dpi_at),
            (283, RATIONAL, dpi_at),
            (296, SHORT, 2), // inches
        ];
        bytes.extend(12_u16.to_le_bytes());
        for (tag, kind, value) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        link = bytes.len();
        bytes.extend([0; 4]);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use tiff::decoder::{Decoder, DecodingResult};

    use super::super::canvas::{Depth, Ink, Shape};
    use super::*;

    /// Bars and a hole, 70 pixels wide so that rows do not end with a byte.
    fn page(dark: Ink) -> Canvas {
        let mut canvas = Canvas::new(70, 40, Depth::Grey);
        canvas.fill(&Shape::rectangle(3.0, 4.0, 61.0, 9.0), dark, 1.0);
        canvas.fill(&Shape::rectangle(10.0, 20.0, 12.0, 38.0), dark, 1.0);
        canvas
    }

    #[test]
    fn a_tiff_gives_its_pages_back() {
        let (first, second) = (page(Ink([0, 0, 0])), Canvas::new(70, 40, Depth::Grey));
        let bytes = file(&[first.clone(), second], Form::TiffG4, 200, 60).unwrap();
        let mut decoder = Decoder::new(Cursor::new(bytes)).unwrap();
        assert_eq!(decoder.dimensions().unwrap(), (70, 40));
        let DecodingResult::U8(packed) = decoder.read_image().unwrap() else { panic!("bits come as bytes") };
        // The decoder gives 1 for white; a row is 9 bytes.
        for (x, y, pixel) in first.to_grey().enumerate_pixels() {
            let bit = packed[y as usize * 9 + x as usize / 8] >> (7 - x % 8) & 1;
            assert_eq!(bit == 1, pixel.0[0] == 255, "{x} {y}");
        }
        assert!(decoder.more_images());
        decoder.next_image().unwrap();
        assert!(!decoder.more_images());
    }

    #[test]
    fn a_pdf_shows_its_pages_in_their_size() {
        for form in [Form::PdfG4, Form::PdfJpeg] {
            let page = page(Ink([0, 0, 0]));
            let bytes = file(&[page.clone(), page], form, 200, 90).unwrap();
            let pdf = hayro::hayro_syntax::Pdf::new(bytes).unwrap();
            assert_eq!(pdf.pages().len(), 2);
            // 70 pixels at 200 dpi are 25.2 points.
            let (width, height) = pdf.pages()[1].render_dimensions();
            assert!((width - 25.2).abs() < 0.01 && (height - 14.4).abs() < 0.01, "{form:?} {width} {height}");
        }
    }

    #[test]
    fn pictures_say_their_resolution_and_hold_one_page() {
        let page = page(Ink([0, 0, 0]));
        let png = file(std::slice::from_ref(&page), Form::Png, 300, 60).unwrap();
        assert_eq!(image::load_from_memory(&png).unwrap().to_luma8(), page.to_grey());
        let at = png.windows(4).position(|w| w == b"pHYs").unwrap();
        // 300 dots an inch are 11,811 a metre.
        assert_eq!(png[at + 4..at + 8], 11_811_u32.to_be_bytes());
        let jpeg = file(std::slice::from_ref(&page), Form::Jpeg, 300, 60).unwrap();
        assert_eq!(image::load_from_memory(&jpeg).unwrap().width(), 70);
        assert!(file(&[page.clone(), page], Form::Png, 300, 60).is_err());
    }
}
