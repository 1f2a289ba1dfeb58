//! The kind of a document and its subject (trích yếu), which stand centred between letterhead and body.

use super::head::unless_guessed;
use super::phrase::{self, begins, begins_any, begins_small, in_capitals, key};
use super::sheet::Sheet;
use super::words::{self, Class, KINDS};
use super::{Field, Role, Status, label};
use crate::page::Block;
use crate::text::{Restored, Span, one_line};

/// The kind that a line names as a title: in capitals and nothing else on it.
pub(super) fn kind_at(sheet: &Sheet<'_>, line: usize) -> Option<&'static str> {
    kind_lines(sheet, line).map(|(kind, _)| kind)
}

/// The key of what of a scanned line was read for certain: strokes beside a title are read as words.
fn key_of_read(sheet: &Sheet<'_>, line: usize) -> String {
    let (first, after) = sheet.lines[line].words;
    let words = &sheet.document.words[first..after];
    let read = words.iter().filter(|word| word.place.is_some() && !word.doubtful && word.probability > 0.5);
    let texts: Vec<&str> = read.map(|word| sheet.slice(word.span)).collect();
    key(&texts.join(" "))
}

/// The same, and how many lines it takes: a source may break `QUYẾT` / `ĐỊNH`.
fn kind_lines(sheet: &Sheet<'_>, line: usize) -> Option<(&'static str, usize)> {
    let view = &sheet.lines[line];
    // A colon apart from its word is dust, but for `QUYẾT ĐỊNH :`.
    let text = sheet.text(line);
    let is_led_in = text.ends_with(':') && (!text.ends_with(" :") || is_command(sheet, line));
    if !view.capitals || is_led_in || matches!(view.block, Block::Cell(_)) {
        return None;
    }
    if let Some(kind) = kind_of(&view.key).or_else(|| kind_of(&key_of_read(sheet, line))) {
        return Some((kind, 1));
    }
    let next = sheet.lines.get(line + 1).filter(|next| next.capitals && !next.gap)?;
    let short = !view.key.contains(' ') && !next.key.contains(' ') && !sheet.text(line + 1).ends_with(':');
    if !short {
        return None;
    }
    let joined = format!("{} {}", view.key, next.key);
    KINDS.iter().find(|kind| joined == kind.key).map(|kind| (kind.name, 2))
}

/// The kind that a line in capitals begins with, its subject behind it on the same line, and the word where that begins:
/// `ĐỀ ÁN TRỒNG RỪNG`. Names of one word begin other words too.
pub(super) fn led_kind(sheet: &Sheet<'_>, line: usize) -> Option<(&'static str, usize)> {
    let view = &sheet.lines[line];
    let text = sheet.text(line);
    if matches!(view.block, Block::Cell(_)) || text.ends_with([':', ';', '.']) {
        return None;
    }
    if !view.capitals {
        return capital_kind(sheet, line);
    }
    let kind = KINDS.iter().filter(|kind| kind.key.contains(' ')).find(|kind| {
        view.key.strip_prefix(&kind.key).is_some_and(|rest| rest.starts_with(' ') && rest.len() > 3)
    })?;
    let count = kind.key.split(' ').count();
    (view.words.1 - view.words.0 > count).then_some((kind.name, view.words.0 + count))
}

/// The kind in capitals before a subject in small letters: `QUYẾT ĐỊNH về việc lập tổ`.
fn capital_kind(sheet: &Sheet<'_>, line: usize) -> Option<(&'static str, usize)> {
    let (first, after) = sheet.lines[line].words;
    let text = |from: usize, to: usize| {
        let words = &sheet.document.words[from..to];
        let (start, end) = (words.first()?.span.start(), words.last()?.span.end());
        Some(&sheet.document.text[start..end])
    };
    (first + 1..after.min(first + 7)).rev().find_map(|cut| {
        let (head, rest) = (text(first, cut)?, text(cut, after)?);
        let leads = begins_any(&key(rest), &["ve viec", "v v"]) && head.chars().all(|c| !c.is_lowercase());
        let kind = Some(head).filter(|_| leads).and_then(|head| kind_of(&key(head)))?;
        Some((kind, cut))
    })
}

/// Whether a line is the verb that the articles hang on: `QUYẾT ĐỊNH:`, `QUYẾT NGHỊ:`.
pub(super) fn is_command(sheet: &Sheet<'_>, line: usize) -> bool {
    let view = &sheet.lines[line];
    view.capitals
        && sheet.text(line).ends_with(':')
        && ["quyet dinh", "quyet nghi", "chi thi", "nghi quyet"]
            .iter()
            .any(|verb| phrase::is(&view.key, verb))
}

fn kind_of(key: &str) -> Option<&'static str> {
    let same = KINDS.iter().find(|kind| key == kind.key);
    let alike = || KINDS.iter().find(|kind| kind.key.len() >= 7 && phrase::is(key, &kind.key));
    same.or_else(alike).map(|kind| kind.name)
}

