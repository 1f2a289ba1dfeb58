//! Errors as sentences, their causes and what to do about them.

use std::error::Error as AnyError;
use std::io;
use std::path::{Path, PathBuf};

use super::{Language, Sentence, Words};
use crate::error::{Error, Missing, Wanted};
use crate::file_kind::OtherKind;
use crate::reason::Reason;

impl Words {
    /// What stopped the work, with its causes: lower case, without a full stop.
    pub fn error(&self, error: &Error) -> String {
        let said = self.say(&sentence(self, error));
        AnyError::source(error)
            .map_or_else(|| said.clone(), |cause| format!("{said}: {}", self.causes(cause)))
    }

    /// What to do about it, as one sentence, with the command to type where there is one.
    pub fn hint(&self, error: &Error) -> Option<String> {
        self.find(&sentence(self, error).attribute("hint"))
    }

    /// What a file of a kind that is not read is, with its article.
    pub fn kind(&self, kind: OtherKind) -> String {
        self.text(kind_name(kind))
    }

    /// A cause and the causes behind it.
    pub fn causes(&self, error: &(dyn AnyError + 'static)) -> String {
        let mut said = self.cause(error);
        let mut next = error.source();
        while let Some(cause) = next {
            said = said + ": " + &self.cause(cause);
            next = cause.source();
        }
        said
    }

    /// What the system says comes in English, so it is said again by its kind; what no kind tells stays as it is.
    fn cause(&self, error: &(dyn AnyError + 'static)) -> String {
        let system = error.downcast_ref::<io::Error>().filter(|error| error.get_ref().is_none());
        match (self.language, system.and_then(|error| system_sentence(error.kind()))) {
            (Language::Vietnamese, Some(id)) => self.text(id),
            _ => error.to_string(),
        }
    }
}

/// Whether a path is an address in a store.
fn is_in_store(path: &Path) -> bool {
    path.starts_with("s3:")
}

fn system_sentence(kind: io::ErrorKind) -> Option<&'static str> {
    Some(match kind {
        io::ErrorKind::NotFound => "system-not-found",
        io::ErrorKind::PermissionDenied => "system-denied",
        io::ErrorKind::AlreadyExists => "system-exists",
        io::ErrorKind::NotADirectory => "system-no-folder",
        io::ErrorKind::IsADirectory => "system-folder",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "system-full",
        io::ErrorKind::ReadOnlyFilesystem => "system-read-only",
        io::ErrorKind::InvalidFilename => "system-bad-name",
        io::ErrorKind::TimedOut => "system-time",
        io::ErrorKind::OutOfMemory => "system-memory",
        _ => return None,
    })
}

/// The one place where an error becomes words. Its hint is an attribute of the same sentence.
fn sentence<'a>(words: &Words, error: &'a Error) -> Sentence<'a> {
    // No `_` arm: a new variant must decide.
    match error {
        Error::Read { path, source } => {
            let id = match source.kind() {
                _ if is_in_store(path) => "error-read-store",
                io::ErrorKind::PermissionDenied => "error-read-denied",
                _ => "error-read",
            };
            Sentence::new(id).with("path", shown(path))
        }
        Error::IsFolder { path } => {
            Sentence::new("error-is-folder").with("path", shown(path)).with("quoted", quoted(path))
        }
        Error::MissingFolder { path, of } => {
            Sentence::new(format!("error-missing-folder-{}", <&str>::from(of)))
                .with("path", shown(path))
                .with("quoted", quoted(path))
        }
        Error::PasswordFile { path } => Sentence::new("error-password-file").with("path", shown(path)),
        Error::UnknownFormat { path } => Sentence::new("error-unknown-format").with("path", shown(path)),
        Error::Empty { path } => Sentence::new("error-empty").with("path", shown(path)),
        Error::Damaged { path, reason } => {
            let is_pdf =
                path.extension().is_some_and(|ending| ending.to_string_lossy().to_lowercase() == "pdf");
            Sentence::new(if is_pdf { "error-damaged-pdf" } else { "error-damaged" })
                .with("path", shown(path))
                .with("quoted", quoted(path))
                .with("mended", quoted(&beside(path, words.text("name-mended"))))
                .with("reason", words.reason(reason))
        }
        Error::OtherKind { path, kind } => Sentence::new(other_kind(*kind))
            .with("path", shown(path))
            .with("kind", words.text(kind_name(*kind)))
            .with("quoted", quoted(path))
            .with("pdf", quoted(&another(path, "pdf"))),
        Error::NotRead { path, reason } => Sentence::new("error-not-read")
            .with("path", shown(path))
            .with("reason", words.reason(reason))
            .with("quoted", quoted(path))
            .with("png", quoted(&another(path, "png"))),
        Error::WrongPassword { path } => Sentence::new("error-wrong-password").with("path", shown(path)),
        Error::Encrypted { path } => Sentence::new("error-encrypted")
            .with("path", shown(path))
            .with("quoted", quoted(path))
            .with("mended", quoted(&beside(path, words.text("name-open")))),
        Error::NoPages { path } => Sentence::new("error-no-pages").with("path", shown(path)),
        Error::NoSuchDocument { path, number, found } => Sentence::new("error-no-such-document")
            .with("path", shown(path))
            .with("number", *number)
            .with("found", *found),
        Error::PageTooLarge { path, page, pixels, limit } => Sentence::new("error-page-too-large")
            .with("path", shown(path))
            .with("page", page.number())
            // As text: these are long, and no plural hangs on them.
            .with("pixels", pixels.to_string())
            .with("limit", limit.to_string()),
        Error::EngineMissing { engine, missing } => match missing {
            Missing::Language(language) => {
                Sentence::new("error-engine-no-language").with("language", language.as_str())
            }
            Missing::LanguageIn { language, .. } => {
                Sentence::new("error-engine-no-language-in").with("language", language.as_str())
            }
            _ => Sentence::new("error-engine-missing"),
        }
        .with("engine", *engine)
        .with("reason", words.say(&missing_sentence(words, missing))),
        Error::EngineFailed { engine, page, reason } => Sentence::new("error-engine-failed")
            .with("engine", *engine)
            .with("page", page.number())
            .with("reason", words.reason(reason)),
        Error::Dictionary { path, line, reason } => Sentence::new("error-dictionary")
            .with("path", shown(path))
            .with("line", line)
            .with("reason", reason.as_str()),
        Error::NotText { path, media_type } => Sentence::new("error-not-text")
            .with("path", shown(path))
            .with("quoted", quoted(path))
            .with("type", *media_type),
        Error::Fault { path, place, reason } => Sentence::new("error-fault")
            .with("path", shown(path))
            .with("place", place.as_str())
            .with("reason", reason.as_str()),
        Error::TooLong { path, seconds } => {
            Sentence::new("error-too-long").with("path", shown(path)).with("seconds", seconds.to_string())
        }
        Error::Interrupted => Sentence::new("error-interrupted"),
        Error::SettingsSyntax { path, reason } => Sentence::new("error-settings-syntax")
            .with("path", shown(path))
            .with("reason", words.reason(reason)),
        Error::UnknownSetting { path, key } => {
            Sentence::new("error-unknown-setting").with("path", shown(path)).with("key", key.as_str())
        }
        Error::BadSetting { path, key, value } => Sentence::new("error-bad-setting")
            .with("path", shown(path))
            .with("key", key.as_str())
            .with("value", value.as_str()),
        Error::ForeignSetting { path, key } => {
            Sentence::new("error-foreign-setting").with("path", shown(path)).with("key", key.as_str())
        }
        Error::NoFolder { path } => {
            Sentence::new("error-no-folder").with("path", shown(path)).with("quoted", quoted(path))
        }
        Error::CutFile { path, line } => {
            Sentence::new("error-cut-file").with("path", shown(path)).with("line", *line)
        }
        Error::NoSuchPage { path, page, found } => Sentence::new("error-no-such-page")
            .with("path", shown(path))
            .with("page", *page)
            .with("found", *found),
        Error::OtherPlan { path, what } => {
            Sentence::new(format!("error-other-plan-{}", <&str>::from(what))).with("path", shown(path))
        }
        Error::NotAsPlanned { path, what } => {
            Sentence::new(format!("error-not-as-planned-{}", <&str>::from(what))).with("path", shown(path))
        }
        Error::InStore { path, why } => {
            let id = format!("error-in-store-{}", <&str>::from(why).replace('_', "-"));
            Sentence::new(id).with("path", shown(path))
        }
        Error::BatchRuns { path } => Sentence::new("error-batch-runs").with("path", shown(path)),
        Error::Journal { path, reason } => Sentence::new("error-journal")
            .with("path", shown(path))
            .with("quoted", quoted(path))
            .with("reason", words.reason(reason)),
        Error::Unclosed { found, told } => {
            Sentence::new("error-unclosed").with("found", *found).with("told", *told)
        }
        Error::Secret { path } => Sentence::new("error-secret").with("path", shown(path)),
        Error::Write { path, source } => {
            let stands = source.kind() == io::ErrorKind::AlreadyExists;
            let id = if is_in_store(path) && !stands { "error-write-store" } else { "error-write" };
            Sentence::new(id).with("path", shown(path))
        }
        Error::ReplacesInput { path, input } => {
            Sentence::new("error-replaces-input").with("path", shown(path)).with("input", shown(input))
        }
        Error::OtherResult { path, of } => {
            Sentence::new("error-other-result").with("path", shown(path)).with("of", of.as_str())
        }
        Error::ForeignFile { path } => Sentence::new("error-foreign-file").with("path", shown(path)),
        Error::UnknownForm { path, ending } => {
            Sentence::new("error-unknown-form").with("path", shown(path)).with("ending", ending.as_str())
        }
        Error::UnknownBook { path, ending } => {
            Sentence::new("error-unknown-book").with("path", shown(path)).with("ending", ending.as_str())
        }
        Error::Form { path, reason } => {
            Sentence::new(form_refused(reason)).with("path", shown(path)).with("reason", words.reason(reason))
        }
        Error::Profile { path, line, reason } => {
            let place = if *line > 0 { format!("{}:{line}", shown(path)) } else { shown(path) };
            Sentence::new("error-profile").with("path", place).with("reason", words.reason(reason))
        }
        Error::Formless { path, form: None } if path == Path::new("-") => {
            Sentence::new("error-formless-dash").with("path", shown(path))
        }
        Error::Formless { path, form: None } => Sentence::new("error-formless")
            .with("path", shown(path))
            .with("json", ended(path, ".json"))
            .with("text", ended(path, ".txt"))
            .with("folder", ended(path, "/")),
        Error::Formless { path, form: Some(form) } => Sentence::new("error-formless-form")
            .with("path", shown(path))
            .with("file", ended(path, &format!(".{form}")))
            .with("folder", ended(path, "/")),
        Error::OnTerminal { path, of, form } => Sentence::new("error-on-terminal")
            .with("form", *form)
            .with("of", quoted(of))
            .with("path", quoted(path)),
        Error::SeveralInOne { path } => Sentence::new("error-several-in-one")
            .with("path", shown(path))
            .with("folder", ended(&path.with_extension(""), "/")),
        Error::EmptyFolder { path } => Sentence::new("error-empty-folder").with("path", shown(path)),
        Error::NothingToEvaluate { path, what } => Sentence::new("error-nothing-to-evaluate")
            .with("path", shown(path))
            .with("what", words.text(wanted(*what))),
        Error::NothingToRead { path } => Sentence::new("error-nothing-to-read").with("path", shown(path)),
        Error::NoRecords { path } => {
            let id = if path.is_dir() { "error-no-records" } else { "error-no-records-file" };
            Sentence::new(id).with("path", shown(path)).with("quoted", quoted(path))
        }
        Error::NewerRecord { path, found, known } => Sentence::new("error-newer-record")
            .with("path", shown(path))
            .with("found", found)
            .with("known", known),
        Error::NotRecord { path, what, reason } => Sentence::new("error-not-record")
            .with("path", shown(path))
            .with("what", words.text(wanted(*what)))
            .with("reason", words.reason(reason)),
    }
}

