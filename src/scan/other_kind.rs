//! Files of kinds that are not read, told by their content.

use crate::file_kind::OtherKind;

/// How far into a file its kind is looked for.
const HEAD: usize = 4096;
/// Names of files in an archive are looked for so far from either end.
const NAMES: usize = 1 << 16;

/// The kind of a file that is not read, if it is one.
pub(super) fn other_kind(bytes: &[u8]) -> Option<OtherKind> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    let head = &text[..text.len().min(HEAD)];
    let low: Vec<u8> = head.iter().map(u8::to_ascii_lowercase).collect();
    match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => return Some(archive(bytes)),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => return Some(OtherKind::OldOffice),
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xbc, 0xaf, ..] | [0x1f, 0x8b, ..] => {
            return Some(OtherKind::Archive);
        }
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => {
            let brands = [b"hei", b"hev", b"mif", b"msf", b"avi"];
            return brands.iter().any(|known| brand.starts_with(*known)).then_some(OtherKind::Heic);
        }
        all if all.starts_with(b"AT&TFORM") => return Some(OtherKind::Djvu),
        // Print jobs for a network begin with an end of transmission.
        all if all.trim_ascii_start().starts_with(b"%!PS") || all.starts_with(b"\x04%!PS") => {
            return Some(OtherKind::PostScript);
        }
        // Drawings of Windows programs have a preview beside it.
        [0xc5, 0xd0, 0xd3, 0xc6, ..] => return Some(OtherKind::PostScript),
        _ => {}
    }
    let begins = |marks: &[&[u8]]| marks.iter().any(|mark| low.starts_with(mark));
    let holds = |mark: &[u8]| low.windows(mark.len()).any(|window| window == mark);
    match () {
        () if begins(&[b"{\\rtf"]) => Some(OtherKind::Rtf),
        () if begins(&[b"<!doctype html", b"<html", b"<head>", b"<body"]) => Some(OtherKind::Html),
        () if begins(&[b"<?xml"]) && holds(b"<html") => Some(OtherKind::Html),
        () if begins(&[b"<?xml"]) => Some(OtherKind::Xml),
        () if begins(&[b"<!--"]) && holds(b"<html") => Some(OtherKind::Html),
        () if is_mail(&low) => Some(OtherKind::Mail),
        () => None,
    }
}

fn archive(bytes: &[u8]) -> OtherKind {
    let ends = [&bytes[..bytes.len().min(NAMES)], &bytes[bytes.len().saturating_sub(NAMES)..]];
    let holds = |name: &[u8]| ends.iter().any(|end| end.windows(name.len()).any(|window| window == name));
    match () {
        () if holds(b"application/vnd.oasis.opendocument") => OtherKind::OpenDocument,
        () if holds(b"word/document") => OtherKind::Docx,
        () if holds(b"xl/workbook") => OtherKind::Xlsx,
        () if holds(b"ppt/presentation") => OtherKind::Pptx,
        () => OtherKind::Archive,
    }
}

/// Whether a text in lower case begins with the head of an electronic letter: lines of names and values, two of which
/// are those of letters.
fn is_mail(low: &[u8]) -> bool {
    const NAMES: [&[u8]; 9] = [
        b"from:",
        b"subject:",
        b"mime-version:",
        b"received:",
        b"message-id:",
        b"return-path:",
        b"delivered-to:",
        b"content-type:",
        b"x-mailer:",
    ];
    let is_name = |line: &[u8]| {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        name.len() < line.len()
            && !name.is_empty()
            && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    };
    let lines = || low.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let head = || lines().take_while(|line| !line.is_empty());
    let is_folded = |line: &[u8]| line.starts_with(b" ") || line.starts_with(b"\t");
    head().next().is_some_and(is_name)
        && head().take(3).all(|line| is_name(line) || is_folded(line))
        && head().filter(|line| NAMES.iter().any(|name| line.starts_with(name))).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        struct Case {
            bytes: &'static [u8],
            kind: Option<OtherKind>,
        }
        for case in [
            Case { bytes: b"{\\rtf1\\ansi", kind: Some(OtherKind::Rtf) },
            Case { bytes: b"\xef\xbb\xbf\n<!DOCTYPE HTML><p>", kind: Some(OtherKind::Html) },
            Case { bytes: b"<?xml version='1.0'?>\n<HTML>", kind: Some(OtherKind::Html) },
            Case { bytes: b"<?xml version='1.0'?>\n<edXML>", kind: Some(OtherKind::Xml) },
            Case { bytes: b"%!PS-Adobe-3.0\n", kind: Some(OtherKind::PostScript) },
            Case { bytes: b"\xc5\xd0\xd3\xc6\x1e\0\0\0", kind: Some(OtherKind::PostScript) },
            Case { bytes: b"\0\0\0\x18ftypheic\0\0\0\0", kind: Some(OtherKind::Heic) },
            Case { bytes: b"\0\0\0\x18ftypisom\0\0\0\0", kind: None },
            Case { bytes: b"PK\x03\x04....word/document.xml", kind: Some(OtherKind::Docx) },
            Case { bytes: b"PK\x03\x04....xl/workbook.xml", kind: Some(OtherKind::Xlsx) },
            Case { bytes: b"PK\x03\x04....a.txt", kind: Some(OtherKind::Archive) },
            Case { bytes: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", kind: Some(OtherKind::OldOffice) },
            Case {
                bytes: b"Received: by mail\r\n from a\r\nSubject: Bao cao\r\n\r\nKinh gui",
                kind: Some(OtherKind::Mail),
            },
            // Lines of a letter on paper are no head.
            Case { bytes: b"Subject: Bao cao\n\nFrom: So Noi vu", kind: None },
            Case { bytes: "Kính gửi: Sở Nội vụ\nSố: 12".as_bytes(), kind: None },
        ] {
            assert_eq!(other_kind(case.bytes), case.kind, "{}", String::from_utf8_lossy(case.bytes));
        }
    }
}
