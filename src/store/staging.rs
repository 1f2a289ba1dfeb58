//! A folder of this machine in which parts of stores stand while they are worked on, each at the path that is its address.
//!
//! `s3://bucket/a.pdf` is a path too: from the folder of the staging it names the file `s3:/bucket/a.pdf`. With that folder as the
//! one the program works in, addresses can be opened, joined and shown like paths, and the way from a record to its scan is
//! the same as in the store.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::{Object, Objects, Over, Put};
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::files::write::{folder_of, make_folder};

/// Folders of stagings that are there.
static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// So many objects are asked for at once.
const AT_ONCE: usize = 8;

/// What was fetched, and is there to be worked on.
#[derive(Debug, Clone)]
struct Fetched {
    version: String,
    /// SHA-256 of its bytes; none of what is only read.
    sha256: Option<String>,
}

/// What is to be done with what is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// It is only read.
    Reading,
    /// It may be put back when it has changed.
    Change,
}

/// Parts of stores on this machine. Everything in it is gone with it; what a killed one left is removed by the next.
pub(crate) struct Staging {
    objects: Arc<dyn Objects>,
    root: PathBuf,
    fetched: Mutex<BTreeMap<PathBuf, Fetched>>,
    _lock: File,
}

/// Removes what is staged: for the end of a program that was interrupted.
pub(crate) fn abandon() {
    open().iter().for_each(|root| empty(root));
}

fn open() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn empty(root: &Path) {
    // What stays is removed by the next one that is made here.
    let _ = fs::remove_dir_all(root.join("s3:"));
}

