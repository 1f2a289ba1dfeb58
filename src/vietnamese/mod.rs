//! Vietnamese writing: its letters, syllables and tones, numerals, and folding that knows its letters.

mod folding;
pub(crate) mod letters;
pub mod numeral;
pub mod syllable;

pub(crate) use folding::TONE_STYLES;
pub use folding::{
    Aligned, bare, casefold, fold, new_tone_style, nfc, old_tone_style, same_folded, spelling, strip_marks,
    strip_tone, syllables,
};
