//! The header fields of a document, put together from letterhead, title, closing and attachments.

use super::sheet::Sheet;
use super::{Field, Header, Role, Status, appendix, closing, date, effective, letterhead, number, title};
use crate::geometry::{PageIndex, PixelBox};
use crate::page::MarkKind;
use crate::restore::RestoredPage;
use crate::vietnamese::{fold, strip_marks};
use crate::warning::{Doubt, Warning};

/// Share of places right that stand in the date line and in the name of a body.
const NAMED_TWICE: f32 = 0.98;

/// What a place is believed at most that a body names with other marks.
const NAMED_OTHERWISE: f32 = 0.8;

/// Reads the header and says of each line what it is for.
pub(super) fn read(sheet: &Sheet<'_>, pages: &[RestoredPage], roles: &mut [Role]) -> (Header, Vec<Warning>) {
    let first_page = sheet.document.lines.first().map(|line| line.page);
    let on_first = || pages.iter().filter(|page| Some(page.page) == first_page).flat_map(|page| &page.marks);
    let handwriting: Vec<PixelBox> =
        on_first().filter(|mark| mark.kind == MarkKind::Handwriting).map(|mark| mark.place).collect();
    let stamped: Vec<PixelBox> =
        on_first().filter(|mark| mark.kind == MarkKind::Signature).map(|mark| mark.place).collect();
    let head = letterhead::read(sheet, &handwriting, &stamped, roles);
    let title = title::read(sheet, head.end, head.found, roles);
    for (line, role) in roles.iter_mut().enumerate().skip(title.end) {
        // `QUYẾT ĐỊNH:` between bases and articles; `* *` of some sources.
        let rule = sheet.text(line).chars().all(|c| matches!(c, '*' | '_' | ' '));
        if *role == Role::Text && (rule || title::is_command(sheet, line)) {
            *role = Role::Frame;
        }
    }
    let closings = closing::find(sheet, title.end, roles);
    let first = closings.iter().find(|closing| closing.is_signed());
    let with_recipients = closings.iter().find(|c| c.recipients().status != Status::Absent);
    let appendices = appendix::find(sheet, title.end, roles);
    let addressed =
        (0..sheet.len().min(head.end + 8)).find(|line| letterhead::begins_address(&sheet.lines[*line].key));
    let kind = match (&title.kind.value, addressed) {
        // An official letter has no title: its subject stands under the number.
        (None, Some(line)) if head.found => {
            let (confidence, evidence) = (0.95, vec![sheet.lines[line].span]);
            Field { value: Some("Công văn".to_owned()), status: Status::Read, confidence, evidence }
        }
        (None, None) if head.about.value.is_some() => {
            Field { value: Some("Công văn".to_owned()), ..head.about.clone() }
        }
        _ => title.kind,
    };
    let stamp = |field: Field<String>, wanted: MarkKind| match field.value {
        // The text of a mark has no place among the restored lines.
        None => on_first().find(|mark| mark.kind == wanted).and_then(|mark| mark.text.clone()).map_or(
            Field::absent(),
            |text| Field { value: Some(text), status: Status::Read, confidence: 0.8, evidence: Vec::new() },
        ),
        Some(_) => field,
    };
    let date = match kind.value.as_deref() {
        // Minutes are of the day on which was met.
        Some("Biên bản") if head.date.status == Status::Absent => date::of_meeting(sheet, title.end),
        _ => head.date,
    };
    let effective = effective::read(sheet, title.end, &date);
    let barred = |field: Field<String>| {
        let value = field.value.as_deref().zip(kind.value.as_deref());
        let value = value.and_then(|(symbol, kind)| number::with_bar(symbol, kind)).or(field.value);
        Field { value, ..field }
    };
    let (symbol, code) = (barred(head.symbol), barred(head.code));
    let bodies = [head.issuer.value.as_deref(), head.parent_body.value.as_deref()];
    let printed = symbol.value.clone();
    let symbol = number::vouched(sheet, symbol, kind.value.as_deref(), &bodies);
    let code = match (&symbol.value, printed) {
        (Some(value), Some(printed)) if *value != printed => Field {
            value: code.value.map(|code| code.replace(&printed, value)),
            confidence: code.confidence.min(symbol.confidence),
            ..code
        },
        (None, Some(_)) => Field { value: None, status: symbol.status, ..code },
        _ => code,
    };
    let header = Header {
        kind,
        number: head.number,
        symbol,
        code,
        place: vouched(head.place.clone(), &[&head.issuer, &head.parent_body]),
        parent_body: doubted(head.parent_body, &head.place),
        issuer: doubted(head.issuer, &head.place),
        date,
        effective,
        subject: if title.subject.value.is_some() { title.subject } else { head.about },
        urgency: stamp(head.urgency, MarkKind::Urgency),
        secrecy: stamp(head.secrecy, MarkKind::Secrecy),
        signer: first.map_or_else(Field::absent, |closing| closing.signer(sheet, pages)),
        co_signers: first.map_or_else(Field::absent, |closing| closing.co_signers(sheet)),
        recipients: with_recipients.map_or_else(Field::absent, closing::Closing::recipients),
        filed: with_recipients.map_or_else(Field::absent, closing::Closing::filed),
        appendices,
    };
    let warnings = warnings(&header, head.found, first_page);
    (header, warnings)
}

