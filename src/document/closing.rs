//! The closing: `Nơi nhận` with its lines, and the signature block beside it.

use super::phrase::{begins, begins_any, in_capitals, key};
use super::seal;
use super::sheet::Sheet;
use super::side_by_side;
use super::signature::{
    begins_signature, is_marked_power, is_name, is_office, is_power, is_recipients_heading, is_signature,
    power, signature, signature_before, signers,
};
use super::title::starts_attachment;
use super::words::{self, Class, Surname};
use super::{Field, Filed, Recipient, Role, Signer, Status};
use crate::page::Block;
use crate::restore::RestoredPage;
use crate::text::{Restored, Span, one_line};

/// One closing; a document with attachments may have several.
#[derive(Debug, Default)]
pub(super) struct Closing {
    recipients: Vec<(Recipient, f32)>,
    /// Where `Nơi nhận:` stands.
    heading: Option<Span<Restored>>,
    signers: Vec<(Signer, Vec<Span<Restored>>)>,
    /// First line.
    pub(super) first: usize,
    /// First line after it.
    pub(super) end: usize,
}

/// The closings from line `from` on, in order; their lines become frames.
pub(super) fn find(sheet: &Sheet<'_>, from: usize, roles: &mut [Role]) -> Vec<Closing> {
    let mut closings = Vec::new();
    let mut line = from;
    while line < sheet.len() {
        let closing = if is_above_heading(sheet, line) {
            None
        } else if let Some((signers, end)) = side_by_side::signers(sheet, line) {
            roles[line..end].fill(Role::Frame);
            Some(Closing { signers, first: line, end, ..Closing::default() })
        } else if is_recipients_heading(sheet, line) || is_recipients_column(sheet, line) {
            Some(with_recipients(sheet, from, line, roles))
        } else if sheet.lines[line].block == Block::Signature
            || is_power(sheet, line)
            || begins_signature(sheet, line)
        {
            signature_only(sheet, line, roles)
        } else {
            None
        };
        match closing {
            Some(closing) => {
                line = closing.end.max(line + 1);
                closings.push(closing);
            }
            None => line += 1,
        }
    }
    closings
}

/// Whether a line of the left column stands above `Nơi nhận`: the end of the body, on a scan where the columns
/// begin close below it.
fn is_above_heading(sheet: &Sheet<'_>, line: usize) -> bool {
    let in_column = |at: &usize| sheet.lines[*at].block == Block::Recipients;
    !is_recipients_heading(sheet, line)
        && in_column(&line)
        && (line + 1..sheet.len().min(line + 3))
            .take_while(in_column)
            .any(|at| is_recipients_heading(sheet, at))
}

/// Whether a document is closed on a line: `Nơi nhận`, or the power by which is signed.
pub(super) fn closes(sheet: &Sheet<'_>, line: usize) -> bool {
    is_recipients_heading(sheet, line) || is_power(sheet, line)
}

/// Whether a line among the recipients is of the signature block: an office, and the list goes on below it.
fn is_beside(sheet: &Sheet<'_>, line: usize) -> bool {
    let text = sheet.text(line);
    let listed = |text: &str| text.starts_with(['-', '–', '—', '+']);
    let goes_on = sheet.lines.get(line + 1).is_some_and(|next| listed(sheet.slice(next.span)));
    let view = &sheet.lines[line];
    goes_on && view.capitals && (is_office(&view.key) || is_power(sheet, line)) && !listed(text)
}

/// Whether a line that stands directly above `Nơi nhận` is the first of the signature block beside it.
fn is_office_above(sheet: &Sheet<'_>, line: usize) -> bool {
    let view = &sheet.lines[line];
    let text = sheet.text(line);
    view.block == Block::Unknown
        && view.capitals
        && !text.ends_with(['.', ':', ';', ','])
        && (is_office(&view.key) || is_power(sheet, line))
}

/// Whether a line begins a column of recipients whose heading was lost: a list. Other text was put there by mistake.
fn is_recipients_column(sheet: &Sheet<'_>, line: usize) -> bool {
    let column = (line..sheet.len()).take_while(|at| sheet.lines[*at].block == Block::Recipients);
    column.take(3).any(|at| sheet.text(at).starts_with(['-', '–', '—', '+', '_', '~']))
}

