//! A batch over many machines: the plan that all shards follow, and what each of them tells at its end.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::figures::Entry;
use super::plan;
use super::results::{OURS, PROGRAM};
use super::shard::Shard;
use super::{Account, State};
use crate::digest::{sha256, sha256_of};
use crate::error::{Differs, Error, Result};
use crate::files::inputs::{Input, Inputs, input};
use crate::files::write::{Standing, folder_of, make_folder, write_file};

/// What a plan says that it is.
const FORMAT: &str = "vanthu.plan";
/// What the table of a shard says that it is.
const TABLE: &str = "vanthu.shard";
/// The code of [`Error::NotAsPlanned`].
pub(crate) const NOT_AS_PLANNED: &str = "not_as_planned";
/// The version of both.
const VERSION: u32 = 1;

/// What all shards of a batch do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan {
    format: String,
    version: u32,
    /// The version of the program.
    program: String,
    /// SHA-256 of the program itself.
    executable: String,
    /// Hash of the dictionaries.
    model: String,
    /// The folder of the scans.
    pub(crate) folder: PathBuf,
    /// The folder of the results.
    pub(crate) out: PathBuf,
    /// How many shards there are.
    pub(crate) shards: u32,
    /// Options of `vanthu batch`, as they are typed.
    pub(crate) options: Vec<String>,
    /// In the order of the folder.
    files: Vec<PlannedFile>,
}

/// One document of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PlannedFile {
    /// Below the folder.
    path: PathBuf,
    /// Of a folder that is one document its pictures, below the folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<PathBuf>,
    /// SHA-256 of its bytes; none where they could not be read, so that they may be any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    /// The versions of its files in a store when they had these bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    versions: Vec<String>,
}

/// The program and its dictionaries, as a plan names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MadeBy {
    executable: String,
    model: String,
}

impl MadeBy {
    /// Of this program with these dictionaries.
    ///
    /// # Errors
    /// [`Error::Read`] when the program cannot read itself.
    pub(crate) fn of(model: &str) -> Result<MadeBy> {
        let path = env::current_exe().unwrap_or_else(|_| PathBuf::from("vanthu"));
        let executable = File::open(&path).and_then(sha256_of);
        let executable = executable.map_err(|source| Error::Read { path, source })?;
        Ok(MadeBy { executable, model: model.to_owned() })
    }
}

impl Plan {
    /// A plan over no files yet.
    pub(crate) fn new(
        made_by: MadeBy,
        (folder, out): (PathBuf, PathBuf),
        shards: u32,
        options: Vec<String>,
    ) -> Plan {
        let MadeBy { executable, model } = made_by;
        let (format, program) = (FORMAT.to_owned(), PROGRAM.to_owned());
        let files = Vec::new();
        Plan { format, version: VERSION, program, executable, model, folder, out, shards, options, files }
    }

    /// Adds files that were found, behind those that it has; `version` tells which one of each stood in a store.
    pub(crate) fn add(&mut self, found: &Inputs, version: &dyn Fn(&Path) -> Option<String>) {
        let below = |path: &Path| path.strip_prefix(&self.folder).unwrap_or(path).to_owned();
        let planned = |input: &Input| PlannedFile {
            path: input.below.clone(),
            files: if input.is_folder() {
                input.files().iter().map(|file| below(file)).collect()
            } else {
                Vec::new()
            },
            sha256: plan::hash(input.files()).ok(),
            versions: input.files().iter().filter_map(|file| version(file)).collect(),
        };
        let found = found.all.iter().filter(|input| !input.stands_for_nothing());
        let files: Vec<PlannedFile> = found.map(planned).collect();
        self.files.extend(files);
    }

    /// What is known of each document of a shard in a store: the hash of its bytes, and the versions of its files that had them.
    pub(super) fn known(&self, shard: Shard) -> BTreeMap<&Path, (Option<&str>, &[String])> {
        let its = self.files.iter().filter(|file| shard.holds(&file.path));
        its.map(|file| (file.path.as_path(), (file.sha256.as_deref(), file.versions.as_slice()))).collect()
    }

