//! What can be said of a proposed task: of its place in the outline, of the lead and how it was come by, of the words
//! around the lead and of the first verb.
//!
//! Not: which rule would have found it, the words of the sentence and of the headings, the kind of the document: these
//! learn documents by heart.

use super::propose::{At, How, Proposal, Proposed};
use super::table;
use super::unknown::is_name;
use crate::extract::AgencyKind;
use crate::extract::judge::Features;
use crate::extract::unit::{BodyList, Shape, Unit, bare};
use crate::extract::words;
use crate::text::{Restored, Span};
use crate::vietnamese::old_tone_style;

/// The features of each proposal.
pub(super) fn features(proposed: &Proposed<'_, '_>) -> Vec<Features> {
    let seen: Vec<Features> = (0..proposed.units.len()).map(|at| of_unit(proposed, at)).collect();
    proposed
        .list
        .iter()
        .map(|proposal| {
            let mut features = seen[proposal.unit].clone();
            of_lead(proposed, proposal, &mut features);
            of_way(proposed, proposal, &mut features);
            features
        })
        .collect()
}

/// A count as one of a few sizes.
fn size(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=5 => "3-5",
        6..=10 => "6-10",
        _ => "more",
    }
}

/// A number of words as one of a few sizes.
fn length(words: usize) -> &'static str {
    match words {
        0..=3 => "to 3",
        4..=7 => "to 7",
        8..=14 => "to 14",
        15..=30 => "to 30",
        31..=60 => "to 60",
        _ => "more",
    }
}

/// A share as one of a few sizes.
fn share(part: usize, whole: usize) -> &'static str {
    match (part, whole) {
        (0, _) => "none",
        _ if part == whole => "all",
        _ if part * 2 >= whole => "most",
        _ => "some",
    }
}

/// What is so of an item, whatever lead it may have.
fn of_unit(proposed: &Proposed<'_, '_>, at: usize) -> Features {
    let flat = &proposed.context.flat;
    let units = &proposed.units;
    let unit = &units[at];
    let mut features = Features::default();
    let shape = unit.shape.name();
    features.yes(format!("kind={shape}"));
    features.yes(format!("depth={}", size(unit.above.len())));
    let parent = unit.above.first().map(|above| &units[*above]);
    let parent_shape = parent.map_or("none", |p| p.shape.name());
    features.yes(format!("kind={parent_shape}>{shape}"));
    let text = flat.text(unit.text);
    let words = text.split_whitespace().count();
    features.yes(format!("words={}", length(words)));
    let end = end_of(text);
    features.yes(format!("ends={end}"));
    features.yes(format!("ends={end} kind={shape}"));
    features.yes(format!("clauses={}", size(unit.clauses.len())));
    features.when(unit.alone, "is a body alone");
    features.when(unit.begins, "begins with a body");
    features.when(unit.leads_on, "leads on");
    features.when(unit.gap, "labels jump");
    features.when(is_shouted(text), "capitals");
    let below: Vec<&Unit> = unit.below.iter().map(|i| &units[*i]).filter(|u| !u.attribute).collect();
    features.yes(format!("below={}", size(below.len())));
    features.yes(format!("below={} ends={end}", size(below.len().min(2))));
    if !below.is_empty() {
        features.yes(format!(
            "below begin with bodies: {}",
            share(below.iter().filter(|u| u.begins).count(), below.len())
        ));
    }
    features.when(unit.below.len() > below.len(), "attributes below");
    let siblings = siblings(units, at);
    if let Some(section) = section(proposed, at) {
        features.yes(format!("section={section}"));
        features.yes(format!(
            "section={section} first={}",
            words::first(flat, unit.text).map_or("none", |w| w.1)
        ));
    }
    features.when(units.iter().any(|u| u.shape == Shape::Article), "document of articles");
    features
        .when(units.iter().any(|u| matches!(u.shape, Shape::Roman | Shape::Capital)), "document of parts");
    features.yes(format!("siblings={}", size(siblings.len())));
    let beginning = siblings.iter().filter(|u| u.begins).count();
    if !siblings.is_empty() {
        features.yes(format!("siblings begin with bodies: {}", share(beginning, siblings.len())));
        if !unit.begins {
            features
                .yes(format!("siblings begin with bodies, not this: {}", share(beginning, siblings.len())));
        }
        let led = siblings.iter().filter(|u| !u.below.is_empty()).count();
        features.yes(format!("siblings with parts below: {}", share(led, siblings.len())));
    }
    let next = units.get(at + 1).map_or("none", |next| next.shape.name());
    features.yes(format!("next={next}"));
    let (word, class) = words::first(flat, unit.text).unwrap_or(("", "none"));
    features.yes(format!("first={class}"));
    features.yes(format!("first={class} kind={shape}"));
    if !word.is_empty() {
        features.yes(format!("first word={word}"));
    }
    features.when(text.starts_with(|c: char| c.is_ascii_digit()), "begins with a number");
    features.when(text.starts_with(['“', '"']), "begins with a quote");
    features.when(text.starts_with(|c: char| c.is_lowercase()), "begins small");
    if let Some(parent) = parent {
        features.when(parent.leads_on, "parent leads on");
        features.when(parent.alone, "parent is a body alone");
        features.when(parent.begins, "parent begins with a body");
        features.yes(format!("parent words={}", length(flat.text(parent.text).split_whitespace().count())));
        let (_, class) = words::first(flat, parent.text).unwrap_or(("", "none"));
        features.yes(format!("parent first={class}"));
    }
    features.when(units[at].above.iter().any(|i| units[*i].shape == Shape::Attached), "attached");
    let position = at * 10 / units.len().max(1);
    features.yes(format!(
        "place in document={}",
        if position == 0 {
            "first tenth"
        } else if position >= 9 {
            "last tenth"
        } else {
            "middle"
        }
    ));
    features
}

