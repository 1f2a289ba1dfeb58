//! `vanthu draw`: samples drawn as scans.

use super::args::Draw;
use super::{messages, output};
use crate::error::{ExitCode, Result};
use crate::synth;

pub(super) fn run(args: &Draw) -> Result<ExitCode> {
    match synth::sample::draw_samples(&args.folder, &args.fonts) {
        Ok(written) => {
            let lines: String = written.iter().map(|path| format!("{}\n", path.display())).collect();
            output::print(&lines)?;
            Ok(ExitCode::Done)
        }
        Err(error) => {
            messages::complain(&error, error.hint().as_deref());
            Ok(error.exit_code())
        }
    }
}
