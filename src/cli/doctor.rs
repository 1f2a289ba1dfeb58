//! `vanthu doctor`: what is installed, what is missing, and the command that mends it.

use super::args::Doctor;
use super::output;
use crate::config::Config;
use crate::error::{ExitCode, Result};
use crate::ocr::OcrEngine;
use crate::ocr::worker::TesseractPool;
use crate::restore::Restorer;

pub(super) fn run(args: &Doctor) -> Result<ExitCode> {
    let mut config = Config::default();
    args.engine.apply(&mut config);
    let mut report = format!("ok       vanthu {}\n", env!("CARGO_PKG_VERSION"));
    let mut code = ExitCode::Done;
    let mut check = |what: &str, result: Result<String>| match result {
        Ok(found) => report += &format!("ok       {found}\n"),
        Err(error) => {
            code = ExitCode::NotInstalled;
            report += &format!("missing  {what}: {error}\n");
            if let Some(hint) = error.hint() {
                report += &format!("         {hint}\n");
            }
        }
    };
    check("dictionaries", Restorer::load().map(|r| format!("dictionaries {}", r.model_hash())));
    check("engine", engine(&config));
    report += &format!("ok       {} pages at once\n", config.ocr.jobs);
    output::print(&report)?;
    Ok(code)
}

/// Starts one worker, which shows that program, engine and language data are there.
fn engine(config: &Config) -> Result<String> {
    let pool = TesseractPool::start(&config.ocr)?;
    Ok(format!("{} with language {}", pool.name(), config.ocr.languages.join(", ")))
}
