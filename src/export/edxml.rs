//! The header of a message between document systems, edXML of QCVN 102:2016/BTTTT: the sender, those it goes to, number,
//! place and day, kind, subject, signer, where the file is.
//!
//! Codes of offices (`OrganId`) stand on no page: they come from a list that the office gives. What the regulation counts by
//! codes of its own, whose lists were not at hand (`Type`, `Priority`, `SteeringType`), and what only the sending system
//! knows (`TraceHeaderList`, the signature), is left out.

use std::fmt::Write;

use jiff::civil::Date;

use super::csv;
use super::mark::marks;
use super::office::folded;
use super::xml::escaped;
use crate::lexicon::Lexicon;
use crate::reason::Reason;
use crate::record::{Record, Signer};

const NAMESPACE: &str = "http://www.mic.gov.vn/TBT/QCVN_102_2016";

/// Offices with the codes by which document systems know them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organs {
    /// The name in the ways it is known by; code.
    codes: Vec<(Vec<String>, String)>,
}

impl Organs {
    /// Reads a table of two columns, name and code; a first line that names the columns is passed over.
    ///
    /// # Errors
    /// The line that has not both, from 1.
    pub fn read(text: &str) -> Result<Organs, usize> {
        let mut codes = Vec::new();
        for (number, cells) in (1..).zip(csv::read(text)) {
            match &cells[..] {
                [name, code, ..] if !name.trim().is_empty() && !code.trim().is_empty() => {
                    let is_heading = number == 1 && !code.chars().any(|c| c.is_ascii_digit());
                    if !is_heading {
                        codes.push((keys(name), code.trim().to_owned()));
                    }
                }
                cells if cells.iter().all(|cell| cell.trim().is_empty()) => {}
                _ => return Err(number),
            }
        }
        Ok(Organs { codes })
    }

    fn code(&self, name: &str) -> Option<&str> {
        let asked = keys(name);
        let is_it = |keys: &&(Vec<String>, String)| keys.0.iter().any(|key| asked.contains(key));
        self.codes.iter().find(is_it).map(|(_, code)| code.as_str())
    }
}

/// A name of an office folded, as it is written and with its abbreviations written out, without notes in brackets: `(b/c)`.
fn keys(name: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let bare: String = name
        .chars()
        .filter(|c| {
            depth += usize::from(*c == '(');
            let is_outside = depth == 0;
            depth -= usize::from(*c == ')').min(depth);
            is_outside
        })
        .collect();
    let long = |word: &str| {
        let lexicon = Lexicon::embedded().ok()?;
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        lexicon.abbreviation(word)?.expansions.first().copied()
    };
    let words: Vec<&str> = bare.split_whitespace().map(|word| long(word).unwrap_or(word)).collect();
    let mut keys = vec![folded(&bare), folded(&words.join(" "))];
    keys.retain(|key| !key.is_empty());
    keys.dedup();
    keys
}

