//! A page's picture as the source has it, before it is cleaned.

use serde::{Deserialize, Serialize};

use crate::geometry::Affine;
use crate::page::{Frame, Mark, PageImage};
use crate::reason::Reason;

/// Pixels in colour or grey, row after row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Raster {
    /// One byte a pixel.
    Grey(PageImage),
    /// Red, green, blue: three bytes a pixel.
    Colour {
        /// Columns.
        width: u32,
        /// Rows.
        height: u32,
        /// `width * height * 3` bytes.
        data: Vec<u8>,
    },
}

/// One page of a file: its picture and the way back.
#[derive(Debug)]
pub(super) struct SourcePage {
    /// The picture, turned as the file says it is to be looked at.
    pub(super) raster: Raster,
    /// Dots per inch of it.
    pub(super) dpi: u32,
    /// From its pixels to points of the PDF page or stored pixels of the picture.
    pub(super) to_source: Affine,
    /// What the file itself says lies on the page: fields of digital signatures.
    pub(super) marks: Vec<Mark>,
    /// What of the page is missing or could not be drawn, each in a few words that follow "page 2 is damaged".
    pub(super) lost: Vec<Reason>,
}

/// Why nothing of a page can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum PageFault {
    /// So many pixels are more than allowed.
    TooLarge(u64),
    /// It is broken; how, in a few words.
    Damaged(Reason),
    /// It is whole, and of a kind that is not read; which, in a few words.
    NotRead(Reason),
    /// It would take more time or memory than a page may; which, in a few words.
    Unread(Reason),
}

impl Raster {
    /// Columns.
    pub(super) fn width(&self) -> u32 {
        match self {
            Raster::Grey(image) => image.width,
            Raster::Colour { width, .. } => *width,
        }
    }

    /// Rows.
    pub(super) fn height(&self) -> u32 {
        match self {
            Raster::Grey(image) => image.height,
            Raster::Colour { height, .. } => *height,
        }
    }

    /// The same seen in a mirror, left and right exchanged.
    pub(super) fn mirrored(mut self) -> Raster {
        let width = self.width() as usize;
        match &mut self {
            Raster::Grey(image) => image.data.chunks_exact_mut(width).for_each(<[u8]>::reverse),
            Raster::Colour { data, .. } => {
                let (pixels, _) = data.as_chunks_mut::<3>();
                pixels.chunks_exact_mut(width).for_each(<[[u8; 3]]>::reverse);
            }
        }
        self
    }

    /// The same with so many columns and rows, each a copy of the nearest. Neither may be 0.
    pub(super) fn stretched(self, width: u32, height: u32) -> Raster {
        let (from_width, from_height) = (self.width(), self.height());
        if (width, height) == (from_width, from_height) {
            return self;
        }
        match self {
            Raster::Grey(image) => {
                let data = stretch(&image.data, (from_width, from_height), (width, height));
                Raster::Grey(PageImage { width, height, data })
            }
            Raster::Colour { data, .. } => {
                let (pixels, _) = data.as_chunks::<3>();
                let data = stretch(pixels, (from_width, from_height), (width, height));
                Raster::Colour { width, height, data: data.into_flattened() }
            }
        }
    }

    /// The same with white rows below, up to `height`.
    pub(super) fn lengthened(self, to: u32) -> Raster {
        match self {
            Raster::Grey(mut image) if image.height < to => {
                image.data.resize(image.width as usize * to as usize, u8::MAX);
                Raster::Grey(PageImage { height: to, ..image })
            }
            Raster::Colour { width, height, mut data } if height < to => {
                data.resize(width as usize * to as usize * 3, u8::MAX);
                Raster::Colour { width, height: to, data }
            }
            whole => whole,
        }
    }

    /// How much darker than white a pixel is in its brightest channel, 0 to 255.
    pub(super) fn darkness(&self, x: u32, y: u32) -> u8 {
        let at = y as usize * self.width() as usize + x as usize;
        match self {
            Raster::Grey(image) => u8::MAX - image.data[at],
            Raster::Colour { data, .. } => {
                u8::MAX - data[at * 3..at * 3 + 3].iter().copied().max().unwrap_or(u8::MAX)
            }
        }
    }

    /// The same turned clockwise by a quarter turn so many times.
    pub(super) fn turned(self, quarters: u8) -> Raster {
        match self {
            Raster::Grey(image) => Raster::Grey(image.turned(quarters)),
            Raster::Colour { width, height, data } => {
                let (pixels, _) = data.as_chunks::<3>();
                let turned = turn(pixels, width, height, quarters).as_flattened().to_vec();
                let (width, height) = turned_size(width, height, quarters);
                Raster::Colour { width, height, data: turned }
            }
        }
    }
}

