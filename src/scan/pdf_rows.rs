//! A large picture of a PDF becomes grey row after row, so that its colours are never in memory all at once.
//!
//! The drawing library unpacks a picture to its end before anything is done with it. Read here are only pictures as
//! scanners and converters store large ones: deflated, eight bits of red, green and blue or of grey.

use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Array, Dict, Name, Stream};

use crate::page::{Mark, PageImage};
use crate::scan::colour::Greying;
use crate::scan::picture::jpeg_in_grey;

/// How the bytes of a row were predicted before they were packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prediction {
    Not,
    /// From the pixel before, as in TIFF.
    Before,
    /// As in PNG: the first byte of each row says how.
    ByRow,
}

/// The picture in grey, and the seals and signatures in it when its coloured ink fades at a resolution of `dpi`; `None` when
/// it is stored otherwise.
pub(super) fn grey(stream: &Stream<'_>, dpi: Option<u32>) -> Option<(PageImage, Vec<Mark>)> {
    let dict = stream.dict();
    let others = ["SMask", "Mask", "Decode", "ImageMask", "SMaskInData"];
    if others.iter().any(|key| dict.contains_key(*key)) {
        return None;
    }
    if stream.filters().as_slice() == [Filter::DctDecode] && dpi.is_none() {
        return jpeg_in_grey(&stream.raw_data()).ok().map(|image| (image, Vec::new()));
    }
    if stream.filters().as_slice() != [Filter::FlateDecode] || dict.get::<u8>("BitsPerComponent")? != 8 {
        return None;
    }
    let samples = samples(dict)?;
    let (width, height) = (dict.get::<u32>("Width")?, dict.get::<u32>("Height")?);
    let parameters = dict.get::<Dict<'_>>("DecodeParms");
    let number = |key: &str| parameters.as_ref().and_then(|all| all.get::<u32>(key));
    let prediction = match number("Predictor") {
        None | Some(1) => Prediction::Not,
        Some(2) => Prediction::Before,
        Some(10..=15) => Prediction::ByRow,
        Some(_) => return None,
    };
    let is_told = number("Columns") == Some(width)
        && number("Colors").unwrap_or(1) as usize == samples
        && number("BitsPerComponent").unwrap_or(8) == 8;
    if prediction != Prediction::Not && !is_told {
        return None;
    }
    let raw = stream.raw_data();
    let mut greying = Greying::new(width, height, dpi);
    let read = rows(ZlibDecoder::new(&*raw), prediction, (width as usize, samples), &mut |y, row| {
        if y < height {
            match samples {
                1 => greying.lay(0, y, &row.iter().map(|value| [*value; 3]).collect::<Vec<_>>()),
                _ => greying.lay(0, y, row.as_chunks().0),
            }
        }
        y + 1 < height
    });
    (read > 0).then(|| greying.finish())
}

/// Samples of a pixel; `None` for colours that are not simply red, green and blue or grey.
fn samples(dict: &Dict<'_>) -> Option<usize> {
    if let Some(name) = dict.get::<Name<'_>>("ColorSpace") {
        return match &*name {
            b"DeviceGray" => Some(1),
            b"DeviceRGB" => Some(3),
            _ => None,
        };
    }
    // A profile of a scanner: its red, green and blue are near enough to tell ink from paper.
    let space = dict.get::<Array<'_>>("ColorSpace")?;
    let kind = space.iter::<Name<'_>>().next()?;
    let profile = space.iter::<Stream<'_>>().next()?;
    (&*kind == b"ICCBased").then(|| profile.dict().get::<usize>("N")).flatten().filter(|n| matches!(n, 1 | 3))
}

/// Gives each row of bytes that is whole with its number, until `each` says that it wants no more; how many there were.
fn rows(
    mut packed: impl Read,
    prediction: Prediction,
    (columns, samples): (usize, usize),
    each: &mut dyn FnMut(u32, &[u8]) -> bool,
) -> u32 {
    let (mut row, mut above) = (vec![0; columns * samples], vec![0; columns * samples]);
    for y in 0.. {
        let mut how = [0];
        if prediction == Prediction::ByRow && packed.read_exact(&mut how).is_err() {
            return y;
        }
        if packed.read_exact(&mut row).is_err() {
            return y;
        }
        match (prediction, how) {
            (Prediction::Not, _) => {}
            (Prediction::Before, _) => unpredict(1, &mut row, &above, samples),
            (Prediction::ByRow, [how]) => unpredict(how, &mut row, &above, samples),
        }
        if !each(y, &row) {
            return y + 1;
        }
        std::mem::swap(&mut row, &mut above);
    }
    u32::MAX
}

/// Undoes the prediction of a row of a PNG; ISO/IEC 15948, 9.2. Unknown ways are left as they are.
fn unpredict(how: u8, row: &mut [u8], above: &[u8], samples: usize) {
    for at in 0..row.len() {
        let before = |row: &[u8]| at.checked_sub(samples).map_or(0, |at| row[at]);
        let (left, up, corner) = (before(row), above[at], before(above));
        let predicted = match how {
            1 => left,
            2 => up,
            3 => left.midpoint(up),
            4 => nearest(left, up, corner),
            _ => 0,
        };
        row[at] = row[at].wrapping_add(predicted);
    }
}

/// Of three neighbours the one nearest to left + up − corner; of equals the first.
fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let (by_left, by_up) = (up.abs_diff(corner), left.abs_diff(corner));
    let by_corner = (i16::from(left) + i16::from(up) - 2 * i16::from(corner)).unsigned_abs();
    if by_left <= by_up && u16::from(by_left) <= by_corner {
        left
    } else if u16::from(by_up) <= by_corner {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_every_prediction_are_what_they_were() {
        let picture: Vec<Vec<u8>> = (0..6_u32)
            .map(|y| (0..15_u32).map(|x| u8::try_from((x * x * 7 + y * 31) & 255).unwrap()).collect())
            .collect();
        for how in 0..=4 {
            let mut stored = Vec::new();
            let mut above = vec![0; 15];
            for row in &picture {
                stored.push(how);
                for at in 0..15 {
                    let before = |row: &[u8]| if at < 3 { 0 } else { row[at - 3] };
                    let (left, up, corner) = (before(row), above[at], before(&above));
                    let sum = i16::from(left) + i16::from(up) - i16::from(corner);
                    let predicted = match how {
                        1 => left,
                        2 => up,
                        3 => u8::try_from((u16::from(left) + u16::from(up)) / 2).unwrap(),
                        4 => [left, up, corner]
                            .into_iter()
                            .min_by_key(|of| (sum - i16::from(*of)).abs())
                            .unwrap(),
                        _ => 0,
                    };
                    stored.push(row[at].wrapping_sub(predicted));
                }
                above.clone_from(row);
            }
            // The last row breaks off.
            stored.truncate(stored.len() - 4);
            let mut found = Vec::new();
            let read = rows(stored.as_slice(), Prediction::ByRow, (5, 3), &mut |_, row| {
                found.push(row.to_vec());
                true
            });
            assert_eq!((read, found.as_slice()), (5, &picture[..5]), "{how}");
        }
        let mut found = Vec::new();
        let read = rows([10, 1, 1, 20, 1, 1].as_slice(), Prediction::Before, (3, 1), &mut |y, row| {
            found.extend(row.to_vec());
            y < 1
        });
        assert_eq!((read, found), (2, vec![10, 11, 12, 20, 21, 22]));
    }
}