/// Those that stand beside a unit with the same label, without itself and without attributes.
fn siblings(units: &[Unit], at: usize) -> Vec<&Unit> {
    let unit = &units[at];
    let all: Vec<&Unit> = match unit.above.first() {
        Some(parent) => units[*parent].below.iter().map(|i| &units[*i]).collect(),
        None => units.iter().filter(|u| u.above.is_empty()).collect(),
    };
    all.into_iter().filter(|u| u.shape == unit.shape && u.node != unit.node && !u.attribute).collect()
}

/// The mark that a text ends with.
fn end_of(text: &str) -> char {
    text.trim_end().chars().last().filter(|mark| matches!(mark, '.' | ';' | ':' | ',')).unwrap_or(' ')
}

/// What the nearest heading above, or the unit's own, says that its part is about.
fn section(proposed: &Proposed<'_, '_>, at: usize) -> Option<&'static str> {
    let units = &proposed.units;
    let up = std::iter::once(&at).chain(&units[at].above);
    up.filter(|i| units[**i].shape != Shape::Plain).find_map(|i| proposed.sections[*i])
}

fn is_shouted(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// What is so of the lead.
fn of_lead(proposed: &Proposed<'_, '_>, proposal: &Proposal, features: &mut Features) {
    let flat = &proposed.context.flat;
    let kind = class_of(proposed, proposal);
    features.yes(format!("lead={kind}"));
    features.yes(format!("lead={kind} by {}", way(proposal)));
    features.yes(format!("leads={}", size(proposal.lead.len())));
    if proposal.unknown {
        let head =
            flat.low(proposal.at).split_whitespace().next().is_some_and(crate::extract::agency::may_begin);
        features.yes(if head { "lead unknown, known head" } else { "lead unknown" });
        let (word, class) = words::first(flat, proposal.at).unwrap_or(("", "none"));
        features.yes(format!("lead unknown first={class} {}", if class == "who" { word } else { "" }));
    }
    let words = flat.text(proposal.at).split_whitespace().count();
    features.yes(format!("lead words={}", length(words)));
    let low: Vec<String> = flat.low(proposal.at).split_whitespace().take(2).map(old_tone_style).collect();
    features.yes(format!("lead begins={}", low.join(" ")));
    features.yes(format!("lead begins={}", low.first().map_or("", String::as_str)));
    let issuer = proposed.context.document.header.issuer.value.as_deref().unwrap_or("");
    let own = crate::vietnamese::fold(issuer);
    let lead = flat.low(proposal.at);
    features.when(!own.is_empty() && own.contains(lead.trim()), "lead issues the document");
    features.when(flat.text(proposal.at).starts_with(char::is_lowercase), "lead small");
}

/// The sort of a lead: by its first body.
fn class_of(_proposed: &Proposed<'_, '_>, proposal: &Proposal) -> &'static str {
    if proposal.unknown {
        let first = proposal.lead.first().map(|body| body.span);
        return if first.is_some_and(|span| span == proposal.at) { "unknown" } else { "unknown list" };
    }
    match proposal.lead.first().map(|body| body.kind) {
        Some(AgencyKind::Class) => "class",
        Some(AgencyKind::OfficeHolder) => "holder",
        _ => "body",
    }
}

