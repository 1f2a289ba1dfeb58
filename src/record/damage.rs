//! What stands on a damaged page is not sure: a lost row of pixels takes a digit's stroke with it and leaves another.

use super::types::{Evidence, Field, Record};
use crate::warning::Code;

/// The most that is believed of a number, a date or a code on a damaged page: as likely wrong as right.
const UNSURE: f64 = 0.5;

/// Lowers the confidence of numbers, dates, codes and findings that stand on damaged pages, and of words with digits
/// there, which become doubtful.
pub(super) fn doubt(record: &mut Record) {
    let damaged: Vec<u32> = record
        .warnings
        .iter()
        .filter(|warning| warning.code == Code::PageDamaged)
        .filter_map(|warning| warning.page)
        .collect();
    if damaged.is_empty() {
        return;
    }
    let stands = |evidence: &[Evidence]| evidence.iter().any(|piece| damaged.contains(&piece.page));
    let lower = |confidence: &mut f64, evidence: &[Evidence]| {
        if stands(evidence) {
            *confidence = confidence.min(UNSURE);
        }
    };
    fn field<T>(field: &mut Field<T>, lower: impl Fn(&mut f64, &[Evidence])) {
        lower(&mut field.confidence, &field.evidence);
    }
    let header = &mut record.document;
    for text in
        [&mut header.number, &mut header.symbol, &mut header.code, &mut header.date, &mut header.effective]
    {
        field(text, lower);
    }
    let grounds = (record.targets.iter_mut().map(|target| &mut target.grounds))
        .chain(record.deadlines.iter_mut().map(|deadline| &mut deadline.grounds))
        .chain(record.assignments.iter_mut().map(|assignment| &mut assignment.grounds));
    for grounds in grounds {
        lower(&mut grounds.confidence, &grounds.evidence);
    }
    for reference in &mut record.references {
        lower(&mut reference.confidence, &reference.evidence);
    }
    for page in record.text.iter_mut().filter(|page| damaged.contains(&page.page)) {
        for word in page.lines.iter_mut().flat_map(|line| line.words.iter_mut().flatten()) {
            if word.text.chars().any(|c| c.is_ascii_digit()) {
                word.confidence = word.confidence.min(UNSURE);
                record.restoration.doubtful += u32::from(!word.doubtful);
                word.doubtful = true;
            }
        }
    }
}
