//! Messages for people, on standard error.
#![expect(clippy::print_stderr, reason = "this is the one place that prints messages")]

use crate::error::Error;
use crate::record::Warning;

/// Prints what stopped the work on a file, its causes, and what to do.
pub(super) fn error(error: &Error) {
    complain(error, error.hint().as_deref());
}

/// Prints an error of any step, its causes, and what to do.
pub(super) fn complain(error: &dyn std::error::Error, hint: Option<&str>) {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        message.push_str(": ");
        message.push_str(&source.to_string());
        cause = source.source();
    }
    eprintln!("error: {message}");
    if let Some(hint) = hint {
        eprintln!("hint: {hint}");
    }
}

/// Prints the doubts of one document, at most three of a kind.
pub(super) fn warnings(file: &str, warnings: &[Warning]) {
    const SHOWN: usize = 3;
    let mut codes: Vec<_> = warnings.iter().map(|w| w.code).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        let of_code: Vec<_> = warnings.iter().filter(|w| w.code == code).collect();
        for warning in of_code.iter().take(SHOWN) {
            match warning.page {
                Some(page) => eprintln!("warning: {file}: page {page}: {}", warning.message),
                None => eprintln!("warning: {file}: {}", warning.message),
            }
        }
        if of_code.len() > SHOWN {
            eprintln!("warning: {file}: {} more of this kind are in the record", of_code.len() - SHOWN);
        }
    }
}

/// Prints a line that is neither error nor warning.
pub(super) fn note(line: &str) {
    eprintln!("{line}");
}
