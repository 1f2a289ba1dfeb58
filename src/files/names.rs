//! Names of results: each comes from the path of its source alone, and no two sources share one.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::digest::sha256;

/// A source, as far as the name of its result comes from it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    /// Its path as it was typed, or as it was found below a folder that was typed.
    pub(crate) path: &'a Path,
    /// The same from the folder that was typed; of a file that was typed its name alone.
    pub(crate) below: &'a Path,
    /// Equal for two paths of one file, and for nothing else.
    pub(crate) file: usize,
}

/// How much of the path goes into a name. Sources whose names would be the same take the first of these, all of them
/// alike, that keeps them apart, so that names do not depend on the order of the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Manner {
    /// `57.json` of `57.pdf`.
    Stem,
    /// `57.pdf.json`.
    Whole,
    /// `tinh/57.json` of `tinh/57.pdf`.
    Folders,
    /// `tinh/57.pdf.json`.
    FoldersWhole,
    /// With digits of a hash of the path: names that differ in upper and lower case only.
    Hashed,
}

const MANNERS: [Manner; 5] =
    [Manner::Stem, Manner::Whole, Manner::Folders, Manner::FoldersWhole, Manner::Hashed];

/// Longest names that file systems take, in bytes: most of them, and those that encrypt names.
const LENGTHS: [usize; 2] = [255, 143];

/// The digits that stand for what was cut off a name.
const DIGITS: usize = 8;

/// The paths of the results, from the folder of results, in the order of the sources. `ending` is put behind each name,
/// such as `.json`, and may be empty; `fits` tells whether the file system takes a name.
pub(crate) fn names(sources: &[Named<'_>], ending: &str, fits: &dyn Fn(&OsStr) -> bool) -> Vec<PathBuf> {
    let mut manners = vec![0; sources.len()];
    loop {
        let made: Vec<PathBuf> =
            sources.iter().zip(&manners).map(|(s, m)| name(*s, MANNERS[*m], ending)).collect();
        let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, name) in made.iter().enumerate() {
            same.entry(folded(name)).or_default().push(index);
        }
        let mut settled = true;
        for group in same.into_values().filter(|group| has_several(group, sources)) {
            // A name that is long already is not made shorter again, so that this ends.
            let least = group.iter().map(|index| manners[*index]).min().unwrap_or(0);
            let raised = |manner: usize| -> Vec<(usize, usize)> {
                group.iter().map(|index| (*index, manners[*index].max(manner))).collect()
            };
            let mut longer = least + 1..MANNERS.len();
            let apart = longer.clone().find(|manner| are_apart(&raised(*manner), sources, ending));
            if let Some(manner) = apart.or(longer.next_back()) {
                settled = false;
                for (index, manner) in raised(manner) {
                    manners[index] = manner;
                }
            }
        }
        if settled {
            return made.iter().map(|name| fitted(name, ending, fits)).collect();
        }
    }
}

fn has_several(group: &[usize], sources: &[Named<'_>]) -> bool {
    group.iter().any(|index| sources[*index].file != sources[group[0]].file)
}

fn are_apart(group: &[(usize, usize)], sources: &[Named<'_>], ending: &str) -> bool {
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    group.iter().all(|(index, manner)| {
        let source = sources[*index];
        let name = folded(&name(source, MANNERS[*manner], ending));
        *files.entry(name).or_insert(source.file) == source.file
    })
}

/// Names that are one on a file system without upper and lower case, or on one that composes letters.
fn folded(path: &Path) -> String {
    path.to_string_lossy().nfc().collect::<String>().to_lowercase()
}

fn name(source: Named<'_>, manner: Manner, ending: &str) -> PathBuf {
    let from = match manner {
        Manner::Folders | Manner::FoldersWhole => source.path,
        Manner::Stem | Manner::Whole | Manner::Hashed => source.below,
    };
    // `..` and the root are no folders that could be made again below another.
    let parts = from.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name),
        _ => None,
    });
    let mut path: PathBuf = parts.collect();
    let name = match path.file_name() {
        Some(name) if name != "-" => name.to_owned(),
        _ => OsString::from("standard-input"),
    };
    path.pop();
    let mut new = match manner {
        Manner::Stem | Manner::Folders => {
            Path::new(&name).file_stem().map_or_else(|| name.clone(), OsStr::to_owned)
        }
        Manner::Whole | Manner::FoldersWhole => name,
        Manner::Hashed => {
            let digits = &sha256(source.path.as_os_str().as_bytes())[..DIGITS];
            let mut name = Path::new(&name).file_stem().map_or_else(|| name.clone(), OsStr::to_owned);
            name.push(format!("-{digits}"));
            name
        }
    };
    new.push(ending);
    path.join(new)
}

/// The path with each name that the file system does not take cut.
fn fitted(path: &Path, ending: &str, fits: &dyn Fn(&OsStr) -> bool) -> PathBuf {
    let parts: Vec<&OsStr> = path.iter().collect();
    let last = parts.len().saturating_sub(1);
    let fit = |(index, name): (usize, &&OsStr)| {
        if fits(name) {
            return (*name).to_owned();
        }
        let ending = if index == last { ending } else { "" };
        let mut cuts = LENGTHS.iter().map(|length| OsString::from(cut(name, ending, *length)));
        // The shortest is taken untried: what is wrong with it is told when it is written.
        cuts.find(|name| fits(name)).unwrap_or_else(|| cut(name, ending, LENGTHS[1]).into())
    };
    parts.iter().enumerate().map(fit).collect()
}