/// A place that a body beside it names too was read twice alike. Where only its marks differ there, one of the two was misread.
fn vouched(place: Field<String>, bodies: &[&Field<String>]) -> Field<String> {
    let names = |body: &Field<String>, alike: fn(&str) -> String| {
        place.value.as_deref().zip(body.value.as_deref()).is_some_and(|(place, body)| {
            alike(body).strip_suffix(&alike(place)).is_some_and(|before| before.ends_with(' '))
        })
    };
    let confidence = if bodies.iter().any(|body| names(body, fold)) {
        place.confidence.max(NAMED_TWICE)
    } else if bodies.iter().any(|body| names(body, |text| strip_marks(&fold(text)))) {
        place.confidence.min(NAMED_OTHERWISE)
    } else {
        place.confidence
    };
    Field { confidence, ..place }
}

/// A body that ends in the place of the date line, but for its marks: one of the two was misread.
fn doubted(body: Field<String>, place: &Field<String>) -> Field<String> {
    let differs = body.value.as_deref().zip(place.value.as_deref()).is_some_and(|(body, place)| {
        let ends =
            |body: &str, place: &str| body.strip_suffix(place).is_some_and(|before| before.ends_with(' '));
        let (body, place) = (fold(body), fold(place));
        ends(&strip_marks(&body), &strip_marks(&place)) && !ends(&body, &place)
    });
    let confidence = if differs { body.confidence.min(NAMED_OTHERWISE) } else { body.confidence };
    Field { confidence, ..body }
}

fn warnings(header: &Header, letterhead: bool, page: Option<PageIndex>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut warn = |doubt| {
        let warning = Warning::new(doubt);
        warnings.push(match page {
            Some(page) => warning.on(page),
            None => warning,
        });
    };
    if !letterhead {
        warn(Doubt::DocumentNoLetterhead);
    }
    if header.number.value.is_none() {
        warn(match header.number.status {
            Status::Handwritten => Doubt::DocumentNumberByHand,
            Status::Blank => Doubt::DocumentNumberBlank,
            _ => Doubt::DocumentNoNumber,
        });
    }
    if header.date.status != Status::Read {
        warn(match header.date.status {
            Status::Handwritten => Doubt::DocumentDateByHand,
            Status::Blank => Doubt::DocumentDateBlank,
            _ => Doubt::DocumentNoDate,
        });
    }
    if header.signer.value.is_none() {
        warnings.push(Warning::new(Doubt::DocumentNoSigner));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_its_issuer_names_is_surer_than_its_letters() {
        let field = |value: &str| Field {
            value: Some(value.to_owned()),
            status: Status::Read,
            confidence: 0.7,
            evidence: Vec::new(),
        };
        let sure = |issuer: &str| vouched(field("Sơn Hà"), &[&field(issuer)]).confidence > 0.9;
        assert!(sure("ỦY BAN NHÂN DÂN TỈNH SƠN HÀ"));
        assert!(!sure("ỦY BAN NHÂN DÂN TỈNH BÌNH LÂM"));
        assert!(!sure("SỞ Y TẾ"));
        let certain = Field { confidence: 0.98, ..field("Sơn Hà") };
        assert!(vouched(certain, &[&field("UBND TỈNH SƠN HẠ")]).confidence < 0.9);
        assert!(vouched(Field::absent(), &[&field("SỞ Y TẾ")]).confidence < 0.1);
        let body =
            |place: &str| doubted(Field { confidence: 0.95, ..field("SỞ Y TẾ TỈNH SƠN HÀ") }, &field(place));
        assert!(body("Sơn Hạ").confidence < 0.9);
        assert!(body("Sơn Hà").confidence > 0.9 && body("An Thịnh").confidence > 0.9);
    }
}
