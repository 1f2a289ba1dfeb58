//! Where further documents begin in one file: a letterhead with its number on a later page, after the first one was closed.

use std::ops::Range;
use std::path::Path;

use super::sheet::Sheet;
use super::{assemble, closing, letterhead, number, phrase, title};
use crate::config::Documents;
use crate::error::{Error, Result};
use crate::page::is_page_number;
use crate::restore::{Restoration, RestoredLine, RestoredPage};
use crate::warning::{Code, Doubt, Warning};

/// Lines of a page in which a letterhead begins.
const HEAD: usize = 12;
/// Lines of a page in which a title or an address follows it.
const TITLE: usize = 30;

/// The documents of a file as ranges of [`Restoration::pages`], in order; one for most files, none where there are no pages.
///
/// Forms that are attached to a document have letterheads too: a page that is said to be a form or an appendix begins none,
/// and neither does one behind it.
pub fn documents(restoration: &Restoration) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let (mut closed, mut appended) = (false, false);
    for (at, signs) in signs(restoration).into_iter().enumerate() {
        if at > 0 {
            appended |= signs.appended;
            if closed && !appended && signs.begins && !signs.repeated {
                starts.push(at);
                (closed, appended) = (false, false);
            }
        }
        closed |= signs.closes;
    }
    let ends = starts.iter().skip(1).copied().chain([restoration.pages.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .filter(|range| !range.is_empty())
        .collect()
}

/// What a page shows of where documents begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// It begins with a letterhead that has a number or date, and a title or an address under it.
    pub begins: bool,
    /// Its head bears the national title.
    pub national: bool,
    /// The number under its letterhead has figures: it was issued, and is no form to be filled in.
    pub numbered: bool,
    /// It is said to be a form or an appendix, or to be issued with another document.
    pub appended: bool,
    /// It begins so, and has the very head of a page before it.
    pub repeated: bool,
    /// A document is closed on it.
    pub closes: bool,
    /// The number of the page that is printed at its upper or lower edge.
    pub number: Option<u32>,
}

/// The signs of each page, in their order.
pub fn signs(restoration: &Restoration) -> Vec<Signs> {
    let document = assemble::text(restoration);
    let sheet = Sheet::new(&document);
    let mut heads: Vec<Range<usize>> = Vec::new();
    let mut line = 0;
    let of_page = |page: &RestoredPage| {
        let end =
            (line..sheet.len()).find(|l| sheet.document.lines[*l].page != page.page).unwrap_or(sheet.len());
        let lines = line..end;
        let has_figures = |l: usize| {
            number::is_number(&sheet.lines[l].key, sheet.text(l))
                && sheet.text(l).chars().any(|c| c.is_ascii_digit())
        };
        let begins = begins(&sheet, lines.clone());
        let signs = Signs {
            begins,
            national: lines.clone().take(HEAD).any(|l| letterhead::national_at(&sheet, l).is_some()),
            numbered: lines.clone().take(HEAD + 4).any(has_figures),
            appended: lines.clone().take(3).any(|l| is_appended(&sheet.lines[l].key))
                || lines.clone().take(TITLE).any(|l| is_issued_with(&sheet.lines[l].key)),
            repeated: begins && is_repeated(&sheet, &heads, &lines),
            closes: lines.clone().any(|l| closing::closes(&sheet, l)),
            number: page_number(page),
        };
        heads.push(lines);
        line = end;
        signs
    };
    restoration.pages.iter().map(of_page).collect()
}

/// The number at the upper or lower edge of a page.
fn page_number(page: &RestoredPage) -> Option<u32> {
    let of_line = |line: &RestoredLine| {
        let words = || line.words.iter().map(|word| word.chosen.text.as_str());
        let digits: String = words().flat_map(str::chars).filter(char::is_ascii_digit).collect();
        // Of `3/12` the first part; what is over three digits is no page.
        let of_many = words().any(|word| word.contains('/'));
        if !is_page_number(words()) || of_many { None } else { digits.parse().ok() }
    };
    let edges = [page.lines.first(), page.lines.last()];
    edges.into_iter().flatten().find_map(of_line)
}

fn is_appended(key: &str) -> bool {
    phrase::begins_any(key, &["phu luc", "mau so", "mau", "bieu mau", "bieu so"])
}

/// Whether a line under a title says that what it heads was issued with another document: "(Kèm theo Quyết định số …".
fn is_issued_with(key: &str) -> bool {
    // "Ban hành kèm theo Quyết định này …" stands in the one that issues it.
    phrase::begins_any(key, &["kem theo", "ban hanh kem theo"]) && !key.split(' ').any(|word| word == "nay")
}

/// Whether a page has the very head of one before it: a sheet that was scanned twice begins no other document.
fn is_repeated(sheet: &Sheet<'_>, before: &[Range<usize>], lines: &Range<usize>) -> bool {
    let head = |lines: &Range<usize>| -> Vec<&str> {
        lines.clone().take(HEAD).map(|line| sheet.lines[line].key.as_str()).collect()
    };
    before.iter().any(|other| head(other) == head(lines))
}

