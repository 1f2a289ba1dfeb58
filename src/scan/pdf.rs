//! A PDF file becomes pages: pictures taken as they are, or the page drawn.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use hayro::hayro_interpret::RenderContent;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::kurbo::{self, Rect};

use crate::config::TextLayer;
use crate::geometry::{Affine, PageIndex, PixelBox, pixels};
use crate::limit;
use crate::page::{Frame, Mark, MarkKind, OcrLine, PageImage};
use crate::reason::Reason;
use crate::scan::Inlay;
use crate::scan::colour::KeptColours;
use crate::scan::inlay;
use crate::scan::interpret::{box_of, draw};
use crate::scan::layers;
use crate::scan::limits::{self, LIGHT_PIXELS, LIGHT_STEPS, Limits};
use crate::scan::old_encoding::OldEncoding;
use crate::scan::overfull;
use crate::scan::pdf_file::{self, Extras};
use crate::scan::pdf_look::{self, Look};
use crate::scan::pdf_password;
use crate::scan::picture::{TOO_UNEQUAL, UNEQUAL, dpi};
use crate::scan::raster::{PageFault, Raster, SourcePage};
use crate::scan::signature::{self, Field};
use crate::scan::survey::{self, Decoding, Survey};
use crate::scan::text_layer::{self, Layer};

/// The share of the page that its pictures must cover to set the resolution.
const LARGE: f64 = 0.8;
/// The share of the page up to which pictures are ornaments of a written page: arms, seals, signatures.
const SMALL: f64 = 0.15;
/// The share of the ink that a text layer must hold, or else the text is in the pictures.
const COVERED: f64 = 0.6;
/// Dots per inch at which a page without large pictures is drawn.
const DRAWN_DPI: f64 = 300.0;
/// Columns or rows that can be drawn at most.
const LONGEST_SIDE: f64 = 65_000.0;

/// Bytes of a file that is opened in this process without being tried before: some hundred pages.
const LIGHT_FILE: usize = 64 << 20;
/// Bytes that a stream of a page may unpack to in this process: a sheet of A2 in colour at 300 dpi.
const LIGHT_BYTES: u64 = 256 << 20;
/// Steps of drawing beyond which no page is drawn: some millions are done in a second, and a page has two minutes.
const MOST_STEPS: u64 = 300_000_000;

/// An opened PDF.
pub(super) struct PdfFile {
    pdf: Pdf,
    /// What is known of each page before it is drawn.
    looks: Vec<OnceLock<Look>>,
    /// Why pages may be missing, in a few words.
    fault: Option<Reason>,
}

impl fmt::Debug for PdfFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PdfFile").field("pages", &self.page_count()).finish()
    }
}

/// Why a PDF cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It needs a password, and none was given.
    Encrypted,
    /// None of the passwords opens it.
    WrongPassword,
    /// It is broken; how, in a few words.
    Damaged(Reason),
}

impl PdfFile {
    /// Whether opening it may take much time or memory, or end in a way that nobody has foreseen, so that it is better tried
    /// where it can be stopped: the library that opens it knows no limit. It goes through a whole file once, and that is
    /// done in little time but for large files and those whose objects have to be looked for.
    pub(super) fn is_hard_to_open(bytes: &[u8]) -> bool {
        bytes.len() > LIGHT_FILE || pdf_file::fault(bytes).is_some()
    }

