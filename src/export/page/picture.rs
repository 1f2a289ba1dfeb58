//! The picture of a page inside of the page itself.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;

use crate::geometry::Affine;
use crate::record::Page;
use crate::scan::Shown;

/// Columns of a picture at most: an A4 page at 150 dpi, on which small print can still be read.
const COLUMNS: u32 = 1240;
/// Quality of JPEG, 1 to 100.
const QUALITY: u8 = 60;

/// The element that shows a picture as the record sees it: turned and levelled. `None` where the record does not tell how,
/// or the picture cannot be packed.
pub(super) fn image(page: &Page, shown: Shown) -> Option<String> {
    let to_upright = shown.to_source.then(&Affine(page.to_source?).inverse()?);
    let (width, height) = (shown.image.width(), shown.image.height());
    let image = match width.checked_div(COLUMNS)? {
        0 => shown.image,
        _ => shown.image.resize(COLUMNS, u32::MAX, FilterType::Triangle),
    };
    let mut jpeg = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY)).ok()?;
    let [a, b, c, d, e, f] = to_upright.0;
    Some(format!(
        "<image width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" \
         transform=\"matrix({a:.6} {b:.6} {c:.6} {d:.6} {e:.3} {f:.3})\" href=\"data:image/jpeg;base64,{}\"/>\n",
        base64(&jpeg)
    ))
}

/// Bytes as text, RFC 4648.
pub(in crate::export) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let at = |at: usize| u32::from(part.get(at).copied().unwrap_or(0));
        let all = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS[(all >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= part.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_as_text() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
