//! How a time looks to the judge: its form, the word that binds it, how it lies to the document's date, and what stands
//! around it.

use std::collections::BTreeMap;

use super::{Place, Raw};
use crate::document::NodeIndex;
use crate::extract::around::{self, Near};
use crate::extract::context::Context;
use crate::extract::judge::Features;
use crate::extract::{Precision, Recurrence, cue, quantity};
use crate::text::{Restored, Span};

/// What each is judged with.
pub(super) fn near(context: &Context<'_>, raw: &Raw) -> Near {
    let sort = format!("{:?}|{}|{}", raw.place, form(raw), bind(context, raw));
    Near { clause: raw.clause, index: raw.index, parent: context.node(raw.index).parent, sort }
}

/// The features of each.
pub(super) fn of(context: &Context<'_>, all: &[Raw]) -> Vec<Features> {
    let mut heads: BTreeMap<NodeIndex, Vec<(usize, &'static str)>> = BTreeMap::new();
    all.iter()
        .enumerate()
        .map(|(at, raw)| {
            let above =
                heads.entry(raw.index).or_insert_with(|| around::headings(context, raw.index)).as_slice();
            one(context, all, at, above)
        })
        .collect()
}

/// What the form of a time is.
fn form(raw: &Raw) -> String {
    let candidate = &raw.candidate;
    match (&candidate.due, &candidate.recurrence) {
        (Some(due), None) if due.event.is_some() => "event".to_owned(),
        (Some(due), None) => match &due.relative {
            Some(relative) => {
                format!("{:?}{}", relative.unit, if relative.after.is_empty() { "" } else { "+after" })
            }
            None if due.date.is_none() => "undated".to_owned(),
            None if due.from.is_some() => format!("{:?}s", due.precision),
            None => format!("{:?}", due.precision),
        },
        (due, Some(Recurrence { every, detail, .. })) => format!(
            "{every:?}ly{}{}",
            if detail.is_some() { "+detail" } else { "" },
            if due.is_some() { "+due" } else { "" }
        ),
        (None, None) => "none".to_owned(),
    }
}

/// The words right before a number or noun of time that are part of its span.
fn bind(context: &Context<'_>, raw: &Raw) -> String {
    let tokens = context.flat.tokens_from(raw.candidate.span);
    let words: Vec<&str> =
        tokens.take(3).filter(crate::extract::token::Token::is_word).map(|t| t.low).collect();
    words.join(" ")
}

fn one(context: &Context<'_>, all: &[Raw], at: usize, above: &[(usize, &'static str)]) -> Features {
    let flat = &context.flat;
    let raw = &all[at];
    let span = raw.candidate.span;
    let clause = raw.clause;
    let mut f = Features::default();
    let form = form(raw);
    let bind = bind(context, raw);
    f.yes(format!("form={form}"));
    f.yes(format!("bind={bind}"));
    f.yes(format!("place={:?}", raw.place));
    f.yes(format!("place={:?},form={form}", raw.place));
    f.yes(format!("form={form},bind={bind}"));
    if let Some(due) = &raw.candidate.due {
        f.yes(format!("bound={:?}", due.bound));
        f.yes(format!("when={}", when(context, raw)));
        f.yes(format!("when={},bound={:?}", when(context, raw), due.bound));
        if due.precision == Precision::Year {
            f.yes(format!("year,when={}", when(context, raw)));
        }
    }

    around::place(context, raw.index, clause, span, above, &mut f);
    let before = around::between(clause.start(), span.start().max(clause.start()));
    let after = around::between(span.end().min(clause.end()), clause.end());
    around::beside(context, before, after, &mut f);
    let (ahead, behind) = (cue::cues(flat, before), cue::cues(flat, after));
    around::acts(context, before, &ahead, &behind, &form, &bind, &mut f);
    let taken: Vec<Span<Restored>> =
        all.iter().filter(|r| r.clause == clause).map(|r| r.candidate.span).collect();
    let amounts = |part: Span<Restored>| {
        quantity::amounts(flat, part, &taken).into_iter().any(|a| a.unit != quantity::UnitKind::Time)
    };
    f.when(amounts(before), "amount_before");
    f.when(amounts(after), "amount_after");
    f.when(amounts(before), &format!("amount_before,form={form}"));
    f.when(amounts(after), &format!("amount_after,form={form}"));
    said(context, raw, &form, &mut f);

    // Other times of the clause.
    let mates: Vec<usize> = (0..all.len()).filter(|i| all[*i].clause == clause).collect();
    f.yes(format!("times_of_clause={}", around::step(mates.len())));
    f.when(mates.first() != Some(&at), "time_before");
    f.when(mates.last() != Some(&at), "time_after");
    f
}

/// Whether a time is the hour of a meeting: an hour stands before it, or where it takes place in or below its item.
pub(super) fn of_event(context: &Context<'_>, raw: &Raw) -> bool {
    let flat = &context.flat;
    let start = raw.clause.start();
    let ahead = flat.last(around::between(start, raw.candidate.span.end().max(start)), 48);
    let before = flat.low(ahead);
    let hour = !before.contains("trước") && (before.contains("giờ") || before.contains("h00"));
    let place = |part: Span<Restored>| flat.low(part).contains("địa điểm");
    let next = context.nodes().nth(raw.index.0 + 1).is_some_and(|(_, node)| place(node.body));
    hour && raw.candidate.due.as_ref().is_some_and(|due| due.date.is_some())
        || place(context.node(raw.index).body)
        || next
}

/// What else the document says of a time: the words of its line, whether its words stand elsewhere too, as those of a name
/// do, whether it is an hour of a place.
fn said(context: &Context<'_>, raw: &Raw, form: &str, f: &mut Features) {
    let flat = &context.flat;
    let span = raw.candidate.span;
    if raw.place == Place::Attribute {
        let label =
            flat.low(raw.quote).split(':').next().unwrap_or_default().trim_matches(['-', '+', ' ', '(']);
        f.when(label.split_whitespace().count() <= 6, &format!("label={}", crate::text::one_line(label)));
    }
    f.when(of_event(context, raw), "of_event");
    if matches!(raw.place, Place::Attribute | Place::Row) {
        return;
    }
    // The words before it and the time itself, said again elsewhere or in the title.
    let words = flat.tokens(flat.last(around::between(raw.clause.start(), span.end()), 200));
    let time = words.iter().filter(|t| t.span.end() <= span.start()).count();
    if let Some(first) = words.get(time.saturating_sub(3)).filter(|_| time >= 3) {
        let phrase = flat.low(Span::new(first.span.start(), span.end()));
        let often = flat.low(flat.all()).matches(phrase).take(3).count();
        f.when(often > 1, "said_again");
        f.when(often > 1, &format!("said_again,form={form}"));
        let titled = context.document.header.subject.evidence.iter().any(|t| flat.low(*t).contains(phrase));
        f.when(titled, "said_in_title");
    }
    let due = raw.candidate.due.as_ref().and_then(|due| due.date);
    let of_title = context.title_period.as_ref().and_then(|period| period.to);
    f.when(due.is_some() && due == of_title, &format!("of_title,form={form}"));
}

/// How a due lies to the document's date.
fn when(context: &Context<'_>, raw: &Raw) -> &'static str {
    let date = raw.candidate.due.as_ref().and_then(|due| due.date);
    let (Some(own), Some(date)) = (context.date, date) else { return "unknown" };
    let days = (date - own).get_days();
    match days {
        i32::MIN..0 => "past",
        0..=31 => "month",
        32..=400 => "year",
        401..=2200 => "years",
        _ => "far",
    }
}