    /// Opens a PDF, trying no password and then those given, as the user's and as the owner's.
    ///
    /// # Errors
    /// [`Refusal`].
    pub(super) fn open(bytes: Vec<u8>, passwords: &[String]) -> Result<PdfFile, Refusal> {
        let bytes = Arc::new(bytes);
        let lost = pdf_file::packed_objects(&bytes).map_err(Refusal::Damaged)?;
        for password in std::iter::once(String::new()).chain(pdf_password::candidates(&bytes, passwords)) {
            let opened = limit::caught(|| Pdf::new_with_password(Arc::clone(&bytes), &password));
            match opened {
                Ok(Ok(pdf)) => {
                    let looks = pdf.pages().iter().map(|_| OnceLock::new()).collect();
                    return Ok(PdfFile { pdf, looks, fault: pdf_file::fault(&bytes).or(lost) });
                }
                Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => {}
                Ok(Err(LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm))) => {
                    return Err(Refusal::Damaged(Reason::EncryptionUnknown));
                }
                Ok(Err(LoadPdfError::Decryption(_))) => {
                    return Err(Refusal::Damaged(Reason::EncryptionBroken));
                }
                Ok(Err(LoadPdfError::Invalid)) | Err(_) => {
                    return Err(Refusal::Damaged(Reason::ObjectListUnreadable));
                }
            }
        }
        Err(if passwords.is_empty() { Refusal::Encrypted } else { Refusal::WrongPassword })
    }

    /// Why pages may be missing, in a few words; `None` when the file is whole.
    pub(super) fn fault(&self) -> Option<&Reason> {
        self.fault.as_ref()
    }

    /// How many pages it says it has; at least as many as there are.
    pub(super) fn promised(&self) -> u32 {
        let promised = limit::caught(|| pdf_file::promised(&self.pdf)).ok().flatten();
        promised.unwrap_or(0).max(self.page_count())
    }

    /// What hangs on it beside its pages.
    pub(super) fn extras(&self) -> Extras {
        limit::caught(|| pdf_file::extras(&self.pdf)).unwrap_or_default()
    }

    /// What is known of a page before it is drawn.
    fn look(&self, index: PageIndex) -> &Look {
        let at = index.0 as usize;
        self.looks[at].get_or_init(|| {
            let looked = limit::caught(|| pdf_look::look(&self.pdf.pages()[at], self.bytes()));
            looked.unwrap_or_else(|_| Look { undrawable: Some(Reason::ObjectsUnreadable), ..Look::default() })
        })
    }

    /// Does something with a page, of which no picture unpacks to more than its size needs; nothing when its pictures
    /// cannot be cut.
    pub(super) fn with_page<T>(&self, index: PageIndex, work: impl FnOnce(&Page<'_>) -> T) -> Option<T> {
        let at = index.0 as usize;
        let cuts = &self.look(index).cuts;
        if cuts.is_empty() {
            return Some(work(&self.pdf.pages()[at]));
        }
        let cut = Pdf::new(overfull::cut(self.bytes(), cuts)).ok()?;
        cut.pages().get(at).map(work)
    }

    /// The bytes of the file.
    pub(super) fn bytes(&self) -> &[u8] {
        self.pdf.data().as_ref()
    }

    /// Pixels of the largest picture on a page, or of the page as it is drawn when that has more.
    pub(super) fn pixels_in_work(&self, index: PageIndex) -> u64 {
        let (width, height) = self.pdf.pages()[index.0 as usize].render_dimensions();
        let side = |points: f32| u64::from(pixels(f64::from(points) * DRAWN_DPI / 72.0));
        self.look(index).pixels.max(side(width).saturating_mul(side(height)))
    }

    /// Whether drawing a page may take much time or memory, so that it is better done where it can be stopped.
    pub(super) fn is_heavy(&self, index: PageIndex) -> bool {
        let look = self.look(index);
        look.undrawable.is_none()
            && look.steps <= MOST_STEPS
            && (look.steps > LIGHT_STEPS || look.unpacked > LIGHT_BYTES || look.pixels > LIGHT_PIXELS)
    }

    /// A page whose objects are read in little time.
    pub(super) fn light(&self, index: PageIndex) -> Option<&Page<'_>> {
        let look = self.look(index);
        let light = look.undrawable.is_none() && look.steps <= MOST_STEPS && !self.is_heavy(index);
        light.then(|| &self.pdf.pages()[index.0 as usize])
    }

    /// How many pages it has. May be 0.
    pub(super) fn page_count(&self) -> u32 {
        u32::try_from(self.pdf.pages().len()).unwrap_or(u32::MAX)
    }

    /// The signature fields of the whole file.
    pub(super) fn signature_fields(&self) -> Vec<Field> {
        limit::caught(|| signature::fields(&self.pdf)).unwrap_or_default()
    }

    /// Makes the picture of one page.
    ///
    /// # Errors
    /// [`PageFault`].
    pub(super) fn page(&self, index: PageIndex, limits: Limits) -> Result<SourcePage, PageFault> {
        let look = self.look(index);
        if let Some(why) = &look.undrawable {
            return Err(PageFault::Damaged(why.clone()));
        }
        if look.steps > MOST_STEPS {
            return Err(PageFault::Damaged(Reason::DrawnForHours));
        }
        let limits = Limits { parts: limits::parts(look.steps), ..limits };
        // The reader is written not to panic; should it, one page is lost and not the document.
        let made = limit::caught(|| self.with_page(index, |page| source_page(page, limits)));
        let mut made = made.ok().flatten().unwrap_or(Err(PageFault::Damaged(Reason::CannotBeDrawn)))?;
        // What the drawing says is vaguer than what was seen before.
        if !look.lost.is_empty() {
            made.lost.clone_from(&look.lost);
        }
        Ok(made)
    }
}

