//! Where results go, and what they never fall on: scans, files that are no records, records of other sources.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::written;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::export::{Form, Takes};
use crate::files::inputs::{Identity, Input, identity};
use crate::files::names::{Named, names};
use crate::files::ours::{self, MadeFrom};
use crate::files::write::{self, Standing, Unfinished, folder_of};
use crate::record::Record;

/// Where results go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Nowhere but to standard output.
    Printed,
    /// The result of the one input, into this file.
    File(PathBuf, Form),
    /// A line for each input, into this file.
    Lines(PathBuf),
    /// The results of all inputs, into this file.
    Together(PathBuf, Form),
    /// A file for each input, below this folder.
    Folder(PathBuf),
}

impl Target {
    /// What the name of an output asks for.
    ///
    /// # Errors
    /// [`Error::UnknownForm`], [`Error::Formless`], [`Error::SeveralInOne`].
    pub(super) fn of(output: Option<&Path>, count: Count) -> Result<Target> {
        let Some(path) = output else { return Ok(Target::Printed) };
        let path = path.to_owned();
        if path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
            return Ok(Target::Folder(path));
        }
        let form = match (Form::of_file(&path), count) {
            (Some(Form::JsonLines), _) => return Ok(Target::Lines(path)),
            (Some(form), _) => form,
            (None, _) if path.extension().is_some_and(|end| !end.is_empty()) => {
                return Err(Error::unknown_form(&path));
            }
            (None, Count::Many) => return Ok(Target::Folder(path)),
            // A device or a pipe has no ending.
            (None, Count::One) if path.metadata().is_ok_and(|there| !there.is_file()) => Form::Json,
            (None, Count::One) => return Err(Error::Formless { path, form: None }),
        };
        match (form.takes(), count) {
            (Takes::Several, _) => Ok(Target::Together(path, form)),
            (Takes::One, Count::One) => Ok(Target::File(path, form)),
            (Takes::One, Count::Many) => Err(Error::SeveralInOne { path }),
        }
    }
}

/// How many documents are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    /// One file was named.
    One,
    /// Several files or a folder, be it with one file.
    Many,
}

/// The places of the results of one run.
#[derive(Debug)]
pub(super) struct Results {
    pub(super) target: Target,
    /// The file of each input, in their order; none for those that go elsewhere or nowhere.
    files: Vec<Option<PathBuf>>,
    /// The folder for the steps of each input, in their order, where they are kept.
    steps: Vec<Option<PathBuf>>,
    guard: Guard,
}

/// Knows what may not be replaced.
#[derive(Debug)]
pub(super) struct Guard {
    /// What is to be read.
    inputs: BTreeMap<Identity, PathBuf>,
    on_request: OnRequest,
}

/// Whether the user asked that what stands there be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnRequest {
    /// Results of the same source alone are replaced.
    No,
    /// All but inputs may be.
    Yes,
}

impl Results {
    /// Finds the place of each result and looks whether it can be written, before anything is read. An input whose
    /// result is refused gets that as its trouble.
    ///
    /// # Errors
    /// [`Error::Write`] when nothing could be written, and what refuses the one file that was named.
    pub(super) fn plan(
        target: Target,
        keep_steps: Option<&Path>,
        on_request: OnRequest,
        inputs: &mut [Input],
    ) -> Result<Results> {
        let guard = Guard::new(inputs, on_request);
        let mut files = vec![None; inputs.len()];
        match &target {
            Target::Printed => {}
            Target::File(path, _) => {
                for (input, file) in inputs.iter().zip(&mut files) {
                    guard.standing(path, Some(input), None)?;
                    *file = Some(path.clone());
                }
                Unfinished::begin(path)?;
            }
            Target::Lines(path) | Target::Together(path, _) => {
                guard.standing_of_lines(path, inputs)?;
                Unfinished::begin(path)?;
            }
            Target::Folder(folder) => {
                files = in_folder(folder, inputs, ".json")?;
                for (input, file) in inputs.iter_mut().zip(&files) {
                    let refused =
                        file.as_ref().and_then(|path| guard.standing(path, Some(input), None).err());
                    input.trouble = input.trouble.take().or(refused);
                }
            }
        }
        let mut steps = vec![None; inputs.len()];
        if let Some(folder) = keep_steps {
            steps = in_folder(folder, inputs, "")?;
            for (input, folder) in inputs.iter_mut().zip(&steps) {
                let refused = folder.as_ref().and_then(|folder| guard.steps_refused(folder, input).err());
                input.trouble = input.trouble.take().or(refused);
            }
        }
        Ok(Results { target, files, steps, guard })
    }

