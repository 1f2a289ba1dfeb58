//! The letterhead: issuing body, number and symbol, place and date, and the subject of an official letter.
//!
//! Decree 30/2020, annex I: left the body with its parent above it and the number below, right the national title,
//! motto, place and date. A source hands the columns over one after the other, in either order, or row by row.

use std::sync::LazyLock;

use regex::Regex;

use super::phrase::{self, Bare, begins, begins_any, in_capitals, key};
use super::sheet::Sheet;
use super::{Field, Role, Status};
use crate::geometry::PixelBox;
use crate::ocr::Block;
use crate::text::{Restored, Span, one_line};

/// Lines searched for a letterhead; sources put a few of their own before it.
const REACH: usize = 120;

/// What the head of a document says.
#[derive(Debug)]
pub(super) struct Letterhead {
    pub(super) number: Field<String>,
    pub(super) symbol: Field<String>,
    pub(super) code: Field<String>,
    pub(super) parent_body: Field<String>,
    pub(super) issuer: Field<String>,
    pub(super) place: Field<String>,
    pub(super) date: Field<String>,
    /// The subject after `V/v`.
    pub(super) about: Field<String>,
    pub(super) urgency: Field<String>,
    pub(super) secrecy: Field<String>,
    /// First line after the head; 0 when there is none.
    pub(super) end: usize,
    /// Whether a national title, a number or a date was found.
    pub(super) found: bool,
}

/// A part of a line that belongs to one column.
#[derive(Debug, Clone, Copy)]
struct Piece {
    line: usize,
    span: Span<Restored>,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    National,
    Number,
    About,
    Stamp,
    Body,
    /// Place and date, or what they are sought in.
    Other,
}

/// Reads the letterhead. Handwriting is known by the boxes in `handwriting`, on page 1, besides its shape.
pub(super) fn read(sheet: &Sheet<'_>, handwriting: &[PixelBox], roles: &mut [Role]) -> Letterhead {
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
    number(sheet, &pieces, handwriting, &mut head);
    date(sheet, &pieces, handwriting, &mut head);
    about(sheet, &pieces, &mut head);
    stamps(sheet, &pieces, &mut head);
    head
}

/// First line of the head and first line after it.
fn zone(sheet: &Sheet<'_>) -> Option<(usize, usize)> {
    let reach = sheet.len().min(REACH);
    let body_at = (0..reach).find(|l| starts_body(sheet, *l)).unwrap_or(reach);
    let national = (0..body_at).find(|l| national_at(sheet, *l).is_some());
    let number = (0..body_at).find(|l| is_number(&sheet.lines[*l].key, sheet.text(*l)));
    let anchor = match (national, number) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
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
    let end = if body_at - last <= 5 { body_at } else { last + 1 };
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
        || is_number(&view.key, text)
        || (view.key.contains("ngay") && (view.key.contains("thang") || text.chars().count() < 40))
        || (begins(&view.key, "thang") && view.key.contains("nam"))
        || is_about(&view.key)
}

/// Whether the head is over: the kind of document, an address, a legal basis, an article.
fn starts_body(sheet: &Sheet<'_>, line: usize) -> bool {
    let view = &sheet.lines[line];
    if matches!(view.block, Block::LetterheadLeft | Block::LetterheadRight) {
        return false;
    }
    super::title::kind_at(sheet, line).is_some()
        || begins_any(&view.key, &["kinh gui", "can cu", "dieu 1", "thuc hien"])
        || (super::label::parse(sheet.text(line), &[]).is_some_and(|l| l.value == Some(1)) && line > 3)
}

/// How many lines from here make up the national title or that of the Party.
fn national_at(sheet: &Sheet<'_>, line: usize) -> Option<usize> {
    let mut joined = String::new();
    for (count, view) in sheet.lines[line..].iter().take(3).enumerate() {
        if count > 0 {
            joined.push(' ');
        }
        joined.push_str(&view.key);
        if phrase::is(&joined, NATIONAL) || phrase::is(&joined, PARTY) {
            return Some(count + 1);
        }
    }
    split_at_title(sheet, line).map(|_| 1)
}

