//! Files that are whole or not there.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, chown};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{Builder, NamedTempFile};

use crate::error::{Error, Result};

/// How names of files begin and end while they are written.
pub(crate) const UNFINISHED: (&str, &str) = (".vanthu-", ".part");

/// Files that are being written, under the names that they have meanwhile.
static IN_WORK: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// What may happen to a file that stands at the place of a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It stays, and writing fails.
    Stays,
    /// It is replaced; its mode, its owner and links to it stay.
    IsReplaced,
}

/// Makes a folder, with those above it, unless it is there.
///
/// # Errors
/// [`Error::Write`].
pub(crate) fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Writes a file; a kill leaves what was there or the whole new one.
///
/// # Errors
/// [`Error::Write`].
pub(crate) fn write_file(path: &Path, bytes: &[u8], standing: Standing) -> Result<()> {
    let mut file = Unfinished::begin(path)?;
    file.write(bytes)?;
    file.finish(standing)
}

/// Removes all files that are being written. None is begun or finished while the answer is held: for the end of a
/// program that was interrupted.
pub(crate) fn abandon() -> impl Drop {
    let mut files = in_work();
    while let Some(file) = files.pop_first() {
        // One that cannot be removed is no reason to keep the others.
        let _ = fs::remove_file(file);
    }
    files
}

fn in_work() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    IN_WORK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that is being written: beside its place, under a name of its own. It is gone when it is not finished.
pub(crate) struct Unfinished {
    /// As it was asked for, for messages.
    path: PathBuf,
    /// Where it will stand: links followed.
    place: PathBuf,
    file: Option<Writing>,
}

enum Writing {
    /// A file of its own.
    Beside(NamedTempFile<File>),
    /// A device or a pipe: it cannot be replaced and is written to.
    Through(File),
}

impl Unfinished {
    /// Begins a file that will stand at `path`.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub(crate) fn begin(path: &Path) -> Result<Unfinished> {
        let broken = |source| Error::Write { path: path.to_owned(), source };
        let place = followed(path).map_err(broken)?;
        let file = match place.metadata() {
            Ok(there) if there.is_dir() => return Err(broken(ErrorKind::IsADirectory.into())),
            Ok(there) if !there.is_file() => {
                Writing::Through(File::options().write(true).open(&place).map_err(broken)?)
            }
            _ => {
                let folder = folder_of(&place);
                let mut files = in_work();
                let make = |name: &Path| {
                    // What the user's mask leaves of the mode, as for any new file.
                    File::options().read(true).write(true).create_new(true).mode(0o666).open(name)
                };
                let file = Builder::new().prefix(UNFINISHED.0).suffix(UNFINISHED.1).make_in(folder, make);
                let file = file.map_err(broken)?;
                files.insert(file.path().to_owned());
                Writing::Beside(file)
            }
        };
        Ok(Unfinished { path: path.to_owned(), place, file: Some(file) })
    }

    /// Adds to it.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = match self.file.as_mut().expect("it is finished by value") {
            Writing::Beside(file) => file.as_file_mut().write_all(bytes),
            Writing::Through(file) => file.write_all(bytes),
        };
        written.map_err(|source| Error::Write { path: self.path.clone(), source })
    }

    /// Puts it in its place, once all of it is on the disk.
    ///
    /// # Errors
    /// [`Error::Write`], also when something stands there that is to stay.
    pub(crate) fn finish(mut self, standing: Standing) -> Result<()> {
        let done = match self.file.take().expect("it is finished by value") {
            Writing::Through(_) => Ok(()),
            Writing::Beside(file) => put(file, &self.place, standing),
        };
        done.map_err(|source| Error::Write { path: self.path.clone(), source })
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(Writing::Beside(file)) = self.file.take() {
            let mut files = in_work();
            files.remove(file.path());
            drop(file);
        }
    }
}

