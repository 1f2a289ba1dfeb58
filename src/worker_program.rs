//! Where the worker `vanthu-ocr` is: the program that links the engine and makes heavy pages.

use std::path::{Path, PathBuf};

/// What workers get into their environment. One page on one core, since pages are what runs side by side; and one heap for all
/// threads: every further one takes 64 MB out of what a worker may have, and its second thread only waits for the next page.
pub(crate) const ENVIRONMENT: [(&str, &str); 2] = [("OMP_THREAD_LIMIT", "1"), ("MALLOC_ARENA_MAX", "1")];

/// The programs to try: the one that was named, or the one beside this program and then the PATH.
pub(crate) fn programs(named: Option<&Path>) -> Vec<PathBuf> {
    if let Some(named) = named {
        return vec![named.to_owned()];
    }
    let name = format!("vanthu-ocr{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok().map(|exe| exe.with_file_name(&name));
    beside.into_iter().chain([PathBuf::from(&name)]).collect()
}