const NATIONAL: &str = "cong hoa xa hoi chu nghia viet nam";
const PARTY: &str = "dang cong san viet nam";
const MOTTO: &str = "doc lap tu do hanh phuc";

/// Where on a line that holds both columns the right one begins: the byte of the national title or motto.
fn split_at_title(sheet: &Sheet<'_>, line: usize) -> Option<usize> {
    let (first, after) = sheet.lines[line].words;
    let end = sheet.lines[line].span.end();
    (first + 1..after).map(|w| sheet.document.words[w].span.start()).find(|at| {
        let rest = key(&sheet.document.text[*at..end]);
        phrase::is(&rest, NATIONAL) || phrase::is(&rest, MOTTO) || phrase::is(&rest, PARTY)
    })
}

fn is_number(key: &str, text: &str) -> bool {
    (begins(key, "so") || NUMBER_START.is_match(&Bare::new(text).text))
        && text.contains(['/', ':', '-'])
        && text.chars().count() <= 90
        && !text.ends_with(';')
}

fn is_about(key: &str) -> bool {
    begins_any(key, &["v v", "vv"])
}

/// The lines of the head, cut into columns where both stand on one line, and what each is.
fn pieces(sheet: &Sheet<'_>, start: usize, end: usize) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut national_left = 0;
    let mut about_open = false;
    let mut number_open = false;
    for line in start..end {
        let view = &sheet.lines[line];
        let text = sheet.text(line);
        let mut push = |span: Span<Restored>, what: What| pieces.push(Piece { line, span, what });
        if national_left == 0 {
            national_left = national_at(sheet, line).unwrap_or(0);
        }
        if let Some(at) = split_at_title(sheet, line) {
            let left = Span::new(view.span.start(), at - 1);
            let what =
                if is_number(&key(sheet.slice(left)), sheet.slice(left)) { What::Number } else { What::Body };
            push(left, what);
            push(Span::new(at, view.span.end()), What::National);
            national_left = 0;
            continue;
        }
        let what = if national_left > 0 {
            national_left -= 1;
            What::National
        } else if phrase::is(&view.key, MOTTO) || view.key.is_empty() {
            What::National
        } else if is_number(&view.key, text) {
            What::Number
        } else if number_open && text.contains('/') && !view.key.contains("ngay") {
            What::Number
        } else if is_about(&view.key) {
            What::About
        } else if urgency(&view.key).is_some() || secrecy(&view.key).is_some() {
            What::Stamp
        } else if view.block == Block::LetterheadRight {
            What::Other
        } else if about_open && !DATE.is_match(&Bare::new(text).text) && !looks_dated(&view.key) && !view.gap
        {
            What::About
        } else if view.capitals {
            What::Body
        } else {
            What::Other
        };
        about_open = what == What::About;
        number_open = what == What::Number && !text.contains('/');
        push(view.span, what);
    }
    pieces
}

/// Whether a line is a part of place and date: `Sơn Hà, ngày 5`, `tháng 3 năm 2024`.
fn looks_dated(key: &str) -> bool {
    key.contains("ngay ") || key.ends_with("ngay") || (begins(key, "thang") && key.contains("nam"))
}

/// Words that begin the name of a body. After a complete name, a line that begins with one is another body.
const BODIES: [&str; 66] = [
    "uy ban",
    "ubnd",
    "hoi dong",
    "hdnd",
    "so",
    "bo",
    "cuc",
    "chi cuc",
    "tong cuc",
    "ban",
    "phong",
    "van phong",
    "truong dai hoc",
    "truong cao dang",
    "truong trung",
    "truong thpt",
    "truong thcs",
    "truong tieu hoc",
    "truong mam non",
    "truong mau giao",
    "truong chinh tri",
    "truong pho thong",
    "truong ptdt",
    "trung tam",
    "vien",
    "benh vien",
    "cong an",
    "cong ty",
    "tong cong ty",
    "tap doan",
    "ngan hang",
    "kho bac",
    "dai",
    "bao",
    "lien doan",
    "lien hiep",
    "hoi",
    "doan",
    "mat tran",
    "toa an",
    "vien kiem sat",
    "thanh tra",
    "chinh phu",
    "thu tuong",
    "quoc hoi",
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "quan uy",
    "thi uy",
    "dang uy",
    "dang bo",
    "chi bo",
    "hat",
    "tram",
    "xi nghiep",
    "khoa",
    "hoc vien",
    "bch",
    "bcd",
    "to cong tac",
    "kiem toan",
    "vu",
    "bao hiem",
    "quy",
    "chi nhanh",
];