/// Lines of the closing that begins at `Nơi nhận`.
fn with_recipients(sheet: &Sheet<'_>, from: usize, at: usize, roles: &mut [Role]) -> Closing {
    let mut closing = Closing { first: at, end: at + 1, ..Closing::default() };
    let mut right: Vec<Span<Restored>> = Vec::new();
    let mut items: Vec<Span<Restored>> = Vec::new();
    let mut line = at;
    if is_recipients_heading(sheet, at) {
        roles[at] = Role::Frame;
        let (left, beside) = cut(sheet, at);
        closing.heading = Some(left);
        right.extend(beside);
        // `Nơi nhận: Như trên` on one line.
        let text = sheet.slice(left);
        if let Some((_, rest)) = text.split_once(':').filter(|(_, rest)| !rest.trim().is_empty()) {
            items.push(Span::new(left.end() - rest.trim_start().len(), left.end()));
        }
        line += 1;
    }
    let by_block = sheet.lines[at].block == Block::Recipients;
    let (mut filed, mut over) = (false, false);
    while line < sheet.len() {
        if by_block && sheet.lines[line].block != Block::Recipients {
            break;
        }
        if !by_block && is_beside(sheet, line) {
            // The right column was read between the lines of the left one.
            roles[line] = Role::Frame;
            right.push(sheet.lines[line].span);
            line += 1;
            continue;
        }
        let (left, beside) = cut(sheet, line);
        let text = sheet.slice(left);
        let dash = text.starts_with(['-', '–', '—', '+', '•', '*']);
        let last = items.last().map(|i| sheet.slice(*i));
        let ended = last.is_none_or(|t| t.trim_end().ends_with([';', '.']));
        // A stroke or a speck ends the file's own line as well as its mark does.
        over |= by_block && filed && text.chars().filter(|c| c.is_alphabetic()).count() < 3;
        if by_block && filed && (ended || over) && !dash {
            // Below the file's own line stand footnotes and what is printed beside codes.
            roles[line] = Role::Frame;
            line += 1;
            continue;
        }
        if !by_block {
            let apart = sheet.lines[line].gap || sheet.lines[line].page_start;
            let ends = (filed && ended && !dash)
                || (is_signature(sheet, line, text) && !dash)
                || (!dash && apart && !items.is_empty() && (ended || filed))
                || starts_attachment(sheet, line)
                || (!dash && items.is_empty() && text.chars().count() > 90);
            if ends || items.len() > 60 {
                break;
            }
        }
        roles[line] = Role::Frame;
        let starts = dash || ended || begins_any(&key(text), &["luu"]);
        match items.last_mut() {
            Some(item) if !starts => {
                *item = item.union(left);
                roles[line] = Role::FrameGoesOn;
            }
            _ => items.push(left),
        }
        filed |= begins(&key(sheet.slice(items[items.len() - 1])), "luu");
        right.extend(beside);
        line += 1;
    }
    for item in items {
        recipient(sheet, item, &mut closing.recipients);
    }
    let mut block: Vec<Span<Restored>> = right;
    let before = block.len();
    if before == 0 && at > from && is_office_above(sheet, at - 1) {
        // The right column begins a little higher than the left one.
        roles[at - 1] = Role::Frame;
        block.push(sheet.lines[at - 1].span);
        closing.first = at - 1;
    }
    let before = block.len();
    closing.end = signature(sheet, line, roles, &mut block);
    if block.len() > before
        && at > from
        && sheet.lines[at].block == Block::Recipients
        && sheet.lines[at - 1].block == Block::Recipients
    {
        // Of two who sign beside each other the left one stands above the recipients.
        let left = signature_before(sheet, from, at, roles);
        closing.first = at - left.len();
        block = left.into_iter().chain(block).collect();
    } else if block.len() == before && before == 0 {
        // A source may give the right column first.
        block = signature_before(sheet, from, at, roles);
        closing.first = at - block.len();
    }
    closing.end = closing.end.max(line);
    closing.signers = signers(sheet, &block);
    if closing.signers.is_empty() {
        name_behind_file(sheet, &mut closing);
    }
    closing
}

