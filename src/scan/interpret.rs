//! Shows a device what is on a page of a PDF.

use hayro::hayro_interpret::{
    Context, Device, InterpreterCache, InterpreterSettings, RenderContent, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{self, Rect};

/// Shows a device all that is on a page but its annotations, in points from the top left.
pub(super) fn interpret<'a>(page: &Page<'a>, device: &mut impl Device<'a>) {
    let (width, height) = page.render_dimensions();
    let settings =
        InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
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
