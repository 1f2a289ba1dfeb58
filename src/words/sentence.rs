//! What is to be said, before there is a language: the name of a sentence and its arguments.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentValue};

/// The name of a sentence and its arguments.
#[derive(Debug)]
pub struct Sentence<'a> {
    /// A name of `en/*.ftl`, or `name.attribute`.
    pub(super) id: Cow<'a, str>,
    pub(super) arguments: FluentArgs<'a>,
}

impl<'a> Sentence<'a> {
    /// A sentence without arguments.
    pub fn new(id: impl Into<Cow<'a, str>>) -> Sentence<'a> {
        Sentence { id: id.into(), arguments: FluentArgs::new() }
    }

    /// With an argument more: a text, or a whole number for which the sentence may choose its plural. Numbers with a
    /// fraction are given as text, by [`Words::decimal`](super::Words::decimal).
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<FluentValue<'a>>) -> Sentence<'a> {
        self.arguments.set(name, value);
        self
    }

    /// Its attribute: what belongs to the same sentence, as the hint to an error.
    #[must_use]
    pub fn attribute(mut self, name: &str) -> Sentence<'a> {
        self.id = format!("{}.{name}", self.id).into();
        self
    }
}
