//! Shows a device what is on a page of a PDF, and draws it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::{
    Context, Device, InterpreterCache, InterpreterSettings, RenderContent, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{self, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use crate::geometry::{Affine, PixelBox, pixels};
use crate::limit;

/// Shows a device all that is on a page but its annotations, in points from the top left.
pub(super) fn interpret<'a>(page: &Page<'a>, device: &mut impl Device<'a>) {
    interpret_part(page, RenderContent::PAGE, device);
}

/// Shows a device the page, its annotations, or both, in points from the top left.
pub(super) fn interpret_part<'a>(page: &Page<'a>, part: RenderContent, device: &mut impl Device<'a>) {
    let (width, height) = page.render_dimensions();
    let settings = InterpreterSettings { render_content: part, ..InterpreterSettings::default() };
    let cache = InterpreterCache::new();
    let mut context = Context::new(
        kurbo::Affine::new(page.initial_transform(true).as_coeffs()),
        Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
        &cache,
        page.xref(),
        settings,
    );
    interpret_page(page, &mut context, device);
}

/// Rows of a part of a page are a multiple of this: the drawing library works in squares of it.
const ROWS: u16 = 256;

/// Draws a page on white, in so many parts, one below the other: red, green, blue, three bytes a pixel.
pub(super) fn draw(
    page: &Page<'_>,
    (columns, rows): (u16, u16),
    parts: u16,
    to_pixels: kurbo::Affine,
    content: RenderContent,
    broken: &Arc<AtomicBool>,
) -> Vec<u8> {
    let seen = Arc::clone(broken);
    let settings = InterpreterSettings {
        render_content: content,
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, hayro::hayro_interpret::InterpreterWarning::ImageDecodeFailure) {
                seen.store(true, Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    };
    let part = rows.div_ceil(parts.max(1)).div_ceil(ROWS).saturating_mul(ROWS);
    let mut drawn = Vec::with_capacity(usize::from(columns) * usize::from(rows) * 3);
    for top in (0..rows).step_by(usize::from(part)) {
        limit::check();
        let part = part.min(rows - top);
        let shifted = kurbo::Affine::translate((0.0, -f64::from(top))) * to_pixels;
        let mut context = RenderContext::new(columns, part);
        render_into(page, &RenderCache::new(), &settings, &RenderSettings::default(), &mut context, shifted);
        context.flush();
        let mut pixmap = Pixmap::new(columns, part);
        context.render_with(
            &mut pixmap,
            &mut Resources::default(),
            RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..RasterizerSettings::default() },
        );
        drop(context);
        drawn.extend(pixmap.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]));
    }
    drawn
}

/// The smallest box of whole pixels around a mapped rectangle.
pub(super) fn box_of(place: Rect, map: &Affine) -> PixelBox {
    let mapped = kurbo::Affine::new(map.0).transform_rect_bbox(place);
    PixelBox::new(
        pixels(mapped.x0.floor()),
        pixels(mapped.y0.floor()),
        pixels(mapped.x1.ceil()),
        pixels(mapped.y1.ceil()),
    )
}
