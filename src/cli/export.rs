//! `vanthu export`: records in, the forms that offices and archives take out.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::args::{DASH, Export};
use super::records::{self, Found, Places};
use super::terminal::{self, words};
use super::{Loudness, messages, output, profile, written};
use crate::error::{Error, ExitCode, Result};
use crate::export::{Form, Office, Organs, Pictures, Profiles, Takes, Wish, calendar, standard};
use crate::files::inputs;
use crate::files::ours::MadeFrom;
use crate::reason::Reason;
use crate::record::{Page, Record};
use crate::warning::Code;
use crate::words::Sentence;

pub(super) fn run(args: &Export, loudness: Loudness) -> Result<ExitCode> {
    let form = form(args)?;
    let found = records::find(&args.files)?;
    let profiles = match &args.profile[..] {
        [] => None,
        given => Some(profile::with(Profiles::workbook(), given)?),
    };
    let organs = args.organs.as_deref().map(organs).transpose()?;
    let office = args.office.as_deref().map(Office::new);
    let exporter = Exporter {
        form,
        places: Places::of(&found, args.replace),
        office: office.as_ref(),
        profiles: profiles.as_ref(),
        organs: organs.as_ref(),
        pictures: if args.recompress { Pictures::Recompressed } else { Pictures::Copied },
    };
    let Some(output) = &args.output else {
        if form.is_binary() && std::io::stdout().is_terminal() {
            return Err(on_terminal(form, &found));
        }
        if loudness != Loudness::Quiet && form.counts_once() {
            records::tell_repeats(&found);
        }
        // Links lead from where the program was started.
        let at_once = if form.takes() == Takes::One { 1 } else { found.len() };
        for part in found.chunks(at_once.max(1)) {
            output::print_bytes(&exporter.made(Path::new("export"), part, None)?)?;
        }
        return Ok(code(form, &found));
    };
    let is_folder = output.is_dir() || output.as_os_str().as_encoded_bytes().ends_with(b"/");
    if !is_folder && output.extension().is_none() && !output.exists() {
        return Err(Error::Formless { path: output.clone(), form: Some(form.name()) });
    }
    let several = form.takes() == Takes::One && found.len() > 1;
    if several && !is_folder {
        return Err(Error::SeveralInOne { path: output.clone() });
    }
    let mut written = Vec::new();
    let mut failed = false;
    if is_folder {
        for one in &found {
            let path = exporter.free(output, &one.name, &written);
            match exporter.write(&path, std::slice::from_ref(one)) {
                Ok(()) => written.push(path),
                Err(error) => {
                    messages::of_one(error)?;
                    failed = true;
                }
            }
        }
    } else {
        exporter.write(output, &found)?;
        written.push(output.clone());
    }
    if loudness != Loudness::Quiet {
        if !is_folder && form.counts_once() {
            records::tell_repeats(&found);
        }
        let records = if is_folder { 1 } else { records::count(form, &found) };
        for path in &written {
            let line = Sentence::new("exported").with("records", records);
            messages::note(&words().say(&line.with("path", path.display().to_string())));
        }
        match form {
            Form::Calendar => tell_undated(&found),
            Form::Pdf => tell_of_scans(&found),
            _ => {}
        }
    }
    Ok(if failed { ExitCode::SomeFailed } else { code(form, &found) })
}

/// A PDF/A of pages that are damaged or were not read is made, and never silently.
fn code(form: Form, found: &[Found]) -> ExitCode {
    let is_lost = found.iter().any(|one| one.record.pages.iter().any(is_lost));
    if form == Form::Pdf && is_lost { ExitCode::Partial } else { ExitCode::Done }
}

fn is_lost(page: &Page) -> bool {
    page.warnings.iter().any(|code| matches!(code, Code::PageDamaged | Code::PageUnread))
}

/// That a form of bytes is not for a terminal, with where it may go.
fn on_terminal(form: Form, found: &[Found]) -> Error {
    let of = found.first().map_or_else(PathBuf::new, |one| one.path.clone());
    let path = of.with_extension(form.name());
    // The scan itself has that name where record and scan stand in one folder.
    let path = if path.exists() { path.with_extension(format!("moi.{form}")) } else { path };
    Error::OnTerminal { path, of, form: form.name() }
}

