//! What is to be read: a file, or bytes that are there already.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::ScanConfig;
use crate::error::{Error, Result};
use crate::scan::{self, Scan};

/// Something to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file, read when its turn comes.
    File(PathBuf),
    /// Several files, the pages of which are those of one document, read when their turn comes.
    Files {
        /// What they are called together.
        path: PathBuf,
        /// In the order of their pages. At least one.
        files: Vec<PathBuf>,
    },
    /// Bytes that are there already; the path is for messages and for the record.
    Bytes {
        /// What the source is called.
        path: PathBuf,
        /// The whole file.
        bytes: Vec<u8>,
    },
}

impl Source {
    /// What it is called.
    pub fn path(&self) -> &Path {
        match self {
            Source::File(path) | Source::Files { path, .. } | Source::Bytes { path, .. } => path,
        }
    }

    /// Step 1 as far as it is done once for a document.
    pub(crate) fn open(self, config: &ScanConfig) -> Result<Scan> {
        match self {
            Source::Bytes { path, bytes } => scan::open(&path, bytes, config),
            Source::Files { path, files } => {
                let opened = files.into_iter().map(|file| Source::File(file).open(config));
                Ok(scan::join(&path, opened.collect::<Result<Vec<Scan>>>()?))
            }
            Source::File(path) if path.is_dir() => Err(Error::IsFolder { path }),
            Source::File(path) => match fs::read(&path) {
                Ok(bytes) => scan::open(&path, bytes, config),
                Err(source) => Err(Error::Read { path, source }),
            },
        }
    }
}
