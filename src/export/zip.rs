//! A ZIP archive of files that are packed already: stored as they are, in their order, with one time for all.

use flate2::Crc;
use jiff::civil::Date;

/// A file in an archive, by its path with `/`.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

/// The archive; `comment` stands at its end, cut where it is too long. `None` where it would pass 4 GB or 65,535 files, which
/// this format does not take.
pub(super) fn write(entries: &[Entry], day: Date, comment: &str) -> Option<Vec<u8>> {
    // The format counts from 1980.
    let year = u16::try_from(day.year() - 1980).ok().filter(|year| *year < 128).unwrap_or(0);
    let part = |part: i8| u16::try_from(part).unwrap_or(1);
    let date = (year << 9) | (part(day.month()) << 5) | part(day.day());
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for Entry { path, bytes } in entries {
        let mut sum = Crc::new();
        sum.update(bytes);
        let size = u32::try_from(bytes.len()).ok()?;
        let offset = u32::try_from(out.len()).ok()?;
        let name = u16::try_from(path.len()).ok()?;
        let mut head = Vec::new();
        // Version 2.0; names are UTF-8; stored; time 00:00.
        for number in [20_u16, 1 << 11, 0, 0, date] {
            head.extend(number.to_le_bytes());
        }
        for number in [sum.sum(), size, size] {
            head.extend(number.to_le_bytes());
        }
        head.extend(name.to_le_bytes());
        head.extend(0_u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(path.as_bytes());
        out.extend(bytes);
        list.extend(b"PK\x01\x02");
        list.extend(20_u16.to_le_bytes());
        list.extend(&head);
        // No comment, first disk, no attributes.
        list.extend([0_u8; 10]);
        list.extend(offset.to_le_bytes());
        list.extend(path.as_bytes());
    }
    let count = u16::try_from(entries.len()).ok()?;
    let (start, size) = (u32::try_from(out.len()).ok()?, u32::try_from(list.len()).ok()?);
    out.extend(list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    let comment = &comment[..comment.floor_char_boundary(COMMENT)];
    out.extend(u16::try_from(comment.len()).ok()?.to_le_bytes());
    out.extend(comment.as_bytes());
    Some(out)
}

/// Bytes of a comment at most.
pub(super) const COMMENT: usize = 65_535;
