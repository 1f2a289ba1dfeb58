//! The hard set: one document with each defect of scans alone, and with all together.
//!
//! Each defect is a folder with a `source.txt` of its own, so that it is drawn, and evaluated, like a sample.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Error, Result, sample};

/// A defect and what draws it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defect {
    /// Name of its folder.
    pub name: &'static str,
    /// Options of `samples/README.md` that come after those of [`CLEAN`]. Of options given twice the last holds.
    pub options: &'static str,
    /// Whether figures that the source has by hand are so.
    by_hand: bool,
    /// Lines of the markup that come behind the body.
    lines: &'static str,
}

const fn defect(name: &'static str, options: &'static str) -> Defect {
    Defect { name, options, by_hand: false, lines: "" }
}

/// What a page without the defect is: a fair scan in colour.
pub const CLEAN: &str = "!scan pdf-jpeg 200\n!quality 65\n!wear blur=0.05 noise=3 mottle=0.1 dim=6";

const SEAL: &str = "!seal ỦY BAN NHÂN DÂN TỈNH SƠN HÀ";
const BILEVEL_SEAL: &str =
    "!seal ỦY BAN NHÂN DÂN TỈNH SƠN HÀ\n!pen black\n!scan pdf-g4 200\n!wear noise=10 threshold=160";

/// A form to fill in, with lines of dots.
const FORM: &str = "> Họ và tên người báo cáo: ..................................... Chức vụ: .....................\n\
    > Đơn vị: ……………………………………… Điện thoại: ………………\n\
    > Nội dung đề nghị: ..........................................................................................\n\
    > .............................................................................................................\n\
    > ………………………………………………………………………\n";

/// Everything together, in the order of `docs/reading.md`.
pub const DEFECTS: [Defect; 39] = [
    defect("clean", ""),
    defect("100-dpi", "!scan pdf-jpeg 100"),
    defect("150-dpi", "!scan pdf-jpeg 150"),
    defect("150-dpi-bilevel", "!scan pdf-g4 150\n!wear noise=8 threshold=170"),
    defect("200-dpi-bilevel", "!scan pdf-g4 200\n!wear noise=12 threshold=160"),
    defect("skew-3", "!wear skew=3"),
    defect("skew-7", "!wear skew=-7"),
    defect("border", "!wear border=14"),
    defect("speckle", "!wear speckle=6"),
    defect("staple", "!staple 24 24"),
    defect("jpeg", "!quality 12"),
    defect("faint-ink", "!wear mottle=0.75 stroke=-0.03"),
    defect("spread-ink", "!wear stroke=0.1 blur=0.08"),
    defect("red-seal", SEAL),
    defect("black-seal", BILEVEL_SEAL),
    defect("arrival", "!arrival 26 66 2217 19/9/2025 SỞ CÔNG THƯƠNG TỈNH SƠN HÀ"),
    defect("urgency", "!stamp 128 44 -14 HỎA TỐC"),
    defect("portal", "!arrival 76 14 3108 17/9/2025 CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ"),
    defect("secrecy", "!stamp 34 45 2 MẬT"),
    defect("copy", "!stamp 24 45 -1 SAO Y BẢN CHÍNH | Ngày 22/9/2025"),
    defect("folio", "!folio 118"),
    defect("turned-90", "!wear turned=90"),
    defect("turned-180", "!wear turned=180"),
    defect("turned-270", "!wear turned=270"),
    Defect { by_hand: true, ..defect("by-hand", "!note 28 46 2") },
    Defect {
        name: "all",
        options: "!scan pdf-jpeg 150\n!quality 30\n!wear skew=-3 border=10 speckle=3 mottle=0.4 stroke=0.03 turned=90\n\
            !staple 24 24\n!folio 118\n!seal ỦY BAN NHÂN DÂN TỈNH SƠN HÀ\n!stamp 128 44 -14 HỎA TỐC\n\
            !arrival 26 66 2217 19/9/2025 SỞ CÔNG THƯƠNG TỈNH SƠN HÀ",
        by_hand: true,
        lines: "",
    },
    Defect {
        name: "all-bilevel",
        options: "!scan pdf-g4 200\n!wear skew=3 border=10 speckle=3 mottle=0.4 noise=10 threshold=160 turned=180\n\
            !pen black\n!staple 24 24\n!folio 118\n!seal ỦY BAN NHÂN DÂN TỈNH SƠN HÀ\n!stamp 128 44 -14 KHẨN\n\
            !arrival 26 42 2217 19/9/2025 SỞ CÔNG THƯƠNG TỈNH SƠN HÀ",
        by_hand: true,
        lines: "",
    },
    defect("streak", "!streak left=96"),
    defect("streak-two", "!streak left=52 width=2\n!streak left=131 strength=0.8"),
    defect("streak-pale", "!streak left=74 width=2 strength=0.25\n!streak left=150 strength=0.35"),
    defect("streak-broken", "!streak left=96 width=2 strength=0.9 broken=0.4"),
    defect("streak-slant", "!streak left=88 width=1.5 strength=0.8 lean=3"),
    defect(
        "streak-bilevel",
        "!scan pdf-g4 200\n!wear noise=10 threshold=160\n!streak left=96\n!streak left=160",
    ),
    Defect { lines: FORM, ..defect("form", "") },
    Defect { lines: FORM, ..defect("form-bilevel", "!scan pdf-g4 200\n!wear noise=10 threshold=160") },
    defect("arrival-beside", "!arrival 5 43 2217 19/9/2025 SỞ CÔNG THƯƠNG TỈNH SƠN HÀ"),
    defect(
        "arrival-beside-bilevel",
        "!arrival 82 4 2217 19/9/2025 SỞ CÔNG THƯƠNG TỈNH SƠN HÀ\n!scan pdf-g4 200\n!wear noise=10 threshold=160",
    ),
    defect("phone-72", "!scan pdf-jpeg 174\n!stated 72"),
    defect("phone-2400", "!scan pdf-jpeg 150\n!stated 2400"),
];

