//! Vietnamese writing: its letters, syllables and tones, numerals, and folding that knows its letters.

mod folding;
pub(crate) mod letters;
pub mod numeral;
pub mod syllable;

pub use folding::{
    aligned_spelling, bare, casefold, fold, new_tone_style, nfc, old_tone_style, same_folded, spelling,
    strip_marks, syllables,
};
