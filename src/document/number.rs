//! Number and symbol of a document: `Số: 57/QĐ-UBND`, blank and handwritten ones among them.

use std::sync::LazyLock;

use regex::Regex;

use super::head::{Letterhead, Piece, What, read_field};
use super::phrase::{Bare, begins, key};
use super::sheet::Sheet;
use super::words::KINDS;
use super::{Field, Status};
use crate::geometry::PixelBox;
use crate::text::{Restored, Span};

/// Whether a line is `Số: 57/QĐ-UBND`, or its beginning with the rest on the next line.
pub(super) fn is_number(key: &str, text: &str) -> bool {
    if key == "so" {
        // Nothing stands behind it but dots and the slash of a form.
        return text.chars().count() <= 6 || text.contains(':');
    }
    let figures = key.strip_prefix("so ").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    if figures && text.contains(':') {
        // The symbol stands on the next line.
        return true;
    }
    let bare = Bare::new(text).text;
    // A department between two bodies, `SỞ Y TẾ - SỞ NỘI VỤ`, looks like a number with its dash.
    let is_body = text.starts_with("SỞ ") && !text.contains(|c: char| c == ':' || c.is_ascii_digit());
    !is_body
        && (begins(key, "so") || NUMBER_START.is_match(&bare))
        && (NUMBER.is_match(&bare) || (text.contains(':') && text.contains(['/', '.', '…'])))
        && text.chars().count() <= 90
        && !text.ends_with(';')
}

static NUMBER_START: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[sS][oO06]\s*[:.;,]").expect("the pattern is fixed"));

/// A symbol without the year before it: groups of a capital and letters, digits, `&`, `+` and dots, each with a bracket behind it
/// or not, parted by `-` or `/`; a comma parts groups of a joint document, which are capitals throughout.
const GROUPS: &str = r"[A-Z][\w&+.]*(?:\s?\([\w&+.,\s-]{1,12}\))?(?:\s?[-–/]\s?[A-Z][\w&+.]*(?:\s?\([\w&+.,\s-]{1,12}\))?|,\s?[A-Z]{2}[A-Z0-9&]*\b)*";

/// After `Số:`: what stands for the number, the mark, the symbol.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?x)^\s*[sS][oO06]?\s*[:.;,]?\s*
          (?P<number>[^/]*?)\s*
          (?: (?P<mark>/)\s*(?P<symbol>(?:\d{{2,4}}\s?/\s?)?{GROUPS})
            | (?P<dash>[-–])\s*(?P<dashed>(?:\d{{4}}\s?/\s?)?{GROUPS}) )"
    ))
    .expect("the pattern is fixed")
});

/// The same where strokes of a hand were read as slashes: the last one stands before the symbol.
static SCRAWLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^\s*[sS][oO06]?\s*[:.;,]?\s*
          (?P<number>.*)
          (?P<mark>/)[\s“”‘’]*
          (?P<symbol>[A-Z]{2,}[\w&.]*(?:\([\w&.,\s-]{1,12}\))?(?:\s?[-–]\s?[A-Z][\w&.]*(?:\([\w&.,\s-]{1,12}\))?)+)\s*$",
    )
    .expect("the pattern is fixed")
});

/// A number as it is printed: `57`, `0124`, `15a`, `09-01`.
static PRINTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\d{1,6}(?:[-.]\d{1,3})?\p{L}?$").expect("the pattern is fixed"));

/// `Số:` of which other letters were read, before a symbol: in the left column nothing else looks like it.
static MISREAD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\W*\w{1,3}\s*[:;]\s*\S*\s?[-/]\s?\S+$").expect("the pattern is fixed"));

/// Whether a line of the left column is the number with its first word misread.
pub(super) fn is_misread(text: &str) -> bool {
    MISREAD.is_match(&Bare::new(text).text)
}