/// Moves a written file to its place.
fn put(file: NamedTempFile, place: &Path, standing: Standing) -> io::Result<()> {
    // Nothing is moved while an interrupted program removes its files.
    file.as_file().sync_all()?;
    let mut files = in_work();
    files.remove(file.path());
    let there = place.metadata().ok();
    match (standing, there) {
        (Standing::Stays, _) => {
            file.persist_noclobber(place).map_err(|refused| refused.error)?;
        }
        // A file with several names keeps them only when it is written to.
        (Standing::IsReplaced, Some(there)) if there.nlink() > 1 => {
            let mut to = File::options().write(true).truncate(true).open(place)?;
            io::copy(&mut File::open(file.path())?, &mut to)?;
            to.sync_all()?;
        }
        (Standing::IsReplaced, there) => {
            if let Some(there) = there {
                keep_rights(&file, &there)?;
            }
            file.persist(place).map_err(|refused| refused.error)?;
        }
    }
    // The name is on the disk when its folder is; where folders cannot be told to, the system does it in its time.
    let _ = File::open(folder_of(place)).and_then(|folder| folder.sync_all());
    Ok(())
}

fn keep_rights(file: &NamedTempFile, there: &Metadata) -> io::Result<()> {
    let new = file.as_file().metadata()?;
    if (new.uid(), new.gid()) != (there.uid(), there.gid()) {
        // Only the system's administrator may; a file of another owner then becomes the user's own.
        let _ = chown(file.path(), Some(there.uid()), Some(there.gid()));
    }
    file.as_file().set_permissions(there.permissions())
}

/// The folder that a path stands in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The path that symbolic links lead to, also where nothing stands yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    // As many as Linux follows (path_resolution(7)).
    const LINKS: usize = 40;
    let mut place = path.to_owned();
    for _ in 0..LINKS {
        match place.read_link() {
            Ok(target) => place = folder_of(&place).join(target),
            Err(_) => return Ok(place),
        }
    }
    Err(ErrorKind::InvalidInput.into())
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let mut file = Unfinished::begin(&path).unwrap();
        file.write(b"half").unwrap();
        assert!(!path.exists());
        drop(file);
        assert_eq!(names(folder.path()), [""; 0]);
        write_file(&path, b"whole", Standing::Stays).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(names(folder.path()), ["a.json"]);
        assert_eq!(path.metadata().unwrap().mode() & 0o600, 0o600);
    }

    #[test]
    fn what_is_to_stay_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, "mine").unwrap();
        let refused = write_file(&path, b"new", Standing::Stays).unwrap_err();
        assert!(matches!(&refused, Error::Write { source, .. } if source.kind() == ErrorKind::AlreadyExists));
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn modes_and_links_stay() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("t.json"), "old").unwrap();
        fs::set_permissions(at("t.json"), Permissions::from_mode(0o640)).unwrap();
        symlink("t.json", at("l.json")).unwrap();
        symlink("new.json", at("to-new.json")).unwrap();
        write_file(&at("l.json"), b"new", Standing::IsReplaced).unwrap();
        assert_eq!(at("l.json").read_link().unwrap(), Path::new("t.json"));
        assert_eq!(fs::read(at("t.json")).unwrap(), b"new");
        assert_eq!(at("t.json").metadata().unwrap().mode() & 0o777, 0o640);
        write_file(&at("to-new.json"), b"first", Standing::Stays).unwrap();
        assert_eq!(fs::read(at("new.json")).unwrap(), b"first");
        fs::hard_link(at("t.json"), at("other.json")).unwrap();
        write_file(&at("t.json"), b"third", Standing::IsReplaced).unwrap();
        assert_eq!(fs::read(at("other.json")).unwrap(), b"third");
    }

    #[test]
    fn a_place_that_cannot_be_written_is_named_as_it_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let refused = Unfinished::begin(&folder.path().join("nowhere/a.json")).err().unwrap();
        let Error::Write { path, source } = refused else { panic!("it cannot be written") };
        assert!(path.ends_with("nowhere/a.json"));
        assert_eq!(source.to_string(), "No such file or directory (os error 2)");
        assert!(Unfinished::begin(folder.path()).is_err());
    }
}
