//! ALTO 4: the restored text as XML, each word with its box, its confidence and what else it could be.

use std::fmt::Write;

use super::mark::marks;
use super::placed::{LineOfWords, around, pages};
use super::xml::escaped;
use crate::geometry::PixelBox;
use crate::reason::Reason;
use crate::record::Record;

/// A document as ALTO.
///
/// # Errors
/// Why it has no words with places, in a few words.
pub(super) fn write(record: &Record) -> Result<Vec<u8>, Reason> {
    let mut out = String::new();
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out += "<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\" ";
    out += "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"";
    out += "http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-4.xsd\">\n";
    for mark in marks(&[record]) {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(out, "<!-- {mark} -->");
    }
    out += "<Description>\n<MeasurementUnit>pixel</MeasurementUnit>\n<sourceImageInformation>\n";
    for file in &record.source.files {
        let _ = writeln!(out, "<fileName>{}</fileName>", escaped(&file.file));
        let _ = writeln!(
            out,
            "<fileIdentifier fileIdentifierLocation=\"SHA-256\">{}</fileIdentifier>",
            file.sha256
        );
    }
    out += "</sourceImageInformation>\n<Processing ID=\"read\">\n<processingSoftware>\n";
    let (name, version) = record.made_by.program.split_once(' ').unwrap_or((&record.made_by.program, ""));
    let _ = writeln!(out, "<softwareName>{}</softwareName>", escaped(name));
    let _ = writeln!(out, "<softwareVersion>{}</softwareVersion>", escaped(version));
    if let Some(engine) = &record.made_by.engine {
        let _ = writeln!(out, "<applicationDescription>{}</applicationDescription>", escaped(engine));
    }
    out += "</processingSoftware>\n</Processing>\n</Description>\n<Layout>\n";
    for page in pages(record)? {
        let (number, (width, height)) = (page.page.page, page.size);
        let confidence = page.page.confidence.map_or_else(String::new, |share| format!(" PC=\"{share}\""));
        let _ = writeln!(
            out,
            "<Page ID=\"page_{number}\" PHYSICAL_IMG_NR=\"{number}\" WIDTH=\"{width}\" HEIGHT=\"{height}\"{confidence}>"
        );
        let _ = writeln!(out, "<PrintSpace HPOS=\"0\" VPOS=\"0\" WIDTH=\"{width}\" HEIGHT=\"{height}\">");
        for (block, lines) in (1..).zip(&page.blocks) {
            let Some(place) = around(lines.iter().map(|line| line.place)) else { continue };
            let _ = writeln!(out, "<TextBlock ID=\"block_{number}_{block}\" LANG=\"vi\"{}>", at(&place));
            lines.iter().for_each(|line| out += &text_line(number, line));
            out += "</TextBlock>\n";
        }
        out += "</PrintSpace>\n</Page>\n";
    }
    out += "</Layout>\n</alto>\n";
    Ok(out.into_bytes())
}

fn text_line(page: u32, line: &LineOfWords<'_>) -> String {
    let id = line.line.line;
    let mut out = format!("<TextLine ID=\"line_{page}_{id}\"{}>\n", at(&line.place));
    let mut before: Option<PixelBox> = None;
    for (number, (place, word)) in (1..).zip(&line.words) {
        if let Some(before) = before {
            let width = place.left().saturating_sub(before.right());
            let _ = writeln!(
                out,
                "<SP HPOS=\"{}\" VPOS=\"{}\" WIDTH=\"{width}\"/>",
                before.right(),
                line.place.top()
            );
        }
        let _ = write!(
            out,
            "<String ID=\"word_{page}_{id}_{number}\" CONTENT=\"{}\" WC=\"{}\"{}",
            escaped(&word.text),
            word.confidence,
            at(place)
        );
        if word.alternatives.is_empty() {
            out += "/>\n";
        } else {
            out += ">";
            for (text, share) in &word.alternatives {
                let _ = write!(out, "<ALTERNATIVE PURPOSE=\"{share}\">{}</ALTERNATIVE>", escaped(text));
            }
            out += "</String>\n";
        }
        before = Some(*place);
    }
    out + "</TextLine>\n"
}

fn at(place: &PixelBox) -> String {
    format!(
        " HPOS=\"{}\" VPOS=\"{}\" WIDTH=\"{}\" HEIGHT=\"{}\"",
        place.left(),
        place.top(),
        place.width(),
        place.height()
    )
}

#[cfg(test)]
mod tests {
    use super::super::fixture::record;
    use super::*;

    #[test]
    fn words_keep_boxes_confidences_and_alternatives() {
        let record = record();
        let text = String::from_utf8(write(&record).unwrap()).unwrap();
        assert_eq!(text, String::from_utf8(write(&record).unwrap()).unwrap());
        let all: Vec<_> =
            record.text.iter().flat_map(|page| &page.lines).flat_map(|l| l.words.iter().flatten()).collect();
        assert_eq!(text.matches("<String ").count(), all.len());
        let alternatives: usize = all.iter().map(|word| word.alternatives.len()).sum();
        assert_eq!(text.matches("<ALTERNATIVE ").count(), alternatives);
        let word = all[all.len() / 2];
        let place = word.place.unwrap();
        let expected = format!(
            "CONTENT=\"{}\" WC=\"{}\" HPOS=\"{}\" VPOS=\"{}\"",
            escaped(&word.text),
            word.confidence,
            place.left(),
            place.top()
        );
        assert!(text.contains(&expected), "{expected}");
        // One space fewer than words in each line.
        let lines = text.matches("<TextLine ").count();
        assert_eq!(text.matches("<SP ").count(), all.len() - lines);
    }
}
