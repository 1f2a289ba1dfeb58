//! Draws documents as scans, for samples, tests and confusion pairs.
//!
//! | File | What it does |
//! | --- | --- |
//! | [`random`] | the seeded generator behind all that looks accidental |
//! | [`typeface`] | finds fonts of the Times kind and hands out outlines and widths |
//! | [`canvas`] | paints filled shapes and strokes on a page |
//! | [`degrade`] | what printing and scanning do to a page: blur, noise, threshold, skew, specks |
//! | [`lines`] | draws given lines as a page, with the box of every word |
//! | [`source`] | a sample as written: scan, measures, parts |
//! | [`markup`] | reads it from `source.txt` |
//! | [`layout`] | sets a document on pages by the layout of Decree 30/2020/NĐ-CP |
//! | `ornament` | seal, signature, arrival stamp, written figures |
//! | [`output`] | PDF, TIFF, PNG and JPEG as scanners make them |
//! | [`sample`] | from `source.txt` to scan, text and boxes |
//! | [`hard`] | one document with each defect of scans, and with all together |
//!
//! For pairs of true and misread text: [`typeface::Typeface::load`], then [`lines::draw`], then
//! [`degrade::Degrade::apply`] with a preset. Nothing here reads the clock: the same seed gives the same page.

pub mod canvas;
pub mod degrade;
pub mod hard;
pub mod layout;
pub mod lines;
pub mod markup;
mod ornament;
pub mod output;
pub mod random;
pub mod sample;
pub mod source;
pub mod typeface;

pub use sample::{Sample, draw_samples, render as render_sample};

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use crate::error::ExitCode;

/// The result of drawing.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a page could not be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A font is not where fonts were looked for.
    #[error("the font {file} is not under {}, with Vietnamese letters", folder.display())]
    FontMissing {
        /// Name of the font's file.
        file: String,
        /// The folder that was searched.
        folder: PathBuf,
        /// The Debian package that has it.
        package: &'static str,
    },
    /// A file with a font's name is no font.
    #[error("{} is not a font that can be drawn: {reason}", path.display())]
    FontDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The font has no glyph for a character of the text.
    #[error("the font {file} has no glyph for `{character}`")]
    NoGlyph {
        /// Name of the font's file.
        file: String,
        /// The character.
        character: char,
    },
    /// A file or folder could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A line of a sample's source breaks the grammar of `samples/README.md`.
    #[error("{}:{line}: {reason}", path.display())]
    Source {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A picture could not be encoded.
    #[error("a page cannot be written as {format}: {reason}")]
    Encode {
        /// PNG, JPEG, G4.
        format: &'static str,
        /// What the encoder said.
        reason: String,
    },
}

impl Error {
    /// What to do, as one sentence, with the command to type where there is one.
    pub fn hint(&self) -> Option<Cow<'static, str>> {
        match self {
            Error::FontMissing { package, .. } => {
                Some(format!("install it with `apt install {package}`, or name another folder").into())
            }
            Error::FontDamaged { .. } => Some("install the font again".into()),
            Error::NoGlyph { .. } => Some("choose another typeface, or write another character".into()),
            Error::Read { .. } => Some("check the name; `ls` lists the files of a folder".into()),
            Error::Write { .. } => Some("make room, and check your rights there".into()),
            Error::Source { .. } => Some("mend the line; samples/README.md says the grammar".into()),
            Error::Encode { .. } => None,
        }
    }

    /// The exit code that this error gives.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Error::FontMissing { .. } | Error::FontDamaged { .. } | Error::NoGlyph { .. } => {
                ExitCode::NotInstalled
            }
            Error::Read { .. } | Error::Source { .. } => ExitCode::Input,
            Error::Write { .. } | Error::Encode { .. } => ExitCode::Output,
        }
    }
}
