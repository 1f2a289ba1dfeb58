//! The forms that archives and offices take, each made from records alone, or from records and their scans.
//!
//! Every form is Vietnamese, whoever makes it, and depends on nothing but what goes in: written twice, the bytes are equal. The
//! headings of CSV alone are names of fields, which are said in Vietnamese where that is wished.

pub mod acceptance;
mod alto;
pub mod archive;
mod binding;
pub mod calendar;
#[cfg(feature = "cli")]
mod crop;
mod csv;
pub mod doubt;
mod edxml;
#[cfg(test)]
mod fixture;
pub mod follow_up;
mod form;
mod hocr;
mod line;
mod mark;
mod office;
mod page;
mod pdf;
pub mod phrase;
mod placed;
mod printed;
mod profile;
mod row;
pub mod standard;
pub mod text;
mod typed;
pub mod when;
mod workbook;
mod xml;
mod zip;

pub use binding::Binding;
#[cfg(feature = "cli")]
pub(crate) use crop::crop;
pub use csv::Headings;
pub use edxml::Organs;
pub use form::{Form, Takes, Wish, made_from};
pub use office::Office;
pub use pdf::Pictures;
pub use profile::{Profiles, Rows};
#[cfg(feature = "cli")]
pub(crate) use xml::{encoded, escaped};
