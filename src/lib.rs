//! Reads scanned Vietnamese administrative documents and turns them into data.
//!
//! # Steps
//! | Step | From | To | Module |
//! | --- | --- | --- | --- |
//! | 1 scan | a file (PDF, picture, text) | [`scan::Page`]: upright, cleaned pictures, or text | [`scan`] |
//! | 2 read | a page | [`page::OcrPage`]: words as read, with boxes and alternatives | [`ocr`] |
//! | 3 restore | all read pages | [`restore::Restoration`]: words with their diacritics, and how sure we are | [`restore`] |
//! | 4 model | the restored words | [`document::Document`]: header fields, outline, tables, closing | [`document`] |
//! | 5 extract | the document | [`extract::Findings`]: targets, deadlines, assignments, agencies, references | [`extract`] |
//! | 6 record | all of the above | [`record::Record`]: the JSON of `docs/record.md` | [`record`] |
//!
//! Each step is a function from one type to the next and does not know the step after it;
//! `pipeline.rs` calls them in this order, and [`Reader`] is the one way in:
//!
//! ```
//! use vanthu::ocr::replay::Replay;
//! use vanthu::{Config, Reader, Restorer, Source};
//!
//! // Reads what was stored of other pictures; `Reader::new(Config::default())` takes Tesseract.
//! let engine = Replay::from_json(r#"{"engine": "none", "readings": []}"#)?;
//! let reader = Reader {
//!     restorer: Restorer::load()?.into(),
//!     engine: Box::new(engine),
//!     config: Config::default(),
//! };
//! let bytes = "Giao So Noi vu chu tri, bao cao truoc ngay 15/12/2031.".into();
//! let steps = reader.read(Source::Bytes { path: "giao-viec.txt".into(), bytes }, &())?;
//! assert_eq!(steps.record.text[0].lines[0].text, "Giao Sở Nội vụ chủ trì, báo cáo trước ngày 15/12/2031.");
//! assert_eq!(steps.record.deadlines.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

// From the ground up: a module imports only modules that stand before it, so that none knows what is built on it.
// `tests/house.rs` reads the imports. What is hidden from the documentation is no interface: it is for our own programs
// and tests, and may change with any commit.

// What all steps share.
#[doc(hidden)]
pub mod digest;
pub mod geometry;
pub mod config;
pub mod file_kind;
pub mod reason;
pub mod error;
pub mod warning;
#[doc(hidden)]
pub mod words;
#[doc(hidden)]
pub mod text;
mod fault;
mod limit;
mod worker_program;
pub mod page;
#[doc(hidden)]
pub mod vietnamese;
#[doc(hidden)]
pub mod lexicon;

// The steps, in order of work.
#[doc(hidden)]
pub mod scan;
pub mod ocr;
pub mod restore;
pub mod document;
pub mod extract;
pub mod record;
mod pipeline;

// The way in.
mod source;
mod events;
mod queue;
pub mod reader;

// Around the steps.
#[doc(hidden)]
pub mod export;
#[cfg(feature = "cli")]
mod files;
#[cfg(feature = "cli")]
#[cfg_attr(not(feature = "s3"), allow(dead_code, reason = "what only a store answers"))]
mod store;
#[cfg(feature = "cli")]
mod batch;
#[doc(hidden)]
pub mod evaluate;
#[cfg(feature = "train")]
#[doc(hidden)]
pub mod synth;
#[cfg(feature = "train")]
mod train;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use config::Config;
pub use error::Error;
pub use pipeline::{Step, Steps};
pub use reader::{Events, InWork, Reader, Source};
pub use record::Record;
pub use restore::Restorer;
