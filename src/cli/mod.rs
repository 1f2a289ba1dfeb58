//! The command line: arguments in, results on standard output, all else on standard error, an exit code that tells.

mod accept;
mod archive;
mod args;
mod args_batch;
mod args_engine;
mod args_form;
mod batch;
mod batch_forms;
mod batch_screen;
mod complaint;
mod completions;
mod config;
mod doctor;
#[cfg(feature = "train")]
mod draw;
mod evaluate;
mod explain;
mod export;
mod follow_up;
mod keep_steps;
mod help;
mod messages;
mod output;
mod plan;
mod profile;
mod progress;
mod read;
mod records;
mod restore;
mod results;
mod schema;
mod settings;
mod store;
mod summary;
mod table;
mod terminal;
mod unsaid;
mod watch;
mod written;
#[cfg(feature = "train")]
mod train;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::time;

use crate::error::{Error, ExitCode, Result};
use crate::files::{inputs, write};
use crate::reader::Source;
use crate::store::staging;
use crate::words::Sentence;
use args::{Args, Command};

/// Whether Ctrl-C was pressed.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// After Ctrl-C the work has so long to end by itself. What cannot be stopped in its middle, as the drawing of a page, is
/// then left where it is.
const GRACE: Duration = Duration::from_millis(500);

/// How much is told on standard error besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loudness {
    /// Nothing.
    Quiet,
    /// Warnings, what became of files, and on a terminal how far the work is.
    Usual,
    /// The same, but instead of how far it is each thing that is done.
    Verbose,
}

/// Runs the program with the arguments of the process; gives its exit code.
pub fn run() -> u8 {
    let args = match Args::from_process() {
        Ok(args) => args,
        Err(code) => return code as u8,
    };
    trace(args.verbose);
    let loudness = match (args.quiet, args.verbose) {
        (true, _) => Loudness::Quiet,
        (false, 0) => Loudness::Usual,
        (false, _) => Loudness::Verbose,
    };
    let handled = ctrlc::set_handler(interrupt);
    if let Err(error) = handled {
        let sentence = Sentence::new("no-interruption-code").with("reason", error.to_string());
        messages::note(&terminal::words().say(&sentence));
    }
    let code = match &args.command {
        Command::Read(read) => read::run(read, loudness),
        Command::Batch(batch) => batch::run(batch, loudness),
        Command::Plan(args) => plan::run(args, loudness),
        Command::Merge(args) => plan::merge(args, loudness),
        Command::Restore(restore) => restore::run(restore, loudness),
        Command::Evaluate(evaluate) => evaluate::run(evaluate),
        Command::Export(export) => export::run(export, loudness),
        Command::Page(page) => export::run(&page.export(), loudness),
        Command::Archive(archive) => archive::run(archive, loudness),
        Command::Accept(report) => accept::run(report, loudness),
        Command::FollowUp(book) => follow_up::run(book, loudness),
        Command::Schema => schema::run(),
        Command::Doctor(doctor) => doctor::run(doctor),
        Command::Config => config::run(),
        Command::Completions(completions) => completions::run(completions),
        Command::Manual(manual) => completions::manual(manual),
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
    // Workers that are left see their standard input close and end by themselves. Files that are being written go.
    let _none = write::abandon();
    staging::abandon();
    unsaid::tell();
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
    Ok(Source::Bytes { path: path.to_owned(), bytes: inputs::bytes(path)? })
}

/// Writes what is done to standard error, line for line: with `-v` files and pages, with `-vv` steps too.
fn trace(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        // Seconds since the start: the time of day tells nothing about the work.
        .with_timer(time::uptime())
        .with_target(false)
        .with_ansi(false)
        .init();
}
