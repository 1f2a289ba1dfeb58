//! What stops the work on one scan, what to do about it, and the exit code that tells.

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use crate::geometry::PageIndex;

/// The result of a step that can be stopped.
pub type Result<T> = std::result::Result<T, Error>;

/// What stopped the work on one scan.
///
/// Something that only made the result worse is a [`Warning`](crate::warning::Warning).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is not there, or the system does not let us read it.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A folder stands where a file was asked for.
    #[error("{} is a folder", path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The first bytes are those of no format that can be read.
    #[error("{} is not a PDF, PNG, JPEG, TIFF or text file", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
    /// The file has no bytes.
    #[error("{} is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file begins like a format that can be read, and then breaks it.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is broken, in a few words.
        reason: String,
    },
    /// The PDF needs a password: the empty one and those given were tried.
    #[error("{} is encrypted", path.display())]
    Encrypted {
        /// The file.
        path: PathBuf,
    },
    /// The PDF says that it has no pages.
    #[error("{} has no pages", path.display())]
    NoPages {
        /// The file.
        path: PathBuf,
    },
    /// A further document of a file was asked for, and there are not so many.
    #[error("{} holds {found} document(s), and none is number {number}", path.display())]
    NoSuchDocument {
        /// The file.
        path: PathBuf,
        /// The document that was asked for, from 1.
        number: usize,
        /// How many there are.
        found: usize,
    },
    /// A page would take more memory than allowed.
    #[error("page {} of {} has {pixels} pixels, more than {limit}", page.number(), path.display())]
    PageTooLarge {
        /// The file.
        path: PathBuf,
        /// The page.
        page: PageIndex,
        /// How many pixels it has.
        pixels: u64,
        /// How many are allowed.
        limit: u64,
    },
    /// The engine or its language data is not installed.
    #[error("the OCR engine `{engine}` cannot be used: {reason}")]
    EngineMissing {
        /// The engine.
        engine: &'static str,
        /// Why, in a few words; for language data it holds "data `NAME`".
        reason: String,
    },
    /// The engine was there and did not read the page, twice.
    #[error("the OCR engine `{engine}` failed on page {}: {reason}", page.number())]
    EngineFailed {
        /// The engine.
        engine: &'static str,
        /// The page.
        page: PageIndex,
        /// Why: time limit, crash with its signal, or what the engine said.
        reason: String,
    },
    /// A line of a dictionary breaks its format.
    #[error("{}:{line}: {reason}", path.display())]
    Dictionary {
        /// The dictionary.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A text was asked for.
    #[error("{} is {media_type}, not text", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// What it is.
        media_type: &'static str,
    },
    /// The result could not be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A record of another format or a later version.
    #[error("{} was written by a newer version (format {found}; this one reads up to {known})", path.display())]
    NewerRecord {
        /// The record.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The latest version known here.
        known: u32,
    },
    /// A JSON file (a record, a truth file) that is not what it should be.
    #[error("{} is not {what}: {reason}", path.display())]
    NotRecord {
        /// The file.
        path: PathBuf,
        /// What was asked for, with its article: "a record".
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    /// What to do, as one sentence, with the command to type where there is one.
    pub fn hint(&self) -> Option<Cow<'static, str>> {
        // No `_` arm: a new variant must decide.
        match self {
            Error::Read { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                Some("ask for the right to read it, or copy it to a folder of your own".into())
            }
            Error::Read { .. } => Some("check the name; `ls` lists the files of a folder".into()),
            Error::IsFolder { path } => {
                Some(format!("name the files: vanthu read {}/*.pdf", path.display()).into())
            }
            Error::UnknownFormat { .. } => {
                Some("give a PDF, PNG, JPEG, TIFF or .txt file; `file NAME` says what a file is".into())
            }
            Error::Empty { .. } => Some("copy or scan it again: nothing is in it".into()),
            Error::Damaged { .. } => Some(
                "scan or copy it again; a PDF can often be mended with `qpdf damaged.pdf mended.pdf`".into(),
            ),
            Error::Encrypted { .. } => Some(
                "put its password in a file and name it with --password-file FILE, or remove it with \
                 `qpdf --decrypt --password=PASSWORD in.pdf out.pdf`"
                    .into(),
            ),
            Error::NoPages { .. } => Some("scan it again, or ask its sender for the whole file".into()),
            Error::NoSuchDocument { .. } => {
                Some("leave --document out to read the first, and see which pages hold others".into())
            }
            Error::PageTooLarge { .. } => {
                Some("scan it at 300 dpi, or allow more with --max-pixels NUMBER".into())
            }
            Error::EngineMissing { reason, .. } => Some(match missing_language(reason) {
                Some(language) => format!(
                    "install it with `apt install tesseract-ocr-{language}`, or name another folder with \
                     --tessdata"
                )
                .into(),
                None => "install it with `apt install tesseract-ocr tesseract-ocr-vie`; `vanthu doctor` says what \
                         is missing"
                    .into(),
            }),
            Error::EngineFailed { .. } => {
                Some("give it more time with --page-timeout SECONDS, or scan the page again".into())
            }
            Error::Dictionary { .. } => {
                Some("mend the line; dictionaries/README.md says what each file holds".into())
            }
            Error::NotText { path, .. } => Some(format!("read it with `vanthu read {}`", path.display()).into()),
            Error::Write { .. } => {
                Some("name another place, or make room and check your rights there".into())
            }
            Error::NewerRecord { .. } => {
                Some("read it with the newer vanthu, or make it again with this one".into())
            }
            Error::NotRecord { .. } => Some("make it with `vanthu read SCAN -o RECORD.json`".into()),
        }
    }

    /// The exit code that this error alone gives.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Error::Read { .. }
            | Error::IsFolder { .. }
            | Error::UnknownFormat { .. }
            | Error::Empty { .. }
            | Error::Damaged { .. }
            | Error::Encrypted { .. }
            | Error::NoPages { .. }
            | Error::NoSuchDocument { .. }
            | Error::NotText { .. }
            | Error::PageTooLarge { .. }
            | Error::NewerRecord { .. }
            | Error::NotRecord { .. } => ExitCode::Input,
            Error::EngineMissing { .. } | Error::Dictionary { .. } => ExitCode::NotInstalled,
            Error::EngineFailed { .. } => ExitCode::Partial,
            Error::Write { .. } => ExitCode::Output,
        }
    }
}

