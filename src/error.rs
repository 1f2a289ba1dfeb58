//! What stops the work on one scan, what to do about it, and the exit code that tells.

use std::io;
#[cfg(feature = "cli")]
use std::path::Path;
use std::path::PathBuf;

use strum::{Display, EnumDiscriminants, IntoStaticStr, VariantArray};

use crate::file_kind::OtherKind;
use crate::geometry::PageIndex;
use crate::reason::Reason;

/// The result of a step that can be stopped.
pub type Result<T> = std::result::Result<T, Error>;

/// What stopped the work on one scan.
///
/// Something that only made the result worse is a [`Warning`](crate::warning::Warning). Its text form is English, for
/// logs; [`words`](crate::words) says it in either language, with what to do.
#[derive(Debug, thiserror::Error, EnumDiscriminants)]
#[strum_discriminants(
    doc = "The kinds of error. Their text form (`unknown_format`) is stable.",
    name(Code),
    derive(PartialOrd, Ord, IntoStaticStr, VariantArray),
    strum(serialize_all = "snake_case")
)]
#[non_exhaustive]
pub enum Error {
    /// The file is not there, or the system does not let us read it.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A folder stands where a file was asked for.
    #[error("{} is a folder", path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Something else stands where a folder was asked for.
    #[error("{} is no folder", path.display())]
    NoFolder {
        /// What stands there.
        path: PathBuf,
    },
    /// A folder was asked for, and nothing stands there.
    #[error("there is no folder {}", path.display())]
    MissingFolder {
        /// Its name.
        path: PathBuf,
        /// What it was to hold.
        of: Held,
    },
    /// A file of passwords is no text.
    #[error("{} is no text: passwords stand in it one a line", path.display())]
    PasswordFile {
        /// The file.
        path: PathBuf,
    },
    /// The first bytes are those of no format that can be read.
    #[error("{} is not a PDF, a picture or a text file", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
    /// The file has no bytes.
    #[error("{} is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file begins like a format that can be read, and then breaks it.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is broken.
        reason: Reason,
    },
    /// The file is of a kind that is known and not read.
    #[error("{} is {}, which is not read", path.display(), kind.name())]
    OtherKind {
        /// The file.
        path: PathBuf,
        /// What it is.
        kind: OtherKind,
    },
    /// The file is whole, and packed or coloured in a way that is not read.
    #[error("{} is of a kind that is not read: {reason}", path.display())]
    NotRead {
        /// The file.
        path: PathBuf,
        /// What is not read.
        reason: Reason,
    },
    /// The PDF needs a password, and those given are not right.
    #[error("the password given does not open {}", path.display())]
    WrongPassword {
        /// The file.
        path: PathBuf,
    },
    /// The PDF needs a password, and none was given.
    #[error("{} is encrypted", path.display())]
    Encrypted {
        /// The file.
        path: PathBuf,
    },
    /// The PDF says that it has no pages.
    #[error("{} has no pages", path.display())]
    NoPages {
        /// The file.
        path: PathBuf,
    },
    /// A further document of a file was asked for, and there are not so many.
    #[error("{} holds {found} document(s), and none is number {number}", path.display())]
    NoSuchDocument {
        /// The file.
        path: PathBuf,
        /// The document that was asked for, from 1.
        number: usize,
        /// How many there are.
        found: usize,
    },
    /// A page would take more memory than allowed.
    #[error("page {} of {} has {pixels} pixels, more than {limit}", page.number(), path.display())]
    PageTooLarge {
        /// The file.
        path: PathBuf,
        /// The page.
        page: PageIndex,
        /// How many pixels it has.
        pixels: u64,
        /// How many are allowed.
        limit: u64,
    },
    /// The engine or its language data is not installed.
    #[error("the OCR engine `{engine}` cannot be used: {missing}")]
    EngineMissing {
        /// The engine.
        engine: &'static str,
        /// What of it is missing.
        missing: Missing,
    },
    /// The engine was there and did not read the page, twice.
    #[error("the OCR engine `{engine}` failed on page {}: {reason}", page.number())]
    EngineFailed {
        /// The engine.
        engine: &'static str,
        /// The page.
        page: PageIndex,
        /// Why: time limit, crash with its signal, or what the engine said.
        reason: Reason,
    },
    /// The program itself is at fault: its code gave up in a way that is not foreseen.
    #[error("{} met a fault of vanthu at {place}: {reason}", path.display())]
    Fault {
        /// The file.
        path: PathBuf,
        /// Where in the code, as `src/text.rs:12:5`.
        place: String,
        /// What the code said.
        reason: String,
    },
    /// Opening a document, or making sense of what was read, takes longer than its pages may.
    #[error("{} takes more than {seconds} s", path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
        /// How long it may take.
        seconds: u64,
    },
    /// The work was given up because it was asked to end.
    #[error("interrupted")]
    Interrupted,
    /// A line of a dictionary breaks its format.
    #[error("{}:{line}: {reason}", path.display())]
    Dictionary {
        /// The dictionary.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A text was asked for.
    #[error("{} is {media_type}, not text", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// What it is.
        media_type: &'static str,
    },
    /// vanthu.toml is not TOML.
    #[error("{} is not TOML: {reason}", path.display())]
    SettingsSyntax {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, with its line.
        reason: Reason,
    },
    /// vanthu.toml names an option that there is not.
    #[error("{} sets `{key}`, which is no option", path.display())]
    UnknownSetting {
        /// The file.
        path: PathBuf,
        /// The name.
        key: String,
    },
    /// vanthu.toml gives an option a value that it cannot have.
    #[error("{} sets `{key}` to `{value}`, which it cannot have", path.display())]
    BadSetting {
        /// The file.
        path: PathBuf,
        /// The option.
        key: String,
        /// The value, as TOML.
        value: String,
    },
    /// vanthu.toml of a folder sets what only the user's own may set: which program is started, and with what data.
    #[error("{} sets `{key}`, which only your own vanthu.toml may set", path.display())]
    ForeignSetting {
        /// The file.
        path: PathBuf,
        /// The option.
        key: String,
    },
    /// Another run works on the same folder of results.
    #[error("another batch writes into {} now", path.display())]
    BatchRuns {
        /// The folder of results.
        path: PathBuf,
    },
    /// The journal of a batch cannot be used.
    #[error("the journal {} cannot be used: {reason}", path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
        /// Why.
        reason: Reason,
    },
    /// The files of a batch are not all in one state at its end.
    #[error("the account does not close: {found} files were found, {told} are told of")]
    Unclosed {
        /// How many were found.
        found: usize,
        /// How many are in a state.
        told: usize,
    },
    /// A line of a file of cuts breaks its format.
    #[error("{}:{line} is no cut", path.display())]
    CutFile {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Cuts name a page that the file does not have.
    #[error("{} has {found} page{}, and the cuts name page {page}", path.display(), if *found == 1 { "" } else { "s" })]
    NoSuchPage {
        /// The file.
        path: PathBuf,
        /// The page, from 1.
        page: u32,
        /// How many there are.
        found: u32,
    },
    /// What a plan was made for has changed: program, dictionaries, options or the plan itself.
    #[error("{} {}", path.display(), match what {
        Differs::Program => "was made by another version of vanthu",
        Differs::Dictionaries => "was made with other dictionaries",
        Differs::Shards => "has another number of shards",
        Differs::Format => "is no plan of vanthu, or of a newer version",
    })]
    OtherPlan {
        /// The plan.
        path: PathBuf,
        /// What differs.
        what: Differs,
    },
    /// A file is not as it was when a plan was made.
    #[error("{} {}", path.display(), match what {
        Altered::Missing => "is gone since the plan was made",
        Altered::Changed => "has changed since the plan was made",
    })]
    NotAsPlanned {
        /// The file.
        path: PathBuf,
        /// What became of it.
        what: Altered,
    },
    /// Something in a store was named where it cannot be.
    #[error("{} is in an S3 store, and {}", path.display(), match why {
        InStore::NotBuilt => "this vanthu was built without stores",
        InStore::Unplanned => "only batches with a plan work on stores",
        InStore::Mixed => "scans and records have to be both in stores or both in folders",
        InStore::Choice => "--name and --to need a folder",
    })]
    InStore {
        /// Its address.
        path: PathBuf,
        /// Why it cannot be.
        why: InStore,
    },
    /// The document bears a stamp of secrecy and is left alone.
    #[error("{} bears a stamp of secrecy and is left alone", path.display())]
    Secret {
        /// The file.
        path: PathBuf,
    },
    /// The result could not be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The result would fall on something that is to be read.
    #[error("the output {} would replace {}, which is to be read", path.display(), input.display())]
    ReplacesInput {
        /// Where the result would go.
        path: PathBuf,
        /// What is to be read.
        input: PathBuf,
    },
    /// The result of another file stands where the result would go.
    #[error("{} is the result of another file: {of}", path.display())]
    OtherResult {
        /// Where the result would go.
        path: PathBuf,
        /// What stands there was made of it.
        of: String,
    },
    /// A file that is no result of ours stands where the result would go.
    #[error("{} is there already and is no record of vanthu", path.display())]
    ForeignFile {
        /// Where the result would go.
        path: PathBuf,
    },
    /// The name of an output asks for a form that is not made.
    #[error("{} cannot be written: no results are made as `.{ending}`", path.display())]
    UnknownForm {
        /// The output.
        path: PathBuf,
        /// The end of its name, without the dot.
        ending: String,
    },
    /// The name of an output asks for a book of sheets that is not made.
    #[error("{} cannot be written: no such book is made as `.{ending}`", path.display())]
    UnknownBook {
        /// The output.
        path: PathBuf,
        /// The end of its name, without the dot.
        ending: String,
    },
    /// The name of an output does not say what is to be written, or whether it is a file or a folder.
    #[error("{} does not say what is to be written: its name has no ending", path.display())]
    Formless {
        /// The output.
        path: PathBuf,
        /// How the names of files of the form end that was asked for by itself.
        form: Option<&'static str>,
    },
    /// What no person can read was to be printed on a terminal.
    #[error("a .{form} file is not for a terminal")]
    OnTerminal {
        /// A file that it may be written into.
        path: PathBuf,
        /// A record that it is made of.
        of: PathBuf,
        /// How the names of such files end.
        form: &'static str,
    },
    /// Several documents were to go into a file that holds one.
    #[error("{} holds one document, and several are to be read", path.display())]
    SeveralInOne {
        /// The output.
        path: PathBuf,
    },
    /// The form cannot hold what is in the records.
    #[error("{} cannot be written: {reason}", path.display())]
    Form {
        /// The output.
        path: PathBuf,
        /// Why.
        reason: Reason,
    },
    /// A profile that was given breaks the format of profiles.
    #[error("{}{}: {reason}", path.display(), if *line > 0 { format!(":{line}") } else { String::new() })]
    Profile {
        /// The profile.
        path: PathBuf,
        /// The line, from 1; 0 where it is about the whole.
        line: usize,
        /// What is wrong with it.
        reason: Reason,
    },
    /// A folder was to be read and nothing in it can be.
    #[error("{} holds no file that can be read", path.display())]
    NothingToRead {
        /// The folder.
        path: PathBuf,
    },
    /// Records were asked for, and none is there.
    #[error("{} holds no records", path.display())]
    NoRecords {
        /// The folder, or the file that is none.
        path: PathBuf,
    },
    /// A folder was to be read and holds nothing at all.
    #[error("the folder {} is empty", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A folder was to be evaluated and holds nothing of which the truth is known.
    #[error("nothing in {} has {what}", path.display())]
    NothingToEvaluate {
        /// The folder.
        path: PathBuf,
        /// What was looked for.
        what: Wanted,
    },
    /// A record of another format or a later version.
    #[error("{} was written by a newer version (format {found}; this one reads up to {known})", path.display())]
    NewerRecord {
        /// The record.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The latest version known here.
        known: u32,
    },
    /// A JSON file (a record, a truth file) that is not what it should be.
    #[error("{} is not {what}: {reason}", path.display())]
    NotRecord {
        /// The file.
        path: PathBuf,
        /// What was asked for.
        what: Wanted,
        /// What is wrong with it.
        reason: Reason,
    },
}

