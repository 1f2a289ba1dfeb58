//! What a person says of where documents begin: the file of `--cuts`.
//!
//! ```text
//! # A line for each file: its path below the folder, a colon, and the pages at which documents begin.
//! phong-2/57.pdf: 1 4 9-12
//! ```
//! A number alone begins a document that goes on to the next; first and last page leave out what is between.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::listed::List;
use super::results::OURS;
use crate::error::{Error, Result};
use crate::files::ours::CUTS;
use crate::files::write::{Standing, write_file};

/// The cuts of all files that it names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CutFile {
    /// Where it stands; none where no person said anything.
    path: Option<PathBuf>,
    files: BTreeMap<PathBuf, Vec<(u32, Option<u32>)>>,
}

impl CutFile {
    /// Reads it.
    ///
    /// # Errors
    /// [`Error::Read`], [`Error::CutFile`].
    pub(crate) fn read(path: &Path) -> Result<CutFile> {
        let text =
            fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let mut files = BTreeMap::new();
        for (line, number) in text.lines().zip(1..) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let broken = || Error::CutFile { path: path.to_owned(), line: number };
            let (file, pages) = line.rsplit_once(':').ok_or_else(broken)?;
            let ranges = ranges(pages.split('#').next().unwrap_or_default()).ok_or_else(broken)?;
            if files.insert(PathBuf::from(file.trim()), ranges).is_some() {
                return Err(broken());
            }
        }
        Ok(CutFile { path: Some(path.to_owned()), files })
    }

    /// The files that it names, in their order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    /// What it says of a file, in one way of writing.
    pub(super) fn said(&self, below: &Path) -> Option<String> {
        let range = |(first, last): &(u32, Option<u32>)| match last {
            Some(last) => format!("{first}-{last}"),
            None => first.to_string(),
        };
        Some(self.files.get(below)?.iter().map(range).collect::<Vec<_>>().join(" "))
    }

    /// First and last page of each document of a file of so many pages; `None` where it says nothing of it.
    ///
    /// # Errors
    /// [`Error::NoSuchPage`].
    pub(super) fn ranges(&self, input: &Path, below: &Path, pages: u32) -> Result<Option<Vec<(u32, u32)>>> {
        let Some(written) = self.files.get(below) else { return Ok(None) };
        let after = written.iter().skip(1).map(|(first, _)| first - 1).chain([pages]);
        let ranges: Vec<(u32, u32)> =
            written.iter().zip(after).map(|((first, last), end)| (*first, last.unwrap_or(end))).collect();
        match ranges.iter().map(|(first, last)| *first.max(last)).max().filter(|last| *last > pages) {
            Some(page) => Err(Error::NoSuchPage { path: input.to_owned(), page, found: pages }),
            None => Ok(Some(ranges)),
        }
    }
}

/// Writes the cuts of all stacks of a folder of results, in the form that a person hands back: beside the results, unless
/// somebody else's file stands there, or it is the one that was handed in.
///
/// # Errors
/// [`Error::Write`].
pub(super) fn write(out: &Path, given: &CutFile) -> Result<()> {
    let path = out.join("cuts.txt");
    let is_given =
        given.path.as_ref().is_some_and(|given| given.canonicalize().ok() == path.canonicalize().ok());
    let stands = fs::read_to_string(&path);
    let is_ours = stands
        .as_ref()
        .map_or_else(|error| error.kind() == ErrorKind::NotFound, |text| text.starts_with(CUTS));
    if (path.exists() && is_given) || !is_ours {
        return Ok(());
    }
    let mut text = format!(
        "{CUTS}: the pages of each document. Correct a copy and hand it back with --cuts COPY.\n\
         # Các trang của từng văn bản. Sửa trên một bản sao rồi dùng --cuts BẢN_SAO.\n"
    );
    for list in List::all(&out.join(OURS).join("lists")).values() {
        for cut in list.cuts.iter().filter(|cut| cut.doubtful) {
            let signs: Vec<&str> = cut.signs.iter().map(Into::into).collect();
            let does = if cut.taken { "begins a document" } else { "begins none" };
            text += &format!("# {}: page {} {does}, doubtful: {}\n", list.scan, cut.page, signs.join(", "));
        }
        let pages: Vec<String> = list
            .documents
            .iter()
            .map(|document| format!("{}-{}", document.pages.0, document.pages.1))
            .collect();
        if !pages.is_empty() {
            text += &format!("{}: {}\n", list.scan, pages.join(" "));
        }
    }
    if stands.is_ok_and(|stands| stands == text) {
        return Ok(());
    }
    write_file(&path, text.as_bytes(), Standing::IsReplaced)
}

fn ranges(written: &str) -> Option<Vec<(u32, Option<u32>)>> {
    let mut ranges = Vec::new();
    let mut before = 0;
    for word in written.split([' ', ',', '\t']).filter(|word| !word.is_empty()) {
        let (first, last) = match word.split_once('-') {
            Some((first, last)) => (first.parse::<u32>().ok()?, Some(last.parse::<u32>().ok()?)),
            None => (word.parse().ok()?, None),
        };
        if first <= before || last.is_some_and(|last| last < first) {
            return None;
        }
        before = last.unwrap_or(first);
        ranges.push((first, last));
    }
    (!ranges.is_empty()).then_some(ranges)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<CutFile> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cuts.txt");
        fs::write(&path, text).unwrap();
        CutFile::read(&path)
    }

    #[test]
    fn pages_are_read_as_they_are_written() {
        let cuts = read("# x\n\nphòng 2/a: b.pdf: 1 4 9-12 20 # sure\n57.pdf: 2\n").unwrap();
        let of = |below: &str, pages| cuts.ranges(Path::new("x"), Path::new(below), pages).unwrap();
        let ranges = vec![(1, 3), (4, 8), (9, 12), (20, 22)];
        assert_eq!(of("phòng 2/a: b.pdf", 22), Some(ranges));
        assert_eq!((of("57.pdf", 3), of("58.pdf", 3)), (Some(vec![(2, 3)]), None));
        assert_eq!(cuts.said(Path::new("phòng 2/a: b.pdf")).as_deref(), Some("1 4 9-12 20"));
        let beyond = cuts.ranges(Path::new("x"), Path::new("phòng 2/a: b.pdf"), 19);
        assert!(matches!(beyond, Err(Error::NoSuchPage { page: 20, found: 19, .. })), "{beyond:?}");
    }

    #[test]
    fn what_is_no_cut_is_said_with_its_line() {
        for text in ["57.pdf", "57.pdf:", "57.pdf: 0", "57.pdf: 4 2", "57.pdf: 1-4 4", "57.pdf: 3-1", "a: x"]
        {
            let refused = read(&format!("# x\n{text}\n"));
            assert!(matches!(refused, Err(Error::CutFile { line: 2, .. })), "{text}: {refused:?}");
        }
        assert!(matches!(read("a: 1\na: 2\n"), Err(Error::CutFile { line: 2, .. })));
    }
}
