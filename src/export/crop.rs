//! A place of a page as a picture by itself.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;

use super::page::base64;
use crate::geometry::{Affine, PixelBox};
use crate::scan::Shown;

/// Columns and rows of a picture at most.
const COLUMNS: u32 = 900;
const ROWS: u32 = 600;
/// Quality of JPEG, 1 to 100.
const QUALITY: u8 = 55;
/// What is shown around a place, of its own height.
const AROUND: f64 = 1.5;

/// A place of an upright page, or all of it, as the address of a picture that holds itself. `to_source` leads from the
/// pixels of the upright page to its source. `None` where that cannot be turned round.
pub(crate) fn crop(shown: Shown, to_source: &Affine, place: Option<PixelBox>) -> Option<String> {
    let from_upright = to_source.then(&shown.to_source.inverse()?);
    let mut image = shown.image;
    if let Some(place) = place {
        let around = f64::from(place.height()) * AROUND;
        let (left, right) = (f64::from(place.left()) - around, f64::from(place.right()) + around);
        let (top, bottom) = (f64::from(place.top()) - around, f64::from(place.bottom()) + around);
        let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
        let corners = corners.map(|(x, y)| from_upright.apply(x, y));
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let ends = |values: [f64; 4], most: f64| {
            let least = values.into_iter().fold(f64::MAX, f64::min).clamp(0.0, most);
            (least, values.into_iter().fold(f64::MIN, f64::max).clamp(least, most))
        };
        let (left, right) = ends(corners.map(|(x, _)| x), width);
        let (top, bottom) = ends(corners.map(|(_, y)| y), height);
        let whole = crate::geometry::pixels;
        image = image.crop_imm(whole(left), whole(top), whole(right - left), whole(bottom - top));
    }
    // From how the upright page lies on the picture it is known how the picture has to be turned.
    let [a, b, ..] = from_upright.0;
    image = match (a.abs() >= b.abs(), a > 0.0, b > 0.0) {
        (true, true, _) => image,
        (true, false, _) => image.rotate180(),
        (false, _, true) => image.rotate270(),
        (false, _, false) => image.rotate90(),
    };
    if image.width() == 0 || image.height() == 0 {
        return None;
    }
    if image.width() > COLUMNS || image.height() > ROWS {
        image = image.resize(COLUMNS, ROWS, FilterType::Triangle);
    }
    let mut jpeg = Vec::new();
    image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY)).ok()?;
    Some(format!("data:image/jpeg;base64,{}", base64(&jpeg)))
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, GrayImage, Luma};

    use super::*;

    #[test]
    fn a_place_is_cut_out_of_an_upright_or_turned_picture() {
        let identity = Affine([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        // A scan of 400 × 200 that has to be turned by 90 degrees: upright (x, y) stands at (399 - y, x).
        let turned = Affine([0.0, 1.0, -1.0, 0.0, 400.0, 0.0]);
        for (to_source, size) in [(identity, (400, 200)), (turned, (400, 200))] {
            let image = GrayImage::from_pixel(size.0, size.1, Luma([255]));
            let shown = |image: &GrayImage| Shown {
                image: DynamicImage::ImageLuma8(image.clone()),
                to_source: identity,
            };
            let place = PixelBox::new(40, 50, 120, 60);
            let part = crop(shown(&image), &to_source, Some(place)).unwrap();
            let whole = crop(shown(&image), &to_source, None).unwrap();
            assert!(part.starts_with("data:image/jpeg;base64,/9j/") && whole.len() > part.len());
        }
        let flat = Affine([0.0; 6]);
        let image = DynamicImage::ImageLuma8(GrayImage::new(4, 4));
        assert_eq!(crop(Shown { image, to_source: flat }, &identity, None), None);
    }
}
