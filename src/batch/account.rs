//! The closing account of a batch: every file that was found is in one state.

use std::collections::BTreeMap;

use strum::VariantArray;

use super::State;

/// How many files are in each state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Account {
    /// How many files were found.
    pub(crate) found: usize,
    states: BTreeMap<State, usize>,
}

impl Account {
    /// An account of so many files, of which nothing is known yet.
    pub(crate) fn new(found: usize) -> Account {
        Account { found, states: BTreeMap::new() }
    }

    /// One more file is in that state.
    pub(crate) fn add(&mut self, state: State) {
        *self.states.entry(state).or_default() += 1;
    }

    /// How many files are in a state.
    pub(crate) fn of(&self, state: State) -> usize {
        self.states.get(&state).copied().unwrap_or(0)
    }

    /// Every state with its number of files, in the order of the account.
    pub(crate) fn states(&self) -> impl Iterator<Item = (State, usize)> + '_ {
        State::VARIANTS.iter().map(|state| (*state, self.of(*state)))
    }

    /// Files of which nothing is known; 0 at the end of a whole run.
    pub(crate) fn open(&self) -> usize {
        self.found.saturating_sub(self.states.values().sum())
    }

    /// Whether the states hold as many files as were found, when nothing is in work any more.
    pub(crate) fn closes(&self) -> bool {
        self.found == self.states.values().sum::<usize>()
    }

    /// As one JSON object.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        let mut object = serde_json::Map::new();
        object.insert("found".to_owned(), self.found.into());
        for (state, count) in self.states() {
            object.insert(<&str>::from(state).to_owned(), count.into());
        }
        object.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_closes_when_every_file_is_in_one_state() {
        let mut account = Account::new(3);
        account.add(State::Done);
        account.add(State::Secret);
        assert!(!account.closes());
        assert_eq!(account.open(), 1);
        account.add(State::Done);
        assert!(account.closes());
        account.add(State::Failed);
        assert!(!account.closes(), "a file in two states");
        assert_eq!(
            account.to_json().to_string(),
            r#"{"found":3,"done":2,"skipped":0,"failed":1,"damaged":0,"set_apart":0,"secret":1}"#
        );
    }
}
