//! The worker: reads page pictures from its parent, hands back hOCR; the only user of Tesseract.

fn main() {}
