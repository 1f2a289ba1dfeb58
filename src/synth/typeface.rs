//! Fonts of the Times kind: found by file name, drawn by outline, measured by advance.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use ab_glyph::{Font, FontVec, GlyphId, OutlineCurve};

use super::canvas::Shape;
use super::{Error, Result};

/// A family of fonts that looks like the Times New Roman of offices and has all Vietnamese letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// TeX Gyre Termes: the forms of Times (Debian: fonts-texgyre).
    Termes,
    /// GNU `FreeSerif`, a little lighter (Debian: fonts-freefont-ttf).
    FreeSerif,
    /// Liberation Serif 2: the widths of Times New Roman (Debian 12: fonts-liberation2; its fonts-liberation
    /// is version 1, which has no Vietnamese letters and is passed over).
    Liberation,
    /// GNU `FreeSans`: stamps, and offices that print in Arial (Debian: fonts-freefont-ttf).
    Sans,
}

impl Family {
    /// The families that `make test` installs.
    pub const USUAL: [Family; 3] = [Family::Termes, Family::FreeSerif, Family::Sans];

    /// File names in the order of [`Style::ALL`].
    fn files(self) -> [&'static str; 4] {
        match self {
            Family::Termes => [
                "texgyretermes-regular.otf",
                "texgyretermes-italic.otf",
                "texgyretermes-bold.otf",
                "texgyretermes-bolditalic.otf",
            ],
            Family::FreeSerif => {
                ["FreeSerif.ttf", "FreeSerifItalic.ttf", "FreeSerifBold.ttf", "FreeSerifBoldItalic.ttf"]
            }
            Family::Liberation => [
                "LiberationSerif-Regular.ttf",
                "LiberationSerif-Italic.ttf",
                "LiberationSerif-Bold.ttf",
                "LiberationSerif-BoldItalic.ttf",
            ],
            Family::Sans => {
                ["FreeSans.ttf", "FreeSansOblique.ttf", "FreeSansBold.ttf", "FreeSansBoldOblique.ttf"]
            }
        }
    }

    fn package(self) -> &'static str {
        match self {
            Family::Liberation => "fonts-liberation2",
            Family::Termes => "fonts-texgyre",
            Family::FreeSerif | Family::Sans => "fonts-freefont-ttf",
        }
    }
}

/// How letters of a family stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Style {
    /// Upright, ordinary weight.
    Upright,
    /// Slanted, ordinary weight.
    Italic,
    /// Upright, heavy.
    Bold,
    /// Slanted, heavy.
    BoldItalic,
}

impl Style {
    /// All styles.
    pub const ALL: [Style; 4] = [Style::Upright, Style::Italic, Style::Bold, Style::BoldItalic];

    fn index(self) -> usize {
        match self {
            Style::Upright => 0,
            Style::Italic => 1,
            Style::Bold => 2,
            Style::BoldItalic => 3,
        }
    }

    /// The same with more weight.
    #[must_use]
    pub fn heavier(self) -> Style {
        match self {
            Style::Upright | Style::Bold => Style::Bold,
            Style::Italic | Style::BoldItalic => Style::BoldItalic,
        }
    }

    /// The same, slanted.
    #[must_use]
    pub fn slanted(self) -> Style {
        match self {
            Style::Upright | Style::Italic => Style::Italic,
            Style::Bold | Style::BoldItalic => Style::BoldItalic,
        }
    }
}

/// A family with its four styles, ready to be drawn.
pub struct Typeface {
    family: Family,
    faces: [FontVec; 4],
}

impl fmt::Debug for Typeface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typeface").field("family", &self.family).finish_non_exhaustive()
    }
}

