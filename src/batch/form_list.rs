//! The list of other forms that a batch wrote: most texts cannot say themselves what they were made of.
//!
//! A line is added before a form is moved to its place, so that no kill leaves a form that is not known; what stood there until
//! then stays known, too. Each part of a batch has a list of its own, and all are read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::results::OURS;
use super::shard::Shard;
use crate::error::{Error, Result};
use crate::files::write::{Standing, make_folder, write_file};

/// How the names of lists begin, below the folder of our own.
const NAME: &str = "forms";

/// SHA-256 of each form as it was made, or was to be made, by its path below the folder of results.
#[derive(Debug)]
pub(crate) struct FormList {
    path: PathBuf,
    made: BTreeMap<String, BTreeSet<String>>,
    /// The forms of this run, as they are now.
    now: BTreeMap<String, String>,
}

impl FormList {
    /// What is known below a folder of results; lines are added to the list of this part.
    pub(crate) fn of(out: &Path, part: Option<Shard>) -> FormList {
        let folder = out.join(OURS);
        let name = part
            .map_or_else(|| NAME.to_owned(), |Shard { number, parts }| format!("{NAME}-{number}-of-{parts}"));
        let mut made: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let lists = fs::read_dir(&folder).into_iter().flatten().flatten();
        let lists = lists.filter(|list| list.file_name().to_string_lossy().starts_with(NAME));
        for list in lists {
            // A path that is no Unicode was written with signs in the place of what is none.
            let bytes = fs::read(list.path()).unwrap_or_default();
            for (hash, path) in
                String::from_utf8_lossy(&bytes).lines().filter_map(|line| line.split_once("  "))
            {
                made.entry(path.to_owned()).or_default().insert(hash.to_owned());
            }
        }
        FormList { path: folder.join(name), made, now: BTreeMap::new() }
    }

    /// Whether a form with this path was written by a batch with these bytes.
    pub(crate) fn holds(&self, below: &str, hash: &str) -> bool {
        self.made.get(below).is_some_and(|made| made.contains(hash))
    }

    /// A form is about to be moved to its place.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub(crate) fn add(&mut self, below: &str, hash: String) -> Result<()> {
        let broken = |source| Error::Write { path: self.path.clone(), source };
        make_folder(self.path.parent().unwrap_or(Path::new("")))?;
        let mut list = File::options().append(true).create(true).open(&self.path).map_err(broken)?;
        // The line before may have been cut off.
        let added = list.write_all(format!("\n{hash}  {below}\n").as_bytes()).and_then(|()| list.sync_data());
        added.map_err(broken)?;
        self.made.entry(below.to_owned()).or_default().insert(hash.clone());
        self.now.insert(below.to_owned(), hash);
        Ok(())
    }

    /// Writes the list of this part anew, without what is no more.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub(crate) fn finish(&mut self) -> Result<()> {
        if self.now.is_empty() {
            return Ok(());
        }
        for (below, hash) in std::mem::take(&mut self.now) {
            self.made.insert(below, BTreeSet::from([hash]));
        }
        let lines = self.made.iter().flat_map(|(below, made)| made.iter().map(move |hash| (hash, below)));
        let list: String = lines.map(|(hash, below)| format!("{hash}  {below}\n")).collect();
        write_file(&self.path, list.as_bytes(), Standing::IsReplaced)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A kill between list and form made the next run refuse its own form.
    #[test]
    fn what_stands_is_known_whenever_a_run_ends() {
        let folder = tempfile::tempdir().unwrap();
        let known = |hash| FormList::of(folder.path(), None).holds("a/b.txt", hash);
        let mut list = FormList::of(folder.path(), None);
        list.add("a/b.txt", "00".to_owned()).unwrap();
        assert!(known("00"), "before the form is there");
        list.finish().unwrap();
        // Killed before the second form was moved: the first stands.
        let mut list = FormList::of(folder.path(), None);
        list.add("a/b.txt", "11".to_owned()).unwrap();
        assert!(known("00") && known("11"));
        // And killed while the list was written.
        let path = folder.path().join(OURS).join(NAME);
        let mut bytes = fs::read(&path).unwrap();
        bytes.extend_from_slice(b"\n22  a/b.t");
        fs::write(&path, bytes).unwrap();
        let mut list = FormList::of(folder.path(), None);
        list.add("a/b.txt", "33".to_owned()).unwrap();
        assert!(known("00") && known("33") && !known("22"));
        list.finish().unwrap();
        assert!(known("33") && !known("00"), "what was replaced is no form any more");
    }

    #[test]
    fn parts_do_not_write_over_what_others_know() {
        let folder = tempfile::tempdir().unwrap();
        let part = |number| FormList::of(folder.path(), Shard::new(number, 2));
        let (mut one, mut two) = (part(1), part(2));
        one.add("a.txt", "00".to_owned()).unwrap();
        two.add("b.txt", "11".to_owned()).unwrap();
        one.finish().unwrap();
        two.finish().unwrap();
        let all = FormList::of(folder.path(), None);
        assert!(all.holds("a.txt", "00") && all.holds("b.txt", "11") && !all.holds("a.txt", "11"));
    }
}
