//! vanthu.toml: options that need not be typed each time.
//!
//! It is looked for in the current folder and those above it, and in the user's configuration folder. What is typed
//! comes first, then the nearest folder, then the user's own file. Its keys are the long names of options.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clap::{Arg, Command};
use toml::{Table, Value};

use crate::error::{Error, Result};
use crate::reason::Reason;
use crate::words::Language;

/// The name of the file.
pub(super) const FILE: &str = "vanthu.toml";

/// What an option in the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A name or a number.
    Plain,
    /// A file or folder; one that does not begin at the root begins at the folder of the file.
    Path,
    /// A file or folder that a program is started from or fed with. A folder of scans may come from anybody, so only the
    /// user's own file may set it.
    OwnPath,
}

/// The options that the file may set, by their long names.
const OPTIONS: [(&str, Kind); 11] = [
    ("jobs", Kind::Plain),
    ("lang", Kind::Plain),
    ("languages", Kind::Plain),
    ("max-pixels", Kind::Plain),
    ("office", Kind::Plain),
    ("page-timeout", Kind::Plain),
    ("password-file", Kind::Path),
    ("second-reading", Kind::Plain),
    ("tessdata", Kind::OwnPath),
    ("text-layer", Kind::Plain),
    ("worker", Kind::OwnPath),
];

/// What was found for this run, for `doctor` and `config`.
static KEPT: OnceLock<Settings> = OnceLock::new();

/// The files that settings were taken from, the nearest last.
pub(super) fn files() -> &'static [PathBuf] {
    KEPT.get().map_or(&[], |settings| settings.files.as_slice())
}

/// An option that vanthu.toml may set, with what holds where nothing is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holds {
    /// Its long name.
    pub(super) key: &'static str,
    /// Its value; none where it has none.
    pub(super) value: Option<String>,
    /// The file that says so.
    pub(super) file: Option<PathBuf>,
}

/// All options that vanthu.toml may set, in the order of their names.
pub(super) fn all(command: &Command) -> Vec<Holds> {
    let holds = |(key, _): &(&'static str, Kind)| {
        let set = KEPT.get().and_then(|settings| settings.values.get(key));
        let default = || {
            let arg = arg(command, key)?;
            arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned())
        };
        let (value, file) = match set {
            Some((value, file)) => (Some(value.clone()), Some(file.clone())),
            None => (default(), None),
        };
        Holds { key, value, file }
    };
    OPTIONS.iter().map(holds).collect()
}

/// What the files say.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// By the long name of an option, as it would be typed; checked. With the file that says so.
    values: BTreeMap<&'static str, (String, PathBuf)>,
    /// The nearest last.
    files: Vec<PathBuf>,
}

/// Looks for the files from `folder` upwards, and at `own`; reads them and checks them by what `command` takes.
///
/// # Errors
/// [`Error::Read`], [`Error::SettingsSyntax`], [`Error::UnknownSetting`], [`Error::BadSetting`],
/// [`Error::ForeignSetting`].
pub(super) fn find(command: &Command, folder: Option<&Path>, own: Option<&Path>) -> Result<Settings> {
    let mut settings = Settings::default();
    let nearest = folder.into_iter().flat_map(Path::ancestors).map(|folder| folder.join(FILE));
    let nearest = nearest.into_iter().find(|path| path.is_file());
    if let Some(path) = own.filter(|own| nearest.as_deref() != Some(*own)) {
        settings.read(command, path, true)?;
    }
    if let Some(path) = nearest {
        settings.read(command, &path, own == Some(path.as_path()))?;
    }
    Ok(settings)
}

impl Settings {
    /// The language, where one is set.
    pub(super) fn language(&self) -> Option<Language> {
        self.values.get("lang")?.0.parse().ok()
    }

    /// Remembers what was found, for [`files`] and [`all`].
    pub(super) fn keep(self) {
        // Settings are found once; a second time would find the same.
        let _ = KEPT.set(self);
    }

    /// The command, with these values where nothing is typed.
    pub(super) fn defaults(&self, command: Command) -> Command {
        command.mut_subcommands(|below| {
            below.mut_args(|arg| match arg.get_long().and_then(|long| self.values.get(long)) {
                Some((value, _)) => arg.default_value(value.clone()),
                None => arg,
            })
        })
    }

