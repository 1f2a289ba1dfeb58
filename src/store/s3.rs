//! S3 stores, by the crate `object_store`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::TryStreamExt;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path as Key;
use object_store::{
    BackoffConfig, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, RetryConfig, UpdateVersion,
};
use tokio::runtime::{Builder, Runtime};

use super::http::Link;
use super::{Object, Objects, Over, Put, SCHEME};
use crate::error::{Error, Result};

/// So long no byte of an object may come.
const TO_GO_ON: Duration = Duration::from_secs(60);

/// Opens a bucket by its name.
type Open = Box<dyn Fn(&str) -> object_store::Result<Arc<dyn ObjectStore>> + Send + Sync>;

/// All buckets that were asked for.
pub(super) struct Buckets {
    runtime: Runtime,
    open: Open,
    opened: Mutex<BTreeMap<String, Arc<dyn ObjectStore>>>,
}

impl Buckets {
    /// Those of the environment: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and what else
    /// begins with `AWS_`.
    ///
    /// # Errors
    /// [`Error::Read`] of `path` when the system gives no thread.
    pub(super) fn of_environment(path: &Path) -> Result<Buckets> {
        Buckets::new(
            path,
            Box::new(|bucket| {
                let builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
                let endpoint = builder.get_config_value(&AmazonS3ConfigKey::Endpoint);
                let is_open = endpoint.is_some_and(|endpoint| endpoint.starts_with("http://"));
                let link = if is_open { Link::Open } else { Link::Hidden };
                let builder = builder.with_allow_http(is_open).with_retry(patience());
                Ok(Arc::new(builder.with_http_connector(link).build()?))
            }),
        )
    }

    fn new(path: &Path, open: Open) -> Result<Buckets> {
        // A thread of its own keeps connections alive while nobody asks.
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Ok(Buckets { runtime, open, opened: Mutex::default() })
    }

    /// The bucket of an address, its name, and the key in it.
    fn at(&self, path: &Path) -> io::Result<(Arc<dyn ObjectStore>, String, Key)> {
        let address = path.to_str().and_then(|path| path.strip_prefix(SCHEME));
        let address = address.ok_or(ErrorKind::InvalidFilename)?;
        let (bucket, key) = address.split_once('/').unwrap_or((address, ""));
        let key =
            Key::parse(key).map_err(|error| io::Error::new(ErrorKind::InvalidFilename, error.to_string()))?;
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let store = match opened.get(bucket) {
            Some(store) => Arc::clone(store),
            None => {
                let store = (self.open)(bucket).map_err(|error| system(&error))?;
                opened.insert(bucket.to_owned(), Arc::clone(&store));
                store
            }
        };
        Ok((store, bucket.to_owned(), key))
    }
}

impl Objects for Buckets {
    fn list(&self, folder: &Path) -> Result<Vec<Object>> {
        let broken = |source| Error::Read { path: folder.to_owned(), source };
        let (store, bucket, key) = self.at(folder).map_err(broken)?;
        let all = self.runtime.block_on(store.list(Some(&key)).try_collect::<Vec<ObjectMeta>>());
        let all = all.map_err(|error| broken(system(&error)))?;
        Ok(all.into_iter().map(|meta| object(&bucket, meta)).collect())
    }

    fn look(&self, path: &Path) -> Result<Option<Object>> {
        let broken = |source| Error::Read { path: path.to_owned(), source };
        let (store, bucket, key) = self.at(path).map_err(broken)?;
        match self.runtime.block_on(store.head(&key)) {
            Ok(meta) => Ok(Some(object(&bucket, meta))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(broken(system(&error))),
        }
    }

    fn fetch(&self, path: &Path, to: &Path) -> Result<Option<Object>> {
        let broken = |source| Error::Read { path: path.to_owned(), source };
        let unwritten = |source| Error::Write { path: to.to_owned(), source };
        let (store, bucket, key) = self.at(path).map_err(broken)?;
        self.runtime.block_on(async {
            let got = match store.get(&key).await {
                Ok(got) => got,
                Err(object_store::Error::NotFound { .. }) => return Ok(None),
                Err(error) => return Err(broken(system(&error))),
            };
            let meta = got.meta.clone();
            let mut file = File::create(to).map_err(unwritten)?;
            let mut stream = got.into_stream();
            loop {
                let next = tokio::time::timeout(TO_GO_ON, stream.try_next()).await;
                let next = next.map_err(|_| broken(ErrorKind::TimedOut.into()))?;
                match next.map_err(|error| broken(system(&error)))? {
                    Some(bytes) => file.write_all(&bytes).map_err(unwritten)?,
                    None => return Ok(Some(object(&bucket, meta))),
                }
            }
        })
    }

    fn put(&self, path: &Path, bytes: Vec<u8>, over: &Over) -> Result<Put> {
        let broken = |source| Error::Write { path: path.to_owned(), source };
        let (store, _, key) = self.at(path).map_err(broken)?;
        let mode = match over {
            Over::Nothing => PutMode::Create,
            Over::Version(version) => {
                PutMode::Update(UpdateVersion { e_tag: Some(version.clone()), version: None })
            }
            Over::Anything => PutMode::Overwrite,
        };
        match self.runtime.block_on(store.put_opts(&key, bytes.into(), mode.into())) {
            Ok(_) => Ok(Put::Done),
            Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => {
                Ok(Put::Refused)
            }
            Err(error) => Err(broken(system(&error))),
        }
    }

    fn remove(&self, path: &Path) -> Result<()> {
        let broken = |source| Error::Write { path: path.to_owned(), source };
        let (store, _, key) = self.at(path).map_err(broken)?;
        match self.runtime.block_on(store.delete(&key)) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(broken(system(&error))),
        }
    }
}

