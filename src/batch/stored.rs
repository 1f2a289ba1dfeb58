//! A shard whose scans and records are in a store: what stands there is brought, scans are fetched one by one, and what came of
//! each is put there as soon as it is known.
//!
//! The truth is what stands in the store. A record is put there behind what it names, whole and where nothing stands, so that
//! a twin of the shard does no harm, and one that was killed goes on where it stood.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::listed::List;
use super::results::{self, Places};
use super::shards::{Plan, table_path};
use super::work::locked;
use super::{Options, Shard};
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::files::inputs::{Input, Known, Look};
use crate::store::staging::{For, Staging};

/// The side of a shard that is in stores.
pub(crate) struct Stored<'a> {
    staging: &'a Staging,
    out: PathBuf,
    has_lists: bool,
    /// Records that stood there, of each scan that has a list.
    before: Mutex<BTreeMap<PathBuf, Vec<PathBuf>>>,
}

impl<'a> Stored<'a> {
    /// That of a batch with these options.
    pub(super) fn new(staging: &'a Staging, options: &Options) -> Stored<'a> {
        let (out, has_lists) = (options.out.clone(), options.has_lists());
        Stored { staging, out, has_lists, before: Mutex::default() }
    }

    /// Brings what is there of the results of a shard, and tells of its scans what the store says of them. Scans are brought
    /// where the plan does not know their bytes.
    ///
    /// # Errors
    /// [`Error::Read`] when the store does not answer, [`Error::Write`].
    pub(crate) fn prepare(&self, plan: &Plan, shard: Shard, inputs: &mut [Input]) -> Result<()> {
        let planned = plan.known(shard);
        let known: Mutex<BTreeMap<PathBuf, Known>> = Mutex::default();
        Staging::each(inputs, |input| {
            self.bring_results(&input.below)?;
            let mut found = Vec::with_capacity(input.files().len());
            for file in input.files() {
                found.extend(self.staging.look(file)?);
            }
            if found.len() < input.files().len() {
                // What is missing is told when it is looked for.
                return Ok(());
            }
            let (hash, versions) = planned.get(input.below.as_path()).copied().unwrap_or((None, &[]));
            let is_same = found.iter().map(|object| &object.version).eq(versions);
            if !is_same || hash.is_none() {
                self.fetch(input)?;
            }
            let all: String = found.iter().map(|object| format!("{}\n", object.version)).collect();
            let look = Look {
                size: found.iter().map(|object| object.size).sum(),
                modified: i64::from_str_radix(&sha256(all.as_bytes())[..15], 16).unwrap_or(0),
            };
            let hash = hash.filter(|_| is_same).map(str::to_owned);
            locked(&known).insert(input.below.clone(), Known { look, sha256: hash });
            Ok(())
        })?;
        let mut known = known.into_inner().unwrap_or_else(PoisonError::into_inner);
        for input in inputs {
            input.known = known.remove(&input.below);
        }
        Ok(())
    }

    fn bring_results(&self, below: &Path) -> Result<()> {
        let Places { result, reading, list } = Places::of(&self.out, below);
        self.staging.bring(&reading, For::Change)?;
        if !self.has_lists {
            return self.staging.bring(&result, For::Change).map(|_| ());
        }
        if !self.staging.bring(&list, For::Change)? {
            return Ok(());
        }
        let results = self.listed(&list);
        for result in &results {
            self.staging.bring(result, For::Change)?;
        }
        locked(&self.before).insert(below.to_owned(), results);
        Ok(())
    }

    /// The records that a list names.
    fn listed(&self, list: &Path) -> Vec<PathBuf> {
        let list = List::find(&self.staging.place(list));
        list.iter().flat_map(List::results).map(|result| self.out.join(result)).collect()
    }

    /// Fetches a scan that is to be read.
    ///
    /// # Errors
    /// [`Error::Read`] when the store does not answer, [`Error::Write`].
    pub(crate) fn fetch(&self, input: &Input) -> Result<()> {
        for file in input.files() {
            self.staging.bring(file, For::Reading)?;
        }
        Ok(())
    }

    /// Puts what came of a scan into the store, its records last, or the list that names them.
    ///
    /// # Errors
    /// [`Error::Write`] when it cannot be put there, [`Error::OtherResult`] and [`Error::ForeignFile`] for what stands there.
    pub(crate) fn push(&self, input: &Input) -> Result<()> {
        let Places { result, reading, list } = Places::of(&self.out, &input.below);
        // What was read of other bytes is not taken by whoever finds it.
        self.staging.push(&reading, &|_| Ok(()))?;
        if !self.has_lists {
            return self.push_record(&result);
        }
        let before = locked(&self.before).get(&input.below).cloned().unwrap_or_default();
        let now = self.listed(&list);
        for result in &now {
            self.push_record(result)?;
        }
        let own = List::find(&self.staging.place(&list)).map(|list| list.sha256);
        self.staging.push(&list, &|theirs| match List::find(theirs) {
            Some(theirs) if Some(&theirs.sha256) == own.as_ref() => Ok(()),
            _ => Err(Error::ForeignFile { path: list.clone() }),
        })?;
        // Those that it no longer names go behind it.
        for gone in before.iter().filter(|gone| !now.contains(gone)) {
            self.staging.push(gone, &|_| Ok(()))?;
        }
        Ok(())
    }

    /// A twin may have put a record of the same bytes there first; the record of another scan stays.
    fn push_record(&self, path: &Path) -> Result<()> {
        let place = self.staging.place(path);
        let own = results::head(&place).ok().flatten().map(|own| own.sha256);
        self.staging.push(path, &|theirs| match results::head(theirs).ok().flatten() {
            Some(theirs) if Some(&theirs.sha256) == own.as_ref() => Ok(()),
            Some(theirs) => {
                let of = theirs.source.map_or_else(|| "?".to_owned(), |source| source.display().to_string());
                Err(Error::OtherResult { path: path.to_owned(), of })
            }
            None => Err(Error::ForeignFile { path: path.to_owned() }),
        })
    }

    /// Removes here what is staged of a scan that is done with.
    pub(crate) fn leave(&self, input: &Input) {
        let Places { result, reading, list } = Places::of(&self.out, &input.below);
        let listed = if self.has_lists { self.listed(&list) } else { Vec::new() };
        let before = locked(&self.before).remove(&input.below).unwrap_or_default();
        let all = input.files().iter().chain([&result, &reading, &list]).chain(&listed).chain(&before);
        all.for_each(|path| self.staging.drop(path));
    }

    /// Puts the table of a shard there, over that of an earlier run.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub(crate) fn push_table(&self, shard: Shard) -> Result<()> {
        self.staging.push_over(&table_path(&self.out, shard))
    }
}

