//! A TIFF file becomes as many pages as it has pictures, previews left out.
//!
//! Read here and not by a library: offices send fax pictures, odd depths, planes and broken files, and a page has to
//! be read as far as it goes, with what is missing told.

mod directory;
mod packed;
mod samples;

pub(super) use directory::{Directories, Directory, directories};
use samples::Colours;

use crate::reason::Reason;
use crate::scan::PageImage;
use crate::scan::colour::{Greying, KeptColours};
use crate::scan::picture::{Picture, fading_dpi, greyed, source_page};
use crate::scan::raster::{PageFault, Raster, SourcePage};

/// Samples of a pixel: four inks, opacity, and some that programs add.
const MOST_SAMPLES: u16 = 16;
/// Pixels of a tile; the standard asks for multiples of 16 on each side.
const SMALLEST_TILE: u64 = 64;
/// Pixels of a tile that is larger than its picture.
const LARGEST_TILE: u64 = 1 << 22;

/// Unpacks the picture of a page; its colours are kept as is said.
///
/// # Errors
/// [`PageFault`], when nothing of it can be read.
pub(super) fn page(bytes: &[u8], of: &Directory, kept: KeptColours) -> Result<SourcePage, PageFault> {
    if let Some(reason) = packed::unknown(of.compression) {
        return Err(PageFault::NotRead(reason));
    }
    let colours = Colours::of(of).map_err(PageFault::NotRead)?;
    if !matches!(of.bits, 1..=16 | 32) {
        return Err(PageFault::NotRead(Reason::SampleBits { bits: of.bits }));
    }
    if of.predictor > 2 {
        return Err(PageFault::NotRead(Reason::SamplesPredicted));
    }
    if usize::from(of.samples) < colours.count() && of.compression != 7 {
        return Err(PageFault::Damaged(Reason::SamplesFew));
    }
    if of.samples > MOST_SAMPLES {
        return Err(PageFault::NotRead(Reason::SampleCount { samples: of.samples }));
    }
    let pixels = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
    let is_odd = pixels(of.piece) < SMALLEST_TILE
        || pixels(of.piece) > LARGEST_TILE.max(4 * pixels((of.width, of.height)));
    if of.is_tiled && is_odd {
        return Err(PageFault::Damaged(Reason::TileSize));
    }
    let mut sheet = if colours.is_grey() || kept == KeptColours::All {
        Sheet::Whole(Whole::new(of.width, of.height, colours.is_grey()))
    } else {
        let dpi = fading_dpi(of.size(), of.orientation, of.density, kept);
        Sheet::Greying(Greying::new(of.width, of.height, dpi))
    };
    let is_subsampled = colours == Colours::YCbCr && of.subsampling != (1, 1) && !of.is_planar;
    let (across, down) = (of.width.div_ceil(of.piece.0), of.height.div_ceil(of.piece.1));
    let mut lost = 0_u32;
    for row in 0..down {
        let top = row * of.piece.1;
        let wanted = of.piece.1.min(of.height - top);
        for column in 0..across {
            let at = row as usize * across as usize + column as usize;
            let left = column * of.piece.0;
            let mut laid = 0;
            let lay = &mut |pixels: &[u8]| {
                if laid < wanted {
                    sheet.lay(left, top + laid, pixels);
                    laid += 1;
                }
            };
            if is_subsampled {
                shared_colours(bytes, of, at, lay);
            } else {
                piece(bytes, of, colours, (at, across * down), lay);
            }
            lost += wanted - laid;
        }
    }
    if lost >= of.height.saturating_mul(across) {
        return Err(PageFault::Damaged(Reason::PictureLost));
    }
    let (orientation, density) = (of.orientation, of.density);
    let lost = (lost > 0)
        .then(|| Reason::RowsMissing { missing: lost.div_ceil(across).into(), of: of.height.into() });
    Ok(match sheet {
        Sheet::Whole(whole) => source_page(Picture { raster: whole.raster(), orientation, density, lost }),
        Sheet::Greying(greying) => greyed(greying, orientation, density, lost),
    })
}

/// The bytes of a piece as far as they are in the file.
fn stored<'a>(bytes: &'a [u8], of: &Directory, at: usize) -> &'a [u8] {
    let Some(&(start, length)) = of.places.get(at) else { return &[] };
    let start = usize::try_from(start).unwrap_or(usize::MAX).min(bytes.len());
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    &bytes[start..start.saturating_add(length).min(bytes.len())]
}

/// How many rows a piece has: the last strip is shorter, the last tile is filled up.
fn rows_of(of: &Directory, at: usize) -> u32 {
    if of.is_tiled {
        return of.piece.1;
    }
    let start = u64::try_from(at).unwrap_or(u64::MAX).saturating_mul(u64::from(of.piece.1));
    let left = u64::from(of.height).saturating_sub(start);
    u32::try_from(left).unwrap_or(u32::MAX).min(of.piece.1)
}

