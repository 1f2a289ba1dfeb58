//! The forms that archives and offices take, each made from records alone, or from records and their scans.
//!
//! Every form is Vietnamese, whoever makes it, and depends on nothing but what goes in: written twice, the bytes are equal.

mod alto;
pub mod calendar;
#[cfg(feature = "cli")]
mod crop;
mod csv;
pub mod doubt;
#[cfg(test)]
mod fixture;
mod form;
mod hocr;
mod mark;
mod office;
mod page;
mod pdf;
pub mod phrase;
mod placed;
mod profile;
mod row;
pub mod text;
mod typed;
pub mod when;
mod workbook;
mod xml;

#[cfg(feature = "cli")]
pub(crate) use crop::crop;
pub use form::{Form, Takes, Wish, made_from};
pub use office::Office;
pub use profile::Rows;