/// Whether a line that comes after `before` begins another body.
fn begins_body(before: &str, line: &str) -> bool {
    // Names that want a place or a field after them, and ends that leave a name open.
    const OPEN_NAMES: [&str; 14] = [
        "uy ban nhan dan",
        "hoi dong nhan dan",
        "uy ban",
        "hoi dong",
        "cong an",
        "toa an nhan dan",
        "vien kiem sat nhan dan",
        "ban quan ly",
        "ban chi dao",
        "van phong",
        "ban chap hanh",
        "so",
        "bo",
        "ubnd",
    ];
    const OPEN_ENDS: [&str; 16] = [
        "va", "xa", "cua", "nhan", "can", "lien", "chi", "dang", "moi", "giao", "doan", "huong", "phong",
        "du", "ve", "tong",
    ];
    let (before, line) = (key(before), key(line));
    let last = before.rsplit(' ').next().unwrap_or("");
    begins_any(&line, &BODIES)
        && !begins_any(
            &line,
            &["phong chong", "ban nhan dan", "hoi chu nghia", "bo doi", "bao ve", "doan ket"],
        )
        && !OPEN_NAMES.contains(&before.as_str())
        && !OPEN_ENDS.contains(&last)
}

fn bodies(sheet: &Sheet<'_>, pieces: &[Piece], head: &mut Letterhead) {
    let first = pieces.iter().position(|p| p.what == What::Body);
    let Some(first) = first else { return };
    let mut names: Vec<Span<Restored>> = Vec::new();
    let mut previous: Option<usize> = None;
    for piece in pieces[first..].iter().filter(|p| !matches!(p.what, What::National | What::Stamp)) {
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
        let value = parts.iter().map(|p| sheet.slice(*p)).collect::<Vec<_>>().join(" ");
        let value = value.trim_matches(|c: char| !c.is_alphanumeric() && c != ')').to_owned();
        read_field(sheet, value, 0.98, parts)
    };
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

fn read_field<T>(sheet: &Sheet<'_>, value: T, rule: f32, evidence: Vec<Span<Restored>>) -> Field<T> {
    let confidence = sheet.confidence(rule, &evidence);
    Field { value: Some(value), status: Status::Read, confidence, evidence }
}

static NUMBER_START: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[sS][oO06]\s*[:.;,]").expect("the pattern is fixed"));

/// After `Số:`: what stands for the number, the mark, the symbol.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^\s*[sS][oO06]?\s*[:.;,]?\s*
          (?P<number>[^/]*?)\s*
          (?P<mark>/|[-–])\s*
          (?P<symbol>(?:\d{4}\s?/\s?)?[A-Z][\w&.]*(?:\s?[-–/]\s?[A-Z][\w&.]*)*)",
    )
    .expect("the pattern is fixed")
});