/// The file that a command may make of this one: never itself, whatever its name ends in.
fn another(path: &Path, ending: &str) -> PathBuf {
    let other = path.with_extension(ending);
    if other != path {
        return other;
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-1.{ending}"));
    path.with_file_name(name)
}

/// The sentence about a file of a kind that is not read. They differ in their hints: what makes a PDF of it.
fn other_kind(kind: OtherKind) -> &'static str {
    match kind {
        OtherKind::Docx
        | OtherKind::Xlsx
        | OtherKind::Pptx
        | OtherKind::OldOffice
        | OtherKind::OpenDocument
        | OtherKind::Rtf
        | OtherKind::Html => "error-other-kind-office",
        OtherKind::PostScript => "error-other-kind-postscript",
        OtherKind::Heic => "error-other-kind-heic",
        OtherKind::Djvu => "error-other-kind-djvu",
        OtherKind::Mail => "error-other-kind-mail",
        OtherKind::Archive => "error-other-kind-archive",
        OtherKind::Xml => "error-other-kind-xml",
    }
}

/// What such a file is, as a part of that sentence.
fn kind_name(kind: OtherKind) -> &'static str {
    match kind {
        OtherKind::Docx => "kind-docx",
        OtherKind::Xlsx => "kind-xlsx",
        OtherKind::Pptx => "kind-pptx",
        OtherKind::OldOffice => "kind-old-office",
        OtherKind::OpenDocument => "kind-open-document",
        OtherKind::Rtf => "kind-rtf",
        OtherKind::Html => "kind-html",
        OtherKind::Xml => "kind-xml",
        OtherKind::Mail => "kind-mail",
        OtherKind::PostScript => "kind-postscript",
        OtherKind::Heic => "kind-heic",
        OtherKind::Djvu => "kind-djvu",
        OtherKind::Archive => "kind-archive",
    }
}

