//! What a PDF says of itself as a whole: whether its end and its list of objects are there, how many pages it
//! promises, what is attached to it.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Object, String as PdfString};

use crate::reason::Reason;
use crate::scan::pdf_look::{Ended, inflated, unpacked};
use crate::scan::signature::decoded;

/// Where the end of a PDF is looked for, in bytes from the last: mail programs and copiers add some.
const TAIL: usize = 1 << 16;
/// Most bytes that the objects of a file may unpack to, all streams of objects together.
const MOST_OBJECTS: u64 = 256 << 20;
/// Dictionaries within dictionaries: written ones have some ten levels.
const DEEPEST_OBJECT: i64 = 1000;
/// How far around its kind the dictionary of a stream reaches, in bytes.
const DICTIONARY: usize = 600;

/// How deep a tree of names is followed.
const DEEPEST: usize = 16;
/// Most names of attachments that are told.
const MOST_NAMES: usize = 100;

/// Why the list of objects is not to be trusted, in a few words; `None` when it is where it should be.
pub(super) fn fault(bytes: &[u8]) -> Option<Reason> {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let Some(at) = tail.windows(9).rposition(|window| window == b"startxref") else {
        return Some(Reason::EndsEarly);
    };
    let digits: Vec<u8> =
        tail[at + 9..].trim_ascii_start().iter().copied().take_while(u8::is_ascii_digit).collect();
    let offset = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<usize>().ok());
    // Bytes before the mark of the format shift all places.
    let shift = bytes.windows(5).take(1024).position(|window| window == b"%PDF-").unwrap_or(0);
    let is_list = |at: usize| bytes.get(at..).is_some_and(begins_a_list);
    match offset {
        None => Some(Reason::EndsEarly),
        Some(offset) if is_list(offset) || is_list(offset.saturating_add(shift)) => None,
        Some(_) => Some(Reason::ObjectListRebuilt),
    }
}

/// How deep dictionaries lie in each other in what was seen so far.
///
/// A reader takes an object with time that grows with the square of its depth: of 200 000 levels, in a file of a megabyte,
/// minutes. Only what begins like a dictionary, with a name, counts as one: pixels of one colour may be a row of brackets.
#[derive(Default)]
struct Depth {
    now: i64,
    most: i64,
    last: u8,
    /// Whether two brackets were just seen, and no name yet.
    begun: bool,
}

impl Depth {
    fn see(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match (self.last, *byte) {
                (b'<', b'<') => self.begun = true,
                (b'>', b'>') => {
                    self.now = (self.now - 1).max(0);
                    // Of three in a row the last begins no other pair.
                    self.last = 0;
                    continue;
                }
                // A comment may stand before the name.
                (_, b'/' | b'%') if self.begun => {
                    self.now += 1;
                    self.most = self.most.max(self.now);
                    self.begun = false;
                }
                (_, byte) if self.begun && !byte.is_ascii_whitespace() && byte != 0 => self.begun = false,
                _ => {}
            }
            self.last = *byte;
        }
    }

    fn check(&self) -> Result<(), Reason> {
        if self.most > DEEPEST_OBJECT { Err(Reason::ObjectsTooDeep) } else { Ok(()) }
    }
}

/// Looks at the objects of a file, also those that are packed in streams, before a reader takes them all: why some are lost,
/// in a few words, or nothing.
///
/// # Errors
/// That they unpack to more than they may, or lie too deep in each other.
pub(super) fn packed_objects(bytes: &[u8]) -> Result<Option<Reason>, Reason> {
    let mut depth = Depth::default();
    depth.see(bytes);
    depth.check()?;
    const KIND: &[u8] = b"/ObjStm";
    const BEGIN: &[u8] = b"stream";
    const ENCRYPTED: &[u8] = b"/Encrypt";
    let find = |from: usize, what: &[u8]| {
        bytes.get(from..)?.windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    if find(0, ENCRYPTED).is_some() {
        return Ok(None);
    }
    let (mut at, mut total, mut fault) = (0, 0, None);
    while let Some(kind) = find(at, KIND) {
        at = kind + KIND.len();
        let near = &bytes[at..bytes.len().min(at + DICTIONARY)];
        let Some(begin) = near.windows(BEGIN.len()).position(|window| window == BEGIN) else { continue };
        let begin = at + begin;
        let dictionary = &bytes[kind.saturating_sub(DICTIONARY)..begin];
        let start = dictionary.windows(3).rposition(|window| window == b"obj").unwrap_or(0);
        if !dictionary[start..].windows(12).any(|window| window == b"/FlateDecode") {
            continue;
        }
        let data = &bytes[begin + BEGIN.len()..];
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        let mut depth = Depth::default();
        let (length, ended) = unpacked(data, MOST_OBJECTS, &mut |part| depth.see(part));
        depth.check()?;
        total += length;
        if ended == Ended::TooLong || total > MOST_OBJECTS {
            return Err(Reason::ObjectListTooLarge { megabytes: MOST_OBJECTS >> 20 });
        }
        if ended != Ended::Whole {
            fault = Some(Reason::ObjectsLost);
        }
    }
    Ok(fault)
}

/// Whether a table or a stream of objects begins here; a table must be one to its end.
fn begins_a_list(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_start();
    let Some(table) = bytes.strip_prefix(b"xref") else {
        let line = &bytes[..bytes.len().min(40)];
        let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let mut number = || words.next().is_some_and(|word| word.iter().all(u8::is_ascii_digit));
        return number()
            && number()
            && words.next().is_some_and(|word| word.starts_with(b"obj"))
            && is_whole_stream(bytes);
    };
    let is_entry =
        |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_whitespace() || matches!(byte, b'n' | b'f');
    let end = table.iter().position(|byte| !is_entry(byte)).unwrap_or(table.len());
    table[end..].starts_with(b"trailer")
}

/// Whether the stream of the object here unpacks to its end, as far as that can be seen.
fn is_whole_stream(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(2 * DICTIONARY)];
    let find = |what: &[u8]| head.windows(what.len()).position(|window| window == what);
    let (Some(begin), Some(_)) = (find(b"stream"), find(b"/FlateDecode")) else { return true };
    let data = &bytes[begin + b"stream".len()..];
    let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
    inflated(data, MOST_OBJECTS).1 == Ended::Whole
}

