//! What was typed for a batch: on one machine, and on many.

use std::path::{Path, PathBuf};

use clap::{Args, FromArgMatches};

use super::args_engine::{Engine, passwords};
use super::args_form::forms;
use crate::batch::{Documents, Pattern, Shard};
use crate::config::{Config, Documents as Chosen, TextLayer};
use crate::error::{Differs, Error, Result};
use crate::export::Form;

#[derive(Debug, Clone, Args)]
pub(super) struct Batch {
    /// The folder with the scans; those below it are read too.
    #[arg(value_name = "FOLDER", required_unless_present = "plan")]
    folder: Option<PathBuf>,
    /// Write the records below this folder, under the paths of their scans.
    #[arg(short, long, value_name = "FOLDER", required_unless_present = "plan")]
    out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) choices: Choices,
    /// List what would be done with each file, and why; do nothing.
    #[arg(long, conflicts_with_all = ["watch", "json_log"])]
    pub(super) dry_run: bool,
    /// Go on: look at the folder again and again, and read what comes.
    #[arg(long)]
    pub(super) watch: bool,
    /// With --watch: look at least once in so many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) every: u64,
    /// Read once more what is damaged, or what lacks pages that could not be read.
    #[arg(long)]
    pub(super) again: bool,
    /// Take only this part of the files, as `3/16`: by a hash of each path, so that other files change nothing.
    #[arg(long, value_name = "PART", value_parser = shard)]
    pub(super) shard: Option<Shard>,
    /// Read one shard of this plan, which says folders, files and options; all but --jobs, --journal and --json-log.
    #[arg(long, value_name = "FILE", requires = "shard", conflicts_with_all = ["folder", "out", "watch", "dry_run"])]
    pub(super) plan: Option<PathBuf>,
    /// Print one line of JSON for each file on standard output, and the account as the last.
    #[arg(long)]
    pub(super) json_log: bool,
    /// The journal; by default one for each folder of records, in the state folder of this machine.
    #[arg(long, value_name = "FILE")]
    pub(super) journal: Option<PathBuf>,
}

/// What changes the results of a batch.
#[derive(Debug, Clone, Args)]
pub(super) struct Choices {
    /// What is one document: a file, the pictures of a folder together, or each part of a stack that was scanned into one file.
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = Documents::File)]
    pub(super) document: Documents,
    /// Cut stacks where this file says, and all others as --document split does: a line for each file, as `57.pdf: 1 4 9-12`.
    #[arg(long, value_name = "FILE")]
    pub(super) cuts: Option<PathBuf>,
    /// Name results by what is in them, as `{number}-{symbol}_{date}` or `{file}`; what is not known is `chua-ro`.
    #[arg(long = "name", value_name = "PATTERN")]
    pub(super) names: Option<Pattern>,
    /// Make this form too, beside each record, or of all together (records.xlsx, .csv, .jsonl, .ics); may be given several
    /// times.
    #[arg(long, value_name = "FORM", value_parser = forms())]
    pub(super) to: Vec<Form>,
    /// Tell of pages that are not in colour, which circular 05/2025/TT-BNV asks for.
    #[arg(long)]
    pub(super) colour: bool,
    /// The office that keeps the registers, as its letterhead names it: what it issued is outgoing. Several names are
    /// parted by `;`.
    #[arg(long, value_name = "NAME")]
    pub(super) office: Option<String>,
    /// Read documents under a stamp of secrecy too; otherwise nothing of them is kept.
    #[arg(long)]
    pub(super) allow_secret: bool,
    /// Do not keep what was read of the pages: with other dictionaries all is read anew.
    #[arg(long)]
    pub(super) no_readings: bool,
    /// A file with passwords for encrypted PDFs, one a line; the empty one is always tried.
    #[arg(long, value_name = "FILE")]
    pub(super) password_file: Option<PathBuf>,
    /// Refuse pages with more pixels.
    #[arg(long, value_name = "NUMBER", default_value_t = 150_000_000)]
    pub(super) max_pixels: u64,
    /// What to do with the text layer of a PDF.
    #[arg(long, value_enum, default_value_t = TextLayer::Judge)]
    pub(super) text_layer: TextLayer,
    #[command(flatten)]
    pub(super) engine: Engine,
}

#[derive(Debug, Args)]
pub(super) struct Plan {
    /// The folder with the scans; those below it are planned too.
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// Write the records below this folder, which all machines see.
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: PathBuf,
    /// Into how many shards the files are parted.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) shards: u32,
    /// Write the plan to this file, unless something stands there.
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) choices: Choices,
}

#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The plan that the shards followed.
    #[arg(value_name = "PLAN")]
    pub(super) plan: PathBuf,
}

impl Batch {
    /// The folder with the scans.
    pub(super) fn folder(&self) -> &Path {
        self.folder.as_deref().unwrap_or(Path::new(""))
    }