/// The message of a document.
///
/// # Errors
/// Which of the fields that a message must have nothing tells.
pub(super) fn write(record: &Record, organs: &Organs) -> Result<Vec<u8>, Reason> {
    let document = &record.document;
    let mut lacks = Vec::new();
    let mut must = |field: &str, value: Option<&str>| {
        let value = value.map(one_line).filter(|value| !value.is_empty());
        if value.is_none() {
            lacks.push(field.to_owned());
        }
        value.unwrap_or_default()
    };
    let issuer = document.issuer.value.as_deref();
    let from = must("From/OrganName", issuer);
    let from_id = must("From/OrganId", issuer.and_then(|issuer| organs.code(issuer)));
    let to = receivers(record, organs);
    must("To/OrganId", to.first().map(|(_, code)| code.as_str()));
    let number = must("Code/CodeNumber", document.number.value.as_deref());
    let notation = must("Code/CodeNotation", document.symbol.value.as_deref());
    let place = must("PromulgationInfo/Place", document.place.value.as_deref());
    let day = document.date.value.as_deref().and_then(|day| day.parse::<Date>().ok());
    let day = day.map(|day| format!("{:04}/{:02}/{:02}", day.year(), day.month(), day.day()));
    let day = must("PromulgationInfo/PromulgationDate", day.as_deref());
    let kind = must("DocumentType/TypeName", document.kind.value.as_deref());
    let subject = must("Subject", document.subject.value.as_deref());
    let signer = document.signer.value.as_ref();
    let name = must("SignerInfo/FullName", signer.and_then(|signer| signer.name.as_deref()));
    let position = must("SignerInfo/Position", signer.and_then(|signer| signer.title.as_deref()));
    if !lacks.is_empty() {
        return Err(Reason::Lacks { fields: lacks.join(", ") });
    }
    let mut out = Message::begin(record);
    out.group("From", |out| out.organ(&from, &from_id));
    for (name, code) in &to {
        out.group("To", |out| out.organ(name, code));
    }
    out.field("DocumentId", &format!("{from_id},{day},{number}/{notation}"));
    out.group("Code", |out| {
        out.field("CodeNumber", &number);
        out.field("CodeNotation", &notation);
    });
    out.group("PromulgationInfo", |out| {
        out.field("Place", &place);
        out.field("PromulgationDate", &day);
    });
    out.group("DocumentType", |out| out.field("TypeName", &kind));
    out.field("Subject", &subject);
    out.group("SignerInfo", |out| {
        if let Some(competence) = signer.and_then(competence) {
            out.field("Competence", &competence);
        }
        out.field("Position", &position);
        out.field("FullName", &name);
    });
    let recipients = document.recipients.value.iter().flatten();
    out.group("ToPlaces", |out| recipients.for_each(|line| out.field("Place", &one_line(&line.written))));
    out.group("OtherInfo", |out| {
        let filed = document.filed.value.as_ref();
        if let Some(drafter) = filed.and_then(|filed| filed.unit.as_deref()) {
            out.field("TyperNotation", &one_line(drafter));
        }
        if let Some(copies) =
            filed.and_then(|filed| filed.copies.as_deref()).filter(|n| n.parse::<u32>().is_ok())
        {
            out.field("PromulgationAmount", copies);
        }
        out.field("PageAmount", &record.pages.len().to_string());
        let appendices: Vec<_> = document.appendices.value.iter().flatten().collect();
        if !appendices.is_empty() {
            out.group("Appendixes", |out| {
                appendices.iter().for_each(|appendix| out.field("Appendix", &one_line(&appendix.title)));
            });
        }
    });
    Ok(out.end(record))
}

/// Whom it goes to: bodies of the recipients that have a code, each once.
fn receivers(record: &Record, organs: &Organs) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for recipient in record.document.recipients.value.iter().flatten() {
        let written = recipient.written.trim_start_matches(['-', ' ']).trim_end_matches([';', ':', '.', ' ']);
        // Several stand in a line, each for itself: "Sở Nội vụ, Sở Tài chính (b/c)".
        let parts = written.split([',', ';']).map(str::trim);
        let names = recipient.agencies.iter().map(String::as_str).chain([written]).chain(parts);
        for name in names {
            if let Some(code) = organs.code(name)
                && all.iter().all(|(_, there)| there != code)
            {
                all.push((one_line(name), code.to_owned()));
            }
        }
    }
    all
}