impl Error {
    /// That no form is made as the name of an output ends.
    #[cfg(feature = "cli")]
    pub(crate) fn unknown_form(path: &Path) -> Error {
        Error::UnknownForm { path: path.to_owned(), ending: ending(path) }
    }

    /// The same of a book of sheets.
    #[cfg(feature = "cli")]
    pub(crate) fn unknown_book(path: &Path) -> Error {
        Error::UnknownBook { path: path.to_owned(), ending: ending(path) }
    }

    /// Whether nothing else can be written either: the disk is full, or may not be written.
    #[cfg(feature = "cli")]
    pub(crate) fn ends_writing(&self) -> bool {
        use std::io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        let ends = |kind| matches!(kind, StorageFull | QuotaExceeded | ReadOnlyFilesystem);
        matches!(self, Error::Write { source, .. } if ends(source.kind()))
    }

    /// The stable name of its kind, for programs.
    pub fn code(&self) -> &'static str {
        Code::from(self).into()
    }

    /// The exit code that this error alone gives.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Error::Read { .. }
            | Error::IsFolder { .. }
            | Error::UnknownFormat { .. }
            | Error::Empty { .. }
            | Error::Damaged { .. }
            | Error::OtherKind { .. }
            | Error::NotRead { .. }
            | Error::WrongPassword { .. }
            | Error::Encrypted { .. }
            | Error::NoPages { .. }
            | Error::NoSuchDocument { .. }
            | Error::NoSuchPage { .. }
            | Error::NotText { .. }
            | Error::PageTooLarge { .. }
            | Error::TooLong { .. }
            | Error::NothingToRead { .. }
            | Error::NoRecords { .. }
            | Error::EmptyFolder { .. }
            | Error::NothingToEvaluate { .. }
            | Error::NoFolder { .. }
            | Error::MissingFolder { .. }
            | Error::PasswordFile { .. }
            | Error::Secret { .. }
            | Error::NewerRecord { .. }
            | Error::NotRecord { .. } => ExitCode::Input,
            Error::EngineMissing { .. } | Error::Dictionary { .. } => ExitCode::NotInstalled,
            Error::EngineFailed { .. } => ExitCode::Partial,
            Error::UnknownForm { .. }
            | Error::UnknownBook { .. }
            | Error::Formless { .. }
            | Error::OnTerminal { .. }
            | Error::SeveralInOne { .. }
            | Error::CutFile { .. }
            | Error::InStore { .. }
            | Error::Profile { .. }
            | Error::SettingsSyntax { .. }
            | Error::UnknownSetting { .. }
            | Error::BadSetting { .. }
            | Error::ForeignSetting { .. } => ExitCode::Usage,
            Error::Write { .. }
            | Error::BatchRuns { .. }
            | Error::Journal { .. }
            | Error::ReplacesInput { .. }
            | Error::OtherResult { .. }
            | Error::Form { .. }
            | Error::ForeignFile { .. } => ExitCode::Output,
            Error::OtherPlan { .. } => ExitCode::OtherPlan,
            Error::NotAsPlanned { .. } => ExitCode::NotAsPlanned,
            Error::Fault { .. } | Error::Unclosed { .. } => ExitCode::Fault,
            Error::Interrupted => ExitCode::Interrupted,
        }
    }

    /// The page it is about, when it is about one.
    pub fn page(&self) -> Option<PageIndex> {
        match self {
            Error::PageTooLarge { page, .. } | Error::EngineFailed { page, .. } => Some(*page),
            _ => None,
        }
    }
}