/// Reads number, symbol and code from the pieces of the head.
/// `handwriting` and `stamped` are the marks of pens and those of signature fields that could not be read.
pub(super) fn read(
    sheet: &Sheet<'_>,
    pieces: &[Piece],
    handwriting: &[PixelBox],
    stamped: &[PixelBox],
    head: &mut Letterhead,
) {
    let Some(at) = pieces.iter().position(|p| p.what == What::Number) else { return };
    let mut span = pieces[at].span;
    if let Some(next) = pieces.get(at + 1).filter(|p| p.what == What::Number) {
        span = span.union(next.span);
    }
    let text = sheet.slice(span);
    let bare = Bare::new(text);
    let Some(found) = NUMBER.captures(&bare.text).or_else(|| SCRAWLED.captures(&bare.text)) else {
        // `Số:` with nothing that can be made out after it.
        let status = match key(text).as_str() {
            _ if is_inked(sheet, span, handwriting) => Status::Handwritten,
            "so" if !is_inked(sheet, span, stamped) => Status::Blank,
            _ => Status::Unreadable,
        };
        for field in [&mut head.number, &mut head.symbol, &mut head.code] {
            *field = Field { value: None, status, confidence: 0.5, evidence: vec![span] };
        }
        return;
    };
    let part = |names: [&str; 2]| {
        let group =
            names.iter().find_map(|name| found.name(name)).expect("one of both takes part in a match");
        Span::new(span.start() + bare.back(group.start()), span.start() + bare.back(group.end()))
    };
    let (number, mark, symbol) =
        (part(["number", "number"]), part(["mark", "dash"]), part(["symbol", "dashed"]));
    let squeeze = |span: Span<Restored>| {
        sheet.slice(span).chars().filter(|c| !c.is_whitespace()).collect::<String>().replace('–', "-")
    };
    let mut value = squeeze(symbol).trim_end_matches('.').to_owned();
    let printed = squeeze(number);
    // The slash before the symbol was lost in a stroke: its first group hangs on the number.
    let groups = || KINDS.iter().map(|kind| kind.abbreviation).filter(|group| group.len() >= 2);
    let lost = groups().filter(|_| squeeze(mark) == "-").find(|group| printed.ends_with(group));
    if let Some(group) = lost {
        value = format!("{group}-{value}");
    }
    let closed = value.matches('(').count() == value.matches(')').count();
    let cut = sheet.slice(Span::new(symbol.end(), span.end())).starts_with([')', '(']);
    head.symbol = if closed && !cut && value.chars().all(is_of_symbol) {
        read_field(sheet, value, 0.98, vec![symbol])
    } else {
        Field { value: None, status: Status::Unreadable, confidence: 0.9, evidence: vec![symbol] }
    };
    let dots = printed.trim_matches(['.', '…', '_', '-', '·', ',']);
    let is_number = PRINTED.is_match(dots) && lost.is_none();
    let place = if number.is_empty() { span } else { number };
    // Figures that share their word with a symbol that no list has are as doubtful as it is, and no more by hand.
    let shared =
        is_number && sheet.document.words.iter().any(|w| w.span.overlaps(number) && w.span.overlaps(symbol));
    let by_hand = is_inked(sheet, Span::new(span.start(), mark.end()), handwriting)
        || if shared {
            has_hand(sheet, place, handwriting)
        } else {
            is_handwritten(sheet, place, handwriting)
        };
    let status = match (dots.is_empty(), is_number) {
        (_, _) if by_hand => Status::Handwritten,
        // Something was stamped there that could not be read.
        (true, _) if is_inked(sheet, Span::new(span.start(), symbol.end()), stamped) => Status::Unreadable,
        (true, _) => Status::Blank,
        // Figures that are rather guessed than read.
        (false, true) if is_under(sheet, number, SURE_NUMBER) => Status::Unreadable,
        (false, true) => Status::Read,
        // Neither digits nor blank: ink that is no print.
        (false, false) => Status::Handwritten,
    };
    if status == Status::Read {
        head.code = match &head.symbol.value {
            Some(symbol_value) => {
                let code = format!("{dots}{}{symbol_value}", squeeze(mark));
                read_field(sheet, code, 0.98, vec![number.union(symbol)])
            }
            None => Field { evidence: vec![span], ..head.symbol.clone() },
        };
        head.number = read_field(sheet, dots.to_owned(), 0.98, vec![number]);
    } else {
        let field = Field { value: None, status, confidence: 0.9, evidence: vec![place] };
        head.code = Field { evidence: vec![span], ..field.clone() };
        head.number = field;
    }
}

