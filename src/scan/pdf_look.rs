//! What the objects of a PDF page say before it is drawn: how much work it will be, and what of it is damaged.
//!
//! The drawing library mends what it can and says little of it, and it has no limits: forms that draw each other
//! twice, thirty deep, take it years, and a stream of some megabytes may unpack to gigabytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::content::UntypedIter;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::{Page, Resources};
use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};

use crate::reason::Reason;
use crate::scan::jpeg_data;
use crate::scan::overfull::Cut;

/// Most bytes that a content stream may unpack to. A map drawn in lines has ten or twenty million.
const LONGEST_CONTENT: u64 = 64 << 20;
/// A picture may unpack to twice what its size needs, and so much more.
const SLACK: u64 = 1 << 20;
/// The most that one byte of a deflated stream can become.
const DEFLATED: u64 = 1032;
/// The most that one byte of an LZW stream can become: codes of 12 bits for strings of 4096 bytes.
const LZW: u64 = 2731;
/// The most that one byte of runs can become.
const RUN: u64 = 64;
/// So many pixels of a picture cost as much as one step of drawing.
const PIXELS_OF_A_STEP: u64 = 256;
/// Forms within forms: written ones have five or six levels.
const DEEPEST: usize = 28;
/// More steps than this are not counted.
const ENDLESS: u64 = u64::MAX / 4;
/// Length of bytes by which encryption lengthens a stream, and of line ends that are not counted alike.
const LOOSE_END: u64 = 48;

/// What is known of a page before it is drawn.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Look {
    /// Steps of drawing, those of a form as often as it is drawn.
    pub(super) steps: u64,
    /// The most bytes that one of its streams unpacks to, as far as that is known.
    pub(super) unpacked: u64,
    /// Pixels of the largest picture on it.
    pub(super) pixels: u64,
    /// What is missing or broken, each in a few words that follow "page 2 is damaged".
    pub(super) lost: Vec<Reason>,
    /// Why it must not be drawn, in a few words.
    pub(super) undrawable: Option<Reason>,
    /// Its pictures that unpack to more than they may, as far as they are needed; it is drawn with these.
    pub(super) cuts: Vec<Cut>,
}

/// Looks through what a page of a file draws.
pub(super) fn look(page: &Page<'_>, file: &[u8]) -> Look {
    let mut walk = Walk { file, ..Walk::default() };
    let content = walk.page_content(page);
    let steps = walk.content(&content, page.resources());
    let mut lost = std::mem::take(&mut walk.lost);
    // One reason is enough for a reader; the picture's comes first.
    lost.sort_by_key(|reason| (!reason.is_of_picture(), reason.to_string()));
    let Walk { unpacked, pixels, undrawable, cuts, .. } = walk;
    Look { steps, unpacked, pixels, lost, undrawable, cuts }
}

#[derive(Default)]
struct Walk<'a> {
    /// The whole file.
    file: &'a [u8],
    /// Steps of the forms that were looked through.
    forms: BTreeMap<ObjectIdentifier, u64>,
    /// Forms that are being looked through.
    open: Vec<ObjectIdentifier>,
    pictures: BTreeSet<ObjectIdentifier>,
    unpacked: u64,
    pixels: u64,
    lost: Vec<Reason>,
    undrawable: Option<Reason>,
    cuts: Vec<Cut>,
}

/// How the unpacking of a stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Whole,
    Early,
    Broken,
    TooLong,
}

