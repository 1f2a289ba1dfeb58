//! A package that is handed over to an archive, SIP of circular 05/2025/TT-BNV, annexes III and IV: E-ARK folders, METS, EAD,
//! SHA-256, in a ZIP.
//!
//! Equal documents give equal bytes: identifiers are made of hashes, times are the last day of the documents.

use std::fmt::Write;

use jiff::civil::Date;

use super::super::mark::marks;
use super::super::xml::escaped;
use super::super::zip::{self, Entry};
use super::Kind;
use super::described::{Described, DescribedDocument, day};
use super::fields::{self, Level};
use super::given::Fields;
use crate::digest::sha256;
use crate::record::Record;

/// A schema that is packed: the name of its file, and its bytes.
pub type Schema = (String, Vec<u8>);

/// The package of a file of documents; `contents` are the PDFs of its documents, in their order, `schemas` those that the
/// program does not make. `None` where it would be too large for a ZIP.
pub(super) fn write(
    file: &Described<'_>,
    kind: Kind,
    contents: &[Vec<u8>],
    schemas: &[Schema],
) -> Option<Vec<u8>> {
    let day = last_day(file);
    let hashes: Vec<String> = contents.iter().map(|bytes| sha256(bytes)).collect();
    let code = file.fields.get("fileCode").map(String::as_str).unwrap_or_default();
    let id = format!("uuid-{}", uuid(&format!("{code} {}", hashes.join(" "))));
    let made = Made { file, kind, id: &id, created: format!("{day}T00:00:00.000+07:00") };
    let described: Vec<Entry> = (file.documents.iter())
        .map(|document| {
            let path = format!("metadata/descriptive/EAD_doc_{}.xml", name(document));
            entry(path, ead(&document.fields, Level::Document))
        })
        .collect();
    let data: Vec<Entry> = (file.documents.iter().zip(contents))
        .map(|(document, bytes)| entry(format!("data/{}.pdf", name(document)), bytes.clone()))
        .collect();
    let inner = entry("representations/rep1/METS.xml".to_owned(), made.inner_mets(&described, &data));
    let about = entry("metadata/descriptive/EAD.xml".to_owned(), ead(&file.fields, kind.level()));
    let mut all_schemas = vec![
        entry("schemas/ead.xsd".to_owned(), schema(kind.level())),
        entry("schemas/ead_doc.xsd".to_owned(), schema(Level::Document)),
    ];
    for (name, bytes) in schemas {
        let path = format!("schemas/{name}");
        // What the archive gave stands in the place of ours.
        all_schemas.retain(|ours| ours.path != path);
        all_schemas.push(entry(path, bytes.clone()));
    }
    let mets = entry("METS.xml".to_owned(), made.mets(&about, &all_schemas, &inner));
    let below = |entry: Entry| Entry { path: format!("representations/rep1/{}", entry.path), ..entry };
    let all = [mets, about, inner].into_iter().chain(all_schemas);
    let all = all.chain(described.into_iter().map(below)).chain(data.into_iter().map(below));
    let all: Vec<Entry> = all.map(|one| Entry { path: format!("{id}/{}", one.path), ..one }).collect();
    let records: Vec<&Record> = file.documents.iter().map(|document| document.record).collect();
    zip::write(&all, day, &marks(&records).join("\n"))
}

fn entry(path: String, bytes: Vec<u8>) -> Entry {
    Entry { path, bytes }
}

/// The last day of the documents.
fn last_day(file: &Described<'_>) -> Date {
    let days = file.documents.iter().filter_map(|document| day(document.fields.get("issuedDate")?));
    days.max().unwrap_or(jiff::civil::date(2000, 1, 1))
}

/// The name of the files of a document: its identifier, without what no file system takes.
fn name(document: &DescribedDocument<'_>) -> String {
    let id = document.fields.get("docId").map(String::as_str).unwrap_or_default();
    id.chars().map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect()
}

/// An identifier made of a text: RFC 9562, version 8, in capitals as the circular writes them.
fn uuid(of: &str) -> String {
    let hash = sha256(of.as_bytes()).to_uppercase();
    let variant = match hash.as_bytes()[16] % 4 {
        0 => '8',
        1 => '9',
        2 => 'A',
        _ => 'B',
    };
    format!("{}-{}-8{}-{variant}{}-{}", &hash[..8], &hash[8..12], &hash[13..16], &hash[17..20], &hash[20..32])
}