/// A name of at most `length` bytes: its beginning, to the end of a letter as people see it, and digits of a hash of all
/// of it.
fn cut(name: &OsStr, ending: &str, length: usize) -> String {
    let digits = &sha256(name.as_bytes())[..DIGITS];
    let name = name.to_string_lossy();
    let stem = name.strip_suffix(ending).unwrap_or(&name);
    let room = length.saturating_sub(1 + DIGITS + ending.len());
    let kept =
        stem.grapheme_indices(true).map(|(at, letter)| at + letter.len()).take_while(|end| *end <= room);
    let end = kept.last().unwrap_or(0);
    format!("{}-{digits}{ending}", stem[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(sources: &[(&str, &str)], ending: &str) -> Vec<String> {
        let sources: Vec<Named<'_>> = sources
            .iter()
            .enumerate()
            .map(|(file, (path, below))| Named { path: Path::new(*path), below: Path::new(*below), file })
            .collect();
        let fits = |name: &OsStr| name.len() <= 255;
        let names = names(&sources, ending, &fits);
        names.into_iter().map(|name| name.into_os_string().into_string().unwrap()).collect()
    }

    #[test]
    fn names_come_from_the_path() {
        struct Case {
            sources: &'static [(&'static str, &'static str)],
            names: &'static [&'static str],
        }
        let cases = [
            Case {
                sources: &[("/x/57.pdf", "57.pdf"), ("-", "-")],
                names: &["57.json", "standard-input.json"],
            },
            Case { sources: &[("số 1.2024.pdf", "số 1.2024.pdf")], names: &["số 1.2024.json"] },
            Case {
                sources: &[("in/a/57.pdf", "a/57.pdf"), ("in/b/57.pdf", "b/57.pdf")],
                names: &["a/57.json", "b/57.json"],
            },
            Case {
                sources: &[("57.pdf", "57.pdf"), ("57.png", "57.png"), ("58.png", "58.png")],
                names: &["57.pdf.json", "57.png.json", "58.json"],
            },
            Case {
                sources: &[("a/57.pdf", "57.pdf"), ("../b/57.pdf", "57.pdf")],
                names: &["a/57.json", "b/57.json"],
            },
            Case {
                sources: &[("a/57.pdf", "57.pdf"), ("a/57.png", "57.png"), ("b/57.pdf", "57.pdf")],
                names: &["a/57.pdf.json", "a/57.png.json", "b/57.pdf.json"],
            },
            // The longer name of one is the short name of another.
            Case {
                sources: &[("57.pdf", "57.pdf"), ("57.png", "57.png"), ("57.pdf.tif", "57.pdf.tif")],
                names: &["57.pdf.json", "57.png.json", "57.pdf.tif.json"],
            },
        ];
        for case in cases {
            assert_eq!(made(case.sources, ".json"), case.names);
            let mut turned = case.sources.to_vec();
            turned.reverse();
            let mut names = made(&turned, ".json");
            names.reverse();
            assert_eq!(names, case.names, "in the other order");
        }
        assert_eq!(made(&[("a/x.txt", "x.txt"), ("b/x.txt", "x.txt")], ""), ["a/x", "b/x"]);
    }

    #[test]
    fn names_that_differ_in_case_only_are_kept_apart() {
        let names = made(&[("QĐ.pdf", "QĐ.pdf"), ("qđ.pdf", "qđ.pdf")], ".json");
        assert_ne!(names[0].to_lowercase(), names[1].to_lowercase());
        assert!(names.iter().all(|name| name.ends_with(".json")), "{names:?}");
    }

    #[test]
    fn one_file_named_twice_has_one_result() {
        let source = |path| Named { path: Path::new(path), below: Path::new("57.pdf"), file: 0 };
        let names = names(&[source("57.pdf"), source("./57.pdf")], ".json", &|_| true);
        assert_eq!(names, [Path::new("57.json"), Path::new("57.json")]);
    }

    #[test]
    fn long_names_are_cut_between_letters() {
        let long = "Hướng dẫn tổ chức hội nghị ".repeat(12).nfd().collect::<String>();
        let two = [format!("{long}1.txt"), format!("{long}2.txt")];
        let names = made(&[(&two[0], &two[0]), (&two[1], &two[1])], ".json");
        assert_ne!(names[0], names[1]);
        for name in &names {
            assert!(name.len() <= 255 && name.len() > 230, "{}", name.len());
            let kept = name.rsplit_once('-').unwrap().0;
            let whole: Vec<&str> = long.graphemes(true).collect();
            assert!(kept.graphemes(true).zip(whole).all(|(a, b)| a == b), "a letter was cut: {kept}");
        }
        // 255 bytes fit as they are.
        let fits = "a".repeat(250) + ".json";
        assert_eq!(made(&[(&fits, &fits)], ".json"), std::slice::from_ref(&fits));
    }

    #[test]
    fn a_file_system_with_shorter_names_is_obeyed() {
        let long = "x".repeat(200) + ".pdf";
        let source = Named { path: Path::new(&long), below: Path::new(&long), file: 0 };
        let names = names(&[source], ".json", &|name| name.len() <= 143);
        assert_eq!(names[0].as_os_str().len(), 143);
    }
}