/// How often a store that does not answer is asked again: for about half a minute, so that one that is started anew costs
/// nothing, and one that is not there is soon said.
fn patience() -> RetryConfig {
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(500),
        max_backoff: Duration::from_secs(8),
        base: 3.0,
    };
    RetryConfig { backoff, max_retries: 8, ..RetryConfig::default() }
}

fn object(bucket: &str, meta: ObjectMeta) -> Object {
    let path = PathBuf::from(format!("{SCHEME}{bucket}/{}", meta.location));
    Object { path, size: meta.size, version: meta.e_tag.unwrap_or_default() }
}

/// An error of a store as one of the system, so that it is said in words of its kind. Others stay as they are, on one line.
fn system(error: &object_store::Error) -> io::Error {
    use object_store::Error::{NotFound, PermissionDenied, Unauthenticated};
    match error {
        NotFound { .. } => ErrorKind::NotFound.into(),
        PermissionDenied { .. } | Unauthenticated { .. } => ErrorKind::PermissionDenied.into(),
        other => io::Error::other(other.to_string().split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::fs;

    use object_store::memory::InMemory;

    use super::*;

    pub(in crate::store) fn in_memory() -> Buckets {
        Buckets::new(Path::new("s3://bucket"), Box::new(|_| Ok(Arc::new(InMemory::new())))).unwrap()
    }

    #[test]
    fn what_stands_is_replaced_only_by_whoever_knows_it() {
        let store = in_memory();
        let path = Path::new("s3://scans/phòng 2/57#a?b.pdf");
        let put = |bytes: &str, over: &Over| store.put(path, bytes.into(), over).unwrap();
        assert_eq!(store.look(path).unwrap(), None);
        assert_eq!(put("one", &Over::Version("\"7\"".to_owned())), Put::Refused, "there is no such version");
        assert_eq!(put("one", &Over::Nothing), Put::Done);
        assert_eq!(put("two", &Over::Nothing), Put::Refused);
        let first = store.look(path).unwrap().unwrap();
        assert_eq!((first.path.as_path(), first.size), (path, 3));
        assert_eq!(put("three", &Over::Version(first.version.clone())), Put::Done);
        assert_eq!(put("four", &Over::Version(first.version)), Put::Refused);
        assert_eq!(put("fifth", &Over::Anything), Put::Done);
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("a");
        let now = store.look(path).unwrap();
        assert_eq!(store.fetch(path, &to).unwrap(), now);
        assert_eq!(fs::read(&to).unwrap(), b"fifth");
        assert_eq!(store.list(Path::new("s3://scans/phòng 2")).unwrap(), [now.unwrap()]);
        assert_eq!(store.list(Path::new("s3://scans")).unwrap().len(), 1);
        assert_eq!(store.list(Path::new("s3://scans/phòng")).unwrap(), [], "it is a folder, not a beginning");
        store.remove(path).unwrap();
        store.remove(path).unwrap();
        assert_eq!(store.fetch(path, &to).unwrap(), None);
    }

    #[test]
    fn an_address_that_leads_out_of_its_bucket_is_refused() {
        let store = in_memory();
        for path in ["s3://scans/../other/a.pdf", "s3://scans/a//b.pdf", "scans/a.pdf"] {
            assert!(matches!(store.look(Path::new(path)), Err(Error::Read { .. })), "{path}");
        }
    }
}
