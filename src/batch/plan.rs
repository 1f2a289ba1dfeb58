//! What is to be done with each file, and why: found from its result, its journal entry and its bytes, nothing read.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use strum::{EnumIter, IntoStaticStr};

use super::journal::Journal;
use super::listed::List;
use super::reading::Reading;
use super::results::{self, Head, PROGRAM, Places};
use super::secrecy::Stamp;
use super::{Again, Documents, Options, SecretDocuments, State};
use crate::config::Config;
use crate::digest::{sha256, sha256_of, sha256_of_all};
use crate::error::{Altered, Error, Result};
use crate::files::inputs::{Input, Look};

/// What is done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Nothing: its result stands.
    Skip,
    /// Its pages are read.
    Read(Why),
    /// A record is made of what was read of its pages before.
    Restore(Why),
    /// It is left alone: the journal knows its stamp of secrecy.
    Leave,
    /// Nothing can be done.
    Refuse,
}

/// Why something is done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Why {
    /// There is no result.
    New,
    /// It has other bytes than those that its result was made from.
    Changed,
    /// Its result was made by other dictionaries or rules.
    Dictionaries,
    /// Its result was made by another version of the program.
    Program,
    /// Its result was made with other choices.
    Settings,
    /// Its result lacks something, and another try was asked for.
    Again,
}

/// What is to be done with one file.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) action: Action,
    /// Where its result stands or will stand.
    pub(super) result: PathBuf,
    /// Where the list of its results stands or will stand.
    pub(super) list: PathBuf,
    /// What that list says.
    pub(super) listed: Option<List>,
    /// Hash of the choices that its results hang on.
    pub(super) settings: String,
    /// Where what was read of it is kept.
    pub(super) reading: PathBuf,
    pub(super) look: Look,
    /// SHA-256 of its bytes; none where they could not be read.
    pub(super) sha256: Option<String>,
    /// The state of a file of which nothing is done.
    pub(super) state: State,
    pub(super) head: Option<Head>,
    pub(super) stamp: Option<Stamp>,
    pub(super) error: Option<Error>,
    /// Whether the journal says all this already.
    pub(super) is_entered: bool,
}

/// What results are compared with.
pub(super) struct Planner<'a> {
    pub(super) options: &'a Options,
    pub(super) config: &'a Config,
    pub(super) journal: Option<&'a Journal>,
    /// Hash of the dictionaries.
    pub(super) model: &'a str,
    /// Hash of the choices.
    pub(super) settings: &'a str,
}

