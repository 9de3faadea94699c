//! One philosopher takes the right fork first, which breaks the circle.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub struct Table {
    forks: Vec<Mutex<()>>,
}

impl Table {
    pub fn new(seats: NonZeroUsize) -> Table {
        Table { forks: (0..seats.get()).map(|_| Mutex::new(())).collect() }
    }

    pub fn dine(&self, seat: usize, eat: impl FnOnce()) {
        let seats = self.forks.len();
        assert!(seat < seats, "there is no seat {seat}, only seats 0 to {}", seats - 1);
        if seats == 1 {
            let _only = self.take(0);
            return eat();
        }
        let (first, second) = if seat == 0 { (1, 0) } else { (seat, (seat + 1) % seats) };
        let _first = self.take(first);
        let _second = self.take(second);
        eat();
    }

    fn take(&self, fork: usize) -> MutexGuard<'_, ()> {
        self.forks[fork].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
