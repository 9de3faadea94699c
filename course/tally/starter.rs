//! A tally has a count for each key. Writers go round by round, readers look at all keys.
//!
//! `write_round` sets one key after the other, and others may come in between two keys. But
//! `read_all` is one look at the whole tally, as it was at one moment: while a writer is in the
//! middle of a round, the first keys show the new round and all others the one before.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

pub struct Tally {
    keys: usize,
    counts: Mutex<BTreeMap<usize, u32>>,
}

impl Tally {
    /// A tally with the keys `0..keys`, each at 0.
    pub fn new(keys: usize) -> Tally {
        Tally { keys, counts: Mutex::new((0..keys).map(|key| (key, 0)).collect()) }
    }

    /// Sets every key to `round`, in order of key; others may come in between.
    pub fn write_round(&self, round: u32) {
        for key in 0..self.keys {
            self.counts.lock().unwrap().insert(key, round);
        }
    }

    /// Every key with its count at one moment, in order of key.
    pub fn read_all(&self) -> Vec<(usize, u32)> {
        // TODO: nobody may write while we look.
        let mut look = Vec::new();
        for key in 0..self.keys {
            look.push((key, self.counts.lock().unwrap()[&key]));
        }
        look
    }
}

/// Whether the first keys show one round and all others the one before.
fn is_one_moment(look: &[(usize, u32)]) -> bool {
    let (newest, oldest) = (look[0].1, look[look.len() - 1].1);
    look.is_sorted_by(|(_, a), (_, b)| a >= b) && newest - oldest <= 1
}

pub fn main() {
    const LOOKS: usize = 4_000;
    let tally = Tally::new(100);
    thread::scope(|scope| {
        let writer = scope.spawn(|| (1..=4_000).for_each(|round| tally.write_round(round)));
        let mut mixed = 0;
        for _ in 0..LOOKS {
            let look = tally.read_all();
            if !is_one_moment(&look) {
                mixed += 1;
            }
        }
        println!("{mixed} of {LOOKS} looks showed what the tally never was.");
        writer.join().unwrap();
    });
    println!("After the last round, key 99 shows {}.", tally.read_all()[99].1);
}
