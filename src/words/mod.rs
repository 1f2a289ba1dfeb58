//! The sentences of the program, in English and Vietnamese: warnings and errors become words here, and nowhere before.
//!
//! Steps give codes with typed arguments ([`Doubt`](crate::warning::Doubt), [`Error`](crate::error::Error)). What is
//! said about them stands in `en/*.ftl` and `vi/*.ftl`, in the syntax of Fluent, compiled in. Both languages have the
//! same sentences, which a test compares; help has no English file, for its sentences stand beside the arguments.

mod error;
mod number;
mod reason;
mod sentence;
mod warning;

use std::sync::LazyLock;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use strum::{EnumString, IntoStaticStr, VariantArray};

#[cfg(feature = "cli")]
pub(crate) use error::quoted;
pub use sentence::Sentence;

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, VariantArray)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Language {
    /// English.
    #[strum(serialize = "en")]
    #[cfg_attr(feature = "cli", value(name = "en"))]
    English,
    /// Vietnamese.
    #[strum(serialize = "vi")]
    #[cfg_attr(feature = "cli", value(name = "vi"))]
    Vietnamese,
}

impl Language {
    /// The language of a locale such as `vi_VN.UTF-8`; English of one that the program does not speak.
    pub fn of_locale(locale: &str) -> Language {
        let name = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if name.to_lowercase() == "vi" { Language::Vietnamese } else { Language::English }
    }

    fn files(self) -> &'static [&'static str] {
        match self {
            Language::English => &[
                include_str!("en/warnings.ftl"),
                include_str!("en/errors.ftl"),
                include_str!("en/reasons.ftl"),
                include_str!("en/screen.ftl"),
                include_str!("en/forms.ftl"),
            ],
            Language::Vietnamese => &[
                include_str!("vi/warnings.ftl"),
                include_str!("vi/errors.ftl"),
                include_str!("vi/reasons.ftl"),
                include_str!("vi/screen.ftl"),
                include_str!("vi/forms.ftl"),
                include_str!("vi/arguments.ftl"),
                include_str!("vi/help.ftl"),
            ],
        }
    }
}

/// All sentences in one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Words {
    /// Those of a language, read on first use.
    pub fn of(language: Language) -> &'static Words {
        static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(Language::English));
        static VIETNAMESE: LazyLock<Words> = LazyLock::new(|| Words::read(Language::Vietnamese));
        match language {
            Language::English => &ENGLISH,
            Language::Vietnamese => &VIETNAMESE,
        }
    }

    /// The English ones, which records are written in.
    pub fn english() -> &'static Words {
        Words::of(Language::English)
    }

    fn read(language: Language) -> Words {
        let name: &str = language.into();
        let mut bundle =
            FluentBundle::new_concurrent(vec![name.parse().expect("`en` and `vi` are languages")]);
        // Marks of direction around each argument would end up in files and on terminals that do not know them.
        bundle.set_use_isolating(false);
        for file in language.files() {
            // A sentence that breaks the syntax is left out; the tests of this room find it.
            let resource =
                FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(good_part, _)| good_part);
            bundle.add_resource_overriding(resource);
        }
        Words { language, bundle }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A sentence with its arguments; the English one when this language lacks it, the bare name when both do.
    pub fn say(&self, sentence: &Sentence<'_>) -> String {
        self.find(sentence).unwrap_or_else(|| sentence.id.to_string())
    }

    /// A sentence without arguments.
    pub fn text(&self, id: &str) -> String {
        self.say(&Sentence::new(id))
    }

    /// A sentence with its arguments, when this language or English has it.
    pub fn find(&self, sentence: &Sentence<'_>) -> Option<String> {
        match self.own(sentence) {
            None if self.language != Language::English => Words::english().own(sentence),
            found => found,
        }
    }

    /// A sentence of `name` or `name.attribute`, when this language has it.
    fn own(&self, sentence: &Sentence<'_>) -> Option<String> {
        let pattern = match sentence.id.split_once('.') {
            Some((id, attribute)) => self.bundle.get_message(id)?.get_attribute(attribute)?.value(),
            None => self.bundle.get_message(&sentence.id)?.value()?,
        };
        // An argument that is missing shows as its name, which the tests of this room find.
        let mut missing = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&sentence.arguments), &mut missing).into_owned())
    }
}

#[cfg(test)]
mod tests;
