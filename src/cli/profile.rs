//! Profiles that somebody gives: which fields a form has, under which headings.

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::export::Profiles;
use crate::files::inputs;
use crate::reason::Reason;

/// Profiles of the program with those of some files in their places.
pub(super) fn with(mut profiles: Profiles, files: &[PathBuf]) -> Result<Profiles> {
    for path in files {
        let bytes = inputs::bytes(path)?;
        let broken = |line, reason| Error::Profile { path: path.clone(), line, reason };
        let text = std::str::from_utf8(&bytes).map_err(|error| broken(0, Reason::Said(error.to_string())))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        profiles.take(text).map_err(|line| {
            broken(line, if line == 0 { Reason::ProfileLacks } else { Reason::ProfileLine })
        })?;
    }
    Ok(profiles)
}
