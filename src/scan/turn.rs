//! Turns a page by quarters, once its reading has shown which way is up.

use crate::geometry::PixelBox;
use crate::page::Frame;
use crate::scan::raster::{turned_size, unturn};
use crate::scan::{Content, Page};

impl Page {
    /// The same page turned clockwise by 90, 180 or 270 degrees: its picture, its frame, its marks and the boxes
    /// of its words. Other angles are rounded down to a multiple of 90.
    #[must_use]
    pub fn turned(mut self, degrees: u16) -> Page {
        let quarters = u8::try_from(degrees / 90 % 4).unwrap_or(0);
        let Some(frame) = self.frame.filter(|_| quarters > 0) else { return self };
        let place = |place: PixelBox| turned_box(place, frame.width, frame.height, quarters);
        self.content = match self.content {
            Content::Picture { image, scale } => Content::Picture { image: image.turned(quarters), scale },
            Content::Text(mut lines) => {
                for word in lines.iter_mut().flat_map(|line| &mut line.words) {
                    word.place = word.place.map(place);
                }
                Content::Text(lines)
            }
        };
        for mark in &mut self.marks {
            mark.place = place(mark.place);
        }
        let (width, height) = turned_size(frame.width, frame.height, quarters);
        self.frame = Some(Frame {
            width,
            height,
            turned: (frame.turned + u16::from(quarters) * 90) % 360,
            to_source: unturn(frame.width, frame.height, quarters).then(&frame.to_source),
            ..frame
        });
        self
    }
}

/// A box of a page of `width` × `height` pixels after the page was turned clockwise.
fn turned_box(place: PixelBox, width: u32, height: u32, quarters: u8) -> PixelBox {
    let (left, right) = (width.saturating_sub(place.left()), width.saturating_sub(place.right()));
    let (top, bottom) = (height.saturating_sub(place.top()), height.saturating_sub(place.bottom()));
    match quarters % 4 {
        1 => PixelBox::new(bottom, place.left(), top, place.right()),
        2 => PixelBox::new(right, bottom, left, top),
        3 => PixelBox::new(place.top(), right, place.bottom(), left),
        _ => place,
    }
}