/// The language whose data are said to be missing.
fn missing_language(reason: &str) -> Option<&str> {
    Some(reason.split_once("data `")?.1.split_once('`')?.0)
}

/// What the program's exit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitCode {
    /// Everything was read.
    Done = 0,
    /// Finished, but a file failed, a page stayed unread, or `evaluate` fell under its floor.
    Partial = 1,
    /// Bad arguments or configuration.
    Usage = 2,
    /// Something is not installed: engine, language data, dictionary.
    NotInstalled = 3,
    /// The input cannot be read.
    Input = 4,
    /// The output cannot be written.
    Output = 5,
    /// Interrupted from the keyboard.
    Interrupted = 130,
}

/// The exit code of a run over several files: theirs when it is one file, [`ExitCode::Partial`] when some of
/// several failed.
pub fn merge_exit_codes(codes: &[ExitCode]) -> ExitCode {
    match codes {
        [one] => *one,
        all => {
            let first = all.iter().copied().find(|code| *code != ExitCode::Done);
            match first {
                None => ExitCode::Done,
                // What is not installed fails every file alike, so it is told as such.
                Some(code) if all.iter().all(|other| *other == code) => code,
                Some(_) => ExitCode::Partial,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_merge() {
        use ExitCode::{Done, Input, NotInstalled, Partial};
        assert_eq!(merge_exit_codes(&[]), Done);
        assert_eq!(merge_exit_codes(&[Input]), Input);
        assert_eq!(merge_exit_codes(&[Done, Done]), Done);
        assert_eq!(merge_exit_codes(&[Done, Input]), Partial);
        assert_eq!(merge_exit_codes(&[NotInstalled, NotInstalled]), NotInstalled);
    }
}
