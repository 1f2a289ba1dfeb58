//! Step 6: findings become the record.

mod build;
mod damage;
mod evidence;
mod findings;
mod read;
mod same;
mod schema;
mod types;

#[cfg(feature = "train")]
pub(crate) use build::with_findings;
pub use build::{MadeFrom, restoration, text, write};
pub use read::parse;
pub(crate) use same::{Once, kept, once};
pub use schema::{fields, schema};
pub use types::*;

/// A probability as the record prints it: four digits after the point.
fn probability(value: f64) -> f64 {
    (value.clamp(0.0, 1.0) * 10_000.0).round() / 10_000.0
}
