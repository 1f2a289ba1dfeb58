//! All integration tests, one program.
//!
//! - `cases`: inputs that once failed give their right values, where they are at hand.
//! - `cli`: the real program in an empty folder: output, messages and exit code in full.
//! - `accuracy`: floors on samples and on the real documents; they only rise.
//! - `samples`: boxes hold the words of their findings; results do not depend on the number of workers.
//! - `evaluate`: our figures are those of `score.py`.
//! - `schema`: every record fits the schema that we print, and reads back as it was.
//! - `hostile_batch`: a batch of which every tenth file is hostile is read to its end, in the memory it may have.
//! - `damage`: files cut short or with lost bytes; nothing is lost in silence.
//! - `hostile`: broken, hostile and unusual files of every kind that is kept beside the documents.
//! - `forms`: what other programs read in the forms that records are made into.
//! - `batch`: folders of scans, killed, on full disks, watched, with secret documents among them.
//! - `stores`: batches over a real S3 store, killed and with a twin; left out where none is installed.
//! - `fuzz`: any bytes and any Unicode; nothing panics.
//! - `golden`: step by step from the stored output of the step before, so that a failure names one step.
//! - `hard`: floors on the renderer's hard set, defect by defect; slopes and turns are put right.
//! - `licences`: what stands below us keeps to `deny.toml`.
//! - `interrupt`: Ctrl-C leaves nothing half done.
//! - `names`: names of all peoples and abbreviations in clean documents stay as they are.
//! - `offices`: header fields of first pages of offices of all kinds.
//! - `house`: signs that the house is kept: sizes of files, order of dictionaries, documented codes.
//! - `language`: what a clerk sees whose system speaks Vietnamese; vanthu.toml.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the answer")]

mod support;

mod accuracy;
mod batch;
mod batch_documents;
mod batch_shards;
mod cases;
mod cli;
mod damage;
mod evaluate;
mod forms;
mod forms_of_scans;
mod fuzz;
mod golden;
#[cfg(feature = "train")]
mod hard;
mod hostile;
mod hostile_batch;
mod house;
mod interrupt;
mod licences;
mod language;
mod names;
mod offices;
mod samples;
mod schema;
#[cfg(feature = "s3")]
mod stores;