/// A page whose text layer is used.
#[derive(Debug)]
pub(super) struct TextPage {
    /// The page as it would be drawn.
    pub(super) frame: Frame,
    /// Its lines in reading order. May be empty.
    pub(super) lines: Vec<OcrLine>,
    /// Pictures of digital signatures.
    pub(super) marks: Vec<Mark>,
    /// Pictures in its lines that are still to be read.
    pub(super) inlays: Vec<Inlay>,
    /// The encoding from before Unicode that some of its words were in; they are converted.
    pub(super) old: Option<OldEncoding>,
    /// What of it is missing, each in a few words.
    pub(super) lost: Vec<Reason>,
}

impl PdfFile {
    /// The text layer of a page, when it is believed or asked for.
    pub(super) fn text(&self, index: PageIndex, how: TextLayer, limits: Limits) -> Option<TextPage> {
        let look = self.look(index);
        if look.undrawable.is_some() || look.steps > MOST_STEPS {
            return None;
        }
        let limits = Limits { parts: limits::parts(look.steps), ..limits };
        let text = limit::caught(|| self.with_page(index, |page| text_page(page, how, limits)));
        let mut text = text.ok().flatten().flatten()?;
        text.lost.clone_from(&look.lost);
        Some(text)
    }
}

fn text_page(page: &Page<'_>, how: TextLayer, limits: Limits) -> Option<TextPage> {
    if how == TextLayer::Ignore {
        return None;
    }
    let mut layer = text_layer::layer(page);
    let survey = survey::survey(page);
    if how == TextLayer::Judge && !is_born_digital(page, &layer, &survey, limits) {
        return None;
    }
    let resolution = drawing_dpi(page, &survey, limits.finest_dpi);
    let scale = resolution / 72.0;
    let (width, height) = page.render_dimensions();
    let (width, height) = (pixels(f64::from(width) * scale).max(1), pixels(f64::from(height) * scale).max(1));
    let to_pixels =
        kurbo::Affine::scale(scale) * kurbo::Affine::new(page.initial_transform(true).as_coeffs());
    let frame = Frame {
        width,
        height,
        dpi: dpi(width, height, Some(resolution)),
        turned: 0,
        skew: 0.0,
        to_source: Affine(to_pixels.inverse().as_coeffs()),
    };
    let mut marks = signature_marks(page, &Affine(to_pixels.as_coeffs()), width, height);
    let inlays = inlay::inlays(page, &mut layer, to_pixels, scale);
    // What is read as text is no picture of a signature.
    let stamped: Vec<PixelBox> = layer.stamped(scale).chain(inlays.iter().map(|inlay| inlay.place)).collect();
    marks.retain(|mark| !stamped.iter().any(|place| mark.place.holds_middle(place)));
    let mut lines = layer.lines(scale);
    for word in lines.iter_mut().flat_map(|line| &mut line.words) {
        word.place = word.place.map(|place| place.clipped(width, height));
    }
    Some(TextPage { frame, lines, marks, inlays, old: layer.old_encoding(), lost: Vec::new() })
}

/// Whether a page was written by a program: its letters are drawn, spell Vietnamese, and are what is on it.
fn is_born_digital(page: &Page<'_>, layer: &Layer, survey: &Survey, limits: Limits) -> bool {
    if layer.is_empty() || !layer.is_drawn() || !layer.is_believed() {
        return false;
    }
    let (width, height) = page.render_dimensions();
    let sheet = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let pictures: f64 =
        survey.pictures.iter().map(|picture| picture.place.intersect(sheet).area() / sheet.area()).sum();
    if pictures > LARGE {
        return false;
    }
    if pictures < SMALL {
        return true;
    }
    let Ok(drawn) = source_page(page, limits) else { return false };
    layer.covers(&ink(&drawn)) >= COVERED
}

/// Dark points of a page, one for every square millimetre with ink, in points from the top left.
fn ink(drawn: &SourcePage) -> Vec<(f64, f64)> {
    let (width, height) = (drawn.raster.width(), drawn.raster.height());
    let scale = 72.0 / f64::from(drawn.dpi);
    let step = (drawn.dpi / 25).max(1);
    let mut points = Vec::new();
    for y in (0..height).step_by(step as usize) {
        for x in (0..width).step_by(step as usize) {
            let is_dark = (y..(y + step).min(height))
                .any(|y| (x..(x + step).min(width)).any(|x| drawn.raster.darkness(x, y) > 130));
            if is_dark {
                points.push((
                    (f64::from(x) + f64::from(step) / 2.0) * scale,
                    (f64::from(y) + f64::from(step) / 2.0) * scale,
                ));
            }
        }
    }
    points
}