    /// Writes it, unless something stands there.
    ///
    /// # Errors
    /// [`Error::Write`], also for a path that is no Unicode.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self);
        let text = text.map_err(|error| Error::Write { path: path.to_owned(), source: error.into() })?;
        write_file(path, (text + "\n").as_bytes(), Standing::Stays)
    }

    /// Reads one.
    ///
    /// # Errors
    /// [`Error::Read`], [`Error::OtherPlan`].
    pub(crate) fn read(path: &Path) -> Result<Plan> {
        let bytes = fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let plan = serde_json::from_slice(&bytes).ok();
        let is_known = |plan: &Plan| plan.format == FORMAT && plan.version == VERSION;
        plan.filter(is_known).ok_or(Error::OtherPlan { path: path.to_owned(), what: Differs::Format })
    }

    /// Refuses another program, other dictionaries, and a part that is none of this plan.
    ///
    /// # Errors
    /// [`Error::OtherPlan`].
    pub(crate) fn check(&self, path: &Path, made_by: &MadeBy, shard: Shard) -> Result<()> {
        let what = if shard.parts != self.shards {
            Differs::Shards
        } else if made_by.model != self.model {
            Differs::Dictionaries
        } else if made_by.executable != self.executable || self.program != PROGRAM {
            Differs::Program
        } else {
            return Ok(());
        };
        Err(Error::OtherPlan { path: path.to_owned(), what })
    }

    /// What is to be read in one shard. A file that is gone by now, or has other bytes, fails; one that came since is of no
    /// shard.
    pub(crate) fn inputs(&self, shard: Shard) -> Vec<Input> {
        let one = |file: &PlannedFile| {
            let path = self.folder.join(&file.path);
            let expected = file.sha256.clone();
            if file.files.is_empty() {
                return input(&path, file.path.clone()).expecting(expected);
            }
            let first = self.folder.join(&file.files[0]);
            let pages = file.files.iter().map(|page| input(&self.folder.join(page), page.clone()));
            Input::folder(folder_of(&first), &file.path, pages.collect()).expecting(expected)
        };
        self.files.iter().filter(|file| shard.holds(&file.path)).map(one).collect()
    }

    /// How many documents it holds.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// What tells it from other plans.
    fn id(&self) -> String {
        sha256(&serde_json::to_vec(self).unwrap_or_default())[..16].to_owned()
    }

    /// Writes what became of the files of one shard, at its end.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub(crate) fn tell(&self, shard: Shard, entries: Vec<Entry>) -> Result<()> {
        let table = Table { format: TABLE.to_owned(), version: VERSION, plan: self.id(), entries };
        let path = table_path(&self.out, shard);
        make_folder(folder_of(&path))?;
        let text = serde_json::to_string(&table).expect("it has only text keys") + "\n";
        write_file(&path, text.as_bytes(), Standing::IsReplaced)
    }

    /// Joins what all shards told.
    pub(crate) fn merged(&self) -> Merged {
        let id = self.id();
        let mut merged = Merged { account: Account::new(self.len()), ..Merged::default() };
        let mut told: BTreeMap<String, Entry> = BTreeMap::new();
        for number in 1..=self.shards {
            let Some(shard) = Shard::new(number, self.shards) else { continue };
            let holds = || self.files.iter().filter(|file| shard.holds(&file.path));
            let bytes = fs::read(table_path(&self.out, shard)).ok();
            let table = bytes.and_then(|bytes| serde_json::from_slice::<Table>(&bytes).ok());
            let is_its =
                |table: &Table| table.format == TABLE && table.version == VERSION && table.plan == id;
            let Some(table) = table.filter(is_its) else {
                if holds().next().is_some() {
                    merged.missing.push(number);
                }
                continue;
            };
            let before = told.len();
            told.extend(table.entries.into_iter().map(|entry| (entry.path.clone(), entry)));
            let its: Vec<&Entry> =
                holds().filter_map(|file| told.get(&file.path.display().to_string())).collect();
            if its.len() != holds().count() || told.len() - before != its.len() {
                merged.missing.push(number);
            } else if its.iter().any(|entry| entry.state == State::Failed) {
                merged.failed.push(number);
            }
        }
        for file in &self.files {
            if let Some(entry) = told.remove(&file.path.display().to_string()) {
                merged.account.add(entry.state);
                merged.entries.push(entry);
            }
        }
        merged
    }
}

/// What one shard told at its end.
#[derive(Debug, Serialize, Deserialize)]
struct Table {
    format: String,
    version: u32,
    plan: String,
    entries: Vec<Entry>,
}

pub(super) fn table_path(out: &Path, shard: Shard) -> PathBuf {
    out.join(OURS).join("shards").join(format!("{}-of-{}.json", shard.number, shard.parts))
}

/// What all shards told together.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    /// The account over all files of the plan.
    pub(crate) account: Account,
    /// What became of them, in the order of the plan.
    pub(crate) entries: Vec<Entry>,
    /// Shards that did not come to their end.
    pub(crate) missing: Vec<u32>,
    /// Shards in which files failed.
    pub(crate) failed: Vec<u32>,
}

