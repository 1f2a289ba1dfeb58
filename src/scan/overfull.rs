//! A picture of a PDF whose stream unpacks to more than its size needs is read as far as that, and no further.
//!
//! The drawing library unpacks a stream to its end, and knows no limit. So it gets the same file with the needed part of
//! the stream packed again in its place: that part is shorter than the whole, and no other object moves.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

/// The needed part of a stream, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// The first byte of the stream in the file.
    at: usize,
    /// At most as long as the stream.
    data: Vec<u8>,
}

impl Cut {
    /// The first `needed` bytes of what `raw`, a part of `file`, unpacks to; `None` when it is no part of the file, as in an
    /// encrypted one, or cannot be packed into its place.
    pub(super) fn new(file: &[u8], raw: &[u8], needed: u64) -> Option<Cut> {
        let at = raw.as_ptr().addr().checked_sub(file.as_ptr().addr())?;
        if file.get(at..at + raw.len()) != Some(raw) {
            return None;
        }
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
        let mut unpacked = ZlibDecoder::new(raw).take(needed);
        let mut buffer = vec![0; 1 << 16];
        loop {
            match unpacked.read(&mut buffer).ok()? {
                0 => break,
                read => packer.write_all(&buffer[..read]).ok()?,
            }
        }
        let data = packer.finish().ok()?;
        (data.len() <= raw.len()).then_some(Cut { at, data })
    }
}

/// The file with its streams cut.
pub(super) fn cut(file: &[u8], cuts: &[Cut]) -> Vec<u8> {
    let mut file = file.to_vec();
    for Cut { at, data } in cuts {
        // What is left of the stream lies behind the end of its packing, where no reader looks.
        file[*at..at + data.len()].copy_from_slice(data);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_is_kept_and_unpacks_to_no_more() {
        let rows: Vec<u8> = (0..40_000_u32).map(|at| u8::try_from(at * at % 251).unwrap()).collect();
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
        packer.write_all(&rows).unwrap();
        packer.write_all(&vec![0; 1 << 22]).unwrap();
        let raw = packer.finish().unwrap();
        let file = [b"before ".as_slice(), &raw, b" after"].concat();
        let stream = &file[7..7 + raw.len()];
        let cuts = [Cut::new(&file, stream, 40_000).unwrap()];
        let shorter = cut(&file, &cuts);
        assert_eq!(shorter.len(), file.len());
        assert!(shorter.starts_with(b"before ") && shorter.ends_with(b" after"));
        let mut unpacked = Vec::new();
        ZlibDecoder::new(&shorter[7..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, rows);
        assert_eq!(Cut::new(&file, &raw, 40_000), None, "a copy is no part of the file");
    }
}
