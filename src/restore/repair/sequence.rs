//! Readings of labels in their order, found by dynamic programming: of all ways to read them the one whose sequence
//! hangs together best.

use std::collections::BTreeMap;

/// Costs that all sequences share, in any unit: guesses, of which only the order matters. That the next label follows
/// costs nothing.
pub(super) mod cost {
    /// A sequence begins anew with its first label.
    pub(in super::super) const BEGINS: f32 = 1.2;
    /// A sequence goes on at another place.
    pub(in super::super) const JUMPS: f32 = 3.0;
    /// A sound label is another one.
    pub(in super::super) const CHANGED: f32 = 2.0;
    /// What is no sound label is one.
    pub(in super::super) const MENDED: f32 = 0.5;
    /// What looks like a label is none.
    pub(in super::super) const NONE: f32 = 1.5;
}

/// One way to read a label: the state after it, what it costs, and what is read.
pub(super) type Step<S, R> = (S, f32, R);

/// The cheapest readings of the labels, one for each. `steps` gives the ways to read a label behind a state; of equal ones
/// the first stays, so what was read comes first.
pub(super) fn cheapest<L, S, R>(labels: &[L], steps: impl Fn(&L, S) -> Vec<Step<S, R>>) -> Vec<R>
where
    S: Copy + Ord + Default,
    R: Copy,
{
    // For each label and each state after it, the cheapest way there: its cost, the state before, the reading.
    let mut ways: Vec<BTreeMap<S, Step<S, R>>> = Vec::with_capacity(labels.len());
    let mut here: Vec<(S, f32)> = vec![(S::default(), 0.0)];
    for label in labels {
        let mut next: BTreeMap<S, Step<S, R>> = BTreeMap::new();
        for &(at, spent) in &here {
            for (to, price, reading) in steps(label, at) {
                let cost = spent + price;
                if next.get(&to).is_none_or(|known| cost < known.1) {
                    next.insert(to, (at, cost, reading));
                }
            }
        }
        here = next.iter().map(|(to, way)| (*to, way.1)).collect();
        ways.push(next);
    }
    let cheapest = here.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let mut at = cheapest.map_or_else(S::default, |(state, _)| *state);
    let mut readings = Vec::with_capacity(labels.len());
    for way in ways.iter().rev() {
        let (before, _, reading) = way[&at];
        readings.push(reading);
        at = before;
    }
    readings.reverse();
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_sequence_is_found() {
        // Each label may be read as any of its numbers, which should rise by one.
        let steps = |label: &&[u32], last: u32| {
            label.iter().map(|&n| (n, if n == last + 1 { 0.0 } else { cost::JUMPS }, n)).collect()
        };
        let labels: [&[u32]; 4] = [&[7, 1], &[2], &[8, 3], &[9, 4]];
        assert_eq!(cheapest(&labels, steps), [1, 2, 3, 4]);
        assert!(cheapest(&labels[..0], steps).is_empty());
    }
}
