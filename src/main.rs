//! `vanthu`: see [`vanthu::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(vanthu::cli::run())
}
