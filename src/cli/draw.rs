//! `vanthu draw`: samples drawn as scans.

use super::args::Draw;
use super::{messages, output};
use crate::error::{ExitCode, Result};
use crate::synth;

pub(super) fn run(args: &Draw) -> Result<ExitCode> {
    let drawn = match &args.hard {
        Some(out) => synth::hard::draw(&args.folder, out, &args.fonts),
        None => synth::sample::draw_samples(&args.folder, &args.fonts),
    };
    match drawn {
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