    /// The file for the result of an input, by its number.
    pub(super) fn file(&self, number: usize) -> Option<&Path> {
        self.files[number].as_deref()
    }

    /// The folder for the steps of an input, by its number.
    pub(super) fn steps(&self, number: usize) -> Option<&Path> {
        self.steps[number].as_deref()
    }

    /// Writes the result of an input.
    ///
    /// # Errors
    /// [`Error::Write`], and what refuses a file that came there meanwhile.
    pub(super) fn write(&self, path: &Path, input: &Input, record: &Record, bytes: &[u8]) -> Result<()> {
        let hash = record.source.files.first().map(|file| file.sha256.as_str());
        let standing = self.guard.standing(path, Some(input), hash)?;
        written::remember(bytes, record.source.files.iter().take(1).map(|file| of(input, &file.sha256)));
        write::write_file(path, bytes, standing)
    }

    /// Writes the one result of all inputs.
    ///
    /// # Errors
    /// As [`Results::write`].
    pub(super) fn write_together(&self, path: &Path, bytes: &[u8], inputs: &[Input]) -> Result<()> {
        write::write_file(path, bytes, self.guard.standing_of_lines(path, inputs)?)
    }

    /// Puts a file of lines in its place.
    ///
    /// # Errors
    /// As [`Results::write`].
    pub(super) fn finish_lines(&self, path: &Path, lines: Unfinished, inputs: &[Input]) -> Result<()> {
        lines.finish(self.guard.standing_of_lines(path, inputs)?)
    }
}

impl Guard {
    /// Guards these inputs, and all that is no result of theirs.
    pub(super) fn new(inputs: &[Input], on_request: OnRequest) -> Guard {
        let inputs = inputs.iter().filter_map(|input| Some((input.identity?, input.path.clone()))).collect();
        Guard { inputs, on_request }
    }

    /// What may happen to what stands at a place where the result of an input is to go; `hash` is the input's SHA-256
    /// where it is known. Without an input nothing that stands there is its result.
    ///
    /// # Errors
    /// Why nothing may be written there.
    pub(super) fn standing(
        &self,
        path: &Path,
        input: Option<&Input>,
        hash: Option<&str>,
    ) -> Result<Standing> {
        self.standing_where(path, |from| input.is_some_and(|input| is_of(from, path, input, hash)))
    }

    /// The same for a file of lines, each of which has to be of one of the inputs.
    fn standing_of_lines(&self, path: &Path, inputs: &[Input]) -> Result<Standing> {
        self.standing_where(path, |from| inputs.iter().any(|input| is_of(from, path, input, None)))
    }

    /// The same for a result of records, whose sources have these SHA-256.
    ///
    /// # Errors
    /// As [`Guard::standing`].
    pub(super) fn standing_of(&self, path: &Path, hashes: &BTreeSet<String>) -> Result<Standing> {
        self.standing_where(path, |from| hashes.contains(&from.sha256))
    }

    fn standing_where(&self, path: &Path, is_ours: impl Fn(&MadeFrom) -> bool) -> Result<Standing> {
        // Where nothing stands, or what stands there cannot be seen, writing tells.
        let Ok(there) = path.metadata() else { return Ok(Standing::Stays) };
        let path = path.to_owned();
        if let Some(input) = self.inputs.get(&identity(&there)) {
            return Err(Error::ReplacesInput { path, input: input.clone() });
        }
        if !there.is_file() {
            return Ok(Standing::Stays);
        }
        if there.permissions().readonly() {
            return Err(Error::Write { path, source: ErrorKind::PermissionDenied.into() });
        }
        if self.on_request == OnRequest::Yes {
            return Ok(Standing::IsReplaced);
        }
        let made_from = |bytes: Vec<u8>| ours::made_from(&bytes).or_else(|| written::made_from(&bytes));
        let Some(all) = fs::read(&path).ok().and_then(made_from) else {
            return Err(Error::ForeignFile { path });
        };
        match all.into_iter().find(|from| !is_ours(from)) {
            None => Ok(Standing::IsReplaced),
            Some(from) => Err(Error::OtherResult { path, of: from.path.unwrap_or(from.file) }),
        }
    }

