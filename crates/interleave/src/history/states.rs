//! The states of a sequential model. Each has a number, so that the search does not depend on their type.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The states that a search has reached.
pub(super) struct States<M> {
    states: Vec<M>,
    by_hash: ByHash,
}

impl<M: Eq + Hash> States<M> {
    /// The first state has the number 0.
    pub(super) fn new(first: M) -> Self {
        let mut states = Self { states: Vec::new(), by_hash: ByHash::default() };
        states.number(first);
        states
    }

    /// The number of a state; equal states have the same.
    pub(super) fn number(&mut self, state: M) -> usize {
        let mut hasher = DefaultHasher::new();
        state.hash(&mut hasher);
        let numbers = self.by_hash.of(hasher.finish());
        for &number in numbers.iter() {
            if self.states[number] == state {
                return number;
            }
        }
        numbers.push(self.states.len());
        self.states.push(state);
        self.states.len() - 1
    }

    pub(super) fn get(&self, number: usize) -> &M {
        &self.states[number]
    }
}

/// The numbers of the states with each hash.
#[derive(Default)]
struct ByHash(HashMap<u64, Vec<usize>>);

impl ByHash {
    fn of(&mut self, hash: u64) -> &mut Vec<usize> {
        self.0.entry(hash).or_default()
    }
}
