//! What a person sees on a terminal while documents are read: pages done, rate, time left, the file in work.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::terminal::words;
use crate::words::{Sentence, Words};

/// So often the line is drawn anew, that it is seen to be alive.
const TICK: Duration = Duration::from_millis(200);

/// The line at the bottom of a terminal; nothing where there is no terminal, or nobody wants to see it.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    /// Of each document in work, by its number: its pages, and how many of them are done.
    in_work: Mutex<BTreeMap<usize, (u32, u32)>>,
}

/// Whether there is somebody to look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Watched {
    /// Standard error is a terminal, if it is one.
    ByTerminal,
    /// Nobody looks: it would be in the way.
    No,
}

impl Progress {
    /// Begins with the look at the files, which can take a while in a large folder.
    pub(super) fn new(watched: Watched) -> Progress {
        let bar = (watched == Watched::ByTerminal && stderr().is_terminal()).then(|| {
            // The sentences are parts of templates: the names in braces stand for numbers.
            let looked = Sentence::new("progress-files").with("done", "{pos}");
            let bar =
                ProgressBar::no_length().with_style(style(&format!("{{spinner}} {}", words().say(&looked))));
            bar.enable_steady_tick(TICK);
            bar
        });
        Progress { bar, in_work: Mutex::default() }
    }

    /// Whether it is shown.
    pub(super) fn is_shown(&self) -> bool {
        self.bar.is_some()
    }

    /// So many files were looked at.
    pub(super) fn looked_at(&self, files: usize) {
        if let Some(bar) = &self.bar {
            bar.set_position(files as u64);
        }
    }

    /// The reading begins, of so many pages as far as they are known.
    pub(super) fn begin(&self, pages: u64) {
        if let Some(bar) = &self.bar {
            let done = Sentence::new("progress-pages").with("done", "{pos}").with("all", "{len}");
            let style = style(&format!("{{spinner}} {}{{rate}}{{left}} · {{wide_msg}}", words().say(&done)));
            bar.set_position(0);
            bar.set_length(pages);
            bar.reset_elapsed();
            bar.set_style(style.with_key("rate", rate).with_key("left", left));
        }
    }

    /// A document was opened; `counted` are the pages of it that were known before.
    pub(super) fn opened(&self, number: usize, path: &Path, pages: u32, counted: Option<u32>) {
        let Some(bar) = &self.bar else { return };
        self.locked().insert(number, (pages, 0));
        bar.inc_length(u64::from(pages.saturating_sub(counted.unwrap_or(0))));
        bar.set_message(path.display().to_string());
    }

    /// A page of it was read.
    pub(super) fn page(&self, number: usize, path: &Path) {
        let Some(bar) = &self.bar else { return };
        if let Some((_, done)) = self.locked().get_mut(&number) {
            *done += 1;
        }
        bar.inc(1);
        bar.set_message(path.display().to_string());
    }

    /// Nothing more comes of it: pages that were not read will not be.
    pub(super) fn done(&self, number: usize, counted: Option<u32>) {
        let Some(bar) = &self.bar else { return };
        let (pages, done) = self.locked().remove(&number).unwrap_or((counted.unwrap_or(0), 0));
        bar.inc(u64::from(pages.saturating_sub(done)));
    }

    /// Prints something, on whatever stream, without disturbing the line.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, BTreeMap<usize, (u32, u32)>> {
        self.in_work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template has closed braces")
}

/// Whole pages a minute, since the beginning.
fn rate(state: &ProgressState, to: &mut dyn Write) {
    if let Some(seconds) = seconds_a_page(state) {
        let rate = Sentence::new("progress-rate").with("pages", format!("{:.0}", 60.0 / seconds));
        // A line that cannot be drawn is no reason to stop.
        let _ = write!(to, " · {}", words().say(&rate));
    }
}

/// The time left at that rate.
fn left(state: &ProgressState, to: &mut dyn Write) {
    let pages = state.len().unwrap_or(0).saturating_sub(state.pos());
    if let Some(seconds) = seconds_a_page(state).filter(|_| pages > 0) {
        #[expect(clippy::cast_precision_loss, reason = "a count of pages")]
        let left = Duration::from_secs_f64(seconds * pages as f64);
        let left = Sentence::new("progress-left").with("time", clock(words(), left));
        let _ = write!(to, " · {}", words().say(&left));
    }
}

/// The mean so far; nothing in the first seconds, when pages that need no reading would promise too much.
fn seconds_a_page(state: &ProgressState) -> Option<f64> {
    const FIRST: Duration = Duration::from_secs(3);
    let elapsed = state.elapsed();
    #[expect(clippy::cast_precision_loss, reason = "a count of pages")]
    let pages = state.pos() as f64;
    (state.pos() > 0 && elapsed > FIRST).then(|| elapsed.as_secs_f64() / pages)
}

/// Minutes and seconds, or hours and minutes.
fn clock(words: &Words, time: Duration) -> String {
    let seconds = time.as_secs();
    let (id, large, small) = match seconds / 3600 {
        0 => ("progress-minutes", seconds / 60, seconds % 60),
        hours => ("progress-hours", hours, seconds / 60 % 60),
    };
    words.say(&Sentence::new(id).with("time", format!("{large}:{small:02}")))
}

#[cfg(test)]
mod tests {
    use indicatif::ProgressDrawTarget;

    use super::*;

    #[test]
    fn pages_that_are_not_read_count_as_done() {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        let progress = Progress { bar: Some(bar.clone()), in_work: Mutex::default() };
        progress.begin(5);
        let path = Path::new("a.pdf");
        progress.opened(0, path, 3, Some(3));
        progress.opened(1, path, 4, None);
        assert_eq!(bar.length(), Some(9));
        progress.page(0, path);
        progress.page(1, path);
        progress.done(1, None);
        assert_eq!(bar.position(), 5);
        // One that could not be opened.
        progress.done(2, Some(2));
        progress.done(0, Some(3));
        assert_eq!(bar.position(), 9);
    }

    #[test]
    fn times_are_short() {
        assert_eq!(clock(Words::english(), Duration::from_secs(65)), "1:05 min");
        assert_eq!(clock(Words::english(), Duration::from_secs(7_500)), "2:05 h");
    }
}
