//! Step 6: findings become the record.

mod build;
mod damage;
mod findings;
mod read;
mod types;

use sha2::{Digest, Sha256};

pub use build::{MadeFrom, restoration, text, write};
pub use read::parse;
pub use types::*;

/// SHA-256 of some bytes as 64 hexadecimal digits in lower case.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The JSON Schema of the record, draft 2020-12.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Record).to_value()
}

/// A probability as the record prints it: four digits after the point.
fn probability(value: f64) -> f64 {
    (value.clamp(0.0, 1.0) * 10_000.0).round() / 10_000.0
}
