//! What stands around a time or an amount, as the judges see it: the words right beside it, the classes of words before and
//! behind it in its clause, the item that it stands in, the headings above, and the other proposals near it.

use super::agency;
use super::context::{Context, first_words};
use super::cue::{self, Cue};
use super::judge::Features;
use crate::document::NodeIndex;
use crate::text::{Restored, Span};

/// Classes of words that are no acts.
const NO_ACT: [&str; 5] = ["all", "least", "part", "done", "duty"];
/// Words of a heading that are looked at.
const HEADING: usize = 20;

/// Which other proposals one is judged with.
pub(super) struct Near {
    /// The clause that it stands in.
    pub(super) clause: Span<Restored>,
    /// The item.
    pub(super) index: NodeIndex,
    /// The item above.
    pub(super) parent: Option<NodeIndex>,
    /// What it looks like.
    pub(super) sort: String,
}

/// The classes of the headings above, with how far above they stand: the lead-in of its list is 0, the parent 1.
pub(super) fn headings(context: &Context<'_>, index: NodeIndex) -> Vec<(usize, &'static str)> {
    let flat = &context.flat;
    let above = context.ancestors(index).enumerate().map(|(far, above)| (far + 1, above));
    let mut found: Vec<(usize, &'static str)> = context
        .lead_in(index)
        .map(|lead| (0, lead))
        .into_iter()
        .chain(above)
        .flat_map(|(far, above)| {
            let head = first_words(flat, context.node(above).body, HEADING);
            cue::cues(flat, head).into_iter().map(move |cue| (far.min(2), cue.class))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

pub(super) fn words(context: &Context<'_>, span: Span<Restored>) -> usize {
    context.flat.text(span).split_whitespace().count()
}

/// Counts in a few steps, so that long and short differ and nothing else.
pub(super) fn step(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2..=3 => "2-3",
        4..=7 => "4-7",
        8..=15 => "8-15",
        16..=30 => "16-30",
        _ => "31+",
    }
}

pub(super) fn between(from: usize, to: usize) -> Span<Restored> {
    Span::new(from, to.max(from))
}

/// The clause, its item, and the headings above.
pub(super) fn place(
    context: &Context<'_>,
    index: NodeIndex,
    clause: Span<Restored>,
    span: Span<Restored>,
    above: &[(usize, &'static str)],
    f: &mut Features,
) {
    let flat = &context.flat;
    let before = between(clause.start(), span.start().max(clause.start()));
    let after = between(span.end().min(clause.end()), clause.end());
    let opens = flat.trim(before, &['-', '+', '*', '•', '–', '(', ',', ':']);
    let count = words(context, opens);
    f.yes(format!("before={}", step(count)));
    f.yes(format!("after={}", step(words(context, after))));
    f.when(count == 0, "opens");
    f.when(flat.trim(after, &['.', ';', ',', ')', ':']).is_empty(), "closes");
    let low = flat.text(before);
    f.when(low.matches('(').count() > low.matches(')').count(), "in_brackets");
    f.when(flat.text(clause).trim_end().ends_with(':'), "clause_ends_colon");
    f.when(!agency::list_at(flat, opens).0.is_empty(), "body_opens");
    f.when(!agency::bodies(flat, before).is_empty(), "body_before");
    f.when(!agency::bodies(flat, after).is_empty(), "body_after");

    let node = context.node(index);
    f.yes(format!("node={:?}", node.kind));
    f.when(node.label.is_some(), "labelled");
    f.yes(format!("depth={}", context.ancestors(index).count().min(5)));
    f.yes(format!("item_words={}", step(words(context, node.body))));
    f.when(!context.children(index).is_empty(), "has_children");
    f.when(flat.text(node.body).trim_end().ends_with(':'), "item_ends_colon");
    f.when(clause.start() > flat.trim(node.body, &[]).start(), "later_clause");
    let heading = words(context, node.body) <= 16
        && !flat.text(node.body).trim_end().ends_with(['.', ';', ','])
        && !context.children(index).is_empty();
    f.when(heading, "heading");
    for (far, class) in above {
        f.yes(format!("head{far}={class}"));
    }
    for class in [
        "goal",
        "criteria",
        "state",
        "schedule",
        "reward",
        "procedure",
        "budget",
        "scope",
        "work",
        "definition",
    ] {
        f.when(above.iter().any(|(_, c)| *c == class), &format!("under={class}"));
    }
}

/// The words right beside a time or an amount.
pub(super) fn beside(context: &Context<'_>, before: Span<Restored>, after: Span<Restored>, f: &mut Features) {
    let flat = &context.flat;
    let back = flat.tokens(flat.last(before, 80));
    let mut previous = back.iter().rev();
    let one = previous.next().map_or("^", |t| t.low);
    let two = previous.next().map_or("^", |t| t.low);
    f.yes(format!("word-1={one}"));
    f.yes(format!("words-2={two} {one}"));
    let mut ahead = flat.tokens_from(after);
    let one = ahead.next().map_or("$", |t| t.low);
    let two = ahead.next().map_or("$", |t| t.low);
    f.yes(format!("word+1={one}"));
    f.yes(format!("words+2={one} {two}"));
}

/// What is done, was, is measured or is named before and behind a time or an amount.
pub(super) fn acts(
    context: &Context<'_>,
    before: Span<Restored>,
    ahead: &[Cue],
    behind: &[Cue],
    form: &str,
    bind: &str,
    f: &mut Features,
) {
    let flat = &context.flat;
    let mut classes: Vec<&str> = ahead.iter().map(|cue| cue.class).collect();
    classes.sort_unstable();
    classes.dedup();
    for class in classes {
        f.yes(format!("ahead={class}"));
    }
    let mut classes: Vec<&str> = behind.iter().map(|cue| cue.class).collect();
    classes.sort_unstable();
    classes.dedup();
    for class in classes {
        f.yes(format!("behind={class}"));
    }
    let near = ahead.iter().rev().find(|cue| !NO_ACT.contains(&cue.class));
    if let Some(near) = near {
        let gap = between(near.span.end(), before.end());
        f.yes(format!("near={}", near.class));
        f.yes(format!("near={},bind={bind}", near.class));
        f.yes(format!("near={},form={form}", near.class));
        f.yes(format!("near={},far={}", near.class, step(words(context, gap))));
        f.when(flat.text(gap).contains([',', ';', ':']), &format!("near={},mark", near.class));
    } else {
        f.yes("near=none");
        f.yes(format!("near=none,bind={bind}"));
    }
    let first = ahead.iter().find(|cue| !NO_ACT.contains(&cue.class));
    f.yes(format!("first={}", first.map_or("none", |cue| cue.class)));
    let next = behind.iter().find(|cue| !NO_ACT.contains(&cue.class));
    f.yes(format!("next={}", next.map_or("none", |cue| cue.class)));
    if near.is_none() {
        f.yes(format!("near=none,next={}", next.map_or("none", |cue| cue.class)));
    }
    named(context, before, ahead, form, bind, f);
    // "đã" in the last part of the clause, or before its first mark.
    let tail = flat.text(before).rfind([',', ';', ':']).map_or(before.start(), |at| before.start() + at);
    f.when(ahead.iter().any(|cue| cue.class == "past" && cue.span.start() >= tail), "past_in_part");
    f.when(
        ahead.iter().any(|cue| cue.class == "named" && cue.span.start() >= tail),
        &format!("named_in_part,form={form}"),
    );
    f.when(
        ahead.iter().any(|cue| matches!(cue.class, "finish" | "report") && cue.span.start() >= tail),
        "ends_in_part",
    );
}

/// Classes of words that stand in no name of a programme.
const ENDS_NAME: [&str; 5] = ["finish", "report", "past", "condition", "duty"];

/// Whether a time or amount may belong to the name of a programme: behind "Chương trình", "Đề án" and the like, with no
/// mark between that ends a name; commas are part of it ("phòng, chống …").
fn named(
    context: &Context<'_>,
    before: Span<Restored>,
    ahead: &[Cue],
    form: &str,
    bind: &str,
    f: &mut Features,
) {
    let flat = &context.flat;
    let Some(at) = ahead.iter().rposition(|cue| cue.class == "named") else { return };
    let cue = ahead[at];
    let name = between(cue.span.end(), before.end());
    let ended = ahead[at + 1..].iter().any(|cue| ENDS_NAME.contains(&cue.class));
    if ended || flat.text(name).contains([';', ':', '”', ')', '.']) || !agency::bodies(flat, name).is_empty()
    {
        return;
    }
    f.yes("in_name");
    f.yes(format!("in_name,form={form}"));
    f.yes(format!("in_name,bind={bind}"));
    f.yes(format!("in_name,words={}", step(words(context, name))));
    f.when(flat.text(name).contains(','), "in_name,comma");
    let capital = flat.text(cue.span).starts_with(char::is_uppercase);
    f.when(capital, "in_name,capital");
    f.when(capital, &format!("in_name,capital,form={form}"));
}

/// The features of each, and what the first pass says of those around it.
pub(super) fn again(own: Vec<Features>, near: &[Near], first: &[f64]) -> Vec<Features> {
    let mean = |of: &dyn Fn(usize) -> bool| {
        let (sum, count) = (0..near.len())
            .filter(|i| of(*i))
            .fold((0.0, 0_u32), |(sum, count), i| (sum + first[i], count + 1));
        (count > 0).then(|| sum / f64::from(count))
    };
    own.into_iter()
        .enumerate()
        .map(|(at, mut f)| {
            let own = &near[at];
            let mut say = |name: &str, of: &dyn Fn(usize) -> bool| match mean(of) {
                Some(mean) => f.amount(format!("again.{name}"), 2.0 * mean - 1.0),
                None => f.yes(format!("again.{name}=none")),
            };
            say("clause", &|i| i != at && near[i].clause == own.clause);
            say("item", &|i| near[i].index == own.index && near[i].clause != own.clause);
            say("list", &|i| near[i].parent == own.parent && near[i].index != own.index);
            say("list_sort", &|i| {
                near[i].parent == own.parent && near[i].index != own.index && near[i].sort == own.sort
            });
            say("sort", &|i| i != at && near[i].sort == own.sort);
            say("all", &|i| i != at);
            say("before", &|i| i + 1 == at);
            say("after", &|i| i == at + 1);
            f.amount("again.own", 2.0 * first[at] - 1.0);
            f
        })
        .collect()
}
