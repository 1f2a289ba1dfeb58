//! The letterhead: issuing body, number and symbol, place and date, and the subject of an official letter.
//!
//! Decree 30/2020, annex I: left the body with its parent above it and the number below, right the national title,
//! motto, place and date. A source hands the columns over one after the other, in either order, or row by row.

use super::head::{Letterhead, Piece, What, read_field, unless_guessed};
use super::phrase::{self, begins, begins_any, in_capitals, key};
use super::sheet::Sheet;
use super::words::{self, Class};
use super::{Field, Role, Status, date, number};
use crate::geometry::PixelBox;
use crate::page::Block;
use crate::text::{Restored, Span, one_line};
use crate::vietnamese::syllable;

/// Lines searched for a letterhead; sources put a few of their own before it.
const REACH: usize = 120;

/// Reads the letterhead. Handwriting is known by the boxes in `handwriting`, on page 1, besides its shape.
/// `stamped` are pictures of signature fields that were not read.
pub(super) fn read(
    sheet: &Sheet<'_>,
    handwriting: &[PixelBox],
    stamped: &[PixelBox],
    roles: &mut [Role],
) -> Letterhead {
    let mut head = Letterhead {
        number: Field::absent(),
        symbol: Field::absent(),
        code: Field::absent(),
        parent_body: Field::absent(),
        issuer: Field::absent(),
        place: Field::absent(),
        date: Field::absent(),
        about: Field::absent(),
        urgency: Field::absent(),
        secrecy: Field::absent(),
        end: 0,
        found: false,
    };
    let Some((start, end)) = zone(sheet) else { return head };
    let pieces = pieces(sheet, start, end);
    for role in &mut roles[..end] {
        *role = Role::Frame;
    }
    head.end = end;
    head.found = true;
    bodies(sheet, &pieces, &mut head);
    number::read(sheet, &pieces, handwriting, stamped, &mut head);
    date::read(sheet, &pieces, handwriting, &mut head);
    about(sheet, &pieces, &mut head);
    stamps(sheet, &pieces, &mut head);
    head
}

/// First line of the head and first line after it.
fn zone(sheet: &Sheet<'_>) -> Option<(usize, usize)> {
    let reach = sheet.len().min(REACH);
    let begins = |from: usize| (from..reach).find(|l| starts_body(sheet, *l));
    // Sources put words of their own before the head; the national title is nobody's but the document's.
    let national = (0..reach).find(|l| national_at(sheet, *l).is_some());
    let before = national.or_else(|| begins(0)).unwrap_or(reach);
    let number = (0..before).rev().find(|l| number::is_number(&sheet.lines[*l].key, sheet.text(*l)));
    let number = number.filter(|n| national.is_none_or(|at| at - n <= 12));
    let anchor = match (national, number) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    let begun = begins(national.unwrap_or(anchor));
    let body_at = begun.unwrap_or(reach);
    // The issuer stands above: capital lines, perhaps with a star or a stamp between.
    let mut start = anchor;
    while start > 0 && anchor - start < 8 && belongs_above(sheet, start - 1) {
        start -= 1;
    }
    // Down to the kind or the body, over what still is of a letterhead.
    let mut end = anchor;
    let mut last = anchor;
    while end < body_at && end - last <= 4 {
        if is_head_line(sheet, end) {
            last = end;
        }
        end += 1;
    }
    // Where nothing begins the body, it is all that does not go on with the last line of the head.
    let goes_on =
        || (last + 1..body_at).find(|line| !phrase::begins_small(sheet.text(*line))).unwrap_or(body_at);
    let end = match begun {
        Some(_) if body_at - last <= 5 => body_at,
        Some(_) => last + 1,
        None => goes_on().min(last + 5),
    };
    Some((start, end))
}

fn belongs_above(sheet: &Sheet<'_>, line: usize) -> bool {
    let view = &sheet.lines[line];
    matches!(view.block, Block::LetterheadLeft | Block::LetterheadRight)
        || (view.capitals && !view.key.contains("thu vien phap luat"))
        || view.key.is_empty()
}

