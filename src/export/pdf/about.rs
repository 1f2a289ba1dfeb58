//! What a PDF says of itself, once as XMP and once as document information, which must be equal.

use jiff::civil::Date;

use super::super::mark::marks;
use super::super::{phrase, xml};
use crate::record::Record;
use crate::words::{Language, Words};

/// Title, program and time.
pub(super) struct About {
    /// How the document is cited, with its subject.
    pub(super) title: String,
    /// Program and version.
    pub(super) by: String,
    /// The date of the document: equal records give equal bytes.
    pub(super) day: Date,
    marks: Vec<String>,
}

impl About {
    pub(super) fn of(record: &Record) -> About {
        let cited = phrase::cited(Words::of(Language::Vietnamese), record);
        let title = [Some(cited), record.document.subject.value.clone()];
        let day = record.document.date.value.as_deref().and_then(|date| date.parse().ok());
        let day = day.filter(|day: &Date| day.year() >= 1900).unwrap_or(jiff::civil::date(2000, 1, 1));
        About {
            title: title.into_iter().flatten().collect::<Vec<_>>().join(". ").replace(['\n', '\r'], " "),
            by: record.made_by.program.clone(),
            day,
            marks: marks(&[record]),
        }
    }

    /// The packet of metadata (ISO 19005-2, 6.6.2), not packed, so that programs find it.
    pub(super) fn xmp(&self) -> String {
        let (title, by) = (xml::escaped(&self.title), xml::escaped(&self.by));
        let time = format!("{}T00:00:00Z", self.day);
        let marks: String = self.marks.iter().map(|mark| format!("<!-- {mark} -->\n")).collect();
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
             {marks}\
             <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
             <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
             xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n\
             <pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n\
             <dc:format>application/pdf</dc:format>\n\
             <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
             <dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language>\n\
             <xmp:CreatorTool>{by}</xmp:CreatorTool>\n<pdf:Producer>{by}</pdf:Producer>\n\
             <xmp:CreateDate>{time}</xmp:CreateDate>\n<xmp:ModifyDate>{time}</xmp:ModifyDate>\n\
             </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>"
        )
    }
}
