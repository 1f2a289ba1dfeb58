//! What was typed, and what of the environment is looked at.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use super::args_batch::{Batch, Merge, Plan};
pub(super) use super::args_engine::Engine;
use super::args_engine::passwords;
use super::args_form::forms;
use super::{complaint, help, messages, settings, terminal};
use crate::config::{Config, Documents, TextLayer};
use crate::error::{Error, ExitCode, Result};
use crate::export::{Binding, Form};
#[cfg(feature = "train")]
use crate::restore::Ablation;
use crate::words::{Language, Words};

/// Reads scanned Vietnamese administrative documents and turns them into data: restored text, targets, deadlines and
/// responsible agencies, each with its place on the page.
#[derive(Debug, Parser)]
#[command(name = "vanthu", version, max_term_width = 100)]
pub(super) struct Args {
    /// Language of help, tables and messages; by default that of vanthu.toml or of the environment. Records do not
    /// change with it.
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    pub(super) lang: Option<Language>,
    #[command(subcommand)]
    pub(super) command: Command,
    /// Print errors and nothing else on standard error.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Tell on standard error what is done; twice: also each step.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
}

impl Args {
    /// The arguments of the process, with what vanthu.toml says where nothing was typed; or the exit code, once help,
    /// version or what is wrong was printed.
    pub(super) fn from_process() -> std::result::Result<Args, ExitCode> {
        let mut typed: Vec<OsString> = env::args_os().collect();
        // `vanthu help read`, `vanthu --lang vi help read`, which clap itself would answer in English.
        let command = command_at(&typed);
        if typed.get(command).is_some_and(|word| word == "help") {
            typed.remove(command);
            typed.push("--help".into());
        }
        let environment = Environment::of_process();
        // Set once; a second call would say the same.
        let _ = STATE_FOLDER.set(environment.state.clone());
        let (command, folder) = (Args::command(), env::current_dir().ok());
        let settings = settings::find(&command, folder.as_deref(), environment.settings.as_deref());
        let language = typed_language(&typed)
            .or_else(|| settings.as_ref().ok().and_then(settings::Settings::language))
            .unwrap_or(environment.language);
        terminal::set(language, environment.columns);
        // Help shows what holds where nothing is typed.
        let command = match &settings {
            Ok(settings) => settings.defaults(command),
            Err(_) => command,
        };
        let parsed = help::command(command, language)
            .try_get_matches_from_mut(typed)
            .and_then(|m| Args::from_arg_matches(&m));
        match (parsed, settings) {
            (Ok(mut args), Ok(settings)) => {
                settings.keep();
                args.command.print_to_dash();
                Ok(args)
            }
            // Help is given also where the settings are wrong.
            (Ok(_), Err(error)) => {
                messages::error(&error);
                Err(error.exit_code())
            }
            (Err(error), _) => Err(complaint::print(&error, Words::of(language))),
        }
    }
}

/// What of the environment is looked at.
struct Environment {
    language: Language,
    /// The user's own vanthu.toml, which need not be there.
    settings: Option<PathBuf>,
    /// Where this machine remembers things between runs.
    state: PathBuf,
    /// The width that a shell hands on; none without a number over 0.
    columns: Option<u16>,
}

impl Environment {
    fn of_process() -> Environment {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        // In the order of POSIX: the first that is set decides.
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| set(name));
        let folder = ["XDG_CONFIG_HOME", "APPDATA"].iter().find_map(|name| set(name).map(PathBuf::from));
        let folder = folder.or_else(|| env::home_dir().map(|home| home.join(".config")));
        let state = ["XDG_STATE_HOME", "LOCALAPPDATA"].iter().find_map(|name| set(name).map(PathBuf::from));
        let state = state.or_else(|| env::home_dir().map(|home| home.join(".local/state")));
        let state = state.unwrap_or_else(env::temp_dir).join("vanthu");
        let columns = set("COLUMNS").and_then(|columns| columns.to_str()?.parse().ok());
        Environment {
            language: Language::of_locale(&locale.unwrap_or_default().to_string_lossy()),
            settings: folder.map(|folder| folder.join("vanthu").join(settings::FILE)),
            state,
            columns: columns.filter(|columns| *columns > 0),
        }
    }
}