/// How many pages its tree says it has.
pub(super) fn promised(pdf: &Pdf) -> Option<u32> {
    let xref = pdf.xref();
    xref.get::<Dict<'_>>(xref.root_id())?.get::<Dict<'_>>("Pages")?.get::<u32>("Count")
}

/// What hangs on a PDF beside its pages.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Extras {
    /// Whether the pages are only the cover of a collection of files.
    pub(super) is_portfolio: bool,
    /// Names of attached files, in the order of the file; at most a hundred.
    pub(super) attachments: Vec<String>,
    /// Whether it holds a form of the XFA kind, which is not drawn.
    pub(super) has_xfa: bool,
}

/// Looks for attachments and forms.
pub(super) fn extras(pdf: &Pdf) -> Extras {
    let xref = pdf.xref();
    let mut extras = Extras::default();
    let Some(root) = xref.get::<Dict<'_>>(xref.root_id()) else { return extras };
    extras.is_portfolio = root.contains_key("Collection");
    extras.has_xfa = root.get::<Dict<'_>>("AcroForm").is_some_and(|form| form.contains_key("XFA"));
    if let Some(tree) = root.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles"))
    {
        collect(&tree, DEEPEST, &mut extras.attachments);
    }
    for page in pdf.pages().iter() {
        let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { continue };
        for file in annotations.iter::<Dict<'_>>().filter_map(|annotation| annotation.get::<Dict<'_>>("FS")) {
            extras.attachments.push(name(&file));
        }
    }
    extras.attachments.truncate(MOST_NAMES);
    extras
}

fn collect(tree: &Dict<'_>, depth: usize, found: &mut Vec<String>) {
    if depth == 0 || found.len() >= MOST_NAMES {
        return;
    }
    if let Some(pairs) = tree.get::<Array<'_>>("Names") {
        let files = pairs.iter::<Object<'_>>().filter_map(Object::into_dict);
        found.extend(files.map(|file| name(&file)));
    }
    if let Some(kids) = tree.get::<Array<'_>>("Kids") {
        for kid in kids.iter::<Dict<'_>>() {
            collect(&kid, depth - 1, found);
        }
    }
}

fn name(file: &Dict<'_>) -> String {
    let text = |key: &str| file.get::<PdfString<'_>>(key).map(|name| decoded(name.as_bytes()));
    text("UF").or_else(|| text("F")).unwrap_or_else(|| "without a name".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_in_dictionaries_without_end_are_known_and_brackets_of_pixels_are_none() {
        let deepest = |bytes: &[u8]| {
            let mut depth = Depth::default();
            bytes.chunks(7).for_each(|part| depth.see(part));
            depth.most
        };
        assert_eq!(deepest(b"<< /A << /B 1 >> /C <</D<<%\n/E<31>>>>> >>"), 3);
        assert_eq!(deepest(&b"<<\n/A ".repeat(300)), 300);
        assert_eq!(deepest(&[b'<'; 5000]), 0);
        assert!(packed_objects(&b"<</A ".repeat(2000)).is_err());
        assert_eq!(packed_objects(b"<< /A << /B 1 >> >>"), Ok(None));
    }

    #[test]
    fn a_file_without_its_end_or_with_a_broken_list_is_known() {
        let file = |offset: usize| {
            format!(
                "%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n\
                 trailer\n<< >>\nstartxref\n{offset}\n%%EOF\n"
            )
            .into_bytes()
        };
        let whole = file(29);
        assert_eq!(fault(&whole), None);
        // Bytes of a mail program before it.
        assert_eq!(fault(&[b"\r\n\r\n".as_slice(), &whole].concat()), None);
        assert!(fault(&whole[..whole.len() * 3 / 4]).is_some());
        assert!(fault(&file(12)).is_some());
        let mut zeroed = whole;
        zeroed[45..50].fill(0);
        assert!(fault(&zeroed).is_some());
    }
}