/// How the lead is come by, shortly.
pub(super) fn way(proposal: &Proposal) -> &'static str {
    match &proposal.how {
        How::Named { at, .. } => match at {
            At::Start => "start",
            At::Clause => "clause",
            At::Colon => "colon",
            At::Comma => "comma",
            At::Asked => "asked",
            At::Middle => "middle",
        },
        How::Inherited { .. } => "inherited",
        How::Enforcers => "enforcers",
        How::Subject(_) => "subject",
        How::Carried { .. } => "carried",
        How::Attribute => "attribute",
        How::Below => "below",
        How::Row { .. } => "row",
    }
}

/// What is so of how the lead is come by.
fn of_way(proposed: &Proposed<'_, '_>, proposal: &Proposal, features: &mut Features) {
    let flat = &proposed.context.flat;
    let units = &proposed.units;
    let unit = &units[proposal.unit];
    let by = way(proposal);
    features.yes(format!("by={by}"));
    // Seldom, but sure: a line or a column that says who leads, or a fixed form, may weigh much.
    if matches!(proposal.how, How::Attribute | How::Row { .. } | How::Enforcers) {
        features.amount(format!("told by {by}"), 3.0);
    }
    features.yes(format!("by={by} kind={}", unit.shape.name()));
    features.yes(format!("by={by} below={}", size(unit.below.len().min(1))));
    match &proposal.how {
        How::Named { clause, at } => {
            features.yes(format!("clause={}", size(*clause)));
            features.yes(format!("by={by} clause={}", size((*clause).min(2))));
            let after = Span::new(proposal.at.end(), unit.text.end().max(proposal.at.end()));
            let (_, verb) = words::first(flat, after).unwrap_or(("", "none"));
            let class = class_of(proposed, proposal);
            features.yes(format!("by={by} verb={verb}"));
            features.yes(format!("by={by} verb={verb} lead={class}"));
            features.yes(format!("by={by} verb={verb} leads on={}", unit.leads_on));
            // Of several names that begin at one place the one that ends before a word of duty is mostly right.
            let reach = readings(proposed, proposal);
            features.yes(format!("reading={reach}"));
            features.yes(format!("reading={reach} verb={verb}"));
            features.yes(format!("by={by} verb={verb} kind={}", unit.shape.name()));
            features.yes(format!(
                "by={by} leads on={} below={}",
                unit.leads_on,
                size(unit.below.len().min(1))
            ));
            let whole = unit.clauses.get(*clause).copied().unwrap_or(unit.text);
            around(proposed, whole, proposal.at, "", features);
            let whole = whole.union(proposal.at);
            let behind = Span::new(proposal.at.end(), whole.end());
            let words = flat.text(behind).split_whitespace().count();
            features.yes(format!("words behind={}", length(words)));
            let ends =
                flat.text(whole).trim_end().chars().last().filter(|c| !c.is_alphanumeric()).unwrap_or(' ');
            features.yes(format!("by={by} clause ends={ends}"));
            // "Hội Làm vườn có Văn bản số 01/HLV …": what was written before is told.
            let cited: Vec<&str> = flat.low(behind).split_whitespace().take(6).collect();
            let cites = cited.iter().any(|word| word.contains('/')) || cited.windows(2).any(|w| w[1] == "số");
            features.when(cites, "cites right behind the lead");
            let all_before =
                flat.text(Span::new(unit.text.start(), proposal.at.start().max(unit.text.start())));
            let quoted = all_before.matches('“').count() > all_before.matches('”').count();
            features.when(quoted, "lead in quotes");
            let before = Span::new(whole.start(), proposal.at.start());
            let count = flat.text(before).split_whitespace().count();
            features.yes(format!("words before={}", length(count)));
            if let Some((word, class)) = words::first(flat, whole).filter(|_| count > 0) {
                features.yes(format!("clause first={class}"));
                features.yes(format!("clause first word={word}"));
            }
            if matches!(at, At::Comma | At::Middle | At::Asked) {
                // "Trong thời hạn 05 ngày, Sở Y tế thẩm định …": what opens the clause, and what else is named in it.
                let opening: Vec<String> =
                    flat.low(whole).split_whitespace().take(2).map(old_tone_style).collect();
                let opening = opening.join(" ");
                features.yes(format!("by={by} opening={opening}"));
                let one = opening.split(' ').next().unwrap_or("").to_owned();
                features.yes(format!("by={by} opening={one} verb={verb}"));
                let inside = |list: &&BodyList| whole.contains(list.span);
                let earlier = unit
                    .lists
                    .iter()
                    .filter(inside)
                    .take_while(|list| list.span.start() < proposal.at.start());
                let begins = unit.lists.iter().filter(inside).any(|list| list.span.start() == whole.start());
                features.yes(format!("by={by} bodies before={} begins={begins}", size(earlier.count())));
            }
        }
        How::Inherited { governor, nearer, marks, list } => {
            let above = &units[*governor];
            let kind = above.shape.name();
            features.yes(format!("governor={kind}"));
            features.yes(format!("governor={kind}>{}", unit.shape.name()));
            features.yes(format!("governor rank={nearer}"));
            let step =
                unit.above.iter().position(|i| i == governor).map_or("beside", |steps| size(steps + 1));
            features.yes(format!("governor steps={step}"));
            features.when(above.alone, "governor alone");
            let named = flat.trim(bare(flat, above.text), &[':', '.', ';', ',', '*']);
            features.when(*list == named, "lead is all of the governor");
            if list.start() == named.start() && *list != named {
                let left = flat.text(Span::new(list.end().min(named.end()), named.end()));
                let words = left.split_whitespace().count();
                let mark = left.trim_start().chars().next().filter(|c| !c.is_alphanumeric()).unwrap_or('w');
                features.yes(format!("left of the governor={}", length(words)));
                features.yes(format!(
                    "left of the governor={} {mark} ends={}",
                    length(words),
                    end_of(flat.text(above.text))
                ));
            }
            features.when(above.leads_on, "governor leads on");
            features.when(above.gap || unit.gap, "labels jump below governor");
            let words = flat.text(above.text).split_whitespace().count();
            features.yes(format!("governor words={}", length(words)));
            features.yes(format!("governor lists={}", size(above.lists.len())));
            features.yes(format!("governor clauses={}", size(above.clauses.len())));
            for mark in marks {
                features.yes(format!("governor {mark}"));
                features.yes(format!("governor {mark} kind={kind}"));
            }
            features.yes(format!("governor is {}", marks.join(", ")));
            features.yes(format!("governor is {} rank={nearer}", marks.join(", ")));
            let (_, first) = words::first(flat, unit.text).unwrap_or(("", "none"));
            features.yes(format!("governor is {} first={first}", marks.join(", ")));
            features.yes(format!("governor alone={} first={first}", above.alone));
            features.yes(format!("governor alone={} rank={nearer} step={step}", above.alone));
            features.yes(format!("governor alone={} kind={kind}>{}", above.alone, unit.shape.name()));
            features.yes(format!("governor ends={}", end_of(flat.text(above.text))));
            of_form(proposed, proposal, above, marks, features);
            features.yes(format!(
                "inherited below={} leads on={}",
                size(unit.below.len().min(1)),
                unit.leads_on
            ));
            let beside = siblings(units, *governor);
            if !beside.is_empty() {
                let beginning = share(beside.iter().filter(|u| u.begins).count(), beside.len());
                features.yes(format!("beside governor begin with bodies: {beginning}"));
                let alone = share(beside.iter().filter(|u| u.alone).count(), beside.len());
                features.yes(format!("beside governor bodies alone: {alone}"));
            }
            let under: Vec<&Unit> = above.below.iter().map(|i| &units[*i]).filter(|u| !u.attribute).collect();
            let beginning = share(under.iter().filter(|u| u.begins).count(), under.len());
            features.yes(format!("under governor begin with bodies: {beginning}"));
            let class = class_of(proposed, proposal);
            features.yes(format!("lead={class} governor alone={}", above.alone));
            features.yes(format!("lead={class} inherited first={first}"));
            if let Some(section) = section(proposed, *governor) {
                features.yes(format!("governor section={section}"));
            }
            let between = unit.above.iter().take_while(|i| *i != governor).map(|i| &units[*i]);
            features.when(between.clone().any(|u| u.alone), "a nearer body alone");
            features.when(between.clone().any(|u| !u.lists.is_empty()), "a nearer part names bodies");
            features.when(unit.begins, "inherited, begins with a body");
            features.when(!unit.lists.is_empty(), "inherited, names a body");
            let (word, class) = words::first(flat, unit.text).unwrap_or(("", "none"));
            features.yes(format!("inherited first={class}"));
            if !word.is_empty() {
                features.yes(format!("inherited first word={word}"));
            }
            let clause =
                above.clauses.iter().find(|clause| clause.contains(*list)).copied().unwrap_or(above.text);
            around(proposed, clause, *list, "governor ", features);
            features.when(above.clauses.last() != Some(&clause), "governor earlier clause");
        }
        How::Subject(place) => {
            let section = section(proposed, proposal.unit).unwrap_or("none");
            let (_, first) = words::first(flat, unit.text).unwrap_or(("", "none"));
            features.yes(format!("subject of {}", place.name()));
            features.yes(format!("subject of {} section={section}", place.name()));
            features.yes(format!("subject section={section} first={first}"));
            features.when(unit.begins, "subject, begins with a body");
            let rivals = unit.above.iter().any(|i| !units[*i].lists.is_empty());
            features.when(rivals, "subject, a part above names bodies");
            let may_name = unit.above.iter().map(|i| &units[*i]).any(|above| {
                let named = flat.trim(bare(flat, above.text), &[':', '.']);
                let short = flat.text(named).split_whitespace().count() <= 8;
                short && above.shape != Shape::Article && is_name(flat, named)
            });
            features.when(may_name, "subject, a heading above may name a body");
            let nearest = unit.above.iter().position(|i| units[*i].shape == Shape::Article);
            features
                .yes(format!("subject below article={}", nearest.map_or("none", |steps| size(steps + 1))));
        }
        How::Row { part } => {
            let steps = table::told(proposed.context, unit.node).is_some_and(|told| told.procedure);
            let step = flat.low(unit.text).trim_start().starts_with('b');
            let items = proposed.list.iter().filter(|other| other.unit == proposal.unit).count();
            let place = format!("{} of {}", if *part == 0 { "all" } else { "part" }, size(items.min(3)));
            features.yes(format!("row {place}"));
            features.yes(format!("row procedure={steps} step={step}"));
            features.yes(format!("row procedure={steps} {place}"));
            let (_, first) = words::first(flat, proposal.task).unwrap_or(("", "none"));
            features.yes(format!("row first={first}"));
            features.yes(format!("row procedure={steps} first={first}"));
        }
        How::Enforcers | How::Carried { .. } | How::Attribute | How::Below => {}
    }
}

