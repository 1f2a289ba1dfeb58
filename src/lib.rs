//! Reads scanned Vietnamese administrative documents and turns them into data.
//!
//! # Steps
//! | Step | From | To | Module |
//! | --- | --- | --- | --- |
//! | 1 scan | a file (PDF, TIFF, PNG, JPEG, text) | [`scan::Page`]: upright, cleaned pictures, or text | [`scan`] |
//! | 2 read | a page | [`page::OcrPage`]: words as read, with boxes and alternatives | [`ocr`] |
//! | 3 restore | all read pages | [`restore::Restoration`]: words with their diacritics, and how sure we are | [`restore`] |
//! | 4 model | the restored words | [`document::Document`]: header fields, outline, tables, closing | [`document`] |
//! | 5 extract | the document | [`extract::Findings`]: targets, deadlines, assignments, agencies, references | [`extract`] |
//! | 6 record | all of the above | [`record::Record`]: the JSON of `docs/record.md` | [`record`] |
//!
//! Each step is a function from one type to the next and does not know the step after it;
//! [`pipeline::read_scan`] calls them in this order.

// From the ground up: a module imports only modules that stand before it, so that none knows what is built on it.
// `tests/house.rs` reads the imports.

// What all steps share.
pub mod digest;
pub mod geometry;
pub mod config;
pub mod error;
pub mod warning;
pub mod text;
pub mod page;
pub mod vietnamese;
pub mod lexicon;

// The steps, in order of work.
pub mod scan;
pub mod ocr;
pub mod restore;
pub mod document;
pub mod extract;
pub mod record;
pub mod pipeline;

// Around the steps.
pub mod evaluate;
#[cfg(feature = "train")]
pub mod synth;
#[cfg(feature = "train")]
pub mod train;
#[cfg(feature = "cli")]
pub mod cli;
