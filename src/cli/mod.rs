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
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::error::{Error, ExitCode, Result};
use crate::reader::Source;
use crate::words::Sentence;
use args::{Args, Command};

/// Whether Ctrl-C was pressed.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// After Ctrl-C the work has so long to end by itself. What cannot be stopped in its middle, as the drawing of a page, is
/// then left where it is.
const GRACE: Duration = Duration::from_millis(500);

/// Runs the program with the arguments of the process; gives its exit code.
pub fn run() -> u8 {
    let args = match Args::from_process() {
        Ok(args) => args,
        Err(code) => return code as u8,
    };
    let handled = ctrlc::set_handler(interrupt);
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
        Err(Error::Interrupted) => ExitCode::Interrupted as u8,
        Err(error) => {
            messages::error(&error);
            error.exit_code() as u8
        }
    }
}

/// Asks the work to end, and ends the program where it does not.
#[expect(clippy::exit, reason = "the handler runs on its own thread and must end the program")]
fn interrupt() {
    if !INTERRUPTED.swap(true, Ordering::AcqRel) {
        thread::sleep(GRACE);
    }
    // Workers that are left see their standard input close and end by themselves. A file that is being written is
    // finished first, so that nothing of it is left beside its place.
    let _whole = output::no_file_in_work();
    std::process::exit(ExitCode::Interrupted as i32)
}

/// Whether the work is to end because Ctrl-C was pressed.
fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Acquire)
}

/// A file to be read; `-` is standard input, which is read at once.
fn source(path: &Path) -> Result<Source> {
    if path != Path::new("-") {
        return Ok(Source::File(path.to_owned()));
    }
    Ok(Source::Bytes { path: path.to_owned(), bytes: read_input(path)? })
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