fn is_head_line(sheet: &Sheet<'_>, line: usize) -> bool {
    let (view, text) = (&sheet.lines[line], sheet.text(line));
    matches!(view.block, Block::LetterheadLeft | Block::LetterheadRight)
        || view.capitals
        || national_at(sheet, line).is_some()
        || number::is_number(&view.key, text)
        || (view.key.contains("ngay") && (view.key.contains("thang") || text.chars().count() < 40))
        || (view.key.starts_with("thang") && view.key.contains("nam"))
        || is_about(text)
}

/// Whether the head is over: the kind of document, an address, a legal basis, an article.
fn starts_body(sheet: &Sheet<'_>, line: usize) -> bool {
    let view = &sheet.lines[line];
    match view.block {
        Block::LetterheadLeft => return false,
        // A title may stand wholly in the right column, where its page leaves room.
        Block::LetterheadRight => return super::title::kind_at(sheet, line).is_some(),
        Block::Unknown | Block::Body | Block::Recipients | Block::Signature | Block::Cell(_) => {}
    }
    super::title::kind_at(sheet, line).is_some()
        || super::title::before_subject(sheet, line).is_some()
        || super::title::led_kind(sheet, line).is_some() && is_dated_before(sheet, line)
        || begins_address(&view.key)
        || begins_any(&view.key, &["can cu", "dieu 1", "thuc hien"])
        || (super::label::parse(sheet.text(line), &[]).is_some_and(|l| l.value == Some(1)) && line > 3)
}

/// Whether a date or a number stands within a few lines above: then a title may follow.
fn is_dated_before(sheet: &Sheet<'_>, line: usize) -> bool {
    (line.saturating_sub(8)..line).any(|at| {
        let view = &sheet.lines[at];
        looks_dated(&view.key) || number::is_number(&view.key, sheet.text(at))
    })
}

/// How many lines from here make up the national title or that of the Party.
pub(super) fn national_at(sheet: &Sheet<'_>, line: usize) -> Option<usize> {
    let joined = |from: usize, to: usize| {
        sheet.lines[from..to].iter().map(|view| view.key.as_str()).collect::<Vec<_>>().join(" ")
    };
    for end in line + 1..=sheet.len().min(line + 3) {
        let whole = joined(line, end);
        for phrase in [NATIONAL, PARTY] {
            // A short line above, `SỞ Y TẾ`, leaves the whole like the title, but less than the title alone.
            let alike = phrase::likeness(&whole, phrase);
            if phrase::is(&whole, phrase) && alike > phrase::likeness(&joined(line + 1, end), phrase) {
                return Some(end - line);
            }
        }
    }
    split_at_title(sheet, line).map(|_| 1)
}

/// Bytes of a title with its marks, spaced and misread; each letter has three at most.
const LONGEST_TITLE: usize = 400;
const NATIONAL: &str = "cong hoa xa hoi chu nghia viet nam";
const PARTY: &str = "dang cong san viet nam";
const MOTTO: &str = "doc lap tu do hanh phuc";

/// Where on a line that holds both columns the right one begins: the byte of the national title or motto.
fn split_at_title(sheet: &Sheet<'_>, line: usize) -> Option<usize> {
    let (first, after) = sheet.lines[line].words;
    let end = sheet.lines[line].span.end();
    if [NATIONAL, MOTTO, PARTY].iter().any(|phrase| phrase::is(&sheet.lines[line].key, phrase)) {
        return None;
    }
    // Of the ends that are like a title, the one most like it: `HÀ CỘNG HÒA …` is like it too.
    let mut best: Option<(usize, f64)> = None;
    // Further from the end of the line than any title is long nothing begins that is like one.
    let words = &sheet.document.words[first..after];
    let near = words.partition_point(|word| word.span.start() + LONGEST_TITLE < end);
    for word in first + near.max(1)..after {
        let at = sheet.document.words[word].span.start();
        let rest = key(&sheet.document.text[at..end]);
        for phrase in [NATIONAL, MOTTO, PARTY].iter().filter(|phrase| phrase::is(&rest, phrase)) {
            let alike = phrase::likeness(&rest, phrase);
            if best.is_none_or(|(_, most)| alike > most) {
                best = Some((at, alike));
            }
        }
    }
    best.map(|(at, _)| at)
}