/// Numbers as Slurm takes them: `4,17-19`.
pub(crate) fn array(numbers: &[u32]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b);
    let run = |run: &[u32]| match run {
        [one] => one.to_string(),
        [first, .., last] => format!("{first}-{last}"),
        [] => String::new(),
    };
    runs.map(run).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::super::figures::{Figures, When};
    use super::*;

    fn plan(out: &Path, shards: u32) -> Plan {
        let mut found = Inputs::default();
        for number in 0..20 {
            let path = PathBuf::from(format!("{number}.pdf"));
            found.all.push(input(&Path::new("/scans").join(&path), path));
        }
        let made_by = MadeBy { executable: "00".to_owned(), model: "11".to_owned() };
        let folders = ("/scans".into(), out.to_owned());
        let mut plan = Plan::new(made_by, folders, shards, vec!["--jobs=2".to_owned()]);
        plan.add(&found, &|_| None);
        plan
    }

    fn entries(plan: &Plan, shard: Shard, state: State) -> Vec<Entry> {
        let entry = |input: &Input| Entry {
            path: input.below.display().to_string(),
            state,
            error: None,
            documents: 1,
            figures: Figures::default(),
            cuts: Vec::new(),
            left: Vec::new(),
            repeats: Vec::new(),
            results: Vec::new(),
            when: When::Now,
        };
        plan.inputs(shard).iter().map(entry).collect()
    }

    #[test]
    fn a_plan_is_read_as_it_was_written_and_refuses_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        let plan = plan(folder.path(), 4);
        plan.write(&path).unwrap();
        assert_eq!(Plan::read(&path).unwrap(), plan);
        assert!(matches!(plan.write(&path), Err(Error::Write { .. })), "another plan stays");
        let made_by =
            |executable: &str, model: &str| MadeBy { executable: executable.into(), model: model.into() };
        let differs =
            |made_by: &MadeBy, parts: u32| match plan.check(&path, made_by, Shard::new(1, parts).unwrap()) {
                Err(Error::OtherPlan { what, .. }) => Some(what),
                other => other.map(|()| None).unwrap(),
            };
        assert_eq!(differs(&made_by("00", "11"), 4), None);
        assert_eq!(differs(&made_by("01", "11"), 4), Some(Differs::Program));
        assert_eq!(differs(&made_by("00", "12"), 4), Some(Differs::Dictionaries));
        assert_eq!(differs(&made_by("00", "11"), 5), Some(Differs::Shards));
        fs::write(&path, "{}").unwrap();
        assert!(matches!(Plan::read(&path), Err(Error::OtherPlan { what: Differs::Format, .. })));
    }

    #[test]
    fn every_file_is_in_one_shard_and_the_account_closes_when_all_told() {
        let folder = tempfile::tempdir().unwrap();
        let plan = plan(folder.path(), 4);
        let shard = |number| Shard::new(number, 4).unwrap();
        assert_eq!((1..=4).map(|number| plan.inputs(shard(number)).len()).sum::<usize>(), 20);
        assert_eq!(plan.merged().missing, [1, 2, 3, 4]);
        for number in [1, 3, 4] {
            let state = if number == 3 { State::Failed } else { State::Done };
            plan.tell(shard(number), entries(&plan, shard(number), state)).unwrap();
        }
        let merged = plan.merged();
        assert_eq!((merged.missing, merged.failed), (vec![2], vec![3]));
        assert!(!merged.account.closes());
        // One that lost a file is not whole, and neither is that of another plan.
        plan.tell(shard(2), entries(&plan, shard(2), State::Done)[1..].to_vec()).unwrap();
        assert_eq!(plan.merged().missing, [2]);
        plan.tell(shard(2), entries(&plan, shard(2), State::Done)).unwrap();
        let merged = plan.merged();
        assert!(merged.missing.is_empty() && merged.account.closes() && merged.entries.len() == 20);
        let mut other = plan;
        other.options.clear();
        assert_eq!(other.merged().missing, [1, 2, 3, 4]);
    }

    #[test]
    fn numbers_are_written_as_slurm_takes_them() {
        for (numbers, written) in
            [(&[4, 17][..], "4,17"), (&[1, 2, 3, 7], "1-3,7"), (&[], ""), (&[5, 6], "5-6")]
        {
            assert_eq!(array(numbers), written);
        }
    }
}
