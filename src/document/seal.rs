//! What a seal hides of a signature block.

use super::Signer;
use super::sheet::Sheet;
use crate::geometry::{PageIndex, PixelBox};
use crate::page::MarkKind;
use crate::restore::RestoredPage;
use crate::text::{Restored, Span};

/// The marks of some kinds on all pages.
fn marks(pages: &[RestoredPage], kinds: &[MarkKind]) -> Vec<(PageIndex, PixelBox)> {
    pages
        .iter()
        .flat_map(|page| page.marks.iter().map(|mark| (page.page, mark)))
        .filter(|(_, mark)| kinds.contains(&mark.kind))
        .map(|(page, mark)| (page, mark.place))
        .collect()
}

/// Whether a seal lies over most of what is legible of a signature block: of an office read there the first word may be
/// hidden (`PHÓ`), and without a name nothing vouches for it.
pub(super) fn is_over(sheet: &Sheet<'_>, spans: &[Span<Restored>], pages: &[RestoredPage]) -> bool {
    let words = sheet.document.words.iter().filter(|word| spans.iter().any(|span| word.span.overlaps(*span)));
    let boxes: Vec<(PageIndex, PixelBox)> =
        words.filter_map(|word| Some((sheet.document.lines[word.line].page, word.place?))).collect();
    let seals = marks(pages, &[MarkKind::Seal]);
    let hidden = |(page, place): &(PageIndex, PixelBox)| {
        let over = seals.iter().filter(|(on, _)| on == page).filter_map(|(_, seal)| seal.intersection(place));
        over.map(|both| both.area()).sum::<u64>()
    };
    let whole: u64 = boxes.iter().map(|(_, place)| place.area()).sum();
    2 * boxes.iter().map(hidden).sum::<u64>() > whole
}

/// Whether a seal hides a part of the office: the lines of a block are centred, and what is legible of this one stands to the
/// right of the name's middle by more than a letter, with a seal or other ink where the rest would stand.
pub(super) fn hides_a_part(
    sheet: &Sheet<'_>,
    signer: &Signer,
    spans: &[Span<Restored>],
    pages: &[RestoredPage],
) -> bool {
    let (Some(title), Some(name)) = (&signer.title, &signer.name) else { return false };
    // A black seal that was read as noise is a mark of ink.
    let seals = marks(pages, &[MarkKind::Seal, MarkKind::Handwriting, MarkKind::Signature]);
    let place = |wanted: &str| {
        let span = spans.iter().find(|span| sheet.slice(**span).contains(wanted))?;
        let mut words = sheet.document.words.iter().filter(|word| word.span.overlaps(*span));
        let first = words.next()?;
        let page = sheet.document.lines[first.line].page;
        let rest = words.filter_map(|word| word.place);
        Some((page, rest.fold(first.place?, |whole, word| whole.union(&word))))
    };
    let (Some((page, title)), Some((_, name))) = (place(title), place(name)) else { return false };
    let middle = |place: &PixelBox| i64::from(place.left()) + i64::from(place.right());
    // Twice the way between the middles is what the line lacks on its left.
    let lacking = middle(&title) - middle(&name);
    let Ok(lacking) = u32::try_from(lacking) else { return false };
    if lacking < 2 * title.height() || lacking > title.left() {
        return false;
    }
    let hidden = PixelBox::new(title.left() - lacking, title.top(), title.left(), title.bottom());
    let over = seals.iter().filter(|(on, _)| *on == page).filter_map(|(_, seal)| seal.intersection(&hidden));
    2 * over.map(|both| both.area()).sum::<u64>() > hidden.area()
}
