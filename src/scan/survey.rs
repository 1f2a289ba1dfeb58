//! Lists what a PDF page draws, without drawing it.

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, SoftMask,
};
use hayro::hayro_syntax::object::{Dict, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Rect, Shape};

use crate::page::{Mark, PageImage};
use crate::scan::interpret::interpret;
use crate::scan::pdf_rows;
use crate::scan::picture::TOO_UNEQUAL;
use crate::scan::raster::Raster;

/// What a page draws. Places are points from the top left of the page as it is looked at.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Its pictures, in the order they are drawn.
    pub(super) pictures: Vec<Picture>,
    /// How many things other than pictures leave something visible.
    pub(super) visible: usize,
    /// Clips in force.
    clips: Vec<Rect>,
    /// Which picture is to be decoded, if any, and how.
    wanted: Option<(usize, Decoding)>,
    /// That picture, and the marks on it that were found while it was decoded.
    decoded: Option<(Raster, Vec<Mark>)>,
}

/// A picture on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Picture {
    /// From the unit of its own pixels (columns to the right, rows down) to the page.
    pub(super) to_page: Affine,
    /// Columns and rows that it says it has.
    pub(super) size: (u32, u32),
    /// Columns and rows of its mask, when it has one.
    pub(super) mask: Option<(u32, u32)>,
    /// Whether it, or its mask, asks to be smoothed where it is coarser than the page.
    pub(super) smooth: bool,
    /// Whether it is itself a mask through which a colour is drawn.
    pub(super) stencil: bool,
    /// Which object of the file it is; `None` of a stencil, and of one that stands in the page itself.
    pub(super) object: Option<ObjectIdentifier>,
    /// The part of the page that it covers.
    pub(super) place: Rect,
}

impl Picture {
    /// Dots per inch of the finer of the picture and its mask.
    pub(super) fn dpi(&self) -> f64 {
        let (across, down) = self.own_dpi();
        across.min(down) * self.finer()
    }

    /// The same in the direction that has more.
    pub(super) fn finest_dpi(&self) -> f64 {
        let (across, down) = self.own_dpi();
        across.max(down) * self.finer()
    }

    /// Whether its pixels are as wide as they are high, or nearly.
    pub(super) fn is_square(&self) -> bool {
        let (across, down) = self.own_dpi();
        (across / down).max(down / across) < TOO_UNEQUAL
    }

    /// Dots per inch of its own pixels, across and down.
    pub(super) fn own_dpi(&self) -> (f64, f64) {
        let [a, b, c, d, _, _] = self.to_page.as_coeffs();
        (72.0 / a.hypot(b), 72.0 / c.hypot(d))
    }

    /// How many times finer its mask is; 1 when it is not, or there is none.
    fn finer(&self) -> f64 {
        self.mask.map_or(1.0, |(width, height)| {
            let (own_width, own_height) = self.size;
            (f64::from(width) / f64::from(own_width)).max(f64::from(height) / f64::from(own_height)).max(1.0)
        })
    }

    /// Pixels of it and of its mask, whichever has more.
    pub(super) fn pixels(&self) -> u64 {
        let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
        area(self.size).max(self.mask.map_or(0, area))
    }

    /// How many quarter turns clockwise it was turned when it was laid on the page, if by quarters at all.
    pub(super) fn quarters(&self) -> Option<u8> {
        let [a, b, c, d, _, _] = self.to_page.as_coeffs();
        // A thousandth of the size: the rounding of programs that write PDF.
        let small = 1e-3 * (a.abs() + b.abs() + c.abs() + d.abs());
        let upright = b.abs() < small && c.abs() < small;
        let lying = a.abs() < small && d.abs() < small;
        match () {
            () if upright && a > 0.0 && d > 0.0 => Some(0),
            () if lying && b > 0.0 && c < 0.0 => Some(1),
            () if upright && a < 0.0 && d < 0.0 => Some(2),
            () if lying && b < 0.0 && c > 0.0 => Some(3),
            () => None,
        }
    }
}

