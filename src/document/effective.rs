//! The day from which a document has effect, as one of its last articles says.

use std::sync::LazyLock;

use regex::Regex;

use super::phrase::Bare;
use super::sheet::Sheet;
use super::{Field, Status};
use crate::text::{Restored, Span};

/// `Quyết định này có hiệu lực thi hành kể từ ngày ký`, `… từ ngày 20 tháng 7 năm 2026`. A cited document is not
/// called `này`.
static RULE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\bnay\s+co\s+hieu\s+luc\s+(?:thi\s+hanh\s+)?(?:ke\s+)?(?:tu|sau)\s+ngay\s+
          (?: (?P<signed>ky|ban\s+hanh)\b
            | (?P<d>\d{1,2})\s*(?:thang|/|-|\.)\s*(?P<m>\d{1,2})\s*(?:nam|/|-|\.)\s*(?P<y>\d{4}) )",
    )
    .expect("the pattern is fixed")
});

/// The day, `date` being the document's own.
pub(super) fn read(sheet: &Sheet<'_>, from: usize, date: &Field<String>) -> Field<String> {
    if from >= sheet.len() {
        return Field::absent();
    }
    let start = sheet.lines[from].span.start();
    let text = &sheet.document.text[start..];
    let bare = Bare::new(text);
    let Some(found) = RULE.captures(&bare.text) else { return Field::absent() };
    let whole = found.get(0).expect("group 0 is the match");
    let span: Span<Restored> = Span::new(start + bare.back(whole.start()), start + bare.back(whole.end()));
    let (value, status) = if found.name("signed").is_some() {
        (date.value.clone(), if date.status == Status::Read { Status::Read } else { date.status })
    } else {
        let part = |name| found.name(name).and_then(|g| g.as_str().parse::<u32>().ok());
        match (part("y"), part("m"), part("d")) {
            (Some(y), Some(m @ 1..=12), Some(d @ 1..=31)) => {
                (Some(format!("{y:04}-{m:02}-{d:02}")), Status::Read)
            }
            _ => (None, Status::Unreadable),
        }
    };
    // Without a date of its own there is nothing to point at.
    if status == Status::Absent {
        return Field::absent();
    }
    let confidence = sheet.confidence(0.95, &[span]);
    Field { value, status, confidence, evidence: vec![span] }
}

#[cfg(test)]
mod tests {
    use crate::document::Status;
    use crate::document::tests::plain;

    #[test]
    fn effect_is_the_documents_own() {
        struct Case(&'static str, Option<&'static str>, Status);
        for Case(sentence, expected, status) in [
            Case("Quyết định này có hiệu lực kể từ ngày ký.", Some("2024-03-05"), Status::Read),
            Case(
                "Quyết định này có hiệu lực thi hành từ ngày 01 tháng 4 năm 2024.",
                Some("2024-04-01"),
                Status::Read,
            ),
            Case(
                "Quyết định này có hiệu lực từ ngày 15/4/2024 và thay thế",
                Some("2024-04-15"),
                Status::Read,
            ),
            Case("Luật Đất đai có hiệu lực từ ngày 01/8/2024.", None, Status::Absent),
        ] {
            let text = format!(
                "UBND TỈNH SƠN HÀ\nSố: 57/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
                 Sơn Hà, ngày 05 tháng 3 năm 2024\nQUYẾT ĐỊNH\nVề việc trồng rừng\nĐiều 1. {sentence}\n"
            );
            let effective = plain(&text).header.effective;
            assert_eq!((effective.value.as_deref(), effective.status), (expected, status), "{sentence}");
        }
    }
}
