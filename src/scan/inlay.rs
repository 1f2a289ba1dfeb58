//! Small pictures that signing programs lay over the blank places of a written page: the number and the day, stamped in.
//!
//! Each is the appearance of a signature field. One that stands in a blank place of a line, as behind `Số:`, is text of that
//! line. Where it is written with a font its letters are taken; a picture is drawn by itself, a word that holds its place goes
//! among the words of the text layer, and the engine reads it.

use hayro::hayro_interpret::RenderContent;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, Rect};

use crate::geometry::{PixelBox, pixels};
use crate::page::PageImage;
use crate::scan::Inlay;
use crate::scan::interpret::{box_of, draw};
use crate::scan::signature;
use crate::scan::text_layer::{self, Layer};

/// The word that holds the place of a picture in the text: the object replacement character.
pub(crate) const PLACEHOLDER: &str = "\u{fffc}";

/// The highest field, in points, that is looked at: ten lines of text; names of signers and seals stand in such fields too,
/// but only ink of one line counts.
const HIGHEST_FIELD: f64 = 150.0;
/// The highest ink of one line of figures, in points.
const HIGHEST_INK: f64 = 20.0;
/// The widest: a number with its symbol.
const WIDEST_INK: f64 = 170.0;
/// Grey values below this are ink.
const INK: u8 = 160;
/// White around the ink that the engine gets, in pixels.
const MARGIN: u32 = 20;

/// The pictures of signature fields that stand in a line of text, from the first field to the last; their places are
/// entered among the words of `layer`. `to_pixels` leads from the PDF page to the frame, of which `scale` pixels make a
/// point.
pub(super) fn inlays(page: &Page<'_>, layer: &mut Layer, to_pixels: Affine, scale: f64) -> Vec<Inlay> {
    // What is written with letters of a font need not be looked at.
    layer.take_stamped(text_layer::annotations(page));
    let mut found: Vec<Inlay> = Vec::new();
    for field in signature::annotations(page).signatures {
        let place = box_of(field, &crate::geometry::Affine(to_pixels.as_coeffs()));
        if place.area() == 0 || f64::from(place.height()) > HIGHEST_FIELD * scale {
            continue;
        }
        if layer.is_stamped(place_in_points(place, scale)) {
            continue;
        }
        let Some((ink, image)) = drawn(page, place, to_pixels) else { continue };
        let fits =
            f64::from(ink.height()) <= HIGHEST_INK * scale && f64::from(ink.width()) <= WIDEST_INK * scale;
        // Two fields of one signing may lie over each other: then they were drawn together.
        if !fits || found.iter().any(|other| other.place.intersection(&ink).is_some()) {
            continue;
        }
        if let Some(seat) = layer.seat(place_in_points(ink, scale), PLACEHOLDER) {
            let at = |side: f64| side * scale;
            let place = PixelBox::new(
                pixels(at(seat.x0).floor()),
                pixels(at(seat.y0).floor()),
                pixels(at(seat.x1).ceil()),
                pixels(at(seat.y1).ceil()),
            );
            found.push(Inlay { place, image });
        }
    }
    found
}

/// A box of the frame in points from the top left.
fn place_in_points(place: PixelBox, scale: f64) -> Rect {
    let side = |at: u32| f64::from(at) / scale;
    Rect::new(side(place.left()), side(place.top()), side(place.right()), side(place.bottom()))
}

/// What the annotations draw in a box of the frame: where their ink lies, and its picture with some white around it.
/// `None` where they leave nothing.
fn drawn(page: &Page<'_>, place: PixelBox, to_pixels: Affine) -> Option<(PixelBox, PageImage)> {
    let (columns, rows) = (u16::try_from(place.width()).ok()?, u16::try_from(place.height()).ok()?);
    let moved = Affine::translate((-f64::from(place.left()), -f64::from(place.top()))) * to_pixels;
    let data = draw(page, (columns, rows), 1, moved, RenderContent::ANNOTATIONS, &std::sync::Arc::default());
    let (colours, _) = data.as_chunks::<3>();
    // By the darkest channel: numbers are stamped in red and blue too.
    let grey: Vec<u8> = colours.iter().map(|[red, green, blue]| *red.min(green).min(blue)).collect();
    let width = place.width();
    let mut ink: Option<PixelBox> = None;
    for (y, row) in (0_u32..).zip(grey.chunks_exact(width as usize)) {
        let dark = |grey: &u8| *grey < INK;
        let (Some(first), Some(last)) = (row.iter().position(dark), row.iter().rposition(dark)) else {
            continue;
        };
        let (first, last) = (u32::try_from(first).ok()?, u32::try_from(last).ok()?);
        let line = PixelBox::new(first, y, last + 1, y + 1);
        ink = Some(ink.map_or(line, |ink| ink.union(&line)));
    }
    let ink = ink?;
    let (out_width, out_height) = (ink.width() + 2 * MARGIN, ink.height() + 2 * MARGIN);
    let mut image = PageImage {
        width: out_width,
        height: out_height,
        data: vec![u8::MAX; (out_width * out_height) as usize],
    };
    for y in 0..ink.height() {
        let from = ((ink.top() + y) * width + ink.left()) as usize;
        let to = ((y + MARGIN) * out_width + MARGIN) as usize;
        let count = ink.width() as usize;
        image.data[to..to + count].copy_from_slice(&grey[from..from + count]);
    }
    let on_page = PixelBox::new(
        place.left() + ink.left(),
        place.top() + ink.top(),
        place.left() + ink.right(),
        place.top() + ink.bottom(),
    );
    Some((on_page, image))
}