    /// The folder of the records.
    pub(super) fn out(&self) -> &Path {
        self.out.as_deref().unwrap_or(Path::new(""))
    }

    /// The same with paths that hold in any folder.
    pub(super) fn wherever(&self) -> Batch {
        // A program without a folder before its name is looked for elsewhere.
        let whole = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        let mut args = self.clone();
        args.journal = self.journal.as_ref().map(absolute);
        args.choices.engine.worker = self.choices.engine.worker.as_ref().map(whole);
        args.choices.engine.tessdata = self.choices.engine.tessdata.as_ref().map(whole);
        args
    }

    /// The same with what a plan says; what only this machine knows stays as it was typed.
    ///
    /// # Errors
    /// [`Error::OtherPlan`] when the plan has options that there are not.
    pub(super) fn planned(&self, path: &Path, plan: &crate::batch::Plan) -> Result<Batch> {
        let mut choices = Choices::of_plan(path, plan)?;
        let here = &self.choices.engine;
        choices.engine.jobs = here.jobs;
        choices.engine.worker.clone_from(&here.worker);
        choices.engine.tessdata.clone_from(&here.tessdata);
        Ok(Batch { folder: Some(plan.folder.clone()), out: Some(plan.out.clone()), choices, ..self.clone() })
    }
}

impl Choices {
    /// What a plan says.
    ///
    /// # Errors
    /// [`Error::OtherPlan`] when the plan has options that there are not.
    pub(super) fn of_plan(path: &Path, plan: &crate::batch::Plan) -> Result<Choices> {
        let command = Choices::augment_args(clap::Command::new("plan").no_binary_name(true));
        let choices = command.try_get_matches_from(&plan.options).and_then(|m| Choices::from_arg_matches(&m));
        choices.map_err(|_| Error::OtherPlan { path: path.to_owned(), what: Differs::Format })
    }

    /// What is one document; whoever says where to cut wants stacks to be cut.
    pub(super) fn documents(&self) -> Documents {
        if self.cuts.is_some() { Documents::Split } else { self.document }
    }

    /// The configuration that was asked for.
    ///
    /// # Errors
    /// [`Error::Read`] when the password file cannot be read.
    pub(super) fn config(&self) -> Result<Config> {
        let mut config = Config::default();
        self.engine.apply(&mut config);
        if self.documents() == Documents::Split {
            // Where documents begin is told from all pages.
            config.document = Chosen::Whole;
        }
        config.scan.max_pixels = self.max_pixels;
        config.scan.text_layer = self.text_layer;
        config.scan.passwords = passwords(self.password_file.as_deref())?;
        Ok(config)
    }

    /// As they are typed, for a plan: all of them, so that no vanthu.toml changes them.
    pub(super) fn typed(&self) -> Vec<String> {
        let name = |value: Option<clap::builder::PossibleValue>| {
            value.map_or_else(String::new, |v| v.get_name().to_owned())
        };
        let whole =
            |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone()).display().to_string();
        let document = clap::ValueEnum::to_possible_value(&self.document);
        let layer = clap::ValueEnum::to_possible_value(&self.text_layer);
        let second = clap::ValueEnum::to_possible_value(&self.engine.second_reading);
        let mut all = vec![
            format!("--document={}", name(document)),
            format!("--max-pixels={}", self.max_pixels),
            format!("--text-layer={}", name(layer)),
            format!("--languages={}", self.engine.languages),
            format!("--page-timeout={}", self.engine.page_timeout),
            format!("--second-reading={}", name(second)),
        ];
        all.extend(self.cuts.as_ref().map(|path| format!("--cuts={}", whole(path))));
        all.extend(self.names.as_ref().map(|pattern| format!("--name={pattern}")));
        all.extend(self.password_file.as_ref().map(|path| format!("--password-file={}", whole(path))));
        all.extend(self.to.iter().map(|form| format!("--to={form}")));
        all.extend(self.office.as_ref().map(|office| format!("--office={office}")));
        all.extend(self.colour.then(|| "--colour".to_owned()));
        all.extend(self.allow_secret.then(|| "--allow-secret".to_owned()));
        all.extend(self.no_readings.then(|| "--no-readings".to_owned()));
        all
    }
}

/// How a shard is written, for whoever wrote it otherwise.
pub(super) const SHARD_FORM: &str = "write it as NUMBER/PARTS, from 1/PARTS to PARTS/PARTS";

/// Reads `3/16`.
fn shard(text: &str) -> std::result::Result<Shard, &'static str> {
    let (number, parts) = text.split_once('/').ok_or(SHARD_FORM)?;
    let (number, parts) = (number.parse().map_err(|_| SHARD_FORM)?, parts.parse().map_err(|_| SHARD_FORM)?);
    Shard::new(number, parts).ok_or(SHARD_FORM)
}
