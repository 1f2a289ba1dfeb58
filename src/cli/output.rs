//! Results: on standard output, or into files that are whole or not there.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{Error, Result};
use crate::record::Record;

/// Prints text. A reader that went away (`vanthu … | head`) is success.
///
/// # Errors
/// [`Error::Write`] for anything else, as a full disk behind `>`.
pub(super) fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::Write { path: "standard output".into(), source: error })
        }
        _ => Ok(()),
    }
}

/// Held while a file is written.
static WRITING: Mutex<()> = Mutex::new(());

/// Waits until no file is being written; none is begun while the guard lives.
pub(super) fn no_file_in_work() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes a folder, with those above it, unless it is there.
///
/// # Errors
/// [`Error::Write`].
pub(super) fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Writes a file beside its place and moves it there, so that a kill leaves the old one or the new one.
///
/// # Errors
/// [`Error::Write`].
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let broken = |source| Error::Write { path: path.to_owned(), source };
    // A device or a pipe cannot be replaced; it is written to.
    if path.metadata().is_ok_and(|m| !m.is_file() && !m.is_dir()) {
        return fs::write(path, bytes).map_err(broken);
    }
    let _writing = no_file_in_work();
    let name = path.file_name().ok_or_else(|| broken(ErrorKind::InvalidInput.into()))?;
    let beside = path.with_file_name(format!(".{}.part", name.to_string_lossy()));
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    written.map_err(|source| {
        // The part file is of no use; that it cannot be removed either changes nothing.
        let _ = fs::remove_file(&beside);
        broken(source)
    })
}

pub(super) fn pretty(record: &Record) -> String {
    serde_json::to_string_pretty(record).expect("a record has only text keys") + "\n"
}

/// The restored text, pages parted by lines that hold only a form feed.
pub(super) fn plain_text(record: &Record) -> String {
    let pages: Vec<String> = record
        .text
        .iter()
        .map(|page| page.lines.iter().map(|line| line.text.clone() + "\n").collect())
        .collect();
    pages.join("\u{c}\n")
}
