//! Copy on write: a look keeps a snapshot that no writer changes any more; rounds take turns.

use std::sync::{Arc, Mutex};

pub struct Tally {
    counts: Mutex<Arc<Vec<u32>>>,
    // Held for a whole round by writers, never by readers.
    round: Mutex<()>,
}

impl Tally {
    pub fn new(keys: usize) -> Tally {
        Tally { counts: Mutex::new(Arc::new(vec![0; keys])), round: Mutex::new(()) }
    }

    pub fn write_round(&self, round: u32) {
        let _turn = self.round.lock().unwrap();
        let keys = self.counts.lock().unwrap().len();
        for key in 0..keys {
            Arc::make_mut(&mut self.counts.lock().unwrap())[key] = round;
        }
    }

    pub fn read_all(&self) -> Vec<(usize, u32)> {
        let snapshot = Arc::clone(&self.counts.lock().unwrap());
        snapshot.iter().copied().enumerate().collect()
    }
}
