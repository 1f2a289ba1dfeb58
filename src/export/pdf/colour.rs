//! What the colours of the pictures mean: an ICC profile of sRGB (IEC 61966-2-1), made here.

/// The profile, version 2.1, for screens.
pub(super) fn srgb() -> Vec<u8> {
    /// Samples of the curve from 0 to 1.
    const SAMPLES: u16 = 256;
    let mut curve = b"curv\0\0\0\0".to_vec();
    curve.extend(u32::from(SAMPLES).to_be_bytes());
    for at in 0..SAMPLES {
        let value = f64::from(at) / f64::from(SAMPLES - 1);
        let light = if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is 0 to 65535")]
        let light = (light * 65535.0).round() as u16;
        curve.extend(light.to_be_bytes());
    }
    let mut name = b"desc\0\0\0\0\0\0\0\x05sRGB\0".to_vec();
    // No names in other alphabets.
    name.extend([0; 8 + 3 + 67]);
    let right = b"text\0\0\0\0CC0\0".to_vec();
    // The white of paper, and the three colours as it is lit (D50).
    let white = place([0.9642, 1.0, 0.8249]);
    let red = place([0.436_07, 0.222_49, 0.013_92]);
    let green = place([0.385_15, 0.716_87, 0.097_08]);
    let blue = place([0.143_07, 0.060_61, 0.714_10]);
    let tables = [name, right, white, red, green, blue, curve];
    // All three colours have the same curve.
    let names: [(&[u8; 4], usize); 9] = [
        (b"desc", 0),
        (b"cprt", 1),
        (b"wtpt", 2),
        (b"rXYZ", 3),
        (b"gXYZ", 4),
        (b"bXYZ", 5),
        (b"rTRC", 6),
        (b"gTRC", 6),
        (b"bTRC", 6),
    ];
    let mut body = Vec::new();
    let mut places = Vec::new();
    let begin = 128 + 4 + 12 * names.len();
    for table in tables {
        places.push((begin + body.len(), table.len()));
        body.extend(&table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let number = |number: usize| u32::try_from(number).unwrap_or_default().to_be_bytes();
    let mut profile = number(begin + body.len()).to_vec();
    profile.extend([0; 4]);
    profile.extend([2, 0x10, 0, 0]);
    profile.extend(b"mntrRGB XYZ ");
    // The beginning of 2000: when it was made tells nothing.
    for part in [2000_u16, 1, 1, 0, 0, 0] {
        profile.extend(part.to_be_bytes());
    }
    profile.extend(b"acsp");
    profile.resize(68, 0);
    profile.extend(&place([0.9642, 1.0, 0.8249])[8..]);
    profile.resize(128, 0);
    profile.extend(number(names.len()));
    for (name, at) in names {
        profile.extend(name);
        profile.extend(number(places[at].0));
        profile.extend(number(places[at].1));
    }
    profile.extend(body);
    profile
}

/// A place in the space of colours.
fn place(parts: [f64; 3]) -> Vec<u8> {
    let mut bytes = b"XYZ \0\0\0\0".to_vec();
    for part in parts {
        #[expect(clippy::cast_possible_truncation, reason = "it is under 2")]
        bytes.extend(((part * 65536.0).round() as i32).to_be_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_as_long_as_it_says() {
        let profile = srgb();
        assert_eq!(profile[..4], u32::try_from(profile.len()).unwrap().to_be_bytes());
        assert_eq!(&profile[36..40], b"acsp");
        for entry in profile[132..132 + 12 * 9].chunks(12) {
            let number = |at: usize| u32::from_be_bytes(entry[at..at + 4].try_into().unwrap()) as usize;
            assert!(number(4) + number(8) <= profile.len() && number(4) % 4 == 0);
        }
    }
}
