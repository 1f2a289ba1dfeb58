//! Files whose pages are those of one document: the pictures of a folder, one after the other.

use std::path::Path;

use super::open::{self, Source};
use super::raster::PageFault;
use super::{Page, Scan};
use crate::digest::sha256_of_all;
use crate::error::Error;
use crate::geometry::PageIndex;
use crate::warning::Warned;

/// One scan of several, at least one; `path` is what they are called together.
pub(crate) fn join(path: &Path, scans: Vec<Scan>) -> Scan {
    let first = scans.first().expect("there is one to be joined");
    Scan {
        path: path.to_owned(),
        media_type: first.media_type,
        bytes: scans.iter().map(|scan| scan.bytes).sum(),
        sha256: sha256_of_all(scans.iter().map(|scan| scan.sha256.as_str())),
        signatures: scans.iter().flat_map(|scan| scan.signatures.clone()).collect(),
        notes: Vec::new(),
        config: first.config.clone(),
        source: Source::Joined(scans),
    }
}

/// One of their pages. A file of which no page can be shown gives an empty one: it stops no other.
pub(super) fn page(scans: &[Scan], index: PageIndex) -> Warned<Page> {
    let (scan, within) = part(scans, index).expect("the page is one of the scan");
    let mut page = scan.page(within).unwrap_or_else(|error| {
        let fault = match error {
            Error::PageTooLarge { pixels, .. } => PageFault::TooLarge(pixels),
            Error::Damaged { reason, .. } => PageFault::Damaged(reason),
            Error::NotRead { reason, .. } => PageFault::NotRead(reason),
            other => unreachable!("no page of a scan fails so: {other}"),
        };
        open::lost_page(within, fault, scan.config.max_pixels)
    });
    page.output.index = index;
    for warning in &mut page.warnings {
        // What is said of a file is said of its page.
        warning.page = Some(index);
    }
    page
}

/// The file that a page stands in, and which of its pages it is.
pub(super) fn part(scans: &[Scan], index: PageIndex) -> Option<(&Scan, PageIndex)> {
    let mut before = 0;
    scans.iter().find_map(|scan| {
        let within = index.0 - before;
        before += scan.page_count();
        (index.0 < before).then_some((scan, PageIndex(within)))
    })
}

impl Scan {
    /// The files that it consists of, in the order of their pages; itself, where it is one file.
    pub(crate) fn files(&self) -> &[Scan] {
        match &self.source {
            Source::Joined(scans) => scans,
            _ => std::slice::from_ref(self),
        }
    }

    /// Whether it is of several files.
    pub(crate) fn is_joined(&self) -> bool {
        matches!(self.source, Source::Joined(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::page::Origin;
    use crate::warning::Code;

    #[test]
    fn pages_of_several_files_follow_one_another() {
        let opened = |name: &str, bytes: &[u8]| {
            open::open(Path::new(name), bytes.to_vec(), &Config::default().scan).unwrap()
        };
        // The header of a PNG of 4 × 4 pixels, and no pixels.
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x04\0\0\0\x04\x08\0\0\0\0".to_vec();
        let crc = !png[12..29].iter().fold(u32::MAX, |crc, byte| {
            let turn = |crc: u32, _: u8| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
            (0..8).fold(crc ^ u32::from(*byte), turn)
        });
        png.extend(crc.to_be_bytes());
        let scans = vec![opened("1", "một\u{c}hai".as_bytes()), opened("2.png", &png), opened("3", b"ba\n")];
        let hashes: Vec<String> = scans.iter().map(|scan| scan.sha256.clone()).collect();
        let scan = join(Path::new("folder"), scans);
        assert_eq!((scan.page_count(), scan.files().len()), (4, 3));
        assert!(!hashes.contains(&scan.sha256));
        let pages: Vec<_> = (0..4).map(|index| scan.page(PageIndex(index)).unwrap()).collect();
        assert!(pages.iter().zip(0..).all(|(page, index)| page.output.index == PageIndex(index)));
        assert_eq!(pages[3].output.origin, Origin::PlainText);
        let lost = pages[2].warnings.last().unwrap();
        assert_eq!((lost.doubt.code(), lost.page), (Code::PageDamaged, Some(PageIndex(2))));
    }
}
