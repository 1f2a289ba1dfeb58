//! The drawing of a PDF page, and where on it a place of the page lies.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::{InterpreterSettings, RenderContent};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{self, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use crate::geometry::{Affine, PixelBox, pixels};

/// Draws a page on white: red, green, blue, three bytes a pixel.
pub(super) fn draw(
    page: &Page<'_>,
    columns: u16,
    rows: u16,
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
    let mut context = RenderContext::new(columns, rows);
    render_into(page, &RenderCache::new(), &settings, &RenderSettings::default(), &mut context, to_pixels);
    context.flush();
    let mut pixmap = Pixmap::new(columns, rows);
    context.render_with(
        &mut pixmap,
        &mut Resources::default(),
        RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..RasterizerSettings::default() },
    );
    drop(context);
    pixmap.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect()
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