/// By what right it is signed: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`.
fn competence(signer: &Signer) -> Option<String> {
    let parts = [signer.authority.as_deref(), signer.on_behalf.as_deref()];
    let all: Vec<String> = parts.into_iter().flatten().map(one_line).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

fn one_line(text: &str) -> String {
    crate::text::one_line(text).trim().to_owned()
}

/// A message as it is written.
struct Message(String);

impl Message {
    fn begin(record: &Record) -> Message {
        let mut out = Message("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned());
        out.0 += &format!("<edXML xmlns=\"{NAMESPACE}\">\n");
        for mark in marks(&[record]) {
            // Writing to a string cannot fail, here and below.
            let _ = writeln!(out.0, "<!-- {mark} -->");
        }
        let _ = writeln!(out.0, "<edXML:edXMLEnvelope xmlns:edXML=\"{NAMESPACE}\">");
        out.0 += "<edXML:edXMLHeader>\n<edXML:MessageHeader>\n";
        out
    }

    fn field(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.0, "<edXML:{name}>{}</edXML:{name}>", escaped(value));
    }

    fn group(&mut self, name: &str, inside: impl FnOnce(&mut Message)) {
        let _ = writeln!(self.0, "<edXML:{name}>");
        inside(self);
        let _ = writeln!(self.0, "</edXML:{name}>");
    }

    fn organ(&mut self, name: &str, code: &str) {
        self.field("OrganId", code);
        self.field("OrganName", name);
    }

    /// The list of files, which travel beside the message.
    fn end(mut self, record: &Record) -> Vec<u8> {
        self.0 += "</edXML:MessageHeader>\n</edXML:edXMLHeader>\n";
        self.0 += "<edXML:edXMLBody>\n<edXML:edXMLManifest version=\"1.0\">\n";
        for file in &record.source.files {
            let id = format!("cid:{}", file.sha256);
            let _ = writeln!(
                self.0,
                "<edXML:Reference xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"{id}\" xlink:type=\"simple\">"
            );
            self.field("AttachmentName", &file.file);
            self.field("ContentType", &file.media_type);
            self.field("ContentId", &id);
            self.0 += "</edXML:Reference>\n";
        }
        self.0 += "</edXML:edXMLManifest>\n</edXML:edXMLBody>\n</edXML:edXMLEnvelope>\n</edXML>\n";
        self.0.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::of_text;
    use super::*;
    use crate::record::Recipient;

    fn ready() -> Record {
        let mut record = of_text("Nội dung.");
        let set = |field: &mut Option<String>, value: &str| *field = Some(value.to_owned());
        let document = &mut record.document;
        set(&mut document.number.value, "15");
        set(&mut document.symbol.value, "BC-UBND");
        set(&mut document.place.value, "Hòa An");
        document.signer.value = Some(Signer {
            authority: Some("TM. ỦY BAN NHÂN DÂN".to_owned()),
            on_behalf: None,
            title: Some("CHỦ TỊCH".to_owned()),
            rank: None,
            name: Some("Lê Thị Hoa".to_owned()),
        });
        document.recipients.value = Some(vec![Recipient {
            written: "- Sở Nội vụ <1>;".to_owned(),
            purpose: None,
            agencies: vec!["Sở Nội vụ tỉnh Hòa An".to_owned()],
        }]);
        record
    }

    #[test]
    fn a_message_names_both_offices_by_their_codes() {
        let organs = "Tên cơ quan;Mã định danh\nUBND tỉnh Hòa An;H99\nỦy ban nhân dân tỉnh Hoà An;H99\nSở Nội vụ tỉnh Hòa An;H99.12\n";
        let organs = Organs::read(organs).unwrap();
        let record = ready();
        let text = String::from_utf8(write(&record, &organs).unwrap()).unwrap();
        for part in [
            "<edXML:DocumentId>H99,2025/12/20,15/BC-UBND</edXML:DocumentId>",
            "<edXML:OrganId>H99.12</edXML:OrganId>",
            "<edXML:PromulgationDate>2025/12/20</edXML:PromulgationDate>",
            "<edXML:Place>- Sở Nội vụ &lt;1&gt;;</edXML:Place>",
            "<edXML:Competence>TM. ỦY BAN NHÂN DÂN</edXML:Competence>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert_eq!(text.matches("<edXML:").count(), text.matches("</edXML:").count());
        assert_eq!(text.as_bytes(), write(&record, &organs).unwrap());
    }

    #[test]
    fn offices_are_known_by_what_is_written_of_them() {
        let organs = "UBND tỉnh Hòa An,H99\nSở Nội vụ,H99.1\nVăn phòng Ủy ban nhân dân tỉnh,H99.2\n";
        let organs = Organs::read(organs).unwrap();
        for (written, code) in [
            ("ỦY BAN NHÂN DÂN\nTỈNH HÒA AN", Some("H99")),
            ("Uỷ ban nhân dân tỉnh Hoà An (để b/c)", Some("H99")),
            ("Sở Nội vụ (b/c);", Some("H99.1")),
            ("Văn phòng UBND tỉnh", Some("H99.2")),
            ("Sở Nội", None),
            ("(b/c)", None),
        ] {
            assert_eq!(organs.code(written), code, "{written}");
        }
        let mut record = ready();
        let recipient =
            |written: &str| Recipient { written: written.to_owned(), purpose: None, agencies: Vec::new() };
        record.document.recipients.value =
            Some(vec![recipient("- Như Điều 3;"), recipient("- Văn phòng UBND tỉnh, Sở Nội vụ (b/c):")]);
        let codes: Vec<String> = receivers(&record, &organs).into_iter().map(|(_, code)| code).collect();
        assert_eq!(codes, ["H99.2", "H99.1"]);
    }

    #[test]
    fn a_message_that_lacks_what_it_must_have_names_it() {
        let mut record = ready();
        record.document.number.value = None;
        let lacks = |organs: &Organs| match write(&record, organs) {
            Err(Reason::Lacks { fields }) => fields,
            other => panic!("{other:?}"),
        };
        assert_eq!(lacks(&Organs::default()), "From/OrganId, To/OrganId, Code/CodeNumber");
        let organs = Organs::read("Ủy ban nhân dân tỉnh Hòa An,H99\nSở Nội vụ tỉnh Hòa An,H99.12").unwrap();
        assert_eq!(lacks(&organs), "Code/CodeNumber");
        assert_eq!(Organs::read("Sở Nội vụ,H1\nSở Y tế"), Err(2));
    }
}