/// Who signs where the name stands behind the last line of the recipients: `Lưu: VT. Trần An`.
fn name_behind_file(sheet: &Sheet<'_>, closing: &mut Closing) {
    let Some((last, _)) = closing.recipients.last_mut() else { return };
    if !begins(&key(&last.written), "luu") {
        return;
    }
    let Some((file, name)) = last.written.rsplit_once(['.', ';']) else { return };
    let (file, name) = (file.trim_end().to_owned(), name.trim());
    let first = name.split(' ').next().unwrap_or("");
    if !is_name(name) || !matches!(words::surname(first), Surname::Known) || file.contains('(') {
        return;
    }
    let span = Span::new(last.span.end() - name.len(), last.span.end());
    if sheet.slice(span) != name {
        return;
    }
    last.span = Span::new(last.span.start(), last.span.start() + file.len());
    closing.signers = signers(sheet, &[span]);
    last.written = file;
}

fn signature_only(sheet: &Sheet<'_>, at: usize, roles: &mut [Role]) -> Option<Closing> {
    let mut block = Vec::new();
    let mut trial = roles.to_vec();
    let end = signature(sheet, at, &mut trial, &mut block);
    let signers = signers(sheet, &block);
    // `Nơi nhận` may follow: then it takes these lines.
    if end < sheet.len() && is_recipients_heading(sheet, end) {
        return None;
    }
    if signers.is_empty() || end == at {
        return None;
    }
    roles.copy_from_slice(&trial);
    Some(Closing { signers, first: at, end, ..Closing::default() })
}

/// Cuts a line that holds both columns: the left part, and the right one when there is one.
///
/// On a scan where a wide gap parts words (three line heights: far more than a justified space), in plain text
/// where a signature's power follows an ended item.
fn cut(sheet: &Sheet<'_>, line: usize) -> (Span<Restored>, Option<Span<Restored>>) {
    let view = &sheet.lines[line];
    let whole = view.span;
    if matches!(view.block, Block::Recipients | Block::Signature) {
        return (whole, None);
    }
    let words = &sheet.document.words[view.words.0..view.words.1];
    for pair in words.windows(2) {
        let left = Span::new(whole.start(), pair[0].span.end());
        let right = Span::new(pair[1].span.start(), whole.end());
        let wide = match (pair[0].place, pair[1].place) {
            (Some(a), Some(b)) => b.left() > a.right() + 3 * a.height(),
            _ => {
                let text = sheet.slice(right);
                sheet.slice(left).ends_with([';', ':', '.'])
                    && in_capitals(text)
                    && (is_office(&key(text)) || (power(&key(text)).is_some() && is_marked_power(text)))
            }
        };
        if wide {
            return (left, Some(right));
        }
    }
    (whole, None)
}

fn recipient(sheet: &Sheet<'_>, item: Span<Restored>, into: &mut Vec<(Recipient, f32)>) {
    let raw = sheet.slice(item);
    let text = raw.trim_start_matches(|c: char| c.is_whitespace() || "-–—+•*".contains(c));
    let start = item.end() - text.len();
    // A colon is a misread semicolon, or leads to the list of them.
    let text = text.trim_end_matches([';', '.', ',', ' ', ':']);
    let span = Span::new(start, start + text.len());
    if text.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return;
    }
    let written = comrade(&one_line(text));
    let purpose = written.strip_suffix(')').and_then(|t| t.rsplit_once('(')).and_then(|(_, inside)| {
        let key = key(inside);
        let stated = begins_any(
            &key,
            &[
                "de",
                "b c",
                "b cao",
                "bc",
                "bao cao",
                "t h",
                "th",
                "thuc hien",
                "p h",
                "phoi hop",
                "dang cong bao",
                "thay",
            ],
        );
        stated.then(|| inside.trim().to_owned())
    });
    let confidence = sheet.confidence(0.97, &[span]);
    into.push((Recipient { written, purpose, span }, confidence));
}

/// A recipient with the `Đ/c` before an office as it is always printed, where its slash was misread: `Đã Bộ trưởng`.
fn comrade(written: &str) -> String {
    match written.split_once(' ') {
        Some((first, rest))
            if matches!(key(first).as_str(), "da" | "dc" | "d c") && is_office(&key(rest)) =>
        {
            format!("Đ/c {rest}")
        }
        _ => written.to_owned(),
    }
}

