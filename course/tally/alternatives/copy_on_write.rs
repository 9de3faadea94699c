//! Copy-on-write: a read takes a snapshot that no writer changes; one round is written at a time.

use std::sync::{Arc, Mutex};

pub struct Tally {
    rounds: Mutex<Arc<Vec<u32>>>,
    // Writers hold it for a whole round, readers never.
    round: Mutex<()>,
}

impl Tally {
    pub fn new(keys: usize) -> Tally {
        Tally { rounds: Mutex::new(Arc::new(vec![0; keys])), round: Mutex::new(()) }
    }

    pub fn write_round(&self, round: u32) {
        let _guard = self.round.lock().unwrap();
        let keys = self.rounds.lock().unwrap().len();
        for key in 0..keys {
            Arc::make_mut(&mut self.rounds.lock().unwrap())[key] = round;
        }
    }

    pub fn read_all(&self) -> Vec<(usize, u32)> {
        let snapshot = Arc::clone(&self.rounds.lock().unwrap());
        snapshot.iter().copied().enumerate().collect()
    }
}
