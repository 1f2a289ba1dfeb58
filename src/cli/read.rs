//! `vanthu read`: scans in, records out.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::args::Read;
use super::keep_steps::Kept;
use super::{messages, output, table};
use crate::error::{Error, ExitCode, Result, merge_exit_codes};
use crate::ocr::ReadPage;
use crate::pipeline::Steps;
use crate::reader::{Events, InWork, Reader};
use crate::record::{Record, Warning};
use crate::warning::Code;

/// Where and in what form records go.
enum Form {
    Json,
    JsonLines,
    Table,
    Text,
}

pub(super) fn run(args: &Read) -> Result<ExitCode> {
    let reader = Reader::new(args.config()?)?;
    let form = form(args);
    let mut taken = BTreeSet::new();
    let mut codes = Vec::new();
    for path in &args.files {
        let code = match steps(args, path, &reader) {
            Ok(steps) => {
                messages::warnings(&path.display().to_string(), &steps.warnings);
                finish(args, &form, path, steps.record, &mut taken)?
            }
            // Nothing of it is told: whoever pressed Ctrl-C knows.
            Err(Error::Interrupted) => return Ok(ExitCode::Interrupted),
            Err(error) => {
                messages::error(&error);
                error.exit_code()
            }
        };
        codes.push(code);
    }
    Ok(merge_exit_codes(&codes))
}

/// Reads one file, and keeps what each step made of it where that is asked for.
fn steps(args: &Read, path: &Path, reader: &Reader) -> Result<Steps> {
    let watching = Watching { keep_steps: args.keep_steps.as_deref(), kept: OnceLock::new() };
    let steps = reader.read(super::source(path)?, &watching)?;
    if let Some(kept) = watching.kept.get() {
        kept.steps(&steps)?;
    }
    Ok(steps)
}

/// Keeps the pages of one document; ends when Ctrl-C was pressed.
struct Watching<'a> {
    keep_steps: Option<&'a Path>,
    kept: OnceLock<Kept>,
}

impl Events for Watching<'_> {
    fn opened(&self, document: &InWork) -> Result<()> {
        if let Some(folder) = self.keep_steps {
            let kept = Kept::new(folder, &document.path)?;
            self.kept.get_or_init(|| kept);
        }
        Ok(())
    }

    fn page_read(&self, _: &InWork, page: &ReadPage) -> Result<()> {
        self.kept.get().map_or(Ok(()), |kept| kept.page(page))
    }

    fn is_cancelled(&self) -> bool {
        super::is_interrupted()
    }
}

fn form(args: &Read) -> Form {
    let person = std::io::stdout().is_terminal();
    if args.text {
        Form::Text
    } else if args.table || (person && !args.json) {
        Form::Table
    } else if args.files.len() > 1 {
        Form::JsonLines
    } else {
        Form::Json
    }
}

/// Writes and prints one record; gives the exit code that it deserves.
fn finish(
    args: &Read,
    form: &Form,
    path: &Path,
    mut record: Record,
    taken: &mut BTreeSet<PathBuf>,
) -> Result<ExitCode> {
    let text = matches!(form, Form::Text).then(|| output::plain_text(&record));
    if args.brief {
        for line in record.text.iter_mut().flat_map(|page| &mut page.lines) {
            line.words = None;
        }
    }
    if let Some(target) = &args.output {
        if is_folder(args, target) {
            output::make_folder(target)?;
        }
        let target = output_file(args, target, path, taken);
        output::write_file(&target, output::pretty(&record).as_bytes())?;
        if args.table || std::io::stdout().is_terminal() {
            output::print(&table::table(&record))?;
            output::print(&format!("\n{}\n", target.display()))?;
        }
    } else {
        let printed = match form {
            Form::Json => output::pretty(&record),
            Form::JsonLines => serde_json::to_string(&record).expect("a record has only text keys") + "\n",
            Form::Table => table::table(&record),
            Form::Text => text.unwrap_or_default(),
        };
        output::print(&printed)?;
    }
    Ok(code(args, &record.warnings))
}

fn code(args: &Read, warnings: &[Warning]) -> ExitCode {
    let unread = warnings.iter().any(|w| w.code == Code::PageUnread);
    if unread || (args.strict && !warnings.is_empty()) { ExitCode::Partial } else { ExitCode::Done }
}

/// The file for one record: the one named, or one in the folder named, after the scan's name without its ending; where
/// scans have the same name, with its ending, and then with a count.
fn output_file(args: &Read, target: &Path, scan: &Path, taken: &mut BTreeSet<PathBuf>) -> PathBuf {
    if !is_folder(args, target) {
        return target.to_owned();
    }
    let name = scan.file_name().unwrap_or("standard-input".as_ref());
    let long = name.to_string_lossy();
    let short = target.join(name).with_extension("json");
    let counted = (2..).map(|count| target.join(format!("{long}-{count}.json")));
    let files = [short, target.join(format!("{long}.json"))].into_iter().chain(counted);
    let file = files.into_iter().find(|file| !taken.contains(file)).expect("counts do not end");
    taken.insert(file.clone());
    file
}

/// Whether `--output` names a folder: by its ending, because it is one, or because there are many files.
fn is_folder(args: &Read, target: &Path) -> bool {
    target.is_dir() || args.files.len() > 1 || target.to_string_lossy().ends_with('/')
}
