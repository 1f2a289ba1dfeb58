//! Aligns a printed word with what was read and counts which letters gave which characters.
//!
//! All ways to part both into edits are weighed at once (forward and backward sums), so a count is the expected
//! number of uses of an edit.

use super::confusion::{Channel, Counts, LONGEST_PIECE, Piece, Printed};
use crate::vietnamese::letters::{Case, Letter};

/// Costs of edits that the model does not know yet, so that they can be learnt: one letter read as two or three
/// characters, two letters read as one to three.
const NEW_LONGER: [f32; LONGEST_PIECE + 1] = [0.0, 0.0, 8.5, 10.5];
const NEW_PAIR: [f32; LONGEST_PIECE + 1] = [0.0, 8.5, 10.0, 10.5];

/// What it costs more to say that two letters together were read as several characters than that each of them was read
/// as some: pairs are seldom, so the few that were seen would explain each other, and what engines make of one letter
/// (`tl` for `đ`) would be learnt for no other word.
const PAIR_TOGETHER: f32 = 2.5;

/// A printed letter and its case.
pub(crate) type PrintedLetter = (Letter, Case);

#[derive(Clone, Copy)]
struct Step {
    from: (usize, usize),
    to: (usize, usize),
    cost: f32,
}

/// Adds the expected edits of this pair, times `weight`, to `counts`. Nothing is added where the two cannot be
/// aligned at all.
pub(crate) fn count(
    printed: &[PrintedLetter],
    read: &[char],
    weight: f32,
    channel: &Channel,
    counts: &mut Counts,
) {
    let (n, m) = (printed.len(), read.len());
    let steps = steps(printed, read, channel);
    let at = |(i, j): (usize, usize)| i * (m + 1) + j;
    let mut forward = vec![f32::NEG_INFINITY; (n + 1) * (m + 1)];
    let mut backward = forward.clone();
    forward[0] = 0.0;
    // Steps are in the order of where they start, and only go forward.
    for step in &steps {
        let score = forward[at(step.from)] - step.cost;
        forward[at(step.to)] = log_add(forward[at(step.to)], score);
    }
    backward[at((n, m))] = 0.0;
    for step in steps.iter().rev() {
        let score = backward[at(step.to)] - step.cost;
        backward[at(step.from)] = log_add(backward[at(step.from)], score);
    }
    let whole = forward[at((n, m))];
    if !whole.is_finite() {
        return;
    }
    for (i, &(first, case)) in printed.iter().enumerate() {
        counts.occurrence(Printed { case, first, second: None }, weight);
        if let Some(&(second, _)) = printed.get(i + 1) {
            counts.occurrence(Printed { case, first, second: Some(second) }, weight);
        }
    }
    for step in &steps {
        let share = (forward[at(step.from)] - step.cost + backward[at(step.to)] - whole).exp();
        if share < 1e-3 {
            continue;
        }
        let characters = &read[step.from.1..step.to.1];
        match printed[step.from.0..step.to.0] {
            [] => counts.insertion(characters[0], weight * share),
            [(first, case)] => {
                counts.edit((Printed { case, first, second: None }, Piece::new(characters)), weight * share);
            }
            [(first, case), (second, _)] => {
                let pair = Printed { case, first, second: Some(second) };
                counts.edit((pair, Piece::new(characters)), weight * share);
            }
            _ => {}
        }
    }
}

fn steps(printed: &[PrintedLetter], read: &[char], channel: &Channel) -> Vec<Step> {
    let (n, m) = (printed.len(), read.len());
    let mut steps = Vec::with_capacity((n + 1) * (m + 1) * 4);
    for i in 0..=n {
        for j in 0..=m {
            let mut add = |di: usize, dj: usize, cost: f32| {
                steps.push(Step { from: (i, j), to: (i + di, j + dj), cost });
            };
            if j < m {
                add(0, 1, channel.insertion(read[j]));
            }
            let Some(&(first, case)) = printed.get(i) else { continue };
            add(1, 0, channel.deletion(first, case));
            let second = printed.get(i + 1).map(|(l, _)| *l);
            for len in 1..=LONGEST_PIECE.min(m - j) {
                let piece = Piece::new(&read[j..j + len]);
                let known = |second: Option<Letter>| {
                    let of = channel.others(piece, case)?.of(first).iter();
                    of.filter(|e| e.second == second).map(|e| e.cost).reduce(f32::min)
                };
                if len == 1 {
                    add(1, 1, channel.single(read[j], case).map_or(13.0, |costs| costs[first.index()]));
                } else {
                    add(1, len, known(None).unwrap_or(NEW_LONGER[len]));
                }
                if second.is_some() {
                    let more = if len > 1 { PAIR_TOGETHER } else { 0.0 };
                    add(2, len, known(second).unwrap_or(NEW_PAIR[len]) + more);
                }
            }
        }
    }
    steps
}

