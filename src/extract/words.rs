//! Words with classes (`dictionaries/words.tsv`): what a sentence begins with, or what stands behind a body.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::token::Flat;
use crate::lexicon::files;
use crate::text::{Restored, Span};
use crate::vietnamese::{new_tone_style, old_tone_style};

/// The longest phrase of the list, in syllables.
const LONGEST: usize = 4;

/// Phrases with what the list says of them.
struct Phrases<T> {
    said: HashMap<&'static str, T>,
    /// Their first syllables in both styles of tone marks: a quick no for most words of a text.
    openers: HashSet<String>,
}

impl<T> FromIterator<(&'static str, T)> for Phrases<T> {
    fn from_iter<I: IntoIterator<Item = (&'static str, T)>>(phrases: I) -> Phrases<T> {
        let said: HashMap<_, _> = phrases.into_iter().collect();
        let firsts = said.keys().map(|phrase| phrase.split(' ').next().unwrap_or_default());
        let openers = firsts.flat_map(|first| [first.to_owned(), new_tone_style(first)]).collect();
        Phrases { said, openers }
    }
}

impl<T: Copy> Phrases<T> {
    /// Whether one may begin where a folded text does.
    fn may_open(&self, low: &str) -> bool {
        let first = low.split_whitespace().next().unwrap_or_default();
        self.openers.contains(first.trim_end_matches(|c: char| !c.is_alphanumeric()))
    }

    /// The longest that some words begin with.
    fn longest(&self, words: &[String]) -> Option<(&'static str, T)> {
        (1..=words.len()).rev().find_map(|count| {
            let (phrase, said) = self.said.get_key_value(words[..count].join(" ").as_str())?;
            Some((*phrase, *said))
        })
    }
}

static WORDS: LazyLock<Phrases<&'static str>> = LazyLock::new(|| {
    let lines = files::WORDS.lines().filter(|line| !line.starts_with('#'));
    let beside = [SECTION, ENDS, NOBODY, ROLE];
    let of_sentences = |class: &str| !beside.iter().any(|other| class.starts_with(other));
    lines.filter_map(|line| line.split_once('\t')).filter(|(_, class)| of_sentences(class)).collect()
});
/// How a word ends a name that stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Always.
    Always,
    /// Not where it is the second syllable of a word of the name.
    Long,
    /// Never, though it begins like a word that does.
    Never,
}

/// Words that end a name or look like it.
static ENDING: LazyLock<Phrases<Ending>> = LazyLock::new(|| {
    let lines = files::WORDS.lines().filter_map(|line| line.split_once('\t'));
    let ending = |class: &str| match class.strip_prefix(ENDS)? {
        "a name" => Some(Ending::Always),
        "a long name" => Some(Ending::Long),
        _ => Some(Ending::Never),
    };
    lines.filter_map(|(word, class)| Some((word, ending(class)?))).collect()
});
const ENDS: &str = "ends ";
/// Words of headings, with what the part under them is about.
static SECTIONS: LazyLock<Phrases<&'static str>> = LazyLock::new(|| {
    let lines = files::WORDS.lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(word, class)| Some((word, class.strip_prefix(SECTION)?))).collect()
});
const SECTION: &str = "section ";
/// Nouns of people, hamlets, things, places and occasions, with which of these: a class of them is no body.
static NOBODIES: LazyLock<Phrases<&'static str>> = LazyLock::new(|| {
    let lines = files::WORDS.lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(word, class)| Some((word, class.strip_prefix(NOBODY)?))).collect()
});
const NOBODY: &str = "nobody ";

/// What a noun is that a text begins with, where it is no body: hamlet, occasion, people, place or thing. Folded, without
/// marks of punctuation.
pub(crate) fn nobody(low: &str) -> Option<&'static str> {
    if !NOBODIES.may_open(low) {
        return None;
    }
    let words: Vec<String> = low.split_whitespace().take(LONGEST).map(old_tone_style).collect();
    NOBODIES.longest(&words).map(|(_, what)| what)
}

/// What bodies do in a piece of work, by which they are named in it: "Cơ quan chủ trì".
static ROLES: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let lines = files::WORDS.lines().filter_map(|line| line.split_once('\t'));
    lines.filter(|(_, class)| *class == ROLE).map(|(word, _)| (word, ())).collect()
});
const ROLE: &str = "role";

/// Where the longest role ends that a text begins with, in bytes.
pub(crate) fn role(low: &str) -> Option<usize> {
    if !ROLES.may_open(low) {
        return None;
    }
    let words: Vec<&str> = low.split_whitespace().take(LONGEST).collect();
    let plain: Vec<String> = words.iter().map(|word| old_tone_style(word)).collect();
    let (phrase, ()) = ROLES.longest(&plain)?;
    words
        .iter()
        .take(phrase.split(' ').count())
        .try_fold(0, |end, word| Some(end + low[end..].find(word)? + word.len()))
}

