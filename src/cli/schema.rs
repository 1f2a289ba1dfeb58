//! `vanthu schema`

use super::output;
use crate::error::{ExitCode, Result};
use crate::record;

pub(super) fn run() -> Result<ExitCode> {
    output::print(&format!("{:#}\n", record::schema()))?;
    Ok(ExitCode::Done)
}