impl Planner<'_> {
    /// What is to be done with a file.
    ///
    /// # Errors
    /// [`Error::Journal`]. What is wrong with the file itself stands in the plan.
    pub(super) fn plan(&self, input: &mut Input) -> Result<Planned> {
        let Places { result, reading, list } = Places::of(&self.options.out, &input.below);
        let mut planned = Planned {
            action: Action::Refuse,
            result,
            reading,
            list,
            listed: None,
            settings: self.settings_of(input),
            look: Look { size: 0, modified: 0 },
            sha256: None,
            state: State::Failed,
            head: None,
            stamp: None,
            error: input.trouble.take(),
            is_entered: false,
        };
        if planned.error.is_some() {
            return Ok(planned);
        }
        if let Err(error) = self.look(input, &mut planned)? {
            planned.error = Some(error);
            planned.action = Action::Refuse;
        }
        Ok(planned)
    }

    fn look(&self, input: &Input, planned: &mut Planned) -> Result<Result<()>> {
        let known = self.journal.map(|journal| journal.find(&input.below)).transpose()?.flatten();
        let broken = |source| Error::Read { path: input.path.clone(), source };
        let look = match input.look() {
            Ok(look) => look,
            Err(source) if source.kind() == ErrorKind::NotFound && input.expected.is_some() => {
                return Ok(Err(altered(input, Altered::Missing)));
            }
            Err(source) => return Ok(Err(broken(source))),
        };
        planned.look = look;
        let known = known.filter(|known| known.look == look);
        let told = input.known.as_ref().and_then(|known| known.sha256.clone());
        let hash = match known.as_ref().and_then(|known| known.sha256.clone()).or(told) {
            Some(hash) => hash,
            None => match hash(input.files()) {
                Ok(hash) => hash,
                Err(source) => return Ok(Err(broken(source))),
            },
        };
        planned.sha256 = Some(hash.clone());
        if input.expected.as_ref().is_some_and(|expected| *expected != hash) {
            return Ok(Err(altered(input, Altered::Changed)));
        }
        let state = known.as_ref().and_then(|known| known.state);
        let mut listed_figures = None;
        if self.options.has_lists() {
            let listed = List::find(&planned.list);
            listed_figures = listed.as_ref().and_then(|list| list.figures(&self.options.out));
            planned.listed = listed.filter(|_| listed_figures.is_some());
        }
        let listed = planned.listed.as_ref();
        let secret = known.filter(|known| known.state == Some(State::Secret) && listed.is_none());
        if let Some(known) = secret.filter(|_| self.options.secret == SecretDocuments::Left) {
            (planned.action, planned.state, planned.stamp) = (Action::Leave, State::Secret, known.stamp);
            planned.is_entered = true;
            return Ok(Ok(()));
        }
        let head = match results::head(&planned.result) {
            _ if self.options.has_lists() => {
                listed.zip(listed_figures).map(|(list, figures)| list.head(figures))
            }
            Ok(head) => head,
            Err(error) => return Ok(Err(error)),
        };
        let is_listed = self.options.has_lists();
        // Results in lists have places of their own.
        let of_it = |head: &Head| {
            if is_listed { Ok(()) } else { results::check_source(&planned.result, head, input, &hash) }
        };
        if let Some(Err(error)) = head.as_ref().map(of_it) {
            return Ok(Err(error));
        }
        planned.stamp = listed.and_then(|list| list.documents.iter().find_map(|document| document.stamp));
        planned.action = self.action(head.as_ref(), &hash, planned);
        planned.state = head.as_ref().map_or(State::Failed, |head| head.state(State::Skipped));
        // A state of Done says of a later run that it skips.
        let same =
            state == Some(planned.state) || (state, planned.state) == (Some(State::Done), State::Skipped);
        planned.is_entered = planned.action == Action::Skip && same;
        planned.head = head;
        Ok(Ok(()))
    }

    /// The hash of the choices that the results of a scan hang on.
    fn settings_of(&self, input: &Input) -> String {
        if !self.options.has_lists() {
            return self.settings.to_owned();
        }
        let Options { documents, cuts, names, .. } = self.options;
        let (kind, cuts) = (<&str>::from(documents), cuts.said(&input.below).unwrap_or_default());
        let names = names.as_ref().map_or_else(String::new, ToString::to_string);
        sha256(format!("{} {kind} {names}\n{cuts}", self.settings).as_bytes())[..12].to_owned()
    }

    fn action(&self, head: Option<&Head>, hash: &str, planned: &Planned) -> Action {
        let why = match head {
            None => Why::New,
            Some(head) if head.sha256 != hash => Why::Changed,
            Some(head) if head.settings.as_ref() != Some(&planned.settings) => Why::Settings,
            Some(head) if head.is_secret && self.options.secret == SecretDocuments::Read => Why::Settings,
            Some(head) if head.program != PROGRAM => Why::Program,
            Some(head) if head.model != self.model => Why::Dictionaries,
            Some(head) => {
                let is_sound = matches!(head.state(State::Skipped), State::Skipped | State::Secret);
                if is_sound || self.options.again == Again::Never {
                    return Action::Skip;
                }
                return Action::Read(Why::Again);
            }
        };
        let is_split = self.options.documents == Documents::Split;
        let kept = Reading::find(&planned.reading, hash, self.config);
        // Of what was read before stacks were to be cut it is not known where separator sheets were.
        if kept.is_some_and(|kept| !is_split || kept.barred.is_some()) {
            Action::Restore(why)
        } else {
            Action::Read(why)
        }
    }
}

/// A file that is not as a plan says.
fn altered(input: &Input, what: Altered) -> Error {
    Error::NotAsPlanned { path: input.path.clone(), what }
}

/// One hash over the bytes of all files of an input.
pub(super) fn hash(files: &[PathBuf]) -> io::Result<String> {
    let hashes: io::Result<Vec<String>> = files.iter().map(|file| sha256_of(File::open(file)?)).collect();
    Ok(sha256_of_all(hashes?.iter().map(String::as_str)))
}
