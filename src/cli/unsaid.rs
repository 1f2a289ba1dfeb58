//! Inputs of which nothing was said yet: after Ctrl-C each has its line, also when the work does not end by itself.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::terminal::words;
use super::{messages, output};
use crate::words::Sentence;

/// By their numbers: the line that says that an input was not read, where such lines are printed.
static UNSAID: Mutex<Unsaid> = Mutex::new(Unsaid { lines: BTreeMap::new(), all: 0 });

struct Unsaid {
    lines: BTreeMap<usize, Option<String>>,
    /// How many inputs there are.
    all: usize,
}

/// Begins with all inputs, in their order.
pub(super) fn begin(lines: impl Iterator<Item = Option<String>>) {
    let lines: BTreeMap<_, _> = lines.enumerate().collect();
    *locked() = Unsaid { all: lines.len(), lines };
}

/// Is held while something is said of an input, so that no other line falls into its own; `None` when an interruption
/// has told already that the input was not read.
pub(super) fn say(number: usize) -> Option<impl Drop> {
    let mut unsaid = locked();
    unsaid.lines.remove(&number).map(|_| unsaid)
}

/// Says of all the rest that it was not read. Once.
pub(super) fn tell() {
    let mut unsaid = locked();
    let rest = std::mem::take(&mut unsaid.lines);
    if rest.is_empty() {
        return;
    }
    let lines: String = rest.values().flatten().map(String::as_str).collect();
    // The program is at its end: there is nobody to be told that nobody listens.
    let _ = output::print(&lines);
    let sentence = Sentence::new("interrupted-files").with("files", rest.len()).with("all", unsaid.all);
    messages::note(&words().say(&sentence));
}

fn locked() -> MutexGuard<'static, Unsaid> {
    UNSAID.lock().unwrap_or_else(PoisonError::into_inner)
}
