//! A font whose one glyph is empty: for text that is there to be searched and selected, and is not seen.
//!
//! Every character is drawn with glyph 1, never with glyph 0 (`.notdef`), which PDF/A-2 forbids even for text that is
//! invisible (ISO 19005-2, 6.2.11.8).

/// Units of an em.
pub(super) const EM: u16 = 1000;
/// How far each character moves on, in units.
pub(super) const ADVANCE: u16 = 500;
/// How far letters reach above the line, in units.
pub(super) const ASCENT: i16 = 800;
/// How far they reach below it.
pub(super) const DESCENT: i16 = -200;

/// The beginning of 2000 in seconds since that of 1904.
const BEGINNING: u64 = 3_029_529_600;

/// The font as TrueType (ISO 32000-1, 9.9 says which tables it needs).
pub(super) fn file() -> Vec<u8> {
    let mut head = Vec::new();
    for word in [0x0001_0000_u32, 0x0001_0000, 0, 0x5F0F_3CF5] {
        head.extend(word.to_be_bytes());
    }
    // Flags and units of an em; when it was made and changed tells nothing.
    head.extend([0x00, 0x0B]);
    head.extend(EM.to_be_bytes());
    head.extend([BEGINNING, BEGINNING].map(u64::to_be_bytes).concat());
    // A box around all glyphs, style, smallest size, direction, short places of glyphs, format.
    for value in [0_i16, DESCENT, ADVANCE.cast_signed(), ASCENT, 0, 8, 2, 0, 0] {
        head.extend(value.to_be_bytes());
    }
    let mut hhea = vec![0, 1, 0, 0];
    let advance = ADVANCE.cast_signed();
    // Ascent, descent, gap, widest, bearings, extent, slope of the caret, five unused, format, number of widths.
    for value in [ASCENT, DESCENT, 0, advance, 0, 0, advance, 1, 0, 0, 0, 0, 0, 0, 0, 2] {
        hhea.extend(value.to_be_bytes());
    }
    // Two glyphs without outlines: no contours, a box of no size, no instructions.
    let glyf = vec![0; 24];
    let loca: Vec<u8> = [0_u16, 6, 12].iter().flat_map(|place| place.to_be_bytes()).collect();
    let maxp: Vec<u8> = [[0, 1, 0, 0, 0, 2].as_slice(), &[0; 8], &[0, 1], &[0; 16]].concat();
    let hmtx: Vec<u8> = [ADVANCE, 0, ADVANCE, 0].iter().flat_map(|value| value.to_be_bytes()).collect();
    let tables = [
        (*b"glyf", glyf),
        (*b"head", head),
        (*b"hhea", hhea),
        (*b"hmtx", hmtx),
        (*b"loca", loca),
        (*b"maxp", maxp),
    ];
    assemble(tables)
}

/// A font of these tables, in the order of their names; the second is `head`.
fn assemble(tables: [([u8; 4], Vec<u8>); 6]) -> Vec<u8> {
    /// Where the sum of the whole file stands in `head`.
    const SUM: usize = 8;
    let mut font = vec![0, 1, 0, 0, 0, 6];
    // For six tables: 4 times 16, 2, and the rest.
    font.extend([0, 64, 0, 2, 0, 32]);
    let mut place: u32 = 12 + 16 * 6;
    let mut body = Vec::new();
    let mut head = 0;
    for (name, mut table) in tables {
        let length = u32::try_from(table.len()).unwrap_or_default();
        table.resize(table.len().next_multiple_of(4), 0);
        if name == *b"head" {
            head = 12 + 16 * 6 + body.len();
        }
        font.extend(name);
        font.extend(sum(&table).to_be_bytes());
        font.extend(place.to_be_bytes());
        font.extend(length.to_be_bytes());
        place += u32::try_from(table.len()).unwrap_or_default();
        body.extend(table);
    }
    font.extend(body);
    let whole = 0xB1B0_AFBA_u32.wrapping_sub(sum(&font));
    font[head + SUM..head + SUM + 4].copy_from_slice(&whole.to_be_bytes());
    font
}

fn sum(bytes: &[u8]) -> u32 {
    let (words, _) = bytes.as_chunks::<4>();
    words.iter().fold(0, |sum: u32, word| sum.wrapping_add(u32::from_be_bytes(*word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_is_whole() {
        let font = file();
        assert_eq!(sum(&font), 0xB1B0_AFBA, "the sum that a whole font has");
        let entries = font[12..].chunks(16).take(6);
        let mut end = 12 + 16 * 6;
        for entry in entries {
            let number = |at: usize| u32::from_be_bytes(entry[at..at + 4].try_into().unwrap()) as usize;
            assert_eq!(number(8), end, "{:?}", std::str::from_utf8(&entry[..4]));
            end += number(12).next_multiple_of(4);
        }
        assert_eq!(end, font.len());
        let table =
            |name: &[u8]| font[12..].chunks(16).take(6).find(|entry| &entry[..4] == name).unwrap()[15];
        assert_eq!((table(b"head"), table(b"hhea"), table(b"maxp")), (54, 36, 32));
    }
}
