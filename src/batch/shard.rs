//! A part of the files of a folder, for one of many machines.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use sha2::{Digest, Sha256};

/// One of several parts. Every file is in one part, whatever else is in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shard {
    /// From 1.
    pub(crate) number: u32,
    /// How many parts there are.
    pub(crate) parts: u32,
}

impl Shard {
    /// Part `number`, from 1, of so many.
    pub(crate) fn new(number: u32, parts: u32) -> Option<Shard> {
        (1..=parts).contains(&number).then_some(Shard { number, parts })
    }

    /// Whether a file, by its path below the folder, is in this part: by the bytes of the path, so that it is the same on
    /// every machine.
    pub(crate) fn holds(self, below: &Path) -> bool {
        let hash = Sha256::digest(below.as_os_str().as_bytes());
        let head = hash.iter().take(8).fold(0_u64, |head, byte| head << 8 | u64::from(*byte));
        head % u64::from(self.parts) == u64::from(self.number - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_one_part() {
        let parts: Vec<Shard> = (1..=4).map(|number| Shard::new(number, 4).unwrap()).collect();
        let mut counts = [0; 4];
        for number in 0..400 {
            let path = format!("phòng {}/{number}.pdf", number % 7);
            let holding: Vec<u32> =
                parts.iter().filter(|part| part.holds(Path::new(&path))).map(|part| part.number).collect();
            assert_eq!(holding.len(), 1);
            counts[holding[0] as usize - 1] += 1;
        }
        assert!(counts.iter().all(|count| *count > 60), "{counts:?}");
        // Stored batches hang on it: it may not change.
        for (path, number) in [("57.pdf", 5), ("phòng 2/57.pdf", 5)] {
            assert!(Shard::new(number, 16).unwrap().holds(Path::new(path)), "{path}");
        }
        assert_eq!((Shard::new(0, 4), Shard::new(5, 4), Shard::new(1, 0)), (None, None, None));
    }
}