impl Walk<'_> {
    fn page_content(&mut self, page: &Page<'_>) -> Vec<u8> {
        let dict = page.raw();
        let mut all = Vec::new();
        if let Some(stream) = dict.get::<Stream<'_>>("Contents") {
            all.extend(self.text(&stream));
        } else if let Some(streams) = dict.get::<Array<'_>>("Contents") {
            let promised = streams.raw_iter().count();
            let mut found = 0;
            for stream in streams.iter::<Stream<'_>>() {
                all.extend(self.text(&stream));
                all.push(b' ');
                found += 1;
            }
            if found < promised {
                self.lose(Reason::ContentPartMissing);
            }
        } else if dict.get_ref("Contents").is_some() {
            self.lose(Reason::ContentMissing);
        }
        all
    }

    /// The bytes of a content stream; nothing when it unpacks to too many.
    fn text(&mut self, stream: &Stream<'_>) -> Vec<u8> {
        let raw = stream.raw_data();
        let length = raw.len() as u64;
        let is_short = is_short(stream, length);
        match stream.filters().as_slice() {
            [Filter::FlateDecode] => {
                let (total, ended) = inflated(&raw, LONGEST_CONTENT);
                self.unpacked = self.unpacked.max(total);
                match ended {
                    Ended::TooLong => {
                        self.forbid(Reason::ContentTooLarge { megabytes: LONGEST_CONTENT >> 20 });
                        return Vec::new();
                    }
                    Ended::Broken => self.lose(Reason::ContentBroken),
                    Ended::Early => self.lose(Reason::ContentEndsEarly),
                    Ended::Whole => {}
                }
            }
            [] => {}
            _ => self.unpacked = self.unpacked.max(length.saturating_mul(DEFLATED)),
        }
        if length.saturating_mul(DEFLATED) > LONGEST_CONTENT && stream.filters().len() > 1 {
            self.forbid(Reason::ContentPackedOver);
            return Vec::new();
        }
        if is_short {
            self.lose(Reason::ContentEndsEarly);
        }
        match stream.decoded_data() {
            Ok(data) => data.into_owned(),
            Err(_) => {
                self.lose(Reason::ContentBroken);
                Vec::new()
            }
        }
    }

    fn lose(&mut self, what: Reason) {
        if !self.lost.contains(&what) {
            self.lost.push(what);
        }
    }

    fn forbid(&mut self, why: Reason) {
        self.undrawable.get_or_insert(why);
    }

    /// The steps of a content stream.
    fn content(&mut self, data: &[u8], resources: &Resources<'_>) -> u64 {
        let mut steps = 0_u64;
        let mut instructions = UntypedIter::new(data);
        while let Some(instruction) = instructions.next() {
            let name = instruction.operands().last().cloned().and_then(Object::into_name);
            let more = match (&**instruction.operator, name) {
                (b"Do", Some(name)) => self.drawn_object(&name, resources),
                (b"gs", Some(name)) => {
                    let mask =
                        resources.get_ext_g_state(&name).and_then(|state| state.get::<Dict<'_>>("SMask"));
                    mask.and_then(|mask| mask.get::<Stream<'_>>("G"))
                        .map_or(1, |form| self.form(&form, resources))
                }
                (b"scn" | b"SCN", Some(name)) => self.pattern(&name, resources),
                (b"sh", _) => 1000,
                _ => 1,
            };
            steps = steps.saturating_add(more).min(ENDLESS);
        }
        steps
    }

    fn drawn_object(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> u64 {
        let Some(stream) = resources.get_x_object(name) else {
            self.lose(Reason::PictureMissing);
            return 1;
        };
        match stream.dict().get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => self.picture(&stream),
            Some(b"Form") => self.form(&stream, resources),
            _ => 1,
        }
    }

    fn form(&mut self, form: &Stream<'_>, outer: &Resources<'_>) -> u64 {
        let id = form.obj_id();
        if let Some(steps) = self.forms.get(&id) {
            return *steps;
        }
        if self.open.contains(&id) || self.open.len() >= DEEPEST {
            return ENDLESS;
        }
        self.open.push(id);
        let data = self.text(form);
        let own = form.dict().get::<Dict<'_>>("Resources").map(Resources::new);
        let steps = self.content(&data, own.as_ref().unwrap_or(outer)).saturating_add(1);
        self.open.pop();
        self.forms.insert(id, steps);
        steps
    }

    fn pattern(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> u64 {
        let Some(Object::Stream(tile)) = resources.get_pattern(name) else { return 1 };
        let step = |key: &str| tile.dict().get::<f32>(key).unwrap_or(1.0).abs().max(0.01);
        // As often as it fits on a large sheet.
        let tiles = crate::geometry::pixels(f64::from(2000.0 / step("XStep") * (2000.0 / step("YStep"))));
        self.form(&tile, resources).saturating_mul(u64::from(tiles.max(1))).min(ENDLESS)
    }

    /// Looks at the data of a picture; gives the steps of drawing it.
    fn picture(&mut self, picture: &Stream<'_>) -> u64 {
        let dict = picture.dict();
        let size =
            |key: &str, short: &str| dict.get::<u32>(key).or_else(|| dict.get::<u32>(short)).unwrap_or(0);
        let (width, height) = (size("Width", "W"), size("Height", "H"));
        let pixels = u64::from(width) * u64::from(height);
        self.pixels = self.pixels.max(pixels);
        let steps = pixels / PIXELS_OF_A_STEP + 1;
        if !self.pictures.insert(picture.obj_id()) {
            return steps;
        }
        for key in ["SMask", "Mask"] {
            if let Some(mask) = dict.get::<Stream<'_>>(key) {
                self.picture(&mask);
            }
        }
        if let Some(name) = unknown_filter(dict) {
            self.forbid(Reason::PictureFilterUnknown { name });
            return steps;
        }
        let raw = picture.raw_data();
        let length = raw.len() as u64;
        let row = row_bytes(dict, width);
        let parameters = dict
            .get::<Dict<'_>>("DecodeParms")
            .or_else(|| dict.get::<Array<'_>>("DecodeParms").and_then(|all| all.iter::<Dict<'_>>().next()));
        let is_predicted = parameters
            .as_ref()
            .and_then(|parameters| parameters.get::<u32>("Predictor"))
            .is_some_and(|predictor| predictor >= 10);
        // Each row says how it was predicted.
        let stored_row = row.map(|row| row + u64::from(is_predicted));
        match picture.filters().as_slice() {
            [] => {
                self.unpacked = self.unpacked.max(length);
                self.rows(length, stored_row, height);
            }
            [Filter::FlateDecode] => {
                let needed = stored_row.map(|row| row.saturating_mul(u64::from(height)));
                let most = needed.map_or(u64::MAX, |needed| needed.saturating_mul(2).saturating_add(SLACK));
                let (total, ended) = inflated(&raw, most.min(u64::from(u32::MAX)));
                self.unpacked = self.unpacked.max(total);
                match ended {
                    Ended::TooLong => self.overfull(&raw, needed),
                    Ended::Broken => self.lose(Reason::PictureBroken),
                    Ended::Early | Ended::Whole => {}
                }
                match stored_row {
                    Some(_) => self.rows(total, stored_row, height),
                    None if ended == Ended::Early => self.lose(Reason::PictureEndsEarly),
                    None => {}
                }
            }
            [Filter::DctDecode] => {
                if let Some(fault) = jpeg_data::fault(&raw) {
                    self.lose(fault);
                }
            }
            [Filter::CcittFaxDecode] => self.fax(&raw, parameters.as_ref(), width, height),
            filters => self.unpacked = self.unpacked.max(unpacked_by(filters, &raw)),
        }
        if is_short(picture, length) {
            self.lose(Reason::PictureEndsEarly);
        }
        steps
    }

    /// A picture that unpacks to more than it may is drawn as far as it is needed.
    fn overfull(&mut self, raw: &[u8], needed: Option<u64>) {
        match needed.and_then(|needed| Cut::new(self.file, raw, needed)) {
            Some(cut) => {
                self.cuts.push(cut);
                self.lose(Reason::PictureTooLong);
            }
            None => self.forbid(Reason::PictureTooLong),
        }
    }

    /// Says how many rows of a picture are missing, if any.
    fn rows(&mut self, total: u64, row: Option<u64>, height: u32) {
        let Some(row) = row.filter(|row| *row > 0) else { return };
        let missing = u64::from(height).saturating_sub(total / row);
        if missing > 0 {
            self.lose(Reason::RowsMissing { missing, of: height.into() });
        }
    }

    fn fax(&mut self, raw: &[u8], parameters: Option<&Dict<'_>>, width: u32, height: u32) {
        let number = |key: &str| parameters.and_then(|parameters| parameters.get::<i32>(key));
        let says = |key: &str| parameters.and_then(|parameters| parameters.get::<bool>(key));
        let kind = number("K").unwrap_or(0);
        let settings = DecodeSettings {
            columns: number("Columns").map_or(1728, i32::unsigned_abs),
            rows: height,
            end_of_block: says("EndOfBlock").unwrap_or(true),
            end_of_line: says("EndOfLine").unwrap_or(false),
            rows_are_byte_aligned: says("EncodedByteAlign").unwrap_or(false),
            encoding: match kind {
                ..0 => EncodingMode::Group4,
                0 => EncodingMode::Group3_1D,
                1.. => EncodingMode::Group3_2D,
            },
            strict: kind < 0,
        };
        if settings.columns != width {
            return;
        }
        let mut count = Count(0);
        let ended = hayro_ccitt::decode(raw, &mut count, &mut DecoderContext::new(settings));
        let missing = height.saturating_sub(count.0);
        if missing > 0 {
            self.lose(Reason::RowsMissing { missing: missing.into(), of: height.into() });
        } else if ended.is_err() {
            self.lose(Reason::PictureBroken);
        }
    }
}