/// Whether a span holds acts and nothing else: "xem xét, quyết định".
pub(crate) fn are_acts(flat: &Flat, within: Span<Restored>) -> bool {
    let words: Vec<String> =
        flat.tokens(within).iter().filter(|t| t.is_word()).map(|t| old_tone_style(t.low)).collect();
    let mut rest = words.as_slice();
    while let Some((phrase, "act" | "frame")) = WORDS.longest(&rest[..rest.len().min(LONGEST)]) {
        rest = &rest[phrase.split(' ').count()..];
    }
    rest.is_empty()
}

/// The longest listed phrase that a span begins with, marks passed over, with its class.
pub(crate) fn first(flat: &Flat, within: Span<Restored>) -> Option<(&'static str, &'static str)> {
    let low = flat.low(within).trim_start_matches(|c: char| !c.is_alphanumeric());
    if WORDS.may_open(low) { WORDS.longest(&opening(low, LONGEST)) } else { None }
}

/// The first words of a text, at most so many, without their marks; a mark ends them, but for "phòng, chống".
fn opening(low: &str, most: usize) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in low.split_whitespace() {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        words.push(old_tone_style(bare));
        if words.len() == most || (bare.len() < word.len() && bare != "phòng") {
            break;
        }
    }
    words
}

/// Whether a name of a body does not go on with the words that a span begins with: verbs of duty and words of grammar, and
/// the number of a document. `inside` where they would be the second syllable of a word of the name ("Thư | ký").
pub(crate) fn ends_name(flat: &Flat, within: Span<Restored>, inside: bool) -> bool {
    /// What "số" counts or numbers that is no body: "số 15/KH-UBND", "số lượng".
    const NUMBERED: [&str; 5] = ["lượng", "liệu", "điểm", "lần", "tiền"];
    let low = flat.low(within);
    if !ENDING.may_open(low) && !low.trim_start().starts_with("số") {
        return false;
    }
    let words = opening(low, LONGEST_ENDING);
    if let [first, second, ..] = words.as_slice()
        && first == "số"
    {
        return second.starts_with(|c: char| c.is_ascii_digit()) || NUMBERED.contains(&second.as_str());
    }
    match ENDING.longest(&words).map(|(_, ending)| ending) {
        Some(Ending::Always) => true,
        Some(Ending::Long) => !inside,
        Some(Ending::Never) | None => false,
    }
}

/// Whether two folded syllables are one listed word that a name goes on with: any where the first has the `capital` of the
/// name, else one that ends no name.
pub(crate) fn is_one(first: &str, second: &str, capital: bool) -> bool {
    let word = format!("{} {}", old_tone_style(first), old_tone_style(second));
    let ending = ENDING.said.get(word.as_str());
    ending == Some(&Ending::Never) || capital && (ending.is_some() || WORDS.said.contains_key(word.as_str()))
}

/// The longest phrase that ends a name, in syllables.
const LONGEST_ENDING: usize = 3;

/// What the first phrase of a heading with a class of sections says that its part is about: `section aims`, `aims`.
pub(crate) fn section(flat: &Flat, within: Span<Restored>) -> Option<&'static str> {
    let words: Vec<String> = flat
        .low(within)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(old_tone_style)
        .collect();
    (0..words.len()).find_map(|from| {
        let run = &words[from..(from + LONGEST).min(words.len())];
        SECTIONS.longest(run).map(|(_, about)| about)
    })
}

/// The class of the listed phrase that a span ends with, with the phrase.
pub(crate) fn last(flat: &Flat, within: Span<Restored>) -> Option<(&'static str, &'static str)> {
    let words: Vec<String> =
        flat.low(within).split_whitespace().rev().take(LONGEST).map(old_tone_style).collect();
    (1..=words.len()).rev().find_map(|count| {
        let phrase = words[..count].iter().rev().map(String::as_str).collect::<Vec<_>>().join(" ");
        WORDS.said.get_key_value(phrase.as_str()).map(|(phrase, class)| (*phrase, *class))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_end_names() {
        for (text, inside, ends) in [
            ("chủ trì xây dựng", false, true),
            ("cắm lại mốc", false, true),
            ("ký hợp đồng", true, false),
            ("có trách nhiệm", true, true),
            ("giao thông vận tải", false, false),
            ("giao nhiệm vụ", false, true),
            ("số 15/KH-UBND", false, true),
            ("số cộng đồng", false, false),
            ("kinh tế", false, false),
        ] {
            let flat = Flat::new(text);
            assert_eq!(ends_name(&flat, flat.all(), inside), ends, "{text}");
        }
    }

    #[test]
    fn the_longest_phrase_counts() {
        for (text, phrase, class) in [
            (", có trách nhiệm rà soát", "có trách nhiệm", "must"),
            ("chủ trì, phối hợp với Sở Y tế", "chủ trì", "lead"),
            ("theo dõi, đôn đốc", "theo dõi", "direct"),
            ("Số hoá tài liệu", "số hóa", "act"),
        ] {
            let flat = Flat::new(text);
            assert_eq!(first(&flat, flat.all()), Some((phrase, class)), "{text}");
        }
        let flat = Flat::new("Căn cứ Kế hoạch này, đề nghị ");
        assert_eq!(last(&flat, flat.all()), Some(("đề nghị", "ask")));
    }
}
