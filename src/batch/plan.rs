//! What is to be done with each file, and why: found from its result, its journal entry and its bytes, nothing read.

use std::fs::{File, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use strum::{EnumIter, IntoStaticStr};

use super::journal::{Journal, Look};
use super::reading::Reading;
use super::results::{self, Head, OURS};
use super::secrecy::Stamp;
use super::{Again, Options, SecretDocuments, State};
use crate::config::Config;
use crate::digest::sha256_of;
use crate::error::{Error, Result};
use crate::files::inputs::Input;

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

/// The program, as records name it.
const PROGRAM: &str = concat!("vanthu ", env!("CARGO_PKG_VERSION"));

impl Planner<'_> {
    /// What is to be done with a file.
    ///
    /// # Errors
    /// [`Error::Journal`]. What is wrong with the file itself stands in the plan.
    pub(super) fn plan(&self, input: &mut Input) -> Result<Planned> {
        let out = &self.options.out;
        let mut planned = Planned {
            action: Action::Refuse,
            result: out.join(results::name(&input.below, ".json")),
            reading: out.join(OURS).join("readings").join(results::name(&input.below, ".read.json.gz")),
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
        let look = match input.path.metadata() {
            Ok(there) => look(&there),
            Err(source) => return Ok(Err(broken(source))),
        };
        planned.look = look;
        let known = known.filter(|known| known.look == look);
        let hash = match known.as_ref().and_then(|known| known.sha256.clone()) {
            Some(hash) => hash,
            None => match File::open(&input.path).and_then(sha256_of) {
                Ok(hash) => hash,
                Err(source) => return Ok(Err(broken(source))),
            },
        };
        planned.sha256 = Some(hash.clone());
        let state = known.as_ref().and_then(|known| known.state);
        let secret = known.filter(|known| known.state == Some(State::Secret));
        if let Some(known) = secret.filter(|_| self.options.secret == SecretDocuments::Left) {
            (planned.action, planned.state, planned.stamp) = (Action::Leave, State::Secret, known.stamp);
            planned.is_entered = true;
            return Ok(Ok(()));
        }
        let head = match results::head(&planned.result) {
            Ok(head) => head,
            Err(error) => return Ok(Err(error)),
        };
        let of_it = |head: &Head| results::check_source(&planned.result, head, &input.path, &hash);
        if let Some(Err(error)) = head.as_ref().map(of_it) {
            return Ok(Err(error));
        }
        planned.action = self.action(head.as_ref(), &hash, &planned.reading);
        planned.state = head.as_ref().map_or(State::Failed, |head| head.state(State::Skipped));
        // A state of Done says of a later run that it skips.
        let same =
            state == Some(planned.state) || (state, planned.state) == (Some(State::Done), State::Skipped);
        planned.is_entered = planned.action == Action::Skip && same;
        planned.head = head;
        Ok(Ok(()))
    }

    fn action(&self, head: Option<&Head>, hash: &str, reading: &Path) -> Action {
        let why = match head {
            None => Why::New,
            Some(head) if head.sha256 != hash => Why::Changed,
            Some(head) if head.settings.as_deref() != Some(self.settings) => Why::Settings,
            Some(head) if head.program != PROGRAM => Why::Program,
            Some(head) if head.model != self.model => Why::Dictionaries,
            Some(head) => {
                let is_sound = head.state(State::Skipped) == State::Skipped;
                if is_sound || self.options.again == Again::Never {
                    return Action::Skip;
                }
                return Action::Read(Why::Again);
            }
        };
        if Reading::find(reading, hash, self.config).is_some() {
            Action::Restore(why)
        } else {
            Action::Read(why)
        }
    }
}

/// How a file stands there.
pub(super) fn look(there: &Metadata) -> Look {
    let modified = there.mtime().saturating_mul(1_000_000_000).saturating_add(there.mtime_nsec());
    Look { size: there.len(), modified }
}