/// Under this probability parts of a date are not given: a wrong one is worse than none. Printed figures of one stroke (`11`) are given little over it by the engine; its
/// confidence is then the date's, so that none of them counts as sure.
const SURE_IN_DATE: f32 = 0.7;

/// The same of the document's own number, by which it is found again.
const SURE_NUMBER: f32 = 0.9;

/// Whether a day or a month of a scan, whose words around it say what it is, was read too badly to be given.
pub(super) fn is_unsure_in_date(sheet: &Sheet<'_>, span: Span<Restored>) -> bool {
    is_under(sheet, span, SURE_IN_DATE)
}

fn is_under(sheet: &Sheet<'_>, span: Span<Restored>, sure: f32) -> bool {
    let words = sheet.document.words.iter().filter(|word| word.span.overlaps(span));
    words.into_iter().any(|word| word.place.is_some() && word.probability < sure)
}

/// Whether a character can stand in a symbol.
fn is_of_symbol(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-/&+.,()ĐđƯưƠơÂâÊêÔôĂăÀÁÔÂỦÝ".contains(c)
}

/// Under this probability a symbol needs something that vouches for it.
const VOUCHED: f32 = 0.93;

/// A symbol as its document vouches for it: its first group is that of the kind, or that of the issuer in a letter. A group
/// of which one letter was misread is put right by that; a symbol of a scan that nothing vouches for is not given.
pub(super) fn vouched(
    sheet: &Sheet<'_>,
    symbol: Field<String>,
    kind: Option<&str>,
    bodies: &[Option<&str>],
) -> Field<String> {
    let Some(value) = &symbol.value else { return symbol };
    let words = sheet.document.words.iter().filter(|w| symbol.evidence.iter().any(|s| w.span.overlaps(*s)));
    let scanned = words.filter(|word| word.place.is_some()).map(|word| word.probability);
    let Some(probability) = scanned.reduce(f32::min).filter(|probability| *probability < 0.99) else {
        return symbol;
    };
    let at = value.find(|c: char| c.is_alphabetic()).unwrap_or(0);
    let (year, groups) = value.split_at(at);
    let end = groups.find(['-', '/', '(', ',', '.']).unwrap_or(groups.len());
    let (first, rest) = groups.split_at(end);
    let initials: Vec<String> = bodies.iter().flatten().map(|body| initials(body)).collect();
    let one_off = |group: &str| strsim::levenshtein(first, group) == 1 && group.chars().count() >= 2;
    let of_kind = KINDS.iter().find(|of| Some(of.name) == kind && !of.abbreviation.is_empty());
    let meant = match of_kind {
        Some(of) if of.abbreviation != first => {
            Some(of.abbreviation.to_owned()).filter(|group| one_off(group))
        }
        Some(_) => None,
        None => {
            let count = first.chars().count();
            let begin = |whole: &String| whole.chars().take(count).collect::<String>();
            let known = initials.iter().any(|whole| whole.contains(first));
            initials.iter().map(begin).find(|group| !known && count >= 3 && one_off(group))
        }
    };
    let is_known = |group: &str| {
        group.chars().count() >= 2
            && (KINDS.iter().any(|kind| kind.abbreviation == group)
                || initials.iter().any(|whole| whole.contains(group)))
    };
    let known = meant.is_some() || groups.split(['-', '/', '(', ')', ',', '.']).any(is_known);
    match meant {
        Some(group) => Field {
            value: Some(format!("{year}{group}{rest}")),
            confidence: symbol.confidence.min(0.89),
            ..symbol
        },
        None if !known && probability < VOUCHED => {
            Field { value: None, status: Status::Unreadable, confidence: 0.9, ..symbol }
        }
        None => symbol,
    }
}

