//! The journal of a batch: what is known of each file, so that files need not be read to see that they are unchanged.
//!
//! One database file with a rollback journal, which is whole after a power cut; it lies on this machine, never on a
//! network. What it says is checked against the results, and with it gone they say the same.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::repeats::Identity;
use super::secrecy::Stamp;
use super::{Account, State};
use crate::error::{Error, Result};
use crate::files::inputs::Look;
use crate::reason::Reason;
use crate::warning::Code;

/// The layout below; a journal of another is made anew.
const LAYOUT: i64 = 2;

const TABLES: &str = "
    CREATE TABLE file (
        path BLOB PRIMARY KEY,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        sha256 TEXT,
        state TEXT,
        error TEXT,
        message TEXT,
        stamp TEXT,
        warnings TEXT,
        time TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE document (
        path BLOB PRIMARY KEY, id TEXT NOT NULL, code TEXT, series TEXT, number INTEGER, text TEXT
    );
    CREATE INDEX document_code ON document (code);
    CREATE INDEX document_text ON document (text);
    CREATE TABLE run (id INTEGER PRIMARY KEY, ended TEXT NOT NULL, account TEXT NOT NULL);
";

/// What is known of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// As it was looked at.
    pub(super) look: Look,
    /// SHA-256 of its bytes, where they were read.
    pub(super) sha256: Option<String>,
    /// What became of it; none while it is in work, and when the run ended meanwhile.
    pub(super) state: Option<State>,
    /// The stamp for which it was left alone.
    pub(super) stamp: Option<Stamp>,
}

/// What is written of a file that is done with.
#[derive(Debug)]
pub(super) struct Outcome<'a> {
    pub(super) look: Look,
    pub(super) sha256: Option<&'a str>,
    pub(super) state: State,
    /// Code and English message of an error.
    pub(super) error: Option<(&'a str, String)>,
    pub(super) stamp: Option<Stamp>,
    pub(super) warnings: &'a [Code],
}

/// An open journal; may be used from many threads.
pub(super) struct Journal {
    path: PathBuf,
    connection: Mutex<Connection>,
    now: fn() -> String,
}