    fn read(&mut self, command: &Command, path: &Path, is_own: bool) -> Result<()> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
        };
        let table: Table = text.parse().map_err(|error| syntax(path, &text, &error))?;
        for (key, value) in table {
            let Some((key, kind)) = OPTIONS.iter().find(|(name, _)| *name == key) else {
                return Err(Error::UnknownSetting { path: path.to_owned(), key });
            };
            if *kind == Kind::OwnPath && !is_own {
                return Err(Error::ForeignSetting { path: path.to_owned(), key: (*key).to_owned() });
            }
            let typed = match &value {
                Value::String(text) if *kind == Kind::Plain => Some(text.clone()),
                Value::String(text) => {
                    let folder = path.parent().unwrap_or(Path::new(""));
                    folder.join(text).to_str().map(str::to_owned)
                }
                Value::Integer(number) if *kind == Kind::Plain => Some(number.to_string()),
                _ => None,
            };
            match typed.filter(|typed| fits(command, key, typed)) {
                Some(typed) => self.values.insert(key, (typed, path.to_owned())),
                None => {
                    let (key, value) = ((*key).to_owned(), value.to_string());
                    return Err(Error::BadSetting { path: path.to_owned(), key, value });
                }
            };
        }
        self.files.push(path.to_owned());
        Ok(())
    }
}

/// Whether an option takes a value: as the command line would say.
fn fits(command: &Command, key: &str, value: &str) -> bool {
    let Some(arg) = arg(command, key) else { return false };
    let probe = Command::new("probe").no_binary_name(true).arg(arg);
    probe.try_get_matches_from([format!("--{key}={value}")]).is_ok()
}

/// The argument of that long name, of the program or of the first command that has it.
fn arg(command: &Command, key: &str) -> Option<Arg> {
    let mut all = command.get_arguments().chain(command.get_subcommands().flat_map(Command::get_arguments));
    all.find(|arg| arg.get_long() == Some(key)).cloned()
}

/// The line, from 1, and what the parser says of it.
fn syntax(path: &Path, text: &str, error: &toml::de::Error) -> Error {
    let start = error.span().map_or(0, |span| span.start);
    let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
    Error::SettingsSyntax {
        path: path.to_owned(),
        reason: Reason::InLine { line, said: error.message().to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Args;

    #[test]
    fn every_option_is_one_of_the_command_line() {
        for (key, _) in OPTIONS {
            assert!(arg(&Args::command(), key).is_some(), "{key}");
        }
    }

    #[test]
    fn the_nearest_file_comes_before_the_users_own() {
        let folder = tempfile::tempdir().unwrap();
        let (own, work) = (folder.path().join("own.toml"), folder.path().join("work"));
        let deep = work.join("2024/06");
        fs::create_dir_all(&deep).unwrap();
        fs::write(&own, "jobs = 3\nlang = \"vi\"\nworker = \"bin/worker\"\n").unwrap();
        fs::write(work.join(FILE), "jobs = 2\npassword-file = \"passwords.txt\"\n").unwrap();
        let settings = find(&Args::command(), Some(&deep), Some(&own)).unwrap();
        let value = |key: &str| settings.values[key].0.as_str();
        assert_eq!(value("jobs"), "2");
        assert_eq!(settings.language(), Some(Language::Vietnamese));
        assert_eq!(Path::new(value("worker")), folder.path().join("bin/worker"));
        assert_eq!(Path::new(value("password-file")), work.join("passwords.txt"));
        assert_eq!(settings.files, [own, work.join(FILE)]);
    }

    #[test]
    fn what_is_wrong_is_told_with_file_and_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let code = |text: &str| {
            fs::write(&path, text).unwrap();
            find(&Args::command(), Some(folder.path()), None).map_or_else(|error| error.code(), |_| "")
        };
        assert_eq!(code(""), "");
        assert_eq!(code("jobs = 2"), "");
        assert_eq!(code("jobs 2"), "settings_syntax");
        assert_eq!(code("jbos = 2"), "unknown_setting");
        assert_eq!(code("jobs = 0"), "bad_setting");
        assert_eq!(code("jobs = \"two\""), "bad_setting");
        assert_eq!(code("lang = \"fr\""), "bad_setting");
        assert_eq!(code("jobs = [2]"), "bad_setting");
        assert_eq!(code("worker = \"./worker\""), "foreign_setting");
    }
}
