//! Samples of a TIFF picture, of any depth and colours, become grey or red, green and blue of eight bits.

use super::directory::Directory;
use crate::reason::Reason;
use crate::scan::raster::grey;

/// What the samples of a pixel mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colours {
    /// One of brightness; whether 0 is white.
    Grey { inverted: bool },
    /// One that counts the entries of a palette.
    Palette,
    /// Red, green, blue.
    Rgb,
    /// Four inks.
    Cmyk,
    /// Brightness and two colour differences.
    YCbCr,
    /// Lightness and two colours, of which the lightness is kept.
    Lab,
}

impl Colours {
    /// What a directory says; or that it is not read, in a few words.
    pub(super) fn of(directory: &Directory) -> Result<Colours, Reason> {
        Ok(match directory.photometric {
            // The JPEG reader has made them red, green and blue.
            2 | 5 | 6 if directory.compression == 7 => Colours::Rgb,
            0 => Colours::Grey { inverted: true },
            1 | 4 => Colours::Grey { inverted: false },
            2 => Colours::Rgb,
            3 => Colours::Palette,
            5 => Colours::Cmyk,
            6 => Colours::YCbCr,
            8 => Colours::Lab,
            other => return Err(Reason::ColourKind { kind: other.into() }),
        })
    }

    /// How many samples the colour takes.
    pub(super) fn count(self) -> usize {
        match self {
            Colours::Grey { .. } | Colours::Palette => 1,
            Colours::Rgb | Colours::YCbCr | Colours::Lab => 3,
            Colours::Cmyk => 4,
        }
    }

    /// Whether pixels come out grey, one byte each; otherwise three.
    pub(super) fn is_grey(self) -> bool {
        matches!(self, Colours::Grey { .. } | Colours::Lab)
    }
}

/// Undoes the prediction of each sample from the one before it, in a row.
pub(super) fn undo_prediction(row: &mut [u8], of: &Directory, samples: usize) {
    let little = of.little_endian;
    match of.bits {
        8 => {
            for at in samples..row.len() {
                row[at] = row[at].wrapping_add(row[at - samples]);
            }
        }
        16 => {
            let (values, _) = row.as_chunks_mut::<2>();
            for at in samples..values.len() {
                let of = |bytes| if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) };
                let sum = of(values[at]).wrapping_add(of(values[at - samples]));
                values[at] = if little { sum.to_le_bytes() } else { sum.to_be_bytes() };
            }
        }
        32 => {
            let (values, _) = row.as_chunks_mut::<4>();
            for at in samples..values.len() {
                let of = |bytes| if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
                let sum = of(values[at]).wrapping_add(of(values[at - samples]));
                values[at] = if little { sum.to_le_bytes() } else { sum.to_be_bytes() };
            }
        }
        _ => {}
    }
}

/// Samples of a row as bytes: scaled to 0 to 255, but entries of a palette as they are.
pub(super) fn to_bytes(row: &[u8], count: usize, of: &Directory, colours: Colours) -> Vec<u8> {
    let scaled = colours != Colours::Palette;
    match (of.bits, of.sample_format) {
        (8, _) => row[..count.min(row.len())].to_vec(),
        (16, _) => {
            let high = usize::from(of.little_endian);
            row.chunks_exact(2).take(count).map(|sample| sample[high]).collect()
        }
        (32, 3) => {
            let (values, _) = row.as_chunks::<4>();
            let real = |bytes: &[u8; 4]| {
                if of.little_endian { f32::from_le_bytes(*bytes) } else { f32::from_be_bytes(*bytes) }
            };
            values.iter().take(count).map(|bytes| grey(real(bytes) * 255.0)).collect()
        }
        (32, _) => {
            let high = if of.little_endian { 3 } else { 0 };
            row.chunks_exact(4).take(count).map(|sample| sample[high]).collect()
        }
        (bits @ 1..=15, _) => {
            let bits = usize::from(bits);
            let full = (1_u32 << bits) - 1;
            let sample = |at: usize| {
                let (mut value, mut have) = (0_u32, 0);
                let start = at * bits;
                for byte in &row[start / 8..(start + bits).div_ceil(8)] {
                    value = value << 8 | u32::from(*byte);
                    have += 8;
                }
                let value = value >> (have - start % 8 - bits) & full;
                u8::try_from(if scaled { value * 255 / full } else { value }).unwrap_or(u8::MAX)
            };
            (0..count.min(row.len() * 8 / bits)).map(sample).collect()
        }
        _ => Vec::new(),
    }
}

