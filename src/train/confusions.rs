//! Counts what an engine makes of printed letters: draws lines, wears them out, has them read, aligns both.
//!
//! Two engines are asked, so that there are two priors: Tesseract without Vietnamese (`eng`), which makes what
//! scanners put into text layers, and with it (`vie`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::GrayImage;

use super::corpus;
use crate::error::{Error, Missing, Result};
use crate::reason::Reason;
use crate::restore::alignment::{self, PrintedLetter};
use crate::restore::confusion::{Channel, Counts, Prior, Source};
use crate::restore::confusions_file;
use crate::restore::tokens::{PartKind, Position, Token};
use crate::synth::degrade::{Degrade, Wear};
use crate::synth::lines::{Look, draw_worn, wrap};
use crate::synth::random::Random;
use crate::synth::typeface::{Family, Style, Typeface};
use crate::vietnamese;
use crate::vietnamese::letters::{Case, Letter};

/// Lines on a drawn page.
const LINES: usize = 36;

/// Width of the type area, in mm.
const WIDTH: f32 = 165.0;

/// What was printed and what an engine read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The lines that were drawn.
    pub printed: Vec<String>,
    /// The lines that were read, in their order; as many or not.
    pub read: Vec<String>,
}

/// How worn pages are, by their number: text layers of archives are mostly fair, some hopeless.
const WEARS: [Wear; 8] =
    [Wear::Mild, Wear::Fair, Wear::Fair, Wear::Poor, Wear::Mild, Wear::Bad, Wear::Fair, Wear::Poor];

/// Draws a page of text and has it read. The same number gives the same page. `scratch` is a folder for the picture.
///
/// # Errors
/// A missing font, a missing engine, a folder that cannot be written.
pub(crate) fn read_back(
    texts: &[&str],
    page: usize,
    engine: &str,
    typefaces: &[Typeface],
    scratch: &Path,
) -> Result<Pair> {
    let mut random = Random::new(0x5eed).part(&format!("page {page}"));
    let capitals = page % 6 == 5;
    let style = match page % 5 {
        2 => Style::Italic,
        3 => Style::Bold,
        _ => Style::Upright,
    };
    let look = Look {
        style,
        size: *random.choose(&[12.0, 13.0, 14.0, 14.0]),
        dpi: *random.choose(&[150.0, 200.0, 200.0, 300.0]),
        gap: random.between(0.8, 1.4),
        ..Look::default()
    };
    let typeface = random.choose(typefaces);
    let wear = WEARS[page % WEARS.len()];
    let degrade = Degrade::drawn(wear, &mut random);
    let mut lines = Vec::new();
    for text in texts {
        let text = if capitals { text.to_uppercase() } else { (*text).to_owned() };
        if typeface.check(&text, look.style).is_ok() {
            lines.extend(wrap(&text, typeface, &look, WIDTH));
        }
        if lines.len() >= LINES {
            break;
        }
    }
    lines.truncate(LINES);
    let slices: Vec<&str> = lines.iter().map(String::as_str).collect();
    let seed = random.bits();
    let drawn = draw_worn(&slices, typeface, &look, &degrade, seed)
        .map_err(|e| Error::Damaged { path: scratch.to_owned(), reason: Reason::Said(e.to_string()) })?;
    let read = read_page(&drawn.image, look.dpi, engine, scratch)?;
    Ok(Pair {
        printed: lines,
        read: read.lines().filter(|l| !l.trim().is_empty()).map(vietnamese::nfc).collect(),
    })
}

