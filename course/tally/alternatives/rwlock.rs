//! A read-write lock: readers look at the same time, a writer takes it for each key.

use std::collections::BTreeMap;
use std::sync::RwLock;

pub struct Tally {
    counts: RwLock<BTreeMap<usize, u32>>,
    keys: usize,
}

impl Tally {
    pub fn new(keys: usize) -> Tally {
        Tally { counts: RwLock::new((0..keys).map(|key| (key, 0)).collect()), keys }
    }

    pub fn write_round(&self, round: u32) {
        for key in 0..self.keys {
            *self.counts.write().unwrap().get_mut(&key).unwrap() = round;
        }
    }

    pub fn read_all(&self) -> Vec<(usize, u32)> {
        self.counts.read().unwrap().iter().map(|(key, count)| (*key, *count)).collect()
    }
}
