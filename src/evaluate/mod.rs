//! Compares what was made with the truth: texts, restorations, records, and whole folders of documents.
//!
//! The rates are those of `score.py`, which stands beside the real documents; `tests/evaluate.rs` runs both and
//! compares every figure.
//!
//! | Question | Function |
//! | --- | --- |
//! | How much of a text was read right? | [`text::score`] |
//! | How many words of a correct text were changed? | [`harm::score`] |
//! | How many garbled syllables were mended, how many right ones spoiled? | [`mend::score`] |
//! | Which findings of a record are right? | [`record::score`] |
//! | The same where only marks of a document are kept | [`marks`], [`folder::marked`] |
//! | All of this for a folder of documents | [`folder()`], whose [`Report`] prints as tables |

pub mod align;
mod fields;
pub mod folder;
pub mod harm;
pub mod header;
pub mod marks;
pub mod mend;
pub mod pairs;
pub mod record;
pub mod report;
pub(crate) mod similarity;
mod table;
pub mod text;
pub mod tokens;

pub use fields::Checks;
pub use folder::{Outcome, Reader, folder};
pub use report::{Origin, Report};