/// Under this probability a word of a signature block is rather guessed than read: seals and strokes of the pen go over it.
const GUESSED: f32 = 0.6;

/// The same of a name, which a mark makes another person's, and of a family name, of which there are few.
const GUESSED_NAME: f32 = 0.73;
const GUESSED_SURNAME: f32 = 0.4;

/// What of a signer was read, and whether that is all of it. On a scan a part with a word that was guessed is left out, and a
/// family name of which a mark was misread is written as the only one with its letters.
fn legible(sheet: &Sheet<'_>, signer: &Signer, spans: &[Span<Restored>]) -> (Signer, bool) {
    let mut signer = signer.clone();
    let mut whole = signer.name.is_some();
    let signs_alone = signer.authority.is_none() && signer.on_behalf.is_none();
    let words: Vec<_> = sheet
        .document
        .words
        .iter()
        .filter(|word| word.place.is_some() && spans.iter().any(|span| word.span.overlaps(*span)))
        .collect();
    if words.is_empty() {
        return (signer, whole);
    }
    let is_guessed = |value: &str, least: f32| {
        let parts: Vec<String> = value.split_whitespace().map(key).collect();
        words.iter().any(|word| {
            (word.doubtful || word.probability < least) && parts.contains(&key(sheet.slice(word.span)))
        })
    };
    let is_printed = |value: &str| spans.iter().any(|span| sheet.slice(*span).contains(value));
    for part in [&mut signer.authority, &mut signer.on_behalf, &mut signer.title] {
        if part.as_deref().is_some_and(|part| is_guessed(part, GUESSED)) {
            *part = None;
            whole = false;
        }
    }
    // Who signs for a body or for another does so by an office.
    whole &= signs_alone || signer.title.is_some();
    // What is left of an office of which a seal hides the beginning names none.
    if signer.title.as_deref().is_some_and(|title| !names_office(&key(title))) {
        signer.title = None;
        whole = false;
    }
    if let Some(name) = &signer.name {
        let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
        let is_family = matches!(words::surname(first), Surname::Known);
        let unread = |least: f32| {
            let mut of_first = words.iter().filter(|word| key(sheet.slice(word.span)) == key(first));
            of_first.any(|word| word.probability < least)
        };
        whole &= !is_guessed(name, GUESSED_NAME);
        if is_guessed(rest, GUESSED_NAME) || unread(if is_family { GUESSED_SURNAME } else { GUESSED }) {
            signer.name = None;
        }
    }
    // The office of a deputy that was found out is not printed so.
    whole &= signer.title.as_deref().is_none_or(|title| {
        let lines = title.split_whitespace().count();
        is_printed(title) || lines > 3 && title.split(' ').all(is_printed)
    });
    if let Some(name) = &mut signer.name {
        let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
        match words::surname(first) {
            Surname::Known => {}
            Surname::Meant(surname) if !rest.is_empty() => {
                *name = format!("{surname} {rest}");
                whole = false;
            }
            // The first word of a name of two may be under the seal; of a longer one it is a name that no list knows.
            _ if rest.split_whitespace().count() < 2 => {
                signer.name = None;
                whole = false;
            }
            _ => {}
        }
    }
    (signer, whole)
}

/// Whether an office begins with any of the words of a key.
fn names_office(key: &str) -> bool {
    let starts = std::iter::once(0).chain(key.match_indices(' ').map(|(at, _)| at + 1));
    starts.into_iter().any(|at| {
        let rest = &key[at..];
        is_office(rest) || words::begins_with(rest, Class::Authority)
    })
}

impl Closing {
    /// Whether anybody signs here.
    pub(super) fn is_signed(&self) -> bool {
        !self.signers.is_empty()
    }

    /// The first who signed.
    pub(super) fn signer(&self, sheet: &Sheet<'_>, pages: &[RestoredPage]) -> Field<Signer> {
        let Some((signer, spans)) = self.signers.first() else { return Field::absent() };
        if signer.name.is_none() && signer.on_behalf.is_none() && seal::is_over(sheet, spans, pages) {
            let evidence = spans.clone();
            return Field { value: None, status: Status::Unreadable, confidence: 0.5, evidence };
        }
        let (signer, whole) = legible(sheet, signer, spans);
        let whole = whole && !seal::hides_a_part(sheet, &signer, spans, pages);
        if signer.title.is_none() && signer.name.is_none() && signer.on_behalf.is_none() {
            let evidence = spans.clone();
            return Field { value: None, status: Status::Unreadable, confidence: 0.5, evidence };
        }
        let status = if whole { Status::Read } else { Status::Partial };
        let confidence = sheet.confidence(if whole { 0.97 } else { 0.8 }, spans);
        Field { value: Some(signer), status, confidence, evidence: spans.clone() }
    }

