//! `vanthu archive`: lists for an archive, and a package for each file of documents.

use std::path::Path;

use super::args::Archive as Args;
use super::records::{self, Found, Places};
use super::terminal::words;
use super::{Loudness, messages, profile};
use crate::error::{Error, ExitCode, Result};
use crate::export::archive::{Archive, GivenFault, Kind, Schema};
use crate::export::{Binding, Form, Profiles, Wish};
use crate::files::inputs;
use crate::reason::Reason;
use crate::record::Record;
use crate::words::Sentence;

/// The file of the lists in the folder of results.
const LISTS: &str = "muc-luc.xlsx";
/// What archives take the schemas of METS for.
const SCHEMAS: [&str; 4] =
    ["mets1_12.xsd", "xlink.xsd", "DILCISExtensionMETS.xsd", "DILCISExtensionSIPMETS.xsd"];

pub(super) fn run(args: &Args, loudness: Loudness) -> Result<ExitCode> {
    let profiles = profile::with(Profiles::archive(), &args.profile)?;
    let schemas = args.schemas.as_deref().map_or_else(|| Ok(Vec::new()), schemas)?;
    let table = table(&args.table)?;
    let found = records::find(&args.files)?;
    let list = args.output.join(LISTS);
    let seen = records::seen_from(&found, &list);
    let seen: Vec<&Record> = seen.iter().collect();
    let kind = if args.loose { Kind::Loose } else { Kind::File };
    let archive = of_table(&seen, &table, kind, &args.table)?;
    let writer = Writer { places: Places::of(&found, args.replace), is_quiet: loudness == Loudness::Quiet };
    writer.write(&list, &Sentence::new("archive-listed").with("files", archive.len()), |previous| {
        archive.list(Binding::Workbook, &list, &profiles, previous)
    })?;
    let mut all_made = true;
    let mut taken: Vec<String> = Vec::new();
    for at in 0..archive.len() {
        let name = archive.name(at);
        let lacking = archive.lacking(at, words().language());
        let is_twice = taken.contains(&name);
        if !lacking.is_empty() || is_twice {
            all_made = false;
            let id = if is_twice { "archive-twice" } else { "archive-lacks" };
            messages::note(
                &words().say(&Sentence::new(id).with("file", name).with("fields", lacking.join(", "))),
            );
            continue;
        }
        let path = args.output.join(format!("{name}.zip"));
        match contents(&archive, at, &found, &path) {
            Ok(contents) => {
                let line = Sentence::new("archive-packed").with("documents", contents.len());
                writer.write(&path, &line, |_| archive.package(at, &path, &contents, &schemas))?;
                taken.push(name);
            }
            // One scan that is not there must not keep the other files back.
            Err(error) => {
                all_made = false;
                messages::error(&error);
            }
        }
    }
    let lacks = SCHEMAS.iter().filter(|name| schemas.iter().all(|(there, _)| there != *name));
    let lacks: Vec<&str> = lacks.copied().collect();
    if !lacks.is_empty() && !taken.is_empty() && loudness != Loudness::Quiet {
        messages::note(&words().say(&Sentence::new("archive-schemas").with("schemas", lacks.join(", "))));
    }
    Ok(if all_made { ExitCode::Done } else { ExitCode::SomeFailed })
}

/// The table that somebody gives.
pub(super) fn table(path: &Path) -> Result<String> {
    let bytes = inputs::bytes(path)?;
    String::from_utf8(bytes).map_err(|error| Error::Profile {
        path: path.to_owned(),
        line: 0,
        reason: Reason::Said(error.to_string()),
    })
}

/// Records put into the files of a table.
pub(super) fn of_table<'a>(
    records: &[&'a Record],
    table: &str,
    kind: Kind,
    path: &Path,
) -> Result<Archive<'a>> {
    Archive::of(records, table, kind).map_err(|fault| {
        let (line, reason) = match fault {
            GivenFault::NoFields => (1, Reason::NoFields),
            GivenFault::NoFile(line) => (line, Reason::NoFile),
        };
        Error::Profile { path: path.to_owned(), line, reason }
    })
}

/// The PDFs of the documents of a file: two layers, or the scan itself where it is signed, which must not be written anew.
fn contents(archive: &Archive<'_>, at: usize, found: &[Found], path: &Path) -> Result<Vec<Vec<u8>>> {
    let pdf = |one: &Found| {
        let scan = one.scan();
        let is_pdf = one.record.source.files.first().is_some_and(|file| file.media_type == "application/pdf");
        match scan {
            Some(bytes) if is_pdf && !one.record.source.signatures.is_empty() => Ok(bytes),
            scan => {
                let wish = Wish { scan: scan.as_deref(), ..Wish::default() };
                let refused = |error| match error {
                    Error::Form { reason, .. } => Error::Form { path: one.path.clone(), reason },
                    other => other,
                };
                Form::Pdf.write(path, &[&one.record], wish).map_err(refused)
            }
        }
    };
    archive.documents(at).into_iter().map(|record| pdf(&found[record])).collect()
}

/// The schemas of a folder, as people list names.
fn schemas(folder: &Path) -> Result<Vec<Schema>> {
    let broken = |source| Error::Read { path: folder.to_owned(), source };
    let mut all = Vec::new();
    for path in inputs::entries(folder).map_err(broken)? {
        if path.extension().is_some_and(|ending| ending == "xsd") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            all.push((name, inputs::bytes(&path)?));
        }
    }
    if all.is_empty() {
        return Err(Error::NothingToRead { path: folder.to_owned() });
    }
    Ok(all)
}

/// Writes results, and says so.
struct Writer {
    places: Places,
    is_quiet: bool,
}

impl Writer {
    fn write(
        &self,
        path: &Path,
        line: &Sentence<'_>,
        made: impl FnOnce(Option<&[u8]>) -> Result<Vec<u8>>,
    ) -> Result<()> {
        self.places.write(path, made)?;
        if !self.is_quiet {
            let said = words().say(line);
            messages::note(&format!("{said} → {}", path.display()));
        }
        Ok(())
    }
}