fn number(sheet: &Sheet<'_>, pieces: &[Piece], handwriting: &[PixelBox], head: &mut Letterhead) {
    let Some(at) = pieces.iter().position(|p| p.what == What::Number) else { return };
    let mut span = pieces[at].span;
    if let Some(next) = pieces.get(at + 1).filter(|p| p.what == What::Number) {
        span = span.union(next.span);
    }
    let text = sheet.slice(span);
    let bare = Bare::new(text);
    let Some(found) = NUMBER.captures(&bare.text) else {
        // `Số:` with nothing that can be made out after it.
        let status = if key(text) == "so" { Status::Blank } else { Status::Unreadable };
        for field in [&mut head.number, &mut head.symbol, &mut head.code] {
            *field = Field { value: None, status, confidence: 0.5, evidence: vec![span] };
        }
        return;
    };
    let part = |name: &str| {
        let group = found.name(name).expect("the group takes part in every match");
        Span::new(span.start() + bare.back(group.start()), span.start() + bare.back(group.end()))
    };
    let (number, mark, symbol) = (part("number"), part("mark"), part("symbol"));
    let squeeze = |span: Span<Restored>| {
        sheet.slice(span).chars().filter(|c| !c.is_whitespace()).collect::<String>().replace('–', "-")
    };
    head.symbol = read_field(sheet, squeeze(symbol).trim_end_matches('.').to_owned(), 0.98, vec![symbol]);
    let printed = squeeze(number);
    let dots = printed.trim_matches(['.', '…', '_', '-', '·', ',']);
    let digits = dots.trim_end_matches(char::is_alphabetic);
    let is_number = !digits.is_empty() && digits.len() <= 6 && digits.chars().all(|c| c.is_ascii_digit());
    let place = if number.is_empty() { span } else { number };
    let by_hand = is_handwritten(sheet, place, handwriting);
    let status = match (dots.is_empty(), is_number && dots.len() <= digits.len() + 1) {
        (_, _) if by_hand => Status::Handwritten,
        (true, _) => Status::Blank,
        (false, true) => Status::Read,
        // Neither digits nor blank: ink that is no print.
        (false, false) => Status::Handwritten,
    };
    if status == Status::Read {
        let code = format!("{dots}{}{}", squeeze(mark), head.symbol.value.as_deref().unwrap_or_default());
        head.code = read_field(sheet, code, 0.98, vec![number.union(symbol)]);
        head.number = read_field(sheet, dots.to_owned(), 0.98, vec![number]);
    } else {
        let field = Field { value: None, status, confidence: 0.9, evidence: vec![place] };
        head.code = Field { evidence: vec![span], ..field.clone() };
        head.number = field;
    }
}

/// Whether what stands at a place is written by hand: a mark says so, or on a scan its words are doubtful or taller
/// than print on the same line by a third.
fn is_handwritten(sheet: &Sheet<'_>, span: Span<Restored>, marks: &[PixelBox]) -> bool {
    let words = || sheet.document.words.iter().filter(|w| w.span.overlaps(span));
    words().any(|word| {
        let Some(place) = word.place else { return false };
        let line = &sheet.lines[word.line];
        let mut heights: Vec<u32> = sheet.document.words[line.words.0..line.words.1]
            .iter()
            .filter(|w| !w.span.overlaps(span))
            .filter_map(|w| w.place.map(|p| p.height()))
            .collect();
        heights.sort_unstable();
        let usual = heights.get(heights.len() / 2).copied().unwrap_or(place.height());
        word.doubtful
            || word.probability < 0.6
            || place.height() * 3 > usual * 4
            || marks.iter().any(|m| m.intersection(&place).is_some_and(|i| i.area() * 3 >= place.area()))
    })
}

/// Day, month and year may be blank, dots, or letters read where there is handwriting.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\bngay\b\s*(?P<day>[^,;:]{0,10}?)\s*
          \bthang\b\s*(?P<month>[^,;:]{0,10}?)\s*
          \bnam\b\s*(?P<year>\d{4}|\d{1,3}|)",
    )
    .expect("the pattern is fixed")
});