/// The end of a name, without the dot, in small letters.
#[cfg(feature = "cli")]
fn ending(path: &Path) -> String {
    path.extension().map_or_else(String::new, |end| end.to_string_lossy().to_lowercase())
}

/// What a JSON file was asked to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, VariantArray)]
pub enum Wanted {
    /// A record.
    #[strum(to_string = "a record")]
    Record,
    /// The truth that records are compared with.
    #[strum(to_string = "a truth file")]
    Truth,
    /// The marks of a truth.
    #[strum(to_string = "a file of marks")]
    Marks,
}

/// What a folder is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Held {
    /// Scans, to be read.
    Scans,
    /// Records.
    Results,
}

/// In what a plan differs from what it is to be used with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Differs {
    /// The version of the program.
    Program,
    /// The dictionaries.
    Dictionaries,
    /// The number of shards.
    Shards,
    /// It is no plan, or one of a newer version.
    Format,
}

/// What became of a file of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Altered {
    /// It is not there.
    Missing,
    /// It has other bytes.
    Changed,
}

/// Why an address in a store cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum InStore {
    /// The program was built without stores.
    NotBuilt,
    /// A batch without a plan.
    Unplanned,
    /// The scans are in a store and the records are not, or the other way round.
    Mixed,
    /// An option that needs a folder.
    Choice,
}

