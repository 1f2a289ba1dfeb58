//! The dictionaries as they are part of the program: each file once, named nowhere else, and one hash over all.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// Bytes at an address where numbers of eight bytes may be read.
#[repr(C, align(8))]
struct Aligned<T: ?Sized>(T);

static MODEL: &Aligned<[u8]> = &Aligned(*include_bytes!("../../dictionaries/language.model"));

/// The language model, at an address divisible by 8.
pub(crate) static LANGUAGE_MODEL: &[u8] = &MODEL.0;
/// Counted confusions of two engines.
pub(crate) const CONFUSIONS: &str = include_str!("../../dictionaries/confusions.tsv");

/// Confusions of scanners of offices, counted from text layers and their truth.
pub(crate) const LAYERS: &str = include_str!("../../dictionaries/layers.tsv");
/// Documents that many others cite.
pub(crate) const CITED: &str = include_str!("../../dictionaries/cited.tsv");
/// Words around times and amounts, with their classes.
pub(crate) const CUES: &str = include_str!("../../dictionaries/cues.tsv");
/// Fixed phrases of letterhead and closing.
pub(crate) const PHRASES: &str = include_str!("../../dictionaries/phrases.tsv");

pub(super) const ABBREVIATIONS: &str = include_str!("../../dictionaries/abbreviations.tsv");
pub(super) const AGENCIES: &str = include_str!("../../dictionaries/agencies.tsv");
pub(crate) const DOCUMENT_KINDS: &str = include_str!("../../dictionaries/document_kinds.tsv");
/// Words of the head and the closing of documents, with their classes.
pub(crate) const FRAME_WORDS: &str = include_str!("../../dictionaries/frame_words.tsv");
/// The weights by which proposed findings are judged.
pub(crate) const JUDGE: &str = include_str!("../../dictionaries/judge.model");
pub(crate) const NAMES: &str = include_str!("../../dictionaries/names.tsv");
pub(super) const PLACES: &str = include_str!("../../dictionaries/places.tsv");
/// How reports state what was reached.
pub(crate) const STATED: &str = include_str!("../../dictionaries/stated.tsv");
pub(super) const SYLLABLES: &str = include_str!("../../dictionaries/syllables.tsv");
pub(super) const SYMBOLS: &str = include_str!("../../dictionaries/symbols.tsv");
pub(super) const TERMS: &str = include_str!("../../dictionaries/terms.txt");
pub(super) const UNITS: &str = include_str!("../../dictionaries/units.tsv");
/// Words that begin a sentence or stand behind a body, with what they tell of it.
pub(crate) const WORDS: &str = include_str!("../../dictionaries/words.tsv");

/// All of them with the names of their files, in the order of these.
pub static ALL: [(&str, &[u8]); 19] = [
    ("abbreviations.tsv", ABBREVIATIONS.as_bytes()),
    ("agencies.tsv", AGENCIES.as_bytes()),
    ("cited.tsv", CITED.as_bytes()),
    ("confusions.tsv", CONFUSIONS.as_bytes()),
    ("cues.tsv", CUES.as_bytes()),
    ("document_kinds.tsv", DOCUMENT_KINDS.as_bytes()),
    ("frame_words.tsv", FRAME_WORDS.as_bytes()),
    ("judge.model", JUDGE.as_bytes()),
    ("language.model", LANGUAGE_MODEL),
    ("layers.tsv", LAYERS.as_bytes()),
    ("names.tsv", NAMES.as_bytes()),
    ("phrases.tsv", PHRASES.as_bytes()),
    ("places.tsv", PLACES.as_bytes()),
    ("stated.tsv", STATED.as_bytes()),
    ("syllables.tsv", SYLLABLES.as_bytes()),
    ("symbols.tsv", SYMBOLS.as_bytes()),
    ("terms.txt", TERMS.as_bytes()),
    ("units.tsv", UNITS.as_bytes()),
    ("words.tsv", WORDS.as_bytes()),
];

/// The hash over all of them that a record names: it changes with each of their bytes. Made when first asked for.
pub(crate) static HASH: LazyLock<String> = LazyLock::new(|| hash(&ALL));

/// The first 48 bits of SHA-256 over names, lengths and bytes of files, as 12 hexadecimal digits in lower case.
fn hash(files: &[(&str, &[u8])]) -> String {
    let mut all = Sha256::new();
    for (name, bytes) in files {
        all.update(format!("{name} {}\n", bytes.len()));
        all.update(bytes);
    }
    all.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_of_any_file_makes_another_hash() {
        let mut seen = vec![HASH.clone()];
        for at in 0..ALL.len() {
            let (name, bytes) = ALL[at];
            // The middle line of a list; of the model, which has none, some byte of its middle.
            let line = bytes[bytes.len() / 2..].iter().position(|byte| *byte == b'\n').unwrap_or(0);
            let mut changed = bytes.to_vec();
            changed[bytes.len() / 2 + line.saturating_sub(1)] ^= 1;
            let mut files = ALL;
            files[at] = (name, &changed);
            seen.push(hash(&files));
        }
        let mut different = seen.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), ALL.len() + 1, "{seen:?}");
        assert_eq!(HASH.len(), 12);
    }

    #[test]
    fn what_goes_from_one_file_to_the_next_makes_another_hash() {
        assert_ne!(hash(&[("a", b"x\ny\n"), ("b", b"")]), hash(&[("a", b"x\n"), ("b", b"y\n")]));
    }

    #[test]
    fn every_dictionary_is_listed_once_and_as_it_stands() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            // `marks/` is truth to train on, and no part of the program.
            .filter(|name| name != "README.md" && name != "marks")
            .collect();
        names.sort();
        assert_eq!(names, ALL.map(|(name, _)| name));
        for (name, bytes) in ALL {
            assert!(std::fs::read(format!("{folder}/{name}")).unwrap() == bytes, "{name}");
        }
    }
}
