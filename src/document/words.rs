//! Words of the head and the closing of documents, from `dictionaries/frame_words.tsv`, and the kinds of documents, from
//! `dictionaries/document_kinds.tsv`; all as keys, so that a misread mark does not matter.

use std::sync::LazyLock;

use super::phrase::{begins, key};
use crate::lexicon::files;

/// What a word or phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Decides, and stands above the legal bases.
    Authority,
    /// Begins the name of a body.
    Body,
    /// An academic or medical degree, which stands before a name.
    Degree,
    /// Signs.
    Office,
    /// The beginning of a name that wants a place or a field behind it.
    OpenName,
    /// A military or police rank, which stands before a name.
    Rank,
}

/// The keys of each phrase with its class, longest first within a class.
static WORDS: LazyLock<Vec<(String, Class)>> = LazyLock::new(|| {
    let lines = files::FRAME_WORDS.lines();
    let rows = lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let mut words: Vec<(String, Class)> =
        rows.filter_map(|(word, of)| Some((key(word), class(of)?))).collect();
    words.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then(a.cmp(b)));
    words
});

fn class(name: &str) -> Option<Class> {
    Some(match name {
        "authority" => Class::Authority,
        "body" => Class::Body,
        "degree" => Class::Degree,
        "office" => Class::Office,
        "open_name" => Class::OpenName,
        "rank" => Class::Rank,
        _ => return None,
    })
}

/// How sure two misread words must be like a rank.
const LIKE_RANK: f64 = 0.7;

/// Rank and degrees that stand before a name, and the name: `Thượng tá, ThS. Trần An` gives `Thượng tá, ThS.` and
/// `Trần An`. Of a scan (`misread`) a rank may be misread, with specks between its words; it is given as it should be.
pub(super) fn parted(text: &str, misread: bool) -> (String, &str) {
    let mut rest = text.trim();
    let mut ranks: Vec<String> = Vec::new();
    while let Some((words, after)) =
        rank(rest).or_else(|| alike_rank(rest).filter(|_| misread && ranks.is_empty()))
    {
        ranks.push(words);
        rest = after.trim_start_matches([',', '-', '–', ':', ' ']);
    }
    (ranks.join(" ").trim_end_matches([',', '-', '–', ' ']).to_owned(), rest)
}

/// A rank or degree at the beginning of a text, and what follows it.
fn rank(text: &str) -> Option<(String, &str)> {
    let first = text.split(' ').next()?;
    let two = text.match_indices(' ').nth(1).map_or(text, |(at, _)| &text[..at]);
    let words = key(two);
    if words.contains(' ') && (is(&words, Class::Rank) || is(&words, Class::Degree)) {
        return Some((two.to_owned(), &text[two.len()..]));
    }
    let capitals = first.chars().filter(|c| c.is_uppercase()).count();
    let parts = || first.split(['.', ',']).filter(|part| !part.is_empty());
    let marked = first.contains('.') || capitals >= 2;
    let sound = marked && parts().next().is_some() && parts().all(|part| is(&key(part), Class::Degree));
    sound.then(|| (first.to_owned(), &text[first.len()..]))
}

/// The same of a rank of two words that was misread.
fn alike_rank(text: &str) -> Option<(String, &str)> {
    let mut ends = text.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
    // A speck between the words is read as one of its own.
    let candidates = [ends.nth(1), ends.next()];
    candidates.into_iter().flatten().find_map(|end| {
        let words = key(&text[..end]);
        let rank = of(Class::Rank).find(|rank| super::phrase::likeness(&words, rank) >= LIKE_RANK)?;
        let written = RANKS.iter().find(|written| key(written) == rank)?;
        let mut chars = written.chars();
        let first = chars.next()?.to_uppercase().to_string();
        (words.split(' ').count() == 2).then(|| (first + chars.as_str(), &text[end..]))
    })
}

/// The ranks as they are written.
static RANKS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = files::FRAME_WORDS.lines();
    lines.filter_map(|line| line.strip_suffix("\trank")).collect()
});