/// What of an engine is not there, so that another try will not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// The program that links the engine: the one that was named, or, without a name, any beside this program and on
    /// the PATH.
    #[error("{}", match .0 {
        Some(named) => format!("the worker {} is not there", named.display()),
        None => "its worker `vanthu-ocr` is not installed".to_owned(),
    })]
    Worker(Option<PathBuf>),
    /// The right to run that program.
    #[error("{} may not be run", .0.display())]
    Permission(PathBuf),
    /// The engine's shared library.
    #[error("Tesseract is not installed")]
    Library,
    /// The data of a language, by the engine's name for it.
    #[error("{}", match .0.as_str() {
        "vie" => "the Vietnamese data `vie` is not installed".to_owned(),
        other => format!("the language data `{other}` is not installed"),
    })]
    Language(String),
    /// The same, in the folder that was named for it.
    #[error("the language data `{language}` is not in {}", folder.display())]
    LanguageIn {
        /// The engine's name for it.
        language: String,
        /// The folder.
        folder: PathBuf,
    },
    /// A worker of this version of vanthu; there is one of another.
    #[error("`vanthu-ocr` is of another version than `vanthu`")]
    Version,
    /// A worker at all: what was started does not speak as one. What it said, or did.
    #[error("`vanthu-ocr` is another program: {0}")]
    Stranger(String),
    /// A first answer: the worker was started, and ended or was silent. What it did.
    #[error("{0}")]
    Start(Reason),
}