/// Where the pictures of digital signatures lie.
fn signature_marks(page: &Page<'_>, to_page: &Affine, width: u32, height: u32) -> Vec<Mark> {
    signature::annotations(page)
        .signatures
        .iter()
        .filter_map(|place| {
            let place = box_of(*place, to_page).clipped(width, height);
            (place.area() > 0).then_some(Mark { kind: MarkKind::Signature, place, text: None })
        })
        .collect()
}

fn source_page(page: &Page<'_>, limits: Limits) -> Result<SourcePage, PageFault> {
    let survey = survey::survey(page);
    if let Some(pixels) = survey.pictures.iter().map(survey::Picture::pixels).max()
        && pixels > limits.max_pixels
    {
        return Err(PageFault::TooLarge(pixels));
    }
    let annotations = signature::annotations(page);
    let mut made = match single_picture(page, &survey, !annotations.others.is_empty(), limits) {
        Some(made) => made,
        None => drawn(page, &survey, &annotations.others, limits)?,
    };
    let to_page = inverse(made.to_source);
    made.marks.extend(signature_marks(page, &to_page, made.raster.width(), made.raster.height()));
    Ok(made)
}

/// The picture of a page that is nothing but one picture, as it is.
fn single_picture(page: &Page<'_>, survey: &Survey, annotated: bool, limits: Limits) -> Option<SourcePage> {
    let [only] = survey.pictures.as_slice() else { return None };
    if survey.visible > 0 || annotated || only.stencil || only.mask.is_some() {
        return None;
    }
    let quarters = only.quarters()?;
    let (width, height) = page.render_dimensions();
    let sheet = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let [a, b, c, d, _, _] = only.to_page.as_coeffs();
    let whole = (a * d - b * c).abs() * f64::from(only.size.0) * f64::from(only.size.1);
    let seen = only.place.intersect(sheet).area();
    // Two per cent at the edges: pages are written in whole points.
    if seen < 0.98 * sheet.area() || seen < 0.98 * whole {
        return None;
    }
    let (across, down) = only.own_dpi();
    let ratio = across / down;
    if ratio.max(1.0 / ratio) >= TOO_UNEQUAL {
        return None;
    }
    let is_plain = quarters == 0 && (1.0 / UNEQUAL..UNEQUAL).contains(&ratio);
    let place =
        only.to_page.transform_rect_bbox(Rect::new(0.0, 0.0, f64::from(only.size.0), f64::from(only.size.1)));
    let decoding = match KeptColours::of(only.size, limits) {
        KeptColours::All => Decoding::Whole,
        // Marks that were found before it is turned or stretched would have to be found again.
        KeptColours::Faded if !is_plain => Decoding::Whole,
        KeptColours::Faded => {
            let declared = 72.0 * f64::from(only.size.0) / place.width();
            Decoding::Grey(Some(dpi(only.size.0, only.size.1, Some(declared))))
        }
        KeptColours::None => Decoding::Grey(None),
    };
    let (mut raster, marks) = survey::picture(page, 0, decoding)?;
    if raster.width() == only.size.0 {
        // Rows that are missing are missing at the end, and do not move the others.
        raster = raster.lengthened(only.size.1);
    }
    // A fax has half as many rows as columns to the inch.
    let (columns, rows) = (raster.width(), raster.height());
    if ratio >= UNEQUAL {
        raster = raster.stretched(columns, pixels(f64::from(rows) * ratio).max(1));
    } else if 1.0 / ratio >= UNEQUAL {
        raster = raster.stretched(pixels(f64::from(columns) / ratio).max(1), rows);
    }
    let raster = raster.turned(quarters);
    let (columns, rows) = (f64::from(raster.width()), f64::from(raster.height()));
    let to_page =
        kurbo::Affine::new([place.width() / columns, 0.0, 0.0, place.height() / rows, place.x0, place.y0]);
    let to_source = kurbo::Affine::new(page.initial_transform(true).as_coeffs()).inverse() * to_page;
    let declared = 72.0 * columns / place.width();
    Some(SourcePage {
        dpi: dpi(raster.width(), raster.height(), Some(declared)),
        raster,
        to_source: Affine(to_source.as_coeffs()),
        marks,
        lost: Vec::new(),
    })
}