/// The sentence about a form that cannot be made. They differ in their hints.
fn form_refused(reason: &Reason) -> &'static str {
    match reason {
        Reason::NoOrgans => "error-form-no-organs",
        Reason::Lacks { .. } => "error-form-lacks",
        Reason::NoScan | Reason::PageNotShown { .. } => "error-form-no-scan",
        Reason::NoPlaces => "error-form-no-places",
        Reason::NoWords => "error-form-no-words",
        _ => "error-form",
    }
}

/// What was asked for, as a part of that sentence.
fn wanted(what: Wanted) -> &'static str {
    match what {
        Wanted::Record => "wanted-record",
        Wanted::Truth => "wanted-truth",
        Wanted::Marks => "wanted-marks",
    }
}

/// What of the engine is missing, as a part of that sentence.
fn missing_sentence<'a>(words: &Words, missing: &'a Missing) -> Sentence<'a> {
    match missing {
        Missing::Worker(Some(path)) => Sentence::new("missing-named-worker").with("path", shown(path)),
        Missing::Worker(None) => Sentence::new("missing-worker"),
        Missing::Permission(path) => Sentence::new("missing-permission").with("path", shown(path)),
        Missing::Library => Sentence::new("missing-library"),
        Missing::Language(name) if name == "vie" => Sentence::new("missing-vietnamese"),
        Missing::Language(name) => Sentence::new("missing-language").with("language", name.as_str()),
        Missing::LanguageIn { language, folder } => Sentence::new("missing-language-in")
            .with("language", language.as_str())
            .with("folder", shown(folder)),
        Missing::Version => Sentence::new("missing-version"),
        Missing::Stranger(said) => Sentence::new("missing-stranger").with("said", said.as_str()),
        Missing::Start(did) => Sentence::new("missing-start").with("did", words.reason(did)),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A path as it is typed into a shell: in quotes where it has to be.
pub(crate) fn quoted(path: &Path) -> String {
    let shown = shown(path);
    // A name that begins with a hyphen would be an option.
    let shown = if shown.starts_with('-') && shown != "-" { format!("./{shown}") } else { shown };
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%,=~".contains(c);
    if !shown.is_empty() && !shown.starts_with('~') && shown.chars().all(is_plain) {
        return shown;
    }
    format!("'{}'", shown.replace('\'', r"'\''"))
}

/// A name with another end behind it, as it is typed into a shell.
fn ended(path: &Path, ending: &str) -> String {
    let mut name = path.to_owned().into_os_string();
    name.push(ending);
    quoted(name.as_ref())
}

/// A file beside another, its name lengthened before its ending: `a.pdf`, `a-mended.pdf`.
fn beside(path: &Path, more: String) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(more);
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_commands_can_be_pasted() {
        for (path, typed) in [
            ("a.pdf", "a.pdf"),
            ("thư/57-2.pdf", "thư/57-2.pdf"),
            ("công văn 57.pdf", "'công văn 57.pdf'"),
            ("o'clock.pdf", r"'o'\''clock.pdf'"),
            ("-rf.pdf", "./-rf.pdf"),
            ("a$(b).pdf", "'a$(b).pdf'"),
            ("~.pdf", "'~.pdf'"),
        ] {
            assert_eq!(quoted(Path::new(path)), typed);
        }
        assert_eq!(beside(Path::new("x/a b.pdf"), "-mended".to_owned()), Path::new("x/a b-mended.pdf"));
    }
}
