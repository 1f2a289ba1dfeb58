//! `vanthu plan` and `vanthu merge`: a batch over many machines, before and after.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::args_batch::{Choices, Merge, Plan as Args};
use super::batch_forms::Forms;
use super::batch_screen::find_in;
use super::progress::{Progress, Watched};
use super::read::tell_left_out;
use super::terminal::words;
use super::{Loudness, messages, output, store, summary};
use crate::batch::{Account, Documents, Entry, MadeBy, NOT_AS_PLANNED, Plan, State, array};
use crate::error::{Error, ExitCode, Held, InStore, Result};
use crate::files::write::{folder_of, make_folder};
use crate::reader::Reader;
use crate::store::is_in_store;
use crate::store::staging::{For, Staging};
use crate::words::{Sentence, quoted};

/// Slurm takes no more tasks in one array where nobody changed it.
const LARGEST_ARRAY: u32 = 1000;
/// Where the package has its files for clusters.
const SCRIPT: &str = "deploy/slurm-array.sh";

pub(super) fn run(args: &Args, loudness: Loudness) -> Result<ExitCode> {
    if store::is_in_stores([&args.folder, &args.out])? {
        return in_store(args, loudness);
    }
    store::refuse([&args.output])?;
    if !args.folder.is_dir() {
        return Err(match args.folder.metadata() {
            Err(source) if source.kind() == ErrorKind::NotFound => {
                Error::MissingFolder { path: args.folder.clone(), of: Held::Scans }
            }
            Err(source) => Error::Read { path: args.folder.clone(), source },
            Ok(_) => Error::NoFolder { path: args.folder.clone() },
        });
    }
    let reader = Reader::new(args.choices.config()?)?;
    let made_by = MadeBy::of(reader.restorer.model_hash())?;
    let progress = Progress::new(if loudness == Loudness::Usual { Watched::ByTerminal } else { Watched::No });
    make_folder(&args.out)?;
    // As all machines are to name them, from wherever they start.
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = whole(&args.folder);
    let found = find_in(&folder, &args.choices, &reader, &progress);
    if loudness != Loudness::Quiet {
        progress.aside(|| tell_left_out(&found.left_out));
    }
    let mut plan = Plan::new(made_by, (folder, whole(&args.out)), args.shards, args.choices.typed());
    plan.add(&found, &|_| None);
    plan.write(&args.output)?;
    tell(&plan, args, loudness)
}

/// The same of scans in a store: a few of them are here at a time.
fn in_store(args: &Args, loudness: Loudness) -> Result<ExitCode> {
    if args.choices.names.is_some() || !args.choices.to.is_empty() {
        return Err(Error::InStore { path: args.out.clone(), why: InStore::Choice });
    }
    let reader = Reader::new(args.choices.config()?)?;
    let made_by = MadeBy::of(reader.restorer.model_hash())?;
    let progress = Progress::new(if loudness == Loudness::Usual { Watched::ByTerminal } else { Watched::No });
    let folders = (store::address(&args.folder), store::address(&args.out));
    let mut plan = Plan::new(made_by, folders, args.shards, args.choices.typed());
    let output = if is_in_store(&args.output) {
        args.output.clone()
    } else {
        std::path::absolute(&args.output).unwrap_or_else(|_| args.output.clone())
    };
    let staging = store::entered(&args.folder, "plan")?;
    let portions = store::portions(&staging, &plan.folder, args.choices.documents() == Documents::Folder)?;
    if portions.is_empty() {
        return Err(Error::EmptyFolder { path: plan.folder });
    }
    for portion in portions {
        if super::is_interrupted() {
            return Err(Error::Interrupted);
        }
        Staging::each(&portion, |object| staging.bring(&object.path, For::Reading).map(|_| ()))?;
        let found = find_in(&plan.folder, &args.choices, &reader, &progress);
        if loudness != Loudness::Quiet {
            progress.aside(|| tell_left_out(&found.left_out));
        }
        let versions: BTreeMap<&Path, &str> =
            portion.iter().map(|object| (object.path.as_path(), object.version.as_str())).collect();
        plan.add(&found, &|file| versions.get(file).map(|version| (*version).to_owned()));
        portion.iter().for_each(|object| staging.drop(&object.path));
    }
    if is_in_store(&output) {
        make_folder(folder_of(&output))?;
        plan.write(&output)?;
        let stands = || Error::Write { path: output.clone(), source: ErrorKind::AlreadyExists.into() };
        staging.push(&output, &|_| Err(stands()))?;
    } else {
        plan.write(&output)?;
    }
    tell(&plan, args, loudness)
}

