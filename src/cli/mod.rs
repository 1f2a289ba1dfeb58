//! The command line: arguments in, results on standard output, all else on standard error, an exit code that tells.

mod args;
mod doctor;
#[cfg(feature = "train")]
mod draw;
mod evaluate;
mod keep_steps;
mod messages;
mod output;
mod read;
mod restore;
mod schema;
mod table;
#[cfg(feature = "train")]
mod train;

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::error::{Error, ExitCode, Result};
use args::{Args, Command};

/// Runs the program with the arguments of the process; gives its exit code.
pub fn run() -> u8 {
    let args = Args::from_process();
    // Workers see their standard input close and end by themselves.
    #[expect(clippy::exit, reason = "the handler runs on its own thread and must end the program")]
    let handled = ctrlc::set_handler(|| std::process::exit(ExitCode::Interrupted as i32));
    if let Err(error) = handled {
        messages::note(&format!("an interruption will not be told by exit code 130: {error}"));
    }
    let code = match &args.command {
        Command::Read(read) => read::run(read),
        Command::Restore(restore) => restore::run(restore),
        Command::Evaluate(evaluate) => evaluate::run(evaluate),
        Command::Schema => schema::run(),
        Command::Doctor(doctor) => doctor::run(doctor),
        #[cfg(feature = "train")]
        Command::Draw(draw) => draw::run(draw),
        #[cfg(feature = "train")]
        Command::Train(train) => train::run(train),
    };
    match code {
        Ok(code) => code as u8,
        Err(error) => {
            messages::error(&error);
            error.exit_code() as u8
        }
    }
}

/// The bytes of a file; `-` is standard input.
fn read_input(path: &Path) -> Result<Vec<u8>> {
    let broken = |source| Error::Read { path: path.to_owned(), source };
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(broken)?;
        return Ok(bytes);
    }
    if path.is_dir() {
        return Err(Error::IsFolder { path: path.to_owned() });
    }
    fs::read(path).map_err(broken)
}
