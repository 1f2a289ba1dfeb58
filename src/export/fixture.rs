//! A record to make forms of: that of the sample `ct-phan-cong`, a scan of two pages.

use std::path::Path;

use crate::record::{self, Record};

pub(super) fn record() -> Record {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/record.json");
    record::parse(&path, &std::fs::read_to_string(&path).unwrap()).unwrap()
}

/// The file that it was made from.
pub(super) fn scan() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/ct-phan-cong/scan.pdf")).unwrap()
}