impl PageImage {
    /// The same turned clockwise by a quarter turn so many times.
    #[must_use]
    pub(super) fn turned(self, quarters: u8) -> PageImage {
        if quarters.is_multiple_of(4) {
            return self;
        }
        let (width, height) = turned_size(self.width, self.height, quarters);
        PageImage { width, height, data: turn(&self.data, self.width, self.height, quarters) }
    }
}

/// Columns and rows after so many quarter turns.
pub(super) fn turned_size(width: u32, height: u32, quarters: u8) -> (u32, u32) {
    if quarters.is_multiple_of(2) { (width, height) } else { (height, width) }
}

fn turn<T: Copy>(pixels: &[T], width: u32, height: u32, quarters: u8) -> Vec<T> {
    let (w, h) = (width as usize, height as usize);
    match quarters % 4 {
        1 => (0..w).flat_map(|x| (0..h).rev().map(move |y| pixels[y * w + x])).collect(),
        2 => pixels.iter().rev().copied().collect(),
        3 => (0..w).rev().flat_map(|x| (0..h).map(move |y| pixels[y * w + x])).collect(),
        _ => pixels.to_vec(),
    }
}

fn stretch<T: Copy>(pixels: &[T], from: (u32, u32), to: (u32, u32)) -> Vec<T> {
    let source = |at: u32, from: u32, to: u32| {
        usize::try_from(u64::from(at) * u64::from(from) / u64::from(to)).unwrap_or(0)
    };
    let columns: Vec<usize> = (0..to.0).map(|x| source(x, from.0, to.0)).collect();
    let mut out = Vec::with_capacity(to.0 as usize * to.1 as usize);
    for y in 0..to.1 {
        let start = source(y, from.1, to.1) * from.0 as usize;
        out.extend(columns.iter().map(|x| pixels[start + x]));
    }
    out
}

/// From the pixels of a picture turned clockwise by `quarters` back to those of the picture before, whose size
/// was `width` × `height`.
pub(super) fn unturn(width: u32, height: u32, quarters: u8) -> Affine {
    let (w, h) = (f64::from(width), f64::from(height));
    match quarters % 4 {
        // What is now at the right was at the top.
        1 => Affine([0.0, -1.0, 1.0, 0.0, 0.0, h]),
        2 => Affine([-1.0, 0.0, 0.0, -1.0, w, h]),
        3 => Affine([0.0, 1.0, -1.0, 0.0, w, 0.0]),
        _ => Affine::IDENTITY,
    }
}

impl SourcePage {
    /// The frame of a page that was neither turned nor deskewed.
    pub(super) fn frame(&self) -> Frame {
        Frame {
            width: self.raster.width(),
            height: self.raster.height(),
            dpi: self.dpi,
            turned: 0,
            skew: 0.0,
            to_source: self.to_source,
        }
    }
}

/// A number as a grey value: rounded, and 0 or 255 beyond them.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates")]
pub(super) fn grey(value: f32) -> u8 {
    (value + 0.5) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_mirrored_stretched_and_lengthened() {
        let image =
            |width, height, data: &[u8]| Raster::Grey(PageImage { width, height, data: data.to_vec() });
        let small = || image(3, 2, &[1, 2, 3, 4, 5, 6]);
        assert_eq!(small().mirrored(), image(3, 2, &[3, 2, 1, 6, 5, 4]));
        assert_eq!(small().stretched(3, 4), image(3, 4, &[1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]));
        assert_eq!(small().lengthened(3), image(3, 3, &[1, 2, 3, 4, 5, 6, 255, 255, 255]));
    }

    #[test]
    fn pixels_turn_and_lead_back() {
        // 1 2 3
        // 4 5 6
        let image = PageImage { width: 3, height: 2, data: vec![1, 2, 3, 4, 5, 6] };
        assert_eq!(image.clone().turned(1).data, [4, 1, 5, 2, 6, 3]);
        for quarters in 0..4 {
            let turned = image.clone().turned(quarters);
            let back = unturn(3, 2, quarters);
            for y in 0..turned.height {
                for x in 0..turned.width {
                    let (u, v) = back.apply(f64::from(x) + 0.5, f64::from(y) + 0.5);
                    let (u, v) = (crate::geometry::pixels(u - 0.5), crate::geometry::pixels(v - 0.5));
                    assert_eq!(turned.row(y)[x as usize], image.row(v)[u as usize], "{quarters} {x} {y}");
                }
            }
            let colour = Raster::Colour {
                width: 3,
                height: 2,
                data: image.data.iter().flat_map(|&value| [value, 0, value + 100]).collect(),
            };
            let Raster::Colour { data, .. } = colour.turned(quarters) else { panic!("colour stays") };
            let reds: Vec<u8> = data.iter().step_by(3).copied().collect();
            assert_eq!(reds, turned.data);
        }
    }
}