    /// Refuses a folder for steps that holds those of another source, or other files of the same names.
    fn steps_refused(&self, folder: &Path, input: &Input) -> Result<()> {
        let record = folder.join("record.json");
        if self.standing(&record, Some(input), None)? == Standing::IsReplaced {
            return Ok(());
        }
        let there = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut steps = there.filter(|path| ours::is_step(path));
        steps.try_for_each(|path| self.standing(&path, None, None).map(|_| ()))
    }

    /// What may happen to what stands at a place, if anything that is no input may be replaced: as in the folder that
    /// holds the steps of a document.
    ///
    /// # Errors
    /// [`Error::ReplacesInput`].
    pub(super) fn unless_input(&self, path: &Path) -> Result<Standing> {
        match path.metadata() {
            Err(_) => Ok(Standing::Stays),
            Ok(there) => match self.inputs.get(&identity(&there)) {
                Some(input) => Err(Error::ReplacesInput { path: path.to_owned(), input: input.clone() }),
                None => Ok(Standing::IsReplaced),
            },
        }
    }
}

impl Results {
    /// What may not be replaced.
    pub(super) fn guard(&self) -> &Guard {
        &self.guard
    }
}

/// What a result was made of, with where that stands now.
pub(super) fn of(input: &Input, sha256: &str) -> MadeFrom {
    let path = input.path.canonicalize().ok().filter(|path| path.is_file());
    let file = input.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let path = path.and_then(|path| path.into_os_string().into_string().ok());
    MadeFrom { file, sha256: sha256.to_owned(), path }
}

/// Whether a record, which stands at `path`, was made from this input: by where that stands, or by what is in it; an
/// older record, which does not say where, by its name.
fn is_of(from: &MadeFrom, path: &Path, input: &Input, hash: Option<&str>) -> bool {
    if let Some(made_from) = &from.path {
        let made_from = folder_of(path).join(made_from).metadata().ok();
        if input.identity.is_some() && made_from.map(|there| identity(&there)) == input.identity {
            return true;
        }
    } else if input.path.file_name().is_some() && input.path.file_name() == Path::new(&from.file).file_name()
    {
        return true;
    }
    match hash {
        Some(hash) => hash == from.sha256,
        // Pipes can be read once.
        None => {
            input.path.is_file() && fs::read(&input.path).is_ok_and(|bytes| sha256(&bytes) == from.sha256)
        }
    }
}

/// The places of all inputs below a folder, once it is sure that it can be written to.
fn in_folder(folder: &Path, inputs: &[Input], ending: &str) -> Result<Vec<Option<PathBuf>>> {
    let there = standing_folder(folder)?;
    let fits = |name: &OsStr| {
        let there = there.join(name).symlink_metadata();
        !there.is_err_and(|error| error.kind() == ErrorKind::InvalidFilename)
    };
    // The same number for all paths of a file.
    let mut numbers: BTreeMap<Identity, usize> = BTreeMap::new();
    let mut named = Vec::with_capacity(inputs.len());
    for (number, input) in inputs.iter().enumerate() {
        let file = input.identity.map_or(number, |identity| *numbers.entry(identity).or_insert(number));
        named.push(Named { path: &input.path, below: &input.below, file });
    }
    let names = names(&named, ending, &fits);
    Ok(names.into_iter().map(|name| Some(folder.join(name))).collect())
}

/// The folder itself, or the one above it that is there, in which it will be made.
///
/// # Errors
/// [`Error::Write`] when no file can be written there.
fn standing_folder(folder: &Path) -> Result<PathBuf> {
    let there =
        folder.ancestors().find(|above| above.as_os_str().is_empty() || above.symlink_metadata().is_ok());
    let there = match there {
        Some(above) if !above.as_os_str().is_empty() => above,
        _ => Path::new("."),
    };
    let broken = |source| Error::Write { path: folder.to_owned(), source };
    if !there.metadata().map_err(broken)?.is_dir() {
        return Err(broken(ErrorKind::NotADirectory.into()));
    }
    match Unfinished::begin(&there.join("x.json")) {
        Ok(_) => Ok(there.to_owned()),
        Err(Error::Write { source, .. }) => Err(broken(source)),
        Err(other) => Err(other),
    }
}
