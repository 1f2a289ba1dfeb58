//! The steps in order, and nothing else.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use crate::config::Config;
use crate::document::{self, Document};
use crate::error::{Error, Result};
use crate::extract::{self, Findings};
use crate::geometry::PageIndex;
use crate::ocr::{self, OcrEngine, OcrPage, ReadPage};
use crate::record::{self, MadeFrom, Record};
use crate::restore::{Restoration, Restorer};
use crate::scan::Scan;
use crate::warning::{Code, Warned, Warning};

/// What each step made of one document.
#[derive(Debug)]
pub struct Steps {
    /// Step 2: what was read, page by page.
    pub read: Vec<OcrPage>,
    /// Step 3: what is believed.
    pub restored: Restoration,
    /// Step 4: the document.
    pub document: Document,
    /// Step 5: what it asks for.
    pub findings: Findings,
    /// Step 6: the record.
    pub record: Record,
}

/// Is shown each page as it was read.
pub type Show<'a> = dyn Fn(&ReadPage) -> Result<()> + Sync + 'a;

/// Takes an opened scan through all steps. The result does not depend on the number of threads.
///
/// Each page is shown as soon as it is read, from several threads, in no order: pictures are not kept, those of a long
/// scan would need gigabytes.
///
/// # Errors
/// What stops the whole document: [`Error::EngineMissing`](crate::error::Error::EngineMissing), a page too
/// large, a damaged file. A page that the engine cannot read is a warning.
pub fn read_scan(
    scan: &Scan,
    engine: &dyn OcrEngine,
    restorer: &Restorer,
    config: &Config,
    show: &Show,
) -> Result<Steps> {
    let mut warnings = Vec::new();
    let read = read_pages(scan, engine, config, show)?
        .into_iter()
        .map(|page| page.take(&mut warnings))
        .collect::<Vec<OcrPage>>();
    let restored = restorer.restore(&read, &config.restore).take(&mut warnings);
    let (read, restored) = chosen(scan, read, restored, config.document, &mut warnings)?;
    let marks: Vec<_> = read.iter().map(|page| (page.page, page.marks.clone())).collect();
    let document = document::model(&restored, &marks).take(&mut warnings);
    let findings = extract::findings(&document);
    let from = MadeFrom {
        scan,
        engine: engine.name(),
        languages: &config.ocr.languages,
        model: restorer.model_hash(),
    };
    let record = record::write(&from, &read, &restored, &document, &findings, &warnings);
    Ok(Steps { read, restored, document, findings, record })
}

/// Steps 1 and 2 for all pages, as many at once as there are workers; in page order.
fn read_pages(
    scan: &Scan,
    engine: &dyn OcrEngine,
    config: &Config,
    show: &Show,
) -> Result<Vec<Warned<OcrPage>>> {
    let read_page = |index| {
        let mut warnings: Vec<Warning> = Vec::new();
        let page = scan.page(index)?.take(&mut warnings);
        let read = ocr::read_page(engine, page, &config.ocr)?.take(&mut warnings);
        show(&read)?;
        Ok(Warned { output: read.page, warnings })
    };
    let next = AtomicU32::new(0);
    let read_next = || {
        let index = PageIndex(next.fetch_add(1, Ordering::Relaxed));
        (index.0 < scan.page_count()).then(|| (index, read_page(index)))
    };
    let mut pages = thread::scope(|scope| {
        let threads: Vec<_> = (0..config.ocr.jobs.max(1))
            .map(|_| scope.spawn(|| std::iter::from_fn(read_next).collect::<Vec<_>>()))
            .collect();
        threads
            .into_iter()
            .flat_map(|t| t.join().expect("a reading thread does not panic"))
            .collect::<Vec<_>>()
    });
    pages.sort_by_key(|(index, _)| *index);
    pages.into_iter().map(|(_, page)| page).collect()
}

/// The pages of one document of a file: of the `wanted`-th, counted from 1, or of the first, with a warning that names the
/// pages of the others.
fn chosen(
    scan: &Scan,
    mut read: Vec<OcrPage>,
    mut restored: Restoration,
    wanted: Option<NonZeroUsize>,
    warnings: &mut Vec<Warning>,
) -> Result<(Vec<OcrPage>, Restoration)> {
    let documents = document::documents(&restored);
    let at = wanted.map_or(0, |number| number.get() - 1);
    let Some(range) = documents.get(at).cloned() else {
        return match wanted {
            Some(number) if number.get() > 1 => {
                let (path, found) = (scan.path.clone(), documents.len());
                Err(Error::NoSuchDocument { path, number: number.get(), found })
            }
            _ => Ok((read, restored)),
        };
    };
    if wanted.is_none() && documents.len() > 1 {
        let others: Vec<String> = documents[1..].iter().map(|other| pages(&read, other)).collect();
        let message = format!("the file holds further documents: {}", others.join(", "));
        let first = read.get(documents[1].start).map(|page| page.page);
        let warning = Warning::new(Code::DocumentSeveral, message);
        warnings.push(first.map_or(warning.clone(), |page| warning.on(page)));
    }
    read = read.drain(range.clone()).collect();
    restored.pages = restored.pages.drain(range).collect();
    let kept = |warning: &Warning| {
        let of_page = warning.page.is_none_or(|page| read.iter().any(|kept| kept.page == page));
        of_page || warning.code == Code::DocumentSeveral
    };
    warnings.retain(kept);
    Ok((read, restored))
}

/// `page 2`, `pages 3-5`, as they are counted in the file.
fn pages(read: &[OcrPage], range: &Range<usize>) -> String {
    let number = |at: usize| read.get(at).map_or(0, |page| page.page.number());
    match (number(range.start), number(range.end.saturating_sub(1))) {
        (first, last) if first == last => format!("page {first}"),
        (first, last) => format!("pages {first}-{last}"),
    }
}