/// Whether a line begins the subject of a letter: `V/v`, however its slash and its letters were read.
fn is_about(text: &str) -> bool {
    let Some((first, rest)) = text.trim_start_matches(|c: char| !c.is_alphanumeric()).split_once(' ') else {
        return false;
    };
    let bare: String = crate::vietnamese::strip_marks(first).to_lowercase();
    let slashed = bare.contains(['/', '\\', '|']);
    let inner: String = bare.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_stroke = |c: char| matches!(c, 'v' | 'w' | 'y' | 'l' | 'i' | '1');
    let strokes = inner.chars().all(is_stroke) && inner.starts_with(['v', 'w']) && inner.chars().count() <= 3;
    // Without a slash `Vi`, `Vì` and `Vị` are words.
    let twice = inner.chars().filter(|c| matches!(c, 'v' | 'w')).count() >= 2;
    strokes && (slashed || twice) && letters(rest) >= 3
}

/// The same of a line under the number, in the left column of a scan, where nothing else begins with a V.
fn is_like_about(block: Block, text: &str) -> bool {
    let Some((first, rest)) = text.split_once(' ') else { return false };
    block == Block::LetterheadLeft
        && first.starts_with(['V', 'v'])
        && first.chars().count() <= 4
        && rest.starts_with(char::is_lowercase)
        && letters(rest) >= 3
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// Where on a line with the number the subject begins.
fn about_beside(sheet: &Sheet<'_>, line: usize) -> Option<usize> {
    let (first, after) = sheet.lines[line].words;
    let end = sheet.lines[line].span.end();
    let starts = (first + 1..after).map(|word| sheet.document.words[word].span.start());
    starts.into_iter().find(|at| is_about(&sheet.document.text[*at..end]))
}

/// Whether a line is addressed: `Kính gửi`, a letter or a mark of it misread.
pub(super) fn begins_address(key: &str) -> bool {
    let mut words = key.splitn(3, ' ');
    let head = format!("{} {}", words.next().unwrap_or(""), words.next().unwrap_or(""));
    phrase::is(&head, "kinh gui")
}

/// Whether a line was put there by a program: the mark of an electronic copy, the text of a digital signature.
fn is_of_a_program(key: &str) -> bool {
    const MARKS: [&str; 9] = [
        "sao y",
        "sao luc",
        "trich sao",
        "nguoi ky",
        "ky boi",
        "ky so boi",
        "thoi gian ky",
        "ngay ky",
        "signature not verified",
    ];
    begins_any(key, &MARKS)
}

/// The lines of the head, cut into columns where both stand on one line, and what each is.
fn pieces(sheet: &Sheet<'_>, start: usize, end: usize) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut national_left = 0;
    let mut about_open = false;
    let mut number_open = false;
    let mut numbered = false;
    let mut foreign = false;
    for line in start..end {
        let view = &sheet.lines[line];
        let text = sheet.text(line);
        // `Kính gửi` ends a column; what stands below it there is of the body, until the other column begins.
        foreign |= begins_address(&view.key);
        foreign &= view.block != Block::LetterheadRight && national_at(sheet, line).is_none();
        let goes_below_number = numbered
            && (pieces.last().is_some_and(|last| last.what == What::Number)
                || view.block == Block::LetterheadLeft);
        let mut push = |span: Span<Restored>, what: What| pieces.push(Piece { line, span, what });
        if national_left == 0 {
            national_left = national_at(sheet, line).unwrap_or(0);
        }
        if let Some(at) = split_at_title(sheet, line) {
            let left = Span::new(view.span.start(), at - 1);
            let what = if number::is_number(&key(sheet.slice(left)), sheet.slice(left)) {
                What::Number
            } else {
                What::Body
            };
            push(left, what);
            push(Span::new(at, view.span.end()), What::National);
            national_left = 0;
            continue;
        }
        let misread = view.block == Block::LetterheadLeft && !numbered && number::is_misread(text);
        let is_number = number::is_number(&view.key, text) || misread;
        if is_number && let Some(at) = about_beside(sheet, line) {
            push(Span::new(view.span.start(), at - 1), What::Number);
            push(Span::new(at, view.span.end()), What::About);
            (about_open, number_open, numbered) = (true, false, true);
            continue;
        }
        let what =
            if foreign || is_of_a_program(&view.key) || begins(&view.key, "du thao") && view.key.len() < 20 {
                What::Foreign
            } else if national_left > 0 {
                national_left -= 1;
                What::National
            } else if phrase::is(&view.key, MOTTO) || view.key.is_empty() {
                What::National
            } else if is_number
                || (number_open
                    && !view.key.contains("ngay")
                    && !is_about(text)
                    && (text.contains('/') || view.capitals))
            {
                What::Number
            } else if is_about(text)
                || goes_below_number
                    && (begins_any(&view.key, &["ve viec"]) || is_like_about(view.block, text))
            {
                What::About
            } else if about_open && letters(text) < 3 {
                // A stroke or a speck between the lines.
                What::Foreign
            } else if urgency(&view.key).is_some() || secrecy(&view.key).is_some() {
                What::Stamp
            } else if view.block == Block::LetterheadRight {
                What::Other
            } else if about_open && !date::is_in(text) && !looks_dated(&view.key) && !view.gap {
                What::About
            } else if view.capitals {
                What::Body
            } else {
                What::Other
            };
        about_open = what == What::About || about_open && what == What::Foreign && !foreign;
        numbered |= is_number;
        number_open = what == What::Number && (!text.contains('/') || text.ends_with(['-', '/']));
        push(view.span, what);
    }
    pieces
}

/// How a blank form asks for the name of who issues.
const FORM_NAMES: &[&str] =
    &["ten co quan", "ten don vi", "ten to chuc", "ten doanh nghiep", "co quan chu quan"];

/// Whether a line is a part of place and date: `Sơn Hà, ngày 5`, `tháng 3 năm 2024`.
pub(super) fn looks_dated(key: &str) -> bool {
    key.contains("ngay ") || key.ends_with("ngay") || (key.starts_with("thang") && key.contains("nam"))
}

/// Whether a line that comes after `before` begins another body.
fn begins_body(before: &str, line: &str) -> bool {
    // Ends that leave a name open.
    const OPEN_ENDS: [&str; 16] = [
        "va", "xa", "cua", "nhan", "can", "lien", "chi", "dang", "moi", "giao", "doan", "huong", "phong",
        "du", "ve", "tong",
    ];
    // Two bodies issue it together; the name of the second may take lines of its own. Any other dash is within a name, or a
    // speck.
    let dashed = before.replace(" – ", " - ");
    let mut joined = dashed.split(" - ").skip(1);
    if joined.any(|body| words::begins_with(&key(body), Class::Body)) || before.ends_with([',', '-', '–']) {
        return false;
    }
    let (before, line) = (key(before), key(line));
    let last = before.rsplit(' ').next().unwrap_or("");
    // One word is the end of a name: of `UBND XÃ AN` / `HỘI`. Abbreviations are no words.
    if !line.contains(' ') && syllable::is_possible(&line) {
        return false;
    }
    words::begins_with(&line, Class::Body)
        && !begins_any(
            &line,
            &[
                "phong chong",
                "ban nhan dan",
                "hoi chu nghia",
                "bo doi",
                "bao ve",
                "doan ket",
                "to chuc",
                "doi ngoai",
                "bao chi",
                "hoi nhap",
                "doan the",
            ],
        )
        && !words::is(&before, Class::OpenName)
        && (!OPEN_ENDS.contains(&last) || ends_in_place(&before))
}

/// Whether the last word of a name is that of a place: of `UBND XÃ TÂN PHONG` it opens no `PHÒNG …`.
fn ends_in_place(before: &str) -> bool {
    const LINKS: [&str; 4] = ["va", "cua", "ve", "xa"];
    let mut words = before.rsplit(' ');
    let last = words.next().unwrap_or("");
    // A name of a place has one to three words.
    !LINKS.contains(&last)
        && words.next().is_some_and(|word| word != "van")
        && before.rsplit(' ').skip(2).take(2).any(|word| {
            matches!(word, "xa" | "phuong" | "tran" | "huyen" | "quan" | "tinh" | "khu" | "thon" | "pho")
        })
}

fn bodies(sheet: &Sheet<'_>, pieces: &[Piece], head: &mut Letterhead) {
    let first = pieces.iter().position(|p| p.what == What::Body);
    let Some(first) = first else { return };
    let mut names: Vec<Span<Restored>> = Vec::new();
    let mut previous: Option<usize> = None;
    for piece in
        pieces[first..].iter().filter(|p| !matches!(p.what, What::National | What::Stamp | What::Foreign))
    {
        if piece.what != What::Body {
            break;
        }
        let text = sheet.slice(piece.span);
        match names.last_mut() {
            // Row by row, the right column's text lies between: each line counts by itself.
            Some(name) if previous.is_some() && !begins_body(&one_line(&clean_body(sheet, *name)), text) => {
                *name = name.union(piece.span);
            }
            _ => names.push(piece.span),
        }
        previous = Some(piece.line);
    }
    let field = |span: Span<Restored>| {
        let parts: Vec<Span<Restored>> =
            pieces.iter().filter(|p| p.what == What::Body && span.contains(p.span)).map(|p| p.span).collect();
        // A speck or a piece of a rule between its words is none of them.
        let is_word =
            |word: &&str| word.chars().any(char::is_alphanumeric) || matches!(*word, "-" | "–" | "&" | "+");
        let words = parts.iter().flat_map(|p| sheet.slice(*p).split_whitespace()).filter(is_word);
        let value = words.collect::<Vec<_>>().join(" ");
        let value = value.trim_matches(|c: char| !c.is_alphanumeric() && c != ')').to_owned();
        unless_guessed(sheet, read_field(sheet, value, 0.98, parts))
    };
    // What a blank form says of the place of a name is no name.
    let is_asked_for = |span: &Span<Restored>| begins_any(&key(sheet.slice(*span)), FORM_NAMES);
    if let Some(form) = names.iter().copied().find(is_asked_for) {
        head.issuer = Field { value: None, status: Status::Blank, confidence: 0.9, evidence: vec![form] };
        return;
    }
    if let Some(issuer) = names.pop() {
        head.issuer = field(issuer);
    }
    if let (Some(from), Some(to)) = (names.first(), names.last()) {
        head.parent_body = field(from.union(*to));
    }
}

fn clean_body(sheet: &Sheet<'_>, span: Span<Restored>) -> String {
    sheet.slice(span).lines().filter(|line| in_capitals(line)).collect::<Vec<_>>().join(" ")
}

fn about(sheet: &Sheet<'_>, pieces: &[Piece], head: &mut Letterhead) {
    let spans: Vec<Span<Restored>> =
        pieces.iter().filter(|p| p.what == What::About).map(|p| p.span).collect();
    if !spans.is_empty() {
        let value = spans.iter().map(|s| sheet.slice(*s)).collect::<Vec<_>>().join(" ");
        let value =
            with_its_slash(value.trim_matches(|c: char| !c.is_alphanumeric() && !"().”\"".contains(c)));
        // `V/v` that was found by its place alone is guessed.
        let rule = if is_about(&value) || begins_any(&key(&value), &["ve viec"]) { 0.97 } else { 0.8 };
        let value = match value.split_once(' ') {
            Some((_, rest)) if rule < 0.9 => format!("V/v {rest}"),
            _ => value,
        };
        let about = read_field(sheet, value, rule, spans);
        head.about = unless_guessed(sheet, about);
    }
}

/// A subject with its `V/v` as it is always printed, where a letter of it was misread.
fn with_its_slash(value: &str) -> String {
    match value.split_once(' ') {
        Some((first, rest))
            if first != "V/v" && !(first == "V/V" && in_capitals(rest)) && is_about(value) =>
        {
            let (_, mark) = first.split_at(first.trim_end_matches([':', '.']).len());
            format!("V/v{mark} {rest}")
        }
        _ => value.to_owned(),
    }
}

fn stamps(sheet: &Sheet<'_>, pieces: &[Piece], head: &mut Letterhead) {
    for piece in pieces.iter().filter(|p| p.what == What::Stamp) {
        let key = &sheet.lines[piece.line].key;
        let field = || read_field(sheet, sheet.slice(piece.span).to_owned(), 0.95, vec![piece.span]);
        if urgency(key).is_some() {
            head.urgency = field();
        } else {
            head.secrecy = field();
        }
    }
}

/// Whether a key is a stamp of urgency (Decree 30/2020, annex I, II.3.b).
fn urgency(key: &str) -> Option<&'static str> {
    ["hoa toc", "thuong khan", "khan", "hoa toc hen gio"].into_iter().find(|stamp| key == *stamp)
}