/// Where the command stands in what was typed: the first word that is neither an option nor its value.
fn command_at(typed: &[OsString]) -> usize {
    let mut at = 1;
    while let Some(option) = typed.get(at).and_then(|word| word.to_str()).filter(|word| word.starts_with('-'))
    {
        at += if option == "--lang" { 2 } else { 1 };
    }
    at
}

/// The value of `--lang`, which must be known before help can be made. A wrong one is complained of later.
fn typed_language(typed: &[OsString]) -> Option<Language> {
    let mut typed = typed.iter().skip(1).map(OsString::as_os_str);
    while let Some(word) = typed.next().filter(|word| *word != OsStr::new("--")) {
        let value = match word.to_str() {
            Some("--lang") => typed.next()?.to_str(),
            Some(word) => word.strip_prefix("--lang="),
            None => None,
        };
        if let Some(language) = value.and_then(|value| value.parse().ok()) {
            return Some(language);
        }
    }
    None
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read scans or texts and give their records: a table on a terminal, JSON on a pipe.
    Read(Box<Read>),
    /// Read a whole folder into a folder of records, and go on where it stood after whatever ended it.
    Batch(Box<Batch>),
    /// Plan a batch over many machines: files, options, program and dictionaries, parted into shards.
    Plan(Box<Plan>),
    /// Join what the shards of a plan told: the account over all, and the command for what is missing.
    Merge(Merge),
    /// Restore the diacritics of a text, line for line.
    Restore(Restore),
    /// Measure text and findings against the truth, over folders of documents.
    Evaluate(Evaluate),
    /// Make records into the forms that offices and archives take: workbooks, tables, calendars, pages, PDF/A.
    Export(Export),
    /// Make one page for a browser of each record: the scan, and each value with its box.
    Page(Page),
    /// Set what reports state beside the targets and tasks that documents ask for: one workbook or page.
    FollowUp(FollowUp),
    /// Make lists and packages of files of documents for an archive, as circular 05/2025/TT-BNV asks.
    Archive(Archive),
    /// Make the report on which digitised documents are accepted: checks, counts, a sample to compare by hand, rescans.
    Accept(Accept),
    /// Print the JSON Schema of the record.
    Schema,
    /// Say what is installed, what is missing, and the command that mends it.
    Doctor(Doctor),
    /// Print every option that vanthu.toml may set, its value, and where that comes from.
    Config,
    /// Print the script by which a shell completes what is typed.
    Completions(Completions),
    /// Print the man page of the program, or write all pages into a folder.
    Manual(Manual),
    /// Build the language model, the list of syllables and the confusions of engines from a corpus.
    #[cfg(feature = "train")]
    Train(Train),
    /// Draw the samples of a folder as scans, with their truth.
    #[cfg(feature = "train")]
    Draw(Draw),
}

/// How standard output is named where a file may be.
pub(super) const DASH: &str = "-";

