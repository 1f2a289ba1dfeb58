//! Where a value stands, as the record says it.

use super::types::Evidence;
use crate::document::Document as Model;
use crate::text::{Restored, Span};

/// Where some spans stand: one piece of evidence for each line of each span.
pub(super) fn evidence(model: &Model, spans: &[Span<Restored>]) -> Vec<Evidence> {
    let places = spans.iter().flat_map(|span| model.places(*span));
    places
        .map(|place| Evidence {
            page: place.page.number(),
            place: place.place,
            line: place.place.is_none().then_some(place.line),
            text: model.quote(place.span),
        })
        .collect()
}
