//! A folder to work in, the program to run there, and the documents to measure on.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::{env, fs};

use tempfile::TempDir;

/// The root of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the real documents, or `None` when they are left out on purpose.
///
/// # Panics
/// When they are not there and nobody said to leave them out: a silent skip would look like a pass.
pub(crate) fn eval() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test has no arguments to read it from")]
    let named = env::var("VANTHU_EVAL").ok();
    if named.as_deref() == Some("none") {
        return None;
    }
    let folder = named.map_or_else(|| root().join("../shared/eval"), PathBuf::from);
    assert!(
        folder.join("score.py").is_file(),
        "{} holds no score.py; set VANTHU_EVAL to the folder of the documents, or to `none` to leave them out",
        folder.display()
    );
    Some(folder)
}

/// Whether this is a long run: `make soak` sets `VANTHU_SOAK` to how many times more random inputs are tried.
pub(crate) fn soaks() -> bool {
    soak_factor() > 1
}

/// How many times more random inputs than usual are tried.
pub(crate) fn soak_factor() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "a test has no arguments to read it from")]
    let factor = env::var("VANTHU_SOAK").ok();
    factor.and_then(|factor| factor.parse().ok()).unwrap_or(1).max(1)
}

/// The folder of the hostile and unusual files kept beside the documents, or `None` when those are left out.
///
/// # Panics
/// When `VANTHU_EVAL` names the documents and the folder is missing: a silent skip would look like a pass.
pub(crate) fn cases() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test has no arguments to read it from")]
    let named = env::var("VANTHU_EVAL").ok();
    if named.as_deref() == Some("none") {
        return None;
    }
    let folder = named.as_ref().map_or_else(|| root().join("../shared/eval"), PathBuf::from).join("../cases");
    assert!(named.is_none() || folder.is_dir(), "{} is not there", folder.display());
    folder.is_dir().then_some(folder)
}

/// The program in an empty folder.
pub(crate) struct Vanthu {
    folder: TempDir,
}

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// `None` when a signal ended it.
    pub(crate) code: Option<i32>,
}

impl Vanthu {
    pub(crate) fn new() -> Vanthu {
        Vanthu { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file into the folder.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Vanthu {
        fs::write(self.path(name), bytes).expect("a file can be written");
        self
    }

    /// Puts a file of `tests/fixtures` into the folder.
    pub(crate) fn fixture(&self, name: &str) -> &Vanthu {
        fs::copy(root().join("tests/fixtures").join(name), self.path(name)).expect("the fixture is there");
        self
    }

    /// A folder with the record of a sample, `a.json`, and its scan.
    pub(crate) fn with_record() -> Vanthu {
        let vanthu = Vanthu::new();
        let record =
            fs::read_to_string(root().join("tests/fixtures/record.json")).expect("the record is there");
        let record = record.replace("../../samples/ct-phan-cong/scan.pdf", "scan.pdf");
        let scan = fs::read(root().join("samples/ct-phan-cong/scan.pdf")).expect("the scan is there");
        vanthu.file("a.json", record).file("scan.pdf", scan);
        vanthu
    }

    /// The program, to be started in the folder: in English, without settings or terminal of whoever runs the tests.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vanthu"));
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"] {
            command.env_remove(name);
        }
        command.env("XDG_CONFIG_HOME", self.path("configuration"));
        command.env("XDG_STATE_HOME", self.path("state"));
        command
    }

    /// Runs it as a Vietnamese clerk does, on a terminal of 80 columns.
    pub(crate) fn run_in_vietnamese<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        let mut command = self.command(args);
        command.env("LANG", "vi_VN.UTF-8").env("COLUMNS", "80");
        ran(&command.output().expect("the program starts"))
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        ran(&self.command(args).output().expect("the program starts"))
    }
}

pub(crate) fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8");
    Ran { stdout: text(&output.stdout), stderr: text(&output.stderr), code: output.status.code() }
}

impl Ran {
    /// Asserts that the run failed with this message and code, and printed nothing else.
    #[track_caller]
    pub(crate) fn failed(&self, code: i32, message: &str) {
        assert_eq!(self.stderr, message);
        assert_eq!(self.code, Some(code));
        assert_eq!(self.stdout, "");
    }
}

/// Records already made in this run: a scan takes seconds, and several tests look at the same one.
static RECORDS: Mutex<BTreeMap<PathBuf, Arc<str>>> = Mutex::new(BTreeMap::new());

/// What `vanthu read` prints for a file.
///
/// # Panics
/// When it cannot be read.
pub(crate) fn record(path: &Path) -> Arc<str> {
    // Held while reading: two tests that want the same scan must not both read it, and workers use all cores.
    let mut records = RECORDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(record) = records.get(path) {
        return Arc::clone(record);
    }
    let ran = Vanthu::new().run(["read".as_ref(), path.as_os_str()]);
    assert_eq!(ran.code, Some(0), "{}: {}", path.display(), ran.stderr);
    let record: Arc<str> = ran.stdout.into();
    records.insert(path.to_owned(), Arc::clone(&record));
    record
}

/// The folders of documents in a folder, sorted.
pub(crate) fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of documents can be listed");
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    all.retain(|path| path.join("expected.json").is_file());
    all.sort();
    all
}

/// The scan of a document, when it has one.
pub(crate) fn scan_of(document: &Path) -> Option<PathBuf> {
    ["pdf", "tif", "png", "jpg"]
        .iter()
        .map(|end| document.join("scan").with_extension(end))
        .find(|p| p.is_file())
}

/// The true text of a document, when it has one.
pub(crate) fn text_of(document: &Path) -> Option<PathBuf> {
    ["text.txt", "gold.txt"].iter().map(|name| document.join(name)).find(|p| p.is_file())
}
