//! A read-write lock: reads can overlap, and a writer locks it for each key.

use std::collections::BTreeMap;
use std::sync::RwLock;

pub struct Tally {
    rounds: RwLock<BTreeMap<usize, u32>>,
    keys: usize,
}

impl Tally {
    pub fn new(keys: usize) -> Tally {
        Tally { rounds: RwLock::new((0..keys).map(|key| (key, 0)).collect()), keys }
    }

    pub fn write_round(&self, round: u32) {
        for key in 0..self.keys {
            *self.rounds.write().unwrap().get_mut(&key).unwrap() = round;
        }
    }

    pub fn read_all(&self) -> Vec<(usize, u32)> {
        self.rounds.read().unwrap().iter().map(|(key, round)| (*key, *round)).collect()
    }
}
