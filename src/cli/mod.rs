//! The command line: arguments in, results on standard output, all else on standard error, an exit code that tells.

mod args;
mod complaint;
mod doctor;
#[cfg(feature = "train")]
mod draw;
mod evaluate;
mod keep_steps;
mod help;
mod messages;
mod output;
mod read;
mod restore;
mod schema;
mod settings;
mod table;
mod terminal;
mod when;
#[cfg(feature = "train")]
mod train;

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::error::{Error, ExitCode, Result};
use crate::words::Sentence;
use args::{Args, Command};

/// Runs the program with the arguments of the process; gives its exit code.
pub fn run() -> u8 {
    let args = match Args::from_process() {
        Ok(args) => args,
        Err(code) => return code as u8,
    };
    // Workers see their standard input close and end by themselves.
    #[expect(clippy::exit, reason = "the handler runs on its own thread and must end the program")]
    let handled = ctrlc::set_handler(|| std::process::exit(ExitCode::Interrupted as i32));
    if let Err(error) = handled {
        let sentence = Sentence::new("no-interruption-code").with("reason", error.to_string());
        messages::note(&terminal::words().say(&sentence));
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
