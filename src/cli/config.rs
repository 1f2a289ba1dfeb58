//! `vanthu config`: every option that vanthu.toml may set, its value, and where that comes from.

use clap::CommandFactory;
use toml::Value;

use super::args::Args;
use super::terminal::words;
use super::{output, settings};
use crate::error::{ExitCode, Result};
use crate::words::Sentence;

/// Prints them as vanthu.toml takes them.
pub(super) fn run() -> Result<ExitCode> {
    let mut text = String::new();
    for option in settings::all(&Args::command()) {
        let line = match &option.value {
            Some(value) => format!("{} = {}", option.key, written(value)),
            None => format!("# {} =", option.key),
        };
        let source = match (&option.file, &option.value) {
            (Some(file), _) => {
                words().say(&Sentence::new("config-file").with("path", file.display().to_string()))
            }
            (None, Some(_)) => words().text("config-default"),
            (None, None) => words().text("config-unset"),
        };
        text += &format!("{line:<32} # {source}\n");
    }
    output::print(&text)?;
    Ok(ExitCode::Done)
}

/// A value as TOML: whole numbers bare, all else in quotes.
fn written(value: &str) -> String {
    value
        .parse::<i64>()
        .map_or_else(|_| Value::String(value.to_owned()).to_string(), |number| number.to_string())
}
