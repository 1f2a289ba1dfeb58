//! One strip or tile of a TIFF picture is unpacked, to as many bytes as its size needs and never more.

use std::io::{Cursor, Read};

use flate2::read::ZlibDecoder;
use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use image::codecs::jpeg::JpegDecoder;
use image::{DynamicImage, ImageDecoder};

use super::directory::Directory;

use crate::reason::Reason;

/// What is packed in a strip or tile.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// Rows of bytes, each beginning on a whole byte. May be shorter than the piece.
    pub(super) data: Vec<u8>,
    /// Whether all of it was there and could be unpacked.
    pub(super) is_whole: bool,
}

/// That a packing is not read here.
pub(super) fn unknown(compression: u16) -> Option<Reason> {
    let name = match compression {
        1..=5 | 7 | 8 | 32_773 | 32_946 => return None,
        6 => return Some(Reason::PackedAsOldJpeg),
        34_925 => "LZMA",
        50_000 => "Zstandard",
        50_001 => "WebP",
        34_712 | 33_003 | 33_005 => "JPEG 2000",
        34_661 => "JBIG",
        number => return Some(Reason::PackedAsNumber { number }),
    };
    Some(Reason::PackedAs { name: name.to_owned() })
}

/// Unpacks a piece of `columns` × `rows` pixels to at most `length` bytes.
pub(super) fn unpack(of: &Directory, packed: &[u8], columns: u32, rows: u32, length: usize) -> Unpacked {
    let turned: Vec<u8>;
    let packed = if of.low_bits_first && of.compression != 7 {
        turned = packed.iter().map(|byte| byte.reverse_bits()).collect();
        &turned
    } else {
        packed
    };
    let data = match of.compression {
        2..=4 => return fax(of, packed, columns, rows),
        5 => lzw(packed, length),
        7 => jpeg(of, packed, columns, rows, length).unwrap_or_default(),
        8 | 32_946 => {
            let mut data = Vec::new();
            // What came before an error is kept.
            let _ = ZlibDecoder::new(packed).take(length as u64).read_to_end(&mut data);
            data
        }
        32_773 => pack_bits(packed, length),
        _ => packed[..packed.len().min(length)].to_vec(),
    };
    Unpacked { is_whole: data.len() >= length, data }
}

/// Rows of black and white, one bit a pixel, 1 black.
struct Rows {
    columns: usize,
    rows: usize,
    data: Vec<u8>,
}

impl hayro_ccitt::Decoder for Rows {
    fn push_row(&mut self, changes: &[u32]) {
        if self.rows == 0 {
            return;
        }
        self.rows -= 1;
        let start = self.data.len();
        self.data.resize(start + self.columns.div_ceil(8), 0);
        let row = &mut self.data[start..];
        for run in changes.chunks(2) {
            let from = run[0] as usize;
            let to = run.get(1).map_or(self.columns, |to| *to as usize);
            fill(row, from, to.min(self.columns));
        }
    }
}

/// Sets the bits `from..to` of a row.
fn fill(row: &mut [u8], from: usize, to: usize) {
    let mut at = from;
    while at < to {
        if at.is_multiple_of(8) && to - at >= 8 {
            row[at / 8] = u8::MAX;
            at += 8;
        } else {
            row[at / 8] |= 0x80 >> (at % 8);
            at += 1;
        }
    }
}

