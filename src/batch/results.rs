//! Where the result of a file stands, and what a result says of its source.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use super::State;
use super::figures::{self, Figures};
use super::repeats::{Identity, Parts};
use crate::digest::{sha256, sha256_of_all};
use crate::error::{Error, Result};
use crate::files::inputs::Input;
use crate::files::write::folder_of;
use crate::record::VERSION;
use crate::warning::Code;

/// The folder in the folder of results that holds what is no result: the lock, and what was read of pages.
pub(crate) const OURS: &str = ".vanthu";
/// The program, as records name it.
pub(super) const PROGRAM: &str = concat!("vanthu ", env!("CARGO_PKG_VERSION"));
/// The longest name of a file, in bytes, on most file systems, less what is put before and behind it while it is written.
const LONGEST: usize = 200;

/// The path of a result, from the folder of results: that of its source and `.json`. It hangs on nothing else, so that
/// other files that come or go move no result.
pub(super) fn name(below: &Path, ending: &str) -> PathBuf {
    let mut path = PathBuf::new();
    let names = below.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name),
        _ => None,
    });
    let names: Vec<&OsStr> = names.collect();
    let last = names.len().saturating_sub(1);
    for (at, name) in names.into_iter().enumerate() {
        path.push(fitted(name, if at == last { ending } else { "" }));
    }
    path
}

/// Where what is made of one scan stands.
pub(super) struct Places {
    /// Its record, where it has one.
    pub(super) result: PathBuf,
    /// What was read of it.
    pub(super) reading: PathBuf,
    /// The list of its records, where there may be several.
    pub(super) list: PathBuf,
}

impl Places {
    /// Of a scan by its path below the folder of scans.
    pub(super) fn of(out: &Path, below: &Path) -> Places {
        Places {
            result: out.join(name(below, ".json")),
            reading: out.join(OURS).join("readings").join(name(below, ".read.json.gz")),
            list: out.join(OURS).join("lists").join(name(below, ".json")),
        }
    }
}

/// A name with its ending; of one that is too long the head, and digits of its hash.
fn fitted(name: &OsStr, ending: &str) -> OsString {
    let bytes = name.as_bytes();
    let mut fitted = if bytes.len() + ending.len() <= LONGEST {
        name.to_owned()
    } else {
        let text = name.to_string_lossy();
        let most = LONGEST - ending.len() - 9;
        let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        OsString::from(format!("{}-{}", &text[..end], &sha256(bytes)[..8]))
    };
    fitted.push(ending);
    fitted
}

/// What a result says of how it came about.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    /// SHA-256 of its source.
    pub(super) sha256: String,
    /// Where its source stood, from the folder of the result.
    pub(super) source: Option<PathBuf>,
    /// The program, as `vanthu 0.1.0`.
    pub(super) program: String,
    /// The hash of its dictionaries.
    pub(super) model: String,
    /// The hash of the choices it was made with.
    pub(super) settings: Option<String>,
    /// Codes of its warnings.
    pub(super) warnings: Vec<Code>,
    /// What its document is known again by.
    pub(super) identity: Identity,
    /// What a person is told of it.
    pub(super) figures: Figures,
    /// Whether it tells of documents under a stamp of secrecy that were left alone.
    pub(super) is_secret: bool,
}

/// That of what is no single document.
pub(super) fn no_identity() -> Identity {
    Identity::default()
}

impl Head {
    /// What it says of the state of its source.
    pub(super) fn state(&self, sound: State) -> State {
        if self.is_secret { State::Secret } else { State::of(&self.warnings, sound) }
    }
}

/// What a record says of its source.
#[derive(Deserialize)]
struct Source {
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    sha256: String,
    path: Option<String>,
}