/// The first letters of a body's name, as its symbol has them: small words do not count, abbreviations stay whole.
fn initials(body: &str) -> String {
    let words = body.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.filter(|word| !matches!(key(word).as_str(), "va" | "ve" | "cua" | "cac"));
    let mut initials = String::new();
    for word in words {
        if matches!(key(word).as_str(), "ubnd" | "hdnd" | "mttq" | "bch" | "vksnd" | "tand" | "thpt" | "thcs")
        {
            initials.push_str(word);
        } else {
            initials.extend(word.chars().next().map(crate::vietnamese::strip_tone));
        }
    }
    initials
}

/// A symbol with the bar of its `Đ` where the engine lost it: its first group is that of the document's kind (Decree
/// 30/2020, annex III), so `CD-UBND` of a `Công điện` is `CĐ-UBND`.
pub(super) fn with_bar(symbol: &str, kind: &str) -> Option<String> {
    const KINDS: [(&str, &str, &str); 6] = [
        ("Quyết định", "QD", "QĐ"),
        ("Nghị định", "ND", "NĐ"),
        ("Công điện", "CD", "CĐ"),
        ("Hợp đồng", "HD", "HĐ"),
        ("Đề án", "DA", "ĐA"),
        ("Quy định", "QyD", "QyĐ"),
    ];
    let (_, bare, group) = KINDS.iter().find(|(of, _, _)| *of == kind)?;
    let at = symbol.find(|c: char| c.is_alphabetic())?;
    let rest = symbol[at..].strip_prefix(bare).filter(|rest| !rest.starts_with(char::is_alphabetic))?;
    Some(format!("{}{group}{rest}", &symbol[..at]))
}

/// Whether what stands at a place is written by hand: a mark says so, or on a scan its words are doubtful or taller
/// than print on the same line by a third.
pub(super) fn is_handwritten(sheet: &Sheet<'_>, span: Span<Restored>, marks: &[PixelBox]) -> bool {
    let mut words = sheet.document.words.iter().filter(|w| w.span.overlaps(span) && w.place.is_some());
    words.any(|word| word.doubtful || word.probability < 0.6) || has_hand(sheet, span, marks)
}

/// The same by its ink alone: by a mark, or by its height.
pub(super) fn has_hand(sheet: &Sheet<'_>, span: Span<Restored>, marks: &[PixelBox]) -> bool {
    let mut words = sheet.document.words.iter().filter(|w| w.span.overlaps(span));
    words.any(|word| {
        let Some(place) = word.place else { return false };
        let line = &sheet.lines[word.line];
        let mut heights: Vec<u32> = sheet.document.words[line.words.0..line.words.1]
            .iter()
            .filter(|w| !w.span.overlaps(span))
            .filter_map(|w| w.place.map(|p| p.height()))
            .collect();
        heights.sort_unstable();
        let usual = heights.get(heights.len() / 2).copied().unwrap_or(place.height());
        place.height() * 3 > usual * 4
            || marks.iter().any(|m| m.intersection(&place).is_some_and(|i| i.area() * 3 >= place.area()))
    })
}

/// Whether a mark of handwriting lies on the line of a span, between the left end of its words and the right.
pub(super) fn is_inked(sheet: &Sheet<'_>, span: Span<Restored>, marks: &[PixelBox]) -> bool {
    let words = sheet.document.words.iter().filter(|w| w.span.overlaps(span));
    let whole = words.filter_map(|w| w.place).reduce(|a, b| a.union(&b));
    // A signature or a remark that reaches the line by its tip is none of it.
    let is_on = |mark: &PixelBox, whole: &PixelBox| {
        mark.intersection(whole).is_some_and(|both| 3 * both.area() >= mark.area())
    };
    whole.is_some_and(|whole| marks.iter().any(|mark| is_on(mark, &whole)))
}