fn date(sheet: &Sheet<'_>, pieces: &[Piece], handwriting: &[PixelBox], head: &mut Letterhead) {
    // The pieces that may hold it, joined, and where each begins in the joined text.
    let mut joined = String::new();
    let mut starts: Vec<(usize, Span<Restored>)> = Vec::new();
    for piece in pieces {
        let mut span = piece.span;
        match piece.what {
            What::Other => {}
            What::Number => {
                // The date of a source that goes row by row follows the symbol.
                let Some(symbol) = head.symbol.evidence.first().filter(|s| span.contains(**s)) else {
                    continue;
                };
                let rest = &sheet.document.text[symbol.end()..span.end()];
                if rest.trim().is_empty() {
                    continue;
                }
                span = Span::new(span.end() - rest.trim_start().len(), span.end());
            }
            What::National | What::About | What::Stamp | What::Body => continue,
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        starts.push((joined.len(), span));
        joined.push_str(sheet.slice(span));
    }
    let bare = Bare::new(&joined);
    let Some(found) = DATE.captures(&bare.text) else { return };
    // Spans of the pieces that a part of the joined text lies on.
    let spans = |from: usize, to: usize| -> Vec<Span<Restored>> {
        starts
            .iter()
            .filter(|(at, span)| from < at + span.len() && *at < to)
            .map(|(at, span)| {
                let (a, b) = (from.max(*at) - at, (to - at).min(span.len()));
                Span::new(span.start() + a, span.start() + b)
            })
            .collect()
    };
    let whole = found.get(0).expect("group 0 is the match");
    let evidence = spans(bare.back(whole.start()), bare.back(whole.end()));
    let number = |name: &str, top: u32| -> Option<u32> {
        let group = found.name(name)?;
        let hand = spans(bare.back(group.start()), bare.back(group.end()))
            .iter()
            .any(|span| !span.is_empty() && is_handwritten(sheet, *span, handwriting));
        group.as_str().trim().parse().ok().filter(|n| !hand && (1..=top).contains(n))
    };
    let ink = |name: &str| found.name(name).is_some_and(|g| g.as_str().chars().any(char::is_alphanumeric));
    let year = number("year", 2100).filter(|y| *y >= 1945);
    let (month, day) = (number("month", 12), number("day", 31));
    let value = match (year, month, day) {
        (Some(y), Some(m), Some(d)) => Some(format!("{y:04}-{m:02}-{d:02}")),
        (Some(y), Some(m), None) => Some(format!("{y:04}-{m:02}")),
        (Some(y), None, _) => Some(format!("{y:04}")),
        (None, ..) => None,
    };
    let missing_ink = (day.is_none() && ink("day")) || (month.is_none() && ink("month"));
    let status = match (year.is_some() && month.is_some() && day.is_some(), missing_ink, value.is_some()) {
        (true, ..) => Status::Read,
        (false, true, _) => Status::Handwritten,
        (false, false, true) => Status::Partial,
        (false, false, false) => Status::Blank,
    };
    let confidence = sheet.confidence(0.98, &evidence);
    head.date = Field { value, status, confidence, evidence };
    place(sheet, joined.get(..bare.back(whole.start())).unwrap_or(""), &spans, head);
}

/// `Sơn Hà` of `Sơn Hà, ngày …`: the words before the date, back to a sign that is no part of a name.
fn place(
    sheet: &Sheet<'_>,
    before: &str,
    spans: &dyn Fn(usize, usize) -> Vec<Span<Restored>>,
    head: &mut Letterhead,
) {
    let trimmed = before.trim_end().trim_end_matches([',', '.', ';', ' ']);
    let from = trimmed.rfind([';', ':', '*', '|', '/', ',']).map_or(0, |at| at + 1);
    let name = &trimmed[from..];
    let from = from + (name.len() - name.trim_start().len());
    let name = name.trim_start();
    let words = name.split(' ').count();
    if !name.is_empty() && words <= 7 && name.chars().next().is_some_and(char::is_uppercase) {
        head.place = read_field(sheet, name.to_owned(), 0.98, spans(from, trimmed.len()));
    }
}

fn about(sheet: &Sheet<'_>, pieces: &[Piece], head: &mut Letterhead) {
    let spans: Vec<Span<Restored>> =
        pieces.iter().filter(|p| p.what == What::About).map(|p| p.span).collect();
    if !spans.is_empty() {
        let value = spans.iter().map(|s| sheet.slice(*s)).collect::<Vec<_>>().join(" ");
        head.about = read_field(sheet, value, 0.97, spans);
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
