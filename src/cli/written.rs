//! Texts that this program wrote. They cannot say themselves what they were made of, as records do: a list on this machine
//! says it, by their hash, so that a text that somebody changed is known no more.

use std::fs;
use std::path::PathBuf;

use super::args::state_folder;
use crate::digest::sha256;
use crate::files::ours::{self, MadeFrom};
use crate::files::write::{Standing, make_folder, write_file};

/// The list, in the state folder: the hash of a text, the hash of what it was made of, and where that stood.
const LIST: &str = "texts";
/// So many texts are known; the oldest are forgotten.
const MOST: usize = 2000;

/// Keeps what a result was made of which does not say it itself. To be called before it is written: a text that is not known
/// after a kill would be refused.
pub(super) fn remember(bytes: &[u8], sources: impl IntoIterator<Item = MadeFrom>) {
    if ours::made_from(bytes).is_some() {
        return;
    }
    let hash = sha256(bytes);
    let lines = sources.into_iter().map(|of| {
        // A path that is no line is none.
        let path = of.path.filter(|path| !path.contains('\n')).unwrap_or_default();
        format!("{hash} {} {path}", of.sha256)
    });
    let mut lines: Vec<String> = lines.collect();
    let list = list();
    let before = fs::read_to_string(&list).unwrap_or_default();
    let others = before.lines().filter(|line| !line.starts_with(&hash)).map(str::to_owned);
    lines.extend(others.take(MOST));
    // Where it cannot be kept, the text is refused the next time, and nothing else is lost.
    let _ = make_folder(&state_folder())
        .and_then(|()| write_file(&list, (lines.join("\n") + "\n").as_bytes(), Standing::IsReplaced));
}

/// What a text was made of that this program wrote and nobody changed since.
pub(super) fn made_from(bytes: &[u8]) -> Option<Vec<MadeFrom>> {
    let hash = sha256(bytes);
    let text = fs::read_to_string(list()).ok()?;
    let of = text.lines().filter_map(|line| {
        let (sha256, path) = line.strip_prefix(&hash)?.strip_prefix(' ')?.split_once(' ')?;
        let path = Some(path).filter(|path| !path.is_empty()).map(str::to_owned);
        Some(MadeFrom { file: path.clone().unwrap_or_default(), sha256: sha256.to_owned(), path })
    });
    let of: Vec<MadeFrom> = of.collect();
    (!of.is_empty()).then_some(of)
}

fn list() -> PathBuf {
    state_folder().join(LIST)
}