/// Kind, subject, and the first line after them.
#[derive(Debug)]
pub(super) struct Title {
    pub(super) kind: Field<String>,
    pub(super) subject: Field<String>,
    pub(super) end: usize,
}

/// Reads the title that begins at line `at` or shortly after.
pub(super) fn read(sheet: &Sheet<'_>, at: usize, letterhead: bool, roles: &mut [Role]) -> Title {
    let reach = sheet.len().min(at + 6);
    let exact = (at..reach).find_map(|line| kind_lines(sheet, line).map(|(kind, count)| (line, count, kind)));
    // A colon apart from its word is dust where no articles follow.
    let dusty = || (at..reach).find_map(|line| before_subject(sheet, line).map(|kind| (line, 1, kind)));
    let led = || {
        let lines = at..sheet.len().min(at + 3);
        lines.into_iter().find_map(|line| led_kind(sheet, line).map(|(kind, word)| (line, kind, word)))
    };
    let none = Title { kind: Field::absent(), subject: Field::absent(), end: at };
    let read_kind = |kind: &str, span: Span<Restored>| {
        // One of a few names, in its place: however badly its letters were read.
        let (confidence, evidence) = (0.99, vec![span]);
        Field { value: Some(kind.to_owned()), status: Status::Read, confidence, evidence }
    };
    let (first, start, kind) = match exact.or_else(dusty) {
        Some((line, count, kind)) => {
            (line + count, None, read_kind(kind, sheet.span(line, line + count - 1)))
        }
        None => match led().filter(|_| letterhead) {
            Some((line, kind, word)) => {
                let start = sheet.document.words[word].span.start();
                let span = Span::new(sheet.lines[line].span.start(), start - 1);
                (line, Some(start), read_kind(kind, span))
            }
            // Without letterhead and kind, the text may begin with a title of its own.
            None if !letterhead && at == 0 && has_title(sheet) => (0, None, Field::absent()),
            None => return none,
        },
    };
    let last = subject_end(sheet, first);
    let end = skip_authority(sheet, last);
    for role in &mut roles[at..end] {
        *role = Role::Frame;
    }
    let subject = (first < last).then(|| {
        let whole = sheet.span(first, last - 1);
        start.map_or(whole, |start| Span::new(start, whole.end()))
    });
    let subject = subject.map_or_else(Field::absent, |span| field(sheet, span));
    Title { kind, subject, end }
}

fn field(sheet: &Sheet<'_>, span: Span<Restored>) -> Field<String> {
    // No subject begins or ends with a dash: on scans it is a speck or a piece of the rule under it.
    let value = one_line(sheet.slice(span)).trim_matches(['*', '_', '-', ' ']).to_owned();
    let dots = value.chars().filter(|c| matches!(c, '.' | '…' | '·')).count();
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    if dots > 0 && (letters == 0 || matches!(key(&value).as_str(), "ve viec" | "v v" | "ve")) {
        // Of a blank form.
        return Field { value: None, status: Status::Blank, confidence: 0.9, evidence: vec![span] };
    }
    let confidence = sheet.confidence(0.97, &[span]);
    let field = Field { value: Some(value), status: Status::Read, confidence, evidence: vec![span] };
    unless_guessed(sheet, field)
}

