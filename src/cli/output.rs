//! What is printed on standard output.

use std::io::{self, ErrorKind, Write};
use std::ops::ControlFlow;

use crate::error::{Error, Result};
use crate::record::Record;

/// Prints text. A reader that went away (`vanthu … | head`) is success.
///
/// # Errors
/// [`Error::Write`] for anything else, as a full disk behind `>`.
pub(super) fn print(text: &str) -> Result<()> {
    offer(text).map(|_| ())
}

/// The same; breaks when the reader went away, so that no more need be made.
///
/// # Errors
/// [`Error::Write`].
pub(super) fn offer(text: &str) -> Result<ControlFlow<()>> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        Err(source) => Err(Error::Write { path: "standard output".into(), source }),
    }
}

/// A record over many lines.
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
