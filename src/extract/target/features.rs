//! How an amount looks to the judge: its unit and how it binds, times in its clause, and what stands around it.

use std::collections::BTreeMap;

use super::Raw;
use crate::document::NodeIndex;
use crate::extract::around::{self, Near};
use crate::extract::context::Context;
use crate::extract::judge::Features;
use crate::extract::quantity::UnitKind;
use crate::extract::{Precision, cue, date};
use crate::text::{Restored, Span};

/// What each is judged with.
pub(super) fn near(context: &Context<'_>, raw: &Raw) -> Near {
    let sort = format!("{:?}|{:?}", raw.amount.unit, raw.amount.comparison);
    Near { clause: raw.clause, index: raw.index, parent: context.node(raw.index).parent, sort }
}

/// The features of each.
pub(super) fn of(context: &Context<'_>, all: &[Raw]) -> Vec<Features> {
    let mut heads: BTreeMap<NodeIndex, Vec<(usize, &'static str)>> = BTreeMap::new();
    (0..all.len())
        .map(|at| {
            let index = all[at].index;
            let above = heads.entry(index).or_insert_with(|| around::headings(context, index)).as_slice();
            one(context, all, at, above)
        })
        .collect()
}

/// Whether a heading or lead-in above an item speaks of goals or of a movement.
pub(super) fn under_goal(context: &Context<'_>, index: NodeIndex) -> bool {
    has_goal(&around::headings(context, index))
}

/// Whether a document is about emulation: what it demands is to be reached, also where it lays down norms.
pub(super) fn of_movement(context: &Context<'_>) -> bool {
    let title = &context.document.header.subject.evidence;
    title.iter().any(|span| {
        let words = context.flat.low(*span);
        words.contains("thi đua") || words.contains("phong trào")
    })
}

/// Whether an item speaks of a goal, or of something that is brought about in full.
pub(super) fn reaches(context: &Context<'_>, index: NodeIndex) -> bool {
    let flat = &context.flat;
    let body = context.node(index).body;
    let whole = flat.text(body).contains("100%");
    cue::cues(flat, body).iter().any(|cue| cue.class == "goal" || whole && cue.class == "reach")
}

fn has_goal(above: &[(usize, &'static str)]) -> bool {
    above.iter().any(|(_, class)| matches!(*class, "goal" | "campaign"))
}

fn one(context: &Context<'_>, all: &[Raw], at: usize, above: &[(usize, &'static str)]) -> Features {
    let flat = &context.flat;
    let raw = &all[at];
    let (amount, clause) = (&raw.amount, raw.clause);
    let span = amount.written;
    let mut f = Features::default();
    let unit = format!("{:?}", amount.unit);
    let bind = format!("{:?}", amount.comparison);
    f.yes(format!("unit={unit}"));
    f.yes(format!("bind={bind}"));
    f.yes(format!("unit={unit},bind={bind}"));
    f.when(amount.direction.is_some(), "moves");
    f.when(amount.per.is_some(), "per");
    // A document that lays down norms tells apart by numbers, and sets few aims.
    let sets = if context.aims { "aims" } else { "norms" };
    f.amount(sets, 3.0);
    f.yes(format!("{sets},unit={unit}"));
    f.yes(format!("{sets},bind={bind}"));
    f.when(of_movement(context), &format!("{sets},movement"));
    let goal = has_goal(above);
    f.amount(format!("{sets},under={}", if goal { "goal" } else { "none" }), 2.0);
    f.when(raw.within, "within");
    f.when(raw.listed, "listed");
    let value = amount.quantity.value;
    f.when(amount.unit == UnitKind::Percent && value == 100.0, "whole");
    f.when(amount.unit == UnitKind::Count && value <= 5.0, "few");
    f.when(value == 0.0, "zero");
    f.when(value.fract() != 0.0, "fraction");
    f.when(flat.text(amount.number).starts_with('0'), "leading_nought");
    if amount.unit == UnitKind::Count
        && let Some(noun) = amount.quantity.unit.as_deref()
    {
        f.yes(format!("noun={}", crate::vietnamese::fold(noun)));
    }

    around::place(context, raw.index, clause, span, above, &mut f);
    let before = around::between(clause.start(), span.start().max(clause.start()));
    let after = around::between(span.end().min(clause.end()), clause.end());
    around::beside(context, before, after, &mut f);
    let (ahead, behind) = (cue::cues(flat, before), cue::cues(flat, after));
    // The statement that the number belongs to begins behind the last mark.
    let mark = flat.text(before).rfind([',', ';', ':']).map_or(before.start(), |at| before.start() + at + 1);
    let part = around::between(mark, before.end());
    f.yes(format!("part={}", around::step(around::words(context, part))));
    let opens = ahead.iter().find(|cue| cue.span.start() >= mark).map_or("none", |cue| cue.class);
    f.yes(format!("part_opens={opens}"));
    f.yes(format!("part_opens={opens},unit={unit}"));
    around::acts(context, before, &ahead, &behind, &unit, &bind, &mut f);

    // Times of the clause.
    for (name, part) in [("ahead", before), ("behind", after)] {
        let times = date::times(flat, part);
        f.when(times.is_empty(), &format!("no_time_{name}"));
        for time in times {
            let when = match (time.days, context.date) {
                (Some((_, last)), Some(own)) if last < own => "past",
                (Some((_, last)), Some(own)) if last.year() == own.year() => "this_year",
                (Some(_), Some(_)) => "to_come",
                _ => "unknown",
            };
            f.yes(format!("time_{name}={when}"));
            f.when(time.precision == Precision::Year, &format!("year_{name}={when}"));
        }
    }
    // Other amounts of the clause.
    let mates: Vec<usize> = (0..all.len()).filter(|i| all[*i].clause == clause).collect();
    f.yes(format!("amounts_of_clause={}", around::step(mates.len())));
    f.when(mates.first() != Some(&at), "amount_before");
    f.when(mates.last() != Some(&at), "amount_after");
    let quoted = |text: &str| text.matches('“').count() > text.matches('”').count();
    f.when(quoted(flat.text(before)), "in_quotes");
    let item: Span<Restored> = context.node(raw.index).body;
    f.when(flat.text(item).contains(['=', '×']), "sum");
    f
}