/// The kind of a line that looks like the command before the articles, but has the subject under it.
pub(super) fn before_subject(sheet: &Sheet<'_>, line: usize) -> Option<&'static str> {
    let next = sheet.lines.get(line + 1)?;
    let subject = begins_any(&next.key, &["ve viec", "v v", "ve"]);
    (is_command(sheet, line) && subject).then(|| kind_of(&sheet.lines[line].key)).flatten()
}

/// Whether a text without letterhead begins with a title: capitals, or on a scan a centred line.
fn has_title(sheet: &Sheet<'_>) -> bool {
    !sheet.lines.is_empty()
        && (sheet.lines[0].capitals || sheet.is_centred(0))
        && label::parse(sheet.text(0), &[]).is_none()
        && sheet.text(0).chars().count() >= 10
}

/// First line after a subject that begins at `first`.
fn subject_end(sheet: &Sheet<'_>, first: usize) -> usize {
    let mut line = first;
    while line < sheet.len() && line - first < 12 {
        let text = sheet.text(line);
        if line > first && !goes_on(sheet, first, line) || ends_subject(sheet, line, line > first) {
            break;
        }
        if text.ends_with("./.") {
            return line + 1;
        }
        line += 1;
    }
    line
}

/// Whether line `line` still is the subject that began at `first`.
fn goes_on(sheet: &Sheet<'_>, first: usize, line: usize) -> bool {
    let (before, here) = (&sheet.lines[line - 1], &sheet.lines[line]);
    let text = sheet.text(line);
    let small = begins_small(text);
    if here.page_start {
        return false;
    }
    if here.gap {
        // Sources put blank lines even inside, but then the sentence is open.
        return small && sheet.lines[first].capitals == here.capitals;
    }
    if sheet.lines[first].capitals && before.capitals {
        // A title in capitals may have a second line in small letters, which is not full.
        return here.capitals || small || (line == first + 1 && !sheet.is_full(line)) || sheet.is_gapped();
    }
    if small || sheet.is_gapped() {
        return true;
    }
    if sheet.goes_on_below(line - 1) && is_led_to_its_end(sheet, line) {
        return true;
    }
    let before_key = key(sheet.text(line - 1));
    let last = before_key.rsplit(' ').next().unwrap_or("");
    let open = sheet.text(line - 1).ends_with([',', '-', '–'])
        || ["va", "cua", "ve", "tai", "nam", "cho", "cac", "so"].contains(&last)
        // The name of a place leaves the rest of its line empty.
        || ["tinh", "huyen", "thanh", "xa", "phuong"].contains(&last) && sheet.is_short(line);
    match here.place {
        Some(_) => sheet.is_centred(line) || (open && !sheet.is_full(line)),
        None => open || sheet.is_short(line),
    }
}

/// Whether what follows a subject for certain, an address, a basis or the authority, comes within a few lines from here, and
/// until then no sentence ends and no paragraph begins.
fn is_led_to_its_end(sheet: &Sheet<'_>, line: usize) -> bool {
    for at in line..sheet.len().min(line + 5) {
        if at > line && ends_subject(sheet, at, true) {
            return true;
        }
        let view = &sheet.lines[at];
        if view.gap || view.page_start || sheet.text(at).ends_with(['.', ';', ':']) {
            return false;
        }
    }
    false
}

/// Whether a line cannot be of a subject: a basis, an article, an address, the authority that decides, a rule.
fn ends_subject(sheet: &Sheet<'_>, line: usize, begun: bool) -> bool {
    let (view, text) = (&sheet.lines[line], sheet.text(line));
    let basis = begins_any(&view.key, &["can cu", "xet de nghi", "theo de nghi", "kinh gui", "dieu 1"]);
    basis && !view.capitals
        || view.key.is_empty()
        // A letter to all begins with those whom it is written to.
        || begins(&view.key, "gui") && text.ends_with([',', ':', '!'])
        || (text.starts_with('(') && begins_any(&view.key, &["kem theo", "ban hanh kem theo"]))
        || (begun
            && begins_any(&view.key, &["thuc hien"])
            && !view.capitals
            && !begins_small(text)
            && (view.gap || (!sheet.is_gapped() && sheet.is_full(line) && !sheet.is_centred(line))))
        || label::parse(text, &[]).is_some_and(|l| !l.class.is_sign() && l.marked)
        || (begun && is_authority(&view.key) && in_capitals(text) && stands_apart(sheet, line))
}

/// Those who decide, above the legal bases: `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …`.
fn is_authority(key: &str) -> bool {
    words::begins_with(key, Class::Authority)
}

/// Whether a line in capitals begins anew after the subject: after a gap, after small letters, or before a basis.
fn stands_apart(sheet: &Sheet<'_>, line: usize) -> bool {
    let basis_follows = sheet.lines[line..]
        .iter()
        .skip(1)
        .take(4)
        .find(|view| !view.capitals)
        .is_some_and(|view| begins_any(&view.key, &["can cu", "xet", "theo"]));
    sheet.lines[line].gap || !sheet.lines[line - 1].capitals || (basis_follows && !sheet.is_gapped())
}

/// Over the name of the authority and rules below the subject.
fn skip_authority(sheet: &Sheet<'_>, from: usize) -> usize {
    let mut line = from;
    while line < sheet.len() && sheet.lines[line].key.is_empty() {
        line += 1;
    }
    let first = line;
    let mut named = false;
    while line < sheet.len() && line - first < 6 && sheet.lines[line].capitals {
        named |= is_authority(&sheet.lines[line].key);
        if label::parse(sheet.text(line), &[]).is_some() {
            break;
        }
        line += 1;
    }
    if named { line } else { first }
}

/// Whether an attached document begins here.
pub(super) fn starts_attachment(sheet: &Sheet<'_>, line: usize) -> bool {
    let view = &sheet.lines[line];
    begins(&view.key, "phu luc") && (view.capitals || sheet.text(line).chars().count() < 30)
        || kind_at(sheet, line).is_some()
}

#[cfg(test)]
mod tests {
    use crate::document::Status;
    use crate::document::tests::{plain, restored_pages};

    #[test]
    fn the_subject_ends_where_the_body_begins() {
        struct Case(&'static str, Option<&'static str>, &'static str);
        for Case(text, kind, subject) in [
            Case(
                "QUYẾT ĐỊNH\nVề việc công nhận các xã đạt chuẩn\nnông thôn mới năm 2024\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n\
                 Căn cứ Luật Tổ chức chính quyền địa phương;\n",
                Some("Quyết định"),
                "Về việc công nhận các xã đạt chuẩn nông thôn mới năm 2024",
            ),
            Case(
                "KẾ HOẠCH\n- Trồng cây phân tán trên địa bàn huyện\nnăm 2024\n\nThực hiện Chương trình của tỉnh;\n",
                Some("Kế hoạch"),
                "Trồng cây phân tán trên địa bàn huyện năm 2024",
            ),
            Case(
                "QUYẾT\nĐỊNH\n\nBAN HÀNH QUY CHẾ PHỐI HỢP\nTRÊN ĐỊA BÀN TỈNH\n\nỦY BAN NHÂN DÂN TỈNH SƠN HÀ\n\nCăn cứ Luật;\n\n\
                 Điều 1. Ban hành.\n",
                Some("Quyết định"),
                "BAN HÀNH QUY CHẾ PHỐI HỢP TRÊN ĐỊA BÀN TỈNH",
            ),
            Case(
                "KẾ HOẠCH :\nTrồng rừng phòng hộ năm 2024\n\nCăn cứ Luật;\n",
                Some("Kế hoạch"),
                "Trồng rừng phòng hộ năm 2024",
            ),
            Case(
                "PHÁT ĐỘNG THI ĐUA\nThực hiện nhiệm vụ trồng rừng năm 2024\n\nNăm 2024 là năm bản lề.\n\n- Trồng 120 ha.\n",
                None,
                "PHÁT ĐỘNG THI ĐUA Thực hiện nhiệm vụ trồng rừng năm 2024",
            ),
        ] {
            let header = plain(text).header;
            assert_eq!(header.kind.value.as_deref(), kind, "{text}");
            assert_eq!(header.subject.value.as_deref(), Some(subject), "{text}");
        }
    }

    #[test]
    fn a_letter_has_its_subject_under_the_number() {
        let text = "SỞ Y TẾ SƠN HÀ\nSố: 12/SYT-NV\nV/v tập huấn cán bộ\ny tế năm 2024\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
            Độc lập - Tự do - Hạnh phúc\nSơn Hà, ngày 05 tháng 3 năm 2024\nKính gửi: Các trạm y tế.\nSở Y tế đề nghị các trạm cử cán bộ.\n";
        let header = crate::document::model(&restored_pages(&[text])).output.header;
        assert_eq!(header.kind.value.as_deref(), Some("Công văn"));
        assert_eq!(header.subject.value.as_deref(), Some("V/v tập huấn cán bộ y tế năm 2024"));
        assert_eq!(header.effective.status, Status::Absent);
    }
}
