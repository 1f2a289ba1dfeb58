//! The steps in order, and nothing else.

use crate::config::{Config, Documents};
use crate::document::{self, Document};
use crate::error::Result;
use crate::extract::{self, Findings};
use crate::geometry::PageIndex;
use crate::ocr::{self, OcrEngine, ReadPage};
use crate::page::{OcrPage, Origin};
use crate::record::{self, MadeFrom, Record};
use crate::restore::{Restoration, Restorer};
use crate::scan::Scan;
use crate::warning::{Warned, Warning};

/// What each step made of one document.
#[derive(Debug)]
pub struct Steps {
    /// Step 2: what was read, page by page.
    pub read: Vec<OcrPage>,
    /// What to distrust in that, page after page.
    pub read_warnings: Vec<Warning>,
    /// Step 3: what is believed.
    pub restored: Restoration,
    /// Step 4: the document.
    pub document: Document,
    /// Step 5: what it asks for.
    pub findings: Findings,
    /// Step 6: the record.
    pub record: Record,
    /// What to distrust in all of them, in the order of the record.
    pub warnings: Vec<Warning>,
}

/// The steps that take a document at once, as they end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Steps 1 and 2: all its pages are read.
    Read,
    /// Step 3.
    Restore,
    /// Step 4.
    Model,
    /// Step 5.
    Extract,
    /// Step 6.
    Record,
}

/// Steps 1 and 2 for one page of an opened scan. A page that cannot be read is a warning.
///
/// # Errors
/// What stops the whole document: [`Error::EngineMissing`](crate::error::Error::EngineMissing), a page too
/// large, a damaged file.
pub(crate) fn page(
    scan: &Scan,
    index: PageIndex,
    engine: &dyn OcrEngine,
    config: &Config,
) -> Result<Warned<ReadPage>> {
    let mut warnings = Vec::new();
    let page = scan.page(index)?.take(&mut warnings);
    let mut read = ocr::read_page(engine, page, &config.ocr)?.take(&mut warnings);
    if let (Origin::Scan, Some(frame)) = (read.page.origin, &read.page.frame) {
        let layer = scan.witness(index, frame);
        ocr::hear(&mut read.page, layer);
    }
    Ok(Warned { output: read, warnings })
}

/// Steps 3 to 6, once all pages are read; `done` is told each as it ends. An error of `done` stops them.
pub(crate) fn document(
    scan: &Scan,
    pages: Vec<Warned<OcrPage>>,
    engine: &str,
    restorer: &Restorer,
    config: &Config,
    done: &dyn Fn(Step) -> Result<()>,
) -> Result<Steps> {
    let mut warnings = Vec::new();
    let read = pages.into_iter().map(|page| page.take(&mut warnings)).collect::<Vec<OcrPage>>();
    let read_warnings = warnings.clone();
    done(Step::Read)?;
    let restored = restorer.restore(&read, &config.restore).take(&mut warnings);
    let wanted = if scan.is_joined() { Documents::Whole } else { config.document };
    let restored = document::chosen(&scan.path, restored, wanted, &mut warnings)?;
    done(Step::Restore)?;
    let document = document::model(&restored).take(&mut warnings);
    done(Step::Model)?;
    let findings = extract::findings(&document);
    done(Step::Extract)?;
    let from = MadeFrom {
        scan,
        engine,
        languages: &config.ocr.languages,
        model: restorer.model_hash(),
        warnings: &warnings,
    };
    let record = record::write(&from, &restored, &document, &findings);
    done(Step::Record)?;
    warnings.extend(findings.warnings.iter().cloned());
    Ok(Steps { read, read_warnings, restored, document, findings, record, warnings })
}
