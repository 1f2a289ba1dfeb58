//! Whether the data of a JPEG picture are whole: they are followed without being turned into pixels.
//!
//! A decoder fills what is missing with grey and goes on where bytes were lost; that something was lost shows in how
//! much data the picture takes: after a fault the codes of a picture end too early or too late.

use crate::reason::Reason;
use crate::scan::jpeg_bits::{
    Bits, Codes, Component, ENDS_EARLY, Frame, LEFT_OVER, WRONG, difference, next_part,
};
use crate::scan::jpeg_progressive::{self, Brought, Chosen};

/// Zig-zag positions of a block: 64 coefficients.
const COEFFICIENTS: u32 = 64;
/// The largest value of the first coefficient, of 8-bit pixels, before it was divided by its step; with room for
/// programs that round strangely.
const LARGEST_FIRST: i32 = 1024 * 4;

/// What is wrong with the data of a JPEG file, in a few words; `None` when nothing is, or its kind is not followed.
pub(super) fn fault(bytes: &[u8]) -> Option<Reason> {
    let mut dc: [Option<Codes>; 4] = std::array::from_fn(|_| None);
    let mut ac: [Option<Codes>; 4] = std::array::from_fn(|_| None);
    let mut steps = [1_i32; 4];
    let mut frame: Option<Frame> = None;
    let mut brought = Brought::default();
    let mut restart = 0_u32;
    let mut at = 2;
    let mut scans = 0;
    loop {
        // Between segments there may be filling.
        while bytes.get(at).is_some_and(|byte| *byte != 0xff) && scans > 0 {
            at += 1;
        }
        let Some(&[0xff, marker]) = bytes.get(at..at + 2) else {
            let is_whole = scans > 0 && frame.is_some_and(|frame| !frame.is_progressive);
            return if is_whole { None } else { Some(ENDS_EARLY) };
        };
        at += 2;
        match marker {
            0xff => {
                at -= 1;
                continue;
            }
            0xd9 => return None,
            0 | 0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let Some(length) = bytes.get(at..at + 2).map(|b| usize::from(u16::from_be_bytes([b[0], b[1]])))
        else {
            return Some(ENDS_EARLY);
        };
        let Some(segment) = bytes.get(at + 2..at + length.max(2)) else { return Some(ENDS_EARLY) };
        at += length.max(2);
        match marker {
            0xc4 if read_codes(segment, &mut dc, &mut ac).is_none() => return Some(WRONG),
            0xc4 => {}
            0xdb => read_steps(segment, &mut steps),
            0xdd => restart = segment.first_chunk().map_or(0, |b| u32::from(u16::from_be_bytes(*b))),
            0xc0..=0xc2 => frame = Some(read_frame(segment, marker == 0xc2)?),
            // Lossless and arithmetic ones are not followed: only that they end is seen.
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcf => {
                return (!bytes.windows(2).any(|mark| mark == [0xff, 0xd9])).then_some(ENDS_EARLY);
            }
            0xda => {
                let frame = frame.as_ref()?;
                match scan(frame, &mut brought, segment, &bytes[at..], restart, (&dc, &ac), steps) {
                    Ok(length) => at += length,
                    Err(fault) => return Some(fault),
                }
                scans += 1;
            }
            _ => {}
        }
    }
}

fn read_codes(mut rest: &[u8], dc: &mut [Option<Codes>; 4], ac: &mut [Option<Codes>; 4]) -> Option<()> {
    while let Some((kind, after)) = rest.split_first() {
        let counts = after.get(..16)?;
        let total = counts.iter().map(|count| usize::from(*count)).sum::<usize>();
        let codes = Codes::new(counts, after.get(16..16 + total)?);
        let table = if kind >> 4 == 0 { &mut *dc } else { &mut *ac };
        *table.get_mut(usize::from(kind & 15))? = Some(codes);
        rest = &after[16 + total..];
    }
    Some(())
}

/// The step of the first coefficient of each table.
fn read_steps(mut rest: &[u8], steps: &mut [i32; 4]) {
    while let Some((kind, after)) = rest.split_first() {
        let wide = kind >> 4 != 0;
        let size = if wide { 128 } else { 64 };
        let Some(table) = after.get(..size) else { return };
        if let Some(step) = steps.get_mut(usize::from(kind & 15)) {
            *step =
                if wide { i32::from(u16::from_be_bytes([table[0], table[1]])) } else { i32::from(table[0]) };
        }
        rest = &after[size..];
    }
}

fn read_frame(segment: &[u8], is_progressive: bool) -> Option<Frame> {
    let [8, h1, h0, w1, w0, count, components @ ..] = segment else { return None };
    let components: Vec<Component> = components
        .chunks_exact(3)
        .take(usize::from(*count))
        .map(|c| Component {
            id: c[0],
            across: u32::from(c[1] >> 4).clamp(1, 4),
            down: u32::from(c[1] & 15).clamp(1, 4),
            steps: usize::from(c[2] & 3),
        })
        .collect();
    let size = |high: &u8, low: &u8| u32::from(u16::from_be_bytes([*high, *low]));
    Some(Frame { width: size(w1, w0), height: size(h1, h0), components, is_progressive })
}

type Tables<'a> = (&'a [Option<Codes>; 4], &'a [Option<Codes>; 4]);

/// Follows one scan; gives how many bytes it takes.
fn scan(
    frame: &Frame,
    brought: &mut Brought,
    segment: &[u8],
    data: &[u8],
    restart: u32,
    (dc, ac): Tables<'_>,
    steps: [i32; 4],
) -> Result<usize, Reason> {
    let count = usize::from(*segment.first().ok_or(WRONG)?);
    let mut parts: Vec<Chosen<'_>> = Vec::new();
    for chosen in segment[1..].chunks_exact(2).take(count) {
        let component = frame.components.iter().position(|c| c.id == chosen[0]).ok_or(WRONG)?;
        let dc = dc.get(usize::from(chosen[1] >> 4)).and_then(Option::as_ref);
        let ac = ac.get(usize::from(chosen[1] & 15)).and_then(Option::as_ref);
        parts.push((component, dc, ac));
    }
    let mut bits = Bits { data, at: 0, have: 0, bits: 0 };
    if frame.is_progressive {
        let band = segment.get(1 + 2 * count..).unwrap_or_default();
        jpeg_progressive::scan(frame, brought, &parts, band, &mut bits, restart)?;
    } else {
        sequential(frame, &parts, &mut bits, restart, steps)?;
    }
    let whole_bytes_left = (bits.have / 8) as usize;
    let rest = &data[bits.at.min(data.len())..];
    let to_mark = rest.array_windows::<2>().position(|[a, b]| *a == 0xff && *b != 0).unwrap_or(rest.len());
    if to_mark + whole_bytes_left > LEFT_OVER && to_mark < rest.len() {
        return Err(WRONG);
    }
    Ok(bits.at + to_mark)
}

/// Blocks with all of their coefficients.
fn sequential(
    frame: &Frame,
    parts: &[Chosen<'_>],
    bits: &mut Bits<'_>,
    restart: u32,
    steps: [i32; 4],
) -> Result<(), Reason> {
    let groups = match parts {
        [(alone, ..)] => frame.own_blocks(*alone),
        _ => frame.groups(),
    };
    let mut first = vec![0_i32; parts.len()];
    for group in 0..groups {
        if restart > 0 && group > 0 && group % u64::from(restart) == 0 {
            next_part(bits)?;
            first.fill(0);
        }
        for ((component, dc, ac), first) in parts.iter().zip(&mut first) {
            let component = frame.components[*component];
            let blocks = if parts.len() == 1 { 1 } else { component.blocks() };
            for _ in 0..blocks {
                let codes = (dc.ok_or(WRONG)?, ac.ok_or(WRONG)?);
                block(bits, codes, steps[component.steps], first)?;
            }
        }
    }
    Ok(())
}

fn block(bits: &mut Bits<'_>, (dc, ac): (&Codes, &Codes), step: i32, first: &mut i32) -> Result<(), Reason> {
    *first += difference(bits, dc)?;
    if (*first * step).abs() > LARGEST_FIRST.max(2 * step) {
        return Err(WRONG);
    }
    let mut at = 1;
    while at < COEFFICIENTS {
        let symbol = bits.symbol(ac)?;
        let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        match (zeros, size) {
            (0, 0) => break,
            (15, 0) => at += 16,
            (_, 0) => return Err(WRONG),
            _ => {
                bits.take(size).ok_or(ENDS_EARLY)?;
                at += zeros + 1;
            }
        }
    }
    if at > COEFFICIENTS { Err(WRONG) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{DynamicImage, GrayImage, ImageFormat, Luma, RgbImage};

    use super::*;

    fn text_like(x: u32, y: u32) -> u8 {
        if y % 24 < 12 && (x * 7 + y / 24 * 13) % 11 < 4 { 20 } else { 250 }
    }

    fn pictures() -> [Vec<u8>; 2] {
        let grey = DynamicImage::ImageLuma8(GrayImage::from_fn(301, 207, |x, y| Luma([text_like(x, y)])));
        let colour = DynamicImage::ImageRgb8(RgbImage::from_fn(203, 150, |x, y| {
            image::Rgb([text_like(x, y), 200, text_like(y, x)])
        }));
        [grey, colour].map(|image| {
            let mut bytes = Cursor::new(Vec::new());
            image.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
            bytes.into_inner()
        })
    }

    #[test]
    fn whole_pictures_are_whole() {
        for bytes in pictures() {
            assert_eq!(fault(&bytes), None);
        }
    }

    #[test]
    fn pictures_that_break_off_or_lost_bytes_are_known() {
        for bytes in pictures() {
            for share in [30, 50, 70, 90, 97] {
                assert!(fault(&bytes[..bytes.len() * share / 100]).is_some(), "cut at {share} %");
                let mut zeroed = bytes.clone();
                let at = bytes.len() * share / 100;
                let end = (at + 40).min(bytes.len() - 2);
                zeroed[at..end].fill(0);
                assert!(fault(&zeroed).is_some(), "zeroed at {share} %");
            }
        }
    }
}