/// Reads the head of a result; `None` where nothing stands.
///
/// # Errors
/// [`Error::ForeignFile`] for what is no record of ours, [`Error::NewerRecord`], [`Error::Read`].
pub(super) fn head(path: &Path) -> Result<Option<Head>> {
    #[derive(Deserialize)]
    struct Version {
        format: String,
        version: u32,
    }
    #[derive(Deserialize)]
    struct Record {
        made_by: MadeBy,
        source: Source,
        warnings: Vec<Warning>,
    }
    #[derive(Deserialize)]
    struct MadeBy {
        program: String,
        model: String,
        settings: Option<String>,
    }
    #[derive(Deserialize)]
    struct Warning {
        code: Code,
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
    };
    let foreign = || Error::ForeignFile { path: path.to_owned() };
    let version: Version = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
    if version.format != "vanthu.record" {
        return Err(foreign());
    }
    if version.version > VERSION {
        return Err(Error::NewerRecord { path: path.to_owned(), found: version.version, known: VERSION });
    }
    let record: Record = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
    let parts: Parts = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
    let figures: figures::Parts = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
    let files = record.source.files;
    let sha256 = sha256_of_all(files.iter().map(|file| file.sha256.as_str()));
    let file = files.into_iter().next().ok_or_else(foreign)?;
    Ok(Some(Head {
        sha256,
        source: file.path.map(PathBuf::from),
        program: record.made_by.program,
        model: record.made_by.model,
        settings: record.made_by.settings,
        warnings: record.warnings.into_iter().map(|warning| warning.code).collect(),
        identity: Identity::of_parts(parts),
        figures: Figures::of_parts(&figures),
        is_secret: false,
    }))
}

/// Where the sources of a result stand that a batch made, links followed; `None` of anything else, and where one of them is
/// gone.
pub(super) fn sources(path: &Path) -> Option<Vec<PathBuf>> {
    #[derive(Deserialize)]
    struct Record {
        format: String,
        made_by: MadeBy,
        source: Source,
    }
    #[derive(Deserialize)]
    struct MadeBy {
        settings: Option<String>,
    }
    let record: Record = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    let is_of_batch = record.format == "vanthu.record" && record.made_by.settings.is_some();
    let folder = folder_of(path);
    let source = |file: &File| folder.join(file.path.as_ref()?).canonicalize().ok();
    let sources: Vec<PathBuf> = record.source.files.iter().map(source).collect::<Option<_>>()?;
    (is_of_batch && !sources.is_empty()).then_some(sources)
}

/// Refuses a result of another source: it may not be replaced. A source that was moved with its folder is the same by its
/// bytes.
///
/// # Errors
/// [`Error::OtherResult`].
pub(super) fn check_source(path: &Path, head: &Head, input: &Input, hash: &str) -> Result<()> {
    if head.sha256 == hash {
        return Ok(());
    }
    let source = head.source.clone().unwrap_or_else(|| PathBuf::from("?"));
    let there = folder_of(path).join(&source);
    // Of a folder the first page may be another now, or gone.
    let there = if input.is_folder() { folder_of(&there) } else { &there };
    match (there.canonicalize(), input.path.canonicalize()) {
        (Ok(there), Ok(input)) if there == input => Ok(()),
        _ => Err(Error::OtherResult { path: path.to_owned(), of: source.display().to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_the_path_alone() {
        assert_eq!(name(Path::new("phòng 2/57.pdf"), ".json"), Path::new("phòng 2/57.pdf.json"));
        assert_eq!(name(Path::new("../57.pdf"), ".json"), Path::new("57.pdf.json"));
        let (long, other) = ("ấ".repeat(80) + ".pdf", "ấ".repeat(80) + ".tif");
        let (long, other) = (name(Path::new(&long), ".json"), name(Path::new(&other), ".json"));
        assert_ne!(long, other);
        assert!(long.as_os_str().len() <= LONGEST && long.to_string_lossy().starts_with("ấấ"));
    }

    #[test]
    fn what_is_no_record_is_foreign() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        assert_eq!(head(&path).unwrap(), None);
        for text in
            ["", "[]", r#"{"format":"other","version":1}"#, r#"{"format":"vanthu.record","version":1}"#]
        {
            fs::write(&path, text).unwrap();
            assert!(matches!(head(&path), Err(Error::ForeignFile { .. })), "{text}");
        }
        fs::write(&path, r#"{"format":"vanthu.record","version":99}"#).unwrap();
        assert!(matches!(head(&path), Err(Error::NewerRecord { found: 99, .. })));
    }
}