    /// The others who signed.
    pub(super) fn co_signers(&self, sheet: &Sheet<'_>) -> Field<Vec<Signer>> {
        let others: Vec<_> = self.signers.iter().skip(1).collect();
        if others.is_empty() {
            return Field::absent();
        }
        let evidence: Vec<Span<Restored>> =
            others.iter().flat_map(|(_, spans)| spans.iter().copied()).collect();
        let read: Vec<(Signer, bool)> =
            others.iter().map(|(signer, spans)| legible(sheet, signer, spans)).collect();
        let status = if read.iter().all(|(_, whole)| *whole) { Status::Read } else { Status::Partial };
        let is_empty = |signer: &Signer| signer.title.is_none() && signer.name.is_none();
        let value: Vec<Signer> =
            read.into_iter().map(|(signer, _)| signer).filter(|signer| !is_empty(signer)).collect();
        if value.is_empty() {
            return Field { value: None, status: Status::Unreadable, confidence: 0.5, evidence };
        }
        Field { value: Some(value), status, confidence: sheet.confidence(0.9, &evidence), evidence }
    }

    /// The lines of `Nơi nhận`, that of the file among them.
    pub(super) fn recipients(&self) -> Field<Vec<Recipient>> {
        if self.recipients.is_empty() {
            return match self.heading {
                Some(span) => {
                    Field { value: None, status: Status::Blank, confidence: 0.9, evidence: vec![span] }
                }
                None => Field::absent(),
            };
        }
        let confidence =
            self.recipients.iter().map(|(_, c)| *c).fold(0.0, |sum, c| sum + c) / self.recipients_count();
        Field {
            value: Some(self.recipients.iter().map(|(r, _)| r.clone()).collect()),
            status: Status::Read,
            confidence,
            evidence: self.recipients.iter().map(|(r, _)| r.span).collect(),
        }
    }

    fn recipients_count(&self) -> f32 {
        f32::from(u16::try_from(self.recipients.len()).unwrap_or(u16::MAX))
    }

    /// The line `Lưu: VT, …`.
    pub(super) fn filed(&self) -> Field<Filed> {
        let Some((line, confidence)) = self.recipients.iter().find(|(r, _)| begins(&key(&r.written), "luu"))
        else {
            return Field::absent();
        };
        let rest = line.written.chars().skip(3).collect::<String>();
        let rest = rest.trim_start_matches([':', ' ', '.']);
        let (rest, brackets) = match rest.split_once('(') {
            Some((rest, inside)) => (rest, inside.trim_end_matches(')').trim()),
            None => (rest, ""),
        };
        // `VT` is the registry; what follows is the drafting unit.
        let unit = rest.split([',', ';']).map(str::trim).find(|part| {
            !part.is_empty() && !matches!(key(part).as_str(), "vt" | "van thu" | "hs" | "ho so")
        });
        let mut filed = Filed {
            written: line.written.clone(),
            unit: unit.map(str::to_owned),
            drafter: None,
            copies: None,
        };
        for part in brackets.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
            // `(2b)`, `cn 02b`: copies; else the drafter.
            if part.contains(|c: char| c.is_ascii_digit()) && part.ends_with(['b', 'C', 'B', 'c']) {
                filed.copies = Some(part.to_owned());
            } else if filed.drafter.is_none() {
                filed.drafter = Some(part.to_owned());
            }
        }
        Field { value: Some(filed), status: Status::Read, confidence: *confidence, evidence: vec![line.span] }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::tests::{marked, plain, scanned_page};
    use crate::document::{Header, Status};
    use crate::geometry::PixelBox;
    use crate::page::{Block, Mark, MarkKind};

    const BODY: &str = "1. Các sở triển khai thực hiện.\n\nYêu cầu các đơn vị thực hiện nghiêm túc./.\n\n";

