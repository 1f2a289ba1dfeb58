//! Which proposed tasks the truth has.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Label, Sample};
use crate::document::Document;
use crate::evaluate::similarity;
use crate::extract::assignment::Proposed;
use crate::extract::context::Context;
use crate::text::{Restored, Span};

/// First words of a quote by which it is found in the text.
const WORDS: usize = 7;

/// The proposals of a document with what the truth says of them.
pub(super) fn sample<'c, 'd>(
    context: &'c Context<'d>,
    truth: &Value,
    group: usize,
) -> Sample<Proposed<'c, 'd>> {
    let proposed = Proposed::new(context);
    let entries = similarity::list(truth, "assignments");
    let is_sure = |e: &Value| !similarity::says_something(similarity::at(e, "doubtful"));
    let mut sure = 0;
    let numbers: Vec<Option<usize>> = entries
        .iter()
        .map(|e| {
            let number = is_sure(e).then_some(sure);
            sure += usize::from(is_sure(e));
            number
        })
        .collect();
    let shown = proposed.shown();
    let places = Places::of(context.document);
    // Every pair that is alike, the likest first: at its place before elsewhere, then by words and lead.
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    let mut said: BTreeMap<usize, usize> = BTreeMap::new();
    for (entry, expected) in entries.iter().enumerate() {
        let mut at = places.find(similarity::text(expected, "quote"));
        // What is said several times, and is in the truth as often, stands in its order.
        if let Some(first) = at.first().copied() {
            let before = said.entry(first).or_default();
            let again = entries.iter().filter(|e| places.find(similarity::text(e, "quote")) == at).count();
            if again == at.len() {
                at = vec![at[*before]];
            }
            *before += 1;
        }
        for (index, (own, quote, task, lead)) in shown.iter().enumerate() {
            let here = at.iter().any(|byte| (own.start()..own.end()).contains(byte));
            if !here && !at.is_empty() {
                continue;
            }
            let lead: Vec<Value> = lead.iter().map(|name| json!({ "written": name })).collect();
            let found = json!({ "quote": quote, "task": task, "lead": lead });
            let alike = similarity::assignment(expected, &found);
            if alike > 0.0 {
                let lead = similarity::name_f1(
                    &similarity::names(similarity::list(expected, "lead")),
                    &similarity::names(similarity::list(&found, "lead")),
                );
                pairs.push((alike * lead, entry, index));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut best: BTreeMap<usize, f64> = BTreeMap::new();
    let mut labels = vec![Label::Wrong; shown.len()];
    for (alike, entry, index) in pairs {
        if labels[index] != Label::Wrong {
            continue;
        }
        match numbers[entry] {
            // Other readings that are as good are right too; worse ones are wrong.
            Some(number) => {
                if alike >= best.get(&entry).copied().unwrap_or(0.0) * 0.97 {
                    labels[index] = Label::Right(number);
                    best.entry(entry).or_insert(alike);
                }
            }
            None => labels[index] = Label::Neither,
        }
    }
    Sample::new(proposed, labels, sure, group)
}

/// The words of a document, to find quotes in.
struct Places {
    words: Vec<(String, usize)>,
}

impl Places {
    fn of(document: &Document) -> Places {
        let shown = |span: Span<Restored>| similarity::norm(&document.text[span.range()]);
        let words = document.words.iter().flat_map(|word| {
            let start = word.span.start();
            shown(word.span)
                .split(' ')
                .filter(|w| !w.is_empty())
                .map(|w| (w.to_owned(), start))
                .collect::<Vec<_>>()
        });
        Places { words: words.collect() }
    }

    /// The bytes at which the first words of a quote stand.
    fn find(&self, quote: &str) -> Vec<usize> {
        let quote = similarity::norm(quote);
        let words: Vec<&str> = quote.split(' ').filter(|w| !w.is_empty()).take(WORDS).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let runs = self.words.windows(words.len());
        runs.filter(|run| run.iter().map(|(word, _)| word.as_str()).eq(words.iter().copied()))
            .map(|run| run[0].1)
            .collect()
    }
}