/// Says what was planned, and prints the commands that run it.
fn tell(plan: &Plan, args: &Args, loudness: Loudness) -> Result<ExitCode> {
    if loudness != Loudness::Quiet {
        let line = Sentence::new("plan-made").with("files", plan.len()).with("shards", args.shards);
        messages::note(&words().say(&line.with("path", args.output.display().to_string())));
    }
    let all: Vec<u32> = (1..=args.shards).collect();
    output::print(&commands(&all, &args.output))?;
    Ok(ExitCode::Done)
}

/// The commands by which Slurm runs these shards, a line each.
fn commands(shards: &[u32], plan: &Path) -> String {
    let mut lines = String::new();
    for part in shards.chunk_by(|a, b| (a - 1) / LARGEST_ARRAY == (b - 1) / LARGEST_ARRAY) {
        let offset = part.first().map_or(0, |first| (first - 1) / LARGEST_ARRAY * LARGEST_ARRAY);
        let tasks: Vec<u32> = part.iter().map(|shard| shard - offset).collect();
        let export = if offset > 0 { format!(" --export=ALL,VANTHU_OFFSET={offset}") } else { String::new() };
        lines += &format!("sbatch --array={}{export} {SCRIPT} {}\n", array(&tasks), quoted(plan));
    }
    lines
}

/// Joins what the shards told: the account over all files, the summary, and the commands for what is missing.
pub(super) fn merge(args: &Merge, loudness: Loudness) -> Result<ExitCode> {
    let (plan, staging) = store::planned(&args.plan, "merge")?;
    if let Some(staging) = &staging {
        plan.bring_tables(staging)?;
    }
    let merged = plan.merged();
    let whole = merged.missing.is_empty();
    let choices = Choices::of_plan(&args.plan, &plan)?;
    let forms_failed = if whole { Forms::of(&choices, &plan.out, None, loudness).together()? } else { 0 };
    let page = plan.out.join(summary::NAME);
    if let Some(staging) = &staging {
        let shown = summary::shown(&merged.entries).map(|entry| plan.folder.join(&entry.path));
        let all: Vec<(PathBuf, For)> =
            shown.map(|scan| (scan, For::Reading)).chain([(page.clone(), For::Change)]).collect();
        Staging::each(&all, |(path, what_for)| staging.bring(path, *what_for).map(|_| ()))?;
    }
    summary::write(&plan.out, summary::NAME, &plan.folder, &merged.account, &merged.entries, loudness)?;
    if let Some(staging) = &staging {
        // Another merge says the same of the same tables.
        staging.push(&page, &|_| Ok(()))?;
    }
    if loudness != Loudness::Quiet {
        summary::tell(&merged.entries);
        messages::note(&summary::said_account(words(), &merged.account));
        for (id, shards) in [("merge-missing", &merged.missing), ("merge-failed", &merged.failed)] {
            if !shards.is_empty() {
                let line = Sentence::new(id).with("count", shards.len()).with("shards", array(shards));
                messages::note(&words().say(&line));
            }
        }
    }
    output::print(&commands(&merged.missing, &args.plan))?;
    if whole && !merged.account.closes() {
        let found = merged.account.found;
        return Err(Error::Unclosed { found, told: found - merged.account.open() });
    }
    let is_altered = |entry: &&Entry| entry.error.as_ref().is_some_and(|(code, _)| code == NOT_AS_PLANNED);
    let altered = merged.entries.iter().filter(is_altered).count();
    let code = match code(&merged.account, whole) {
        ExitCode::Done | ExitCode::Partial if forms_failed > 0 => ExitCode::SomeFailed,
        code => code,
    };
    let all_altered = altered > 0 && altered == merged.account.of(State::Failed);
    Ok(if code == ExitCode::SomeFailed && all_altered { ExitCode::NotAsPlanned } else { code })
}

fn code(account: &Account, whole: bool) -> ExitCode {
    if !whole || account.of(State::Damaged) + account.of(State::SetApart) > 0 {
        return if account.of(State::Failed) > 0 { ExitCode::SomeFailed } else { ExitCode::Partial };
    }
    if account.of(State::Failed) > 0 { ExitCode::SomeFailed } else { ExitCode::Done }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_beyond_the_largest_array_have_an_offset() {
        let said = commands(&[4, 17], Path::new("plan.json"));
        assert_eq!(said, "sbatch --array=4,17 deploy/slurm-array.sh plan.json\n");
        let said = commands(&(999..=1002).chain([2500]).collect::<Vec<_>>(), Path::new("a b.json"));
        assert_eq!(
            said,
            "sbatch --array=999-1000 deploy/slurm-array.sh 'a b.json'\n\
             sbatch --array=1-2 --export=ALL,VANTHU_OFFSET=1000 deploy/slurm-array.sh 'a b.json'\n\
             sbatch --array=500 --export=ALL,VANTHU_OFFSET=2000 deploy/slurm-array.sh 'a b.json'\n"
        );
        assert_eq!(commands(&[], Path::new("plan.json")), "");
    }
}