/// Lists what is on a page; annotations are left out.
pub(super) fn survey(page: &Page<'_>) -> Survey {
    run(page, None)
}

/// How a picture is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decoding {
    /// With its colours.
    Whole,
    /// To grey while it is unpacked, where that can be done; its coloured ink fades at this resolution, if any.
    Grey(Option<u32>),
}

/// Decodes the picture drawn as the `wanted`-th, counted from 0, and gives the marks on it that were found on the way;
/// nothing when it is transparent or broken.
pub(super) fn picture(page: &Page<'_>, wanted: usize, how: Decoding) -> Option<(Raster, Vec<Mark>)> {
    run(page, Some((wanted, how))).decoded
}

fn run(page: &Page<'_>, wanted: Option<(usize, Decoding)>) -> Survey {
    let mut survey = Survey { wanted, ..Survey::default() };
    interpret(page, &mut survey);
    survey
}

fn mask<'a>(dict: &Dict<'a>) -> Option<Stream<'a>> {
    dict.get("SMask").or_else(|| dict.get("Mask"))
}

fn mask_size(dict: &Dict<'_>) -> Option<(u32, u32)> {
    let mask = mask(dict)?;
    Some((mask.dict().get("Width")?, mask.dict().get("Height")?))
}

/// Whether a picture or its mask says that it is to be interpolated.
fn is_smooth(dict: &Dict<'_>) -> bool {
    let says =
        |dict: &Dict<'_>| dict.get::<bool>("Interpolate").or_else(|| dict.get::<bool>("I")).unwrap_or(false);
    says(dict) || mask(dict).is_some_and(|mask| says(mask.dict()))
}

impl<'a> Device<'a> for Survey {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.visible += 1;
    }

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.visible += 1;
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.clips.push(clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.clips.push(*rect);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend: BlendMode) {
        // What shines through has to be drawn to be seen.
        if opacity < 1.0 || mask.is_some() || blend != BlendMode::Normal {
            self.visible += 1;
        }
    }

    fn pop_transparency_group(&mut self) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, _: DrawProps<'a>, mode: &DrawMode) {
        if !matches!(mode, DrawMode::Invisible) {
            self.visible += run.glyphs().len();
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let size = (image.width(), image.height());
        let (width, height) = (f64::from(size.0), f64::from(size.1));
        let whole = props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let place = self.clips.iter().fold(whole, |place, clip| place.intersect(*clip));
        let number = self.pictures.len();
        let (mask, smooth, stencil, object) = match &image {
            Image::Raster(raster) => {
                let dict = raster.stream().dict();
                (mask_size(dict), is_smooth(dict), false, dict.obj_id())
            }
            Image::Stencil(_) => (None, false, true, None),
        };
        if let Some((wanted, how)) = self.wanted
            && wanted == number
            && let Image::Raster(raster) = &image
        {
            self.decoded = match how {
                Decoding::Whole => None,
                Decoding::Grey(dpi) => {
                    pdf_rows::grey(raster.stream(), dpi).map(|(image, marks)| (Raster::Grey(image), marks))
                }
            };
            if self.decoded.is_none() {
                let take = |data, alpha: Option<_>| alpha.is_none().then(|| (taken(data), Vec::new()));
                raster.with_rgba(|data, alpha| self.decoded = take(data, alpha), None);
            }
        }
        self.pictures.push(Picture { to_page: props.transform, size, mask, smooth, stencil, object, place });
    }
}

fn taken(data: ImageData) -> Raster {
    match data {
        ImageData::Luma(grey) => {
            Raster::Grey(PageImage { width: grey.width, height: grey.height, data: grey.data })
        }
        ImageData::Rgb(colour) => {
            Raster::Colour { width: colour.width, height: colour.height, data: colour.data }
        }
    }
}
