//! `vanthu completions` and `vanthu manual`: what shells complete, and the man pages.

use clap::CommandFactory;

use super::args::{Args, Completions, Manual};
use super::{help, output, terminal};
use crate::error::{Error, ExitCode, Result};
use crate::files::write::make_folder;

/// Prints the script for a shell, with what commands and options do in the language of whoever asks.
pub(super) fn run(args: &Completions) -> Result<ExitCode> {
    let mut script = Vec::new();
    let mut command = help::command(Args::command(), terminal::words().language());
    clap_complete::generate(args.shell, &mut command, "vanthu", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::Done)
}

/// Writes a page for the program and one for each command, in the language of whoever asks, or prints that of the program.
pub(super) fn manual(args: &Manual) -> Result<ExitCode> {
    let command = help::command(Args::command(), terminal::words().language());
    match &args.out {
        Some(folder) => {
            make_folder(folder)?;
            let written = clap_mangen::generate_to(command, folder);
            written.map_err(|source| Error::Write { path: folder.clone(), source })?;
        }
        None => {
            let mut page = Vec::new();
            let made = clap_mangen::Man::new(command).render(&mut page);
            made.map_err(|source| Error::Write { path: "standard output".into(), source })?;
            output::print(&String::from_utf8_lossy(&page))?;
        }
    }
    Ok(ExitCode::Done)
}