impl Typeface {
    /// Loads a family from the files found under `folder` (usually `/usr/share/fonts`), however deep, or under
    /// `../texmf/fonts` beside it, where Debian keeps TeX Gyre. A file without Vietnamese letters is passed
    /// over.
    ///
    /// # Errors
    /// [`Error::FontMissing`] names the package that has the font.
    pub fn load(folder: &Path, family: Family) -> Result<Typeface> {
        let places = [folder.to_owned(), folder.join("../texmf/fonts")];
        let [upright, italic, bold, bold_italic] = family.files();
        let open = |file: &'static str| -> Result<FontVec> {
            let mut paths = Vec::new();
            places.iter().for_each(|place| find(place, file, 0, &mut paths));
            for path in paths {
                let bytes = fs::read(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
                let face = FontVec::try_from_vec(bytes)
                    .map_err(|reason| Error::FontDamaged { path, reason: reason.to_string() })?;
                if "ếỰẵĐ".chars().all(|c| face.glyph_id(c) != GlyphId(0)) {
                    return Ok(face);
                }
            }
            Err(Error::FontMissing {
                file: file.to_owned(),
                folder: folder.to_owned(),
                package: family.package(),
            })
        };
        Ok(Typeface { family, faces: [open(upright)?, open(italic)?, open(bold)?, open(bold_italic)?] })
    }

    /// Which family it is.
    pub fn family(&self) -> Family {
        self.family
    }

    /// Whether every character of a text can be drawn.
    ///
    /// # Errors
    /// [`Error::NoGlyph`] names the first that cannot.
    pub fn check(&self, text: &str, style: Style) -> Result<()> {
        let face = &self.faces[style.index()];
        match text.chars().find(|c| !c.is_whitespace() && face.glyph_id(*c) == GlyphId(0)) {
            None => Ok(()),
            Some(character) => {
                Err(Error::NoGlyph { file: self.family.files()[style.index()].to_owned(), character })
            }
        }
    }

    /// Width of a text in em: times the size in pixels it is the width in pixels.
    ///
    /// Without kerning, as word processors of offices set text unless told otherwise.
    pub fn width(&self, text: &str, style: Style) -> f32 {
        let face = &self.faces[style.index()];
        let units = text.chars().map(|c| face.h_advance_unscaled(face.glyph_id(c))).sum::<f32>();
        units / units_per_em(face)
    }

    /// The outline of a text in em, baseline at y = 0, y growing downward, starting at x = 0.
    pub fn outline(&self, text: &str, style: Style) -> Shape {
        let face = &self.faces[style.index()];
        let em = units_per_em(face);
        let mut shape = Shape::default();
        let mut pen = 0.0;
        for c in text.chars() {
            let glyph = face.glyph_id(c);
            if let Some(outline) = face.outline(glyph) {
                let mut last = None;
                for curve in &outline.curves {
                    // A new contour begins where a curve does not start at the end of the one before.
                    let at = |p: &ab_glyph::Point| ((p.x + pen) / em, -p.y / em);
                    let (start, end) = match curve {
                        OutlineCurve::Line(a, b)
                        | OutlineCurve::Quad(a, _, b)
                        | OutlineCurve::Cubic(a, _, _, b) => (at(a), at(b)),
                    };
                    if last != Some(start) {
                        shape.begin(start);
                    }
                    match curve {
                        OutlineCurve::Line(_, b) => shape.line(at(b)),
                        OutlineCurve::Quad(_, c, b) => shape.quad(at(c), at(b)),
                        OutlineCurve::Cubic(_, c, d, b) => shape.cubic(at(c), at(d), at(b)),
                    }
                    last = Some(end);
                }
            }
            pen += face.h_advance_unscaled(glyph);
        }
        shape
    }
}

fn units_per_em(face: &FontVec) -> f32 {
    // 1000 is the usual em where a font does not say.
    face.units_per_em().unwrap_or(1000.0)
}

/// The files of that name under a folder, in the order of names, so that the same machine always finds the
/// same one. Links are followed; six folders deep is more than any system has.
fn find(folder: &Path, file: &str, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && depth < 6 {
            find(&path, file, depth + 1, found);
        } else if path.file_name().is_some_and(|n| n == file) {
            found.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_font_is_named_with_its_package() {
        let empty = tempfile::tempdir().unwrap();
        let error = Typeface::load(empty.path(), Family::Termes).unwrap_err();
        assert!(error.to_string().contains("texgyretermes-regular.otf"), "{error}");
        assert!(error.hint().unwrap().contains("fonts-texgyre"));
    }
}