/// Counts rows.
struct Count(u32);

impl hayro_ccitt::Decoder for Count {
    fn push_row(&mut self, _: &[u32]) {
        self.0 += 1;
    }
}

/// Whether a stream has fewer bytes than it says.
fn is_short(stream: &Stream<'_>, length: u64) -> bool {
    stream.dict().get::<u32>("Length").is_some_and(|says| length + LOOSE_END < u64::from(says))
}

/// The name of a packing that the drawing library does not know; it would take packed bytes for pixels.
fn unknown_filter(dict: &Dict<'_>) -> Option<String> {
    const KNOWN: [&[u8]; 17] = [
        b"ASCIIHexDecode",
        b"AHx",
        b"ASCII85Decode",
        b"A85",
        b"LZWDecode",
        b"LZW",
        b"FlateDecode",
        b"Fl",
        b"RunLengthDecode",
        b"RL",
        b"CCITTFaxDecode",
        b"CCF",
        b"JBIG2Decode",
        b"DCTDecode",
        b"DCT",
        b"JPXDecode",
        b"Crypt",
    ];
    let mut names = Vec::new();
    if let Some(name) = dict.get::<Name<'_>>("Filter") {
        names.push(name);
    } else if let Some(all) = dict.get::<Array<'_>>("Filter") {
        names.extend(all.iter::<Name<'_>>());
    }
    names.iter().find(|name| !KNOWN.contains(&name.as_ref())).map(|name| name.as_str().to_owned())
}