impl Staging {
    /// Makes one in this folder, whatever an earlier one left there.
    ///
    /// # Errors
    /// [`Error::BatchRuns`] when another program works in it, [`Error::Write`].
    pub(crate) fn open(root: PathBuf, objects: Arc<dyn Objects>) -> Result<Staging> {
        make_folder(&root)?;
        let path = root.join("lock");
        let broken = |source| Error::Write { path: path.clone(), source };
        let lock = File::options().create(true).append(true).open(&path).map_err(broken)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Error::BatchRuns { path: root }),
            Err(TryLockError::Error(source)) if source.kind() != ErrorKind::Unsupported => {
                return Err(broken(source));
            }
            _ => {}
        }
        empty(&root);
        open().insert(root.clone());
        Ok(Staging { objects, root, fetched: Mutex::default(), _lock: lock })
    }

    /// Makes its folder the one that the program works in, so that addresses can be opened.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub(crate) fn enter(&self) -> Result<()> {
        env::set_current_dir(&self.root).map_err(|source| Error::Write { path: self.root.clone(), source })
    }

    /// Where what stands at an address is staged.
    pub(crate) fn place(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }

    /// All that stands below an address, in no order.
    ///
    /// # Errors
    /// [`Error::Read`].
    pub(crate) fn list(&self, folder: &Path) -> Result<Vec<Object>> {
        self.objects.list(folder)
    }

    /// What stands at an address now.
    ///
    /// # Errors
    /// [`Error::Read`].
    pub(crate) fn look(&self, path: &Path) -> Result<Option<Object>> {
        self.objects.look(path)
    }

    /// Fetches what stands at an address, unless it is here; whether anything is.
    ///
    /// # Errors
    /// [`Error::Read`], [`Error::Write`].
    pub(crate) fn bring(&self, path: &Path, what_for: For) -> Result<bool> {
        if self.place(path).exists() {
            return Ok(true);
        }
        self.fetch(path, what_for)
    }

    fn fetch(&self, path: &Path, what_for: For) -> Result<bool> {
        let place = self.place(path);
        make_folder(folder_of(&place))?;
        // Half a file is never seen under its name.
        let half = PathBuf::from(format!("{}.half", place.display()));
        let Some(object) = self.objects.fetch(path, &half)? else { return Ok(false) };
        let broken = |source| Error::Write { path: place.clone(), source };
        let hash = match what_for {
            For::Reading => None,
            For::Change => Some(sha256(&fs::read(&half).map_err(broken)?)),
        };
        fs::rename(&half, &place).map_err(broken)?;
        self.fetched().insert(path.to_owned(), Fetched { version: object.version, sha256: hash });
        Ok(true)
    }

    /// Puts what is staged for an address there, if it is another than was fetched, and removes there what is no longer here.
    /// It replaces nothing but what was fetched. What somebody else put there meanwhile is shown to `twin`, which says whether it
    /// may stay in its stead.
    ///
    /// # Errors
    /// [`Error::Write`], [`Error::Read`], and those of `twin`.
    pub(crate) fn push(&self, path: &Path, twin: &dyn Fn(&Path) -> Result<()>) -> Result<()> {
        let place = self.place(path);
        let before = self.fetched().get(path).cloned();
        let bytes = match fs::read(&place) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if before.is_some() {
                    self.objects.remove(path)?;
                    self.fetched().remove(path);
                }
                return Ok(());
            }
            Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
        };
        let hash = sha256(&bytes);
        if before.as_ref().is_some_and(|before| before.sha256.as_ref().is_none_or(|before| *before == hash)) {
            return Ok(());
        }
        let over = before.map_or(Over::Nothing, |before| Over::Version(before.version));
        if self.objects.put(path, bytes.clone(), &over)? == Put::Done {
            return Ok(());
        }
        if self.fetch(path, For::Change)? {
            let is_same = self.fetched().get(path).is_some_and(|now| now.sha256.as_ref() == Some(&hash));
            return if is_same { Ok(()) } else { twin(&place) };
        }
        // What was there is gone.
        match self.objects.put(path, bytes, &Over::Nothing)? {
            Put::Done => Ok(()),
            Put::Refused => {
                Err(Error::Write { path: path.to_owned(), source: ErrorKind::AlreadyExists.into() })
            }
        }
    }

    /// The same over whatever stands there.
    ///
    /// # Errors
    /// [`Error::Write`], [`Error::Read`].
    pub(crate) fn push_over(&self, path: &Path) -> Result<()> {
        let bytes = fs::read(self.place(path));
        let bytes = bytes.map_err(|source| Error::Read { path: path.to_owned(), source })?;
        self.objects.put(path, bytes, &Over::Anything).map(|_| ())
    }

    /// Does something with each of many, several at once; the first error ends it.
    ///
    /// # Errors
    /// Those of `work`.
    pub(crate) fn each<T: Sync>(all: &[T], work: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
        let (next, broken) = (AtomicUsize::new(0), Mutex::new(None));
        let failed = || broken.lock().unwrap_or_else(PoisonError::into_inner);
        thread::scope(|scope| {
            for _ in 0..AT_ONCE.min(all.len()) {
                scope.spawn(|| {
                    while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if failed().is_some() {
                            return;
                        }
                        if let Err(error) = work(one) {
                            failed().get_or_insert(error);
                        }
                    }
                });
            }
        });
        broken.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }

    /// Removes what is staged for an address; what stands in the store stays.
    pub(crate) fn drop(&self, path: &Path) {
        self.fetched().remove(path);
        // What cannot be removed goes with the whole.
        let _ = fs::remove_file(self.place(path));
    }

    fn fetched(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Fetched>> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        empty(&self.root);
        open().remove(&self.root);
    }
}

