//! The parts of a JPEG picture's data: its frame, tables of codes, and the bits of a scan.

use crate::reason::Reason;

/// Bytes that may be left over at the end of a scan: some programs fill up.
pub(super) const LEFT_OVER: usize = 16;
pub(super) const ENDS_EARLY: Reason = Reason::PictureEndsEarly;
pub(super) const WRONG: Reason = Reason::PictureBroken;

/// A table of codes: Huffman, at most 16 bits.
#[derive(Debug, Clone)]
pub(super) struct Codes {
    /// The first code of each length, one beyond the last, and where its values begin.
    lengths: [(i32, i32, usize); 17],
    values: Vec<u8>,
}

impl Codes {
    pub(super) fn new(counts: &[u8], values: &[u8]) -> Codes {
        let mut lengths = [(0, 0, 0); 17];
        let (mut code, mut at) = (0, 0);
        for (length, count) in (1..=16).zip(counts) {
            lengths[length] = (code, code + i32::from(*count), at);
            code = (code + i32::from(*count)) << 1;
            at += usize::from(*count);
        }
        Codes { lengths, values: values.to_vec() }
    }
}

/// A component of the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Component {
    pub(super) id: u8,
    /// Blocks across and down in a group.
    pub(super) across: u32,
    pub(super) down: u32,
    /// Which table of steps.
    pub(super) steps: usize,
}

/// The frame that the scans fill.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) components: Vec<Component>,
    pub(super) is_progressive: bool,
}

impl Component {
    /// Blocks in a group.
    pub(super) fn blocks(&self) -> u32 {
        self.across * self.down
    }
}

impl Frame {
    fn most(&self, pick: fn(&Component) -> u32) -> u32 {
        self.components.iter().map(pick).max().unwrap_or(1)
    }

    /// Blocks of a component in a scan of its own: counted by its own size.
    pub(super) fn own_blocks(&self, component: usize) -> u64 {
        let alone = &self.components[component];
        let own = |size: u32, factor: u32, all: u32| u64::from((size * factor).div_ceil(all).div_ceil(8));
        own(self.width, alone.across, self.most(|c| c.across))
            * own(self.height, alone.down, self.most(|c| c.down))
    }

    /// Groups of the blocks of all components in a scan of several.
    pub(super) fn groups(&self) -> u64 {
        u64::from(self.width.div_ceil(8 * self.most(|c| c.across)))
            * u64::from(self.height.div_ceil(8 * self.most(|c| c.down)))
    }
}

/// Bits of a scan, without the stuffing.
pub(super) struct Bits<'a> {
    pub(super) data: &'a [u8],
    pub(super) at: usize,
    pub(super) have: u32,
    pub(super) bits: u64,
}

impl Bits<'_> {
    /// Fills up to at least 32 bits while there are data.
    fn fill(&mut self) {
        while self.have <= 48 {
            let Some(&byte) = self.data.get(self.at) else { return };
            if byte == 0xff {
                match self.data.get(self.at + 1) {
                    Some(0) => self.at += 2,
                    // A mark: the scan, or its part, ends here.
                    _ => return,
                }
            } else {
                self.at += 1;
            }
            self.bits = self.bits << 8 | u64::from(byte);
            self.have += 8;
        }
    }

    pub(super) fn take(&mut self, count: u32) -> Option<i32> {
        if count == 0 {
            return Some(0);
        }
        if self.have < count {
            self.fill();
        }
        self.have = self.have.checked_sub(count)?;
        i32::try_from(self.bits >> self.have & ((1 << count) - 1)).ok()
    }

    pub(super) fn symbol(&mut self, codes: &Codes) -> Result<u8, Reason> {
        if self.have < 16 {
            self.fill();
        }
        let mut code = 0;
        for length in 1..=16 {
            if self.have == 0 {
                return Err(ENDS_EARLY);
            }
            self.have -= 1;
            code = code << 1 | i32::from(self.bits >> self.have & 1 == 1);
            let (first, end, at) = codes.lengths[length];
            if code < end && code >= first {
                let index = at + usize::try_from(code - first).map_err(|_| WRONG)?;
                return codes.values.get(index).copied().ok_or(WRONG);
            }
        }
        Err(WRONG)
    }
}

/// Goes on behind the next restart mark.
pub(super) fn next_part(bits: &mut Bits<'_>) -> Result<(), Reason> {
    let (mut at, skipped) = (bits.at, bits.have / 8);
    let start = at;
    while !matches!(bits.data.get(at..at + 2), Some([0xff, 0xd0..=0xd7])) {
        match bits.data.get(at..at + 2) {
            Some(_) if at - start < LEFT_OVER => at += 1,
            Some(_) => return Err(WRONG),
            None => return Err(ENDS_EARLY),
        }
    }
    if skipped as usize > LEFT_OVER {
        return Err(WRONG);
    }
    (bits.at, bits.have, bits.bits) = (at + 2, 0, 0);
    Ok(())
}

/// By how much the first coefficient of a block differs from that of the block before.
pub(super) fn difference(bits: &mut Bits<'_>, codes: &Codes) -> Result<i32, Reason> {
    let size = u32::from(bits.symbol(codes)?);
    if size > 15 {
        return Err(WRONG);
    }
    let value = bits.take(size).ok_or(ENDS_EARLY)?;
    // Values with a leading zero are negative.
    Ok(if size > 0 && value < 1 << (size - 1) { value - (1 << size) + 1 } else { value })
}