/// Gives the pixels of each row of a piece that is whole, from the top. `at` is which piece, and of how many in each plane.
fn piece(
    bytes: &[u8],
    of: &Directory,
    colours: Colours,
    (at, pieces): (usize, u32),
    each: &mut dyn FnMut(&[u8]),
) {
    let (columns, rows) = (of.piece.0, rows_of(of, at));
    let planes = if of.is_planar { usize::from(of.samples) } else { 1 };
    let stride = match (of.is_planar, of.compression) {
        (true, _) => 1,
        (_, 7) => colours.count(),
        _ => usize::from(of.samples),
    };
    let of_row = columns as usize * stride;
    let row_bytes = (of_row * if of.compression == 7 { 8 } else { usize::from(of.bits) }).div_ceil(8).max(1);
    let mut of_planes: Vec<Vec<u8>> = (0..planes)
        .map(|plane| {
            let packed = stored(bytes, of, plane * pieces as usize + at);
            let length = row_bytes.saturating_mul(rows as usize);
            let mut unpacked = packed::unpack(of, packed, columns, rows, length);
            // Of rows that do not decode as they should the last one is not to be believed.
            if !unpacked.is_whole {
                unpacked.data.truncate(unpacked.data.len().saturating_sub(1) / row_bytes * row_bytes);
            }
            unpacked.data
        })
        .collect();
    let whole = of_planes.iter().map(|data| data.len() / row_bytes).min().unwrap_or(0);
    for row in 0..whole {
        let mut made: Vec<Vec<u8>> = of_planes
            .iter_mut()
            .map(|data| {
                let row = &mut data[row * row_bytes..(row + 1) * row_bytes];
                if of.predictor == 2 {
                    samples::undo_prediction(row, of, stride);
                }
                if of.compression == 7 { row.to_vec() } else { samples::to_bytes(row, of_row, of, colours) }
            })
            .collect();
        let samples = match made.as_mut_slice() {
            [only] => std::mem::take(only),
            several => (0..columns as usize).flat_map(|x| several.iter().map(move |p| p[x])).collect(),
        };
        each(&samples::to_pixels(&samples, stride.max(planes), of, colours));
    }
}

/// Gives the pixels of each row of a piece whose pixels share their colours; TIFF 6.0, section 21: for each block its
/// brightnesses row after row, and then its two colours.
fn shared_colours(bytes: &[u8], of: &Directory, at: usize, each: &mut dyn FnMut(&[u8])) {
    let (columns, rows) = (of.piece.0 as usize, rows_of(of, at) as usize);
    let (across, down) = (of.subsampling.0 as usize, of.subsampling.1 as usize);
    let block = across * down + 2;
    let of_row = columns.div_ceil(across);
    let length = of_row.saturating_mul(rows.div_ceil(down)).saturating_mul(block);
    let unpacked = packed::unpack(of, stored(bytes, of, at), of.piece.0, rows_of(of, at), length);
    let lines: Vec<&[u8]> = unpacked.data.chunks_exact(of_row * block).collect();
    for y in 0..rows.min(lines.len() * down) {
        let line = lines[y / down];
        let pixels: Vec<u8> = (0..columns)
            .flat_map(|x| {
                let at = &line[x / across * block..][..block];
                let codes = [at[y % down * across + x % across], at[block - 2], at[block - 1]];
                samples::from_ycbcr(codes, of)
            })
            .collect();
        each(&pixels);
    }
}

/// A page that rows are laid on.
enum Sheet {
    /// As they are.
    Whole(Whole),
    /// In grey.
    Greying(Greying),
}

impl Sheet {
    /// Lays pixels into a row, from the column `left` on; those beyond the right edge are left out.
    fn lay(&mut self, left: u32, row: u32, pixels: &[u8]) {
        match self {
            Sheet::Whole(whole) => whole.lay(left, row, pixels),
            Sheet::Greying(greying) => {
                let (pixels, _) = pixels.as_chunks::<3>();
                greying.lay(left, row, &pixels[..pixels.len().min((greying.width() - left) as usize)]);
            }
        }
    }
}

/// A white page with its colours.
struct Whole {
    width: u32,
    height: u32,
    /// Bytes of a pixel: 1 or 3.
    depth: usize,
    data: Vec<u8>,
}

impl Whole {
    fn new(width: u32, height: u32, is_grey: bool) -> Whole {
        let depth = if is_grey { 1 } else { 3 };
        Whole { width, height, depth, data: vec![u8::MAX; width as usize * height as usize * depth] }
    }

    fn lay(&mut self, left: u32, row: u32, pixels: &[u8]) {
        let count = pixels.len().min((self.width - left) as usize * self.depth);
        let start = (row as usize * self.width as usize + left as usize) * self.depth;
        self.data[start..start + count].copy_from_slice(&pixels[..count]);
    }

