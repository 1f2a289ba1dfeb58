//! The steps in order, and nothing else.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use crate::config::Config;
use crate::document::{self, Document};
use crate::error::Result;
use crate::extract::{self, Findings};
use crate::geometry::PageIndex;
use crate::ocr::{self, OcrEngine, OcrPage, ReadPage};
use crate::record::{self, MadeFrom, Record};
use crate::restore::{Restoration, Restorer};
use crate::scan::Scan;
use crate::warning::{Warned, Warning};

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
    let (read, restored) = document::chosen(&scan.path, read, restored, config.document, &mut warnings)?;
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
