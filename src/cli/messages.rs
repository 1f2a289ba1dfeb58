//! Messages for people, on standard error, in their language.

use std::io::{self, Write as _};

use super::terminal::{words, wrapped};
use crate::error::{Error, Result};
use crate::warning::Warning;
use crate::words::Sentence;

/// Prints what stopped the work on a file, its causes, and what to do.
pub(super) fn error(error: &Error) {
    say(&words().error(error), words().hint(error).as_deref());
}

/// Prints what stopped one result of several.
///
/// # Errors
/// That very error where it stops all of them: the disk is full, or may not be written.
pub(super) fn of_one(error: Error) -> Result<()> {
    if error.ends_writing() {
        return Err(error);
    }
    self::error(&error);
    Ok(())
}

/// Prints an error that has no sentence of its own, its causes, and what to do.
#[cfg(feature = "train")]
pub(super) fn complain(error: &(dyn std::error::Error + 'static), hint: Option<&str>) {
    say(&words().causes(error), hint);
}

/// Prints a sentence as an error, and what to do.
pub(super) fn say(sentence: &str, hint: Option<&str>) {
    note(&words().say(&Sentence::new("label-error").with("sentence", sentence)));
    if let Some(text) = hint {
        self::hint(text);
    }
}

/// Prints what to do.
pub(super) fn hint(sentence: &str) {
    note(&words().say(&Sentence::new("label-hint").with("sentence", sentence)));
}

/// Prints the doubts of one document, at most three of a kind.
pub(super) fn warnings(file: &str, warnings: &[Warning]) {
    const SHOWN: usize = 3;
    let mut codes: Vec<_> = warnings.iter().map(|w| w.doubt.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        let of_code: Vec<_> = warnings.iter().filter(|w| w.doubt.code() == code).collect();
        for warning in of_code.iter().take(SHOWN) {
            let sentence = words().warning(warning);
            note(
                &words().say(
                    &match warning.page {
                        Some(page) => Sentence::new("label-warning-page").with("page", page.number()),
                        None => Sentence::new("label-warning"),
                    }
                    .with("file", file)
                    .with("sentence", sentence),
                ),
            );
        }
        if of_code.len() > SHOWN {
            let more = Sentence::new("label-warning-more").with("file", file);
            note(&words().say(&more.with("count", of_code.len() - SHOWN)));
        }
    }
}

/// Prints a message as it is, its lines as wide as the terminal.
pub(super) fn note(message: &str) {
    // Whom nobody listens to any more (`2>&1 | head`) goes on with the work.
    let _ = writeln!(io::stderr(), "{}", wrapped(message));
}
