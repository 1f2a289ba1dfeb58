//! `vanthu train`: the dictionaries that are counted, from the corpus.

use std::path::Path;

use super::args::{Part, Train};
use super::messages;
use crate::config::Config;
use crate::error::{Error, ExitCode, Result};
use crate::files::write::make_folder;
use crate::reader::Reader;
use crate::restore::Restorer;
use crate::train::{cited, confusions, corpus, garbled, judge, language_model, marks, measure};

/// Pages drawn and read by each engine; more change the counts of common letters little.
const PAGES: usize = 70;
/// Lines of text drawn on them: some 34 a page.
const LINES: usize = 2_400;

pub(super) fn run(args: &Train) -> Result<ExitCode> {
    let mut report = |line: &str| messages::note(line);
    // Before the work, which takes minutes: a place that cannot be written is told at once.
    if args.part != Part::Measure {
        make_folder(&args.out)?;
    }
    if matches!(args.part, Part::All | Part::Model) {
        language_model(&args.corpus, &args.wordlists, &args.out, &mut report)?;
    }
    if matches!(args.part, Part::All | Part::Confusions) {
        let texts = corpus::sample(&args.corpus.join("provincial.txt.xz"), LINES)?;
        with_scratch(|scratch| {
            confusions::build(&texts, PAGES, &args.fonts, scratch, &args.out, &mut report)
        })?;
    }
    if args.part == Part::Layers {
        confusions::build_layers(&args.pairs, &args.out, &mut report)?;
    }
    if matches!(args.part, Part::All | Part::Cited) {
        cited::build(&args.corpus, &args.out, &mut report)?;
    }
    if args.part == Part::Garbled {
        let sources = garbled::Sources {
            corpus: args.corpus.clone(),
            documents: args.documents.clone(),
            pairs: args.pairs.clone(),
            fonts: args.fonts.clone(),
        };
        with_scratch(|scratch| garbled::build(&sources, &args.out, scratch, &mut report))?;
    }
    if args.part == Part::Measure {
        let load = || Ok(args.without.iter().fold(Restorer::load()?, |r, left_out| r.without(*left_out)));
        measure::measure(&args.documents, &args.pairs, &load, &mut report)?;
    }
    if args.part == Part::Marks {
        for folder in &args.documents {
            marks::build(folder, &args.out, &mut report)?;
        }
    }
    if args.part == Part::Judge {
        let reader = Reader::new(Config::default())?;
        let library = judge::Library::read(&reader, &args.marks_folder, &args.marks, &args.documents)?;
        judge::build(&library, &args.out, &mut report)?;
    }
    Ok(ExitCode::Done)
}

/// Runs with a folder for pictures of pages, which are of no use afterwards.
fn with_scratch(run: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let scratch = std::env::temp_dir().join(format!("vanthu-train-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).map_err(|source| Error::Write { path: scratch.clone(), source })?;
    let done = run(&scratch);
    let _ = std::fs::remove_dir_all(&scratch);
    done
}
