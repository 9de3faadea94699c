//! A lock for each key: a writer takes one at a time, a look takes all of them in order of key.

use std::sync::Mutex;

pub struct Tally {
    counts: Vec<Mutex<u32>>,
}

impl Tally {
    pub fn new(keys: usize) -> Tally {
        Tally { counts: (0..keys).map(|_| Mutex::new(0)).collect() }
    }

    pub fn write_round(&self, round: u32) {
        for count in &self.counts {
            *count.lock().unwrap() = round;
        }
    }

    pub fn read_all(&self) -> Vec<(usize, u32)> {
        // While all guards are held, nobody writes.
        let guards: Vec<_> = self.counts.iter().map(|count| count.lock().unwrap()).collect();
        guards.iter().enumerate().map(|(key, count)| (key, **count)).collect()
    }
}
