//! A monitor: one lock for the table, and a philosopher takes both forks in one step.

use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, PoisonError};

pub struct Table {
    taken: Mutex<Vec<bool>>,
    put_back: Condvar,
}

/// Both forks of a philosopher; dropping this puts them back, even in a panic.
struct Forks<'a> {
    table: &'a Table,
    forks: [usize; 2],
}

impl Drop for Forks<'_> {
    fn drop(&mut self) {
        let mut taken = self.table.taken.lock().unwrap_or_else(PoisonError::into_inner);
        self.forks.iter().for_each(|&fork| taken[fork] = false);
        self.table.put_back.notify_all();
    }
}

impl Table {
    pub fn new(seats: NonZeroUsize) -> Table {
        Table { taken: Mutex::new(vec![false; seats.get()]), put_back: Condvar::new() }
    }

    pub fn dine(&self, seat: usize, eat: impl FnOnce()) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let seats = taken.len();
        assert!(seat < seats, "there is no seat {seat}, only seats 0 to {}", seats - 1);
        let forks = [seat, (seat + 1) % seats];
        while forks.iter().any(|&fork| taken[fork]) {
            taken = self.put_back.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        forks.iter().for_each(|&fork| taken[fork] = true);
        drop(taken);
        let _forks = Forks { table: self, forks };
        eat();
    }
}