/// The metadata of a level; fields that nothing tells are empty.
fn ead(told: &Fields, level: Level) -> Vec<u8> {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<simpledc>\n".to_owned();
    for field in fields::of(level) {
        let value = told.get(field.name).map(String::as_str).unwrap_or_default();
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(out, "  <{0}>{1}</{0}>", field.name, escaped(value));
    }
    out += "</simpledc>\n";
    out.into_bytes()
}

/// The schema of that metadata: each field at most once, in any order, no longer than the circular allows.
fn schema(level: Level) -> Vec<u8> {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                   <xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" elementFormDefault=\"qualified\">\n\
                   <xs:element name=\"simpledc\"><xs:complexType><xs:all>\n"
        .to_owned();
    for field in fields::of(level) {
        let _ = writeln!(
            out,
            "<xs:element name=\"{}\" minOccurs=\"0\"><xs:simpleType><xs:restriction base=\"xs:string\">\
             <xs:maxLength value=\"{}\"/></xs:restriction></xs:simpleType></xs:element>",
            field.name, field.length
        );
    }
    out += "</xs:all></xs:complexType></xs:element>\n</xs:schema>\n";
    out.into_bytes()
}

/// What both METS files tell.
struct Made<'a> {
    file: &'a Described<'a>,
    kind: Kind,
    id: &'a str,
    created: String,
}