/// The form of a governor in one: where it names the lead, whether it leads on, what is said behind the lead; with what
/// stands between it and the item.
fn of_form(
    proposed: &Proposed<'_, '_>,
    proposal: &Proposal,
    above: &Unit,
    marks: &[&'static str],
    features: &mut Features,
) {
    let flat = &proposed.context.flat;
    let unit = &proposed.units[proposal.unit];
    let place =
        ["start", "asked", "colon"].into_iter().find(|mark| marks.contains(mark)).unwrap_or("elsewhere");
    let behind = Span::new(proposal.at.end(), above.text.end().max(proposal.at.end()));
    let verb = words::first(flat, behind).map_or("none", |word| word.1);
    let named = flat.trim(bare(flat, above.text), &[':', '.', ';', ',', '*']);
    let known = if proposal.unknown { "unknown" } else { "known" };
    let whole = if proposal.at == named { "whole" } else { "part" };
    let on = above.leads_on;
    let form = format!("{place} on={on} {verb} {known} {whole}");
    let between: Vec<&Unit> =
        unit.above.iter().map(|i| &proposed.units[*i]).take_while(|u| u.node != above.node).collect();
    let bodies = if between.iter().any(|u| !u.lists.is_empty()) { "bodies" } else { "none" };
    let between = if between.is_empty() { "nothing" } else { bodies };
    let lists = size(above.lists.len().min(3));
    let first = words::first(flat, unit.text).map_or("none", |word| word.1);
    features.yes(format!("form {form}"));
    features.yes(format!("form {form} lists={lists}"));
    features.yes(format!("form {form} between={between}"));
    features.yes(format!("form {form} first={first}"));
    features.yes(format!("form {place} on={on} {known} lists={lists} between={between}"));
}

/// Whether other proposals of the item read a longer or a shorter name from the same place on.
fn readings(proposed: &Proposed<'_, '_>, proposal: &Proposal) -> &'static str {
    let named = |other: &&Proposal| {
        other.unit == proposal.unit
            && matches!(other.how, How::Named { .. })
            && other.at.start() == proposal.at.start()
    };
    // Those of an item stand together.
    let from = proposed.list.partition_point(|other| other.unit < proposal.unit);
    let (mut longer, mut shorter) = (false, false);
    for other in proposed.list[from..].iter().take_while(|other| other.unit == proposal.unit).filter(named) {
        longer |= other.at.end() > proposal.at.end();
        shorter |= other.at.end() < proposal.at.end();
    }
    match (shorter, longer) {
        (false, false) => "only",
        (false, true) => "shortest",
        (true, true) => "between",
        (true, false) => "longest",
    }
}