/// ln(e^a + e^b).
pub(crate) fn log_add(a: f32, b: f32) -> f32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f32::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::super::confusion::{Prior, Source};
    use super::*;

    fn printed(word: &str) -> Vec<PrintedLetter> {
        word.chars().map(|c| (Letter::of(c).unwrap(), Case::of(c))).collect()
    }

    #[test]
    fn counts_sum_to_the_letters() {
        let read: Vec<char> = "truong".chars().collect();
        let prior = Prior::new(vec![Source::counted(Counts::default(), [0.95, 0.2])]);
        let channel = Channel::new(&prior, &[1.0], &Counts::default(), &read);
        let mut counts = Counts::default();
        count(&printed("trường"), &read, 2.0, &channel, &mut counts);
        assert!((counts.letters() - 12.0).abs() < 1e-3);
        let lost = Printed { case: Case::Lower, first: Letter::of('ờ').unwrap(), second: None };
        assert!((counts.occurred(lost) - 2.0).abs() < 1e-3);
        let later = Channel::new(&prior, &[1.0], &counts, &read);
        let at = Letter::of('ờ').unwrap().index();
        let cost = |c: &Channel| c.single('o', Case::Lower).unwrap()[at];
        assert!(cost(&later) < cost(&channel));
    }

    #[test]
    fn long_pieces_are_learnt() {
        let read: Vec<char> = "trngxao".chars().collect();
        let prior = Prior::new(vec![Source::counted(Counts::default(), [0.95, 0.2])]);
        let mut counts = Counts::default();
        for _ in 0..6 {
            let channel = Channel::new(&prior, &[1.0], &counts, &read);
            let mut next = Counts::default();
            for (word, read) in [("trưng", "trtrng"), ("xưa", "xtra"), ("trong", "trong")] {
                let read: Vec<char> = read.chars().collect();
                count(&printed(word), &read, 9.0, &channel, &mut next);
            }
            counts = next;
        }
        let channel = Channel::new(&prior, &[1.0], &counts, &read);
        let pieces = channel.others(Piece::new(&['t', 'r']), Case::Lower).unwrap();
        let horned = pieces.of(Letter::of('ư').unwrap());
        assert!(horned.iter().any(|e| e.second.is_none() && e.cost < 1.0));
    }

    #[test]
    fn what_one_letter_is_read_as_is_learnt_from_different_words() {
        let pairs =
            [("đổi", "tl6i"), ("định", "tlinh"), ("đánh", "tlanh"), ("động", "tl6ng"), ("được", "tluoc")];
        let prior = Prior::new(vec![Source::counted(Counts::default(), [0.95, 0.2])]);
        let mut counts = Counts::default();
        for _ in 0..4 {
            let alphabet: Vec<char> = "tl6inhagxuoc".chars().collect();
            let channel = Channel::new(&prior, &[1.0], &counts, &alphabet);
            let mut next = Counts::default();
            for (word, read) in pairs {
                let read: Vec<char> = read.chars().collect();
                count(&printed(word), &read, 1.0, &channel, &mut next);
            }
            counts = next;
        }
        let alphabet: Vec<char> = "tl6i".chars().collect();
        let channel = Channel::new(&prior, &[1.0], &counts, &alphabet);
        let pieces = channel.others(Piece::new(&['t', 'l']), Case::Lower).unwrap();
        let cost = pieces.of(Letter::of('đ').unwrap()).iter().filter(|e| e.second.is_none()).map(|e| e.cost);
        assert!(cost.reduce(f32::min).is_some_and(|cost| cost < 1.5));
    }

    #[test]
    fn logarithms_add() {
        assert!((log_add(0.5f32.ln(), 0.25f32.ln()) - 0.75f32.ln()).abs() < 1e-6);
        assert!((log_add(f32::NEG_INFINITY, -2.0) + 2.0).abs() < 1e-6);
    }
}
