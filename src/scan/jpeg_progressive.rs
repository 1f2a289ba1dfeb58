//! Follows the scans of a progressive JPEG: each brings some coefficients of all blocks, or one more bit of them.

use crate::reason::Reason;
use crate::scan::jpeg_bits::{Bits, Codes, ENDS_EARLY, Frame, WRONG, difference, next_part};

/// Most blocks of a picture whose scans are followed: some 600 million pixels in one colour.
const MOST_BLOCKS: u64 = 10 << 20;

/// What the scans before have brought.
#[derive(Debug, Default)]
pub(super) struct Brought {
    /// For each component and each of its blocks, row after row, which coefficients are not 0.
    known: Vec<Vec<u64>>,
}

/// Which coefficients a scan brings, and which bit of them.
struct Band {
    /// The first of them, of 64, and the last.
    first: u32,
    last: u32,
    /// Whether an earlier scan has brought them, and this one bit more.
    refines: bool,
}

/// Tables of codes of a scan: for each component its place in the frame, and those of its first coefficient and the others.
pub(super) type Chosen<'a> = (usize, Option<&'a Codes>, Option<&'a Codes>);

/// Follows the data of one scan; `band` are the last three bytes of its head.
pub(super) fn scan(
    frame: &Frame,
    brought: &mut Brought,
    parts: &[Chosen<'_>],
    band: &[u8],
    bits: &mut Bits<'_>,
    restart: u32,
) -> Result<(), Reason> {
    let [first, last, bit] = *band else { return Err(WRONG) };
    let band = Band { first: u32::from(first), last: u32::from(last), refines: bit >> 4 > 0 };
    if band.first > band.last || band.last > 63 {
        return Err(WRONG);
    }
    if band.first > 0 {
        let [(component, _, Some(codes))] = *parts else { return Err(WRONG) };
        let blocks = frame.own_blocks(component);
        if blocks > MOST_BLOCKS {
            return Ok(());
        }
        brought.known.resize(frame.components.len().max(brought.known.len()), Vec::new());
        let known = &mut brought.known[component];
        known.resize(usize::try_from(blocks).map_err(|_| WRONG)?, 0);
        return others(known, &band, codes, bits, restart);
    }
    let groups = match parts {
        [(alone, ..)] => frame.own_blocks(*alone),
        _ => frame.groups(),
    };
    for group in 0..groups {
        if restart > 0 && group > 0 && group % u64::from(restart) == 0 {
            next_part(bits)?;
        }
        for (component, codes, _) in parts {
            let blocks = if parts.len() == 1 { 1 } else { frame.components[*component].blocks() };
            for _ in 0..blocks {
                if band.refines {
                    bits.take(1).ok_or(ENDS_EARLY)?;
                } else {
                    difference(bits, codes.ok_or(WRONG)?)?;
                }
            }
        }
    }
    Ok(())
}

/// Coefficients of one component beyond the first.
fn others(
    known: &mut [u64],
    band: &Band,
    codes: &Codes,
    bits: &mut Bits<'_>,
    restart: u32,
) -> Result<(), Reason> {
    // So many blocks have no further coefficient in this scan.
    let mut ended = 0_u32;
    for (at, known) in known.iter_mut().enumerate() {
        if restart > 0 && at > 0 && at % restart as usize == 0 {
            next_part(bits)?;
            ended = 0;
        }
        if band.refines {
            refine(known, band, codes, bits, &mut ended)?;
        } else if ended > 0 {
            ended -= 1;
        } else {
            bring(known, band, codes, bits, &mut ended)?;
        }
    }
    Ok(())
}

/// How many blocks end here, this one included, when a symbol of so many zeros says that.
fn run(bits: &mut Bits<'_>, zeros: u32) -> Result<u32, Reason> {
    let more = bits.take(zeros).ok_or(ENDS_EARLY)?;
    Ok((1 << zeros) + more.unsigned_abs())
}

fn bring(
    known: &mut u64,
    band: &Band,
    codes: &Codes,
    bits: &mut Bits<'_>,
    ended: &mut u32,
) -> Result<(), Reason> {
    let mut at = band.first;
    while at <= band.last {
        let symbol = bits.symbol(codes)?;
        match (u32::from(symbol >> 4), u32::from(symbol & 15)) {
            (15, 0) => at += 16,
            (zeros, 0) => {
                *ended = run(bits, zeros)? - 1;
                return Ok(());
            }
            (zeros, size) => {
                at += zeros;
                bits.take(size).ok_or(ENDS_EARLY)?;
                if at > band.last {
                    return Err(WRONG);
                }
                *known |= 1 << at;
                at += 1;
            }
        }
    }
    if at > band.last + 1 { Err(WRONG) } else { Ok(()) }
}

fn refine(
    known: &mut u64,
    band: &Band,
    codes: &Codes,
    bits: &mut Bits<'_>,
    ended: &mut u32,
) -> Result<(), Reason> {
    let mut at = band.first;
    while *ended == 0 && at <= band.last {
        let symbol = bits.symbol(codes)?;
        let (mut zeros, size) = (u32::from(symbol >> 4), symbol & 15);
        match size {
            0 if zeros < 15 => {
                *ended = run(bits, zeros)?;
                break;
            }
            0 => {}
            1 => {
                bits.take(1).ok_or(ENDS_EARLY)?;
            }
            _ => return Err(WRONG),
        }
        while at <= band.last {
            if *known >> at & 1 == 1 {
                bits.take(1).ok_or(ENDS_EARLY)?;
            } else if zeros == 0 {
                break;
            } else {
                zeros -= 1;
            }
            at += 1;
        }
        if size == 1 {
            if at > band.last {
                return Err(WRONG);
            }
            *known |= 1 << at;
        }
        at += 1;
    }
    if *ended > 0 {
        for place in at..=band.last {
            if *known >> place & 1 == 1 {
                bits.take(1).ok_or(ENDS_EARLY)?;
            }
        }
        *ended -= 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::scan::jpeg_data::fault;

    /// A small picture in several scans: 48 by 40 pixels in colour, drawn for the purpose.
    const PROGRESSIVE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/progressive.jpg");

    #[test]
    fn a_whole_picture_is_whole_and_one_that_breaks_off_or_lost_bytes_is_known() {
        let whole = std::fs::read(PROGRESSIVE).unwrap();
        assert_eq!(fault(&whole), None);
        for share in [30, 50, 70, 90, 97] {
            let at = whole.len() * share / 100;
            assert!(fault(&whole[..at]).is_some(), "cut at {share} %");
            let mut zeroed = whole.clone();
            let end = (at + 40).min(zeroed.len() - 2);
            zeroed[at..end].fill(0);
            assert!(fault(&zeroed).is_some(), "zeroed at {share} %");
        }
    }
}
