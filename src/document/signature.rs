//! The signature block: by what power is signed, the office, the name.

use super::phrase::{self, begins_any, in_capitals, key};
use super::sheet::Sheet;
use super::strokes;
use super::title::starts_attachment;
use super::words::{self, Class};
use super::{Role, Signer};
use crate::page::Block;
use crate::text::{Restored, Span};

/// A line such as `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`: it says by what power is signed.
pub(super) fn is_power(sheet: &Sheet<'_>, line: usize) -> bool {
    let (view, text) = (&sheet.lines[line], sheet.text(line));
    let is_misread = || view.place.is_some() && strokes::by_order(text).is_some();
    view.capitals && (power(&view.key).is_some() || is_misread()) && is_marked_power(text)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Power {
    /// `TM.`: for a body as a whole.
    Body,
    /// `KT.`, `TL.`, `TUQ.`: in place, by order, by authority of an office.
    Office,
}

pub(super) fn power(key: &str) -> Option<Power> {
    if begins_any(key, &["tm", "t m"]) {
        return Some(Power::Body);
    }
    begins_any(key, &["kt", "k t", "tl", "t l", "tuq", "t u q"]).then_some(Power::Office)
}

pub(super) fn is_marked_power(text: &str) -> bool {
    let head: String = text.chars().take(5).collect();
    // Of a scan the point may be read as another of the small signs.
    head.contains(['.', '/', ',', ':', ';'])
}

/// Whether a line is `Nơi nhận:`, alone or with the signature block's first line beside it.
pub(super) fn is_recipients_heading(sheet: &Sheet<'_>, line: usize) -> bool {
    let (view, text) = (&sheet.lines[line], sheet.text(line));
    let mut words = view.key.splitn(3, ' ');
    let head = format!("{} {}", words.next().unwrap_or(""), words.next().unwrap_or(""));
    if !phrase::is(&head, "noi nhan") || matches!(view.block, Block::Cell(_)) {
        return false;
    }
    let rest = words.next().unwrap_or("");
    rest.is_empty() || text.contains(':')
}

/// The lines of a signature block from `at` on, put into `block`; the first line after them.
pub(super) fn signature(
    sheet: &Sheet<'_>,
    at: usize,
    roles: &mut [Role],
    block: &mut Vec<Span<Restored>>,
) -> usize {
    let mut line = at;
    let mut named = false;
    let in_left =
        at < sheet.len() && sheet.lines[at].block == Block::Recipients && begins_signature(sheet, at);
    while line < sheet.len() && line - at < 24 {
        let text = sheet.text(line);
        if in_left && is_recipients_heading(sheet, line) {
            break;
        }
        // A left column in which somebody signs is none of recipients.
        let by_block = sheet.lines[line].block == Block::Signature
            || in_left && sheet.lines[line].block == Block::Recipients;
        let fits = by_block
            || (!starts_attachment(sheet, line)
                && !matches!(sheet.lines[line].block, Block::Cell(_))
                && (is_signature(sheet, line, text)
                    || is_signed_note(&sheet.lines[line].key)
                    || (!block.is_empty() && is_rank(text))
                    || (!block.is_empty() && words_of_name(text).is_some())));
        // After a name only its rest, or another block of the same kind goes on.
        let rest = block.last().is_some_and(|before| goes_on_with_name(sheet.slice(*before), text))
            && !sheet.lines[line].gap;
        let goes_on = rest || is_power(sheet, line) || begins_signature(sheet, line);
        if !fits && !begins_signature(sheet, line) || (named && !by_block && !goes_on) {
            break;
        }
        roles[line] = Role::Frame;
        named = words_of_name(text).is_some();
        block.push(sheet.lines[line].span);
        line += 1;
    }
    line
}

/// The signature block directly above `Nơi nhận`: a name under lines in capitals.
pub(super) fn signature_before(
    sheet: &Sheet<'_>,
    from: usize,
    at: usize,
    roles: &mut [Role],
) -> Vec<Span<Restored>> {
    let mut first = at;
    while first > from && at - first < 8 {
        let text = sheet.text(first - 1);
        let bottom = first == at;
        if (bottom && is_name(text)) || (!bottom && is_signature(sheet, first - 1, text)) {
            first -= 1;
        } else {
            break;
        }
    }
    if at - first < 2 {
        return Vec::new();
    }
    roles[first..at].fill(Role::Frame);
    (first..at).map(|l| sheet.lines[l].span).collect()
}

/// Whether a text can be a line of the signature block above the name: capitals, no list, no number.
pub(super) fn is_signature(sheet: &Sheet<'_>, line: usize, text: &str) -> bool {
    sheet.lines[line].block == Block::Signature
        || (in_capitals(text)
            && !text.contains(|c: char| c.is_numeric() || matches!(c, ';' | ':'))
            && text.split_whitespace().count() <= 12
            && super::title::kind_at(sheet, line).is_none()
            && !begins_any(&key(text), &["phu luc", "muc luc", "noi nhan"]))
}

/// Whether a signature block begins on a line of plain text: an office, perhaps under the body that it is of, and the name
/// below it.
pub(super) fn begins_signature(sheet: &Sheet<'_>, line: usize) -> bool {
    let is_title = |at: usize| {
        let (view, text) = (&sheet.lines[at], sheet.text(at));
        // On a scan a column says it by its place.
        (view.place.is_none() || view.block == Block::Recipients)
            && view.capitals
            && !matches!(view.block, Block::Cell(_))
            && !text.ends_with(['.', ';', ',', ':'])
            && text.split_whitespace().count() <= 12
            && super::title::kind_at(sheet, at).is_none()
    };
    let name_below = |from: usize| {
        let mut below = (from..sheet.len().min(from + 6))
            .take_while(|at| sheet.lines[*at].block == sheet.lines[line].block)
            .filter(|at| !is_signed_note(&sheet.lines[*at].key));
        // Strokes of a pen may be read between an office and the name.
        let is_scanned = line < sheet.len() && sheet.lines[line].place.is_some();
        match is_scanned {
            true => below.any(|at| is_name(sheet.text(at))),
            false => below.next().is_some_and(|at| is_name(sheet.text(at))),
        }
    };
    let is_of_office = |at: usize| is_title(at) && is_office(&sheet.lines[at].key);
    if line >= sheet.len() || !is_title(line) {
        return false;
    }
    is_of_office(line) && name_below(line + 1)
        || words::begins_with(&sheet.lines[line].key, Class::Body)
            && line + 2 < sheet.len()
            && is_of_office(line + 1)
            && name_below(line + 2)
}

pub(super) fn is_signed_note(key: &str) -> bool {
    const NOTES: [&str; 11] = [
        "da ky",
        "da ki",
        "ky ten dong dau",
        "ky ten",
        "ki ten",
        "signed",
        "ky ghi ro ho ten",
        "ky va ghi ro ho ten",
        "ky ten ghi ro ho ten",
        "ky ten va ghi ro ho ten",
        "chu ky cua nguoi co tham quyen",
    ];
    key.is_empty() || NOTES.contains(&key)
}

/// A person's name: two to six words, each with one capital at its head; a rank or degree may stand before it.
pub(super) fn is_name(text: &str) -> bool {
    words_of_name(text).is_some_and(|count| count >= 2)
}

/// How many words of a name a text is made of; `None` when it holds anything else.
pub(super) fn words_of_name(text: &str) -> Option<usize> {
    // Whatever stands before it, on scans too: a line that is no rank has no name behind two of its words.
    let (_, name) = words::parted(text, true);
    let words: Vec<&str> = name.split_whitespace().collect();
    let sound = (1..=6).contains(&words.len())
        && words.iter().map(|word| word.chars().count()).sum::<usize>() > 1
        && words.iter().all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
        })
        && !in_capitals(name);
    sound.then_some(words.len())
}

