//! The documents of one scan, written each by itself: a stack is cut, and results have names by what is in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::cuts::{self, Division};
use super::figures::Figures;
use super::form_list::FormList;
use super::former;
use super::listed::{List, Listed};
use super::naming;
use super::reading::Reading;
use super::repeats::Identity;
use super::results;
use super::secrecy::{self, Stamp};
use super::work::{Made, Work, each_once, is_there};
use super::{Documents, Readings, SecretDocuments, State, ToldDocument};
use crate::digest::sha256_of_all;
use crate::error::{Error, Result};
use crate::files::inputs::Input;
use crate::files::place::stands_at;
use crate::files::write::{Standing, folder_of, make_folder, write_file};
use crate::page::OcrPage;
use crate::pipeline::Steps;
use crate::record::Record;
use crate::warning::{Code, Warned};

impl Work<'_> {
    /// Writes all documents of a scan, and the list of them.
    pub(super) fn write_documents(&self, number: usize, mut steps: Steps) -> Result<Made> {
        let (input, planned) = (&self.inputs[number], &self.planned[number]);
        let options = &self.options;
        let hash = sha256_of_all(steps.record.source.files.iter().map(|file| file.sha256.as_str()));
        let division = self.division(number, &steps)?;
        let stamps: Vec<Option<Stamp>> =
            division.parts.iter().map(|part| self.stamp_of(&steps.read, part)).collect();
        let keeps = options.readings == Readings::Kept && stamps.iter().all(Option::is_none);
        if keeps {
            let engine = steps.record.made_by.engine.as_deref().unwrap_or_default();
            let read = (steps.read.clone(), steps.read_warnings.clone());
            Reading::new(&hash, engine, &self.reader.config, read.0, read.1)
                .with_barred(self.barred_of(number))
                .write(&planned.reading)?;
        } else if planned.reading.exists() {
            // An earlier run, which was to read secret documents, may have kept what was read.
            let broken = |source| Error::Write { path: planned.reading.clone(), source };
            fs::remove_file(&planned.reading).map_err(broken)?;
        }
        let settings = planned.settings.as_str();
        let mut list = List::new(&input.below, &hash, self.reader.restorer.model_hash(), settings);
        (list.cuts, list.left) = (division.cuts.clone(), division.left.clone());
        let mut made = Made::without(State::Done, Some(hash.clone()));
        let before = List::find(&planned.list);
        let mut writer = Writer { work: self, number, hash: &hash, list, taken: BTreeSet::new() };
        let open: Vec<usize> = (0..stamps.len()).filter(|at| stamps[*at].is_none()).collect();
        let is_whole = division.parts.len() == 1 && division.left.is_empty();
        if is_whole && open.len() == 1 {
            writer.write(&division.parts[0], &mut steps.record, &mut made)?;
        } else {
            let parts = open.iter().map(|at| part(&steps, &division.parts[*at])).collect();
            let engine = steps.record.made_by.engine.clone().unwrap_or_default();
            let mut each = |at: usize, mut steps: Steps| {
                if self.is_over() {
                    return Err(Error::Interrupted);
                }
                writer.write(&division.parts[open[at]], &mut steps.record, &mut made)
            };
            if !open.is_empty() {
                self.reader.read_parts(input.source(), &engine, parts, &mut each)?;
            }
        }
        for (part, stamp) in division.parts.iter().zip(&stamps) {
            if let Some(stamp) = stamp {
                writer.leave(part, *stamp, &mut made);
            }
        }
        let Writer { mut list, taken, .. } = writer;
        list.documents.sort_by_key(|document| document.pages);
        made.documents.sort_by_key(|document| document.pages);
        self.remove_former(before.as_ref(), &taken)?;
        list.write(&planned.list)?;
        made.left = list.left_out();
        made.cuts = list.cuts;
        made.codes = each_once(made.codes);
        let worst = |state: State| made.documents.iter().any(|document| document.state == state);
        let states = [State::Secret, State::SetApart, State::Damaged];
        made.state = states.into_iter().find(|state| worst(*state)).unwrap_or(State::Done);
        Ok(made)
    }

    /// Where the documents of a scan are.
    fn division(&self, number: usize, steps: &Steps) -> Result<Division> {
        let (input, options) = (&self.inputs[number], &self.options);
        let count = u32::try_from(steps.read.len()).unwrap_or(u32::MAX);
        let whole = || Division { parts: vec![(1..=count).collect()], ..Division::default() };
        if options.documents != Documents::Split {
            return Ok(whole());
        }
        let lost = steps
            .read_warnings
            .iter()
            .filter(|warning| matches!(warning.doubt.code(), Code::PageUnread | Code::PageDamaged));
        let lost: BTreeSet<u32> = lost.filter_map(|warning| Some(warning.page?.number())).collect();
        let barred = self.barred_of(number);
        if let Some(ranges) = options.cuts.ranges(&input.path, &input.below, count)? {
            let empty = cuts::empty(&steps.restored, &barred, &lost);
            return Ok(cuts::by_person(&ranges, count, &empty));
        }
        Ok(cuts::divide(&steps.restored, &barred, &lost))
    }

    /// The stamp on any page of a document: where a cut was missed, the first page of a secret one is not the first.
    fn stamp_of(&self, read: &[OcrPage], part: &[u32]) -> Option<Stamp> {
        let options = &self.options;
        if options.secret == SecretDocuments::Read || options.documents != Documents::Split {
            return None;
        }
        read.iter().filter(|page| part.contains(&page.page.number())).find_map(secrecy::stamp)
    }

    /// Removes the results of an earlier run that this one made under other names, or not at all: of the same scan, by what
    /// they say themselves.
    fn remove_former(&self, before: Option<&List>, taken: &BTreeSet<PathBuf>) -> Result<()> {
        let Some(before) = before else { return Ok(()) };
        let out = &self.options.out;
        for result in before.documents.iter().filter_map(|document| document.result.as_ref()) {
            let path = out.join(result);
            let is_of_it = || {
                let head = results::head(&path).ok().flatten();
                head.is_some_and(|head| head.sha256 == before.sha256)
            };
            if !taken.contains(result) && is_of_it() {
                for form in former::forms_beside(out, result, &FormList::of(out, None)) {
                    let form = out.join(form);
                    fs::remove_file(&form).map_err(|source| Error::Write { path: form.clone(), source })?;
                }
                fs::remove_file(&path).map_err(|source| Error::Write { path: path.clone(), source })?;
            }
        }
        Ok(())
    }
}

