//! Documents that stand in several files: in what is made of many documents each counts once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Field, Record, Status};
use crate::vietnamese::spelling;
use crate::warning::Code;

/// A field that is less sure than this tells no document from another.
const SURE: f64 = 0.5;

/// Which record of a document is kept, and which others are of the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Once {
    /// Index of the record that is kept.
    pub(crate) kept: usize,
    /// Indices of the others, rising.
    pub(crate) repeats: Vec<usize>,
}

/// The documents that some records are of, in the order of their first records: the same pages of the same file, or the same
/// kind, number, symbol, issuer and date, all read, with subjects that do not differ. The first record is kept, unless one
/// lacks fewer pages.
pub(crate) fn once(records: &[&Record]) -> Vec<Once> {
    let mut all: Vec<Once> = Vec::new();
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_code: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        let code = code(record);
        let same = by_id.get(record.id.as_str()).copied().or_else(|| {
            let alike = by_code.get(code.as_ref()?)?;
            alike.iter().copied().find(|at| agree(records[all[*at].kept], record))
        });
        let at = same.unwrap_or(all.len());
        by_id.insert(&record.id, at);
        match all.get_mut(at) {
            None => {
                all.push(Once { kept: index, repeats: Vec::new() });
                if let Some(code) = code {
                    by_code.entry(code).or_default().push(at);
                }
            }
            Some(one) if lost(record) < lost(records[one.kept]) => {
                one.repeats.push(one.kept);
                one.kept = index;
            }
            Some(one) => one.repeats.push(index),
        }
    }
    for one in &mut all {
        one.repeats.sort_unstable();
    }
    all
}

/// The records that are kept, each of which says which files hold the same document.
pub(crate) fn kept<'a>(records: &[&'a Record]) -> Vec<Cow<'a, Record>> {
    let with_repeats = |one: Once| {
        let record = records[one.kept];
        if one.repeats.is_empty() {
            return Cow::Borrowed(record);
        }
        let mut record = record.clone();
        let files = one.repeats.iter().flat_map(|repeat| &records[*repeat].source.files);
        record.source.repeats = files.map(|file| file.file.clone()).collect();
        Cow::Owned(record)
    };
    once(records).into_iter().map(with_repeats).collect()
}

/// What one document alone has; `None` where a part of it was not read for sure.
fn code(record: &Record) -> Option<String> {
    let document = &record.document;
    let number = read(&document.number)?;
    let code = read(&document.code)?;
    let issuer = read(&document.issuer)?;
    // Without its day a date is that of many.
    let date = read(&document.date).filter(|date| date.len() == "2031-01-01".len())?;
    let kind = read(&document.kind).unwrap_or_default();
    Some([number, code, issuer, date, kind].join("\n"))
}

/// Whether nothing that was read of two documents of one code says that they are two.
fn agree(a: &Record, b: &Record) -> bool {
    let bodies = read(&a.document.parent_body).zip(read(&b.document.parent_body));
    let subjects = read(&a.document.subject).zip(read(&b.document.subject));
    bodies.is_none_or(|(a, b)| a == b) && subjects.is_none_or(|(a, b)| are_alike(&a, &b))
}

/// Whether of the words of the shorter text half stand in the other one.
fn are_alike(a: &str, b: &str) -> bool {
    let [a, b] = [a, b].map(|text| text.split(' ').collect::<BTreeSet<_>>());
    2 * a.intersection(&b).count() >= a.len().min(b.len())
}

/// A field as it is compared, where it was read for sure or entered by a person.
fn read(field: &Field<String>) -> Option<String> {
    let is_sure = match field.status {
        Status::Read => field.confidence >= SURE,
        Status::Entered => true,
        Status::Handwritten | Status::Partial | Status::Blank | Status::Absent | Status::Unreadable => false,
    };
    let value = field.value.as_deref().filter(|_| is_sure)?;
    let value = value.split_whitespace().map(spelling).collect::<Vec<_>>().join(" ");
    (!value.is_empty()).then_some(value)
}