fn read_page(image: &GrayImage, dpi: f32, engine: &str, scratch: &Path) -> Result<String> {
    let picture = scratch.join(format!("page-{engine}.png"));
    image
        .save(&picture)
        .map_err(|e| Error::Damaged { path: picture.clone(), reason: Reason::Said(e.to_string()) })?;
    let output = Command::new("tesseract")
        .arg(&picture)
        .args(["stdout", "-l", engine, "--psm", "6", "--dpi", &format!("{dpi:.0}")])
        .env("OMP_THREAD_LIMIT", "1")
        .output()
        .map_err(|e| Error::EngineMissing {
            engine: "tesseract",
            missing: Missing::Start(Reason::Said(e.to_string())),
        })?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// How alike two read words are: 1 is the same but for marks and case, 0 nothing in common.
pub(super) fn alike(a: &str, b: &str) -> f64 {
    let plain = |s: &str| vietnamese::bare(s);
    strsim::normalized_levenshtein(&plain(a), &plain(b))
}

/// The words of a page beside what they were read as; words lost, run together or parted are left out.
pub(crate) fn word_pairs(pair: &Pair) -> Vec<(String, String)> {
    let printed: Vec<&str> = pair.printed.iter().flat_map(|l| l.split_whitespace()).collect();
    let read: Vec<&str> = pair.read.iter().flat_map(|l| l.split_whitespace()).collect();
    let (n, m) = (printed.len(), read.len());
    // Lost and added words move the two apart by a line or two at most.
    let band = 60 + n.abs_diff(m);
    let mut cost = vec![f64::INFINITY; (n + 1) * (m + 1)];
    let at = |i: usize, j: usize| i * (m + 1) + j;
    let step = |i: usize, j: usize| 1.2 * (1.0 - alike(printed[i - 1], read[j - 1]));
    for i in 0..=n {
        for j in i.saturating_sub(band)..=m.min(i + band) {
            let mut best = if i == 0 && j == 0 { 0.0 } else { f64::INFINITY };
            if i > 0 && j > 0 {
                best = best.min(cost[at(i - 1, j - 1)] + step(i, j));
            }
            if i > 0 {
                best = best.min(cost[at(i - 1, j)] + 0.7);
            }
            if j > 0 {
                best = best.min(cost[at(i, j - 1)] + 0.7);
            }
            cost[at(i, j)] = best;
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (n, m);
    while i > 0 && j > 0 {
        let here = cost[at(i, j)];
        if !here.is_finite() {
            break;
        }
        if (cost[at(i - 1, j - 1)] + step(i, j) - here).abs() < 1e-9 {
            pairs.push((printed[i - 1].to_owned(), read[j - 1].to_owned()));
            i -= 1;
            j -= 1;
        } else if (cost[at(i - 1, j)] + 0.7 - here).abs() < 1e-9 {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    pairs.reverse();
    pairs
}

/// The letters of a printed word and what was read of it.
type Spelled = (Vec<PrintedLetter>, Vec<char>);

/// The letters of a printed word and the characters they were read as, without the punctuation that both have.
fn letters_and_read(printed: &str, read: &str) -> Option<Spelled> {
    let token = Token::new(printed, Position::Inside);
    let [part] = token.parts.as_slice() else { return None };
    if part.kind != PartKind::Word {
        return None;
    }
    let letters = token.chars[part.at.clone()]
        .iter()
        .map(|&c| Some((Letter::of(c)?, Case::of(c))))
        .collect::<Option<Vec<_>>>()?;
    let mut read: Vec<char> = read.chars().collect();
    let punctuation = |c: &char| !c.is_alphanumeric();
    for _ in part.at.end..token.chars.len() {
        if read.last().is_some_and(punctuation) {
            read.pop();
        }
    }
    let before = read.iter().take(part.at.start).take_while(|c| punctuation(c)).count();
    read.drain(..before);
    // A word of which little is left is another word.
    let enough = !read.is_empty() && read.len() <= 2 * letters.len() + 1;
    enough.then_some((letters, read))
}

/// Expected edits of all pairs, by expectation maximisation from a prior that knows nothing but likeness.
pub(crate) fn count(pairs: &BTreeMap<(String, String), f32>, kept: [f32; 2]) -> Counts {
    let spelled: Vec<(Spelled, f32)> =
        pairs.iter().filter_map(|((p, r), w)| Some((letters_and_read(p, r)?, *w))).collect();
    let mut alphabet: Vec<char> = spelled.iter().flat_map(|((_, r), _)| r).copied().collect();
    alphabet.sort_unstable();
    alphabet.dedup();
    let prior = Prior::new(vec![Source::counted(Counts::default(), kept)]);
    let mut counts = Counts::default();
    for _ in 0..4 {
        let channel = Channel::new(&prior, &[1.0], &counts, &alphabet);
        let mut next = Counts::default();
        for ((letters, read), weight) in &spelled {
            alignment::count(letters, read, *weight, &channel, &mut next);
        }
        counts = next;
    }
    counts
}

/// Builds `confusions.tsv` in the folder `out`: so many pages of `texts` drawn and read by each engine.
///
/// # Errors
/// As of [`read_back`]; [`Error::Write`].
pub(crate) fn build(
    texts: &[String],
    pages: usize,
    fonts: &Path,
    scratch: &Path,
    out: &Path,
    report: &mut dyn FnMut(&str),
) -> Result<()> {
    let typefaces = load_typefaces(fonts)?;
    let mut file = header();
    for (engine, kept) in [("vie", confusions_file::KEPT_VIE), ("eng", confusions_file::KEPT_ENG)] {
        let mut pairs: BTreeMap<(String, String), f32> = BTreeMap::new();
        let each = texts.len() / pages.max(1);
        for page in 0..pages {
            let texts: Vec<&str> = texts[page * each..(page + 1) * each].iter().map(String::as_str).collect();
            let pair = read_back(&texts, page, engine, &typefaces, scratch)?;
            let words = word_pairs(&pair);
            let right = words.iter().filter(|(a, b)| a == b).count();
            report(&format!("{engine} page {page}: {} words, {right} read right", words.len()));
            for pair in words.into_iter().filter(|(a, b)| alike(a, b) >= 0.3) {
                *pairs.entry(pair).or_insert(0.0) += 1.0;
            }
        }
        confusions_file::write(engine, &count(&pairs, kept), &mut file);
    }
    let path = out.join("confusions.tsv");
    fs::write(&path, file).map_err(|source| Error::Write { path, source })
}

/// Builds `layers.tsv` in the folder `out` from text layers and their truth.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`].
pub(crate) fn build_layers(folders: &[PathBuf], out: &Path, report: &mut dyn FnMut(&str)) -> Result<()> {
    let file = layers(folders, report)?;
    let path = out.join("layers.tsv");
    fs::write(&path, file).map_err(|source| Error::Write { path, source })
}

/// The text of `layers.tsv`: what scanners of offices that knew no Vietnamese made of letters. Each folder holds a true
/// text and what was read of it; all weigh alike by their words.
///
/// # Errors
/// [`Error::Read`].
pub(crate) fn layers(folders: &[PathBuf], report: &mut dyn FnMut(&str)) -> Result<String> {
    let lines = |text: &str| text.lines().map(vietnamese::nfc).collect();
    let mut pairs: BTreeMap<(String, String), f32> = BTreeMap::new();
    for folder in folders {
        let truth = corpus::first(folder, &["gold.txt", "text.txt"])?;
        let read = corpus::first(folder, &["ocr.txt", "layer.txt"])?;
        let Some((truth, read)) = truth.zip(read) else { continue };
        let words = word_pairs(&Pair { printed: lines(&truth), read: lines(&read) });
        report(&format!("{}: {} words", folder.display(), words.len()));
        for pair in words.into_iter().filter(|(a, b)| alike(a, b) >= ALIKE) {
            *pairs.entry(pair).or_insert(0.0) += 1.0;
        }
    }
    let mut file = String::from(
        "# How often printed letters were read as what by scanners of offices, counted from text layers and what stands on\n\
         # their pages. Columns as in confusions.tsv.\n",
    );
    confusions_file::write("layer", &count(&pairs, confusions_file::KEPT_ENG), &mut file);
    Ok(file)
}

/// How alike a word and its reading must be not to be two words that stand beside each other by mistake, where columns
/// are interleaved.
const ALIKE: f64 = 0.3;

/// The families that pages are drawn with.
///
/// # Errors
/// A missing font.
pub(crate) fn load_typefaces(fonts: &Path) -> Result<Vec<Typeface>> {
    [Family::Termes, Family::FreeSerif]
        .into_iter()
        .map(|family| {
            Typeface::load(fonts, family)
                .map_err(|e| Error::Damaged { path: fonts.to_owned(), reason: Reason::Said(e.to_string()) })
        })
        .collect()
}

fn header() -> String {
    let version = Command::new("tesseract").arg("--version").output();
    let version = version.map_or_else(|_| String::new(), |o| String::from_utf8_lossy(&o.stdout).into_owned());
    let mut text = String::from(
        "# How often printed letters were read as what, counted from drawn and worn pages. Columns: engine, printed\n\
         # (one letter or two; `none` for nothing), read (`none` for nothing, `total` for however), count.\n",
    );
    let program = version.lines().next().unwrap_or("tesseract");
    let _ = writeln!(text, "# {program}, Debian's tesseract-ocr-eng and tesseract-ocr-vie 4.1.0;");
    text.push_str("# fonts: TeX Gyre Termes (fonts-texgyre), FreeSerif (fonts-freefont-ttf).\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_paired_across_lost_ones() {
        let pair = Pair {
            printed: vec!["Trần Minh Khôi, xã Sơn Hà".to_owned()],
            read: vec!["Tran Khéi, x4 Son Ha".to_owned()],
        };
        let words = word_pairs(&pair);
        assert!(words.contains(&("Khôi,".to_owned(), "Khéi,".to_owned())));
        assert!(words.contains(&("xã".to_owned(), "x4".to_owned())));
        assert_eq!(words.len(), 5);
    }

    #[test]
    fn letters_are_counted_from_pairs() {
        let pairs = BTreeMap::from([
            (("xã,".to_owned(), "x4,".to_owned()), 8.0),
            (("xã".to_owned(), "xa".to_owned()), 2.0),
        ]);
        let counts = count(&pairs, confusions_file::KEPT_ENG);
        let edits: BTreeMap<_, _> = counts.edits().collect();
        let ã = Letter::of('ã').unwrap();
        let lost = edits
            .iter()
            .find(|((p, r), _)| p.first == ã && p.second.is_none() && r.chars() == ['4'])
            .map(|(_, c)| *c);
        assert!(lost.is_some_and(|c| (c - 8.0).abs() < 0.2), "{lost:?}");
    }
}
