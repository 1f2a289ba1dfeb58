//! What a piece of work may take: its time, and whether anybody still wants it.
//!
//! A limit belongs to the thread that does the work ([`Limit::within`]) and is looked at from deep inside of the steps
//! ([`check`]): handing it on through all of their functions would bury what these do, and one that was forgotten would be
//! without it. Work that is over is unwound as by a panic, but without being one: no hook is called, nothing is printed.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

thread_local! {
    /// That of the work which this thread does now.
    static LIMIT: RefCell<Option<Limit>> = const { RefCell::new(None) };
}

/// Says to everyone who holds a copy of it that the work is to end. Once set it stays set.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// From now on, all work that knows this is given up.
    pub fn set(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether the work is to end.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// For `?` between two parts of the work.
    ///
    /// # Errors
    /// [`Error::Interrupted`] when the work is to end.
    pub fn check(&self) -> Result<()> {
        if self.is_set() { Err(Error::Interrupted) } else { Ok(()) }
    }
}

/// How long work may go on.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    /// `None` for a time too long for the clock.
    end: Option<Instant>,
    stop: Stop,
}

/// Why work was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// Its time is over.
    Time,
    /// Nobody wants it any more.
    Stopped,
}

impl Limit {
    /// So much time from now on, or until `stop` is set.
    pub(crate) fn new(time: Duration, stop: &Stop) -> Limit {
        Limit { end: Instant::now().checked_add(time), stop: stop.clone() }
    }

    /// Does work within this limit, on this thread. Panics go through.
    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> std::result::Result<T, Over> {
        let outer = LIMIT.replace(Some(self.clone()));
        let done = panic::catch_unwind(AssertUnwindSafe(work));
        LIMIT.set(outer);
        done.map_err(|payload| match payload.downcast::<Over>() {
            Ok(over) => *over,
            Err(panicked) => panic::resume_unwind(panicked),
        })
    }

    fn over(&self) -> Option<Over> {
        if self.stop.is_set() {
            return Some(Over::Stopped);
        }
        self.end.is_some_and(|end| end <= Instant::now()).then_some(Over::Time)
    }
}

/// Gives up the work of this thread when its limit is over. It takes some tens of nanoseconds: once for a line of text or a
/// row of pixels, not for each letter.
pub(crate) fn check() {
    if let Some(over) = LIMIT.with_borrow(|limit| limit.as_ref().and_then(Limit::over)) {
        panic::resume_unwind(Box::new(over));
    }
}

/// How much time is left to the work of this thread; `None` when it has no limit.
pub(crate) fn left() -> Option<Duration> {
    let end = LIMIT.with_borrow(|limit| limit.as_ref().and_then(|limit| limit.end));
    end.map(|end| end.saturating_duration_since(Instant::now()))
}

/// What ends the work of this thread from outside.
pub(crate) fn stop() -> Stop {
    LIMIT.with_borrow(|limit| limit.as_ref().map(|limit| limit.stop.clone())).unwrap_or_default()
}

/// Does work that may panic; that its limit is over goes through.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> std::result::Result<T, Box<dyn Any + Send>> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        if payload.is::<Over>() {
            panic::resume_unwind(payload);
        }
        payload
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_ends_with_its_time_or_when_it_is_stopped() {
        let stop = Stop::default();
        let endless = Limit::new(Duration::MAX, &stop);
        let over = Limit::new(Duration::ZERO, &stop);
        assert_eq!(endless.within(|| (check(), left())), Ok(((), None)));
        assert_eq!(over.within(|| caught(check).is_ok()), Err(Over::Time), "no work catches it");
        let inner = endless.within(|| (over.within(check), over.within(left), check()));
        assert_eq!(inner, Ok((Err(Over::Time), Ok(Some(Duration::ZERO)), ())), "the outer one is back");
        stop.set();
        assert_eq!(endless.within(check), Err(Over::Stopped));
        assert_eq!(over.within(check), Err(Over::Stopped));
        check();
    }

    #[test]
    fn a_panic_is_no_limit() {
        let limit = Limit::new(Duration::MAX, &Stop::default());
        let panicked = panic::catch_unwind(AssertUnwindSafe(|| limit.within(|| panic!("a fault"))));
        assert_eq!(panicked.unwrap_err().downcast_ref::<&str>(), Some(&"a fault"));
        assert!(limit.within(|| caught(|| panic!("a fault")).is_err()).unwrap());
    }
}