/// How many pages of a record are damaged or were not read.
fn lost(record: &Record) -> usize {
    let is_lost = |code: &Code| matches!(code, Code::PageDamaged | Code::PageUnread);
    record.pages.iter().filter(|page| page.warnings.iter().any(is_lost)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, file: &str, change: impl FnOnce(&mut Record)) -> Record {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/record.json");
        let mut record: Record = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        (record.id, record.source.files[0].file) = (id.to_owned(), file.to_owned());
        let set = |field: &mut Field<String>, value: &str| {
            (field.value, field.status, field.confidence) = (Some(value.to_owned()), Status::Read, 0.9);
        };
        let document = &mut record.document;
        set(&mut document.kind, "Kế hoạch");
        set(&mut document.number, "57");
        set(&mut document.code, "57/KH-UBND");
        set(&mut document.issuer, "ỦY BAN NHÂN DÂN");
        set(&mut document.parent_body, "TỈNH SƠN HÀ");
        set(&mut document.date, "2031-03-06");
        set(&mut document.subject, "Phòng, chống cháy rừng năm 2031");
        record.pages.iter_mut().for_each(|page| page.warnings.clear());
        change(&mut record);
        record
    }

    fn counted(records: &[Record]) -> Vec<(usize, Vec<usize>)> {
        once(&records.iter().collect::<Vec<_>>()).into_iter().map(|one| (one.kept, one.repeats)).collect()
    }

    #[test]
    fn a_document_in_two_files_counts_once() {
        let same_words = |record: &mut Record| {
            record.document.issuer.value = Some("Uỷ ban  nhân dân".to_owned());
            record.document.subject.value = Some("Phòng chống cháy rừng năm 2031".to_owned());
        };
        let all = [
            record("1", "a.pdf", |_| ()),
            record("2", "b.pdf", same_words),
            record("3", "c.pdf", |r| r.document.number.value = Some("58".to_owned())),
            // The same file under another name: nothing of it need be read.
            record("3", "d.pdf", |r| r.document.number.status = Status::Unreadable),
        ];
        assert_eq!(counted(&all), [(0, vec![1]), (2, vec![3])]);
        let all: Vec<&Record> = all.iter().collect();
        let kept: Vec<_> = kept(&all).iter().map(|record| record.source.repeats.clone()).collect();
        assert_eq!(kept, [["b.pdf"], ["d.pdf"]]);
    }

    #[test]
    fn what_may_be_another_document_is_counted() {
        let change =
            |change: &dyn Fn(&mut Record)| counted(&[record("1", "a", |_| ()), record("2", "b", change)]);
        let two = vec![(0, vec![]), (1, vec![])];
        assert_eq!(change(&|_| ()), [(0, vec![1])]);
        assert_eq!(change(&|r| r.document.date.value = Some("2030-03-06".to_owned())), two);
        assert_eq!(
            change(&|r| r.document.date.value = Some("2031".to_owned())),
            two,
            "a date without its day"
        );
        assert_eq!(change(&|r| r.document.number.status = Status::Handwritten), two);
        assert_eq!(change(&|r| r.document.number.confidence = 0.3), two);
        assert_eq!(change(&|r| r.document.kind.value = Some("Quyết định".to_owned())), two);
        assert_eq!(change(&|r| r.document.parent_body.value = Some("TỈNH HÀ SƠN".to_owned())), two);
        let subject = "Kiểm tra công tác văn thư, lưu trữ";
        assert_eq!(change(&|r| r.document.subject.value = Some(subject.to_owned())), two, "a number misread");
    }

    #[test]
    fn the_record_that_lacks_no_page_is_kept() {
        let lacks = |record: &mut Record| record.pages[0].warnings.push(Code::PageUnread);
        assert_eq!(counted(&[record("1", "a", lacks), record("2", "b", |_| ())]), [(1, vec![0])]);
        assert_eq!(counted(&[record("1", "a", |_| ()), record("2", "b", lacks)]), [(0, vec![1])]);
    }
}
