//! How sheets are handed in: as a workbook to go on working with, or as one page to be printed.

use std::path::Path;

use super::printed;
use super::profile::Sheet;
use super::typed;
use super::workbook::{self, Filled};
use crate::error::{Error, Result};
use crate::reason::Reason;
use crate::record::Record;

/// How sheets are bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// XLSX. What people typed into the one that stands there is kept.
    Workbook,
    /// One page for a browser, to be printed.
    Page,
}

impl Binding {
    /// That of a file, by the end of its name; `None` where it is neither.
    pub fn of_file(path: &Path) -> Option<Binding> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        match ending.as_str() {
            "xlsx" => Some(Binding::Workbook),
            "html" => Some(Binding::Page),
            _ => None,
        }
    }

    /// Binds sheets that were made of some records; `path` is where they will stand, `previous` what stands there.
    pub(super) fn bind(
        self,
        path: &Path,
        filled: &[Filled<'_>],
        records: &[&Record],
        profiles: &[Sheet],
        previous: Option<&[u8]>,
    ) -> Result<Vec<u8>> {
        match self {
            Binding::Page => Ok(printed::write(filled, records).into_bytes()),
            Binding::Workbook => {
                let kept = previous.and_then(|bytes| typed::read(profiles, bytes)).unwrap_or_default();
                let refused = |reason| Error::Form { path: path.to_owned(), reason };
                workbook::book(filled, records, kept)
                    .map_err(|error| refused(Reason::Said(error.to_string())))
            }
        }
    }
}