/// Dots per inch at which a page is drawn.
fn drawing_dpi(page: &Page<'_>, survey: &Survey, finest_dpi: f64) -> f64 {
    let (width, height) = page.render_dimensions();
    let sheet = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let share = |picture: &survey::Picture| picture.place.intersect(sheet).area() / sheet.area();
    // A picture with pixels that are far from square was drawn long or wide by a program; it was not scanned.
    let scanned = || survey.pictures.iter().filter(|picture| picture.is_square());
    let large = scanned().filter(|picture| share(picture) > LARGE);
    let finest = large.map(survey::Picture::dpi).fold(0.0, f64::max);
    // Some scanners cut a page into strips.
    let strips = || {
        let strips = scanned().filter(|picture| share(picture) > 0.02);
        let covered: f64 = strips.clone().map(share).sum();
        let finest = strips.map(survey::Picture::dpi).fold(0.0, f64::max);
        (covered > LARGE).then_some(finest)
    };
    let pictures = if finest > 0.0 { Some(finest) } else { strips() };
    match pictures {
        // Letters drawn over a coarse picture are as fine as they are drawn.
        Some(dpi) if survey.visible > 50 => dpi.max(DRAWN_DPI),
        Some(dpi) => dpi,
        None => DRAWN_DPI,
    }
    .min(finest_dpi)
    .min(LONGEST_SIDE * 72.0 / f64::from(width.max(height)))
    .max(1.0)
}

fn drawn(page: &Page<'_>, survey: &Survey, others: &[Rect], limits: Limits) -> Result<SourcePage, PageFault> {
    let resolution = drawing_dpi(page, survey, limits.finest_dpi);
    let scale = resolution / 72.0;
    let (width, height) = page.render_dimensions();
    let columns = pixels(f64::from(width) * scale).max(1);
    let rows = pixels(f64::from(height) * scale).max(1);
    let area = u64::from(columns) * u64::from(rows);
    if area > limits.max_pixels {
        return Err(PageFault::TooLarge(area));
    }
    let (Ok(columns), Ok(rows)) = (u16::try_from(columns), u16::try_from(rows)) else {
        return Err(PageFault::TooLarge(area));
    };
    let to_pixels =
        kurbo::Affine::scale(scale) * kurbo::Affine::new(page.initial_transform(true).as_coeffs());
    let broken = Arc::new(AtomicBool::new(false));
    let draw =
        |content: RenderContent| draw(page, (columns, rows), limits.parts, to_pixels, content, &broken);
    let copied =
        if others.is_empty() { layers::put_together(page, survey, scale, (columns, rows)) } else { None };
    let mut data = copied.unwrap_or_else(|| draw(RenderContent::PAGE));
    if !others.is_empty() {
        // The drawing knows all annotations or none, so those wanted are cut out of a second one.
        let annotated = draw(RenderContent::all());
        let row_bytes = usize::from(columns) * 3;
        for place in others {
            let place =
                box_of(*place, &Affine(to_pixels.as_coeffs())).clipped(u32::from(columns), u32::from(rows));
            for y in place.top() as usize..place.bottom() as usize {
                let start = y * row_bytes + place.left() as usize * 3;
                let end = y * row_bytes + place.right() as usize * 3;
                data[start..end].copy_from_slice(&annotated[start..end]);
            }
        }
    }
    let mut lost = Vec::new();
    if broken.load(Ordering::Relaxed) {
        lost.push(Reason::PictureUndecoded);
    }
    let (width, height) = (u32::from(columns), u32::from(rows));
    Ok(SourcePage {
        raster: grey_when_colourless(width, height, data),
        dpi: dpi(width, height, Some(resolution)),
        to_source: Affine(to_pixels.inverse().as_coeffs()),
        marks: Vec::new(),
        lost,
    })
}

/// Most pages have no colour; as grey they need a third of the memory.
fn grey_when_colourless(width: u32, height: u32, data: Vec<u8>) -> Raster {
    let (pixels, _) = data.as_chunks::<3>();
    if pixels.iter().all(|[red, green, blue]| red == green && green == blue) {
        let data = pixels.iter().map(|[red, _, _]| *red).collect();
        return Raster::Grey(PageImage { width, height, data });
    }
    Raster::Colour { width, height, data }
}

fn inverse(map: Affine) -> Affine {
    Affine(kurbo::Affine::new(map.0).inverse().as_coeffs())
}
