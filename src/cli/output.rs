//! What is printed on standard output.

use std::io::{self, ErrorKind, Write};
use std::ops::ControlFlow;

use crate::error::{Error, Result};
pub(super) use crate::export::text::{plain as plain_text, pretty};

/// Prints text. A reader that went away (`vanthu … | head`) is success.
///
/// # Errors
/// [`Error::Write`] for anything else, as a full disk behind `>`.
pub(super) fn print(text: &str) -> Result<()> {
    offer(text).map(|_| ())
}

/// The same of bytes.
///
/// # Errors
/// [`Error::Write`].
pub(super) fn print_bytes(bytes: &[u8]) -> Result<()> {
    offer_bytes(bytes).map(|_| ())
}

/// The same; breaks when the reader went away, so that no more need be made.
///
/// # Errors
/// [`Error::Write`].
pub(super) fn offer(text: &str) -> Result<ControlFlow<()>> {
    offer_bytes(text.as_bytes())
}

fn offer_bytes(bytes: &[u8]) -> Result<ControlFlow<()>> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        Err(source) => Err(Error::Write { path: "standard output".into(), source }),
    }
}