#[cfg(feature = "s3")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::in_memory;

    const PATH: &str = "s3://kho/out/a.json";

    fn never(_: &Path) -> Result<()> {
        panic!("nobody else put anything there")
    }

    fn stands(objects: &Arc<dyn Objects>, path: &str) -> Option<Vec<u8>> {
        let to = tempfile::NamedTempFile::new().unwrap();
        objects.fetch(Path::new(path), to.path()).unwrap()?;
        Some(fs::read(to.path()).unwrap())
    }

    fn write(staging: &Staging, bytes: &str) {
        let place = staging.place(Path::new(PATH));
        make_folder(folder_of(&place)).unwrap();
        fs::write(place, bytes).unwrap();
    }

    #[test]
    fn what_changed_here_is_put_there_and_nothing_else() {
        let (folder, objects, path) = (tempfile::tempdir().unwrap(), in_memory(), Path::new(PATH));
        let staging = Staging::open(folder.path().to_owned(), Arc::clone(&objects)).unwrap();
        assert!(!staging.bring(path, For::Change).unwrap());
        staging.push(path, &never).unwrap();
        write(&staging, "one");
        staging.push(path, &never).unwrap();
        assert_eq!(stands(&objects, PATH).unwrap(), b"one");
        staging.drop(path);
        assert!(!staging.place(path).exists() && staging.bring(path, For::Change).unwrap());
        let version = staging.look(path).unwrap();
        staging.push(path, &never).unwrap();
        assert_eq!(staging.look(path).unwrap(), version, "the same bytes are not put there again");
        write(&staging, "two");
        staging.push(path, &never).unwrap();
        assert_eq!(stands(&objects, PATH).unwrap(), b"two");
        // What was only read is never put back, and what is gone here is gone there only if it was here.
        staging.drop(path);
        staging.push(path, &never).unwrap();
        assert!(stands(&objects, PATH).is_some());
        staging.bring(path, For::Reading).unwrap();
        write(&staging, "three");
        staging.push(path, &never).unwrap();
        assert_eq!(stands(&objects, PATH).unwrap(), b"two");
        staging.drop(path);
        staging.bring(path, For::Change).unwrap();
        fs::remove_file(staging.place(path)).unwrap();
        staging.push(path, &never).unwrap();
        assert_eq!(stands(&objects, PATH), None);
    }

    #[test]
    fn what_somebody_else_put_there_is_shown_and_stays() {
        let (folder, objects, path) = (tempfile::tempdir().unwrap(), in_memory(), Path::new(PATH));
        let staging = |name: &str| Staging::open(folder.path().join(name), Arc::clone(&objects)).unwrap();
        let (one, two) = (staging("one"), staging("two"));
        write(&one, "mine");
        one.push(path, &never).unwrap();
        write(&two, "mine");
        two.push(path, &never).unwrap();
        two.drop(path);
        write(&two, "other");
        let refused = two.push(path, &|theirs| {
            assert_eq!(fs::read(theirs).unwrap(), b"mine");
            Err(Error::ForeignFile { path: path.to_owned() })
        });
        assert!(matches!(refused, Err(Error::ForeignFile { .. })));
        // Also over a version that was there a moment ago.
        one.drop(path);
        assert!(one.bring(path, For::Change).unwrap());
        objects.put(path, b"newer".to_vec(), &Over::Anything).unwrap();
        write(&one, "late");
        one.push(path, &|_| Ok(())).unwrap();
        assert_eq!(stands(&objects, PATH).unwrap(), b"newer");
        // What was removed there meanwhile is put there.
        one.drop(path);
        one.bring(path, For::Change).unwrap();
        objects.remove(path).unwrap();
        write(&one, "again");
        one.push(path, &never).unwrap();
        assert_eq!(stands(&objects, PATH).unwrap(), b"again");
    }

    #[test]
    fn nothing_stays_here() {
        let (folder, objects, path) = (tempfile::tempdir().unwrap(), in_memory(), Path::new(PATH));
        let staging = || Staging::open(folder.path().to_owned(), Arc::clone(&objects));
        // As a killed one leaves it.
        let place = folder.path().join(path);
        make_folder(folder_of(&place)).unwrap();
        fs::write(&place, "half").unwrap();
        let held = staging().unwrap();
        assert!(!place.exists());
        assert!(matches!(staging(), Err(Error::BatchRuns { .. })), "a twin on this machine waits");
        write(&held, "whole");
        drop(held);
        assert!(!place.exists());
        assert_eq!(stands(&objects, PATH), None);
        staging().unwrap();
    }

    #[test]
    fn each_is_worked_on_once_and_an_error_is_told() {
        let all: Vec<usize> = (0..100).collect();
        let sum = AtomicUsize::new(0);
        let add = |one: &usize| {
            sum.fetch_add(*one, Ordering::Relaxed);
            Ok(())
        };
        Staging::each(&all, add).unwrap();
        assert_eq!(sum.into_inner(), 4950);
        let ended =
            Staging::each(
                &all,
                |one| if *one == 3 { Err(Error::Unclosed { found: 3, told: 2 }) } else { Ok(()) },
            );
        assert!(matches!(ended, Err(Error::Unclosed { .. })));
        Staging::each(&[(); 0], |()| Ok(())).unwrap();
    }
}
