//! A panic in one piece of work ends that piece alone, and is told with its place in the code.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// A panic that was caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where it arose, as `src/text.rs:12:5`.
    pub(crate) place: String,
    /// What it said, on one line.
    pub(crate) reason: String,
}

thread_local! {
    /// Whether this thread is inside of [`caught`].
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    /// Where the panic arose that this thread is unwinding from.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does the work; a panic in it is not printed and comes back as a [`Fault`]. What the work was changing when it
/// panicked must not be used afterwards.
///
/// The first call puts a hook before the program's own, which still sees all panics outside of this.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            if WATCHED.get() {
                let place = panicked.location().map(ToString::to_string);
                PLACE.with_borrow_mut(|kept| *kept = place);
            } else {
                before(panicked);
            }
        }));
    });
    let outer = WATCHED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    WATCHED.set(outer);
    done.map_err(|payload| {
        let said = payload.downcast_ref::<&str>().copied();
        let said = said.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let reason = crate::text::one_line(said.unwrap_or("it did not say why"));
        let place = PLACE.take().unwrap_or_else(|| "an unknown place".to_owned());
        Fault { place, reason }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_with_its_place() {
        assert_eq!(caught(|| 7), Ok(7));
        let fault = caught(|| [1, 2, 3][std::hint::black_box(5)]).unwrap_err();
        assert!(fault.place.starts_with("src/fault.rs:"), "{fault:?}");
        assert_eq!(fault.reason, "index out of bounds: the len is 3 but the index is 5");
        let inner = caught(|| {
            let inner = caught(|| panic!("a\nb"));
            (inner, caught(|| 8))
        });
        let (inner, after) = inner.unwrap();
        assert_eq!((inner.unwrap_err().reason.as_str(), after), ("a b", Ok(8)));
    }
}
