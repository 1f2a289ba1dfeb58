//! `vanthu doctor`: what is installed, what is missing, and the command that mends it.

use super::args::Doctor;
use super::terminal::{self, words};
use super::{output, settings};
use crate::config::Config;
use crate::error::{ExitCode, Result};
use crate::ocr::OcrEngine;
use crate::ocr::worker::TesseractPool;
use crate::restore::Restorer;
use crate::words::Sentence;

pub(super) fn run(args: &Doctor) -> Result<ExitCode> {
    let mut config = Config::default();
    args.engine.apply(&mut config);
    let mut report = Report { text: String::new(), code: ExitCode::Done };
    report.found(&Sentence::new("doctor-program").with("version", env!("CARGO_PKG_VERSION")));
    for path in settings::files() {
        report.found(&Sentence::new("doctor-settings").with("path", path.display().to_string()));
    }
    let dictionaries = Restorer::load()
        .map(|restorer| Sentence::new("doctor-dictionaries").with("hash", restorer.model_hash().to_owned()));
    report.check("doctor-no-dictionaries", dictionaries);
    report.check("doctor-no-engine", engine(&config));
    report.found(&Sentence::new("doctor-jobs").with("jobs", config.ocr.jobs));
    output::print(&report.text)?;
    Ok(report.code)
}

/// Starts one worker, which shows that program, engine and language data are there.
fn engine(config: &Config) -> Result<Sentence<'static>> {
    let pool = TesseractPool::start(&config.ocr)?;
    let languages = config.ocr.languages.join(", ");
    Ok(Sentence::new("doctor-engine").with("engine", pool.name().to_owned()).with("languages", languages))
}

/// One line for each thing looked at, beginning with what became of it.
struct Report {
    text: String,
    code: ExitCode,
}

impl Report {
    fn check(&mut self, what: &'static str, result: Result<Sentence<'_>>) {
        match result {
            Ok(found) => self.found(&found),
            Err(error) => {
                self.code = ExitCode::NotInstalled;
                let sentence = Sentence::new(what).with("error", words().error(&error));
                self.line(&words().text("doctor-missing"), &words().say(&sentence));
                if let Some(hint) = words().hint(&error) {
                    self.line("", &hint);
                }
            }
        }
    }

    fn found(&mut self, sentence: &Sentence<'_>) {
        self.line(&words().text("doctor-ok"), &words().say(sentence));
    }

    fn line(&mut self, state: &str, sentence: &str) {
        self.text += &terminal::columns_of_two(state, sentence);
    }
}