impl Journal {
    /// Opens a journal, or makes one; `now` tells the time, for people who read it.
    ///
    /// # Errors
    /// [`Error::Journal`], [`Error::Write`].
    pub(super) fn open(path: &Path, now: fn() -> String) -> Result<Journal> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|source| Error::Write { path: path.to_owned(), source })?;
        }
        let connection = prepared(path).map_err(|error| of(path, &error))?;
        Ok(Journal { path: path.to_owned(), connection: Mutex::new(connection), now })
    }

    /// What is known of a file, by its path below the folder of the batch.
    pub(super) fn find(&self, path: &Path) -> Result<Option<Entry>> {
        let query = "SELECT size, modified, sha256, state, stamp FROM file WHERE path = ?1";
        let found = self.locked().query_row(query, [path.as_os_str().as_bytes()], entry).optional();
        found.map_err(|error| of(&self.path, &error))
    }

    /// Files that were in work when an earlier run ended.
    pub(super) fn in_work(&self) -> Result<Vec<PathBuf>> {
        let connection = self.locked();
        let found = connection.prepare("SELECT path FROM file WHERE state IS NULL ORDER BY path").and_then(
            |mut query| {
                let rows = query.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
                rows.map(|row| Ok(PathBuf::from(OsString::from_vec(row?))))
                    .collect::<rusqlite::Result<Vec<_>>>()
            },
        );
        found.map_err(|error| of(&self.path, &error))
    }

    /// A file is in work.
    pub(super) fn begin(&self, path: &Path, look: Look) -> Result<()> {
        let insert = "INSERT INTO file (path, size, modified, time) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (path) DO UPDATE SET size = ?2, modified = ?3, sha256 = NULL, state = NULL, error = NULL,
            message = NULL, stamp = NULL, warnings = NULL, time = ?4";
        self.execute(
            insert,
            params![path.as_os_str().as_bytes(), number(look.size), look.modified, (self.now)()],
        )
    }

    /// A file is done with.
    pub(super) fn end(&self, path: &Path, outcome: &Outcome<'_>) -> Result<()> {
        let insert = "INSERT OR REPLACE INTO file
            (path, size, modified, sha256, state, error, message, stamp, warnings, time)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let (code, message) = match &outcome.error {
            Some((code, message)) => (Some(*code), Some(message.as_str())),
            None => (None, None),
        };
        let json = |value: serde_json::Result<String>| value.expect("it has only text keys");
        let stamp = outcome.stamp.map(|stamp| json(serde_json::to_string(&stamp)));
        self.execute(
            insert,
            params![
                path.as_os_str().as_bytes(),
                number(outcome.look.size),
                outcome.look.modified,
                outcome.sha256,
                <&str>::from(outcome.state),
                code,
                message,
                stamp,
                json(serde_json::to_string(outcome.warnings)),
                (self.now)(),
            ],
        )
    }

    /// What a document is known again by; gives the one that it repeats: the same number, symbol, issuer and date, or the same
    /// words, under another path. Of several the one that came first, which itself repeats none.
    pub(super) fn identify(&self, path: &Path, identity: &Identity) -> Result<Option<(PathBuf, String)>> {
        let path = path.as_os_str().as_bytes();
        let mut connection = self.locked();
        let found = connection.transaction().and_then(|all| {
            let insert =
                "INSERT INTO document (path, id, code, series, number, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (path) DO UPDATE SET id = ?2, code = ?3, series = ?4, number = ?5, text = ?6";
            let Identity { id, code, series, number, text } = identity;
            all.execute(insert, params![path, id, code, series, number, text])?;
            let first = repeated(&all, path)?;
            all.commit()?;
            Ok(first)
        });
        found.map_err(|error| of(&self.path, &error))
    }

    /// The document that one repeats which is known by its path, as [`Journal::identify`] gave it.
    pub(super) fn repeated(&self, path: &Path) -> Result<Option<(PathBuf, String)>> {
        repeated(&self.locked(), path.as_os_str().as_bytes()).map_err(|error| of(&self.path, &error))
    }

    /// Nothing is known any more of the documents of a stack: it is cut anew.
    pub(super) fn forget_documents(&self, path: &Path) -> Result<()> {
        let mut first = path.as_os_str().as_bytes().to_vec();
        first.push(b'#');
        let mut after = first.clone();
        // The byte behind `#`.
        after.pop();
        after.push(b'$');
        self.execute("DELETE FROM document WHERE path >= ?1 AND path < ?2", params![first, after])
    }

    /// Nothing is known any more of a document.
    pub(super) fn forget_document(&self, path: &Path) -> Result<()> {
        self.execute("DELETE FROM document WHERE path = ?1", [path.as_os_str().as_bytes()])
    }

    /// The numbers of all documents that are known, by issuer, symbol and year.
    pub(super) fn numbers(&self) -> Result<BTreeMap<String, Vec<u32>>> {
        let connection = self.locked();
        let query = "SELECT series, number FROM document WHERE series IS NOT NULL AND number IS NOT NULL";
        let found = connection.prepare(query).and_then(|mut query| {
            let mut all: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            let rows = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?)))?;
            for row in rows {
                let (series, number) = row?;
                all.entry(series).or_default().push(number);
            }
            Ok(all)
        });
        found.map_err(|error| of(&self.path, &error))
    }

    /// Nothing is known of a file any more: the run ended before it was done with, in good order.
    pub(super) fn forget(&self, path: &Path) -> Result<()> {
        self.execute("DELETE FROM file WHERE path = ?1 AND state IS NULL", [path.as_os_str().as_bytes()])
    }

    /// The account at the end of a run.
    pub(super) fn close(&self, account: &Account) -> Result<()> {
        let insert = "INSERT INTO run (ended, account) VALUES (?1, ?2)";
        self.execute(insert, params![(self.now)(), account.to_json().to_string()])
    }

    fn execute(&self, statement: &str, values: impl rusqlite::Params) -> Result<()> {
        let done = self.locked().execute(statement, values);
        done.map(|_| ()).map_err(|error| of(&self.path, &error))
    }

    fn locked(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn repeated(connection: &Connection, path: &[u8]) -> rusqlite::Result<Option<(PathBuf, String)>> {
    let query = "SELECT first.path, first.id FROM document AS first, document AS own WHERE own.path = ?1
        AND first.rowid < own.rowid AND (first.code = own.code OR first.text = own.text) ORDER BY first.rowid";
    let first = connection
        .query_row(query, [path], |row| Ok((PathBuf::from(OsString::from_vec(row.get(0)?)), row.get(1)?)));
    first.optional()
}

fn prepared(path: &Path) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    // Not WAL, which needs memory that all who open it share.
    connection.pragma_update(None, "journal_mode", "DELETE")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    let layout: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if layout != LAYOUT {
        let all = connection.transaction()?;
        all.execute_batch(
            "DROP TABLE IF EXISTS file; DROP TABLE IF EXISTS run; DROP TABLE IF EXISTS document;",
        )?;
        all.execute_batch(TABLES)?;
        all.pragma_update(None, "user_version", LAYOUT)?;
        all.commit()?;
    }
    Ok(connection)
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let size: i64 = row.get(0)?;
    let state: Option<String> = row.get(3)?;
    let stamp: Option<String> = row.get(4)?;
    Ok(Entry {
        look: Look { size: size.unsigned_abs(), modified: row.get(1)? },
        sha256: row.get(2)?,
        state: state.and_then(|state| state.parse().ok()),
        stamp: stamp.and_then(|stamp| serde_json::from_str(&stamp).ok()),
    })
}

