//! Identity of bytes, as the record writes it.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

/// SHA-256 of some bytes as 64 hexadecimal digits in lower case.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One hash over those of several files, in their order; of one file its own.
pub(crate) fn sha256_of_all<'a>(hashes: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = hashes.collect();
    if let [one] = all[..] { one.to_owned() } else { sha256(all.join("\n").as_bytes()) }
}

/// The same of all that a reader gives, which need not fit into memory.
///
/// # Errors
/// Those of the reader.
pub(crate) fn sha256_of(mut bytes: impl Read) -> io::Result<String> {
    let (mut all, mut part) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match bytes.read(&mut part) {
            Ok(0) => return Ok(all.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            Ok(read) => all.update(&part[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