/// What the program's exit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitCode {
    /// Everything was read.
    Done = 0,
    /// Everything was read but for pages that stayed unread, or `evaluate` fell under its floor.
    Partial = 1,
    /// Bad arguments or configuration.
    Usage = 2,
    /// Something is not installed: engine, language data, dictionary.
    NotInstalled = 3,
    /// The input cannot be read.
    Input = 4,
    /// The output cannot be written.
    Output = 5,
    /// Some of several files failed; the others were read.
    SomeFailed = 6,
    /// Everything was read, and `--strict` met a warning.
    Strict = 7,
    /// A plan was made for another program: another try will not help.
    OtherPlan = 8,
    /// Files of a plan are gone or have changed: another try will not help.
    NotAsPlanned = 9,
    /// A fault of the program; Rust's own code for a panic.
    Fault = 101,
    /// Interrupted from the keyboard.
    Interrupted = 130,
}

/// The exit code of a run over several files: `Ok` with the code of one that was read, `Err` with that of one that
/// failed. Where all failed alike it is theirs; else the worst is told: a file that failed, a page that stayed unread, a
/// warning under `--strict`.
pub fn merge_exit_codes(files: &[std::result::Result<ExitCode, ExitCode>]) -> ExitCode {
    let failed: Vec<ExitCode> = files.iter().filter_map(|file| file.err()).collect();
    match failed[..] {
        // What is not installed fails every file alike, so it is told as such.
        [first, ..] if failed.len() == files.len() && failed.iter().all(|code| *code == first) => first,
        [_, ..] => ExitCode::SomeFailed,
        [] => {
            let read = |code| files.contains(&Ok(code));
            let worst = [ExitCode::Partial, ExitCode::Strict].into_iter().find(|code| read(*code));
            worst.unwrap_or(ExitCode::Done)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_merge() {
        use ExitCode::{Done, Input, NotInstalled, Output, Partial, SomeFailed, Strict};
        assert_eq!(merge_exit_codes(&[]), Done);
        assert_eq!(merge_exit_codes(&[Err(Input)]), Input);
        assert_eq!(merge_exit_codes(&[Ok(Done), Ok(Done)]), Done);
        assert_eq!(merge_exit_codes(&[Ok(Done), Err(Input)]), SomeFailed);
        assert_eq!(merge_exit_codes(&[Ok(Partial), Err(Input), Ok(Strict)]), SomeFailed);
        assert_eq!(merge_exit_codes(&[Err(Output), Err(Input)]), SomeFailed);
        assert_eq!(merge_exit_codes(&[Ok(Strict), Ok(Partial), Ok(Done)]), Partial);
        assert_eq!(merge_exit_codes(&[Ok(Strict), Ok(Done)]), Strict);
        assert_eq!(merge_exit_codes(&[Err(NotInstalled), Err(NotInstalled)]), NotInstalled);
    }
}