impl Command {
    /// An output that is named `-` is none: it goes to standard output.
    fn print_to_dash(&mut self) {
        let output = match self {
            Command::Read(read) => &mut read.output,
            Command::Restore(restore) => &mut restore.output,
            Command::Export(export) => &mut export.output,
            _ => return,
        };
        output.take_if(|output| output == Path::new(DASH));
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Read {
    /// PDF, TIFF, PNG, JPEG and other pictures, or text files, or folders of them; `-` is standard input.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    pub(super) files: Vec<PathBuf>,
    /// Read what is below the folders, too.
    #[arg(short, long)]
    pub(super) recursive: bool,
    /// Write to this file (.json, .txt, .html, .pdf; .jsonl, .xlsx, .csv, .ics for several), or one JSON for each document into this folder;
    /// `-` is standard output.
    #[arg(short, long, value_name = "FILE|FOLDER")]
    pub(super) output: Option<PathBuf>,
    /// The office that keeps the registers, as its letterhead names it: what it issued is outgoing. Several names are
    /// parted by `;`.
    #[arg(long, value_name = "NAME")]
    pub(super) office: Option<String>,
    /// Replace what stands at the place of a result even if it was not made from the same file; a scan never.
    #[arg(long)]
    pub(super) replace: bool,
    /// Print one line of JSON for each input, also for those that failed.
    #[arg(long, conflicts_with = "table")]
    pub(super) json: bool,
    /// Make JSON over many lines, for people.
    #[arg(long, conflicts_with_all = ["table", "text"])]
    pub(super) pretty: bool,
    /// Print the table of targets, deadlines and agencies, also on a pipe or with -o.
    #[arg(long)]
    pub(super) table: bool,
    /// Print the restored text alone, pages parted by form feeds.
    #[arg(long, conflicts_with_all = ["json", "table"])]
    pub(super) text: bool,
    /// Print what spoke for and against each target, deadline and task that was judged.
    #[arg(long, conflicts_with_all = ["json", "table", "text", "pretty"])]
    pub(super) explain: bool,
    /// Leave the single words out of the record's text.
    #[arg(long)]
    pub(super) brief: bool,
    /// Exit with 7 when a record has warnings.
    #[arg(long)]
    pub(super) strict: bool,
    /// Write what each step made into this folder: cleaned pages, read words, restored text, record.
    #[arg(long, value_name = "FOLDER")]
    pub(super) keep_steps: Option<PathBuf>,
    /// A file with passwords for encrypted PDFs, one a line; the empty one is always tried.
    #[arg(long, value_name = "FILE")]
    pub(super) password_file: Option<PathBuf>,
    /// Refuse pages with more pixels.
    #[arg(long, value_name = "NUMBER", default_value_t = 150_000_000)]
    pub(super) max_pixels: u64,
    /// Which document of a file that holds several, from 1; without it the first is read and a warning names the others.
    #[arg(long, value_name = "NUMBER")]
    pub(super) document: Option<std::num::NonZeroUsize>,
    /// What to do with the text layer of a PDF.
    #[arg(long, value_enum, default_value_t = TextLayer::Judge)]
    pub(super) text_layer: TextLayer,
    #[command(flatten)]
    pub(super) engine: Engine,
}

#[derive(Debug, clap::Args)]
pub(super) struct Restore {
    /// A text file; standard input without it or with `-`.
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    /// Write to this file, unless something else stands there than what was restored of the same text; `-` is standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Replace what stands there; the text that is restored never.
    #[arg(long)]
    pub(super) replace: bool,
    /// Print every word with what was read, confidence and alternatives.
    #[arg(long, conflicts_with = "diff")]
    pub(super) json: bool,
    /// Print the changed lines only, as read and as restored.
    #[arg(long)]
    pub(super) diff: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// Records that `vanthu read` wrote (.json, .jsonl), or folders of them.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    pub(super) files: Vec<PathBuf>,
    /// The form; without it the ending of -o tells it.
    #[arg(long, value_name = "FORM", value_parser = forms(), required_unless_present = "output")]
    pub(super) to: Option<Form>,
    /// Write to this file, or one file for each record into this folder; without it, or with `-`, to standard output.
    #[arg(short, long, value_name = "FILE|FOLDER")]
    pub(super) output: Option<PathBuf>,
    /// Replace what stands at the place of a result even if it was not made from the same records; a scan never.
    #[arg(long)]
    pub(super) replace: bool,
    /// The office that keeps the registers, as its letterhead names it: what it issued is outgoing. Several names are
    /// parted by `;`.
    #[arg(long, value_name = "NAME")]
    pub(super) office: Option<String>,
    /// Pack the pictures of a PDF/A anew where that makes them smaller: JPEG of quality 60, black and white without loss.
    /// Otherwise they are copied byte for byte.
    #[arg(long)]
    pub(super) recompress: bool,
    /// A table of offices and their codes (CSV: name, code), which edXML needs.
    #[arg(long, value_name = "FILE")]
    pub(super) organs: Option<PathBuf>,
    /// A file that says which columns a sheet of the workbook has, as docs/profiles explains; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(super) profile: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Page {
    /// Records that `vanthu read` wrote (.json, .jsonl), or folders of them.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    pub(super) files: Vec<PathBuf>,
    /// Write to this file, or one page for each record into this folder; `-` is standard output.
    #[arg(short, long, value_name = "FILE|FOLDER")]
    pub(super) output: PathBuf,
    /// Replace what stands at the place of a result even if it was not made from the same records; a scan never.
    #[arg(long)]
    pub(super) replace: bool,
}

impl Page {
    /// The same as an export.
    pub(super) fn export(&self) -> Export {
        Export {
            files: self.files.clone(),
            to: Some(Form::Page),
            output: Some(self.output.clone()).filter(|output| output != Path::new(DASH)),
            replace: self.replace,
            office: None,
            recompress: false,
            organs: None,
            profile: Vec::new(),
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct FollowUp {
    /// Records of documents that ask for something (.json, .jsonl), or folders of them. Without --reports those whose kind
    /// is a report are taken for reports.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    pub(super) files: Vec<PathBuf>,
    /// Records of reports, or folders of them.
    #[arg(long, value_name = "FILE|FOLDER", num_args = 1..)]
    pub(super) reports: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) book: Book,
}

/// Where a book of sheets goes, and what it looks like.
#[derive(Debug, clap::Args)]
pub(super) struct Book {
    /// Write to this file (.xlsx, .html). What people typed into the workbook that stands there is kept. `-` is standard
    /// output, which takes the page.
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// A file that says which columns a sheet has, as docs/profiles explains; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(super) profile: Vec<PathBuf>,
    /// Replace what stands there even if it was not made from the same records; a scan never.
    #[arg(long)]
    pub(super) replace: bool,
}

impl Book {
    /// # Errors
    /// [`Error::UnknownBook`].
    pub(super) fn binding(&self) -> Result<Binding> {
        if self.output == Path::new(DASH) {
            return Ok(Binding::Page);
        }
        Binding::of_file(&self.output).ok_or_else(|| Error::unknown_book(&self.output))
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Archive {
    /// Records that `vanthu read` wrote (.json, .jsonl), or folders of them.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    pub(super) files: Vec<PathBuf>,
    /// The table (ho-so.csv) of what no scan says: a line for each file of documents, below it, if need be, one for each scan.
    #[arg(long, value_name = "FILE")]
    pub(super) table: PathBuf,
    /// Write the lists and the packages into this folder.
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) output: PathBuf,
    /// Make packages of loose documents (`SIP_tailieu`) instead of files (`SIP_hoso`).
    #[arg(long)]
    pub(super) loose: bool,
    /// A folder with the schemas (.xsd) that the archive gave; they are packed.
    #[arg(long, value_name = "FOLDER")]
    pub(super) schemas: Option<PathBuf>,
    /// A file that says which columns a sheet has, as docs/profiles explains; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(super) profile: Vec<PathBuf>,
    /// Replace what stands at the place of a result even if it was not made from the same records; a scan never.
    #[arg(long)]
    pub(super) replace: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Accept {
    /// Records that `vanthu read` wrote (.json, .jsonl), or folders of them.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    pub(super) files: Vec<PathBuf>,
    /// The table (ho-so.csv) that the documents are counted against.
    #[arg(long, value_name = "FILE")]
    pub(super) table: Option<PathBuf>,
    #[command(flatten)]
    pub(super) book: Book,
}

#[derive(Debug, clap::Args)]
pub(super) struct Evaluate {
    /// Folders with one folder for each document: its input, text.txt, expected.json.
    #[arg(value_name = "FOLDER", required_unless_present = "marks")]
    pub(super) folders: Vec<PathBuf>,
    /// Evaluate also the texts under this folder of which only marks are kept; may be given several times.
    #[arg(long, value_name = "FOLDER")]
    pub(super) marks: Vec<PathBuf>,
    /// Folder with the marks.
    #[arg(long, value_name = "FOLDER", default_value = "dictionaries/marks")]
    pub(super) marks_folder: PathBuf,
    /// Judge each of so many parts of the marked texts with what the other parts teach, instead of with the judge of the
    /// program; documents in FOLDER only teach.
    #[cfg(feature = "train")]
    #[arg(long, value_name = "NUMBER", requires = "marks")]
    pub(super) folds: Option<usize>,
    /// Print JSON.
    #[arg(long, conflicts_with = "markdown")]
    pub(super) json: bool,
    /// Print the table as Markdown.
    #[arg(long)]
    pub(super) markdown: bool,
    /// Print the first mistakes of each document.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(super) errors: usize,
    /// Evaluate only documents whose folder has this name; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(super) only: Vec<String>,
    /// Exit with 1 when the mean share of right syllables from scan to text is under this.
    #[arg(long, value_name = "SHARE")]
    pub(super) floor: Option<f64>,
    #[command(flatten)]
    pub(super) engine: Engine,
}

#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum, value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct Manual {
    /// Write a page for the program and one for each command into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    pub(super) engine: Engine,
}

#[cfg(feature = "train")]
#[derive(Debug, clap::Args)]
pub(super) struct Train {
    /// Folder with legal.txt.xz, provincial.txt.xz, news.txt.xz and whole/.
    #[arg(long, value_name = "FOLDER", default_value = "corpus")]
    pub(super) corpus: PathBuf,
    /// Folder with the word lists.
    #[arg(long, value_name = "FOLDER", default_value = "wordlists")]
    pub(super) wordlists: PathBuf,
    /// Where to write the dictionaries.
    #[arg(long, value_name = "FOLDER", default_value = "dictionaries")]
    pub(super) out: PathBuf,
    /// Folder with the fonts that pages are drawn with, to count confusions on.
    #[arg(long, value_name = "FOLDER", default_value = "/usr/share/fonts")]
    pub(super) fonts: PathBuf,
    /// What to build.
    #[arg(long, value_enum, default_value_t = Part::All)]
    pub(super) part: Part,
    /// A folder of documents, each with its text.txt: to garble besides those of the corpus, or to measure on.
    #[arg(long, value_name = "FOLDER")]
    pub(super) documents: Vec<PathBuf>,
    /// A folder with a true text and what was read of it: for garbled texts and text layers, to count confusions from; to
    /// measure, restored with its own scanner left out of what is counted from the others.
    #[arg(long, value_name = "FOLDER")]
    pub(super) pairs: Vec<PathBuf>,
    /// For the judge: a folder with the texts that are marked.
    #[arg(long, value_name = "FOLDER")]
    pub(super) marks: Vec<PathBuf>,
    /// Folder with the marks.
    #[arg(long, value_name = "FOLDER", default_value = "dictionaries/marks")]
    pub(super) marks_folder: PathBuf,
    /// To measure what a means of restoration is worth: leave it out.
    #[arg(long, value_enum)]
    pub(super) without: Vec<Ablation>,
}

#[cfg(feature = "train")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Part {
    /// Everything.
    All,
    /// The language model and the list of syllables.
    Model,
    /// The confusions of OCR engines, from drawn pages.
    Confusions,
    /// The confusions of scanners of offices, from text layers and their truth under --pairs.
    Layers,
    /// The list of documents that many others cite.
    Cited,
    /// Garbled texts with their truth, to measure restoration on.
    Garbled,
    /// Nothing: restore the texts under --documents and print what is right.
    Measure,
    /// Marks of the truths under --documents: hashes, byte ranges and labels, no text.
    Marks,
    /// The weights by which findings are judged, from the marks of texts under --marks and the truths under --documents.
    Judge,
}

#[cfg(feature = "train")]
#[derive(Debug, clap::Args)]
pub(super) struct Draw {
    /// Folder with one folder for each sample; with --hard the folder of one sample.
    #[arg(
        value_name = "FOLDER",
        default_value = "samples",
        default_value_if("hard", clap::builder::ArgPredicate::IsPresent, "samples/ct-phan-cong")
    )]
    pub(super) folder: PathBuf,
    /// Draw the hard set into this folder instead: the sample with each defect of scans, and with all together.
    #[arg(long, value_name = "OUT")]
    pub(super) hard: Option<PathBuf>,
    /// Folder with the fonts.
    #[arg(long, value_name = "FOLDER", default_value = "/usr/share/fonts")]
    pub(super) fonts: PathBuf,
}

impl Read {
    /// The configuration that was asked for.
    ///
    /// # Errors
    /// [`Error::Read`] when the password file cannot be read.
    pub(super) fn config(&self) -> Result<Config> {
        let mut config = Config::default();
        self.engine.apply(&mut config);
        config.document = self.document.map_or(Documents::First, Documents::Number);
        config.scan.max_pixels = self.max_pixels;
        config.scan.text_layer = self.text_layer;
        config.scan.passwords = passwords(self.password_file.as_deref())?;
        Ok(config)
    }
}

static STATE_FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// The folder for what this machine has to remember between runs.
pub(super) fn state_folder() -> PathBuf {
    STATE_FOLDER.get().cloned().unwrap_or_else(|| env::temp_dir().join("vanthu"))
}
