//! A record to make forms of: that of the sample `ct-phan-cong`, a scan of two pages.

use std::path::Path;

use crate::record::{self, Record};

pub(super) fn record() -> Record {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/record.json");
    record::parse(&path, &std::fs::read_to_string(&path).unwrap()).unwrap()
}

/// The file that it was made from.
pub(super) fn scan() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/ct-phan-cong/scan.pdf")).unwrap()
}

/// A record of a text with such lines, as a report that an invented province made.
pub(super) fn of_text(body: &str) -> Record {
    use crate::record::{PageText, TextLine, TextWord};
    let word = |text: &str| TextWord {
        text: text.to_owned(),
        read: text.to_owned(),
        place: None,
        confidence: 1.0,
        alternatives: Vec::new(),
        doubtful: false,
    };
    let line = |(line, text): (u32, &str)| TextLine {
        line,
        text: text.to_owned(),
        read: text.to_owned(),
        place: None,
        confidence: 1.0,
        words: Some(text.split(' ').map(word).collect()),
    };
    let mut record = record();
    record.text = vec![PageText { page: 1, lines: (1..).zip(body.lines()).map(line).collect() }];
    (record.targets, record.deadlines, record.assignments) = (Vec::new(), Vec::new(), Vec::new());
    record.document.kind.value = Some("Báo cáo".to_owned());
    record.document.issuer.value = Some("ỦY BAN NHÂN DÂN TỈNH HÒA AN".to_owned());
    record.document.parent_body.value = None;
    record.document.date.value = Some("2025-12-20".to_owned());
    record.document.subject.value = Some("Kết quả phong trào thi đua năm 2025".to_owned());
    record
}
