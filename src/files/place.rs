//! Where the source of a record stands, as the record says it.

use std::path::{Component, Path, PathBuf};

use super::write::folder_of;
use crate::record::Record;

/// Says in a record that is to be written to `result` where the files of its source stand, so that it is known again.
pub(crate) fn stands_at(record: &mut Record, result: &Path, files: &[PathBuf]) {
    for (file, path) in record.source.files.iter_mut().zip(files) {
        file.path = path_from(result, path);
    }
}

/// Where an input stands, from the folder of its result; none of standard input, and where the names are no Unicode.
pub(crate) fn path_from(result: &Path, input: &Path) -> Option<String> {
    let name = input.file_name().filter(|_| input.is_file())?;
    let from = folder_of(result).canonicalize().ok()?;
    let to = folder_of(input).canonicalize().ok()?.join(name);
    let mut ups = from.components().peekable();
    let mut downs = to.components().peekable();
    while ups.peek().is_some() && ups.peek() == downs.peek() {
        ups.next();
        downs.next();
    }
    let path: PathBuf = ups.map(|_| Component::ParentDir).chain(downs).collect();
    path.into_os_string().into_string().ok()
}