/// Pixels of a row from its samples, `stride` to a pixel: grey ones as one byte, others as three.
pub(super) fn to_pixels(samples: &[u8], stride: usize, of: &Directory, colours: Colours) -> Vec<u8> {
    let pixels = samples.chunks_exact(stride);
    let colour_samples = colours.count();
    // What is transparent lies on white paper.
    let opacity = |pixel: &[u8]| match of.extra {
        Some(1 | 2) => pixel.get(colour_samples).copied().unwrap_or(u8::MAX),
        _ => u8::MAX,
    };
    let on_paper = |value: u8, pixel: &[u8]| match (opacity(pixel), of.extra) {
        (u8::MAX, _) => value,
        (alpha, Some(1)) => value.saturating_add(255 - alpha),
        (alpha, _) => {
            let (value, alpha) = (u16::from(value), u16::from(alpha));
            u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        }
    };
    match colours {
        Colours::Grey { inverted } => {
            pixels.map(|p| on_paper(if inverted { 255 - p[0] } else { p[0] }, p)).collect()
        }
        Colours::Lab => pixels.map(|p| on_paper(p[0], p)).collect(),
        Colours::Palette => {
            let third = of.palette.len() / 3;
            // Some programs write palettes of eight bits.
            let narrow = of.palette.iter().all(|value| *value < 256);
            let entry = |channel: usize, value: u8| {
                let value = of.palette.get(channel * third + usize::from(value)).copied().unwrap_or(u16::MAX);
                let [high, low] = value.to_be_bytes();
                if narrow { low } else { high }
            };
            pixels.flat_map(|p| [entry(0, p[0]), entry(1, p[0]), entry(2, p[0])]).collect()
        }
        Colours::Rgb => pixels.flat_map(|p| [p[0], p[1], p[2]].map(|value| on_paper(value, p))).collect(),
        Colours::Cmyk => {
            pixels.flat_map(|p| [p[0], p[1], p[2]].map(|ink| on_paper(under_black(ink, p[3]), p))).collect()
        }
        Colours::YCbCr => pixels.flat_map(|p| from_ycbcr([p[0], p[1], p[2]], of)).collect(),
    }
}

/// Light that one coloured ink and the black ink let through.
fn under_black(ink: u8, black: u8) -> u8 {
    let through = u16::from(255 - ink) * u16::from(255 - black) / 255;
    u8::try_from(through).unwrap_or(u8::MAX)
}

/// Red, green and blue from brightness and colour differences; TIFF 6.0, section 21.
pub(super) fn from_ycbcr(codes: [u8; 3], of: &Directory) -> [u8; 3] {
    let [y, cb, cr] = codes.map(f32::from);
    let [y, cb, cr] = match of.black_and_white {
        Some([y0, y1, b0, b1, r0, r1]) if y1 > y0 && b1 > b0 && r1 > r0 => {
            [(y - y0) * 255.0 / (y1 - y0), (cb - b0) * 127.0 / (b1 - b0), (cr - r0) * 127.0 / (r1 - r0)]
        }
        _ => [y, cb - 128.0, cr - 128.0],
    };
    [y + 1.402 * cr, y - 0.344 * cb - 0.714 * cr, y + 1.772 * cb].map(grey)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_any_depth_become_bytes() {
        let of =
            |bits, little_endian| Directory { bits, little_endian, sample_format: 1, ..Directory::default() };
        let grey = Colours::Grey { inverted: false };
        assert_eq!(to_bytes(&[0b1010_0000], 3, &of(1, false), grey), [255, 0, 255]);
        assert_eq!(to_bytes(&[0b1101_0000], 3, &of(2, false), grey), [255, 85, 0]);
        assert_eq!(to_bytes(&[0b1101_0000], 3, &of(2, false), Colours::Palette), [3, 1, 0]);
        assert_eq!(to_bytes(&[0xff, 0xf0, 0x00], 2, &of(12, false), grey), [255, 0]);
        assert_eq!(to_bytes(&[0xff, 0xfc, 0x00, 0x00], 2, &of(14, false), grey), [255, 0]);
        assert_eq!(to_bytes(&[1, 200, 2, 100], 2, &of(16, true), grey), [200, 100]);
        assert_eq!(to_bytes(&[1, 200, 2, 100], 2, &of(16, false), grey), [1, 2]);
        let real = Directory { sample_format: 3, ..of(32, false) };
        assert_eq!(to_bytes(&0.5_f32.to_be_bytes(), 1, &real, grey), [128]);
    }

    #[test]
    fn prediction_is_undone() {
        let of = Directory { bits: 8, ..Directory::default() };
        let mut row = [10, 20, 30, 1, 2, 3];
        undo_prediction(&mut row, &of, 3);
        assert_eq!(row, [10, 20, 30, 11, 22, 33]);
    }
}