#[cfg(test)]
mod tests {
    use crate::document::tests::{marked, plain, scanned_page};
    use crate::document::{Status, model};
    use crate::geometry::PixelBox;
    use crate::page::{Block, Mark, MarkKind};

    #[test]
    fn the_bar_of_a_kind_is_put_back() {
        use super::with_bar;
        assert_eq!(with_bar("CD-UBND", "Công điện").as_deref(), Some("CĐ-UBND"));
        assert_eq!(with_bar("12/2024/QD-UBND", "Quyết định").as_deref(), Some("12/2024/QĐ-UBND"));
        assert_eq!(with_bar("CĐ-UBND", "Công điện"), None);
        assert_eq!(with_bar("HD-SNV", "Hướng dẫn"), None);
        assert_eq!(with_bar("CDN-UBND", "Công điện"), None);
    }

    #[test]
    fn numbers_are_as_printed_blank_or_by_hand() {
        struct Case(&'static str, Status, Option<&'static str>, Option<&'static str>, Option<&'static str>);
        for Case(line, status, number, symbol, code) in [
            Case("Số: 57/QĐ-UBND", Status::Read, Some("57"), Some("QĐ-UBND"), Some("57/QĐ-UBND")),
            Case("Số: 0124/KH-UBND", Status::Read, Some("0124"), Some("KH-UBND"), Some("0124/KH-UBND")),
            Case(
                "Số: 199 /2026/NĐ-CP",
                Status::Read,
                Some("199"),
                Some("2026/NĐ-CP"),
                Some("199/2026/NĐ-CP"),
            ),
            Case("Số 34-CT/TW", Status::Read, Some("34"), Some("CT/TW"), Some("34-CT/TW")),
            Case("Số: 12/QĐ-\nUBND", Status::Read, Some("12"), Some("QĐ-UBND"), Some("12/QĐ-UBND")),
            Case("Số: /KH-UBND", Status::Blank, None, Some("KH-UBND"), None),
            Case("Số: ...../KH-UBND", Status::Blank, None, Some("KH-UBND"), None),
            Case("só://Á/KH-UBND", Status::Handwritten, None, Some("KH-UBND"), None),
            Case("Số: Á| /KH-UBND", Status::Handwritten, None, Some("KH-UBND"), None),
        ] {
            let h = plain(&format!(
                "UBND TỈNH SƠN HÀ\n{line}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
                 Sơn Hà, ngày 5 tháng 3 năm 2024\nKẾ HOẠCH\nTrồng rừng\n"
            ))
            .header;
            assert_eq!(h.number.status, status, "{line}");
            assert_eq!(h.number.value.as_deref(), number, "{line}");
            assert_eq!(h.symbol.value.as_deref(), symbol, "{line}");
            assert_eq!(h.code.value.as_deref(), code, "{line}");
        }
    }

    #[test]
    fn a_mark_of_ink_is_handwriting() {
        let page = scanned_page(&[
            (Block::LetterheadLeft, 200, 100, "UBND TỈNH SƠN HÀ"),
            (Block::LetterheadLeft, 200, 160, "Số:  /KH-UBND"),
            (Block::LetterheadRight, 900, 100, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (Block::LetterheadRight, 900, 220, "Sơn Hà, ngày  tháng 3 năm 2024"),
            (Block::Body, 700, 300, "KẾ HOẠCH"),
        ]);
        let ink = |left, top| Mark {
            kind: MarkKind::Handwriting,
            place: PixelBox::new(left, top, left + 80, top + 50),
            text: None,
        };
        let h = model(&marked(page.clone(), vec![ink(320, 150), ink(1300, 210)])).output.header;
        assert_eq!((h.number.status, h.number.value), (Status::Handwritten, None));
        assert_eq!((h.date.status, h.date.value.as_deref()), (Status::Handwritten, Some("2024-03")));
        let h = model(&page).output.header;
        assert_eq!(h.number.status, Status::Blank);
        assert_eq!((h.date.status, h.date.value.as_deref()), (Status::Partial, Some("2024-03")));
    }
}
