//! `vanthu train`: the dictionaries that are counted, from the corpus.

use super::args::{Part, Train};
use super::messages;
use crate::error::{Error, ExitCode, Result};
use crate::restore::train::{confusions, corpus, language_model};

/// Pages drawn and read by each engine; more change the counts of common letters little.
const PAGES: usize = 70;
/// Lines of text drawn on them: some 34 a page.
const LINES: usize = 2_400;

pub(super) fn run(args: &Train) -> Result<ExitCode> {
    let mut report = |line: &str| messages::note(line);
    if matches!(args.part, Part::All | Part::Model) {
        language_model(&args.corpus, &args.wordlists, &args.out, &mut report)?;
    }
    if matches!(args.part, Part::All | Part::Confusions) {
        let texts = corpus::sample(&args.corpus.join("provincial.txt.xz"), LINES)?;
        let scratch = std::env::temp_dir().join(format!("vanthu-train-{}", std::process::id()));
        std::fs::create_dir_all(&scratch).map_err(|source| Error::Write { path: scratch.clone(), source })?;
        let built = confusions::build(&texts, PAGES, &args.fonts, &scratch, &args.out, &mut report);
        // Pictures of pages, of no more use.
        let _ = std::fs::remove_dir_all(&scratch);
        built?;
    }
    Ok(ExitCode::Done)
}
