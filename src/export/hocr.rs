//! hOCR 1.2: the restored text as XHTML, each line and word with its box.

use std::fmt::Write;

use super::mark::marks;
use super::placed::{around, pages};
use super::xml::escaped;
use crate::geometry::PixelBox;
use crate::reason::Reason;
use crate::record::Record;

/// A document as hOCR.
///
/// # Errors
/// Why it has no words with places, in a few words.
pub(super) fn write(record: &Record) -> Result<Vec<u8>, Reason> {
    let file = record.source.files.first().map_or("", |file| file.file.as_str());
    let mut out = String::new();
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" ";
    out += "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n";
    out += "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"vi\" lang=\"vi\">\n<head>\n";
    let mut meta = vec![
        ("ocr-system".to_owned(), record.made_by.program.clone()),
        ("ocr-capabilities".to_owned(), "ocr_page ocr_carea ocr_line ocrx_word".to_owned()),
        ("ocr-langs".to_owned(), "vi".to_owned()),
        ("ocr-number-of-pages".to_owned(), record.pages.len().to_string()),
    ];
    meta.extend(marks(&[record]).into_iter().map(|mark| ("vanthu-source".to_owned(), mark)));
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(out, "<title>{}</title>", escaped(file));
    out += "<meta http-equiv=\"Content-Type\" content=\"text/html;charset=utf-8\"/>\n";
    for (name, content) in meta {
        let _ = writeln!(out, "<meta name=\"{name}\" content=\"{}\"/>", escaped(&content));
    }
    out += "</head>\n<body>\n";
    let name = escaped(&file.replace('"', ""));
    for page in pages(record)? {
        let (number, (width, height)) = (page.page.page, page.size);
        let dpi = page.page.dpi.map_or_else(String::new, |dpi| format!("; scan_res {dpi} {dpi}"));
        let _ = writeln!(
            out,
            "<div class=\"ocr_page\" id=\"page_{number}\" title='image \"{name}\"; bbox 0 0 {width} {height}; ppageno {}{dpi}'>",
            number - 1
        );
        for (block, lines) in (1..).zip(&page.blocks) {
            let Some(place) = around(lines.iter().map(|line| line.place)) else { continue };
            let _ = writeln!(
                out,
                "<div class=\"ocr_carea\" id=\"block_{number}_{block}\" title=\"{}\">",
                bbox(&place)
            );
            for line in lines {
                let id = line.line.line;
                let _ = write!(
                    out,
                    "<span class=\"ocr_line\" id=\"line_{number}_{id}\" title=\"{}\">",
                    bbox(&line.place)
                );
                for (at, (place, word)) in (1..).zip(&line.words) {
                    let _ = write!(
                        out,
                        "{}<span class=\"ocrx_word\" id=\"word_{number}_{id}_{at}\" title=\"{}; x_wconf {:.0}\">{}</span>",
                        if at == 1 { "" } else { " " },
                        bbox(place),
                        word.confidence * 100.0,
                        escaped(&word.text)
                    );
                }
                out += "</span>\n";
            }
            out += "</div>\n";
        }
        out += "</div>\n";
    }
    out += "</body>\n</html>\n";
    Ok(out.into_bytes())
}

fn bbox(place: &PixelBox) -> String {
    format!("bbox {} {} {} {}", place.left(), place.top(), place.right(), place.bottom())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::record;
    use super::*;

    #[test]
    fn words_stand_in_order_with_their_boxes() {
        let record = record();
        let text = String::from_utf8(write(&record).unwrap()).unwrap();
        let words: Vec<String> = text
            .split("class=\"ocrx_word\"")
            .skip(1)
            .map(|part| part.split_once('>').unwrap().1.split_once("</span>").unwrap().0.to_owned())
            .collect();
        let all =
            record.text.iter().flat_map(|page| &page.lines).flat_map(|line| line.words.iter().flatten());
        let expected: Vec<String> = all.map(|word| escaped(&word.text)).collect();
        assert_eq!(words, expected);
        assert!(text.contains("title=\"bbox "));
    }

    #[test]
    fn a_record_without_words_says_so() {
        let mut record = record();
        record.text[0].lines[0].words = None;
        assert_eq!(write(&record).unwrap_err(), Reason::NoWords);
    }
}