    fn raster(self) -> Raster {
        let Whole { width, height, data, .. } = self;
        if self.depth == 1 {
            Raster::Grey(PageImage { width, height, data })
        } else {
            Raster::Colour { width, height, data }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A TIFF of one directory: entries of short numbers, and the bytes of its strips or tiles.
    fn file(entries: &[(u16, &[u16])], pieces: &[&[u8]]) -> Vec<u8> {
        let mut bytes = b"II\x2a\x00\x00\x00\x00\x00".to_vec();
        let mut places = Vec::new();
        for piece in pieces {
            places.push(u32::try_from(bytes.len()).unwrap());
            bytes.extend_from_slice(piece);
        }
        let lengths: Vec<u32> = pieces.iter().map(|piece| u32::try_from(piece.len()).unwrap()).collect();
        let is_tiled = entries.iter().any(|(tag, _)| *tag == 322);
        let (offsets_tag, counts_tag) = if is_tiled { (324, 325) } else { (273, 279) };
        // Tag, type, values as bytes.
        let mut all: Vec<(u16, u16, u32, Vec<u8>)> = entries
            .iter()
            .map(|(tag, values)| {
                let data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
                (*tag, 3, u32::try_from(values.len()).unwrap(), data)
            })
            .collect();
        for (tag, values) in [(offsets_tag, places), (counts_tag, lengths)] {
            let data = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            all.push((tag, 4, u32::try_from(values.len()).unwrap(), data));
        }
        all.sort_by_key(|entry| entry.0);
        let mut table = u16::try_from(all.len()).unwrap().to_le_bytes().to_vec();
        for (tag, kind, count, mut data) in all {
            table.extend(tag.to_le_bytes());
            table.extend(kind.to_le_bytes());
            table.extend(count.to_le_bytes());
            if data.len() > 4 {
                let place = u32::try_from(bytes.len()).unwrap();
                bytes.append(&mut data);
                data = place.to_le_bytes().to_vec();
            }
            data.resize(4, 0);
            table.extend(data);
        }
        let start = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        bytes[4..8].copy_from_slice(&start);
        bytes.extend(table);
        bytes.extend([0; 4]);
        bytes
    }

    fn made(bytes: &[u8]) -> SourcePage {
        let directories = directories(bytes).unwrap();
        page(bytes, &directories.pages[0], KeptColours::All).unwrap()
    }

    fn pixels(bytes: &[u8]) -> Vec<u8> {
        match made(bytes).raster {
            Raster::Grey(image) => image.data,
            Raster::Colour { data, .. } => data,
        }
    }

    /// Width, height, bits, compression, colours, samples; rows per strip as high as the picture.
    fn plain(
        width: u16,
        height: u16,
        bits: u16,
        packing: u16,
        colours: u16,
        samples: u16,
    ) -> Vec<(u16, Vec<u16>)> {
        vec![
            (256, vec![width]),
            (257, vec![height]),
            (258, vec![bits; usize::from(samples)]),
            (259, vec![packing]),
            (262, vec![colours]),
            (277, vec![samples]),
            (278, vec![height]),
        ]
    }

    fn written(entries: &[(u16, Vec<u16>)], pieces: &[&[u8]]) -> Vec<u8> {
        let entries: Vec<(u16, &[u16])> =
            entries.iter().map(|(tag, values)| (*tag, values.as_slice())).collect();
        file(&entries, pieces)
    }

    #[test]
    fn colours_of_every_kind_are_read() {
        struct Case {
            name: &'static str,
            entries: Vec<(u16, Vec<u16>)>,
            pieces: Vec<Vec<u8>>,
            pixels: Vec<u8>,
        }
        let with = |mut entries: Vec<(u16, Vec<u16>)>, more: &[(u16, &[u16])]| {
            entries.extend(more.iter().map(|(tag, values)| (*tag, values.to_vec())));
            entries
        };
        let palette: Vec<u16> = [[0, 0xffff, 0x8000, 0], [0, 0xffff, 0, 0], [0, 0xffff, 0, 0]].concat();
        for case in [
            Case {
                name: "bits, 0 white",
                entries: plain(3, 1, 1, 1, 0, 1),
                pieces: vec![vec![0b0100_0000]],
                pixels: vec![255, 0, 255],
            },
            Case {
                name: "bits, the first lowest",
                entries: with(plain(3, 1, 1, 1, 0, 1), &[(266, &[2])]),
                pieces: vec![vec![0b0000_0010]],
                pixels: vec![255, 0, 255],
            },
            Case {
                name: "palette",
                entries: with(plain(3, 1, 2, 1, 3, 1), &[(320, &palette)]),
                pieces: vec![vec![0b0001_1000]],
                pixels: vec![0, 0, 0, 255, 255, 255, 0x80, 0, 0],
            },
            Case {
                name: "12 bits",
                entries: plain(2, 1, 12, 1, 1, 1),
                pieces: vec![vec![0xff, 0xf0, 0x00]],
                pixels: vec![255, 0],
            },
            Case {
                name: "planes",
                entries: with(plain(2, 1, 8, 1, 2, 3), &[(284, &[2])]),
                pieces: vec![vec![1, 2], vec![3, 4], vec![5, 6]],
                pixels: vec![1, 3, 5, 2, 4, 6],
            },
            Case {
                name: "inks with opacity",
                entries: with(plain(2, 1, 8, 1, 5, 5), &[(338, &[2])]),
                pieces: vec![vec![0, 0, 0, 255, 255, 0, 0, 0, 255, 0]],
                pixels: vec![0, 0, 0, 255, 255, 255],
            },
            Case {
                name: "shared colours",
                entries: with(plain(4, 2, 8, 1, 6, 3), &[(530, &[2, 2])]),
                pieces: vec![vec![10, 20, 30, 40, 128, 128, 50, 60, 70, 80, 128, 128]],
                pixels: [10, 20, 50, 60, 30, 40, 70, 80].iter().flat_map(|y| [*y; 3]).collect(),
            },
            Case {
                name: "predicted",
                entries: with(plain(3, 1, 8, 1, 1, 1), &[(317, &[2])]),
                pieces: vec![vec![10, 1, 1]],
                pixels: vec![10, 11, 12],
            },
            Case {
                // Two rows of four white and four black: code words 1011 and 011.
                name: "fax, Huffman by rows",
                entries: plain(8, 2, 1, 2, 0, 1),
                pieces: vec![vec![0b1011_0110, 0b1011_0110]],
                pixels: [255, 255, 255, 255, 0, 0, 0, 0].repeat(2),
            },
        ] {
            let pieces: Vec<&[u8]> = case.pieces.iter().map(Vec::as_slice).collect();
            assert_eq!(pixels(&written(&case.entries, &pieces)), case.pixels, "{}", case.name);
        }
    }

    #[test]
    fn tiles_in_planes_are_read() {
        let mut entries = plain(20, 18, 8, 1, 2, 3);
        entries.retain(|(tag, _)| *tag != 278);
        entries.extend([(284, vec![2]), (322, vec![16]), (323, vec![16])]);
        // Four tiles in each of three planes, each of one value.
        let tiles: Vec<Vec<u8>> = (1..=12).map(|value| vec![value; 256]).collect();
        let pieces: Vec<&[u8]> = tiles.iter().map(Vec::as_slice).collect();
        let data = pixels(&written(&entries, &pieces));
        let at = |x: usize, y: usize| &data[(y * 20 + x) * 3..][..3];
        assert_eq!(
            (at(0, 0), at(19, 0), at(0, 17), at(19, 17)),
            (&[1, 5, 9][..], &[2, 6, 10][..], &[3, 7, 11][..], &[4, 8, 12][..])
        );
    }

    #[test]
    fn rows_that_are_missing_are_white_and_told() {
        let mut entries = plain(4, 4, 8, 1, 1, 1);
        entries.retain(|(tag, _)| *tag != 278);
        entries.push((278, vec![2]));
        let page = made(&written(&entries, &[&[7; 8], &[7; 5]]));
        let Raster::Grey(image) = page.raster else { panic!("grey stays grey") };
        assert_eq!(image.data, [[7; 4], [7; 4], [7; 4], [255; 4]].concat());
        assert_eq!(page.lost, [Reason::RowsMissing { missing: 1, of: 4 }]);
    }

    #[test]
    fn a_list_of_pages_that_breaks_off_or_points_back_is_told() {
        let mut bytes = written(&plain(2, 1, 8, 1, 1, 1), &[&[1, 2]]);
        assert_eq!(directories(&bytes).unwrap().broken, None);
        let end = bytes.len();
        let first: [u8; 4] = bytes[4..8].try_into().unwrap();
        bytes[end - 4..].copy_from_slice(&first);
        assert_eq!(directories(&bytes).unwrap().broken, Some(Reason::PageListPointsBack));
        bytes[end - 4..].copy_from_slice(&1_000_000_u32.to_le_bytes());
        assert_eq!(directories(&bytes).unwrap().broken, Some(Reason::PageListEntryUnreadable));
        assert_eq!(directories(&bytes[..end - 2]).unwrap().broken, Some(Reason::EndsEarly));
        // The place of the next directory was lost, and its page is still there.
        bytes[end - 4..].fill(0);
        bytes.resize(end + 10_000, 7);
        assert_eq!(directories(&bytes).unwrap().broken, Some(Reason::PageListRest));
    }
}