/// The words around a lead in its clause.
fn around(
    proposed: &Proposed<'_, '_>,
    clause: Span<Restored>,
    lead: Span<Restored>,
    whose: &str,
    features: &mut Features,
) {
    let flat = &proposed.context.flat;
    let (start, end) = (clause.start().min(lead.start()), clause.end().max(lead.end()));
    let before = Span::new(start, lead.start());
    let behind = Span::new(lead.end(), end);
    let words: Vec<String> = flat.low(before).split_whitespace().rev().take(2).map(old_tone_style).collect();
    match words.as_slice() {
        [] => features.yes(format!("{whose}before=nothing")),
        [last, more @ ..] => {
            features.yes(format!("{whose}before={last}"));
            if let Some(first) = more.first() {
                features.yes(format!("{whose}before={first} {last}"));
            }
        }
    }
    if let Some((_, class)) = words::last(flat, before) {
        features.yes(format!("{whose}before is {class}"));
    }
    let shown = flat.text(behind).trim_start();
    let mark = match shown.chars().next() {
        None => "nothing",
        Some(':') => ":",
        Some(',') => ",",
        Some('(') => "(",
        Some('-' | '–') => "-",
        Some(c) if !c.is_alphanumeric() => "mark",
        Some(c) if c.is_uppercase() => "capital",
        Some(_) => "word",
    };
    features.yes(format!("{whose}behind={mark}"));
    let (word, class) = words::first(flat, behind).unwrap_or(("", "none"));
    features.yes(format!("{whose}verb={class}"));
    features.yes(format!("{whose}behind={mark} verb={class}"));
    if !word.is_empty() {
        features.yes(format!("{whose}verb word={word}"));
    } else if let Some(word) = flat.low(behind).split_whitespace().next() {
        features.yes(format!("{whose}behind word={}", old_tone_style(word)));
    }
}
