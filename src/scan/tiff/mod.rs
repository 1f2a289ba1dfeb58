//! A TIFF file becomes as many pages as it has pictures, previews left out.
//!
//! Read here and not by a library: offices send fax pictures, odd depths, planes and broken files, and a page has to
//! be read as far as it goes, with what is missing told.

mod directory;
mod packed;
mod samples;

pub(super) use directory::{Directories, Directory, directories};
use samples::Colours;

use crate::scan::PageImage;
use crate::scan::picture::{Picture, source_page};
use crate::scan::raster::{PageFault, Raster, SourcePage};

/// Samples of a pixel: four inks, opacity, and some that programs add.
const MOST_SAMPLES: u16 = 16;
/// Pixels of a tile; the standard asks for multiples of 16 on each side.
const SMALLEST_TILE: u64 = 64;
/// Pixels of a tile that is larger than its picture.
const LARGEST_TILE: u64 = 1 << 22;

/// Unpacks the picture of a page.
///
/// # Errors
/// [`PageFault`], when nothing of it can be read.
pub(super) fn page(bytes: &[u8], of: &Directory) -> Result<SourcePage, PageFault> {
    if let Some(name) = packed::unknown(of.compression) {
        return Err(PageFault::NotRead(format!("its picture is packed as {name}")));
    }
    let colours = Colours::of(of).map_err(PageFault::NotRead)?;
    if !matches!(of.bits, 1..=16 | 32) {
        return Err(PageFault::NotRead(format!("its samples have {} bits", of.bits)));
    }
    if of.predictor > 2 {
        return Err(PageFault::NotRead("its samples are predicted as real numbers".to_owned()));
    }
    if usize::from(of.samples) < colours.count() && of.compression != 7 {
        return Err(PageFault::Damaged("its pixels have fewer samples than their colours".to_owned()));
    }
    if of.samples > MOST_SAMPLES {
        return Err(PageFault::NotRead(format!("its pixels have {} samples", of.samples)));
    }
    let pixels = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
    let is_odd = pixels(of.piece) < SMALLEST_TILE
        || pixels(of.piece) > LARGEST_TILE.max(4 * pixels((of.width, of.height)));
    if of.is_tiled && is_odd {
        return Err(PageFault::Damaged("its tiles have an impossible size".to_owned()));
    }
    let mut sheet = Sheet::new(of.width, of.height, colours.is_grey());
    let is_subsampled = colours == Colours::YCbCr && of.subsampling != (1, 1) && !of.is_planar;
    let (across, down) = (of.width.div_ceil(of.piece.0), of.height.div_ceil(of.piece.1));
    let mut lost = 0_u32;
    for row in 0..down {
        for column in 0..across {
            let at = row as usize * across as usize + column as usize;
            let pixels = if is_subsampled {
                shared_colours(bytes, of, at)
            } else {
                piece(bytes, of, colours, at, across * down)
            };
            let width = of.piece.0;
            let rows = sheet.lay(column * width, row * of.piece.1, width as usize, &pixels);
            lost += of.piece.1.min(of.height - row * of.piece.1).saturating_sub(rows);
        }
    }
    if lost >= of.height.saturating_mul(across) {
        return Err(PageFault::Damaged("nothing of its picture can be unpacked".to_owned()));
    }
    let picture = Picture {
        raster: sheet.raster(),
        orientation: of.orientation,
        density: of.density,
        lost: (lost > 0)
            .then(|| format!("{} of {} rows of its picture are missing", lost.div_ceil(across), of.height)),
    };
    Ok(source_page(picture))
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

/// The pixels of the rows of a piece that are whole. `pieces` is the number of them in each plane.
fn piece(bytes: &[u8], of: &Directory, colours: Colours, at: usize, pieces: u32) -> Vec<u8> {
    let (columns, rows) = (of.piece.0, rows_of(of, at));
    let planes = if of.is_planar { usize::from(of.samples) } else { 1 };
    let stride = match (of.is_planar, of.compression) {
        (true, _) => 1,
        (_, 7) => colours.count(),
        _ => usize::from(of.samples),
    };
    let of_row = columns as usize * stride;
    let row_bytes = (of_row * if of.compression == 7 { 8 } else { usize::from(of.bits) }).div_ceil(8);
    let mut of_planes = Vec::new();
    for plane in 0..planes {
        let packed = stored(bytes, of, plane * pieces as usize + at);
        let mut unpacked = packed::unpack(of, packed, columns, rows, row_bytes.saturating_mul(rows as usize));
        // Of rows that do not decode as they should the last one is not to be believed.
        if !unpacked.is_whole {
            unpacked.data.truncate(unpacked.data.len().saturating_sub(1) / row_bytes.max(1) * row_bytes);
        }
        let made: Vec<Vec<u8>> = unpacked
            .data
            .chunks_exact_mut(row_bytes.max(1))
            .map(|row| {
                if of.predictor == 2 {
                    samples::undo_prediction(row, of, stride);
                }
                if of.compression == 7 { row.to_vec() } else { samples::to_bytes(row, of_row, of, colours) }
            })
            .collect();
        of_planes.push(made);
    }
    let whole = of_planes.iter().map(Vec::len).min().unwrap_or(0);
    (0..whole)
        .flat_map(|row| match of_planes.as_slice() {
            [only] => samples::to_pixels(&only[row], stride, of, colours),
            several => {
                let joined: Vec<u8> =
                    (0..columns as usize).flat_map(|x| several.iter().map(move |p| p[row][x])).collect();
                samples::to_pixels(&joined, several.len(), of, colours)
            }
        })
        .collect()
}

/// The pixels of a piece whose pixels share their colours; TIFF 6.0, section 21: for each block its brightnesses row
/// after row, and then its two colours.
fn shared_colours(bytes: &[u8], of: &Directory, at: usize) -> Vec<u8> {
    let (columns, rows) = (of.piece.0 as usize, rows_of(of, at) as usize);
    let (across, down) = (of.subsampling.0 as usize, of.subsampling.1 as usize);
    let block = across * down + 2;
    let of_row = columns.div_ceil(across);
    let length = of_row.saturating_mul(rows.div_ceil(down)).saturating_mul(block);
    let unpacked = packed::unpack(of, stored(bytes, of, at), of.piece.0, rows_of(of, at), length);
    let lines: Vec<&[u8]> = unpacked.data.chunks_exact(of_row * block).collect();
    (0..rows.min(lines.len() * down))
        .flat_map(|y| {
            let line = lines[y / down];
            (0..columns).flat_map(move |x| {
                let at = &line[x / across * block..][..block];
                let codes = [at[y % down * across + x % across], at[block - 2], at[block - 1]];
                samples::from_ycbcr(codes, of)
            })
        })
        .collect()
}

/// A white page that pieces are laid on.
struct Sheet {
    width: u32,
    height: u32,
    /// Bytes of a pixel: 1 or 3.
    depth: usize,
    data: Vec<u8>,
}

impl Sheet {
    fn new(width: u32, height: u32, is_grey: bool) -> Sheet {
        let depth = if is_grey { 1 } else { 3 };
        Sheet { width, height, depth, data: vec![u8::MAX; width as usize * height as usize * depth] }
    }

    /// Lays rows of `columns` pixels with their upper left corner there; gives how many rows that were.
    fn lay(&mut self, left: u32, top: u32, columns: usize, pixels: &[u8]) -> u32 {
        let count = (columns.min((self.width - left) as usize)) * self.depth;
        let mut laid = 0;
        for (row, y) in pixels.chunks_exact(columns * self.depth).zip(top..self.height) {
            let start = (y as usize * self.width as usize + left as usize) * self.depth;
            self.data[start..start + count].copy_from_slice(&row[..count]);
            laid += 1;
        }
        laid
    }

    fn raster(self) -> Raster {
        let Sheet { width, height, data, .. } = self;
        if self.depth == 1 {
            Raster::Grey(PageImage { width, height, data })
        } else {
            Raster::Colour { width, height, data }
        }
    }
}