/// Whether lines of one page begin with a letterhead that has a number, and a title or an address under it.
fn begins(sheet: &Sheet<'_>, lines: Range<usize>) -> bool {
    let mut head = lines.clone().take(HEAD);
    let Some(national) = head.find(|line| letterhead::national_at(sheet, *line).is_some()) else {
        return false;
    };
    let is_number = |line: &usize| number::is_number(&sheet.lines[*line].key, sheet.text(*line));
    // Of a scan the number may be misread; then place and date stand in its row.
    let is_dated = |line: &usize| letterhead::looks_dated(&sheet.lines[*line].key);
    let numbered = lines.clone().take(HEAD + 4).any(|line| is_number(&line) || is_dated(&line));
    let titled = (national..lines.end.min(lines.start + TITLE)).any(|line| {
        title::kind_at(sheet, line).is_some()
            || title::led_kind(sheet, line).is_some()
            || letterhead::begins_address(&sheet.lines[line].key)
    });
    numbered && titled
}

/// The pages of one document of a file: of the `wanted`-th, counted from 1, or of the first, with a warning that names the
/// pages of the others.
///
/// # Errors
/// [`Error::NoSuchDocument`].
pub fn chosen(
    file: &Path,
    mut restored: Restoration,
    wanted: Documents,
    warnings: &mut Vec<Warning>,
) -> Result<Restoration> {
    let number = match wanted {
        Documents::Whole => return Ok(restored),
        Documents::First => 1,
        Documents::Number(number) => number.get(),
    };
    let documents = documents(&restored);
    let Some(range) = documents.get(number - 1).cloned() else {
        let (path, found) = (file.to_owned(), documents.len());
        return if number > 1 { Err(Error::NoSuchDocument { path, number, found }) } else { Ok(restored) };
    };
    if wanted == Documents::First && documents.len() > 1 {
        let number = |at: usize| restored.pages.get(at).map_or(0, |page| page.page.number());
        let others =
            documents[1..].iter().map(|other| (number(other.start), number(other.end - 1))).collect();
        let warning = Warning::new(Doubt::DocumentSeveral { others });
        let first = restored.pages.get(documents[1].start).map(|page| page.page);
        warnings.push(match first {
            Some(page) => warning.on(page),
            None => warning,
        });
    }
    restored.pages = restored.pages.drain(range).collect();
    let is_kept = |warning: &Warning| {
        let of_page = |page| restored.pages.iter().any(|kept| kept.page == page);
        warning.page.is_none_or(of_page) || warning.doubt.code() == Code::DocumentSeveral
    };
    warnings.retain(is_kept);
    Ok(restored)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tests::restored_pages;

    const SUBMISSION: &str = "SỞ Y TẾ SƠN HÀ\nSố: 12/TTr-SYT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh \
        phúc\nSơn Hà, ngày 05 tháng 3 năm 2024\nTỜ TRÌNH\nVề việc lập tổ kiểm tra\nSở Y tế kính trình.\nNơi nhận:\n- \
        Lưu: VT.\nGIÁM ĐỐC\nTrần An";
    const DRAFT: &str = "UBND TỈNH SƠN HÀ\nSố: /QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh \
        phúc\nSơn Hà, ngày tháng 3 năm 2024\nQUYẾT ĐỊNH\nVề việc lập tổ kiểm tra\nĐiều 1. Lập tổ.";

    #[test]
    fn a_letterhead_after_a_closing_begins_another_document() {
        let more = "1. Nội dung.\nNơi nhận:\n- Lưu: VT.";
        assert_eq!(documents(&restored_pages(&[SUBMISSION, DRAFT])), [0..1, 1..2]);
        let other = DRAFT.replace("tổ kiểm tra", "tổ giám sát");
        assert_eq!(documents(&restored_pages(&[SUBMISSION, DRAFT, more, &other])), [0..1, 1..3, 3..4]);
    }

    #[test]
    fn what_is_issued_with_a_document_and_a_sheet_scanned_twice_begin_none() {
        let issued = DRAFT.replace(
            "Về việc lập tổ kiểm tra",
            "(Kèm theo Quyết định số 12/QĐ-UBND ngày 16 tháng 3 năm 2024)",
        );
        assert!(documents(&restored_pages(&[SUBMISSION, &issued])).iter().eq([&(0..2)]));
        assert!(documents(&restored_pages(&[SUBMISSION, SUBMISSION])).iter().eq([&(0..2)]));
    }

    #[test]
    fn forms_and_pages_that_go_on_begin_none() {
        let one = |pages| std::iter::once(0..pages).collect::<Vec<_>>();
        let form = format!("Mẫu số 01\n{DRAFT}");
        assert_eq!(documents(&restored_pages(&[SUBMISSION, &form, DRAFT])), one(3));
        assert_eq!(documents(&restored_pages(&["1. Nội dung chưa hết", DRAFT])), one(2));
        assert_eq!(documents(&restored_pages(&[SUBMISSION, "PHỤ LỤC\nDanh sách"])), one(2));
        assert!(documents(&restored_pages(&[])).is_empty());
    }
}
