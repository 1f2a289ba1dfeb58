//! Digital signatures of a PDF: who and when as the file says, and where their pictures lie.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name, Rect as PdfRect, String as PdfString};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Rect;

use crate::scan::DigitalSignature;

/// A field that holds a signature.
pub(super) type Field = DigitalSignature;

/// How deep a tree of fields is followed: written ones have two or three levels.
const DEEPEST: usize = 16;

/// Rectangles of the annotations of a page that are shown, in points of the PDF page.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    /// Pictures of signatures.
    pub(super) signatures: Vec<Rect>,
    /// All others that draw something.
    pub(super) others: Vec<Rect>,
}

/// The annotations of a page.
pub(super) fn annotations(page: &Page<'_>) -> Annotations {
    let mut found = Annotations::default();
    let Some(all) = page.raw().get::<Array<'_>>("Annots") else { return found };
    for annotation in all.iter::<Dict<'_>>() {
        // Hidden or not to be viewed.
        let hidden = annotation.get::<u32>("F").unwrap_or(0) & (1 << 1 | 1 << 5) != 0;
        let Some(place) = annotation.get::<PdfRect>("Rect") else { continue };
        if hidden || place.width() <= 0.0 || place.height() <= 0.0 {
            continue;
        }
        let place = Rect::new(place.x0, place.y0, place.x1, place.y1);
        if field_type(&annotation).as_deref() == Some(b"Sig") {
            found.signatures.push(place);
        } else if annotation.contains_key("AP") {
            found.others.push(place);
        }
    }
    found
}

/// The kind of a field, its own or inherited.
fn field_type<'a>(field: &Dict<'a>) -> Option<Name<'a>> {
    let mut field = field.clone();
    for _ in 0..DEEPEST {
        if let Some(kind) = field.get::<Name<'_>>("FT") {
            return Some(kind);
        }
        field = field.get::<Dict<'_>>("Parent")?;
    }
    None
}

/// All signatures of a file, in the order of its fields.
pub(super) fn fields(pdf: &Pdf) -> Vec<Field> {
    let xref = pdf.xref();
    let form = xref.get::<Dict<'_>>(xref.root_id()).and_then(|root| root.get::<Dict<'_>>("AcroForm"));
    let mut found = Vec::new();
    if let Some(fields) = form.and_then(|form| form.get::<Array<'_>>("Fields")) {
        collect(&fields, DEEPEST, &mut found);
    }
    found
}

fn collect(fields: &Array<'_>, depth: usize, found: &mut Vec<Field>) {
    if depth == 0 {
        return;
    }
    for field in fields.iter::<Dict<'_>>() {
        if field_type(&field).as_deref() == Some(b"Sig")
            && let Some(value) = field.get::<Dict<'_>>("V")
        {
            found.push(signature(&value));
        } else if let Some(kids) = field.get::<Array<'_>>("Kids") {
            collect(&kids, depth - 1, found);
        }
    }
}

fn signature(value: &Dict<'_>) -> Field {
    let text = |key: &str| {
        value
            .get::<PdfString<'_>>(key)
            .map(|text| crate::text::one_line(&crate::vietnamese::nfc(&decoded(text.as_bytes()))))
            .filter(|text| !text.is_empty())
    };
    DigitalSignature { name: text("Name"), time: text("M").and_then(|date| iso_time(&date)) }
}

/// A text string of a PDF: UTF-16 or UTF-8 with their marks, otherwise its own eight-bit code.
pub(super) fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let (pairs, _) = rest.as_chunks::<2>();
            char::decode_utf16(pairs.iter().map(|pair| u16::from_be_bytes(*pair)))
                .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Signing programs write plain UTF-8 as well, against the standard.
        other => match std::str::from_utf8(other) {
            Ok(text) => text.to_owned(),
            Err(_) => other.iter().map(|byte| char::from(*byte)).collect(),
        },
    }
}

/// `D:20240315093012+07'00'` as `2024-03-15T09:30:12+07:00`.
fn iso_time(date: &str) -> Option<String> {
    let date = date.strip_prefix("D:").unwrap_or(date);
    let digits: String = date.chars().take_while(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| digits.get(from..to).filter(|part| part.len() == to - from);
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let month_number: u8 = month.parse().ok()?;
    let day_number: u8 = day.parse().ok()?;
    if !(1..=12).contains(&month_number) || !(1..=31).contains(&day_number) {
        return None;
    }
    let (Some(hour), Some(minute)) = (part(8, 10), part(10, 12)) else {
        return Some(format!("{year}-{month}-{day}"));
    };
    let second = part(12, 14).unwrap_or("00");
    let zone: String = date[digits.len()..].chars().filter(|c| *c != '\'').collect();
    let zone = match zone.split_at_checked(1) {
        Some(("Z", _)) => "Z".to_owned(),
        Some((sign @ ("+" | "-"), rest)) if rest.len() >= 2 && rest.is_ascii() => {
            format!("{sign}{}:{}", &rest[..2], rest.get(2..4).unwrap_or("00"))
        }
        _ => String::new(),
    };
    Some(format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"))
}