/// Bytes of a row of a picture, unpacked; `None` when its colours are of a kind that is not counted here.
fn row_bytes(dict: &Dict<'_>, width: u32) -> Option<u64> {
    let is_mask = dict.get::<bool>("ImageMask").unwrap_or(false);
    let bits = if is_mask { 1 } else { dict.get::<u32>("BitsPerComponent")? };
    let components = if is_mask { 1 } else { components(&dict.get::<Object<'_>>("ColorSpace")?)? };
    Some((u64::from(width) * u64::from(bits) * components).div_ceil(8))
}

fn components(space: &Object<'_>) -> Option<u64> {
    let named = |name: &[u8]| match name {
        b"DeviceGray" | b"CalGray" | b"G" | b"Indexed" | b"I" | b"Separation" => Some(1),
        b"DeviceRGB" | b"CalRGB" | b"RGB" | b"Lab" => Some(3),
        b"DeviceCMYK" | b"CMYK" => Some(4),
        _ => None,
    };
    match space {
        Object::Name(name) => named(name),
        Object::Array(array) => {
            let mut parts = array.flex_iter();
            let name = parts.next::<Name<'_>>()?;
            if name.as_ref() == b"ICCBased" {
                return parts.next::<Stream<'_>>()?.dict().get::<u32>("N").map(u64::from);
            }
            named(&name)
        }
        _ => None,
    }
}

/// The most bytes that a chain of packings unpacks to before its picture is decoded: measured for the first, guessed for
/// what it holds.
fn unpacked_by(filters: &[Filter], raw: &[u8]) -> u64 {
    let length = raw.len() as u64;
    let factor = |filter: &Filter| match filter {
        Filter::FlateDecode => DEFLATED,
        Filter::LzwDecode => LZW,
        Filter::RunLengthDecode => RUN,
        _ => 1,
    };
    let (first, rest) = match filters {
        [] => return length,
        [Filter::FlateDecode, rest @ ..] => (inflated(raw, u64::from(u32::MAX)).0, rest),
        [Filter::LzwDecode, rest @ ..] => (unpacked_lzw(raw), rest),
        [other, rest @ ..] => (length.saturating_mul(factor(other)), rest),
    };
    rest.iter().fold(first, |total, filter| total.saturating_mul(factor(filter)))
}

/// How many bytes an LZW stream unpacks to.
fn unpacked_lzw(raw: &[u8]) -> u64 {
    let mut decoder = weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    let mut buffer = vec![0; 1 << 16];
    let (mut from, mut total) = (0, 0);
    loop {
        let step = decoder.decode_bytes(&raw[from..], &mut buffer);
        from += step.consumed_in;
        total += step.consumed_out as u64;
        match step.status {
            Ok(weezl::LzwStatus::Ok) if step.consumed_in + step.consumed_out > 0 => {}
            _ => return total,
        }
    }
}

/// How many bytes a deflated stream unpacks to, counted up to `most`, and how it ends.
pub(super) fn inflated(raw: &[u8], most: u64) -> (u64, Ended) {
    unpacked(raw, most, &mut |_| {})
}

/// The same; `each` is shown what it unpacks to, part by part.
pub(super) fn unpacked(raw: &[u8], most: u64, each: &mut dyn FnMut(&[u8])) -> (u64, Ended) {
    match count(ZlibDecoder::new(raw), most, each) {
        // Some programs leave out the two bytes that say what it is.
        (0, Ended::Broken) => count(DeflateDecoder::new(raw), most, each),
        counted => counted,
    }
}

fn count(mut unpacked: impl Read, most: u64, each: &mut dyn FnMut(&[u8])) -> (u64, Ended) {
    let mut buffer = vec![0; 1 << 16];
    let mut total = 0;
    loop {
        match unpacked.read(&mut buffer) {
            Ok(0) => return (total, Ended::Whole),
            Ok(read) => {
                each(&buffer[..read]);
                total += read as u64;
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return (total, Ended::Early),
            Err(_) => return (total, Ended::Broken),
        }
        if total > most {
            return (total, Ended::TooLong);
        }
    }
}
