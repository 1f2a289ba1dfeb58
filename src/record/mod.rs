//! Step 6: findings become the record.

mod build;
mod findings;
mod read;
mod schema;
mod types;

use sha2::{Digest, Sha256};

pub use build::{MadeFrom, restoration, text, write};
pub use read::parse;
pub use schema::{fields, schema};
pub use types::*;

/// SHA-256 of some bytes as 64 hexadecimal digits in lower case.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A probability as the record prints it: four digits after the point.
fn probability(value: f64) -> f64 {
    (value.clamp(0.0, 1.0) * 10_000.0).round() / 10_000.0
}
