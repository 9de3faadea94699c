//! The states of a sequential model. Each has a number, so that the search does not depend on their type.

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
        let hash = hasher.finish();
        for &(_, number) in self.by_hash.of(hash) {
            if self.states[number] == state {
                return number;
            }
        }
        let number = self.states.len();
        self.by_hash.add(hash, number);
        self.states.push(state);
        number
    }

    pub(super) fn get(&self, number: usize) -> &M {
        &self.states[number]
    }
}

/// The number of each state, sorted by its hash. A vector, because the code that frees a map would be compiled again
/// with each test.
#[derive(Default)]
struct ByHash(Vec<(u64, usize)>);

impl ByHash {
    fn of(&self, hash: u64) -> &[(u64, usize)] {
        let from = self.0.partition_point(|&(other, _)| other < hash);
        let to = self.0.partition_point(|&(other, _)| other <= hash);
        &self.0[from..to]
    }

    fn add(&mut self, hash: u64, number: usize) {
        let at = self.0.partition_point(|&(other, _)| other <= hash);
        self.0.insert(at, (hash, number));
    }
}