    #[test]
    fn recipients_are_joined_and_the_file_is_taken_apart() {
        let document = plain(&format!(
            "{BODY}Nơi nhận:\n- Ban Chỉ huy Quân sự tỉnh, Bộ đội Biên\nphòng tỉnh (để b/c);\n- UBND các xã;\n\
             - Lưu: VT, KTN (Khôi, 02b)\nTM. ỦY BAN NHÂN\nDÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nTrần Minh\nKhôi\n"
        ));
        let h = &document.header;
        let written: Vec<&str> =
            h.recipients.value.as_ref().unwrap().iter().map(|r| r.written.as_str()).collect();
        assert_eq!(
            written,
            [
                "Ban Chỉ huy Quân sự tỉnh, Bộ đội Biên phòng tỉnh (để b/c)",
                "UBND các xã",
                "Lưu: VT, KTN (Khôi, 02b)"
            ]
        );
        assert_eq!(h.recipients.value.as_ref().unwrap()[0].purpose.as_deref(), Some("để b/c"));
        let filed = h.filed.value.as_ref().unwrap();
        assert_eq!(
            (filed.unit.as_deref(), filed.drafter.as_deref(), filed.copies.as_deref()),
            (Some("KTN"), Some("Khôi"), Some("02b"))
        );
        let signer = h.signer.value.as_ref().unwrap();
        assert_eq!(signer.authority.as_deref(), Some("TM. ỦY BAN NHÂN DÂN"));
        assert_eq!(signer.on_behalf.as_deref(), Some("KT. CHỦ TỊCH"));
        assert_eq!(signer.title.as_deref(), Some("PHÓ CHỦ TỊCH"));
        assert_eq!(signer.name.as_deref(), Some("Trần Minh Khôi"));
    }

    #[test]
    fn the_end_of_the_body_is_no_recipient() {
        let document = crate::document::model(&scanned_page(&[
            (Block::Body, 300, 100, "Yêu cầu các đơn vị phối hợp triển khai"),
            (Block::Recipients, 200, 160, "thực hiện nghiêm túc./."),
            (Block::Recipients, 200, 200, "Nơi nhận:"),
            (Block::Recipients, 200, 260, "- Như trên;"),
            (Block::Recipients, 200, 320, "- Lưu: VT."),
            (Block::Signature, 900, 200, "GIÁM ĐỐC"),
            (Block::Signature, 900, 400, "Lê Thu An"),
        ]))
        .output;
        let recipients = document.header.recipients.value.unwrap();
        let written: Vec<&str> = recipients.iter().map(|r| r.written.as_str()).collect();
        assert_eq!(written, ["Như trên", "Lưu: VT"]);
    }

    fn signed(lines: &[&str], marks: Vec<Mark>) -> Header {
        let mut page =
            vec![(Block::Recipients, 200, 200, "Nơi nhận:"), (Block::Recipients, 200, 260, "- Lưu: VT.")];
        page.extend(lines.iter().zip(0..).map(|(line, i)| (Block::Signature, 900, 200 + 60 * i, *line)));
        crate::document::model(&marked(scanned_page(&page), marks)).output.header
    }

    #[test]
    fn who_signs_in_place_of_another_is_a_deputy() {
        let title = |line| {
            let header = signed(&["KT. GIÁM ĐỐC", line, "Lê Thu An -"], Vec::new());
            let signer = header.signer.value.unwrap();
            assert_eq!(signer.name.as_deref(), Some("Lê Thu An"));
            (signer.title.unwrap(), header.signer.status)
        };
        assert_eq!(title("PHÓ GIÁM ĐỐC"), ("PHÓ GIÁM ĐỐC".to_owned(), Status::Read));
        assert_eq!(title("02PNỐ GIÁM ĐỐC"), ("PHÓ GIÁM ĐỐC".to_owned(), Status::Partial));
        assert_eq!(title("GIÁM ĐỐC"), ("PHÓ GIÁM ĐỐC".to_owned(), Status::Partial));
        assert_eq!(title("CHÁNH VĂN PHÒNG"), ("CHÁNH VĂN PHÒNG".to_owned(), Status::Read));
    }