fn number(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// A full disk ends a batch like any other output that cannot be written.
fn of(path: &Path, error: &rusqlite::Error) -> Error {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => {
            Error::Write { path, source: std::io::ErrorKind::StorageFull.into() }
        }
        Some(rusqlite::ErrorCode::ReadOnly) => {
            Error::Write { path, source: std::io::ErrorKind::ReadOnlyFilesystem.into() }
        }
        _ => Error::Journal { path, reason: Reason::Said(error.to_string()) },
    }
}

#[cfg(test)]
mod tests {
    use super::super::secrecy::Level;
    use super::*;

    #[test]
    fn what_is_written_is_found_again_by_any_path() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/batch.sqlite");
        let look = Look { size: 7, modified: -3 };
        // A name that is no Unicode.
        let odd = PathBuf::from(OsString::from_vec(b"c\xff.pdf".to_vec()));
        {
            let journal = Journal::open(&file, || "2031-01-01T00:00:00Z".to_owned()).unwrap();
            journal.begin(Path::new("a.pdf"), look).unwrap();
            journal.begin(&odd, look).unwrap();
            let stamp = Some(Stamp { level: Level::Higher, place: None });
            let outcome = Outcome {
                look,
                sha256: Some("00"),
                state: State::Secret,
                error: None,
                stamp,
                warnings: &[Code::PageBlank],
            };
            journal.end(Path::new("a.pdf"), &outcome).unwrap();
            journal.close(&Account::new(2)).unwrap();
        }
        let journal = Journal::open(&file, String::new).unwrap();
        let entry = journal.find(Path::new("a.pdf")).unwrap().unwrap();
        assert_eq!(
            (entry.look, entry.sha256.as_deref(), entry.state),
            (look, Some("00"), Some(State::Secret))
        );
        assert_eq!(entry.stamp, Some(Stamp { level: Level::Higher, place: None }));
        assert_eq!(journal.in_work().unwrap(), std::slice::from_ref(&odd));
        journal.forget(&odd).unwrap();
        assert_eq!((journal.in_work().unwrap().len(), journal.find(&odd).unwrap()), (0, None));
    }

    #[test]
    fn a_document_that_came_twice_is_told_with_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("batch.sqlite"), String::new).unwrap();
        let document = |id: &str, code: Option<&str>, text: Option<&str>| Identity {
            id: id.to_owned(),
            code: code.map(str::to_owned),
            series: code.map(|_| "a\nb\n2031".to_owned()),
            number: code.map(|_| 57),
            text: text.map(str::to_owned),
        };
        let tell = |path: &str, identity: &Identity| journal.identify(Path::new(path), identity).unwrap();
        assert_eq!(tell("a.pdf", &document("1", Some("57/kh\nx"), Some("00"))), None);
        assert_eq!(
            tell("a.pdf", &document("1", Some("57/kh\nx"), Some("00"))),
            None,
            "it is no repeat of itself"
        );
        assert_eq!(tell("b.pdf", &document("2", None, None)), None, "of nothing known nothing is a repeat");
        let first = || Some((PathBuf::from("a.pdf"), "1".to_owned()));
        assert_eq!(tell("c.pdf", &document("3", Some("57/kh\nx"), Some("01"))), first());
        assert_eq!(tell("d.pdf", &document("4", None, Some("00"))), first());
        assert_eq!(journal.repeated(Path::new("d.pdf")).unwrap(), first());
        // Done again, the first is still the first.
        assert_eq!(tell("a.pdf", &document("1", Some("57/kh\nx"), Some("00"))), None);
        assert_eq!(journal.numbers().unwrap(), BTreeMap::from([("a\nb\n2031".to_owned(), vec![57, 57])]));
    }

    #[test]
    fn a_file_that_is_no_journal_is_said_to_be_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("batch.sqlite");
        fs::write(&file, "not a journal of whatever kind".repeat(100)).unwrap();
        assert!(matches!(Journal::open(&file, String::new), Err(Error::Journal { .. })));
    }
}
