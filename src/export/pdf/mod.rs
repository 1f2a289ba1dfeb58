//! A PDF/A-2b of two layers: the pictures of the scan as they are, and the restored text, which is not seen.
//!
//! Pictures are copied byte for byte where a page is one picture in a packing that PDF/A-2 takes as it is. Nothing is drawn on
//! the page. Words stand on their boxes from left to right and on their lines from top to bottom, with spaces between
//! them, so that they are found and selected in place.

mod about;
mod colour;
mod font;
mod picture;

use std::collections::BTreeSet;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{
    CidFontType, FontFlags, OutputIntentSubtype, SystemInfo, TextRenderingMode, UnicodeCmap,
};
use pdf_writer::{Content, Date, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::placed::{LineOfWords, pages};
use crate::config::Config;
use crate::digest::sha256;
use crate::geometry::{Affine, PageIndex};
use crate::reason::Reason;
use crate::record::{Page, Record};
use crate::scan::{self, Scan};

/// What becomes of the pictures of a scan in a PDF.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pictures {
    /// They are copied byte for byte where PDF/A-2b takes them.
    #[default]
    Copied,
    /// They are packed anew where that makes them smaller.
    Recompressed,
}

const FONT: Name<'static> = Name(b"Text");
/// What a font is called that nobody sees.
const FONT_NAME: Name<'static> = Name(b"VanthuInvisible");
/// What identifies its characters: their numbers in Unicode.
const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A document as PDF/A-2b, made with its scan.
///
/// # Errors
/// Why it cannot be made.
pub(super) fn write(record: &Record, scan: Option<&[u8]>, wish: Pictures) -> Result<Vec<u8>, Reason> {
    let bytes = scan.ok_or(Reason::NoScan)?;
    let file = record.source.files.first().map_or("", |file| file.file.as_str());
    let scan = scan::open(file.as_ref(), bytes.to_vec(), &Config::default().scan)
        .map_err(|e| Reason::Said(e.to_string()))?;
    // A text has no places, which is said rather than that it cannot be shown.
    let placed = pages(record)?;
    let sheets =
        record.pages.iter().map(|page| Sheet::of(page, &scan, wish)).collect::<Result<Vec<_>, _>>()?;
    let about = about::About::of(record);

    let mut next = 1;
    let mut id = || {
        next += 1;
        Ref::new(next - 1)
    };
    let (catalog, tree, font) = (id(), id(), id());
    let mut pdf = Pdf::new();
    pdf.set_version(1, 7);
    let hash = sha256([record.id.as_bytes(), about.title.as_bytes()].concat().as_slice());
    let hash = hash.as_bytes()[..32].to_vec();
    pdf.set_file_id((hash.clone(), hash));
    let mut used = BTreeSet::new();
    let mut kids = Vec::new();
    for sheet in &sheets {
        let (own, content_id) = (id(), id());
        let named: Vec<(String, picture::Ids)> = (0..sheet.pictures.len())
            .map(|number| {
                (format!("Scan{number}"), picture::Ids { picture: id(), mask: id(), shared: [id(), id()] })
            })
            .collect();
        kids.push(own);
        let mut page = pdf.page(own);
        let [left, bottom, right, top] = sheet.sides.map(single);
        page.media_box(Rect::new(left, bottom, right, top)).parent(tree).contents(content_id);
        page.rotate(sheet.rotated);
        let mut resources = page.resources();
        resources.fonts().pair(FONT, font);
        let mut pictures = resources.x_objects();
        for (name, ids) in &named {
            pictures.pair(Name(name.as_bytes()), ids.picture);
        }
        pictures.finish();
        resources.finish();
        page.finish();
        let mut content = Content::new();
        for (picture, (name, ids)) in sheet.pictures.iter().zip(&named) {
            content.save_state().transform(sheet.picture_matrix(picture));
            content.x_object(Name(name.as_bytes())).restore_state();
            picture::write(&mut pdf, ids, picture);
        }
        let words = placed.iter().find(|placed| placed.page.page == sheet.page.page);
        if let Some(placed) = words {
            content.begin_text().set_font(FONT, 1.0).set_text_rendering_mode(TextRenderingMode::Invisible);
            for line in placed.blocks.iter().flatten() {
                sheet.line(line, &mut content, &mut used);
            }
            content.end_text();
        }
        pdf.stream(content_id, &packed(&content.finish())).filter(Filter::FlateDecode);
    }
    let count = i32::try_from(kids.len()).map_err(|_| Reason::TooManyPages)?;
    pdf.pages(tree).kids(kids).count(count);
    write_font(&mut pdf, font, &mut id, &used);
    let (info, profile, metadata) = (id(), id(), id());
    let mut catalog = pdf.catalog(catalog);
    catalog.pages(tree).metadata(metadata).lang(TextStr("vi"));
    let mut intents = catalog.output_intents();
    let mut intent = intents.push();
    intent.subtype(OutputIntentSubtype::PDFA).output_condition_identifier(TextStr("sRGB IEC61966-2.1"));
    intent.info(TextStr("sRGB IEC61966-2.1")).dest_output_profile(profile);
    intent.finish();
    intents.finish();
    catalog.finish();
    pdf.icc_profile(profile, &packed(&colour::srgb())).n(3).filter(Filter::FlateDecode);
    let part = |part: i8| u8::try_from(part).unwrap_or(1);
    let day = Date::new(u16::try_from(about.day.year()).unwrap_or(2000))
        .month(part(about.day.month()))
        .day(part(about.day.day()))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    let mut document = pdf.document_info(info);
    document.title(TextStr(&about.title)).creator(TextStr(&about.by)).producer(TextStr(&about.by));
    document.creation_date(day).modified_date(day);
    document.finish();
    // Last, so that its mark stands near the end of the file.
    pdf.metadata(metadata, about.xmp().as_bytes());
    Ok(pdf.finish())
}

