//! The other forms that a batch makes of its records: one beside each record, or one of all.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::path::Path;

use super::args_batch::Choices;
use super::records::{self, Found, Places, Words};
use super::terminal;
use super::{Loudness, messages};
use crate::batch::{Entry, FormList, Shard, beside};
use crate::digest::sha256;
use crate::error::{Error, ExitCode, Result};
use crate::export::{Form, Office, Takes, Wish};
use crate::record::Record;
use crate::words::Sentence;

/// The forms that were asked for.
pub(super) struct Forms<'a> {
    out: &'a Path,
    wanted: BTreeSet<Form>,
    office: Option<Office>,
    loudness: Loudness,
    /// What a batch made before.
    list: FormList,
}

/// Of which documents forms are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Of a part: the file of all is made when all parts are there.
    Part,
    /// Of all.
    All,
}

impl<'a> Forms<'a> {
    /// What a batch, or a part of it, is to make below this folder of results.
    pub(super) fn of(choices: &Choices, out: &'a Path, part: Option<Shard>, loudness: Loudness) -> Forms<'a> {
        let wanted = choices.to.iter().copied().filter(|form| *form != Form::Json).collect();
        let list = FormList::of(out, part);
        Forms { out, wanted, office: choices.office.as_deref().map(Office::new), loudness, list }
    }

    /// Makes what is missing or older than its record, and what is to be made of all. Each entry is told what stands beside its
    /// records.
    ///
    /// # Errors
    /// What ends it all: a full disk. What stops one form is told, and the code says so.
    pub(super) fn make(&mut self, entries: &mut [Entry], whose: Whose) -> Result<ExitCode> {
        let mut failed = 0;
        let single: Vec<Form> =
            self.wanted.iter().copied().filter(|form| form.takes() == Takes::One).collect();
        for entry in entries {
            let mut more = Vec::new();
            for result in entry.results.iter().filter(|result| result.ends_with(".json")) {
                let record = self.out.join(result);
                // Read for the first form that is to be made, and once for all of them.
                let mut found = None;
                for form in &single {
                    let path = beside(&record, *form);
                    match self.one(&record, &mut found, &path, *form) {
                        Ok(()) => {
                            more.push(path.strip_prefix(self.out).unwrap_or(&path).display().to_string());
                        }
                        Err(error) => failed += one_failed(error)?,
                    }
                }
            }
            entry.results.extend(more);
        }
        self.list.finish()?;
        if whose == Whose::All {
            failed += self.together()?;
        }
        Ok(if failed > 0 { ExitCode::SomeFailed } else { ExitCode::Done })
    }

    /// Makes the forms that hold all documents; how many failed.
    pub(super) fn together(&mut self) -> Result<usize> {
        let wanted: Vec<Form> =
            self.wanted.iter().copied().filter(|form| form.takes() == Takes::Several).collect();
        if wanted.is_empty() {
            return Ok(0);
        }
        // Of all documents together no single words are shown, and they would fill the memory.
        let found = match records::below(self.out, Words::Dropped) {
            Ok(found) => found,
            Err(Error::NoRecords { .. }) => return Ok(0),
            Err(error) => return one_failed(error),
        };
        let mut failed = 0;
        for form in wanted {
            let path = self.out.join(records::together(form));
            match self.write(&path, form, &found) {
                Ok(()) => self.tell(&path, records::count(form, &found)),
                Err(error) => failed += one_failed(error)?,
            }
        }
        self.list.finish()?;
        Ok(failed)
    }

    /// Makes a form of one record, unless one stands there that is younger than the record.
    fn one(&mut self, record: &Path, found: &mut Option<Vec<Found>>, path: &Path, form: Form) -> Result<()> {
        let written = |there: Metadata| there.modified().ok();
        let (made, record_made) =
            (path.metadata().ok().and_then(written), record.metadata().ok().and_then(written));
        if made.is_some() && made >= record_made {
            return Ok(());
        }
        let found = match found {
            Some(found) => found,
            None => found.insert(records::find(&[record.to_owned()])?),
        };
        self.write(path, form, found)
    }

    /// What this batch made before, byte for byte, may be replaced; of anything else that stands there the form must say that
    /// it was made of these files.
    fn write(&mut self, path: &Path, form: Form, found: &[Found]) -> Result<()> {
        let below = path.strip_prefix(self.out).unwrap_or(path).to_string_lossy().into_owned();
        let standing = fs::read(path).ok().map(|bytes| sha256(&bytes));
        let is_own = standing.is_some_and(|hash| self.list.holds(&below, &hash));
        Places::of(found, is_own).write(path, |previous| {
            let records = records::seen_from(found, path);
            let records: Vec<&Record> = records.iter().collect();
            let scan = found.first().filter(|_| form.shows_scan()).and_then(Found::scan);
            let wish = Wish {
                previous,
                office: self.office.as_ref(),
                scan: scan.as_deref(),
                headings: terminal::headings(),
                ..Wish::default()
            };
            let bytes = form.write(path, &records, wish)?;
            self.list.add(&below, sha256(&bytes))?;
            Ok(bytes)
        })
    }

    fn tell(&self, path: &Path, records: usize) {
        if self.loudness != Loudness::Quiet {
            let line = Sentence::new("exported").with("records", records);
            messages::note(&terminal::words().say(&line.with("path", path.display().to_string())));
        }
    }
}

/// Tells what stopped one form, and counts it.
fn one_failed(error: Error) -> Result<usize> {
    messages::of_one(error).map(|()| 1)
}