/// What a copy of a scan does not have: signatures, pages that are not whole or were not read, colours and dots that the
/// circular asks for.
fn tell_of_scans(found: &[Found]) {
    for one in found {
        let (record, path) = (&one.record, one.path.display().to_string());
        let below: Vec<String> = standard::below(record, one.scan().as_deref())
            .iter()
            .map(|below| {
                let id = match (below.dpi, below.is_grey) {
                    (Some(_), true) => "below-both",
                    (Some(_), false) => "below-dpi",
                    (None, _) => "below-colour",
                };
                let page = Sentence::new(id).with("page", below.page);
                words().say(&page.with("dpi", below.dpi.unwrap_or_default()))
            })
            .collect();
        if !below.is_empty() {
            let sentence = Sentence::new("scan-below").with("path", path.as_str());
            messages::note(&words().say(&sentence.with("pages", below.join(", "))));
        }
        if !record.source.signatures.is_empty() {
            messages::note(&words().say(&Sentence::new("signature-stays").with("path", path.as_str())));
        }
        let lost = record.pages.iter().filter(|page| is_lost(page));
        let pages: Vec<String> = lost.map(|page| page.page.to_string()).collect();
        if !pages.is_empty() {
            let sentence = Sentence::new("pages-not-whole").with("path", path.as_str());
            messages::note(&words().say(&sentence.with("pages", pages.join(", "))));
        }
    }
}

/// What no calendar holds, at most twenty.
fn tell_undated(found: &[Found]) {
    const SHOWN: usize = 20;
    let undated: Vec<String> = found.iter().flat_map(|one| calendar::undated(&one.record)).collect();
    if undated.is_empty() {
        return;
    }
    messages::note(&words().say(&Sentence::new("without-day").with("count", undated.len())));
    undated.iter().take(SHOWN).for_each(|one| messages::note(&format!("  {one}")));
}

/// The codes of offices that somebody gave.
fn organs(path: &Path) -> Result<Organs> {
    let bytes = inputs::bytes(path)?;
    let broken = |line, reason| Error::Profile { path: path.to_owned(), line, reason };
    let text = std::str::from_utf8(&bytes).map_err(|error| broken(0, Reason::Said(error.to_string())))?;
    Organs::read(text).map_err(|line| broken(line, Reason::OrganLine))
}

/// What is asked for, or what the name of the output says.
fn form(args: &Export) -> Result<Form> {
    let named = args.output.as_deref().and_then(Form::of_file);
    match (args.to.or(named), &args.output) {
        (Some(form), _) => Ok(form),
        (None, Some(path)) => Err(Error::unknown_form(path)),
        // `-o -`: clap asks for one of the two, and it is one.
        (None, None) => Err(Error::Formless { path: DASH.into(), form: None }),
    }
}

/// What a record was made from, with where that stands now.
fn sources(found: &Found) -> impl Iterator<Item = MadeFrom> {
    found.record.source.files.iter().zip(found.scans()).map(|(file, path)| {
        let path = path.and_then(|path| path.canonicalize().ok()?.into_os_string().into_string().ok());
        MadeFrom { file: file.file.clone(), sha256: file.sha256.clone(), path }
    })
}

/// How results are made and where they may go.
struct Exporter<'a> {
    form: Form,
    places: Places,
    office: Option<&'a Office>,
    /// Those of the program, where none were given.
    profiles: Option<&'a Profiles>,
    organs: Option<&'a Organs>,
    pictures: Pictures,
}

impl Exporter<'_> {
    fn write(&self, path: &Path, found: &[Found]) -> Result<()> {
        self.places.write(path, |previous| {
            let bytes = self.made(path, found, previous)?;
            written::remember(&bytes, found.iter().flat_map(sources));
            Ok(bytes)
        })
    }

    /// The form of some records, with the ways from its place to their scans.
    fn made(&self, path: &Path, found: &[Found], previous: Option<&[u8]>) -> Result<Vec<u8>> {
        let records = match self.form {
            // Of a record the name stays what it is.
            Form::JsonLines => found.iter().map(|one| one.seen_from(path)).collect(),
            _ => records::seen_from(found, path),
        };
        let records: Vec<&Record> = records.iter().collect();
        let scan = found.first().filter(|_| self.form.shows_scan()).and_then(Found::scan);
        let wish = Wish {
            previous,
            office: self.office,
            scan: scan.as_deref(),
            pictures: self.pictures,
            profiles: self.profiles,
            organs: self.organs,
            headings: terminal::headings(),
        };
        self.form.write(path, &records, wish)
    }

    /// A place below a folder that no result of this run has.
    fn free(&self, folder: &Path, name: &Path, taken: &[PathBuf]) -> PathBuf {
        let place = |more: &str| folder.join(format!("{}{more}.{}", name.display(), self.form));
        let mut places = (2..).map(|number| place(&format!("-{number}")));
        let first = place("");
        if taken.contains(&first) {
            places.find(|path| !taken.contains(path)).unwrap_or(first)
        } else {
            first
        }
    }
}