/// Whether a key is a stamp of secrecy.
fn secrecy(key: &str) -> Option<&'static str> {
    ["mat", "toi mat", "tuyet mat"].into_iter().find(|stamp| key == *stamp)
}

#[cfg(test)]
mod tests {
    use crate::document::tests::plain;

    #[test]
    fn bodies_are_told_apart() {
        struct Case(&'static str, Option<&'static str>, &'static str);
        for Case(left, parent, issuer) in [
            Case("ỦY BAN NHÂN DÂN\nTỈNH SƠN HÀ", None, "ỦY BAN NHÂN DÂN TỈNH SƠN HÀ"),
            Case("UBND TỈNH SƠN HÀ\nSỞ Y TẾ", Some("UBND TỈNH SƠN HÀ"), "SỞ Y TẾ"),
            Case(
                "ỦY BAN NHÂN DÂN\nTỈNH SƠN HÀ\nSỞ NÔNG NGHIỆP VÀ\nMÔI TRƯỜNG",
                Some("ỦY BAN NHÂN DÂN TỈNH SƠN HÀ"),
                "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
            ),
            Case("SỞ Y TẾ SƠN HÀ\nCHI CỤC DÂN SỐ", Some("SỞ Y TẾ SƠN HÀ"), "CHI CỤC DÂN SỐ"),
            Case("BAN CHỈ ĐẠO\nPHÒNG CHỐNG LỤT BÃO", None, "BAN CHỈ ĐẠO PHÒNG CHỐNG LỤT BÃO"),
        ] {
            let national = "CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc";
            let date = "Sơn Hà, ngày 05\ntháng 3 năm 2024";
            for text in [
                format!("{left}\n{national}\nSố: 57/KH-UBND\n{date}\nKẾ HOẠCH\nTrồng rừng\n"),
                format!("{left}\nSố:\n57/KH-UBND\n{national}\n{date}\nKẾ HOẠCH\nTrồng rừng\n"),
                format!(
                    "Tải về\nXem thêm.\n{left}\n{national}\nSố: 57/KH-UBND\n{date}\nKẾ HOẠCH\nTrồng rừng\n"
                ),
            ] {
                let h = plain(&text).header;
                assert_eq!(h.issuer.value.as_deref(), Some(issuer), "{text}");
                assert_eq!(h.parent_body.value.as_deref(), parent, "{text}");
                assert_eq!(h.code.value.as_deref(), Some("57/KH-UBND"), "{text}");
                assert_eq!(h.place.value.as_deref(), Some("Sơn Hà"), "{text}");
            }
        }
    }

    #[test]
    fn columns_row_by_row_are_cut() {
        let h = plain(
            "UBND TỈNH SƠN HÀ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ Y TẾ Độc lập - Tự do - Hạnh phúc\n\
             Số: 12/KH-SYT Sơn Hà, ngày 5 tháng 3 năm 2024\nHỎA TỐC\nKẾ HOẠCH\nTập huấn\n",
        )
        .header;
        assert_eq!(h.parent_body.value.as_deref(), Some("UBND TỈNH SƠN HÀ"));
        assert_eq!(h.issuer.value.as_deref(), Some("SỞ Y TẾ"));
        assert_eq!(h.number.value.as_deref(), Some("12"));
        assert_eq!(h.symbol.value.as_deref(), Some("KH-SYT"));
        assert_eq!(h.date.value.as_deref(), Some("2024-03-05"));
        assert_eq!(h.place.value.as_deref(), Some("Sơn Hà"));
        assert_eq!(h.urgency.value.as_deref(), Some("HỎA TỐC"));
    }
}