/// Whether a name that a source has broken goes on: `Trần Minh` / `Khôi`. Two whole names stay two.
fn goes_on_with_name(before: &str, text: &str) -> bool {
    match (words_of_name(before), words_of_name(text)) {
        (Some(a), Some(b)) => a + b <= 5 && (a == 1 || b == 1 || a + b <= 4),
        _ => false,
    }
}

/// Whether a text is a rank or a degree alone, the name being on the next line.
fn is_rank(text: &str) -> bool {
    matches!(words::parted(text, false), (rank, "") if !rank.is_empty())
}

/// Offices that sign.
pub(super) fn is_office(key: &str) -> bool {
    words::begins_with(key, Class::Office)
}

/// The office of who signs in place of another, where its first word is not legible: under `KT. GIÁM ĐỐC` a line that ends
/// in `GIÁM ĐỐC` can only be `PHÓ GIÁM ĐỐC`, since deputies sign so (Decree 30/2020, Điều 13).
fn deputy(on_behalf: &str, key_of_line: &str) -> Option<String> {
    let office = on_behalf.trim_start().strip_prefix("KT")?.trim_start_matches(['.', ',', '/', ' ']);
    // The deputy of a Bộ trưởng is called otherwise, and one mark makes another office of him.
    if key(office) == "bo truong" {
        return (phrase::is(key_of_line, "thu truong")).then(|| "THỨ TRƯỞNG".to_owned());
    }
    let rest = key_of_line.strip_suffix(key(office).as_str())?;
    // With `PHÓ` read, the line says it itself; strokes of the seal and of the pen are read as words.
    let hidden = rest.is_empty() || rest.ends_with(' ') && rest.split_whitespace().count() <= 3;
    (hidden && !office.is_empty() && rest.trim() != "pho" && is_office(&key(office)))
        .then(|| format!("PHÓ {office}"))
}