/// Family names, from `dictionaries/names.tsv`: how each is written, in the order of the list.
static SURNAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = files::NAMES.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let name = columns.next()?;
            (columns.next()? != "0").then_some(name)
        })
        .collect()
});

/// What a first word says of the name that it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Surname {
    Known,
    /// A mark of it was misread: only this family name has its letters.
    Meant(&'static str),
    Unknown,
}

/// Whether a word is a family name.
pub(super) fn surname(word: &str) -> Surname {
    if SURNAMES.iter().any(|name| crate::vietnamese::same_folded(name, word)) {
        return Surname::Known;
    }
    let bare = key(word);
    let mut alike = SURNAMES.iter().filter(|name| key(name) == bare);
    match (alike.next(), alike.next()) {
        (Some(only), None) => Surname::Meant(only),
        _ => Surname::Unknown,
    }
}

/// The keys of a class, longest first.
pub(super) fn of(class: Class) -> impl Iterator<Item = &'static str> {
    WORDS.iter().filter(move |(_, of)| *of == class).map(|(word, _)| word.as_str())
}

/// Whether a key begins with a phrase of a class.
pub(super) fn begins_with(key: &str, class: Class) -> bool {
    of(class).any(|phrase| begins(key, phrase))
}

/// Whether a key is a phrase of a class.
pub(super) fn is(key: &str, class: Class) -> bool {
    of(class).any(|phrase| key == phrase)
}

/// A kind of document that stands as a title.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) key: String,
    /// `Quyết định`.
    pub(super) name: &'static str,
    /// `QĐ`; empty where there is none.
    pub(super) abbreviation: &'static str,
}

/// All of them, longest key first. `Công văn` has no title of its own.
pub(super) static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let lines = files::DOCUMENT_KINDS.lines();
    let mut kinds: Vec<Kind> = lines
        .filter(|line| !line.starts_with('#') && !line.starts_with("Công văn\t"))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let name = columns.next()?;
            Some(Kind { key: key(name), name, abbreviation: columns.next().unwrap_or("") })
        })
        .collect();
    kinds.sort_by(|a, b| b.key.len().cmp(&a.key.len()).then(a.key.cmp(&b.key)));
    kinds
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_each_line_has_a_class() {
        let text = files::FRAME_WORDS;
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.is_sorted() && rows.len() > 200);
        assert!(rows.windows(2).all(|two| two[0] != two[1]));
        for row in rows {
            let (word, of) = row.split_once('\t').unwrap();
            assert!(!word.trim().is_empty() && class(of).is_some(), "{row}");
        }
        assert!(begins_with("hiep hoi doanh nghiep", Class::Body) && !begins_with("hiep dinh", Class::Body));
        struct Case(&'static str, bool, &'static str, &'static str);
        for Case(text, misread, rank, name) in [
            Case("Thượng tá Trần An", false, "Thượng tá", "Trần An"),
            Case("LS. TS. Lê Thu An", false, "LS. TS.", "Lê Thu An"),
            Case("BS.CKII Lê Thu An", false, "BS.CKII", "Lê Thu An"),
            Case("Đại tá, ThS. Lê Thu An", false, "Đại tá, ThS.", "Lê Thu An"),
            Case("ThS Lê Thu An", false, "ThS", "Lê Thu An"),
            Case("Lê Thu An", true, "", "Lê Thu An"),
            Case("Trung Tá Lê An", false, "Trung Tá", "Lê An"),
            Case("Thiêu : tưởng Lê Thu An", true, "Thiếu tướng", "Lê Thu An"),
            Case("Thiêu : tưởng Lê Thu An", false, "", "Thiêu : tưởng Lê Thu An"),
            Case("Thượng tá", false, "Thượng tá", ""),
        ] {
            assert_eq!(parted(text, misread), (rank.to_owned(), name), "{text}");
        }
        assert_eq!(surname("Trần"), Surname::Known);
        assert_eq!(surname("Xyz"), Surname::Unknown);
        assert!(is("thuong ta", Class::Rank) && KINDS.iter().any(|kind| kind.key == "phieu trinh"));
    }
}
