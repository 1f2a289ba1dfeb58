//! Errors as sentences, their causes and what to do about them.

use std::error::Error as AnyError;
use std::io;

use super::{Language, Sentence, Words};
use crate::error::{Error, Missing};
use crate::file_kind::OtherKind;

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
            let denied = source.kind() == io::ErrorKind::PermissionDenied;
            Sentence::new(if denied { "error-read-denied" } else { "error-read" }).with("path", shown(path))
        }
        Error::IsFolder { path } => Sentence::new("error-is-folder").with("path", shown(path)),
        Error::UnknownFormat { path } => Sentence::new("error-unknown-format").with("path", shown(path)),
        Error::Empty { path } => Sentence::new("error-empty").with("path", shown(path)),
        Error::Damaged { path, reason } => {
            Sentence::new("error-damaged").with("path", shown(path)).with("reason", reason.as_str())
        }
        Error::OtherKind { path, kind } => Sentence::new(other_kind(*kind))
            .with("path", shown(path))
            .with("kind", words.text(kind_name(*kind)))
            .with("pdf", shown(&path.with_extension("pdf"))),
        Error::NotRead { path, reason } => Sentence::new("error-not-read")
            .with("path", shown(path))
            .with("reason", reason.as_str())
            .with("png", shown(&path.with_extension("png"))),
        Error::WrongPassword { path } => Sentence::new("error-wrong-password").with("path", shown(path)),
        Error::Encrypted { path } => Sentence::new("error-encrypted").with("path", shown(path)),
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
            _ => Sentence::new("error-engine-missing"),
        }
        .with("engine", *engine)
        .with("reason", words.say(&missing_sentence(missing))),
        Error::EngineFailed { engine, page, reason } => Sentence::new("error-engine-failed")
            .with("engine", *engine)
            .with("page", page.number())
            .with("reason", reason.as_str()),
        Error::Dictionary { path, line, reason } => Sentence::new("error-dictionary")
            .with("path", shown(path))
            .with("line", line)
            .with("reason", reason.as_str()),
        Error::NotText { path, media_type } => {
            Sentence::new("error-not-text").with("path", shown(path)).with("type", *media_type)
        }
        Error::Fault { path, place, reason } => Sentence::new("error-fault")
            .with("path", shown(path))
            .with("place", place.as_str())
            .with("reason", reason.as_str()),
        Error::Interrupted => Sentence::new("error-interrupted"),
        Error::SettingsSyntax { path, reason } => {
            Sentence::new("error-settings-syntax").with("path", shown(path)).with("reason", reason.as_str())
        }
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
        Error::Write { path, .. } => Sentence::new("error-write").with("path", shown(path)),
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
        Error::Form { path, reason } => {
            Sentence::new("error-form").with("path", shown(path)).with("reason", reason.as_str())
        }
        Error::SeveralInOne { path } => Sentence::new("error-several-in-one").with("path", shown(path)),
        Error::NothingToRead { path } => Sentence::new("error-nothing-to-read").with("path", shown(path)),
        Error::NewerRecord { path, found, known } => Sentence::new("error-newer-record")
            .with("path", shown(path))
            .with("found", found)
            .with("known", known),
        Error::NotRecord { path, what, reason } => Sentence::new("error-not-record")
            .with("path", shown(path))
            .with("what", *what)
            .with("reason", reason.as_str()),
    }
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

/// What of the engine is missing, as a part of that sentence.
fn missing_sentence(missing: &Missing) -> Sentence<'_> {
    match missing {
        Missing::Worker(Some(path)) => Sentence::new("missing-named-worker").with("path", shown(path)),
        Missing::Worker(None) => Sentence::new("missing-worker"),
        Missing::Permission(path) => Sentence::new("missing-permission").with("path", shown(path)),
        Missing::Library => Sentence::new("missing-library"),
        Missing::Language(name) if name == "vie" => Sentence::new("missing-vietnamese"),
        Missing::Language(name) => Sentence::new("missing-language").with("language", name.as_str()),
        Missing::Version => Sentence::new("missing-version"),
        Missing::Stranger(said) => Sentence::new("missing-stranger").with("said", said.as_str()),
        Missing::Start(did) => Sentence::new("missing-start").with("did", did.as_str()),
    }
}

fn shown(path: &std::path::Path) -> String {
    path.display().to_string()
}
