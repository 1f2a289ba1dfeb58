//! What a batch does while pages are read: first pages are looked at for stamps, stacks for separator sheets.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::secrecy::{self, Stamp};
use super::separator;
use super::work::{Work, locked};
use super::{Documents, SecretDocuments};
use crate::error::{Error, Result};
use crate::ocr::ReadPage;
use crate::page::OcrPage;
use crate::reader::{Events, InWork};

/// Looks for stamps on first pages, and hands on what happens.
pub(super) struct Watching<'a> {
    work: &'a Work<'a>,
    /// The numbers of the files that are read.
    numbers: Vec<usize>,
    /// Stamps that were found, by the number of the file.
    stamps: Mutex<BTreeMap<usize, Stamp>>,
}

impl<'a> Watching<'a> {
    pub(super) fn new(work: &'a Work<'a>, numbers: Vec<usize>) -> Watching<'a> {
        Watching { work, numbers, stamps: Mutex::default() }
    }

    pub(super) fn stamp(&self, number: usize) -> Option<Stamp> {
        locked(&self.stamps).get(&number).copied()
    }

    /// Stops a document whose first page bears a stamp of secrecy.
    pub(super) fn look_for_stamp(&self, number: usize, page: Option<&OcrPage>) -> Result<()> {
        let options = &self.work.options;
        // Of a stack each document is looked at by itself, once it is known where they begin.
        if options.secret == SecretDocuments::Read || options.documents == Documents::Split {
            return Ok(());
        }
        let Some(stamp) = page.and_then(secrecy::stamp) else { return Ok(()) };
        locked(&self.stamps).insert(number, stamp);
        Err(Error::Secret { path: self.work.inputs[number].path.clone() })
    }
}

impl Events for Watching<'_> {
    fn opening(&self, document: usize) -> Result<()> {
        let input = &self.work.inputs[self.numbers[document]];
        self.work.watcher.opening(input).map_err(|error| {
            self.work.stop(error);
            Error::Interrupted
        })
    }

    fn opened(&self, document: &InWork) -> Result<()> {
        let number = self.numbers[document.number];
        let (input, planned) = (&self.work.inputs[number], &self.work.planned[number]);
        if let Err(error) = self.work.journal.begin(&input.below, planned.look) {
            self.work.stop(error);
            return Err(Error::Interrupted);
        }
        self.work.watcher.opened(number, input, document.pages);
        Ok(())
    }

    fn page_read(&self, document: &InWork, page: &ReadPage) -> Result<()> {
        let number = self.numbers[document.number];
        if page.page.page.0 == 0 {
            self.look_for_stamp(number, Some(&page.page))?;
        }
        if self.work.options.documents == Documents::Split
            && page.picture.as_ref().is_some_and(separator::has_bars)
        {
            self.work.is_barred(number, page.page.page.number());
        }
        self.work.watcher.page(number, &self.work.inputs[number]);
        Ok(())
    }

    fn is_cancelled(&self) -> bool {
        self.work.is_over()
    }
}
