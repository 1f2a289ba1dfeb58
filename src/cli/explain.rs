//! What spoke for and against each judged finding, for `read --explain`.

use std::collections::BTreeMap;
use std::path::Path;

use super::terminal::words;
use crate::document::Document;
use crate::extract::{Explained, explained};
use crate::text::one_line;
use crate::words::{Language, Sentence};

/// What a feature of a judge is about, by how its name begins; what begins otherwise is about the words around.
const ASPECTS: [(&str, &str); 40] = [
    ("kind", "outline"),
    ("depth", "outline"),
    ("place", "outline"),
    ("siblings", "outline"),
    ("beside", "outline"),
    ("below", "outline"),
    ("next=", "outline"),
    ("document", "outline"),
    ("parent", "outline"),
    ("labels", "outline"),
    ("attached", "outline"),
    ("attributes", "outline"),
    ("node", "outline"),
    ("labelled", "outline"),
    ("item_", "outline"),
    ("has_", "outline"),
    ("heading", "outline"),
    ("later_clause", "outline"),
    ("governor", "above"),
    ("inherited", "above"),
    ("under", "above"),
    ("section", "above"),
    ("head", "above"),
    ("a nearer", "above"),
    ("lead", "body"),
    ("body", "body"),
    ("is a body", "body"),
    ("begins with a body", "body"),
    ("form", "said"),
    ("bind", "said"),
    ("unit", "said"),
    ("noun", "said"),
    ("when", "said"),
    ("moves", "said"),
    ("per", "said"),
    ("whole", "said"),
    ("words=", "said"),
    ("clauses=", "said"),
    ("ends=", "said"),
    ("capitals", "said"),
];
const KINDS: [&str; 3] = ["targets", "deadlines", "assignments"];
/// Features that are named of each aspect.
const NAMED: usize = 2;
/// What adds less to the score is not told.
const LEAST: f32 = 0.05;

/// Why each finding of a document is held for true. Ends with a line break.
pub(super) fn of(document: &Document) -> String {
    let all = explained(document);
    let mut text = String::new();
    for kind in KINDS {
        let of_kind: Vec<&Explained> = all.iter().filter(|explained| explained.kind == kind).collect();
        if !of_kind.is_empty() {
            text += &format!("{}\n", words().text(&format!("table-{kind}")));
        }
        of_kind.into_iter().for_each(|explained| text += &finding(document, explained));
    }
    if text.is_empty() { format!("{}\n", words().text("explain-none")) } else { text }
}

/// The same under the name of its file, where several are read.
pub(super) fn of_file(path: &Path, document: &Document) -> String {
    let line = Sentence::new("table-file").with("path", path.display().to_string());
    format!("{}\n{}\n", words().say(&line), of(document))
}

fn finding(document: &Document, explained: &Explained) -> String {
    let shown = |span: &crate::text::Span<crate::text::Restored>| one_line(&document.text[span.range()]);
    let lead: Vec<String> = explained.lead.iter().map(shown).collect();
    let mut quote = shown(&explained.quote);
    if !lead.is_empty() {
        quote = format!("{}: {quote}", lead.join(", "));
    }
    let share = format!("{:.0}", explained.confidence * 100.0);
    let head = Sentence::new("explain-finding").with("share", share).with("quote", quote);
    let mut text = format!("  {}\n", words().say(&head));
    let aspects = aspects(explained);
    for (id, is_for) in [("explain-for", true), ("explain-against", false)] {
        let said: Vec<String> =
            aspects.iter().filter(|aspect| (aspect.sum > 0.0) == is_for).map(Aspect::said).collect();
        if !said.is_empty() {
            text += &format!("    {}\n", words().say(&Sentence::new(id).with("what", said.join("; "))));
        }
    }
    text
}

/// Features that are about one thing, taken together.
struct Aspect {
    name: &'static str,
    sum: f32,
    /// The heaviest that pull where the sum pulls.
    named: Vec<String>,
}

impl Aspect {
    fn said(&self) -> String {
        let name = words().text(&format!("explain-{}", self.name));
        // Features are named for programmers; in Vietnamese their aspect has to do.
        match words().language() {
            Language::English => format!("{name} {:+.1} ({})", self.sum, self.named.join(", ")),
            Language::Vietnamese => {
                let sign = if self.sum > 0.0 { "+" } else { "" };
                format!("{name} {sign}{}", words().decimal(f64::from((self.sum * 10.0).round()) / 10.0))
            }
        }
    }
}

/// The aspects of a finding, the heaviest first.
fn aspects(explained: &Explained) -> Vec<Aspect> {
    let mut parts: BTreeMap<&'static str, Vec<&(String, f32)>> = BTreeMap::new();
    for feature in &explained.own {
        parts.entry(about(&feature.0)).or_default().push(feature);
    }
    if !explained.around.is_empty() {
        parts.entry("neighbours").or_default().extend(&explained.around);
    }
    let mut aspects: Vec<Aspect> = parts
        .into_iter()
        .map(|(name, features)| {
            let sum: f32 = features.iter().map(|(_, part)| part).sum();
            let pulls = features.iter().filter(|(_, part)| (*part > 0.0) == (sum > 0.0));
            let named = pulls.take(NAMED).map(|(feature, _)| feature.clone()).collect();
            Aspect { name, sum, named }
        })
        .filter(|aspect| aspect.sum.abs() >= LEAST)
        .collect();
    aspects.sort_by(|a, b| b.sum.abs().total_cmp(&a.sum.abs()).then(a.name.cmp(b.name)));
    aspects
}

fn about(feature: &str) -> &'static str {
    ASPECTS.iter().find(|(begin, _)| feature.starts_with(begin)).map_or("words", |(_, aspect)| aspect)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn features_are_summed_by_what_they_are_about() {
        let own = [("verb=lead", 1.5), ("depth=2", -0.75), ("behind=word", 0.5), ("kind=1.", 0.5)];
        let explained = Explained {
            kind: "assignments",
            quote: Span::new(0, 1),
            lead: Vec::new(),
            confidence: 0.9,
            own: own.map(|(name, part)| (name.to_owned(), part)).to_vec(),
            around: vec![("first pass".to_owned(), 3.0)],
        };
        let told: Vec<(&str, f32, Vec<String>)> =
            aspects(&explained).into_iter().map(|a| (a.name, a.sum, a.named)).collect();
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            told,
            [
                ("neighbours", 3.0, own(&["first pass"])),
                ("words", 2.0, own(&["verb=lead", "behind=word"])),
                ("outline", -0.25, own(&["depth=2"])),
            ]
        );
    }
}