fn fax(of: &Directory, packed: &[u8], columns: u32, rows: u32) -> Unpacked {
    let two_dimensions = of.t4_options & 1 != 0;
    let settings = DecodeSettings {
        columns,
        rows,
        end_of_block: of.compression != 2,
        end_of_line: false,
        rows_are_byte_aligned: of.compression == 2,
        encoding: match of.compression {
            4 => EncodingMode::Group4,
            3 if two_dimensions => EncodingMode::Group3_2D,
            _ => EncodingMode::Group3_1D,
        },
        strict: true,
    };
    let read = |settings: DecodeSettings| {
        let mut sink = Rows { columns: columns as usize, rows: rows as usize, data: Vec::new() };
        let ended = hayro_ccitt::decode(packed, &mut sink, &mut DecoderContext::new(settings));
        (sink.data, ended.is_ok() && sink.rows == 0)
    };
    let (data, is_whole) = read(settings);
    if is_whole {
        return Unpacked { data, is_whole };
    }
    // A line lost on the way is passed over; that something was lost is known.
    let (lenient, _) = read(DecodeSettings { strict: false, ..settings });
    Unpacked { data: if lenient.len() >= data.len() { lenient } else { data }, is_whole: false }
}

fn lzw(packed: &[u8], length: usize) -> Vec<u8> {
    let mut data = vec![0; length];
    let mut decoder = weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    let (mut from, mut to) = (0, 0);
    while to < length {
        let step = decoder.decode_bytes(&packed[from..], &mut data[to..]);
        from += step.consumed_in;
        to += step.consumed_out;
        match step.status {
            Ok(weezl::LzwStatus::Ok) if step.consumed_in + step.consumed_out > 0 => {}
            _ => break,
        }
    }
    data.truncate(to);
    data
}

fn pack_bits(packed: &[u8], length: usize) -> Vec<u8> {
    let mut data = Vec::with_capacity(length.min(packed.len().saturating_mul(64)));
    let mut rest = packed;
    while let Some((head, after)) = rest.split_first()
        && data.len() < length
    {
        rest = after;
        match *head {
            count @ 0..=127 => {
                let (run, after) = rest.split_at((usize::from(count) + 1).min(rest.len()));
                data.extend_from_slice(run);
                rest = after;
            }
            128 => {}
            count => {
                let Some((value, after)) = rest.split_first() else { break };
                data.resize(data.len() + 257 - usize::from(count), *value);
                rest = after;
            }
        }
    }
    data.truncate(length);
    data
}

/// The pixels of a JPEG piece, grey or red, green and blue; `None` when it does not fit what the directory says.
fn jpeg(of: &Directory, packed: &[u8], columns: u32, rows: u32, length: usize) -> Option<Vec<u8>> {
    let body = packed.strip_prefix(&[0xff, 0xd8])?;
    let mut whole = vec![0xff, 0xd8];
    if let [0xff, 0xd8, tables @ .., 0xff, 0xd9] = of.jpeg_tables.as_slice() {
        whole.extend_from_slice(tables);
    }
    if of.photometric == 2 {
        // Without this mark three components are taken for brightness and two colour differences.
        whole.extend_from_slice(b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00");
    }
    whole.extend_from_slice(body);
    let decoder = JpegDecoder::new(Cursor::new(whole)).ok()?;
    // The last strip may be declared shorter than it is.
    if decoder.dimensions().0 != columns
        || decoder.dimensions().1 < rows
        || decoder.total_bytes() > 2 * length as u64 + (1 << 20)
    {
        return None;
    }
    let mut data = match DynamicImage::from_decoder(decoder).ok()? {
        DynamicImage::ImageLuma8(grey) => grey.into_raw(),
        other => other.into_rgb8().into_raw(),
    };
    data.truncate(length);
    Some(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_copies_are_unpacked_and_stop_at_the_length() {
        // Three of one, two as they are.
        assert_eq!(pack_bits(&[0xfe, 7, 1, 8, 9], 5), [7, 7, 7, 8, 9]);
        assert_eq!(pack_bits(&[0x81, 7, 0x81, 7], 100), [7; 100]);
        assert_eq!(pack_bits(&[5, 1, 2], 6), [1, 2]);
    }

    #[test]
    fn bits_are_filled_across_bytes() {
        let mut row = [0; 3];
        fill(&mut row, 6, 19);
        assert_eq!(row, [0b11, 0xff, 0b1110_0000]);
    }
}
