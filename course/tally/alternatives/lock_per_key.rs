//! A lock per key: a writer takes one at a time, a reader takes all of them in order of key.

use std::sync::Mutex;

pub struct Tally {
    rounds: Vec<Mutex<u32>>,
}

impl Tally {
    pub fn new(keys: usize) -> Tally {
        Tally { rounds: (0..keys).map(|_| Mutex::new(0)).collect() }
    }

    pub fn write_round(&self, round: u32) {
        for cell in &self.rounds {
            *cell.lock().unwrap() = round;
        }
    }

    pub fn read_all(&self) -> Vec<(usize, u32)> {
        // While all guards are held, no thread can write.
        let guards: Vec<_> = self.rounds.iter().map(|cell| cell.lock().unwrap()).collect();
        guards.iter().enumerate().map(|(key, round)| (key, **round)).collect()
    }
}
