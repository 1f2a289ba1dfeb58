//! Words with which a clause says what it is about: verbs of acts, names of plans, what was, what is measured.
//!
//! Each belongs to one class (`dictionaries/cues.tsv`); the judges of proposals see classes, never words.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::token::{Flat, TokenKind};
use crate::lexicon::files;
use crate::text::{Restored, Span};
use crate::vietnamese::spelling;

/// Words of a class in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cue {
    /// The class, as the dictionary names it.
    pub(crate) class: &'static str,
    /// Where they stand.
    pub(crate) span: Span<Restored>,
}

/// Phrases and the class of each, and the most words that one has.
struct Known {
    classes: HashMap<String, &'static str>,
    longest: usize,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { classes: HashMap::new(), longest: 1 };
    for line in files::CUES.lines().filter(|line| !line.starts_with('#')) {
        if let Some((class, words)) = line.split_once('\t') {
            known.longest = known.longest.max(words.split(' ').count());
            known.classes.insert(spelling(words), class);
        }
    }
    known
});

/// The known words of a span, in order, of those that begin at a word the longest; none inside another.
pub(crate) fn cues(flat: &Flat, within: Span<Restored>) -> Vec<Cue> {
    let tokens = flat.tokens(within);
    let words: Vec<Option<String>> =
        tokens.iter().map(|t| (t.kind != TokenKind::Mark).then(|| spelling(t.low))).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut phrase = String::new();
        let mut hit = None;
        for (end, word) in words.iter().enumerate().skip(at).take(KNOWN.longest) {
            let Some(word) = word else { break };
            if end > at {
                phrase.push(' ');
            }
            phrase.push_str(word);
            if let Some(class) = KNOWN.classes.get(&phrase) {
                hit = Some((*class, end));
            }
        }
        match hit {
            Some((class, end)) => {
                let span = Span::new(tokens[at].span.start(), tokens[end].span.end());
                found.push(Cue { class, span });
                at = end + 1;
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_words_count_and_none_twice() {
        let flat = Flat::new("Sở Y tế hoàn thành, báo cáo; tổ chức thực hiện xong");
        let found: Vec<&str> = cues(&flat, flat.all()).iter().map(|cue| cue.class).collect();
        assert_eq!(found, ["finish", "report", "work", "finish"]);
    }

    #[test]
    fn the_dictionary_is_sorted_and_says_each_word_once() {
        let lines: Vec<&str> = files::CUES.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.is_sorted());
        let mut words: Vec<&str> = lines.iter().filter_map(|line| Some(line.split_once('\t')?.1)).collect();
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
