//! Files cut short or with bytes lost: each page comes out as from the whole file, or a warning names it.
//!
//! Pictures are compared before they are read: equal pictures give equal findings, and no engine is needed.

use std::fs;
use std::path::{Path, PathBuf};

use vanthu::config::Config;
use vanthu::geometry::PageIndex;
use vanthu::scan::{self, Page};
use vanthu::warning::{Code, Warning};

use crate::support::{root, soaks};

/// Where files are cut, in hundredths of their length.
const CUTS: [usize; 21] = [1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 99];
/// Those of a quick run.
const QUICK_CUTS: [usize; 2] = [55, 95];
/// Places at which bytes are set to zero.
const PLACES: usize = 20;
/// How many bytes are lost there: a block of a disk that reads as nothing.
const LOST: usize = 512;

/// The scans of the samples; in a quick run one of each format, the smallest.
fn scans() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = crate::support::documents(&root().join("samples"))
        .iter()
        .filter_map(|folder| crate::support::scan_of(folder))
        .collect();
    all.sort_by_key(|path| (path.extension().map(ToOwned::to_owned), fs::metadata(path).unwrap().len()));
    if !soaks() {
        all.dedup_by_key(|path| path.extension().map(ToOwned::to_owned));
    }
    all
}

/// The pages of a file with their warnings, or nothing when it is refused.
fn pages(name: &Path, bytes: Vec<u8>) -> Option<Vec<(Page, Vec<Warning>)>> {
    let scan = scan::open(name, bytes, &Config::default().scan).ok()?;
    (0..scan.page_count())
        .map(|index| scan.page(PageIndex(index)).ok().map(|page| (page.output, page.warnings)))
        .collect()
}

fn is_said(warnings: &[Warning]) -> bool {
    warnings.iter().any(|warning| matches!(warning.doubt.code(), Code::PageDamaged | Code::PageUnread))
}

/// What is wrong with how a damaged file was taken, if anything.
fn silent_loss(whole: &[(Page, Vec<Warning>)], damaged: &[(Page, Vec<Warning>)]) -> Option<String> {
    for (index, (page, warnings)) in damaged.iter().enumerate() {
        let blank = warnings.iter().any(|warning| warning.doubt.code() == Code::PageBlank);
        let was_blank =
            whole.get(index).is_some_and(|(_, all)| all.iter().any(|w| w.doubt.code() == Code::PageBlank));
        if blank && !was_blank {
            return Some(format!("page {} is called blank", index + 1));
        }
        let same = whole.get(index).is_some_and(|(other, _)| other == page);
        if !same && !is_said(warnings) {
            return Some(format!("page {} is another, and nothing is said", index + 1));
        }
    }
    let last = damaged.last().map(|(_, warnings)| warnings.as_slice()).unwrap_or_default();
    (damaged.len() < whole.len() && !is_said(last))
        .then(|| format!("{} of {} pages are there, and nothing is said", damaged.len(), whole.len()))
}

#[test]
fn what_is_cut_off_is_said() {
    let mut silent = Vec::new();
    for path in scans() {
        let bytes = fs::read(&path).unwrap();
        let whole = pages(&path, bytes.clone()).unwrap();
        assert!(whole.iter().all(|(_, warnings)| !is_said(warnings)), "{} is whole", path.display());
        let cuts: &[usize] = if soaks() { &CUTS } else { &QUICK_CUTS };
        for share in cuts {
            let Some(cut) = pages(&path, bytes[..bytes.len() * share / 100].to_vec()) else { continue };
            silent.extend(
                silent_loss(&whole, &cut).map(|why| format!("{} cut at {share} %: {why}", path.display())),
            );
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn what_is_zeroed_is_said() {
    let mut silent = Vec::new();
    for path in scans() {
        let bytes = fs::read(&path).unwrap();
        let whole = pages(&path, bytes.clone()).unwrap();
        let step = if soaks() { 1 } else { 7 };
        for place in (0..PLACES).step_by(step) {
            let mut zeroed = bytes.clone();
            // In the middle of twenty equal parts.
            let start = bytes.len() * (2 * place + 1) / (2 * PLACES);
            let end = (start + LOST).min(bytes.len());
            zeroed[start..end].fill(0);
            let Some(zeroed) = pages(&path, zeroed) else { continue };
            silent.extend(
                silent_loss(&whole, &zeroed)
                    .map(|why| format!("{} zeroed at {place}: {why}", path.display())),
            );
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}
