//! Where the source of a record stands, as the record says it.

use std::collections::{BTreeMap, BTreeSet};
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

/// Names the files of some records, all seen from one place, by as much of their paths as tells them apart: those of one name
/// in several folders as `a/scan.pdf` and `b/scan.pdf`, all others by their names.
pub(crate) fn tell_apart<'a>(records: impl Iterator<Item = &'a mut Record>) {
    let mut files: Vec<_> = records.flat_map(|record| &mut record.source.files).collect();
    let paths: Vec<Option<String>> = files.iter().map(|file| file.path.clone()).collect();
    // How many paths end so, of those that are parted there.
    let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
    for path in paths.iter().flatten().map(String::as_str).collect::<BTreeSet<&str>>() {
        parts(path).for_each(|end| *ends.entry(end).or_default() += 1);
    }
    for (file, path) in files.iter_mut().zip(&paths) {
        let alone = path.as_deref().and_then(|path| parts(path).find(|end| ends.get(end) == Some(&1)));
        if let Some(end) = alone {
            file.file = end.to_owned();
        }
    }
}

/// The ends of a path: its last part, its last two parts, all of it.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(at, _)| at + 1).chain([0]).map(|start| &path[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_long_as_they_must_be() {
        let record = crate::record::parse(
            Path::new("record.json"),
            &std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/record.json"))
                .unwrap(),
        )
        .unwrap();
        let mut all: Vec<Record> = Vec::new();
        for (path, name) in [
            (Some("../scans/a.pdf"), "scans/a.pdf"),
            (Some("../scans/x/a.pdf"), "scans/x/a.pdf"),
            (Some("../more/x/a.pdf"), "more/x/a.pdf"),
            (Some("../more/x/a.pdf"), "more/x/a.pdf"),
            (Some("../scans/x/aa.pdf"), "aa.pdf"),
            (None, "a.pdf"),
        ] {
            let mut record = record.clone();
            record.source.files[0].path = path.map(str::to_owned);
            record.source.files[0].file = name.rsplit('/').next().unwrap_or_default().to_owned();
            record.input = Some(name.to_owned());
            all.push(record);
        }
        tell_apart(all.iter_mut());
        for record in &all {
            assert_eq!(Some(&record.source.files[0].file), record.input.as_ref());
        }
    }
}
