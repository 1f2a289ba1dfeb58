//! The directories of a TIFF file, one for each of its pictures: what they say of size, packing and colours.

use std::collections::BTreeSet;

use crate::reason::Reason;

/// Tags that are read; TIFF 6.0, sections 8 to 21.
mod tag {
    pub(super) const NEW_SUBFILE: u16 = 254;
    pub(super) const OLD_SUBFILE: u16 = 255;
    pub(super) const WIDTH: u16 = 256;
    pub(super) const HEIGHT: u16 = 257;
    pub(super) const BITS: u16 = 258;
    pub(super) const COMPRESSION: u16 = 259;
    pub(super) const PHOTOMETRIC: u16 = 262;
    pub(super) const FILL_ORDER: u16 = 266;
    pub(super) const STRIP_OFFSETS: u16 = 273;
    pub(super) const ORIENTATION: u16 = 274;
    pub(super) const SAMPLES: u16 = 277;
    pub(super) const ROWS_PER_STRIP: u16 = 278;
    pub(super) const STRIP_COUNTS: u16 = 279;
    pub(super) const X_RESOLUTION: u16 = 282;
    pub(super) const Y_RESOLUTION: u16 = 283;
    pub(super) const PLANAR: u16 = 284;
    pub(super) const T4_OPTIONS: u16 = 292;
    pub(super) const RESOLUTION_UNIT: u16 = 296;
    pub(super) const PAGE_NUMBER: u16 = 297;
    pub(super) const PREDICTOR: u16 = 317;
    pub(super) const COLOR_MAP: u16 = 320;
    pub(super) const TILE_WIDTH: u16 = 322;
    pub(super) const TILE_HEIGHT: u16 = 323;
    pub(super) const TILE_OFFSETS: u16 = 324;
    pub(super) const TILE_COUNTS: u16 = 325;
    pub(super) const EXTRA_SAMPLES: u16 = 338;
    pub(super) const SAMPLE_FORMAT: u16 = 339;
    pub(super) const SUB_DIRECTORIES: u16 = 330;
    pub(super) const JPEG_TABLES: u16 = 347;
    pub(super) const SUBSAMPLING: u16 = 530;
    pub(super) const BLACK_AND_WHITE: u16 = 532;
}

/// Most directories that are looked at: more pages than any file has, few enough to list at once.
const MOST_DIRECTORIES: usize = 100_000;

/// Bytes at the end of a file that may belong to nothing.
const SMALL_REST: u64 = 4096;

/// The directories of a file.
#[derive(Debug)]
pub(in crate::scan) struct Directories {
    /// Those of pages, in the order of the file; previews and masks are left out. Never empty.
    pub(in crate::scan) pages: Vec<Directory>,
    /// Why there may be more pages than these, in a few words.
    pub(in crate::scan) broken: Option<Reason>,
    /// How many pages the file says it has; at least as many as there are.
    pub(in crate::scan) promised: usize,
}

/// What the file says of one picture.
#[derive(Debug, Clone, Default)]
pub(in crate::scan) struct Directory {
    pub(in crate::scan) width: u32,
    pub(in crate::scan) height: u32,
    /// 1 to 8 as of EXIF.
    pub(in crate::scan) orientation: u8,
    /// Dots per inch across and down, as declared.
    pub(in crate::scan) density: Option<(f64, f64)>,
    /// Whether 16-bit and 32-bit samples begin with their low byte.
    pub(super) little_endian: bool,
    /// Bits of a sample.
    pub(super) bits: u16,
    pub(super) compression: u16,
    pub(super) photometric: u16,
    /// Whether the first pixel is in the lowest bit of a byte.
    pub(super) low_bits_first: bool,
    /// Samples of a pixel.
    pub(super) samples: u16,
    pub(super) is_planar: bool,
    /// Columns and rows of a strip or tile.
    pub(super) piece: (u32, u32),
    pub(super) is_tiled: bool,
    /// Where the pieces begin and how long they are, in bytes; with planes, all of a plane before the next.
    pub(super) places: Vec<(u64, u64)>,
    pub(super) predictor: u16,
    pub(super) t4_options: u32,
    /// Reds, greens, blues; 16 bits each.
    pub(super) palette: Vec<u16>,
    /// 0 unknown, 1 opacity that was multiplied in, 2 opacity; the first sample after the colours.
    pub(super) extra: Option<u16>,
    /// 1 unsigned, 2 signed, 3 floating point.
    pub(super) sample_format: u16,
    pub(super) jpeg_tables: Vec<u8>,
    /// How many columns and rows share their colour.
    pub(super) subsampling: (u32, u32),
    /// Codes of black and white for each of the three components.
    pub(super) black_and_white: Option<[f32; 6]>,
    pub(super) is_preview: bool,
    pub(super) promised: usize,
    /// The byte behind the last one that it tells of.
    pub(super) reach: u64,
    pub(super) has_sub_directories: bool,
}