/// The font: every character that is used leads to its one empty glyph, and back to Unicode.
fn write_font(pdf: &mut Pdf, font: Ref, id: &mut impl FnMut() -> Ref, used: &BTreeSet<u16>) {
    let (cid, descriptor, file, glyphs, unicode) = (id(), id(), id(), id(), id());
    pdf.type0_font(font)
        .base_font(FONT_NAME)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(unicode);
    let mut font = pdf.cid_font(cid);
    font.subtype(CidFontType::Type2).base_font(FONT_NAME).system_info(SYSTEM);
    font.font_descriptor(descriptor).default_width(f32::from(font::ADVANCE)).cid_to_gid_map_stream(glyphs);
    font.finish();
    let (ascent, descent, advance) =
        (f32::from(font::ASCENT), f32::from(font::DESCENT), f32::from(font::ADVANCE));
    pdf.font_descriptor(descriptor)
        .name(FONT_NAME)
        .flags(FontFlags::NON_SYMBOLIC & FontFlags::empty() | FontFlags::SYMBOLIC)
        .bbox(Rect::new(0.0, descent, advance, ascent))
        .italic_angle(0.0)
        .ascent(ascent)
        .descent(descent)
        .cap_height(ascent)
        .stem_v(80.0)
        .font_file2(file);
    let bytes = font::file();
    let length = i32::try_from(bytes.len()).unwrap_or_default();
    pdf.stream(file, &packed(&bytes)).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
    // Two bytes for each character up to the last that is used.
    let last = used.last().copied().unwrap_or(0);
    let map = [0_u8, 1].repeat(usize::from(last) + 1);
    pdf.stream(glyphs, &packed(&map)).filter(Filter::FlateDecode);
    let mut cmap = UnicodeCmap::<u16>::new(Name(b"VanthuUnicode"), SYSTEM);
    for code in used {
        if let Some(c) = char::from_u32(u32::from(*code)) {
            cmap.pair(*code, c);
        }
    }
    pdf.stream(unicode, &packed(cmap.finish().as_slice())).filter(Filter::FlateDecode);
}

/// A page of the result.
struct Sheet<'a> {
    page: &'a Page,
    /// Left, bottom, right, top in points.
    sides: [f64; 4],
    /// Degrees clockwise by which it is turned to be looked at.
    rotated: i32,
    /// In the order they are drawn.
    pictures: Vec<scan::Packed>,
    /// From the source page to points of this one.
    to_points: Affine,
    /// From pixels of the upright page to points of this one.
    from_upright: Affine,
}