/// Whether the line of a block below `span` is an office.
fn office_follows(sheet: &Sheet<'_>, block: &[Span<Restored>], span: Span<Restored>) -> bool {
    let below = block.iter().skip_while(|other| **other != span).nth(1);
    below.is_some_and(|below| is_office(&key(sheet.slice(*below))))
}

/// The signers of a block, one for each name, in the order of the lines.
pub(super) fn signers(sheet: &Sheet<'_>, block: &[Span<Restored>]) -> Vec<(Signer, Vec<Span<Restored>>)> {
    let mut found: Vec<(Signer, Vec<Span<Restored>>)> = Vec::new();
    let empty = || Signer { authority: None, on_behalf: None, title: None, rank: None, name: None };
    let (mut signer, mut spans) = (empty(), Vec::new());
    // Whether the title was found out from the power, its line not legible.
    let mut found_out = false;
    // Which of the fields the next line goes on with.
    let mut open: Option<fn(&mut Signer) -> &mut Option<String>> = None;
    for &span in block {
        let text =
            sheet.slice(span).trim_start_matches(['*', '_', '.', ' ']).trim_end_matches(['*', '_', ' ']);
        // On a scan nothing but ink of the seal or of a pen stands before a name.
        let scanned = sheet.lines.iter().any(|v| v.span.overlaps(span) && v.place.is_some());
        let text = if scanned {
            let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
            text.trim_end_matches([' ', '-', '–', '_', '~', ',', '\'', '`', '’', '|'])
        } else {
            text
        };
        // `TM.` alone keeps its point; no other line ends with one.
        let text = if text.chars().count() > 4 { text.trim_end_matches('.') } else { text };
        let printed = if scanned && power(&key(text)).is_none() { strokes::printed(text) } else { None };
        let text = printed.as_deref().unwrap_or(text);
        let key = key(text);
        if is_signed_note(&key) {
            continue;
        }
        if let Some((last, last_spans)) = found.last_mut().filter(|_| spans.is_empty())
            && let Some(name) = last.name.as_mut().filter(|name| goes_on_with_name(name, text))
        {
            *name = format!("{name} {text}");
            last_spans.push(span);
            continue;
        }
        if words_of_name(text).is_some() {
            let (rank, name) = words::parted(text, scanned);
            signer.name = Some(name.to_owned());
            signer.rank = signer.rank.take().or(Some(rank).filter(|rank| !rank.is_empty()));
            spans.push(span);
            found.push((std::mem::replace(&mut signer, empty()), std::mem::take(&mut spans)));
            (open, found_out) = (None, false);
            continue;
        }
        if is_rank(text) {
            signer.rank = Some(text.to_owned());
            spans.push(span);
            continue;
        }
        if begins_any(&key, &["quyen han chuc vu", "chuc vu cua nguoi", "ho va ten", "ho ten"]) {
            // What a blank form asks for.
            continue;
        }
        // Half a pair of brackets is a stroke of the pen.
        let is_stroke = scanned && text.contains(')') != text.contains('(');
        let is_stroke = is_stroke || scanned && open.is_some() && strokes::is_no_word(text);
        if !in_capitals(text) || is_stroke {
            continue;
        }
        // The body that a bare office below it is of, where several sign.
        let is_body = words::begins_with(&key, Class::Body) && !is_office(&key) && open.is_none();
        if is_body && signer.title.is_none() && (!found.is_empty() || office_follows(sheet, block, span)) {
            spans.push(span);
            continue;
        }
        spans.push(span);
        // What stands between a power and the name is an office; of this one the beginning is hidden.
        if scanned && signer.title.is_none() && open.is_some() && strokes::is_end_of_office(&key) {
            continue;
        }
        if scanned
            && signer.title.is_none()
            && let Some(title) = signer.on_behalf.as_deref().and_then(|of| deputy(of, &key))
        {
            signer.title = Some(title);
            found_out = true;
            continue;
        }
        // Nothing goes on with an office that was not read in full: what follows may be of a stamp.
        if found_out && power(&key).is_none() && !is_office(&key) {
            continue;
        }
        let slot: fn(&mut Signer) -> &mut Option<String> = match power(&key).filter(|_| is_marked_power(text))
        {
            Some(Power::Body) => |s| &mut s.authority,
            // By order of one office and in place of another: the first is the authority.
            Some(Power::Office) => {
                if let Some(first) = signer.on_behalf.take() {
                    signer.authority.get_or_insert(first);
                }
                |s| &mut s.on_behalf
            }
            None if is_office(&key) || open.is_none() => |s| &mut s.title,
            // The rest of a line that the source has broken: `TM. ỦY BAN NHÂN` / `DÂN`.
            None => open.unwrap_or(|s| &mut s.title),
        };
        let value = slot(&mut signer);
        *value = Some(value.take().map_or_else(|| text.to_owned(), |before| format!("{before} {text}")));
        open = Some(slot);
    }
    if signer.title.is_some()
        && (signer.authority.is_some() || signer.on_behalf.is_some() || found.is_empty())
    {
        found.push((signer, spans));
    }
    found
}
