//! Scans and records in S3 stores, as parts of batches: what is worked on is fetched, what is made is put there.
//!
//! The rest of the program knows files alone. What it works on is staged below a folder of this machine ([`staging`]), where
//! the address of an object is also the path of its file.

#[cfg(feature = "s3")]
mod http;
#[cfg(feature = "s3")]
mod s3;
pub(crate) mod staging;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Result;

/// How addresses in stores begin. What follows is the bucket, `/`, and the key.
const SCHEME: &str = "s3://";

/// Whether a path is an address in a store.
pub(crate) fn is_in_store(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().starts_with(SCHEME.as_bytes())
}

/// Something that stands in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    /// Its address.
    pub(crate) path: PathBuf,
    /// Bytes.
    pub(crate) size: u64,
    /// Another one whenever something is written there (its `ETag`).
    pub(crate) version: String,
}

/// What may stand where something is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Over {
    /// Nothing.
    Nothing,
    /// This version alone.
    Version(String),
    /// Anything.
    Anything,
}

/// Whether something was put into its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Put {
    /// It stands there.
    Done,
    /// What stands there is not what it may replace, and stays.
    Refused,
}

/// Stores, by addresses. May be asked from many threads at once; each call waits for its answer.
pub(crate) trait Objects: Send + Sync {
    /// All that stands below an address, in no order.
    ///
    /// # Errors
    /// [`Error::Read`](crate::error::Error::Read).
    fn list(&self, folder: &Path) -> Result<Vec<Object>>;

    /// What stands at an address.
    ///
    /// # Errors
    /// [`Error::Read`](crate::error::Error::Read).
    fn look(&self, path: &Path) -> Result<Option<Object>>;

    /// Writes what stands at an address into a file, and says what it was; `None` where nothing stands.
    ///
    /// # Errors
    /// [`Error::Read`](crate::error::Error::Read), [`Error::Write`](crate::error::Error::Write).
    fn fetch(&self, path: &Path, to: &Path) -> Result<Option<Object>>;

    /// Puts bytes at an address: all of them or none.
    ///
    /// # Errors
    /// [`Error::Write`](crate::error::Error::Write).
    fn put(&self, path: &Path, bytes: Vec<u8>, over: &Over) -> Result<Put>;

    /// Removes what stands at an address, if anything does.
    ///
    /// # Errors
    /// [`Error::Write`](crate::error::Error::Write).
    fn remove(&self, path: &Path) -> Result<()>;
}

/// The stores of whoever runs the program: their address and keys are in the environment, as for the tools of AWS.
///
/// # Errors
/// [`Error::InStore`](crate::error::Error::InStore) where the program was built without stores; `path` is what was asked for.
#[cfg(feature = "s3")]
pub(crate) fn open(path: &Path) -> Result<Arc<dyn Objects>> {
    Ok(Arc::new(s3::Buckets::of_environment(path)?))
}

/// Stores in memory, each made when it is asked for.
#[cfg(all(test, feature = "s3"))]
pub(crate) fn in_memory() -> Arc<dyn Objects> {
    Arc::new(s3::tests::in_memory())
}

/// Says that this program was built without stores.
#[cfg(not(feature = "s3"))]
pub(crate) fn open(path: &Path) -> Result<Arc<dyn Objects>> {
    use crate::error::{Error, InStore};
    Err(Error::InStore { path: path.to_owned(), why: InStore::NotBuilt })
}
