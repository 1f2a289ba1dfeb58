//! Two who sign beside each other, read as one line: the secretary and the chair of a meeting, `THƯ KÝ  CHỦ TRÌ`.

use super::Signer;
use super::phrase::{in_capitals, key};
use super::sheet::Sheet;
use super::signature::{is_name, is_office, is_signed_note, signers as of_block};
use super::words::{self, Class, Surname};
use crate::page::Block;
use crate::text::{Restored, Span};

/// Lines between the offices and the names: signatures, and what is to be signed how.
const BETWEEN: usize = 6;

type Signed = Vec<(Signer, Vec<Span<Restored>>)>;

/// The two who sign from line `at` on, left before right, and the first line after them.
pub(super) fn signers(sheet: &Sheet<'_>, at: usize) -> Option<(Signed, usize)> {
    let view = &sheet.lines[at];
    let is_cell = matches!(view.block, Block::Cell(_) | Block::LetterheadLeft | Block::LetterheadRight);
    if !view.capitals || is_cell {
        return None;
    }
    let offices = cuts(sheet, at).find(|(left, right)| {
        let is_title = |span: &Span<Restored>| {
            let text = sheet.slice(*span);
            let key = key(text);
            in_capitals(text)
                && (if view.place.is_some() { is_office(&key) } else { words::is(&key, Class::Office) })
        };
        is_title(left) && is_title(right)
    })?;
    let end = sheet.len().min(at + 1 + BETWEEN);
    let below = (at + 1..end).take_while(|line| {
        let view = &sheet.lines[*line];
        !matches!(view.block, Block::Cell(_))
            && (view.place.is_some() || is_note(&view.key) || names(sheet, *line).is_some())
    });
    let (line, names) = below.filter_map(|line| Some((line, names(sheet, line)?))).next()?;
    let signed: Signed = [[offices.0, names.0], [offices.1, names.1]]
        .iter()
        .flat_map(|block| of_block(sheet, block))
        .collect();
    (signed.len() == 2).then_some((signed, line + 1))
}

/// Whether a line is notes such as `(Ký tên) (Ký tên)`.
fn is_note(key: &str) -> bool {
    let words: Vec<&str> = key.split(' ').collect();
    let (left, right) = words.split_at(words.len() / 2);
    is_signed_note(key) || is_signed_note(&left.join(" ")) && is_signed_note(&right.join(" "))
}

/// The two names that a line is made of.
fn names(sheet: &Sheet<'_>, line: usize) -> Option<(Span<Restored>, Span<Restored>)> {
    let is_person = |span: &Span<Restored>| {
        let text = sheet.slice(*span);
        let (_, name) = words::parted(text, false);
        let first = name.split(' ').next().unwrap_or("");
        is_name(text) && name.split(' ').count() <= 4 && matches!(words::surname(first), Surname::Known)
    };
    let uneven = |(left, right): &(Span<Restored>, Span<Restored>)| left.len().abs_diff(right.len());
    cuts(sheet, line).filter(|(left, right)| is_person(left) && is_person(right)).min_by_key(uneven)
}

/// The ways to cut a line in two: on a scan at gaps of more than three heights, else between any words.
fn cuts<'a>(
    sheet: &'a Sheet<'_>,
    line: usize,
) -> impl Iterator<Item = (Span<Restored>, Span<Restored>)> + 'a {
    let view = &sheet.lines[line];
    let words = &sheet.document.words[view.words.0..view.words.1];
    words.windows(2).filter_map(move |pair| {
        let is_wide = match (pair[0].place, pair[1].place) {
            (Some(a), Some(b)) => b.left() > a.right() + 3 * a.height(),
            _ => true,
        };
        let left = Span::new(view.span.start(), pair[0].span.end());
        is_wide.then(|| (left, Span::new(pair[1].span.start(), view.span.end())))
    })
}

#[cfg(test)]
mod tests {
    use crate::document::tests::{plain, scanned_page};
    use crate::page::Block;

    const HEAD: &str = "UBND XÃ TÂN PHONG\nHỘI ĐỒNG TUYỂN DỤNG\nSố: 3/BB-HĐTD\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
        Độc lập - Tự do - Hạnh phúc\nBIÊN BẢN\nHọp xét hồ sơ\nHôm nay, ngày 05 tháng 3 năm 2024, Hội đồng họp.\n\
        Biên bản được mọi người nhất trí./.\n";

    fn signed(text: &str) -> Vec<(String, String)> {
        let header = plain(&format!("{HEAD}\n{text}\n")).header;
        let others = header.co_signers.value.unwrap_or_default();
        let all = header.signer.value.into_iter().chain(others);
        all.map(|signer| (signer.title.unwrap_or_default(), signer.name.unwrap_or_default())).collect()
    }

    #[test]
    fn chair_and_secretary_sign_minutes() {
        let both = [("THƯ KÝ", "Hà Thị Nga"), ("CHỦ TRÌ", "Trần Minh Khôi")];
        let both: Vec<(String, String)> = both.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        assert_eq!(signed("THƯ KÝ CHỦ TRÌ\n\nHà Thị Nga Trần Minh Khôi"), both);
        assert_eq!(signed("THƯ KÝ\n(Ký, ghi rõ họ tên)\nHà Thị Nga\n\nCHỦ TRÌ\nTrần Minh Khôi"), both);
        assert_eq!(signed("CHỦ TRÌ\nTrần Minh Khôi").len(), 1);
        // An office alone, or names under no office, sign nothing.
        assert!(signed("CHỦ TRÌ\nphát biểu kết luận cuộc họp.").is_empty());
        assert!(signed("Hà Thị Nga Trần Minh Khôi").is_empty());
    }

    #[test]
    fn two_columns_of_a_scan_are_two_who_sign() {
        let pages = [
            vec![
                (Block::Body, 200, 100, "Biên bản được mọi người nhất trí."),
                (Block::Body, 300, 200, "THƯ KÝ  CHỦ TRÌ"),
                (Block::Body, 300, 500, "Hà Thị Nga  Trần Minh Khôi"),
            ],
            vec![
                (Block::Body, 200, 100, "Biên bản được mọi người nhất trí."),
                (Block::Recipients, 300, 200, "THƯ KÝ"),
                (Block::Recipients, 300, 500, "Hà Thị Nga"),
                (Block::Signature, 900, 200, "CHỦ TRÌ"),
                (Block::Signature, 900, 500, "Trần Minh Khôi"),
            ],
            vec![
                (Block::Body, 200, 100, "Biên bản được mọi người nhất trí."),
                (Block::Recipients, 300, 200, "THƯ KÝ"),
                (Block::Recipients, 300, 500, "Hà Thị Nga"),
                (Block::Recipients, 300, 600, "Nơi nhận:"),
                (Block::Recipients, 300, 660, "- Như trên;"),
                (Block::Signature, 900, 200, "CHỦ TRÌ"),
                (Block::Signature, 900, 500, "Trần Minh Khôi"),
            ],
        ];
        for lines in pages {
            let header = crate::document::model(&scanned_page(&lines)).output.header;
            let signer = header.signer.value.unwrap();
            assert_eq!(signer.title.as_deref(), Some("THƯ KÝ"), "{lines:?}");
            assert_eq!(signer.name.as_deref(), Some("Hà Thị Nga"), "{lines:?}");
            assert_eq!(header.co_signers.value.unwrap()[0].name.as_deref(), Some("Trần Minh Khôi"));
        }
    }
}