/// What was read of some pages, with what is to be distrusted in it. What is said of the file as a whole is said once, of its
/// first document.
fn part(steps: &Steps, pages: &[u32]) -> Warned<Vec<OcrPage>> {
    let first = steps.read.first().map(|page| page.page.number());
    let is_first = pages.first().copied() == first;
    let warnings = steps
        .read_warnings
        .iter()
        .filter(|warning| warning.page.map_or(is_first, |page| pages.contains(&page.number())));
    Warned { output: cuts::pages_of(&steps.read, pages), warnings: warnings.cloned().collect() }
}

/// Writes documents of one scan, one after the other.
struct Writer<'a> {
    work: &'a Work<'a>,
    number: usize,
    hash: &'a str,
    list: List,
    /// The results of this run, from the folder of results.
    taken: BTreeSet<PathBuf>,
}

impl Writer<'_> {
    fn write(&mut self, part: &[u32], record: &mut Record, made: &mut Made) -> Result<()> {
        let work = self.work;
        let (input, planned) = (&work.inputs[self.number], &work.planned[self.number]);
        if work.options.secret == SecretDocuments::Left
            && let Some(stamp) = secrecy::of_record(record)
        {
            self.leave(part, stamp, made);
            return Ok(());
        }
        record.made_by.settings = Some(planned.settings.clone());
        let result = self.place(record)?;
        let [first, last] = record.source.page_range;
        let codes = each_once(record.warnings.iter().map(|warning| warning.code).collect());
        let key = work.key(&input.below, (first, last));
        let document = Listed { result: Some(result.clone()), pages: (first, last), codes, stamp: None };
        made.figures.add(Figures::of(record));
        made.codes.extend(&document.codes);
        made.documents.push(ToldDocument {
            result: Some(work.options.out.join(&result)),
            pages: (first, last),
            state: document.state(State::Done),
            stamp: None,
            repeats: None,
            identity: Some((key, Identity::of(record))),
        });
        self.taken.insert(result);
        self.list.documents.push(document);
        Ok(())
    }

    /// Nothing of a secret document is kept.
    fn leave(&mut self, part: &[u32], stamp: Stamp, made: &mut Made) {
        let pages = (part.first().copied().unwrap_or(0), part.last().copied().unwrap_or(0));
        made.stamp = made.stamp.or(Some(stamp));
        let document = ToldDocument {
            result: None,
            pages,
            state: State::Secret,
            stamp: Some(stamp),
            repeats: None,
            identity: None,
        };
        made.documents.push(document);
        self.list.documents.push(Listed { result: None, pages, codes: Vec::new(), stamp: Some(stamp) });
    }

    /// Writes a record at the first place that is free, or that holds an older result of the same scan; never anywhere else.
    fn place(&self, record: &mut Record) -> Result<PathBuf> {
        let options = &self.work.options;
        let input = &self.work.inputs[self.number];
        let folder = naming::folder(&input.below);
        let [first, last] = record.source.page_range;
        let name = match &options.names {
            Some(pattern) => pattern.name(record, &input.below),
            None => {
                let name = input.below.file_name().unwrap_or_default().to_string_lossy();
                format!("{name}.{}", naming::pages(first, last))
            }
        };
        for turn in 1.. {
            let more = if turn > 1 { format!("-{turn}.json") } else { ".json".to_owned() };
            let result = folder.join(results::name(Path::new(&name), &more));
            if self.taken.contains(&result) {
                continue;
            }
            let path = options.out.join(&result);
            make_folder(folder_of(&path))?;
            stands_at(record, &path, input.files());
            let text = serde_json::to_string(record).expect("a record has only text keys") + "\n";
            match write_file(&path, text.as_bytes(), Standing::Stays) {
                Ok(()) => return Ok(result),
                Err(error) if !is_there(&error) => return Err(error),
                Err(_) if self.is_ours(&path, input) => {
                    write_file(&path, text.as_bytes(), Standing::IsReplaced)?;
                    return Ok(result);
                }
                // Something else has this name: it stays.
                Err(_) => {}
            }
        }
        unreachable!("there are always more numbers")
    }

    /// Whether what stands there is a result of this very scan, or of one with the same bytes that is gone.
    fn is_ours(&self, path: &Path, input: &Input) -> bool {
        let Ok(Some(head)) = results::head(path) else { return false };
        let source = head.source.as_ref().map(|source| folder_of(path).join(source));
        match source.as_ref().and_then(|source| source.canonicalize().ok()) {
            Some(there) => {
                input.files().iter().any(|file| file.canonicalize().is_ok_and(|file| file == there))
            }
            None => head.sha256 == self.hash,
        }
    }
}