impl Plan {
    /// Brings what the shards told from a store.
    ///
    /// # Errors
    /// [`Error::Read`], [`Error::Write`].
    pub(crate) fn bring_tables(&self, staging: &Staging) -> Result<()> {
        let shards: Vec<Shard> = (1..=self.shards).filter_map(|one| Shard::new(one, self.shards)).collect();
        Staging::each(&shards, |shard| {
            staging.bring(&table_path(&self.out, *shard), For::Reading).map(|_| ())
        })
    }
}

#[cfg(feature = "s3")]
#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use super::*;
    use crate::files::inputs::input;
    use crate::files::write::{folder_of, make_folder};
    use crate::store::{Over, in_memory};

    const RECORD: &str = "tests/fixtures/record.json";

    #[test]
    fn the_record_of_a_twin_stays_and_that_of_another_scan_is_told() {
        let (folder, objects) = (tempfile::tempdir().unwrap(), in_memory());
        let staging = Staging::open(folder.path().to_owned(), Arc::clone(&objects)).unwrap();
        let out = PathBuf::from("s3://kho/out");
        let stored =
            Stored { staging: &staging, out: out.clone(), has_lists: false, before: Mutex::default() };
        let own = results::head(Path::new(RECORD)).unwrap().unwrap().sha256;
        let record = fs::read_to_string(RECORD).unwrap();
        let other = record.replace(&own, &"0".repeat(64));
        assert_ne!(other, record);
        for (name, theirs, told) in [
            ("twin", record.replace("\"warnings\"", " \"warnings\""), None),
            ("other", other, Some("other_result")),
            ("foreign", "{}".to_owned(), Some("foreign_file")),
        ] {
            let scan = input(&Path::new("s3://kho/scans").join(name), PathBuf::from(name));
            let path = out.join(format!("{name}.json"));
            let place = staging.place(&path);
            make_folder(folder_of(&place)).unwrap();
            fs::write(&place, &record).unwrap();
            objects.put(&path, theirs.clone().into_bytes(), &Over::Nothing).unwrap();
            let pushed = stored.push(&scan);
            assert_eq!(pushed.err().map(|error| error.code()), told, "{name}");
            stored.leave(&scan);
            assert!(!place.exists() && staging.bring(&path, For::Reading).unwrap());
            assert_eq!(fs::read_to_string(&place).unwrap(), theirs, "{name} stays");
        }
        let scan = input(Path::new("s3://kho/scans/new"), PathBuf::from("new"));
        let path = out.join("new.json");
        fs::write(staging.place(&path), &record).unwrap();
        stored.push(&scan).unwrap();
        assert!(staging.look(&path).unwrap().is_some());
    }
}
