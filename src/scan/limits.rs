//! What making a page may take in this process, and how it is made with less.

use crate::scan::colour::KeptColours;

/// Steps of drawing that a page may take in this process: well under a second. A sheet of a map has as many.
pub(super) const LIGHT_STEPS: u64 = 2_000_000;
/// Pixels of a picture that is unpacked in this process: a sheet of A3 at 600 dpi.
pub(super) const LIGHT_PIXELS: u64 = 72_000_000;
/// The most parts that a page is drawn in: each goes through all steps.
const MOST_PARTS: u64 = 8;
/// The most at which a page is drawn: beyond it letters only cost time.
const FINEST_DPI: f64 = 400.0;

/// What a page may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Pixels of its picture.
    pub(super) max_pixels: u64,
    /// Dots per inch at which it is drawn at most.
    pub(super) finest_dpi: f64,
    /// In how many parts, one below the other, it is drawn; at least 1.
    pub(super) parts: u16,
}

/// In how many parts a page of so many steps is drawn: the drawing library keeps some 150 bytes of each step that leaves
/// something until all is drawn, but nothing of those outside of its part.
pub(super) fn parts(steps: u64) -> u16 {
    u16::try_from(steps.div_ceil(LIGHT_STEPS).clamp(1, MOST_PARTS)).unwrap_or(1)
}

impl Limits {
    /// So many pixels, and as fine as is of use.
    pub(super) fn of(max_pixels: u64) -> Limits {
        Limits { max_pixels, finest_dpi: FINEST_DPI, parts: 1 }
    }

    /// Whether it is made a second time, with less than before.
    pub(super) fn is_plain(&self) -> bool {
        self.finest_dpi < FINEST_DPI
    }
}

/// Whether a picture of this size is unpacked in another process, which is ended when that takes too much.
pub(super) fn is_large((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) > LIGHT_PIXELS
}

impl KeptColours {
    /// What becomes of the colours of a picture of this size: of a large one there is no room for all of them, and where it
    /// is made a second time no room for any.
    pub(super) fn of(size: (u32, u32), limits: Limits) -> KeptColours {
        match is_large(size) {
            false => KeptColours::All,
            true if limits.is_plain() => KeptColours::None,
            true => KeptColours::Faded,
        }
    }
}