/// Draws the sample in the folder `document` with every defect, each into its folder under `out`. Gives the files
/// written, in order of their names.
///
/// # Errors
/// As of [`sample::draw_samples`].
pub fn draw(document: &Path, out: &Path, fonts: &Path) -> Result<Vec<PathBuf>> {
    draw_some(document, |_| true, out, fonts)
}

/// The same with the defects that `wanted` says yes to, by their names.
///
/// # Errors
/// As of [`sample::draw_samples`].
pub fn draw_some(
    document: &Path,
    wanted: impl Fn(&str) -> bool,
    out: &Path,
    fonts: &Path,
) -> Result<Vec<PathBuf>> {
    let path = document.join("source.txt");
    let source = fs::read_to_string(&path).map_err(|source| Error::Read { path, source })?;
    for (seed, defect) in DEFECTS.iter().enumerate().filter(|(_, defect)| wanted(defect.name)) {
        let folder = out.join(defect.name);
        let path = folder.join("source.txt");
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&path, defective(&source, defect, seed)))
            .map_err(|source| Error::Write { path, source })?;
    }
    sample::draw_samples(out, fonts)
}

/// A sample's source with a defect in place of what the sample itself has.
fn defective(source: &str, defect: &Defect, seed: usize) -> String {
    let mut text = format!("# {}\n!seed {seed}\n{CLEAN}\n{}\n", defect.name, defect.options);
    for line in source.lines() {
        if line == "@recipients" {
            text += defect.lines;
        }
        // Of the sample's own options only those of the document itself stay.
        if !line.starts_with(['!', '#']) || line.starts_with("!page ") || line.starts_with("!columns ") {
            text += line;
            text.push('\n');
        }
    }
    if defect.by_hand { text } else { text.replace(['⟨', '⟩'], "") }
}

#[cfg(test)]
mod tests {
    use super::super::markup;
    use super::*;

    #[test]
    fn a_defect_comes_in_place_of_what_the_sample_has() {
        let sample = "# A letter.\n!scan png 300\n!page size=13\n!seal SỞ NỘI VỤ\n@left\nSố: ⟨5⟩/QĐ\n@right\n@body\nĐiều 1";
        for defect in DEFECTS {
            let text = defective(sample, &defect, 3);
            let source = markup::parse(&text, Path::new(defect.name)).unwrap();
            assert_eq!((source.scan.seed, source.parts.len()), (3, 2), "{text}");
            assert!((source.page.size - 13.0).abs() < 1e-6, "{text}");
            assert_eq!(source.scan.seal.is_some(), defect.options.contains("!seal"), "{text}");
            assert_eq!(text.contains("⟨5⟩"), defect.by_hand, "{text}");
        }
    }
}