impl<'a> Sheet<'a> {
    fn of(page: &'a Page, scan: &Scan, wish: Pictures) -> Result<Sheet<'a>, Reason> {
        let number = page.page;
        let lost = || Reason::PageNotShown { page: number };
        let index = PageIndex(number.checked_sub(1).ok_or_else(lost)?);
        let to_source = Affine(page.to_source.ok_or_else(lost)?);
        let anew = |quality| Some(vec![picture::packed_anew(scan.shown(index)?, quality)?]);
        let pictures = match (scan.packed(index), wish) {
            (Some(copied), Pictures::Copied) => copied,
            (Some(copied), Pictures::Recompressed) => {
                let size = |pictures: &[scan::Packed]| pictures.iter().map(picture::size).sum::<usize>();
                let smaller = anew(picture::SMALL).filter(|anew| size(anew) < size(&copied));
                smaller.unwrap_or(copied)
            }
            (None, Pictures::Copied) => anew(picture::FINE).ok_or_else(lost)?,
            (None, Pictures::Recompressed) => anew(picture::SMALL).ok_or_else(lost)?,
        };
        let (sides, to_points) = match scan.sheet(index) {
            Some(sides) => (sides, Affine::IDENTITY),
            None => {
                let dpi = f64::from(page.dpi.ok_or_else(lost)?);
                // Of a fax one side has fewer dots than the other.
                let [a, b, c, d, ..] = to_source.0;
                let (across, down) = (72.0 / dpi / a.hypot(c), 72.0 / dpi / b.hypot(d));
                let picture = pictures.first().ok_or_else(lost)?;
                let [a, b, c, d, e, f] = picture.to_source.0;
                let (columns, rows) = (f64::from(picture.size.0), f64::from(picture.size.1));
                let width = (a * columns).abs().max((c * rows).abs()).max(e).max(1.0);
                let height = (b * columns).abs().max((d * rows).abs()).max(f).max(1.0);
                let sides = [0.0, 0.0, width * across, height * down];
                (sides, Affine([across, 0.0, 0.0, -down, 0.0, sides[3]]))
            }
        };
        let from_upright = to_source.then(&to_points);
        let [a, b, ..] = from_upright.0;
        let rotated = match (a.abs() >= b.abs(), a > 0.0, b > 0.0) {
            (true, true, _) => 0,
            (true, false, _) => 180,
            (false, _, true) => 90,
            (false, _, false) => 270,
        };
        Ok(Sheet { page, sides, rotated, pictures, to_points, from_upright })
    }

    /// Where the unit square of the picture goes.
    fn picture_matrix(&self, picture: &scan::Packed) -> [f32; 6] {
        let [a, b, c, d, e, f] = picture.to_source.then(&self.to_points).0;
        let (columns, rows) = (f64::from(picture.size.0), f64::from(picture.size.1));
        [a * columns, b * columns, -c * rows, -d * rows, e + c * rows, f + d * rows].map(single)
    }

    /// The words of a line, each stretched over its box, with the spaces between them.
    fn line(&self, line: &LineOfWords<'_>, content: &mut Content, used: &mut BTreeSet<u16>) {
        let (top, bottom) = (f64::from(line.place.top()), f64::from(line.place.bottom()));
        let mut begins = None;
        for (at, (place, word)) in line.words.iter().enumerate() {
            let (left, right) = (begins.unwrap_or(f64::from(place.left())), f64::from(place.right()));
            let Some((next, _)) = line.words.get(at + 1) else {
                self.show(&word.text, [left, top, right, bottom], content, used);
                return;
            };
            let next = f64::from(next.left());
            // Programs that copy text see no space in a gap that is narrow beside the letters, whatever stands in it.
            let lacks = (APART * (bottom - top) - (next - right)).clamp(0.0, 2.0 * YIELDS) / 2.0;
            let (end, from) = (right - lacks, next + lacks);
            self.show(&word.text, [left, top, end.max(left + 1.0), bottom], content, used);
            self.show(" ", [end, top, from.max(end + 1.0), bottom], content, used);
            begins = Some(from);
        }
    }

    fn show(
        &self,
        text: &str,
        [left, top, right, bottom]: [f64; 4],
        content: &mut Content,
        used: &mut BTreeSet<u16>,
    ) {
        // What is beyond the first plane of Unicode has no code of two bytes.
        let codes: Vec<u16> = text.chars().map(|c| u16::try_from(u32::from(c)).unwrap_or(0xFFFD)).collect();
        used.extend(&codes);
        let (em, height) = (f64::from(font::EM), bottom - top);
        // Letters of a font reach from its descent to its ascent.
        let size = height * em / f64::from(font::ASCENT - font::DESCENT);
        let base = bottom + size * f64::from(font::DESCENT) / em;
        let letters: f64 = codes.iter().map(|_| f64::from(font::ADVANCE) / em).sum();
        let wide = (right - left) / letters.max(f64::MIN_POSITIVE);
        let (x, y) = self.from_upright.apply(left, base);
        let [a, b, c, d, ..] = self.from_upright.0;
        content.set_text_matrix([a * wide, b * wide, -c * size, -d * size, x, y].map(single));
        let bytes: Vec<u8> = codes.iter().flat_map(|code| code.to_be_bytes()).collect();
        content.show(Str(&bytes));
    }
}

/// The least space between words, in heights of a line.
const APART: f64 = 0.17;
/// How far a word yields to it on a side, in pixels of the scan.
const YIELDS: f64 = 1.5;

/// As PDF writes numbers.
#[expect(clippy::cast_possible_truncation, reason = "points of a page need no more than 24 bits")]
fn single(value: f64) -> f32 {
    value as f32
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes what is written")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{record, scan};
    use super::*;
    use crate::config::{ScanConfig, TextLayer};
    use crate::scan::Content as Shown;

    fn opened(bytes: &[u8]) -> Scan {
        let config = ScanConfig { text_layer: TextLayer::Only, page_worker: None, ..Config::default().scan };
        scan::open("a.pdf".as_ref(), bytes.to_vec(), &config).unwrap()
    }

    #[test]
    fn pictures_are_copied_byte_for_byte() {
        let (record, source) = (record(), scan());
        let made = write(&record, Some(&source), Pictures::Copied).unwrap();
        assert_eq!(made, write(&record, Some(&source), Pictures::Copied).unwrap());
        let (before, after) = (opened(&source), opened(&made));
        for page in 0..before.page_count() {
            let (before, after) =
                (before.packed(PageIndex(page)).unwrap(), after.packed(PageIndex(page)).unwrap());
            let ([before], [after]) = (&before[..], &after[..]) else { panic!("one picture") };
            assert_eq!(before.bytes, after.bytes);
            assert_eq!(
                (&before.packing, before.size, before.colours),
                (&after.packing, after.size, after.colours)
            );
            for (before, after) in before.to_source.0.iter().zip(after.to_source.0) {
                assert!((before - after).abs() < 1e-3);
            }
        }
        let size = source.len() + source.len() / 10 + 40_000;
        assert!(made.len() < size, "{} bytes of {}", made.len(), source.len());
    }

    #[test]
    fn the_text_layer_holds_each_word_on_its_box() {
        let record = record();
        let made = opened(&write(&record, Some(&scan()), Pictures::Copied).unwrap());
        for (page, text) in record.pages.iter().zip(&record.text) {
            let read = made.page(PageIndex(page.page - 1)).unwrap().output;
            let frame = read.frame.unwrap();
            let Shown::Text(lines) = read.content else { panic!("its layer is read") };
            let words: Vec<_> = lines.iter().flat_map(|line| &line.words).collect();
            let all = text.lines.iter().flat_map(|line| line.words.iter().flatten().map(move |w| (line, w)));
            // Pixels of the record to pixels of the page that was read.
            let map = Affine(page.to_source.unwrap()).then(&frame.to_source.inverse().unwrap());
            let scale = (map.0[0].powi(2) + map.0[1].powi(2)).sqrt();
            for (line, word) in all {
                let place = word.place.unwrap();
                let middle = f64::from(line.place.unwrap().top() + line.place.unwrap().bottom()) / 2.0;
                let (left, y) = map.apply(f64::from(place.left()), middle);
                let (right, _) = map.apply(f64::from(place.right()), middle);
                let near = |other: &crate::page::OcrWord| {
                    let apart = |a: u32, b: f64| (f64::from(a) - b).abs() <= 2.0 * scale.max(1.0);
                    let on = |on: crate::geometry::PixelBox| {
                        let lines = f64::from(on.top())..=f64::from(on.bottom());
                        apart(on.left(), left) && apart(on.right(), right) && lines.contains(&y)
                    };
                    other.text == word.text && other.place.is_some_and(on)
                };
                assert!(words.iter().any(|other| near(other)), "{} at {left} {y}", word.text);
            }
        }
    }

    #[test]
    fn pictures_are_packed_anew_on_request_and_only_where_they_become_smaller() {
        let (record, source) = (record(), scan());
        let copied = write(&record, Some(&source), Pictures::Copied).unwrap();
        let small = write(&record, Some(&source), Pictures::Recompressed).unwrap();
        assert_eq!(small, write(&record, Some(&source), Pictures::Recompressed).unwrap());
        assert!(small.len() <= copied.len(), "{} bytes, copied {}", small.len(), copied.len());
        let (copied, small) = (opened(&copied), opened(&small));
        for page in 0..copied.page_count() {
            let sizes = [&copied, &small].map(|scan| {
                let pictures = scan.packed(PageIndex(page)).unwrap();
                let [picture] = &pictures[..] else { panic!("one picture") };
                picture.size
            });
            assert_eq!(sizes[0], sizes[1], "as many pixels as before");
        }
    }

    #[test]
    fn without_its_scan_it_is_not_made() {
        assert!(write(&record(), None, Pictures::Copied).is_err());
    }
}