    #[test]
    fn an_office_under_a_seal_without_a_name_is_unreadable() {
        let seal = |left| {
            let place = PixelBox::new(left, 150, left + 400, 600);
            vec![Mark { kind: MarkKind::Seal, place, text: None }]
        };
        let over = signed(&["HIỆU TRƯỞNG", "~ #"], seal(850)).signer;
        assert_eq!((over.value, over.status), (None, Status::Unreadable));
        let beside = signed(&["HIỆU TRƯỞNG", "~ #"], seal(400)).signer;
        assert_eq!(beside.value.unwrap().title.as_deref(), Some("HIỆU TRƯỞNG"));
        let named = signed(&["HIỆU TRƯỞNG", "Lê Thu An"], seal(850)).signer;
        assert_eq!(named.value.unwrap().title.as_deref(), Some("HIỆU TRƯỞNG"));
    }

    #[test]
    fn text_put_among_the_recipients_is_none() {
        let document = crate::document::model(&scanned_page(&[
            (
                Block::Body,
                200,
                100,
                "Các sở tổ chức phong trào thi đua trên tất cả các lĩnh vực, tạo khí thế",
            ),
            (Block::Recipients, 200, 160, "thi đua sôi nổi và rộng khắp"),
            (Block::Body, 200, 220, "trên địa bàn tỉnh."),
            (Block::Recipients, 200, 300, "Nơi nhận:"),
            (Block::Recipients, 200, 360, "- Như trên;"),
            (Block::Signature, 900, 300, "GIÁM ĐỐC"),
            (Block::Signature, 900, 500, "Lê Thu An"),
        ]))
        .output;
        let recipients = document.header.recipients.value.unwrap();
        assert_eq!(recipients.iter().map(|r| r.written.as_str()).collect::<Vec<_>>(), ["Như trên"]);
    }

    #[test]
    fn columns_on_one_line_are_cut() {
        let document = crate::document::model(&scanned_page(&[
            (Block::Body, 300, 100, "Yêu cầu các đơn vị thực hiện nghiêm túc./."),
            (Block::Body, 200, 200, "Nơi nhận:  GIÁM ĐỐC"),
            (Block::Body, 200, 260, "- Như trên;"),
            (Block::Body, 200, 320, "- Lưu: VT.  Lê Thu An"),
        ]))
        .output;
        let signer = document.header.signer.value.unwrap();
        assert_eq!(signer.title.as_deref(), Some("GIÁM ĐỐC"));
        assert_eq!(signer.name.as_deref(), Some("Lê Thu An"));
        assert_eq!(document.header.recipients.value.unwrap().len(), 2);
    }

    #[test]
    fn two_who_sign_are_told_apart() {
        let document = plain(&format!(
            "{BODY}Nơi nhận:\n- Lưu: VT.\n\nGIÁM ĐỐC SỞ Y TẾ\nTrần Minh Khôi\nKT. GIÁM ĐỐC SỞ TÀI CHÍNH\n\
             PHÓ GIÁM ĐỐC\nLê Thu An\n"
        ));
        let h = &document.header;
        assert_eq!(h.signer.value.as_ref().unwrap().name.as_deref(), Some("Trần Minh Khôi"));
        let others = h.co_signers.value.as_ref().unwrap();
        assert_eq!(others.len(), 1);
        assert_eq!(others[0].name.as_deref(), Some("Lê Thu An"));
    }

    #[test]
    fn a_power_alone_on_its_line_and_a_first_recipient_without_dash_are_read() {
        let document = plain(&format!(
            "{BODY}Nơi nhận:\n\nNhư Điều 3;\n- Lưu: VT.\n\nTM.\nỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Minh Khôi\n"
        ));
        let h = &document.header;
        assert_eq!(h.recipients.value.as_ref().unwrap()[0].written, "Như Điều 3");
        let signer = h.signer.value.as_ref().unwrap();
        assert_eq!(signer.authority.as_deref(), Some("TM. ỦY BAN NHÂN DÂN"));
        assert_eq!(signer.title.as_deref(), Some("CHỦ TỊCH"));
    }

    #[test]
    fn nobody_signs_where_nobody_is_named() {
        let document = plain(&format!("{BODY}Nơi nhận:\n- Các sở;\n- Lưu: VT.\n"));
        assert_eq!(document.header.signer.status, Status::Absent);
    }
}
