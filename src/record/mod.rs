//! Step 6: findings become the record.

mod build;
mod evidence;
mod findings;
mod read;
mod types;

pub use build::{MadeFrom, restoration, text, write};
pub use read::parse;
pub use types::*;

/// The JSON Schema of the record, draft 2020-12.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Record).to_value()
}

/// A probability as the record prints it: four digits after the point.
fn probability(value: f64) -> f64 {
    (value.clamp(0.0, 1.0) * 10_000.0).round() / 10_000.0
}