impl Directory {
    /// Columns and rows.
    pub(in crate::scan) fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }
}

/// The bytes of a file with the order of its numbers.
#[derive(Clone, Copy)]
struct File<'a> {
    bytes: &'a [u8],
    little_endian: bool,
    /// With offsets of 64 bits.
    big: bool,
}

impl<'a> File<'a> {
    fn at(&self, offset: u64, length: usize) -> Option<&'a [u8]> {
        let start = usize::try_from(offset).ok()?;
        self.bytes.get(start..start.checked_add(length)?)
    }

    fn number(&self, bytes: &[u8]) -> u64 {
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        if self.little_endian { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) }
    }

    fn read(&self, offset: u64, length: usize) -> Option<u64> {
        Some(self.number(self.at(offset, length)?))
    }

    /// Length of a count or an offset in a directory.
    fn word(&self) -> usize {
        if self.big { 8 } else { 4 }
    }
}

/// One entry of a directory: its values, undecoded.
struct Entry<'a> {
    kind: u16,
    values: &'a [u8],
}

/// Bytes of a value of each type.
fn size_of_kind(kind: u16) -> Option<usize> {
    Some(match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => return None,
    })
}

impl Entry<'_> {
    fn numbers(&self, file: File<'_>) -> Vec<u64> {
        match size_of_kind(self.kind) {
            Some(size) if !matches!(self.kind, 5 | 10 | 11 | 12) => {
                self.values.chunks_exact(size).map(|value| file.number(value)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn reals(&self, file: File<'_>) -> Vec<f64> {
        match self.kind {
            5 | 10 => self
                .values
                .chunks_exact(8)
                .map(|value| file.number(&value[..4]) as f64 / file.number(&value[4..]) as f64)
                .collect(),
            11 => {
                let real = |value| f32::from_bits(u32::try_from(file.number(value)).unwrap_or(0));
                self.values.chunks_exact(4).map(|value| f64::from(real(value))).collect()
            }
            12 => self.values.chunks_exact(8).map(|value| f64::from_bits(file.number(value))).collect(),
            _ => self.numbers(file).into_iter().map(|value| value as f64).collect(),
        }
    }
}

/// Reads all directories.
///
/// # Errors
/// What is wrong with the first one, in a few words.
pub(in crate::scan) fn directories(bytes: &[u8]) -> Result<Directories, Reason> {
    let little_endian = bytes.starts_with(b"II");
    let mut file = File { bytes, little_endian, big: false };
    file.big = file.read(2, 2) == Some(43);
    let mut next = file.read(if file.big { 8 } else { 4 }, file.word()).unwrap_or(0);
    let (mut all, mut seen, mut broken) = (Vec::new(), BTreeSet::new(), None);
    while next != 0 {
        if !seen.insert(next) {
            broken = Some(Reason::PageListPointsBack);
            break;
        }
        if all.len() == MOST_DIRECTORIES {
            broken = Some(Reason::PageListEndless);
            break;
        }
        let Some((directory, after)) = directory(file, next) else {
            broken = Some(Reason::PageListEntryUnreadable);
            break;
        };
        all.push(directory);
        match after {
            Some(after) => next = after,
            None => {
                broken = Some(Reason::EndsEarly);
                break;
            }
        }
    }
    if all.is_empty() {
        return Err(Reason::PageListUnreadable);
    }
    if broken.is_none() && leaves_a_rest(&all, bytes.len() as u64) {
        broken = Some(Reason::PageListRest);
    }
    // A file of nothing but previews shows its previews.
    let only_previews = all.iter().all(|directory| directory.is_preview);
    let promised = all.iter().map(|directory| directory.promised).max().unwrap_or(0);
    all.retain(|directory| only_previews || !directory.is_preview);
    Ok(Directories { promised: promised.max(all.len()), pages: all, broken })
}

/// Whether a good part at the end of the file is told of by no directory: the one that pointed there was lost.
fn leaves_a_rest(all: &[Directory], length: u64) -> bool {
    let reach = all.iter().map(|directory| directory.reach).max().unwrap_or(0);
    let rest = length.saturating_sub(reach);
    let is_all_told = all.iter().all(|directory| !directory.has_sub_directories);
    is_all_told && rest > SMALL_REST && rest * 20 > length
}

/// The directory at an offset and where the next one is: 0 when there is none, `None` when that cannot be read.
fn directory(file: File<'_>, offset: u64) -> Option<(Directory, Option<u64>)> {
    let (count_size, entry_size) = if file.big { (8, 20) } else { (2, 12) };
    let count = usize::try_from(file.read(offset, count_size)?).ok()?;
    let start = offset.checked_add(count_size as u64)?;
    let entries = file.at(start, count.checked_mul(entry_size)?)?;
    let mut made = Directory {
        orientation: 1,
        little_endian: file.little_endian,
        bits: 1,
        compression: 1,
        samples: 1,
        predictor: 1,
        sample_format: 1,
        subsampling: (2, 2),
        ..Directory::default()
    };
    let mut raw = Raw::default();
    for entry in entries.chunks_exact(entry_size) {
        let (tag, kind) = (file.number(&entry[..2]), file.number(&entry[2..4]));
        let (Ok(tag), Ok(kind)) = (u16::try_from(tag), u16::try_from(kind)) else { continue };
        let count = usize::try_from(file.number(&entry[4..4 + file.word()])).ok()?;
        let inside = &entry[4 + file.word()..];
        let Some(length) = size_of_kind(kind).and_then(|size| size.checked_mul(count)) else { continue };
        let values = match inside.get(..length) {
            Some(values) => values,
            // Values that are cut off are worth what is there: the pictures they tell of may be.
            None => {
                made.reach = made.reach.max(file.number(inside).saturating_add(length as u64));
                let at = usize::try_from(file.number(inside)).ok()?.min(file.bytes.len());
                &file.bytes[at..at.saturating_add(length).min(file.bytes.len())]
            }
        };
        take(&mut made, &mut raw, tag, &Entry { kind, values }, file);
    }
    if made.width == 0 || made.height == 0 {
        return None;
    }
    if raw.tile.0 > 0 && raw.tile.1 > 0 {
        (made.piece, made.is_tiled) = (raw.tile, true);
    } else {
        made.piece = (made.width, raw.rows_per_strip.unwrap_or(made.height).clamp(1, made.height));
    }
    let counts = raw.counts.into_iter().chain(std::iter::repeat(u64::MAX));
    made.places = raw.offsets.into_iter().zip(counts).collect();
    let ends = made.places.iter().map(|(start, length)| start.saturating_add(*length));
    let told = ends.max().unwrap_or(0).max(start + entries.len() as u64 + file.word() as u64);
    made.reach = made.reach.max(told);
    made.density = match (raw.density, raw.unit) {
        ((Some(x), y), 2) => Some((x, y.unwrap_or(x))),
        ((Some(x), y), 3) => Some((x * 2.54, y.unwrap_or(x) * 2.54)),
        _ => None,
    };
    Some((made, file.read(start + entries.len() as u64, file.word())))
}

/// Values that mean something only together.
struct Raw {
    tile: (u32, u32),
    rows_per_strip: Option<u32>,
    offsets: Vec<u64>,
    counts: Vec<u64>,
    density: (Option<f64>, Option<f64>),
    unit: u64,
}

impl Default for Raw {
    fn default() -> Raw {
        Raw {
            tile: (0, 0),
            rows_per_strip: None,
            offsets: Vec::new(),
            counts: Vec::new(),
            density: (None, None),
            unit: 2,
        }
    }
}

fn take(made: &mut Directory, raw: &mut Raw, tag: u16, entry: &Entry<'_>, file: File<'_>) {
    let numbers = || entry.numbers(file);
    let first = || numbers().first().copied().unwrap_or(0);
    let long = || u32::try_from(first()).unwrap_or(u32::MAX);
    let short = || u16::try_from(first()).unwrap_or(u16::MAX);
    let positive = |value: f64| Some(value).filter(|value| value.is_finite() && *value > 0.0);
    match tag {
        tag::NEW_SUBFILE => made.is_preview |= first() & 0b101 != 0,
        tag::OLD_SUBFILE => made.is_preview |= first() == 2,
        tag::WIDTH => made.width = long(),
        tag::HEIGHT => made.height = long(),
        tag::BITS => made.bits = short(),
        tag::COMPRESSION => made.compression = short(),
        tag::PHOTOMETRIC => made.photometric = short(),
        tag::FILL_ORDER => made.low_bits_first = first() == 2,
        tag::ORIENTATION => made.orientation = u8::try_from(first()).unwrap_or(1),
        tag::SAMPLES => made.samples = short(),
        tag::ROWS_PER_STRIP => raw.rows_per_strip = Some(long()),
        tag::STRIP_OFFSETS | tag::TILE_OFFSETS => raw.offsets = numbers(),
        tag::STRIP_COUNTS | tag::TILE_COUNTS => raw.counts = numbers(),
        tag::X_RESOLUTION => raw.density.0 = entry.reals(file).first().copied().and_then(positive),
        tag::Y_RESOLUTION => raw.density.1 = entry.reals(file).first().copied().and_then(positive),
        tag::RESOLUTION_UNIT => raw.unit = first(),
        tag::PLANAR => made.is_planar = first() == 2,
        tag::T4_OPTIONS => made.t4_options = long(),
        tag::PAGE_NUMBER => {
            made.promised = numbers().get(1).and_then(|n| usize::try_from(*n).ok()).unwrap_or(0);
        }
        tag::PREDICTOR => made.predictor = short(),
        tag::COLOR_MAP => {
            made.palette = numbers().iter().map(|value| u16::try_from(*value).unwrap_or(u16::MAX)).collect();
        }
        tag::SUB_DIRECTORIES => made.has_sub_directories = true,
        tag::TILE_WIDTH => raw.tile.0 = long(),
        tag::TILE_HEIGHT => raw.tile.1 = long(),
        tag::EXTRA_SAMPLES => made.extra = Some(short()),
        tag::SAMPLE_FORMAT => made.sample_format = short(),
        tag::JPEG_TABLES => made.jpeg_tables = entry.values.to_vec(),
        tag::SUBSAMPLING => {
            if let [across, down, ..] = numbers()[..] {
                let factor = |value: u64| u32::try_from(value).unwrap_or(1).clamp(1, 4);
                made.subsampling = (factor(across), factor(down));
            }
        }
        tag::BLACK_AND_WHITE => {
            #[expect(clippy::cast_possible_truncation, reason = "codes of at most 16 bits")]
            let codes: Vec<f32> = entry.reals(file).iter().map(|value| *value as f32).collect();
            made.black_and_white = codes.get(..6).and_then(|codes| codes.try_into().ok());
        }
        _ => {}
    }
}