impl Made<'_> {
    fn told(&self, field: &str) -> String {
        escaped(self.file.fields.get(field).map(String::as_str).unwrap_or_default())
    }

    /// An identifier of something in this package.
    fn id(&self, of: &str) -> String {
        uuid(&format!("{} {of}", self.id))
    }

    fn begin(&self, id: &str, schemas: &str) -> String {
        let kind = match self.kind {
            Kind::File => "Mixed",
            Kind::Loose => "Collection",
        };
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<mets xmlns=\"http://www.loc.gov/METS/\" "
            .to_owned();
        out += "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" ";
        out += "xmlns:csip=\"https://DILCIS.eu/XML/METS/CSIPExtensionMETS\" ";
        out += "xmlns:sip=\"https://DILCIS.eu/XML/METS/SIPExtensionMETS\" ";
        let _ = write!(out, "OBJID=\"{id}\" LABEL=\"{}\" TYPE=\"{kind}\" ", self.told("title"));
        out += "csip:CONTENTINFORMATIONTYPE=\"MIXED\" PROFILE=\"https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml\" ";
        let _ = writeln!(
            out,
            "xsi:schemaLocation=\"http://www.loc.gov/METS/ {schemas}mets1_12.xsd http://www.w3.org/1999/xlink {schemas}xlink.xsd \
             https://DILCIS.eu/XML/METS/CSIPExtensionMETS {schemas}DILCISExtensionMETS.xsd \
             https://DILCIS.eu/XML/METS/SIPExtensionMETS {schemas}DILCISExtensionSIPMETS.xsd\">"
        );
        let _ = writeln!(
            out,
            "<metsHdr CREATEDATE=\"{0}\" LASTMODDATE=\"{0}\" RECORDSTATUS=\"NEW\" csip:OAISPACKAGETYPE=\"SIP\">",
            self.created
        );
        out
    }

    /// Who made it; `note` is the code of the fonds, where it was given.
    fn agent(&self, kind: &str, name: &str) -> String {
        let mut out = format!("<agent ROLE=\"CREATOR\" {kind}>\n<name>{name}</name>\n");
        let fonds = self.told("fonds");
        if !fonds.is_empty() {
            let _ = writeln!(out, "<note csip:NOTETYPE=\"IDENTIFICATIONCODE\">{fonds}</note>");
        }
        out + "</agent>\n"
    }

    fn described(&self, entry: &Entry) -> String {
        format!(
            "<dmdSec ID=\"uuid-{}\" CREATED=\"{1}\" STATUS=\"CURRENT\">\n<mdRef LOCTYPE=\"URL\" MDTYPE=\"DC\" \
             MDTYPEVERSION=\"1.0.0\" xlink:type=\"simple\" xlink:href=\"{2}\" MIMETYPE=\"application/xml\" SIZE=\"{3}\" \
             CREATED=\"{1}\" CHECKSUMTYPE=\"SHA-256\" CHECKSUM=\"{4}\"/>\n</dmdSec>\n",
            self.id(&entry.path),
            self.created,
            escaped(&entry.path),
            entry.bytes.len(),
            sha256(&entry.bytes).to_uppercase()
        )
    }

    fn group<'e>(&self, usage: &str, media_type: &str, entries: impl Iterator<Item = &'e Entry>) -> String {
        let mut out = format!("<fileGrp ID=\"uuid-{}\" USE=\"{usage}\">\n", self.id(usage));
        for entry in entries {
            let _ = writeln!(
                out,
                "<file ID=\"ID-{}\" MIMETYPE=\"{media_type}\" SIZE=\"{}\" CREATED=\"{}\" CHECKSUMTYPE=\"SHA-256\" \
                 CHECKSUM=\"{}\">\n<FLocat xlink:type=\"simple\" xlink:href=\"{}\" LOCTYPE=\"URL\"/>\n</file>",
                self.id(&entry.path),
                entry.bytes.len(),
                self.created,
                sha256(&entry.bytes).to_uppercase(),
                escaped(&entry.path)
            );
        }
        out + "</fileGrp>\n"
    }

    fn pointer(&self, entry: &Entry) -> String {
        format!("<fptr FILEID=\"ID-{}\"/>\n", self.id(&entry.path))
    }

    /// A part of the map, with what it holds.
    fn part(&self, label: &str, more: &str, inside: &str) -> String {
        format!(
            "<div ID=\"uuid-{}\" LABEL=\"{label}\"{more}>\n{inside}</div>\n",
            self.id(&format!("div {label} {more}"))
        )
    }

    /// METS of the package.
    fn mets(&self, about: &Entry, schemas: &[Entry], inner: &Entry) -> Vec<u8> {
        let mut out = self.begin(self.id, "schemas/");
        let program = self.file.documents.first().map_or("vanthu", |one| one.record.made_by.program.as_str());
        out += &self.agent("TYPE=\"OTHER\" OTHERTYPE=\"SOFTWARE\"", &escaped(program));
        let _ = writeln!(
            out,
            "<altRecordID TYPE=\"SUBMISSIONAGREEMENT\">{}</altRecordID>",
            self.told("fileCode")
        );
        out += "</metsHdr>\n";
        out += &self.described(about);
        let _ = writeln!(out, "<amdSec ID=\"uuid-{}\"/>", self.id("amdSec"));
        out += "<fileSec>\n";
        out += &self.group("Schemas", "application/octet-stream", schemas.iter());
        out += &self.group("Representations/rep1", "application/xml", [inner].into_iter());
        out += "</fileSec>\n";
        let pointers: String = schemas.iter().map(|entry| self.pointer(entry)).collect();
        let title = self.id("Representations/rep1");
        let link = format!(
            "<mptr xlink:type=\"simple\" xlink:href=\"{}\" xlink:title=\"uuid-{title}\" LOCTYPE=\"URL\"/>\n",
            inner.path
        );
        let parts = self.part("Metadata", &format!(" DMDID=\"uuid-{}\"", self.id(&about.path)), "")
            + &self.part("Schemas", "", &pointers)
            + &self.part("Representations/rep1", "", &link);
        self.end(out, &self.part(self.id, "", &parts))
    }

    /// METS of the one representation.
    fn inner_mets(&self, described: &[Entry], data: &[Entry]) -> Vec<u8> {
        let mut out = self.begin("rep1", "../../schemas/");
        let organ = self.told("organ");
        if !organ.is_empty() {
            out += &self.agent("TYPE=\"ORGANIZATION\"", &organ);
        }
        out += "</metsHdr>\n";
        described.iter().for_each(|entry| out += &self.described(entry));
        let _ = writeln!(out, "<amdSec ID=\"uuid-{}\"/>", self.id("rep1 amdSec"));
        out += "<fileSec>\n";
        out += &self.group("Data", "application/pdf", data.iter());
        out += "</fileSec>\n";
        let pointers: String = data.iter().map(|entry| self.pointer(entry)).collect();
        let links: String = (described.iter().zip(data))
            .map(|(about, entry)| {
                let more = format!(" DMDID=\"uuid-{}\"", self.id(&about.path));
                self.part("MetadataLink/File", &more, &self.pointer(entry))
            })
            .collect();
        let parts = self.part("Data", "", &pointers) + &self.part("MetadataLink", "", &links);
        self.end(out, &self.part("rep1", " TYPE=\"ORIGINAL\"", &parts))
    }

    fn end(&self, mut out: String, map: &str) -> Vec<u8> {
        let id = self.id(&format!("structMap {}", out.len()));
        let _ = write!(
            out,
            "<structMap ID=\"uuid-{id}\" LABEL=\"CSIP\" TYPE=\"PHYSICAL\">\n{map}</structMap>\n</mets>\n"
        );
        out.into_bytes()
    }
}
